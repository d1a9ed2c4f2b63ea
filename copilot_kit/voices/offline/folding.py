"""Turns into a ledger: what each seat said, heard in order, with nothing remembered between calls.

Copilot turns of this voice are known exactly, for their plan can be drawn again. Turns of anyone else (a person, a
model) are read for numbered questions, lettered options and paths as best one can. Creator turns are always free words:
answers by number or letter, precision notes, refusals, locks, releases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ...dialogue.script import Brief, Turn
from . import words as w
from .agenda import Option, Plan, Question, plan
from .casting import phrase, read_feelings
from .grammar import Noun
from .idea import Idea, read_idea
from .ledger import Ledger, Row
from .lexicon import Lexicon
from .story import Story

RELEASE = re.compile(
    r"\b(?:write it|write the (?:final|prompt)|go ahead|ship it|that'?s it|done\.|lock it(?: in)?|"
    r"enough|you (?:choose|decide)(?: everything| all)?[.!]?$|up to you|surprise me|finali[sz]e|"
    r"print it|shoot it|we'?re done|good to go|roll it)",
    re.I | re.M,
)
LOCK = re.compile(
    r"\b(?:lock(?:ed)? (?:the rest|everything|all|it all)|(?:everything|all)(?: else)? (?:is|stays|"
    r"stands) (?:locked|as it (?:is|stands))|the rest (?:is locked|stands|stays))\b",
    re.I,
)
CONTROLS = {
    "light": "kelvin",
    "kelvin": "kelvin",
    "colour temperature": "kelvin",
    "source": "light source",
    "light source": "light source",
    "lens": "lens",
    "focal length": "lens",
    "aperture": "aperture",
    "stop": "aperture",
    "camera": "move",
    "move": "move",
    "movement": "move",
    "size": "size",
    "frame": "size",
    "framing": "size",
    "shot": "size",
    "angle": "angle",
    "side": "light side",
    "light side": "light side",
    "palette": "palette",
    "colour": "palette",
    "color": "palette",
    "colours": "palette",
    "colors": "palette",
    "accent": "accent",
    "prop": "prop",
    "object": "prop",
    "end": "end",
    "last frame": "end",
    "final frame": "end",
    "ending": "end",
    "sound": "sound",
    "bed": "sound",
    "cue": "cue",
    "music": "music",
    "time": "time",
    "hour": "time",
    "place": "place",
    "setting": "place",
    "location": "place",
    "subject": "subject",
    "who": "subject",
    "change": "change",
    "turn": "change",
    "gesture": "gesture",
    "after": "gesture",
    "before": "beats",
    "air": "air",
    "weather": "air",
    "look": "look",
    "style": "look",
    "length": "seconds",
    "seconds": "seconds",
    "duration": "seconds",
    "format": "orientation",
    "orientation": "orientation",
    "speech": "speech",
    "line": "speech",
    "says": "speech",
    "facing": "facing",
    "core": "core",
    "feeling": "core",
    "beat 1": "beats",
    "beat 2": "change",
    "beat 3": "gesture",
    "anchors": "anchors",
    "wardrobe": "anchors",
    "face": "gesture",
    "light change": "light change",
    "quality": "light quality",
    "beats": "beat count",
}
_NOTE = re.compile(
    r"^\s*(?:\(?\d+[.):]\s*|[-*•]\s+)?(?:\*\*)?("
    + "|".join(sorted(map(re.escape, CONTROLS), key=len, reverse=True))
    + r")(?:\*\*)?\s*:\s*(.+)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the creator is answering: questions in their order, and paths by letter."""

    questions: tuple[Question, ...] = ()
    paths: tuple[tuple[str, str, str, str], ...] = ()
    pick: str = ""


def start(brief: Brief, lex: Lexicon) -> Ledger:
    """The ledger of the idea alone."""
    idea = read_idea(brief.idea, lex)
    ledger = _wishes(replace(Ledger(), idea=idea), idea, 0, lex)
    if brief.seconds:
        ledger = ledger.set("seconds", w.number(brief.seconds), "given", 0, "brief")
    if brief.format:
        ledger = ledger.set("orientation", brief.format, "given", 0, "brief")
    if brief.engine is not None:
        ledger = ledger.set("engine", brief.engine.name, "given", 0, "brief")
    return _story(ledger, brief, lex, 0) if not idea.nonsense else ledger


