"""The visual language: one colour, one letter and one mark for each thing a prompt speaks of.

Beats, camera, light, sound, speech and findings look the same in the prompt text, the tables, the
timelines and the panels, because all of them ask here. Colour is never alone: a letter or a mark
goes with it. The hues are of middle lightness (relative luminance 0.12 to 0.30), so that one set has
a contrast of at least 3:1 on white and on near-black alike (WCAG 2.2, 1.4.11), and words always keep
the reader's own text colour. That is why nothing here needs to know the theme.

Absent on purpose: style sheets and scripts. A saved notebook that is not trusted loses both; what is
written here is plain inline HTML and survives.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .shot import Control, Shot


@dataclass(frozen=True, slots=True)
class Look:
    """How a lane looks: its name, a letter for labels, a mark for instants, a colour, a hatch for print."""

    name: str
    letter: str
    mark: str
    colour: str
    hatch: str


LOOKS: dict[str, Look] = {
    look.name: look
    for look in (
        Look("beats", "B", "▮", "#3f7fd0", ""),
        Look("camera", "C", "◆", "#c26a00", "//"),
        Look("light", "L", "☼", "#a07d00", ".."),
        Look("events", "E", "▼", "#77808c", "xx"),
        Look("speech", "V", "❝", "#9a5fc0", "\\\\"),
        Look("sound", "S", "●", "#138c94", "--"),
        Look("other", "O", "·", "#77808c", ""),
        Look("finding", "F", "!", "#d03a5a", "++"),
    )
}

_LANE_OF = {
    "beats": "beats", "seconds": "beats", "camera": "camera", "moves": "camera", "light": "light", "lights": "light",
    "grades": "light", "palette": "light", "events": "events", "lines": "speech", "cues": "sound", "sound": "sound",
}  # fmt: skip


def lane_of(path: str) -> Look:
    """The look of the lane that a control belongs to: lane_of("cues[0].lufs") is that of sound."""
    return LOOKS[_LANE_OF.get(path.partition(".")[0].partition("[")[0], "other")]


def labels(controls: Iterable[Control]) -> list[str]:
    """A short label for each control, by lane and in the order given: B1, B2, S1, C1, ..."""
    counts: dict[str, int] = {}
    found = []
    for control in controls:
        letter = lane_of(control.path).letter
        counts[letter] = counts.get(letter, 0) + 1
        found.append(f"{letter}{counts[letter]}")
    return found


def shown(value: float | int | str) -> str:
    """A value as people write it: 2.0 as 2, words as they are."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _short(words: str, most: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def marked_text(text: str, controls: Iterable[Control]) -> str:
    """The text as HTML in which each control is underlined in its colour and carries its label.

    Controls may nest (a time inside an action); one that crosses another's edge is left unmarked.
    """
    given = list(controls)
    order = sorted(zip(labels(given), given, strict=True), key=lambda pair: (pair[1].where.start, -pair[1].where.end))
    out: list[str] = []
    open_ends: list[int] = []
    at = 0

    def advance(to: int) -> None:
        nonlocal at
        while open_ends and open_ends[-1] <= to:
            end = open_ends.pop()
            out.append(escape(text[at:end]) + "</span>")
            at = end
        out.append(escape(text[at:to]))
        at = max(at, to)

    for label, control in order:
        start, end = control.where
        if start >= end:
            continue
        advance(start)
        if open_ends and end > open_ends[-1]:
            continue
        look = lane_of(control.path)
        unit = f" {control.unit}" if control.unit else ""
        title = escape(f"{control.path} = {_short(shown(control.value), 60)}{unit}", quote=True)
        long = isinstance(control.value, str) and end - start > 48
        line = (
            f"border-left:2px solid {look.colour};padding-left:2px"
            if long
            else f"border-bottom:2px solid {look.colour}"
        )
        out.append(
            f'<span title="{title}" style="{line}">'
            f'<sup style="font-size:.7em;opacity:.75;padding-right:1px">{label}</sup>'
        )
        open_ends.append(end)
    advance(len(text))
    return "".join(out)


_WORDS = (
    "white-space:pre-wrap;overflow-wrap:anywhere;font-family:ui-serif,Georgia,serif;font-size:1.02em;line-height:1.75"
)
_CELL = "padding:2px 10px 2px 0;text-align:left;vertical-align:top;border-bottom:1px solid rgba(127,127,127,.25)"


def table_html(header: Iterable[str], rows: Iterable[Iterable[str]], caption: str) -> str:
    """A plain table; every cell is escaped by the caller or is text of ours."""
    head = "".join(f'<th scope="col" style="{_CELL};font-weight:600">{h}</th>' for h in header)
    body = "".join("<tr>" + "".join(f'<td style="{_CELL}">{c}</td>' for c in row) + "</tr>" for row in rows)
    return (
        f'<table style="border-collapse:collapse;font-size:.85em;color:inherit;background:transparent">'
        f'<caption style="text-align:left;padding:4px 0;opacity:.75;color:inherit">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def shot_html(shot: Shot) -> str:
    """The prompt with its controls marked in place, beside the table of them; static, for any theme."""
    inside = [c for c in shot.controls if shot.prompt.holds(c.where)]
    base = shot.prompt.start
    moved = [type(c)(c.path, c.value, c.unit, type(c.where)(c.where.start - base, c.where.end - base)) for c in inside]
    rows = []
    for label, c in zip(labels(inside), inside, strict=True):
        look = lane_of(c.path)
        badge = f'<b style="border-left:4px solid {look.colour};padding-left:4px">{label}</b>'
        rows.append((badge, f"<code>{escape(c.path)}</code>", escape(_short(shown(c.value), 48)), escape(c.unit)))
    length = "length unknown" if shot.seconds is None else f"{shot.seconds:g} s ({shot.seconds_from})"
    summary = (
        f"{length}, {len(shot.beats)} beats, {len(shot.cues)} cues, {len(shot.moves)} moves, {len(inside)} controls"
    )
    return (
        '<div style="display:flex;flex-wrap:wrap;gap:24px;align-items:flex-start;color:inherit">'
        f'<div style="flex:3 1 26em;min-width:0;max-width:44em;{_WORDS}">{marked_text(shot.words, moved)}</div>'
        f'<div style="flex:2 1 20em;min-width:0;max-height:40em;overflow:auto" tabindex="0" role="region" '
        f'aria-label="controls of the shot">{table_html(("", "control", "value", "unit"), rows, summary)}</div></div>'
    )
