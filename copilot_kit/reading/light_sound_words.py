"""The vocabulary of sound and light: kinds of sound, sources, sides and qualities of light."""

from __future__ import annotations

from .lexicon import Entry, Table

SOUNDS: Table = {
    "diegetic": Entry(
        terms="diegetic | diegetic only | diegetic sound | in world sound | natural sound | natural sound only | "
        "production sound | 现场音 | 同期声 | 現場音",
    ),
    "non_diegetic": Entry(
        terms="non diegetic | nondiegetic | underscore | stinger",
    ),
    "ambience": Entry(
        terms="ambience | ambient sound | ambient bed | room tone | atmosphere track | background noise | "
        "background murmur | background hum | hum | hums | humming | murmur | murmurs | distant traffic | "
        "traffic | traffic noise | wind | breeze | rain | rainfall | drizzle | birdsong | bird song | bird "
        "call | bird calls | birds | bird | seagulls | gulls | crickets | cicadas | cicada | insects | frogs "
        "| surf | waves | sea wash | ocean | crowd murmur | crowd noise | chatter | city noise | city hum | "
        "white noise | drone tone | low drone | drone | water | stream | river | waterfall | fire crackle | "
        "crackling fire | ventilation | air conditioning | fan | hvac | static hiss | tape hiss | vinyl "
        "crackle | forest | atmosphere | atmos | walla | applause | cheering | leaves | purr | whirr | whir | "
        "engine idle | idling engine | refrigerator | fridge | clock ticking | ticking | drip | drips | "
        "dripping | lapping | bubbling | gurgle | gurgling | patter | pattering | whine | "
        "thrum | thrumming | burble | trickle | trickling | water rush | rush of water | rushing water | rush of wind "
        "| fizz | fizzing | simmer | simmering | lap of water | soundscape | "
        "环境音 | 环境声 | 室内底噪 | 雨声 | 风声 | 海浪声 | 鸟鸣 | 鸟叫 | 虫鸣 | 蝉鸣 | 人声嘈杂 | 環境音 "
        "| 雨音 | 風の音 | 波の音 | 鳥の声 | 虫の声 | 蝉の声 "
        "| ざわめき | ruido ambiente | lluvia | viento | olas | ambiance | pluie | vent | vagues | regen | "
        "meeresrauschen",
        decoys="wind up | wind turbine | water bottle | wind chime | wind chimes | window",
    ),
    "foley": Entry(
        terms="foley | footsteps | footstep | footfall | footfalls | steps on gravel | cloth rustle | fabric rustle "
        "| rustle | rustles | rustling | creak | creaks | creaking | scrape | scrapes | scraping | scuff | "
        "shuffle | page turn | paper rustle | chair creak | breath | breaths | breathing | breathes | exhale "
        "| exhales | exhalation | inhale | inhales | intake | gasp | gasps | sigh | sighs | sniff | sniffle | "
        "swallow | gulp | cough | coughs | heartbeat | heartbeats | knock | knocks | knocking | tap | taps | "
        "tapping | pat | keys jingle | keys | jingle | jingles | zipper | zip | chewing | slurp | sip | pour "
        "| pouring | crunch | crunches | crunching | rattle | rattles | rattling | groan | groans | groaning | "
        "moan | moans | "
        "grunt | grunts | snore | snores | snoring | rasp | swish | swishes | sizzle | sizzles | sizzling | "
        "scratch | scratches | scratching | footsteps on | 脚步声 | "
        "布料摩擦声 | 呼吸声 | 叹息 | 敲门声 | 心跳声 | 翻书声 | 足音 | 衣擦れ | 息 | ため息 | ノック | pasos | "
        "respiración | suspiro | crujido | golpe | pas | bruits de pas | souffle | schritte | atem | atmen | knarren",
    ),
    "sfx": Entry(
        terms="slap | slaps | cymbal | cymbals | snare | drum hit | kick drum "
        "| sfx | sound effect | sound effects | click | clicks | clicking | clink | clinks | clank | clanks | "
        "clang | clangs | clatter | clatters | bang | bangs | boom | booms | whoosh | whooshes | swoosh | "
        "impact | crash | crashes | thud | thuds | thump | thumps | snap | snaps | beep | beeps | chime | "
        "chimes | wind chime | wind chimes | buzz | buzzes | buzzing | hiss | hisses | crack | cracks | "
        "crackle | crackles | crackling | rumble | rumbles | rumbling | explosion | explodes | gunshot | "
        "siren | sirens | engine roar | roar | roars | engine | thunder | thunderclap | thunder rolls | bell "
        "| bells | bell rings | church bell | rings | ringing | ring tone | ringtone | phone rings | doorbell "
        "| horn | foghorn | honk | honks | whistle | whistles | whistling | kettle whistle | slam | slams | "
        "door slam | door slams | door creak | splash | splashes | splat | squeak | squeaks | squeal | "
        "squeals | screech | screeches | screech of brakes | shatter | shatters | glass breaks | breaking "
        "glass | pop | pops | plop | ping | pings | ding | dings | gong | toll | tolls | tick | ticks | tock "
        "| latch | lock turns | bark | barks | dog barks | meow | meows | howl | howls | caw | caws | chirp | "
        "chirps | tweet | neigh | wing flaps | wingbeat | flutter | shutter | camera shutter | riser | whump "
        "| sting | drop | sub drop | glitch | zap | clunk | clunks | clack | clacks | clacking | jangle | "
        "jangles | jangling | plink | plinks | plunk | "
        "tinkle | tinkles | squelch | squelches | hoot | hoots | croak | croaks | cluck | clucks | bleat | bleats | "
        "moo | whinny | shriek | shrieks | yelp | yelps | wail | wails | hoofbeats | alarm rings | buzzer | rap | "
        "clop | clops | gull call | owl call | whale call | animal call | twang | strum | note | chord | clap | "
        "claps | stamp | "
        "stomp | laugh | laughter | scream | screams | cry | cries | gavel | match strike | strike of a match "
        "| lighter flick | 音效 | 效果音 | 雷声 | 钟声 | 铃声 | 爆炸声 | 关门声 | 汽笛 | 鸣笛 | 咔嗒声 | 撞击声 | "
        "玻璃破碎 | 敲击声 | 狗叫 | 効果音 "
        "| 雷鳴 | 鐘の音 | ベル | 爆発音 | クラクション | ドアの音 | 電子音 | efectos de sonido | trueno | campana | "
        "campanada | "
        "portazo | explosión | timbre | bocina | tonnerre | cloche | claquement | klaxon | donner | glocke | "
        "knall | klingel | türknall | hupe",
        codes="se",
        decoys="snap zoom | crash zoom | snap focus | in a snap | snaps to | tick marks | whistle blower | shutter "
        "angle | rap music | alarm clock | pop art | drop shadow | note that | note the | lens crack | "
        "ring light | key ring | ring "
        "finger | raindrop | camera impact | beat drop | bass drop | engine room | stamp collection | beep "
        "test | cry for | boom up | boom down | booms up | booms down | boom arm | laugh lines | bell jar | "
        "crash barrier | engine: | engine block",
    ),
    "dialogue": Entry(
        terms="dialogue | dialog | spoken line | line delivery | says | 台词 | 对白 | 对话 | セリフ | 台詞 | diálogo | "
        "dialogue parlé",
    ),
    "voice_over": Entry(
        terms="voice over | voiceover | vo | v.o. | narration | narrator | off screen voice | o.s. | inner "
        "monologue | 旁白 | 画外音 | ナレーション | voz en off | voix off | 나레이션",
    ),
    "score": Entry(
        terms="music | soundtrack | background music | bgm | melody | piano | piano note | piano chord | synth | "
        "synth pad | orchestra | orchestral | orchestral score | choir | cello | violin | guitar | flute | "
        "bassline | beat drop | bass drop | trap beat | lo fi beat | lullaby | tune | song | waltz | drum "
        "roll | drumbeat | ambient score | string quartet | 配乐 | 音乐 | 背景音乐 | 钢琴 | 弦乐 | 音楽 | ピアノ | "
        "弦楽 | música | musique | musik | klavier",
        weak="score | theme | strings | drums | beat | pad | swell",
        decoys="silence is the score | game score | final score | score the goal | song bird | guitar case",
    ),
    "diegetic_music": Entry(
        terms="radio | radio plays | radio murmur | radio music | muffled radio | music from a radio | muffled music "
        "| jukebox | band plays | street musician | record player | busker | car stereo | 收音机里",
    ),
    "silence": Entry(
        terms="silence | complete silence | total silence | dead silence | near silence | no sound | mute | hush | "
        "静音 | 沉默 | 无声 | 寂静 | 無音 | 静寂 | silencio | stille | silence totale",
        weak="silent",
    ),
    "no_music": Entry(
        terms="no music | no score | no added score | no background music | without music | no soundtrack | music "
        "free | no bgm | music: none | 无配乐 | 无音乐 | 没有背景音乐 | 音楽なし | bgmなし | sin música | ohne musik",
    ),
    "no_dialogue": Entry(
        terms="no dialogue | no dialog | no speech | without dialogue | wordless | no spoken words | nobody speaks "
        "| dialogue: none | 无对白 | 无台词 | 对话：无 | セリフなし | sin diálogo",
    ),
}

