"""The sound of an animatic: a placeholder for every cue, at its time and its level, and their mix.

What "-12 LUFS" of a breath means has to be said, for loudness standards measure programmes. Here a one-shot has
its level as the *greatest momentary loudness* (400 ms) of its stem alone, a window of 3 s and more as the
*integrated loudness* of its stem alone (ITU-R BS.1770-4). A level that the prompt does not state is assumed from
its words ("faint") and marked so. What would clip is limited, only in the milliseconds that need it, and the level
that was reached is told.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..shot import Cue, Line, Shot
from . import loudness, synth
from .loudness import RATE
from .sound_words import kind_named

BED_S = 3.0
"""A window of this length or more is levelled by integrated loudness [s]; a shorter one by the momentary maximum."""

CEILING_DB = -2.0
"""No true peak of the mix is higher [dBFS]: a lossy codec may add 1 dB on top."""

ENVELOPE_HZ = 100
"""Peaks for each second that are kept of a stem, to draw it."""

LOUDEST_LUFS = -6.0
"""No stem is made louder, whatever is asked for: ears and speakers are spared."""

WORDS_PER_SECOND = 2.6
"""The pace at which a spoken line without an end is taken to be said."""

_SILENT = frozenset({"silence", "no_music", "no_dialogue", "diegetic", "non_diegetic"})
_BEDS = frozenset({"ambience", "score", "diegetic_music"})
_LEVELS = (
    (-38.0, re.compile(r"\b(?:barely|inaudible|imperceptible|almost silent|hardly)")),
    (
        -30.0,
        re.compile(r"\b(?:faint|distant|far|muffled|subtle|soft|quiet|gentle|low|hushed|whisper|tiny|small|light)"),
    ),
    (-18.0, re.compile(r"\b(?:loud|sharp|sudden|heavy|deep|booming|roar|shout|scream|hard|crashing)")),
)
_ASSUMED_BED, _ASSUMED_SHOT, _ASSUMED_UNTIMED = -32.0, -24.0, -40.0


@dataclass(frozen=True, slots=True)
class Sounded:
    """One cue as it sounds.

    kind         the placeholder: breath in, click, hum, ...
    start, end   [s]; `time_assumed` if the prompt states none
    lufs         the level that was asked for [LUFS]; `level_assumed` if the prompt states none
    reached      the level of the stem [LUFS], measured by `basis`
    limited      its peaks were rounded off because they would have clipped
    envelope     its peaks [shape=(seconds * ENVELOPE_HZ,)]
    """

    words: str
    kind: str
    start: float
    end: float
    lufs: float
    reached: float
    basis: str
    hz: float | None = None
    level_assumed: bool = False
    time_assumed: bool = False
    limited: bool = False
    spoken: bool = False
    percussive: bool = False
    envelope: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Track:
    """The mix [shape=(samples, 2)], what is in it, where it was limited [(start s, end s, dB)], what is not in it."""

    mix: NDArray[np.float32]
    cues: tuple[Sounded, ...]
    limited: tuple[tuple[float, float, float], ...]
    unheard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be synthesised: words, kind and window of one placeholder."""

    words: str
    kind: synth.Kind
    start: float
    end: float
    lufs: float
    hz: float | None
    level_assumed: bool
    time_assumed: bool
    spoken: bool = False


def assumed_level(words: str, bed: bool) -> float:
    """A level for a cue that states none [LUFS]: from its words, else -32 for a bed and -24 for the rest.

    Source: our own guess; there is no standard that turns "faint" into a number.
    """
    low = words.casefold()
    stated = next((level for level, pattern in _LEVELS if pattern.search(low)), None)
    if stated is None:
        return _ASSUMED_BED if bed else _ASSUMED_SHOT
    return min(stated, _ASSUMED_BED) if bed and stated < _ASSUMED_SHOT else stated


def asks(shot: Shot, seconds: float) -> tuple[tuple[Ask, ...], tuple[str, ...]]:
    """What is to sound within the clip, and sentences about what cannot."""
    wanted: list[Ask] = []
    unheard: list[str] = []
    for cue in shot.cues:
        if cue.kind in _SILENT or any(cue.where.overlaps(line.where) for line in shot.lines):
            continue
        ask = _of_cue(cue, seconds)
        if isinstance(ask, Ask):
            wanted.append(ask)
        else:
            unheard.append(ask)
    for line in shot.lines:
        ask = _of_line(line, seconds)
        if isinstance(ask, Ask):
            wanted.append(ask)
        else:
            unheard.append(ask)
    return tuple(sorted(wanted, key=lambda a: a.start)), tuple(unheard)


