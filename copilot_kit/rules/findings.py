"""What the linter found: values that say where, what and how to mend it, and a list of them that shows itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ..looks import LOOKS
from ..shot import Shot, Span
from .flaw import GRAVITY, Confidence, Mend, Severity

if TYPE_CHECKING:
    from ..remix.change import Diff


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that does not hold at a place. message says what was found, fix what to do.

    mend        the fix as replacements of text, where it can be computed
    drop        the control that the fix takes out, by its path, where it is that: moves[1]
    confidence  "high" for arithmetic and closed word lists, "medium" where grammar was guessed
    """

    code: str
    name: str
    severity: Severity
    message: str
    fix: str
    where: Span
    mend: Mend = ()
    confidence: Confidence = "high"
    drop: str = ""
    shot: Shot | None = field(default=None, repr=False, compare=False)

    @property
    def changes(self) -> Diff | tuple[()]:
        """The fix as a list of changes, to accept or refuse; empty where it cannot be computed."""
        return proposed(self.shot, [self]) if self.shot is not None else ()

    def __str__(self) -> str:
        return f"{self.code} {self.severity}: {self.message} Fix: {self.fix}"


@dataclass(frozen=True, slots=True)
class Allowed:
    """A rule that is silenced, and why; `where` is the comment that does so, empty for an argument of `lint`."""

    code: str
    reason: str
    where: Span

    def __str__(self) -> str:
        return f"{self.code} ({self.reason})" if self.reason else self.code


def mended(shot: Shot, findings: Iterable[Finding]) -> str:
    """The text with all that can be mended put right; of two fixes of one place the first stands."""
    taken: list[tuple[Span, str]] = []
    for finding in findings:
        mend = list(dict.fromkeys(finding.mend or _dropped(shot, finding.drop)))
        if not any(_touch(a, b) for (a, _), (b, _) in combinations([*mend, *taken], 2)):
            taken += mend
    text = shot.text
    for where, words in sorted(taken, reverse=True):
        text = text[: where.start] + words + text[where.end :]
    return text


def _touch(a: Span, b: Span) -> bool:
    return a == b or (a.start < b.end and b.start < a.end)


def _dropped(shot: Shot, path: str) -> Mend:
    """What taking a move out replaces; nothing where it cannot go, or where something else would go with it."""
    if not path:
        return ()
    from ..errors import InputError
    from ..remix import remove

    try:
        found = {(edit.where, edit.text) for change in remove(shot, path) for edit in change.edits}
    except InputError:
        return ()
    mend = tuple(sorted(found))
    return mend if _takes_only(shot, path, mend) else ()


_CAMERA_WORDS = frozenset(
    "a an and as at by camera closer continuous controlled dolly forward from gentle gently gradual gradually in into "
    "it its lens motion move movement moves of on out over pans quick quickly shot slight slightly slow slowly smooth "
    "smoothly steadily steady subtle the then this throughout to toward towards very while with second seconds s "
    "left right up down across around along back".split()
)
"""Words that may go with a move: they say how the camera moves, and nothing of the scene."""


def _takes_only(shot: Shot, path: str, mend: Mend) -> bool:
    """True if a mend takes out this move alone: no time of a beat, no other control, nobody who is named only there."""
    gone = [where for where, _ in mend]
    move = shot.moves[int(path.partition("[")[2].rstrip("]"))]
    others = [c.where for c in shot.controls if not c.path.startswith(f"{path}.") and not move.where.overlaps(c.where)]
    others += [m.where for m in shot.moves if m is not move]
    if any(where.overlaps(other) for where in gone for other in others):
        return False
    if not all(_own_clause(shot.text, where) for where in gone):
        return False
    kept, at = "", 0
    for where in gone:
        kept += shot.text[at : where.start] + " "
        at = where.end
    known = set(re.findall(r"\w+", (kept + shot.text[at:]).lower())) | _CAMERA_WORDS
    known |= set(re.findall(r"\w+", move.where.of(shot.text).lower()))
    return all(word in known for where in gone for word in re.findall(r"\w+", where.of(shot.text).lower()))


def _own_clause(text: str, where: Span) -> bool:
    """True if the words at a place end where a clause ends, so that what follows still reads."""
    return (
        re.search(r"(?:[.,;:]\s*|\n)$", where.of(text)) is not None
        or re.match(r"\s*(?:[.,;:)\n—]|$)", text[where.end :]) is not None
    )


def proposed(shot: Shot, findings: Iterable[Finding]) -> Diff | tuple[()]:
    """The changes that mend these findings, as far as they can be computed. Nothing is applied."""
    text = mended(shot, findings)
    if text == shot.text:
        return ()
    from ..remix import changes
    from ..remix.change import reread

    return changes(shot, reread(shot, text))


