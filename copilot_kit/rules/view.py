"""A shot as the rules see it: what the prompt affirms, what it denies, and when.

Everything that more than one rule needs is worked out here, once, when first asked for:

    flat      the prompt in lower case and plain signs; all else of the text is blank
    said      flat without quoted words: what the prompt says in its own voice
    plain     said without what it denies or excludes: what the prompt asks for
    terms     the words of the closed lists, by table, in `plain`; `denied` has those that stand only in `said`
    together  whether two places of the text speak of the same time

All of them keep every offset, so what is found in one stands at the same place in the text. Windows of different
clocks (beats, grade, light) share one axis and no more: an untimed statement covers the whole clip, a timed one its
window.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from ..profiles import Engine
from ..reading.fold import fold
from ..shot import TOLERANCE_S, Beat, Move, Shot, Span
from .lexicon import Hit
from .lists import ON_SCREEN, SPEECH_VERBS
from .masks import ALLOW, DENIED, EXCLUDED_FIELD, QUOTE, SENTENCE_END, blank, record
from .terms import LEXICON

_SHOT_LABEL = re.compile(
    r"(?:^|[\n.;>*#|(\[\"-] ?)[ \t>*_#-]*"
    r"(?P<label>(?:shot|cut|scene|镜头|カット|ショット|toma|plano) ?#?(?P<n>\d{1,2}))\b"
    r"(?=[ *_]*(?:[:.(\[|—-]|,? ?\d|\Z|\n))"
)
_LINE_WINDOW = re.compile(
    r"(?m)^[ \t>*_•-]*[(\[]?(?P<start>\d{1,3}(?:\.\d+)?) ?s?(?:ec(?:ond)?s?)? ?(?:-|"
    r"to) ?(?P<end>\d{1,3}(?:\.\d+)?) ?s(?:ec(?:ond)?s?)?\b"
)
_LENGTH_BEHIND = re.compile(r"[ *_]*[(\[] ?(?P<n>\d{1,2}(?:\.\d)?) ?s(?:ec(?:ond)?s?)? ?[)\]]")
_LENGTH_LABEL = re.compile(
    r"[ \t>*_#-]*(?:shot|beat|scene|cut|part|clip|镜头|カット) ?#?\d{1,2}[ *_]*[(\[,:—-]? ?\d{1,2}(?:\.\d)? ?-?s"
)
_MOVES_OR_NOUNS = frozenset(
    {"pan", "track", "tracks", "truck", "trucks", "crane", "cranes", "roll", "rolls", "tilt", "orbit", "arc", "push"}
)
_NOISE = re.compile(r"\b(?:shows?|tv|television|radio|full of|crackling|hissing|of|through) $")
_OUT_OF_FRAME = re.compile(
    r"\b(?:out of|outside|off|into|in|leaves|enters|within) (?:the )?(?:frame|shot|view)\b[^.;]{0,40}$"
)
_MOVE_BEFORE = re.compile(
    r"(?:^|[ (>*])(?:camera|lens|frame|slow|slowly|fast|quick|gentle|gently|smooth|steady|subtle|slight|soft|lateral|"
    r"single|continuous|short|long)[^.;,]{0,12}$"
    r"|\b(?:camera|movement|move|motion|shot|cinematography)[*_]{0,2} ?:[^.;]*$|, (?:a )?$|(?:^|[.;] )it $"
    r"|(?:\d ?s?[\]):]) ?$"
)
_TECHNICAL_MOVE = re.compile(
    r"\b(?:(?P<push_in>doll(?:y|ies|ying) (?:forward|in|closer))|(?P<pull_out>doll(?:y|ies|ying) (?:back|out|away)\w*)|"
    r"(?P<pan>panning (?:left|right|across))|(?P<tilt>tilting (?:up|down))|(?P<zoom_in>zooming in)|"
    r"(?P<zoom_out>zooming out)|"
    r"(?P<crane>craning (?:up|down))|(?P<truck>trucking (?:left|right))|"
    r"(?<=[.;] )it (?P<tracking>tracks|follows|glides))\b"
)
"""Moves that are named by a word of the trade, wherever they stand in a sentence about the camera."""
_CAMERA = re.compile(r"\b(?:camera|dolly|dollies|push in|pan|pans|zoom|zooms|shot|frame|lens)\b")
_MOVE_AFTER = re.compile(
    r" (?:left|right|up|down|across|to|toward|towards|in|out|over|along|following|with|around|back|forward|from|"
    r"through|shot)\b"
)
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2e80-\uffef]")


T = TypeVar("T")


class Segment(NamedTuple):
    """A part of the text that speaks of one window; start and end are None when only its order is known."""

    where: Span
    start: float | None
    end: float | None
    beat: Beat | None


class Saying(NamedTuple):
    """Quoted words: inner without the signs; kind is spoken, screen or other."""

    where: Span
    inner: Span
    kind: str


class View:
    """One shot laid open for the rules, for one engine or none; `codes` are those of all rules."""

    def __init__(self, shot: Shot, engine: Engine | None = None, codes: Collection[str] = ()) -> None:
        self.shot, self.engine, self.codes = shot, engine, codes
        self._memo: dict[Callable[..., Any], Any] = {}
        flat = fold(shot.text)
        outside = [(0, shot.prompt.start), (shot.prompt.end, len(flat))]
        comments = [m.span() for m in ALLOW.finditer(shot.text)] if "allow" in flat else []
        self.flat = record(blank(flat, [*outside, *comments]))

    # what is said

    @cached_property
    def sayings(self) -> tuple[Saying, ...]:
        """Quoted words, told apart: spoken, to be read in the picture, or neither."""
        found = []
        spoken = [line.where for line in self.shot.lines]
        shown = [words.where for words in self.shot.on_screen]
        for match in QUOTE.finditer(self.flat, *self.shot.prompt):
            start = match.start()
            where, words = Span(*match.span()), Span(*match.span(match.lastindex or 0))
            kind = "other"
            if any(where.overlaps(s) for s in shown) or self._is_screen(start):
                kind = "screen"
            elif any(where.overlaps(s) for s in spoken) or self._is_spoken(start):
                kind = "spoken"
            found.append(Saying(where, words, kind))
        return tuple(found)

    def _is_screen(self, start: int) -> bool:
        before = self.flat[max(0, start - 60) : start]
        before = before[max(before.rfind("\n"), before.rfind(". ")) + 1 :]
        return ON_SCREEN.search(before) is not None

    def _is_spoken(self, start: int) -> bool:
        before = self.flat[max(0, start - 70) : start]
        return SPEECH_VERBS.search(before[max(before.rfind("\n"), before.rfind(". ")) + 1 :]) is not None

    @cached_property
    def said(self) -> str:
        return blank(self.flat, [s.where for s in self.sayings])

    @cached_property
    def excluded(self) -> tuple[Span, ...]:
        """Fields that only say what is to be kept out: Avoid: ..., Negative prompt: ..."""
        return tuple(Span(*m.span()) for m in EXCLUDED_FIELD.finditer(self.flat))

    @cached_property
    def negated(self) -> tuple[Span, ...]:
        """Denied phrases outside those fields, from the denying word to the end of its scope."""
        found = (Span(m.start(), m.start() + len(m[0].rstrip())) for m in DENIED.finditer(self.said, *self.shot.prompt))
        return tuple(n for n in found if not any(f.overlaps(n) for f in self.excluded))

    @cached_property
    def plain(self) -> str:
        return blank(self.said, [*self.negated, *self.excluded])

    # words of the closed lists

    @cached_property
    def terms(self) -> dict[str, list[Hit]]:
        return LEXICON.scan(self.plain, *self.shot.prompt)

    @cached_property
    def denied(self) -> dict[str, list[Hit]]:
        """Terms that are only said to be absent, or whose own first word denies: no haze."""
        affirmed = {table: {h.start for h in hits} for table, hits in self.terms.items()}
        found: dict[str, list[Hit]] = {table: [] for table in affirmed}
        for span in (*self.negated, *self.excluded):
            for table, hits in LEXICON.scan(self.said, *span).items():
                found[table] += [h for h in hits if h.start not in affirmed[table]]
        return found

    def hits(self, table: str, *ids: str) -> list[Hit]:
        """Affirmed terms of a table that count by themselves; of these ids only, if any are named."""
        return [h for h in self.terms[table] if h.strength == "plain" and (not ids or h.id in ids)]

    def absent(self, table: str, *ids: str) -> list[Hit]:
        """Terms of a table that the prompt denies."""
        return [h for h in self.denied[table] if h.strength == "plain" and (not ids or h.id in ids)]

    def has(self, *words: str) -> bool:
        """True if one of the words stands in `plain`, as letters: a cheap look before a costly pattern."""
        return any(word in self.plain for word in words)

    def once(self, work: Callable[[View], T]) -> T:
        """What a function makes of this view, worked out the first time only."""
        if work not in self._memo:
            self._memo[work] = work(self)
        return self._memo[work]

    def find(self, pattern: re.Pattern[str], text: str | None = None) -> Iterator[re.Match[str]]:
        """Matches in `plain` (or another of the texts), inside the prompt."""
        return pattern.finditer(self.plain if text is None else text, *self.shot.prompt)

    def words(self, span: Iterable[int]) -> str:
        """The characters of the text at a place, as they are written there."""
        start, end = span
        return self.shot.text[start:end]

    # sentences and neighbourhood

    @cached_property
    def _sentence_starts(self) -> tuple[list[int], list[tuple[int, int]]]:
        found, at = [], self.shot.prompt.start
        for match in SENTENCE_END.finditer(self.flat, *self.shot.prompt):
            if match.start() > at:
                found.append((at, match.start()))
            at = match.end()
        if at < self.shot.prompt.end:
            found.append((at, self.shot.prompt.end))
        return [s for s, _ in found], found

    def sentence(self, offset: int) -> Span:
        """The sentence that holds an offset; lines end sentences too."""
        starts, found = self._sentence_starts
        at = bisect_right(starts, offset) - 1
        return Span(*found[at]) if at >= 0 else self.shot.prompt

    def sentence_before(self, offset: int) -> Span | None:
        """The sentence before the one that holds an offset."""
        starts, found = self._sentence_starts
        at = bisect_right(starts, offset) - 2
        return Span(*found[at]) if at >= 0 else None

    def line(self, offset: int) -> Span:
        """The line that holds an offset."""
        start = self.flat.rfind("\n", 0, offset) + 1
        end = self.flat.find("\n", offset)
        return Span(start, len(self.flat) if end < 0 else end)

    def near(self, a: Iterable[int], b: Iterable[int], words: int = 6) -> bool:
        """True if two places stand in one sentence with at most so many words between them."""
        (a0, a1), (b0, b1) = a, b
        low, high = (a1, b0) if a0 <= b0 else (b1, a0)
        gap = self.flat[low:high]
        return not re.search(r"[.!?;\n](?!\d)", gap) and len(_WORD.findall(gap)) <= words

    @cached_property
    def count(self) -> int:
        """Words of the prompt."""
        return len(_WORD.findall(self.flat))

    @cached_property
    def latin(self) -> bool:
        """True if most letters are Latin: rules that count English words keep quiet elsewhere."""
        return len(_OTHER_SCRIPT.findall(self.flat)) < 0.1 * len(self.flat)

    # windows

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Parts of the text with a window of their own: beats, and lines of grade and light that begin with a time."""
        found = [Segment(_told(b), b.start, b.end, b) for b in self.shot.beats]
        found += [Segment(g.where, g.start, g.end, None) for g in self.shot.grades if g.start is not None]
        if len(self.shots) > len(found) and all(s.start is None for s in found):
            bounds = [*(label.start for label in self.shots), self.shot.prompt.end]
            found = [Segment(Span(start, stop), None, None, None) for start, stop in pairwise(bounds)]
        taken = [s.where for s in found]
        heads = [m for m in _LINE_WINDOW.finditer(self.flat) if not any(t.start <= m.start() < t.end for t in taken)]
        for n, head in enumerate(heads):
            stop = self.flat.find("\n\n", head.end())
            stop = len(self.flat) if stop < 0 else stop
            stop = min(stop, heads[n + 1].start() if n + 1 < len(heads) else stop)
            found.append(Segment(Span(head.start(), stop), float(head["start"]), float(head["end"]), None))
        return tuple(found)

    def segment(self, offset: int) -> Segment | None:
        """The smallest segment that holds an offset; None for what speaks of the whole clip."""
        able = [s for s in self.segments if s.where.start <= offset < s.where.end]
        return min(able, key=lambda s: s.where.end - s.where.start, default=None)

    def together(self, a: int, b: int) -> bool:
        """True if two places of the text speak of the same time, for more than a frame."""
        first, second = self.segment(a), self.segment(b)
        if first is None or second is None or first is second:
            return True
        if first.start is None and second.start is None:
            return False  # two shots of a sequence
        return overlap((first.start, first.end), (second.start, second.end))

    def same_segment(self, a: int, b: int) -> bool:
        """True if two places stand in one beat, or both outside of all."""
        return self.segment(a) is self.segment(b)

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """The camera's moves, without nouns that only look like one: a salt pan, a crane on the quay."""
        found = [m for m in self.shot.moves if not self._is_noun(m)]
        for match in self.find(_TECHNICAL_MOVE):
            where = Span(*match.span())
            kind = match.lastgroup or "move"
            if not any(m.where.overlaps(where) for m in self.shot.moves) and _CAMERA.search(
                self.plain, *self.sentence(where.start)
            ):
                found.append(Move(None, None, kind, where))
        return tuple(sorted(found, key=lambda m: m.where))

    def _is_noun(self, move: Move) -> bool:
        line = self.line(move.where.start)
        before, after = self.flat[line.start : move.where.start], self.flat[move.where.end : line.end]
        if _OUT_OF_FRAME.search(before + self.flat[slice(*move.where)]):
            return True
        word = self.flat[slice(*move.where)].strip()
        if word == "static":
            return _NOISE.search(before) is not None
        if word not in _MOVES_OR_NOUNS:
            return False
        return not (_MOVE_BEFORE.search(before) or _MOVE_AFTER.match(after))

    def move_window(self, move: Move) -> tuple[float | None, float | None]:
        """When a move runs: its own time, else that of its beat; (None, None) for the whole clip."""
        if move.start is not None or move.end is not None:
            return move.start, move.end
        segment = self.segment(move.where.start)
        return (segment.start, segment.end) if segment else (None, None)

    @cached_property
    def timed(self) -> tuple[tuple[float, float, int, Beat], ...]:
        """(start, end, number from 1, beat) of each beat with both times, in the order of the text."""
        every = enumerate(self.shot.beats, 1)
        return tuple((b.start, b.end, n, b) for n, b in every if b.start is not None and b.end is not None)

    @cached_property
    def forward(self) -> tuple[tuple[float, float, int, Beat], ...]:
        """Timed beats that run forward, by start."""
        return tuple(sorted((t for t in self.timed if t[1] > t[0]), key=lambda t: t[:3]))

    @cached_property
    def shots(self) -> tuple[Span, ...]:
        """The labels of a cut sequence, in the order of the text: Shot 1, Cut 2, Scene 3. Empty for a single one."""
        found: dict[str, Span] = {}
        for match in self.find(_SHOT_LABEL, self.flat):
            found.setdefault(match["n"], Span(*match.span("label")))
        return tuple(found.values()) if len(found) > 1 else ()

    @cached_property
    def lengths(self) -> list[float]:
        """The length of each shot or beat [s], where all of them state one: Shot 1 (4s), Shot 2 (3s)."""
        if len(self.shot.beats) < len(self.shots):
            every = [_LENGTH_BEHIND.match(self.flat, label.end) for label in self.shots]
            return [float(m["n"]) for m in every if m] if all(every) else []
        numbered = [b for b in self.shot.beats if b.derived and _LENGTH_LABEL.match(self.flat, b.where.start)]
        found = [b.end - b.start for b in numbered if b.start is not None and b.end is not None]
        return found if len(found) == len(self.shot.beats) > 1 else []

    @cached_property
    def is_cut(self) -> bool:
        """True if the prompt is written as more than one shot."""
        return bool(self.shots) or bool(self.hits("edit", "cut", "montage"))


def _told(beat: Beat) -> Span:
    """Where a beat is told: from its time to the end of its action, without a list of sounds that follows it."""
    ends = [where.end for name, where in beat.places if name in ("action", "camera", "end", "start", "label")]
    return Span(beat.where.start, max(ends)) if beat.place("action") else beat.where


def overlap(a: tuple[float | None, float | None], b: tuple[float | None, float | None]) -> bool:
    """True if two windows share more than a frame; one without times covers all."""
    (a0, a1), (b0, b1) = a, b
    if (a0 is None and a1 is None) or (b0 is None and b1 is None):
        return True
    low, high = max(a0 or 0.0, b0 or 0.0), min(float("inf") if a1 is None else a1, float("inf") if b1 is None else b1)
    return high - low > TOLERANCE_S
