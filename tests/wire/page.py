"""Writes docs/what-a-model-is-sent.md; a test holds the page to what is really sent.

python tests/wire/page.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from copilot_kit.dialogue.script import Brief, Request, Turn, exchange
from copilot_kit.profiles import Engine
from copilot_kit.voices.briefs import quoted
from copilot_kit.voices.wire import ModelVoice, model_voice

PATH = Path(__file__).parents[2] / "docs" / "what-a-model-is-sent.md"

IDEA = "My aunt closes her bakery for the last time, and one loaf is left on the shelf."

PERSONA = """---
name: Ilse Varga
title: Tram driver, retired after twenty years
loves: waiting, wet streets, things that are mended
hates: tears, violins
---
She knows the town through a windscreen, and by which shutters go up first."""

ENGINE = Engine(
    "example", "Example 1", "an invented vendor", "live", "2026-11-20", ("invented for this page",), (4.0, 6.0, 8.0),
    ratios=("16:9", "9:16"), resolutions=("720p", "1080p"), resolution="720p", fps=24.0, audio="optional", speech=True,
    prompt_limit=1024, prompt_unit="tokens", seed=True, price_usd=(("720p", 0.4), ("1080p", 0.6)), words=(30, 200),
    exclusions="field", shots=True, traps=("Reference images force a length of 8 s.",),
)  # fmt: skip

SAID = (
    Turn(0, "copilot", "Copilot", "A shelf with one loaf, and a hand on the light switch: mine, change it if wrong.\n\n"
         "I take as given: your aunt, the bakery, the last evening.\n\n1. Whose is the loaf: left over, or left on "
         "purpose? I would take on purpose.\n2. Where do we stand: behind the counter with her, or outside the pane?"),
    Turn(1, "creator", "Ilse Varga", "1. On purpose. It is for somebody who is late.\n2. Outside. I only ever saw her "
         "through the pane, from the tram."),
)  # fmt: skip

HEAD = """# What a model is sent

Every word that leaves this machine for a model, with nothing left out. The page is written by `python
tests/wire/page.py` from the same functions that speak to a vendor, and a test fails when it is out of date.

A request has four parts, in this order:

1. **The brief** of the seat, from `data/briefs/`: a file you may read and, in a folder `data/briefs/` beside your
   notebook, replace. Its slots are filled once: the names of the seats, the persona (creator only), the manner, and
   the limits of the engine from its profile. It is the same in every request of a dialogue.
2. **The idea and the frame**, at the head of the first message; for the copilot also those notes of
   `data/briefs/craft.md` whose words stand in the idea, four at most.
3. **What was said**: a seat's own turns as the assistant's, the other seat's as the user's. Words only: no names of
   voices, no figures, no thinking of an earlier turn.
4. **The direction** of this turn, last. Directions of earlier turns stay where they were given.

So each request of a seat is the one before it, byte for byte, with more at its end, and a vendor's cache can read
all but the newest turns. Your key travels in the `Authorization` header and nowhere else. What a person types into
a seat is sent like any other turn.

The example: the idea "{idea}", two turns said, the copilot is next.
"""


def request(seat: str) -> Request:
    """The request for the copilot's second turn, or for the creator's first."""
    brief = Brief(IDEA, seconds=8, engine=ENGINE, persona=PERSONA, creator="Ilse Varga")
    return next(exchange(brief, SAID if seat == "copilot" else SAID[:1]))


def envelope(voice: ModelVoice, seat: str = "copilot") -> str:
    """The JSON of a request, in which the words shown above stand as their first ones."""

    def short(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: short(v) for k, v in value.items()}
        if isinstance(value, list):
            return [short(v) for v in value]
        return f"{value[:40]}… ({len(value):,} characters)" if isinstance(value, str) and len(value) > 60 else value

    return json.dumps(short(voice.body(request(seat))), ensure_ascii=False, indent=2)


VOICES = {
    "Claude, `anthropic:claude-sonnet-5-5`": "anthropic:claude-sonnet-5-5",
    "GPT over Chat Completions, `openai:gpt-6.2-sol`": "openai:gpt-6.2-sol",
    "GPT over Responses, `openai:gpt-6.2-sol?api=responses`": "openai:gpt-6.2-sol?api=responses",
    "A local server, `local:llama3.3@http://127.0.0.1:11434/v1`": "local:llama3.3@http://127.0.0.1:11434/v1",
}


def page() -> str:
    """The whole page."""
    from dataclasses import replace

    voice = model_voice("anthropic:claude-sonnet-5-5")
    parts = [HEAD.replace("{idea}", IDEA)]
    for seat in ("copilot", "creator"):
        parts.append(f"\n## The {seat}\n\n{voice.sent(request(seat)).to_markdown()}")
    outside = voice.sent(replace(request("copilot"), outside=True))
    parts.append(
        "\n## The orchestrator\n\nOnly where one is set: `Dialogue(..., orchestrator=...)`. It is asked when a final "
        "prompt stands, has errors, or is missing, and gets the dialogue in one message.\n\n"
        f"#### system\n\n{quoted(outside.system)}\n"
    )
    parts.append(
        "\n## On the wire\n\nThe same words, as each protocol carries them; long ones are cut here, and only here.\n"
    )
    parts += [f"\n### {title}\n\n```json\n{envelope(model_voice(name))}\n```\n" for title, name in VOICES.items()]
    return "".join(parts)


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(page(), encoding="utf-8")
    print(PATH)
