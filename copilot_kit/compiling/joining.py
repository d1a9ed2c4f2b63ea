"""Joining: the parts of a script as sentences, fields and lists. What every dialect does, and nothing of any one.

timed tells times as they stand, else order takes their place; plain says a label in words instead of before a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .fields import SILENT, topic_of
from .script import Part, Phase, Script
from .wording import capital, full_stop, number, sentence, small, untimed

_GROUND = re.compile(r"(?:fore|mid|back|middle )ground$|highlights$|mids$|midtones$|blacks$|shadows$", re.I)


def said(part: Part, script: Script, timed: bool = True, plain: bool = False) -> str:
    """The words of a part with its label, as far as it needs one; plain says the label in words."""
    words = part.words if timed else untimed(part.words)
    if part.topic == "camera" and part.beat >= 0 and _DOES.match(words):
        words = f"The camera {words[0].lower()}{words[1:]}"
    label = part.label
    if not label or not words:
        return words
    lens = re.search(r"\bmm\b|\dmm", words) and not re.search(r"lens|prime|zoom|macro", words, re.I)
    if (SILENT.match(label) and not lens) or (
        part.topic == "sound" and " " not in label and topic_of(label) == "sound"
    ):
        return words
    if re.match(r"lens(?:es)?\b", label, re.I):
        if not lens:
            return words
        return f"The lens is {words}" if plain else f"Lens: {words}"
    if not plain:
        return f"{capital(label)}: {words}"
    inner = small(words, script.common)
    if _GROUND.match(label):
        return f"In the {label.lower()}, {inner}"
    if part.topic == "end":
        return f"In the {label.lower()}, {inner}"
    if part.topic in ("mood", "palette"):
        return f"The {label.lower()} {'are' if label.lower().endswith('s') else 'is'} {inner}"
    return f"{capital(label)}, {inner}"


def run(parts: Iterable[Part], script: Script, timed: bool = True, plain: bool = False) -> str:
    """Parts as sentences, one after the other."""
    told = (sentence(said(p, script, timed, plain)) for p in parts if not p.dropped)
    return " ".join(t for t in told if t)


def parts_of(script: Script, *topics: str) -> list[Part]:
    """What is left of some topics, in the order of the prompt; the framing before the lens."""
    found = [p for p in script.parts if p.topic in topics and not p.dropped]
    return sorted(found, key=lambda p: p.topic == "lens") if "lens" in topics else found


def windows(parts: list[Part]) -> list[tuple[tuple[float | None, float | None], list[Part]]]:
    """Parts under one window together, in the order in which the windows come."""
    groups: dict[tuple[float | None, float | None], list[Part]] = {}
    for part in parts:
        groups.setdefault((part.start, part.end), []).append(part)
    return list(groups.items())


def window(start: float, end: float | None) -> str:
    return f"{number(start)}s" if end is None else f"{number(start)}-{number(end)}s"


def free(script: Script, *topics: str) -> str:
    """What is said of some topics without a time of its own."""
    return run((p for p in parts_of(script, *topics) if p.start is None), script)


def titled_field(title: str, parts: list[Part], script: Script, listed: bool = False) -> str:
    """Parts as a field: behind its title, or on lines of their own where there are windows or it is a list."""
    free = [p for p in parts if p.start is None]
    timed = windows([p for p in parts if p.start is not None])
    if listed and len(parts) > 1:
        rows = [f"- {said(p, script)}" for p in free]
        rows += [f"- {window(p.start or 0.0, p.end)}: {said(p, script)}" for _, group in timed for p in group]
        return stacked(f"{title}:", *rows)
    words = " ".join(said(p, script) for p in free) if listed else run(free, script)
    if not timed:
        return f"{title}: {words}" if words else ""
    rows = [f"{window(w[0] or 0.0, w[1])}: {run(group, script)}" for w, group in timed]
    return stacked(f"{title}:", words, *rows)


def timed_fields(script: Script) -> str:
    """Camera, light and grade as far as they change on clocks of their own."""
    fields = (("Camera", ("camera", "lens")), ("Light", ("light",)), ("Grade", ("grade", "palette")))
    return paragraphs(
        *(
            titled_field(title, [p for p in parts_of(script, *topics) if p.start is not None], script)
            for title, topics in fields
        )
    )


def ordered(parts: list[Part], script: Script, plain: bool = False) -> str:
    """Parts with windows, told in order and without times."""
    out, changes = [], 0
    for (start, _), group in windows(parts):
        words = run(group, script, timed=False, plain=plain)
        if words and start is not None and len({p.start for p in parts}) > 1:
            changes += 1
            words = (
                f"{'At first' if start == 0 else 'Then' if changes == 2 else 'Later'}, {small(words, script.common)}"
            )
        out.append(words)
    return " ".join(w for w in out if w)


def beat(phase: Phase, script: Script, timed: bool = True, plain: bool = False, sound: str = "") -> str:
    """What happens in a beat: camera, action, speech, and the sounds behind their label."""
    words = run([*phase.camera, *phase.action, *phase.speech], script, timed, plain)
    heard = [p for p in phase.sound if not p.dropped]
    if heard and sound:
        told = "; ".join(f"{said(p, script, timed, plain).rstrip('.。')}{when(p) if timed else ''}" for p in heard)
        words = f"{words} {sound}{told}{full_stop(told)}".strip()
    elif heard:
        told = " ".join(
            sentence(f"{said(p, script, timed, plain).rstrip('.')}{when(p) if timed else ''}") for p in heard
        )
        words = f"{words} {told}".strip()
    return words


def when(part: Part) -> str:
    """The time of a sound that stood before it, said behind it."""
    if part.start is None:
        return ""
    return f" at {number(part.start)}s" if part.end is None else f" from {number(part.start)} to {number(part.end)}s"


def heading(phase: Phase) -> str:
    return f"{phase.label}: " if phase.label else ""


def ending(script: Script, timed: bool = True, plain: bool = False) -> str:
    return run(parts_of(script, "end"), script, timed, plain)


def stacked(*paragraphs: str) -> str:
    return "\n".join(p for p in paragraphs if p)


def paragraphs(*paragraphs: str) -> str:
    return "\n\n".join(p for p in paragraphs if p)


def titled(title: str, words: str) -> str:
    return f"{title}: {words}" if words else ""


_DOES = re.compile(
    r"(?:holds?|pushes|pulls|pans|tilts|tracks|follows|drifts|rises|lowers|glides|circles|orbits|stays|moves|cranes"
    r"|zooms|slides|floats|trucks|backs|stops)\b",
    re.I,
)


def constraints(script: Script) -> str:
    return " ".join(sentence(", ".join(told)) for told in (script.constraints, script.denials) if told)
