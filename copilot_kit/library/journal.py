"""The journal of a library: every turn of every dialogue, kept as it ends.

A dialogue is begun, grows by turns at positions 0, 1, 2, ... and may be finished. `append` returns when the turn is on
disk. The turn that is being spoken is kept as a draft, which is cheap to renew and gone once its turn is appended.

A fork shares the first `forked_at` turns of its parent and holds only its own: nothing is copied, so the sum of
a column of `turns()` counts no turn twice.

    parent   0 1 2 3 4
    fork         2 3 4 5          forked_at=2: turns 0 and 1 are the parent's

A call that was broken off is no turn, but may have to be paid for: it is kept beside them, from the moment it is made.

Every turn carries a digest over itself and the digest of the turn before; the first chains to the dialogue's own. API
keys are no business of a journal: settings that look like one are refused.
"""

from __future__ import annotations

import json
import math
import re
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, get_args

from ..billing import Row
from ..dialogue.script import SEATS, Outcome, Seat, Turn, Usage
from ..errors import InputError, LibraryError, UnknownName
from .store import Store, encodable, pack, unpack


@dataclass(frozen=True, slots=True)
class Draft:
    """What had been said of a turn that has not ended."""

    position: int
    seat: Seat
    text: str


@dataclass(frozen=True, slots=True)
class DialogueRecord:
    """A dialogue as the journal holds it.

    turns      from the first, those shared with the parent of a fork included
    draft      the turn that was being spoken, or None
    forked_at  number of turns shared with the parent, or None
    variant    name of the variant that was saved from it last, or None
    status     "open" until `finish` says otherwise
    calls      calls that were broken off, each with the number of turns that stood before it; those of a fork's parent
               are the parent's
    """

    id: str
    idea: str
    settings: dict[str, Any]
    turns: tuple[Turn, ...]
    draft: Draft | None
    parent: str | None
    forked_at: int | None
    variant: str | None
    status: str
    created: str
    calls: tuple[tuple[int, Row], ...] = ()

    def __repr__(self) -> str:
        idea = self.idea if len(self.idea) <= 60 else self.idea[:57] + "..."
        return encodable(f"<DialogueRecord {self.id} ({self.status}), {len(self.turns)} turns: {idea!r}>")

    def _repr_html_(self) -> str:
        from .views import dialogue_html

        return dialogue_html(self)


