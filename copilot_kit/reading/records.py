"""JSON documents, read as the same pieces that lines are.

An object with a time in one of its fields stands under that time, whichever field comes first. The plain twin
of a JSON text has its signs blanked and its escaped line ends opened, length for length, so that what stands inside
its strings reads like any other text and every place still points into the document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..shot import Span
from .fields import key_mark, record_mark
from .lines import Piece, pieces
from .notation import Mark
from .tracks import track_of

_MAX_DEPTH = 48
_SETTINGS = frozenset(
    "model duration duration_seconds duration_s seconds size resolution aspect_ratio aspect"
    " fps frame_rate seed quality n_seconds length".split()
)
"""Keys that are engine parameters when they stand at the top of a document."""


# ── JSON ──

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],:]|[^\s{}\[\],:"]+|"', re.DOTALL)
_BEGINS = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*\{)")
_ESCAPES = re.compile(r'\\(["n/t\\r])')
_OPENED = {"n": " \n", '"': ' "', "/": " /", "t": "  ", "\\": " \\", "r": "  "}


@dataclass(slots=True)
class _Node:
    """An object, an array or a leaf of the document; inner is what stands between its signs."""

    key: Span | None
    start: int
    end: int
    inner: Span
    is_leaf: bool
    children: list[_Node] = field(default_factory=list)


def is_json(flat: str, span: Span) -> bool:
    """True if the prompt is a JSON document (or is meant to be)."""
    return _BEGINS.match(flat, span.start, span.end) is not None


def open_json(flat: str, span: Span) -> tuple[str, _Node | None]:
    """The plain twin with the document's signs blanked, and the document; None if it is too deep or none at all."""
    root = _parse(flat, span)
    if root is None:
        return flat, None
    parts, at = [], span.start
    for token in _TOKEN.finditer(flat, *span):
        if token.group()[0] == '"' and len(token.group()) > 1:
            inner = _ESCAPES.sub(lambda match: _OPENED[match[1]], flat[token.start() + 1 : token.end() - 1])
            parts += [flat[at : token.start()], " ", inner, " "]
            at = token.end()
    return flat[: span.start] + "".join(parts) + flat[at:], root


def _parse(flat: str, span: Span) -> _Node | None:
    """The tree of a document, read with patience: what does not close is closed at the end."""
    root = _Node(None, span.start, span.end, span, False)
    stack, key = [root], None
    held: re.Match[str] | None = None
    for token in _TOKEN.finditer(flat, *span):
        sign = token.group()
        if sign in "{[" and sign:
            if len(stack) > _MAX_DEPTH:
                return None
            node = _Node(key, token.start(), span.end, Span(token.start(), span.end), False)
            stack[-1].children.append(node)
            stack.append(node)
            key = held = None
        elif sign in "}]":
            _leaf(stack[-1], key, held)
            key = held = None
            if len(stack) > 1:
                stack.pop().end = token.end()
        elif sign == ":":
            key = _inner(held) if held is not None else key
            held = None
        elif sign == ",":
            _leaf(stack[-1], key, held)
            key = held = None
        else:
            held = token
    return root if root.children else None


def _leaf(parent: _Node, key: Span | None, held: re.Match[str] | None) -> None:
    if held is not None:
        parent.children.append(_Node(key, held.start(), held.end(), _inner(held), True))


def _inner(token: re.Match[str]) -> Span:
    quoted = token.group()[0] == '"' and token.end() - token.start() > 1
    return Span(token.start() + 1, token.end() - 1) if quoted else Span(*token.span())


def json_pieces(text: str, flat: str, root: _Node, heads: list[Mark], fps: float) -> Iterator[Piece]:
    """The pieces of a document: its objects open sections or groups, its leaves are fields."""
    walk: list[tuple[_Node, int]] = [(child, 0) for child in reversed(root.children)]
    while walk:
        node, depth = walk.pop()
        level = 0.1 + depth / 100
        if node.is_leaf:
            yield from _leaf_pieces(text, flat, node, level, heads, fps)
            continue
        fields = {
            flat[child.key.start : child.key.end]: child.inner for child in node.children if child.key and child.is_leaf
        }
        if depth == 0:  # at the top of a document a length is that of the clip
            fields = {name: inner for name, inner in fields.items() if name not in _SETTINGS}
        mark = (record_mark(flat, fields, fps) if fields else None) or key_mark(flat, node.key, fps)
        if depth == 0 and mark is not None and mark.kind == "shot":
            mark = None
        own = track_of(flat[node.key.start : node.key.end]) if node.key else None
        start = node.key.start if node.key else node.start
        if mark is not None:
            yield Piece(start, start + 1, start + 1, None, own, level, False, mark, False, False)
        elif node.key is not None:
            yield Piece(start, node.key.end, node.key.end, node.key, own, level, True, None, False, False)
        timing = mark.where if mark is not None else Span(-1, -1)
        walk += [
            (child, depth + 1)
            for child in reversed(node.children)
            if not (child.is_leaf and timing.overlaps(child.inner))
        ]


def _leaf_pieces(text: str, flat: str, node: _Node, level: float, heads: list[Mark], fps: float) -> Iterator[Piece]:
    inner, key = node.inner, node.key
    timed = key_mark(flat, key, fps)
    if timed is not None and key is not None:
        yield Piece(key.start, inner.end, inner.start, None, None, level, False, timed, False, False)
        return
    own = track_of(flat[key.start : key.end]) if key else None
    if key and level < 0.115 and flat[key.start : key.end] in _SETTINGS:
        own = "settings"
    low, high = (bisect_left(heads, at, key=lambda mark: mark.where.start) for at in inner)
    within = heads[low:high]
    if within or "\n" in flat[inner.start : inner.end]:
        if key is not None:
            yield Piece(key.start, inner.start, inner.start, key, own, level, True, None, False, False)
        yield from pieces(text, flat, inner, within, fps)
        return
    yield Piece(key.start if key else inner.start, inner.end, inner.start, key, own, level, False, None, False, False)
