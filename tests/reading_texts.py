"""Texts to read that nobody would write: prompts cut, crossed and spoiled, the same for the same seed.

`mutated(seed)` gives one; a benchmark asks for a million of them, the tests for ten thousand.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from reading_cases import texts

from copilot_kit.shot import Shot, Span

_PIECES = (
    "0-2s: ",
    "[00:02-00:04] ",
    "Shot 2 (3s): ",
    "first 2 seconds",
    "final 1.5 seconds",
    "at 2.5s",
    "00:00:02:12",
    "<final_prompt>",
    "</final_prompt>",
    "```\n",
    "---\n",
    "| a | b |\n|---|---|\n",
    '{"start": 0, "end": ',
    "Camera: ",
    "Sound: ",
    "- ",
    "\n\n",
    "no ",
    "“",
    "”",
    "'",
    '"',
    "(",
    "[",
    "\u79d2",
    "\u955c\u5934\u63a8\u8fdb",
    "50mm",
    "f/2.8",
    "3200K",
    "-18 LUFS",
    "40Hz",
    "pans left",
    "says: ",
    "MARA: ",
    "Duration: 8s",
    "\u202e",
    "\ud800",
    "\x00",
    "\U0001f3ac",
    "İ",
    "ǅ",
    "\ufb00",
    "\r\n",
    "\u2028",
    "٣",
    "\uff19",
    "99999999999999999999s",
    "1:2:3:4:5",
    "0:99",
    "1e9s",
    "-0s",
    "0-0s: ",
    "5-2s: ",
    ".5s",
    "1.2.3s",
    "1,5,2s",
)


@cache
def _prompts() -> tuple[str, ...]:
    return tuple(texts())


def mutated(seed: int) -> str:
    """One spoiled text."""
    dice = random.Random(seed)
    prompts = _prompts()
    text = dice.choice(prompts)
    for _ in range(dice.randint(1, 6)):
        text = dice.choice(_CHANGES)(dice, text, prompts)[:6000]
    return text


def mutations(count: int, first: int = 0) -> Iterator[str]:
    """Spoiled texts, one for each number."""
    return (mutated(seed) for seed in range(first, first + count))


def _place(dice: random.Random, text: str) -> tuple[int, int]:
    start = dice.randint(0, len(text))
    return start, min(len(text), start + dice.randint(0, 40))


def _insert(dice: random.Random, text: str, prompts: tuple[str, ...]) -> str:
    start, _ = _place(dice, text)
    return text[:start] + dice.choice(_PIECES) * dice.randint(1, 3) + text[start:]


def _delete(dice: random.Random, text: str, prompts: tuple[str, ...]) -> str:
    start, end = _place(dice, text)
    return text[:start] + text[end:]


def _repeat(dice: random.Random, text: str, prompts: tuple[str, ...]) -> str:
    start, end = _place(dice, text)
    return text[:start] + text[start:end] * dice.randint(2, 8) + text[end:]


def _cross(dice: random.Random, text: str, prompts: tuple[str, ...]) -> str:
    other = dice.choice(prompts)
    return text[: dice.randint(0, len(text))] + other[dice.randint(0, len(other)) :]


def _swap(dice: random.Random, text: str, prompts: tuple[str, ...]) -> str:
    lines = text.split("\n")
    dice.shuffle(lines)
    return "\n".join(lines)


def _one_line(dice: random.Random, text: str, prompts: tuple[str, ...]) -> str:
    return text.replace("\n", dice.choice((" ", "", "; ", " | ")))


def _digit(dice: random.Random, text: str, prompts: tuple[str, ...]) -> str:
    return text.replace(str(dice.randint(0, 9)), dice.choice(("0", "99", "-", ".", ":", "１", "")))


_CHANGES = (_insert, _insert, _delete, _repeat, _cross, _swap, _one_line, _digit)


_VERBATIM = (".label", ".action", ".camera", ".sound", ".words", ".speaker", ".look")
"""Controls whose value is their words as they stand."""


def flaws(shot: Shot, text: str) -> list[str]:
    """What does not hold of a shot that was read from a text; empty when all is well."""
    whole = Span(0, len(text))
    found = [] if shot.text == text else ["the text was changed"]
    if not whole.holds(shot.prompt):
        found.append(f"prompt {shot.prompt} outside the text")
    names = (
        "sections",
        "beats",
        "cues",
        "moves",
        "lights",
        "grades",
        "events",
        "lines",
        "on_screen",
        "exclusions",
        "people",
        "settings",
    )
    for name in names:
        for item in getattr(shot, name):
            spans = [("where", item.where), *item.places]
            found += [
                f"{name}: {field} {span}" for field, span in spans if not (0 <= span.start <= span.end <= len(text))
            ]
    previous = Span(0, 0)
    for control in shot.controls:
        span = control.where
        if not whole.holds(span) or span.end <= span.start:
            found.append(f"control {control.path} at {span}")
        if span.start < previous.start:
            found.append(f"control {control.path} out of order")
        if control.path.endswith(_VERBATIM) and control.value != span.of(text):
            found.append(f"control {control.path} says {control.value!r}, its place {span.of(text)!r}")
        previous = span
    paths = [control.path for control in shot.controls]
    if len(set(paths)) != len(paths):
        found.append("two controls have one path")
    return found
