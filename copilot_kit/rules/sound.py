"""Rules about sound (A01, A03 to A08)."""

from __future__ import annotations

import re

from ..shot import TOLERANCE_S, Cue, Span
from .flaw import Flaw, Found, Mend, like, quoted, rule
from .flaw import seconds as _s
from .lists import MUSIC_ASKED, MUSIC_INSIDE
from .view import View

_AT_CLOCK = re.compile(r"\bat (?P<time>(?P<m>\d{1,2}):(?P<s>\d{2}))(?![:\d]| ?[ap]\.?m)")
"""A clock time behind a sound: shortly after the end it is a slip, far beyond it a clock on the wall."""


@rule("A01", "cues lie inside the clip", "error")
def inside(view: View) -> Found:
    """Every sound cue starts and ends within the clip.

    Why: a cue after the last frame is silence.

    Clean:
        Duration 5s.
        0-5s: rain runs down the tram window.
        Sound: the bell rings at 4s.

    Failing:
        Duration 5s.
        0-5s: rain runs down the tram window.
        Sound: the bell rings at 7s.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    length = view.shot.seconds
    if length is None:
        return
    for cue in view.shot.cues:
        clock = _AT_CLOCK.search(view.flat, *cue.where) if cue.start is None else None
        if clock and length < (at := int(clock["m"]) * 60 + int(clock["s"])) <= 2 * length:
            yield Flaw(
                f"{quoted(cue.sound)} sounds at {_s(at)}, after the clip has ended ({_s(length)}).",
                f"place it before {_s(length)}, or ask for a longer clip.",
                Span(*clock.span("time")),
            )
        late = max(t for t in (cue.start, cue.end, 0.0) if t is not None)
        in_beat = any(b.where.holds(cue.where) and b.end is not None and b.end > length for b in view.shot.beats)
        if late - length <= TOLERANCE_S or in_beat or cue.derived:
            continue
        field = "end" if cue.end == late and cue.end != cue.start else "start"
        place = cue.place(field)
        mend: Mend = ()
        if place and re.fullmatch(r"[\d.:]+", old := view.words(place)) and length > 0.5:
            mend = ((place, like(old, length if field == "end" else length - 0.5)),)
        yield Flaw(
            f"{quoted(cue.sound)} {'lasts to' if field == 'end' else 'sounds at'} {_s(late)}, after the clip has "
            f"ended ({_s(length)}).",
            f"{'end' if field == 'end' else 'place'} it before {_s(length)}, or ask for a longer clip.",
            place or cue.where,
            mend,
        )


_NO_FIELD = re.compile(
    r"\bmusic[*_ ]*:[*_ ]*(?:none|no\b|nothing|n/a|silent|off|absent|-|natural|diegetic)|音楽 ?: ?なし|音楽なし|无配乐"
)


@rule("A03", "music, or no music", "error")
def music(view: View) -> Found:
    """A prompt does not exclude music and ask for it. Music inside the scene, from a radio or a band, is another thing.

    Why: "no music" beside "piano swells" leaves it to chance.

    Clean:
        Wide shot of a quay at night. Sound: water, no music.

    Failing:
        Wide shot of a quay at night. Sound: water, no music. A slow piano score begins.

    Source: OpenAI cookbook, Sora 2 prompting guide; Veo 3 prompting guide (snubroot).
    """
    excluded = [*view.absent("sound", "no music"), *view.hits("sound", "no music")]
    if not excluded:
        return
    said = _NO_FIELD.sub(lambda m: " " * len(m[0]), view.plain)
    for asked in view.find(MUSIC_ASKED, said):
        sentence = view.sentence(asked.start())
        words = view.plain[slice(*sentence)]
        if MUSIC_INSIDE.search(words) or any(e.start <= asked.start() < e.end for e in excluded):
            continue
        if re.fullmatch(r"[\s*_-]*(?:\w+ (?:and|&|/) )?music(?: (?:and|&|/) \w+)?[\s*_]*:?[\s.]*", words):
            continue  # a title alone asks for nothing
        if re.search(r"\b(?:free of|instead of|except|only (?:the )?(?:sounds?|noise))\b", view.said[slice(*sentence)]):
            continue
        yield Flaw(
            f"{quoted(view.words(excluded[0][:2]))}, and here {quoted(view.words(asked.span()))}.",
            "keep one of the two, or let the music come from something in the scene.",
            Span(*asked.span()),
        )
        return


_LEVEL = re.compile(r"(?P<v>[+-]?\s?\d{1,3}(?:\.\d)?)\s?(?P<unit>lufs|lkfs|dbfs)\b")


@rule("A04", "levels are plausible", "error")
def level(view: View) -> Found:
    """A level lies below 0 and above -60 LUFS; single sounds usually between -45 and -6.

    Why: +3 LUFS cannot exist, and at -75 LUFS nothing is heard.

    Clean:
        Wide shot of a weir. Sound: water at -24 LUFS.

    Failing:
        Wide shot of a weir. Sound: water at +3 LUFS.

    Source: ottengine.com, LUFS loudness; ITU-R BS.1770.
    """
    for found in view.find(_LEVEL, view.said) if view.has("lufs", "lkfs", "dbfs") else ():
        value = float(found["v"].replace(" ", ""))
        unsigned = found["v"].strip()[0].isdigit() and value > 0
        if unsigned and re.search(r"\d ?$", view.said[max(0, found.start() - 2) : found.start()]):
            continue
        if value >= 0 or value < -60:
            yield Flaw(
                f"{value:+g} {found['unit'].upper()}: a level lies below 0 and above -60.",
                f"write -{min(abs(value), 40) or 18:g}, or leave the number out."
                if unsigned
                else "write a level between -40 and -6.",
                Span(found.start("v"), found.end()),
            )
        elif not -45 <= value <= -6:
            yield Flaw(
                f"{value:g} {found['unit'].upper()}: single sounds lie between -45 and -6.",
                "write a level between -40 and -6.",
                Span(found.start("v"), found.end()),
                severity="warn",
            )


_QUIET = re.compile(
    r"\b(?:barely (?:audible|perceptible|there)|faint(?:ly)?|felt more than heard|whisper-quiet|almost inaudible|"
    r"distant|subtle|very soft|hushed)\b"
)
_LOUD = re.compile(
    r"\b(?:dominant|dominates|loud|loudest|roar|roaring|deafening|thunderous|booming|prominent|blaring)\b"
)


@rule("A05", "levels agree with words", "info", "medium")
def agree(view: View) -> Found:
    """A sound that is called barely audible is not among the loudest, a roar not among the quietest.

    Why: number and adjective are one instruction.

    Clean:
        Sound:
        - faint hum, -38 LUFS
        - motor, -24 LUFS
        - steps, -20 LUFS

    Failing:
        Sound:
        - faint hum, -12 LUFS
        - motor, -24 LUFS
        - steps, -30 LUFS

    Source: ottengine.com, LUFS loudness.
    """
    levelled = [(c, c.lufs) for c in view.shot.cues if c.lufs is not None]
    for cue, lufs in levelled:
        others = [value for other, value in levelled if other is not cue]
        if not others:
            continue
        words = view.flat[slice(*_item(view, cue))]
        louder = sum(lufs > value for value in others) / len(others)
        quieter = sum(lufs < value for value in others) / len(others)
        wrong = (_QUIET.search(words) if louder > 0.5 else None) or (_LOUD.search(words) if quieter > 0.5 else None)
        if wrong:
            rank = sum(value > lufs for value in others) + 1
            yield Flaw(
                f"{quoted(cue.sound)} is called {quoted(wrong[0])}, and at {lufs:g} LUFS it is number {rank} in "
                f"loudness of {len(levelled)}.",
                "set the level by the word, or the word by the level.",
                cue.place("lufs") or cue.where,
            )


def _item(view: View, cue: Cue) -> Span:
    """The item of a sound list that a cue stands in: to the next number, bracket or line on both sides."""
    line = view.line(cue.where.start)
    start = max(view.flat.rfind(sign, line.start, cue.where.start) for sign in (";", "),", ". ", "lufs,"))
    return Span(max(line.start, start), max(cue.where.end, min(line.end, cue.where.end + 1)))


_HERTZ = re.compile(r"(?<![\w.])(?P<n>\d{1,6}(?:\.\d+)?)\s?-?(?P<k>k?)hz\b")
_NOT_SOUND = re.compile(r"\b(?:flicker\w*|strob\w*|flash\w*|refresh|pulse rate|pwm|fps|blink\w*)\b")
_RATE = re.compile(r"\b(?:puls\w+|throb\w*|ticks?|ticking|beats?|beating|lights?|leds?|rate|sways?|swings?|rotat\w+)\b")
_BEATS_AT = re.compile(
    r"\b(?:puls(?:es?|ing)|throbs?|ticks?|ticking|beats?|beating|swings?|sways?|repeats?|repeating|blinks?|"
    r"beeps?|beeping|blips?|drips?|dripping|taps?|tapping|knocks?|clicks?|laps?|rises?|falls?) (?:\w+ )?"
    r"(?:at|with) (?:\w+ ){0,2}$"
)
_PITCH = re.compile(
    r"\b(?:hum\w*|tones?|pitch\w*|notes?|drones?|sine|bass|sub-?bass|rumbl\w+|buzz\w*|whin\w+|frequenc\w+|sounds?|"
    r"audio|infrasound|whistl\w+|vibrat\w+)\b"
)
_MAINS = re.compile(r"\b(?:mains|electrical|transformer|power[- ]line) hum\b|\bhum of (?:the )?(?:mains|transformer)\b")


@rule("A06", "frequencies are audible", "error")
def audible(view: View) -> Found:
    """A pitch lies between 20 Hz and 20 kHz; mains hum is 50 or 60 Hz or a multiple.

    Why: 5 Hz cannot be heard, and 400 Hz is no electrical hum that a listener knows. A rate is no pitch: lights may
    pulse at 1 Hz, and a metronome tick at 2 Hz.

    Clean:
        Wide shot of a turbine hall. Sound: a rumble at 45 Hz.

    Failing:
        Wide shot of a turbine hall. Sound: a rumble at 5 Hz.

    Source: onadiko.com, the sound of mains electricity; sfu.ca sonic studio handbook, hum.
    """
    for found in view.find(_HERTZ) if view.has("hz") else ():
        hertz = float(found["n"]) * (1000 if found["k"] else 1)
        around = view.plain[max(0, found.start() - 40) : found.end() + 24]
        around = (
            re.split(r"[;\n]", around)[0]
            if "\n" not in around
            else around.split("\n")[-1 if around.index("\n") < 40 else 0]
        )
        before = view.plain[max(0, found.start() - 40) : found.start()]
        heard = any(c.where.start <= found.start() < c.where.end + 12 for c in view.shot.cues)
        if _NOT_SOUND.search(around) or (hertz < 20 and (_BEATS_AT.search(before) or _is_rate(around, heard))):
            continue
        if not 20 <= hertz <= 20000:
            yield Flaw(
                f"{quoted(view.words(found.span()))} cannot be heard: hearing goes from 20 Hz to 20 kHz.",
                "write a pitch in that range, or name the sound without a number.",
                Span(*found.span()),
            )
        elif _MAINS.search(around) and not any(
            abs(hertz - n * base) <= 0.05 * base for base in (50, 60) for n in range(1, 7)
        ):
            yield Flaw(
                f"Mains hum at {hertz:g} Hz: it is 50 or 60 Hz, or a multiple.",
                "write 50, 60, 100 or 120 Hz.",
                Span(*found.span()),
                severity="warn",
            )


def _is_rate(around: str, heard: bool) -> bool:
    """True if a number of hertz counts beats, or what is only seen; a pitch is named as one, or is a sound's own."""
    return _PITCH.search(around) is None and (not heard or _RATE.search(around) is not None)


