"""What edits by path rest on: find the control, rewrite its characters, look what that did.

An edit rewrites a few characters of the text, in the notation in which they stand, and asks `changes` what that did.
So what it answers is never a promise: it is what a reader of the new text finds, and it can be taken, refused
or joined with others like any other change.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from ..errors import UnknownName
from ..shot import Control, Shot, Span
from .change import Diff, reread
from .differ import changes
from .say import item_of, split_path


def rewrite(shot: Shot, replacements: Iterable[tuple[Span, str]]) -> Diff:
    """The changes that come of these replacements in the text."""
    return changes(shot, rewritten_shot(shot, replacements))


def rewritten_shot(shot: Shot, replacements: Iterable[tuple[Span, str]]) -> Shot:
    """The text with these replacements, read; of two that overlap the first is made."""
    at, parts = 0, []
    for where, words in sorted(replacements):
        if where.start >= at:
            parts += [shot.text[at : where.start], words]
            at = where.end
    return reread(shot, "".join([*parts, shot.text[at:]]))


def control_of(shot: Shot, path: str) -> Control | None:
    """The control of that path, or None."""
    return next((c for c in shot.controls if c.path == path), None)


def control_at(shot: Shot, path: str) -> Control:
    """The control of that path.

    Raises
    ------
    UnknownName : there is none; lists the near ones.
    """
    found = control_of(shot, path)
    if found is None:
        raise UnknownName("control", path, _near(shot, path), _hint(shot, path))
    return found


def _near(shot: Shot, path: str) -> list[str]:
    paths = [c.path for c in shot.controls]
    family = split_path(str(path))[0]
    near = [p for p in paths if split_path(p)[0] == family]
    return near or get_close_matches(str(path), paths, n=12, cutoff=0.4) or paths


def _hint(shot: Shot, path: str) -> str:
    family, number, field = split_path(str(path))
    if number is not None and item_of(shot, family, number) is not None and field:
        return f"{path} is not stated in the text by itself; choose one that is"
    return ""
