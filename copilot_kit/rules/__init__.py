"""Findings: where a prompt asks for what cannot be, or will likely fail.

A rule is one function that yields flaws; its docstring is its manual page, with an example that is clean and one that
fails, both run by the tests. `RULES` is the one registry, in code order. A finding is a value and never an exception;
nothing is changed unasked.

    flaw      what a rule is, and what it yields      view      a shot as rules see it, worked out once
    findings  what was found; shows itself            masks     what does not speak for the prompt
    areas     the rubric: what a prompt says          lexicon   many terms in one pass
    terms, lists                                      closed word lists: data
    time, within, length, camera, framing, lens, light, place, sound, speech, words, subjects, continuity, identity,
    risk, form
              the families of rules

A prompt silences a rule for itself, with a reason: <!-- allow C12: the hands are meant to be out of frame -->,
`# allow C12: reason` in a line, or a line that says: allow C12 because reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from ..errors import InputError, UnknownName
from ..profiles import Engine
from ..shot import Shot, Span
from . import (
    camera,
    continuity,
    form,
    framing,
    identity,
    length,
    lens,
    light,
    place,
    risk,
    sound,
    speech,
    subjects,
    time,
    within,
    words,
)
from .areas import Rubric, rubric_of
from .findings import Allowed, Finding, Findings, mended, proposed
from .flaw import Rule, rule
from .masks import ALLOW
from .view import View

if TYPE_CHECKING:
    from ..remix.change import Diff

__all__ = [
    "RULES",
    "Allowed",
    "Finding",
    "Findings",
    "Manual",
    "Rubric",
    "Rule",
    "blocking",
    "explain",
    "fix",
    "lint",
    "rubric",
    "rule",
]

_PICTURE = (time, within, length, camera, framing, lens, light, place)
_STORY = (sound, speech, words, subjects, continuity, identity, risk, form)
RULES: tuple[Rule, ...] = tuple(
    sorted((r for family in (*_PICTURE, *_STORY) for r in family.RULES), key=lambda r: r.code)
)


CODES = frozenset(r.code for r in RULES)

MOST = 20
"""Findings of one rule at most; who has more of a kind has read enough of them."""


def lint(shot: Shot, engine: Engine | None = None, allow: Iterable[str] = ()) -> Findings:
    """What does not hold in this shot, gravest first, then by place; `allow` silences by code: "T01", "T01: reason".

    Raises
    ------
    UnknownName : no rule has a code of `allow`; lists the codes
    """
    asked = _asked(allow)
    if engine is not None and not isinstance(engine, Engine):
        raise InputError(
            f"engine: {engine!r:.60}, expected an Engine. Fix: pass copilot_kit.engine({str(engine)[:40]!r})."
        )
    allowed = [*asked, *_allowed(shot)]
    silenced = {a.code for a in allowed}
    view = View(shot, engine, CODES)
    found = [
        Finding(r.code, r.name, f.severity or r.severity, f.message, f.fix, f.where, f.mend, r.confidence, f.drop, shot)
        for r in RULES
        if r.code not in silenced
        for f in islice(r.check(view), MOST)
    ]
    return Findings(found, shot, allowed)


def _allowed(shot: Shot) -> list[Allowed]:
    if "allow" not in shot.text.lower():
        return []
    return [
        Allowed(code, m["reason"].strip(), Span(*m.span()))
        for m in ALLOW.finditer(shot.text)
        for given in m["codes"].split(",")
        if (code := given.strip().upper()) in CODES
    ]


def _asked(allow: Iterable[str]) -> list[Allowed]:
    """What the caller silences: codes, each with a reason or none, one by one or with commas between them."""
    found = []
    for given in (allow,) if isinstance(allow, str) else allow:
        for part in re.split(r",\s*(?=[A-Za-z]\d)", given):
            code, _, reason = (side.strip() for side in part.partition(":"))
            if code and code.upper() not in CODES:
                raise UnknownName("rule", code, [r.code for r in RULES])
            if code:
                found.append(Allowed(code.upper(), reason, Span(0, 0)))
    return found


def fix(shot: Shot, findings: Iterable[Finding]) -> Diff | tuple[()]:
    """The changes that mend these findings, as a proposal; nothing is applied. Empty where nothing can be computed.

    A mend that would bring another error into the text is left out.
    """
    from ..remix.change import reread

    able = [f for f in findings if f.mend or f.drop]
    most = _errors(shot)
    if able and _errors(reread(shot, mended(shot, able))) > most:
        wanted, able = able, []
        for finding in wanted:
            if _errors(reread(shot, mended(shot, [*able, finding]))) <= most:
                able.append(finding)
    return proposed(shot, able)


def _errors(shot: Shot) -> int:
    return sum(f.severity == "error" for f in lint(shot))


def rubric(shot: Shot, engine: Engine | None = None) -> Rubric:
    """What the prompt says in each area of the craft: what is present, missing, contradictory. No score."""
    return rubric_of(shot, lint(shot, engine))


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that send a final prompt back to the copilot: errors, and beats that leave the clip uncovered."""
    return tuple(replace(f, severity="error") for f in findings if f.severity == "error" or f.code in {"T01", "T02"})


class Manual(str):
    """A manual page: prints as text, shows itself in a notebook."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        title, _, body = self.partition("\n")
        return f"**{title}**\n{body}"


def explain(code: str) -> Manual:
    """The manual page of a rule: what, why, a clean and a failing example, the source."""
    known = {r.code: r for r in RULES}
    if (found := known.get(code.strip().upper())) is None:
        raise UnknownName("rule", code, known)
    return Manual(f"{found.code} {found.name} ({found.severity})\n\n{found.manual}")
