"""What a remix promises: differences have names, can be taken or refused one by one, and touch nothing else."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from copilot_kit.dialogue.script import Request
from copilot_kit.errors import BadTime, InputError, UnknownName, VoiceError
from copilot_kit.library import Library
from copilot_kit.reading import read
from copilot_kit.remix import Change, Diff, add_cue, apply, changes, remove, retime, word_diff
from copilot_kit.remix import set as set_control
from copilot_kit.remix.instruct import NotUnderstood, examples, instruct
from copilot_kit.voices import Spoken

CASES = Path(__file__).parent / "cases" / "remix"

BAKERY = """\
A baker in a red apron stands at the oven, medium shot, 50mm, f/2.8.
Light: one bulb above, 2900K, soft.
Palette: flour white, brick, blue
Camera: static for the first 2 seconds, then a slow push-in for the last 4 seconds.
Beats:
- 0-2s: she scores the loaf twice
- 2-3.5s: the oven ticks and her hands stop
- 3.5-6s: the smile
Sound:
- Faint scrape of the blade at 0.5 s
- Oven tick at 2.1 s, -18 LUFS
- A cart outside at 4 s
"""


def case_documents() -> list[tuple[str, str, str, list[str]]]:
    """Name, before, after and expected sentences of every case in tests/cases/remix."""
    found = []
    for path in sorted(CASES.glob("*.md")):
        head, *cases = path.read_text(encoding="utf-8").split("\n## ")
        before = head.split("```\n")[1].removesuffix("\n")
        for case in cases:
            title = case.partition("\n")[0]
            body, _, told = case.partition("\nChanges:\n")
            after = before
            if "```" in body:
                after = body.split("```\n")[1].removesuffix("\n")
            for old, new in re.findall(r"^- `(.*?)` -> `(.*?)`$", body, re.M):
                assert old.replace("⏎", "\n") in after, f"{path.name}, {title}: {old!r} is not in the text"
                after = after.replace(old.replace("⏎", "\n"), new.replace("⏎", "\n"), 1)
            found.append((f"{path.stem}: {title}", before, after, re.findall(r"^1\. (.*)$", told, re.M)))
    return found


DOCUMENTS = case_documents()


def both(marked: str) -> tuple[str, str]:
    """Before and after of a text with ⟨old>new⟩ in it."""
    return re.sub("⟨(.*?)>.*?⟩", r"\1", marked, flags=re.S), re.sub("⟨.*?>(.*?)⟩", r"\1", marked, flags=re.S)


@pytest.mark.parametrize(("before", "after", "told"), [c[1:] for c in DOCUMENTS], ids=[c[0] for c in DOCUMENTS])
class TestCases:
    def test_the_sentences_are_what_a_supervisor_would_write(self, before, after, told):
        assert [str(change) for change in changes(read(before), read(after))] == told

    def test_every_part_can_be_taken_alone_and_all_make_the_other_text(self, before, after, told):
        shot = read(before)
        diff = changes(shot, read(after))
        assert apply(shot, diff).text == after
        for change in diff:
            alone = apply(shot, [change])
            rest = changes(alone, read(after))
            assert apply(alone, rest).text == after


class TestChanges:
    def test_equal_texts_have_none(self):
        assert changes(read(BAKERY), read(BAKERY)) == Diff()
        assert str(Diff()) == "no change"

    def test_a_control_carries_path_values_unit_and_both_places(self):
        after = read(BAKERY.replace("50mm", "135mm"))
        (change,) = changes(read(BAKERY), after)
        assert (change.path, change.before, change.after, change.unit) == ("camera.lens_mm", 50.0, 135.0, "mm")
        assert change.where.of(BAKERY) == "50"
        assert change.where_after.of(after.text) == "135"

    def test_a_shared_boundary_is_one_change_with_two_places(self):
        (change,) = changes(read(BAKERY), read(BAKERY.replace("2-3.5s", "2-3s").replace("3.5-6s", "3-6s")))
        assert change.path == "beats[2].start"
        assert len(change.edits) == 2
        assert str(change) == "the smile starts at 3.0 s instead of 3.5 s, and beat 2 ends there"

    def test_a_time_written_otherwise_is_told_as_such(self):
        (change,) = changes(read("0-2s: rain\n2-4s: sun"), read("0-2s: rain\n2-4.0s: sun"))
        assert change.before == change.after == 4.0
        assert "is written" in change.sentence

    def test_text_that_is_no_prompt_is_compared_as_words(self):
        (change,) = changes(read("one two three"), read("one 2 three"))
        assert change.path == "words"
        assert change.kind == "words"

    def test_a_slice_is_a_diff_and_shows_its_sentences(self):
        diff = changes(read(BAKERY), read(BAKERY.replace("50mm", "35mm").replace("f/2.8", "f/4")))
        assert isinstance(diff[:1], Diff)
        assert isinstance(diff[0], Change)
        assert repr(diff[:1]) == "<Diff 1 change>\n1. the lens is 35 mm instead of 50 mm"

    def test_a_change_is_plain_data_for_the_library(self):
        diff = changes(read(BAKERY), read(BAKERY.replace("2.1 s", "2.5 s")))
        assert json.loads(json.dumps([change.as_dict() for change in diff]))[0]["path"] == "cues[1].start"


class TestApply:
    def test_only_what_is_taken_is_changed(self):
        after = BAKERY.replace("50mm", "35mm").replace("2900K", "4000K").replace("- A cart outside at 4 s\n", "")
        before = read(BAKERY)
        diff = changes(before, read(after))
        assert len(diff) == 3
        expected = [("50mm", "35mm"), ("2900K", "4000K"), ("- A cart outside at 4 s\n", "")]
        for taken in itertools.chain.from_iterable(itertools.combinations(range(3), n) for n in range(4)):
            text = BAKERY
            for n in taken:
                text = text.replace(*expected[n])
            assert apply(before, [diff[n] for n in reversed(taken)]).text == text

    def test_no_change_gives_the_same_shot(self):
        before = read(BAKERY)
        assert apply(before, []) is before

    def test_a_change_of_another_text_is_refused_by_name(self):
        diff = changes(read(BAKERY), read(BAKERY.replace("50mm", "35mm")))
        with pytest.raises(InputError, match=r"the lens is 35 mm.*made for another text.*Fix:"):
            apply(read(BAKERY + "\n"), diff)

    def test_two_changes_of_one_place_are_refused(self):
        before = read(BAKERY)
        both = [*set_control(before, "camera.lens_mm", 35), *set_control(before, "camera.lens_mm", 85)]
        with pytest.raises(InputError, match="both rewrite '50'"):
            apply(before, both)

    def test_something_else_than_a_change_is_refused(self):
        with pytest.raises(InputError, match="a Change was expected"):
            apply(read(BAKERY), ["35 mm"])  # type: ignore[list-item]

    def test_what_cannot_be_taken_apart_says_so_and_travels_together(self):
        lines = BAKERY.splitlines(keepends=True)
        lines[5] = "- 0-2s: the oven ticks and one hand stops\n"
        lines[6] = "- 2-3.5s: she scores the loaf twice\n"
        before, after = read(BAKERY), read("".join(lines))
        diff = changes(before, after)
        assert [str(c) for c in diff] == [
            "beat 2 moves before beat 1 (only together with words)",
            "on the way, “her hands stop” becomes “one hand stops” (only together with beats[1])",
        ] or all(c.together for c in diff)
        assert {apply(before, [change]).text for change in diff} == {after.text}

    def test_the_length_known_from_outside_stays_known(self):
        before = read("0-2s: rain", seconds=8)
        assert apply(before, changes(before, read("0-3s: rain"))).seconds == 8


class TestMoves:
    def test_a_line_that_moves_is_neither_gone_nor_new(self):
        lines = BAKERY.splitlines(keepends=True)
        moved = "".join([*lines[:9], lines[11], lines[9], lines[10]])
        (change,) = changes(read(BAKERY), read(moved))
        assert change.kind == "moved"
        assert apply(read(BAKERY), change).text == moved

    @pytest.mark.parametrize("order", list(itertools.permutations(range(3)))[1:])
    def test_any_order_of_beats_is_one_change(self, order):
        actions = ["the kite lifts off the wall", "a gull crosses above the yard", "the boy lets the string go"]
        text = "\n".join(f"{n * 2}-{n * 2 + 2}s: {action}" for n, action in enumerate(actions))
        other = "\n".join(f"{n * 2}-{n * 2 + 2}s: {actions[was]}" for n, was in enumerate(order))
        diff = changes(read(text), read(other))
        assert [change.kind for change in diff] == ["moved"]
        assert apply(read(text), diff).text == other


class TestRetime:
    def test_an_end_takes_the_neighbour_along_and_says_so(self):
        before = read(BAKERY)
        diff = retime(before, "beats[1].end", 3)
        assert diff.sentences == ["the smile starts at 3.0 s instead of 3.5 s, and beat 2 ends there"]
        assert apply(before, diff).text == BAKERY.replace("2-3.5s", "2-3.0s").replace("3.5-6s", "3.0-6s")

    @pytest.mark.parametrize(
        ("marked", "path", "seconds"),
        [
            ("0.00–⟨2.50>3.00⟩s — “A”\nrain\n\n⟨2.50>3.00⟩–4.00s — “B”\nsun", "beats[0].end", 3),
            ("[00:00-⟨00:02>00:03⟩] rain\n[⟨00:02>00:03⟩-00:04] sun", "beats[1].start", 3),
            ("[0-⟨3>2.5⟩s] rain\n[⟨3>2.5⟩-5s] sun", "beats[0].end", 2.5),
            ("0-⟨3>2⟩秒：下雨\n⟨3>2⟩-5秒：太阳", "beats[0].end", 2),
            ("0 to ⟨1.5>2.0⟩ seconds: rain\n⟨1.5>2.0⟩ to 3 seconds: sun", "beats[1].start", 2),
            (
                "FPS: 24\n00:00:00:00 - ⟨00:00:02:12>00:00:03:06⟩ | fog\n⟨00:00:02:12>00:00:03:06⟩ - 00:00:05:00 | sun",
                "beats[1].start",
                3.25,
            ),
            (
                '{"beats": [{"start": 0, "end": ⟨2>2.5⟩, "action": "rain"}, '
                '{"start": ⟨2>2.5⟩, "end": 4, "action": "sun"}]}',
                "beats[0].end",
                2.5,
            ),
        ],
    )
    def test_the_notation_stays(self, marked, path, seconds):
        before, after = both(marked)
        shot = read(before)
        diff = retime(shot, path, seconds)
        assert apply(shot, diff).text == after
        assert len(diff) == 1

    def test_a_move_told_in_lengths_shares_out_the_clip(self):
        before = read(BAKERY)
        diff = retime(before, "moves[1].start", 3)
        assert diff.sentences == ["the push-in starts at 3 s instead of 2 s, and the static hold ends there"]
        assert "first 3 seconds, then a slow push-in for the last 3 seconds" in apply(before, diff).text

    def test_the_length_takes_along_what_ended_with_the_clip(self):
        text = "Duration 8s\n0-4s: rain\n4-8s: sun\nSound:\n0-8s: drip"
        diff = retime(read(text), "seconds", 10)
        assert len(diff) == 1
        assert diff[0].sentence.startswith("the clip runs 10 s instead of 8 s, and")
        assert "4-10s: sun" in apply(read(text), diff).text

    def test_a_window_without_a_field_keeps_its_length(self):
        text = "Duration 8s\n0-8s: rain\nSound:\n- drip from 1 to 3 s"
        diff = retime(read(text), "cues[0]", 2)
        assert diff.sentences == ["the drip runs 2-4 s instead of 1-3 s"]

    @pytest.mark.parametrize(
        ("path", "seconds", "told"),
        [
            ("beats[0].start", -1, "-1 s was asked for, a time from 0 s on was expected"),
            ("beats[1].end", 1, r"1 s was asked for, a time after beat 2 starts \(2 s\)"),
            ("beats[1].end", 9, r"9 s was asked for, a time before the smile ends \(6 s\)"),
            ("cues[1].start", 40, r"a time within the clip \(6 s\) was expected"),
            ("beats[1].end", float("nan"), "a time from 0 s on was expected"),
            ("beats[1].end", "soon", "a number of seconds was expected"),
            ("seconds", 0, "a length above 0 s was expected"),
            ("seconds", 3, r"starts at 3.5 s"),
        ],
    )
    def test_a_time_that_cannot_be_is_refused_with_its_numbers(self, path, seconds, told):
        with pytest.raises(BadTime, match=told):
            retime(read(BAKERY), path, seconds)

    def test_an_unknown_path_lists_the_near_ones(self):
        with pytest.raises(UnknownName, match=r"known: cues\[0\]\.sound, cues\[0\]\.start") as caught:
            retime(read(BAKERY), "cues[9].start", 1)
        assert "cues[2].start" in caught.value.known

    def test_a_time_that_comes_from_other_lengths_is_refused_with_the_words_around_it(self):
        text = '{"shots": [{"duration": 3, "prompt": "rain"}, {"duration": 2, "prompt": "sun"}]}'
        with pytest.raises(InputError, match=r"one number does not change .*duration"):
            retime(read(text), "beats[1].start", 2.5)

    def test_what_is_no_time_is_refused(self):
        with pytest.raises(InputError, match=r"is 50 mm, a time was expected\. Fix: use set"):
            retime(read(BAKERY), "camera.lens_mm", 3)


class TestSet:
    @pytest.mark.parametrize(
        ("path", "value", "old", "new"),
        [
            ("camera.lens_mm", 35, "50mm", "35mm"),
            ("camera.lens_mm", "35 mm", "50mm", "35mm"),
            ("camera.f_stop", 4, "f/2.8", "f/4"),
            ("camera.size", "close_up", "medium shot", "close-up"),
            ("light.kelvin", 4000, "2900K", "4000K"),
            ("cues[1].lufs", -22, "-18 LUFS", "-22 LUFS"),
            ("palette", "ash, bone, rust", "flour white, brick, blue", "ash, bone, rust"),
            ("beats[0].action", "she waits", "she scores the loaf twice", "she waits"),
            ("cues[0].start", 0.75, "0.5 s", "0.75 s"),
        ],
    )
    def test_only_the_value_changes(self, path, value, old, new):
        shot = read(BAKERY)
        assert apply(shot, set_control(shot, path, value)).text == BAKERY.replace(old, new)

    def test_thousands_and_decimal_commas_stay(self):
        shot = read("A lamp, 3,200K, on a desk.")
        assert apply(shot, set_control(shot, "light.kelvin", 4000)).text == "A lamp, 4,000K, on a desk."

    @pytest.mark.parametrize(
        ("path", "value", "told"),
        [
            ("camera.lens_mm", -3, "a focal length from 1 mm to 2000 mm was expected"),
            ("camera.f_stop", "wide", "an f-number from f/0.5 to f/128 was expected"),
            ("light.kelvin", 12, "a colour temperature from 500 K to 40000 K"),
            ("cues[1].lufs", 6, "a level from -120 LUFS to 0 LUFS"),
            ("palette", " ", "words were expected"),
        ],
    )
    def test_a_value_that_makes_no_sense_is_refused(self, path, value, told):
        with pytest.raises(InputError, match=told):
            set_control(read(BAKERY), path, value)

    def test_a_slip_of_the_pen_is_answered(self):
        with pytest.raises(UnknownName, match=r"did you mean 'camera\.lens_mm'"):
            set_control(read(BAKERY), "camera.lensmm", 35)


class TestRemove:
    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            ("camera.lens_mm", ", 50mm", ""),
            ("camera.f_stop", ", f/2.8", ""),
            ("camera.size", ", medium shot", ""),
            ("light.kelvin", ", 2900K", ""),
            ("palette", "Palette: flour white, brick, blue\n", ""),
            ("cues[1].lufs", ", -18 LUFS", ""),
            ("cues[1]", "- Oven tick at 2.1 s, -18 LUFS\n", ""),
            ("beats[1]", "- 2-3.5s: the oven ticks and her hands stop\n", ""),
            ("moves[1]", ", then a slow push-in for the last 4 seconds", ""),
        ],
    )
    def test_its_separators_go_with_it(self, path, old, new):
        shot = read(BAKERY)
        diff = remove(shot, path)
        assert apply(shot, diff).text == BAKERY.replace(old, new)
        assert len(diff) == 1

    @pytest.mark.parametrize(
        ("text", "path", "left"),
        [
            ("Sound: drip; bell at 2 s; wind.", "cues[1]", "Sound: drip; wind."),
            ("Lens: 50mm, soft falloff (f/2.8)", "camera.f_stop", "Lens: 50mm, soft falloff"),
            ("Lens: 50mm\nLight: 3200K", "camera.lens_mm", "Light: 3200K"),
        ],
    )
    def test_what_is_left_reads_well(self, text, path, left):
        shot = read(text)
        assert apply(shot, remove(shot, path)).text == left

    def test_what_is_not_there_lists_what_is(self):
        with pytest.raises(UnknownName, match=r"known: cues\[0\], cues\[1\], cues\[2\]"):
            remove(read(BAKERY), "cues[7]")


class TestAddCue:
    def test_it_is_written_like_the_others_and_stands_in_order(self):
        shot = read(BAKERY)
        diff = add_cue(shot, "a distant bell", 2)
        assert diff.sentences == ["a distant bell is added at 2 s"]
        assert "at 0.5 s\n- a distant bell at 2.0 s\n- Oven tick" in apply(shot, diff).text

    @pytest.mark.parametrize(
        ("marked", "sound", "when"),
        [
            ("Sound:\n- 0.50s: drip\n- 2.50s: one breath⟨>\n- 3.00s: a door⟩\n", "a door", {"at": 3}),
            ("Sound: drip throughout; step at 1.5 s⟨>; a door at 2.0 s⟩; lid at 3 s.", "a door", {"at": 2}),
            ("A fox runs.⟨>\nSound: a bell at 2 s.⟩", "a bell", {"at": 2}),
            ("0-4s: rain\nSound:⟨>\n- a bell⟩\n", "a bell", {}),
            (
                '{"sounds": [{"time": 1.5, "sound": "tick"}⟨>, {"time": 3.0, "sound": "door"}⟩]}',
                "door",
                {"at": 3},
            ),
        ],
    )
    def test_it_follows_the_notation_and_the_place(self, marked, sound, when):
        before, after = both(marked)
        shot = read(before)
        assert apply(shot, add_cue(shot, sound, **when)).text == after

    @pytest.mark.parametrize(
        ("sound", "when", "told"),
        [
            ("", {"at": 1}, "no sound was given"),
            ("bell", {"at": -1}, "a time from 0 s on"),
            ("bell", {"at": 1, "start": 2}, "both at=1 and start=2"),
            ("bell", {"start": 3, "end": 2}, r"after its start \(3 s\) was expected"),
            ("bell", {"at": 1, "lufs": 4}, "a level from -120 to 0"),
        ],
    )
    def test_what_cannot_be_heard_is_refused(self, sound, when, told):
        with pytest.raises(InputError, match=told):
            add_cue(read(BAKERY), sound, **when)

    def test_a_cue_beyond_a_stated_length_is_refused(self):
        with pytest.raises(BadTime, match=r"within the clip \(4 s\)"):
            add_cue(read("Duration 4s. Rain."), "bell", 5)


class TestWordDiff:
    def test_both_texts_come_back(self):
        diff = word_diff(BAKERY, BAKERY.replace("red apron", "blue apron"))
        assert (diff.before, diff.after) == (BAKERY, BAKERY.replace("red apron", "blue apron"))
        assert "[-red-]{+blue+} apron" in diff.text()
        assert repr(diff) == "<WordDiff 1 words gone, 1 new>" or "1 new" in repr(diff)

    def test_a_terminal_is_not_steered(self):
        assert "\x1b[2J" not in word_diff("one", "one \x1b[2J").ansi()

    def test_hostile_words_are_words(self):
        shown = word_diff("calm", "<script>alert(1)</script><img src=x onerror=y>")._repr_html_()
        assert tags(shown) <= {"div", "ins", "del"}
        assert "&lt;script&gt;" in shown


class TestShows:
    def test_a_diff_is_static_html_with_marks(self):
        after = BAKERY.replace("50mm", "35mm").replace("red", "<b onclick=x>")
        shown = changes(read(BAKERY), read(after))._repr_html_()
        assert tags(shown) <= {"ol", "li", "div", "code", "br", "span", "ins", "del"}
        assert "<del" in shown
        assert "<ins" in shown

    def test_no_change_says_so(self):
        assert "no change" in Diff()._repr_html_()


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.found.add(tag)


def tags(html: str) -> set[str]:
    """The names of all tags in it."""
    parser = _Tags()
    parser.feed(html)
    return parser.found


INSTRUCTIONS = [
    ("delay the smile to 4 s", ["the smile starts at 4.0 s instead of 3.5 s, and beat 2 ends there"]),
    (
        "Same shot; the smile begins at 3.2 s instead of 3.5 s.",
        ["the smile starts at 3.2 s instead of 3.5 s, and beat 2 ends there"],
    ),
    (
        "start the push-in half a second later",
        ["the push-in starts at 2.5 s instead of 2.0 s, and the static hold ends there"],
    ),
    ("camera static until 3 s", ["the push-in starts at 3 s instead of 2 s, and the static hold ends there"]),
    ("the tick comes 0.3 s earlier", ["the oven tick comes at 1.8 s instead of 2.1 s"]),
    ("slower push-in", ["“slow” becomes “very slow”"]),
    ("35 mm lens", ["the lens is 35 mm instead of 50 mm"]),
    ("f/4 instead of f/2.8", ["the aperture is f/4 instead of f/2.8"]),
    ("one size tighter", ["the framing is “medium close-up” instead of “medium shot”"]),
    ("framed one size wider: knees-up instead of medium", ["the framing is “knees-up” instead of “medium shot”"]),
    ("low angle", ["the camera angle is now stated: “low angle”"]),
    ("warmer light", ["the light is 2700 K instead of 2900 K"]),
    ("the bulb is 3400 K instead of 2900 K", ["the light is 3400 K instead of 2900 K"]),
    ("tick quieter by 4 dB", ["the oven tick is 4 dB quieter: -22 LUFS instead of -18 LUFS"]),
    ("scrape at -30 LUFS", ["the level of the faint scrape of the blade is now stated: -30 LUFS"]),
    ("drop the cart", ["the cart outside is gone"]),
    ("add a distant bell at 2 s", ["a distant bell is added at 2 s"]),
    ("both hands rest still from 2.2 to 3.4 s", ["in beat 2, “; both hands rest still from 2.2 to …” is added"]),
    (
        "the last action ends at 5 s and everything holds to 6 s",
        ["the smile ends at 5 s instead of 6 s", "beat 4 (“everything holds”) is new, from 5 to 6 s"],
    ),
    ("blue apron instead of red", ["“red” becomes “blue”"]),
    ("make the apron green", ["“red” becomes “green”"]),
    ("palette: ash, bone, rust", ["the palette is “ash, bone, rust” instead of “flour white, brick, blue”"]),
    (
        "“taps the loaf once” replaces “scores the loaf twice”",
        ["in beat 1, “scores” becomes “taps” and “twice” becomes “once”"],
    ),
    ("beat 2 holds one action: she listens", ["in beat 2, “the oven ticks and her hands stop” becomes “she listens”"]),
    ("move beat 3 before beat 1", ["beat 3 moves before beat 1"]),
    ("35 mm; warmer", ["the lens is 35 mm instead of 50 mm", "the light is 2700 K instead of 2900 K"]),
]


class TestInstruct:
    @pytest.mark.parametrize(("words", "told"), INSTRUCTIONS, ids=[i[0] for i in INSTRUCTIONS])
    def test_the_common_instructions_are_understood(self, words, told):
        assert instruct(read(BAKERY), words).sentences == told

    def test_what_no_rule_knows_is_refused_with_what_can_be_said(self):
        with pytest.raises(NotUnderstood, match=r"make it pop.*What can be said:.*delay the smile to 3 s") as caught:
            instruct(read(BAKERY), "make it pop")
        assert caught.value.known == examples()

    def test_what_is_not_in_the_prompt_is_refused_with_what_is(self):
        with pytest.raises(NotUnderstood, match=r"holds nothing by that name; it holds .*the oven tick"):
            instruct(read(BAKERY), "drop the violin")

    def test_two_of_a_name_are_told_apart(self):
        text = "Sound:\n- small sigh at 1 s\n- long sigh at 3 s"
        with pytest.raises(NotUnderstood, match="the small sigh at 1 s and the long sigh at 3 s"):
            instruct(read(text), "delay the sigh to 3.5 s")
        assert instruct(read(text), "delay the long sigh to 3.5 s").sentences == [
            "the long sigh comes at 3.5 s instead of 3.0 s"
        ]

    def test_what_is_so_already_says_so(self):
        with pytest.raises(InputError, match="says so already"):
            instruct(read(BAKERY), "50 mm")

    def test_what_cannot_be_keeps_its_numbers(self):
        with pytest.raises(BadTime, match="40 s was asked for"):
            instruct(read(BAKERY), "delay the tick to 40 s")

    def test_nothing_is_not_understood(self):
        with pytest.raises(NotUnderstood, match="nothing was asked"):
            instruct(read(BAKERY), "  ")

    @pytest.mark.parametrize("example", examples())
    def test_every_example_is_known_to_a_rule(self, example):
        shot = read(
            BAKERY.replace("Oven tick", "Note").replace("A cart", "A bird")
            + "- Click at 3 s\n- Hum from 0 to 6 s, -20 LUFS\n"
            "She nods in a scarf the colour of blue slate; the blue scarf slips.\n"
        )
        try:
            instruct(shot, example)
        except NotUnderstood as problem:
            assert not problem.known, f"{example!r}: {problem}"
        except InputError:
            pass


class Speaks:
    """A voice that says what it was given, in pieces."""

    name = model = "somebody"

    def __init__(self, text: str, outcome: str = "done") -> None:
        self.text, self.outcome = text, outcome
        self.asked: list[Request] = []

    async def speak(self, request: Request):
        self.asked.append(request)
        for piece in re.findall(r"(?s).{1,17}", self.text):
            yield piece
        yield Spoken(self.outcome)  # type: ignore[arg-type]


@pytest.fixture
def lib():
    with Library(":memory:") as library:
        library.save(read(BAKERY), "bakery/a")
        yield library


class TestProposal:
    def test_nothing_is_saved_until_it_is_said(self, lib):
        proposal = lib.remix("bakery/a", "delay the smile to 4 s")
        assert proposal.record == "1 declared, 1 found"
        assert proposal.shot.text == BAKERY
        assert len(lib.variants()) == 1
        child = proposal.accept(0).save(note="she waits longer")
        assert child.parent == "bakery/a"
        assert child.text == BAKERY.replace("2-3.5s", "2-4.0s").replace("3.5-6s", "4.0-6s")
        assert child.record == "1 declared, 1 found"
        assert child.changes[0]["sentence"] == "the smile starts at 4.0 s instead of 3.5 s, and beat 2 ends there"

    def test_what_a_voice_did_unasked_is_named(self, lib):
        def rewriter(prompt: str, instruction: str) -> str:
            return prompt.replace("2.1 s", "2.4 s").replace("50mm", "35mm").replace("brick, blue", "brick, jade")

        proposal = lib.remix("bakery/a", "delay the oven tick to 2.4 s", voice=rewriter)
        assert proposal.record == "1 declared, 3 found: also the lens and the palette"
        assert proposal.declared.sentences == ["the oven tick comes at 2.4 s instead of 2.1 s"]
        assert [change.path for change in proposal.extras] == ["camera.lens_mm", "palette"]

    def test_refused_extras_are_left_out_and_can_be_kept_apart(self, lib):
        proposal = lib.remix(
            "bakery/a",
            "delay the tick to 2.4 s",
            voice=lambda p, i: p.replace("2.1 s", "2.4 s").replace("50mm", "35mm"),
        )
        assert [change.path for change in proposal.changes] == ["camera.lens_mm", "cues[1].start"]
        proposal.accept(1).refuse(0)
        assert proposal.states == ("refused", "accepted")
        kept, apart = proposal.save("bakery/b"), proposal.save_refused("bakery/c", note="for another day")
        assert kept.text == BAKERY.replace("2.1 s", "2.4 s")
        assert apart.text == BAKERY.replace("50mm", "35mm")
        assert apart.remix == "the lens is 35 mm instead of 50 mm"
        assert lib.verify() == []

    def test_a_voice_is_heard_to_the_end_and_only_its_tag_counts(self, lib):
        voice = Speaks(
            f"Here it is.\n<final_prompt>\n{BAKERY.replace('50mm', '85mm')}</final_prompt>\nEnjoy 3 s of it."
        )
        proposal = lib.remix("bakery/a", "85 mm lens", voice=voice)
        assert proposal.accept_all().shot.text == BAKERY.replace("50mm", "85mm")
        assert voice.asked[0].said[-1].text == "Same shot; 85 mm lens. Nothing else changes."

    def test_a_voice_that_breaks_off_changes_nothing(self, lib):
        with pytest.raises(VoiceError, match="'length', a whole prompt was expected"):
            lib.remix("bakery/a", "85 mm lens", voice=Speaks("<final_prompt>\nA bak", "length"))

    def test_it_can_be_asked_for_inside_a_running_loop(self, lib):
        async def cell():
            return lib.remix("bakery/a", "85 mm lens", voice=Speaks(BAKERY.replace("50mm", "85mm")))

        assert asyncio.run(cell()).record == "1 declared, 1 found"

    def test_the_rest_of_a_message_around_the_prompt_stays(self, lib):
        text = f"Notes first.\n<final_prompt>\n{BAKERY}</final_prompt>\nNotes last.\n"
        parent = lib.save(read(text), "chat/a")
        proposal = lib.remix(parent, "85 mm lens", voice=lambda p, i: p.replace("50mm", "85mm"))
        assert proposal.accept_all().shot.text == text.replace("50mm", "85mm")

    def test_the_rules_say_plainly_what_they_do_not_understand(self, lib):
        with pytest.raises(NotUnderstood, match="make it sing"):
            lib.remix("bakery/a", "make it sing")

    @pytest.mark.parametrize(
        ("act", "told"),
        [
            (lambda p: p.accept(7), "a number from 0 to 0 was expected"),
            (lambda p: p.save(), r"no change is accepted.*\.accept\(0\)"),
            (lambda p: p.save_refused(), "no change is refused"),
        ],
    )
    def test_a_slip_is_answered(self, lib, act, told):
        with pytest.raises(InputError, match=told):
            act(lib.remix("bakery/a", "35 mm lens"))

    @pytest.mark.parametrize(("voice", "told"), [("claude", "is a name, a voice was expected"), (7, "of type int")])
    def test_what_is_no_voice_is_refused(self, lib, voice, told):
        with pytest.raises(InputError, match=told):
            lib.remix("bakery/a", "35 mm lens", voice=voice)

    def test_it_shows_itself_as_text_and_as_static_html(self, lib):
        proposal = lib.remix("bakery/a", "35 mm; warmer").accept(0)
        assert str(proposal).splitlines() == [
            "remix of bakery/a: 35 mm warmer (2 declared, 2 found)",
            "  ✓ [0] the lens is 35 mm instead of 50 mm",
            "  ○ [1] the light is 2700 K instead of 2900 K",
            "  1 to decide: .accept(0), .refuse(0), .accept_all(); nothing is saved yet",
        ]
        assert not tags(proposal._repr_html_()) & {"script", "style", "img", "button"}


class TestCompare:
    def test_two_variants_are_told_apart_control_by_control(self, lib):
        lib.remix("bakery/a", "35 mm lens").accept_all().save("bakery/b")
        shown = lib.compare("bakery/a", "bakery/b")
        assert "the lens is 35 mm instead of 50 mm" in str(shown).splitlines()
        assert "the lens is 35 mm instead of 50 mm" in shown._repr_html_()
