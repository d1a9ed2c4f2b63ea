"""A job: the text and the settings that an engine is sent, what they cost, and what was lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ..looks import table_html
from ..profiles import Engine, length_of
from ..shot import Shot

if TYPE_CHECKING:
    from ..rules import Finding
    from .account import Account


@dataclass(frozen=True, slots=True)
class Loss:
    """A control that is not in the compiled prompt as it stood: what it was, what became of it, and why.

    became is "" for what was left out.
    """

    path: str
    was: str
    became: str
    why: str

    def __str__(self) -> str:
        was = _short(self.was)
        change = f"{was} -> {_short(self.became)}" if self.became else f"{was} left out"
        return f"{self.path}: {change} ({self.why})"


def _short(words: str, most: int = 70) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


@dataclass(frozen=True)
class Job:
    """What an engine is sent for a shot.

    text       the prompt in the engine's dialect
    settings   what goes beside it: seconds, ratio, resolution or size, audio, seed, negative ...
    price_usd  what the clip costs [USD]; None is unknown, 0.0 is no fee (own hardware)
    losses     every control that did not survive as it was; measured by reading the text again, when first asked for
    findings   what the linter says of the shot for this engine; made when first asked for
    request    the fields as the engine's API takes them, without keys
    """

    text: str
    settings: Mapping[str, Any]
    price_usd: float | None
    engine: Engine
    shot: Shot = field(repr=False)
    account: Account = field(repr=False, compare=False)

    @cached_property
    def losses(self) -> tuple[Loss, ...]:
        return self.account.losses(self.text, self.settings)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        from ..rules import lint

        return tuple(lint(self.shot, self.engine))

    @property
    def length(self) -> int:
        """How long the text is in the unit the engine counts in; tokens are an estimate on the long side."""
        return length_of(self.text, self.engine.prompt_unit)

    @property
    def request(self) -> dict[str, Any]:
        """The fields of the API's request, nested as it takes them."""
        fields: dict[str, Any] = {}
        values = {"model": self.engine.model or self.engine.name, "prompt": self.text, **self.settings}
        for name, path in self.engine.request:
            if values.get(name) is not None:
                _set(fields, path.split("."), _wire(name, values[name], self.engine))
        for path, value in self.engine.request_fixed:
            _set(fields, path.split("."), value)
        return fields

    @property
    def price(self) -> str:
        """The price in words, with its doubt."""
        if self.price_usd is None:
            return "price unknown"
        if self.engine.local:
            return "no fee (own hardware)"
        doubt = "price_usd" in self.engine.unconfirmed or "derived" in self.engine.price_basis
        return f"{self.price_usd:.2f} USD" + (f" ({self.engine.price_grade})" if doubt else "")

    def _head(self) -> str:
        unit = self.engine.prompt_unit or "characters"
        limit = f" of {self.engine.prompt_limit}" if self.engine.prompt_limit else ""
        said = ", ".join(f"{k} {v}" for k, v in self.settings.items() if k not in ("negative", "storyboard"))
        return f"{self.engine.title}: {said}; {self.length}{limit} {unit}; {self.price}"

    def __str__(self) -> str:
        lines = [self._head(), "", self.text]
        if self.settings.get("negative"):
            lines += ["", f"negative: {self.settings['negative']}"]
        lines += ["", f"{len(self.losses)} losses"] + [f"  {loss}" for loss in self.losses]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<Job {self._head()}>"

    def _repr_html_(self) -> str:
        negative = self.settings.get("negative")
        words = "white-space:pre-wrap;overflow-wrap:anywhere;font-family:ui-serif,Georgia,serif;line-height:1.6"
        more = f'<p style="{words}"><b>negative</b> {escape(str(negative))}</p>' if negative else ""
        lost = f"<p>{len(self.losses)} losses</p>" + "".join(
            _lost_html(why, list(group))
            for why, group in groupby(sorted(self.losses, key=_gravity), key=lambda x: x.why)
        )
        if not self.losses:
            lost = '<p style="opacity:.75">nothing was lost</p>'
        return (
            f'<div style="color:inherit"><p><b>{escape(self._head())}</b></p>'
            '<div style="display:flex;flex-wrap:wrap;gap:24px;align-items:flex-start">'
            '<div style="flex:3 1 26em;min-width:0;max-width:44em">'
            f'<div style="{words}">{escape(self.text)}</div>{more}</div>'
            f'<div style="flex:2 1 22em;min-width:0;max-height:40em;overflow:auto" tabindex="0" role="region" '
            f'aria-label="losses">{lost}</div></div></div>'
        )


def _gravity(loss: Loss) -> tuple[bool, str]:
    """What is gone before what was only changed, and each reason by itself."""
    return bool(loss.became), loss.why


def _lost_html(why: str, losses: list[Loss]) -> str:
    """The losses of one reason, folded where they are many."""
    rows = [
        (f"<code>{escape(x.path)}</code>", escape(_short(x.was)), escape(_short(x.became)) or "left out")
        for x in losses
    ]
    table = table_html(("control", "was", "became"), rows, "")
    return (
        f'<details{"" if len(rows) > 5 else " open"} style="margin:4px 0"><summary style="cursor:pointer">'
        f"<b>{len(rows)}</b> {escape(why)}</summary>{table}</details>"
    )


def _wire(name: str, value: Any, engine: Engine) -> Any:
    if name == "seconds":
        written = f"{value:g}"
        if engine.seconds_as == "8s":
            return f"{written}s"
        return written if engine.seconds_as == "8 as text" else (int(value) if float(value).is_integer() else value)
    if name == "size" and ":" in engine.size_as:
        return str(value).replace("x", ":")
    return value


def _set(into: Any, path: list[str], value: Any) -> None:
    """Puts a value at a dotted path; a number in it is a place in a list."""
    here = into
    for step, follows in zip(path, [*path[1:], None], strict=True):
        key: Any = int(step) if step.isdigit() else step
        if isinstance(here, list):
            while len(here) <= key:
                here.append({})
        if follows is None:
            here[key] = value
        else:
            empty: Any = [] if follows.isdigit() else {}
            if isinstance(here, dict):
                here = here.setdefault(key, empty)
            else:
                here = here[key]
