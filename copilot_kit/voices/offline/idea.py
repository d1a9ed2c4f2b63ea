"""Free words read as film material: who, does what, to what, where, when, and what is asked for by name.

There is no model here. Words get a part of speech from the lexicon or from their neighbours, runs of them become
noun phrases, and clauses are cut at verbs, conjunctions and commas. What is found keeps the words it came from; what is
not understood is kept as words too. The same reader serves the first idea and every later turn of a creator.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass, field, replace

from . import words as w
from .lexicon import Lexicon, Sense

LONG_IDEA = 140
"""Ideas longer than this many words are cut down to their first strong picture."""

LONGEST = 16_000
"""Characters of an idea that are looked at; what comes after is counted and left out."""

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)?|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\w\s]", re.UNICODE)
_DETERMINERS = frozenset(
    "a an the this that these those my your his her its our their some any each every another no all both".split()
)
_LIVING = ("trade", "person", "maker", "animal")
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
_QUOTE = re.compile(r"“([^”]{1,400})”|„([^“”]{1,400})[“”]|«([^»]{1,400})»|「([^」]{1,200})」|\"([^\"\n]{1,400})\"")
_NEGATIVE = re.compile(
    r"(?:^|[,;.]\s*|\band\s+|\bbut\s+|\s)(?:no|without(?: any)?|avoid|don't want(?: any)?|"
    r"do not want(?: any)?|never any)\s+"
    r"((?!one\b|body\b|larger\b|smaller\b|wider\b|louder\b|bigger\b|higher\b|lower\b|less\b|other\b|"
    r"more\b|trace\b|way\b|place\b|longer\b|more than\b|matter\b|idea\b|"
    r"[a-z]+ing\b)[a-z][a-z'-]*(?:\s+(?!and\b|or\b|in\b|on\b|at\b|but\b|to\b|is\b|who\b)[a-z'-]+){0,2}"
    r"(?:\s+(?:and|or)\s+no\s+[a-z'-]+)?)",
    re.I,
)
_ON_SCREEN = re.compile(
    r"\b(?:sign|banner|poster|caption|title|letters|text|label|screen|page|note|reads?|reading|"
    r"written|saying|says on)\b[^.]{0,25}$",
    re.I,
)


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
    body, spoken, signs = _quotes(re.sub(r",?\s+(?:and not (?:one|a single|a)\b|as if\b)[^.,;!?]*", "", text))
    timed = _timed(body)
    if timed:
        body = ". ".join(action for _, _, action in timed)
    if signs:
        body = re.sub(r"\b(?:that |which )?(?:reads?|reading|saying|says)\s+(?=\w|,)", "", body, count=1)
    body, wishes = _wishes(body, lex)
    if timed:
        wishes["seconds"] = timed[-1][1]
    body = re.sub(r"\s+", " ", re.sub(r"(?:\s*,\s*)+", ", ", body)).strip(" ,")
    tokens = _tag(_unwrap(body, lex), lex)
    nouns, acts = _chunk(tokens, lex)
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
    living = next((n for n in nouns if n.kind in _LIVING), None)
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


def _quotes(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The text without its quotations, what is spoken, and what is to be read in the picture."""
    spoken: list[str] = []
    signs: list[str] = []

    def take(match: re.Match) -> str:
        words = next(g for g in match.groups() if g is not None).strip()
        before = text[: match.start()]
        said = re.search(
            r"\b(?:say|says|said|saying|ask|asks|whisper\w*|shout\w*|tell\w*|call\w*|answer\w*|murmur\w*|sing\w*|line|voice|yell\w*|mutter\w*)\b[^.]{0,30}$",
            before,
            re.I,
        )
        if _ON_SCREEN.search(before) and not said:
            signs.append(words)
        elif said or w.count_words(words) > 2 or words.endswith(("!", "?", ".", ",")):
            spoken.append(words.rstrip(","))
        else:
            return words
        return " "

    return _QUOTE.sub(take, text), tuple(spoken), tuple(signs)


def _timed(text: str) -> tuple[tuple[float, float, str], ...]:
    """Beats that the creator has timed: 0-3 s: she lifts the lid."""
    span = r"(\d+(?:\.\d+)?)\s*s?\s*(?:-|–|—|to)\s*(\d+(?:\.\d+)?)\s*(?:s|sec|secs|seconds)\b\s*[:,]?\s*"
    marks = list(re.finditer(span, text, re.I))
    beats = []
    for i, mark in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        action = re.split(r"[.;\n]", text[mark.end() : end].strip())[0].strip(" ,;-")
        if action and float(mark[2]) > float(mark[1]):
            beats.append((float(mark[1]), float(mark[2]), action))
    tiles = len(beats) > 1 and beats[0][0] == 0 and all(a[1] == b[0] for a, b in itertools.pairwise(beats))
    return tuple(beats) if tiles else ()


