"""Two texts in one, word by word: what is gone and what is new, as text, for a terminal, for a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from ..shot import Shot, Span
from .align import hunks
from .change import DEL, INS
from .sides import Side

Part = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class WordDiff:
    """Both texts in one: parts that stayed, are gone, or are new, in the order of the second text."""

    parts: tuple[tuple[Part, str], ...]

    @property
    def before(self) -> str:
        """The first text."""
        return "".join(words for part, words in self.parts if part != "new")

    @property
    def after(self) -> str:
        """The second text."""
        return "".join(words for part, words in self.parts if part != "gone")

    def text(self) -> str:
        """[-gone-] and {+new+} in plain text."""
        return "".join({"same": w, "gone": f"[-{w}-]", "new": f"{{+{w}+}}"}[part] for part, w in self.parts)

    def ansi(self) -> str:
        """For a terminal: gone struck through in red, new underlined in green."""
        return "".join(_ANSI[part].format(_harmless(words)) for part, words in self.parts)

    def _repr_html_(self) -> str:
        marks = {"same": "{}", "gone": f"<del {DEL}>{{}}</del>", "new": f"<ins {INS}>{{}}</ins>"}
        inside = "".join(marks[part].replace("{}", _visible(words, part)) for part, words in self.parts)
        return (
            '<div style="white-space:pre-wrap;overflow-wrap:anywhere;color:inherit;background:transparent;'
            f'font-family:ui-serif,Georgia,serif;line-height:1.6;max-width:50em">{inside}</div>'
        )

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        gone = sum(len(words.split()) for part, words in self.parts if part == "gone")
        new = sum(len(words.split()) for part, words in self.parts if part == "new")
        return f"<WordDiff {gone} words gone, {new} new>"


_ANSI = {"same": "{}", "gone": "\x1b[31;9m{}\x1b[0m", "new": "\x1b[32;4m{}\x1b[0m"}


def _harmless(words: str) -> str:
    """The words without what could steer a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in words)


def _visible(words: str, part: Part) -> str:
    """Escaped; a line break that came or went is shown as such."""
    safe = escape(words)
    return safe if part == "same" or words.strip() else safe.replace("\n", "¶\n")


def word_diff(before: str | Shot, after: str | Shot) -> WordDiff:
    """Both texts in one, word by word."""
    one, other = _plain(before), _plain(after)
    parts: list[tuple[Part, str]] = []
    at = 0
    for hunk in sorted(hunks(Side(one), Side(other)), key=lambda h: (h.before, h.after)):
        parts.append(("same", one.text[at : hunk.before.start]))
        parts += [("gone", hunk.before.of(one.text)), ("new", hunk.after.of(other.text))]
        at = hunk.before.end
    parts.append(("same", one.text[at:]))
    return WordDiff(tuple((part, words) for part, words in parts if words))


def _plain(text: str | Shot) -> Shot:
    """A shot of the words alone: controls play no part here."""
    words = text.text if isinstance(text, Shot) else text
    return Shot(words, Span(0, len(words)))
