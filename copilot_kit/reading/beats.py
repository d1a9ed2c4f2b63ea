"""Beats: which times divide the action, and what each of the beats says.

The candidates are the groups of the layout on the picture's track. Whether "(4s)" behind a shot is its length or
its start is decided for the whole prompt: starts begin at zero and grow, lengths do not.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from ..shot import TOLERANCE_S, Beat, Places, Span
from .layout import Block, Group
from .notation import Mark
from .page import NO_WINDOW, Page, Window
from .quantities import INDEX_WORDS
from .scope import sentence_around
from .tracks import BEAT_TRACKS

_DECORATION = " \n*_`\"'“”()[]|:.,—-#"
_INDEX = re.compile(rf"(?:{INDEX_WORDS})(?![a-z]) ?#?(?:\d{{1,2}}|[ivx]{{1,4}})?(?![a-z])")
_QUOTED = re.compile(r"[\s*_)\]:|\u2014-]*[\"“„]([^\"“”\n]{1,80})[\"”“]")
_EMPHASISED = re.compile(r"(?:[ :)\]\u2014|-]|\*\*)*\*([^*\n.]{2,48})\*(?!\*)(?= *[\u2014:|-])")
_TITLED = re.compile(r"[ *_)\]]*[\u2014|-] *[*_]{0,2}([^.:;\n]{2,48}?)[*_]{0,2}: *")


def time_groups(page: Page) -> list[Window]:
    """The window of each group, in the order of the layout; ends that a neighbour gives are derived."""
    groups = page.layout.groups
    windows: list[Window] = []
    last: dict[tuple[int, int], float | None] = {}
    for group in groups:
        clock = (group.section, group.parent)
        windows.append(_own_window(page, group, last.get(clock)))
        last[clock] = windows[-1].end if windows[-1].end is not None else last.get(clock)
    for _, members in groupby(range(len(groups)), key=lambda index: (groups[index].section, groups[index].parent)):
        _chain(groups, windows, list(members))
    return windows


def _own_window(page: Page, group: Group, previous: float | None) -> Window:
    return page.place(group.mark, NO_WINDOW, previous) if group.mark.kind != "index" else NO_WINDOW


def _chain(groups: list[Group], windows: list[Window], members: list[int]) -> None:
    """Starts end where the next begins; lengths follow one another."""
    shots = [index for index in members if groups[index].mark.kind == "shot"]
    values = [groups[index].mark.start or 0.0 for index in shots]
    lengths = bool(values) and not (values[0] == 0 and all(low < high for low, high in pairwise(values)))
    if lengths:
        at = 0.0
        for index in shots:
            length = groups[index].mark.start or 0.0
            windows[index] = Window(at, at + length, True)
            at += length
        return
    starts = [index for index in members if windows[index].start is not None and groups[index].track in BEAT_TRACKS]
    for index, following in pairwise(starts):
        start, next_start = windows[index].start, windows[following].start
        if windows[index].end is None and start is not None and next_start is not None and next_start > start:
            windows[index] = Window(start, next_start, True)


def beat_groups(page: Page) -> list[int]:
    """Which groups are beats: those of one clock on the picture's track."""
    groups, windows = page.layout.groups, page.group_windows
    able = [
        i for i, group in enumerate(groups) if group.track in BEAT_TRACKS and not _within(groups, group, BEAT_TRACKS)
    ]
    timed = [i for i in able if windows[i].start is not None and not _is_script_line(page, i)]
    if not timed:
        return [i for i in able if groups[i].mark.kind == "index"]
    spans = [i for i in timed if groups[i].mark.kind != "start"]
    starts = [i for i in timed if groups[i].mark.kind == "start"]
    if len(spans) >= len(starts) or len(starts) == 1:
        timed = spans or ([i for i in starts if windows[i].start == 0] if len(starts) == 1 else starts)
    return _one_clock(page, timed)


