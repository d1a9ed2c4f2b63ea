"""A shot becomes a scene: what stands where, how it is framed and lit, and what happens when.

This is the whole interpretation of a prompt for its animatic, as plain values; painting and sounding only carry it
out. What the prompt does not say is assumed here once, and every assumption and everything that cannot be shown is
kept as a sentence in `notes`, for the person who watches should know what the prompt said and what the kit did.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from ..errors import BadTime, InputError
from ..shot import Line, Shot
from . import cast as casting
from .camera import FRAME_M, Planned, Rig, planned
from .light import Key, keys_of

ASSUMED_SECONDS = 5.0
"""Length of a clip that neither states one nor has a beat [s]."""

MOST_SECONDS = 300.0
LAYOUTS = {"landscape": (1280, 720), "portrait": (720, 1280), "square": (960, 960)}
_RATIOS = {"16:9": "landscape", "9:16": "portrait", "1:1": "square", "4:5": "portrait", "3:4": "portrait"}
_ASSUMED_LENS = 35.0
_SHARE_OF_A_THING = {
    "macro": 0.55,
    "extreme_close_up": 0.75,
    "close_up": 1.35,
    "medium_close_up": 1.8,
    "medium": 2.4,
    "wide": 3.2,
    "establishing": 5.0,
    "extreme_wide": 6.0,
}
_SHARE_OF_A_BUILDING = {
    "macro": 0.1,
    "extreme_close_up": 0.15,
    "close_up": 0.3,
    "medium_close_up": 0.45,
    "medium": 0.8,
    "full": 1.6,
    "wide": 1.9,
    "establishing": 2.3,
    "extreme_wide": 3.0,
}
"""Height of the frame as a multiple of what is seen, where nobody stands there to give the measure."""


@dataclass(frozen=True, slots=True)
class Card:
    """A beat as it is shown: window [s], number, label and action."""

    number: int
    start: float
    end: float
    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A spoken line as it is shown: window [s] and words."""

    start: float
    end: float
    words: str


@dataclass(frozen=True)
class Scene:
    """All that an animatic shows, before anything is painted."""

    seconds: float
    fps: int
    width: int
    height: int
    slate: str
    size: str
    lens_assumed: bool
    cast: casting.Cast
    rig: Rig
    wall_z: float
    keys: tuple[Key, ...]
    cards: tuple[Card, ...]
    moves: tuple[Planned, ...]
    events: tuple[tuple[float, str], ...]
    lines: tuple[Spoken, ...]
    notes: tuple[str, ...]

    @property
    def frames(self) -> int:
        """Number of pictures."""
        return max(1, round(self.seconds * self.fps))

    def card_at(self, t: float) -> Card | None:
        """The beat that runs at a moment [s], or None in a gap."""
        return next((c for c in self.cards if c.start <= t + 1e-6 < c.end), None)


