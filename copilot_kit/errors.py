"""Every exception that the kit raises.

    CopilotError
    ├── InputError            what was asked for cannot be done as asked (also a ValueError)
    │   ├── UnknownName       a persona, engine, voice, variant ... that does not exist; lists those that do
    │   └── BadTime           a length or a time that no clip has
    ├── TranscriptError       a document that is not, or not wholly, a transcript
    ├── VoiceError            a voice could not speak
    │   ├── TapeMiss          a tape holds no turn for this request
    │   ├── KeyMissing        no key for a vendor, or one that it did not take
    │   ├── RequestRefused    the vendor does not do what was asked: an unknown model, a parameter, no credit
    │   ├── Unreachable       nothing answers at the address, or the line broke or fell silent before the first word
    │   ├── Busy              the vendor asks to wait longer than the voice does, or stays overloaded
    │   ├── BadAnswer         what came back is not what a model says: a web page, broken JSON
    │   ├── BrokenOff         a turn that did not end well: truncated, refused, length, empty
    │   └── OverBudget        the next call could pass the budget
    ├── LibraryError          the library could not be read or written
    │   ├── LibraryFull       no room left on the disk; nothing that was finished is lost
    │   ├── LibraryBusy       another process held the library too long
    │   └── LibraryFromFuture written by a newer kit
    ├── RenderStopped         a film that was being made was stopped; nothing of it is left
    └── MissingPackage        an optional package is not installed (also an ImportError)

A message says where, what was found, what was expected, and how to mend it:
`<where>: <found>, <expected>. Fix: <imperative>.` The facts are attributes too.
Findings of the linter are values, not exceptions: see rules/.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class CopilotError(Exception):
    """Base of every error of the kit."""


class InputError(CopilotError, ValueError):
    """What was asked for cannot be done as asked."""


class UnknownName(InputError):
    """A name that nothing answers to.

    Attributes: `kind` (what was looked for), `name` (what was asked), `known` (what there is).
    """

    def __init__(self, kind: str, name: object, known: Iterable[str], hint: str = "") -> None:
        self.kind, self.name, self.known = kind, str(name), tuple(known)
        near = get_close_matches(self.name, self.known, n=1, cutoff=0.6)
        shown = ", ".join(self.known[:60]) + (", ..." if len(self.known) > 60 else "")
        fix = f"did you mean {near[0]!r}?" if near else "choose one of those"
        super().__init__(
            f"{kind} {self.name[:80]!r} is not known; known: {shown or 'none'}. Fix: {hint or fix}"
            + ("" if (hint or fix).endswith((".", "?")) else ".")
        )


class BadTime(InputError):
    """A length or a time that no clip has."""


class TranscriptError(CopilotError, ValueError):
    """A document that is not, or not wholly, a transcript.

    Attributes: `line` (1-based, 0 for the whole document), `found`, `expected`,
    `transcript` (what could be read, or None).
    """

    def __init__(self, line: int, found: str, expected: str, fix: str = "", where: str = "transcript") -> None:
        self.line, self.found, self.expected, self.fix = line, found, expected, fix
        self.transcript: object | None = None
        place = f"{where}, line {line}" if line else where
        super().__init__(f"{place}: found {found}, expected {expected}." + (f" Fix: {fix}." if fix else ""))


class VoiceError(CopilotError):
    """A voice could not speak."""


class TapeMiss(VoiceError):
    """A tape holds no turn for this request."""


class KeyMissing(VoiceError):
    """No key for a vendor, or one that it did not take. Attributes: `vendor`, `variable`."""

    def __init__(self, message: str, vendor: str = "", variable: str = "") -> None:
        self.vendor, self.variable = vendor, variable
        super().__init__(message)


class RequestRefused(VoiceError):
    """The vendor does not do what was asked. Attributes: `status` (of HTTP), `parameter` where it named one."""

    def __init__(self, message: str, status: int | None = None, parameter: str = "") -> None:
        self.status, self.parameter = status, parameter
        super().__init__(message)


class Unreachable(VoiceError):
    """Nothing answers at the address, or the line broke or fell silent before the first word."""


class Busy(VoiceError):
    """The vendor asks to wait longer than the voice does, or stays overloaded.

    Attributes: `status` (of HTTP), `wait_s` (how long the vendor asks to wait, or None).
    """

    def __init__(self, message: str, status: int | None = None, wait_s: float | None = None) -> None:
        self.status, self.wait_s = status, wait_s
        super().__init__(message)


class BadAnswer(VoiceError):
    """What came back is not what a model says."""


class BrokenOff(VoiceError):
    """A turn that did not end well. Attribute: `outcome`."""

    def __init__(self, message: str, outcome: str = "truncated") -> None:
        self.outcome = outcome
        super().__init__(message)


class OverBudget(VoiceError):
    """The next call could pass the budget. Attributes [USD]: `budget_usd`, `spent_usd`, `next_usd`."""

    def __init__(self, message: str, budget_usd: float, spent_usd: float, next_usd: float) -> None:
        self.budget_usd, self.spent_usd, self.next_usd = budget_usd, spent_usd, next_usd
        super().__init__(message)


class LibraryError(CopilotError):
    """The library could not be read or written."""


class LibraryFull(LibraryError):
    """No room left on the disk; nothing that was finished is lost."""


class LibraryBusy(LibraryError):
    """Another process held the library too long."""


class LibraryFromFuture(LibraryError):
    """The library was written by a newer kit."""


class RenderStopped(CopilotError):
    """A film that was being made was stopped; nothing of it is left."""


class MissingPackage(CopilotError, ImportError):
    """An optional package is not installed."""

    def __init__(self, package: str, purpose: str, extra: str) -> None:
        self.package, self.extra = package, extra
        super().__init__(
            f"{purpose} needs the package {package!r}, which is not installed. "
            f"Fix: pip install 'copilot-kit-notebooks[{extra}]'."
        )
