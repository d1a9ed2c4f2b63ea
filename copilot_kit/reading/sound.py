"""Sound cues: one for each sound that is told, with its time, level and pitch.

In a field or section of sound every phrase that names a sound is a cue; phrases are parted by commas, semicolons
and full stops outside brackets, and one without a sound or a time of its own describes the one before. In the
action only a thing that makes itself heard at a stated time is a cue ("a bell rings at 3 s").
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..shot import TOLERANCE_S, Cue, Places, Span
from .layout import Block
from .lexicon import Hit
from .notation import Mark
from .noted import LEAD_WORDS, is_noted
from .page import Page, Window
from .phrases import Phrase, phrases
from .tracks import BEAT_TRACKS

_CONTINUOUS = re.compile(
    r"(?<![a-z])(?:continuous(?:ly)?|constant(?:ly)?|throughout|runs? under|sustained|whole clip|entire)(?![a-z])|持续"
    r"|全程|连续|ずっと"
)
_HEARD = re.compile(
    r"(?<![a-z])(?:sounds? (?:of|is|are)|only sounds?|we hear|is heard|are heard|can be heard|audible|sfx"
    r"|sound effect)(?![a-z])|声音|の音|声响"
)
_NONE = re.compile(r"[ *_]*(?:none|no|n/a|-|无|なし|ninguna?|keine?|aucune?)[ .*_]*$")
_SAID = re.compile(
    r" *(?:(?:the|only|first|last|main|one|single|other|audible|and|a) )*+sounds? (?:[a-z']+ ){0,4}?(?:is|are|of)"
    r"(?: that of)? | *(?:and )?we (?:can |then |only )?hear "
)
"""How a sentence about a sound begins; the sound itself comes behind it."""
_FIELDS = {
    "score": "music score bgm soundtrack 音乐 配乐 音楽 música musique musik",
    "ambience": "ambience ambient ambiance soundscape 环境音 環境音",
    "foley": "foley",
    "sfx": "sfx fx 音效 効果音",
}
_FIELD_KINDS = {word: kind for kind, words in _FIELDS.items() for word in words.split()}
_ORDER = {
    kind: rank
    for rank, kind in enumerate(
        ("silence", "diegetic_music", "foley", "sfx", "ambience", "score", "voice_over", "dialogue", "non_diegetic")
    )
}
_NO_CUE = frozenset({"diegetic", "no_music", "no_dialogue", "dialogue", "non_diegetic"})
_FIELD_WORDS = frozenset(
    "sound sounds audio sfx foley music score design background ambient ambience effects effect diegetic only notes "
    "the and soundscape cues cue bed"
    " track mix fx soundtrack 声音 音效 音频".split()
)


def read_cues(page: Page) -> tuple[Cue, ...]:
    """All cues in the order of the text."""
    cues: list[Cue] = []
    hits, at, group = page.hits["sound"], 0, -1
    for block in page.layout.blocks:
        while at < len(hits) and hits[at].start < block.start:
            at += 1
        first = at
        while at < len(hits) and hits[at].start < block.end:
            at += 1
        measure = _measure(page, block) if block.group == group >= 0 else None
        if measure is not None:
            cues[-1] = _measured(page, cues[-1], *measure)
            continue
        count = len(cues)
        if block.track == "sound":
            cues.extend(_field_cues(page, block, hits[first:at]))
        elif block.track in _SPEAKING and (first < at or page.marks_in(block.start, block.end)):
            cues.extend(_picture_cues(page, block, hits[first:at], cues))
        group = block.group if len(cues) > count else group
    return tuple(cues)


_MEASURES = {
    name: what
    for what, names in (
        ("lufs", "level lufs level_lufs loudness volume db level_db"),
        ("hz", "hz frequency freq pitch"),
    )
    for name in names.split()
}
_SPEAKING = BEAT_TRACKS | {"camera", "light", "grade", "palette"}
"""Tracks whose sentences may tell a sound beside what they are about: Camera: static. Rain throughout."""


def _measure(page: Page, block: Block) -> tuple[str, float, Span] | None:
    """Level or pitch of the sound beside it that a field of a record states: "level": "-18 LUFS"."""
    what = _MEASURES.get(page.flat[block.label.start : block.label.end].strip(" *_")) if block.label else None
    if what is None or block.end - block.body > 24:
        return None
    for unit, factor in (("lufs", 1.0), ("hz", 1.0), ("khz", 1000.0), ("", 1.0)):
        for found in page.quantities_in(unit, block.body, block.end):
            sign = page.flat.rfind("-", block.body, found.start)
            place = Span(sign if sign >= 0 else found.first.start, found.first.end)
            return what, -found.a if sign >= 0 else found.a * factor, place
    return None


def _measured(page: Page, cue: Cue, what: str, value: float, place: Span) -> Cue:
    places = (*(named for named in cue.places if named[0] != what), (what, place))
    return replace(cue, lufs=value, places=places) if what == "lufs" else replace(cue, hz=value, places=places)


# ── fields and sections of sound ──


def _field_cues(page: Page, block: Block, hits: list[Hit]) -> list[Cue]:
    head = _head_mark(page, block)
    if _NONE.match(page.flat, block.body, block.end):
        return []
    kind = _field_kind(page, block)
    drafts = phrases(page, block, [hit for hit in hits if not page.is_denied(hit)], head)
    cues: list[Cue] = []
    for draft in drafts:
        cues += _cues(page, block, draft, kind, head is not None, cues[-1].end if cues else None)
    label = _label_cue(page, block, hits)
    return [label, *cues] if label is not None else cues


def _head_mark(page: Page, block: Block) -> Mark | None:
    if block.group < 0:
        return None
    group = page.layout.groups[block.group]
    return group.mark if block.start <= group.mark.where.start < block.end else None


def _field_kind(page: Page, block: Block) -> str:
    words = page.flat[block.label.start : block.label.end].split() if block.label else []
    return next((_FIELD_KINDS[word] for word in words if word in _FIELD_KINDS), "")


def _label_cue(page: Page, block: Block, hits: list[Hit]) -> Cue | None:
    """A bed that is only named, before the sounds in it: "Afternoon ambience: a bird at 2 s"."""
    if block.label is None or block.body >= block.end:
        return None
    told = [
        hit for hit in hits if block.label.start <= hit.start < block.label.end and hit.id in ("ambience", "silence")
    ]
    words = re.findall(r"\w+", page.flat[block.label.start : block.label.end])
    if not told or len(words) < 2 or all(word in _FIELD_WORDS for word in words):
        return None
    window = page.window(block)
    sound, derived = block.label.of(page.text), window.start is not None
    places = (("sound", block.label),)
    return Cue(window.start, window.end, sound, told[0].id, None, None, block.label, derived, places)


def _cues(page: Page, block: Block, draft: Phrase, field_kind: str, headed: bool, previous: float | None) -> list[Cue]:
    named = [hit for hit in draft.hits if hit.id not in _NO_CUE]
    sound = _sound_words(page, draft)
    if any(sign in page.flat[block.body : draft.start + 1] for sign in (". ", "; ")):
        field_kind = ""  # what a label says of its words holds for their first sentence
    if not named and any(mark.kind in ("total", "range") for mark in page.marks_in(draft.start, draft.end)):
        return []
    if (
        sound is None
        or (draft.hits and not named)
        or not (named or draft.marks or field_kind or headed or _listed(page, block, draft))
    ):
        return []
    kind = min((hit.id for hit in named), key=lambda kind: _ORDER.get(kind, 9), default=field_kind or "sfx")
    level, pitch = _level(page, draft), _pitch(page, draft)
    around = page.window(block)
    places = (("sound", sound), *level[1], *pitch[1])
    where = Span(sound.start, max(sound.end, draft.end))
    where = Span(where.start, where.start + len(page.text[where.start : where.end].rstrip(" \n,;.")))
    placed = [mark for mark in draft.marks if mark.notation != "whole"]
    marks: list[Mark | None] = list(placed or draft.marks) or [None]
    out = []
    for mark in marks:
        window, time_places = _when(page, block, draft, mark, around, previous)
        out.append(
            Cue(
                window.start,
                window.end,
                sound.of(page.text),
                kind,
                level[0],
                pitch[0],
                where,
                window.derived,
                (*time_places, *places),
            )
        )
    return out


def _listed(page: Page, block: Block, draft: Phrase) -> bool:
    """A short item of a list under a title of sound names a sound even when no word of it is known."""
    words = len(page.flat[draft.start : draft.end].partition("(")[0].split())
    return (
        words <= 9
        and draft.start - block.body < 4
        and (page.flat[block.start : block.body].strip() != "" or block.group >= 0)
    )


def _when(
    page: Page, block: Block, draft: Phrase, mark: Mark | None, around: Window, previous: float | None
) -> tuple[Window, Places]:
    if mark is not None:
        window = page.place(mark, around, previous if draft.then else None)
        if window.start is not None or window.end is not None:
            end = window.end if mark.kind != "start" else None
            return Window(window.start, end, window.derived), mark.places
    group = page.layout.groups[block.group] if block.group >= 0 else None
    if group is not None and draft.then and group.mark.kind in ("start", "instant"):
        return Window(None, None, False), ()  # "a switch, then silence": after the moment, nobody says how long
    if group is not None:
        if group.track not in BEAT_TRACKS:  # a time at the head of a list of sounds is their own
            end = None if group.mark.kind in ("start", "instant") else around.end
            return Window(around.start, end, around.derived and group.mark.kind != "start"), group.mark.places
        return Window(around.start, around.end, True), ()
    if page.seconds is not None and _CONTINUOUS.search(page.flat, draft.start, draft.end):
        return Window(0.0, page.seconds, True), ()
    return Window(None, None, False), ()


def _sound_words(page: Page, draft: Phrase) -> Span | None:
    """The sound itself: the phrase without its time, bracket and level."""
    flat, start, end = page.flat, draft.start, draft.end
    for mark in draft.marks:
        lead = LEAD_WORDS.search(flat, max(start, mark.where.start - 40), mark.where.start)
        begin = lead.start() if lead else mark.where.start
        if flat[start:begin].strip(" *_-,:.([/&") == "":
            start = mark.where.end
        else:
            end = min(end, begin)
    for unit in ("lufs", "hz", "khz"):
        for found in page.quantities_in(unit, start + 3, end):
            lead = LEAD_WORDS.search(flat, max(start, found.start - 24), found.start)
            end = min(end, lead.start() if lead else found.start)
    said = _SAID.match(flat, start, end)
    start = said.end() if said else start
    for sign in "([\n":
        cut = flat.find(sign, start, end)
        if cut > start + 2:
            end = cut
    words = flat[start:end]
    left = len(words) - len(words.lstrip(" \n*_-–—:,.;|)]\"'时時处でに"))
    right = len(words.rstrip(" \n*_-–—:,.;|([@~"))
    return Span(start + left, start + right) if right > left else None


def _level(page: Page, draft: Phrase) -> tuple[float | None, Places]:
    for found in page.quantities_in("lufs", draft.start, draft.end):
        if page.flat[found.start - 1 : found.start] == "-" or page.flat[found.start - 2 : found.start] == "- ":
            sign = page.flat.rfind("-", found.start - 2, found.start)
            return -found.a, (("lufs", Span(sign, found.first.end)),)
        return found.a, (("lufs", found.first),)
    return None, ()


def _pitch(page: Page, draft: Phrase) -> tuple[float | None, Places]:
    for unit, factor in (("hz", 1.0), ("khz", 1000.0)):
        for found in page.quantities_in(unit, draft.start, draft.end):
            return found.a * factor, (("hz", found.first),)
    return None, ()


# ── sounds told in the action ──


def _picture_cues(page: Page, block: Block, hits: list[Hit], known: list[Cue]) -> list[Cue]:
    heard = _HEARD.search(page.flat, block.body, block.end)
    able = [hit for hit in hits if hit.strength == "plain" and hit.id not in _SPOKEN_OR_NONE
            and not page.is_denied(hit) and not page.quoted.holds(hit.start)]  # fmt: skip
    beds = {hit.start for hit in able if is_noted(page, block, hit)}
    loud_kinds = _LOUD if block.track in BEAT_TRACKS else frozenset()
    loud = [hit for hit in able if heard or hit.start in beds or _is_loud(page, hit, loud_kinds)]
    out: list[Cue] = []
    if not loud and not heard:
        return out
    for draft in phrases(page, block, loud, _head_mark(page, block)):
        told = heard is not None and heard.start() <= draft.end and ". " not in page.flat[heard.end() : draft.start]
        if not (told and (draft.hits or draft.marks)):
            noted = any(hit.start in beds for hit in draft.hits)
            sounding = noted or any(_is_loud(page, hit, loud_kinds) for hit in draft.hits)
            if not sounding or not (draft.marks or (noted and (_level(page, draft)[1] or _pitch(page, draft)[1]))):
                continue
        for cue in _cues(page, block, draft, "", False, out[-1].end if out else None):
            if not any(_same(cue, other) for other in [*known[-64:], *out]):
                out.append(cue)
    return out


_SPOKEN_OR_NONE = _NO_CUE | {"voice_over"}
_LOUD = frozenset({"sfx", "diegetic_music"})
"""Kinds that make themselves heard in a sentence about the picture, if it gives them a time."""
_SILENT_WORDS = frozenset("drop note shutter engine riser sting stamp".split())
_LOUD_WORDS = frozenset(
    "creak creaks creaking knock knocks knocking rattle rattles rattling groan groans groaning crunch crunches cough"
    " coughs snore snores jingle jingles sizzle sizzles gasp gasps".split()
)


def _is_loud(page: Page, hit: Hit, kinds: frozenset[str]) -> bool:
    word = page.flat[hit.start : hit.end]
    return bool(kinds) and word not in _SILENT_WORDS and (hit.id in kinds or word in _LOUD_WORDS)


def _same(a: Cue, b: Cue) -> bool:
    return a.start is not None and b.start is not None and abs(a.start - b.start) <= TOLERANCE_S
