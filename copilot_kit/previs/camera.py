"""The camera of the stage: a pin-hole with a real lens, and the path it takes.

A shot size fixes how many metres the frame shows at the subject, the lens its angle of view; the distance follows.
Moves start on their moment and not a tenth of a second later: speed rises within EASE_S and falls within EASE_S,
whatever the length of the move.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..shot import Move

EASE_S = 0.30
"""Time in which a move gathers speed, and in which it comes to rest [s]; a third of a shorter move."""

FRAME_M = {
    "macro": 0.16,
    "extreme_close_up": 0.25,
    "close_up": 0.45,
    "medium_close_up": 0.70,
    "medium": 1.0,
    "cowboy": 1.35,
    "medium_wide": 1.60,
    "full": 2.15,
    "wide": 3.4,
    "establishing": 8.0,
    "extreme_wide": 9.0,
}
"""Height of the frame at a standing adult, by shot size [m]. Source: where each size cuts a person of 1.74 m."""

_PER_SECOND = {"slow": 0.08, "": 0.15, "fast": 0.34}
_DEGREES = {"slow": 4.0, "": 9.0, "fast": 24.0}
STILL = frozenset({"static", "rack_focus"})
SHAKEN = frozenset({"handheld", "shake", "steadicam"})
UNSHOWN = {"rack_focus": "focus is not drawn, so the focus pull is only named"}


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the camera is [m], where it looks (yaw to the right, pitch up, roll [radians]), and its lens [mm]."""

    x: float
    y: float
    z: float
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    lens_mm: float = 35.0

    def axes(self) -> NDArray[np.float64]:
        """Right, up and forward as rows [shape=(3, 3)]."""
        cy, sy, cp, sp = math.cos(self.yaw), math.sin(self.yaw), math.cos(self.pitch), math.sin(self.pitch)
        return np.array([[cy, 0.0, -sy], [-sy * sp, cp, -cy * sp], [sy * cp, sp, cy * cp]])


@dataclass(frozen=True, slots=True)
class Planned:
    """A move as it will be made: window [s], kind, direction, speed, and how far it goes (its own unit)."""

    start: float
    end: float
    kind: str
    direction: str
    speed: str
    amount: float
    rise: float = 0.0
    """How far the lens goes up as the frame narrows, so that a face stays well framed [m]."""

    @property
    def label(self) -> str:
        """The move in the words of the trade: "slow push in"."""
        told = self.direction if self.kind not in STILL | {"push_in", "pull_out", "zoom_in", "zoom_out"} else ""
        words = (self.speed, self.kind.replace("_", " "), told)
        return " ".join(w for w in words if w)


def eased(t: float, length: float) -> float:
    """How much of a move of so many seconds is done after t: 0 to 1, with speed that rises and falls in EASE_S."""
    if t <= 0.0:
        return 0.0
    if t >= length:
        return 1.0
    ramp = min(EASE_S, length / 3)
    cruise = 1.0 / (length - ramp)
    if t < ramp:
        return cruise * t * t / (2 * ramp)
    if t > length - ramp:
        return 1.0 - cruise * (length - t) ** 2 / (2 * ramp)
    return cruise * (t - ramp / 2)