def _wishes(text: str, lex: Lexicon) -> tuple[str, dict]:
    """What is asked for by name (times, lens, hour, colours, negatives), and the text without the bare settings."""
    out: dict = {}
    gone: list[str] = []

    def find(pattern: str, flags: int = re.I) -> re.Match | None:
        match = re.search(pattern, text, flags)
        if match:
            gone.append(match[0])
        return match

    negatives = []
    for match in _NEGATIVE.finditer(text):
        if text[: match.start()].rstrip().lower().endswith("with") or match[0].strip().lower().startswith("with no"):
            continue
        for piece in re.split(r"\s+(?:and|or)\s+no\s+|,\s*no\s+", match[1]):
            word = piece.strip().lower()
            if (
                word
                and word not in negatives
                and word.split()[0] not in ("doubt", "wonder", "hurry", "time", "sign", "hands", "numbers")
            ):
                negatives.append(word)
                gone.append(match[0].strip(" ,;."))
    out["negatives"] = tuple(negatives)
    if m := find(
        r"(?<![\d-])(\d+(?:\.\d+)?)\s*-?\s*(?:seconds?|secs?|s)\b(?!\s*[:\-–])(?:\s+(?:long|clip|video|shot|film))?"
    ):
        out["seconds"] = float(m[1])
    if m := find(r"\b(\d{3,5})\s*(?:k|kelvin)\b"):
        out["kelvin"] = int(m[1])
    if m := find(r"\b(\d{2,3})\s*-?mm\b(?:\s+lens)?"):
        out["lens_mm"] = int(m[1])
    if m := find(r"\bf\s*/?\s*(\d+(?:\.\d+)?)\b"):
        out["f_stop"] = float(m[1])
    if m := find(r"\b(?:vertical|portrait|9:16|for (?:my |the )?phone)\b(?: format)?"):
        out["format"] = "vertical"
    elif m := find(r"\b(?:horizontal|landscape format|widescreen|16:9|square|1:1)\b"):
        out["format"] = "square" if m[0].lower() in ("square", "1:1") else "horizontal"
    if m := find(r"\bblack[- ]and[- ]white\b|\bb&w\b"):
        out["look"] = ("monochrome", m[0])
    if m := re.search(r"\b(?:seen )?from behind\b|\bback(?:s)? to (?:us|camera|the camera)\b", text, re.I):
        out["facing"] = "back"
    elif m := re.search(r"\bin profile\b|\bside[- ]on\b", text, re.I):
        out["facing"] = "profile"
    if m := find(r"\b(?:from (?:the |camera )?|camera )(left|right)\b(?! to\b)"):
        out["side"] = m[1].lower()
    if m := re.search(
        r"\b(low[- ]angle|high[- ]angle|overhead|bird'?s[- ]eye|top[- ]down|eye[- ]level|from above|from below)\b",
        text,
        re.I,
    ):
        word = m[1].lower().replace("-", " ")
        out["angle"] = {
            "low angle": "low",
            "from below": "low",
            "high angle": "high",
            "from above": "high",
            "eye level": "eye_level",
        }.get(word, "overhead")
        gone.append(m[0])
    for m in re.finditer(
        r"\bfor (?:my |the |a )?phone\b|\b(?:static|handheld|locked[- ]off) (?:camera|shot|frame)\b|"
        r"\b(?:soft |hard |warm |cool |in )*(?:window|lamp|natural|morning|evening|candle|"
        r"available)[- ]?light\b",
        text,
        re.I,
    ):
        gone.append(m[0])
        if re.match(r"(?:static|locked)", m[0], re.I):
            out["move"] = ("static", m[0])
    if m := find(r"\b(?:palette|colou?rs)\s*:?\s+((?:[a-z]+(?: [a-z]+)?(?:, | and |,? and )?){1,6})(?=[.;,]|$)"):
        out["palette"] = tuple(c.strip() for c in re.split(r",|\band\b", m[1]) if c.strip())
    low = text.lower()
    for m in re.finditer(r"[a-z][a-z&-]*(?:'[a-z]+)?", low):
        word = m[0]
        if word in lex.hours and "hour" not in out and not re.match(r"\s+(?:sky blue)", low[m.end() :]):
            out["hour"] = (lex.hours[word], text[m.start() : m.end()])
        if (
            word in lex.weather
            and "weather" not in out
            and not re.search(r"\b(?:after|before|no)\s+(?:the |a )?$", low[: m.start()])
        ):
            out["weather"] = (lex.weather[word], word)
        if word in lex.sources and "source" not in out and _lights(word, low, m.start(), m.end()):
            out["source"] = (lex.sources[word], word)
        if word in lex.looks and "look" not in out:
            out["look"] = (lex.looks[word], word)
    if m := re.search(r"\b(\d{1,2})(?::\d\d)?\s*(a\.?m\.?|p\.?m\.?|o'clock)", low):
        hour = int(m[1]) + (12 if m[2].startswith("p") and m[1] != "12" else 0)
        gone.append(m[0])
        out["hour"] = (
            "night" if hour < 5 or hour > 20 else "dawn" if hour < 8 else "day" if hour < 16 else "golden",
            m[0],
        )
    for phrase, size in (
        ("extreme close", "macro"),
        ("medium close", "medium_close_up"),
        ("close-up", "close_up"),
        ("closeup", "close_up"),
        ("close up", "close_up"),
        ("wide shot", "wide"),
        ("long shot", "wide"),
        ("full shot", "full"),
        ("medium shot", "medium"),
        ("waist-up", "medium"),
        ("chest-up", "medium_close_up"),
        ("macro", "macro"),
    ):
        if phrase in low:
            out["size"] = (size, phrase)
            gone.append(phrase)
            break
    if m := re.search(
        r"\b(?:camera|we|lens|shot|dolly|zoom)\b[^.,;]{0,24}?\b(push|pull|pan|tilt|track|follow|orbit|"
        r"circl|crane|ris|static|locked|still|handheld|dolly in|zoom in|zoom out)\w*|\b(?:very |slow |"
        r"gentle )*(static|handheld|locked[- ]off|tracking shot|push[- ]in|slow zoom|one take|drone shot)\b",
        low,
    ):
        word = (m[1] or m[2]).replace("-", " ")
        table = {
            "push": "push_in",
            "pull": "pull_out",
            "pan": "pan",
            "tilt": "tilt",
            "track": "tracking",
            "follow": "tracking",
            "orbit": "orbit",
            "circl": "orbit",
            "crane": "crane",
            "ris": "crane",
            "static": "static",
            "locked": "static",
            "still": "static",
            "handheld": "handheld",
            "dolly in": "push_in",
            "zoom in": "push_in",
            "zoom out": "pull_out",
            "locked off": "static",
            "tracking shot": "tracking",
            "push in": "push_in",
            "slow zoom": "push_in",
            "one take": "",
            "drone shot": "crane",
        }
        if table[word]:
            out["move"] = (table[word], m[0])
            gone.append(m[0])
    if re.search(r"\b(no|without) (music|score|soundtrack)\b", low):
        out["music"] = "none"
    elif m := re.search(r"\b(score|soundtrack|background music|orchestral music|music swells|piano music)\b", low):
        out["music"] = m[1]
    out["colours"] = tuple(
        dict.fromkeys(
            m[0]
            for m in re.finditer(r"[a-z]+", low)
            if m[0] in lex.colours
            and m[0]
            not in (
                "rose",
                "orange",
                "sand",
                "cream",
                "gold",
                "silver",
                "copper",
                "bronze",
                "mint",
                "sage",
                "lime",
                "plum",
                "salmon",
                "peach",
            )
        )
    )
    for piece in gone:
        text = re.sub(re.escape(piece), " , ", text, count=1, flags=re.I)
    return text, out


