"""The fields of a prompt: what a label speaks of, how much each topic matters, and how a line is marked.

Topics are coarser than the tracks of reading and finer where an engine wants things apart: a lens is no camera move,
a final frame is no look.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..reading.tracks import track_of

_TOPICS = tuple(
    (re.compile(rf"\b(?:{words})\b", re.I), topic)
    for words, topic in (
        (r"final frame|end(?:ing)? frame|last frame|closing frame|ends? on", "end"),
        (r"negatives?|negative prompt|avoid|exclu\w+|do not include", "negative"),
        (r"settings?|parameters?|output|specs?|config\w*|render", "settings"),
        (r"actions?|beats?|timeline|sequence|breakdown|storyboard|shot list|choreography", "beats"),
        (r"finish\w*|post|texture", "finish"),
        (r"mood|emotion|feeling|tone", "mood"),
        (r"wardrobe|props?|costumes?|clothing", "wardrobe"),
        (r"screen content|location|setting|place|environment|scene|subjects?|characters?|people", "scene"),
        (r"background|foreground|midground", "scene"),
        (r"format|style|look|aesthetic|genre", "look"),
        (r"grade|grading|highlights|mids|midtones|blacks|shadows|lut", "grade"),
        (r"palette|colou?rs?", "palette"),
        (r"dialogues?|dialog|speech|voice-?over|narration|spoken|lines", "speech"),
        (r"sounds?|audio|music|score|sfx|ambien\w+|soundscape|foley|silence|background sound", "sound"),
        (r"lens|lenses|optics|filtration|focus|depth|aperture", "lens"),
        (r"light\w*|illumination|atmosphere", "light"),
        (r"camera|shot|framing|movement|composition|cinematograph\w+|angle|frame", "camera"),
        (r"on-?screen text|captions?|subtitles?|titles?", "text"),
    )
)  # fmt: skip
_TRACKS = {
    "sound": "sound", "dialogue": "speech", "camera": "camera", "shot": "camera", "light": "light", "grade": "grade",
    "palette": "palette", "beats": "beats", "negative": "negative", "settings": "settings", "screen": "text",
    "place": "scene",
}  # fmt: skip
RANK = {
    "speech": (1,), "scene": (20, 24, 28, 32, 40), "camera": (26, 38), "light": (11, 35), "end": (14, 50),
    "text": (20,), "lens": (25, 45), "sound": (22, 45), "palette": (27, 60), "wardrobe": (30, 65), "grade": (34, 55),
    "look": (48, 50), "mood": (80,), "finish": (90,), "action": (2, 13, 23, 31, 36, 42),
}  # fmt: skip
"""What is left out when a prompt is too long, the highest first: the first statement on a topic, the second, ..."""
DETAIL = 36
"""From here on it is detail, and goes before what is said of things kept out."""
ESSENTIAL = 10
"""Below this is what the shot cannot do without: who is seen, the camera, the heart of each beat, speech."""


def rank_of(topic: str, order: int) -> int:
    """The rank of the statement with that number on its topic."""
    ranks = RANK.get(topic, (40,))
    return ranks[min(order, len(ranks) - 1)]


ENGLISH = frozenset("the a an of and in on with to at his her from into no".split())
CUTS = re.compile(
    r"\b(?:cuts? to|cutting to|hard cut|smash cut|jump cut|match cut|montage|intercut)\b|\b(?:shot|scene) #?2\b"
    r"|\bmulti-?shot\b|shot_number|\"shots\"\s*:"
    r"|镜头2|分镜",
    re.I,
)
TAKE = re.compile(r"\b(?:single|one|unbroken|continuous)[ -](?:continuous )?(?:take|shot)\b|\boner\b|一镜到底", re.I)
LINE = re.compile(r"[^\n]+")
FULL_LINE = re.compile(r"[^\n]*\n?")
RULE = re.compile(r"\s*(?:\d+|`{3}\w*|-{3,}|\*{3,}|<[^>\n]{1,40}>)\s*$")
ITEM = re.compile(r"(?:(?! and | or )[^,;.\n|\"])+")
SPOKEN = re.compile(r"^[A-Z][\w .'’-]{0,30}(?:\([^)]{0,30}\))?:\s*[\"“]")
CELL = re.compile(r"[^|\n]+")
RULED = re.compile(r"\n[ |:]*-{2,}[ |:-]*(?:\n|$)")
LENGTH = re.compile(r"\d+(?:\.\d+)?\s*(?:s|secs?|seconds?)?")
SETTINGS = {
    name: of
    for of, names in {
        "model": "model|engine", "size": "size|dimensions", "resolution": "resolution",
        "ratio": "ratio|aspect ratio|aspect|aspect_ratio", "seconds": "seconds|duration|length", "seed": "seed",
        "fps": "fps|frame rate|framerate", "quality": "quality", "steps": "steps", "loop": "loop",
        "cfg": "cfg|cfg scale|guidance|guidance scale",
    }.items()
    for name in names.split("|")
}  # fmt: skip
SILENT = re.compile(
    r"(?:camera|shot|framing|movement|moves?|motion|lighting|light|actions?|style|look|scene|subject|sounds?|audio"
    r"|depth of field|composition|setting|location|description|dialogue|speech|atmosphere|format|background sound"
    r"|sound design|sfx|ambience|ambient(?: noise)?|visuals?|cinematography|angle|size|focus)"
    r"(?: (?:shot|movement|motion|move|angle|composition|line|notes|design|size))*$|frame composition$",
    re.I,
)
"""Labels that say nothing their words do not say."""
SLUG = re.compile(r"\s*(?:INT|EXT|I/E)\b")
"""How the heading of a scene begins in a screenplay: it says where and when."""
TIME_ONLY = re.compile(
    r"[\s\"”()\[\]*_.,:-]*(?:duration|length|time)?[\s:]*[\d:.]*\s*(?:s|secs?|seconds?)?[\s\"”()\[\]*_.,:-]*$", re.I
)
"""What is left of a beat behind its words when its time stood there."""
RECORD = re.compile(r"\s*(?:\{\s*\"|\[\s*[{\"])")
"""How a JSON prompt begins; a timecode in brackets does not."""
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?')
CLOCKS = re.compile(
    r"[\s\d:.,]*\d(?:\s*(?:s|secs?|seconds?))?(?:\s*(?:-|–|—|to)\s*[\d:.]+)?\s*(?:s|secs?|seconds?)?\s*", re.I
)
"""A string that holds a time and nothing else."""
SOUNDS = re.compile(r"^(?:sounds?|audio|sfx|ambience|ambient noise|sound design|声音|音效|音)\s*[:：]\s*(?=\w)", re.I)
"""A sentence that is headed as sound: its place among the sounds says so already."""
INLINE = re.compile(r"(?<=[.!?] )(?:Camera|Light(?:ing)?|Palette|Lens|Grade)\s*:\s(?=\S)")
"""A field that begins on the line of another."""
TAIL = re.compile(r"\s?-?(?:seconds?|secs?|s)?\b[\s\])\"”'*_:：—–|-]*", re.I)
BULLET = re.compile(
    r"\s*(?:[-*•–—+]\s+|\d{1,2}[.)]\s+|>\s*|#{1,6}\s*|[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?\s*(?=\w{1,20}[ :]))*"
)
LABEL = re.compile(
    r"(?:\*\*|__)?(?P<label>[^\W\d_][^\n:：|=\"“”.!?]{0,48}?)(?:\*\*|__)?\s*(?::(?!\d|//)|：)\s*(?:\*\*|__)?\s*"
)
HEAD = re.compile(
    r"[\[(]?\s*(?P<a>\d+:\d\d(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<one>s|secs?|seconds?)?\s*(?:(?:-|–|—|to)\s*(?P<b>\d+:\d\d(?:\.\d+)?|\d+(?:\.\d+)?)\s*)?"
    r"(?:(?P<unit>s|secs?|seconds?)\b)?\s*[\])]?\s*(?P<all>continuous\b|throughout\b)?\s*[:：—–-]\s*",
    re.I,
)


@lru_cache(maxsize=512)
def topic_of(label: str) -> str | None:
    """What the title of a field or a section speaks of, or None; in English first, then as reading knows it."""
    own = next((topic for pattern, topic in _TOPICS if pattern.search(label)), None)
    return own or _TRACKS.get(track_of(label.casefold()) or "")
