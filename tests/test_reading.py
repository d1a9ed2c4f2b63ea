"""Reading: what stands in a prompt is found, with its time, its value and its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_cases import BARS, score

from copilot_kit.errors import BadTime, InputError
from copilot_kit.reading import read
from copilot_kit.shot import Control, Shot


def seed_prompt(seeds: Path, number: str) -> str:
    """The final prompt of a reference transcript: the first fenced block."""
    document = next(seeds.glob(f"{number}_*.txt")).read_text(encoding="utf-8")
    return document.split("```")[1].removeprefix("\n")


def times(items) -> list[tuple[float | None, float | None]]:
    return [(item.start, item.end) for item in items]


def controls(shot: Shot) -> dict[str, Control]:
    return {control.path: control for control in shot.controls}


class TestFirstSeed:
    @pytest.fixture
    def shot(self, seeds: Path) -> Shot:
        return read(seed_prompt(seeds, "000"))

    def test_length_is_derived_from_the_beats(self, shot: Shot) -> None:
        assert (shot.seconds, shot.seconds_from) == (4.0, "derived")

    def test_beats(self, shot: Shot) -> None:
        assert times(shot.beats) == [(0.0, 1.5), (1.5, 2.5), (2.5, 4.0)]
        assert all(beat.action and beat.where.of(shot.text) for beat in shot.beats)

    def test_cues_with_times_and_untimed_beds(self, shot: Shot) -> None:
        timed = sorted((cue.start, cue.sound.split()[-1]) for cue in shot.cues if cue.start is not None)
        assert [start for start, _ in timed] == [0.5, 1.0, 1.8, 2.0, 3.5, 3.8]
        assert [cue.kind for cue in shot.cues if cue.start is None] == ["ambience", "silence"]
        assert {cue.kind for cue in shot.cues if "exhale" in cue.sound} == {"foley"}

    def test_moves(self, shot: Shot) -> None:
        assert [(move.kind, move.start, move.end) for move in shot.moves] == [
            ("static", 0.0, 2.5),
            ("push_in", 2.5, 4.0),
        ]
        assert all(move.derived for move in shot.moves)

    def test_light_and_optics(self, shot: Shot) -> None:
        (light,) = shot.lights
        assert (light.kelvin, light.side, light.angle_deg) == (3200.0, "left", 45.0)
        assert (shot.lenses_mm, shot.f_stops, shot.kelvins) == ((50.0,), (2.8,), (3200.0,))
        assert shot.sizes[0] == "medium_close_up"

    def test_music_is_excluded(self, shot: Shot) -> None:
        assert "music" in [item.what for item in shot.exclusions]


class TestSecondSeed:
    @pytest.fixture
    def shot(self, seeds: Path) -> Shot:
        return read(seed_prompt(seeds, "001"))

    def test_length_is_stated(self, shot: Shot) -> None:
        assert (shot.seconds, shot.seconds_from) == (8.0, "stated")

    def test_beats_with_label_camera_and_action(self, shot: Shot) -> None:
        assert times(shot.beats) == [(0.0, 2.0), (2.0, 4.0), (4.0, 6.0), (6.0, 8.0)]
        assert [beat.label for beat in shot.beats] == [
            "Golden Equilibrium",
            "Recognition",
            "Threshold Crossing",
            "Weight of Witness",
        ]
        assert [beat.camera for beat in shot.beats] == ["Static wide, low angle", *["Static hold"] * 3]
        assert all(beat.action for beat in shot.beats)

    def test_cues(self, shot: Shot) -> None:
        found = [(cue.start, cue.end, cue.hz, cue.lufs) for cue in shot.cues]
        assert found == [
            (0.0, 8.0, 40.0, -18.0),
            (0.0, 8.0, None, -28.0),
            (0.0, 8.0, 120.0, None),
            (2.5, None, None, -12.0),
            (4.0, 8.0, None, -20.0),
        ]

    def test_camera_is_static_throughout(self, shot: Shot) -> None:
        assert [(move.kind, move.start, move.end) for move in shot.moves] == [("static", 0.0, 8.0)]
        assert {"drift", "handheld"} <= {item.what for item in shot.exclusions}

    def test_grade_is_a_clock_of_its_own(self, shot: Shot) -> None:
        assert [(grade.start, grade.end, grade.kelvin) for grade in shot.grades] == [
            (0.0, 4.0, 3200.0),
            (4.0, 8.0, 6500.0),
        ]

    def test_film_gauge_is_no_lens(self, shot: Shot) -> None:
        assert (shot.lenses_mm, shot.f_stops, shot.kelvins) == ((40.0,), (5.6,), (3200.0, 6500.0))

    def test_events(self, shot: Shot) -> None:
        assert [event.at for event in shot.events] == [2.5, 3.0, 6.5]

    def test_people(self, shot: Shot) -> None:
        assert [(people.count, people.noun) for people in shot.people] == [(4, "researchers")]

    def test_controls_stand_where_they_say(self, shot: Shot) -> None:
        found = controls(shot)
        said = {
            path: found[path].where.of(shot.text)
            for path in ("beats[1].start", "beats[1].end", "camera.lens_mm", "cues[0].lufs", "light.kelvin", "seconds")
        }
        assert said == {
            "beats[1].start": "2.00",
            "beats[1].end": "4.00",
            "camera.lens_mm": "40",
            "cues[0].lufs": "-18",
            "light.kelvin": "6500",
            "seconds": "8",
        }


class TestInventedSheet:
    @pytest.fixture
    def shot(self) -> Shot:
        return read((Path(__file__).parents[1] / "data" / "prompts" / "last-ferry.txt").read_text(encoding="utf-8"))

    def test_length_and_beats(self, shot: Shot) -> None:
        assert (shot.seconds, shot.seconds_from) == (8.0, "stated")
        assert times(shot.beats) == [(0.0, 2.5), (2.5, 4.5), (4.5, 7.0), (7.0, 8.0)]

    def test_every_item_of_the_list_of_sounds_is_a_cue(self, shot: Shot) -> None:
        assert [(cue.start, cue.end, cue.sound, cue.hz, cue.lufs) for cue in shot.cues] == [
            (0.0, 8.0, "wash under the ramp", None, -27.0),
            (0.8, None, "rope on wet steel", None, -22.0),
            (1.9, None, "rope on wet steel", None, -22.0),
            (2.5, None, "a ship's horn across the water", 110.0, -16.0),
            (4.2, None, "the relay of the lamp clicks", None, -24.0),
            (6.8, None, "the palm comes down on the coil", None, -20.0),
        ]

    def test_camera_holds_moves_and_holds_to_the_end(self, shot: Shot) -> None:
        assert [(move.kind, move.start, move.end, move.speed) for move in shot.moves] == [
            ("static", 0.0, 4.5, ""),
            ("push_in", 4.5, 7.0, "slow"),
            ("static", 7.0, 8.0, ""),
        ]

    def test_light_changes_with_its_own_clock(self, shot: Shot) -> None:
        assert [(light.start, light.end, light.kelvin) for light in shot.lights] == [
            (0.0, 4.2, 2100.0),
            (4.2, 8.0, 8000.0),
        ]


class TestMoves:
    @pytest.mark.parametrize(
        ("words", "speed"),
        [
            ("then very slow push-in", "slow"),
            ("then slow push-in", "slow"),
            ("then a slow pan left", "slow"),
            ("then very slowly pushes in", "slow"),
            ("then a crash zoom", "fast"),
            ("then pushes in", ""),
        ],
    )
    def test_keep_their_speed_behind_a_hold(self, words: str, speed: str) -> None:
        hold, move = read(f"Duration: 8s. Camera: static for the first 5 seconds, {words}.").moves
        assert (hold.kind, hold.end, hold.speed) == ("static", 5.0, "")
        assert (move.start, move.end, move.speed) == (5.0, 8.0, speed)

    def test_of_a_stated_length_keep_its_place(self) -> None:
        text = "Duration: 9s. Camera: pushes in over five seconds, then pans left over 2.5 seconds."
        shot = read(text)
        assert [(move.kind, move.start, move.end) for move in shot.moves] == [("push_in", 0.0, 5.0), ("pan", 5.0, 7.5)]
        found = controls(shot)
        assert (found["moves[0].length"].value, found["moves[0].length"].where.of(text)) == (5.0, "five")
        assert (found["moves[1].length"].value, found["moves[1].length"].where.of(text)) == (2.5, "2.5")

    def test_of_a_stated_length_begin_the_clip_only_where_nothing_comes_before(self) -> None:
        shot = read("10s. She reads for 3 seconds, then stands. The camera tilts up as she rises over 2 seconds.")
        assert [(move.kind, move.start, move.end) for move in shot.moves] == [("tilt", None, None)]


class TestPlaces:
    def test_of_a_time_is_its_digits_alone(self) -> None:
        text = "1.80–4.20s — “The Umbrella”\nCamera: slow tilt up\nAction: A red umbrella drops."
        (beat,) = read(text).beats
        said = {name: where.of(text) for name, where in beat.places}
        assert said == {
            "start": "1.80",
            "end": "4.20",
            "label": "The Umbrella",
            "action": "A red umbrella drops.",
            "camera": "slow tilt up",
        }

    def test_of_a_clock_keep_its_notation(self) -> None:
        text = "[00:02-00:05] A gate opens."
        (beat,) = read(text).beats
        assert [where.of(text) for _, where in beat.places] == ["00:02", "00:05", "A gate opens."]

    def test_point_into_a_document(self) -> None:
        beat = '{"start": 0.50, "end": 2, "action": "A \\"bell\\" swings."}'
        text = '{"beats": [' + beat + '], "audio": [{"sfx": "bell", "time": "1.25s"}]}'
        found = {control.path: control.where.of(text) for control in read(text).controls}
        assert found["beats[0].start"] == "0.50"
        assert found["beats[0].action"] == 'A \\"bell\\" swings.'
        assert found["cues[0].start"] == "1.25"

    def test_of_a_level_hold_its_sign(self) -> None:
        text = "Sound: low hum (−18 LUFS, 40 Hz) from 0 to 3s"
        found = controls(read(text))
        assert (found["cues[0].lufs"].value, found["cues[0].lufs"].where.of(text)) == (-18.0, "−18")
        assert (found["cues[0].hz"].value, found["cues[0].hz"].where.of(text)) == (40.0, "40")

    def test_never_end_before_they_begin(self) -> None:
        text = "0-0s: 0-0s: a keeper climbs (0-2s), stops (2-4s), and strikes a match (4-6s)."
        assert all(beat.where.start < beat.where.end for beat in read(text).beats)

    def test_of_a_quote_in_a_document_leave_out_what_escapes_it(self) -> None:
        text = '{"duration": 4, "action": "The clerk says, \\"Next.\\""}'
        (line,) = read(text).lines
        assert (line.speaker, line.words, line.place("words").of(text)) == ("clerk", "Next.", "Next.")


class TestControls:
    TEXT = (
        "6s. 35mm lens at 2s, then an 85mm lens, f/2.8. Palette: rust, bone, slate.\n0-3s: she waits.\n3-6s: she goes."
    )

    def test_have_each_their_own_path_and_stand_in_the_order_of_the_text(self) -> None:
        found = read(self.TEXT).controls
        assert len({control.path for control in found}) == len(found)
        assert [control.where for control in found] == sorted(control.where for control in found)

    def test_number_what_is_stated_again(self) -> None:
        found = controls(read(self.TEXT))
        assert (found["camera.lens_mm"].value, found["camera.lens_mm[1]"].value) == (35.0, 85.0)
        assert (found["camera.f_stop"].value, found["palette"].value) == (2.8, "rust, bone, slate")


class TestMessage:
    PROMPT = "0-2s: A snail crosses a drum.\n2-5s: It listens."

    @pytest.mark.parametrize(
        "message",
        [
            "I kept 3 seconds.\n<final_prompt>\n{}\n</final_prompt>\nShall I zoom in at 9s?",
            "```\n<final_prompt>\n{}\n</final_prompt>\n```",
            "<final_prompt>\n```text\n{}\n```\n</final_prompt>",
            "<final_prompt>0-9s: old</final_prompt> or better:\n<final_prompt>\n\n{}\n\n</final_prompt>",
            "<final_prompt>{}</final_prompt> and <final_prompt> is where it began",
        ],
    )
    def test_around_a_tag_is_no_part_of_the_prompt(self, message: str) -> None:
        text = message.format(self.PROMPT)
        shot = read(text)
        assert shot.words == self.PROMPT
        assert shot.text == text
        assert times(shot.beats) == [(0.0, 2.0), (2.0, 5.0)]
        assert shot.moves == ()

    def test_length_from_outside_stands_before_all_others(self) -> None:
        shot = read("Duration: 8s\nCamera: static for the first second, pan left in the final second.", seconds=4)
        assert (shot.seconds, shot.seconds_from) == (4.0, "settings")
        assert times(shot.moves) == [(0.0, 1.0), (3.0, 4.0)]


class TestLabelledPrompts:
    @pytest.mark.parametrize("part", ["tuned", "held"])
    def test_are_read_as_well_as_promised(self, part: str) -> None:
        found = score(part)
        assert all(found.share(measure) >= bar for measure, bar in BARS.items()), "\n" + found.table()


class TestBadInput:
    @pytest.mark.parametrize("seconds", [0, -3, float("nan"), float("inf")])
    def test_a_length_that_no_clip_has_is_refused(self, seconds) -> None:
        with pytest.raises(BadTime, match="Fix:"):
            read("0-2s: a moth circles.", seconds=seconds)

    @pytest.mark.parametrize("text", [None, b"0-2s: a moth", 7])
    def test_what_is_no_text_is_named(self, text) -> None:
        with pytest.raises(InputError, match=type(text).__name__):
            read(text)

    def test_an_upright_frame_is_no_time(self) -> None:
        shot = read("A wall 3 feet tall, shot at 9:16, 24fps. 0-2s: a cat jumps.")
        assert shot.events == () and [(b.start, b.end) for b in shot.beats] == [(0.0, 2.0)]
