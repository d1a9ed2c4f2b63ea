"""Rules about beats on the clock (T01 to T06, T08).

All of them compare beats only with beats: windows of grade, light or sound are other clocks.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ..shot import TOLERANCE_S, Beat, Span
from .flaw import Flaw, Found, Mend, like, quoted, rule
from .flaw import seconds as _s
from .view import View


def _retimed(view: View, beat: Beat, field: str, to: float) -> Mend:
    """The beat's start or end rewritten in its own notation; nothing where it does not stand in the text."""
    place = beat.place(field)
    if beat.derived or place is None or not re.fullmatch(r"[\d:.]+", old := view.words(place)):
        return ()
    return ((place, like(old, to)),)


def _in_order(view: View) -> bool:
    """True if beats are written in the order of time: else a neighbour in time is none in the text."""
    starts = [start for start, *_ in view.timed]
    return starts == sorted(starts)


@rule("T01", "beats cover the clip", "warn")
def cover(view: View) -> Found:
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
    length = view.shot.seconds
    if not view.forward or length is None or view.lengths:
        return  # lengths that do not add up are T07's matter
    _, end, number, beat = max(view.forward, key=lambda t: t[1])
    rest = length - end
    if rest > 0.25:
        yield Flaw(
            f"The last beat ends at {_s(end)}, the clip at {_s(length)}: {_s(rest)} are undirected.",
            f"let beat {number} run to {_s(length)}, or write one more beat.",
            beat.place("end") or beat.where,
            _retimed(view, beat, "end", length),
        )


@rule("T02", "no gap between beats", "warn")
def gap(view: View) -> Found:
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
    for n, (start, end, number, beat) in enumerate(view.forward):
        if n and start - reached > 0.1:
            yield Flaw(
                f"Between {_s(reached)} and {_s(start)} there is no beat: {_s(start - reached)} are undirected.",
                f"let beat {number} start at {_s(reached)}.",
                beat.place("start") or beat.where,
                _retimed(view, beat, "start", reached) if _in_order(view) else (),
            )
        reached = max(reached, end)


@rule("T03", "no overlap between beats", "error")
def overlap(view: View) -> Found:
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
    for (_, end, first, _), (start, later, second, beat) in pairwise(view.forward):
        if end - start > TOLERANCE_S:
            yield Flaw(
                f"Beat {second} starts at {_s(start)}, beat {first} lasts to {_s(end)}: they share {_s(end - start)}.",
                f"start beat {second} at {_s(end)}, or end beat {first} at {_s(start)}.",
                beat.place("start") or beat.where,
                _retimed(view, beat, "start", end) if later > end and _in_order(view) else (),
            )
    yield from _overlaps_in_line(view)


_N = r"\d{1,2}(?:\.\d{1,2})?"
_INLINE = tuple(
    re.compile(form)
    for form in (
        rf"[(\[](?P<a>{_N}) ?s? ?(?:-|to) ?(?P<b>{_N}) ?s(?:ec(?:ond)?s?)?[)\]]",
        rf"(?<![\w.:/-])(?P<a>{_N}) ?s? ?(?:-|to) ?(?P<b>{_N}) ?s(?:ec(?:ond)?s?)? ?:",
        r"[(\[](?P<a>\d{1,2}:\d{2}) ?(?:-|to) ?(?P<b>\d{1,2}:\d{2})[)\]]",
        rf"from (?P<a>{_N}) ?s? ?(?:-|to) ?(?P<b>{_N}) ?s(?:ec(?:ond)?s?)?\b",
    )
)
_STARTS = re.compile(r"(?:\A|\n|[.!?;]) *\Z")
_OTHER_CLOCK = re.compile(
    r"\b(?:camera|lens|frame|focus|dolly|push|pull|pan|tilt|zoom|crane|truck|orbit|light|lights|sun|grade|colou?rs?|"
    r"music|sound|sounds|audio|score|voice|hum|rain|wind|narrator|text|title|slow motion)\b"
)


def _clock(words: str) -> float:
    minutes, colon, rest = words.rpartition(":")
    return float(rest) + (60 * int(minutes) if colon else 0)


