"""Who speaks when: seats, turns, and the exchange as a plain generator.

The conversation is a generator and the talking is somebody else's: `exchange` yields a
`Request` and is sent the `Turn` that answers it. It reads no clock, calls no model and keeps no
file, so blocking, async, streaming and replayed dialogues all share it.

A seat (creator, copilot) is filled by a voice. A turn is one message. A round is a creator turn
and the copilot turn that answers it; round 0 is the copilot's greeting. Only a copilot turn can end
a dialogue: whatever a creator writes between tags is words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

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
