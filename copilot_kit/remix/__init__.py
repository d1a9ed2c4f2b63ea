"""Naming, proving, taking or refusing what differs between two prompts.

    changes(before, after)              what differs, control by control, then as words
    apply(before, some of them)         the shot with these made, and nothing else touched
    retime, set, remove, add_cue        edits by path; each answers with its changes
    instruct(shot, "warmer light")      the changes that an instruction means, by rules
    word_diff(before, after)            both texts in one, word by word

How: `sides`, `match` and `align` lay two texts side by side; `differ`, `times` and `order` make changes of what
differs, `say` puts them in a sentence, `change` applies them. Edits rewrite the text in its own notation
(`notation`) and ask what that did: `retiming`, `setting`, `removal`, `cueing`, all on `edits`. Instructions are rules
over both: `instruct`, `asking`, `finding`, and `ask_*` for each family.
"""

from __future__ import annotations

from .change import Change, Diff, Edit, apply
from .cueing import add_cue
from .differ import changes
from .instruct import NotUnderstood, instruct
from .removal import remove
from .retiming import retime
from .setting import set_control as set  # noqa: A004  (ck.set reads as the field says it)
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
