"""What is taken out of the words of a prompt: what is kept out of the picture, settings, the length of the clip.

An exclusion becomes a thing of a negative prompt or positive words; a setting goes where settings go. All of it works
on plain strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .wording import NUMBER, SECONDS

_NATURAL = "natural sound only"
_PLAIN = "plain unmarked surfaces"
_POSITIVE = tuple(
    (re.compile(rf"(?:{pattern})$", re.I), words)
    for pattern, words in (
        (r"(?:\w+ )?camera (?:movement|motion|moves?)|movement of the camera", "static locked-off camera"),
        (r"(?:camera )?(?:drift|drifting|wobble)", "the camera keeps its place"),
        (r"hand-?held(?: camera| feel| look)?|(?:camera )?(?:shake|shaking|jitter|shaky cam)", "smooth steady camera"),
        (r"zoom(?:s|ing)?", "fixed focal length"),
        (r"(?:scene |hard |jump |quick |visible )?(?:cuts?|cutting|edits?|transitions?)", "one continuous shot"),
        (r"(?:added |background |non-diegetic )?(?:music|score|soundtrack|bgm)", _NATURAL),
        (r"(?:any |extra |artificial |added )?(?:sound effects?|sound design)", _NATURAL),
        (r"(?:voice-?over|narration|narrator)", "sounds of the place only"),
        (r"(?:spoken )?(?:dialogue|dialog|speech|talking|words|spoken words)", "only the sounds of the place"),
        (r"(?:other |any )?(?:people|persons|humans|crowds?|bystanders|passers-?by)", "the place is otherwise empty"),
        (r"(?:cars?|traffic|vehicles?)", "an empty road"),
        (r"(?:on-?screen |readable |visible |any )?(?:text|lettering|logos?|brand(?:s|ing)?|signage|writing)", _PLAIN),
        (r"(?:subtitles?|captions?|watermarks?|overlays?|titles?|borders?)", "a clean full picture"),
        (r"(?:motion )?(?:blur|blurry|blurriness)|soft focus|out of focus", "sharp focus"),
        (r"(?:haze|fog|mist|smoke)", "clear air"),
        (r"(?:lens )?flares?", "clean highlights"),
        (r"vignett(?:e|ing)", "even brightness to the corners"),
        (r"(?:film )?grain|noise", "a clean smooth picture"),
        (r"gate weave|flicker(?:ing)?", "a steady picture"),
        (r"filtration|filters?", "the clear light of the bare lens"),
        (r"slow[- ]?mo(?:tion)?|time-?lapse|fast motion|speed ramp(?:s|ing)?", "motion at its natural speed"),
        (r"smil(?:e|es|ing)", "a neutral expression"),
        (r"(?:eye contact|looking (?:at|into) (?:the )?(?:camera|lens))", "eyes that look past the lens"),
        (r"artificial light(?:s|ing)?|flash", "natural light only"),
        (r"shadows?|harsh shadows", "soft even light"),
        (r"rain", "dry weather"),
        (r"wind", "still air"),
        (r"extra (?:fingers|limbs|hands)|deformed \w+|bad anatomy|disfigured|distorted \w+", "natural anatomy"),
        (r"low quality|worst quality|artifacts?|pixelation", "a crisp detailed picture"),
        (r"dark(?:ness)?", "bright even daylight"),
    )
)  # fmt: skip


def positive(what: str) -> str:
    """What to show instead of what is kept out, or "" if we know no words for it."""
    return next((words for pattern, words in _POSITIVE if pattern.match(what.strip())), "")


_SOUNDING = re.compile(r"sound|speaks", re.I)


def about_sound(words: str) -> bool:
    """True for positive words that only a sound track can obey."""
    return _SOUNDING.search(words) is not None


_DENYING = re.compile(
    r"(?:^|(?<=[\s,;(—–-]))(?P<no>no|sin|ohne|keine?n?|sans|pas de|avoid(?:s|ing)?|exclud(?:e|es|ing)|zero|free of"
    r"|absence of|(?:don't|do not) (?:add|show|use)|never)\s+(?:any\s+|added\s+)?$"
    r"|(?P<glued>没有|无|無|不要|避免|禁止|勿)$",
    re.I,
)
_MEASURE = re.compile(
    r"(?:more|less|fewer|other|\w+er|\w+ \w+)\b[^,;.]{0,20}\bthan\b|(?:one|longer|sooner|matter)\b", re.I
)
"""No larger than a fist, no longer, no one: not what is kept out."""
_OPEN = re.compile(r"(?:^|[,;:(.!?—–，、；。-]|\band|\bwith)\s*$", re.I)
_SHUT = re.compile(r"\s*(?:$|[,;.!?()—–，、；。-])")
_MORE = re.compile(
    r"(?:,\s*(?:no\s+)?[\w' -]{1,30}?){0,6},?\s+(?:or|nor|and)\s+(?:no\s+)?[\w' -]{1,30}(?=\s*(?:$|[.;!?)—–]))", re.I
)


def denied(text: str, start: int, end: int, what: tuple[int, int]) -> tuple[int, int, tuple[str, ...], str] | None:
    """Offsets to cut, the things denied there, the words if not English; None if it is no clause of its own.

    "Clean air, no haze." is; "she waits without moving" is how she waits, and stays.
    """
    before = _DENYING.search(text[start : what[0]])
    if before is None:
        return None
    left = start + before.start()
    if _OPEN.search(text[start:left]) is None:
        return None
    if _MEASURE.match(text, what[0], end):
        return None
    right, things = what[1], [text[what[0] : what[1]]]
    if more := _MORE.match(text, right, end):
        things += [t for t in re.split(r",\s*(?:or|nor|and)?\s*|\s+(?:or|nor|and)\s+", more.group()) if t.strip()]
        right = more.end()
    if _SHUT.match(text, right, end) is None and right < end:
        return None
    said = (
        "" if (before["no"] or "")[:2].lower() in ("no", "av", "ex", "ze", "fr", "ab", "do", "ne") else text[left:right]
    )
    return left, right, tuple(re.sub(r"^(?:no|any)\s+", "", t.strip(), flags=re.I) for t in things), said


# ── settings that stand in prose ──

_RESOLUTION = re.compile(
    r"(?:\b(?:in|at)\s+)?(?<![\w.])(?P<resolution>480p|540p|720p|1080p|1440p|2160p|[24]\s?K(?:\s+UHD)?|UHD|Full HD)"
    r"(?:\s+(?:resolution|quality|video|footage))?(?!\w)",
    re.I,
)
_LINES = re.compile(r"\d{3}p|\d\s?[kK](?!\w)|UHD|Full HD", re.I)
_RATIO = re.compile(
    r"(?:\b(?:in|at)\s+)?(?:\baspect ratio(?: of)?:?\s*|\b(?:vertical|horizontal|widescreen|portrait|landscape)\s+)?"
    r"(?<![\d:.])(?P<ratio>16:9|9:16|1:1|4:3|3:4|21:9|4:5|5:4|2:3|3:2)(?![\d:])"
    r"(?:\s+(?:aspect ratio|vertical|horizontal|widescreen|portrait|landscape|format|frame))?",
    re.I,
)
_FLAG = re.compile(r"(?:^|\s)--(?P<name>[a-z_]{2,20})(?:[ =](?P<value>[^\s-]\S*))?")
_RATE = re.compile(
    r"(?:\b(?:at|in)\s+)?(?<![\w./-])(?P<fps>\d{2,3}(?:\.\d{1,3})?)[ -]?(?:fps|frames (?:per|a) second)\b"
    r"|\b(?:fps|frame ?rate)\s*(?:[:=]|of)?\s*(?P<rate>\d{2,3}(?:\.\d{1,3})?)(?![\w.])",
    re.I,
)
_FRAMES = re.compile(r"fps|frame ?rate|frames (?:per|a) ")
_FILMED = re.compile(r"crank|slow|high[- ]speed|play|cadence|captur|shot at|filmed|film look|stutter", re.I)
"""Beside these a frame rate says how a movement looks, and is no setting of the clip."""
_CLAUSE_END = re.compile(r"[.;\n](?=\s|$)")
_SEED = re.compile(r"\bseed(?:\s*[:=#]\s*|\s+(?:of\s+|number\s+)?)(?P<seed>\d{1,12})(?!\w)", re.I)
_PROP = re.compile(
    r"screen|monitor|television|\btv\b|display|poster|painting|photo|panel|canvas|picture frame|ratio of", re.I
)
_MODELS = ("sora", "veo", "kling", "gen-", "gen4", "seedance", "wan", "hailuo", "ltx")
_MODEL = re.compile(
    r"(?:\b(?:for|with|in|on)\s+)?\b(?:sora-?\s?2(?:[- ]pro)?|runway\s?gen-?\d(?:\.\d)?|hailuo[- ]?\d*"
    r"|(?:veo|kling|seedance|wan|ltx)[- ]?\d(?:\.\d)?)\b",
    re.I,
)


def settings_in(text: str, start: int, end: int) -> list[tuple[str, str, int, int]]:
    """(name, value, from, to) of each engine setting that stands in prose; a ratio of a prop is none."""
    found = []
    if _LINES.search(text, start, end):
        found += [("resolution", m["resolution"], *m.span()) for m in _RESOLUTION.finditer(text, start, end)]
    for match in _RATIO.finditer(text, start, end) if ":" in text else ():
        near = text[max(start, match.start() - 40) : min(end, match.end() + 24)]
        if _PROP.search(near) is None:
            found.append(("ratio", match["ratio"], *match.span()))
    plain = text[start:end].lower()
    for match in _RATE.finditer(text, start, end) if _FRAMES.search(plain) else ():
        near = _CLAUSE_END.split(text[max(start, match.start() - 30) : match.start()])[-1]
        near += _CLAUSE_END.split(text[match.end() : min(end, match.end() + 20)])[0]
        if _PROP.search(near) is None and _FILMED.search(near) is None:
            found.append(("fps", match["fps"] or match["rate"], *match.span()))
    if "seed" in plain:
        found += [("seed", match["seed"], *match.span()) for match in _SEED.finditer(text, start, end)]
    for match in _FLAG.finditer(text, start, end) if "--" in text else ():
        name = {"ar": "ratio", "dur": "seconds", "duration": "seconds"}.get(match["name"], match["name"])
        found = [f for f in found if not (match.start() <= f[2] < match.end())]
        found.append((name, match["value"] or "", *match.span()))
    if any(name in plain for name in _MODELS):
        found += [("model", match.group(), *match.span()) for match in _MODEL.finditer(text, start, end)]
    return found


_LENGTH_WORDS = frozenset(
    "duration length runtime run time clip video total long about exactly overall seconds second sec secs s a an the of"
    " in is one single shot".split()
) | set("时長长总時秒约钟分の尺")
_LENGTH = re.compile(rf"(?P<article>\b[Aa]n?\s+)?(?:{NUMBER}){SECONDS}(?:[- ]long)?[ -]?", re.I)


def without_length(words: str) -> str:
    """The words without the length of the clip that they state."""
    out = []
    for clause in re.split(r"(?<=[;,.|])\s|(?<=[，、；。])", words):
        rest = {w for w in re.findall(r"[a-z]+|[\u3040-\u9fff\uac00-\ud7a3]", clause.lower()) if w not in _LENGTH_WORDS}
        if not (re.search(r"\d", clause) and not rest):
            out.append(_LENGTH.sub(lambda m: "A " if m["article"] else "", clause, count=1))
    return " ".join(out)


def edited(text: str, start: int, end: int, edits: Iterable[tuple[int, int, str]]) -> str:
    """What stands between two offsets, with the edits made that lie wholly inside; the first of two that meet wins."""
    words, at = "", start
    for left, right, by in sorted(edits):
        if left >= at and right <= end:
            words += text[at:left] + by
            at = right
    return words + text[at:end]