class Findings(list[Finding]):
    """Findings, gravest first, the sure ones before the guesses. Shows itself in a notebook and prints as text.

    `shot` is what was linted, `allowed` the rules that the prompt or the caller silences.
    """

    def __init__(
        self, found: Iterable[Finding] = (), shot: Shot | None = None, allowed: Iterable[Allowed] = ()
    ) -> None:
        super().__init__(sorted(found, key=_order))
        self.shot, self.allowed = shot, tuple(allowed)

    @property
    def shown(self) -> list[Finding]:
        """What is to be read first: errors, and warnings that are sure."""
        return [f for f in self if f.severity == "error" or (f.severity == "warn" and f.confidence == "high")]

    @property
    def folded(self) -> list[Finding]:
        """The rest: advice, and warnings that guess at grammar."""
        first = {id(f) for f in self.shown}
        return [f for f in self if id(f) not in first]

    def summary(self) -> str:
        """How many of each gravity: 1 error, 2 warnings."""
        names = {"error": "error", "warn": "warning", "info": "note"}
        counts = [(sum(f.severity == s for f in self), name) for s, name in names.items()]
        said = ", ".join(f"{n} {name}{'s' * (n != 1)}" for n, name in counts if n) or "nothing found"
        if self.allowed:
            said += "; allowed: " + ", ".join(map(str, self.allowed))
        return said

    def __str__(self) -> str:
        ordered = [*self.shown, *self.folded]
        lines = [
            f"{n}. {self._at(f)}{f.code} {f.severity}: {f.message}\n   Fix: {f.fix}" for n, f in enumerate(ordered, 1)
        ]
        return "\n".join([self.summary(), *lines])

    __repr__ = __str__

    def _at(self, finding: Finding) -> str:
        if self.shot is None:
            return ""
        return f"line {self.shot.text.count(chr(10), 0, finding.where.start) + 1} "

    def _repr_html_(self) -> str:
        if self.shot is None:
            return f"<pre>{escape(str(self))}</pre>"
        ordered = [*self.shown, *self.folded]
        listed = _items(self.shown, 1)
        if self.folded:
            about = f"{len(self.folded)} more: advice, and guesses at grammar"
            listed += (
                f'<details style="margin-top:.6em"><summary style="cursor:pointer">{about}</summary>'
                f"{_items(self.folded, len(self.shown) + 1)}</details>"
            )
        text = _underlined(self.shot, ordered)
        return (
            '<div style="display:flex;flex-wrap:wrap;gap:24px;align-items:flex-start;color:inherit">'
            f'<div style="flex:3 1 26em;min-width:0;max-width:44em;white-space:pre-wrap;overflow-wrap:anywhere;'
            f'font-family:ui-serif,Georgia,serif;line-height:1.75">{text}</div>'
            f'<div style="flex:2 1 20em;min-width:0;font-size:.92em" role="region" aria-label="findings">'
            f'<div style="opacity:.75">{escape(self.summary())}</div>{listed}</div></div>'
        )


_SIGN = {"error": "✕", "warn": "△", "info": "·"}
_SAID = {"error": "error", "warn": "warning", "info": "note"}


def _order(finding: Finding) -> tuple[Any, ...]:
    return GRAVITY[finding.severity], finding.confidence != "high", finding.where, finding.code


def _items(findings: list[Finding], first: int) -> str:
    colour = LOOKS["finding"].colour
    rows = "".join(
        f'<li value="{n}" style="margin:.5em 0"><b>{_SIGN[f.severity]} {f.code}</b> '
        f'<span style="opacity:.75">{_SAID[f.severity]}, {escape(f.name)}</span><br>{escape(f.message)}<br>'
        f'<span style="border-left:3px solid {colour};padding-left:6px">'
        f"{escape(f.fix[:1].upper() + f.fix[1:])}</span></li>"
        for n, f in enumerate(findings, first)
    )
    return f'<ol style="padding-left:2em;margin:.3em 0">{rows}</ol>' if rows else ""


def _underlined(shot: Shot, findings: list[Finding]) -> str:
    """The prompt with the places of findings underlined and numbered."""
    colour = LOOKS["finding"].colour
    start, end = shot.prompt
    spots: dict[Span, list[int]] = {}
    for n, finding in enumerate(findings, 1):
        low, high = max(finding.where.start, start), min(finding.where.end, end)
        if high > low and high - low < end - start:
            spots.setdefault(Span(low, high), []).append(n)
    out, at = [], start
    for where, numbers in sorted(spots.items()):
        label = f'<sup style="font-size:.75em;color:{colour};font-weight:700">{",".join(map(str, numbers))}</sup>'
        if where.start < at:
            out.append(label)
            continue
        out.append(escape(shot.text[at : where.start]))
        out.append(f'<span style="border-bottom:2px solid {colour}">{escape(shot.text[slice(*where)])}</span>{label}')
        at = where.end
    out.append(escape(shot.text[at:end]))
    return "".join(out)