SOURCES: Table = {
    "candle": Entry(
        terms="candle | candlelight | candlelit | oil lamp | 烛光 | ろうそく",
    ),
    "fire": Entry(
        terms="firelight | fire light | campfire | torchlight | fireplace | bonfire | 火光 | 焚き火",
    ),
    "sodium": Entry(
        terms="sodium vapor | sodium street | sodium light | orange streetlight",
    ),
    "sunrise_sunset": Entry(
        terms="sunset | sunrise | golden hour | magic hour | low sun | last rays | 日落 | 黄金时刻 | 夕日 | "
        "ゴールデンアワー | hora dorada",
    ),
    "tungsten": Entry(
        terms="tungsten | incandescent | edison bulb | practical lamp | table lamp | desk lamp | bedside lamp | "
        "halogen | warm bulb | 钨丝灯 | 白熱灯 | tungsteno",
    ),
    "fluorescent": Entry(
        terms="fluorescent | fluorescents | strip light | tube light | office light | 荧光灯 | 蛍光灯",
    ),
    "moon": Entry(
        terms="moonlight | moonlit | moon light | 月光",
    ),
    "daylight": Entry(
        terms="daylight | midday sun | noon sun | direct sun | sunlight | sunbeam | hmi | flash | strobe light | 日光 "
        "| 阳光 | luz del sol",
    ),
    "overcast": Entry(
        terms="overcast | cloudy sky | cloud cover | soft sky light | 阴天 | 曇り",
    ),
    "shade_blue_hour": Entry(
        terms="open shade | blue hour | twilight | skylight | north light | dusk sky | 蓝调时刻 | ブルーアワー | 薄明",
    ),
    "screen": Entry(
        terms="screen glow | monitor glow | phone glow | tv glow | led | leds | status light | 屏幕光 | モニターの光",
    ),
    "neon": Entry(
        terms="neon | neon sign | neon glow | 霓虹 | ネオン",
    ),
    "window": Entry(
        terms="window light | window key | through the window | through windows | 窗光 | 窓の光",
    ),
}