def scene_of(shot: Shot, size: object = None, fps: int = 24) -> Scene:
    """The scene of a shot.

    Raises BadTime for a length that no animatic has, InputError for a size or a rate that cannot be encoded.
    """
    notes: list[str] = []
    seconds = _seconds(shot, notes)
    width, height = _size(shot, size)
    if not isinstance(fps, int) or isinstance(fps, bool) or not 1 <= fps <= 60:
        raise InputError(f"animatic: fps is {fps!r}, expected a whole number from 1 to 60. Fix: ask for 24.")

    cast = casting.cast(shot)
    notes += cast.unshown
    sensor = _sensor(width, height)
    lens = shot.lenses_mm[0] if shot.lenses_mm else _ASSUMED_LENS
    lens = min(max(lens, 8.0), 800.0)
    if not shot.lenses_mm:
        notes.append(f"no lens is stated; {_ASSUMED_LENS:g} mm is assumed")
    sizes = [s for s in shot.sizes if s in FRAME_M] or [_assumed_size(cast)]
    if not shot.sizes:
        notes.append(f"no shot size is stated; {sizes[0].replace('_', ' ')} is assumed")
    if not cast.stand_ins:
        notes.append("no person or thing that has a stand-in is named; the stage is bare")

    frames_m, aim = _framing(sizes, cast, width / height)
    moves, told = planned(shot.moves, seconds, lens, sensor, frames_m)
    notes += told
    moves = _with_rise(moves, frames_m[0], cast)
    reach = lens * frames_m[0] / sensor[1]
    lens_height, roll = _angle(shot, aim, frames_m[0], reach, cast)
    rig = Rig(lens, sensor, frames_m[0], aim, lens_height, roll, moves)
    wall_z = max(1.5, 0.5 * reach) + (0.3 if cast.stand_ins else 0.0)
    cards, told = _cards(shot, seconds)
    notes += told
    if cast.people and cards:
        notes.append("stand-ins hold their pose; what they do in a beat is told on its card")
    if shot.f_stops:
        notes.append(f"depth of field (f/{shot.f_stops[0]:g}) is not drawn; everything is sharp")
    notes += [f"the words {' '.join(o.words.split())!r} in the picture are not drawn" for o in shot.on_screen]
    return Scene(
        seconds,
        fps,
        width,
        height,
        _slate(sizes, cast),
        sizes[0],
        not shot.lenses_mm,
        casting.on_wall(cast, wall_z),
        rig,
        wall_z,
        keys_of(shot),
        cards,
        moves,
        tuple((e.at, " ".join(e.text.split())) for e in shot.events if e.at < seconds),
        tuple(s for line in shot.lines if (s := _spoken(line, seconds)) is not None),
        tuple(dict.fromkeys(notes)),
    )


def _seconds(shot: Shot, notes: list[str]) -> float:
    seconds = shot.seconds
    if seconds is None:
        notes.append(f"the prompt states no length; {ASSUMED_SECONDS:g} s is assumed")
        seconds = ASSUMED_SECONDS
    if not 0.2 <= seconds <= MOST_SECONDS:
        raise BadTime(
            f"animatic: the shot is {seconds:g} s long, expected 0.2 to {MOST_SECONDS:g} s. "
            "Fix: read it with another length, as in read(text, seconds=8)."
        )
    return float(seconds)


def _size(shot: Shot, size: object) -> tuple[int, int]:
    """Pixels of the film: as asked for, else in the shape that the prompt's settings state, else landscape."""
    if size is None:
        return LAYOUTS[_layout(shot)]
    if isinstance(size, str) and size.strip().casefold() in LAYOUTS:
        return LAYOUTS[size.strip().casefold()]
    if isinstance(size, str) and (match := re.fullmatch(r"\s*(\d{2,5})\s*[x×*]\s*(\d{2,5})\s*", size)):
        size = (int(match[1]), int(match[2]))
    fix = f"Fix: ask for {', '.join(LAYOUTS)} or (width, height)."
    if not isinstance(size, tuple | list) or len(size) != 2 or not all(isinstance(n, int) for n in size):
        raise InputError(f"animatic: size is {size!r}, expected a layout's name or two whole numbers. {fix}")
    width, height = size
    if not (240 <= width <= 3840 and 240 <= height <= 3840 and 0.4 <= width / height <= 2.6):
        raise InputError(f"animatic: size is {width}x{height}, expected sides of 240 to 3840 and no long strip. {fix}")
    return width - width % 2, height - height % 2


def _layout(shot: Shot) -> str:
    for setting in shot.settings:
        value = setting.value.strip().casefold().replace(" ", "")
        if value in _RATIOS:
            return _RATIOS[value]
        if match := re.match(r"(\d{3,4})[x×*](\d{3,4})", value):
            ratio = int(match[1]) / int(match[2])
            return "landscape" if ratio > 1.15 else "portrait" if ratio < 0.87 else "square"
    words = shot.words.casefold()
    if re.search(r"\b9:16\b|\bvertical (?:video|format|frame|9:16)|\bportrait (?:format|orientation|mode)", words):
        return "portrait"
    return "square" if re.search(r"\b1:1\b|\bsquare (?:format|video|frame)", words) else "landscape"


