"""From the ledger to a staged scene: what happens when, what the camera does about it, and what is heard.

The order of work is that of a set: the story as before, turn, after, and a last picture; the parts of the body that act;
the sightline test, which moves first who faces where, then the size of the frame, then the gesture; then lens, camera, light
and sound, all hung on the same beats.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from . import words as w
from .casting import Actor, Cast, Lighting, cast, lighting, phrase, the
from .idea import Act, Noun, read_idea
from .ledger import Ledger
from .lexicon import Lexicon

SIZES = ("wide", "full", "medium", "medium_close_up", "close_up", "macro")
"""Frames from the widest to the tightest."""
SIZE_WORDS = {
    "wide": "wide shot",
    "full": "full shot, head to toe",
    "medium": "medium shot, waist-up",
    "medium_close_up": "medium close-up, chest-up",
    "close_up": "close-up, from shoulders to top of head",
    "macro": "extreme close-up",
}
_HOLDS = {
    "place": "wide",
    "feet": "full",
    "body": "full",
    "hands": "medium",
    "face": "medium_close_up",
    "none": "wide",
    "thing": "medium",
}
LENSES = {"wide": 28, "full": 35, "medium": 40, "medium_close_up": 50, "close_up": 85, "macro": 100}
STOPS = {"wide": 8.0, "full": 5.6, "medium": 4.0, "medium_close_up": 2.8, "close_up": 2.8, "macro": 4.0}


@dataclass(frozen=True, slots=True)
class Step:
    """One beat of the story: a clause, the part that acts, the sound it makes, and the options it came from."""

    says: str
    part: str = "hands"
    sound: str = ""
    key: str = ""
    own: bool = True


@dataclass(frozen=True, slots=True)
class Beat:
    """A window of the clip with its action and what the camera does in it."""

    start: float
    end: float
    label: str
    action: str
    camera: str
    light: str = ""


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound: a bed (no start), or a cue at a time; heard but unseen ones say so."""

    says: str
    start: float | None
    end: float | None = None
    lufs: int = -24
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a prompt says, before it is put into words in one of the two manners."""

    cast: Cast
    light: Lighting
    seconds: float
    steps: tuple[Step, ...]
    beats: tuple[Beat, ...]
    sounds: tuple[Sound, ...]
    size: str
    angle: str
    lens_mm: int
    f_stop: float
    facing: str
    move: str
    move_span: tuple[float, float]
    move_end: str
    prop: str
    obj: str
    palette: tuple[str, ...]
    accent: str
    end: str
    line: str
    line_span: tuple[float, float]
    look: str
    keep: tuple[str, ...]
    leftovers: tuple[str, ...]
    sightline: tuple[str, ...]
    air: str = ""
    dropped: tuple[str, ...] = ()


def filmable(act: Act, lex: Lexicon) -> bool:
    """True if a lens could see the clause happen."""
    return (
        not act.state
        and not act.negated
        and lex.verb_class.get(act.verb, "") != "mind"
        and act.verb not in ("be", "have")
    )


def acts_of(ledger: Ledger, stage: Cast, lex: Lexicon) -> tuple[list[Act], list[Act]]:
    """(what the actor does, what others or things do), both filmable, in order."""
    own, events = [], []
    for act in ledger.idea.acts:
        if not filmable(act, lex) or ledger.is_refused(act.words, "beats"):
            continue
        who = act.subject
        mine = (
            who is None
            or who.core == stage.actor.core
            or who.head in stage.actor.core.split()
            or who.core in ("i", "we", "he", "she", "they", "you")
        )
        if (
            not mine
            and who is not None
            and who.kind == "abstract"
            and not lex.verb_class.get(act.verb)
            and act.verb not in ("go", "stop", "start", "end")
        ):
            continue
        (own if mine else events).append(act)
    return own, events


def predicate(act: Act, actor: Actor, lex: Lexicon, stage: Cast | None = None) -> str:
    """The clause bent to the actor, in the present: lights the lamp."""
    rest = tidy(act.rest, actor, stage)
    verb = act.verb if actor.many else w.third(act.verb)
    if act.verb == "be":
        verb = "are" if actor.many else "is"
    return f"{verb} {rest}".strip()


def tidy(rest: str, actor: Actor, stage: Cast | None = None) -> str:
    """The rest of a clause as a prompt can say it: no I, no my, no place or hour that is said elsewhere."""
    rest = re.sub(
        r"\b(?:for the (?:first|last|final) time|once more|every (?:night|day|morning|evening|year)|again and again|for (?:years|hours|ever)|one last time|at last|these days|as usual)\b",
        "",
        rest,
        flags=re.I,
    )
    rest = re.sub(
        r"\b(?:at|in|on|during|before|after|by|until)\s+(?:the\s+|a\s+|an\s+)?(?:early |late )?(?:dawn|dusk|night|midnight|noon|sunset|sunrise|twilight|morning|afternoon|evening|daybreak|golden hour|blue hour|nightfall)\b",
        "",
        rest,
        flags=re.I,
    )
    if stage is not None and stage.place.given:
        said = re.sub(r"^(?:the|a|an)\s+", "", re.sub(r"^\w+\s+", "", stage.place.says), flags=re.I)
        rest = re.sub(
            rf"\s*\b(?:in|on|at|inside|near|by|across|along|through|from|over|under|beside|outside)\s+(?:the\s+|a\s+|an\s+|his\s+|her\s+|my\s+|our\s+|their\s+)?{re.escape(said)}\b",
            "",
            rest,
            flags=re.I,
        )
    swaps = {
        "my": actor.his,
        "our": actor.his,
        "your": actor.his,
        "me": actor.him,
        "us": actor.him,
        "myself": {"he": "himself", "she": "herself", "it": "itself"}.get(actor.he, "themselves"),
        "mine": "the other",
        "i": actor.he,
    }
    rest = re.sub(r"\b(my|our|your|me|us|myself|mine|I)\b", lambda m: swaps[m[1].lower()], rest)
    rest = re.sub(r"\bno\s+\w+(?=[,.]|$)", "", rest)
    return re.sub(r"\s+", " ", rest).replace(" ,", ",").strip(" ,;.-:")


def object_of(act: Act, stage: Cast) -> Noun | None:
    """The first thing named in the rest of a clause."""
    low = act.rest.lower()
    hits = [
        (low.find(n.core.lower()), n)
        for n in (*stage.objects,)
        if n.core.lower() in low and n.prep not in ("in", "on", "at", "through", "under", "with")
    ]
    return min(hits, key=lambda h: h[0])[1] if hits else None


def clause_of(act: Act, lex: Lexicon, stage: Cast) -> str:
    """An event with its own subject, in the present: the last train leaves."""
    who = act.subject
    name = phrase(who) if who is not None else "something"
    many = who.plural if who is not None else False
    fake = replace(stage.actor, many=many)
    return f"{name} {predicate(act, fake, lex, stage)}".strip()


def verb_sound(act: Act, lex: Lexicon, obj: Noun | None, key: tuple) -> str:
    """The sound of an act: the verb's own, else the thing's, else the class's."""
    own = lex.craft["verbs"]["sounds"].get(act.verb)
    if own:
        return own
    if obj is not None and obj.sense.data.get("sound"):
        return obj.sense.data["sound"]
    row = lex.classes.get(lex.verb_class.get(act.verb, "work"), {})
    pool = [s for s in row.get("sound", []) if "{" not in s]
    return w.pick(pool, *key, act.verb) if pool else ""


