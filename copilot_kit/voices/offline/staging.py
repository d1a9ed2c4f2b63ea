"""From the story to a staged scene: what happens when, what the camera does about it, and what is heard.

The order of work is that of a set: windows that tile the clip; the sightline test, which moves first who faces
where, then the size of the frame, then the gesture; then lens, camera, light and sound, all hung on the same beats.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from . import words as w
from .casting import Cast, Lighting, garment, lighting, phrase, the
from .ledger import SETTLED, Ledger
from .lexicon import Lexicon
from .story import Step, Story

SIZES = ("wide", "full", "medium", "medium_close_up", "close_up", "macro")
"""Frames from the widest to the tightest."""


@dataclass(frozen=True, slots=True)
class Beat:
    """A window of the clip with its action; camera is the kind of move in it, light the change of light in it."""

    start: float
    end: float
    label: str
    camera: str
    light: str = ""


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound: a bed (no start), or a cue at a time [s]; unseen ones are said to be out of frame."""

    says: str
    start: float | None
    lufs: int = -24
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a prompt says, before it is put into words in one of the two manners. Times in s."""

    cast: Cast
    light: Lighting
    seconds: float
    steps: tuple[Step, ...]
    beats: tuple[Beat, ...]
    sounds: tuple[Sound, ...]
    size: str
    size_says: str
    angle: str
    lens_mm: int
    f_stop: float
    facing: str
    move: str
    move_says: str
    move_span: tuple[float, float]
    move_end: str
    prop: str
    tell: str
    obj: str
    palette: tuple[str, ...]
    accent: str
    end: str
    line: str
    line_span: tuple[float, float]
    look: str
    keep: tuple[str, ...]
    near: tuple[str, ...]
    far: tuple[str, ...]
    mended: tuple[str, ...]
    air: str = ""
    dropped: tuple[str, ...] = ()
    addition: str = ""
    front: str = ""

    @property
    def turn_at(self) -> float:
        """When the turn begins [s]."""
        return next((b.start for b in self.beats if b.label == "The turn"), 0.0)


def length(ledger: Ledger, engine: object | None, wished: float | None) -> float:
    """The length of the clip [s]: the creator's, else the brief's, else 8, as the engine makes it."""
    stated = ledger.value("seconds")
    timed = ledger.idea.timed[-1][1] if ledger.idea.timed else 0.0
    latest = max((float(r.key) for r in ledger.rows if r.slot.startswith("heard at ")), default=0.0)
    latest = max(latest, float(ledger.value("move end", "0")))
    seconds = float(stated) if re.fullmatch(r"\d+(?:\.\d+)?", stated) else wished or timed or max(8.0, latest + 1.0)
    made = getattr(engine, "seconds", None)
    if engine is not None and made:
        seconds = engine.nearest_seconds(seconds)  # type: ignore[attr-defined]
    return max(1.0, min(float(seconds), 120.0))


_SHARES = {
    1: (1.0,),
    2: (0.55, 0.45),
    3: (0.38, 0.26, 0.36),
    4: (0.375, 0.1875, 0.3125, 0.125),
    5: (0.2, 0.22, 0.18, 0.26, 0.14),
}
_TURN = {1: 0, 2: 1, 3: 1, 4: 1, 5: 2}
_LABELS = {
    1: ("The turn",),
    2: ("Before", "The turn"),
    3: ("Before", "The turn", "After"),
    4: ("Before", "The turn", "After", "Rest"),
    5: ("Arrival", "Before", "The turn", "After", "Rest"),
}


def windows(seconds: float, count: int, line_words: int = 0) -> list[tuple[float, float]]:
    """Windows that tile the clip, at least a second each where it is long enough; a spoken line stretches its turn."""
    lengths = [max(min(1.0, seconds / count), seconds * share) for share in _SHARES[count]]
    turn = _TURN[count]
    if line_words and count > 1:
        lengths[turn] = max(lengths[turn], min(line_words / 2.2 + 0.4, seconds - (count - 1)))
    spare = sum(lengths) - seconds
    for k in sorted(range(count), key=lambda k: -lengths[k]) * 3:
        cut = 0.0 if line_words and k == turn else min(spare, max(0.0, lengths[k] - 1.0))
        lengths[k] -= cut
        spare -= cut
    step = 0.5 if seconds >= 5 else 0.25 if seconds >= 3 else 0.1
    marks, at = [0.0], 0.0
    for k, piece in enumerate(lengths[:-1]):
        at = round((at + piece) / step) * step
        at = max(marks[-1] + min(1.0, seconds / count), min(at, seconds - min(1.0, seconds / count) * (count - 1 - k)))
        marks.append(round(at, 2))
    marks.append(seconds)
    return list(itertools.pairwise(marks))


def scene(ledger: Ledger, lex: Lexicon, seed: int, engine: object | None = None, wished: float | None = None) -> Scene:
    """The staged scene of a ledger: the same one for the same ledger and seed."""
    story = Story(ledger, lex, seed)
    seconds = length(ledger, engine, wished)
    line, lost = spoken(ledger, seconds)
    timed = ledger.idea.timed
    turn = story.turn()
    if timed and abs(timed[-1][1] - seconds) < 0.06:
        steps = tuple(story.free(action, "timed") for _, _, action in timed)
        spans = [(start, end) for start, end, _ in timed]
        turn_at = min(1, len(steps) - 1)
        labels = tuple("The turn" if k == turn_at else f"Part {k + 1}" for k in range(len(steps)))
    else:
        count = 1 if seconds < 2 else 2 if seconds < 3 else 3 if seconds < 5 else 4 if seconds < 14 else 5
        count = 3 if count == 4 and ledger.value("beat count") in ("two", "2") else count
        while count > 2 and w.count_words(line) / 2.2 + 0.2 > seconds - (count - 1):
            count -= 1
        setup, settle = story.setup(), story.settle()
        if setup.says == turn.says and count > 1:
            setup = replace(setup, says=f"{story.actor.name} {story.typical()}", key="typical")
        rest = Step(story.cast_line(w.pick(_poses(story), *story.key, "rest")), settle.part, "", "rest")
        spans = windows(seconds, count, w.count_words(line))
        steps = {
            1: (turn,),
            2: (setup, turn),
            3: (setup, turn, settle),
            4: (setup, turn, settle, rest),
            5: (_wait(story), setup, turn, settle, rest),
        }[count]
        labels, turn_at = _LABELS[count], _TURN[count]
        spans = _meet(ledger, steps, spans)
    light = _light(ledger, lex, story, turn)
    size, facing, mended = sightline(ledger, lex, story, steps, bool(line))
    move, span, target = camera(ledger, lex, story, steps, spans, turn_at)
    frames = lex.craft["manner"]["frames"]
    lens, stop = ledger.value("lens"), ledger.value("aperture")
    beats = []
    for k, (start, end) in enumerate(spans):
        moves = move != "static" and span[0] < end - 0.01 and span[1] > start + 0.01
        lit = (
            light.cause
            if light.cause and k == min(turn_at + (turn.key != "light"), len(steps) - 1) and len(steps) > 2
            else ""
        )
        beats.append(Beat(start, end, labels[k], move if moves else "static", "" if turn.key == "light" else lit))
    start, end = spans[turn_at]
    palette, accent = colours(ledger, story)
    things = story.actor.kind in ("object", "place", "animal")
    near, far = leftovers(ledger, story, steps)
    return Scene(
        cast=story.cast,
        light=light,
        seconds=seconds,
        steps=tuple(steps),
        beats=tuple(beats),
        sounds=heard(ledger, story, steps, spans, turn_at, seconds),
        size=size,
        size_says=frames["things" if things else "says"][size],
        angle=ledger.value("angle") or "eye_level",
        lens_mm=int(float(lens)) if re.fullmatch(r"\d+(?:\.\d+)?", lens) else int(frames["lens"][size]),
        f_stop=float(stop) if re.fullmatch(r"\d+(?:\.\d+)?", stop) else float(frames["stop"][size]),
        facing=facing,
        move=move,
        move_says=lex.craft["manner"]["moves"]["says"].get(move, "static"),
        move_span=span,
        move_end=target,
        prop=story.prop,
        tell=story.tell(),
        obj=story.obj,
        palette=palette,
        accent=accent,
        end=last_picture(ledger, lex, story, light),
        line=line,
        line_span=(round(start + 0.2, 2), round(min(end, start + 0.2 + w.count_words(line) / 2.2), 2))
        if line
        else (0.0, 0.0),
        look=ledger.value("look"),
        keep=tuple(r.value for r in ledger.refused if r.slot == "keep"),
        near=near,
        far=far,
        mended=mended,
        air=ledger.value("air") if ledger.value("air") not in ("none", "clean") else "",
        dropped=(*lost, *dropped(story, steps)),
        addition=ledger.value("addition"),
        front=in_front(ledger, lex, story),
    )


def _meet(ledger: Ledger, steps: tuple[Step, ...], spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The windows moved so that what is heard at a stated time is also seen then."""
    least, seconds = min(1.0, spans[-1][1] / len(spans)), spans[-1][1]
    for row in ledger.rows:
        if not row.slot.startswith("heard at "):
            continue
        at, said = float(row.key), {w.singular(x) for x in w.content(row.value)}
        k = next((k for k, s in enumerate(steps) if said & {w.singular(x) for x in w.content(s.says)}), -1)
        if k < 1 or spans[k][0] <= at < spans[k][1]:
            continue
        marks = [start for start, _ in spans]
        marks[k] = min(max(at, least * k), seconds - least * (len(spans) - k))
        for j in range(k - 1, 0, -1):
            marks[j] = min(marks[j], marks[j + 1] - least)
        for j in range(k + 1, len(marks)):
            marks[j] = max(marks[j], marks[j - 1] + least)
        for j in range(len(marks) - 1, k, -1):
            marks[j] = min(marks[j], seconds - least * (len(marks) - j))
        spans = list(itertools.pairwise([*(round(m, 2) for m in marks), seconds]))
    return spans


