"""The animatic: a shot to watch and to hear before anybody pays for it.

    scene     a Shot becomes stand-ins, a camera path, light and beats (cast, forms, camera, light)
    stage     what the lens sees; page, lanes, letters: the whole picture round it
    sound     a placeholder for every cue at its time and level (synth, sound_words, loudness)
    film      one MP4 with chapters, or nothing

    film = animatic(shot, "puzzle.mp4")     writes it, and plays in a notebook
    film.storyboard()                       one picture for each beat
    film.notes                              what was assumed, and what could not be shown

Everything is made on this machine from what `read` found; no model draws here. Film needs the extra `video`
(PyAV); without it there is the storyboard and the sound as WAV.
"""

from __future__ import annotations

import base64
import io
import os
import warnings
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, MissingPackage
from ..looks import table_html
from ..shot import Shot

if TYPE_CHECKING:
    from PIL.Image import Image

    from .page import Page
    from .scene import Scene
    from .sound import Sounded, Track

__all__ = ["Animatic", "Panel", "Storyboard", "animatic"]

INLINE_BYTES = 16_000_000
"""A film of more bytes is not put into a notebook; half of it is the most for which the second copy is made."""


def animatic(
    shot: Shot | str,
    path: str | os.PathLike[str] | None = None,
    size: str | tuple[int, int] | None = None,
    fps: int = 24,
    on_progress: Callable[[int, int], object] | None = None,
) -> Animatic:
    """A timed preview of the shot with placeholder pictures and sound.

    Parameters
    ----------
    path        : where to write the film (.mp4), whole or not at all; left out: it is kept in memory
    size        : "landscape" (1280x720), "portrait", "square" or (width, height) [pixels]; left out: the
                  shape that the prompt states, else landscape
    fps         : pictures for each second, 1 to 60
    on_progress : called with (done, all) after each picture; an answer of False stops. Left out: a notebook or a
                  terminal shows how far it is, and an interrupt stops it

    Raises BadTime, InputError for what cannot be made, RenderStopped. Without the extra `video` no film is made:
    a warning says what to install, and beside `path` stand the sound (.wav) and the storyboard (.png).
    """
    from . import film
    from .scene import scene_of
    from .sound import mix

    if isinstance(shot, str):
        from ..reading import read

        shot = read(shot)
    target = _target(path)
    scene = scene_of(shot, size, fps)
    made = Animatic(scene, mix(shot, scene.seconds), target)
    if not film.has_av():
        made.missing = str(MissingPackage("av", "an animatic as a film", "video"))
        if target is not None:
            made.path = None
            made.save(target)
        warnings.warn(f"{made.missing} Made instead: the storyboard and the sound.", UserWarning, stacklevel=2)
        return made
    made.film = made.rendered(on_progress, target)
    return made


