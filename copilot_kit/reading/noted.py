"""Sounds that are only noted: Rain throughout. Match scratch at 5.3 s. Fridge hum 0-8s (60 Hz).

No label says that such a sentence is about sound; its shape does: a sound with its time or level and next to nothing
else, no verb and no one who acts.
"""

from __future__ import annotations

import re

from .layout import Block
from .lexicon import Hit
from .page import Page

LEAD_WORDS = re.compile(
    r"(?:[ ,(\[@~-]|(?<![a-z])(?:at|around|near|by|on|from|between|during|for|the|over|about|roughly|in|first|final"
    r"|last|starting|beginning|exactly"
    r"|audible|until|till|to|within|after|next|a|los|las|um|bei|à|en|de|von|vers|ab)(?![a-z])|在|第|从|约)*$"
)
"""Words that lead in to a time and say nothing about the sound."""
_SEEN = frozenset(
    "water stream river waterfall waves ocean surf birds bird seagulls gulls fan leaves traffic insects forest keys"
    " engine bell bells horn piano guitar violin cello rain wind breeze applause bark note song drop shutter frogs"
    " silence".split()
)
"""Sounds whose word is also a thing to be seen; they count only where little else is said."""
_ACTING = re.compile(
    r"(?<![a-z])(?:he|she|they|it|we|i|you|who|which|is|are|was|were|his|her|their|its|the|to|at|into|onto|from|camera"
    r"|that|this|as|while|when|until|before|after|with|like)(?![a-z])"
)
_AROUND = re.compile(
    r"[ ,]*(?:sounds?|noises?|bed|call|[a-z]+ly|only)?(?: ?(?:in|on|from|of|under|behind|outside|inside|through"
    r"|against|off|over|beneath|below|above|between)(?: [\w'-]+){1,4})?[ ,]*"
)
_ARTICLE = re.compile(r"[ *_-]*(?:and |then )?(?:(?:an?|the|one|two|three|some|only) )?")
_MEASURE = re.compile(r"\(?(?:(?:at|around) )?-?\d+(?:\.\d+)? ?(?:k?hz|lufs|dbfs|db)(?![a-z])")
_SIGNS = (",", ";", ". ", "! ", "? ", "\n", "\u2014", "|", ":", "(", ")", "*", "·", "•", " and ")
_STOP = re.compile(r"[,;\n\u2014|:]|[.!?](?!\d)| and ")
_REACH = 64


def is_noted(page: Page, block: Block, hit: Hit) -> bool:
    """True if a sound and its time or level are all that its clause says."""
    flat = page.flat
    low = max(block.body, hit.start - _REACH)
    before = flat[low : hit.start]
    low += max(before.rfind(sign) + len(sign) if sign in before else 0 for sign in _SIGNS)
    stop = _STOP.search(flat, hit.end, min(block.end, hit.end + _REACH))
    high = stop.start() if stop else min(block.end, hit.end + _REACH)
    marks = page.marks_in(low, high)
    measured = _MEASURE.search(flat, hit.end, min(block.end, high + 12))
    if not marks and measured is None:
        return False
    begin = max([low, *(mark.where.end for mark in marks if mark.where.end <= hit.start)])
    first = flat[begin + len(_ARTICLE.match(flat[begin : hit.start]).group()) : hit.start]  # type: ignore[union-attr]
    most = 1 if flat[hit.start : hit.end] in _SEEN else 4
    if len(first.split()) > most or _ACTING.search(first):
        return False
    ends = [mark.where.start for mark in marks if mark.where.start >= hit.end]
    ends += [measured.start()] if measured else []
    last = flat[hit.end : min([high, *ends])].rstrip(" (~-")
    return _AROUND.fullmatch(LEAD_WORDS.sub("", last)) is not None
