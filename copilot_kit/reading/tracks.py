"""Tracks: what a part of a prompt is about, told by its label.

Each track is a clock of its own. Beats run on the picture's; a grade, a light or a sound that is timed apart
runs beside it, and its windows are no beats.
"""

from __future__ import annotations

import re

PICTURE = "picture"

_TRACK_WORDS = {
    "negative": (
        "negative negatives avoid avoidance exclude exclusions constraints 禁止 负面 负面提示词 "
        "ネガティブ evitar prohibited forbidden"
    ),
    "settings": "settings setting parameters params config configuration output engine specs 参数 设置 render",
    "dialogue": (
        "dialogue dialog dialogues speech lines spoken voiceover voice narration narrator vo 台词 对白 "
        "对话 旁白 セリフ 台詞 ナレーション diálogo dialogo voix monologue says"
    ),
    "sound": (
        "sound sounds audio sfx cues cue soundscape ambience ambient foley music score soundtrack bgm fx "
        "声音 音效 音频 音乐 配乐 背景音 環境音 环境音 サウンド 音 効果音 音楽 sonido sonidos sons son "
        "ton musique musik música geräusche klang silence hear"
    ),
    "grade": "grade grading lut 调色",
    "palette": "palette colors colours 色彩 配色 カラーパレット paleta couleurs farben",
    "light": (
        "lighting light lights illumination 光线 灯光 光影 照明 ライティング iluminación luz lumière licht beleuchtung"
    ),
    "camera": (
        "camera cinematography movement lens lenses framing optics lensing angle composition 镜头 运镜 "
        "摄影机 机位 景别 カメラ カメラワーク cámara movimiento caméra kamera cadrage 카메라 focus aperture dof depth"
    ),
    "beats": (
        "beats beat list prompt visual visuals video picture description timeline action actions sequence breakdown "
        "shots storyboard timing structure scenes choreography segments 动作 分镜 时间线 タイムライン "
        "アクション acción secuencia handlung aktion 画面 内容 ablauf déroulé"
    ),
    "screen": (
        "text titles caption captions subtitle subtitles onscreen overlay overlays typography super supers 字幕 "
        "文字 テロップ texto rótulo"
    ),
    "place": (
        "screen style mood tone format look atmosphere location setting environment background foreground "
        "midground subject subjects character characters wardrobe props prop costume people duration "
        "length resolution aspect genre world finishing texture filtration highlights mids blacks shadows "
        "title 风格 场景 人物 主体 氛围 スタイル 被写体 estilo escenario personaje stil ort décor"
    ),
    "shot": "shot",
}
_PRIORITY = tuple(_TRACK_WORDS)
_TRACK_OF = {word: track for track in reversed(_PRIORITY) for word in _TRACK_WORDS[track].split()}
_RANK = {track: rank for rank, track in enumerate(_PRIORITY)}
PICTOGRAPHS = {
    sign: track
    for track, signs in {
        "sound": "\U0001f50a\U0001f509\U0001f508\U0001f3b5\U0001f3b6\U0001f3bc\U0001f3a7\U0001f514",
        "camera": "\U0001f3a5\U0001f4f7\U0001f4f8\U0001f4f9",
        "light": "\U0001f4a1\U0001f526",
        "palette": "\U0001f3a8",
        "dialogue": "\U0001f4ac\U0001f5e3",
        "negative": "\U0001f6ab\u274c\u26d4",
    }.items()
    for sign in signs
}
"""Pictographs that label a line as its word would: a loudspeaker for sound, a camera for the camera."""
BEAT_TRACKS = frozenset({PICTURE, "beats", "place"})
"""Tracks whose windows may be beats."""


def track_of(label: str) -> str | None:
    """What a label speaks of, or None if it is none of the known words: the most telling word decides."""
    if label.strip() in ("color", "colour"):
        return "palette"
    found = [_TRACK_OF[word] for word in re.findall(r"[^\W_]+", label[:80]) if word in _TRACK_OF]
    return min(found, key=_RANK.__getitem__) if found else None