def fold(brief: Brief, turns: tuple[Turn, ...], lex: Lexicon) -> tuple[Ledger, Asked]:
    """The ledger after these turns, and what is still to be answered."""
    ledger = start(brief, lex)
    asked = Asked()
    for turn in turns:
        if turn.seat == "copilot":
            ledger, asked = _copilot(ledger, turn, brief, lex)
        else:
            before = ledger
            ledger = _creator(ledger, turn, asked, brief, lex)
            moved = {(r.slot, r.value) for r in ledger.rows} ^ {(r.slot, r.value) for r in before.rows}
            ledger = replace(ledger, idle=0 if moved or len(ledger.refused) > len(before.refused) else before.idle + 1)
    return ledger, asked


def _story(ledger: Ledger, brief: Brief, lex: Lexicon, round: int) -> Ledger:
    """Subject, place, before, turn and the rest that the idea's own sentences give."""
    idea = ledger.idea
    subject = _subject(idea, lex)
    if subject is not None and not ledger.value("subject"):
        ledger = ledger.set(
            "subject",
            phrase(subject) if subject.core not in ("i", "we") else subject.core,
            "given",
            round,
            subject.core,
        )
    if not ledger.value("place"):
        spots = [n for n in idea.nouns if n.kind == "place" and n is not subject]
        spots = spots or [n for n in idea.nouns if _could_hold(n) and n is not subject]
        spots.sort(key=lambda n: (n.prep in ("", "of", "to", "from", "for", "with", "about"), n.order))
        if spots and (spots[0].prep or spots[0].det):
            spot = spots[0]
            prep = (
                spot.prep
                if spot.prep
                not in (
                    "",
                    "of",
                    "to",
                    "from",
                    "for",
                    "with",
                    "about",
                    "into",
                    "onto",
                    "than",
                    "off",
                    "past",
                    "against",
                )
                else ""
            )
            from .casting import with_preposition

            says = f"{prep} {phrase(spot)}" if prep else with_preposition(phrase(spot))
            if prep in ("above", "over"):
                says = f"at the edge of {phrase(spot)}"
            elif prep in ("up", "down", "through", "across", "along", "around"):
                says = with_preposition(phrase(spot))
            ledger = ledger.set("place", says, "given", round, spot.core, lex.world_of(spot.core))
    if not ledger.value("subject"):
        return ledger
    story = Story(ledger, lex, brief.seed)
    if story.act is not None and story.setup().key in ("act",):
        ledger = ledger.set("beats", story.setup().says, "given", round, story.act.words, "act")
    own = story.turns()
    if own and not ledger.value("change"):
        words = next((a.words for a in (*story.events, *story.own[::-1]) if a.words), "")
        ledger = ledger.set("change", own[0].says, "given", round, words, own[0].key)
    acts = [s for s in story.afters() if s.key == "act"]
    if acts and not ledger.value("gesture"):
        ledger = ledger.set("gesture", acts[0].says, "given", round, (story.own or story.events)[-1].words, "act")
    if idea.feelings and not ledger.value("core"):
        ledger = ledger.set("core", story.cast.feeling, "given", round, story.cast.feeling_word, story.cast.feeling)
    if story.actor.many and subject is not None and subject.number > 1:
        ledger = ledger.set("count", str(subject.number), "given", round, subject.core)
    return ledger


_WHERE = frozenset("in on at inside under behind beside outside below beneath above aboard".split())
_VEHICLES = frozenset(
    "train bus tram boat ship ferry car taxi plane truck van lorry submarine canoe balloon elevator lift rocket".split()
)
_ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth last next".split())


def _could_hold(noun: Noun) -> bool:
    """True for what is no known place but stands like one: on a train, under the pier head."""
    known = noun.kind == "" and noun.head not in _ORDINALS and not noun.head.endswith("ly")
    return noun.prep in _WHERE and (known or noun.head in _VEHICLES)


def _subject(idea: Idea, lex: Lexicon) -> Noun | None:
    """Whoever carries the idea: the one who acts, else the one who lives, else the thing that is named."""
    living = ("trade", "person", "animal", "maker")
    acting = [a.subject for a in idea.acts if a.subject is not None and not a.state]
    first = next(
        (
            n
            for n in idea.nouns
            if n.kind in living and n.prep in ("", "of", "about") and n.core not in ("i", "you", "it")
        ),
        None,
    )
    for group in (
        [s for s in acting if s.kind in living and s.core not in ("i", "you")],
        [first] if first else [],
        [s for s in acting if s.core in ("i", "you", "we")],
        [s for s in acting if s.kind not in ("abstract",) and s.core not in ("it",) and idea.acts[0].subject is s],
        [n for n in idea.nouns if n.kind in living and n.core not in ("i", "you", "it")],
        [n for n in idea.nouns if n.kind == "part" and re.search(r"['’]s ", n.core)],
        [s for s in acting if s.kind not in ("abstract",) and s.core not in ("it",)],
        [n for n in idea.nouns if n.kind == "object" and n.prep in ("", "of", "about", "with")],
        [n for n in idea.nouns if n.kind == "object"],
        [n for n in idea.nouns if n.kind == "place"]
        if not [n for n in idea.nouns if n.kind == "abstract" and n.order == 0]
        else [],
        [n for n in idea.nouns if n.kind == "" and (n.det or len(idea.unknown) < 3)],
    ):
        if group:
            noun = group[0]
            owner = re.match(r"(.+?)['’]s?\s+(\w+)$", noun.core)
            if owner and noun.kind == "part":
                core = owner[1]
                return replace(noun, core=core, head=core.split()[-1].lower(), sense=lex.sense(core), plural=False)
            return noun
    return None


