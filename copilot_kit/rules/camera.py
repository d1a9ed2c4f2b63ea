"""Rules about what the camera does (C01 to C03, C05, C07, C10, C11)."""

from __future__ import annotations

import re
from itertools import combinations

from ..shot import Move, Span
from .flaw import Flaw, Found, quoted, rule
from .flaw import seconds as _s
from .view import View, overlap

_NO_MOVE = frozenset({"static", "handheld", "shake", "rack_focus", "steadicam", "aerial", "fpv", "move"})
"""Not moves of their own: a hold, a texture, a change of focus, what carries the camera, a move without a name."""

_ONE_MOVE = frozenset(
    frozenset(pair.split("+"))
    for pair in (
        "crane+tilt pedestal+tilt pedestal+crane push_in+zoom_out pull_out+zoom_in truck+tracking tracking+push_in "
        "tracking+pull_out "
        "tracking+pan zoom+zoom_in zoom+zoom_out dolly_zoom+push_in dolly_zoom+zoom dolly_zoom+zoom_in "
        "dolly_zoom+pull_out dolly_zoom+zoom_out "
        "whip_pan+pan orbit+tracking"
    ).split()
)
"""Pairs that make one move, or two names for it."""


def _named(kind: str) -> str:
    return kind.replace("_", " ")


def _a(kind: str) -> str:
    """The move with its article: an orbit."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {_named(kind)}"


@rule("C01", "one camera move at a time", "warn")
def one_move(view: View) -> Found:
    """A beat or a shot has one camera move at most.

    Why: stacked moves are the commonest reason why camera directions are ignored.

    Clean:
        0-4s: slow push in on the bell.
        4-6s: the rope swings.

    Failing:
        0-4s: the camera pans left, tilts up and pushes in on the bell.
        4-6s: the rope swings.

    Source: OpenAI cookbook, Sora 2 prompting guide; vendors' guides for Seedance, Runway and Luma.
    """
    moves = [m for m in view.moves if m.kind not in _NO_MOVE][:100]
    told: list[Move] = []
    for first, second in combinations(moves, 2):
        if first.kind == second.kind or frozenset((first.kind, second.kind)) in _ONE_MOVE:
            continue
        if any(t is second for t in told) or not _share(view, first, second):
            continue
        told.append(second)
        yield Flaw(
            f"{_a(first.kind).capitalize()} and {_a(second.kind)} share one window.",
            f"keep the {_named(first.kind)}, or give the {_named(second.kind)} a beat of its own.",
            second.where,
            drop=_path(view, second),
        )


def _share(view: View, first: Move, second: Move) -> bool:
    """True if two moves run at one time; one that is stated for the clip goes with one in a beat."""
    a, b = view.segment(first.where.start), view.segment(second.where.start)
    if a is not b and (a is None or b is None):
        return False  # what the head of a prompt announces, its beats repeat in other words
    return (a is b or view.together(first.where.start, second.where.start)) and overlap(
        view.move_window(first), view.move_window(second)
    )


_SEQUENCE = re.compile(
    r"\b(?:then|until|at first|for the (?:first|opening)|for (?:\d|one|two|three|four|five|six)|afterwards?|initially|"
    r"finally|breaks into|after (?:that|\d|a)|before (?:the camera|it|pushing|moving|panning|tilting)|"
    r"(?:shot|camera|frame) (?:starts|begins|opens)|(?:starts?|begins?) (?:static|locked|still|fixed)|"
    r"opening (?:static|hold))\b"
)
_AT_ONCE = re.compile(r"[^.;\n]{0,12}?\b(?:at the same time|simultaneously)\b")
_HOLD_ONLY_TRIPOD = frozenset({"pan", "tilt", "zoom", "zoom_in", "zoom_out"})


@rule("C02", "still or moving, not both", "error")
def still_or_moving(view: View) -> Found:
    """The camera is locked off or it moves; no window asks for both.

    Why: taken literally neither can be shot; the picture jitters, or the move is dropped.

    Clean:
        0-2s: static frame. A crab waits.
        2-4s: slow push in on the crab.

    Failing:
        0-2s: static frame, slow push in on the crab.
        2-4s: it waves a claw.

    Source: OpenMontage, LTX prompting; public quality anchors for Seedance.
    """
    holds = [m for m in view.moves if m.kind == "static" and not _absolute(view, m)][:100]
    moves = [m for m in view.moves if m.kind not in _NO_MOVE or m.kind == "move"][:100]
    told: set[Span] = set()
    for hold in holds:
        for move in moves:
            if move.where in told or hold.where.overlaps(move.where) or not _clash(view, hold, move):
                continue
            told.add(move.where)
            a, b = view.move_window(move)
            when = f" at {a:g}-{b:g} s" if a is not None and b is not None else ""
            yield Flaw(
                f"The camera is {quoted(view.words(hold.where))} and does {_a(move.kind)}{when} all the same.",
                f"drop the {_named(move.kind)}, or say until when the camera holds.",
                move.where,
                drop=_path(view, move),
            )


def _clash(view: View, hold: Move, move: Move) -> bool:
    words = view.flat[slice(*hold.where)]
    if words.strip() in ("tripod", "on a tripod", "on sticks") and move.kind in _HOLD_ONLY_TRIPOD:
        return False
    if view.flat.startswith((" to the ", " to a ", " onto the "), hold.where.end):
        return False  # locked to what moves
    a, b = view.segment(hold.where.start), view.segment(move.where.start)
    if not overlap(view.move_window(hold), view.move_window(move)):
        return False
    if a is not None and b is not None and a is not b and not view.together(hold.where.start, move.where.start):
        return False
    if view.move_window(hold) == (None, None) or view.move_window(move) == (None, None) or a is b:
        around = (view.sentence(hold.where.start), view.sentence(move.where.start))
        if _AT_ONCE.match(view.plain, hold.where.end, max(hold.where.end, move.where.start)):
            return True
        return not any(_SEQUENCE.search(view.plain, *s) for s in around)
    return True


_LEAD = re.compile(
    r"(?:^|[.,;:\n\])])[ *_-]*(?:(?:the|camera|and|then|a|an|very|slow|slowly|gentle|smooth|quick|with) ?)*$"
)


def _path(view: View, move: Move) -> str:
    """The path of a move among the shot's controls, if it has a clause of its own; "" if it cannot go by itself."""
    if not _LEAD.search(view.flat[max(0, move.where.start - 60) : move.where.start]):
        return ""
    return next((f"moves[{n}]" for n, known in enumerate(view.shot.moves) if known is move), "")


