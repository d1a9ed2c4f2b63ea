"""Rules about spoken words (A02, A09 to A11, W09)."""

from __future__ import annotations

import re

from ..shot import Line, Span
from .flaw import Flaw, Found, Mend, quoted, rule
from .flaw import seconds as _s
from .lists import ACRONYMS, PEOPLE
from .view import View

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TURN_GAP_S = 0.3
"""A breath between two turns [s]."""


def _window(view: View, line: Line) -> tuple[float, float] | None:
    """The time that a line has: its own, else its beat's, else the clip's."""
    segment = view.segment(line.where.start)
    low, high = (segment.start, segment.end) if segment else (None, None)
    start = line.start if line.start is not None else low
    end = line.end if line.end is not None and line.end != line.start else high
    end = end if end is not None else view.shot.seconds
    start = start or 0.0
    return (start, end) if end is not None and end - start > 0.05 else None


@rule("A02", "speech fits its window", "error")
def fits(view: View) -> Found:
    """Spoken words fit the time that they have: two and a half a second, three and a half at most.

    Why: beyond that speech is rushed and lips lose it. Where words have no spaces characters count: five a second,
    seven at most.

    Clean:
        0-3s: the pilot says, "Hold on to your hat."
        3-5s: the engine coughs.

    Failing:
        0-3s: the pilot says, "Hold on to your hat and to all that you would be sorry to lose over the sea tonight."
        3-5s: the engine coughs.

    Source: digitalwriting101.net, script length; public audio guide for Seedance (10 to 15 words in 8 s).
    """
    shared: dict[tuple[float, float], list[Line]] = {}
    for line in view.shot.lines:
        window = _window(view, line)
        if window:
            shared.setdefault((round(window[0], 2), round(window[1], 2)), []).append(line)
    for (start, end), lines in shared.items():
        spoken = " ".join(line.words for line in lines)
        characters = len(_CJK.findall(spoken))
        is_cjk = characters > len(spoken) / 3
        amount = characters if is_cjk else len(_WORD.findall(spoken))
        easy, most = (5.0, 7.0) if is_cjk else (2.5, 3.5)
        room = max(end - start - _TURN_GAP_S * (len(lines) - 1), 0.1)
        pace = amount / room
        if pace > easy + 0.01 and amount > 3:
            unit = "characters" if is_cjk else "words"
            fit = int(easy * room)
            yield Flaw(
                f"{amount} {unit} in {_s(room)} are {pace:.1f} a second; {fit} fit.",
                f"lose {amount - fit} of them, or give the speech {amount / easy:.1f} s.",
                lines[0].place("words") or lines[0].where
                if len(lines) == 1
                else Span(lines[0].where.start, lines[-1].where.end),
                () if len(lines) > 1 or is_cjk else _shortened(view, lines[0], fit),
                severity="" if pace > most else "warn",
            )


def _shortened(view: View, line: Line, fit: int) -> Mend:
    """The line cut at the last comma or stop that leaves no more words than fit; nothing where there is none."""
    place = line.place("words")
    if place is None:
        return ()
    words = view.words(place)
    cuts = [m.start() for m in re.finditer(r"[,;.!?](?= )", words) if 1 < len(_WORD.findall(words[: m.start()])) <= fit]
    return ((place, words[: cuts[-1]].rstrip(",;.!? ") + "."),) if cuts else ()


@rule("A09", "exchanges fit the length", "warn")
def exchanges(view: View) -> Found:
    """A clip of four seconds holds two turns of speech, one of eight seconds four, one of twelve seconds six.

    Why: more turns rush the speech and blur who speaks.

    Clean:
        Duration 4s. Medium shot of a clerk. The clerk says, "Next."

    Failing:
        Duration 4s. Medium two-shot of two clerks.
        Ana: "Here?"
        Ben: "No."
        Ana: "There?"

    Source: OpenAI cookbook, Sora 2 prompting guide; Veo JSON notes (snubroot).
    """
    length, turns = view.shot.seconds, [line for line in view.shot.lines if line.kind == "spoken"]
    if length is None:
        return
    most = 2 if length <= 4 else 4 if length <= 8 else 6 if length <= 12 else int(length / 2)
    if len(turns) > most:
        yield Flaw(
            f"{len(turns)} turns of speech in {_s(length)}; {most} fit.",
            f"drop {len(turns) - most}, or ask for a longer clip.",
            turns[most].where,
        )


_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|both|couple|pair|trio|twins|brothers|sisters|siblings)\b|"
    r"\b(?:an?|the) (?:\w+ )?(?P<one>\w+) and (?:an?|his|her|their|the) (?P<other>\w+(?: \w+)?)\b"
)


def _people(view: View) -> int:
    """How many people the prompt shows, as far as it says: 2 stands for several."""
    stated = max((p.count for p in view.shot.people), default=0)
    if stated > 1:
        return stated
    for found in view.find(_SEVERAL):
        if found["one"] is None:
            follow = set(_WORD.findall(view.plain[found.end() : found.end() + 32])[:3])
            if found[0] in ("both", "couple", "twins", "brothers", "sisters", "siblings") or any(
                w.rstrip("s") in PEOPLE or w in ("women", "men", "people", "kids", "children") for w in follow
            ):
                return 2
        elif found["one"] in PEOPLE and PEOPLE & set(found["other"].split()):
            return 2
    return 1 if stated else 0


