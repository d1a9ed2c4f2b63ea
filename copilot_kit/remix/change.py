"""A change between two prompts, a list of them, and the prompt in which some of them are made.

A `Change` says what differs (path, before, after), where (a place in each text), and in one sentence. What it does
is its `edits`: places of the first text and what is to stand there. Edits of different changes never share a
character, so any of them can be made without the others, in any order.

Some changes cannot be taken apart: a beat that moves leaves one place and arrives at another, and what was rewritten in
it goes along. Such changes hold the same edits, and name each other in `together`. Taking one takes all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import Any, Literal, NamedTuple, SupportsIndex, overload

from ..errors import InputError
from ..looks import lane_of, shown
from ..reading import read
from ..shot import Shot, Span

Kind = Literal["set", "added", "removed", "moved", "words", "retimed"]
"""set: a control has another value · retimed: times moved as one · words: text that is no control reads differently."""


class Edit(NamedTuple):
    """One replacement: the characters at `where` in `before` give way to `text`.

    was   what stands there now
    at    where `text` begins in the other prompt; orders what is inserted at one place
    """

    where: Span
    text: str
    was: str
    at: int


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two prompts at one control, or in one sentence.

    path          the control, or "words" for text that is no control
    before, after value or words; None where there is none (added, removed)
    where, where_after   places in the two texts
    together      paths of the changes that this one cannot be taken without
    of            digest of the text that the edits belong to
    """

    path: str
    before: float | int | str | None
    after: float | int | str | None
    where: Span
    where_after: Span
    kind: Kind
    unit: str
    sentence: str
    edits: tuple[Edit, ...] = field(repr=False)
    together: tuple[str, ...] = ()
    of: str = field(default="", repr=False)

    def __str__(self) -> str:
        if not self.together:
            return self.sentence
        others = listed(self.together) if len(self.together) < 4 else f"{len(self.together)} other changes"
        return f"{self.sentence} (only together with {others})"

    def as_dict(self) -> dict[str, Any]:
        """The change as plain data, as the library keeps it."""
        return {
            "path": self.path,
            "kind": self.kind,
            "before": self.before,
            "after": self.after,
            "unit": self.unit,
            "sentence": self.sentence,
            "where": list(self.where),
            "where_after": list(self.where_after),
            "together": list(self.together),
        }

    def _repr_html_(self) -> str:
        return Diff([self])._repr_html_()


class Diff(tuple[Change, ...]):
    """Changes, in the order of the text; slices of it are such lists too. Prints one sentence a line."""

    __slots__ = ()

    def __new__(cls, changes: Iterable[Change] = ()) -> Diff:
        return super().__new__(cls, changes)

    @overload
    def __getitem__(self, at: SupportsIndex) -> Change: ...
    @overload
    def __getitem__(self, at: slice) -> Diff: ...
    def __getitem__(self, at: SupportsIndex | slice) -> Change | Diff:
        found = super().__getitem__(at)
        return Diff(found) if isinstance(at, slice) else found  # type: ignore[arg-type, return-value]

    def __add__(self, other: Iterable[Change]) -> Diff:  # type: ignore[override]
        return Diff((*self, *other))

    @property
    def sentences(self) -> list[str]:
        """What differs, a sentence for each change."""
        return [change.sentence for change in self]

    def __str__(self) -> str:
        return "\n".join(f"{n}. {change}" for n, change in enumerate(self, 1)) or "no change"

    def __repr__(self) -> str:
        return f"<Diff {_count(len(self))}>\n{self}" if self else "<Diff: no change>"

    def _repr_html_(self) -> str:
        if not self:
            return '<p style="color:inherit">no change</p>'
        items = "".join(f'<li style="margin:.4em 0">{change_html(c)}</li>' for c in self)
        return f'<ol style="color:inherit;background:transparent;max-width:50em">{items}</ol>'