SIDES: Table = {
    "left": Entry(
        terms="camera left | frame left | screen left | from the left | left side | 左侧光 | 左から",
    ),
    "right": Entry(
        terms="camera right | frame right | screen right | from the right | right side | 右侧光 | 右から",
    ),
    "front": Entry(
        terms="frontal light | front light | front lit | on camera flash | 正面光",
    ),
    "behind": Entry(
        terms="from behind | behind the subject | backlit | backlight | beyond the | silhouetted | silhouette | 逆光",
    ),
    "top": Entry(
        terms="overhead light | overhead lighting | top light | toplight | from above | 顶光 | トップライト",
    ),
    "below": Entry(
        terms="underlight | underlighting | uplight | uplighting | from below | footlight | 底光",
    ),
    "side": Entry(
        terms="side light | sidelight | side lit | sidelit | raking light | raking | split lighting | 侧光 | "
        "サイドライト",
    ),
}

QUALITIES: Table = {
    "hard": Entry(
        terms="hard light | harsh light | hard shadows | crisp shadows | direct sun | specular | 硬光 | ハードライト | "
        "luz dura",
    ),
    "soft": Entry(
        terms="soft light | diffused | diffuse | softbox | soft shadows | feathered | wrapped light | 柔光 | "
        "ソフトライト | luz suave",
        weak="soft",
    ),
    "volumetric": Entry(
        terms="volumetric | god rays | light shaft | light shafts | shaft of light | sunbeam | light beams | "
        "crepuscular rays | dust motes | 体积光 | 丁达尔 | ティンダル | rayos volumétricos",
    ),
    "low_key": Entry(
        terms="low key | chiaroscuro | noir lighting | high contrast lighting | 低调 | ローキー",
    ),
    "high_key": Entry(
        terms="high key | bright even lighting | 高调 | ハイキー",
    ),
    "vague": Entry(
        terms="brightly lit | good lighting | nice light | beautiful lighting | dramatic lighting | cinematic "
        "lighting | perfect lighting | epic lighting | moody lighting | 电影感光影",
    ),
}