def _overlaps_in_line(view: View) -> Found:
    """Windows of one line in one notation, of which the first is a beat: [0-3 s] ... [2-6 s] ... are beats too."""
    known = {(start, end) for start, end, _, _ in view.timed}
    for form in _INLINE if known else ():
        windows = [
            m
            for m in view.find(form)
            if m[0][0] in "[(" or _STARTS.search(view.plain, max(0, m.start() - 4), m.start())
        ]
        for first, second in pairwise(windows):
            a, end, start, b = (_clock(m[g]) for m in (first, second) for g in "ab")
            told = view.plain[first.end() : second.start()]
            one_chain = a < start < end < b and end - start > TOLERANCE_S and "\n" not in told and len(told) > 4
            if not one_chain or (a, end) not in known or (start, b) in known:
                continue
            if any(_OTHER_CLOCK.search(view.plain[at : at + 32]) for at in (first.end(), second.end())):
                continue
            yield Flaw(
                f"{quoted(view.words(second.span()))} starts before {quoted(view.words(first.span()))} ends: they "
                f"share {_s(end - start)}.",
                f"start it at {_s(end)}, or end the one before at {_s(start)}.",
                Span(*second.span("a")),
                ((Span(*second.span("a")), like(second["a"], end)),),
            )


@rule("T04", "no beat past the end", "error")
def past(view: View) -> Found:
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
    length = view.shot.seconds
    if length is None or view.lengths:
        return
    for start, end, number, beat in view.timed:
        if end - length > TOLERANCE_S:
            yield Flaw(
                f"Beat {number} ends at {_s(end)}, after the clip does ({_s(length)}).",
                f"end the beat by {_s(length)}, or ask for a clip of {_s(end)}.",
                beat.place("end") or beat.where,
                _retimed(view, beat, "end", length) if start < length else (),
            )
    for move in view.shot.moves:
        in_beat = any(beat.where.holds(move.where) for beat in view.shot.beats)
        if move.end is not None and not move.derived and not in_beat and move.end - length > TOLERANCE_S:
            yield Flaw(
                f"The {move.kind.replace('_', ' ')} ends at {_s(move.end)}, after the clip does ({_s(length)}).",
                f"end it by {_s(length)}.",
                move.where,
            )
    for event in view.shot.events:
        if event.at - length > TOLERANCE_S:
            yield Flaw(
                f"{quoted(event.text)} stands at {_s(event.at)}, after the end of the clip ({_s(length)}).",
                f"place it before {_s(length)}.",
                event.where,
            )


@rule("T05", "beats run forward and in order", "error")
def order(view: View) -> Found:
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
    for start, end, number, beat in view.timed:
        if end - start <= 0:
            swap = {"start": end, "end": start}
            mend = (
                tuple(m for field, to in swap.items() for m in _retimed(view, beat, field, to)) if end < start else ()
            )
            yield Flaw(
                f"Beat {number} runs from {_s(start)} to {_s(end)}: "
                + ("it has no length." if end == start else "it ends before it starts."),
                "let it end after it starts.",
                beat.place("end") or beat.where,
                mend,
            )
        elif start < latest - TOLERANCE_S:
            yield Flaw(
                f"Beat {number} starts at {_s(start)}, but a beat before it in the text starts at {_s(latest)}.",
                "write the beats in the order of time.",
                beat.place("start") or beat.where,
            )
        latest = max(latest, min(start, end))


_EXTENDS = re.compile(r"\b(?:extend|extends|extended|continue from|continues from|continuing from|延长|延長)\b")


@rule("T06", "the first beat starts at zero", "warn")
def head(view: View) -> Found:
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
    if view.forward and view.forward[0][0] > 0.1 and not _EXTENDS.search(view.plain):
        start, _, number, beat = view.forward[0]
        yield Flaw(
            f"The first beat starts at {_s(start)}: the opening is undirected.",
            f"let beat {number} start at 0 s.",
            beat.place("start") or beat.where,
            _retimed(view, beat, "start", 0.0) if _in_order(view) else (),
        )


@rule("T08", "a beat is long enough to see", "warn", "medium")
def long_enough(view: View) -> Found:
    """A beat with an action lasts at least a second, the shots of a cut sequence two on average.

    Why: engines compress or skip what is starved of time.

    Clean:
        0-1.5s: the latch lifts.
        1.5-4s: the gate swings open.

    Failing:
        0-0.5s: the latch lifts.
        0.5-4s: the gate swings open.

    Source: public notes on multi-shot prompting for Seedance and Kling (3 s minimum for each shot).
    """
    for start, end, number, beat in view.forward:
        if end - start < 1.0 - TOLERANCE_S and beat.action.strip():
            yield Flaw(
                f"Beat {number} lasts {_s(end - start)}: too short for an action to be seen.",
                "give it a second or more, or fold it into its neighbour.",
                beat.where,
            )
    if view.shots and view.shot.seconds and (mean := view.shot.seconds / len(view.shots)) < 2.0 - TOLERANCE_S:
        yield Flaw(
            f"{len(view.shots)} shots in {_s(view.shot.seconds)}: {_s(mean)} each on average.",
            f"keep {max(1, int(view.shot.seconds // 2))} of them, or ask for {2 * len(view.shots)} s.",
            view.shots[0],
        )


RULES = (cover, gap, overlap, past, order, head, long_enough)
