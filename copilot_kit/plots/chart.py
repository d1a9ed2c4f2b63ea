"""A figure that shows itself in the reader's theme and tells itself in words."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

Style = Literal["light", "dark", "print"]
INK = {
    "light": ("#1b1f24", "#ffffff", "#d0d4da"),
    "dark": ("#e8eaed", "#15181c", "#3c434c"),
    "print": ("#000000", "#ffffff", "#999999"),
}
"""Words, ground and rules of each style."""


@lru_cache(maxsize=1)
def families() -> list[str]:
    """Fonts to draw words with: matplotlib's own, then those installed that know more scripts."""
    from matplotlib.font_manager import fontManager

    more = ("Noto Sans CJK SC", "Noto Sans CJK JP", "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Yu Gothic",
            "Malgun Gothic", "Noto Sans Arabic", "Noto Naskh Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari",
            "Arial Unicode MS", "Segoe UI Symbol", "Noto Sans Symbols2", "Unifont")  # fmt: skip
    installed = set(fontManager.get_font_names())
    return ["DejaVu Sans", *(name for name in more if name in installed)]


class Chart(Figure):
    """A figure with a text twin; shows itself in a notebook, in the reader's theme."""

    redraw: Callable[[Figure, Style], Axes]
    words: str = ""
    fixed: Style | None = None

    def describe(self) -> str:
        """What the figure shows, in words."""
        return self.words

    def draw(self, renderer: Any) -> None:
        """Draws; a letter that no installed font has is drawn as a box, once and without a word."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
            super().draw(renderer)

    def png(self, style: Style | None = None, dpi: int = 110) -> bytes:
        """The picture as PNG; its text twin travels in the Description field."""
        figure: Figure = self
        if style is not None and style != self.fixed:
            figure = Chart(figsize=tuple(self.get_size_inches()))
            FigureCanvasAgg(figure)
            self.redraw(figure, style)
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=dpi, metadata={"Description": self.words, "Software": None})
        return out.getvalue()

    def _repr_html_(self) -> str:
        alt = escape(self.words, quote=True)
        if self.fixed is not None:
            return _img(self.png(), alt, "")
        # two pictures and a rule that picks one; without the rule (a notebook that is not trusted) the light one shows
        rule = (
            "<style>[data-jp-theme-light=false] .ck-day,body.vscode-dark .ck-day{display:none!important}"
            "[data-jp-theme-light=false] .ck-night,body.vscode-dark .ck-night{display:block!important}</style>"
        )
        return (
            f"<div>{rule}{_img(self.png('light'), alt, 'ck-day', 'display:block')}"
            f"{_img(self.png('dark'), alt, 'ck-night', 'display:none')}</div>"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.words, "text/html": self._repr_html_()}


def _img(png: bytes, alt: str, name: str, style: str = "") -> str:
    data = base64.b64encode(png).decode()
    return f'<img class="{name}" alt="{alt}" style="max-width:100%;{style}" src="data:image/png;base64,{data}">'


class Lanes(Axes):
    """The axes of a timeline; shows its figure in a notebook and tells itself in words."""

    def describe(self) -> str:
        """What the timeline shows, in words."""
        return getattr(self, "words", "")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return self.figure._repr_mimebundle_()  # type: ignore[union-attr]
