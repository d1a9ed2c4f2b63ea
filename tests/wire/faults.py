"""The fault table: what happens on the wire, and what has to come of it.

A case is what the server does to the copilot's answer in round 1, when two turns are finished. `raised` is the error
that the person gets, or None where trying again helped; `words` stand in what the person sees; `kept` is how much of
the answer is kept as a draft; `calls` is how often the server was asked for this turn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from copilot_kit.errors import BadAnswer, BrokenOff, Busy, KeyMissing, RequestRefused, Unreachable, VoiceError

from .server import Scene

WORDS = "The rope comes down slack, and she looks up past the lens to where the bell hangs."


@dataclass
class Case:
    name: str
    scenes: list[Scene]
    raised: type[VoiceError] | None
    words: str
    outcome: str = ""
    kept: int = 0
    calls: int = 1
    options: dict[str, Any] = field(default_factory=dict)


def _error(kind: str, type_: str, said: str, param: str | None = None, code: str | None = None) -> dict[str, Any]:
    if kind == "anthropic":
        return {"type": "error", "error": {"type": type_, "message": said}, "request_id": "req_1"}
    return {"error": {"message": said, "type": type_, "param": param, "code": code}}


def cases(kind: str, canary: str) -> list[Case]:
    """The table for one protocol."""
    effort = {"anthropic": "output_config.effort", "chat": "reasoning_effort", "responses": "reasoning.effort"}[kind]
    refused = Scene(status=400, body=_error(kind, "invalid_request_error", f"{effort}: not supported here", effort))
    denied = Scene(
        status=401, body=_error(kind, "authentication_error", f"invalid key {canary}", code="invalid_api_key")
    )
    slow = _error(kind, "rate_limit_error", "Too many tokens a minute.")
    busy = _error(kind, "overloaded_error", "Overloaded.")
    broken = _error(kind, "api_error", "Something is wrong inside.")
    usual = Scene(WORDS)
    once = {"tries": 1}
    return [
        Case("401", [denied], KeyMissing, "the key was not taken (HTTP 401)"),
        Case("400 naming a parameter", [refused, usual], None, "does not take", calls=2),
        Case("400 naming none", [Scene(status=400, body=_error(kind, "invalid_request_error",
             "messages: too strange"))],
             RequestRefused, "messages: too strange"),
        Case("404", [Scene(status=404, body=_error(kind, "not_found_error", "no such model"))], RequestRefused,
             "not found"),
        Case("402 or no credit", [Scene(status=402 if kind == "anthropic" else 429,
             body=_error(kind, "billing_error", "Your credit is used up.", code="insufficient_quota"))],
             RequestRefused, "no credit left"),
        Case("429 with a wait", [Scene(status=429, headers={"retry-after": "0.05"}, body=slow), usual], None,
             "Waiting 0.05 s, then try 2 of 5", calls=2),
        Case("429 with a long wait", [Scene(status=429, headers={"retry-after": "3600"}, body=slow)], Busy,
             "asks to wait 3600 s"),
        Case("429 without a wait", [Scene(status=429, body=slow), usual], None, "then try 2 of 5", calls=2),
        Case("429 for ever", [Scene(status=429, body=slow)] * 2, Busy, "too many requests (HTTP 429)", calls=2,
             options={"tries": 2}),
        Case("529", [Scene(status=529, body=busy), usual], None, "is overloaded (HTTP 529)", calls=2),
        Case("529 for ever", [Scene(status=529, body=busy)], Busy, "is overloaded (HTTP 529)", options=once),
        Case("500", [Scene(status=500, body=broken), usual], None, "error of its own (HTTP 500)", calls=2),
        Case("500 with a page", [Scene(status=500, body="<html>Bad gateway</html>")], Busy, "HTTP 500", options=once),
        Case("HTML with status 200", [Scene(body="<html><body>Sign in</body></html>")], BadAnswer, "a web page"),
        Case("reset before", [Scene(WORDS, cut="reset", after=-1), usual], None, "lost the line", calls=2),
        Case("reset before, for ever", [Scene(WORDS, cut="reset", after=-1)], Unreachable, "the line broke",
             options=once),
        Case("reset in mid-stream", [Scene(WORDS, cut="reset", after=2)], BrokenOff,
             "lost the line after 48 characters",
             "truncated", 48),
        Case("a stall", [Scene(WORDS, cut="stall", after=2)], BrokenOff, "fell silent after 48 characters",
             "truncated", 48,
             options={"silence_s": 0.3}),
        Case("a stall before", [Scene(WORDS, cut="stall", after=-1)], Unreachable, "fell silent",
             options={"silence_s": 0.3}),
        Case("an early clean end", [Scene(WORDS, stop=None)], BrokenOff, "broke off after", "truncated", len(WORDS)),
        Case("an early clean end before", [Scene(WORDS, cut="end", after=0), usual], None, "closed the line", calls=2),
        Case("an SSE error event", [Scene(WORDS, cut="error", after=2)], BrokenOff, "overloaded after 48 characters",
             "truncated", 48),
        Case("an SSE error event before", [Scene(WORDS, cut="error", after=0), usual], None,
             "reports that it is overloaded",
             calls=2),
        Case("a broken JSON chunk", [Scene(WORDS, cut="json", after=2)], BrokenOff, "broken JSON after 48 characters",
             "truncated", 48),
        Case("a broken JSON chunk before", [Scene(WORDS, cut="json", after=0)], BadAnswer, "broken JSON"),
        Case("refusal", [Scene("I would rather", stop="refused")], BrokenOff, "declined to answer", "refused", 14),
        Case("length stop", [Scene(WORDS, stop="length")], BrokenOff, "reached the limit of", "length", len(WORDS)),
        Case("length stop, all thought", [Scene("", stop="length", thinking=900)], BrokenOff,
             "spent on thinking", "length"),
        Case("empty text", [Scene("", stop="stop")], BrokenOff, "without a word", "empty"),
    ]  # fmt: skip
