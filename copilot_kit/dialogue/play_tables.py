"""Tables of a dialogue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .script import Brief, Turn

if TYPE_CHECKING:
    import pandas as pd

_TOKENS = ("input", "cache_read", "cache_write", "output", "thinking")
_USAGE: dict[str, Any] = {
    "turn": "Int64", "round": "Int64", "seat": "string", "voice": "string", "outcome": "string",
    **dict.fromkeys(_TOKENS, "Int64"), "price_usd": "float64",
}  # fmt: skip


def usage(turns: Iterable[Turn]) -> pd.DataFrame:
    """What each turn cost, one to a row.

    Columns: turn (from 1), round (Int64), seat, voice, outcome (string), input, cache_read, cache_write, output,
    thinking (a part of output; Int64) [tokens], price_usd (float64). What is unknown is <NA> or NaN, never 0.
    """
    import pandas as pd

    rows = [
        (n, t.round, t.seat, t.voice, t.outcome, *(getattr(t.usage, name, None) for name in (*_TOKENS, "price_usd")))
        for n, t in enumerate(turns, 1)
    ]
    return pd.DataFrame(rows, columns=list(_USAGE)).astype(_USAGE)


def ledger(brief: Brief, turns: tuple[Turn, ...]) -> pd.DataFrame:
    """What is settled and what is open, slot by slot, as the offline voice reads it from the turns.

    Columns: slot, value, status (open, offered, given, chosen, default, rejected, locked), turn, words.
    """
    import pandas as pd

    from ..voices.offline import ledger as rows

    return pd.DataFrame(rows(brief, turns), columns=["slot", "value", "status", "turn", "words"])
