"""Closed word lists of the rules. Data: a list is extended here and nowhere else.

Tables are found in one pass over the text (see lexicon.py): spellings are divided by " | ", a hyphen and a space
are the same, `decoys` are longer phrases that hide a term inside them.
"""

from __future__ import annotations

from ..reading.camera_words import SIZES
from ..reading.lexicon import Entry, Table
from .lexicon import Lexicon

SIZE_SCALE = {
    "extreme_wide": 0, "establishing": 1, "wide": 2, "full": 3, "medium_wide": 4, "cowboy": 4, "medium": 5,
    "medium_close_up": 6, "close_up": 7, "extreme_close_up": 8, "macro": 9,
}  # fmt: skip
"""Shot sizes from the widest to the tightest."""

ANGLES: Table = {
    "eye level": Entry(terms="eye level | at eye height | 平视 | アイレベル"),
    "low": Entry(
        terms="low angle | worm's eye | worms eye | shot from below | seen from below | 低角度 | 仰拍 | ローアングル"
    ),
    "high": Entry(terms="high angle | shot from above | 俯拍 | 高角度 | ハイアングル"),
    "overhead": Entry(
        terms="top down | bird's eye | birds eye | god's eye | overhead shot | overhead view | overhead angle | "
        "overhead camera | directly overhead | 鸟瞰 | 真俯瞰"
    ),
}

EDIT: Table = {
    "take": Entry(
        terms="one continuous shot | single continuous shot | continuous shot | continuous take | one continuous "
        "take | single continuous take | single take | one take | one shot take | oner | long take | no cuts | no "
        "cut | no scene cuts | without cuts | without a cut | without any cuts | uncut shot | uncut take | unbroken "
        "take | unbroken shot | single unbroken shot | single shot | "
        "一镜到底 | 长镜头 | ワンカット | 長回し | plano secuencia",
        decoys="a single shot rings | single shot of espresso | single shot of whisky | "
        "single shot rifle | continuous shot list",
    ),
    "cut": Entry(
        terms="cut to | cuts to | cutting to | hard cut | straight cut | quick cut | quick cuts | fast cuts | smash "
        "cut | smash cuts | jump cut | jump cuts | match cut | match cuts | intercut | intercuts | intercut with | "
        "cross cut | cross cutting | cutting between | cuts between | 切到 | 硬切",
        decoys="cut to size | cut to length | cut to fit | cut to the waist | cut to the bone | cut to pieces | cut "
        "to ribbons | clean cut",
    ),
    "montage": Entry(terms="montage | 蒙太奇"),
}

FOCUS: Table = {
    "shallow": Entry(
        terms="shallow depth of field | shallow dof | shallow focus | thin depth of field | razor thin focus | razor "
        "thin depth | razor thin depth of field | razor thin plane | bokeh | blurred background | blurry background "
        "| background blur | background blurred | out of focus background | background out of focus | selective "
        "focus | background falls off | "
        "浅景深 | 虚化 | 浅い被写界深度 | ボケ | poca profundidad de campo | faible profondeur de "
        "champ"
    ),
    "deep": Entry(
        terms="deep focus | deep depth of field | deep dof | everything in focus | everything sharp | everything is "
        "sharp | everything in sharp focus | all planes sharp | all planes in focus | sharp front to back | sharp "
        "from front to back | infinite focus | pan focus | large depth of field | "
        "全景深 | 大景深 | 深焦 | パンフォーカス | gran "
        "profundidad de campo"
    ),
}

GLASS: Table = {
    "wide": Entry(
        terms="wide angle | ultra wide lens | ultra wide | wide lens | wide angle lens | fisheye",
        decoys="ultra wide shot | wide angle shot | ultra wide establishing",
    ),
    "long": Entry(
        terms="telephoto | long lens | tele lens | super telephoto | compressed perspective | compressed background"
    ),
    "anamorphic": Entry(
        terms="anamorphic | oval bokeh | horizontal flare | horizontal flares | horizontal blue flare | horizontal "
        "blue flares"
    ),
    "spherical": Entry(
        terms="spherical | spherical prime | spherical primes | spherical lens | spherical optics",
        decoys="spherical object",
    ),
    "macro": Entry(terms="macro | macro lens | micro lens | 微距 | マクロ"),
    "zoom": Entry(terms="zoom | zooms | zooming | zoom in | zoom out | zooms in | zooms out"),
}

