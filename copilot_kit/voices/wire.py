"""A voice over the wire: what all models have in common, whoever serves them.

    anthropic:claude-sonnet-5-5                        openai:gpt-6.2-sol?effort=low
    local:llama3.3:8b@http://127.0.0.1:11434/v1        anthropic:claude-haiku-5-5?thinking=off&max_tokens=4000

A vendor's module says what is sent (`body`) and how its stream is heard (`listen`). The rest is here: a client for
each vendor and address, waiting and trying again where that is worth it, parameters that a server refuses by name,
outcomes in words, usage and price. The key goes from `keys` into the client and is seen nowhere else.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import random
import sys
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass, fields, replace
from datetime import date
from hashlib import sha256
from importlib import import_module
from typing import Any, ClassVar
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from .. import files
from ..billing import Model, price_of, retirement, tokens_of
from ..dialogue.script import Notice, Outcome, Request, Usage
from ..errors import InputError, UnknownName, Unreachable, VoiceError
from . import Asked, Piece, Spoken, keys
from .briefs import Role, Sent, sent
from .faults import Fault, Place, expected, explain
from .hints import hint, resume
from .names import Address, Options, address, default_model, options

FIRST_WAIT_S = 1.0
"""How long the first wait is where the server asks for none [s]; each after it is twice as long."""

EFFORT: dict[Role, str] = {"creator": "low", "copilot": "medium", "orchestrator": "medium"}
"""How hard a seat thinks unless told otherwise. The vendors' own default is high, and thinking is billed as output."""


# ------------------------------------------------------------------------------------------------ clients

_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[tuple[str, str, str], Any]] = WeakKeyDictionary()
_dropped: dict[tuple[str, str, str], dict[str, int | None]] = {}
"""Parameters that a server refused by name, for as long as this process lives."""


async def client_of(vendor: str, url: str, package: str, make: str) -> Any:
    """The SDK's client for this vendor, address and key; one for each event loop, for clients cannot change theirs.

    A client whose key was replaced is left alone: somebody may still be listening to what it says.
    """
    try:
        sdk = sys.modules.get(package)
        if sdk is None or getattr(sdk.__spec__, "_initializing", False):
            sdk = await asyncio.to_thread(import_module, package)  # up to two seconds, in which Stop has to work
    except ImportError as e:
        raise VoiceError(
            f"voice {vendor}: the package {package!r} cannot be imported ({e}). Fix: pip install {package}."
        ) from None
    held = _clients.setdefault(asyncio.get_running_loop(), {})
    which = vendor, url, sha256(keys.key_of(vendor).encode()).hexdigest()
    if which not in held:
        own = _for_local(sdk, url) if vendor == "local" else {}
        held[which] = getattr(sdk, make)(api_key=keys.key_of(vendor), base_url=url, max_retries=0, **own)
    return held[which]


def _for_local(sdk: Any, url: str) -> dict[str, Any]:
    """What a client for a server of one's own is made with: none of OpenAI's headers, and no proxy on this machine."""
    custom = os.environ.get("OPENAI_CUSTOM_HEADERS", "").splitlines()
    names = {"OpenAI-Organization", "OpenAI-Project", *(line.partition(":")[0].strip() for line in custom)}
    headers = {name: sdk.Omit() for name in names if name.lower() not in ("", "authorization")}
    own: dict[str, Any] = {"default_headers": {**headers, "Authorization": f"Bearer {keys.key_of('local')}"}}
    if urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1"):
        own["http_client"] = sdk.DefaultAsyncHttpx2Client(trust_env=False)
    return own


@atexit.register
def _hang_up() -> None:
    """Closes the lines that are still open, so that Python has nothing to complain of when it ends."""
    for loop, held in list(_clients.items()):
        for client in held.values() if loop.is_running() else ():
            with suppress(RuntimeError, TimeoutError, OSError):
                asyncio.run_coroutine_threadsafe(client.close(), loop).result(0.5)


