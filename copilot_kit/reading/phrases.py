"""Phrases of sound: a stretch of text taken apart at commas, stops and brackets, each part with its sounds and times.

A phrase begins where another sound or another time of its own is told; what has neither describes the one before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .layout import Block
from .lexicon import Hit
from .notation import Mark
from .noted import LEAD_WORDS
from .page import Page

_PART = re.compile(r"[,;\n|\u2014()\[\]·•]|[.!?](?=\s|$)|[.!?;](?=[\u3040-\u9fff])|(?<![a-z])then(?![a-z])|→|->")
_AND = re.compile(r" (?:and|&|plus|y|et|und) | followed by ")
_MEASURED = re.compile(r"[ ~]*-? ?\d+(?:\.\d+)? ?(?:k?hz|lufs|db)")
_NOTHING = frozenset({"none", "nothing", "off", "null", "false", "n/a", "no", "none at all", "nothing else"})
_CAMERA = re.compile(r"(?:the )?(?:[a-z-]+ ){0,2}camera (?!shutter|click|flash)")


@dataclass(slots=True)
class Phrase:
    """A cue in the making: its places, its words of sound, its times."""

    start: int
    end: int
    hits: list[Hit] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    worded: bool = False
    then: bool = False


def phrases(page: Page, block: Block, hits: list[Hit], head: Mark | None) -> list[Phrase]:
    """The phrases of a block, those about the camera left out."""
    flat = page.flat
    low = block.body
    if block.label is not None and block.own is None and page.marks_in(*block.label) and head is None:
        low = block.label.start
    if head is not None and head.where.end > low:
        low = head.where.end if flat[low : head.where.start].strip(" *_([\"'") in _SKIPPED else low
    marks = [
        mark
        for mark in page.marks_in(block.start, block.end)
        if mark is not head and (mark.kind in PLACED or _names_a_moment(page, mark))
    ]
    found: list[Phrase] = []
    told = block.track != "sound"
    depth, numbered = 0, False  # numbered: "(2)" parts what stands before and behind it
    parts = _parts(flat, low, block.end)
    for number, (start, end, opened) in enumerate(parts):
        depth = opened
        own_hits = [hit for hit in hits if start <= hit.start < end]
        own_marks = [mark for mark in marks if start <= mark.where.start < end]
        words = flat[start:end].strip(" *_.:\"'-")
        if (
            words in _NOTHING
            or _CAMERA.match(words)
            or not words
            or (page.denied.holds(start + len(flat[start:end]) - len(flat[start:end].lstrip())) and not own_hits)
        ):
            continue
        if opened and words.isdigit() and len(words) < 3 and not own_marks:
            numbered = True
            continue
        last, numbered, fresh = found[-1] if found else None, False, numbered
        again = last is not None and bool(last.marks) and _only_times(flat, start, end, own_marks)
        if last is not None and again and flat[last.end : start].strip() in _JOINING:
            last.marks += own_marks  # at 1s, 2s and 3s: one sound, again and again
            last.end = end
            continue
        ahead = parts[number + 1] if number + 1 < len(parts) else (0, 0, 0)
        named_for_time = ahead[2] > opened == 0 and any(ahead[0] <= mark.where.start < ahead[1] for mark in marks)
        if last is not None and named_for_time and last.marks and not own_marks:
            found.append(Phrase(start, end, own_hits, own_marks, True))
            continue
        then = last is not None and bool(own_hits) and "then" in flat[last.end : start]
        if (
            last is not None
            and not then
            and not fresh
            and not (depth and told and own_hits and own_marks and last.hits)
            and (depth or not _begins(last, own_hits, own_marks, flat, start, end, told))
        ):
            last.end = max(last.end, end)
            last.hits += own_hits
            last.marks += own_marks
            continue
        found.append(Phrase(start, end, own_hits, own_marks, _is_worded(flat, start, end, own_marks), then))
    if block.label is not None and block.own is not None and head is None and found and not found[0].marks:
        found[0].marks += [mark for mark in page.marks_in(*block.label) if mark.kind in PLACED]  # SFX at 2 s: a bell
    return found


PLACED = frozenset({"window", "start", "instant", "relative", "shot"})


def _names_a_moment(page: Page, mark: Mark) -> bool:
    """In a list of sounds "4s door" and "door (4s)" are moments, though elsewhere they would be lengths."""
    if mark.notation != "inner" or mark.end is not None:
        return False
    before = page.flat[max(0, mark.where.start - 24) : mark.where.start].rstrip(" *_")
    if before.endswith((" and", "&", "/")) or before[-1:] in ("", ",", ";", "\n", ":", "-", "|", "(", "[", "."):
        return True
    return page.flat[mark.where.end : mark.where.end + 2].lstrip(" ")[:1] in "\n,;.·•()*" and not _LASTING.search(
        before
    )


_LASTING = re.compile(
    r"(?<![a-z])(?:tail|reverb|echo|delay|decay|release|attack|fade|fades|fading|out|pause|gap|silence|loop|every|each|a|an"
    r"|another|of|lasting|lasts|long|least|last|first|final|next)$"
)
"""Words before a length, which is no moment: a tail of 2 s."""
_SKIPPED = frozenset({"", "at", "from", "[", "("})


def _parts(flat: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Phrases with the depth of the brackets they stand in."""
    out: list[tuple[int, int, int]] = []
    at, depth = start, 0
    for sign in _PART.finditer(flat, start, end):
        if (
            sign.group() == "."
            and flat[sign.start() - 1 : sign.start()].isdigit()
            and flat[sign.end() : sign.end() + 1].isdigit()
        ):
            continue
        if sign.start() > at:
            out.extend(_anded(flat, at, sign.start(), depth))
        depth = max(0, depth + (sign.group() in "([") - (sign.group() in ")]")) if sign.group() in "([)]" else depth
        at = sign.end()
    if end > at:
        out.extend(_anded(flat, at, end, depth))
    return out


def _anded(flat: str, start: int, end: int, depth: int) -> list[tuple[int, int, int]]:
    out = []
    for match in _AND.finditer(flat, start, end):
        if any(char.isdigit() for char in flat[start : match.start()]) or "followed" in match.group():
            out.append((start, match.start(), depth))
            start = match.end()
    return [*out, (start, end, depth)]


def _begins(last: Phrase, hits: list[Hit], marks: list[Mark], flat: str, start: int, end: int, told: bool) -> bool:
    """True if a phrase is a new sound rather than more about the last one; told for one outside a field of sound."""
    if flat[last.end : start].strip(" \n\"'”)]")[:1] in (".", "!", "?", ";"):
        return True
    if _MEASURED.match(flat, start, end):
        return False
    if hits and told and not last.hits and not last.marks:
        return True
    if hits:
        return bool(last.hits) or (bool(last.marks) and last.worded)
    if marks:
        return bool(last.marks) and (bool(last.hits) or last.worded)
    return False


_JOINING = frozenset({",", "and", "/", "&", ""})


def _only_times(flat: str, start: int, end: int, marks: list[Mark]) -> bool:
    """True for a phrase that says nothing but when."""
    if not marks:
        return False
    words = flat[start:end]
    for mark in marks:
        words = words.replace(flat[mark.where.start : mark.where.end], "")
    return LEAD_WORDS.fullmatch(words.strip(" /&")) is not None


def _is_worded(flat: str, start: int, end: int, marks: list[Mark]) -> bool:
    """True if a phrase says more than its time."""
    spent = sum(mark.where.end - mark.where.start for mark in marks)
    return len(flat[start:end].strip()) - spent > 10 or not marks
