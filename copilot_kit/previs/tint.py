"""The quiet colours of the page; those of the lanes come from `looks`."""

from __future__ import annotations

from functools import lru_cache

GROUND = "#0b0d10"
PANEL = "#12161b"
RULE = "#2a313a"
INK = "#eef0f3"
SOFT = "#c9cfd7"
SUB = "#98a2ae"
DIM = "#6c7682"


@lru_cache(maxsize=256)
def rgb(colour: str) -> tuple[int, int, int]:
    """#rrggbb as three numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=256)
def mixed(a: str, b: str, share: float) -> str:
    """The colour a with a share of b in it."""
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(rgb(a), rgb(b), strict=True))
