"""Tables of a dialogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..billing import COLUMNS, Bill
from .script import Brief, Turn

if TYPE_CHECKING:
    import pandas as pd

_LEDGER: dict[str, Any] = {**dict.fromkeys(("slot", "value", "status"), "string"), "round": "Int64", "words": "string"}


def usage(bill: Bill, partial: Turn | None = None) -> pd.DataFrame:
    """What each call cost, one to a row, those that were broken off included; it shows a total under its rows.

    partial : the turn that was broken off last; a row even if it cost nothing

    Columns: turn (from 1; <NA> for a call that was broken off), round (Int64), seat, voice, outcome (string), input,
    cache_read, cache_write, output, thinking (a part of output; Int64) [tokens], price_usd (float64). What is unknown
    is <NA> or NaN, never 0.
    """
    from .play_usage import usage_table

    rows: list[tuple[object, ...]] = []
    finished = 0
    for cells in bill.cells():
        done = cells[COLUMNS.index("outcome")] == "done"
        finished += done
        rows.append((finished if done else None, *cells))
    if partial is not None and partial.usage is None:
        blank = (None,) * (len(COLUMNS) - 4)
        rows.append((None, partial.round, partial.seat, partial.voice, partial.outcome, *blank))
    return usage_table(rows, bill)


def ledger(brief: Brief, turns: tuple[Turn, ...]) -> pd.DataFrame:
    """What is settled and what is open, one slot to a row, as the offline voice reads it from the turns.

    Columns: slot, value, status (open, offered, given, chosen, default, rejected, locked; string), round in which it
    was set (Int64, <NA> while open), words that it came from (string).
    """
    import pandas as pd

    from ..voices.offline import ledger as rows

    table = [(r.slot, r.value, r.status, None if r.status == "open" else r.round, r.words) for r in rows(brief, turns)]
    return pd.DataFrame(table, columns=list(_LEDGER)).astype(_LEDGER)
