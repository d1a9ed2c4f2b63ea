"""What else a prompt states: people and their number, moments of the action, what is kept out, settings, length."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice

from ..shot import TOLERANCE_S, Beat, Cue, Event, Exclusion, People, SecondsFrom, Setting, Span
from .layout import Block
from .lexicon import Entry, Table
from .notation import Mark
from .page import Page
from .scope import sentence_around
from .tracks import BEAT_TRACKS

PEOPLE: Table = {
    "people": Entry(
        terms="people | person | persons | man | men | woman | women | boy | boys | girl | girls | child | children "
        "| kids | researchers "
        "| researcher | scientists | scientist | soldiers | soldier | dancers | dancer | actors | actor | figures | "
        "figure | friends "
        "| characters | character | students | student | workers | worker | guards | guard | players | player | "
        "musicians | musician "
        "| astronauts | astronaut | adults | teenagers | brothers | sisters | siblings | strangers | villagers | "
        "fishermen | sailors "
        "| nurses | doctors | monks | nuns | cooks | chefs | divers | climbers | runners | drummers | singers | "
        "engineers | pilots "
        "| twins | passengers | commuters | customers | neighbours | neighbors | personas | hombres | mujeres | "
        "niños | hommes | femmes "
        "| enfants | männer | frauen | kinder | 人 | 女孩 | 男孩 | 孩子 | 老人 | 男子 | 女子 | 少年 | 少女 | 学生 | "
        "工人 | 士兵 | 科学家 | 子供",
    ),
}
"""Nouns that count people."""

_COUNTS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "a pair of": 2,
    "a couple of": 2,
    "twelve": 12,
    "twenty": 20,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "一": 1,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
}
_COUNTED = re.compile(
    rf"(?s:.*)(?:^|[^a-z0-9.:_-])(?P<n>{'|'.join(_COUNTS)}|\d{{1,3}})"
    r"(?:个|名|位|人の| (?:(?!of |the )[a-zß-ɏ-]+ ){0,3})$"
)
_DELETING = re.compile(r", ?| or | nor | and |、|和|或")


def read_people(page: Page) -> tuple[People, ...]:
    """Numbers of people, where they are first stated."""
    out: list[People] = []
    seen: set[tuple[int, str]] = set()
    for hit in page.hits["people"]:
        low = max(page.prompt.start, hit.start - 48)
        counted = _COUNTED.match(page.flat[low : hit.start])
        if counted is None or page.denied.holds(hit.start) or page.quoted.holds(hit.start):
            continue
        word, noun = counted["n"], page.flat[hit.start : hit.end]
        count = int(word) if word.isdecimal() else _COUNTS[word]
        key = (count, noun.rstrip("s"))
        if key not in seen and (count > 1 or all(other != key[1] for _, other in seen)):
            seen.add(key)
            number = Span(low + counted.start("n"), low + counted.end("n"))
            out.append(People(count, noun, Span(number.start, hit.end), (("count", number),)))
    return tuple(out)


# ── moments ──

_EVENT_KINDS = frozenset({"instant", "start", "relative"})
_EVENT_TRACKS = BEAT_TRACKS | {"light", "grade", "screen"}
_MOMENTS = frozenset({"after", "later", "middle", "until"})


def read_events(page: Page, beats: tuple[Beat, ...], cues: tuple[Cue, ...]) -> tuple[Event, ...]:
    """Moments of the picture in the order of time; one told outside the beats and again inside is one."""
    heads = {group.mark for group in page.layout.groups}
    told: list[tuple[Event, bool]] = []
    sounding = [cue.where for cue in cues if cue.start is not None]
    heard = {place for cue in cues for name, place in cue.places if name == "start"}
    starts = [where.start for where in sounding]
    beat_starts = [beat.where.start for beat in beats]
    for block in page.layout.blocks:
        if block.track not in _EVENT_TRACKS:
            continue
        for mark in page.marks_in(block.start, block.end):
            if (
                mark in heads
                or mark.kind not in _EVENT_KINDS
                or (mark.kind == "relative" and mark.notation not in _MOMENTS)
            ):
                continue
            window = page.place(mark, page.window(block))
            at = window.start if mark.notation != "until" else None
            before = bisect_right(starts, mark.where.start) - 1
            if at is None or mark.first in heard or (before >= 0 and sounding[before].end > mark.where.start):
                continue
            event = _event(page, block, mark.where, at, window.derived, mark.first)
            nearest = bisect_right(beat_starts, mark.where.start) - 1
            inside = nearest >= 0 and mark.where.start < beats[nearest].where.end
            told.append((event, inside))
    return tuple(_once(told))


def _event(page: Page, block: Block, mark: Span, at: float, derived: bool, number: Span | None) -> Event:
    low, high = sentence_around(page.flat, block.body, block.end, mark)
    words = page.text[low:high]
    start = min(mark.start, low + len(words) - len(words.lstrip(" \n*_-")))
    where = Span(start, max(mark.end, low + len(words.rstrip())))
    return Event(
        at, where.of(page.text), where, derived, (("at", number),) if number is not None and not derived else ()
    )


def _once(told: list[tuple[Event, bool]]) -> list[Event]:
    """Each moment once: what is told outside the beats adds its place to the same moment told inside."""
    events = [event for event, inside in told if inside]
    known = {_tick(event.at): index for index, event in reversed(list(enumerate(events)))}
    for event, inside in told:
        if inside:
            continue
        again = known.get(_tick(event.at))
        if again is None:
            events.append(event)
        else:
            other = events[again]
            extra = tuple((f"{name}[{len(other.places)}]", where) for name, where in event.places)
            events[again] = Event(other.at, other.text, other.where, other.derived, other.places + extra)
    return sorted(events, key=lambda event: (event.at, event.where))


def _tick(seconds: float) -> int:
    """Which moment a time is: times within the tolerance fall together."""
    return round(seconds / (2 * TOLERANCE_S))


# ── exclusions ──


def read_exclusions(page: Page) -> tuple[Exclusion, ...]:
    """What is kept out: by a denying word, or by standing in a negative field."""
    out: list[Exclusion] = []
    for negation in page.negations:
        if negation.excluding and not page.quoted.holds(negation.start):
            out.extend(_items(page, negation.what))
    for block in page.layout.blocks:
        if block.track == "negative" and block.body < block.end:
            out.extend(
                item for item in _items(page, Span(block.body, block.end)) if not page.denied.holds(item.where.start)
            )
        elif block.own in ("sound", "dialogue") and block.label and _NOTHING.match(page.flat, block.body, block.end):
            out.append(Exclusion(block.label.of(page.text).lower(), Span(block.label.start, block.end)))
    return tuple(sorted(out, key=lambda item: item.where))


_NOTHING = re.compile(r"[ *_]*(?:none|no|n/a|无|なし|ninguna?|keine?|aucune?)[ .*_]*$")


def _items(page: Page, span: Span) -> list[Exclusion]:
    out, at = [], span.start
    for match in [*_DELETING.finditer(page.flat, *span), None]:
        stop = match.start() if match else span.end
        words = page.text[at:stop]
        left, right = len(words) - len(words.lstrip(" \n*_-.\"'")), len(words.rstrip(" \n*_-.;\"'"))
        if right > left:
            where = Span(at + left, at + right)
            out.append(Exclusion(where.of(page.text), where, (("what", where),)))
        at = match.end() if match else stop
    return out


# ── settings and length ──

_NAMES = {
    "model": "model|engine|模型",
    "size": "size|dimensions",
    "resolution": "resolution|分辨率|解像度",
    "aspect": "aspect[ _-]?ratio|aspect|ratio|画幅|比例",
    "seconds": "seconds|duration(?:_s|_seconds)?|length|video_length|n_seconds|时长|長さ",
    "fps": "fps|frame[ _-]?rate|framerate",
    "seed": "seed",
    "quality": "quality",
    "audio": "audio|generate_audio",
    "steps": "steps",
    "cfg": "cfg(?:[ _-]scale)?|guidance(?:[ _-]scale)?",
    "negative_prompt": "negative_prompt",
    "loop": "loop",
    "motion": "motion(?:_strength|_bucket_id)?",
}
_SETTING = re.compile(
    r"(?:^|[,;{|(])[ >*_\"'`-]*(?:"
    + "|".join(f"(?P<{name}>{spelling})" for name, spelling in _NAMES.items())
    + r")[*_\"'`]{0,3}[ ]?[:=|][ *_\"'`]*(?P<value>[^\n,;\"'`*|}]{1,60})",
    re.MULTILINE,
)
_NAME = re.compile("|".join(f"(?P<{name}>{spelling})" for name, spelling in _NAMES.items()))
_FLAG = re.compile(r"(?:^|\s)--(?P<name>[a-z_]{2,20})[ =](?P<value>[^\s-]\S{0,40})")
_FLAG_NAMES = {
    "ar": "aspect",
    "rt": "aspect",
    "rs": "resolution",
    "dur": "seconds",
    "duration": "seconds",
    **{name: name for name in ("seconds", "fps", "seed", "model", "size", "resolution")},
}
_LEADING_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(?:s|sec|secs|seconds?|秒)?\s*$")


def read_settings(page: Page, beside: tuple[Span, ...]) -> tuple[Setting, ...]:
    """Engine parameters in settings blocks of the prompt, and in the spans that stand beside it."""
    out: list[Setting] = []
    for block in page.layout.blocks:
        if block.track == "settings" and block.label is not None and block.body < block.end:
            named = _NAME.fullmatch(block.label.of(page.flat).strip(" *_`\"'"))
            if named:
                out.append(_setting(page, named.lastgroup or "", Span(block.body, block.end)))
    for span in beside:
        out += [_setting(page, *named) for named in _named_values(page, span)]
    if "model" in page.flat or "size" in page.flat or "resolution" in page.flat:
        out += _settings_blocks(page)
    for match in _FLAG.finditer(page.flat) if "--" in page.flat else ():
        if match["name"] in _FLAG_NAMES:
            out.append(_setting(page, _FLAG_NAMES[match["name"]], Span(*match.span("value"))))
    unique = {setting.where: setting for setting in out if setting.value}
    return tuple(sorted(unique.values(), key=lambda setting: setting.where))


def _named_values(page: Page, span: Span) -> list[tuple[str, Span]]:
    """Names of settings and where their values stand, as written in a settings block."""
    found = islice(_SETTING.finditer(page.flat, *span), _MOST)
    return [(next(name for name in _NAMES if match[name]), Span(*match.span("value"))) for match in found]


def _settings_blocks(page: Page) -> list[Setting]:
    """Settings that stand together inside the prompt, with the model or the picture's size among them."""
    runs: list[list[tuple[str, Span]]] = [[]]
    for name, value in _named_values(page, page.prompt):
        if runs[-1]:
            last = runs[-1][-1][1]
            label = page.flat[last.end : value.start]
            if len(label) > 40 or label.count("\n") > 1:
                runs.append([])
        runs[-1].append((name, value))
    return [
        _setting(page, name, value)
        for run in runs
        if len(run) > 1 and any(name == "model" or _PIXELS.search(page.flat, *value) for name, value in run)
        for name, value in run
    ]


