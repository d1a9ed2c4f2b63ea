"""Rules about who goes where and who is who from beat to beat (S06, S07)."""

from __future__ import annotations

import re
from itertools import pairwise

from ..shot import Span
from .continuity import apart, is_name
from .flaw import Flaw, Found, quoted, rule
from .lists import PEOPLE
from .view import View

_WAY = re.compile(
    r"\b(?:from |out of )?(?:the )?(?:frame |screen |camera )?(?P<a>left|right)(?:-| )to(?:-| )(?:the )?(?:frame |"
    r"screen |camera )?(?P<b>left|right)\b"
)
_TOWARD = re.compile(
    r"\b(?:runs?|walks?|rides?|drives?|moves?|flies|swims?|crawls?|races?|sails?|rolls?|gallops?|hurries|marches|heads?|travels?)\b"
    r"[^.;\n]{0,24}?\b(?:toward|towards|to) (?:the )?(?:frame|screen|camera)[ -](?P<b>left|right)\b"
)
_AT_SIDE = re.compile(
    r"\b(?P<who>[a-z]+)(?:,? (?:is|sits|stands|waits|at|on|in|still|now|alone)){0,3} (?:at |on )?(?:the )?(?:frame|"
    r"screen|camera)[ -](?P<side>left|right)\b"
)
_REVERSES = re.compile(
    r"\b(?:turns?|turning|turned|reverses?|doubles? back|returns?|comes? back|back again|crosses (?:over|behind|"
    r"in front)|cross-over|neutral shot|reverse angle|reverse shot|"
    r"retreats?|the other way|u-turn|swaps? sides|changes? sides|mirror|orbits?|circles?|pans?|pan|tracks?|dolly|"
    r"truck|sweeps?|beam|wipes?|arc|camera|drifts?)\b"
)


@rule("S06", "screen direction holds", "warn")
def direction(view: View) -> Found:
    """Who runs to the right in one shot runs to the right in the next, and who stands left stays left.

    Why: across the axis people swap sides and chases turn round.

    Clean:
        Shot 1: a sled crosses the ice from left to right.
        Shot 2: the sled passes a flag from left to right.

    Failing:
        Shot 1: a sled crosses the ice from left to right.
        Shot 2: the sled passes a flag from right to left.

    Source: ukfilmnet.org, crossing the line; screen direction.
    """
    if not view.has("left") or not view.has("right") or len(view.segments) < 2:
        return
    ways: list[tuple[set[str], re.Match[str]]] = []
    framed = view.has(
        "frame left", "frame right", "screen left", "screen right", "camera left", "camera right", "frame-", "screen-"
    )
    toward = view.find(_TOWARD) if framed else ()
    for found in sorted([*view.find(_WAY), *toward], key=re.Match.start):
        sentence = view.sentence(found.start())
        if found.groupdict().get("a") != found["b"] and not _REVERSES.search(view.plain, *sentence):
            ways.append((_nouns(view, sentence.start, found.start()), found))
    for (who, first), (them, second) in pairwise(ways):
        side, other = first["b"], second["b"]
        if side != other and who & them and not view.same_segment(first.start(), second.start()):
            swapped = {"a": other, "b": side}
            yield Flaw(
                f"{quoted(view.words(first.span()))} first, and here {quoted(view.words(second.span()))}.",
                "keep the direction, or show the turn.",
                Span(*second.span()),
                tuple((Span(*second.span(g)), swapped[g]) for g in second.groupdict()),
            )
            return
    stands: dict[str, tuple[str, re.Match[str]]] = {}
    for found in view.find(_AT_SIDE) if framed else ():
        known = stands.setdefault(found["who"], (found["side"], found))
        if not (found["who"] in PEOPLE or is_name(view, view.words(found.span("who")))):
            continue
        if (
            known[0] != found["side"]
            and apart(view, known[1].start(), found.start())
            and not _REVERSES.search(view.plain, *view.sentence(found.start()))
        ):
            yield Flaw(
                f"{found['who'].capitalize()} is at the {known[0]} first, and here at the {found['side']}.",
                "keep the side, or show the crossing.",
                Span(*found.span("side")),
                ((Span(*found.span("side")), known[0]),),
            )
            return


def _nouns(view: View, start: int, end: int) -> set[str]:
    words = re.findall(r"[a-z]{3,}", view.plain[start:end])
    skip = {
        "the",
        "and",
        "from",
        "with",
        "shot",
        "wide",
        "medium",
        "close",
        "same",
        "runs",
        "walks",
        "moves",
        "crosses",
        "out",
        "frame",
        "screen",
        "camera",
        "static",
        "full",
    }
    return {w for w in words if w not in skip}