def in_front(ledger: Ledger, lex: Lexicon, story: Story) -> str:
    """The one who stands in front, when a crowd is told by one of them and by blur and sound."""
    row = ledger.row("path")
    if row is None or row.key != "crowd:b" or not story.actor.many:
        return ""
    wardrobe, who = lex.craft["people"]["wardrobe"], story.signer()
    sex = "f" if who.he == "she" else "m"
    worn = garment(w.pick(wardrobe[sex], *story.key, "front garment"))
    return (
        f"{who.name}, with "
        f"{w.pick(wardrobe[f'hair_{sex}'], *story.key, 'front hair').replace(' and ', ', ')} and {worn}"
    )


def _light(ledger: Ledger, lex: Lexicon, story: Story, turn: Step) -> Lighting:
    """The light; an act that lights something is itself the change, and a chosen change stands as it was read."""
    sees = story.signer().name
    if story.actor.many and sees == story.actor.name:
        sees = f"one of {sees}"
    one = not story.obj_many() and w.count_words(story.obj) < 5
    if (
        not story.thing
        and story.actor.kind != "animal"
        and one
        and (story.obj_noun is not None or story.actor.kind == "trade")
    ):
        sees = story.obj
    light = lighting(ledger, lex, story.cast, sees)
    if story.act is not None and lex.verb_class.get(story.act.verb) == "kindle":
        source = next(
            (
                s
                for s in lex.craft["light"]["sources"].values()
                if any(x in s["words"].split() for x in w.content(story.obj))
            ),
            None,
        )
        kelvin = int(source["kelvin"]) if source else 2800
        return replace(
            light,
            cause=f"{story.obj} {'take' if story.obj_many() else 'takes'} over from {light.source}",
            cause_kelvin=kelvin,
            cause_end=f"the light comes from {story.obj} now",
        )
    if turn.key == "sound" and w.pick((True, False), *story.key, "steady"):
        return replace(light, cause="", cause_end="")
    return light