_PIXELS = re.compile(r"\d{3,4} ?[x×*] ?\d{3,4}|(?<!\d)\d{3,4}p(?![a-z])")
_MOST = 1000
"""As many settings are read in one text."""


def _setting(page: Page, name: str, span: Span) -> Setting:
    words = page.text[span.start : span.end]
    left = len(words) - len(words.lstrip(" *_`\"'"))
    where = Span(span.start + left, max(span.start + left, span.start + len(words.rstrip(" .)]*_`\"'"))))
    return Setting(name, where.of(page.text), where, (("value", where),))


def setting_seconds(settings: tuple[Setting, ...]) -> tuple[float, Span] | None:
    """The length that the settings ask for."""
    for setting in reversed(settings):
        number = _LEADING_NUMBER.match(setting.value)
        if setting.name == "seconds" and number and 0 < float(number[1]) < 10000:
            return float(number[1]), Span(setting.where.start, setting.where.start + len(number[1]))
    return None


def stated_seconds(page: Page) -> tuple[float, Span] | None:
    """The length that the text states: a field, a phrase (8 s total, a 10-second clip), or a range from zero."""
    ranges = loose = None
    heads = {group.mark for group in page.layout.groups}
    for number, mark in enumerate(page.marks):
        if mark.first is None or mark.start is None or page.quoted.holds(mark.where.start):
            continue
        if mark.notation == "total_head":
            loose = loose or ((mark.start, mark.first) if number == 0 else None)
        elif mark.kind == "total" and mark.start > 0 and mark not in heads:
            return mark.start, mark.first
        elif (mark.notation == "bracket_start" and _is_bare(page.flat, mark)) or (
            mark.notation == "inner_led" and number == 0 and page.flat.startswith("over ", page.prompt.start)
        ):
            loose = loose or (mark.start, mark.first)
        elif mark.notation == "inner" and mark.end is None and mark.start >= 1:
            opens = number == 0 and page.flat[page.prompt.start : mark.where.start].strip(" #*_\n\"'") in _OPENERS
            neighbours = [other for other in page.marks[max(0, number - 1) : number + 2] if other is not mark]
            listed = any(abs(other.where.start - mark.where.start) < 12 for other in neighbours)
            alone = _stands_alone(page.flat, mark) or (number == 0 and _heads_brackets(page.flat, mark))
            if opens or (not listed and alone):
                loose = loose or (mark.start, mark.first)
        if mark.kind == "range" and mark.start == 0 and mark.end and mark.last and ranges is None:
            ranges = mark.end, mark.last
    return ranges or loose


