"""Cutting: a shot becomes a script. One walk through the prompt, beat by beat and line by line.

Reading has found the beats, the cues and the rest with their places; here the words between those places are given
their topics, by the label they stand under, by the section, and in free prose by what they state.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ..rules.masks import ALLOW
from ..shot import Beat, Shot, Span
from . import fields, taking, wording
from .refusing import Refusal, refusals
from .script import Edit, Part, Phase, Script


def script_of(shot: Shot, edits: list[Edit], factor: float, seconds: float, strict: bool = False) -> Script:
    """The parts of a shot, with edits of its text applied and its times multiplied by factor.

    strict takes what is kept out from the beats too; else it stays there, for it holds for its beat only.
    """
    return _Cutter(shot, edits, factor, seconds, strict).script


def _reframes(shot: Shot) -> bool:
    """True if beats open on different sizes: that is a cut, whether or not it is called one."""
    sizes = [c for c in shot.controls if c.path.startswith("camera.size")]
    opening = set()
    for beat in shot.beats:
        for where in (beat.place("camera"), beat.place("action")):
            if where is not None:
                opening |= {c.value for c in sizes if where.start <= c.where.start < where.start + 12}
    return len(opening) > 1


_NOUGHT = frozenset(("none", "no", "nil", "off", "n/a", "null"))


class _Cutter:
    """Walks once through the prompt, beat by beat and line by line."""

    def __init__(self, shot: Shot, edits: list[Edit], factor: float, seconds: float, strict: bool) -> None:
        self.shot, self.text, self.factor, self.strict = shot, shot.text, factor, strict
        words = shot.words
        one = bool(fields.TAKE.search(words)) or (fields.CUTS.search(words) is None and not _reframes(shot))
        self.script = Script(seconds, factor, one, edits=edits)
        self.script.common = frozenset(re.findall(r"(?<![.!?]\s)(?<!^)\b[a-z][a-z'’-]*", words))
        self.script.speakers = tuple(dict.fromkeys(line.speaker for line in shot.lines if line.speaker))
        plain = words.lower().split()
        self.script.english = (len(plain) < 12 and not re.search(r"[\u3040-\u9fff]", words)) or sum(
            w in fields.ENGLISH for w in plain
        ) > 0.04 * len(plain)
        self.edits = sorted(edits)
        self._edit_starts = [e[0] for e in self.edits]
        self._denials = sorted(e.place("what") or e.where for e in shot.exclusions)
        self._denial_starts = [where.start for where in self._denials]
        spoken = [line.where for line in shot.lines]
        self._prose_settings = [
            told
            for told in taking.settings_in(self.text, *shot.prompt)
            if not any(told[2] < said.end and said.start < told[3] for said in spoken)
        ]
        self._refusals = [
            told
            for told in refusals(self.text, *shot.prompt)
            if not any(told.start < said.end and said.start < told.end for said in spoken)
        ]
        if "allow" in words:
            self.script.comments = [Span(*m.span()) for m in ALLOW.finditer(self.text, *shot.prompt)]
        self._control_starts = [c.where.start for c in shot.controls]
        self._titles = [s.place("title") or Span(s.where.start, s.where.start) for s in shot.sections]
        self._end = shot.seconds or float("inf")
        self.topic, self.label = "scene", ""
        self.window: tuple[float | None, float | None] = (None, None)
        self.stands = False
        self.columns: dict[int, str] = {}
        self.lead: Part | None = None
        self._told: dict[tuple[str, float | None], int] = {}
        self._walk()

    # ── going through ──

    def _walk(self) -> None:
        at, end = self.shot.prompt
        if fields.RECORD.match(self.text, at, end):
            self._records(at, end)
        else:
            for number, beat in enumerate(self.shot.beats):
                self._open(beat)
                if beat.where.start > at:
                    self._lines(at, beat.where.start)
                self._beat(number, beat)
                at = max(at, beat.where.end)
            self._lines(at, end)
        near = self.shot.prompt.start + max(600, len(self.shot.words) // 3)
        heads = [p for p in self.script.parts if p.topic == "scene" and not p.label and self._opens(p)]
        for part in heads[:2]:
            if part.where.start < near:
                part.rank = 5

    def _opens(self, part: Part) -> bool:
        """True for the first sentence of a paragraph."""
        return not self.text[self.shot.prompt.start : part.where.start].rstrip(" -*").rpartition("\n")[2]

    def _open(self, beat: Beat) -> None:
        f = self.factor
        start = None if beat.start is None else round(beat.start * f, 3)
        end = None if beat.end is None else round(beat.end * f, 3)
        spoken = any(line.words == beat.label for line in self.shot.lines)
        self.script.phases.append(Phase(start, end, "" if spoken else beat.label))
        if spoken:
            where = beat.place("label") or beat.where
            said = Part(f'"{beat.label}"', "speech", where, "", None, None, len(self.script.phases) - 1, 1)
            self.script.phases[-1].action.append(said)

    def _beat(self, number: int, beat: Beat) -> None:
        before = self.topic, self.label, self.window
        camera, action = beat.place("camera"), beat.place("action")
        after = self.text[action.end : action.end + 1] if action is not None else ""
        if action is not None and (after == "”" or (after == '"' and action.of(self.text).count('"') % 2)):
            action = Span(action.start, action.end + 1)  # the words it ends on are spoken
        if camera is not None and not (action is not None and action.holds(camera)):
            self._sentences(*camera, "camera", "", number)
        low = beat.where.start
        if action is not None:
            self._action(*action, number)
            self._join_speech(number)
            low = max(low, self._line_end(beat, action))
        elif camera is None:
            low = self._behind_head(beat)
        self.topic, self.label, self.window = "action", "", (None, None)
        for a, b in self._left(low, beat.where.end, camera, action):
            self._lines(a, b, number)
        self.topic, self.label, self.window = before
        self.lead = None

    def _join_speech(self, number: int) -> None:
        """Put the words that opened a beat and "she asks" behind them into one sentence again."""
        told = self.script.phases[number].action
        if len(told) > 1 and told[0].topic == "speech" and told[1].words[:1].islower():
            told[0].words += f" {told.pop(1).words}"

    def _line_end(self, beat: Beat, action: Span) -> int:
        """Where the rest of a beat begins: what stands between its head and its action is head, camera or a field."""
        newline = self.text.find("\n", beat.where.start, action.start)
        return action.end if newline < 0 else newline

    def _behind_head(self, beat: Beat) -> int:
        ends = [where.end for name, where in beat.places if name in ("start", "end", "label", "length")]
        at = max([beat.where.start, *ends])
        tail = fields.TAIL.match(self.text, at)
        return tail.end() if tail else at

    def _left(self, low: int, high: int, *taken: Span | None) -> Iterator[tuple[int, int]]:
        """Lines of a beat that are neither its camera nor its action."""
        for line in fields.LINE.finditer(self.text, low, high):
            a, b = line.span()
            if fields.TIME_ONLY.match(self.text, a, b):
                continue
            inside = sorted(t for t in taken if t is not None and t.start < b and a < t.end)
            if not inside:
                yield a, b
            elif inside[-1].end < b and fields.TIME_ONLY.match(self.text, inside[-1].end, b) is None:
                yield inside[-1].end, b

    def _lines(self, start: int, end: int, beat: int = -1) -> None:
        blank = False
        for line in fields.FULL_LINE.finditer(self.text, start, end):
            a, b = line.span()
            if a == b:
                continue
            if not self.text[a:b].strip():
                blank, self.lead = True, None
                self.window = (None, None)
                continue
            self._line(a, a + len(self.text[a:b].rstrip()), beat, blank)
            blank = False

    def _line(self, a: int, b: int, beat: int, blank: bool) -> None:
        text = self.text
        if fields.RULE.match(text, a, b) or any(c.start <= a and b <= c.end for c in self.script.comments):
            return
        title = next((t for t in self._titles if a <= t.start and t.end <= b), None) if beat < 0 else None
        if (
            title is not None
            and len(title.of(text).split()) > 2
            and text[b - 1 : b] in ":："
            and text[a:b].lstrip()[0] != "#"
        ):
            title = title if fields.topic_of(title.of(text)) else None  # a sentence that leads in a list, and no title
        if title is not None and not text[title.end : b].strip(" *_:：#|-—)"):
            if fields.SLUG.match(title.of(text)):
                self._sentences(*title, "scene", "", beat)
            elif fields.topic_of(title.of(text)) is None:
                self.script.titles.append(title)
            self._enter(title.of(text))
            return
        if text[a:b].count("|") >= 2 or (beat >= 0 and "|" in text[a:b]):
            self._cells(a, b, beat)
            return
        mark = fields.BULLET.match(text, a, b)
        bullet = bool(mark and mark.group().strip())
        at = mark.end() if mark else a
        head = fields.HEAD.match(text, at, b)
        if head and (head["b"] or head["one"] or head["unit"] or ":" in head["a"]):
            self.window = self._time(head["a"]), self._time(head["b"]) if head["b"] else None
            at = head.end()
            self.lead = None
            self.stands = not text[at:b].strip()
            if self.stands:
                return
        elif not bullet and not self.stands:  # a time before its words holds for them and for the list below them
            self.window = (None, None)
        label, topic, begins = "", self.topic, at
        if none := next((r for r in self._refusals if r.field and a <= r.start <= at < r.end <= b), None):
            self._keep_out(none)  # "Music: none" is no field of its line
            at = begins = b - len(text[none.end : b].lstrip(" .;,。；，*_|)"))
            if at >= b:
                return
        found = fields.LABEL.match(text, at, b)
        if found and self._is_setting(found["label"], found.end(), b):
            return
        if found and (title is not None or len(found["label"].split()) <= 5):
            own = fields.topic_of(found["label"])
            empty = found.end() >= b
            if empty and (own is not None or title is not None):
                self._enter(found["label"])
                return
            if not empty:
                label = found["label"].strip(" *_")
                if title is not None or (not bullet and blank and own is not None and beat < 0):
                    self._enter(label)
                topic = own or topic
                if self.topic in ("sound", "grade", "negative", "speech", "palette") and bullet:
                    topic = self.topic
                at = found.end()
                if beat >= 0 and (own is None or (topic in ("beats", "scene") and not fields.SILENT.match(label))):
                    at, label, topic = begins, "", "action" if topic in ("beats", "scene") else topic
                elif beat >= 0 and topic in ("beats", "scene"):
                    label, topic = "", "action"
        if text[b - 1 : b] in (":", "：") and not bullet:
            self._sentences(at, b, topic, label, beat, lead=True, first=begins)
            return
        if bullet and self.lead is not None:
            words = self._said(at, b, topic, beat)
            if words:
                name = f"{label.lower()}: " if label else ""
                words = f"{name}{wording.small(words.rstrip('.'), self.script.common)}"
                joint = " " if self.lead.words.endswith((":", "：")) else "; "
                self.lead.words = f"{self.lead.words.rstrip('.')}{joint}{words}"
                self.lead.where = Span(self.lead.where.start, b)
            return
        if beat < 0 and topic in ("sound", "speech") and (field := fields.INLINE.search(text, at, b)):
            self._sentences(at, field.start(), topic, label, beat, first=begins)
            self._line(field.start(), b, beat, False)
            return
        opens = self.window != (None, None) and head is not None and topic in ("grade", "palette", "light")
        self._sentences(at, b, topic, label, beat, lead=opens, first=begins)

    def _cells(self, a: int, b: int, beat: int) -> None:
        """A row of a table: each cell speaks of what its column is headed; the head itself says nothing."""
        line = self.text.rfind("\n", 0, a) + 1
        for cell in fields.CELL.finditer(self.text, a, b):
            words = cell.group().strip(" -:*_")
            if not words:
                continue
            column = self.text.count("|", line, cell.start())
            if beat < 0 and fields.RULED.match(self.text, b):
                self.columns[column] = words
                continue
            head = self.columns.get(column, "")
            left = cell.start() + len(cell.group()) - len(cell.group().lstrip())
            topic = fields.topic_of(head) or "scene" if head else self.topic
            if beat >= 0 and topic in ("scene", "beats"):
                topic = "action"
            self._sentences(left, left + len(cell.group().strip()), topic, "", beat)

    def _is_setting(self, label: str, a: int, b: int) -> bool:
        """True for a line that only sets a parameter; what it asks for is noted."""
        name = fields.SETTINGS.get(label.strip(" *_").lower())
        value = self.text[a:b].strip(" *_`\"',.")
        if (
            name is None
            or not value
            or len(value.split()) > 3
            or (name == "seconds" and not fields.LENGTH.fullmatch(value))
        ):
            return False
        if name != "seconds":
            self.script.asked.setdefault(name, (value, Span(a, b)))
        return True

    def _enter(self, label: str) -> None:
        self.topic = fields.topic_of(label) or "scene"
        if self.topic == "beats":
            self.topic = "scene"
        self.label, self.window, self.lead = label, (None, None), None

    def _time(self, written: str) -> float:
        minutes, _, seconds = written.rpartition(":")
        return round((float(minutes) * 60 if minutes else 0.0) * self.factor + float(seconds) * self.factor, 3)

    def _records(self, start: int, end: int) -> None:
        """The strings of a JSON prompt: each under the key it belongs to."""
        beats = self.shot.beats
        for beat in beats:
            self._open(beat)
        key = ""
        for match in fields.STRING.finditer(self.text, start, end):
            if match[2]:
                key = match[1].replace("_", " ")
                continue
            number = next((n for n, b in enumerate(beats) if b.where.start <= match.start() < b.where.end), -1)
            topic = fields.topic_of(key) or "scene"
            if number >= 0 and topic in ("beats", "scene"):
                topic = "action"
            if re.search(r"time|start|end$|label|title|name|seconds|duration", key) or not match[1].strip():
                continue
            if any(
                s.where.start < match.end(1) and match.start(1) < s.where.end for s in self.shot.settings
            ) or self._is_setting(key, *match.span(1)):
                continue
            if match[1].strip().lower() in _NOUGHT:
                for refusal in self._refusals:
                    if refusal.field and refusal.start < match.end(1) <= refusal.end:
                        self._keep_out(refusal)
                continue
            if fields.CLOCKS.fullmatch(match[1]):
                continue
            if self._spoken_record(Span(*match.span(1)), number):
                continue
            if topic == "action":
                self._action(*match.span(1), number)
            else:
                self.window = self._record_window(Span(*match.span(1))) if topic == "sound" else (None, None)
                self._sentences(*match.span(1), topic, "" if number >= 0 and topic != "lens" else key, number)

    def _spoken_record(self, where: Span, beat: int) -> bool:
        """True for the words or the speaker of a line; the words are put as a script puts them."""
        for line in self.shot.lines:
            if (line.place("speaker") or Span(0, 0)).overlaps(where):
                return True
            if line.where.overlaps(where):
                f, who = self.factor, f"{line.speaker}: " if line.speaker else ""
                start = None if line.start is None else line.start * f
                end = None if line.end is None else line.end * f
                self._put(Part(f'{who}"{line.words}"', "speech", where, "", start, end, beat, 1))
                return True
        return False

    def _record_window(self, where: Span) -> tuple[float | None, float | None]:
        """The time of a sound that stands beside it and not in its words."""
        cue = next((c for c in self.shot.cues if c.where.overlaps(where)), None)
        if cue is None or cue.start is None or where.holds(cue.place("start") or where):
            return None, None
        return cue.start * self.factor, None if cue.end is None else cue.end * self.factor

    # ── words ──

    def _action(self, start: int, end: int, beat: int) -> None:
        for order, (a, b) in enumerate(wording.sentences(self.text, start, end)):
            words = self._said(a, b, "action", beat)
            if not words or words.rstrip(".").isdigit():
                continue
            if any(c.where.start <= a and b <= c.where.end + 1 for c in self.shot.cues):
                self.script.phases[beat].sound.append(Part(words, "sound", Span(a, b), "", None, None, beat, 15))
            else:
                part = Part(words, "action", Span(a, b), "", None, None, beat, fields.rank_of("action", order))
                if fields.SPOKEN.search(words) or any(
                    line.where.start >= a and line.where.end <= b + 1 for line in self.shot.lines
                ):
                    part.topic, part.rank = "speech", 1
                self.script.phases[beat].action.append(part)

    def _sentences(
        self, start: int, end: int, topic: str, label: str, beat: int, lead: bool = False, first: int | None = None
    ) -> None:
        if topic == "action" and beat >= 0:
            self._action(start, end, beat)
            return
        spans = wording.sentences(self.text, start, end)
        if topic in ("sound", "negative", "speech"):
            spans = [(start, end)] if spans else []
        for a, b in spans:
            words = self._said(a, b, topic, beat)
            if topic in ("negative", "settings") or not words:
                label, first = "", None
                continue
            place = Span(a if first is None else first, b)
            first = None
            part = Part(words, self._fits(topic, a, b), place, label, *self.window, beat)
            if part.topic == "sound" and not label:
                part.words = fields.SOUNDS.sub("", part.words, count=1) or part.words
            told = part.topic, part.start
            part.rank = fields.rank_of(part.topic, self._told.get(told, 0))
            self._told[told] = self._told.get(told, 0) + 1
            if beat >= 0 and part.topic == "camera":
                part.rank = 12
            elif self._has(a, b, ("people",)):
                part.rank = 6
            if part.topic == "camera" and self._has(a, b, ("moves", "camera.size")):
                part.rank = 4
            self._put(part)
            label = ""
            if lead and (a, b) == spans[-1 if self.text[end - 1] in ":：" else 0]:
                self.lead = part
                if self.text[end - 1] in ":：":
                    part.words += ":"

    def _fits(self, topic: str, a: int, b: int) -> str:
        """The topic of a sentence in free prose: what it states decides."""
        if topic != "scene":
            spoken = fields.SPOKEN.match(self.text[a:b]) and any(a <= line.where.start < b for line in self.shot.lines)
            return "speech" if spoken and topic in ("light", "camera", "look", "palette", "grade", "lens") else topic
        if any(a <= line.where.start < b for line in self.shot.lines):
            return "speech"
        if any(
            a <= cue.where.start and cue.where.end <= b + 1 and (cue.start is None or cue.start < self._end)
            for cue in self.shot.cues
        ):
            return "sound"  # what would begin at the end of the clip is a length: "A bell tower, 12 s."
        if self._frames(a, b):
            return "camera"
        return topic

    def _frames(self, a: int, b: int) -> bool:
        """True for a sentence that is about the camera: a short one, or one that opens with it."""
        low, high = bisect_right(self._control_starts, a - 1), bisect_right(self._control_starts, b)
        told = [c.where.start for c in self.shot.controls[low:high] if c.path.startswith(("moves", "camera."))]
        return bool(told) and (b - a < 60 or told[0] - a < 16)

    def _has(self, a: int, b: int, paths: tuple[str, ...]) -> bool:
        low = bisect_right(self._control_starts, a - 1)
        high = bisect_right(self._control_starts, b)
        return any(c.path.startswith(paths) for c in self.shot.controls[low:high])

    def _put(self, part: Part) -> None:
        if part.beat < 0:
            self.script.parts.append(part)
            return
        phase = self.script.phases[part.beat]
        {"camera": phase.camera, "lens": phase.camera, "sound": phase.sound, "speech": phase.speech}.get(
            part.topic, phase.action
        ).append(part)

    def _keep_out(self, refusal: Refusal) -> None:
        self.script.kept_out += [(what, Span(refusal.start, refusal.end), refusal.said) for what in refusal.things]

    def _said(self, a: int, b: int, topic: str, beat: int) -> str:
        """The words between two offsets with the edits made, and without what is kept out or set elsewhere."""
        text = self.text
        if topic == "negative":
            for item in fields.ITEM.finditer(text, a, b):
                self.script.kept_out.append((item.group(), Span(*item.span()), ""))
            return ""
        low, high = bisect_right(self._edit_starts, a - 1), bisect_right(self._edit_starts, b)
        cuts = [e for e in self.edits[low:high] if e[1] <= b]
        cuts += [(max(a, c.start), min(b, c.end), "") for c in self.script.comments if c.start < b and a < c.end]
        for refusal in self._refusals:
            left, right = refusal.start, refusal.end
            if a <= left and right <= b and (refusal.field or self.strict or topic != "action" or beat < 0):
                cuts = [e for e in cuts if e[1] <= left or right <= e[0]]
                cuts.append((left, right, ""))
                self._keep_out(refusal)
        done = a
        low, high = bisect_right(self._denial_starts, a - 1), bisect_right(self._denial_starts, b - 1)
        for where in self._denials[low:high]:
            if where.start < done or any(r.start < where.end and where.start < r.end for r in self._refusals):
                continue
            if topic == "action" and beat >= 0 and not self.strict:
                continue  # it holds for its beat; a negative prompt would hold for the clip
            if found := taking.denied(text, a, b, where):
                done = found[1]
                cuts.append((found[0], found[1], ""))
                self.script.kept_out += [(thing, where, found[3]) for thing in found[2]]
        for name, value, left, right in self._prose_settings:
            if a <= left and right <= b and not any(left < e[1] and e[0] < right for e in cuts):
                cuts.append((left, right, ""))
                self.script.asked.setdefault(name, (value, Span(left, right)))
        if not cuts:
            return wording.neat(text[a:b])
        words = taking.edited(text, a, b, cuts)
        if "\0" in words:  # plan.CLIP: the length of the clip stood here
            words = " ".join(
                c.replace("\0", "") if "\0" not in c else taking.without_length(c.replace("\0", "9"))
                for c in re.split(r"(?<=[;,.|])\s", words)
            )
        return wording.tidy(words)
