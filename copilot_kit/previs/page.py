"""One picture of the film: the stage, and round it all that a prompt says about the moment.

    header     what the shot is, the word ANIMATIC, format, time code
    stage      through the lens, with safe area, framing, move, and the corners of the frame it will move to
    card       the beat: number, window, label, action; the light of the moment
    plan       the stage from above: camera, angle of view, path, stand-ins
    lanes      ruler, beats, camera, light, events, speech, sound; the playhead over all

Landscape and square have card and plan beside the stage, portrait has the card below it. What does not change is
painted once for each beat. Colours and letters of the lanes are those of `looks`.
"""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw

from ..looks import LOOKS
from . import letters
from .camera import SHAKEN, STILL, Pose, project
from .lanes import Lanes
from .letters import plain, width, write
from .light import Lit, encoded
from .scene import Card, Scene, framing_now
from .sound import Track
from .stage import Stage
from .tint import DIM, GROUND, INK, RULE, SOFT, SUB, mixed, rgb

CAMERA, BEATS = LOOKS["camera"].colour, LOOKS["beats"].colour
MARK = "ANIMATIC"
Box = tuple[int, int, int, int]


class Page:
    """Paints the pictures of a film in the order of time."""

    def __init__(self, scene: Scene, track: Track) -> None:
        self.scene = scene
        w, h = scene.width, scene.height
        self.unit = u = min(w, h) / 720
        self.pad = round(22 * u)
        self.portrait = h > 1.15 * w
        self.lanes = Lanes(scene, track, self.pad, u, most_rows=6 if self.portrait else 5 if w > 1.15 * h else 4)
        self._boxes()
        x0, y0, x1, y1 = self.stage_box
        self.stage = Stage(scene, x1 - x0, y1 - y0)
        self._base: tuple[object, Image.Image] | None = None
        self._map: tuple[object, Image.Image] | None = None
        self._lamp: tuple[object, Image.Image] | None = None

    def _boxes(self) -> None:
        w, h, u, pad = self.scene.width, self.scene.height, self.unit, self.pad
        gap = round(16 * u)
        self.header = round((74 if self.portrait else 46) * u)
        self.lanes.top = h - self.lanes.height - round(10 * u)
        foot = self.lanes.top - round(12 * u)
        if self.portrait:
            card = round(176 * u)
            stage_h = min(foot - self.header - card - gap, round((w - 2 * pad - gap - 190 * u) * h / w))
            stage_w = round(stage_h * w / h)
            self.stage_box = (pad, self.header, pad + stage_w, self.header + stage_h)
            side = (pad + stage_w + gap, self.header, w - pad, self.header + stage_h)
            self.card_box = (pad, self.header + stage_h + gap, w - pad, foot)
            self.light_box = (side[0], side[1], side[2], side[1] + round(54 * u))
            self.plan_box = (side[0], self.light_box[3] + gap, side[2], side[3])
        else:
            stage_h = foot - self.header
            stage_w = round(stage_h * w / h)
            widest = w - 2 * pad - gap - round(200 * u)
            if stage_w > widest:
                stage_w, stage_h = widest, round(widest * h / w)
            self.stage_box = (pad, self.header, pad + stage_w, self.header + stage_h)
            left = pad + stage_w + gap + round(4 * u)
            plan_h = round(min(172 * u, 0.40 * (foot - self.header)))
            self.plan_box = (left, foot - plan_h, w - pad, foot)
            self.light_box = (left, self.plan_box[1] - round(44 * u), w - pad, self.plan_box[1] - round(14 * u))
            self.card_box = (left, self.header, w - pad, self.light_box[1] - round(10 * u))

    # ── one picture ──

    def picture(self, t: float) -> Image.Image:
        """The film at a moment [s], as RGB."""
        card = self.scene.card_at(t)
        image = self._static(card).copy()
        stage, pose, lit = self.stage.picture(t)
        image.paste(stage, self.stage_box[:2])
        draw = ImageDraw.Draw(image, "RGBA")
        self._over_stage(draw, pose, t)
        self._light(image, lit)
        image.paste(self._plan(pose, t), self.plan_box[:2])
        baseline = self.header / 2 if not self.portrait else 54 * self.unit
        write(
            draw,
            (self.scene.width - self.pad, baseline),
            time_code(t, self.scene.fps),
            "mono",
            19 * self.unit,
            INK,
            "rm",
        )
        self.lanes.playhead(draw, t)
        return image

    def _static(self, card: Card | None) -> Image.Image:
        number = card.number if card else None
        if self._base is not None and self._base[0] == number:
            return self._base[1]
        image = Image.new("RGB", (self.scene.width, self.scene.height), GROUND)
        draw = ImageDraw.Draw(image, "RGBA")
        self._header(draw)
        self._card(draw, card)
        self.lanes.paint(image, draw, card)
        self._base = (number, image)
        return image

    def _header(self, draw: ImageDraw.ImageDraw) -> None:
        u, scene, x = self.unit, self.scene, float(self.pad)
        y = 23 * u
        code = width("00:00:00:00", "mono", 19 * u) + 16 * u
        tag = width(MARK, "strong", 11 * u) + 14 * u
        about = f"{scene.width}×{scene.height}   {scene.fps} fps   {scene.seconds:g} s"
        about_w = width(about, "regular", 12.5 * u)
        if self.portrait:
            write(
                draw,
                (x, y),
                letters.fitted(plain(scene.slate), "strong", 18 * u, scene.width - 2 * self.pad),
                "strong",
                18 * u,
                INK,
                "lm",
            )
            y = 54 * u
        else:
            room = (
                scene.width
                - 2 * self.pad
                - tag
                - code
                - 14 * u
                - (about_w + 28 * u if scene.width > 1.15 * scene.height else 0)
            )
            x += (
                write(
                    draw,
                    (x, y),
                    letters.fitted(plain(scene.slate), "strong", 18 * u, room),
                    "strong",
                    18 * u,
                    INK,
                    "lm",
                )
                + 14 * u
            )
        draw.rounded_rectangle(
            (x, y - 10 * u, x + tag, y + 10 * u), 4 * u, outline=rgb(INK), width=max(1, round(1.2 * u))
        )
        write(draw, (x + tag / 2, y), MARK, "strong", 11 * u, INK, "mm")
        x += tag + 14 * u
        if x + about_w < scene.width - self.pad - code:
            write(draw, (x, y), about, "regular", 12.5 * u, SUB, "lm")

    def _card(self, draw: ImageDraw.ImageDraw, card: Card | None) -> None:
        u = self.unit
        x0, y0, x1, y1 = self.card_box
        if card is None:
            words = "no beat at this moment" if self.scene.cards else "the prompt states no timed beat"
            write(draw, (x0, y0 + 12 * u), words, "regular", 13 * u, SUB)
            return
        y = y0 + 11 * u
        draw.rounded_rectangle((x0, y0 + 1 * u, x0 + 4 * u, y0 + 13 * u), 1, fill=rgb(BEATS))
        write(draw, (x0 + 11 * u, y), f"BEAT {card.number} of {len(self.scene.cards)}", "strong", 12 * u, SUB)
        write(draw, (x1, y), f"{card.start:.2f} – {card.end:.2f} s", "mono", 12 * u, SUB, "rs")
        y += 8 * u
        if card.label:
            for line in letters.wrapped(plain(card.label), "strong", 22 * u, x1 - x0, 2):
                y += 27 * u
                write(draw, (x0, y), line, "strong", 22 * u, INK)
            y += 6 * u
        step, size = 21 * u, 14.5 * u
        lines = max(0, int((y1 - y - 4 * u) / step))
        for line in letters.wrapped(plain(card.action), "regular", size, x1 - x0, lines) if lines else ():
            y += step
            write(draw, (x0, y), line, "regular", size, SOFT)

    def _light(self, image: Image.Image, lit: Lit) -> None:
        """The colour of the leading light as a swatch with its kelvin, and what the text calls it."""
        key = (lit.kelvin, lit.level, lit.look, lit.source)
        if self._lamp is None or self._lamp[0] != key:
            x0, y0, x1, y1 = self.light_box
            row = Image.new("RGB", (x1 - x0, y1 - y0), GROUND)
            self._draw_light(ImageDraw.Draw(row), lit, x1 - x0, y1 - y0)
            self._lamp = (key, row)
        image.paste(self._lamp[1], self.light_box[:2])

    def _draw_light(self, draw: ImageDraw.ImageDraw, lit: Lit, x1: float, y1: float) -> None:
        u, x0, y0 = self.unit, 0.0, 0.0
        y = y0 + 15 * u if self.portrait else (y0 + y1) / 2
        tint = tuple(int(v) for v in encoded(np.array(lit.colour) * (0.35 + 0.6 * lit.level)) * 255)
        draw.rounded_rectangle((x0, y - 8 * u, x0 + 16 * u, y + 8 * u), 3 * u, fill=tint)
        x = x0 + 25 * u
        x += write(draw, (x, y), f"{'≈ ' if lit.assumed else ''}{lit.kelvin:.0f} K", "mono", 13 * u, INK, "lm") + 12 * u
        words = plain(lit.look) or lit.source.replace("_", " ") or ("light assumed" if lit.assumed else "")
        if self.portrait:
            x, y = x0, y + 24 * u
        write(draw, (x, y), letters.fitted(words, "regular", 12.5 * u, x1 - x), "regular", 12.5 * u, SUB, "lm")

    # ── over the stage ──

    def _over_stage(self, draw: ImageDraw.ImageDraw, pose: Pose, t: float) -> None:
        u = self.unit
        x0, y0, x1, y1 = self.stage_box
        w, h = x1 - x0, y1 - y0
        for sx, ox in ((1, x0), (-1, x1 - 1)):  # action safe area, SMPTE ST 2046-1: 93 % of width and height
            for sy, oy in ((1, y0), (-1, y1 - 1)):
                cx, cy, arm = ox + sx * 0.035 * w, oy + sy * 0.035 * h, 9 * u
                draw.line((cx, cy, cx + sx * arm, cy), fill=(255, 255, 255, 70))
                draw.line((cx, cy, cx, cy + sy * arm), fill=(255, 255, 255, 70))
        mx, my = x0 + w / 2, y0 + h / 2
        draw.line((mx - 5 * u, my, mx + 5 * u, my), fill=(255, 255, 255, 60))
        draw.line((mx, my - 5 * u, mx, my + 5 * u), fill=(255, 255, 255, 60))
        self._target(draw, pose, t)
        draw.rectangle((x0, y0, x1 - 1, y1 - 1), outline=rgb(RULE))

        rig = self.scene.rig
        left, foot = x0 + 0.045 * w + 2 * u, y1 - 0.045 * h - 4 * u
        frame = rig.frame_m * (rig.lens_mm / pose.lens_mm) * self._distance(pose, t) / rig.reach
        lens = f"{'≈' if self.scene.lens_assumed else ''}{pose.lens_mm:.0f} mm"
        field = f"{2 * math.degrees(math.atan(rig.sensor_mm[0] / 2 / pose.lens_mm)):.0f}°"
        far = self._distance(pose, t)
        size = framing_now(self.scene, frame).upper()
        reading = f"{size}   {lens}   {field}   {far:.{2 if far < 3 else 1}f} m"
        if width(reading, "mono", 11.5 * u) > 0.9 * w:
            reading = f"{lens}   {field}   {far:.1f} m"
        self._plate(draw, left, foot - 5 * u, reading, "mono", 11.5 * u)
        self._chip(draw, left, y0 + 0.045 * h + 13 * u, t)
        self._subtitle(draw, t)

    def _distance(self, pose: Pose, t: float) -> float:
        gx, gz = self.scene.rig.travelled(t)
        ax, ay, az = self.scene.rig.aim
        return math.dist((pose.x, pose.y, pose.z), (ax + gx, ay, az + gz))

    def _plate(
        self, draw: ImageDraw.ImageDraw, x: float, y: float, words: str, face: letters.Face, size: float
    ) -> None:
        """Words on a dark plate, so that they can be read over any light."""
        u = self.unit
        w = width(words, face, size)
        draw.rounded_rectangle((x - 5 * u, y - 10 * u, x + w + 6 * u, y + 10 * u), 4 * u, fill=(8, 10, 13, 150))
        write(draw, (x, y), words, face, size, INK, "lm")

    def _chip(self, draw: ImageDraw.ImageDraw, x: float, y: float, t: float) -> None:
        """What the camera does now; filled while it moves."""
        u = self.unit
        now = [m for m in self.scene.moves if m.start <= t + 1e-6 < m.end]
        words = " + ".join(m.label for m in now if m.kind not in STILL) or next((m.label for m in now), "")
        if not words:
            return
        moving = any(m.kind not in STILL for m in now)
        words = letters.fitted(words, "strong", 12.5 * u, 0.8 * (self.stage_box[2] - self.stage_box[0]))
        w = width(words, "strong", 12.5 * u) + 26 * u
        fill = (*rgb(mixed(CAMERA, INK, 0.10)), 245) if moving else (8, 10, 13, 150)
        ink = "#0b0d10" if moving else INK
        draw.rounded_rectangle((x - 5 * u, y - 12 * u, x - 5 * u + w, y + 12 * u), 5 * u, fill=fill)
        r = 3.6 * u
        draw.polygon(
            [
                (x + 4 * u, y - r * 1.25),
                (x + 4 * u + r * 1.25, y),
                (x + 4 * u, y + r * 1.25),
                (x + 4 * u - r * 1.25, y),
            ],
            fill=ink,
        )
        write(draw, (x + 14 * u, y), words, "strong", 12.5 * u, ink, "lm")

    def _subtitle(self, draw: ImageDraw.ImageDraw, t: float) -> None:
        u = self.unit
        x0, _, x1, y1 = self.stage_box
        line = next((s for s in self.scene.lines if s.start <= t + 1e-6 < s.end), None)
        if line is None:
            return
        rows = letters.wrapped(plain(line.words), "strong", 15 * u, 0.78 * (x1 - x0), 2)
        y = y1 - 0.045 * (y1 - self.stage_box[1]) - 44 * u - 22 * u * (len(rows) - 1)
        for row in rows:
            w = width(row, "strong", 15 * u)
            mx = (x0 + x1) / 2
            draw.rounded_rectangle(
                (mx - w / 2 - 8 * u, y - 12 * u, mx + w / 2 + 8 * u, y + 12 * u), 4 * u, fill=(8, 10, 13, 190)
            )
            write(draw, (mx, y), row, "strong", 15 * u, INK, "mm")
            y += 24 * u

    def _target(self, draw: ImageDraw.ImageDraw, pose: Pose, t: float) -> None:
        """Corners of the frame that the next move ends on, drawn where the subject stands, from a second before it."""
        rig, u = self.scene.rig, self.unit
        move = next(
            (m for m in self.scene.moves if m.kind not in STILL | SHAKEN | {"tracking"} and m.start - 1.0 <= t < m.end),
            None,
        )
        if move is None:
            return
        end = rig.at(move.end, shaken=False)
        x0, y0, x1, y1 = self.stage_box
        w, h = x1 - x0, y1 - y0
        corners = self._frame_of(end)
        if corners is None:
            return
        seen, depth = project(pose, corners, rig.sensor_mm[0], w, h)
        if (depth < 0.1).any():
            return
        alpha = int(255 * min(1.0, max(0.0, 1.0 - (move.start - t)))) if t < move.start else 255
        colour = (*rgb(mixed(CAMERA, INK, 0.12)), alpha)
        for k in range(4):
            for other in (seen[(k + 1) % 4], seen[k - 1]):
                a, b = seen[k], seen[k] + 0.15 * (other - seen[k])
                if all(1 <= p[0] <= w - 2 and 1 <= p[1] <= h - 2 for p in (a, b)):
                    draw.line((x0 + a[0], y0 + a[1], x0 + b[0], y0 + b[1]), fill=colour, width=max(2, round(2 * u)))

    def _frame_of(self, pose: Pose) -> np.ndarray | None:
        """The corners of what a camera sees, on the upright plane through the subject."""
        rig = self.scene.rig
        hx, hy = rig.sensor_mm[0] / 2 / pose.lens_mm, rig.sensor_mm[1] / 2 / pose.lens_mm
        axes = pose.axes()
        eye = np.array([pose.x, pose.y, pose.z])
        facing = np.array([math.sin(rig.home.yaw), 0.0, math.cos(rig.home.yaw)])
        out = []
        for sx, sy in ((-1, 1), (1, 1), (1, -1), (-1, -1)):
            ray = axes[2] + sx * hx * axes[0] + sy * hy * axes[1]
            along = ray @ facing
            if along < 1e-3:
                return None
            out.append(eye + ray * (((np.array(rig.aim) - eye) @ facing) / along))
        return np.array(out)

    # ── the plan from above ──

    def _plan(self, pose: Pose, t: float) -> Image.Image:
        """The stage from above. Painted at twice the size, again only when the camera has moved."""
        key = (
            round(pose.x, 4),
            round(pose.z, 4),
            round(pose.yaw, 4),
            round(pose.lens_mm, 2),
            self.scene.rig.travelled(t),
        )
        if self._map is not None and self._map[0] == key:
            return self._map[1]
        x0, y0, x1, y1 = self.plan_box
        w, h = 2 * (x1 - x0), 2 * (y1 - y0)
        image = Image.new("RGB", (w, h), GROUND)
        draw = ImageDraw.Draw(image, "RGBA")
        self._draw_plan(draw, pose, t, w, h)
        image = image.reduce(2)
        small = ImageDraw.Draw(image)
        u = self.unit
        small.rectangle((0, y1 - y0 - 17 * u, x1 - x0, y1 - y0), fill=rgb(GROUND))
        write(small, (0, y1 - y0 - 4 * u), "FROM ABOVE", "strong", 10 * u, DIM)
        write(small, (x1 - x0, y1 - y0 - 4 * u), f"{self._distance(pose, t):.2f} m", "mono", 11.5 * u, SUB, "rs")
        self._map = (key, image)
        return image

    def _draw_plan(self, draw: ImageDraw.ImageDraw, pose: Pose, t: float, w: int, h: int) -> None:
        scene, u = self.scene, 2 * self.unit
        rig = scene.rig
        path = [rig.at(scene.seconds * k / 40, shaken=False) for k in range(41)]
        gx, gz = rig.travelled(t)
        near = [
            s for s in scene.cast.stand_ins if s.name not in ("forearms", "chair") and s.z < 2.5 * max(rig.reach, 1.0)
        ]
        xs = (
            [p.x for p in path]
            + [rig.aim[0] - 0.5 * rig.frame_m, rig.aim[0] + 0.5 * rig.frame_m]
            + [s.x for s in near if abs(s.x) < 1.2 * rig.reach]
        )
        zs = [p.z for p in path] + [rig.aim[2] + 0.25 * rig.reach]
        ex, ez = rig.travelled(scene.seconds)
        xs += [x + ex for x in (rig.aim[0] - 0.5 * rig.frame_m, rig.aim[0] + 0.5 * rig.frame_m)]
        zs.append(rig.aim[2] + ez + 0.25 * rig.reach)
        tall, wide = max(zs) - min(zs), max(xs) - min(xs)
        head, foot = 16 * u, 30 * u
        scale = max(1.0, min((h - head - foot) / max(tall, 0.3), (w - 30 * u) / max(wide, 1.9)))
        cx, top = w / 2 - (max(xs) + min(xs)) / 2 * scale, head + max(zs) * scale

        def at(x: float, z: float) -> tuple[float, float]:
            return cx + x * scale, top - z * scale

        c0 = at(pose.x, pose.z)
        half = math.atan(rig.sensor_mm[0] / 2 / pose.lens_mm)
        far = 1.15 * max(rig.reach, tall)
        edges = [
            at(pose.x + far * math.sin(pose.yaw + a), pose.z + far * math.cos(pose.yaw + a)) for a in (-half, half)
        ]
        draw.polygon([c0, *edges], fill=(*rgb(CAMERA), 34))
        for edge in edges:
            draw.line((*c0, *edge), fill=(*rgb(CAMERA), 150), width=round(u))
        trail = [at(p.x, p.z) for p in path]
        if max(math.dist(p, trail[0]) for p in trail) > 2 * u:
            draw.line(trail, fill=(*rgb(mixed(CAMERA, INK, 0.2)), 255), width=round(1.6 * u), joint="curve")
            r = 2.6 * u
            draw.ellipse(
                (trail[-1][0] - r, trail[-1][1] - r, trail[-1][0] + r, trail[-1][1] + r),
                outline=rgb(mixed(CAMERA, INK, 0.2)),
                width=round(u),
            )
        for s in near:
            moved = s.name == "person" or abs(s.z) < 0.3
            x, y = at(s.x + (gx if moved else 0.0), s.z + (gz if moved else 0.0))
            if s.name == "person":
                rx, ry = max(4.2 * u, 0.21 * s.scale * scale), max(2.6 * u, 0.12 * s.scale * scale)
                draw.ellipse((x - rx, y - ry, x + rx, y + ry), fill=rgb(SOFT))
                a = math.radians(s.yaw)
                tip = (x - 1.7 * ry * math.sin(a), y + 1.7 * ry * math.cos(a))
                draw.line((x, y, *tip), fill=rgb(SOFT), width=round(1.6 * u))
            else:
                r = max(1.8 * u, min(s.form.half_width, 1.6) * scale)
                d = max(1.8 * u, min(0.4, 0.6 * s.form.half_width) * scale)
                draw.rectangle((x - r, y - d, x + r, y + d), outline=rgb(SUB), width=max(1, round(u)))
        a = pose.yaw
        body = [(-5, 2), (5, 2), (5, 12), (-5, 12)]
        lens = [(-3.4, 2), (3.4, 2), (4.6, -4), (-4.6, -4)]
        for shape in (body, lens):
            turned = [
                (c0[0] + u * (x * math.cos(a) - y * math.sin(a)), c0[1] + u * (x * math.sin(a) + y * math.cos(a)))
                for x, y in shape
            ]
            draw.polygon(turned, fill=rgb(mixed(CAMERA, INK, 0.12)))


def time_code(t: float, fps: int) -> str:
    """Hours, minutes, seconds and frames, without dropped ones: 00:00:02:12."""
    n = math.floor(t * fps + 1e-6)
    return f"{n // (fps * 3600):02d}:{n // (fps * 60) % 60:02d}:{n // fps % 60:02d}:{n % fps:02d}"