_OPENERS = frozenset(
    {"", "a", "an", "one", "create a", "create an", "make a", "generate a", "this", "un", "une", "ein", "eine"}
)


def _is_bare(flat: str, mark: Mark) -> bool:
    """True for a time in brackets that is alone on its line."""
    after = flat[mark.where.end : mark.where.end + 6].partition("\n")[0]
    return not after.strip(" )].*_")


def _heads_brackets(flat: str, mark: Mark) -> bool:
    """True for a length that opens a list in brackets: production sheet (8 s, 24 fps)."""
    return flat[mark.where.start - 1 : mark.where.start] == "(" and flat[mark.where.end : mark.where.end + 1] in ",;|/"


def _stands_alone(flat: str, mark: Mark) -> bool:
    """True for a length between commas: a jar of salt, 6 seconds, macro."""
    before, after = (
        flat[max(0, mark.where.start - 2) : mark.where.start].strip(),
        flat[mark.where.end : mark.where.end + 2].strip(),
    )
    return before[-1:] in (",", ";", "|", "/", ".", "") and after[:1] in (",", ";", "|", "/", ".", "")


def clip_seconds(
    given: float | None, settings: tuple[float, Span] | None, stated: tuple[float, Span] | None, beats: list[float]
) -> tuple[float | None, SecondsFrom | None]:
    """Length of the clip [s] and where it comes from: settings before words, words before the last beat."""
    if given is not None:
        return float(given), "settings"
    if settings is not None:
        return settings[0], "settings"
    if stated is not None:
        return stated[0], "stated"
    return (max(beats), "derived") if beats else (None, None)
