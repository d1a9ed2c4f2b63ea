"""Times moved: a start, an end, a boundary that two share, the length of the clip.

A text may state a time as itself, as a length, or in frames of a clip. So a new time is written as the old one was,
and the new text is read again: only what is then read as the time that was asked for is answered.
"""

from __future__ import annotations

import math
import re

from ..errors import BadTime, InputError, UnknownName
from ..shot import Control, Shot, Span
from . import say
from .change import Diff, written
from .edits import control_at, control_of, rewrite, rewritten_shot
from .notation import factor_of, rewritten
from .say import close, item_of, split_path
from .sides import kind_of

_TILED = ("beats", "grades", "moves", "lights")
"""Families in which one begins where the one before it ends."""


def retime(shot: Shot, path: str, seconds: float) -> Diff:
    """The changes by which a time is another: a start, an end, a moment, the length of the clip.

    A boundary that two share (a beat ends where the next starts) moves for both. A path without a field ("cues[0]",
    "beats[2]") moves the whole thing and keeps its length; a beat only its start.

    Raises
    ------
    UnknownName : no control of this path
    BadTime : negative, beyond the clip, or an end before its start
    """
    new = seconds_asked(path, seconds)
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


def seconds_asked(path: str, seconds: object) -> float:
    """The time that was asked for; raises BadTime unless it is a number from 0 on."""
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
    if item is None or control_of(shot, path) or not control_of(shot, f"{family}[{number}].length"):
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
    old = _number_of(control)
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
        control = control_of(shot, f"{family}[{index}].length")
        if index == number or not touches or control is None:
            continue
        rest = _number_of(control) - longer
        if rest <= 0:
            raise BadTime(
                f"{family}[{number}].length: {longer:+g} s leaves {say.name_of(shot, family, index)} {rest:g} s, "
                f"more than 0 s was expected. Fix: change it by less than {_number_of(control):g} s."
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
    start, end = control_of(shot, f"{path}.start"), control_of(shot, f"{path}.end")
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
            if (found := control_of(shot, f"{family}[{number}].end")) is not None:
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
    for replacements in (plain, mirrored):
        if _reads(shot, replacements, path, targets, new):
            return rewrite(shot, replacements)
    place = next(iter(targets.values()))[0].where
    around = " ".join(shot.text[max(0, place.start - 24) : place.end + 12].split())
    raise InputError(
        f"{path}: the text states this time in a way that one number does not change ({around!r}), a time of its own "
        "was expected. Fix: write the time itself into the text, or change the length that it comes from."
    )


def _reads(
    shot: Shot,
    replacements: list[tuple[Span, str]],
    path: str,
    targets: dict[str, tuple[Control, float]],
    new: float,
) -> bool:
    """True if the new text is read with this time, at this path or at the place that was rewritten."""
    after = rewritten_shot(shot, replacements)
    family, number, field = split_path(path)
    if close(getattr(item_of(after, family, number), field.partition("[")[0], None), new):
        return True
    if (found := control_of(after, path)) is not None and _is(found, new):
        return True
    control, time = next(iter(targets.values()))
    moved = sum(len(words) - (where.end - where.start) for where, words in replacements if where < control.where)
    at = control.where.start + moved
    return any(c.where.start <= at <= c.where.end and c.unit == control.unit and _is(c, time) for c in after.controls)


def _is(control: Control, new: float) -> bool:
    return close(_number_of(control), new)


def _number_of(control: Control) -> float:
    """The control's value; of a setting that is kept in words ("8s") the number in it."""
    if not isinstance(control.value, str):
        return float(control.value)
    found = re.search(r"\d+(?:\.\d+)?", control.value)
    return float(found.group()) if found else 0.0


def _retold(shot: Shot, control: Control, new: float) -> str | None:
    stated, value = control.where.of(shot.text), _number_of(control)
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
    return rewritten(stated, length, max(0.0, length - (new - _number_of(control))))


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