def _of_cue(cue: Cue, seconds: float) -> Ask | str:
    words = " ".join(cue.sound.split())
    kind = synth.KINDS[kind_named(words, cue.kind)]
    start, end = cue.start, cue.end
    untimed = start is None
    if start is None:
        if cue.kind not in _BEDS:
            return f"no time is stated for the sound {words!r}; it is not heard"
        start, end = 0.0, seconds
    if start >= seconds:
        return f"the sound {words!r} at {start:g} s lies after the end ({seconds:g} s); it is not heard"
    end = min(seconds, start + kind.seconds if end is None or end <= start else end)
    level = cue.lufs if cue.lufs is not None else assumed_level(words, bed=end - start >= BED_S)
    if untimed and cue.lufs is None:
        level = min(level, _ASSUMED_UNTIMED)
    return Ask(words, kind, max(0.0, start), end, level, cue.hz, cue.lufs is None, untimed)


def _of_line(line: Line, seconds: float) -> Ask | str:
    said = f"“{' '.join(line.words.split())}”"
    words = f"{line.speaker}: {said}" if line.speaker else said
    if line.start is None:
        return f"no time is stated for the line {said}; it is not heard"
    if line.start >= seconds:
        return f"the line {said} at {line.start:g} s lies after the end ({seconds:g} s); it is not heard"
    length = max(0.4, len(line.words.split()) / WORDS_PER_SECOND)
    end = min(seconds, line.end if line.end is not None and line.end > line.start else line.start + length)
    return Ask(words, synth.KINDS["voice"], max(0.0, line.start), end, _ASSUMED_SHOT, None, True, False, True)


def mix(shot: Shot, seconds: float) -> Track:
    """Every cue of the shot as a placeholder, mixed to stereo and limited."""
    wanted, unheard = asks(shot, seconds)
    total = np.zeros((round(seconds * RATE), 2))
    cues = []
    for number, ask in enumerate(wanted):
        cue, sound = stem(ask, _place(ask, number))
        head = round(ask.start * RATE)
        room = min(len(sound), len(total) - head)
        total[head : head + room] += sound[:room]
        cues.append(cue)
    limited = limit(total)
    return Track(total.astype(np.float32), tuple(cues), limited, unheard)


def _place(ask: Ask, number: int) -> float:
    """Where between left (-1) and right (1): as the words say, else beds in the middle and the rest spread a little."""
    low = ask.words.casefold()
    for side, sign in (("left", -1.0), ("right", 1.0)):
        if re.search(rf"\b{side}\b", low):
            return 0.6 * sign
    return 0.0 if ask.spoken or ask.end - ask.start >= BED_S else (-0.3, 0.2, -0.1, 0.3)[number % 4]


