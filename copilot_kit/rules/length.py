"""Rules about the length of the clip, about counts, and about how much happens in it (T07, T09, T11 to T14, T16)."""

from __future__ import annotations

import re

from ..profiles import ranges
from ..shot import Span
from .flaw import Flaw, Found, quoted, rule
from .flaw import seconds as _s
from .lists import VERBS
from .view import View

_NUMBERS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_COUNT = re.compile(
    r"(?=[\dtfsen])(?<!first )(?<!last )(?<!next )(?<!other )(?<!these )(?<!final )(?<!opening )(?<![\d.-])"
    r"\b(?P<n>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)[ -](?:(?:short|separate|distinct|quick|"
    r"connected|timed|camera|equal) )?"
    r"(?P<noun>beats|shots|cuts|scenes)\b"
    r"(?! (?:of (?:silence|stillness|black|music|rest|espresso|whisky|whiskey|vodka|rum|tequila)|ring|are fired|later|"
    r"earlier))"
)
_TOTAL = re.compile(
    r"(?:/ ?)?(?<![\w.-])(?P<n>\d{1,3}(?:\.\d{1,2})?) ?-?s(?:ec(?:ond)?s?)? (?:total|in total|overall|altogether)\b"
)


@rule("T07", "counts and sums agree", "error")
def counts(view: View) -> Found:
    """A stated number of beats or shots, and a stated total, agree with what is written.

    Why: "4 beats" above five of them says that the list was edited half way.

    Clean:
        Two beats.
        0-2s: a barge enters the lock.
        2-4s: the gates close.

    Failing:
        Three beats.
        0-2s: a barge enters the lock.
        2-4s: the gates close.

    Source: OpenAI cookbook, Sora 2 prompting guide; public pattern pages for Kling 3.
    """
    beats, shots = view.shot.beats, view.shots
    for found in view.find(_COUNT) if view.has("beats", "shots", "cuts", "scenes") else ():
        said = _NUMBERS.get(found["n"]) or int(found["n"])
        listed = len(shots) if found["noun"] != "beats" else (0 if shots else len(beats))
        if view.segment(found.start()) is None and listed > 1 and said != listed:
            yield Flaw(
                f"{quoted(view.words(found.span()))} are announced, {listed} are written.",
                f"write {listed}, or add or drop {abs(listed - said)}.",
                Span(*found.span()),
                ((Span(*found.span("n")), str(listed)),) if found["n"].isdigit() else (),
            )
    yield from _sum(view)


def _sum(view: View) -> Found:
    """Lengths of shots that do not add up to the stated total."""
    lengths = view.lengths
    if len(lengths) < 2:
        return
    stated = _stated(view)
    total = next(((float(m["n"]), m) for m in view.find(_TOTAL)), stated[0] if stated else None)
    if total and abs(sum(lengths) - total[0]) > 0.1:
        yield Flaw(
            f"The lengths of the {len(lengths)} shots add up to {_s(sum(lengths))}, the total says {_s(total[0])}.",
            f"write {_s(sum(lengths))} as the total, or change a length by {_s(abs(sum(lengths) - total[0]))}.",
            Span(*total[1].span()),
        )


_FINITE = re.compile(r"(?<![\w'-])([a-z]+)(?![\w'-])")
_CAMERA_CLAUSE = re.compile(r"\b(?:camera|frame|framing|shot|lens|focus|push in|pushes in|dolly|pan|tilt)\b")
_NOUN_BEFORE = frozenset(
    "a an the his her its their my your one two three of to with in on for no slow small quick sharp long short soft "
    "loud first last next and/or "
    "as like into by from at each every another under over little gentle faint single final low high hard bright dark "
    "front old new".split()
)
_SUBJECTS = frozenset(
    "eyes lips hands fingers shoulders pupils eyebrows feet knees arms heads they people children men women dancers "
    "gulls birds".split()
)


def _actions(view: View, start: int, end: int) -> list[str]:
    """Distinct things that subjects do in a stretch of text, by their finite verbs."""
    found: list[str] = []
    for low, high in _clauses(view, start, end):
        clause = view.plain[low:high]
        if _CAMERA_CLAUSE.search(clause):
            continue
        before = ""
        for match in _FINITE.finditer(clause):
            word = match[1]
            stem = _verb(word, before)
            if stem and before not in _NOUN_BEFORE and stem not in found:
                found.append(stem)
            before = word
    return found


def _verb(word: str, before: str) -> str:
    if word.endswith("s") and not word.endswith("ss"):
        for stem in (
            word[:-1],
            word[:-2] if word.endswith("es") else "",
            word[:-3] + "y" if word.endswith("ies") else "",
        ):
            if stem in VERBS:
                return stem
        return ""
    return (
        word
        if word in VERBS and (before in _SUBJECTS or before in ("and", "then") or before.endswith("ly")) and before
        else ""
    )


def _clauses(view: View, start: int, end: int) -> list[tuple[int, int]]:
    out, at = [], start
    for match in re.compile(r"[.;,\n:]|—").finditer(view.plain, start, end):
        out.append((at, match.start()))
        at = match.end()
    return [*out, (at, end)]


