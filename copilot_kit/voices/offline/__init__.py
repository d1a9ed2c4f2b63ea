"""The offline voice: rules over craft data, for both seats, with no key and no network.

    words      English as it bends            idea      free words -> nouns, acts, wishes
    grammar    words -> phrases, clauses      wishes    what is asked for by name
    lexicon    craft data -> look-ups         ledger    what is decided, by whom, in whose words
    casting    who, where, by what light      folding   turns -> ledger
    story      ledger -> before, turn, after  agenda    ledger -> the next questions
    staging    story -> scene                 reality   what one clip cannot hold
    layout     scene -> prompt text           copilot, creator: the turns

What it says is a function of the brief (with its seed), the turns said so far, the task and the findings: nothing is
remembered between calls, so a dialogue can be resumed, forked, or taken over by a person at any turn.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from ...dialogue.script import Brief, Request, Turn
from .. import Spoken
from . import copilot, creator, folding
from .ledger import Row
from .lexicon import lexicon


class Offline:
    """Speaks from either seat by rules over the craft data; `craft=None` reads the kit's own."""

    name = "offline"
    model = "offline rules 1"

    def __init__(self, craft: Mapping[str, Any] | None = None) -> None:
        self._craft = craft

    def _lexicon(self):
        if self._craft is not None:
            return lexicon(self._craft)
        from ... import files

        return lexicon(files.craft())

    async def speak(self, request: Request) -> AsyncIterator[str | Spoken]:
        """The turn in paragraphs, then one Spoken."""
        seat = creator if request.seat == "creator" else copilot
        first = True
        for part in seat.speak(request, self._lexicon()):
            yield part if first else f"\n\n{part}"
            first = False
        yield Spoken("done")

    def ledger(self, brief: Brief, turns: tuple[Turn, ...] = ()) -> tuple[Row, ...]:
        """The ledger after these turns."""
        return folding.rows(brief, turns, self._lexicon())


def ledger(brief: Brief, turns: tuple[Turn, ...] = (), craft: Mapping[str, Any] | None = None) -> tuple[Row, ...]:
    """The ledger after these turns: every slot with its value, status, round and the words it came from."""
    return Offline(craft).ledger(brief, turns)


__all__ = ["Offline", "Row", "ledger"]
