"""Labelled prompts and how well they are read: what was expected, what was found, what is missing.

The cases stand in cases/reading/*.toml. Files named held-* were written together with the others and set aside until
the reading was done.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from copilot_kit.reading import read
from copilot_kit.shot import TOLERANCE_S, Shot, Span

FOLDER = Path(__file__).parent / "cases" / "reading"
BARS = {"beats": 0.98, "cues": 0.95, "moves": 0.92, "lines": 0.95, "decoys": 1.0, "rest": 0.97}
"""Share of each measure that must be right. rest: lengths, lenses, stops, kelvins, palettes, people, text on screen."""


@dataclass
class Score:
    """Right and all, for each measure, and a line for everything that is wrong."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def share(self, measure: str) -> float:
        """Share that is right, 1 if nothing was asked."""
        return self.right[measure] / self.all[measure] if self.all[measure] else 1.0

    def table(self) -> str:
        """The measures and what is wrong, as text."""
        rows = [f"{name:8} {self.right[name]:4} of {self.all[name]:4}  {self.share(name):7.1%}" for name in BARS]
        return "\n".join([*rows, *self.wrong])

    def count(self, where: str, measure: str, expected: list, found: list, same) -> None:
        """Pair what was expected with what was found; whatever is left on either side is wrong."""
        left = list(found)
        for item in expected:
            match = next((other for other in left if same(item, other)), None)
            self.all[measure] += 1
            if match is None:
                self.wrong.append(f"{where}: {measure} missing {item}")
            else:
                left.remove(match)
                self.right[measure] += 1
        for other in left:
            self.all[measure] += 1
            self.wrong.append(f"{where}: {measure} invented {other}")


def _same_time(a: object, b: float | None) -> bool:
    return b is None if a == "-" else b is not None and abs(float(a) - b) <= TOLERANCE_S  # type: ignore[arg-type]


def _times(label: list, start: float | None, end: float | None) -> bool:
    return _same_time(label[0], start) and _same_time(label[1], end)


def score_case(case: dict, file: str, score: Score) -> None:
    """Read one text and compare it with its labels."""
    shot = read(case["text"].strip("\n"), seconds=case.get("given"))
    where = f"{file}: {case['name']}"
    score.count(
        where, "beats", case.get("beats", []), [(b.start, b.end) for b in shot.beats], lambda a, b: _times(a, *b)
    )
    score.count(
        where, "cues", case.get("cues", []), [(c.start, c.end, c.sound) for c in shot.cues],
        lambda a, b: _times(a, b[0], b[1]) and a[2].casefold() in b[2].casefold(),
    )  # fmt: skip
    score.count(
        where, "moves", case.get("moves", []), [(m.kind, m.start, m.end) for m in shot.moves],
        lambda a, b: a[0] == b[0] and _times(a[1:], b[1], b[2]),
    )  # fmt: skip
    score.count(
        where, "lines", case.get("lines", []), [(s.words, s.speaker, s.start, s.end) for s in shot.lines],
        lambda a, b: a[0] == b[0] and a[1].casefold() == b[1].casefold() and _times(a[2:], b[2], b[3]),
    )  # fmt: skip
    for name, found in (("lenses", shot.lenses_mm), ("f_stops", shot.f_stops), ("kelvins", shot.kelvins)):
        if name in case or name == "lenses":
            score.count(where, "rest", case.get(name, []), list(found), lambda a, b: float(a) == b)
    score.count(where, "rest", case.get("screen", []), [item.words for item in shot.on_screen], lambda a, b: a == b)
    if "people" in case:
        score.count(where, "rest", case["people"], [item.count for item in shot.people], lambda a, b: a == b)
    if "palette" in case:
        score.count(where, "rest", case["palette"], list(shot.palette), lambda a, b: a == b)
    if case.get("seconds") != "any":
        expected = [case["seconds"]] if "seconds" in case else []
        score.count(where, "rest", expected, [] if shot.seconds is None else [shot.seconds], lambda a, b: a == b)
    if "from" in case:
        score.count(where, "rest", [case["from"]], [shot.seconds_from], lambda a, b: a == b)
    for decoy in case.get("decoys", []):
        score.all["decoys"] += 1
        if taken := _claimed(shot, decoy):
            score.wrong.append(f"{where}: decoy {decoy!r} read as {taken}")
        else:
            score.right["decoys"] += 1


def _claimed(shot: Shot, decoy: str) -> str:
    """The path of a time, lens or move that was read in a decoy, or "" if none was."""
    start = shot.text.index(decoy)
    span = Span(start, start + len(decoy))
    for control in shot.controls:
        if (control.unit in ("s", "mm", "f") or ".kind" in control.path) and control.where.overlaps(span):
            return control.path
    return ""


@cache
def score(prefix: str) -> Score:
    """All cases of the files that begin with a prefix."""
    total = Score()
    for path in sorted(FOLDER.glob(f"{prefix}*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            score_case(case, path.stem, total)
    return total


def texts() -> list[str]:
    """The texts of all cases."""
    paths = sorted(FOLDER.glob("*.toml"))
    return [case["text"] for path in paths for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]
