"""What is known about words: the craft data turned into look-ups, built once for each set of data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from . import words as w

Form = tuple[str, str]
"""(base, shape): the verb a word belongs to, and base | third | past | part | ger."""


class Sense(NamedTuple):
    """What a noun is: its kind, the entry that describes it, and that entry's data."""

    kind: str
    entry: str
    data: Mapping[str, Any]


NOTHING = Sense("", "", {})


_GENERIC = frozenset(("artist", "player", "guard", "conductor"))
"""Trades that mean another one when a noun stands before them: a trapeze artist paints nothing."""


class Lexicon:
    """Look-ups over one set of craft data."""

    def __init__(self, craft: Mapping[str, Any]) -> None:
        self.craft = craft
        lex = craft["lexicon"]
        self.prepositions = frozenset(lex["prepositions"].split())
        self.adverbs = frozenset(lex["adverbs"].split())
        self.adjectives = frozenset(lex["adjectives"].split())
        self.colours = frozenset(lex["colours"].split())
        self.worlds: Mapping[str, Any] = {k: v for k, v in craft["worlds"].items() if isinstance(v, dict)}
        self.feelings: Mapping[str, Any] = {k: v for k, v in craft["feelings"].items() if isinstance(v, dict)}
        self.classes: Mapping[str, Any] = craft["verbs"]["classes"]
        self.verb_class: dict[str, str] = {}
        self.forms: dict[str, list[Form]] = {}
        self._learn_verbs(craft["verbs"])
        self.nouns: dict[str, Sense] = {}
        self._learn_nouns(craft)
        self.hours = {word: hour for hour, row in craft["light"]["hours"].items() for word in row["words"].split()}
        self.sources = {word: key for key, row in craft["light"]["sources"].items() for word in row["words"].split()}
        self.weather = {
            word: kind
            for part in lex["weather"].split("|")
            for kind, _, ws in [part.partition(":")]
            for word in ws.split()
        }
        self.feeling_of: dict[str, list[str]] = {}
        for feeling, row in self.feelings.items():
            for word in row["words"].split():
                self.feeling_of.setdefault(word, []).append(feeling)
        self.glossary = {word: concept for concept, ws in lex["glossary"].items() for word in ws.split()}
        self.foreign_verbs = {stem: base for base, ws in lex["foreign_verbs"].items() for stem in ws.split()}
        self.sizes = {word: size for size, ws in lex["sizes"].items() for word in ws.split()}
        self.moves = {word: move for move, ws in lex["moves"].items() for word in ws.split()}
        self.looks = {word: look for look, ws in lex["looks"].items() for word in ws.split()}

    def _learn_verbs(self, verbs: Mapping[str, Any]) -> None:
        odd: dict[str, tuple[str, str]] = {}
        for entry in verbs["forms"]["irregular"].split():
            base, _, rest = entry.partition(":")
            first, _, second = rest.partition(",")
            odd[base] = (first, second or first)
        for name, row in self.classes.items():
            for base in row["verbs"].split():
                self.verb_class.setdefault(base, name)
        for base in {*self.verb_class, *odd}:
            done, taken = odd.get(base, (w.past(base), w.past(base)))
            shapes = {"third": w.third(base), "past": done, "part": taken, "ger": w.gerund(base), "base": base}
            for shape, form in shapes.items():
                self.forms.setdefault(form, []).append((base, shape))

    def _learn_nouns(self, craft: Mapping[str, Any]) -> None:
        people, things = craft["people"], craft["things"]
        for kind, table in (
            ("trade", people["trades"]),
            ("person", people["people"]),
            ("animal", things["animals"]),
            ("object", things["objects"]),
        ):
            for name, data in table.items():
                self.nouns.setdefault(name.replace("_", " "), Sense(kind, name, data))
        for word in things["more"]["animals"].split():
            self.nouns.setdefault(word, Sense("animal", "", {}))
        for word in things["more"]["parts"].split():
            self.nouns.setdefault(word, Sense("part", "", {}))
        self.place_words: dict[str, str] = {}
        for world, row in self.worlds.items():
            for word in row["words"].split():
                self.place_words.setdefault(word.replace("-", " "), world)
        for word, world in self.place_words.items():
            self.nouns.setdefault(word, Sense("place", world, self.worlds[world]))
        for word in things["more"]["objects"].split():
            self.nouns.setdefault(word.replace("-", " "), Sense("object", "", {}))
        for word in craft["lexicon"]["abstract"].split():
            self.nouns.setdefault(word, Sense("abstract", "", {}))

    def sense(self, noun: str) -> Sense:
        """What a noun is, by its longest known ending: old ship's cook -> cook."""
        words = noun.lower().replace("’", "'").split()
        for start in range(len(words)):
            tail = words[start:]
            for form in (" ".join(tail), " ".join([*tail[:-1], w.singular(tail[-1])])):
                if form in self.nouns:
                    if form in _GENERIC and start and words[start - 1] not in self.adjectives:
                        return Sense("maker", "", {})
                    return self.nouns[form]
                if form.replace("-", " ") in self.nouns:
                    return self.nouns[form.replace("-", " ")]
        last: str = w.singular(words[-1]) if words else ""
        for ending, like in (("man", "man"), ("woman", "woman"), ("boy", "boy"), ("girl", "girl")):
            if last.endswith(ending) and len(last) > len(ending) + 2 and last not in {"human", "talisman"}:
                return Sense("person", like, self.nouns[like].data)
        if last.endswith(("room", "house", "shop", "yard", "field", "land", "park")) and len(last) > 5:
            for ending, place in (
                ("room", "room"),
                ("house", "house"),
                ("shop", "shop"),
                ("yard", "yard"),
                ("field", "field"),
                ("land", "field"),
                ("park", "park"),
            ):
                if last.endswith(ending):
                    return Sense("place", self.place_words.get(place, "street"), self.nouns.get(place, NOTHING).data)
        stems = {last[:-2], last[:-1], last[:-3]}
        maker = last.endswith(("er", "or")) and len(last) > 5 and bool(stems & self.verb_class.keys())
        if maker or (
            len(last) > 5
            and last.endswith(("ist", "smith", "wright", "master", "keeper", "maker", "monger", "porter", "pilot"))
        ):
            return Sense("maker", "", {})
        return NOTHING

    def world_of(self, noun: str) -> str:
        """The world a place noun belongs to, or ""."""
        words = noun.lower().split()
        for start in range(len(words)):
            tail = words[start:]
            for form in (" ".join(tail), " ".join([*tail[:-1], w.singular(tail[-1])])):
                if form in self.place_words:
                    return self.place_words[form]
        sense = self.sense(noun)
        return sense.entry if sense.kind == "place" else ""

    def knows(self, word: str) -> bool:
        """True if the word is any word of this lexicon."""
        low = word.lower()
        return (
            low in self.forms
            or low in self.adjectives
            or low in self.adverbs
            or low in self.prepositions
            or low in w.STOP
            or low in self.hours
            or low in self.feeling_of
            or self.sense(low).kind not in ("", "maker")
        )


_built: list[tuple[Mapping[str, Any], Lexicon]] = []


def lexicon(craft: Mapping[str, Any]) -> Lexicon:
    """The lexicon of this craft data; the last two sets used are kept."""
    for known, built in _built:
        if known is craft:
            return built
    _built.append((craft, Lexicon(craft)))
    del _built[:-2]
    return _built[-1][1]
