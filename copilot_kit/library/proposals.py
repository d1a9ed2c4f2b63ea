"""A remix before it is kept: changes that a person accepts or refuses one by one.

A rewrite is a proposal. Whoever made it, the rules or a model, it arrives as the changes that were found in it; the
prompt that results holds the accepted ones and nothing else. Nothing is in the library until it is saved, and what was
refused can be kept as a variant of its own.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from html import escape
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from ..dialogue.script import Brief, Request, Turn
from ..errors import InputError, VoiceError
from ..reading import read
from ..remix import Change, Diff, apply, changes, instruct
from ..remix.change import change_html, listed
from ..remix.finding import stems
from ..shot import Shot
from .store import encodable
from .variants import Variant

if TYPE_CHECKING:
    from . import Library

State = Literal["open", "accepted", "refused"]
_MARKS: dict[State, str] = {"open": "○", "accepted": "✓", "refused": "✗"}


@runtime_checkable
class Speaker(Protocol):
    """A voice, as far as a remix needs one: see voices.Voice."""

    name: str

    def speak(self, request: Request) -> AsyncIterator[Any]: ...


Rewriter = Callable[[str, str], str]
"""Prompt and instruction in words -> the whole new prompt."""

ASK = (
    "Remix: make exactly the one change that was asked for. Give the whole prompt again between <final_prompt> and "
    "</final_prompt>; every other word, number, line break and mark stays as it is. Say nothing else."
)


class Proposal:
    """The changes of a remix, numbered from 0, each open, accepted or refused; shows itself.

    parent       the variant that is remixed
    instruction  the change that was declared
    changes      what was found to differ
    shot         the parent with the accepted changes
    """

    def __init__(self, library: Library, parent: Variant, before: Shot, instruction: str, found: Diff) -> None:
        self._library, self.parent, self.before = library, parent, before
        self.instruction, self.changes = instruction, found
        self._states: list[State] = ["open"] * len(found)

    # -- deciding

    def accept(self, *numbers: int) -> Proposal:
        """The proposal, with these changes accepted, and those that travel with them."""
        return self._decide("accepted", numbers)

    def refuse(self, *numbers: int) -> Proposal:
        """The proposal, with these changes refused, and those that travel with them."""
        return self._decide("refused", numbers)

    def accept_all(self) -> Proposal:
        """The proposal, with every change accepted that is not refused."""
        return self.accept(*(n for n, state in enumerate(self._states) if state == "open"))

    def refuse_all(self) -> Proposal:
        """The proposal, with every change refused that is not accepted."""
        return self.refuse(*(n for n, state in enumerate(self._states) if state == "open"))

    def _decide(self, state: State, numbers: tuple[int, ...]) -> Proposal:
        for number in numbers:
            if not isinstance(number, int) or not 0 <= number < len(self.changes):
                last = len(self.changes) - 1
                known = f"a number from 0 to {last} was expected" if self.changes else "there is no change to decide on"
                raise InputError(f"proposal: {number!r} was given, {known}. Fix: look at the numbers it shows.")
        for number in numbers:
            edits = self.changes[number].edits
            for other, change in enumerate(self.changes):
                if other == number or (change.edits == edits and change.together):
                    self._states[other] = state
        return self

    @property
    def states(self) -> tuple[State, ...]:
        """What was decided, change by change."""
        return tuple(self._states)

    def _of(self, state: State) -> Diff:
        return Diff(c for c, s in zip(self.changes, self._states, strict=True) if s == state)

    @property
    def accepted(self) -> Diff:
        """The accepted changes."""
        return self._of("accepted")

    @property
    def refused(self) -> Diff:
        """The refused changes."""
        return self._of("refused")

    @property
    def shot(self) -> Shot:
        """The parent with the accepted changes, and nothing else touched."""
        return apply(self.before, self.accepted)

    # -- what was declared

    @property
    def declared(self) -> Diff:
        """The changes that were asked for; all others are extras."""
        asked = [part for part in self.instruction.split("\n") if part.strip()]
        wanted = _wanted(self.before, self.instruction)
        found = [c for c in self.changes if c.path in wanted]
        if not found:
            ranked = sorted(self.changes, key=lambda c: -_nearness(c, self.instruction))
            found = [
                c for c in ranked[: len(asked)] if len(self.changes) == len(asked) or _nearness(c, self.instruction)
            ]
        return Diff(c for c in self.changes if c in found)

    @property
    def extras(self) -> Diff:
        """The changes that nobody asked for."""
        declared = self.declared
        return Diff(c for c in self.changes if c not in declared)

    @property
    def record(self) -> str:
        """ "1 declared, 1 found", or with the extras named: "1 declared, 3 found: also the lens and the palette"."""
        declared = len([part for part in self.instruction.split("\n") if part.strip()])
        text = f"{declared} declared, {len(self.changes)} found"
        extras = list(dict.fromkeys(_about(change) for change in self.extras))
        return text + (f": also {listed(extras)}" if extras else "")

    # -- keeping

    def save(self, name: str | None = None, note: str = "") -> Variant:
        """The variant with the accepted changes, kept.

        Raises
        ------
        InputError : nothing is accepted
        """
        return self._keep(self.accepted, "accepted", self.instruction, name, note)

    def save_refused(self, name: str | None = None, note: str = "") -> Variant:
        """A variant of the parent with the refused changes, kept for another day."""
        return self._keep(self.refused, "refused", "\n".join(self.refused.sentences), name, note)

    def _keep(self, some: Diff, what: str, remix: str, name: str | None, note: str) -> Variant:
        if not some:
            act = "accept" if what == "accepted" else "refuse"
            raise InputError(
                f"proposal: no change is {what}, at least one was expected. "
                f"Fix: decide first, with .{act}(0) or .{act}_all()."
            )
        return self._library.save(
            apply(self.before, some),
            name,
            parent=self.parent,
            remix=remix,
            note=note,
            changes=[change.as_dict() for change in some],
            engine=self.parent.engine,
        )

    # -- showing

    def __len__(self) -> int:
        return len(self.changes)

    def __str__(self) -> str:
        head = f"remix of {self.parent.name}: {' '.join(self.instruction.split())} ({self.record})"
        rows = [f"  {_MARKS[s]} [{n}] {c}" for n, (c, s) in enumerate(zip(self.changes, self._states, strict=True))]
        return encodable("\n".join([head, *rows, f"  {self._next()}"]))

    __repr__ = __str__

    def _next(self) -> str:
        counts = {state: self._states.count(state) for state in _MARKS}
        if not self.changes:
            return "the prompt stays as it is"
        if counts["open"]:
            return f"{counts['open']} to decide: .accept(0), .refuse(0), .accept_all(); nothing is saved yet"
        if counts["accepted"]:
            return "decided: .save() keeps it" + ("; .save_refused() keeps the rest" if counts["refused"] else "")
        return "all refused: .save_refused() keeps them as a variant of their own"

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><td style="{_CELL}">{_MARKS[s]} {s}</td><td style="{_CELL}">{n}</td>'
            f'<td style="{_CELL}">{change_html(c)}</td></tr>'
            for n, (c, s) in enumerate(zip(self.changes, self._states, strict=True))
        )
        head = escape(encodable(f"remix of {self.parent.name}: {' '.join(self.instruction.split())}"))
        return (
            f'<div style="color:inherit;background:transparent;max-width:60em"><strong>{head}</strong>'
            f'<div style="opacity:.75">{escape(encodable(self.record))}</div>'
            '<table style="border-collapse:collapse;color:inherit;background:transparent">'
            f"<tbody>{rows}</tbody></table>"
            f'<div style="opacity:.75">{escape(self._next())}</div></div>'
        )


_CELL = "padding:2px 10px 2px 0;text-align:left;vertical-align:top;border-bottom:1px solid rgba(127,127,127,.25)"


def propose(library: Library, parent: Variant, instruction: str, voice: Speaker | Rewriter | str | None) -> Proposal:
    """See Library.remix."""
    words = str(instruction).strip()
    if not words:
        raise InputError("remix: no instruction was given, words were expected. Fix: say it, as in 'warmer light'.")
    before = read(parent.text)
    if before.seconds is None and parent.seconds is not None:
        before = read(parent.text, seconds=parent.seconds)
    declared = "\n".join(part.strip() for part in re.split(r"[;\n]", words) if part.strip())
    name = voice if isinstance(voice, str) else getattr(voice, "name", "")
    if voice is None or name == "offline":
        return Proposal(library, parent, before, declared, instruct(before, words))
    if isinstance(voice, str):
        raise InputError(
            f"remix: voice {voice!r} is a name, a voice was expected. "
            f"Fix: give copilot_kit.voices.make({voice!r}), or leave it out for the rules."
        )
    if isinstance(voice, Speaker):
        answer = _heard(voice, _request(before, words))
    elif callable(voice):
        answer = voice(before.words, words)
    else:
        raise InputError(
            f"remix: voice is of type {type(voice).__name__}, a voice or a function (prompt, instruction) -> prompt "
            "was expected. Fix: give one of these, or leave it out for the rules."
        )
    after = read(_fitted(before, str(answer)), seconds=before.seconds if before.seconds_from == "settings" else None)
    return Proposal(library, parent, before, declared, changes(before, after))


def _fitted(before: Shot, answer: str) -> str:
    """The answer in the place of the old prompt: what stood around it, and its outer space, stay."""
    new = read(answer).words
    if not new.strip():
        raise VoiceError("remix: the voice gave no prompt, a whole prompt was expected. Fix: ask again.")
    old = before.words
    lead = old[: len(old) - len(old.lstrip())]
    tail = old[len(old.rstrip()) :]
    return before.text[: before.prompt.start] + lead + new.strip() + tail + before.text[before.prompt.end :]


def _request(before: Shot, instruction: str) -> Request:
    said = (
        Turn(0, "copilot", "Copilot", f"<final_prompt>\n{before.words.strip()}\n</final_prompt>"),
        Turn(1, "creator", "Creator", f"Same shot; {instruction.rstrip(' .')}. Nothing else changes."),
    )
    return Request("copilot", 1, "final", Brief(instruction, rounds=1, seconds=before.seconds), said, ASK)


def _heard(voice: Speaker, request: Request) -> str:
    """All that the voice says, in a loop of its own: a notebook's loop is already running."""

    async def listen() -> str:
        parts, end = [], None
        async for piece in voice.speak(request):
            if isinstance(piece, str):
                parts.append(piece)
            elif hasattr(piece, "outcome"):
                end = piece
        outcome = getattr(end, "outcome", "truncated")
        if outcome != "done":
            raise VoiceError(f"remix: {voice.name} ended {outcome!r}, a whole prompt was expected. Fix: ask again.")
        return "".join(parts)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, listen()).result()


def _wanted(before: Shot, instruction: str) -> set[str]:
    """Paths that the rules would change for this instruction; empty where they do not know it."""
    try:
        return {change.path for change in instruct(before, instruction.replace("\n", "; "))}
    except InputError:
        return set()


def _nearness(change: Change, instruction: str) -> int:
    """How many of the instruction's words and numbers the change speaks of."""
    asked = {*stems(instruction), *re.findall(r"\d+(?:\.\d+)?", instruction)}
    told = " ".join(
        [change.sentence, str(change.before), str(change.after), *(e.was + " " + e.text for e in change.edits)]
    )
    return len(asked & {*stems(told), *re.findall(r"\d+(?:\.\d+)?", told)})


def _about(change: Change) -> str:
    """What a change is about, in a few words: the lens, the click, beat 2."""
    head = re.split(r" (?:is|are|starts?|comes?|ends?|runs?|moves?|becomes?|lasts?|takes?|now)\b", change.sentence)[0]
    return head if len(head) < 60 else change.path
