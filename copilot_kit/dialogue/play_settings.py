"""What a dialogue was asked for: checked once, journaled, and read back by another process."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from .. import files
from ..errors import BadTime, CopilotError, InputError, UnknownName, VoiceError
from ..profiles import Engine
from ..voices import Spoken, Voice, make
from ..voices.hints import hint
from .script import Brief, Manner, Request

FORMATS = ("", "horizontal", "vertical", "square")
SHORTEST_S, LONGEST_S = 1.0, 120.0
"""What a clip may last [s]: a second holds one gesture; no profile in data/engines makes more than two minutes."""


@dataclass(frozen=True)
class Settings:
    """The brief, the persona that it was made with, and what is worth knowing about the two."""

    brief: Brief
    persona: files.Persona | None = None
    notes: tuple[str, ...] = ()

    def arguments(self) -> dict[str, Any]:
        """What `checked` was given, by name."""
        b = self.brief
        return {
            "rounds": b.rounds, "engine": b.engine, "persona": self.persona, "seconds": b.seconds,
            "format": b.format, "manner": b.manner, "seed": b.seed,
        }  # fmt: skip

    def journal(self) -> dict[str, Any]:
        """The same as JSON holds it. The persona's words are kept too: its file may change."""
        persona = self.persona and {"name": self.persona.name, "title": self.persona.title, "text": self.persona.text}
        return {**self.arguments(), "engine": self.brief.engine.name if self.brief.engine else None, "persona": persona}


def checked(
    idea: str,
    rounds: int = 7,
    engine: str | Engine | None = None,
    persona: str | files.Persona | None = None,
    seconds: float | None = None,
    format: str = "",
    manner: str = "prose",
    seed: int = 0,
) -> Settings:
    """The settings, or an InputError that says which one cannot be, and why."""
    if not isinstance(idea, str):
        raise InputError(f"idea: found a value of type {type(idea).__name__}, expected words. Fix: give a str.")
    if not _whole(rounds) or rounds < 1:
        raise InputError(f"rounds: found {rounds!r}, expected a whole number of at least 1. Fix: leave it out for 7.")
    if not _whole(seed):
        raise InputError(f"seed: found {seed!r}, expected a whole number. Fix: leave it out for 0.")
    if format not in FORMATS:
        raise UnknownName("format", format, FORMATS[1:])
    if manner not in get_args(Manner):
        raise UnknownName("manner", manner, get_args(Manner))
    played = files.persona(persona) if isinstance(persona, str) else persona
    profile = files.engine(engine) if isinstance(engine, str) else engine
    if played is not None and not isinstance(played, files.Persona):
        raise InputError(f"persona: found a value of type {type(persona).__name__}, expected a name. Fix: give a str.")
    if profile is not None and not isinstance(profile, Engine):
        raise InputError(f"engine: found a value of type {type(engine).__name__}, expected a name. Fix: give a str.")
    length = _length(seconds)
    brief = Brief(idea, rounds, length, format, profile, manner, seed=seed)  # type: ignore[arg-type]
    if played:
        brief = replace(brief, persona=played.text, creator=" ".join(played.title.split()))
    return Settings(brief, played, tuple(_notes(profile, length)))


def reopened(idea: str, journal: Mapping[str, Any]) -> Settings:
    """The settings of a journaled dialogue."""
    given = {k: v for k, v in journal.items() if k in ("rounds", "engine", "seconds", "format", "manner", "seed")}
    persona = journal.get("persona")
    return checked(idea, persona=files.Persona(**persona) if persona else None, **given)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _length(seconds: object) -> float | None:
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise BadTime(f"seconds: found {seconds!r}, expected a number of seconds. Fix: give 8, or leave it out.")
    if math.isnan(seconds) or not SHORTEST_S <= seconds <= LONGEST_S:
        raise BadTime(
            f"seconds: found {seconds:g} s, a clip is between {SHORTEST_S:g} and {LONGEST_S:g} s long. "
            "Fix: give a length in between, or leave it out and the copilot proposes one."
        )
    return float(seconds)


def _notes(engine: Engine | None, seconds: float | None) -> list[str]:
    if engine is None:
        return []
    notes = []
    if not engine.live:
        after = f"; {', '.join(engine.successors)} came after it" if engine.successors else ""
        notes.append(f"{engine.title} was retired{f' on {engine.retired}' if engine.retired else ''}{after}.")
    if seconds is not None and engine.seconds and seconds not in engine.seconds:
        near = engine.nearest_seconds(seconds)
        notes.append(f"{engine.title} makes no clip of {seconds:g} s; the nearest that it makes is {near:g} s.")
    return notes


@dataclass
class Absent:
    """Stands for a voice that cannot be made here: all but speaking works."""

    name: str
    why: str
    model: str = ""

    async def speak(self, request: Request) -> AsyncIterator[str | Spoken]:
        """Nothing. Raises VoiceError."""
        raise VoiceError(
            f"{request.seat}: the voice {self.name!r} that this dialogue was begun with cannot be made from its name "
            f"({self.why}). Fix: "
            + hint(f"Dialogue.open(library, id, {request.seat}=the voice).", f"--resume with --{request.seat} VOICE.")
        )
        yield Spoken()


def made_or_absent(voice: str | Voice | None, name: str) -> Voice:
    """The given voice, or the one of that name, or one that says why there is none."""
    if voice is not None:
        return make(voice)
    try:
        return make(name)
    except CopilotError as e:
        return Absent(name, str(e).partition(". Fix:")[0], name)


def able_to_judge(voice: Voice) -> Voice:
    """The voice. Raises InputError for one that cannot be an orchestrator."""
    if voice.name == "offline":
        raise InputError(
            "orchestrator: found 'offline', which is rules and judges nothing, expected a model, a tape or a person. "
            "Fix: leave it out; the copilot then mends its own prompt."
        )
    return voice
