"""The camera's vocabulary: sizes, angles, moves, speeds, and the spellings of each.

Ids are stable: rules, charts and saved variants use them. Where a term could be something else (a hand
that pushes, a head that tilts) it stands under `weak` and counts only with the camera as its subject.
"""

from __future__ import annotations

from .lexicon import Entry, Table

SIZES: Table = {
    "extreme_wide": Entry(
        terms="extreme wide shot | extreme wide | ultra wide shot | very wide shot | extreme long shot | vista shot "
        "| 大远景 | 超ワイドショット | gran plano general | plan très large",
        codes="ews | els | xws | vws",
        decoys="ultra wide lens | ultra wide angle",
    ),
    "establishing": Entry(
        terms="establishing shot | wide establishing shot | establishing wide | master shot | establishing view | "
        "建立镜头 | 建立场景 | エスタブリッシングショット | plano de situación",
        codes="est",
    ),
    "wide": Entry(
        terms="wide shot | wide framing | wide view | wide frame | long shot | wide composition | 远景 | 全景 | "
        "ワイドショット | 引きの画 | plano general | plan large | plan d'ensemble | totale | weitwinkelaufnahme",
        weak="wide",
        codes="ws | ls",
        decoys="wide angle | wide eyes | wide eyed | wide open | wide smile | wide lens | wide aperture",
    ),
    "full": Entry(
        terms="full shot | full body shot | full length shot | head to toe | 全身 | フルショット | plano entero | plan "
        "moyen en pied",
        codes="fs",
    ),
    "medium_wide": Entry(
        terms="medium wide shot | medium wide | medium long shot | 3/4 shot | three quarter shot | 中远景 | plano "
        "americano largo",
        codes="mws | mls",
    ),
    "cowboy": Entry(
        terms="cowboy shot | american shot | mid thigh shot | plano americano | plan américain",
        codes="cs",
    ),
    "medium": Entry(
        terms="medium shot | mid shot | midshot | waist up | waist shot | medium framing | medium two shot | 中景 | "
        "ミディアムショット | ウエストショット | plano medio | plan moyen | halbtotale",
        codes="ms",
        decoys="medium close up | medium wide | medium long | medium height",
    ),
    "medium_close_up": Entry(
        terms="medium close up | medium closeup | medium close | chest up | bust shot | head and shoulders | 中近景 | "
        "近景 | バストショット | primer plano medio | plan rapproché",
        codes="mcu",
    ),
    "close_up": Entry(
        terms="close up | closeup | close shot | tight shot | tight on | tight framing | tight close up | headshot "
        "| head shot | face shot | portrait shot | shoulders to top of head | 特写 | クローズアップ | アップ | primer "
        "plano | gros plan | nahaufnahme | großaufnahme",
        codes="cu",
    ),
    "extreme_close_up": Entry(
        terms="extreme close up | extreme closeup | big close up | choker shot | italian shot | eyes fill the frame "
        "| 极端特写 | 大特写 | エクストリームクローズアップ | primerísimo primer plano | très gros plan | "
        "detailaufnahme",
        codes="ecu | xcu | bcu",
    ),
    "macro": Entry(
        terms="macro shot | macro | extreme macro | macro close up | micro shot | microscopic view | insert shot | "
        "insert | detail shot | cutaway detail | 微距 | マクロ | plano detalle",
        codes="macro",
        decoys="macro lens mounted",
    ),
}

ANGLES: Table = {
    "eye_level": Entry(
        terms="eye level | at eye height | straight on | neutral angle | 平视 | アイレベル | a la altura de los ojos",
    ),
    "low": Entry(
        terms="low angle | looking up at | from below | low camera | hip level | knee level | 低角度 | 仰拍 | "
        "ローアングル | あおり | ángulo bajo | contrapicado | contre plongée",
    ),
    "worms_eye": Entry(
        terms="worm's eye | worms eye | ground level | floor level | 虫视",
    ),
    "high": Entry(
        terms="high angle | looking down on | from above | 俯拍 | 高角度 | ハイアングル | 俯瞰 | picado | plongée",
    ),
    "overhead": Entry(
        terms="overhead | top down | bird's eye | birds eye | god's eye | flat lay | straight down | 正上方 | 鸟瞰 | "
        "真俯瞰 | cenital",
        decoys="overhead light | overhead lights | overhead lighting | overhead fluorescent | overhead lamp | "
        "overhead arc | overhead swing",
    ),
    "dutch": Entry(
        terms="dutch angle | dutch tilt | canted angle | canted frame | tilted horizon | oblique angle | 荷兰角 | "
        "ダッチアングル",
    ),
    "pov": Entry(
        terms="pov | point of view | first person | fpv view | subjective camera | 主观镜头 | 第一人称 | 主観 | 一人称",
    ),
    "profile": Entry(
        terms="profile shot | side profile | in profile | side view | side on | 侧面 | 横顔",
    ),
    "front": Entry(
        terms="frontal | front view | facing camera | to camera | 正面",
    ),
    "back": Entry(
        terms="from behind | rear view | backs to camera | back to camera | seen from the back | 背影 | 後ろ姿 | 背面",
    ),
    "three_quarter": Entry(
        terms="three quarter view | three quarter angle | 3/4 angle | 3/4 view",
    ),
}

