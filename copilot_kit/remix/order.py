"""Beats that changed places: which of them can be said to have moved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ..shot import Shot


def moved_beats(before: Shot, after: Shot) -> tuple[str, str] | None:
    """Path and sentence of the beats that moved, or None if all keep their order."""
    order = beat_order(before, after)
    stay = _rising(order)
    moved = [n for n in order if n not in stay]
    if not moved:
        return None
    path = f"beats[{moved[0]}]"
    if len(moved) > 1:
        return path, f"the beats now run in the order {', '.join(str(n + 1) for n in order)}"
    at = order.index(moved[0])
    if at + 1 < len(order):
        return path, f"beat {moved[0] + 1} moves before beat {order[at + 1] + 1}"
    return path, f"beat {moved[0] + 1} moves after beat {order[at - 1] + 1}"


def beat_order(before: Shot, after: Shot) -> list[int]:
    """Numbers of the old beats in the order in which the new text has them."""
    waiting = dict(enumerate(bag_of(beat.action) for beat in before.beats))
    bags = [bag_of(beat.action) for beat in after.beats]
    order: dict[int, int] = {}
    for least in (1.0, 0.4):
        for place, bag in enumerate(bags):
            likeness = {n: _likeness(other, bag) for n, other in waiting.items()} if place not in order else {}
            best = max(likeness, key=likeness.__getitem__, default=None)
            if best is not None and likeness[best] >= least:
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


def _rising(order: Sequence[int]) -> list[int]:
    """A longest rising part of the order: the beats that can be said to have stayed."""
    best: list[list[int]] = []
    for value in order:
        fitting = [b for m, b in enumerate(best) if order[m] < value]
        best.append([*max(fitting, key=_staying, default=[]), value])
    return max(best, key=_staying, default=[])


def _staying(run: Sequence[int]) -> tuple[int, list[int]]:
    """Longer is better; of equally long runs the one with the first beats: then it is the later beat that moved."""
    return len(run), [-value for value in run]
