"""Rules about what stays the same from beat to beat (S04 to S07)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from ..shot import Span
from .flaw import Flaw, Found, quoted, rule
from .lists import COLOURS, GARMENTS, PEOPLE, SAME_COLOUR
from .view import View

_ADJECTIVE = r"(?:[a-z]+(?:-[a-z]+)? )"
_WORN = re.compile(
    rf"\b(?P<colour>(?:(?:dark|light|pale|bright|deep|faded|olive|sky|steel|navy)[ "
    rf"-])?(?:{'|'.join(sorted(COLOURS, key=len, reverse=True))}))[ ,]+(?:and \w+ )?"
    rf"(?P<mid>(?:(?!and\b|with\b|in\b|or\b|on\b|over\b|"
    rf"under\b){_ADJECTIVE}){{0,2}}?)(?P<garment>{'|'.join(sorted(GARMENTS, key=len, reverse=True))})\b"
)
_CHANGES_CLOTHES = re.compile(
    r"\b(?:takes? off|puts? on|changes? into|swaps?|removes?|pulls? on|slips? (?:on|into|off)|unbuttons|undresses|"
    r"now (?:in|wearing)|turns? into|becomes?|transforms?|"
    r"stained|dyed|dyes|years later|later that|next day|the next)\b"
)


def _colour(words: str) -> str:
    last = words.split()[-1]
    return SAME_COLOUR.get(last, last)


_MOST = 60
"""Garments that are compared with each other; a bound for hostile texts, far above any wardrobe."""


class Worn(NamedTuple):
    """A garment with its colour."""

    colour: str
    garment: str
    where: Span


def _worn(view: View) -> list[Worn]:
    return [
        Worn(_colour(m["colour"]), m["garment"].removesuffix("s"), Span(m.start("colour"), m.end()))
        for m in view.find(_WORN)
        if m.group() != "black tie"
    ]


def _wearer(view: View, at: int) -> tuple[str, bool]:
    """Who is dressed at an offset: the last name before it in its sentence, else the last noun for a person.

    The second value is True for somebody who is new: a second man.
    """
    sentence = view.sentence(at)
    name, noun, new = "", "", False
    for match in _LETTERS.finditer(view.shot.text, sentence.start, at):
        word = match[0].lower()
        if match[0][0].isupper() and match[0][1:].islower() and _is_name(view, match[0]):
            name = word
        elif word in PEOPLE:
            before = re.findall(r"[a-z]+", view.flat[sentence.start : match.start()])[-2:]
            noun, new = word, bool({"another", "second", "third", "other"} & set(before))
    return (name, False) if name else (noun, new)


_LETTERS = re.compile(r"[A-Za-z]+")

_NOT_NAMES = frozenset(
    "The She He They His Her Their This That These Those Shot Beat Scene Cut Camera Action Sound Audio Wide Medium "
    "Close Full Soft Hard Light Lighting Wardrobe "
    "Then When While With From Into And But Location Framing Style Format Palette Duration Static Slow Low High Over "
    "Under Same Still Now Day Night Interior "
    "Exterior Music Dialogue Props Background Foreground Midground Final First Second Third Two Three Four Five One "
    "Both All Each Every Another Clothing Costume".split()
)


def _is_name(view: View, word: str) -> bool:
    """True for a capitalised word that also stands inside a sentence, or is followed by a comma or a verb."""
    if word in _NOT_NAMES or (word.lower() in PEOPLE and word.lower() in ("guard", "driver", "captain")):
        return False
    text = view.shot.text
    if f" {word.lower()} " in text:
        return False
    uses = [m.start() for m in re.finditer(rf"\b{word}\b", text)]
    return any(
        re.match(
            r"(?:'s|’s|,| (?:the|a|an|in|at|with|and|is|has|wears?|[a-z]+s)\b)",
            text[u + len(word) : u + len(word) + 12],
        )
        for u in uses
    )


def _apart(view: View, a: int, b: int) -> bool:
    """True if two places stand in different beats, or one of them outside of all."""
    return not view.same_segment(a, b)


_CLOTHES_LIST = re.compile(
    r"(?:clothing|clothes|wardrobe|outfits|costumes?|dressed in)\b[^.\n(]{0,40}[(:](?P<body>[^.\n)]{4,80})"
)


@rule("S04", "wardrobe stays", "error")
def wardrobe(view: View) -> Found:
    """A person's clothes keep their colour from beat to beat, unless a change is written.

    Why: engines dress people anew at every cut; contradictory words guarantee it.

    Clean:
        0-2s: Lena in a red coat waits under a clock.
        2-4s: Lena in the red coat boards the train.

    Failing:
        0-2s: Lena in a red coat waits under a clock.
        2-4s: Lena in a green coat boards the train.

    Source: OpenAI cookbook, Sora 2 prompting guide; University of Texas, the script supervisor.
    """
    worn = _worn(view)[:_MOST]
    for n, first in enumerate(worn):
        for second in worn[n + 1 :]:
            if first.garment != second.garment or first.colour == second.colour:
                continue
            (who, _), (same, new) = _wearer(view, first.where.start), _wearer(view, second.where.start)
            if new or (who != same and not (_one_person(view) and not (who and same))):
                continue
            if not _apart(view, first.where.start, second.where.start) and view.line(first.where.start) == view.line(
                second.where.start
            ):
                continue
            if not who and not _one_person(view):
                continue
            if _CHANGES_CLOTHES.search(view.plain, *view.sentence(second.where.start)) or _both_worn(
                worn, first, second
            ):
                continue
            wears = f"{who.capitalize()} wears" if who else "First there is"
            yield Flaw(
                f"{wears} {quoted(view.words(first.where))} first, and here {quoted(view.words(second.where))}.",
                f"write {first.colour} again, or show the change.",
                second.where,
            )
            return
    yield from _outside_the_list(view, worn)


def _both_worn(worn: list[Worn], first: Worn, second: Worn) -> bool:
    """True if one sentence gives both: the man in grey and the man in white are two."""
    return any(
        w.garment == second.garment and w.colour == second.colour and w.where.start < first.where.start for w in worn
    )


def _one_person(view: View) -> bool:
    people = {w for w in re.findall(r"[a-z]+", view.plain) if w in PEOPLE}
    return len(people) <= 1 and all(p.count < 2 for p in view.shot.people)


def _outside_the_list(view: View, worn: list[Worn]) -> Found:
    """A list of the colours that are worn, and elsewhere a garment of another colour."""
    for match in view.find(_CLOTHES_LIST):
        words = re.findall(r"[a-z]+(?:-[a-z]+)?", match["body"])
        colours = {SAME_COLOUR.get(w, w) for w in words if w in COLOURS}
        if len(colours) < 2 or set(words) & GARMENTS:
            continue
        for item in worn:
            line = view.line(item.where.start)
            dressed = re.search(
                r"\b(?:wardrobe|clothing|clothes|costume)\b", view.plain[max(0, line.start - 60) : item.where.start]
            )
            if dressed and item.colour not in colours and not match.start() <= item.where.start < match.end():
                yield Flaw(
                    f"The clothes are {', '.join(sorted(colours))}, and here {quoted(view.words(item.where))}.",
                    f"add {item.colour} to the list, or dress them from it.",
                    item.where,
                )
                return


_EMPTY = re.compile(
    r"\b(?:empty-handed|empty handed|with empty hands|hands (?:are )?empty|no props(?: in (?:hand|hands))?|"
    r"nothing in (?:her|his|their) hands?|carries nothing|holds nothing)\b"
)
_HOLDS = re.compile(
    r"\b(?:holds?|carries|grips?|clutches|holding|carrying|clutching|gripping|swings) (?:up |out )?(?:a|an|the|her|"
    r"his|their|two) (?!breath|gaze|pose|position|hand\b|hands|frame|smile|look|balance)(?P<what>(?:\w+ )?\w+)"
)
_PROP = re.compile(
    rf"\b(?P<det>a|an|the|her|his|its|their|one) (?:(?:small|large|old|tiny|big|worn|bright|single|round|dented|"
    rf"little) )?(?P<colour>{'|'.join(sorted(COLOURS - {'gold'}, key=len, reverse=True))}) "
    r"(?P<noun>[a-z]{3,})\b"
)
_NOT_PROPS = frozenset(
    "light lights sky glow tones tone hour cast eyes hair face skin water sea wall walls background light-up palette "
    "grade and or with shadows shadow beam line lines "
    "room smoke haze mist neon screen sun window windows ocean paint room snow grass leaves man woman boy girl door "
    "doors car cars house houses light stripes stripe "
    "hands hand lamp lamps light's highlights mid bar bars spot dot dots patch side edge rim frame tint wash surface "
    "square squares tile tiles".split()
)


@rule("S05", "props stay", "error", "medium")
def props(view: View) -> Found:
    """A prop keeps its colour and its presence; empty hands hold nothing.

    Why: cups that vanish and balloons that change colour are the classic errors of continuity.

    Clean:
        0-2s: a boy carries a red balloon.
        2-4s: the boy lets go of the red balloon.

    Failing:
        0-2s: a boy carries a red balloon.
        2-4s: the boy lets go of the blue balloon.

    Source: University of Texas, the script supervisor; continuity notes for Seedance.
    """
    empty = next(iter(view.find(_EMPTY, view.said)), None)
    holds = next(iter(view.find(_HOLDS)), None)
    if empty and holds and _same_hands(view, empty.start(), holds.start()):
        yield Flaw(
            f"{quoted(view.words(empty.span()))}, and {quoted(view.words(holds.span()))}.",
            "give the hands the prop from the start, or leave them empty.",
            Span(*holds.span()),
        )
    seen: dict[str, list[tuple[str, str, Span]]] = {}
    for found in view.find(_PROP):
        noun, colour = found["noun"].removesuffix("s"), SAME_COLOUR.get(found["colour"], found["colour"])
        if (
            found["noun"] in _NOT_PROPS
            or found["noun"] in GARMENTS
            or noun in GARMENTS
            or found["noun"] in COLOURS
            or found["noun"] in PEOPLE
        ):
            continue
        before = seen.setdefault(noun, [])
        first = before[0] if before else None
        fresh = found["det"] in ("a", "an", "one")
        changed = _CHANGES_CLOTHES.search(view.plain, *view.sentence(found.start()))
        if (
            first
            and not fresh
            and colour not in {c for c, _, _ in before}
            and _apart(view, first[2].start, found.start())
            and not changed
        ):
            yield Flaw(
                f"{quoted(view.words(first[2]))} first, and here {quoted(view.words(found.span()))}.",
                f"keep it {first[0]}.",
                Span(*found.span("colour")),
                ((Span(*found.span("colour")), first[1]),),
            )
            return
        before.append((colour, found["colour"], Span(*found.span())))


def _same_hands(view: View, a: int, b: int) -> bool:
    """True if the hands that are empty are those that hold: one person, and no word of taking."""
    near = (view.sentence(min(a, b)).start, view.sentence(max(a, b)).end)
    if _TAKES.search(view.plain, *near):
        return False
    people = {w for w in re.findall(r"[a-z]+", view.plain[slice(*near)]) if w in PEOPLE}
    return _one_person(view) or (near[1] - near[0] < 160 and len(people) < 2)


_TAKES = re.compile(
    r"\b(?:picks? up|takes?|reaches|grabs?|receives?|is (?:handed|given)|hands? (?:her|him|them|over)|finds?|catches)\b"
)
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
        if not (found["who"] in PEOPLE or _is_name(view, view.words(found.span("who")))):
            continue
        if (
            known[0] != found["side"]
            and _apart(view, known[1].start(), found.start())
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
    r"(?P<name>[A-Z][a-z]{2,})(?:,? (?:is |now |still )?(?:a|an|the|with|his|her)\b|, )(?P<text>[^.;\n]{3,70})"
)


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
    for found in _TRAITS.finditer(view.shot.text, *view.shot.prompt):
        if not _is_name(view, found["name"]) or view.plain[found.start()].isspace():
            continue
        words = found["text"].lower().split(",")[0 if found[0][len(found["name"])] == " " else slice(None)]
        for trait, value, at in _traits(words if isinstance(words, str) else found["text"].lower().split(",")[0]):
            where = Span(found.start("text") + at[0], found.start("text") + at[1])
            first = known.setdefault((found["name"], trait), (value, where))
            changed = re.search(
                r"\b(?:years later|transforms?|becomes?|turns? into|dyed|cuts? (?:her|his) hair|as a child|grown|"
                r"ages?)\b",
                view.plain,
            )
            if first[0] != value and not changed and _apart(view, first[1].start, where.start):
                yield Flaw(
                    f"{found['name']} is {quoted(view.words(first[1]))} first, and here {quoted(view.words(where))}.",
                    "repeat the first words.",
                    where,
                )
                return


def _traits(words: str) -> list[tuple[str, str, tuple[int, int]]]:
    found = []
    for match in re.finditer(r"[a-z]+(?:-[a-z]+)?", words):
        if match[0] in _AGES:
            found.append(("age", _AGES[match[0]], match.span()))
        elif match[0] in _SPECIES:
            found.append(("kind", _SPECIES[match[0]], match.span()))
    for match in _HAIR.finditer(words):
        if match["colour"]:
            found.append((match["hair"], match["colour"].removesuffix("e"), match.span()))
        if match["length"]:
            found.append((f"length of {match['hair']}", match["length"], match.span()))
    return found


RULES = (wardrobe, props, direction, identity)
