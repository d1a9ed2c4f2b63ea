"""GPT and every server that speaks as OpenAI does.

Chat Completions is the path that all of them share; Responses can be had with `api=responses`, and then nothing is
stored on the server. A local server is sent neither OpenAI's key nor what only OpenAI knows (the cache key).

Source: openai 3.52 (types/chat/completion_create_params.py, types/responses), https://developers.openai.com/api/docs
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

from ..dialogue.script import Outcome, Request, Usage
from .briefs import Sent
from .faults import NoAnswer, SaidError
from .keys import scrub
from .wire import End, ModelVoice, client_of

_OUTCOMES: dict[str, Outcome] = {"stop": "done", "length": "length", "content_filter": "refused"}
_INCOMPLETE: dict[str | None, Outcome] = {None: "done", "max_output_tokens": "length", "content_filter": "refused"}


class OpenAI(ModelVoice):
    """A GPT model in a seat."""

    vendor = "openai"
    drops = ("temperature", "reasoning_effort", "effort", "reasoning", "max_completion_tokens", "max_tokens",
             "max_output_tokens", "stream_options", "prompt_cache_key")  # fmt: skip

    def _body(self, request: Request, words: Sent) -> dict[str, Any]:
        if self.options.api == "responses":
            return self._responses_body(request, words)
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [
                {"role": "system", "content": words.system},
                *({"role": m.role, "content": m.text} for m in words.messages),
            ],
            "max_completion_tokens": self.most_tokens(request),
            "stream": True,
            "stream_options": {"include_usage": True},
            "prompt_cache_key": cache_key(words),
        }
        if effort := self._effort(request):
            body["reasoning_effort"] = effort
        if self.options.temperature is not None:
            body["temperature"] = self.options.temperature
        return body

    def _responses_body(self, request: Request, words: Sent) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.model,
            "instructions": words.system,
            "input": [{"role": m.role, "content": m.text} for m in words.messages],
            "max_output_tokens": self.most_tokens(request),
            "stream": True,
            "store": False,
            "prompt_cache_key": cache_key(words),
        }
        if effort := self._effort(request):
            body["reasoning"] = {"effort": effort}
        if self.options.temperature is not None:
            body["temperature"] = self.options.temperature
        return body

    def _effort(self, request: Request) -> str:
        if self.options.thinking is False:
            return (self.profile.thinking_off if self.profile is not None else "") or "none"
        return self.effort_for(self.role(request))

    def _drop(self, body: dict[str, Any], name: str) -> None:
        if {"max_completion_tokens", "max_tokens"} <= {*self.dropped}:
            body.pop("max_completion_tokens", None)
            body.pop("max_tokens", None)
        elif name in ("max_completion_tokens", "max_tokens") and "messages" in body:
            # the two names of one thing: servers know either
            other = "max_tokens" if name == "max_completion_tokens" else "max_completion_tokens"
            if name in body:
                body[other] = body.pop(name)
        else:
            body.pop("reasoning" if name == "effort" and "reasoning" in body else name, None)
            if name == "effort":
                body.pop("reasoning_effort", None)

    async def _listen(self, body: dict[str, Any]) -> AsyncIterator[str | Usage | End]:
        client = await client_of(self.vendor, self.url, "openai", "AsyncOpenAI")
        heard = _hear_responses if "input" in body else _hear_chat
        make = client.responses if "input" in body else client.chat.completions
        async with await make.create(**body, timeout=self.timeout()) as stream:
            yield Usage()  # from here on it may cost something, and nobody knows what
            async for piece in heard(stream):
                yield piece


class Local(OpenAI):
    """A model on a server of one's own."""

    vendor = "local"
    usual_most = 4096

    def _body(self, request: Request, words: Sent) -> dict[str, Any]:
        body = super()._body(request, words)
        body.pop("prompt_cache_key")
        if "max_completion_tokens" in body:
            body["max_tokens"] = body.pop("max_completion_tokens")  # the older name, which all such servers know
        return body


def cache_key(words: Sent) -> str:
    """What sends the requests of one seat in one dialogue to the same machine, where the cache is."""
    return "ck-" + sha256((words.system + words.messages[0].text).encode("utf-8", "replace")).hexdigest()[:24]


async def _hear_chat(stream: Any) -> AsyncIterator[str | Usage | End]:
    reason, declined, began = None, "", False
    async for chunk in stream:
        began = True
        if chunk.usage is not None:
            yield _chat_usage(chunk.usage)
        for choice in chunk.choices or ():
            if choice.delta is not None and choice.delta.content:
                yield choice.delta.content
            declined += (choice.delta and choice.delta.refusal) or ""
            reason = choice.finish_reason or reason
    if not began:
        raise NoAnswer(stream.response.headers.get("content-type", ""))
    if declined:
        yield End("refused", scrub(declined)[:200])
    elif reason is not None:
        yield End(_OUTCOMES.get(reason), "" if reason in _OUTCOMES else f"finish reason {reason!r}")


def _chat_usage(counted: Any) -> Usage:
    given = getattr(counted, "prompt_tokens_details", None)
    made = getattr(counted, "completion_tokens_details", None)
    return _usage(
        counted.prompt_tokens, getattr(given, "cached_tokens", None), getattr(given, "cache_write_tokens", None),
        counted.completion_tokens, getattr(made, "reasoning_tokens", None),
    )  # fmt: skip


def _usage(total: int | None, read: int | None, written: int | None, output: int | None, thinking: int | None) -> Usage:
    """Tokens as they are billed: the total that OpenAI tells holds those of the cache."""
    fresh = None if total is None else max(0, total - (read or 0) - (written or 0))
    return Usage(fresh, read, written, output, None, thinking)


async def _hear_responses(stream: Any) -> AsyncIterator[str | Usage | End]:
    declined, began = "", False
    async for event in stream:
        began = True
        if event.type == "response.output_text.delta":
            yield event.delta
        elif event.type == "response.refusal.delta":
            declined += event.delta
        elif event.type == "error":
            raise SaidError(event.code or "", event.message or "")
        elif event.type in ("response.completed", "response.incomplete", "response.failed"):
            answer = event.response
            if answer.usage is not None:
                given, made = answer.usage.input_tokens_details, answer.usage.output_tokens_details
                yield _usage(
                    answer.usage.input_tokens, getattr(given, "cached_tokens", None),
                    getattr(given, "cache_write_tokens", None), answer.usage.output_tokens,
                    getattr(made, "reasoning_tokens", None),
                )  # fmt: skip
            if event.type == "response.failed":
                error = answer.error
                raise SaidError(getattr(error, "code", "") or "", getattr(error, "message", "") or "")
            why = getattr(answer.incomplete_details, "reason", None)
            yield End("refused" if declined else _INCOMPLETE.get(why), scrub(declined)[:200])
    if not began:
        raise NoAnswer(stream.response.headers.get("content-type", ""))
