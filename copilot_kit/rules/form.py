"""Rules about the form of the text (F01, F02)."""

from __future__ import annotations

import re

from ..shot import Span
from .flaw import Flaw, Found, quoted, rule
from .view import View

_HEADING = re.compile(r"(?P<marks>#{1,6}) +\S")
_OPENER = re.compile(r"(?:\*\*|__)?(?P<title>[A-Za-z][^:\n*.\"“]{1,48}?)(?:\*\*|__)? ?:(?:\*\*|__)?$")
_LEAF = re.compile(r"(?i)(?:sound|audio|music|dialogue|sfx|palette|wardrobe|props|lighting|light|lens)")
_OTHER = re.compile(
    r"(?i)(?:\*\*|__)?(?:camera|action|actions|style|location|scene|framing|setting|subject|"
    r"shot|negative)(?:\*\*|__)? ?: ?\S"
)
_CAMERA = re.compile(r"(?i)(?:camera|camera movement|framing|shot size|focus|palette|wardrobe|style|location|setting)")
_BESIDE = re.compile(
    r"(?i)(?:\*\*|__)?(?:sounds?|audio|music|dialogue|sfx|actions?|negative|duration)(?:\*\*|__)? ?:(?:\*\*|__)? ?\S"
)
"""A field that never stands under those: Camera: is empty where Sound: rain follows at once."""
_PARENT = re.compile(r"\b(?:shot|beat|scene|cut|act|part|segment|take|version|variant|step|clip)s?\b|\d")


def _level(line: str) -> float | None:
    """How deep a line stands that is only a title: 1 to 6 for headings, 7 and more for labels; None for all else."""
    bare = line.strip()
    heading = _HEADING.match(bare)
    if heading:
        return float(len(heading["marks"]))
    opener = _OPENER.match(re.sub(r"^[-*•] +", "", bare))
    if opener is None or len(opener["title"].split()) > 7:
        return None
    return 7.0 + len(line) - len(line.lstrip()) + (0.5 if re.match(r"[-*•] ", bare) else 0.0)


@rule("F01", "no empty section", "warn")
def empty(view: View) -> Found:
    """Every heading has content.

    Why: an empty "Sound:" is mostly a paste that went lost.

    Clean:
        Sound:
        Water on leaves.

        Action:
        A gardener waters a fern.

    Failing:
        Sound:

        Action:
        A gardener waters a fern.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    lines = [
        m
        for m in re.compile(r"[^\n]+").finditer(view.shot.text, *view.shot.prompt)
        if view.flat[m.start() : m.end()].strip() and not m[0].strip().startswith(("{", "}", '"', "|"))
    ]
    for n, line in enumerate(lines):
        level = _level(line[0])
        if level is None:
            continue
        follow = _level(lines[n + 1][0]) if n + 1 < len(lines) else 0.0
        child = (
            level > 6
            and n + 1 < len(lines)
            and (_PARENT.search(lines[n + 1][0].lower()) or (level <= 7 and re.match(r"\s*[-*•] ", lines[n + 1][0])))
        )
        title = line[0].strip(" *_#:")
        stray = n + 1 < len(lines) and (
            (_LEAF.fullmatch(title) and _OTHER.match(lines[n + 1][0]))
            or (_CAMERA.fullmatch(title) and _BESIDE.match(lines[n + 1][0]))
        )
        if (follow is not None and follow <= level and not child) or stray:
            start = line.start() + len(line[0]) - len(line[0].lstrip())
            yield Flaw(
                f"{quoted(line[0].strip(' *#_:'))} is empty.",
                "fill it or drop it.",
                Span(start, line.end()),
                ((Span(line.start(), min(line.end() + 1, len(view.shot.text))), ""),),
            )


@rule("F02", "the prompt is whole", "error")
def whole(view: View) -> Found:
    """Fences and tags around a prompt are closed.

    Why: an open fence or tag says that the copy broke off, and the rest of a message becomes part of the prompt.

    Clean:
        Wide shot of a dam, static. A siren sounds.

    Failing:
        <final_prompt>
        Wide shot of a dam, static. A siren sounds.

    Source: auto-sora, a saved prompt of 34 characters.
    """
    text = view.shot.text
    fences = list(re.finditer(r"(?m)^[ \t]*(?:```|~~~)", text))
    if len(fences) % 2:
        yield Flaw("A code fence is opened and not closed.", "close it, or drop it.", Span(*fences[-1].span()))
    tags = list(re.finditer(r"<(/?)final_prompt>", text))
    if sum(1 if not t[1] else -1 for t in tags) != 0:
        yield Flaw("A <final_prompt> tag has no partner.", "close the tag, or drop it.", Span(*tags[-1].span()))


RULES = (empty, whole)
