"""What words count: negated phrases, quoted words, and which time belongs to which word of a sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from ..shot import Span
from .lexicon import Entry, Hit, Table
from .notation import Mark

# ── negation ──

DENIALS: Table = {
    "exclude": Entry(
        terms="no | without | never | avoid | avoids | avoiding | exclude | excludes | excluding | free of | absence "
        "of | zero | nor "
        "| sin | ohne | kein | keine | keinen | sans | pas de | aucun | aucune | nunca | без | بدون | 没有 | 无 | 不要 "
        "| 避免 | 禁止 | 勿",
        decoys="no one | nobody | no longer | no sooner | no nonsense | no matter | never before | without "
        "hesitation | 无人机 | 无线 | 无限",
    ),
    "deny": Entry(
        terms="not | don't | doesn't | do not | does not | isn't | aren't | instead of | rather than | refrain from "
        "| neither | cannot | can't | won't",
        decoys="not only | not just | not yet",
    ),
}
"""Words that deny what follows; those of `exclude` also say what is to be kept out."""

_PHRASE = r"(?:[^,;.\n()\u2014]|\.(?=\d))"
_SCOPE = re.compile(rf"{_PHRASE}{{1,120}}(?:(?:, ?{_PHRASE}{{1,30}}){{0,6}}?,? (?:or|nor) {_PHRASE}{{1,30}})?")
_TURN = re.compile(r" (?:but|only|except|until) |\.\.")
_SUFFIX = re.compile(r"(?P<what>[^\n,;.()]{1,16}?)(?:なし|しない)")


class Negation(NamedTuple):
    """A phrase that is denied: start of the denying word, end of its scope, and the words denied."""

    start: int
    end: int
    what: Span
    excluding: bool


def negations(flat: str, span: Span, denials: Sequence[Hit]) -> list[Negation]:
    """All denied phrases, in the order of the text: from a denying word to the end of its phrase or list."""
    found: list[Negation] = []
    for hit in denials:
        if found and hit.start < found[-1].end:
            continue
        scope = _SCOPE.match(flat, hit.end, span.end)
        if scope is None:
            continue
        turn = _TURN.search(flat, hit.end, scope.end())
        what = Span(hit.end, turn.start() if turn else scope.end())
        if what.end > what.start:
            found.append(Negation(hit.start, what.end, what, hit.id == "exclude"))
    if "なし" in flat or "しない" in flat:
        taken = Cover(found)
        for match in _SUFFIX.finditer(flat, *span):
            if not taken.holds(match.start()):
                found.append(Negation(match.start(), match.end(), Span(*match.span("what")), True))
        found.sort()
    return found


class Cover:
    """Spans that are asked again and again whether they hold an offset."""

    def __init__(self, spans: Sequence[tuple[int, int, *tuple[object, ...]]]) -> None:
        self._starts = [span[0] for span in spans]
        self._ends = [span[1] for span in spans]

    def holds(self, offset: int) -> bool:
        """True if one of the spans holds the offset; the spans do not overlap."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]

    def index(self, offset: int) -> int:
        """Which of the spans begins last at or before the offset, -1 for none."""
        return bisect_right(self._starts, offset) - 1


# ── quotes ──

_QUOTE = re.compile(
    r"\"([^\"\n]{1,400})\"|“([^“”\n]{1,400})”|„([^„“”\n]{1,400})[“”]|「([^「」\n]{1,400})」|『([^『』\n]{1,400})』|«([^«»\n]{1,400})»"
    r"|(?<![a-z0-9ß-ɏ])'((?=[a-z0-9ß-ɏ¡¿])[^'\n]{1,200}(?:'[a-z][^'\n]{1,200}){0,4}[^ '\n])'(?![a-z0-9ß-ɏ])"
)


class Quote(NamedTuple):
    """Quoted words: with their signs, and without."""

    start: int
    end: int
    inner: Span


def quotes(flat: str, span: Span, most: int) -> list[Quote]:
    """The quoted words in the order of the text, no more than `most`."""
    return [
        Quote(match.start(), match.end(), Span(*match.span(match.lastindex or 0)))
        for match in islice(_QUOTE.finditer(flat, *span), most)
    ]


# ── sentences, clauses, and the times in them ──