@rule("A07", "diegetic only stays in the scene", "error")
def diegetic(view: View) -> Found:
    """Where only sounds of the scene are wanted, no score, narrator or stinger is asked for.

    Why: score and voice-over come from outside the scene by definition.

    Clean:
        Sound (diegetic only): rain on slate, a kettle.

    Failing:
        Sound (diegetic only): rain on slate, a voice-over by an old man.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    only = view.hits("sound", "diegetic only")
    for outside in view.hits("sound", "outside"):
        if (
            only
            and view.words(outside[:2]).strip()
            and not MUSIC_INSIDE.search(view.plain, *view.sentence(outside.start))
        ):
            yield Flaw(
                f"{quoted(view.words(only[0][:2]))}, and here {quoted(view.words(outside[:2]))}.",
                "drop it, or drop the promise.",
                Span(*outside[:2]),
            )
            return


_EXCEPT = re.compile(
    r"\b(?:except|but for|apart from|save for|broken|only|until|then|other than|aside from|before|after|interrupted|"
    r"ends)\b"
)
_FROM_TO = re.compile(
    r"\b(?:from |between |for )?(?P<a>\d{1,2}(?:\.\d{1,2})?) ?s?(?:ec(?:ond)?s?)? ?(?:-|to|and|"
    r"until) ?(?P<b>\d{1,2}(?:\.\d{1,2})?) ?s(?:ec(?:ond)?s?)?\b"
)


@rule("A08", "silence is silent", "error")
def silence(view: View) -> Found:
    """In a window that is completely silent there is no other cue.

    Why: a silent beat is strong only if nothing else is written into it.

    Clean:
        0-3s: a stone falls.
        3-5s: complete silence.
        Sound: an impact at 2s.

    Failing:
        0-3s: a stone falls.
        3-5s: complete silence.
        Sound: an impact at 4s.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    for quiet in view.hits("sound", "silence"):
        sentence = view.sentence(quiet.start)
        if _EXCEPT.search(view.plain, *sentence):
            continue
        stated = _FROM_TO.search(view.plain, *sentence)
        segment = view.segment(quiet.start)
        if stated:
            start, end = float(stated["a"]), float(stated["b"])
        elif segment and segment.start is not None and segment.end is not None:
            start, end = segment.start, segment.end
        else:
            continue
        for cue in view.shot.cues:
            own = (
                cue.where.start <= quiet.start < cue.where.end
                or cue.kind == "silence"
                or "silence" in cue.sound.lower()
            )
            if own or not _sounds_in(view, cue, start, end):
                continue
            when = (
                f"at {cue.start:g} s"
                if cue.end is None or cue.end == cue.start
                else f"from {cue.start:g} to {cue.end:g} s"
            )
            yield Flaw(
                f"{quoted(view.words(quiet[:2]))} from {start:g} to {end:g} s, and {quoted(cue.sound)} sounds {when}.",
                "move the sound out of the silence, or drop the word.",
                cue.place("start") or cue.where,
            )
        for event in view.shot.events:
            known = any(c.where.overlaps(event.where) for c in view.shot.cues)
            if not known and start <= event.at < end and _NOISY.search(event.text.lower()):
                yield Flaw(
                    f"{quoted(view.words(quiet[:2]))} from {start:g} to {end:g} s, and {quoted(event.text)} at "
                    f"{event.at:g} s.",
                    "move the sound out of the silence, or drop the word.",
                    event.where,
                )
    yield from _mute(view)


