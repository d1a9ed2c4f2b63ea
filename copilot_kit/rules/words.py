"""Rules about wording (W01 to W08)."""

from __future__ import annotations

import re

from ..profiles import length_of
from ..shot import Span
from .flaw import Flaw, Found, quoted, rule
from .lists import NOT_FILMABLE, NOT_VAGUE, PLACEHOLDER, QUALITY_TOKENS, VAGUE
from .terms import STYLE_CONFLICTS
from .view import View

_LITERAL_ENGINES = ("runway", "luma")
"""Engines that ignore or invert negations. Source: Runway and Luma prompting guides."""

_REWRITES = {
    "no camera movement": "static, locked-off camera", "no music": "natural sound only", "no people": "empty",
    "cuts": "one ", "no text": "plain unmarked surfaces", "no dialogue": "silent, sounds of the room only",
    "not blurry": "sharp focus", "no shaking": "steady tripod shot", "not dark": "bright even daylight",
    "no smiling": "neutral expression",
}  # fmt: skip


@rule("W01", "say what is there", "warn")
def positive(view: View) -> Found:
    """Three negations at most, outside of a labelled field for exclusions; none for engines that take them literally.

    Why: naming a thing plants it. A short list of exclusions is tolerated where it is labelled: Avoid: text, logos.

    Clean:
        Wide shot of an empty square, flags hanging.

    Failing:
        Wide shot of a square, no people, no cars, no birds, without wind.

    Source: Runway, Gen-4 prompting guide; Luma Ray notes; public lexicon for Seedance.
    """
    denied = view.negated
    literal = view.engine is not None and view.engine.name.startswith(_LITERAL_ENGINES)
    if len(denied) <= (0 if literal else 3):
        return
    first = [view.flat[slice(*n)].strip() for n in denied]
    hint = next((f"{key} -> {_REWRITES[key]}" for words in first for key in _REWRITES if words.startswith(key)), "")
    listed = ", ".join(quoted(view.words(n), 24) for n in denied[:4])
    yield Flaw(
        f"{len(denied)} negations: {listed}{' ...' if len(denied) > 4 else ''}"
        + (f"; {view.engine.title} takes them literally." if literal and view.engine else "."),
        "say what is there instead" + (f": {hint}." if hint else ", or gather them in one line: Avoid: ..."),
        denied[0],
    )


_PROP = re.compile(
    r"\b(?:screen|monitor|poster|painting|tv|television|display|canvas|photo|photograph|phone|frame on|billboard|"
    r"projection)\b[^.;\n]{0,30}$"
)
_SETTINGS = (
    (
        "resolution",
        ("0p", "k", "full hd", "x", "×"),
        re.compile(
            r"(?<![\w.])(?:480p|540p|720p|1080p|1440p|2160p|[2468]k(?: (?:dci|uhd|resolution|quality|footage|video))?|"
            r"full hd|\d{3,4} ?[x×] ?\d{3,4})(?![\w])"
        ),
    ),
    (
        "aspect ratio",
        (":",),
        re.compile(r"(?<![\d:.])(?:16:9|9:16|1:1|4:3|3:4|21:9|4:5|5:4|2\.39:1|2\.35:1|1\.85:1)(?![\d:])"),
    ),
    (
        "length",
        (" long", "make it"),
        re.compile(r"(?<![\w.-])\d{1,3} ?(?:s|sec|seconds?) long\b|\bmake it (?:longer|shorter)\b"),
    ),
    (
        "model",
        ("sora", "veo", "kling", "runway", "seedance", "hailuo", "ltx"),
        re.compile(
            r"\b(?:sora-?\s?2(?:-pro)?|veo[- ]?3(?:\.1)?|kling[- ]?[\d.]+|runway gen-?\d(?:\.\d)?|seedance[- ]?[\d.]+|"
            r"hailuo[- ]?\d+|ltx-?2(?:\.\d)?)\b"
        ),
    ),
    (
        "frame rate",
        ("fps",),
        re.compile(r"\b(?:render(?:ed)?|output|export(?:ed)?) (?:at|in) \d{2,3} ?fps\b|\b\d{2,3} ?fps output\b"),
    ),
)
_FIELD = re.compile(
    r"(?m)^[ \t>*_{\"'-]*(?:model|engine|size|resolution|aspect(?: ratio)?|aspect_ratio|ratio|seconds|duration|"
    r"length|fps|format|settings?|output|specs?|technical(?: specs)?|parameters?)[*_\"' ]*[:=]"
)


