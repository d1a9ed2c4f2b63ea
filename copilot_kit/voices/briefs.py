"""What a model is sent: its seat's brief first, then what was said, then what this turn has to do.

    system     the brief of the seat (data/briefs/*.md), filled in: engine, persona, manner. The same in every request
    message 1  the idea, the frame, craft notes chosen for the idea, and the direction of the first turn
    then       own turns as the assistant's, the other seat's as the user's, each followed by the direction that was
               given with it
    last       the direction of this turn

Directions stay where they were given. So each request of a seat is the one before it, byte for byte, with more at its
end: all of it but the newest turns can be read from a cache. Nothing here depends on what an earlier process sent:
the requests of a resumed dialogue are the same as if it had never stopped.

Only words are sent: no name of a voice, no usage, no thinking of an earlier turn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from .. import files
from ..dialogue.script import Brief, Request, Seat, Turn, guidance, upcoming
from ..errors import InputError
from ..profiles import Engine

Role = Literal["creator", "copilot", "orchestrator"]

MOST_NOTES = 4


@dataclass(frozen=True, slots=True)
class Message:
    """One message: who it is from as the vendors see it, and its text."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """All words of a request, in the order in which the model reads them."""

    system: str
    messages: tuple[Message, ...]

    @property
    def text(self) -> str:
        """All of it in one piece, to measure and to compare."""
        return "\x1e".join((self.system, *(f"{m.role}\x1f{m.text}" for m in self.messages)))

    def to_markdown(self) -> str:
        """The request as people read it."""
        parts = ["#### system\n", quoted(self.system)]
        for number, message in enumerate(self.messages, 1):
            parts += [f"\n#### message {number}: {message.role}\n", quoted(message.text)]
        return "\n".join(parts) + "\n"


def quoted(text: str) -> str:
    """The text in a fence that nothing inside can close."""
    bars = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{bars}text\n{text}\n{bars}"


def sent(request: Request, role: Role | None = None) -> Sent:
    """What the model in this seat is sent for this request.

    role : "orchestrator" for the one who judges from outside; else the seat of the request
    """
    role = role or request.seat
    system = system_brief(request.brief, role)
    if role == "orchestrator":
        return Sent(system, (Message("user", _whole_dialogue(request)),))
    messages: list[Message] = []
    pending = [opening(request.brief, role)]
    for at, turn in enumerate(request.said):
        if turn.seat == request.seat:
            pending.append(_direction(_guidance_then(request, at)))
            messages += [Message("user", _joined(pending)), Message("assistant", _said(turn))]
            pending = []
        else:
            pending.append(_harmless(_said(turn)))
    pending.append(_direction(request.guidance))
    messages.append(Message("user", _joined(pending)))
    return Sent(system, tuple(messages))


def _joined(parts: list[str]) -> str:
    return "\n\n".join(p for p in parts if p)


def _said(turn: Turn) -> str:
    """A turn's words; vendors refuse a message without any."""
    return turn.text.strip() or "(nothing was said)"


_OURS = re.compile(r"<(?=/?(?:direction|idea|frame|craft|turn)\b)", re.I)


def _harmless(words: str) -> str:
    """Words of somebody else, in which no tag of the host can be forged."""
    return _OURS.sub("‹", words)


def _direction(words: str) -> str:
    return f"<direction>\n{words.strip()}\n</direction>" if words.strip() else ""


def _guidance_then(request: Request, at: int) -> str:
    """The direction that stood at the end of an earlier request: it follows from the turns before it."""
    turn, before = request.said[at], request.said[:at]
    asked = _asked(replace(request.brief, engine=None), before)  # a direction knows no engine
    if asked is not None and asked.seat == turn.seat:
        return asked.guidance
    return guidance(Request(turn.seat, turn.round, "talk", request.brief, before))


@lru_cache(maxsize=256)
def _asked(brief: Brief, before: tuple[Turn, ...]) -> Request | None:
    return upcoming(brief, before)


