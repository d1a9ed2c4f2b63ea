"""A staged scene in words: structured prose, or the ultra-detailed production sheet.

Both manners say the same scene. What belongs to the form (headings, "0 to 3 seconds", units) is fixed, for a reader of
prompts must find it; all else comes from the scene or is chosen from the phrasings of the craft data by the idea itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import words as w
from .ledger import Ledger
from .staging import SIZE_WORDS, Beat, Scene, Sound, Step, move_words

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
        text = re.sub(
            r"^(?:his|her|its|their)\b", f"{owner}'s" if not owner.endswith("s") else f"{owner}'", text, count=1
        )
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
    actor = scene.cast.actor
    side = scene.light.side
    if actor.kind in ("object", "place"):
        return f"nearest the lens, lit from {side}"
    be = "are" if actor.many else "is"
    return (
        {
            "back": f"seen from behind, {actor.his} hands inside the outline of {actor.his} body's light",
            "over_shoulder": f"seen over one shoulder, so that face and hands both stay in frame",
            "profile": f"in profile, facing {side}",
        }.get(
            scene.facing,
            w.pick(
                (
                    f"three-quarter to the lens, turned towards {side}",
                    f"angled to {side}, face and hands open to the lens",
                    f"turned a quarter away from the lens, towards {side}",
                ),
                *scene.cast.key,
                "facing",
            ),
        )
        if be
        else ""
    )


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
        if light.cause and light.cause_kelvin and abs(light.cause_kelvin - light.kelvin) > 50
        else ""
    )


def focus_words(scene: Scene) -> str:
    """What is sharp at this aperture."""
    thing = scene.obj if scene.obj != scene.cast.actor.name else scene.prop
    if scene.f_stop <= 2.8:
        return f"shallow focus on {scene.cast.actor.name}, the rest falling away"
    if scene.f_stop >= 8:
        return "sharp from the nearest thing to the horizon or wall"
    return (
        f"{scene.cast.actor.name} and {thing} sharp, the wall behind soft"
        if thing != scene.cast.actor.name
        else f"{thing} sharp, the background soft"
    )


def size_words(scene: Scene) -> str:
    """The frame and the height of the lens."""
    angle = {
        "eye_level": w.pick(("at eye level", "at the height of the eyes", "eye-level"), *scene.cast.key, "angle"),
        "low": "low angle",
        "high": "high angle",
        "overhead": "overhead",
    }.get(scene.angle, "at eye level")
    if scene.angle == "eye_level" and scene.cast.actor.kind == "animal":
        angle = "at the animal's eye level"
    if scene.angle == "eye_level" and scene.cast.actor.kind in ("object", "place"):
        angle = "level with it" if scene.size != "wide" else "at eye level"
    if scene.angle == "eye_level" and scene.cast.actor.sense.entry in (
        "child",
        "kid",
        "boy",
        "girl",
        "toddler",
        "baby",
        "son",
        "daughter",
        "grandson",
        "granddaughter",
    ):
        angle = "at the child's eye level"
    return f"{SIZE_WORDS[scene.size]}, {angle}"


def movement(scene: Scene) -> str:
    """The whole plan of the camera in one sentence with its windows."""
    if scene.move == "static":
        return w.pick(
            (
                "static from the first frame to the last, locked on a tripod",
                "static throughout, on a tripod",
                "locked-off tripod for the whole clip",
            ),
            *scene.cast.key,
            "static",
        )
    start, end = scene.move_span
    words = move_words(scene.move)
    if scene.move == "handheld":
        return f"handheld from {_t(start)} to {_t(end)} seconds, breathing with {scene.cast.actor.name}, ending on {scene.move_end}"
    head = f"static hold from 0 to {_t(start)} seconds, then " if start > 0.05 else ""
    tail = f", then static to {_t(scene.seconds)} seconds" if scene.seconds - end > 0.05 else ""
    return f"{head}{words} from {_t(start)} to {_t(end)} seconds, ending on {scene.move_end}{tail}"


def beat_camera(scene: Scene, beat: Beat) -> str:
    """The camera line of one beat."""
    if beat.camera == "static":
        if scene.move != "static" and beat.start >= scene.move_span[1] - 0.01:
            return f"Static, holding on {scene.move_end}"
        return w.pick(("Static hold", "Static, tripod", "Static frame"), *scene.cast.key, "beat camera", beat.label)
    return f"{w.upper(move_words(scene.move))}, ending on {scene.move_end}"


def unseen(sound: Sound) -> str:
    """A sound, said to be out of frame when it is."""
    text = sound.says
    return f"{text} (out of frame)" if sound.unseen else text


def keep_words(scene: Scene, pools: Mapping[str, Any]) -> tuple[str, ...]:
    """Positive twins of what must stay out."""
    out = []
    for item in scene.keep:
        twin = next((t for key, t in pools["twins"].items() if key in item.lower().split() or key == item.lower()), "")
        out.append(twin or f"free of {item}")
    return tuple(dict.fromkeys(out))


def standing(scene: Scene) -> str:
    """Where the actor is, and how: a verb that fits what they are doing."""
    actor = scene.cast.actor
    if actor.kind in ("object", "place"):
        return ""
    first = scene.steps[0].says
    m = re.match(
        rf"{re.escape(actor.name)} (sits?|stands?|lies?|kneels?|floats?|waits?|hangs?|swims?|flies|fly|runs?|walks?|rides?|drives?|sleeps?|drifts?)\b",
        first,
    )
    if m:
        return ""
    return "are" if actor.many else "is"


def opening(scene: Scene) -> str:
    """The first sentence of the picture: who, where, facing where."""
    actor, place = scene.cast.actor, scene.cast.place
    corner = place.data.get("corner", "")
    if actor.kind in ("object", "place"):
        where = place.says if actor.kind == "object" and place.says.split()[-1] not in actor.first else ""
        return sentence(f"{actor.first} {where}, {facing_words(scene)}".replace("  ", " ").replace(" ,", ","))
    body = f"{actor.first}, {place.says}, {facing_words(scene)}"
    return sentence(body)


def opening_light(scene: Scene) -> str:
    """The light as the scene opens."""
    light = scene.light
    return sentence(f"{w.upper(light.hour_says)}: {light_words(scene)}")


def props(scene: Scene, tell: str) -> str:
    """What stands about, with the thing that tells."""
    things = [*scene.leftovers]
    if (
        tell
        and scene.prop.removeprefix("the ").split()[0] in tell.split()
        and not any(scene.prop.removeprefix("the ") in x for x in things)
    ):
        things.insert(0, tell)
    if not things:
        return ""
    lead = w.pick(("Within reach", "In frame", "Close by", "To hand"), *scene.cast.key, "props")
    return (
        sentence(f"{lead}: {w.listed([t for t in things if not t.startswith('beyond')])}")
        if any(not t.startswith("beyond") for t in things)
        else ""
    )


def beyond(scene: Scene) -> str:
    """Places of the idea that are not where we stand."""
    far = [t.removeprefix("beyond, ") for t in scene.leftovers if t.startswith("beyond")]
    return sentence(f"{w.listed(far)} in the distance, soft") if far else ""


def prose(scene: Scene, ledger: Ledger, pools: Mapping[str, Any], tell: str, words: str = "") -> str:
    """Structured prose: style, scene, cinematography, beats, background sound."""
    out = [style(scene, pools), ""]
    picture = " ".join(
        p
        for p in (
            opening(scene),
            opening_light(scene),
            props(scene, tell),
            beyond(scene),
            sentence(f"in the air: {scene.air}") if scene.air else "",
        )
        if p
    )
    out += [picture]
    if words:
        out += [f"The brief in its own words: {words}"]
    out += ["", "Cinematography:"]
    out += [f"- Camera shot: {size_words(scene)}"]
    out += [f"- Lens: {scene.lens_mm} mm, f/{_t(scene.f_stop)}; {focus_words(scene)}"]
    out += [f"- Camera movement: {movement(scene)}"]
    out += [f"- Lighting: {light_words(scene)}; {shadow_words(scene)}"]
    if scene.light.cause:
        lit = next((b for b in scene.beats if b.light), scene.beats[-1])
        out += [f"- Light change: from {_t(lit.start + 0.3)} seconds {scene.light.cause}{cause_kelvin(scene)}"]
    out += [f"- Palette: {', '.join(scene.palette)}; accent {scene.accent}"]
    kept = keep_words(scene, pools)
    if kept:
        out += [f"- Keep: {w.listed(kept)}"]
    out += ["", "Actions (beat-by-beat):"]
    for beat, step in zip(scene.beats, scene.steps, strict=True):
        out += [f"- {_t(beat.start)} to {_t(beat.end)} seconds: {beat_text(scene, beat, step)}"]
    out += ["", "Background Sound:"]
    for sound in scene.sounds:
        if sound.start is None:
            out += [f"- {w.upper(sound.says)}, throughout"]
        else:
            out += [f"- {w.upper(unseen(sound))} at {_t(sound.start)} seconds"]
    if scene.line:
        speaker = scene.cast.actor.name
        out += [
            f"- {w.upper(speaker)} says from {_t(scene.line_span[0])} to {_t(scene.line_span[1])} seconds: “{scene.line}”"
        ]
    out += [f"- {music(scene, ledger)}"]
    return "\n".join(out).strip()


def shadow_words(scene: Scene) -> str:
    """The shadows that this quality of light leaves."""
    soft = scene.light.quality.startswith("soft")
    pool = (
        ("shadows open, edges gone", "no hard edge anywhere on the face", "the far side a stop darker")
        if soft
        else ("shadows long and clean-edged", "one clear shadow each", "the far side two stops darker")
    )
    if scene.cast.actor.kind not in ("person", "trade", "maker"):
        pool = ("shadows open", "the far side a stop darker") if soft else pool
    return w.pick(pool, *scene.cast.key, "shadow")


def music(scene: Scene, ledger: Ledger) -> str:
    """The last line about sound: the room alone, or the music that was asked for."""
    wanted = ledger.value("music")
    if wanted and wanted != "none":
        return f"Music: {wanted}"
    place = scene.cast.place.kind
    return {
        "indoor": "Only the sounds of this room",
        "closed": "Only the sounds of this room",
        "vehicle": "Only the sounds of this carriage",
    }.get(place, "Only the sounds of this place")


def beat_text(scene: Scene, beat: Beat, step: Step) -> str:
    """One beat as it stands in a list."""
    text = sentence(action(step, scene))
    if scene.line and step.key != "rest" and abs(beat.start - (scene.line_span[0] - 0.2)) < 0.01:
        text += f" {w.upper(scene.cast.actor.he)} {'say' if scene.cast.actor.many else 'says'}: “{scene.line}”"
    if beat.light:
        text += " " + sentence(w.upper(beat.light))
    if beat.camera != "static":
        text += f" The camera: {move_words(scene.move)}, ending on {scene.move_end}."
    if step.key == "rest" or beat is scene.beats[-1] and len(scene.beats) > 1 and step.key != "timed":
        text += " " + sentence(
            f"{w.upper(scene.end)}" if step.key == "rest" else f"Still by {_t(beat.end - 0.8)} seconds: {scene.end}"
        )
    return text


def sheet(scene: Scene, ledger: Ledger, pools: Mapping[str, Any], tell: str, words: str = "") -> str:
    """The production sheet, section by section."""
    light, end = scene.light, scene.seconds
    lit = next((b for b in scene.beats if b.light), None)
    change_at = round(lit.start + 0.3, 2) if lit else end
    out = ["Format & Look:", f"Duration {_t(end)}s; 180° shutter; {style(scene, pools)}", ""]
    out += ["Lenses & Filtration:", f"{scene.lens_mm}mm prime at f/{_t(scene.f_stop)}; {focus_words(scene)}.", ""]
    out += ["Grade / Palette:"]
    grade = pools["grades"]
    if lit and change_at < end:
        out += [
            f"0.00–{_s(change_at)}s: {light.kelvin} K, {w.pick(grade['first'], *scene.cast.key, 'g1')}",
            f"{_s(change_at)}–{_s(end)}s: {light.cause_kelvin} K, {w.pick(grade['second'], *scene.cast.key, 'g2')}",
        ]
    else:
        out += [f"0.00–{_s(end)}s: {light.kelvin} K, {w.pick(grade['first'], *scene.cast.key, 'g1')}"]
    out += [f"Palette anchors: {', '.join(scene.palette)}; accent {scene.accent}", ""]
    out += [
        "Lighting & Atmosphere:",
        f"0.00–{_s(change_at if lit else end)}s: {w.upper(light.hour_says)}; {light_words(scene)}; {shadow_words(scene)}.",
    ]
    if lit:
        out += [f"{_s(change_at)}–{_s(end)}s: {w.upper(light.cause)}{cause_kelvin(scene)}."]
    if scene.air:
        out += [f"Atmosphere: {scene.air}."]
    out += ["", "Location & Framing:", f"{w.upper(size_words(scene))}. {opening(scene)}"]
    corner = scene.cast.place.data.get("corner", "")
    if corner and not scene.cast.place.given:
        out += [sentence(f"The frame takes in only {corner}")]
    if beyond(scene):
        out += [beyond(scene)]
    if words:
        out += [f"The brief in its own words: {words}"]
    out += ["", "Wardrobe / Props:"]
    actor = scene.cast.actor
    if actor.garment and not actor.many:
        out += [sentence(f"{actor.name}: {actor.garment}, unchanged to the last frame")]
    placed = props(scene, tell)
    out += [placed or sentence(f"one thing carries the accent: {scene.prop}")]
    kept = keep_words(scene, pools)
    if kept:
        out += [sentence(f"Keep: {w.listed(kept)}")]
    out += ["", "Sound Design (diegetic only):" if not (ledger.value("music") not in ("", "none")) else "Sound Design:"]
    beds = [s for s in scene.sounds if s.start is None]
    if beds:
        out += [f"0.00–{_s(end)}s continuous:"]
        out += [f"- {w.upper(b.says)} ({b.lufs} LUFS{_hertz(b.says)})" for b in beds]
    out += [f"{_s(s.start)}s: {w.upper(unseen(s))} ({s.lufs} LUFS)" for s in scene.sounds if s.start is not None]
    if scene.line:
        out += [
            f"{_s(scene.line_span[0])}–{_s(scene.line_span[1])}s: {w.upper(actor.name)} says: “{scene.line}” (-16 LUFS)"
        ]
    out += [f"{music(scene, ledger)}.", ""]
    out += [f"Shot Breakdown ({len(scene.beats)} beats / {_t(end)}s total):"]
    titles = labels(scene)
    for beat, step, title in zip(scene.beats, scene.steps, titles, strict=True):
        text = sentence(action(step, scene))
        if beat.light:
            text += " " + sentence(w.upper(beat.light))
        if scene.line and abs(beat.start - (scene.line_span[0] - 0.2)) < 0.01:
            text += f" {w.upper(actor.he)} {'say' if actor.many else 'says'}: “{scene.line}”"
        out += [
            "",
            f"{_s(beat.start)}–{_s(beat.end)}s — “{title}”".replace("“", '"').replace("”", '"'),
            f"Camera: {beat_camera(scene, beat)}.",
            f"Action: {text}",
        ]
    out += [
        "",
        "Camera Notes:",
        sentence(
            w.upper(
                w.pick(
                    pools["camera_notes"]["static" if scene.move == "static" else "move"], *scene.cast.key, "notes"
                ).format(name=actor.name, end=scene.move_end or actor.name, obj=scene.obj)
            )
        ),
    ]
    out += ["", "Finishing:", w.pick(pools["finishing"], *scene.cast.key, "finish")]
    hold = (
        scene.beats[-1].end - max(scene.beats[-1].start, scene.beats[-1].end - 1.5)
        if scene.steps[-1].key == "rest"
        else min(0.8, scene.beats[-1].end - scene.beats[-1].start)
    )
    out += [
        "",
        f"Final frame: {w.upper(scene.end)}; held for the last {_t(max(0.8, round(hold, 1)) if end >= 2 else 0.5)} seconds.",
    ]
    return "\n".join(out).strip()


def _hertz(bed: str) -> str:
    """A pitch where the source has one: machines on the mains, and nothing else."""
    return (
        ", 100 Hz"
        if re.search(r"\b(?:hum\w*|fridge|compressor|freezer|tube|strip|transformer|ventilation)\b", bed)
        else ""
    )


def labels(scene: Scene) -> list[str]:
    """Titles of the beats from their own words."""
    out: list[str] = []
    used: set[str] = set()
    for beat, step in zip(scene.beats, scene.steps, strict=True):
        words = [x for x in w.content(step.says) if x not in used and x not in scene.cast.actor.name]
        used.update(words[:2])
        out.append(w.upper(" ".join(words[-2:] if step.key == "rest" else words[:2])) or beat.label)
    return [t if t and out.index(t) == i else f"{scene.beats[i].label}" for i, t in enumerate(out)]


def prompt(scene: Scene, ledger: Ledger, pools: Mapping[str, Any], manner: str, tell: str, words: str = "") -> str:
    """The final prompt in the wished manner."""
    return (sheet if manner == "sheet" else prose)(scene, ledger, pools, tell, words)