class Story:
    """The clauses of one ledger: what stands, and what may be offered for each part of it."""

    def __init__(self, ledger: Ledger, lex: Lexicon, seed: int) -> None:
        self.ledger, self.lex = ledger, lex
        self.cast = cast(ledger, lex, seed)
        self.key = self.cast.key
        self.own, self.events = acts_of(ledger, self.cast, lex)
        self.actor = self.cast.actor
        self.act = self.own[0] if self.own else None
        self.obj_noun = next((o for o in (object_of(a, self.cast) for a in self.own) if o is not None), None)
        self.prop = self._prop()
        self.obj = self._obj()
        self.slots = {
            **self.actor.slots,
            "obj": self.obj,
            "prop": self.prop,
            "it": "them" if self._obj_many() else "it",
            "other": self._other(),
            "hand": f"{self.actor.his} hand",
        }
        self.row = lex.classes.get(
            lex.verb_class.get(self.act.verb, "work") if self.act else "wait", lex.classes["wait"]
        )

    def _obj(self) -> str:
        if self.obj_noun is not None:
            return the(self.obj_noun, self.actor.his)
        if self.actor.kind == "trade" and not self.own:
            return self.actor.sense.data["thing"]
        if self.actor.kind in ("object", "place"):
            return self.actor.name
        loose = [o for o in self.cast.objects if o.kind == "object" and (o.prep in ("", "with", "of") or o.sense.data)]
        if loose:
            return the(loose[0], self.actor.his)
        if self.actor.kind == "trade":
            return self.actor.sense.data["thing"]
        return self.prop

    def _obj_many(self) -> bool:
        if self.obj_noun is not None:
            return self.obj_noun.plural
        return w.is_plural(self.obj.split()[-1])

    def _prop(self) -> str:
        given = self.ledger.value("prop")
        if given:
            return given if re.match(r"(?:the|a|an|his|her|one|two|their|its)\b", given) else f"the {given}"
        second = [o for o in self.cast.objects if o.kind == "object" and o is not self.obj_noun and o.sense.data]
        if second:
            return the(second[0], self.actor.his)
        return the_thing(self.tell())

    def tell(self) -> str:
        """The tell-tale of this trade or place, as it is first said."""
        if self.actor.kind == "trade" and not self.ledger.is_refused(self.actor.sense.data["tells"]):
            return self.actor.sense.data["tells"]
        pool = [t for t in self.cast.place.data["tells"] if not self.ledger.is_refused(t)] or ["a chair facing away"]
        return w.pick(pool, *self.key, "tell")

    def _other(self) -> str:
        return self.cast.others[0].name if self.cast.others else "someone"

    def say(self, template: str) -> str:
        """A template of the craft data about this actor."""
        return (
            w.lower(w.fill(template, self.slots, self.actor.many))
            if not template.startswith("{He}")
            else w.lower(w.fill(template, self.slots, self.actor.many))
        )

    def feeling(self, phase: str) -> list[str]:
        """The signs of this feeling, for a body of this kind."""
        row = self.lex.feelings[self.cast.feeling]
        if self.actor.kind == "animal":
            own = self.actor.sense.data
            if phase == "turn" and own.get("turn"):
                return [own["turn"] if not re.match(r"(?:it|one|the|both|every|only)\b", own["turn"]) else own["turn"]]
            if phase == "after":
                signs = [s for s in row["animal"] if not ("{prop}" in s and not self.cast.objects)]
                return [*([f"it ~{own['rest']}"] if own.get("rest") else []), *signs]
            return [f"it ~{own['does']}"] if own.get("does") else []
        return [s for s in row[phase]]

    # ── the three parts, and what may be offered for each ────────────────────────────────────────────────────────────

    def typical(self) -> str:
        """What this actor does when the idea names no act."""
        data = self.actor.sense.data
        verb = data.get("does", "")
        if verb:
            return w.fill(f"~{verb}", self.slots, self.actor.many)
        if self.actor.kind in ("object", "place"):
            state = data.get("state", "")
            return (("lie" if self.actor.many else "lies") if self.actor.kind == "object" else "is there") + (
                f" {state}" if state else " where it was left"
            )
        return w.fill(
            w.pick(
                ("~stand with {prop} in both hands", "~sit with {prop} within reach", "~turn {prop} over and over"),
                *self.key,
                "typical",
            ),
            self.slots,
            self.actor.many,
        )

    def setup(self) -> Step:
        """Before: the act that lasts, or what a body does just before one that does not."""
        given = self.ledger.row("beats")
        if given and given.key == "typed":
            return Step(given.value, "hands", "", "typed")
        if self.act is None:
            part = (
                "body"
                if self.actor.kind == "animal"
                else "thing"
                if self.actor.kind in ("object", "place")
                else "hands"
            )
            return Step(f"{self.actor.name} {self.typical()}", part, self._trade_sound(), "typical")
        span, part = self.row["span"], self.row["part"]
        ordered = len(self.own) > 1 or self.leading_event() is None and self.events
        if span == "lasts" or ordered or self.actor.kind == "object":
            return Step(
                f"{self.actor.name} {predicate(self.act, self.actor, self.lex, self.cast)}",
                self._part(part),
                verb_sound(self.act, self.lex, self.obj_noun, self.key),
                "act",
            )
        before = [b for b in self.row["before"] if "{obj}" not in b or self.obj]
        return Step(self.say(w.pick(before, *self.key, "before")), self._part(part), "", "before")

    def leading_event(self) -> Act | None:
        """An event that comes first and sets the act off: when the power goes out, ..."""
        return next(
            (
                e
                for e in self.events
                if e.marker in ("when", "as", "after", "once", "whenever")
                and (not self.own or e.order < self.own[0].order)
            ),
            None,
        )

    def turns(self) -> list[Step]:
        """What may turn the scene: the idea's own change first, then three that can be offered."""
        out: list[Step] = []
        lead = self.leading_event()
        later = [e for e in self.events if e is not lead]
        reaction = self._reaction()
        if self.act is not None and lead is not None:
            out.append(
                Step(
                    f"{clause_of(lead, self.lex, self.cast)}, and {self.actor.name} {predicate(self.act, self.actor, self.lex, self.cast)}",
                    self._part(self.row["part"]),
                    self._event_sound(lead),
                    "event",
                )
            )
        elif later:
            out.append(
                Step(
                    f"{clause_of(later[0], self.lex, self.cast)}; {reaction}",
                    self._reacting_part(),
                    self._event_sound(later[0]),
                    "event",
                )
            )
        elif len(self.own) > 1:
            act = self.own[1]
            obj = object_of(act, self.cast)
            out.append(
                Step(
                    f"{self.actor.name} {predicate(act, self.actor, self.lex, self.cast)}",
                    self._part(self.lex.classes.get(self.lex.verb_class.get(act.verb, "work"), self.row)["part"]),
                    verb_sound(act, self.lex, obj, self.key),
                    "act",
                )
            )
        elif self.act is not None and self.row["span"] == "moment" and self.actor.kind != "object":
            out.append(
                Step(
                    f"{self.actor.name} {predicate(self.act, self.actor, self.lex, self.cast)}",
                    self._part(self.row["part"]),
                    verb_sound(self.act, self.lex, self.obj_noun, self.key),
                    "act",
                )
            )
        return out

    def offers(self) -> list[Step]:
        """Three turns to choose from when the idea names none: an activity stops, a thing moves, a sound or light comes."""
        out = []
        if self.actor.kind == "animal":
            out.append(Step(self._animal_turn(), "face", self.actor.sense.data.get("voice", ""), "stop"))
        elif self.actor.kind in ("object", "place"):
            turn = self.actor.sense.data.get("turn") or "one part of it moves, and the rest does not"
            out.append(Step(_named(turn, self.actor.name), "thing", self.actor.sense.data.get("sound", ""), "stop"))
        else:
            signs = self.feeling("turn")
            out.append(Step(self.say(w.pick(signs, *self.key, "turn")), self._sign_part(), "", "stop"))
        noun = next(
            (
                o
                for o in self.cast.objects
                if o.sense.data.get("turn") and not (self.actor.kind == "object" and o.core == self.actor.core)
            ),
            None,
        )
        if noun is not None:
            out.append(
                Step(_named(noun.sense.data["turn"], the(noun)), "thing", noun.sense.data.get("sound", ""), "thing")
            )
        event = w.pick(
            [e for e in self.cast.place.data["events"] if not self.ledger.is_refused(e)] or ["a door closes"],
            *self.key,
            "event",
        )
        who = self.actor.name
        if self.actor.kind in ("object", "place"):
            out.append(
                Step(
                    f"out of frame, {event}, and {who} {'answer' if self.actor.many else 'answers'} with a tremor",
                    "thing",
                    event,
                    "sound",
                )
            )
        elif self.actor.kind == "animal":
            out.append(
                Step(
                    f"out of frame, {event}, and {who} {'turn' if self.actor.many else 'turns'} towards it",
                    "face",
                    event,
                    "sound",
                )
            )
        else:
            how = w.pick(
                ("~look up from {obj}", "~stop and ~listen, {obj} still in hand", "~turn {his} head to it"),
                *self.key,
                "hears",
            )
            if self.obj.endswith(("wall of air",)) or self.actor.many:
                how = "~turn towards it"
            out.append(
                Step(
                    f"out of frame, {event}, and {who} {w.fill(how, self.slots, self.actor.many)}",
                    "face" if "head" in how else "hands",
                    event,
                    "sound",
                )
            )
        return out

    def afters(self) -> list[Step]:
        """What may follow the turn: the idea's third act, then signs of the feeling, then how this kind of act ends."""
        out: list[Step] = []
        rest = (
            self.own[2:]
            if len(self.own) > 2
            else self.own[1:2]
            if self.leading_event() is not None or self.events and len(self.own) > 1 and not self.leading_event()
            else []
        )
        for act in rest[:1]:
            out.append(
                Step(
                    f"{self.actor.name} {predicate(act, self.actor, self.lex, self.cast)}",
                    self._part(self.lex.classes.get(self.lex.verb_class.get(act.verb, "work"), self.row)["part"]),
                    verb_sound(act, self.lex, object_of(act, self.cast), self.key),
                    "act",
                )
            )
        if self.actor.kind in ("object", "place"):
            others = [
                f"{self.actor.name} {'stay' if self.actor.many else 'stays'} as the turn left {self.actor.him}, one edge of {self.actor.him} lit",
                f"{self.actor.name} {'come' if self.actor.many else 'comes'} to rest a hand's width from where {'they' if self.actor.many else 'it'} began",
            ]
            signs = w.shuffled(others, *self.key, "after")
        elif self.actor.kind == "animal":
            signs = w.shuffled([self._bend_animal(s) for s in self.feeling("after")], *self.key, "after")
            if self.actor.sense.data.get("rest"):
                rest_sign = self._bend_animal(f"it ~{self.actor.sense.data['rest']}")
                signs = [rest_sign, *[s for s in signs if s != rest_sign]]
        else:
            signs = [self.say(s) for s in w.shuffled(self.feeling("after"), *self.key, "after")]
            ends = [
                self.say(s)
                for s in w.shuffled(self.row.get("after", []), *self.key, "ends")
                if "{obj}" not in s or self.obj_noun is not None or self.actor.kind == "trade"
            ]
            signs = [*signs, *ends] if self.cast.feeling_word else [*ends[:1], *signs, *ends[1:]]
        out += [Step(s, self._sign_part(s), "", f"after:{i}") for i, s in enumerate(signs)]
        return out

    def turn(self) -> Step:
        """The turn that stands: the creator's, else the idea's own, else the favourite offer."""
        row = self.ledger.row("change")
        own = self.turns()
        if row is not None and row.key not in ("", "act", "event"):
            found = next((s for s in self.offers() if s.key == row.key), None)
            if found is not None:
                return replace(found, says=row.value)
        if row is not None and row.key == "":
            return self.free(row.value, "turn")
        if own:
            return own[0]
        return self.favourite()

    def favourite(self) -> Step:
        """The offer that this idea leans to: a thing of its own before a stop, a stop before a sound."""
        offers = self.offers()
        things = [o for o in offers if o.key == "thing"]
        pool = things or offers
        return w.pick(pool[:2], *self.key, "favourite")

    def settle(self) -> Step:
        """What follows the turn."""
        row = self.ledger.row("gesture")
        if row is not None and row.value:
            found = next((s for s in self.afters() if s.says == row.value), None)
            return found or self.free(row.value, "after")
        turn = self.turn().says
        afters = [s for s in self.afters() if s.says != turn and not self.ledger.is_refused(s.says)]
        return (
            afters[0]
            if afters
            else Step(
                f"{self.actor.name} {'stay' if self.actor.many else 'stays'} where {self.actor.he} {'are' if self.actor.many else 'is'}",
                "body",
                "",
                "stay",
            )
        )

    def free(self, value: str, why: str) -> Step:
        """A clause in the creator's words, bent to the present."""
        read = read_idea(value, self.lex)
        acts = [a for a in read.acts if not a.state] or list(read.acts)
        parts: list[str] = []
        part = "hands"
        sound = ""
        for act in acts[:2]:
            cls = self.lex.classes.get(self.lex.verb_class.get(act.verb, "work"), self.lex.classes["work"])
            part = cls["part"]
            mine = (
                act.subject is None
                or act.subject.core in (self.actor.core, "he", "she", "it", "they", "i", "we", "you")
                or act.subject.head in self.actor.core.split()
            )
            parts.append(
                f"{self.actor.name} {predicate(act, self.actor, self.lex, self.cast)}"
                if mine
                else clause_of(act, self.lex, self.cast)
            )
            sound = sound or verb_sound(
                act, self.lex, next((n for n in read.nouns if n.kind == "object"), None), self.key
            )
        if not parts:
            text = tidy(value, self.actor)
            return Step(
                text if re.match(r"(?:the|a|an|his|her|one|no|both|only|their|its)\b", text, re.I) else text,
                "hands",
                "",
                why,
                False,
            )
        return Step(", and ".join(parts), self._part(part), sound, why)

    # ── small parts ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _reaction(self) -> str:
        if self.actor.kind == "animal":
            return self._animal_turn()
        if self.actor.kind in ("object", "place"):
            return f"{self.actor.name} {'are' if self.actor.many else 'is'} left in the quiet after it"
        pool = self.row["stop"] if self.act is not None and self.row["stop"] else self.feeling("turn")
        return self.say(w.pick(pool, *self.key, "reaction"))

    def _reacting_part(self) -> str:
        return (
            "face"
            if self.actor.kind == "animal"
            else "thing"
            if self.actor.kind in ("object", "place")
            else self._part(self.row["part"])
        )

    def _animal_turn(self) -> str:
        signs = self.feeling("turn")
        text = signs[0] if signs else "it stops"
        return _named(self._bend_animal(text), self.actor.name)

    def _bend_animal(self, text: str) -> str:
        if self.actor.many:
            text = re.sub(r"^it ~", "they ~", text)
            text = re.sub(r"\bits\b", "their", text)
            text = re.sub(r"^it (\w+s)\b", lambda m: f"they {_unthird(m[1])}", text)
        return w.fill(text, self.slots, self.actor.many)

    def _part(self, part: str) -> str:
        if self.actor.kind in ("object", "place"):
            return "thing"
        if self.actor.kind == "animal" and part == "hands":
            return "body"
        return part

    def _sign_part(self, text: str = "") -> str:
        if self.actor.kind in ("object", "place"):
            return "thing"
        if self.actor.kind == "animal":
            return "body"
        if re.search(r"\b(?:step|steps|heels|feet|walk|stroll|spot)\b", text):
            return "body"
        return "hands"

    def _event_sound(self, act: Act) -> str:
        noun = act.subject
        own = self.lex.craft["verbs"]["sounds"].get(act.verb)
        if noun is not None and noun.sense.data.get("sound"):
            return noun.sense.data["sound"]
        return own or verb_sound(act, self.lex, None, self.key)

    def _trade_sound(self) -> str:
        data = self.actor.sense.data
        return data.get("voice") or data.get("sound") or data.get("hears", "")


