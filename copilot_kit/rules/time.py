"""Rules about beats and the length of the clip (T01 to T06).

All of them compare beats only with beats: windows of grade, light or sound are other clocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..profiles import Engine
from ..shot import TOLERANCE_S, Beat, Shot, Span
from . import rule

Found = Iterator[tuple[str, str, Span]]


def _timed(shot: Shot) -> list[tuple[float, float, int, Beat]]:
    """(start, end, number from 1, beat) of each beat with both times, in the order of the text."""
    return [
        (b.start, b.end, n, b) for n, b in enumerate(shot.beats, 1) if b.start is not None and b.end is not None
    ]  # fmt: skip


def _forward(shot: Shot) -> list[tuple[float, float, int, Beat]]:
    """Timed beats that run forward, by start."""
    return sorted((t for t in _timed(shot) if t[1] > t[0]), key=lambda t: t[:3])


def _s(seconds: float) -> str:
    return f"{round(seconds, 2):g} s"


@rule("T01", "beats cover the clip", "warn")
def cover(shot: Shot, engine: Engine | None) -> Found:
    """Timed beats together reach the end of the clip.

    Why: seconds that nobody wrote are made up by the engine, mostly as drift or as a repeated action.

    Clean:
        Duration 6s.
        0-3s: a heron waits in the reeds.
        3-6s: it strikes and lifts a fish.

    Failing:
        Duration 6s.
        0-2s: a heron waits in the reeds.
        2-4s: it strikes and lifts a fish.

    Source: OpenAI cookbook, Sora 2 prompting guide; shot validators of public Seedance skill collections.
    """
    beats = _forward(shot)
    if not beats or shot.seconds is None:
        return
    _, end, number, beat = max(beats, key=lambda t: t[1])
    rest = shot.seconds - end
    if rest > 0.25:
        yield (
            f"The last beat ends at {_s(end)}, the clip at {_s(shot.seconds)}: {_s(rest)} are undirected.",
            f"let beat {number} run to {_s(shot.seconds)}, or write one more beat.",
            beat.place("end") or beat.where,
        )


@rule("T02", "no gap between beats", "warn")
def gap(shot: Shot, engine: Engine | None) -> Found:
    """A beat begins where the one before it ends.

    Why: counting in whole seconds ("0-2", "3-5") leaves a second at each step that nobody directed.

    Clean:
        0-2s: the kettle trembles.
        2-5s: the lid lifts and steam pours out.

    Failing:
        0-2s: the kettle trembles.
        3-5s: the lid lifts and steam pours out.

    Source: shot validators of public Seedance skill collections.
    """
    reached = 0.0
    for n, (start, end, number, beat) in enumerate(_forward(shot)):
        if n and start - reached > 0.1:
            yield (
                f"Between {_s(reached)} and {_s(start)} there is no beat: {_s(start - reached)} are undirected.",
                f"let beat {number} start at {_s(reached)}.",
                beat.place("start") or beat.where,
            )
        reached = max(reached, end)


@rule("T03", "no overlap between beats", "error")
def overlap(shot: Shot, engine: Engine | None) -> Found:
    """Two beats do not claim the same time.

    Why: two actions and two cameras in one window are averaged, or one of them is dropped.

    Clean:
        0-3s: the boy ties the kite.
        3-5s: he lets it climb.

    Failing:
        0-3s: the boy ties the kite.
        2-5s: he lets it climb.

    Source: shot validators of public Seedance skill collections.
    """
    for (_, end, first, _), (start, _, second, beat) in pairwise(_forward(shot)):
        if end - start > TOLERANCE_S:
            yield (
                f"Beat {second} starts at {_s(start)}, beat {first} lasts to {_s(end)}: they share {_s(end - start)}.",
                f"start beat {second} at {_s(end)}, or end beat {first} at {_s(start)}.",
                beat.place("start") or beat.where,
            )


@rule("T04", "no beat past the end", "error")
def past(shot: Shot, engine: Engine | None) -> Found:
    """No beat, move or event lies past the end of the clip.

    Why: the length of the clip is fixed by the call; what lies beyond it is never rendered.

    Clean:
        Duration 4s.
        0-4s: a moth circles the bulb.

    Failing:
        Duration 4s.
        0-5s: a moth circles the bulb.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    if shot.seconds is None:
        return
    for _, end, number, beat in _timed(shot):
        if end - shot.seconds > TOLERANCE_S:
            yield (
                f"Beat {number} ends at {_s(end)}, after the clip does ({_s(shot.seconds)}).",
                f"end the beat by {_s(shot.seconds)}, or ask for a clip of {_s(end)}.",
                beat.place("end") or beat.where,
            )
    for move in shot.moves:
        if move.end is not None and not move.derived and move.end - shot.seconds > TOLERANCE_S:
            yield (
                f"The {move.kind.replace('_', ' ')} ends at {_s(move.end)}, after the clip does ({_s(shot.seconds)}).",
                f"end it by {_s(shot.seconds)}.",
                move.where,
            )
    for event in shot.events:
        if event.at - shot.seconds > TOLERANCE_S:
            yield (
                f"An event stands at {_s(event.at)}, after the end of the clip ({_s(shot.seconds)}).",
                f"place it before {_s(shot.seconds)}.",
                event.where,
            )


@rule("T05", "beats run forward and in order", "error")
def order(shot: Shot, engine: Engine | None) -> Found:
    """A beat ends after it starts, and beats are written in the order of time.

    Why: a beat of no length, or one that runs backwards, is a slip that shifts all that follows.

    Clean:
        0-2s: a match is struck.
        2-4s: the candle takes the flame.

    Failing:
        2-4s: the candle takes the flame.
        0-2s: a match is struck.

    Source: shot validators of public Seedance skill collections.
    """
    latest = 0.0
    for start, end, number, beat in _timed(shot):
        if end - start <= 0:
            yield (
                f"Beat {number} runs from {_s(start)} to {_s(end)}: it has no length.",
                "let it end after it starts.",
                beat.place("end") or beat.where,
            )
        elif start < latest - TOLERANCE_S:
            yield (
                f"Beat {number} starts at {_s(start)}, but a beat before it in the text starts at {_s(latest)}.",
                "write the beats in the order of time.",
                beat.place("start") or beat.where,
            )
        latest = max(latest, start)


@rule("T06", "the first beat starts at zero", "warn")
def head(shot: Shot, engine: Engine | None) -> Found:
    """The first timed beat starts with the clip.

    Why: the first frame is the strongest anchor there is; undirected, the engine picks the framing.

    Clean:
        0-2s: the curtain hangs still.
        2-4s: it breathes in.

    Failing:
        1-2s: the curtain hangs still.
        2-4s: it breathes in.

    Source: shot validators of public Seedance skill collections.
    """
    beats = _forward(shot)
    if beats and beats[0][0] > 0.1:
        start, _, number, beat = beats[0]
        yield (
            f"The first beat starts at {_s(start)}: the opening is undirected.",
            f"let beat {number} start at 0 s.",
            beat.place("start") or beat.where,
        )


RULES = (cover, gap, overlap, past, order, head)
