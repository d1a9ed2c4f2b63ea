"""A dialogue as a Markdown document, and back.

    # title                         what it is
    **Generated**: ...              header: pairs, one to a line
    ---
    ## 🎬 Final Prompt              in a fence that is longer than any inside
    ---
    ## 💬 Dialogue History
    ### Round 0: Speaker            a turn: heading, blank line, message, blank line, rule
    ---
    ## 📊 Metadata                  pairs again, then a closing line

A message may hold anything. Only two things in it could be taken for structure: a rule that is followed
by a line like `### Round 2: Somebody` or `## 📊 Metadata`. The writer puts a backslash before such a line (Markdown
shows it as it was), the reader takes it away, so what is written is read back character for character.

Pairs are kept in their order and as they stand, so a document from elsewhere is written again byte for
byte; the well-known ones have names here (`generated`, `model`, ...). A damaged document is read as far as it goes:
`problems` says what was found where, and what should stand there.

Absent on purpose: usage and voices of turns (the library keeps them), the clock, and the disk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from ..dialogue.script import Turn, final_prompt
from ..errors import TranscriptError

FINAL = "## 🎬 Final Prompt"
HISTORY = "## 💬 Dialogue History"
METADATA = "## 📊 Metadata"
NO_FINAL = "*No final prompt stands. What follows is the last copilot message.*"
RULE = "\n\n---\n\n"
_LOOKS_OURS = re.compile(r"(?<=\n\n---\n\n)(?=\\*(?:### Round \d{1,9}: |## 📊 Metadata))")
_ESCAPED = re.compile(r"(?<=\n\n---\n\n)\\(?=\\*(?:### Round \d{1,9}: |## 📊 Metadata))")

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Transcript:
    """The ordered turns of a dialogue, the prompt they led to, and what the document says of itself.

    final     the final prompt, or None where none stands
    header    pairs under the title: Generated, Created by, Dialogue Rounds, Model (or Agent Model and
              Orchestrator Model), ... in the order of the document
    footer    pairs of the metadata; `metadata` is the same as a dict
    closing   all that follows the metadata
    fence     opening line of the fence around the final prompt, where it is not the usual one
    newline   how lines end in the document
    problems  what is damaged, as TranscriptError values; empty when all is well
    """

    turns: tuple[Turn, ...] = ()
    final: str | None = None
    title: str = "Video Prompt"
    header: Pairs = ()
    footer: Pairs = ()
    closing: str = ""
    fence: str = ""
    newline: str = "\n"
    problems: tuple[TranscriptError, ...] = field(default=(), compare=False)

    @property
    def metadata(self) -> dict[str, str]:
        """The pairs of the metadata section by name."""
        return dict(self.footer)

    @property
    def generated(self) -> str:
        return dict(self.header).get("Generated", "")

    @property
    def created_by(self) -> str:
        return dict(self.header).get("Created by", "")

    @property
    def rounds(self) -> int:
        """Number of turns, which documents call Dialogue Rounds."""
        return len(self.turns)

    @property
    def model(self) -> str:
        """The one model of both seats, or "" where the seats differ."""
        return dict(self.header).get("Model", "")

    @property
    def agent_model(self) -> str:
        """The model in the creator's seat."""
        return dict(self.header).get("Agent Model", self.model)

    @property
    def orchestrator_model(self) -> str:
        """The model in the copilot's seat."""
        return dict(self.header).get("Orchestrator Model", self.model)

    @property
    def final_round(self) -> int | None:
        """The round in which the final prompt was written, or None where no turn holds it."""
        held = [t.round for t in self.turns if t.seat == "copilot" and _holds(t, self.final)]
        return held[-1] if held else None

    def to_markdown(self) -> str:
        """The document. Reading it gives an equal transcript; a sound document comes back byte for byte."""
        header = self.header or (("Dialogue Rounds", str(self.rounds)),)
        footer = self.footer or counts(self.turns, self.final, self.final_round)
        body = self.final if self.final is not None else last_copilot(self.turns)
        note = "" if self.final is not None else f"{NO_FINAL}\n\n"
        fence = self.fence if self.fence and not _breaks(self.fence, body) else fence_for(body)
        bars = _bars(fence)
        parts = [f"# {_flat(self.title)}\n\n"]
        parts += [f"**{_flat(k)}**: {_flat(v)}\n" for k, v in header]
        parts += [f"\n---\n\n{FINAL}\n\n{note}{fence}\n{body}\n{bars}{RULE}{HISTORY}\n\n"]
        parts += [f"### Round {t.round}: {_flat(t.speaker)}\n\n{escaped(t.text)}{RULE}" for t in self.turns]
        parts += [f"{METADATA}\n\n"]
        parts += [f"- **{_flat(k)}**: {_flat(v)}\n" for k, v in footer]
        parts += [f"\n---\n\n{self.closing}"]
        text = "".join(parts)
        return text if self.newline == "\n" else text.replace("\n", self.newline)

    def __repr__(self) -> str:
        final = "no final prompt" if self.final is None else f"final prompt of {len(self.final)} characters"
        trouble = f", {len(self.problems)} problems" if self.problems else ""
        return f"<Transcript {self.title!r}: {len(self.turns)} turns, {final}{trouble}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        from .showing import plain

        printer.text(plain(self))

    def _repr_html_(self) -> str:
        from .showing import html

        return html(self)