def _target(path: str | os.PathLike[str] | None) -> Path | None:
    if path is None:
        return None
    target = Path(path)
    if target.suffix.lower() != ".mp4":
        raise InputError(
            f"animatic: the file is to be {target.name!r}, expected a name that ends in .mp4. Fix: add .mp4."
        )
    if target.is_dir() or not target.parent.is_dir():
        what = "is a folder" if target.is_dir() else "lies in a folder that does not exist"
        raise InputError(f"{target}: {what}, expected a file to write. Fix: name a file in a folder that is there.")
    return target


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture of a storyboard: its moment [s], its title and its PNG."""

    at: float
    title: str
    png: bytes = field(repr=False)


@dataclass(frozen=True)
class Storyboard:
    """One picture for each beat; shows itself in a notebook."""

    panels: tuple[Panel, ...]

    def save(self, folder: str | os.PathLike[str], stem: str = "beat") -> tuple[Path, ...]:
        """Writes beat-1.png, beat-2.png, ... into a folder; returns their paths."""
        from . import film

        out = []
        for number, panel in enumerate(self.panels, 1):
            path = Path(folder) / f"{stem}-{number}.png"
            with film.written(path) as part:
                part.write_bytes(panel.png)
            out.append(path)
        return tuple(out)

    def __len__(self) -> int:
        return len(self.panels)

    def _repr_html_(self) -> str:
        cells = "".join(
            '<figure style="margin:0 12px 12px 0;flex:0 1 22em;min-width:0">'
            f'<img src="data:image/png;base64,{_text(p.png)}" alt="{escape(p.title, quote=True)}" '
            'style="max-width:100%">'
            f'<figcaption style="font-size:.85em">{p.at:.2f} s  {escape(p.title)}</figcaption></figure>'
            for p in self.panels
        )
        return f'<div style="display:flex;flex-wrap:wrap;color:inherit">{cells}</div>'


class Animatic:
    """A finished animatic: plays in a notebook, tells what is in it, saves itself.

    path      where it was written, or None
    film      the MP4, or None where the extra `video` is missing (then `missing` says what to install)
    """

    def __init__(self, scene: Scene, track: Track, path: Path | None = None) -> None:
        self.scene, self.track, self.path = scene, track, path
        self.film: bytes | None = None
        self.missing = ""

    # ── what is in it ──

    @property
    def seconds(self) -> float:
        """Length [s]."""
        return self.scene.seconds

    @property
    def size(self) -> tuple[int, int]:
        """Width and height [pixels]."""
        return self.scene.width, self.scene.height

    @property
    def cues(self) -> tuple[Sounded, ...]:
        """Every sound: placeholder, time, level that was asked for and level that was reached [LUFS]."""
        return self.track.cues

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed, what was limited, and what could not be shown or heard, a sentence each."""
        from . import letters

        notes = [*self.scene.notes, *self.track.unheard]
        words = "".join(
            [self.scene.slate, *(c.label + c.action for c in self.scene.cards), *(s.words for s in self.scene.lines)]
        )
        boxes = sorted(letters.missing & set(words))
        if boxes:
            notes.append(f"no installed font has {' '.join(boxes[:12])}; put one that has into data/fonts")
        notes += [f"{c.kind} at {c.start:g} s: {c.lufs:g} LUFS asked for, {c.reached:.1f} reached"
                  for c in self.cues if c.reached < c.lufs - 0.5]  # fmt: skip
        if self.track.limited:
            spent = sum(b - a for a, b, _ in self.track.limited) * 1000
            most = min(db for _, _, db in self.track.limited)
            notes.append(f"the mix was limited for {spent:.0f} ms in all, by at most {-most:.1f} dB")
        assumed = sum(c.level_assumed for c in self.cues)
        if assumed:
            notes.append(f"{assumed} of {len(self.cues)} sounds state no level; it is assumed from their words (≈)")
        untimed = [c.words for c in self.cues if c.time_assumed]
        notes += [f"no time is stated for {w!r}; it runs through the whole clip" for w in untimed]
        return tuple(dict.fromkeys(notes))

    def describe(self) -> str:
        """What is to be seen and heard, in words."""
        s = self.scene
        lines = [f"Animatic of {s.seconds:g} s, {s.width}×{s.height}, {s.fps} pictures a second. {s.slate}."]
        lines += [f"{c.start:g} to {c.end:g} s: {c.label or c.action}" for c in s.cards]
        lines += [f"Camera, {m.start:g} to {m.end:g} s: {m.label}." for m in s.moves]
        for c in self.cues:
            level = f"{c.reached:.1f} LUFS, {c.basis}{', assumed' if c.level_assumed else ''}"
            lines.append(f"Sound, {c.start:g} to {c.end:g} s: {c.words} ({c.kind}, {level}).")
        return "\n".join([*lines, *(f"Note: {n}." for n in self.notes)])

    # ── pictures ──

    @cached_property
    def _page(self) -> Page:
        from .page import Page

        return Page(self.scene, self.track)

    def picture(self, t: float) -> Image:
        """The picture at a moment [s]."""
        if not 0 <= t <= self.seconds:
            raise InputError(
                f"animatic: there is no picture at {t:g} s, expected 0 to {self.seconds:g} s. Fix: ask inside the clip."
            )
        last = (self.scene.frames - 1) / self.scene.fps
        return self._page.picture(min(round(t * self.scene.fps) / self.scene.fps, last))

    def poster(self, t: float | None = None) -> bytes:
        """One picture as PNG; left to itself, the middle of the beat that stands for the shot best: the longest."""
        longest = max(self.scene.cards, key=lambda c: c.end - c.start, default=None)
        middle = self.seconds / 2 if longest is None else (longest.start + longest.end) / 2
        return _png(self.picture(middle if t is None else t))

    def storyboard(self) -> Storyboard:
        """One picture for each beat, from its middle; one of the whole where there is no beat."""
        cards = [(c.start, c.end, c.label or c.action) for c in self.scene.cards] or [
            (0.0, self.seconds, self.scene.slate)
        ]
        return Storyboard(tuple(Panel((a + b) / 2, title, _png(self.picture((a + b) / 2))) for a, b, title in cards))

    def rendered(self, on_progress: Callable[[int, int], object] | None = None, path: Path | None = None) -> bytes:
        """The film as bytes, written to `path` too; whole or not at all."""
        import tempfile

        from . import film, progress

        scene = self.scene
        chapters = [(c.start, c.end, c.label or f"beat {c.number}") for c in scene.cards]
        with tempfile.TemporaryDirectory() if path is None else nullcontext() as folder:
            target = path if path is not None else Path(folder or "") / "animatic.mp4"
            with (
                film.written(target) as part,
                nullcontext(on_progress) if on_progress else progress.shown("animatic") as tell,
            ):
                pictures = (self._page.picture(n / scene.fps) for n in range(scene.frames))
                film.encode(
                    part, pictures, scene.frames, self.size, scene.fps, self.track.mix, chapters, scene.slate, tell
                )
            return target.read_bytes()

    # ── keeping and showing ──

    def save(self, path: str | os.PathLike[str]) -> tuple[Path, ...]:
        """Writes the film; without the extra `video` the sound (.wav) and the storyboard (.png) in its place."""
        from . import film

        target = _target(path)
        assert target is not None
        if self.film is not None:
            with film.written(target) as part:
                part.write_bytes(self.film)
            self.path = target
            return (target,)
        with film.written(target.with_suffix(".wav")) as part:
            part.write_bytes(film.wav(self.track.mix))
        return (target.with_suffix(".wav"), *self.storyboard().save(target.parent, f"{target.stem}-beat"))

    def __repr__(self) -> str:
        where = f" {self.path}" if self.path else ""
        what = f"{len(self.film) / 1024:.0f} KiB" if self.film else "no film, storyboard and sound only"
        return (
            f"<Animatic{where} {self.seconds:g} s, {self.size[0]}×{self.size[1]}, {self.scene.fps} fps, "
            f"{len(self.scene.cards)} beats, {len(self.cues)} sounds, {what}>"
        )

    def _repr_html_(self) -> str:
        body = self._player() if self.film else self._without_film()
        rows = [
            (f"{c.start:g}–{c.end:g}", escape(c.words), escape(c.kind), f"{'≈ ' if c.level_assumed else ''}{c.lufs:g}",
             f"{c.reached:.1f}", escape(c.basis))
            for c in self.cues
        ]  # fmt: skip
        table = (
            table_html(("s", "cue", "placeholder", "LUFS asked", "reached", "measured as"), rows, "Sounds")
            if rows
            else ""
        )
        notes = "".join(f"<li>{escape(n)}</li>" for n in self.notes)
        more = (
            '<details style="font-size:.9em"><summary>What is heard, what is assumed, what is not shown</summary>'
            f"{table}<ul>{notes}</ul></details>"
        )
        return f'<div style="max-width:960px;color:inherit">{body}{more}</div>'

    def _player(self) -> str:
        from . import film

        assert self.film is not None
        about = escape(
            f"Animatic of {self.seconds:g} s: {self.scene.slate}. Placeholder picture and sound.", quote=True
        )
        poster = f"data:image/jpeg;base64,{_text(_jpeg(self.picture_of_poster))}"
        if len(self.film) > INLINE_BYTES:
            where = f"It lies in {escape(str(self.path))}." if self.path else "Keep it with save(path)."
            return (
                f'<img src="{poster}" alt="{about}" style="max-width:100%">'
                f"<p>The film has {len(self.film) / 1e6:.0f} MB, too much for a notebook. {where}</p>"
            )
        codec = _codec(self.film)
        sources = (
            f'<source src="data:video/mp4;base64,{_text(self.film)}" type=\'video/mp4; codecs="{codec}, mp4a.40.2"\'>'
        )
        if len(self.film) <= INLINE_BYTES // 2:
            # an editor that knows H.264 but not AAC skips the first source and plays the second
            flac = film.with_flac(self.film, self.track.mix)
            sources += f'<source src="data:video/mp4;base64,{_text(flac)}" type=\'video/mp4; codecs="{codec}, flac"\'>'
        vtt = f"data:text/vtt;base64,{_text(self.captions().encode())}"
        captions = f'<track kind="captions" srclang="en" label="sounds" src="{vtt}">'
        return (
            f'<video controls playsinline preload="metadata" poster="{poster}" aria-label="{about}" '
            f'style="max-width:100%;max-height:80vh;background:#0b0d10">{sources}{captions}{about}</video>'
        )

    @property
    def picture_of_poster(self) -> Image:
        """The poster as a picture."""
        from PIL import Image

        return Image.open(io.BytesIO(self.poster())).convert("RGB")

    def captions(self) -> str:
        """Sounds and spoken lines as WebVTT."""
        cues = [(c.start, c.end, c.words if c.spoken else f"[{c.words}]") for c in self.cues]
        blocks = [
            f"{_vtt(a)} --> {_vtt(max(b, a + 0.8))}\n{escape(words, quote=False)}" for a, b, words in sorted(cues)
        ]
        return "\n\n".join(["WEBVTT", *blocks]) + "\n"

    def _without_film(self) -> str:
        from . import film

        sound = f'<audio controls src="data:audio/wav;base64,{_text(film.wav(self.track.mix))}"></audio>'
        return f"<p>{escape(self.missing)}</p>{self.storyboard()._repr_html_()}{sound}"


def _png(picture: Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def _jpeg(picture: Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=85)
    return target.getvalue()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _vtt(t: float) -> str:
    return f"{int(t // 3600):02d}:{int(t // 60) % 60:02d}:{t % 60:06.3f}"


def _codec(film: bytes) -> str:
    """The H.264 profile and level of a film as browsers name it: avc1.64001f. It stands in the box `avcC`."""
    at = film.find(b"avcC")
    return f"avc1.{film[at + 5 : at + 8].hex()}" if at >= 0 else "avc1.64001f"
