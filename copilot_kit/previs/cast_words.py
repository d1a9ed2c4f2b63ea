"""The words by which a prompt puts people and things before the camera.

English first, with some terms of other languages. What has no form of its own in `things` has no words here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from .forms import Pose

Where = Literal["subject", "surface", "wall", "floor", "yard", "beside"]
"""Where such a thing stands: on a table, on the wall, on the floor near by, out in the yard, beside somebody."""

ADULTS = (
    r"wom[ae]n|m[ae]n|lady|gentleman|person|people|figures?|researchers?|scientists?|soldiers?|dancers?|"
    r"actors?|friends?|strangers?|workers?|"
    r"guards?|players?|musicians?|violinists?|pianists?|cellists?|drummers?|singers?|astronauts?|"
    r"divers?|climbers?|runners?|fisher(?:man|men|woman)|sailors?|nurses?|doctors?|monks?|nuns?|"
    r"cooks?|chefs?|bakers?|farmers?|teachers?|students?|engineers?|pilots?|passengers?|commuters?|"
    r"painters?|potters?|carpenters?|tailors?|"
    r"watchmakers?|gardeners?|grand(?:mother|father|ma|pa)|mother|father|sister|brother|neighbou?rs?|"
    r"couple|twins|keepers?|drivers?|mechanics?|"
    r"clerks?|waiters?|waitress(?:es)?|barbers?|librarians?|conductors?|captain|boxers?|skaters?|"
    r"surfers?|swimmers?|hikers?|cyclists?|courier|weavers?|"
    r"(?!german|roman|ottoman|talisman)[a-z]{2,}(?:man|men|woman|women|herd|smith|wright)|"
    r"hombres?|mujer(?:es)?|femmes?|hommes?|frau(?:en)?|welder|riders?|barista|cobbler|beekeeper|shepherd|archer|knight|king|"
    r"queen|detective|villagers?|adults|teenagers?"
)
CHILDREN = r"girls?|boys?|child(?:ren)?|kids?|toddlers?|schoolgirls?|schoolboys?|niñ[oa]s?|enfants?|kind(?:er)?"
CJK_PEOPLE = r"女孩|男孩|孩子|老人|男子|女子|女人|男人|少年|少女|人物|科学家|女性|男性|子供"

# words -> form, and where such a thing stands
WORDS_OF_THINGS: tuple[tuple[str, Where, str], ...] = (
    ("paper boat", "surface", r"paper boats?|origami boats?"),
    ("counter", "floor", r"counters?|workbench(?:es)?|bar top|work ?tops?|kitchen island"),
    ("table", "floor", r"(?:work|dining|side|kitchen)? ?tables?|desks?|mesa|桌子?"),
    ("piano", "floor", r"pianos?"),
    ("bench", "floor", r"bench(?:es)?"),
    ("sofa", "floor", r"sofas?|couch(?:es)?|armchairs?"),
    ("bed", "floor", r"beds?|mattress"),
    ("shelf", "wall", r"shel(?:f|ves)|bookcases?|bookshel(?:f|ves)|cupboards?|cabinets?"),
    (
        "screen",
        "wall",
        r"(?:projection |wall-mounted |cinema |big |massive )*screens?(?! (?:left|right|direction|content))|"
        r"whiteboard|blackboard",
    ),
    ("monitor", "surface", r"monitors?|laptops?|computers?|televisions?|tv sets?"),
    ("rack", "floor", r"(?:server )?racks?"),
    ("window", "wall", r"windows?(?! seat)|窗户?"),
    ("door", "wall", r"doors?|doorways?"),
    ("picture", "wall", r"paintings?|portraits? on|posters?|picture frames?|framed"),
    ("mirror", "wall", r"mirrors?"),
    ("stairs", "yard", r"stairs?|staircases?|stairwell"),
    ("bus", "yard", r"bus(?:es)?(?! stop)|trams?|trains?|carriages?|lorry|trucks?(?! left| right)"),
    ("car", "yard", r"cars?|taxis?|cabs?|vans?|sedan|pickup"),
    ("boat", "yard", r"boats?|canoes?|ferry|ships?|kayaks?|rowboats?|dinghy"),
    ("bicycle", "beside", r"bicycles?|bikes?|motorbikes?|scooters?"),
    ("tower", "yard", r"lighthouses?|towers?|chimneys?"),
    (
        "house",
        "yard",
        r"houses?|buildings?|cottages?|cabins?|barns?|temples?|church(?:es)?|shop ?fronts?|storefronts?|facades?",
    ),
    ("tree", "yard", r"trees?|forests?|woods|pines?|oaks?|birch(?:es)?|orchards?|palm trees?|bamboo"),
    ("bush", "yard", r"bush(?:es)?|hedges?|shrubs?|ferns?|reeds"),
    ("rock", "yard", r"rocks?|boulders?|cliffs?|dunes?"),
    ("street lamp", "yard", r"street ?lamps?|lamp ?posts?|street ?lights?"),
    ("fire", "floor", r"campfires?|bonfires?|fireplaces?"),
    ("dog", "beside", r"dogs?|pupp(?:y|ies)|wol(?:f|ves)|fox(?:es)?|狗"),
    ("cat", "beside", r"cats?|kittens?|猫"),
    ("horse", "yard", r"horses?|pon(?:y|ies)|deer|cows?|donkeys?"),
    ("bird", "beside", r"birds?|crows?|ravens?|gulls?|pigeons?|sparrows?|owls?|herons?|robins?"),
    ("fish", "surface", r"goldfish|koi|fish"),
    (
        "rings",
        "surface",
        r"puzzles?|(?:interlocking |metal |brass |gold |silver |wedding )+rings?|keys(?! light)|locket|necklace|medal",
    ),
    ("cup", "surface", r"cups?|mugs?|tea ?cups?|coffee|tea glass|goblets?"),
    ("bowl", "surface", r"bowls?|plates?|dish(?:es)?|noodles|soup|dough|clay"),
    ("pot", "surface", r"tea ?pots?|kettles?|coffee ?pots?|samovar"),
    ("bottle", "surface", r"bottles?|vases?|jars?|flasks?|perfume"),
    ("candle", "surface", r"candles?"),
    ("lantern", "surface", r"lanterns?"),
    (
        "lamp",
        "surface",
        r"(?:desk|table|bedside|reading|oil) lamps?|lamps? (?:on|beside|above|over)|(?:an?|the) lamp(?![a-z ]*light)",
    ),
    ("plant", "surface", r"flowers?|plants?|bouquets?|roses?|tulips?|bonsai|seedlings?|sprouts?"),
    ("book", "surface", r"books?|notebooks?|diar(?:y|ies)|ledgers?|albums?"),
    (
        "paper",
        "surface",
        r"(?:a|the|her|his|my|old|love|folded|sealed) letters?(?! press)|envelopes?|photographs?|photos?|"
        r"maps?|sheets? of|tickets?|postcards?|paper",
    ),
    ("phone", "surface", r"phones?|smartphones?|telephones?"),
    ("clock", "surface", r"clocks?|watch(?:es)?(?! (?:as|the|him|her|them|from|over|it))|pocket watch|alarm clock"),
    ("box", "surface", r"boxes|box|parcels?|gifts?|music box|radios?|typewriters?|sewing machine|toolbox|cameras? on"),
    ("case", "floor", r"suitcases?|luggage|trunks?|crates?"),
    ("globe", "surface", r"globes?|crystal ball|balls?|snow globe|spheres?|orbs?|lamp bulb|eggs?"),
    (
        "fruit",
        "surface",
        r"apples?|oranges?|lemons?|peach(?:es)?|pears?|plums?|cherr(?:y|ies)|tomato(?:es)?|bread|loaf",
    ),
    (
        "tool",
        "surface",
        r"knife|knives|brush(?:es)?|pens?|pencils?|screwdrivers?|tweezers|hammers?|chisels?|scissors|"
        r"spoons?|needles?|match(?:es|stick)?",
    ),
    ("violin", "surface", r"violins?|guitars?|cellos?|violas?|ukuleles?"),
    ("umbrella", "beside", r"umbrellas?|parasols?"),
    ("balloon", "beside", r"balloons?"),
    ("kite", "beside", r"kites?"),
)

_SEATED = r"sits?|sat|sitting|seated|at (?:a|the|her|his|their) (?:[a-z]+ ){0,3}(?:table|desk|piano|bench)|坐"
POSES: tuple[tuple[Pose, str], ...] = (
    ("seated", _SEATED),
    ("kneeling", r"kneel\w*|crouch\w*|squat\w*"),
    ("lying", r"lies (?:on|in|down|still)|lying|asleep|sleeping|reclin\w*"),
    ("walking", r"walk\w*|runs?\b|running|strolls?|stride\w*|steps (?:forward|through|into|toward)|march\w*|jog\w*"),
    ("standing", r"stands?|standing|stood"),
)
OUTDOORS = re.compile(
    r"\b(?:bus stop|street|road|alley|field|meadow|forest|woods|beach|shore|sea|ocean|lake|river|canal|"
    r"harbou?r|mountain\w*|hill\w*|desert|garden|park|"
    r"rooftop|bridge|sky|outdoors?|exterior|ext\.|snow|dunes?|valley|cliff\w*|market|square|yard|farm|"
    r"orchard|pier|dock|jetty|railway|platform|"
    r"sidewalk|pavement|highway|courtyard|lighthouse|savanna|jungle|tundra|terrace|bay|pond|meadows)\b"
)
INDOORS = re.compile(
    r"\b(?:rooms?|kitchen|office|studio|workshop|laborator\w+|lab|cafe|café|bar|corridor|hallway|"
    r"interior|int\.|indoors?|library|museum|gallery|"
    r"bedroom|bathroom|classroom|hall|theatre|theater|attic|cellar|basement|garage|wall|ceiling|shop|"
    r"bakery|factory|hospital|church|chapel|train car|compartment|"
    r"elevator|cockpit|server racks?|table|desk|counter|workbench|window light|fireplace|greenhouse)\b"
)

PERSON = re.compile(
    rf"(?<![\w-])(?P<adult>{ADULTS})(?![\w])|(?<![\w-])(?P<child>{CHILDREN})(?![\w])|(?P<cjk>{CJK_PEOPLE})"
)
HANDS_SHOT = re.compile(
    r"(?:close[- ]?ups?|macro|insert|detail|tight)\b[^.\n]{0,60}\bhands?\b|\bhands? only\b|\bonly "
    r"(?:her|his|their|the) hands?\b"
)
FACE = re.compile(r"\b(?:face|eyes|smile|gaze|brow|mouth|head)\b")


@lru_cache(maxsize=1)
def thing_patterns() -> tuple[tuple[str, Where, re.Pattern[str]], ...]:
    return tuple(
        (
            name,
            where,
            re.compile(rf"(?<![\w-])(?:{words})(?![\w])" if words.isascii() else rf"(?<![a-z-])(?:{words})(?![a-z])"),
        )
        for name, where, words in WORDS_OF_THINGS
    )


DOER = re.compile(
    r"\b(?:an?|the) (?:(?:old|young|tired|lone|tall|elderly|retired) )?"
    r"(?!water|paper|corner|mirror|flower|tower|summer|winter|river|letter|number|shoulder|finger|feather|ladder|door|"
    r"floor|color|interior|exterior|monitor|other|camera|center|master|series|quarter|layer|over|under|poster|paper)"
    r"([a-z]{3,}(?:er|or|ist|ian))\b"
)
"""A noun with an article that may name who acts: a cobbler, the violinist."""

HELD = frozenset(
    {
        "cup",
        "bottle",
        "book",
        "paper",
        "phone",
        "candle",
        "lantern",
        "plant",
        "box",
        "globe",
        "fruit",
        "rings",
        "paper boat",
        "violin",
        "pot",
        "bowl",
        "tool",
        "clock",
    }
)
