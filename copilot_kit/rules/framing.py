"""Rules about what is in the frame (C04, C08, C09, C12)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..shot import Span
from .flaw import Flaw, Found, quoted, rule
from .lexicon import Hit
from .lists import PEOPLE
from .terms import SIZE_SCALE
from .view import View

_LINK = re.compile(
    r"\b(?:(?<!head )(?<!head-)to|then|into|until|ending|ends|end|reveal(?:s|ing)?|widens?|becomes|cut|cuts|intercut|"
    r"before|after|push|pull|dolly|crane|zoom|start|starts|insert|inserts|cutaway|alternat\w+)\b"
)


def _neighbours(hits: list[Hit]) -> Iterator[tuple[Hit, Hit]]:
    """Each term with the four that follow it: what contradicts each other in one frame stands close by."""
    return ((first, second) for n, first in enumerate(hits) for second in hits[n + 1 : n + 5])


def _moved(view: View, offset: int) -> bool:
    """True if a move in the same line or beat leads from one framing to another."""
    line, beat = view.line(offset), view.segment(offset)
    return any(
        line.start <= m.where.start < line.end or (beat is not None and view.segment(m.where.start) is beat)
        for m in view.moves
        if m.kind != "static"
    )


@rule("C04", "one framing at a time", "warn", "medium")
def one_framing(view: View) -> Found:
    """A window has one shot size, unless a move or a cut leads from one to the other.

    Why: a close-up that shows the whole valley cannot be framed.

    Clean:
        Static wide shot of a valley.

    Failing:
        Static extreme close-up of an eye, wide shot of the whole valley.

    Source: awesome-sora2-prompts, prompt engineering guide.
    """
    sizes = [
        h for h in view.hits("size") if h.id in SIZE_SCALE and view.flat[h.start : h.end] not in ("insert", "macro")
    ]
    for first, second in _neighbours(sizes):
        if not view.same_segment(first.start, second.start) or abs(SIZE_SCALE[first.id] - SIZE_SCALE[second.id]) < 2:
            continue
        between = view.flat[first.start : second.end]
        close = between.count("\n") == 0 and len(between) < 240
        window = view.plain[max(0, first.start - 24) : second.end + 24]
        if close and not _LINK.search(window) and not _moved(view, first.start):
            yield Flaw(
                f"{quoted(view.words(first[:2]))} and {quoted(view.words(second[:2]))} in one window.",
                "keep one size, or say how the camera gets from one to the other.",
                Span(*second[:2]),
            )
            return


_LIGHT_BEFORE = re.compile(
    r"\b(?:light|sun|lamp|lamps|spot|spotlight|moon|moonlight|lit|bulb|glow|rain)\b[^.;\n]{0,12}$"
)
_OPPOSED = frozenset(
    frozenset(p.split("/"))
    for p in ("low/high", "low/overhead", "low/eye level", "high/eye level", "overhead/eye level")
)


@rule("C08", "one angle at a time", "error", "medium")
def one_angle(view: View) -> Found:
    """A window without a crane, a tilt or an orbit has one camera angle.

    Why: angles that contradict each other are averaged into a neutral view.

    Clean:
        Static bird's-eye view of a draughts board.

    Failing:
        Static low angle, bird's-eye view of a draughts board.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    angles = [h for h in view.hits("angle") if not _LIGHT_BEFORE.search(view.plain[max(0, h.start - 24) : h.start])]
    for first, second in _neighbours(angles):
        if frozenset((first.id, second.id)) not in _OPPOSED or not view.same_segment(first.start, second.start):
            continue
        window = view.plain[max(0, first.start - 24) : second.end + 24]
        apart = view.flat[first.start : second.end]
        if apart.count("\n") > 1 or len(apart) > 300 or _LINK.search(window) or _moved(view, first.start):
            continue
        yield Flaw(
            f"{quoted(view.words(first[:2]))} and {quoted(view.words(second[:2]))} in one window.",
            "keep one angle, or let a crane or a tilt lead from one to the other.",
            Span(*second[:2]),
        )
        return


_FRAMING = re.compile(
    r"\b(?:framing|framed|frames|close on|tight on|close behind|over-the-shoulder|over the shoulder|two-shot|two shot|"
    r"three-shot|pov|point of view|first-person|"
    r"first person|aerial|drone|overhead|top-down|bird's|portrait of|portrait|silhouette fills|fills the frame|"
    r"waist up|chest up|shoulders up|head to toe|"
    r"wide|medium|close|macro|establishing|panorama|full-body|headshot|fpv|screen recording|split screen|low angle|"
    r"high angle|eye level|eye-level)\b"
)


