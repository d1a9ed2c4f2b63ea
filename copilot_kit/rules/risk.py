"""Rules about rights and safety (R01 to R04). Lists are short hints: "please check", never proof."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..shot import Span
from .flaw import Flaw, Found, quoted, rule
from .view import View

_PAGE = re.compile(r"\b(?:instagram|tiktok|youtube|twitter|x|facebook|onlyfans)\.com/@?[\w.]{3,}|(?<![\w/])u/[\w-]{3,}")
_HANDLE = re.compile(r"(?<![\w.@])@(?!image|video|audio|图片|视频|音频|vid[eé]o|gmail|\d)[A-Za-z][\w.]{2,}")
_FULL_NAME = re.compile(r"(?<![\w'-])[A-Z][a-zé'-]+(?: (?:de |van |von |bin )?[A-Z][a-zé'-]+)+")
_PLACE_NAME = re.compile(r"(?:New|Big|Mont|Mount|Saint|San|Santa|Los|Las|Art|North|South|East|West|The|Father) ")
_ALIKE = re.compile(
    r"(?i)\b(?:(?:looks?|looking) (?:exactly |just |a lot |very much )?like|made up as|look-?alike of|"
    r"doppelg[aä]nger of|(?:spitting image|likeness|deepfake|impression|impersonation) of|"
    r"(?:with|has|wears|bears) the (?:face|voice|features) of|impersonat(?:es|ing|or of)|deepfaked?|resembl(?:ing|es)|"
    r"(?:played|portrayed|voiced|embodied) by|starring|the real-life|"
    r"actor|actress|singer|footballer|politician|billionaire|rapper|comedian|celebrity|influencer|youtuber|streamer|"
    r"pop ?star|film star|movie star|supermodel|tv host|news anchor|president|prime minister|ceo) $"
)
_TITLED = re.compile(
    r"(?:(?:Vice |Former )?President|Queen|King|Prince|Princess|Pope|Chancellor|Prime Minister|Senator|Governor|"
    r"Congressman|Congresswoman|Premier|First Lady|Sir|Dame|Actor|Actress|Singer|Comedian|Rapper|Starring) "
    r"[A-Z][a-zé'-]+ (?:de |van |von |bin )?[A-Z]"
)


def _likenesses(text: str, start: int, end: int) -> Iterator[Span]:
    """Full names behind a title, or behind words that call for somebody's looks or voice."""
    for found in _FULL_NAME.finditer(text, start, end):
        alike = _ALIKE.search(text, max(start, found.start() - 48), found.start())
        if alike and not _PLACE_NAME.match(found[0]):
            yield Span(alike.start(), found.end())
        elif _TITLED.match(found[0]):
            yield Span(*found.span())


@rule("R01", "no real people", "error", "medium")
def people(view: View) -> Found:
    """Handles, titles with a full name, and lookalikes are asked about.

    Why: a likeness needs consent on every major service, and the prompt may be refused. Names are not looked up: no
    list could know who is real. A bare name passes, and what is found is found by the words around it.

    Clean:
        Medium shot of a young barista with a broken nose.

    Failing:
        Medium shot of @stella.marquez at a bar.

    Source: reports on likeness rules of video services, 2025-10.
    """
    text, prompt = view.shot.text, view.shot.prompt
    marked = (_HANDLE, _PAGE) if view.has("@", ".com/", "u/") else ()
    found = [Span(*m.span()) for pattern in marked for m in pattern.finditer(text, *prompt) if not m[0].endswith("fps")]
    for where in sorted([*found, *_likenesses(text, *prompt)]):
        if not view.plain[where.start].isspace():
            yield Flaw(
                f"{quoted(view.words(where))} may be a real person. Please check.",
                "describe a face of your own, or have the consent.",
                where,
            )


