"""The library: one file that holds every prompt and every dialogue, and forgets nothing.

Variants are only ever added. Each has a name (`puzzle/a`), its text, and, when it was made from another, that parent
with the remix: the change that was declared, and the changes that were found. Ratings are added too; the last word on
stars, verdict and reason stands. Tables come out as pandas frames with fixed dtypes; lineage and differences show
themselves.

The file is SQLite (store.py), the journal of dialogues is journal.py, what a variant is
variants.py, how things look views.py.

Absent on purpose: changing and deleting. Who wants a prompt to be otherwise saves a child of it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..errors import InputError, UnknownName
from ..shot import Shot
from .audit import findings
from .journal import DialogueRecord, Draft, Journal, length_of, stamp
from .store import Store, index_words, pack, unpack
from .tables import dialogues_frame, ratings_frame, remixes_frame, standings, turns_frame, variants_frame
from .variants import (
    Standing,
    Variant,
    Verdict,
    changes_json,
    checked_name,
    checked_rating,
    letters_of,
    remix_record,
    scene_of,
    variant_digest,
)
from .views import Comparison, Node, Tree, library_html

if TYPE_CHECKING:
    import pandas as pd

    from .proposals import Proposal, Rewriter, Speaker

__all__ = ["Comparison", "DialogueRecord", "Draft", "Library", "Standing", "Tree", "Variant"]

_VARIANT = (
    "v.name, v.text, v.digest, p.name, v.remix, v.note, v.seconds, v.engine, v.dialogue, v.created, v.changes"
    " FROM variants v LEFT JOIN variants p ON p.id = v.parent"
)


class Library(Journal):
    """A library file, opened; made if it does not exist.

    Parameters
    ----------
    path : the file; ./copilot.sqlite unless told otherwise, ":memory:" for one that is gone when closed
    clock : what tells the time of records
    patience_s : how long to wait for another process that is writing [s]

    One library may be used from several threads, and one file by several processes. A file that may only be
    read is opened for reading.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        patience_s: float = 5.0,
    ) -> None:
        self._store = Store("copilot.sqlite" if path is None else path, patience_s)
        self._clock = clock

    def close(self) -> None:
        """Nothing; the file is closed. What was saved stays saved without it."""
        self._store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    # -- saving

    def save(
        self,
        shot: Shot | str,
        name: str | None = None,
        parent: str | Variant | None = None,
        remix: str = "",
        note: str = "",
        dialogue: str | None = None,
        changes: Iterable[Any] | None = None,
        engine: str = "",
    ) -> Variant:
        """The variant as it is kept; on return it is on disk.

        Saving the same again gives the variant that is there already, so a cell can be run twice.

        Parameters
        ----------
        shot : the prompt, read or as text; a Shot's length is kept with it, a text's is unknown
        name : scene/variant; "scene/" for the next free letter in it; if not given, the next free letter in the
            parent's scene, or in one named after the text
        remix : the change that is declared, in words; one change to a line
        changes : what was found to differ from the parent, a dict or dataclass for each; None if nobody looked
        dialogue : id of the dialogue that the prompt came from

        Raises
        ------
        InputError : the name holds something else already; nothing is overwritten
        """
        with self._store.write() as db:
            return self._save(db, shot, name, parent, remix, note, dialogue, changes, engine)

    def remix(self, parent: str | Variant, instruction: str, voice: Speaker | Rewriter | str | None = None) -> Proposal:
        """The changes that an instruction means for a variant, each to accept or refuse; nothing is saved yet.

        Parameters
        ----------
        instruction : the change in words, "delay the smile to 3 s"; several are parted by semicolons
        voice : who rewrites the prompt: a voice, or a function (prompt, instruction) -> prompt; if not given, or
            "offline", rules that know the common instructions

        Raises
        ------
        NotUnderstood : the rules do not know the instruction; says what they know
        VoiceError : the voice gave no whole prompt
        """
        from .proposals import propose

        return propose(self, self[parent] if isinstance(parent, str) else parent, instruction, voice)

    def save_many(self, rows: Iterable[Mapping[str, Any]]) -> list[Variant]:
        """The variants as they are kept, all or none: each row holds what `save` takes, by name.

        One wait for the disk instead of one for each; a row may have one before it as its parent.
        """
        with self._store.write() as db:
            return [self._save(db, **row) for row in rows]

    def _save(
        self,
        db: sqlite3.Connection,
        shot: Shot | str,
        name: str | None = None,
        parent: str | Variant | None = None,
        remix: str = "",
        note: str = "",
        dialogue: str | None = None,
        changes: Iterable[Any] | None = None,
        engine: str = "",
    ) -> Variant:
        text, seconds = (shot.text, shot.seconds) if isinstance(shot, Shot) else (shot, None)
        if not isinstance(text, str) or not text.strip():
            found = "an empty text" if isinstance(text, str) else f"a value of type {type(text).__name__}"
            raise InputError(f"save: found {found}, a prompt was expected. Fix: give a Shot or its text.")
        if parent is None and (remix or changes is not None):
            raise InputError(
                "save: a remix without a parent, the variant that was changed was expected. "
                "Fix: say parent='scene/variant'."
            )
        if dialogue is not None:
            length_of(db, dialogue)
        origin = None if parent is None else self._variant(db, parent)
        digest = variant_digest(text, origin.digest if origin else "")
        found_changes = changes_json(changes)
        new = Variant(
            name="",
            text=text,
            digest=digest,
            parent=origin.name if origin else None,
            remix=remix,
            note=note,
            seconds=seconds,
            engine=engine,
            dialogue=dialogue,
            changes=None if found_changes is None else tuple(json.loads(found_changes)),
        )
        if name is None or str(name).endswith("/"):
            named = origin.scene if origin else scene_of(text)
            scene, _ = checked_name(f"{name or named + '/'}a")
            twins = self._where(db, "v.digest = ? AND v.scene = ?", digest, scene)
            stored = next((twin for twin in twins if not _otherwise(twin, new)), None)
            own = "" if stored else _free_letter(db, scene)
        else:
            scene, own = checked_name(name)
            stored = next(self._where(db, "v.name = ?", f"{scene}/{own}"), None)
            if stored and (other := _otherwise(stored, new)):
                raise InputError(
                    f"{stored.name}: is kept with another {' and '.join(other)}, and variants are never overwritten. "
                    f"Fix: save it as '{scene}/{_free_letter(db, scene)}'"
                    + (", or add a reason with rate()." if other == ["note"] else ".")
                )
        if not stored:
            stored = replace(new, name=f"{scene}/{own}", created=stamp(self._clock()))
            _insert(db, stored, found_changes)
        if dialogue is not None:
            db.execute(
                "UPDATE dialogues SET variant = (SELECT id FROM variants WHERE name = ?) WHERE id = ?",
                (stored.name, dialogue),
            )
        return stored

    # -- finding

    def variant(self, name: str | Variant) -> Variant:
        """The variant of that name."""
        with self._store.read() as db:
            return self._variant(db, name)

    __getitem__ = variant

    def __contains__(self, name: object) -> bool:
        try:
            self.variant(name)  # type: ignore[arg-type]
        except InputError:
            return False
        return True

    def __iter__(self) -> Iterator[str]:
        """The names of all variants, in the order in which they were saved."""
        with self._store.read() as db:
            return iter([name for (name,) in db.execute("SELECT name FROM variants ORDER BY id")])

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def _variant(self, db: sqlite3.Connection, name: str | Variant) -> Variant:
        wanted = name.name if isinstance(name, Variant) else "/".join(checked_name(name))
        found = next(self._where(db, "v.name = ?", wanted), None)
        if found is None:
            # Near names are looked for among a few: in a large library, comparing with all would take seconds.
            near = "SELECT name FROM variants WHERE scene = ? LIMIT 200"
            late = "SELECT name FROM variants ORDER BY id DESC LIMIT 200"
            rows = db.execute(near, (wanted.partition("/")[0],)).fetchall() + db.execute(late).fetchall()
            raise UnknownName("variant", wanted, dict.fromkeys(known for (known,) in rows))
        return found

    def _where(self, db: sqlite3.Connection, condition: str, *values: object) -> Iterator[Variant]:
        for row in db.execute(f"SELECT {_VARIANT} WHERE {condition} ORDER BY v.id", values):
            *fields, changes = map(unpack, row)
            yield replace(Variant(*fields), changes=None if changes is None else tuple(json.loads(changes)))

    # -- rating

    def rate(self, name: str | Variant, stars: int | None = None, verdict: Verdict = "", reason: str = "") -> Standing:
        """What stands of the variant now: what is not said this time stays as it was.

        Parameters
        ----------
        stars : 1 to 5
        verdict : "keep", "maybe" or "reject"
        reason : in words, for whoever asks later why
        """
        checked_rating(stars, verdict, reason)
        with self._store.write() as db:
            wanted = self._variant(db, name).name
            db.execute(
                "INSERT INTO ratings (variant, stars, verdict, reason, created)"
                " VALUES ((SELECT id FROM variants WHERE name = ?), ?, ?, ?, ?)",
                (wanted, stars, verdict, pack(reason), stamp(self._clock())),
            )
            return standings(db, [wanted])[wanted]

    # -- tables

    def variants(
        self, scene: str | None = None, page: int | None = None, size: int = 100, search: str | None = None
    ) -> pd.DataFrame:
        """The variants in the order in which they were saved, one to a row.

        Parameters
        ----------
        scene : only those of this scene
        page : only the `size` rows of this page; 1 is the first, -1 holds the latest; None for all
        search : only those that hold all these words, each at least as a beginning, in name, remix, note or text

        Returns
        -------
        DataFrame: name, scene, parent, remix, note (string), seconds (float64) [s], engine (string),
        stars (Int64), verdict, reason, dialogue, digest (string), created (datetime64[us, UTC]), text (string).
        No parent, no dialogue and no stars are <NA>, an unknown length NaN, words that nobody said "".
        """
        with self._store.read() as db:
            return variants_frame(db, scene, page, size, search)

    def remixes(self) -> pd.DataFrame:
        """The steps from parent to child, one to a row: which change helped?

        Returns
        -------
        DataFrame: name, parent, remix (string), declared, found (Int64; <NA> if nobody looked), paths (string:
        what was found to differ, joined by ", "), stars_before, stars (Int64), verdict, reason (string; of the child),
        created (datetime64[us, UTC]).
        """
        with self._store.read() as db:
            return remixes_frame(db)

    def ratings(self) -> pd.DataFrame:
        """All that was said of variants, in the order in which it was said.

        Returns
        -------
        DataFrame: name (string), stars (Int64), verdict, reason (string), latest (bool: nothing was said after it),
        created (datetime64[us, UTC]).
        """
        with self._store.read() as db:
            return ratings_frame(db)

    def turns(self, dialogue: str | None = None) -> pd.DataFrame:
        """The turns of all dialogues, each once; or those of one dialogue, the ones that it shares included.

        Returns
        -------
        DataFrame: dialogue (string: where it was spoken), position, round (Int64), seat, speaker, voice, outcome
        (string), input, cache_read, cache_write, output, thinking (Int64) [tokens], price_usd (float64),
        created (datetime64[us, UTC]), text (string). What is unknown is <NA>, and NaN in price_usd; never 0.
        """
        with self._store.read() as db:
            return turns_frame(db, dialogue)

    def dialogues(self) -> pd.DataFrame:
        """The dialogues in the order in which they began.

        Returns
        -------
        DataFrame: dialogue, idea, status (string), turns (Int64), parent (string), forked_at (Int64), variant (string),
        created (datetime64[us, UTC]).
        """
        with self._store.read() as db:
            return dialogues_frame(db)

    # -- views

    def tree(self, scene: str | None = None) -> Tree:
        """The lineage of all variants, or of those of one scene; shows itself."""
        with self._store.read() as db:
            said = standings(db)
            rows = db.execute(
                "SELECT v.name, p.name, v.remix, v.changes FROM variants v LEFT JOIN variants p ON p.id = v.parent"
                " WHERE v.scene = coalesce(?, v.scene) ORDER BY v.id",
                (scene and pack(scene),),
            )
            nodes = []
            for name, parent, remix, changes in (map(unpack, row) for row in rows):
                record = remix_record(remix, changes and json.loads(changes))
                nodes.append(Node(name, parent, remix, record, said.get(name, Standing())))
        return Tree(tuple(nodes))

    def compare(self, before: str | Variant, after: str | Variant) -> Comparison:
        """What differs between two variants, control by control and word by word; shows itself."""
        with self._store.read() as db:
            first, second = self._variant(db, before), self._variant(db, after)
            said = standings(db, [first.name, second.name])
        from ..reading import read
        from ..remix import changes

        found = changes(read(first.text), read(second.text)).sentences
        standing = said.get(first.name, Standing()), said.get(second.name, Standing())
        return Comparison(first, second, standing, tuple(found))

    def verify(self) -> list[str]:
        """What does not hold, a sentence for each; empty when all is well.

        Derives every digest again (of variants from text and parent, of turns from the turn before), and checks
        references, order, the word index, and the file itself.
        """
        return findings(self._store)

    def __repr__(self) -> str:
        return f"<Library {self._store.where}: {self._sizes()}>"

    def _repr_html_(self) -> str:
        return library_html(self._store.where, self._sizes(), self.tree())

    def _sizes(self) -> str:
        with self._store.read() as db:
            counts = db.execute(
                "SELECT count(*), count(DISTINCT scene), (SELECT count(*) FROM dialogues) FROM variants"
            ).fetchone()
        nouns = ("variant", "scene", "dialogue")
        variants, scenes, dialogues = (f"{n} {noun}{'s' * (n != 1)}" for n, noun in zip(counts, nouns, strict=True))
        return f"{variants} in {scenes}, {dialogues}"


