"""A sound more, written like the others: in their line, their list or their record, and in their notation."""

from __future__ import annotations

import math
import re
from itertools import pairwise

from ..errors import BadTime, InputError
from ..shot import Cue, Shot, Span
from .change import Diff
from .edits import rewrite
from .notation import factor_of, rewritten

_UNIT = re.compile(r"\s*(?:seconds?|secs?|s\b|ms\b|frames?|秒)", re.I)
_SOUND_TITLE = re.compile(r"sound|audio|sfx|foley|音|声|sonido|klang|ton\b|son\b", re.I)
_TITLED = re.compile(r"(?m)^[^\w\n]{0,6}[^\n.,;:]{2,40}:?[*_]*[ \t]*$")
_BULLET = re.compile(r"[ \t]*(?:[-*•·–]|\d{1,3}[.)])[ \t]+")


def add_cue(
    shot: Shot,
    sound: str,
    at: float | None = None,
    *,
    start: float | None = None,
    end: float | None = None,
    lufs: float | None = None,
) -> Diff:
    """The changes by which a sound is heard that was not: at an instant, in a window, or throughout.

    Parameters
    ----------
    sound : in words; one line
    at : the moment [s], or
    start, end : its window [s]
    lufs : its level [LUFS]

    Raises
    ------
    BadTime : negative, beyond the clip, or an end before its start
    InputError : no sound, or more than a line of it; a level above 0 LUFS
    """
    words = " ".join(str(sound).split())
    if not words:
        raise InputError("add_cue: no sound was given, words were expected. Fix: name it, as in 'a distant bell'.")
    if at is not None and start is not None:
        raise InputError(f"add_cue: both at={at:g} and start={start:g} were given. Fix: give one of them.")
    begin = at if at is not None else start
    for time in (begin, end):
        _check(shot, time)
    if begin is not None and end is not None and end <= begin:
        raise BadTime(f"add_cue: ends at {end:g} s, after its start ({begin:g} s) was expected. Fix: swap the two.")
    if begin is None and end is not None:
        begin = 0.0
    if lufs is not None and not -120 <= lufs <= 0:
        raise InputError(f"add_cue: {lufs:g} LUFS was given, a level from -120 to 0 was expected. Fix: give -20.")
    model = _model(shot, begin, end)
    if model is None:
        return rewrite(shot, [_new_line(shot, words, begin, end, lufs)])
    line = _line(shot.text, model.where.start)
    for place in (_as_record, _as_line, _in_line):
        found = place(shot, model, line, words, begin, end, lufs)
        if found:
            return rewrite(shot, [found])
    return rewrite(shot, [_new_line(shot, words, begin, end, lufs)])


def _check(shot: Shot, time: float | None) -> None:
    if time is None:
        return
    if not math.isfinite(time) or time < 0:
        raise BadTime(f"add_cue: {time:g} s was asked for, a time from 0 s on was expected. Fix: give 0 or more.")
    if shot.seconds is not None and shot.seconds_from != "derived" and time > shot.seconds + 0.05:
        raise BadTime(
            f"add_cue: {time:g} s was asked for, a time within the clip ({shot.seconds:g} s) was expected. "
            f"Fix: give {shot.seconds:g} or less."
        )


def _model(shot: Shot, begin: float | None, end: float | None) -> Cue | None:
    """The cue that the new one is written like and beside: of the same shape, the last that starts before it."""
    usable = [c for c in shot.cues if c.place("sound") and c.kind != "silence"]
    timed = [c for c in usable if _says_when(shot.text, c)]
    if begin is None:
        return ([c for c in usable if c not in timed] or usable or [None])[-1]  # type: ignore[list-item]
    same = [c for c in timed if (c.place("end") is None) == (end is None)] or timed
    if not same:
        return usable[-1] if usable else None
    earlier = [c for c in same if c.start is not None and c.start <= begin]
    return max(earlier, key=lambda c: (c.start, c.where.start)) if earlier else min(same, key=lambda c: c.start or 0)


def _says_when(text: str, cue: Cue) -> bool:
    """True if the cue's own line says when; else its time is that of a heading or a beat."""
    sound, start = cue.place("sound"), cue.place("start")
    return bool(sound and start and "\n" not in text[min(sound.start, start.start) : max(sound.end, start.end)])


