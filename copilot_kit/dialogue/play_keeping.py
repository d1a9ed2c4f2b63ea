"""What a library keeps of one dialogue; without a library the same calls keep nothing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError, LibraryError
from ..shot import Shot
from .play_settings import Settings
from .script import Seat, Turn

if TYPE_CHECKING:
    from ..billing import Row
    from ..library import Library


Calls = Sequence["tuple[int, Row]"]
"""Calls, each with the number of turns that stood before it."""


def opened(library: Library | str | Path | None) -> Library | None:
    """The library, or the one at that path."""
    if library is None or hasattr(library, "begin"):
        return library  # type: ignore[return-value]
    if isinstance(library, str | Path):
        from ..library import Library

        return Library(library)
    raise InputError(
        f"library: found a value of type {type(library).__name__}, expected a Library or its path. Fix: give Library()."
    )


@dataclass
class Keeping:
    """A dialogue's place in a library.

    id         None until the first turn is kept
    journaled  number of turns that are on disk
    calls      number of calls that were broken off and are on disk
    variant    name of the variant that holds its final prompt
    """

    library: Library | None
    id: str | None = None
    parent: str | None = None
    forked_at: int | None = None
    variant: str | None = None
    journaled: int = 0
    calls: int = 0
    _asked: int | None = None
    """The number of the call that is being made, as the library counts."""

    def journal(self, settings: Settings, named: dict[str, Any], started: datetime, turns: tuple[Turn, ...]) -> None:
        """Brings the library up to date, also with turns that it could not take when they ended."""
        if self.library is None:
            return
        if self.id is None:
            held = {**settings.journal(), **named, "started": started.isoformat()}
            self.id = self.library.begin(settings.brief.idea, held, parent=self.parent, forked_at=self.forked_at)
            self.journaled = self.forked_at or 0
        for position in range(self.journaled, len(turns)):
            self.library.append(self.id, position, turns[position])
            self.journaled, self._asked = position + 1, None

    def draft(self, position: int, seat: Seat, text: str) -> None:
        """Keeps what was said of a turn that has not ended."""
        if self.library is not None and self.id is not None:
            self.library.draft(self.id, position, seat, text)

    def asking(self, broken: Calls, position: int, row: Row | None) -> None:
        """Keeps which calls were broken off, and the one that is being made, if one is."""
        if self.library is None or self.id is None or not hasattr(self.library, "call"):
            return
        for number in range(self.calls, len(broken)):
            self.library.call(self.id, self._asked, *broken[number])
            self._asked, self.calls = None, number + 1
        if row is not None:
            self._asked = self.library.call(self.id, self._asked, position, row)
        elif self._asked is not None:
            self.library.call(self.id, self._asked, position, None)
            self._asked = None

    def finish(self, status: str) -> None:
        """Says how the dialogue was left. Fails silently: the turns, which are on disk, tell it too."""
        if self.library is not None and self.id is not None:
            with suppress(LibraryError):
                self.library.finish(self.id, status)

    def save(self, shot: Shot, idea: str, engine: str) -> None:
        """Keeps the final prompt as a variant; the scene is named after the idea, the letter is the next free one."""
        if self.library is not None and self.id is not None:
            from ..library.variants import scene_of

            scene = scene_of(idea if idea.strip() else shot.words)
            self.variant = self.library.save(shot, name=f"{scene}/", dialogue=self.id, engine=engine).name

    def forked(self, library: Library | None, turn: int) -> Keeping:
        """The place of a dialogue that has its first turns in common with this one."""
        if self.id is None or library is not self.library or self.journaled < turn:
            return Keeping(library)
        return Keeping(library, parent=self.id, forked_at=turn)
