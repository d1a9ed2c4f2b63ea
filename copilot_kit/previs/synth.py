"""Placeholder sounds: for each kind a recipe that anybody recognises, from numbers alone.

A recipe is a function (samples, chance, hz) -> one channel at RATE; its level means nothing yet. Chance is seeded
by whoever calls, so the same words always give the same sound. Attacks are steep (1 to 10 ms), because an animatic
is there to judge *when* something sounds. By which words of a cue a kind is known stands in `sound_words`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .loudness import RATE

Wave = NDArray[np.float64]
Chance = np.random.Generator
Recipe = Callable[[int, Chance, float | None], Wave]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of placeholder: how long one of it is [s], its recipe, and whether it strikes."""

    name: str
    seconds: float
    make: Recipe
    percussive: bool = False
    every_s: float = 0.0
    """In a window longer than one: begin another so often [s]; 0: the recipe fills any length."""


# ── parts ──


def _time(samples: int) -> Wave:
    return np.arange(samples) / RATE


def _band(wave: Wave, low: float, high: float, order: int = 2) -> Wave:
    """The part between two frequencies [Hz], by a smooth mask."""
    spectrum = np.fft.rfft(wave)
    hz = np.maximum(np.fft.rfftfreq(len(wave), 1 / RATE), 1e-3)
    mask = 1 / np.sqrt(1 + (low / hz) ** (2 * order)) / np.sqrt(1 + (hz / high) ** (2 * order))
    return np.fft.irfft(spectrum * mask, len(wave))


def _hiss(samples: int, chance: Chance, low: float, high: float, order: int = 2) -> Wave:
    """Noise in a band, of effective value 1."""
    wave = _band(chance.standard_normal(samples), low, high, order)
    return wave / (np.sqrt(np.mean(wave * wave)) + 1e-12)


def _shape(samples: int, attack: float, release: float) -> Wave:
    """Rises within `attack` [s], falls within `release` [s], 1 between."""
    t = _time(samples)
    left = t[-1] - t if samples else t
    return np.clip(t / attack, 0, 1) * np.clip(left / max(release, 1e-3), 0, 1)


def _ring(samples: int, tones: tuple[tuple[float, float, float], ...]) -> Wave:
    """Struck tones: (frequency [Hz], strength, time in which it falls to 1/e [s])."""
    t = _time(samples)
    wave = sum((a * np.sin(2 * np.pi * f * t) * np.exp(-t / fall) for f, a, fall in tones), np.zeros(samples))
    return wave * np.clip(t / 0.0008, 0, 1) * np.clip((t[-1] - t) / 0.01, 0, 1)


def _sweep(hz: Wave) -> Wave:
    """A sine whose frequency is given for each sample [Hz]."""
    return np.sin(2 * np.pi * np.cumsum(hz) / RATE)


def _slow(samples: int, chance: Chance, hz: float) -> Wave:
    """A wandering between -1 and 1 that turns about `hz` times a second."""
    knots = chance.uniform(-1, 1, max(4, math.ceil(samples / RATE * hz * 2) + 3))
    return np.interp(np.linspace(0, len(knots) - 1, samples), np.arange(len(knots)), knots)


def _fall(samples: int, seconds: float, attack: float = 0.001) -> Wave:
    t = _time(samples)
    return np.clip(t / attack, 0, 1) * np.exp(-t / seconds) * np.clip((t[-1] - t) / 0.008, 0, 1)


# ── recipes ──


def _breath_in(samples: int, chance: Chance, hz: float | None) -> Wave:
    t = np.linspace(0, 1, samples)
    air = _hiss(samples, chance, 900, 3200) + 0.7 * _hiss(samples, chance, 2500, 7000)
    return air * (0.55 + 0.45 * t) * _shape(samples, 0.008, 0.05)


