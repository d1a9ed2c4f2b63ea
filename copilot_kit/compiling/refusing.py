"""What is kept out in ordinary phrasing: "Music: none", "there are no cars", "do not show faces", "without people".

It works on plain strings; what reading has found by itself (`Shot.exclusions`) is taken out by `taking`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Refusal(NamedTuple):
    """Offsets to cut, the things kept out there, the words if not English; field: it is a field with its label."""

    start: int
    end: int
    things: tuple[str, ...]
    said: str
    field: bool


_NOTHING = r"(?:none|no|nil|off|n/a|keine?|ninguna?|aucune?|nessuna?|なし|无|無|没有|不要)"
_EMPTY_FIELD = re.compile(
    r"(?<![\w'’-])[*_]*(?P<what>(?:background |added )?music|score|soundtrack|voice-?over|narration|dialog(?:ue)?"
    r"|speech|(?:on-?screen )?text|subtitles?|captions?|watermarks?|logos?|sound effects?|sound|audio|sfx|people"
    r"|camera (?:movement|motion)|lens flares?|transitions?|cuts|配乐|音乐|对白|字幕|文字|音楽)"
    rf"[*_\"]*\s*[:=：][*_\"\s]*{_NOTHING}[*_]*(?=\s*(?:[.;,。；，|)\n\"]|$))",
    re.I,
)
_THING = r"(?:(?:no|any|without)\s+)?[^\W\d_][\w'’-]*(?:\s+(?!and\b|or\b|nor\b|with)[\w'’-]+){0,3}?"
_THINGS = rf"{_THING}(?:(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|or|nor)\s+){_THING}){{0,8}}"
_REFUSAL = re.compile(
    r"(?P<field>(?:^|(?<=[.;!?。] ))(?:exclude|excluding|avoid|negative(?: prompt)?|do not include)\s*:\s*"
    r"(?P<listed>[^.;!?\n]+))"
    r"|(?<![\w'’-])(?:there (?:is|are|should be|must be|will be)(?: absolutely)? no"
    r"|(?:please )?(?:do not|don['’]t|never) (?:show|include|add|depict|render|use))"
    rf"\s+(?P<things>{_THINGS})(?=\s*(?:[.;!?)\n]|$))"
    r"|(?:^|(?<=[,;(.—–] )|(?<=\n)|(?<=, and ))without (?:any )?"
    r"(?P<bare>(?!(?:the|his|her|its|their)\b)(?:[\w-]+ ){0,2}?(?:[\w-]+[^\Ws]s|people|music|text|wind|rain|snow|fog"
    r"|traffic|haze|mist|smoke|dialogue|narration|voice-?over|blur|grain|noise|lettering|signage))"
    r"(?=\s*(?:[,.;!?)\n]|$))",
    re.I,
)
_NO_REFUSAL = re.compile(
    r"\b(?:one|but|except|only|than|more|longer|sooner|left|that|who|which|when|as|until|to|is|are|way|doubt|going"
    r"|words|tears)\b",
    re.I,
)
"""There is no sound but the wind; without words: not what is kept out."""

_EMPTY = re.compile(rf"[:=：][*_\"\s]*{_NOTHING}(?!\w)", re.I)
_OPENINGS = ("without ", "there ", "do not ", "don't ", "don’t ", "never ", "please ", "exclud", "avoid:", "negative")
"""How a refusal begins: looked for first, for most prompts have few."""


def _places(plain: str, opening: str, start: int, end: int) -> Iterator[int]:
    at = plain.find(opening, start, end)
    while at >= 0:
        yield at
        at = plain.find(opening, at + 1, end)


def refusals(text: str, start: int, end: int) -> list[Refusal]:
    """What is kept out between two offsets, in the order of the text."""
    found: list[Refusal] = []
    plain = text.lower()
    if len(plain) != len(text):
        plain = text
    for field in _EMPTY_FIELD.finditer(text, start, end) if _EMPTY.search(text, start, end) else ():
        what = field["what"].lower()
        what = {"dialog": "dialogue", "sfx": "sound effects"}.get(what, what)
        found.append(Refusal(*field.span(), (what,), "" if what.isascii() else field.group().strip("*_"), True))
    for at in sorted(at for opening in _OPENINGS for at in _places(plain, opening, start, end)):
        if (match := _REFUSAL.match(text, at, end)) is None or (found and at < found[-1].end and found[-1].start <= at):
            continue
        told = match["listed"] or match["things"] or match["bare"]
        if not match["field"] and _NO_REFUSAL.search(told):
            continue
        parts = re.split(r",\s*(?:and|or|nor)?\s*|\s+(?:and|or|nor)\s+", told)
        things = [re.sub(r"^(?:no|any|without|and|or)\s+", "", t.strip(" *_"), flags=re.I) for t in parts]
        found.append(Refusal(*match.span(), tuple(t for t in things if t), "", bool(match["field"])))
    return sorted(found)
