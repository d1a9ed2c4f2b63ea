"""One prompt prepared for comparison: its units, its tokens, and what stands where.

A unit is a line, a sentence, a list item, or the action of a beat apart from its time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Generic, TypeVar

from ..shot import Control, Shot, Span

TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]+(?:['’][^\W\d_]+)*|\n|[^\S\n]+|.", re.S
)
"""A number with its dots, a character of a script without spaces, a word, a run of spaces, or one character."""

_CUT = re.compile(r"[.!?…][\"”’')\]*]*[ \t]+|[。！？；]|;[ \t]+|\n(?:[^\S\n]*\n)*")
_WORD = re.compile(r"\w+")

T = TypeVar("T")


@dataclass(slots=True)
class Unit:
    """A piece of text [start, end); from `body_end` on it is only the space to the next.

    is_time   it is what stands before the action of a beat; is_head   it states when a beat starts
    """

    start: int
    body_end: int
    end: int
    body: str
    owner: Hashable
    is_time: bool = False
    is_head: bool = False
    _words: frozenset[str] | None = field(default=None, repr=False)

    @property
    def words(self) -> frozenset[str]:
        if self._words is None:
            self._words = frozenset(_WORD.findall(self.body.lower()))
        return self._words

    @property
    def lead(self) -> str:
        """The label that a line starts with ("- Lens"), or ""."""
        head, colon, _ = self.body[:40].partition(":")
        return head if colon and not head[-1:].isdigit() else ""


ITEMS = ("beats", "cues", "events", "moves", "lines", "grades", "lights", "on_screen")
"""Families of a shot whose members can come and go as a whole."""


class Shelf(Generic[T]):
    """Things by their place, so that those at a place are found without asking all."""

    def __init__(self, things: Iterable[tuple[Span, T]]) -> None:
        self._things = list(things)
        self._cells: dict[int, list[int]] = {}
        self._wide: list[int] = []
        for n, (where, _) in enumerate(self._things):
            first, last = where.start >> 7, where.end >> 7
            if last - first > 64:
                self._wide.append(n)
            else:
                for cell in range(first, last + 1):
                    self._cells.setdefault(cell, []).append(n)

    def at(self, where: Span) -> list[T]:
        """Things that overlap or touch the place, in the order given."""
        first, last = where.start >> 7, where.end >> 7
        if last - first > len(self._things):
            near: Iterable[int] = range(len(self._things))
        else:
            near = sorted({*self._wide, *(n for cell in range(first, last + 1) for n in self._cells.get(cell, ()))})
        found = []
        for n in near:
            span, thing = self._things[n]
            if span.start <= where.end and where.start <= span.end:
                found.append(thing)
        return found


class Side:
    """One of the two texts: its units, and the short controls that are compared by kind, not by value."""

    def __init__(self, shot: Shot) -> None:
        self.shot, self.text = shot, shot.text
        self.atoms = _atoms(shot)
        self.units = self._cut()
        self.items = Shelf(
            (item.where, (family, number, item))
            for family in ITEMS
            for number, item in enumerate(getattr(shot, family))
        )
        self.controls = Shelf((control.where, control) for control in shot.controls)
        self.sections = Shelf((section.where, section) for section in shot.sections)

    def _cut(self) -> list[Unit]:
        text, size = self.text, len(self.text)
        cuts = {0, size, *(m.end() for m in _CUT.finditer(text))}
        times: set[int] = set()
        heads: list[int] = []
        owners: list[tuple[int, int, int]] = []
        for n, beat in enumerate(self.shot.beats):
            owners.append((beat.where.start, beat.where.end, n))
            action, time = beat.place("action"), beat.place("start")
            if time:
                heads.append(time.start)
            if action and time and time.start < action.start:
                cuts |= {action.start, action.end}
                times.add(action.start)
        owners.sort()
        heads.sort()
        ends = sorted(cut for cut in cuts if 0 <= cut <= size)
        units: list[Unit] = []
        at_owner = 0
        for start, end in pairwise(ends):
            piece = text[start:end]
            body = piece.rstrip()
            if not body and units:
                units[-1].end = end
                continue
            while at_owner < len(owners) and owners[at_owner][1] <= start:
                at_owner += 1
            inside = at_owner < len(owners) and owners[at_owner][0] <= start + len(piece) - len(piece.lstrip())
            owner: Hashable = ("beat", owners[at_owner][2]) if inside else start
            head = bisect_left(heads, start)
            is_head = head < len(heads) and heads[head] < end
            units.append(Unit(start, start + len(body), end, body, owner, end in times, is_head))
        return units

    def tokens(self, start: int, end: int) -> list[tuple[Hashable, int, int, Control | None]]:
        """Key, start, end and control of each token of a stretch; a control's key is its kind."""
        out: list[tuple[Hashable, int, int, Control | None]] = []
        text, atoms = self.text, self.atoms
        n = bisect_left(atoms, start, key=lambda a: a.where.start)
        at = start
        while at < end:
            stop = end
            atom = None
            if n < len(atoms) and atoms[n].where.end <= end:
                atom, stop = atoms[n], atoms[n].where.start
            out += [(m.group(), m.start(), m.end(), None) for m in TOKEN.finditer(text, at, stop)]
            if atom:
                out.append((("control", kind_of(atom.path)), atom.where.start, atom.where.end, atom))
                stop = atom.where.end
                n += 1
            at = stop
        return out


def kind_of(path: str) -> str:
    """The path without its numbers: beats[1].start is of the kind beats.start."""
    return re.sub(r"\[\d*\]", "", path)


def _atoms(shot: Shot) -> list[Control]:
    """Numbers that are controls, in the order of the text; of two that overlap the smaller."""
    size = len(shot.text)
    short = sorted(
        (
            c
            for c in shot.controls
            if 0 <= c.where.start < c.where.end <= size
            and c.where.end - c.where.start <= 40
            and not isinstance(c.value, str)
        ),
        key=lambda c: (c.where.end, c.where.end - c.where.start),
    )
    found: list[Control] = []
    for control in short:
        if not found or control.where.start >= found[-1].where.end:
            found.append(control)
    return found