def _wishes(ledger: Ledger, idea: Idea, round: int, lex: Lexicon) -> Ledger:
    """What words ask for by name, set as given."""
    give = lambda l, slot, value, words="", key="": (
        l.set(slot, value, "given", round, words or value, key) if value else l
    )
    for item in idea.negatives:
        ledger = ledger.refuse("keep", item, round, f"no {item}")
    ledger = give(ledger, "time", idea.hour[1], idea.hour[1], idea.hour[0])
    if idea.source[0] == "moon" and not idea.hour[0]:
        ledger = give(ledger, "time", "night", idea.source[1], "night")
    ledger = give(
        ledger,
        "light source",
        lex.craft["light"]["sources"][idea.source[0]]["says"] if idea.source[0] else "",
        idea.source[1],
        idea.source[0],
    )
    ledger = give(
        ledger,
        "air",
        {
            "rain": "rain",
            "snow": "falling snow",
            "fog": "fog",
            "storm": "wind and rain",
            "wind": "",
            "overcast": "",
        }.get(idea.weather[0], ""),
        idea.weather[1],
    )
    ledger = give(ledger, "palette", ", ".join(idea.palette or idea.colours))
    ledger = give(ledger, "look", idea.look[0], idea.look[1], idea.look[0])
    ledger = give(ledger, "size", idea.size[0], idea.size[1])
    ledger = give(ledger, "angle", idea.angle)
    ledger = _timed(ledger, idea, round)
    ledger = give(ledger, "move", idea.move[0], idea.move[1])
    ledger = give(ledger, "light side", f"camera {idea.side}" if idea.side else "")
    ledger = give(ledger, "facing", idea.facing)
    ledger = give(ledger, "seconds", w.number(idea.seconds) if idea.seconds else "")
    ledger = give(ledger, "kelvin", str(idea.kelvin) if idea.kelvin else "")
    ledger = give(ledger, "lens", str(idea.lens_mm) if idea.lens_mm else "")
    ledger = give(ledger, "aperture", w.number(idea.f_stop) if idea.f_stop else "")
    ledger = give(ledger, "orientation", idea.format)
    ledger = give(ledger, "music", idea.music)
    return give(ledger, "speech", " ".join(idea.spoken))


def _timed(ledger: Ledger, idea: Idea, round: int) -> Ledger:
    """Sounds with their times, the window of a move, and moves that are not to be."""
    for says, start, lufs, words in idea.cues:
        level = f", {w.number(lufs)} LUFS" if lufs is not None else ""
        ledger = ledger.set(f"heard at {w.number(start)} s", f"{says}{level}", "given", round, words, w.number(start))
    if idea.window is not None:
        start, end = idea.window
        ledger = ledger.set("move start", w.number(start), "given", round, idea.move[1])
        ledger = ledger.set("move end", w.number(end), "given", round, idea.move[1]) if end else ledger
    for kind in idea.barred:
        ledger = ledger.refuse("move", kind, round, "no " + kind.replace("_", " "))
    return ledger


def _copilot(ledger: Ledger, turn: Turn, brief: Brief, lex: Lexicon) -> tuple[Ledger, Asked]:
    """What a copilot turn asked and showed."""
    task = "greet" if turn.round == 0 else "talk"
    drawn = plan(ledger, brief, lex, turn.round, task)
    mine = (
        drawn.phase not in ("final", "repair")
        and all(q.stem in turn.text for q in drawn.questions)
        and (drawn.questions or turn.voice == "offline")
    )
    if mine:
        paths = tuple((p.letter, p.says, p.sign, p.kind) for p in drawn.check.paths) if drawn.check else ()
        asked = Asked(drawn.questions, paths, drawn.check.pick if drawn.check else "")
        shown = ledger.shown | {drawn.phase}
    else:
        asked = foreign(turn.text)
        shown = (
            ledger.shown
            | (
                {"refine"}
                if len(re.findall(r"\d(?:\.\d+)?\s*(?:-|–|to)\s*\d+(?:\.\d+)?\s*s", turn.text)) > 1
                else set()
            )
            | ({"paths"} if asked.paths else set())
        )
    ledger = replace(ledger, asked=ledger.asked | {q.slot for q in asked.questions}, shown=shown)
    for q in asked.questions:
        if (
            q.options
            and q.favourite >= 0
            and q.slot in ("place", "change", "time", "gesture", "prop", "core")
            and not ledger.settled(q.slot)
        ):
            best = q.options[q.favourite]
            ledger = ledger.set(q.slot, best.value, "offered", turn.round, "", best.key)
    return ledger, asked


