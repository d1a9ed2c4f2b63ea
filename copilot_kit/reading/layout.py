"""The lie of a prompt: what each part of it is about, and under which time it stands.

A block is a line, or a part of one behind an inline label or window. It has a track, told by its own label or by
the section it stands in. Blocks under a time ("0-2s:", a table row, an object of a JSON document) form a group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from ..shot import TOLERANCE_S, Section, Span
from .lines import BULLET_LEVEL, INLINE_LEVEL, SECTION_LEVEL, Piece
from .notation import Mark
from .tracks import BEAT_TRACKS, PICTURE


class Block(NamedTuple):
    """A stretch of the prompt about one thing; body is where its words begin, behind bullet and label."""

    start: int
    end: int
    body: int
    label: Span | None
    own: str | None
    track: str
    group: int
    section: int


@dataclass(slots=True)
class Group:
    """Blocks under one time."""

    mark: Mark
    track: str
    level: float
    start: int
    parent: int
    section: int
    blocks: list[int] = field(default_factory=list)


class Layout(NamedTuple):
    """Blocks in the order of the text, the groups that some of them form, and the titled sections."""

    blocks: list[Block]
    groups: list[Group]
    sections: tuple[Section, ...]


class _Open(NamedTuple):
    """A section or a group that later pieces may belong to, until something at its level or above follows."""

    level: float
    track: str
    group: int
    section: int


_BEAT_FIELDS = frozenset({"camera", "shot", "beats", "sound", "dialogue", "light", "screen", "grade", "place"})
_OWNING = frozenset({"sound", "grade", "light", "negative", "palette", "dialogue", "settings"})
_SHY = frozenset({"place", "beats", "screen", "shot", "camera"})
"""Tracks that do not take a bullet away from an owning section: "Background: traffic" under Sound is a sound."""


def lay_out(text: str, flat: str, parts: Iterable[Piece], end: int) -> Layout:
    """Blocks, groups and sections of the pieces of a prompt."""
    walker = _Walker(text, flat, list(parts))
    for piece in walker.parts:
        walker.take(piece)
    walker.close(0.5, end)
    return Layout(walker.blocks, walker.groups, tuple(walker.sections))


class _Walker:
    """Goes through the pieces once with a stack of what is open."""

    def __init__(self, text: str, flat: str, parts: list[Piece]) -> None:
        self.text, self.flat, self.parts = text, flat, parts
        self.blocks: list[Block] = []
        self.groups: list[Group] = []
        self.sections: list[Section] = []
        self._stack = [_Open(0.0, PICTURE, -1, -1)]
        self._listing: str | None = None  # track of a field that lists windows: Audio: (0-2s) rain; (2-4s) wind
        self._last_head = max((piece.start for piece in parts if piece.mark is not None), default=-1)
        self._labels = Counter(self._name(piece) for piece in parts if piece.label)

    def take(self, piece: Piece) -> None:
        """Give a piece its place, opening and closing what it opens and closes."""
        if not piece.joined or piece.own is not None:
            self._listing = None
        if piece.mark is not None and self._may_open(piece):
            self._open_group(piece, piece.mark)
        elif piece.opener:
            self._open_section(piece)
        else:
            if not piece.joined:
                self._leave(piece)
            elif self._sums_up(piece):
                self.close(self._group_level(), piece.start)
            elif piece.level == INLINE_LEVEL and piece.own is not None and self._is_for_all(piece):
                self.close(INLINE_LEVEL, piece.start)
                self.close(self._group_level(), piece.start)
            track = self._track(piece)
            if piece.own not in (None, *BEAT_TRACKS) and (
                piece.mark is not None or not self.flat[piece.body : piece.end].strip(" *_([")
            ):
                self._listing = track
            self._add(piece, track)

    def close(self, level: float, end: int) -> None:
        """End everything that is open at this level or deeper."""
        while self._stack[-1].level >= level:
            gone = self._stack.pop()
            if gone.section != self._stack[-1].section:
                opened = self.sections[gone.section]
                stop = opened.where.start + len(self.text[opened.where.start : end].rstrip())
                self.sections[gone.section] = Section(opened.title, Span(opened.where.start, stop), opened.places)

    def _name(self, piece: Piece) -> str:
        return self.flat[piece.label.start : piece.label.end].strip(" *_") if piece.label else ""

    def _track(self, piece: Piece) -> str:
        top, own = self._stack[-1], piece.own
        if own is None and piece.level == INLINE_LEVEL and self._listing is not None:
            return self._listing
        if piece.joined and own is None and self.blocks:
            last = self.blocks[-1]
            if last.own and last.group == top.group and last.body < last.end and piece.level < INLINE_LEVEL:
                return last.track
        if own is None or (own in _SHY and top.track in _OWNING and not 1 <= piece.level < BULLET_LEVEL):
            return top.track
        return "camera" if own == "shot" else own

    def _add(self, piece: Piece, track: str, group: int | None = None) -> None:
        top = self._stack[-1]
        group = top.group if group is None else group
        block = Block(piece.start, piece.end, piece.body, piece.label, piece.own, track, group, top.section)
        while group >= 0:
            self.groups[group].blocks.append(len(self.blocks))
            group = self.groups[group].parent
        self.blocks.append(block)

    def _may_open(self, piece: Piece) -> bool:
        """A time inside the text of a field (Camera: 0-2s static) is a part of the field and opens nothing."""
        mark = piece.mark
        assert mark is not None
        if mark.head == 1 and piece.label is not None and piece.label.start + 2 < mark.where.start < piece.body:
            words = self.flat[piece.body : piece.end].lstrip(" *_")
            if (
                words[:1] in ('"', "“", "„", "「")
                and mark.kind == "window"
                and (piece.own in (None, "dialogue", "screen", "place"))
            ):
                return False  # ANA (1-2s): "Hold on." times a line, not a beat
        inside_field = piece.label is not None and piece.own is not None and mark.where.start >= piece.body
        if piece.level == INLINE_LEVEL:
            return piece.own in (None, *BEAT_TRACKS) and (
                self._listing is None and self._stack[-1].track in BEAT_TRACKS and self.blocks[-1].track in BEAT_TRACKS
            )
        return not inside_field or piece.own in BEAT_TRACKS

    def _open_group(self, piece: Piece, mark: Mark) -> None:
        level = piece.level + (0.005 if piece.level < 1 else 0.5)
        self.close(level, piece.start)
        if piece.level == INLINE_LEVEL and self._follows(mark):
            self.close(self.groups[self._stack[-1].group].level, piece.start)
        if piece.blank and piece.level == SECTION_LEVEL:
            self.close(BULLET_LEVEL, piece.start)
        top, track = self._stack[-1], self._track(piece)
        inside = self.groups[top.group] if top.group >= 0 else None
        if inside is not None and inside.mark.kind == "window" and mark.kind != "window" and track in BEAT_TRACKS:
            self._add(piece, track)  # a moment within a beat
            return
        self.groups.append(Group(mark, track, level, piece.start, top.group, top.section))
        self._stack.append(_Open(level, track, len(self.groups) - 1, top.section))
        self._add(piece, track)

    def _follows(self, mark: Mark) -> bool:
        """True if a time inside a line comes after the window that is open, and not within it."""
        group = self._stack[-1].group
        if group < 0:
            return False
        last = self.groups[group].mark
        return mark.kind != "window" or (mark.start or 0.0) >= (last.end or last.start or 0.0) - TOLERANCE_S

    def _open_section(self, piece: Piece) -> None:
        assert piece.label is not None
        level = piece.level
        if level == SECTION_LEVEL and self._in_beat(piece):
            level = SECTION_LEVEL + 0.8
        self.close(level, piece.start)
        top = self._stack[-1]
        track = self._track(piece) if piece.own or not 1 <= level <= SECTION_LEVEL else PICTURE
        section = top.section
        if level <= SECTION_LEVEL and not 0.115 < level < 1:  # of a document, only its top is a section
            title = self.text[piece.label.start : piece.label.end].strip(" *_#")
            section = len(self.sections)
            self.sections.append(Section(title, Span(piece.label.start, piece.end), (("title", piece.label),)))
        self._stack.append(_Open(level, track, top.group, section))
        self._add(piece, track)

    def _leave(self, piece: Piece) -> None:
        """Close what a piece without a time or title of its own has left behind."""
        if piece.level >= BULLET_LEVEL or piece.level < 1:
            self.close(piece.level, piece.start)
            return
        if not self._in_beat(piece):
            self.close(BULLET_LEVEL, piece.start)
            top = self._stack[-1]
            if top.group >= 0 and (piece.own is not None or (piece.blank and self._told(top.group))):
                self.close(self.groups[top.group].level, piece.start)

    def _sums_up(self, piece: Piece) -> bool:
        """A paragraph directly under beats of one line each speaks of all of them, not of the last."""
        group = self._stack[-1].group
        if piece.level != SECTION_LEVEL or piece.start < self._last_head or group < 1:
            return False
        near = self.groups[max(0, group - 3) : group + 1]
        single = all(len(each.blocks) == 1 and each.level == near[-1].level for each in near)
        if not single or near[-1].track not in BEAT_TRACKS or not self.text[piece.body : piece.body + 1].isupper():
            return False
        head = self.blocks[near[-1].blocks[0]]
        return self._told(group) and self.flat[head.start : head.end].rstrip(" *_\"'”)").endswith((".", "!", "?"))

    def _is_for_all(self, piece: Piece) -> bool:
        """A field that stands once, behind several windows on one line, speaks of them all."""
        return self._stack[-1].level > INLINE_LEVEL and self._labels[self._name(piece)] == 1 and len(self.groups) > 1

    def _group_level(self) -> float:
        """Level of the group that is open, above every level if none is."""
        group = self._stack[-1].group
        return self.groups[group].level if group >= 0 else 2 * INLINE_LEVEL

    def _told(self, group: int) -> bool:
        """True if the head line of a group already says what happens."""
        head = self.blocks[self.groups[group].blocks[0]]
        if head.end - head.start <= 1:  # the row of a table
            return True
        words = self.flat[self.groups[group].mark.where.end : head.end].strip(" *_)]")
        title = words[:1] in ("\u2014", "-", "|") and len(words) < 40 and not words.endswith(".")
        return bool(words.strip(":")) and not title

    def _in_beat(self, piece: Piece) -> bool:
        """A field belongs to the beat above it if every beat seems to have one, or if nothing parts the two."""
        top = self._stack[-1]
        if top.group < 0 or piece.own not in _BEAT_FIELDS or self.groups[top.group].track not in BEAT_TRACKS:
            return False
        if self._labels[self._name(piece)] >= 2:
            return True
        return not piece.blank and (len(self.groups) == 1 or not self._told(top.group))
