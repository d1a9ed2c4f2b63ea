"""An instruction in words -> the changes it means, by rules and without a model.

Each rule is one pattern and one edit, with an example of what to say. What no rule knows is refused, with the
examples; what names something that the prompt does not hold is refused, with what it does hold.
Several instructions may be parted by a semicolon.
"""

from __future__ import annotations

import re

from ..errors import InputError
from ..shot import Shot
from . import say
from .ask_camera import RULES as _CAMERA
from .ask_light import RULES as _LIGHT
from .ask_sound import RULES as _SOUND
from .ask_time import RULES as _TIME
from .ask_words import RULES as _WORDS
from .asking import (
    NotUnderstood,
    Rule,
)
from .change import Diff, apply
from .differ import changes

RULES: tuple[Rule, ...] = (*_TIME, *_SOUND, *_CAMERA, *_LIGHT, *_WORDS)
"""All rules, in the order in which they are asked: the first that fits and finds what it names is the answer."""


def examples() -> tuple[str, ...]:
    """What can be said, one example for each kind of instruction."""
    return tuple(dict.fromkeys(rule.example for rule in RULES))


def instruct(shot: Shot, words: str) -> Diff:
    """The changes that an instruction means: "delay the smile to 3 s", "35 mm lens", "drop the bird".

    Raises
    ------
    NotUnderstood : no rule knows it, or it names nothing that the prompt holds; says what can be said.
    InputError : it is understood and cannot be (an end before its start), or it is so already.
    """
    parts = [part for part in re.split(r"\s*;\s*", _cleaned(words)) if part]
    if not parts:
        raise NotUnderstood(words, "nothing was asked, an instruction was expected.", examples())
    now = shot
    for part in parts:
        now = apply(now, _one(now, part))
    diff = changes(shot, now)
    if not diff:
        raise InputError(f"remix: {say.quoted(words, 20)}: the prompt says so already. Fix: ask for another value.")
    return diff


def _cleaned(words: str) -> str:
    text = " ".join(str(words).replace("’", "'").split()).strip().rstrip(".!")
    text = re.sub(
        r"(?i)^(?:same shot\s*[;:,]\s*|please\s+|can you\s+|could you\s+|let'?s\s+|i want\s+|now\s+|then\s+)+", "", text
    )
    return text.strip()


def _one(shot: Shot, words: str) -> Diff:
    refused: NotUnderstood | None = None
    for known in RULES:
        found = known.pattern.search(words)
        if not found:
            continue
        try:
            answer = known.act(shot, found)
        except NotUnderstood as problem:
            refused = refused or problem
            continue
        if answer is not None:
            return answer
    if refused:
        raise NotUnderstood(words, refused.why, refused.known)
    raise NotUnderstood(
        words,
        "the rules do not know this, one of their instructions was expected. "
        "Fix: say it in one of the ways below, or let a model voice rewrite the prompt.",
        examples(),
    )
