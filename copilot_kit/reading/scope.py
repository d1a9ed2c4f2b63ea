"""What words count: negated phrases, quoted words, and which time belongs to which word of a sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from ..shot import Span
from .notation import Mark

# ── negation ──

_IDIOMS = r"(?!no(?:[ -](?:one|body|longer|sooner|nonsense|matter)\b)|not (?:only|just|yet)\b|never before|without hesitation|nothing but)"
_WORDS = (
    r"no|not|without|never|avoid|avoids|avoiding|don't|doesn't|do not|does not|isn't|aren't|free of|absence of|zero|exclude|excludes|excluding"
    r"|instead of|rather than|refrain from|nor|neither|cannot|can't|won't|sin|ohne|kein|keine|keinen|sans|pas de|aucune?|nunca|без"
)
_EXCLUDING = frozenset(
    "no without avoid avoids avoiding exclude excludes excluding zero sin ohne kein keine keinen sans aucun aucune never 没有 无 不要 避免 禁止 勿 nor"
    " без".split()
) | {"free of", "absence of", "pas de"}
_ITEM = r"(?:(?! but | only | except | until |\.\.)[^,;.\n()\u2014]|\.(?=\d))"
_NEGATION = re.compile(
    rf"(?:(?<![a-z0-9_'ß-ɏ-]){_IDIOMS}(?P<word>{_WORDS})(?![a-z'ß-ɏ])(?P<what>{_ITEM}{{1,120}}"
    rf"(?:(?:, ?{_ITEM}{{1,30}}){{0,6}}, (?:or|nor) {_ITEM}{{1,30}})?)"
    rf"|(?P<glued>没有|无(?!人机|线|限)|不要|避免|禁止|勿)(?P<rest>[^,;.\n]{{1,40}})"
    r"|(?P<post>[^\n,;.()]{1,16}?)(?P<suffix>なし|しない))"
)


class Negation(NamedTuple):
    """A phrase that is denied: start of the denying word, end of its scope, and the words denied."""

    start: int
    end: int
    what: Span
    excluding: bool


def negations(flat: str, span: Span) -> list[Negation]:
    """All denied phrases, in the order of the text."""
    found = []
    for match in _NEGATION.finditer(flat, *span):
        if match["word"]:
            what, word = match.span("what"), match["word"]
        elif match["glued"]:
            what, word = match.span("rest"), match["glued"]
        else:
            what, word = match.span("post"), "no"
        found.append(Negation(match.start(), match.end(), Span(*what), word in _EXCLUDING))
    return found


class Cover:
    """Spans that are asked again and again whether they hold an offset."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
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
    r"\"([^\"\n]{1,400})\"|“([^”\n]{1,400})”|„([^“”\n]{1,400})[“”]|「([^」\n]{1,400})」|『([^』\n]{1,400})』|«([^»\n]{1,400})»"
    r"|(?<![a-z0-9ß-ɏ])'((?=[a-z0-9ß-ɏ¡¿])[^'\n]{1,200}(?:'[a-z][^'\n]{1,200}){0,4}[^ '\n])'(?![a-z0-9ß-ɏ])"
)


class Quote(NamedTuple):
    """Quoted words: with their signs, and without."""

    start: int
    end: int
    inner: Span


def quotes(flat: str, span: Span) -> list[Quote]:
    """All quoted words, in the order of the text."""
    return [
        Quote(match.start(), match.end(), Span(*match.span(match.lastindex or 0)))
        for match in _QUOTE.finditer(flat, *span)
    ]


# ── sentences, clauses, and the times in them ──

_SENTENCE = re.compile(r"[.!?;]+(?=[\s\"”')\]]|$)|[.!?;](?=[\u3040-\u9fff])|\n|(?<=\d)\.(?= )")
_CLAUSE = re.compile(
    r",(?!\d)| ?[\u2014|] ?|(?<![a-z])(?:and )?then(?![a-z])|(?<![a-z])(?:before|while|as) (?=the camera|camera)|然后|接着|随后"
)

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
