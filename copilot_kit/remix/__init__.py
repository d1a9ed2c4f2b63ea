"""Naming, proving, taking or refusing what differs between two prompts.

changes(before, after)                  what differs, control by control, then as words
apply(before, some of them)             the shot with these made, and nothing else touched
retime, set, remove, add_cue            edits by path; each answers with its changes

sides, align     two texts laid side by side: hunks            differ, times   hunks become changes
change           Change, Diff, apply                           say             their sentences
edits, notation, removal, cueing                               words           word_diff
"""

from __future__ import annotations

from .change import Change, Diff, Edit, apply
from .cueing import add_cue
from .differ import changes
from .edits import retime
from .edits import set_control as set  # noqa: A004  (ck.set reads as the field says it)
from .instruct import NotUnderstood, instruct
from .removal import remove
from .words import WordDiff, word_diff

__all__ = [
    "Change",
    "Diff",
    "Edit",
    "NotUnderstood",
    "WordDiff",
    "add_cue",
    "apply",
    "changes",
    "instruct",
    "remove",
    "retime",
    "set",
    "word_diff",
]
