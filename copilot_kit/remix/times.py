"""Times that moved as one: a shared boundary, a window, a list that was shifted or stretched.

Each is found as several values that differ, and is one change to a director: so they are joined here, and can
only be taken together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..shot import Shot, Span
from . import say
from .align import Hunk
from .change import Kind, listed, written
from .say import Value, split_path


@dataclass(slots=True)
class Fact:
    """A change in the making."""

    path: str
    before: Value
    after: Value
    where: Span
    where_after: Span
    kind: Kind
    unit: str
    sentence: str


@dataclass(slots=True)
class Bundle:
    """Hunks that are taken together, and what they say."""

    hunks: list[Hunk]
    facts: list[Fact] = field(default_factory=list)


class Times:
    """Times that moved as one: the boundary of two beats, the window of a cue, a list that was shifted or stretched."""

    def __init__(self, before: Shot, found: Sequence[Hunk], bundles: list[Bundle]) -> None:
        self.shot, self.bundles = before, bundles
        self.facts = {
            b.facts[0].path: b
            for b in bundles
            if len(b.facts) == 1 and b.hunks[0].controls and b.facts[0].unit == "s" and _is_time(b.facts[0])
        }
        self.touched = [h.before for h in found if not h.controls]

    def merged(self) -> list[Bundle]:
        if self.facts:
            self._mentions()
            self._retimed_list()
            self._clip_end()
            self._lengths()
            numbered = [split_path(path)[0] for path in self.facts if split_path(path)[1] is not None]
            for family in dict.fromkeys(numbered):
                self._boundaries(family)
                self._windows(family)
        return self.bundles

    def _join(self, paths: Iterable[str], fact: Fact) -> Bundle:
        joined = [self.facts.pop(path) for path in paths]
        self.bundles = [b for b in self.bundles if not any(b is j for j in joined)]
        self.bundles.append(Bundle([h for b in joined for h in b.hunks], [fact]))
        return self.bundles[-1]

    def _mentions(self) -> None:
        """One time that is written in several places, as one: events[2].at and events[2].at[1]."""
        by_statement: dict[tuple, list[str]] = {}
        for path, bundle in self.facts.items():
            fact = bundle.facts[0]
            by_statement.setdefault((re.sub(r"\[\d+\]$", "", path), fact.before, fact.after), []).append(path)
        for paths in by_statement.values():
            if len(paths) > 1:
                kept = min(paths, key=len)
                bundle = self._join(paths, self.facts[kept].facts[0])
                self.facts[kept] = bundle

    def _clip_end(self) -> None:
        """The length of the clip, with whatever ended at its end and still does."""
        path = next((p for p in self.facts if split_path(p)[0] in {"seconds", "settings"}), None)
        if path is None:
            return
        fact = self.facts[path].facts[0]
        along = [
            p
            for p, b in self.facts.items()
            if split_path(p)[2] == "end"
            and say.close(b.facts[0].before, fact.before)  # type: ignore[arg-type]
            and say.close(b.facts[0].after, fact.after)  # type: ignore[arg-type]
        ]
        if along:
            names = [say.name_of(self.shot, *split_path(p)[:2]) for p in along]
            end = "ends" if len(names) == 1 and not say.plural(names[0]) else "end"
            fact = replace(fact, sentence=f"{fact.sentence}, and {listed(names)} {end} there")
            self._join([path, *along], fact)

    def _lengths(self) -> None:
        """A boundary of two moves that is told as two lengths: the first 2.5 seconds, the final 1.5 seconds."""
        for number in range(1, len(self.shot.moves)):
            first, then = f"moves[{number - 1}].length", f"moves[{number}].length"
            start = self.shot.moves[number].start
            if first not in self.facts or then not in self.facts or start is None:
                continue
            one, other = self.facts[first].facts[0], self.facts[then].facts[0]
            step = float(one.after) - float(one.before)  # type: ignore[arg-type]
            if say.close(float(other.before) - float(other.after), step):  # type: ignore[arg-type]
                sentence = say.boundary_sentence(self.shot, "moves", number, start, start + step)
                fact = replace(other, path=f"moves[{number}].start", before=start, after=start + step)
                self._join((first, then), replace(fact, sentence=sentence))

    def _boundaries(self, family: str) -> None:
        for number in range(1, len(getattr(self.shot, family))):
            end, start = f"{family}[{number - 1}].end", f"{family}[{number}].start"
            if end not in self.facts or start not in self.facts:
                continue
            one, other = self.facts[end].facts[0], self.facts[start].facts[0]
            if say.close(one.before, other.before) and say.close(one.after, other.after):  # type: ignore[arg-type]
                sentence = say.boundary_sentence(self.shot, family, number, other.before, other.after)  # type: ignore[arg-type]
                self._join((end, start), replace(other, sentence=sentence))

    def _windows(self, family: str) -> None:
        for number in range(len(getattr(self.shot, family))):
            start, end = f"{family}[{number}].start", f"{family}[{number}].end"
            if start not in self.facts or end not in self.facts:
                continue
            one, other = self.facts[start].facts[0], self.facts[end].facts[0]
            old, new = (one.before, other.before), (one.after, other.after)
            sentence = say.window_sentence(self.shot, start, old, new)  # type: ignore[arg-type]
            self._join(
                (start, end),
                Fact(f"{family}[{number}]", _window(old), _window(new), Span(one.where.start, other.where.end),
                      Span(one.where_after.start, other.where_after.end), "retimed", "s", sentence),
            )  # fmt: skip

    # -- a list retimed as one

    def _known(self, family: str) -> list[tuple[str, float, float]] | None:
        """Path, old and new of every time that the family states; None if one was rewritten in another way."""
        found = []
        for control in self.shot.controls:
            if split_path(control.path)[0] != family or control.unit != "s" or isinstance(control.value, str):
                continue
            bundle = self.facts.get(control.path)
            if bundle is None and any(control.where.overlaps(span) for span in self.touched):
                return None
            after = bundle.facts[0].after if bundle else control.value
            found.append((control.path, float(control.value), float(after)))  # type: ignore[arg-type]
        return found

    def _retimed_list(self) -> None:
        times = self._known("beats")
        moved = [t for t in times or () if t[0] in self.facts]
        if not times or len({round(old, 2) for _, old, _ in moved}) < 2 or len({_beat(t[0]) for t in moved}) < 2:
            return
        rule = _shift(times) or _scale(times) or _late_shift(times)
        if rule is None:
            return
        paths = [path for path, _, _ in moved]
        families: list[str] = []
        for family in dict.fromkeys(split_path(path)[0] for path in self.facts):
            others = self._known(family) if family != "beats" else None
            if others and all(abs(rule.at(old) - new) <= 0.051 for _, old, new in others):
                families.append(family)
                paths += [path for path, _, _ in others if path in self.facts]
        firsts = [self.facts[path].facts[0] for path in paths]
        where = Span(min(f.where.start for f in firsts), max(f.where.end for f in firsts))
        where_after = Span(min(f.where_after.start for f in firsts), max(f.where_after.end for f in firsts))
        old, new = [t[1] for t in times], [t[2] for t in times]
        self._join(
            paths,
            Fact("beats", _window((min(old), max(old))), _window((min(new), max(new))), where, where_after, "retimed",
                  "s", self._retiming_sentence(rule, moved, times, families)),
        )  # fmt: skip

    def _retiming_sentence(self, rule: _Rule, moved: list, times: list, families: list[str]) -> str:
        count = len(self.shot.beats)
        old, new = max(t[1] for t in times), max(t[2] for t in times)
        step = f"{abs(round(rule.shift, 3)):g} s {'later' if rule.shift > 0 else 'earlier'}"
        if rule.factor != 1:
            text = (
                f"the {count} beats are {'stretched' if rule.factor > 1 else 'tightened'} from {old:g} s to {new:g} s"
            )
        elif rule.since is None:
            text = f"all {count} beats come {step}"
        else:
            late = sorted({_beat(path) for path, before, _ in moved if path.endswith("start")})
            if not late:
                return f"the beats end {step}"
            who = f"beat {late[0] + 1} comes" if len(late) == 1 else f"beats {late[0] + 1} to {late[-1] + 1} come"
            text = f"{who} {step}"
            if late[0] > 0 and any(path == f"beats[{late[0] - 1}].end" for path, _, _ in moved):
                way = "longer" if rule.shift > 0 else "shorter"
                text += f", and beat {late[0]} is {abs(round(rule.shift, 3)):g} s {way}"
        along = [{"seconds": "the length of the clip", "lines": "spoken lines"}.get(f, f) for f in families]
        if along:
            text += f"; {' and '.join(along)} go with them"
        return text


@dataclass(frozen=True, slots=True)
class _Rule:
    """How old times become new ones: times `factor`, plus `shift` from `since` on."""

    factor: float = 1.0
    shift: float = 0.0
    since: float | None = None

    def at(self, old: float) -> float:
        if self.since is not None and old < self.since - 1e-6:
            return old
        return old * self.factor + self.shift


def _shift(times: list[tuple[str, float, float]]) -> _Rule | None:
    steps = [new - old for _, old, new in times]
    return _Rule(shift=steps[0]) if max(steps) - min(steps) < 1e-6 and abs(steps[0]) > 1e-6 else None


def _scale(times: list[tuple[str, float, float]]) -> _Rule | None:
    _, old, new = max(times, key=lambda t: t[1])
    rule = _Rule(factor=new / old) if old > 0 else _Rule()
    if abs(rule.factor - 1) < 1e-6 or rule.factor <= 0:
        return None
    return rule if all(abs(rule.at(o) - n) <= 0.051 for _, o, n in times) else None


def _late_shift(times: list[tuple[str, float, float]]) -> _Rule | None:
    changed = [(old, new - old) for _, old, new in times if abs(new - old) > 1e-6]
    since, step = min(changed)[0], changed[0][1]
    rule = _Rule(shift=step, since=since)
    return rule if all(abs(rule.at(old) - new) < 1e-6 for _, old, new in times) else None


def _is_time(fact: Fact) -> bool:
    return isinstance(fact.before, int | float) and isinstance(fact.after, int | float) and fact.before != fact.after


def _beat(path: str) -> int:
    return split_path(path)[1] or 0


def _window(ends: tuple[Value, Value]) -> str:
    return f"{written(ends[0])}-{written(ends[1])}"
