"""Settings: what was asked for, held against what the engine offers.

What the caller asks for and the engine has not is refused by name, with what there is. What only the prompt asks for
is met as nearly as can be, and noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import BadTime, InputError, UnknownName
from ..profiles import Engine, ranges
from ..shot import Shot
from .job import Loss
from .script import Script

KNOWN = ("seconds", "resolution", "ratio", "size", "fps", "audio", "seed", "negative", "words")
_UNSAID = 8.0
"""Length asked for when the prompt states none [s]: two beats of four seconds, which most engines offer."""


def check(engine: Engine, settings: Mapping[str, Any]) -> None:
    """Raises UnknownName for a setting that we do not know, InputError for one that the engine does not take."""
    for name in settings:
        if name not in KNOWN:
            raise UnknownName("setting", name, KNOWN)
    if settings.get("seed") is not None:
        if not engine.seed:
            raise _refused(engine, "seed", settings["seed"], "it takes no seed", "leave seed out")
        most, seed = engine.seed_max or 2**32 - 1, settings["seed"]
        if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed <= most:
            raise _refused(engine, "seed", seed, f"it takes whole numbers from 0 to {most}", "give one of those")
    if settings.get("negative") and not engine.negative:
        fix = "write 'no ...' in the prompt: it is put into positive words"
        raise _refused(engine, "negative", settings["negative"], "it has no negative prompt", fix)
    audio = settings.get("audio")
    if audio is not None and not isinstance(audio, bool):
        raise _refused(engine, "audio", audio, "it takes True or False", "give one of those")
    words = settings.get("words")
    if words is not None and (not isinstance(words, int) or isinstance(words, bool) or words < 1):
        raise _refused(
            engine, "words", words, "it takes a whole number from 1", "leave words out for the vendor's advice"
        )
    negative = settings.get("negative")
    if negative is not None and not isinstance(negative, str):
        fix = "join what is not wanted with commas"
        raise _refused(engine, "negative", negative, f"it takes a text and no {type(negative).__name__}", fix)
    if audio is True and engine.silent:
        raise _refused(engine, "audio", True, "it renders no sound", "leave audio out and add the sound in the edit")
    if audio is False and engine.audio == "always":
        raise _refused(engine, "audio", False, "its sound cannot be switched off", "leave audio out")
    offered = engine.fps_options or ((engine.fps,) if engine.fps else ())
    if settings.get("fps") is not None and settings["fps"] not in offered:
        if not offered:
            raise _refused(engine, "fps", settings["fps"], "its frame rate cannot be chosen", "leave fps out")
        offers = f"it makes {_listed(f'{f:g}' for f in offered)}"
        raise _refused(engine, "fps", settings["fps"], offers, "choose one of those")


def _refused(engine: Engine, name: str, value: object, offers: str, fix: str) -> InputError:
    kind = BadTime if name == "seconds" else InputError
    shown = f"{value:g}" if isinstance(value, float) else repr(value)
    return kind(f"{engine.title}: {name}={shown}, {offers}. Fix: {fix}.")


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values) or "nothing that is known"


def seconds_for(shot: Shot, engine: Engine, asked: float | None) -> float:
    """The length of the clip [s]: as asked for, or the one offered that is nearest to the shot's."""
    if asked is None:
        return engine.nearest_seconds(shot.seconds if shot.seconds else _UNSAID)
    if not isinstance(asked, int | float) or isinstance(asked, bool):
        offers = f"it takes a number of seconds: {ranges(engine.seconds)}"
        raise _refused(engine, "seconds", asked, offers, "give one of those as a number")
    if asked not in engine.seconds:
        near = engine.nearest_seconds(asked)
        raise _refused(engine, "seconds", asked, f"it makes {ranges(engine.seconds)} s", f"ask for seconds={near:g}")
    return float(asked)