def _unthird(verb: str) -> str:
    return (
        verb[:-3] + "y" if verb.endswith("ies") else verb[:-2] if re.search(r"(?:sh|ch|ss|x)es$", verb) else verb[:-1]
    )


def _named(text: str, name: str) -> str:
    """A sign with its owner named: one ear lifts -> the dog: one ear lifts."""
    if re.match(r"(?:it|they)\b", text):
        return re.sub(r"^(?:it|they)\b", name, text, count=1)
    if re.match(r"nothing\b|out\b", text):
        return text
    return (
        f"{w.upper(name)}: {text}"
        if False
        else re.sub(
            r"^(one|both|the|a|every)\s+(\w+)",
            lambda m: f"{m[1] if m[1] != 'a' else 'a'} {m[2]} of {name}",
            text,
            count=1,
        )
        if re.match(r"(?:one|both|the|a)\s+\w+\s+(?:\w+s|of|comes|goes|drops)\b", text)
        and " of " not in " ".join(text.split()[:4])
        else text
    )


_CUT = frozenset(
    """with that of from for by on in bound worn held mended left tied stuck pinned taped cut sewn gone set marked folded older hanging half nobody
    facing put still over already used turned under pulled too drilled kept ringed read as made polished to behind placed at wedged filled stiff
    upside mushroomed rolled painted rubbed buried across above inside against next chalked stopped bent split bitten sharpened no two instead a
    inked round the shape replaced drying right and scratched where hung has bolted pegged""".split()
)


