"""Who speaks from a seat. A voice is anything with a name that answers a Request with text.

`speak` is an async generator: it yields pieces of text as they come and, last, one `Spoken` with
the outcome and the usage. In between it may yield a `Notice`; an `Asked` before each request that it sends; and a
`Usage` with what is known of that request so far, for one that is broken off costs too. A voice that ends without a
`Spoken` was cut off: its turn is truncated.

    offline   rules over the craft data; needs no key and no network
    tape      replays recorded turns
    human     asks the person at the keyboard
    anthropic:MODEL   openai:MODEL   local:MODEL@URL       models; see wire.py
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from ..dialogue.script import Notice, Outcome, Request, Usage
from ..errors import InputError, UnknownName

KNOWN = ("offline", "human", "tape:PATH", "anthropic:MODEL", "openai:MODEL", "local:MODEL@URL")
"""What `make` understands."""

SHOWN: ContextVar[bool] = ContextVar("shown", default=False)
"""True where somebody shows the dialogue while it is spoken, so that a voice need not."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The end of what a voice says: how it ended, what it cost, and, where it did not end well, what was found and how
    to mend it."""

    outcome: Outcome = "done"
    usage: Usage | None = None
    note: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many requests a voice has sent for this turn, and how many of them were turned away at no cost."""

    sent: int
    refused: int = 0


Piece = str | Usage | Notice | Asked | Spoken
"""What a voice yields."""


@runtime_checkable
class Voice(Protocol):
    """Speaks from a seat. `name` is what `Dialogue(creator=...)` was given; `model` is for the record."""

    name: str
    model: str

    def speak(self, request: Request) -> AsyncIterator[Piece]:
        """Text as it comes, then one Spoken."""
        ...


def make(voice: str | Voice) -> Voice:
    """The voice of that name, or the given one. Raises UnknownName with those there are."""
    if not isinstance(voice, str):
        if isinstance(voice, Voice) and not isinstance(voice, type):
            return voice
        found = f"the class {voice.__name__}" if isinstance(voice, type) else f"a value of type {type(voice).__name__}"
        raise InputError(
            f"voice: found {found}, expected a name ({', '.join(KNOWN)}) or an object with name, model and speak. "
            f"Fix: {'make one of it, with ()' if isinstance(voice, type) else 'give one of those'}."
        )
    kind, _, rest = voice.partition(":")
    if voice == "offline":
        from .offline import Offline

        return Offline()
    if voice == "human":
        from .human import Human

        return Human()
    if kind == "tape":
        from .tape import Tape

        if not rest:
            raise InputError("voice 'tape:': found no path, expected one of a recording. Fix: say 'tape:talk.md'.")
        return Tape(rest)
    if kind.partition("?")[0] in ("anthropic", "openai", "local"):
        from .wire import model_voice

        return model_voice(voice)
    raise UnknownName("voice", voice, KNOWN)
