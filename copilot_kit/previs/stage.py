"""The stage as the lens sees it: floor and wall, stand-ins lit from the stated side, one picture for each moment.

Round bodies are drawn once for each direction of view as a patch with true surface normals, lit, and then placed by
the pin-hole; boxes, floor lines and shadows are drawn in perspective. A picture is painted again only when the
camera, the light or a walker has moved, so a static shot costs next to nothing.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from .bodies import COOL_FILL, Patch, codes, extent, lit_patch, place, raster, view_axes
from .camera import Pose, project
from .cast import StandIn
from .forms import Box, Round, person
from .light import Lit, colour_of, encoded, lit_at
from .scene import Scene

Array = NDArray[np.float32]

NEAR_M = 0.06
WALK_STEPS = 8
"""Positions of a double step that a walker is drawn in."""

MOST_PIXELS = 800_000
"""Pixels of drawn bodies that are kept for the next picture; twice as many of lit ones."""

_SCREEN_GLOW = np.array(colour_of(7000.0))


class Stage:
    """Paints the stage of a scene in a given size."""

    def __init__(self, scene: Scene, width: int, height: int) -> None:
        self.scene, self.width, self.height = scene, width, height
        self.pixels_mm = width / scene.rig.sensor_mm[0]
        self._last: tuple[object, Image.Image] | None = None
        self._patches: dict[object, Patch] = {}
        self._normals: dict[object, tuple[Array, ...]] = {}
        self._grain = (
            np.random.default_rng(7).uniform(-0.5, 0.5, (height // 4 + 2, width // 4 + 2, 1)).astype(np.float32)
        )

    def picture(self, t: float) -> tuple[Image.Image, Pose, Lit]:
        """The stage at a moment [s], and the camera and the light that it was seen by. Do not write on it."""
        pose, lit = self.scene.rig.at(t), lit_at(self.scene.keys, t)
        step = self._step(t)
        numbers = (pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.roll, pose.lens_mm)
        key = (
            tuple(round(n, 5) for n in numbers),
            lit.kelvin,
            lit.level,
            tuple(round(n, 3) for n in lit.towards),
            step,
        )
        if self._last is None or self._last[0] != key:
            self._last = (key, self._paint(pose, lit, t, step))
        return self._last[1], pose, lit

    def _step(self, t: float) -> int:
        """Which position of a double step walkers are in; 0 where nobody walks."""
        if not any(s.moving for s in self.scene.cast.stand_ins):
            return 0
        return int(t / 1.1 * WALK_STEPS) % WALK_STEPS

    def _paint(self, pose: Pose, lit: Lit, t: float, step: int) -> Image.Image:
        if not pose.roll:
            return self._upright(pose, lit, t, step)
        # a rolled picture is cut from an upright one that is seen by a shorter lens
        c, s = math.cos(abs(pose.roll)), math.sin(abs(pose.roll))
        ratio = self.width / self.height
        spare = 1.01 * max(c + s / ratio, c + s * ratio)
        upright = self._upright(replace(pose, roll=0.0, lens_mm=pose.lens_mm / spare), lit, t, step)
        c, s = math.cos(pose.roll) * 1 / spare, math.sin(pose.roll) / spare
        mx, my = self.width / 2, self.height / 2
        matrix = (c, s, mx - c * mx - s * my, -s, c, my + s * mx - c * my)
        return upright.transform((self.width, self.height), Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)

    def _upright(self, pose: Pose, lit: Lit, t: float, step: int) -> Image.Image:
        gone = self.scene.rig.travelled(t)
        stand_ins = [self._now(s, gone, step) for s in self.scene.cast.stand_ins]
        picture = self._ground(pose, lit, stand_ins)
        self._lines(picture, pose, lit)
        for s in self._far_to_near(stand_ins, pose):
            self._stand(picture, pose, lit, s)
        return picture

    def _now(self, s: StandIn, gone: tuple[float, float], step: int) -> StandIn:
        if s.moving:
            form = person("walking", s.scale, phase=(step / WALK_STEPS + (0.37 * s.x) % 1.0) % 1.0)
            s = replace(s, form=form, yaw=self._heading(s))
        if gone != (0.0, 0.0) and (s.name in ("person", "forearms") or abs(s.z) < 0.3):
            s = replace(s, x=s.x + gone[0], z=s.z + gone[1])
        return s

    def _heading(self, s: StandIn) -> float:
        """Walkers look where a tracking camera goes."""
        for move in self.scene.rig.travelling:
            return {"right": -90.0, "left": 90.0, "backward": 0.0, "back": 0.0}.get(
                move.direction, 180.0 if move.direction else -90.0
            )
        return s.yaw

    def _far_to_near(self, stand_ins: list[StandIn], pose: Pose) -> list[StandIn]:
        forward = pose.axes()[2]

        def depth(s: StandIn) -> float:
            return (
                (s.x - pose.x) * forward[0]
                + (s.z - pose.z) * forward[2]
                + (s.y + s.form.height / 2 - pose.y) * forward[1]
            )

        surfaces = [s for s in stand_ins if s.name in ("table", "counter", "plinth")]
        top = min((depth(s) for s in surfaces), default=0.0)

        def rank(s: StandIn) -> float:
            if s.name == "forearms" and not surfaces:
                return depth(s) - 0.3
            on_top = surfaces and (s.name in ("forearms", "hands") or (s.y > 0.3 and s.name != "person"))
            if on_top:
                return min(depth(s) * 1e-3, 0.5) + top - 0.6 - (0.0 if s.name == "forearms" else 0.05)
            return depth(s) - (2.0 if s.pose == "lying" else 0.0)  # who lies on a bed is drawn after it

        return sorted(stand_ins, key=rank, reverse=True)

    # ── floor, wall, sky ──

    def _ground(self, pose: Pose, lit: Lit, stand_ins: list[StandIn]) -> Image.Image:
        """Light on floor and wall, a quarter of the size, with soft shadows; crisp edges come as lines."""
        w, h = self.width // 4 + 1, self.height // 4 + 1
        scale = pose.lens_mm * self.pixels_mm / 4
        u = ((np.arange(w) + 0.5 - self.width / 8) / scale).astype(np.float32)[None, :]
        v = ((self.height / 8 - np.arange(h) - 0.5) / scale).astype(np.float32)[:, None]
        right, up, forward = pose.axes().astype(np.float32)
        dx, dy, dz = (forward[i] + u * right[i] + v * up[i] for i in range(3))
        reach = self.scene.rig.reach
        colour = np.array(lit.colour, np.float32)
        side = lit.towards[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            to_floor = np.where(dy < -1e-4, -pose.y / dy, np.float32(1e6))
            x, z = pose.x + dx * to_floor, pose.z + dz * to_floor
            wide = max(1.6, 0.55 * reach)
            pool = np.exp(-(((x - side * 0.5 * wide) / wide) ** 2) - ((z + 0.2) / (1.3 * wide)) ** 2)
            shadow = np.ones_like(pool)
            for s in stand_ins:
                if s.y > 0.3 or s.z > 0.9 * self.scene.wall_z or s.name in ("forearms", "hands"):
                    continue
                length = min(1.2, 0.35 * s.form.height) if lit.towards[1] < 0.95 else 0.0
                cx, cz = s.x - lit.towards[0] * length * 0.6, s.z - lit.towards[2] * length * 0.35
                rx = min(1.8, s.form.half_width) * 0.9 + 0.4 * length * abs(lit.towards[0])
                rz = min(0.5, 0.8 * s.form.half_width) + 0.3 * length * abs(lit.towards[2])
                shadow *= 1 - 0.62 * np.exp(-(((x - cx) / rx) ** 2) - ((z - cz) / rz) ** 2)
            if self.scene.cast.outdoors:
                linear = self._outdoors(pose, lit, colour, dy, to_floor, x, z, shadow)
            else:
                to_wall = np.where(dz > 1e-4, (self.scene.wall_z - pose.z) / dz, np.float32(1e6))
                floor = (0.020 + 0.17 * lit.level * pool) * shadow
                wall = self._wall(pose, lit, dx, dy, to_wall, wide)
                shade = np.where(to_floor < to_wall, floor, np.where(to_wall < 1e5, wall, 0.012))
                fill = (0.020 + 0.012 * v - 0.01 * np.abs(u)).clip(0.006, 0.03)
                linear = shade[..., None] * colour + fill[..., None] * COOL_FILL.astype(np.float32)
        edge = 1 - 0.30 * ((u / u.max()) ** 2 + (v / v.max()) ** 2)
        codes = _codes_dithered(linear * edge[..., None], self._grain[:h, :w])
        small = Image.fromarray(codes)
        return small.resize(
            (self.width, self.height), Image.Resampling.BICUBIC, box=(0, 0, self.width / 4, self.height / 4)
        )

    def _wall(self, pose: Pose, lit: Lit, dx: Array, dy: Array, to_wall: Array, wide: float) -> Array:
        """The back wall: a pool of light on the side of the lamp, and the panes of a window that shines in."""
        x, y = pose.x + dx * to_wall, pose.y + dy * to_wall
        side = lit.towards[0]
        behind = lit.towards[2] > 0.3
        centre = 0.0 if behind else side * 0.65 * wide
        pool = np.exp(-(((x - centre) / (1.1 * wide)) ** 2) - ((y - 1.7) / (1.3 * wide)) ** 2)
        shade = 0.024 + (0.20 if behind else 0.11) * lit.level * pool
        if lit.source in ("window", "daylight", "sunrise_sunset", "moon") and abs(side) > 0.3:
            # the patch that a window throws, away from its side and sheared by the height of the sun
            px = (x + np.sign(side) * 0.50 * wide - (y - 1.5) * 0.35 * np.sign(side)) / (0.42 * wide)
            py = (y - 1.55) / (0.46 * wide)
            soft = 0.10
            inside = _soft_box(px, 1.0, soft) * _soft_box(py, 1.0, soft)
            bars = (1 - 0.75 * np.exp(-((px / 0.06) ** 2))) * (1 - 0.75 * np.exp(-((py / 0.06) ** 2)))
            shade = shade + 0.15 * lit.level * inside * bars
        return shade.astype(np.float32)

    def _outdoors(
        self, pose: Pose, lit: Lit, colour: Array, dy: Array, to_floor: Array, x: Array, z: Array, shadow: Array
    ) -> Array:
        """Ground that fades into haze, and a sky that is lightest at the horizon."""
        low = lit.level < 0.8
        haze = 0.15 if low else 0.30
        sky_tint = 0.35 * colour + 0.65 * np.array([0.62, 0.80, 1.05], np.float32)
        high = np.clip(dy, 0, 1)
        sky = (haze * np.exp(-3.2 * high))[..., None] * sky_tint
        far = np.exp(-np.maximum(to_floor, 0) / (4.5 * max(2.0, self.scene.rig.reach)))
        ground = (0.03 + 0.10 * lit.level * far) * shadow
        if self.scene.cast.water:
            ripple = np.sin(z * 2.1 + 0.6 * np.sin(x * 0.7)) * np.sin(x * 0.35 + z * 0.4)
            shine = np.where(z > 1.0, 0.028 * ripple * far, 0)
            ground = np.where(z > 1.0, 0.07 + 0.10 * (1 - far), ground) + shine
        lit_ground = ground[..., None] * (0.75 * colour + 0.25 * sky_tint)
        horizon = (0.42 if self.scene.cast.water else 0.66) * haze  # darker than the sky: the horizon is a line
        blended = lit_ground * far[..., None] + (horizon * sky_tint) * (1 - far[..., None])
        return np.where((to_floor < 1e5)[..., None], blended, sky).astype(np.float32)

    def _lines(self, picture: Image.Image, pose: Pose, lit: Lit) -> None:
        """The metre grid of the floor and the foot of the wall: they make a camera move legible."""
        reach, wall = self.scene.rig.reach, self.scene.wall_z
        step = next((n for n in (0.25, 0.5, 1.0, 2.0, 5.0) if n >= reach / 5), 10.0)
        span = math.ceil(max(3.0, 1.4 * reach) / step) * step
        middle = round(pose.x / step) * step
        back = wall if not self.scene.cast.outdoors else 3.0 * span
        front = math.ceil((pose.z + 0.1) / step) * step
        segments: list[tuple[tuple[float, float, float], tuple[float, float, float], int]] = []
        for x in (middle - span + n * step for n in range(round(2 * span / step) + 1)):
            edge = 1 - (abs(x - middle) / (span + step)) ** 2
            for n in range(4):  # paler with the distance
                a, b = front + (back - front) * n / 4, front + (back - front) * (n + 1) / 4
                segments.append(((x, 0.0, a), (x, 0.0, b), int(34 * edge * (1 - 0.24 * n))))
        for z in (front + n * step for n in range(min(60, int((back - front) / step) + 1))):
            pale = 1 - 0.9 * (z - front) / max(back - front, step)
            for a, b, strength in ((-1.0, -0.5, 0.5), (-0.5, 0.5, 1.0), (0.5, 1.0, 0.5)):
                segments.append(
                    ((middle + a * span, 0.0, z), (middle + b * span, 0.0, z), int(34 * strength * max(pale, 0.1)))
                )
        if not self.scene.cast.outdoors:
            segments += [((-40.0, y, wall), (40.0, y, wall), a) for y, a in ((0.0, 120), (0.10, 60), (2.9, 34))]
        mask = Image.new("L", (2 * self.width, 2 * self.height))
        draw = ImageDraw.Draw(mask)
        points = np.array([p for a, b, _ in segments for p in (a, b)])
        seen = (points - (pose.x, pose.y, pose.z)) @ pose.axes().T
        factor = 2 * pose.lens_mm * self.pixels_mm
        for (a, b), (_, _, strength) in zip(seen.reshape(-1, 2, 3), segments, strict=True):
            clipped = _clipped_segment(a, b)
            if clipped is None:
                continue
            (ax, ay, az), (bx, by, bz) = clipped
            line = (
                self.width + ax / az * factor,
                self.height - ay / az * factor,
                self.width + bx / bz * factor,
                self.height - by / bz * factor,
            )
            if max(abs(n) for n in line) < 30_000:
                draw.line(line, fill=strength, width=2)
        colour = tuple(int(c) for c in encoded(np.array(lit.colour) * (0.25 + 0.45 * lit.level)) * 255)
        picture.paste(colour, (0, 0, self.width, self.height), mask.reduce(2))

    # ── stand-ins ──

    def _stand(self, picture: Image.Image, pose: Pose, lit: Lit, s: StandIn) -> None:
        if not s.form.boxes:
            self._rounds(picture, pose, lit, s, s.form.rounds)
            return
        _, depth = project(pose, np.array([[s.x, s.y + s.form.height / 2, s.z]]), 36.0, 100, 100)
        middle = depth[0]
        turned = [_turned(r.a, s.yaw) for r in s.form.rounds]
        _, depths = project(
            pose, np.array([(x + s.x, y + s.y, z + s.z) for x, y, z in turned] or [(0.0, 0.0, 0.0)]), 36.0, 100, 100
        )
        self._rounds(picture, pose, lit, s, tuple(r for r, d in zip(s.form.rounds, depths, strict=False) if d > middle))
        self._boxes(picture, pose, lit, s)
        self._rounds(
            picture, pose, lit, s, tuple(r for r, d in zip(s.form.rounds, depths, strict=False) if d <= middle)
        )

    def _boxes(self, picture: Image.Image, pose: Pose, lit: Lit, s: StandIn) -> None:
        """All boxes of a stand-in, far ones first, in a patch of twice the size that is then reduced."""
        eye = np.array([pose.x, pose.y, pose.z])
        axes = pose.axes()
        scale = pose.lens_mm * self.pixels_mm
        faces: list[tuple[float, NDArray[np.float64], tuple[int, int, int]]] = []
        for number, box in enumerate(s.form.boxes):
            far = (np.add(_turned(box.middle, s.yaw), (s.x, s.y, s.z)) - eye) @ axes[2]
            for corners, normal in _faces(box, s):
                middle = corners.mean(axis=0)
                if normal @ (eye - middle) <= 0:
                    continue
                seen = _clipped((corners - eye) @ axes.T)
                if len(seen) < 3:
                    continue
                flat = np.stack(
                    [
                        self.width / 2 + seen[:, 0] / seen[:, 2] * scale,
                        self.height / 2 - seen[:, 1] / seen[:, 2] * scale,
                    ],
                    1,
                )
                faces.append((far - 1e-4 * number, flat, self._face_colour(box, normal, lit)))
        if not faces:
            return
        every = np.concatenate([f[1] for f in faces])
        x0, y0 = np.maximum(np.floor(every.min(axis=0)).astype(int) - 1, 0)
        x1, y1 = np.minimum(np.ceil(every.max(axis=0)).astype(int) + 2, (self.width, self.height))
        if x1 - x0 < 1 or y1 - y0 < 1:
            return
        faces.sort(key=lambda f: -f[0])
        patch = Image.new("RGBA", (2 * int(x1 - x0), 2 * int(y1 - y0)), (*faces[-1][2], 0))
        draw = ImageDraw.Draw(patch)
        for _, flat, colour in faces:
            points = [(2 * (float(x) - x0), 2 * (float(y) - y0)) for x, y in flat]
            draw.polygon(points, fill=(*colour, 255))
        patch = patch.reduce(2)
        picture.paste(patch, (int(x0), int(y0)), patch)

    def _face_colour(self, box: Box, normal: NDArray[np.float64], lit: Lit) -> tuple[int, int, int]:
        key = max(0.0, float(normal @ np.array(lit.towards))) * 0.85 + 0.05
        sky = 0.055 + 0.035 * float(normal[1])
        linear = box.shade * (key * lit.level * np.array(lit.colour) + sky * COOL_FILL)
        if box.glow:
            tint = np.array(lit.colour) if box.daylit else _SCREEN_GLOW
            linear = linear + box.glow * (0.62 if lit.level < 0.9 else 0.42) * tint
        r, g, b = codes(np.asarray(linear / (1 + 0.35 * linear), np.float32))
        return int(r), int(g), int(b)

    def _rounds(self, picture: Image.Image, pose: Pose, lit: Lit, s: StandIn, rounds: tuple[Round, ...]) -> None:
        """Places the patch of the round parts of a stand-in."""
        if not rounds:
            return
        middle = np.array([s.x, s.y + s.form.height / 2, s.z])
        if s.y > 0.3 or s.form.height < 0.6:
            focus = middle
        else:  # of a tall body that is seen near by, the part in the middle of the picture counts
            ahead = np.array(self.scene.rig.aim)
            focus = np.array([s.x, min(max(ahead[1], s.y), s.y + s.form.height), s.z])
        towards = np.array([pose.x, pose.y, pose.z]) - focus
        distance = float(np.linalg.norm(towards))
        forward = pose.axes()[2]
        depth = float(-towards @ forward)
        if depth < 0.15:
            return
        scale = pose.lens_mm * self.pixels_mm / depth
        direction = towards / distance
        yaw, pitch = math.degrees(math.atan2(direction[0], -direction[2])), math.degrees(math.asin(direction[1]))
        yaw, pitch = round(yaw / 3) * 3.0, round(pitch / 3) * 3.0
        at, _ = project(pose, focus[None, :], self.scene.rig.sensor_mm[0], self.width, self.height)
        cx, cy = at[0]
        rect = (-cx / scale, (cy - self.height) / scale, (self.width - cx) / scale, cy / scale)
        patch = self._patch(s, rounds, focus - (s.x, s.y, s.z), yaw, pitch, scale, rect, lit)
        if patch is not None:
            place(picture, patch, cx, cy, scale)

    def _patch(
        self,
        s: StandIn,
        rounds: tuple[Round, ...],
        focus: NDArray[np.float64],
        yaw: float,
        pitch: float,
        scale: float,
        rect: tuple[float, float, float, float],
        lit: Lit,
    ) -> Patch | None:
        """The lit picture of round parts; drawn again only when one at hand does not serve."""
        body = (rounds, round(s.yaw), yaw, pitch, tuple(np.round(focus, 2)))
        light = (lit.kelvin, lit.level, tuple(round(n, 2) for n in lit.towards))
        known = self._patches.get((body, light))
        axes = view_axes(yaw, pitch)
        turn = _turn(s.yaw)
        view = axes @ turn  # from the stand-in's own axes to the view's
        left, bottom, right, top = extent(rounds, view, focus)
        need = (max(left, rect[0]), max(bottom, rect[1]), min(right, rect[2]), min(top, rect[3]))
        if need[0] >= need[2] or need[1] >= need[3]:
            return None
        if (
            known
            and 0.97 <= known.scale / scale <= 1.7
            and known.left <= need[0] + 1e-6
            and known.right >= need[2] - 1e-6
            and known.bottom <= need[1] + 1e-6
            and known.top >= need[3] - 1e-6
        ):
            return known
        scale = min(scale * 1.12, 6000.0)
        slack = 0.08 * max(rect[2] - rect[0], rect[3] - rect[1])
        pad = 2.5 / scale
        box = (
            max(left - pad, rect[0] - slack),
            max(bottom - pad, rect[1] - slack),
            min(right + pad, rect[2] + slack),
            min(top + pad, rect[3] + slack),
        )
        key = (body, round(scale, 1), tuple(round(n, 4) for n in box))
        normals = self._normals.get(key)
        if normals is None:
            normals = raster(rounds, view, focus, scale, box)
            self._normals[key] = normals
            while sum(n[0].size for n in self._normals.values()) > MOST_PIXELS and len(self._normals) > 1:
                self._normals.pop(next(iter(self._normals)))
        patch = Patch(lit_patch(normals, axes, lit), scale, box[0], box[3], box[2], box[1])
        self._patches[(body, light)] = patch
        while (
            sum(math.prod(p.picture.size) for p in self._patches.values()) > 2 * MOST_PIXELS and len(self._patches) > 1
        ):
            self._patches.pop(next(iter(self._patches)))
        return patch


# ── geometry ──


def _turn(yaw_deg: float) -> NDArray[np.float64]:
    """From a stand-in's own axes to the stage's: turned about the upright."""
    c, s = math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg))
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def _turned(p: tuple[float, float, float], yaw_deg: float) -> tuple[float, float, float]:
    x, y, z = _turn(yaw_deg) @ np.array(p)
    return float(x), float(y), float(z)


def _faces(box: Box, s: StandIn) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """(corners in order, outward normal) of the six faces on the stage."""
    w, h, d = (n / 2 for n in box.size)
    turn = _turn(s.yaw)
    own = _turn(box.yaw)
    signs = np.array(
        [(-1, -1, -1), (1, -1, -1), (1, 1, -1), (-1, 1, -1), (-1, -1, 1), (1, -1, 1), (1, 1, 1), (-1, 1, 1)]
    )
    corners = (signs * (w, h, d)) @ own.T + box.middle
    corners = corners @ turn.T + (s.x, s.y, s.z)
    sides = (
        ((0, 1, 2, 3), (0, 0, -1)),
        ((5, 4, 7, 6), (0, 0, 1)),
        ((4, 0, 3, 7), (-1, 0, 0)),
        ((1, 5, 6, 2), (1, 0, 0)),
        ((3, 2, 6, 7), (0, 1, 0)),
        ((4, 5, 1, 0), (0, -1, 0)),
    )
    return [(corners[list(which)], turn @ own @ np.array(normal, float)) for which, normal in sides]


def _clipped(seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """The part of a polygon that lies before the eye."""
    if (seen[:, 2] >= NEAR_M).all():
        return seen
    out = []
    for a, b in zip(seen, np.roll(seen, -1, axis=0), strict=True):
        if a[2] >= NEAR_M:
            out.append(a)
        if (a[2] >= NEAR_M) != (b[2] >= NEAR_M):
            out.append(a + (b - a) * ((NEAR_M - a[2]) / (b[2] - a[2])))
    return np.array(out).reshape(-1, 3)


def _clipped_segment(
    a: NDArray[np.float64], b: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    if a[2] < NEAR_M and b[2] < NEAR_M:
        return None
    if a[2] < NEAR_M:
        a = a + (b - a) * ((NEAR_M - a[2]) / (b[2] - a[2]))
    elif b[2] < NEAR_M:
        b = b + (a - b) * ((NEAR_M - b[2]) / (a[2] - b[2]))
    return a, b


def _soft_box(x: Array, half: float, soft: float) -> Array:
    return np.clip((half - np.abs(x)) / soft + 0.5, 0, 1)


def _codes_dithered(linear: Array, grain: Array) -> NDArray[np.uint8]:
    values = encoded(linear.astype(np.float64)) * 255 + grain
    return np.clip(values + 0.5, 0, 255).astype(np.uint8)
