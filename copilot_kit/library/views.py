"""How a library shows itself: the tree of variants, two variants side by side.

Each view is plain text and static HTML. The HTML is inline and takes its colours from the page around it, so it reads
in light and dark, survives untrusted notebooks, and says nothing by colour alone: what was taken out is struck through
and marked −, what was put in is underlined and marked +. Every word that comes from outside is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from .store import UNSPACED, encodable
from .variants import Standing, Variant

if TYPE_CHECKING:
    from .journal import DialogueRecord

MOST_CHANGES = 20
"""Two prompts that differ in more are two prompts; the words tell them apart."""

# -- HTML by hand

_BOX = "color:inherit;background:transparent;line-height:1.55;max-width:70em"
_WORDS = "white-space:pre-wrap;overflow-wrap:anywhere;font-family:ui-serif,Georgia,serif;margin:.4em 0"
_QUIET = "opacity:.75;font-size:.9em"
_RULE = "1px solid rgba(127,127,127,.45)"
_TINT = "background:rgba(127,127,127,.16);background:color-mix(in srgb,currentColor 12%,transparent)"
_PUT_IN = f"color:inherit;text-decoration:underline;font-weight:600;{_TINT}"
_TAKEN_OUT = "color:inherit;text-decoration:line-through;opacity:.8;background:transparent"


def visible(words: str) -> str:
    """The words escaped, and fit to be shown."""
    return escape(encodable(words))


def _stars_html(standing: Standing) -> str:
    if standing == Standing():
        return ""
    spoken = f' role="img" aria-label="{standing.stars} of 5 stars"' if standing.stars is not None else ""
    marks = f"<span{spoken}>{Standing(standing.stars)}</span> " if spoken else ""
    return f" {marks}{visible(str(standing._replace(stars=None)))}"


def variant_html(variant: Variant) -> str:
    """A variant: its name, what is known of it, its text."""
    facts = [
        "length unknown" if variant.seconds is None else f"{variant.seconds:g} s",
        f"{len(variant.text)} characters",
        *([f"for {visible(variant.engine)}"] if variant.engine else []),
        f"saved {variant.created[:16].replace('T', ' ')} UTC",
        f"digest {variant.digest[:12]}",
    ]
    come = ""
    if variant.parent:
        remix = f": {visible(variant.remix)}" if variant.remix else ""
        record = f'<span style="{_QUIET}">({visible(variant.record)})</span>' if variant.record else ""
        come = f"<div>remix of {escape(variant.parent)}{remix} {record}</div>"
    note = f"<div>{visible(variant.note)}</div>" if variant.note else ""
    return (
        f'<div style="{_BOX}"><strong>{escape(variant.name)}</strong> '
        f'<span style="{_QUIET}">{" · ".join(facts)}</span>{come}{note}'
        f'<div style="{_WORDS}">{visible(variant.text)}</div></div>'
    )


def dialogue_html(record: DialogueRecord) -> str:
    """A dialogue: its idea, then turn by turn who said what."""

    def said(speaker: str, facts: str, words: str) -> str:
        head = f'<strong>{visible(speaker)}</strong> <span style="{_QUIET}">{visible(facts)}</span>'
        return f'<div>{head}<div style="{_WORDS}">{visible(words)}</div></div>'

    origin = [f"fork of {record.parent} after {record.forked_at or 0} turns"] if record.parent else []
    kept = [f"kept as {record.variant}"] if record.variant else []
    facts = " · ".join([f"dialogue {record.id}", record.status, f"{len(record.turns)} turns", *origin, *kept])
    turns = [
        said(t.speaker, f"round {t.round} · {t.seat}" + (f" · {t.outcome}" if t.outcome != "done" else ""), t.text)
        for t in record.turns
    ]
    draft = record.draft
    return (
        f'<div style="{_BOX}"><strong>{visible(record.idea)}</strong> <span style="{_QUIET}">{visible(facts)}</span>'
        + "".join(turns)
        + (said(draft.seat, "unfinished", draft.text) if draft else "")
        + "</div>"
    )


def library_html(where: str, sizes: str, tree: Tree) -> str:
    """A library: its file, how much it holds, its tree."""
    head = f'<strong>{visible(where)}</strong> <span style="{_QUIET}">{sizes}</span>'
    return f'<div style="{_BOX}">{head}</div>{tree._repr_html_()}'


# -- the tree

MOST_NODES = 500
"""A tree of more variants shows this many and says how many it leaves out: nobody reads more in a notebook."""


class Node(NamedTuple):
    """A variant in the tree, and the edge that leads to it."""

    name: str
    parent: str | None
    remix: str
    record: str
    standing: Standing


@dataclass(frozen=True)
class Tree:
    """The lineage of variants: children under their parents, each with its remix and what was said of it."""

    nodes: tuple[Node, ...]

    @cached_property
    def _children(self) -> dict[str | None, list[Node]]:
        here = {node.name for node in self.nodes}
        found: dict[str | None, list[Node]] = {}
        for node in self.nodes:
            found.setdefault(node.parent if node.parent in here else None, []).append(node)
        return found

    def _walk(self) -> Iterator[tuple[Node, tuple[bool, ...]]]:
        """Every shown node, parents first, with the answer to "is it the last child?" for itself and its ancestors."""
        waiting: list[tuple[Node, tuple[bool, ...]]] = [(node, ()) for node in reversed(self._children.get(None, []))]
        for _ in range(MOST_NODES):
            if not waiting:
                return
            node, lasts = waiting.pop()
            yield node, lasts
            children = self._children.get(node.name, [])
            waiting += [(child, (*lasts, child is children[-1])) for child in reversed(children)]

    @property
    def _left_out(self) -> str:
        more = len(self.nodes) - MOST_NODES
        return f"... and {more} more; tree(scene) shows one scene" if more > 0 else ""

    def __str__(self) -> str:
        lines = []
        for node, lasts in self._walk():
            stem = "".join("   " if last else "│  " for last in lasts[:-1])
            branch = "" if not lasts else "└─ " if lasts[-1] else "├─ "
            parts = [node.name, str(node.standing), _edge(node, bool(lasts))]
            lines.append(stem + branch + "  ".join(part for part in parts if part))
        return encodable("\n".join([*lines, *filter(None, [self._left_out])])) or "no variants yet"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        if not self.nodes:
            return f'<div style="{_BOX}">no variants yet</div>'
        flat = "list-style:none;margin:0;padding:0"
        out = [f'<div style="{_BOX}"><ul aria-label="lineage of variants" style="{flat}">']
        depth = 0
        for number, (node, lasts) in enumerate(self._walk()):
            if len(lasts) > depth:
                out.append(f'<ul style="{flat};margin-left:.6em;padding-left:1em;border-left:{_RULE}">')
            elif number:
                out.append("</li>" + "</ul></li>" * (depth - len(lasts)))
            depth = len(lasts)
            edge = _edge(node, bool(lasts))
            out.append(
                f"<li><strong>{escape(node.name)}</strong>{_stars_html(node.standing)}"
                + (f' <span style="{_QUIET}">{visible(edge)}</span>' if edge else "")
            )
        out.append("</li>" + "</ul></li>" * depth + "</ul>")
        return "".join(out) + (f"<div>{self._left_out}</div>" if self._left_out else "") + "</div>"


def _edge(node: Node, drawn: bool) -> str:
    """The remix in one line; where its parent is not drawn above it, the parent's name too."""
    remix = " ".join(node.remix.split())
    remix = remix if len(remix) <= 100 else remix[:99] + "…"
    origin = "" if drawn or node.parent is None else f"from {node.parent}"
    said = [part for part in (origin, remix, f"({node.record})" if node.record else "") if part]
    return f"← {' '.join(said)}" if said else ""


