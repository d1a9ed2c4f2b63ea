"""What one clip cannot hold: the signs that fire on an idea, and the named paths out.

A sign is noticed by arithmetic or by closed word lists, never by taste. No path is offered on which a sign fires
again: a path is one clip of the human scale, or a sequence of clips that each pass by themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import words as w
from .ledger import Ledger
from .lexicon import Lexicon
from .story import Story, filmable

_SCALES = (
    r"\b(?:cell|cells|atom|atoms|neuron\w*|molecule\w*|microscop\w+|dna)\b",
    r"\b(?:eye|eyes|hand|hands|face|finger\w*|heart)\b",
    r"\b(?:room|kitchen|house|window|office)\b",
    r"\b(?:city|cities|town|skyline|streets|country|valley)\b",
    r"\b(?:planet|earth|orbit|galaxy|universe|cosmos|solar system|stars)\b",
)
_YEARS = re.compile(
    r"\b(?:years later|decades|centuries|lifetime|whole life|entire life|from (?:birth|childhood|"
    r"cradle) to|grows? (?:up|old)|through the (?:years|ages|seasons)|four seasons|"
    r"\d+ years (?:later|after|pass)|generations|time[- ]?lapse of (?:a|his|her) life|ages? (?:from|"
    r"before))\b",
    re.I,
)
_MORPH = re.compile(
    r"\b(?:turns? into|turning into|transforms?(?: into)?|transforming|morphs?(?: into)?|melts? into|"
    r"changes? into|becomes? an? (?!friend|habit|routine|father|mother|hero|star\b)\w+|"
    r"dissolves? into|shape-?shifts?)\b",
    re.I,
)
_PUZZLE = re.compile(
    r"\b(?:mirror (?:lags|shows|image)|reflection (?:lags|moves|smiles|does)|domino\w*|rube goldberg|"
    r"clockwork mechanism|rubik\w*|jigsaw|house of cards|juggl\w+ (?:five|six|seven|eight|nine|ten)|"
    r"pours? .{0,20}(?:wine|milk|honey|tea|water)|eats? (?:spaghetti|noodles|ramen)|"
    r"unties? .{0,12}knots?|ties? .{0,12}(?:shoelaces|a knot|knots))\b",
    re.I,
)
_STEPS = re.compile(
    r"\b(?:tango|ballet|breakdanc\w*|waltz\w*|flamenco|choreograph\w*|sword ?fight\w*|fencing|"
    r"fistfight|kung ?fu|karate|parkour|backflip\w*|somersault\w*|sign language|piano concerto|"
    r"violin solo|drum solo|slam[- ]?dunk\w*|penalty|overhead kick|pole vault|figure skat\w*|"
    r"gymnast\w* routine|juggling routine)\b",
    re.I,
)
_ZOOM = re.compile(
    r"\b(?:zoom(?:s|ing)? out until|pull(?:s|ing)? back (?:until|to reveal|through)|"
    r"from .{3,30} (?:all the way )?to (?:the )?(?:stars|space|planet|orbit|universe|galaxy))\b",
    re.I,
)
_LETTERS = re.compile(r"\b(?:equation\w*|formula\w*|headline\w*|subtitles?|credits)\b", re.I)


@dataclass(frozen=True, slots=True)
class Path:
    """A way on: what we see, its strength and risk, its price in clips, and what it settles."""

    letter: str
    says: str
    plus: str
    minus: str
    clips: int
    sign: str
    kind: str


@dataclass(frozen=True, slots=True)
class Check:
    """The signs that fired, with their reasons, the paths and the letter that is recommended."""

    signs: tuple[str, ...]
    whys: tuple[str, ...]
    paths: tuple[Path, ...]
    pick: str
    remains: str


def signs(ledger: Ledger, story: Story, seconds: float, lex: Lexicon) -> dict[str, dict[str, str]]:
    """Each sign that fires, with the words it fired on."""
    idea, text, found = ledger.idea, ledger.idea.text, {}
    low = text.lower()
    name = story.actor.name
    scales = [m[0] for p in _SCALES if (m := re.search(p, low))]
    zooms = len(scales) > 1 and re.search(
        r"\b(?:zoom\w* out|pull\w* back|one continuous|in one (?:shot|move|take))\b", low
    )
    if zooms or _ZOOM.search(low) or (len(scales) >= 4 and re.search(r"\b(?:from|to|through|until|back)\b", low)):
        zoom = _ZOOM.search(low)
        found["scale"] = {"what": f"{scales[0]} to {scales[-1]}" if len(scales) > 1 else zoom[0] if zoom else text[:40]}
    places = [
        n for n in idea.nouns if n.kind == "place" and n.prep not in ("of", "with", "to", "from", "like", "for", "")
    ]
    acted = {n.head for n in places}
    meanwhile = re.search(
        r"\b(?:meanwhile|at the same time|elsewhere|while in|simultaneously|on the other side)\b", low
    )
    if len({lex.world_of(n.core) for n in places}) > 1 and (
        meanwhile
        or len(places) >= 3
        or (
            len({n.prep for n in places} & {"in", "on", "at"})
            and len(idea.acts) > 1
            and len(acted) > 1
            and re.search(r"\b(?:then|and then|later|another)\b", low)
        )
    ):
        found["places"] = {
            "places": w.listed([f"the {n.core}" for n in places[:3]]),
            "other": f"the {places[-1].core}"
            if f"the {places[-1].core}" not in story.cast.place.says
            else f"the {places[0].core}",
            "place": re.sub(r"^\w+ ", "", story.cast.place.says),
        }
    if m := _YEARS.search(low):
        found["years"] = {"what": f"“{m[0]}”"}
    big = next(
        (
            n
            for n in idea.nouns
            if n.kind in ("person", "trade", "animal", "maker")
            and (
                n.number > 6
                or n.core.lower() in ("everyone", "people", "crowd", "crowds")
                or n.head in ("crowd", "crowds", "people", "commuters", "soldiers", "fans", "penguins")
            )
        ),
        None,
    )
    if big is not None and any(
        filmable(a, lex) and a.subject is not None and a.subject.core == big.core for a in idea.acts
    ):
        found["crowd"] = {"many": big.core.lower() if big.number > 12 else f"the {big.core}"}
    acts = [a for a in idea.acts if filmable(a, lex)]
    if len(acts) > max(4, seconds / 2 + 1) or len(acts) > 5:
        answer = acts[-1]
        found["actions"] = {
            "n": w_number(len(acts)),
            "what": f"{acts[0].words} and {answer.words}"[:90],
            "seconds": w.number(seconds),
        }
    line = " ".join(idea.spoken)
    if w.count_words(line) > 2.2 * (seconds - 1) and line:
        need = round(w.count_words(line) / 2.2 + 1)
        tail = " ".join(line.split()[-8:])
        found["speech"] = {
            "n": str(w.count_words(line)),
            "need": str(need),
            "seconds": w.number(seconds),
            "what": w.upper(tail),
        }
    if any(w.count_words(s) > 3 for s in idea.signs) or _LETTERS.search(low):
        hit = _LETTERS.search(low)
        found["text"] = {"what": idea.signs[0] if idea.signs else hit[0] if hit else ""}
    if m := _STEPS.search(low):
        found["choreography"] = {"what": m[0]}
    if seconds >= 10 and (len(acts) > 3 or re.search(r"\b(?:one take|one continuous|single take|oner)\b", low)):
        found["complex"] = {"best": "8" if seconds > 10 else "6"}
    if m := _PUZZLE.search(low):
        found["puzzle"] = {"what": m[0]}
    if m := _MORPH.search(low):
        found["transformation"] = {"what": f"“{m[0]}”"}
    if idea.handles:
        found["person"] = {"what": idea.handles[0]}
    if story.thing:
        name = "one person who holds it in one hand"
    for row in found.values():
        row.setdefault("name", name)
        row.setdefault("place", re.sub(r"^\w+ ", "", story.cast.place.says))
        row.setdefault("seconds", w.number(seconds))
        row.setdefault("other", "the other place")
        row.setdefault("best", "6")
    return found


def w_number(n: int) -> str:
    """A small number in words."""
    return "zero one two three four five six seven eight nine ten eleven twelve".split()[n] if n < 13 else str(n)


def check(ledger: Ledger, story: Story, seconds: float, lex: Lexicon) -> Check | None:
    """What stands in the way and the ways on, or None when nothing does."""
    if ledger.row("path") is not None:
        return None
    found = signs(ledger, story, seconds, lex)
    if not found:
        return None
    rows = {r["id"]: r for r in lex.craft["signs"]["signs"]}
    first = next(
        s
        for s in (
            "person",
            "scale",
            "complex",
            "crowd",
            "years",
            "places",
            "transformation",
            "speech",
            "choreography",
            "actions",
            "text",
            "puzzle",
        )
        if s in found
    )
    row = rows[first]
    kinds = [k for k in "abc" if k in row]
    if len(found) == 1 and first not in ("scale", "complex") and len(kinds) > 2:
        keep = row["recommend"]
        kinds = [k for k in kinds if k in (keep, "a" if keep != "a" else "b")]
    if "person" in found or (first == "crowd" and len(found) > 1 and "scale" not in found):
        kinds = [k for k in kinds if k != "a"] or kinds
    paths = []
    for letter, kind in zip("ABC", kinds, strict=False):
        says = row[kind]["says"].format_map(w.Blank(found[first]))
        paths.append(
            Path(
                letter,
                says,
                row[kind]["plus"].format_map(w.Blank(found[first])),
                row[kind]["minus"].format_map(w.Blank(found[first])),
                int(row[kind]["clips"]),
                first,
                kind,
            )
        )
    pick = next((p.letter for p in paths if p.kind == row["recommend"]), paths[0].letter)
    whys = tuple(rows[s]["why"].format_map(w.Blank(found[s])) for s in found)
    return Check(tuple(found), whys, tuple(paths), pick, f"{story.actor.name} {story.cast.place.says}")
