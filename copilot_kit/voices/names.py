"""The name of a model's voice, taken apart: vendor, model, address, and the settings of its seat.

    anthropic:claude-sonnet-5-5?effort=low&max_tokens=4000
    local:llama3.3:8b@http://127.0.0.1:11434/v1?temperature=0.7

What stands after the question mark are the settings. They are part of the name, so a library that kept a dialogue
makes the same voice again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from .. import files
from ..errors import InputError, UnknownName
from . import keys


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of a seat. None leaves a matter to the vendor, or to the default of the seat.

    effort       "low", "medium", "high", ...: how hard it thinks, as the model's profile lists them
    max_tokens   most tokens of an answer, thinking included
    thinking     on or off, where the model allows to choose
    temperature  only for endpoints that accept one
    api          "chat" or "responses" (OpenAI)
    tries        how often a request is sent before it is given up
    wait_s       the longest that is waited before a new try [s]
    silence_s    how long a server may send nothing at all [s]
    """

    effort: str = ""
    max_tokens: int | None = None
    thinking: bool | None = None
    temperature: float | None = None
    api: str = "chat"
    tries: int = 5
    wait_s: float = 60.0
    silence_s: float = 180.0

    def __str__(self) -> str:
        """As it stands after the question mark of a voice's name; what is as usual is left out."""
        told = [(f.name, getattr(self, f.name)) for f in fields(self) if getattr(self, f.name) != f.default]
        said = {True: "on", False: "off"}
        return "&".join(f"{k}={said[v] if isinstance(v, bool) else v}" for k, v in told)


def options(given: Mapping[str, Any], where: str) -> Options:
    """The settings from words or values by name. Raises InputError naming the one that cannot be."""
    known = {f.name: f for f in fields(Options)}
    made: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            hint = "a key goes into the environment, never into a name" if "key" in name or name == "token" else ""
            raise UnknownName(f"{where}: setting", name, known, hint)
        made[name] = _value(name, value, where)
    return Options(**made)


def _value(name: str, value: Any, where: str) -> Any:
    def wrong(what: str) -> InputError:
        return InputError(f"{where}: {name} is {value!r}, expected {what}. Fix: change it, or leave it out.")

    if name == "thinking":
        words = {"on": True, "true": True, "off": False, "false": False}
        if not isinstance(value, bool) and str(value).lower() not in words:
            raise wrong("on or off")
        return value if isinstance(value, bool) else words[str(value).lower()]
    if name == "effort":
        if not re.fullmatch(r"[a-z]{2,12}", str(value)):
            raise wrong("a word like low, medium or high")
        return str(value)
    if name == "api":
        if value not in ("chat", "responses"):
            raise wrong("chat or responses")
        return value
    low, high, whole = {
        "max_tokens": (16, 1_000_000, True), "tries": (1, 20, True), "temperature": (0, 2, False),
        "wait_s": (0, 600, False), "silence_s": (0.1, 3600, False),
    }[name]  # fmt: skip
    try:
        number = int(str(value)) if whole else float(value)
    except (ValueError, TypeError):
        raise wrong(f"a {'whole ' if whole else ''}number") from None
    if isinstance(value, bool) or not low <= number <= high:
        raise wrong(f"a number from {low} to {high:,}")
    return number


class Address(NamedTuple):
    """A voice's name, taken apart."""

    vendor: str
    model: str
    url: str
    options: Options


def address(name: str) -> Address:
    """The parts of a name like "openai:gpt-6.2-sol?effort=low". Raises InputError for one that cannot be."""
    head, _, asked = name.partition("?")
    vendor, _, rest = head.partition(":")
    given = options(dict(parse_qsl(asked, keep_blank_values=True)), f"voice {vendor}:{rest}")
    url = ""
    if vendor == "local":
        model, at, url = rest.partition("@http")
        if not at:
            model, url = rest, keys.base_url("local")
        else:
            url = keys.checked_url("http" + url, "voice local")
        rest = model
    if not rest:
        rest = default_model(vendor)
    if not re.fullmatch(r"[\w.:/@+-]{1,120}", rest) or keys.scrub(rest) != rest:
        raise InputError(
            f"voice: found the model {keys.scrub(rest)[:60]!r}, expected a name. Fix: see `copilot-kit models`."
        )
    return Address(vendor, rest, url, given)


def default_model(vendor: str) -> str:
    """The vendor's current model of middle price."""
    for model in files.models().values():
        if model.vendor == vendor and model.default:
            return model.name
    raise InputError(
        f"voice {vendor}: found no model, expected one like '{vendor}:NAME@http://127.0.0.1:11434/v1'. Fix: name it."
    )