def the_thing(tell: str) -> str:
    """A tell-tale as it is called once it is known: a cup with a dried ring -> the cup."""
    words = re.sub(r"^(?:a|an|one|the|two|three)\s+", "", tell).split()
    cut = next((k for k, word in enumerate(words) if k and word.strip(",") in _CUT), len(words))
    head = " ".join(words[:cut]).strip(" ,")
    return f"the {head}" if head else f"the {tell}"


# ── the scene ────────────────────────────────────────────────────────────────────────────────────────────────────────


def length(ledger: Ledger, engine: object | None, wished: float | None) -> float:
    """The length of the clip [s]: the creator's, else the brief's, else 8, as the engine makes it."""
    stated = ledger.value("seconds")
    seconds = float(stated) if re.fullmatch(r"\d+(?:\.\d+)?", stated) else wished or 8.0
    if engine is not None and getattr(engine, "seconds", ()):
        seconds = engine.nearest_seconds(seconds)  # type: ignore[attr-defined]
    return max(1.0, min(float(seconds), 120.0))


def windows(seconds: float, count: int, line_words: int = 0) -> list[tuple[float, float]]:
    """Windows that tile the clip: before, turn, after, rest; a spoken line stretches its turn."""
    if seconds < 2:
        return [(0.0, seconds)]
    shares = {
        1: (1.0,),
        2: (0.55, 0.45),
        3: (0.38, 0.26, 0.36),
        4: (0.375, 0.1875, 0.3125, 0.125),
        5: (0.2, 0.22, 0.18, 0.26, 0.14),
    }[count]
    lengths = [max(1.0, seconds * s) for s in shares]
    if line_words and count > 1:
        need = min(line_words / 2.2 + 0.4, seconds - (count - 1))
        turn = 2 if count == 5 else 1
        lengths[turn] = max(lengths[turn], need)
    spare = sum(lengths) - seconds
    order = sorted(range(count), key=lambda k: -lengths[k])
    for k in order * 3:
        if spare <= 1e-9:
            break
        cut = min(spare, max(0.0, lengths[k] - 1.0)) if not (line_words and k == (2 if count == 5 else 1)) else 0.0
        lengths[k] -= cut
        spare -= cut
    step = 0.5 if seconds >= 5 else 0.25 if seconds >= 3 else 0.1
    marks, at = [0.0], 0.0
    for k, piece in enumerate(lengths[:-1]):
        at = round((at + piece) / step) * step
        at = max(marks[-1] + min(1.0, seconds / count), min(at, seconds - (count - 1 - k)))
        marks.append(round(at, 2))
    marks.append(seconds)
    return list(zip(marks, marks[1:], strict=False))


