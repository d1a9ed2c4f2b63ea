"""What a dialogue may cost and has cost: keys before the first call, the budget before each, the bill after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import files
from ..billing import SAID, THOUGHT, Bill, Estimate, Model, Row, estimate, latest, most_it_may_cost, output_for, usd
from ..errors import InputError, OverBudget
from ..voices import Voice
from ..voices.hints import hint
from .script import Brief, Request, Seat, Turn

if TYPE_CHECKING:
    from ..voices.wire import ModelVoice


def metered(voice: Voice) -> ModelVoice | None:
    """The voice, or the one that it records, if its words are paid for by the token."""
    inner: Any = getattr(voice, "voice", voice)
    return inner if hasattr(inner, "tokens_in") else None


class Purse:
    """The money of one dialogue.

    budget_usd : what it may cost at most, or None. Each call is held against it before it is made, at the price that
        it has if nothing is read from a cache, and may answer no more than what is left would pay for
    """

    def __init__(self, budget_usd: float | None = None) -> None:
        right = isinstance(budget_usd, int | float) and not isinstance(budget_usd, bool) and budget_usd > 0
        if budget_usd is not None and not right:
            raise InputError(
                f"budget_usd: found {budget_usd!r}, expected a sum in US dollars above 0. Fix: give one like 0.50, or "
                "leave it out."
            )
        self.budget_usd = None if budget_usd is None else float(budget_usd)
        self.broken: list[tuple[int, Row]] = []
        """Calls that were broken off, each with the number of turns that stood before it. One without usage was turned
        away, and is not to be paid for."""
        self._most_usd = 0.0

    def ready(self, voices: Iterable[Voice]) -> tuple[str, ...]:
        """What is worth knowing before the first call.

        Raises KeyMissing where a voice has no key, InputError where a budget cannot be held because no price is known.
        """
        notes: dict[str, None] = {}
        for voice in voices:
            if (model := metered(voice)) is None:
                continue
            model.ready()
            notes |= dict.fromkeys(model.notes())
            if self.budget_usd is not None and (model.profile is None or not model.profile.priced):
                raise InputError(
                    f"budget_usd: the price of {model.model} is unknown, and what is unknown cannot be held to "
                    f"{usd(self.budget_usd)}. Fix: leave {hint('budget_usd', '--budget')} out, or put the price into "
                    "data/models/."
                )
        return tuple(notes)

    def allow(self, request: Request, voice: Voice, turns: tuple[Turn, ...]) -> Request:
        """The request with what may be answered to it. Raises OverBudget where the call could pass the budget."""
        paid = metered(voice)
        self._most_usd = 0.0
        if paid is None or paid.profile is None or not paid.profile.priced:
            return request
        coming, going = paid.tokens_in(request), _expected(request, paid, turns)
        self._most_usd = most_it_may_cost(coming, going, paid.profile)
        if self.budget_usd is None:
            return request
        spent = self.spent_usd(turns)
        if spent + self._most_usd > self.budget_usd:
            more = hint("fork(budget_usd=...) with more, or give the seat a cheaper voice",
                        f"go on with --resume and a higher --budget, or a cheaper --{request.seat}")  # fmt: skip
            raise OverBudget(
                f"budget: {usd(spent)} of {usd(self.budget_usd)} are spent, and the next turn of the {request.seat} "
                f"({paid.model}) may cost {usd(self._most_usd)}. Fix: {more}.",
                self.budget_usd, spent, self._most_usd,
            )  # fmt: skip
        return replace(request, most_tokens=output_for(self.budget_usd - spent, coming, paid.profile))

    def call(self, turn: Turn) -> Row:
        """The call that this turn was asked for with."""
        return Row(turn.seat, turn.round, turn.voice, turn.outcome, turn.usage, self._most_usd)

    def lost(self, turn: Turn, after: int, refused: int = 0) -> None:
        """Nothing; a turn was broken off after so many finished ones. What its call costs is told by its usage, and may
        be unknown; None is nothing. So many requests before it were turned away."""
        row = self.call(turn)
        self.broken += [(after, replace(row, outcome="refused", usage=None, most_usd=0.0))] * refused
        if turn.usage is not None:
            self.broken.append((after, row))

    def spent_usd(self, turns: tuple[Turn, ...]) -> float:
        """USD so far; a call of unknown price counts with the most that was expected of it."""
        rows = [row for _, row in self.broken if row.usage is not None]
        broken = [r.most_usd if r.usage is None or r.usage.price_usd is None else r.usage.price_usd for r in rows]
        return sum(t.usage.price_usd or 0.0 for t in turns if t.usage is not None) + sum(broken)

    def bill(self, turns: tuple[Turn, ...]) -> Bill:
        """All calls in the order in which they were made, those that were broken off included."""
        rows: list[Row] = []
        models: dict[str, Model] = {}
        for at in range(len(turns) + 1):
            rows += [row for after, row in self.broken if after == at and row.usage is not None]
            if at < len(turns):
                t = turns[at]
                rows.append(Row(t.seat, t.round, t.voice, t.outcome, t.usage))
        for row in rows:
            profile = files.model(row.voice.partition(":")[2].partition("?")[0]) if row.usage else None
            if profile is not None:
                models[profile.name] = profile
        refused = sum(row.usage is None for _, row in self.broken)
        return Bill(tuple(rows), self.budget_usd, latest(models.values()), refused)


def _expected(request: Request, voice: ModelVoice, turns: tuple[Turn, ...]) -> int:
    """Tokens that an answer is expected to have, on the high side."""
    said = SAID["final" if request.task in ("final", "repair", "review") else request.seat]
    thought = 0 if voice.options.thinking is False else THOUGHT.get(_effort(voice, request), THOUGHT["high"])[1]
    seen = max((t.usage.output or 0 for t in turns if t.seat == request.seat and t.usage), default=0)
    return min(max(said + thought, seen), voice.most_tokens(request))


def _effort(voice: ModelVoice, request: Request) -> str:
    if voice.profile is not None and voice.profile.thinking in ("off", "none") and not voice.options.thinking:
        return "off"
    return voice.effort_for(voice.role(request))


def foretold(brief: Brief, voices: Mapping[Seat, Voice], orchestrator: Voice | None = None) -> Estimate:
    """What the dialogue will cost, from and to, before it starts."""
    seats: dict[Seat, tuple[Model | None, int, str] | None] = {}
    for seat, voice in voices.items():
        if (model := metered(voice)) is None:
            seats[seat] = None
            continue
        first = Request(seat, int(seat == "creator"), "talk", brief)
        effort = "off" if model.options.thinking is False else _effort(model, first)
        seats[seat] = model.profile, model.tokens_in(first), effort
    judge = None if orchestrator is None else metered(orchestrator)
    outside = None
    if judge is not None:
        review = Request("copilot", brief.rounds, "review", brief, outside=True)
        outside = judge.profile, judge.tokens_in(review), _effort(judge, review)
    return estimate(brief.rounds, seats, outside)
