"""Compiling: a shot in the words of an engine, with an account of what was lost and what it costs.

    options    what was asked for, held against what is offered
    cutting    the prompt becomes a script of parts        script, fields, wording, taking, refusing   its means
    plan       times made to fit, sounds placed, exclusions put away
    dialects   one emitter for each way of speaking        joining   parts as sentences, fields and lists
    fitting    what is left out when it is too long
    account    the loss report, measured by reading        remainder   words that are nowhere
    job        what comes back

The way: choose the length, rescale or cut the times, cut the prompt into parts, take out what belongs into settings or
into the negative prompt, let the dialect join the rest, and shorten it until it fits. The words of the picture are the
creator's; what a dialect cannot state is left out and becomes a line of `Job.losses`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..errors import InputError
from ..profiles import Engine
from ..shot import TOLERANCE_S, Shot
from .account import Account
from .cutting import script_of
from .dialects import SOUND_WITH_BEATS, UNTIMED, WHOLE
from .fitting import fit
from .job import Job, Loss
from .options import check, frame_for, hears, others, seconds_for, sound_for
from .plan import cut_end, keep_out, merge_short, open_once, place_sounds, quieten, rescaled, say_once, whole_seconds

__all__ = ["Job", "Loss", "compile", "migrate"]


def compile(shot: Shot, engine: Engine, **settings: Any) -> Job:  # noqa: A001
    """The shot as a job for an engine.

    Parameters
    ----------
    settings : seconds, resolution, ratio, size, fps, audio, seed, negative, words
        What is not given is taken from the prompt, then from the engine; what is given and not offered is refused
        with what is. words aims at no more than so many; a number beyond the vendor's advice keeps all that the
        hard limit allows.

    Raises
    ------
    InputError : the engine is retired (its successors are named), or does not take a setting
    UnknownName : a setting of that name does not exist
    """
    if not engine.live:
        raise InputError(f"{engine.gone()}. Fix: compile for one of those, or migrate the shot.")
    check(engine, settings)
    notes: list[Loss] = []
    seconds = seconds_for(shot, engine, settings.get("seconds"))
    factor, edits = rescaled(shot, seconds)
    script = script_of(shot, edits, factor, seconds, strict=engine.exclusions == "positive")
    account = Account(shot, engine, script, factor, notes)
    if seconds < max([(shot.seconds or 0.0) * factor, *(p.end or 0.0 for p in script.phases)]) - TOLERANCE_S:
        account.moved.update(cut_end(script, shot, seconds, notes))
    chosen: dict[str, Any] = {"seconds": int(seconds) if seconds.is_integer() else seconds}
    chosen |= frame_for(engine, settings, script, shot, notes)
    audio = sound_for(engine, settings, shot)
    if audio is not None:
        chosen["audio"] = audio
    for name in ("fps", "seed"):
        if settings.get(name) is not None:
            chosen[name] = settings[name]
    others(script, shot, engine, chosen, notes)
    heard = hears(engine, audio)
    if not heard:
        quieten(script, engine, shot)
    negative = keep_out(script, shot, engine, heard, settings.get("negative"), notes)
    if negative:
        chosen["negative"] = negative
    if engine.dialect in SOUND_WITH_BEATS:
        place_sounds(script, shot, timed=engine.dialect not in UNTIMED)
    if engine.dialect in ("paragraph", "camera") and {m.kind for m in shot.moves} == {"static"}:
        say_once(script)
    if engine.dialect in WHOLE:
        whole_seconds(script)
    if engine.max_shots and len(script.phases) > engine.max_shots:
        merge_short(script, engine.max_shots, engine, notes)
    if script.one_take:
        script.opening = _opening(engine, shot)
        if script.opening:
            open_once(script)
    text = fit(script, engine, settings.get("words"))
    price = engine.usd_per_second(_tier(engine, chosen), seconds, heard)
    return Job(text, chosen, None if price is None else round(price * seconds, 4), engine, shot, account)


def _opening(engine: Engine, shot: Shot) -> str:
    """What must be said for one take in this dialect."""
    if engine.one_take:
        return engine.one_take
    if engine.dialect == "shots" and len(shot.beats) > 1:
        return "One continuous take: the numbered shots follow each other without a cut."
    return ""


def _tier(engine: Engine, chosen: dict[str, Any]) -> str:
    return chosen.get("resolution") or (engine.tier(chosen["size"]) if "size" in chosen else "")


def migrate(shot: Shot, source: Engine, target: Engine, **settings: Any) -> Job:
    """The shot, written for one engine, as a job for another: model, size and seconds are mapped.

    Raises what `compile` raises; the source may be retired, the target may not.
    """
    job = compile(shot, target, **settings)
    asked = job.account.script.asked
    size = next((s.value for s in shot.settings if s.name == "size"), asked["size"][0] if "size" in asked else "")
    frame = job.settings.get("size") or " at ".join(
        job.settings[k] for k in ("ratio", "resolution") if k in job.settings
    )
    why = source.gone() or "another engine was asked for"
    notes = [Loss("settings.model", source.model or source.name, target.model or target.name, why)]
    if size:
        notes.append(Loss("settings.size", size, frame, f"{target.title} is told its frame so"))
    elif source.sizes and not {"ratio", "size"} & set(settings):
        why = f"{source.title} was told a size beside the prompt; give ratio= to choose another"
        notes.append(Loss("settings.size", "not stated", frame, why))
    if shot.seconds is not None and shot.seconds != job.settings["seconds"]:
        made = "was asked for" if "seconds" in settings else f"is the nearest that {target.title} makes"
        notes.append(Loss("seconds", f"{shot.seconds:g} s", f"{job.settings['seconds']} s", made))
    mapped = {"settings.model", "settings.size", "seconds", "model", "size"}
    account = replace(job.account, notes=[*notes, *(n for n in job.account.notes if n.path not in mapped)])
    return replace(job, account=account)
