"""Rules about what is timed inside a beat (T15, T17)."""

from __future__ import annotations

import re

from ..shot import TOLERANCE_S, Span
from .flaw import Flaw, Found, quoted, rule
from .flaw import seconds as _s
from .view import View

_NUMBER = {
    w: float(n) for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_INNER = re.compile(
    r"\b(?:over|for|takes|taking|take|lasting|lasts|holds|pauses|waits)(?: (?:just|about|roughly|nearly|only|the next|"
    r"the|a|full|whole|entire|for)){0,3} "
    r"(?P<n>\d{1,2}(?:\.\d{1,2})?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)(?: full| whole)?[ -]?"
    r"(?:s|sec|secs|seconds?)\b(?! (?:old|intervals?))"
)
_WHOLE = re.compile(r"\b(?:the|full|whole|entire)\b")


@rule("T15", "inner lengths fit their beat", "error")
def inner(view: View) -> Found:
    """A length that is stated inside a beat fits into the beat.

    Why: a move of three seconds inside a beat of two bleeds into the next one.

    Clean:
        0-3s: the drawbridge rises over 2 seconds.
        3-5s: a barge passes.

    Failing:
        0-3s: the drawbridge rises over 5 seconds.
        3-5s: a barge passes.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    for start, end, number, beat in view.forward:
        for found in _INNER.finditer(view.plain, *beat.where):
            length = _NUMBER.get(found["n"]) or float(found["n"])
            if length == view.shot.seconds and _WHOLE.search(found[0]) and beat is view.shot.beats[-1]:
                continue  # "over the 8 s" behind the last beat is said of the clip
            if length - (end - start) > TOLERANCE_S and view.segment(found.start()) is not None:
                yield Flaw(
                    f"{quoted(view.words(found.span()))} stands in beat {number}, which lasts {_s(end - start)}.",
                    f"let it take {_s(end - start)} at most, or lengthen the beat.",
                    Span(*found.span("n")),
                    ((Span(*found.span("n")), f"{end - start:g}"),) if found["n"][0].isdigit() else (),
                )


_STOP = frozenset(
    "with from that this into over then they them their there your have sound sounds audio ambience distant faint "
    "soft quiet loud sharp subtle one "
    "single metallic wooden slow small heavy light low high room tone background against through under near after "
    "before while only place room frame turn side hand back street whole"
    "".split()
)


def _stems(words: str) -> set[str]:
    """Telling words of a phrase, cut to stems that survive a plural or an -ing."""
    found = (re.sub(r"(?:ing|ed|es|s)$", "", w) for w in re.findall(r"[a-z]{4,}", words.lower()) if w not in _STOP)
    return {w[:6] for w in found if len(w) > 2}


@rule("T17", "sounds fall in the beat that shows them", "warn", "medium")
def placed(view: View) -> Found:
    """A timed sound lies within the beat that tells of it.

    Why: the list of sounds and the list of actions drift apart when only one of them is edited.

    Clean:
        0-2s: a cook dries a plate.
        2-4s: the plate shatters on the floor.
        Sound: plate shatters at 3s.

    Failing:
        0-2s: a cook dries a spoon.
        2-4s: the plate shatters on the floor.
        Sound: plate shatters at 1s.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    beats = [
        (start, end, n, beat, _stems(view.plain[slice(*(beat.place("action") or beat.where))]))
        for start, end, n, beat in view.forward
    ]
    if len(beats) < 2:
        return
    for cue in view.shot.cues:
        if (
            cue.start is None
            or cue.derived
            or cue.kind in ("ambience", "diegetic", "silence")
            or (cue.end is not None and cue.end - cue.start > 1.5)
        ):
            continue
        if any((beat.place("action") or beat.where).overlaps(cue.where) for *_, beat, _ in beats):
            continue
        words = _stems(cue.sound)
        here = [b for b in beats if b[0] - 0.3 <= cue.start <= b[1] + 0.3]
        there = [b for b in beats if b not in here and len(words & b[4]) * 2 >= max(len(words), 1)]
        if words and here and len(there) == 1 and not any(words & b[4] for b in here):
            start, end, number, beat_of, shown = there[0]
            if any(
                o is not cue
                and o.start is not None
                and not (beat_of.place("action") or beat_of.where).overlaps(o.where)
                and start <= o.start <= end
                and _stems(o.sound) & words & shown
                for o in view.shot.cues
            ):
                continue
            yield Flaw(
                f"{quoted(cue.sound)} sounds at {_s(cue.start)}, but beat {number} ({start:g}-{end:g} s) shows it.",
                f"move the sound to between {start:g} and {end:g} s, or the action to {_s(cue.start)}.",
                cue.place("start") or cue.where,
            )


RULES = (inner, placed)
