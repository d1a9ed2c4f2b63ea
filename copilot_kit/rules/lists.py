"""Closed lists of single words, and the patterns made of them. Data: a list is extended here and nowhere else."""

from __future__ import annotations

import re

DAY_CHANGES = re.compile(
    r"\b(?:fades?|fading|turns?|turning|becom(?:es|ing)|shifts?|shifting|transitions?|transitioning|time-?lapse|"
    r"timelapse|hyperlapse|"
    r"gives way|deepens?|falls|falling|comes|breaks|passes|through|sets|drops? below|disappears?|vanish(?:es)?|ends|"
    r"into|"
    r"as the sun|to (?:blue|night|dusk|dawn|day))\b"
)

MUSIC_ASKED = re.compile(
    r"\b(?:score|soundtrack|underscore|bgm|background music|music)\b(?! (?:stand|box|room|teacher|shop|school|sheet|"
    r"hall|lesson|student|paper))"
    r"|\b(?:piano|string|strings|orchestral|cello|violin|synth|choir|choral|guitar|brass|ambient|electronic|drum|"
    r"accordion) "
    r"(?:\w+ )?(?:score|music|theme|melody|soundtrack|underscore)\b"
    r"|\b(?:orchestra|strings|piano|synths?|choir|violins|cellos) (?:swells?|rises?|enters?|builds?|begins|kicks in)\b"
    r"|\b(?:orchestral swell|swelling orchestra|beat drop|bass drop|trap beat|lo-fi beat)\b"
)
"""Music from outside the scene, where nothing in the sentence puts it inside."""

MUSIC_INSIDE = re.compile(
    r"\b(?:radio|band|muffled|jukebox|record player|gramophone|vinyl|busker|stereo|headphones|speakers?|loudspeaker|"
    r"street musician|musicians?|"
    r"players?|next room|through the wall|through a wall|diegetic (?:music|song)|stall|organist|pianist plays|"
    r"plays (?:the|a|his|her)|upstairs|neighbou?r|"
    r"rehears\w*|ringtone|tv|television|carousel|ice cream (?:van|truck)|score(?:s|d)? (?:a|the) |final score|"
    r"scoreboard|silence is the score|"
    r"hums|humming|sings|singing|whistles|drummer|in the room|sheet)\b"
)

VAGUE = frozenset(
    "beautiful stunning amazing epic cinematic dramatic breathtaking gorgeous magical dynamic nice cool awesome "
    "incredible spectacular "
    "mesmerizing captivating majestic ethereal dreamy iconic lovely wonderful awe-inspiring interesting unique "
    "powerful immersive evocative "
    "atmospheric 唯美 震撼 绝美".split()
)
"""Praise and moods that no camera sees."""

NOT_VAGUE = re.compile(
    r"\bcool (?:blue|white|tones?|light|light|grey|gray|air|water|\d|pool|palette|grade|daylight|fluorescent|green|"
    r"shade|shadows?|teal|"
    r"luminance|colou?rs?|neutral|key|rim|fill|cast|side|twilight|moonlight|kelvin|stone|morning|evening|off|down|"
    r"ambient|hue)|"
    r"(?:stays?|turns?|reads?|goes|is|are|and|,|slightly|very) cool\b|dynamic range|magical realism|"
    r"atmospheric (?:perspective|haze)"
)

QUALITY_TOKENS = re.compile(
    r"\b(?:masterpiece|best quality|highest quality|high quality|ultra quality|(?:highly|ultra|hyper|"
    r"insanely)[ -]detailed|4k uhd|uhd|ultra hd|"
    r"trending on artstation|artstation|award[ -]winning|unreal engine|octane render|ray[ -]tracing|ray[ -]traced|"
    r"intricate details|8k|"
    r"ultra[ -]realistic)\b|超高清|杰作|最高画质|最高品質|傑作"
)

