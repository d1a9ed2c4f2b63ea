"""Measures what is promised about speed, each figure beside its yardstick in one run.

    python benchmarks/run.py            all
    python benchmarks/run.py read save  only those whose name holds one of the words

A figure is the median of several runs; the ratio is what to quote, for machines differ. Nothing here is a test.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))


def clock(work: Callable[[], object], runs: int = 9, warm: int = 1) -> float:
    """Median wall time of one call [s]."""
    for _ in range(warm):
        work()
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return median(times)


def row(name: str, figure: float, unit: str, bar: str, yardstick: str) -> None:
    """One line: what, how much, what it should reach, and what was measured beside it."""
    print(f"  {name:<44} {figure:>9.3g} {unit:<6} bar {bar:<12} {yardstick}", flush=True)


def bench_import() -> None:
    """Starting Python with and without the package."""

    def start(code: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True)

    bare, ours = clock(start("pass"), 15), clock(start("import copilot_kit"), 15)
    beside = f"bare Python {bare * 1000:.0f} ms"
    row("import copilot_kit, over bare Python", (ours - bare) * 1000, "ms", "<= 60 ms", beside)


def bench_dialogue() -> None:
    """Seven rounds with the offline voice, journaled, beside the same turns written by bare SQLite."""
    import sqlite3

    from copilot_kit import Dialogue, Library

    idea = "my grandmother folds the last paper boat and sets it on the canal after the rain"
    with tempfile.TemporaryDirectory() as folder:
        count = 0

        def talk() -> None:
            nonlocal count
            count += 1
            with Library(Path(folder) / f"{count}.sqlite") as library:
                dialogue = Dialogue(idea, rounds=7, seconds=8, library=library)
                dialogue.run()
                talk.turns = dialogue.turns  # type: ignore[attr-defined]

        ours = clock(talk, 7)
        turns = talk.turns  # type: ignore[attr-defined]

        def bare() -> None:
            nonlocal count
            count += 1
            db = sqlite3.connect(Path(folder) / f"bare{count}.sqlite")
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
            db.execute("CREATE TABLE turn (n INTEGER PRIMARY KEY, text TEXT)")
            for n, turn in enumerate(turns):
                db.execute("INSERT INTO turn VALUES (?, ?)", (n, turn.text))
                db.commit()
            db.close()

        row("offline dialogue of up to 7 rounds, journaled", ours * 1000, "ms", "< 500 ms",
            f"{len(turns)} turns; bare SQLite writes them in {clock(bare, 7) * 1000:.1f} ms")  # fmt: skip


OWN = {"import": bench_import, "dialogue": bench_dialogue}


def main(words: list[str]) -> int:
    others = sorted(p.stem for p in HERE.glob("bench_*.py"))
    for name in [*OWN, *others]:
        if words and not any(w in name for w in words):
            continue
        print(name.removeprefix("bench_"), flush=True)
        (OWN[name] if name in OWN else importlib.import_module(f"benchmarks.{name}").main)()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
