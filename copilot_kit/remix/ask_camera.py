"""Instructions about the camera: lens, aperture, size, angle, speed."""

from __future__ import annotations

import re

from ..errors import InputError
from ..shot import Shot, Span
from . import say
from .asking import (
    INSTEAD,
    Answer,
    NotUnderstood,
    Rule,
    control_like,
    next_step,
    registrar,
    set_or_add,
    thing_named,
)
from .edits import rewrite
from .finding import find
from .setting import set_control
from .sides import kind_of

RULES: list[Rule] = []
rule = registrar(RULES)

_SIZES = ("extreme wide", "wide", "full", "medium wide", "medium", "medium close-up", "close-up", "extreme close-up")
_SIZE_WORDS = {
    "waist-up": 4, "waist up": 4, "chest-up": 5, "chest up": 5, "knees-up": 3, "head-to-toe": 2, "full-body": 2,
    "closeup": 6, "close up": 6, "tight": 6, "medium shot": 4, "wide shot": 1, "full shot": 2, "macro": 7,
}  # fmt: skip
_LENSES = (14, 18, 24, 28, 35, 40, 50, 65, 85, 100, 135, 200)
_STOPS = (1.4, 2, 2.8, 4, 5.6, 8, 11, 16)
_ANGLES = ("low angle", "high angle", "eye level", "eye-level", "overhead", "top-down", "dutch angle", "bird's-eye")


@rule(r"(?P<v>\d+(?:\.\d+)?) ?mm\b(?: lens)?" + r"(?:.*?(?:instead of|rather than|not) (?P<old>\d+).*)?", "35 mm lens")
def _lens(shot: Shot, m: re.Match[str]) -> Answer:
    return set_or_add(shot, "lens_mm", float(m["v"]), f"{m['v']} mm lens", m["old"])


@rule(r"\b(?P<way>longer|wider|shorter) lens\b", "a longer lens")
def _lens_step(shot: Shot, m: re.Match[str]) -> Answer:
    control = control_like(shot, "lens_mm")
    return set_control(shot, control.path, next_step(_LENSES, float(control.value), m["way"].lower() == "longer"))


@rule(
    r"(?:f/ ?|\bf|aperture (?:of |to |at )?(?:f/?)?)(?P<v>\d+(?:\.\d+)?)\b"
    r"(?:.*?(?:instead of|rather than|not) (?:f/?)?(?P<old>\d+(?:\.\d+)?).*)?",
    "f/4 instead of f/2.8",
)
def _stop(shot: Shot, m: re.Match[str]) -> Answer:
    return set_or_add(shot, "f_stop", float(m["v"]), f"f/{m['v']}", m["old"])


@rule(r"\b(?P<way>shallower|deeper)\b.*?(?:focus|depth)|\bstop (?P<by>down|up)\b", "deeper focus")
def _stop_step(shot: Shot, m: re.Match[str]) -> Answer:
    control = control_like(shot, "f_stop")
    return set_control(
        shot, control.path, next_step(_STOPS, float(control.value), (m["way"] or m["by"]).lower() in {"deeper", "down"})
    )


@rule(
    r"\b(?P<n>one|two)? ?(?:sizes? |steps? |bit |shot )?(?P<way>wider|tighter|closer)\b(?!.*lens)"
    r"(?:.*?[:,] ?(?P<to>[\w -]+?)" + INSTEAD[:-1] + ")?$",
    "one size wider",
)
def _size_step(shot: Shot, m: re.Match[str]) -> Answer:
    sizes = [c for c in shot.controls if kind_of(c.path) == "camera.size"]
    control = sizes[0] if sizes else control_like(shot, "camera.size")
    if m["to"]:
        return set_control(shot, control.path, m["to"])
    words = control.where.of(shot.text).lower()
    known = [(len(k), v) for k, v in (*((s, n) for n, s in enumerate(_SIZES)), *_SIZE_WORDS.items()) if k in words]
    if not known:
        raise NotUnderstood(
            m.string, f"the size {say.quoted(words)} has no known next one. Fix: name the size, as in “medium shot”."
        )
    at = max(known)[1] + (2 if m["n"] == "two" else 1) * (-1 if m["way"].lower() == "wider" else 1)
    if not 0 <= at < len(_SIZES):
        raise InputError(f"remix: {say.quoted(words)} is the last size that way. Fix: name a size.")
    new = _SIZES[at]
    return set_control(
        shot, control.path, new if new.endswith("close-up") or not words.endswith("shot") else f"{new} shot"
    )


