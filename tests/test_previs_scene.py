"""What an animatic shows: stand-ins, framing, moves, light, and a page on which nothing collides."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from copilot_kit import read
from copilot_kit.errors import BadTime, InputError
from copilot_kit.previs import letters, light, sound
from copilot_kit.previs.camera import FRAME_M, eased, project
from copilot_kit.previs.page import Page, time_code
from copilot_kit.previs.scene import Scene, scene_of
from copilot_kit.previs.stage import Stage

HARBOUR = """Medium shot, 50mm lens. A ferryman sits at a table with a brass compass and two cups.
Window light from camera left, 3200K.
0-2 seconds - "Waiting": He turns a cup.
2-5 seconds - "The call": He looks up.
Camera: static for the first 2 seconds, then a slow push in.
Sound:
- spoon clinks at 0.5 seconds
- foghorn at 2.2 seconds (-18 LUFS)
- harbour ambience from 0 to 5 s"""


def names(text: str) -> list[str]:
    return [s.name for s in scene_of(read(text)).cast.stand_ins]


def stage(text: str, t: float = 0.0, width: int = 320, height: int = 180) -> np.ndarray:
    return np.asarray(Stage(scene_of(read(text), (1280, 720)), width, height).picture(t)[0]).astype(float)


class TestStandIns:
    def test_people_are_as_many_as_the_text_says(self) -> None:
        assert names("Wide shot. Five sailors stand on a pier. 0-4s: They wait.").count("person") == 5

    def test_who_sits_sits_on_a_chair_at_the_table(self) -> None:
        scene = scene_of(read(HARBOUR))
        found = {s.name: s for s in scene.cast.stand_ins}
        assert found["person"].pose == "seated" and {"chair", "table", "cup"} <= set(found)
        assert found["cup"].y == pytest.approx(found["table"].form.height)
        assert found["table"].z < found["person"].z, "the table stands between the lens and who sits at it"

    def test_a_child_is_smaller(self) -> None:
        child, adult = (
            scene_of(read(f"Full shot of a {w} standing in a field. 0-4s: Wind.")).cast.people[0]
            for w in ("boy", "man")
        )
        assert child.form.height < 0.8 * adult.form.height

    def test_a_close_up_of_hands_shows_hands(self) -> None:
        found = names(
            "Macro close-up of a weaver's hands winding thread on a spool over a table. 0-3s: The hands wind."
        )
        assert "hands" in found and "person" not in found

    def test_seen_from_behind_they_look_away(self) -> None:
        back = scene_of(read("Wide shot. Two hikers, backs to camera, stand on a hill. 0-4s: Wind.")).cast.people
        assert [p.yaw for p in back] == [180.0, 180.0]

    def test_what_is_excluded_or_only_heard_is_not_drawn(self) -> None:
        found = names(
            "Medium shot of a woman in an empty room. No dog, no books. 0-4s: She waits.\nSound: a dog barks "
            "at 2.0 seconds"
        )
        assert "person" in found and "dog" not in found and "book" not in found

    def test_a_prompt_without_anybody_shows_the_thing(self) -> None:
        assert names("Close-up of a teapot on a counter. 0-3s: Steam.")[:2] == ["counter", "pot"]

    def test_an_empty_prompt_has_a_bare_stage_and_says_so(self) -> None:
        scene = scene_of(read(""))
        assert not scene.cast.stand_ins and any("bare" in n for n in scene.notes)
        assert any("no length" in n for n in scene.notes)

    def test_who_rides_sits_on_the_horse_and_who_sleeps_lies_on_the_bed(self) -> None:
        rider = {
            s.name: s
            for s in scene_of(read("Wide shot. A rider on a horse crosses a field. 0-4s: Wind.")).cast.stand_ins
        }
        assert rider["person"].pose == "seated" and rider["person"].y > 0.5 and "chair" not in rider
        sleeper = {
            s.name: s for s in scene_of(read("Medium shot. A girl lies asleep on a bed. 0-4s: Night.")).cast.stand_ins
        }
        assert sleeper["person"].pose == "lying" and sleeper["person"].y == sleeper["bed"].form.boxes[0].size[1]
        afloat = {
            s.name: s
            for s in scene_of(read("Wide shot. A fisherman stands in a rowboat on a lake. 0-4s: Mist.")).cast.stand_ins
        }
        assert abs(afloat["boat"].x - afloat["person"].x) < 0.1

    def test_who_walks_walks_with_a_tracking_camera(self) -> None:
        scene = scene_of(
            read("Full shot. A woman walks down a street.\nCamera: tracking right from 0 s to 4 s.\n0-4s: She walks.")
        )
        gone = scene.rig.travelled(4.0)[0]
        assert gone > 1.0 and scene.rig.at(4.0).x - scene.rig.at(0.0).x == pytest.approx(gone)
        painted = Stage(scene, 320, 180)
        assert painted.picture(1.0)[0] is not painted.picture(1.5)[0]

    def test_a_crowd_is_cut_and_told(self) -> None:
        scene = scene_of(read("Wide shot. Twenty dancers stand in a square. 0-4s: Stillness."))
        assert len(scene.cast.people) == 12 and any("20 people" in n for n in scene.notes)


class TestFraming:
    @pytest.mark.parametrize("lens", [24, 50, 85])
    @pytest.mark.parametrize("size", ["medium", "close_up", "full"])
    def test_the_frame_shows_its_metres_through_any_lens(self, size: str, lens: int) -> None:
        words = size.replace("_", " ") + (" shot" if size != "close_up" else "")
        scene = scene_of(read(f"{words} of a man standing in a hall, {lens}mm lens. 0-4s: He waits."))
        rig = scene.rig
        x, y, z = rig.aim
        points = np.array([(x, y + rig.frame_m / 2, z), (x, y - rig.frame_m / 2, z)])
        seen, _ = project(rig.home, points, rig.sensor_mm[0], scene.width, scene.height)
        assert rig.frame_m == pytest.approx(FRAME_M[size])
        assert seen[1, 1] - seen[0, 1] == pytest.approx(scene.height, rel=0.03)
        assert rig.reach == pytest.approx(lens * rig.frame_m / (36 * 9 / 16))

    def test_a_head_has_room_above_it(self) -> None:
        for words in ("medium close-up", "medium shot", "full shot", "wide shot"):
            scene = scene_of(read(f"{words} of a man standing in a hall, 50mm lens. 0-4s: He waits."))
            top = scene.cast.people[0].form.height
            seen, _ = project(scene.rig.home, np.array([(0.0, top, 0.0)]), scene.rig.sensor_mm[0], 1280, 720)
            assert 20 < seen[0, 1] < 260, words

    def test_layouts_follow_the_prompt_or_the_caller(self) -> None:
        assert (
            scene_of(read("A man. 9:16 vertical video."), None).width,
            scene_of(read("A man."), "square").width,
        ) == (720, 960)
        assert (scene_of(read("A man."), (641, 360)).width, scene_of(read("A man."), "640x360").height) == (640, 360)

    @pytest.mark.parametrize("size", ["huge", (10, 10), (1280,), (4000, 240), 7, (1280.5, 720.0)])
    def test_a_size_that_cannot_be_is_refused(self, size: object) -> None:
        with pytest.raises(InputError, match="Fix:"):
            scene_of(read("A man."), size)

    def test_a_rate_or_a_length_that_cannot_be_is_refused(self) -> None:
        with pytest.raises(InputError, match="fps"):
            scene_of(read("A man."), fps=0)
        with pytest.raises(BadTime, match=r"400|length"):
            scene_of(read("A man.", seconds=400))


class TestMoves:
    def test_easing_starts_on_time_whatever_the_length(self) -> None:
        for length in (0.5, 2.0, 8.0):
            assert eased(0, length) == 0 and eased(length, length) == 1
            speed = [(eased(t + 0.01, length) - eased(t, length)) for t in np.arange(0, length, 0.01)]
            assert min(speed) >= 0
            assert eased(min(0.1, length / 5), length) > 0.0
            cruise = max(speed)
            assert next(i for i, v in enumerate(speed) if v > 0.2 * cruise) * 0.01 < 0.1

    @pytest.mark.parametrize(
        ("move", "start", "end"),
        [
            ("static until 1.5 seconds, then a slow push in from 1.5 s to 3 s", 1.5, 3.0),
            ("pan right from 1 s to 2 s", 1.0, 2.0),
            ("tilt up from 2 s to 3.5 s", 2.0, 3.5),
            ("truck left from 1.25 s to 3 s", 1.25, 3.0),
            ("zoom in from 1 s to 3 s", 1.0, 3.0),
            ("orbit right from 2 s to 4 s", 2.0, 4.0),
            ("crane up from 0.5 s to 2 s", 0.5, 2.0),
        ],
    )
    def test_the_bare_stage_moves_when_the_plan_says(self, move: str, start: float, end: float) -> None:
        text = f"Medium shot of a potter standing at a table with a bowl, 35mm lens. 0-4s: She waits.\nCamera: {move}."
        scene = scene_of(read(text, seconds=4.0))
        planned = [m for m in scene.moves if m.kind != "static"]
        assert [(m.start, m.end) for m in planned] == [(start, end)]
        painted = Stage(scene, 320, 180)
        pictures = [np.asarray(painted.picture(n / 24)[0]).astype(int) for n in range(96)]
        moved = [n for n, (a, b) in enumerate(pairwise(pictures), 1) if np.abs(a - b).mean() > 0.02]
        # a picture differs from the one before it when the camera has moved between them
        assert (moved[0] - 1) / 24 == pytest.approx(start, abs=0.1)
        assert moved[-1] / 24 == pytest.approx(end, abs=0.1)

    def test_a_push_with_two_sizes_goes_from_one_to_the_other(self) -> None:
        text = (
            "Medium shot of a man standing in a hall, 50mm lens. 0-4s: He waits.\n"
            "Camera: slow push in from 1 s to 4 s, ending on a close-up."
        )
        scene = scene_of(read(text))
        far = math.dist((scene.rig.at(4.0).x, scene.rig.at(4.0).z), (0, 0))
        assert far / scene.rig.reach == pytest.approx(FRAME_M["close_up"] / FRAME_M["medium"], abs=0.03)

    def test_a_static_camera_stands_still(self) -> None:
        painted = Stage(scene_of(read("Wide shot of a house in a field, static. 0-4s: Dusk.")), 320, 180)
        assert painted.picture(0.0)[0] is painted.picture(3.9)[0]

    def test_moves_at_the_same_time_share_one_ramp(self) -> None:
        text = (
            "Wide shot of a house in a field.\nCamera: pan right from 1 s to 3 s, tilt up from 1 s to 3 s.\n0-4s: Dusk."
        )
        scene = scene_of(read(text))
        moving = [m for m in scene.moves if m.kind != "static"]
        assert {(m.start, m.end) for m in moving} == {(1.0, 3.0)}
        end = scene.rig.at(4.0)
        assert end.yaw > 0.05 and end.pitch > scene.rig.home.pitch + 0.05

    def test_a_crane_keeps_its_subject_in_sight(self) -> None:
        scene = scene_of(read("Wide shot of a house in a field.\nCamera: crane up from 1 s to 3 s.\n0-4s: Dusk."))
        aim = np.array([scene.rig.aim])
        seen, _ = project(scene.rig.at(4.0), aim, scene.rig.sensor_mm[0], 1280, 720)
        assert seen[0] == pytest.approx([640, 360], abs=2)

    def test_what_cannot_be_shown_is_told(self) -> None:
        scene = scene_of(read("Medium shot of a man in a hall, 50mm. Rack focus from 1 s to 2 s. 0-4s: He waits."))
        assert any("focus" in n for n in scene.notes)


class TestLight:
    def test_kelvin_is_warm_below_and_cool_above_the_white_of_the_camera(self) -> None:
        warm, white, cool = (light.colour_of(k) for k in (3200, 5000, 8000))
        assert warm[0] > 1.5 * warm[2] and cool[2] > 1.1 * cool[0]
        assert max(white) - min(white) < 0.02

    def test_the_stage_is_tinted_by_the_kelvin_of_the_moment(self) -> None:
        text = "Wide shot of a man standing in a hall. 4s.\nGrade:\n0-2s: warm lamps (3000K)\n2-4s: cold dawn (7500K)"
        early, late = stage(text, 0.5), stage(text, 3.5)
        assert early[..., 0].mean() > 1.3 * early[..., 2].mean()
        assert late[..., 2].mean() > 1.05 * late[..., 0].mean()

    def test_the_side_that_the_light_comes_from_is_brighter(self) -> None:
        for side, sign in (("left", 1), ("right", -1)):
            image = stage(f"Close-up of a man's face, 85mm lens, lamp from camera {side}, 3200K. 0-4s: He waits.").mean(
                axis=2
            )
            face = image[60:120, 120:200]
            assert sign * (face[:, :40].mean() - face[:, 40:].mean()) > 5

    def test_a_light_that_is_not_stated_is_marked_as_assumed(self) -> None:
        assert light.keys_of(read("A man in a hall."))[0].assumed
        assert not light.keys_of(read(HARBOUR))[0].assumed


def boxes_of(page: Page) -> dict[str, tuple[float, float, float, float]]:
    scene = page.scene
    return {
        "stage": page.stage_box, "card": page.card_box, "light": page.light_box, "plan": page.plan_box,
        "lanes": (0, page.lanes.top - 6 * page.unit, scene.width, scene.height),
        "header": (0, 0, scene.width, page.header),
    }  # fmt: skip


_BEATS = "\n".join(f'{n}-{n + 1}s - "A beat with a rather long label {n}": {"he walks about " * 12}' for n in range(10))
_CLICKS = "\n".join(f"- metallic click number {n} of many at {n / 4 + 0.1:g} seconds" for n in range(38))
MANY = f"Wide shot. A man stands in a hall, 35mm lens. 10s long.\n{_BEATS}\nSound:\n{_CLICKS}"


class TestPage:
    @pytest.mark.parametrize(
        "size", ["landscape", "portrait", "square", (640, 360), (480, 600), (854, 480), (1080, 540)]
    )
    @pytest.mark.parametrize("text", [HARBOUR, MANY, ""], ids=["plain", "crowded", "empty"])
    def test_no_part_lies_over_another_or_leaves_the_picture(self, text: str, size: object) -> None:
        scene = scene_of(read(text), size)
        page = Page(scene, sound.mix(read(text), scene.seconds))
        boxes = list(boxes_of(page).items())
        for n, (name, a) in enumerate(boxes):
            assert 0 <= a[0] < a[2] <= scene.width and 0 <= a[1] < a[3] <= scene.height, name
            for other, b in boxes[n + 1 :]:
                assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1, (name, other)
        assert page.picture(scene.seconds / 2).size == (scene.width, scene.height)

    @pytest.mark.parametrize("size", ["landscape", "portrait", "square"])
    def test_the_stage_has_the_shape_of_the_film(self, size: str) -> None:
        scene = scene_of(read(HARBOUR), size)
        x0, y0, x1, y1 = Page(scene, sound.mix(read(HARBOUR), 5.0)).stage_box
        assert (x1 - x0) / (y1 - y0) == pytest.approx(scene.width / scene.height, rel=0.01)

    @pytest.mark.parametrize("text", [HARBOUR, MANY], ids=["plain", "crowded"])
    def test_labels_of_sounds_do_not_touch(self, text: str) -> None:
        scene = scene_of(read(text))
        lanes = Page(scene, sound.mix(read(text), scene.seconds)).lanes
        spans: dict[int, list[tuple[float, float]]] = {}
        for clip in lanes.clips:
            left = min(clip.label_x, lanes.x(clip.cue.start))
            right = max(clip.label_x + letters.width(clip.label, "regular", 10.5 * lanes.unit), lanes.x(clip.cue.end))
            assert lanes.left - 60 <= left and right <= lanes.right + 3
            spans.setdefault(clip.row, []).append((left, right))
        for row in spans.values():
            assert all(a[1] <= b[0] for a, b in pairwise(sorted(row)))
        assert len(lanes.clips) + lanes.left_over == len(sound.asks(read(text), scene.seconds)[0])

    @pytest.mark.parametrize("size", ["landscape", "portrait", "square"])
    def test_the_word_animatic_is_in_every_picture(self, size: str) -> None:
        scene = scene_of(read(HARBOUR), size)
        page = Page(scene, sound.mix(read(HARBOUR), 5.0))
        marks = []
        for t in (0.0, 2.5, 4.9):
            head = np.asarray(page.picture(t))[: page.header, : scene.width - round(150 * page.unit)]
            assert (head.max(axis=2) > 200).sum() > 150
            marks.append(head)
        assert all(np.array_equal(marks[0], m) for m in marks)

    def test_the_playhead_moves_with_time(self) -> None:
        scene = scene_of(read(HARBOUR))
        page = Page(scene, sound.mix(read(HARBOUR), 5.0))
        row = page.lanes.top + round(page.lanes.at["light"][0]) + 5
        for t in (1.0, 4.0):
            column = np.asarray(page.picture(t))[row].astype(int)
            whitest = np.flatnonzero(column.min(axis=1) > 225)
            whitest = whitest[whitest > page.lanes.left]
            assert abs(whitest.mean() - page.lanes.x(t)) < 2

    def test_time_code_counts_frames(self) -> None:
        assert time_code(2.5, 24) == "00:00:02:12"
        assert time_code(3661 + 1 / 25, 25) == "01:01:01:01"


class TestLetters:
    @pytest.mark.parametrize(
        "words",
        [
            "Ждать на пристани",
            "Περιμένει στο λιμάνι",
            "Überfülle — “naïve” × …",
            "老人在码头等待",
            "ينتظر في الميناء",
            "🙂 \u0007 \ud800 x" * 9,
        ],
    )
    def test_any_script_is_drawn_without_a_stumble(self, words: str) -> None:
        text = f'Medium shot of a man. 4s.\n0-4s - "{words}": {words * 4}'
        scene = scene_of(read(text))
        Page(scene, sound.mix(read(text), scene.seconds)).picture(1.0)

    def test_the_bundled_fonts_have_what_they_claim(self) -> None:
        from fontTools.ttLib import TTFont

        for face in ("regular", "strong"):
            known = TTFont(letters._path(letters._FILES[face])).getBestCmap()
            gaps = [hex(c) for low, high in letters._BUNDLED for c in range(low, high + 1) if c not in known]
            assert not gaps

    def test_a_letter_that_no_font_has_is_a_box_and_is_told(self) -> None:
        from PIL import Image, ImageDraw

        image = Image.new("L", (80, 60))
        letters.write(ImageDraw.Draw(image), (10, 45), "\U0001f9ff", "regular", 40, 255)  # type: ignore[arg-type]
        assert np.asarray(image).any()

    def test_wrapped_lines_are_never_too_wide_and_cuts_are_marked(self) -> None:
        lines = letters.wrapped("a harbour " * 40 + "x" * 300, "regular", 15, 180, 4)
        assert len(lines) == 4 and lines[-1].endswith("…")
        assert all(letters.width(line, "regular", 15) <= 180 for line in lines)


class TestSeeds:
    def scene(self, seeds, name: str) -> Scene:  # type: ignore[no-untyped-def]
        from copilot_kit import read_transcript

        return scene_of(read(read_transcript(next(seeds.glob(f"{name}*"))).final or ""))

    def test_the_close_shot_has_one_seated_child_at_a_table_with_a_thing_on_it(self, seeds) -> None:  # type: ignore[no-untyped-def]
        scene = self.scene(seeds, "000")
        assert (
            len(scene.cast.people) == 1 and scene.cast.people[0].pose == "seated" and scene.cast.people[0].scale < 0.9
        )
        assert {"table", "rings", "window"} <= {s.name for s in scene.cast.stand_ins}
        assert [(m.start, m.end, m.kind) for m in scene.moves] == [(0.0, 2.5, "static"), (2.5, 4.0, "push_in")]
        assert (scene.rig.lens_mm, scene.keys[0].kelvin) == (50.0, 3200.0)

    def test_the_wide_shot_has_four_who_look_at_a_screen_between_racks(self, seeds) -> None:  # type: ignore[no-untyped-def]
        scene = self.scene(seeds, "001")
        assert len(scene.cast.people) == 4 and {p.yaw for p in scene.cast.people} == {180.0}
        assert {"screen", "rack", "window"} <= {s.name for s in scene.cast.stand_ins}
        assert [(k.start, k.kelvin) for k in scene.keys] == [(0.0, 3200.0), (4.0, 6500.0)]
        assert scene.cards[0].label and len(scene.cards) == 4
