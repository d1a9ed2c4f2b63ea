"""Who, where and when: the ledger's nouns made into an actor, a place and a light that a crew could set up.

Every value is the creator's own where the ledger has one; what is filled in comes from the craft data of that very
trade, animal, thing or place, and is reported as a default with its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from . import words as w
from .grammar import Noun
from .idea import Idea, read_idea
from .ledger import Ledger
from .lexicon import NOTHING, Lexicon, Sense

_ON = re.compile(
    r"\b(?:beach|platform|deck|roof|rooftop|ridge|road|pitch|field|podium|stage|quay|pier|wall|hill|"
    r"mountain|bridge|street|lane|bench|shore|rock face|savanna|snowfield|salt flat|track|lawn|"
    r"balcony|farm|island|court|square|landing|porch|dune|ledge|pasture|river|lake|sea|ocean|ice|"
    r"moon|planet|kerb|parapet|step|sidewalk|pavement|hillside|rooftops|stairs|staircase|bank|hook)\b",
    re.I,
)
_AT = re.compile(
    r"\b(?:harbour|market|counter|window|table|station|airport|stop|stall|corner|end of|edge|"
    r"window seat|bench end|waterhole|crossroads|school|zoo|party|funeral|wedding|doorstep|gate)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: how they are first described, what they are called after that, and how English bends to them."""

    first: str
    name: str
    kind: str
    sense: Sense
    he: str
    him: str
    his: str
    many: bool = False
    garment: str = ""
    core: str = ""

    @property
    def slots(self) -> dict[str, str]:
        """What a template of the craft data may ask about the actor."""
        return {"name": self.name, "he": self.he, "He": w.upper(self.he), "him": self.him, "his": self.his}


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happens: the phrase as it is said, and the world it belongs to."""

    says: str
    world: str
    data: dict
    given: bool

    @property
    def kind(self) -> str:
        return self.data.get("kind", "outdoor")


@dataclass(frozen=True, slots=True)
class Lighting:
    """One motivated source, the side it comes from, and one change with its cause."""

    hour: str
    hour_says: str
    source: str
    side: str
    kelvin: int
    quality: str
    cause: str = ""
    cause_kelvin: int = 0
    cause_end: str = ""
    cause_sound: str = ""
    gives: str = ""


@dataclass(frozen=True, slots=True)
class Cast:
    """Actor, others, objects, place, feeling: the stage before anything happens."""

    actor: Actor
    others: tuple[Actor, ...]
    objects: tuple[Noun, ...]
    place: Place
    feeling: str
    feeling_word: str
    key: tuple
    more: tuple[Noun, ...] = field(default=())


def cast(ledger: Ledger, lex: Lexicon, seed: int) -> Cast:
    """Who and where, from the ledger."""
    idea = ledger.idea
    key = (seed, " ".join(w.content(idea.text))[:200])
    subject = subject_noun(ledger, lex)
    actor = make_actor(subject, ledger, lex, key)
    feeling, word = feeling_of(ledger, lex, actor, key)
    others, objects, more = [], [], []
    for noun in idea.nouns:
        if subject is not None and (noun.core == subject.core or noun.head == subject.head):
            continue
        if noun.prep == "like" or noun.det.lower() == "no" or ledger.is_refused(noun.core):
            continue
        if noun.kind in ("trade", "person", "maker", "animal") and noun.det.lower() != "as":
            if noun.core in ("i", "we", "you", "it", "they", "he", "she", "everyone", "everybody", "person"):
                continue
            others.append(make_actor(noun, ledger, lex, (*key, noun.core), other=True))
        elif noun.kind == "object" or (noun.kind == "" and noun.core):
            objects.append(noun)
        elif noun.kind == "place":
            more.append(noun)
    place = make_place(ledger, lex, actor, tuple(more), key)
    said = place.says.lower()
    more_places = tuple(n for n in more if n.core.lower() not in said)
    return Cast(actor, tuple(others[:3]), tuple(objects), place, feeling, word, key, more_places)


def subject_noun(ledger: Ledger, lex: Lexicon) -> Noun | None:
    """The noun phrase that stands in the subject slot."""
    value = ledger.value("subject")
    if not value:
        return None
    for noun in ledger.idea.nouns:
        if phrase(noun).lower() == value.lower() or noun.core.lower() == value.lower():
            return noun
    read = read_idea(value, lex)
    return read.nouns[0] if read.nouns else Noun("a", value, value.split()[-1].lower(), lex.sense(value), False)


def phrase(noun: Noun) -> str:
    """A noun phrase with its determiner as it can stand in a prompt: my dog -> the dog, dog -> a dog."""
    det = noun.det.lower()
    core = noun.core
    if re.match(r"(?:two|three|four|five|six|seven|eight|nine|ten|a|an|the|one|\d+)\b", core, re.I):
        return core
    if det in ("the", "this", "that", "these", "those", "each", "every", "all", "any", "both", "no"):
        return f"the {core}" if det in ("this", "that", "these", "those", "any", "no") else f"{det} {core}"
    if det in ("his", "her", "its", "their"):
        return f"{det} {core}"
    if det in ("my", "our", "your"):
        return f"the {core}"
    if det in ("a", "an") and not w.is_plural(noun.head):
        return w.a(core)
    if noun.plural or (core[:1].isupper() and " " not in core and noun.sense is NOTHING):
        return core
    mass = noun.head in _MASS
    return core if mass else w.a(core)


_MASS = frozenset(
    "concrete asphalt marble gravel granite leather velvet denim plastic rubber snow rain fog mist "
    "light darkness silence smoke steam dust ash sand ice water wind hail frost "
    "grass moss bread tea coffee soup milk honey rice flour dough paint clay wax glass paper hair "
    "oil wine sugar salt chess wool silk music food fire traffic lightning thunder laundry chalk "
    "ink soap wood steel furniture jewellery moonlight sunlight mud corn wheat hay straw string "
    "popcorn spaghetti pasta pizza ramen toast".split()
)


def the(noun: Noun, his: str = "") -> str:
    """How a thing is called once it is known: a red kite -> the red kite; my tools -> the tools."""
    core = re.sub(r"^(?:a|an|the|some)\s+", "", noun.core, flags=re.I)
    core = re.sub(r"^(?:one|single)\s+(?=\w)|^(?:first|last)\s+(?=\w+ )", "", core)
    if noun.det.lower() in ("his", "her", "its", "their") and his:
        return f"{his} {core}"
    return f"the {core.removeprefix('own ')}"


_WOMAN = re.compile(
    r"(?:wom[ae]n|girl|mother|lady|queen|bride|widow|nun|witch|ballerina|midwife|daughter|sister|actress|waitress|dressmaker|seamstress|aunt|princess|grandma|hostess)s?\b"
)
_MAN = re.compile(
    r"(?:(?<!wo)m[ae]n|boy|father|king|groom|widower|monk|priest|son|brother|knight|wizard|uncle|prince|grandpa)s?\b"
)
_FOLK = {
    "village": "villagers",
    "town": "townspeople",
    "street": "neighbours",
    "school": "pupils",
    "class": "pupils",
    "city": "people",
    "family": "family",
    "team": "players",
}
_SELF = {"i", "you", "someone", "somebody", "one", "he", "she", "me"}


def make_actor(noun: Noun | None, ledger: Ledger, lex: Lexicon, key: tuple, other: bool = False) -> Actor:
    """An actor for a noun phrase: description, name and pronouns."""
    if noun is None:
        return Actor("", "the figure", "person", lex.sense("person"), "they", "them", "their", True)
    sense, core = noun.sense, re.sub(r"^(?:the|a|an)\s+", "", noun.core, flags=re.I).strip() or "figure"
    low = f" {ledger.idea.text.lower()} "
    if core.lower() in _SELF:
        female = core.lower() == "she" or (core.lower() != "he" and w.pick((True, False), *key, "sex"))
        core = "woman" if female else "man"
        sense = lex.sense(core)
        noun = replace(noun, core=core, head=core, det="a", sense=sense, plural=False)
    elif core.lower() in ("we", "they", "everyone", "everybody", "people", "everyone else"):
        core = "two friends" if core.lower() in ("we", "they") else "people of every age"
        count = 2 if core.startswith("two") else 12
        noun = replace(noun, core=core, head=core.split()[0 if count > 2 else -1], det="", plural=True, number=count)
        sense = lex.sense("friends" if count == 2 else "people")
    collective = re.match(r"(?:whole|entire)\s+(\w+)$", core, re.I)
    if collective and collective[1].lower() in _FOLK and not other:
        people = _FOLK[collective[1].lower()]
        return Actor(w.a(core), f"the {people}", "person", lex.sense("people"), "they", "them", "their", True, "", core)
    many = noun.plural or bool(sense.data.get("many"))
    bare = re.sub(
        r"^(?:one|two|three|four|five|six|seven|eight|nine|ten|a|an|the|first|last|only|\d+|hundreds of|"
        r"thousands of|dozens of)\s+",
        "",
        core,
        flags=re.I,
    )
    if sense.kind in ("trade", "person", "maker") and not sense.data.get("it"):
        sex = sense.data.get("sex", "") or (
            "f" if _WOMAN.search(core.lower()) else "m" if _MAN.search(core.lower()) else ""
        )
        if not sex and not other:
            sex = (
                "f"
                if re.search(r" (?:she|her|hers|herself) ", low)
                else "m"
                if re.search(r" (?:he|his|him|himself) ", low)
                else ""
            )
        return _person(replace(noun, core=core), bare, sense, sex or w.pick("fm", *key, "sex"), many, key, lex, other)
    he, him, his = ("they", "them", "their") if many else ("it", "it", "its")
    if sense.kind == "animal":
        coat = sense.data.get("coat", "")
        tail = re.split(rf"\b{re.escape(w.singular(noun.head))}\b", coat, maxsplit=1)[-1].strip(" ,") if coat else ""
        plain = core.lower() == noun.head and not many
        first = phrase(noun) + (f", {tail}" if tail.startswith("with") and not many else "")
        if coat and plain and noun.det.lower() in ("", "a", "an", "one"):
            first = coat
        return Actor(first, f"the {noun.head}", "animal", sense, he, him, his, many, core=core)
    if sense.data.get("it"):
        wears = sense.data.get("wears", "")
        return Actor(
            f"{phrase(noun)}, {garment(wears)}" if wears else phrase(noun),
            f"the {noun.head}",
            "trade",
            sense,
            he,
            him,
            his,
            many,
            wears,
            core,
        )
    kind = "place" if sense.kind == "place" else "object"
    name = f"the {bare}" if w.count_words(bare) < 4 else f"the {noun.head}"
    if noun.det.lower() in ("his", "her", "its", "their"):
        noun = replace(noun, det="a")
    return Actor(phrase(noun), name, kind, sense, he, him, his, many, core=core)


_AGES = {
    "elderly": "in {his} seventies",
    "old": "in {his} late sixties",
    "retired": "in {his} late sixties",
    "middle-aged": "in {his} fifties",
    "young": "in {his} early twenties",
    "teenage": "about sixteen",
    "little": "about six",
    "small": "about six",
}


def garment(wears: str) -> str:
    """A garment with its article, if it takes one: a striped apron, green scrubs."""
    head = re.split(r"\s(?:with|over|of|under|and|in|older|a|peeled|stiff|two|gone|left|too|open|sewn|one)\b|,", wears)[
        0
    ].split()[-1]
    return wears if w.is_plural(head) or re.match(r"(?:two|one|a|an)\b", wears) else w.a(wears)


def _person(noun: Noun, bare: str, sense: Sense, sex: str, many: bool, key: tuple, lex: Lexicon, other: bool) -> Actor:
    he, him, his = ("she", "her", "her") if sex == "f" else ("he", "him", "his")
    wardrobe = lex.craft["people"]["wardrobe"]
    years = sense.data.get("age", "")
    child = sense.kind == "person" and bool(
        re.match(r"about (?:two|six|seven|eight|nine|ten|twelve)\b|a few months", years)
    )
    wears = sense.data.get("wears", "") or w.pick(wardrobe[sex], *key, "garment", noun.core)
    if many:
        pair = [
            w.pick(wardrobe[s], *key, s, "garment")
            for s in ("f" if sex == "f" else "m", "f" if sex == "f" and sense.data.get("sex") else "m")
        ]
        if pair[0] == pair[1]:
            pair[1] = next(g for g in w.shuffled(wardrobe["m"], *key, "second") if g != pair[0])
        first = phrase(noun)
        if noun.number == 2 and not other:
            first += f", one in {garment(pair[0])}, the other in {garment(pair[1])}"
        return Actor(first, f"the {noun.head}", sense.kind, sense, "they", "them", "their", True, "", noun.core)
    stated = re.search(r"\b(?:\d{1,2}|[a-z]+)[- ]year[- ]old\b", noun.core, re.I)
    age = (
        ""
        if stated
        else next((text for word, text in _AGES.items() if re.search(rf"\b{word}\b", noun.core.lower())), "")
    )
    age = (
        age
        or ("" if stated else years)
        or (
            ""
            if stated
            else w.pick(
                ("in {his} thirties", "in {his} forties", "in {his} fifties", "in {his} early sixties"),
                *key,
                "age",
                noun.core,
            )
        )
    )
    head = (
        f"{phrase(noun)} {age.format(his=his)}"
        if age.startswith("in ")
        else f"{phrase(noun)}, {age.format(his=his)}"
        if age
        else phrase(noun)
    )
    hair = w.pick(wardrobe["hair_child"] if child else wardrobe["hair_f" if sex == "f" else "hair_m"], *key, "hair")
    worn = garment(wears)
    hair = hair.replace(" and ", ", ")
    first = f"{head}, in {worn}" if other else f"{head}, with {hair} and {worn}"
    if sense.data.get("age", "").startswith(("of no", "older", "a hundred")):
        first = f"{phrase(noun)}, {age}, in {worn}"
    short = noun.head if sense.kind != "trade" or not sense.entry else sense.entry.split()[-1]
    short = short if short in noun.core.lower() else noun.head
    return Actor(first, f"the {short}", sense.kind, sense, he, him, his, False, wears, noun.core)


def make_place(ledger: Ledger, lex: Lexicon, actor: Actor, places: tuple[Noun, ...], key: tuple) -> Place:
    """The place: the creator's, or the one that the actor's trade or nature implies."""
    row = ledger.row("place")
    if row and row.value:
        world = (
            lex.world_of(
                re.sub(
                    r"^(?:in|on|at|inside|outside|near|by|under|into|through|across|along|over|above|behind|beside|onto|from|around|beneath|between|within|off|to|among|towards?)\s+(?:the|a|an|his|her|their|its|my|our)?\s*",
                    "",
                    row.value,
                )
            )
            or row.key
        )
        if not world:
            for word in w.content(row.value):
                world = world or lex.world_of(word)
        world = world or actor.sense.data.get("world") or actor.sense.data.get("where") or "street"
        return Place(row.value, world, dict(lex.worlds[world]), row.status not in ("default", "offered"))
    at = actor.sense.data.get("at", "") if actor.kind == "trade" else ""
    inside = lex.worlds.get(actor.sense.data.get("world", ""), {}).get("kind") in ("indoor", "closed")
    told = next(
        (
            lex.place_words[x]
            for x in actor.core.lower().split()[:-1]
            if x in lex.place_words and x not in actor.sense.entry.split()
        ),
        "",
    )
    if told or (at and inside and ledger.idea.weather[0] in ("rain", "snow", "fog", "storm")):
        world = told or world_by_nature(replace(ledger.idea, weather=("", "")), lex, replace(actor, kind="person"), key)
        return Place(with_preposition(lex.worlds[world]["says"]), world, dict(lex.worlds[world]), False)
    world = (
        actor.sense.data.get("world") or actor.sense.data.get("where") or world_by_nature(ledger.idea, lex, actor, key)
    )
    data = dict(lex.worlds[world])
    return Place(with_preposition(at or data["says"]), world, data, False)


def with_preposition(place: str) -> str:
    """A place as it is said in a sentence: a bakery -> in a bakery, a beach -> on a beach."""
    if re.match(
        r"(?:in|on|at|inside|under|near|by|behind|outside|above|across|along|through|beside|over)\b", place, re.I
    ):
        return place
    if place.startswith("the inside of "):
        return f"inside {place.removeprefix('the inside of ')}"
    head = re.split(r"\b(?:of|after|before|with|at|under)\b", place)[0]
    if place.startswith(("the back", "the wings")):
        return f"in {place}" if "wings" in place else f"at {place}"
    last = " ".join(head.split()[-2:])
    if _AT.search(last) and not re.search(r"(?:room|corridor|kitchen|garden|house|shop|hall)$", last.strip()):
        return f"at {place}"
    return f"on {place}" if _ON.search(last) else f"in {place}"


def world_by_nature(idea: Idea, lex: Lexicon, actor: Actor, key: tuple) -> str:
    """A world for an actor that implies none: from the things and weather of the idea, else by the seed."""
    if idea.weather[0] in ("snow", "wind"):
        return {"snow": "winter", "wind": "street"}[idea.weather[0]]
    if idea.acts and lex.verb_class.get(idea.acts[0].verb) == "make" and actor.kind in ("person", "maker"):
        return "workshop"
    for noun in idea.nouns:
        where = noun.sense.data.get("where") or noun.sense.data.get("world")
        if where and where in lex.worlds and noun.kind in ("animal", "trade"):
            return where
    near = {
        "vending_machine ticket_machine": "corridor",
        "rain snow fog cloud": "street",
        "window curtain curtains sofa armchair": "living",
        "bus tram": "station",
        "door key keys lock doorbell": "corridor",
        "boat ship wave sea ocean lighthouse anchor whale surfboard sail": "shore",
        "tree leaf leaves root acorn bark branch": "forest",
        "kite": "field",
        "cup mug teapot tea kettle bread soup spoon plate pan fridge oven cake egg": "kitchen",
        "letter diary book typewriter pen page desk map": "study",
        "bed pillow blanket lamp teddy alarm": "bedroom",
        "piano violin guitar accordion drum trumpet stage microphone": "stage",
        "car road truck": "road",
        "train ticket suitcase": "station",
        "planet star moon rocket spaceship galaxy comet": "spacecraft",
        "flower rose seed garden bee butterfly snail": "garden",
        "hammer saw robot tool tools machine": "workshop",
        "cloud balloon kite plane": "sky",
        "coin coins cash": "shop",
        "ball goal": "pitch",
        "snow snowman ice": "winter",
        "dress hat shoe shoes coat mirror perfume sneaker sneakers": "studio",
        "phone laptop computer screen": "living",
        "bench swing": "park",
    }
    heads = {w.singular(n.head) for n in idea.nouns} | {n.head for n in idea.nouns} | {actor.sense.entry}
    for names, world in near.items():
        if heads & set(names.split()):
            return world
    if actor.kind == "animal":
        return "field"
    return w.pick(("kitchen", "street", "living", "park", "station", "cafe"), *key, "world")


def feeling_of(ledger: Ledger, lex: Lexicon, actor: Actor, key: tuple) -> tuple[str, str]:
    """The feeling that decides the signs, and the word it was read from."""
    row = ledger.row("core")
    if row and row.key in lex.feelings and row.key != "plain":
        return row.key, row.words or row.value
    counts: dict[str, tuple[int, str]] = {}
    words = (
        list(ledger.idea.feelings) + [(f, x) for f, x in read_feelings(row.value, lex)]
        if row
        else list(ledger.idea.feelings)
    )
    weak = {
        "last",
        "first",
        "old",
        "home",
        "morning",
        "work",
        "working",
        "stand",
        "stands",
        "waits",
        "waiting",
        "past",
        "once",
        "alone",
        "summer",
        "leaves",
        "dance",
    }
    for feeling, word in words:
        n, w0 = counts.get(feeling, (0, word))
        counts[feeling] = (n + (1 if word in weak else 3), w0 if word in weak else word if n == 0 else w0)
    if counts:
        best = max(n for n, _ in counts.values())
        feeling = w.pick(sorted(f for f, (n, _) in counts.items() if n == best), *key, "feeling")
        return feeling, counts[feeling][1]
    trades = ledger.idea.acts and ledger.idea.acts[0].verb
    comic = (
        actor.kind == "animal"
        and trades
        and lex.verb_class.get(trades) in ("play", "work", "speak", "read", "make", "drive", "kindle", "food")
        and trades
        not in (
            "play",
            "eat",
            "drink",
            "feed",
            "watch",
            "look",
            "stare",
            "chew",
            "guard",
            "hunt",
            "peck",
            "fight",
            "nibble",
            "graze",
            "search",
        )
    )
    if comic:
        return "deadpan", ""
    pool = (
        ("curiosity", "patience", "relief", "awe")
        if actor.kind == "animal"
        else ("patience", "longing", "curiosity", "understanding", "relief", "pride", "tenderness", "courage")
    )
    return w.pick(pool, *key, "feeling"), ""


def read_feelings(text: str, lex: Lexicon) -> list[tuple[str, str]]:
    """Feelings named in some words."""
    return [(f, word) for word in re.findall(r"[a-z]+", text.lower()) for f in lex.feeling_of.get(word, [])]


def lighting(ledger: Ledger, lex: Lexicon, stage: Cast, sees: str) -> Lighting:
    """One source with its side and kelvin, and one change of light with its cause."""
    light = lex.craft["light"]
    data, idea, key = stage.place.data, ledger.idea, stage.key
    told = ledger.row("time")
    hour = (told.key or _hour(told.value, lex)) if told is not None and told.value else ""
    if hour not in light["hours"]:
        hour = data.get("hour", "golden")
    asked = ledger.value("kelvin")
    if asked.isdigit() and not ledger.settled("time") and data["kind"] != "closed":
        hour = "golden" if int(asked) < 4200 else "day" if int(asked) < 6800 else "dusk"
    row = light["hours"][hour]
    kind = {"closed": "closed", "indoor": "indoor", "vehicle": "indoor", "street": "outdoor", "water": "outdoor"}.get(
        stage.place.kind, "outdoor"
    )
    window, lamp = data.get("window") or "the open side", data.get("lamp", "a lamp")
    weather = (ledger.value("air") and idea.weather[0]) or idea.weather[0]
    side = ledger.value("light side") or w.pick(("camera left", "camera right"), *key, "side")
    if side in ("left", "right"):
        side = f"camera {side}"
    gives = row["says"]
    given_source = ledger.row("light source")
    if given_source and given_source.key in light["sources"]:
        source = light["sources"][given_source.key]
        name, kelvin, quality = given_source.value, int(source["kelvin"]) or 4000, source["quality"]
    elif given_source:
        name, kelvin, quality = given_source.value, 3200, "soft"
    elif kind == "closed":
        name, kelvin, quality = lamp, int(data.get("lamp_kelvin", 3000)), "soft"
    elif weather in ("rain", "snow", "fog", "storm", "overcast") and hour != "night" and kind == "outdoor":
        name, kelvin, quality = "the whole covered sky", int(row["weather_kelvin"]), "soft"
    elif (
        hour == "night"
        and stage.place.kind in ("street", "outdoor")
        and weather != "moon"
        and stage.place.world not in ("desert", "mountain", "winter", "forest", "field", "savanna", "shore")
    ):
        name, kelvin, quality = lamp, int(data.get("lamp_kelvin", 2800)), "hard-edged"
    elif hour == "night" and kind == "indoor":
        name, kelvin, quality = lamp, int(data.get("lamp_kelvin", 2800)), "soft"
    else:
        name, kelvin, quality = row[kind]["source"], int(row[kind]["kelvin"]), row[kind]["quality"]
        if kind == "indoor" and weather in ("rain", "snow", "fog", "overcast"):
            name, kelvin, quality = "grey daylight through {window}", 6500, "soft"
    name = name.format(window=window, lamp=lamp)
    if ledger.value("kelvin").isdigit():
        kelvin = int(ledger.value("kelvin"))
    if ledger.value("light quality"):
        quality = ledger.value("light quality")
    plan = Lighting(hour, row["says"], name, side, kelvin, quality, gives=gives)
    if ledger.value("light change") in ("none", "steady") or False:
        return plan
    wanted = (
        "street"
        if stage.place.kind == "street"
        else "vehicle"
        if stage.place.kind == "vehicle"
        else "closed"
        if kind == "closed"
        else kind
    )
    if weather in ("rain", "snow", "fog", "storm", "overcast") and kind == "outdoor" and hour != "night":
        wanted = "weather"
    second = _second_hour(idea.text, hour, lex) if ledger.settled("time") else ""
    if second:
        says, kelvin2 = (
            light["hours"][second]["says"],
            6500 if second == "dawn" else int(light["hours"][second]["outdoor"]["kelvin"]),
        )
        return replace(
            plan,
            cause=f"{row['says']} turns to {says}, as far as {sees}",
            cause_kelvin=kelvin2,
            cause_end=f"the new light lies on {sees}",
        )
    usable = lambda row: row["hours"] == "any" or hour in row["hours"].split()
    local = [c for c in data.get("cause", ()) if usable(c)] if wanted != "weather" and not given_source else []
    general = [c for c in light["change"] if c["place"] == wanted and usable(c)]
    options = [*local, *local, *general] if len(local) < 2 else local
    if not options:
        return plan
    chosen = w.pick(options, *key, "light change")
    several = bool(re.match(r"the (?:lamps|panel lamps|windows|coals)\b", lamp))
    slots = {
        "window": window,
        "lamp": lamp,
        "sees": sees,
        "come": "come" if several else "comes",
        "take": "take" if several else "takes",
    }
    return replace(
        plan,
        cause=chosen["says"].format_map(slots),
        cause_kelvin=int(chosen["kelvin"]) or kelvin,
        cause_end=chosen["end"].format_map(slots),
    )


def _second_hour(text: str, first: str, lex: Lexicon) -> str:
    """Another hour that the idea names after the first one: at night ..., at dawn."""
    named = [lex.hours[x] for x in re.findall(r"[a-z-]+", text.lower()) if x in lex.hours]
    return next((h for h in named[1:] if h != first), "") if named and named[0] == first else ""


def _hour(words: str, lex: Lexicon) -> str:
    return next((lex.hours[x] for x in re.findall(r"[a-z-]+", words.lower()) if x in lex.hours), "")


_CUT = frozenset(
    """with that of from for by on in bound worn held mended left tied stuck pinned taped cut sewn gone set marked
    folded older hanging half nobody one facing put still over already used turned under pulled too drilled kept
    ringed read as made polished to behind placed at wedged filled stiff upside size mushroomed rolled painted
    rubbed buried across above inside against next chalked stopped bent split bitten sharpened no two instead a
    inked round the shape replaced drying right and scratched where hung has bolted pegged""".split()
)


def the_thing(tell: str) -> str:
    """A tell-tale as it is called once it is known: a cup with a dried ring -> the cup."""
    words = re.sub(r"^(?:a|an|one|the|two|three)\s+", "", tell).split()
    cut = next((k for k, word in enumerate(words) if k and word.strip(",") in _CUT), len(words))
    head = " ".join(words[:cut]).strip(" ,")
    return f"the {head}" if head else f"the {tell}"
