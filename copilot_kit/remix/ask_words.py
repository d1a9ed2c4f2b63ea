"""Instructions about beats as a whole, and words in place of words."""

from __future__ import annotations

import re

from ..errors import InputError
from ..shot import Shot, Span
from . import say
from .asking import (
    Answer,
    NotUnderstood,
    Rule,
    registrar,
    thing_named,
)
from .edits import control_of, rewrite
from .finding import MOVE_WORDS, find, stems
from .setting import set_control

RULES: list[Rule] = []
rule = registrar(RULES)

_COLOURS = frozenset(
    "red blue green yellow orange purple pink brown black white grey gray olive teal navy ochre amber crimson scarlet "
    "golden gold silver cream beige turquoise violet rust copper brass ivory charcoal mustard lavender maroon".split()
)


@rule(
    r"^(?:swap|exchange) (?:beats? |the beats )(?P<a>\d+) (?:and|with) (?:beat )?(?P<b>\d+)"
    r"|^(?:move|put) beat (?P<c>\d+) (?P<way>before|after) beat (?P<d>\d+)",
    "move beat 3 before beat 1",
)
def _reorder(shot: Shot, m: re.Match[str]) -> Answer:
    """Actions change places under times that stay, so that the beats still tile the clip."""
    order = list(range(len(shot.beats)))
    one, other = (int(m[k]) - 1 for k in (("a", "b") if m["a"] else ("c", "d")))
    for number in (one, other):
        if number not in order:
            raise NotUnderstood(m.string, f"there is no beat {number + 1}, only {len(order)}. Fix: name one of these.")
    if m["a"]:
        order[one], order[other] = order[other], order[one]
    else:
        order.remove(one)
        order.insert(order.index(other) + (m["way"].lower() == "after"), one)
    places = [beat.place("action") for beat in shot.beats]
    if any(place is None for place in places):
        raise NotUnderstood(m.string, "the beats do not state their actions apart from their times.")
    return rewrite(shot, [(places[n], places[was].of(shot.text)) for n, was in enumerate(order) if n != was])  # type: ignore[misc, union-attr]


@rule(
    r"^(?:the )?(?P<which>beat \d+|(?:first|second|third|last) beat)(?: holds one action| is| holds|:|,)+:? (?P<v>.+)$",
    "beat 2: she lifts the reed",
)
def _action(shot: Shot, m: re.Match[str]) -> Answer:
    thing = thing_named(shot, m["which"], ("beats",))
    control = control_of(shot, f"{thing.path}.action")
    if control is None:
        return None
    said = m["v"] + ("." if str(control.value).rstrip().endswith(".") else "")
    return set_control(shot, control.path, said)


@rule(r"^(?:make|turn|paint) (?:the )?(?P<noun>[\w -]+?) (?:into )?(?P<v>[\w-]+)$", "make the scarf green")
def _coloured(shot: Shot, m: re.Match[str]) -> Answer:
    found = list(re.finditer(rf"(?i)\b(?P<old>[\w-]+) {re.escape(m['noun'])}\b", shot.text))
    coloured = [f for f in found if f["old"].lower() in _COLOURS]
    if m["v"] not in _COLOURS or not coloured:
        return None
    return rewrite(shot, [(Span(*f.span("old")), m["v"]) for f in coloured])


@rule(
    r"^(?:use |make it |have |with )?(?:an? |the )?(?P<new>.+?) "
    r"(?:instead of|rather than|in place of|replaces) (?:an? |the )?(?P<old>.+)$",
    "red scarf instead of blue",
)
@rule(
    r"^(?:replace|change|swap|turn) (?:the )?(?P<old>.+?) (?:with|by|to|into|for) (?:an? |the )?(?P<new>.+)$",
    "replace nods with lowers her chin",
)
@rule(r"^(?:the )?(?P<old>.+?) becomes (?:an? |the )?(?P<new>.+)$", "replace nods with lowers her chin")
def _swap_words(shot: Shot, m: re.Match[str]) -> Answer:
    new, old = (m[k].strip(" \"'“”") for k in ("new", "old"))
    nouns = new.split()
    longer = [" ".join([old, *nouns[n:]]) for n in range(1, len(nouns))]
    for asked in (*longer, old):
        found = list(re.finditer(rf"(?i)(?<!\w){re.escape(asked)}(?!\w)", shot.words))
        if found:
            base = shot.prompt.start
            return rewrite(shot, [(Span(base + f.start(), base + f.end()), _cased(new, f.group())) for f in found])
        if asked is not old and re.search(rf"(?i)(?<!\w){re.escape(new)}(?!\w)", shot.words):
            raise InputError(
                f"remix: {say.quoted(m.string)}: the prompt says {say.quoted(new)} already. Fix: ask for another."
            )
    move = find(shot, old, ("moves",))
    if move and any(stem in stems(" ".join(MOVE_WORDS.values())) for stem in stems(new)):
        return set_control(shot, f"{move.path}.kind", new)
    raise NotUnderstood(
        old, f"the prompt does not say {say.quoted(old)}. Fix: use its own words for what is to change."
    )


def _cased(new: str, old: str) -> str:
    return new[0].upper() + new[1:] if old[:1].isupper() else new