def opening(brief: Brief, role: Role) -> str:
    """What stands at the head of the first message: the idea, the frame, and craft notes for this idea."""
    idea = _harmless(brief.idea.strip()) or "(none was given)"
    frame = [f"Rounds: up to {brief.rounds}."]
    frame.append(f"Length: {brief.seconds:g} s." if brief.seconds else "Length: open; propose one.")
    frame.append(f"Shape: {brief.format}." if brief.format else "Shape: open.")
    parts = [f"<idea>\n{idea}\n</idea>", "<frame>\n" + "\n".join(frame) + "\n</frame>"]
    notes = chosen_notes(brief.idea) if role == "copilot" else ()
    if notes:
        parts.append(
            "<craft>\nNotes of ours that fit this idea; use what serves it.\n- " + "\n- ".join(notes) + "\n</craft>"
        )
    return _joined(parts)


def _whole_dialogue(request: Request) -> str:
    turns = (f'<turn seat="{t.seat}" round="{t.round}">\n{_harmless(_said(t))}\n</turn>' for t in request.said)
    return _joined([opening(request.brief, "orchestrator"), *turns, _direction(request.guidance)])


# ------------------------------------------------------------------------------------------------ the brief


def system_brief(brief: Brief, role: Role) -> str:
    """The brief of a seat, filled in from the dialogue's own. The same for all turns of a dialogue."""
    texts = files.briefs()
    parts = (texts[role], texts[f"manner-{brief.manner}"], texts["persona-open"])
    return _filled(role, parts, brief.creator, brief.copilot, brief.persona, engine_limits(brief.engine))


@lru_cache(maxsize=16)
def _filled(role: Role, texts: tuple[str, str, str], creator: str, copilot: str, persona: str, engine: str) -> str:
    template, manner, anybody = (text.strip() for text in texts)
    values = {
        "creator": creator, "copilot": copilot, "engine": engine, "manner": manner,
        "persona": played(persona) or anybody,
    }  # fmt: skip
    return filled(template, values, role)


def filled(template: str, values: Mapping[str, str], where: str) -> str:
    """The template with each {name} replaced, once and for all: a value may hold braces of its own."""

    def value(m: re.Match[str]) -> str:
        if m[1] not in values:
            raise InputError(
                f"data/briefs/{where}.md: found the placeholder {m[0]}, expected one of "
                f"{', '.join('{' + v + '}' for v in values)}. Fix: mend that word."
            )
        return values[m[1]]

    return re.sub(r"\{([a-z_]+)\}", value, template)


def played(persona: str) -> str:
    """A persona's Markdown as a model reads it: the head as lines of words, then the text."""
    head = re.match(r"\A---\n(.*?)\n---\n", persona, re.S)
    if not head:
        return persona.strip()
    pairs = (line.partition(":") for line in head[1].splitlines())
    told = [f"{k.strip().capitalize()}: {v.strip()}." for k, _, v in pairs if k.strip() in ("title", "loves", "hates")]
    return "\n".join((*told, "", persona[head.end() :].strip())).strip()


def engine_limits(engine: Engine | None) -> str:
    """What an engine takes, in sentences a model can keep to; what is unknown is called unknown."""
    if engine is None:
        return (
            "No engine was chosen. Keep to what any of them can do: one clip, a length in whole seconds, a shape "
            "of the frame. In the settings name length and shape only."
        )
    e = engine
    return "\n".join(f"- {fact}" for fact in (*_identity(e), *_sizes(e), *_words_of(e), *_price(e), *e.traps))


def _identity(e: Engine) -> list[str]:
    facts = [f"{e.title} by {e.vendor}; profile checked on {e.checked}."]
    if not e.live:
        after = f" After it came {', '.join(e.successors)}." if e.successors else ""
        facts.append(f"It was retired{f' on {e.retired}' if e.retired else ''}; say so once.{after}")
    return facts


