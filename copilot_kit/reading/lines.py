"""Lines of a prompt taken apart: bullet, heading, label, and the times and fields that stand inside a line.

A piece is a line, or a part of one that begins a new field ("Sound:") or a new window ("[3-6s]").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..shot import Span
from .notation import SIGNS, Mark
from .quantities import INDEX_WORDS
from .tables import Row, Table, is_rule
from .tracks import BEAT_TRACKS, PICTOGRAPHS, track_of

SECTION_LEVEL = 7.0
BULLET_LEVEL = 10.0
INLINE_LEVEL = 100.0


class Piece(NamedTuple):
    """A part of the text about one thing, before it is known what it belongs to.

    body    where its words begin, behind bullet and label
    own     the track that its label names, or None
    level   how deep it stands: 1-6 markdown headings, 7 plain lines, 10 and more bullets, 100 inside a line
    opener  it is only a title: what follows belongs to it
    mark    the time that it stands under
    joined  it goes on with the piece before it (a wrapped line, a field inside a line)
    """

    start: int
    end: int
    body: int
    label: Span | None
    own: str | None
    level: float
    opener: bool
    mark: Mark | None
    joined: bool
    blank: bool


_NONBLANK = re.compile(r"[^\n]+")
_PREFIX = re.compile(
    r"(?P<indent>[ >\u2500-\u257f]*+)(?P<heading>#{1,6} +)?(?P<bullet>(?:[-*•+·]|\d{1,2}[.)]) +)?(?P<later>#{1,6} "
    rf"+)?(?P<sign>[{SIGNS}]{{1,3}} ?)?[*_`]{{0,3}}"
)
_LABEL = re.compile(
    r"(?P<label>(?:[^\n:;.!?\"“”„「『]|[.:](?=\d)){1,60}?)[*_`]{0,3}:[*_`]{0,3}(?:(?=[ \n\"“„「『]|$|[^\x00-\x7f])"
    r"|(?<=[\u3040-\u9fff]:))"
)
_DASHED = re.compile(
    r"(?P<label>[a-zß-ɏ\u3040-\u9fff][^\n:;.,!?\"“„「()\d\u2014-]{1,30}?)[*_`]{0,3}"
    r"(?: ?\u2014 ?| - )[*_`]{0,3}(?=[^\s-])"
)
_NOTE_BEGUN = re.compile(r".\[ ?[a-z]{2,14}$")
"""A note in brackets that begins inside the words before a colon: 0-2s [SFX: a latch]."""
_FIELDS = frozenset({"camera", "sound", "dialogue", "light", "grade", "palette", "negative"})
"""Tracks whose name before a dash is a label even in small letters: Sound - rain."""
_INLINE = re.compile(
    r"(?:[.;|!?()\[\]\"”*\u2014/,] *+|\d\. )[*_`]{0,2}(?P<label>(?:[a-zß-ɏ]+(?: [/&] | )){0,2}[a-zß-ɏ]{2,14}"
    r"|[\u3040-\u9fff]{1,6})[*_`]{0,2}:(?=[ *_\"“\u3040-\u9fff]|(?<=[\u3040-\u9fff]:)\d)"
)
_INLINE_DASHED = re.compile(r"[.;|!?)] +[*_`]{0,2}(?P<label>[a-zß-ɏ]+)[*_`]{0,2}(?: ?\u2014 ?| - )(?=[^\s-])")
_INLINE_SIGN = re.compile(
    rf"[{''.join(PICTOGRAPHS)}]\ufe0f? ?(?:[*_]{{0,2}}(?P<label>[a-zß-ɏ]{{2,14}})[*_]{{0,2}}: ?)?(?=[^\s])"
)
_BOLD_LINE = re.compile(r" *(?:\*\*|__)[^*_\n]{1,70}(?:\*\*|__)[ :]*")
_CAPS_LINE = re.compile(r"[A-Z][A-Z0-9 /&'’().,–—-]{2,50}")
_TITLE_LINE = re.compile(r"[A-Z][\w'’-]*(?: (?:[A-Z&/][\w'’-]*|and|of|the|for|in))*(?: \([^()\n]{1,40}\))? *")
_LEADING_INDEX = re.compile(
    rf"(?:(?:{INDEX_WORDS}) ?#?\d{{0,2}} ?[:,—-]? ?[*_]{{0,2}}[(\[]?"
    r"|(?:(?:for |in |during )?(?:the )?(?:first|opening|initial|next|following|final|last|closing)|seconds?) )$"
)
_AFTER_MARK = re.compile(r"[ )\]*_]*([,.;\u2192]|->|$|\n)")
_KIND_ORDER = {"window": 0, "relative": 0, "start": 1, "shot": 2, "index": 3}


def pieces(text: str, flat: str, span: Span, heads: list[Mark], fps: float) -> Iterator[Piece]:
    """The lines between two offsets, each divided where a field or a window begins inside it."""
    cursor, last = 0, span.start
    table: Table | None = None
    for line in _NONBLANK.finditer(flat, span.start, span.end):
        start, end = line.span()
        if line.group().isspace():
            continue
        first = cursor
        while cursor < len(heads) and heads[cursor].where.start < end:
            cursor += 1
        if "|" in line.group():
            table = table or _table_at(flat, start, end, span.end)
            if table is not None:
                if not is_rule(line.group()) and start != table.start:
                    yield from _row_pieces(table.row(start, end, fps))
                last = end
                continue
        table = None
        blank = flat.count("\n", last, start) > 1
        last = end
        if end - start > _LONG:
            yield from _chunks(text, flat, start, end, blank, heads[first:cursor])
            continue
        whole = _line(text, flat, start, end, blank, heads[first:cursor])
        divisible = cursor - first > 1 or _DIVIDING.search(flat, start, end) is not None
        yield from _divided(text, flat, whole, heads[first:cursor]) if divisible else (whole,)


_DIVIDING = re.compile(rf"[:\u2014{''.join(PICTOGRAPHS)}]| - ")
_LONG = 3000
"""A line beyond this is read a stretch at a time [characters], so that no reader meets a sentence without end."""


def _chunks(text: str, flat: str, start: int, end: int, blank: bool, heads: list[Mark]) -> Iterator[Piece]:
    at, cursor, first = start, 0, True
    while at < end:
        stop = min(at + _LONG, end)
        if stop < end:
            full_stop = flat.rfind(". ", at + _LONG // 2, stop)
            space = full_stop + 1 if full_stop >= 0 else flat.rfind(" ", at + _LONG // 2, stop)
            stop = space + 1 if space >= 0 else stop
        here = cursor
        while cursor < len(heads) and heads[cursor].where.start < stop:
            cursor += 1
        whole = _line(text, flat, at, stop, blank and first, heads[here:cursor])
        if not first and whole.mark is None:
            whole = whole._replace(joined=True, level=INLINE_LEVEL, opener=False)
        yield from _divided(text, flat, whole, heads[here:cursor])
        at, first = stop, False


def _table_at(flat: str, start: int, end: int, limit: int) -> Table | None:
    """A table if the next line is the rule under its titles."""
    stop = flat.find("\n", end + 1, limit)
    below = flat[end + 1 : stop if stop >= 0 else limit]
    return Table(flat, start, end) if len(below) < 400 and is_rule(below) else None


def _row_pieces(row: Row) -> Iterator[Piece]:
    yield Piece(row.start, row.start + 1, row.start + 1, None, None, SECTION_LEVEL, False, row.mark, False, False)
    for cell in row.cells:
        where = cell.where
        yield Piece(
            where.start, where.end, where.start, cell.title, track_of(cell.name), INLINE_LEVEL, False, None, True, False
        )


def _line(text: str, flat: str, start: int, end: int, blank: bool, heads: list[Mark]) -> Piece:
    prefix = _PREFIX.match(flat, start, end)
    assert prefix is not None  # every part of the pattern is optional
    heading, bullet = prefix["heading"] or prefix["later"], prefix["bullet"]
    indent, body = len(prefix["indent"]), prefix.end()
    level = float(heading.count("#")) if heading else BULLET_LEVEL + indent if bullet or indent > 3 else SECTION_LEVEL
    label, opener = None, False
    found = _dashed(text, flat, body, end) or _LABEL.match(flat, body, end)
    if found and not _NOTE_BEGUN.search(found["label"]):
        label, body = Span(*found.span("label")), found.end()
        opener = not flat[body:end].strip(" *_")
    elif heading or _stands_alone(text, flat, start, end, blank or start == 0):
        label = Span(body, body + len(flat[body:end].rstrip(" *_:#")))
        body, opener = end, True
    drawn = PICTOGRAPHS.get(prefix["sign"][0]) if prefix["sign"] else None
    mark = _mark_of(flat, heads, label, start, body)
    if drawn is not None and label is None and mark is None:
        label = Span(prefix.start("sign"), prefix.start("sign") + 1)
    own = track_of(flat[label.start : label.end]) if label and not (mark and mark.where.start < label.end) else None
    if label and mark and mark.where.start < label.end and mark.kind == "window":
        own = track_of(_LEADING_INDEX.sub("", flat[label.start : mark.where.start]))
    if own is None and mark is None:
        own = drawn
    if own == "shot" and mark is not None:  # a shot that is numbered, not a field of the camera
        own = None
    joined = not (bullet or blank or label or mark or heading)
    return Piece(start, end, body, label, own, level, opener, mark, joined, blank)


def _dashed(text: str, flat: str, body: int, end: int) -> re.Match[str] | None:
    """A label that a dash divides from its words, if it is set apart by capitals or bold, or names a track."""
    found = _DASHED.match(flat, body, min(end, body + 48))
    if found is None:
        return None
    track = track_of(found["label"])
    if track is None or track == "shot" or len(found["label"].split()) > 3:
        return None
    label = text[found.start("label") : found.end("label")]
    apart = label.isupper() or (text[body - 1 : body] in ("*", "_") and text[found.end("label")] in "*_")
    return found if apart or (track in _FIELDS and label[0].isupper() and len(label.split()) == 1) else None


def _mark_of(flat: str, heads: list[Mark], label: Span | None, start: int, body: int) -> Mark | None:
    """The time a line stands under: the most telling one at its head."""
    reach = label.end if label else body
    able = [mark for mark in heads if mark.head == 2 or mark.where.start < reach or mark.where.start <= body + 2]
    if not able and len(heads) == 1 and heads[0].kind in ("window", "shot") and _closes(flat, heads[0]):
        able = heads
    return min(able, key=lambda mark: _KIND_ORDER[mark.kind], default=None)


def _closes(flat: str, mark: Mark) -> bool:
    """True for a window in brackets behind its words: the lamp dies (2-4s)."""
    return _AFTER_MARK.match(flat, mark.where.end) is not None


def _stands_alone(text: str, flat: str, start: int, end: int, first: bool) -> bool:
    """A line that is only bold, only capitals, or a title that names a track at the head of a paragraph."""
    if end - start > 76:
        return False
    if _BOLD_LINE.fullmatch(flat, start, end) or _CAPS_LINE.fullmatch(text, start, end):
        return True
    if end - start < 24 and flat[start:end].strip() in _TITLES:
        return True
    return first and _TITLE_LINE.fullmatch(text, start, end) is not None and track_of(flat[start:end]) is not None


_TITLES = frozenset(
    {
        "camera",
        "cinematography",
        "sound",
        "audio",
        "sound design",
        "lighting",
        "light",
        "action",
        "actions",
        "timeline",
        "dialogue",
        "style",
        "palette",
        "color palette",
        "shots",
        "shot list",
        "beats",
        "negative",
        "negative prompt",
        "settings",
        "scene",
        "mood",
    }
)


def _divided(text: str, flat: str, whole: Piece, heads: list[Mark]) -> Iterator[Piece]:
    """A line cut where fields and windows begin inside it."""
    inner = [
        mark for mark in heads if mark is not whole.mark and mark.where.start > whole.start and mark.kind != "index"
    ]
    if whole.mark is not None and whole.mark.head == 2:
        head_end = whole.mark.where.end + 2
        inner = [mark for mark in inner if mark.where.start > head_end]
    trailing = (
        bool(inner)
        and all(_closes(flat, mark) for mark in inner)
        and (whole.mark is None or (whole.mark.head < 2 and _closes(flat, whole.mark)))
    )
    cuts: list[tuple[int, int, Span | None, str | None, Mark | None]] = []
    if trailing:
        led = _led_in(flat, whole, inner[0]) if whole.mark is None else None
        if led is not None:
            yield whole._replace(end=led.start, body=min(whole.body, led.start))
            whole = led
        return (yield from _behind(flat, whole, inner if whole.mark is None else [whole.mark, *inner]))
    for mark in inner:
        if _TIMES_A_LINE.match(flat, mark.where.end) and flat[mark.where.start - 2 : mark.where.start].strip(" .;|/"):
            at = _before(flat, mark, whole.start)
            voice = Span(at, at + len(flat[at : mark.where.start].rstrip(" ([,*_@")))
            cuts.append((at, mark.where.end, voice if voice.end > at else None, "dialogue", None))
            continue
        if not _closes(flat, mark) or mark.kind == "start":
            at = _before(flat, mark, whole.start)
            cuts.append((at, at, None, None, mark))
    words = flat[max(whole.body - 1, whole.start) : whole.end]
    if ":" in words:
        for field in _INLINE.finditer(flat, max(whole.body - 1, whole.start), whole.end):
            track = track_of(field["label"])
            if track is not None:
                start = field.start("label")
                if flat[start - 1] in "([":
                    if field["label"] in ("duration", "length"):
                        continue
                    start -= 1
                cuts.append((start, field.end(), Span(*field.span("label")), track, None))
                closed = flat.find("]", field.end(), whole.end - 1) if flat[start] == "[" else -1
                if closed >= 0:  # behind a note in brackets the line goes on
                    cuts.append((closed + 1, closed + 1, None, None, None))
    if "\u2014" in words or " - " in words:
        for field in _INLINE_DASHED.finditer(flat, max(whole.body - 1, whole.start), whole.end):
            track = track_of(field["label"])
            if track in _FIELDS and text[field.start("label")].isupper():
                cuts.append((field.start("label"), field.end(), Span(*field.span("label")), track, None))
    if not words.isascii():
        for sign in _INLINE_SIGN.finditer(flat, whole.body, whole.end):
            named = Span(*sign.span("label")) if sign["label"] else Span(sign.start(), sign.start() + 1)
            cuts.append((sign.start(), sign.end(), named, PICTOGRAPHS[sign[0][0]], None))
    cuts = [cut for cut in sorted(cuts, key=lambda cut: cut[0]) if cut[0] > whole.start]
    ends = [cut[0] for cut in cuts] + [whole.end]
    yield whole._replace(end=ends[0], body=min(whole.body, ends[0]))
    for (start, body, label, own, head), end in zip(cuts, ends[1:], strict=True):
        yield Piece(start, end, min(body, end), label, own, INLINE_LEVEL, False, head, True, False)


def _led_in(flat: str, whole: Piece, first: Mark) -> Piece | None:
    """The field inside a line that its windows belong to: A tram stop. Camera: static (0-2s), pan left (2-4s)."""
    for field in _INLINE.finditer(flat, max(whole.body - 1, whole.start), first.where.start):
        own = track_of(field["label"])
        if own is not None and own not in BEAT_TRACKS:
            label = Span(*field.span("label"))
            return Piece(label.start, whole.end, field.end(), label, own, INLINE_LEVEL, False, None, True, False)
    return None


_TIMES_A_LINE = re.compile(r"[)\]]? ?: ?[\"“„«「]")
"""What stands behind a time that a line is spoken in: VOICE (0-3s): "We landed." """
_TITLE_BEFORE = re.compile(r"(?<=[.!?;|] )[a-zß-ɏ'-]+(?: [a-zß-ɏ'-]+){0,2}$")


def _before(flat: str, mark: Mark, low: int) -> int:
    """Where a window begins with its bracket and the "Shot 2" before it."""
    start = mark.where.start
    head = _LEADING_INDEX.search(flat, max(low, start - 24), start)
    if head:
        return head.start()
    while start > low and flat[start - 1] in " ([*_":
        start -= 1
    if flat[start : mark.where.start].strip(" *_"):  # in brackets: a title may stand before them
        title = _TITLE_BEFORE.search(flat, max(low, start - 32), start)
        return title.start() if title else start
    return start


def _behind(flat: str, whole: Piece, marks: list[Mark]) -> Iterator[Piece]:
    """Clauses that each end with their window."""
    start, body = whole.start, whole.body
    for number, mark in enumerate(marks):
        closing = _AFTER_MARK.match(flat, mark.where.end)
        end = whole.end if number == len(marks) - 1 or closing is None else min(closing.end(), whole.end)
        if number == 0:
            yield whole._replace(end=end, mark=mark, joined=whole.level == INLINE_LEVEL)
        else:
            yield Piece(start, end, body, None, None, INLINE_LEVEL, False, mark, True, False)
        start = body = end