_SLOT_HINTS = (
    (r"\b(?:hour|time of day|light|night or day|dawn|dusk)\b", "time"),
    (r"\b(?:where|place|location|setting|room)\b", "place"),
    (r"\b(?:who|whom|subject|character)\b", "subject"),
    (r"\b(?:change|turn|happens?|different|moment)\b", "change"),
    (r"\b(?:feel|feeling|emotion|core|viewer)\b", "core"),
    (r"\b(?:hands?|gesture|body|do after)\b", "gesture"),
    (r"\b(?:object|prop)\b", "prop"),
    (r"\b(?:long|seconds|duration|length)\b", "seconds"),
    (r"\b(?:vertical|horizontal|format)\b", "orientation"),
    (r"\b(?:sound|hear|audio)\b", "sound"),
    (r"\b(?:camera|move)\b", "move"),
    (r"\b(?:close|wide|frame|framing)\b", "size"),
    (r"\b(?:colou?r|palette)\b", "palette"),
    (r"\b(?:end|last|final) (?:frame|picture|image|shot)\b", "end"),
)


def foreign(text: str) -> Asked:
    """Questions, options and paths in somebody else's copilot turn."""
    text = re.sub(r"<final_prompt>.*?</final_prompt>", "", text, flags=re.S)
    found: list[Question] = []
    paths: list[tuple[str, str, str, str]] = []
    for m in re.finditer(r"(?im)^\W*(?:path|option|way|version)\s+([A-D1-4])\b\W*(.{0,160})", text):
        letter = m[1].upper() if m[1].isalpha() else "ABCD"[int(m[1]) - 1]
        if letter not in [p[0] for p in paths]:
            paths.append((letter, m[2].strip(" *:.-"), "", {"A": "a", "B": "b", "C": "c"}.get(letter, "b")))
    for line in re.split(r"\n|(?<=\?)\s(?!\W*a\))", text):
        if "?" not in line:
            continue
        stem = re.sub(r"^\W*\d*[.)]?\W*", "", line).strip(" *")
        slot = next((slot for pattern, slot in _SLOT_HINTS if re.search(pattern, stem, re.I)), "")
        options = tuple(
            Option(o.strip(" ,;."), o.strip(" ,;."))
            for o in re.findall(r"\(?\b[a-d]\)\s*([^()?]{3,80}?)(?=\s*\(?\b[a-d]\)|[;?.]|$)", line)
        )
        if not options and " or " in stem:
            options = tuple(
                Option(o.strip(" ,?"), o.strip(" ,?"))
                for o in re.split(
                    r",\s*(?:or\s+)?|\s+or\s+", re.split(r":|—|, (?=a |the |in |on )", stem, maxsplit=1)[-1]
                )
                if o.strip(" ,?")
            )[:4]
        found.append(Question(slot, stem, options))
    pick = re.search(
        r"(?i)\b(?:recommend|my pick|i(?:'d| would) (?:take|go with|pick))\D{0,24}\b(?:path|option)?\s*([A-C])\b", text
    )
    return Asked(tuple(found[:6]), tuple(paths[:4]), pick[1].upper() if pick else paths[0][0] if paths else "")


# ── the creator's words ──────────────────────────────────────────────────────────────────────────────────────────────


