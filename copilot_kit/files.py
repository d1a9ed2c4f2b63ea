"""The one module that knows where data/ is.

What ships with the kit lies in data/ (in a wheel: inside the package). A user's own files in a folder
`data/` beside their notebook come first, name by name: `data/personas/ada.md` adds a persona or replaces
the shipped one of that name. Files are read when first asked for and again when they change on disk.

All other edge modules may use this one; it uses none of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .billing import Model, model_from
from .errors import InputError, TranscriptError, UnknownName
from .profiles import Engine, engine_from, ranges

if TYPE_CHECKING:
    import pandas as pd

_HERE = Path(__file__).parent
SHIPPED = next((p for p in (_HERE / "data", _HERE.parent / "data") if p.is_dir()), _HERE / "data")


def listing(kind: str, suffix: str) -> dict[str, Path]:
    """Files of one kind by stem, the user's own over the shipped ones: listing("personas", ".md")."""
    found: dict[str, Path] = {}
    for root in (SHIPPED, Path.cwd() / "data"):
        folder = root / kind
        if folder.is_dir():
            found |= {p.stem: p for p in sorted(folder.iterdir()) if p.suffix == suffix and not p.name.startswith(".")}
    return dict(sorted(found.items()))


def text_of(path: Path) -> str:
    """The text of a UTF-8 file, with its line ends as they are.

    Raises InputError for what cannot be read or is not UTF-8 text.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as e:
        raise InputError(f"{path}: cannot be read ({e.strerror or e}). Fix: check the path and its permissions.") from e
    except UnicodeDecodeError as e:
        raise InputError(f"{path}: byte {e.start} is not UTF-8 text. Fix: save the file as UTF-8.") from e


def document(source: str | Path) -> tuple[str, str]:
    """(text, name) of a transcript document: the file that `source` names, or `source` itself.

    A string of one line that ends in .md, .markdown or .txt, or that names an existing file, is a path.
    Raises TranscriptError for what is no text.
    """
    if isinstance(source, str):
        if "\n" in source or len(source) > 1024 or "\0" in source:
            return source, "transcript"
        try:
            is_path = Path(source).exists() or Path(source).suffix.lower() in {".md", ".markdown", ".txt"}
        except OSError:
            is_path = False
        if not is_path:
            return source, "transcript"
    path = Path(source)
    if path.is_dir():
        raise TranscriptError(0, "a folder", "a transcript document", "name the file in it", where=str(path))
    try:
        raw = path.read_bytes()
    except OSError as e:
        raise TranscriptError(
            0,
            f"nothing that can be read ({e.strerror or e})",
            "a transcript document",
            "check the path",
            where=str(path),
        ) from e
    try:
        return raw.decode("utf-8"), str(path)
    except UnicodeDecodeError as e:
        kind = _kind_of(raw)
        line = raw[: e.start].count(b"\n") + 1
        raise TranscriptError(
            line, f"{kind} (byte {e.start} is not UTF-8)", "the text of a transcript", "give the .md or .txt document",
            where=str(path),
        ) from e  # fmt: skip


_MAGIC = ((b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"%PDF", "a PDF"),
          (b"PK\x03\x04", "a zip archive"),
          (b"GIF8", "a GIF picture"), (b"SQLite format 3", "an SQLite database"))  # fmt: skip


def _kind_of(raw: bytes) -> str:
    if b"ftyp" in raw[:16]:
        return "a video"
    return next((name for magic, name in _MAGIC if raw.startswith(magic)), "bytes that are no text")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text_of(path))
    except tomllib.TOMLDecodeError as e:
        raise InputError(f"{path}: {e}, expected TOML. Fix: mend that line.") from e


def _stamp(paths: Mapping[str, Path]) -> tuple[tuple[str, str, int], ...]:
    return tuple((name, str(p), p.stat().st_mtime_ns) for name, p in paths.items())


@lru_cache(maxsize=4)
def _profiles(kind: str, stamp: tuple[tuple[str, str, int], ...]) -> tuple[dict[str, Any], tuple[InputError, ...]]:
    """(the profiles that could be read, what is wrong with the others)"""
    make = engine_from if kind == "engines" else model_from
    found: dict[str, Any] = {}
    wrong: list[InputError] = []
    for name, path, _ in stamp:
        try:
            profile = make(_toml(Path(path)), path)
            if profile.name != name:
                raise InputError(f"{path}: name is {profile.name!r}, expected {name!r}. Fix: name both alike.")
            found[name] = profile
        except InputError as e:
            wrong.append(e)
    return found, tuple(wrong)


def _known(kind: str, problems: list[str] | None) -> dict[str, Any]:
    """The profiles of a kind. What is wrong with a file is added to `problems`, or raised where there are none."""
    found, wrong = _profiles(kind, _stamp(listing(kind, ".toml")))
    if wrong and problems is None:
        raise wrong[0].with_traceback(None)
    if problems is not None:
        problems += map(str, wrong)
    return found


@lru_cache(maxsize=4)
def _parsed(stamp: tuple[tuple[str, str, int], ...]) -> dict[str, Any]:
    tables = {name: (path, _toml(Path(path))) for name, path, _ in stamp}
    for path, table in tables.values():
        if table.get("schema") != "craft.1":
            raise InputError(
                f"{path}: schema is {table.get('schema')!r}, expected 'craft.1'. Fix: start the file with it."
            )
    return {name: table for name, (_, table) in tables.items()}


def craft() -> Mapping[str, Any]:
    """The craft data of the offline voice: each data/craft/*.toml, parsed, by stem."""
    return _parsed(_stamp(listing("craft", ".toml")))


@dataclass(frozen=True)
class Persona:
    """A creator that a voice can play: `name` of the file, `title` as spoken, the Markdown text, its head."""

    name: str
    title: str
    text: str
    head: Mapping[str, str] = field(default_factory=dict)

    def _repr_markdown_(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Persona {self.name}: {self.title}>"


def _persona(name: str, path: Path) -> Persona:
    text = text_of(path)
    head: dict[str, str] = {}
    lines = text.splitlines()
    if lines and lines[0].strip() == "---":
        for number, line in enumerate(lines[1:], 2):
            if line.strip() == "---":
                break
            key, colon, value = line.partition(":")
            if line.strip() and not colon:
                raise InputError(f"{path}, line {number}: found {line!r}, expected `key: value`. Fix: add the colon.")
            if colon:
                head[key.strip()] = value.strip()
        else:
            raise InputError(f"{path}: the head opens with --- and never closes. Fix: end it with a line ---.")
    return Persona(name, head.get("name", name), text, head)


def personas(problems: list[str] | None = None) -> tuple[Persona, ...]:
    """Every persona that can fill the creator's seat.

    problems : takes what is wrong with a file, and the others are listed; left out, it is raised
    """
    found = []
    for name, path in listing("personas", ".md").items():
        try:
            found.append(_persona(name, path))
        except InputError as e:
            if problems is None:
                raise
            problems.append(str(e))
    return tuple(found)


def persona(name: str) -> Persona:
    """One persona, by file name or by any part of the person's name. Raises UnknownName with those there are."""
    known = personas()
    wanted = name.strip().casefold()
    for test in (
        lambda p: wanted in (p.name.casefold(), p.title.casefold()),
        lambda p: wanted in p.title.casefold().split(),
    ):
        hits = [p for p in known if test(p)]
        if len(hits) == 1:
            return hits[0]
    raise UnknownName("persona", name, [p.name for p in known], "" if known else "put one into data/personas/")


def profiles() -> Mapping[str, Engine]:
    """Every engine profile by name."""
    return _known("engines", None)


def engine(name: str) -> Engine:
    """One engine profile, by name or alias. Raises UnknownName with those there are."""
    known = profiles()
    wanted = name.strip().casefold()
    for profile in known.values():
        if wanted in (profile.name, *(alias.casefold() for alias in profile.aliases)):
            return profile
    raise UnknownName("engine", name, known)


def engines(problems: list[str] | None = None) -> pd.DataFrame:
    """One row for each engine profile, live ones first; every row shows the day it was checked.

    problems : takes what is wrong with a file, and the others are listed; left out, it is raised

    Columns: title, vendor, status, dialect, seconds, longest [s], ratios, resolutions, audio, prompt (limit with its
    unit, "" unknown), negative, seed, shots, usd_per_second (NaN where no price is known, 0.0 without a fee) at the
    resolution priced_at, price (how sure it is), checked, unconfirmed. Index: name.
    """
    import pandas as pd

    rows = []
    for e in _known("engines", problems).values():
        at, usd = next((p for p in e.price_usd if p[0].lower() == "720p"), (e.price_usd or (("", None),))[0])
        rows.append(
            {
                "name": e.name,
                "title": e.title,
                "vendor": e.vendor,
                "status": e.status if e.live else f"retired {e.retired}".strip(),
                "dialect": e.dialect,
                "seconds": ranges(e.seconds),
                "longest": max(e.seconds),
                "ratios": ", ".join(e.ratios or e.sizes),
                "resolutions": ", ".join(e.resolutions),
                "audio": e.audio,
                "prompt": f"{e.prompt_limit} {e.prompt_unit}" if e.prompt_limit else "",
                "negative": bool(e.negative),
                "seed": bool(e.seed),
                "shots": e.shots,
                "usd_per_second": 0.0 if e.local else usd,
                "priced_at": at,
                "price": e.price_grade,
                "checked": e.checked,
                "unconfirmed": ", ".join(e.unconfirmed),
            }
        )
    frame = pd.DataFrame(rows).astype({"usd_per_second": "float64"})
    order = frame["status"].str.startswith("retired")
    return frame.assign(_order=order).sort_values(["_order", "vendor", "name"]).drop(columns="_order").set_index("name")


@lru_cache(maxsize=2)
def _texts(stamp: tuple[tuple[str, str, int], ...]) -> dict[str, str]:
    return {name: text_of(Path(path)) for name, path, _ in stamp}


def models(problems: list[str] | None = None) -> Mapping[str, Model]:
    """Every profile of a language model by name: prices, limits, and the day it retires.

    problems : takes what is wrong with a file, and the others are returned; left out, it is raised
    """
    return _known("models", problems)


def model(name: str, known: Mapping[str, Model] | None = None) -> Model | None:
    """The profile of a language model by name or alias, or None: its prices and limits are then unknown."""
    wanted, known = name.casefold(), models() if known is None else known
    return next((m for m in known.values() if wanted in (m.name.casefold(), *map(str.casefold, m.aliases))), None)


def briefs() -> Mapping[str, str]:
    """The system briefs, which tell a model what its seat is: each data/briefs/*.md by stem."""
    return _texts(_stamp(listing("briefs", ".md")))
