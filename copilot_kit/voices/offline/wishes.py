"""What an idea asks for by name: quotations, timed beats, lens, hour, colours, and what is to stay out."""

from __future__ import annotations

import itertools
import re

from . import words as w
from .lexicon import Lexicon

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


def quotes(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
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


def timed_beats(text: str) -> tuple[tuple[float, float, str], ...]:
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


_N = r"(?<![\d.–:-])(\d+(?:\.\d+)?)\s*-?\s*(?:seconds?|secs?|s)\b"
_CLIP = r"(?:clip|video|shot|film|take|movie|reel|loop|scene|spot|teaser|prompt)s?"
_LENGTHS = (
    rf"{_N}[\s-]+(?:long\b|(?:\w+[\s-]+)?{_CLIP}\b)(?: of\b)?",
    rf"\b{_CLIP}\s+(?:of|at|lasting)\s+(?:exactly |about )?{_N}",
    rf"\b(?:length|duration|runtime)\s*(?:[:=]|of|is|->|→)?\s*(?:exactly |about )?{_N}",
    rf"\b(?:make|keep|cut) (?:it|this|the {_CLIP}) (?:to |at |last |just |only |exactly |about )*{_N}",
    rf"\b(?:want|like|need|have|give me|got) (?:exactly |about |only |just )?{_N}(?=\s*(?:$|[.,;:!]))",
    rf"\b(?:it|this|that|the {_CLIP}) (?:lasts?|runs?|is|should be|should last)(?: for)? (?:exactly |about )?{_N}",
    rf"(?:^|[.!?\n]\s*)(?:(?:exactly|about|only|just|in|for) )?{_N}(?=\s*(?:$|[.,;:!\n–-]| of\b| in \w+ format))",
    rf"[,;(–-]\s*(?:(?:exactly|about|only|just|all in|in|for) )?{_N}(?=\s*(?:$|[.,;:!)\n]))",
)
_TIMED = r"\b(?:at|after|from|to|until|till|by|over|between|every|and)\s+\d+(?:\.\d+)?\s*(?:s|secs?|seconds?)?\s*(?:,|and|or)?\s*$"


def length_of(text: str) -> re.Match | None:
    """Where the length of the clip is stated; a time at which something happens is none."""
    hits = (m for pattern in _LENGTHS for m in re.finditer(pattern, text, re.I))
    return next((m for m in hits if not re.search(_TIMED, text[: m.start() + 1], re.I)), None)


_HEARD = re.compile(
    r"\b(?:sounds?|noises?|rings?|ringing|chimes?|tolls?|slams?|bangs?|creaks?|clicks?|barks?|howls?|coughs?|sneezes?|"
    r"laughs?|laughter|whistles?|claps?|applause|thunders?|knocks?|cracks?|hoots?|honks?|horns?|beeps?|buzz(?:es)?|"
    r"drips?|splash(?:es)?|sings?|calls?|cries|cry|screams?|shouts?|sighs?|gasps?|pops?|shatters?|rumbles?|hums?|"
    r"ticks?|snaps?|thuds?|crash(?:es)?|strikes?|meows?|mews?|crows?|roars?|hiss(?:es)?|rattles?|squeaks?|squeals?|"
    r"sirens?|bells?|footsteps?|echo(?:es)?|whispers?|breath|exhales?|inhales?|chirps?|caws?|neighs?|moos?|bleats?|"
    r"quacks?|growls?|purrs?|plucks?|strums?|chords?|bursts?|explodes?|explosion|gunshots?|fizz(?:es)?|claps?)\b",
    re.I,
)
_AT = re.compile(
    r"(?:^|(?<=[.;!?\n])|(?<=, ))\s*(?:(?:and|then|also|but)\s+)?([^.;!?\n,]{3,90}?)\s*,?\s+(?:at|after)\s+(?:second\s+)?"
    r"(\d+(?:\.\d+)?)\s*(?:seconds?|secs?|s)\b(?:\s+in)?(?:\s*,?\s*\(?(-\d+(?:\.\d+)?)\s*LUFS\)?)?",
    re.I,
)


def cues_of(text: str) -> tuple[tuple[str, float, float | None, str], ...]:
    """Sounds with a time of their own: (what is heard, start [s], level [LUFS] or None, the words)."""
    found = []
    for m in _AT.finditer(text):
        says = re.sub(
            r"^(?:add|put|i hear|we hear|you hear|hear|with|the sound of|sound of|a sound of)\s+", "", m[1], flags=re.I
        )
        if _HEARD.search(m[1]) and not re.match(r"(?:camera|push|pull|pan|tilt|zoom|light)\b", says, re.I):
            found.append((w.lower(says.strip()), float(m[2]), float(m[3]) if m[3] else None, m[0].strip(" ,")))
    return tuple(found)


_NOT = re.compile(
    r"\b(?:no|not|never|without|avoid|nor|neither|don't|doesn't|do not|does not|instead of|rather than|hates?)\b"
    r"(?!\s+(?:one|body|longer)\b)(?:\s+[\w'-]+){0,2}\s*$",
    re.I,
)


def denied(text: str, start: int, end: int = 0) -> bool:
    """True if what stands there is said to be unwanted."""
    inside = re.search(r"\b(?:not|never|no|doesn't|don't)\b", text[start:end], re.I) if end else None
    return inside is not None or _NOT.search(text[:start]) is not None


_MOVES = (
    (r"push(?:es|ing)?[- ]?ins?\b|push(?:es|ing)? (?:slowly |gently )?(?:in|closer|towards?)\b", "push_in"),
    (r"(?:dolly|dollies|zoom|zooms|move|moves|creep|creeps)[- ](?:slowly )?in\b", "push_in"),
    (r"pull(?:s|ing)?[- ]?(?:outs?|backs?)\b|(?:dolly|zoom|zooms|dollies)[- ]out\b", "pull_out"),
    (r"pan(?:s|ning)?\b", "pan"),
    (r"tilt(?:s|ing)?\b", "tilt"),
    (r"track(?:s|ing)?\b|follow(?:s|ing)?\b", "tracking"),
    (r"orbit(?:s|ing)?\b|circl(?:e|es|ing)\b", "orbit"),
    (r"crane(?:s)?\b|ris(?:e|es|ing)\b|drone shots?\b", "crane"),
    (r"handheld\b", "handheld"),
    (r"truck(?:s|ing)?\b", "truck"),
    (r"zooms?\b|dolly\b|dollies\b", "push_in"),
    (r"static\b|locked(?:[- ]off)?\b|still\b|fixed\b", "static"),
    (r"moves?\b|movements?\b", "any"),
)
_LENS = r"\b(?:camera|lens|frame)\b[^.,;]{0,24}?\b"
_OWN_SHOTS = (
    r"\b(?:static|handheld|locked[- ]off)\b(?! (?:light|sky|crowd|air|face|phone))|\b(?:tracking|drone|crane|dolly|panning) shots?\b|"
    r"\b(?:push|pull)[- ](?:ins?|outs?)\b(?! (?:the|a|his|her)\b)|\bslow (?:zoom|pan|tilt|push|pull|orbit|crane)\b(?:[- ](?:ins?|outs?|backs?)\b)?|"
    r"\b(?:camera |no |any )(?:moves?|movements?|motion|zooms?|pans?|tilts?|handheld)\b|"
    r"(?:(?:^|[.;:,]\s*)(?:then |slowly |gently |a )?)(?:push(?: slowly)? in|pull (?:back|out)|zoom (?:in|out)|dolly (?:in|out)|"
    r"tilt (?:up|down)|pan (?:left|right|slowly|to|across)|crane (?:up|down)|orbit)\b"
)


def moves_of(text: str) -> tuple[tuple[str, str] | None, tuple[str, ...], tuple[float, float] | None]:
    """(the wished move and its words, the moves that are not to be, the window of the move [s])."""
    wished, barred, window = None, [], None
    spots = [*re.finditer(_OWN_SHOTS, text, re.I)]
    for pattern, kind in _MOVES:
        spots += [
            m
            for m in re.finditer(_LENS + f"(?:{pattern})", text, re.I)
            if kind != "any" or denied(text, m.start(), m.end())
        ]
    for m in sorted(spots, key=lambda m: (m.start(), -m.end())):
        kind = next((k for pattern, k in _MOVES if re.search(rf"\b(?:{pattern})", m[0], re.I)), "")
        if denied(text, m.start(), m.end()) or (kind == "any" and re.match(r"no\b", m[0], re.I)):
            if kind == "any" or (kind == "push_in" and re.search(r"zoom\b", m[0])):
                barred += (
                    ["push_in", "pull_out"] if kind != "any" else [k for _, k in _MOVES if k not in ("any", "static")]
                )
            elif kind != "static":
                barred.append(kind)
        elif kind not in ("", "any") and wished is None:
            wished = (kind, m[0].strip(" .,;:"))
            timed = re.match(
                r"[^.;]{0,40}?\b(?:from\s+)?(\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?)?\s*(?:to|until|-|–)\s*(\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?)\b",
                text[m.end() :],
                re.I,
            )
            starts = re.match(
                r"[^.;,]{0,30}?\b(?:at|from|after)\s+(\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?)\b", text[m.end() :], re.I
            )
            if timed and float(timed[2]) > float(timed[1]):
                window = (float(timed[1]), float(timed[2]))
            elif starts:
                window = (float(starts[1]), 0.0)
    barred = list(dict.fromkeys(barred))
    if wished is not None and wished[0] in barred:
        wished = None
    if wished is None and len(barred) > 6:
        wished = ("static", "no camera movement")
    return wished, tuple(barred), window


def wishes_of(text: str, lex: Lexicon) -> tuple[str, dict]:
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
    if m := length_of(text):
        gone.append(m[0].strip(" ,;.:!?\n–-("))
        out["seconds"] = float(m[1])
    out["cues"] = cues_of(text)
    for _, _, _, said in out["cues"]:
        if re.search(r"\b(?:sound|noise) of\b", said, re.I) and len(text) - len(said) > 12:
            gone.append(said)
            continue
        gone += re.findall(r"\s*,?\s*\b(?:at|after)\s+(?:second\s+)?[\d.]+\s*(?:seconds?|secs?|s)\b.*$", said)
    if m := find(r"\b(\d{3,5})\s*(?:k|kelvin)\b"):
        out["kelvin"] = int(m[1])
    if m := find(r"\b(\d{2,3})\s*-?mm\b(?:\s+lens)?"):
        out["lens_mm"] = int(m[1])
    if m := find(r"\bf\s*/?\s*(\d+(?:\.\d+)?)\b"):
        out["f_stop"] = float(m[1])
    if m := find(r"\b(?:vertical|portrait|9:16|for (?:my |the )?phone)\b(?: format)?"):
        out["format"] = "vertical"
    elif m := find(r"\b(?:horizontal|landscape format|widescreen|16:9|square (?:format|frame|video|clip)|1:1)\b"):
        out["format"] = "square" if m[0].lower().startswith(("square", "1:1")) else "horizontal"
    if (m := find(r"\bblack[- ]and[- ]white\b|\bb&w\b")) and not denied(text, m.start()):
        out["look"] = ("monochrome", m[0])
    elif m := re.search(r"\b(?:clay (?:animation|figures?|puppets?)|made (?:of|from) clay)\b", text, re.I):
        out["look"] = ("claymation", m[0])
    if m := re.search(r"\b(?:seen )?from behind\b|\bback(?:s)? to (?:us|camera|the camera)\b", text, re.I):
        out["facing"] = "back"
    elif m := re.search(r"\bin profile\b|\bside[- ]on\b", text, re.I):
        out["facing"] = "profile"
    if (m := re.search(r"\b(?:from (?:the |camera )?|camera )(left|right)\b(?! to\b)", text, re.I)) and (
        re.search(r"light|lamp|lit\b|sun|window|candle|glow|key\b", _clause(text, m), re.I) or w.count_words(text) < 5
    ):
        gone.append(m[0])
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
    if m := find(
        r"\b(?:palette|colou?rs)(?:\s*:|\s+(?:is|are|should be|of))?\s+((?:[a-z]+(?: [a-z]+)?(?:, | and |,? and )?){1,6})(?=[.;,]|$)"
    ):
        out["palette"] = tuple(c.strip() for c in re.split(r",|\band\b", m[1]) if c.strip())
    low = text.lower()
    for m in re.finditer(r"[a-z][a-z&-]*(?:'[a-z]+)?", low):
        word = m[0]
        if denied(low, m.start()) and word not in lex.colours:
            continue
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
        spot = low.find(phrase)
        if spot >= 0 and not denied(low, spot):
            out["size"] = (size, phrase)
            gone.append(phrase)
            break
    wished, out["barred"], out["window"] = moves_of(text)
    if wished:
        out["move"] = wished
        gone.append(wished[1])
        if out["window"]:
            gone += re.findall(
                r"\b(?:from|at|after)?\s*[\d.]+\s*(?:s|secs?|seconds?)?\s*(?:(?:to|until|-|–)\s*[\d.]+)?\s*(?:s|secs?|seconds?)\b",
                text[text.find(wished[1]) + len(wished[1]) :],
            )[:1]
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


def _clause(text: str, at: re.Match) -> str:
    """The sentence around a match."""
    start = max(text.rfind(mark, 0, at.start()) for mark in ".;!?\n") + 1
    ends = [e for e in (text.find(mark, at.end()) for mark in ".;!?\n") if e >= 0]
    return text[start : min(ends, default=len(text))]


def _lights(word: str, low: str, start: int, end: int) -> bool:
    """True if a lamp or screen is named as the light, not as a thing."""
    if word in _ALWAYS_LIGHT:
        return True
    after, before = low[end : end + 8], low[max(0, start - 24) : start]
    return bool(
        re.match(r"[- ]?(?:light|glow|lit)", after)
        or re.search(r"(?:lit by|light of|glow of|by the light of|under)(?: an?| the| one)? (?:\w+ )?$", before)
    )
