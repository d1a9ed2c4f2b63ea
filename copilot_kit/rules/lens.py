"""Rules about lenses, focus and shutter (L01 to L08)."""

from __future__ import annotations

import re
from itertools import combinations
from typing import NamedTuple

from ..shot import Span
from .flaw import Flaw, Found, quoted, rule
from .view import View

_STOP = re.compile(
    r"(?<![\w.])(?:f ?/ ?|f(?=\d\.\d)|f/)(?P<f>\d{1,2}(?:\.\d{1,2})?)(?![\w/%°:])|"
    r"(?<![\w.])t(?:-stop )? ?(?P<t>\d{1,2}(?:\.\d)?)(?![\w/%°:])"
)
_STOP_CONTEXT = re.compile(r"\b(?:lens|mm|prime|aperture|stop|iris|at|wide open)\b[^.;\n]{0,24}$")
_MM = re.compile(
    r"(?<![\w.-])(?P<mm>\d{1,3}(?:\.\d)?)(?P<range> ?- ?\d{2,3})? ?-?mm\b"
    r"(?! (?:of|thick|gap|wide(?!-| angle)|long(?! lens)|deep|shell|round|bullet|caliber))"
)
_GAUGES = frozenset({8.0, 16.0, 35.0, 65.0, 70.0})
_GAUGE_WORDS = re.compile(
    r"^[ -]{0,2}(?:\w+ )?(?:film|stock|grain|photochemical|emulation|negative|print|imax|celluloid|scan|projector|"
    r"look|footage|black-and-white)\b"
)
_GAUGE_BEFORE = re.compile(
    r"\b(?:super|imax|film|emulating|emulates|stock|shot on|filmed on|simulated|kodak|vintage|fine grain,?)[ -]$"
)
_LENS_WORDS = re.compile(
    r"\b(?:lens|lenses|prime|primes|glass|focal|equivalent|telephoto|wide-angle|wide angle|macro|anamorphic|spherical|"
    r"zoom)\b|f/"
)


class Lens(NamedTuple):
    """A focal length that stands in the text [mm]; of_zoom for a range."""

    mm: float
    where: Span
    of_zoom: bool


def stops(view: View) -> list[tuple[float, Span]]:
    """Apertures with their places; a T-stop only beside a word of lenses."""
    found = []
    for match in view.find(_STOP):
        if (
            match["f"]
            or _STOP_CONTEXT.search(view.plain[max(0, match.start() - 40) : match.start()])
            or view.plain.startswith((" stop", "-stop"), match.end())
        ):
            found.append((float(match["f"] or match["t"]), Span(*match.span())))
    return found


def _is_gauge(view: View, match: re.Match[str]) -> bool:
    after, before = view.plain[match.end() : match.end() + 40], view.plain[max(0, match.start() - 20) : match.start()]
    if re.match(r"[ -]{0,2}(?:\w+ )?(?:lens|prime|glass|anamorphic|macro|telephoto)", after):
        return False
    return _GAUGE_WORDS.search(after) is not None or _GAUGE_BEFORE.search(before) is not None


def lenses(view: View) -> list[Lens]:
    """Focal lengths with their places: no film gauges, no thickness."""
    known = set(view.shot.lenses_mm)
    found = []
    for match in view.find(_MM):
        mm = float(match["mm"])
        sure = mm in known or _LENS_WORDS.search(view.plain, *view.sentence(match.start()))
        if sure and not _is_gauge(view, match) and 4 <= mm <= 800:
            found.append(Lens(mm, Span(*match.span()), bool(match["range"])))
    return found


