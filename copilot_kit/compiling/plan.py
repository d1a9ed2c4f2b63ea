"""What happens to a script before it is spoken: times made to fit, sounds placed, what is kept out put away."""

from __future__ import annotations

import re
from itertools import pairwise

from ..profiles import Engine, length_of
from ..shot import Cue, Shot, Span
from . import taking, wording
from .job import Loss
from .script import Edit, Part, Phase, Script, phase_at

MILD = 0.6
"""A clip that keeps this share of its length is played faster; a shorter one too, unless a beat gets too short."""
SHORTEST_BEAT_S = 1.0
"""Under a second an action is hardly seen: then the end is cut off instead [s]."""
CLIP = "\0"
"""Stands in the words where the length of the clip stood, until the words around it are put right."""


def rescaled(shot: Shot, seconds: float) -> tuple[float, list[Edit]]:
    """By what the times of the shot are multiplied, and the edits of its words that this asks for.

    1.0 where nothing has to move, and where so much must go that the end is cut instead.
    """
    edits: list[Edit] = [(*c.where, CLIP) for c in shot.controls if c.path == "seconds"]
    length = shot.seconds
    if length and not edits:
        edits += [(*m.span(1), CLIP) for m in _ALONE.finditer(shot.text, *shot.prompt) if float(m[1]) == length]
    if not length or length == seconds:
        return 1.0, edits
    factor = seconds / length
    beats = [b.end - b.start for b in shot.beats if b.start is not None and b.end is not None and b.end > b.start]
    if factor < MILD and beats and min(beats) * factor < SHORTEST_BEAT_S:
        return 1.0, edits
    for control in shot.controls:
        if control.unit == "s" and control.path != "seconds" and isinstance(control.value, float):
            written = wording.like(control.where.of(shot.text), control.value * factor)
            if written is not None:
                edits.append((*control.where, written))
    edits += _prose_times(shot, edits, factor)
    return factor, edits


TIMES = re.compile(
    rf"(?<![\w./:$€£-])(?:\d{{1,2}}:\d\d(?:\.\d+)?|{wording.NUMBER})"
    rf"(?:\s*(?:s\b|sec\b)?\s*(?:,\s*and|,|and|or|&|to|until|-|–|—)\s*(?:\d{{1,2}}:\d\d(?:\.\d+)?|{wording.NUMBER}))*"
    r"\s*-?(?:(?:seconds?|secs?|s)(?![\w'’])|秒)"
    r"|(?<![\w:])\d{1,2}:\d\d(?:\.\d+)?\s*(?:-|–|—|to)\s*\d{1,2}:\d\d(?:\.\d+)?(?![\w:])",
    re.I,
)
_ALONE = re.compile(r"(?:^|(?<=[,;.] ))(\d+(?:\.\d+)?)\s*-?(?:seconds?|secs?|s)(?=\s*(?:[.,;\n]|$))", re.I | re.M)
"""A number of seconds that is a clause by itself: the length of the clip, if it is that long."""
A_TIME = re.compile(rf"\d{{1,2}}:\d\d(?:\.\d+)?|{wording.NUMBER}")
_OWN_TIME = re.compile(r"exposure|shutter|reverb|decay|echo|\brt60|ago\b|every\b|per\b|clip\b", re.I)
"""Beside these a number of seconds belongs to a thing, and not to the time of the clip."""


def _prose_times(shot: Shot, edits: list[Edit], factor: float) -> list[Edit]:
    """Edits for the times that stand in the words without being read as a control: "dawn, 5000 K from 4 s"."""
    taken = sorted([(a, b) for a, b, _ in edits] + [tuple(line.place("words") or (0, 0)) for line in shot.lines])
    found: list[Edit] = []
    for times in TIMES.finditer(shot.text, *shot.prompt):
        near = shot.text[max(shot.prompt.start, times.start() - 12) : times.end() + 12]
        if _OWN_TIME.search(near):
            continue
        for time in A_TIME.finditer(shot.text, *times.span()):
            if any(a < time.end() and time.start() < b for a, b in taken):
                continue
            written = time.group()
            again = wording.like(written.replace(",", "."), seconds_of(written) * factor)
            if again is not None:
                found.append((*time.span(), again))
    return found


