"""The table that both seats write into: what is decided, by whom, in whose words.

A row is a slot of the production prompt with its value, a status, the round it was set in, and the words it came from:

    open      nobody has said anything            offered    the copilot named it, nobody took it yet
    given     the creator's own                   chosen     was offered, and taken
    default   the copilot's, named with a reason  rejected   may not return
    locked    may not change

A ledger is a value: each change gives a new one. It is folded anew from the turns each time (see folding.py), so that
resuming, forking and taking a seat over need no memory of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from .idea import Idea

Status = Literal["open", "offered", "given", "chosen", "default", "rejected", "locked"]
SETTLED = frozenset(("given", "chosen", "locked"))


@dataclass(frozen=True, slots=True)
class Row:
    """One slot. `key` is the copilot's own name for an option, "" for free words."""

    slot: str
    value: str
    status: Status
    round: int
    words: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows in the order of their first setting, the ideas read so far, and what was refused."""

    rows: tuple[Row, ...] = ()
    idea: Idea = field(default_factory=lambda: Idea(""))
    refused: tuple[Row, ...] = ()
    asked: frozenset[str] = frozenset()
    released: bool = False
    idle: int = 0
    shown: frozenset[str] = frozenset()

    def row(self, slot: str) -> Row | None:
        """The row of a slot, or None while it is open."""
        return next((r for r in self.rows if r.slot == slot), None)

    def value(self, slot: str, otherwise: str = "") -> str:
        """What stands in a slot."""
        row = self.row(slot)
        return row.value if row and row.status != "rejected" else otherwise

    def settled(self, slot: str) -> bool:
        """True if the creator gave, chose or locked it."""
        row = self.row(slot)
        return row is not None and row.status in SETTLED

    def set(self, slot: str, value: str, status: Status, round: int, words: str = "", key: str = "") -> Ledger:
        """With the slot set. A locked slot stays; a default never displaces what the creator said."""
        old = self.row(slot)
        if not value or (old and old.status == "locked") or self.is_refused(value, slot):
            return self
        if old and status in ("default", "offered") and old.status in SETTLED:
            return self
        new = Row(slot, value, status, round, words, key)
        if old is None:
            return replace(self, rows=(*self.rows, new))
        return replace(self, rows=tuple(new if r.slot == slot else r for r in self.rows))

    def drop(self, slot: str) -> Ledger:
        """Without the slot: it is open again."""
        return replace(self, rows=tuple(r for r in self.rows if r.slot != slot or r.status == "locked"))

    def refuse(self, slot: str, value: str, round: int, words: str = "") -> Ledger:
        """With a value that may not return; if it stood in an unlocked slot, that slot is open again."""
        row = Row(slot, value, "rejected", round, words)
        if any(r.slot == slot and r.value == value for r in self.refused):
            return self
        kept = tuple(r for r in self.rows if r.status in ("locked", "given") or value.lower() not in r.value.lower())
        return replace(self, refused=(*self.refused, row), rows=kept)

    def is_refused(self, value: str, slot: str = "") -> bool:
        """True if the value, or a thing that was refused by name, is in it."""
        low = f" {value.lower()} "
        for row in self.refused:
            if row.value.lower() == value.lower() and row.slot in (slot, ""):
                return True
            if row.slot in ("keep", "refused") and any(f" {n}" in low for n in _forms(row.value.lower())):
                return True
        return False

    def lock(self, slots: Iterable[str] | None, round: int) -> Ledger:
        """With these slots locked, or all that are set when `slots` is None."""
        chosen = None if slots is None else set(slots)
        rows = tuple(
            replace(r, status="locked") if (chosen is None or r.slot in chosen) and r.status != "rejected" else r
            for r in self.rows
        )
        return replace(self, rows=rows)

    def table(self, order: Mapping[str, int]) -> tuple[Row, ...]:
        """All rows for show: every slot of the craft data, those still open too, then what was refused."""
        known = [self.row(slot) or Row(slot, "", "open", 0) for slot in order]
        extra = [r for r in self.rows if r.slot not in order]
        return (*known, *extra, *self.refused)


def _forms(noun: str) -> tuple[str, ...]:
    from . import words as w

    return (noun, w.singular(noun), w.plural(noun)) if " " not in noun else (noun,)
