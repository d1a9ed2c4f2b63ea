"""The animatic: how fast, how much memory, and how true to the plan, decoded again from its own file.

python benchmarks/bench_previs.py

Accuracy has its yardstick beside it too: the sound before it was encoded, FFmpeg's own loudness meter, and bare
PyAV that encodes as many copies of one picture. Speed and memory are those of a fresh process.
"""

from __future__ import annotations

import io
import json
import math
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.run import row

CLOSE = """Medium close-up, 50mm lens. A clockmaker sits at a table with a brass clock and a lamp.
Window light from camera left, 3200K.
Camera: static hold for the first 2.5 seconds, then a slow push in to a close-up for the final 1.5 seconds.
Actions:
- 0 to 1.5 seconds: She turns the clock over and listens, brow drawn, the tools untouched beside her.
- 1.5 to 2.5 seconds: The spring gives; her hands stop; she looks up past the lens.
- 2.5 to 4 seconds: She sets it upright. The second hand moves. A small smile.
Sound:
- wooden creak at 0.5 seconds
- soft exhale at 1 second
- sharp intake of breath at 1.8 seconds
- clock ticking from 2.5 to 4 seconds
- metallic click at 3.6 seconds (-20 LUFS)"""
WIDE = """Wide shot, low angle, 40mm lens, static. Four engineers stand in a control room, backs to camera,
before a massive screen; two rows of server racks in the foreground. Duration 8s.
Grade:
0.00-4.00s: sodium lamps (3200K)
4.00-8.00s: the screen takes over (6500K)
Beats:
0.00-2.00s - "Readings": They watch. Nothing moves but the small lights.
2.00-4.00s - "Drift": One of them leans in. The lights fall out of step.
4.00-6.00s - "Handover": The lamps go down and the screen carries the room.
6.00-8.00s - "Quiet": Nobody speaks. The lights are in step again.
Sound:
- deep server hum from 0 to 8 s (50Hz, -20 LUFS)
- distant ventilation noise from 0 to 8 s (-30 LUFS)
- electrical crackle from 4 to 8 s (-24 LUFS)
- sharp intake of breath at 2.5 seconds (-14 LUFS)"""

_FRESH = """
import json, re, resource, time
from pathlib import Path
{setup}
begun, spent = time.perf_counter(), time.process_time()
{work}
wall, cpu = time.perf_counter() - begun, time.process_time() - spent
try:  # the high-water mark of this process alone; that of getrusage starts with what the parent had
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([wall, cpu, peak / 1024]))
"""


def fresh(setup: str, work: str, runs: int = 3) -> tuple[float, float, float]:
    """Least wall time and CPU time [s], and greatest memory [MiB], of some runs in processes of their own."""
    code = _FRESH.format(setup=setup, work=work)
    told = [
        json.loads(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)
        for _ in range(runs)
    ]
    return min(t[0] for t in told), min(t[1] for t in told), max(t[2] for t in told)


def bench_speed(folder: Path) -> None:
    """A film at 1280x720 with sound, beside bare PyAV."""
    for name, text, seconds in (("4 s, a push in", CLOSE, 4), ("8 s, a fade", WIDE, 8)):
        path = str(folder / "film.mp4")
        ours = fresh(f"import copilot_kit as ck\nshot = ck.read({text!r})", f"ck.animatic(shot, {path!r})")
        bare = fresh(
            "import numpy as np\nfrom PIL import Image\nfrom copilot_kit.previs import film",
            f"one = Image.effect_noise((1280, 720), 9).convert('RGB')\n"
            f"film.encode(Path({path!r}), (one for _ in range({seconds * 24})), {seconds * 24}, (1280, 720), 24, "
            f"np.zeros(({seconds} * 48000, 2), np.float32))",
        )
        beside = f"bare PyAV, one picture {bare[0]:.1f} s, CPU {bare[1]:.1f} s"
        row(f"animatic 1280x720, {name}", ours[0], "s", f"< {seconds} s", f"CPU {ours[1]:.1f} s; {beside}")
        row(f"its peak memory, {name}", ours[2], "MiB", "<= 300 MiB", f"bare PyAV {bare[2]:.0f} MiB")