_SENTENCE = re.compile(r"[.!?;]+(?=[\s\"”')\]]|$)|[.!?;](?=[\u3040-\u9fff])|\n|(?<=\d)\.(?= )|;(?=\d)")
_CLAUSE = re.compile(
    r",(?!\d)| ?[\u2014|] ?|(?<![a-z])(?:and )?then(?![a-z])|(?<![a-z])(?:before|while|as) (?=the camera|camera)|然后"
    r"|接着|随后"
)

_CLAUSE_END = re.compile(rf"{_SENTENCE.pattern}|{_CLAUSE.pattern}")

Item = TypeVar("Item", bound=tuple)


def split(pattern: re.Pattern[str], flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between the separators, without empty ones."""
    out, at = [], start
    for match in pattern.finditer(flat, start, end):
        if match.start() > at:
            out.append((at, match.start()))
        at = match.end()
    if end > at:
        out.append((at, end))
    return out


def sentences(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences between two offsets."""
    return split(_SENTENCE, flat, start, end)


def clauses(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of a sentence."""
    return split(_CLAUSE, flat, start, end)


_NEAR = 400
"""A sentence is looked for no further than this from a word in it [characters]."""


def sentence_around(flat: str, start: int, end: int, where: Span) -> Span:
    """The sentence between two offsets that holds a place."""
    return _around(_SENTENCE, (". ", "! ", "? ", "; ", "\n", "。"), flat, start, end, where)


def clause_around(flat: str, start: int, end: int, where: Span) -> Span:
    """The clause between two offsets that holds a place."""
    return _around(_CLAUSE_END, (". ", "; ", "\n", ", ", "\u2014", " then ", "。"), flat, start, end, where)


def _around(ends: re.Pattern[str], signs: tuple[str, ...], flat: str, start: int, end: int, where: Span) -> Span:
    low = max(start, where.start - _NEAR)
    before = flat[low : where.start]
    cut = max(before.rfind(sign) + len(sign) if sign in before else 0 for sign in signs)
    stop = ends.search(flat, where.end, min(end, where.end + _NEAR))
    return Span(low + cut, stop.start() if stop else min(end, where.end + _NEAR))


def timed(
    flat: str, start: int, end: int, items: Sequence[tuple[int, int]], marks: Sequence[Mark]
) -> list[Mark | None]:
    """For each item (a span) of a stretch of text, the time that its sentence gives it.

    A time in the clause of an item is its own. A time alone in its clause belongs to what follows if it leads the
    sentence (At 3 s, the camera pans), else to what went before (a creak, dry and close, at 3 s).
    """
    out: list[Mark | None] = [None] * len(items)
    if not marks or not items:
        return out
    for low, high in sentences(flat, start, end):
        within = [mark for mark in marks if low <= mark.where.start < high]
        about = [number for number, item in enumerate(items) if low <= item[0] < high]
        if within and about:
            _time_sentence(flat, low, high, items, about, within, out)
    return out


def _time_sentence(
    flat: str,
    low: int,
    high: int,
    items: Sequence[tuple[int, int]],
    about: list[int],
    within: list[Mark],
    out: list[Mark | None],
) -> None:
    parts = clauses(flat, low, high)
    leading: Mark | None = None
    previous: list[int] = []
    for number, (left, right) in enumerate(parts):
        here = [index for index in about if left <= items[index][0] < right]
        times = [mark for mark in within if left <= mark.where.start < right]
        if here and times:
            _time_clause(items, here, times, out)
            leading = None
        elif here and leading is not None:
            for index in here:
                out[index] = leading
            leading = None
        elif times and not here:
            if number == 0 or not previous or all(out[index] is not None for index in previous):
                leading = times[-1]
            else:
                for index in previous[-1:]:
                    out[index] = times[0]
        if here:
            previous = here


def _time_clause(items: Sequence[tuple[int, int]], here: list[int], times: list[Mark], out: list[Mark | None]) -> None:
    if len(times) == 1:
        for index in here:
            out[index] = times[0]
        return
    leads = times[0].where.start < items[here[0]][0]
    for index in here:
        start = items[index][0]
        if leads:
            out[index] = max(
                (mark for mark in times if mark.where.start < start), key=lambda mark: mark.where.start, default=None
            )
        else:
            out[index] = min(
                (mark for mark in times if mark.where.start > start), key=lambda mark: mark.where.start, default=None
            )
