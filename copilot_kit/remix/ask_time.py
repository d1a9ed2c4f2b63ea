"""Instructions about time: beats, cues and moves earlier or later, the length of the clip, what holds still."""

from __future__ import annotations

import re

from ..shot import Shot, Span
from . import say
from .asking import (
    AT,
    INSTEAD,
    NUMBER,
    SECONDS,
    Answer,
    NotUnderstood,
    Rule,
    as_number,
    registrar,
    start_at,
    thing_named,
)
from .change import Diff, apply
from .differ import changes
from .edits import control_of, rewrite
from .finding import Thing, find
from .notation import rewritten
from .removal import remove
from .retiming import retime
from .setting import set_control
from .sides import kind_of

RULES: list[Rule] = []
rule = registrar(RULES)


@rule(
    r"(?:last|final) (?:action|beat) ends? at "
    + NUMBER.format("t")
    + r".*?holds? (?:to|until|till) "
    + NUMBER.format("u"),
    "the last action ends at 6.9 s and everything holds to 8 s",
)
def _holds_to_the_end(shot: Shot, m: re.Match[str]) -> Answer:
    end, until = as_number(m["t"]), as_number(m["u"])
    if len(shot.beats) < 2:
        return None
    now = apply(shot, retime(shot, f"beats[{len(shot.beats) - 1}].end", end))
    last, before = now.beats[-1], now.beats[-2]
    start, stop, action = last.place("start"), last.place("end"), last.place("action")
    if not start or not stop or not action or not start.end <= stop.start < action.start:
        raise NotUnderstood(m.string, "the last beat does not state both its times before its action.")
    text = now.text
    said = "everything holds" + ("." if action.of(text).rstrip().endswith(".") else "")
    line = (
        text[last.where.start : start.start] + _like(start.of(text), last.start, end) + text[start.end : stop.start]
        + _like(stop.of(text), last.end, until) + text[stop.end : action.start] + said
    )  # fmt: skip
    at = last.where.end
    return changes(shot, apply(now, rewrite(now, [(Span(at, at), text[before.where.end : last.where.start] + line)])))


def _like(stated: str, value: float | None, new: float) -> str:
    return rewritten(stated, value or 0.0, new) or f"{new:g}"


@rule(r"\bhands?\b.*\b(?:still|rest|motionless|stop moving|do not move)\b", "both hands rest still from 2.6 to 3.6 s")
def _hands_still(shot: Shot, m: re.Match[str]) -> Answer:
    words = m.string
    window = re.search(r"(?i)from (\d+(?:\.\d+)?)\D+?(\d+(?:\.\d+)?)", words)
    beat: Thing | None = find(shot, words, ("beats",)) if re.search(r"\bbeat\b|\baction\b", words) else None
    who = (re.search(r"\b(both|her|his|their|the)\b(?: \w+)? hands?", words) or ["", "both"])[1]
    said = f"{who} hands rest still"
    if window:
        start, end = float(window[1]), float(window[2])
        over = [(min(b.end, end) - max(b.start, start), -n) for n, b in enumerate(shot.beats)
                if b.start is not None and b.end is not None]  # fmt: skip
        if not over:
            raise NotUnderstood(words, "the prompt has no timed beat to say it in. Fix: give its beats times first.")
        number = -max(over)[1]
        whole = (shot.beats[number].start, shot.beats[number].end) == (start, end)
        said += "" if whole else f" from {start:g} to {end:g} s"
    elif beat is None:
        pauses = [
            n for n, b in enumerate(shot.beats) if re.search(r"(?i)\b(?:stop|pause|still|freez|hold|wait)", b.action)
        ]
        if not shot.beats:
            raise NotUnderstood(words, "the prompt has no beat to say it in. Fix: name the beats with times first.")
        number = pauses[0] if pauses else len(shot.beats) - 1
    else:
        number = beat.number
    return _appended(shot, number, said)