def bench_sound(folder: Path) -> None:
    """Every kind at four levels, alone in a film, found again."""
    import numpy as np
    from PIL import Image

    from copilot_kit.previs import film, loudness, sound, synth
    from copilot_kit.previs.loudness import RATE

    room = 3.4
    black = Image.new("RGB", (64, 64))
    late, before, off, theirs = [], [], [], []
    for lufs in (-34.0, -28.0, -22.0, -16.0):
        mix = np.zeros((round(room * len(synth.KINDS) * RATE), 2))
        cues = []
        for number, kind in enumerate(synth.KINDS.values()):
            start = room * number + 0.25
            ask = sound.Ask(f"a {kind.name}", kind, start, start + kind.seconds, lufs, None, False, False)
            cue, wave = sound.stem(ask, (-0.3, 0.0, 0.3)[number % 3])
            mix[round(start * RATE) : round(start * RATE) + len(wave)] += wave
            cues.append(cue)
        count = math.ceil(room * len(cues))
        film.encode(folder / "kinds.mp4", (black for _ in range(count)), count, (64, 64), 1, mix.astype(np.float32))
        heard = decoded(folder / "kinds.mp4")
        for cue in cues:
            late.append(abs(onset(heard, cue.start) - cue.start) * 1000)
            before.append(abs(onset(mix, cue.start) - cue.start) * 1000)
            alone = heard[round((cue.start - 0.25) * RATE) : round((cue.start + room - 0.3) * RATE)]
            off.append(abs(loudness.momentary_max(alone) - cue.reached))
            theirs.append(abs(ffmpeg_momentary(alone) - loudness.momentary_max(alone)))
    plain = f"{len(late)} sounds; before encoding"
    row("onset error, median", median(late), "ms", "<= 10 ms", f"{plain} {median(before):.0f} ms")
    row("onset error, greatest", max(late), "ms", "<= 30 ms", f"{plain} {max(before):.0f} ms")
    row("loudness error of a one-shot, greatest", max(off), "LU", "<= 0.5 LU", f"median {median(off):.2f} LU")
    row(
        "our meter against FFmpeg's, median",
        median(theirs),
        "LU",
        "-",
        f"greatest {max(theirs):.2f} LU: it looks every 100 ms",
    )

    beds = []
    for kind in ("hum", "rain", "crackle", "wind", "crowd", "traffic", "room tone", "footsteps", "bird", "engine"):
        for lufs, seconds in ((-30.0, 3.0), (-18.0, 8.0)):
            cue, wave = sound.stem(sound.Ask(kind, synth.KINDS[kind], 1.0, 1.0 + seconds, lufs, None, False, False))
            mix = np.concatenate([np.zeros((RATE, 2)), wave, np.zeros((RATE, 2))]).astype(np.float32)
            film.encode(folder / "bed.mp4", (black for _ in range(4)), 4, (64, 64), 1, mix)
            heard = decoded(folder / "bed.mp4")
            beds.append(
                max(abs(loudness.integrated(part) - cue.reached) for part in (heard, heard[RATE : RATE + len(wave)]))
            )
    row(
        "loudness error of a bed, greatest",
        max(beds),
        "LU",
        "<= 0.5 LU",
        f"median {median(beds):.2f} LU, {len(beds)} beds",
    )


def bench_plan(folder: Path) -> None:
    """Picture against sound, and the camera against its plan."""
    import numpy as np

    import copilot_kit as ck
    from copilot_kit.previs.loudness import RATE
    from copilot_kit.previs.scene import scene_of
    from copilot_kit.previs.stage import Stage

    made = ck.animatic(ck.read(CLOSE), folder / "close.mp4", size=(320, 240))
    heard = decoded(folder / "close.mp4")[: 4 * RATE, 0]
    size = 1 << 19
    match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(made.track.mix[:, 0], size)))
    lag = int(np.argmax(match))
    row("sound against the mix", min(lag, size - lag), "samples", "0", f"{len(heard)} samples compared")

    wrong = []
    kinds = (
        "slow push in", "fast pull out", "pan right", "slow pan left", "tilt up", "tilt down", "truck right",
        "crane up", "pedestal down", "zoom in", "slow zoom out", "orbit left", "tracking right",
    )  # fmt: skip
    potter = "Medium shot of a potter standing at a table with a bowl, 35mm lens. 0-5s: She waits."
    for number, kind in enumerate(kinds):
        start, end = 0.5 + 0.13 * number, 2.5 + 0.11 * number
        text = f"{potter}\nCamera: {kind} from {start:.2f} s to {end:.2f} s."
        painted = Stage(scene_of(ck.read(text, seconds=5.0)), 480, 270)
        pictures = [np.asarray(painted.picture(n / 24)[0]).astype(int) for n in range(120)]
        moved = [n for n, (a, b) in enumerate(pairwise(pictures), 1) if np.abs(a - b).mean() > 0.02]
        wrong += [abs((moved[0] - 1) / 24 - start), abs(moved[-1] / 24 - end)]
    row(
        "camera moves, start and end, greatest error",
        max(wrong),
        "s",
        "<= 0.1 s",
        f"{len(kinds)} moves; one picture lasts 0.042 s",
    )


def decoded(path: Path):  # type: ignore[no-untyped-def]
    """The sound of a film [shape=(samples, 2)]."""
    import av
    import numpy as np

    from copilot_kit.previs.loudness import RATE

    with av.open(io.BytesIO(path.read_bytes())) as source:
        frames = list(source.decode(source.streams.audio[0]))
        heard = np.concatenate([f.to_ndarray() for f in frames], axis=1).T
        lead = round(frames[0].time * RATE)
    return np.pad(heard, ((lead, 0), (0, 0))) if lead >= 0 else heard[-lead:]


def onset(wave, start: float) -> float:  # type: ignore[no-untyped-def]
    """When a sound near a moment reaches a sixth of its peak [s]."""
    import numpy as np

    from copilot_kit.previs.loudness import RATE

    low = start - 0.2
    part = np.abs(wave[round(low * RATE) : round((start + 1.0) * RATE)]).max(axis=1)
    steps = part[: len(part) // 48 * 48].reshape(-1, 48).max(axis=1)
    return low + float(np.argmax(steps > steps.max() / 6)) / 1000


def ffmpeg_momentary(wave) -> float:  # type: ignore[no-untyped-def]
    """The greatest momentary loudness by the filter ebur128 of FFmpeg [LUFS]."""
    import av
    import numpy as np

    from copilot_kit.previs.loudness import RATE

    graph = av.filter.Graph()
    source = graph.add_abuffer(format="fltp", sample_rate=RATE, layout="stereo")
    meter, sink = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(wave.T.astype(np.float32)), format="fltp", layout="stereo")
    frame.sample_rate = RATE
    graph.push(frame)
    graph.push(None)
    loudest = -120.0
    while True:
        try:
            told = graph.pull().metadata
        except (av.error.EOFError, av.error.BlockingIOError):
            return loudest
        loudest = max(loudest, float(told.get("lavfi.r128.M", -120.0)))


def main() -> None:
    """Prints the figures of the animatic."""
    with tempfile.TemporaryDirectory() as folder:
        bench_speed(Path(folder))
        bench_plan(Path(folder))
        bench_sound(Path(folder))


if __name__ == "__main__":
    main()
