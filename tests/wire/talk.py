"""What a scripted pair of models says: turns of the usual length, a final prompt when the direction asks for one."""

from __future__ import annotations

import re

from .server import Heard, Scene

PROMPT = """Photographed plainly, one camera, fine grain. A bell ringer in her fifties, grey plait, rust-red cardigan,
stands three-quarter to the lens in a stone ringing chamber; a slit window above camera left gives soft grey light,
6500 K, on limewashed walls. Waist-up at eye level, 40 mm, f/4.

0-3 s: she draws the rope down twice, palms flat on the wool grip.
3-4.5 s: the rope comes down slack in her hands; she stops and looks up past the lens.
4.5-8 s: the camera pushes in slowly to her hands and the loose rope; she winds it once round her wrist and rests.

Sound: one bell at 0.8 s and 2.2 s; at 3.4 s a dull knock above; wind in the louvres throughout. Only the sounds of this
tower. End frame: the rope round her wrist, her face still."""

_WORDS = (
    "rope tower palm wool stone bell louvre dust stair draught plait knuckle grip lime window ladder beam swallow "
    "clapper iron evening shoulder breath cardigan silence wall hand wrist floor lamp"
).split()


def prose(words: int, seed: int) -> str:
    """So many words in sentences; another seed, other words."""
    out = []
    for n in range(words):
        word = _WORDS[(seed * 7 + n * (seed % 5 + 3)) % len(_WORDS)]
        out.append(word.capitalize() if n % 9 == 0 else word + ("." if n % 9 == 8 else ""))
    return " ".join(out) + "."


def direction(heard: Heard) -> str:
    """The last direction of a request."""
    found = re.findall(r"<direction>\n(.*?)\n</direction>", heard.prompt, re.S)
    return found[-1] if found else ""


def role(heard: Heard) -> str:
    return re.search(r"You are the (creator|copilot|orchestrator)", heard.prompt)[1]  # type: ignore[index]


FINAL = (
    "The knock now follows the second pull by a second.\n\n"
    f"<final_prompt>\n{PROMPT}\n</final_prompt>\n\n"
    "Settings: 8 s, because three beats need a rest at the end.\n\n"
    "Remix plan:\n- Rope too stiff: Same shot; the rope falls slack at 3.2 s instead of 3.0 s.\n\n"
    "Two takes of this, or the empty belfry as a second shot?"
)


def talk(heard: Heard) -> Scene:
    """The usual answer to a request."""
    told, number = direction(heard), len(heard.blocks)
    if role(heard) == "orchestrator":
        return Scene("The prompt stands; the slack rope carries it.")
    if role(heard) == "creator":
        return Scene(prose(110, number), thinking=120)
    if "last round" in told or "No complete final prompt" in told or "cannot be filmed" in told:
        return Scene(FINAL, thinking=400)
    return Scene(prose(210, number), thinking=250)
