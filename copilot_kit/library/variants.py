"""What a library keeps of a prompt: the variant, its name, its address, and the record of its remix.

A variant is never changed. Its digest is its content address: it covers the text and the digest of the parent, and
so the texts of all ancestors, but not the name, which only people need. A name is `scene/variant`, as in `puzzle/a`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from typing import Any, Literal, NamedTuple, get_args
from unicodedata import category, normalize

from ..errors import InputError, UnknownName
from .journal import digest_of
from .store import encodable

Verdict = Literal["", "keep", "maybe", "reject"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Variant:
    """A saved prompt.

    seconds   length of the clip [s], or None where the library was not told
    dialogue  id of the dialogue that it came from, or None
    created   UTC, ISO 8601
    changes   what was found to differ from the parent, one dict for each change; None if nobody looked
    """

    name: str
    text: str
    digest: str
    parent: str | None = None
    remix: str = ""
    note: str = ""
    seconds: float | None = None
    engine: str = ""
    dialogue: str | None = None
    created: str = ""
    changes: tuple[dict[str, Any], ...] | None = field(default=None, hash=False)

    @property
    def scene(self) -> str:
        """The part of the name before the slash."""
        return self.name.partition("/")[0]

    @property
    def record(self) -> str:
        """The remix in numbers, "1 declared, 1 found"; "" where nothing was declared and nobody looked."""
        return remix_record(self.remix, self.changes)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        length = "length unknown" if self.seconds is None else f"{self.seconds:g} s"
        come = f", from {self.parent}" + (f": {self.remix}" if self.remix else "") if self.parent else ""
        return encodable(f"<Variant {self.name} ({length}, {len(self.text)} characters{come})>")

    def _repr_html_(self) -> str:
        from .views import variant_html

        return variant_html(self)


class Standing(NamedTuple):
    """What was last said of a variant: each of the three as last given, so stars stay when only a reason is added."""

    stars: int | None = None
    verdict: str = ""
    reason: str = ""

    def then(self, stars: int | None, verdict: str, reason: str) -> Standing:
        """The standing after one more rating."""
        return Standing(self.stars if stars is None else stars, verdict or self.verdict, reason or self.reason)

    def __str__(self) -> str:
        marks = "" if self.stars is None else "★" * self.stars + "☆" * (5 - self.stars)
        said = ": ".join(part for part in (self.verdict, self.reason) if part)
        return " ".join(part for part in (marks, said) if part)


# -- digests and records


def variant_digest(text: str, parent_digest: str) -> str:
    """The content address of a text that was made from a parent ("" for none)."""
    return digest_of("variant.1", parent_digest, text)


def declared_count(remix: str) -> int:
    """How many changes were declared: one for each line that says something."""
    return sum(bool(line.strip()) for line in remix.splitlines())


def change_path(change: Mapping[str, Any]) -> str:
    """What a stored change calls the thing that it changed."""
    return str(change.get("path") or "words")


def remix_record(remix: str, changes: Iterable[Mapping[str, Any]] | None) -> str:
    """What was declared beside what was found; extras are named. "" if there is nothing to tell."""
    if changes is None and not remix:
        return ""
    declared = f"{declared_count(remix)} declared"
    if changes is None:
        return f"{declared}, not compared"
    paths = [change_path(change) for change in changes]
    named = f": {', '.join(paths)}" if len(paths) > declared_count(remix) else ""
    return f"{declared}, {len(paths)} found{named}"


def changes_json(changes: Iterable[Any] | None) -> str | None:
    """The changes as JSON; each is a dict or a dataclass value."""
    if changes is None:
        return None
    held = [asdict(c) if is_dataclass(c) and not isinstance(c, type) else c for c in changes]
    if not all(isinstance(change, Mapping) for change in held):
        raise InputError("save: changes= holds something that is no change. Fix: give a list of dicts.")
    try:
        return json.dumps([dict(change) for change in held], allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InputError(f"save: changes= holds what JSON cannot ({error}). Fix: give numbers and strings.") from None


# -- ratings


def checked_rating(stars: object, verdict: str, reason: str) -> None:
    """Nothing; raises InputError if a rating says nothing, or something that no rating can say."""
    if stars is not None and (type(stars) is not int or not 1 <= stars <= 5):
        raise InputError(
            f"rate: stars is {stars!r}, a whole number from 1 to 5 was expected. Fix: give 1 to 5 or None."
        )
    if verdict not in VERDICTS:
        raise UnknownName("verdict", verdict, VERDICTS[1:])
    if stars is None and not verdict and not reason:
        raise InputError("rate: nothing was said. Fix: give stars=, verdict= or reason=.")


# -- names

LONGEST_PART = 64
"""Characters of a scene or of a variant's own name: room for words, and for a file name made of both."""

_COMMON = frozenset(
    "the and with from into onto over under that this these those then while one two for are was has its his her their "
    "shot scene prompt video clip seconds second format title".split()
)


def checked_name(name: str) -> tuple[str, str]:
    """Scene and variant of a name, in Unicode's composed form."""
    parts = normalize("NFC", name).split("/") if isinstance(name, str) else []
    if len(parts) == 2 and all(map(_is_part, parts)):
        return parts[0], parts[1]
    words = [made for part in str(name).split("/") if (made := _slug(part))][:2]
    such = "/".join([*words, "a"][:2]) if words else "puzzle/a"
    raise InputError(
        f"name {str(name)[:80]!r}: scene/variant was expected, two parts of letters, digits, - _ or . that begin "
        f"with a letter or digit, of at most {LONGEST_PART} characters each. Fix: say {such!r}."
    )


def _is_part(part: str) -> bool:
    return (
        0 < len(part) <= LONGEST_PART
        and category(part[0])[0] in "LN"
        and all(c in "-_." or category(c)[0] in "LNM" for c in part)
    )


def _slug(words: str) -> str:
    kept = "".join(c if category(c)[0] in "LNM" or c in "-_." else "-" for c in normalize("NFC", words))
    return re.sub(r"-{2,}", "-", kept.casefold()).strip("-_.")[:LONGEST_PART]


def scene_of(text: str) -> str:
    """A scene's name from the first words of a text that carry meaning."""
    letters = "".join(c if category(c)[0] in "LM" else " " for c in normalize("NFC", text[:2000]).casefold())
    telling = [word[:16] for word in letters.split() if len(word) > 2 and word not in _COMMON]
    made = _slug("-".join(telling[:3]))
    return made if made and _is_part(made) else "shot"


def letters_of(number: int) -> str:
    """a, b, ..., z, aa, ab, ...: the name of the variant with that number."""
    name = ""
    number += 1
    while number:
        number, last = divmod(number - 1, 26)
        name = chr(ord("a") + last) + name
    return name