def _creator(ledger: Ledger, turn: Turn, asked: Asked, brief: Brief, lex: Lexicon) -> Ledger:
    """What a creator turn decides."""
    text = re.sub(r"</?[A-Za-z_][^<>\n]{0,60}>", " ", turn.text)
    at = turn.round
    had = bool(ledger.value("subject"))
    lines = [x.strip() for x in re.split(r"\n+", text) if x.strip()]
    loose: list[str] = []
    number = 0
    for line in lines:
        note = _NOTE.match(line)
        answer = re.match(r"^\s*\(?(\d{1,2})[.):]\s*(.+)$", line)
        path = re.match(r"^(?:\W*(?:path|option)\s+)([A-Da-d])\b(.*)$|^\W*([A-D])(?:[.,:!]|\s*$|,? because)(.*)$", line)
        if note:
            ledger = _note(ledger, note[1].lower(), note[2], at, brief, lex)
        elif answer and asked.questions and 1 <= int(answer[1]) <= len(asked.questions):
            number = int(answer[1])
            ledger = _answer(ledger, asked.questions[number - 1], answer[2], at, brief, lex)
        elif path and asked.paths:
            ledger = _path(ledger, (path[1] or path[3]).upper(), asked, at)
        elif added := re.match(r"^\W*one addition\b[:,]?\s*(.+)$", line, re.I):
            thing = re.split(r";|\.\s", added[1])[0].strip(" .")
            ledger = ledger.set("addition", thing, "given", at, line)
        elif refused := re.match(
            r"^\W*(?:i refuse|refuse|leave out|drop|lose|not|never|skip|cut)\b:?\s+([^:;,.]{2,70})", line, re.I
        ):
            ledger = _refuse(ledger, refused[1], at, lex)
            loose.append(line[refused.end() :].strip(" .;,"))
        else:
            loose.append(line)
    whole = " ".join(loose)
    named = re.search(r"\b(?:path|option)\s+([A-D])\b", whole, re.I)
    if asked.paths and ledger.row("path") is None and named:
        ledger = _path(ledger, named[1].upper(), asked, at)
    for sentence in re.split(r"(?<=[.!?;])\s+", whole):
        ledger = _sentence(ledger, sentence, asked, at, brief, lex, first=not had)
    if not had and not ledger.value("subject") and whole:
        told = [
            x
            for x in re.split(
                r"(?<=[.!?])\s+",
                " ".join(
                    x
                    for x in loose
                    if not re.match(r"\W*(?:a question back|now you tell me|one thing i want)", x, re.I)
                ),
            )
            if not x.endswith("?")
        ]
        ledger = _adopt(ledger, " ".join(told), at, brief, lex)
    if m := re.search(
        r"\b(?:you (?:choose|decide)|your (?:choice|call)|up to you|whatever you (?:like|think))\b", text, re.I
    ):
        for q in asked.questions:
            if q.options and not ledger.settled(q.slot) and q.favourite >= 0:
                best = q.options[q.favourite]
                ledger = _apply(ledger, q.slot, best.value, "chosen", at, m[0], best.key, brief, lex)
        if asked.paths and ledger.row("path") is None:
            ledger = _path(ledger, asked.pick, asked, at)
    if LOCK.search(text):
        for row in ledger.rows:
            if row.status == "offered":
                ledger = ledger.set(row.slot, row.value, "chosen", at, "locked with the rest", row.key)
        ledger = ledger.lock(None, at)
    elif m := re.search(r"\block (?:the )?([a-z ]{3,20})\b", text, re.I):
        slots = [CONTROLS[c] for c in CONTROLS if re.search(rf"\b{re.escape(c)}\b", m[1].lower())]
        ledger = ledger.lock(slots, at)
    if (
        RELEASE.search(text)
        and (ledger.value("subject") or at > 0)
        and not re.search(r"\b(?:don'?t|do not|not yet|before you) write\b", text, re.I)
    ):
        ledger = replace(ledger, released=True)
    return ledger


def _adopt(ledger: Ledger, text: str, round: int, brief: Brief, lex: Lexicon) -> Ledger:
    """A creator's words as the idea, when none stood before."""
    idea = read_idea(text, lex)
    if idea.nonsense or idea.empty:
        return ledger
    merged = replace(
        idea,
        negatives=tuple(dict.fromkeys((*ledger.idea.negatives, *idea.negatives))),
        feelings=(*ledger.idea.feelings, *idea.feelings),
    )
    ledger = _wishes(replace(ledger, idea=merged), idea, round, lex)
    return _story(ledger, brief, lex, round)