def frame_for(
    engine: Engine, settings: Mapping[str, Any], script: Script, shot: Shot, notes: list[Loss]
) -> dict[str, Any]:
    """ratio and resolution, or size, whichever the engine takes."""
    wishes = _wishes(script, shot)
    if engine.sizes and (not engine.ratios or any(name == "size" for name, _ in engine.request)):
        return {"size": _size(engine, settings, wishes, notes)}
    if settings.get("size") is not None:
        offers = f"it takes ratio ({_listed(engine.ratios)}) and resolution ({_listed(engine.resolutions)})"
        raise _refused(engine, "size", settings["size"], offers, "give ratio= and resolution=")
    frame: dict[str, Any] = {}
    if engine.ratios:
        frame["ratio"] = _choose(engine, "ratio", engine.ratios, settings, wishes, notes, "16:9")
    elif settings.get("ratio") is not None:
        raise _refused(engine, "ratio", settings["ratio"], "it takes no ratio", "leave ratio out")
    if engine.resolutions:
        frame["resolution"] = _choose(engine, "resolution", engine.resolutions, settings, wishes, notes, "720p")
    elif settings.get("resolution") is not None:
        raise _refused(engine, "resolution", settings["resolution"], "it takes no resolution", "leave resolution out")
    return frame


_Wishes = dict[str, tuple[str, str]]
"""What the prompt itself asks for: name -> (value, path of the control that says so)."""


def _choose(
    engine: Engine,
    name: str,
    offered: tuple[str, ...],
    settings: Mapping[str, Any],
    wishes: _Wishes,
    notes: list[Loss],
    usual: str,
) -> str:
    same = {_plain(o): o for o in offered}
    if settings.get(name) is not None:
        found = same.get(_plain(str(settings[name])))
        if found is None:
            raise _refused(engine, name, settings[name], f"it offers {_listed(offered)}", "choose one of those")
        return found
    best = same.get(usual) or (_nearest_lines(usual, offered) if name == "resolution" else offered[0])
    if name not in wishes:
        return best
    value, path = wishes[name]
    found = same.get(_plain(value))
    if found is None:
        found = _nearest_ratio(value, offered) if name == "ratio" else _nearest_lines(value, offered)
        notes.append(Loss(path, value, found, f"{engine.title} offers {_listed(offered)}"))
    return found


def _size(engine: Engine, settings: Mapping[str, Any], wishes: _Wishes, notes: list[Loss]) -> str:
    if settings.get("size") is not None:
        size = str(settings["size"]).lower().replace(":", "x").replace("×", "x").replace("*", "x")
        if size not in engine.sizes:
            raise _refused(engine, "size", settings["size"], f"it makes {_listed(engine.sizes)}", "choose one of those")
        return size
    found = list(engine.sizes)
    for name, of in (("ratio", ratio_of), ("resolution", engine.tier)):
        wanted = settings.get(name) or wishes.get(name, (None, ""))[0]
        if wanted is None:
            continue
        fits = [s for s in found if _plain(of(s)) == _plain(str(wanted))]
        if not fits and settings.get(name) is not None:
            there = _listed(dict.fromkeys(of(s) for s in engine.sizes))
            offers = f"it offers {there}, as size {_listed(engine.sizes)}"
            raise _refused(engine, name, wanted, offers, "choose one of those")
        if not fits:
            pick = _nearest_ratio(str(wanted), tuple(of(s) for s in found)) if name == "ratio" else ""
            fits = [s for s in found if of(s) == pick] or found
            notes.append(
                Loss(wishes[name][1], str(wanted), of(fits[0]), f"{engine.title} makes {_listed(engine.sizes)}")
            )
        found = fits
    if "resolution" not in settings and "resolution" not in wishes:
        near = min(abs(_lines(s) - 720) for s in found)
        found = [s for s in found if abs(_lines(s) - 720) == near]
    wide = [s for s in found if ratio_of(s) == "16:9"]
    return (wide or found)[0]


def _wishes(script: Script, shot: Shot) -> _Wishes:
    """What the prompt itself asks for, in its settings and in its words."""
    found: _Wishes = {}
    for setting in shot.settings:
        if setting.name == "aspect":
            found["ratio"] = setting.value, "settings.aspect"
        elif setting.name == "resolution":
            found["resolution"] = setting.value, "settings.resolution"
        elif setting.name == "size" and "x" in setting.value.lower():
            size = setting.value.lower().strip()
            if all(side.isdigit() and int(side) for side in size.split("x")):
                found["ratio"] = ratio_of(size), "settings.size"
                found["resolution"] = f"{min(map(int, size.split('x')))}p", "settings.size"
    if "size" in script.asked:
        size = script.asked["size"][0].lower()
        if all(side.isdigit() and int(side) for side in size.split("x")) and size.count("x") == 1:
            found.setdefault("ratio", (ratio_of(size), "size"))
            found.setdefault("resolution", (f"{min(map(int, size.split('x')))}p", "size"))
    for name in ("ratio", "resolution"):
        if name in script.asked and name not in found:
            found[name] = script.asked[name][0], name
    return found