class Rig:
    """A camera that stands for a framing and makes its moves.

    Parameters
    ----------
    sensor_mm : (width, height) of the picture on the film [mm]
    frame_m   : height of the frame at the subject [m]
    aim       : the point it looks at [m]
    height_m  : height of the lens above the ground [m]
    """

    def __init__(
        self,
        lens_mm: float,
        sensor_mm: tuple[float, float],
        frame_m: float,
        aim: tuple[float, float, float],
        height_m: float,
        roll_deg: float,
        moves: tuple[Planned, ...],
    ) -> None:
        self.lens_mm, self.sensor_mm, self.frame_m, self.aim, self.moves = lens_mm, sensor_mm, frame_m, aim, moves
        self.reach = lens_mm * frame_m / sensor_mm[1]
        rise = height_m - aim[1]
        flat = math.sqrt(max(self.reach**2 - rise**2, (0.10 * self.reach) ** 2))
        self.home = Pose(aim[0], height_m, aim[2] - flat, 0.0, math.atan2(-rise, flat), math.radians(roll_deg), lens_mm)
        self.travelling = tuple(m for m in moves if m.kind == "tracking")

    def travelled(self, t: float) -> tuple[float, float]:
        """How far the subject has gone with a tracking camera (x, z) [m]."""
        x = z = 0.0
        for move in self.travelling:
            gone = move.amount * eased(t - move.start, move.end - move.start)
            dx, dz = _TRACKED.get(move.direction, (1.0, 0.0))
            x, z = x + dx * gone, z + dz * gone
        return x, z

    def at(self, t: float, shaken: bool = True) -> Pose:
        """The camera at a moment [s]; without the unrest of the hand where `shaken` is False."""
        pose = self.home
        for move in self.moves:
            if move.kind in STILL or (move.kind in SHAKEN and not shaken):
                continue
            pose = self._moved(pose, move, t)
        if any(
            m.kind in ("crane", "aerial") and t > m.start for m in self.moves
        ):  # such a camera keeps the subject in sight
            level = math.hypot(self.aim[0] - pose.x, self.aim[2] - pose.z)
            pose = replace(pose, pitch=math.atan2(self.aim[1] - pose.y, level))
        dx, dz = self.travelled(t)
        return replace(pose, x=pose.x + dx, z=pose.z + dz)

    def _moved(self, pose: Pose, move: Planned, t: float) -> Pose:
        u = eased(t - move.start, move.end - move.start)
        sign = -1.0 if move.direction in ("left", "down", "counterclockwise", "out", "backward") else 1.0
        gone, kind = move.amount * u, move.kind
        if kind in SHAKEN:
            if not move.start <= t <= move.end:
                return pose
            strength = {"handheld": 0.007, "shake": 0.012, "steadicam": 0.0035}[kind]
            fade = min(1.0, (t - move.start) / 0.3, (move.end - t) / 0.3)
            return replace(
                pose,
                yaw=pose.yaw + fade * strength * (0.6 * math.sin(4.7 * t) + 0.4 * math.sin(8.9 * t + 1.0)),
                pitch=pose.pitch + fade * strength * (0.6 * math.sin(5.9 * t + 0.5) + 0.4 * math.sin(10.3 * t + 2.0)),
            )
        if kind in ("push_in", "pull_out", "move", "fpv"):
            pose = self._along(pose, gone if kind != "pull_out" else -gone)
            return replace(pose, y=pose.y + u * move.rise)
        if kind == "aerial":
            pose = self._along(pose, 0.6 * gone)
            return replace(pose, y=pose.y + 0.4 * gone * self.reach)
        if kind in ("zoom_in", "zoom_out", "zoom"):
            factor = 1.0 / (1.0 - gone) if kind != "zoom_out" and sign > 0 else 1.0 / (1.0 + gone)
            return replace(pose, lens_mm=pose.lens_mm * factor, y=pose.y + u * move.rise)
        if kind == "dolly_zoom":
            return replace(self._along(pose, gone), lens_mm=pose.lens_mm * (1.0 - gone))
        if kind in ("pan", "whip_pan"):
            return replace(pose, yaw=pose.yaw + sign * (gone - self._offset(move)))
        if kind == "tilt":
            return replace(pose, pitch=pose.pitch + sign * (gone - self._offset(move)))
        if kind == "truck":
            return replace(pose, x=pose.x + sign * (gone - self._offset(move)) * self.reach)
        if kind == "pedestal":
            return replace(pose, y=max(0.12, pose.y + sign * (gone - self._offset(move)) * self.reach))
        if kind == "crane":
            return replace(pose, y=max(0.15, pose.y + sign * gone * self.reach))
        if kind == "orbit":
            angle = sign * gone
            x, z = pose.x - self.aim[0], pose.z - self.aim[2]
            c, s = math.cos(angle), math.sin(angle)
            return replace(pose, x=self.aim[0] + c * x - s * z, z=self.aim[2] + s * x + c * z, yaw=pose.yaw - angle)
        if kind == "roll":
            return replace(pose, roll=pose.roll + sign * gone)
        return pose

    def _along(self, pose: Pose, share: float) -> Pose:
        """Nearer to the subject by a share of the distance (negative: farther)."""
        forward = pose.axes()[2]
        step = share * self.reach
        return replace(
            pose, x=pose.x + step * forward[0], y=max(0.08, pose.y + step * forward[1]), z=pose.z + step * forward[2]
        )

    @staticmethod
    def _offset(move: Planned) -> float:
        """A turn that opens the shot arrives at the subject, a later one leaves from it; a sideways move passes it."""
        if move.kind == "truck":
            return move.amount / 2
        return move.amount if move.start <= 0.05 and move.kind != "pedestal" else 0.0


