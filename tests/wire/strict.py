"""Request bodies, held against the SDKs' own types with unknown fields forbidden."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from typing_extensions import is_typeddict

_CONFIG = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


def _forbid(package: str) -> None:
    """Every TypedDict of the SDK's types refuses fields that it does not name."""
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{package}.types"):
            for value in vars(module).values():
                if is_typeddict(value):
                    value.__pydantic_config__ = _CONFIG


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    if kind == "anthropic":
        from anthropic.types.message_create_params import MessageCreateParamsStreaming as Params

        _forbid("anthropic")
    elif kind == "chat":
        from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming as Params

        _forbid("openai")
    else:
        from openai.types.responses.response_create_params import ResponseCreateParamsStreaming as Params

        _forbid("openai")
    return TypeAdapter(Params)


def check(kind: str, body: dict[str, Any]) -> None:
    """Nothing. Raises pydantic.ValidationError for a field, a value or a shape that the SDK's types do not know."""
    _whole(_adapter(kind).validate_python(body))


def _whole(value: Any) -> None:
    """Iterables are validated as they are read: read all of them."""
    if isinstance(value, dict):
        for inner in value.values():
            _whole(inner)
    elif not isinstance(value, str | bytes | int | float | bool | None):
        for inner in value:
            _whole(inner)
