"""What happens while a dialogue is spoken: the events that a listener is told, in this order.

TurnStarted  TextDelta ...  TurnEnded      for each turn; TurnEnded once it is on disk
Finished | Stopped | Failed                last, and one of them only
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
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

    `wake` is called when the pipe was empty and is so no more, so a slow listener costs the speaker nothing.
    """

    def __init__(self, wake: Callable[[], object]) -> None:
        self._wake, self._lock, self._events = wake, threading.Lock(), deque[Event]()

    def put(self, event: Event) -> None:
        with self._lock:
            waiting = bool(self._events)
            if waiting and isinstance(event, TextDelta) and isinstance(last := self._events[-1], TextDelta):
                self._events[-1] = TextDelta(last.text + event.text)
                return
            self._events.append(event)
        if not waiting:
            self._wake()

    def take(self) -> list[Event]:
        """All that waits."""
        with self._lock:
            events = list(self._events)
            self._events.clear()
        return events
