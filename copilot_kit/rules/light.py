"""Rules about light: colour temperature, quality, silhouettes, air, stock (G01, G02, G06, G07, G09 to G11)."""

from __future__ import annotations

import re

from ..shot import Span
from .flaw import Flaw, Found, quoted, rule
from .terms import SOURCE_KELVIN
from .view import View

_KELVIN = re.compile(r"(?<![\w.])(?P<k>\d{1,2},?\d{3}) ?-?(?:k\b(?! resolution)|kelvin\b|° ?k\b|开尔文)")
_WARM = r"warm|golden|amber|honey|candlelit|warm[- ]white|tungsten|orange"
_COOL = r"cool|cold|blue|icy|steely|bluish|cyan|ice[- ]blue|frosty"
_TONE = re.compile(
    rf"\b(?P<word>(?P<warm>{_WARM})|(?P<cool>{_COOL}))\b"
    r"(?=(?: (?:and|or))? ?(?:[,.;:()\n/-]|$|\d|light|white|tones?|tint|cast|glow|colou?rs?|temperature|key|grade|hue|"
    r"over|from|throughout|daylight|lamp|"
    r"golden|amber|warm|cool|cold|blue|icy|at\b|in\b|on\b|wash|palette|window|sun|look))"
)
_CONTRAST = re.compile(
    r"\b(?:against|versus|vs|while|but|to|into|then|with a|and a|fades?|turns?|shifts?|contrasts?|white balance|"
    r"beyond|outside)\b"
)


def kelvins(view: View) -> list[tuple[float, Span]]:
    """Colour temperatures with their places [K]."""
    found = [(float(m["k"].replace(",", "")), Span(*m.span())) for m in view.find(_KELVIN)]
    return [(k, where) for k, where in found if 1000 <= k <= 20000]


@rule("G01", "kelvin agrees with warm and cool", "error")
def warm_or_cool(view: View) -> Found:
    """Up to about 4000 K light reads warm, from about 5500 K on it reads cool.

    Why: the number and the word are one instruction; where they disagree the grade wanders.

    Clean:
        Medium shot of a cobbler. Lamp from the left, hard, warm 3000K.

    Failing:
        Medium shot of a cobbler. Lamp from the left, hard, icy 3000K.

    Source: pauldudbridgedop.com, understanding colour temperature; jtv.be, colour temperatures.
    """
    numbers = view.once(kelvins)
    tones = list(view.find(_TONE)) if numbers else []
    for kelvin, where in numbers:
        own = [t for t in tones if _bound(view, where, t.span(), numbers)]
        wrong = [t for t in own if (kelvin <= 4000 and t["cool"]) or (kelvin >= 5500 and t["warm"])]
        right = [t for t in own if (kelvin <= 4000 and t["warm"]) or (kelvin >= 5500 and t["cool"])]
        if wrong and not right:
            band = "warm" if kelvin <= 4000 else "cool"
            yield Flaw(
                f"{kelvin:g} K reads {band}, and the words say {quoted(view.words(wrong[0].span('word')))}.",
                f"write {'5600 to 6500 K' if kelvin <= 4000 else '2700 to 3400 K'}, or call it {band}.",
                where,
            )


def _bound(view: View, number: Span, word: tuple[int, int], numbers: list[tuple[float, Span]]) -> bool:
    """True if a word of tone belongs to this number: within six words, and to no nearer number."""
    if not view.near(number, word, 6):
        return False
    low, high = (number.end, word[0]) if number.start <= word[0] else (word[1], number.start)
    if _CONTRAST.search(view.plain, low, high):
        return False

    def distance(place: Span) -> int:
        return max(place.start - word[1], word[0] - place.end)

    return all(distance(number) <= distance(other) for _, other in numbers)


@rule("G02", "kelvin agrees with its source", "warn", "medium")
def source_kelvin(view: View) -> Found:
    """A stated temperature is near the usual one of the light that it names.

    Why: a candle burns at 1900 K and noon sun at 5500 K; other numbers ask for another light.

    Clean:
        Close-up of a will in candlelight, 1900K, soft, from the left.

    Failing:
        Close-up of a will in candlelight, 5600K, soft, from the left.

    Source: jtv.be, colour temperatures; pauldudbridgedop.com, understanding colour temperature.
    """
    numbers = view.once(kelvins)
    for kelvin, where in numbers:
        for source in view.hits("source"):
            low, high = SOURCE_KELVIN[source.id]
            if low * 0.75 <= kelvin <= high * 1.25 or not _bound(view, where, (source.start, source.end), numbers):
                continue
            if view.words(source[:2]).lower() == "tungsten" and re.search(
                r"(?:balanced|stock|film)", view.plain[source.end : source.end + 16]
            ):
                continue
            yield Flaw(
                f"{quoted(view.words(source[:2]))} is {low:g} to {high:g} K, not {kelvin:g} K.",
                f"write about {round((low + high) / 2, -2):g} K, or name another light.",
                where,
            )
            break


