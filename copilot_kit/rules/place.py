"""Rules about where the light stands and which hour it is (G03 to G05), and about the palette (P01, P02)."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..shot import Span
from .flaw import Flaw, Found, quoted, rule
from .lists import COLOURS, DAY_CHANGES
from .terms import DAY_CONFLICTS
from .view import View, overlap

_FAMILY = {
    "candle": "flame",
    "oil lamp": "flame",
    "fire": "flame",
    "lamp": "lamp",
    "bulb": "lamp",
    "lantern": "lamp",
    "sun": "sun",
    "window": "sun",
}
_UNLIT = re.compile(r"\b(?:unlit|dark|off|dead|broken|out|cold|extinguished|switched off|goes out|go out)\b")
_LIGHT_TURNS = re.compile(
    r"\b(?:fades?|fading|turns?|becom(?:es|ing)|shifts?|transitions?|gives way|dims?|dies|until|then|before|after)\b"
)


@rule("G03", "a single source is one", "warn", "medium")
def single(view: View) -> Found:
    """Where there is one source, no fill or one only light, no other light is named.

    Why: one hard source and three lamps ask for opposite contrast.

    Clean:
        Medium shot of a clerk. Single source: a desk lamp from the left, hard.

    Failing:
        Medium shot of a clerk. Single source: a desk lamp from the left, hard. A neon sign glows behind him.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    lamps = view.hits("lamp")
    for alone in [*view.hits("light", "single"), *view.absent("light", "single")]:
        if _LIGHT_TURNS.search(view.plain, *view.sentence(alone.start)) and view.words(alone[:2]).lower() != "no fill":
            continue
        sentence = view.sentence(alone.start)
        near = [h for h in lamps if sentence.start <= h.start < sentence.end]
        own = min(near, key=lambda h: min(abs(h.start - alone.end), abs(alone.start - h.end)), default=None)
        if own is None and view.words(alone[:2]).lower() != "no fill":
            line = view.line(alone.start)
            own = next((h for h in lamps if line.start <= h.start < line.end and h.start > alone.start), None)
        if own is None:
            continue
        family = _FAMILY.get(own.id, own.id)
        for other in lamps:
            clause = view.sentence(other.start)
            if other is own or _FAMILY.get(other.id, other.id) == family or not view.together(alone.start, other.start):
                continue
            if (
                _UNLIT.search(view.plain, *clause)
                or _LIGHT_TURNS.search(view.plain, *clause)
                or view.near(own[:2], other[:2], 1)
            ):
                continue
            yield Flaw(
                f"{quoted(view.words(alone[:2]))} is {quoted(view.words(own[:2]))}, and there is "
                f"{quoted(view.words(other[:2]))} too.",
                "put the other light out, or let it be two.",
                Span(*other[:2]),
            )
            return


_SOURCE = (
    r"(?P<{0}>(?:(?:oil|desk|table|floor|street|bedside|work|pendant|petrol|gas|paper) )?(?:key light|"
    r"main light|key|window light|windows?|"
    r"sunlight|sun|daylight|moonlight|moon|lamp|lantern|candle|fireplace|fire|spotlight|skylight|doorway light))"
)
_SIDE = (
    r"(?P<{0}>(?:camera|frame|screen|stage)[- ](?:left|right)|"
    r"(?:from |on |at )the (?:left|right)(?! (?:hand|foot|wall of|of|bank|arm|side of))|beyond)"
)
_PLACED = re.compile(
    rf"\b{_SOURCE.format('a')}\b(?P<gap>(?:(?!\b(?:windows?|sun|lamp|key|"
    rf"lantern)\b)[^.;:\n]){{0,34}}?)\b{_SIDE.format('b')}\b|\b(?P<c>(?:camera|frame|screen)[- ](?:left|"
    rf"right)) {_SOURCE.format('d')}\b"
)
_OTHER_THING = re.compile(
    r"\b(?:and|man|woman|boy|girl|he|she|they|child|toward|towards|looks?|turns to|another|second|other|opposite|"
    r"walks|runs|rim|fill|lamp|windows?|sun|key|her|his|while|lights?)\b"
)
_TURNED = re.compile(
    r"\b(?:reverse angle|reverse shot|turn-around|turnaround|180[- ]degree (?:turn|cut)|from the other side|"
    r"opposite side|counter shot|the camera (?:crosses|orbits|arcs|circles|swings|turns)|"
    r"sweeps across|moves across|both sides|windows on (?:both|two|all))\b"
)


_ONE_NAME = {"key light": "key", "main light": "key", "sunlight": "sun"}


class Placed(NamedTuple):
    source: str
    side: str
    where: Span