def scene(ledger: Ledger, lex: Lexicon, seed: int, engine: object | None = None, wished: float | None = None) -> Scene:
    """The staged scene of a ledger: the same one for the same ledger and seed."""
    story = Story(ledger, lex, seed)
    key, actor = story.key, story.actor
    seconds = length(ledger, engine, wished)
    setup, turn, settle = story.setup(), story.turn(), story.settle()
    timed = ledger.idea.timed
    if timed and abs(timed[-1][1] - seconds) < 0.06:
        steps = tuple(story.free(action, "timed") for _, _, action in timed)
        spans = [(a, b) for a, b, _ in timed]
    else:
        steps = (setup, turn, settle)
        count = 2 if seconds < 3 else 3 if seconds < 5 else 4 if seconds < 14 else 5
        count = 1 if seconds < 2 else count
        line, _ = spoken(ledger, seconds)
        spans = windows(seconds, count, w.count_words(line))
        steps = {
            1: (turn,),
            2: (setup, turn),
            3: (setup, turn, settle),
            4: (setup, turn, settle, _rest(story, settle)),
            5: (_wait(story), setup, turn, settle, _rest(story, settle)),
        }[count]
    turn_at = next((k for k, s in enumerate(steps) if s is turn or s.says == turn.says), min(1, len(steps) - 1))
    sees = _sees(story)
    light = lighting(ledger, lex, story.cast, sees)
    lights_itself = bool(story.act and lex.verb_class.get(story.act.verb) == "kindle") or turn.key == "sound"
    if lights_itself and not ledger.settled("light change"):
        light = replace(light, cause="", cause_end="")
    line, dropped_line = spoken(ledger, seconds)
    size, angle, facing, notes = sightline(ledger, story, steps, bool(line))
    move, span, move_end = camera(ledger, lex, story, steps, spans, turn_at, size)
    lens = int(ledger.value("lens")) if ledger.value("lens").isdigit() else LENSES[size]
    stop = float(ledger.value("aperture")) if re.fullmatch(r"\d+(?:\.\d+)?", ledger.value("aperture")) else STOPS[size]
    beats = []
    labels = _labels(len(steps), turn_at)
    for k, (step, (start, end)) in enumerate(zip(steps, spans, strict=False)):
        lit = ""
        if light.cause and k == min(turn_at + 1, len(steps) - 1) and len(steps) > 2:
            lit = light.cause
        beats.append(Beat(start, end, labels[k], step.says, _camera_line(move, span, start, end, move_end, size), lit))
    line_span = (0.0, 0.0)
    if line:
        start, end = spans[turn_at]
        line_span = (round(start + 0.2, 2), round(min(end, start + 0.2 + w.count_words(line) / 2.2), 2))
    sounds = heard(ledger, story, steps, spans, turn_at, light, seconds)
    palette, accent = colours(ledger, story)
    return Scene(
        cast=story.cast,
        light=light,
        seconds=seconds,
        steps=tuple(steps),
        beats=tuple(beats),
        sounds=sounds,
        size=size,
        angle=angle,
        lens_mm=lens,
        f_stop=stop,
        facing=facing,
        move=move,
        move_span=span,
        move_end=move_end,
        prop=story.prop,
        obj=story.obj,
        palette=palette,
        accent=accent,
        end=last_picture(ledger, story, settle, light),
        line=line,
        line_span=line_span,
        look=ledger.value("look"),
        keep=tuple(r.value for r in ledger.refused if r.slot == "keep"),
        leftovers=leftovers(ledger, story, steps),
        sightline=notes,
        air=air(ledger, story),
        dropped=dropped_line,
    )