def _sensor(width: int, height: int) -> tuple[float, float]:
    """The picture on a full frame of 36 x 24 mm, turned for portrait [mm]."""
    ratio = width / height
    long_side, short_side = (36.0, 24.0) if ratio >= 1 else (24.0, 36.0)
    return (long_side, long_side / ratio) if ratio >= long_side / short_side else (short_side * ratio, short_side)


def _assumed_size(cast: casting.Cast) -> str:
    if cast.insert:
        return "close_up"
    people = len(cast.people)
    if people:
        return "medium" if people == 1 and not cast.people[0].moving else "full" if people <= 2 else "wide"
    return "wide" if any(s.form.height > 1.3 for s in cast.stand_ins) or not cast.stand_ins else "medium"


def _framing(sizes: list[str], cast: casting.Cast, ratio: float) -> tuple[list[float], tuple[float, float, float]]:
    """Heights of the frame at the subject, for each stated size [m], and the point to look at."""
    left, right, low, high = casting.subject_of(cast)
    tall = high - low
    heights = []
    for size in sizes:
        stated = FRAME_M[size]
        if cast.people:
            child = min(1.0, max(p.scale for p in cast.people))
            frame = stated * (child if stated < 2.5 else 1.0)
            if stated > 2.0:
                frame = max(frame, (right - left) / ratio * 1.18)
            if cast.people[0].pose == "lying" and stated >= 1.0:
                frame = max(0.8, (right - left) / ratio * 1.1 * stated / 2.15)
        else:  # a size is told by how much of a person it shows; a thing is shown in proportion
            extent = max(tall, (right - left) / ratio)
            share = _SHARE_OF_A_BUILDING if extent > 1.5 else _SHARE_OF_A_THING
            frame = extent * share.get(size, share["wide"])
            if stated > 3.0 and extent > 0.8:
                frame = max(frame, stated)
            if not cast.stand_ins:
                frame = stated
        heights.append(max(0.05, frame))
    middle = _middle(heights[0], cast)
    x = 0.0 if cast.people and len(cast.people) > 1 else (left + right) / 2
    return heights, (x, middle, 0.0)


def _middle(frame: float, cast: casting.Cast) -> float:
    """Height of the middle of a frame that shows so many metres: a head keeps its room above it [m]."""
    _, _, low, high = casting.subject_of(cast)
    if not cast.people or cast.people[0].pose == "lying":
        return (low + high) / 2 + 0.06 * frame
    top = max(p.y + p.form.height for p in cast.people)
    if frame <= 0.3:
        return top - 0.12
    return max(top + 0.10 * frame - frame / 2, 0.30 * frame if frame > 2.0 else 0.0)


def _with_rise(moves: tuple[Planned, ...], frame: float, cast: casting.Cast) -> tuple[Planned, ...]:
    """The moves; those that narrow or widen the frame on people also lift or lower it."""
    out = []
    for m in moves:
        if m.kind in ("push_in", "zoom_in", "pull_out", "zoom_out") and cast.people:
            after = frame * (1 - m.amount if m.kind.endswith("_in") else 1 + m.amount)
            m = replace(m, rise=_middle(after, cast) - _middle(frame, cast))
            frame = after
        out.append(m)
    return tuple(out)