_TRACKED = {
    "left": (-1.0, 0.0),
    "right": (1.0, 0.0),
    "forward": (0.0, 1.0),
    "in": (0.0, 1.0),
    "backward": (0.0, -1.0),
    "back": (0.0, -1.0),
    "out": (0.0, -1.0),
}


def planned(
    moves: tuple[Move, ...], seconds: float, lens_mm: float, sensor_mm: tuple[float, float], frames_m: list[float]
) -> tuple[tuple[Planned, ...], list[str]]:
    """The moves with a window and a size each, and sentences about what could not be planned.

    A push or a pull goes from the first shot size that the prompt states to the last one, if it states two; else
    speed and time say how far. Pans, tilts and sideways moves go so far that the subject stays in the picture.
    """
    out, told = [], []
    single = sum(m.kind in ("push_in", "pull_out", "zoom_in", "zoom_out") for m in moves) == 1
    field = 2 * math.atan(sensor_mm[0] / 2 / lens_mm), 2 * math.atan(sensor_mm[1] / 2 / lens_mm)
    for m in moves:
        if m.start is None:
            start, end = 0.0, seconds
            if m.kind not in STILL:
                told.append(
                    f"no time is stated for the camera's {m.kind.replace('_', ' ')}; it is made over the whole clip"
                )
        else:
            start, end = max(0.0, m.start), min(seconds, m.end if m.end is not None else seconds)
        if end - start < 0.04:
            told.append(f"the camera's {m.kind.replace('_', ' ')} at {start:g} s has no time left in the clip")
            continue
        if m.kind in UNSHOWN:
            told.append(UNSHOWN[m.kind])
        length = end - start
        amount = _PER_SECOND.get(m.speed, 0.15) * length
        turn = math.radians(_DEGREES.get(m.speed, 9.0)) * length
        if m.kind in ("push_in", "zoom_in", "pull_out", "zoom_out", "zoom", "move", "fpv", "aerial", "dolly_zoom"):
            amount = min(amount, 0.62 if m.kind not in ("pull_out", "zoom_out") else 1.6)
            tighter, wider = frames_m[-1] / frames_m[0] < 0.95, frames_m[-1] / frames_m[0] > 1.05
            if single and m.kind in ("push_in", "zoom_in") and tighter:
                amount = 1.0 - frames_m[-1] / frames_m[0]
            elif single and m.kind in ("pull_out", "zoom_out") and wider:
                amount = frames_m[-1] / frames_m[0] - 1.0
            if m.kind in ("move", "fpv"):
                amount = min(amount, 0.35)
                if m.kind == "move":
                    told.append("the direction of a camera move is not stated; it is shown as a slow advance")
        elif m.kind in ("pan", "whip_pan"):
            amount = min(turn if m.kind == "pan" else math.radians(60), 0.33 * field[0])
        elif m.kind == "tilt":
            amount = min(turn, 0.30 * field[1])
        elif m.kind == "truck":
            amount = min(amount, 0.33 * sensor_mm[0] / lens_mm)
        elif m.kind == "pedestal":
            amount = min(amount, 0.33 * sensor_mm[1] / lens_mm)
        elif m.kind == "crane":
            amount = min(amount, 0.7)
        elif m.kind == "orbit":
            amount = min(
                math.radians({"slow": 9.0, "": 20.0, "fast": 45.0}.get(m.speed, 20.0)) * length,
                math.radians(60 if m.speed != "fast" else 180),
            )
        elif m.kind == "roll":
            amount = min(turn, math.radians(30))
        elif m.kind == "tracking":
            amount = {"slow": 0.7, "": 1.2, "fast": 2.6}.get(m.speed, 1.2) * length
        out.append(Planned(start, end, m.kind, m.direction, m.speed, amount))
    return tuple(sorted(out, key=lambda p: (p.start, p.end))), told


def project(
    pose: Pose, points: NDArray[np.float64], sensor_width_mm: float, width: int, height: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where points [shape=(n, 3)] stand in the picture [pixels, shape=(n, 2)], and how deep [m]. Roll is not in it."""
    seen = (np.asarray(points, float) - (pose.x, pose.y, pose.z)) @ pose.axes().T
    depth = seen[:, 2]
    scale = pose.lens_mm / sensor_width_mm * width / np.maximum(depth, 0.02)
    return np.stack([width / 2 + seen[:, 0] * scale, height / 2 - seen[:, 1] * scale], axis=1), depth
