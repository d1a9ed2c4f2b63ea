"""Who speaks when: seats, turns, and the exchange as a plain generator.

The conversation is a generator and the talking is somebody else's: `exchange` yields a
`Request` and is sent the `Turn` that answers it. It reads no clock, calls no model and keeps no
file, so blocking, async, streaming and replayed dialogues all share it.

A seat (creator, copilot) is filled by a voice. A turn is one message. A round is a creator turn
and the copilot turn that answers it; round 0 is the copilot's greeting. Only a copilot turn can end
a dialogue: whatever a creator writes between tags is words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ..shot import Span

if TYPE_CHECKING:
    from ..profiles import Engine
    from ..rules import Finding

Seat = Literal["creator", "copilot"]
SEATS: tuple[Seat, Seat] = ("creator", "copilot")

Manner = Literal["prose", "sheet"]
"""How a final prompt is laid out: structured prose, or the ultra-detailed production sheet."""

Outcome = Literal["done", "stopped", "truncated", "refused", "length", "empty"]
"""How a turn ended. All but "done" leave a turn that can be taken up again."""

Task = Literal["greet", "talk", "final", "repair"]
"""What is asked of a voice: the greeting, a usual turn, the final prompt now, or a mended final."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one turn: fresh input, read from cache, written to cache, output. None where unknown."""

    input: int | None = None
    cache_read: int | None = None
    cache_write: int | None = None
    output: int | None = None
    price_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One message from a seat. Turns with equal content are equal; ids belong to the library."""

    round: int
    seat: Seat
    speaker: str
    text: str
    usage: Usage | None = None
    voice: str = ""
    outcome: Outcome = "done"


@dataclass(frozen=True, slots=True)
class Brief:
    """What a dialogue is about, fixed for its whole length.

    seconds   wished length of the clip [s], or None: the copilot proposes one
    format    "horizontal", "vertical", "square", or "" for open
    persona   the text of the creator's persona (Markdown), or ""
    creator, copilot   the names under which the seats speak
    """

    idea: str
    rounds: int = 7
    seconds: float | None = None
    format: str = ""
    engine: Engine | None = None
    manner: Manner = "prose"
    persona: str = ""
    creator: str = "Creator"
    copilot: str = "Copilot"
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What a voice is asked to say next.

    guidance is what changes from round to round; a voice sends it last, so that all before it stays
    byte-identical and can be cached. findings are what a repair turn has to mend.
    """

    seat: Seat
    round: int
    task: Task
    brief: Brief
    said: tuple[Turn, ...] = ()
    guidance: str = ""
    findings: tuple[Finding, ...] = field(default=())

    @property
    def last(self) -> bool:
        """True in the last round that was agreed on."""
        return self.round >= self.brief.rounds


# ------------------------------------------------------------------------------- the final prompt

_TAG = re.compile(r"<(/?)final_prompt\s{0,8}>", re.I)
_FENCE = re.compile(r"[ \t]{0,3}(`{3,}|~{3,})[ \t]*([^\n`]*)")


def final_prompt(text: str) -> tuple[str, Span] | None:
    """The last complete final prompt of a message and its place in it, or None.

    Complete is: some text between `<final_prompt>` and `</final_prompt>`. Blank lines and a fence just inside the
    tags are no part of it, a fence around them neither. A tag that is only spoken of is none: one in inline code,
    or a pair inside a sentence ("between <final_prompt> and </final_prompt>").
    """
    opening: re.Match[str] | None = None
    found = None
    for tag in _TAG.finditer(text):
        if _in_code(text, tag):
            continue
        if not tag[1]:
            opening = tag
        elif opening:
            where = _within_fence(text, *_trimmed(text, opening.end(), tag.start()))
            if where.of(text).strip(" .…-_*\n") and not _only_mentioned(text, opening, tag):
                found = where
            opening = None
    return (found.of(text), found) if found else None


def _trimmed(text: str, start: int, end: int) -> Span:
    inside = text[start:end]
    return (
        Span(start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip()))
        if inside.strip()
        else Span(end, end)
    )


def _in_code(text: str, tag: re.Match[str]) -> bool:
    """True if the tag stands in inline code: between two runs of as many backticks on its line."""
    start = text.rfind("\n", 0, tag.start()) + 1
    end = text.find("\n", tag.end())
    opened: tuple[int, int] | None = None
    line = text[start : end if end >= 0 else len(text)]
    runs = [(m.start() + start, m.end() - m.start()) for m in re.finditer("`+", line)]
    closers = {size: at for at, size in runs}  # the last run of each size: without a later one nothing opens
    for at, size in runs:
        if opened is None:
            if at > tag.start():
                return False
            opened = (at, size) if closers[size] > at else None
        elif size == opened[1]:
            if opened[0] < tag.start() < at:
                return True
            opened = None
    return False


def _only_mentioned(text: str, opening: re.Match[str], closing: re.Match[str]) -> bool:
    """True for a pair of tags that a sentence speaks of: words before, spaces or a joining word between."""
    inside = text[opening.end() : closing.start()]
    if "\n" in inside:
        return False
    before = text[text.rfind("\n", 0, opening.start()) + 1 : opening.start()].strip(" \t>*_-#`")
    after = text[closing.end() :].partition("\n")[0].strip()
    joined = inside.strip().casefold() in {"and", "or", "to", "text", "your prompt", "prompt", "tags"}
    return joined or bool(before and before[-1].isalnum() and after[:1].isalnum() and inside[0].isspace())


def _within_fence(text: str, start: int, end: int) -> Span:
    """The span without the fence that holds all of it."""
    lines = text[start:end].split("\n")
    first = _FENCE.fullmatch(lines[0].rstrip())
    if not first or len(lines) < 2:
        return Span(start, end)
    depth = 0
    for number, line in enumerate(lines):
        fence = _FENCE.fullmatch(line.rstrip())
        if not fence or fence[1][0] != first[1][0]:
            continue
        depth += 1 if not depth or fence[2] else -1
        if not depth:
            if number < len(lines) - 1:
                return Span(start, end)
            return _trimmed(text, start + len(lines[0]) + 1, end - len(line))
    return Span(start, end)
