"""Tables: a row stands under the time in one of its cells, a cell under the title of its column."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..shot import Span
from .fields import loose_window, record_mark
from .notation import Mark

_RULE = re.compile(r"[ |:+-]*-[ |:+-]*")
_SIGNS = re.compile(r"_?\(.*\)|[^\w]")
_NUMBERING = frozenset({"#", "no", "no.", "shot", "beat", "scene", "start", "end", "cut"})


class Cell(NamedTuple):
    """What stands between two bars, and the title of its column."""

    where: Span
    title: Span | None
    name: str


class Row(NamedTuple):
    """A row's own time, and its cells but for those that state it."""

    start: int
    mark: Mark | None
    cells: list[Cell]


def is_rule(line: str) -> bool:
    """True for the line under a table's titles."""
    return "|" in line and "--" in line and _RULE.fullmatch(line) is not None


class Table:
    """The columns of a table, by its line of titles."""

    def __init__(self, flat: str, start: int, end: int) -> None:
        self.flat, self.start = flat, start
        self.titles = _between_bars(flat, start, end)
        self.names = [flat[title.start : title.end].strip(" *_`").replace(" ", "_") for title in self.titles]

    def row(self, start: int, end: int, fps: float) -> Row:
        """A line below the titles."""
        spans = _between_bars(self.flat, start, end)
        fields = {_SIGNS.sub("", name) or name: span for name, span in zip(self.names, spans, strict=False)}
        mark = record_mark(self.flat, fields, fps) or loose_window(self.flat, spans, fps)
        cells = []
        for number, span in enumerate(spans):
            name = self.names[number] if number < len(self.names) else ""
            timing = mark is not None and mark.where.overlaps(span)
            if span.end > span.start and not timing and name not in _NUMBERING:
                cells.append(Cell(span, self.titles[number] if number < len(self.titles) else None, name))
        return Row(start, mark, cells)


def _between_bars(flat: str, start: int, end: int) -> list[Span]:
    out = []
    line = flat[start:end].rstrip()
    end = start + len(line)
    at = start + line.index("|") + 1 if line.lstrip().startswith("|") else start
    while at < end:
        bar = flat.find("|", at, end)
        stop = bar if bar >= 0 else end
        words = flat[at:stop]
        left = at + len(words) - len(words.lstrip())
        out.append(Span(left, max(left, at + len(words.rstrip()))))
        at = stop + 1
    return out
