"""Notations of time: each is one value in an ordered registry, and a quantity is read by the first that fits.

A notation says which quantities it reads (one number or two, which unit), in which surroundings (the word that
leads in, what follows, brackets, the head of a line), and what it means. To read a new notation, add a row.

    window    start and end                      0-2s:   [00:00-00:02]   from 1.5 to 2.5 seconds
    start     start only, ends at the next       [0:03]   2s:
    instant   one moment                         at 0.5 seconds
    shot      a length or a start, by document   Shot 1 (4s)   Beat 1 (0.0s)
    length    of each shot                       three shots, 4 seconds each
    inner     how long something takes; never placed on the clip's axis
    total     length of the clip                 Duration: 8s
    range     allowed lengths of the clip        6-8 second clip
    relative  placed against the clip            final 1.5 seconds
    index     a beat without a time              Shot 2:
    none      looks like a time and is not       every 2 seconds
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..shot import Places, Span
from .quantities import BARE, CLOCK, FRAMES, INDEX_WORDS, PERCENT, PHRASES, SECONDS, Quantity

Kind = Literal["window", "start", "instant", "shot", "length", "inner", "total", "range", "relative", "index", "none"]

LEADS = {
    "at": "at|around|near|by|on|sync to|synced to|sync with|synced with|@|t=|t =|t+|en el|a los|um|bei|ab|vers|à|hits",
    "tc": "tc|timecode",
    "from": "from|between|during|de|desde|von|zwischen|du|entre|across",
    "first": "first|opening|initial|starting|die ersten|los primeros|les premières|primeros|premières|ersten",
    "last": "final|last|closing|ending|concluding|los últimos|últimos|les dernières|dernières|dernier|letzten"
    "|remaining",
    "next": "next|following",
    "after": "after|within|nach|después de|tras|après",
    "for": "over|for|take|takes|taking|lasting|lasts|hold|holds|holding|hold for|pause|pauses|pauses for|in|pendant"
    "|durante|während",
    "every": "every|each|per|alle|cada",
    "total": "total duration|total length|total runtime|total time|total|duration|length|runtime|run time|clip "
    "length|video length|clip duration|video duration|duración|durée|dauer|länge|duration_s|duration_seconds|length_s"
    "|video_length|dur|clip is|video is|film is|clip runs|video runs"
    "|clip lasts|video lasts|shot lasts|take of|clip of|video of|film of"
    "|runs for|runtime of|length of|duration of|المدة",
    "unit": "seconds|second|secs",
    "field": "time|timestamp|start|start_time|begin|t",
    "until": "until|till|up to|to|jusqu'à|hasta|bis",
    "show": "showing|shows|show|reads|reading|displaying|displays|says|timestamp|timestamped|clock|am|pm",
    "advice": "adjust to|reduce to|trim to|limit to|cut to|cut down to|shorten to|adjust|reduce|trim|limit|loop every",
    "extend": "extend by|extended by|by another|étendez de|prolongez de",
}
"""Class of a word that leads in to a number -> how it is written."""

GLUED_LEADS = {
    "at": ("在", "第"),
    "from": ("从", "自"),
    "first": ("前", "最初の", "开头", "最初"),
    "last": ("最后", "最後の", "最後", "末尾", "结尾"),
    "next": ("接下来",),
    "every": ("每", "毎"),
    "total": (
        "时长",
        "時長",
        "总长",
        "總長",
        "长度",
        "長さ",
        "尺",
        "全长",
        "时长约",
        "全长约",
        "生成",
        "制作",
        "拍摄",
        "创作",
    ),
    "until": ("直到",),
    "extend": ("延长", "延長"),
}
"""The same in scripts that leave no space."""

FILLERS = frozenset(
    "the about roughly approximately exactly precisely just only nearly almost a an full whole entire this its".split()
)
CLIP_WORDS = frozenset(
    "video clip shot film scene sequence spot ad advert commercial trailer teaser reel animation short vlog battle "
    "take loop"
    " footage promo movie intro story cinematic".split()
)

_ANY: frozenset[str] = frozenset()
_SEPARATORS = frozenset(":—-|")
_ENDS = _SEPARATORS | {"\n"}
_TIMES = frozenset({SECONDS, CLOCK})


class Surroundings(NamedTuple):
    """What stands around a quantity."""

    lead: str
    labelled: bool
    wrap: str
    head: int
    numbered: bool
    tail: str
    after: str


@dataclass(frozen=True, slots=True)
class Notation:
    """One way to write a time. An empty set accepts anything; two None accepts one number or two."""

    id: str
    kind: Kind
    units: frozenset[str] = _TIMES
    two: bool | None = False
    leads: frozenset[str] = _ANY
    after: frozenset[str] = _ANY
    tails: frozenset[str] = _ANY
    wrapped: bool = False
    head: int = 0
    numbered: bool = False
    labelled: bool = False

    def fits(self, found: Quantity, around: Surroundings) -> bool:
        """True if this notation reads the quantity in these surroundings."""
        return (
            found.unit in self.units
            and (self.two is None or self.two == (found.b is not None))
            and (not self.leads or around.lead in self.leads)
            and (not self.after or around.after in self.after)
            and (not self.tails or around.tail in self.tails)
            and (not self.wrapped or around.wrap != "")
            and around.head >= self.head
            and (not self.numbered or around.numbered)
            and (not self.labelled or around.labelled)
        )


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


NOTATIONS = (
    Notation("phrase", "relative", units=frozenset(PHRASES)),
    Notation("second_n", "instant", units=frozenset({"nth"})),
    Notation("fields", "window", units=frozenset({"fields"}), two=True),
    Notation("advice", "none", leads=_set("advice show"), two=None),
    Notation("rate", "none", leads=_set("every"), two=None),
    Notation("rate_after", "none", after=_set("interval intervals apart loop loops cycle cycles"), two=None),
    Notation("shot_field", "shot", leads=_set("total"), wrapped=True, units=frozenset({SECONDS})),
    Notation("total_range", "range", leads=_set("total"), two=True),
    Notation("total_field", "total", leads=_set("total")),
    Notation("total_bare", "total", units=frozenset({BARE}), leads=_set("total unit"), labelled=True),
    Notation("unit_first", "window", units=frozenset({BARE}), two=True, leads=_set("unit")),
    Notation("extension", "total", leads=_set("extend")),
    Notation("each", "length", after=_set("each apiece")),
    Notation("total_after", "total", after=_set("total long overall")),
    Notation("percent_window", "relative", units=frozenset({PERCENT}), two=True, tails=_SEPARATORS, head=2),
    Notation(
        "from_to", "window", units=frozenset({SECONDS, CLOCK, FRAMES}), two=True, leads=_set("from at for until after")
    ),
    Notation("bracket_window", "window", units=frozenset({SECONDS, CLOCK, FRAMES}), two=True, wrapped=True),
    Notation("head_window", "window", units=frozenset({SECONDS, CLOCK, FRAMES}), two=True, head=2),
    Notation("bare_window", "window", units=frozenset({BARE}), two=True, head=2, tails=_SEPARATORS),
    Notation("length_range", "range", two=True, after=CLIP_WORDS),
    Notation("tail_window", "window", two=True, tails=_ENDS),
    Notation("prose_window", "window", units=frozenset({SECONDS, CLOCK, FRAMES}), two=True),
    Notation("until_last", "relative", leads=_set("until_last"), units=frozenset({SECONDS})),
    Notation("first", "relative", leads=_set("first"), units=frozenset({SECONDS})),
    Notation("last", "relative", leads=_set("last"), units=frozenset({SECONDS})),
    Notation("next", "relative", leads=_set("next"), units=frozenset({SECONDS})),
    Notation("later", "relative", after=_set("later after"), units=frozenset({SECONDS})),
    Notation("after", "relative", leads=_set("after"), units=frozenset({SECONDS})),
    Notation("until", "relative", leads=_set("until")),
    Notation("since", "relative", leads=_set("from")),
    Notation("onward", "relative", after=_set("on onward onwards forward")),
    Notation("shot_time", "shot", numbered=True, head=2, units=frozenset({SECONDS})),
    Notation("bracket_start", "start", wrapped=True, head=1, units=_TIMES | {FRAMES}),
    Notation(
        "field_start",
        "start",
        units=frozenset({BARE}),
        leads=_set("field"),
        labelled=True,
        head=2,
        tails=frozenset("\n,"),
    ),
    Notation("timecode", "start", leads=_set("tc"), units=frozenset({CLOCK})),
    Notation("head_start", "start", head=2, tails=_SEPARATORS, units=_TIMES | {FRAMES}),
    Notation("mark", "instant", after=_set("mark point marks")),
    Notation("seconds_in", "instant", after=_set("in into"), units=frozenset({SECONDS})),
    Notation("at", "instant", leads=_set("at"), units=_TIMES | {FRAMES}),
    Notation("bracket_clock", "instant", wrapped=True, units=frozenset({CLOCK})),
    Notation("head_clock", "start", head=2, units=frozenset({CLOCK})),
    Notation("clock", "none", units=frozenset({CLOCK}), two=None),
    Notation("frame", "none", units=frozenset({FRAMES}), two=None),
    Notation("total_head", "total", units=frozenset({SECONDS}), head=2, tails=frozenset(".")),
    Notation("inner_led", "inner", units=frozenset({SECONDS}), leads=_set("for")),
    Notation("total_clip", "total", after=CLIP_WORDS, units=frozenset({SECONDS})),
    Notation("inner", "inner", units=frozenset({SECONDS}), two=None),
    Notation("index", "index", units=frozenset({"index"}), head=2),
)
"""Tried in this order; what an earlier notation reads is not offered to a later one."""

_BY_UNIT: dict[str, tuple[Notation, ...]] = {
    unit: tuple(notation for notation in NOTATIONS if unit in notation.units)
    for unit in {unit for notation in NOTATIONS for unit in notation.units}
}


class Mark(NamedTuple):
    """A time that stands in the text; start and end in seconds, as far as they are stated.

    head: 2 at the head of a line, 1 before or after its words, 0 within a sentence.
    """

    kind: Kind
    notation: str
    start: float | None
    end: float | None
    where: Span
    first: Span | None
    last: Span | None
    head: int = 0
    lead: str = ""
    unit: str = SECONDS

    @property
    def places(self) -> Places:
        """Where the fields of an item under this time stand: its start, its end, or only its length."""
        if self.first is None:
            return ()
        if self.kind == "relative":
            name = _RELATIVE_FIELDS.get(self.notation)
            return ((name, self.first),) if name else ()
        start = ("start", self.first)
        return (start,) if self.last is None else (start, ("end", self.last))


_RELATIVE_FIELDS = {
    "first": "length",
    "last": "length",
    "next": "length",
    "until_last": "length",
    "until": "end",
    "since": "start",
    "onward": "start",
}
_LEAD_OF = {phrase: name for name, joined in LEADS.items() for phrase in joined.split("|")}
_GLUED_LEAD_OF = {phrase: name for name, phrases in GLUED_LEADS.items() for phrase in phrases}
_GLUED_LENGTHS = sorted({len(phrase) for phrase in _GLUED_LEAD_OF}, reverse=True)
SIGNS = "\u2190-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff"
"""Arrows, rules and pictographs, which decorate a line and say nothing about time."""
_HEAD = re.compile(
    rf"(?:[ *_`\"'{{\[(#>:,|/+•·{SIGNS}—-]|\d{{1,2}}[.)] |(?:(?:{INDEX_WORDS})(?![a-z]) ?#?(?:\d{{1,2}}"
    rf"|[ivx]{{1,4}}|[a-h])?(?![a-z]))"
    rf"|(?:time|timing|timestamp|timecode|tc|window|range|at|from|t ?[=+]|@|seconds|duration|the"
    rf"|for|in|during|first|final|last|next|opening|closing|第|在|从)(?![a-z]))*+$"
)
_INDEX_WORD = re.compile(rf"(?:{INDEX_WORDS})(?![a-z])")
_TAIL = re.compile(r"(?:[ *_`\"')\]]|画面|镜头|鏡頭|场景|mark|\([^()\n]{1,40}\))*+([^\s]|$|\n)")
_NEXT_WORD = re.compile(r"[ -]*([a-z]+)")
_REACH = 64


def marks(flat: str, found: list[Quantity], start: int) -> Iterator[Mark]:
    """The times among the quantities, each read by the first notation that fits."""
    line = seen = start
    last_end = -1
    for quantity in found:
        rows = _BY_UNIT.get(quantity.unit)
        goes_on = quantity.start - last_end <= 1 and quantity.unit == "rest"  # from 3 s to the end: one time
        last_end = quantity.end
        if rows is None or goes_on:
            continue
        newline = flat.rfind("\n", seen, quantity.start)
        line, seen = newline + 1 if newline >= 0 else line, quantity.start
        around = _surroundings(flat, quantity, line)
        if quantity.to in _LISTING and around.lead != "from" and quantity.last is not None:
            yield from _listed(flat, quantity, quantity.last, line)
            continue
        yield from _read(rows, quantity, around)


def _read(rows: tuple[Notation, ...], found: Quantity, around: Surroundings) -> Iterator[Mark]:
    for row in rows:
        if row.fits(found, around):
            if row.kind != "none":
                yield _mark(row, found, around)
            return


_UNIT_BEHIND = re.compile(r" ?(?:s|secs?|seconds?|秒)(?![a-z])")
_LISTING = frozenset({"and", "or", "y", "et", "und"})


def _listed(flat: str, found: Quantity, last: Span, line: int) -> Iterator[Mark]:
    """Two times joined by a word are two times (at 2 and 4 seconds), unless "between" makes them a window."""
    unit = _UNIT_BEHIND.match(flat, found.first.end)
    end = unit.end() if unit else found.first.end
    one = Quantity(found.start, end, found.unit, found.a, None, found.first, None)
    two = Quantity(last.start, found.end, found.unit, found.b or 0.0, None, last, None)
    around = _surroundings(flat, one, line)
    for each in (one, two):
        yield from _read(_BY_UNIT[found.unit], each, around._replace(after=_after(flat, found.end)))


def _mark(row: Notation, found: Quantity, around: Surroundings) -> Mark:
    name = found.unit if row.id == "phrase" else row.id
    head = around.head if row.kind in ("window", "start", "shot", "index", "relative") else 0
    if row.kind == "relative":  # "first 2 seconds: ..." heads its words only with a sign behind it
        head = max(head, 1) if around.tail in (":", "\u2014") else 0
    elif row.id == "shot_field":
        head = 1
    if row.id == "from_to" and around.tail not in _SEPARATORS:
        head = 0
    where = Span(found.start, found.end)
    return Mark(row.kind, name, found.a, found.b, where, found.first, found.last, head, around.lead, found.unit)


def _surroundings(flat: str, found: Quantity, line: int) -> Surroundings:
    low = max(line, found.start - _REACH)
    before = flat[low : found.start]
    bare = before.rstrip(" \"'*_`")
    wrap = bare[-1:] if bare[-1:] in ("(", "[") else ""
    labelled = bare[-1:] in (":", "=")
    dashed = bare[-1:] in ("\u2014", "-")  # LENGTH - 8 seconds
    lead = _lead(bare.rstrip("([:=\u2014- \"'*_`]" if dashed else "([:= \"'*_`]"), labelled or dashed or wrap != "")
    if not lead and found.b is None and bare[-2:].strip(" \ufe0f") in _WATCHES and bare:
        lead = "total"  # a stopwatch before a single number: the length
    elif not lead and found.b is None and labelled and bare.rstrip(":= *_").endswith(_CLIP_LABELS):
        lead = "total"
    if lead and not wrap:
        inner = _before_lead(bare)
        wrap = inner if inner in ("(", "[") else ""
    tail_match = _TAIL.match(flat, found.end, min(len(flat), found.end + _REACH))
    tail = (tail_match.group(1) or "\n") if tail_match else "\n"
    if tail == "-" and tail_match and flat[tail_match.end() : tail_match.end() + 1] not in (" ", "-"):
        tail = ""
    if tail_match and "\n" in flat[found.end : tail_match.end()]:
        tail = "\n"
    elif flat.startswith("  ", found.end):
        tail = "|"
    head_match = _HEAD.match(before) if low == line else None
    head = 2 if head_match else _loose_head(before, low == line, wrap, tail, found)
    numbered = head_match is not None and _INDEX_WORD.search(before) is not None
    after = _after(flat, found.end)
    if after == "loop" and low == line and before.strip(" #*_") in _OPENING:  # else a loop is something that repeats
        after = "clip"
    return Surroundings(lead, labelled, wrap, head, numbered, tail, after)


_CLIP_LABELS = ("video", "clip", "film", "format")
_OPENING = frozenset({"", "a", "an", "one", "create a", "create an", "make a", "generate a", "a seamless", "seamless"})
_WATCHES = frozenset("\u23f1\u23f2\u23f3\u231b")
_BREAKS = frozenset(".;|!?:,")


def _loose_head(before: str, whole: bool, wrap: str, tail: str, found: Quantity) -> int:
    """1 for a window that heads or closes its words without standing at the head of the line."""
    if found.b is None:
        return 1 if wrap == "[" and before.rstrip("[ *_")[-1:] in _BREAKS else 0
    if wrap or tail == ":" or (tail in _SEPARATORS and before.rstrip()[-1:] in _BREAKS):
        return 1
    return 1 if whole and tail == "\n" and ". " not in before else 0


def _lead(before: str, crossed: bool) -> str:
    """Class of the words before a number; across a bracket or a colon only the name of a length leads in."""
    if before and not before[-1].isascii():
        for size in _GLUED_LENGTHS:
            name = _GLUED_LEAD_OF.get(before[-size:])
            if name:
                return name
    words = before.split()[-5:]
    while words and words[-1] in FILLERS:
        words.pop()
    for count in (3, 2, 1):
        name = _LEAD_OF.get(" ".join(words[-count:]).lstrip("([\"'*_-—")) if len(words) >= count else None
        if name == "last" and _ends_in_until(words[:-count]):
            return "until_last"
        if name in ("at", "from", "until") and any(word.startswith(_EXTENDING) for word in words):
            return "extend"
        if name == "at" and crossed and words[-1] == "at":
            return "field"
        if name and (not crossed or name in ("total", "unit", "field") or words[-1] in ("t=", "@")):
            return name
    if (words and words[-1].startswith("@")) or before.endswith(("t=", "t =", "t+", "@")):
        return "at"
    return ""


def _ends_in_until(words: list[str]) -> bool:
    return [word for word in words if word not in FILLERS][-1:] in (["until"], ["till"])


def _before_lead(before: str) -> str:
    cut = max(before.rfind("("), before.rfind("["))
    return (
        before[cut]
        if cut >= 0 and len(before) - cut < 24 and ")" not in before[cut:] and "]" not in before[cut:]
        else ""
    )


def _after(flat: str, end: int) -> str:
    """The word that decides: the next one, or a word for a clip a little on (a 10-second fantasy trailer)."""
    if flat.startswith(_GLUED_MARKS, end):
        return "mark"
    if flat.startswith("秒", end - 1) and _GLUED_CLIP.match(flat, end):
        return "video"
    match = _NEXT_WORD.match(flat, end)
    if match is None:
        return ""
    word = match.group(1)
    if word in _DECIDING or flat.startswith("seconds", end - 7):
        return word
    for near in flat[end : end + 48].partition("\n")[0].replace("-", " ").split()[:6]:
        if near.rstrip(".,;:") in CLIP_WORDS:
            return near.rstrip(".,;:")
        if near[-1:] in ".,;:":
            break
    return word


_EXTENDING = ("extend", "prolong", "étend", "lengthen")
_GLUED_CLIP = re.compile(
    r"(?:的|の)?[^\n.,;:]{0,10}?(?:视频|影片|短片|动画|動画|映像|アニメ|广告|cm|ムービー|宣传片|预告)"
)
_GLUED_MARKS = ("时", "時", "处", "左右", "に", "で", "の時点")
_DECIDING = frozenset(word for notation in NOTATIONS for word in notation.after)
