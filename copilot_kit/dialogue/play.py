"""A dialogue, carried: voices speak in turn, and each finished turn is journaled before the next begins.

Who speaks when is the script's; this module lends it voices, a library, a clock and an event loop. All that was
finished is a tuple of turns, and what comes next follows from them alone. So stopping, resuming, taking over a
seat, forking, and opening a dialogue that another process left are one and the same: going on from some turns.

A turn that was broken off is kept apart (in the library: as a draft) until it is spoken anew. What was
finished is never asked for again, even if the disk was full when it should have been kept.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from .. import files
from ..errors import InputError, UnknownName
from ..rules import Finding, blocking, lint
from ..shot import Shot
from ..transcript import Transcript, document_of, parse
from ..voices import SHOWN, Spoken, Voice, make
from . import loop, play_settings, play_tables
from .play_events import Emit, Event, Failed, Finished, Pipe, Stopped, TextDelta, TurnEnded, TurnStarted
from .play_keeping import Keeping, opened
from .play_paying import Purse, foretold, metered
from .play_settings import Settings, able_to_judge, made_or_absent
from .play_speaking import Speech, turn_of
from .script import SEATS, Brief, Notice, Request, Seat, Standing, Turn, Usage, exchange, round_of, standing, upcoming

if TYPE_CHECKING:
    import pandas as pd

    from ..billing import Bill, Estimate
    from ..library import Library

__all__ = [
    "Dialogue", "Event", "Failed", "Finished", "Notice", "Stopped", "TextDelta", "TurnEnded", "TurnStarted",
    "read_transcript",
]  # fmt: skip

Status = Literal["open", "running", "stopped", "failed", "done"]
"""open: nobody speaks, and it can go on. done: it came to its end."""

STOP_WAIT_S = 0.5
"""How long `stop` waits for the voice to fall silent; after that it answers anyway [s]."""


def read_transcript(source: str | Path, *, strict: bool = False) -> Transcript:
    """The transcript that a document holds.

    source   a path, or the text of the document. A string of one line that names a file is a path.
    strict   raise for the first problem; without, what could be read is returned, with its `problems`

    Raises TranscriptError for what is no transcript at all: no file, no text, nothing of a dialogue in it.
    """
    blank = isinstance(source, str) and not source.strip()
    text, name = (str(source), "transcript") if blank else files.document(source)
    return parse(text, name, strict=strict)


class Dialogue:
    """Two voices that talk until a final prompt stands.

    Parameters
    ----------
    idea : what the creator starts from; may be empty, the copilot then asks for one
    creator, copilot : a voice, or the name of one: "offline", "human", "tape:PATH", "anthropic:MODEL", "openai:MODEL",
        "local:MODEL@URL"; the settings of a model's seat stand behind it: "openai:gpt-6.2-sol?effort=low"
    rounds : 1 or more; a round is a creator turn and the copilot turn that answers it, round 0 the greeting. In the
        last one the copilot is asked for the final prompt, and once more if none stands then
    engine : the engine to write for, by name or as a profile; its limits decide what goes back for repair
    library : a Library or its path: every turn is journaled there, and the final prompt kept as a variant. None keeps
        nothing
    persona : who the creator is, by name; `copilot_kit.personas()` lists them
    seconds : 1 to 120, the wished length of the clip [s]; None leaves it to the copilot
    format : "horizontal", "vertical", "square", or "" for open
    manner : "prose" or "sheet", how the final prompt is laid out
    seed : another seed, another reading of the same idea, for voices that know seeds
    orchestrator : a voice of its own that judges the final prompt from outside, mends it, and writes it where the
        copilot did not; None leaves that to the copilot
    budget_usd : the most that the dialogue may cost; it stops before a call that could pass it. See `bill`

    In a notebook `await dialogue.arun()` lets buttons work meanwhile; a script calls `dialogue.run()`.
    """

    def __init__(
        self,
        idea: str,
        creator: str | Voice = "offline",
        copilot: str | Voice = "offline",
        rounds: int = 7,
        engine: Any = None,
        library: Library | str | Path | None = None,
        persona: Any = None,
        seconds: float | None = None,
        format: str = "",
        manner: str = "prose",
        seed: int = 0,
        orchestrator: str | Voice | None = None,
        budget_usd: float | None = None,
    ) -> None:
        settings = play_settings.checked(idea, rounds, engine, persona, seconds, format, manner, seed)
        purse = Purse(budget_usd)
        judge = None if orchestrator is None else able_to_judge(make(orchestrator))
        self._set(settings, make(creator), make(copilot), Keeping(opened(library)), judge, purse)

    def _set(
        self,
        settings: Settings,
        creator: Voice,
        copilot: Voice,
        keeping: Keeping,
        orchestrator: Voice | None,
        purse: Purse,
    ) -> None:
        self.settings, self._keeping, self.orchestrator, self._purse = settings, keeping, orchestrator, purse
        self.voices: dict[Seat, Voice] = {"creator": creator, "copilot": copilot}
        self.started = datetime.now()
        self.status: Status = "open"
        self.error: Exception | None = None
        self._turns: tuple[Turn, ...] = ()
        self._partial: Turn | None = None
        self._taken: dict[Seat, str] = {}
        self._lock = threading.Lock()
        self._task: asyncio.Task[Any] | None = None
        self._stopping = False
        self._silent = threading.Event()
        self._check = cache(lambda text: blocking(lint(self._shot(text), self.brief.engine)))
        self._noted: dict[str, None] = {}
        self._stands: tuple[tuple[Turn, ...], Standing] = ((), Standing())

    @classmethod
    def open(
        cls,
        library: Library | str | Path,
        id: str,
        creator: str | Voice | None = None,
        copilot: str | Voice | None = None,
        orchestrator: str | Voice | None = None,
        budget_usd: float | None = None,
    ) -> Dialogue:
        """A journaled dialogue as it was left; `resume()` goes on with it.

        creator, copilot, orchestrator : voices to go on with, if not those that it was begun with. A voice of your own
            cannot be made from its name: give it here, or everything but speaking works
        budget_usd : another budget than it was begun with; what was spent before counts
        """
        shelf = opened(library)
        if shelf is None:
            raise InputError("Dialogue.open: found no library, expected one or its path. Fix: give Library() first.")
        record = shelf.dialogue(id)
        held = record.settings
        self = cls.__new__(cls)
        self._set(
            play_settings.reopened(record.idea, held),
            made_or_absent(creator, str(held.get("creator", "offline"))),
            made_or_absent(copilot, str(held.get("copilot", "offline"))),
            Keeping(
                shelf, record.id, record.parent, record.forked_at, record.variant, len(record.turns), len(record.calls)
            ),
            able_to_judge(made_or_absent(orchestrator, str(held.get("orchestrator"))))
            if orchestrator or held.get("orchestrator")
            else None,
            Purse(held.get("budget_usd") if budget_usd is None else budget_usd),
        )
        with suppress(ValueError):
            self.started = datetime.fromisoformat(str(held.get("started")))
        self._turns = record.turns
        self._purse.broken = list(record.calls)
        request = self._upcoming()
        if request is None:
            self.status = "done"
        elif record.status == "stopped":
            self.status = "stopped"
        if request and record.draft is not None and record.draft.position == len(self._turns):
            self.status = "stopped"
            end = Spoken("stopped" if record.status == "stopped" else "truncated")
            if record.calls and record.calls[-1][0] == len(self._turns) and (row := record.calls[-1][1]).usage:
                end = Spoken(row.outcome, row.usage)  # type: ignore[arg-type]
            self._partial = turn_of(request, record.draft.text, self._voice_for(request).name, end)
        return self

    def _upcoming(self) -> Request | None:
        """What is asked for next."""
        return upcoming(self.brief, self._turns, self._check, self.orchestrator is not None)

    def _voice_for(self, request: Request) -> Voice:
        """Who is asked: who sits in the seat, or the orchestrator where it is about a finished or a missing prompt."""
        again = request.task == "final" and bool(request.said) and request.said[-1].seat == "copilot"
        if self.orchestrator is not None and (again or request.task in ("repair", "review")):
            return self.orchestrator
        return self.voices[request.seat]

    # -- speaking

    def run(self, on_event: Callable[[Event], object] | None = None) -> Dialogue:
        """This dialogue, spoken to its end; waits for it. Ctrl-C stops it, and what was said is kept.

        on_event : called in this thread with each event; what it raises stops the dialogue

        Raises VoiceError where a voice fails, LibraryError where a turn cannot be kept.
        """
        loop.run(self._play(_told_here(on_event)))
        return self

    async def arun(self, on_event: Callable[[Event], object] | None = None) -> Dialogue:
        """The same, awaited: from a notebook cell or any event loop. Cancelling the wait stops it."""
        await loop.arun(self._play(_told_here(on_event)))
        return self

    def resume(self, on_event: Callable[[Event], object] | None = None) -> Dialogue:
        """This dialogue, gone on with: a turn that was broken off is spoken anew, a finished one never."""
        return self.run(on_event)

    async def stream(self) -> AsyncIterator[Event]:
        """The events as they come, up to Finished, Stopped or Failed. Leaving the loop early stops the dialogue."""
        here, bell = asyncio.get_running_loop(), asyncio.Event()

        def ring() -> None:
            try:
                here.call_soon_threadsafe(bell.set)
            except RuntimeError:  # the listener's loop is closed, nobody hears any more
                result.cancel()

        pipe = Pipe(ring)
        result, ended = loop.start(self._play(pipe), here.call_soon_threadsafe)
        ended.add_done_callback(lambda _: ring())
        told = False
        try:
            while True:
                bell.clear()
                over = ended.done()  # before the last look into the pipe, so that nothing is left in it
                for event in pipe.take():
                    told = told or isinstance(event, Failed)
                    yield event
                pipe.told()
                if over:
                    break
                await bell.wait()
            if not told:
                await asyncio.wrap_future(result)
        finally:
            if not ended.done():
                result.cancel()
                await loop.settled(ended)

    def stop(self) -> None:
        """Nothing; the voice falls silent, and what it said so far is kept, marked "stopped". From any thread."""
        with self._lock:
            if (task := self._task) is None:
                return
            self._stopping = True
            loop.private().call_soon_threadsafe(task.cancel)
        if not loop.inside():
            self._silent.wait(STOP_WAIT_S)

    async def _play(self, pipe: Pipe | None) -> None:
        with self._lock:
            if self._task is not None:
                raise InputError("dialogue: it is running already. Fix: wait for its end, or stop() it first.")
            self._task, self._stopping, self.status, self.error = asyncio.current_task(), False, "running", None
            self._silent.clear()
        SHOWN.set(pipe is not None)
        emit = self._noting(pipe.put if pipe else _logged)
        try:
            for note in self._purse.ready(self._all_voices):
                emit(Notice(note))
            self._journal()
            end: Event = Finished(self._concluded()) if await self._converse(emit, pipe) else Stopped()
            self._leave("done" if isinstance(end, Finished) else "stopped")
            emit(end)
        except asyncio.CancelledError:
            self._leave("stopped")
            emit(Stopped())
            if not self._stopping:  # somebody cancelled the wait, and wants to know that it was
                raise
            self._task.uncancel()  # type: ignore[union-attr]
        except Exception as e:
            self.error = e
            self._leave("failed")
            emit(Failed(e))
            raise
        finally:
            with self._lock:
                self._task = None
            self._silent.set()

    def _noting(self, emit: Emit) -> Emit:
        """Tells the listener, and remembers what stays true after it was told."""

        def tell(event: Event) -> None:
            if isinstance(event, Notice) and not event.wait_s:
                self._noted[event.text] = None
            emit(event)

        return tell

    async def _converse(self, emit: Emit, pipe: Pipe | None) -> bool:
        """Drives the script to its end. False if a voice wanted to stop."""
        script = exchange(self.brief, self._turns, self._check, self.orchestrator is not None)
        request = next(script, None)
        while request is not None:
            emit(TurnStarted(request.seat, request.round))
            words = self._taken.pop(request.seat, None)
            if words is None:
                turn = await self._speak(request, emit)
            else:
                emit(TextDelta(words))
                turn = turn_of(request, words, "human")
            if turn.outcome != "done":
                self._set_aside(turn, emit)
                return False
            self._add(turn)
            emit(TurnEnded(turn))
            # a voice that never waits would outrun whoever wants to stop it
            await (pipe.heard(STOP_WAIT_S) if pipe else asyncio.sleep(0))
            try:
                request = script.send(turn)
            except StopIteration:
                request = None
        return True

    async def _speak(self, request: Request, emit: Emit) -> Turn:
        """The turn that the voice speaks. What was said of one that fails or is cancelled is set aside."""
        draft = partial(self._keeping.draft, len(self._turns), request.seat)
        voice = make(self._voice_for(request))
        request = replace(request, outside=voice is self.orchestrator)

        def asking(before: Usage | None) -> None:
            if before is not None:
                self._purse.lost(turn_of(request, "", voice.name, Spoken("truncated", before)), len(self._turns))
                self._purse.allow(request, voice, self._turns)
            call = replace(self._purse.call(turn_of(request, "", voice.name, Spoken("truncated", Usage()))), outcome="")
            self._keeping.asking(self._purse.broken, len(self._turns), call)

        speech = Speech(voice, self._purse.allow(request, voice, self._turns), emit, draft, asking)
        try:
            return await speech.spoken()
        except asyncio.CancelledError:
            self._set_aside(speech.turn("stopped"), emit, speech.asked.refused)
            raise
        except Exception:
            self._set_aside(speech.turn("truncated"), emit, speech.asked.refused)
            raise

    def _add(self, turn: Turn) -> None:
        """Keeps a finished turn; on return it is on disk."""
        self._turns, self._partial = (*self._turns, turn), None
        self._journal()

    def _set_aside(self, turn: Turn, emit: Emit, refused: int = 0) -> None:
        """Keeps what was said of a turn that was broken off, and what it cost."""
        asked = turn.outcome == "stopped" and turn.usage is not None
        self._partial = turn if turn.text or asked else None
        self._purse.lost(turn, len(self._turns), refused)
        self._keeping.asking(self._purse.broken, len(self._turns), None)
        if self._partial is not None:
            self._keeping.draft(len(self._turns), turn.seat, turn.text)
            emit(TurnEnded(turn))

    def _journal(self) -> None:
        held: dict[str, Any] = {str(seat): voice.name for seat, voice in self.voices.items()}
        if self.orchestrator is not None:
            held["orchestrator"] = self.orchestrator.name
        if self.budget_usd is not None:
            held["budget_usd"] = self.budget_usd
        self._keeping.journal(self.settings, held, self.started, self._turns)

    def _leave(self, status: Status) -> None:
        self.status = status
        self._keeping.finish(status)

    def _concluded(self) -> Shot | None:
        """The final prompt, kept."""
        shot, engine = self.final, self.brief.engine
        if shot is not None:
            self._keeping.save(shot, self.brief.idea, engine.name if engine else "")
        return shot

    # -- the person

    def take(self, seat: Seat, words: str) -> None:
        """Nothing; the person speaks these words from that seat, now if it is its turn, else when it is.

        The seat is handed back by itself. In a dialogue that is done, the creator may so go on. Words that wait for
        a turn that never comes, because the dialogue ends before, are not said.
        """
        if seat not in SEATS:
            raise UnknownName("seat", seat, SEATS)
        if not isinstance(words, str) or not words.strip():
            found = "nothing" if isinstance(words, str) else f"a value of type {type(words).__name__}"
            raise InputError(f"take: found {found}, expected words for the {seat}. Fix: say something.")
        with self._lock:
            request = None if self._task else self._upcoming()
            if self._task or (request is not None and request.seat != seat):
                self._taken[seat] = words
                return
            number = request.round if request else round_of(self._turns, seat)
            self.status = "open"
            self._add(turn_of(Request(seat, number, "talk", self.brief), words, "human"))

    def fork(self, turn: int | None = None, **changes: Any) -> Dialogue:
        """A new dialogue whose first `turn` turns are those of this one (all, if not given); it goes on by itself.

        changes : other arguments of `Dialogue` than this one was made with: `fork(turn=3, copilot=other, seconds=8)`
        """
        if turn is None:
            turn = len(self._turns)
        if isinstance(turn, bool) or not isinstance(turn, int) or not 0 <= turn <= len(self._turns):
            raise InputError(
                f"fork: found turn {turn!r}, expected a number of finished turns from 0 to {len(self._turns)}. "
                "Fix: name how many turns the two have in common."
            )
        given: dict[str, Any] = {**self.settings.arguments(), "library": self.library}
        given |= {"orchestrator": self.orchestrator, "budget_usd": self.budget_usd}
        given |= {str(seat): voice for seat, voice in self.voices.items()}
        for name in changes:
            if name not in given:
                raise UnknownName("fork: argument", name, given)
        child = Dialogue(self.brief.idea, **{**given, **changes})
        child._turns, child._keeping = self._turns[:turn], self._keeping.forked(child.library, turn)
        return child

    # -- what stands

    @property
    def id(self) -> str | None:
        """Its id in the library, or None where none keeps it (yet)."""
        return self._keeping.id

    @property
    def parent(self) -> str | None:
        """The id of the dialogue that it was forked from."""
        return self._keeping.parent

    @property
    def library(self) -> Library | None:
        """Where it is kept."""
        return self._keeping.library

    @property
    def variant(self) -> str | None:
        """The name under which the library keeps its final prompt."""
        return self._keeping.variant

    @property
    def brief(self) -> Brief:
        """What it is about."""
        return self.settings.brief

    @property
    def notes(self) -> tuple[str, ...]:
        """What is worth knowing: an engine with other lengths, a model that retires, a setting that was left out."""
        retiring = (note for voice in self._all_voices if (model := metered(voice)) for note in model.notes())
        return tuple(dict.fromkeys((*self.settings.notes, *retiring, *self._noted)))

    @property
    def _all_voices(self) -> tuple[Voice, ...]:
        return tuple(filter(None, (*self.voices.values(), self.orchestrator)))

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All turns; the last may be one that was broken off (its outcome says so)."""
        partial = self._partial
        return (*self._turns, partial) if partial else self._turns

    @property
    def standing(self) -> Standing:
        """How things stand after the finished turns."""
        turns, known = self._stands
        if turns is not self._turns:
            turns = self._turns
            known = standing(turns, self._check)
            self._stands = turns, known
        return known

    @property
    def final(self) -> Shot | None:
        """The final prompt as a shot, or None while none stands. Its length is the wished one if it states none."""
        text = self.standing.final
        return None if text is None else self._shot(text)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the linter finds in the final prompt, for the engine of the dialogue."""
        shot = self.final
        return () if shot is None else tuple(lint(shot, self.brief.engine))

    @property
    def transcript(self) -> Transcript:
        """The document of the dialogue as it stands."""
        stands, persona = self.standing, self.settings.persona
        at = None if stands.at is None else self._turns[stands.at].round
        return document_of(
            self.turns, stands.final, at=self.started, final_round=at,
            models=self._models(),
            creator=f"{self.brief.creator} (persona)" if persona else self.brief.creator, copilot=self.brief.copilot,
        )  # fmt: skip

    def _models(self) -> tuple[str, str]:
        """What a transcript names: creator's and copilot's model; or theirs, and that of the orchestrator."""
        seats = tuple(self.voices[seat].model for seat in SEATS)
        return (seats[0], seats[1]) if self.orchestrator is None else (
            " + ".join(dict.fromkeys(seats)), self.orchestrator.model
        )  # fmt: skip

    @property
    def budget_usd(self) -> float | None:
        """The most that it may cost, or None."""
        return self._purse.budget_usd

    @property
    def bill(self) -> Bill:
        """What it has cost so far, turn by turn, calls that were broken off included; shows itself as a table."""
        return self._purse.bill(self._turns)

    @property
    def estimate(self) -> Estimate:
        """What it will cost from the greeting to the last round, from and to; no call is made for it."""
        return foretold(self.brief, self.voices, self.orchestrator)

    @property
    def usage(self) -> pd.DataFrame:
        """What each call cost, one to a row; what is unknown is <NA>, never 0. See `play_tables.usage`.

        It shows the total of `bill` under its rows, and none of them is the total.
        """
        return play_tables.usage(self.bill, self._partial)

    @property
    def ledger(self) -> pd.DataFrame:
        """What is settled and what is open, slot by slot. See `play_tables.ledger`."""
        return play_tables.ledger(self.brief, self._turns)

    def _shot(self, text: str) -> Shot:
        from ..reading import read

        shot = read(text)
        wished = self.brief.seconds
        return shot if wished is None or shot.seconds_from == "stated" else read(text, seconds=wished)

    def __repr__(self) -> str:
        idea = " ".join(self.brief.idea.split())
        idea = idea if len(idea) <= 60 else idea[:59] + "…"
        return f"<Dialogue {idea!r}: {self.status}, {len(self.turns)} turns>"

    def _state(self) -> str:
        """How it was left, in a sentence."""
        return {
            "open": "Nobody speaks now; run() goes on.",
            "running": "It is being spoken.",
            "stopped": "Stopped; resume() goes on.",
            "failed": f"Failed; resume() tries again. {self.error}",
            "done": "Done." if self.standing.final is not None else "Done; no final prompt stands.",
        }[self.status]

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        from ..transcript.showing import plain

        printer.text("\n".join((self._state(), *self.notes, plain(self.transcript))))

    def _repr_html_(self) -> str:
        from ..transcript.showing import html

        return html(self.transcript, (self._state(), *self.notes))


def _logged(event: Event) -> None:
    """Where nobody listens, a wait is at least seen on standard error."""
    if isinstance(event, Notice):
        logging.getLogger("copilot_kit").warning("%s", event.text)


def _told_here(on_event: Callable[[Event], object] | None) -> Pipe | None:
    """Tells the listener in the thread that waits."""
    if on_event is None:
        return None

    def tell() -> None:
        for event in pipe.take():
            on_event(event)
        pipe.told()

    pipe = Pipe(lambda: loop.post(tell))
    return pipe