_ALWAYS_LIGHT = frozenset(
    """candlelight candlelit campfire bonfire fireplace neon moonlight moonlit headlights spotlight streetlight
    streetlights streetlamp fluorescent torchlight footlights limelight candle candles lantern lanterns moon""".split()
)


def _lights(word: str, low: str, start: int, end: int) -> bool:
    """True if a lamp or screen is named as the light, not as a thing."""
    if word in _ALWAYS_LIGHT:
        return True
    after, before = low[end : end + 8], low[max(0, start - 24) : start]
    return bool(
        re.match(r"[- ]?(?:light|glow|lit)", after)
        or re.search(r"(?:lit by|light of|glow of|by the light of|under)(?: an?| the| one)? (?:\w+ )?$", before)
    )


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


def _tag(text: str, lex: Lexicon) -> list[tuple[str, str]]:
    """Each word with its part: D determiner, N noun, V verb, G -ing, A adjective, P preposition, R pronoun."""
    raw = _TOKEN.findall(text)
    tagged: list[tuple[str, str]] = []
    for i, token in enumerate(raw):
        low = token.lower().replace("’", "'")
        last = tagged[-1][1] if tagged else "."
        following = raw[i + 1].lower() if i + 1 < len(raw) else "."
        tagged.append((token, _part(low, token, last, following, raw[i - 1].lower() if i else "", tagged, lex)))
    return tagged


_OPENS_OBJECT = frozenset("D P R J M Q".split())


def _part(
    low: str, token: str, last: str, following: str, before: str, tagged: list[tuple[str, str]], lex: Lexicon
) -> str:
    if not low[0].isalnum():
        return "."
    if low[0].isdigit() or low in _NUMBERS:
        return "M"
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
    if low in ("all", "both", "each") and last == "N":
        return "B"
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
        if last == "R":
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
    if (
        not shapes
        and not noun
        and last == "N"
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


def _chunk(tokens: list[tuple[str, str]], lex: Lexicon) -> tuple[tuple[Noun, ...], tuple[Act, ...]]:
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
                    known = [
                        n for n in nouns if n.kind in _LIVING and n.prep == "" and n.core not in ("i", "we", "you")
                    ]
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