NOT_FILMABLE = re.compile(
    r"\b(?:remembers|realizes|realises|wonders|hopes|believes|understands|regrets|thinks (?:of|about|that)|dreams of|"
    r"longs for|"
    r"symbolizes|symbolises|represents|signifies|embodies|smells (?:of|like)|tastes (?:of|like)|feels (?:that|guilty|"
    r"lonely|proud|nostalgic)|"
    r"as if to say|knows (?:that|she|he|it))\b"
)

PLACEHOLDER = re.compile(
    r"\[\s*(?:insert|your|name|character|product|brand|tbd|placeholder|todo|xx+|add|describe|subject|"
    r"location)\b[^\]\n]*\]|\{\{[^}\n]*\}\}|"
    r"<(?:insert|your)\b[^>\n]*>|\blorem ipsum\b|\btbd\b|\btodo\b|\bxxx+\b|\$\{\w+\}"
)

ACRONYMS = frozenset("NASA FBI CIA USA UFO DNA GPS ATM DVD VHS LED SOS NYC ASAP FAQ CEO AWOL NATO BBC VIP DIY".split())

GARMENTS = frozenset(
    "shirt t-shirt tshirt tee blouse sweater hoodie turtleneck polo vest cardigan henley pullover button-down jersey "
    "jacket coat blazer raincoat "
    "parka cloak cape suit jeans trousers pants skirt shorts leggings dress gown jumpsuit kimono robe uniform "
    "overalls hat cap beanie helmet "
    "headscarf scarf gloves apron shoes boots sneakers sandals tie bandana poncho tunic headband smock swimsuit "
    "bathrobe sari".split()
)

COLOURS = frozenset(
    "red orange yellow green blue purple violet pink brown black white grey gray cyan magenta teal turquoise navy "
    "indigo maroon burgundy crimson "
    "scarlet coral salmon peach amber gold golden ochre mustard olive sage emerald mint lime cream ivory beige tan "
    "sand taupe umber sienna rust "
    "copper bronze brass silver charcoal slate graphite walnut terracotta rose lavender lilac plum cobalt azure "
    "cerulean ultramarine honey chrome "
    "off-white khaki".split()
)

SAME_COLOUR = {
    "gray": "grey",
    "golden": "gold",
    "navy": "navy",
    "scarlet": "red",
    "crimson": "red",
    "off-white": "white",
    "ivory": "cream",
}

FEMALE = frozenset(
    "woman girl mother sister daughter queen princess nun bride widow wife maid waitress actress lady grandmother "
    "aunt niece ballerina anna marta "
    "maria emma clara julia sofia sara sarah laura lena nora ida elena eva mia lucia rosa ines mara mira ada nadia "
    "olga vera irina nina lily ruth "
    "alice grace hannah helen jane kate lucy mary sana yuki mei fatima leila amina priya zoe chloe".split()
)

MALE = frozenset(
    "man boy father brother son king prince monk groom widower husband waiter actor gentleman grandfather uncle "
    "nephew priest tom tomas thomas "
    "peter paul john james jack mark leo otto viktor victor ivan piotr pavel karl hans max ben sam adam david daniel "
    "luca marco mateo carlos "
    "juan pedro omar ali hassan kenji hiro wei ravi arjun oskar emil finn noah hugo felix henry george".split()
)

PEOPLE = (
    FEMALE
    | MALE
    | frozenset(
        "person child kid baby teenager adult stranger friend neighbour neighbor clerk captain sailor soldier general "
        "officer guard nurse doctor "
        "teacher student pupil worker driver rider cyclist courier messenger postman carrier baker cook chef butcher "
        "fisherman fisher farmer shepherd "
        "gardener tailor seamstress carpenter smith blacksmith potter painter musician singer pianist violinist "
        "cellist dancer actor clown magician "
        "athlete boxer runner swimmer diver skater goalkeeper keeper referee coach hiker climber tourist traveller "
        "passenger commuter conductor "
        "porter vendor seller merchant shopkeeper librarian scientist researcher technician engineer mechanic plumber "
        "welder miner astronaut pilot "
        "detective thief judge lawyer vet beekeeper watchmaker printer engraver restorer weaver archer fencer knight "
        "warrior samurai maestro "
        "calligrapher hunter ranger lifeguard bartender barber jeweller jeweler typist inspector ploughman preacher "
        "novice priestess figure".split()
    )
)