_DIRECTORS = re.compile(
    r"\b(?=[A-Z])(?:Terrence Malick|Kubrick(?:ian)?|Stanley Kubrick|Wes Anderson|Roger Deakins|Christopher Nolan|"
    r"Denis Villeneuve|Wong Kar-[Ww]ai|Hayao Miyazaki|"
    r"Quentin Tarantino|David Fincher|Tarkovsky|Spielberg|Lubezki|Hitchcock(?:ian)?|Lynchian)\b(?! zoom)|王家卫|宮崎駿"
)
_MARKS = re.compile(
    r"\b(?=[A-Zi])(?:Pikachu|Pokémon|Super Mario|"
    r"Batman|Superman|Spider-Man|Iron Man|Darth Vader|Mickey Mouse|Harry Potter|"
    r"Naruto|Goku|SpongeBob|Shrek|Homer Simpson|Barbie|"
    r"Godzilla|Nike|Adidas|iPhone|Coca-Cola|Pepsi|McDonald's|Starbucks|Tesla|BMW|Ferrari|Mercedes|Rolex|Gucci|Chanel|"
    r"IKEA|Lego|LEGO|Netflix|Disney|Marvel|Pixar|"
    r"Studio Ghibli|Ghibli|YouTube|TikTok|Samsung|PlayStation|Apple (?:logo|laptop|Watch|Store|computer|phone))\b|"
    r"\b[A-Z][\w-]+(?:®|™)"
)
_IN_STYLE = re.compile(
    r"\b(?:in the style of|style of|inspired by|à la|a la|reminiscent of|homage to) (?:the (?:painter|artist|"
    r"illustrator|photographer|director|filmmaker|architect) )?"
    r"(?P<name>[A-Z][a-zé'’-]+(?: [A-Z][a-zé'’-]+)+)"
)
_MAKERS = re.compile(r"\b(?:director|filmmaker|cinema|films? (?:of|by))\b")
_SCHOOLS = re.compile(
    r"\b(?:Dutch|Italian|French|German|Japanese|Soviet|American|British|Art|Deco|Nouveau|Golden|Age|New|Wave|Film|"
    r"Noir|School|War|Renaissance|Gothic|Hollywood)\b"
)


@rule("R02", "no marks, characters or living artists", "warn", "medium")
def marks(view: View) -> Found:
    """Trademarks, protected characters and the styles of named artists are asked about; a director's name is a note.

    Why: they are the commonest cause of refused prompts and of takedowns.

    Clean:
        A fishing village in soft gouache, wide shot.

    Failing:
        A fishing village in the style of Mira Halden, wide shot.

    Source: reports on copyright rules of video services, 2025-10; public lexicon for Seedance.
    """
    told: list[Span] = []
    for pattern, severity in ((_MARKS, ""), (_DIRECTORS, "info"), (_IN_STYLE, "")):
        for found in pattern.finditer(view.shot.text, *view.shot.prompt):
            where = Span(*found.span())
            if view.plain[where.start].isspace() or any(where.overlaps(t) for t in told):
                continue
            if pattern is _IN_STYLE and _SCHOOLS.search(found["name"]):
                continue
            told.append(where)
            note = severity or ("info" if pattern is _IN_STYLE and _MAKERS.search(found[0].lower()) else "")
            yield Flaw(
                f"{quoted(found[0])} may be protected. Please check.",
                "say what it looks like instead: line, colour, light, rhythm.",
                where,
                severity="info" if note == "info" else "",
            )


_LEGIBLE = re.compile(
    r"\b(?:mathematical (?:notation|proof|formula\w*|symbols|equations?)|equations?|formula(?:s|e)?|greek letters|"
    r"integral\w*|lines of code|source code|code scroll\w*|legible \w+|"
    r"readable \w+|(?:subtitles|captions|title card|user interface|ui elements|news ticker|ticker))\b"
)
_SURFACE = re.compile(
    r"\b(?:screen|display|displaying|blackboard|chalkboard|whiteboard|monitor|page|board|wall|hologram\w*|notation|"
    r"appears?|reads?|overlay|frame|shows?|scroll\w*)\b"
)