@rule("L01", "aperture agrees with depth of field", "error")
def aperture(view: View) -> Found:
    """Apertures of f/2.8 and wider go with shallow focus, f/8 and smaller with deep focus.

    Why: focus words that contradict the number make the background flicker. Macro is shallow at any stop.

    Clean:
        Wide shot of a canal, 24mm lens, f/11, deep focus.

    Failing:
        Wide shot of a canal, 24mm lens, f/2, deep focus.

    Source: resources.shade.inc, depth of field; awesome-sora2-prompts, prompt engineering guide.
    """
    macro = bool(view.hits("glass", "macro") or view.hits("size", "macro", "extreme_close_up"))
    for stop, where in view.once(stops):
        for focus in view.hits("focus"):
            wrong = (stop <= 2.8 and focus.id == "deep") or (stop >= 8 and focus.id == "shallow" and not macro)
            if not wrong or not view.together(where.start, focus.start) or _resolved(view, where, Span(*focus[:2])):
                continue
            yield Flaw(
                f"f/{stop:g} and {quoted(view.words(focus[:2]))}: that wide open the focus is shallow."
                if focus.id == "deep"
                else f"f/{stop:g} and {quoted(view.words(focus[:2]))}: that far stopped down the focus is deep.",
                "write f/8 to f/16, or let the background go soft."
                if focus.id == "deep"
                else "write f/1.4 to f/2.8, or ask for deep focus.",
                where,
            )
            return


def _resolved(view: View, a: Span, b: Span) -> bool:
    """True if the words around two places go from one to the other."""
    between = view.plain[max(0, min(a.start, b.start) - 24) : max(a.start, b.start)]
    return _GOES.search(between) is not None and len(between) < 150


_GOES = re.compile(r"\b(?:then|racks?|racking|rack focus|shifts?|shifting|pulls? focus|before|after|cut)\b")


@rule("L02", "middle apertures are not deep by themselves", "info", "medium")
def middle(view: View) -> Found:
    """At f/4 to f/5.6 "deep" holds only from half the hyperfocal distance on.

    Why: f/5.6 is deep in a wide shot, and not with something two metres away in the foreground.

    Clean:
        Wide shot of a canal, 24mm lens, f/11, deep focus.

    Failing:
        Wide shot of a canal, 40mm lens, f/5.6, deep focus.

    Source: dofmaster.com, equations: H = f²/(N c) + f; circle of confusion 0.030 mm (full frame), 0.045 mm (65 mm).
    """
    for stop, where in view.once(stops):
        if not 3.9 < stop < 7.9:
            continue
        for focus in view.hits("focus", "deep"):
            if not view.together(where.start, focus.start):
                continue
            mm = next((lens.mm for lens in view.once(lenses)), None)
            c = 0.045 if re.search(r"\b65 ?mm\b", view.flat) else 0.030
            near = (mm * mm / (stop * c) + mm) / 2000 if mm else None
            far = (
                f"with {mm:g} mm it begins {near:.1f} m away."
                if near
                else "and how near it begins depends on the lens."
            )
            yield Flaw(
                f"f/{stop:g} and {quoted(view.words(focus[:2]))}: {far}",
                "keep the foreground beyond that, or write f/11.",
                where,
            )
            return


@rule("L03", "focal length agrees with its adjective", "error")
def adjective(view: View) -> Found:
    """A wide-angle lens is shorter than 70 mm, a telephoto longer than 35 mm.

    Why: the number and the word pull the perspective in opposite directions.

    Clean:
        Wide shot of a quay, wide-angle lens, 24mm.

    Failing:
        Wide shot of a quay, wide-angle lens, 135mm.

    Source: awesome-sora2-prompts, prompt engineering guide.
    """
    for lens in view.once(lenses):
        for word in view.hits("glass", "wide", "long"):
            wrong = (word.id == "wide" and lens.mm >= 70) or (word.id == "long" and lens.mm <= 35)
            if (
                wrong
                and not lens.of_zoom
                and view.near(lens.where, word[:2], 5)
                and not _resolved(view, lens.where, Span(*word[:2]))
            ):
                kind = "a telephoto" if word.id == "wide" else "a wide angle"
                yield Flaw(
                    f"{quoted(view.words(word[:2]))}, but {lens.mm:g} mm is {kind}.",
                    "write 14 to 35 mm." if word.id == "wide" else "write 85 mm or more.",
                    lens.where,
                )
                return