DAY: Table = {
    "dawn": Entry(
        terms="dawn | daybreak | sunrise | first light | early morning | 黎明 | 夜明け | amanecer",
        decoys="since dawn | until dawn | till dawn | before dawn | dawn chorus | waits for dawn | waiting for dawn",
    ),
    "morning": Entry(terms="morning light | morning sun | morning sunlight | mid morning"),
    "noon": Entry(
        terms="noon | midday | high noon | noon sun | midday sun | mediodía | 正午",
        decoys="since noon | until noon | before noon | noon bell | noon train",
    ),
    "afternoon": Entry(terms="afternoon light | afternoon sun | afternoon window light | mid afternoon"),
    "golden": Entry(terms="golden hour | magic hour | 黄金时刻 | ゴールデンアワー | hora dorada"),
    "sunset": Entry(
        terms="sunset | sundown | setting sun | late afternoon | 日落 | 夕暮れ | atardecer",
        decoys="before sunset | until sunset | after sunset | since sunset | sunset boulevard",
    ),
    "dusk": Entry(terms="dusk | nightfall | 薄暮", decoys="until dusk | before dusk | since dusk | after dusk"),
    "blue": Entry(terms="blue hour | twilight | 蓝调时刻 | ブルーアワー"),
    "night": Entry(
        terms="night | nighttime | night time | midnight | after dark | moonlit | moonlight | 夜晚 | 深夜 | noche",
        decoys="tonight | last night | all night | every night | overnight | good night | day and night | night "
        "shift | night nurse | night watchman | night porter | night guard | night train | night bus | night owl | "
        "midnight blue | before midnight | after midnight | until night | before night | fortnight | night gown | "
        "night stand | night school | wedding night | opening night | night after night",
    ),
    "sun": Entry(
        terms="sunbeam | sunbeams | sunlight | direct sun | sunlit | sunshine | hard sun | beam of sun | shaft of "
        "sun | shaft of sunlight"
    ),
}

DAY_CONFLICTS = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "dawn/noon dawn/sunset dawn/night dawn/dusk dawn/afternoon noon/golden noon/sunset noon/blue noon/dusk "
        "noon/night noon/morning "
        "morning/afternoon morning/sunset morning/night morning/dusk afternoon/night afternoon/blue golden/night "
        "golden/blue golden/dusk "
        "sunset/night sun/night sun/blue"
    ).split()
)
"""Pairs of times of day that no one sky holds."""

AIR: Table = {
    "clean": Entry(
        terms="no haze | clean air | crystal clear air | perfectly clear air | clear air | no dust | no smoke | no "
        "atmosphere | no fog | no mist | without haze | without dust | without any dust | without smoke | haze free "
        "| dust free air | no particles | free of haze | free of dust",
        decoys="no smoke without",
    ),
    "beam": Entry(
        terms="light shaft | light shafts | shaft of light | shafts of light | shafts of sunlight | shaft of "
        "sunlight | god rays | god's rays | sunbeam | sunbeams | volumetric | volumetric light | volumetric beams | "
        "light beams | beams of light | beam of light | crepuscular rays | dust motes | floating dust | visible "
        "beams | visible beam | shaft of sun"
    ),
    "haze": Entry(
        terms="haze | hazy | fog | foggy | mist | misty | smoke | smoky | steam | dusty | dust in the air | dust "
        "hangs | stage smoke | particles | flour dust | chalk dust | sawdust | rain | drizzle | spray"
    ),
}