class Journal:
    """The part of a library that dialogues write to."""

    _store: Store
    _clock: Callable[[], datetime]

    def begin(
        self, idea: str, settings: Mapping[str, Any], parent: str | None = None, forked_at: int | None = None
    ) -> str:
        """The id of a new dialogue: short, and later ones sort after earlier ones.

        Parameters
        ----------
        settings : what JSON can hold; comes back as JSON gives it (tuples as lists)
        parent, forked_at : a fork shares the first `forked_at` turns of the dialogue `parent`

        Raises
        ------
        InputError : a setting looks like a key or a password, or is nothing that JSON can hold
        """
        held = _settings_json(settings)
        if forked_at is not None and (parent is None or forked_at < 0):
            raise InputError(
                f"begin: forked_at is {forked_at} and parent is {parent!r}, a number of turns of an existing dialogue "
                "was expected. Fix: give parent= and a forked_at of 0 or more."
            )
        with self._store.write() as db:
            root = ""
            if parent is not None:
                spoken = length_of(db, parent)
                if (forked_at or 0) > spoken:
                    raise InputError(
                        f"begin: a fork at turn {forked_at} of dialogue {parent}, which has {spoken} turns. "
                        f"Fix: fork at {spoken} or earlier."
                    )
                root = chain_of(db, parent, forked_at or 0)
            now = self._clock()
            new = _new_id(now, db.execute("SELECT max(id) FROM dialogues").fetchone()[0])
            digest = dialogue_digest(new, idea, held, parent, forked_at, root)
            db.execute(
                "INSERT INTO dialogues (id, idea, settings, parent, forked_at, digest, created) VALUES (?,?,?,?,?,?,?)",
                (new, pack(idea), held, parent, forked_at, digest, stamp(now)),
            )
        return new

    def append(self, dialogue_id: str, position: int, turn: Turn) -> None:
        """Nothing; on return the turn is on disk.

        The same turn at the same position again changes nothing, so whoever is unsure may repeat.

        Raises
        ------
        LibraryError : another turn stands at that position, or a turn before it is missing
        """
        turn = _checked(turn)
        with self._store.write() as db:
            length = length_of(db, dialogue_id)
            if position < length:
                stored = _turns(db, dialogue_id)[position] if position >= 0 else None
                if stored == turn:
                    return
                raise LibraryError(
                    f"dialogue {dialogue_id}, turn {position}: another turn stands there, and turns are never "
                    f"overwritten. Fix: append at {length}, or begin a fork with forked_at={max(position, 0)}."
                )
            if position > length:
                raise LibraryError(
                    f"dialogue {dialogue_id}, turn {position}: the next turn is {length}, no gap may be left. "
                    f"Fix: append turn {length} first."
                )
            counts = astuple(turn.usage) if turn.usage else (None,) * 6
            digest = turn_digest(chain_of(db, dialogue_id, position), turn)
            words = (turn.round, turn.seat, pack(turn.speaker), pack(turn.voice), turn.outcome)
            held = (dialogue_id, position, *words, turn.usage is not None, *counts)
            db.execute(
                "INSERT INTO turns (dialogue, position, round, seat, speaker, voice, outcome, metered, input,"
                " cache_read, cache_write, output, price_usd, thinking, digest, created, text)"
                " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (*held, digest, stamp(self._clock()), pack(turn.text)),
            )
            db.execute("DELETE FROM drafts WHERE dialogue = ? AND position <= ?", (dialogue_id, position))
            db.execute("DELETE FROM calls WHERE dialogue = ? AND outcome = ''", (dialogue_id,))

    def call(self, dialogue_id: str, number: int | None, position: int, row: Row | None) -> int:
        """The number of a call that was broken off while turn `position` was spoken; None asks for a new one.

        A row without an outcome is a call that is being made: it is gone once its turn is appended, and stays as one
        of unknown cost if this process ends before. The same number again replaces it; no row takes it back.
        """
        with self._store.write(durable=row is not None and bool(row.outcome)) as db:
            length_of(db, dialogue_id)
            if number is None:
                last = db.execute("SELECT max(number) FROM calls WHERE dialogue = ?", (dialogue_id,)).fetchone()[0]
                number = 0 if last is None else int(last) + 1
            if row is None:
                db.execute("DELETE FROM calls WHERE dialogue = ? AND number = ?", (dialogue_id, number))
                return number
            _require_seat(row.seat)
            usage = _counted(row.usage)
            counts = astuple(usage) if usage else (None,) * 6
            db.execute(
                "INSERT OR REPLACE INTO calls (dialogue, number, position, round, seat, voice, outcome, metered, input,"
                " cache_read, cache_write, output, price_usd, thinking, most_usd)"
                " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (dialogue_id, number, position, row.round, row.seat, pack(row.voice), row.outcome,
                 usage is not None, *counts, row.most_usd),
            )  # fmt: skip
        return number

    def draft(self, dialogue_id: str, position: int, seat: Seat, text: str) -> None:
        """Nothing; on return the words so far outlive the process, though not a power cut.

        A draft replaces the one before it. One that comes after its turn was appended is late, and ignored.
        """
        _require_seat(seat)
        with self._store.write(durable=False) as db:
            length = length_of(db, dialogue_id)
            if position > length:
                raise LibraryError(
                    f"dialogue {dialogue_id}, draft of turn {position}: the next turn is {length}. "
                    f"Fix: draft turn {length}."
                )
            if position == length:
                db.execute(
                    "INSERT INTO drafts (dialogue, position, seat, text) VALUES (?,?,?,?) ON CONFLICT (dialogue)"
                    " DO UPDATE SET position = excluded.position, seat = excluded.seat, text = excluded.text",
                    (dialogue_id, position, seat, pack(text)),
                )

    def finish(self, dialogue_id: str, status: str) -> None:
        """Nothing; the dialogue has this status from now on ("done", "stopped", ...)."""
        if not status:
            raise InputError('finish: the status is empty, a word was expected. Fix: say "done" or "stopped".')
        with self._store.write() as db:
            length_of(db, dialogue_id)
            db.execute("UPDATE dialogues SET status = ? WHERE id = ?", (pack(status), dialogue_id))

    def dialogue(self, dialogue_id: str) -> DialogueRecord:
        """The dialogue as it stands: its idea, settings, turns and draft."""
        with self._store.read() as db:
            length_of(db, dialogue_id)
            row = db.execute(
                "SELECT d.idea, d.settings, d.parent, d.forked_at, v.name, d.status, d.created"
                " FROM dialogues d LEFT JOIN variants v ON v.id = d.variant WHERE d.id = ?",
                (dialogue_id,),
            ).fetchone()
            draft = db.execute("SELECT position, seat, text FROM drafts WHERE dialogue = ?", (dialogue_id,)).fetchone()
            turns = _turns(db, dialogue_id)
            calls = db.execute(
                "SELECT position, round, seat, voice, outcome, metered, input, cache_read, cache_write, output,"
                " price_usd, thinking, most_usd FROM calls WHERE dialogue = ? ORDER BY number",
                (dialogue_id,),
            ).fetchall()
        idea, settings, parent, forked_at, variant, status, created = map(unpack, row)
        return DialogueRecord(
            id=dialogue_id,
            idea=idea,
            settings=json.loads(settings),
            turns=turns,
            draft=Draft(*map(unpack, draft)) if draft else None,
            parent=parent,
            forked_at=forked_at,
            variant=variant,
            status=status,
            created=created,
            calls=tuple(map(_call_of, calls)),
        )


