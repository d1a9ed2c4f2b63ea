"""Taking something out so that the rest still reads: the whole line, the sentence, or the clause with its comma."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..errors import InputError, UnknownName
from ..shot import Placed, Shot, Span
from .change import Diff
from .edits import control_at, rewrite
from .say import item_of, split_path

_UNIT = re.compile(r"[\s-]*(?:seconds?|secs?|s|ms|frames?|mm|K|kelvin|Hz|LUFS|dB|deg(?:rees?)?)\b|\s*[°秒]", re.I)
_LEAD = re.compile(
    r"(?:\b(?:for|in|over|during)\s+(?:the\s+)?(?:first|final|last|opening|closing)\s+"
    r"|\b(?:at|from|until|till|by|around|for|to|on|in|of|with)\s+(?:an?\s+|the\s+)?|@\s*|\bf/)$",
    re.I,
)
_NOUN = re.compile(r"\s+(?:angle|lens|equivalent|prime|spherical prime|colou?r temperature|fundamental)\b", re.I)
_BULLET = re.compile(r"\s*(?:[-*•·–](?!\d)|\d{1,3}[.)](?=\s)|\|)?\s*")
_LABEL = re.compile(r"\s*(?:[-*•·–]\s+|\d{1,3}[.)]\s+)?(?:\*\*)?[^\W\d][^:\n,;.(]{0,38}:(?:\*\*)?\s*")
_TIMES = ("start", "end", "at", "length")
_WHOLE = {"sound", "action", "words", "text", "kind", "what"}
"""Fields without which nothing is left of their beat, cue or move."""

_HEAD = re.compile(
    r"(?i)(?:beat|shot|scene|cut|part|clip|take|from|to|until|between|and|at|tc|frames?|seconds?|secs?|s|ms)"
)


def remove(shot: Shot, path: str) -> Diff:
    """The changes by which a statement is gone: a value, or a whole beat, cue or move ("cues[2]").

    Its separators go with it: its line if it has one to itself, else its sentence, else its clause and one comma.

    Raises
    ------
    UnknownName : nothing has this path; lists the near ones.
    """
    text = shot.text
    family, number, field = split_path(path)
    item = item_of(shot, family, number)
    if item is not None and (not field or _plain(field) in _WHOLE):
        return rewrite(shot, [(_item_span(shot, family, item), "")])
    if item is None and not field and number is not None:
        raise UnknownName(family.rstrip("s"), path, [f"{family}[{n}]" for n in range(len(getattr(shot, family, ())))])
    control = control_at(shot, path)
    if (pair := _pair_span(text, shot.words, control.where)) is not None:
        return rewrite(shot, [(pair, "")])
    if item is not None and _plain(field) in _TIMES:
        return rewrite(shot, [(_time_span(shot, family, item, path), "")])
    return rewrite(shot, [(cleanly(text, _clause(text, control.where)), "")])


def _item_span(shot: Shot, family: str, item: Any) -> Span:
    """All of a beat, cue or move, with its separators."""
    text = shot.text
    kind = item.place("kind")
    if kind and (pair := _pair_span(text, shot.words, kind)) is not None:
        return pair
    if family in {"beats", "cues"} and (record := _record_span(text, shot.words, item.where)) is not None:
        return record
    if family == "moves" and kind:
        return cleanly(text, _clause(text, kind))
    if family == "cues":
        return cleanly(text, _statement(shot, item), [cue.where for cue in shot.cues if cue is not item])
    return cleanly(text, item.where)


def _time_span(shot: Shot, family: str, item: Any, path: str) -> Span:
    """The time that a beat or cue states, with its brackets and little words.

    Raises
    ------
    InputError : the time is what makes the line a beat (a cell of a table, a time in a sentence around it)
    """
    text = shot.text
    times = [place for name, place in item.places if _plain(name) in _TIMES]
    where = Span(min(p.start for p in times), max(p.end for p in times))
    line = text.rfind("\n", 0, where.start) + 1
    action = item.place("action")
    if family != "beats":
        return cleanly(text, _phrase(text, where))
    head = text[line : action.start] if action else "|"
    bullet = _BULLET.match(head)
    start = line + (bullet.end() if bullet else 0)
    words = re.findall(r"[^\W\d_]+", text[start : action.start]) if action else []
    if action is None or "|" in head or "\n" in head or not all(_HEAD.fullmatch(word) for word in words):
        raise InputError(
            f"{path}: the time is what makes {head.strip()[:40]!r} a beat, a time that can go was expected. "
            f"Fix: remove the whole beat, with remove(shot, {path.partition('.')[0]!r})."
        )
    return Span(start, action.start)


def _is_json(words: str) -> bool:
    return words.lstrip()[:1] in ("{", "[") and words.rstrip()[-1:] in ("}", "]") and '":' in words.replace(" ", "")


def _record_span(text: str, words: str, where: Span) -> Span | None:
    """The JSON object that a beat or cue is, with one comma; None if it is not one."""
    if not _is_json(words):
        return None
    left, right = text.rfind("{", 0, where.start + 1), text.find("}", where.start)
    if left < 0 or right < 0 or "}" in text[left : where.start] or "{" in text[left + 1 : right] or left == 0:
        return None
    return _without_comma(text, left, right + 1)


def _pair_span(text: str, words: str, where: Span) -> Span | None:
    """The JSON key and value of which this is the whole value, with one comma; None if it is only a part."""
    if not _is_json(words):
        return None
    key = re.search(r'"[^"\n]{0,60}"\s*:\s*"?$', text[max(0, where.start - 80) : where.start])
    rest = re.match(r'[^",}\]\n]{0,12}"?(?=\s*[,}\]])', text[where.end :])
    if not key or not rest:
        return None
    return _without_comma(text, where.start - len(key.group()), where.end + rest.end())


def _without_comma(text: str, start: int, end: int) -> Span:
    """The place with the comma after it, or, at the end of a list, the one before it."""
    if after := re.match(r"\s*,\s*", text[end:]):
        return Span(start, end + after.end())
    before = re.search(r"\s*,\s*$", text[:start])
    return Span(start - len(before.group()) if before else start, end)


def _plain(field: str) -> str:
    return field.partition("[")[0]


def _statement(shot: Shot, cue: Placed) -> Span:
    """All that is said of a cue, with a level or a bracket that follows it in the same clause."""
    where = cue.where  # type: ignore[attr-defined]
    places = [p for _, p in cue.places if where.start - 40 <= p.start and p.end <= where.end + 60]  # type: ignore[attr-defined]
    inside = [p for p in places if shot.text.find("\n", min(p.start, where.start), max(p.end, where.end)) < 0]
    start, end = min([where.start, *(p.start for p in inside)]), max([where.end, *(p.end for p in inside)])
    unit = _UNIT.match(shot.text, end)
    end = unit.end() if unit else end
    if shot.text.count("(", start, end) > shot.text.count(")", start, end):
        close = re.compile(r"[^()\n]{0,80}\)").match(shot.text, end)
        end = close.end() if close else end
    return Span(start, end)


def _phrase(text: str, where: Span) -> Span:
    """A value with its unit and the little words around it: "at 0.5 seconds", "at a 45-degree angle"."""
    start, end = where
    if unit := _UNIT.match(text, end):
        end = unit.end()
        if noun := _NOUN.match(text, end):
            end = noun.end()
    if lead := _LEAD.search(text, max(0, start - 24), start):
        start = lead.start()
    return Span(start, end)


def _clause(text: str, where: Span) -> Span:
    """The clause around a value: from comma to comma, within brackets, a sentence or a label.

    Of a clause that says much more than the value only the phrase that holds the value.
    """
    start, end = phrase = _phrase(text, where)
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    while start > line_start and not _parts(text, start - 1):
        start -= 1
    while end < line_end and not _parts(text, end):
        end += 1
    if label := _LABEL.match(text, line_start, where.start):
        start = max(start, label.end())
    else:
        start = max(start, _BULLET.match(text, line_start).end())  # type: ignore[union-attr]
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if len(text[start:end].split()) - len(phrase.of(text).split()) > 7:
        return phrase
    return Span(start, end)


def _parts(text: str, at: int) -> bool:
    """True if the character there parts clauses: not a decimal point, not a comma between digits."""
    mark = text[at]
    if mark in ".,":
        return not (text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()) and not (
            mark == "." and text[at + 1 : at + 2].strip()
        )
    return mark in ";()。，；、—\n"


def cleanly(text: str, where: Span, keep: Sequence[Span] = ()) -> Span:
    """The place and what it would leave behind: its line, its brackets, one comma, one space; never what is to keep."""
    start, end = where
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    head, tail = text[line_start:start], text[end:line_end]
    empty_head = _BULLET.fullmatch(head) or _LABEL.fullmatch(head) or re.fullmatch(r"\W*", head)
    kept = any(line_start <= span.start and span.end <= line_end for span in keep)
    if kept and head.rstrip().endswith(":") and re.fullmatch(r"[\s.,;]*", tail):
        # "Rain: a gutter drips" without the gutter is "Rain".
        return Span(line_start + len(head.rstrip()) - 1, end)
    if empty_head and not kept and re.fullmatch(r"[\s.,;|]*", tail):
        return _whole_lines(text, line_start, line_end)
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == "(" and after == ")":
        start, end = start - 1, end + 1
        while start > line_start and text[start - 1] in " \t":
            start -= 1
        return Span(start, end)
    left = len(text[:start].rstrip(" \t"))
    right = end + len(text[end:line_end]) - len(text[end:line_end].lstrip(" \t"))
    mark_left, mark_right = text[left - 1 : left], text[right : right + 1]
    if mark_left in ",;，；、" and left > line_start and mark_left:
        # ", this" goes, and what parts it from the next stays.
        return Span(left - 1, end)
    if mark_left == "—" and left > line_start:
        return Span(len(text[: left - 1].rstrip(" \t")), end)
    if mark_right and mark_right in ",;，；、":
        right += 1
        return Span(start, right + len(text[right:line_end]) - len(text[right:line_end].lstrip(" \t")))
    if mark_right and mark_right in ".。!?" and (not mark_left or mark_left in ".。!?:：\n" or left <= line_start):
        right += 1
        return Span(start, right + len(text[right:line_end]) - len(text[right:line_end].lstrip(" \t")))
    if right >= line_end or (mark_right and mark_right in ".。!?):]"):
        return Span(left if left > line_start else start, end)
    return Span(start, right)


def _whole_lines(text: str, start: int, end: int) -> Span:
    """Lines with one of their line breaks; a line that stood alone between empty ones takes one of those along."""
    if end < len(text):
        end += 1
        if text[:start].endswith("\n\n") or start == 0:
            while text.startswith("\n", end):
                end += 1
        return Span(start, end)
    while start > 0 and text[start - 1].isspace():
        start -= 1
    return Span(start, end)
