"""The story of a ledger: what happens before, at the turn, and after, in clauses that a lens could see.

The idea's own verbs come first and keep their order. Where it has too few, the rest is offered: how such an act is
begun, how it stops, what the thing in hand does by itself, which sign the feeling gives. Each offer is a finished
clause, so that what is chosen can stand in the prompt as it was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from . import words as w
from .casting import Actor, Cast, cast, lighting, phrase, the, the_thing
from .grammar import Act, Noun
from .idea import read_idea
from .ledger import Ledger
from .lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Step:
    """One beat of the story: a clause, the part that acts, the sound it makes, and the options it came from."""

    says: str
    part: str = "hands"
    sound: str = ""
    key: str = ""
    own: bool = True


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
    own: list[Act] = []
    events: list[Act] = []
    for act in ledger.idea.acts:
        if not filmable(act, lex) or ledger.is_refused(act.words, "beats"):
            continue
        if act.subject is None and ledger.idea.spoken and lex.verb_class.get(act.verb) == "speak":
            continue  # "...," says an old man: the line is spoken anyway
        who = act.subject
        mine = (
            who is None
            or who.core == stage.actor.core
            or who.head in stage.actor.core.split()
            or who.core in ("i", "we", "he", "she", "they", "you", "everyone", "everybody")
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
        r"\b(?:for the (?:first|last|final) time|once more|every (?:night|day|morning|evening|year)|"
        r"again and again|for (?:\w+ )?(?:years|hours|days|ever)|one last time|at last|these days|"
        r"as usual|all at once|at once|at the same time|together)\b",
        "",
        rest,
        flags=re.I,
    )
    rest = re.sub(
        r"\b(?:at|in|on|during|before|after|by|until)\s+(?:the\s+|a\s+|an\s+)?(?:early |late )?(?:dawn|"
        r"dusk|night|midnight|noon|sunset|sunrise|twilight|morning|afternoon|evening|daybreak|"
        r"golden hour|blue hour|nightfall)\b",
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
    rest = re.sub(r"\bzoom(?: (?:in|out))?\b", "", rest, flags=re.I)
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
    rest = re.sub(r"(?<!with )\bno\s+\w+(?=[,.]|$)", "", rest)
    rest = re.sub(r"\s+", " ", rest).replace(" ,", ",").strip(" ,;.-:")
    return re.sub(r"(?:\s+(?:at|that|which|who|and|with|of|on|a|an|the|but|as|by))+$", "", rest)


def object_of(act: Act, stage: Cast) -> Noun | None:
    """The first thing named in the rest of a clause."""
    low = act.rest.lower()
    hits = [
        (low.find(n.core.lower()), n)
        for n in stage.objects
        if n.prep == "" and n.kind in ("object", "") and re.search(rf"\b{re.escape(n.core.lower())}\b", low)
    ]
    return min(hits, key=lambda h: h[0])[1] if hits else None


def clause_of(act: Act, lex: Lexicon, stage: Cast) -> str:
    """An event with its own subject, in the present: the last train leaves."""
    who = act.subject
    name = phrase(who) if who is not None else "something"
    many = who.plural and who.core not in ("everyone", "everybody", "nobody") if who is not None else False
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
        self.key, self.actor = self.cast.key, self.cast.actor
        self.own, self.events = acts_of(ledger, self.cast, lex)
        self.act = self.own[0] if self.own else None
        self.row = self.class_of(self.act) if self.act else lex.classes["wait"]
        self.obj_noun = next((o for o in (object_of(a, self.cast) for a in self.own) if o is not None), None)
        self.prop = self._prop()
        self.obj = self._obj()
        self.slots = self._slots()

    @property
    def thing(self) -> bool:
        """True if what carries the shot has no body."""
        return self.actor.kind in ("object", "place")

    @property
    def touches(self) -> bool:
        """True if there is something in reach that hands could take up."""
        loose = any(
            o.kind == "object" and o.sense.data and o.prep in ("", "with", "of", "from") for o in self.cast.objects
        )
        return (
            self.obj_noun is not None or loose or (self.actor.kind == "trade" and not self.actor.sense.data.get("it"))
        )

    def signs(self, phase: str) -> list[str]:
        """Signs of this feeling that this body can give with what it has in reach."""
        rows = self.lex.feelings[self.cast.feeling][phase]
        if self.touches:
            same = self.slots["obj"] == self.slots["prop"]
            if same and self.act is not None and self.lex.verb_class.get(self.act.verb) == "kindle":
                return [s for s in rows if "{prop}" not in s] or list(self.lex.feelings["plain"][phase])
            return [s for s in rows if not (same and "{obj}" in s and "{prop}" in s)] or list(rows)
        free = [s for s in rows if "{obj}" not in s and "{prop}" not in s]
        return [*free, *self.lex.feelings["plain"][phase]]

    def class_of(self, act: Act) -> dict:
        """The class of an act's verb."""
        return self.lex.classes[self.lex.verb_class.get(act.verb, "work")]

    def verb(self, base: str) -> str:
        """A verb bent to the actor."""
        if base == "be":
            return "are" if self.actor.many else "is"
        return base if self.actor.many else w.third(base)

    def _slots(self) -> dict[str, str]:
        actor = self.signer()
        touch = (
            self.prop
            if w.count_words(self.prop) < 4 and self.lex.sense(self.prop.split()[-1]).kind == "object"
            else self.obj
        )
        return {
            **actor.slots,
            "obj": self.obj,
            "prop": touch,
            "it": "them" if self.obj_many() else "it",
            "other": self._other(),
        }

    def signer(self) -> Actor:
        """Whoever gives the signs: the actor, or one of several who stands nearest."""
        if not self.actor.many or self.actor.kind not in ("person", "trade", "maker"):
            return self.actor
        noun = w.singular(self.actor.name.split()[-1])
        female = w.pick((True, False), *self.key, "signer")
        he, him, his = ("she", "her", "her") if female else ("he", "him", "his")
        name = (
            f"the nearer {noun}"
            if noun not in ("people", "crowd", "person", "family", "couple", "team", "choir", "orchestra")
            else f"the {'woman' if female else 'man'} in front"
        )
        if noun in ("men", "man", "boy", "brother", "monk", "wizard", "miner"):
            he, him, his = "he", "him", "his"
        return replace(self.actor, name=name, he=he, him=him, his=his, many=False)

    def _obj(self) -> str:
        if self.obj_noun is not None:
            return the(self.obj_noun, self.actor.his)
        if self.thing:
            return self.actor.name
        loose = [
            o for o in self.cast.objects if o.kind == "object" and o.sense.data and o.prep in ("", "with", "of", "from")
        ]
        if loose:
            return the(loose[0], self.actor.his)
        if self.actor.kind == "trade" and not self.actor.sense.data.get("it"):
            return self.actor.sense.data["thing"]
        return self.prop if self.actor.kind != "animal" else self.actor.name

    def obj_many(self) -> bool:
        """True if the thing in hand is several."""
        return self.obj_noun.plural if self.obj_noun is not None else w.is_plural(self.obj.split()[-1])

    def _prop(self) -> str:
        given = self.ledger.value("prop")
        if given:
            return the_thing(given)
        second = [
            o
            for o in self.cast.objects
            if o.kind == "object" and o is not self.obj_noun and o.sense.data and o.prep in ("", "with", "of")
        ]
        return the(second[0], self.actor.his) if second else the_thing(self.tell())

    def tell(self) -> str:
        """The tell-tale of this trade or place, as it is first said."""
        if self.ledger.value("prop"):
            return self.ledger.value("prop")
        trade = self.actor.sense.data.get("tells", "") if self.actor.kind == "trade" else ""
        if trade and not self.ledger.is_refused(trade):
            return trade
        pool = [t for t in self.cast.place.data["tells"] if not self.ledger.is_refused(t)] or ["a chair facing away"]
        return w.pick(pool, *self.key, "tell")

    def _other(self) -> str:
        return self.cast.others[0].name if self.cast.others else "someone"

    def say(self, template: str) -> str:
        """A template of the craft data about whoever gives the signs."""
        who = self.signer()
        text = w.lower(w.fill(template, self.slots, who.many))
        if self.actor.many and not who.many:
            text = re.sub(rf"^{who.he}\b", who.name, text)
            text = re.sub(rf"^{who.his}\b", f"{who.name}'s", text)
        return text

    def cast_line(self, template: str) -> str:
        """A pose of the manner data about the actor."""
        verbs = {base: self.verb(base) for base in ("stay", "hold", "be", "keep")}
        return template.format_map({"name": self.actor.name, **verbs})

    def does(self, act: Act) -> str:
        """The actor and an act of theirs as a clause."""
        return f"{self.actor.name} {predicate(act, self.actor, self.lex, self.cast)}"

    def step(self, act: Act) -> Step:
        """An act of the actor as a step."""
        return Step(self.does(act), self.part(self.class_of(act)["part"]), self.sound_of(act), "act")

    def sound_of(self, act: Act) -> str:
        """What an act sounds like."""
        obj = object_of(act, self.cast)
        if obj is not None and obj.sense.data.get("sound") and act.verb in _THINGS_SOUND:
            return obj.sense.data["sound"]
        if (
            act.verb not in self.lex.craft["verbs"]["sounds"]
            and self.lex.verb_class.get(act.verb, "work") in ("work", "grow")
            and self.actor.sense.data.get("hears")
        ):
            return self.actor.sense.data["hears"]
        if self.actor.kind == "animal" and self.lex.verb_class.get(act.verb) not in (
            "walk",
            "run",
            "food",
            "strike",
            "break",
        ):
            return self.actor.sense.data.get("voice", "") or verb_sound(act, self.lex, obj, self.key)
        if self.thing and self.actor.sense.data.get("sound"):
            return self.actor.sense.data["sound"]
        return verb_sound(act, self.lex, obj, self.key)

    def part(self, part: str) -> str:
        """The part that acts, for this kind of body."""
        if self.thing:
            return "thing"
        return "body" if self.actor.kind == "animal" and part == "hands" else part

    # ── before ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def typical(self) -> str:
        """What this actor does when the idea names no act."""
        data = self.actor.sense.data
        if data.get("does"):
            text = w.fill(f"~{data['does']}", self.slots, self.actor.many)
            if self.actor.many and self.actor.kind == "animal":
                text = re.sub(r"\bit\b", "them", re.sub(r"\bits\b", "their", text))
            return text
        if self.thing:
            return (
                f"{self.verb('be')} "
                f"{data.get('state') or 'where ' + ('they were' if self.actor.many else 'it was') + ' left'}"
            )
        if self.actor.kind == "animal":
            return w.fill(
                w.pick(("~stand and ~take the place in", "~keep still but for the breath"), *self.key, "typical"),
                self.slots,
                self.actor.many,
            )
        if self.actor.many:
            return w.pick(
                (
                    "stand close, each busy with something small",
                    "wait, shoulder to shoulder",
                    "go about it, no two alike",
                ),
                *self.key,
                "typical",
            )
        ways = (
            "~stand with both hands empty",
            "~sit, hands between the knees",
            "~wait, one shoulder to the wall",
            "~walk three steps and ~turn",
        )
        return w.fill(w.pick(ways, *self.key, "typical"), self.slots, self.actor.many)

    def setup(self) -> Step:
        """Before: the act that lasts, or what a body does just before one that does not."""
        row = self.ledger.row("beats")
        if row and row.key not in ("act", ""):
            return Step(row.value, "hands", "", row.key)
        if row and row.key == "" and row.value:
            return self.free(row.value, "typed")
        if self.act is None:
            part = "body" if self.actor.kind == "animal" else "thing" if self.thing else "hands"
            data = self.actor.sense.data
            return Step(
                f"{self.actor.name} {self.typical()}",
                part,
                data.get("voice") or data.get("sound") or data.get("hears", ""),
                "typical",
            )
        if (first := self.opening()) is not None:
            return Step(clause_of(first, self.lex, self.cast), self._reacting(), self._event_sound(first), "event")
        ordered = len(self.own) > 1 or (self.events and self.leading() is None)
        if self.leading() is not None:
            return Step(f"{self.actor.name} {self._idle()}", self.part("hands"), "", "before")
        if self.row["span"] == "lasts" or ordered or self.thing:
            return self.step(self.act)
        if self.actor.kind == "animal" and self.obj_noun is not None:
            near = f"{self.actor.name} {self.verb('keep')} still, close to {self.obj}"
            return Step(near, "body", self.actor.sense.data.get("voice", ""), "before")
        if self.actor.kind == "animal":
            does = self.actor.sense.data.get("does")
            return Step(
                f"{self.actor.name} "
                f"{w.fill('~' + does, self.slots, self.actor.many) if does else self.verb('keep') + ' quite still'}",
                "body",
                self.actor.sense.data.get("voice", ""),
                "before",
            )
        return Step(
            self.say(w.pick(self.row["before"], *self.key, "before")), self.part(self.row["part"]), "", "before"
        )

    def _idle(self) -> str:
        data = self.actor.sense.data
        if data.get("does"):
            return w.fill(f"~{data['does']}", self.slots, self.actor.many)
        if self.obj_noun is not None:
            return w.fill(
                w.pick(("~sit over {obj}, not yet busy", "~stand beside {obj}, hands empty"), *self.key, "idle"),
                self.slots,
                self.actor.many,
            )
        return w.fill(
            w.pick(("~sit, hands between the knees", "~stand with both hands empty"), *self.key, "idle"),
            self.slots,
            self.actor.many,
        )

    def opening(self) -> Act | None:
        """An event that the idea tells before the act, and that no word makes its cause: a scarf blows off, and ..."""
        lead = self.leading()
        return next((e for e in self.events if self.own and e is not lead and e.order < self.own[0].order), None)

    def leading(self) -> Act | None:
        """An event that comes first and sets the act off: when the power goes out, ..."""
        marks = ("when", "as", "after", "once", "whenever")
        return next((e for e in self.events if e.marker in marks and self.own and e.order < self.own[0].order), None)

    # ── the turn ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def turns(self) -> list[Step]:
        """The idea's own turn, if it has one."""
        lead = self.leading()
        first = self.opening()
        later = [e for e in self.events if e is not lead and e is not first]
        if self.act is not None and first is not None and not later:
            return [self.step(self.act)]
        if self.act is not None and lead is not None:
            text = f"{clause_of(lead, self.lex, self.cast)}, and {self.does(self.act)}"
            return [Step(text, self.part(self.row["part"]), self._event_sound(lead), "event")]
        if later:
            return [
                Step(
                    f"{clause_of(later[0], self.lex, self.cast)}; {self._reaction()}",
                    self._reacting(),
                    self._event_sound(later[0]),
                    "event",
                )
            ]
        if len(self.own) > 1:
            middle = (
                [a for a in self.own[1:-1] if not re.search(r"\b(?:it|them)\b", a.rest)] if len(self.own) > 3 else []
            )
            return [self.step(middle[-1] if middle else self.own[-2] if len(self.own) > 3 else self.own[1])]
        if self.act is not None and self.row["span"] == "moment" and not self.thing:
            return [self.step(self.act)]
        return []

    def offers(self) -> list[Step]:
        """Turns to choose from when the idea names none: something stops, a thing moves, a sound or a light comes."""
        out: list[Step] = []
        data = self.actor.sense.data
        if self.actor.kind == "animal":
            out.append(Step(self._animal_turn(), "face", data.get("voice", ""), "stop"))
        elif self.thing:
            if data.get("turn"):
                out.append(Step(named(data["turn"], self.actor.name), "thing", data.get("sound", ""), "stop"))
        else:
            out.append(
                Step(
                    self.say(w.pick(self.signs("turn"), *self.key, "turn")),
                    "hands",
                    "",
                    "stop",
                )
            )
        noun = next((o for o in self.cast.objects if o.sense.data.get("turn") and o.core != self.actor.core), None)
        if noun is not None:
            out.append(
                Step(
                    named(noun.sense.data["turn"], the(noun, self.actor.his), noun.plural),
                    "thing",
                    noun.sense.data.get("sound", ""),
                    "thing",
                )
            )
        out.append(self._sound_offer())
        bodily = self.thing or self.actor.kind == "animal" or self.obj_many()
        light = lighting(self.ledger, self.lex, self.cast, self.signer().name if bodily else self.obj)
        if light.cause and len(out) < 3:
            out.append(Step(light.cause, "thing" if self.thing else "hands", "", "light"))
        return out

    def _sound_offer(self) -> Step:
        pool = [e for e in self.cast.place.data["events"] if not self.ledger.is_refused(e)] or ["a door closes"]
        event = w.pick(pool, *self.key, "event")
        who = self.actor.name
        if self.thing:
            answer = w.pick(
                (
                    f"{who} {self.verb('answer')} with a tremor",
                    f"a shiver goes through {who}",
                    f"{who} {self.verb('move')} by a finger's width",
                ),
                *self.key,
                "answer",
            )
            return Step(f"out of frame, {event}, and {answer}", "thing", event, "sound")
        if self.actor.kind == "animal":
            answer = w.pick(
                (
                    f"{who} {self.verb('turn')} towards it",
                    f"{who} {self.verb('stop')} with one foot lifted",
                    f"{who} {self.verb('look')} past the lens to where it was",
                ),
                *self.key,
                "answer",
            )
            return Step(f"out of frame, {event}, and {answer}", "face", event, "sound")
        ways = ["~look up from {obj}", "~stop, {obj} forgotten", "~turn {his} head to it", "~wait for it to come again"]
        how = w.pick(ways if w.count_words(self.obj) < 5 and self.touches else ways[2:], *self.key, "hears")
        return Step(
            f"out of frame, {event}, and {self.signer().name} {w.fill(how, self.slots, self.signer().many)}",
            "hands",
            event,
            "sound",
        )

    def turn(self) -> Step:
        """The turn that stands: the creator's, else the idea's own, else the favourite offer."""
        row = self.ledger.row("change")
        if row is not None and row.value:
            found = next(
                (s for s in (*self.turns(), *self.offers()) if s.says == row.value or (row.key and s.key == row.key)),
                None,
            )
            if found is not None:
                return replace(found, says=row.value)
            return Step(row.value, self._reacting(), "", row.key) if row.key else self.free(row.value, "turn")
        own = self.turns()
        return own[0] if own else self.favourite()

    def favourite(self) -> Step:
        """The offer that this idea leans to: a thing of its own before a stop, a stop before a sound."""
        offers = self.offers()
        things = [o for o in offers if o.key == "thing"]
        return w.pick((things or offers)[:2], *self.key, "favourite")

    # ── after ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def afters(self) -> list[Step]:
        """What may follow the turn: the idea's last act, then signs of the feeling, then how this kind of act ends."""
        out: list[Step] = []
        rest: list[Act] = []
        if len(self.own) > 2:
            rest = self.own[-1:]
        elif len(self.own) > 1 and self.events:
            rest = self.own[1:2]
        elif len(self.events) > 1 and self.leading() is None:
            last = self.events[-1]
            out.append(Step(clause_of(last, self.lex, self.cast), self._reacting(), self._event_sound(last), "act"))
        out += [self.step(act) for act in rest]
        name = self.actor.name
        if self.thing:
            one = "them" if self.actor.many else "it"
            ways = [
                f"{name} {self.verb('stay')} exactly so, and the dust of the movement settles",
                f"{name} {self.verb('come')} to rest a hand's width from where "
                f"{'they' if self.actor.many else 'it'} began",
                f"what moved is still again, and only the shadow of {name} has changed its place",
                f"{name} {self.verb('be')} left alone with what happened; nothing comes to help {one}",
            ]
            signs = w.shuffled(ways, *self.key, "after")
        elif self.actor.kind == "animal":
            data = self.actor.sense.data
            rests = [f"it ~{data['rest']}"] if data.get("rest") and self.obj_noun is None else []
            animal = [*rests, *w.shuffled(self.lex.feelings[self.cast.feeling]["animal"], *self.key, "after")]
            signs = [named(self._bend(s), name) for s in animal if "{prop}" not in s or self.cast.objects]
            if self.act and self.row.get("animal"):
                signs += [self.say(s) for s in self.row["animal"]]
        else:
            feelings = [self.say(s) for s in w.shuffled(self.signs("after"), *self.key, "after")]
            known = self.obj_noun is not None or self.actor.kind == "trade"
            ends = [
                self.say(s)
                for s in w.shuffled(self.row.get("after", []), *self.key, "ends")
                if ("{obj}" not in s or known) and self.act is not None
            ]
            signs = [*feelings, *ends] if self.cast.feeling_word else [*ends[:1], *feelings, *ends[1:]]
        return out + [Step(s, self._sign_part(s), "", f"after:{i}") for i, s in enumerate(dict.fromkeys(signs))]

    def settle(self) -> Step:
        """What follows the turn."""
        row = self.ledger.row("gesture")
        if row is not None and row.value:
            found = next((s for s in self.afters() if s.says == row.value), None)
            return found or (
                Step(row.value, self._sign_part(row.value), "", row.key) if row.key else self.free(row.value, "after")
            )
        turn = self.turn().says
        found = next((s for s in self.afters() if s.says != turn and not self.ledger.is_refused(s.says)), None)
        return found or Step(f"{self.actor.name} {self.verb('stay')} there", "body", "", "stay")

    def free(self, value: str, why: str) -> Step:
        """A clause in the creator's words, bent to the present."""
        read = read_idea(value, self.lex)
        parts: list[str] = []
        part, sound = "hands", ""
        for act in ([a for a in read.acts if not a.state] or list(read.acts))[:2]:
            part = self.class_of(act)["part"]
            who = act.subject
            mine = (
                who is None
                or who.core in (self.actor.core, "he", "she", "it", "they", "i", "we", "you")
                or who.head in self.actor.core.split()
            )
            parts.append(self.does(act) if mine else clause_of(act, self.lex, self.cast))
            sound = sound or verb_sound(
                act, self.lex, next((n for n in read.nouns if n.kind == "object"), None), self.key
            )
        if not parts:
            return Step(tidy(value, self.actor), "hands", "", why)
        return Step(", and ".join(parts), self.part(part), sound, why)

    # ── small parts ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _reaction(self) -> str:
        if self.actor.kind == "animal":
            return self._animal_turn()
        if self.thing:
            return w.pick(
                (
                    f"{self.actor.name} {self.verb('be')} left in the quiet after it",
                    f"a draught of it reaches {self.actor.name}",
                ),
                *self.key,
                "reaction",
            )
        pool = self.row["stop"] if self.act is not None and self.row["stop"] else self.signs("turn")
        return self.say(w.pick(pool, *self.key, "reaction"))

    def _reacting(self) -> str:
        return "face" if self.actor.kind == "animal" else "thing" if self.thing else self.part(self.row["part"])

    def _animal_turn(self) -> str:
        own = self.actor.sense.data.get("turn")
        text = own or w.pick(self.lex.feelings[self.cast.feeling]["animal"], *self.key, "animal turn")
        return named(self._bend(text), self.actor.name)

    def _bend(self, text: str) -> str:
        """A sign of an animal for one or for many of them."""
        if self.actor.many:
            text = re.sub(r"^it ~", "they ~", text)
            text = re.sub(r"^it (\w+s)\b", lambda m: f"they {unthird(m[1])}", text)
            text = re.sub(r"\bits\b", "their", text)
        return w.fill(text, self.slots, self.actor.many)

    def _sign_part(self, text: str) -> str:
        if self.thing:
            return "thing"
        if self.actor.kind == "animal":
            return "body"
        return (
            "body"
            if re.search(r"\b(?:step|steps|heels|feet|walk|walks|stroll|strolls|spot|knees|sits|sit)\b", text)
            else "hands"
        )

    def _event_sound(self, act: Act) -> str:
        noun = act.subject
        if noun is not None and (noun.sense.data.get("sound") or noun.sense.data.get("voice")):
            return noun.sense.data.get("sound") or noun.sense.data["voice"]
        return (
            ""
            if self.lex.verb_class.get(act.verb) in ("grow", "wait", "read")
            and act.verb not in self.lex.craft["verbs"]["sounds"]
            else verb_sound(act, self.lex, None, self.key)
        )


