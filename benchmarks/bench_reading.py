"""How fast prompts are read, beside one pass of Python's `re` over the same text; and spoiled texts that must hold.

python benchmarks/bench_reading.py            with 20,000 spoiled texts
python benchmarks/bench_reading.py 1000000    with so many (READING_TEXTS does the same for run.py)
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from benchmarks.bench_remix import prompt
from benchmarks.run import clock, row
from copilot_kit.reading import read

SEEDS = Path(__file__).parent.parent / ".." / "shared" / "seeds"
FEWEST = 20_000
CHUNK = 2_000
SEED_CHARACTERS = 5_900
WORD = re.compile(r"\w+|[^\w\s]")


def main() -> None:
    """Prints the figures."""
    from reading_cases import texts

    sheet, name = reference()
    spent = clock(lambda: read(sheet), 31, 3)
    row(name, spent * 1e3, "ms", "< 5 ms", f"one pass of re {clock(lambda: one_pass([sheet]), 31) * 1e3:.2g} ms")
    short = texts()
    speed("production sheets of 6 KB", [prompt(6000), sheet] * 10, ">= 1 MB/s")
    speed("one text of 1 MB", ["\n\n".join([sheet] * (1_000_000 // len(sheet)))], ">= 1 MB/s")
    speed(f"{len(short)} labelled prompts", short, f"{sum(map(len, short)) // len(short)} signs each")
    told = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1].isdigit() else os.environ.get("READING_TEXTS", "")
    spoiled(int(told) if told.isdigit() else FEWEST)


def reference() -> tuple[str, str]:
    """The prompt of the second reference transcript, or an invented sheet of its length where that is absent."""
    if SEEDS.is_dir():
        document = next(SEEDS.glob("001_*.txt")).read_text(encoding="utf-8")
        return document.split("```")[1].removeprefix("\n"), "the second reference prompt"
    return prompt(SEED_CHARACTERS), "an invented sheet of 5.9 KB"


def one_pass(some: Sequence[str]) -> int:
    """Number of words and signs that one pattern finds."""
    return sum(1 for text in some for _ in WORD.finditer(text))


def speed(what: str, some: Sequence[str], bar: str) -> None:
    """A row of how many megabytes are read in a second [UTF-8 bytes, one core]."""
    size = sum(len(text.encode()) for text in some) / 1e6
    ours, bare = clock(lambda: [read(text) for text in some], 5), clock(lambda: one_pass(some), 5)
    row(
        f"reading {what}",
        size / ours,
        "MB/s",
        bar,
        f"one pass of re {size / bare:.3g} MB/s, {ours / bare:.2g} x",
    )


def spoiled(count: int) -> None:
    """Reads that many spoiled texts on every core; raises at the first that does not keep the promises."""
    begun = time.perf_counter()
    done = 0
    with Pool() as workers:
        for held in workers.imap_unordered(_chunk, [(n, min(CHUNK, count - n)) for n in range(0, count, CHUNK)]):
            done += held
            if done % (50 * CHUNK) == 0:
                print(f"  {done:,} texts hold, {time.perf_counter() - begun:.0f} s", flush=True)
    spent = time.perf_counter() - begun
    row("spoiled texts read soundly", done, "texts", f"all {count:,}", f"{spent / count * 1e3:.2g} ms each")


def _chunk(part: tuple[int, int]) -> int:
    from reading_texts import flaws, mutated

    first, count = part
    for seed in range(first, first + count):
        text = mutated(seed)
        found = flaws(read(text), text)
        if found:
            raise AssertionError(f"spoiled text {seed}: {found[0]}, expected none. Fix: read mutated({seed}) alone.")
    return count


if __name__ == "__main__":
    main()
