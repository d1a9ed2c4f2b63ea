"""What the copilot does next: the phase, the open questions with their pictures, the paths.

A plan is a function of the ledger and the round alone. The fold asks for the same plan that the copilot spoke from,
and so knows what option (b) of question 2 was, without any memory between turns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from . import words as w
from .casting import with_preposition
from .ledger import Ledger
from .lexicon import Lexicon
from .reality import Check, check
from .staging import length
from .story import Story

Phase = Literal["invite", "discover", "paths", "refine", "checkpoint", "final", "repair"]


@dataclass(frozen=True, slots=True)
class Option:
    """A picture to choose: what is said, what goes into the ledger, and the copilot's own key for it."""

    says: str
    value: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question on one open slot. favourite is an index into options, or -1."""

    slot: str
    stem: str
    options: tuple[Option, ...] = ()
    favourite: int = -1
    why: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One copilot turn before it is put into words."""

    phase: Phase
    questions: tuple[Question, ...] = ()
    check: Check | None = None
    story: Story | None = None
    seconds: float = 8.0


def plan(ledger: Ledger, brief: object, lex: Lexicon, round: int, task: str) -> Plan:
    """The next copilot turn for this ledger."""
    seed, rounds, engine, wished = brief.seed, brief.rounds, brief.engine, brief.seconds  # type: ignore[attr-defined]
    seconds = length(ledger, engine, wished)
    if task == "repair":
        return Plan("repair", seconds=seconds)
    bare = not ledger.value("subject")
    if task == "final" or (task != "greet" and (round >= rounds or (ledger.released and not bare))):
        return Plan("final", story=Story(ledger, lex, seed) if not bare else None, seconds=seconds)
    if bare:
        themes = theme_films(ledger, lex, seed)
        stem = (
            w.pick(lex.craft["slots"]["asks"]["nothing"], seed, "nothing")
            if round == 0
            else lex.craft["slots"]["asks"]["nothing"][(round + seed) % 4]
        )
        if themes and "film" not in ledger.asked:
            return Plan(
                "discover",
                (
                    Question(
                        "film",
                        w.pick(lex.craft["slots"]["asks"]["film"], seed, ledger.idea.text),
                        themes,
                        0,
                        w.pick(lex.craft["slots"]["answers"]["film"], seed, ledger.idea.text),
                    ),
                ),
                seconds=seconds,
            )
        if themes:
            return Plan("discover", (Question("subject", stem, (), -1),), seconds=seconds)
        return Plan("invite", (Question("subject", stem),), seconds=seconds)
    story = Story(ledger, lex, seed)
    asks = questions(ledger, story, lex)
    if task == "greet":
        return Plan("discover", asks[:3], story=story, seconds=seconds)
    trouble = check(ledger, story, seconds, lex) if "paths" not in ledger.shown else None
    if trouble is not None and round < rounds - 1:
        return Plan("paths", (), trouble, story, seconds)
    if "refine" not in ledger.shown:
        if not asks and ledger.idea.timed:
            return Plan("final", story=story, seconds=seconds)
        return Plan("refine", asks[:2], None, story, seconds)
    if "checkpoint" not in ledger.shown and ledger.idle < 2:
        return Plan("checkpoint", asks[:1], None, story, seconds)
    return Plan("final", story=story, seconds=seconds)