def _line(text: str, at: int) -> Span:
    end = text.find("\n", at)
    return Span(text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end)


def _time(shot: Shot, model: Cue, field: str, new: float) -> str:
    """A time as the model writes its own."""
    place = model.place(field) or model.place("start")
    if place is None:
        return f"{new:g}"
    stated = place.of(shot.text)
    value = (model.end if field == "end" and model.place("end") else model.start) or 0.0
    factor = factor_of(stated, value)
    if factor is None:
        near = [c for c in shot.cues if c.start and c.place("start")]
        factor = next((f for c in near if (f := factor_of(c.place("start").of(shot.text), c.start or 0.0))), None)  # type: ignore[union-attr]
    return rewritten(stated, value, new, factor) or f"{new:g}"


def _before(model: Cue, begin: float | None) -> bool:
    """True if the new cue goes before the model, which is the first and starts later."""
    return begin is not None and model.start is not None and begin < model.start


def _as_record(
    shot: Shot, model: Cue, line: Span, words: str, begin: float | None, end: float | None, lufs: float | None
) -> tuple[Span, str] | None:
    """The model's JSON object once more, with the new values."""
    text = shot.text
    if not text.lstrip().startswith(("{", "[")):
        return None
    left = text.rfind("{", 0, model.where.end)
    right = text.find("}", model.where.start)
    if left < 0 or right < 0 or "}" in text[left : model.where.start] or "{" in text[left + 1 : right]:
        return None
    record = Span(left, right + 1)
    if sum(record.holds(c.where) for c in shot.cues) != 1:
        return None
    said = _substituted(shot, model, record, words, begin, end, lufs)
    gap = re.search(r",(\s*)$", text[:left]) or re.match(r"\s*,(\s*)", text[right + 1 :])
    space = gap.group(1) if gap else "\n" + " " * (left - _line(text, left).start) if "\n" in text[:left] else " "
    if _before(model, begin):
        return Span(left, left), f"{said},{space}"
    return Span(right + 1, right + 1), f",{space}{said}"


def _substituted(
    shot: Shot, model: Cue, within: Span, words: str, begin: float | None, end: float | None, lufs: float | None
) -> str:
    """The stretch with the model's values replaced."""
    new: list[tuple[Span, str]] = []
    for name, place in model.places:
        if not within.holds(place):
            continue
        if name == "sound":
            new.append((place, words))
        elif name == "start" and begin is not None:
            new.append((place, _time(shot, model, "start", begin)))
        elif name == "end" and end is not None:
            new.append((place, _time(shot, model, "end", end)))
        elif name == "lufs" and lufs is not None:
            new.append((place, f"{lufs:g}"))
    at, parts = within.start, []
    for place, said in sorted(new):
        if place.start >= at:
            parts += [shot.text[at : place.start], said]
            at = place.end
    return "".join([*parts, shot.text[at : within.end]])


def _as_line(
    shot: Shot, model: Cue, line: Span, words: str, begin: float | None, end: float | None, lufs: float | None
) -> tuple[Span, str] | None:
    """A line of its own, beside the line that the model has to itself."""
    text = shot.text
    here = [c for c in shot.cues if line.holds(c.where)]
    head = text[line.start : min(p.start for p in _fields(model, line))] if _fields(model, line) else ""
    table = head.lstrip().startswith("|")
    bullet = _BULLET.match(head)
    if not table and not bullet and (len(here) > 1 or len(head.strip()) > 2):
        return None
    if table:
        said = _substituted(shot, model, line, words, begin, end, lufs)
    else:
        said = (bullet.group() if bullet else head) + _said(shot, model, words, begin, end, lufs)
        if text[: line.end].endswith(".") and len(here) == 1:
            said += "."
    # Lines that stand between empty ones keep their distance.
    apart = not bullet and text[: line.start].endswith("\n\n") and text.startswith("\n\n", line.end)
    gap = "\n\n" if apart else "\n"
    if _before(model, begin):
        return Span(line.start, line.start), said + gap
    return Span(line.end, line.end), gap + said