def _answer(ledger: Ledger, q: Question, words: str, round: int, brief: Brief, lex: Lexicon) -> Ledger:
    """An answer to one question: a letter, a picture in other words, or something of the creator's own."""
    body = (
        re.split(r",?\s+(?:because|since|for the)\b|;\s|:\s(?=[a-z])(?!.*->)", words, maxsplit=1)[0]
        if not re.match(r"\W*(?:neither|no\b|none)", words, re.I)
        else words
    )
    letter = re.match(
        r"^\W*(?:take|option|i say|make it|it has to be|go with|gladly)?\W*\(?([a-d])\)", words, re.I
    ) or re.match(r"^\W*([a-dA-D])(?:[.,:;!]|\s*$|\s+because)", words)
    if letter and q.options:
        index = "abcd".index(letter[1].lower())
        if index < len(q.options):
            option = q.options[index]
            return _apply(ledger, q.slot, option.value, "chosen", round, words, option.key, brief, lex)
    if re.search(
        r"\b(?:you (?:choose|decide)|your (?:choice|call)|up to you|either|don't (?:care|mind)|whatever)\b", words, re.I
    ):
        if q.options and q.favourite >= 0:
            option = q.options[q.favourite]
            return _apply(ledger, q.slot, option.value, "chosen", round, words, option.key, brief, lex)
        return ledger
    own = re.match(
        r"^\W*(?:neither|none of (?:those|these)(?: for me)?|no|not those|rather)\b[\s:,.;]*(.*)$", words, re.I | re.S
    )
    if own:
        for option in q.options:
            ledger = ledger.refuse(q.slot, option.value, round, words)
        body = re.split(r",?\s+because\b", own[1], maxsplit=1)[0]
    if not own:
        theirs = set(w.content(body))
        best, score = None, 0.0
        for option in q.options:
            mine = set(w.content(option.says))
            overlap = len(theirs & mine) / max(1, min(len(theirs), len(mine)))
            if overlap > score:
                best, score = option, overlap
        if best is not None and score >= 0.6:
            return _apply(ledger, q.slot, best.value, "chosen", round, words, best.key, brief, lex)
    body = body.strip(" .,:;!")
    if w.content(body):
        return _apply(ledger, q.slot, body, "given", round, words, "", brief, lex)
    return ledger


def _apply(
    ledger: Ledger, slot: str, value: str, status, round: int, words: str, key: str, brief: Brief, lex: Lexicon
) -> Ledger:
    """A value into its slot, with what it pulls on looked at again."""
    from .casting import with_preposition

    if slot in ("film", "subject") and not ledger.value("subject"):
        fresh = _adopt(ledger, value, round, brief, lex)
        if status == "chosen":
            fresh = replace(
                fresh,
                rows=tuple(
                    replace(r, status="chosen", words=words) if r.round == round and r.status == "given" else r
                    for r in fresh.rows
                ),
            )
        return fresh
    if slot == "time":
        hour = key or hour_of(value, lex)
        if not hour:
            return ledger
        value = w.lower(value)
        old = ledger.row("time")
        if old is None or old.key != hour:
            for pulled in ("kelvin", "light source", "light change"):
                row = ledger.row(pulled)
                if row is not None and row.status not in ("locked", "given"):
                    ledger = ledger.drop(pulled)
        return ledger.set("time", value, status, round, words, hour)
    if slot == "core":
        feeling = key or next((f for f, _ in read_feelings(value, lex)), "")
        return ledger.set("core", value, status, round, words, feeling)
    if slot == "place":
        world = (
            key
            if key in lex.worlds
            else next((lex.world_of(x) for x in (value, *w.content(value)) if lex.world_of(x)), "")
        )
        return ledger.set("place", with_preposition(value), status, round, words, world)
    if slot == "seconds":
        m = re.search(r"\d+(?:\.\d+)?", value)
        return ledger.set("seconds", m[0], status, round, words) if m else ledger
    if slot == "orientation":
        m = re.search(r"vertical|portrait|phone|square|horizontal|landscape|wide", value, re.I)
        return (
            ledger.set(
                "orientation",
                {"portrait": "vertical", "phone": "vertical", "landscape": "horizontal", "wide": "horizontal"}.get(
                    m[0].lower(), m[0].lower()
                ),
                status,
                round,
                words,
            )
            if m
            else ledger
        )
    if slot == "size":
        size = next(
            (lex.sizes[x] for x in re.findall(r"[a-z-]+", value.lower().replace(" ", "-")) if x in lex.sizes), ""
        ) or next((lex.sizes[x] for x in re.findall(r"[a-z-]+", value.lower()) if x in lex.sizes), "")
        return ledger.set("size", size, status, round, words) if size else ledger
    if slot == "move":
        move = next((lex.moves[x] for x in re.findall(r"[a-z-]+", value.lower()) if x in lex.moves), "")
        return ledger.set("move", move, status, round, words) if move else ledger
    if slot == "kelvin":
        m = re.search(r"(\d{4,5})", value)
        return ledger.set("kelvin", m[1], status, round, words) if m else ledger
    if slot in ("lens", "aperture"):
        m = re.search(r"\d+(?:\.\d+)?", value)
        return ledger.set(slot, m[0], status, round, words) if m else ledger
    if slot == "speech":
        quoted = re.search(r"[“\"]([^”\"]+)[”\"]", value)
        if re.search(r"\b(?:no|none|nothing|silent|nobody)\b", value, re.I) and not quoted:
            return ledger.set("speech", "none", status, round, words)
        return ledger.set("speech", quoted[1] if quoted else value, status, round, words)
    if not slot:
        return ledger
    if slot in ("prop", "gesture", "change", "end"):
        value = w.lower(value)
    return ledger.set(slot, value, status, round, words, key)