@rule("C09", "the framing is stated", "info")
def framed(view: View) -> Found:
    """A prompt of more than forty words names at least one shot size.

    Why: framing is the first thing that a cinematographer asks; without it the engine guesses.

    Clean:
        Wide shot of a mill pond in late autumn, leaves on the water. A boy in a brown jacket pushes a raft of
        planks from the bank, kneels on it and paddles with both hands toward a duck that waits in the reeds on
        the far side of the water.

    Failing:
        A mill pond in late autumn, leaves on the water. A boy in a brown jacket pushes a raft of planks from the
        bank, kneels on it and paddles with both hands toward a duck that waits in the reeds on the far side of
        the still brown water.

    Source: OpenAI cookbook, Sora 2 prompting guide; shot validators of public Seedance skill collections.
    """
    if view.count > 40 and view.latin and not view.terms["size"] and not _FRAMING.search(view.said):
        where = view.sentence(view.shot.prompt.start)
        yield Flaw(
            f"{view.count} words, and none of them says how wide the frame is.",
            "begin with a shot size: wide, medium, close-up.",
            where,
        )


_ZONES = {"medium": "waist", "medium_close_up": "chest", "close_up": "shoulders", "extreme_close_up": "face"}
_STATED_ZONE = re.compile(
    r"\b(?P<head>(?:from )?(?:the )?shoulders? (?:up\b|to (?:the )?(?:top of (?:the |her |his |their )?head|head|"
    r"crown|cap|hat|hair))|head[- ]and[- ]shoulders|"
    r"neck up|shoulders-up)|\b(?P<chest>chest[- ]up|(?:from )?(?:the )?chest up|bust shot)|\b(?P<waist>waist[- ]up|"
    r"(?:from )?(?:the )?waist up)"
    r"|\b(?P<all>head[- ]to[- ]toe|full[- ]body|full[- ]length|full shot|whole body)"
)
_SHOWS = {
    "waist": "from the waist up",
    "chest": "from the chest up",
    "shoulders": "from the shoulders up",
    "face": "a face, or less",
}
_DET = r"(?:her|his|their|the|its|one|both|a|\w+'s) (?:\w+ )?"
_FEET = re.compile(
    rf"\b{_DET}(?:foot|feet|shoes?|boots?|heels?|toes|ankles?|"
    rf"shoelaces|laces|socks?|knees?|soles?)\b(?! (?:are|is) (?:out of|"
    rf"off))(?! (?:shot|rest|brace))"
    r"|\b(?:pedal|treadle)s?\b|\btiptoes?\b|\b(?:floor|floorboards)\b[^.;\n]{0,20}\b(?:with (?:one|her|his|a) (?:heel|"
    r"foot|toe))"
)
_LOW_HANDS = re.compile(rf"\b{_DET}(?:hands?|fingers?|fingertips?|palms?|thumbs?|fists?)\b")
_RAISED = re.compile(
    r"\b(?:to|at|on|over|against|across|through|behind|near|from|under|touch(?:es)?|wipes?|rubs?|covers?|cups?|"
    r"brush(?:es)?|tucks?|adjusts?) (?:\w+ ){0,3}?"
    r"(?:face|mouth|lips?|cheeks?|chin|eyes?|ears?|brow|forehead|hair|hat|cap|glasses|spectacles|collar|neck|throat|"
    r"nose|temple|jaw|head|shoulder|veil|"
    r"lens|phone to|headphones|microphone|camera|hood|beard|moustache)\b|\b(?:raises?|raised|lifts?|lifted|waves?|"
    r"enter(?:s|ing)? (?:the )?frame|into frame|comes? into)\b"
)
_HAND_WORK = re.compile(
    r"\b(?:table|desk|counter|lap|knees?|floor|bench|keys|keyboard|strings|board|puzzle|rings?|coins?|cards?|dough|"
    r"clay|gears?|dice|knife|pen|pencil|paper|"
    r"letter|rope|knot|tools?|lock|drawer|plate|chess|piano|wheel|lever|button|cloth|thread|needle|bow|piece|pieces|"
    r"bag|box|map)\b"
)
_ESCAPE = re.compile(
    r"\b(?:tilts? (?:up|down)|cranes?|pulls? (?:back|out)|cuts? to|insert|cutaway|reveals?|(?:camera|frame|"
    r"shot) widens|widens (?:out|to)|macro|pan(?:s)? (?:down|to)|below frame|"
    r"out of frame|off[- ]?screen|just out of|below the frame|out of shot|unseen)\b"
)


_HELD = re.compile(
    r"\b(?:hands?|fingers?|fingertips?|feet|foot|shoes?|knees?)\b[^.;\n]{0,40}\b(?:in(?: the)? (?:frame|view|shot)|"
    r"visible)\b|\b(?:frame|framing|framed) (?:to )?(?:includes?|including|holds?|keeps?|takes? in)\b[^.;\n]{0,40}\b"
    r"(?:hands?|fingers?|fingertips?|feet|foot|shoes?|knees?)\b"
)
"""A frame that is stated to hold a part of the body, whatever its size is called."""


