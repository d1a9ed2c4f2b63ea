"""The library: one file that holds every prompt and every dialogue, and forgets nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime

from .library_journal import DialogueRecord, Draft, Journal
from .library_store import IN_MEMORY, Store

__all__ = ["IN_MEMORY", "DialogueRecord", "Draft", "Library"]


class Library(Journal):
    """A library file, opened; made if it does not exist.

    Parameters
    ----------
    path : the file; ./copilot.sqlite unless told otherwise, ":memory:" for one that is gone when closed
    clock : what tells the time of records
    patience_s : how long to wait for another process that is writing [s]

    One library may be used from several threads, and one file by several processes.
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
