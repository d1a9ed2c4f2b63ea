"""Reading: any text -> Shot.

    fold        the text's plain twin, character for character
    extent      which part is the prompt
    quantities  numbers with units, in one pass        lexicon   terms of the vocabularies, in one pass
    notation    which of the numbers are times         scope     negations, quotes, sentences
    lines, tables, records, layout                     what each part is about, and under which time
    beats, sound, camera, optics, light, speech, subjects      one reader for each kind of statement
    phrases, noted      which words are one sound      controls    everything that could be changed

To read another notation of time, add a row to `notation.NOTATIONS`; to read another word, add it to its vocabulary.
Nothing here fails on any text, and the time it takes grows with the text's length and no faster: no pattern can
match in two ways, and no reader looks back further than a fixed reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from math import inf
from typing import TypeVar

from ..errors import BadTime, InputError
from ..shot import Shot, Span
from .beats import beat_groups, read_beats, time_groups
from .camera import mentions, read_moves
from .camera_words import ANGLES, MOVES, SIZES, SPEEDS
from .controls import read_controls
from .extent import after_front_matter, prompt_span
from .fold import fold
from .layout import lay_out
from .lexicon import Lexicon
from .light import read_grades, read_kelvins, read_lights, read_palette
from .light_sound_words import QUALITIES, SIDES, SOUNDS, SOURCES
from .lines import Piece, pieces
from .notation import Mark, marks
from .optics import read_lenses, read_stops
from .page import Page
from .quantities import quantities
from .records import is_json, json_pieces, open_json
from .scope import DENIALS, Cover, Quote, negations, quotes
from .sound import read_cues
from .speech import read_quotes
from .subjects import (
    PEOPLE,
    clip_seconds,
    read_events,
    read_exclusions,
    read_people,
    read_settings,
    setting_seconds,
    stated_seconds,
)

__all__ = ["read"]

T = TypeVar("T")

MOST = 10_000
"""As many numbers, lines and quotes are read in one text; a long prompt has a few hundred."""
MOST_TERMS = 15_000
"""As many terms of the vocabulary are read in one text."""

TERMS = Lexicon(
    {
        "size": SIZES,
        "angle": ANGLES,
        "move": MOVES,
        "speed": SPEEDS,
        "sound": SOUNDS,
        "source": SOURCES,
        "side": SIDES,
        "quality": QUALITIES,
        "people": PEOPLE,
        "deny": DENIALS,
    },
    opening="deny",
)
_FPS = re.compile(
    r"(?<![\d.])(\d{2,3}(?:\.\d{1,3})?) ?(?:fps|frames per second)|(?:fps|frame rate)[\"']? ?[:=] ?(\d{2,3})(?!\d)"
)


def read(text: str, seconds: float | None = None) -> Shot:
    """The shot that a text describes.

    Parameters
    ----------
    text : any string; a prompt, or a whole chat message with the prompt in a <final_prompt> tag
    seconds : length known from outside, in settings that are not part of the text [s]

    Raises InputError for a text that is none, BadTime for a length that no clip has; never for any string.
    """
    if not isinstance(text, str):
        raise InputError(
            f"read: found a value of type {type(text).__name__}, expected the text of a prompt. Fix: give a str."
        )
    if seconds is not None and not 0 < seconds < inf:
        raise BadTime(
            f"read: seconds is {seconds!r}, expected a length above 0 s. Fix: leave it out if it is not known."
        )
    flat = fold(text)
    prompt = prompt_span(text, flat)
    page = _page(text, flat, prompt)
    body = after_front_matter(flat, prompt)
    around = (Span(0, prompt.start), Span(prompt.start, body.start), Span(prompt.end, len(text)))
    beside = tuple(span for span in around if span.end > span.start)
    settings = read_settings(page, beside)
    from_settings, stated = setting_seconds(settings), stated_seconds(page)
    page.seconds, seconds_from = clip_seconds(seconds, from_settings, stated, [])
    page.group_windows = time_groups(page)
    chosen = beat_groups(page)
    page.beats = frozenset(chosen)
    beats = read_beats(page, chosen)
    if page.seconds is None:
        ends = [beat.end for beat in beats if beat.end is not None]
        page.seconds, seconds_from = clip_seconds(None, None, None, ends)
        page.group_windows = time_groups(page)
        beats = read_beats(page, beat_groups(page))
    page.drop_wall_clocks()
    if len(beats) == len(chosen):  # else they are told in prose and no group is one
        for index, beat in zip(chosen, beats, strict=True):
            page.group_windows[index] = page.group_windows[index]._replace(start=beat.start, end=beat.end)
    cues = read_cues(page)
    lenses, stops, kelvins = read_lenses(page), read_stops(page), read_kelvins(page)
    sizes, angles = mentions(page, "size"), mentions(page, "angle")
    palette, palette_where = read_palette(page)
    lines, on_screen = read_quotes(page)
    shot = Shot(
        text=text,
        prompt=prompt,
        seconds=page.seconds,
        seconds_from=seconds_from,
        sections=page.layout.sections,
        beats=beats,
        cues=cues,
        moves=read_moves(page),
        lights=read_lights(page, kelvins),
        grades=read_grades(page, kelvins),
        events=read_events(page, beats, cues),
        lines=lines,
        on_screen=on_screen,
        exclusions=read_exclusions(page),
        people=read_people(page),
        settings=settings,
        lenses_mm=_distinct(number.value for number in lenses),
        f_stops=_distinct(number.value for number in stops),
        kelvins=_distinct(number.value for number in kelvins),
        sizes=_distinct(mention.id for mention in sizes),
        angles=_distinct(mention.id for mention in angles),
        palette=palette,
    )
    length = (from_settings or stated or (0.0, None))[1]
    controls = read_controls(shot, length, lenses, stops, kelvins, sizes, angles, palette_where)
    object.__setattr__(shot, "controls", controls)
    return shot


def _page(text: str, flat: str, prompt: Span) -> Page:
    rate = _FPS.search(flat) if "fps" in flat or "frame" in flat else None
    fps = max(float(rate[1] or rate[2]), 1.0) if rate else 24.0
    body = after_front_matter(flat, prompt)
    document = None
    if is_json(flat, body):
        flat, document = open_json(flat, body)
    found = list(islice(quantities(flat, *body, fps), MOST))
    times = _settled(list(marks(flat, found, body.start)))
    heads = [mark for mark in times if mark.head]
    if document is not None:
        parts = list(islice(json_pieces(text, flat, document, heads, fps), MOST))
        times = _with_records(times, parts)
    else:
        parts = list(islice(pieces(text, flat, body, heads, fps), MOST))
        times = (
            _with_records(times, parts)
            if any(part.mark is not None and part.mark.notation == "fields" for part in parts)
            else times
        )
    hits = TERMS.scan(flat, *body, MOST_TERMS)
    denied, quoted = negations(flat, body, hits["deny"][:MOST]), quotes(flat, body, MOST)
    if document is not None:
        quoted = [_unescaped(text, quote) for quote in quoted]
    return Page(
        text=text,
        flat=flat,
        prompt=prompt,
        quantities=found,
        marks=times,
        layout=lay_out(text, flat, parts, body.end),
        hits=hits,
        negations=denied,
        quotes=quoted,
        denied=Cover(denied),
        quoted=Cover(quoted),
    )


def _unescaped(text: str, quote: Quote) -> Quote:
    """A quote inside a string of a document, without the sign that escapes its end."""
    start, end = quote.inner
    escaped = end - start > 1 and text[end - 1] == "\\"
    return quote._replace(inner=Span(start, end - 1)) if escaped else quote


def _settled(times: list[Mark]) -> list[Mark]:
    """A single "(Duration: 8s)" is the clip's length, several are those of its shots."""
    fields = [mark for mark in times if mark.notation == "shot_field"]
    if len(fields) != 1:
        return times
    return [mark._replace(kind="total", head=0) if mark is fields[0] else mark for mark in times]


def _with_records(times: list[Mark], parts: list[Piece]) -> list[Mark]:
    """The times with those that records state in the place of what stands in the same characters."""
    stated = {part.mark for part in parts if part.mark is not None and part.mark.notation == "fields"}
    taken = Cover(sorted((mark.where.start, mark.where.end) for mark in stated))
    kept = [mark for mark in times if mark not in stated and not taken.holds(mark.where.start)]
    return sorted([*kept, *stated], key=lambda mark: mark.where)


def _distinct(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