@rule("R03", "little text in the picture", "warn")
def text(view: View) -> Found:
    """Words that are to be read in the picture are few, or none.

    Why: text is still unreliable, and long strings garble. Up to three words are a note.

    Clean:
        Wide shot of a shop front with a plain shutter.

    Failing:
        Wide shot of a shop front. A sign reads "Closed for the winter, back in May".

    Source: OpenMontage, LTX prompting; video-prompt-qa, failure taxonomy.
    """
    for saying in view.sayings:
        words = len(view.words(saying.inner).split())
        if (
            saying.kind == "screen"
            and any(c.isalnum() for c in view.words(saying.inner))
            and not _denied(view, saying.where.start)
        ):
            yield Flaw(
                f"{words} word{'s' * (words != 1)} to be read in the picture: {quoted(view.words(saying.inner))}.",
                "leave the surface plain, or add the text afterwards.",
                saying.where,
                severity="" if words > 3 else "info",
            )
    legible = next((m for m in view.find(_LEGIBLE) if _SURFACE.search(view.plain, *view.sentence(m.start()))), None)
    if legible:
        yield Flaw(
            f"{quoted(view.words(legible.span()))} is to be read in the picture.",
            "let it be out of focus or abstract, or add it afterwards.",
            Span(*legible.span()),
        )


def _denied(view: View, offset: int) -> bool:
    return any(f.start <= offset < f.end for f in (*view.excluded, *view.negated))


_WORD_N = {
    w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"fifteen": 15, "twenty": 20, "once": 1, "twice": 2}
_FLASHES = re.compile(r"\b(?:strob\w*|flash(?:es|ing)?|flicker(?:s|ing)?|blink(?:s|ing)?|pulse(?:s)?|pulsing)\b")
_RATE = re.compile(
    r"(?<![\w.])(?P<hz>\d{1,4}(?:\.\d)?) ?hz\b|(?P<n>\d{1,3}|[a-z]+)(?: times| flashes| pulses)?(?: per| a| each|"
    r" every)[ -]second\b"
)


@rule("R04", "no fast flashing", "error")
def flashing(view: View) -> Found:
    """No light flashes more than three times a second.

    Why: it can set off seizures; broadcasters and WCAG set three flashes a second.

    Clean:
        A lamp flashes twice per second at the end of a pier, wide shot.

    Failing:
        A lamp flashes eight times per second at the end of a pier, wide shot.

    Source: WCAG 2.2, 2.3.1, three flashes or below threshold.
    """
    for flash in view.find(_FLASHES):
        sentence = view.sentence(flash.start())
        if re.search(r"\b(?:photo|camera|heart|hazard)\b", flash[0]):
            continue
        reach = (max(sentence.start, flash.start() - 40), min(sentence.end, flash.end() + 80))
        for rate in _RATE.finditer(view.plain, *reach):
            number = rate["hz"] or rate["n"]
            per = float(number) if number.replace(".", "").isdigit() else float(_WORD_N.get(number, 0))
            if rate["hz"] and re.search(
                r"\b(?:hum|tone|sound|buzz|whine|rumble|drone|note|audio)\b",
                view.plain[max(sentence.start, rate.start() - 30) : rate.end() + 12],
            ):
                continue
            if per > 3:
                yield Flaw(
                    f"{quoted(view.words(flash.span()))} {per:g} times a second; three are the limit.",
                    "slow it to two a second, or let the light fade.",
                    Span(*rate.span()),
                )
                return
        if flash[0].startswith("strob") and not _RATE.search(view.plain, *reach):
            yield Flaw(
                "A strobe, and no rate is given.",
                "say how often it flashes, three times a second at most.",
                Span(*flash.span()),
                severity="info",
            )
            return


RULES = (people, marks, text, flashing)
