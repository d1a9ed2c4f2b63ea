"""The table of what calls cost, whole in a terminal, with its total. Loads pandas."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..billing import Bill, usd

TOKENS = ("input", "cache_read", "cache_write", "output", "thinking")
COLUMNS: dict[str, Any] = {
    "turn": "Int64", "round": "Int64", "seat": "string", "voice": "string", "outcome": "string",
    **dict.fromkeys(TOKENS, "Int64"), "price_usd": "float64",
}  # fmt: skip


class UsageTable(pd.DataFrame):
    """A table that shows all of its columns, and under them a total that is none of its rows.

    So `usage["price_usd"].sum()` counts nothing twice. What is made from it is a plain DataFrame.
    """

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    @classmethod
    def of(cls, rows: list[tuple[object, ...]], bill: Bill) -> UsageTable:
        """The table of these rows, and the total of the bill."""
        made = cls(pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS))
        counts = [bill.count(name) for name in TOKENS]  # type: ignore[arg-type]
        price = usd(bill.known_usd) if bill.known_usd or not bill.unknown else "unknown"
        least = "at least " if bill.unknown and bill.known_usd else ""
        made.attrs["total"] = ["", "", "all", "", "", *("unknown" if n is None else f"{n:,}" for n in counts),
                               least + price]  # fmt: skip
        return made

    def _with_total(self) -> pd.DataFrame:
        shown = pd.DataFrame(self, dtype=object)
        for name in {*COLUMNS} & {*shown}:
            write = usd if name == "price_usd" else "{:,}".format if name in TOKENS else str
            shown[name] = ["–" if pd.isna(v) else write(v) for v in shown[name]]
        if list(shown) == list(COLUMNS):
            shown.loc[len(shown)] = self.attrs["total"]
        return shown

    def __repr__(self) -> str:
        return self._with_total().to_string(index=False)

    def _repr_html_(self) -> str:
        return self._with_total().to_html(index=False, border=0)