@rule(
    r"^(?:frame[ds]?|framing|make it|size|use|go|shot|it is|the framing is|the size is|an?|as)?:? ?"
    r"(?:an? |it |as |to |at |is )*"
    r"(?P<v>(?:extreme |medium )?(?:close-?up|close up|wide|long|full|medium)(?: close-?up| wide)?(?: shot)?"
    r"|(?:waist|chest|knees|shoulders)-up|macro(?: shot)?)" + INSTEAD,
    "close-up instead of medium shot",
)
def _size(shot: Shot, m: re.Match[str]) -> Answer:
    sizes = [c for c in shot.controls if kind_of(c.path) == "camera.size"]
    if m["old"]:
        named = [c for c in sizes if m["old"].strip() in c.where.of(shot.text).lower()]
        return set_control(shot, named[0].path, m["v"]) if named else None
    return set_control(shot, sizes[0].path, m["v"]) if sizes else set_or_add(shot, "no size", 0, m["v"], None)


@rule(r"\b(?P<v>" + "|".join(_ANGLES) + r")\b", "low angle")
def _angle(shot: Shot, m: re.Match[str]) -> Answer:
    if "instead of" in m.string and m.string.index("instead of") < m.start():
        return None
    angles = [c for c in shot.controls if kind_of(c.path) == "camera.angle"]
    return set_control(shot, angles[0].path, m["v"]) if angles else set_or_add(shot, "no angle", 0, m["v"], None)


_SPEEDS = ("very slow", "slow", "steady", "fast", "very fast")


@rule(
    r"^(?:make |let )?(?:the )?(?P<what>.*?) ?(?:goes |go |is |moves? )?"
    r"(?:a bit |much |a little )?(?P<way>slower|faster|quicker|more slowly)$",
    "slower push-in",
)
@rule(r"^(?:an? |the )?(?:much |a bit )?(?P<way>slower|faster|quicker) (?P<what>.+)$", "slower push-in")
def _speed(shot: Shot, m: re.Match[str]) -> Answer:
    moving = [n for n, move in enumerate(shot.moves) if move.kind != "static"]
    if not moving:
        raise NotUnderstood(m.string, "the camera does not move in this prompt. Fix: add a move first.")
    named = (
        find(shot, m["what"], ("moves",))
        if m["what"] and m["what"] not in {"camera", "move", "camera move", "it"}
        else None
    )
    number = named.number if named else moving[0]
    if m["what"] and not named and m["what"] not in {"camera", "move", "camera move", "it"}:
        thing_named(shot, m["what"], ("moves",))
    faster = m["way"].lower() in {"faster", "quicker"}
    where = shot.moves[number].place("kind") or shot.moves[number].where
    line = shot.text.rfind("\n", 0, where.start) + 1
    head = shot.text[max(line, where.start - 24) : where.end]
    speed = re.search(r"(?i)\b(very |extremely )?(slow|gentle|steady|quick|fast|rapid)(ly)?\b", head)
    if not speed:
        word = "fast" if faster else "slow"
        verb = re.match(r"(?i)\w+(?:s|es)\b(?!-)", where.of(shot.text))
        if verb:
            return rewrite(shot, [(Span(where.end, where.end), " quickly" if faster else " slowly")])
        said = where.of(shot.text)
        if said[:1].isupper():
            return rewrite(shot, [(Span(where.start, where.start + 1), f"{word.capitalize()} {said[0].lower()}")])
        return rewrite(shot, [(Span(where.start, where.start), f"{word} ")])
    base = {"gentle": "slow", "quick": "fast", "rapid": "fast"}.get(speed[2].lower(), speed[2].lower())
    at = _SPEEDS.index(("very " if speed[1] else "") + base)
    to = at + (1 if faster else -1)
    if not 0 <= to < len(_SPEEDS):
        raise InputError(
            f"remix: {say.quoted(speed.group())} is as {'fast' if faster else 'slow'} as a move goes. "
            "Fix: change its window."
        )
    said = _SPEEDS[to]
    if speed[3]:
        said = {"fast": "quickly", "very fast": "very quickly", "steady": "steadily"}.get(said, f"{said}ly")
    if speed.group()[0].isupper():
        said = said[0].upper() + said[1:]
    start = max(line, where.start - 24) + speed.start()
    return rewrite(shot, [(Span(start, start + len(speed.group())), said)])
