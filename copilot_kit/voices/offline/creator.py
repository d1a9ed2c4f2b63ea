"""The creator's turns: a persona who wants something, and answers what was really asked.

A persona is a Markdown file; its front matter (name, title, loves, hates, wants, film) and its sections (Reasons,
Life, Notes, Refuses, Asks back, Approves, Things, Openings) steer every turn. A section that is missing falls back
to plain words, so that a file of ten lines already speaks. Nothing is written between tags from this seat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...dialogue.script import Request
from . import words as w
from .agenda import Question
from .casting import the
from .folding import fold
from .idea import plain, read_idea
from .ledger import Ledger
from .lexicon import Lexicon
from .staging import SIZES, Scene, scene
from .story import Story

_DEFAULT = {
    "reasons": [
        "it can be seen without being told",
        "that is where my eye goes first",
        "the other ways I have seen before",
        "it costs one thing and keeps the rest",
        "I would stop and look at that in the street",
        "the hands know it before the face does",
    ],
    "life": [
        "one dry leaf, at the lower edge of the frame, from the first second, no larger than a coin",
        "a chalk mark, low on the left, from the first second, as long as a finger; I made one on every door we left",
        "a strip of blue cloth tied to something on the right edge, from the first second, as long as a hand",
        "a pale stone with a hole in it, near the bottom of the frame, from the first second, as big as a plum",
        "one white feather that turns once, at the right edge, in the last second, no longer than a thumb",
        "a knot of red thread, close to the lens and soft, from the first second, as wide as a nail",
        "a water stain in the shape of an island, behind on the left, from the first second, as wide as two hands",
        "one small bell without its clapper, at the far left, from the first second, no larger than a walnut",
        "a row of four tally marks, scratched low on the right, from the first second, as long as a match",
        "a fly that lands and leaves, on the nearest surface, in the first second, no louder than it is",
        "a burnt match, at the very front of the frame, from the first second, bent in the middle",
        "one orange peel in a single curl, near the lower right corner, from the first second, as wide as a palm",
    ],
    "notes": [
        "Move: later, because we should get there after it has happened",
        "Light: brighter, because the near hand must read",
        "End: longer, because I want to hear the room again",
    ],
    "refuses": ["it says the thing twice"],
    "asks back": [
        "how much can that frame lose before nobody understands it?",
        "what would you leave out if it were four seconds shorter?",
    ],
    "approves": ["That is the one. Write it.", "Good. Write it."],
    "openings": ["This is what I see."],
    "things": [
        "a ticket stub folded to a square",
        "a key with a strip of tape for a label",
        "a pencil worn down to the length of a thumb",
        "a whistle on a bootlace",
        "a coin that has been through a train wheel",
        "a mended button, two colours of thread",
        "a glass marble with a chip in it",
        "a clothes peg with a date inked on it",
        "a walnut shell, both halves",
        "a small brass weight",
    ],
}


@dataclass(frozen=True)
class Character:
    """A persona as the creator's seat uses it."""

    name: str
    loves: tuple[str, ...]
    hates: tuple[str, ...]
    wants: str
    film: str
    brief: bool
    sections: dict[str, list[str]] = field(default_factory=dict)

    def lines(self, section: str) -> list[str]:
        """The items of a section, or plain ones where it is missing."""
        return self.sections.get(section) or _DEFAULT.get(section, [])


