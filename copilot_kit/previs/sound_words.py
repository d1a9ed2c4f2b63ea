"""By which words a cue's placeholder sound is known.

For each kind two patterns: strong words and weak ones. A strong word anywhere in the cue beats a weak one ("glass
door closes": a door), and the earliest in the text beats the rest ("intake of breath": a breath in). English first,
with the terms of other languages where the reader knows them.
"""

from __future__ import annotations

import re
from functools import lru_cache

WORDS: dict[str, tuple[str, str]] = {
    "breath in": (
        r"intake|inhal\w*|gasps?|breath(?:e|s|ing)? in|breath catch\w*|sniff\w*|吸气",
        "",
    ),
    "breath out": (
        r"exhal\w*|sighs?|sighing|breath(?:e|s)?|respiración|suspiro|souffle|soupir|atem|呼吸|叹息|ため息|"
        r"吐息",
        "",
    ),
    "breathing": (
        r"breathing|breathes",
        "",
    ),
    "cough": (
        r"coughs?|coughing|sneezes?|clears? (?:his|her|their|a)? ?throat",
        "",
    ),
    "heartbeat": (
        r"heart ?beats?|heart pound\w*|pulse thump\w*|心跳|鼓動",
        "",
    ),
    "footsteps": (
        r"foot ?(?:steps?|falls?)|hooves|hoof ?beats?|gallop\w*|trot\w*|"
        r"steps? on|boots? on|pasos|bruits de pas|schritte|脚步|足音",
        r"steps?|boots|heels|stomps?|stamps?",
    ),
    "shatter": (
        r"shatter\w*|glass (?:breaks?|smash\w*|cracks?)|breaking glass|smash\w*|玻璃破碎",
        "",
    ),
    "bell": (
        r"(?:church|door|hand|bicycle|ship'?s|temple) ?bells?|wind chimes?|chimes?|gongs?|tolls?|tolling|"
        r"bells?|campana\w*|cloche|glocke|钟声|鐘",
        r"rings?|ringing",
    ),
    "phone": (
        r"phone (?:rings?|buzz\w*)|ring ?tone|telephone",
        r"phone",
    ),
    "click": (
        r"clicks?|clicking|clacks?|snaps?|latch\w*|switch\w*|shutter|key ?strokes?|typing|lighter|pops?|"
        r"buttons?|locks?|unlock\w*|buckles?|clasps?|cocks|flick|咔嗒",
        r"taps?|tapping|keys?|coin",
    ),
    "clock": (
        r"(?:clock|watch)[ -]?tick\w*|tick\w*|tocks?|metronome|滴答",
        r"clock|watch",
    ),
    "knock": (
        r"knock\w*|raps?|wood(?:en)? (?:tap|hit)s?|gavel|敲门|ノック",
        "",
    ),
    "door": (
        r"door (?:slams?|shuts?|clos\w*|opens?|bangs?)|slams?|slamming|portazo|türknall|关门",
        r"doors?|gate|drawer|lid|hatch|shutters",
    ),
    "creak": (
        r"creak\w*|squeak\w*|squeal\w*|groans?|groaning|screech\w*|crujido|knarren|吱",
        r"hinge|chair",
    ),
    "scrape": (
        r"scrap\w*|scuff\w*|scratch\w*|grind\w*|drags?|dragging|saw(?:ing)?|sandpaper|zip(?:per)?|rosin",
        r"pencil|pen|chalk",
    ),
    "bird": (
        r"birds?|birdsong|chirp\w*|tweet\w*|crows?|caws?|gulls?|seagulls?|owl\w*|sparrows?|pigeons?|"
        r"rooster|鸟|鳥",
        "",
    ),
    "wings": (
        r"wing ?(?:flaps?|beats?)|wings|flutter\w*|flap\w*",
        "",
    ),
    "bark": (
        r"barks?|barking|woof|howls?|狗叫",
        r"dogs?",
    ),
    "meow": (
        r"meows?|mewl\w*|猫",
        r"cats?|kitten",
    ),
    "fire": (
        r"fire crackl\w*|crackling (?:fire|logs?|wood)|campfire|fireplace|flames?|bonfire",
        r"fire|match|torch",
    ),
    "crackle": (
        r"crackl\w*|sparks?|sizzl\w*|fizz\w*|fry\w*|vinyl|geiger|static|crunch\w*|gravel",
        "",
    ),
    "rain": (
        r"rain\w*|drizzl\w*|showers?|hail|lluvia|pluie|regen|雨",
        "",
    ),
    "thunder": (
        r"thunder\w*|trueno|tonnerre|donner|雷",
        "",
    ),
    "boom": (
        r"explo\w*|booms?|blasts?|cannon|gun ?shots?|detonat\w*|sub drops?|爆",
        "",
    ),
    "thud": (
        r"thuds?|thump\w*|impacts?|bangs?|bump\w*|crash\w*|drops?|slaps?|punch\w*|whumps?|"
        r"falls? (?:on|to)|lands|撞",
        r"hits?|stones?|book",
    ),
    "metal": (
        r"clang\w*|clank\w*|clatter\w*|metal\w* (?:hit|strike|ring)s?|anvil|hammer\w*|jingl\w*|rattl\w*|"
        r"chains?|coins?|cutlery|sting",
        r"metal\w*|tin|iron|spoon",
    ),
    "splash": (
        r"splash\w*|plop|plunge\w*|oars?|paddle\w*",
        "",
    ),
    "drip": (
        r"drips?|dripping|droplets?|drops? of water|water drops?|plink\w*",
        "",
    ),
    "waves": (
        r"waves?|surf|ocean|sea wash|lapping|laps|tide|olas|vagues|meeresrauschen|波|海浪",
        r"sea|shore|canal",
    ),
    "water": (
        r"pour\w*|trickl\w*|gurgl\w*|bubbl\w*|stream|brook|fountain|waterfall|running water|simmer\w*|"
        r"boil\w*|水声",
        r"water|river|sink|tap water",
    ),
    "siren": (
        r"sirens?|ambulance|alarm wail\w*",
        "",
    ),
    "beep": (
        r"beeps?|beeping|alarm|notification|monitor beep\w*|blips?|pings?|dings?|electronic",
        "",
    ),
    "horn": (
        r"horns?|honks?|honking|fog ?horn|hoots?|汽笛|鸣笛|bocina|klaxon|hupe",
        "",
    ),
    "whistle": (
        r"whistl\w*|kettle",
        "",
    ),
    "glass": (
        r"clinks?|clinking|ting|tinkl\w*|crystal",
        r"glass\w*|cups?|bottles?|plates?|teacup|china",
    ),
    "engine": (
        r"engines?|motors?|idling|revs?|revving|propellers?|aircraft|helicopter|rotor|generator|machin\w*|mechanism|"
        r"gears?|turbine",
        r"trains?|tram|tractor|plane|car|truck|bus|boat",
    ),
    "hum": (
        r"hums?|humming|drones?|drone tone|buzz\w*|rumbl\w*|transformer|fluorescents?|fridge|refrigerator|"
        r"servers?|mains|whirr?\w*|purr\w*|bourdonnement",
        "",
    ),
    "traffic": (
        r"traffic|city (?:noise|hum|sounds?|ambien\w*)|street (?:noise|sounds?|ambien\w*)|highway",
        r"city|street|cars|road",
    ),
    "wind": (
        r"winds?|breeze|gusts?|gale|draught|draft|viento|vent|风|風",
        "",
    ),
    "leaves": (
        r"leaves|foliage|branches|grass",
        "",
    ),
    "insects": (
        r"crickets?|cicadas?|insects?|bees?|flies|frogs?|虫|蝉",
        "",
    ),
    "rustle": (
        r"rustl\w*|paper|page\w*|cloth\w*|fabric|fold\w*|crumpl\w*|shuffl\w*|swish\w*|brush\w*|silk|布",
        r"coat|sleeve|sheet|feathers?|snow",
    ),
    "whoosh": (
        r"whoosh\w*|swoosh\w*|swish|swing|rush of air|riser|sweep\w*|passes by|zaps?|glitch",
        "",
    ),
    "applause": (
        r"applause|clapping|claps?|ovation",
        "",
    ),
    "crowd": (
        r"crowd\w*|chatter\w*|walla|murmur\w*|voices|market|cheer\w*|babble|人声|ざわめき",
        "",
    ),
    "laugh": (
        r"laugh\w*|giggl\w*|chuckl\w*",
        "",
    ),
    "drum": (
        r"drums?|drumbeats?|snare|tom|kick drum|beat",
        "",
    ),
    "music": (
        r"music\w*|score|piano|guitar|strings|violin|cello|song|melody|chords?|orchestra\w*|synth\w*|"
        r"choir|lullaby|waltz|flute|radio|jukebox|bgm|soundtrack|配乐|音乐|音楽|música|musique",
        r"notes?|theme|pad",
    ),
    "voice": (
        r"voices?|says?|speaks?|dialogue|whispers?|whispering|shouts?|calls?|cries|cry|screams?|sings?|"
        r"singing|narrat\w*|mutters?|hums a tune",
        r"talk\w*|words",
    ),
    "room tone": (
        r"room ?tone|hvac|white noise|air ?condition\w*|ventilat\w*|fan|hiss\w*|noise|ambien\w*|atmos\w*|"
        r"air|环境|環境",
        "",
    ),
    "tone": (
        r"sine|test tone|tone",
        "",
    ),
}

BY_VOCABULARY = {
    "ambience": "room tone",
    "foley": "rustle",
    "sfx": "marker",
    "score": "music",
    "diegetic_music": "music",
    "dialogue": "voice",
    "voice_over": "voice",
}
"""The placeholder for a cue that names no sound we know, by its kind in the reader's vocabulary."""

UNKNOWN = "marker"


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    return tuple(
        (name, rank, re.compile(rf"(?<![a-z])(?:{words})(?![a-z])"))
        for name, pair in WORDS.items()
        for rank, words in enumerate(pair)
        if words
    )


def kind_named(words: str, vocabulary: str = "") -> str:
    """The name of the placeholder for a cue: by its words, then by the vocabulary's kind of the cue."""
    low = words.casefold()
    hits = [
        (rank, hit.start(), hit.start() - hit.end(), name)
        for name, rank, pattern in _patterns()
        if (hit := pattern.search(low))
    ]
    return min(hits)[3] if hits else BY_VOCABULARY.get(vocabulary, UNKNOWN)
