"""The loss report: the compiled text is read again, and each control of the shot is looked for in it.

Nothing is taken on trust. A control counts as kept when reading finds it (or its words) in the text, or when it stands
among the settings; all else gets a line with the reason that whoever left it out has noted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..profiles import Engine
from ..reading import read
from ..shot import TOLERANCE_S, Control, Shot, Span
from .dialects import UNTIMED, WHOLE
from .job import Loss
from .plan import A_TIME, CLIP, TIMES, seconds_of
from .remainder import Left, Said, left_over
from .script import Part, Script
from .wording import like, number, untimed

_INDEX = re.compile(r"\[\d+\]")
_ITEM = re.compile(r"(cues|grades|lines)\[(\d+)\]")
_TIMES = frozenset(
    "beats.start beats.end cues.start cues.end events.at moves.start moves.end moves.length grades.start grades.end "
    "lines.start lines.end".split()
)
_WORDS = frozenset(
    "beats.action beats.label beats.camera cues.sound grades.look lines.words lines.speaker on_screen.words "
    "palette".split()
)
_LENGTH = re.compile(
    r"(?:duration|length|runtime|run time|total|clip|video|long|about|exactly|overall|单|时长|時長|秒)", re.I
)
"""What is said around the length of a clip, which is a setting."""
_TIME_WORDS = frozenset("seconds second from until till first final last".split())


@dataclass(frozen=True)
class Account:
    """What it takes to say what was lost: the shot, its script as it was emitted, and what was noted on the way.

    moved holds places of the prompt that are gone as a whole, with the reason.
    """

    shot: Shot
    engine: Engine
    script: Script
    factor: float
    notes: list[Loss]
    moved: dict[Span, str] = field(default_factory=dict)

    def losses(self, text: str, settings: Mapping[str, Any]) -> tuple[Loss, ...]:
        """One line for each control that did not survive as it stood, in the order of the prompt."""
        search = _Search(self, text, settings)
        unsaid = dict(self.script.unsaid)
        notes = [replace(n, became="", why=unsaid[n.became]) if n.became in unsaid else n for n in self.notes]
        noted = {note.path for note in notes}
        found, settled = [], []
        for control in self.shot.controls:
            loss = None if control.path in noted or search.unsaid(control.where) else search.lost(control)
            if loss is not None and _plain(loss.was) != _plain(loss.became):
                found.append((control.where.start, loss))
            if loss is not None or control.path in noted or isinstance(control.value, float):
                settled.append(control.where)
        for part in search.parts:
            if (part.dropped or part.rest) and id(part) not in search.explained:
                path = f"beats[{part.beat}].{part.topic}" if part.beat >= 0 else part.topic
                found.append((part.where.start, Loss(path, part.words if part.dropped else part.rest, "", part.why)))
        for title in self.script.titles:
            if _plain(title.of(self.shot.text)) not in search.words:
                loss = Loss("sections.title", title.of(self.shot.text), "", "a title is no picture")
                found.append((title.start, loss))
        end = self.shot.prompt.end
        said = {note.became for note in self.notes}
        found += [(end, Loss("exclusions", words, "", why)) for words, why in unsaid.items() if words not in said]
        settled += search.settled()
        cut = " ".join(n.was for n in notes if n.path.endswith(".time"))
        lines = [f"{x.was} {x.became}" for x in (*notes, *(loss for _, loss in found))]
        for left in left_over(self.shot, self.script, Said(f"{text} {cut}", settings, lines), settled):
            found.append((left.where.start, Loss("words", left.words, "", search.reason(left))))
        found.sort(key=lambda pair: pair[0])
        return (*notes, *(loss for _, loss in found))


class _Search:
    """The compiled text, read again and laid out for looking things up."""

    def __init__(self, account: Account, text: str, settings: Mapping[str, Any]) -> None:
        self.account, self.engine, self.text, self.settings = account, account.engine, text, settings
        self.order = f"{self.engine.title} is told things in order, without times"
        self.words = _plain(text)
        self.told = frozenset(self.words.split())
        self.parts = sorted(account.script.every(), key=lambda p: p.where)
        self._starts = [p.where.start for p in self.parts]
        self._longest = max((p.where.end - p.where.start for p in self.parts), default=0)
        self.explained: set[int] = set()
        self._moments: set[float] | None = None
        self._numbers: dict[str, list[float]] = {}
        self._ids: dict[str, set[str]] = {}
        again = read(text)
        for control in again.controls:
            self._keep(_family(control.path), control.value)
        for beat in again.beats:  # an end that is the next start has no place of its own, and yet it is stated
            self._keep("beats.start", beat.start)
            self._keep("beats.end", beat.end)
        for cue in again.cues:
            self._keep("cues.start", cue.start)
            self._keep("cues.end", cue.end)
        for values in self._numbers.values():
            values.sort()

    def _keep(self, family: str, value: float | int | str | None) -> None:
        if isinstance(value, str):
            self._ids.setdefault(family, set()).add(value)
        elif value is not None:
            self._numbers.setdefault(family, []).append(float(value))

    def settled(self) -> Iterator[Span]:
        """Places of the prompt that are spoken for without being a control."""
        script = self.account.script
        yield from script.comments
        yield from script.titles
        yield from self.account.moved
        yield from (Span(a, b) for a, b, words in script.edits if words == CLIP)
        yield from (where for _, where, _ in script.kept_out)
        yield from (where for _, where in script.asked.values())
        yield from (p.where for p in self.parts if p.dropped and id(p) not in self.explained)
        shot = self.account.shot
        for control in shot.controls:
            if control.path == "seconds":
                line = shot.text.rfind("\n", 0, control.where.start) + 1, shot.text.find("\n", control.where.end)
                near = Span(line[0], line[1] if line[1] >= 0 else len(shot.text))
                yield control.where
                yield from (Span(*m.span()) for m in _LENGTH.finditer(shot.text, *near))

    def unsaid(self, where: Span) -> bool:
        """True for what stands in a comment to the linter."""
        return any(c.holds(where) for c in self.account.script.comments)

    def reason(self, left: Left) -> str:
        """Why words that no control holds are gone."""
        if left.times and self.engine.dialect in UNTIMED:
            return self.order
        part = self._part(left.where)
        return part.why if part is not None and part.why else f"the dialect of {self.engine.title} has no place for it"

    def lost(self, control: Control) -> Loss | None:
        """The line for a control, or None if it is kept."""
        family, value = _family(control.path), control.value
        was = f"{number(value)} {control.unit}".strip() if isinstance(value, float) else str(value)
        if family == "seconds":
            seconds = self.settings["seconds"]
            return None if seconds == value else Loss(control.path, was, f"{seconds:g} s", "the length is a setting")
        if family.startswith("settings."):
            return self._setting(control, was)
        if family in _TIMES and isinstance(value, float):
            return self._time(control, family, value)
        if family in _WORDS:
            return None if _plain(str(value)) in self.words else self._reworded(control, str(value))
        if isinstance(value, str):
            kept = value in self._ids.get(family, ())
        else:
            near = self._nearest(family, float(value))
            kept = near is not None and abs(near - value) < 1e-6
        if kept:
            return None
        part = self._part(control.where)
        written = control.where.of(self.account.shot.text)
        if (part is None or not part.dropped) and self._stands(written):
            return None  # it is said as it was, and not left to whether reading takes it for a control there
        told = written if isinstance(value, str) else was  # an id of ours would hide "slow" in "slow push-in"
        return Loss(control.path, told, "", self._why(control, "not stated in a way that can be read back"))

    def _setting(self, control: Control, was: str) -> Loss | None:
        name = control.path.partition(".")[2].partition("[")[0]
        engine, seconds = self.engine, f"{self.settings['seconds']:g}"
        if name == "model":
            known = was in (engine.name, engine.model, *engine.aliases)
            return None if known else Loss(control.path, was, engine.model, "compiled for another engine")
        if name == "seconds":
            same = was.rstrip("s ") == seconds
            return None if same else Loss(control.path, was, f"{seconds} s", "the length is a setting")
        if str(self.settings.get({"aspect": "ratio"}.get(name, name), "")).lower() == was.lower():
            return None
        if name in ("aspect", "size", "resolution"):
            frame = " ".join(str(self.settings[k]) for k in ("size", "ratio", "resolution") if k in self.settings)
            return Loss(control.path, was, frame, "said in the engine's settings")
        return Loss(control.path, was, "", f"{engine.title} has no setting of that name")

    def _time(self, control: Control, family: str, value: float) -> Loss | None:
        script, was = self.account.script, f"{number(value)} s"
        now = value * self.account.factor
        if (why := self._moved(control)) is not None:
            return Loss(control.path, was, "", why)
        near = self._nearest(family, now)
        if near is not None and abs(near - now) <= TOLERANCE_S + 1e-9:
            if abs(now - value) <= TOLERANCE_S:
                return None
            return Loss(control.path, was, f"{number(near)} s", f"the clip is {script.seconds:g} s long")
        part = self._part(control.where) or self._part(self._item(control))
        if part is not None and part.dropped:
            return Loss(control.path, was, "", part.why)
        told = control.where.of(self.account.shot.text)
        if family.endswith(".end") and now > script.seconds + TOLERANCE_S and near is not None:
            return Loss(control.path, was, f"{script.seconds:g} s", f"the clip ends at {script.seconds:g} s")
        if self._moment(now) or ((again := like(told, now)) is not None and ":" in again and self._stands(again)):
            same = abs(now - value) <= TOLERANCE_S
            return (
                None if same else Loss(control.path, was, f"{number(now)} s", f"the clip is {script.seconds:g} s long")
            )
        if self.engine.dialect in UNTIMED:
            return Loss(control.path, was, "", self.order)
        if self.engine.dialect in WHOLE and near is not None and abs(near - now) < 1.0 and family.startswith("beats"):
            return Loss(control.path, was, f"{number(near)} s", f"{self.engine.title} takes whole seconds")
        return Loss(control.path, was, "", self._why(control, "the order is kept, the moment is not stated"))

    def _reworded(self, control: Control, value: str) -> Loss | None:
        inside = self._inside(control.where)
        gone = [p for p in inside if p.dropped]
        self.explained.update(id(p) for p in gone)
        if gone:
            was = value if len(gone) == len(inside) else " ".join(p.words for p in gone)
            return Loss(control.path, was, "", gone[0].why)
        missing = [w for w in _plain(value).split() if len(w) > 3 and w not in self.told]
        if not missing:
            return None
        left = " ".join(untimed(p.words) if self.engine.dialect in UNTIMED else p.words for p in inside)
        self.explained.update(id(p) for p in inside if p.rest)
        if set(missing) <= _TIME_WORDS:
            return Loss(control.path, value, left, self.order)
        return Loss(control.path, value, left, self._why(control, f"reworded; missing: {', '.join(missing[:8])}"))

    def _item(self, control: Control) -> Span:
        """Where the sound, the grade ... of a control stands: its time may stand before it, at the head of a list."""
        if (match := _ITEM.match(control.path)) is None:
            return control.where
        where: Span = getattr(self.account.shot, match[1])[int(match[2])].where
        return where

    def _nearest(self, family: str, wanted: float) -> float | None:
        """The number of that family that is nearest, the later one of two equally near."""
        values = self._numbers.get(family, [])
        at = bisect_left(values, wanted)
        return min(values[max(at - 1, 0) : at + 1], key=lambda v: (round(abs(v - wanted), 3), -v), default=None)

    def _inside(self, where: Span) -> list[Part]:
        low = bisect_left(self._starts, where.start - self._longest)
        high = bisect_left(self._starts, where.end)
        return [p for p in self.parts[low:high] if p.where.overlaps(where)]

    def _part(self, where: Span) -> Part | None:
        return next(iter(self._inside(where)), None)

    def _stands(self, written: str) -> bool:
        ends = r"(?![.:]?\d)" if written[-1:].isdigit() else r"(?![\w:])"
        return re.search(rf"(?<![\w.:]){re.escape(written)}{ends}", self.text, re.I) is not None

    def _moment(self, at: float) -> bool:
        """True if the words say that moment, as a clock or in seconds."""
        if self._moments is None:
            self._moments = {
                round(seconds_of(n), 1) for m in TIMES.finditer(self.text) for n in A_TIME.findall(m.group())
            }
        return round(at, 1) in self._moments

    def _moved(self, control: Control) -> str | None:
        item = self._item(control)
        return next(
            (why for span, why in self.account.moved.items() if span.overlaps(control.where) or span.overlaps(item)),
            None,
        )

    def _why(self, control: Control, otherwise: str) -> str:
        if (why := self._moved(control)) is not None:
            return why
        if control.path.endswith("label") and self.engine.dialect in ("paragraph", "camera"):
            return "a title is no picture, and this engine takes no labels"
        part = self._part(control.where)
        return part.why if part is not None and part.why else otherwise


def _family(path: str) -> str:
    return _INDEX.sub("", path)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))