_ABSOLUTE = re.compile(
    r"\b(?:absolute(?:ly)?|always|throughout|entire|whole|never moves|never move|at all times|at any time|"
    r"from start to finish|full duration|"
    r"from first frame to last|the full clip|whatsoever|for the duration)\b|全程|始终"
)
_HOLD = re.compile(
    r"\b(?:absolute(?:ly)? (?:camera )?(?:stillness|still|static|lock)|camera never moves|camera (?:is |remains |"
    r"stays |holds )?(?:\w+ )?(?:static|still|"
    r"locked|fixed)|frame (?:is |remains |stays )?(?:\w+ )?(?:static|still|locked|fixed)|locked[- ](?:off|down)|"
    r"tripod|static|no camera movement|no camera "
    r"motion|no movement of the camera|camera does not move|camera doesn't move|camera never)\b|固定镜头|镜头固定"
)


def _absolute(view: View, hold: Move) -> bool:
    """True for a hold that is stated for the whole clip in so many words."""
    sentence = view.sentence(hold.where.start)
    return view.segment(hold.where.start) is None and _ABSOLUTE.search(view.said, *sentence) is not None


@rule("C03", "a hold for the whole clip binds every beat", "error")
def global_hold(view: View) -> Found:
    """Where the camera never moves, no beat moves it.

    Why: a note for the whole clip is read as binding for every beat.

    Clean:
        Camera: absolute stillness throughout.
        0-2s: a nun lights a lamp.
        2-4s: the flame steadies.

    Failing:
        Camera: absolute stillness throughout.
        0-2s: a nun lights a lamp.
        2-4s: slow push in on the flame.

    Source: OpenMontage, LTX prompting.
    """
    held = next(
        (
            m
            for m in view.find(_HOLD, view.said)
            if view.segment(m.start()) is None
            and _ABSOLUTE.search(view.said, *view.sentence(m.start()))
            and not _SEQUENCE.search(view.said, *view.sentence(m.start()))
        ),
        None,
    )
    if held is None or _spans_denied(view, held.start()):
        return
    for move in view.moves:
        timed = move.start is not None or view.segment(move.where.start) is not None
        if (move.kind not in _NO_MOVE or move.kind == "move") and timed and not move.where.overlaps(Span(*held.span())):
            a, b = view.move_window(move)
            when = f" at {a:g}-{b:g} s" if a is not None and b is not None else ""
            yield Flaw(
                f"{quoted(view.words(held.span()))} holds for the whole clip, and there is a "
                f"{_named(move.kind)}{when}.",
                f"say until when the camera holds, or drop the {_named(move.kind)}.",
                move.where,
                drop=_path(view, move),
            )