def _otherwise(stored: Variant, new: Variant) -> list[str]:
    """What a stored variant would have to be changed in to be the new one; what is not said is not otherwise."""
    return [
        what
        for what in ("text", "parent", "remix", "note", "seconds", "engine")
        if getattr(new, what) != getattr(stored, what) and (what in ("text", "parent") or getattr(new, what))
    ]


def _insert(db: sqlite3.Connection, new: Variant, changes: str | None) -> None:
    number = "(SELECT coalesce(max(number) + 1, 0) FROM variants WHERE scene = :scene)"
    parent = "(SELECT id FROM variants WHERE name = :parent)"
    fields = {
        name: getattr(new, name) for name in ("name", "scene", "digest", "parent", "seconds", "dialogue", "created")
    }
    words = {name: pack(getattr(new, name)) for name in ("remix", "note", "engine", "text")}
    row = db.execute(
        "INSERT INTO variants (name, scene, number, digest, parent, remix, changes, note, seconds, engine, dialogue,"
        f" created, text) VALUES (:name, :scene, {number}, :digest, {parent}, :remix, :changes, :note, :seconds,"
        " :engine, :dialogue, :created, :text)",
        {**fields, **words, "changes": changes},
    ).lastrowid
    assert row is not None
    index_words(db, row, new.name, new.remix, new.note, new.text)


def _free_letter(db: sqlite3.Connection, scene: str) -> str:
    """The next letter that no variant of the scene is called; found in a few steps, however many there are."""

    def taken(number: int) -> bool:
        name = f"{scene}/{letters_of(number)}"
        return db.execute("SELECT 1 FROM variants WHERE name = ?", (name,)).fetchone() is not None

    low, high = -1, 0
    while taken(high):
        low, high = high, 2 * high + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if taken(middle) else (low, middle)
    return letters_of(high)
