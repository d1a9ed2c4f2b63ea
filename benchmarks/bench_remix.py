"""How fast two prompts are told apart, beside difflib on their words; and a million generated pairs that must hold.

python benchmarks/bench_remix.py         all of it: the million takes some ten minutes of one core
python benchmarks/bench_remix.py 3000    a quicker look, with so many pairs
"""

from __future__ import annotations

import random
import re
import sys
import time
from difflib import SequenceMatcher
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from benchmarks.run import clock, row
from copilot_kit.reading import read
from copilot_kit.remix import apply, changes, retime
from copilot_kit.remix.instruct import instruct

PROMISED = 1_000_000
CHUNK = 2_000
PLACES = ("pier", "attic", "tram", "quarry", "orchard", "lighthouse", "bakery", "yard", "ferry", "cellar")
THINGS = ("lamp", "rope", "kettle", "reed", "shutter", "glove", "anchor", "ladder", "crate", "bell")


def prompt(size: int) -> str:
    """A production sheet of at least this many characters, in sentences that do not repeat."""
    chance = random.Random(6)
    lines = ["Duration 12s. Wide shot, low angle, 40mm, f/5.6. Light from camera left, 3200K.", "", "Beats:"]
    for n in range(6):
        said = " ".join(
            f"The {chance.choice(THINGS)} number {chance.randint(2, 99)} by the {chance.choice(PLACES)} waits."
            for _ in range(size // 420)
        )
        lines.append(f"{n * 2}-{n * 2 + 2}s: {said}")
    lines += ["", "Sound:"]
    while len("\n".join(lines)) < size:
        second = chance.randint(1, 110) / 10
        lines.append(f"- {chance.choice(THINGS)} in the {chance.choice(PLACES)} at {second:g} s, -{len(lines)} LUFS")
    return "\n".join(lines)


def remixed(text: str) -> str:
    """The prompt with eight changes of different kinds."""
    lines = text.split("\n")
    lines[0] = lines[0].replace("40mm", "35mm").replace("3200K", "4000K")
    lines[3], lines[4] = lines[3].replace("0-2s", "0-3s"), lines[4].replace("2-4s", "3-4s")
    lines[5] = lines[5].replace("waits", "turns", 2)
    lines[-1], lines[-2] = lines[-2], lines[-1]
    del lines[-5]
    return "\n".join(lines)


def main() -> None:
    """Prints the figures."""
    text = prompt(6000)
    before, after = read(text), read(remixed(text))
    other = read(" ".join(reversed(text.split(" "))))
    words = [re.findall(r"\w+|\W", shot.text) for shot in (before, after, other)]
    yard = clock(lambda: SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes(), runs=3)
    figure = clock(lambda: changes(before, after))
    row("changes of two 6 KB prompts", figure * 1e3, "ms", "< 20 ms", f"difflib on their words {yard * 1e3:.3g} ms")
    far = clock(lambda: changes(before, other))
    yard = clock(lambda: SequenceMatcher(None, words[0], words[2], autojunk=False).get_opcodes(), runs=3)
    row("changes of two unlike 6 KB texts", far * 1e3, "ms", "< 100 ms", f"difflib on their words {yard * 1e3:.3g} ms")
    diff = changes(before, after)
    reading = clock(lambda: read(text))
    row("apply half of them, read anew", clock(lambda: apply(before, diff[::2])) * 1e3, "ms", "< 20 ms",
        f"reading the text once {reading * 1e3:.3g} ms")  # fmt: skip
    row("retime a beat, proved by reading", clock(lambda: retime(before, "beats[2].start", 4.5)) * 1e3, "ms", "< 40 ms",
        f"reading the text once {reading * 1e3:.3g} ms")  # fmt: skip
    row("an instruction in words", clock(lambda: instruct(before, "35 mm lens")) * 1e3, "ms", "< 60 ms",
        f"reading the text once {reading * 1e3:.3g} ms")  # fmt: skip
    chance = random.Random(9)
    junk = ["".join(chance.choices("ab 0-2s\n.;:é", k=200_000)) for _ in range(2)]
    shots = [read(words) for words in junk]
    yard = clock(lambda: [read(words) for words in junk], runs=1, warm=0)
    row("changes of two hostile 200 kB texts", clock(lambda: changes(*shots), runs=1, warm=0), "s", "< 10 s",
        f"reading both {yard:.3g} s")  # fmt: skip
    generated(int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else PROMISED)


def generated(count: int) -> None:
    """Checks all promises on that many generated pairs of texts, on every core; raises at the first that breaks one."""
    begun = time.perf_counter()
    done = 0
    with Pool() as workers:
        for held in workers.imap_unordered(_chunk, [(n, min(CHUNK, count - n)) for n in range(0, count, CHUNK)]):
            done += held
            if done % (10 * CHUNK) == 0:
                print(f"  {done:,} pairs hold, {time.perf_counter() - begun:.0f} s", flush=True)
    spent = time.perf_counter() - begun
    row(
        "generated pairs that hold", done, "pairs", f"all {count:,}", f"{spent / count * 1e3:.2g} ms each, with reading"
    )


def _chunk(part: tuple[int, int]) -> int:
    from test_remix_properties import check, pairs

    seed, count = part
    chance = random.Random(1_000_003 + seed)
    for before, after in pairs(chance, count):
        check(before, after, chance)
    return count


if __name__ == "__main__":
    main()
