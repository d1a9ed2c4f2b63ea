"""What a prompt says, by area of the craft: present, missing, contradictory. Never a score."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from ..looks import table_html
from ..shot import Shot
from .findings import Finding
from .flaw import quoted


@dataclass(frozen=True, slots=True)
class Area:
    """One area of the craft. contradictory are the messages of findings that speak of it, with their codes."""

    name: str
    present: tuple[str, ...]
    missing: tuple[str, ...]
    contradictory: tuple[str, ...]


class Rubric(tuple[Area, ...]):
    """The areas in the order of a production sheet. Shows itself as a table, prints as text."""

    __slots__ = ()

    def __str__(self) -> str:
        out = []
        for area in self:
            out.append(area.name)
            for title in ("present", "missing", "contradictory"):
                out += [f"  {title}: {words}" for words in getattr(area, title)]
        return "\n".join(out)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = []
        for area in self:
            cells = ("<br>".join(map(escape, cell)) for cell in (area.present, area.missing, area.contradictory))
            rows.append((f"<b>{area.name}</b>", *cells))
        header = ("area", "present", "missing", "contradictory")
        return table_html(header, rows, "what the prompt says, by area of the craft")


Said = Iterable[tuple[str, str]]
"""(what it is, what the prompt says of it, or "" where it says nothing)."""


def _listed(values: Iterable[object], most: int = 4) -> str:
    found = [str(v) for v in values]
    return ", ".join(found[:most]) + (" ..." if len(found) > most else "")


def _time(shot: Shot) -> Said:
    yield "length", "" if shot.seconds is None else f"{shot.seconds:g} s ({shot.seconds_from})"
    timed = [b for b in shot.beats if b.start is not None and b.end is not None]
    yield "timed beats", _listed(f"{b.start:g}-{b.end:g} s" for b in timed)


def _camera(shot: Shot) -> Said:
    yield "framing", _listed(s.replace("_", " ") for s in shot.sizes)
    yield "angle", _listed(a.replace("_", " ") for a in shot.angles)
    yield "movement", _listed(dict.fromkeys(m.kind.replace("_", " ") for m in shot.moves))


def _optics(shot: Shot) -> Said:
    yield "lens", _listed(f"{mm:g} mm" for mm in shot.lenses_mm)
    yield "aperture", _listed(f"f/{n:g}" for n in shot.f_stops)


def _light(shot: Shot) -> Said:
    yield "source", _listed(dict.fromkeys(x.source.replace("_", " ") for x in shot.lights if x.source))
    yield "side", _listed(dict.fromkeys(x.side for x in shot.lights if x.side))
    yield "quality", _listed(dict.fromkeys(x.quality for x in shot.lights if x.quality))
    yield "colour temperature", _listed(f"{k:g} K" for k in shot.kelvins)


def _palette(shot: Shot) -> Said:
    yield "palette", _listed(shot.palette, 6)


def _sound(shot: Shot) -> Said:
    yield "timed cues", _listed(f"{quoted(c.sound, 24)} {c.start:g} s" for c in shot.cues if c.start is not None)
    beds = (c for c in shot.cues if c.start is None or (c.end is not None and c.end - c.start > 1.5))
    yield "beds", _listed(quoted(c.sound, 24) for c in beds)


def _speech(shot: Shot) -> Said:
    yield "spoken lines", _listed(f"{x.speaker or 'nobody'}: {quoted(x.words, 24)}" for x in shot.lines)


def _wording(shot: Shot) -> Said:
    yield "words", f"{len(shot.words.split())}"
    yield "exclusions", _listed(e.what for e in shot.exclusions)


def _staging(shot: Shot) -> Said:
    yield "people", _listed(f"{p.count} {p.noun}" for p in shot.people)
    yield "actions", _listed((quoted(b.action, 32) for b in shot.beats if b.action), 3)


def _rights(shot: Shot) -> Said:
    yield "text in the picture", _listed(quoted(w.words, 24) for w in shot.on_screen)


_AREAS: tuple[tuple[str, str, Callable[[Shot], Said]], ...] = (
    ("time", "T", _time),
    ("camera", "C", _camera),
    ("optics", "L", _optics),
    ("light", "G", _light),
    ("palette", "P", _palette),
    ("sound", "A01 A03 A04 A05 A06 A07 A08", _sound),
    ("speech", "A02 A09 A10 A11 W09", _speech),
    ("wording", "W01 W02 W03 W04 W05 W06 W07 W08 F", _wording),
    ("staging", "S", _staging),
    ("rights", "R", _rights),
)
"""Name of the area, codes of the rules that speak of it (or their beginnings), and what the shot says."""

_OPTIONAL = frozenset(
    {"exclusions", "spoken lines", "text in the picture", "people", "aperture", "beds", "colour temperature", "angle"}
)
"""What a good prompt may well do without."""


def rubric_of(shot: Shot, findings: Iterable[Finding]) -> Rubric:
    """The areas of a shot, with the findings that speak of each."""
    grave = [f for f in findings if f.severity != "info"]
    areas = []
    for name, codes, said in _AREAS:
        stated = list(said(shot))
        own = [f for f in grave if f.code.startswith(tuple(codes.split()))]
        areas.append(
            Area(
                name,
                tuple(f"{what}: {words}" for what, words in stated if words),
                tuple(what for what, words in stated if not words and what not in _OPTIONAL),
                tuple(f"{f.code} {f.message}" for f in own),
            )
        )
    return Rubric(areas)
