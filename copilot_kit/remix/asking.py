"""What the rules of instructions share: how they are written, refused, and how words find their control."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ..errors import InputError
from ..shot import Control, Shot, Span
from . import say
from .change import Diff, listed
from .edits import rewrite
from .finding import Thing, find, rivals, stems, things
from .retiming import retime
from .setting import set_control
from .sides import kind_of

Answer = Diff | None
Act = Callable[[Shot, re.Match[str]], Answer]


class NotUnderstood(InputError):
    """An instruction that the rules do not know, or that names nothing in the prompt.

    Attributes: `instruction`, `known` (examples of what can be said).
    """

    def __init__(self, instruction: str, why: str, known: tuple[str, ...] = ()) -> None:
        self.instruction, self.why, self.known = instruction, why, known
        said = "; ".join(known)
        super().__init__(
            f"remix: {say.quoted(instruction, 20)}: {why}" + (f" What can be said: {said}." if said else "")
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, what it does, and an example."""

    pattern: re.Pattern[str]
    act: Act
    example: str


NUMBER = (
    r"(?P<{0}>\d+(?:\.\d+)?|half an?|an?|a quarter(?: of a)?"
    r"|one and a half|one|two|three|four|five|six|seven|eight|nine|ten)"
)
SECONDS = r"\s*(?:-\s*)?(?:s|secs?|seconds?)\b(?: mark)?"
AT = r"(?:at|to|until|till|@)\s+(?:the\s+)?" + NUMBER.format("t") + r"(?:\s*(?:s|secs?|seconds?)\b)?(?: mark)?"
INSTEAD = r"(?:,?\s+(?:instead of|rather than|not)\s+(?P<old>.+?))?$"
_NUMBERS = {
    "half a": 0.5, "half an": 0.5, "a": 1, "an": 1, "a quarter": 0.25, "a quarter of a": 0.25, "one and a half": 1.5,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip


def registrar(rules: list[Rule]) -> Callable[[str, str], Callable[[Act], Act]]:
    """A decorator that adds a rule to the list: its pattern, and an example of what to say."""

    def rule(pattern: str, example: str) -> Callable[[Act], Act]:
        def made(act: Act) -> Act:
            rules.append(Rule(re.compile(pattern, re.IGNORECASE), act, example))
            return act

        return made

    return rule


def as_number(words: str) -> float:
    return _NUMBERS[words.lower()] if words.lower() in _NUMBERS else float(words)


def thing_named(shot: Shot, words: str, families: tuple[str, ...] = ()) -> Thing:
    """What is meant, or a refusal that says what there is."""
    found = find(shot, words, families)
    if found is None:
        there = [t.name for t in things(shot) if not families or t.family in families]
        held = listed(list(dict.fromkeys(there))[:16]) if there else "nothing of that kind"
        raise NotUnderstood(words, f"the prompt holds nothing by that name; it holds {held}. Fix: name one of these.")
    others = rivals(shot, words, found)
    if others:
        names = listed([f"{t.name}{_moment(shot, t)}" for t in (found, *others)])
        raise NotUnderstood(words, f"more than one is meant: {names}. Fix: say which.")
    return found


def _moment(shot: Shot, thing: Thing) -> str:
    start = getattr(say.item_of(shot, thing.family, thing.number), "start", None)
    return "" if start is None else f" at {start:g} s"


def control_like(shot: Shot, kind: str, old: str | None = None, near: str = "") -> Control:
    """The control of that kind that is meant: by its old value, by the words around it, or the only one."""
    found = [c for c in shot.controls if kind_of(c.path).endswith(kind)]
    if old and (number := re.search(r"\d+(?:\.\d+)?", old)):
        found = [c for c in found if not isinstance(c.value, str) and abs(float(c.value)) == float(number.group())]
    if not found:
        stated = f" of {old}" if old else ""
        there = [c for c in shot.controls if kind_of(c.path).endswith(kind)]
        if there:
            stated += f"; it states {listed([say.written(c.value, c.unit) for c in there[:6]])}"
        raise NotUnderstood(
            kind.strip("._"), f"the prompt states no {_spoken(kind)}{stated}. Fix: add it to the text first."
        )
    asked = stems(near)
    if len(found) > 1 and asked:
        found = sorted(found, key=lambda c: -sum(s in stems(around(shot, c)) for s in asked))
        return found[0]
    if len({c.value for c in found}) > 1:
        held = listed([f"{say.written(c.value, c.unit)} ({say.quoted(around(shot, c), 6)})" for c in found[:6]])
        raise NotUnderstood(
            near or kind.strip("._"),
            f"the prompt states more than one {_spoken(kind)}: {held}. Fix: say which, as in “instead of”.",
        )
    return found[0]


def _spoken(kind: str) -> str:
    return {
        "lens_mm": "lens", "f_stop": "aperture", "kelvin": "colour temperature", "camera.size": "size of the frame",
        "camera.angle": "camera angle", "light.side": "side of the light",
    }.get(kind, kind.strip("._"))  # fmt: skip


def around(shot: Shot, control: Control) -> str:
    start = max(shot.text.rfind(mark, 0, control.where.start) for mark in "\n.;") + 1
    return shot.text[max(start, control.where.start - 60) : control.where.end + 20].split("\n")[0].strip()


def start_at(shot: Shot, thing: Thing, time: float, old: str | None = None) -> Diff:
    if thing.family in {"cues", "events", "lines"}:
        return retime(shot, thing.path, time)
    return retime(shot, f"{thing.path}.start", time)


def set_or_add(shot: Shot, kind: str, value: float, said: str, old: str | None) -> Diff:
    """The control with the new value; where the prompt states none, the value beside what it says of the camera."""
    if any(kind_of(c.path).endswith(kind) for c in shot.controls) or old:
        return set_control(shot, control_like(shot, kind, old).path, value)
    beside = [
        c for c in shot.controls if kind_of(c.path) in {"camera.size", "camera.lens_mm", "camera.angle", "moves.kind"}
    ]
    if beside:
        return rewrite(shot, [(Span(beside[0].where.end, beside[0].where.end), f", {said}")])
    end = shot.prompt.start + len(shot.words.rstrip())
    return rewrite(shot, [(Span(end, end), f"\nCamera: {said}.")])


def next_step(ladder: tuple[float, ...], value: float, up: bool) -> float:
    """The next step of the ladder above or below."""
    beyond = [step for step in ladder if (step > value * 1.02 if up else step < value / 1.02)]
    if not beyond:
        raise InputError(f"remix: {value:g} is the last step that way. Fix: give the value itself.")
    return beyond[0] if up else beyond[-1]
