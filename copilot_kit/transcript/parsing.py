"""A transcript document, read as far as it can be.

A sound document is read by its exact form (see `copilot_kit.transcript`). Where that fails, the reader looks for
what stands there instead, takes it, and says so in a problem: line, found, expected. The number of turns that the
document declares decides whether there are too few headings (one is damaged) or too many (one is part of a message).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..dialogue.script import Outcome, Seat, Turn, final_prompt
from ..errors import TranscriptError
from . import (
    FINAL,
    HISTORY,
    METADATA,
    NO_FINAL,
    RULE,
    Pairs,
    Transcript,
    fence_for,
    last_copilot,
    unescaped,
)

_HEADING = re.compile(r"(?<=\n\n---\n\n)### Round (\d{1,9}): ([^\n]*)(?=\n\n)")
_LOOSE = re.compile(r"^#{1,6}[ \t]*Round\b(?![ \t]*\d+/)[^\n]*", re.M | re.I)
_HEADER_LINE = re.compile(r"\*\*([^*\n]+)\*\*: ?(.*)")
_BULLET = re.compile(r"- \*\*([^*\n]+)\*\*: ?(.*)")
_UNFINISHED = re.compile(r"turn (\d+) \((\w+)\)")


@dataclass
class _Head:
    """A turn's heading as found: where it starts, where its message starts, and what it says."""

    start: int
    body: int
    round: int
    speaker: str


@dataclass
class _Final:
    """The section of the final prompt: its text, where it ends, its fence, and whether the prompt stands."""

    text: str | None
    end: int
    fence: str = ""
    stands: bool = True


def _without_rule(text: str) -> str:
    """The text without a rule at its end, and the empty lines around that."""
    text = text.rstrip()
    return text[:-3].rstrip() if text == "---" or text.endswith("\n---") else text


_MOST = 50
"""More problems than this are not listed: the document is of another kind."""