def _spans_denied(view: View, offset: int) -> bool:
    """True inside a field that only excludes: Avoid: static camera throughout."""
    return any(f.start <= offset < f.end for f in view.excluded)


_WRONG_AXIS = re.compile(
    r"(?P<pan>\b(?<!frying )(?<!sauce )(?<!steel )(?<!iron )(?<!hot )(?<!the )(?<!\sa )pan(?:s|ning|"
    r"ned)?)(?: (?:slowly|gently|smoothly|quickly|slightly))? "
    r"(?P<up>up|down|upwards?|downwards?)\b(?! (?:the (?:stove|hob)|on the (?:stove|table)))"
    r"|(?P<slow>\b(?:slow|camera|gentle|smooth|the camera|a slow) pan) (?P<up2>up|down)\b"
    r"|(?P<tilt>\b(?<!head )(?<!heads )tilt(?:s|ing|ed)?)(?: (?:slowly|gently|smoothly|quickly|"
    r"slightly))? (?:to the )?(?P<side>left|right)\b"
)
_SYNONYMS = re.compile(
    r"\b(?:dolly|push|track)(?:s|ing)?[ -]in (?:\(|/ ?|, (?:i\.e\.|that is),? ?)(?:zoom(?:s|ing)?[ -]in)\b|\bzoom(?:s|"
    r"ing)?(?: in| closer)? by (?:moving|dollying|tracking|walking)\b"
)


@rule("C05", "the right axis by its name", "warn")
def axis(view: View) -> Found:
    """A pan is horizontal, a tilt vertical; a dolly moves the camera, a zoom only the lens.

    Why: engines know translation, rotation and zoom as different moves; the wrong word gives the wrong parallax.

    Clean:
        The camera tilts up to the weathercock.

    Failing:
        The camera pans up to the weathercock.

    Source: creativeglossary.com, pan; OpenMontage, LTX prompting.
    """
    for found in view.find(_WRONG_AXIS) if view.has("pan", "tilt") else ():
        word = "pan" if found["pan"] or found["slow"] else "tilt"
        subject = view.plain[max(0, found.start() - 16) : found.start()]
        if word == "tilt" and re.search(r"\b(?:head|he|she|chin|face|they|boat|hat|body|car|plane)\b[^.]*$", subject):
            continue
        other = "tilt" if word == "pan" else "pan"
        old = found["pan"] or found["slow"] or found["tilt"]
        at = found.start() + old.rfind(word)
        new = other + {
            "pans": "s",
            "panning": "ing",
            "panned": "ed",
            "tilts": "s",
            "tilting": "ning",
            "tilted": "ned",
        }.get(old[old.rfind(word) :], "")
        new = {"tilting": "tilting", "panning": "panning"}.get(new, new)
        yield Flaw(
            f"{quoted(view.words(found.span()))}: a {word} goes "
            f"{'left and right' if word == 'pan' else 'up and down'}.",
            f"write {other}.",
            Span(*found.span()),
            ((Span(at, at + len(old) - old.rfind(word)), new),),
        )
    for found in view.find(_SYNONYMS) if view.has("zoom") else ():
        yield Flaw(
            f"{quoted(view.words(found.span()))}: a dolly moves the camera, a zoom changes the lens.",
            "keep one of the two words.",
            Span(*found.span()),
        )


@rule("C07", "one take or cuts, not both", "error")
def take_or_cuts(view: View) -> Found:
    """A prompt asks for one continuous take or for cuts.

    Why: the two exclude each other, and the engine picks one of them by chance.

    Clean:
        One continuous take along a market. A boy drops a melon.

    Failing:
        One continuous take along a market. Cut to a melon on the ground.

    Source: public notes on multi-shot prompting for Seedance.
    """
    takes = [
        h
        for h in [*view.hits("edit", "take"), *view.absent("edit", "take")]
        if view.segment(h.start) is None or len(view.shots) < 2
    ]
    takes = [h for h in takes if not _spans_denied(view, h.start) and not _not_denied(view, h.start, h.end)]
    if not takes:
        return
    for cut in view.hits("edit", "cut", "montage"):
        yield Flaw(
            f"{quoted(view.words(takes[0][:2]))}, and here {quoted(view.words(cut[:2]))}.",
            "drop the cut, or write the prompt as shots.",
            Span(*cut[:2]),
        )
        return
    if len(view.shots) > 1:
        yield Flaw(
            f"{quoted(view.words(takes[0][:2]))}, and {len(view.shots)} shots are written.",
            "call them beats of one take, or drop the promise.",
            Span(*takes[0][:2]),
        )


