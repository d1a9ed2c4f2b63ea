"""How a dialogue shows itself: static HTML for any theme, and its plain-text twin.

Every word of a message is escaped. Styles are inline, because a saved notebook that is not trusted loses
style sheets; colours are the reader's own, and the seats differ by name and by the line at their side.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from ..dialogue.script import SEATS, Turn

if TYPE_CHECKING:
    from . import Transcript


def plain(t: Transcript) -> str:
    """The transcript as people read it in a terminal: who said what, and the final prompt."""
    lines = [t.title, *(f"{k}: {v}" for k, v in t.header), ""]
    for turn in t.turns:
        lines += [f"{turn.speaker} ({_place(turn)})", turn.text, ""]
    lines += ["Final prompt", t.final if t.final is not None else "none stands"]
    lines += [f"Problem: {p}" for p in t.problems]
    return "\n".join(lines)


def _place(turn: Turn) -> str:
    """Which seat, where the name does not say it, which round, and how it ended if not well."""
    seat = [] if turn.speaker.casefold() == turn.seat else [turn.seat]
    end = [] if turn.outcome == "done" else [turn.outcome]
    return ", ".join((*seat, f"round {turn.round}", *end))


_LONG = 700
_SAID = "white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.6;max-width:44em;margin:4px 0 0 0"
_LINE = "rgba(127,127,127,.35)"


def html(t: Transcript, notes: Iterable[str] = ()) -> str:
    """The transcript as static HTML for any theme: every word escaped, long turns folded, no style sheet.

    notes : lines of our own under the title
    """
    facts = " · ".join(escape(f"{k}: {v}") for k, v in t.header)
    parts = [f'<p style="margin:0 0 12px 0;opacity:.75;font-size:.9em">{facts}</p>' if facts else ""]
    parts += [f'<p style="margin:0 0 6px 0">{escape(note)}</p>' for note in notes]
    parts += [turn_html(turn, fold=True) for turn in t.turns]
    if t.final is not None:
        parts.append(
            f'<section aria-label="final prompt" style="margin-top:16px;padding-top:8px;border-top:1px solid {_LINE}">'
            f'<b>Final prompt</b> <span style="opacity:.75">{len(t.final)} characters</span>'
            f'<div style="{_SAID};font-family:ui-serif,Georgia,serif">{escape(t.final)}</div></section>'
        )
    if t.problems:
        rows = "".join(f"<li>{escape(str(p))}</li>" for p in t.problems)
        parts.append(f'<p style="margin:12px 0 0 0"><b>Problems of the document</b></p><ul>{rows}</ul>')
    return (
        f'<article style="color:inherit;background:transparent" aria-label="transcript">'
        f'<p style="margin:0;font-size:1.15em;font-weight:600">{escape(t.title)}</p>{"".join(parts)}</article>'
    )


def turn_html(turn: Turn, *, fold: bool = False) -> str:
    """One turn; folded if it is long and that is wished, with its first words on the fold."""
    edge = f"3px solid {_LINE}" if turn.seat == SEATS[0] else f"3px double {_LINE}"
    box = f"border-left:{edge};padding:2px 0 2px 12px;margin:10px 0"
    label = f"<b>{escape(turn.speaker)}</b> " + (
        f'<span style="opacity:.75;font-size:.9em">{escape(_place(turn))}</span>'
    )
    said = f'<div style="{_SAID}">{escape(turn.text)}</div>'
    if not fold or len(turn.text) <= _LONG:
        return f'<div style="{box}">{label}{said}</div>'
    first = " ".join(turn.text.split())[:90]
    return (
        f'<details style="{box}"><summary style="cursor:pointer">{label} '
        f'<span style="opacity:.75">{escape(first)}…</span></summary>{said}</details>'
    )