def _poses(story: Story) -> list[str]:
    poses = story.lex.craft["manner"]["poses"]
    return poses["thing" if story.thing else "animal" if story.actor.kind == "animal" else "person"]


def _wait(story: Story) -> Step:
    return Step(
        f"{story.actor.name} {story.verb('be')} there already; {story.cast.place.data['clock'][0]} goes on",
        "body",
        "",
        "wait",
    )


def spoken(ledger: Ledger, seconds: float) -> tuple[str, tuple[str, ...]]:
    """The line as it fits the clip at 2.2 words a second, and the words that had to go."""
    line = ledger.value("speech")
    if not line or line == "none" or seconds < 2:
        return "", (line,) if line and line != "none" else ()
    limit = max(1, int(2.2 * (seconds - 1)))
    words = line.split()
    if len(words) <= limit:
        return line, ()
    cut = next((k for k in range(len(words) - limit, len(words)) if words[k - 1][-1] in ",.;!?…"), len(words) - limit)
    return w.upper(" ".join(words[cut:])), (" ".join(words[:cut]),)


def sightline(
    ledger: Ledger, lex: Lexicon, story: Story, steps: tuple[Step, ...], speaks: bool
) -> tuple[str, str, tuple[str, ...]]:
    """(size, facing, what was mended): is the part that acts inside the frame in every beat?

    Facing is changed first, then size. The gesture stays, for the frame was widened until it holds it.
    """
    frames, actor = lex.craft["manner"]["frames"], story.actor
    parts = {s.part for s in steps if s.part}
    need = min((frames["holds"].get(p, "medium") for p in parts), key=SIZES.index, default="medium")
    if actor.kind == "animal":
        need = (
            "macro"
            if actor.sense.entry in frames["small"].split() or actor.name.split()[-1] in frames["small"].split()
            else "wide"
            if actor.many
            else "full"
            if parts & {"body", "feet"}
            else "medium"
        )
    elif story.thing:
        large = (
            actor.kind == "place"
            or actor.sense.entry in frames["large"].split()
            or actor.name.split()[-1] in frames["large"].split()
        )
        need = "wide" if large else "medium_close_up"
    elif actor.many and not in_front(ledger, lex, story):
        mass = {"people", "crowd", "village", "team", "choir", "orchestra", "fans", "commuters", "villagers"}
        need = (
            "wide"
            if mass & {actor.core.split()[-1].lower(), actor.name.split()[-1]}
            else min(need, "medium", key=SIZES.index)
        )
    notes = []
    facing = ledger.value("facing") or "three_quarter"
    if facing == "back" and (parts & {"face"} or speaks):
        notes.append("we look over one shoulder, where face and hands both show")
        facing = "over_shoulder"
    row, size = ledger.row("size"), ledger.value("size")
    if size not in SIZES:
        size = need
    elif SIZES.index(size) > SIZES.index(need):
        says = frames["says"]
        if row is not None and row.status in SETTLED:
            kept = (size == "macro" and need == "medium" and not parts & {"body", "feet"}) or (
                size == "close_up" and "hands" in w.content(ledger.idea.text)
            )
            if kept:
                return "macro" if "hands" in w.content(ledger.idea.text) else size, facing, tuple(notes)
            notes.append(f"the {says[size].split(',')[0]} becomes a {says[need].split(',')[0]}")
        size = need
    return size, facing, tuple(notes)


