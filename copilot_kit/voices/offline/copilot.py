"""The copilot's turns: a plan put into words.

Every later turn opens on two of the creator's own words and brings one noun of ours, which then really stands in the
draft. Questions are asked only about open slots. The final turn is written from the ledger and from nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...dialogue.script import Request
from . import layout
from . import words as w
from .agenda import Plan, Question, plan
from .casting import the
from .folding import fold
from .idea import plain, read_idea
from .ledger import Ledger
from .lexicon import Lexicon
from .reality import w_number
from .staging import Scene, scene
from .story import Story

_LETTERS = "abc"
_NO_NAMES = frozenset(
    "he she him her what which there nothing something one two none who that this "
    "i you it we me they frame shot clip light eye chin daylight dusk everyone everybody someone people thing".split()
)


class Turn:
    """One copilot turn: what is known, what is planned, and the sentences already used up."""

    def __init__(self, request: Request, lex: Lexicon) -> None:
        self.request, self.lex, self.brief = request, lex, request.brief
        self.ledger, _ = fold(request.brief, request.said, lex)
        self.plan: Plan = plan(self.ledger, request.brief, lex, request.round, request.task)
        self.pools = lex.craft["phrasings"]
        self.key = (request.brief.seed, " ".join(w.content(plain(request.brief.idea)))[:200])

    def choose(self, group: str, name: str, nth: int = 0) -> str:
        """A sentence of a pool: another one each round."""
        pool = self.pools[group][name]
        first = w.shuffled(range(len(pool)), *self.key, group, name)
        return pool[first[(self.request.round + nth) % len(pool)]]

    def parts(self) -> Iterator[str]:
        """The turn, paragraph by paragraph."""
        phase = self.plan.phase
        if phase in ("final", "repair"):
            yield from self.final()
        elif self.request.task == "greet":
            yield from self.greet()
        elif phase in ("invite", "discover"):
            yield from self.ask_again()
        elif phase == "paths":
            yield from self.paths()
        elif phase == "refine":
            yield from self.refine()
        else:
            yield from self.checkpoint()

    # ── round 0 ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def greet(self) -> Iterator[str]:
        yield self.choose("greet", "self")
        idea = self.ledger.idea
        if idea.language != "en":
            if idea.foreign:
                yield self.choose("greet", "foreign").format(
                    found=w.listed([f"“{word}” ({concept})" for concept, word in idea.foreign[:4]])
                )
            else:
                yield self.choose("greet", "foreign_none")
        if idea.left_out:
            yield self.choose("greet", "long").format(n=idea.left_out, words=" ".join(idea.text.split()[:24]))
        if self.plan.phase == "invite" or self.plan.story is None:
            if idea.nonsense and idea.text:
                yield self.choose("greet", "nonsense").format(words=" ".join(idea.text.split()[:6])[:60])
            elif idea.empty:
                yield self.choose("greet", "empty")
            yield from self.asked(self.plan.questions)
            return
        story = self.plan.story
        noun = story.tell()
        yield self.choose("picture", "open").format(
            W=self.choose("picture", "lead"), picture=self.picture(story), noun=noun
        )
        yield self.choose("picture", "given").format(list="; ".join(self.givens()))
        yield from self.asked(self.plan.questions)
        if not self.plan.questions:
            yield "Nothing is open; say “write it”, or name what I should change."

    def picture(self, story: Story) -> str:
        """The idea in one sentence, in the creator's nouns."""
        subject = self.ledger.value("subject")
        who = story.actor.core if subject in ("i", "we", "you") else subject
        who = w.a(who) if subject in ("i", "you") else who
        where = story.cast.place.says
        step = story.turn() if story.turns() and story.setup().key != "act" else story.setup()
        act = re.sub(
            rf"^{re.escape(story.actor.name)}\b",
            "who" if story.actor.kind in ("person", "trade", "maker") else "which",
            step.says,
        )
        if act == step.says:
            return f"{who} {where}; {act}" if where.split()[-1] not in who else f"{who}; {act}"
        return w.lower(f"{who} {where}, {act}" if where.split()[-1] not in who else f"{who}, {act}")

    def givens(self) -> list[str]:
        """What the creator's own words settle."""
        out = []
        for row in self.ledger.rows:
            if row.status != "given" or row.slot in ("engine", "count", "gesture", "beats"):
                continue
            title = self.lex.craft["slots"]["slots"].get(row.slot, {}).get("title", row.slot).lower()
            shown = (
                row.words
                if row.words and row.words != "brief" and row.slot in ("time", "core", "light source")
                else row.value
            )
            if row.slot == "core":
                shown = f"{row.value} (from “{row.words}”)"
            if row.slot == "subject":
                shown = (
                    row.words
                    if row.words not in ("i", "we", "you")
                    else f"the one who says “{row.words if row.words != 'i' else 'I'}”"
                )
            if row.slot in ("seconds",):
                shown = f"{row.value} s"
            out.append(f"{title}: {w.lower(_clip(shown))}")
        return out[:6] or ["your words, all of them"]

    def asked(self, questions: tuple[Question, ...]) -> Iterator[str]:
        """The questions with their pictures and the favourite."""
        for k, q in enumerate(questions, 1):
            if not q.options:
                yield f"{k}. {q.stem}" if len(questions) > 1 else q.stem
                continue
            pictures = "; ".join(f"({_LETTERS[i]}) {o.says}" for i, o in enumerate(q.options))
            lean = (
                self.choose("favourite", "lines", 3 * k).format(x=_LETTERS[max(0, q.favourite)], why=q.why)
                if q.favourite >= 0
                else ""
            )
            yield f"{k}. {q.stem} {w.upper(pictures)}. {lean}".strip()

    # ── later turns ──────────────────────────────────────────────────────────────────────────────────────────────────

    def echo(self, noun: str) -> str:
        """Two of the creator's last content words, and one noun of ours."""
        said = [t for t in self.request.said if t.seat == "creator"]
        a, b = self.last_words(said[-1].text if said else self.brief.idea)
        return self.choose("echo", "lines").format(A=w.upper(a), a=a, b=b, noun=noun)

    def last_words(self, text: str) -> tuple[str, str]:
        """Two things that the creator last decided or named."""
        last = max((t.round for t in self.request.said if t.seat == "creator"), default=0)
        shown = ("place", "change", "gesture", "prop", "addition", "subject", "time", "air", "light source", "end")
        decided = [r for r in self.ledger.rows if r.round == last and r.status != "offered" and r.slot in shown]
        seen: list[str] = []

        def names(source: str, ours: bool) -> None:
            for noun in read_idea(source, self.lex).nouns:
                name = w.lower(the(noun))
                known = noun.kind in ("object", "place", "trade", "person", "animal", "part") or (
                    ours and not noun.kind and len(noun.head) > 3
                )
                fresh = noun.head not in " ".join(seen) and noun.head not in _NO_NAMES
                if len(seen) < 2 and known and fresh and w.count_words(name) < 5:
                    seen.append(name)
                    if ours:
                        return

        for row in reversed(decided):
            names(row.value, True)
        for source in (self.ledger.idea.text, *re.split(r"[.;\n]", plain(text)[:600])):
            names(source, False)
        for word in (*w.content(self.ledger.idea.text), *w.content(plain(text))):
            if (
                len(seen) < 2
                and word not in " ".join(seen)
                and len(word) > 3
                and word not in ("because", "path", "seconds")
            ):
                seen.append(f"“{word}”")
        while len(seen) < 2:
            seen.append(
                self.plan.story.actor.name
                if self.plan.story and self.plan.story.actor.name not in seen
                else "your silence"
            )
        return seen[0], seen[1]

    def ask_again(self) -> Iterator[str]:
        if self.ledger.idea.nonsense or self.ledger.idea.empty or not self.plan.story:
            yield from self.asked(self.plan.questions)

    def paths(self) -> Iterator[str]:
        check, story = self.plan.check, self.plan.story
        assert check is not None and story is not None
        yield self.echo(story.cast.place.data["clock"][0])
        reason = self.choose("check", "open").format(why=check.whys[0])
        more = " ".join(self.choose("check", "more", k).format(why=why) for k, why in enumerate(check.whys[1:2]))
        yield f"{reason} {more} {self.choose('check', 'remain').format(what=check.remains)}".replace("  ", " ")
        for p in check.paths:
            clips = f"{w_number(p.clips)} clip{'s' if p.clips > 1 else ''} x {w.number(self.plan.seconds)} s"
            yield f"Path {p.letter}: {p.says}.\n+ {p.plus}\n- {p.minus}\n= {clips}"
        best = next(p for p in check.paths if p.letter == check.pick)
        clips = f"{w_number(best.clips)} clip{'s' if best.clips > 1 else ''}"
        yield (
            self.choose("check", "recommend")
            .format(x=f"path {best.letter}", core=self.core(story), clips=clips)
            .replace("path", "Path", 1)
            + " "
            + self.choose("check", "ask")
        )
        yield from self.asked(self.plan.questions)

    def core(self, story: Story) -> str:
        """The heart of the idea in the creator's noun."""
        return story.obj if story.obj_noun is not None else story.actor.name

    def scene(self) -> Scene:
        return scene(self.ledger, self.lex, self.brief.seed, self.brief.engine, self.brief.seconds)

    def refine(self) -> Iterator[str]:
        story, drawn = self.plan.story, self.scene()
        assert story is not None
        bed = next((s.says for s in drawn.sounds if s.start is None), story.cast.place.data["clock"][0])
        yield self.echo(bed)
        yield self.choose("refine", "open") + "\n" + self.table(drawn)
        row = self.ledger.row("core")
        word = row.value if row is not None and row.key else ""
        if word and w.count_words(word) < 6:
            yield self.choose("refine", "not").format(
                abstract=_clip(word), sign=drawn.steps[-2 if len(drawn.steps) > 3 else -1].says
            )
        yield self.sightline(drawn)
        if len(self.plan.questions) < 2:
            yield self.choose("refine", "dial")
        if self.plan.questions:
            yield self.choose("refine", "ask")
            yield from self.asked(self.plan.questions)

    def table(self, drawn: Scene) -> str:
        """The beats as a list: what is seen, what the camera does, what is heard."""
        out = []
        for beat, step in zip(drawn.beats, drawn.steps, strict=True):
            heard = ", ".join(
                f"{s.says} at {w.number(s.start)} s"
                for s in drawn.sounds
                if s.start is not None and beat.start <= s.start < beat.end
            )
            camera = "camera still" if beat.camera == "static" else drawn.move_says
            row = "; ".join(filter(None, (layout.action(step, drawn), camera, heard and f"heard: {heard}")))
            out.append(f"- {w.number(beat.start)}-{w.number(beat.end)} s: {row}")
        return "\n".join(out)

    def sightline(self, drawn: Scene) -> str:
        """What the sightline test found."""
        part = {
            "wide": "the whole figure",
            "full": "the body down to the feet",
            "medium": "hands and face",
            "medium_close_up": "the face",
            "close_up": "the face",
            "macro": "the detail",
        }[drawn.size]
        if drawn.cast.actor.kind in ("object", "place"):
            part = f"all of {drawn.cast.actor.name}" if drawn.size == "wide" else drawn.cast.actor.name
        text = self.choose("refine", "sight").format(
            name=drawn.cast.actor.name,
            facing=layout.facing_words(drawn),
            size=drawn.size_says.split(",")[0],
            part=part,
        )
        fixes = list(drawn.mended)
        if fixes:
            text += " " + self.choose("refine", "mended").format(fix=fixes[0])
        return text

    def checkpoint(self) -> Iterator[str]:
        drawn = self.scene()
        yield self.echo(f"{drawn.accent} as the one accent")
        yours = [
            f"{self.title(r.slot)} ({_clip(r.value, 6)})"
            for r in self.ledger.rows
            if r.status in ("given", "chosen", "locked") and r.slot not in ("beats", "engine", "count")
        ]
        yield self.choose("checkpoint", "yours").format(list=", ".join(yours[:7]) or "nothing yet")
        yield self.choose("checkpoint", "mine").format(list="; ".join(self.defaults(drawn)[:3]))
        if self.plan.questions:
            yield from self.asked(self.plan.questions)
        else:
            yield self.pools["checkpoint"]["open"][1 + w.pick((0, 1), *self.key, "open")]

    def title(self, slot: str) -> str:
        return self.lex.craft["slots"]["slots"].get(slot, {}).get("title", slot).lower()

    def defaults(self, drawn: Scene) -> list[str]:
        """The values that nobody gave, with their reasons."""
        slots = self.lex.craft["slots"]["slots"]
        values = {
            "place": drawn.cast.place.says,
            "time": drawn.light.hour_says,
            "lens": f"{drawn.lens_mm} mm",
            "light source": drawn.light.source,
            "change": drawn.steps[1].says if len(drawn.steps) > 1 else "",
            "gesture": drawn.steps[-2].says if len(drawn.steps) > 3 else "",
            "prop": drawn.prop,
            "palette": ", ".join(drawn.palette[:2]) + f" and {drawn.accent}",
            "size": drawn.size_says,
            "move": drawn.move_says,
        }
        if drawn.cast.actor.kind in ("object", "place"):
            values.pop("prop")
        return [
            f"{self.title(slot)} {_clip(value, 9)}, because {slots[slot]['why']}"
            for slot, value in values.items()
            if value and not self.ledger.settled(slot)
        ]

    # ── the final turn ───────────────────────────────────────────────────────────────────────────────────────────────

    def final(self) -> Iterator[str]:
        ledger = self.ledger
        nothing = not ledger.value("subject")
        if nothing:
            ledger = self.carrier()
            self.ledger = ledger
        drawn = self.scene()
        if self.request.task == "repair":
            names = [getattr(f, "name", "") or getattr(f, "code", "") for f in self.request.findings]
            yield self.choose("final", "repair").format(
                list=w.listed([n for n in dict.fromkeys(names) if n]) or "the timing"
            )
        else:
            yield self.opening(drawn, nothing)
        words = ""
        if ledger.idea.language != "en":
            words = re.sub(
                r"\d[\d.:,]*(?:\s*[-–]\s*\d[\d.:,]*)?\s*(?:s|secs?|seconds?|mm|k|fps)?\b",
                "",
                ledger.idea.text,
                flags=re.I,
            )
            words = re.sub(r"\s+", " ", words).strip(" -–:;,")
        body = layout.prompt(drawn, ledger, self.lex.craft["manner"], self.brief.manner, words)
        yield f"<final_prompt>\n{body}\n</final_prompt>"
        yield self.settings(drawn)
        yield self.remixes(drawn)
        yield self.next_shot(drawn)

    def carrier(self) -> Ledger:
        """A film of our own making for a dialogue in which nothing was named."""
        from .folding import _adopt

        films = [line for lines in self.lex.craft["people"]["abstract"].values() for line in lines]
        theme = (
            [o.value for o in self.plan.questions[0].options]
            if self.plan.questions and self.plan.questions[0].options
            else films
        )
        ledger = _adopt(self.ledger, w.pick(theme, *self.key, "carrier"), self.request.round, self.brief, self.lex)
        from dataclasses import replace

        return replace(
            ledger,
            rows=tuple(
                replace(r, status="default") if r.status == "given" and r.words != "brief" else r for r in ledger.rows
            ),
        )

    def opening(self, drawn: Scene, nothing: bool) -> str:
        """At most sixty words on what the last notes changed and what was set by us."""
        drafted = max((t.round for t in self.request.said if t.seat == "copilot" and "|--|" in t.text), default=0)
        hidden = ("beats", "count", "accent", "engine")
        rows = [
            r
            for r in self.ledger.rows
            if r.round > drafted and r.status in ("given", "chosen", "locked") and r.slot not in hidden
        ]
        moved = [f"{self.title(r.slot)} ({_clip(r.value, 5)})" for r in rows]
        moved += [
            f"{r.value} is out" for r in self.ledger.refused if r.round > drafted and r.slot in ("refused", "keep")
        ]
        said = (
            [self.choose("final", "gap")]
            if nothing
            else [self.choose("final", "moved").format(list=w.listed(moved[:4]))]
            if moved and drafted
            else []
        )
        if not said and drafted:
            said = [self.choose("final", "unmoved")]
        cut = [x for x in drawn.dropped if x]
        if cut:
            said.append(self.choose("final", "cut").format(list="; ".join(f"“{_clip(c, 8)}”" for c in cut[:2])))
        room = 60 - w.count_words(" ".join(said))
        kept: list[str] = []
        for item in self.defaults(drawn):
            if w.count_words(self.choose("final", "defaults").format(list="; ".join([*kept, item]))) > room:
                break
            kept.append(item)
        if kept:
            said.append(self.choose("final", "defaults").format(list="; ".join(kept)))
        return " ".join(said) or "Written from your own words alone."

    def settings(self, drawn: Scene) -> str:
        """The engine's own fields, one value each, with a reason."""
        engine = self.brief.engine
        beats = len(drawn.beats)
        why = f"{w_number(beats)} beats, the last one at rest" if beats > 1 else "one act, nothing else"
        out = [self.pools["final"]["settings"][0]]
        shape = self.ledger.value("orientation") or "horizontal"
        if engine is None:
            wide = self.lex.craft["slots"]["slots"]["orientation"]["why"]
            out += [
                f"- length: {w.number(drawn.seconds)} s: {why}",
                f"- shape: {shape}: {wide if shape == 'horizontal' else 'one standing figure, held in a hand'}",
                "- engine: none chosen, so price and limits are unknown",
            ]
            return "\n".join(out)
        out += [f"- engine: {engine.name}", f"- seconds: {w.number(drawn.seconds)}: {why}"]
        ratio = {"horizontal": "16:9", "vertical": "9:16", "square": "1:1"}.get(shape, "16:9")
        if engine.ratios:
            chosen = ratio if ratio in engine.ratios else engine.ratios[0]
            out.append(f"- ratio: {chosen}: {'the place needs width' if chosen == '16:9' else 'as asked'}")
        elif engine.sizes:
            tall = shape == "vertical"
            fits = [s for s in engine.sizes if _tall(s) == tall] or list(engine.sizes)
            out.append(f"- size: {fits[0]}: {'upright, as asked' if tall else 'the place needs width'}")
        if engine.resolutions or engine.resolution:
            out.append(f"- resolution: {engine.resolution or engine.resolutions[0]}: enough to judge a first take")
        if engine.audio == "optional":
            out.append("- audio: on: the cues carry the time")
        elif engine.audio == "none":
            out.append("- audio: this engine makes none; the cues are for the edit")
        if engine.seed:
            out.append(f"- seed: {self.brief.seed or 1}: so that one change stays one change")
        if engine.negative and drawn.keep:
            out.append(f"- negative: {', '.join(drawn.keep)}: kept out by its own field")
        price = dict(engine.price_usd).get(
            engine.resolution or (engine.resolutions[0] if engine.resolutions else ""),
            engine.price_usd[0][1] if engine.price_usd else None,
        )
        out.append(
            f"- price: {price * drawn.seconds:.2f} USD a take, by the list of {engine.checked}"
            if price is not None
            else "- price: unknown"
        )
        return "\n".join(out)

    def remixes(self, drawn: Scene) -> str:
        """Three or four remedies, the likeliest fault first, one change each."""
        turn = min(1, len(drawn.beats) - 1)
        at = drawn.beats[turn].start
        timed = [
            s
            for s in drawn.sounds
            if s.start is not None and not s.unseen and not s.says.startswith(("the same", "once more", "again"))
        ] or [s for s in drawn.sounds if s.start is not None]
        cue = timed[-1] if timed else None
        end = drawn.seconds
        is_person = drawn.cast.actor.kind in ("person", "trade", "maker")
        has = {
            "always": True,
            "hands": is_person and drawn.size == "medium" and not drawn.cast.actor.many,
            "move": drawn.move != "static" and drawn.move_span[0] > 0.5 and drawn.move_span[0] + 0.5 < end - 1,
            "push": drawn.move == "push_in" and is_person,
            "static": drawn.move == "static",
            "shallow": drawn.f_stop > 2 and drawn.f_stop < 8,
            "light": any(b.light for b in drawn.beats),
            "lamp": drawn.light.kelvin < 3000 and is_person,
            "person": is_person and not drawn.cast.actor.many and bool(drawn.cast.actor.garment),
            "cue": cue is not None and (cue.start or 0) > 0.6,
            "quiet": bool(timed) and any(s.start is None for s in drawn.sounds),
            "lasting": drawn.steps[0].key in ("act", "typical") and len(drawn.steps) > 1,
            "animal": drawn.cast.actor.kind == "animal",
            "line": bool(drawn.line),
            "thing": drawn.obj != drawn.cast.actor.name
            and is_person
            and drawn.size == "medium"
            and drawn.obj not in ("the figure",),
        }
        light_at = next((b.start + 0.3 for b in drawn.beats if b.light), at)
        slots = {
            "turn": w.number(at),
            "later": w.number(round(at + min(0.5, end / 12), 1)),
            "still": w.number(round(end - min(1.2, end / 4), 1)),
            "end": w.number(end),
            "name": drawn.cast.actor.name,
            "his": drawn.cast.actor.his,
            "he": drawn.cast.actor.he,
            "obj": drawn.obj,
            "cue": cue.says if cue else "",
            "cue_at": w.number(cue.start or 0) if cue else "",
            "cue_earlier": w.number(round((cue.start or 0) - 0.4, 1)) if cue else "",
            "bed": next((s.says for s in drawn.sounds if s.start is None), "the room"),
            "size": drawn.size_says.split(",")[0],
            "move_later": w.number(round(drawn.move_span[0] + 0.5, 1)),
            "light_at": w.number(round(light_at, 1)),
            "kelvin": str(drawn.light.kelvin),
            "kelvin_up": str(drawn.light.kelvin + 300),
            "side": drawn.light.side,
            "palette": ", ".join((*drawn.palette, drawn.accent)),
            "garment": drawn.cast.actor.garment,
        }
        rows = [r for r in self.lex.craft["remixes"]["remixes"] if has.get(r["when"], False)]
        special = [r for r in rows if r["when"] in ("line", "animal", "push", "move", "light", "hands", "thing")]
        chosen = w.shuffled(special, *self.key, "remix")[:2]
        chosen += list(w.shuffled([r for r in rows if r not in chosen], *self.key, "remix2"))[: 4 - len(chosen)]
        rank = {r["id"]: k for k, r in enumerate(self.lex.craft["remixes"]["remixes"])}
        chosen.sort(key=lambda r: rank[r["id"]])
        lines = [
            f"{k}. {w.upper(r['symptom'].format_map(slots))}: {r['says'].format_map(slots)}"
            for k, r in enumerate(chosen, 1)
        ]
        return self.choose("final", "remix") + "\n" + "\n".join(lines)

    def next_shot(self, drawn: Scene) -> str:
        actor, place = drawn.cast.actor, re.sub(r"^\w+ ", "", drawn.cast.place.says)
        things = [
            f"{place} after {actor.name} {'have' if actor.many else 'has'} gone",
            "the same corner an hour earlier",
        ]
        if drawn.obj != actor.name:
            things.append(
                f"{drawn.obj} alone, seen from where {actor.name} stood" if not actor.many else f"{drawn.obj} alone"
            )
        sound = next((s.says for s in drawn.sounds if s.unseen), "")
        if sound and w.count_words(sound) < 6:
            things.append(f"what was only heard ({sound})")
        return self.choose("final", "next").format(next=w.pick(things, *self.key, "next"))


def _tall(size: str) -> bool:
    m = re.match(r"(\d+)x(\d+)", size)
    return m is not None and int(m[2]) > int(m[1])


def _clip(text: str, words: int = 10) -> str:
    """The first words of a value, for a list."""
    parts = text.strip(" .").split()
    return " ".join(parts) if len(parts) <= words else " ".join(parts[:words]).rstrip(",;") + " ..."


def speak(request: Request, lex: Lexicon) -> Iterator[str]:
    """The copilot's next turn, paragraph by paragraph."""
    yield from Turn(request, lex).parts()
