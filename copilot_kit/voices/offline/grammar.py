"""Words to noun phrases and clauses: a small grammar of English, without a model.

Each word gets a part of speech from the lexicon or from its neighbours; runs of them become noun phrases, and
clauses are cut at verbs, conjunctions and commas. What is not understood is kept as words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from . import words as w
from .lexicon import Lexicon, Sense

_TOKEN = re.compile(r"\d+[A-Za-z]+|\d+(?:[.,:]\d+)?|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\w\s]", re.UNICODE)


_DETERMINERS = frozenset(
    "a an the this that these those my your his her its our their some any each every another no all both".split()
)


LIVING = ("trade", "person", "maker", "animal")


_SUBJECTS = frozenset("i we you he she they it someone somebody everyone everybody nobody something".split())


_PRONOUNS = frozenset(
    "i you he she it we they me him us them who someone somebody everyone everybody nobody something one".split()
)


_SUBORDINATE = frozenset(
    "while as when until till because so that which who where once whenever before after since "
    "although though if unless then but".split()
)


_AUXILIARY = frozenset(
    "cannot is are was were be been being am has have had will would can could shall should may "
    "might must do does did is’nt".split()
)


_NUMBERS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True)
) | {
    "dozen": 12,
    "dozens": 24,
    "hundred": 100,
    "hundreds": 200,
    "thousand": 1000,
    "thousands": 2000,
    "million": 10**6,
    "millions": 2 * 10**6,
    "twenty": 20,
    "fifty": 50,
}


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase: as written, its head, and what the craft data knows of it."""

    det: str
    core: str
    head: str
    sense: Sense
    plural: bool
    prep: str = ""
    number: int = 1
    order: int = 0

    @property
    def kind(self) -> str:
        return self.sense.kind


@dataclass(frozen=True, slots=True)
class Act:
    """A clause: verb in its base form, the rest as written, who does it, and the word that ties it on."""

    verb: str
    rest: str
    subject: Noun | None
    marker: str = ""
    negated: bool = False
    state: bool = False
    order: int = 0
    words: str = ""


def tagged_words(text: str, lex: Lexicon) -> list[tuple[str, str]]:
    """Each word with its part: D determiner, N noun, V verb, G -ing, A adjective, P preposition, R pronoun."""
    raw = _TOKEN.findall(text)
    tagged: list[tuple[str, str]] = []
    for i, token in enumerate(raw):
        low = token.lower().replace("’", "'")
        last = tagged[-1][1] if tagged else "."
        following = raw[i + 1].lower() if i + 1 < len(raw) else "."
        tagged.append((token, _part(low, token, last, following, raw[i - 1].lower() if i else "", tagged, lex)))
    return tagged


_PLURAL_SUBJECTS = frozenset("all both they we you i".split())