@rule("L04", "one focal length in one take", "warn")
def one_lens(view: View) -> Found:
    """A continuous take has one focal length, unless it zooms.

    Why: two primes in one take imply a cut that nobody wrote.

    Clean:
        One continuous take on a stair, 35mm lens.

    Failing:
        One continuous take on a stair, 35mm lens at the door, 85mm lens on her face.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    found = view.once(lenses)
    zooms = any(m.kind.startswith(("zoom", "dolly_zoom")) for m in view.shot.moves) or view.hits("glass", "zoom")
    if not found or zooms or view.is_cut or any(lens.of_zoom for lens in found):
        return
    other = next((lens for lens in found if lens.mm != found[0].mm), None)
    if other:
        yield Flaw(
            f"{found[0].mm:g} mm and {other.mm:g} mm in one take.",
            f"keep {found[0].mm:g} mm, write a zoom, or cut.",
            other.where,
            ((Span(other.where.start, other.where.start + len(f"{other.mm:g}")), f"{found[0].mm:g}"),),
        )


@rule("L05", "deep focus excludes bokeh", "error")
def deep_or_soft(view: View) -> Found:
    """Everything is sharp, or the background is soft.

    Why: the two cancel each other, and no number decides.

    Clean:
        Medium shot of a baker, creamy bokeh behind him.

    Failing:
        Medium shot of a baker, deep focus with creamy bokeh behind him.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    for deep in view.hits("focus", "deep"):
        for soft in view.hits("focus", "shallow"):
            if not view.together(deep.start, soft.start) or _resolved(view, Span(*deep[:2]), Span(*soft[:2])):
                continue
            if view.is_cut and view.segment(deep.start) is not view.segment(soft.start):
                continue
            if _numbers_decide(view):
                continue
            yield Flaw(
                f"{quoted(view.words(deep[:2]))} and {quoted(view.words(soft[:2]))} in one window.",
                "keep one of the two.",
                Span(*soft[:2]),
            )
            return


def _numbers_decide(view: View) -> bool:
    """True where an aperture already tells which of the two is wrong (L01)."""
    return any(stop <= 2.8 or stop >= 8 for stop, _ in view.once(stops))