def _placed(view: View) -> list[Placed]:
    found = []
    for match in view.find(_PLACED):
        source, side = match["a"] or match["d"], match["b"] or match["c"]
        before = view.plain[max(0, match.start() - 24) : match.start()]
        if match["gap"] and _OTHER_THING.search(match["gap"]):
            continue
        if re.search(r"\b(?:other|second|another|opposite|two|both|through a|rear)(?: \w+)?[ ]$", before) or re.search(
            r"low-key|high-key", before + source
        ):
            continue
        value = "behind" if side == "beyond" else "left" if "left" in side else "right"
        name = _ONE_NAME.get(source, "window" if source.endswith(("window", "windows", "window light")) else source)
        found.append(Placed(name, value, Span(match.start("a") if match["a"] else match.start("c"), match.end())))
    return found


@rule("G04", "light keeps its place", "error")
def keeps_side(view: View) -> Found:
    """A light keeps its side in all beats and sections of one place, unless a turn of the camera is written.

    Why: a key light that changes sides is the continuity error that everybody sees.

    Clean:
        The window is at camera left, soft daylight.
        0-2s: a dentist sits down.
        2-4s: the window at camera left lights her coat.

    Failing:
        The window is at camera left, soft daylight.
        0-2s: a dentist sits down.
        2-4s: the window at camera right lights her coat.

    Source: OpenAI cookbook, Sora 2 prompting guide; University of Texas, the script supervisor.
    """
    if _TURNED.search(view.plain) or any(m.kind == "orbit" for m in view.moves):
        return
    first: dict[str, Placed] = {}
    told = set()
    for placed in _placed(view):
        known = first.setdefault(placed.source, placed)
        if (
            known.side == placed.side
            or placed.source in told
            or view.sentence(known.where.start) == view.sentence(placed.where.start)
        ):
            continue
        if "behind" in (known.side, placed.side) and placed.source != "window":
            continue
        if len(view.shots) > 1 and not _one_place(view, known.where, placed.where):
            continue
        told.add(placed.source)
        to = known.side
        words = view.words(placed.where)
        at = words.lower().rfind(placed.side)
        mend = (
            ((Span(placed.where.start + at, placed.where.start + at + len(placed.side)), to),)
            if at >= 0 and to != "behind"
            else ()
        )
        yield Flaw(
            f"The {placed.source} stands {known.side if to != 'behind' else 'beyond'} first, and here {quoted(words)}.",
            f"keep it {'at camera ' + to if to != 'behind' else 'behind'}, or write the turn.",
            placed.where,
            mend,
        )


_PLACE_WORDS = re.compile(r"\b(?:same|still|again|back in)\b")


def _one_place(view: View, a: Span, b: Span) -> bool:
    """True unless two shots name different places; a shot without a place stays where the last one was."""
    segment = view.segment(b.start)
    if segment is None or view.segment(a.start) is None:
        return True
    words = view.plain[segment.where.start : segment.where.end]
    here = re.search(r"\b(?:interior|exterior|int\.|ext\.)", words)
    return _PLACE_WORDS.search(words) is not None or here is None


class Hour(NamedTuple):
    """A time of day that holds in a window."""

    id: str
    start: float | None
    end: float | None
    where: Span
    turning: bool


_PICTURED = re.compile(
    r"\b(?:painting|photograph|photo|poster|postcard|picture|mural|memory|dream|film|drawing|print|recalls?|like|"
    r"as if|film about|title|named|called) (?:\w+ ){0,3}$"
)


def _hours(view: View) -> list[Hour]:
    """Times of day with the window that each holds for; after a change, what it changed to."""
    found = []
    for hit in view.hits("day"):
        if _PICTURED.search(view.plain[max(0, hit.start - 30) : hit.start]):
            continue
        sentence = view.sentence(hit.start)
        segment = view.segment(hit.start)
        start, end = (segment.start, segment.end) if segment else (None, None)
        if not DAY_CHANGES.search(view.plain, *sentence) or (
            hit.id == "sun" and segment is not None and _at_once(view, hit.start, sentence)
        ):
            found.append(Hour(hit.id, start, end, Span(*hit[:2]), False))
            continue
        last = [h for h in view.hits("day") if sentence.start <= h.start < sentence.end][-1]
        if segment is not None and end is not None and last is hit and hit.id != "sun":
            found.append(Hour(hit.id, end, view.shot.seconds, Span(*hit[:2]), True))
    return found


def _at_once(view: View, offset: int, sentence: Span) -> bool:
    """True for something that is seen now and gone later: a sunbeam catches the dust, then disappears."""
    return not DAY_CHANGES.search(view.plain, sentence.start, offset + 40)


@rule("G05", "one time of day", "error")
def one_hour(view: View) -> Found:
    """A window has one time of day, unless it says how one becomes the other.

    Why: noon and golden hour cannot be lit together.

    Clean:
        Wide shot of an orchard at golden hour, low sun from the left.

    Failing:
        Wide shot of an orchard at noon, golden hour glow from the left.

    Source: OpenAI cookbook, Sora 2 prompting guide; OpenMontage, LTX prompting.
    """
    hours = _hours(view)
    for n, first in enumerate(hours):
        for second in hours[n + 1 :]:
            if frozenset((first.id, second.id)) not in DAY_CONFLICTS or not overlap(
                (first.start, first.end), (second.start, second.end)
            ):
                continue
            if len(view.shots) > 1 and not view.same_segment(first.where.start, second.where.start):
                continue
            if not (first.turning or second.turning) and _led_over(view, first.where, second.where):
                continue
            yield Flaw(
                f"{quoted(view.words(first.where))} and {quoted(view.words(second.where))} in one window.",
                "keep one time of day, or write how and when the light changes.",
                second.where,
            )
            return


