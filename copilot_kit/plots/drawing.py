"""The timeline of a shot: beats, camera, light, events, speech and sound in lanes over one time axis.

Placing labels is done on estimated text widths before anything is drawn, so that a label never collides with its
neighbour or leaves the axes.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from ..looks import LOOKS
from ..shot import Shot
from .chart import INK, Chart, Lanes, Style, families
from .tables import LANES, cut, describe, lanes

if TYPE_CHECKING:
    import pandas as pd

# heights of the lanes, in rows of text
_ROW = 1.0
_BEATS = 2.2
_WIDTH_IN = 10.0
_POINT = 8.5


def timeline(shot: Shot, ax: Axes | None = None, style: Style | None = None) -> Axes:
    """Beats, camera, light, events, speech and sound of a shot in lanes over one time axis [s].

    Parameters
    ----------
    ax : Axes to draw on; a figure of its own if None
    style : "light", "dark", "print", or None: as the reader's theme has it

    Times that were worked out are hatched. What has no time stands below the axis.
    """
    frame = lanes(shot)
    words = describe(shot, frame)
    seconds = _length(shot, frame)
    rows = _pack(frame, seconds)
    if ax is not None:
        _draw(ax, frame, rows, seconds, style or "light")
        return ax
    untimed = _untimed(frame)
    height = 0.9 + 0.34 * sum(rows.heights.values()) + (0.24 if untimed else 0)
    chart = Chart(figsize=(_WIDTH_IN, height))
    FigureCanvasAgg(chart)

    def draw(figure: Figure, look: Style) -> Axes:
        figure.set_facecolor(INK[look][1])
        width, tall = figure.get_size_inches()
        below = (0.62 + (0.24 if untimed else 0)) / tall
        axes = figure.add_axes((0.085, below, 0.9, 1 - below - 0.18 / tall), axes_class=Lanes)
        _draw(axes, frame, rows, seconds, look)
        if untimed:
            most = int((width - 0.3) / (_POINT * 0.5 / 72))
            figure.text(
                0.012,
                0.07 / tall,
                cut(untimed, most),
                fontsize=_POINT,
                color=INK[look][0],
                alpha=0.8,
                parse_math=False,
            )
        return axes

    chart.redraw, chart.words, chart.fixed = draw, words, style
    axes = draw(chart, style or "light")
    axes.words = words  # type: ignore[attr-defined]
    return axes


def _length(shot: Shot, frame: pd.DataFrame) -> float:
    """How far the axis reaches [s]: the clip, or what lies beyond its end."""
    ends = [shot.seconds or 0.0, *frame["end"].dropna(), *frame["start"].dropna()]
    return max(ends) or 1.0


class _Rows:
    """Which row of its lane each bar or mark stands in, and how high the lanes are."""

    def __init__(self) -> None:
        self.row: dict[int, int] = {}
        self.heights: dict[str, float] = {}


def _seconds_of(words: str, seconds: float) -> float:
    """Estimated width of a label on the axis [s]; a wide (CJK) character counts double."""
    points = sum(1.0 if ord(c) >= 0x2E80 else 0.55 for c in words) * _POINT
    return points / 72 / (_WIDTH_IN * 0.9) * seconds


def _pack(frame: pd.DataFrame, seconds: float) -> _Rows:
    """Puts what would overlap into rows below one another, first come first served."""
    found = _Rows()
    for lane in LANES:
        timed = frame[(frame["lane"] == lane) & frame["start"].notna()]
        if timed.empty:
            continue
        free: list[float] = []
        for row in timed.sort_values(["start", "end"], na_position="first").itertuples():
            if lane in ("beats", "camera", "light"):
                reach = row.end if not isnan(row.end) else row.start + seconds * 0.01
            else:
                label = _seconds_of(_label(row), seconds) + seconds * 0.025
                reach = max(row.start + min(label, seconds * 0.42), row.end if not isnan(row.end) else 0.0)
            place = next((i for i, until in enumerate(free) if until <= _begin(row, seconds, lane) + 1e-6), len(free))
            free[place : place + 1] = [reach]
            found.row[row.Index] = place
        found.heights[lane] = len(free) * (_BEATS if lane == "beats" else _ROW)
    return found


def _begin(row: Any, seconds: float, lane: str) -> float:
    """Where a bar or a mark with its label begins on the axis; late labels stand left of their mark."""
    if lane in ("beats", "camera", "light") or not isnan(row.end):
        return row.start
    return (
        row.start - min(_seconds_of(_label(row), seconds) + seconds * 0.02, seconds * 0.42)
        if _leftward(row, seconds)
        else row.start
    )


def _leftward(row: Any, seconds: float) -> bool:
    return row.start > seconds * 0.62


def _label(row: Any) -> str:
    """The words on a mark or bar: label, level, pitch; nothing twice."""
    value = (
        ""
        if isnan(row.value)
        else f"{row.value:.2g} {row.unit}"
        if row.unit == "words/s"
        else f"{row.value:g} {row.unit}"
    )
    pitch = row.detail if row.lane == "sound" else ""
    said = row.label.replace(" ", "")
    extra = [x for x in (value, pitch) if x and x.replace(" ", "") not in said]
    return cut(row.label, 44) + (f"  {' · '.join(extra)}" if extra else "")


def _fit(words: str, room: float, seconds: float) -> str:
    """The words cut to the room that there is on the axis [s]."""
    if _seconds_of(words, seconds) <= room:
        return words
    keep = len(words)
    while keep > 1 and _seconds_of(words[:keep] + "…", seconds) > room:
        keep -= max(1, keep // 12)
    return cut(words, keep) if keep > 1 else ""


def _wrap(words: str, room: float, seconds: float, lines: int) -> str:
    """The words in at most so many lines, each within the room [s]."""
    out: list[str] = []
    rest = words.split()
    while rest and len(out) < lines:
        line = rest.pop(0)
        last = len(out) == lines - 1
        while rest and (_seconds_of(f"{line} {rest[0]}", seconds) <= room):
            line += " " + rest.pop(0)
        out.append(_fit(f"{line} …" if last and rest else line, room, seconds))
    return "\n".join(out)


def _kelvin_tint(kelvin: float) -> tuple[float, float, float]:
    """A pale tint for a colour temperature [K]: amber below 4000, neutral near 5500, blue above."""
    warm, white, cool = (0.93, 0.66, 0.30), (0.86, 0.86, 0.82), (0.45, 0.66, 0.93)
    share = min(1.0, abs(kelvin - 5500) / (2500 if kelvin < 5500 else 2000))
    end = warm if kelvin < 5500 else cool
    return tuple(w + (e - w) * share for w, e in zip(white, end, strict=True))  # type: ignore[return-value]


def _draw(ax: Axes, frame: pd.DataFrame, rows: _Rows, seconds: float, style: Style) -> None:
    ink, ground, rule = INK[style]
    ax.set_facecolor(ground)
    lane_top: dict[str, float] = {}
    y = 0.0
    for lane in rows.heights:
        lane_top[lane] = y
        y += rows.heights[lane] + 0.35
    total = max(y - 0.35, _ROW)
    ax.set_xlim(0, seconds)
    ax.set_ylim(total + 0.15, -0.15)
    for row in frame.itertuples():
        if row.Index not in rows.row:
            continue
        top = lane_top[row.lane] + rows.row[row.Index] * (_BEATS if row.lane == "beats" else _ROW)
        _item(ax, row, top, seconds, style)
    ax.set_yticks([lane_top[k] + rows.heights[k] / 2 for k in lane_top])
    ax.set_yticklabels([f"{LOOKS[k].mark} {k}" for k in lane_top])
    for tick, lane in zip(ax.get_yticklabels(), lane_top, strict=True):
        tick.set_color(LOOKS[lane].colour)
        tick.set_fontweight("bold")
    for lane in list(lane_top)[1:]:
        ax.axhline(lane_top[lane] - 0.175, color=rule, linewidth=0.6, zorder=0)
    edges = sorted({t for b in frame[frame["lane"] == "beats"].itertuples() for t in (b.start, b.end) if not isnan(t)})
    for edge in edges:
        ax.axvline(edge, color=rule, linewidth=0.6, linestyle=(0, (2, 3)), zorder=0)
    ax.set_xticks(_ticks(seconds, edges))
    ax.set_xlabel("seconds", color=ink, fontsize=_POINT)
    ax.tick_params(axis="x", colors=ink, labelsize=_POINT, length=3)
    ax.tick_params(axis="y", length=0, labelsize=_POINT, pad=6)
    for side, spine in ax.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(rule)


def _ticks(seconds: float, edges: Iterable[float]) -> list[float]:
    """Beat edges where there are some, thinned so that their numbers do not touch; else round steps."""
    room = seconds * 0.04
    kept: list[float] = []
    for t in [0.0, *edges, seconds]:
        if not kept or t - kept[-1] > room:
            kept.append(t)
        elif t == seconds and len(kept) > 1:
            kept[-1] = t
    if len(kept) > 2:
        return kept
    step = next((s for s in (0.5, 1, 2, 5, 10, 20) if seconds / s <= 12), 30)
    return [i * step for i in range(int(seconds / step) + 1)]


def _item(ax: Axes, row: Any, top: float, seconds: float, style: Style) -> None:
    """One bar with words in it, or one mark with words beside it."""
    ink = INK[style][0]
    look = LOOKS[row.lane]
    if isnan(row.end) or row.end <= row.start:
        _instant(ax, row, top, seconds, ink)
        return
    gap = seconds * 0.0025
    high = (_BEATS if row.lane == "beats" else _ROW) - 0.14
    tinted = row.unit == "K"
    fill: Any = (*_kelvin_tint(row.value), 0.55) if tinted else look.colour + ("40" if style == "dark" else "26")
    bar = FancyBboxPatch(
        (row.start + gap, top + 0.07), max(row.end - row.start - 2 * gap, gap), high,
        boxstyle="round,pad=0,rounding_size=0", linewidth=0.8, edgecolor=look.colour,
        facecolor=fill, hatch="////" if row.derived else None, label=row.label,
    )  # fmt: skip
    bar.set_hatch_linewidth(0.25)
    ax.add_patch(bar)
    room = row.end - row.start - seconds * 0.016
    at = row.start + seconds * 0.008
    text: dict[str, Any] = {
        "color": ink,
        "fontsize": _POINT,
        "va": "center",
        "clip_on": True,
        "parse_math": False,
        "family": families(),
    }
    if row.lane == "beats":
        ax.text(at, top + 0.42, _fit(row.label, room, seconds), fontweight="bold", **text)
        ax.text(at, top + 0.72, _wrap(row.detail, room, seconds, 3), **{**text, "va": "top", "fontsize": _POINT - 0.7})
        return
    words = _fit(_label(row), room, seconds)
    if words:
        ax.text(at, top + 0.5, words, **({**text, "color": "#ffffff"} if tinted and style == "dark" else text))


def _instant(ax: Axes, row: Any, top: float, seconds: float, ink: str) -> None:
    look = LOOKS[row.lane]
    shape = {"events": "v", "sound": "o", "speech": "D"}.get(row.lane, "|")
    ax.plot(
        [row.start], [top + 0.5], marker=shape, markersize=6, color=look.colour,
        markerfacecolor="none" if row.derived else look.colour, linestyle="none", label=row.label, clip_on=False,
    )  # fmt: skip
    left = _leftward(row, seconds)
    room = seconds * 0.42 - seconds * 0.02
    words = _fit(f"{_label(row)}", room, seconds)
    side = -1 if left else 1
    ax.text(row.start + side * seconds * 0.012, top + 0.5, words, color=ink, fontsize=_POINT, va="center",
            ha="right" if left else "left", clip_on=True, parse_math=False, family=families())  # fmt: skip


def _untimed(frame: pd.DataFrame) -> str:
    rows = frame[frame["start"].isna()]
    if rows.empty:
        return ""
    return "no time stated: " + "; ".join(f"{LOOKS[r.lane].mark} {cut(r.label, 48)}" for r in rows.itertuples())
