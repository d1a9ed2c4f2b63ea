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
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
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

Task = Literal["greet", "talk", "final", "repair", "review"]
"""What is asked of a voice: the greeting, a usual turn, the final prompt now, a mended final, a judgement of it."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one turn: fresh input, read from cache, written to cache, output. None where unknown.

    thinking is the part of the output that was thought and not said.
    """

    input: int | None = None
    cache_read: int | None = None
    cache_write: int | None = None
    output: int | None = None
    price_usd: float | None = None
    thinking: int | None = None


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

    def _repr_html_(self) -> str:
        from ..transcript.showing import turn_html

        return turn_html(self)


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
    byte-identical and can be cached. findings are what a repair turn has to mend. most_tokens is what a budget leaves
    for the answer, or None. outside is True where an orchestrator is asked, who took no part in the talk.
    """

    seat: Seat
    round: int
    task: Task
    brief: Brief
    said: tuple[Turn, ...] = ()
    guidance: str = ""
    findings: tuple[Finding, ...] = field(default=())
    most_tokens: int | None = None
    outside: bool = False

    @property
    def last(self) -> bool:
        """True in the last round that was agreed on."""
        return self.round >= self.brief.rounds


@dataclass(frozen=True, slots=True)
class Notice:
    """What a voice has to tell while it is asked: that it waits, what it left out, that a model retires.

    wait_s is how long it waits now [s], 0 where it does not.
    """

    text: str
    wait_s: float = 0.0


# ------------------------------------------------------------------------------- who speaks when

Check = Callable[[str], "tuple[Finding, ...]"]
"""Findings on a final prompt; those of severity "error" send it back to the copilot once."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: what was said, the final prompt if one stands, the turn that holds it, its findings."""

    said: tuple[Turn, ...] = ()
    final: str | None = None
    at: int | None = None
    findings: tuple[Finding, ...] = ()


def exchange(
    brief: Brief, said: Iterable[Turn] = (), check: Check | None = None, review: bool = False
) -> Generator[Request, Turn, Standing]:
    """Who speaks when, and nothing else: yields a Request, is sent its Turn, returns how things stand.

    said    turns that were spoken before; the exchange goes on after them, wherever they end. An unfinished turn
            at their end is asked for again.
    check   findings on a final prompt
    review  whether a final prompt without errors is judged once more (task "review"), by who answers that request

        round 0            copilot greets
        rounds 1 to n-1    creator, copilot talk
        round n            creator; copilot is asked for the final prompt (task "final"), and if none stands then,
                           once more

    A finished copilot turn that holds a complete final prompt ends it, in any round. If that prompt has errors it goes
    back to the copilot once (task "repair"); the mended prompt stands if it has no more errors than the first.
    """
    turns = finished(said)
    judge = cache(check) if check else (lambda text: ())
    while request := upcoming(brief, turns, judge, review):
        turns = (*turns, (yield request))
    return standing(turns, judge)


def finished(said: Iterable[Turn]) -> tuple[Turn, ...]:
    """The turns without those at the end that were broken off."""
    turns = tuple(said)
    while turns and turns[-1].outcome != "done":
        turns = turns[:-1]
    return turns


def upcoming(
    brief: Brief, said: tuple[Turn, ...], check: Check = lambda text: (), review: bool = False
) -> Request | None:
    """What is asked for after these turns, or None where the dialogue has come to its end."""
    if not said:
        return _request(brief, said, "copilot", 0, "greet")
    last = said[-1]
    if last.seat == "creator":
        return _request(brief, said, "copilot", last.round, "final" if last.round >= brief.rounds else "talk")
    held, before = _held(last), said[-2] if len(said) > 1 and said[-2].seat == "copilot" else None
    if before and _held(before):
        return None  # the last turn was the repair
    if held is not None:
        findings = check(held)
        errors = any(f.severity == "error" for f in findings)
        if errors:
            return _request(brief, said, "copilot", last.round, "repair", findings)
        return _request(brief, said, "copilot", last.round, "review") if review and not before else None
    if last.round < brief.rounds:
        return _request(brief, said, "creator", last.round + 1, "talk")
    if before or standing(said).final is not None:
        return None
    return _request(brief, said, "copilot", last.round, "final")


def standing(said: tuple[Turn, ...], check: Check = lambda text: ()) -> Standing:
    """How things stand after these turns. Only what a copilot finished counts."""
    final: str | None = None
    at: int | None = None
    for number, turn in enumerate(said):
        text = _held(turn)
        if text is None:
            continue
        mends = final is not None and at == number - 1
        if not mends or _errors(check(text)) <= _errors(check(final or "")):
            final, at = text, number
    return Standing(said, final, at, check(final) if final is not None else ())


def round_of(said: tuple[Turn, ...], seat: Seat) -> int:
    """The round of a turn that is said after these by a seat that nobody waits for."""
    last = said[-1].round if said else 0
    return last + 1 if seat == "creator" else last


def _held(turn: Turn) -> str | None:
    """The final prompt that this turn puts forward."""
    if turn.seat != "copilot" or turn.outcome != "done":
        return None
    found = final_prompt(turn.text)
    return found[0] if found else None


