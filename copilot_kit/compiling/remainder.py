"""The remainder: words and numbers of the prompt that are nowhere in the job and in no line of the loss report.

Controls are looked after in `account`; this looks at the text itself, so that what no reading has named cannot
disappear either. Labels, keys of a record and words that only join are no picture and may go.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ..shot import Shot, Span
from . import fields
from .plan import CLIP, seconds_of
from .script import Script
from .wording import sentences

_TOKEN = re.compile(r"\d{1,2}:\d\d(?:\.\d+)?(?![\w:])|\d+(?:[.,]\d+)?|[^\W\d_]+")
_JOINS = frozenset(
    "the and from until till for over during between with then second seconds sec secs one two three four five six "
    "seven eight nine ten first final last into also plus are was has but not nor any all per via that this its "
    "sin ohne kein keine keinen sans pas".split()
)
"""Words that join: they go and come as the sentences around them change."""
_KEY = re.compile(r'"[^"\n]*"\s*:')
_HEADED = re.compile(r"^[^\w\n]*|(?<=[.!?;|>*] )|(?<=[。；])", re.M)
_DENIES = re.compile(r"(?:不要|没有|避免|禁止|[无無勿])")


class Left(NamedTuple):
    """A place in the prompt, the words of it that are nowhere, and whether they are times only."""

    where: Span
    words: str
    times: bool


class Said:
    """All that a job says, in its text and beside it, laid out for looking words and numbers up."""

    def __init__(self, text: str, settings: Mapping[str, Any], lines: Iterable[str]) -> None:
        beside = " ".join(str(v) for v in settings.values())
        told = f"{text} {beside}".casefold()
        self.words = frozenset(re.findall(r"[^\W\d_]+", f"{told} {' '.join(lines).casefold()}"))
        self.numbers = frozenset(round(seconds_of(n), 2) for n in _TOKEN.findall(told) if n[0].isdigit())
        self._run = re.sub(r"[\W_]+", "", told)

    def holds(self, token: str) -> bool:
        """True for a word or a number that is said, and for a word that may go."""
        if token[0].isdigit():
            return round(seconds_of(token), 2) in self.numbers
        token = token.casefold()
        if token.isascii():
            return len(token) < 3 or token in _JOINS or token in self.words
        return token in self.words or _DENIES.sub("", token) in self._run


def left_over(shot: Shot, script: Script, said: Said, settled: Iterable[Span]) -> list[Left]:
    """What is nowhere, sentence by sentence; settled are places that are spoken for."""
    start, end = shot.prompt
    flat = _flat(shot, script, [*settled, *_labels(shot)])
    edits = sorted(e for e in script.edits if e[2] != CLIP)
    starts = [e[0] for e in edits]
    found = []
    for line in re.finditer(r"[^\n]+", flat[start:end]):
        for a, b in sentences(flat, start + line.start(), start + line.end()):
            tokens = list(_TOKEN.finditer(flat, a, b))
            gone = [t for t in tokens if not said.holds(t.group()) and not _edited(t, edits, starts, said)]
            if gone:
                found.append(
                    _told(shot.text, gone, sum(not said.holds(t.group()) for t in tokens), len(tokens), (a, b))
                )
    return found


def _told(text: str, gone: list[re.Match[str]], missing: int, total: int, sentence: tuple[int, int]) -> Left:
    """Most of a sentence is quoted whole, less of it word by word."""
    times = all(t.group()[0].isdigit() and _SECONDS.match(text, t.end()) for t in gone)
    where = Span(gone[0].start(), gone[-1].end())
    if missing > 0.6 * total:
        return Left(where, text[sentence[0] : sentence[1]], times)
    if times:
        return Left(
            where, ", ".join(dict.fromkeys(t.group() if ":" in t.group() else f"{t.group()} s" for t in gone)), True
        )
    return Left(where, ", ".join(dict.fromkeys(t.group() for t in gone)), False)


_SECONDS = re.compile(
    r"(?:\s*(?:,|and|to|until|-|–|—)\s*[\d:.]*\d)*\s*-?(?:s|secs?|seconds?)?(?!\w)|\s*(?:-|–|—|to)", re.I
)


def _edited(token: re.Match[str], edits: list[tuple[int, int, str]], starts: list[int], said: Said) -> bool:
    """True for a time that was written anew, and stands there as it is now."""
    at = bisect_right(starts, token.start()) - 1
    if at < 0 or edits[at][1] < token.end():
        return False
    return all(said.holds(t) for t in _TOKEN.findall(edits[at][2]))


def _flat(shot: Shot, script: Script, settled: Iterable[Span]) -> str:
    """The prompt with spaces where it is spoken for."""
    text = list(shot.text)
    for span in settled:
        text[span.start : span.end] = " " * (span.end - span.start)
    return "".join(text)


def _labels(shot: Shot) -> Iterable[Span]:
    """Keys of a record, headings, numbers of rows, and labels whose field the dialect has in its own way."""
    text, (start, end) = shot.text, shot.prompt
    if fields.RECORD.match(text, start, end):
        for key in _KEY.finditer(text, start, end):
            yield Span(*key.span())
        return
    for section in shot.sections:
        if (title := section.place("title")) is not None and fields.topic_of(title.of(text)):
            yield title
    for line in re.finditer(r"[^\n]+", text[start:end]):
        where = Span(start + line.start(), start + line.end())
        if fields.RULE.fullmatch(text, *where) or ("|" in line.group() and fields.RULED.match(text, where.end)):
            yield where
    for head in _HEADED.finditer(text, start, end):
        label = fields.LABEL.match(text, head.end(), end)
        if label is None:
            continue
        name = label["label"].strip(" *_")
        if fields.topic_of(name) or fields.SILENT.match(name) or name.lower() in fields.SETTINGS:
            yield Span(label.start(), label.end())
