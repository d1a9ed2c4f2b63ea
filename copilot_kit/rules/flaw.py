"""What a rule is: a check that yields flaws, with its code, its gravity and its manual page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..shot import Span

if TYPE_CHECKING:
    from .view import View

Severity = Literal["error", "warn", "info"]
Confidence = Literal["high", "medium"]
GRAVITY = {"error": 0, "warn": 1, "info": 2}

Mend = tuple[tuple[Span, str], ...]
"""Places of the text and what is to stand there; together they mend one flaw."""


class Flaw(NamedTuple):
    """One place where a rule does not hold. message: what was found, with numbers; fix: what to do, as an imperative.

    mend       the fix as replacements of text, where it can be computed
    severity   "" for the rule's own
    drop       the control that the fix takes out, by its path: moves[1]
    """

    message: str
    fix: str
    where: Span
    mend: Mend = ()
    severity: Severity | Literal[""] = ""
    drop: str = ""


Found = Iterator[Flaw]
Check = Callable[["View"], Iterable[Flaw]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its code, its name, its gravity and its manual page.

    confidence is "high" for arithmetic and closed word lists, "medium" where a window or grammar is guessed.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    check: Check
    manual: str


def rule(code: str, name: str, severity: Severity, confidence: Confidence = "high") -> Callable[[Check], Rule]:
    """Makes a Rule of a function that yields flaws; its docstring becomes the manual."""

    def made(check: Check) -> Rule:
        return Rule(code, name, severity, confidence, check, cleandoc(check.__doc__ or ""))

    return made


def seconds(value: float) -> str:
    """A time as people write it: 2.50 as 2.5 s."""
    return f"{round(value, 2):g} s"


def quoted(words: str, most: int = 48) -> str:
    """Words of the prompt in quotation marks, on one line, cut where they run long."""
    flat = " ".join(words.split())
    return f"“{flat if len(flat) <= most else flat[: most - 1].rstrip() + '…'}”"


def like(old: str, value: float) -> str:
    """A time written as the old one was: 3.0 keeps its decimals, 00:03 its clock, 3 stays short."""
    head, colon, tail = old.rpartition(":")
    if colon and head.strip().isdigit():
        return (
            f"{int(value // 60):0{len(head)}d}:{value % 60:0{len(tail.partition('.')[0])}.0f}"
            if "." not in tail
            else old
        )
    places = max(len(old.partition(".")[2]), len(f"{value:.3f}".rstrip("0").partition(".")[2]))
    width = len(old) if old.isdigit() and old.startswith("0") and len(old) > 1 else 0
    return f"{value:.{places}f}".zfill(width)
