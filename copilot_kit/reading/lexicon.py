"""Terms found in a text: one pass over its words, the longest term wins.

A vocabulary is a table of entries, id -> spellings. All tables share one index by first word, so a
text is walked once however many tables there are: every word costs one dictionary look-up, and only
words that begin a term cost more. Terms in scripts that leave no space between words are found
anywhere; all others only as whole words. A hyphen and a space are the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

Strength = str
"""How sure a spelling is: "plain", "weak" (only where the context agrees) or "code" (only in capitals)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Spellings of one id, divided by " | ".

    terms count anywhere; weak ones only with a camera (or whatever the table is about) as their subject or
    field; codes only in capitals; decoys are longer phrases that hide a term inside them.
    """

    terms: str = ""
    weak: str = ""
    codes: str = ""
    decoys: str = ""


Table = Mapping[str, Entry]


class Sense(NamedTuple):
    """One meaning of a spelling."""

    table: str
    id: str
    strength: Strength
    size: int


Term = tuple[str, tuple[Sense, ...]]


def _by_next(first: str, terms: list[Term]) -> tuple[dict[str, list[Term]], list[Term]]:
    """Terms of one first word by the two characters behind it, and those that need none: both the longest first."""
    keys = [term[len(first) + 1 : len(first) + 3] for term, _ in terms]
    plain = [term for term, key in zip(terms, keys, strict=True) if len(key) < 2]
    return {
        key: [term for term, other in zip(terms, keys, strict=True) if other == key or len(other) < 2]
        for key in {key for key in keys if len(key) == 2}
    }, plain


class Hit(NamedTuple):
    """A term that stands in the text."""

    start: int
    end: int
    id: str
    strength: Strength


_WORD_CHAR = "a-z0-9_\u00df-\u00f6\u00f8-\u024f\u0400-\u04ff\u0600-\u06ff"
_FIRST = re.compile(f"[{_WORD_CHAR}]+")


def _spellings(entry: Entry) -> list[tuple[str, Strength]]:
    kinds = (("plain", entry.terms), ("weak", entry.weak), ("code", entry.codes), ("decoy", entry.decoys))
    return [(term, kind) for kind, joined in kinds for term in joined.split(" | ") if term]


class Lexicon:
    """All tables in one index: first word -> its terms, the longest first.

    The terms of the table `opening` count also where they begin a longer term: the "no" of "no camera movement".
    """

    def __init__(self, tables: Mapping[str, Table], opening: str = "") -> None:
        self.tables = tuple(tables)
        senses: dict[str, list[Sense]] = {}
        for name, table in tables.items():
            for meaning, entry in table.items():
                for term, strength in _spellings(entry):
                    found = senses.setdefault(term, [])
                    if strength != "decoy":
                        found.append(Sense(name, meaning, strength, len(term)))
        _open(senses, opening, _decoys(tables.get(opening, {})))
        terms_of: dict[str, list[Term]] = {}
        glued = set()
        for term in sorted(senses, key=len, reverse=True):
            head = _FIRST.match(term)
            first = head.group() if head else term[0]
            if not head:
                glued.add(first)
            terms_of.setdefault(first, []).append((term, tuple(senses[term])))
        self._index = {first: _by_next(first, terms) for first, terms in terms_of.items()}
        self._spaced = _FIRST
        self._both = re.compile(f"[{_WORD_CHAR}]+|[{re.escape(''.join(sorted(glued)))}]")

    def scan(self, flat: str, start: int, end: int, most: int) -> dict[str, list[Hit]]:
        """Hits of each table between two offsets, in the order of the text; no more terms than `most`."""
        hits: dict[str, list[Hit]] = {name: [] for name in self.tables}
        index, text, free = self._index, flat.replace("-", " "), start
        words = self._spaced if flat.isascii() else self._both
        for word in words.finditer(text, start, end):
            first = word[0]
            entry = index.get(first)
            if entry is None or word.start() < free:
                continue
            at = word.start()
            after = at + len(first) + 1
            for term, senses in entry[0].get(text[after : after + 2], entry[1]):
                stop = at + len(term)
                if (
                    text.startswith(term, at)
                    and stop <= end
                    and (text[stop : stop + 1] in _AFTER or _ends_a_word(text, stop))
                ):
                    free = stop
                    most -= 1
                    for sense in senses:
                        hits[sense[0]].append(Hit(at, at + sense[3], sense[1], sense[2]))
                    break
            if most <= 0:
                break
        return hits


_AFTER = frozenset(' ,.;:\n!?)"') | {""}


def _decoys(table: Table) -> frozenset[str]:
    return frozenset(term for entry in table.values() for term in entry.decoys.split(" | ") if term)


def _open(senses: dict[str, list[Sense]], opening: str, closed: frozenset[str]) -> None:
    """Give longer terms the sense of the word that opens them."""
    openers = {term: found[0] for term, found in senses.items() if found and found[0].table == opening}
    for term, found in senses.items():
        if found and found[0].table != opening and term not in closed:
            found += [
                sense for word, sense in openers.items() if term.startswith(word) and _ends_a_word(term, len(word))
            ]


def _ends_a_word(text: str, stop: int) -> bool:
    if stop >= len(text) or _FIRST.match(text, stop - 1, stop) is None:
        return True
    return _FIRST.match(text, stop, stop + 1) is None
