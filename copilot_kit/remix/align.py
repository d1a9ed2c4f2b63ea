"""Two texts laid side by side: which characters stay, which differ, which only moved.

A text is cut into units: lines, sentences, list items, and the action of a beat apart from its time. Units are
laid side by side first, so that a sentence is only ever compared with the sentence it became. Inside a pair, words are
compared with words, and a number that is a control (a start, a lens, a level) with the number of the same control,
whatever its value. What is left are hunks: places of `before` that give way to places of `after`. All text between
hunks is equal on both sides, by construction; `hunks` still proves it before it answers.

Time is linear in the length of the texts but for small regions, and those are paid from a fixed purse
(`Effort`). When it is spent, a region counts as replaced as a whole: coarser, never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..shot import Control, Span
from .match import Effort, likeness, pair_units, token_blocks
from .sides import TOKEN, Side, Unit


class Hunk(NamedTuple):
    """A place of `before` that gives way to a place of `after`; one of the two may be empty.

    controls   the pair of controls of which this is the value, if it is one
    group      hunks of one group cannot be taken apart: a thing that moved leaves and arrives
    moved      True in a group that moves something
    whole      True if it holds whole units: a line or a beat that comes or goes
    """

    before: Span
    after: Span
    controls: tuple[Control, Control] | None = None
    group: int = -1
    moved: bool = False
    whole: bool = False


def hunks(before: Side, after: Side) -> list[Hunk]:
    """Where the two texts differ, in their order; the text between hunks is equal on both sides."""
    effort = Effort()
    found = _Layout(before, after, effort).hunks()
    if not _holds(before.text, after.text, found):
        raise AssertionError("the hunks do not rebuild the text")
    return found


def _holds(before: str, after: str, found: Iterable[Hunk]) -> bool:
    at = 0
    parts = []
    for hunk in sorted(found, key=lambda h: (h.before, h.after)):
        if hunk.before.start < at:
            return False
        parts += [before[at : hunk.before.start], hunk.after.of(after)]
        at = hunk.before.end
    return "".join([*parts, before[at:]]) == after


class _Layout:
    """The units of both sides laid side by side, and the hunks that follow."""

    def __init__(self, before: Side, after: Side, effort: Effort) -> None:
        self.b, self.a, self.effort = before, after, effort
        # Where beats change places under times that stay, the times hold the alignment; else the actions do.
        weight = 8.0 if _swapped(before, after) else 0.5
        self.pairs = pair_units(before.units, after.units, weight, effort)
        self.out: list[Hunk] = []
        self.joined: list[set[int]] = []

    def hunks(self) -> list[Hunk]:
        gaps = list(self._gaps())
        groups = self._groups(gaps)
        last: tuple[Unit, Unit] | None = None
        for gap, pair in gaps:
            self._gap(gap, last, groups)
            if pair is None:
                break
            one, other = last = self.b.units[pair[0]], self.a.units[pair[1]]
            if one.body != other.body:
                here, there = Span(one.start, one.body_end), Span(other.start, other.body_end)
                self.out += compare(self.b, here, self.a, there, self.effort)
        self.out = self._without_crumbs(self.out)
        for together in self.joined:
            self.out = [h._replace(group=min(together)) if h.group in together else h for h in self.out]
        return self.out

    def _without_crumbs(self, found: list[Hunk]) -> list[Hunk]:
        """Hunks of punctuation or of a capital alone joined to the hunk they touch: "; and so on" is one thing."""
        out: list[Hunk] = []
        for hunk in sorted(found, key=lambda h: (h.before, h.after)):
            last = out[-1] if out else None
            touching = last and last.before.end == hunk.before.start and last.after.end == hunk.after.start
            if last and touching and last.group == hunk.group == -1 and (self._is_crumb(last) or self._is_crumb(hunk)):
                before, after = Span(last.before.start, hunk.before.end), Span(last.after.start, hunk.after.end)
                out[-1] = Hunk(before, after, None, -1, False, last.whole or hunk.whole)
            else:
                out.append(hunk)
        return out

    def _is_crumb(self, hunk: Hunk) -> bool:
        old, new = hunk.before.of(self.b.text), hunk.after.of(self.a.text)
        recased = old.lower() == new.lower()
        return not hunk.controls and (recased or (len(old + new) <= 4 and not any(c.isalnum() for c in old + new)))

    def _gaps(self) -> Iterable[tuple[_Gap, tuple[int, int] | None]]:
        """Before each pair, the units that have no partner; last, what follows the last pair."""
        b = a = 0
        for i, j in self.pairs:
            yield _Gap(_runs(self.b.units, b, i), _runs(self.a.units, a, j)), (i, j)
            b, a = i + 1, j + 1
        yield _Gap(_runs(self.b.units, b, len(self.b.units)), _runs(self.a.units, a, len(self.a.units))), None

    def _groups(self, gaps: list) -> dict[tuple[str, _Run], int]:
        """The group of each run that left one gap and arrived in another.

        What crosses in one gap travels together: beats that change places under times that stay.
        """
        left = [(n, run) for n, (gap, _) in enumerate(gaps) for run in gap.gone]
        came = [(n, run) for n, (gap, _) in enumerate(gaps) for run in gap.come]
        if not left or not came:
            return {}
        pairs = self._same(left, came)
        pairs += self._alike([x for x in left if x not in {p[0] for p in pairs}],
                             [x for x in came if x not in {p[1] for p in pairs}])  # fmt: skip
        leader = list(range(len(gaps) + len(pairs)))

        def lead(n: int) -> int:
            while leader[n] != n:
                leader[n] = leader[leader[n]]
                n = leader[n]
            return n

        for n, ends in enumerate(pairs, len(gaps)):
            for gap, _ in ends:
                if gaps[gap][0].gone and gaps[gap][0].come:
                    leader[lead(n)] = lead(gap)
        found = {}
        for n, ((_, one), (_, other)) in enumerate(pairs, len(gaps)):
            found["b", one] = found["a", other] = lead(n)
        return found

    def _same(self, left: list, came: list) -> list:
        """Runs of different gaps that hold the same words."""
        at: dict[str, list] = {}
        for run in came:
            for unit in self.a.units[slice(*run[1])]:
                if _weighty(unit):
                    at.setdefault(_bare(unit.body), []).append(run)
        pairs, taken = [], set()
        for run in left:
            for unit in self.b.units[slice(*run[1])]:
                waiting = at.get(_bare(unit.body), []) if _weighty(unit) else []
                while waiting and waiting[-1] in taken:
                    waiting.pop()
                if waiting:
                    taken.add(waiting[-1])
                    pairs.append((run, waiting.pop()))
                    break
        return pairs

    def _alike(self, left: list, came: list) -> list:
        """Runs of different gaps that hold nearly the same words."""
        if not left or not came or not self.effort.spend(20 * len(left) * len(came)):
            return []
        words_b = [frozenset().union(*(u.words for u in self.b.units[slice(*run)])) for _, run in left]
        words_a = [frozenset().union(*(u.words for u in self.a.units[slice(*run)])) for _, run in came]
        ranked = sorted(
            (-alike, i, j)
            for i, one in enumerate(words_b)
            for j, other in enumerate(words_a)
            if left[i][0] != came[j][0] and min(len(one), len(other)) >= 4
            if (alike := likeness(one, other)) >= 0.7
        )
        pairs, used = [], set()
        for _, i, j in ranked:
            if ("b", i) not in used and ("a", j) not in used:
                used |= {("b", i), ("a", j)}
                pairs.append((left[i], came[j]))
        return pairs

    def _gap(self, gap: _Gap, last: tuple[Unit, Unit] | None, groups: dict) -> None:
        """Hunks of the units that have no partner; if the space before them differs, they take it along."""
        gone = [Span(self.b.units[i].start, self.b.units[j - 1].end) for i, j in gap.gone]
        come = [Span(self.a.units[i].start, self.a.units[j - 1].end) for i, j in gap.come]
        group_of = [groups.get(("b", run), -1) for run in gap.gone] + [groups.get(("a", run), -1) for run in gap.come]
        at_b = last[0].end if last else 0
        at_a = last[1].end if last else 0
        was = self.b.text[last[0].body_end : at_b] if last else ""
        now = self.a.text[last[1].body_end : at_a] if last else ""
        if last and was != now:
            at_b, at_a = last[0].body_end, last[1].body_end
            if come and not gone and _tail(self.a.text, come[-1]) == was:
                come = _turned(self.a.text, come, at_a)
            elif gone and not come and _tail(self.b.text, gone[-1]) == now:
                gone = _turned(self.b.text, gone, at_b)
            else:
                whole = bool(gone or come)
                gone = [Span(at_b, gone[-1].end if gone else last[0].end)]
                come = [Span(at_a, come[-1].end if come else last[1].end)]
                self._replaced(gone, come, group_of, whole)
                return
        if gone and come:
            self._replaced(gone, come, group_of, True)
            return
        for span, group in zip(gone, group_of, strict=False):
            self.out.append(Hunk(span, Span(at_a, at_a), None, group, group >= 0, True))
        for span, group in zip(come, group_of, strict=False):
            self.out.append(Hunk(Span(at_b, at_b), span, None, group, group >= 0, True))

    def _replaced(self, gone: list[Span], come: list[Span], group_of: list[int], whole: bool) -> None:
        """One hunk for all of it, without what both begin or end with; what moves through it travels along."""
        where, where_after = Span(gone[0].start, gone[-1].end), Span(come[0].start, come[-1].end)
        one, other = TOKEN.findall(where.of(self.b.text)), TOKEN.findall(where_after.of(self.a.text))
        head = tail = 0
        shorter = min(len(one), len(other))
        while head < shorter and one[head] == other[head]:
            head += 1
        while tail < shorter - head and one[-1 - tail] == other[-1 - tail]:
            tail += 1
        cut, end = sum(map(len, one[:head])), sum(map(len, one[len(one) - tail :]))
        moving = {g for g in group_of if g >= 0}
        if len(moving) > 1:
            self.joined.append(moving)
        self.out.append(
            Hunk(
                Span(where.start + cut, where.end - end),
                Span(where_after.start + cut, where_after.end - end),
                None,
                min(moving, default=-1),
                bool(moving),
                whole,
            )
        )


_Run = tuple[int, int]


class _Gap(NamedTuple):
    """Runs of units without a partner, on both sides."""

    gone: list[_Run]
    come: list[_Run]


def _runs(units: Sequence[Unit], start: int, end: int) -> list[_Run]:
    """Units [start, end) in runs that belong together: all of one beat, or one by itself."""
    runs: list[_Run] = []
    for n in range(start, end):
        if runs and units[n].owner == units[n - 1].owner:
            runs[-1] = (runs[-1][0], n + 1)
        else:
            runs.append((n, n + 1))
    return runs


def _tail(text: str, span: Span) -> str:
    piece = span.of(text)
    return piece[len(piece.rstrip()) :]


def _turned(text: str, spans: list[Span], start: int) -> list[Span]:
    """The spans with the space before each instead of the one after it.

    "A\\nB" grows to "A\\nB\\nC": what was added is "\\nC", though C itself ends without a newline.
    """
    turned = []
    for span in spans:
        end = span.start + len(span.of(text).rstrip())
        turned.append(Span(start, end))
        start = end
    return turned


def _bare(body: str) -> str:
    """The words of a line without its bullet or number."""
    return re.sub(r"^\s*(?:[-*•·–]|\d{1,3}[.)])\s+", "", body).strip()


def _weighty(unit: Unit) -> bool:
    """True if the unit says enough to be known again elsewhere."""
    return not unit.is_time and len(unit.body) >= 6 and any(c.isalpha() for c in unit.body)


def _swapped(before: Side, after: Side) -> bool:
    """True if both have the same beats' times, and the same actions in another order."""
    one, other = before.shot.beats, after.shot.beats
    if len(one) != len(other) or [(b.start, b.end) for b in one] != [(b.start, b.end) for b in other]:
        return False
    old, new = [b.action.strip() for b in one], [b.action.strip() for b in other]
    kept = len(set(old) & set(new))
    return old != new and kept >= 2 and any(a != b and b in old for a, b in zip(old, new, strict=True))


