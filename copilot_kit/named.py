"""The linter for callers who name an engine instead of holding its profile.

The core takes an `Engine`; profiles lie in data/, and only the edge may look there. A prompt that names its own
model in its settings is linted for that one, where a profile of it is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from . import rules
from .errors import UnknownName
from .files import engine as profile
from .profiles import Engine
from .rules import Findings
from .shot import Shot


def lint(shot: Shot, engine: Engine | str | None = None, allow: Iterable[str] = ()) -> Findings:
    """What does not hold in this shot, gravest first.

    Parameters
    ----------
    shot : what `copilot_kit.read` made of a text
    engine : a profile, its name, or None for the model that the prompt's own settings name, if any
    allow : codes of rules to pass over, "C12" or "C12: reason"; a prompt can do so itself: <!-- allow C12: reason -->

    Raises
    ------
    UnknownName : no profile has this name, or no rule this code
    """
    if isinstance(engine, str):
        engine = profile(engine)
    return rules.lint(shot, engine or _own_engine(shot), allow)


_MODEL = re.compile(r"(?im)^[ \t>*_{\"'-]*(?:model|engine)[*_\"' ]*[:=][ \t\"'*]*(?P<name>[\w./ -]{2,48})")


def _own_engine(shot: Shot) -> Engine | None:
    """The profile of the model that the prompt itself names; None where there is none, or none is known."""
    named = [s.value for s in shot.settings if s.name in ("model", "engine")]
    named += [m["name"] for m in _MODEL.finditer(shot.text)]
    for name in named:
        slug = re.sub(r"[ ./]+", "-", name.strip(" .-").lower())
        try:
            return profile(slug)
        except UnknownName as e:
            near = get_close_matches(slug, e.known, n=1, cutoff=0.85)
            if near:
                return profile(near[0])
    return None
