"""What an instruction's words point at: "the smile" is a beat, "the hum" a cue, "the push-in" a move.

Words are matched by their stems against the words around each control. Of things that match equally well the one
that says least else is meant: the cue "click" rather than a beat of thirty words in which something clicks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..shot import Shot
from . import say

MOVE_WORDS = {
    "static": "static hold still lock locked locked-off tripod",
    "push_in": "push push-in pushes pushing dolly-in dolly zoom-in creep",
    "pull_out": "pull pull-out pull-back pulls pulling dolly-out pull-away",
    "pan": "pan pans panning",
    "tilt": "tilt tilts tilting",
    "truck": "truck trucks trucking lateral slide slides",
    "tracking": "track tracks tracking follow follows following",
    "orbit": "orbit orbits arc arcs circle circles",
    "crane": "crane cranes boom booms rise rises",
    "zoom_in": "zoom zooms zoom-in",
    "zoom_out": "zoom zooms zoom-out",
    "handheld": "handheld shaky",
}
"""Kind of move -> words by which people call it."""

_STOP = frozenset(
    "the a an of her his its their our my that this these those in on at to and with from by as is are be when whole "
    "all both sound noise beat action cue move".split()
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that an instruction can name: its family, its number, what it is called, how well it fits."""

    family: str
    number: int
    name: str
    score: float = 0.0

    @property
    def path(self) -> str:
        return f"{self.family}[{self.number}]"


def stems(words: str) -> list[str]:
    """The words that carry meaning, without their endings."""
    found = re.findall(r"[^\W_]+(?:-[^\W_]+)*", words.lower())
    return [_stem(word) for word in found if word not in _STOP]


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ness", "edly", "ies", "ied", "es", "ed", "ly", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and (word[-1] == word[-2] or word[-1] in "ey") else word


def things(shot: Shot) -> list[Thing]:
    """All that can be named in this shot, with its name."""
    return [
        Thing(family, number, say.name_of(shot, family, number))
        for family in ("beats", "cues", "moves", "events", "lines", "grades")
        for number in range(len(getattr(shot, family)))
    ]


def find(shot: Shot, words: str, families: tuple[str, ...] = ()) -> Thing | None:
    """The thing that is meant, or None; `families` says what it can be, best first."""
    wanted = families or ("cues", "beats", "moves", "events", "lines", "grades")
    numbered = _by_number(shot, words)
    if numbered and numbered.family in wanted:
        return numbered
    asked = stems(words)
    if not asked:
        return None
    found: list[tuple[float, float, int, Thing]] = []
    for family in wanted:
        for number, item in enumerate(getattr(shot, family)):
            said = _said(family, item)
            score, rest = _fit(asked, said)
            if score >= 0.5:
                thing = Thing(family, number, say.name_of(shot, family, number), score)
                found.append((-score, rest, wanted.index(family), thing))
    if not found:
        return None
    found.sort(key=lambda f: (f[0], f[1], f[2], f[3].number))
    return found[0][3]


def rivals(shot: Shot, words: str, thing: Thing) -> list[Thing]:
    """Other sounds that the words name as well as this one: two exhales, when "the exhale" was said."""
    if thing.family != "cues":
        return []
    asked = stems(words)
    heads = {
        n: stems(re.split(r"(?i)[,(;:]| (?:of|from|in|on|as|outside) ", cue.sound)[0])
        for n, cue in enumerate(shot.cues)
    }
    if not asked or heads[thing.number][-1:] != asked[-1:]:
        return []
    return [
        Thing("cues", n, say.name_of(shot, "cues", n), thing.score)
        for n, head in heads.items()
        if n != thing.number and head[-1:] == asked[-1:] and _fit(asked, shot.cues[n].sound)[0] >= thing.score
    ]


def _by_number(shot: Shot, words: str) -> Thing | None:
    """ "beat 2", "the second beat", "the last action"."""
    found = re.search(r"\b(?:beat|shot|scene|action)\s*#?(\d+)\b", words)
    number = int(found[1]) - 1 if found else None
    if number is None and re.search(r"\b(?:beat|action|shot)\b", words):
        for n, ordinal in enumerate(_ORDINALS):
            if re.search(rf"\b{ordinal}\b", words):
                number = n
        if re.search(r"\blast|final\b", words):
            number = len(shot.beats) - 1
    if number is None or not 0 <= number < len(shot.beats):
        return None
    return Thing("beats", number, say.name_of(shot, "beats", number), 1.0)


def _said(family: str, item: object) -> str:
    fields = {
        "beats": ("label", "action"),
        "cues": ("sound",),
        "moves": ("kind", "direction"),
        "events": ("text",),
        "lines": ("speaker", "words"),
        "grades": ("look",),
    }[family]
    words = " ".join(str(getattr(item, field)) for field in fields)
    if family == "moves":
        kind = str(getattr(item, "kind", ""))
        words = f"{words.replace('_', ' ')} {kind.replace('_', '-')} {MOVE_WORDS.get(kind, '')} camera"
    return words


def _fit(asked: list[str], said: str) -> tuple[float, float]:
    """Share of the asked words that are said, and how many others are said too."""
    # What is denied is not there: "no smile yet" is no smile.
    words = stems(re.sub(r"(?i)\b(?:no|not|without|never)\b[^,.;:—]*", " ", said))
    if not words:
        return 0.0, 0.0
    hits = sum(word in words for word in asked)
    return hits / len(asked), len(words) - hits
