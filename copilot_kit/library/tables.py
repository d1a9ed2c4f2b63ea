"""What a library holds, as pandas frames.

Each frame has the same columns with the same dtypes whether it has rows or not. Pages are found by an index, never by
counting rows: variants are numbered without gaps, in the library (`id`, from 1) and in their scene (`number`, from 0).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .journal import length_of, turn_rows
from .store import encodable, pack, unpack, words_query
from .variants import Standing, change_path, declared_count

if TYPE_CHECKING:
    import pandas as pd

Columns = Mapping[str, str]
"""Column names and their kinds: text, whole, number, time, flag."""


def _columns(kinds: str) -> Columns:
    return dict(column.split(":") for column in kinds.split())


def frame(columns: Columns, given: list[list[Any]]) -> pd.DataFrame:
    """The given columns as a DataFrame with fixed dtypes, whether there are rows or not.

    A frame is a view: what no page could show (a lone surrogate) is U+FFFD in it. The records hold it as it was.

    text    string    missing: <NA>        whole   Int64     missing: <NA>
    number  float64   missing: NaN         time    datetime64[us, UTC]
    flag    bool
    """
    import numpy as np
    import pandas as pd

    make = {
        "text": lambda given: pd.array(given, dtype="string"),
        "whole": lambda given: pd.array(given, dtype="Int64"),
        "number": lambda given: np.array(given, dtype="float64"),
        "time": lambda given: pd.to_datetime(given, format="ISO8601", utc=True).astype("datetime64[us, UTC]"),
        "flag": lambda given: np.array(given, dtype="bool"),
    }
    return pd.DataFrame(
        {name: make[kind](_shown(column)) for (name, kind), column in zip(columns.items(), given, strict=True)}
    )


def _columns_of(rows: Iterable[Sequence[Any]], count: int) -> list[list[Any]]:
    """Rows as columns; some rows at a time, for a hundred thousand tuples would keep the garbage collector busy."""
    found: list[list[Any]] = [[] for _ in range(count)]
    waiting = iter(rows)
    while some := list(islice(waiting, 1000)):
        for column, part in zip(found, zip(*some, strict=True), strict=True):
            column.extend(part)
    return found


def _shown(column: list[Any]) -> list[Any]:
    if bytes in set(map(type, column)):
        return [encodable(unpack(value)) if type(value) is bytes else value for value in column]
    return column


def standings(db: sqlite3.Connection, names: Sequence[str] | None = None) -> dict[str, Standing]:
    """What stands of each variant that was rated; of these only, if named."""
    chosen = "" if names is None else f"WHERE v.name IN ({','.join('?' * len(names))})"
    rows = db.execute(
        "SELECT v.name, r.stars, r.verdict, r.reason FROM ratings r JOIN variants v ON v.id = r.variant"
        f" {chosen} ORDER BY r.id",
        names or (),
    )
    found: dict[str, Standing] = {}
    for name, *said in rows:
        found[name] = found.get(name, Standing()).then(*map(unpack, said))
    return found


# -- variants

_VARIANTS = _columns(
    "name:text scene:text parent:text remix:text note:text seconds:number engine:text stars:whole verdict:text "
    "reason:text dialogue:text digest:text created:time text:text"
)


def variants_frame(
    db: sqlite3.Connection, scene: str | None, page: int | None, size: int, search: str | None
) -> pd.DataFrame:
    """See Library.variants."""
    if page == 0 or size < 1:
        raise InputError(
            f"variants: page {page} of {size} rows, a page from 1 on, or from -1 back, of one row or more was "
            "expected. Fix: say page=1 for the first, page=-1 for the latest."
        )
    choose = _by_words if search and search.strip() else _by_number
    clause, values = choose(db, scene, page, size, search or "")
    rows = db.execute(
        "SELECT v.name, v.scene, p.name, v.remix, v.note, v.seconds, v.engine, v.dialogue, v.digest, v.created, v.text"
        f" FROM variants v LEFT JOIN variants p ON p.id = v.parent {clause}",
        values,
    )
    given = _columns_of(rows, 11)
    names = given[0]
    said = standings(db, names if len(names) <= 500 else None)
    stars: list[int | None] = [None] * len(names)
    verdicts, reasons = [""] * len(names), [""] * len(names)
    for number, name in enumerate(names if said else ()):
        if name in said:
            stars[number], verdicts[number], reasons[number] = said[name]
    given[7:7] = [stars, verdicts, reasons]
    return frame(_VARIANTS, given)


def _by_number(
    db: sqlite3.Connection, scene: str | None, page: int | None, size: int, _search: str
) -> tuple[str, list[Any]]:
    """The rest of the query for all variants, or for a page of them."""
    key, first, inside, values = (
        ("v.id", 1, "1", []) if scene is None else ("v.number", 0, "v.scene = ?", [pack(scene)])
    )
    if page is None:
        return f"WHERE {inside} ORDER BY {key}", values
    (end,) = db.execute(f"SELECT coalesce(max({key}) + 1, {first}) FROM variants v WHERE {inside}", values).fetchone()
    start = first + (page - 1) * size if page > 0 else end + page * size
    return f"WHERE {inside} AND {key} >= ? AND {key} < ? ORDER BY {key}", [*values, start, start + size]


def _by_words(
    db: sqlite3.Connection, scene: str | None, page: int | None, size: int, search: str
) -> tuple[str, list[Any]]:
    """The rest of the query for the variants that hold all words of a search."""
    query = words_query(search)
    if not query:
        return "WHERE 0", []
    hits = "SELECT rowid FROM words WHERE words MATCH ?"
    values: list[Any] = [query]
    if scene is not None:
        # The plus keeps SQLite from asking the word index once for each variant of the scene.
        hits += " AND +rowid IN (SELECT id FROM variants WHERE scene = ?)"
        values.append(pack(scene))
    if page is not None:
        # Only the hits are counted off, in the index.
        hits += f" ORDER BY rowid {'ASC' if page > 0 else 'DESC'} LIMIT ? OFFSET ?"
        values += [size, (page - 1 if page > 0 else -page - 1) * size]
    return f"WHERE v.id IN ({hits}) ORDER BY v.id", values


# -- remixes and ratings

_REMIXES = _columns(
    "name:text parent:text remix:text declared:whole found:whole paths:text stars_before:whole stars:whole "
    "verdict:text reason:text created:time"
)
_RATINGS = _columns("name:text stars:whole verdict:text reason:text latest:flag created:time")


def remixes_frame(db: sqlite3.Connection) -> pd.DataFrame:
    """See Library.remixes."""
    said = standings(db)
    found = []
    for name, parent, remix, changes, created in db.execute(
        "SELECT v.name, p.name, v.remix, v.changes, v.created FROM variants v JOIN variants p ON p.id = v.parent"
        " ORDER BY v.id"
    ):
        words = unpack(remix)
        paths = None if changes is None else [change_path(change) for change in json.loads(changes)]
        counts = (
            declared_count(words),
            None if paths is None else len(paths),
            None if paths is None else ", ".join(paths),
        )
        before, after = said.get(parent, Standing()), said.get(name, Standing())
        found.append((name, parent, words, *counts, before.stars, *after, created))
    return frame(_REMIXES, _columns_of(found, len(_REMIXES)))


def ratings_frame(db: sqlite3.Connection) -> pd.DataFrame:
    """See Library.ratings."""
    latest = "r.id = (SELECT max(id) FROM ratings WHERE variant = v.id)"
    rows = db.execute(
        f"SELECT v.name, r.stars, r.verdict, r.reason, {latest}, r.created"
        " FROM ratings r JOIN variants v ON v.id = r.variant ORDER BY r.id"
    )
    return frame(_RATINGS, _columns_of(rows, len(_RATINGS)))


# -- dialogues

_DIALOGUES = _columns(
    "dialogue:text idea:text status:text turns:whole parent:text forked_at:whole variant:text created:time"
)
_TURNS = _columns(
    "dialogue:text position:whole round:whole seat:text speaker:text voice:text outcome:text input:whole "
    "cache_read:whole cache_write:whole output:whole thinking:whole price_usd:number created:time text:text"
)


def turns_frame(db: sqlite3.Connection, dialogue: str | None) -> pd.DataFrame:
    """See Library.turns."""
    columns = ", ".join(_TURNS)
    if dialogue is None:
        rows: Iterable[Sequence[Any]] = db.execute(f"SELECT {columns} FROM turns ORDER BY dialogue, position")
    else:
        length_of(db, dialogue)
        rows = turn_rows(db, dialogue, columns)
    return frame(_TURNS, _columns_of(rows, len(_TURNS)))


def dialogues_frame(db: sqlite3.Connection) -> pd.DataFrame:
    """See Library.dialogues."""
    turns = "coalesce((SELECT max(position) + 1 FROM turns WHERE dialogue = d.id), d.forked_at, 0)"
    rows = db.execute(
        f"SELECT d.id, d.idea, d.status, {turns}, d.parent, d.forked_at, v.name, d.created"
        " FROM dialogues d LEFT JOIN variants v ON v.id = d.variant ORDER BY d.id"
    )
    return frame(_DIALOGUES, _columns_of(rows, len(_DIALOGUES)))