_SOURCE_NOUN = re.compile(
    r"\b(?:lamps?|sun|sunlight|windows?|daylight|moonlight|moon|candle\w*|fire\w*|lantern|bulbs?|neon|screen|skylight|"
    r"spotlight|headlights|torch|tubes?|"
    r"fluorescents?|overcast|sky|dawn|dusk|golden hour|blue hour|twilight|streetlight|flame|softbox|leds?|torchlight|"
    r"key|chandelier|sunset|sunrise|"
    r"sunbeam|doorway|monitor|fire|noon|midday|strobe|beam)\b"
)
_SIDE = re.compile(
    r"\b(?:left|right|above|below|behind|beyond|front|overhead|side|top|beneath|under|back|backlit|rim|over|through|"
    r"low|high|across|around|north|camera|"
    r"from|vertical|horizon|beside|near)\b"
)
_QUALITY = re.compile(
    r"\b(?:hard|soft|harsh|diffused?|gentle|crisp|dappled|raking|even|flat|warm|cool|feathered|hazy|sharp|low|dim|"
    r"filtered|muted|bounced|overcast|"
    r"shadows?|shadowless|volumetric|milky|pale)\b"
)


@rule("G06", "light has a source, a side and a quality", "warn", "medium")
def described(view: View) -> Found:
    """Light is described by where it comes from, from which side, and how hard or soft it is.

    Why: "dramatic lighting" leaves no shadow to hold on to; the three together steady the mood.

    Clean:
        Medium shot of a lute maker. Hard window light from the left.

    Failing:
        Medium shot of a lute maker. Dramatic lighting.

    Source: OpenAI cookbook, Sora 2 prompting guide; BBC Bitesize, lighting.
    """
    for vague in view.hits("light", "vague"):
        line = view.line(vague.start)
        around = view.plain[line.start : vague.start] + view.plain[vague.end : line.end]
        if sum(p.search(around) is not None for p in (_SOURCE_NOUN, _SIDE, _QUALITY)) < 2 or not _SOURCE_NOUN.search(
            around
        ):
            yield Flaw(
                f"{quoted(view.words(vague[:2]))} names no source, no side and no quality.",
                "say what the light is, from which side it comes, and whether it is hard or soft.",
                Span(*vague[:2]),
            )


_PAIRED = re.compile(
    r"\b(?:hard|harsh)(?:,| and|,? yet|,? but)? (?:soft|diffused?)(?:[ ,]+\w+){0,2} (?:light|key|sunlight|lamp|"
    r"light source)\b"
    r"|\b(?:soft|diffused?)(?:,| and|,? yet|,? but)? (?:hard|harsh)(?:[ ,]+\w+){0,2} (?:light|key|sunlight|lamp|"
    r"light source)\b"
)
_OWN = re.compile(
    r"\b(?P<q>hard|harsh|soft|diffused?) (?P<noun>light|key light|key|sunlight|window light|daylight|moonlight)\b"
)


@rule("G07", "one light is hard or soft", "warn", "medium")
def hard_or_soft(view: View) -> Found:
    """A light casts hard shadows or soft ones.

    Why: the two are opposite edges of one shadow.

    Clean:
        Medium shot of a judge. Hard light from the left.

    Failing:
        Medium shot of a judge. Hard soft light from the left.

    Source: BBC Bitesize, lighting.
    """
    for found in view.find(_PAIRED):
        yield Flaw(f"{quoted(view.words(found.span()))} is both.", "keep hard or soft.", Span(*found.span()))
        return
    own = list(view.find(_OWN))
    for n, first in enumerate(own):
        for second in own[n + 1 :]:
            one_sentence = view.sentence(first.start()) == view.sentence(second.start())
            if (
                one_sentence
                and first["noun"] == second["noun"] != "light"
                and (first["q"] in ("hard", "harsh")) != (second["q"] in ("hard", "harsh"))
            ):
                yield Flaw(
                    f"{quoted(view.words(first.span()))} and {quoted(view.words(second.span()))} in one sentence.",
                    "keep hard or soft.",
                    Span(*second.span()),
                )
                return


