"""Instructions about sound: louder or quieter, one more, one less."""

from __future__ import annotations

import re

from ..errors import InputError
from ..shot import Shot, Span
from . import say
from .asking import (
    NUMBER,
    SECONDS,
    Answer,
    NotUnderstood,
    Rule,
    as_number,
    control_like,
    registrar,
    thing_named,
)
from .change import Diff
from .cueing import add_cue
from .edits import control_of, rewrite
from .finding import find
from .removal import remove
from .setting import set_control

RULES: list[Rule] = []
rule = registrar(RULES)


@rule(
    r"^(?:make |turn )?(?:the )?(?P<what>.+?) (?:is |a bit |much |down |up )*"
    r"(?:(?P<d0>\d+(?:\.\d+)?) ?(?:db|lu|lufs|decibels?) )?(?P<way>quieter|softer|lower|down|louder|higher|up)"
    r"(?: by)?(?: " + NUMBER.format("d") + r" ?(?:db|lu|lufs|decibels?))?$",
    "hum quieter by 4 dB",
)
def _level_by(shot: Shot, m: re.Match[str]) -> Answer:
    thing = find(shot, m["what"], ("cues",))
    if thing is None:
        return None
    control = control_of(shot, f"{thing.path}.lufs")
    if control is None:
        raise NotUnderstood(
            m.string, f"the prompt states no level for {thing.name}. Fix: give one, as in “{thing.name} at -22 LUFS”."
        )
    said = m["d"] or m["d0"]
    step = as_number(said) if said else 3.0
    louder = m["way"].lower() in {"louder", "higher", "up"}
    return set_control(shot, control.path, float(control.value) + (step if louder else -step))


@rule(
    r"^(?:set |put |bring |make )?(?:the )?(?P<what>.+?)(?: is| at| to| level)* "
    r"(?P<v>[-−]\s?\d+(?:\.\d+)?) ?(?:lufs|lkfs|db)",
    "hum at -22 LUFS",
)
def _level_at(shot: Shot, m: re.Match[str]) -> Answer:
    thing = thing_named(shot, m["what"], ("cues",))
    level = float(m["v"].replace("−", "-").replace(" ", ""))
    if control_of(shot, f"{thing.path}.lufs"):
        return set_control(shot, f"{thing.path}.lufs", level)
    at = shot.cues[thing.number].where.end
    return rewrite(shot, [(Span(at, at), f" ({level:g} LUFS)")])


@rule(r"^(?:add|insert|put in|include|give us) (?P<what>.+)$", "add a distant bell at 2 s")
def _add(shot: Shot, m: re.Match[str]) -> Answer:
    words = m["what"]
    level = re.search(r"(?i),? ?(?:at )?([-−]\d+(?:\.\d+)?) ?lufs", words)
    words = words.replace(level.group(), "") if level else words
    window = re.search(
        r"(?i),? ?from (\d+(?:\.\d+)?)(?:" + SECONDS + r")? (?:to|until) (\d+(?:\.\d+)?)" + SECONDS + "?", words
    )
    moment = re.search(r"(?i),? ?(?:at|on) " + NUMBER.format("t") + SECONDS, words)
    where = window or moment
    sound = (words.replace(where.group(), "") if where else words).replace(" throughout", "").strip(" ,")
    sound = re.sub(r"^(?:the |some )?(?:sound|noise) of ", "", sound)
    lufs = float(level[1].replace("−", "-")) if level else None
    if window:
        return add_cue(shot, sound, start=float(window[1]), end=float(window[2]), lufs=lufs)
    return add_cue(shot, sound, at=as_number(moment["t"]) if moment else None, lufs=lufs)


@rule(
    r"^(?:drop|remove|lose|delete|kill|mute|take out|get rid of|cut|no more|without|no) (?:the )?(?P<what>.+)$",
    "drop the bird",
)
def _drop(shot: Shot, m: re.Match[str]) -> Answer:
    if re.fullmatch(r"(?:any )?(?:music|score|soundtrack)", m["what"]) and not find(shot, "music score", ("cues",)):
        return _no_music(shot, m.string)
    named = {"lens": "lens_mm", "aperture": "f_stop", "palette": "palette", "colour temperature": "kelvin"}
    if m["what"] in named:
        return remove(shot, control_like(shot, named[m["what"]]).path)
    return remove(shot, thing_named(shot, m["what"]).path)


def _no_music(shot: Shot, words: str) -> Diff:
    if any(re.search(r"(?i)\b(?:music|score)\b", e.what) for e in shot.exclusions):
        raise InputError(f"remix: {say.quoted(words)}: the prompt excludes music already. Fix: ask for something else.")
    cues = [c for c in shot.cues if c.where.end <= shot.prompt.end]
    at = max((c.where.end for c in cues), default=shot.prompt.start + len(shot.words.rstrip()))
    end = shot.text.find("\n", at)
    end = shot.prompt.end if end < 0 or end > shot.prompt.end else end
    line = shot.text[shot.text.rfind("\n", 0, end) + 1 : end].rstrip()
    bullet = re.match(r"\s*[-*•] ", line)
    end = end - (len(shot.text[:end]) - len(shot.text[:end].rstrip()))
    lead = f"\n{bullet.group()}" if bullet else ("" if line.endswith(".") else ".") + " "
    return rewrite(shot, [(Span(end, end), f"{lead}No music" + ("" if bullet else "."))])
