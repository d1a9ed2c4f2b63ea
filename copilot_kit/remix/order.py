"""Beats that changed places: which of them can be said to have moved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ..shot import Shot
from .match import rising

FEW = 12
"""So many beats a person can hold in mind."""

NEAR_PAIRS = 2_000
"""Beats that were rewritten on the way are looked for in prompts, not in lists of thousands."""


class BeatOrder:
    """The order of the old beats in the new text, and which of them moved."""

    def __init__(self, before: Shot, after: Shot) -> None:
        self.order = beat_order(before, after)
        self._place = {number: place for place, number in enumerate(self.order)}
        self.moved = set(self.order) - set(_staying(self.order))

    def told(self, touched: Iterable[int]) -> tuple[str, str] | None:
        """Path and sentence of what moved among these beats, or None if they keep their order."""
        # In a list that a person can look over, what moved is told of all of it, whichever side the text shows it from.
        moved = sorted(self.moved if len(self.order) <= FEW else self.moved & set(touched))
        if not moved:
            return None
        path = f"beats[{moved[0]}]"
        if len(moved) > 1 and len(self.order) <= FEW:
            return path, f"the beats now run in the order {', '.join(str(n + 1) for n in self.order)}"
        if len(moved) > 1:
            return path, f"{len(moved)} beats change places, from beat {moved[0] + 1} on"
        at = self._place[moved[0]]
        if at + 1 < len(self.order):
            return path, f"beat {moved[0] + 1} moves before beat {self.order[at + 1] + 1}"
        return path, f"beat {moved[0] + 1} moves after beat {self.order[at - 1] + 1}"


def beat_order(before: Shot, after: Shot) -> list[int]:
    """Numbers of the old beats in the order in which the new text has them."""
    same: dict[str, list[int]] = {}
    for number, beat in reversed(list(enumerate(before.beats))):
        same.setdefault(beat.action.strip(), []).append(number)
    order: dict[int, int] = {}
    for place, beat in enumerate(after.beats):
        if numbers := same.get(beat.action.strip()):
            order[place] = numbers.pop()
    taken = set(order.values())
    waiting = {n: bag_of(beat.action) for n, beat in enumerate(before.beats) if n not in taken}
    rest = [place for place in range(len(after.beats)) if place not in order]
    if len(waiting) * len(rest) <= NEAR_PAIRS:
        for place in rest:
            likeness = {n: _likeness(other, bag_of(after.beats[place].action)) for n, other in waiting.items()}
            best = max(likeness, key=likeness.__getitem__, default=None)
            if best is not None and likeness[best] >= 0.4:
                order[place] = best
                del waiting[best]
    return [order[place] for place in sorted(order)]


def bag_of(words: str) -> Counter[str]:
    """The words, counted."""
    return Counter(re.findall(r"\w+", words.lower()))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Share of words in common, from 0 to 1."""
    total = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / total if total else 1.0


def _staying(order: list[int]) -> list[int]:
    """A longest rising part of the order; of equally long ones the one with the first beats: the later one moved."""
    if len(order) > FEW:
        return [order[n] for n in rising(order, [1.0] * len(order))]
    best: list[list[int]] = [[]]
    for n, value in enumerate(order):
        best.append([*max((run for run in best[: n + 1] if not run or run[-1] < value), key=_merit), value])
    return max(best, key=_merit)


def _merit(run: list[int]) -> tuple[int, list[int]]:
    return len(run), [-value for value in run]
