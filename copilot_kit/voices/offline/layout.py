"""A staged scene in words: structured prose, or the ultra-detailed production sheet.

Both manners say the same scene. What belongs to the form (headings, "0 to 3 seconds", units) is fixed, for a reader of
prompts must find it; all else comes from the scene or is chosen from the phrasings of the craft data by the idea
itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import words as w
from .ledger import Ledger
from .staging import Beat, Scene, Sound
from .story import Step

_PRONOUN = re.compile(r"^(?:he|she|it|they)\b")


def _t(seconds: float) -> str:
    return w.number(seconds)


def _s(seconds: float) -> str:
    return f"{seconds:.2f}"


def sentence(text: str) -> str:
    """Words as one sentence: raised first letter, one full stop."""
    text = text.strip().rstrip(".;,")
    return w.upper(text) + ("" if text.endswith(("!", "?", "”", '."')) else ".")


def action(step: Step, scene: Scene) -> str:
    """What a beat shows, with the actor named once and a pronoun only where it is clear."""
    text = step.says
    if _PRONOUN.match(text):
        text = _PRONOUN.sub(scene.cast.actor.name, text, count=1)
    elif re.match(r"(?:his|her|its|their)\b", text):
        owner = scene.cast.actor.name
        text = re.sub(r"^(?:his|her|its|their)\b", w.owner(owner), text, count=1)
    return text


def style(scene: Scene, pools: Mapping[str, Any]) -> str:
    """The style line: distance, pace, contrast and grain in place of names."""
    looks = pools["looks"]
    if scene.look in looks:
        return looks[scene.look]
    if scene.look:
        return f"{w.upper(scene.look)}; one camera, natural contrast."
    tone = scene.cast.feeling
    return w.pick(looks["by_feeling"].get(tone) or looks["by_feeling"]["patience"], *scene.cast.key, "style")


def facing_words(scene: Scene) -> str:
    """Who faces where."""
    actor, side, key = scene.cast.actor, scene.light.side, scene.cast.key
    toward = "towards the light" if side == "behind" else f"towards {side}"
    if actor.kind in ("object", "place"):
        return (
            w.pick(
                ("nearest the lens", "a little off the centre", "alone in the near half of the frame"), *key, "facing"
            )
            + f", lit from {side}"
        )
    if actor.kind == "animal":
        return w.pick(
            (
                f"side-on to the lens, head {toward}",
                f"three-quarter to the lens, facing {side}",
                f"facing {side}, one flank to the lens",
            ),
            *key,
            "facing",
        )
    fixed = {
        "back": f"seen from behind, {actor.his} hands clear of the body's outline",
        "over_shoulder": "seen over one shoulder, so that face and hands both stay in frame",
        "profile": f"in profile, facing {side}",
    }
    ways = (
        f"three-quarter to the lens, turned {toward}",
        f"angled {toward}, face and hands open to the lens",
        f"turned a quarter away from the lens, {toward}",
    )
    return fixed.get(scene.facing) or w.pick(ways, *key, "facing")


def light_words(scene: Scene) -> str:
    """Source, side, quality and kelvin in one phrase."""
    light = scene.light
    where = "from behind and above" if light.side == "behind" else f"from {light.side}"
    return f"{light.source}, {where}, {light.quality}, {light.kelvin} K"


def cause_kelvin(scene: Scene) -> str:
    """The kelvin of the change, if it differs."""
    light = scene.light
    return (
        f", {light.cause_kelvin} K"
        if light.cause and light.cause_kelvin and abs(light.cause_kelvin - light.kelvin) > 400
        else ""
    )


def focus_words(scene: Scene) -> str:
    """What is sharp at this aperture."""
    name, thing = scene.cast.actor.name, scene.obj
    if scene.f_stop <= 2.8:
        return f"shallow focus on {name}, the rest falling away"
    if scene.f_stop >= 8:
        return "sharp from the nearest thing to the horizon or wall"
    both = thing != name and w.count_words(thing) < 5
    return f"{name} and {thing} sharp, the background soft" if both else f"{name} sharp, the background soft"


def size_words(scene: Scene) -> str:
    """The frame and the height of the lens."""
    actor = scene.cast.actor
    angle = {"low": "low angle", "high": "high angle", "overhead": "overhead"}.get(scene.angle, "")
    if not angle:
        child = (
            re.match(r"about (?:two|six|seven|eight|nine|ten)", actor.sense.data.get("age", ""))
            if actor.kind == "person"
            else None
        )
        angle = (
            "at the child's eye level"
            if child
            else "at the animal's eye level"
            if actor.kind == "animal"
            else "level with it"
            if actor.kind == "object" and scene.size != "wide"
            else w.pick(("at eye level", "eye-level", "lens at eye level"), *scene.cast.key, "angle")
        )
    return f"{scene.size_says}, {angle}"


def movement(scene: Scene) -> str:
    """The whole plan of the camera in one sentence with its windows."""
    if scene.move == "static":
        return w.pick(
            (
                "static throughout, locked on a tripod",
                "static throughout, on a tripod",
                "locked-off tripod for the whole clip",
            ),
            *scene.cast.key,
            "static",
        )
    start, end = scene.move_span
    if scene.move == "handheld":
        return (
            f"handheld from {_t(start)} to {_t(end)} seconds, breathing with {scene.cast.actor.name}, ending "
            f"on {scene.move_end}"
        )
    head = f"static hold from 0 to {_t(start)} seconds, then " if start > 0.05 else ""
    tail = f", then static to {_t(scene.seconds)} seconds" if scene.seconds - end > 0.05 else ""
    return f"{head}{scene.move_says} from {_t(start)} to {_t(end)} seconds, ending on {scene.move_end}{tail}"


def beat_camera(scene: Scene, beat: Beat) -> str:
    """The camera line of one beat."""
    if beat.camera == "static":
        if scene.move != "static" and beat.start >= scene.move_span[1] - 0.01:
            return f"Static, holding on {scene.move_end}"
        return w.pick(("Static hold", "Static, tripod", "Static frame"), *scene.cast.key, "beat camera", beat.label)
    return f"{w.upper(scene.move_says)}, ending on {scene.move_end}"


def unseen(sound: Sound) -> str:
    """A sound, said to be out of frame when it is."""
    text = sound.says
    return f"{text} (out of frame)" if sound.unseen else text


def keep_words(scene: Scene, pools: Mapping[str, Any]) -> tuple[str, ...]:
    """Positive twins of what must stay out; what has none is simply absent."""
    twins = pools["twins"]
    found = (next((twins[x] for x in reversed(item.lower().split()) if x in twins), "") for item in scene.keep)
    return tuple(dict.fromkeys(t for t in found if t))


_POSTURES = {
    "sit": "sits",
    "lie": "lies",
    "kneel": "kneels",
    "sleep": "lies",
    "float": "floats",
    "hang": "hangs",
    "swim": "swims",
    "fly": "flies",
    "drift": "drifts",
    "perch": "perches",
    "crouch": "crouches",
    "lean": "leans",
    "walk": "walks",
    "run": "runs",
    "ride": "rides",
    "dance": "stands",
    "wait": "waits",
    "row": "sits",
    "drive": "sits",
    "steer": "sits",
    "pilot": "sits",
    "write": "sits",
    "read": "sits",
    "sew": "sits",
    "knit": "sits",
    "mend": "sits",
    "paint": "stands",
    "type": "sits",
    "peel": "sits",
    "study": "sits",
    "eat": "sits",
    "fish": "sits",
    "play": "sits",
}


def opening(scene: Scene) -> str:
    """The first sentence of the picture: who, how, where, facing where."""
    actor, place = scene.cast.actor, scene.cast.place
    if scene.front:
        crowd = f"{w.lower(actor.first)} {place.says}, only as blur and sound"
        return sentence(f"{scene.front}, stands {facing_words(scene)}") + " " + sentence(f"Behind: {crowd}")
    ground = re.sub(r"^\w+ (?:the |an? )?", "", place.says).lower()
    where = "" if ground in actor.first.lower() else f" {place.says}"
    first = scene.steps[0].says
    verb = re.match(rf"{re.escape(actor.name)} (\w+)", first)
    base = (verb[1].removesuffix("s") if verb else "") or ""
    base = base if base in _POSTURES else base.removesuffix("e") if base.removesuffix("e") in _POSTURES else base
    if actor.kind in ("object", "place"):
        posture = "are" if actor.many else "is"
        text = (
            f"{actor.first} {posture}{where}, {facing_words(scene)}"
            if where
            else f"{actor.first}, {facing_words(scene)}"
        )
    else:
        posture = _POSTURES.get(base, "stands" if actor.kind != "animal" else "is")
        if (
            posture == "sits"
            and place.kind in ("outdoor", "street", "water")
            and base not in ("sit", "row", "drive", "steer", "pilot", "fish", "mend")
        ):
            posture = "stands" if actor.kind != "animal" else "is"
        if actor.many:
            posture = {"is": "are"}.get(
                posture,
                posture.removesuffix("s")
                if not posture.endswith("ies")
                else posture[:-3] + ("y" if posture == "flies" else "ie"),
            )
        comma = "," if "," in actor.first else ""
        text = f"{actor.first}{comma} {posture}{where}, {facing_words(scene)}"
    return sentence(text)


def opening_light(scene: Scene) -> str:
    """The light as the scene opens."""
    return (
        sentence(f"{w.upper(scene.light.hour_says)}: {light_words(scene)}")
        if scene.light.hour_says not in scene.light.source
        else sentence(light_words(scene))
    )


def props(scene: Scene) -> str:
    """What stands about: the thing that tells, what the idea names and no beat does, the creator's addition."""
    things = list(scene.near)
    if scene.tell and not any(scene.tell in x or x in scene.tell for x in things):
        things.insert(0, scene.tell)
    person = scene.cast.actor.kind in ("person", "trade", "maker")
    leads = ("Within reach", "Close by", "To hand", "Also there") if person else ("Also there", "Close by", "In frame")
    lead = w.pick(leads, *scene.cast.key, "props")
    text = sentence(f"{lead}: {w.listed(things)}") if things else ""
    added = re.sub(
        r", (?:from the (?:first|last)|at the|in the (?:first|last)) [^,]*", "", scene.addition.split(";")[0]
    )
    return f"{text} {sentence(added)}".strip() if added else text


