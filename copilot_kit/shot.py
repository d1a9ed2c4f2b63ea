"""A prompt as a shot: frozen values that know their place in the text.

The text is the truth and structure is a view of it. A `Shot` holds the given text
byte for byte; all that was read from it (a beat, a cue, a lens) carries `where`, the
`Span` of text that says so, and most carry `places`, the span of each single field. Nothing
here can be printed back into a prompt: an edit replaces a span of the text, and every
other character stays as it was.

Time is float seconds from the head of the shot. A window is half-open, `[start, end)`:

    beat 1   [------)
    beat 2          [-----)      they touch, they do not overlap

`start is None` means that no time is stated; for a cue `end is None` is an instant.
`derived` is True when a time was worked out ("final 1.5 seconds", a beat that ends where
the next begins) and does not stand in the text.

Absent on purpose: identity (ids belong to the library), and any way to make a Shot but
reading a text (`copilot_kit.read`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

TOLERANCE_S = 0.05
"""Two times closer than this are the same moment [s]: a little over one frame at 24 fps."""

SecondsFrom = Literal["settings", "stated", "derived"]
"""Where the length of a clip comes from: given from outside, a statement of the text, or its last beat."""


class Span(NamedTuple):
    """A place in the text: half-open character offsets [start, end)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters that stand there."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """True if the two share a character; spans that only touch do not."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """True if `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


Places = tuple[tuple[str, Span], ...]


class Placed:
    """What stands in the text: `where` as a whole, `places` field by field."""

    __slots__ = ()

    def place(self, name: str) -> Span | None:
        """The span of one field, or None if it does not stand in the text by itself."""
        return dict(self.places).get(name)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Section(Placed):
    """A titled part of the prompt; `where` runs from its title to its last character."""

    title: str
    where: Span
    places: Places = ()


@dataclass(frozen=True, slots=True)
class Beat(Placed):
    """A span of action. `camera` is the beat's own camera line, if it has one."""

    start: float | None
    end: float | None
    label: str
    action: str
    where: Span
    camera: str = ""
    derived: bool = False
    places: Places = ()


@dataclass(frozen=True, slots=True)
class Cue(Placed):
    """A sound at a time. `kind` is an id of the sound vocabulary: ambience, foley, sfx, silence, ...

    start None: no time stated. end None: an instant. lufs [LUFS] and hz [Hz] are None when not stated.
    """

    start: float | None
    end: float | None
    sound: str
    kind: str
    lufs: float | None
    hz: float | None
    where: Span
    derived: bool = False
    places: Places = ()


@dataclass(frozen=True, slots=True)
class Move(Placed):
    """What the camera does in a window: `kind` is static, push_in, pan, ... (ids of the vocabulary)."""

    start: float | None
    end: float | None
    kind: str
    where: Span
    direction: str = ""
    speed: str = ""
    derived: bool = False
    places: Places = ()


@dataclass(frozen=True, slots=True)
class Light(Placed):
    """A light that is described: source and side as ids, angle in degrees, colour in kelvin."""

    start: float | None
    end: float | None
    source: str
    side: str
    angle_deg: float | None
    kelvin: float | None
    where: Span
    quality: str = ""
    places: Places = ()


@dataclass(frozen=True, slots=True)
class Grade(Placed):
    """A window of the grade: its colour temperature [K], if stated, and its look in the prompt's words."""

    start: float | None
    end: float | None
    kelvin: float | None
    look: str
    where: Span
    places: Places = ()


@dataclass(frozen=True, slots=True)
class Event(Placed):
    """Something seen that happens at a moment."""

    at: float
    text: str
    where: Span
    derived: bool = False
    places: Places = ()


@dataclass(frozen=True, slots=True)
class Line(Placed):
    """Spoken words. speaker is "" when nobody is named; kind is "spoken" or "voice_over"."""

    speaker: str
    words: str
    start: float | None
    end: float | None
    where: Span
    kind: str = "spoken"
    derived: bool = False
    places: Places = ()


@dataclass(frozen=True, slots=True)
class OnScreen(Placed):
    """Words that are to be read in the picture: a sign, a title, a caption."""

    words: str
    where: Span
    places: Places = ()


@dataclass(frozen=True, slots=True)
class Exclusion(Placed):
    """What the prompt wants kept out: "no handheld" excludes `handheld`."""

    what: str
    where: Span
    places: Places = ()


@dataclass(frozen=True, slots=True)
class People(Placed):
    """A number of people that the prompt states: four researchers."""

    count: int
    noun: str
    where: Span
    places: Places = ()


@dataclass(frozen=True, slots=True)
class Setting(Placed):
    """An engine parameter that stands in or beside the prompt: model, size, seconds, fps, ..."""

    name: str
    value: str
    where: Span
    places: Places = ()


@dataclass(frozen=True, slots=True)
class Control:
    """A statement that a director could change: where it stands, what it says.

    path   stable name in the shot: beats[1].start, camera.lens_mm, cues[0].lufs, light.kelvin
    value  float, int or str
    unit   s, mm, f, K, LUFS, Hz, deg, ... or "" for words
    where  the characters to replace
    """

    path: str
    value: float | int | str
    unit: str
    where: Span


@dataclass(frozen=True)
class Shot:
    """What a prompt says, and where it says it. Made by `copilot_kit.read`.

    text          the given text, byte for byte
    prompt        the part of it that is the prompt (all of it, or what the tag holds)
    seconds       length of the clip [s], or None; seconds_from tells where it comes from
    lenses_mm, f_stops, kelvins   distinct numbers in the order of the text
    sizes, angles                 distinct ids of the vocabulary in the order of the text
    """

    text: str
    prompt: Span
    seconds: float | None = None
    seconds_from: SecondsFrom | None = None
    sections: tuple[Section, ...] = ()
    beats: tuple[Beat, ...] = ()
    cues: tuple[Cue, ...] = ()
    moves: tuple[Move, ...] = ()
    lights: tuple[Light, ...] = ()
    grades: tuple[Grade, ...] = ()
    events: tuple[Event, ...] = ()
    lines: tuple[Line, ...] = ()
    on_screen: tuple[OnScreen, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    people: tuple[People, ...] = ()
    settings: tuple[Setting, ...] = ()
    lenses_mm: tuple[float, ...] = ()
    f_stops: tuple[float, ...] = ()
    kelvins: tuple[float, ...] = ()
    sizes: tuple[str, ...] = ()
    angles: tuple[str, ...] = ()
    palette: tuple[str, ...] = ()
    controls: tuple[Control, ...] = field(default=())

    @property
    def words(self) -> str:
        """The prompt itself: the whole text, or what a <final_prompt> tag in it holds."""
        return self.prompt.of(self.text)

    def __str__(self) -> str:
        return self.words

    def __repr__(self) -> str:
        length = "length unknown" if self.seconds is None else f"{self.seconds:g} s ({self.seconds_from})"
        return (
            f"<Shot {length}, {len(self.beats)} beats, {len(self.cues)} cues, {len(self.moves)} moves, "
            f"{len(self.controls)} controls, {len(self.words)} characters>"
        )

    def _repr_html_(self) -> str:
        from .looks import shot_html

        return shot_html(self)
