"""Findings: what a prompt asks for that cannot be, or will likely fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..shot import Span

Severity = Literal["error", "warn", "info"]


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
