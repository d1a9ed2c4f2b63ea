"""Who and what the words of a prompt put before the camera, and where each stands.

Words are matched in the prompt with everything cut out that is no picture: what it excludes, its sounds, its spoken
lines, its settings. What has no form of its own is simply not shown; nothing is guessed from a mood or a name.
Places are metres on the stage: the subject stands at the origin, the camera looks towards +z.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from ..shot import Shot
from .cast_words import CHILDREN, DOER, FACE, HANDS_SHOT, HELD, INDOORS, OUTDOORS, PERSON, POSES, Where, thing_patterns
from .forms import HEAD_TOP, Form, Pose, hands, person
from .things import THINGS

_COUNT = {
    "one": 1,
    "a": 1,
    "an": 1,
    "the": 1,
    "two": 2,
    "pair of": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "several": 4,
    "rows of": 6,
    "row of": 4,
    "many": 5,
    "stack of": 3,
    "few": 3,
}
MOST_PEOPLE = 12
MOUNTS = {"horse": 0.84, "bicycle": 0.44}
"""What people ride, and how much higher than on a chair they sit on it [m]."""
MOST_THINGS = 14


@dataclass(frozen=True, slots=True)
class StandIn:
    """Something on the stage: what the text calls it, its form, and where it stands [m] and looks [degrees]."""

    name: str
    words: str
    form: Form
    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    yaw: float = 0.0
    pose: str = ""
    scale: float = 1.0
    moving: bool = False


@dataclass(frozen=True, slots=True)
class Cast:
    """All stand-ins, whether the scene is out of doors or over water, and sentences about what is not shown."""

    stand_ins: tuple[StandIn, ...]
    outdoors: bool
    water: bool
    insert: bool
    unshown: tuple[str, ...]

    @property
    def people(self) -> tuple[StandIn, ...]:
        """Those of the stand-ins that are people."""
        return tuple(s for s in self.stand_ins if s.name == "person")


def visible_words(shot: Shot) -> str:
    """The prompt in small letters, blank where it speaks of what is not to be seen; as long as the prompt."""
    base = shot.prompt.start
    letters = list(shot.words.lower() if len(shot.words.lower()) == len(shot.words) else shot.words)
    heard = [c.where for c in shot.cues] + [x.where for x in shot.lines]
    for span in [
        *heard,
        *(e.where for e in shot.exclusions),
        *(s.where for s in shot.settings),
        *(o.where for o in shot.on_screen),
    ]:
        for i in range(max(0, span.start - base), min(len(letters), span.end - base)):
            if letters[i] != "\n":
                letters[i] = " "
    return "".join(letters)


def cast(shot: Shot) -> Cast:
    """The stand-ins of a shot, each in its place."""
    words = visible_words(shot)
    people, told = _people(shot, words)
    insert = bool(HANDS_SHOT.search(words)) and not FACE.search(words)
    insert = insert or ("macro" in shot.sizes and bool(re.search(r"\bhands?\b", words)) and not FACE.search(words))
    found = _things(words)
    outdoors = _outdoors(words)
    pose = _pose(words)
    yaw = (
        180.0
        if "back" in shot.angles
        else 75.0
        if "profile" in shot.angles
        else 35.0
        if "three_quarter" in shot.angles
        else 0.0
    )
    if yaw == 0.0 and any(name == "piano" for name, *_ in found):
        # who plays is seen from the side, the piano on the side that an orbit does not go to
        yaw = -62.0 if any(m.kind == "orbit" and m.direction == "left" for m in shot.moves) else 62.0
    placed = _Placing(people, found, pose, yaw, insert, outdoors)
    stand_ins, left_out = placed.all()
    water = outdoors and bool(re.search(r"\b(?:sea|ocean|lake|river|canal|harbou?r|bay|pond|water)\b", words))
    return Cast(stand_ins, outdoors, water, insert, (*told, *left_out))


def _people(shot: Shot, words: str) -> tuple[list[tuple[str, float]], list[str]]:
    """(noun, scale) for each person, and sentences about those that are not drawn."""
    counted: list[tuple[str, float]] = []
    for group in shot.people:
        child = re.fullmatch(CHILDREN, group.noun.casefold()) is not None
        counted += [(group.noun, 0.72 if child else 1.0)] * group.count
    if not counted:
        hit = PERSON.search(words)
        if hit:
            stated = _count(words[max(0, hit.start() - 34) : hit.start()], hit[0])
            count = (
                2 if hit[0] in ("couple", "twins") else stated if hit[0].endswith(("s", "people", "men", "ren")) else 1
            )
            counted = [(hit[0], 0.72 if hit["child"] else 1.0)] * count
            other = next((m for m in PERSON.finditer(words, hit.end()) if bool(m["child"]) != bool(hit["child"])), None)
            if (
                count == 1
                and other
                and re.search(r"\b(?:and|with|beside|next to|her|his)\b[^.]{0,30}$", words[: other.start()][-40:])
            ):
                counted.append((other[0], 0.72 if other["child"] else 1.0))
        elif re.search(r"\b(?:she|he|his|her|him)\b|\b(?:face|eyes)\b", words):
            counted = [(_trade(words), 1.0)]
    told = []
    if len(counted) > MOST_PEOPLE:
        told.append(f"{len(counted)} people are named, {MOST_PEOPLE} are drawn")
    return counted[:MOST_PEOPLE], told


def _trade(words: str) -> str:
    """What somebody is called who is spoken of as she or he: the first noun with an article that names a doer."""
    things = [pattern for _, _, pattern in thing_patterns()]
    for match in DOER.finditer(words):
        if not any(pattern.fullmatch(match[1]) for pattern in things):
            return match[1]
    return "person"


def _things(words: str) -> list[tuple[str, Where, str, int, str]]:
    """(form, where, word, count, the words around it) for each kind of thing, in the order of the text."""
    taken: list[tuple[int, int]] = []
    hits: list[tuple[int, str, Where, str, int, str]] = []
    for name, where, pattern in thing_patterns():
        for match in pattern.finditer(words):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            if name == "boat" and any(hit[1] == "paper boat" for hit in hits):
                break
            before, after = words[max(0, match.start() - 34) : match.start()], words[match.end() : match.end() + 30]
            if re.search(r"\b(?:no|without|not|like an?|as if)\s+(?:\w+\s+){0,2}$", before):
                continue
            hits.append((match.start(), name, where, match[0].strip(), _count(before, match[0]), f"{before}|{after}"))
            break
    return [(name, where, word, count, around) for _, name, where, word, count, around in sorted(hits)]


def _count(before: str, word: str) -> int:
    number = re.search(
        r"(\d{1,2}|" + "|".join(sorted(_COUNT, key=len, reverse=True)) + r")\s+(?:of\s+)?(?:[a-z-]+\s+){0,2}$", before
    )
    if number is None:
        return 2 if word.endswith("s") and not word.endswith("ss") else 1
    stated = int(number[1]) if number[1].isdigit() else _COUNT[number[1]]
    return max(1, min(8, stated * (3 if "rows of" in before else 1)))


def _pose(words: str) -> Pose:
    hits = [(m.start(), pose) for pose, pattern in POSES if (m := re.search(rf"(?<![a-z])(?:{pattern})", words))]
    return min(hits)[1] if hits else "standing"


def _outdoors(words: str) -> bool:
    return len(OUTDOORS.findall(words)) > len(INDOORS.findall(words))


class _Placing:
    """Puts everybody and everything somewhere without standing in each other."""

    def __init__(
        self,
        people: list[tuple[str, float]],
        found: list[tuple[str, Where, str, int, str]],
        pose: Pose,
        yaw: float,
        insert: bool,
        outdoors: bool,
    ) -> None:
        self.people, self.found, self.pose, self.yaw = people, found, pose, yaw
        self.insert, self.outdoors = insert, outdoors
        self.made: list[StandIn] = []
        self.mounted = False
        self.told: list[str] = []
        self.names = [name for name, *_ in found]
        self.surface = next((n for n in self.names if n in ("table", "counter", "piano")), None)

    def all(self) -> tuple[tuple[StandIn, ...], tuple[str, ...]]:
        """Every stand-in in the order in which they were placed, and what was left out."""
        if self.outdoors:
            self.found = [f for f in self.found if f[1] != "wall"]
            if not self.people and any(f[1] == "yard" for f in self.found):
                self.found = [f for f in self.found if f[1] != "surface"]
        small = [f for f in self.found if f[1] == "surface"]
        if self.insert:
            self._insert(small)
        else:
            top = self._surface_for(small)
            self._people(top, self._under())
            self._on_top(small, top)
        self._rest()
        return tuple(self.made), tuple(self.told)

    def _insert(self, small: list[tuple[str, Where, str, int, str]]) -> None:
        top = 0.74
        self.made.append(StandIn("table", "table", THINGS["table"](), 0.0, 0.0, 0.06))
        self.made.append(StandIn("hands", "hands", hands(), 0.0, top, 0.02))
        self._row(small[:1], top, 0.0, 0.0)
        for number, (name, _, word, _, _) in enumerate(small[1:4]):
            form = THINGS[name]()
            x = (-1.0, 1.0)[number % 2] * (0.30 + form.half_width)
            self.made.append(StandIn(name, word, form, x, top, 0.20 + 0.08 * number))

    def _surface_for(self, small: list[tuple[str, Where, str, int, str]]) -> float | None:
        """Height of what small things lie on; brings in a plinth where the text names none."""
        x, z = self._before(0.62) if self.people else (0.0, 0.0)
        if self.surface:
            name, _, word, *_ = next(f for f in self.found if f[0] == self.surface)
            form = THINGS[name]()
            self.made.append(
                StandIn(name, word, form, x, 0.0, z, self.yaw + 180.0 if name == "piano" and self.people else self.yaw)
            )
            return 0.73 if name == "piano" else form.height
        if small and (not self.people or self.pose == "seated" or any(f[0] not in HELD for f in small)):
            if self.outdoors and self.people:
                return None
            self.made.append(StandIn("plinth", "plinth", THINGS["plinth"](), x, 0.0, z, self.yaw))
            return 0.72
        return None

    def _before(self, distance: float) -> tuple[float, float]:
        """The point so far before the people, who look along their yaw [m]."""
        a = math.radians(self.yaw)
        return -distance * math.sin(a), -distance * math.cos(a)

    def _under(self) -> float:
        """Height of what the people lie or stand on: a bed, a boat; brings it in."""
        lying = self.pose == "lying"
        for number, (name, _, word, _, around) in enumerate(self.found):
            aboard = name == "boat" and re.search(
                r"\b(?:in|aboard|on) (?:an?|the|his|her|their) (?:[a-z]+ )?\|", around
            )
            riding = re.search(r"\b(?:on|rid(?:es?|ing)) (?:an?|the|his|her) (?:[a-z]+ )?\|", around)
            if self.people and name in MOUNTS and riding:
                self.found.pop(number)
                self.made.append(StandIn(name, word, THINGS[name](), 0.0, 0.0, 0.02))
                self.pose, self.yaw, self.mounted = "seated", -90.0, True
                return MOUNTS[name]
            if self.people and ((lying and name in ("bed", "sofa", "bench")) or aboard):
                self.found.pop(number)
                form = THINGS[name]()
                self.made.append(StandIn(name, word, form, -0.12 if lying else 0.0, 0.0, -0.30 if aboard else 0.0))
                return 0.50 if name == "bed" else 0.44 if lying else 0.12
        return 0.0

    def _people(self, top: float | None, under: float) -> None:
        count = len(self.people)
        gap = 0.66 if self.pose not in ("lying",) else 1.9
        for number, (noun, scale) in enumerate(self.people):
            x = (number - (count - 1) / 2) * gap
            depth = 0.16 * (number % 2) if count > 2 else 0.0
            if top is not None:  # side by side along the table
                x, depth = x * math.cos(math.radians(self.yaw)), depth - x * math.sin(math.radians(self.yaw))
            build = scale * (1.0 if count == 1 else (1.0, 0.94, 1.03, 0.97, 1.05, 0.95)[number % 6])
            seat = self.pose == "seated"
            hands_on = top if top is not None and (seat or top > 0.85) and build > 0.8 else None
            if seat and top is not None:
                hands_on = top
            pose: Pose = self.pose
            if (
                pose == "standing"
                and top is None
                and any(f[0] in HELD for f in self.found if f[1] == "surface")
                and number == 0
            ):
                pose = "holding"
            lift = 0.46 - 0.46 * build if seat and not self.mounted else under  # a child sits on the same chair
            form = person(
                pose,
                build,
                phase=0.18 + 0.31 * number,
                hands_on=None if hands_on is None else (hands_on - lift) / build,
            )
            self.made.append(
                StandIn("person", noun, form, x, lift, depth, self.yaw, pose, build, moving=pose == "walking")
            )
            if hands_on is not None and form.front:
                self.made.append(StandIn("forearms", noun, Form(form.front), x, lift, depth, self.yaw, pose, build))
            if seat and not self.mounted:
                self.made.append(
                    StandIn(
                        "chair", "chair", THINGS["chair"](), x, 0.0, depth + (0.02 if self.yaw == 0 else 0.0), self.yaw
                    )
                )

    def _on_top(self, small: list[tuple[str, Where, str, int, str]], top: float | None) -> None:
        if top is not None:
            x, z = self._before(0.52) if self.people else (0.0, 0.0)
            self._row(small, top, z, x)
            return
        for name, _, word, _, _ in small[:1]:
            if self.people and name in HELD:
                scale = self.people[0][1]
                x = -(len(self.people) - 1) / 2 * 0.66
                self.made.append(StandIn(name, word, THINGS[name](), x, 1.09 * scale, -0.36 * scale))
                small = small[1:]
        for name, _, word, _, _ in small:
            if self.people:
                self.told.append(f"the {word} has no place on the stage and is not drawn")
            else:
                self.made.append(StandIn(name, word, THINGS[name](), 0.4 * len(self.made), 0.0, 0.0))

    def _row(self, small: list[tuple[str, Where, str, int, str]], top: float, z: float, x0: float) -> None:
        x, side = 0.0, 1.0
        for number, (name, _, word, count, _) in enumerate(small[:5]):
            form = THINGS[name]()
            for again in range(min(count, 3)):
                if number == 0 and again == 0:
                    at = 0.0
                    x = form.half_width + 0.05
                else:
                    at = side * (x + form.half_width)
                    side = -side
                    if side > 0:
                        x += 2 * form.half_width + 0.05
                self.made.append(StandIn(name, word, form, x0 + at, top, z + 0.06 * (again % 2)))

    def _rest(self) -> None:
        main = not self.people and not self.insert and not any(f[1] == "surface" for f in self.found)
        wall, yard, beside = 0, 0, 0
        spread = 1.0
        for name, where, word, count, around in self.found:
            if where == "surface" or name == self.surface:
                continue
            if len(self.made) >= MOST_THINGS + len(self.people):
                self.told.append(f"the {word} is not drawn: the stage is full")
                continue
            sign = -1.0 if re.search(r"\bleft\b", around) else 1.0 if re.search(r"\bright\b", around) else 0.0
            front = "foreground" in around
            form = THINGS[name]()
            if main and where in ("yard", "beside", "floor"):
                main = False
                spread = max(1.0, form.height / 4)
                for n in range(min(count, 4)):
                    self.made.append(
                        StandIn(
                            name,
                            word,
                            form,
                            (n - (min(count, 4) - 1) / 2) * (2.2 * form.half_width + 0.3),
                            0.0,
                            0.4 * (n % 2),
                        )
                    )
            elif where == "wall" and not self.outdoors:
                clear = 2.45 if "screen" in self.names else 1.15
                x = 0.0 if name == "screen" else (sign or (-1.0, 1.0)[wall % 2]) * (clear + 1.5 * (wall // 2))
                self.made.append(StandIn(name, word, form, x, 0.0, 1e3))  # z is put on the wall by the scene
                wall += name != "screen"
            elif name == "rack" or (front and where == "floor"):
                for n in range(min(count, 6)):
                    s = -1.0 if n % 2 else 1.0
                    self.made.append(
                        StandIn(name, word, form, s * (1.9 + 0.66 * (n // 2)), 0.0, -0.9 - 0.5 * (n // 2), -s * 16.0)
                    )
            elif where == "beside" or (where == "floor"):
                s = sign or (1.0, -1.0)[beside % 2]
                lift = 0.0
                edge = 0.33 * max(1, len(self.people)) + 0.15
                back = 0.9 if where == "floor" else -0.15
                self.made.append(
                    StandIn(
                        name,
                        word,
                        form,
                        s * (edge + form.half_width + 0.4 * (beside // 2)),
                        lift,
                        back,
                        180.0 if s > 0 else 0.0,
                    )
                )
                beside += 1
            else:
                for n in range(min(count if count > 1 else (3 if name in ("tree", "bush", "house") else 1), 5)):
                    s = sign or (-1.0, 1.0)[(yard + n) % 2]
                    far = 3.2 + 1.7 * ((yard + n) // 2) + (5.0 if name == "house" else 0.5 * form.half_width)
                    beyond = 1.3 + 0.33 * len(self.people) + 1.2 * ((yard + n) // 2)
                    if front:
                        beyond, far = 0.5 * beyond, -0.9 - 1.5 * (spread - 1.0)
                    self.made.append(
                        StandIn(
                            name,
                            word,
                            form,
                            s * spread * (beyond + form.half_width),
                            0.0,
                            spread * far if far > 0 else far,
                        )
                    )
                yard += 1


def subject_of(cast: Cast) -> tuple[float, float, float, float]:
    """What the camera looks at: (left, right, bottom, top) in metres on the subject plane."""
    people = cast.people
    if people:
        left = min(p.x - p.form.half_width for p in people)
        right = max(p.x + p.form.half_width for p in people)
        low = min(p.y for p in people) if people[0].pose == "lying" else 0.0
        return left, right, low, max(p.y + p.form.height for p in people)
    if cast.insert:
        return -0.25, 0.25, 0.72, 0.86
    small = [s for s in cast.stand_ins if s.y > 0.3]
    main = small or [s for s in cast.stand_ins if s.z < 1.0 and s.name != "plinth"] or list(cast.stand_ins)
    if not main:
        return -0.3, 0.3, 0.0, HEAD_TOP
    first = main[0]
    same = [s for s in main if s.name == first.name or first.y > 0.3]
    left = min(s.x - s.form.half_width for s in same)
    right = max(s.x + s.form.half_width for s in same)
    return left, right, first.y, max(s.y + s.form.height for s in same)


def on_wall(cast: Cast, wall_z: float) -> Cast:
    """The same cast with what hangs on the wall put there."""
    return replace(cast, stand_ins=tuple(replace(s, z=wall_z - 0.08) if s.z > 100 else s for s in cast.stand_ins))