def _breath_out(samples: int, chance: Chance, hz: float | None) -> Wave:
    t = np.linspace(0, 1, samples)
    air = _hiss(samples, chance, 350, 1500) + 0.3 * _hiss(samples, chance, 1500, 4000)
    return air * np.exp(-2.2 * t) * _shape(samples, 0.010, 0.10)


def _breathing(samples: int, chance: Chance, hz: float | None) -> Wave:
    """In and out, a breath each 3 s."""
    wave = np.zeros(samples)
    for at, length, recipe in ((0.0, 1.1, _breath_in), (1.4, 1.4, _breath_out)):
        i = round(at * RATE)
        n = min(round(length * RATE), samples - i)
        if n > 0:
            wave[i : i + n] += recipe(n, chance, None)
    return wave


def _cough(samples: int, chance: Chance, hz: float | None) -> Wave:
    wave = np.zeros(samples)
    for at, strength in ((0.0, 1.0), (0.24, 0.7)):
        i = round(at * RATE)
        if i + 400 < samples:
            burst = _hiss(samples - i, chance, 350, 3200) + 0.6 * _voice(samples - i, chance, 140.0)
            wave[i:] += strength * burst * _fall(samples - i, 0.06, 0.003)
    return wave


def _click(samples: int, chance: Chance, hz: float | None) -> Wave:
    tones = ((2130.0, 1.0, 0.022), (3420.0, 0.8, 0.016), (5210.0, 0.5, 0.010), (7900.0, 0.3, 0.006))
    wave = _ring(samples, tones)
    wave[:96] += 0.5 * chance.standard_normal(min(96, samples)) * np.linspace(1, 0, 96)[:samples]
    return wave


def _tick(samples: int, chance: Chance, hz: float | None) -> Wave:
    return _ring(samples, ((3100.0, 1.0, 0.008), (1450.0, 0.7, 0.012), (6200.0, 0.4, 0.004)))


def _thud(samples: int, chance: Chance, hz: float | None) -> Wave:
    t = _time(samples)
    low = _sweep(62 + 70 * np.exp(-t / 0.03)) * _fall(samples, 0.11)
    return low + 0.35 * _hiss(samples, chance, 90, 900) * _fall(samples, 0.03)


def _knock(samples: int, chance: Chance, hz: float | None) -> Wave:
    body = _ring(samples, ((310.0, 1.0, 0.03), (520.0, 0.6, 0.022), (1240.0, 0.3, 0.010)))
    return body + 0.4 * _hiss(samples, chance, 300, 3000) * _fall(samples, 0.008)


def _door(samples: int, chance: Chance, hz: float | None) -> Wave:
    """The leaf meets the frame, then the latch."""
    wave = _thud(samples, chance, None)
    latch = round(0.055 * RATE)
    if samples > latch + 400:
        wave[latch:] += 0.22 * _click(samples - latch, chance, None)
    return wave


def _creak(samples: int, chance: Chance, hz: float | None) -> Wave:
    t = _time(samples)
    hz_now = 105 + 55 * np.sin(2 * np.pi * 0.9 * t) + 30 * _slow(samples, chance, 9)
    saw = 2 * (np.cumsum(hz_now) / RATE % 1) - 1
    stick = 0.55 + 0.45 * np.sign(np.sin(2 * np.pi * np.cumsum(26 + 8 * _slow(samples, chance, 5)) / RATE))
    return _band(saw * stick, 250, 2600) * _shape(samples, 0.008, 0.12)


def _bird(samples: int, chance: Chance, hz: float | None) -> Wave:
    """A phrase of short sweeps, another each 1.6 s."""
    wave = np.zeros(samples)
    base, at = chance.uniform(2400, 3000), 0.0
    while (i := round(at * RATE)) + 600 < samples:
        n = min(round(0.085 * RATE), samples - i)
        u = np.linspace(0, 1, n)
        wave[i : i + n] = _sweep(base + 900 * np.sin(3.1 * u) + chance.uniform(0, 350)) * np.sin(np.pi * u) ** 0.6
        at += 0.13 if (at % 1.6) < 0.42 else 1.6 - at % 1.6
    return wave


