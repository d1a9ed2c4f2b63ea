"""Controls: every statement that a director could change, with its path, value, unit and place.

A control's span covers the characters that state its value and nothing else: digits without their unit, words without
their label. So an edit replaces them and the notation around them stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..shot import Control, Placed, Shot, Span
from .camera import Mention
from .optics import Number
from .quantities import NUMBER_WORDS

_UNITS = {
    "start": "s",
    "end": "s",
    "at": "s",
    "length": "s",
    "lufs": "LUFS",
    "hz": "Hz",
    "kelvin": "K",
    "angle_deg": "deg",
}
_ITEMS = (
    ("beats", ("start", "end", "label", "action", "camera")),
    ("cues", ("start", "end", "sound", "lufs", "hz")),
    ("moves", ("start", "end", "length", "kind")),
    ("grades", ("start", "end", "kelvin", "look")),
    ("events", ("at",)),
    ("lines", ("start", "end", "speaker", "words")),
    ("on_screen", ("words",)),
    ("people", ("count",)),
)


class _Sheet:
    """Controls by path; a place belongs to the first that claims it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.controls: list[Control] = []
        self._taken: set[Span] = set()

    def add(self, path: str, value: object, unit: str, where: Span) -> None:
        """Add a control unless its place already has one; a value that is only in the text is read there."""
        if where.end <= where.start or where in self._taken:
            return
        self._taken.add(where)
        kept = value if isinstance(value, float | int | str) else _number(where.of(self.text), 0.0)
        self.controls.append(Control(path, kept, unit, where))

    def add_each(self, path: str, numbers: Iterable[Number], unit: str) -> None:
        """Add numbers under one path: the first plain, the next with [1], [2] ..."""
        free = [number for number in numbers if number.where not in self._taken]
        for index, number in enumerate(free):
            self.add(_nth(path, index), number.value, unit, number.where)


def _nth(path: str, index: int) -> str:
    return path if index == 0 else f"{path}[{index}]"


def read_controls(
    shot: Shot,
    length: Span | None,
    lenses: tuple[Number, ...],
    stops: tuple[Number, ...],
    kelvins: tuple[Number, ...],
    sizes: tuple[Mention, ...],
    angles: tuple[Mention, ...],
    palette: Span | None,
) -> tuple[Control, ...]:
    """All controls of a shot, in the order of the text."""
    sheet = _Sheet(shot.text)
    for index, setting in enumerate(shot.settings):
        first = all(other.name != setting.name for other in shot.settings[:index])
        sheet.add(f"settings.{setting.name}" + ("" if first else f"[{index}]"), setting.value, "", setting.where)
    if length is not None and shot.seconds is not None and shot.seconds_from in ("stated", "settings"):
        sheet.add("seconds", _number(length.of(shot.text), shot.seconds), "s", length)
    for name, fields in _ITEMS:
        for index, item in enumerate(getattr(shot, name)):
            for path, value, unit, where in _fields(item, fields, f"{name}[{index}]"):
                sheet.add(path, value, unit, where)
    sheet.add_each("camera.lens_mm", lenses, "mm")
    sheet.add_each("camera.f_stop", stops, "f")
    for path, found in (("camera.size", sizes), ("camera.angle", angles)):
        for index, mention in enumerate(found):
            sheet.add(_nth(path, index), mention.id, "", mention.where)
    sheet.add_each("light.kelvin", kelvins, "K")
    for field in ("side", "angle_deg", "source", "quality"):
        told = [(getattr(light, field), place) for light in shot.lights if (place := light.place(field)) is not None]
        for index, (value, place) in enumerate(told):
            sheet.add(_nth(f"light.{field}", index), value, _UNITS.get(field, ""), place)
    if palette is not None:
        sheet.add("palette", palette.of(shot.text), "", palette)
    return tuple(sorted(sheet.controls, key=lambda control: (control.where.start, -control.where.end, control.path)))


def _fields(item: Placed, fields: tuple[str, ...], path: str) -> Iterator[tuple[str, object, str, Span]]:
    for name, where in item.places:  # type: ignore[attr-defined]
        plain = name.partition("[")[0]
        if plain in fields:
            yield f"{path}.{name}", getattr(item, plain, None), _UNITS.get(plain, ""), where


def _number(words: str, fallback: float) -> float:
    try:
        return float(words)
    except ValueError:
        return NUMBER_WORDS.get(words.lower(), fallback)