# -- digests


def digest_of(kind: str, *parts: object) -> str:
    """The SHA-256 of some JSON values and of what they are, in hex. ASCII escapes carry any string without loss."""
    return sha256(json.dumps([kind, *parts], separators=(",", ":")).encode()).hexdigest()


def dialogue_digest(id: str, idea: str, settings: str, parent: str | None, forked_at: int | None, root: str) -> str:
    """What the first turn chains to; `root` is the digest that the fork left its parent at, or ""."""
    return digest_of("dialogue.1", id, idea, settings, parent, forked_at, root)


def turn_digest(before: str, turn: Turn) -> str:
    """Digests a turn and, through `before`, all turns before it.

    A usage that does not tell its thinking digests as it did before there was such a count.
    """
    number, seat, speaker, text, usage, *rest = astuple(turn)
    if usage is not None and usage[-1] is None:
        usage = usage[:-1]
    return digest_of("turn.1", before, number, seat, speaker, text, usage, *rest)


def chain_of(db: sqlite3.Connection, dialogue_id: str, position: int) -> str:
    """What a turn at that position chains to."""
    rows = turn_rows(db, dialogue_id, "digest", position) if position else []
    if rows:
        return rows[-1][0]
    return db.execute("SELECT digest FROM dialogues WHERE id = ?", (dialogue_id,)).fetchone()[0]


# -- reading turns

_ALL = 2**31
"""A position after every turn."""

TURN = (
    "round, seat, speaker, text, voice, outcome, metered, input, cache_read, cache_write, output, price_usd, thinking"
)


def turn_of(row: tuple[Any, ...]) -> Turn:
    """The turn in the columns `TURN`."""
    number, seat, speaker, text, voice, outcome, metered, *usage = map(unpack, row)
    return Turn(number, seat, speaker, text, Usage(*usage) if metered else None, voice, outcome)


def _call_of(row: tuple[Any, ...]) -> tuple[int, Row]:
    position, number, seat, voice, outcome, metered, *usage, most_usd = map(unpack, row)
    return position, Row(seat, number, voice, outcome or "truncated", Usage(*usage) if metered else None, most_usd)


def _turns(db: sqlite3.Connection, dialogue_id: str) -> tuple[Turn, ...]:
    return tuple(map(turn_of, turn_rows(db, dialogue_id, TURN)))