@rule("C12", "the action stays in frame", "warn", "medium")
def in_frame(view: View) -> Found:
    """What happens can be seen in the framing that is stated.

    Why: a frame from the shoulders up shows no hands on a table; the engine breaks the frame or drops the action.
    What is stated to be in frame ("her hands in frame") counts for more than the name of the size.

    Clean:
        Full shot of an organist, head to toe, static.
        0-3s: her left foot presses a pedal.

    Failing:
        Close-up of an organist, shoulders up, static.
        0-3s: her left foot presses a pedal.

    Source: OpenAI cookbook, Sora 2 prompting guide; awesome-sora2-prompts, prompt engineering guide.
    """
    if view.is_cut:
        return
    if any(view.segment(m.start()) is None or not view.shot.beats for m in view.find(_HELD)):
        return
    overall = _zone_in(view, None)
    beats = view.shot.beats
    stretches = [(b.place("action") or b.where, _zone_in(view, b.where) or overall) for b in beats]
    stretches = stretches or [(view.shot.prompt, overall)]
    found = []
    for place, zone in stretches:
        if zone is None or zone[0] == "all" or _ESCAPE.search(view.plain, *place):
            continue
        if _HELD.search(view.plain, *place):
            continue
        flaw = _outside(view, place, zone[0])
        if flaw:
            found.append((flaw, zone))
    if found:
        flaw, (zone_id, framing) = found[0]
        more = f" (and in {len(found) - 1} more beat{'s' * (len(found) > 2)})" if len(found) > 1 else ""
        yield Flaw(
            f"{quoted(view.words(framing))} shows {_SHOWS[zone_id]}; {quoted(view.words(flaw))} happens below "
            f"it{more}.",
            "widen the frame, add an insert, or let the face carry the beat.",
            flaw,
        )


def _stated_zones(view: View) -> list[re.Match[str]]:
    named = view.has("shoulder", "neck up", "chest", "bust", "waist", "head", "full", "whole body")
    return list(view.find(_STATED_ZONE)) if named else []


def _zone_in(view: View, place: Span | None) -> tuple[str, Span] | None:
    """What the stated framing shows, in a beat or outside of all: a stated frame before a size word."""

    def inside(offset: int) -> bool:
        if place is not None:
            return place.start <= offset < place.end
        segment = view.segment(offset)
        return segment is None or not view.shot.beats

    for stated in view.once(_stated_zones):
        if inside(stated.start()):
            zone = next(name for name in ("head", "chest", "waist", "all") if stated[name])
            return {"head": "shoulders"}.get(zone, zone), Span(*stated.span())
    sizes = [h for h in view.hits("size") if inside(h.start)]
    if not sizes:
        return None
    if len({h.id for h in sizes}) > 1 and place is None and min(SIZE_SCALE.get(h.id, 9) for h in sizes) < 5:
        return None
    first = sizes[0]
    if first.id not in _ZONES:
        return ("all", Span(*first[:2])) if SIZE_SCALE.get(first.id, 9) < 5 else None
    return (_ZONES[first.id], Span(*first[:2])) if _of_a_person(view, first) else None


_FRAMED = re.compile(r" (?:of|on|frames|shows|follows) ((?:[\w'’-]+ ?){1,8})")
_LIMBS = frozenset("hand hands finger fingers foot feet boot boots shoe shoes palm palms".split())
_FACES = frozenset("eye eyes face mouth lips profile expression".split())


def _of_a_person(view: View, size: Hit) -> bool:
    """True if the words behind a size name a person or a face, and no hands or thing."""
    framed = _FRAMED.match(view.flat, size.end)
    if framed is None:
        return size.id in ("medium", "medium_close_up")
    words = set(re.findall(r"[a-z]+", framed[1]))
    is_name = view.words(framed.span(1))[:1].isupper()
    return not words & _LIMBS and (is_name or bool(words & (PEOPLE | _FACES)))


def _outside(view: View, place: Span, zone: str) -> Span | None:
    """A part of the body that acts in a stretch of text and lies below the frame."""
    for low, high in _clauses(view, place):
        clause = view.plain[low:high]
        feet = _FEET.search(clause)
        if feet and not re.search(r"\b(?:at|by|around|near|under) (?:her|his|their|its) (?:feet|knees)", clause):
            return Span(low + feet.start(), low + feet.end())
        hands = _LOW_HANDS.search(clause) if zone in ("chest", "shoulders", "face") else None
        if hands and _HAND_WORK.search(clause) and not _RAISED.search(clause):
            return Span(low + hands.start(), low + hands.end())
    return None


def _clauses(view: View, place: Span) -> list[tuple[int, int]]:
    out, at = [], place.start
    for match in re.compile(r"[.;\n]|—").finditer(view.plain, *place):
        out.append((at, match.start()))
        at = match.end()
    return [*out, (at, place.end)]


RULES = (one_framing, one_angle, framed, in_frame)
