"""Direct text-to-video models with words.

Two seats, a creator and an expert copilot, talk for a few rounds until a production-ready prompt
stands. The prompt is then read as a shot: beats, sound cues, camera, light.

    idea -> Dialogue -> Library         two voices talk; what was said and what came of it is kept
    text -> read -> Shot                the prompt as statements that know their place in the text
    Shot -> lint, timeline, animatic    its flaws, the same in time, a preview film
    Shot -> changes, apply, retime      what differs, piece by piece; an edit by path
    Shot -> compile, quote, migrate     in an engine's dialect, with what is lost and what it costs

Core (standard library only): shot, reading, rules, remix, compiling, profiles, billing, transcript, dialogue.script.
Edge (files, network, clock): files, library, voices, dialogue.play, plots, previs, jobs, named. Surface: cli.

Public names are loaded when first used: importing the package imports none of pandas, matplotlib,
ipywidgets, anthropic, openai.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_WHERE = {
    "read": "reading",
    "Shot": "shot",
    "Span": "shot",
    "Dialogue": "dialogue.play",
    "TurnStarted": "dialogue.play",
    "TextDelta": "dialogue.play",
    "TurnEnded": "dialogue.play",
    "Finished": "dialogue.play",
    "Stopped": "dialogue.play",
    "Failed": "dialogue.play",
    "Notice": "dialogue.play",
    "Transcript": "transcript",
    "read_transcript": "dialogue.play",
    "Turn": "dialogue.script",
    "Usage": "dialogue.script",
    "Library": "library",
    "Change": "remix",
    "changes": "remix",
    "apply": "remix",
    "retime": "remix",
    "set": "remix",
    "remove": "remix",
    "add_cue": "remix",
    "word_diff": "remix",
    "lint": "named",
    "fix": "rules",
    "rubric": "rules",
    "explain": "rules",
    "Finding": "rules",
    "Findings": "rules",
    "engine": "files",
    "engines": "files",
    "personas": "files",
    "models": "voices.shelf",
    "model_voice": "voices.wire",
    "set_key": "voices.keys",
    "Engine": "profiles",
    "compile": "jobs",
    "migrate": "jobs",
    "quote": "jobs",
    "Job": "compiling",
    "lanes": "plots",
    "timeline": "plots",
    "controls_table": "plots",
    "animatic": "previs",
    "Animatic": "previs",
    "CopilotError": "errors",
    "InputError": "errors",
    "UnknownName": "errors",
    "TranscriptError": "errors",
    "LibraryError": "errors",
    "VoiceError": "errors",
}

__all__ = sorted(_WHERE)


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module 'copilot_kit' has no attribute {name!r}; it has {', '.join(__all__)}")
    value = getattr(import_module(f".{_WHERE[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


if TYPE_CHECKING:
    from .compiling import Job
    from .dialogue.play import (
        Dialogue,
        Failed,
        Finished,
        Notice,
        Stopped,
        TextDelta,
        TurnEnded,
        TurnStarted,
        read_transcript,
    )
    from .dialogue.script import Turn, Usage
    from .errors import CopilotError, InputError, LibraryError, TranscriptError, UnknownName, VoiceError
    from .files import engine, engines, personas
    from .jobs import compile, migrate, quote  # noqa: A004
    from .library import Library
    from .named import lint
    from .plots import controls_table, lanes, timeline
    from .previs import Animatic, animatic
    from .profiles import Engine
    from .reading import read
    from .remix import Change, add_cue, apply, changes, remove, retime, word_diff
    from .remix import set as set  # noqa: A004
    from .rules import Finding, Findings, explain, fix, rubric
    from .shot import Shot, Span
    from .transcript import Transcript
    from .voices.keys import set_key
    from .voices.shelf import models
    from .voices.wire import model_voice
