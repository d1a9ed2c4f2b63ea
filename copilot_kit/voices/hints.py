"""What to do about it, in the words of where it is read: a call in Python, an option or a key in a terminal."""

from __future__ import annotations

from contextvars import ContextVar

IN_TERMINAL: ContextVar[bool] = ContextVar("in_terminal", default=False)
"""True while a command runs."""


def hint(python: str, terminal: str) -> str:
    """The words that fit."""
    return terminal if IN_TERMINAL.get() else python


def resume(later: str = "") -> str:
    """How to go on with a dialogue, for the end of an error."""
    return hint("resume()", "go on with --resume") + later
