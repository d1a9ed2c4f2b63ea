"""Round bodies as pictures: drawn with true surface normals, lit, and put where they stand.

A body is drawn for one direction of view as if from far away, a limb or a ball at a time, the nearest part winning at
each point. Light is laid on afterwards, so a change of light does not draw the body again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .forms import Round
from .light import Lit, colour_of, encoded

Array = NDArray[np.float32]

_CODES = (encoded(np.linspace(0, 1, 4096)) * 255 + 0.5).astype(np.uint8)
_LAMP_GLOW = np.array(colour_of(2700.0))
COOL_FILL = np.array([0.80, 0.95, 1.20])


def codes(linear: NDArray[np.float32]) -> NDArray[np.uint8]:
    return _CODES[np.clip(linear * 4095, 0, 4095).astype(np.uint16)]


@dataclass(slots=True)
class Patch:
    """A drawn body: its picture, pixels for each metre, and what part of the plane of view it covers [m]."""

    picture: Image.Image
    scale: float
    left: float
    top: float
    right: float
    bottom: float


def view_axes(yaw_deg: float, pitch_deg: float) -> NDArray[np.float64]:
    """Right, up and towards the eye, for an eye that stands in that direction."""
    y, p = math.radians(yaw_deg), math.radians(pitch_deg)
    towards = np.array([math.sin(y) * math.cos(p), math.sin(p), -math.cos(y) * math.cos(p)])
    right = np.array([math.cos(y), 0.0, math.sin(y)])
    return np.array([right, np.cross(right, towards), towards])


def extent(
    rounds: tuple[Round, ...], view: NDArray[np.float64], focus: NDArray[np.float64]
) -> tuple[float, float, float, float]:
    points, reach = [], []
    for r in rounds:
        most = max(r.radii) if r.radii else max(r.ra, r.rb)
        points += [r.a, r.b]
        reach += [most, most]
    flat = (np.array(points) - focus) @ view[:2].T
    far = np.array(reach)[:, None]
    low, high = (flat - far).min(axis=0), (flat + far).max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def raster(
    rounds: tuple[Round, ...],
    view: NDArray[np.float64],
    focus: NDArray[np.float64],
    scale: float,
    box: tuple[float, float, float, float],
) -> tuple[Array, ...]:
    """Normals (x, y, z of the view), shade, glow and cover of round parts [each shape=(height, width)]."""
    left, bottom, right, top = box
    w, h = max(2, math.ceil((right - left) * scale)), max(2, math.ceil((top - bottom) * scale))
    px = (left + (np.arange(w, dtype=np.float32) + 0.5) / scale)[None, :]
    py = (top - (np.arange(h, dtype=np.float32) + 0.5) / scale)[:, None]
    depth = np.full((h, w), -1e9, np.float32)
    out = [np.zeros((h, w), np.float32) for _ in range(6)]
    for r in rounds:
        a, b = (view @ (np.array(r.a) - focus)).tolist(), (view @ (np.array(r.b) - focus)).tolist()
        most = max(r.radii) if r.radii else max(r.ra, r.rb)
        c0 = max(0, int((min(a[0], b[0]) - most - left) * scale) - 1)
        c1 = min(w, int((max(a[0], b[0]) + most - left) * scale) + 2)
        r0 = max(0, int((top - max(a[1], b[1]) - most) * scale) - 1)
        r1 = min(h, int((top - min(a[1], b[1]) + most) * scale) + 2)
        if c0 >= c1 or r0 >= r1:
            continue
        here = (slice(r0, r1), slice(c0, c1))
        part = (
            _ball(r, a, view, px[:, c0:c1], py[r0:r1], scale)
            if r.radii
            else _limb(r, a, b, px[:, c0:c1], py[r0:r1], scale)
        )
        nx, ny, nz, z, cover, shade = part
        z = z + np.float32(r.ahead)
        nearer = (cover > 0) & (z > depth[here]) & ((cover >= 0.5) | (out[5][here] < cover))
        depth[here] = np.where(nearer, z, depth[here])
        for target, value in zip(out[:5], (nx, ny, nz, shade, np.full_like(shade, r.glow)), strict=True):
            target[here] = np.where(nearer, value, target[here])
        out[5][here] = np.maximum(out[5][here], cover)
    return tuple(out)


def _limb(r: Round, a: list[float], b: list[float], px: Array, py: Array, scale: float) -> tuple[Array, ...]:
    dx, dy = b[0] - a[0], b[1] - a[1]
    squared = dx * dx + dy * dy
    if squared < 1e-8:
        t = np.full((len(py), px.shape[1]), 1.0 if b[2] > a[2] else 0.0, np.float32)
    else:
        along = (((px - a[0]) * dx + (py - a[1]) * dy) / squared).astype(np.float32)
        t = np.clip(along, 0, 1)
    radius = (r.ra + (r.rb - r.ra) * t).astype(np.float32)
    ex = (px - (a[0] + t * dx)).astype(np.float32)
    ey = (py - (a[1] + t * dy)).astype(np.float32)
    away = np.sqrt(ex * ex + ey * ey)
    lift = np.sqrt(np.maximum(radius * radius - away * away, 0))
    cover = np.clip((radius - away) * scale + 0.5, 0, 1).astype(np.float32)
    if r.flat and squared >= 1e-8:
        cover[np.abs(along - 0.5) > 0.5] = 0.0
    depth = a[2] + t * (b[2] - a[2]) + lift
    return ex / radius, ey / radius, lift / radius, depth, cover, np.full_like(cover, r.shade)


def _ball(r: Round, a: list[float], view: NDArray[np.float64], px: Array, py: Array, scale: float) -> tuple[Array, ...]:
    assert r.radii is not None
    q = (view @ np.diag([1 / n**2 for n in r.radii]) @ view.T).tolist()
    v = view.tolist()  # plain numbers: a NumPy one would make every array twice as wide
    x, y = (px - a[0]).astype(np.float32), (py - a[1]).astype(np.float32)
    b = q[0][2] * x + q[1][2] * y
    c = q[0][0] * x * x + 2 * q[0][1] * x * y + q[1][1] * y * y - 1
    inside = (b * b - q[2][2] * c).astype(np.float32)
    z = ((-b + np.sqrt(np.maximum(inside, 0))) / q[2][2]).astype(np.float32)
    nx, ny, nz = (q[i][0] * x + q[i][1] * y + q[i][2] * z for i in range(3))
    length = np.sqrt(nx * nx + ny * ny + nz * nz) + 1e-9
    mean = float(np.prod(r.radii)) ** (1 / 3)
    cover = np.clip(inside / q[2][2] ** 0.5 * mean**2 / 2 * scale + 0.5, 0, 1).astype(np.float32)
    shade = np.full_like(cover, r.shade)
    if r.lined:  # the cross of a drawn head: it tells where the head looks
        own = [v[0][i] * x + v[1][i] * y + v[2][i] * z for i in range(3)]
        width = max(0.0016, 0.8 / scale)
        front = own[2] < 0
        line = np.maximum(np.exp(-((own[0] / width) ** 2)), np.exp(-(((own[1] - 0.02 * r.radii[1]) / width) ** 2)))
        shade = shade * (1 - 0.34 * np.where(front, line, 0)).astype(np.float32)
    return nx / length, ny / length, np.maximum(nz / length, 0), z + a[2], cover, shade


def lit_patch(normals: tuple[Array, ...], axes: NDArray[np.float64], lit: Lit) -> Image.Image:
    """A patch under the light of a moment: key from its side, cool fill from above, a rim on the side of the lamp."""
    nx, ny, nz, shade, glow, cover = normals
    lx, ly, lz = (float(n) for n in axes @ np.array(lit.towards))
    ux, uy, uz = (float(n) for n in axes @ np.array([0.0, 1.0, 0.0]))
    key = np.clip((nx * lx + ny * ly + nz * lz + 0.10) / 1.10, 0, 1)
    rim = (1 - np.clip(nz, 0, 1)) ** 3 * np.clip(nx * lx + ny * ly + 0.25, 0, 1)
    fill = 0.034 + 0.028 * (nx * ux + ny * uy + nz * uz)
    linear = np.empty((*shade.shape, 3), np.float32)
    for c in range(3):
        light = (1.05 * key + 0.70 * rim) * (lit.level * lit.colour[c]) + fill * COOL_FILL[c]
        value = shade * light + glow * 0.8 * _LAMP_GLOW[c]
        linear[..., c] = value / (1 + 0.35 * value)
    rgba = np.empty((*shade.shape, 4), np.uint8)
    rgba[..., :3] = codes(linear)
    rgba[..., 3] = (cover * 255 + 0.5).astype(np.uint8)
    return Image.fromarray(rgba).convert("RGBa")  # premultiplied: resized as it is, without a dark edge


def place(picture: Image.Image, patch: Patch, cx: float, cy: float, scale: float) -> None:
    """Pastes a patch so that its focus stands at (cx, cy), exact to a fraction of a pixel."""
    x0, y0 = max(0, math.floor(cx + patch.left * scale)), max(0, math.floor(cy - patch.top * scale))
    x1 = min(picture.width, math.ceil(cx + patch.right * scale))
    y1 = min(picture.height, math.ceil(cy - patch.bottom * scale))
    w, h = patch.picture.size
    ratio = patch.scale / scale

    def source(x: float, y: float) -> tuple[float, float]:
        return ((x - cx) / scale - patch.left) * patch.scale, (patch.top - (cy - y) / scale) * patch.scale

    sx0, sy0 = source(x0, y0)
    sx1, sy1 = source(x1, y1)
    while sx0 < 0:
        x0, sx0 = x0 + 1, sx0 + ratio
    while sy0 < 0:
        y0, sy0 = y0 + 1, sy0 + ratio
    while sx1 > w:
        x1, sx1 = x1 - 1, sx1 - ratio
    while sy1 > h:
        y1, sy1 = y1 - 1, sy1 - ratio
    if x1 - x0 < 1 or y1 - y0 < 1:
        return
    resized = patch.picture.resize((x1 - x0, y1 - y0), Image.Resampling.BILINEAR, box=(sx0, sy0, sx1, sy1)).convert(
        "RGBA"
    )
    picture.paste(resized, (x0, y0), resized)
