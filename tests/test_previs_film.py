"""The finished animatic: its file is decoded again and measured; it is written whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from copilot_kit import Animatic, animatic, read
from copilot_kit.errors import InputError, RenderStopped
from copilot_kit.previs import film, loudness, sound, synth
from copilot_kit.previs.loudness import RATE

av = pytest.importorskip("av", reason="the extra `video` is part of the extra `test`")

SMALL = (320, 240)
TEXT = """Medium shot of a cobbler at a workbench with a shoe, 50mm lens, window light from camera left, 3200K. 3s long.
0-1 seconds - "Tap": He taps the heel.
1-2 seconds - "Listen": He stops.
2-3 seconds - "Smile": He smiles.
Camera: static for the first 2 seconds, then a slow push in.
Sound:
- a knock at 0.5 seconds (-20 LUFS)
- sharp intake of breath at 1.25 seconds (-20 LUFS)
- latch click at 2.25 seconds (-24 LUFS)"""


def decoded(data: bytes) -> tuple[np.ndarray, list[np.ndarray], list[float]]:
    """(sound [shape=(samples, 2)], pictures, their times [s]) of a film."""
    with av.open(io.BytesIO(data)) as source:
        pictures, times, blocks = [], [], []
        for frame in source.decode(source.streams.video[0]):
            pictures.append(frame.to_ndarray(format="rgb24"))
            times.append(frame.time)
    with av.open(io.BytesIO(data)) as source:
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
        first = None
        for frame in source.decode(source.streams.audio[0]):
            first = frame.time if first is None else first
            blocks += [f.to_ndarray() for f in resampler.resample(frame)]
    heard = np.concatenate(blocks, axis=1).T
    lead = round((first or 0.0) * RATE)
    return (np.pad(heard, ((lead, 0), (0, 0))) if lead >= 0 else heard[-lead:]), pictures, times


def onset(wave: np.ndarray, low: float, high: float) -> float:
    """When a sound between two moments reaches a sixth of its peak [s], in steps of a millisecond."""
    part = np.abs(wave[round(low * RATE) : round(high * RATE)]).max(axis=1)
    steps = part[: len(part) // 48 * 48].reshape(-1, 48).max(axis=1)
    return low + float(np.argmax(steps > steps.max() / 6)) / 1000


@pytest.fixture(scope="module")
def made() -> Animatic:
    return animatic(read(TEXT), size=SMALL)


@pytest.fixture(scope="module")
def parts(made: Animatic) -> tuple[np.ndarray, list[np.ndarray], list[float]]:
    assert made.film
    return decoded(made.film)


def every_kind(tmp_path: Path) -> tuple[list[sound.Sounded], np.ndarray]:
    """Each kind alone between silences in one encoded file: what was asked for, and what the file holds."""
    room = 3.4
    mix = np.zeros((round(room * len(synth.KINDS) * RATE), 2))
    cues = []
    for number, kind in enumerate(synth.KINDS.values()):
        start = room * number + 0.25
        ask = sound.Ask(f"a {kind.name}", kind, start, start + kind.seconds, -22.0, None, False, False)
        cue, wave = sound.stem(ask, place=(-0.3, 0.0, 0.3)[number % 3])
        head = round(start * RATE)
        mix[head : head + len(wave)] += wave
        cues.append(cue)
    from PIL import Image

    black = Image.new("RGB", (64, 64))
    count = round(room * len(synth.KINDS))
    path = tmp_path / "kinds.mp4"
    film.encode(path, (black for _ in range(count)), count, (64, 64), 1, mix.astype(np.float32))
    return cues, decoded(path.read_bytes())[0]


class TestSoundInTheFile:
    def test_every_kind_is_found_again_on_time_and_at_its_level(self, tmp_path: Path) -> None:
        cues, heard = every_kind(tmp_path)
        late = {c.kind: onset(heard, c.start - 0.2, c.end) - c.start for c in cues}
        assert median(abs(t) for t in late.values()) <= 0.010
        assert max(abs(late[c.kind]) for c in cues if c.percussive) <= 0.010
        assert max(abs(t) for t in late.values()) <= 0.030
        for c in cues:
            alone = heard[round((c.start - 0.25) * RATE) : round((c.start + 3.1) * RATE)]
            assert loudness.momentary_max(alone) == pytest.approx(c.lufs, abs=0.5), c.kind

    def test_beds_have_their_level_in_the_file(self, tmp_path: Path) -> None:
        from PIL import Image

        for kind, lufs in (("hum", -18.0), ("rain", -28.0), ("crackle", -22.0)):
            made = synth.KINDS[kind]
            cue, wave = sound.stem(sound.Ask(kind, made, 0.0, 4.0, lufs, 60.0 if kind == "hum" else None, False, False))
            path = tmp_path / f"{kind}.mp4"
            film.encode(path, (Image.new("RGB", (64, 64)) for _ in range(4)), 4, (64, 64), 1, wave.astype(np.float32))
            assert loudness.integrated(decoded(path.read_bytes())[0]) == pytest.approx(cue.lufs, abs=0.5), kind

    def test_picture_and_sound_are_no_sample_apart(self, made: Animatic, parts) -> None:  # type: ignore[no-untyped-def]
        heard, pictures, times = parts
        mix = made.track.mix[:, 0]
        window = slice(round(0.3 * RATE), round(2.6 * RATE))
        size = 1 << 18
        spectrum = np.fft.rfft(heard[window, 0], size) * np.conj(np.fft.rfft(mix[window], size))
        lag = int(np.argmax(np.fft.irfft(spectrum)))
        assert min(lag, size - lag) == 0
        assert times[0] == 0.0 and times == pytest.approx([n / 24 for n in range(72)])
        assert len(pictures) == 72 and abs(len(heard) - 3 * RATE) < 1024 * 2

    def test_each_cue_of_the_shot_is_there(self, made: Animatic, parts) -> None:  # type: ignore[no-untyped-def]
        for cue in made.cues:
            assert onset(parts[0], cue.start - 0.2, cue.end) == pytest.approx(cue.start, abs=0.030)


class TestPictureInTheFile:
    def test_the_pictures_are_those_that_were_painted(self, made: Animatic, parts) -> None:  # type: ignore[no-untyped-def]
        for t in (0.5, 2.5):
            painted = np.asarray(made.picture(t)).astype(int)
            apart = np.abs(parts[1][round(t * 24)].astype(int) - painted)
            assert np.median(apart) <= 2 and apart.mean() < 4.0

    def test_it_is_tagged_for_every_player(self, made: Animatic) -> None:
        with av.open(io.BytesIO(made.film)) as source:
            video, audio = source.streams.video[0].codec_context, source.streams.audio[0].codec_context
            assert (video.name, audio.name, video.pix_fmt) == ("h264", "aac", "yuv420p")
            assert (int(video.colorspace), int(video.color_primaries), int(video.color_trc)) == (1, 1, 1)
            assert "placeholder" in source.metadata["comment"]

    def test_beats_are_chapters(self, made: Animatic) -> None:
        with av.open(io.BytesIO(made.film)) as source:
            marks = [(float(c["start"] * c["time_base"]), c["metadata"]["title"]) for c in source.chapters()]
        assert [m[1] for m in marks] == ["Tap", "Listen", "Smile"]
        assert [m[0] for m in marks] == pytest.approx([0, 1, 2], abs=0.001)

    def test_the_file_can_be_played_while_it_loads(self, made: Animatic) -> None:
        assert made.film and made.film.index(b"moov") < made.film.index(b"mdat")

    def test_the_same_shot_gives_the_same_bytes_here_and_in_another_process(self, made: Animatic) -> None:
        assert animatic(read(TEXT), size=SMALL).film == made.film
        code = (
            "import copilot_kit as ck, hashlib\n"
            f"print(hashlib.sha256(ck.animatic({TEXT!r}, size={SMALL!r}).film).hexdigest())"
        )
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert made.film and other.strip() == hashlib.sha256(made.film).hexdigest()


class TestWriting:
    def test_it_is_written_and_remembered(self, made: Animatic, tmp_path: Path) -> None:
        path = tmp_path / "cobbler.mp4"
        written = animatic(TEXT, path, size=SMALL)
        assert written.path == path and path.read_bytes() == written.film == made.film
        assert [p.name for p in tmp_path.iterdir()] == ["cobbler.mp4"]

    def test_progress_is_told_and_can_stop_it(self, tmp_path: Path) -> None:
        told: list[tuple[int, int]] = []

        def tell(done: int, total: int) -> bool:
            told.append((done, total))
            return done < 5

        path = tmp_path / "film.mp4"
        path.write_bytes(b"the film of yesterday")
        with pytest.raises(RenderStopped, match="5 of 72"):
            animatic(TEXT, path, size=SMALL, on_progress=tell)
        assert told == [(n, 72) for n in range(1, 6)]
        assert path.read_bytes() == b"the film of yesterday" and len(list(tmp_path.iterdir())) == 1

    def test_an_interrupt_leaves_nothing(self, tmp_path: Path) -> None:
        def interrupt(done: int, total: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            animatic(TEXT, tmp_path / "film.mp4", size=SMALL, on_progress=interrupt)
        assert not list(tmp_path.iterdir())

    @pytest.mark.skipif(os.name != "posix", reason="a process is killed by a signal")
    def test_a_kill_leaves_no_half_film_and_the_next_run_cleans_up(self, tmp_path: Path) -> None:
        code = (
            "import sys, time, copilot_kit as ck\n"
            "wait = lambda done, total: (print(done, flush=True), time.sleep(0.2))\n"
            f"ck.animatic({TEXT!r}, sys.argv[1], size={SMALL!r}, on_progress=wait)"
        )
        path = tmp_path / "film.mp4"
        with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout and run.stdout.readline()
            run.send_signal(signal.SIGKILL)
        left = list(tmp_path.iterdir())
        assert not path.exists() and len(left) == 1 and left[0].name.startswith(".film.mp4.")
        animatic(TEXT, path, size=SMALL)
        assert [p.name for p in tmp_path.iterdir()] == ["film.mp4"]

    def test_a_part_that_is_still_being_written_is_left_alone(self, tmp_path: Path) -> None:
        other = tmp_path / f".film.mp4.{os.getpid()}-abc123.part"
        other.write_bytes(b"")
        with film.written(tmp_path / "film.mp4") as part:
            part.write_bytes(b"x")
        assert other.exists()

    @pytest.mark.parametrize("name", ["film.mov", "film", "absent/film.mp4"])
    def test_a_place_that_cannot_be_is_refused_before_anything_is_made(self, tmp_path: Path, name: str) -> None:
        begun = time.perf_counter()
        with pytest.raises(InputError, match="Fix:"):
            animatic(TEXT, tmp_path / name)
        assert time.perf_counter() - begun < 1.0

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "film.mp4").mkdir()
        with pytest.raises(InputError, match="folder"):
            animatic(TEXT, tmp_path / "film.mp4")


class TestShowing:
    def test_it_plays_inline_from_two_sources(self, made: Animatic) -> None:
        html = made._repr_html_()
        sources = re.findall(r"src=\"data:video/mp4;base64,([^\"]+)\" type='video/mp4; codecs=\"([^\"]+)\"'", html)
        assert [re.sub(r"avc1\.[0-9a-f]{6}, ", "", codecs) for _, codecs in sources] == ["mp4a.40.2", "flac"]
        plain, lossless = (decoded(base64.b64decode(data)) for data, _ in sources)
        assert len(plain[1]) == len(lossless[1]) == 72
        assert np.abs(lossless[0][: 3 * RATE] - made.track.mix).max() < 1e-4
        assert "poster=" in html and 'kind="captions"' in html and "aria-label" in html

    def test_what_it_shows_is_said_in_words(self, made: Animatic) -> None:
        words = made.describe()
        assert "a knock" in words and "push in" in words and "3200" not in words.split("\n")[0]
        assert repr(made).startswith("<Animatic 3 s, 320×240, 24 fps, 3 beats, 3 sounds")

    def test_captions_name_the_sounds(self, made: Animatic) -> None:
        assert made.captions().startswith("WEBVTT\n\n00:00:00.500 --> 00:00:01.300\n[a knock]")

    def test_text_of_the_prompt_is_escaped(self) -> None:
        made = animatic("A man. 1s.\n0-1s: x\nSound: <script>alert(1)</script> click at 0.2 seconds", size=SMALL)
        assert "<script>" not in made._repr_html_() and "<script>" not in made.captions()

    def test_the_storyboard_has_a_picture_for_each_beat(self, made: Animatic, tmp_path: Path) -> None:
        board = made.storyboard()
        assert [(p.at, p.title) for p in board.panels] == [(0.5, "Tap"), (1.5, "Listen"), (2.5, "Smile")]
        assert all(p.png.startswith(b"\x89PNG") for p in board.panels)
        assert [p.name for p in board.save(tmp_path)] == ["beat-1.png", "beat-2.png", "beat-3.png"]
        assert board._repr_html_().count("<img") == 3

    def test_the_poster_is_a_picture_of_the_film(self, made: Animatic) -> None:
        assert made.poster().startswith(b"\x89PNG")
        with pytest.raises(InputError, match="3 s"):
            made.picture(9.0)


class TestWithoutTheExtra:
    def test_storyboard_and_sound_are_made_and_the_install_line_is_said(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setitem(sys.modules, "av", None)
        with pytest.warns(UserWarning, match=r"pip install 'copilot-kit-notebooks\[video\]'"):
            made = animatic(TEXT, tmp_path / "film.mp4", size=SMALL)
        assert made.film is None and made.path is None
        assert sorted(p.name for p in tmp_path.iterdir()) == [
            "film-beat-1.png", "film-beat-2.png", "film-beat-3.png", "film.wav",
        ]  # fmt: skip
        assert (tmp_path / "film.wav").read_bytes()[:4] == b"RIFF"
        html = made._repr_html_()
        assert "<audio" in html and html.count("<img") == 3 and "pip install" in html


class TestOddShots:
    @pytest.mark.parametrize("text", ["", "x", "🙂", "A dog.", "0-1s: a\n0-1s: b\n5-9s: c", "Four cats on a bed. 1s."])
    def test_any_prompt_becomes_a_film(self, text: str) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            made = animatic(read(text, seconds=0.5), size=SMALL, fps=12)
        assert made.film and len(decoded(made.film)[1]) == 6

    def test_other_rates_keep_their_length(self) -> None:
        made = animatic(read(TEXT, seconds=1.0), size=SMALL, fps=30)
        heard, pictures, _ = decoded(made.film or b"")
        assert len(pictures) == 30 and abs(len(heard) - RATE) < 2048


class TestInANotebook:
    def test_it_shows_how_far_it_is_and_then_plays(self) -> None:
        nbformat = pytest.importorskip("nbformat")
        from nbclient import NotebookClient

        code = f"import copilot_kit as ck\nck.animatic({TEXT!r}, size={SMALL!r})"
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        seen: list[str] = []

        class Watching(NotebookClient):
            def process_message(self, msg, cell, cell_index):  # type: ignore[no-untyped-def]
                seen.append(str(msg["content"].get("data", {}).get("text/html", "")))
                return super().process_message(msg, cell, cell_index)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # those of the kernel's own packages
            Watching(notebook, timeout=60, kernel_name="python3").execute()
        shown = [o["data"]["text/html"] for o in notebook.cells[0].outputs if "data" in o]
        assert any("of 72 pictures" in html and "<progress" in html for html in seen)
        assert "<video" in shown[-1] and not any("<progress" in html for html in shown)
