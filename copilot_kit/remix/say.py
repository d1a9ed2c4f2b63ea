"""The sentences of changes, in the words of the field: what a script supervisor would write in the log."""

from __future__ import annotations

import re
from typing import Any

from ..shot import TOLERANCE_S, Control, Shot, Span
from .change import written
from .sides import Side

Value = float | int | str | None

_AT_TIME = re.compile(r"(?i)\b(?:at|by|around|from)\s+(?:the\s+)?[\d.:]+\s*-?(?:s|secs?|seconds?)?\b(?:\s+mark)?,?\s*")
_PATH = re.compile(r"^([a-z_]+)\[(\d+)\](?:\.([\w.]+))?")

_FIELDS = {
    "lufs": "the level",
    "hz": "the frequency",
    "kelvin": "the colour of the light",
    "lens_mm": "the lens",
    "f_stop": "the aperture",
    "aperture": "the aperture",
    "shutter": "the shutter",
    "size": "the framing",
    "angle": "the camera angle",
    "side": "the side of the light",
    "angle_deg": "the angle of the light",
    "quality": "the quality of the light",
    "source": "the source of the light",
    "palette": "the palette",
    "seconds": "the length of the clip",
    "count": "the number of people",
    "fps": "the frame rate",
}
"""Last part of a control's path -> what it is called, where its owner needs no name."""

_ITEMS = {
    "moves": "move",
    "lights": "light",
    "grades": "grade window",
    "events": "event",
    "lines": "line",
    "on_screen": "on-screen text",
    "exclusions": "exclusion",
    "people": "group of people",
    "settings": "setting",
    "sections": "section",
}


def split_path(path: str) -> tuple[str, int | None, str]:
    """Family, number and field: cues[0].lufs is ("cues", 0, "lufs"), camera.lens_mm ("camera", None, "lens_mm")."""
    found = _PATH.match(path)
    if found:
        return found[1], int(found[2]), found[3] or ""
    family, _, rest = path.partition(".")
    return family, None, rest


def _last(field: str) -> str:
    """The name of a field without its numbers: at[1] is at."""
    return re.sub(r"\[\d*\]", "", field).rsplit(".", 1)[-1]


def item_of(shot: Shot, family: str, number: int | None) -> Any | None:
    """The beat, cue, move ... that a path speaks of, or None."""
    items = getattr(shot, family, None)
    if number is None or not isinstance(items, tuple) or not 0 <= number < len(items):
        return None
    return items[number]


def quoted(words: str, most: int = 9) -> str:
    """Words in quotation marks, on one line, shortened in the middle of a sentence."""
    parts = words.split()
    flat = " ".join(parts) if len(parts) <= most else " ".join(parts[: most - 1]) + " …"
    return f"“{flat if len(flat) <= 80 else flat[:79] + '…'}”"


def name_of(shot: Shot, family: str, number: int | None) -> str:
    """What a supervisor calls it: beat 2 “Recognition”, the click, the push-in."""
    item = item_of(shot, family, number)
    if family == "beats":
        return _beat_name(item, number or 0)
    if item is None:
        return "the " + family.replace("_", " ").rstrip("s")
    if family == "cues":
        return _cue_name(item.sound)
    if family == "moves":
        return (
            "the static hold" if item.kind == "static" else "the " + item.kind.replace("_", " ").replace(" in", "-in")
        )
    if family == "events":
        return f"the event {quoted(_AT_TIME.sub('', item.text).strip(' ,') or item.text, 6)}"
    if family == "lines":
        return f"the line {quoted(item.words, 6)}"
    if family == "settings":
        return f"the setting {item.name}"
    if family in {"lights", "grades"}:
        return "the light" if family == "lights" else "the grade"
    noun = _ITEMS.get(family, family.rstrip("s"))
    return f"{noun} {(number or 0) + 1}" if len(getattr(shot, family)) > 1 else f"the {noun}"


def move_words(kind: str) -> str:
    """A move as people write it: push_in is push-in."""
    return re.sub(r"_(in|out|up|down|left|right)\b", r"-\1", kind).replace("_", " ")


def _beat_name(beat: Any, number: int) -> str:
    if beat is None:
        return f"beat {number + 1}"
    clause = re.split(r"[,.;:—–(\n]", beat.action.strip(), maxsplit=1)[0].split()
    if len(clause) == 2 and clause[0].lower() in {"the", "a", "an", "her", "his", "their", "its"}:
        return f"{'the' if clause[0].lower() in {'a', 'an', 'the'} else clause[0].lower()} {clause[1]}"
    label = beat.label.strip(" “”\"'")
    plain = re.fullmatch(r"(?i)(?:beat|shot|scene|part)?\s*#?\d*[.):]?", label)
    return f"beat {number + 1}" + (f" “{label}”" if label and not plain and len(label) < 40 else "")


