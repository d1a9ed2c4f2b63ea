"""How fast a shot compiles, beside joining the words of the same prompt in the same run.

python benchmarks/bench_compile.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.run import clock, row
from copilot_kit import files
from copilot_kit.compiling import compile as compile_for
from copilot_kit.reading import read

CASES = Path(__file__).parent.parent / "tests" / "cases" / "compiling"
SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


def longest() -> tuple[str, str]:
    """(name, prompt) of the longest prompt at hand: that of reference transcript 001, or the longest of our cases."""
    for path in sorted(SEEDS.glob("001*.txt")) if SEEDS.is_dir() else ():
        return "seed 001", path.read_text(encoding="utf-8").split("```\n", 1)[1].split("\n```", 1)[0]
    path = max(CASES.iterdir(), key=lambda p: p.stat().st_size)
    return path.name, path.read_text(encoding="utf-8")


def main() -> None:
    name, text = longest()
    shot = read(text)
    yardstick = clock(lambda: " ".join(text.split()), 51) * 1000
    reading = clock(lambda: read(text), 15) * 1000
    for engine in ("gemini-omni-1-2-flash", "kling-v3", "minimax-h3", "runway-gen4-5"):
        profile = files.engine(engine)
        compiled = clock(lambda e=profile: compile_for(shot, e), 25) * 1000  # type: ignore[misc]
        job = compile_for(shot, profile)
        row(f"compile {name} for {engine}", compiled, "ms", "< 5 ms",
            f"{len(text)} characters; split and join them {yardstick:.2g} ms; {len(job.losses)} losses")  # fmt: skip
    profile = files.engine("gemini-omni-1-2-flash")
    whole = clock(lambda: compile_for(shot, profile).losses, 15) * 1000
    row("... with its loss report", whole, "ms", "", f"which reads the result again; reading takes {reading:.1f} ms")
    live = [e for e in files.profiles().values() if e.live]
    every = clock(lambda: [compile_for(shot, e) for e in live], 3) * 1000
    row(f"... for all {len(live)} live engines", every, "ms", "", f"{every / len(live):.2f} ms each")


if __name__ == "__main__":
    main()