def _errors(findings: Iterable[Finding]) -> int:
    return sum(f.severity == "error" for f in findings)


def _request(
    brief: Brief, said: tuple[Turn, ...], seat: Seat, number: int, task: Task, findings: tuple[Finding, ...] = ()
) -> Request:
    request = Request(seat, number, task, brief, said, findings=findings)
    return replace(request, guidance=guidance(request))


# ------------------------------------------------------------------------------- guidance

_TAGS = "between <final_prompt> and </final_prompt>, each tag on a line of its own"


def guidance(request: Request) -> str:
    """What this one turn has to do, in a few sentences. It differs from round to round, so a voice sends it last."""
    words = _copilot_guidance(request) if request.seat == "copilot" else _creator_guidance(request)
    where = f"Round {request.round} of {request.brief.rounds}." if request.round else "Opening, before round 1."
    return "\n".join((where, *words))


def _copilot_guidance(request: Request) -> list[str]:
    brief, left = request.brief, request.brief.rounds - request.round
    if request.task == "repair":
        faults = [f"- {f.message.rstrip('.')}. Fix: {f.fix}" for f in request.findings if f.severity == "error"]
        return [
            "The final prompt cannot be filmed as it stands:", *faults,
            f"Write the whole prompt again {_TAGS}. Change what these points need and not a word more.",
        ]  # fmt: skip
    if request.task == "review":
        return [
            "Judge the final prompt of the last turn. If it stands, say so in one sentence, without its tags.",
            f"If it does not, one line for each point, then the whole prompt again {_TAGS}.",
        ]
    if request.task == "greet":
        ask = (
            "Say the idea back as one picture, then ask up to three questions about what it leaves open."
            if brief.idea.strip()
            else "No idea was given. Ask for one, in a single open question."
        )
        return ["Greet in a sentence and say what you are.", ask]
    if request.task == "final":
        again = bool(request.said) and request.said[-1].seat == "copilot"
        return [
            "No complete final prompt stands yet." if again else "This is the last round: no more questions.",
            f"Write the complete production prompt {_TAGS}. Settle what is open yourself and name what you settled.",
            "After it: engine settings with a reason each, then three or four remixes, one change in each.",
        ]
    early = f"As soon as nothing is open, or the creator says to write, give the final prompt {_TAGS}."
    if left == 1:
        return ["Checkpoint: list what the creator fixed, what you chose and why, and what is still open.", early]
    if request.round == 1:
        clip = f"one clip of {brief.seconds:g} s" if brief.seconds else "one clip"
        return [
            f"Say plainly what {clip} cannot hold. If something does not fit, offer two or three named paths, "
            "each with its strength and its risk, and recommend one.",
            "Ask at most three questions, only about what is open.", early,
        ]  # fmt: skip
    return [
        "Refine: beats with times, what acts inside the frame, light, sound. Give each abstract word its picture.",
        "Ask at most three questions, never one that was answered.", early,
    ]  # fmt: skip


def _creator_guidance(request: Request) -> list[str]:
    brief = request.brief
    if request.last:
        return ["Say what is locked and what the copilot may choose, then ask for the final prompt. No new wishes."]
    if request.round == 1:
        return ["Describe one picture, what changes in it, and what it must never become. Answer what was asked."]
    if brief.rounds - request.round == 1:
        return ["Give precision notes, numbered: what changes, from what to what, and what will be seen of it."]
    return ["Answer the questions by number. Decide, with a reason each; refuse what does not fit and offer your own."]


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
    line_end, code = -1, list[int]()
    for tag in _TAG.finditer(text):
        if tag.start() > line_end:
            start = text.rfind("\n", 0, tag.start()) + 1
            line_end = end if (end := text.find("\n", tag.end())) >= 0 else len(text)
            code = _code_edges(text[start:line_end], start)
        if bisect_right(code, tag.start()) % 2:
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


def _code_edges(line: str, base: int) -> list[int]:
    """Where inline code starts and ends on a line, in turn: between two runs of as many backticks."""
    runs = [(m.start() + base, m.end() - m.start()) for m in re.finditer("`+", line)]
    last = {size: at for at, size in runs}
    edges: list[int] = []
    waits_for = 0
    for at, size in runs:
        if waits_for in (0, size) and (waits_for or last[size] > at):
            waits_for = 0 if waits_for else size
            edges.append(at)
    return edges


def _only_mentioned(text: str, opening: re.Match[str], closing: re.Match[str]) -> bool:
    """True for a pair of tags that a sentence speaks of: words around them, a joining word or spaces between."""
    inside = text[opening.end() : closing.start()]
    if "\n" in inside:
        return False
    before = text[max(0, opening.start() - 80) : opening.start()].rpartition("\n")[2].strip(" \t>*_-#`")
    after = text[closing.end() : closing.end() + 80].partition("\n")[0].strip()
    joined = inside.strip().casefold() in {"and", "or", "to", "text", "your prompt", "prompt", "tags"}
    return joined or bool(before[-1:].isalnum() and after[:1].isalnum() and inside[0].isspace())


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