# -- two variants


class Piece(NamedTuple):
    """Some words that stand in both texts ("="), only in the first ("-") or only in the second ("+")."""

    mark: str
    words: str


def word_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The words of two texts, aligned; the pieces marked = and - give the first text, = and + the second.

    Lines that differ are found first and their words compared after, so a long text costs no more than its changes.
    """
    pieces: list[Piece] = []
    for old, new, same in _blocks(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        if same:
            pieces.append(Piece("=", "".join(old)))
            continue
        for old_words, new_words, alike in _blocks(_tokens("".join(old)), _tokens("".join(new))):
            if alike:
                pieces.append(Piece("=", "".join(old_words)))
            else:
                pieces += [Piece("-", "".join(old_words)), Piece("+", "".join(new_words))]
    return tuple(_joined(piece for piece in pieces if piece.words))


_TOKEN = re.compile(rf"\s+|(?:(?<!\w)[-−+])?\d+(?:[.,:]\d+)*|[{UNSPACED}]|[^\W\d{UNSPACED}]+|[^\w\s]|_")


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str], bool]]:
    # Exact matching takes time with the product of the lengths; past this size common words are left out of it.
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > 4_000_000)
    for tag, i, j, k, m in matcher.get_opcodes():
        yield old[i:j], new[k:m], tag == "equal"


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with neighbours of one mark made one; a lone space between two exchanges belongs to both."""
    same = removed = added = ""
    for mark, words in (*pieces, Piece("=", "")):
        if mark == "=" and words == " " and removed and added:
            removed, added = removed + words, added + words
        elif mark == "=" and not (removed or added):
            same += words
        elif mark == "=":
            # What both sides end with is no difference: the space that was taken in just before.
            tail = " " if removed.endswith(" ") and added.endswith(" ") else ""
            shown = Piece("=", same), Piece("-", removed.removesuffix(tail)), Piece("+", added.removesuffix(tail))
            yield from (piece for piece in shown if piece.words)
            same, removed, added = tail + words, "", ""
        elif mark == "-":
            removed += words
        else:
            added += words
    if same:
        yield Piece("=", same)


