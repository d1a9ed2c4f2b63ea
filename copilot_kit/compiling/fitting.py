"""A prompt that fits: what is left out, in which order, until the engine takes it whole."""

from __future__ import annotations

import re

from ..profiles import Engine, length_of
from ..shot import Span
from .dialects import emit, told_shot
from .fields import DETAIL, ESSENTIAL
from .script import Part, Script


def fit(script: Script, engine: Engine, words: int | None) -> str:
    """The prompt within the engine's limit, and within the words that it uses well.

    The hard limit is never passed, in the unit that the engine counts in. Within it, what can be done without is
    left out down to the advised number of words; what the shot needs (subject, camera, the heart of each beat,
    speech) stays whatever the advice. Everything left out keeps its reason.
    """
    advised = words or (engine.words[1] if len(engine.words) == 2 and engine.words_official else None)
    if engine.shot_limit and engine.dialect == "shots":
        _fit_shots(script, engine, engine.shot_limit)
    text = emit(script, engine.dialect)
    if advised and length_of(text, "words") > advised:
        why = f"more than the {advised} words asked for" if words else f"{engine.title} uses {advised} words well"
        text = _shorten(script, engine, text, advised, "words", why, DETAIL)
        text = _say_less(script, engine, text, advised, "words", why)
        text = _shorten(script, engine, text, advised, "words", why, ESSENTIAL)
    if engine.prompt_limit and length_of(text, engine.prompt_unit) > engine.prompt_limit:
        why = f"{engine.title} takes at most {engine.prompt_limit} {engine.prompt_unit}"
        text = _shorten(script, engine, text, engine.prompt_limit, engine.prompt_unit, why, DETAIL)
        text = _say_less(script, engine, text, engine.prompt_limit, engine.prompt_unit, why)
        text = _shorten(script, engine, text, engine.prompt_limit, engine.prompt_unit, why, ESSENTIAL)
        text = _essence(script, engine, text, engine.prompt_limit, engine.prompt_unit, why)
        if length_of(text, engine.prompt_unit) > engine.prompt_limit:
            text = _cut(text, engine.prompt_limit, engine.prompt_unit)
    return text


def _fit_shots(script: Script, engine: Engine, limit: int) -> None:
    """Keeps each numbered shot within its own limit."""
    why = f"a shot of {engine.title} takes at most {limit} characters"
    for phase in script.phases:
        order = sorted((p for p in phase.every() if not p.dropped), key=lambda p: (p.rank, p.where.start))
        while len(order) > 1 and len(told_shot(phase, script)) > limit:
            order.pop().drop(why)
        over = len(told_shot(phase, script)) - limit
        if order and over > 0:
            _cut_part(order[0], max(len(order[0].words) - over, 1), "characters", why)


def _shorten(script: Script, engine: Engine, text: str, limit: int, unit: str, why: str, least: int) -> str:
    """Leaves parts out, least needed and latest first, until the text fits or only what is needed is left."""
    order = [p for p in script.every() if not p.dropped and p.rank >= least]
    order.sort(key=lambda p: (p.rank, p.where.start))
    while order and (over := length_of(text, unit) - limit) > 0:
        saved = 0
        while order and saved < over:
            part = order.pop()
            saved += length_of(part.words, unit)
            part.drop(why)
        text = emit(script, engine.dialect)
    return text


def _essence(script: Script, engine: Engine, text: str, limit: int, unit: str, why: str) -> str:
    """Cuts into what the shot needs, the least needed first: to its first clauses if enough is left, else away.

    The most needed part is only ever cut, so that the prompt is never empty.
    """
    if length_of(text, unit) > limit and length_of(script.opening, unit) > 0.25 * limit:
        script.cut.append(Part(script.opening, "opening", Span(0, 0), dropped=True, why=why))
        script.opening = ""
        text = emit(script, engine.dialect)
    order = [p for p in script.every() if not p.dropped]
    order.sort(key=lambda p: (p.rank, p.where.start))
    while order and (over := length_of(text, unit) - limit) > 0:
        part = order.pop()
        long = length_of(part.words, unit)
        room = long - over
        if not order or room > 0.3 * long:
            text = _cut_to(part, max(room, 1), script, engine, limit, unit, why)
        else:
            part.drop(why)
            _leave_empty(script)
            text = emit(script, engine.dialect)
    return text


def _leave_empty(script: Script) -> None:
    """Leaves out beats of which nothing is left; their parts stay on the account."""
    empty = [p for p in script.phases if all(part.dropped for part in p.every())]
    script.cut += [part for phase in empty for part in phase.every()]
    script.phases = [p for p in script.phases if p not in empty]


def _cut_to(part: Part, room: int, script: Script, engine: Engine, limit: int, unit: str, why: str) -> str:
    """The text with one part cut to the room there is, or a little less where its dialect adds to it."""
    whole = part.words
    while True:
        part.words = whole
        _cut_part(part, room, unit, why)
        text = emit(script, engine.dialect)
        over = length_of(text, unit) - limit
        if over <= 0 or room <= 1:
            return text
        room = max(room - max(over, room // 20), 1)


def _cut_part(part: Part, room: int, unit: str, why: str) -> None:
    """Cuts a part to its first clauses; what goes stays on the account."""
    whole = part.words
    part.words, part.why = _clauses(whole, room, unit), why
    part.rest = whole[len(part.words) :].strip(" ,;:—–，、；")


_CLAUSE = re.compile(r"[.!?;,:—–](?=\s)|[。！？；，、]")


def _clauses(words: str, limit: int, unit: str) -> str:
    """As many whole clauses from the head as the limit holds, or words where the first clause is too long."""
    head = _cut(words, limit, unit)
    ends = [m.end() for m in _CLAUSE.finditer(head)]
    if head != words and ends and ends[-1] > 0.5 * len(head):
        head = head[: ends[-1]]
    return head.rstrip(" ,;:—–，、；") if head != words else words


def _say_less(script: Script, engine: Engine, text: str, limit: int, unit: str, why: str) -> str:
    """Leaves out what is said of things kept out, the latest first, while the text is too long."""
    while (script.denials or script.constraints) and length_of(text, unit) > limit:
        script.unsaid.append(((script.denials or script.constraints).pop(), why))
        text = emit(script, engine.dialect)
    return text


def _cut(text: str, limit: int, unit: str) -> str:
    """As many whole words from the head as the limit holds; within a word where the first is too long already."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if length_of(text[:middle], unit) <= limit:
            low = middle
        else:
            high = middle - 1
    head = text[:low]
    if low < len(text) and not text[low].isspace() and " " in head:
        head = head.rsplit(None, 1)[0]
    return head.rstrip()