def _rest(story: Story, settle: Step) -> Step:
    actor = story.actor
    poses = (
        f"{actor.name} {'stay' if actor.many else 'stays'} so; nothing else moves",
        f"everything holds, {actor.name} included",
        f"no one moves; {story.obj} {'are' if story._obj_many() else 'is'} where {'they were' if story._obj_many() else 'it was'} left",
    )
    if actor.kind in ("object", "place") or story.obj == actor.name:
        poses = poses[1:2]
    return Step(w.pick(poses, *story.key, "rest"), settle.part, "", "rest")


def _wait(story: Story) -> Step:
    return Step(
        f"{story.actor.name} {'are' if story.actor.many else 'is'} already there and not yet busy; {story.cast.place.data['clock'][0]} goes on",
        "body",
        "",
        "wait",
    )


def _labels(count: int, turn: int) -> tuple[str, ...]:
    names = {
        1: ("The turn",),
        2: ("Before", "The turn"),
        3: ("Before", "The turn", "After"),
        4: ("Before", "The turn", "After", "Rest"),
        5: ("Arrival", "Before", "The turn", "After", "Rest"),
    }
    return names.get(count, tuple("The turn" if k == turn else f"Part {k + 1}" for k in range(count)))


def _sees(story: Story) -> str:
    if story.actor.kind in ("object", "place"):
        return story.actor.name
    return w.pick((story.obj, story.prop) if story.actor.kind != "animal" else (story.actor.name,), *story.key, "sees")


def spoken(ledger: Ledger, seconds: float) -> tuple[str, tuple[str, ...]]:
    """The line as it fits the clip, and the words that had to go."""
    line = ledger.value("speech")
    if not line or line == "none":
        return "", ()
    limit = max(1, int(2.2 * (seconds - 1)))
    words = line.split()
    if len(words) <= limit:
        return line, ()
    tail = words[-limit:]
    cut = next(
        (k for k, word in enumerate(words) if k >= len(words) - limit and k and words[k - 1][-1] in ",.;!?…"),
        len(words) - limit,
    )
    tail = words[cut:]
    return w.upper(" ".join(tail)), (" ".join(words[:cut]),)