def camera(
    ledger: Ledger, lex: Lexicon, story: Story, steps: tuple[Step, ...], spans: list[tuple[float, float]], turn_at: int
) -> tuple[str, tuple[float, float], str]:
    """(kind, window, where it ends): hold, then at most one move that answers the turn and ends on a named frame."""
    seconds = spans[-1][1]
    start = spans[turn_at][1]
    end = min(spans[-2][1] if len(spans) > 2 else seconds, seconds - (1.0 if seconds >= 5 else 0.8))
    act = story.act
    travels = (
        act is not None
        and steps[0].key in ("act", "typed")
        and (
            lex.verb_class.get(act.verb) == "walk"
            or (lex.verb_class.get(act.verb) == "run" and not re.match(r"(?:a|an|the|his|her|its|my)\b", act.rest))
        )
        and act.verb
        not in (
            "wait",
            "land",
            "arrive",
            "enter",
            "exit",
            "jump",
            "leap",
            "dive",
            "float",
            "hover",
            "drift",
            "climb",
            "crawl",
        )
        and not story.thing
    )
    kind = ledger.value("move")
    if not kind:
        kind = "tracking" if travels else lex.craft["manner"]["moves"]["by_feeling"].get(story.cast.feeling, "static")
        if seconds < 5 and kind != "tracking":
            kind = "static"
    if kind in ("static", "none") or seconds < 2 or ledger.is_refused(kind, "move"):
        return "static", (0.0, 0.0), ""
    span = (0.0, max(1.0, spans[turn_at][0])) if kind == "tracking" else (start, end)
    if span[1] - span[0] < 0.7:
        span = (spans[turn_at][0], max(end, spans[turn_at][0] + 0.8))
    moved = ledger.value("move start")
    until = ledger.value("move end")
    if until and float(until) <= seconds:
        span = (float(moved), float(until))
    elif re.fullmatch(r"\d+(?:\.\d+)?", moved) and float(moved) < seconds - 1.2:
        span = (float(moved), min(max(float(moved) + 1.0, span[1]), seconds - 0.2))
    who = story.actor.name
    target = {
        "pull_out": f"{who} small in the frame",
        "tracking": f"{who} at rest",
        "orbit": f"{who} in profile",
        "crane": f"{who} seen from above",
    }.get(kind, _target(story))
    return kind, (round(span[0], 2), round(min(span[1], seconds), 2)), target


