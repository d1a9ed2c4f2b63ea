"""One turn, spoken by a voice: words come, are told and drafted, and end in a Turn or in an error that says why not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ..errors import BrokenOff, CopilotError, LibraryError, VoiceError
from ..voices import Asked, Spoken, Voice
from ..voices.hints import hint, resume
from ..voices.keys import scrub
from .play_events import Emit, TextDelta
from .script import Notice, Outcome, Request, Turn, Usage

DRAFT_EVERY_S = 0.3
"""How far the draft of a turn may lag behind its words [s]; a killed process loses no more than that."""


def turn_of(request: Request, text: str, voice: str, end: Spoken | None = None) -> Turn:
    """The turn that answers the request; finished, if its end does not say otherwise."""
    name = request.brief.creator if request.seat == "creator" else request.brief.copilot
    end = end or Spoken()
    return Turn(request.round, request.seat, name, text, end.usage, voice, end.outcome)


class Speech:
    """A turn that is being spoken.

    emit  : is told each piece of text
    draft : keeps the words so far; called DRAFT_EVERY_S after words came, not with each piece
    asking : called before each request that the voice sends, with the usage of the one before it, if that one broke
        off and may have to be paid for
    """

    def __init__(
        self,
        voice: Voice,
        request: Request,
        emit: Emit,
        draft: Callable[[str], object],
        asking: Callable[[Usage | None], object],
    ) -> None:
        self.voice, self.request = voice, request
        self.asked, self._billed = Asked(0), 0
        self._asking = asking
        self._emit, self._draft = emit, draft
        self._pieces: list[str] = []
        self._timer: asyncio.TimerHandle | None = None
        self._error: LibraryError | None = None
        self._end: Spoken | None = None
        self._usage: Usage | None = None

    def turn(self, outcome: Outcome) -> Turn:
        """What was said so far, as a turn that ended so, unless the voice itself said how it ended."""
        end = Spoken(outcome, self._cost()) if self._end is None or self._end.outcome == "done" else self._end
        return turn_of(self.request, "".join(self._pieces), self.voice.name, end)

    def _cost(self) -> Usage | None:
        """What is known of what the last request costs; None where none has to be paid for."""
        waits = self.asked.sent - self.asked.refused > self._billed
        return self._usage or (Usage() if waits else None)

    def _ask(self, asked: Asked) -> None:
        """Takes note that the voice sends another request, or that the last one came to nothing."""
        if asked.sent > self.asked.sent:
            broken = self._cost()
            self._asking(broken)
            self._billed += broken is not None
            self._usage = None
        self.asked = asked

    async def spoken(self) -> Turn:
        """The turn, when the voice has ended; its outcome is "done" or "stopped".

        Raises VoiceError if the voice fails, BrokenOff if it does not come to a good end, LibraryError if a draft
        cannot be kept.
        """
        task = asyncio.current_task()
        assert task is not None
        words = self.voice.speak(self.request)
        try:
            async for piece in words:
                if isinstance(piece, Spoken):
                    self._end = piece
                    break
                if isinstance(piece, Usage):
                    self._usage = piece
                    continue
                if isinstance(piece, Notice):
                    self._emit(piece)
                    continue
                if isinstance(piece, Asked):
                    self._ask(piece)
                    continue
                if not isinstance(piece, str):
                    raise VoiceError(
                        f"{self._where}: found a piece of type {type(piece).__name__}, expected text or Spoken. "
                        "Fix: yield str."
                    )
                if task.cancelling():  # the voice swallowed the cancellation and talks on
                    raise asyncio.CancelledError
                if piece:
                    self._said(piece, task)
        except asyncio.CancelledError:
            if self._error:
                raise self._error from None
            raise
        except CopilotError:
            raise
        except Exception as e:
            message = scrub(str(e))
            cause = e if message == str(e) else None  # a traceback prints the message of the cause too
            found = f"{type(e).__name__}: {message}"
            raise VoiceError(f"{self._where}: {found}. Fix: mend its cause, then {resume()}.") from cause
        finally:
            if self._timer:
                self._timer.cancel()
            if close := getattr(words, "aclose", None):
                await close()
        text, end = "".join(self._pieces), self._end or Spoken("truncated", self._usage)
        if end.outcome == "done" and not text.strip():
            end = Spoken("empty", end.usage)
        if end.outcome not in ("done", "stopped"):
            found = end.note or _found(end.outcome, len(text))
            again = hint("resume() asks again", "go on with --resume, which asks again")
            other = hint("take() the seat, or give it another voice", f"--resume with another --{self.request.seat}")
            fix = end.fix or (other if end.outcome == "refused" else again)
            raise BrokenOff(f"{self._where}: {found}, expected a whole answer. Fix: {fix}.", end.outcome)
        return turn_of(self.request, text, self.voice.name, end)

    def _said(self, piece: str, task: asyncio.Task[object]) -> None:
        self._pieces.append(piece)
        self._emit(TextDelta(piece))
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(DRAFT_EVERY_S, self._keep, task)

    def _keep(self, task: asyncio.Task[object]) -> None:
        self._timer = None
        try:
            self._draft("".join(self._pieces))
        except LibraryError as e:
            self._error = e
            task.cancel()

    @property
    def _where(self) -> str:
        return f"{self.request.seat} (voice {self.voice.name!r}), round {self.request.round}"


def _found(outcome: Outcome, characters: int) -> str:
    return {
        "truncated": f"it broke off after {characters} characters",
        "length": f"it reached the model's limit after {characters} characters",
        "refused": "it refused to answer",
        "empty": "it said nothing",
    }.get(outcome, f"it ended as {outcome!r}")