def _crackle(samples: int, chance: Chance, hz: float | None) -> Wave:
    strikes = np.zeros(samples)
    count = max(4, round(30 * samples / RATE))
    at = chance.integers(0, samples, count)
    at[0] = 4
    strikes[at] = np.clip(chance.standard_normal(count) * chance.gamma(1.5, 1.0, count), -2.2, 2.2)
    strikes[4] = 2.2
    spark = np.exp(-np.arange(260) / 45.0)
    return _band(np.convolve(strikes, spark)[:samples], 1500, 11000, 1) + 0.02 * _hiss(samples, chance, 2000, 9000)


def _fire(samples: int, chance: Chance, hz: float | None) -> Wave:
    roar = _hiss(samples, chance, 60, 500, 1) * (0.8 + 0.2 * _slow(samples, chance, 4))
    return (0.35 * roar + 1.2 * _crackle(samples, chance, None)) * _shape(samples, 0.01, 0.1)


def _hum(samples: int, chance: Chance, hz: float | None) -> Wave:
    """A mains-like tone with octave partials: below 80 Hz a laptop plays only those."""
    t, base = _time(samples), hz or 60.0
    wave = np.zeros(samples)
    for partial, strength in ((1, 1.0), (2, 0.45), (3, 0.28), (4, 0.16), (6, 0.07)):
        if base * partial < 0.45 * RATE:
            wave += strength * np.sin(2 * np.pi * base * partial * t + (chance.uniform(0, 6.28) if partial > 1 else 0))
    return wave * (1 + 0.05 * np.sin(2 * np.pi * 0.4 * t)) * _shape(samples, 0.01, 0.04)


def _engine(samples: int, chance: Chance, hz: float | None) -> Wave:
    base = (hz or 48.0) * (1 + 0.03 * _slow(samples, chance, 3))
    phase = 2 * np.pi * np.cumsum(base) / RATE
    wave = sum((np.sin(phase * k) / k**0.7 for k in (0.5, 1, 1.5, 2, 3, 4, 6)), np.zeros(samples))
    return (wave + 0.5 * _hiss(samples, chance, 90, 900, 1) * (1 + 0.5 * np.sin(phase))) * _shape(samples, 0.01, 0.1)


def _tone(samples: int, chance: Chance, hz: float | None) -> Wave:
    return _sweep(np.full(samples, hz or 1000.0)) * _shape(samples, 0.004, 0.02)


def _beep(samples: int, chance: Chance, hz: float | None) -> Wave:
    t = _time(samples)
    return _sweep(np.full(samples, hz or 1750.0)) * ((t % 0.5) < 0.16) * _shape(samples, 0.003, 0.01)


def _phone(samples: int, chance: Chance, hz: float | None) -> Wave:
    t = _time(samples)
    warble = np.where((t * 20).astype(int) % 2, 880.0, 1100.0)
    return _sweep(warble) * ((t % 3.0) < 1.2) * _shape(samples, 0.004, 0.02)


def _siren(samples: int, chance: Chance, hz: float | None) -> Wave:
    return _sweep(900 + 320 * np.sin(2 * np.pi * 0.45 * _time(samples))) * _shape(samples, 0.01, 0.08)


def _horn(samples: int, chance: Chance, hz: float | None) -> Wave:
    t = _time(samples)
    saw = sum((2 * ((f * t) % 1) - 1 for f in (hz or 370.0, (hz or 370.0) * 1.26)), np.zeros(samples))
    return _band(saw, 200, 2600) * _shape(samples, 0.008, 0.06)


def _whistle(samples: int, chance: Chance, hz: float | None) -> Wave:
    base = hz or 2300.0
    wave = _sweep(base * (1 + 0.015 * np.sin(2 * np.pi * 6 * _time(samples))))
    return (wave + 0.12 * _hiss(samples, chance, 1800, 5000)) * _shape(samples, 0.008, 0.06)