def _angle(
    shot: Shot, aim: tuple[float, float, float], frame: float, reach: float, cast: casting.Cast
) -> tuple[float, float]:
    """Height of the lens [m] and roll [degrees] for the stated angle."""
    roll = 9.0 if "dutch" in shot.angles else 0.0
    left, right, low, high = casting.subject_of(cast)
    if (
        not cast.people
        and not cast.insert
        and max(high - low, right - left) > 1.5
        and not {"high", "overhead", "low", "worms_eye"} & set(shot.angles)
    ):
        return 1.7, roll  # a building is seen by somebody who stands before it
    eye = aim[1] + (0.10 if cast.people and not cast.insert else 0.62 if cast.insert else 0.30) * frame
    if "overhead" in shot.angles:
        return aim[1] + 0.985 * reach, roll
    if "high" in shot.angles:
        return aim[1] + min(0.52 * reach, 6.0), roll
    if "worms_eye" in shot.angles:
        return 0.12, roll
    if "low" in shot.angles:
        stated = re.search(
            r"(\d+(?:\.\d+)?)\s*(feet|ft|foot|m|metres|meters)\b[^.\n]{0,12}(?:above|off|from) (?:the )?"
            r"(?:floor|ground)",
            shot.words,
        )
        if stated:
            return float(stated[1]) * (1.0 if stated[2].startswith("m") else 0.3048), roll
        return max(0.25, aim[1] - 0.36 * reach), roll
    return max(0.1, eye), roll


def _cards(shot: Shot, seconds: float) -> tuple[tuple[Card, ...], list[str]]:
    cards, told = [], []
    for number, beat in enumerate(shot.beats, 1):
        name = beat.label or f"beat {number}"
        if beat.start is None or beat.start >= seconds:
            why = "has no time" if beat.start is None else f"begins at {beat.start:g} s, after the end"
            told.append(f"{name} {why}; it has no card")
            continue
        later = [b.start for b in shot.beats if b.start is not None and b.start > beat.start]
        end = beat.end if beat.end is not None else min([*later, seconds])
        action = " ".join((beat.action or beat.where.of(shot.text)).split())
        cards.append(
            Card(number, beat.start, min(seconds, max(end, beat.start + 0.05)), " ".join(beat.label.split()), action)
        )
    return tuple(cards), told


def _spoken(line: Line, seconds: float) -> Spoken | None:
    if line.start is None or line.start >= seconds:
        return None
    end = line.end if line.end is not None else line.start + max(0.4, len(line.words.split()) / 2.6)
    words = " ".join(line.words.split())
    return Spoken(line.start, min(seconds, end), f"{line.speaker}: {words}" if line.speaker else words)


def _slate(sizes: list[str], cast: casting.Cast) -> str:
    """What the shot is, in one line: its size and who or what is seen."""
    people = [p.words for p in cast.people]
    who = (
        f"{len(people)} {people[0]}" if len(people) > 1 and len(set(people)) == 1 else ", ".join(dict.fromkeys(people))
    )
    things = [s.words for s in cast.stand_ins if s.name not in ("person", "chair", "plinth", "hands", "forearms")]
    if cast.insert:
        who = "hands"
    parts = [size_name(sizes[0]).capitalize(), who, *list(dict.fromkeys(things))[: 2 if who else 3]]
    return " · ".join(" ".join(p.split()) for p in parts if p)


def size_name(size: str) -> str:
    """A shot size as people write it: medium_close_up as medium close-up."""
    return size.replace("close_up", "close-up").replace("_", " ")


def framing_now(scene: Scene, frame_m: float) -> str:
    """The shot size whose frame is nearest to so many metres at the subject; without people the one that is stated."""
    if not scene.cast.people or scene.cast.insert:
        return size_name(scene.size)
    child = min(1.0, max(p.scale for p in scene.cast.people))
    near = min(
        FRAME_M, key=lambda s: abs(math.log(FRAME_M[s] * (child if FRAME_M[s] < 2.5 else 1.0) / max(frame_m, 1e-3)))
    )
    stated = FRAME_M[scene.size] * (child if FRAME_M[scene.size] < 2.5 else 1.0)
    return size_name(scene.size if abs(scene.rig.frame_m - frame_m) < 0.02 * stated else near)
