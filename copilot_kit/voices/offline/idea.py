"""Free words read as film material: who, does what, to what, where, when, and what is asked for by name.

There is no model here. Words get a part of speech from the lexicon or from their neighbours, runs of them become
noun phrases, and clauses are cut at verbs, conjunctions and commas. What is found keeps the words it came from; what is
not understood is kept as words too. The same reader serves the first idea and every later turn of a creator.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace

from . import words as w
from .grammar import LIVING, Act, Noun, chunk, tagged_words
from .lexicon import Lexicon
from .wishes import quotes, timed_beats, wishes_of

LONG_IDEA = 140
"""Ideas longer than this many words are cut down to their first strong picture."""


LONGEST = 16_000
"""Characters of an idea that are looked at; what comes after is counted and left out."""


@dataclass(frozen=True, slots=True)
class Idea:
    """All that was read from some words."""

    text: str
    nouns: tuple[Noun, ...] = ()
    acts: tuple[Act, ...] = ()
    spoken: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    feelings: tuple[tuple[str, str], ...] = ()
    hour: tuple[str, str] = ("", "")
    weather: tuple[str, str] = ("", "")
    source: tuple[str, str] = ("", "")
    colours: tuple[str, ...] = ()
    palette: tuple[str, ...] = ()
    look: tuple[str, str] = ("", "")
    size: tuple[str, str] = ("", "")
    angle: str = ""
    move: tuple[str, str] = ("", "")
    barred: tuple[str, ...] = ()
    window: tuple[float, float] | None = None
    cues: tuple[tuple[str, float, float | None, str], ...] = ()
    side: str = ""
    facing: str = ""
    seconds: float | None = None
    kelvin: int | None = None
    lens_mm: int | None = None
    f_stop: float | None = None
    format: str = ""
    music: str = ""
    timed: tuple[tuple[float, float, str], ...] = ()
    handles: tuple[str, ...] = ()
    language: str = "en"
    foreign: tuple[tuple[str, str], ...] = ()
    left_out: int = 0
    unknown: tuple[str, ...] = ()
    nonsense: bool = False
    texts: tuple[str, ...] = field(default=())

    @property
    def empty(self) -> bool:
        return not self.text.strip()


def plain(text: str) -> str:
    """The text as words: tags, headings, list marks, links, emoji and control characters taken off."""
    text = re.sub(r"</?[A-Za-z_][^<>\n]{0,60}>", " ", text)
    text = re.sub(r"https?://\S+", " ", text)
    text = re.sub(r"(?m)^\s*(?:#{1,6}\s+|[-*•]\s+|>\s+|`{3}.*$|\*{3,}$|-{3,}$)", "", text)
    text = text.replace("**", "").replace("`", "").replace("<", " ").replace(">", " ")
    kept = [c for c in text if unicodedata.category(c) not in ("So", "Sk", "Cs", "Cc", "Cf", "Co") or c in "\n\t"]
    return re.sub(r"[ \t]+", " ", "".join(kept)).strip()


def read_idea(raw: str, lex: Lexicon) -> Idea:
    """Everything that the words give to a film, each piece with the words it came from."""
    text = plain(raw[:LONGEST])
    if not text:
        return Idea("")
    language = _language(text)
    if language != "en":
        return _foreign(text, language, lex)
    text, left_out = _strongest(text, lex, len(raw[LONGEST:].split()))
    body, spoken, signs = quotes(re.sub(r",?\s+(?:and not (?:one|a single|a)\b|as if\b)[^.,;!?]*", "", text))
    timed = timed_beats(body)
    if timed:
        body = ". ".join(action for _, _, action in timed)
    if signs:
        body = re.sub(r"\b(?:that |which )?(?:reads?|reading|saying|says)\s+(?=\w|,)", "", body, count=1)
    body = re.sub(r",?\s+(?:and |while |but )?(?:nobody|no one)(?: is|'s| was)? \w+(?=[,.;!?]|$)", "", body, flags=re.I)
    body, wishes = wishes_of(body, lex)
    if timed:
        wishes["seconds"] = timed[-1][1]
    body = re.sub(r"\s+", " ", re.sub(r"(?:\s*,\s*)+", ", ", body)).strip(" ,")
    tokens = tagged_words(_unwrap(body, lex), lex)
    nouns, acts = chunk(tokens, lex)
    known = [t for t, tag in tokens if tag not in ("X", ".") and lex.knows(t)]
    strange = tuple(t for t, tag in tokens if t.isalpha() and len(t) > 2 and not lex.knows(t))
    content = [t for t, tag in tokens if t.isalpha() and t.lower() not in w.STOP]
    idea = Idea(
        text=text,
        nouns=nouns,
        acts=acts,
        spoken=spoken,
        signs=signs,
        feelings=_feelings(text, lex),
        timed=timed,
        handles=tuple(re.findall(r"(?<!\w)@\w+", text)),
        left_out=left_out,
        unknown=strange,
        nonsense=(bool(content) and not [t for t in content if lex.knows(t)] and all(not _sayable(t) for t in content))
        or not content
        or (not known and len(content) > 1 and sum(_sayable(t) for t in content) < len(content) / 2),
    )
    return replace(idea, **wishes)


def _language(text: str) -> str:
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return "en"
    if sum(ord(c) > 0x24F for c in letters) > len(letters) * 0.3:
        return "other"
    low = re.findall(r"[a-zà-žß]+", text.lower())
    english = sum(t in _ENGLISH for t in low)
    foreign = sum(t in _FOREIGN for t in low)
    accented = any(c in "àáâãäåçèéêëìíîïñòóôõöùúûüßąćęłńśźżğşı" for c in text.lower())
    return "other" if foreign > english and (foreign > 1 or accented) else "en"


_ENGLISH = frozenset(
    "the a an and of in on at with for to is are his her my as who while from by into it she he "
    "they i we you that this not no when until".split()
)


_FOREIGN = (
    frozenset(
        """el la los las un una y de en con que su para del al por le les des du et dans sur avec une qui est au der
        die das ein eine und im mit auf dem den von ist sich zu einer einem o os um uma na no com e da do il gli di
        che per nel della sul non w z na się jest i bir ve bu""".split()
    )
    - _ENGLISH
)


def _foreign(text: str, language: str, lex: Lexicon) -> Idea:
    """An idea in another language: its own words, and the concepts that a small glossary knows."""
    low = text.lower()
    found: dict[str, str] = {}
    for word, concept in sorted(lex.glossary.items(), key=lambda item: -len(item[0])):
        wide = ord(word[0]) > 0x2E7F
        hit = (
            low.find(word)
            if wide
            else next((m.start() for m in re.finditer(rf"(?<!\w){re.escape(word)}\w{{0,2}}(?!\w)", low)), -1)
        )
        if hit >= 0 and concept not in found and not any(word in other for other in found.values()):
            found[concept] = text[hit : hit + len(word)]
    order = {concept: low.find(word.lower()) for concept, word in found.items()}
    nouns: list[Noun] = []
    hour = ("", "")
    for concept in sorted(found, key=order.__getitem__):
        if concept in lex.hours:
            hour = hour if hour[0] else (lex.hours[concept], found[concept])
            continue
        sense = lex.sense(concept)
        nouns.append(Noun("a", concept, concept, sense, False, "", 1, len(nouns)))
    short = " ".join(text.split()[:60])[:400]
    verb, where = "", -1
    for stem, base in lex.foreign_verbs.items():
        wide = ord(stem[0]) > 0x2E7F
        hit = low.find(stem) if wide else next((m.start() for m in re.finditer(rf"(?<!\w){re.escape(stem)}", low)), -1)
        if hit >= 0:
            verb, where = base, hit
            break
    living = next((n for n in nouns if n.kind in LIVING), None)
    things = [n for n in nouns if n is not living and n.kind in ("object", "animal")]
    acts = (
        (
            Act(
                verb,
                f"the {things[0].core}" if things and verb not in ("sleep", "dance", "walk", "sing") else "",
                living or nouns[0],
                words=text[where : where + 12].split()[0],
            ),
        )
        if verb and nouns
        else ()
    )
    return Idea(
        text=short,
        nouns=tuple(nouns),
        acts=acts,
        language=language,
        foreign=tuple((c, found[c]) for c in sorted(found, key=order.__getitem__)),
        hour=hour,
        left_out=max(0, len(text.split()) - 60),
    )


def _strongest(text: str, lex: Lexicon, beyond: int) -> tuple[str, int]:
    """The first strong picture of a long text: the first sentences that hold someone and something done."""
    total = w.count_words(text) + beyond
    if total <= LONG_IDEA:
        return text, 0
    sentences = re.split(r"(?<=[.!?…])\s+|\n+", text)

    def strong(sentence: str) -> bool:
        found = [t.lower() for t in re.findall(r"[^\W\d_]+", sentence)[:80]]
        alive = any(lex.sense(t).kind in ("trade", "person", "animal", "object") for t in found)
        return alive and any(
            t in lex.forms and lex.verb_class.get(lex.forms[t][0][0]) not in (None, "mind") for t in found
        )

    start = next((i for i, s in enumerate(sentences[:400]) if strong(s)), 0)
    kept: list[str] = []
    for sentence in sentences[start:]:
        if kept and w.count_words(" ".join(kept)) + w.count_words(sentence) > 60:
            break
        kept.append(" ".join(sentence.split()[:60]))
    short = " ".join(kept)
    return short, max(0, total - w.count_words(short))


def _feelings(text: str, lex: Lexicon) -> tuple[tuple[str, str], ...]:
    found = []
    for word in re.findall(r"[a-z]+", text.lower()):
        for feeling in lex.feeling_of.get(word, lex.feeling_of.get(w.singular(word), [])):
            found.append((feeling, word))
    return tuple(dict.fromkeys(found))


def _unwrap(text: str, lex: Lexicon) -> str:
    """The idea without the words that only ask for it: `I want a video about ...`."""
    for _ in range(3):
        shorter = re.sub(rf"^\W*(?:{lex.craft['lexicon']['wrappers']})\b[\s,:]*", "", text, count=1, flags=re.I)
        if shorter == text or not shorter.strip():
            break
        text = shorter
    return text


def _sayable(word: str) -> bool:
    """True if the word could be one: it has vowels, and no run of five consonants or the same letter thrice."""
    low = word.lower()
    if len(low) < 2 or not low.isascii():
        return True
    vowels = sum(c in "aeiouy" for c in low)
    return (
        0.18 <= vowels / len(low) <= 0.8
        and not re.search(r"[^aeiouy]{5}|(.)\1\1|q(?!u)|^[bcdfghjklmnpqrtvwxz]{3}(?<!chr)(?<!thr)(?<!shr)(?<!sch)", low)
        and not re.search(r"(?:asdf|qwer|zxcv|hjkl|uiop|jkl)", low)
    )
