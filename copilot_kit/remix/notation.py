"""Numbers rewritten in the notation in which they stand.

`2.50` stays two decimals, `00:02` stays a clock, `48` frames stay frames, `三` stays a numeral: the text that states
a value shows how to state another. How its number relates to its value (seconds, milliseconds, frames, minutes) is
not looked up but measured, on the value that the reader took from it.
"""

from __future__ import annotations

import re

_CLOCK = re.compile(r"\d+(?::\d{2})+(?:[.,;:]\d+)?")
_NUMBER = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|[.,]\d+")
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_WIDE = str.maketrans("０１２３４５６７８９．：", "0123456789.:")
_TO_WIDE = str.maketrans("0123456789.:", "０１２３４５６７８９．：")


def rewritten(
    stated: str, value: float, new: float, factor: float | None = None, fps: float = 24.0, keep_places: bool = True
) -> str | None:
    """`stated`, which says `value`, as it would say `new`; None if it holds no number to rewrite.

    factor   number in the text / value, for a text that cannot show it (a zero)
    fps      frames in a second, for time codes
    keep_places   a time keeps its decimals (2.5 becomes 3.0), a lens does not (f/2.8 becomes f/4)
    """
    plain = stated.translate(_WIDE)
    clock = _CLOCK.search(plain)
    if clock:
        core, said = clock, _clock(clock.group(), value, new, fps)
    elif number := _NUMBER.search(plain):
        core, said = number, _number(number.group(), value, new, factor, keep_places)
    else:
        return _in_words(stated, new)
    if plain != stated:
        said = said.translate(_TO_WIDE)
    return stated[: core.start()] + said + stated[core.end() :]


def factor_of(stated: str, value: float) -> float | None:
    """What the number in the text must be multiplied from: 24 for "48" frames that are 2 s; None for a zero."""
    number = _NUMBER.search(stated.translate(_WIDE))
    if _CLOCK.search(stated) or not number or abs(value) < 1e-9:
        return None
    return _float(number.group(), value) / abs(value)


def _float(digits: str, value: float) -> float:
    """The number meant; a comma may part thousands or decimals, whichever gives the value."""
    if "," in digits:
        whole = float(digits.replace(",", ""))
        if abs(whole - abs(value)) < 1e-6 or digits.count(",") > 1 or "." in digits:
            return whole
    return float(digits.replace(",", "."))


def _number(digits: str, value: float, new: float, factor: float | None, keep_places: bool) -> str:
    number = _float(digits, value)
    if abs(value) > 1e-9:
        factor = number / abs(value)
    said = abs(new) * (1.0 if factor is None or abs(factor - 1) < 1e-6 or factor == 0 else factor)
    mark = "," if re.fullmatch(r"\d*,\d+", digits) and abs(float(digits.replace(",", ".")) - number) < 1e-9 else "."
    places = len(digits.rpartition(mark)[2]) if mark in digits else 0
    whole_units = factor is not None and factor > 1.5 and not places
    said = round(said) if whole_units else round(said, 3)
    places = max(places if keep_places else 0, len(f"{said:.3f}".rstrip("0").partition(".")[2]))
    text = f"{said:.{places}f}"
    if "," in digits and mark == ".":
        text = f"{said:,.{places}f}"
    if digits.startswith("0") and digits.isdigit() and len(digits) > 1:
        text = text.zfill(len(digits))
    return text.replace(".", mark) if mark == "," else text


def _clock(clock: str, value: float, new: float, fps: float) -> str:
    """The time code with as many fields as it had: minutes and seconds, hours, frames or fractions."""
    found = re.fullmatch(r"(\d+(?::\d{2})+?)(?:([.,;:])(\d+))?", clock)
    fields = clock.split(":")
    tail_mark, tail = ("", "")
    if found and found[2] and (found[2] != ":" or len(fields) == 4):
        tail_mark, tail = found[2], found[3]
        fields = found[1].split(":")
    if len(fields) == 4:
        fields, tail_mark, tail = fields[:3], ":", fields[3]
    frames = tail_mark in {":", ";"}
    whole, rest = divmod(round(new, 3), 1)
    if frames:
        count = int(tail)
        fraction = value % 1
        if count and fraction > 1e-6:
            fps = round(count / fraction, 3)
        frame = round(rest * fps)
        if frame >= round(fps):
            whole, frame = whole + 1, 0
        said_tail = f"{tail_mark}{frame:0{len(tail)}d}"
    else:
        places = max(len(tail), len(f"{rest:.3f}".rstrip("0").partition(".")[2]))
        mark = tail_mark or "."
        said_tail = mark + f"{rest:.{places}f}"[2:] if places else ""
    left = int(whole)
    parts = []
    for width in [len(f) for f in reversed(fields)][:-1]:
        left, part = divmod(left, 60)
        parts.append(f"{part:0{width}d}")
    parts.append(f"{left:0{len(fields[0])}d}")
    return ":".join(reversed(parts)) + said_tail


def _in_words(stated: str, new: float) -> str | None:
    """A number in words or numerals; one that has no word is written in digits."""
    for word in sorted(_WORDS, key=len, reverse=True):
        found = re.search(rf"(?i)\b{word}(?: and a half)?\b", stated)
        if found:
            whole = new == int(new) and new < len(_WORDS)
            said = _WORDS[int(new)] if whole else f"{new:g}"
            if new - int(new) == 0.5 and 1 <= new < len(_WORDS):
                said = f"{_WORDS[int(new)]} and a half"
            if found.group()[0].isupper():
                said = said[0].upper() + said[1:]
            return stated[: found.start()] + said + stated[found.end() :]
    found = re.search("[一二两三四五六七八九十]", stated)
    if not found:
        return None
    numerals = {n: c for c, n in _NUMERALS.items() if c != "两"}
    said = "两" if new == 2 and found.group() == "两" else numerals.get(int(new), "") if new == int(new) else ""
    return stated[: found.start()] + (said or f"{new:g}") + stated[found.end() :]
