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
    elif m := find(r"\b(?:horizontal|landscape format|widescreen|16:9|square (?:format|frame|video|clip)|1:1)\b"):
        out["format"] = "square" if m[0].lower().startswith(("square", "1:1")) else "horizontal"
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