@dataclass(frozen=True)
class Comparison:
    """Two variants, word by word. In text: [-taken out-] and {+put in+}."""

    before: Variant
    after: Variant
    standings: tuple[Standing, Standing] = (Standing(), Standing())
    changes: tuple[str, ...] = ()
    """What differs, a sentence for each control or sentence; see remix.changes."""

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The words of both, aligned."""
        return word_pieces(self.before.text, self.after.text)

    @property
    def facts(self) -> tuple[str, ...]:
        """What else is to say: how many words differ, which remix lies between, other lengths or engines."""
        a, b = self.before, self.after
        out, put = (sum(len(p.words.split()) for p in self.pieces if p.mark == mark) for mark in "-+")
        found = [f"words: {out} out, {put} in" if out or put else "the texts are the same"]
        for child, parent in ((b, a), (a, b)):
            if child.parent == parent.name:
                remix = f": {child.remix}" if child.remix else ""
                record = f" ({child.record})" if child.record else ""
                found.append(f"{child.name} is a remix of {parent.name}{remix}{record}")
        if a.seconds != b.seconds:
            found.append(f"length {_seconds(a)} → {_seconds(b)}")
        if a.engine != b.engine:
            found.append(f"engine {a.engine or 'open'} → {b.engine or 'open'}")
        more = len(self.changes) - MOST_CHANGES
        return (*found, *self.changes[:MOST_CHANGES], *([f"and {more} changes more"] if more > 0 else []))

    def _heads(self) -> Iterator[tuple[str, str, Standing]]:
        for mark, variant, standing in zip("−+", (self.before, self.after), self.standings, strict=True):
            yield mark, variant.name, standing

    def __str__(self) -> str:
        heads = [" ".join(filter(None, [mark, name, str(standing)])) for mark, name, standing in self._heads()]
        wrap = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
        words = "".join(wrap[piece.mark].format(piece.words) for piece in self.pieces)
        return encodable("\n".join([*heads, *self.facts, "", words]))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        heads = "".join(
            f"<div>{mark} <strong>{escape(name)}</strong>{_stars_html(standing)}</div>"
            for mark, name, standing in self._heads()
        )
        facts = "".join(f'<div style="{_QUIET}">{visible(fact)}</div>' for fact in self.facts)
        # A box of its own, or the line through the words would go through the mark too.
        sign = '<sup style="display:inline-block;padding:0 1px;font-size:.75em">{}</sup>'
        show = {
            "=": "{}",
            "-": f'<del style="{_TAKEN_OUT}">{sign.format("−")}{{}}</del>',
            "+": f'<ins style="{_PUT_IN}">{sign.format("+")}{{}}</ins>',
        }
        words = "".join(show[piece.mark].format(visible(piece.words)) for piece in self.pieces)
        return f'<div style="{_BOX}">{heads}{facts}<div style="{_WORDS}">{words}</div></div>'


def _seconds(variant: Variant) -> str:
    return "unknown" if variant.seconds is None else f"{variant.seconds:g} s"
