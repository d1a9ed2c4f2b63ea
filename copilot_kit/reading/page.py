"""A prompt laid open for reading: text, plain twin, numbers, times, terms and blocks, found once and shared."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ..shot import TOLERANCE_S, Span
from .layout import Block, Layout
from .lexicon import Hit
from .notation import Mark
from .quantities import CLOCK, Quantity
from .scope import Cover, Negation, Quote


class Window(NamedTuple):
    """A time made plain [s]; derived when it was worked out and does not stand in the text."""

    start: float | None
    end: float | None
    derived: bool


NO_WINDOW = Window(None, None, False)


@dataclass(slots=True)
class Page:
    """All that the readers of beats, sound, camera ... share."""

    text: str
    flat: str
    prompt: Span
    quantities: list[Quantity]
    marks: list[Mark]
    layout: Layout
    hits: dict[str, list[Hit]]
    negations: list[Negation]
    quotes: list[Quote]
    denied: Cover
    quoted: Cover
    seconds: float | None = None
    group_windows: list[Window] = field(default_factory=list)
    beats: frozenset[int] = frozenset()
    _mark_starts: list[int] = field(default_factory=list)
    _by_unit: dict[str, list[Quantity]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._mark_starts = [mark.where.start for mark in self.marks]
        for found in self.quantities:
            self._by_unit.setdefault(found.unit, []).append(found)

    def drop_wall_clocks(self) -> None:
        """Forget moments on a clock that lie beyond the clip: 14:33 is read off a wall or a phone."""
        if self.seconds is None:
            return
        most = self.seconds + TOLERANCE_S
        self.marks = [
            mark for mark in self.marks if mark.unit != CLOCK or mark.kind != "instant" or (mark.start or 0.0) <= most
        ]
        self._mark_starts = [mark.where.start for mark in self.marks]

    def marks_in(self, start: int, end: int) -> list[Mark]:
        """Times that stand between two offsets."""
        return self.marks[bisect_left(self._mark_starts, start) : bisect_left(self._mark_starts, end)]

    def quantities_in(self, unit: str, start: int, end: int) -> list[Quantity]:
        """Numbers with a unit between two offsets."""
        found = self._by_unit.get(unit, [])
        return found[bisect_left(found, (start,)) : bisect_left(found, (end,))]

    def hits_in(self, table: str, start: int, end: int) -> list[Hit]:
        """Terms of a table that stand between two offsets."""
        hits = self.hits[table]
        return hits[bisect_left(hits, (start,)) : bisect_left(hits, (end,))]

    def is_denied(self, hit: Hit) -> bool:
        """True if the words stand in the scope of a negation that does not belong to the term itself."""
        return self.denied.holds(hit.start) and not self._denies_itself(hit)

    def _denies_itself(self, hit: Hit) -> bool:
        negation = self.negations[self.denied.index(hit.start)]
        return hit.start <= negation.start

    def window(self, block: Block) -> Window:
        """The time that a block stands under."""
        return self.group_windows[block.group] if block.group >= 0 else NO_WINDOW

    def place(self, mark: Mark, around: Window = NO_WINDOW, previous: float | None = None) -> Window:
        """A mark on the clip's axis, within the window around it.

        previous is the end of what came before in the text, for "the next 2 seconds".
        """
        return _PLACERS.get(mark.notation, _PLACERS.get(mark.kind, _nowhere))(self, mark, around, previous)


Placer = Callable[["Page", Mark, Window, "float | None"], Window]


def _stated(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
    return Window(mark.start, mark.end, False)


def _nowhere(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
    return NO_WINDOW


def _bounds(page: Page, around: Window) -> tuple[float, float | None]:
    """The clip, or the window that a relative time stands in when it has no sense for the clip as a whole."""
    return (around.start or 0.0, around.end) if around.end is not None else (around.start or 0.0, page.seconds)


def _first(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
    length = 1.0 if mark.notation == "first second" else mark.start or 0.0
    low, _ = _bounds(page, around)
    return Window(low, low + length, True)


def _last(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
    length = 1.0 if mark.notation == "last second" else mark.start or 0.0
    low, high = _bounds(page, around)
    if high is None:
        return NO_WINDOW if previous is None else Window(previous, previous + length, True)
    return Window(max(high - length, low if around.end is not None else 0.0), high, True)


def _until_last(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
    length = 1.0 if mark.notation == "until last second" else mark.start or 0.0
    low, high = _bounds(page, around)
    return NO_WINDOW if high is None or high - length <= low else Window(low, high - length, True)


def _rest(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
    low, high = _bounds(page, around)
    low = low if previous is None else previous
    return NO_WINDOW if high is None or high <= low else Window(low, high, True)


def _next(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
    low = previous if previous is not None else around.start or 0.0
    return Window(low, low + (mark.start or 0.0), True)


def _after(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
    return Window((around.start or 0.0) + (mark.start or 0.0), None, True)


def _later(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
    low = previous if previous is not None else around.start or 0.0
    return Window(low + (mark.start or 0.0), None, True)


def _until(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
    low = around.start or 0.0
    return Window(low if previous is None or previous >= (mark.start or 0.0) else previous, mark.start, True)


def _since(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
    high = _bounds(page, around)[1]
    return Window(mark.start, high if high is not None and high > (mark.start or 0.0) else None, False)


def _part(low: float, high: float | None) -> Placer:
    def place(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
        length = page.seconds
        return NO_WINDOW if length is None else Window(low * length, None if high is None else high * length, True)

    return place


def _percent(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
    if page.seconds is None or mark.start is None or mark.end is None:
        return NO_WINDOW
    return Window(page.seconds * mark.start / 100, page.seconds * mark.end / 100, True)


def _whole(page: Page, mark: Mark, around: Window, previous: float | None) -> Window:
    if around.start is not None:
        return around._replace(derived=True)
    return NO_WINDOW if page.seconds is None else Window(0.0, page.seconds, True)


_PLACERS: dict[str, Placer] = {
    "window": _stated,
    "start": _stated,
    "instant": _stated,
    "shot": _stated,
    "first": _first,
    "first second": _first,
    "last": _last,
    "last second": _last,
    "until last second": _until_last,
    "until_last": _until_last,
    "rest": _rest,
    "next": _next,
    "after": _after,
    "later": _later,
    "inner": _stated,
    "until": _until,
    "since": _since,
    "onward": _since,
    "middle": _part(0.5, None),
    "first half": _part(0.0, 0.5),
    "second half": _part(0.5, 1.0),
    "end": _part(1.0, None),
    "whole": _whole,
    "percent_window": _percent,
}