_SPEAKER_NEAR = re.compile(
    r"\b(?:says?|said|asks?|whispers?|shouts?|yells?|murmurs?|mutters?|repl(?:y|ies)|answers?|calls?|speaks?|tells?|"
    r"adds?|announces?|sings?|"
    r"voice|narrat\w+|exclaims?|screams?|declares?|cries|laughs?|opens (?:her|his) mouth)\b|[a-z)\]]\s*:\s*$"
)
_NOT_SPEECH = re.compile(
    r"\b(?:so-called|feel of|sense of|style|vibe|like|impression|called|named|titled|known as|word|words|beat|"
    r"label\w*|section|mood|theme|look|as if|"
    r"scene|shot|sequence|reads?|sign|signs|says on|printed|written|poster|logo|banner|neon)\b"
)


@rule("A10", "every line has a speaker", "warn")
def speaker(view: View) -> Found:
    """With several people in the picture, each spoken line says who speaks it.

    Why: a line without a speaker is spoken by the wrong face.

    Clean:
        Two bakers lift a tray, medium shot. The older baker says, "Careful."

    Failing:
        Two bakers lift a tray, medium shot. The tray tips. "Careful."

    Source: OpenAI cookbook, Sora 2 prompting guide; fal.ai, Kling 3 prompting guide.
    """
    if _people(view) < 2:
        return
    for saying in view.sayings:
        line = next((x for x in view.shot.lines if x.where.overlaps(saying.where)), None)
        before = view.flat[max(0, saying.where.start - 90) : saying.where.start]
        after = view.flat[saying.where.end : saying.where.end + 40]
        if (
            saying.kind == "screen"
            or (line and line.speaker)
            or _SPEAKER_NEAR.search(before.replace("\n", " "))
            or _SPEAKER_NEAR.match(after.strip(" ,"))
        ):
            continue
        inner = view.words(saying.inner)
        sentence_like = (
            inner[:1].isupper()
            and inner.rstrip()[-1:] in ".!?…,"
            and (len(inner.split()) > 1 or inner.rstrip()[-1:] in ".!?")
        )
        if (
            not sentence_like
            or _NOT_SPEECH.search(re.split(r"[.!?]\s", before)[-1])
            or not re.search(r"(?:^|[.!?:)\]—…-]|\n)\s*$", before)
        ):
            continue
        if re.match(r"\s*(?:[a-z]+ ){1,3}(?:says?|asks?|whispers?|mutters?|replies|answers?|calls?)\b", after):
            continue
        yield Flaw(
            f"{quoted(inner)} has no speaker, and there are several people.",
            "name who says it, in the same sentence.",
            saying.where,
        )


@rule("A11", "no dialogue means none", "error")
def wordless(view: View) -> Found:
    """A prompt without dialogue quotes no spoken line.

    Why: the line will be spoken all the same, or mouthed in silence.

    Clean:
        Medium shot of a toll keeper, no dialogue. He takes the coin.

    Failing:
        Medium shot of a toll keeper, no dialogue. He says, "One coin."

    Source: Google Cloud, prompting guide for Veo 3.1; public audio guide for Seedance.
    """
    denied = [*view.absent("sound", "no speech"), *view.hits("sound", "no speech")]
    spoken = [line for line in view.shot.lines if line.kind == "spoken"]
    where = (
        spoken[0].where
        if spoken
        else next((s.where for s in view.sayings if s.kind == "spoken" and not _voice_over(view, s.where)), None)
    )
    if (
        denied
        and where
        and not any(view.segment(d.start) and not view.same_segment(d.start, where.start) for d in denied[:1])
    ):
        yield Flaw(
            f"{quoted(view.words(denied[0][:2]))}, and here {quoted(view.words(where))} is spoken.",
            "drop the line, or the promise.",
            where,
        )


def _voice_over(view: View, place: Span) -> bool:
    return (
        re.search(
            r"\b(?:voice-?over|vo|v\.o\.|narrat\w+|off-screen)\b", view.flat[max(0, place.start - 60) : place.start]
        )
        is not None
    )


_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")


@rule("W09", "no capitals inside dialogue", "info", "medium")
def capitals(view: View) -> Found:
    """Spoken lines hold no word in capitals, unless it is an abbreviation.

    Why: users of Veo report that such words are spelled letter by letter.

    Clean:
        Medium shot of a coach. The coach says, "Run for the line."

    Failing:
        Medium shot of a coach. The coach says, "RUN for the line."

    Source: Veo JSON notes (snubroot).
    """
    places = [(s.inner, s.kind) for s in view.sayings]
    for inner, kind in places:
        words = view.words(inner)
        for found in _CAPITALS.finditer(words) if kind == "spoken" and not words.isupper() else ():
            if found[0] not in ACRONYMS:
                at = inner.start + found.start()
                word = found[0].capitalize() if not words[: found.start()].strip() else found[0].lower()
                yield Flaw(
                    f"{quoted(found[0])} is in capitals inside a spoken line.",
                    "write it in small letters; stress it by a direction.",
                    Span(at, at + len(found[0])),
                    ((Span(at, at + len(found[0])), word),),
                )


RULES = (fits, exchanges, speaker, wordless, capitals)