def _sizes(e: Engine) -> list[str]:
    made = [f"{s:g}" for s in e.seconds]
    lengths = (
        f"{made[0]} to {made[-1]}" if len(made) > 5 else " or ".join([", ".join(made[:-1]), made[-1]][len(made) < 2 :])
    )
    note = f" ({e.seconds_note})" if e.seconds_note else ""
    shapes, resolutions = ", ".join(e.ratios or e.sizes), ", ".join(e.resolutions)
    facts = [
        f"Lengths it makes: {lengths} s{note}. No other.",
        f"Shapes: {shapes or 'unknown'}. Resolutions: {resolutions or 'unknown'}.",
    ]
    if e.fps:
        facts.append(f"Frames per second: {e.fps:g}.")
    sound = {
        "always": "It always makes sound, so say which.",
        "optional": "It makes sound if asked.",
        "none": "It makes no sound: keep cues few, as a guide for the edit.",
        "unknown": "Whether it makes sound is unknown.",
    }[e.audio]
    speaks = {True: " It can speak lines.", False: " It cannot speak lines.", None: ""}[e.speech]
    return [*facts, sound + speaks]


def _words_of(e: Engine) -> list[str]:
    limit = f"{e.prompt_limit:,} {e.prompt_unit or 'characters'}" if e.prompt_limit else ""
    facts = [
        f"The prompt may have {limit}; stay well below."
        if limit
        else "Its limit for the prompt's length is unknown; stay below 2,000 characters."
    ]
    if e.words:
        source = "the vendor says" if e.words_official else "people report"
        facts.append(f"It uses {e.words[0]} to {e.words[-1]} words well, {source}.")
    if e.languages:
        facts.append(f"Languages it documents: {', '.join(e.languages)}.")
    facts.append(
        {
            "field": "What must stay out goes into a field of its own, not into the prompt.",
            "constraint": "What must stay out may stand in the prompt as one short sentence at its end.",
            "positive": "It reads what must stay out as a wish: say what is there instead.",
        }[e.exclusions]
    )
    if e.one_take:
        facts.append(f'Without the words "{e.one_take}" it may cut within the clip.')
    elif e.shots:
        facts.append("It can cut within a clip: say that it is one continuous shot.")
    if e.seed is not None:
        facts.append("It takes a seed." if e.seed else "It takes no seed.")
    return facts


def _price(e: Engine) -> list[str]:
    prices = ", ".join(f"${usd:g} a second at {at}" for at, usd in e.price_usd)
    local = "none, it runs on one's own hardware" if e.local else "unknown"
    facts = [f"Price: {prices} (checked on {e.checked})." if prices and not e.local else f"Price: {local}."]
    if e.unconfirmed:
        facts.append(f"Not confirmed: {', '.join(e.unconfirmed)}.")
    return facts


# ------------------------------------------------------------------------------------------------ craft notes


@dataclass(frozen=True, slots=True)
class Note:
    """A craft note and the words of an idea that call for it."""

    title: str
    words: frozenset[str]
    text: str


@lru_cache(maxsize=2)
def _notes(text: str) -> tuple[Note, ...]:
    found = []
    for block in re.split(r"^## ", text, flags=re.M)[1:]:
        title, _, rest = block.partition("\n")
        head, _, body = rest.strip().partition("\n")
        if not head.startswith("for:"):
            raise InputError(f"data/briefs/craft.md: the note {title!r} has no line `for:`. Fix: list its words there.")
        found.append(Note(title.strip(), frozenset(head[4:].casefold().split()), " ".join(body.split())))
    return tuple(found)


def chosen_notes(idea: str) -> tuple[str, ...]:
    """The craft notes for this idea, best fitting first, four at most: each costs tokens in every turn."""
    notes = _notes(files.briefs()["craft"])
    words = re.findall(r"\w+", idea.casefold())
    fits = [(sum(w in note.words for w in words), -number, note) for number, note in enumerate(notes)]
    best = sorted((fit for fit in fits if fit[0]), key=lambda fit: fit[:2], reverse=True)[:MOST_NOTES]
    if not best and len([w for w in words if len(w) > 3]) < 3:
        return tuple(note.text for note in notes if note.title == "no picture")
    return tuple(note.text for _, _, note in best)


def seat_of(role: Role) -> Seat:
    """The seat from which a role speaks: the orchestrator speaks from the copilot's."""
    return "creator" if role == "creator" else "copilot"
