"""The file under the library: one SQLite database, opened with care.

What is stored: six tables (variants, ratings, dialogues, turns, drafts, calls) and a word index for search. Rows of
variants, ratings and turns are never changed or removed; triggers refuse it, whoever asks.

How it is kept: write-ahead log with synchronous=FULL, so that a transaction that returned has reached the disk, and one
connection behind a lock, so that threads take turns. Processes take turns by SQLite's own locks; who waits longer
than `patience_s` gets `LibraryBusy`. Every failure of SQLite leaves here as a `LibraryError` that says what to do.

The schema has a number (`user_version`). An older file is brought up to date one step at a time, each step in a
transaction of its own; a newer one is refused unread.

Text is stored as TEXT. A Python string may hold lone surrogates, which UTF-8 cannot carry; such a string is stored
as a BLOB of its `surrogatepass` bytes, and nothing else is ever a BLOB (`pack`, `unpack`).
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unicodedata import normalize

from ..errors import LibraryBusy, LibraryError, LibraryFromFuture, LibraryFull

APPLICATION_ID = 0x434B4954
"""Tells our files from other programs' SQLite files: "CKIT" in the header, at byte 68."""

IN_MEMORY = ":memory:"

_TABLES = (
    """CREATE TABLE dialogues (
        id TEXT PRIMARY KEY,
        idea NOT NULL,
        settings TEXT NOT NULL,
        parent TEXT REFERENCES dialogues (id),
        forked_at INTEGER,
        digest TEXT NOT NULL,
        status NOT NULL DEFAULT 'open',
        variant INTEGER REFERENCES variants (id),
        created TEXT NOT NULL)""",
    """CREATE TABLE turns (
        id INTEGER PRIMARY KEY,
        dialogue TEXT NOT NULL REFERENCES dialogues (id),
        position INTEGER NOT NULL,
        round INTEGER NOT NULL,
        seat TEXT NOT NULL,
        speaker NOT NULL,
        voice NOT NULL,
        outcome TEXT NOT NULL,
        metered INTEGER NOT NULL,
        input INTEGER, cache_read INTEGER, cache_write INTEGER, output INTEGER, price_usd REAL,
        digest TEXT NOT NULL,
        created TEXT NOT NULL,
        text NOT NULL,
        UNIQUE (dialogue, position))""",
    """CREATE TABLE drafts (
        dialogue TEXT PRIMARY KEY REFERENCES dialogues (id),
        position INTEGER NOT NULL,
        seat TEXT NOT NULL,
        text NOT NULL)""",
    """CREATE TABLE variants (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        scene TEXT NOT NULL,
        number INTEGER NOT NULL,
        digest TEXT NOT NULL,
        parent INTEGER REFERENCES variants (id),
        remix NOT NULL,
        changes TEXT,
        note NOT NULL,
        seconds REAL,
        engine NOT NULL,
        dialogue TEXT REFERENCES dialogues (id),
        created TEXT NOT NULL,
        text NOT NULL,
        UNIQUE (scene, number))""",
    "CREATE INDEX variants_by_digest ON variants (digest)",
    "CREATE INDEX variants_by_parent ON variants (parent) WHERE parent IS NOT NULL",
    """CREATE TABLE ratings (
        id INTEGER PRIMARY KEY,
        variant INTEGER NOT NULL REFERENCES variants (id),
        stars INTEGER CHECK (stars BETWEEN 1 AND 5),
        verdict TEXT NOT NULL,
        reason NOT NULL,
        created TEXT NOT NULL)""",
    "CREATE INDEX ratings_by_variant ON ratings (variant)",
    *(
        f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE (ABORT, '{table} are only ever added to'); END"
        for table in ("variants", "ratings", "turns")
        for act in ("UPDATE", "DELETE")
    ),
    f"PRAGMA application_id = {APPLICATION_ID}",
)


def _lay_tables(db: sqlite3.Connection) -> None:
    for statement in _TABLES:
        db.execute(statement)


def _index_words(db: sqlite3.Connection) -> None:
    db.execute("CREATE VIRTUAL TABLE words USING fts5 (body, content = '', tokenize = 'unicode61 remove_diacritics 2')")
    for row in db.execute("SELECT id, name, remix, note, text FROM variants"):
        index_words(db, *map(unpack, row))


