"""What happens while a dialogue is spoken: the events that a listener is told, in this order.

TurnStarted  TextDelta ...  TurnEnded      for each turn; TurnEnded once it is on disk
Finished | Stopped | Failed                last, and one of them only
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from ..shot import Shot
from .script import Notice, Seat, Turn


@dataclass(frozen=True, slots=True)
class TurnStarted:
    """A seat has the word."""

    seat: Seat
    round: int


@dataclass(frozen=True, slots=True)
class TextDelta:
    """Some more words of the turn. Put together they are the turn's text."""

    text: str


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """The turn, which is on disk now where a library keeps it."""

    turn: Turn


@dataclass(frozen=True, slots=True)
class Finished:
    """The dialogue came to its end; the final prompt as a shot, or None if none stands."""

    final: Shot | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """The dialogue was stopped, and can be resumed."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A voice or the library failed. What was finished stays; the dialogue can be resumed."""

    error: Exception


Event = TurnStarted | TextDelta | Notice | TurnEnded | Finished | Stopped | Failed
Emit = Callable[[Event], object]


class Pipe:
    """Events on their way to a listener in another thread; words that wait there are put together.

    `wake` is called when the pipe was empty and is so no more, so a slow listener costs the speaker nothing while it
    speaks. Between two turns the speaker waits a moment for the listener (`heard`), who may want to stop it.
    """

    def __init__(self, wake: Callable[[], object]) -> None:
        self._wake, self._lock, self._events = wake, threading.Lock(), deque[Event]()
        self._given = self._taken = self._told = 0
        self._waiting: list[tuple[int, Callable[[], object]]] = []

    def put(self, event: Event) -> None:
        with self._lock:
            waiting = bool(self._events)
            if waiting and isinstance(event, TextDelta) and isinstance(last := self._events[-1], TextDelta):
                self._events[-1] = TextDelta(last.text + event.text)
                return
            self._events.append(event)
            self._given += 1
        if not waiting:
            self._wake()

    def take(self) -> list[Event]:
        """All that waits."""
        with self._lock:
            events = list(self._events)
            self._events.clear()
            self._taken += len(events)
        return events

    def told(self) -> None:
        """The listener is done with all that it took."""
        with self._lock:
            self._told = self._taken
            ready = [tell for number, tell in self._waiting if number <= self._told]
            self._waiting = [(number, tell) for number, tell in self._waiting if number > self._told]
        for tell in ready:
            tell()

    async def heard(self, most_s: float) -> None:
        """Returns when the listener is done with all that was put so far, or after most_s [s]."""
        here, bell = asyncio.get_running_loop(), asyncio.Event()

        def ring() -> None:
            with suppress(RuntimeError):  # the loop is closed, nobody waits any more
                here.call_soon_threadsafe(bell.set)

        with self._lock:
            if self._told >= self._given:
                return
            self._waiting.append((self._given, ring))
        with suppress(TimeoutError):
            await asyncio.wait_for(bell.wait(), most_s)