LIGHT: Table = {
    "vague": Entry(
        terms="brightly lit | well lit | good lighting | good light | nice light | nice lighting | beautiful "
        "lighting | beautiful light | dramatic lighting | dramatic light | cinematic lighting | perfect lighting | "
        "epic lighting | moody lighting | amazing lighting | great lighting | 电影感光影"
    ),
    "single": Entry(
        terms="single source | single light source | only light source | only source of light | sole light source | "
        "sole light | sole illumination | sole source | only light | only illumination | no fill | one light source "
        "| 唯一光源"
    ),
    "back": Entry(
        terms="backlit | backlight | backlighting | back light | rim light | rim lit | contre jour | behind | beyond "
        "| rim | against the light | against the sun | against the sky | against a bright"
    ),
    "silhouette": Entry(terms="silhouette | silhouetted | in silhouette", decoys="diverse silhouettes"),
}

LAMPS: Table = {
    "candle": Entry(terms="candle | candles | candlelight | candlelit"),
    "oil lamp": Entry(terms="oil lamp | oil lamps"),
    "fire": Entry(terms="firelight | campfire | bonfire | fireplace | torchlight | torch | torches"),
    "lamp": Entry(
        terms="lamp | lamps | lamplight | desk lamp | table lamp | floor lamp | bedside lamp | street lamp | work "
        "lamp | pendant lamp"
    ),
    "lantern": Entry(terms="lantern | lanterns"),
    "bulb": Entry(terms="bulb | bulbs | bare bulb | light bulb"),
    "spotlight": Entry(terms="spotlight | spotlights | follow spot"),
    "headlights": Entry(terms="headlights | headlight | headlamps"),
    "neon": Entry(terms="neon | neon sign | neon glow | neon tube | neon tubes | neon light"),
    "screen": Entry(
        terms="screen glow | monitor glow | phone glow | tv glow | screen light | glow of the screen | glow of a "
        "screen | screen becomes"
    ),
    "rim": Entry(terms="rim light | edge light | hair light | kicker | backlight"),
    "fill": Entry(terms="fill light | bounce light | soft fill", decoys="no fill light"),
    "fluorescent": Entry(terms="fluorescent | fluorescents | tube light | strip light | fluorescent tubes"),
    "moon": Entry(terms="moonlight | moonbeam"),
    "sun": Entry(terms="sunlight | sunbeam | direct sun | daylight"),
    "window": Entry(terms="window light | window key | window"),
}

SOURCE_KELVIN: dict[str, tuple[float, float]] = {
    "candle": (1700, 2100), "fire": (1700, 2400), "sodium": (1900, 2300), "sunset": (2000, 3500),
    "tungsten": (2600, 3400), "fluorescent": (3500, 6500), "noon": (5000, 6000), "sunlight": (2000, 6500),
    "overcast": (6000, 7500), "shade": (6000, 12000), "screen": (6000, 9500),
}  # fmt: skip
"""Usual colour temperature of a named source [K]. Source: pauldudbridgedop.com, jtv.be (2026-11)."""

SOURCES: Table = {
    "candle": Entry(terms="candle | candlelight | candlelit | candles"),
    "fire": Entry(terms="firelight | campfire | torchlight | fireplace | bonfire"),
    "sodium": Entry(terms="sodium vapor | sodium street | sodium light | sodium street light | sodium lamp"),
    "sunset": Entry(terms="sunset | sunrise | golden hour | magic hour | low sun | setting sun"),
    "tungsten": Entry(
        terms="tungsten | incandescent | edison bulb | table lamp | desk lamp | bedside lamp | halogen | tungsten lamp"
    ),
    "fluorescent": Entry(terms="fluorescent | fluorescents | fluorescent tube | fluorescent tubes"),
    "noon": Entry(terms="midday sun | noon sun | noon sunlight | high noon"),
    "sunlight": Entry(terms="sunlight | direct sun | daylight"),
    "overcast": Entry(terms="overcast | cloudy sky | overcast sky"),
    "shade": Entry(terms="open shade | blue hour | twilight | north light"),
    "screen": Entry(terms="monitor glow | screen glow | tv glow | phone glow"),
}

