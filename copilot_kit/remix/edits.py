"""Edits by path: a new time, a new value, something less, a sound more.

An edit rewrites a few characters of the text, in the notation in which they stand, and asks `changes` what that did.
So what it answers is never a promise: it is what a reader of the new text finds, and it can be taken, refused
or joined with others like any other change.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from difflib import get_close_matches

from ..errors import BadTime, InputError, UnknownName
from ..shot import Control, Shot, Span
from . import say
from .change import Diff, reread, written
from .differ import changes
from .notation import factor_of, rewritten
from .say import close, item_of, split_path
from .sides import kind_of

_TILED = ("beats", "grades", "moves", "lights")
"""Families in which one begins where the one before it ends."""

_RANGES = {
    "mm": (1, 2000, "a focal length"),
    "f": (0.5, 128, "an f-number"),
    "K": (500, 40000, "a colour temperature"),
    "Hz": (1, 24000, "a frequency"),
    "LUFS": (-120, 0, "a level"),
    "deg": (-360, 360, "an angle"),
}
"""Unit -> least and greatest value that can be meant, and what it is."""


def rewrite(shot: Shot, replacements: Iterable[tuple[Span, str]]) -> Diff:
    """The changes that come of these replacements in the text."""
    at, parts = 0, []
    for where, words in sorted(replacements):
        if where.start < at:
            continue
        parts += [shot.text[at : where.start], words]
        at = where.end
    return changes(shot, reread(shot, "".join([*parts, shot.text[at:]])))


def control_at(shot: Shot, path: str) -> Control:
    """The control of that path.

    Raises
    ------
    UnknownName : there is none; lists the near ones.
    """
    found = next((c for c in shot.controls if c.path == path), None)
    if found is None:
        raise UnknownName("control", path, _near(shot, path), _hint(shot, path))
    return found


def _near(shot: Shot, path: str) -> list[str]:
    paths = [c.path for c in shot.controls]
    family = split_path(str(path))[0]
    near = [p for p in paths if split_path(p)[0] == family]
    return near or get_close_matches(str(path), paths, n=12, cutoff=0.4) or paths


def _hint(shot: Shot, path: str) -> str:
    family, number, field = split_path(str(path))
    if number is not None and item_of(shot, family, number) is not None and field:
        return f"{path} is not stated in the text by itself; choose one that is"
    return ""


# -- times


def retime(shot: Shot, path: str, seconds: float) -> Diff:
    """The changes by which a time is another: a start, an end, a moment, the length of the clip.

    A boundary that two share (a beat ends where the next starts) moves for both. A path without a field ("cues[0]",
    "beats[2]") moves the whole thing and keeps its length; a beat only its start.

    Raises
    ------
    UnknownName : no control of this path
    BadTime : negative, beyond the clip, or an end before its start
    """
    new = _seconds(path, seconds)
    family, number, field = split_path(path)
    if path == "seconds" and not any(c.path == path for c in shot.controls):
        return _retime_length(shot, new)
    if number is not None and not field:
        return _retime_whole(shot, path, family, number, new)
    if (length := _as_length(shot, path, new)) is not None:
        return retime(shot, f"{family}[{number}].length", length)
    control = _boundary_control(shot, path)
    if control.unit != "s":
        raise InputError(
            f"{path}: is {written(control.value, control.unit)}, a time was expected. "
            f"Fix: use set(shot, {path!r}, value)."
        )
    if family in {"seconds", "settings"}:
        return _retime_length(shot, new, control)
    return _proved(shot, path, new, _time_targets(shot, control, new))


def _seconds(path: str, seconds: object) -> float:
    try:
        new = float(seconds)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise BadTime(f"{path}: {seconds!r} was asked for, a number of seconds was expected. Fix: give 2.5.") from None
    if not math.isfinite(new) or new < 0:
        raise BadTime(f"{path}: {new:g} s was asked for, a time from 0 s on was expected. Fix: give 0 or more.")
    return new


def _as_length(shot: Shot, path: str, new: float) -> float | None:
    """The length that puts a start or an end at this time, where the text states a length: "the final 1.5 seconds"."""
    family, number, field = split_path(path)
    item = item_of(shot, family, number)
    if item is None or _stated(shot, path) or not _stated(shot, f"{family}[{number}].length"):
        return None
    start, end = getattr(item, "start", None), getattr(item, "end", None)
    if field not in {"start", "end"} or start is None or end is None:
        return None
    _check_order(shot, family, number, field, new, path)
    return round(end - new if field == "start" else new - start, 6)


def _boundary_control(shot: Shot, path: str) -> Control:
    """The control of a time, or of the same boundary where the neighbour states it."""
    family, number, field = split_path(path)
    item = item_of(shot, family, number)
    if any(c.path == path for c in shot.controls) or item is None or field not in {"start", "end"}:
        return control_at(shot, path)
    time = getattr(item, field, None)
    other = "end" if field == "start" else "start"
    for index, neighbour in enumerate(getattr(shot, family)):
        if index != number and close(getattr(neighbour, other, None), time):
            twin = f"{family}[{index}].{other}"
            if any(c.path == twin for c in shot.controls):
                return control_at(shot, twin)
    return control_at(shot, path)


def _time_targets(shot: Shot, control: Control, new: float) -> dict[str, tuple[Control, float]]:
    """Path -> control and new time: the control itself, its other mentions, and the neighbours that touch it."""
    family, number, field = split_path(control.path)
    plain = re.sub(r"\[\d+\]$", "", field)
    old = float(control.value)
    targets = {control.path: (control, new)}
    by_path = {c.path: c for c in shot.controls}
    for path, other in by_path.items():
        if path != control.path and kind_of(path) == kind_of(control.path) and split_path(path)[1] == number:
            targets[path] = (other, new)
    if plain == "length":
        targets |= _length_targets(shot, family, number or 0, new - old)
        return targets
    _check_order(shot, family, number, plain, new, control.path)
    if family in _TILED and plain in {"start", "end"}:
        twin = "end" if plain == "start" else "start"
        for index, item in enumerate(getattr(shot, family)):
            if index == number or not close(getattr(item, twin), old):
                continue
            _check_order(shot, family, index, twin, new, control.path)
            if (found := by_path.get(f"{family}[{index}].{twin}")) is not None:
                targets[found.path] = (found, new)
    return targets


def _length_targets(shot: Shot, family: str, number: int, longer: float) -> dict[str, tuple[Control, float]]:
    """The neighbour that becomes shorter when this one becomes longer: both share the clip."""
    item = item_of(shot, family, number)
    to_the_end = shot.seconds is not None and close(getattr(item, "end", None), shot.seconds)
    for index, other in enumerate(getattr(shot, family)):
        touches = close(other.end, item.start) if to_the_end else close(other.start, item.end)  # type: ignore[union-attr]
        control = _stated(shot, f"{family}[{index}].length")
        if index == number or not touches or control is None:
            continue
        rest = float(control.value) - longer
        if rest <= 0:
            raise BadTime(
                f"{family}[{number}].length: {longer:+g} s leaves {say.name_of(shot, family, index)} {rest:g} s, "
                f"more than 0 s was expected. Fix: change it by less than {float(control.value):g} s."
            )
        return {control.path: (control, rest)}
    return {}


def _check_order(shot: Shot, family: str, number: int | None, field: str, new: float, path: str) -> None:
    """Raises BadTime unless the start stays before the end, and both within the clip."""
    item = item_of(shot, family, number)
    length = shot.seconds
    fixed = shot.seconds_from != "derived" or (family not in _TILED and bool(shot.beats))
    if length is not None and fixed and new > length + 0.05:
        raise BadTime(
            f"{path}: {new:g} s was asked for, a time within the clip ({length:g} s) was expected. "
            f"Fix: give {length:g} or less, or make the clip longer first with retime(shot, 'seconds', {new:g})."
        )
    if item is None or number is None:
        return
    start, end = getattr(item, "start", None), getattr(item, "end", None)
    name = say.name_of(shot, family, number)
    if field == "start" and end is not None and new >= end:
        raise BadTime(
            f"{path}: {new:g} s was asked for, a time before {name} ends ({end:g} s) was expected. "
            f"Fix: give less than {end:g}, or move that end first."
        )
    if field == "end" and start is not None and new <= start:
        raise BadTime(
            f"{path}: {new:g} s was asked for, a time after {name} starts ({start:g} s) was expected. "
            f"Fix: give more than {start:g}, or move that start first."
        )


def _retime_whole(shot: Shot, path: str, family: str, number: int, new: float) -> Diff:
    item = item_of(shot, family, number)
    if item is None:
        control_at(shot, path)
    if family == "events":
        return retime(shot, f"{path}.at", new)
    if family == "beats" or getattr(item, "end", None) is None:
        return retime(shot, f"{path}.start", new)
    start, end = _stated(shot, f"{path}.start"), _stated(shot, f"{path}.end")
    if start is None:
        control_at(shot, f"{path}.start")
        raise AssertionError("unreachable")
    late = new + item.end - item.start  # type: ignore[union-attr]
    if shot.seconds is not None and shot.seconds_from != "derived" and late > shot.seconds + 0.05:
        raise BadTime(
            f"{path}: would then end at {late:g} s, a time within the clip ({shot.seconds:g} s) was expected. "
            f"Fix: give {max(0.0, new - late + shot.seconds):g} or less, or move its end first."
        )
    targets = {start.path: (start, new)}
    if end is not None:
        targets[end.path] = (end, late)
    return _proved(shot, start.path, new, targets)


def _stated(shot: Shot, path: str) -> Control | None:
    return next((c for c in shot.controls if c.path == path), None)


def _retime_length(shot: Shot, new: float, control: Control | None = None) -> Diff:
    """The clip is as long as asked; what ended at its end still does."""
    if new <= 0:
        raise BadTime(f"seconds: {new:g} s was asked for, a length above 0 s was expected. Fix: give 4, 8 or 12.")
    old = shot.seconds
    targets = {control.path: (control, new)} if control else {}
    for path, other in ((c.path, c) for c in shot.controls):
        if path == "seconds" or (path.startswith("settings.") and split_path(path)[2] in {"seconds", "duration"}):
            targets[path] = (other, new)
    for family in ("beats", "grades", "moves", "lights", "cues"):
        for number, item in enumerate(getattr(shot, family)):
            start, end = getattr(item, "start", None), getattr(item, "end", None)
            if end is None or old is None or not (close(end, old) or end > new + 0.05):
                if start is not None and start >= new and family != "lights":
                    raise _too_short(shot, family, number, start, new)
                continue
            if start is not None and start >= new:
                raise _too_short(shot, family, number, start, new)
            if (found := _stated(shot, f"{family}[{number}].end")) is not None:
                targets[found.path] = (found, new)
    if not targets:
        raise UnknownName("control", "seconds", [c.path for c in shot.controls if c.unit == "s"])
    return _proved(shot, next(iter(targets)), new, targets)


def _too_short(shot: Shot, family: str, number: int, start: float, new: float) -> BadTime:
    name = say.name_of(shot, family, number)
    return BadTime(
        f"seconds: {new:g} s was asked for, but {name} starts at {start:g} s. "
        f"Fix: give more than {start:g}, or remove {family}[{number}] first."
    )


def _proved(shot: Shot, path: str, new: float, targets: dict[str, tuple[Control, float]]) -> Diff:
    """The changes that make these times so, as a reader of the new text finds them."""
    plain, mirrored = [], []
    for control, time in targets.values():
        said = _retold(shot, control, time)
        if said is None:
            raise InputError(
                f"{control.path}: {control.where.of(shot.text)!r} holds no number, a time in digits was expected. "
                f"Fix: write the time in digits first, with set(shot, {control.path!r}, ...)."
            )
        plain.append((control.where, said))
        mirrored.append((control.where, _mirrored(shot, control, time) or said))
    diff = rewrite(shot, plain)
    if _reads(shot, plain, path, new) or not _reads(shot, mirrored, path, new):
        return diff
    return rewrite(shot, mirrored)


def _reads(shot: Shot, replacements: list[tuple[Span, str]], path: str, new: float) -> bool:
    """True if the new text is read with this time at this path."""
    after = _after(shot, replacements)
    family, number, field = split_path(path)
    found = _stated(after, path)
    if found is not None:
        return close(float(found.value), new) if not isinstance(found.value, str) else False
    return close(getattr(item_of(after, family, number), field, None), new)


def _after(shot: Shot, replacements: list[tuple[Span, str]]) -> Shot:
    at, parts = 0, []
    for where, words in sorted(replacements):
        parts += [shot.text[at : where.start], words]
        at = where.end
    return reread(shot, "".join([*parts, shot.text[at:]]))


def _retold(shot: Shot, control: Control, new: float) -> str | None:
    stated, value = control.where.of(shot.text), float(control.value)
    factor = factor_of(stated, value)
    if factor is None:
        factor = _factor_nearby(shot, control)
    return rewritten(stated, value, new, factor, _fps(shot), keep_places=control.unit == "s")


def _mirrored(shot: Shot, control: Control, new: float) -> str | None:
    """The number that grows when the time shrinks: "final 1.5 seconds" of a move that starts earlier."""
    stated = control.where.of(shot.text)
    number = re.search(r"\d+(?:\.\d+)?", stated)
    if not number:
        return None
    length = float(number.group())
    return rewritten(stated, length, max(0.0, length - (new - float(control.value))))


def _factor_nearby(shot: Shot, control: Control) -> float | None:
    """The factor of the nearest other time of its kind: a 0 does not show whether it counts frames."""
    others = sorted(
        (abs(c.where.start - control.where.start), factor)
        for c in shot.controls
        if c.unit == control.unit and not isinstance(c.value, str) and c is not control
        and (factor := factor_of(c.where.of(shot.text), float(c.value))) is not None
    )  # fmt: skip
    return others[0][1] if others else None


def _fps(shot: Shot) -> float:
    for setting in shot.settings:
        if setting.name == "fps" and (found := re.search(r"\d+(?:\.\d+)?", setting.value)) and float(found.group()):
            return float(found.group())
    return 24.0


# -- values


def set_control(shot: Shot, path: str, value: float | int | str) -> Diff:
    """The changes by which a control has another value, written as the old one was.

    Raises
    ------
    UnknownName : no control of this path
    InputError : a value that the control cannot have
    """
    if path == "seconds" or (_stated(shot, path) is None and split_path(path)[2] in {"start", "end", "at"}):
        return retime(shot, path, _seconds(path, value))
    control = control_at(shot, path)
    if control.unit == "s" and not isinstance(control.value, str):
        return retime(shot, path, _seconds(path, value))
    if isinstance(control.value, str):
        words = str(value)
        if not words.strip():
            raise InputError(f"{path}: nothing was given, words were expected. Fix: use remove(shot, {path!r}).")
        return rewrite(shot, [(control.where, _fitted(shot, control, words))])
    return rewrite(shot, [_number_edit(shot, control, _number(control, value))])


def _number(control: Control, value: object) -> float:
    found = re.search(r"[-−]?\d+(?:\.\d+)?", str(value))
    try:
        number = float(found.group().replace("−", "-")) if isinstance(value, str) and found else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    least, most, what = _RANGES.get(control.unit, (-math.inf, math.inf, "a number"))
    if not (math.isfinite(number) and least <= number <= most):
        bounds = f" from {written(least, control.unit)} to {written(most, control.unit)}" if least > -math.inf else ""
        raise InputError(
            f"{control.path}: {value!r} was given, {what}{bounds} was expected. "
            f"Fix: give a number, as in {written(control.value, control.unit)}."
        )
    return number


def _number_edit(shot: Shot, control: Control, new: float) -> tuple[Span, str]:
    stated = control.where.of(shot.text)
    value = float(control.value)
    said = rewritten(stated, value, new, keep_places=False)
    if said is None:
        said = f"{new:g}"
    where = control.where
    if (value < 0) != (new < 0) and (mark := re.search(r"[-−–]\s*(?=\d)", said)):
        said = said[: mark.start()] + said[mark.end() :]
    elif value >= 0 > new:
        said = f"-{said}"
    return where, said


def _fitted(shot: Shot, control: Control, words: str) -> str:
    """The words as they would be written in the place of the old ones: an id as words, capitals as they were."""
    stated = control.where.of(shot.text)
    if kind_of(control.path).startswith(("camera.", "moves.", "light")) and re.fullmatch(r"[a-z]+(?:_[a-z]+)*", words):
        words = words.replace("close_up", "close-up").replace("eye_level", "eye-level")
        words = say.move_words(words)
    if stated[:1].isupper() and words[:1].islower():
        words = words[0].upper() + words[1:]
    elif stated[:1].islower() and words[:1].isupper() and words[1:2].islower():
        words = words[0].lower() + words[1:]
    return words