def _target(story: Story) -> str:
    if story.actor.kind == "animal" and not story.actor.many:
        return f"{story.actor.name}'s head"
    if story.thing or story.actor.many:
        return story.actor.name
    return (
        f"{story.actor.his} hands and {story.obj}"
        if story.obj_noun is not None and w.count_words(story.obj) < 5
        else f"{story.actor.his} hands"
    )


def heard(
    ledger: Ledger,
    story: Story,
    steps: tuple[Step, ...],
    spans: list[tuple[float, float]],
    turn_at: int,
    seconds: float,
) -> tuple[Sound, ...]:
    """The bed of the place, then one event for each beat, each inside the clip."""
    data, key, outside = story.cast.place.data, story.key, story.cast.place.kind != "closed"
    weather = {
        "rain": "rain, steady",
        "storm": "wind, and thunder a long way off",
        "wind": "wind in long pushes",
        "fog": "sound held close by the fog",
    }
    beds = [ledger.value("sound"), weather.get(story.ledger.idea.weather[0], "") if outside else ""]
    pool = [b for b in data["bed"] if not ledger.is_refused(b)]
    beds.append(w.pick(pool, *key, "bed") if pool else "")
    out = [Sound(b, None, -30 + 3 * (k == 0)) for k, b in enumerate(dict.fromkeys(b for b in beds if b))]
    used: set[str] = set()
    for row in ledger.rows:
        if row.slot.startswith("heard at ") and float(row.key) < seconds:
            says, _, level = row.value.partition(", -")
            used.add(says)
            out.append(Sound(says, float(row.key), -int(float(level.split()[0])) if level else -18))
    named = {x for says in used for x in w.content(says)}

    def cue(says: str, at: float, lufs: int, unseen: bool = False) -> None:
        if (
            says
            and says not in used
            and not named & set(w.content(says))
            and not says.startswith(("nothing", "almost nothing"))
            and not ledger.is_refused(says)
            and 0 <= at < seconds - 0.05
        ):
            used.add(says)
            out.append(Sound(says, round(at, 1), lufs, unseen))

    for k, (step, (start, end)) in enumerate(zip(steps, spans, strict=True)):
        moved = ledger.value(f"cue {k + 1}")
        at = (
            min(float(moved), seconds - 0.2)
            if re.fullmatch(r"\d+(?:\.\d+)?", moved)
            else start + min(0.6 if k == 0 else 0.2, (end - start) / 3)
        )
        cue(step.sound, at, -16 if k == turn_at else -20, step.key == "sound")
        if k == 0 and step.sound in used and end - start > 2.2 and step.key == "act":
            out.append(
                Sound(
                    w.pick(("the same, softer", "once more, closer", "again, a little slower"), *key, "again"),
                    round(at + (end - start) * 0.45, 1),
                    -22,
                )
            )
    events = [e for e in data["events"] if not ledger.is_refused(e)] or data["events"]
    if not any(s.start is not None and s.start >= spans[turn_at][0] for s in out):
        cue(w.pick(events, *key, "tail"), min(spans[-1][0] + 0.2, seconds - 0.3), -24, True)
    elif len(spans) > 3 and seconds >= 6:
        cue(w.pick(data["clock"], *key, "clock"), spans[-1][0] + 0.1, -28, True)
    return tuple(sorted(out, key=lambda s: -1.0 if s.start is None else s.start))


