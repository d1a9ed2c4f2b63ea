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

_LEDGER: dict[str, Any] = {**dict.fromkeys(("slot", "value", "status"), "string"), "round": "Int64", "words": "string"}


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
    """What is settled and what is open, one slot to a row, as the offline voice reads it from the turns.

    Columns: slot, value, status (open, offered, given, chosen, default, rejected, locked; string), round in which it
    was set (Int64, <NA> while open), words that it came from (string).
    """
    import pandas as pd

    from ..voices.offline import ledger as rows

    table = [(r.slot, r.value, r.status, None if r.status == "open" else r.round, r.words) for r in rows(brief, turns)]
    return pd.DataFrame(table, columns=list(_LEDGER)).astype(_LEDGER)
