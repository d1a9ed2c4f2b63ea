"""A shot compiles to every live engine: in its dialect, within its limits, and nothing disappears without a line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import copilot_kit as ck
from copilot_kit import files
from copilot_kit.cli import main
from copilot_kit.compiling import compile as compile_for
from copilot_kit.profiles import Engine, length_of
from copilot_kit.shot import Control, Shot

CASES = {p.name: p.read_text(encoding="utf-8") for p in sorted((Path(__file__).parent / "cases/compiling").iterdir())}
LIVE: Mapping[str, Engine] = {n: e for n, e in files.profiles().items() if e.live}
SORA = replace(ck.engine("sora-2"), status="live", name="sora-shaped")
DIALECTS = {
    "sora": SORA,
    "omni": ck.engine("gemini-omni-1-2-flash"),
    "veo": ck.engine("veo-3-1-vertex"),
    "shots": ck.engine("kling-v3"),
    "ranges": ck.engine("seedance-2-5"),
    "fields": ck.engine("minimax-h3"),
    "paragraph": ck.engine("ltx-2-5-pro-api"),
    "camera": ck.engine("runway-gen4-5"),
}
POTTER = """A potter stands at her wheel in a brick yard, clay to the elbow.

Cinematography:
- Shot: Medium shot, waist up
- Lens: 35mm, f/4
- Camera movement: static tripod
- Lighting: Window light from camera left, 5200K

Actions:
- 0-2 seconds: She centres the clay with both palms.
- 2-5 seconds: The wall of the bowl rises between her fingers. She says, "Stay with me."
- 5-8 seconds: She lifts her hands away and the bowl turns alone.

Background Sound:
- Wheel hum throughout
- Wet slap at 0.5 seconds
- Her breath at 6 seconds
- No music, no voice-over
"""


GLUE = (
    "single continuous one take the numbered shots follow each other without a cut scene cuts no sfx sound camera lens "
    "is then finally next natural only sounds of place design ambient noise integrated multimodal dialogue description "
    "shot overall soundscape non diegetic music na n a d english s1 at speaks from to cinematography"
)
"""Words that a dialect may add."""


NUMBER = re.compile(r"\d{1,2}:\d\d(?:\.\d+)?|\d+(?:\.\d+)?")


def seconds_of(written: str) -> float:
    minutes, _, rest = written.rpartition(":")
    return float(rest) + (60 * float(minutes) if minutes else 0.0)


def vanished(text: str, job: ck.Job) -> list[str]:
    """Words of four letters, and numbers, of a prompt that are neither in the job nor in its loss report."""
    said = f"{job.text} {dict(job.settings)}"
    lines = " ".join(f"{x.path} {x.was} {x.became}" for x in job.losses)
    words = set(re.findall(r"[^\W\d_]+", f"{said} {lines}".casefold()))
    numbers = {seconds_of(n) for n in NUMBER.findall(f"{said} {lines}")}
    scaled = float(job.settings["seconds"]) / (job.shot.seconds or 1.0)
    told = LABELS.sub(" ", text)
    return [
        w
        for w in re.findall(r"[^\W\d_]{4,}", told.casefold())
        if w not in words and w not in JOINING and w not in re.sub(r"\W+", "", f"{said} {lines}".casefold())
    ] + [
        n
        for n in NUMBER.findall(told)
        if not any(abs(x - v) <= 0.06 for x in numbers for v in (seconds_of(n), seconds_of(n) * scaled))
    ]


LABELS = re.compile(
    r"<!--.*?-->|"
    r"^\W*[^\W\d_][\w &/-]{0,40}[*_]*(?::(?!\d)|$)"
    r"|\"[\w ]+\"\s*:|(?<=[.;] )[A-Z][a-z]+:|^Shot \d|\d{3,4}x\d{3,4}"
    r"|16:9|(?:Vertical )?9:16|sora-\d|,\d{3}(?= |$)|不要|^\d+$|^.*-->.*$|^\|.*\n(?=\|[\s|:-]+$)",
    re.M,
)
"""Labels and numbers of shots, keys of a record, and what a setting holds in other terms."""
JOINING = set(
    "from until till with then second seconds secs during between "
    "first final last total clip duration without none there show".split()
)
ODD = {
    "potter": """Duration: 8 s, 16:9, 1080p.
A single continuous take. A cooper of about sixty with a cropped beard and a leather apron, at a bench in a barn.

[0-2 s] His hands set a stave upright; the hoop rings.
[2-5 s] He leans in with both thumbs and the staves close.
[5-7 s] The hoop slips; he lifts his hands away.
[7-8 s] He laughs and wipes his brow with his wrist.

Camera: static until 5 s, then a slow push-in from medium shot to medium close-up, 5-8 s. 40 mm at f/2.8, eye level.
Light: north window camera left, 5600 K; a bulb at 2700 K behind him from 6 s.
Palette: chalk, rust, slate.
Sound: stove hum throughout at -28 LUFS, 60 Hz; knock of wood at 0.5 s, -14 LUFS; laugh at 7.2 s.
Dialogue: Cooper (dry): "Well, that was nearly a barrel."
No music, no text, no other people, no glasses, no slow motion.""",
    "record": """{"duration": 10, "aspect_ratio":"9:16", "scene":"lighthouse stair, lamp light only, 1920s", "beats":[
{"t":"0-3","action":"The keeper grips the rail tight."},
{"t":"3-6","action":"The mate raises one finger; all stop."},
{"t":"6-10","action":"Oil drips onto a step. The mate lowers his finger."}],
"camera":{"move":"handheld drift right", "lens":"28mm","aperture":"f/2"},
"sound":[{"t":1.5,"sound":"clang","lufs":-16},{"t":6.5,"sound":"drip"}],
"dialogue":[{"speaker":"Mate","line":"Not a step.","t":4.0}],
"negative_prompt":"modern lamps, smiling, text overlay"}""",
    "shots": """Shot 1 (0-3s): Wide, static. A salt fair at dawn; a boy in a straw hat pulls a sledge left to right.
Shot 2 (3-5s): Close-up, 85mm. An old woman's hand picks a lump and knocks on it twice.
Shot 3 (5-9s): Over-the-shoulder, handheld. She says, "Too wet." He answers, "Like me."
Shot 4 (9-12s): Aerial, rising. The sledges drift apart in the mist.
Audio: wind at -30 LUFS throughout; two knocks at 4.0 and 4.4 s at -12 LUFS.
Avoid: tourists, lorries, plastic.""",
    "prose": "A grey egret stands at a sluice at first light and strikes once, so fast that nothing stirs. 200mm, "
    "f/4, locked off, low angle. Without wind, without people. Splash at 3.1 s, then only the sluice, -24 LUFS. 6 s, "
    "25 fps, seed 77.",
    "lift": """VIDEO PROMPT: THE FERRY
