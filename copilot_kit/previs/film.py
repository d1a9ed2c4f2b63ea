"""From pictures and sound to one file: H.264 and AAC in MP4, with chapters, written whole or not at all.

The file grows under a hidden name beside its place and takes its own name only when it is finished and on disk. A
run that is stopped removes it; what a killed process leaves is removed by the next run to the same name. The same
shot gives the same bytes on the same machine with the same packages.

The heavy package is PyAV, and this is the one module that knows it.
"""

from __future__ import annotations

import io
import os
import re
import secrets
import time
import wave
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, MissingPackage, RenderStopped
from .loudness import RATE

if TYPE_CHECKING:
    from PIL.Image import Image

Progress = Callable[[int, int], object]
"""Called after each picture with (done, all); an answer of False stops the rendering."""

BLOCK = 1024
_STALE_S = 24 * 3600.0


def has_av() -> bool:
    """True if PyAV is installed."""
    try:
        import av  # noqa: F401
    except ImportError:
        return False
    return True


def _av() -> Any:
    try:
        import av
    except ImportError as e:
        raise MissingPackage("av", "an animatic as a film", "video") from e
    return av


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """A hidden file beside `path` to write to; it becomes `path` when the block ends well, and vanishes when not.

    Raises InputError where nothing can be written.
    """
    _sweep(path)
    part = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(3)}.part")
    try:
        with part.open("xb"):
            pass
    except OSError as e:
        raise InputError(
            f"{path}: cannot be written ({e.strerror or e}). Fix: name a file in a folder that exists and is yours."
        ) from e
    try:
        yield part
        with part.open("rb+") as f:
            os.fsync(f.fileno())
        part.replace(path)
    except OSError as e:
        raise InputError(
            f"{path}: could not be written ({e.strerror or e}). Fix: free some room or choose another place."
        ) from e
    finally:
        part.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Removes what killed runs to this name have left."""
    pattern = re.compile(rf"\.{re.escape(path.name)}\.(\d+)-[0-9a-f]{{6}}\.part")
    if not path.parent.is_dir():
        return
    for other in path.parent.iterdir():
        match = pattern.fullmatch(other.name)
        if match and not _at_work(int(match[1]), other):
            other.unlink(missing_ok=True)


def _at_work(pid: int, part: Path) -> bool:
    """True if the process that began a part may still be writing it."""
    if os.name != "posix":  # signal 0 would end a process on Windows; there only age tells
        return time.time() - part.stat().st_mtime < _STALE_S
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def encode(
    path: Path,
    pictures: Iterable[Image],
    total: int,
    size: tuple[int, int],
    fps: int,
    mix: NDArray[np.float32],
    chapters: Iterable[tuple[float, float, str]] = (),
    title: str = "",
    on_progress: Progress | None = None,
) -> None:
    """Writes a film. Raises RenderStopped where `on_progress` says False; MissingPackage without PyAV."""
    av = _av()
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        out.metadata["title"] = title or "animatic"
        out.metadata["comment"] = "animatic: placeholder picture and sound"
        video = _video_stream(av, out, size, fps)
        audio = out.add_stream("aac", rate=RATE, layout="stereo")
        audio.options = {"aac_coder": "fast"}  # the two-loop coder gives other bits from run to run
        audio.bit_rate = 256_000  # less thins hiss by half a decibel
        marks = [
            {
                "id": n,
                "start": round(a * 1000),
                "end": round(b * 1000),
                "time_base": Fraction(1, 1000),
                "metadata": {"title": t},
            }
            for n, (a, b, t) in enumerate(chapters)
        ]
        if marks:
            out.set_chapters(marks)
        heard = 0

        def take(number: int, picture: Image) -> None:
            nonlocal heard
            frame = _converted(av, picture)
            frame.pts, frame.time_base = number, Fraction(1, fps)
            out.mux(video.encode(frame))
            heard = _send(av, out, audio, mix, heard, round((number + 1) / fps * RATE))

        # encoding runs beside painting, two pictures behind at most; both spend their time outside of Python
        with ThreadPoolExecutor(max_workers=1) as worker:
            waiting: deque[Future[None]] = deque()
            for number, picture in enumerate(pictures):
                waiting.append(worker.submit(take, number, picture))
                if len(waiting) > 2:
                    waiting.popleft().result()
                if on_progress is not None and on_progress(number + 1, total) is False:
                    raise RenderStopped(f"animatic: stopped after {number + 1} of {total} pictures; no file was left.")
            while waiting:
                waiting.popleft().result()
        out.mux(video.encode(None))
        _send(av, out, audio, mix, heard, len(mix), last=True)
        out.mux(audio.encode(None))


def _video_stream(av: Any, out: Any, size: tuple[int, int], fps: int) -> Any:
    video = out.add_stream("libx264", rate=Fraction(fps))
    video.width, video.height = size
    video.pix_fmt = "yuv420p"
    context = video.codec_context
    context.time_base = Fraction(1, fps)
    context.gop_size = fps  # a key picture each second: stills are found fast, and a player can seek
    context.options = {"crf": "20", "preset": "veryfast", "rc-lookahead": "6"}
    context.thread_count = 2
    # tagged and converted as BT.709, limited range: untagged HD is guessed differently by every player
    context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 1, 1, 1
    return video


def _converted(av: Any, picture: Image) -> Any:
    from av.video.reformatter import ColorRange, Colorspace

    frame = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")
    return frame.reformat(
        format="yuv420p",
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
    )


def _send(av: Any, out: Any, audio: Any, mix: NDArray[np.float32], heard: int, upto: int, last: bool = False) -> int:
    """Encodes whole blocks of sound up to a sample; returns how far it came."""
    while heard < len(mix) and (heard + BLOCK <= upto or last):
        block = mix[heard : heard + BLOCK]
        if audio.codec_context.name == "flac":
            codes = np.clip(np.round(block * 32767), -32768, 32767).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(codes.reshape(1, -1)), format="s16", layout="stereo"
            )
        else:
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block.T), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, heard, Fraction(1, RATE)
        out.mux(audio.encode(frame))
        heard += len(block)
    return heard


def with_flac(film: bytes, mix: NDArray[np.float32]) -> bytes:
    """The same pictures with lossless sound: for players that know H.264 but not AAC."""
    av = _av()
    target = io.BytesIO()
    with av.open(io.BytesIO(film)) as source, av.open(target, "w", format="mp4") as out:
        pictures = source.streams.video[0]
        video = out.add_stream_from_template(pictures)
        audio = out.add_stream("flac", rate=RATE, layout="stereo")
        packets = [p for p in source.demux(pictures) if p.dts is not None]
        heard = 0
        for number, packet in enumerate(packets, 1):
            packet.stream = video
            out.mux(packet)
            heard = _send(av, out, audio, mix, heard, len(mix) * number // len(packets))
        _send(av, out, audio, mix, heard, len(mix), last=True)
        out.mux(audio.encode(None))
    return target.getvalue()


def wav(mix: NDArray[np.float32]) -> bytes:
    """The sound as a WAV file of 16 bits."""
    target = io.BytesIO()
    with wave.open(target, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(np.clip(np.round(mix * 32767), -32768, 32767).astype("<i2").tobytes())
    return target.getvalue()
