"""Properties of changes over generated pairs of texts: structured, mutated, and junk.

`pairs` is the generator; the benchmark asks it for a million.
"""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copilot_kit.errors import InputError
from copilot_kit.reading import read
from copilot_kit.remix import Change, apply, changes, remove, retime
from copilot_kit.remix import set as set_control
from copilot_kit.remix.change import edited
from copilot_kit.shot import Shot

CASES = Path(__file__).parent / "cases"

PIECES = [
    "0-2s: ", "2.5", "50mm ", "f/2.8", ", ", ". ", "\n", "\n\n", "- ", "a bell at 2 s", "3200K ", "[00:02-00:04] ",
    "the smile", "Sound:\n", "hold ", "; ", "(", ")", "—", "秒", "0-3秒", "🙂", "é", "\u202e", "\ud800", "\x00", "\r\n",
    "push in ", "-18 LUFS", "|", '"', "{", "</final_prompt>", "```", "1. ", "Beat 2: ", "\t", " ",
]  # fmt: skip


def texts() -> list[str]:
    """The prompts that pairs are made of: those of the reading cases and of the remix cases."""
    found = []
    for path in sorted((CASES / "reading").glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [case["text"] for case in document.get("case", []) if isinstance(case.get("text"), str)]
    for path in sorted((CASES / "remix").glob("*.md")):
        found += path.read_text(encoding="utf-8").split("```")[1::2]
    return [text for text in found if len(text) < 3000]


def mutated(text: str, chance: random.Random) -> str:
    """The text after one to four cuts, swaps, doublings, numbers changed, or pieces put in."""
    for _ in range(chance.randint(1, 4)):
        lines = text.splitlines(keepends=True)
        kind = chance.random()
        if kind < 0.15 and lines:
            lines.pop(chance.randrange(len(lines)))
        elif kind < 0.35 and len(lines) > 1:
            one, other = chance.sample(range(len(lines)), 2)
            lines[one], lines[other] = lines[other], lines[one]
        elif kind < 0.45 and len(lines) > 1:
            lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
        elif kind < 0.55 and lines:
            lines.insert(chance.randrange(len(lines)), chance.choice(lines))
        text = "".join(lines)
        digits = [n for n, c in enumerate(text) if c.isdigit()]
        if 0.55 <= kind < 0.75 and digits:
            at = chance.choice(digits)
            text = text[:at] + chance.choice("0123456789") + text[at + 1 :]
        elif kind >= 0.75:
            at = chance.randint(0, len(text))
            text = text[:at] + chance.choice([*PIECES, ""]) + text[at + chance.randint(0, 8) :]
    return text


def pairs(chance: random.Random, count: int) -> Iterator[tuple[Shot, Shot]]:
    """Pairs of shots: chains of mutations of real prompts, unrelated prompts, and junk."""
    known = texts()
    shot = read(chance.choice(known))
    for _ in range(count):
        kind = chance.random()
        if kind < 0.06 or len(shot.text) > 4000:
            text = chance.choice(known)
        elif kind < 0.3:
            text = "".join(chance.choices(PIECES, k=chance.randint(0, 24)))
        else:
            text = mutated(shot.text, chance)
        after = read(text)
        yield shot, after
        shot = after


def check(before: Shot, after: Shot, chance: random.Random) -> None:
    """All promises about one pair; raises AssertionError with the pair if one fails."""
    told = f"{before.text!r} -> {after.text!r}"
    diff = changes(before, after)
    assert rebuilt(before.text, diff) == after.text, told
    assert (not diff) == (before.text == after.text), told
    some = [change for change in diff if chance.random() < 0.5]
    chance.shuffle(some)
    assert rebuilt(before.text, some) == by_hand(before.text, some), told
    for change in diff:
        assert change.sentence, told
        assert 0 <= change.where.start <= change.where.end <= len(before.text), told
        assert 0 <= change.where_after.start <= change.where_after.end <= len(after.text), told
        for edit in change.edits:
            assert edit.was == edit.where.of(before.text), told
            assert after.text[edit.at : edit.at + len(edit.text)] == edit.text, told


def rebuilt(text: str, some: list[Change] | tuple[Change, ...]) -> str:
    """The text with these changes, without reading it anew."""
    return edited(text, some)


def by_hand(text: str, some: list[Change]) -> str:
    """The same, from the last place to the first: each place is replaced, and nothing else is touched."""
    edits = sorted({edit for change in some for edit in change.edits}, key=lambda e: (e.where, e.at), reverse=True)
    for edit in edits:
        text = text[: edit.where.start] + edit.text + text[edit.where.end :]
    return text


class TestAnyTwoTexts:
    def test_all_changes_make_the_other_text_and_some_touch_only_their_places(self):
        chance = random.Random(20261120)
        for before, after in pairs(chance, 10_000):
            check(before, after, chance)

    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(max_size=200), st.text(max_size=200), st.randoms(use_true_random=False))
    def test_junk_holds_too(self, one, other, chance):
        check(read(one), read(other), chance)

    def test_changes_taken_one_after_the_other_arrive_at_the_same_text(self):
        chance = random.Random(7)
        for before, after in pairs(chance, 150):
            shot, steps = before, 0
            while (diff := changes(shot, after)) and steps < 40:
                shot = apply(shot, chance.choice(diff))
                steps += 1
            assert shot.text == after.text or steps == 40, f"{before.text!r} -> {after.text!r}"

    def test_the_same_pair_gives_the_same_changes(self):
        chance = random.Random(11)
        for before, after in pairs(chance, 200):
            assert changes(before, after) == changes(before, after)