class Reading:
    """One pass over a document; `transcript()` is what it holds."""

    def __init__(self, text: str, where: str) -> None:
        self.where, self.problems = where, list[TranscriptError]()
        self.text = text.removeprefix("\ufeff")
        self.newline = "\n"
        crlf = self.text.count("\r\n")
        if crlf and crlf == self.text.count("\n"):
            self.text, self.newline = self.text.replace("\r\n", "\n"), "\r\n"
        elif f"{HISTORY}\r\n" in self.text and f"\n{HISTORY}\n" not in self.text:
            self.problem(self.text.find("\r\n"), "lines that end alike", "save it with LF line ends", "CR LF among LF")
            self.text = self.text.replace("\r\n", "\n")

    def problem(self, at: int, expected: str, fix: str, found: str = "") -> None:
        """Notes what stands at an offset (or `found`) and what should."""
        if len(self.problems) < _MOST:
            line = self.text.count("\n", 0, at) + 1
            self.problems.append(TranscriptError(line, found or self.shown(at), expected, fix, where=self.where))

    def shown(self, at: int) -> str:
        """The line that holds the offset, short, as it is named in a problem."""
        if at >= len(self.text):
            return "the end of the document"
        end = self.text.find("\n", at)
        words = self.text[at : min(end if end >= 0 else len(self.text), at + 300)].strip()
        return repr(words if len(words) <= 60 else words[:59] + "…") if words else "an empty line"

    def transcript(self) -> Transcript:
        """The document's transcript. Raises TranscriptError if nothing of one is there."""
        text = self.text
        if not text.strip():
            raise TranscriptError(
                0, "nothing in it", "a transcript", "give a document that a dialogue wrote", self.where
            )
        if not re.search(r"^#{1,6}.*(?:Final Prompt|Dialogue History|Round \d+: )", text, re.M):
            fix = "give a document that a dialogue wrote, or the path of a file that exists"
            lead = len(text) - len(text.lstrip())
            raise TranscriptError(1, self.shown(lead), f"a transcript with the section {HISTORY!r}", fix, self.where)
        title, at = self.title()
        header, at = self.header(at)
        section = self.final(at)
        start, end = self.history(section.end)
        footer, closing = self.footer(end)
        turns = self.turns(start, end, header, footer)
        final = section.text if section.stands else None
        lost = section.text is None or (section.stands and not section.text.strip())
        if section.text is not None and lost:
            self.problem(section.end, f"the prompt in the section {FINAL!r}", "write it there", "no words")
        if lost:
            held = (final_prompt(t.text) for t in reversed(turns) if t.seat == "copilot")
            final = next((found[0] for found in held if found), None)
        elif not section.stands and section.text != last_copilot(turns):
            self.problem(
                text.find(NO_FINAL), "the last copilot message", "copy it there", "another text under that note"
            )
        usual = fence_for(section.text or "")
        problems = tuple(sorted(self.problems, key=lambda p: p.line))
        fence = "" if section.fence == usual else section.fence
        return Transcript(turns, final, title, header, footer, closing, fence, self.newline, problems)

    def title(self) -> tuple[str, int]:
        if self.text.startswith("# "):
            end = self.text.find("\n")
            return self.text[2:end], end + 1
        self.problem(len(self.text) - len(self.text.lstrip()), "a title, '# ...'", "add one as the first line")
        return "", 0

    def header(self, at: int) -> tuple[Pairs, int]:
        """The pairs up to the first rule or section, and where they end."""
        stop = re.compile(r"^(?:---[ \t]*|#{1,6} .*)$", re.M).search(self.text, at)
        end = stop.start() if stop else len(self.text)
        pairs = self.pairs(_HEADER_LINE, at, end, "'**Name**: value'")
        known = dict(pairs)
        for name in ("Generated", "Created by", "Dialogue Rounds"):
            if name not in known:
                self.problem(end, f"the line '**{name}**: ...' in the header", "add it")
        if not {"Model", "Agent Model", "Orchestrator Model"} & set(known):
            self.problem(end, "the line '**Model**: ...' in the header", "add it")
        if stop and stop[0].strip() == "---":
            return pairs, stop.end()
        self.problem(end, "the rule '---' that ends the header", "add it")
        return pairs, end

    def pairs(self, form: re.Pattern[str], at: int, end: int, expected: str) -> Pairs:
        found = []
        for line in self.text[at:end].split("\n"):
            if match := form.fullmatch(line):
                found.append((match[1], match[2]))
            elif line.strip():
                self.problem(at, expected, "write it in that form, or take the line out")
            at += len(line) + 1
        return tuple(found)

    def section(self, heading: str, at: int) -> re.Match[str] | None:
        """The heading of a section after `at`, written as it should be or nearly so."""
        strict = re.compile(rf"^{heading}$", re.M).search(self.text, at)
        if strict:
            return strict
        name = heading.split(" ", 2)[2]
        loose = re.compile(rf"^#{{1,6}}[^\w\n]*{name}[^\w\n]*$", re.M | re.I).search(self.text, at)
        if loose:
            self.problem(loose.start(), repr(heading), "write the heading like that")
        return loose

    def final(self, at: int) -> _Final:
        """What the section of the final prompt holds."""
        text = self.text
        heading = self.section(FINAL, at)
        history = re.compile(rf"^{HISTORY}$", re.M).search(text, at)
        if not heading or (history and heading.start() > history.start()):
            at += len(text[at:]) - len(text[at:].lstrip())
            self.problem(at, f"the section {FINAL!r}", "add it")
            return _Final(None, at)
        start = heading.end()
        note = re.compile(rf"\s*{re.escape(NO_FINAL)}").match(text, start)
        start = note.end() if note else start
        opening = re.compile(r"\s*^((`{3,}|~{3,})[^\n`]*)\n", re.M).match(text, start)
        if opening:
            start, bars = opening.end(), opening[2]
            end = text.find(f"\n{bars}{RULE}{HISTORY}\n\n", start - 1)
            if end >= 0:
                return _Final(text[start : max(end, start)], end + 1 + len(bars), opening[1], not note)
        following = re.compile(r"^(?:#{1,6}[^\w\n]*Dialogue History[^\w\n]*|### Round \d+: .*)$", re.M).search(
            text, start
        )
        stop = following.start() if following else len(text)
        inside = _without_rule(text[start:stop])
        if not opening:
            at = start + len(text[start:stop]) - len(text[start:stop].lstrip())
            self.problem(at, "the fence '```' around the final prompt", "add it")
            return _Final(inside.strip(), stop, stands=not note)
        ends = [m.start() for m in re.finditer(rf"^{bars}[ \t]*$", inside, re.M)]
        if not ends:
            self.problem(stop, f"the fence {bars!r} that ends the final prompt", "add it")
        elif following and following[0] == HISTORY:
            self.problem(stop, "a rule '---' before it and empty lines around", "add them", f"{HISTORY!r} alone")
        return _Final(inside[: max(ends[-1] - 1, 0)] if ends else inside, stop, opening[1], not note)

    def history(self, at: int) -> tuple[int, int]:
        """Where the turns start and end."""
        heading = self.section(HISTORY, at)
        if heading:
            start = heading.end()
            start += len(self.text[start : start + 2]) - len(self.text[start : start + 2].lstrip("\n"))
        else:
            first = _LOOSE.search(self.text, at)
            start = first.start() if first else len(self.text)
            self.problem(start, f"the section {HISTORY!r}", "add it before the first turn")
        if self.text.startswith(f"{METADATA}\n", start):
            return start, start
        end = self.text.rfind(f"{RULE}{METADATA}\n", start)
        return start, end if end >= 0 else self.loose_metadata(start)

    def loose_metadata(self, start: int) -> int:
        """Where the turns end in a document whose metadata are not introduced as they should be."""
        found = list(re.compile(r"^#{1,6}[^\w\n]*Metadata[^\w\n]*$", re.M | re.I).finditer(self.text, start))
        if not found or not re.compile(r"\s*- \*\*").match(self.text, found[-1].end()):
            self.problem(len(self.text), f"the section {METADATA!r}", "add it")
            return len(self.text)
        at = found[-1].start()
        self.problem(at, f"a rule '---', then {METADATA!r}", "write the heading like that")
        return len(_without_rule(self.text[:at]))

    def footer(self, end: int) -> tuple[Pairs, str]:
        heading = re.compile(r"^#{1,6}[^\w\n]*Metadata[^\w\n]*$", re.M | re.I).search(self.text, end)
        if not heading:
            return (), ""
        rule = self.text.find("\n---\n\n", heading.end())
        start = rule + 6
        if rule < 0:
            rule = max(self.text.rfind("\n- **", heading.end()), heading.end())
            rule = end if (end := self.text.find("\n", rule + 1)) >= 0 else len(self.text)
            start = len(self.text) - len(self.text[rule:].lstrip("-\n"))
            self.problem(start, "a rule '---' and an empty line before the closing line", "add them")
        elif start >= len(self.text):
            self.problem(start, "a closing line", "add one that says where the document comes from")
        return self.pairs(_BULLET, heading.end(), rule, "'- **Name**: value'"), self.text[start:]

    def turns(self, start: int, end: int, header: Pairs, footer: Pairs) -> tuple[Turn, ...]:
        heads = self.checked_heads(start, end, header, footer)
        if heads and (lead := _without_rule(self.text[start : heads[0].start]).strip()):
            at = self.text.find(lead, start)
            self.problem(at, "'### Round <number>: <speaker>'", "add the heading of that turn")
        unfinished = {int(n): outcome for n, outcome in _UNFINISHED.findall(dict(footer).get("Unfinished", ""))}
        copilot = next((h.speaker for h in heads if h.round == 0), None)
        by_name = copilot is not None and len({h.speaker for h in heads}) > 1
        turns = []
        for number, head in enumerate(heads):
            last = number + 1 == len(heads)
            stop = end if last else heads[number + 1].start
            raw = self.text[min(head.body, stop) : stop]
            if not last:
                raw = raw.removesuffix(RULE) if raw.endswith(RULE) else _without_rule(raw)
            if by_name:
                seat: Seat = "copilot" if head.speaker == copilot else "creator"
            else:
                seat = "copilot" if head.round == (heads[number - 1].round if number else 0) else "creator"
            outcome: Outcome = unfinished.get(number + 1, "done")
            turns.append(Turn(head.round, seat, head.speaker, unescaped(raw), outcome=outcome))
        return tuple(turns)

    def checked_heads(self, start: int, end: int, header: Pairs, footer: Pairs) -> list[_Head]:
        """The headings of turns, as many as the document declares if that can be."""
        declared = {
            name: int(count[0])
            for name, pairs in (("Dialogue Rounds", header), ("Total Rounds", footer))
            if (count := re.match(r"\d{1,9}", dict(pairs).get(name, "")))
        }
        heads = self.heads(start, end)
        if declared and len(heads) > max(declared.values()):
            fewer = _in_order(heads)
            heads = fewer if len(fewer) in declared.values() else heads
        elif declared and len(heads) not in declared.values():
            heads = self.loose_heads(start, end, heads)
        for name, number in declared.items():
            if number != len(heads):
                at = max(self.text.find(f"**{name}**"), 0)
                self.problem(at, f"{len(heads)}, the number of turns that follow",
                             "correct the number, or bring back what is missing", f"{name} {number}")  # fmt: skip
        return heads

    def heads(self, start: int, end: int) -> list[_Head]:
        """Headings that stand where a heading must: at the start, or after a rule."""
        found = [
            _Head(m.start(), m.end() + 2, int(m[1]), m[2])
            for m in _HEADING.finditer(self.text, start, min(end + 2, len(self.text)))
        ]
        first = re.compile(r"### Round (\d{1,9}): ([^\n]*)(?=\n\n)").match(self.text, start)
        if first and not (found and found[0].start == start):
            found.insert(0, _Head(start, first.end() + 2, int(first[1]), first[2]))
        return found

    def loose_heads(self, start: int, end: int, heads: list[_Head]) -> list[_Head]:
        """The headings with those that are damaged: no rule before, a wrong number, a missing colon."""
        good = {h.start: h for h in heads}
        speakers = list(dict.fromkeys(h.speaker for h in heads))
        found: list[_Head] = []
        for m in _LOOSE.finditer(self.text, start, end):
            if m.start() in good:
                found.append(good[m.start()])
                continue
            form = re.fullmatch(r"#+\s*Round\s*(\d{1,9})?(\w*)\s*[:.–—-]?\s*(.*)", m[0], re.I)
            number, junk, speaker = (form[1], form[2], form[3].strip()) if form else (None, "", "")
            if not (m.start() == start or speaker in speakers or self.text.endswith(RULE, start, m.start())):
                continue
            last = found[-1] if found else None
            if not speaker:
                speaker = next((s for s in speakers if not last or s != last.speaker), "")
            due = 0 if last is None else last.round + (len(found) < 2 or found[-2].round == last.round)
            at_round = due if number is None or junk else int(number)
            wanted = f"### Round {at_round}: {speaker or '<speaker>'}"
            if m[0] == wanted:
                self.problem(
                    m.start(), "a rule '---' before it and empty lines around", "add them", f"{wanted!r} alone"
                )
            else:
                self.problem(m.start(), f"{wanted!r}, after a rule '---'", "write the heading like that")
            body = m.end() + (2 if self.text.startswith("\n\n", m.end()) else 1)
            found.append(_Head(m.start(), body, at_round, speaker))
        return found


def _in_order(heads: list[_Head]) -> list[_Head]:
    """The headings that carry a dialogue on: by the two who speak first, in this round or the next."""
    names: list[str] = []
    kept: list[_Head] = []
    for h in heads:
        known = h.speaker in names or len(names) < 2
        if known and (not kept or h.round - kept[-1].round in (0, 1)):
            names += [] if h.speaker in names else [h.speaker]
            kept.append(h)
    return kept
