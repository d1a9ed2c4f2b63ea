"""Words put right: tidied after a cut, made sentences, told without times.

All of it works on plain strings and knows neither shots nor engines. What it cannot say well it leaves as it was:
the creator's nouns are never exchanged for ours.
"""

from __future__ import annotations

import re
from functools import lru_cache

_GAPS = (
    (re.compile(r"\(\s*[,;]?\s*\)|\[\s*\]|\{\s*\}"), ""),
    (re.compile(r"[(\[]\s*$"), ""),
    (re.compile(r"[,;:]\s*(?=[)\]])"), ""),
    (re.compile(r"\s+"), " "),
    (re.compile(r" +([,;:.!?)\]])"), r"\1"),
    (re.compile(r"[,;:]\s*(?=—)"), " "),
    (re.compile(r"[,;:—–]\s*(?=[,;])"), ""),
    (re.compile(r"(?<=[,;(]) ?[,;—–]"), ""),
    (re.compile(r"\s*[,;:—–]+\s*(?=[.!?](?:\s|$))"), ""),
    (re.compile(r"([.!?。！？])(?:\s*[.。])+(?![.。])"), r"\1"),
    (re.compile(r"; (?=\()"), " "),
    (re.compile(r"(?<=[。！？])(?:\s*[。，、；])+|\s*[，、；](?=\s*[。！？；，、])"), ""),
)
_EDGES = " \t\n,;:—–|，、；"


def tidy(words: str) -> str:
    """The words without doubled spaces, stranded commas and empty brackets."""
    for pattern, by in _GAPS:
        words = pattern.sub(by, words)
    words = _plain(words.strip(_EDGES))
    return re.sub(r"^[.!?]\s+", "", words) if _LETTER.search(words) else ""


def neat(words: str) -> str:
    """Words from which nothing was taken: without the marks of a list and of Markdown around them."""
    words = " ".join(words.split()) if "\n" in words or "  " in words else words
    words = words.strip(_EDGES)
    words = _plain(words)
    return words if _LETTER.search(words) else ""


_LETTER = re.compile(r"\w")
_EMPHASIS = re.compile(r"(?<![\w*_`])[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?![\w*_`])")


def _plain(words: str) -> str:
    """The words without the marks of Markdown around some of them."""
    return _EMPHASIS.sub("", words).strip(" *_`") if "*" in words or "_" in words or "`" in words else words


def sentence(words: str) -> str:
    """The words as a sentence: a capital first, a full stop last."""
    words = words.strip()
    if not words:
        return ""
    words = capital(words)
    return (
        words
        if words[-1] in ".!?。！？…" or words.endswith(('."', '!"', '?"', ".”", "!”", "?”"))
        else f"{words.rstrip(',;:，；：')}{full_stop(words)}"
    )


def full_stop(words: str) -> str:
    """The full stop of the script that the words end in."""
    return "。" if _IDEOGRAPH.match(words[-1:]) else "."


_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def capital(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]


_SMALL = frozenset(
    "a an the his her their its she he they it we at in on as with from through under over no one two three four five "
    "soft hard warm cool slow slowly fast quiet faint distant close wide static single then subtle natural late early "
    "golden dust hand hands eyes face head camera another some both each every all low high deep bright dark wet dry "
    "old young small large tiny gentle light lights rain wind water sun sunlight steam smoke morning evening night "
    "medium extreme long push dolly locked handheld tracking overhead around behind above below inside outside "
    "first second third fourth last other next close-up over-the-shoulder aerial crane drone mid-shot eye-level".split()
)
"""First words that are no names, wherever they stand."""


_ADJECTIVES = ("ive", "ing", "ous", "ful", "less", "able", "ical")


def small(words: str, common: frozenset[str]) -> str:
    """The words with a small first letter, where the first word is one that the prompt writes small elsewhere."""
    first = re.match(r"[A-Z][a-z'’-]*", words)
    word = first.group().lower() if first else ""
    if word in _SMALL or word in common or (len(word) > 6 and word.endswith(_ADJECTIVES)):
        return words[0].lower() + words[1:]
    return words


