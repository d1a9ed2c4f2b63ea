"""English as it bends: articles, number, verb forms, lists, and which words carry content.

A small and honest morphology: regular rules first, exceptions listed. It knows the words of the craft
data and guesses the rest by their shape. Nothing here knows film.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from zlib import crc32

STOP = frozenset(
    """a an the this that these those my your his her its our their i you he she it we they me him us them mine yours
    and or but nor so yet if then than as at by for from in into of off on onto out over to under up with within without
    through across along around about above below behind before after between near beside beneath during until till
    while when where who whom whose which what why how is are was were be been being am do does did done has have had
    having will would can could shall should may might must not no never nothing none all any both each every few more
    most other some such only own same too very just also there here again once now still even ever one two three it's
    i'm don't doesn't isn't aren't let's like get got gets let lets make makes made want wants wish please yes upon
    toward towards against onto down back away rather quite really much many lot lots anything something everything
    someone somebody anyone everyone nobody thing things kind sort s t d ll re ve m""".split()
)

_AN_SOUND = re.compile(r"^(?:[aeiou]|hour|honest|honou?r|heir|x-ray|[fhlmnrsx]-)", re.I)
_A_SOUND = re.compile(r"^(?:uni(?!n|m)|use|usu|eu|one\b|once|ut[ei]|u-|ubiq|ukulele|ewe)", re.I)

_PLURALS = dict(
    pair.split(":")
    for pair in """man:men woman:women child:children person:people foot:feet tooth:teeth mouse:mice goose:geese ox:oxen
    leaf:leaves loaf:loaves knife:knives wife:wives life:lives half:halves shelf:shelves wolf:wolves thief:thieves
    calf:calves scarf:scarves hoof:hooves potato:potatoes tomato:tomatoes hero:heroes echo:echoes fish:fish
    sheep:sheep deer:deer fireman:firemen policeman:policemen postman:postmen fisherman:fishermen
    fisherwoman:fisherwomen snowman:snowmen grandchild:grandchildren schoolchild:schoolchildren salmon:salmon
    trout:trout aircraft:aircraft spacecraft:spacecraft businesswoman:businesswomen businessman:businessmen
    milkman:milkmen craftsman:craftsmen lighthouseman:lighthousemen octopus:octopuses cactus:cacti
    dwarf:dwarves elf:elves self:selves
    stuntwoman:stuntwomen stuntman:stuntmen dice:dice series:series species:species salesman:salesmen
    gentleman:gentlemen horsewoman:horsewomen""".split()
)
_SINGULARS = {v: k for k, v in _PLURALS.items()}
PLURAL_ONLY = frozenset(
    """scissors trousers jeans glasses spectacles binoculars tongs pliers stairs clothes pyjamas pajamas shorts goggles
    people police cattle headphones leggings tights overalls bagpipes tweezers ruins dregs suds""".split()
)
_SINGULAR_S = frozenset(
    """bus glass dress grass moss lens canvas compass chess news tennis circus gas cross boss loss kiss class mass brass
    princess actress waitress seamstress mattress harness atlas cactus octopus walrus hippopotamus platypus iris bass
    campus christmas fortress goddess governess lioness mistress pass press process success wilderness darkness
    happiness loneliness sadness kindness forgiveness business address albatross abyss bliss stress toss physics
    mathematics gymnastics hostess us this is was his as its yes less across chaos bonus virus crocus chorus genius
    radius lotus hibiscus terminus bogus emptiness stillness silliness illness weightlessness tenderness bus-stop
    wireless always perhaps besides goodness witness wellness fitness thermos kudos cosmos tapas pampas""".split()
)


def a(phrase: str) -> str:
    """The phrase with its indefinite article: an hour, a unicorn."""
    vowel = bool(_AN_SOUND.match(phrase)) and not _A_SOUND.match(phrase)
    return f"{'an' if vowel else 'a'} {phrase}"


def is_plural(noun: str) -> bool:
    """True if the noun reads as a plural: reeds, people, scissors."""
    word = noun.lower()
    if word in PLURAL_ONLY or (word in _SINGULARS and _SINGULARS[word] != word):
        return True
    if word in _SINGULAR_S or word.endswith(("ss", "us", "is", "ness")):
        return False
    return word.endswith("s") and len(word) > 3


def singular(noun: str) -> str:
    """One of them: reeds -> reed, wolves -> wolf."""
    word = noun.lower()
    if word in _SINGULARS:
        return _SINGULARS[word]
    if not is_plural(word) or word in PLURAL_ONLY:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def plural(noun: str) -> str:
    """More of them: reed -> reeds, wolf -> wolves."""
    word = noun.lower()
    if is_plural(word):
        return word
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("man") and len(word) > 4 and word not in {"human", "german", "talisman", "caiman", "shaman"}:
        return word[:-3] + "men"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    if re.search(r"(?:s|x|z|ch|sh)$", word):
        return word + "es"
    return word + "s"


def third(verb: str) -> str:
    """Third person singular: carry -> carries. Only the first word of a phrasal verb bends."""
    head, _, tail = verb.partition(" ")
    odd = {"be": "is", "have": "has", "do": "does", "go": "goes"}
    if head in odd:
        bent = odd[head]
    elif re.search(r"[^aeiou]y$", head):
        bent = head[:-1] + "ies"
    elif re.search(r"(?:s|x|z|ch|sh|[^aeiou]o)$", head):
        bent = head + "es"
    else:
        bent = head + "s"
    return f"{bent} {tail}" if tail else bent


_NO_DOUBLE = frozenset(
    "open listen happen water whisper wander answer offer enter visit gather linger polish finish "
    "vanish remember deliver "
    "hover shiver flicker shelter balance harvest button cover discover uncover recover wonder "
    "murmur order hammer".split()
)
_DOUBLE = frozenset(
    "begin forget admit permit refer prefer unzip unplug unwrap unpin regret rerun outrun kidnap".split()
)


def _doubles(verb: str) -> bool:
    if verb in _DOUBLE:
        return True
    if verb in _NO_DOUBLE or len(re.findall(r"[aeiouy]+", verb)) != 1:
        return False
    return bool(re.search(r"[^aeiou][aeiou][^aeiouwxy]$", verb)) or verb in {"quit", "quiz"}


def gerund(verb: str) -> str:
    """The -ing form: sit -> sitting, tie -> tying, see -> seeing."""
    head, _, tail = verb.partition(" ")
    if head.endswith("ie"):
        bent = head[:-2] + "ying"
    elif head.endswith("e") and not head.endswith(("ee", "oe", "ye")) and head != "be":
        bent = head[:-1] + "ing"
    elif _doubles(head):
        bent = head + head[-1] + "ing"
    else:
        bent = head + "ing"
    return f"{bent} {tail}" if tail else bent


def past(verb: str) -> str:
    """The regular past: mend -> mended, carry -> carried."""
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return verb + (verb[-1] if _doubles(verb) else "") + "ed"


def owner(name: str) -> str:
    """The possessive: the cook's, the actress's, the brothers'."""
    return f"{name}'" if name.endswith("s") and is_plural(name.split()[-1]) else f"{name}'s"


