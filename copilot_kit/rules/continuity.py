"""Rules about what stays the same from beat to beat (S04, S05)."""

from __future__ import annotations

import re
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
        if match[0][0].isupper() and match[0][1:].islower() and is_name(view, match[0]):
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


def is_name(view: View, word: str) -> bool:
    """True for a capitalised word that also stands inside a sentence, or is followed by a comma or a verb."""
    if word in _NOT_NAMES or (word.lower() in PEOPLE and word.lower() in ("guard", "driver", "captain")):
        return False
    text = view.shot.text
    if f" {word.lower()} " in text:
        return False
    uses = [m.start() for m in re.finditer(rf"\b{word}\b", text)]
    return any(
        re.match(
            r"(?:'s|’s|,| (?:the|a|an|in|at|with|and|is|has|wears?|[a-z]+s)\b| \()",
            text[u + len(word) : u + len(word) + 12],
        )
        for u in uses
    )


def apart(view: View, a: int, b: int) -> bool:
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
            if not apart(view, first.where.start, second.where.start) and view.line(first.where.start) == view.line(
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
            and apart(view, first[2].start, found.start())
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


RULES = (wardrobe, props)
