"""Language models as facts with a date, and what their words cost.

A `Model` is one profile of data/models/*.toml. Prices are USD for a million tokens; a figure that no source
gives is None, and what depends on it is unknown, never 0.

    price_of(usage, model)     what one turn cost
    most_it_may_cost(...)      what the next call may cost at most: what a budget is held against
    Bill(rows)                 usage by turn and seat, the total, and what is unknown in it
    estimate(...)              what a dialogue will cost, from and to, before it starts

Absent on purpose: the clock (days come in as arguments) and the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Literal

from .dialogue.script import Seat, Usage
from .errors import InputError, UnknownName

SCHEMA = "model.1"
BYTES_A_TOKEN = 3.0
"""UTF-8 bytes in a token, on the low side: English has 3.1 to 4.2, scripts of three bytes a letter about 3. So a count
made with it errs towards more tokens. Measured shares differ by tokenizer; only the vendor's own count is exact."""

NEAR_DAYS = 90
"""So many days ahead a retirement is spoken of."""


@dataclass(frozen=True, slots=True)
class Model:
    """A profile. Prices are USD per million tokens; cache_write is for the vendor's short life of a cache entry.

    retires     the day it is shut down (ISO), or "" where none is published; not_before is a published floor
    thinking    "always", "on" or "off" unless asked otherwise, "none" for a model that cannot, "" where unknown
    thinking_on, thinking_off   what the vendor's parameter says for on and off, "" where it cannot be set
    temperature "yes", "no", or the condition under which it is accepted
    long_above  prompts with more tokens than this cost long_input and long_output times as much, as a whole
    """

    name: str
    vendor: Literal["anthropic", "openai", "local"]
    status: str
    checked: str
    sources: tuple[str, ...]
    input_usd: float | None = None
    output_usd: float | None = None
    cache_read_usd: float | None = None
    cache_write_usd: float | None = None
    cache_write_long_usd: float | None = None
    long_above: int | None = None
    long_input: float = 1.0
    long_output: float = 1.0
    context: int | None = None
    max_output: int | None = None
    min_cache_tokens: int | None = None
    efforts: tuple[str, ...] = ()
    thinking: str = ""
    thinking_on: str = ""
    thinking_off: str = ""
    temperature: str = ""
    default: bool = False
    released: str = ""
    retires: str = ""
    not_before: str = ""
    successor: str = ""
    aliases: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    note: str = ""

    @property
    def priced(self) -> bool:
        return self.input_usd is not None and self.output_usd is not None


_REQUIRED = ("name", "vendor", "status", "checked", "sources")


def model_from(table: Mapping[str, Any], where: str) -> Model:
    """One profile from its table. Raises InputError naming `where`, the key and what was expected."""
    if table.get("schema") != SCHEMA:
        raise InputError(
            f"{where}: schema is {table.get('schema')!r}, expected {SCHEMA!r}. Fix: start the file with it."
        )
    given: dict[str, Any] = {
        k: tuple(map(str, v)) if isinstance(v, list) else v for k, v in table.items() if k != "schema"
    }
    for key in given:
        if key not in Model.__dataclass_fields__:
            raise UnknownName(f"{where}: key", key, Model.__dataclass_fields__)
    for key in _REQUIRED:
        if key not in given:
            raise InputError(f"{where}: {key} is missing. Fix: add it.")
    for key, value in given.items():
        if key.endswith("_usd"):
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                raise InputError(f"{where}: {key} is {value!r}, expected USD per million tokens, 0 or more.")
            given[key] = float(value)
        elif key in ("retires", "not_before") and value:
            try:
                date.fromisoformat(value)
            except (ValueError, TypeError):
                raise InputError(f"{where}: {key} is {value!r}, expected a day like 2026-11-30.") from None
    return Model(**given)


def retirement(model: Model, today: date) -> str:
    """A sentence where the model is gone or will be within 90 days, else ""."""
    if not model.retires:
        return ""
    day = date.fromisoformat(model.retires)
    left = (day - today).days
    if left > NEAR_DAYS:
        return ""
    when = (
        f"was retired on {day}" if left < 0 else f"retires today, {day}" if not left
        else f"retires on {day}, in {left} day{'s' * (left != 1)}"
    )  # fmt: skip
    return f"{model.name} {when}." + (f" Its successor is {model.successor}." if model.successor else "")