TONE: Table = {
    "grey": Entry(
        terms="black and white | b&w | monochrome | monochromatic | grayscale | greyscale | desaturated | muted "
        "palette | muted tones | muted colors | muted colours | muted grade | muted look | muted color palette | "
        "muted colour palette | washed out colors | washed out colours | low saturation | "
        "黑白 | モノクロ | blanco y negro",
        weak="muted",
        decoys="black and white cat | black and white dog | black and white cow | black and white tiles | black and "
        "white tiled | black and white checkered | black and white photograph | black and white photo | black and "
        "white photos | black and white uniform | black and white dress | black and white striped | black and white "
        "stripes | black and white keys | muted sound | muted voices | muted trumpet",
    ),
    "vivid": Entry(
        terms="vibrant | vivid | saturated | hyper saturated | oversaturated | highly saturated | technicolor | "
        "technicolour | neon colors | neon colours | candy colored | candy coloured | rich colors | rich colours | "
        "full color | full colour",
        decoys="saturated blacks | saturated shadows",
    ),
}

STYLE: Table = {
    "photoreal": Entry(
        terms="photorealistic | photoreal | photo realistic | live action | hyperrealistic | hyper realistic | "
        "hyperreal | documentary realism"
    ),
    "drawn": Entry(
        terms="cel shaded | cel shading | cell shaded | anime | cartoon | watercolor | watercolour | claymation | "
        "pixel art | 2d animation | hand drawn animation | animated cartoon",
        decoys="watercolor painting | watercolor paper | watercolour paper | watercolor set | anime poster | cartoon "
        "poster | cartoon on | a watercolor of | watercolour painting | watercolor painter | watercolor brush | "
        "cartoonist | watercolors | watercolours",
    ),
    "pristine": Entry(
        terms="imax | imax clarity | imax sharp | crisp 8k | polished studio look", decoys="imax cinema | imax theater"
    ),
    "tape": Entry(
        terms="vhs | vhs tape | camcorder | found footage", decoys="vhs tapes | vhs cassette | a vhs tape | a camcorder"
    ),
    "slow": Entry(terms="slow motion | slow mo | overcranked"),
    "lapse": Entry(
        terms="time lapse | timelapse | hyperlapse | fast forward | speed ramped | speed ramp | undercranked"
    ),
    "2d": Entry(terms="2d animation | flat 2d"),
    "3d": Entry(terms="3d render | 3d rendered | 3d animation"),
    "bare": Entry(terms="minimalist | empty street | empty streets"),
    "full": Entry(terms="cluttered | crowd of people | crowded street | packed crowd | roaring crowd"),
}

STYLE_CONFLICTS = (("photoreal", "drawn"), ("pristine", "tape"), ("slow", "lapse"), ("2d", "3d"), ("bare", "full"))

SOUND: Table = {
    "no music": Entry(
        terms="no music | no score | no added score | no added music | no background music | no musical score | "
        "without music | without any music | without score | without a score | no soundtrack | music free | no bgm | "
        "no songs | music: none | score: none | "
        "无配乐 | 无音乐 | 没有背景音乐 | 音楽なし | bgmなし | sin música | ohne musik | sans "
        "musique"
    ),
    "diegetic only": Entry(
        terms="diegetic only | diegetic sound only | only diegetic | only diegetic sound | natural sound only | "
        "natural sounds only | diegetic audio only"
    ),
    "outside": Entry(
        terms="voice over | voiceover | narrator | narration | narrates | stinger | underscore | underscores | non "
        "diegetic | film score | orchestral score | musical score | score swells | score rises | background music | "
        "soundtrack | vo",
        decoys="silence is the score",
    ),
    "silence": Entry(
        terms="complete silence | total silence | dead silence | absolute silence | utter silence | completely "
        "silent | totally silent | absolutely silent | pure silence"
    ),
    "no speech": Entry(
        terms="no dialogue | no dialog | no speech | without dialogue | without speech | wordless | no spoken words "
        "| nobody speaks | no one speaks | no talking | dialogue: none | silent scene | "
        "无对白 | 无台词 | セリフなし | sin "
        "diálogo"
    ),
}

LEXICON = Lexicon(
    {
        "size": SIZES,
        "angle": ANGLES,
        "edit": EDIT,
        "focus": FOCUS,
        "glass": GLASS,
        "day": DAY,
        "air": AIR,
        "light": LIGHT,
        "lamp": LAMPS,
        "source": SOURCES,
        "tone": TONE,
        "style": STYLE,
        "sound": SOUND,
    }
)
