"""Stand-ins as simple bodies, and the first of them: an artist's mannequin.

A form is a set of round parts (balls and tapered limbs, drawn with true surface normals) and of boxes (drawn in
perspective). Its own ground is y = 0, x to the right, y up, z away from the camera; a person looks towards -z.
Nothing here has a face, a skin or a style: a stand-in shows place, size, posture and direction, and no more.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

Point = tuple[float, float, float]
Pose = Literal["standing", "seated", "kneeling", "lying", "walking", "holding", "reaching"]


@dataclass(frozen=True, slots=True)
class Round:
    """A limb from a to b with its radii [m], or, where `radii` is given, a ball around a. `shade` 0 dark to 1 light."""

    a: Point
    b: Point
    ra: float
    rb: float
    shade: float = 0.55
    glow: float = 0.0
    radii: Point | None = None
    lined: bool = False
    flat: bool = False
    """A limb whose ends are cut off, not round: the wall of a vessel."""
    ahead: float = 0.0
    """How much nearer it counts than it is [m]: the mouth of a vessel lies over its wall."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box by its middle and size [m]; `yaw` turns it about its own upright [degrees]."""

    middle: Point
    size: Point
    yaw: float = 0.0
    shade: float = 0.40
    glow: float = 0.0
    daylit: bool = False
    """It glows in the colour of the leading light: a window, not a screen."""


@dataclass(frozen=True, slots=True)
class Form:
    """The parts of a stand-in, its extent (height and half width [m]), and the parts that lie over a table."""

    rounds: tuple[Round, ...] = ()
    boxes: tuple[Box, ...] = ()
    height: float = 1.0
    half_width: float = 0.3
    front: tuple[Round, ...] = ()


def ball(x: float, y: float, z: float, rx: float, ry: float, rz: float, shade: float = 0.55, **more: object) -> Round:
    """A ball with three radii around a middle."""
    return Round((x, y, z), (x, y, z), rx, rx, shade, radii=(rx, ry, rz), **more)  # type: ignore[arg-type]


def limb(a: Point, b: Point, ra: float, rb: float, shade: float = 0.55, glow: float = 0.0) -> Round:
    """A tapered limb."""
    return Round(a, b, ra, rb, shade, glow)


# ── people ──

_DROP = {
    "standing": 0.0,
    "walking": 0.0,
    "holding": 0.0,
    "reaching": 0.0,
    "lying": 0.0,
    "seated": 0.42,
    "kneeling": 0.40,
}
HEAD_TOP = 1.735
"""Top of the head of a standing person of scale 1 [m]."""


def person(pose: Pose = "standing", scale: float = 1.0, phase: float = 0.0, hands_on: float | None = None) -> Form:
    """A mannequin. `phase` 0 to 1 is a place in a double step; `hands_on` the height of a table before it [m]."""
    drop = _DROP[pose]
    parts: list[Round] = []
    front: list[Round] = []
    swing = math.sin(2 * math.pi * phase) if pose == "walking" else 0.0
    bob = 0.018 * abs(math.cos(2 * math.pi * phase)) if pose == "walking" else 0.0
    up = bob - drop

    def at(x: float, y: float, z: float) -> Point:
        return (x, y + up, z)

    for side in (-1.0, 1.0):
        stride = side * swing
        hip = at(side * 0.092, 0.90, 0.0)
        if pose == "seated":
            knee, ankle = (side * 0.13, 0.50, -0.43), (side * 0.125, 0.08, -0.44)
        elif pose == "kneeling":
            knee, ankle = (side * 0.115, 0.07, -0.10), (side * 0.11, 0.06, 0.34)
        else:
            bend = max(0.0, -stride) if pose == "walking" else 0.0
            knee = (side * 0.100, 0.475 + 0.02 * bend, -0.015 - 0.22 * stride)
            ankle = (side * 0.095, 0.075 + 0.10 * bend, 0.015 - 0.40 * stride + 0.12 * bend)
        toe = (ankle[0] + side * 0.012, ankle[1] - 0.035, ankle[2] - 0.17)
        if pose == "kneeling":
            toe = (ankle[0], ankle[1] - 0.02, ankle[2] + 0.13)
        parts += [
            limb(hip, knee, 0.086, 0.062, 0.50),
            limb(knee, ankle, 0.060, 0.042, 0.50),
            limb((ankle[0], ankle[1] - 0.025, ankle[2] + 0.03), toe, 0.045, 0.032, 0.42),
        ]
        arm = _arm(pose, side, at, swing, hands_on)
        if hands_on is None:
            parts += arm
        else:
            parts += arm[:1]
            front += arm[1:]
    parts += [
        ball(*at(0, 0.945, 0.0), 0.160, 0.125, 0.112, 0.50),
        ball(*at(0, 1.10, 0.0), 0.142, 0.170, 0.100),
        ball(*at(0, 1.285, 0.0), 0.178, 0.190, 0.112),
        limb(at(-0.15, 1.415, 0.0), at(0.15, 1.415, 0.0), 0.058, 0.058),
        limb(at(0, 1.44, 0.005), at(0, 1.55, -0.01), 0.052, 0.047, 0.52),
        ball(*at(0, 1.620, -0.018), 0.077, 0.115, 0.096, 0.60, lined=True),
        limb(at(0, 1.625, -0.108), at(0, 1.592, -0.121), 0.009, 0.013, 0.60),
    ]
    for side in (-1.0, 1.0):
        parts.append(ball(*at(side * 0.078, 1.612, 0.005), 0.012, 0.032, 0.020, 0.54))
    if pose == "lying":
        parts = [
            replace(p, a=_laid(p.a), b=_laid(p.b), radii=p.radii and (p.radii[1], p.radii[2], p.radii[0]))
            for p in parts
        ]
    parts = [_scaled(p, scale) for p in parts]
    height = 0.34 if pose == "lying" else HEAD_TOP - drop
    half_width = (0.87 if pose == "lying" else 0.30) * scale
    return Form(tuple(parts), (), height * scale, half_width, tuple(_scaled(p, scale) for p in front))