@rule("T09", "not too many actions for the time", "warn", "medium")
def crowded(view: View) -> Found:
    """A beat holds about one action for each second, and no more than three when it is shorter than four seconds.

    Why: motion is what engines find hardest; stacked verbs are merged, reordered or left out.

    Clean:
        0-2s: the acrobat climbs the ladder.
        2-4s: she jumps.

    Failing:
        0-2s: the acrobat climbs the ladder, waves, turns round, kneels and jumps.
        2-4s: she lands.

    Source: OpenAI cookbook, Sora 2 prompting guide; public notes on event density for Seedance.
    """
    for start, end, number, beat in view.forward:
        length = end - start
        place = beat.place("action") or beat.where
        actions = _actions(view, *place)
        if (len(actions) > 2 and len(actions) > length + 0.01) or (len(actions) > 3 and length < 4.0):
            yield Flaw(
                f"Beat {number} asks for {len(actions)} actions in {_s(length)}: {', '.join(actions)}.",
                f"keep the one that matters, or give the beat {len(actions)} s.",
                place,
            )


_RELATIVE = re.compile(
    r"\b(?:final|last|closing|ending) (?:(?:\d{1,2}(?:\.\d)?|half|one|two|three|four|five|six)[ -]?(?:full )?(?:s|sec|"
    r"seconds?)|second)\b"
    r"|\b(?:halfway|midway)(?: through)?(?=[, .;](?! (?:up|down|across|along|between|up the|down the)))(?! (?:up|down|"
    r"across|along|to|between))"
    r"|\bby the (?:very )?end(?=[,.;]| of the (?:clip|shot|video|scene|take))|\bin the (?:first|"
    r"second) half of the (?:clip|shot|video|scene)"
)


@rule("T11", "relative times need a length", "warn")
def relative(view: View) -> Found:
    """Where something is timed from the end, the length of the clip is known.

    Why: "the final second" cannot be placed without a length.

    Clean:
        Duration 5s. Wide shot of a pier, overcast light from above. In the final second a gull lands.

    Failing:
        Wide shot of a pier, overcast light from above. In the final second a gull lands.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    if view.shot.seconds is not None:
        return
    for found in view.find(_RELATIVE):
        yield Flaw(
            f"{quoted(view.words(found.span()))} counts from the end, and no length is stated.",
            "state the length of the clip.",
            Span(*found.span()),
        )


_WORD_N = r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)"
_LENGTHS = re.compile(
    rf"(?:\b(?:total |clip |video )?(?:duration|length|runtime|run time)\b[*_\"\] ]*[:=]?[*_\" ]*|(?m:^)[ "
    rf"\t\"]*seconds[\"]?[ ]?[:=] ?)(?:about )?(?P<field>\d{{1,3}}(?:\.\d{{1,2}})?|{_WORD_N}) ?-?(?:s|sec|secs|"
    rf"seconds?)?\b(?! ?(?:-|to) ?\d|[.:]\d| ?(?:m|mm|cm|frames?|minutes?)\b)|(?<![\w.-])(?P<clip>\d{{1,3}}|"
    rf"{_WORD_N})[ -]sec(?:ond)?s?[ -](?:\w+[ -]){{0,3}}?(?:video|clip|film|sequence|spot|trailer|teaser|reel|"
    rf"animation|footage|take)\b(?!s)"
    rf"|(?<![\w.-])(?P<long>\d{{1,3}}(?:\.\d)?) ?(?:s|sec|seconds?) (?:long|total|in "
    rf"total|in length|overall)\b"
)


_ONE_SHOT = re.compile(
    rf"(?:^|(?<=[.\n])|(?<=[.] ))\W*(?:create |make |generate )?(?:a |an |one )?(?P<clip>\d{{1,3}}|{_WORD_N})[ -]"
    rf"sec(?:ond)?s?[ -](?:\w+[ -]){{0,3}}?(?:shot|scene|loop)\b(?!s)"
)
"""A prompt that opens with its length: A 12-second shot of a shepherd. Elsewhere such a shot is a part of it."""


def _stated(view: View) -> list[tuple[float, re.Match[str]]]:
    """Each statement of the clip's length outside of beats [s]."""
    words = _NUMBERS | {"fifteen": 15, "twenty": 20, "thirty": 30}
    every = list(_LENGTHS.finditer(view.flat if '"duration"' in view.flat else view.said))
    if not view.shots and view.has("-second", "second shot", "second scene", "second loop"):
        every = sorted([*every, *view.find(_ONE_SHOT)], key=re.Match.start)
    found = []
    for match in every:
        inside = view.segment(match.start("clip") if match["clip"] else match.start())
        number = next(g for g in match.groups() if g)
        if inside is None or inside.beat is None:
            found.append((float(words.get(number) or number), match))
    return found