def _led_over(view: View, a: Span, b: Span) -> bool:
    """True if the prompt tells of a change of light somewhere outside of timed windows."""
    line = Span(view.line(min(a.start, b.start)).start, view.line(max(a.start, b.start)).end)
    return (
        view.segment(a.start) is None
        and DAY_CHANGES.search(view.plain, *line) is not None
        and line.end - line.start < 2000
    )


_PALETTE = re.compile(
    r"(?m)(?:^|(?<=[.;] ))[ \t>*_#-]*(?:colou?r )?palette(?: anchors)?[*_ ]*:[*_ ]*(?P<body>[^\n]*(?:\n[ "
    r"\t]*[-*•][^\n]*)*)"
)
_HEX = re.compile(r"#[0-9a-f]{6}\b")
_COLOUR = re.compile(r"[a-z]+(?:-[a-z]+)?")


@rule("P01", "three to five palette anchors", "info")
def anchors(view: View) -> Found:
    """A palette names three to five colours.

    Why: fewer leave the grade open, more dilute it; named ones keep clips matchable.

    Clean:
        Palette: teal, cream, rust.

    Failing:
        Palette: teal.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    for found in view.find(_PALETTE):
        body = found["body"]
        if re.search(r"(?<=[.;]) (?:camera|light|lighting|sound|action|style|lens)\b", body):
            body = re.split(r"(?<=[.;]) (?=(?:camera|light|lighting|sound|action|style|lens)\b)", body)[0]
        items = [i.strip(" .*_") for i in re.split(r"[,;/+&]| and |\. |\n[ \t]*[-*•]", body) if i.strip(" .*_")]
        names = {m for item in items for m in _COLOUR.findall(item)[::-1] if m in COLOURS}
        anchors = len(items) if all(len(item.split()) < 5 for item in items) else 0
        count = len(_HEX.findall(body)) or anchors or len(names)
        if body.strip() and (count < 3 or count > 5):
            listed = f"{count} colour{'s' * (count != 1)}"
            yield Flaw(
                f"The palette names {listed}." if count else "The palette names no colour.",
                "name three to five that a costume or a wall could have.",
                Span(*found.span("body")),
                severity="warn" if count > 7 else "",
            )


_SPARED = re.compile(
    r"\b(?:except|only|single|lone|one|accents?|apart from|but for|save for|against|selective|splash|pop of|spot of)\b"
)


@rule("P02", "palette words agree", "error", "medium")
def saturation(view: View) -> Found:
    """A picture is without colour, or muted, or vivid.

    Why: opposite wishes for saturation average out to a greyish colour.

    Clean:
        Black and white, deep blacks. Wide shot of a pier.

    Failing:
        Black and white, vibrant colours. Wide shot of a pier.

    Source: Veo 3 prompting guide (snubroot).
    """
    greys = [h for h in view.terms["tone"] if h.id == "grey" and (h.strength == "plain" or _in_a_look(view, h.start))]
    for grey in greys:
        for vivid in view.hits("tone", "vivid"):
            if not view.together(grey.start, vivid.start) or not _of_colour(view, vivid.start, vivid.end):
                continue
            if _SPARED.search(view.plain, *view.sentence(vivid.start)) or _SPARED.search(
                view.plain, *view.sentence(grey.start)
            ):
                continue
            if view.is_cut and not view.same_segment(grey.start, vivid.start):
                continue
            if re.search(
                r"\b(?:turns?|becomes?|fades?|shifts?|transitions?|blooms?|floods?|to|into|then)\b",
                view.plain[min(grey.end, vivid.end) : max(grey.start, vivid.start)][-80:],
            ):
                continue
            yield Flaw(
                f"{quoted(view.words(grey[:2]))} and {quoted(view.words(vivid[:2]))} in one window.",
                "keep one, or name the one thing that keeps its colour.",
                Span(*vivid[:2]),
            )
            return


def _in_a_look(view: View, offset: int) -> bool:
    """True for "muted" in a field of the look: Grade: muted, ..."""
    line = view.line(offset)
    return (
        re.match(
            r"[ \t*_#-]*(?:grade|look|palette|style|colou?rs?|colou?r grade|tone)[*_ ]*:",
            view.plain[line.start : line.end],
        )
        is not None
    )


_NOT_COLOUR = re.compile(
    r" (?:description|memory|dream|dreams|imagination|detail|details|personality|energy|life|atmosphere|crowd|"
    r"community|gesture|performance|market|city|sound)\b"
)


def _of_colour(view: View, start: int, end: int) -> bool:
    return _NOT_COLOUR.match(view.plain, end) is None


RULES = (single, keeps_side, one_hour, anchors, saturation)