def _arm(pose: Pose, side: float, at: Callable[..., Point], swing: float, hands_on: float | None) -> list[Round]:
    shoulder = at(side * 0.190, 1.405, 0.0)
    if hands_on is not None:
        wrist: Point = (side * 0.115, hands_on + 0.045, -0.40)
        elbow: Point = (side * 0.275, max(hands_on + 0.06, (shoulder[1] + wrist[1]) / 2 - 0.10), -0.12)
        hand: Point = (side * 0.070, hands_on + 0.040, -0.48)
    elif pose in ("holding", "seated"):
        elbow, wrist, hand = at(side * 0.255, 1.13, -0.02), at(side * 0.135, 1.10, -0.27), at(side * 0.085, 1.11, -0.34)
    elif pose == "reaching" and side > 0:
        elbow, wrist, hand = at(0.285, 1.30, -0.22), at(0.255, 1.40, -0.46), at(0.245, 1.42, -0.55)
    else:
        forward = 0.24 * side * swing
        elbow = at(side * 0.238, 1.125, 0.015 + 0.5 * forward)
        wrist = at(side * 0.250, 0.880, -0.035 + forward)
        hand = at(side * 0.248, 0.800, -0.060 + 1.1 * forward)
    return [
        limb(shoulder, elbow, 0.056, 0.043),
        limb(elbow, wrist, 0.043, 0.031),
        limb(wrist, hand, 0.032, 0.036, 0.60),
    ]


def _laid(p: Point) -> Point:
    return (p[1] - 0.86, 0.13 - p[2], p[0])


def _scaled(part: Round, by: float) -> Round:
    def grow(p: Point) -> Point:
        return (p[0] * by, p[1] * by, p[2] * by)

    return replace(
        part, a=grow(part.a), b=grow(part.b), ra=part.ra * by, rb=part.rb * by, radii=part.radii and grow(part.radii)
    )


def hands() -> Form:
    """Two forearms and hands that reach in from left and right, over the ground plane y = 0."""
    parts: list[Round] = []
    for side in (-1.0, 1.0):
        wrist, palm = (side * 0.170, 0.060, 0.055), (side * 0.112, 0.046, 0.020)
        parts += [
            limb((side * 0.46, 0.17, 0.24), wrist, 0.048, 0.029),
            limb(wrist, palm, 0.030, 0.032, 0.58),
            ball(*palm, 0.045, 0.022, 0.040, 0.58),
        ]
        for number in range(4):
            z = 0.046 - 0.024 * number
            knuckle, joint = (side * 0.078, 0.058, z), (side * 0.050, 0.052, z * 0.9)
            tip = (side * (0.028 + 0.004 * abs(number - 1)), 0.026, z * 0.8)
            parts += [limb(knuckle, joint, 0.0105, 0.0095, 0.60), limb(joint, tip, 0.0095, 0.0075, 0.60)]
        parts.append(limb((side * 0.098, 0.048, -0.022), (side * 0.044, 0.034, -0.052), 0.013, 0.009, 0.60))
    return Form(tuple(parts), height=0.12, half_width=0.20)
