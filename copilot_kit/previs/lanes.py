"""The lanes under the stage: what happens when, on one axis, with a playhead.

Beats are blocks, camera moves ramps, light a strip in its own colour, events marks, speech and sound clips; a sound's
clip shows its own envelope, its kind and its level, with ≈ where the level is assumed. Clips are packed into as few
rows as do not let a label touch its neighbour; what finds no row is counted at the end of the lane.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from ..looks import LOOKS
from . import letters
from .camera import STILL
from .letters import plain, width, write
from .light import encoded, lit_at
from .scene import Card, Scene
from .sound import Sounded, Track
from .tint import DIM, GROUND, INK, PANEL, RULE, SOFT, SUB, mixed, rgb

_FLOOR_DB = -54.0


class _Clip(NamedTuple):
    row: int
    cue: Sounded
    label: str
    label_x: float


class Lanes:
    """Paints the lanes of a scene. `top` is set by the page before painting [pixels]."""

    def __init__(self, scene: Scene, track: Track, pad: int, unit: float, most_rows: int) -> None:
        self.scene, self.unit, self.top = scene, unit, 0
        self.gutter = round(26 * unit)
        self.left, self.right = pad + self.gutter, scene.width - pad
        self.bleed = pad
        self.row = round(16 * unit)
        self.clips, self.left_over = self._packed(track.cues, most_rows)
        rows = max((c.row for c in self.clips), default=-1) + 1
        u = unit
        at, self.at = 22 * u, {}
        for name, height, shown in (
            ("beats", 26 * u, True),
            ("camera", 18 * u, True),
            ("light", 12 * u, True),
            ("events", 14 * u, bool(scene.events)),
            ("speech", 16 * u, bool(scene.lines)),
            ("sound", rows * (self.row + 2 * u), rows > 0),
        ):
            if shown:
                self.at[name] = (at, at + height)
                at += height + 5 * u
        self.height = round(at + 2 * u)

    def x(self, t: float) -> float:
        """Where a moment [s] stands [pixels]."""
        return self.left + (self.right - self.left) * min(max(t / self.scene.seconds, 0.0), 1.0)

    def _packed(self, cues: tuple[Sounded, ...], most_rows: int) -> tuple[list[_Clip], int]:
        u, size = self.unit, 10.5 * self.unit
        rows: list[list[tuple[float, float]]] = []
        clips, left_over = [], 0
        for cue in sorted(cues, key=lambda c: (-(c.end - c.start), c.start)):
            x0, x1 = self.x(cue.start), max(self.x(cue.end), self.x(cue.start) + 3 * u)
            label = label_of(cue)
            w = width(label, "regular", size) + 12 * u
            low, high, label_x = x0, max(x1, x0 + w), x0 + 6 * u
            if high > self.right:  # no room to the right: the label stands before its clip
                low, high, label_x = (x0 - w, x1, x0 - w + 4 * u) if x1 - x0 < w else (x0, x1, x0 + 6 * u)
            free = (n for n, row in enumerate(rows) if all(high <= a - 3 * u or low >= b + 3 * u for a, b in row))
            number = next(free, len(rows))
            if number >= most_rows:
                left_over += 1
                continue
            if number == len(rows):
                rows.append([])
            rows[number].append((low, high))
            clips.append(_Clip(number, cue, label, label_x))
        return clips, left_over

    # ── painting ──

    def paint(self, image: Image.Image, draw: ImageDraw.ImageDraw, card: Card | None) -> None:
        """All that does not change within a beat."""
        u = self.unit
        draw.rectangle((0, self.top - 6 * u, self.scene.width, self.scene.height), fill=rgb(PANEL))
        draw.line((0, self.top - 6 * u, self.scene.width, self.top - 6 * u), fill=rgb(RULE))
        self._ruler(draw)
        for name, (low, high) in self.at.items():
            look = LOOKS[name]
            middle = self.top + (low + min(high, low + 26 * u)) / 2
            draw.rounded_rectangle(
                (self.bleed, middle - 7 * u, self.bleed + 14 * u, middle + 7 * u),
                3 * u,
                fill=rgb(mixed(look.colour, GROUND, 0.35)),
            )
            write(draw, (self.bleed + 7 * u, middle), look.letter, "strong", 10 * u, INK, "mm")
        self._beats(draw, card)
        self._camera(image)
        self._light(image)
        self._marks(draw)
        self._sound(draw)

    def _ruler(self, draw: ImageDraw.ImageDraw) -> None:
        u, seconds = self.unit, self.scene.seconds
        room = (self.right - self.left) / seconds
        step = next((s for s in (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0) if s * room >= 44 * u), 60.0)
        y = self.top + 12 * u
        for n in range(int(seconds / step + 1e-6) + 1):
            x = self.x(n * step)
            draw.line((x, y + 3 * u, x, y + 8 * u), fill=rgb(DIM))
            last = x > self.right - 30 * u
            write(
                draw,
                (x, y - 1 * u),
                f"{n * step:g} s" if n else "0",
                "mono",
                10 * u,
                SUB,
                "rs" if last else "ls" if n == 0 else "ms",
            )

    def _beats(self, draw: ImageDraw.ImageDraw, card: Card | None) -> None:
        u, colour = self.unit, LOOKS["beats"].colour
        low, high = (self.top + y for y in self.at["beats"])
        covered_to = 0.0
        for c in sorted(self.scene.cards, key=lambda c: c.start):
            if c.start > covered_to + 0.05:
                self._hatch(draw, covered_to, c.start, low, high)
            covered_to = max(covered_to, c.end)
            now = card is not None and c.number == card.number
            x0, x1 = self.x(c.start) + u, self.x(c.end) - u
            if x1 - x0 < 1:
                continue
            draw.rounded_rectangle(
                (x0, low, x1, high),
                min(4 * u, (x1 - x0) / 2 - 0.5),
                fill=rgb(mixed(colour, GROUND, 0.25 if now else 0.72)),
            )
            label = letters.fitted(
                plain(c.label) or plain(c.action), "strong" if now else "regular", 12 * u, x1 - x0 - 14 * u
            )
            write(
                draw,
                (x0 + 7 * u, (low + high) / 2),
                label,
                "strong" if now else "regular",
                12 * u,
                INK if now else SOFT,
                "lm",
            )
        if self.scene.cards and covered_to < self.scene.seconds - 0.05:
            self._hatch(draw, covered_to, self.scene.seconds, low, high)
        if not self.scene.cards:
            draw.line((self.left, (low + high) / 2, self.right, (low + high) / 2), fill=rgb(RULE))

    def _hatch(self, draw: ImageDraw.ImageDraw, a: float, b: float, low: float, high: float) -> None:
        """A gap between beats: nothing is said of it."""
        u = self.unit
        x0, x1 = self.x(a) + u, self.x(b) - u
        if x1 - x0 < 10 * u:
            return
        draw.rounded_rectangle((x0, low, x1, high), 4 * u, outline=rgb(RULE))
        x = x0 + 6 * u
        while x + (high - low) * 0.5 < x1 - 2 * u:
            draw.line((x, high - 2 * u, x + (high - low) * 0.5, low + 2 * u), fill=rgb(RULE))
            x += 8 * u

    def _camera(self, image: Image.Image) -> None:
        """Moves as ramps, painted at twice the size; a still camera is a line."""
        u, colour = self.unit, LOOKS["camera"].colour
        low, high = self.at["camera"]
        w, h = self.right - self.left, round(high - low)
        patch = Image.new("RGB", (2 * w, 2 * h), PANEL)
        draw = ImageDraw.Draw(patch)
        labels: list[tuple[float, float, str, str]] = []
        moving = [m for m in self.scene.moves if m.kind not in STILL]
        for start, end in dict.fromkeys((m.start, m.end) for m in moving):
            x0, x1 = 2 * (self.x(start) - self.left) + 2, 2 * (self.x(end) - self.left) - 2
            draw.polygon([(x0, 2 * h - 1), (x1, 1), (x1, 2 * h - 1)], fill=rgb(mixed(colour, GROUND, 0.55)))
            draw.line((x0, 2 * h - 2, x1, 2), fill=rgb(mixed(colour, INK, 0.12)), width=max(2, round(3 * u)))
            words = " + ".join(m.label for m in moving if (m.start, m.end) == (start, end))
            if all(abs(x1 / 2 - other) > 60 * u for _, other, _, _ in labels):
                labels.append((x0 / 2, x1 / 2, words, INK))
        for m in self.scene.moves:
            if m.kind in STILL and not any(m.start < n.end and n.start < m.end for n in moving):
                x0, x1 = 2 * (self.x(m.start) - self.left) + 2, 2 * (self.x(m.end) - self.left) - 2
                draw.line((x0, h, x1, h), fill=rgb(mixed(colour, GROUND, 0.45)), width=max(2, round(3 * u)))
                labels.append((x0 / 2, x1 / 2, m.label, SUB))
        image.paste(patch.reduce(2), (self.left, round(self.top + low)))
        text = ImageDraw.Draw(image)
        for start, stop, words, ink in labels:
            size = 11 * u
            words = letters.fitted(words, "strong" if ink == INK else "regular", size, stop - start - 10 * u)
            face: letters.Face = "strong" if ink == INK else "regular"
            if ink == INK:
                write(text, (self.left + stop - 5 * u, self.top + high - 4 * u), words, face, size, ink, "rs")
            elif words:
                wide, y = width(words, face, size), self.top + (low + high) / 2
                text.rectangle(
                    (self.left + start + 5 * u, y - 7 * u, self.left + start + 13 * u + wide, y + 7 * u),
                    fill=rgb(PANEL),
                )
                write(text, (self.left + start + 9 * u, y), words, face, size, ink, "lm")

    def _light(self, image: Image.Image) -> None:
        low, high = self.at["light"]
        w = self.right - self.left
        steps = [lit_at(self.scene.keys, self.scene.seconds * (k + 0.5) / 160) for k in range(160)]
        strip = np.array([[encoded(np.array(s.colour) * (0.30 + 0.55 * s.level)) for s in steps]]) * 255
        picture = Image.fromarray(strip.astype(np.uint8)).resize(
            (w, max(1, round(high - low))), Image.Resampling.BILINEAR
        )
        image.paste(picture, (self.left, round(self.top + low)))

    def _marks(self, draw: ImageDraw.ImageDraw) -> None:
        u = self.unit
        if "events" in self.at:
            low, high = (self.top + y for y in self.at["events"])
            free = self.left - 1e6
            for number, (t, words) in enumerate(self.scene.events):
                x, r = self.x(t), 4.5 * u
                draw.polygon(
                    [(x - r, low + 1), (x + r, low + 1), (x, high - 1)],
                    fill=rgb(mixed(LOOKS["events"].colour, INK, 0.25)),
                )
                later = (
                    self.x(self.scene.events[number + 1][0]) - r if number + 1 < len(self.scene.events) else self.right
                )
                room = later - x - 16 * u
                if x + r > free and room > 40 * u:
                    label = letters.fitted(plain(words), "regular", 10 * u, room)
                    free = x + 9 * u + write(draw, (x + 9 * u, (low + high) / 2), label, "regular", 10 * u, SUB, "lm")
        if "speech" in self.at:
            low, high = (self.top + y for y in self.at["speech"])
            for line in self.scene.lines:
                x0, x1 = self.x(line.start), max(self.x(line.end), self.x(line.start) + 3 * u)
                draw.rounded_rectangle(
                    (x0, low, x1, high), 3 * u, fill=rgb(mixed(LOOKS["speech"].colour, GROUND, 0.45))
                )
                label = letters.fitted(plain(line.words), "regular", 11 * u, x1 - x0 - 10 * u)
                write(draw, (x0 + 5 * u, (low + high) / 2), label, "regular", 11 * u, INK, "lm")

    def _sound(self, draw: ImageDraw.ImageDraw) -> None:
        if "sound" not in self.at:
            return
        u, colour, size = self.unit, LOOKS["sound"].colour, 10.5 * self.unit
        top = self.top + self.at["sound"][0]
        for clip in self.clips:
            cue = clip.cue
            y0 = top + clip.row * (self.row + 2 * u)
            y1 = y0 + self.row
            x0, x1 = self.x(cue.start), max(self.x(cue.end), self.x(cue.start) + 3 * u)
            draw.rectangle((x0, y0, x1 - 1, y1), fill=rgb(mixed(colour, GROUND, 0.74)))
            for x, level in enumerate(_heights(cue, max(1, int(x1 - x0)))):
                draw.line((x0 + x, y1 - level * (self.row - 1), x0 + x, y1), fill=rgb(mixed(colour, GROUND, 0.40)))
            draw.rectangle((x0, y0, x0 + max(1, round(1.6 * u)), y1), fill=rgb(mixed(colour, INK, 0.25)))
            ink = mixed(INK, colour, 0.12)
            label = letters.fitted(clip.label, "regular", size, self.right - clip.label_x + 2 * u)
            write(draw, (clip.label_x, (y0 + y1) / 2), label, "regular", size, ink, "lm")
        if self.left_over:
            words = f"+ {self.left_over} more"
            write(draw, (self.right, self.top + self.at["sound"][1] + 1 * u), words, "regular", 9.5 * u, SUB, "rs")

    def playhead(self, draw: ImageDraw.ImageDraw, t: float) -> None:
        """The line of now."""
        u, x = self.unit, self.x(t)
        low, high = self.top + 14 * u, self.top + max(b for _, b in self.at.values())
        draw.line((x, low, x, high), fill=(238, 240, 243, 235), width=max(1, round(1.6 * u)))
        draw.polygon([(x - 5 * u, low - 4 * u), (x + 5 * u, low - 4 * u), (x, low + 4 * u)], fill=rgb(INK))


def label_of(cue: Sounded) -> str:
    """What stands on a sound's clip: its kind, its pitch and its level [LUFS], ≈ where that is assumed."""
    pitch = f" {cue.hz:g} Hz" if cue.hz else ""
    level = f"{'≈ ' if cue.level_assumed else ''}{cue.reached:.0f}".replace("-", "−")
    return f"{cue.kind}{pitch}  {level}{' limited' if cue.limited and cue.reached < cue.lufs - 0.5 else ''}"


def _heights(cue: Sounded, columns: int) -> np.ndarray:
    """How high the envelope stands in each column, 0 to 1, on a scale of decibels."""
    edges = np.linspace(0, len(cue.envelope), columns + 1)
    peaks = [cue.envelope[int(a) : max(int(a) + 1, math.ceil(b))].max(initial=0.0) for a, b in pairwise(edges)]
    return np.clip(1 - 20 * np.log10(np.maximum(peaks, 1e-6)) / _FLOOR_DB, 0.04, 1.0)