def _part(
    low: str, token: str, last: str, following: str, before: str, tagged: list[tuple[str, str]], lex: Lexicon
) -> str:
    if not low[0].isalnum():
        return "."
    if re.fullmatch(r"\d+[a-z]+", low):
        return "A"
    if low[0].isdigit() or low in _NUMBERS:
        return "M"
    if last == "N" and before.endswith(("'s", "’s")) and low not in lex.adjectives:
        return "N"  # what belongs to somebody: her husband's laugh
    if low in ("not", "never", "n't", "don't", "doesn't", "isn't", "can't", "won't", "nor", "neither"):
        return "!"
    if low in ("and", "or", "&"):
        return "C"
    if low == "to":
        return "T"
    if low == "her" and following != "." and (following in lex.prepositions or following in ("and", "the", "a", "her")):
        return "R"
    if low == "own" and last == "D":
        return "A"
    if low in ("all", "both", "each") and last in ("N", "A") and following not in _DETERMINERS and following != "of":
        return "B"
    if low in ("go", "fall") and {word.lower() for word, _ in tagged[-3:]} & {"let", "lets", "letting"}:
        return "B"  # part of one verb: lets go of the rope, lets the kite go
    if low in _DETERMINERS and not (low in ("that", "this", "his", "all", "both") and following in _AUXILIARY):
        if low == "that" and last == "N":
            return "W"
        return "D"
    if low in _PRONOUNS and low != "one":
        return "W" if low == "who" else "R"
    if low in ("which", "where") or (
        low in _SUBORDINATE and low not in ("before", "after", "since", "as", "so", "once")
    ):
        return "S" if low not in ("which", "who", "that") else "W"
    if low in ("as", "before", "after", "since", "so", "once"):
        if low == "as" and last in ("V", "A") and following in ("a", "an"):
            return "P"
        return "S"
    if low in ("does", "do", "did") and last in ("N", "R", "C") and following in _DETERMINERS:
        return "V"
    if low in _AUXILIARY:
        return "N" if last in ("D", "A") and low in ("can", "will", "might", "must") else "X"
    if last == "N" and f"{before} {low}" in lex.nouns:
        return "N"
    shapes = {shape for _, shape in lex.forms.get(low, ())}
    noun = lex.sense(low).kind not in ("", "maker") or lex.sense(low).kind == "maker"
    adjective = low in lex.adjectives
    if low in lex.prepositions and not (low in ("like", "past", "near", "opposite") and last in ("R",)):
        return "P"
    if (low in lex.adverbs and not (noun and last in ("D", "A"))) or (
        low.endswith("ly")
        and not noun
        and low
        not in (
            "family",
            "fly",
            "lonely",
            "elderly",
            "lily",
            "jelly",
            "belly",
            "curly",
            "ugly",
            "lovely",
            "early",
            "silly",
        )
    ):
        return "A" if adjective and last == "D" else "B"
    after_name = last in ("N", "R", "W")
    in_phrase = last in ("D", "A", "M")
    if before in ("get", "gets", "got", "becomes", "become") and "part" in shapes:
        return "A"
    if "ger" in shapes or (low.endswith("ing") and len(low) > 5 and not noun and not adjective):
        if in_phrase and last != "M":
            return "A" if _names(following, lex) else "N"
        if last == "P" and _names(following, lex) and not noun and before in ("of", "with"):
            return "A"
        return "G"
    verbal = after_name and shapes and not any(tag == "V" for _, tag in _clause(tagged))
    if adjective and not verbal and (_names(following, lex) or in_phrase or not noun):
        return "A"
    if (
        last == "A"
        and "third" in shapes
        and [word.lower() for word, _ in tagged[-2:-1]] in (["a"], ["an"])
        and (following in lex.prepositions or following in _DETERMINERS or not following[0].isalnum())
    ):
        return "V"  # a giant walks: one of a kind cannot be several
    if in_phrase:
        if "part" in shapes and not noun and _names(following, lex):
            return "A"
        if (
            shapes
            and not noun
            and last == "A"
            and not _names(following, lex)
            and tagged
            and any(t[1] == "N" for t in tagged[-2:])
        ):
            return "V"
        return "N"
    if last == "T" and "base" in shapes:
        return "I"
    if last == "T":
        return "N" if noun or not shapes else "I"
    if last == "X" and shapes:
        return "V"
    if shapes and last in ("S", "W", "C", "B", ".", "!"):
        if last in ("W", "!") or not noun:
            return "V"
        if shapes & {"third", "past"} and (
            following in _DETERMINERS or following in lex.prepositions or following in _PRONOUNS
        ):
            return "V"
        if last in ("C", "B", "S") and "base" in shapes and following in _DETERMINERS:
            return "V"
        return "N"
    if shapes and shapes <= {"past", "part"} and last == "N" and _has_present(tagged, lex):
        return "B"  # a participle that says which one: finds a loaf shaped like a dog
    if shapes and after_name:
        if last == "R" or ("third" in shapes and following.endswith("ing") and following in lex.forms):
            return "V"
        plural_head = w.is_plural(before)
        agrees = "past" in shapes or "part" in shapes or ("base" in shapes if plural_head else "third" in shapes)
        if not noun:
            return "V" if agrees or shapes & {"base", "third"} else "N"
        if not agrees:
            return "N"
        next_shapes = {shape for _, shape in lex.forms.get(following, ())}
        next_noun = lex.sense(following).kind not in ("",)
        if following in (*_DETERMINERS, *lex.prepositions, *_PRONOUNS, "to", "and") or not following[0].isalnum():
            already = any(tag == "V" for _, tag in _clause(tagged))
            return "N" if already and not following[0].isalnum() else "V"
        if next_shapes and not next_noun and following not in lex.adverbs:
            return "N"
        return "V"
    if shapes and last == "P" and not noun:
        return "V" if shapes & {"third", "past"} and "part" not in shapes else "N"
    if shapes and last == "V" and not noun and low not in ("made",):
        return "V"
    if not shapes and not noun and after_name and low.endswith("ed") and len(low) > 4:
        return "V"
    if not shapes and not noun and not adjective and before in _PLURAL_SUBJECTS:
        return "V"
    if (
        not shapes
        and not noun
        and last in ("N", "R")
        and low.endswith("s")
        and not low.endswith("ss")
        and (following in _DETERMINERS or following in lex.prepositions or not following[0].isalnum())
        and not any(tag == "V" for _, tag in _clause(tagged))
    ):
        return "V"
    return "N"


