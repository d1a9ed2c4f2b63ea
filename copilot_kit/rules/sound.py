"""Rules about sound (A01)."""

from __future__ import annotations

from collections.abc import Iterator

from ..profiles import Engine
from ..shot import TOLERANCE_S, Shot, Span
from . import rule


@rule("A01", "cues lie inside the clip", "error")
def inside(shot: Shot, engine: Engine | None) -> Iterator[tuple[str, str, Span]]:
    """Every sound cue starts and ends within the clip.

    Why: a cue after the last frame is silence.

    Clean:
        Duration 5s.
        0-5s: rain runs down the tram window.
        Sound: the bell rings at 4s.

    Failing:
        Duration 5s.
        0-5s: rain runs down the tram window.
        Sound: the bell rings at 7s.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    if shot.seconds is None:
        return
    for cue in shot.cues:
        late = max(t for t in (cue.start, cue.end, 0.0) if t is not None)
        if late - shot.seconds > TOLERANCE_S:
            yield (
                f"{cue.sound[:60]!r} sounds at {late:g} s, after the clip has ended ({shot.seconds:g} s).",
                f"place it before {shot.seconds:g} s, or ask for a longer clip.",
                cue.place("end" if cue.end == late else "start") or cue.where,
            )


RULES = (inside,)
