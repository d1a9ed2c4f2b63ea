"""Light and colour: the lights described, the windows of the grade, the palette."""

from __future__ import annotations

import re
from bisect import bisect_left

from ..shot import Grade, Light, Places, Span
from .layout import Block
from .lexicon import Hit
from .optics import Number
from .page import NO_WINDOW, Page, Window
from .quantities import Quantity
from .scope import sentences

_LIT = re.compile(
    r"light|lit(?![a-z])|lamp|sun|glow|key|rim|fill|shadow|candle|neon|illuminat|kelvin|光|灯|luz|lumière|licht"
)
_MUTE = frozenset({"sound", "dialogue", "negative", "settings", "palette", "screen"})
_PLACE_SEPARATOR = re.compile(r"[,;|、/•]| and (?=\w+(?: \w+){0,2}\s*$)|\.(?=\s|$)")


def read_kelvins(page: Page) -> tuple[Number, ...]:
    """Colour temperatures [K]; 4K and 8K are sizes of a picture."""
    out: list[Number] = []
    for found in page.quantities:
        if found.unit == "k":
            out.extend(Number(value, where) for value, where in _values(found) if 1000 <= value <= 20000)
    return tuple(out)


def _values(found: Quantity) -> list[tuple[float, Span]]:
    values = [(found.a, found.first)]
    if found.b is not None and found.last is not None:
        values.append((found.b, found.last))
    return values


def read_lights(page: Page, kelvins: tuple[Number, ...]) -> tuple[Light, ...]:
    """The lights that are described, each once: a second sentence about the same source adds to the first."""
    drafts: list[Light] = []
    for block in page.layout.blocks:
        if block.track in _MUTE or block.track == "grade":
            continue
        for low, high in sentences(page.flat, block.start, block.end):
            light = _light(page, block, low, high, kelvins)
            if light is not None:
                _merge(drafts, light)
    return tuple(drafts)


def _first(page: Page, table: str, low: int, high: int) -> Hit | None:
    hits = page.hits_in(table, low, high)
    return next((hit for hit in hits if hit.strength == "plain" and not page.is_denied(hit)), None)


def _within(numbers: tuple[Number, ...], low: int, high: int) -> tuple[Number, ...]:
    """Those numbers of the text's order that stand between two offsets."""
    first, after = (bisect_left(numbers, at, key=lambda number: number.where.start) for at in (low, high))
    return numbers[first:after]


def _light(page: Page, block: Block, low: int, high: int, kelvins: tuple[Number, ...]) -> Light | None:
    source = _first(page, "source", low, high)
    if source is None and block.track != "light" and not page.quantities_in("k", low, high):
        return None
    kelvin = next(iter(_within(kelvins, low, high)), None)
    if source is None and kelvin is None and block.track != "light":
        return None
    if block.track != "light" and not _LIT.search(page.flat, low, high):
        return None
    side = _first(page, "side", low, high)
    angle = next(iter(page.quantities_in("deg", low, high)), None)
    if source is None and side is None and kelvin is None:
        return None
    if block.track != "light" and kelvin is None and side is None:
        return None
    quality = _first(page, "quality", low, high)
    places: Places = ()
    for name, where in (("source", source), ("side", side), ("quality", quality)):
        if where is not None:
            places += ((name, Span(where.start, where.end)),)
    if kelvin is not None:
        places += (("kelvin", kelvin.where),)
    if angle is not None:
        places += (("angle_deg", angle.first),)
    window = page.window(block) if block.group >= 0 else NO_WINDOW
    start = low + len(page.flat[low:high]) - len(page.flat[low:high].lstrip(" \n-*"))
    return Light(
        window.start, window.end, source.id if source else "", side.id if side else "", angle.a if angle else None,
        kelvin.value if kelvin else None, Span(start, high), quality.id if quality else "", places,
    )  # fmt: skip


def _merge(drafts: list[Light], light: Light) -> None:
    for index, other in enumerate(drafts[:16]):
        same_time = (other.start, other.end) == (light.start, light.end)
        agree = (not light.source or not other.source or light.source == other.source) and (
            not light.side or not other.side or light.side == other.side
        )
        if same_time and agree and (light.source == other.source or not light.source or light.kelvin is None):
            known = dict(other.places)
            drafts[index] = Light(
                other.start, other.end, other.source or light.source, other.side or light.side,
                other.angle_deg if other.angle_deg is not None else light.angle_deg,
                other.kelvin if other.kelvin is not None else light.kelvin,
                other.where, other.quality or light.quality,
                other.places + tuple(place for place in light.places if place[0] not in known),
            )  # fmt: skip
            return
    drafts.append(light)


# ── grade ──


def read_grades(page: Page, kelvins: tuple[Number, ...]) -> tuple[Grade, ...]:
    """Windows of the grade, and a grade without a time if there are none."""
    groups = [(index, group) for index, group in enumerate(page.layout.groups) if group.track == "grade"]
    out = []
    for index, group in groups:
        blocks = [page.layout.blocks[i] for i in group.blocks]
        low, high = blocks[0].start, max(block.end for block in blocks)
        out.append(
            _grade(
                page,
                page.group_windows[index],
                group.mark.where.end,
                blocks[0].end,
                Span(low, high),
                kelvins,
                group.mark.first,
                group.mark.last,
            )
        )
    if out:
        return tuple(out)
    for block in page.layout.blocks:
        if block.track == "grade" and block.own == "grade" and block.body < block.end:
            out.append(
                _grade(page, NO_WINDOW, block.body, block.end, Span(block.start, block.end), kelvins, None, None)
            )
    return tuple(out)


def _grade(
    page: Page,
    window: Window,
    low: int,
    high: int,
    where: Span,
    kelvins: tuple[Number, ...],
    first: Span | None,
    last: Span | None,
) -> Grade:
    words = page.flat[low:high]
    left, right = len(words) - len(words.lstrip(" *_:—-|)]\n")), len(words.rstrip(" \n*_:"))
    look = Span(low + left, low + max(left, right))
    kelvin = next(iter(_within(kelvins, *where)), None)
    places: Places = ()
    for name, place in (
        ("start", first),
        ("end", last),
        ("look", look if look.end > look.start else None),
        ("kelvin", kelvin.where if kelvin else None),
    ):
        if place is not None:
            places += ((name, place),)
    stop = where.start + len(page.text[where.start : where.end].rstrip())
    return Grade(
        window.start, window.end, kelvin.value if kelvin else None, look.of(page.text), Span(where.start, stop), places
    )


# ── palette ──


def read_palette(page: Page) -> tuple[tuple[str, ...], Span | None]:
    """The anchors of the palette, in the prompt's words, and where the list stands."""
    blocks = [block for block in page.layout.blocks if block.track == "palette" and block.end > block.body]
    anchors: list[str] = []
    where: Span | None = None
    for block in blocks:
        told = page.text[block.body : block.end]
        left, right = len(told) - len(told.lstrip(" *_-")), len(told.rstrip(" \n*_."))
        span = Span(block.body + left, block.body + right)
        if span.end <= span.start:
            continue
        where = where or span
        named = block.own is None and block.label is not None
        words = (
            [page.text[block.label.start : block.label.end]]
            if named and block.label
            else _PLACE_SEPARATOR.split(span.of(page.text))
        )
        anchors += [word.strip(" \n*_-\"'") for word in words if word and word.strip(" \n*_-\"'")]
    return tuple(anchors), where
