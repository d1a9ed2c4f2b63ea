"""Light on the stage: what colour a kelvin has to the camera, and what shines when.

A film camera is set to one white; a lamp of fewer kelvin then looks warm, one of more looks cool. The stage is
seen by a camera set to 5000 K, a little towards the middle of what prompts ask for, so that 3200 K and 6500 K
are both seen for what they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..shot import Shot

CAMERA_WHITE_K = 5000.0
FADE_S = 0.7
"""Time in which one window of light becomes the next [s], half of it on either side of the change."""

SOURCE_K = {"candle": 1900.0, "fire": 2000.0, "sodium": 2100.0, "sunrise_sunset": 3000.0, "tungsten": 3200.0,
            "fluorescent": 4300.0, "moon": 7200.0, "daylight": 5600.0, "overcast": 6500.0, "shade_blue_hour": 8500.0,
            "screen": 6800.0, "neon": 4600.0, "window": 5600.0}  # fmt: skip
"""Colour temperature of a source whose kelvin is not stated [K]: film practice, so moonlight as it is graded."""

_LEVEL = {
    "candle": 0.7,
    "fire": 0.75,
    "sodium": 0.7,
    "moon": 0.5,
    "shade_blue_hour": 0.6,
    "screen": 0.62,
    "neon": 0.65,
    "tungsten": 0.85,
}
_ELEVATION = {"top": 78.0, "below": -35.0, "behind": 38.0, "front": 25.0}
_AZIMUTH = {
    "left": -68.0,
    "right": 68.0,
    "side": -80.0,
    "front": -12.0,
    "behind": 168.0,
    "top": -25.0,
    "below": -20.0,
    "": -42.0,
}

Rgb = NDArray[np.float64]


def encoded(linear: Rgb | float) -> NDArray[np.float64]:
    """Linear light as sRGB values between 0 and 1. Source: IEC 61966-2-1."""
    light = np.clip(linear, 0.0, 1.0)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.power(light, 1 / 2.4) - 0.055)


def _xyz(kelvin: float) -> Rgb:
    """A black body as CIE XYZ with Y = 1. Source: M. Krystek, Color Res. Appl. 10 (1985) 38, 1000 to 15000 K."""
    u = (0.860117757 + 1.54118254e-4 * kelvin + 1.28641212e-7 * kelvin**2) / (
        1 + 8.42420235e-4 * kelvin + 7.08145163e-7 * kelvin**2
    )
    v = (0.317398726 + 4.22806245e-5 * kelvin + 4.20481691e-8 * kelvin**2) / (
        1 - 2.89741816e-5 * kelvin + 1.61456053e-7 * kelvin**2
    )
    return np.array([1.5 * u / v, 1.0, (4 - u - 10 * v) / (2 * v)])


_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_TO_SRGB = np.array([[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]])
_D65 = np.array([0.95047, 1.0, 1.08883])


@lru_cache(maxsize=512)
def colour_of(kelvin: float) -> tuple[float, float, float]:
    """What a camera set to 5000 K sees of a lamp of so many kelvin: linear sRGB, its greatest part 1."""
    kelvin = min(max(kelvin, 1000.0), 15000.0)
    cones = (_BRADFORD @ _D65) / (_BRADFORD @ _xyz(CAMERA_WHITE_K))
    adapted = np.linalg.inv(_BRADFORD) @ (cones * (_BRADFORD @ _xyz(kelvin)))
    linear = np.clip(_TO_SRGB @ adapted, 0.0, None)
    r, g, b = linear / linear.max()
    return float(r), float(g), float(b)


@dataclass(frozen=True, slots=True)
class Key:
    """The leading light from a moment on: kelvin, level (1 is a lit room), direction, and the words of the text."""

    start: float
    kelvin: float
    level: float
    azimuth_deg: float
    elevation_deg: float
    source: str = ""
    look: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Lit:
    """The light of one moment. `towards` points from the stage to the lamp."""

    kelvin: float
    colour: tuple[float, float, float]
    level: float
    towards: tuple[float, float, float]
    source: str
    look: str
    assumed: bool


def keys_of(shot: Shot) -> tuple[Key, ...]:
    """The leading light of each window, in the order of time; one that begins at 0 always."""
    last = shot.seconds if shot.seconds is not None else float("inf")
    keys = [_key(shot, start, end, kelvin, look) for start, end, kelvin, look in _windows(shot) if start < last]
    keys.sort(key=lambda k: k.start)
    kept = [k for i, k in enumerate(keys) if i + 1 == len(keys) or keys[i + 1].start > k.start]
    if not kept or kept[0].start > 0.0:
        kept.insert(0, _key(shot, 0.0, None, None, ""))
    return tuple(kept)


def _windows(shot: Shot) -> list[tuple[float, float | None, float | None, str]]:
    if any(g.kelvin is not None for g in shot.grades):
        return [(g.start or 0.0, g.end, g.kelvin, g.look) for g in shot.grades if g.kelvin is not None]
    timed = [x for x in shot.lights if x.start is not None]
    return [(x.start or 0.0, x.end, x.kelvin, "") for x in timed]


def _key(shot: Shot, start: float, end: float | None, kelvin: float | None, look: str) -> Key:
    """A key from what the text says of that time: kelvin of the window first, then of a light, then of its source."""
    here = [x for x in shot.lights if x.start is None or (x.start <= start + 1e-6 and (x.end is None or x.end > start))]
    ranked = sorted(here, key=lambda x: (x.kelvin is None, not x.side, x.source == "screen"))
    main = ranked[0] if ranked else None
    side = next((x.side for x in ranked if x.side in _AZIMUTH and x.side), "")
    if not side:
        side = next((x.side for x in shot.lights if x.side in ("left", "right")), "")
    source = main.source if main else ""
    angle = next((x.angle_deg for x in ranked if x.angle_deg is not None), None)
    stated = kelvin if kelvin is not None else main.kelvin if main and main.kelvin is not None else None
    if stated is None and len(shot.kelvins) == 1:
        stated = shot.kelvins[0]
    level = (
        1.0 if stated is not None and stated < 5200 and source not in ("candle", "fire") else _LEVEL.get(source, 1.0)
    )
    if stated is not None and stated >= 6000 and start > 0:
        level = min(level, 0.72)  # a shot that turns cool turns darker: dusk, a screen, the moon
    elevation = _ELEVATION.get(side, 35.0 if angle is None else min(70.0, max(8.0, angle)))
    kelvin_now = stated if stated is not None else SOURCE_K.get(source, 5000.0)
    return Key(start, kelvin_now, level, _AZIMUTH[side], elevation, source, look, stated is None)


def lit_at(keys: tuple[Key, ...], t: float) -> Lit:
    """The light at a moment [s]; windows melt into each other within FADE_S."""
    now = keys[0]
    kelvin, level, azimuth, elevation = now.kelvin, now.level, now.azimuth_deg, now.elevation_deg
    for key in keys[1:]:
        u = min(max((t - key.start) / FADE_S + 0.5, 0.0), 1.0)
        u = u * u * (3 - 2 * u)
        kelvin += (key.kelvin - kelvin) * u
        level += (key.level - level) * u
        azimuth += (key.azimuth_deg - azimuth) * u
        elevation += (key.elevation_deg - elevation) * u
        if t >= key.start:
            now = key
    a, e = np.radians(azimuth), np.radians(elevation)
    towards = (float(np.sin(a) * np.cos(e)), float(np.sin(e)), float(-np.cos(a) * np.cos(e)))
    kelvin = round(kelvin / 25) * 25.0
    return Lit(kelvin, colour_of(kelvin), round(level, 3), towards, now.source, now.look, now.assumed)
