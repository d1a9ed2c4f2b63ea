"""Numbers with their units: everything in a prompt that is counted or measured, in one pass.

Times, lenses, stops, kelvins, levels and frequencies are all a number (or two, a range) with a unit and perhaps
a word that leads in. So are the things that only look like times: ages, eras, ratios, degrees, prices. One pattern
finds them all, each with the class of its unit, and what is not a time can then never be read as one.

A number is taken greedily with its dots, commas and colons, and interpreted afterwards. That keeps the
pattern free of choices that could be tried in many ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..shot import Span

SECONDS = "s"
CLOCK = "clock"
FRAMES = "frames"
PERCENT = "%"
BARE = ""

UNITS = {
    SECONDS: r"s|secs?|seconds?|secondes?|segundos?|segs?|sekunden?|sek|secondi|secondo|sekund[ay]?|сек\w*|с"
    r"|초|ثواني|ثوانٍ|ثانية|सेकंड",
    "ms": r"ms|milliseconds?",
    "min": r"min|mins|minutes?|minutos?|minuten",
    "mm": r"mm|millimet(?:er|re)s?",
    "k": r"k|kelvins?|° ?k",
    "hz": r"hz|hertz",
    "khz": r"khz",
    "lufs": r"lufs|lkfs|lu|dbfs|db",
    "deg": r"degrees?|deg|grad|grados|degrés|°[cf]?",
    PERCENT: r"%|percent|per cent|prozent",
    "fps": r"fps|frames per second|frames/s|frames?/sec",
    FRAMES: r"frames?",
    "age": r"years?[ -]olds?|years?|yrs?(?:[ -]old)?|y/o|yo|ans|años|jahre|jährig\w*",
    "era": r"'s",
    "pixels": r"p|px|pixels?|[x×] ?\d{2,4}p?",
    "distance": r"cm|m|km|ft|feet|foot|inch(?:es)?|met(?:er|re)s?|yards?|miles?|\"|pieds?|metros?|metern?",
    "pace": r"mph|km/h|kph|rpm|bpm|hours?|hrs?|days?|weeks?|months?|steps?|times?|beats? per minute|[x×]",
    "money": r"[$€£¥]|dollars?|euros?|usd",
    "oclock": r"a\.m\.|p\.m\.|am|pm|o'?clock",
    "other": r"stops?|nits|lux|lumens?|watts?|bit|iso|th|st|nd|rd|g|kg|l|ml|mb|gb|t|d",
}
"""Class of a unit -> how it is written. A class that nobody asks for is there to be recognised and left alone."""

GLUED_UNITS = {
    SECONDS: "秒钟|秒鐘|秒間|秒",
    "min": "分钟|分鐘|分間|分",
    "k": "开尔文|开",
    "deg": "度",
    "age": "岁|歲|歳|代|年代|年",
    FRAMES: "帧|フレーム",
    "distance": "米|公里|厘米|メートル",
    "other": "个|個|人|名|位|次|号|月|日|点|時|时|倍|万|部|章|集|话|話|本|台|只|匹|枚|つ|回",
}
"""Units of scripts that leave no space after them."""

NUMBER_WORDS = {
    "half a": 0.5,
    "a half": 0.5,
    "half": 0.5,
    "one and a half": 1.5,
    "two and a half": 2.5,
    "three and a half": 3.5,
    "a couple of": 2,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "eighteen": 18,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
    "un": 1,
    "uno": 1,
    "dos": 2,
    "deux": 2,
    "zwei": 2,
    "tres": 3,
    "trois": 3,
    "drei": 3,
    "cuatro": 4,
    "quatre": 4,
    "vier": 4,
    "cinco": 5,
    "cinq": 5,
    "fünf": 5,
    "seis": 6,
    "sechs": 6,
    "ocho": 8,
    "huit": 8,
    "acht": 8,
    "diez": 10,
    "dix": 10,
    "zehn": 10,
    "quince": 15,
}
CJK_NUMBERS = {"半": 0.5, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
CJK_NUMBERS |= {"十": 10, "十二": 12, "十五": 15, "二十": 20, "三十": 30}

INDEX_WORDS = (
    r"shot|beat|cut|scene|part|segment|clip|take|step|phase|moment|panel|镜头|分镜|鏡頭|片段|场景|カット|シーン|ショット|escena|toma"
    r"|plano|plan|szene|장면|शॉट|दृश्य|لقطة|مشهد|кадр|сцена"
)

_CLIP = r"(?:clip|shot|video|take|scene|beat|film)"
_OF_CLIP = rf"(?: of (?:the|this) {_CLIP})?(?! of)"
PHRASES = {
    "middle": r"halfway(?: through)?|midway(?: through)?|at the midpoint|half way through|a mitad|à mi-parcours",
    "first half": r"(?:in|during|for|over) the first half|上半段|前半分",
    "second half": r"(?:in|during|for|over) the (?:second|last|latter) half|下半段|後半分",
    "until last second": r"(?:until|till|up to|to) the (?:very )?(?:final|last|closing) (?:full )?second",
    "rest": rf"(?:to|until|till|through) the (?:very )?end{_OF_CLIP}|for the (?:rest|remainder){_OF_CLIP}"
    rf"|(?:the )?(?:rest|remainder) of the {_CLIP}|from (?:then|there) on(?:wards?)?",
    "first second": r"(?:first|opening|initial) second(?! (?:from|hand|floor|person|man|woman|half))",
    "last second": r"(?:final|last|closing) (?:full )?second(?! (?:from|hand|floor|person|man|woman|half))",
    "end": r"by the (?:very )?end(?! of the (?:hall|road|street|corridor|room|table|alley|tunnel|pier|bar|bed|line"
    r"|row))|at the very end|(?:in|for|on|during) (?:this |the )?(?:final|last) (?:moments?|beat|frames?|instant)"
    r"|at the end of the (?:clip|shot|video|beat)",
    "whole": r"throughout|(?:(?<=\()|(?<=, ))(?:all|whole|entire|full) (?:clip|shot|video|take|duration|length)"
    r"|(?:for )?the (?:entire|whole) (?:clip|shot|video|time|scene|duration)"
    r"|for the (?:full|entire|whole) (?:duration|length)|from start to finish|at all times"
    r"|durante tod[oa] (?:la|el) (?:toma|escena|clip|plano|video)|todo el tiempo"
    r"|durchgehend|die ganze zeit|tout au long|pendant tout le plan|en continu|全程|始终|ずっと|始終",
}
"""Times told without a number, each resolved against the length of the clip."""


class Quantity(NamedTuple):
    """A number, a range or a phrase of time that stands in the text.

    unit is a class of UNITS, or "clock" (0:03), "f" (f/2.8), "index" (shot 2), "ratio", "code" (a number that measures
    nothing), or the name of a phrase. first and last are the characters of the numbers themselves; `to` joins the two.
    """

    start: int
    end: int
    unit: str
    a: float
    b: float | None
    first: Span
    last: Span | None
    to: str = ""


def _any(named: dict[str, str], prefix: str) -> str:
    return "|".join(f"(?P<{prefix}{i}>{_verbose(spelling)})" for i, spelling in enumerate(named.values()))


def _verbose(spelling: str) -> str:
    """Spaces kept where the pattern around is written with re.VERBOSE."""
    return spelling.replace(" ", r"\ ")


_WORD_END = r"(?![a-z0-9_\u00df-\u024f])"
_NUM = r"\d+(?:[.,:;']\d+)*+|\.\d+"
_WORD_NUM = _verbose("|".join(sorted(NUMBER_WORDS, key=len, reverse=True)))
_CJK_NUM = "|".join(sorted(CJK_NUMBERS, key=len, reverse=True))
_MID_UNIT = rf"(?:[ ]?-?[ ]?(?:(?:{UNITS[SECONDS]}|mm|am|pm)(?![a-z0-9])|秒|%)(?:[ ]mark)?)?"
_TO = (
    r"[ ]?(?:--?>|[-\u2014\u2192\u30fc]+|\.\.\.?|到|至|から)[ ]?"
    r"|[ ](?:to|until|through|thru|till|and|a|à|bis|hasta|und|et|y|or)[ ](?:the[ ])?"
)
_QUANTITY = re.compile(
    rf"""(?<![a-z0-9_.\u00df-\u024f])(?:
      (?:{INDEX_WORDS})[ ]?\#?(?P<index>\d{{1,2}})(?!\d|[.:,]\d|-\d|/|[ ]?(?:(?:{UNITS[SECONDS]}){_WORD_END}|秒|%))
    | (?:{_any(PHRASES, "p")}){_WORD_END}
    | (?:at|on|in|by|from)[ ](?:the[ ])?second[ ](?P<nth>\d{{1,3}}(?:\.\d+)?){_WORD_END}
    | f(?:rames?[ ]?\#?)?(?P<f0>\d{{1,5}})[ ]?(?:-|to|through)[ ]?(?:frames?[ ]|f)?(?P<f1>\d{{1,5}}){_WORD_END}
    | (?:frame[ ]?\#?|第)(?P<frame>\d{{1,5}})(?:(?<=\d)(?=[ ]?帧)|(?<!第\d)(?<!第\d\d)(?<!第\d\d\d){_WORD_END})
    | (?:f[ ]?/[ ]?|t[ ]?/[ ]?|[ft][ ]?)(?P<stop>\d{{1,2}}(?:\.\d{{1,2}})?)(?![\w/%°:])
    | (?:start|begin|from|in|t0)(?:_?(?:time|s|sec|seconds))?["']?[ ]?[:=][ ]?["']?(?P<ys>{_NUM})
      [ ]?(?:s|sec|seconds)?["']?[ \n,;]{{1,40}}["']?(?:end|to|out|t1)
      (?:_?(?:time|s|sec|seconds))?["']?[ ]?[:=][ ]?["']?(?P<ye>{_NUM}){_WORD_END}
    | (?P<code>\d+(?:(?:[-/]\d+){{2,}}|/\d+))
    | (?P<a>{_NUM})(?:{_MID_UNIT}(?P<to>{_TO})(?P<b>{_NUM})(?!/))?
      (?:[ ]?-?[ ]?(?:(?:{_any(UNITS, "u")}){_WORD_END}|{_any(GLUED_UNITS, "g")}))?
    | (?P<wa>{_WORD_NUM})(?:(?P<wto>[ ](?:to|and|or)[ ]|-)(?P<wb>{_WORD_NUM}))?
      [ -](?:full[ ]|whole[ ]|more[ ])?(?P<words>seconds?|secs?|segundos?|secondes?|sekunden?){_WORD_END}
    | (?P<ca>{_CJK_NUM})(?P<cjk>秒)
    )""",
    re.VERBOSE,
)
_UNIT_OF = {f"u{i}": unit for i, unit in enumerate(UNITS)} | {f"g{i}": unit for i, unit in enumerate(GLUED_UNITS)}
_PHRASE_OF = {f"p{i}": phrase for i, phrase in enumerate(PHRASES)}
_DECADES = (50.0, 70.0, 80.0, 90.0)
_ERA_LEADS = ("early", "mid", "late", "his", "her", "their")


def quantities(flat: str, start: int, end: int, fps: float) -> Iterator[Quantity]:
    """All numbers with a meaning between two offsets, in the order of the text; fps turns frames into seconds."""
    for match in _QUANTITY.finditer(flat, start, end):
        kind = match.lastgroup or ""
        reader = _READERS.get(kind, _measured)
        found = reader(match, kind, fps)
        if found is not None:
            yield found


def _whole(match: re.Match[str], unit: str, a: float, group: str) -> Quantity:
    return Quantity(match.start(), match.end(), unit, a, None, Span(*match.span(group)), None)


def _phrase(match: re.Match[str], kind: str, fps: float) -> Quantity:
    return _whole(match, _PHRASE_OF[kind], 0.0, kind)


def _index(match: re.Match[str], kind: str, fps: float) -> Quantity:
    return _whole(match, "index", float(match["index"]), kind)


def _stop(match: re.Match[str], kind: str, fps: float) -> Quantity:
    return _whole(match, "f", float(match["stop"]), kind)


def _nth(match: re.Match[str], kind: str, fps: float) -> Quantity:
    return _whole(match, "nth", float(match["nth"]), kind)


def _code(match: re.Match[str], kind: str, fps: float) -> Quantity:
    return _whole(match, "code", 0.0, kind)


def _frame(match: re.Match[str], kind: str, fps: float) -> Quantity:
    return _whole(match, FRAMES, int(match["frame"]) / fps, kind)


def _frame_range(match: re.Match[str], kind: str, fps: float) -> Quantity:
    """Counted from 1 and inclusive when the first is odd-numbered from 1 (1-48, 49-96); else from 0."""
    low, high = int(match["f0"]), int(match["f1"])
    shift = 1 if low % 2 else 0
    first, last = Span(*match.span("f0")), Span(*match.span("f1"))
    return Quantity(match.start(), match.end(), FRAMES, (low - shift) / fps, high / fps, first, last, "-")


def _pair(match: re.Match[str], kind: str, fps: float) -> Quantity | None:
    """Two fields that stand one after the other: start: 0, end: 2.5."""
    (a, _), (b, _) = number(match["ys"], fps), number(match["ye"], fps)
    if a is None or b is None:
        return None
    first, last = Span(*match.span("ys")), Span(*match.span("ye"))
    return Quantity(match.start(), match.end(), "fields", a, b, first, last, ":")


def _worded(match: re.Match[str], kind: str, fps: float) -> Quantity:
    b = NUMBER_WORDS[match["wb"]] if match["wb"] else None
    last = Span(*match.span("wb")) if match["wb"] else None
    a = NUMBER_WORDS[match["wa"]]
    return Quantity(match.start(), match.end(), SECONDS, a, b, Span(*match.span("wa")), last, match["wto"] or "")


def _cjk(match: re.Match[str], kind: str, fps: float) -> Quantity:
    return _whole(match, SECONDS, CJK_NUMBERS[match["ca"]], "ca")._replace(end=match.end())


def _measured(match: re.Match[str], kind: str, fps: float) -> Quantity | None:
    a, clock = number(match["a"], fps)
    if a is None:
        return _whole(match, "ratio", 0.0, "a")
    unit = _UNIT_OF.get(kind, BARE)
    if clock and unit != "oclock":
        unit = CLOCK
    first = Span(*match.span("a"))
    end = match.end() if unit != CLOCK else match.end("b" if match["b"] else "a")
    if match["b"] is None:
        return Quantity(match.start(), end, _era_or(unit, match, a), a, None, first, None)
    b, b_clock = number(match["b"], fps)
    if b is None or clock != b_clock:
        return Quantity(match.start(), match.end(), "ratio", a, None, first, None)
    return Quantity(match.start(), end, unit, a, b, first, Span(*match.span("b")), match["to"].strip())


def _era_or(unit: str, match: re.Match[str], a: float) -> str:
    """The 90s and her thirties look like seconds: tens that touch their s."""
    text, end = match.string, match.end()
    if unit != SECONDS or a % 10 or a < 20 or text[end - 2 : end - 1].isspace() or text[end - 1] != "s":
        return unit
    if a in _DECADES and text[end : end + 1] not in (":", ")", "]", "-", "\u2014", ""):
        return "era"
    before = text[max(0, match.start() - 8) : match.start()].replace("-", " ").split()
    return "era" if a >= 1000 or (before and before[-1] in _ERA_LEADS) else unit


def number(token: str, fps: float) -> tuple[float | None, bool]:
    """Value of a number as written, in seconds if it is a clock (second result True); None if it is no such thing."""
    if len(token) > 16:
        return None, False
    if ":" in token:
        return _clock_seconds(token, fps), True
    if ";" in token or "'" in token:
        return None, False
    if "," in token:
        whole, _, rest = token.partition(",")
        token = f"{whole}{rest}" if len(rest) == 3 and whole != "0" else f"{whole}.{rest}"
    try:
        return float(token), False
    except ValueError:
        return None, False


_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)(?:[.,](\d{1,3})|[:;](\d{2}))?$")


def _clock_seconds(token: str, fps: float) -> float | None:
    match = _CLOCK.match(token)
    if match is None or token == "9:16":  # the upright frame; nobody times a cue at 556 s
        return None
    hours, minutes, seconds, decimals, frames = match.groups()
    if frames is not None and hours is None:
        return None
    value = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return value + (float(f"0.{decimals}") if decimals else 0.0) + (int(frames) / fps if frames else 0.0)


_READERS = {
    "ye": _pair,
    "index": _index,
    "nth": _nth,
    "stop": _stop,
    "code": _code,
    "frame": _frame,
    "f1": _frame_range,
    "words": _worded,
    "cjk": _cjk,
    **dict.fromkeys(_PHRASE_OF, _phrase),
}