def colours(ledger: Ledger, story: Story) -> tuple[tuple[str, ...], str]:
    """Three to five anchors: the creator's first, the place's, and the accent on the thing that matters."""
    given = [c.strip() for c in re.split(r",|\band\b", ledger.value("palette")) if c.strip()]
    place = [c for c in w.shuffled(story.cast.place.data["palette"], *story.key, "palette") if not ledger.is_refused(c)]
    noun = story.obj_noun
    shade = noun.sense.data.get("shade", "") if noun is not None else story.actor.sense.data.get("shade", "")
    shade = "" if ledger.is_refused(shade) or given else shade
    accent = ledger.value("accent") or (given[0] if given else shade or story.cast.place.data["accent"])
    if ledger.is_refused(accent):
        accent = place[-1] if place else "grey"
    pool = [c for c in dict.fromkeys([*given, shade, *place]) if c and c != accent]
    return tuple(pool[: max(3, min(4, len(given)))]), accent


def last_picture(ledger: Ledger, lex: Lexicon, story: Story, light: Lighting) -> str:
    """The last frame as one still picture."""
    if ledger.value("end"):
        return ledger.value("end")
    ends = lex.craft["manner"]["ends"]
    who = story.actor.name
    thing = story.obj if story.obj != who and story.obj_noun is not None else story.prop
    if story.thing or (story.actor.kind == "animal" and story.obj_noun is None):
        pool = ["{light}"] if light.cause_end else ends["alone"]
    else:
        pool = ends["lit" if light.cause_end else "plain"]
    kept = [
        p
        for p in pool
        if not (light.cause_end and "{thing}" in p and thing in light.cause_end)
        and not ("{who}" in p and who in light.cause_end and light.cause_end)
    ] or ["{light}" if light.cause_end else "{who}, and nothing that moves"]
    slots = {
        "who": who,
        "thing": thing,
        "light": light.cause_end,
        "do_not": "do not" if story.actor.many else "does not",
    }
    return w.pick(kept, *story.key, "end").format_map(slots)


def leftovers(ledger: Ledger, story: Story, steps: tuple[Step, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Things, others and places of the idea that no beat names: (what stands near, what lies beyond)."""
    said = " ".join(
        (*(s.says for s in steps), story.cast.place.says, story.actor.first, story.prop, story.tell())
    ).lower()
    near, far = [], []
    for noun in story.cast.objects:
        counts = noun.kind == "object" or (noun.kind == "" and (noun.det or noun.prep))
        if counts and noun.head not in said and noun.core.lower() not in said:
            near.append(
                phrase(noun) if noun.det.lower() not in ("his", "her", "its", "their") else the(noun, story.actor.his)
            )
    for other in story.cast.others:
        if other.core.lower() not in said and not re.search(rf"\b{re.escape(other.name.split()[-1])}", said):
            near.append(other.first)
    for noun in story.cast.more:
        if noun.core.lower() not in said:
            far.append(phrase(noun))
    return tuple(dict.fromkeys(near))[:5], tuple(dict.fromkeys(far))[:3]


def dropped(story: Story, steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Acts of the idea that this clip leaves out."""
    said = " ".join(s.says for s in steps).lower()
    lost = [
        a.words
        for a in story.own
        if story.does(a).lower() not in said and not any(x in said for x in w.content(a.rest)[:2])
    ]
    return tuple(x for x in lost if x)[:3] if len(story.own) > 3 else ()