class TestTheSeeds:
    def test_mutations_of_the_reference_prompts_hold(self, seeds):
        chance = random.Random(3)
        for path in sorted(seeds.glob("*.txt")):
            text = path.read_text(encoding="utf-8").split("```")[1]
            shot = read(text)
            for _ in range(60):
                check(shot, read(mutated(text, chance)), chance)


class TestEdits:
    def test_every_edit_of_every_prompt_is_made_or_refused(self):
        chance = random.Random(5)
        made = 0
        for text in texts():
            shot = read(text)
            for control in shot.controls:
                for edit in (
                    lambda s, p: retime(s, p, chance.choice([0, 1, 2.5, 100])),
                    lambda s, p: set_control(s, p, chance.choice([24, 3200, -20, "waist-up"])),
                    remove,
                ):
                    try:
                        diff = edit(shot, control.path)
                    except InputError:
                        continue
                    made += 1
                    assert apply(shot, diff).text == by_hand(text, list(diff)), f"{control.path} of {text!r}"
        assert made > 500

    def test_a_time_that_is_moved_is_read_as_moved(self):
        moved = 0
        for text in texts():
            shot = read(text)
            for number, cue in enumerate(shot.cues):
                path = f"cues[{number}].start"
                if cue.start is None or not any(control.path == path for control in shot.controls):
                    continue
                try:
                    after = apply(shot, retime(shot, path, cue.start + 0.25))
                except InputError:
                    continue
                moved += 1
                assert any(abs((c.start or 0) - cue.start - 0.25) < 0.06 for c in after.cues), f"{path} of {text!r}"
        assert moved > 20


class TestHostile:
    def test_large_texts_take_seconds_at_most(self):
        chance = random.Random(1)
        beats = [f"{n}-{n + 1}s: the owl {n} waits by the gate" for n in range(600)]
        shuffled = beats[:]
        chance.shuffle(shuffled)
        same = "0-2s: a fox waits here\n" * 800
        noise = ["".join(chance.choices("ab 0-2s\n.;", k=100_000)) for _ in range(2)]
        for one, other in (("\n".join(beats), "\n".join(shuffled)), (same, same.replace("here", "there")), noise):
            before, after = read(one), read(other)
            begun = time.perf_counter()
            assert rebuilt(one, changes(before, after)) == other
            assert time.perf_counter() - begun < 20