def _fields(model: Cue, line: Span) -> list[Span]:
    return [place for _, place in model.places if line.holds(place)]


def _said(shot: Shot, model: Cue, words: str, begin: float | None, end: float | None, lufs: float | None) -> str:
    """The cue in the order and with the connectives of the model: "2.50s: a bell", "a bell at 2.5 seconds"."""
    text = shot.text
    sound, start, until = model.place("sound"), model.place("start"), model.place("end")
    level = f" ({lufs:g} LUFS)" if lufs is not None else ""
    if begin is None or sound is None:
        return words + level
    if start is None:
        time = f"{begin:g}-{end:g} s" if end is not None else f"{begin:g} s"
        return f"{words} {'from' if end is not None else 'at'} {time}{level}"
    last = until or start
    unit = _UNIT.match(text, last.end)
    tail = unit.group() if unit else ""
    if tail.endswith("econd") and (end or begin) != 1:
        tail += "s"
    if end is not None:
        between = text[start.end : until.start] if until else "-"
        time = _time(shot, model, "start", begin) + between + _time(shot, model, "end", end) + tail
    else:
        time = _time(shot, model, "start", begin) + tail
    if start.start < sound.start:
        link = text[last.end + len(unit.group() if unit else "") : sound.start]
        opening = re.search(r"[(\[]$", text[max(0, start.start - 1) : start.start])
        lead = opening.group() if opening else ""
        return f"{lead}{time}{link if len(link) <= 6 and not link[:1].isalnum() else ': '}{words}{level}"
    link = text[sound.end : start.start]
    if len(link) > 8 or "\n" in link:
        link = " from " if end is not None else " at "
    elif end is not None and link.strip() == "at":
        link = link.replace("at", "from")
    closing = re.match(r"[)\]]", text[last.end + len(unit.group() if unit else "") :]) if link[-1:] in "([" else None
    return f"{words}{link}{time}{closing.group() if closing else ''}{level}"


def _in_line(
    shot: Shot, model: Cue, line: Span, words: str, begin: float | None, end: float | None, lufs: float | None
) -> tuple[Span, str]:
    """One clause more in the line of the model."""
    text = shot.text
    here = sorted((c for c in shot.cues if line.holds(c.where)), key=lambda c: c.where.start)
    gaps = [text[a.where.end : b.where.start] for a, b in pairwise(here)]
    found = next((m.group() for gap in gaps if (m := re.search(r"[;,、，；]\s*$", gap))), "; " if ";" in text else ", ")
    said = _said(shot, model, words, begin, end, lufs)
    if _before(model, begin):
        return Span(model.where.start, model.where.start), said + found
    close = model.where.end
    if text.count("(", model.where.start, close) > text.count(")", model.where.start, close):
        close = text.find(")", close) + 1 or close
    unit = _UNIT.match(text, close)
    close = unit.end() if unit and text[close - 1 : close].isdigit() else close
    return Span(close, close), found + said


def _new_line(shot: Shot, words: str, begin: float | None, end: float | None, lufs: float | None) -> tuple[Span, str]:
    """A line for the first sound: under the title of the sound section, or at the end of the prompt."""
    text = shot.text
    window = f" from {begin:g} to {end:g} s" if end is not None else f" at {begin:g} s" if begin is not None else ""
    said = f"{words}{window}" + (f" ({lufs:g} LUFS)" if lufs is not None else "")
    titles = [m for m in _TITLED.finditer(text, shot.prompt.start, shot.prompt.end) if _SOUND_TITLE.search(m.group())]
    if titles:
        close = titles[-1].end()
        for row in text[close : shot.prompt.end].split("\n")[1:]:
            if not row.strip():
                break
            close += 1 + len(row.rstrip())
        last = text[text.rfind("\n", 0, close) + 1 : close]
        bullet = _BULLET.match(last)
        return Span(close, close), f"\n{bullet.group() if bullet else '- '}{said}"
    close = shot.prompt.start + len(shot.words.rstrip())
    lead = "" if close == shot.prompt.start else "\n"
    return Span(close, close), f"{lead}Sound: {said}."