def listed(items: Sequence[str], word: str = "and") -> str:
    """A list as it is spoken: a, b and c."""
    kept = [i for i in items if i]
    if len(kept) < 2:
        return "".join(kept)
    return f"{', '.join(kept[:-1])} {word} {kept[-1]}"


def upper(text: str) -> str:
    """The text with its first letter raised, and nothing else touched."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """The text with its first letter lowered, unless the word is I or an acronym."""
    first = re.match(r"[\w'’]+", text)
    if first and (first[0] in {"I", "I'm"} or (len(first[0]) > 1 and first[0].isupper())):
        return text
    return text[:1].lower() + text[1:]


def content(text: str) -> tuple[str, ...]:
    """The words that carry content, in order, lower case, each once."""
    seen: dict[str, None] = {}
    for word in re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", text.lower()):
        if word not in STOP and len(word) > 1:
            seen.setdefault(word.removesuffix("'s").removesuffix("’s"))
    return tuple(seen)


def count_words(text: str) -> int:
    """Words as a writer counts them."""
    return len(re.findall(r"\S*\w\S*", text))


def number(value: float) -> str:
    """A number without idle zeros: 3, 4.5, 0.35."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def pick(options: Sequence[str] | Sequence, *key: object):
    """One of the options, the same one for the same key: chance without a generator."""
    return options[crc32("\x1f".join(map(str, key)).encode()) % len(options)]


def shuffled(options: Iterable, *key: object) -> list:
    """The options in an order that depends on the key alone."""
    return sorted(options, key=lambda option: crc32("\x1f".join(map(str, (*key, option))).encode()))


class Blank(dict):
    """Slots of a template; one that is missing is an error of the data, named."""

    def __missing__(self, key: str) -> str:
        raise KeyError(f"a phrasing of the craft data asks for {{{key}}}, which is not known here")


def fill(template: str, slots: dict, many: bool = False) -> str:
    """The template with its slots filled and its `~verb` marks bent to one actor or to many."""
    text = template.format_map(Blank(slots))

    def bend(match: re.Match) -> str:
        verb = match[1]
        if many:
            return "are" if verb == "be" else verb
        return third(verb)

    return re.sub(r"~([a-z]+)", bend, text)
