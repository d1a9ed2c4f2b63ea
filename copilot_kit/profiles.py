"""What a text-to-video engine takes: facts with a date, never code.

An `Engine` is one profile of data/engines/*.toml. A number that no source gives is None, and is shown
as unknown. A retired engine keeps its profile: old prompts still name it, and it names its successors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .errors import InputError

SCHEMA = "engine.1"
Status = Literal["live", "preview", "retired"]


@dataclass(frozen=True, slots=True)
class Engine:
    """A profile. seconds are the lengths that it makes [s]; price_usd is per second, by resolution."""

    name: str
    title: str
    vendor: str
    status: Status
    checked: str
    sources: tuple[str, ...]
    seconds: tuple[float, ...]
    ratios: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    resolutions: tuple[str, ...] = ()
    resolution: str = ""
    fps: float | None = None
    audio: Literal["always", "optional", "none", "unknown"] = "unknown"
    speech: bool | None = None
    prompt_limit: int | None = None
    prompt_unit: str = ""
    negative: bool | None = None
    seed: bool | None = None
    one_take: str = ""
    price_usd: tuple[tuple[str, float], ...] = ()
    price_basis: str = ""
    aliases: tuple[str, ...] = ()
    retired: str = ""
    successors: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    note: str = ""

    @property
    def live(self) -> bool:
        return self.status != "retired"

    def nearest_seconds(self, wished: float) -> float:
        """The length it makes that is nearest to the wish, the longer one of two equally near."""
        return min(self.seconds, key=lambda s: (abs(s - wished), -s))


_REQUIRED = ("name", "title", "vendor", "status", "checked", "sources", "seconds")
_PAIRS = {"price_usd"}


def engine_from(table: Mapping[str, Any], where: str) -> Engine:
    """One profile from its table. Raises InputError naming `where`, the key and what was expected."""
    if table.get("schema") != SCHEMA:
        raise InputError(
            f"{where}: schema is {table.get('schema')!r}, expected {SCHEMA!r}. Fix: start the file with it."
        )
    given = {k: v for k, v in table.items() if k != "schema"}
    known = Engine.__dataclass_fields__
    for key in given:
        if key not in known:
            from .errors import UnknownName

            raise UnknownName(f"{where}: key", key, known)
    for key in _REQUIRED:
        if key not in given:
            raise InputError(f"{where}: {key} is missing. Fix: add it.")
    for key, value in given.items():
        if key in _PAIRS:
            given[key] = tuple((str(k), float(v)) for k, v in value.items())
        elif isinstance(value, list):
            given[key] = tuple(float(v) if key == "seconds" else str(v) for v in value)
    if given["status"] not in ("live", "preview", "retired"):
        raise InputError(f"{where}: status is {given['status']!r}, expected live, preview or retired.")
    return Engine(**given)
