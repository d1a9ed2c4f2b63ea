"""What went wrong on the wire, in our words, and what is worth a new try.

The vendors' SDKs do not report alike: a dropped line is `httpx2.RemoteProtocolError` with one and `APIConnectionError`
with the other, an overloaded server speaks in a stream with status 200, a web page instead of an answer is a bare
`AssertionError`. `explain` looks at what such an exception holds instead of what it is called.

Nothing of the exception itself goes on: it holds the request, and the request holds the key. Words that the server
sent are quoted without anything that looks like one.
"""

from __future__ import annotations

import email.utils
import json
import re
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ..errors import BadAnswer, Busy, KeyMissing, RequestRefused, Unreachable, VoiceError
from .hints import hint, resume
from .keys import Vendor, scrub

MOST_QUOTED = 240

_ITS_OWN = "overloaded_error api_error server_error rate_limit_error rate_limit_exceeded timeout_error".split()
"""Types of errors in a stream that are the server's own, and may be over in a moment."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request went."""

    vendor: Vendor
    model: str
    url: str

    @property
    def title(self) -> str:
        return f"{self.vendor.title} ({self.model})"


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong.

    error     what is raised if nothing helps
    short     the same in a few words, for a notice
    again     True where a new try may help; wait_s is how long the server asks to wait, or None
    drop      the parameter that the server refused by name, or ""
    most      the number that it would have taken instead, where it said one
    reached   False where no request came as far as a server
    turned_away   True where a server refused the request before a model saw it, which costs nothing
    """

    error: VoiceError
    short: str
    again: bool = False
    wait_s: float | None = None
    drop: str = ""
    most: int | None = None
    reached: bool = True
    turned_away: bool = False


class NoAnswer(Exception):
    """The stream came and held nothing that the protocol knows; `kind` is the content type."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


class SaidError(Exception):
    """The stream held an error event; `type` and `said` are the server's."""

    def __init__(self, type: str, said: str) -> None:
        self.type, self.said = type, said
        super().__init__(type)


def expected() -> tuple[type[Exception], ...]:
    """Whatever the SDKs raise when the wire does not do as it should. SDKs that are not loaded raise nothing."""
    import httpx2

    loaded = (getattr(sys.modules.get(name), "APIError", None) for name in ("anthropic", "openai"))
    sdks = [error for error in loaded if error is not None]
    # RuntimeError, AssertionError, TypeError, AttributeError: how the SDKs meet a body that is not of their protocol
    return (*sdks, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, ValueError, RuntimeError, AssertionError,
            TypeError, AttributeError, OSError, NoAnswer, SaidError)  # fmt: skip


def explain(e: Exception, at: Place, sent: Iterable[str] = ()) -> Fault:
    """What went wrong, in our words.

    sent : names of the parameters in the request that it could do without
    """
    if isinstance(e, NoAnswer):
        return _no_answer(e, at)
    status = getattr(e, "status_code", None)
    type_, said, parameter = _told(e)
    if isinstance(e, SaidError):
        type_, said = e.type, e.said
    if status is not None and status >= 400:
        return replace(_refusal(status, type_, said, parameter, _wait(e), at, tuple(sent)), turned_away=True)
    if type_ in (
        "overloaded_error",
        "api_error",
        "server_error",
        "rate_limit_error",
        "rate_limit_exceeded",
        "timeout_error",
    ):
        words = "reports that it is overloaded" if "overload" in type_ else f"reports an error of its own ({type_})"
        return Fault(
            Busy(f"{at.title}: the server {words}, an answer was expected. Fix: {resume(' later')}.", status),
            words,
            True,
        )
    if status is not None or isinstance(e, SaidError) or said:
        quote = _quote(said)
        said = f"{at.title}: found an error in the stream{quote}, an answer was expected. Fix: {resume(' later')}."
        return Fault(BadAnswer(said), f"sent an error{quote}", True)
    return _line(e, at)


def _refusal(
    status: int, type_: str, said: str, parameter: str, wait_s: float | None, at: Place, sent: tuple[str, ...]
) -> Fault:
    """A fault for a status of 400 and more."""
    v, quote = at.vendor, _quote(said)
    if status == 401 or type_ == "authentication_error":
        error: VoiceError = KeyMissing(
            f"{v.title}: the key was not taken (HTTP {status}), one that is valid at {at.url} was expected. "
            f"Fix: check {v.key_variable}, or {hint(f'call copilot_kit.set_key({v.name!r})', 'set another key')}.",
            v.name, v.key_variable,
        )  # fmt: skip
        return Fault(error, "did not take the key")
    broke = status == 402 or type_ in ("insufficient_quota", "billing_error") or "insufficient_quota" in said
    if broke:
        error = RequestRefused(
            f"{at.title}: the account has no credit left (HTTP {status}), a paid call was expected. "
            f"Fix: top it up at {v.help or at.url}, or give the seat another voice; then {resume()}.", status
        )  # fmt: skip
        return Fault(error, "has no credit left")
    if status == 429:
        asks = "" if wait_s is None else f" and asks to wait {_seconds(wait_s)}"
        error = Busy(
            f"{at.title}: too many requests (HTTP 429){asks}, an answer was expected. "
            f"Fix: {'wait, then ' if wait_s else ''}{resume()}; a limit of the account shows at {v.help or at.url}.",
            status, wait_s,
        )  # fmt: skip
        return Fault(error, "asks to slow down (HTTP 429)", True, wait_s)
    if status >= 500 or status in (408, 409):
        what = "is overloaded" if status == 529 else "has an error of its own"
        error = Busy(
            f"{at.title}: the server {what} (HTTP {status}){quote}, an answer was expected. Fix: {resume(' later')}.",
            status, wait_s,
        )  # fmt: skip
        return Fault(error, f"{what} (HTTP {status})", True, wait_s)
    if status == 403:
        error = RequestRefused(
            f"{at.title}: this key may not use it (HTTP 403){quote}. Fix: choose another model, or another key.", status
        )
        return Fault(error, "may not be used with this key")
    if status == 404:
        error = RequestRefused(
            f"{at.title}: not found at {at.url} (HTTP 404), a model that is served there was expected. "
            "Fix: see `copilot-kit models` for names; check the address.", status
        )  # fmt: skip
        return Fault(error, "does not know the model")
    drop = _named(parameter, said, sent) if status in (400, 422) else ""
    error = RequestRefused(
        f"{at.title}: the request was refused (HTTP {status}){quote}. "
        f"Fix: {f'leave {drop} out' if drop else 'change what it names'}, then {resume()}.", status, drop or parameter
    )  # fmt: skip
    return Fault(error, f"does not take {drop}" if drop else "refused the request", drop=drop, most=_limit(said))