def cut_end(script: Script, shot: Shot, seconds: float, notes: list[Loss]) -> dict[Span, str]:
    """Takes out what begins after the end of the clip; the places that went, with the reason."""
    why = f"the clip ends at {seconds:g} s"
    gone: dict[Span, str] = {}
    kept = []
    for phase, beat in zip(script.phases, shot.beats, strict=True):
        if phase.start is not None and phase.start >= seconds - 0.05:
            gone[beat.where] = why
            for part in phase.every():
                part.drop(why)
                script.cut.append(part)
            continue
        if phase.end is not None and phase.end > seconds:
            phase.end = seconds
        kept.append(phase)
    script.phases = kept
    late = [e.where for e in shot.events if e.at >= seconds]
    late += [c.where for c in shot.cues if c.start is not None and c.start >= seconds]
    late += [line.where for line in shot.lines if line.start is not None and line.start >= seconds]
    early = [c.where for c in shot.cues if c.start is None or c.start < seconds]
    for part in script.every():
        if part.dropped:
            continue
        if (part.start is not None and part.start >= seconds) or (
            any(part.where.holds(w) or w.holds(part.where) for w in late)
            and not any(part.where.holds(w) for w in early)
        ):
            part.drop(why)
        elif part.beat < 0 and part.topic == "sound":
            _end_early(part, seconds, why, [])  # its cues have lines of their own
            gone |= {where: why for where in late if where.overlaps(part.where) and where not in early}
        elif part.beat < 0 and part.topic != "speech":
            for clause in _end_early(part, seconds, why, notes):
                if (at := shot.text.find(clause, part.where.start, part.where.end)) >= 0:
                    gone[Span(at, at + len(clause))] = why
    return gone


def _end_early(part: Part, seconds: float, why: str, notes: list[Loss]) -> list[str]:
    """Takes the clauses that begin behind the end out of a part, and lets the others end with the clip.

    Returns the clauses that went.
    """
    kept, gone = [], []
    for clause in re.split(r"(?<=;)\s+", part.words):
        times = [] if _OWN_TIME.search(clause) else list(TIMES.finditer(clause))
        values = [seconds_of(t.group()) for m in times for t in A_TIME.finditer(m.group())]
        if values and min(values) >= seconds:
            gone.append(clause.rstrip(" ;."))
            notes.append(Loss(part.topic, gone[-1], "", why))
            continue
        for match in reversed(times):
            for time in reversed(list(A_TIME.finditer(clause, *match.span()))):
                now = wording.like(time.group(), seconds) if seconds_of(time.group()) > seconds else None
                if now is not None:
                    notes.append(Loss(f"{part.topic}.time", f"{time.group()} s", f"{now} s", why))
                    clause = clause[: time.start()] + now + clause[time.end() :]
        kept.append(clause)
    part.words = wording.tidy(" ".join(kept))
    return gone


def seconds_of(written: str) -> float:
    """A number or a clock as it is written, as a number."""
    minutes, _, rest = written.rpartition(":")
    return float(rest.replace(",", ".")) + (60.0 * float(minutes) if minutes else 0.0)


_SAYS = re.compile(
    r"\b(says|said|asks|whispers|shouts|murmurs|mutters|replies|answers|calls|cries|announces|sings|speaks|adds"
    r"|tells \w+)\b"
    r"([^\"“\n]{0,40}?)[,:]?\s*[\"“][^\"”\n]*[\"”]",
    re.I,
)


_LINE = re.compile(r"^\W*[^\W\d_][\w .'’-]{0,30}(?:\([^)]{0,60}\))?\s*[:：]\s*[\"“「]")
_QUOTED = re.compile(r"[,:]?\s*(?:[\"“][^\"”\n]*[\"”]|「[^」\n]*」)")