def _count_thinking(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE turns ADD COLUMN thinking INTEGER")


def _keep_calls(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE calls (
        dialogue TEXT NOT NULL REFERENCES dialogues (id),
        number INTEGER NOT NULL,
        position INTEGER NOT NULL,
        round INTEGER NOT NULL,
        seat TEXT NOT NULL,
        voice NOT NULL,
        outcome TEXT NOT NULL,
        metered INTEGER NOT NULL,
        input INTEGER, cache_read INTEGER, cache_write INTEGER, output INTEGER, price_usd REAL, thinking INTEGER,
        most_usd REAL NOT NULL,
        PRIMARY KEY (dialogue, number))"""
    )


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_lay_tables, _index_words, _count_thinking, _keep_calls)
"""STEPS[n] brings a file of schema n to schema n + 1. Steps are only ever added: old files walk through all of them."""


def pack(text: str) -> str | bytes:
    """The text as SQLite takes it: itself, or bytes if it holds lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def unpack(value: Any) -> Any:
    """The value as it was before `pack`."""
    return value.decode("utf-8", "surrogatepass") if type(value) is bytes else value


def encodable(text: str) -> str:
    """The text as it can be shown: lone surrogates as U+FFFD, for a page or a terminal must be able to encode it."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Characters of scripts that put no space between words, as a range of a regular expression."""


def folded(text: str) -> str:
    """The text as the index sees it: without case, and with each character of an unspaced script a word."""
    plain = normalize("NFKC", encodable(text)).casefold().replace("\0", " ")
    return re.sub(f"[{UNSPACED}]", r" \g<0> ", plain)


def index_words(db: sqlite3.Connection, variant_id: int, *texts: str) -> None:
    """Nothing; the variant is found by words of these texts from now on."""
    db.execute("INSERT INTO words (rowid, body) VALUES (?, ?)", (variant_id, folded("\n".join(texts))))


def words_query(search: str) -> str:
    """The index's query for texts that hold all words of a search, each at least as a beginning; "" for none."""
    given = [folded(word) for word in search.split()]
    return " ".join('"{}" *'.format(word.replace('"', '""')) for word in given if any(map(str.isalnum, word)))


class Store:
    """An open library file, and the transactions on it."""

    def __init__(self, path: str | os.PathLike[str], patience_s: float) -> None:
        self.path = None if os.fspath(path) == IN_MEMORY else Path(path).absolute()
        self.where = self.path.name if self.path else "library in memory"
        self.patience_s = patience_s
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None
        self._open()

    # -- transactions

    @contextmanager
    def write(self, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """A transaction that is on disk when the block ends, or leaves no trace.

        durable=False spares the wait for the disk: what is written outlives the process, though not a power cut.
        """
        with self._turn() as db:
            self._require_in_place()
            if db.in_transaction:
                raise LibraryError(
                    f"{self.where}: asked to write while it is writing. Fix: give save_many rows that save nothing."
                )
            if not durable:
                db.execute("PRAGMA synchronous = NORMAL")
            try:
                db.execute("BEGIN IMMEDIATE")
                yield db
                db.execute("COMMIT")
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                if not durable:
                    db.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One unchanging view of the library, for as long as the block lasts; inside a `write` it is that one's."""
        with self._turn() as db:
            if db.in_transaction:
                yield db
                return
            try:
                db.execute("BEGIN")
                yield db
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")

    @contextmanager
    def _turn(self) -> Iterator[sqlite3.Connection]:
        if self._pid != os.getpid():
            # A connection must not be used, nor even closed, on the far side of a fork.
            if self.path is None:
                raise LibraryError(
                    f"{self.where}: belongs to the process that made it. Fix: keep the library in a file."
                )
            self._inherited, self._lock = self._db, threading.RLock()
            self._open()
        with self._lock:
            if self._sealed and self._db and self._sealed != self._state():
                # Somebody who may write did so.
                self.close()
                self._open()
            if self._db is None:
                raise LibraryError(f"{self.where}: the library is closed. Fix: open it again with Library(path).")
            try:
                yield self._db
            except sqlite3.Error as error:
                raise self._explained(error) from error

    def close(self) -> None:
        """Closed; a second time does nothing."""
        with self._lock:
            self._finalizer()
            self._db = None

    # -- opening

    def _open(self) -> None:
        self._pid = os.getpid()
        self._sealed: tuple[int, int] | None = None
        if self.path is not None:
            self._require_reachable(self.path)
        try:
            self._db = self._prepared("rwc")
        except sqlite3.Error as error:
            if not self._is_sealed():
                raise self._explained(error) from error
            # Where nothing may be written SQLite cannot share the file, but can read it as one that does not change.
            self._sealed = self._state()
            try:
                self._db = self._prepared("ro&immutable=1")
            except sqlite3.Error as again:
                raise self._explained(again) from again
        self._finalizer = weakref.finalize(self, _close, self._db, self._pid)
        self._inode = self._found_inode()

    def _prepared(self, mode: str) -> sqlite3.Connection:
        db = self._connected(mode)
        try:
            self._prepare(db)
        except BaseException:
            db.close()
            raise
        return db

    def _connected(self, mode: str) -> sqlite3.Connection:
        target = f"{self.path.as_uri()}?mode={mode}" if self.path else IN_MEMORY
        return sqlite3.connect(
            target, timeout=self.patience_s, isolation_level=None, check_same_thread=False, uri=self.path is not None
        )

    def _require_reachable(self, path: Path) -> None:
        if path.is_dir():
            raise LibraryError(
                f"{path}: is a folder, a file was expected. Fix: name a file in it, such as {path / 'copilot.sqlite'}."
            )
        if not path.parent.is_dir():
            raise LibraryError(
                f"{path}: the folder {path.parent} does not exist. Fix: make it first, or choose another path."
            )

    def _prepare(self, db: sqlite3.Connection) -> None:
        """The connection ready for use: our file, of this schema, with the settings that promises rest on."""
        version, owner = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("user_version", "application_id"))
        if owner != APPLICATION_ID and (owner or db.execute("SELECT 1 FROM sqlite_master").fetchone()):
            raise LibraryError(
                f"{self.where}: is an SQLite file of another program, a library of copilot_kit was expected. "
                "Fix: choose another path."
            )
        if version > len(STEPS):
            raise LibraryFromFuture(
                f"{self.where}: written with schema {version} by a newer copilot_kit, this one reads up to schema "
                f"{len(STEPS)}; the file was left untouched. Fix: pip install --upgrade copilot-kit-notebooks."
            )
        if version < len(STEPS):
            db.execute("PRAGMA journal_mode = WAL")
        while version < len(STEPS):
            version = self._step(db)
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = FULL")

    def _step(self, db: sqlite3.Connection) -> int:
        """The schema after one more step; another process may have taken it while we waited."""
        db.execute("BEGIN IMMEDIATE")
        try:
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            if version < len(STEPS):
                STEPS[version](db)
                version += 1
                db.execute(f"PRAGMA user_version = {version}")
            db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")
        return version

    # -- what can go wrong

    def _found_inode(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat() if self.path else None
        except FileNotFoundError:
            return None
        return found and (found.st_dev, found.st_ino)

    def _require_in_place(self) -> None:
        """Raises if the file was moved or deleted: SQLite would go on writing to a file that nobody finds again."""
        if self._found_inode() != self._inode:
            raise LibraryError(
                f"{self.path}: the file was moved, deleted or replaced while it was open; nothing was written. "
                "Fix: put it back, or open the library again with Library(path)."
            )

    def _is_sealed(self) -> bool:
        """True if the file can be read where it lies, but not written, and nothing waits to be merged into it."""
        return (
            self.path is not None
            and os.access(self.path, os.R_OK)
            and not (os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK))
            and not self._pending().exists()
        )

    def _state(self) -> tuple[int, int]:
        assert self.path is not None
        found = self.path.stat()
        return found.st_mtime_ns, found.st_size

    def _pending(self) -> Path:
        assert self.path is not None
        return self.path.with_name(self.path.name + "-wal")

    def _explained(self, error: sqlite3.Error) -> LibraryError:
        """The error in the library's words."""
        code, where = _name(error), self.where
        if code in _FULL:
            return LibraryFull(
                f"{where}: the disk took no more ({error}); nothing was written, and all that was finished is kept. "
                "Fix: make room on the disk, or raise the quota, and repeat the last step."
            )
        if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return LibraryBusy(
                f"{where}: another program has held the library for more than {self.patience_s:g} s; nothing was "
                "written. Fix: let its work end or close it, and repeat the last step."
            )
        if code.startswith("SQLITE_READONLY"):
            return LibraryError(
                f"{where}: can be read but not written to. Fix: give yourself write permission on the file and its "
                "folder, or copy the file to a folder of yours."
            )
        if code == "SQLITE_NOTADB":
            return LibraryError(
                f"{where}: is no SQLite file, a library was expected; the file was left untouched. "
                "Fix: choose another path."
            )
        if code.startswith("SQLITE_CANTOPEN"):
            return LibraryError(
                f"{self.path or where}: cannot be opened. Fix: check that the file and its folder may be read and "
                "written by you, or choose another path."
            )
        if code.startswith("SQLITE_CORRUPT"):
            return LibraryError(
                f"{where}: the file is damaged ({error}). Fix: keep a copy of it, then restore a backup, or save what "
                "can be read with `sqlite3 FILE .recover`."
            )
        return LibraryError(f"{where}: SQLite says {error} ({code or type(error).__name__}).")


_FULL = {"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE"}
"""A full disk is SQLITE_FULL; a quota or a file-size limit reaches SQLite as a write error."""


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", None) or ""


def _close(db: sqlite3.Connection, pid: int) -> None:
    if pid == os.getpid():
        db.close()
