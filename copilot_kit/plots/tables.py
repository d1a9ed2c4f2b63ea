"""What is drawn of a shot, as tables and in words."""

from __future__ import annotations

import re
from math import isnan, nan
from typing import TYPE_CHECKING, Any
from unicodedata import category

from ..shot import Shot, Span

if TYPE_CHECKING:
    import pandas as pd

LANES = ("beats", "camera", "light", "events", "speech", "sound")
LANE_COLUMNS = ["lane", "start", "end", "label", "detail", "value", "unit", "derived", "where"]


def controls_table(shot: Shot) -> pd.DataFrame:
    """One row for each control: path (index), value, unit, the words that state it, and where they stand."""
    import pandas as pd

    rows = [(c.path, c.value, c.unit, c.where.of(shot.text), c.where.start, c.where.end) for c in shot.controls]
    frame = pd.DataFrame(rows, columns=["path", "value", "unit", "words", "start", "end"])
    return frame.astype({"value": object}).set_index("path")


def lanes(shot: Shot) -> pd.DataFrame:
    """What a timeline draws, one row for each bar or mark, in the order of the lanes.

    Columns: lane (beats, camera, light, events, speech, sound), start and end [s] (end NaN: an instant; start NaN: no
    time is stated), label, detail, value and unit (K, LUFS, words/s), derived (the time was worked
    out), where (the Span of text it comes from).
    """
    import pandas as pd

    rows: list[tuple[Any, ...]] = []

    def add(
        lane: str, start: float | None, end: float | None, label: str, where: Span, detail: str = "",
        value: float | None = None, unit: str = "", derived: bool = False,
    ) -> None:  # fmt: skip
        rows.append((lane, nan if start is None else start, nan if end is None else end, _plain(label), _plain(detail),
                     nan if value is None else value, unit if value is not None else "", derived, where))  # fmt: skip

    for number, b in enumerate(shot.beats, 1):
        add("beats", b.start, b.end, b.label or f"beat {number}", b.where, b.action, derived=b.derived)
    for m in shot.moves:
        words = " ".join(w for w in (m.speed, m.kind.replace("_", " "), m.direction) if w)
        add("camera", m.start, m.end, words, m.where, derived=m.derived)
    for g in shot.grades:
        add("light", g.start, g.end, g.look, g.where, value=g.kelvin, unit="K")
    if not shot.grades:
        for light in shot.lights:
            known = (light.source.replace("_", " "), light.quality, f"from {light.side}" if light.side else "")
            words = ", ".join(filter(None, known)) if light.source else _said(light.where.of(shot.text))
            add("light", 0.0 if light.start is None else light.start, shot.seconds if light.end is None else light.end,
                words, light.where, value=light.kelvin, unit="K", derived=light.start is None)  # fmt: skip
    for e in shot.events:
        add("events", e.at, None, e.text, e.where, derived=e.derived)
    for line in shot.lines:
        room = None if line.start is None or line.end is None else line.end - line.start
        pace = len(line.words.split()) / room if room else None
        add("speech", line.start, line.end, f"{line.speaker}: {line.words}" if line.speaker else line.words, line.where,
            value=pace, unit="words/s", derived=line.derived)  # fmt: skip
    for c in shot.cues:
        pitch = "" if c.hz is None else f"{c.hz:g} Hz"
        add("sound", c.start, c.end, c.sound, c.where, detail=pitch, value=c.lufs, unit="LUFS", derived=c.derived)
    return pd.DataFrame(rows, columns=LANE_COLUMNS).astype(
        {
            "lane": "str",
            "start": "float64",
            "end": "float64",
            "label": "str",
            "detail": "str",
            "value": "float64",
            "unit": "str",
            "derived": "bool",
        }
    )


def _said(words: str) -> str:
    """The words behind the window that a line opens with: `0.00–4.20s: a lamp` says a lamp."""
    return re.sub(r"^[\s*•-]*\d[\d.,:\s]*s?\s*(?:[-–—]|to)\s*\d[\d.,:\s]*(?:s|seconds)?\s*[:—–-]\s*", "", words)


def _plain(words: str) -> str:
    """The words on one line, without what no font can draw (control characters, half surrogates)."""
    return " ".join("".join(c if category(c) not in ("Cc", "Cs") else " " for c in words).split())


def describe(shot: Shot, frame: pd.DataFrame | None = None) -> str:
    """The timeline in words, lane by lane."""
    frame = lanes(shot) if frame is None else frame
    length = "Length unknown" if shot.seconds is None else f"{shot.seconds:g} s ({shot.seconds_from})"
    parts = [f"Timeline. {length}."]
    for lane in LANES:
        items = []
        for row in frame[frame["lane"] == lane].itertuples():
            when = (
                "no time"
                if isnan(row.start)
                else f"{row.start:g} s"
                if isnan(row.end)
                else f"{row.start:g}-{row.end:g} s"
            )
            level = (
                ""
                if isnan(row.value)
                else f", {row.value:.3g} {row.unit}"
                if lane == "speech"
                else f", {row.value:g} {row.unit}"
            )
            pitch = f", {row.detail}" if lane == "sound" and row.detail else ""
            items.append(f"{when}: {cut(row.label, 60)}{level}{pitch}")
        if items:
            parts.append(f"{lane.capitalize()}: " + "; ".join(items) + ".")
    return "\n".join(parts)


def cut(words: str, most: int) -> str:
    """The words, cut to so many characters at the most."""
    return words if len(words) <= most else words[: max(1, most - 1)].rstrip(" ,;—-") + "…"
