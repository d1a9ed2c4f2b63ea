"""Lenses and stops: focal lengths and apertures as numbers, told from film gauges and the sizes of things."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..shot import Span
from .page import Page

_GAUGE_AFTER = re.compile(
    r"[ -]*(?:\w+[ -]){0,2}?(?:film|stock|grain|photochemical|emulation|negative|print|imax|celluloid|scan|projector"
    r"|look|footage|kodak|black[ -]and|胶片|フィルム|película)"
)
_GAUGE_BEFORE = re.compile(r"(?:super|imax|simulated|emulating|kodak|film|shot on|filmed on|stock)[ -]*(?:\w+ )?$")
_LENS_NEAR = re.compile(
    r"lens|prime|zoom|glass|fisheye|focal|equivalent|telephoto|wide[- ]angle|macro|anamorphic|spherical|f/|[ (,]t\d"
    r"|レンズ|镜头|焦段|焦距|objetivo|optic|depth of field|bokeh|objectif|objektiv|mm f"
)
_NOT_LENS = re.compile(
    r" ?(?:of|thick|wide|gap|caliber|calibre|bullet|round|shell|long|tall|cannon|gun|ammo|deep|tape|pistol|from"
    r"|above|below|clearance|nail|screw)(?![a-z-])"
)
_GAUGES = frozenset({8.0, 9.5, 16.0, 35.0, 65.0, 70.0})
_STOPS = frozenset(
    map(
        float,
        "0.95 1 1.2 1.3 1.4 1.5 1.7 1.8 1.9 2 2.1 2.2 2.3 2.4 2.5 2.8 2.9 3.2 3.5 4 4.5 5 5.6 6.3"
        " 7.1 8 9 10 11 13 14 16 18 20 22 32 45 64".split(),
    )
)


class Number(NamedTuple):
    """A stated value and the characters of its number."""

    value: float
    where: Span


def read_lenses(page: Page) -> tuple[Number, ...]:
    """Focal lengths [mm]; a film gauge or the size of a thing is none."""
    out = []
    for found in page.quantities:
        if found.unit == "mm" and _is_lens(page.flat, found.start, found.end, found.a):
            out.append(Number(found.a, found.first))
            if found.b is not None and found.last is not None:
                out.append(Number(found.b, found.last))
    return tuple(out)


def _is_lens(flat: str, start: int, end: int, value: float) -> bool:
    if not 3 <= value <= 2000 or _NOT_LENS.match(flat, end):
        return False
    line = max(flat.rfind("\n", max(0, start - 64), start) + 1, start - 64)
    before = flat[line:start]
    if value in _GAUGES and (_GAUGE_AFTER.match(flat, end) or _GAUGE_BEFORE.search(before)):
        return False
    near = before[-48:] + flat[end : end + 40].partition("\n")[0]
    told = _LENS_NEAR.search(near) is not None
    return (
        told if value in _GAUGES or value < 10 else told or _LENS_FIELD.search(before) is not None or 10 <= value <= 800
    )


_LENS_FIELD = re.compile(r"(?:lens|lenses|optics|focal length|镜头|レンズ)[^\n]*$")


def read_stops(page: Page) -> tuple[Number, ...]:
    """Apertures (f/2.8, T2), as numbers."""
    out = []
    for found in page.quantities:
        if found.unit != "f" or found.a not in _STOPS:
            continue
        sign = page.flat[found.start : found.first.start]
        near = page.flat[max(0, found.start - 40) : found.end + 24]
        if (
            "/" in sign
            or _LENS_NEAR.search(near)
            or "aperture" in near
            or "mm" in near
            or "iris" in near
            or "stop" in near
        ):
            out.append(Number(found.a, found.first))
    return tuple(out)
