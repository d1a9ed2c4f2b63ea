"""Reading: any text -> Shot.

    fold        the text's plain twin, character for character
    extent      which part is the prompt
    quantities  numbers with units, in one pass        lexicon   terms of the vocabulary, in one pass
    notation    which of the numbers are times         scope     negations, quotes, sentences
    lines, layout, tracks, records                     what each part is about, and under which time
    beats, sound, camera, light, speech, subjects      one reader for each kind of statement
    controls    everything that could be changed

Nothing here fails on any text, and the time it takes grows with the text's length and no faster: no pattern can
match in two ways, and no reader looks back further than a fixed reach.
"""

from __future__ import annotations

import re

from ..shot import Shot, Span
from .beats import beat_groups, read_beats, time_groups
from .camera import mentions, read_lenses, read_moves, read_stops
from .camera_words import ANGLES, MOVES, SIZES, SPEEDS
from .controls import read_controls
from .extent import prompt_span
from .fold import fold
from .layout import lay_out
from .lexicon import Lexicon
from .light import read_grades, read_kelvins, read_lights, read_palette
from .light_sound_words import LOOKS, QUALITIES, SIDES, SOUNDS, SOURCES
from .lines import pieces
from .notation import marks
from .page import Page
from .quantities import quantities
from .scope import Cover, negations, quotes
from .sound import read_cues
from .speech import read_quotes
from .subjects import (
    clip_seconds,
    read_events,
    read_exclusions,
    read_people,
    read_settings,
    setting_seconds,
    stated_seconds,
)

__all__ = ["read"]

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
        "look": LOOKS,
    }
)
_FPS = re.compile(r"(?<![\d.])(\d{2,3}(?:\.\d{1,3})?) ?(?:fps|frames per second)")


def read(text: str, seconds: float | None = None) -> Shot:
    """The shot that a text describes.

    Parameters
    ----------
    text : any string; a prompt, or a whole chat message with the prompt in a <final_prompt> tag
    seconds : length known from outside, in settings that are not part of the text [s]
    """
    flat = fold(text)
    prompt = prompt_span(text, flat)
    page = _page(text, flat, prompt)
    beside = tuple(span for span in (Span(0, prompt.start), Span(prompt.end, len(text))) if span.end > span.start)
    settings = read_settings(page, beside)
    from_settings, stated = setting_seconds(settings), stated_seconds(page)
    page.seconds, seconds_from = clip_seconds(seconds, from_settings, stated, [])
    page.group_windows = time_groups(page)
    chosen = beat_groups(page)
    beats = read_beats(page, chosen)
    if page.seconds is None:
        ends = [beat.end for beat in beats if beat.end is not None]
        page.seconds, seconds_from = clip_seconds(None, None, None, ends)
        page.group_windows = time_groups(page)
        beats = read_beats(page, beat_groups(page))
    for index, beat in zip(chosen, beats, strict=False):
        page.group_windows[index] = page.group_windows[index]._replace(end=beat.end)
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
    fps = _FPS.search(flat)
    found = list(quantities(flat, *prompt, max(float(fps[1]), 1.0) if fps else 24.0))
    times = list(marks(flat, found, prompt.start))
    heads = [mark for mark in times if mark.head]
    denied, quoted = negations(flat, prompt), quotes(flat, prompt)
    return Page(
        text=text,
        flat=flat,
        prompt=prompt,
        quantities=found,
        marks=times,
        layout=lay_out(text, flat, pieces(text, flat, prompt, heads), prompt.end),
        hits=TERMS.scan(flat, *prompt),
        negations=denied,
        quotes=quoted,
        denied=Cover(denied),
        quoted=Cover(quoted),
    )


def _distinct(values) -> tuple:  # type: ignore[no-untyped-def]
    return tuple(dict.fromkeys(values))