def beyond(scene: Scene) -> str:
    """Places of the idea that are not where we stand."""
    return sentence(f"{w.listed(scene.far)} in the distance, soft") if scene.far else ""


def corner(scene: Scene) -> str:
    """The smallest part of the place that is needed, where nobody said more than the place."""
    says = scene.cast.place.data.get("corner", "")
    if not says or scene.cast.place.given or scene.cast.actor.kind == "place":
        return ""
    return sentence(
        w.pick(
            (f"The frame takes in only {says}", f"Of the place we see {says}, no more", f"All of it happens at {says}"),
            *scene.cast.key,
            "corner",
        )
    )


def light_change(scene: Scene) -> tuple[float, str] | None:
    """(when it begins [s], from and to in kelvin) of the one change of light, or None."""
    lit = next((b for b in scene.beats if b.light), None)
    if lit is None:
        return None
    light = scene.light
    to = (
        f"{light.kelvin} K to {light.cause_kelvin} K"
        if abs(light.cause_kelvin - light.kelvin) > 400
        else f"{light.kelvin} K throughout, only its reach changes"
    )
    return round(lit.start + 0.3, 2), to


def prose(scene: Scene, ledger: Ledger, pools: Mapping[str, Any], words: str = "") -> str:
    """Structured prose: style, scene, cinematography, beats, background sound."""
    air = sentence(f"in the air: {scene.air}") if scene.air else ""
    parts = (opening(scene), corner(scene), opening_light(scene), props(scene), beyond(scene), air)
    out = [style(scene, pools), "", " ".join(p for p in parts if p)]
    if words:
        out.append(f"The brief in its own words: {words}")
    out += ["", "Cinematography:", f"- Camera shot: {size_words(scene)}"]
    out.append(f"- Lens: {scene.lens_mm} mm, f/{_t(scene.f_stop)}; {focus_words(scene)}")
    out.append(f"- Camera movement: {movement(scene)}")
    out.append(f"- Lighting: {light_words(scene)}; {shadow_words(scene)}")
    change = light_change(scene)
    if change and " to " in change[1]:
        out.append(f"- Light change: at {_t(change[0])} seconds, {change[1]}")
    out.append(f"- Palette: {', '.join(scene.palette)}; accent {scene.accent}")
    kept = keep_words(scene, pools)
    if kept:
        out.append(f"- Keep: {w.listed(kept)}")
    out += ["", "Actions (beat-by-beat):"]
    out += [
        f"- {_t(b.start)} to {_t(b.end)} seconds: {beat_text(scene, b, step)}"
        for b, step in zip(scene.beats, scene.steps, strict=True)
    ]
    out += ["", "Background Sound:"]
    out += [f"- {w.upper(s.says)}, throughout" for s in scene.sounds if s.start is None]
    out += [
        f"- {w.upper(unseen(s))}{',' if ',' in s.says else ''} at {_t(s.start)} seconds"
        for s in scene.sounds
        if s.start is not None
    ]
    if scene.line:
        out.append(
            f"- {w.upper(w.owner(speaker(scene)))} voice from {_t(scene.line_span[0])} to "
            f"{_t(scene.line_span[1])} seconds, close"
        )
    out.append(f"- {music(scene, ledger)}")
    return "\n".join(out).strip()