def _rain(samples: int, chance: Chance, hz: float | None) -> Wave:
    drops = _crackle(samples, chance, None)
    return (_hiss(samples, chance, 1200, 7500, 1) + 0.4 * drops) * _shape(samples, 0.01, 0.1)


def _wind(samples: int, chance: Chance, hz: float | None) -> Wave:
    gusts = 0.75 + 0.25 * _slow(samples, chance, 0.8)
    return (
        (_hiss(samples, chance, 150, 650) + 0.2 * _hiss(samples, chance, 600, 1800))
        * gusts
        * _shape(samples, 0.01, 0.2)
    )


def _waves(samples: int, chance: Chance, hz: float | None) -> Wave:
    swell = 0.7 + 0.3 * np.sin(2 * np.pi * 0.22 * _time(samples) + 0.9)
    return (
        (_hiss(samples, chance, 120, 900, 1) + 0.5 * _hiss(samples, chance, 900, 6000, 1) * swell)
        * swell
        * _shape(samples, 0.01, 0.2)
    )


def _water(samples: int, chance: Chance, hz: float | None) -> Wave:
    """Running water: many small rising bubbles."""
    wave = 0.12 * _hiss(samples, chance, 500, 5000, 1)
    at = 0.0
    while (i := round(at * RATE)) + 400 < samples:
        n = min(round(chance.uniform(0.03, 0.07) * RATE), samples - i)
        u = np.linspace(0, 1, n)
        bubble = _sweep(chance.uniform(450, 900) * (1 + 0.9 * u)) * np.exp(-4 * u) * np.minimum(u * 40, 1)
        wave[i : i + n] += bubble * chance.uniform(0.5, 1.0)
        at += chance.uniform(0.018, 0.055)
    return wave * _shape(samples, 0.006, 0.08)


def _drip(samples: int, chance: Chance, hz: float | None) -> Wave:
    u = _time(samples)
    return _sweep(900 + 1600 * np.clip(u / 0.05, 0, 1)) * _fall(samples, 0.03, 0.0015)


def _splash(samples: int, chance: Chance, hz: float | None) -> Wave:
    return _hiss(samples, chance, 500, 6500, 1) * _fall(samples, 0.16, 0.003) + 0.3 * _water(samples, chance, None)


def _step(samples: int, chance: Chance, hz: float | None) -> Wave:
    heel = _hiss(samples, chance, 90, 1400) * _fall(samples, 0.022) + 0.6 * _thud(samples, chance, None)
    toe = round(0.07 * RATE)
    if samples > toe + 400:
        heel[toe:] += 0.3 * _hiss(samples - toe, chance, 700, 4000) * _fall(samples - toe, 0.02)
    return heel


def _heart(samples: int, chance: Chance, hz: float | None) -> Wave:
    """Two beats, the second softer; the partials are what small speakers play."""
    wave = np.zeros(samples)
    for at, strength in ((0.0, 1.0), (0.27, 0.6)):
        i = round(at * RATE)
        if i + 200 < samples:
            tones = ((58.0, 1.0, 0.06), (116.0, 0.5, 0.05), (190.0, 0.25, 0.03))
            wave[i:] += strength * _ring(samples - i, tones)
    return wave


def _glass(samples: int, chance: Chance, hz: float | None) -> Wave:
    base = hz or 1760.0
    return _ring(samples, ((base, 1.0, 0.28), (base * 2.41, 0.6, 0.17), (base * 3.9, 0.3, 0.09)))


def _shatter(samples: int, chance: Chance, hz: float | None) -> Wave:
    wave = 0.8 * _hiss(samples, chance, 2500, 12000, 1) * _fall(samples, 0.09)
    for _ in range(16):
        i = int(chance.uniform(0, 0.35) ** 1.5 * RATE)
        if i + 300 < samples:
            wave[i:] += chance.uniform(0.2, 0.8) * _glass(samples - i, chance, chance.uniform(2200, 5200))
    return wave


