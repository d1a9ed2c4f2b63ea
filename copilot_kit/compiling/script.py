"""A shot as a shooting script: its words cut into parts, each with its topic, its time and its place in the text.

The parts together hold every word of the prompt that speaks of the picture or the sound. What was taken out on the
way (a length, a ratio, what is kept out) is listed beside them. An emitter only orders and joins the parts; it
writes no picture of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..shot import Span

Edit = tuple[int, int, str]


@dataclass(slots=True)
class Part:
    """Words about one thing. label is their field; beat the number of their beat, or -1; rest what is cut off."""

    words: str
    topic: str
    where: Span
    label: str = ""
    start: float | None = None
    end: float | None = None
    beat: int = -1
    rank: int = 40
    dropped: bool = False
    why: str = ""
    rest: str = ""

    def drop(self, why: str) -> None:
        """Leave it out, and keep the reason for the loss report."""
        self.dropped, self.why = True, why


@dataclass(slots=True)
class Phase:
    """A beat with all that belongs to it."""

    start: float | None
    end: float | None
    label: str
    camera: list[Part] = field(default_factory=list)
    action: list[Part] = field(default_factory=list)
    speech: list[Part] = field(default_factory=list)
    sound: list[Part] = field(default_factory=list)

    def every(self) -> Iterator[Part]:
        """All parts, dropped ones too."""
        yield from (*self.camera, *self.action, *self.speech, *self.sound)

    def join(self, other: Phase) -> None:
        """Take in the beat behind this one."""
        self.end = other.end if other.end is not None else self.end
        for mine, theirs in (
            (self.camera, other.camera),
            (self.action, other.action),
            (self.speech, other.speech),
            (self.sound, other.sound),
        ):
            mine += theirs


@dataclass(slots=True)
class Script:
    """parts outside the beats, the beats, what is kept out (with its place and its words), settings found in the words.

    seconds is the length of the clip to come, factor what the times of the shot are multiplied by, cut what fell
    behind its end, titles the headings that name no field; opening, constraints and denials are said besides,
    unsaid is which of them had to go, and why; comments speak to the linter and to nobody else.
    """

    seconds: float
    factor: float
    one_take: bool
    parts: list[Part] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)
    kept_out: list[tuple[str, Span, str]] = field(default_factory=list)
    asked: dict[str, tuple[str, Span]] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    constraints: list[str] = field(default_factory=list)
    denials: list[str] = field(default_factory=list)
    opening: str = ""
    cut: list[Part] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    english: bool = True
    speakers: tuple[str, ...] = ()
    titles: list[Span] = field(default_factory=list)
    unsaid: list[tuple[str, str]] = field(default_factory=list)
    comments: list[Span] = field(default_factory=list)

    def every(self) -> Iterator[Part]:
        """All parts, dropped ones too."""
        yield from self.parts
        yield from self.cut
        for phase in self.phases:
            yield from phase.every()


def phase_at(script: Script, at: float | None) -> Phase | None:
    """The beat that a moment falls into."""
    if at is None:
        return None
    for phase in script.phases:
        if phase.start is not None and phase.start - 0.001 <= at and (phase.end is None or at < phase.end - 0.001):
            return phase
    return script.phases[-1] if script.phases and script.phases[-1].start is not None else None
