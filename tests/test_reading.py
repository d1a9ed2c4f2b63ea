"""Reading: what stands in a prompt is found, with its time, its value and its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_cases import BARS, score

from copilot_kit.reading import read
from copilot_kit.shot import Control, Shot


def seed_prompt(seeds: Path, number: str) -> str:
    """The final prompt of a reference transcript: the first fenced block."""
    document = next(seeds.glob(f"{number}_*.txt")).read_text(encoding="utf-8")
    return document.split("```")[1].removeprefix("\n")


def times(items) -> list[tuple[float | None, float | None]]:
    return [(item.start, item.end) for item in items]


def controls(shot: Shot) -> dict[str, Control]:
    return {control.path: control for control in shot.controls}


class TestFirstSeed:
    @pytest.fixture
    def shot(self, seeds: Path) -> Shot:
        return read(seed_prompt(seeds, "000"))

    def test_length_is_derived_from_the_beats(self, shot: Shot) -> None:
        assert (shot.seconds, shot.seconds_from) == (4.0, "derived")

    def test_beats(self, shot: Shot) -> None:
        assert times(shot.beats) == [(0.0, 1.5), (1.5, 2.5), (2.5, 4.0)]
        assert all(beat.action and beat.where.of(shot.text) for beat in shot.beats)

    def test_cues_with_times_and_untimed_beds(self, shot: Shot) -> None:
        timed = sorted((cue.start, cue.sound.split()[-1]) for cue in shot.cues if cue.start is not None)
        assert [start for start, _ in timed] == [0.5, 1.0, 1.8, 2.0, 3.5, 3.8]
        assert [cue.kind for cue in shot.cues if cue.start is None] == ["ambience", "silence"]
        assert {cue.kind for cue in shot.cues if "exhale" in cue.sound} == {"foley"}

    def test_moves(self, shot: Shot) -> None:
        assert [(move.kind, move.start, move.end) for move in shot.moves] == [
            ("static", 0.0, 2.5),
            ("push_in", 2.5, 4.0),
        ]
        assert all(move.derived for move in shot.moves)

    def test_light_and_optics(self, shot: Shot) -> None:
        (light,) = shot.lights
        assert (light.kelvin, light.side, light.angle_deg) == (3200.0, "left", 45.0)
        assert (shot.lenses_mm, shot.f_stops, shot.kelvins) == ((50.0,), (2.8,), (3200.0,))
        assert shot.sizes[0] == "medium_close_up"

    def test_music_is_excluded(self, shot: Shot) -> None:
        assert "music" in [item.what for item in shot.exclusions]


class TestSecondSeed:
    @pytest.fixture
    def shot(self, seeds: Path) -> Shot:
        return read(seed_prompt(seeds, "001"))

    def test_length_is_stated(self, shot: Shot) -> None:
        assert (shot.seconds, shot.seconds_from) == (8.0, "stated")

    def test_beats_with_label_camera_and_action(self, shot: Shot) -> None:
        assert times(shot.beats) == [(0.0, 2.0), (2.0, 4.0), (4.0, 6.0), (6.0, 8.0)]
        assert [beat.label for beat in shot.beats] == [
            "Golden Equilibrium",
            "Recognition",
            "Threshold Crossing",
            "Weight of Witness",
        ]
        assert [beat.camera for beat in shot.beats] == ["Static wide, low angle", *["Static hold"] * 3]
        assert all(beat.action for beat in shot.beats)

    def test_cues(self, shot: Shot) -> None:
        found = [(cue.start, cue.end, cue.hz, cue.lufs) for cue in shot.cues]
        assert found == [
            (0.0, 8.0, 40.0, -18.0),
            (0.0, 8.0, None, -28.0),
            (0.0, 8.0, 120.0, None),
            (2.5, None, None, -12.0),
            (4.0, 8.0, None, -20.0),
        ]

    def test_camera_is_static_throughout(self, shot: Shot) -> None:
        assert [(move.kind, move.start, move.end) for move in shot.moves] == [("static", 0.0, 8.0)]
        assert {"drift", "handheld"} <= {item.what for item in shot.exclusions}

    def test_grade_is_a_clock_of_its_own(self, shot: Shot) -> None:
        assert [(grade.start, grade.end, grade.kelvin) for grade in shot.grades] == [
            (0.0, 4.0, 3200.0),
            (4.0, 8.0, 6500.0),
        ]

    def test_film_gauge_is_no_lens(self, shot: Shot) -> None:
        assert (shot.lenses_mm, shot.f_stops, shot.kelvins) == ((40.0,), (5.6,), (3200.0, 6500.0))

    def test_events(self, shot: Shot) -> None:
        assert [event.at for event in shot.events] == [2.5, 3.0, 6.5]

    def test_people(self, shot: Shot) -> None:
        assert [(people.count, people.noun) for people in shot.people] == [(4, "researchers")]

    def test_controls_stand_where_they_say(self, shot: Shot) -> None:
        found = controls(shot)
        said = {
            path: found[path].where.of(shot.text)
            for path in ("beats[1].start", "beats[1].end", "camera.lens_mm", "cues[0].lufs", "light.kelvin", "seconds")
        }
        assert said == {
            "beats[1].start": "2.00",
            "beats[1].end": "4.00",
            "camera.lens_mm": "40",
            "cues[0].lufs": "-18",
            "light.kelvin": "6500",
            "seconds": "8",
        }


class TestLabelledPrompts:
    @pytest.mark.parametrize("part", ["tuned", "held"])
    def test_are_read_as_well_as_promised(self, part: str) -> None:
        found = score(part)
        assert all(found.share(measure) >= bar for measure, bar in BARS.items()), "\n" + found.table()