_AGES = {
    "old": "old", "elderly": "old", "aged": "old", "middle-aged": "middle-aged", "young": "young", "teenage": "young",
    "teenaged": "young", "little": "child", "toddler": "child",
}  # fmt: skip
_SPECIES = {
    "cat": "cat", "kitten": "cat", "tomcat": "cat", "dog": "dog", "puppy": "dog", "terrier": "dog", "hound": "dog",
    "spaniel": "dog", "fox": "fox", "wolf": "wolf", "horse": "horse", "mare": "horse", "pony": "horse",
    "donkey": "donkey", "bear": "bear", "rabbit": "rabbit", "parrot": "parrot", "crow": "crow", "robot": "robot",
    "android": "robot", "man": "man", "woman": "woman", "boy": "boy", "girl": "girl",
}  # fmt: skip
_HAIR = re.compile(
    r"\b(?P<length>long|short|cropped|shaved)?,? ?(?:curly |straight |wavy |braided |dark |"
    r"light )?(?P<colour>blonde?|black|brown|red|grey|gray|white|silver|auburn|ginger|dark)?(?: \w+)? ?(?P<hair>hair|"
    r"beard|braids?|ponytail)\b"
)
_TRAITS = re.compile(
    r"(?P<name>[A-Z][a-z]{2,})(?:,? (?:is |now |still )?(?:a|an|the|with|his|her)\b|, | \(|"
    r" is (?=blond|brunette|[a-z]+-)| has )"
    r"(?P<text>[^.;\n]{3,70})"
)
_HAIR_BEFORE = re.compile(
    r"\b(?P<text>[Bb]londe?|[Bb]runette|[Rr]edheaded|[A-Za-z]+-haired),? (?P<name>[A-Z][a-z]{2,})\b"
)
_HAIRED = re.compile(
    r"\b(?:(?P<colour>blonde?|black|brown|red|grey|gray|white|silver|auburn|ginger|dark|fair)-haired"
    r"|(?P<word>blonde?|brunette|redhead(?:ed)?)(?! (?:wood|oak|wig|beer|coffee|hair|braids?|beard|ponytail)))\b"
)
_DARK = frozenset(("dark", "black", "brown", "auburn"))
_SAME_HAIR = {
    "brunette": "brown", "redhead": "red", "redheaded": "red", "gray": "grey", "blonde": "blond", "fair": "blond",
}  # fmt: skip


@rule("S07", "a person stays the same", "error", "medium")
def identity(view: View) -> Found:
    """A named character keeps age, hair and kind from beat to beat.

    Why: small changes of words change the face; repeat the phrase.

    Clean:
        0-2s: Sana, with long black hair, ties her shoes.
        2-4s: Sana, with long black hair, runs.

    Failing:
        0-2s: Sana, with long black hair, ties her shoes.
        2-4s: Sana, with short blonde hair, runs.

    Source: OpenAI cookbook, Sora 2 prompting guide; fal.ai, Kling 3 prompting guide.
    """
    known: dict[tuple[str, str], tuple[str, Span]] = {}
    patterns = (_TRAITS, _HAIR_BEFORE) if view.has("blond", "brunette", "redhead", "-haired") else (_TRAITS,)
    every = [m for p in patterns for m in p.finditer(view.shot.text, *view.shot.prompt)]
    for found in sorted(every, key=re.Match.start):
        if not is_name(view, found["name"]) or view.plain[found.start()].isspace():
            continue
        for trait, value, at in _traits(found["text"].lower().split(",")[0]):
            where = Span(found.start("text") + at[0], found.start("text") + at[1])
            first = known.setdefault((found["name"], trait), (value, where))
            changed = re.search(
                r"\b(?:years later|transforms?|becomes?|turns? into|dyed|cuts? (?:her|his) hair|as a child|grown|"
                r"ages?)\b",
                view.plain,
            )
            same = first[0] == value or ("dark" in (first[0], value) and {first[0], value} <= _DARK)
            if not same and not changed and _two_moments(view, trait, first[1].start, where.start):
                yield Flaw(
                    f"{found['name']} is {quoted(view.words(first[1]))} first, and here {quoted(view.words(where))}.",
                    "repeat the first words.",
                    where,
                )
                return


_OTHER_PICTURE = re.compile(
    r"\b(?:wig|photo\w*|pictures?|portrait|poster|painting|memory|memories|flashback|dream\w*|twin|sister|mother)\b"
)


def _two_moments(view: View, trait: str, a: int, b: int) -> bool:
    """True if two places are parts of one story: two beats, or two sentences about one head of hair."""
    if view.segments:
        return apart(view, a, b)
    told = view.sentence(a) != view.sentence(b) and trait == "hair"
    return told and _OTHER_PICTURE.search(view.plain) is None


def _traits(words: str) -> list[tuple[str, str, tuple[int, int]]]:
    found = []
    for match in re.finditer(r"\b[2-9]0s\b", words):
        found.append(("age", match[0], match.span()))
    for match in re.finditer(r"[a-z]+(?:-[a-z]+)?", words):
        if match[0] in _AGES:
            found.append(("age", _AGES[match[0]], match.span()))
        elif match[0] in _SPECIES:
            found.append(("kind", _SPECIES[match[0]], match.span()))
    for match in _HAIR.finditer(words):
        if match["colour"]:
            found.append((match["hair"], _SAME_HAIR.get(match["colour"], match["colour"]), match.span()))
        if match["length"]:
            found.append((f"length of {match['hair']}", match["length"], match.span()))
    for match in _HAIRED.finditer(words):
        colour = match["colour"] or match["word"]
        found.append(("hair", _SAME_HAIR.get(colour, colour), match.span()))
    return found


RULES = (direction, identity)