# ------------------------------------------------------------------------------------------------ prices


def tokens_of(text: str) -> int:
    """Tokens that a text holds, estimated on the high side."""
    return -int(-len(text.encode("utf-8", "replace")) // BYTES_A_TOKEN)


def price_of(usage: Usage, model: Model | None) -> float | None:
    """USD for one turn, or None where a count or a price is unknown."""
    if model is None or model.input_usd is None or model.output_usd is None:
        return None
    if usage.input is None or usage.output is None:
        return None
    read, written = usage.cache_read or 0, usage.cache_write or 0
    if (read and model.cache_read_usd is None) or (written and model.cache_write_usd is None):
        return None
    long = model.long_above is not None and usage.input + read + written > model.long_above
    coming = usage.input * model.input_usd
    coming += read * (model.cache_read_usd or 0.0) + written * (model.cache_write_usd or 0.0)
    going = usage.output * model.output_usd
    return (coming * (model.long_input if long else 1.0) + going * (model.long_output if long else 1.0)) / 1e6


def most_it_may_cost(tokens_in: int, tokens_out: int, model: Model) -> float:
    """USD for a call of so many tokens if nothing of it is read from a cache. The model has to be priced."""
    dearest = max(model.input_usd or 0.0, model.cache_write_usd or 0.0)
    long = model.long_above is not None and tokens_in > model.long_above
    factors = (model.long_input, model.long_output) if long else (1.0, 1.0)
    return (tokens_in * dearest * factors[0] + tokens_out * (model.output_usd or 0.0) * factors[1]) / 1e6


def output_for(usd: float, tokens_in: int, model: Model) -> int:
    """Tokens of output that a call with so much input may have without costing more than `usd`; 0 for none."""
    rest = usd - most_it_may_cost(tokens_in, 0, model)
    each = most_it_may_cost(tokens_in, 1_000_000, model) - most_it_may_cost(tokens_in, 0, model)
    return max(0, int(rest / each * 1_000_000)) if each > 0 else 2**31


# ------------------------------------------------------------------------------------------------ the bill


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a bill: one turn, or one call that was broken off. Counts that nobody told are None.

    most_usd   what was expected of it at most: this counts against a budget while its price is unknown
    """

    seat: Seat
    round: int
    voice: str
    outcome: str
    usage: Usage | None
    most_usd: float = 0.0


COLUMNS = ("round", "seat", "voice", "outcome", "input", "cache_read", "cache_write", "output", "thinking", "price_usd")


@dataclass(frozen=True)
class Bill:
    """What a dialogue has used so far, turn by turn; shows itself as a table.

    A row without usage was spoken by rules, a tape or a person and costs nothing. A price that is unknown stays
    unknown: `total_usd` is then None, `known_usd` what is known of it, and `unknown` counts the rows. A request that
    was broken off is a row of its own; `refused` counts those that a server turned away, which nobody charges for.
    """

    rows: tuple[Row, ...] = ()
    budget_usd: float | None = None
    prices_of: str = ""
    refused: int = 0

    @property
    def known_usd(self) -> float:
        """USD of the rows whose price is known."""
        return sum(r.usage.price_usd for r in self.rows if r.usage and r.usage.price_usd is not None)

    @property
    def unknown(self) -> int:
        """How many rows have a price that nobody can tell."""
        return sum(r.usage is not None and r.usage.price_usd is None for r in self.rows)

    @property
    def called(self) -> bool:
        """True if a request was sent to a model."""
        return bool(self.refused) or any(r.usage for r in self.rows)

    @property
    def total_usd(self) -> float | None:
        """USD for all of it, or None where a part is unknown."""
        return None if self.unknown else self.known_usd

    def of(self, seat: Seat) -> Bill:
        """The part of one seat."""
        return Bill(tuple(r for r in self.rows if r.seat == seat), None, self.prices_of)

    def count(self, what: Literal["input", "cache_read", "cache_write", "output", "thinking"]) -> int | None:
        """Tokens of one kind over all rows, or None where a row does not tell."""
        counts = [getattr(r.usage, what) for r in self.rows if r.usage is not None]
        return None if None in counts else sum(counts)

    input = property(lambda self: self.count("input"))
    cache_read = property(lambda self: self.count("cache_read"))
    cache_write = property(lambda self: self.count("cache_write"))
    output = property(lambda self: self.count("output"))
    thinking = property(lambda self: self.count("thinking"))
    price_usd = property(lambda self: self.total_usd)

    def cells(self) -> list[tuple[object, ...]]:
        """The rows as values, in the order of `COLUMNS`; a row without usage has None in all of its counts."""
        return [
            (r.round, r.seat, r.voice, r.outcome,
             *(getattr(r.usage, c) if r.usage else None for c in COLUMNS[4:]))
            for r in self.rows
        ]  # fmt: skip

    def words(self) -> str:
        """The total in a sentence."""
        if not any(r.usage for r in self.rows):
            if self.refused:
                return f"Nothing was charged: {_several(self.refused, 'request')} sent, and turned away by the server."
            return "Nothing was charged: no model was called."
        broken = sum(r.usage is not None and r.usage.price_usd is None and r.outcome != "done" for r in self.rows)
        turns = self.unknown - broken
        if self.unknown and not self.known_usd:
            asked = f"{_several(broken, 'request')} sent and broken off; what {'they' if broken > 1 else 'it'} cost is"
            said = " ".join(filter(None, ("Price unknown." * bool(turns), f"{asked} unknown." * bool(broken))))
        elif self.unknown:
            parts = [f"{n} {what}{'s' * (n != 1)}" for n, what in ((turns, "turn"), (broken, "broken-off call")) if n]
            said = f"At least {usd(self.known_usd)}; {' and '.join(parts)} of unknown price."
        else:
            said = f"{usd(self.known_usd)} in all."
        left = "" if self.budget_usd is None else f" Budget {usd(self.budget_usd)}."
        return said + left + (f" Prices of {self.prices_of}." if self.prices_of else "")

    def _shown(self) -> tuple[list[str], list[list[str]]]:
        head = ["round", "seat", "voice", "outcome", "fresh", "cache read", "cache write", "output", "thinking", "USD"]

        def number(value: object, row: Row | None) -> str:
            if row is not None and row.usage is None:
                return "–"
            return "unknown" if value is None else f"{value:,}"

        def price(row: Row) -> str:
            return "–" if row.usage is None else usd(row.usage.price_usd)

        lines = []
        for r, cells in zip(self.rows, self.cells(), strict=True):
            lines.append([*(str(c) for c in cells[:4]), *(number(c, r) for c in cells[4:9]), price(r)])
        seats: tuple[Seat, ...] = ("creator", "copilot")
        parts = [(seat, self.of(seat)) for seat in seats if any(r.seat == seat and r.usage for r in self.rows)]
        for title, part in [*parts, ("all", self)] if parts else []:
            known = [number(getattr(part, c), None) for c in COLUMNS[4:9]]
            sum_ = "unknown" if part.unknown and not part.known_usd else usd(part.known_usd)
            lines.append(["", title, "", "", *known, ("at least " if part.unknown and part.known_usd else "") + sum_])
        return head, lines

    def __str__(self) -> str:
        head, lines = self._shown()
        wide = [max(len(row[i]) for row in [head, *lines]) for i in range(len(head))]
        rows = ["  ".join(c.ljust(w) if i < 4 else c.rjust(w) for i, (c, w) in enumerate(zip(row, wide, strict=True)))
                for row in [head, *lines]]  # fmt: skip
        return "\n".join([*(r.rstrip() for r in rows), self.words()])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from .looks import table_html

        head, lines = self._shown()
        return table_html(head, ([escape(c) for c in row] for row in lines), self.words())


def _several(n: int, what: str) -> str:
    return f"{n} {what} was" if n == 1 else f"{n} {what}s were"


def usd(value: float | None) -> str:
    """A price as people read it: four decimals below a dollar, "unknown" for None."""
    if value is None:
        return "unknown"
    return f"${value:.4f}" if abs(value) < 1 else f"${value:,.2f}"


# ------------------------------------------------------------------------------------------------ before the start

SAID: dict[str, int] = {"creator": 220, "copilot": 420, "final": 1300}
"""Tokens of a usual turn: 60 to 180 words of a creator, 80 to 280 of a copilot, and a final with its settings."""

_FEW = 0.6
"""Of all that, in a terse dialogue: English has a quarter fewer tokens than `tokens_of` tells, and turns vary."""

THOUGHT: dict[str, tuple[int, int]] = {"off": (0, 0), "low": (0, 500), "medium": (150, 1500), "high": (500, 4000)}
"""Tokens of thinking in a turn, from and to. No vendor publishes them: they are a guess, and its widest part."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a dialogue will cost, from a short one that hits the cache to a long one that thinks much. USD, or None."""

    low_usd: float | None
    high_usd: float | None
    why: str = ""

    def __str__(self) -> str:
        if self.low_usd is None or self.high_usd is None:
            return f"Estimate: price unknown{f' ({self.why})' if self.why else ''}."
        return f"Estimate: {usd(self.low_usd)} to {usd(self.high_usd)}."

    __repr__ = __str__


Paid = tuple[Model | None, int, str]
"""Who is paid for: the model, the tokens of what is sent before the first word, the effort."""


def estimate(rounds: int, seats: Mapping[Seat, Paid | None], orchestrator: Paid | None = None) -> Estimate:
    """What a dialogue of so many rounds will cost.

    seats : None for a seat that costs nothing. An effort that is not known counts as "high", the dearest default
    orchestrator : reads the whole dialogue once, and answers with a sentence or with the prompt anew
    """
    paid = {seat: given for seat, given in seats.items() if given is not None}
    named = [*paid.items(), *([("orchestrator", orchestrator)] if orchestrator else [])]
    unpriced = [who for who, (model, _, _) in named if model is None or not model.priced]
    if unpriced:
        return Estimate(None, None, f"no price is known for the {' and the '.join(unpriced)}")
    low = high = 0.0
    for seat, (model, brief, effort) in paid.items():
        assert model is not None
        low += _seat_usd(seat, model, brief, THOUGHT.get(effort, THOUGHT["high"])[0], min(rounds, 3), cached=True)
        high += _seat_usd(seat, model, brief, THOUGHT.get(effort, THOUGHT["high"])[1], rounds, cached=False)
    if orchestrator is not None and (judge := orchestrator[0]) is not None:
        least, most = THOUGHT.get(orchestrator[2], THOUGHT["high"])
        held = [
            orchestrator[1] + (SAID["creator"] + SAID["copilot"]) * n + SAID["final"] for n in (min(rounds, 3), rounds)
        ]
        low += most_it_may_cost(int(held[0] * _FEW), 40 + least, judge)
        high += most_it_may_cost(held[1], SAID["final"] + most, judge)
    return Estimate(low, high)


def _seat_usd(seat: Seat, model: Model, brief: int, thought: int, rounds: int, cached: bool) -> float:
    """USD for one seat; each call sends all that was said before it.

    The cached one is also the one of few words, and its brief is in the cache from the dialogue before.
    """
    share = _FEW if cached else 1.0
    held = int(brief * share)
    total, before = 0.0, held
    for turn in range(rounds + (seat == "copilot")):
        final = seat == "copilot" and turn == rounds
        said = int(SAID["final" if final else seat] * share)
        fresh = held - before if cached else held
        written = fresh if cached and model.cache_write_usd is not None else 0
        usage = Usage(fresh - written, before if cached else 0, written, said + thought)
        total += price_of(usage, model) or 0.0
        before = held
        held += said + int((SAID["copilot" if seat == "creator" else "creator"] + 80) * share)
    return total


def latest(models: Iterable[Model]) -> str:
    """The day on which the newest of these prices was checked, or ""."""
    return max((m.checked for m in models), default="")
