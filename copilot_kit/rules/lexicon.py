"""Terms of closed lists found in a text: one pass over its words, the longest term wins.

A table is a mapping of ids to spellings (`Entry` of the reading vocabulary, so the tables of both can be shared). A
hyphen and a space are the same. Terms in scripts without spaces are found anywhere, all others only as whole words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..reading.lexicon import Table


class Hit(NamedTuple):
    """A term that stands in the text. strength is "plain", or "weak" where only the context can tell."""

    start: int
    end: int
    id: str
    strength: str


_WORD = re.compile(r"[a-z0-9à-ÿ][a-z0-9à-ÿ'&.]*")
_SPACED = re.compile(r"[a-z0-9à-ÿ]")
Sense = tuple[str, str, str]


class Lexicon:
    """Several tables in one index: first word -> its terms, the longest first."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        senses: dict[str, list[Sense]] = {}
        for name, table in tables.items():
            for name_of, entry in table.items():
                for strength, joined in (("plain", entry.terms), ("weak", entry.weak), ("decoy", entry.decoys)):
                    for term in filter(None, joined.split(" | ")):
                        found = senses.setdefault(term.strip(), [])
                        if strength != "decoy":
                            found.append((name, name_of, strength))
        self._names = tuple(tables)
        self._senses = senses
        self._index: dict[str, list[str]] = {}
        glued = []
        for term in sorted(senses, key=len, reverse=True):
            first = _WORD.match(term)
            if first and (term.isascii() or _SPACED.match(term[-1])):
                self._index.setdefault(first[0], []).append(term)
            else:
                glued.append(re.escape(term))
        self._glued = re.compile("|".join(glued))

    @property
    def words(self) -> tuple[str, ...]:
        """Every spelling in it."""
        return tuple(self._senses)

    def scan(self, flat: str, start: int, end: int) -> dict[str, list[Hit]]:
        """Hits of each table between two offsets, in the order of the text."""
        hits: dict[str, list[Hit]] = {name: [] for name in self._names}
        for low, high, term in self._found(flat.replace("-", " "), start, end):
            for table, sense, strength in self._senses[term]:
                hits[table].append(Hit(low, high, sense, strength))
        if not flat.isascii():
            for match in self._glued.finditer(flat, start, end):
                for table, sense, strength in self._senses[match[0]]:
                    hits[table].append(Hit(match.start(), match.end(), sense, strength))
        return hits

    def _found(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        free, index = start, self._index
        for word in _WORD.finditer(text, start, end):
            at = word.start()
            if at < free:
                continue
            for term in index.get(word[0]) or index.get(word[0].rstrip(".'&")) or ():
                stop = at + len(term)
                if text.startswith(term, at) and stop <= end and not (stop < len(text) and _SPACED.match(text, stop)):
                    free = stop
                    yield at, stop, term
                    break
