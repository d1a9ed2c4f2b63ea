"""Rules about people: how many, who acts, what a back can show (S01, S03, S08)."""

from __future__ import annotations

import re

from ..shot import Span
from .flaw import Flaw, Found, quoted, rule
from .lists import FACE, FEMALE, GARMENTS, MALE, PEOPLE
from .view import View

_NUMBERS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_PLURALS = {
    "men": "man", "women": "woman", "people": "person", "children": "child", "kids": "kid", "fishermen": "fisherman",
    "boys": "boy", "girls": "girl", "policemen": "policeman", "firemen": "fireman", "wives": "wife", "ladies": "lady",
    "babies": "baby", "bodies": "body",
}  # fmt: skip
_COUNTED = re.compile(
    r"(?<![\w-])(?P<of>of the |other |another |only |more )?(?P<all>all (?:of )?(?:the )?|the |these |all )?"
    r"(?P<n>two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2})(?P<more> more| other| of the|"
    r" of)? (?:(?!and\b|of\b)[a-z-]+ ){0,2}?(?P<noun>[a-z]{3,}s|men|women|people|children|"
    r"fishermen|policemen|firemen)\b"
)
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9}
_FROM_SIDE = re.compile(
    r"\b(?P<ord>second|third|fourth|fifth|sixth|seventh|eighth|ninth|\d(?:nd|rd|"
    r"th)) (?P<noun>(?:[a-z]+ )?)from (?:the )?(?:frame |camera |screen |far )?(?:left|right)\b"
)


def singular(noun: str) -> str:
    """A plural noun for people in its singular: fishermen as fisherman."""
    return _PLURALS.get(noun) or (
        noun[:-3] + "y"
        if noun.endswith("ies")
        else noun[:-2]
        if noun.endswith(("ches", "sses", "shes"))
        else noun.removesuffix("s")
    )


def _is_people(noun: str) -> bool:
    one = singular(noun)
    return (
        one in PEOPLE
        or noun in _PLURALS
        or one in ("acrobat", "player", "rower", "villager", "monk", "guest", "actor", "sibling", "cop")
        or one.endswith(("ist", "ian"))
    )


@rule("S01", "counts agree", "error")
def counts(view: View) -> Found:
    """Ordinals, later counts and lists fit the stated number of people.

    Why: "the fifth from the left" in a row of three forces two more bodies.

    Clean:
        Three acrobats in a row, full shot. The third from the left waves.

    Failing:
        Three acrobats in a row, full shot. The fifth from the left waves.

    Source: video-prompt-qa, failure taxonomy; OpenAI cookbook, Sora 2 prompting guide.
    """
    known: dict[str, tuple[int, Span]] = {}
    most = 0
    for found in view.find(_COUNTED):
        noun, count = singular(found["noun"]), _NUMBERS.get(found["n"]) or int(found["n"])
        if not _is_people(found["noun"]) or found["of"] or found["more"] or count < 2 or count > 40:
            most = max(most, count if _is_people(found["noun"]) else 0)
            continue
        most = max(most, count)
        if noun in known and known[noun][0] != count and found["all"] and count > known[noun][0]:
            yield Flaw(
                f"{quoted(view.words(known[noun][1]))} first, and here {quoted(view.words(found.span()).strip())}.",
                f"write {known[noun][0]} in both places.",
                Span(*found.span("n")),
                (
                    (
                        Span(*found.span("n")),
                        {v: k for k, v in _NUMBERS.items()}.get(known[noun][0], str(known[noun][0])),
                    ),
                ),
            )
        known.setdefault(noun, (count, Span(found.start("n"), found.end())))
        yield from _too_long_a_list(view, found.end(), count, found["noun"])
    for found in view.find(_FROM_SIDE) if most and len(known) == 1 else ():
        k = _ORDINALS.get(found["ord"]) or int(found["ord"][0])
        noun = found["noun"].strip()
        if k > most and (not noun or noun in PEOPLE or noun in known or noun == "one"):
            yield Flaw(
                f"{quoted(view.words(found.span()))}, but there are {most}.",
                f"write one of the {most}, or raise the number.",
                Span(*found.span()),
            )


def _too_long_a_list(view: View, at: int, count: int, noun: str) -> Found:
    """A list of garments in brackets or behind a colon that is longer than the people who wear them."""
    listed = re.compile(r"[^.\n(:]{0,40}[(:](?P<items>[^.\n)]*)").match(view.plain, at)
    items = [i for i in re.split(r",|;| and ", listed["items"]) if i.strip()] if listed else []
    worn = [i for i in items if set(re.findall(r"[a-z-]+", i)) & GARMENTS]
    if listed and len(worn) == len(items) > count:
        yield Flaw(
            f"{count} {noun}, and {len(items)} of them are dressed.",
            f"drop {len(items) - count}, or raise the number.",
            Span(*listed.span("items")),
        )


_PRONOUN = re.compile(r"(?:^|[.;:!?\n—] ?|\d ?s[:\]] ?|, (?:then|and) )\W*(?P<p>she|he)\b(?! and\b)")