def shadow_words(scene: Scene) -> str:
    """The shadows that this quality of light leaves."""
    if scene.light.quality.startswith("soft"):
        pool = ("shadows open, their edges gone", "no hard edge anywhere", "the far side a stop darker")
    else:
        pool = ("shadows long and clean-edged", "one clear shadow each", "the far side two stops darker")
    return w.pick(pool, *scene.cast.key, "shadow")


def music(scene: Scene, ledger: Ledger) -> str:
    """The last line about sound: no music, or the music that was asked for."""
    wanted = ledger.value("music")
    if wanted and wanted != "none":
        return f"Music: {wanted}"
    return "No music"


def speaker(scene: Scene) -> str:
    """Who says the line: the actor, or one of several."""
    actor = scene.cast.actor
    return f"one of {actor.name}" if actor.many else actor.name


_SAYS = re.compile(
    r"\b(?:says?|asks?|whispers?|shouts?|tells?|calls?|answers?|murmurs?|mutters?|yells?)\b(?:\s+to\b[^.;]*)?$"
)


def acted(scene: Scene, beat: Beat, step: Step) -> str:
    """What a beat shows: action, spoken line, light."""
    text = action(step, scene)
    if scene.line and abs(beat.start - (scene.line_span[0] - 0.2)) < 0.01:
        if _SAYS.search(text):
            text = f"{w.upper(text)}: “{scene.line}”"
        else:
            text = f"{sentence(text)} {w.upper(speaker(scene))} says: “{scene.line}”"
    else:
        text = sentence(text)
    return f"{text} {sentence(beat.light)}" if beat.light else text