_MUTE = re.compile(
    r"\b(?:no sounds? (?:at all|whatsoever|of any kind)|without any sound|(?:entirely|wholly|completely) "
    r"(?:silent|mute) throughout|complete silence throughout)\b"
)
_HEARD = re.compile(
    r"\b(?:(?:thunder|sirens?|horns?|bells?|phones?|telephones?|alarms?) "
    r"(?:rolls?|claps?|cracks?|rumbles?|booms?|crash(?:es)?|wails?|blares?|sounds?|rings?|tolls?|chimes?)"
    r"|(?:distant|rolling|loud) thunder|(?:dogs?|foxes|fox) barks?)\b"
)
_UNHEARD = re.compile(r"\b(?:silently|soundless\w*|unheard|inaudibl[ey]|mute|muted|without (?:a )?sound)\b")


def _mute(view: View) -> Found:
    """What is heard in a clip that has no sound at all."""
    mute = next((m for m in view.find(_MUTE, view.said) if view.segment(m.start()) is None), None)
    if mute is None or _EXCEPT.search(view.said, *view.sentence(mute.start())):
        return
    if any(f.start <= mute.start() < f.end for f in view.excluded):
        return
    cues = [c.where for c in view.shot.cues if c.kind != "silence" and not c.where.overlaps(Span(*mute.span()))]
    heard = next((Span(*m.span()) for m in view.find(_HEARD)), None)
    timed = [c for c in cues if view.plain[c.start : c.end].strip()]
    where = heard or (timed[0] if timed else None)
    if where is not None and not _UNHEARD.search(view.said, *view.sentence(where.start)):
        yield Flaw(
            f"{quoted(view.words(mute.span()))}, and here {quoted(view.words(where))}.",
            "drop the sound, or say what is silent.",
            where,
        )


_NOISY = re.compile(
    r"\b(?:cracks?|barks?|rings?|slams?|clicks?|creaks?|bangs?|thuds?|knocks?|shatters?|screams?|shouts?|whistles?|"
    r"drops?|strikes?|beeps?|buzzes|roars?|cries|"
    r"claps?|snaps?|drums?|horn|bell|siren)\b"
)


def _sounds_in(view: View, cue: Cue, start: float, end: float) -> bool:
    if cue.start is None or (cue.derived and cue.end is None):
        return False
    if cue.end is None or cue.end == cue.start:
        return start - TOLERANCE_S < cue.start < end - TOLERANCE_S
    return min(cue.end, end) - max(cue.start, start) > TOLERANCE_S


RULES = (inside, music, level, agree, audible, diegetic, silence)
