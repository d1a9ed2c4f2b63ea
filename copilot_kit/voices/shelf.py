"""Which models there are to choose from: configured, reachable, priced, retiring.

Nothing here costs anything: a vendor is only asked for the list of its models.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .. import files
from ..billing import Model, retirement
from ..errors import CopilotError
from . import keys
from .faults import Place, expected, explain

if TYPE_CHECKING:
    import pandas as pd

LOCAL_URLS = (
    "http://127.0.0.1:11434/v1",
    "http://127.0.0.1:1234/v1",
    "http://127.0.0.1:8080/v1",
    "http://127.0.0.1:8000/v1",
)
"""Where Ollama, LM Studio, llama.cpp and vLLM listen unless told otherwise."""

PATIENCE_S = 5.0

_CLIENTS = {"anthropic": ("anthropic", "Anthropic"), "openai": ("openai", "OpenAI"), "local": ("openai", "OpenAI")}

COLUMNS = ("voice", "default", "key", "reachable", "input_usd", "cache_read_usd", "output_usd", "context", "retires",
           "note", "checked")  # fmt: skip


def models(ask: bool = False, today: date | None = None, problems: list[str] | None = None) -> pd.DataFrame:
    """One row for each model that can fill a seat.

    ask : ask the vendors whose key is there, and servers on this machine, which models they serve
    today : the day that retirements are held against
    problems : takes, once each, why a vendor does not answer (reachable then has a few words of it), and what is wrong
        with a file of yours, which is then left out instead of raised

    Columns: voice (the name to give to `Dialogue`), default (True for a vendor's model of middle price), key ("set",
    "missing", "none needed"), reachable ("yes", "no: why", "not asked"), input_usd, cache_read_usd, output_usd (for a
    million tokens; NaN where unknown), context [tokens], retires, note, checked.
    """
    import pandas as pd

    day = today or date.today()
    known = files.models(problems)
    rows: list[tuple[Any, ...]] = []
    for vendor in ("anthropic", "openai"):
        served, why = None, "not asked"
        if ask and keys.has_key(vendor):
            served, why, told = _served(vendor, "")
            if problems is None and told:
                why = f"no: {told.partition(', ')[0]}"
            elif problems is not None and told:
                problems.append(told)
        for m in _in_order(known):
            if m.vendor == vendor:
                reachable = (
                    why if served is None else "yes" if {m.name, *m.aliases} & served else "no: not listed there"
                )
                rows.append(_row(f"{vendor}:{m.name}", m, vendor, reachable, day))
    for url in _local_urls() if ask else ():
        served, *_ = _served("local", url)
        for name in sorted(served or ()):
            rows.append(_row(f"local:{name}@{url}", files.model(name, known), "local", "yes", day))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    numbers = dict.fromkeys(("input_usd", "cache_read_usd", "output_usd"), "float64")
    return frame.astype({**numbers, "context": "Int64", "default": "bool"})


def _row(voice: str, m: Model | None, vendor: str, reachable: str, day: date) -> tuple[Any, ...]:
    key = "set" if keys.has_key(vendor) else "none needed" if vendor == "local" else "missing"
    if m is None:
        return voice, False, key, reachable, None, None, None, None, "", "", ""
    ends = m.retires or (f"not before {m.not_before}" if m.not_before else "")
    figures = m.input_usd, m.cache_read_usd, m.output_usd, m.context
    return voice, m.default, key, reachable, *figures, ends, retirement(m, day), m.checked


def _in_order(known: Mapping[str, Model]) -> list[Model]:
    """The default first, then by price; retiring ones last."""
    return sorted(known.values(), key=lambda m: (not m.default, bool(m.retires), m.input_usd or 0.0, m.name))


def _local_urls() -> tuple[str, ...]:
    mine = os.environ.get("LOCAL_BASE_URL", "").strip()
    return tuple(dict.fromkeys(([keys.checked_url(mine, "LOCAL_BASE_URL")] if mine else []) + list(LOCAL_URLS)))


def _served(vendor: str, url: str) -> tuple[set[str] | None, str, str]:
    """(names of the models that are served there, "", ""), or (None, why not, the same in full)."""
    package, make = _CLIENTS[vendor]
    try:
        url = url or keys.base_url(vendor).removesuffix("/v1" if vendor == "anthropic" else "")
        sdk = import_module(package)
        with getattr(sdk, make)(api_key=keys.key_of(vendor), base_url=url, max_retries=0, timeout=PATIENCE_S) as client:
            return {m.id for m in client.models.list()}, "", ""
    except ImportError:
        said = f"voice {vendor}: the package {package!r} is not installed. Fix: pip install {package}."
        return None, "no: not installed", said
    except CopilotError as e:
        return None, "no: not asked", str(e)
    except expected() as e:
        fault = explain(e, Place(keys.vendor(vendor), "its list of models", url))
        return None, f"no: {fault.short}", str(fault.error)
