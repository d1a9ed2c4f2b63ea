"""Findings: where a prompt asks for what cannot be, or will likely fail.

A rule is one function that yields findings; its docstring is its manual page, with an example that is
clean and one that fails, both run by the tests. `RULES` is the one registry, in code order. A finding is a
value and never an exception; nothing is changed unasked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from inspect import cleandoc
from typing import Literal

from ..errors import UnknownName
from ..profiles import Engine
from ..shot import Shot, Span

Severity = Literal["error", "warn", "info"]
_GRAVITY = {"error": 0, "warn": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that does not hold at a place. message says what was found, fix what to do."""

    code: str
    name: str
    severity: Severity
    message: str
    fix: str
    where: Span
    changes: tuple = ()

    def __str__(self) -> str:
        return f"{self.code} {self.severity}: {self.message} Fix: {self.fix}"


Check = Callable[[Shot, Engine | None], Iterator[tuple[str, str, Span]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its code, its name, its gravity and its manual page."""

    code: str
    name: str
    severity: Severity
    check: Check
    manual: str


def rule(code: str, name: str, severity: Severity) -> Callable[[Check], Rule]:
    """Makes a Rule of a function that yields (message, fix, where); its docstring becomes the manual."""

    def made(check: Check) -> Rule:
        return Rule(code, name, severity, check, cleandoc(check.__doc__ or ""))

    return made


from .sound import RULES as _SOUND  # noqa: E402  (the families use `rule`, so they come after it)
from .time import RULES as _TIME  # noqa: E402

RULES: tuple[Rule, ...] = tuple(sorted((*_TIME, *_SOUND), key=lambda r: r.code))


def lint(shot: Shot, engine: Engine | None = None, allow: Iterable[str] = ()) -> list[Finding]:
    """What does not hold in this shot, gravest first, then by place; `allow` silences by code."""
    silenced = set(allow)
    found = [
        Finding(r.code, r.name, r.severity, message, fix, where)
        for r in RULES
        if r.code not in silenced
        for message, fix, where in r.check(shot, engine)
    ]
    return sorted(found, key=lambda f: (_GRAVITY[f.severity], f.where, f.code))


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