Format: 1:1, 4K, 60 fps. Total 20 seconds.
[00:00-00:05] A deckhand in a plum jersey with brass buttons slides the gate shut. Camera: medium shot, static.
[00:05-00:09] Piers pass as stripes of light over his face. Camera: slow dolly-in to close-up.
[00:09-00:14] The deck jerks. The lamp flickers twice and steadies. He does not move. Camera: static close-up.
[00:14-00:20] The gate opens on a quay full of snow. Camera: crane up and over him, wide shot.
LIGHT: 0-14 s tungsten 2800K; 14-20 s daylight 6500K.
SOUND: 0.4 s gate clang -10 LUFS; 0-14 s motor drone 50 Hz -22 LUFS; 9.2 s jolt; 14.5 s wind, far, -26 LUFS.
DECKHAND (whispering, 12.0-13.5 s): "Fourth pier."
EXCLUDE: mirrors, other passengers, lens flare, music, subtitles.""",
    "bells": "A belfry at noon, 12 s.\n0-6s: A sexton climbs.\n6-12s: He rings.\n"
    "Sound: bells at 2 s, 5 s and 10.5 s at -18 LUFS. A door slams at 11.2 s.",
    "candle": "A crypt, 8 s.\n0-4s: A nun prays.\n4-8s: She stands up.\n"
    "Light: candle 1900 K 0-4 s; dawn 5000 K from 4 s.",
    "river": "一位白发渔夫在黎明的江上撒网。0-2秒：他站在竹筏上。2-5秒：网在空中展开。固定机位，中景，35毫米。"
    "声音：3.0秒 网落水声。不要音乐，不要字幕。时长5秒。",
}
"""Prompts of the kinds that lose something unseen: inline lists, times in the words, records, settings in prose."""


def family(path: str) -> str:
    return re.sub(r"\[\d+\]", "", path)


def plain(words: object) -> str:
    return " ".join(re.findall(r"[^\W_]+", str(words).casefold()))


def found_again(control: Control, job: ck.Job, again: Shot) -> bool:
    """True if reading the compiled text finds this control, by itself or by its words."""
    values = [c.value for c in again.controls if family(c.path) == family(control.path)]
    if family(control.path) in ("beats.start", "beats.end", "cues.start", "cues.end"):
        kind, _, edge = family(control.path).partition(".")
        values += [v for item in getattr(again, kind) if (v := getattr(item, edge)) is not None]
    if isinstance(control.value, float | int):
        values += [seconds_of(n) for n in NUMBER.findall(job.text)]
        near = any(isinstance(v, float | int) and abs(v - control.value) <= 0.051 for v in values)
        return near or control.where.of(job.shot.text) in job.text
    told = plain(job.text)
    return (
        control.value in values
        or control.where.of(job.shot.text).casefold() in job.text.casefold()
        or plain(control.value) in told
        or all(w in told.split() for w in plain(control.value).split() if len(w) > 3)
    )


def unaccounted(shot: Shot, job: ck.Job) -> list[str]:
    """Controls that are neither in the text, nor among the settings, nor in the loss report."""
    lost = {loss.path for loss in job.losses}
    again = ck.read(job.text)
    beside = {plain(v) for v in job.settings.values()} | {plain(float(job.settings["seconds"]))}
    return [
        c.path
        for c in shot.controls
        if c.path not in lost and not found_again(c, job, again) and plain(c.value) not in beside
    ]


class TestEveryLiveEngine:
    @pytest.mark.parametrize("case", CASES)
    def test_nothing_disappears_without_a_line(self, case: str) -> None:
        shot = ck.read(CASES[case])
        for engine in LIVE.values():
            job = compile_for(shot, engine)
            assert unaccounted(shot, job) == [], engine.name

    @pytest.mark.parametrize("case", [*CASES, *ODD])
    def test_no_word_and_no_number_disappears_without_a_line(self, case: str) -> None:
        text = CASES.get(case) or ODD[case]
        shot = ck.read(text)
        for engine in (*LIVE.values(), SORA):
            job = compile_for(shot, engine)
            assert vanished(text, job) == [], engine.name
            assert engine is SORA or unaccounted(shot, job) == [], engine.name

    @pytest.mark.parametrize("case", [*CASES, *ODD])
    def test_no_line_says_that_something_became_itself(self, case: str) -> None:
        shot = ck.read(CASES.get(case) or ODD[case])
        for engine in LIVE.values():
            assert [str(x) for x in compile_for(shot, engine).losses if plain(x.was) == plain(x.became)] == []

    @pytest.mark.parametrize("case", CASES)
    def test_each_exclusion_is_kept_somewhere_or_named(self, case: str) -> None:
        shot = ck.read(CASES[case])
        for engine in LIVE.values():
            job = compile_for(shot, engine)
            lost = {loss.path for loss in job.losses}
            said = plain([job.text, job.settings.get("negative"), [loss.was for loss in job.losses]])
            for i, exclusion in enumerate(shot.exclusions):
                assert f"exclusions[{i}]" in lost or plain(exclusion.what) in said, (engine.name, exclusion.what)

    @pytest.mark.parametrize("case", CASES)
    def test_settings_never_stand_in_the_prose(self, case: str) -> None:
        for engine in LIVE.values():
            text = compile_for(ck.read(CASES[case]), engine).text
            assert not re.search(r"sora-2|\bDuration\b|(?<!\d)\d{3,4}x\d{3,4}|1080p|9:16", text), engine.name

    def test_the_seeds_fit_every_live_engine(self, seeds: Path) -> None:
        for document in sorted(seeds.glob("*.txt")):
            shot = ck.read(prompt_of(document.read_text(encoding="utf-8")))
            for engine in LIVE.values():
                job = compile_for(shot, engine)
                assert engine.prompt_limit is None or job.length <= engine.prompt_limit
                assert job.settings["seconds"] in engine.seconds
                assert unaccounted(shot, job) == [], engine.name

    def test_words_of_the_picture_are_the_prompts_own(self) -> None:
        ours = set(plain(POTTER).split())
        for dialect, engine in DIALECTS.items():
            added = [w for w in plain(compile_for(ck.read(POTTER), engine).text).split() if w not in ours]
            glue = GLUE.split()
            assert [w for w in added if w not in glue and not re.fullmatch(r"[\ds]+", w)] == [], dialect

    def test_a_sound_between_its_cues_is_kept_or_named(self) -> None:
        shot = ck.read(ODD["bells"])
        for engine in LIVE.values():
            job = compile_for(shot, engine)
            said = f"{job.text} {[loss.was for loss in job.losses]}"
            third = 10.5 * float(job.settings["seconds"]) / 12
            assert re.search(rf"10\.5|{third:.1f}", said), engine.name
            assert "slams" in said
        assert "-18 LUFS" in ck.compile(shot, "kling-v3").text
        assert "bells" in ck.compile(shot, "kling-v3").text

    def test_the_account_says_nothing_of_what_stands_in_the_text(self) -> None:
        job = ck.compile(ck.read(ODD["lift"]), "kling-4-0")
        assert not re.search(r"9\.2|14\.5", job.text)
        assert {loss.path for loss in job.losses} >= {"cues[2].start", "cues[3].start"}
        assert not any(loss.path.startswith("light") for loss in job.losses)


def prompt_of(document: str) -> str:
    """The final prompt of a transcript document: what its first fence holds."""
    return document.split("```\n", 1)[1].split("\n```", 1)[0]


class TestDialects:
    def test_sora_has_sections(self) -> None:
        text = compile_for(ck.read(POTTER), SORA).text
        assert [line for line in text.split("\n") if line.endswith(":")] == [
            "Cinematography:",
            "Actions:",
            "Background Sound:",
        ]
        assert "- 2-5s: The wall of the bowl" in text

    def test_omni_opens_with_one_take_and_times_each_beat(self) -> None:
        text = compile_for(ck.read(POTTER), DIALECTS["omni"]).text
        assert text.startswith("Single continuous shot, no scene cuts.")
        assert re.findall(r"^\[[^]]+\]", text, re.M) == ["[0-2s]", "[2-5s]", "[5-8s]"]

    def test_a_prompt_that_cuts_is_not_told_to_be_one_take(self) -> None:
        text = compile_for(ck.read(CASES["shots.txt"]), DIALECTS["omni"]).text
        assert "no scene cuts" not in text

    def test_beats_that_open_on_other_sizes_are_cuts(self) -> None:
        edited = "0-3s: Wide shot of a pier at dusk.\n3-6s: Close-up of a rope running out."
        assert "no scene cuts" not in compile_for(ck.read(edited), DIALECTS["omni"]).text
        assert "[Shot 2] At 00:03.000, the camera cuts to" in compile_for(ck.read(edited), DIALECTS["fields"]).text
        held = "0-3s: Wide shot of a pier at dusk.\n3-6s: A rope runs out, ending on a close-up of a hand."
        assert "no scene cuts" in compile_for(ck.read(held), DIALECTS["omni"]).text

    def test_veo_has_clock_blocks_with_their_sounds(self) -> None:
        text = compile_for(ck.read(POTTER), DIALECTS["veo"]).text
        assert re.findall(r"^\[[^]]+\]", text, re.M) == ["[00:00-00:02]", "[00:02-00:05]", "[00:05-00:08]"]
        assert re.search(r"^\[00:00.*SFX: Wet slap at 0\.5 seconds\.$", text, re.M)

    def test_kling_numbers_its_shots_and_tells_no_times(self) -> None:
        text = compile_for(ck.read(POTTER), DIALECTS["shots"]).text
        assert re.findall(r"^Shot \d:", text, re.M) == ["Shot 1:", "Shot 2:", "Shot 3:"]
        assert not re.search(r"\d\s?(?:s\b|seconds)", text)

    def test_seedance_has_whole_seconds(self) -> None:
        job = compile_for(ck.read(CASES["kiln.txt"]), DIALECTS["ranges"])
        assert re.findall(r"^\d\S*s:", job.text, re.M)[:3] == ["0-2s:", "2-5s:", "5-6s:"]
        assert any(x.path == "beats[1].end" and "whole seconds" in x.why for x in job.losses)

    def test_h3_has_its_three_fields_in_order(self) -> None:
        text = compile_for(ck.read(POTTER), DIALECTS["fields"]).text
        assert re.findall(r"^(\w+):", text, re.M) == [
            "integrated_multimodal_description",
            "overall_soundscape",
            "non_diegetic_music",
        ]
        assert text.startswith("integrated_multimodal_description: [Shot 1] ")
        assert "\nAt 00:02.000, the wall" in text
        assert "<d>[English] Stay with me.</d>" in text
        assert text.endswith("non_diegetic_music: N/A")

    def test_h3_cuts_where_the_prompt_does(self) -> None:
        timed = CASES["shots.txt"].replace("Shot 1:", "0-2s:").replace("Shot 2:", "2-4s:").replace("Shot 3:", "4-6s:")
        text = compile_for(ck.read(timed), DIALECTS["fields"]).text
        assert "[Shot 2] At 00:02.000, the camera cuts to" in text

    def test_ltx_is_one_paragraph_without_labels_or_times(self) -> None:
        text = compile_for(ck.read(POTTER), DIALECTS["paragraph"]).text
        assert "\n" not in text
        assert not re.search(r"[a-z]: |\d\s?s\b|\[", text.replace("says, ", ""))
        assert text.index("centres") < text.index("rises") < text.index("turns alone")

    def test_runway_is_one_sentence_that_begins_with_the_camera(self) -> None:
        text = compile_for(ck.read(POTTER), DIALECTS["camera"]).text
        assert text.startswith("Medium shot, waist up")
        assert len(re.findall(r"[.!?](?:\s|$)", text)) == 1

    def test_a_take_in_numbered_shots_says_that_it_is_one(self) -> None:
        assert compile_for(ck.read(POTTER), DIALECTS["shots"]).text.startswith("One continuous take")


class TestWellFormed:
    """Texts as a person would write them, whatever the prompt was like."""

    def test_keys_and_times_of_a_record_are_no_words(self) -> None:
        for engine in LIVE.values():
            text = compile_for(ck.read(ODD["record"]), engine).text
            assert not re.search(r"\d-\d\.|\bt\b|lufs", text), engine.name

    @pytest.mark.parametrize("engine", ["ltx-2-5-pro-api", "luma-ray-3-2", "runway-gen4-5"])
    def test_a_framing_and_its_action_are_one_sentence(self, engine: str) -> None:
        text = ck.compile(ck.read(ODD["shots"]), engine).text
        assert re.search(r"close-up, 85mm[:;] an old woman's hand", text)
        assert re.search(r"[Ff]inally,? aerial, rising[:;] the sledges", text)
        assert not re.search(r"(?i:then|next|finally),? [A-Z]", text)

    def test_one_take_is_said_once(self) -> None:
        for engine in LIVE.values():
            text = compile_for(ck.read(ODD["potter"]), engine).text
            assert len(re.findall(r"continuous", text, re.I)) == 1, engine.name

    def test_speech_goes_where_speech_belongs(self) -> None:
        text = ck.compile(ck.read(ODD["lift"]), "kling-v3").text
        assert 'Dialogue: DECKHAND (whispering): "Fourth pier."' in text

    @pytest.mark.parametrize("case", ["potter", "record", "shots", "lift"])
    def test_an_engine_without_sound_is_told_no_lines_and_the_account_holds_them(self, case: str) -> None:
        shot = ck.read(ODD[case])
        for engine in (e for e in LIVE.values() if e.silent):
            job = compile_for(shot, engine)
            lost = plain([x.was for x in job.losses])
            for line in shot.lines:
                assert line.words not in job.text, engine.name
                assert plain(line.words) in lost, engine.name

    def test_a_field_on_the_line_of_another_is_a_field(self) -> None:
        shot = ck.read("A pier, 6 s.\nSound: surf at -30 LUFS throughout. Camera: slow push in.")
        assert ck.compile(shot, "runway-gen4-5").text == "Slow push in: a pier."
        assert "Camera: Slow push in." in ck.compile(shot, "kling-v3").text

    def test_chinese_keeps_its_own_marks(self) -> None:
        for engine in LIVE.values():
            text = compile_for(ck.read(ODD["river"]), engine).text
            assert not re.search(r"。\s*[;.,，。]|[\u4e00-\u9fff]\.|Then|Finally", text), engine.name


class TestReadingBack:
    @pytest.mark.parametrize("case", CASES)
    def test_omni_says_beats_cues_moves_and_lines_so_that_they_are_found_again(self, case: str) -> None:
        shot = ck.read(CASES[case])
        engine = replace(DIALECTS["omni"], seconds=tuple(float(s) for s in range(2, 31)))
        again = ck.read(compile_for(shot, engine).text, seconds=shot.seconds)
        if all(b.start is not None for b in shot.beats):
            assert [(b.start, b.end) for b in again.beats] == [(b.start, b.end) for b in shot.beats]
        assert {c.start for c in shot.cues} <= {c.start for c in again.cues}
        assert {m.kind for m in again.moves} == {m.kind for m in shot.moves}
        assert [line.words for line in shot.lines] == [line.words for line in again.lines][-len(shot.lines) or 99 :]

    @pytest.mark.parametrize("dialect", ["sora", "omni", "veo", "ranges"])
    def test_every_timed_dialect_states_its_beats(self, dialect: str) -> None:
        again = ck.read(compile_for(ck.read(POTTER), DIALECTS[dialect]).text)
        assert [(b.start, b.end) for b in again.beats] == [(0, 2), (2, 5), (5, 8)]
        assert [line.words for line in again.lines] == ["Stay with me."]
        assert {m.kind for m in again.moves} == {"static"}
        assert {0.5, 6.0} <= {c.start for c in again.cues}

    def test_h3_states_when_each_beat_begins(self) -> None:
        again = ck.read(compile_for(ck.read(POTTER), DIALECTS["fields"]).text)
        stated = {e.at for e in again.events} | {b.start for b in again.beats}
        assert {0.0, 2.0, 5.0} <= stated | {0.0}
        assert {m.kind for m in again.moves} == {"static"}

    def test_numbered_shots_are_as_many_beats(self) -> None:
        again = ck.read(compile_for(ck.read(POTTER), DIALECTS["shots"]).text)
        assert len(again.beats) == 3
        assert [line.words for line in again.lines] == ["Stay with me."]


WHO = ("a fisherman in a torn jersey", "a girl with a paper crown", "two old brothers", "a grey heron", "a night nurse")
WHAT = ("lifts a tin bucket", "turns toward the water", "lays down the oar", "counts under breath", "waits by the rail")
HEARD = ("rope creak", "gull cry", "oar knock", "bell note", "soft splash")
MOVES = ("Camera: static.", "Camera: slow push in.", "Camera: pan left.", "Camera: handheld.", "Camera: pull back.")
BESIDE = (
    "Light: lantern 1900 K 0-1 s; dawn 5000 K from 1 s.",
    "Sound: two knocks at 0.4 and 0.8 s at -12 LUFS; surf at -30 LUFS throughout.",
    "Sound: bells at 0.2 s, 0.6 s and 0.9 s at -18 LUFS. A shutter slams at 0.7 s.",
    "Music: none.",
    "Seed 77, 24 fps.",
    "Format: 1:1, 4K, 60 fps.",
    "There are no cars and no lorries.",
    "Do not show faces.",
    "A single continuous take.",
    "Palette: rust, slate and chalk. Grain is fine.",
    'Dialogue: Fisherman (dry, 0.5-0.9 s): "Well, nearly."',
    "<!-- allow C12: it is dark -->",
)
SPOKEN = ("", "", ' He says, "Not tonight."', ' She whispers, "Listen."')


@st.composite
def prompts(draw: st.DrawFn, *, odd: bool = False) -> str:
    """A prompt with beats on a half-second grid, timed sounds, a move, perhaps a line and an exclusion."""
    lengths = draw(st.lists(st.sampled_from((1.0, 1.5, 2.0, 2.5, 3.0)), min_size=1, max_size=5))
    at, beats = 0.0, []
    for length in lengths:
        action = f"{draw(st.sampled_from(WHO))} {draw(st.sampled_from(WHAT))}."
        beats.append(f"{at:g}-{at + length:g}s: {action.capitalize()}{draw(st.sampled_from(SPOKEN))}")
        at += length
    moments = draw(st.lists(st.integers(0, int(at * 2) - 1), max_size=4, unique=True))
    sounds = "\n".join(f"- {draw(st.sampled_from(HEARD))} at {m / 2:g}s" for m in sorted(moments))
    out = draw(st.sampled_from(("", "\nNo music.", "\nNo crowds, no lens flares.", "\nAvoid: text, blur")))
    beside = draw(st.lists(st.sampled_from(BESIDE), max_size=3, unique=True)) if odd else []
    scene = f"{draw(st.sampled_from(WHO)).capitalize()} on a wooden pier at dusk."
    scene = "\n".join([f"{scene} {draw(st.sampled_from(MOVES))}", *beside])
    return f"{scene}\n\n" + "\n".join(beats) + f"\n\nSound:\n{sounds}\n{out}"


class TestGeneratedShots:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(prompts(odd=True), st.sampled_from(sorted(DIALECTS)))
    def test_nothing_disappears_without_a_line(self, text: str, dialect: str) -> None:
        shot = ck.read(text)
        job = compile_for(shot, DIALECTS[dialect])
        assert unaccounted(shot, job) == []
        assert vanished(text, job) == []
        assert job.engine.prompt_limit is None or job.length <= job.engine.prompt_limit

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(prompts())
    def test_what_omni_is_told_reads_the_same(self, text: str) -> None:
        shot = ck.read(text)
        engine = replace(DIALECTS["omni"], seconds=tuple(s / 2 for s in range(2, 31)))
        again = ck.read(compile_for(shot, engine).text)
        assert [(b.start, b.end) for b in again.beats] == [(b.start, b.end) for b in shot.beats]
        assert [(c.start, c.sound) for c in again.cues] == [(c.start, c.sound) for c in shot.cues]
        assert [m.kind for m in again.moves] == [m.kind for m in shot.moves]
        assert [line.words for line in again.lines] == [line.words for line in shot.lines]


class TestLimits:
    @pytest.mark.parametrize("dialect", DIALECTS)
    @pytest.mark.parametrize("unit", ["characters", "UTF-16 units", "tokens", "words"])
    def test_the_hard_limit_is_never_passed(self, dialect: str, unit: str) -> None:
        shot = ck.read(CASES["emoji.txt"])
        free = replace(DIALECTS[dialect], prompt_limit=None, prompt_unit=unit, words=())
        whole = compile_for(shot, free)
        for limit in {1, 2, 7, whole.length // 3, whole.length - 1}:
            text = compile_for(shot, replace(free, prompt_limit=limit)).text
            assert length_of(text, unit) <= limit

    @pytest.mark.parametrize("dialect", DIALECTS)
    def test_a_prompt_of_exactly_the_limit_is_left_whole(self, dialect: str) -> None:
        shot = ck.read(CASES["emoji.txt"])
        free = replace(DIALECTS[dialect], prompt_limit=None, words=())
        whole = compile_for(shot, free)
        last = replace(free, prompt_limit=whole.length)
        assert compile_for(shot, last).text == whole.text
        assert len(compile_for(shot, replace(last, prompt_limit=whole.length - 1)).text) < len(whole.text)

    def test_what_is_least_needed_goes_first_and_is_named(self) -> None:
        shot = ck.read(CASES["production.txt"])
        free = compile_for(shot, DIALECTS["omni"])
        tight = compile_for(shot, replace(DIALECTS["omni"], prompt_limit=free.length - 100, prompt_unit="characters"))
        gone = {loss.path for loss in tight.losses} - {loss.path for loss in free.losses}
        assert "finish" in gone
        assert not any(path.startswith(("beats", "moves")) for path in gone)
        assert all("at most" in loss.why for loss in tight.losses if loss.path in gone)

    def test_what_is_kept_out_goes_before_what_is_shown(self) -> None:
        many = " ".join(f"No thing{n}." for n in range(80))
        tight = replace(ck.engine("kling-4-0"), prompt_limit=300)
        job = compile_for(ck.read(f"A ferry leaves a quiet pier at dusk. {many}"), tight)
        assert job.length <= 300
        assert "A ferry leaves a quiet pier" in job.text
        gone = {loss.was for loss in job.losses if loss.path == "exclusions"}
        assert gone | set(re.findall(r"no thing\d+", job.text.lower())) >= {f"no thing{n}" for n in range(80)}

    @pytest.mark.parametrize(
        "text",
        [
            "0-8s: " + " ".join(f"the ferryman lifts rope number {n} over the rail," for n in range(50)),
            "0-8s: " + "a ferryman lifts rope after rope " * 380,
            "0-8s: " + "网在空中展开，落入水面，" * 300,
            "x" * 13000,
        ],
    )
    def test_one_long_beat_is_cut_and_never_left_out(self, text: str) -> None:
        tight = replace(DIALECTS["omni"], prompt_limit=60, prompt_unit="characters")
        shot = ck.read(text)
        for engine in (*LIVE.values(), tight):
            job = compile_for(shot, engine)
            limit = engine.prompt_limit or 10**6
            assert job.length <= limit, engine.name
            assert len(job.text) > 0.5 * min(len(text), 100 if engine is tight else 400), engine.name
            if len(job.text) < 0.9 * len(text):
                assert any("at most" in x.why or "well" in x.why for x in job.losses), engine.name

    def test_a_cut_ends_with_a_clause(self) -> None:
        long = "0-8s: " + " ".join(f"the ferryman lifts rope number {n} over the rail," for n in range(50))
        job = ck.compile(ck.read(long), "runway-gen4-5")
        assert job.text.endswith("over the rail.")
        assert len(job.text) > 900

    def test_the_words_asked_for_are_aimed_at(self) -> None:
        job = ck.compile(ck.read(POTTER), "kling-v3", words=75)
        assert length_of(job.text, "words") <= 75
        assert "centres the clay" in job.text

    def test_a_negative_prompt_keeps_its_own_limit(self) -> None:
        wan = ck.engine("wan-2-7")
        many = ", ".join(f"unwanted thing number {n}" for n in range(60))
        job = compile_for(ck.read(f"A quiet pier.\nNegative: {many}"), wan)
        assert len(job.settings["negative"]) <= 500
        assert any(loss.path.startswith("exclusions") and "500 characters" in loss.why for loss in job.losses)

    def test_a_negative_prompt_without_a_limit_of_its_own_keeps_that_of_prompts(self) -> None:
        asked = ", ".join(f"thing{n}" for n in range(5000))
        job = ck.compile(ck.read("A quiet pier."), "veo-3-1-vertex", negative=asked)
        assert 0 < length_of(job.settings["negative"], "tokens") <= 1024
        assert any(loss.was == "thing4999" and "1024 tokens" in loss.why for loss in job.losses)


class TestLength:
    def test_the_nearest_length_is_taken_and_times_follow(self) -> None:
        job = ck.compile(ck.read(CASES["kiln.txt"]), "luma-ray-3-2")
        assert job.settings["seconds"] == 5
        job = compile_for(ck.read(POTTER), replace(DIALECTS["omni"], seconds=(4.0,)))
        assert re.findall(r"^\[[^]]+\]", job.text, re.M) == ["[0-1s]", "[1-2.5s]", "[2.5-4s]"]
        assert "Wet slap at 0.2 seconds" in job.text or "Wet slap at 0.3 seconds" in job.text
        moved = next(loss for loss in job.losses if loss.path == "beats[1].end")
        assert (moved.was, moved.became) == ("5 s", "2.5 s")

    def test_a_clip_far_too_long_loses_its_end_with_a_line_for_each_beat(self) -> None:
        job = compile_for(ck.read(CASES["twenty.txt"]), replace(DIALECTS["omni"], seconds=(3.0,)))
        assert "child" not in job.text
        lost = {loss.path: loss.why for loss in job.losses}
        assert lost["beats[2].action"] == lost["beats[3].start"] == "the clip ends at 3 s"

    def test_times_in_the_words_follow_too(self) -> None:
        job = compile_for(ck.read(ODD["candle"]), replace(DIALECTS["omni"], seconds=(6.0,)))
        assert "Candle 1900 K 0-3 s; dawn 5000 K from 3 s" in job.text
        job = compile_for(ck.read(ODD["lift"]), replace(DIALECTS["omni"], seconds=(15.0,)))
        assert "0-10.5 s tungsten 2800K; 10.5-15 s daylight 6500K" in job.text
        job = compile_for(ck.read(ODD["shots"]), replace(DIALECTS["omni"], seconds=(6.0,)))
        assert "two knocks at 2.0 and 2.2 s" in job.text

    def test_times_behind_a_cut_end_go_with_a_line(self) -> None:
        job = compile_for(ck.read(ODD["lift"]), replace(DIALECTS["omni"], seconds=(3.0,)))
        assert "tungsten 2800K" in job.text
        assert "daylight" not in job.text
        assert not re.search(r"14|20", job.text)
        assert any("daylight" in x.was and x.why == "the clip ends at 3 s" for x in job.losses)

    def test_a_length_behind_a_noun_is_no_sound(self) -> None:
        job = ck.compile(ck.read("A bell tower, 12 s.\n0-6s: A sexton climbs.\n6-12s: He rings."), "kling-v3")
        assert "Sound" not in job.text
        assert "A bell tower." in job.text
        assert "12" not in job.text

    def test_a_time_that_belongs_to_a_thing_stays(self) -> None:
        text = '0-4s: A hall, reverb 1.2 s, shutter 1/50 s.\n4-8s: She says, "Wait 4 s."'
        job = compile_for(ck.read(text), replace(DIALECTS["omni"], seconds=(6.0,)))
        assert "reverb 1.2 s, shutter 1/50 s" in job.text
        assert '"Wait 4 s."' in job.text

    def test_a_length_asked_for_is_refused_if_it_is_not_made(self) -> None:
        with pytest.raises(ck.InputError, match=r"Veo 3\.1.*seconds=7, it makes 4, 6, 8 s\. Fix: ask for seconds=8"):
            ck.compile(ck.read(POTTER), "veo-3-1-vertex", seconds=7)

    def test_a_prompt_without_a_length_gets_one(self) -> None:
        assert ck.compile(ck.read(CASES["short.txt"]), "gemini-omni-1-2-flash").settings["seconds"] == 8


class TestSettings:
    @pytest.mark.parametrize(
        ("engine", "asked", "says"),
        [
            ("runway-gen4-5", {"audio": True}, "audio=True, it renders no sound"),
            ("gemini-omni-1-2-flash", {"audio": False}, "its sound cannot be switched off"),
            ("kling-4-0", {"seed": 3}, "it takes no seed"),
            ("wan-2-7", {"seed": -1}, "whole numbers from 0 to 2147483647"),
            ("seedance-2-5", {"negative": "blur"}, "it has no negative prompt"),
            ("veo-3-1-lite-vertex", {"resolution": "4k"}, "it offers 720p, 1080p"),
            ("kling-v3", {"ratio": "4:3"}, "it offers 16:9, 9:16, 1:1"),
            ("kling-v3", {"size": "1280x720"}, "it takes ratio"),
            ("runway-gen4-5", {"size": "1920x1080"}, "it makes 1280x720, 720x1280"),
            ("ltx-2-5-pro-api", {"fps": 60}, "it makes 24, 25, 50"),
            ("kling-v3", {"fps": 120}, "its frame rate cannot be chosen. Fix: leave fps out"),
            ("kling-v3", {"seconds": "eight"}, "seconds='eight', it takes a number of seconds: 3-15"),
            ("kling-v3", {"seconds": True}, "it takes a number of seconds"),
            ("kling-v3", {"audio": "loud"}, "audio='loud', it takes True or False"),
            ("kling-v3", {"words": 0}, "words=0, it takes a whole number from 1"),
            ("kling-v3", {"words": 2.5}, "words=2.5, it takes a whole number"),
            ("kling-v3", {"negative": ["blur"]}, "it takes a text and no list"),
            ("kling-v3", {"steps": 30}, "setting 'steps' is not known"),
        ],
    )
    def test_what_an_engine_does_not_take_is_refused_by_name(self, engine: str, asked: dict, says: str) -> None:
        with pytest.raises(ck.InputError, match=re.escape(says)):
            ck.compile(ck.read(POTTER), engine, **asked)

    def test_a_frame_is_asked_for_in_the_engines_own_terms(self) -> None:
        shot = ck.read(POTTER)
        assert ck.compile(shot, "ltx-2-5-fast-api", ratio="9:16", resolution="1080p").settings["size"] == "1080x1920"
        assert ck.compile(shot, "wan-3-0", resolution="1080p").settings["resolution"] == "1080P"
        assert ck.compile(shot, "wan-3-0").settings["resolution"] == "720P"

    def test_the_prompts_own_wishes_become_settings(self) -> None:
        job = ck.compile(ck.read(CASES["vertical.txt"]), "seedance-2-5")
        assert (job.settings["ratio"], job.settings["resolution"]) == ("9:16", "1080p")
        job = ck.compile(ck.read(CASES["vertical.txt"]), "kling-4-0-flash")
        assert (job.settings["ratio"], job.settings["resolution"]) == ("9:16", "720p")
        assert any(loss.path == "resolution" and loss.became == "720p" for loss in job.losses)

    def test_an_unknown_engine_is_answered_with_those_there_are(self) -> None:
        with pytest.raises(ck.UnknownName, match="did you mean 'kling-v3'"):
            ck.compile(ck.read(POTTER), "kling-v33")


class TestExclusions:
    def test_a_field_takes_them_all(self) -> None:
        job = ck.compile(ck.read(POTTER), "kling-v3", negative="blur")
        assert job.settings["negative"] == "blur, music, voice-over"
        assert "music" not in job.text

    def test_without_a_field_they_become_positive_words(self) -> None:
        job = ck.compile(ck.read(POTTER), "gemini-omni-1-2-flash")
        assert "natural sound only" in job.text.lower()
        assert any(x.path == "exclusions[0]" and x.became == "natural sound only" for x in job.losses)

    def test_what_we_know_no_positive_words_for_stays_a_short_sentence(self) -> None:
        shot = ck.read("A quiet pier at dawn. No umbrellas, no lens flares.")
        assert ck.compile(shot, "kling-4-0").text.endswith("Clean highlights. No umbrellas.")

    def test_an_engine_of_positive_words_only_names_what_it_could_not_say(self) -> None:
        job = ck.compile(ck.read("A quiet pier at dawn. No umbrellas."), "runway-gen4-5")
        assert "umbrella" not in job.text
        assert any(x.was == "umbrellas" and "positive words only" in x.why for x in job.losses)

    def test_how_something_is_done_is_no_exclusion(self) -> None:
        job = ck.compile(ck.read("A guard stands at a gate. He waits without moving. No crowd."), "kling-v3")
        assert "without moving" in job.text
        assert job.settings["negative"] == "crowd"

    @pytest.mark.parametrize(
        ("said", "kept_out"),
        [
            ("Music: none.", "music"),
            ("**Music:** None", "music"),
            ("Voice-over: off. Rain on tin.", "voice-over"),
            ("Sound: gulls at 1 s; music: none; a horn at 3 s", "music"),
            ("Wet stones, without cars, without people, at dawn.", "cars, people"),
            ("There are no carts and no dogs.", "carts, dogs"),
            ("Do not show faces.", "faces"),
            ("Do not show her face or the harbour wall.", "her face, the harbour wall"),
            ("Wet stones. Exclude: cars, dogs.", "cars, dogs"),
        ],
    )
    def test_ordinary_phrasings_of_what_is_kept_out_go_into_the_field(self, said: str, kept_out: str) -> None:
        job = ck.compile(ck.read(f"A quiet pier at dawn, 5 s.\n{said}"), "wan-2-7")
        assert job.settings["negative"] == kept_out
        assert not re.search(r"(?i)\b(none|off|without|there are|do not|exclude)\b", job.text)

    @pytest.mark.parametrize(
        "said", ["There is no sound but the wind.", "He nods, without words.", "There is no one left."]
    )
    def test_what_only_sounds_like_an_exclusion_stays(self, said: str) -> None:
        assert said in ck.compile(ck.read(f"A quiet pier at dawn, 5 s. {said}"), "wan-2-7").text

    def test_no_music_orders_no_silence(self) -> None:
        for engine in LIVE.values():
            job = compile_for(ck.read("A pier at dawn. Gulls call.\nMusic: none."), engine)
            assert not re.search(r"\bnone\b", job.text, re.I), engine.name
            assert job.settings.get("audio", True) is True
            kept = plain([job.settings.get("negative"), job.text, [x.was for x in job.losses]])
            assert "music" in kept or "natural sound only" in kept

    def test_music_of_none_in_a_record(self) -> None:
        record = '{"scene": "a pier at dawn", "music": "none", "beats": [{"t": "0-3", "action": "A man walks."}]}'
        job = ck.compile(ck.read(record), "gemini-omni-1-2-flash")
        assert "[0-3s] A man walks." in job.text
        assert "none" not in job.text
        assert "natural sound only" in job.text.lower()


class TestComments:
    def test_words_to_the_linter_reach_no_engine(self) -> None:
        commented = (
            "# allow C12: the hands are in the mirror. Static camera.\nA pier at dusk. <!-- allow T09: a rush -->\n"
            "0-3s: A man walks. # allow L02: it is a dream. Truly.\n3-6s: He stops.\nallow S04 because it rings"
        )
        for engine in LIVE.values():
            job = compile_for(ck.read(commented), engine)
            assert not re.search(r"allow|C12|mirror|rush|dream|Truly|rings|#|<!", job.text), engine.name
            assert "man walks" in job.text


class TestSettingsInProse:
    def test_what_the_engine_takes_becomes_a_setting(self) -> None:
        job = ck.compile(ck.read("A heron in a weir. Seed 77, 25 fps. 6 s."), "ltx-2-5-pro-api")
        assert job.settings["fps"] == 25
        assert "fps" not in job.text
        omni = ck.compile(ck.read("A heron in a weir. 6 s, 24 fps, seed 77."), "gemini-omni-1-2-flash")
        assert omni.settings["seed"] == 77
        assert "seed" not in omni.text.lower()

    def test_what_it_does_not_take_is_a_line(self) -> None:
        for engine in LIVE.values():
            job = compile_for(ck.read("Format: 1:1, 4K, 60 fps. Seed: 99\nA heron in a weir, 6 s."), engine)
            assert not re.search(r"fps|60|seed|1:1|4K", job.text, re.I), engine.name
            lost = {x.path for x in job.losses}
            assert job.settings.get("fps") == 60 or any("fps" in path for path in lost)
            assert job.settings.get("seed") == 99 or any("seed" in path for path in lost)

    def test_a_frame_rate_that_says_how_it_looks_stays(self) -> None:
        job = ck.compile(ck.read("60 fps. A splash, overcranked at 240 fps. 6 s."), "kling-v3")
        assert job.text == "A splash, overcranked at 240 fps."

    def test_spoken_words_are_left_alone(self) -> None:
        spoken = 'A monitor room. The clerk says, "Seed 77, 24 fps." 6 s.'
        assert '"Seed 77, 24 fps."' in ck.compile(ck.read(spoken), "kling-v3").text


class TestSilence:
    def test_what_would_only_be_heard_is_named_for_the_edit(self) -> None:
        job = ck.compile(ck.read(POTTER), "runway-gen4-5")
        lost = {loss.path: loss.why for loss in job.losses}
        assert "hum" not in job.text
        assert "add it in the edit" in lost["cues[1].sound"]
        assert "add it in the edit" in lost["cues[1].start"]
        assert "Stay with me" not in job.text
        assert "she speaks" in job.text.lower()

    def test_sound_switched_off_costs_less_where_it_does(self) -> None:
        shot = ck.read(POTTER)
        loud, quiet = (ck.compile(shot, "kling-v3", audio=a) for a in (True, False))
        assert (loud.price_usd, quiet.price_usd) == (pytest.approx(8 * 0.126), pytest.approx(8 * 0.084))
        assert "hum" not in quiet.text


class TestPrice:
    def test_it_is_by_resolution_and_seconds(self) -> None:
        job = ck.compile(ck.read(POTTER), "gemini-omni-1-2-flash", resolution="1080p", seconds=10)
        assert job.price_usd == pytest.approx(1.05)
        assert job.price == "1.05 USD (derived, unconfirmed)"

    def test_unknown_is_unknown_and_own_hardware_has_no_fee(self) -> None:
        assert ck.compile(ck.read(POTTER), "wan-2-6").price_usd is None
        assert ck.compile(ck.read(POTTER), "wan-2-6").price == "price unknown"
        assert ck.compile(ck.read(POTTER), "ltx-2-5-local").price == "no fee (own hardware)"

    def test_a_quote_is_sorted_dated_and_marks_its_doubts(self) -> None:
        table = ck.quote(ck.read(POTTER))
        assert set(table.index) == set(LIVE)
        assert table["usd"].dropna().is_monotonic_increasing
        assert table.loc["wan-2-6", "price"] == "unknown"
        assert table["usd"].isna().sum() == (table["price"] == "unknown").sum()
        assert table.loc["gemini-omni-1-2-flash", "price"] == "derived, unconfirmed"
        assert (table.loc[table["usd"] == 0, "price"] == "no fee, own hardware").all()
        assert table["checked"].str.match(r"\d{4}-\d\d-\d\d").all()

    def test_a_quote_for_some(self) -> None:
        table = ck.quote(ck.read(POTTER), ["kling-v3", DIALECTS["omni"]])
        assert list(table.index) == ["gemini-omni-1-2-flash", "kling-v3"]


class TestRetired:
    @pytest.mark.parametrize("name", ["sora-2", "sora-2-pro", "veo-3-1-gemini-api", "gemini-omni-flash-preview"])
    def test_it_is_refused_with_its_day_and_its_successors(self, name: str) -> None:
        with pytest.raises(ck.InputError) as e:
            ck.compile(ck.read(POTTER), name)
        assert ck.engine(name).retired in str(e.value)
        assert all(s in str(e.value) for s in ck.engine(name).successors)

    def test_migrating_maps_model_size_and_seconds(self) -> None:
        job = ck.migrate(ck.read(CASES["settings.txt"]), "sora-2", "gemini-omni-1-2-flash")
        assert job.settings == {"seconds": 8, "ratio": "16:9", "resolution": "720p"}
        told = {loss.path: loss for loss in job.losses}
        assert told["settings.model"].became == "gemini-omni-1.2-flash"
        assert "2026-09-24" in told["settings.model"].why
        assert told["settings.size"].became == "16:9 at 720p"

    def test_migrating_a_length_that_is_not_made_says_so(self) -> None:
        job = ck.migrate(ck.read(CASES["twenty.txt"]), "sora-2-pro", "gemini-omni-1-2-flash")
        assert any(x.path == "seconds" and (x.was, x.became) == ("20 s", "15 s") for x in job.losses)

    def test_nobody_migrates_to_the_past(self) -> None:
        with pytest.raises(ck.InputError, match="retired"):
            ck.migrate(ck.read(POTTER), "veo-3-1-vertex", "sora-2")


class TestJob:
    def test_the_request_has_the_fields_of_the_api(self) -> None:
        shot = ck.read(POTTER)
        omni = ck.compile(shot, "gemini-omni-1-2-flash", seed=7)
        assert omni.request == {
            "model": "gemini-omni-1.2-flash",
            "input": omni.text,
            "response_format": {
                "duration": "8s",
                "aspect_ratio": "16:9",
                "resolution": "720p",
                "type": "video",
                "delivery": "uri",
            },
            "generation_config": {"seed": 7},
        }
        assert ck.compile(shot, "runway-gen4-5").request["ratio"] == "1280:720"
        assert ck.compile(shot, "seedance-2-5").request["content"][0]["type"] == "text"
        assert ck.compile(shot, "wan-2-2-a14b-local").request["seconds"] == "5"
        veo = ck.compile(shot, "veo-3-1-vertex").request["config"]
        assert (veo["duration_seconds"], veo["negative_prompt"]) == (8, "music, voice-over")

    def test_no_request_holds_a_key(self) -> None:
        for engine in LIVE.values():
            request = compile_for(ck.read(POTTER), engine).request
            assert not re.search(r"api.?key|authorization|bearer|token", str(sorted(request)), re.I)

    def test_it_shows_itself_escaped_and_as_text(self) -> None:
        job = ck.compile(ck.read("A sign that says <script>alert(1)</script> over a pier. No fog."), "kling-v3")
        html = job._repr_html_()
        assert "<script>" not in html
        assert "negative" in html
        assert "price" in repr(job) or "USD" in repr(job)
        assert str(job).endswith(tuple(str(x) for x in job.losses) or ("0 losses",))

    def test_its_findings_are_for_its_engine(self) -> None:
        job = ck.compile(ck.read(CASES["twenty.txt"]), "runway-gen4-5")
        assert [f.code for f in job.findings] == [f.code for f in ck.lint(job.shot, "runway-gen4-5")]

    def test_the_same_shot_makes_the_same_job(self) -> None:
        one, two = (ck.compile(ck.read(POTTER), "minimax-h3") for _ in range(2))
        assert (one.text, one.settings, one.losses) == (two.text, two.settings, two.losses)


class TestBadInput:
    @pytest.mark.parametrize("text", ["", "   \n", "🎬", "...", "No.", "[0-2s]", '{"beats": []}', "|a|b|", "0-0s: x"])
    def test_odd_texts_compile_everywhere(self, text: str) -> None:
        shot = ck.read(text)
        for engine in DIALECTS.values():
            job = compile_for(shot, engine)
            assert job.settings["seconds"] in engine.seconds
            assert isinstance(job.losses, tuple)

    @settings(max_examples=80, deadline=None)
    @given(st.text(alphabet=st.sampled_from(" \n-|:[]{}\"'0123456789s.,;no ABaeé漢🎬*#_"), max_size=120))
    def test_any_text_compiles(self, text: str) -> None:
        for dialect in ("omni", "shots", "fields", "camera"):
            job = compile_for(ck.read(text), DIALECTS[dialect])
            assert job.engine.prompt_limit is None or job.length <= job.engine.prompt_limit


class TestFromATerminal:
    PATH = str(Path(__file__).parent / "cases/compiling/settings.txt")

    def test_compile_prints_the_prompt_its_price_and_its_losses(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["compile", self.PATH, "--engine", "kling-v3", "--seconds", "10"]) == 0
        out = capsys.readouterr().out
        assert out.startswith("Kling 3: seconds 10, ratio 16:9, resolution 720p, audio True")
        assert "Shot 2: He smiles" in out
        assert "losses" in out

    def test_json_holds_the_request(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["compile", self.PATH, "--engine", "gemini-omni-1-2-flash", "--from", "sora-2", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["request"]["response_format"]["duration"] == "8s"
        assert told["losses"][0]["path"] == "settings.model"

    def test_a_retired_engine_is_bad_input(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["compile", self.PATH, "--engine", "sora-2"]) == 2
        assert "2026-09-24" in capsys.readouterr().err

    def test_a_run_says_that_its_engine_is_retired(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        asked = ["run", "a kite over a pier", "--engine", "sora-2", "--rounds", "1", "--out", str(tmp_path)]
        assert main(asked) == 0
        assert "Sora 2 was retired on 2026-09-24" in capsys.readouterr().out

    def test_a_quote_lists_what_is_unknown_as_unknown(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["quote", self.PATH, "--engine", "wan-2-6", "--engine", "kling-v3"]) == 0
        out = capsys.readouterr().out
        assert out.index("kling-v3") < out.index("wan-2-6")
        assert "unknown" in out
        assert main(["quote", self.PATH, "--engine", "wan-2-6", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)[0]["usd"] is None