def _appended(shot: Shot, number: int, said: str) -> Diff:
    """One thing more in a beat, as a sentence where it has sentences, else as a clause."""
    place = shot.beats[number].place("action") or shot.beats[number].where
    action = place.of(shot.text).rstrip()
    if action.endswith((".", "!", "?")):
        said = f" {said[0].upper()}{said[1:]}."
    else:
        said = f"; {said}"
    at = place.start + len(action)
    return rewrite(shot, [(Span(at, at), said)])


@rule(
    r"^(?:the |keep the |hold the )?(?:camera|frame|shot|it)?\b.*?\b(?:static|still|locked|holds?|stays?|waits?)\b.*?"
    r"\b(?:until|till|for the first|to)\s+" + NUMBER.format("t"),
    "camera static until 4.5 s",
)
def _static_until(shot: Shot, m: re.Match[str]) -> Answer:
    if re.search(r"\bhands?\b", m.string) or not re.search(r"(?i)camera|static|locked|tripod|frame|move", m.string):
        return None
    time = as_number(m["t"])
    for number, move in enumerate(shot.moves):
        if move.kind != "static":
            return start_at(shot, Thing("moves", number, say.name_of(shot, "moves", number)), time)
    raise NotUnderstood(m.string, "the camera does not move in this prompt, so it is static to the end already.")


@rule(
    r"(?:\b(?:locked|static|tripod|no camera move|still camera)\b"
    r"|camera (?:stays|holds|keeps|is) still)(?!.*\buntil\b)",
    "camera locked from first frame to last",
)
def _static(shot: Shot, m: re.Match[str]) -> Answer:
    if "instead of" in m.string and not find(shot, m.string.split("instead of")[1], ("moves",)):
        return None
    moving = [n for n, move in enumerate(shot.moves) if move.kind != "static"]
    if not moving:
        raise NotUnderstood(m.string, "the camera does not move in this prompt; it is static already.")
    now = shot
    for number in reversed(moving[1:]):
        now = apply(now, remove(now, f"moves[{number}]"))
    if any(move.kind == "static" for move in shot.moves):
        now = apply(now, remove(now, f"moves[{moving[0]}]"))
        static = next((c for c in now.controls if kind_of(c.path) == "moves.length"), None)
        return changes(shot, now if static is None else apply(now, remove(now, static.path)))
    return changes(shot, apply(now, set_control(now, f"moves[{moving[0]}].kind", "static throughout")))


@rule(
    r"^(?:(?:make|let) )?(?:the )?(?:clip|shot|video|length|duration|it|whole thing)? ?"
    r"(?:is|to|be|runs?|lasts?|should (?:be|run|last)|"
    r"extend(?:ed)? to|shorten(?:ed)? to|cut to|of)? ?"
    + NUMBER.format("t")
    + SECONDS
    + r"(?: long| in total)?"
    + INSTEAD,
    "make the clip 10 s long",
)
def _length(shot: Shot, m: re.Match[str]) -> Answer:
    return retime(shot, "seconds", as_number(m["t"]))


@rule(
    r"^(?:extend|shorten|lengthen|cut|trim) (?:the )?(?:clip|shot|video|it) to " + NUMBER.format("t"),
    "make the clip 10 s long",
)
def _cut_to(shot: Shot, m: re.Match[str]) -> Answer:
    return retime(shot, "seconds", as_number(m["t"]))


@rule(
    r"^(?:the )?(?P<what>.+?) (?:sounds?|runs?|lasts?|plays?|is heard|goes|comes|is)? ?from "
    + NUMBER.format("t")
    + r"(?:"
    + SECONDS
    + r")? (?:to|until|-) "
    + NUMBER.format("u")
    + SECONDS,
    "the note sounds from 3.6 to 4.4 s",
)
def _window(shot: Shot, m: re.Match[str]) -> Answer:
    thing = thing_named(shot, m["what"])
    start, end = as_number(m["t"]), as_number(m["u"])
    if control_of(shot, f"{thing.path}.end") is None:
        return start_at(shot, thing, start)
    item = say.item_of(shot, thing.family, thing.number)
    first, then = (
        (("end", end), ("start", start))
        if start > (getattr(item, "start", 0) or 0)
        else (("start", start), ("end", end))
    )
    middle = apply(shot, retime(shot, f"{thing.path}.{first[0]}", first[1]))
    return changes(shot, apply(middle, retime(middle, f"{thing.path}.{then[0]}", then[1])))