FACE = re.compile(
    r"\b(?:smiles?|smiling|grins?|grinning|frowns?|frowning|winks?|blinks?|smirks?|pouts?|eyes? (?:widens?|narrows?|"
    r"closes?|shut|fill|well|glisten)|"
    r"lips? \w+|(?:facial|his|her|their) expression|brows? (?:furrows?|knits?|rises?)|eyebrows? \w+|tears? (?:rolls?|"
    r"runs?|streams?|fall)|"
    r"cheeks? (?:flush|redden)|face (?:softens?|hardens?|lights up|falls|brightens?)|mouth (?:opens?|parts?|twitches|"
    r"tightens))\b"
)

SPEECH_VERBS = re.compile(
    r"\b(?:says?|said|asks?|whispers?|shouts?|yells?|murmurs?|mutters?|repl(?:y|ies)|answers?|exclaims?|cries|"
    r"calls?(?: out)?|narrates?|announces?|screams?|sings?|recites?|tells?|adds?|continues?|speaks?|declares?|dice|"
    r"susurra|grita|sagt|flüstert|dit|voice-?over|v\.?o\.?)\b[^\"“\n]{0,40}$|^[ \t>*_-]*(?:\[[^\]]*\]|\([^)]*\))?[ "
    r"\t]*[a-z][\w .'’-]{0,38}(?:\([^)\n]{0,60}\))?\s*[*_]*:\s*[*_]*$|[\])\d]s?[:\]] *[a-z][\w .'-]{0,30}: *$|"
    r"[说喊问]道?[:,]?\s*$|と言"
)

ON_SCREEN = re.compile(
    r"\b(?:signs?|titles?|title card|text|captions?|subtitles?|reads?|reading|labels?|labell?ed|logo|banner|written|"
    r"printed|poster|screen (?:shows|says|displays)|lower third|headline|inscription|engraved|painted|billboard|"
    r"placard|plaque|letters|words)\b[^\"“\n]{0,30}$|字幕|标题"
)

VERBS = frozenset(
    "accept adjust aim answer arrive bend bite blink blow bounce bow break breathe brush burst buy carry cast catch "
    "chase check chew chop "
    "clap clench climb close coil collapse comb cough count crack crawl creep cross crouch cry curl cut dab dance "
    "dangle dart dig dilate dip dive "
    "drag draw dribble drift drink drive drop duck dust eat embrace emerge empty enter erase exhale exit fall fasten "
    "feed fight fill flap flee "
    "flick flinch flip float fly fold follow freeze frown gasp gather gaze giggle glance glare glide grab grasp greet "
    "grin grip grow hammer hang "
    "hesitate hit hop hug hurl ignite inhale jerk jog juggle jump kick kiss kneel knock land laugh launch lay lean "
    "leap leave lick lift limp "
    "listen load lock look lower lunge march measure melt nod notice open pack paint part pat pause pedal peel peer "
    "pet pick play "
    "pluck point poke pop pour press prod pull pump punch push raise reach read recoil release remove rest retreat "
    "ride ring rip rise roll row rub "
    "run rush salute scan scatter scoop scowl scramble scratch scream scrub search seize set sew shake sharpen "
    "shatter shift shiver shout "
    "shove shrug shudder shut sigh sing sink sip sit skate skip slam slap slash slice slide slip smash smell smile "
    "smirk snap sneeze sniff snuff sob "
    "spill spin splash split spray spread sprint squat squeeze squint stagger stamp stand stare start step stir "
    "stitch stoop stop straighten stretch "
    "strike stroke stroll stumble swallow sway sweep swim swing tap taste tear throw tie tighten tilt tiptoe toss "
    "touch trace trip trot tuck tug turn "
    "twirl twist type unfold unlock unroll untie unwrap wade wag walk wander wash watch wave weave weep whip whirl "
    "whisper whistle widen wink wipe wrap "
    "wriggle write yank yawn".split()
)
"""Things that a subject can be seen to do; only their finite forms count."""