def beat_text(scene: Scene, beat: Beat, step: Step) -> str:
    """One beat as it stands in a list, with its move and, at the end, the last picture."""
    text = acted(scene, beat, step)
    if beat.camera != "static" and beat.start <= scene.move_span[0] < beat.end:
        start, end = scene.move_span
        text += f" The camera: {scene.move_says} from {_t(start)} to {_t(end)} seconds, ending on {scene.move_end}."
    if step.key == "rest":
        text += " " + sentence(scene.end)
    elif beat is scene.beats[-1] and beat.end - beat.start > 1:
        text += " " + sentence(f"still by {_t(beat.end - 0.8)} seconds: {scene.end}")
    elif beat is scene.beats[-1]:
        text += " " + sentence(scene.end)
    return text


def sheet(scene: Scene, ledger: Ledger, pools: Mapping[str, Any], words: str = "") -> str:
    """The production sheet, section by section."""
    light, end, actor, key = scene.light, scene.seconds, scene.cast.actor, scene.cast.key
    change = light_change(scene)
    at = change[0] if change else end
    out = ["Format & Look:", f"Duration {_t(end)}s; 180° shutter; {style(scene, pools)}", ""]
    out += ["Lenses & Filtration:", f"{scene.lens_mm}mm prime at f/{_t(scene.f_stop)}; {focus_words(scene)}.", ""]
    out += ["Grade / Palette:", f"0.00–{_s(at)}s: {light.kelvin} K, {w.pick(pools['grades']['first'], *key, 'first')}"]
    if change:
        out.append(f"{_s(at)}–{_s(end)}s: {light.cause_kelvin} K, {w.pick(pools['grades']['second'], *key, 'second')}")
    out += [f"Palette anchors: {', '.join(scene.palette)}; accent {scene.accent}", ""]
    out += [
        "Lighting & Atmosphere:",
        f"0.00–{_s(at)}s: {w.upper(light.hour_says)}; {light_words(scene)}; {shadow_words(scene)}.",
    ]
    if change:
        out.append(f"{_s(at)}–{_s(end)}s: {light.cause_kelvin} K; {light.cause_end}.")
    if scene.air:
        out.append(f"Atmosphere: {scene.air}.")
    out += ["", "Location & Framing:", f"{w.upper(size_words(scene))}. {opening(scene)}"]
    out += [x for x in (corner(scene), beyond(scene)) if x]
    if words:
        out.append(f"The brief in its own words: {words}")
    out += ["", "Wardrobe / Props:"]
    if actor.garment and not actor.many:
        out.append(sentence(f"{actor.name}: {actor.garment}, unchanged to the last frame"))
    out.append(props(scene) or sentence(f"one thing carries the accent: {scene.prop}"))
    kept = keep_words(scene, pools)
    if kept:
        out.append(sentence(f"keep: {w.listed(kept)}"))
    diegetic = ledger.value("music") in ("", "none")
    out += ["", "Sound Design (diegetic only):" if diegetic else "Sound Design:"]
    beds = [s for s in scene.sounds if s.start is None]
    if beds:
        out.append(f"0.00–{_s(end)}s continuous:")
        out += [f"- {w.upper(b.says)} ({b.lufs} LUFS{_hertz(b.says)})" for b in beds]
    out += [f"{_s(s.start)}s: {w.upper(unseen(s))} ({s.lufs} LUFS)" for s in scene.sounds if s.start is not None]
    if scene.line:
        out.append(
            f"{_s(scene.line_span[0])}–{_s(scene.line_span[1])}s: {w.upper(w.owner(speaker(scene)))} voice, "
            f"close (-16 LUFS)"
        )
    out += [f"{music(scene, ledger)}.", "", f"Shot Breakdown ({len(scene.beats)} beats / {_t(end)}s total):"]
    for beat, step, title in zip(scene.beats, scene.steps, labels(scene), strict=True):
        out += [
            "",
            f'{_s(beat.start)}–{_s(beat.end)}s — "{title}"',
            f"Camera: {beat_camera(scene, beat)}.",
            f"Action: {acted(scene, beat, step)}",
        ]
    note = w.pick(pools["camera_notes"]["static" if scene.move == "static" else "move"], *key, "notes")
    out += [
        "",
        "Camera Notes:",
        sentence(note.format(name=actor.name, end=scene.move_end or actor.name, obj=scene.obj)),
    ]
    out += ["", "Finishing:", w.pick(pools["finishing"], *key, "finish")]
    held = min(1.5, max(0.8, scene.beats[-1].end - scene.beats[-1].start)) if end >= 2 else 0.5
    out += ["", f"Final frame: {w.upper(scene.end)}; held for the last {_t(round(held, 1))} s."]
    return "\n".join(out).strip()


def _hertz(bed: str) -> str:
    """A pitch where the source has one: machines on the mains, and nothing else."""
    return ", 100 Hz" if re.search(r"\b(?:hum\w*|fridge|compressor|freezer|tube|strip|transformer)\b", bed) else ""


_LOOSE_ENDS = frozenset("a an the and or of to in on at with his her its their from for by as into one own".split())


def labels(scene: Scene) -> list[str]:
    """Titles of the beats from their own words."""
    out: list[str] = []
    used: set[str] = set()
    for beat, step in zip(scene.beats, scene.steps, strict=True):
        said = re.split(r"[,;.]", step.says.removeprefix(scene.cast.actor.name))[0].split()[:4]
        while said and said[-1].lower() in _LOOSE_ENDS:
            said.pop()
        fresh = [x for x in w.content(" ".join(said)) if x not in used]
        used.update(fresh)
        title = "Rest" if step.key == "rest" else w.upper(" ".join(said))
        out.append(title if fresh and title not in out else beat.label)
    return out


def prompt(scene: Scene, ledger: Ledger, pools: Mapping[str, Any], manner: str, words: str = "") -> str:
    """The final prompt in the wished manner."""
    return (sheet if manner == "sheet" else prose)(scene, ledger, pools, words)
