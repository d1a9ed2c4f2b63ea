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
from dataclasses import replace
from typing import Any

from ...dialogue.script import Brief, Request, Turn, final_prompt
from .. import Spoken
from . import copilot, creator, folding
from .ledger import Row
from .lexicon import lexicon
from .staging import Scene, scene


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
        """The ledger after these turns; once a final prompt stands, with what was set by default and why."""
        lex = self._lexicon()
        found = folding.rows(brief, turns, lex)
        stands = next((t.round for t in reversed(turns) if t.seat == "copilot" and final_prompt(t.text)), None)
        folded, _ = folding.fold(brief, turns, lex)
        if stands is None or not folded.value("subject"):
            return found
        values = set_by_default(scene(folded, lex, brief.seed, brief.engine, brief.seconds))
        why = lex.craft["slots"]["slots"]
        return tuple(
            replace(r, value=values[r.slot], status="default", round=stands, words=str(why[r.slot].get("why", "")))
            if r.status == "open" and values.get(r.slot)
            else r
            for r in found
        )


def set_by_default(drawn: Scene) -> dict[str, str]:
    """What a staged scene holds, slot by slot."""
    light = drawn.light
    return {
        "facing": drawn.facing,
        "light source": light.source,
        "kelvin": str(light.kelvin),
        "lens": f"{drawn.lens_mm} mm",
        "aperture": f"f/{drawn.f_stop:g}",
        "size": drawn.size_says,
        "move": drawn.move_says or "static",
        "palette": ", ".join([*drawn.palette, drawn.accent]),
        "prop": drawn.prop,
        "place": drawn.cast.place.says,
        "time": light.hour_says,
        "seconds": f"{drawn.seconds:g}",
        "angle": drawn.angle.replace("_", " "),
        "beats": f"{len(drawn.beats)} beats",
        "sound": "; ".join(s.says for s in drawn.sounds),
        "end": drawn.end,
        "look": drawn.look,
    }


def ledger(brief: Brief, turns: tuple[Turn, ...] = (), craft: Mapping[str, Any] | None = None) -> tuple[Row, ...]:
    """The ledger after these turns: every slot with its value, status, round and the words it came from."""
    return Offline(craft).ledger(brief, turns)


__all__ = ["Offline", "Row", "ledger"]