def theme_films(ledger: Ledger, lex: Lexicon, seed: int) -> tuple[Option, ...]:
    """Three one-line films for a theme that names nothing to film."""
    words = [x for x in w.content(ledger.idea.text) if x]
    films = lex.craft["people"]["abstract"]
    alike = {
        "lonely": "loneliness",
        "alone": "loneliness",
        "digital": "technology",
        "ai": "technology",
        "intelligence": "technology",
        "climate": "nature",
        "ageing": "time",
        "aging": "time",
        "brave": "freedom",
        "war": "war",
        "peaceful": "peace",
        "memories": "memory",
        "nostalgia": "memory",
        "grief": "death",
        "loss": "death",
        "joy": "life",
        "happiness": "life",
        "courage": "freedom",
        "growth": "change",
        "innovation": "progress",
        "anxiety": "fear",
        "burnout": "failure",
        "resilience": "hope",
        "evolution": "change",
        "dreams": "future",
        "dream": "future",
        "friendship": "community",
        "family": "home",
        "belonging": "home",
        "longing": "distance",
        "nostalgic": "memory",
        "solitude": "loneliness",
        "isolation": "loneliness",
        "melancholy": "memory",
        "gratitude": "community",
        "kindness": "community",
        "art": "creativity",
        "education": "knowledge",
        "wisdom": "knowledge",
        "revenge": "justice",
        "betrayal": "trust",
        "eternity": "time",
        "infinity": "time",
        "history": "time",
        "past": "memory",
        "tomorrow": "future",
        "progression": "progress",
        "mortality": "death",
        "birth": "life",
        "boredom": "patience",
        "calm": "peace",
        "serenity": "peace",
        "chaos": "change",
        "order": "justice",
        "power": "justice",
        "ambition": "success",
        "guilt": "truth",
        "shame": "identity",
        "pride": "success",
        "jealousy": "love",
        "romance": "love",
        "waiting": "patience",
    }
    found: list[str] = []
    for word in words:
        theme = word if word in films else alike.get(word, "")
        if theme and theme not in found:
            found.append(theme)
    if (
        not found
        and not ledger.idea.nonsense
        and words
        and any(lex.sense(x).kind == "abstract" or x in lex.feeling_of for x in words)
    ):
        found = w.shuffled(films, seed, ledger.idea.text)[:2]
    pool = [line for theme in found for line in films[theme]]
    if not pool:
        return ()
    extra = [
        line
        for theme in w.shuffled([t for t in films if t not in found], seed, ledger.idea.text)[:3]
        for line in films[theme][:1]
    ]
    chosen = [line for line in [*pool, *extra] if not ledger.is_refused(line)][:3]
    return tuple(Option(w.lower(line), line, "film") for line in chosen)


def questions(ledger: Ledger, story: Story, lex: Lexicon) -> tuple[Question, ...]:
    """The open questions by weight, each with pictures and a favourite; none that was asked before."""
    craft, key = lex.craft["slots"], story.key
    out: list[Question] = []
    slots = {"name": story.actor.name, "place": re.sub(r"^\w+ ", "", story.cast.place.says), "obj": story.obj}

    def ask(slot: str, options: list[Option], favourite: int = 0) -> None:
        kept = [o for o in options if not ledger.is_refused(o.value, slot)][:3]
        if slot in ledger.asked or ledger.settled(slot) or len(kept) < 2:
            return
        stem = w.fill(w.pick(craft["asks"][slot], *key, "ask", slot), slots)
        why = w.pick(craft["answers"][slot], *key, "why", slot)
        out.append(Question(slot, stem, tuple(kept), min(favourite, len(kept) - 1), why))

    ask("place", place_options(ledger, story, lex))
    if not story.turns():
        offers = story.offers()
        best = story.favourite()
        ask(
            "change",
            [Option(o.says, o.says, o.key) for o in offers],
            next((i for i, o in enumerate(offers) if o.says == best.says), 0),
        )
    if not ledger.idea.feelings and story.actor.kind not in ("object", "place", "animal"):
        ask("core", core_options(story, lex))
    ask("time", time_options(story, lex))
    turn = story.turn().says
    afters = [a for a in story.afters() if a.says != turn and a.key != "act"]
    if not any(a.key == "act" for a in story.afters()):
        ask("gesture", [Option(a.says, a.says, a.key) for a in afters])
    if story.actor.kind not in ("object", "place"):
        ask("prop", prop_options(story))
    return tuple(out)


