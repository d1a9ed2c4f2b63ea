"""Does a library still hold what was put into it? Everything that can be derived is derived again.

A digest shows that a text, a turn or a lineage is what was saved, byte for byte. It does not cover remixes, notes and
ratings, which nothing is derived from; against a change of those the file has its triggers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from ..errors import LibraryError
from .journal import TURN, chain_of, dialogue_digest, turn_digest, turn_of
from .store import Store, unpack
from .variants import variant_digest


def findings(store: Store) -> list[str]:
    """What does not hold, a sentence for each; empty when all is well."""
    found: list[str] = []
    for check in (_file, _variants, _dialogues):
        try:
            with store.read() as db:
                found += check(db)
        except LibraryError as error:
            # A damaged page ends one check; the others may still have something to say.
            if not isinstance(error.__cause__, sqlite3.DatabaseError):
                raise
            found.append(str(error))
    return found


def _file(db: sqlite3.Connection) -> Iterator[str]:
    for (said,) in db.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield f"file: {said}"
    for table, row, target, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"{table}, row {row}: refers to a row of {target} that is not there"


def _variants(db: sqlite3.Connection) -> Iterator[str]:
    digests: dict[int | None, str] = {None: ""}
    counts: dict[str, int] = {}
    rows = db.execute("SELECT id, name, scene, number, parent, digest, text FROM variants ORDER BY id")
    for expected, (row, name, scene, number, parent, digest, text) in enumerate(rows, start=1):
        if row != expected or number != counts.get(scene, 0):
            yield f"variant {name}: a variant before it is missing"
            return
        counts[scene] = number + 1
        if not name.startswith(f"{scene}/"):
            yield f"variant {name}: is filed under scene {scene}"
        if parent not in digests:
            yield f"variant {name}: its parent was saved after it, or never"
        elif digest != variant_digest(unpack(text), digests[parent]):
            yield f"variant {name}: its text or its parent is not what was saved (digest {digest[:12]})"
        digests[row] = digest
    (indexed,) = db.execute("SELECT count(*) FROM words_docsize").fetchone()
    if indexed != len(digests) - 1:
        yield f"search: {indexed} variants are in the word index, {len(digests) - 1} in the library"


def _dialogues(db: sqlite3.Connection) -> Iterator[str]:
    heads = db.execute("SELECT id, idea, settings, parent, forked_at, digest FROM dialogues ORDER BY id").fetchall()
    for head, idea, settings, parent, forked_at, digest in heads:
        root = chain_of(db, parent, forked_at or 0) if parent else ""
        if digest != dialogue_digest(head, unpack(idea), settings, parent, forked_at, root):
            yield f"dialogue {head}: its idea, settings or origin is not what was begun (digest {digest[:12]})"
        before, first = digest, forked_at or 0
        if first:
            before = root
        rows = db.execute(f"SELECT position, digest, {TURN} FROM turns WHERE dialogue = ? ORDER BY position", (head,))
        for expected, (position, held, *turn) in enumerate(rows, start=first):
            if position != expected:
                yield f"dialogue {head}: turn {expected} is missing"
                break
            if held != turn_digest(before, turn_of(tuple(turn))):
                yield f"dialogue {head}, turn {position}: is not what was said, or does not follow turn {position - 1}"
            before = held
