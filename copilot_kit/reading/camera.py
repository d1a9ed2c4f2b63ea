"""The camera: moves with their windows, sizes, angles, lenses and stops.

A move counts when the camera makes it. In a field of the camera that is given; elsewhere verbs that people and
things can do as well ("pulls back", "rises") need the camera as their subject.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..shot import TOLERANCE_S, Move, Places, Span
from .layout import Block
from .lexicon import Hit
from .notation import Mark
from .page import NO_WINDOW, Page, Window
from .scope import clause_around, timed

HOLDS = frozenset({"static"})
_ON_A_HOLD = HOLDS | {"rack_focus"}
"""Kinds that leave the camera where it stands."""
_SUBJECT = re.compile(
    r"(?<![a-z])(?:camera|lens|shot(?! ?#?\d)|frame|framing|we|drone|gimbal|cámara|caméra|kamera)(?![a-z])|镜头|摄影机"
    r"|摄像机|カメラ|카메라|الكاميرا"
)
_ACTIVE = re.compile(
    r"(?:pull|mov|push|track|slid|circl|revolv|rotat|wrap|orbit|arc|travel|creep|tilt|lift|ris|follow|glid|inch|pan"
    r"|swe+p|retreat)\w*(?:s|ing)(?: |$)"
)
_BARE_VERB = re.compile(r"(?:pull|move|push|track|slide|circle|rotate|orbit|arc|tilt|follow) ?\w*")
_MUTE_TRACKS = frozenset({"sound", "dialogue", "negative", "settings", "palette", "screen"})
_DIRECTION = re.compile(
    r"(?<![a-z])(left|right|upward|upwards|up|downward|downwards|down|forward|forwards|backward|backwards|back|clockwise|counter-clockwise|counterclockwise)(?![a-z])"
)
_DIRECTION_IDS = {
    "upward": "up",
    "upwards": "up",
    "downward": "down",
    "downwards": "down",
    "forwards": "forward",
    "backwards": "backward",
}
_THEN = re.compile(r"(?<![a-z])(?:then|before|and then)(?![a-z])|然后|接着|随后|之后|そして|その後")
_FRAMED = re.compile(r"(?: |-)?(?:shot|view|angle|camera|perspective|framing|frame)(?![a-z])")
_SHY_ANGLES = frozenset({"overhead", "high", "low", "worms_eye", "back", "front", "profile", "straight on"})


class Mention(NamedTuple):
    """A word of the vocabulary that describes the camera."""

    id: str
    where: Span


# ── moves ──


def read_moves(page: Page) -> tuple[Move, ...]:
    """What the camera does, each move once, in the order of the text."""
    found: list[Move] = []
    hits = page.hits["move"]
    at = 0
    for block in page.layout.blocks:
        while at < len(hits) and hits[at].start < block.start:
            at += 1
        first = at
        while at < len(hits) and hits[at].start < block.end:
            at += 1
        if first < at and block.track not in _MUTE_TRACKS:
            found.extend(_block_moves(page, block, hits[first:at]))
        elif first < at and block.track == "sound":
            own = [hit for hit in hits[first:at] if _of_the_camera(page.flat, block, hit)]
            found.extend(_block_moves(page, block, own) if own else ())
    return tuple(_settled(page, found))


def _of_the_camera(flat: str, block: Block, hit: Hit) -> bool:
    """True for a sentence about the camera that stands behind a field of sound: Sound: rain. Camera locked off."""
    low = max(block.body, hit.start - 40)
    before = flat[low : hit.start]
    begins = before.rfind(". ")
    said = flat[low + begins + 2 : hit.end + 12] if begins >= 0 else ""
    return _OPENS_WITH_CAMERA.match(said) is not None


_OPENS_WITH_CAMERA = re.compile(r"(?:the )?(?:[a-z-]+ ){0,2}camera(?![a-z])")


def _block_moves(page: Page, block: Block, hits: list[Hit]) -> list[Move]:
    told: list[Hit] = []
    for hit in hits:
        if page.is_denied(hit) or page.quoted.holds(hit.start):
            continue
        if _by_camera(page, block, hit) or (told and _follows_on(page.flat, told[-1], hit)):
            told.append(hit)
    told = _named(page, block, told)
    if not told:
        return []
    around = page.window(block)
    within = page.marks_in(block.start, block.end)
    marks = [mark for mark in within if mark.kind not in ("inner", "total", "length", "index", "range")]
    lengths = [mark for mark in within if mark.notation == "inner_led" and mark.end is None]
    head = page.layout.groups[block.group].mark if block.group >= 0 else None
    marks = [mark for mark in marks if mark is not head and mark.notation != "end"]
    times = timed(page.flat, block.start, block.end, [(hit.start, hit.end) for hit in told], marks)
    moves: list[Move] = []
    previous: Window = NO_WINDOW
    for hit, mark in zip(told, times, strict=True):
        window = _move_window(page, block, hit, mark, around, previous, moves)
        length = None if mark is not None or not lengths else _length_of(page, block, hit, lengths)
        lasting = None
        if length is not None and (moves or (length is lengths[0] and all(hit.start < m.where.start for m in marks))):
            lasting = _lasting(page, block, length, around, previous, moves, len(lengths) > 1)
        if lasting is not None:
            window, mark = lasting, length
        if (mark is not None and mark.kind == "instant") or (window.end is None and window.start is not None):
            window = _open_ended(page, hit, mark, window, around, previous)
        previous = window
        moves.append(_move(page, block, hit, mark, window))
    return _yielding(moves, around)


def _move_window(
    page: Page, block: Block, hit: Hit, mark: Mark | None, around: Window, previous: Window, moves: list[Move]
) -> Window:
    if mark is not None:
        window = page.place(mark, around, previous.end)
        if window.start is not None:
            return window
    if moves and previous.end is not None and previous.end != around.end:
        between = page.flat[moves[-1].where.end : hit.start]
        if len(between) < 90 and _THEN.search(between):
            return Window(previous.end, around.end if around.end is not None else page.seconds, True)
    return Window(around.start, around.end, around.start is not None)


_LASTING_KINDS = HOLDS | {"handheld"}
_UNTIL = re.compile(r"(?<![a-z])(?:until|till)(?![a-z])[^,;.]*$")
_ENDING = re.compile(r"(?:end|finish|stopp|arriv|settl|land)(?:s|es|ing)(?: [a-z]+){0,4}? (?:at|by) $")


def _open_ended(page: Page, hit: Hit, mark: Mark | None, window: Window, around: Window, previous: Window) -> Window:
    """A window of which only one time is stated: until she turns at 4 s; at 3 s a pan, ending at 6 s."""
    if mark is not None and hit.end < mark.where.start and _UNTIL.search(page.flat, hit.end, mark.where.start):
        low = previous.end if previous.end is not None else around.start or 0.0
        return Window(low, mark.start, True) if mark.start is not None and mark.start > low else window
    for later in page.marks_in(hit.end, hit.end + 90):
        ends = later.kind == "instant" and later is not mark and later.start is not None
        if ends and _ENDING.search(page.flat, hit.end, later.where.start):
            return Window(window.start, later.start, False)
    end = around.end
    if end is None and hit.id in _LASTING_KINDS and (page.seconds or 0.0) > (window.start or 0.0):
        end = page.seconds
    return Window(window.start, end, window.derived or end is not None)


def _length_of(page: Page, block: Block, hit: Hit, lengths: list[Mark]) -> Mark | None:
    """The length that the clause of a move states: pushes in over 5 seconds."""
    high = clause_around(page.flat, block.start, block.end, Span(hit.start, hit.end)).end
    return next((mark for mark in lengths if hit.end <= mark.where.start < high), None)


def _lasting(
    page: Page, block: Block, length: Mark, around: Window, previous: Window, moves: list[Move], listed: bool
) -> Window | None:
    """A move of a stated length begins where the one before ends; the first with its beat, or with the clip."""
    after = page.flat[length.where.end : length.where.end + 48]
    opens = listed or around.start is not None or block.own == "camera" or _THEN.search(after) is not None
    if not moves and not opens:
        return None
    start = previous.end if moves else around.start or 0.0
    if start is None:
        return None
    end, last = start + (length.start or 0.0), around.end if around.end is not None else page.seconds
    return None if last is not None and end > last + TOLERANCE_S else Window(start, end, True)


def _yielding(moves: list[Move], around: Window) -> list[Move]:
    """A move that has no end of its own ends where the next one begins: static, then at 3 s a pan."""
    out = list(moves)
    for index in range(len(out) - 1):
        this, after = out[index], out[index + 1]
        if after.start is None or after.start == around.start or after.kind == this.kind:
            continue
        if this.kind in HOLDS and after.kind in _ON_A_HOLD:
            continue
        if this.start is None:
            out[index] = _replace(this, start=0.0, end=after.start)
        elif this.start < after.start and (this.end is None or (this.derived and this.end > after.start)):
            out[index] = _replace(this, start=this.start, end=after.start)
    return out


def _replace(move: Move, start: float | None, end: float | None) -> Move:
    return Move(start, end, move.kind, move.where, move.direction, move.speed, True, move.places)


def _move(page: Page, block: Block, hit: Hit, mark: Mark | None, window: Window) -> Move:
    low, high = clause_around(page.flat, block.start, block.end, Span(hit.start, hit.end))
    turn = _DIRECTION.search(page.flat, hit.start, min(high, hit.end + 16))
    direction = _DIRECTION_IDS.get(turn.group(), turn.group()) if turn else ""
    told = next((found.id for found in page.hits_in("speed", low, high)), "") or _own_speed(page.flat, hit)
    speed = "" if hit.id in _LASTING_KINDS else told
    places: Places = (("kind", Span(hit.start, hit.end)),)
    if mark is not None and mark.kind == "inner" and mark.first is not None:
        places += (("length", mark.first),)
    elif mark is not None:
        places += mark.places
    derived = window.derived or (mark is None and window.start is not None)
    return Move(window.start, window.end, hit.id, Span(hit.start, hit.end), direction, speed, derived, places)


def _follows_on(flat: str, last: Hit, hit: Hit) -> bool:
    """True for what follows a move in its sentence: holds on her for 3 seconds, then pans left."""
    between = flat[last.end : hit.start]
    return (
        (hit.id in HOLDS or (hit.strength == "plain" and _SOMEONE.search(between) is None))
        and len(between) < 70
        and ". " not in between
        and _JUST_THEN.search(between) is not None
    )


_SOMEONE = re.compile(r"(?<![a-z])(?:he|she|they|who|as|while)(?![a-z])|; |, (?:the|an?) ")
_JUST_THEN = re.compile(r"(?:then|before|and) (?:(?:it|simply|just|finally) )?$")
_OWN_SPEED = re.compile(r"(?<![a-z])(?:(slow(?:ly)?|gentle|creep\w*|inch\w*)|(fast|whip\w*|crash|snap|swish))(?![a-z])")


def _own_speed(flat: str, hit: Hit) -> str:
    """The speed that the name of a move holds: slow push, crash zoom."""
    told = _OWN_SPEED.search(flat, hit.start, hit.end)
    return "" if told is None else "slow" if told[1] else "fast"


def _by_camera(page: Page, block: Block, hit: Hit) -> bool:
    """True if it is the camera that moves."""
    flat = page.flat
    if hit.strength == "code":
        return block.track == "camera" and page.text[hit.start : hit.end].isupper()
    word = flat[hit.start : hit.end]
    if block.track == "camera" and (block.own in ("camera", "shot") or hit.strength == "plain"):
        first = ". " not in flat[block.body : hit.start] or not (hit.strength == "weak" or _ACTIVE.match(word))
        if first or _commands(flat, block, hit):
            return True
    elif block.track == "camera" and not flat[block.body : hit.start].strip(" *_,;-"):
        return True
    if hit.strength == "plain" and not _ACTIVE.match(word) and not _BARE_VERB.fullmatch(word):
        return True
    low = max(block.start, hit.start - 160)
    before = flat[low : hit.start]
    stop = max(before.rfind(". "), before.rfind("; "), before.rfind("\n"))
    before = before[stop + 1 :]
    if _IT.search(before) and _SUBJECT.search(flat, max(block.start, low + stop - 160), low + max(stop, 0)):
        return True
    subject = max(_SUBJECT.finditer(before), key=lambda found: found.start(), default=None)
    if subject is None:
        return hit.strength == "plain" and _commands(flat, block, hit)
    between = before[subject.end() :]
    return not _other_subject(between) and not _NOUN_BEFORE.search(between)


def _commands(flat: str, block: Block, hit: Hit) -> bool:
    """An imperative that begins its sentence: Push in on the lamp. Or a slow pan, named as a noun."""
    before = flat[max(block.body, hit.start - 24) : hit.start].rstrip(" *_")
    return (
        before == ""
        or before[-1] in ".;:[(])—|\n"
        or before.endswith((" slow", " slowly", " a", " gentle", "slow,"))
        or (before.endswith(" then") and not _by_someone(flat, block, hit))
    )


def _by_someone(flat: str, block: Block, hit: Hit) -> bool:
    """True for a third person whose sentence names no camera: the dancer spins, then pulls back her hood."""
    if _ACTIVE.match(flat[hit.start : hit.end]) is None:
        return False
    before = flat[max(block.body, hit.start - 120) : hit.start]
    said = before[before.rfind(". ") + 1 :].lstrip(" *_-")
    return _SUBJECT.search(said) is None and not said.startswith(("start", "begin", "open", "static", "slow", "hold"))


_OTHER = re.compile(
    r"(?<![a-z])(?:he|she|they|who|which|that|his|her|their|man|woman|girl|boy|hand|hands|head|as|while)(?![a-z])|, "
    r"the |, an? "
)


_IT = re.compile(r"(?<![a-z])it (?:then |slowly |gently |finally |[a-z]+ly )?$")
_NOUN_BEFORE = re.compile(r"(?<![a-z])(?:an?|the|his|her|their|its) (?:[a-z-]+ ){1,2}$")


def _other_subject(between: str) -> bool:
    """True if someone else has taken over the sentence since the camera was named."""
    return len(between) > 70 or _OTHER.search(between) is not None


def _named(page: Page, block: Block, hits: list[Hit]) -> list[Hit]:
    """Without the bare "camera moves" beside a move that has a name in the same sentence."""
    if len(hits) < 2 or all(hit.id != "move" for hit in hits):
        return hits
    named = [hit for hit in hits if hit.id != "move"]
    return [hit for hit in hits if hit.id != "move" or not any(abs(other.start - hit.start) < 60 for other in named)]


def _settled(page: Page, moves: list[Move]) -> list[Move]:
    """Each move once: a second mention within the time of a first is the same move.

    A hold that is stated for the whole clip takes in what the beats repeat; a move that is told without a
    time is a summary of the same move told with one.
    """
    kinds: dict[str, list[Move]] = {}
    for move in moves:
        kinds.setdefault(move.kind, []).append(move)
    any_timed = any(move.start is not None and move.kind not in _ON_A_HOLD for move in moves)
    alone = not any_timed and kinds.keys() <= _ON_A_HOLD
    out: list[Move] = []
    for kind, members in kinds.items():
        timed_ones = [move for move in members if move.start is not None]
        untimed = [move for move in members if move.start is None]
        if not timed_ones and kind in HOLDS and alone and page.seconds is not None:
            out.append(_replace(untimed[0], 0.0, page.seconds))
        elif not timed_ones:
            out.append(untimed[0])
        elif kind in HOLDS and untimed and not any_timed:
            low, high = min(m.start or 0.0 for m in timed_ones), max((m.end or 0.0 for m in timed_ones), default=0.0)
            out.append(_replace(untimed[0], low, max(high, page.seconds or 0.0)))
        else:
            out.extend(_widest(timed_ones))
    return sorted(out, key=lambda move: move.where)


def _widest(moves: list[Move]) -> list[Move]:
    kept: list[Move] = []
    for move in sorted(moves, key=lambda move: (move.derived, move.where)) if len(moves) < 400 else moves:
        if not any(_same(move, other) for other in kept[-64:]):
            kept.append(move)
    return kept


def _same(a: Move, b: Move) -> bool:
    if a.start is None or b.start is None:
        return False
    if a.end is None or b.end is None:
        return abs(a.start - b.start) <= TOLERANCE_S
    within = a.start >= b.start - TOLERANCE_S and a.end <= b.end + TOLERANCE_S
    return within or (b.start >= a.start - TOLERANCE_S and b.end <= a.end + TOLERANCE_S and b.derived)


# ── sizes and angles ──


def mentions(page: Page, table: str) -> tuple[Mention, ...]:
    """Sizes or angles that are stated, in the order of the text."""
    out = []
    blocks, at = page.layout.blocks, 0
    for hit in page.hits[table]:
        while at + 1 < len(blocks) and blocks[at + 1].start <= hit.start:
            at += 1
        if not blocks or not blocks[at].start <= hit.start < blocks[at].end:
            continue
        if _frames(page, blocks[at], hit, table) and not page.is_denied(hit) and not page.quoted.holds(hit.start):
            out.append(Mention(hit.id, Span(hit.start, hit.end)))
    return tuple(out)


def _frames(page: Page, block: Block, hit: Hit, table: str) -> bool:
    if block.track in _MUTE_TRACKS:
        return False
    if hit.strength == "code":
        return page.text[hit.start : hit.end].isupper() and (block.track == "camera" or hit.start - block.body < 4)
    if block.track == "camera":
        return True
    if hit.strength == "weak":  # "Wide, high angle" and "| wide |" are sizes, a wide street is none
        return page.flat[hit.end : hit.end + 2].strip()[:1] in (",", "|") and hit.start - block.body < 40
    if table == "angle" and hit.id in _SHY_ANGLES and " angle" not in page.flat[hit.start : hit.end].replace("-", " "):
        near = page.flat[max(block.start, hit.start - 48) : hit.end]
        return _FRAMED.match(page.flat, hit.end) is not None or _SUBJECT.search(near) is not None
    return True
