"""A text's plain twin: the same length, easier to match.

Every pattern of reading runs over the twin, and every offset found there is an offset in the text itself.
Lower case, one kind of digit, one kind of space and one short dash: a notation is then written once and not
once for each keyboard. The em dash stays, because prompts use it to divide and the short ones to join.
"""

from __future__ import annotations

import re

_DIGITS = {
    base + digit: str(digit)
    for base in (0x660, 0x6F0, 0x966, 0xFF10)  # Arabic-Indic, Persian, Devanagari, full width
    for digit in range(10)
}
_SIGNS = {
    ord(char): plain
    for plain, chars in {
        "-": "\u2010\u2011\u2012\u2013\u2212\uff0d\u301c\uff5e~",
        "\u2014": "\u2015\u2e3a",
        " ": "\t\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\x0b\x0c",
        "\n": "\x85\u2028\u2029",
        "'": "\u2018\u2019\u02bc\uff07",
        ":": "\uff1a",
        ",": "\uff0c\u3001\u060c",
        ".": "\uff0e\u3002",
        ";": "\uff1b\u061b",
        "(": "\uff08",
        ")": "\uff09",
        "[": "\u3010\u3014\uff3b",
        "]": "\u3011\u3015\uff3d",
        "%": "\uff05",
        "+": "\uff0b",
        "=": "\uff1d",
        "|": "\uff5c",
        "/": "\uff0f",
        "!": "\uff01",
        "?": "\uff1f",
        "f": "\u0192",
    }.items()
    for char in chars
}
_FOLDS = _DIGITS | _SIGNS


_FOLDED = re.compile(f"[{re.escape(''.join(map(chr, _FOLDS)))}]")


def _plain(match: re.Match[str]) -> str:
    if match[0] == "\u3002" and match.string[match.end() : match.end() + 1].isdecimal():
        return ";"  # a full stop that touches the next number is no decimal point
    return _FOLDS[ord(match[0])]


def fold(text: str) -> str:
    """The text in lower case and plain signs, character for character."""
    flat = text.lower()
    if len(flat) != len(text):  # a few capitals grow when lowered
        flat = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    flat = flat.replace("\r\n", " \n").replace("\r", "\n").replace("\t", " ").replace("~", "-")
    return flat if flat.isascii() else _FOLDED.sub(_plain, flat)
