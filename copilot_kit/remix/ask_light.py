"""Instructions about light and colour."""

from __future__ import annotations

import re

from ..shot import Shot, Span
from .asking import (
    Answer,
    Rule,
    control_like,
    next_step,
    registrar,
)
from .change import Diff
from .edits import rewrite
from .setting import set_control
from .sides import kind_of

RULES: list[Rule] = []
rule = registrar(RULES)

_KELVINS = (2000, 2700, 3200, 4000, 4800, 5600, 6500, 8000)


@rule(
    r"(?P<near>.*?)(?P<v>\d{4,5}) ?(?:k\b|kelvin)(?:.*?(?:instead of|rather than|not) (?P<old>\d+).*)?",
    "light at 4000 K",
)
def _kelvin(shot: Shot, m: re.Match[str]) -> Answer:
    if not any(kind_of(c.path).endswith("kelvin") for c in shot.controls) and not m["old"]:
        return _light_added(shot, f"{m['v']} K")
    near = re.sub(r"\b(?:light|is|at|to|make|set|colou?r|temperature)\b", " ", m["near"])
    return set_control(shot, control_like(shot, "kelvin", m["old"], near).path, float(m["v"]))


def _light_added(shot: Shot, said: str) -> Diff:
    places = [p for light in shot.lights for name in ("source", "quality", "side") if (p := light.place(name))]
    at = places[0].end if places else shot.prompt.start + len(shot.words.rstrip())
    return rewrite(shot, [(Span(at, at), f", {said}" if places else f"\nLight: {said}.")])


@rule(
    r"^(?:make |a |the )*(?P<near>.*?) ?(?:is |a bit |much |a little )*(?P<way>warmer|cooler|colder|bluer)(?: light)?$",
    "warmer light",
)
def _warmer(shot: Shot, m: re.Match[str]) -> Answer:
    near = re.sub(r"\b(?:light|it|colou?r|make|the)\b", " ", m["near"])
    control = control_like(shot, "kelvin", None, near)
    return set_control(shot, control.path, next_step(_KELVINS, float(control.value), m["way"].lower() != "warmer"))


@rule(
    r"\b(?:light|key|window|lamp|sun)\b.*?\bfrom (?:the |camera )*(?P<v>left|right|behind|above|front|below)\b",
    "light from camera right",
)
def _light_side(shot: Shot, m: re.Match[str]) -> Answer:
    if not any(kind_of(c.path) == "light.side" for c in shot.controls):
        return _light_added(shot, f"from camera {m['v']}" if m["v"] in {"left", "right"} else f"from {m['v']}")
    control = control_like(shot, "light.side", None, m.string)
    camera = "camera" in control.where.of(shot.text).lower() and m["v"] in {"left", "right"}
    return set_control(shot, control.path, f"camera {m['v']}" if camera else m["v"])


@rule(r"^(?:the )?palette(?: is| to|:| of)* (?P<v>[^;]+)$", "palette: brass, walnut, chalk white")
def _palette(shot: Shot, m: re.Match[str]) -> Answer:
    if " instead of " in m["v"]:
        return None
    return set_control(shot, control_like(shot, "palette").path, m["v"])