def _bell(samples: int, chance: Chance, hz: float | None) -> Wave:
    base = hz or 520.0
    parts = (
        (0.5, 0.5, 1.4),
        (1.0, 1.0, 1.0),
        (1.19, 0.6, 0.8),
        (1.5, 0.4, 0.6),
        (2.0, 0.7, 0.5),
        (2.74, 0.3, 0.3),
        (4.1, 0.2, 0.15),
    )
    return _ring(samples, tuple((base * ratio, strength, fall) for ratio, strength, fall in parts))


def _metal(samples: int, chance: Chance, hz: float | None) -> Wave:
    base = hz or 640.0
    parts = ((1.0, 1.0, 0.20), (1.83, 0.8, 0.16), (2.71, 0.7, 0.11), (4.37, 0.5, 0.07), (6.9, 0.3, 0.04))
    return _ring(samples, tuple((base * ratio, strength, fall) for ratio, strength, fall in parts))


def _rustle(samples: int, chance: Chance, hz: float | None) -> Wave:
    grain = np.clip(0.45 + 0.8 * _slow(samples, chance, 22), 0.05, 1.2)
    grain[: RATE // 50] = 1.0
    return _hiss(samples, chance, 1400, 7000, 1) * grain * _shape(samples, 0.006, 0.08)


def _scrape(samples: int, chance: Chance, hz: float | None) -> Wave:
    rough = 0.6 + 0.4 * np.sign(np.sin(2 * np.pi * 38 * _time(samples) + 2 * _slow(samples, chance, 8)))
    return _hiss(samples, chance, 500, 3600) * rough * _shape(samples, 0.008, 0.08)


def _whoosh(samples: int, chance: Chance, hz: float | None) -> Wave:
    u = np.linspace(0, 1, samples)
    return _hiss(samples, chance, 250, 2400) * (0.35 + 0.65 * np.sin(np.pi * u) ** 2) * _shape(samples, 0.010, 0.12)


def _thunder(samples: int, chance: Chance, hz: float | None) -> Wave:
    t = _time(samples)
    rolls = np.exp(-t / 1.1) * (1 + 0.6 * _slow(samples, chance, 6))
    return (
        _hiss(samples, chance, 35, 260, 1) * rolls + 0.5 * _hiss(samples, chance, 200, 3000) * np.exp(-t / 0.07)
    ) * _shape(samples, 0.003, 0.1)


def _boom(samples: int, chance: Chance, hz: float | None) -> Wave:
    t = _time(samples)
    return (
        _sweep(45 + 60 * np.exp(-t / 0.08)) + 0.7 * _hiss(samples, chance, 60, 1500, 1) * np.exp(-t / 0.12)
    ) * _fall(samples, 0.42, 0.002)


def _traffic(samples: int, chance: Chance, hz: float | None) -> Wave:
    passing = 0.8 + 0.2 * _slow(samples, chance, 0.6)
    return (_hiss(samples, chance, 60, 420, 1) * passing + 0.12 * _hiss(samples, chance, 700, 2500)) * _shape(
        samples, 0.01, 0.15
    )


def _room(samples: int, chance: Chance, hz: float | None) -> Wave:
    return _hiss(samples, chance, 90, 2400, 1) * _shape(samples, 0.01, 0.1)


def _insects(samples: int, chance: Chance, hz: float | None) -> Wave:
    t = _time(samples)
    chirp = np.clip(np.sin(2 * np.pi * 17 * t), 0, 1) * (((t + 0.05) % 0.62) < 0.40)
    return _sweep(np.full(samples, hz or 4300.0)) * (0.25 + chirp) * _shape(samples, 0.008, 0.05)


def _voice(samples: int, chance: Chance, hz: float | None) -> Wave:
    """Syllables without words: a buzz in two vowel bands."""
    t = _time(samples)
    pitch = (hz or chance.uniform(115, 190)) * (
        1 + 0.06 * np.sin(2 * np.pi * 1.3 * t) + 0.04 * _slow(samples, chance, 3)
    )
    buzz = 2 * (np.cumsum(pitch) / RATE % 1) - 1
    syllables = np.clip(np.sin(2 * np.pi * 4.2 * t + 0.5 * _slow(samples, chance, 2) + 0.45), 0, 1) ** 0.5
    vowels = _band(buzz, 280, 850) + (0.35 + 0.2 * _slow(samples, chance, 4)) * _band(buzz, 1300, 2500)
    return vowels * syllables * _shape(samples, 0.006, 0.06)


def _crowd(samples: int, chance: Chance, hz: float | None) -> Wave:
    voices = sum(
        (np.roll(_voice(samples, chance, p), chance.integers(samples)) for p in (108, 131, 155, 178, 205, 232)),
        np.zeros(samples),
    )
    return (voices + 0.06 * _hiss(samples, chance, 250, 2500)) * _shape(samples, 0.01, 0.1)


def _laugh(samples: int, chance: Chance, hz: float | None) -> Wave:
    t = _time(samples)
    return _voice(samples, chance, hz or 230.0) * (((t % 0.19) < 0.11) * 0.95 + 0.05)


def _bark(samples: int, chance: Chance, hz: float | None) -> Wave:
    u = np.linspace(0, 1, samples)
    buzz = 2 * (np.cumsum(430 - 190 * u) / RATE % 1) - 1
    return (_band(buzz, 350, 1600) + 0.25 * _hiss(samples, chance, 500, 3000)) * _fall(samples, 0.09, 0.004)


def _meow(samples: int, chance: Chance, hz: float | None) -> Wave:
    u = np.linspace(0, 1, samples)
    buzz = 2 * (np.cumsum(520 + 260 * np.sin(np.pi * u)) / RATE % 1) - 1
    return _band(buzz, 600, 2400) * _shape(samples, 0.01, 0.12)


def _claps(samples: int, chance: Chance, hz: float | None) -> Wave:
    strikes = np.zeros(samples)
    at = chance.integers(0, samples, max(3, round(45 * samples / RATE)))
    strikes[at] = chance.uniform(0.3, 1, len(at))
    strikes[2] = 1.0
    clap = _hiss(round(0.05 * RATE), chance, 700, 4500) * _fall(round(0.05 * RATE), 0.010)
    return np.convolve(strikes, clap)[:samples] * _shape(samples, 0.002, 0.05)


def _flap(samples: int, chance: Chance, hz: float | None) -> Wave:
    beat = np.exp(-(_time(samples) % 0.11) / 0.028)
    return _hiss(samples, chance, 250, 2200) * beat * _shape(samples, 0.003, 0.05)


def _music(samples: int, chance: Chance, hz: float | None) -> Wave:
    """Four slow chords, plainly a stand-in."""
    wave = np.zeros(samples)
    chords = ((220.0, 277.2, 329.6), (196.0, 246.9, 293.7), (174.6, 220.0, 261.6), (196.0, 246.9, 329.6))
    for number, i in enumerate(range(0, samples, RATE)):
        n = min(round(1.1 * RATE), samples - i)
        u = _time(n)
        for f in chords[number % 4]:
            wave[i : i + n] += np.sin(2 * np.pi * f * u) * np.minimum(u / 0.01, 1) * np.exp(-u * 1.1)
    return wave * _shape(samples, 0.004, 0.05)


def _drum(samples: int, chance: Chance, hz: float | None) -> Wave:
    t = _time(samples)
    return _sweep((hz or 120.0) * (1 + 0.6 * np.exp(-t / 0.02))) * _fall(samples, 0.14) + 0.2 * _hiss(
        samples, chance, 800, 6000
    ) * _fall(samples, 0.03)


def _marker(samples: int, chance: Chance, hz: float | None) -> Wave:
    """Two short tones: something sounds here, nobody knows what."""
    return _ring(samples, ((hz or 880.0, 1.0, 0.09), ((hz or 880.0) * 1.5, 0.8, 0.08)))


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("breath in", 0.45, _breath_in, every_s=3.2),
        Kind("breath out", 0.7, _breath_out, every_s=3.2),
        Kind("breathing", 2.9, _breathing, every_s=3.2),
        Kind("cough", 0.60, _cough, percussive=True),
        Kind("heartbeat", 0.5, _heart, percussive=True, every_s=0.9),
        Kind("footsteps", 0.2, _step, percussive=True, every_s=0.52),
        Kind("shatter", 0.8, _shatter, percussive=True),
        Kind("bell", 1.6, _bell, percussive=True, every_s=2.0),
        Kind("phone", 1.4, _phone, percussive=True),
        Kind("click", 0.16, _click, percussive=True, every_s=0.22),
        Kind("clock", 0.06, _tick, percussive=True, every_s=0.5),
        Kind("knock", 0.22, _knock, percussive=True, every_s=0.32),
        Kind("door", 0.6, _door, percussive=True),
        Kind("creak", 0.45, _creak, every_s=1.6),
        Kind("scrape", 0.7, _scrape, every_s=1.4),
        Kind("bird", 0.55, _bird),
        Kind("wings", 0.6, _flap),
        Kind("bark", 0.28, _bark, percussive=True, every_s=0.6),
        Kind("meow", 0.7, _meow),
        Kind("fire", 2.0, _fire),
        Kind("crackle", 1.0, _crackle),
        Kind("rain", 2.0, _rain),
        Kind("thunder", 2.4, _thunder, percussive=True),
        Kind("boom", 1.2, _boom, percussive=True),
        Kind("thud", 0.45, _thud, percussive=True, every_s=0.7),
        Kind("metal", 0.8, _metal, percussive=True, every_s=0.6),
        Kind("splash", 0.8, _splash, percussive=True, every_s=1.6),
        Kind("drip", 0.14, _drip, percussive=True, every_s=0.9),
        Kind("waves", 2.4, _waves),
        Kind("water", 1.2, _water),
        Kind("siren", 2.0, _siren),
        Kind("beep", 0.36, _beep, percussive=True),
        Kind("horn", 0.8, _horn),
        Kind("whistle", 0.9, _whistle),
        Kind("glass", 0.8, _glass, percussive=True, every_s=0.9),
        Kind("engine", 2.0, _engine),
        Kind("hum", 2.0, _hum),
        Kind("traffic", 2.0, _traffic),
        Kind("wind", 2.0, _wind),
        Kind("leaves", 1.2, _rustle),
        Kind("insects", 2.0, _insects),
        Kind("rustle", 0.6, _rustle),
        Kind("whoosh", 0.7, _whoosh),
        Kind("applause", 2.0, _claps),
        Kind("crowd", 2.0, _crowd),
        Kind("laugh", 0.9, _laugh),
        Kind("drum", 0.5, _drum, percussive=True, every_s=0.6),
        Kind("music", 2.0, _music),
        Kind("voice", 1.2, _voice),
        Kind("room tone", 2.0, _room),
        Kind("tone", 1.0, _tone),
        Kind("marker", 0.3, _marker, percussive=True),
    )
}


def make(kind: Kind, samples: int, chance: Chance, hz: float | None) -> Wave:
    """A wave of the kind: one of it, or a row of them where the window is much longer than one."""
    one = round(kind.seconds * RATE)
    if not kind.every_s or samples <= 2 * one:
        return kind.make(samples, chance, hz)
    wave = np.zeros(samples)
    at = 0
    while at + RATE // 50 < samples:
        n = min(one, samples - at)
        wave[at : at + n] += kind.make(n, chance, hz) * (1.0 if at == 0 else chance.uniform(0.85, 1.0))
        at += round(kind.every_s * RATE * (1.0 if at == 0 else chance.uniform(0.94, 1.06)))
    return wave
