"""Recorded turns, replayed: a dialogue that costs nothing and is the same each time.

    recorder = Tape.record(voice)                 speaks as that voice does, and keeps what it said
    Dialogue("an idea", copilot=recorder).run()
    recorder.save("talk.jsonl")                   or .md: the transcript of the whole dialogue
    Dialogue("an idea", copilot="tape:talk.jsonl").run()

A turn is found by its seat and its number among the turns of that seat. A tape in JSON lines also knows after which
words each turn was said, and misses if others were; a transcript document fits any words.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

from .. import files
from ..dialogue.script import SEATS, Outcome, Request, Seat, Turn, Usage, finished, standing
from ..errors import InputError, TapeMiss
from ..transcript import Transcript, document_of, parse
from . import Piece, Spoken, Voice

SCHEMA = "tape.1"

Key = tuple[Seat, int]


class Tape:
    """A voice that says again what was recorded.

    source : turns, a Transcript, or the path of a transcript document or of a tape in JSON lines
    """

    def __init__(self, source: str | Path | Transcript | Iterable[Turn], name: str = "") -> None:
        self._turns: dict[Key, tuple[Turn, str]] = {}
        self.where = "tape"
        if isinstance(source, str | Path):
            self.where = f"tape {source}"
            rows = _read(Path(source))
        else:
            rows = [(turn, "") for turn in (source.turns if isinstance(source, Transcript) else source)]
        counts = dict.fromkeys(SEATS, 0)
        for turn, before in rows:
            self._turns[turn.seat, counts[turn.seat]] = turn, before
            counts[turn.seat] += 1
        self.name = name or (f"tape:{source}" if isinstance(source, str | Path) else "tape")
        self.model = "tape"

    @staticmethod
    def record(voice: Voice) -> Recorder:
        """A voice that speaks as the given one does and keeps what it says. One recorder may fill both seats."""
        return Recorder(voice)

    def __len__(self) -> int:
        return len(self._turns)

    def __repr__(self) -> str:
        return f"<Tape {self.name}, {len(self)} turns>"

    async def speak(self, request: Request) -> AsyncIterator[str | Spoken]:
        """The recorded turn. Raises TapeMiss if there is none for this request."""
        key = _key(request)
        held = self._turns.get(key)
        if held is None:
            there = sum(seat == request.seat for seat, _ in self._turns)
            raise self._miss(request, f"the tape holds {there} of that seat")
        turn, before = held
        if before and before != digest_before(request):
            raise self._miss(request, "the turn on the tape was said after other words")
        if turn.text:
            yield turn.text
        yield Spoken(turn.outcome, turn.usage)

    def _miss(self, request: Request, found: str) -> TapeMiss:
        number = _key(request)[1] + 1
        return TapeMiss(
            f"{self.where}: {request.seat} turn {number} (round {request.round}, task {request.task!r}) was asked for, "
            f"and {found}. Fix: record it: voice = Tape.record(another voice), play the dialogue with "
            f"{request.seat}=voice, then voice.save('talk.jsonl')."
        )


class Recorder:
    """A voice that keeps what another one says; made by `Tape.record`."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.name, self.model = voice.name, voice.model
        self._rows: dict[Key, tuple[Turn, str]] = {}
        self._whole: tuple[Request, Turn] | None = None

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What it said, in order."""
        return tuple(turn for turn, _ in self._rows.values())

    @property
    def tape(self) -> Tape:
        """A tape of it."""
        return Tape(self.turns)

    async def speak(self, request: Request) -> AsyncIterator[Piece]:
        """What the voice says."""
        pieces: list[str] = []
        end = Spoken("truncated")
        async for piece in self.voice.speak(request):
            if isinstance(piece, Spoken):
                end = piece
                break
            if isinstance(piece, str):
                pieces.append(piece)
            yield piece
        brief = request.brief
        speaker = brief.creator if request.seat == "creator" else brief.copilot
        turn = Turn(request.round, request.seat, speaker, "".join(pieces), end.usage, self.name, end.outcome)
        key = _key(request)
        self._rows.pop(key, None)  # spoken anew after a stop: the later one counts, and stands last
        self._rows[key] = turn, digest_before(request)
        self._whole = request, turn
        yield end

    def save(self, path: str | Path) -> Path:
        """The path, after writing: a .jsonl tape of what it said, or the transcript of the whole dialogue."""
        path = Path(path)
        if self._whole is None:
            raise InputError(f"{path}: nothing was recorded yet. Fix: play a dialogue with this voice first.")
        if path.suffix == ".jsonl":
            rows = [{"schema": SCHEMA, "voice": self.name, "model": self.model}]
            rows += [{**asdict(turn), "before": before} for turn, before in self._rows.values()]
            text = "".join(json.dumps(row) + "\n" for row in rows)
        else:
            request, turn = self._whole
            brief, turns = request.brief, finished((*request.said, turn))
            text = document_of(
                turns, standing(turns).final, at=datetime.now(), models=(self.model, self.model),
                creator=brief.creator, copilot=brief.copilot,
            ).to_markdown()  # fmt: skip
        try:
            path.write_bytes(text.encode("utf-8", "replace"))
        except OSError as e:
            raise InputError(f"{path}: cannot be written ({e.strerror or e}). Fix: name another path.") from e
        return path


def _key(request: Request) -> Key:
    return request.seat, sum(turn.seat == request.seat for turn in request.said)


def digest_before(request: Request) -> str:
    """Digests the idea and all that was said before, seat by seat."""
    said = [request.brief.idea, *((turn.seat, turn.text) for turn in request.said)]
    return sha256(json.dumps(said).encode()).hexdigest()


def _read(path: Path) -> list[tuple[Turn, str]]:
    if path.suffix != ".jsonl":
        text, name = files.document(path)
        return [(turn, "") for turn in parse(text, name).turns]
    lines = files.text_of(path).split("\n")
    head = _row(path, 1, lines[0])
    if head.get("schema") != SCHEMA:
        raise InputError(f"{path}, line 1: schema is {head.get('schema')!r}, expected {SCHEMA!r}. Fix: record it anew.")
    return [_turn(path, n, _row(path, n, line)) for n, line in enumerate(lines[1:], 2) if line.strip()]


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as e:
        raise InputError(f"{path}, line {number}: found no JSON ({e}), expected one turn. Fix: record it anew.") from e
    if not isinstance(row, dict):
        raise InputError(f"{path}, line {number}: found {line[:40]!r}, expected an object. Fix: record it anew.")
    return row


def _turn(path: Path, number: int, row: dict[str, Any]) -> tuple[Turn, str]:
    before = row.pop("before", "")
    try:
        usage = row.pop("usage", None)
        turn = Turn(**row, usage=Usage(**usage) if usage else None)
    except TypeError as e:
        raise InputError(f"{path}, line {number}: {e}, expected the fields of a turn. Fix: record it anew.") from e
    if turn.seat not in SEATS or turn.outcome not in get_args(Outcome) or not isinstance(turn.text, str):
        raise InputError(f"{path}, line {number}: found {str(row)[:60]}, expected a turn. Fix: record it anew.")
    return turn, str(before)
