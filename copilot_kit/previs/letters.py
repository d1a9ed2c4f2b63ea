"""Letters: the bundled fonts, and others for the scripts that they do not have.

Inter (words) and JetBrains Mono (numbers) lie in data/fonts. A letter outside Latin, Greek and Cyrillic is drawn
from the first installed font that has it; one that no font has becomes a box and is counted in `missing`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageDraw, ImageFont

from .. import files

Face = Literal["regular", "strong", "mono"]
Colour = str | tuple[int, int, int] | tuple[int, int, int, int]

_FILES = {"regular": "Inter-Regular", "strong": "Inter-SemiBold", "mono": "JetBrainsMono-Medium"}
_BUNDLED = (
    (0x20, 0x7E), (0xA0, 0x148), (0x14A, 0x17F), (0x218, 0x21B), (0x2C6, 0x2DD), (0x370, 0x373), (0x384, 0x38A),
    (0x38C, 0x38C), (0x38E, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x45F), (0x490, 0x491), (0x1E80, 0x1E85),
    (0x2010, 0x2014), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026), (0x2032, 0x2033), (0x2039, 0x203A),
    (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2248),
    (0x2264, 0x2265),
)  # fmt: skip
"""What the bundled fonts have, as ranges of code points."""

missing: set[str] = set()
"""Letters that were asked for and that no font here has."""


def _bundled(letter: str) -> bool:
    return any(low <= ord(letter) <= high for low, high in _BUNDLED)


def _path(name: str) -> Path:
    known = {**files.listing("fonts", ".otf"), **files.listing("fonts", ".ttf")}
    return known[name]


@lru_cache(maxsize=128)
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """One of the bundled fonts in a size [pixels]."""
    return ImageFont.truetype(str(_path(_FILES[face])), size)


@lru_cache(maxsize=1)
def _installed() -> tuple[str, ...]:
    """Other fonts of this machine: the user's own in data/fonts, then matplotlib's, then those of the system."""
    from matplotlib import font_manager, get_data_path

    own = [str(p) for name, p in files.listing("fonts", ".ttf").items() if name not in _FILES.values()]
    dejavu = Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    known = "cjk noto arabic hebrew gothic mincho yahei pingfang hiragino malgun nanum unifont symbol emoji".split()
    system = sorted(p for p in font_manager.findSystemFonts() if any(w in p.casefold() for w in known))
    return (*own, str(dejavu), *system, str(dejavu))  # the last draws a box for what none of them has


@lru_cache(maxsize=4096)
def _other(letter: str) -> str:
    """The file of an installed font that has a letter, else one that draws it as a box."""
    from matplotlib.ft2font import FT2Font

    for path in _installed():
        try:
            if ord(letter) in FT2Font(path).get_charmap():
                return path
        except RuntimeError:  # a bitmap or broken font file; the next one may do
            continue
    missing.add(letter)
    return _installed()[-1]


@lru_cache(maxsize=64)
def _other_font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=2048)
def _runs(text: str, face: Face, size: int) -> tuple[tuple[str, ImageFont.FreeTypeFont, float], ...]:
    """The text in pieces of one font each, with their widths [pixels]."""
    pieces: list[tuple[str, str]] = []
    for letter in text:
        path = "" if letter.isspace() or _bundled(letter) else _other(letter)
        if pieces and (pieces[-1][1] == path or letter.isspace()):
            pieces[-1] = (pieces[-1][0] + letter, pieces[-1][1])
        else:
            pieces.append((letter, path))
    fonts = [(piece, _other_font(path, size) if path else font(face, size)) for piece, path in pieces]
    return tuple((piece, f, f.getlength(piece)) for piece, f in fonts)


def plain(text: str) -> str:
    """The text on one line, without what cannot be drawn: control characters and half surrogates."""
    return " ".join(
        "".join(c if c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and c != "\x7f" else " " for c in text).split()
    )


def width(text: str, face: Face, size: float) -> float:
    """How wide a text is [pixels]."""
    return sum(w for _, _, w in _runs(text, face, round(size)))


def write(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    face: Face,
    size: float,
    colour: Colour,
    anchor: str = "ls",
) -> float:
    """Writes a text; returns its width [pixels]. The anchor is Pillow's: l m r, and s (base line) or m (middle)."""
    runs = _runs(text, face, round(size))
    whole = sum(w for _, _, w in runs)
    x = at[0] - {"l": 0.0, "m": whole / 2, "r": whole}[anchor[0]]
    y = at[1]
    if anchor[1] == "m":  # half the height of a capital letter, the same for every word
        y += 0.365 * round(size)
    for piece, f, w in runs:
        draw.text((x, y), piece, font=f, fill=colour, anchor="ls")
        x += w
    return whole


def fitted(text: str, face: Face, size: float, most: float) -> str:
    """The text, cut with an ellipsis where it is wider than `most` [pixels]; "" where not even one letter fits."""
    if width(text, face, size) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(text[:middle].rstrip() + "…", face, size) <= most else (low, middle - 1)
    return text[:low].rstrip(" ,.;:—–-") + "…" if low > 0 else ""


def wrapped(text: str, face: Face, size: float, most: float, lines: int) -> list[str]:
    """The text in at most so many lines, none wider than `most` [pixels]; the last is cut with an ellipsis."""
    out: list[str] = []
    line = ""
    words = [part for word in text.split() for part in _broken(word, face, size, most)]
    for number, word in enumerate(words):
        longer = f"{line} {word}".strip()
        if width(longer, face, size) <= most:
            line = longer
            continue
        out.append(line)
        line = word
        if len(out) == lines:
            cut = fitted(f"{out[-1]} {' '.join(words[number:])}", face, size, most)
            whole = (
                cut[:-1].rpartition(" ")[0].rstrip(" ,.;:—–-")
            )  # a cut between words reads better than one in a word
            out[-1] = f"{whole}…" if len(whole) > 0.6 * len(cut) else cut
            return out
    return [*out, line] if line else out


def _broken(word: str, face: Face, size: float, most: float) -> list[str]:
    """A word that is wider than a line, in pieces that are not: scripts without spaces need it."""
    if width(word, face, size) <= most:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, face, size) > most:
            pieces.append("")
        pieces[-1] += letter
    return pieces