def _is_script_line(page: Page, index: int) -> bool:
    """True for a start that heads no action: [3s] "You have the files?" is a line spoken then, (8 sec) a length."""
    group = page.layout.groups[index]
    block = page.layout.blocks[group.blocks[0]]
    words = page.flat[group.mark.where.end : block.end].strip(" )]:-—*_\n")
    if group.mark.kind != "start":
        return False
    if not words:
        return group.mark.notation == "bracket_start" and len(group.blocks) == 1
    return len(words) > 2 and words[0] in '"“„「『' and words[-1] in '"”“」』'


def _within(groups: list[Group], group: Group, tracks: frozenset[str]) -> bool:
    parent = group.parent
    return parent >= 0 and groups[parent].track in tracks and groups[parent].mark.kind != "index"


def _one_clock(page: Page, timed: list[int]) -> list[int]:
    """Where two sections time the same seconds, the one that tells more is the beats'."""
    groups, windows = page.layout.groups, page.group_windows
    sections: dict[int, list[int]] = {}
    for index in timed:
        sections.setdefault(groups[index].section, []).append(index)
    order = sorted(sections.values(), key=lambda members: (-_weight(page, members), members[0]))
    chosen: list[int] = []
    for members in order:
        if not any(_overlap(windows[a], windows[b]) for a in members for b in chosen[:64]):
            chosen.extend(members)
    return sorted(chosen)


def _weight(page: Page, members: list[int]) -> float:
    groups = page.layout.groups
    named = 1000.0 if groups[members[0]].track == "beats" else 0.0
    return named + len(members) + sum(len(groups[index].blocks) for index in members)


def _overlap(a: Window, b: Window) -> bool:
    if a.start is None or b.start is None:
        return False
    a_end, b_end = (w.end if w.end is not None else (w.start or 0.0) + 1 for w in (a, b))
    return a.start < b_end - TOLERANCE_S and b.start < a_end - TOLERANCE_S


def read_beats(page: Page, chosen: list[int]) -> tuple[Beat, ...]:
    """The beats of the chosen groups, or of the windows told in prose if there are no groups."""
    told = _prose_beats(page) if all(page.layout.groups[index].mark.kind == "relative" for index in chosen) else ()
    if len(told) > len(chosen):
        return told
    return tuple(_beat(page, index, len(chosen) == 1) for index in chosen)


def _beat(page: Page, index: int, alone: bool) -> Beat:
    group = page.layout.groups[index]
    blocks = [page.layout.blocks[i] for i in group.blocks]
    window = page.group_windows[index]
    if alone and window.start is None and group.mark.kind == "index" and page.seconds is not None:
        window = Window(0.0, page.seconds, True)
    if window.end is None and window.start is not None and page.seconds is not None and page.seconds > window.start:
        window = Window(window.start, page.seconds, True)
    places = _time_places(group.mark)
    label, action = _head_words(page, group.mark, blocks[0])
    camera = None
    for block in blocks[1:]:
        if (
            block.own in ("camera", "shot")
            and camera is None
            and not page.flat[block.body : block.end].strip().isdigit()
        ):
            camera = _trim(page, block.body, block.end)
    told = _told_action(page, blocks)
    if told is not None and (action is None or (label is None and _is_title(page, action, blocks))):
        label, action = label or action, told
    elif action is not None and label is None and _is_title(page, action, blocks):
        label, action = action, None
    elif action is not None:
        action = _continued(page, action, blocks)
    if label is not None:
        places += (("label", label),)
    if action is not None:
        places += (("action", action),)
    if camera is not None:
        places += (("camera", camera),)
    end = max(block.end for block in blocks)
    where = _trim(page, blocks[0].start, end) or Span(blocks[0].start, end)
    words = [span.of(page.text) if span is not None else "" for span in (label, action, camera)]
    return Beat(window.start, window.end, words[0], words[1], where, words[2], window.derived, places)


def _time_places(mark: Mark) -> Places:
    if mark.kind not in ("window", "start", "shot", "instant") or mark.first is None:
        return ()
    first: Places = (("length" if mark.kind == "shot" and not mark.head else "start", mark.first),)
    return first if mark.last is None else (*first, ("end", mark.last))