def quieten(script: Script, engine: Engine, shot: Shot) -> None:
    """Leaves out all that would only be heard; lips may still move."""
    why = "sound is switched off" if not engine.silent else f"{engine.title} renders no sound: add it in the edit"
    for part in script.every():
        spoken = part.topic == "speech" or any(line.where.overlaps(part.where) for line in shot.lines)
        if part.topic == "sound" or (part.topic == "speech" and part.beat < 0):
            part.drop(why)
        elif spoken and _QUOTED.search(part.words):
            words = _SAYS.sub(lambda m: f"speaks{m[2]}", part.words)
            if _LINE.match(words) or (_QUOTED.search(words) and len(_QUOTED.sub("", words).split()) < 4):
                part.drop(why)
            else:
                part.words, part.why = wording.tidy(_QUOTED.sub("", words)), why


def keep_out(script: Script, shot: Shot, engine: Engine, heard: bool, asked: str | None, notes: list[Loss]) -> str:
    """The negative prompt; where there is none, what is kept out goes into positive words or short sentences."""
    things: dict[str, str] = {}
    words: dict[str, str] = {}
    for what, where, said in script.kept_out:
        index = next((i for i, e in enumerate(shot.exclusions) if e.where.overlaps(where)), None)
        plain = re.sub(r"^(?:and|or|no|any)\s+", "", " ".join(what.split()).strip(" .,;:-*'"), flags=re.I)
        if plain:
            things.setdefault(plain, "exclusions" if index is None else f"exclusions[{index}]")
            words[plain] = said
    if engine.negative:
        return _negative(things, engine, asked, notes)
    for what, path in things.items():
        said = taking.positive(what)
        if said and taking.about_sound(said) and not heard:
            notes.append(Loss(path, what, "", f"{engine.title} renders no sound anyway"))
        elif said == "one continuous shot" and engine.one_take:
            notes.append(Loss(path, what, engine.one_take, f"the words by which {engine.title} keeps to one take"))
        elif said:
            if said not in script.constraints:
                script.constraints.append(said)
            notes.append(Loss(path, what, said, f"{engine.title} has no negative prompt: said in positive words"))
        elif engine.exclusions == "positive":
            notes.append(Loss(path, what, "", f"{engine.title} wants positive words only: say what is there instead"))
        else:
            script.denials.append(words[what] or (f"avoid {what}" if re.match(r"[a-z]+ing\b", what) else f"no {what}"))
    return ""


def _negative(things: dict[str, str], engine: Engine, asked: str | None, notes: list[Loss]) -> str:
    wanted = [*(t.strip() for t in (asked or "").split(",") if t.strip()), *things]
    kept: list[str] = []
    most, unit = engine.negative_limit, "characters"
    if most is None:  # no limit of its own is known: then it is a prompt like any other
        most, unit = engine.prompt_limit, engine.prompt_unit
    for what in dict.fromkeys(wanted):
        if most and length_of(", ".join([*kept, what]), unit) > most:
            why = f"the negative prompt of {engine.title} takes {most} {unit}"
            notes.append(Loss(things.get(what, "negative"), what, "", why))
        else:
            kept.append(what)
    return ", ".join(kept)


def place_sounds(script: Script, shot: Shot, timed: bool) -> None:
    """Moves each timed sound from the sound section into the beat that it falls into.

    A bed that lasts for most of the clip stays; so does a sound of which more is told than its cues hold.
    """
    for part in [p for p in script.parts if p.topic == "sound" and not p.dropped and script.phases]:
        cues = [c for c in shot.cues if part.where.overlaps(c.where)]
        moments = [c for c in cues if c.start is not None and not _bed(c.start, c.end, shot.seconds)]
        if not moments:
            continue
        if len(cues) == 1 or not _told_by(cues, part, shot):
            phases = [phase_at(script, (m.start or 0.0) * script.factor) for m in moments]
            phase = phases[0]
            if len(moments) == len(cues) and phase is not None and all(p is phase for p in phases):
                part.rank = 15 + 2 * len(phase.sound)
                phase.sound.append(part)
                script.parts.remove(part)
            continue
        own = "" if any(part.label == c.sound for c in cues) else part.label
        script.parts.remove(part)
        for cue in cues:
            words = wording.tidy(wording.closed(taking.edited(shot.text, *cue.where, script.edits)))
            words = words if timed else wording.untimed(words)
            one = Part(words, "sound", cue.where, own, None, None, -1, part.rank)
            moment = None if cue.start is None or cue not in moments else cue.start * script.factor
            phase = phase_at(script, moment)
            if phase is None:
                script.parts.append(one)
            elif all(one.words != other.words for other in phase.sound):
                one.rank = 15 + 2 * len(phase.sound)
                phase.sound.append(one)