DEL = 'style="text-decoration:line-through;opacity:.7;background:transparent;color:inherit"'
INS = 'style="text-decoration:underline;font-weight:600;background:transparent;color:inherit"'


def change_html(change: Change) -> str:
    """One change: its sentence, its path, what goes and what comes; static, for any theme."""
    return (
        f'<div style="border-left:4px solid {lane_of(change.path).colour};padding-left:8px">{escape(str(change))} '
        f'<code style="opacity:.75">{escape(change.path)}</code><br>{_edits_html(change)}</div>'
    )


def _edits_html(change: Change) -> str:
    parts = []
    for edit in list({(edit.was, edit.text): edit for edit in change.edits}.values())[:6]:
        gone = f"<del {DEL}>{_clipped(edit.was)}</del>" if edit.was.strip() else ""
        come = f"<ins {INS}>{_clipped(edit.text)}</ins>" if edit.text.strip() else ""
        parts.append(" ".join(filter(None, (gone, come))))
    more = f" … and {len(change.edits) - 6} more places" if len(change.edits) > 6 else ""
    return (
        '<span style="white-space:pre-wrap;overflow-wrap:anywhere">'
        + " · ".join(filter(None, parts))
        + more
        + "</span>"
    )


def _clipped(words: str, most: int = 240) -> str:
    words = words.strip("\n")
    return escape(words if len(words) <= most else words[: most - 1] + "…")


def _count(n: int) -> str:
    return f"{n} change" + ("s" if n != 1 else "")


def listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them: a, b and c."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def written(value: float | int | str | None, unit: str = "") -> str:
    """A value with its unit as people write it: 35 mm, f/2.8, 3200 K."""
    if value is None:
        return "none"
    if unit == "f":
        return f"f/{shown(value)}"
    return f"{shown(value)} {unit}".strip()


def digest(text: str) -> str:
    """A short name of a text, by which a change knows what it was made for."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def apply(before: Shot, changes: Iterable[Change] | Change) -> Shot:
    """The shot in which these changes are made and every other character is as it was.

    The order in which they are given does not matter. A change that cannot be taken without others
    (`together`) brings them along.

    Raises
    ------
    InputError : a change was made for another text, or two of them rewrite the same characters.
    """
    given = (changes,) if isinstance(changes, Change) else tuple(changes)
    if not given:
        return before
    return reread(before, edited(before.text, given))


def edited(text: str, changes: Iterable[Change]) -> str:
    """The text with the edits of these changes made."""
    name = digest(text)
    edits: dict[Edit, Change] = {}
    for change in changes:
        if not isinstance(change, Change):
            raise InputError(
                f"apply: {type(change).__name__} {str(change)[:60]!r} was given, a Change was expected. "
                "Fix: give changes from changes(before, after), or from an edit such as retime."
            )
        if change.of != name:
            raise InputError(
                f"apply: the change {change.sentence!r} was made for another text ({change.of or 'unknown'}; this one "
                f"is {name}), changes of this text were expected. Fix: ask for the changes of this text again, "
                "with changes(before, after)."
            )
        for edit in change.edits:
            edits.setdefault(edit, change)
    return "".join(_with_edits(text, edits))


def _with_edits(text: str, edits: dict[Edit, Change]) -> Iterator[str]:
    at = 0
    last: Change | None = None
    for edit in sorted(edits, key=lambda e: (e.where, e.at)):
        if edit.where.start < at and last is not None:
            raise InputError(
                f"apply: {last.sentence!r} and {edits[edit].sentence!r} both rewrite {edit.was[:40]!r} (characters "
                f"{edit.where.start} to {edit.where.end}), only one of them can. Fix: make one, then ask for the "
                "other on the new shot."
            )
        yield text[at : edit.where.start]
        yield edit.text
        at = edit.where.end
        last = edits[edit]
    yield text[at:]


def reread(before: Shot, text: str) -> Shot:
    """The text read with what was known about `before` from outside."""
    return read(text, seconds=before.seconds if before.seconds_from == "settings" else None)
