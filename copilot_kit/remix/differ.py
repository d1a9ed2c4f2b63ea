"""What differs between two shots: hunks of text, named as changes of controls.

`align` says where the two texts differ. Here each hunk is given to the control, the beat, the cue or the sentence
that it belongs to; times that moved as one become one change (the boundary of two beats, a list that was shifted or
stretched); and what cannot be taken apart stays in one bundle. The edits of a change are the hunks of
its bundle, so that all changes together are all hunks, and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from ..shot import Control, Shot, Span
from . import say
from .align import Hunk, hunks
from .change import Change, Diff, Edit, Kind, digest, listed, written
from .order import BeatOrder, bag_of
from .say import item_of, split_path
from .sides import ITEMS, Side, kind_of
from .times import Bundle, Fact, Times

_MOST_FACTS = 12
"""What cannot be taken apart and says more than this is told as one passage."""

_MOSTLY = 0.6
"""An item counts as gone when more than this share of its characters is."""


def changes(before: Shot, after: Shot) -> Diff:
    """What differs, control by control, then as words for what is no control.

    `apply(before, changes(before, after)).text` is `after.text`, for any two texts.
    """
    if before.text == after.text:
        return Diff()
    return _Differ(before, after).diff()


class _Differ:
    def __init__(self, before: Shot, after: Shot) -> None:
        self.before, self.after = before, after
        self.b, self.a = Side(before), Side(after)
        self.hunks = sorted(hunks(self.b, self.a), key=lambda h: (h.before, h.after))
        self.starts = [unit.start for unit in self.b.units]

    def diff(self) -> Diff:
        bundles = list(self._bundles())
        for bundle in bundles:
            bundle.facts = list(self._facts(bundle))
        bundles = Times(self.before, self.hunks, bundles).merged()
        of = digest(self.before.text)
        found: list[Change] = []
        for bundle in sorted(bundles, key=lambda b: min((h.before, h.after) for h in b.hunks)):
            edits = tuple(
                Edit(h.before, h.after.of(self.after.text), h.before.of(self.before.text), h.after.start)
                for h in sorted(bundle.hunks, key=lambda h: (h.before, h.after))
            )
            facts = bundle.facts if len(bundle.facts) <= _MOST_FACTS else [self._rewritten_fact(bundle)]
            for fact in facts:
                others = tuple(dict.fromkeys(f.path for f in facts if f is not fact))
                found.append(
                    Change(fact.path, fact.before, fact.after, fact.where, fact.where_after, fact.kind, fact.unit,
                           fact.sentence, edits, others, of)
                )  # fmt: skip
        return Diff(found)

    def _rewritten_fact(self, bundle: Bundle) -> Fact:
        """One line for a passage of which everything is different."""
        fact = self._words_fact(bundle.hunks)
        counts = Counter(split_path(f.path)[0] for f in bundle.facts)
        names = [f"{n} {family.rstrip('s')}{'s' * (n > 1)}" for family, n in counts.items() if family in ITEMS]
        held = sum(n for family, n in counts.items() if family not in ITEMS)
        names += [f"{held} other values"] if held else []
        return replace(fact, path="words", sentence=f"a passage is rewritten: {listed(names)}")

    # -- hunks that belong together

    def _bundles(self) -> Iterator[Bundle]:
        shared: dict[object, Bundle] = {}
        last: Bundle | None = None
        for hunk in self.hunks:
            if last and last.hunks[0].controls and self._is_its_unit(last.hunks[0], hunk):
                last.hunks.append(hunk)
                continue
            key = self._key(hunk)
            if key is None:
                last = Bundle([hunk])
                yield last
            elif key in shared:
                shared[key].hunks.append(hunk)
            else:
                shared[key] = Bundle([hunk])
        yield from shared.values()

    def _is_its_unit(self, value: Hunk, hunk: Hunk) -> bool:
        """True if the hunk is the unit of that value in another number: 2 seconds, 1 second."""
        one, other = hunk.before.of(self.before.text), hunk.after.of(self.after.text)
        between = self.before.text[value.before.end : hunk.before.start]
        return one != other and one.rstrip("s") == other.rstrip("s") and one.isalpha() and between in {"", " ", "-"}

    def _key(self, hunk: Hunk) -> object:
        """What a hunk shares with others of its bundle; None if it stands alone."""
        if hunk.group >= 0:
            return ("moved", hunk.group)
        if hunk.controls or hunk.whole:
            return None
        if _is_number(self.before.text, hunk.before) and _is_number(self.after.text, hunk.after):
            return "numbers"
        unit = bisect_right(self.starts, hunk.before.start)
        if self._items(self.b, hunk.before) or self._items(self.a, hunk.after):
            return None
        control = self._words_control(hunk)
        return ("words", unit, control[0].path if control else "")

    # -- what a bundle says

    def _facts(self, bundle: Bundle) -> Iterator[Fact]:
        first = bundle.hunks[0]
        if first.controls:
            yield self._value_fact(first.controls[0], first.controls[1], first.before, first.after)
            return
        if first.moved:
            yield from self._moved_facts(bundle.hunks)
            return
        facts: list[Fact] = []
        for hunk in bundle.hunks:
            facts += self._item_facts(hunk.before, hunk.after)
            facts += _windows(list(self._control_facts(hunk.before, hunk.after)), self.before, self.after)
        yield from facts or [self._words_fact(bundle.hunks)]

    def _value_fact(self, was: Control, now: Control, where: Span, where_after: Span) -> Fact:
        old, new = where.of(self.before.text), where_after.of(self.after.text)
        sentence = say.value_sentence(self.before, was.path, was.value, now.value, now.unit, old, new)
        kind: Kind = "retimed" if was.unit == "s" else "set"
        return Fact(was.path, was.value, now.value, where, where_after, kind, now.unit, sentence)

    def _items(self, side: Side, span: Span) -> list[tuple[str, int, Any]]:
        """Beats, cues, moves ... of which most stands in the span; a beat speaks for all that is in it."""
        found: list[tuple[str, int, Any]] = []
        if span.start == span.end:
            return found
        beats: list[Span] = []  # the items come beats first, and beats in the order of the text
        for family, number, item in side.items.at(span):
            if not _covered(item, span):
                continue
            near = bisect_right(beats, item.where)
            if any(_share(item.where, beat) > _MOSTLY for beat in beats[max(0, near - 2) : near + 1]):
                continue
            found.append((family, number, item))
            if family == "beats":
                beats.append(item.where)
        return found

    def _item_facts(self, where: Span, where_after: Span) -> Iterator[Fact]:
        gone, come = self._items(self.b, where), self._items(self.a, where_after)
        for family in ITEMS:
            old = [x for x in gone if x[0] == family]
            new = [x for x in come if x[0] == family]
            for (_, n, was), (_, m, now) in zip(old, new, strict=False):
                one, other = self._as_text(self.before, was), self._as_text(self.after, now)
                if one != other:
                    yield Fact(f"{family}[{n}]", one, other, was.where, now.where, "set", "",
                                self._instead(family, n, m))  # fmt: skip
            for kept in self._replaced_items(family, where, where_after, old, new):
                n, was, m, now = kept
                yield Fact(f"{family}[{n}]", self._as_text(self.before, was), self._as_text(self.after, now), was.where,
                           now.where, "set", "", self._instead(family, n, m))  # fmt: skip
            for _, n, was in old[len(new) :]:
                yield Fact(f"{family}[{n}]", self._as_text(self.before, was), None, was.where,
                            Span(where_after.start, where_after.start), "removed", "",
                            say.gone_sentence(self.before, family, n))  # fmt: skip
            for _, m, now in new[len(old) :]:
                yield Fact(f"{family}[{m}]", None, self._as_text(self.after, now), Span(where.end, where.end),
                            now.where, "added", "", say.added_sentence(self.after, family, m))  # fmt: skip

    def _replaced_items(
        self, family: str, where: Span, where_after: Span, old: list, new: list
    ) -> Iterator[tuple[int, Any, int, Any]]:
        """Items of which one side went or came only in part: takes them out of the lists, and pairs them."""
        while len(old) != len(new):
            side, span, shorter = (self.b, where, old) if len(old) < len(new) else (self.a, where_after, new)
            taken = {number for _, number, _ in shorter}
            near = [
                x
                for x in side.items.at(span)
                if x[0] == family and x[1] not in taken and _share(x[2].where, span) > 0.3
            ]
            if not near:
                return
            other = (new if shorter is old else old).pop()
            one, two = (near[0], other) if shorter is old else (other, near[0])
            yield one[1], one[2], two[1], two[2]

    @staticmethod
    def _as_text(shot: Shot, item: Any) -> str:
        return item.where.of(shot.text).strip()

    def _instead(self, family: str, number: int, other: int) -> str:
        if family == "beats":
            action = item_of(self.after, "beats", other).action  # type: ignore[union-attr]
            return f"{say.name_of(self.before, family, number)} is rewritten: {say.quoted(action, 8)}"
        old, new = say.name_of(self.before, family, number), say.name_of(self.after, family, other)
        if old == new:
            return f"{old} is rewritten"
        return f"{new} {'take' if say.plural(new) else 'takes'} the place of {old}"

    def _control_facts(self, where: Span, where_after: Span) -> Iterator[Fact]:
        """Values that came or went with words around them, and are part of no beat or cue that did."""
        gone = self._controls(self.b, where)
        come = self._controls(self.a, where_after)
        for kind in dict.fromkeys(kind_of(c.path) for c in (*gone, *come)):
            old = [c for c in gone if kind_of(c.path) == kind]
            new = [c for c in come if kind_of(c.path) == kind]
            for was, now in zip(old, new, strict=False):
                if was.value != now.value:
                    yield self._value_fact(was, now, was.where, now.where)
            for was in old[len(new) :]:
                if isinstance(was.value, str) and where_after.start < where_after.end:
                    said, words = was.where.of(self.before.text), where_after.of(self.after.text)
                    sentence = say.value_sentence(self.before, was.path, was.value, words, "", said, words)
                    yield Fact(was.path, was.value, words, was.where, where_after, "set", "", sentence)
                    continue
                yield Fact(was.path, was.value, None, was.where, Span(where_after.start, where_after.start), "removed",
                            was.unit, say.removed_value_sentence(self.before, was))  # fmt: skip
            for now in new[len(old) :]:
                yield Fact(now.path, None, now.value, Span(where.end, where.end), now.where, "added", now.unit,
                            say.added_value_sentence(self.after, now))  # fmt: skip

    def _controls(self, side: Side, span: Span) -> list[Control]:
        if span.start == span.end:
            return []
        items = self._items(side, span)
        named = {(family, number) for family, number, _ in items}
        return [
            c
            for c in side.controls.at(span)
            if _share(c.where, span) > (0.99 if isinstance(c.value, str) else _MOSTLY)
            and _brief(c)
            and split_path(c.path)[:2] not in named
            and not any(_share(c.where, item.where) > _MOSTLY for _, _, item in items)
        ]

    # -- words

    def _words_control(self, hunk: Hunk) -> tuple[Control, Control | None] | None:
        """The smallest control of words that holds the hunk, and what it became."""
        old = _smallest(self.b, hunk.before)
        new = _smallest(self.a, hunk.after)
        if old and new and kind_of(old.path) == kind_of(new.path):
            return old, new
        if old and not new:
            return old, None
        return None

    def _words_fact(self, found: Sequence[Hunk]) -> Fact:
        where = Span(found[0].before.start, found[-1].before.end)
        where_after = Span(min(h.after.start for h in found), max(h.after.end for h in found))
        old, new = where.of(self.before.text), where_after.of(self.after.text)
        if _is_number(self.before.text, found[0].before) and _is_number(self.after.text, found[0].after):
            return Fact("words", old, new, where, where_after, "words", "", "the list is renumbered")
        control = self._words_control(found[0])
        if control:
            was, now = control
            family, number, name = split_path(was.path)
            if now and family == "cues" and name == "sound":
                sentence = f"{say.name_of(self.before, family, number)} becomes {say.quoted(str(now.value))}"
                return Fact(was.path, was.value, now.value, was.where, now.where, "set", "", sentence)
            if now and family in {"camera", "moves", "light"} and _brief(was):
                old_words, new_words = was.where.of(self.before.text), now.where.of(self.after.text)
                if old_words != new_words:
                    sentence = say.value_sentence(self.before, was.path, was.value, now.value, "", old_words, new_words)
                    return Fact(was.path, was.value, now.value, was.where, now.where, "set", "", sentence)
            if now and "palette" in (family, name) and len(str(now.value)) < 120:
                sentence = say.value_sentence(self.before, was.path, was.value, now.value, "")
                return Fact(was.path, was.value, now.value, was.where, now.where, "set", was.unit, sentence)
        pairs = [self._pair(hunk) for hunk in found]
        inside = say.place_of(self.b, where) if where.start < where.end else say.place_of(self.a, where_after)
        sentence = say.words_sentence(pairs, inside)
        path = control[0].path if control else "words"
        return Fact(path, old or None, new or None, where, where_after, "words", "", sentence)

    def _pair(self, hunk: Hunk) -> tuple[str, str]:
        """What stood and what stands there; a word or two that came or went are told with their neighbour."""
        old, new = hunk.before.of(self.before.text), hunk.after.of(self.after.text)
        told = old or new
        if (old and new) or hunk.whole or len(told.split()) > 2 or not re.search(r"\w", told):
            return old, new
        beside = re.match(r"\s*[\w'’-]+", self.before.text[hunk.before.end : hunk.before.end + 40])
        if beside and "\n" not in beside.group():
            return old + beside.group(), new + beside.group()
        before = re.search(r"[\w'’-]+\s*$", self.before.text[max(0, hunk.before.start - 40) : hunk.before.start])
        if before and "\n" not in before.group():
            return before.group() + old, before.group() + new
        return old, new

    # -- moves

    def _moved_facts(self, found: Sequence[Hunk]) -> Iterator[Fact]:
        gone = [h.before for h in found if h.before.start < h.before.end]
        come = [h.after for h in found if h.after.start < h.after.end]
        if not gone or not come:
            yield self._words_fact(found)
            return
        moved = self._moved_beats(gone)
        where, where_after = max(gone, key=_size), max(come, key=_size)
        words = " ".join(where.of(self.before.text).split())
        if moved:
            path, sentence = moved
        else:
            path, sentence = self._moved_line(where, where_after)
        yield Fact(path, words, words, where, where_after, "moved", "", sentence)
        yield from self._changed_on_the_way(gone, come)

    @cached_property
    def _order(self) -> BeatOrder:
        return BeatOrder(self.before, self.after)

    def _moved_beats(self, gone: Sequence[Span]) -> tuple[str, str] | None:
        touched = {
            number
            for span in gone
            for family, number, item in self.b.items.at(span)
            if family == "beats" and _share(_body(item), span) > _MOSTLY
        }
        return self._order.told(touched) if touched else None

    def _moved_line(self, where: Span, where_after: Span) -> tuple[str, str]:
        items = [x for x in self._items(self.b, where) if x[0] != "beats"]
        if len(items) == 1:
            path, name = f"{items[0][0]}[{items[0][1]}]", say.name_of(self.before, items[0][0], items[0][1])
        else:
            path, name = "words", say.quoted(_plain(where.of(self.before.text)))
        follows = self.after.text[where_after.end : where_after.end + 300].lstrip()
        next_line = re.split(r"\n|(?<=[.!?;])\s", follows, maxsplit=1)[0]
        next_line = _plain(next_line[:200])
        verb = "move" if say.plural(name) else "moves"
        return path, f"{name} {verb} before {say.quoted(next_line, 7)}" if next_line else f"{name} {verb} to the end"

    def _changed_on_the_way(self, gone: Sequence[Span], come: Sequence[Span]) -> Iterator[Fact]:
        """What reads differently in the parts that moved."""
        old = [c for s in gone for c in self.b.controls.at(s) if _brief(c) and s.holds(c.where)]
        new = [c for s in come for c in self.a.controls.at(s) if _brief(c) and s.holds(c.where)]
        found = False
        for kind in dict.fromkeys(kind_of(c.path) for c in (*old, *new)):
            one, other = [c for c in old if kind_of(c.path) == kind], [c for c in new if kind_of(c.path) == kind]
            here, there = Counter(c.value for c in one), Counter(c.value for c in other)
            one = [c for c in one if (here - there)[c.value]]
            other = [c for c in other if (there - here)[c.value]]
            for was, now in zip(one, other, strict=False):
                found = True
                yield self._value_fact(was, now, was.where, now.where)
        was_words = bag_of(" ".join(s.of(self.before.text) for s in gone))
        now_words = bag_of(" ".join(s.of(self.after.text) for s in come))
        lost, won = was_words - now_words, now_words - was_words
        if not found and (lost or won):
            pair = (" ".join(lost.elements()), " ".join(won.elements()))
            yield Fact("words", pair[0] or None, pair[1] or None, gone[0], come[0], "words", "",
                        say.words_sentence([pair], "on the way"))  # fmt: skip


def _windows(facts: list[Fact], before: Shot, after: Shot) -> list[Fact]:
    """A start and an end that came or went together are one time."""
    by_path = {(fact.path, fact.kind): fact for fact in facts if fact.unit == "s" and fact.kind in ("added", "removed")}
    for (path, kind), first in list(by_path.items()):
        last = by_path.get((path.removesuffix("start") + "end", kind))
        if not path.endswith(".start") or last is None:
            continue
        family, number, _ = split_path(path)
        gone = kind == "removed"
        name = say.name_of(before if gone else after, family, number or 0)
        old = f"{written(first.before)}-{written(last.before)}" if gone else None
        new = None if gone else f"{written(first.after)}-{written(last.after)}"
        told = f"{name} states no time any more (it was {old} s)" if gone else f"{name} now states its time: {new} s"
        where, where_after = (
            Span(first.where.start, last.where.end),
            Span(first.where_after.start, last.where_after.end),
        )
        joined = Fact(path.removesuffix(".start"), old, new, where, where_after, first.kind, "s", told)
        facts = [joined if fact is first else fact for fact in facts if fact is not last]
    return facts


def _covered(item: Any, span: Span) -> bool:
    """True if the item goes when the span does: most of it, and its time if it states one."""
    if _share(item.where, span) <= _MOSTLY:
        return False
    time = item.place("start") or item.place("at")
    return time is None or not item.where.holds(time) or span.holds(time)


def _share(part: Span, whole: Span) -> float:
    """How much of `part` stands in `whole`, from 0 to 1."""
    size = part.end - part.start
    return max(0, min(part.end, whole.end) - max(part.start, whole.start)) / size if size > 0 else 0.0


def _size(span: Span) -> int:
    return span.end - span.start


def _body(beat: Any) -> Span:
    return beat.place("action") or beat.where


def _brief(control: Control) -> bool:
    """True for a value; an action or a sound in words is compared as words."""
    if not isinstance(control.value, str):
        return True
    return control.where.end - control.where.start <= 40 and split_path(control.path)[2] not in _IN_WORDS


_IN_WORDS = {"action", "label", "sound", "text", "words", "look", "what"}


def _smallest(side: Side, span: Span) -> Control | None:
    holding = [c for c in side.controls.at(span) if isinstance(c.value, str) and _within(span, c.where)]
    return min(holding, key=lambda c: c.where.end - c.where.start, default=None)


def _within(span: Span, whole: Span) -> bool:
    """True if the span stands inside; what is put in at an edge stands outside."""
    if span.start == span.end:
        return whole.start < span.start < whole.end
    return whole.holds(span)


_NUMBERED = re.compile(r"(?i)^\W*(?:beat|shot|scene|part|cut|step|panel|phase|take)?\s*#?$")


def _is_number(text: str, span: Span) -> bool:
    """True for the number of a list item: "2." or "Shot 2" at the head of a line."""
    if not span.of(text).isdigit() or text[span.end : span.end + 1].isalnum():
        return False
    line = text.rfind("\n", 0, span.start) + 1
    head = text[line : span.start]
    follows = text[span.end : span.end + 1]
    return len(head) < 24 and bool(_NUMBERED.match(head)) and (bool(head.strip(" -*#>[(")) or follows in ".)")


def _plain(line: str) -> str:
    return re.sub(r"^\s*(?:[-*•·–#>]+|\d{1,3}[.)])\s+", "", line).strip(" ;.\n\t*")