_STOCK = re.compile(r"\b(?P<iso>50|160|200|250|400|500|800)(?P<balance>[td])\b")
_DAY_LIGHT = re.compile(r"\b(?:noon|midday|daylight|direct sun|hard sun|sunlight|bright sun)\b")
_LAMP_LIGHT = re.compile(
    r"\b(?:tungsten|incandescent|candle(?:light|s)?|lamplight|oil lamp|desk lamp|table lamp|bulbs?)\b"
)


@rule("G09", "the stock fits the light", "info", "medium")
def stock(view: View) -> Found:
    """Tungsten stock under daylight, or daylight stock under lamps, is meant.

    Why: 500T at noon without a filter is a blue picture.

    Clean:
        Shot on 50D, noon sun from above, hard. Wide shot of a parade.

    Failing:
        Shot on 500T, noon sun from above, hard. Wide shot of a parade.

    Source: Kodak, Vision3 500T data sheet.
    """
    found = next(iter(view.find(_STOCK)), None)
    if found is None or re.search(r"\b(?:uncorrected|85 filter|85b|corrected|filtered|cross-balanced)\b", view.flat):
        return
    balance, numbers = found["balance"], view.once(kelvins)
    other = next(
        (where for k, where in numbers if (balance == "t" and k >= 5000) or (balance == "d" and k <= 3400)), None
    )
    named = next(iter(view.find(_DAY_LIGHT if balance == "t" else _LAMP_LIGHT)), None)
    if other is None and named is not None and not (_LAMP_LIGHT if balance == "t" else _DAY_LIGHT).search(view.plain):
        other = Span(*named.span())
    if other is not None:
        yield Flaw(
            f"{quoted(view.words(found.span()))} is balanced for "
            f"{'3200 K lamps' if balance == 't' else '5500 K daylight'}; "
            f"the light is {quoted(view.words(other))}.",
            "name the other stock, or say that it is uncorrected.",
            Span(*found.span()),
        )


_FROM_THE_SIDE = re.compile(
    r"\b(?:key(?: light)?|sun|sunlight|windows?|window light|daylight|lamp|light)\b[^.;\n]{0,40}?\b(?:(?:camera|frame|"
    r"screen)[ -](?:left|right)|from the (?:left|right|front)|"
    r"frontal)\b"
    r"|\b(?:key(?: light)?|sun|window|lamp)(?: \w+)? (?:directly |right |straight )?in front"
    r"(?=[.,;]| of (?:her|him|them|the (?:subject|face|figure|silhouette))\b)"
)


@rule("G10", "a silhouette has its light behind", "info", "medium")
def silhouette(view: View) -> Found:
    """Behind a silhouette stands the main light.

    Why: a key from the side or the front shows the face.

    Clean:
        Wide shot of a preacher in silhouette, the window behind him.

    Failing:
        Wide shot of a preacher in silhouette, the window at camera left.

    Source: BBC Bitesize, lighting.
    """
    for dark in view.hits("light", "silhouette"):
        side = next((m for m in view.find(_FROM_THE_SIDE) if view.together(dark.start, m.start())), None)
        if side and not any(view.together(dark.start, back.start) for back in view.hits("light", "back")):
            yield Flaw(
                f"{quoted(view.words(dark[:2]))}, with the light from the side or the front: "
                f"{quoted(view.words(side.span()))}.",
                "put the light behind, or give up the silhouette.",
                Span(*dark[:2]),
            )
            return


@rule("G11", "visible beams need something in the air", "warn", "medium")
def beams(view: View) -> Found:
    """Shafts of light and floating dust go with haze, mist or dust, not with clean air.

    Why: in clean air a beam cannot be seen.

    Clean:
        Wide shot of a barn, dust in the air, a shaft of light from the loft.

    Failing:
        Wide shot of a barn, clean air, a shaft of light from the loft.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    clean = [*view.absent("air", "clean"), *view.hits("air", "clean")]
    for beam in view.hits("air", "beam"):
        said = next((c for c in clean if view.together(c.start, beam.start)), None)
        if said and not any(view.together(h.start, beam.start) for h in view.hits("air", "haze")):
            yield Flaw(
                f"{quoted(view.words(said[:2]))}, and {quoted(view.words(beam[:2]))} is to be seen.",
                "put a thin haze or dust in the air, or drop the beam.",
                Span(*beam[:2]),
            )
            return


RULES = (warm_or_cool, source_kelvin, described, hard_or_soft, stock, silhouette, beams)