def turn_rows(db: sqlite3.Connection, dialogue_id: str, columns: str, end: int = _ALL) -> list[tuple[Any, ...]]:
    """Rows of the turns before `end`, in order, those that a fork shares included."""
    rows: list[tuple[Any, ...]] = []
    at: str | None = dialogue_id
    while at is not None:
        rows[:0] = db.execute(
            f"SELECT {columns} FROM turns WHERE dialogue = ? AND position < ? ORDER BY position", (at, end)
        ).fetchall()
        at, shared = db.execute("SELECT parent, forked_at FROM dialogues WHERE id = ?", (at,)).fetchone()
        end = min(shared or 0, end)
        if not end:
            break
    return rows


def length_of(db: sqlite3.Connection, dialogue_id: str) -> int:
    """The number of turns so far."""
    row = db.execute(
        "SELECT coalesce((SELECT max(position) + 1 FROM turns WHERE dialogue = d.id), d.forked_at, 0)"
        " FROM dialogues d WHERE id = ?",
        (pack(dialogue_id),),
    ).fetchone()
    if row is None:
        latest = db.execute("SELECT id FROM dialogues ORDER BY id DESC LIMIT 24").fetchall()
        raise UnknownName("dialogue", dialogue_id, (known for (known,) in latest))
    return row[0]


# -- what may be written


def _require_seat(seat: str) -> None:
    if seat not in SEATS:
        raise UnknownName("seat", seat, SEATS)


def _checked(turn: Turn) -> Turn:
    """The turn with numbers as SQLite returns them, so that a digest is the same before and after."""
    _require_seat(turn.seat)
    if turn.outcome not in get_args(Outcome):
        raise UnknownName("outcome", turn.outcome, get_args(Outcome))
    return Turn(int(turn.round), turn.seat, turn.speaker, turn.text, _counted(turn.usage), turn.voice, turn.outcome)


def _counted(usage: Usage | None) -> Usage | None:
    """The usage with numbers as SQLite returns them."""
    if usage is None:
        return None
    price = None if usage.price_usd is None or math.isnan(usage.price_usd) else float(usage.price_usd)
    given = {name: getattr(usage, name) for name in ("input", "cache_read", "cache_write", "output", "thinking")}
    counts = {name: None if count is None else int(count) for name, count in given.items()}
    return Usage(**counts, price_usd=price)


_SECRET_NAME = re.compile(
    r"secret|passw|passphrase|credential|token(?![a-z])|(^|_)(api|access|private)?_?keys?$"
    r"|(^|_)(auth|authorization|bearer|cookie)(_|$)"
)
_SECRET_VALUE = re.compile(
    r"(?<![\w-])(sk|pk|rk|xai|gsk|hf|ghp|r8)[-_][\w-]{16,}|AIza[\w-]{30,}|(?i:bearer)\s+[\w.-]{16,}"
)


def _settings_json(settings: Mapping[str, Any]) -> str:
    """The settings as JSON, or an InputError that names the place and never the secret."""
    try:
        held = json.dumps(dict(settings), sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"settings: {error}; numbers, strings, lists and dicts were expected. "
            "Fix: leave out what JSON cannot hold, or write it as a string."
        ) from None
    _refuse_secrets(json.loads(held), "settings")
    return held


def _refuse_secrets(value: Any, where: str, secret: bool = False) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "_", name).lower()
            _refuse_secrets(inner, f"{where}[{name!r}]", secret or bool(_SECRET_NAME.search(plain)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _refuse_secrets(inner, f"{where}[{number}]", secret)
    elif isinstance(value, str) and value and (secret or _SECRET_VALUE.search(value)):
        raise InputError(
            f"{where}: looks like a key or a password, which a library never holds. "
            "Fix: leave it out, and keep it in an environment variable."
        )


_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, in ASCII order, without letters that are taken for digits."""


def _new_id(now: datetime, last: str | None) -> str:
    """Nine digits of milliseconds and four of chance; always after `last`, even if the clock went back."""
    moment = max(round(now.timestamp() * 1000), _number(last[:9]) + 1 if last else 0)
    return _base32(moment, 9) + _base32(secrets.randbits(20), 4)


def _base32(number: int, width: int) -> str:
    return "".join(_DIGITS[number >> 5 * place & 31] for place in reversed(range(width)))


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number << 5 | _DIGITS.index(digit)
    return number


def stamp(moment: datetime) -> str:
    """UTC in ISO 8601, always 27 characters, so that it sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