def _cue_name(sound: str) -> str:
    words = re.split(r"[,;:(—–\n]| (?:as|when|while|until) ", sound.strip(), maxsplit=1)[0].strip(" .\"'“”")
    if not words:
        return "the cue"
    if not words.isascii() and not re.search(r"[^\W\d_]{2,}\s", words):
        return quoted(words)
    parts = words.split()
    if parts[0].lower() in {"a", "an", "the", "one"} and len(parts) > 1:
        parts = parts[1 : _verb_at(parts)]
    parts = parts[:6]
    if not any(c.isupper() for c in parts[0][1:]):
        parts[0] = parts[0][0].lower() + parts[0][1:]
    own = parts[0] in {"her", "his", "their", "its", "my", "our"} or parts[0].endswith(("'s", "’s"))
    return " ".join(parts if own else ["the", *parts])


def _verb_at(words: list[str]) -> int:
    """Where the verb of "a bell rings once" stands; after one article what ends in s is no plural."""
    for n in range(2, len(words)):
        if words[n].endswith("s") and not words[n].endswith(("ss", "us", "is", "'s", "’s")):
            return n
    return len(words)


def plural(name: str) -> bool:
    """True if the name takes a plural verb: the footsteps start."""
    if not name.startswith(("the ", "her ", "his ", "their ", "its ")) or name.endswith("”"):
        return False
    head = re.split(r" (?:of|from|in|on|at|as|under|through|with|outside|behind|over)\b", name, maxsplit=1)[0]
    last = head.rsplit(" ", 1)[-1]
    return last.endswith("s") and not last.endswith(("ss", "us", "is"))


def _verb(name: str, verb: str) -> str:
    return verb if plural(name) else {"are": "is", "have": "has"}.get(verb, verb + "s")


def seconds_pair(before: float, after: float) -> tuple[str, str]:
    """Two times with as many decimals as the finer of them needs: 3.0 and 2.5."""
    places = max(_places(before), _places(after))
    return f"{before:.{places}f}", f"{after:.{places}f}"


def _places(seconds: float) -> int:
    text = f"{seconds:.3f}".rstrip("0")
    return len(text.partition(".")[2])


def value_sentence(shot: Shot, path: str, before: Value, after: Value, unit: str, was: str = "", now: str = "") -> str:
    """The control at this path has another value. `was` and `now` are the values as the texts write them."""
    family, number, field = split_path(path)
    last = _last(field) or family
    name = name_of(shot, family, number) if number is not None else ""
    if before == after:
        return f"{_subject(family, name, last, path)} is written {quoted(now)} instead of {quoted(was)}"
    if unit == "s" and isinstance(before, int | float) and isinstance(after, int | float):
        return _time_sentence(shot, family, number, last, name, before, after)
    if last in {"lufs", "level"} and isinstance(before, int | float) and isinstance(after, int | float):
        step = abs(after - before)
        side = "louder" if after > before else "quieter"
        level = f"{after:g} {unit} instead of {before:g} {unit}"
        return f"{name or 'the sound'} {_verb(name, 'are')} {step:g} dB {side}: {level}"
    if last == "hz":
        return f"{name} {_verb(name, 'are')} at {written(after, unit)} instead of {written(before, unit)}"
    if last == "kelvin":
        light = "the grade" if family == "grades" else "the light"
        return f"{light} is {written(after, unit)} instead of {written(before, unit)}"
    if isinstance(before, str) or isinstance(after, str):
        old, new = quoted(was or str(before)), quoted(now or str(after))
        if family == "light" and last == "side":
            return f"the light comes from {new[1:-1]} instead of {old[1:-1]}"
        if last == "kind" and family in {"moves", "camera"}:
            return f"the camera move is {new} instead of {old}"
        return f"{_subject(family, name, last, path)} is {new} instead of {old}"
    return f"{_subject(family, name, last, path)} is {written(after, unit)} instead of {written(before, unit)}"


def _subject(family: str, name: str, last: str, path: str) -> str:
    if last in _FIELDS:
        return f"{_FIELDS[last]} of {name}" if last in {"lufs", "hz"} and name else _FIELDS[last]
    if family == "palette":
        return "the palette"
    words = last.replace("_", " ")
    if name:
        return name if last in {"sound", "words", "text", "what", "value"} else f"the {words} of {name}"
    return f"the {words}" if "." in path or not family else f"the {family}".rstrip("s")


def _time_sentence(
    shot: Shot, family: str, number: int | None, last: str, name: str, before: float, after: float
) -> str:
    old, new = seconds_pair(before, after)
    if family in {"seconds", "settings"} or number is None:
        return f"the clip runs {after:g} s instead of {before:g} s"
    if last == "end":
        return f"{name} {_verb(name, 'end')} at {new} s instead of {old} s"
    if last in {"length", "duration"}:
        return f"{name} {_verb(name, 'last')} {new} s instead of {old} s"
    item = item_of(shot, family, number)
    instant = last == "at" or (family == "cues" and item is not None and item.end is None)
    return f"{name} {_verb(name, 'come' if instant else 'start')} at {new} s instead of {old} s"


def window_sentence(shot: Shot, path: str, before: tuple[float, float], after: tuple[float, float]) -> str:
    """Both ends of one thing moved."""
    family, number, _ = split_path(path)
    name = name_of(shot, family, number)
    old, new = (f"{round(start, 3):g}-{round(end, 3):g} s" for start, end in (before, after))
    return f"{name} {_verb(name, 'run')} {new} instead of {old}"


