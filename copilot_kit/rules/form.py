"""Rules about the form of the text and what it is written for (F01 to F04)."""

from __future__ import annotations

import re

from ..shot import Span
from .flaw import Flaw, Found, quoted, rule
from .masks import ALLOW
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


_SILENCES = re.compile(
    r"(?im)(?:<!--[ \t]*|^[ \t]*(?:#|//)[ \t]*|[ \t](?:#|//)[ \t]*|^[ \t]*(?=allow[ \t]+[A-Z]\d\d\b[ \t]*"
    r"(?::|because\b|[ \t,A-Z\d]*$)))"
    r"allow[ \t]+(?P<codes>[A-Z]\d{2,3}\b(?:[ \t]*,[ \t]*[A-Z]\d{2,3}\b)*)"
)


@rule("F03", "a silenced rule has a code and a reason", "info")
def silenced(view: View) -> Found:
    """A comment that silences rules names rules that there are, and says why.

    Why: a code with a slip in it silences nothing, and without a reason nobody knows later what was meant.

    Clean:
        0-2s: she lifts the lid.
        3-5s: steam rises.
        # allow T02: a breath of black

    Failing:
        0-2s: she lifts the lid.
        3-5s: steam rises.
        # allow T02

    Source: the practice of linters for code; the form is in the head of this package.
    """
    if "allow" not in view.shot.text.lower():
        return
    for found in _SILENCES.finditer(view.shot.text, *view.shot.prompt):
        where = Span(*found.span("codes"))
        unknown = [c for c in re.findall(r"\w+", found["codes"].upper()) if view.codes and c not in view.codes]
        if unknown:
            yield Flaw(
                f"No rule has the code {', '.join(unknown)}; the codes are {', '.join(sorted(view.codes))}.",
                "name a rule that there is.",
                where,
            )
        if ALLOW.match(view.shot.text, found.start()) is None:
            yield Flaw(
                f"{quoted(view.words(found.span()))} gives no reason, so nothing is silenced.",
                "add a reason: # allow " + found["codes"].upper() + ": why it is meant so.",
                where,
            )


@rule("F04", "the engine is live", "info")
def live(view: View) -> Found:
    """The engine that the prompt is linted for can still be called.

    Why: a retired engine answers no call, and its limits are not those of its successors.

    Clean:
        model: veo-3-1-vertex
        Duration: 8s. Wide shot of a quarry, hard sun from the left.

    Failing:
        model: sora-2
        Duration: 8s. Wide shot of a quarry, hard sun from the left.

    Source: the engine's profile in data/engines/, with its day and its sources.
    """
    engine = view.engine
    if engine is None or engine.live:
        return
    named = next((s.where for s in view.shot.settings if s.name in ("model", "engine")), None)
    yield Flaw(
        f"{engine.gone()} (checked {engine.checked}).",
        f"lint and compile it for {engine.successors[0]}." if engine.successors else "choose a live engine.",
        named or view.sentence(view.shot.prompt.start),
    )


RULES = (empty, whole, silenced, live)
