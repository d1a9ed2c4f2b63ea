"""Stand-ins for animals and things: a table, a tree, a teapot, in metres; each stands on y = 0."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

from .forms import Box, Form, Round, ball, limb

# ── animals ──


def _animal(length: float, height: float, neck: float, leg: float, tail: float) -> Form:
    body = height - leg
    parts = [ball(0, leg + body * 0.35, 0, length * 0.42, body * 0.42, body * 0.36, 0.50)]
    for x in (-0.30, 0.30):
        for z in (-0.11, 0.11):
            parts.append(
                limb(
                    (x * length, leg * 1.1, z * length),
                    (x * length, 0.03, z * length),
                    0.052 * length + 0.01,
                    0.03 * length,
                    0.46,
                )
            )
    head = (length * (0.44 + neck * 0.22), leg + body * 0.5 + neck * length * 0.55, 0.0)
    parts += [
        limb((length * 0.34, leg + body * 0.45, 0), head, 0.12 * length, 0.085 * length, 0.50),
        ball(head[0] + 0.05 * length, head[1], 0, 0.14 * length, 0.10 * length, 0.09 * length, 0.54),
        limb(
            (head[0] + 0.1 * length, head[1] - 0.02 * length, 0),
            (head[0] + 0.22 * length, head[1] - 0.045 * length, 0),
            0.065 * length,
            0.045 * length,
            0.54,
        ),
        limb(
            (-length * 0.40, leg + body * 0.5, 0),
            (-length * (0.40 + tail), leg + body * (0.5 + tail), 0),
            0.03 * length,
            0.015 * length,
            0.48,
        ),
    ]
    for z in (-0.05, 0.05):
        parts.append(
            limb(
                (head[0], head[1] + 0.07 * length, z * length),
                (head[0] - 0.02 * length, head[1] + 0.16 * length, z * 1.2 * length),
                0.03 * length,
                0.012 * length,
                0.46,
            )
        )
    return Form(tuple(parts), height=head[1] + 0.16 * length, half_width=length * 0.62)


def _bird() -> Form:
    parts = (
        ball(0, 0.13, 0, 0.115, 0.075, 0.070, 0.52),
        ball(0.10, 0.205, 0, 0.048, 0.045, 0.043, 0.56),
        limb((0.14, 0.205, 0), (0.185, 0.195, 0), 0.014, 0.004, 0.35),
        limb((-0.08, 0.13, 0), (-0.22, 0.10, 0), 0.035, 0.018, 0.42),
        limb((0.01, 0.08, -0.02), (0.015, 0.0, -0.02), 0.007, 0.006, 0.32),
        limb((0.01, 0.08, 0.02), (0.015, 0.0, 0.02), 0.007, 0.006, 0.32),
    )
    return Form(parts, height=0.25, half_width=0.2)


def _fish() -> Form:
    parts = (
        ball(0, 0.2, 0, 0.16, 0.065, 0.04, 0.55),
        limb((-0.13, 0.2, 0), (-0.24, 0.24, 0), 0.03, 0.015, 0.46),
        limb((-0.13, 0.2, 0), (-0.24, 0.16, 0), 0.03, 0.015, 0.46),
    )
    return Form(parts, height=0.28, half_width=0.26)


# ── things ──


def _box(w: float, h: float, d: float, shade: float = 0.42, glow: float = 0.0, lift: float = 0.0) -> Form:
    return Form(boxes=(Box((0, lift + h / 2, 0), (w, h, d), 0.0, shade, glow),), height=lift + h, half_width=w / 2)


def _table(w: float = 1.5, h: float = 0.74, d: float = 0.75) -> Form:
    legs = tuple(
        Box((x * (w / 2 - 0.06), (h - 0.04) / 2, z * (d / 2 - 0.06)), (0.06, h - 0.04, 0.06), 0.0, 0.26)
        for x in (-1, 1)
        for z in (-1, 1)
    )
    return Form(boxes=(*legs, Box((0, h - 0.02, 0), (w, 0.04, d), 0.0, 0.38)), height=h, half_width=w / 2)


def _chair() -> Form:
    legs = tuple(Box((x * 0.19, 0.21, z * 0.19), (0.04, 0.42, 0.04), 0.0, 0.24) for x in (-1, 1) for z in (-1, 1))
    back = (Box((0, 0.70, 0.20), (0.42, 0.50, 0.035), 0.0, 0.32), Box((0, 0.44, 0), (0.44, 0.04, 0.44), 0.0, 0.34))
    return Form(boxes=(*legs, *back), height=0.95, half_width=0.22)


def _stairs() -> Form:
    return Form(
        boxes=tuple(Box((0, 0.085 + 0.17 * n, 0.28 * n), (1.6, 0.17, 0.28), 0.0, 0.36) for n in range(9)),
        height=1.6,
        half_width=0.8,
    )


def _wheels(xs: tuple[float, ...], r: float, half: float) -> tuple[Round, ...]:
    return tuple(ball(x, r, z, r, r, 0.10, 0.16) for x in xs for z in (-half, half))


def _car() -> Form:
    body = (Box((0, 0.62, 0), (4.2, 0.52, 1.7), 0.0, 0.42), Box((-0.15, 1.13, 0), (2.1, 0.50, 1.46), 0.0, 0.36))
    glass = tuple(Box((x, 1.14, z), (0.92, 0.34, 0.02), 0.0, 0.08) for x in (-0.66, 0.36) for z in (-0.74, 0.74))
    ends = tuple(Box((x, 1.14, 0), (0.02, 0.34, 1.25), 0.0, 0.08) for x in (-1.21, 0.91))
    lamps = tuple(Box((2.11, 0.68, z), (0.02, 0.14, 0.26), 0.0, 0.7, 0.5) for z in (-0.6, 0.6))
    return Form(_wheels((-1.35, 1.35), 0.33, 0.80), (*body, *glass, *ends, *lamps), 1.4, 2.1)


def _bus() -> Form:
    panes = tuple(Box((x, 2.0, -1.26), (1.1, 0.8, 0.04), 0.0, 0.2, 0.35) for x in (-3.4, -2.0, -0.6, 0.8, 2.2, 3.6))
    return Form(_wheels((-3.0, 3.0), 0.42, 1.1), (Box((0, 1.65, 0), (9.0, 2.5, 2.45), 0.0, 0.40), *panes), 2.9, 4.5)


def _boat() -> Form:
    hull = (
        limb((-1.5, 0.28, 0), (1.1, 0.26, 0), 0.30, 0.30, 0.42),
        limb((1.1, 0.26, 0), (1.9, 0.48, 0), 0.28, 0.06, 0.42),
    )
    return Form(hull, (Box((-0.2, 0.50, 0), (2.5, 0.06, 0.62), 0.0, 0.34),), 0.6, 1.9)


def _paper_boat() -> Form:
    parts = (
        limb((-0.075, 0.035, 0), (0.075, 0.035, 0), 0.022, 0.022, 0.78),
        limb((0.07, 0.035, 0), (0.12, 0.065, 0), 0.02, 0.005, 0.78),
        limb((-0.07, 0.035, 0), (-0.12, 0.065, 0), 0.02, 0.005, 0.78),
        limb((0, 0.045, 0), (0, 0.098, 0), 0.020, 0.003, 0.82),
    )
    return Form(parts, height=0.12, half_width=0.12)


def _bicycle() -> Form:
    parts: list[Round] = []
    for x in (-0.52, 0.52):
        rim = [
            (x + 0.33 * math.cos(a), 0.34 + 0.33 * math.sin(a), 0.0) for a in (2 * math.pi * k / 14 for k in range(15))
        ]
        parts += [limb(a, b, 0.018, 0.018, 0.30) for a, b in pairwise(rim)]
    frame = [
        ((-0.52, 0.34, 0), (-0.15, 0.86, 0)),
        ((-0.15, 0.80, 0), (0.40, 0.82, 0)),
        ((-0.1, 0.36, 0), (0.40, 0.80, 0)),
        ((0.52, 0.34, 0), (0.38, 1.0, 0)),
        ((-0.1, 0.36, 0), (-0.15, 0.82, 0)),
    ]
    parts += [limb(a, b, 0.02, 0.02, 0.5) for a, b in frame]
    parts += [
        ball(-0.17, 0.92, 0, 0.12, 0.03, 0.06, 0.3),
        limb((0.38, 1.0, -0.25), (0.38, 1.0, 0.25), 0.015, 0.015, 0.4),
    ]
    return Form(tuple(parts), height=1.05, half_width=0.9)


def _tree(height: float = 5.2) -> Form:
    h = height
    crown = tuple(
        ball(x * h, y * h, z * h, r * h, r * h * 0.85, r * h, s)
        for x, y, z, r, s in (
            (0, 0.70, 0, 0.22, 0.34),
            (-0.14, 0.58, 0.04, 0.16, 0.31),
            (0.15, 0.60, -0.05, 0.17, 0.33),
            (0.02, 0.86, 0.02, 0.14, 0.36),
        )
    )
    return Form((limb((0, 0, 0), (0, 0.62 * h, 0), 0.045 * h, 0.022 * h, 0.26), *crown), height=h, half_width=0.3 * h)


def _bush() -> Form:
    return Form(
        (
            ball(0, 0.35, 0, 0.5, 0.38, 0.4, 0.34),
            ball(0.4, 0.28, 0.05, 0.32, 0.28, 0.3, 0.32),
            ball(-0.4, 0.26, 0, 0.3, 0.26, 0.3, 0.3),
        ),
        height=0.75,
        half_width=0.7,
    )


def _rock() -> Form:
    return Form(
        (ball(0, 0.22, 0, 0.55, 0.34, 0.42, 0.36), ball(0.42, 0.12, -0.1, 0.28, 0.2, 0.25, 0.33)),
        height=0.55,
        half_width=0.7,
    )


def _house() -> Form:
    panes = tuple(Box((x, y, -2.52), (0.9, 1.0, 0.05), 0.0, 0.3, 0.4) for x in (-1.8, 1.8) for y in (1.5, 3.9))
    return Form(
        boxes=(
            Box((0, 2.6, 0), (6.0, 5.2, 5.0), 0.0, 0.34),
            Box((0, 5.45, 0), (6.5, 0.5, 5.5), 0.0, 0.24),
            *panes,
            Box((0, 1.05, -2.52), (1.0, 2.1, 0.05), 0.0, 0.2),
        ),
        height=5.7,
        half_width=3.2,
    )


def _tower() -> Form:
    wall = _turned(((0.02, 1.30), (8.4, 0.86)), 0.46)
    deck = (ball(0, 8.4, 0, 1.15, 0.12, 1.15, 0.30), *_turned(((8.45, 0.55), (9.3, 0.55)), 0.3))
    light = (ball(0, 8.95, 0, 0.62, 0.42, 0.62, 0.7, glow=0.9), ball(0, 9.5, 0, 0.72, 0.30, 0.72, 0.28))
    return Form((*wall, *deck, *light), height=10.0, half_width=1.3)


def _street_lamp() -> Form:
    return Form(
        (
            limb((0, 0, 0), (0, 3.6, 0), 0.06, 0.04, 0.24),
            limb((0, 3.6, 0), (0.45, 3.75, 0), 0.035, 0.03, 0.24),
            ball(0.52, 3.70, 0, 0.16, 0.09, 0.12, 0.8, glow=1.0),
        ),
        height=3.8,
        half_width=0.5,
    )


def _window() -> Form:
    bars = (Box((0, 1.6, 0), (0.05, 1.5, 0.08), 0.0, 0.30), Box((0, 1.6, 0), (1.3, 0.05, 0.08), 0.0, 0.30))
    frame = (
        Box((-0.68, 1.6, 0), (0.07, 1.64, 0.1), 0.0, 0.34),
        Box((0.68, 1.6, 0), (0.07, 1.64, 0.1), 0.0, 0.34),
        Box((0, 2.38, 0), (1.43, 0.07, 0.1), 0.0, 0.34),
        Box((0, 0.82, -0.04), (1.55, 0.06, 0.2), 0.0, 0.36),
    )
    return Form(
        boxes=(Box((0, 1.6, 0.05), (1.3, 1.5, 0.02), 0.0, 0.6, 0.75, True), *bars, *frame), height=2.4, half_width=0.75
    )


def _door() -> Form:
    return Form(
        (ball(0.34, 1.02, -0.07, 0.03, 0.03, 0.03, 0.6),),
        (Box((0, 1.06, 0.02), (1.08, 2.14, 0.06), 0.0, 0.40), Box((0, 1.02, -0.02), (0.90, 2.02, 0.05), 0.0, 0.24)),
        2.1,
        0.54,
    )


def _screen() -> Form:
    return Form(
        boxes=(
            Box((0, 1.95, 0.03), (3.10, 1.78, 0.06), 0.0, 0.12),
            Box((0, 1.95, -0.01), (2.98, 1.66, 0.02), 0.0, 0.8, 0.75),
        ),
        height=2.85,
        half_width=1.55,
    )


def _monitor() -> Form:
    return Form(
        boxes=(
            Box((0, 0.05, 0.02), (0.22, 0.10, 0.16), 0.0, 0.2),
            Box((0, 0.28, 0.01), (0.56, 0.36, 0.03), 0.0, 0.16),
            Box((0, 0.28, -0.012), (0.53, 0.33, 0.01), 0.0, 0.8, 0.7),
        ),
        height=0.46,
        half_width=0.28,
    )


def _rack() -> Form:
    lamps = tuple(
        ball(-0.20 + 0.08 * c, 0.55 + 0.17 * r, -0.46, 0.012, 0.012, 0.006, 0.9, glow=1.0)
        for r in range(7)
        for c in range(4)
        if (r * 3 + c * 5) % 7 < 4
    )
    lines = tuple(Box((0, 0.32 + 0.26 * r, -0.452), (0.50, 0.012, 0.01), 0.0, 0.05) for r in range(6))
    return Form(lamps, (Box((0, 0.95, 0), (0.6, 1.9, 0.9), 0.0, 0.15), *lines), 1.9, 0.3)


def _shelf() -> Form:
    boards = tuple(Box((0, 0.3 + 0.42 * n, -0.13), (1.15, 0.03, 0.28), 0.0, 0.34) for n in range(5))
    books = tuple(
        Box(
            (-0.46 + 0.115 * k, 0.43 + 0.42 * n, -0.14),
            (0.09, 0.20 + 0.05 * ((k * 7 + n * 3) % 3), 0.2),
            0.0,
            0.24 + 0.09 * ((k + n) % 3),
        )
        for n in range(4)
        for k in range(8)
        if (k + n * 2) % 5
    )
    return Form(boxes=(Box((0, 1.1, 0.02), (1.2, 2.2, 0.04), 0.0, 0.22), *boards, *books), height=2.2, half_width=0.6)


def _bed() -> Form:
    return Form(
        (
            limb((-0.62, 0.60, 0.0), (-0.62, 0.60, 0.28), 0.11, 0.11, 0.66),
            limb((-0.62, 0.60, -0.28), (-0.62, 0.60, 0.0), 0.11, 0.11, 0.66),
        ),
        (Box((0, 0.25, 0), (2.0, 0.5, 1.3), 0.0, 0.48), Box((-1.02, 0.5, 0), (0.06, 1.0, 1.4), 0.0, 0.28)),
        1.0,
        1.05,
    )


def _sofa() -> Form:
    return Form(
        boxes=(
            Box((0, 0.22, 0), (1.9, 0.44, 0.8), 0.0, 0.36),
            Box((0, 0.62, 0.34), (1.9, 0.45, 0.18), 0.0, 0.34),
            Box((-0.92, 0.45, 0), (0.18, 0.5, 0.85), 0.0, 0.33),
            Box((0.92, 0.45, 0), (0.18, 0.5, 0.85), 0.0, 0.33),
        ),
        height=0.85,
        half_width=1.0,
    )


def _piano() -> Form:
    return Form(
        boxes=(
            Box((0, 0.60, 0.15), (1.5, 1.2, 0.4), 0.0, 0.14),
            Box((0, 0.68, -0.17), (1.45, 0.10, 0.30), 0.0, 0.16),
            Box((0, 0.742, -0.22), (1.25, 0.014, 0.16), 0.0, 0.85),
            Box((-0.66, 0.32, -0.25), (0.08, 0.64, 0.08), 0.0, 0.14),
            Box((0.66, 0.32, -0.25), (0.08, 0.64, 0.08), 0.0, 0.14),
        ),
        height=1.2,
        half_width=0.75,
    )


def _turned(profile: tuple[tuple[float, float], ...], shade: float) -> tuple[Round, ...]:
    """A vessel by its profile of (height, radius), with a flat foot."""
    low, radius = profile[0]
    walls = (Round((0, a, 0), (0, b, 0), ra, rb, shade, flat=True) for (a, ra), (b, rb) in pairwise(profile))
    return (ball(0, low, 0, radius, 0.08 * radius, radius, 0.7 * shade), *walls)


def _mouth(height: float, radius: float, shade: float) -> tuple[Round, ...]:
    """The open top of a vessel: a rim, and the dark within."""
    thin = 0.08 * radius
    inside = 0.86 * radius
    rim = ball(0, height, 0, radius, thin, radius, shade, ahead=1.5 * radius)
    return rim, ball(0, height + 0.5 * thin, 0, inside, thin, inside, 0.10, ahead=1.5 * radius)


def _cup() -> Form:
    wall = _turned(((0.004, 0.027), (0.020, 0.034), (0.082, 0.041)), 0.62)
    bow = [(0.036 + 0.026 * math.sin(a), 0.046 + 0.024 * math.cos(a), 0.0) for a in (0.3 + 0.42 * k for k in range(7))]
    handle = tuple(limb(a, b, 0.0055, 0.0055, 0.60) for a, b in pairwise(bow))
    return Form((*handle, *wall, *_mouth(0.082, 0.041, 0.66)), height=0.09, half_width=0.06)


def _pot() -> Form:
    spout = (limb((0.09, 0.07, 0), (0.17, 0.14, 0), 0.024, 0.012, 0.52),)
    handle = tuple(
        limb(
            (-0.08 - 0.07 * math.sin(a), 0.085 - 0.05 * math.cos(a), 0),
            (-0.08 - 0.07 * math.sin(a + 0.5), 0.085 - 0.05 * math.cos(a + 0.5), 0),
            0.010,
            0.010,
            0.44,
        )
        for a in (0.3 + 0.5 * k for k in range(5))
    )
    return Form(
        (
            ball(0, 0.082, 0, 0.105, 0.082, 0.105, 0.54),
            ball(0, 0.158, 0, 0.055, 0.018, 0.055, 0.46),
            ball(0, 0.182, 0, 0.016, 0.014, 0.016, 0.4),
            *spout,
            *handle,
        ),
        height=0.2,
        half_width=0.16,
    )


def _bottle() -> Form:
    wall = _turned(((0.004, 0.036), (0.17, 0.037), (0.215, 0.014), (0.29, 0.012)), 0.45)
    return Form((*wall, *_mouth(0.29, 0.013, 0.5)), height=0.3, half_width=0.04)


def _bowl() -> Form:
    wall = _turned(((0.004, 0.036), (0.028, 0.066), (0.068, 0.088)), 0.60)
    return Form((*wall, *_mouth(0.068, 0.088, 0.64)), height=0.08, half_width=0.09)


def _plant() -> Form:
    leaves = tuple(
        limb((0, 0.16, 0), (0.13 * math.sin(a), 0.33 + 0.03 * (k % 2), 0.10 * math.cos(a)), 0.012, 0.022, 0.34)
        for k, a in enumerate(2 * math.pi * k / 7 for k in range(7))
    )
    return Form((limb((0, 0.03, 0), (0, 0.14, 0), 0.055, 0.075, 0.45), *leaves), height=0.4, half_width=0.15)


def _candle() -> Form:
    return Form(
        (limb((0, 0.02, 0), (0, 0.15, 0), 0.026, 0.024, 0.72), ball(0, 0.20, 0, 0.014, 0.03, 0.014, 1.0, glow=1.6)),
        height=0.23,
        half_width=0.03,
    )


def _lantern() -> Form:
    return Form(
        (
            ball(0, 0.15, 0, 0.075, 0.10, 0.075, 0.9, glow=1.1),
            limb((0, 0.02, 0), (0, 0.04, 0), 0.07, 0.07, 0.22),
            limb((0, 0.26, 0), (0, 0.28, 0), 0.06, 0.03, 0.22),
        ),
        height=0.32,
        half_width=0.08,
    )


def _lamp() -> Form:
    return Form(
        (
            ball(0, 0.012, 0, 0.075, 0.014, 0.075, 0.24),
            limb((0, 0.02, 0), (0, 0.32, 0), 0.010, 0.010, 0.24),
            ball(0, 0.36, 0, 0.105, 0.075, 0.105, 0.9, glow=0.8),
        ),
        height=0.45,
        half_width=0.11,
    )


def _rings() -> Form:
    """Interlocked rings: a puzzle, a trinket, a key ring."""
    parts: list[Round] = []
    for x, tilt in ((-0.025, 0.4), (0.025, -0.5), (0.0, 1.2)):
        ring = [
            (
                x + 0.034 * math.cos(a),
                0.037 + 0.034 * math.sin(a) * math.cos(tilt),
                0.034 * math.sin(a) * math.sin(tilt),
            )
            for a in (2 * math.pi * k / 16 for k in range(17))
        ]
        parts += [limb(a, b, 0.005, 0.005, 0.66) for a, b in pairwise(ring)]
    return Form(tuple(parts), height=0.09, half_width=0.075)


def _clock() -> Form:
    return Form(
        (
            ball(0, 0.14, 0, 0.13, 0.13, 0.03, 0.7),
            limb((0, 0.14, -0.035), (0.0, 0.22, -0.035), 0.007, 0.005, 0.1),
            limb((0, 0.14, -0.035), (0.05, 0.12, -0.035), 0.007, 0.005, 0.1),
        ),
        height=0.27,
        half_width=0.13,
    )


def _violin() -> Form:
    return Form(
        (
            ball(0, 0.12, 0, 0.10, 0.115, 0.035, 0.42),
            ball(0, 0.29, 0, 0.085, 0.095, 0.035, 0.42),
            limb((0, 0.36, -0.01), (0, 0.60, -0.01), 0.016, 0.012, 0.25),
        ),
        height=0.62,
        half_width=0.11,
    )


def _umbrella() -> Form:
    return Form(
        (limb((0, 0.6, 0), (0, 1.95, 0), 0.012, 0.012, 0.3), ball(0, 1.92, 0, 0.55, 0.20, 0.55, 0.40)),
        height=2.12,
        half_width=0.55,
    )


def _balloon() -> Form:
    return Form(
        (ball(0, 2.1, 0, 0.16, 0.20, 0.16, 0.6), limb((0, 1.9, 0), (0, 1.1, 0), 0.003, 0.003, 0.5)),
        height=2.3,
        half_width=0.16,
    )


def _kite() -> Form:
    return Form(boxes=(Box((0, 4.4, 1.5), (0.9, 0.9, 0.02), 0.0, 0.6),), height=4.9, half_width=0.5)


THINGS: dict[str, Callable[[], Form]] = {
    "table": _table,
    "counter": lambda: _table(2.2, 0.95, 0.6),
    "plinth": lambda: _box(0.9, 0.72, 0.6, 0.28),
    "chair": _chair,
    "bed": _bed,
    "sofa": _sofa,
    "bench": lambda: _table(1.5, 0.45, 0.4),
    "piano": _piano,
    "shelf": _shelf,
    "window": _window,
    "door": _door,
    "screen": _screen,
    "monitor": _monitor,
    "rack": _rack,
    "picture": lambda: _box(0.9, 0.65, 0.04, 0.55, lift=1.3),
    "mirror": lambda: _box(0.7, 1.3, 0.04, 0.75, 0.12, lift=0.7),
    "stairs": _stairs,
    "car": _car,
    "bus": _bus,
    "boat": _boat,
    "bicycle": _bicycle,
    "tree": _tree,
    "bush": _bush,
    "rock": _rock,
    "house": _house,
    "tower": _tower,
    "street lamp": _street_lamp,
    "dog": lambda: _animal(0.66, 0.46, 0.10, 0.25, 0.22),
    "cat": lambda: _animal(0.42, 0.27, 0.08, 0.15, 0.35),
    "horse": lambda: _animal(2.1, 1.5, 0.55, 0.80, 0.12),
    "bird": _bird,
    "fish": _fish,
    "cup": _cup,
    "pot": _pot,
    "bowl": _bowl,
    "bottle": _bottle,
    "book": lambda: _box(0.24, 0.03, 0.17, 0.60),
    "paper": lambda: _box(0.21, 0.004, 0.29, 0.86),
    "phone": lambda: _box(0.075, 0.15, 0.012, 0.4, 0.4),
    "candle": _candle,
    "lantern": _lantern,
    "lamp": _lamp,
    "plant": _plant,
    "box": lambda: _box(0.34, 0.22, 0.24, 0.45),
    "case": lambda: _box(0.62, 0.42, 0.2, 0.36),
    "globe": lambda: Form((ball(0, 0.09, 0, 0.09, 0.09, 0.09, 0.6),), height=0.18, half_width=0.09),
    "fruit": lambda: Form((ball(0, 0.038, 0, 0.040, 0.038, 0.040, 0.58),), height=0.08, half_width=0.04),
    "rings": _rings,
    "clock": _clock,
    "violin": _violin,
    "umbrella": _umbrella,
    "balloon": _balloon,
    "kite": _kite,
    "paper boat": _paper_boat,
    "tool": lambda: Form(
        (
            limb((-0.09, 0.014, 0), (0.05, 0.014, 0), 0.011, 0.009, 0.4),
            limb((0.05, 0.014, 0), (0.12, 0.014, 0), 0.014, 0.006, 0.66),
        ),
        height=0.03,
        half_width=0.12,
    ),
    "fire": lambda: Form(
        (
            limb((-0.3, 0.06, -0.1), (0.3, 0.06, 0.1), 0.05, 0.05, 0.2),
            limb((-0.3, 0.06, 0.1), (0.3, 0.06, -0.1), 0.05, 0.05, 0.2),
            limb((0, 0.1, 0), (0.02, 0.55, 0), 0.14, 0.01, 1.0, 1.3),
        ),
        height=0.6,
        half_width=0.35,
    ),
}
"""Every thing that has a form of its own, by name."""
