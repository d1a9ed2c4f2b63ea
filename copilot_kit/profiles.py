"""What a text-to-video engine takes: facts with a date, never code.

An `Engine` is one profile of data/engines/*.toml. A number that no source gives is None, and is shown as
unknown; `unconfirmed` names the fields that rest on weak or conflicting evidence. A retired engine keeps its
profile: old prompts still name it, and it names its successors.

Absent on purpose: how to reach an engine (keys, hosts, retries). `request` only says how its fields are called.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Literal, get_args

from .errors import InputError, UnknownName

SCHEMA = "engine.1"
Status = Literal["live", "preview", "retired"]
Audio = Literal["always", "optional", "none", "unknown"]
Unit = Literal["characters", "UTF-16 units", "tokens", "words"]
Dialect = Literal["sora", "omni", "veo", "shots", "ranges", "fields", "paragraph", "camera"]
"""How an engine wants to be spoken to; compiling/ has an emitter for each."""
Exclusions = Literal["field", "constraint", "positive"]
"""Where what is not wanted goes: a field of its own, short sentences in the prompt, or positive words only."""

_PIECE = re.compile(r"[a-zA-Z]+|[0-9]|[^\sa-zA-Z0-9]")


def length_of(text: str, unit: str) -> int:
    """How long a prompt is in the unit that an engine counts in.

    Tokens are an estimate that errs on the long side (five letters, one digit or one sign each; a sign outside ASCII
    as half its UTF-8 bytes, up): no engine's tokenizer is at hand, and what passes a limit is cut off unread.
    """
    if unit == "UTF-16 units":
        return len(text) + sum(c > "\uffff" for c in text)
    if unit == "words":
        return len(text.split())
    if unit == "tokens":
        return sum((len(p) + 4) // 5 if p[0].isascii() else (len(p.encode()) + 1) // 2 for p in _PIECE.findall(text))
    return len(text)


@dataclass(frozen=True, slots=True)
class Engine:
    """A profile.

    model            the exact id on the wire
    seconds          lengths that it makes [s]
    ratios, resolutions, or sizes ("1280x720") where the API takes pixels
    audio, speech    whether it renders sound, and spoken words; languages as far as a list is published
    dialect          the emitter that speaks to it
    prompt_limit     the most it takes, in prompt_unit; None is unknown
    words            from and to how many words it uses well; words_official: the vendor says so, else it is hearsay
    exclusions       where "no handheld" goes; negative: it has a field for that, of negative_limit characters
    shots            it can cut within a clip, into max_shots of shot_limit characters each
    one_take         words without which it cuts
    price_usd        by resolution, for a second; price_audio_usd with sound where that costs more;
                     price_factor: times this, for clips of so many seconds
    local            open weights on own hardware: no fee, priced as "local" at 0
    request          our name of a field -> its path in the API's request; request_fixed: what is always sent
    seconds_as, size_as   how they are written there, by example
    """

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
    audio: Audio = "unknown"
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
    model: str = ""
    released: str = ""
    seconds_note: str = ""
    fps_options: tuple[float, ...] = ()
    languages: tuple[str, ...] = ()
    dialect: Dialect = "paragraph"
    words: tuple[int, ...] = ()
    words_official: bool = False
    exclusions: Exclusions = "constraint"
    negative_limit: int | None = None
    seed_max: int | None = None
    shots: bool | None = None
    max_shots: int | None = None
    shot_limit: int | None = None
    edit: tuple[str, ...] = ()
    extend: str = ""
    price_audio_usd: tuple[tuple[str, float], ...] = ()
    price_factor: tuple[tuple[str, float], ...] = ()
    local: bool = False
    hardware: str = ""
    licence: str = ""
    sdk: str = ""
    endpoint: str = ""
    request: tuple[tuple[str, str], ...] = ()
    request_fixed: tuple[tuple[str, Any], ...] = ()
    seconds_as: str = "8"
    size_as: str = "1280x720"
    traps: tuple[str, ...] = ()

    @property
    def live(self) -> bool:
        return self.status != "retired"

    @property
    def silent(self) -> bool:
        """True if nothing that it renders can be heard."""
        return self.audio == "none"

    def nearest_seconds(self, wished: float) -> float:
        """The length it makes that is nearest to the wish, the longer one of two equally near."""
        return min(self.seconds, key=lambda s: (abs(s - wished), -s))

    def tier(self, size: str) -> str:
        """The resolution that a size in pixels is sold as: tier("1280x720") is "720p"."""
        short = min(int(side) for side in size.split("x"))
        return "4k" if short >= 2160 else f"{short}p"

    def usd_per_second(self, resolution: str, seconds: float, audio: bool | None = None) -> float | None:
        """What one second costs [USD], or None if no price is known; 0.0 for an engine on own hardware."""
        if self.local:
            return 0.0
        table = dict(self.price_audio_usd if audio and self.price_audio_usd else self.price_usd)
        price = table.get(resolution)
        return None if price is None else price * dict(self.price_factor).get(f"{seconds:g}", 1.0)

    @property
    def price_grade(self) -> str:
        """How sure its prices are: list, derived, reseller, secondary, "..., unconfirmed"; unknown; or no fee."""
        if self.local:
            return "no fee, own hardware"
        if not self.price_usd:
            return "unknown"
        grade = next((g for g in ("derived", "reseller", "secondary") if g in self.price_basis), "list")
        return f"{grade}, unconfirmed" if "price_usd" in self.unconfirmed else grade

    def gone(self) -> str:
        """The sentence that says since when it is no more and what to take instead; "" while it lives."""
        if self.live:
            return ""
        since = f" since {self.retired}" if self.retired else ""
        return f"{self.title} is retired{since}; its successors are {', '.join(self.successors) or 'unknown'}"

    def __repr__(self) -> str:
        state = self.status if self.live else f"retired {self.retired}".strip()
        return f"<Engine {self.name}: {self.title}, {state}, {ranges(self.seconds)} s, checked {self.checked}>"

    def _repr_html_(self) -> str:
        from .looks import table_html

        rows = [(f"<b>{escape(title)}</b>", escape(words)) for title, words in _facts(self) if words]
        table = table_html(("", ""), rows, f"{self.title} ({self.name}), checked {self.checked}")
        return f'<div style="color:inherit;max-width:60em">{table}</div>'


def _facts(e: Engine) -> list[tuple[str, str]]:
    """What a profile says, in words; for showing."""
    doubt = set(e.unconfirmed)

    def said(words: str, *fields: str) -> str:
        return f"{words} (unconfirmed)" if words and doubt & set(fields) else words

    limit = f"at most {e.prompt_limit} {e.prompt_unit}" if e.prompt_limit else "limit unknown"
    well = f", {e.words[0]} to {e.words[1]} words work well" if len(e.words) == 2 else ""
    prices = "no fee: runs on own hardware" if e.local else ", ".join(f"{r} {p:g}" for r, p in e.price_usd)
    sound = ", ".join(f"{r} {p:g}" for r, p in e.price_audio_usd)
    cuts = f"cuts, at most {e.max_shots} shots" if e.max_shots else "cuts"
    shots = {True: cuts, False: "one", None: "unknown"}[e.shots]
    away = {"field": "into the negative prompt", "constraint": "as short sentences", "positive": "positive words only"}
    return [
        ("status", said(e.gone() or e.status, "status")),
        ("model", said(e.model, "model")),
        ("seconds", said(ranges(e.seconds) + (f"; {e.seconds_note}" if e.seconds_note else ""), "seconds")),
        ("ratios", said(", ".join(e.ratios), "ratios")),
        ("sizes", said(", ".join(e.sizes), "sizes")),
        ("resolutions", said(", ".join(e.resolutions), "resolutions")),
        ("fps", said(f"{e.fps:g}" if e.fps else ranges(e.fps_options), "fps")),
        ("sound", said(e.audio, "audio") + (", speaks" if e.speech else "")),
        ("prompt", said(limit, "prompt_limit") + well),
        ("what is not wanted", said(away[e.exclusions], "negative")),
        ("seed", said({True: "yes", False: "no", None: "unknown"}[e.seed], "seed")),
        ("shots", shots),
        ("edit", said("; ".join(e.edit), "edit")),
        ("extend", e.extend),
        ("USD a second", said(prices or "unknown", "price_usd") + (f"; with sound {sound}" if sound else "")),
        ("prices from", e.price_basis),
        ("hardware", e.hardware),
        ("licence", e.licence),
        ("SDK", e.sdk),
        ("beware", " ".join(e.traps)),
        ("note", e.note),
        ("sources", ", ".join(e.sources)),
    ]  # fmt: skip


def ranges(values: tuple[float, ...]) -> str:
    """3, 4, 5, 8 as "3-5, 8"."""
    runs: list[list[float]] = []
    for v in values:
        if runs and v - runs[-1][-1] == 1:
            runs[-1].append(v)
        else:
            runs.append([v])
    return ", ".join(f"{r[0]:g}-{r[-1]:g}" if len(r) > 2 else ", ".join(f"{v:g}" for v in r) for r in runs)


_REQUIRED = ("name", "title", "vendor", "status", "checked", "sources", "seconds")
_NUMBERS = {"seconds": float, "fps_options": float, "words": int}
_PRICES = {"price_usd", "price_audio_usd", "price_factor"}
_TABLES = _PRICES | {"request", "request_fixed"}
_CLOSED = {"status": Status, "audio": Audio, "dialect": Dialect, "exclusions": Exclusions, "prompt_unit": Unit}


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
            raise UnknownName(f"{where}: key", key, known)
    for key in _REQUIRED:
        if not given.get(key):
            raise InputError(f"{where}: {key} is missing. Fix: add it.")
    for key, words in _CLOSED.items():
        if key in given and given[key] not in get_args(words):
            raise InputError(f"{where}: {key} is {given[key]!r}, expected {' or '.join(get_args(words))}.")
    for key, value in given.items():
        try:
            given[key] = _value(key, value)
        except (TypeError, ValueError, AttributeError) as e:
            raise InputError(f"{where}: {key} is {value!r}, which does not fit ({e}). Fix: mend it.") from e
    if given["status"] == "retired" and not given.get("retired"):
        raise InputError(f'{where}: status is retired and no day is given. Fix: add retired = "2026-09-24".')
    return Engine(**given)


def _value(key: str, value: Any) -> Any:
    if key in _TABLES:
        return tuple((str(k), float(v) if key in _PRICES else v) for k, v in value.items())
    if isinstance(value, list):
        return tuple(map(_NUMBERS.get(key, str), value))
    return value