def compare(before: Side, here: Span, after: Side, there: Span, effort: Effort) -> list[Hunk]:
    """Hunks of words between a stretch of `before` and one of `after`."""
    one, other = before.tokens(*here), after.tokens(*there)
    found: list[Hunk] = []
    at_b, at_a = 0, 0
    blocks = token_blocks([t[0] for t in one], [t[0] for t in other], effort)
    for i, j, size in [*blocks, (len(one), len(other), 0)]:
        if i > at_b or j > at_a:
            found.append(Hunk(_stretch(one, at_b, i, here.end), _stretch(other, at_a, j, there.end)))
        for n in range(size):
            was, now = one[i + n], other[j + n]
            if was[3] and now[3] and Span(*was[1:3]).of(before.text) != Span(*now[1:3]).of(after.text):
                found.append(Hunk(Span(*was[1:3]), Span(*now[1:3]), (was[3], now[3])))
        at_b, at_a = i + size, j + size
    return _closed(before.text, found)


def _stretch(tokens: Sequence[tuple], start: int, end: int, last: int) -> Span:
    begin = tokens[start][1] if start < len(tokens) else last
    return Span(begin, tokens[end - 1][2] if end > start else begin)


def _closed(text: str, found: list[Hunk]) -> list[Hunk]:
    """Hunks with only a space between them as one, but for the values of controls, which stay by themselves."""
    out: list[Hunk] = []
    for hunk in found:
        last = out[-1] if out else None
        between = text[last.before.end : hunk.before.start] if last else ""
        if last and not last.controls and not hunk.controls and len(between) <= 2 and not between.strip(" -"):
            out[-1] = Hunk(Span(last.before.start, hunk.before.end), Span(last.after.start, hunk.after.end))
        else:
            out.append(hunk)
    return out