def document_of(
    turns: tuple[Turn, ...],
    final: str | None,
    *,
    at: datetime,
    models: tuple[str, str],
    creator: str = "Creator",
    copilot: str = "Copilot",
    title: str = "Video Prompt",
    final_round: int | None = None,
) -> Transcript:
    """The transcript of a new dialogue, with counts that are true.

    models are those of creator and copilot; one Model line where they are the same.
    """
    agent, orchestrator = models
    named = (
        (("Model", agent),) if agent == orchestrator else (("Agent Model", agent), ("Orchestrator Model", orchestrator))
    )
    draft = Transcript(turns, final, title)
    header = (
        ("Generated", at.strftime("%Y-%m-%d %H:%M:%S")),
        ("Created by", f"{creator} + {copilot}"),
        ("Dialogue Rounds", str(len(turns))),
        *named,
    )
    number = draft.final_round if final_round is None else final_round
    footer = (*counts(turns, final, number), ("Generated At", at.isoformat()), ("API Model", orchestrator))
    return replace(
        draft, header=header, footer=footer, closing=f"*A dialogue of {_flat(creator)} and {_flat(copilot)}.*\n"
    )


def counts(turns: tuple[Turn, ...], final: str | None, final_round: int | None) -> Pairs:
    """The pairs of the metadata that can be counted."""
    pairs = [
        ("Total Rounds", str(len(turns))),
        ("Final Round", "none" if final_round is None else str(final_round)),
        ("Prompt Length", f"{len(final or '')} characters"),
    ]
    open_turns = [f"turn {n} ({t.outcome})" for n, t in enumerate(turns, 1) if t.outcome != "done"]
    return (*pairs, *((("Unfinished", ", ".join(open_turns)),) if open_turns else ()))


def _holds(turn: Turn, final: str | None) -> bool:
    found = final_prompt(turn.text)
    return final is not None and found is not None and found[0] == final


def last_copilot(turns: tuple[Turn, ...]) -> str:
    return next((t.text for t in reversed(turns) if t.seat == "copilot"), "")


def _flat(value: str) -> str:
    """On one line, for what has only one."""
    return re.sub(r"[\r\n]+", " ", value)


def escaped(message: str) -> str:
    return _LOOKS_OURS.sub(r"\\", "\n\n" + message)[2:]


def unescaped(message: str) -> str:
    return _ESCAPED.sub("", "\n\n" + message)[2:]


def fence_for(body: str) -> str:
    return "`" * max(3, 1 + max(map(len, re.findall("`+", body)), default=0))


def _bars(fence: str) -> str:
    """The closing line of a fence: its opening without the language."""
    return fence[: len(fence) - len(fence.lstrip(fence[0]))]


def _breaks(fence: str, body: str) -> bool:
    """True if the body would end its own fence before its own end."""
    return f"\n{_bars(fence)}{RULE}{HISTORY}\n\n" in f"\n{body}\n"


def parse(text: str, where: str = "transcript", *, strict: bool = False) -> Transcript:
    """The transcript that a document holds; what is damaged is listed in `problems`.

    Raises TranscriptError for a text in which nothing of a transcript is found, and with `strict` for the
    first problem of any other; the error's `transcript` is what could be read.
    """
    from .parsing import Reading

    read = Reading(text, where).transcript()
    if strict and read.problems:
        error = read.problems[0]
        error.transcript = read
        raise error
    return read


def looks_like_transcript(text: str) -> bool:
    """True if a text has the sections of a transcript document, sound or not."""
    return bool(re.search(rf"^(?:{FINAL}|{HISTORY})\s*$", text, re.M))