def _lines(size: str) -> int:
    return min(int(side) for side in size.split("x"))


_RATIOS = {
    "16:9": 16 / 9, "9:16": 9 / 16, "1:1": 1.0, "4:3": 4 / 3, "3:4": 3 / 4, "21:9": 21 / 9, "3:2": 1.5, "2:3": 2 / 3,
    "4:5": 0.8, "5:4": 1.25, "2:1": 2.0,
}  # fmt: skip


def ratio_of(size: str) -> str:
    """The usual name of the shape of a size: "1280x720" is 16:9, and so is "1280x704"."""
    width, height = (int(side) for side in size.split("x"))
    return min(_RATIOS, key=lambda name: abs(_RATIOS[name] - width / height))


def _nearest_ratio(wanted: str, offered: tuple[str, ...]) -> str:
    def shape(name: str) -> float:
        a, _, b = name.partition(":")
        return float(a) / float(b) if a and b and float(b) else 1.0

    try:
        return min(offered, key=lambda name: abs(shape(name) - shape(wanted)))
    except ValueError:
        return offered[0]


def _nearest_lines(wanted: str, offered: tuple[str, ...]) -> str:
    def lines(name: str) -> int:
        plain = _plain(name)
        return {"4k": 2160, "2k": 1440}.get(plain) or int("".join(c for c in plain if c.isdigit()) or 720)

    return min(offered, key=lambda name: abs(lines(name) - lines(wanted)))


def _plain(value: str) -> str:
    value = value.lower().replace(" ", "").removesuffix("uhd")
    return {"2160p": "4k", "uhd": "4k", "fullhd": "1080p"}.get(value, value)


def sound_for(engine: Engine, settings: Mapping[str, Any], shot: Shot) -> bool | None:
    """Whether sound is asked for; None where the engine leaves no choice."""
    if engine.audio != "optional":
        return None
    if settings.get("audio") is not None:
        return bool(settings["audio"])
    return not any(_SOUND.match(e.what) and not _BUT.match(shot.text, e.where.end) for e in shot.exclusions)


_BUT = re.compile(r"\s*(?:but|except|other than|save|apart from)\b", re.I)
_SOUND = re.compile(r"(?:any )?(?:sound|audio)$", re.I)


def others(script: Script, shot: Shot, engine: Engine, chosen: dict[str, Any], notes: list[Loss]) -> None:
    """What else the prompt sets by itself: taken where the engine takes it, noted where not."""
    told = {s.name for s in shot.settings}
    asked = {s.name: s.value for s in shot.settings if s.name in ("seed", "fps")}
    asked |= {name: value for name, (value, _) in script.asked.items()}
    for name, value in asked.items():
        if name == "seed" and engine.seed and value.isdigit() and int(value) <= (engine.seed_max or 2**32 - 1):
            chosen.setdefault("seed", int(value))
        elif name == "fps" and _rate(value) in engine.fps_options:
            chosen.setdefault("fps", _rate(value))
        elif name == "fps" and engine.fps and _rate(value) == engine.fps:
            notes.append(Loss(name, value, "", f"{engine.title} always makes {engine.fps:g} frames a second"))
        elif name == "model":
            if value.lower() not in (engine.name, engine.model.lower(), *(a.lower() for a in engine.aliases)):
                notes.append(Loss("model", value, engine.model, "compiled for another engine than the prompt names"))
        elif name not in {"ratio", "resolution", "size", "seconds"} | told:
            notes.append(Loss(name, value, "", f"a setting that {engine.title} does not take from the prompt"))


def _rate(value: str) -> float | None:
    """The number that a frame rate begins with."""
    number = re.match(r"\d+(?:\.\d+)?", value)
    rate = float(number.group()) if number else None
    return int(rate) if rate is not None and rate.is_integer() else rate


def hears(engine: Engine, audio: bool | None) -> bool:
    """True if something of the clip will be heard."""
    return audio if audio is not None else not engine.silent