_CLOSING = {")": "(", "]": "["}


def _trim(page: Page, start: int, end: int, extra: str = "") -> Span | None:
    """The words between two offsets without the blanks and signs around them."""
    words = page.flat[start:end]
    left = len(words) - len(words.lstrip(" \n*_" + extra))
    right = len(words.rstrip(" \n*_" + extra))
    if words[right - 1 : right] in _CLOSING and _CLOSING[words[right - 1]] not in words:
        right -= 1
    return Span(start + left, start + right) if right > left else None


def _head_words(page: Page, mark: Mark, block: Block) -> tuple[Span | None, Span | None]:
    """Label and action that stand in the head line itself."""
    if not block.start <= mark.where.start < block.end:
        return None, None
    flat, after = page.flat, mark.where.end
    quoted = _QUOTED.match(flat, after, block.end) or _EMPHASISED.match(flat, after, block.end)
    label = Span(*quoted.span(1)) if quoted else None
    if quoted:
        after = quoted.end()
    else:
        titled = _TITLED.match(flat, after, block.end)
        if titled:
            label, after = _trim(page, *titled.span(1)), titled.end()
    after += _AFTER_TIME.match(flat, after, block.end).end() - after  # type: ignore[union-attr]
    action = _trim(page, after, block.end, "|;/")
    before = _before_words(page, mark, block)
    if action is None:
        return label, before if label is None else None
    titled_before = before is not None and before.end - before.start <= 40 and ". " not in before.of(flat)
    return label or (before if titled_before else None), action


_AFTER_TIME = re.compile(
    r"(?:[ *_`\"')\]:|.,\u2014>-]|mark(?![a-z])|frames? [\d -]+|画面|镜头|\(\d+(?:\.\d+)? ?s(?:ec|econds?)?\))*+"
    r"(?:\d+(?=\.)\.)?"
)


def _before_words(page: Page, mark: Mark, block: Block) -> Span | None:
    """Words before the time: a title, or the action that a time in brackets closes."""
    low = block.label.start if block.label and block.body > mark.where.start else block.body
    words = page.flat[low : mark.where.start]
    index = _INDEX.match(words.lstrip(_DECORATION))
    if index:
        low += len(words) - len(words.lstrip(_DECORATION)) + index.end()
    high = mark.where.start
    if mark.notation == "shot_field":
        high = max(low, page.flat.rfind("(", low, high))
    span = _trim(page, low, high, "([:,|—-\"'.")
    return (
        span
        if span is not None and span.end - span.start > 2 and not _NO_TITLES.issuperset(span.of(page.flat).split())
        else None
    )


_NO_TITLES = frozenset(
    "time timing timestamp from at during seconds second window the for range in action first opening initial next"
    " following final last closing 在 从".split()
)


def _is_title(page: Page, words: Span, blocks: list[Block]) -> bool:
    told = words.of(page.flat)
    return (
        len(blocks) > 1
        and len(told) <= 60
        and ". " not in told
        and not told.endswith(".")
        and any(b.end - b.body > 12 for b in blocks[1:])
    )


def _told_action(page: Page, blocks: list[Block]) -> Span | None:
    """The text of an Action field, else the lines under the head that no other field claims."""
    fields = [block for block in blocks[1:] if block.own == "beats" and block.end > block.body]
    if fields:
        return _grown(page, fields[0], blocks)
    plain = [
        block
        for block in blocks[1:]
        if block.own in (None, "place") and block.track in BEAT_TRACKS and block.end > block.body
    ]
    if not plain:
        plain = [
            block for block in blocks[1:] if block.label and block.label.of(page.flat).strip(" *_\"'") in _TEXT_FIELDS
        ]
    return _grown(page, plain[0], blocks) if plain else None


_TEXT_FIELDS = frozenset({"text", "content", "event", "what"})


