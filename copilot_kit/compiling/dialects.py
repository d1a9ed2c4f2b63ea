"""One emitter for each way of speaking to an engine: a script becomes a prompt.

    sora       sections: prose, Cinematography, Actions, Dialogue, Background Sound
    omni       prose with [0-3s] before each beat
    veo        cinematography, subject, context, style; blocks [00:00-00:02] with their SFX; ambient noise
    shots      an anchor, then numbered shots without times (Kling, Seedance 2.0, Wan)
    ranges     numbered shots as ranges of whole seconds (Seedance 2.5)
    fields     three labelled fields, moments to the millisecond (MiniMax H3)
    paragraph  one paragraph in the order of time (LTX, Luma, Grok, local models)
    camera     one sentence that begins with the camera (Runway)

Sources of the forms stand in the profiles. An emitter orders and joins; the words of the picture are the prompt's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from .joining import (
    beat,
    constraints,
    ending,
    free,
    heading,
    ordered,
    paragraphs,
    parts_of,
    run,
    said,
    stacked,
    timed_fields,
    titled,
    titled_field,
    window,
    windows,
)
from .script import Part, Phase, Script
from .wording import capital, clock, full_stop, sentence, small, untimed

UNTIMED = frozenset({"shots", "paragraph", "camera"})
"""Dialects that take beats in order and no times."""
WHOLE = frozenset({"veo", "ranges"})
"""Dialects that take whole seconds only."""
SOUND_WITH_BEATS = frozenset({"veo", "shots", "fields", "paragraph", "camera"})
"""Dialects in which a timed sound stands in the beat that it belongs to."""


def emit(script: Script, dialect: str) -> str:
    """The prompt in a dialect."""
    return re.sub(r"\n{3,}", "\n\n", _EMITTERS[dialect](script)).strip()


def _sora(script: Script) -> str:
    camera = [f"- {capital(p.label) + ': ' if p.label else ''}{p.words}" for p in parts_of(script, "camera", "lens")]
    light = titled_field("Lighting", parts_of(script, "light", "grade", "palette"), script)
    mood = [f"- Mood: {p.words}" for p in parts_of(script, "mood")]
    section = stacked("Cinematography:", *camera, *(f"- {line}" for line in light.split("\n") if line), *mood)
    beats = []
    for phase in script.phases:
        time = "" if phase.start is None else f"{window(phase.start, phase.end)}: "
        beats.append(f"- {time}{heading(phase)}{beat(phase, script, sound='Sound: ')}")
    speech = parts_of(script, "speech")
    sound = parts_of(script, "sound")
    heard = [f"- {f'{window(p.start, p.end)}: ' if p.start is not None else ''}{said(p, script)}" for p in sound]
    return paragraphs(
        script.opening,
        run(parts_of(script, "look", "scene", "wardrobe", "text", "finish"), script),
        section if section.count("\n") else "",
        stacked("Actions:", *beats) if beats else "",
        ending(script),
        constraints(script),
        stacked("Dialogue:", *(f"- {p.words}" for p in speech)) if speech else "",
        stacked("Background Sound:", *heard) if heard else "",
    )


def _omni(script: Script) -> str:
    beats = [
        f"{'' if p.start is None else f'[{window(p.start, p.end)}] '}{heading(p)}{beat(p, script, sound='Sound: ')}"
        for p in script.phases
    ]
    return paragraphs(
        stacked(script.opening, titled("Camera", free(script, "camera", "lens"))),
        stacked(
            free(script, "look", "scene", "wardrobe", "text"),
            free(script, "light", "grade", "palette"),
            free(script, "mood", "finish"),
        ),
        stacked(*beats),
        stacked(ending(script), constraints(script)),
        timed_fields(script),
        titled_field("Dialogue", parts_of(script, "speech"), script),
        titled_field("Sound design", parts_of(script, "sound"), script, listed=True),
    )


def _veo(script: Script) -> str:
    beats = []
    for p in script.phases:
        time = "" if p.start is None else f"[{clock(p.start)}-{clock(p.end or script.seconds)}] "
        beats.append(f"{time}{heading(p)}{beat(p, script, sound='SFX: ')}")
    return paragraphs(
        stacked(script.opening, titled("Camera", free(script, "camera", "lens"))),
        stacked(
            free(script, "scene", "wardrobe", "text"),
            free(script, "light", "grade", "palette"),
            free(script, "look", "mood", "finish"),
        ),
        stacked(*beats),
        stacked(ending(script), constraints(script)),
        timed_fields(script),
        titled_field("Dialogue", parts_of(script, "speech"), script),
        titled_field("Ambient noise", parts_of(script, "sound"), script, listed=True),
    )


def told_shot(phase: Phase, script: Script, timed: bool = False) -> str:
    """A numbered shot without its number."""
    return f"{heading(phase)}{beat(phase, script, timed, sound='Sound: ')}"


def _numbered(script: Script, timed: bool) -> str:
    """Anchors first, then the shots, then what holds for all of them."""
    beats = []
    for n, p in enumerate(script.phases, 1):
        head = f"Shot {n}: " if not timed or p.start is None else f"{window(p.start, p.end)}: "
        beats.append(f"{head}{told_shot(p, script, timed)}")
    if timed:
        camera, light, later = (
            titled("Camera", free(script, "camera", "lens")),
            free(script, "light", "grade", "palette"),
            timed_fields(script),
        )
        heard = titled_field("Sound", parts_of(script, "sound"), script, listed=True)
    else:
        camera, later = titled("Camera", ordered(parts_of(script, "camera", "lens"), script)), ""
        light = stacked(
            ordered(parts_of(script, "light"), script), ordered(parts_of(script, "grade", "palette"), script)
        )
        heard = "; ".join(untimed(said(p, script)).rstrip(".。") for p in parts_of(script, "sound"))
        heard = f"Sound: {heard}{full_stop(heard)}" if heard else ""
    speech = run(parts_of(script, "speech"), script, timed)
    return paragraphs(
        stacked(
            script.opening,
            run(parts_of(script, "scene", "wardrobe", "text"), script, timed),
            camera,
            light,
            run(parts_of(script, "look", "mood", "finish"), script, timed),
        ),
        stacked(*beats),
        stacked(ending(script, timed), constraints(script)),
        later,
        f"Dialogue: {speech}" if speech else "",
        heard,
    )


_QUOTED = re.compile(r"[\"“]([^\"”\n]+)[\"”]")
_H3_LANGUAGE = (
    (re.compile(r"[぀-ヿ]"), "Japanese"),
    (re.compile(r"[가-힯]"), "Korean"),
    (re.compile(r"[一-鿿]"), "Chinese"),
)


def _h3_speech(words: str, script: Script) -> str:
    """Speakers and spoken words as this engine marks them: Mara (S1): <d>[English] ...</d>."""
    for number_of, name in enumerate(script.speakers, 1):
        words = re.sub(
            rf"(?<!\w){re.escape(name)}(?!\w)(?= *(?::|\(| \w+s\b))", f"{name} (S{number_of})", words, count=1
        )

    def mark(match: re.Match[str]) -> str:
        language = next((name for pattern, name in _H3_LANGUAGE if pattern.search(match[1])), "English")
        return f"<d>[{language}] {match[1]}</d>"

    return _QUOTED.sub(mark, words)


def _moment(start: float, end: float | None) -> str:
    """A time to the millisecond, as a sentence begins with it."""
    return f"At {clock(start, True)}" if end is None else f"From {clock(start, True)} to {clock(end, True)}"


_CUT_TO = re.compile(r"(?:hard |match |smash )?cuts? to:? ", re.I)


def _moments(parts: list[Part], script: Script) -> str:
    """Parts with windows as sentences that begin with theirs; a bed that lasts the whole clip needs none."""
    out = []
    for (start, end), group in windows(parts):
        words = run(group, script)
        if words and start is not None and (start > 0 or (end is not None and end < script.seconds)):
            until = (
                f"From {clock(start, True)} to {clock(end, True)}" if end is not None else f"At {clock(start, True)}"
            )
            words = f"{until}, {small(words, script.common)}"
        out.append(words)
    return " ".join(w for w in out if w)


def _fields(script: Script) -> str:
    frame = (
        script.opening,
        titled("Camera", _moments(parts_of(script, "camera", "lens"), script)),
        run(parts_of(script, "look", "scene", "wardrobe", "text"), script),
        _moments(parts_of(script, "light"), script),
        _moments(parts_of(script, "grade", "palette"), script),
        run(parts_of(script, "mood", "finish"), script),
    )
    shown = [" ".join(("[Shot 1]", *(w for w in frame if w)))]
    moments = []
    for n, p in enumerate(script.phases, 1):
        spoken = any(x.topic == "speech" for x in p.action) or bool(p.speech)
        words = beat(p, script)
        words = _h3_speech(words, script) if spoken else words
        at = "" if p.start is None else f"At {clock(p.start, millis=True)}, "
        if script.one_take or n == 1:
            moments.append(f"{at}{heading(p)}{small(words, script.common) if at and not p.label else words}")
        else:
            told = small(_CUT_TO.sub("", words), script.common)
            moments.append(f"[Shot {n}] {f'{at}the' if at else 'The'} camera cuts to {heading(p)}{told}")
    speech = _h3_speech(run(parts_of(script, "speech"), script), script)
    shown += [*moments, speech, ending(script), constraints(script)]
    sound = _moments([p for p in parts_of(script, "sound") if not _is_score(p)], script)
    music = run([p for p in parts_of(script, "sound") if _is_score(p)], script) or "N/A"
    heard = f"overall_soundscape: {sound}" if sound else ""
    return stacked(f"integrated_multimodal_description: {stacked(*shown)}", heard, f"non_diegetic_music: {music}")


def _is_score(part: Part) -> bool:
    return re.search(
        r"\b(?:music|score|soundtrack|piano|strings|synth|orchestra\w*)\b", part.words, re.I
    ) is not None and (
        re.search(r"\b(?:radio|jukebox|busker|band|record player|silence is)\b", part.words, re.I) is None
    )


_THEN = ("Then", "Next", "After that")


def _paragraph(script: Script) -> str:
    out = [
        script.opening,
        run(parts_of(script, "camera", "lens"), script, False, True),
        run(parts_of(script, "look", "scene", "wardrobe", "text"), script, False, True),
        ordered(parts_of(script, "light"), script, True),
        ordered(parts_of(script, "grade", "palette"), script, True),
        run(parts_of(script, "mood", "finish"), script, False, True),
    ]
    last = len(script.phases) - 1
    for n, p in enumerate(script.phases):
        words = beat(p, script, False, True)
        if n and words and script.english:
            told = small(_with_view(words, script), script.common)
            words = f"{'Finally' if n == last > 1 else _THEN[(n - 1) % 3]}, {told}"
        out.append(words)
    out += [
        run(parts_of(script, "speech"), script, False, True),
        ordered(parts_of(script, "sound"), script, True),
        ending(script, False, True),
        constraints(script),
    ]
    return " ".join(w for w in out if w)


_VIEW = re.compile(r"(?!(?:the|a|an|he|she|it|they|we|his|her|their)\b)([^.!?:;\"“]{3,70})\.\s+(?=\S)", re.I)


def _with_view(words: str, script: Script) -> str:
    """A beat that opens with a framing and no verb ("Close-up, 85mm. A hand ...") as one sentence."""
    view = _VIEW.match(words)
    if view is None or len(view[1].split()) > 8 or _FRAMING.search(view[1]) is None:
        return words
    first = view[1][0].lower() if view[1][1:2].islower() else view[1][0]
    return f"{first}{view[1][1:]}: {small(words[view.end() :], script.common)}"


_FRAMING = re.compile(
    r"\b(?:shot|close-?up|angle|lens|\d+ ?mm|f/\d|tracking|push|dolly|pan|tilt|crane|orbit|static|locked|handheld|drone"
    r"|aerial|zoom)\b",
    re.I,
)


def _camera(script: Script) -> str:
    def clauses(parts: Iterable[Part]) -> list[str]:
        told = (said(p, script, False, True).strip().rstrip(".!?。！？；") for p in parts if not p.dropped)
        return [re.sub(r"(?<=[a-z)])\. (?=[A-Z])", "; ", s) for s in told if s]

    views = clauses(parts_of(script, "camera"))
    if not views and script.phases:
        views = clauses(script.phases[0].camera)
    scene = clauses(parts_of(script, "scene", "look"))
    if not views and scene:
        told = scene[0].split(", ")
        views = [c for c in told[1:] if _FRAMING.search(c) and len(c.split()) < 6]
        scene[0] = ", ".join(c for c in told if c not in views)
    head = ", ".join([capital(views[0]), *(small(v, script.common) for v in views[1:])]) if views else ""
    body = scene
    last = len(script.phases) - 1
    for n, p in enumerate(script.phases):
        told = clauses([*(p.camera if n else []), *p.action, *p.speech])
        if told and n and script.english:
            told[0] = f"{'finally' if n == last > 1 else 'then'} {small(told[0], script.common)}"
        body += told
    body += clauses(parts_of(script, "light", "grade", "palette", "lens", "wardrobe", "text", "mood", "finish", "end"))
    body += [*script.constraints, *script.denials]
    glued = bool(re.search(r"[\u4e00-\u9fff]", "".join(body[:1])))
    words = ("；" if glued else "; ").join(small(b, script.common) for b in body)
    return sentence(f"{head}: {words}" if head and words else head or words)


_EMITTERS: dict[str, Callable[[Script], str]] = {
    "sora": _sora,
    "omni": _omni,
    "veo": _veo,
    "shots": lambda script: _numbered(script, timed=False),
    "ranges": lambda script: _numbered(script, timed=True),
    "fields": _fields,
    "paragraph": _paragraph,
    "camera": _camera,
}
