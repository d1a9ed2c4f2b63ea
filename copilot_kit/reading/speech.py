"""Words in quotes: which are spoken, by whom and when, which are to be read in the picture, and which are neither.

Spoken is what a speaker's label or a verb of speech introduces, or what stands in a field of dialogue. To be read is
what a sign, a title or a caption shows. All else in quotes is neither: an impression, a term held at arm's length, the
name of a beat.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from ..shot import Line, OnScreen, Places, Span
from . import speech_words
from .layout import Block
from .notation import Mark
from .page import Page, Window
from .scope import Quote
from .tracks import PICTOGRAPHS, track_of


def _any(spellings: str) -> str:
    return spellings.replace(" | ", "|")


_VERBS, _GLUED_VERBS = _any(speech_words.VERBS), _any(speech_words.GLUED_VERBS)
_VERB_BEFORE = re.compile(
    rf"(?<![a-zß-ɏ])(?P<verb>{_VERBS})(?![a-zß-ɏ])[^.\n\"“”]{{0,60}}$|(?P<glued>{_GLUED_VERBS})[^.\n]{{0,8}}$"
)
_VERB_AFTER = re.compile(
    rf"[ ,]*(?P<who>(?:[a-zß-ɏ'-]+ ){{1,5}}?)?(?P<verb>{_VERBS})(?![a-zß-ɏ])"
    rf"|[ ,]*(?:と|，|,)?(?:{_GLUED_VERBS})"
)
_READ = re.compile(
    rf"(?<![a-z])(?:{_any(speech_words.READ)})(?![a-z])|字幕|标题|文字|写着|テロップ|看板|rótulo|letrero|cartel|panneau|schild"
)
_READ_LABEL = re.compile(rf"(?<![a-z])(?:{_any(speech_words.READ)})$")
_SIGN = re.compile(rf"(?<![a-z])(?:{_any(speech_words.SIGNS)})s? (?:that |which |above |[a-z]+ly )?$")
_SCARE = re.compile(rf"(?<![a-z])(?:{_any(speech_words.HELD_OFF)})(?![a-z])[^.\n\"“”]{{0,24}}$")
_BOUNDS = tuple('\n|. |; |) |] |" |” |» |- |* |> |— |: |：|」|』|。|，|！|？'.split("|"))
_VOICE_OVER = re.compile(
    r"voice-?over|voice over|narrat|\bvo\b|v\.o\.|off-screen|off screen|o\.s\.|旁白|画外音|ナレーション|voz en off"
    r"|voix off|inner monologue|internal monologue"
)
_NO_SPEAKER = re.compile(rf"(?:{_any(speech_words.NO_SPEAKERS)}|prompt(?: ?#?\d+)?)$")
_ARTICLE = re.compile(
    r"^(?:the|a|an|and|then|but|as|while|when|la|el|le|der|die|das|un|une|una|ein|eine) ", re.IGNORECASE
)
_TAIL_WORDS = re.compile(rf"(?<!\w)(?:[\w'’-]+ly|{_any(speech_words.AFTER_NAMES)})$", re.IGNORECASE)
_REACH = 140
_STOPS = (". ", "\n", ".\n", '"', "”", "」")


def read_quotes(page: Page) -> tuple[tuple[Line, ...], tuple[OnScreen, ...]]:
    """Spoken lines and words to be read, in the order of the text."""
    lines: list[Line] = []
    shown: list[OnScreen] = []
    blocks, at = page.layout.blocks, 0
    for quote in page.quotes:
        while at + 1 < len(blocks) and blocks[at + 1].start <= quote.start:
            at += 1
        if not blocks or not blocks[at].start <= quote.start < blocks[at].end:
            continue
        line = _line(page, blocks[at], quote, lines)
        if line is not None:
            lines.append(line)
        elif _is_read(page, blocks[at], quote):
            shown.append(OnScreen(quote.inner.of(page.text), Span(quote.start, quote.end), (("words", quote.inner),)))
    lines.extend(_unquoted(page))
    return tuple(sorted(lines, key=lambda line: line.where)), tuple(shown)


def _line(page: Page, block: Block, quote: Quote, lines: list[Line]) -> Line | None:
    if page.denied.holds(quote.start) and block.track != "dialogue":
        return None
    speaker = _speaker(page, block, quote, lines)
    if speaker is None:
        return None
    who, kind = speaker
    return _timed_line(page, block, quote.inner, Span(quote.start, quote.end), who, kind)


def _timed_line(page: Page, block: Block, words: Span, where: Span, who: Span | None, kind: str) -> Line:
    window, places = _when(page, block, where)
    places += (("words", words),)
    if who is not None:
        places += (("speaker", who),)
    speaker = who.of(page.text) if who is not None else ""
    return Line(speaker, words.of(page.text), window.start, window.end, where, kind, window.derived, places)


def _speaker(page: Page, block: Block, quote: Quote, lines: list[Line]) -> tuple[Span | None, str] | None:
    """Who speaks (None for nobody named) and as what kind, or None if the words are not spoken."""
    flat = page.flat
    low = max(block.start, quote.start - _REACH)
    before = flat[low : quote.start]
    field_voice = "voice_over" if _VOICE_OVER.search(flat, low, quote.start) else "spoken"
    name = _label_before(page.text, low, quote.start)
    if name is not None:
        name = _without_time(page, name)
        said = name.of(flat)
        if said in _LINE_FIELDS or said.endswith(_SAYINGS):
            return _field_beside(page, quote), field_voice
        if _names_someone(page, name, said):
            return _tidy(page, name), field_voice
        if track_of(said) == "dialogue" and not _ANY_VERB.search(said):
            return None, field_voice
    stop = max(before.rfind(sign) for sign in _STOPS)
    verb = _VERB_BEFORE.search(before, stop + 1) if len(before) - stop > 3 else None
    by = _SPOKEN_BY.search(before, stop + 1)
    if by:
        return _tidy(page, Span(low + by.start(1), low + by.end(1))), field_voice
    if verb and not _read_aloud(before, verb) and not _NAMES_IT.match(before, verb.start()):
        begin, end = low + stop + 1, low + verb.start()
        return _subject(page, max(begin, block.body) if end > block.body else begin, end), field_voice
    after = _VERB_AFTER.match(flat, quote.end, min(block.end, quote.end + 60))
    if after and after.group().strip(" ,") and _ends_inside(flat, quote):
        return _named_behind(page, after), field_voice
    named = _named_above(page.text, quote) or (
        _dashed_name(page.text, low, quote) if block.track == "dialogue" else None
    )
    if named is not None and track_of(named.of(flat)) is None and not _READ.search(flat, *named):
        return _tidy(page, named), field_voice
    if block.track == "dialogue" and not _READ.search(before[-48:]):
        return _field_speaker(page, block, quote), field_voice
    if field_voice == "voice_over" and not _READ.search(before[-32:]):
        return None, field_voice
    if _directly_timed(page, block, quote) or _goes_on(page, quote, lines):
        return None, field_voice
    return None


_SAYINGS = (" line", " answer", " reply", " words", " question")
"""What a line may be called before its colon: Her answer: "Late." """
_SPOKEN_BY = re.compile(
    r"(?<![a-z])(?:spoken|said|whispered|voiced|delivered|read aloud) by ((?:[a-zß-ɏ'-]+ ?){1,4}?)(?= at |[:,(]| from )"
)
_NAMES_IT = re.compile(r"call(?:s|ing|ed)? (?:it|him|her|them|this|that)(?![a-z])")
_FIELD_NAME = re.compile(
    r"(?:speaker|character|who|voice|role)[*_\"']{0,3}\s*[:=]\s*[*_\"']{0,3}([^\n.,;:|\"*]{1,30})", re.IGNORECASE
)
_ABOVE = re.compile(
    r"(?:^|\n)[ *_]*([A-Z][A-Z0-9 .'’-]{0,23}[A-Z0-9])[ *_]*(?:\([^()\n]{1,40}\))?:?[ *_]*\n"
    r"(?:[ *_]*\([^()\n]{1,40}\)[ *_]*\n)?[ *_]*$"
)
_DASHED_NAME = re.compile(
    r"(?:^|[/|;.\n:)] ?)[ *_]*([A-Z][\w .'’]{0,30}?)[ *_]*(?:\([^()\n]{1,40}\))?[ *_]*[\u2013\u2014-][ *_]*$"
)


def _without_time(page: Page, name: Span) -> Span:
    """A name without the time behind it: Eva, 4s: "We did." """
    marks = page.marks_in(*name)
    if not marks or marks[0].where.start <= name.start:
        return name
    words = _TO_TIME.sub("", page.flat[name.start : marks[0].where.start])
    return Span(name.start, name.start + len(words)) if len(words) > 1 else name


_TO_TIME = re.compile(r"[ ,(@*_-]*(?:(?<![a-z])(?:at|from|in|around|for))?[ ,(@*_-]*$")


def _field_beside(page: Page, quote: Quote) -> Span | None:
    """The speaker that a field before the words names: Speaker: Ada. Line: "Is it on?" """
    low = max(page.prompt.start, quote.start - _REACH)
    named = list(_FIELD_NAME.finditer(page.text, low, quote.start))
    return _tidy(page, Span(*named[-1].span(1))) if named else None


def _named_above(text: str, quote: Quote) -> Span | None:
    """The name on the line above, as in a screenplay."""
    low = max(0, quote.start - 96)
    named = _ABOVE.search(text, low, quote.start)
    return Span(*named.span(1)) if named else None


def _dashed_name(text: str, low: int, quote: Quote) -> Span | None:
    """The name that a dash parts from the words: MARA \u2014 "Don't." """
    named = _DASHED_NAME.search(text, max(low, quote.start - 64), quote.start)
    return Span(*named.span(1)) if named else None


_INDEXED = re.compile(r"(?:shot|beat|scene|cut|part|act|take|step|phase|final frame)\b")


_ANY_VERB = re.compile(rf"(?<![a-z])(?:{_VERBS})$")


def _label_before(text: str, low: int, end: int) -> Span | None:
    """The words before a colon that opens a quote, or a name that touches a corner bracket."""
    words = _without_aside(text[low:end])
    if words.endswith((":", "：")):
        words = _without_aside(words[:-1])
    elif text[end] not in "「『" or not words or words[-1].isascii():
        return None
    start = max(words.rfind(sign) + len(sign) if sign in words else 0 for sign in _BOUNDS)
    name = _SAYING.sub("", words[start:].lstrip(" *_-–"))
    words = words[: start + len(words[start:]) - len(words[start:].lstrip(" *_-–")) + len(name)]
    if not 0 < len(name) <= 40 or len(name.split()) > 4 or not (name[0].isupper() or not name[0].isascii()):
        return None
    at = low + len(words) - len(name)
    return Span(at, at + len(name))


_SAYING = re.compile(rf"(?:轻声|小声|大声|低声|大)?(?:{_GLUED_VERBS}|道)+$")


def _without_aside(words: str) -> str:
    """Words without what stands in brackets at their end."""
    words = words.rstrip(" *_\u3000")
    if words[-1:] in (")", "]", "）"):
        opening = max(words.rfind("("), words.rfind("["), words.rfind("（"))
        if opening > 0 and len(words) - opening < 64:
            return words[:opening].rstrip(" *_\u3000")
    return words


def _names_someone(page: Page, name: Span, said: str) -> bool:
    """True if the words before a colon are a name: no field, no time, no verb."""
    if said == "narrator":
        return True
    if (
        _PLACED.match(said)
        or _READ_LABEL.search(said)
        or track_of(said) is not None
        or _ANY_VERB.search(said)
        or _INDEXED.match(said)
        or _NO_SPEAKER.search(said)
    ):
        return False
    return not page.marks_in(*name)


_PLACED = re.compile(r"(?:on|at|in|along|across|above|below|under|over|beneath|behind|near|beside|from|with)\b")
"""How a place begins; what stands there is to be read: On the lower third."""


def _ends_inside(flat: str, quote: Quote) -> bool:
    """Spoken words before a verb end with a sign or a comma: "Run," she says."""
    return (
        flat[quote.inner.end - 1] in ",.!?…-—"
        or flat[quote.end : quote.end + 1] == ","
        or not flat[quote.inner.start : quote.inner.end].isascii()
    )


_BEHIND = re.compile(
    r" ((?:(?:the|an?|his|her|my|their|one of the) )?(?:[a-zß-ɏ'-]+ ?){1,3}?)(?=[.,;:!?\n]|$| and | as | while | to "
    r"| into | from | with | at | over | before | after )"
)


def _named_behind(page: Page, after: re.Match[str]) -> Span | None:
    """The speaker around the verb behind a quote: "Run," she says; "Run," says the old diver."""
    if after["who"]:
        return _tidy(page, Span(*after.span("who")))
    named = _BEHIND.match(page.flat, after.end("verb")) if after["verb"] else None
    who = _tidy(page, Span(*named.span(1))) if named else None
    if who is None or who.of(page.flat).split()[-1].endswith("ly"):
        return None
    return who


def _read_aloud(before: str, verb: re.Match[str]) -> bool:
    """A sign says nothing aloud."""
    return _SIGN.search(before, 0, verb.start()) is not None


def _subject(page: Page, low: int, high: int) -> Span | None:
    """The speaker: the words before the verb, from the last comma or joining word on."""
    words = page.text[low:high]
    if words.rstrip().endswith((":", "：")):
        return None
    for cut in (" and", " then", ","):  # she leans in and says: the subject stands before the first verb
        if words.rstrip().endswith(cut):
            words = words.rstrip()[: -len(cut)]
            words = words[: _first_verb(words)]
    for cut in ("，", "、", ", ", ": ", "; ", "— ", " and ", " then ", " as ", " while ", ") ", "] ", "* "):
        at = words.rfind(cut)
        if at >= 0 and words[at + len(cut) :].strip():
            low, words = low + at + len(cut), words[at + len(cut) :]
    times = page.marks_in(low, low + len(words))
    if times and page.flat[times[-1].where.end : low + len(words)].strip(" ,:"):  # At 3 seconds she whispers
        low, words = times[-1].where.end, page.text[times[-1].where.end : low + len(words)]
    return _tidy(page, Span(low, low + len(words)))


def _first_verb(words: str) -> int:
    """Where the first word that could be a verb of a third person begins; the end if there is none."""
    for number, word in enumerate(re.finditer(r"[\w'’-]+", words)):
        if number and len(word.group()) > 3 and re.fullmatch(r"\w+[^s'’]s", word.group()):
            return word.start()
    return len(words)


def _tidy(page: Page, span: Span) -> Span | None:
    """A name without article, adverbs and signs around it."""
    start, end = span
    words = page.text[start:end]
    start += len(words) - len(words.lstrip(" \n*_-\"'“”.,:;([|—>0123456789"))
    words = page.text[start:end].rstrip(" \n*_-\"'“”.,:;(|—")
    for _ in range(3):
        article = _ARTICLE.match(words)
        if article:
            start, words = start + article.end(), words[article.end() :]
    for _ in range(6):
        tail = _TAIL_WORDS.search(words)
        if not tail or tail.start() == 0:
            break
        words = words[: tail.start()].rstrip(" ,")
    return Span(start, start + len(words)) if words and len(words) <= 60 else None


def _field_speaker(page: Page, block: Block, quote: Quote) -> Span | None:
    """The name before the words in a field of dialogue: - Mara (at 2 s): "..." """
    between = page.text[block.body : quote.start]
    name = re.match(r"[\s*_\-–—]*([A-Z][\w .'’-]{0,30}?)\s*(?:[(\[,:—–]|$)", between)
    if name and track_of(name[1].lower()) is None:
        return _tidy(page, Span(block.body + name.start(1), block.body + name.end(1)))
    if block.label is not None and block.label.of(page.flat).strip(" *_") in _LINE_FIELDS:
        return _field_beside(page, quote)
    if block.label is not None and block.label.of(page.text) not in PICTOGRAPHS:
        return block.label if track_of(block.label.of(page.flat)) is None else None
    return None


def _directly_timed(page: Page, block: Block, quote: Quote) -> bool:
    """[3s] "You have the files?" is a line of a script."""
    between = page.flat[max(block.start, quote.start - 12) : quote.start].rstrip()
    marks = page.marks_in(max(block.start, quote.start - 16), quote.start)
    label = page.flat[quote.end : quote.end + 1] in ("", "\n") and len(page.layout.groups) > 1
    return (
        bool(marks)
        and marks[-1].kind in ("start", "instant")
        and between.endswith(("]", ")"))
        and not (label and quote.end - quote.start < 8)
    )


def _goes_on(page: Page, quote: Quote, lines: list[Line]) -> bool:
    """The second half of a line that a verb has cut: "Go," she says, "before it closes." """
    if not lines or quote.start - lines[-1].where.end > 48:
        return False
    between = page.flat[lines[-1].where.end : quote.start]
    return "\n" not in between and re.fullmatch(rf"[ ,]*[a-z' ]*(?:{_VERBS})[a-z ]*[,.] *", between) is not None


def _is_read(page: Page, block: Block, quote: Quote) -> bool:
    before = page.flat[max(block.start, quote.start - 60) : quote.start]
    stop = max(before.rfind(". "), before.rfind("\n"))
    before = before[stop + 1 :]
    if _SCARE.search(before):
        return False
    after = page.flat[quote.end : quote.end + 24].partition(".")[0]
    return (
        block.track == "screen"
        or _READ.search(before) is not None
        or re.match(r" (?:sign|text|title|logo|banner|label|caption|lettering)", after) is not None
    )


def _when(page: Page, block: Block, where: Span) -> tuple[Window, Places]:
    """The time beside the words, else that of the block they stand in."""
    around = page.window(block)
    head = page.layout.groups[block.group].mark if block.group >= 0 else None
    marks = page.marks_in(max(block.start, where.start - _REACH), min(block.end, where.end + 60))
    near = [
        mark
        for mark in marks
        if (mark.kind in ("window", "start", "instant", "relative") or _in_label(page.flat, mark, where))
        and not where.start <= mark.where.start < where.end
    ]
    near = [mark for mark in near if _beside(page.flat, mark, where)]
    if near:
        mark = min(near, key=lambda mark: min(abs(where.start - mark.where.end), abs(mark.where.start - where.end)))
        if mark is not head or block.group not in page.beats:
            window = page.place(mark, around)
            if window.start is not None:
                end = None if mark.kind == "start" else window.end
                return Window(window.start, end, window.derived), mark.places
    return Window(around.start, around.end, around.start is not None), ()


def _in_label(flat: str, mark: Mark, where: Span) -> bool:
    """BO (3.0s): "..." is a start, though a bare time in brackets is a length elsewhere."""
    return mark.notation == "inner" and flat[mark.where.end : where.start].strip(" *_") in ("):", "]:", ")", "]")


def _beside(flat: str, mark: Mark, where: Span) -> bool:
    """True if no sentence ends between a time and the words."""
    between = (
        flat[mark.where.end : where.start] if mark.where.end <= where.start else flat[where.end : mark.where.start]
    )
    return "\n" not in between and ". " not in between and '"' not in between and "”" not in between


def _unquoted(page: Page) -> list[Line]:
    """Lines of a dialogue field that are written without quotes: MARA: Close the door."""
    out = []
    starts = [quote.start for quote in page.quotes]
    for index, block in enumerate(page.layout.blocks):
        if block.label is None or block.body >= block.end:
            continue
        name = block.label.of(page.flat).strip(" *_")
        if block.track != "dialogue" and (name not in _SPOKEN_FIELDS or _beside_field(page, index) is None):
            continue
        if bisect_left(starts, block.start) < bisect_left(starts, block.end) or name in _DELIVERY:
            continue
        if name in _LINE_FIELDS:
            speaker = _beside_field(page, index)
        elif block.own is None:
            speaker = _tidy(page, block.label)
        else:
            continue
        words = page.text[block.body : block.end]
        said = Span(block.body + len(words) - len(words.lstrip(" *_")), block.body + len(words.rstrip(" *_")))
        if said.end > said.start and not _NOTHING.fullmatch(said.of(page.flat)):
            out.append(_timed_line(page, block, said, said, speaker, "spoken"))
    return out


_NOTHING = re.compile(r"none.?|no.?|n/a|null|\[|\{|无|なし")
_LINE_FIELDS = frozenset(
    {"line", "text", "words", "speech", "quote", "content", "spoken_line", "dialogue_line", "says", "台词"}
)
_SPOKEN_FIELDS = frozenset({"line", "speech", "spoken_line", "dialogue_line", "words", "says", "台词"})
"""Fields that hold spoken words wherever they stand, if one beside them names the speaker."""
_SPEAKER_FIELDS = frozenset({"speaker", "character", "who", "name", "voice", "actor", "role", "说话人", "角色"})
_DELIVERY = _SPEAKER_FIELDS | frozenset(
    {
        "delivery",
        "accent",
        "language",
        "tone",
        "pace",
        "emotion",
        "volume",
        "timing",
        "start",
        "end",
        "time",
        "lip_sync",
    }
)


def _beside_field(page: Page, index: int) -> Span | None:
    """The speaker that a field next to the words names."""
    blocks = page.layout.blocks
    for near in (index - 1, index - 2, index + 1, index + 2):
        if 0 <= near < len(blocks) and blocks[near].group == blocks[index].group:
            label = blocks[near].label
            if (
                label is not None
                and label.of(page.flat).strip() in _SPEAKER_FIELDS
                and blocks[near].end > blocks[near].body
            ):
                return Span(blocks[near].body, blocks[near].end)
    return None