def _told_by(cues: list[Cue], part: Part, shot: Shot) -> bool:
    """True if the cues hold all that the part says, each its own sound: then it can be taken apart."""
    where = [c.where for c in cues]
    if len(set(where)) < len(where) or any(a.overlaps(b) for a, b in pairwise(where)):
        return False
    between, at = [], part.where.start
    for span in sorted(where):
        between.append(shot.text[at : span.start])
        at = max(at, span.end)
    between.append(shot.text[at : part.where.end])
    label = re.escape(part.label) if part.label else "(?!)"
    between[0] = re.sub(rf"^\W*{label}\W*", "", between[0], flags=re.I)
    return not any(re.search(r"\w", re.sub(r"\b(?:and|then|und|et|y|e)\b", "", b, flags=re.I)) for b in between)


_ONE_TAKE = re.compile(
    r"(?:this is |shot as )?(?:an? |one )?(?:single|one|unbroken|continuous)(?:,? (?:unbroken|continuous|uncut))*"
    r"[ -](?:take|shot)(?:,? (?:no|without) (?:scene )?cuts?)?[.!]?",
    re.I,
)


def open_once(script: Script) -> None:
    """Where the dialect opens with words for one take, the prompt's own need not say it again."""
    for part in script.parts:
        if _ONE_TAKE.fullmatch(part.words.strip()):
            part.drop(f"said by the opening words: {script.opening}")


def _bed(start: float, end: float | None, seconds: float | None) -> bool:
    return end is not None and bool(seconds) and end - start >= 0.7 * float(seconds or 0)


_STILL = re.compile(
    r"(?:the camera )?(?:static|locked(?:[- ]off)?|holds?|still)(?:[ -](?:hold|shot|frame|camera|still))?[.,]?$", re.I
)
_STATIC = re.compile(r"\b(?:static|tripod|locked)\b", re.I)


def say_once(script: Script) -> None:
    """Where beats run on as one text, a camera that stands still throughout is said to do so once."""
    told = any(_STATIC.search(p.words) for p in script.parts if p.topic == "camera")
    for phase in script.phases:
        for part in phase.camera:
            if told and _STILL.match(part.words):
                part.drop("said once for the whole clip")
            told = told or _STATIC.search(part.words) is not None


def whole_seconds(script: Script) -> None:
    """Beats in whole seconds; one that would vanish joins the one before it (the first: the one behind it)."""
    kept: list[Phase] = []
    for phase in script.phases:
        if phase.start is not None and phase.end is not None:
            phase.start, phase.end = _whole(phase.start), min(_whole(phase.end), _whole(script.seconds))
            if kept and kept[-1].end is not None and kept[-1].start is not None and phase.start < kept[-1].end:
                phase.start = kept[-1].end
            if phase.end <= phase.start and kept:
                kept[-1].join(phase)
                continue
            phase.end = max(phase.end, phase.start + 1)
        kept.append(phase)
    script.phases = kept


def _whole(value: float) -> float:
    return float(int(value + 0.5))


def merge_short(script: Script, most: int, engine: Engine, notes: list[Loss]) -> None:
    """Joins neighbours, the shortest pair first, until there are no more shots than the engine cuts."""
    notes.append(Loss("beats", f"{len(script.phases)} beats", f"{most} shots", f"{engine.title} takes at most {most}"))
    while len(script.phases) > most:
        pairs = range(len(script.phases) - 1)
        at = min(pairs, key=lambda i: _length(script.phases[i]) + _length(script.phases[i + 1]))
        script.phases[at].join(script.phases.pop(at + 1))


def _length(phase: Phase) -> float:
    return (phase.end - phase.start) if phase.start is not None and phase.end is not None else 1.0
