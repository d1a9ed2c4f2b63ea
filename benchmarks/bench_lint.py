"""How fast the linter is, beside plain patterns over the same text in the same run.

python benchmarks/bench_lint.py

The yardstick is one case-blind search of all the linter's words as a single alternation, with Python's `re`: it finds
words and understands nothing. Mixed prompts are those of the tests, each as it stands, until there are a thousand.
"""

from __future__ import annotations

import re
import sys
import tomllib
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import copilot_kit as ck
from benchmarks.run import clock, row
from copilot_kit.rules import lint
from copilot_kit.rules.terms import LEXICON

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases" / "rules"
SEEDS = ROOT.parent / "shared" / "seeds"
MIXED = 1000


def mixed() -> list[str]:
    """A thousand prompts of mixed length and notation."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((CASES / "clean").glob("*.txt"))]
    for path in sorted(CASES.glob("*.toml")):
        texts += [pair["text"] for pair in tomllib.loads(path.read_text(encoding="utf-8"))["pair"]]
    return list(islice(cycle(texts), MIXED))


def long_prompt() -> tuple[str, str]:
    """(name, text) of the longest prompt at hand: a reference prompt where there is one."""
    for path in sorted(SEEDS.glob("001*.txt")):
        return "seed 001", ck.read_transcript(path).final or ""
    texts = [path.read_text(encoding="utf-8") for path in sorted((CASES / "clean").glob("*.txt"))]
    return "clean prompts in one", "\n\n".join(texts)[:6000]


def main() -> None:
    """A full lint of one long prompt, and of a thousand mixed ones, on one core."""
    words = re.compile("|".join(rf"\b{re.escape(w)}\b" for w in sorted(LEXICON.words, key=len, reverse=True)), re.I)
    name, text = long_prompt()
    shot = ck.read(text)
    ours, plain = clock(lambda: lint(shot), 21), clock(lambda: words.findall(text), 21)
    row(f"lint of {name} ({len(text)} characters)", ours * 1000, "ms", "<= 15 ms", f"plain re {plain * 1000:.1f} ms")
    texts = mixed()
    shots = [ck.read(t) for t in texts]
    many = clock(lambda: [lint(s) for s in shots], 3)
    reading = clock(lambda: [ck.read(t) for t in texts], 3)
    bare = clock(lambda: [words.findall(t) for t in texts], 3)
    row(f"lint of {MIXED} mixed prompts", many, "s", "<= 5 s", f"plain re {bare:.2f} s, reading {reading:.2f} s")


if __name__ == "__main__":
    main()