_SENTENCE_END = re.compile(
    r"(?<=[.!?…])(?<!\b[A-Z]\.)(?<!\bvs\.)(?<!\bno\.)[\"”')\]]*\s+(?=[\"“'(\[]?[A-Z0-9À-ɏ]|$)|(?<=[。！？])"
)


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Offsets of the sentences between two offsets, without blanks at their ends."""
    out, at = [], start
    for match in _SENTENCE_END.finditer(text, start, end):
        out.append((at, match.end()))
        at = match.end()
    out.append((at, end))
    trimmed = []
    for a, b in out:
        piece = text[a:b]
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if right > left:
            trimmed.append((a + left, a + right))
    return trimmed


# ── times ──

NUMBER = r"\d+(?:[.,]\d+)?"
SECONDS = r"\s?-?(?:(?:seconds?|secs?|s)\b|秒)"
_CLOCK = r"\d{1,2}:\d{2}(?:\.\d+)?"
_T = rf"(?:{_CLOCK}|{NUMBER}{SECONDS})"
_LIST = rf"{_T}(?:\s*(?:,|and|&|,\s*and)\s*{_T})+"
_UNTIMED = (
    (
        re.compile(
            rf"\b(?:at|by|around)\s+(?:{NUMBER}\s*(?:,|and|&)\s*)*(?:{_LIST}|{NUMBER}\s*(?:and|&)\s*{_T})", re.I
        ),
        "",
    ),
    (re.compile(rf"[(\[]\s*(?:{_CLOCK}|{NUMBER}(?:{SECONDS})?)\s*(?:-|–|—|to)\s*{_T}\s*[)\]]", re.I), ""),
    (re.compile(rf"\b(?:for|during|over|in)?\s*(?:the\s+)?(?:first|opening)\s+{NUMBER}{SECONDS}", re.I), "at first"),
    (
        re.compile(rf"\b(?:for|during|over|in)?\s*(?:the\s+)?(?:final|last|closing)\s+{NUMBER}{SECONDS}", re.I),
        "at the end",
    ),
    (
        re.compile(
            rf"\b(?:from|between|at)?\s*(?:{_CLOCK}|{NUMBER}(?:{SECONDS})?)\s*(?:-|–|—|to|and|until)\s*{_T}(?:\s*:)?",
            re.I,
        ),
        "",
    ),
    (re.compile(rf"\b(?:at|by|around|near|from|after)\s+(?:the\s+)?{_T}(?:\s+mark)?", re.I), ""),
    (re.compile(rf"\b(?:until|till|to)\s+{_T}", re.I), ""),
    (re.compile(rf"[(\[]\s*{_T}\s*[)\]]", re.I), ""),
    (re.compile(rf"^{_T}\s*[:—–-]\s*", re.I), ""),
    (re.compile(rf"(?:^|(?<=[;.,:] )){_T}\s+(?=(?!later|long|of|before|after|into|apart|pause|in)[^\W\d_])", re.I), ""),
)


_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=1024)
def untimed(words: str) -> str:
    """The words without times on the clip's axis: order stays, moments go; lengths of other things are kept."""
    if _DIGIT.search(words) is None:
        return words
    kept = words
    for pattern, by in _UNTIMED:
        kept = pattern.sub(f"{by} " if by else "", kept)
    return tidy(kept) if kept != words else words


def closed(words: str) -> str:
    """The words with the bracket closed that was open where they were cut."""
    return f"{words})" if words.count("(") > words.count(")") else words


def number(value: float) -> str:
    """A time as it is written: 2, 1.5, 0.25."""
    return f"{round(value, 2):g}"


def clock(value: float, millis: bool = False) -> str:
    """A time as minutes and seconds: 00:02, or 00:03.500."""
    minutes, seconds = divmod(round(value, 3), 60)
    return f"{int(minutes):02d}:{seconds:06.3f}" if millis else f"{int(minutes):02d}:{int(seconds):02d}"


def like(written: str, value: float) -> str | None:
    """A time written as the old one was (its decimals, its clock), or None for a notation that is not ours to write."""
    if re.fullmatch(r"\d+", written):
        return number(round(value, 1))
    if match := re.fullmatch(r"\d*\.(\d+)", written):
        return f"{value:.{len(match[1])}f}"
    if match := re.fullmatch(r"(\d+):(\d\d)(\.\d+)?", written):
        minutes, seconds = divmod(value, 60)
        digits = len(match[3]) - 1 if match[3] else (0 if abs(seconds - round(seconds)) < 0.05 else 1)
        width = 3 + digits if digits else 2
        return f"{int(minutes):0{len(match[1])}d}:{seconds:0{width}.{digits}f}"
    return None