@rule("W02", "settings belong in the settings", "info")
def settings(view: View) -> Found:
    """Resolution, aspect ratio, model and length are parameters of the call, not words of the prompt.

    Why: where the engine takes them as parameters, prose changes nothing and costs attention. A labelled field is
    left alone.

    Clean:
        Wide shot of a glacier, soft light from the left.

    Failing:
        Wide shot of a glacier in 4K, 16:9, soft light from the left.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    stated = [s.where for s in view.shot.settings]
    for name, signs, pattern in _SETTINGS:
        for found in view.find(pattern) if view.has(*signs) else ():
            line = view.line(found.start())
            if _FIELD.match(view.flat, line.start) or any(s.start <= found.start() < s.end for s in stated):
                continue
            if _PROP.search(view.plain[max(0, found.start() - 50) : found.start()]):
                continue
            yield Flaw(
                f"{quoted(view.words(found.span()))} is a {name}: a setting of the call.",
                "set it there and take it out of the prose.",
                Span(*found.span()),
            )
            break


_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*|[\u3400-\u9fff]{2}")
_GENRE_LINE = re.compile(r"[ \t>*_#-]*(?:style|format|genre|look|tone)[*_ ]*:")
_ALONE = re.compile(
    r"\b(?:a|an|the) (?P<word>beautiful|stunning|amazing|epic|breathtaking|gorgeous|magical|incredible|awesome|"
    r"spectacular|lovely|wonderful|nice) "
    r"[a-z]+(?=[,.;\n]| (?:in|at|of|with|on|who|by|near|under|walks?|runs?|stands?|sits?)\b|$)"
)


@rule("W03", "nouns, not praise", "warn")
def concrete(view: View) -> Found:
    """At most one word of praise or mood in forty; things that a camera sees instead.

    Why: "beautiful street" shows nothing; "wet asphalt, tram rails, neon" does.

    Clean:
        Wet asphalt, tram rails, neon on the shutters, wide shot.

    Failing:
        A beautiful street with amazing lights and a stunning sky, wide shot.

    Source: OpenAI cookbook, Sora 2 prompting guide; public lexicon for Seedance.
    """
    found = []
    spared: list[tuple[int, int]] | None = None
    for match in view.find(_WORD):
        if match[0] in VAGUE:
            spared = [m.span() for m in view.find(NOT_VAGUE)] if spared is None else spared
            if any(a <= match.start() < b for a, b in spared):
                continue
            line = view.line(match.start())
            if match[0] in ("cinematic", "dramatic") and _GENRE_LINE.match(view.flat, line.start):
                continue
            found.append(match)
    many = len(found) > 1 and len(found) * 40 > view.count
    alone = next(iter(view.find(_ALONE)), None) if len(found) == 1 and view.count <= 30 else None
    if many or alone:
        words = ", ".join(dict.fromkeys(m[0] for m in found))
        yield Flaw(
            f"{len(found)} word{'s' * (len(found) != 1)} of praise in {view.count}: {words}.",
            "put what the camera sees in their place: material, colour, wear, weather.",
            Span(*found[0].span()),
        )


@rule("W04", "length fits the engine", "info")
def length(view: View) -> Found:
    """A prompt keeps within what the engine takes, and within what it follows well.

    Why: beyond the limit text is cut or refused; beyond the budget details are dropped.

    Clean:
        model: luma-ray-3-2
        Wide shot of a salt pan, hard sun from the left.

    Failing:
        model: luma-ray-3-2
        Wide shot of a salt pan, hard sun from the left. A raker in a straw hat pulls white ridges toward him,
        one after the other, and stops at the end of each row to wipe his neck with a blue cloth. Behind him the
        pans run to the horizon in squares of pink, grey and green, with a narrow dike between every two of them
        and a sluice of weathered planks at each crossing. Two storks walk along the nearest dike. A truck waits
        far off on the road, its doors open, and nobody is in it. The raker turns his tool over, scrapes the
        edge with his thumb, looks at the sky and goes on to the next row.

    Source: the engine's profile in data/engines/, with its day and its sources.
    """
    engine = view.engine
    if engine is None:
        return
    whole = Span(view.shot.prompt.start, view.shot.prompt.end)
    size = length_of(view.shot.words, engine.prompt_unit)
    unit = engine.prompt_unit or "characters"
    if engine.prompt_limit is not None and size > engine.prompt_limit:
        guess = unit == "tokens"  # no engine's tokenizer is at hand
        yield Flaw(
            f"{'About ' * guess}{size} {unit}; {engine.title} takes {engine.prompt_limit} (checked {engine.checked}).",
            f"cut {size - engine.prompt_limit} {unit}.",
            whole,
            severity="warn" if guess else "error",
        )
    elif engine.words and view.count > engine.words[-1]:
        grade = "official" if engine.words_official else "secondary"
        yield Flaw(
            f"{view.count} words; {engine.title} follows up to about {engine.words[-1]} well ({grade} source).",
            f"cut to {engine.words[-1]}, and keep what must not be missed in front.",
            whole,
        )


@rule("W05", "only what can be filmed", "info", "medium")
def filmable(view: View) -> Found:
    """What a camera sees or a microphone hears, not what somebody thinks or something means.

    Why: what cannot be detected cannot be rendered.

    Clean:
        The widow opens a box of photographs.

    Failing:
        The widow remembers her wedding.

    Source: Lightricks, LTX-2 system prompt; public lexicon for Seedance.
    """
    for found in view.find(NOT_FILMABLE):
        yield Flaw(
            f"{quoted(view.words(found.span()))} cannot be filmed.",
            "write what is seen or heard of it.",
            Span(*found.span()),
        )


@rule("W06", "no quality tokens", "info")
def tokens(view: View) -> Found:
    """No tags of image models: masterpiece, 8K, award-winning.

    Why: they are settings or outcomes, not content, and they push real detail out.

    Clean:
        Medium shot of a falconer in fog.

    Failing:
        Masterpiece, best quality, medium shot of a falconer in fog.

    Source: public lexicon and shot validators for Seedance.
    """
    found = list(view.find(QUALITY_TOKENS))
    if found:
        yield Flaw(
            f"{len(found)} quality token{'s' * (len(found) != 1)}: "
            f"{', '.join(quoted(view.words(m.span())) for m in found[:4])}.",
            "drop them; write one more thing that is there.",
            Span(*found[0].span()),
        )


@rule("W07", "styles do not fight", "warn")
def styles(view: View) -> Found:
    """A window has one manner of rendering.

    Why: photoreal and cel-shaded, slow motion and time-lapse pull apart.

    Clean:
        Cel-shaded blacksmith, medium shot.

    Failing:
        Photorealistic cel-shaded blacksmith, medium shot.

    Source: public quality anchors for Seedance; Veo 3 prompting guide (snubroot).
    """
    for one, other in STYLE_CONFLICTS:
        for first in view.hits("style", one):
            for second in view.hits("style", other):
                between = view.plain[min(first.end, second.end) : max(first.start, second.start)]
                if not view.together(first.start, second.start) or re.search(
                    r"\b(?:then|to|into|turns?|becomes?|fades?|fills|until|after|not)\b", between
                ):
                    continue
                if view.is_cut and not view.same_segment(first.start, second.start):
                    continue
                if (one, other) in (("bare", "full"), ("slow", "lapse")) and view.segment(
                    first.start
                ) is not view.segment(second.start):
                    continue
                yield Flaw(
                    f"{quoted(view.words(first[:2]))} and {quoted(view.words(second[:2]))} in one window.",
                    "choose one, or give each a shot of its own.",
                    Span(*second[:2]),
                )
                return


@rule("W08", "no leftovers of a template", "error")
def leftovers(view: View) -> Found:
    """Placeholders and notes to the writer are filled in or gone.

    Why: "[insert product]" is drawn as text, or ignored.

    Clean:
        Medium shot of a compass on a table.

    Failing:
        Medium shot of [insert product] on a table.

    Source: Veo JSON notes (snubroot).
    """
    if not any(sign in view.flat for sign in ("[", "{", "<", "lorem", "tbd", "todo", "xxx")):
        return
    for found in PLACEHOLDER.finditer(view.flat, *view.shot.prompt):
        yield Flaw(
            f"{quoted(view.words(found.span()))} is a placeholder.",
            "put in what is meant.",
            Span(*found.span()),
        )


RULES = (positive, settings, concrete, length, filmable, tokens, styles, leftovers)