MOVES: Table = {
    "static": Entry(
        terms="camera remains perfectly still | camera stays still | frame remains static | static | static "
        "shot | static camera | static hold | static frame | locked off | lock off | locked down | locked "
        "camera | camera locked | tripod | on sticks | fixed camera | camera fixed | fixed frame | fixed "
        "position | fixed angle | stationary camera | camera remains still | camera does not move | "
        "camera doesn't move | camera holds | camera is still | unmoving camera | no camera movement | no "
        "camera motion | absolute lock | 固定镜头 | 固定机位 | 镜头固定 | 静止镜头 | 固定カメラ | フィックス | "
        "カメラ固定 | cámara fija "
        "| cámara estática | plan fixe | statisch | camera stays fixed | camera stays put | camera "
        "remains static | camera is static | camera static | camera is locked | camera is locked off | "
        "camera locked off | locks off | camera remains locked | camera holds still | static tripod | "
        "static wide | static medium | static close up | camera never moves | holds steady | steady "
        "tripod | fixed tripod | camera remains fixed | no camera moves | kamera statisch | feste kamera "
        "| plano fijo | 카메라 고정 | 고정 카메라 | 고정 샷 | caméra fixe | 三脚架",
        weak="holds | hold | locked | fixed | still | stays | 固定",
        decoys="still life | eyes locked | gaze locked | locked in frame | static electricity | static crackle | "
        "radio static | tv static | static noise | tripod in shot | locked door",
    ),
    "push_in": Entry(
        terms="close up push | camera pushes | glides closer | moves in close | inches forward | push in | "
        "pushes in | pushing in | pushes toward | dolly in | dollies in | dolly forward | track in | "
        "tracks in | move in | moves in | moving in | moves closer | camera moves forward | camera "
        "advances | camera approaches | creep in | creeps in | creeping in | slow push | steady push | "
        "推镜头 | 推近 | 镜头推进 | 缓慢推进 | 推进 | ドリーイン | 寄り | プッシュイン | acercamiento | travelling "
        "avant | heranfahrt "
        "| push forward | pushes forward | pushing forward | pushes closer | moves forward | moving "
        "forward | camera moves in | camera moves closer | camera moves toward | glides forward | drifts "
        "forward | dollies forward | dolly toward | dollies toward | tracks toward | slow dolly forward | "
        "camera glides forward | camera drifts forward | camera glides in | camera drifts in | camera "
        "creeps | camera inches | dolly push | slow push in | pushes slowly in | push slowly in | camera tracks in",
        weak="pushes | push | advances | approaches | closes in",
        decoys="pushes aside | pushes up | pushes the | pushes open | push up",
    ),
    "pull_out": Entry(
        terms="pullback | pull out | pulls out | pull back | pulls back | pulling back | dolly out | dolly back "
        "| dollies out | dollies back | track out | tracks back | camera retreats | camera backs away | "
        "widens out | reveals the wider | 拉镜头 | 拉远 | 镜头拉远 | 后拉 | ドリーアウト | 引き | alejamiento | "
        "travelling arrière | camera moves back | camera moves backward | moves backward | drifts back | backs away "
        "| pulls away | pull away | pulling away | camera drifts back | camera glides back | pulls slowly "
        "back | dolly away | reverse dolly | slow pull",
        weak="pulls | widens | retreats",
        decoys="pulls the | pulls out a | pulls out his | pulls out her | pulls the curtain",
    ),
    "pan": Entry(
        terms="镜头扫过 | 镜头微微摇 | 镜头摇向 | pan left | pan right | pans left | pans right | pan across | pans "
        "across | slow pan | camera pan | camera pans | panning shot | panning left | panning right | pan to | "
        "pans to | 左摇 | 右摇 | 摇镜头 | 横摇 | パン | 右パン | 左パン | paneo | panorámica | panoramique | schwenk | "
        "pan up | pan down | pans up | pans down | pan slowly | pans slowly | camera pans slowly | slowly "
        "pans | pan from | pans from",
        weak="pan | pans | panning",
        decoys="frying pan | sauce pan | saucepan | pan flute | panned left | panned right | panned following | "
        "stereo pan | pan am",
    ),
    "tilt": Entry(
        terms="tilt up | tilt down | tilts up | tilts down | tilting up | tilting down | camera tilts | camera "
        "tilt | slow tilt | smooth tilt | 仰摇 | 俯摇 | 上摇 | 下摇 | ティルト | ティルトアップ | ティルトダウン | "
        "inclinación | tilt slowly | tilts slowly | tilt from | tilts from | slowly tilts",
        weak="tilt | tilts | tilting",
        decoys="head tilts | head tilt | tilts her head | tilts his head | tilts their head | dutch tilt | tilt "
        "shift | tilted horizon",
    ),
    "truck": Entry(
        terms="truck left | truck right | trucks left | trucks right | trucking shot | lateral tracking | "
        "lateral track | lateral dolly | lateral move | sideways tracking | slides left | slides right | "
        "slider shot | slider move | camera slides | crab left | crab right | side dolly | 移镜头 | 横移 | 左移 "
        "| 右移 | トラック | 横移動 | スライダー | travelling lateral | dolly left | dolly right | dollies left | "
        "dollies right | slide left | slide right | glides left | glides right | drifts "
        "right | camera tracks left | camera tracks right | camera moves "
        "left | camera moves right | camera glides left | "
        "camera glides right | tracks left | tracks right | lateral slide | sliding left | sliding right",
        weak="truck | trucks | slides | slider",
        decoys="pickup truck | food truck | fire truck | truck driver | delivery truck",
    ),
    "pedestal": Entry(
        terms="pedestal up | pedestal down | pedestals up | pedestals down | boom up | boom down | booms up | booms "
        "down | jib up | jib down | camera rises vertically | camera lifts | camera lowers | camera descends "
        "| 升镜头 | 降镜头 | ペデスタル",
        weak="pedestal | rises | descends | lifts | lowers",
    ),
    "crane": Entry(
        terms="slow crane | crane forward | crane pull back | crane back | crane shot | crane up | crane down | "
        "cranes up | cranes down | craning up | craning down | crane move | crane rise | jib shot | jib "
        "arm | camera cranes | camera rises | camera soars | 摇臂 | 升降镜头 | クレーン | クレーンショット | grúa | "
        "crane in | crane out | crane over | camera cranes up | camera cranes down | crane descends | crane rises",
        weak="crane | cranes | jib",
        decoys="construction crane | cranes his neck | cranes her neck | paper crane | origami crane",
    ),
    "orbit": Entry(
        terms="slow arc | over shoulder arc | half orbit | full orbit | semi circle around | orbit | orbits | "
        "orbiting | orbital shot | arc shot | arcs around | arc around | arcing | camera arcs | circles "
        "around | camera circles | circling | 360 spin | 360 degree orbit | 360° orbit | rotates around | "
        "revolves around | wraps around | 环绕 | 环绕镜头 | 绕拍 | 旋转环绕 | 回り込み | オービット | 旋回 | órbita | "
        "circunda | orbit around | orbits around | camera orbits | slow orbit | arcs left | arcs right | arc left | "
        "arc right | circle around | circling around | half circle around",
        weak="arc | arcs | circles",
        decoys="satellite in orbit | planet orbits | low orbit | overhead arc | story arc",
    ),
    "tracking": Entry(
        terms="dolly along | dollies along | dolly alongside | dollies alongside | tracks along | track along "
        "| track with | parallel tracking | tracks forward | tracks backward | operator walks backward | "
        "camera walks with | walk and talk | tracking shot | track alongside | tracks alongside | "
        "tracking alongside | tracks with | tracks behind | camera tracks | camera follows | following "
        "shot | follow shot | follow cam | follows from behind | leading shot | lead shot | camera leads "
        "| travels with | moves with | side tracking | chase cam | 跟拍 | 跟随镜头 | 跟镜头 | 镜头跟随 | 追従 | "
        "トラッキング | "
        "追いかける | フォロー | seguimiento | travelling | follows alongside | following alongside | tracks "
        "beside | tracks after | track behind | tracking behind | camera following | camera trails",
        weak="follows | follow | following | tracks | tracking | track | trails",
        decoys="train tracks | railroad tracks | music track | audio track | soundtrack | tracks down | follow spot "
        "| in their tracks | race track | as follows | following lines",
    ),
    "zoom_in": Entry(
        terms="zoom in | zooms in | zooming in | crash zoom | snap zoom | punch in | optical zoom in | zooms to | "
        "变焦推近 | 急推 | ズームイン | zoom hacia",
    ),
    "zoom_out": Entry(
        terms="zoom out | zooms out | zooming out | 变焦拉远 | ズームアウト",
    ),
    "zoom": Entry(
        terms="zoom | zooms | zooming | 变焦 | ズーム",
        decoys="zoom call | zoom meeting | no zoom | zooms past | zooms by | zoom lens | zoom lenses | zoom "
        "range | zoom ring",
    ),
    "dolly_zoom": Entry(
        terms="dolly zoom | vertigo effect | vertigo shot | zolly | hitchcock zoom | contra zoom | 希区柯克变焦 | "
        "ドリーズーム",
    ),
    "whip_pan": Entry(
        terms="whip pan | whip pans | swish pan | flash pan | whip tilt | whips to | camera whips | 甩镜头 | 快速摇镜 "
        "| 甩镜 | ウィップパン | barrido",
    ),
    "handheld": Entry(
        terms="handheld | hand held | handheld camera | handheld feel | handheld drift | shoulder mounted | "
        "shoulder rig | shoulder cam | run and gun | vérité camera | cinema verite | documentary camera | "
        "selfie video | selfie style | 手持 | 手持ち | cámara en mano | caméra à l'épaule | handkamera",
        decoys="handheld console | handheld fan | handheld microphone | handheld radio | handheld recorder",
    ),
    "shake": Entry(
        terms="slight shake | subtle shake | micro shake | micro jitter | camera shake | camera shakes | shaky "
        "camera | shaky cam | shakycam | shaky footage | screen shake | impact shake | jitter | jittery "
        "camera | 镜头抖动 | 抖动 | 手ブレ | カメラシェイク",
        weak="shakes | shake",
    ),
    "steadicam": Entry(
        terms="steadicam | stedicam | gimbal shot | gimbal move | gimbal glide | floating camera | glidecam | 斯坦尼康 "
        "| 稳定器 | ステディカム | ジンバル",
        weak="gimbal | glides | floats",
    ),
    "aerial": Entry(
        terms="drone over | drone sweeps | drone in | drone glides | drone descends | aerial shot | aerial view | "
        "aerial | drone shot | drone footage | drone view | drone flies | drone flight | drone pull | drone "
        "push | drone sweep | flyover | fly over | helicopter shot | 航拍 | 无人机 | 空撮 | ドローン | toma aérea | "
        "vue aérienne | luftaufnahme",
        weak="drone",
        decoys="low drone | tension drone | bass drone | synth drone | drone tone | drone of | ambient drone | drone "
        "hums",
    ),
    "fpv": Entry(
        terms="fpv drone | fpv shot | fpv flight | fpv | fly through | flythrough | 穿越机 | fpvドローン",
    ),
    "roll": Entry(
        terms="camera roll | camera rolls | barrel roll | dutch roll | rotates on its axis | camera rotates | "
        "horizon rolls | spins 360 | 滚转 | ロール",
        weak="rolls | roll | spins | rotates",
        decoys="camera roll folder | eye roll | eyes roll | rolls her eyes | drum roll | film roll",
    ),
    "rack_focus": Entry(
        terms="rack focus | racks focus | focus pull | pulls focus | pull focus | focus shifts | focus shift | "
        "shifts focus | focus racks | focus transfer | 焦点转移 | 变焦点 | 移焦 | ラックフォーカス | ピント送り | "
        "cambio de foco",
    ),
    "move": Entry(
        terms="camera moves | camera glides | camera drifts | camera travels | camera sweeps | camera floats | "
        "camera flies | camera passes | camera weaves | camera drops | camera dives | moving camera | "
        "drifting camera | 运镜 | 镜头移动 | カメラワーク | カメラが動",
    ),
}

SPEEDS: Table = {
    "slow": Entry(
        terms="very slow | slow | slowly | gentle | gradual | gradually | imperceptible | creeping | lingering | 缓慢 "
        "| ゆっくり | lento",
    ),
    "fast": Entry(
        terms="fast | quick | rapid | rapidly | swift | sudden | abrupt | snap | crash | 快速 | 急速 | 素早く | rápido",
    ),
    "slow_motion": Entry(
        terms="slow motion | slow mo | slowmo | overcranked | high speed capture | bullet time | 慢动作 | 升格 | "
        "スローモーション | cámara lenta",
    ),
    "time_lapse": Entry(
        terms="time lapse | timelapse | hyperlapse | undercranked | 延时摄影 | タイムラプス",
    ),
    "speed_ramp": Entry(
        terms="speed ramp | speed ramping | ramps from | 变速 | スピードランプ",
    ),
    "freeze": Entry(
        terms="freeze frame | final freeze | frozen frame | 定格 | フリーズフレーム",
    ),
}