@rule("S03", "a pronoun points to one person", "warn", "medium")
def pronoun(view: View) -> Found:
    """With two people of one gender, each action names who does it.

    Why: the engine gives the action to the wrong body.

    Clean:
        A queen and her maid, two-shot. The queen looks at the maid. The maid bows.

    Failing:
        A queen and her maid, two-shot. The queen looks at the maid. She bows.

    Source: fal.ai, Kling 3 prompting guide; OpenAI cookbook, Sora 2 prompting guide.
    """
    for found in view.find(_PRONOUN):
        at = found.start("p")
        here = view.sentence(at)
        if _named(view, here.start, at, found["p"]):
            continue
        before = view.sentence_before(at)
        if before is None or re.fullmatch(r"[\W\d]*s?[\W]*", view.plain[slice(*before)]):
            before = view.sentence_before(before.start) if before else None
        able = _named(view, *before, found["p"]) if before else set()
        if len(able) > 1:
            yield Flaw(
                f"{quoted(found['p'].capitalize())} could be {' or '.join(sorted(able)[:3])}.",
                "name who does it.",
                Span(*found.span("p")),
            )
            return


def _named(view: View, start: int, end: int, pronoun: str) -> set[str]:
    """People whom a pronoun could mean, in a stretch of text: a noun with its first adjective, or a name."""
    able = FEMALE if pronoun == "she" else MALE
    words = re.findall(r"[a-z]+", view.plain[start:end])
    found = set()
    for n, word in enumerate(words):
        if word in able and not (n + 1 < len(words) and words[n + 1] in able and word in ("old", "young")):
            adjective = (
                words[n - 1]
                if n
                and words[n - 1]
                in (
                    "old",
                    "young",
                    "tall",
                    "short",
                    "other",
                    "taller",
                    "older",
                    "younger",
                    "first",
                    "second",
                    "little",
                    "bald",
                )
                else ""
            )
            found.add(f"the {adjective} {word}" if adjective else word)
    return found


_BACK = re.compile(
    r"\b(?:backs? (?:are |is )?(?:turned )?(?:to|toward|towards) (?:the )?(?:camera|us|lens|viewer)|"
    r"seen from (?:behind|the back)|(?:shot|filmed|framed|viewed) from behind|"
    r"rear view of|from behind of|"
    r"(?:see|sees|follow|watch) (?:the |a |her |him |them )?(?:\w+ )?from behind|"
    r"(?:wide|medium|full|long|close|static|tracking) (?:shot |view |up )?from behind|"
    r"back view of|we see only (?:her|his|their) backs?)\b"
    r"(?! (?:the|a|an) (?:counter|bar|glass|door|window|desk|wall|curtain|fence|trees?|camera|scenes|stage|net|goal|"
    r"wheel|bars|car|house|column|pillar|crowd|screen|bush|rock|shelf|shelves|table|tent|veil)\b)"
)
_TURNS = re.compile(
    r"\b(?:turns?|turning|turned (?:around|round|back)|looks? (?:back|over)|over (?:her|his|their|one|the) shoulders?|"
    r"reflections?|mirrors?|in profile|glances? back|"
    r"spins?|faces? (?:us|the camera)|camera (?:circles|orbits|arcs)|orbits?|reverse)\b"
)


@rule("S08", "backs show no faces", "error", "medium")
def backs(view: View) -> Found:
    """People who are seen from behind show no faces.

    Why: the engine turns them round to show the smile.

    Clean:
        Wide shot of a hiker, seen from behind. The hiker lifts both arms.

    Failing:
        Wide shot of a hiker, seen from behind. The hiker smiles.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    for back in view.find(_BACK) if view.has("back", "behind", "rear view") else ():
        home = view.sentence(back.start())
        who = {singular(w) for w in re.findall(r"[a-z]+", view.plain[slice(*home)]) if _is_people(w) or w in PEOPLE}
        for face in view.find(FACE):
            later = face.start() > back.start()  # nobody turns, so a back stays one
            if not (later or view.together(back.start(), face.start())) or (
                view.shots and not view.same_segment(back.start(), face.start())
            ):
                continue
            sentence = view.sentence(face.start())
            if _TURNS.search(view.plain, min(home.start, sentence.start), max(home.end, sentence.end)) or (
                view.is_cut and abs(face.start() - back.end()) > 120
            ):
                continue
            clause = view.plain[sentence.start : face.start()]
            others = {singular(w) for w in re.findall(r"[a-z]+", clause) if w in PEOPLE or _is_people(w)} - who
            if others and not (sentence == home and len(who) < 2):
                continue
            if sentence == home and face.start() < back.start() and "," in view.plain[face.end() : back.start()]:
                continue
            yield Flaw(
                f"{quoted(view.words(back.span()))}, and {quoted(view.words(face.span()))} is to be seen.",
                "show it in the shoulders and hands, or write the turn.",
                Span(*face.span()),
            )
            return


RULES = (counts, pronoun, backs)