def _grown(page: Page, first: Block, blocks: list[Block]) -> Span | None:
    """A field's words with the unlabelled lines that go on with them."""
    end = first.end
    start = first.label.start if first.own is None and first.label and first.label.start >= first.start else first.body
    for block in blocks[blocks.index(first) + 1 :]:
        if block.own is not None or block.label is not None or block.track not in BEAT_TRACKS:
            break
        end = block.end
    words = page.flat[start:end]
    loose = words.count('"') % 2 or "}" in words  # the signs of an inline record, not of a quote
    return _trim(page, start, end, '"{}' if loose else "")


def _continued(page: Page, action: Span, blocks: list[Block]) -> Span:
    end = action.end
    for block in blocks[1:]:
        if block.own is not None or block.label is not None or block.track not in BEAT_TRACKS:
            break
        end = block.end
    return _trim(page, action.start, end) or action


# ── windows told in prose ──

_PROSE_KINDS = frozenset(
    {"from_to", "prose_window", "first", "last", "next", "first half", "second half", "first second", "last second"}
)


def _prose_beats(page: Page) -> tuple[Beat, ...]:
    """Beats of a text that times its sentences: from 0 to 2 seconds she waits, from 2 to 4 she turns."""
    told = [
        (mark, block)
        for block in page.layout.blocks
        if block.track in BEAT_TRACKS and block.own in (None, "beats", "place")
        for mark in page.marks_in(block.start, block.end)
        if mark.notation in _PROSE_KINDS and not _CAMERA_NEXT.match(page.flat, mark.where.end)
    ]
    if len(told) < 2 or all(_about_camera(page, mark, block) for mark, block in told[:12]):
        return ()
    beats: list[Beat] = []
    previous: float | None = None
    cuts = [_clause_start(page, mark, block) for mark, block in told]
    for number, (mark, block) in enumerate(told):
        window = page.place(mark, NO_WINDOW, previous)
        if (
            window.start is None
            or window.end is None
            or any(_overlap(window, Window(beat.start, beat.end, True)) for beat in beats[-64:])
        ):
            continue
        previous = window.end
        low = cuts[number]
        high = min(cuts[number + 1], block.end) if number + 1 < len(told) and cuts[number + 1] > low else block.end
        where = _trim(page, low, high, ",;") or mark.where
        behind = where.end - mark.where.end > mark.where.start - low - 8
        action = (
            _trim(page, mark.where.end, where.end, ",.:;—-") if behind else _trim(page, low, mark.where.start, ",.:;—-")
        )
        places = _time_places(mark) + ((("action", action),) if action else ())
        beats.append(
            Beat(
                window.start, window.end, "", action.of(page.text) if action else "", where, "", window.derived, places
            )
        )
    return tuple(beats)


_CAMERA = re.compile(r"(?<![a-z])(?:camera|cámara|caméra|kamera|drone)(?![a-z])|镜头|カメラ")


_CAMERA_NEXT = re.compile(r",? (?:the )?camera (?!man|woman|operator|crew)")


def _about_camera(page: Page, mark: Mark, block: Block) -> bool:
    """True if the sentence of a time is about the camera, whose moves are read elsewhere."""
    low, high = sentence_around(page.flat, block.start, block.end, mark.where)
    if _CAMERA.search(page.flat, low, high):
        return True
    return _PRONOUN.search(page.flat, low, high) is not None and bool(page.hits_in("move", low, high))


_PRONOUN = re.compile(r"(?<![a-z])it(?![a-z])")


def _clause_start(page: Page, mark: Mark, block: Block) -> int:
    low = max(block.body, mark.where.start - 400)
    before = page.flat[low : mark.where.start]
    stop = max(before.rfind(". "), before.rfind("; "), before.rfind("\n"), before.rfind(".\n"))
    comma = max(before.rfind(", "), before.rfind(" then "))
    cut = comma if comma > stop and len(before) - comma < 24 else stop
    return low + cut + 1 if cut >= 0 else low