def sightline(
    ledger: Ledger, story: Story, steps: tuple[Step, ...], speaks: bool
) -> tuple[str, str, str, tuple[str, ...]]:
    """(size, angle, facing, what was mended): is the part that acts inside the frame, and does light reach it?"""
    notes: list[str] = []
    parts = {s.part for s in steps if s.part}
    need = min((_HOLDS.get(p, "medium") for p in parts), key=SIZES.index) if parts else "medium"
    actor = story.actor
    if actor.kind == "animal":
        small = actor.sense.entry in (
            "bee",
            "ant",
            "beetle",
            "snail",
            "spider",
            "moth",
            "butterfly",
            "firefly",
            "mouse",
            "goldfish",
            "frog",
        )
        need = "macro" if small else "medium" if not actor.many else "wide"
        if any(s.part in ("body", "feet") for s in steps) and not small:
            need = "full"
    if actor.many and len(parts) and SIZES.index(need) > SIZES.index("full"):
        need = (
            "medium" if story.cast.actor.kind in ("person", "trade", "maker") and "people" not in actor.core else "wide"
        )
    if actor.kind in ("object", "place"):
        need = (
            "wide"
            if actor.kind == "place"
            or actor.sense.entry
            in (
                "snow",
                "rain",
                "sea",
                "ocean",
                "river",
                "fog",
                "cloud",
                "wave",
                "train",
                "ship",
                "bus",
                "tram",
                "bridge",
                "lighthouse",
                "windmill",
                "volcano",
                "iceberg",
                "rocket",
                "plane",
                "planet",
                "moon",
                "sun",
                "carousel",
                "tree",
                "car",
                "boat",
                "spaceship",
                "tank",
            )
            else "medium_close_up"
        )
    size = ledger.value("size")
    facing = ledger.value("facing")
    if size not in SIZES:
        size = need
    elif SIZES.index(size) > SIZES.index(need):
        row = ledger.row("size")
        if (
            row is not None
            and row.status in ("given", "locked", "chosen")
            and size in ("close_up", "medium_close_up")
            and need == "medium"
        ):
            notes.append("raised")
        elif row is not None and row.status in ("given", "locked", "chosen"):
            notes.append(f"size {size} -> {need}")
            size = need
        else:
            size = need
    if facing == "back" and ("face" in parts or speaks):
        notes.append("facing back -> over the shoulder")
        facing = "over_shoulder"
    angle = ledger.value("angle") or "eye_level"
    return size, angle, facing or "three_quarter", tuple(notes)


def camera(
    ledger: Ledger,
    lex: Lexicon,
    story: Story,
    steps: tuple[Step, ...],
    spans: list[tuple[float, float]],
    turn_at: int,
    size: str,
) -> tuple[str, tuple[float, float], str]:
    """(kind, window, where it ends): hold, then at most one move that starts at the turn and ends on a named frame."""
    given = ledger.value("move")
    seconds = spans[-1][1]
    start = spans[turn_at][1] if turn_at < len(spans) else seconds
    end = spans[-2][1] if len(spans) > 2 else seconds
    end = min(end, seconds - (1.0 if seconds >= 5 else 0.8))
    move_class = lex.verb_class.get(story.act.verb) if story.act else ""
    travels = (
        move_class in ("walk", "run", "drive")
        and steps[0].key in ("act", "typed")
        and story.act is not None
        and story.act.verb not in ("wait", "land", "arrive", "enter", "exit", "jump", "leap", "dive")
    )
    kind = given
    if not kind:
        feel = story.cast.feeling
        by_feeling = {
            "understanding": "push_in",
            "loneliness": "pull_out",
            "awe": "pull_out",
            "longing": "push_in",
            "tenderness": "push_in",
            "courage": "static",
            "deadpan": "static",
            "patience": "static",
            "grief": "static",
            "fear": "push_in",
            "curiosity": "push_in",
            "pride": "static",
            "relief": "static",
            "anger": "static",
            "joy": "static",
            "mischief": "truck",
            "exhaustion": "static",
        }
        kind = "tracking" if travels else by_feeling.get(feel, "static")
        if seconds < 5 and kind != "tracking":
            kind = "static"
    if kind in ("static", "none"):
        return "static", (0.0, 0.0), ""
    if kind == "tracking":
        span = (0.0, spans[max(0, turn_at)][0] if turn_at else end)
        if span[1] - span[0] < 1:
            span = (0.0, max(1.0, end))
    else:
        span = (start, end)
        if span[1] - span[0] < 0.7:
            span = (spans[turn_at][0], max(end, spans[turn_at][0] + 0.8))
    shift = ledger.row("move start")
    if shift is not None and re.fullmatch(r"\d+(?:\.\d+)?", shift.value):
        at = float(shift.value)
        if at < seconds - 1.2:
            span = (at, max(at + 1.0, span[1]) if max(at + 1.0, span[1]) <= seconds else seconds - 0.2)
    target = {
        "push_in": f"{_target(story)}",
        "pull_out": f"{story.actor.name} small in the frame",
        "truck": _target(story),
        "tracking": f"{story.actor.name} at rest",
        "pan": _target(story),
        "tilt": _target(story),
        "orbit": f"{story.actor.name} in profile",
        "crane": f"{story.actor.name} seen from above",
        "handheld": _target(story),
    }
    return kind, (round(span[0], 2), round(span[1], 2)), target.get(kind, _target(story))


def _target(story: Story) -> str:
    if story.actor.kind == "animal":
        return f"{story.actor.name}'s head" if not story.actor.many else story.actor.name
    if story.actor.kind in ("object", "place"):
        return story.actor.name
    who = f"{story.actor.his} hands"
    return f"{who} and {story.obj}" if story.obj_noun is not None and w.count_words(story.obj) < 5 else who


_MOVE_WORDS = {
    "push_in": "slow push-in",
    "pull_out": "slow pull-out",
    "truck": "slow truck to the right",
    "tracking": "tracking at walking pace",
    "pan": "slow pan to the right",
    "tilt": "slow tilt up",
    "orbit": "slow quarter orbit",
    "crane": "slow crane up",
    "handheld": "handheld",
}


