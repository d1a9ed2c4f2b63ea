"""How fast a library keeps and finds things, beside bare SQLite doing the same in the same run.

python benchmarks/bench_library.py          with 100,000 variants, as promised
python benchmarks/bench_library.py 10000    a quicker look
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.run import clock, row
from copilot_kit.dialogue.script import Turn, Usage
from copilot_kit.library import Library

PROMISED = 100_000


def prompt(chance: random.Random, number: int) -> str:
    """Some 1,200 characters of words of which a few are rare."""
    return f"Take {number}. " + " ".join(chance.choices(WORDS, k=260))


WORDS = [a + b + c for a in ("ka", "lo", "mi", "ne", "ru", "so") for b in ("ra", "ti", "ven", "") for c in "aeioun"]


def each(work: Callable[[int], object], runs: int = 300) -> float:
    """Median wall time of one of many different calls [s]."""
    times = []
    for number in range(runs):
        begun = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - begun)
    return median(times)


def bare(path: Path, synchronous: str) -> sqlite3.Connection:
    """A database with one table and nothing around it."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute(f"PRAGMA synchronous = {synchronous}")
    db.execute("DROP TABLE IF EXISTS kept")
    db.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, name TEXT UNIQUE, text TEXT)")
    return db


def bench_writing(folder: Path, library: Library, scene: str, held: str) -> None:
    """One at a time, each on disk before the next."""
    texts = [prompt(random.Random(number), number) for number in range(300)]
    with closing(bare(folder / "full.sqlite", "FULL")) as db:

        def insert(number: int) -> None:
            db.execute("INSERT INTO kept (name, text) VALUES (?, ?)", (f"n{number}", texts[number]))

        yardstick = f"bare insert + commit {each(insert) * 1000:.2f} ms"
    ours = each(lambda number: library.save(texts[number], name=f"{scene}/v{number}"))
    row(f"save a variant, {held} held", ours * 1000, "ms", "< 5 ms", yardstick)

    key = library.begin("an idea", {})
    usage = Usage(900, 0, None, 300, 0.01)
    ours = each(lambda number: library.append(key, number, Turn(number, "creator", "C", texts[number], usage)))
    row("append a turn", ours * 1000, "ms", "< 5 ms", yardstick)

    with closing(bare(folder / "normal.sqlite", "NORMAL")) as db:
        db.execute("INSERT INTO kept VALUES (1, 'draft', '')")
        ours = each(lambda number: library.draft(key, 300, "creator", texts[number]))
        lazy = each(lambda number: db.execute("UPDATE kept SET text = ? WHERE id = 1", (texts[number],)))
    row("renew a draft", ours * 1000, "ms", "< 1 ms", f"bare update, not waiting for the disk {lazy * 1000:.2f} ms")


def bench_reading(path: Path, library: Library, count: int) -> None:
    """All, a page, a search."""
    import pandas as pd

    with closing(sqlite3.connect(path)) as db:
        everything = "SELECT name, scene, remix, note, seconds, engine, digest, created, text FROM variants"
        plain = clock(lambda: pd.DataFrame(db.execute(everything).fetchall()), 5)
        ours = clock(library.variants, 5)
        row(
            f"variants() of {count:,}",
            ours * 1000,
            "ms",
            "< 1000 ms",
            f"bare fetchall into a frame {plain * 1000:.0f} ms",
        )

        middle = count // 200
        by_key = "SELECT * FROM variants WHERE id > ? ORDER BY id LIMIT 100"
        plain = clock(lambda: pd.DataFrame(db.execute(by_key, (middle * 100,)).fetchall()))
        for name, more in {
            "first": {"page": 1},
            "middle": {"page": middle},
            "latest": {"page": -1},
            "scene": {"scene": "s7", "page": 3},
        }.items():
            ours = clock(lambda more=more: library.variants(**more))
            row(f"page of 100, {name}", ours * 1000, "ms", "< 20 ms", f"bare select by key {plain * 1000:.1f} ms")

        wanted = count // 2
        scan = "SELECT name, text FROM variants WHERE text LIKE ?"
        plain = clock(lambda: db.execute(scan, (f"%take {wanted}.%",)).fetchall(), 3)
        ours = clock(lambda: library.variants(search=f"take {wanted}", page=1))
        row("search, few hits", ours * 1000, "ms", "< 100 ms", f"bare LIKE over all {plain * 1000:.0f} ms")
        ours = clock(lambda: library.variants(search="take kara", page=-1))
        row(
            "search, very many hits, page of 100",
            ours * 1000,
            "ms",
            "< 100 ms",
            f"bare LIKE over all {plain * 1000:.0f} ms",
        )


def bench_whole(library: Library, count: int) -> None:
    """What looks at every variant."""
    from hashlib import sha256

    texts = library.variants()["text"].to_list()
    plain = clock(lambda: [sha256(text.encode()).digest() for text in texts], 3)
    row(f"verify() of {count:,}", clock(library.verify, 3), "s", "-", f"SHA-256 of the texts alone {plain:.2f} s")
    row(f"tree() of {count:,}", clock(library.tree, 3), "s", "-", "-")


def main(count: int = PROMISED) -> None:
    """Prints the figures of a library that holds so many variants."""
    with tempfile.TemporaryDirectory() as folder:
        path, chance = Path(folder) / "copilot.sqlite", random.Random(1)
        with Library(path) as library:
            bench_writing(Path(folder), library, "before", "few")
            begun = time.perf_counter()
            library.save_many({"shot": prompt(chance, n), "name": f"s{n % 50}/v{n}"} for n in range(count))
            each_one = (time.perf_counter() - begun) / count
            row(
                "save_many, for each variant",
                each_one * 1e6,
                "us",
                "-",
                f"{path.stat().st_size / 1e6:.0f} MB in the end",
            )
            bench_reading(path, library, count)
            bench_writing(Path(folder), library, "after", f"{count:,}")
            bench_whole(library, count)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PROMISED)
