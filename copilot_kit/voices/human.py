"""The person at the keyboard, or anybody whom a callable can ask."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from inspect import isawaitable

from ..dialogue import loop
from ..dialogue.script import Request
from ..errors import VoiceError
from . import SHOWN, Spoken

Ask = Callable[[Request], "str | Awaitable[str | None] | None"]


class Human:
    """A voice that asks a person.

    ask : is given the Request and returns the person's words, at once or awaited; None or EOFError ends the dialogue as
        stopped. Left out, the terminal asks: some lines, then an empty one or a single `.`; Ctrl-D stops.
    """

    model = "human"

    def __init__(self, ask: Ask | None = None, name: str = "human") -> None:
        self.name, self.ask = name, ask

    async def speak(self, request: Request) -> AsyncIterator[str | Spoken]:
        """The person's words."""
        ask, shown = self.ask, SHOWN.get()
        try:
            given = await loop.aside(lambda: ask(request) if ask else _at_the_terminal(request, shown))
            words = await given if isawaitable(given) else given
        except EOFError:
            words = None
        if words is None:
            yield Spoken("stopped")
        elif not isinstance(words, str):
            raise VoiceError(
                f"human: found an answer of type {type(words).__name__}, expected words. Fix: return a str."
            )
        else:
            yield words
            yield Spoken("done" if words.strip() else "empty")


def _at_the_terminal(request: Request, shown: bool) -> str:
    """Lines up to an empty one, a single full stop, or the end of input. Raises EOFError if there are none."""
    brief = request.brief
    if request.said and not shown:
        last = request.said[-1]
        print(f"\n{last.speaker}:\n{last.text}")
    name = brief.creator if request.seat == "creator" else brief.copilot
    print(f"\n{name}, round {request.round} of {brief.rounds}. Your words; an empty line ends them, Ctrl-D stops.")
    lines: list[str] = []
    while True:
        try:
            line = input("> ")
        except EOFError:
            if not lines:
                raise
            break
        if line.strip() == "." or (lines and not line.strip()):
            if lines:
                break
            continue
        if line.strip():
            lines.append(line)
    return "\n".join(lines)