def move_words(kind: str) -> str:
    """A move as it is said."""
    return _MOVE_WORDS.get(kind, "static")


def _camera_line(kind: str, span: tuple[float, float], start: float, end: float, target: str, size: str) -> str:
    """What the camera does in one beat."""
    if kind == "static" or span[1] <= start + 0.01 or span[0] >= end - 0.01:
        return "static"
    return kind


def heard(
    ledger: Ledger,
    story: Story,
    steps: tuple[Step, ...],
    spans: list[tuple[float, float]],
    turn_at: int,
    light: Lighting,
    seconds: float,
) -> tuple[Sound, ...]:
    """The bed of the place, then one event for each beat, each inside the clip."""
    data, key = story.cast.place.data, story.key
    given = ledger.value("sound")
    weather = {
        "rain": "rain, steady",
        "snow": "snow taking the echo away",
        "storm": "wind, and thunder a long way off",
        "wind": "wind, in long pushes",
        "fog": "sound held close by the fog",
    }.get(story.ledger.idea.weather[0], "")
    beds = [given] if given else [weather] if weather and story.cast.place.kind not in ("closed",) else []
    pool = [b for b in data["bed"] if not ledger.is_refused(b) and "music" not in b]
    if pool:
        beds.append(w.pick(pool, *key, "bed"))
    out = [Sound(b, None, None, -30 if k else -27) for k, b in enumerate(dict.fromkeys(beds))]
    used: set[str] = set()
    for k, (step, (start, end)) in enumerate(zip(steps, spans, strict=False)):
        if (
            not step.sound
            or step.sound in used
            or step.sound.startswith(("nothing", "almost nothing"))
            or ledger.is_refused(step.sound)
        ):
            continue
        used.add(step.sound)
        at = round(start + min(0.6 if k == 0 else 0.2, (end - start) / 3), 1)
        again = k == 0 and end - start > 2.2
        shift = ledger.row(f"cue {k + 1}")
        if shift is not None and re.fullmatch(r"\d+(?:\.\d+)?", shift.value):
            at, again = min(float(shift.value), seconds - 0.2), False
        unseen = step.key == "sound"
        says = step.sound
        out.append(Sound(says, at, None, -16 if k == turn_at else -20, unseen))
        if again:
            out.append(
                Sound(
                    f"{says}, again" if not says.endswith("again") else says,
                    round(at + (end - start) * 0.45, 1),
                    None,
                    -21,
                )
            )
    if not any(s.start is not None and s.start >= spans[turn_at][0] for s in out):
        event = w.pick([e for e in data["events"] if not ledger.is_refused(e)] or data["events"], *key, "tail")
        at = round(min(spans[-1][0] + 0.2, seconds - 0.3), 1)
        if event not in used and at > 0:
            out.append(Sound(event, at, None, -24, True))
    elif len(spans) > 3 and seconds >= 6:
        clock = w.pick(data["clock"], *key, "clock")
        if not ledger.is_refused(clock) and clock not in used:
            out.append(Sound(clock, round(spans[-1][0] + 0.1, 1), None, -28, True))
    return tuple(out)


def colours(ledger: Ledger, story: Story) -> tuple[tuple[str, ...], str]:
    """Three to five anchors: the creator's colours first, two of the place, one neutral, the accent on the thing that matters."""
    given = [c.strip() for c in re.split(r",|\band\b", ledger.value("palette")) if c.strip()]
    place = [c for c in story.cast.place.data["palette"] if not ledger.is_refused(c)]
    noun = story.obj_noun
    shade = noun.sense.data.get("shade", "") if noun is not None else ""
    accent = ledger.value("accent") or (given[0] if given else shade or story.cast.place.data["accent"])
    if ledger.is_refused(accent):
        accent = story.cast.place.data["palette"][-1]
    pool = list(dict.fromkeys([*given, *([shade] if shade and not ledger.is_refused(shade) else []), *place]))
    if accent in pool:
        pool.remove(accent)
    return tuple(pool[:4] if len(pool) > 3 else pool[:3]), accent


def air(ledger: Ledger, story: Story) -> str:
    """What hangs in the air, given or the weather's."""
    row = ledger.row("air")
    return row.value if row is not None and row.value not in ("none", "clean") else ""


def last_picture(ledger: Ledger, story: Story, settle: Step, light: Lighting) -> str:
    """The last frame as one still picture."""
    given = ledger.value("end")
    thing = story.obj if story.obj != story.actor.name else story.prop
    who = story.actor.name
    if given:
        return given
    if light.cause_end:
        return f"{who} and {thing}, and {light.cause_end}" if thing != who else light.cause_end
    return w.pick(
        (
            f"{who}, {thing}, and nothing that moves",
            f"{thing} in the foreground third, {who} behind it, both still",
            f"{who} at rest, {thing} nearest the lens",
        ),
        *story.key,
        "end",
    )


def leftovers(ledger: Ledger, story: Story, steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Things and others of the idea that no beat names, as they stand about."""
    said = (
        " ".join(s.says for s in steps).lower()
        + " "
        + story.cast.place.says.lower()
        + " "
        + story.prop.lower()
        + " "
        + story.actor.first.lower()
    )
    out = []
    for noun in story.cast.objects:
        if noun.head not in said and noun.core.lower() not in said and not ledger.is_refused(noun.core):
            out.append(phrase(noun))
    for other in story.cast.others:
        if other.core.lower() not in said and other.name.split()[-1] not in said:
            out.append(other.first)
    for noun in story.cast.more:
        if noun.core.lower() not in said:
            out.append(f"beyond, {phrase(noun)}")
    return tuple(dict.fromkeys(out))[:5]
