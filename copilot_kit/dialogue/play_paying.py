"""What a dialogue may cost and has cost: keys before the first call, the budget before each, the bill after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import files
from ..billing import SAID, THOUGHT, Bill, Estimate, Model, Row, estimate, latest, most_it_may_cost, output_for, usd
from ..errors import InputError, OverBudget
from ..voices import Voice
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
        self._lost: list[tuple[int, Row, float]] = []
        self._asked = 0.0

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
                    f"{usd(self.budget_usd)}. Fix: leave budget_usd out, or put the price into data/models/."
                )
        return tuple(notes)

    def allow(self, request: Request, voice: Voice, turns: tuple[Turn, ...]) -> Request:
        """The request with what may be answered to it. Raises OverBudget where the call could pass the budget."""
        paid = metered(voice)
        self._asked = 0.0
        if self.budget_usd is None or paid is None or paid.profile is None or not paid.profile.priced:
            return request
        coming, going = paid.tokens_in(request), _expected(request, paid, turns)
        self._asked = most_it_may_cost(coming, going, paid.profile)
        spent = self.spent_usd(turns)
        if spent + self._asked > self.budget_usd:
            raise OverBudget(
                f"budget: {usd(spent)} of {usd(self.budget_usd)} are spent, and the next turn of the {request.seat} "
                f"({paid.model}) may cost {usd(self._asked)}. Fix: fork(budget_usd=...) with more, or give the seat a "
                "cheaper voice.",
                self.budget_usd, spent, self._asked,
            )  # fmt: skip
        return replace(request, most_tokens=output_for(self.budget_usd - spent, coming, paid.profile))

    def lost(self, turn: Turn, after: int) -> None:
        """Nothing; a call was broken off after so many finished turns, and is paid for, nobody may know how dearly."""
        if turn.usage is not None:
            row = Row(turn.seat, turn.round, turn.voice, turn.outcome, turn.usage)
            self._lost.append((after, row, self._asked))

    def spent_usd(self, turns: tuple[Turn, ...]) -> float:
        """USD so far; a call of unknown price counts with the most that was expected of it."""
        known = [t.usage.price_usd or 0.0 for t in turns if t.usage is not None]
        broken = [r.usage.price_usd if r.usage and r.usage.price_usd is not None else most for _, r, most in self._lost]
        return sum(known) + sum(broken)

    def bill(self, turns: tuple[Turn, ...]) -> Bill:
        """All calls in the order in which they were made, those that were broken off included."""
        rows: list[Row] = []
        models: dict[str, Model] = {}
        for at in range(len(turns) + 1):
            rows += [row for after, row, _ in self._lost if after == at]
            if at < len(turns):
                t = turns[at]
                rows.append(Row(t.seat, t.round, t.voice, t.outcome, t.usage))
        for row in rows:
            profile = files.model(row.voice.partition(":")[2].partition("?")[0]) if row.usage else None
            if profile is not None:
                models[profile.name] = profile
        return Bill(tuple(rows), self.budget_usd, latest(models.values()))


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