_THINGS_SOUND = frozenset(
    "play fly open close hold carry find take give put turn lift pick move unlock lock push pull "
    "kick throw catch pour drop break fold unfold bring".split()
)


def unthird(verb: str) -> str:
    """The base of a third person: carries -> carry."""
    return (
        verb[:-3] + "y" if verb.endswith("ies") else verb[:-2] if re.search(r"(?:sh|ch|ss|x|o)es$", verb) else verb[:-1]
    )


def named(text: str, name: str, many: bool = False) -> str:
    """A sign with its owner named: one ear lifts -> one ear of the dog lifts."""
    if many and text.startswith("it "):
        text = re.sub(r"(^it|\band) (\w+s)\b", lambda m: f"{m[1]} {unthird(m[2])}", text)
    if re.match(r"(?:it|they)\b", text):
        return re.sub(r"^(?:it|they)\b", name, text, count=1)
    if re.match(r"(?:its|their)\b", text):
        return re.sub(r"^(?:its|their)\b", w.owner(name), text, count=1)
    if re.match(r"one of them\b", text):
        return text.replace("of them", f"of {name}", 1)
    if re.match(r"(?:one|two|three) (?:rolls|lift|lies|tips)\b", text):
        return re.sub(r"^(\w+)", rf"\1 of {name}", text, count=1)
    m = re.match(
        r"((?:one|both|the|a|every)\s+(?:of\s+)?[\w-]+(?:\s+(?:hand|side|sail|machine|ear|ears|end|corner))?)\s+(?=\w+)",
        text,
    )
    if m and re.match(r"(?:one|both|the|every)\b", text) and name not in text and " of " not in m[1]:
        return f"{m[1]} of {name} {text[m.end() :]}"
    return text