def place_options(ledger: Ledger, story: Story, lex: Lexicon) -> list[Option]:
    """The place that is implied, and two neighbours of it."""
    first = story.cast.place.says
    out = [Option(first, first, story.cast.place.world)]
    near = {
        "kitchen": ("living", "garden"),
        "street": ("corridor", "roof"),
        "field": ("road", "forest"),
        "shore": ("harbour", "ship"),
        "harbour": ("shore", "ship"),
        "workshop": ("garage", "attic"),
        "stage": ("studio", "street"),
        "living": ("attic", "kitchen"),
        "park": ("garden", "street"),
        "station": ("vehicle", "street"),
        "cafe": ("bar", "street"),
        "forest": ("lake", "mountain"),
        "winter": ("mountain", "street"),
        "study": ("attic", "library"),
        "office": ("corridor", "roof"),
        "tower": ("shore", "roof"),
        "bakery": ("street", "kitchen"),
        "underwater": ("shore", "lake"),
        "spacecraft": ("lab", "tower"),
        "garden": ("field", "park"),
        "savanna": ("desert", "lake"),
        "vehicle": ("station", "road"),
        "lab": ("office", "corridor"),
        "shop": ("market", "street"),
        "pitch": ("gym", "street"),
    }
    for world in near.get(
        story.cast.place.world,
        w.shuffled(
            [k for k in ("street", "kitchen", "roof", "garden", "station") if k != story.cast.place.world],
            *story.key,
            "near",
        )[:2],
    ):
        says = with_preposition(lex.worlds[world]["says"])
        out.append(Option(says, says, world))
    return out


def time_options(story: Story, lex: Lexicon) -> list[Option]:
    """Two or three hours with what their light does here."""
    data, hours = story.cast.place.data, lex.craft["light"]["hours"]
    kind = "closed" if data["kind"] == "closed" else "indoor" if data["kind"] in ("indoor", "vehicle") else "outdoor"
    first = data.get("hour", "golden")
    rest = [h for h in ("night", "dawn", "day", "dusk", "golden") if h != first]
    order = [first, *w.shuffled(rest, *story.key, "hours")[:2]]
    out = []
    for hour in order:
        if kind == "closed":
            source = data["lamp"]
        else:
            source = hours[hour][kind]["source"].format(window=data.get("window") or "the open side", lamp=data["lamp"])
        says = hours[hour]["says"]
        out.append(
            Option(
                f"{says}, with {source}"
                if (source != says and hour not in ("dusk",)) or kind == "indoor"
                else f"{says}, and no lamp yet",
                says,
                hour,
            )
        )
    return out


def core_options(story: Story, lex: Lexicon) -> list[Option]:
    """Three feelings as things seen."""
    first = story.cast.feeling
    others = [
        f
        for f in w.shuffled(
            [
                "longing",
                "joy",
                "grief",
                "courage",
                "tenderness",
                "understanding",
                "deadpan",
                "relief",
                "anger",
                "curiosity",
                "pride",
                "mischief",
            ],
            *story.key,
            "cores",
        )
        if f != first
    ][:2]
    out = []
    for feeling in (first, *others):
        sign = story.say(
            w.pick(
                (
                    [
                        s
                        for s in lex.feelings[feeling]["after"]
                        if story.touches or ("{obj}" not in s and "{prop}" not in s)
                    ]
                    or lex.feelings["plain"]["after"]
                ),
                *story.key,
                "core",
                feeling,
            )
        )
        out.append(Option(f"{feeling}, seen when {_short(sign)}", feeling, feeling))
    return out


def _short(sign: str) -> str:
    return re.split(r", (?:and|then|slower|chin|looking)", sign)[0]


def prop_options(story: Story) -> list[Option]:
    """Tell-tales of this trade and place."""
    tells = [story.tell(), *[t for t in story.cast.place.data["tells"] if t != story.tell()]]
    return [Option(t, t, "tell") for t in tells[:3]]