def _not_denied(view: View, start: int, end: int) -> bool:
    """True if the term itself is denied (not a single take), and does not deny (no cuts)."""
    return any(n.start < start < n.end for n in view.negated)


_LOCKED = re.compile(
    r"\b(?:tripod(?:-locked| locked|-mounted| mounted)?|locked[- ](?:off|down)|perfect(?:ly)? symmetr(?:y|ical)|"
    r"gimbal[- ]smooth|rock[- ]steady|on sticks|"
    r"absolutely (?:still|static) (?:camera|frame)|motion[- ]control(?:led)?)\b"
)
_SHAKY = re.compile(
    r"\b(?:handheld|hand-held|hand held|shaky (?:camera|cam|footage)|camera shake|shakycam)\b(?! (?:console|fan|"
    r"microphone|mic|radio|recorder|torch|lamp|mirror|game))"
)


@rule("C10", "handheld is not locked", "warn")
def handheld(view: View) -> Found:
    """A handheld picture is neither on a tripod nor perfectly symmetrical.

    Why: the words ask for opposite kinds of stability.

    Clean:
        Handheld, close behind a street sweeper.

    Failing:
        Handheld, locked-off, close behind a street sweeper.

    Source: public quality anchors for Seedance.
    """
    for shaky in view.find(_SHAKY):
        for locked in view.find(_LOCKED):
            if view.together(shaky.start(), locked.start()) and _one_breath(view, shaky.start(), locked.start()):
                yield Flaw(
                    f"{quoted(view.words(shaky.span()))} and {quoted(view.words(locked.span()))} in one window.",
                    "keep one of the two.",
                    Span(*locked.span()),
                )
                return


def _one_breath(view: View, a: int, b: int) -> bool:
    """True unless the words between two places say that one follows the other."""
    return not re.search(
        r"\b(?:then|until|becomes?|settles|before|after|switch(?:es)?|shifts?|turns? into|cut to)\b",
        view.plain[min(a, b) : max(a, b)],
    )


_DEGREES = re.compile(r"(?P<n>\d{2,3})(?: ?°|[ -]degrees?)")
_CARRIED = re.compile(
    r"\b(?:camera|dolly|push-in|push in|tracking shot|slider|crane|steadicam)\b[^.;\n]{0,40}?(?P<n>\d{1,3}) ?(?:m|"
    r"metres?|meters?)\b"
)


@rule("C11", "a move that the time allows", "warn", "medium")
def pace(view: View) -> Found:
    """A turn of the camera stays under 120 degrees a second, a dolly under five metres a second.

    Why: what moves faster smears, and the eye cannot follow. A whip pan means to.

    Clean:
        0-6s: a 360-degree orbit around the well.
        6-8s: the bucket drips.

    Failing:
        0-1s: a 360-degree orbit around the well.
        1-4s: the bucket drips.

    Source: awesome-sora2-prompts, prompt engineering guide.
    """
    for found in view.find(_CARRIED):
        segment = view.segment(found.start())
        if segment and segment.start is not None and segment.end is not None and segment.end > segment.start:
            pace_m = float(found["n"]) / (segment.end - segment.start)
            if pace_m > 5:
                yield Flaw(
                    f"{found['n']} m in {_s(segment.end - segment.start)} are {pace_m:.0f} m a second.",
                    "shorten the way, or give it time.",
                    Span(*found.span("n")),
                )
    for move in view.moves:
        a, b = view.move_window(move)
        if move.kind in ("static", "whip_pan", "handheld", "shake") or a is None or b is None or b <= a:
            continue
        sentence = view.sentence(move.where.start)
        turn = _DEGREES.search(view.plain, *sentence) if move.kind in ("orbit", "pan", "tilt", "roll") else None
        if turn and float(turn["n"]) / (b - a) > 120:
            yield Flaw(
                f"{turn['n']} degrees in {_s(b - a)} are {float(turn['n']) / (b - a):.0f} a second.",
                f"give it {float(turn['n']) / 90:.1f} s, or turn less.",
                Span(*turn.span()),
            )


RULES = (one_move, still_or_moving, global_hold, axis, take_or_cuts, handheld, pace)
