"""The loss report: the compiled text is read again, and each control of the shot is looked for in it.

Nothing is taken on trust. A control counts as kept when reading finds it (or its words) in the text, or when it stands
among the settings; all else gets a line with the reason that whoever left it out has noted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..profiles import Engine
from ..reading import read
from ..shot import TOLERANCE_S, Control, Shot, Span
from .dialects import UNTIMED, WHOLE
from .job import Loss
from .script import Part, Script
from .wording import clock, number, untimed

_INDEX = re.compile(r"\[\d+\]")
_TIMES = frozenset(
    "beats.start beats.end cues.start cues.end events.at moves.start moves.end moves.length grades.start grades.end "
    "lines.start lines.end".split()
)
_TIME_WORDS = frozenset("seconds second from until till first final last".split())
_WORDS = frozenset(
    {
        "beats.action",
        "beats.label",
        "beats.camera",
        "cues.sound",
        "grades.look",
        "lines.words",
        "lines.speaker",
        "on_screen.words",
        "palette",
    }
)


@dataclass
class Account:
    """What is needed to say what was lost: the shot, its script as it was emitted, and the notes made on the way."""

    shot: Shot
    engine: Engine
    script: Script
    factor: float
    notes: list[Loss]
    moved: dict[Span, str] = field(default_factory=dict)
    text: str = ""
    _parts: list[Part] = field(default_factory=list)

    def losses(self, text: str, settings: Mapping[str, Any]) -> tuple[Loss, ...]:
        """One line for each control that did not survive as it stood, in the order of the prompt."""
        self.text = text
        again = read(text, seconds=settings.get("seconds"))
        there: dict[str, list[float | int | str]] = {}
        for control in again.controls:
            there.setdefault(_family(control.path), []).append(control.value)
        for beat in again.beats:  # an end that is the next start has no place of its own, and yet it is stated
            there.setdefault("beats.start", []).extend(v for v in (beat.start,) if v is not None)
            there.setdefault("beats.end", []).extend(v for v in (beat.end,) if v is not None)
        for cue in again.cues:
            there.setdefault("cues.start", []).extend(v for v in (cue.start,) if v is not None)
            there.setdefault("cues.end", []).extend(v for v in (cue.end,) if v is not None)
        words = _plain(text)
        told = frozenset(words.split())
        self._parts = list(self.script.every())
        noted = {note.path for note in self.notes}
        found: list[tuple[int, Loss]] = []
        explained: set[int] = set()
        for control in self.shot.controls:
            if control.path in noted:
                continue
            loss = self._lost(control, there, words, told, settings, explained)
            if loss is not None:
                found.append((control.where.start, loss))
        for part in self._parts:
            if part.dropped and id(part) not in explained:
                path = f"beats[{part.beat}].{part.topic}" if part.beat >= 0 else part.topic
                found.append((part.where.start, Loss(path, part.words, "", part.why)))
        found.sort(key=lambda pair: pair[0])
        return (*self.notes, *(loss for _, loss in found))

    def _lost(
        self,
        control: Control,
        there: Mapping[str, list[float | int | str]],
        words: str,
        told: frozenset[str],
        settings: Mapping[str, Any],
        explained: set[int],
    ) -> Loss | None:
        family, value = _family(control.path), control.value
        was = f"{number(value)} {control.unit}".strip() if isinstance(value, float) else str(value)
        if family == "seconds":
            seconds = settings["seconds"]
            return None if seconds == value else Loss(control.path, was, f"{seconds:g} s", "the length is a setting")
        if family.startswith("settings."):
            return self._setting(control, was, settings)
        if family in _TIMES and isinstance(value, float):
            return self._time(control, family, value, there)
        if family in _WORDS:
            if _plain(str(value)) in words:
                return None
            return self._words(control, str(value), told, explained)
        values = there.get(family, [])
        same = (
            any(abs(v - value) < 1e-6 for v in values if isinstance(v, float | int))
            if isinstance(value, float | int)
            else value in values
        )
        if same:
            return None
        part = self._part(control.where)
        if part is None or not part.dropped:
            written = control.where.of(self.shot.text)
            if re.search(rf"(?<!\w){re.escape(written)}(?!\w)", self.text, re.I):
                return Loss(
                    control.path, was, written, "stands in the words; reading it back finds nothing of that kind there"
                )
        return Loss(control.path, was, "", self._why(control, "not stated in a way that can be read back"))

    def _setting(self, control: Control, was: str, settings: Mapping[str, Any]) -> Loss | None:
        name = {"aspect": "ratio"}.get(control.path.partition(".")[2].partition("[")[0], control.path.partition(".")[2])
        if name == "model":
            known = was in (self.engine.name, self.engine.model, *self.engine.aliases)
            return None if known else Loss(control.path, was, self.engine.model, "compiled for another engine")
        if name == "seconds":
            seconds = f"{settings['seconds']:g}"
            same = was.rstrip("s ") == seconds
            return None if same else Loss(control.path, was, f"{seconds} s", "the length is a setting")
        if str(settings.get(name, "")).lower() == was.lower():
            return None
        if name in ("ratio", "size", "resolution"):
            became = " ".join(str(settings[k]) for k in ("size", "ratio", "resolution") if k in settings)
            return Loss(control.path, was, became, "said in the engine's settings")
        return Loss(control.path, was, "", f"{self.engine.title} has no setting of that name")

    def _time(
        self, control: Control, family: str, value: float, there: Mapping[str, list[float | int | str]]
    ) -> Loss | None:
        now = value * self.factor
        if (why := self._moved(control)) is not None:
            return Loss(control.path, f"{number(value)} s", "", why)
        values = [v for v in there.get(family, []) if isinstance(v, float | int)]
        was = f"{number(value)} s"
        near = min(values, key=lambda v: (round(abs(v - now), 3), -v), default=None)
        if near is not None and abs(near - now) <= TOLERANCE_S + 1e-9:
            if abs(now - value) <= TOLERANCE_S:
                return None
            return Loss(control.path, was, f"{number(near)} s", f"the clip is {self.script.seconds:g} s long")
        part = self._part(control.where) or self._part(self._item(control))
        if part is not None and part.dropped:
            return Loss(control.path, was, "", part.why)
        if self.engine.dialect in UNTIMED:
            return Loss(control.path, was, "", f"{self.engine.title} is told things in order, without times")
        if self.engine.dialect in WHOLE and near is not None and abs(near - now) < 1.0 and family.startswith("beats"):
            return Loss(control.path, was, f"{number(near)} s", f"{self.engine.title} takes whole seconds")
        for written in (clock(now, millis=True), clock(now), control.where.of(self.shot.text)):
            if re.search(rf"(?<![\d.:]){re.escape(written)}(?![\d:])", self.text):
                return Loss(
                    control.path, was, written, "stands in the words; reading it back finds no time of that kind there"
                )
        return Loss(control.path, was, "", self._why(control, "the order is kept, the moment is not stated"))

    def _words(self, control: Control, value: str, told: frozenset[str], explained: set[int]) -> Loss | None:
        inside = [p for p in self._parts if p.where.overlaps(control.where)]
        gone = [p for p in inside if p.dropped]
        for part in gone:
            explained.add(id(part))
        if gone and len(gone) == len(inside):
            return Loss(control.path, value, "", gone[0].why)
        if gone:
            return Loss(control.path, " ".join(p.words for p in gone), "", gone[0].why)
        missing = [w for w in _plain(value).split() if len(w) > 3 and w not in told]
        if not missing:
            return None
        left = " ".join(untimed(p.words) if self.engine.dialect in UNTIMED else p.words for p in inside)
        if set(missing) <= _TIME_WORDS:
            return Loss(control.path, value, left, f"{self.engine.title} is told things in order, without times")
        return Loss(control.path, value, left, self._why(control, f"reworded; missing: {', '.join(missing[:8])}"))

    def _item(self, control: Control) -> Span:
        """Where the sound, the grade ... of a control stands: its time may stand before it, at the head of a list."""
        if (match := re.match(r"(cues|grades|lines)\[(\d+)\]", control.path)) is None:
            return control.where
        where: Span = getattr(self.shot, match[1])[int(match[2])].where
        return where

    def _part(self, where: Span) -> Part | None:
        return next((p for p in self._parts if p.where.overlaps(where)), None)

    def _moved(self, control: Control) -> str | None:
        return next((why for span, why in self.moved.items() if span.overlaps(control.where)), None)

    def _why(self, control: Control, otherwise: str) -> str:
        if (why := self._moved(control)) is not None:
            return why
        if (
            control.path.startswith("beats")
            and control.path.endswith("label")
            and self.engine.dialect in ("paragraph", "camera")
        ):
            return "a title is no picture, and this engine takes no labels"
        part = self._part(control.where)
        return part.why if part is not None and part.why else otherwise


def _family(path: str) -> str:
    return _INDEX.sub("", path)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))