@rule("T12", "one length only", "error")
def one_length(view: View) -> Found:
    """All statements of the clip's length agree.

    Why: two lengths are two pacings; the engine follows neither.

    Clean:
        A 6-second clip of a loom. Duration: 6s.

    Failing:
        A 6-second clip of a loom. Duration: 9s.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    found = _stated(view)
    if view.shots and len(view.shots) > 1 and view.flat.count('"duration"') > 1:
        return  # in an array of shots each has a length of its own
    if view.shot.seconds_from == "settings" and view.shot.seconds is not None and found:
        first, others = view.shot.seconds, found
    elif found:
        first, others = found[0][0], found[1:]
    else:
        return
    for value, match in others:
        if abs(value - first) > 0.1:
            yield Flaw(
                f"The clip is {_s(first)} long, and here {_s(value)}.",
                "keep one length, and let the beats follow it.",
                Span(*match.span()),
                tuple(
                    (Span(*match.span(g)), f"{first:g}") for g in match.groupdict() if match[g] and match[g].isdigit()
                ),
            )


@rule("T13", "a length that the engine offers", "error")
def offered(view: View) -> Found:
    """The length of the clip is one that the chosen engine makes.

    Why: another length is refused or rounded, and every beat moves.

    Clean:
        model: veo-3-1-vertex
        Duration: 8s. Wide shot of a quarry, hard sun from the left.

    Failing:
        model: veo-3-1-vertex
        Duration: 7s. Wide shot of a quarry, hard sun from the left.

    Source: the engine's profile in data/engines/, with its day and its sources.
    """
    engine, length = view.engine, view.shot.seconds
    if engine is None or length is None or not engine.seconds or any(abs(length - s) < 0.05 for s in engine.seconds):
        return
    best = engine.nearest_seconds(length)
    stated = _stated(view)
    where = Span(*stated[0][1].span()) if stated else view.shot.beats[-1].where if view.shot.beats else view.shot.prompt
    yield Flaw(
        f"The clip is {_s(length)} long; {engine.title} makes {ranges(engine.seconds)} s (checked {engine.checked}).",
        f"make it {best:g} s and move the beats.",
        where,
    )


_NOTATIONS = (
    ("clock", re.compile(r"\d{1,2}:\d{2}")),
    ("frames", re.compile(r"\bframes?\b")),
    ("seconds", re.compile(r"\d ?(?:s|sec|seconds?|秒)\b|\d ?秒")),
)


@rule("T14", "one notation of time", "info")
def notation(view: View) -> Found:
    """Beats are timed in one notation throughout.

    Why: clock, seconds and frames side by side invite beats that are read wrongly.

    Clean:
        0-2s: a tram stops.
        2-4s: its doors fold open.

    Failing:
        0-2s: a tram stops.
        [00:02-00:04] Its doors fold open.

    Source: public notes on multi-shot prompting for Seedance.
    """
    first = ""
    for _, _, number, beat in view.timed:
        head = view.flat[beat.where.start : beat.where.start + 40]
        kind = min(((m.start(), n) for n, p in _NOTATIONS if (m := p.search(head))), default=(0, ""))[1]
        first = first or kind
        if kind and kind != first:
            yield Flaw(
                f"Beat {number} is timed in {kind}, the first beat in {first}.",
                f"write its times in {first} too.",
                beat.place("start") or beat.where,
            )
            return


_KLING_MOST = 6
"""Shots in one clip of any Kling 3 or later. Source: fal.ai, Kling 3 prompting guide."""
_SEEDANCE_S = 4
"""Seconds that a shot needs with Seedance. Source: public notes on multi-shot prompting."""


@rule("T16", "no more shots than the clip can cut", "warn", "medium")
def shot_limit(view: View) -> Found:
    """The clip has room for its shots: what the engine takes, else one for every two seconds.

    Why: shots beyond the limit are dropped or fused.

    Clean:
        Duration: 6 seconds.
        Shot 1: wide shot of a bay.
        Shot 2: close-up of an oar.

    Failing:
        Duration: 6 seconds.
        Shot 1: wide shot of a bay.
        Shot 2: close-up of an oar.
        Shot 3: medium shot of a rower.
        Shot 4: wide shot, the boat turns.

    Source: fal.ai, Kling 3 prompting guide; public notes on multi-shot prompting for Seedance.
    """
    written, length = len(view.shots), view.shot.seconds
    if written < 2:
        return
    engine = view.engine
    if engine is not None and engine.max_shots is not None:
        most, why = engine.max_shots, f"{engine.title} cuts {engine.max_shots} at most (checked {engine.checked})"
    elif engine is not None and engine.name.startswith("kling"):
        most, why = _KLING_MOST, f"{engine.title} cuts {_KLING_MOST} at most"
    elif length:
        most = max(1, int(length // (_SEEDANCE_S if engine is not None and engine.name.startswith("seedance") else 2)))
        why = f"{_s(length)} hold {most}"
    else:
        return
    if written > most:
        yield Flaw(f"{written} shots are written; {why}.", f"keep {most}, or make a second clip.", view.shots[most])


RULES = (counts, crowded, relative, one_length, offered, notation, shot_limit)