def hour_of(words: str, lex: Lexicon) -> str:
    """The hour that some words name, or ""."""
    low = words.lower()
    said = next(
        (
            k
            for k, row in lex.craft["light"]["hours"].items()
            if row["says"] in low or row["says"].removeprefix("the ") in low
        ),
        "",
    )
    return said or next((lex.hours[x] for x in re.findall(r"[a-z-]+", low) if x in lex.hours), "")


def _path(ledger: Ledger, letter: str, asked: Asked, round: int) -> Ledger:
    """The path that was taken; the others may not return."""
    chosen = next((p for p in asked.paths if p[0] == letter), None)
    if chosen is None:
        return ledger
    ledger = ledger.set("path", chosen[1], "chosen", round, f"path {letter}", f"{chosen[2]}:{chosen[3]}")
    living = any(
        n.kind in ("person", "trade", "maker", "animal") and phrase(n) == ledger.value("subject")
        for n in ledger.idea.nouns
    )
    if chosen[2] == "scale" and not living and not ledger.idea.acts:
        things = [
            phrase(n) for n in ledger.idea.nouns if n.kind != "abstract" and n.head not in ("zoom", "shot", "take")
        ]
        ledger = ledger.drop("subject").drop("place").drop("change").drop("gesture").drop("beats")
        ledger = (
            ledger.set("subject", "a girl", "chosen", round, f"path {letter}")
            .set("place", "on a quiet pavement", "chosen", round, f"path {letter}", "street")
            .set("prop", f"a chalk drawing of {w.listed(things[:3])}", "chosen", round, f"path {letter}")
        )
    for p in asked.paths:
        if p is not chosen:
            ledger = ledger.refuse("path", p[1], round, f"path {letter} instead")
    return ledger


def _refuse(ledger: Ledger, what: str, round: int, lex: Lexicon) -> Ledger:
    """A thing that may not return, by its noun."""
    what = re.split(r"\s+(?:because|since|for)\b", what, maxsplit=1)[0]
    nouns = [n for n in read_idea(what, lex).nouns if n.core]
    target = (nouns[0].core if nouns else re.sub(r"^(?:the|a|an|any)\s+", "", what)).strip(" .").lower()
    if len(target) < 3 or target in w.STOP:
        return ledger
    return ledger.refuse("refused", target, round, what)


def _sentence(
    ledger: Ledger, sentence: str, asked: Asked, round: int, brief: Brief, lex: Lexicon, first: bool
) -> Ledger:
    """A loose sentence: settings named in it, things kept out, an hour or place that is moved."""
    if not sentence.strip():
        return ledger
    idea = read_idea(sentence, lex)
    for item in idea.negatives:
        ledger = ledger.refuse("keep", item, round, sentence)
    ledger = _timed(ledger, idea, round) if not first else ledger
    order = re.search(
        r"\b(?:make it|set it|put it|let it be|change (?:it|the \w+) to|move it to|should be|i want|"
        r"we want|instead|rather|now it'?s|it'?s|at)\b",
        sentence,
        re.I,
    )
    if idea.hour[0] and (order or w.count_words(sentence) < 6) and not first:
        ledger = _apply(ledger, "time", idea.hour[1], "given", round, sentence, idea.hour[0], brief, lex)
    if order and not first:
        spot = next((n for n in idea.nouns if n.kind == "place" and n.prep), None)
        if spot is not None and re.search(
            r"\b(?:make it|set it|put it|move it|instead|rather|take place)\b", sentence, re.I
        ):
            ledger = _apply(
                ledger,
                "place",
                f"{spot.prep} {phrase(spot)}",
                "given",
                round,
                sentence,
                lex.world_of(spot.core),
                brief,
                lex,
            )
    for slot, value in (
        ("seconds", w.number(idea.seconds) if idea.seconds else ""),
        ("kelvin", str(idea.kelvin or "")),
        ("lens", str(idea.lens_mm or "")),
        ("aperture", w.number(idea.f_stop) if idea.f_stop else ""),
        ("orientation", idea.format),
        ("size", idea.size[0]),
        ("move", idea.move[0]),
        ("angle", idea.angle),
        ("light side", f"camera {idea.side}" if idea.side else ""),
        ("facing", idea.facing),
        ("palette", ", ".join(idea.palette)),
    ):
        if value and not first:
            ledger = ledger.set(slot, value, "given", round, sentence)
    if idea.spoken and not first and re.search(r"\b(?:say|says|line|whisper|ask|tell|shout)", sentence, re.I):
        ledger = ledger.set("speech", idea.spoken[0], "given", round, sentence)
    if idea.colours and order and not first:
        old = ledger.value("palette")
        ledger = ledger.set(
            "palette",
            ", ".join(dict.fromkeys([*idea.colours, *[c for c in old.split(", ") if c]])),
            "given",
            round,
            sentence,
        )
    return ledger


