"""A control with another value, in the notation of the old one."""

from __future__ import annotations

import math
import re

from ..errors import InputError
from ..shot import Control, Shot, Span
from . import say
from .change import Diff, written
from .edits import control_at, control_of, rewrite
from .notation import rewritten
from .retiming import retime, seconds_asked
from .say import split_path
from .sides import kind_of

_RANGES = {
    "mm": (1, 2000, "a focal length"),
    "f": (0.5, 128, "an f-number"),
    "K": (500, 40000, "a colour temperature"),
    "Hz": (1, 24000, "a frequency"),
    "LUFS": (-120, 0, "a level"),
    "deg": (-360, 360, "an angle"),
}
"""Unit -> least and greatest value that can be meant, and what it is."""


def set_control(shot: Shot, path: str, value: float | int | str) -> Diff:
    """The changes by which a control has another value, written as the old one was.

    Raises
    ------
    UnknownName : no control of this path
    InputError : a value that the control cannot have
    """
    if path == "seconds" or (control_of(shot, path) is None and split_path(path)[2] in {"start", "end", "at"}):
        return retime(shot, path, seconds_asked(path, value))
    control = control_at(shot, path)
    if control.unit == "s" and not isinstance(control.value, str):
        return retime(shot, path, seconds_asked(path, value))
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
