"""Words in quotes: which are spoken, by whom and when, which are to be read in the picture, and which are neither.

Spoken is what a speaker's label or a verb of speech introduces, or what stands in a field of dialogue. To be read is what
a sign, a title or a caption shows. All else in quotes (an impression, a term held at arm's length, the name of a beat) is not.
"""

from __future__ import annotations

import re

from ..shot import Line, OnScreen, Places, Span
from .layout import Block
from .notation import Mark
from .page import Page, Window
from .scope import Quote
from .tracks import BEAT_TRACKS, track_of

_VERBS = (
    "says|said|say|saying|asks|asked|asking|whispers|whispered|whispering|whisper|shouts|shouting|shouted|yells|yelling|murmurs|murmuring|mutters|muttering|replies"
    "|replying|answers|answering|exclaims|cries|cries out|calls|calls out|calling|narrates|announces|announcing|screams|sings|singing|recites|tells|adds|continues"
    "|speaks|speaking|states|declares|laughs|breathes|sighs|hisses|mouths|intones|voices|delivers|utters|reads aloud|reading aloud|mumbles|growls|gasps|snaps"
    "|repeats|begs|pleads|admits|confesses|responds|counts|dice|susurra|grita|pregunta|responde|sagt|flüstert|ruft|fragt|antwortet|dit|murmure|demande|crie|chuchote"
)
_CJK_VERBS = "说道|说|问|喊|低语|回答|轻声|言う|言った|叫ぶ|囁く|つぶやく|と言|말한다"
_VERB_BEFORE = re.compile(
    rf"(?<![a-zß-ɏ])(?P<verb>{_VERBS})(?![a-zß-ɏ])[^.\n\"“”]{{0,60}}$|(?P<cjk>{_CJK_VERBS})[^.\n]{{0,8}}$"
)
_VERB_AFTER = re.compile(
    rf"[ ,]*(?:(?P<who>(?:[a-zß-ɏ'-]+ ){{1,5}}?))?(?P<verb>{_VERBS})(?![a-zß-ɏ])(?P<rest>(?: [a-z]+){{0,3}})|[ ,]*(?:と|，|,)?(?:{_CJK_VERBS})"
)
_READ = re.compile(
    r"(?<![a-z])(?:sign|signs|title|titles|text|caption|captions|subtitle|subtitles|reads|reading|label|labelled|labeled|logo|banner|written|printed|poster|screen shows"
    r"|super|lower third|letters|lettering|words|inscription|engraved|etched|painted|marquee|headline|displays|displaying|spells|neon|placard|plaque|card|typed|screen|stamped|stencilled|stenciled|ticket|note|chalked)(?![a-z])"
    r"|字幕|标题|文字|写着|テロップ|看板|rótulo|letrero|cartel|panneau|schild"
)
_SCARE = re.compile(
    r"(?<![a-z])(?:so-called|feel of|feels? like|sense of|style|vibe|like|as if|impression|mood|feeling|tone|called|named|known as|nickname\w*|titled|entitled|inspired by|à la|energy"
    r"|aesthetic|look|concept of|idea of|term)(?![a-z])[^.\n\"“”]{0,24}$"
)
_SPEAKER = re.compile(
    r"(?:^|[\n.;|)\]\"”»」』*>-]|(?<=\d) )[ *_]*(?P<who>[A-Z\u00c0-\u024f\u3040-\u9fff][\w .'’&\-\u3040-\u9fff]{0,38}?|[A-Z][\w .'’-]{0,24} #?\d)[ *_]*(?:[(\[][^()\[\]\n]{0,60}[)\]])?[ *_]*[:：][ *_]*(?:[(\[][^()\[\]\n]{0,60}[)\]])?[ *_]*$"
)
_VOICE_OVER = re.compile(
    r"voice-?over|voice over|narrat|\bvo\b|v\.o\.|off-screen|off screen|o\.s\.|旁白|画外音|ナレーション|voz en off|voix off|inner monologue|internal monologue"
)
_NO_SPEAKER = re.compile(
    r"(?:impression|feeling|effect|theme|title|tagline|logline|concept|mood|tone|style|look|goal|idea|note|notes|reference|keyword|keywords|prompt|final frame|key|emotion|name|intent)$"
)
_ARTICLE = re.compile(
    r"^(?:the|a|an|and|then|but|as|while|when|la|el|le|der|die|das|un|une|una|ein|eine) ", re.IGNORECASE
)
_TAIL_WORDS = re.compile(
    r"(?:[\w'’-]+ly|softly|quietly|finally|then|and|also|again|only|just|who|to|into|with|leans|turns|smiles|nods|looks|in|a|up|slowly|voice|under|his|her|their|breath)$",
    re.IGNORECASE,
)
_REACH = 140


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
    lines.extend(_unquoted(page, lines))
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
    field_voice = "voice_over" if _VOICE_OVER.search(flat, block.start, quote.start) else "spoken"
    labelled = _SPEAKER.search(page.text[low : quote.start])
    if (
        labelled
        and (block.track == "dialogue" or track_of(labelled["who"].lower()) is None)
        and not _INDEXED.match(labelled["who"].lower())
        and not _NO_SPEAKER.search(labelled["who"].lower())
    ):
        start = low + labelled.start("who")
        return _tidy(page, Span(start, low + labelled.end("who"))), field_voice
    if labelled and track_of(labelled["who"].lower()) == "dialogue":
        return None, field_voice
    verb = _VERB_BEFORE.search(before)
    stop = max(before.rfind(". "), before.rfind("\n"), before.rfind("。"))
    if verb and verb.start() > stop and not _read_aloud(before, verb):
        return _subject(page, low + stop + 1, low + verb.start()), field_voice
    after = _VERB_AFTER.match(flat, quote.end, min(block.end, quote.end + 60))
    if after and after.group().strip(" ,") and _ends_inside(flat, quote):
        who = Span(*after.span("who")) if after["who"] else None
        return (_tidy(page, who) if who else None), field_voice
    if block.track == "dialogue" and not _READ.search(before[-48:]):
        return _field_speaker(page, block, quote), field_voice
    if field_voice == "voice_over" and not _READ.search(before[-32:]):
        return None, field_voice
    if _directly_timed(page, block, quote) or _goes_on(page, quote, lines):
        return None, field_voice
    return None


