"""Naming, proving, taking or refusing what differs between two prompts."""

from __future__ import annotations

from .change import Change, Diff, Edit, apply
from .differ import changes

__all__ = ["Change", "Diff", "Edit", "apply", "changes"]
