"""Keys and addresses of the vendors: from the environment or a password field, in memory only.

    ANTHROPIC_API_KEY  ANTHROPIC_BASE_URL        anthropic:<model>
    OPENAI_API_KEY     OPENAI_BASE_URL           openai:<model>
    LOCAL_API_KEY                                local:<model>@<base url>; most local servers want none

A key is read when it is needed and handed to the vendor's client; no object of the kit that a person can print,
pickle or walk through holds it. `scrub` takes keys out of words that come from elsewhere.

Absent on purpose: files with keys. Whoever wants one has the environment read it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from getpass import getpass
from urllib.parse import urlsplit

from ..errors import InputError, KeyMissing, UnknownName
from .hints import hint


@dataclass(frozen=True, slots=True)
class Vendor:
    """Where a vendor's key and address come from."""

    name: str
    title: str
    key_variable: str
    url_variable: str
    url: str
    help: str


VENDORS = {
    v.name: v
    for v in (
        Vendor("anthropic", "Anthropic", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "https://api.anthropic.com",
               "https://platform.claude.com"),
        Vendor("openai", "OpenAI", "OPENAI_API_KEY", "OPENAI_BASE_URL", "https://api.openai.com/v1",
               "https://platform.openai.com"),
        Vendor("local", "the local server", "LOCAL_API_KEY", "LOCAL_BASE_URL", "http://127.0.0.1:11434/v1", ""),
    )
}  # fmt: skip

_held: dict[str, Callable[[], str]] = {}
"""Keys given by hand, each inside a closure: nothing that prints or walks through values comes upon it."""


def vendor(name: str) -> Vendor:
    """The vendor of that name. Raises UnknownName with those there are."""
    if name not in VENDORS:
        raise UnknownName("vendor", name, VENDORS)
    return VENDORS[name]


def set_key(name: str, key: str | None = None) -> None:
    """Nothing; the vendor's key is held in memory until this process ends, before the one in the environment.

    key : left out, a password field asks for it, so that it stands in no cell and no shell history; "" forgets it
    """
    of = vendor(name)
    given = getpass(f"Key for {of.title} (not shown, not kept): ") if key is None else key
    if not given.strip():
        _held.pop(name, None)
        return
    checked = _checked(given, of, "the key that was typed")
    _held[name] = lambda: checked


def has_key(name: str) -> bool:
    """True where a key is held or stands in the environment."""
    of = vendor(name)
    return name in _held or bool(os.environ.get(of.key_variable, "").strip())


def key_of(name: str) -> str:
    """The vendor's key. Raises KeyMissing, naming the variable to set."""
    of = vendor(name)
    if name in _held:
        return _held[name]()
    key = os.environ.get(of.key_variable, "")
    if key.strip():
        return _checked(key, of, of.key_variable)
    if name == "local":
        return "none"  # the client insists on one; such servers do not look at it
    raise KeyMissing(
        f"{of.title}: found no key, expected one in the variable {of.key_variable}. Fix: set {of.key_variable} before "
        f"you start{hint(f', or call copilot_kit.set_key({name!r}), which asks for it', '')}; keys are made at "
        f"{of.help}.",
        name,
        of.key_variable,
    )


def _checked(key: str, of: Vendor, where: str) -> str:
    key = key.strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise KeyMissing(
            f"{of.title}: {where} holds a space, a line break or a letter that no key has, expected one word. "
            "Fix: copy it again, without quotes and without the name of the variable.",
            of.name,
            of.key_variable,
        )
    return key


def base_url(name: str) -> str:
    """The vendor's address: from its _BASE_URL, else the public one."""
    of = vendor(name)
    return checked_url(os.environ.get(of.url_variable, "").strip() or of.url, of.url_variable)


def checked_url(url: str, where: str) -> str:
    """The address without a slash at its end. Raises InputError for one that is none, or that holds a password."""
    try:
        parts = urlsplit(url)
        fit = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fit = False
    if not fit:
        raise InputError(
            f"{where}: found {scrub(url)[:80]!r}, expected an address like http://127.0.0.1:11434/v1. Fix: write it so."
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise InputError(
            f"{where}: the address of {parts.hostname} holds a name, a password or a query, and addresses are kept in "
            "transcripts. Fix: leave them out; a key goes into the environment."
        )
    return url.rstrip("/")


_KEY_SHAPED = re.compile(
    r"(?<![\w-])(?:sk|pk|rk|xai|gsk|hf|ghp|r8)[-_][\w*.-]{6,}|AIza[\w-]{20,}"
    r"|(?i:bearer|x-api-key|api[-_]key|authorization)[\"']?\s*[:=]?\s*[\"']?(?:bearer\s+)?[\w.*-]{12,}"
)


def scrub(words: str) -> str:
    """Words without keys: those we know, and whatever is shaped like one."""
    for name in VENDORS:
        held = _held[name]() if name in _held else ""
        for secret in (held, os.environ.get(VENDORS[name].key_variable, "").strip()):
            if len(secret) >= 8:
                words = words.replace(secret, "[key]")
    return _KEY_SHAPED.sub("[key]", words)