def _line(e: Exception, at: Place) -> Fault:
    """A fault of the line itself, or of what came over it."""
    import httpx2

    chain = list(_causes(e))
    if any(isinstance(c, ConnectionRefusedError) for c in chain):
        what = "no server answers"
        how = "start the server" if at.vendor.name == "local" else f"check {at.vendor.url_variable} and the network"
        return Fault(_unreachable(at, what, how), what, reached=False)
    if any(isinstance(c, httpx2.TimeoutException | TimeoutError) for c in chain):
        what = "fell silent"
        return Fault(_unreachable(at, "the server fell silent", f"{resume(' later')}, or set silence_s higher"), what)
    if any(isinstance(c, httpx2.ConnectError) for c in chain):
        what = "cannot be reached"
        error = _unreachable(at, "the server cannot be reached", "check the network and the address")
        return Fault(error, what, True, reached=False)
    if any(isinstance(c, httpx2.TransportError | OSError) for c in chain):
        return Fault(_unreachable(at, "the line broke before the first word", resume()), "lost the line", True)
    found = "broken JSON" if any(isinstance(c, json.JSONDecodeError) for c in chain) else f"{type(e).__name__}"
    return Fault(
        BadAnswer(
            f"{at.title}: found {found} in the answer, the stream of a model was expected. "
            f"Fix: check that {at.url} speaks this protocol, then {resume()}."
        ),
        f"sent {found}",
    )


def _no_answer(e: NoAnswer, at: Place) -> Fault:
    page = "html" in e.kind
    found = "a web page" if page else f"an answer of type {e.kind or 'unknown'} without a word in it"
    return Fault(
        BadAnswer(
            f"{at.title}: found {found} at {at.url}, the stream of a model was expected. "
            f"Fix: check the address{'; a proxy or a login page may stand in between' if page else ''}."
        ),
        f"sent {found}",
    )


def _unreachable(at: Place, what: str, how: str) -> Unreachable:
    return Unreachable(f"{at.title}: {what} at {at.url}, an answer was expected. Fix: {how}.")


def _causes(e: BaseException | None) -> Iterable[BaseException]:
    seen: set[int] = set()
    while e is not None and id(e) not in seen:
        seen.add(id(e))
        yield e
        e = e.__cause__ or e.__context__


def _told(e: Exception) -> tuple[str, str, str]:
    """(type, message, parameter) that the server sent, "" each where it did not."""
    body: Any = getattr(e, "body", None)
    if isinstance(body, dict):
        inner = body.get("error")
        held = inner if isinstance(inner, dict) else body
        type_ = held.get("type") or held.get("code") or ""
        if held.get("code") == "insufficient_quota":
            type_ = "insufficient_quota"
        return str(type_), str(held.get("message") or ""), str(held.get("param") or "")
    return str(getattr(e, "type", "") or ""), "", ""


def _quote(said: str) -> str:
    said = " ".join(scrub(said).split())
    said = said if len(said) <= MOST_QUOTED else said[: MOST_QUOTED - 1] + "…"
    return f", saying {said!r}" if said else ""


def _named(parameter: str, said: str, sent: tuple[str, ...]) -> str:
    """Which of the parameters that were sent the server refuses by name; of "a.b" it is b."""
    for words in (re.findall(r"[a-z_]+", parameter.lower()), re.findall(r"[a-z_]+", said.lower())):
        hits = [name for name in sent if name in words]
        if hits:
            first = min(words.index(name) for name in hits)
            follows = words[first + 1] if first + 1 < len(words) else ""
            return follows if follows in hits else words[first]
    return ""


def _limit(said: str) -> int | None:
    """The smaller of the numbers in "max_tokens: 200000 > 64000"."""

    m = re.search(r"(\d[\d,]*) > (\d[\d,]*)", said)
    return int(m[2].replace(",", "")) if m else None


def _wait(e: Exception) -> float | None:
    """How long the server asks to wait [s]."""
    headers = getattr(getattr(e, "response", None), "headers", None)
    if headers is None:
        return None
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name)
        if value is None:
            continue
        try:
            return max(0.0, float(value) * unit)
        except ValueError:
            if moment := email.utils.parsedate_tz(value):
                return max(0.0, email.utils.mktime_tz(moment) - time.time())
    return None


def _seconds(wait_s: float) -> str:
    return f"{wait_s:.0f} s" if wait_s >= 1 else f"{wait_s:.1g} s"