def _note(ledger: Ledger, control: str, text: str, round: int, brief: Brief, lex: Lexicon) -> Ledger:
    """A precision note: `control: from -> to, because what will be seen`."""
    slot = CONTROLS[control]
    body = re.split(r",?\s+because\b", text, maxsplit=1)[0].strip()
    arrow = re.split(r"\s*(?:->|→|=>|➝)\s*|\s+(?:becomes|to become|instead of)\s+", body, maxsplit=1)
    value = (arrow[1] if len(arrow) > 1 and "instead of" not in body else arrow[0]).strip(' .“”"')
    if re.match(r"(?:none|no|out|off)\b", value, re.I) and slot not in ("music", "speech", "move"):
        thing = arrow[0] if len(arrow) > 1 else re.sub(r"^(?:no|none|out|off)\s*", "", value)
        return (
            ledger.refuse("keep", w.lower(re.sub(r"^(?:the|a|an)\s+", "", thing)).strip(), round, text)
            if thing.strip()
            else ledger
        )
    if thing := re.match(r"(.+?)\s+out$", value):
        return ledger.refuse("refused", w.lower(re.sub(r"^(?:the|a|an)\s+", "", thing[1])), round, text)
    if slot == "kelvin" and not re.search(r"\d{4}", value):
        named = next((lex.sources[x] for x in re.findall(r"[a-z]+", value.lower()) if x in lex.sources), "")
        if named:
            return ledger.set("light source", lex.craft["light"]["sources"][named]["says"], "given", round, text, named)
        hour = next((lex.hours[x] for x in re.findall(r"[a-z-]+", value.lower()) if x in lex.hours), "")
        if hour:
            return _apply(ledger, "time", value, "given", round, text, hour, brief, lex)
        if m := re.search(r"\b(left|right|behind)\b", value):
            return ledger.set("light side", m[1], "given", round, text)
        if re.search(r"\b(?:steady|none|no change|still)\b", value):
            return ledger.set("light change", "steady", "given", round, text)
        if re.search(r"\b(?:soft|hard)\w*", value):
            return ledger.set("light quality", "soft" if "soft" in value else "hard-edged", "given", round, text)
        return ledger.set("light note", value, "given", round, text)
    if slot == "move" and (m := re.fullmatch(r"(?:starts? at\s+)?(\d+(?:\.\d+)?)\s*(?:s|seconds?)?", value)):
        return ledger.set("move start", m[1], "given", round, text)
    if slot == "cue":
        m = re.search(r"(\d+(?:\.\d+)?)\s*s?$", value)
        which = {"first": 1, "one": 1, "second": 2, "turn": 2, "third": 3}
        k = next((n for word, n in which.items() if word in body.lower()), 2)
        return ledger.set(f"cue {k}", m[1], "given", round, text) if m else ledger
    if slot == "palette":
        adding = re.match(r"(?:add|with|plus)\s+(?:one |a |an )?(.+)$", value, re.I)
        colour = re.split(r"\s+(?:that|which|on|in)\b", adding[1] if adding else value)[0].strip()
        old = [c for c in ledger.value("palette").split(", ") if c]
        return (
            ledger.set(
                "palette",
                ", ".join(dict.fromkeys([*old, colour] if adding else re.split(r",\s*", colour))),
                "given",
                round,
                text,
            ).set("accent", colour, "given", round, text)
            if adding
            else ledger.set("palette", colour, "given", round, text)
        )
    if slot == "prop":
        return ledger.set("prop", value, "given", round, text)
    return _apply(ledger, slot, value, "given", round, text, "", brief, lex)


def rows(brief: Brief, turns: tuple[Turn, ...], lex: Lexicon) -> tuple[Row, ...]:
    """The whole table for show: every slot, the open ones too, then what was refused."""
    ledger, _ = fold(brief, turns, lex)
    return ledger.table(lex.craft["slots"]["slots"])


__all__ = ["Asked", "Plan", "fold", "foreign", "rows", "start"]
