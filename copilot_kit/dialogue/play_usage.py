"""The table of what calls cost: whole in a terminal, and with its total."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any

from ..billing import Bill, usd

if TYPE_CHECKING:
    import pandas as pd

TOKENS = ("input", "cache_read", "cache_write", "output", "thinking")
COLUMNS: dict[str, Any] = {
    "turn": "Int64", "round": "Int64", "seat": "string", "voice": "string", "outcome": "string",
    **dict.fromkeys(TOKENS, "Int64"), "price_usd": "float64",
}  # fmt: skip


def usage_table(rows: list[tuple[object, ...]], bill: Bill) -> pd.DataFrame:
    """The table of these rows. It shows all of its columns, and under them the bill's total, which is none of its rows:
    so `usage["price_usd"].sum()` counts nothing twice. What is made from it is a plain DataFrame.
    """
    import pandas as pd

    table: pd.DataFrame = _kind()(pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS))
    table.attrs["total"] = _total(bill)
    return table


def _total(bill: Bill) -> list[str]:
    counts = [bill.count(name) for name in TOKENS]  # type: ignore[arg-type]
    price = usd(bill.known_usd) if bill.known_usd or not bill.unknown else "unknown"
    least = "at least " if bill.unknown and bill.known_usd else ""
    return ["", "", "all", "", "", *("unknown" if n is None else f"{n:,}" for n in counts), least + price]


@cache
def _kind() -> Any:
    """The class of the table; pandas is not loaded before it is asked for."""
    import pandas as pd

    class UsageTable(pd.DataFrame):
        @property
        def _constructor(self) -> type[pd.DataFrame]:
            return pd.DataFrame

        def __reduce_ex__(self, protocol: Any) -> Any:
            return copy, (pd.DataFrame(self),)  # a class that a function made cannot be pickled

        def _shown(self) -> pd.DataFrame:
            shown = pd.DataFrame(self, dtype=object)
            for name in {*COLUMNS} & {*shown}:
                write = usd if name == "price_usd" else "{:,}".format if name in TOKENS else str
                shown[name] = ["–" if pd.isna(v) else write(v) for v in shown[name]]
            if list(shown) == list(COLUMNS):
                shown.loc[len(shown)] = self.attrs["total"]
            return shown

        def __repr__(self) -> str:
            return self._shown().to_string(index=False)

        def _repr_html_(self) -> str:
            return self._shown().to_html(index=False, border=0)

    return UsageTable