def forget_dropped() -> None:
    """Nothing; parameters that servers refused are tried again."""
    _dropped.clear()


# ------------------------------------------------------------------------------------------------ the voice


@dataclass(frozen=True, slots=True)
class End:
    """How a stream ended: the outcome, or None where it just stopped; `why` is what the server said of it."""

    outcome: Outcome | None
    why: str = ""


class ModelVoice(ABC):
    """A model in a seat.

    name     what it is made from again; model is its name for the record
    profile  prices and limits, or None where data/models/ has none: its price is then unknown
    today    what tells the day, for retirements
    """

    vendor: ClassVar[str]
    drops: ClassVar[tuple[str, ...]]
    """Parameters that a request can do without, as the server names them."""
    usual_most: ClassVar[int] = 16_000
    """Tokens of an answer unless told otherwise: room for it and for the thinking before it, which counts."""

    def __init__(self, at: Address) -> None:
        self.options = at.options
        self.profile: Model | None = files.model(at.model)
        self.model = at.model
        self._url = at.url
        where = f"{at.vendor}:{at.model}" + (f"@{at.url}" if at.vendor == "local" else "")
        self.name = where + (f"?{at.options}" if str(at.options) else "")
        self.today = date.today
        self._require_allowed()

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @property
    def url(self) -> str:
        """The address it speaks to."""
        return self._url or keys.base_url(self.vendor)

    @property
    def dropped(self) -> tuple[str, ...]:
        """Parameters that this server refused by name, and that are left out since."""
        return tuple(_dropped.get(self._mark, {}))

    @property
    def _mark(self) -> tuple[str, str, str]:
        return self.vendor, self.url, self.model

    @property
    def place(self) -> Place:
        return Place(keys.vendor(self.vendor), self.model, self.url)

    def ready(self) -> None:
        """Nothing. Raises KeyMissing or InputError where not even a first call could be made."""
        keys.key_of(self.vendor)
        keys.checked_url(self.url, keys.vendor(self.vendor).url_variable)

    def notes(self) -> tuple[str, ...]:
        """What is worth knowing before it speaks."""
        said = []
        if self.profile is not None and (word := retirement(self.profile, self.today())):
            default = "" if self.profile.successor else f" Of the same vendor: {default_model(self.vendor)}."
            said.append(word + default)
        return tuple(said)

    def effort_for(self, role: Role) -> str:
        """How hard it thinks in a seat: as asked, else the seat's default where the profile lists it, else ""."""
        if self.options.effort or self.options.thinking is False:
            return self.options.effort
        usual = EFFORT[role]
        return usual if self.profile is not None and usual in self.profile.efforts else ""

    def most_tokens(self, request: Request) -> int:
        """Tokens that the answer may have."""
        most = self.options.max_tokens or self.usual_most
        if self.profile is not None and self.profile.max_output:
            most = min(most, self.profile.max_output)
        if limit := _dropped.get(self._mark, {}).get("max_tokens"):
            most = min(most, limit)
        return most if request.most_tokens is None else max(1, min(most, request.most_tokens))

    def sent(self, request: Request) -> Sent:
        """The words of a request."""
        return sent(request, self.role(request))

    @staticmethod
    def role(request: Request) -> Role:
        return "orchestrator" if request.outside else request.seat

    def tokens_in(self, request: Request) -> int:
        """Tokens that are sent, estimated on the high side."""
        return tokens_of(self.sent(request).text)

    def body(self, request: Request) -> dict[str, Any]:
        """Exactly what is sent, without what this server refused by name."""
        made = self._body(request, self.sent(request))
        for name in self.dropped:
            self._drop(made, name)
        return made

    def timeout(self) -> Any:
        """How long the line may be silent, as the SDKs take it."""
        import httpx2

        return httpx2.Timeout(connect=10.0, read=self.options.silence_s, write=60.0, pool=60.0)

    # -- of the vendor

    def _require_allowed(self) -> None:
        """Nothing. Raises InputError for a setting that the model's profile rules out."""
        p, o = self.profile, self.options
        if o.temperature is not None and p is not None and p.temperature != "yes":
            when = "takes none" if p.temperature == "no" else f"takes one only with {p.temperature}"
            if not (p.temperature == "effort none" and (o.effort == "none" or o.thinking is False)):
                raise InputError(
                    f"voice {self.name}: found a temperature, but {p.name} {when} (profile of {p.checked}). "
                    "Fix: leave it out; effort and the persona's wording steer instead."
                )
        if p is not None and p.efforts and o.effort and o.effort not in p.efforts:
            raise UnknownName(f"voice {self.name}: effort", o.effort, p.efforts)
        if p is not None and o.thinking is False and not p.thinking_off and p.thinking in ("always", "on"):
            raise InputError(
                f"voice {self.name}: found thinking=off, but {p.name} always thinks (profile of {p.checked}). "
                "Fix: leave it out, or say effort=low."
            )

    @abstractmethod
    def _body(self, request: Request, words: Sent) -> dict[str, Any]:
        """What is sent, as the SDK takes it."""

    @abstractmethod
    def _drop(self, body: dict[str, Any], name: str) -> None:
        """Takes a parameter out of what is sent."""

    @abstractmethod
    def _listen(self, body: dict[str, Any]) -> AsyncIterator[str | Usage | End]:
        """Sends it, and hears the answer: text, usage as soon as something of it is known, and how it ended."""

    # -- speaking

    async def speak(self, request: Request) -> AsyncIterator[Piece]:
        """Text as it comes; notices while it waits; requests and usage as far as they are known; one Spoken.

        Raises KeyMissing, RequestRefused, Unreachable, Busy or BadAnswer where not a word came.
        """
        self.ready()
        tried, asked = 0, Asked(0)
        while True:
            tried += 1
            body = self.body(request)
            fault: Fault | None = None
            end: End | None = None
            usage, chars = Usage(), 0
            yield (asked := replace(asked, sent=asked.sent + 1))
            try:
                async with aclosing(self._listen(body)) as heard:  # type: ignore[type-var]
                    async for piece in heard:
                        if isinstance(piece, str):
                            chars += len(piece)
                            yield piece
                        elif isinstance(piece, Usage):
                            usage = _plausible(piece)
                            usage = replace(usage, price_usd=price_of(usage, self.profile))
                            yield usage
                        else:
                            end = piece
            except expected() as e:
                fault = explain(e, self.place, self._droppable(body))
                if not fault.reached:
                    yield (asked := replace(asked, sent=asked.sent - 1))
                elif fault.turned_away:
                    yield (asked := replace(asked, refused=asked.refused + 1))
            # What is raised below has no cause: the SDK's exception holds the request, and that holds the key.
            if fault is None and end is None and not chars:
                fault = Fault(
                    Unreachable(
                        f"{self.place.title}: the stream from {self.url} ended before the first word, an answer was "
                        f"expected. Fix: {resume()}."
                    ),
                    "closed the line before the first word", True,
                )  # fmt: skip
            if fault is None:
                outcome: Outcome = "truncated" if end is None or end.outcome is None else end.outcome
                if outcome == "done" and not chars:
                    outcome = "empty"
                yield Spoken(outcome, usage, *self._words(outcome, chars, end.why if end else "", request, body))
                return
            if chars:
                yield Spoken("truncated", usage, f"{self.place.title} {fault.short} after {chars} characters")
                return
            if fault.drop and fault.drop not in self.dropped:
                yield self._leave_out(fault)
                continue
            wait = self._wait(fault, tried)
            if wait is None:
                raise fault.error
            yield Notice(
                f"{self.place.title} {fault.short}. Waiting {wait:.2g} s, then try {tried + 1} of "
                f"{self.options.tries}; {hint('stop()', 'Ctrl-C')} ends the wait.",
                wait,
            )
            await asyncio.sleep(wait)

    def _droppable(self, body: Mapping[str, Any]) -> tuple[str, ...]:
        """Which parameters of this request it could do without."""
        flat = {*body, *(inner for value in body.values() if isinstance(value, dict) for inner in value)}
        return tuple(name for name in self.drops if name in flat)

    def _leave_out(self, fault: Fault) -> Notice:
        """Remembers what the server refused, and says so."""
        limit = fault.most or (self.profile.max_output if self.profile else None) or 4096
        _dropped.setdefault(self._mark, {})[fault.drop] = limit if fault.drop == "max_tokens" else None
        how = f"at most {limit:,} are asked for" if fault.drop == "max_tokens" else "it is left out"
        return Notice(f"{self.place.title} {fault.short}: {how} from now on.")

    def _wait(self, fault: Fault, tried: int) -> float | None:
        """How long to wait before a new try [s], or None where there is none."""
        if not fault.again or tried >= self.options.tries:
            return None
        if fault.wait_s is not None:
            return fault.wait_s if fault.wait_s <= self.options.wait_s else None
        # a room full of people who were all refused at once should not all come back at once
        return min(self.options.wait_s, FIRST_WAIT_S * 2.0 ** (tried - 1) * random.uniform(0.75, 1.25))

    def _words(
        self, outcome: Outcome, chars: int, why: str, request: Request, body: Mapping[str, Any]
    ) -> tuple[str, str]:
        """What the person is told of a turn that did not end well, and how to mend it; "" for one that did."""
        title, told, limit = self.place.title, f" ({why})" if why else "", ""
        most = next((body[k] for k in ("max_tokens", "max_completion_tokens", "max_output_tokens") if k in body), None)
        thought = "" if chars else ", all of them spent on thinking"
        fix = ""
        if outcome == "length" and not why:
            if most and request.most_tokens is not None and most < self.most_tokens(replace(request, most_tokens=None)):
                limit = f"the {most:,} tokens that the budget leaves for a turn"
                fix = hint("Dialogue.open(library, id, budget_usd=...) or fork(budget_usd=...) with more",
                           "go on with --resume and a higher --budget")  # fmt: skip
            else:
                limit = f"the limit of {most:,} tokens" if most else "its limit"
                fix = hint("fork(...) with a higher max_tokens in the voice's name, or resume() to ask again",
                           "go on with --resume and a higher max_tokens in the voice's name, as in "
                           f"'{self.name.partition('?')[0]}?max_tokens={2 * (most or self.usual_most)}'")  # fmt: skip
        said = {
            "truncated": f"{title} broke off after {chars} characters without saying why{told}",
            "refused": f"{title} declined to answer{told}; the idea or the last message may need other words",
            "length": f"{title} reached {why or limit}{thought}",
            "empty": f"{title} ended its turn without a word{told}",
        }.get(outcome, "")
        return said, fix


def _plausible(counted: Usage) -> Usage:
    """The usage, or an unknown one where a server counts nothing at all: no request is without words."""
    coming = (counted.input or 0) + (counted.cache_read or 0) + (counted.cache_write or 0)
    return counted if coming else Usage()


def model_voice(name: str, **settings: Any) -> ModelVoice:
    """The voice of a model: "anthropic:MODEL", "openai:MODEL" or "local:MODEL@URL", with the settings of its seat.

    settings : see Options; the same can stand in the name, after a question mark
    """
    at = address(name)
    if settings:
        told = {f.name: getattr(at.options, f.name) for f in fields(Options)}
        usual = {f.name: f.default for f in fields(Options)}
        held = {k: v for k, v in told.items() if v != usual[k]}
        at = at._replace(options=options({**held, **settings}, f"voice {at.vendor}:{at.model}"))
    if at.vendor == "anthropic":
        from .anthropic import Claude

        return Claude(at)
    if at.vendor in ("openai", "local"):
        from .openai import Local, OpenAI

        return (OpenAI if at.vendor == "openai" else Local)(at)
    raise UnknownName("vendor", at.vendor, keys.VENDORS)