@rule(
    r"^(?P<verb>delay|postpone|hold back|push back|move|shift|put|bring|advance|start|begin|retime|place) "
    r"(?:the )?(?P<what>.+?) "
    r"(?:back |forward |out |up )?" + AT + INSTEAD,
    "delay the smile to 3 s",
)
def _delay_to(shot: Shot, m: re.Match[str]) -> Answer:
    return start_at(shot, thing_named(shot, m["what"]), as_number(m["t"]), m["old"])


@rule(
    r"^(?P<verb>delay|postpone|hold back|push back|move|shift|bring|advance|start|begin) (?:the )?(?P<what>.+?) "
    r"(?:forward |back |up )?(?:by )?"
    + NUMBER.format("d")
    + SECONDS
    + r"(?: (?P<way>later|earlier|sooner|forward|back))?$",
    "start the push-in half a second later",
)
def _delay_by(shot: Shot, m: re.Match[str]) -> Answer:
    early = (m["way"] or "").lower() in {"earlier", "sooner", "forward"} or m["verb"].lower() == "advance"
    early = early or " forward " in m[0].lower()
    return _shifted(shot, thing_named(shot, m["what"]), as_number(m["d"]) * (-1 if early else 1))


@rule(
    r"^(?:the )?(?P<what>.+?) (?:comes?|starts?|begins?|happens?|sounds?|hits?|lands?|is|goes) (?:in )?"
    + NUMBER.format("d")
    + SECONDS
    + r" (?P<way>later|earlier|sooner)",
    "the click comes 0.3 s earlier",
)
def _comes_by(shot: Shot, m: re.Match[str]) -> Answer:
    return _shifted(shot, thing_named(shot, m["what"]), as_number(m["d"]) * (1 if m["way"].lower() == "later" else -1))


@rule(
    r"^(?:the )?(?P<what>.+?) (?:should )?(?:starts?|begins?|comes?|happens?|sounds?|hits?|lands?|is heard|is|goes) "
    + AT
    + INSTEAD,
    "the smile begins at 3.2 s instead of 2.5 s",
)
def _comes_at(shot: Shot, m: re.Match[str]) -> Answer:
    return start_at(shot, thing_named(shot, m["what"]), as_number(m["t"]), m["old"])


@rule(
    r"^(?:the )?(?:end )?(?P<what>.+?) (?:should )?(?:ends?|stops?|finish(?:es)?|is over) " + AT + INSTEAD,
    "beat 2 ends at 3.5 s",
)
def _ends_at(shot: Shot, m: re.Match[str]) -> Answer:
    return retime(shot, f"{thing_named(shot, m['what']).path}.end", as_number(m["t"]))


@rule(r"^end (?:the )?(?P<what>.+?) " + AT, "beat 2 ends at 3.5 s")
def _end_at(shot: Shot, m: re.Match[str]) -> Answer:
    return retime(shot, f"{thing_named(shot, m['what']).path}.end", as_number(m["t"]))


def _shifted(shot: Shot, thing: Thing, step: float) -> Diff:
    item = say.item_of(shot, thing.family, thing.number)
    at = getattr(item, "at", None)
    now = at if at is not None else getattr(item, "start", None)
    if now is None:
        raise NotUnderstood(thing.name, "the prompt states no time for it. Fix: say a time, as in “at 2 s”.")
    return start_at(shot, thing, round(now + step, 3))


@rule(r"^(?:the )?(?P<what>[^\d]+?) (?:now )?at " + NUMBER.format("t") + SECONDS + INSTEAD, "the click at 3.5 s")
def _at(shot: Shot, m: re.Match[str]) -> Answer:
    return start_at(shot, thing_named(shot, m["what"]), as_number(m["t"]), m["old"])
