"""Claude, over the Messages API.

The brief is a system block with a breakpoint of its own; the automatic breakpoint moves with the last message. No
temperature, no prefill: today's models refuse both. Thinking is steered by effort; earlier thinking is never sent
back, so an edited or forked dialogue is as good as any other.

Source: anthropic 2.11 (types/message_create_params.py, lib/streaming), https://platform.claude.com/docs
"""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from ..dialogue.script import Outcome, Request, Usage
from .briefs import Sent
from .faults import NoAnswer
from .wire import End, ModelVoice, client_of

if TYPE_CHECKING:
    from anthropic.types import Usage as Counted

_EPHEMERAL = {"type": "ephemeral"}

_OUTCOMES: dict[str, Outcome] = {
    "end_turn": "done", "stop_sequence": "done", "max_tokens": "length", "model_context_window_exceeded": "length",
    "refusal": "refused",
}  # fmt: skip


class Claude(ModelVoice):
    """A Claude model in a seat."""

    vendor = "anthropic"
    drops = ("effort", "output_config", "thinking", "cache_control", "max_tokens")

    @property
    def url(self) -> str:
        return super().url.removesuffix("/v1")  # the SDK adds it; people who know other vendors write it too

    def _body(self, request: Request, words: Sent) -> dict[str, Any]:
        most = self.most_tokens(request)
        body: dict[str, Any] = {
            "model": self.model,
            "max_tokens": most,
            "system": [{"type": "text", "text": words.system, "cache_control": _EPHEMERAL}],
            "messages": [{"role": m.role, "content": m.text} for m in words.messages],
            "cache_control": _EPHEMERAL,
        }
        if effort := self.effort_for(self.role(request)):
            body["output_config"] = {"effort": effort}
        if thinking := self._thinking(most):
            body["thinking"] = thinking
        return body

    def _thinking(self, most: int) -> dict[str, Any]:
        wanted, p = self.options.thinking, self.profile
        if wanted is None:
            return {}
        if not wanted:
            off = p.thinking_off if p is not None else "disabled"
            return {"type": off} if off else {}
        how = (p.thinking_on if p is not None else "") or "adaptive"
        return {"type": how, **({"budget_tokens": max(1024, most // 2)} if how == "enabled" else {})}

    def _drop(self, body: dict[str, Any], name: str) -> None:
        if name == "cache_control":
            for block in (body, *body["system"]):
                block.pop("cache_control", None)
        elif name != "max_tokens":  # that one is required, and made smaller instead
            body.pop("output_config" if name == "effort" else name, None)

    async def _listen(self, body: dict[str, Any]) -> AsyncIterator[str | Usage | End]:
        client = await client_of(self.vendor, self.url, "anthropic", "AsyncAnthropic")
        with warnings.catch_warnings():  # its warning about retiring models; ours names the day and what comes after
            warnings.simplefilter("ignore", DeprecationWarning)
            manager = client.messages.stream(**body, timeout=self.timeout())
        began = False
        async with manager as stream:
            yield Usage()  # from here on it may cost something, and nobody knows what
            async for event in stream:
                if event.type == "text":
                    yield event.text
                elif event.type == "message_start":
                    began = True
                    yield _usage(event.message.usage, whole=False)
            if not began:
                raise NoAnswer(stream.response.headers.get("content-type", ""))
            message = stream.current_message_snapshot
        if message.stop_reason is not None:
            yield _usage(message.usage, whole=True)
            yield End(_OUTCOMES.get(message.stop_reason), _why(message))


def _usage(counted: Counted, whole: bool) -> Usage:
    """Tokens as they are billed. What is written to a stream that goes on is not known yet."""
    details = getattr(counted, "output_tokens_details", None)
    return Usage(
        counted.input_tokens,
        counted.cache_read_input_tokens or 0,
        counted.cache_creation_input_tokens or 0,
        counted.output_tokens if whole else None,
        None,
        getattr(details, "thinking_tokens", None) if whole else None,
    )


def _why(message: Any) -> str:
    if message.stop_reason == "refusal":
        details = getattr(message, "stop_details", None)
        return ": ".join(filter(None, (getattr(details, "category", None), getattr(details, "explanation", None))))
    if message.stop_reason == "model_context_window_exceeded":
        return "the end of its context window"
    return "" if message.stop_reason in _OUTCOMES else f"stop reason {message.stop_reason!r}"
