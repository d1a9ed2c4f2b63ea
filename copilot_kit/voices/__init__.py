"""Who speaks from a seat. A voice is anything with a name that answers a Request with text.

`speak` is an async generator: it yields pieces of text as they come and, last, one `Spoken` with
the outcome and the usage. A voice that ends without a `Spoken` was cut off: its turn is truncated.

    offline   rules over the craft data; needs no key and no network
    tape      replays recorded turns
    human     asks the person at the keyboard
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from ..dialogue.script import Outcome, Request, Usage


@dataclass(frozen=True, slots=True)
class Spoken:
    """The end of what a voice says: how it ended, and what it cost."""

    outcome: Outcome = "done"
    usage: Usage | None = None


@runtime_checkable
class Voice(Protocol):
    """Speaks from a seat. `name` is what `Dialogue(creator=...)` was given; `model` is for the record."""

    name: str
    model: str

    def speak(self, request: Request) -> AsyncIterator[str | Spoken]:
        """Text as it comes, then one Spoken."""
        ...