def character(text: str, name: str = "Creator") -> Character:
    """A persona's Markdown read; empty text gives a plain creator."""
    head: dict[str, str] = {}
    body = text
    if m := re.match(r"\s*---\s*\n(.*?)\n---\s*\n?(.*)$", text, re.S):
        body = m[2]
        for line in m[1].splitlines():
            key, _, value = line.partition(":")
            head[key.strip().lower()] = value.strip()
    sections: dict[str, list[str]] = {}
    current = ""
    for line in body.splitlines():
        if m := re.match(r"\s*#{2,6}\s+(.+?)\s*$", line):
            current = m[1].strip().lower()
        elif current and (item := re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", line).strip()):
            sections.setdefault(current, []).append(item.strip('“”"'))
    split = lambda value: tuple(x.strip() for x in re.split(r"[,;]", value) if x.strip())
    return Character(
        head.get("name", name),
        split(head.get("loves", "")),
        split(head.get("hates", "")),
        head.get("wants", ""),
        head.get("film", ""),
        "few" in head.get("speaks", "") or "short" in head.get("speaks", ""),
        sections,
    )


class Turn:
    """One creator turn."""

    def __init__(self, request: Request, lex: Lexicon) -> None:
        self.request, self.lex, self.brief = request, lex, request.brief
        self.ledger, self.asked = fold(request.brief, request.said, lex)
        self.who = character(request.brief.persona, request.brief.creator)
        self.key = (request.brief.seed, self.who.name, " ".join(w.content(plain(request.brief.idea)))[:200])
        self.pools = lex.craft["phrasings"]["creator"]
        self.used = " ".join(t.text for t in request.said if t.seat == "creator")
        self.stands = bool(self.ledger.value("subject"))

    def choose(self, name: str, nth: int = 0) -> str:
        pool = self.pools[name]
        order = w.shuffled(range(len(pool)), *self.key, name)
        return pool[order[(self.request.round + nth) % len(pool)]]

    def own(self, section: str, nth: int = 0) -> str:
        """A line of the persona not used before in this dialogue, while there are any."""
        lines = self.who.lines(section)
        order = w.shuffled(lines, *self.key, section)
        fresh = [
            x
            for x in order
            if x.rstrip(".").lower() not in self.used.lower() and x.rstrip(".").lower() not in self._now.lower()
        ] or order
        line = fresh[nth % len(fresh)]
        self._now += " " + line
        return line

    _now = ""

    def parts(self) -> Iterator[str]:
        """The turn, paragraph by paragraph."""
        number, rounds = self.request.round, self.brief.rounds
        if not self.stands:
            yield from self.rescue()
        elif number == 1:
            yield from self.vision()
        drafted = "refine" in self.ledger.shown or any(s == "checkpoint" for s in self.ledger.shown)
        noted = bool(re.search(r"(?m)^\d+\. (?!Neither|None|No\b|Take)[A-Z][a-z ]{2,12}: ", self.used))
        answers = list(self.answers())
        if answers:
            yield "\n".join(answers)
        if self.asked.paths and self.ledger.row("path") is None:
            yield self.path()
        wants_notes = self.stands and not noted and (drafted or number >= rounds) and number > 1
        if wants_notes:
            notes = list(self.notes(len(answers)))
            if notes:
                yield "\n".join(notes)
            yield self.refusal()
            yield self.addition()
        if number == 1 and rounds > 1:
            yield self.back()
        if (
            number >= rounds
            or (drafted and noted)
            or (self.who.brief and number >= 3)
            or (wants_notes and number >= rounds - 1 and rounds > 1)
            or number >= 4
        ):
            yield self.approve()

    # ── what the turns are made of ───────────────────────────────────────────────────────────────────────────────────

    def rescue(self) -> Iterator[str]:
        """Something to film when nothing was named: an answer to the films offered, else one of the persona's own."""
        films = [q for q in self.asked.questions if q.slot == "film"]
        if films:
            return
        film = self.who.film or w.pick(
            [x for lines in self.lex.craft["people"]["abstract"].values() for x in lines], *self.key, "film"
        )
        yield f"{film.rstrip('.')}."

    def vision(self) -> Iterator[str]:
        """One picture, what changes in it, one word for the core, and what it must never become."""
        story = Story(self.ledger, self.lex, self.brief.seed)
        feeling = story.cast.feeling
        core = self.who.wants if self.who.wants and not story.cast.feeling_word else feeling
        never = (
            self.who.hates[w.pick(range(len(self.who.hates)), *self.key, "never")]
            if self.who.hates
            else self.lex.feelings[feeling]["avoid"]
        )
        subject = self.ledger.value("subject")
        if subject in ("i", "we", "you"):
            subject = story.actor.core if story.actor.many else w.a(story.actor.core)
        picture = f"{subject} {story.cast.place.says}"
        if story.cast.place.says.split()[-1] in subject:
            picture = subject
        if story.setup().key in ("act", "typical") and story.setup().says != story.turn().says:
            act = re.sub(rf"^{re.escape(story.actor.name)}\b", "", story.setup().says).strip()
            picture += f", {'who' if story.actor.kind in ('person', 'trade', 'maker') else 'that'} {act}"
        change = w.upper(story.turn().says)
        if "change" not in {q.slot for q in self.asked.questions}:
            text = f"{self.own('openings')} {w.upper(picture)}. {change}. {self.word(core, never)}"
        else:
            text = f"{self.own('openings')} {w.upper(picture)}. {self.word(core, never)}"
        yield text

    def word(self, core: str, never: str) -> str:
        """The core in one word, and what it must never become."""
        frames = (
            f"My word for it is {core}; the day it turns into {never} I leave.",
            f"It is about {core}; keep it far from {never}.",
            f"Call it {core}. What it must not become is {never}.",
            f"One word: {core}. It is lost the moment I see {never}.",
        )
        return w.pick(frames, *self.key, "word")

    def answers(self) -> Iterator[str]:
        """Answers numbered as asked, each with a reason; one of them a counter-offer."""
        countered = "Neither" in self.used or "None of those" in self.used or "No. " in self.used
        for k, q in enumerate(self.asked.questions, 1):
            if not q.options:
                if q.slot and self.stands:
                    yield f"{k}. {self.open_answer(q)}"
                elif q.slot == "subject" and not self.stands:
                    continue
                else:
                    yield f"{k}. You decide; {self.own('reasons')}."
                continue
            choice = self.preferred(q)
            counter = "" if countered or q.slot in ("film", "core", "subject") else self.counter(q)
            if counter:
                countered = True
                text = self.choose("counter").format(value=counter, why=self.own("reasons"), W=f"{w.upper(counter)}")
                if "{W}" in self.choose("counter"):
                    text = f"No. {w.upper(counter)}, because {self.own('reasons')}"
                yield f"{k}. {text}."
                continue
            frame = self.choose("take", k)
            why = self.own("reasons", k)
            yield f"{k}. {frame.format(x='abc'[choice], why=why, W=w.upper(why))}."

    def preferred(self, q: Question) -> int:
        """The option that this persona takes: what it loves, never what it hates, else the favourite."""
        scores = []
        for i, option in enumerate(q.options):
            said = set(w.content(option.says))
            love = sum(bool(said & set(w.content(x))) for x in self.who.loves)
            hate = sum(bool(said & set(w.content(x))) for x in self.who.hates)
            scores.append(
                3 * love
                - 4 * hate
                + ((3 if q.slot == "place" else 1) if i == q.favourite else 0)
                + w.pick((0, 1.5, 0.5), *self.key, q.slot, i)
            )
        return max(range(len(scores)), key=scores.__getitem__)

    def counter(self, q: Question) -> str:
        """Something of the persona's own in place of the offers, where it cannot do harm."""
        if q.slot == "prop":
            return w.lower(self.own("things"))
        if q.slot == "time":
            hours = self.lex.craft["light"]["hours"]
            taken = {o.key for o in q.options}
            free = [h for h in ("dawn", "dusk", "night", "golden", "day") if h not in taken]
            loved = [
                h for h in free if any(word in " ".join(self.who.loves).lower() for word in hours[h]["words"].split())
            ]
            return (
                hours[w.pick(loved or free, *self.key, "counter")]["says"]
                if w.pick((True, False), *self.key, "counter time") and free
                else ""
            )
        return ""

    def open_answer(self, q: Question) -> str:
        """An answer to a question without pictures."""
        if q.slot == "seconds":
            return f"{w.number(self.brief.seconds or 8)} seconds; {self.own('reasons')}."
        if q.slot == "orientation":
            return f"{w.upper(self.brief.format or 'horizontal')}; {self.own('reasons')}."
        story = Story(self.ledger, self.lex, self.brief.seed)
        known = {
            "subject": story.actor.name,
            "place": story.cast.place.says,
            "change": story.turn().says,
            "gesture": story.settle().says,
            "prop": story.prop,
            "core": story.cast.feeling_word or self.who.wants or story.cast.feeling,
            "time": self.lex.craft["light"]["hours"]
            .get(story.cast.place.data.get("hour", "golden"), {})
            .get("says", "dusk"),
            "sound": story.cast.place.data["bed"][0],
        }
        if q.slot in known:
            return f"{w.upper(known[q.slot])}, because {self.own('reasons')}."
        return f"You choose; {self.own('reasons')}."

    def path(self) -> str:
        """One of the paths, with a reason; a persona that loves the large takes its time to agree."""
        letter = self.asked.pick or self.asked.paths[0][0]
        frame = self.choose("path")
        why = self.own("reasons")
        return frame.format(x=letter, why=why, W=w.upper(why) + ".")

    def notes(self, offset: int) -> Iterator[str]:
        """Precision notes: slot, from, to, because."""
        drawn = scene(self.ledger, self.lex, self.brief.seed, self.brief.engine, self.brief.seconds)
        given = 0
        for line in w.shuffled(self.who.lines("notes"), *self.key, "notes"):
            m = re.match(r"([\w ]+?)\s*:\s*(.+?)\s*,?\s+because\s+(.+?)\.?$", line)
            if not m:
                continue
            change = self.precise(m[1].strip().lower(), m[2].strip().lower(), drawn)
            if change:
                given += 1
                yield f"{offset + given}. {w.upper(m[1].strip())}: {change}, because {m[3]}."
            if given == 2:
                return

    def precise(self, control: str, wish: str, drawn: Scene) -> str:
        """A wish of the persona file as from -> to in this draft, or "" when it does not apply."""
        end = drawn.seconds
        num = w.number
        locked = {r.slot for r in self.ledger.rows if r.status == "locked"}
        if control == "move" and wish in ("later", "earlier"):
            if drawn.move in ("static", "tracking") or drawn.move_span[0] < 0.5:
                return ""
            to = drawn.move_span[0] + (0.5 if wish == "later" else -0.5)
            return f"{num(drawn.move_span[0])} s -> {num(to)} s" if to + 1 < end - 0.5 else ""
        if control == "move":
            kind = {
                "walk": "tracking",
                "hold": "static",
                "still": "static",
                "closer": "push_in",
                "back": "pull_out",
            }.get(wish, "")
            if (
                not kind
                or kind == drawn.move
                or "move" in locked
                or (
                    kind == "tracking"
                    and not re.search(
                        r"\b(?:walks?|cross(?:es)?|carr(?:y|ies)|runs?|wanders?|leads?)\b", drawn.steps[0].says
                    )
                )
            ):
                return ""
            said = {"tracking": "walk alongside", "static": "hold", "push_in": "push in", "pull_out": "pull out"}
            return f"{said.get(drawn.move, 'hold')} -> {said[kind]}"
        if control == "light" and wish in ("brighter", "warmer", "cooler"):
            if any(q.slot == "time" for q in self.asked.questions):
                return ""
            step = {"brighter": 300, "warmer": -200, "cooler": 500}[wish]
            return (
                f"{drawn.light.kelvin} K -> {drawn.light.kelvin + step} K"
                if drawn.light.kelvin >= 2400 and "kelvin" not in locked
                else ""
            )
        if control == "light" and wish in ("softer", "harder"):
            edge = "soft" if wish == "softer" else "hard-edged"
            return f"{drawn.light.quality} -> {edge}" if edge != drawn.light.quality else ""
        if control in ("size", "frame") and wish in ("wider", "tighter"):
            index = SIZES.index(drawn.size) + (-1 if wish == "wider" else 1)
            if not 0 <= index < len(SIZES) or (
                wish == "tighter" and any(s.part in ("hands", "body", "feet") for s in drawn.steps) and index > 2
            ):
                return ""
            return (
                f"{drawn.size_says.split(',')[0]} -> "
                f"{self.lex.craft['manner']['frames']['says'][SIZES[index]].split(',')[0]}"
            )
        if control == "frame" and wish == "vertical":
            return "horizontal -> vertical" if self.ledger.value("orientation") in ("", "horizontal") else ""
        if control in ("cue", "sound") and wish in ("earlier", "later"):
            cue = next((s for s in drawn.sounds if s.start and s.start > 1 and not s.unseen), None)
            return (
                f"second {num(cue.start or 0)} s -> "
                f"{num(round((cue.start or 0) + (-0.3 if wish == 'earlier' else 0.3), 1))} s"
                if cue is not None and control == "cue"
                else ""
            )
        if control == "music":
            return "none" if self.ledger.value("music") in ("", "none") else ""
        if control == "palette":
            return wish if wish.startswith("add") else ""
        if control == "prop":
            return (
                f"{drawn.prop} -> {wish}"
                if "prop" not in locked and not self.ledger.settled("prop") and drawn.prop != drawn.obj
                else ""
            )
        if control == "end":
            return ""
        return wish

    def refusal(self) -> str:
        """One thing that nobody gave: what the persona hates if it is there, else the weakest sound or prop."""
        drawn = scene(self.ledger, self.lex, self.brief.seed, self.brief.engine, self.brief.seconds)
        kept = " ".join(
            (self.ledger.idea.text, *(r.value for r in self.ledger.rows if r.status in ("given", "chosen", "locked")))
        ).lower()
        ours = (
            [s.says for s in drawn.sounds if s.unseen]
            + [s.says for s in drawn.sounds if s.start is None]
            + [drawn.tell]
        )
        hated = {x for hate in self.who.hates for x in w.content(hate)}
        ours.sort(key=lambda text: not hated & set(w.content(text)))
        for text in ours:
            for noun in read_idea(text, self.lex).nouns:
                if (
                    noun.kind in ("object", "animal", "trade", "person")
                    and noun.core.lower() not in kept
                    and noun.head not in kept
                ):
                    return self.say_refusal(the(noun))
        return self.say_refusal("any music")

    def say_refusal(self, what: str) -> str:
        frame = self.choose("refuse")
        why = self.own("refuses")
        return frame.format(what=what, why=w.lower(why.rstrip(".")), W=w.upper(why.rstrip(".")) + ".").replace(
            "..", "."
        )

    def addition(self) -> str:
        """One image of the persona's own life: where it stands in time, how large."""
        return f"One addition: {w.lower(self.own('life')).rstrip('.')}."

    def back(self) -> str:
        """A craft question for the copilot."""
        return self.choose("back").format(q=w.lower(self.own("asks back")))

    def approve(self) -> str:
        """What is locked, what is free, and the word to write."""
        word = self.own("approves").rstrip()
        release = "" if re.search(r"\bwrite it\b", word, re.I) else " Write it."
        return f"{self.choose('lock')} {word}{release}"


def speak(request: Request, lex: Lexicon) -> Iterator[str]:
    """The creator's next turn, paragraph by paragraph."""
    said = False
    for part in Turn(request, lex).parts():
        if part.strip():
            said = True
            yield part
    if not said:
        yield "Write it."


__all__ = ["Character", "Ledger", "character", "speak"]
