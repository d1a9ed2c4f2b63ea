"""Which part of a text is the prompt: what a tag holds, without the fence around it."""

from __future__ import annotations

import re

from ..shot import Span

_TAG = re.compile(r"<(/?)final_prompt>")
_FENCE_OPEN = re.compile(r"\s*(?:```|~~~)[^\n`]*\n")


def prompt_span(text: str, flat: str) -> Span:
    """What the last complete <final_prompt> tag holds, or all of the text; without a fence around it."""
    span = _in_tag(flat)
    if span is None:
        return _without_fence(flat, Span(0, len(text)), strict=True) or Span(0, len(text))
    span = _without_fence(flat, span, strict=False) or span
    start, end = span
    while end > start and flat[end - 1].isspace():
        end -= 1
    body = re.compile(r"(?:[ ]*\n)*").match(flat, start, end)
    return Span(body.end() if body else start, end)


def _in_tag(flat: str) -> Span | None:
    best, opened = None, None
    for tag in _TAG.finditer(flat):
        if not tag[1]:
            opened = tag.end()
        elif opened is not None:
            if flat[opened : tag.start()].strip(" \n`"):
                best = Span(opened, tag.start())
            opened = None
    return best


def _without_fence(flat: str, span: Span, strict: bool) -> Span | None:
    opening = _FENCE_OPEN.match(flat, span.start, span.end)
    if opening is None:
        return None
    fence = opening.group().strip()[0] * 3
    close = flat.rfind(fence, opening.end(), span.end)
    if close < 0 or flat[close + 3 : span.end].strip():
        return None
    if strict and flat.find(fence, opening.end(), close) >= 0:
        return None
    return Span(opening.end(), close)


_FRONT_MATTER = re.compile(r"\s*---[ ]*\n((?:[^\n]{0,200}\n){1,40}?)---[ ]*(?:\n|$)")
_NESTED = re.compile(r"(?m)^ *- |^ +\w|[{\[]")


def after_front_matter(flat: str, span: Span) -> Span:
    """The prompt without the settings between two rules at its head."""
    matter = _FRONT_MATTER.match(flat, span.start, span.end)
    if matter is None or ":" not in matter[1] or _NESTED.search(matter[1]):
        return span
    return Span(matter.end(), span.end)