def _has_present(tagged: list[tuple[str, str]], lex: Lexicon) -> bool:
    """True if the clause has its verb already, in the present."""
    since = _clause(tagged)
    last_and = next((i for i, (_, tag) in enumerate(since) if tag == "C"), len(since))
    return any(
        tag in ("V", "X")
        and (word.lower().endswith("s") or {s for _, s in lex.forms.get(word.lower(), ())} & {"third", "base"})
        for word, tag in since[:last_and]
    )


def _clause(tagged: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The tagged words since the last boundary of a clause."""
    out: list[tuple[str, str]] = []
    for item in reversed(tagged):
        if item[1] in (".", "S"):
            break
        out.append(item)
    return out


def _names(word: str, lex: Lexicon) -> bool:
    """True if the word can be (part of) a name of something."""
    if (
        not word
        or not word[0].isalpha()
        or word in _DETERMINERS
        or word in lex.prepositions
        or word in _AUXILIARY
        or word in _SUBORDINATE
        or word in ("and", "or", "to", *_PRONOUNS)
    ):
        return False
    if word in lex.adjectives or lex.sense(word).kind:
        return True
    return word not in lex.forms and word not in lex.adverbs and not word.endswith("ly")


def chunk(tokens: list[tuple[str, str]], lex: Lexicon) -> tuple[tuple[Noun, ...], tuple[Act, ...]]:
    """Noun phrases and clauses, left to right."""
    nouns: list[Noun] = []
    acts: list[Act] = []
    subject: Noun | None = None
    topic: Noun | None = None
    open_act: list | None = None  # [verb, start of rest, subject, marker, negated, state, first]
    marker = ""
    prep = ""
    i = 0

    def close(stop: int) -> None:
        nonlocal open_act
        if open_act is None:
            return
        verb, start, who, mark, negated, state, first = open_act
        rest = _glue(tokens[start:stop])
        acts.append(Act(verb, rest, who, mark, negated, state, len(acts), _glue(tokens[first:stop])))
        open_act = None

    while i < len(tokens):
        token, tag = tokens[i]
        low = token.lower()
        part_of = _glue(tokens[i : i + 3]).lower()
        if (
            part_of in ("one of them", "one of us", "one of these")
            and i + 3 < len(tokens)
            and tokens[i + 3][1] in "VXG"
        ):
            close(i - 1 if i and tokens[i - 1][1] in ("C", ".") else i)
            subject = Noun("", "one of them", "one", lex.sense("person"), False, "", 1, len(nouns))
            nouns.append(subject)
            marker = "and"
            i += 3
            continue
        if tag in ("D", "A", "M", "N"):
            noun, j = _phrase(tokens, i, lex, prep, len(nouns))
            if noun is None:
                i = j
                continue
            nouns.append(noun)
            next_tag = tokens[j][1] if j < len(tokens) else "."
            if open_act is None and not prep:
                subject = noun
                topic = topic or noun
            elif prep and open_act is None and subject is None and next_tag in ("V", "X", "G"):
                subject = None
            prep = ""
            if (
                open_act is not None
                and next_tag in ("V", "X")
                and tokens[i - 1][1] in (".", "C")
                and noun.det.lower() not in ("its",)
            ):
                close(i - 1)
                subject = noun
                marker = "and" if tokens[i - 1][1] == "C" else ","
            i = j
            continue
        if tag == "P":
            prep = low
            i += 1
            continue
        if tag == "R":
            if low in _SUBJECTS:
                follows = tokens[i + 1][1] if i + 1 < len(tokens) else "."
                nominative = low in ("he", "she", "they", "i", "we")
                opens = open_act is None or nominative or tokens[i - 1][1] in (".", "C", "S", "B")
                if opens and (follows in ("V", "X", "B", "!", "G") or (low.startswith("every") and follows == "P")):
                    stop = i
                    while stop and tokens[stop - 1][1] in ("B", "C", "."):
                        stop -= 1
                    close(stop)
                    known = [n for n in nouns if n.kind in LIVING and n.prep == "" and n.core not in ("i", "we", "you")]
                    if low in ("he", "she", "they") and known:
                        subject = topic if topic in known else known[-1]
                    elif low in ("i", "we", "you", "someone", "somebody", "everyone", "everybody") or subject is None:
                        many = low in ("we", "they", "everyone", "everybody")
                        sense = Sense("", "", {}) if low == "it" else lex.sense("people" if many else "person")
                        subject = Noun(low, low, low, sense, many, "", 2 if low == "we" else 1, len(nouns))
                        nouns.append(subject)
            prep = ""
            i += 1
            continue
        if tag in ("S", "W"):
            close(i)
            marker = low
            prep = ""
            if tag == "W" and nouns:
                subject = nouns[-1]
            if tag == "S":
                topic = topic or subject
                if i + 1 < len(tokens) and tokens[i + 1][1] == "G":
                    subject = subject or topic
            i += 1
            continue
        if tag == "X":
            k = i + 1
            negated = False
            while k < len(tokens) and tokens[k][1] in ("X", "B", "!"):
                negated = negated or tokens[k][1] == "!"
                k += 1
            if k < len(tokens) and tokens[k][1] in ("V", "G", "I"):
                close(i)
                base, shape = _base(tokens[k][0], lex)
                state = (shape in ("part", "past") and low in ("has", "have", "had")) or (
                    shape == "part" and low in ("is", "are", "was", "were")
                )
                open_act = [base, k + 1, subject or topic, marker, negated, state, i]
                marker = ""
                i = k + 1
                continue
            if open_act is None:
                open_act = [
                    {"has": "have", "have": "have", "had": "have"}.get(low, "be"),
                    i + 1,
                    subject or topic,
                    marker,
                    negated,
                    True,
                    i,
                ]
                marker = ""
            i += 1
            continue
        if tag in ("V", "G"):
            base, shape = _base(token, lex)
            if tag == "G" and open_act is not None and tokens[i - 1][1] in ("V", "I", "P"):
                i += 1
                prep = ""
                continue
            if tag == "G" and prep and open_act is not None:
                i += 1
                prep = ""
                continue
            close(i - 1 if i and tokens[i - 1][1] in ("C", ".") else i)
            who = subject or topic
            if tag == "V" and i and tokens[i - 1][1] in ("C", ".") and acts:
                who = acts[-1].subject or who
                marker = marker or ("and" if tokens[i - 1][1] == "C" else ",")
            negated = bool(i) and tokens[i - 1][1] == "!"
            told = marker in ("that", "which", "who") and shape in ("past", "part")
            told = told or (shape == "part" and tag == "V")
            weather = base in ("rain", "snow") and who is not None and tokens[i - 1][0].lower() == "it"
            open_act = [base, i + 1, who, marker, negated, told or weather, i]
            marker = ""
            prep = ""
            i += 1
            continue
        if tag == ".":
            if token in ".;!?…:—–" or low == "\n":
                close(i)
                subject = None if token in ".!?…" else subject
                marker = ""
            elif token == "," and open_act is not None:
                following = tokens[i + 1][1] if i + 1 < len(tokens) else "."
                if following in ("V", "G", "S", "W"):
                    close(i)
                    marker = ","
            prep = ""
            i += 1
            continue
        if tag == "C":
            if (
                open_act is not None
                and i + 1 < len(tokens)
                and (
                    tokens[i + 1][1] == "V"
                    or (tokens[i + 1][1] == "B" and i + 2 < len(tokens) and tokens[i + 2][1] == "V")
                )
            ):
                who = open_act[2]
                close(i)
                subject = who
                marker = "and"
            i += 1
            continue
        i += 1
    close(len(tokens))
    return tuple(nouns), tuple(a for a in acts if a.verb)


def _base(token: str, lex: Lexicon) -> tuple[str, str]:
    """(base, shape) of a verb form, known or guessed."""
    low = token.lower()
    options = lex.forms.get(low)
    if options:
        rank = {"third": 0, "base": 1, "past": 2, "part": 3, "ger": 4}
        known = [o for o in options if o[0] in lex.verb_class] or options
        return min(known, key=lambda o: rank[o[1]])
    if low.endswith("ing") and len(low) > 5:
        stem = low[:-3]
        if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sl":
            return stem[:-1], "ger"
        return (
            stem + "e"
            if re.search(r"[^aeiou][aeiou][cdgklmnrstvz]$", stem)
            and not stem.endswith(("en", "er", "in", "on", "et", "it"))
            else stem
        ), "ger"
    if low.endswith("ied"):
        return low[:-3] + "y", "past"
    if low.endswith("ed"):
        stem = low[:-2]
        if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sl":
            return stem[:-1], "past"
        return (
            low[:-1]
            if re.search(r"[^aeiou][aeiou][cdgklmnrstvz]$|[cgvsz]$", stem)
            and not stem.endswith(("en", "er", "in", "on", "et", "it"))
            else stem
        ), "past"
    if low.endswith("ies"):
        return low[:-3] + "y", "third"
    if re.search(r"(?:sh|ch|x|ss|zz)es$", low):
        return low[:-2], "third"
    if low.endswith("s") and not low.endswith("ss"):
        return low[:-1], "third"
    return low, "base"


_MEASURES = frozenset(
    "row pair group bunch heap pile stack piece crowd line flock herd box bag handful couple queue "
    "set pack stream cup glass bowl cone tower wall field forest end edge top side corner middle lining".split()
)


def _phrase(tokens: list[tuple[str, str]], i: int, lex: Lexicon, prep: str, order: int) -> tuple[Noun | None, int]:
    """The noun phrase that starts at i, and where it ends: a girl with a red kite is two of them."""
    det, number = "", 1
    start = i
    if tokens[i][1] == "D":
        det = tokens[i][0]
        i += 1
        start = i
    j = i
    while j < len(tokens) and tokens[j][1] in ("A", "N", "M", "D", "C"):
        tag = tokens[j][1]
        if tag == "M":
            number = _NUMBERS.get(
                tokens[j][0].lower(),
                int(float(tokens[j][0].replace(":", ".").replace(",", ".").split(".")[0]))
                if tokens[j][0][0].isdigit()
                else number,
            )
        if tag == "D" and not (
            tokens[j - 1][0].lower().endswith(("of",)) or tokens[j - 1][1] == "D" or tokens[j][0].lower() in ("own",)
        ):
            break
        if tag == "C" and not (j > i and tokens[j - 1][1] == "A" and j + 1 < len(tokens) and tokens[j + 1][1] == "A"):
            break
        if tag == "A" and j > start and tokens[j - 1][1] == "N" and not re.search("['’]s?$", tokens[j - 1][0]):
            break
        if tag == "M" and j > start and tokens[j - 1][1] == "N":
            break
        j += 1
    while j > start and tokens[j - 1][1] in ("C", "D"):
        j -= 1
    words = [t for t, _ in tokens[start:j]]
    if not words:
        return None, max(j, i, start + 0) or i + 1
    if all(tag == "M" for _, tag in tokens[start:j]) and det:
        return None, j
    if all(tag in ("A", "M") for _, tag in tokens[start:j]) and not det:
        if number > 1 and j + 1 < len(tokens) and tokens[j][0].lower() == "of":
            inner, stop = _phrase(tokens, j + 1, lex, prep, order)
            if inner is not None:
                return replace(
                    inner, core=f"{' '.join(words)} of {inner.core}", number=number, plural=True, prep=prep
                ), stop
        return None, j
    core = " ".join(words)
    head = words[-1].lower()
    end = j
    if end + 1 < len(tokens) and tokens[end][0].lower() == "of" and tokens[end + 1][1] in ("D", "A", "N", "M"):
        inner, stop = _phrase(tokens, end + 1, lex, "of", order)
        if inner is not None:
            outer = lex.sense(core)
            joined = f"{core} of {(inner.det + ' ') if inner.det else ''}{inner.core}"
            if outer.kind in ("abstract", "") and inner.kind not in ("abstract", "") and head not in _MEASURES:
                return replace(inner, prep=prep, order=order), stop
            if outer.kind in ("abstract", "") and inner.kind not in ("abstract", ""):
                return Noun(
                    det, joined, inner.head, inner.sense, inner.plural and w.is_plural(head), prep, number, order
                ), stop
            return Noun(det, joined, head, outer, w.is_plural(head), prep, number, order), stop
    sense = lex.sense(core if "'" not in core else core.split("'s ")[-1])
    many = bool(sense.data.get("many")) if sense.kind == "person" else False
    return Noun(
        det,
        core,
        head,
        sense,
        w.is_plural(head) or number > 1 or many,
        prep,
        number if number > 1 or not many else 12,
        order,
    ), end


def _glue(tokens: list[tuple[str, str]]) -> str:
    """Tokens as text again."""
    text = " ".join(t for t, _ in tokens)
    text = re.sub(r"\s+([,.;:!?)])", r"\1", text)
    return re.sub(r"\(\s+", "(", text).strip(" ,;.-–—:")