@rule("L06", "a film gauge is not a lens", "info")
def gauge(view: View) -> Found:
    """A bare 16, 35, 65 or 70 mm says which it is: the film or the lens.

    Why: "35mm" alone is read as a film look by one engine and as a lens by the next.

    Clean:
        Wide shot of a diner, 35mm film grain.

    Failing:
        Wide shot of a diner, 35mm, rain on the road.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    every = list(view.find(_MM))
    for match in every:
        if float(match["mm"]) not in _GAUGES or match["range"] or _is_gauge(view, match):
            continue
        around = view.plain[max(0, match.start() - 30) : match.end() + 30].split("\n")
        if len(every) == 1 and not any(_LENS_WORDS.search(part) for part in around) and not view.once(stops):
            yield Flaw(
                f"{quoted(view.words(match.span()))} stands alone: a film gauge or a lens?",
                f"write {match['mm']}mm lens, or {match['mm']}mm film.",
                Span(*match.span()),
            )
            return


_SHUTTER = re.compile(
    r"(?<![\d.])(?P<a>\d{1,4})(?: ?°| ?-?degrees?|-degree)[ -](?:rotary )?shutter|\bshutter(?: angle)?(?: of| at|"
    r":)? ?(?P<b>\d{1,4}) ?(?:°|degrees?)"
)
_SLOWED = re.compile(
    r"(?<![\w.])(?P<a>\d{2,4}) ?fps\b[^.;\n]{0,60}?(?<![\w.])(?P<b>\d{2,3}) "
    r"?fps\b[^.;\n]{0,30}?(?<![\w.])(?P<x>\d{1,3}(?:\.\d)?) ?[x×]|"
    r"(?<![\w.])(?P<x2>\d{1,3}(?:\.\d)?) ?[x×][^.;\n]{0,40}?(?P<a2>\d{2,4}) "
    r"?fps\b[^.;\n]{0,60}?(?<![\w.])(?P<b2>\d{2,3}) ?fps\b"
)


_SPEED = re.compile(
    r"(?<![\w/.])1/(?P<a>\d{1,5}) ?(?:s|sec|seconds?|of a second)? shutter\b"
    r"|\bshutter(?: speed| time)?(?: of| at|:|,)? ?1/(?P<b>\d{1,5})(?![\d°])"
)
_FRAMES = re.compile(r"(?<![\w.])(?P<n>\d{2,4}(?:\.\d{1,3})?) ?(?:fps|frames (?:per|a) second)\b")


@rule("L07", "shutter and frame rate are possible", "error")
def shutter(view: View) -> Found:
    """A shutter angle lies between 1 and 360 degrees, no shutter is open longer than its frame lasts, and a slowing
    agrees with its frame rates.

    Why: 400 degrees do not exist, 1/12 s is two frames at 24 fps, and 60 fps played at 24 fps are 2.5 times slower,
    not 5.

    Clean:
        Wide shot of a fountain, 180° shutter.

    Failing:
        Wide shot of a fountain, 400° shutter.

    Source: clueso.io, shutter angle.
    """
    for found in view.find(_SHUTTER) if view.has("shutter") else ():
        angle = int(found["a"] or found["b"])
        if not 0 < angle <= 360:
            group = "a" if found["a"] else "b"
            yield Flaw(
                f"A shutter of {angle} degrees does not exist: it opens by 1 to 360.",
                "write 180 degrees for natural blur, 90 for a crisp one.",
                Span(*found.span()),
                ((Span(*found.span(group)), "180"),),
            )
    speeds = list(view.find(_SPEED)) if view.has("1/") and view.has("shutter") else []
    rates = {float(m["n"]) for m in view.find(_FRAMES)} if speeds else set()
    for found in speeds if len(rates) == 1 else ():
        group = "a" if found["a"] else "b"
        rate, parts = next(iter(rates)), int(found[group])
        if 0 < parts < rate - 0.5:
            yield Flaw(
                f"A shutter of 1/{parts} s is longer than a frame at {rate:g} fps.",
                f"write 1/{2 * rate:.0f} for natural blur.",
                Span(*found.span()),
                ((Span(*found.span(group)), f"{2 * rate:.0f}"),),
            )
    for found in view.find(_SLOWED) if view.has("fps") else ():
        a, b, x = (float(found[g] or found[f"{g}2"]) for g in "abx")
        if b and abs(a / b - x) > 0.15:
            where = found.span("x") if found["x"] else found.span("x2")
            yield Flaw(
                f"{a:g} fps played at {b:g} fps are {a / b:g} times slower, not {x:g}.",
                f"write {a / b:g}x.",
                Span(*where),
                ((Span(*where), f"{a / b:g}"),),
            )


@rule("L08", "anamorphic excludes spherical", "warn")
def one_glass(view: View) -> Found:
    """Spherical lenses have no anamorphic artefacts.

    Why: oval bokeh and horizontal flares belong to anamorphic glass alone.

    Clean:
        Medium shot of a welder, spherical prime.

    Failing:
        Medium shot of a welder, spherical prime with oval bokeh.

    Source: OpenAI cookbook, Sora 2 prompting guide.
    """
    for first, second in combinations(view.hits("glass", "spherical", "anamorphic"), 2):
        if first.id != second.id and view.together(first.start, second.start) and not view.is_cut:
            yield Flaw(
                f"{quoted(view.words(first[:2]))} and {quoted(view.words(second[:2]))} in one take.",
                "keep one kind of glass.",
                Span(*second[:2]),
            )
            return


RULES = (aperture, middle, adjective, one_lens, deep_or_soft, gauge, shutter, one_glass)