def stem(ask: Ask, place: float = 0.0) -> tuple[Sounded, NDArray[np.float64]]:
    """One placeholder at its level: what it is, and its sound [shape=(samples, 2)]."""
    samples = max(1, round((ask.end - ask.start) * RATE))
    chance = np.random.default_rng(zlib.crc32(f"{ask.kind.name}|{ask.words}".encode()))
    wave = synth.make(ask.kind, samples, chance, ask.hz)
    fade = min(samples, RATE // 125)
    wave[samples - fade :] *= np.linspace(1, 0, fade)  # where the clip ends before the sound does
    bed = ask.end - ask.start >= BED_S
    measure = _integrated if bed else _momentary
    # one channel is measured for both: with equal power the sum that BS.1770 takes does not depend on the place
    angle = (place + 1) * np.pi / 4
    sides = np.array([np.cos(angle), np.sin(angle)])

    wanted = min(ask.lufs, LOUDEST_LUFS)
    gain = 10 ** ((wanted - measure(wave)) / 20)
    ceiling = 10 ** ((CEILING_DB - 1.0) / 20) / sides.max()
    limited = bool(np.abs(wave).max() * gain > 0.7 * ceiling)
    reached, shaped = wanted, wave * gain
    if limited:  # rounding peaks off takes loudness away; give back what the ceiling allows
        for _ in range(6):
            shaped = _rounded(wave * gain, ceiling)
            reached = measure(shaped)
            if wanted - reached < 0.05:
                break
            gain *= 10 ** (min(6.0, wanted - reached) / 20)
    sound = shaped[:, None] * sides
    cue = Sounded(
        ask.words,
        ask.kind.name,
        ask.start,
        ask.end,
        ask.lufs,
        round(reached, 2),
        "integrated" if bed else "momentary maximum",
        ask.hz,
        ask.level_assumed,
        ask.time_assumed,
        limited,
        ask.spoken,
        ask.kind.percussive,
        _envelope(sound),
    )
    return cue, sound


def _momentary(wave: NDArray[np.float64]) -> float:
    """The greatest momentary loudness of a stem with silence before and after it."""
    return loudness.momentary_max(np.pad(wave, round(loudness.WINDOW_S * RATE))[:, None])


def _integrated(wave: NDArray[np.float64]) -> float:
    """The integrated loudness of a bed.

    A meter that starts and ends with the bed, and one that runs through the whole clip, differ by up to 0.4 LU
    on 3 s, because blocks that are half silent pass the relative gate. The middle is near both.
    """
    rest = round(loudness.WINDOW_S * RATE)
    total = loudness.energy(np.pad(wave, rest)[:, None])
    return (loudness.gated(total) + loudness.gated(total[rest : rest + len(wave) + 1])) / 2


def _rounded(wave: NDArray[np.float64], ceiling: float) -> NDArray[np.float64]:
    """The wave with what lies above 0.7 of the ceiling bent to stay under it; the rest is untouched."""
    knee = 0.7 * ceiling
    over = np.abs(wave) > knee
    if not over.any():
        return wave
    bent = wave.copy()
    bent[over] = np.sign(wave[over]) * (
        knee + (ceiling - knee) * np.tanh((np.abs(wave[over]) - knee) / (ceiling - knee))
    )
    return bent


def _envelope(sound: NDArray[np.float64]) -> NDArray[np.float32]:
    step = RATE // ENVELOPE_HZ
    peaks = np.abs(sound).max(axis=1)
    peaks = np.pad(peaks, (0, -len(peaks) % step))
    return peaks.reshape(-1, step).max(axis=1).astype(np.float32)


def limit(sound: NDArray[np.float64], ceiling_db: float = CEILING_DB) -> tuple[tuple[float, float, float], ...]:
    """Turns down, in place, the milliseconds whose true peak is over the ceiling; tells where and by how much [dB].

    The gain falls within 4 ms before a peak and returns within 4 ms after it; all else stays bit for bit.
    """
    ceiling = 10 ** (ceiling_db / 20)
    reach = RATE * 4 // 1000
    near = np.flatnonzero(np.abs(sound).max(axis=1) > 0.6 * ceiling)  # between samples a peak is at most 4 dB higher
    if not len(near):
        return ()
    told = []
    for group in np.split(near, np.flatnonzero(np.diff(near) > 8 * reach) + 1):
        low, high = max(0, int(group[0]) - 4 * reach), min(len(sound), int(group[-1]) + 4 * reach + 1)
        told += [(low + a, low + b, db) for a, b, db in _turned_down(sound[low:high], ceiling, reach)]
    return tuple((round(a / RATE, 3), round(b / RATE, 3), round(db, 2)) for a, b, db in told)


def _turned_down(sound: NDArray[np.float64], ceiling: float, reach: int) -> list[tuple[int, int, float]]:
    """Limits one stretch in place: (first sample, last sample, greatest reduction [dB]) of each touched part."""
    kernel = np.hanning(2 * reach + 1)
    kernel /= kernel.sum()
    whole = np.ones(len(sound))
    for _ in range(3):  # a smooth gain can leave a peak a little over
        peaks = loudness.true_peak(sound)
        if peaks.max() <= ceiling * 1.0005:
            break
        gain = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
        held = np.lib.stride_tricks.sliding_window_view(np.pad(gain, reach, constant_values=1.0), 2 * reach + 1)
        smooth = np.convolve(np.pad(held.min(axis=1), reach, mode="edge"), kernel, "valid")
        smooth[smooth > 1 - 1e-9] = 1.0
        sound *= smooth[:, None]
        whole *= smooth
    touched = np.flatnonzero(whole < 1.0)
    if not len(touched):
        return []
    groups = np.split(touched, np.flatnonzero(np.diff(touched) > 1) + 1)
    return [(int(g[0]), int(g[-1]) + 1, float(20 * np.log10(whole[g].min()))) for g in groups]
