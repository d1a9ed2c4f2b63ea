"""Sequences laid side by side: which units became one another, which tokens are the same.

Equal ones first, from both ends and where they occur once; then, in each gap, what shares most. What costs more than
linear time is paid from a purse, `Effort`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .sides import Unit

REGION_CELLS = 60_000
"""A region larger than this (tokens times tokens) is not searched for its best alignment."""


@dataclass(slots=True)
class Effort:
    """What alignment may still spend, in compared pairs: enough for prompts, and a bound for hostile texts."""

    cells: int = 1_500_000

    def spend(self, cells: int, most: int = REGION_CELLS) -> bool:
        if cells > most or cells > self.cells:
            return False
        self.cells -= cells
        return True


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of words in common (Dice), from 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def pair_units(
    before: Sequence[Unit], after: Sequence[Unit], head_weight: float, effort: Effort
) -> list[tuple[int, int]]:
    """Units that became one another, in order: equal ones first, then in each gap the most alike."""
    pairs: list[tuple[int, int]] = []
    b = a = 0
    for i, j in [*_equal_units(before, after, head_weight), (len(before), len(after))]:
        pairs += _pair_gap(before, after, (b, i), (a, j), effort)
        if i < len(before):
            pairs.append((i, j))
        b, a = i + 1, j + 1
    return pairs


def _equal_units(before: Sequence[Unit], after: Sequence[Unit], head_weight: float) -> list[tuple[int, int]]:
    """Units equal on both sides: from the top, from the bottom, and between those that occur once, in order."""
    head = 0
    shorter = min(len(before), len(after))
    while head < shorter and before[head].body == after[head].body:
        head += 1
    tail = 0
    while tail < shorter - head and before[-1 - tail].body == after[-1 - tail].body:
        tail += 1
    top = [(n, n) for n in range(head)]
    bottom = [(len(before) - n, len(after) - n) for n in range(tail, 0, -1)]
    counts_b = Counter(u.body for u in before[head : len(before) - tail])
    counts_a = Counter(u.body for u in after[head : len(after) - tail])
    at = {after[j].body: j for j in range(head, len(after) - tail) if counts_a[after[j].body] == 1}
    once = [
        (i, at[before[i].body])
        for i in range(head, len(before) - tail)
        if counts_b[before[i].body] == 1 and before[i].body in at
    ]
    weights = [head_weight if before[i].is_head else 1.0 for i, _ in once]
    return [*top, *(once[n] for n in rising([j for _, j in once], weights)), *bottom]


def rising(values: Sequence[int], weights: Sequence[float]) -> list[int]:
    """Indices of the heaviest rising subsequence (of the longest, if there are many values)."""
    if len(values) > 300:
        return _longest_rising(values)
    best = list(weights)
    came_from = [-1] * len(values)
    for n, value in enumerate(values):
        for m in range(n):
            # Of equal choices the first: then it is the later one that moved.
            if values[m] < value and best[m] + weights[n] > best[n]:
                best[n], came_from[n] = best[m] + weights[n], m
    at = max(range(len(values)), key=best.__getitem__, default=-1)
    found = []
    while at >= 0:
        found.append(at)
        at = came_from[at]
    return found[::-1]


def _longest_rising(values: Sequence[int]) -> list[int]:
    """Indices of a longest rising subsequence, by patience sorting: n log n."""
    tops: list[int] = []
    at: list[int] = []
    came_from: list[int] = []
    for n, value in enumerate(values):
        pile = bisect_left(tops, value)
        came_from.append(at[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(value)
            at.append(n)
        else:
            tops[pile], at[pile] = value, n
    found = []
    n = at[-1] if at else -1
    while n >= 0:
        found.append(n)
        n = came_from[n]
    return found[::-1]


def _pair_gap(
    before: Sequence[Unit], after: Sequence[Unit], b: tuple[int, int], a: tuple[int, int], effort: Effort
) -> list[tuple[int, int]]:
    """In one gap, the pairs that share most, in order."""
    rows, columns = b[1] - b[0], a[1] - a[0]
    if not rows or not columns or not effort.spend(10 * rows * columns, 400_000):
        return []
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        here, below = best[i], best[i + 1]
        one = before[b[0] + i]
        for j in range(columns - 1, -1, -1):
            alike = _unit_likeness(one, after[a[0] + j])
            here[j] = max(below[j], here[j + 1], below[j + 1] + alike)
    pairs = []
    i = j = 0
    while i < rows and j < columns:
        # Of equal choices the later one: the time of a beat belongs to the action that follows it.
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((b[0] + i, a[0] + j))
            i, j = i + 1, j + 1
    return pairs


def _unit_likeness(one: Unit, other: Unit) -> float:
    """How much two units are one and the same, from 0 (not at all) to 1 (equal)."""
    if one.body == other.body:
        return 1.0
    if one.is_time != other.is_time:
        return 0.0
    if one.is_time:
        return 0.6
    alike = likeness(one.words, other.words)
    if one.lead and one.lead == other.lead:
        alike += 0.3
    return alike if alike >= 0.34 else 0.0


def token_blocks(one: Sequence[Hashable], other: Sequence[Hashable], effort: Effort) -> list[tuple[int, int, int]]:
    """Runs of equal tokens (start, start, length), in order: the ends, then what difflib or rare words hold fast."""
    shorter = min(len(one), len(other))
    head = tail = 0
    while head < shorter and one[head] == other[head]:
        head += 1
    while tail < shorter - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    blocks = [(0, 0, head)] if head else []
    rest_b, rest_a = one[head : len(one) - tail], other[head : len(other) - tail]
    if rest_b and rest_a:
        blocks += [(i + head, j + head, n) for i, j, n in _inner_blocks(rest_b, rest_a, effort)]
    if tail:
        blocks.append((len(one) - tail, len(other) - tail, tail))
    return blocks


def _inner_blocks(one: Sequence[Hashable], other: Sequence[Hashable], effort: Effort) -> list[tuple[int, int, int]]:
    if effort.spend(len(one) * len(other)):
        found = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
        # A lone space that happens to agree is no common ground.
        return [(m.a, m.b, m.size) for m in found if any(not _is_space(one[n]) for n in range(m.a, m.a + m.size))]
    counts_b, counts_a = Counter(one), Counter(other)
    at = {key: j for j, key in enumerate(other) if counts_a[key] == 1}
    once = [(i, at[key]) for i, key in enumerate(one) if counts_b[key] == 1 and key in at]
    rising = [once[n] for n in _longest_rising([j for _, j in once])]
    return [(i, j, 1) for i, j in rising]


def _is_space(key: Hashable) -> bool:
    return isinstance(key, str) and key.isspace()
