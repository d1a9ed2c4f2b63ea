"""What of a text does not speak for the prompt: denials, exclusions, quotes, comments, the marks of a record.

Everything is taken out by writing spaces over it, so that every offset stays true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

EXCLUDED_FIELD = re.compile(
    r"(?m)^[ \t>*_#-]*(?:negative(?:[ _]prompts?)?|negatives|avoid(?:ance)?|exclusions?|do not include|exclude|"
    r"禁止|负面提示词|负面|ネガティブ|evitar)[*_ ]*:[*_]*[^\n]*(?:\n[ \t]*[-*•][^\n]*)*"
    r"|(?<=[.;] )(?:avoid|negative prompt|negative|exclude):[^\n]*"
)

ALLOW = re.compile(
    r"(?im)(?:<!--[ \t]*|^[ \t]*(?:#|//)?[ \t]*|[ \t](?:#|//)[ \t]*)allow[ \t]+(?P<codes>[A-Z]\d\d(?:[ \t]*,[ "
    r"\t]*[A-Z]\d\d)*)"
    r"(?:[ \t]*:[ \t]*|[ \t]+because[ \t]+)(?P<reason>(?:(?!-->)[^\n])*?\w(?:(?!-->)[^\n])*?)[ \t]*(?:-->|$)"
)
"""A comment that silences rules: <!-- allow C12: reason -->, # allow C12: reason, a line: allow C12 because reason."""

_LAYOUT = re.compile(r"\n")

DENIED = re.compile(
    r"(?=[nwadicefrsk])(?<![\w'-])(?:no(?! (?:one|longer|sooner|matter|doubt)\b)|not(?! (?:only|just|yet|far)\b)|"
    r"without(?! (?:hesitation|a word|pause)\b)|"
    r"never(?! before)|avoids?|avoiding|don't|doesn't|do not|does not|did not|isn't|aren't|is not|are not|free of|"
    r"absence of|excluding|"
    r"instead of|rather than|refrain from|nor|neither|cannot|can't|won't|sin|ohne|keine?n?|sans|pas de|aucune?|"
    r"nunca)(?![\w'])"
    r"(?: (?!but\b|only\b|except\b|until\b)|/|-)(?:(?! (?:but|only|except|until|while|as) )[^,;.\n()—]|\.(?=\d)){1,120}"
    r"(?:(?:, ?[^,;.\n()—:]{1,30}){0,6},? (?:or|nor) [^,;.\n()—]{1,30})?"
    r"|(?:没有|无(?!人机|线|限)|不要|避免|禁止|勿)[^,;.\n]{1,40}|[^\n,;.()\s]{1,16}(?:なし|しない)"
)
"""A denying word to the end of its phrase or list: no drift, without cars, trucks or buses."""

QUOTE = re.compile(
    r"\"([^\"\n]{1,400})\"|“([^”\n]{1,400})”|„([^“”\n]{1,400})[“”]|「([^」\n]{1,400})」|『([^』\n]{1,400})』|«([^»\n]{1,400})»"
    r"|(?<![\w])'((?=[\w¡¿])[^'\n]{1,200}(?:'[a-z][^'\n]{1,200}){0,4}[^ '\n])'(?!\w)"
)

SENTENCE_END = re.compile(r"[.!?;]+(?=[\s\"”')\]]|$)|[.!?;](?=[\u3040-\u9fff])|\n")


def record(flat: str) -> str:
    """A prompt in JSON with a line for each field, as if it were written by hand; any other text as it is.

    Quotation marks of the record quote nobody: without this all that it says would count as quoted.
    """
    if flat.lstrip()[:1] not in ("{", "[") or '":' not in flat.replace('" :', '":'):
        return flat
    fields = _VALUE_END.sub("\n", flat).replace('"', " ")
    return _BETWEEN_FIELDS.sub(lambda m: _SIGNS.sub(" ", m[0]), fields)


_VALUE_END = re.compile(r"(?<!\\)\"(?=\s*[,}\]])")

_BETWEEN_FIELDS = re.compile(r"(?:^|\n)[\s,{}\[\]]+")

_SIGNS = re.compile(r"[,{}\[\]]")


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these spans as spaces; line ends stay, so lines are still lines."""
    out, at = [], 0
    for start, end in sorted((s, e) for s, e in spans if e > s):
        start = max(start, at)
        if end > start:
            out.append(text[at:start])
            out.append("\n".join(" " * len(line) for line in _LAYOUT.split(text[start:end])))
            at = end
    out.append(text[at:])
    return "".join(out)