def boundary_sentence(shot: Shot, family: str, number: int, before: float, after: float) -> str:
    """The end of one and the start of the next moved together; `number` is the next."""
    old, new = seconds_pair(before, after)
    name, first = name_of(shot, family, number), name_of(shot, family, number - 1)
    if first == name:
        name, first = (f"{_ITEMS.get(family, family.rstrip('s'))} {n + 1}" for n in (number, number - 1))
    return f"{name} {_verb(name, 'start')} at {new} s instead of {old} s, and {first} {_verb(first, 'end')} there"


def gone_sentence(shot: Shot, family: str, number: int) -> str:
    """A beat, cue, move ... is no longer there."""
    name = _whole_name(shot, family, number)
    return f"{name} {_verb(name, 'are')} gone"


def added_sentence(shot: Shot, family: str, number: int) -> str:
    """A beat, cue, move ... is new; `shot` is the one that has it."""
    item = item_of(shot, family, number)
    name = _whole_name(shot, family, number)
    if family == "beats" and item is not None:
        when = _when(item.start, item.end)
        return f"{name} is new" + (f", {when}" if when else "")
    at = getattr(item, "at", None)
    when = f"at {at:g} s" if at is not None else _when(getattr(item, "start", None), getattr(item, "end", None))
    if family == "cues" and item is not None:
        said = " ".join(item.sound.split()[:8])
        articled = said.lower().startswith(("a ", "an ", "the ", "one "))
        if articled and _verb_at(said.split()) == len(said.split()):
            return f"{said[0].lower()}{said[1:]} is added" + (f" {when}" if when else "")
        name = f"a new sound: {said[:1].lower() + said[1:] if articled else name.removeprefix('the ')}"
        return name + (f", {when}" if when else "")
    if family == "moves" and name.startswith("the "):
        name = "a " + name[4:]
    return f"{name} {'are' if plural(name) else 'is'} added" + (f" {when}" if when else "")


def _whole_name(shot: Shot, family: str, number: int) -> str:
    item, name = item_of(shot, family, number), name_of(shot, family, number)
    if family == "beats" and item is not None and name.startswith("beat") and "“" not in name and item.action:
        return f"{name} ({quoted(item.action, 6)})"
    return name


def _when(start: float | None, end: float | None) -> str:
    if start is None:
        return ""
    return f"at {round(start, 3):g} s" if end is None else f"from {round(start, 3):g} to {round(end, 3):g} s"


def removed_value_sentence(shot: Shot, control: Control) -> str:
    """A value is no longer stated."""
    family, number, field = split_path(control.path)
    name = name_of(shot, family, number) if number is not None else ""
    subject = _subject(family, name, _last(field) or family, control.path)
    return f"{subject} is no longer stated (it was {_stated(shot, control)})"


def added_value_sentence(shot: Shot, control: Control) -> str:
    """A value is stated that was not; `shot` is the one that has it."""
    family, number, field = split_path(control.path)
    name = name_of(shot, family, number) if number is not None else ""
    subject = _subject(family, name, _last(field) or family, control.path)
    return f"{subject} is now stated: {_stated(shot, control)}"


def _stated(shot: Shot, control: Control) -> str:
    if isinstance(control.value, str):
        return quoted(control.where.of(shot.text), 8)
    return written(control.value, control.unit)


def place_of(side: Side, where: Span) -> str:
    """Where in the prompt that is, in a few words: in beat 2, in the click, under Lighting; "" if nowhere special."""
    holding = [(family, number) for family, number, item in side.items.at(where) if item.where.holds(where)]
    for wanted in ("cues", "lines", "beats"):
        for family, number in holding:
            if family == wanted:
                return f"in {name_of(side.shot, family, number)}"
    inside = [s for s in side.sections.at(where) if s.where.holds(where) and s.title.strip()]
    if inside:
        title = min(inside, key=lambda s: s.where.end - s.where.start).title.strip().strip("#*: ")
        return f"under {title}" if title and len(title) < 50 else ""
    return ""


def words_sentence(pairs: list[tuple[str, str]], place: str) -> str:
    """Words read differently; pairs of what stood and what stands there."""
    said = [_swap(was.strip(), now.strip(), was != now) for was, now in pairs[:3]]
    more = len(pairs) - 3
    text = ", ".join(said[:-1]) + f" and {said[-1]}" if len(said) > 1 else said[0]
    if more > 0:
        text += f", and {more} more places"
    return f"{place}, {text}" if place else text


def _swap(was: str, now: str, differ: bool) -> str:
    if was and now:
        return f"{quoted(was)} becomes {quoted(now)}"
    if was:
        return f"{quoted(was)} is gone"
    if now:
        return f"{quoted(now)} is added"
    return "the spacing changes" if differ else "nothing changes"


def close(one: float | None, other: float | None) -> bool:
    """True if the two are the same moment."""
    return one is not None and other is not None and abs(one - other) <= TOLERANCE_S