_INDEXED = re.compile(r"(?:shot|beat|scene|cut|part|act|take|step|phase|final frame)\b")


def _ends_inside(flat: str, quote: Quote) -> bool:
    """Spoken words before a verb end with a sign or a comma: "Run," she says."""
    return (
        flat[quote.inner.end - 1] in ",.!?…-—"
        or flat[quote.end : quote.end + 1] == ","
        or not flat[quote.inner.start : quote.inner.end].isascii()
    )


def _read_aloud(before: str, verb: re.Match[str]) -> bool:
    """A sign says nothing aloud."""
    return _READ.search(before[max(0, verb.start() - 24) : verb.start()]) is not None and "says" in (verb["verb"] or "")


def _subject(page: Page, low: int, high: int) -> Span | None:
    """The speaker: the words before the verb, from the last comma or joining word on."""
    words = page.text[low:high]
    for cut in (", ", ": ", "; ", "— ", " and ", " then ", " as ", " while ", ") ", "] ", "* "):
        at = words.rfind(cut)
        if at >= 0 and words[at + len(cut) :].strip():
            low, words = low + at + len(cut), words[at + len(cut) :]
    return _tidy(page, Span(low, low + len(words)))


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
    if block.label is not None and track_of(page.flat[block.label.start : block.label.end]) is None:
        return block.label
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
    near = [mark for mark in page.marks_in(max(block.start, where.start - _REACH), min(block.end, where.end + 60))
            if mark.kind in ("window", "start", "instant", "relative") and not where.start <= mark.where.start < where.end]  # fmt: skip
    near = [mark for mark in near if _beside(page.flat, mark, where)]
    if near:
        mark = min(near, key=lambda mark: min(abs(where.start - mark.where.end), abs(mark.where.start - where.end)))
        if mark is not head or page.layout.groups[block.group].track not in BEAT_TRACKS:
            window = page.place(mark, around)
            if window.start is not None:
                end = None if mark.kind == "start" and mark is not head else window.end
                return Window(window.start, end, window.derived), mark.places
        elif mark.kind == "start" and mark.notation == "bracket_start":
            return Window(around.start, around.end, True), (("start", mark.first),) if mark.first else ()
    return Window(around.start, around.end, around.start is not None), ()


def _beside(flat: str, mark: Mark, where: Span) -> bool:
    """True if no sentence ends between a time and the words."""
    between = (
        flat[mark.where.end : where.start] if mark.where.end <= where.start else flat[where.end : mark.where.start]
    )
    return "\n" not in between and ". " not in between and '"' not in between and "”" not in between


_PLAIN_LINE = re.compile(
    r"[ *_-]*(?P<who>[A-Z][\w .'’-]{0,30}?)[ *_]*(?:\([^()\n]{0,40}\))?[ *_]*:[ *_]*(?P<words>[^\n\"“”]{2,240})"
)


def _unquoted(page: Page, lines: list[Line]) -> list[Line]:
    """Lines of a dialogue field that are written without quotes: MARA: Close the door."""
    out = []
    for block in page.layout.blocks:
        if block.track != "dialogue" or block.own is not None or block.label is None or block.body >= block.end:
            continue
        if (
            any(block.start <= quote.start < block.end for quote in page.quotes)
            or block.label.of(page.flat) in _DELIVERY
        ):
            continue
        start = (
            block.body + len(page.text[block.body : block.end]) - len(page.text[block.body : block.end].lstrip(" *_"))
        )
        words = Span(start, start + len(page.text[start : block.end].rstrip(" *_")))
        if words.end > words.start:
            out.append(_timed_line(page, block, words, words, _tidy(page, block.label), "spoken"))
    return out


_DELIVERY = frozenset(
    {"delivery", "voice", "accent", "language", "tone", "pace", "emotion", "volume", "timing", "start", "end", "time"}
)
