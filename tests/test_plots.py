"""Figures are asserted on their artists, never on pixels."""

from __future__ import annotations

from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

import copilot_kit as ck
from copilot_kit.looks import LOOKS, labels, lane_of, marked_text
from copilot_kit.shot import Beat, Control, Cue, Event, Grade, Line, Move, Shot, Span

HERE = Span(0, 1)


def ferry(**more) -> Shot:
    """A ferry comes in: one of everything."""
    parts = {
        "beats": (Beat(0, 3, "Waiting", "A woman in a yellow coat waits on the pier.", HERE),
                  Beat(3, 6, "Arrival", "The ferry slides out of the fog and she lifts her hand.", HERE)),
        "moves": (Move(0, 3, "static", HERE), Move(3, 6, "push_in", HERE, speed="slow", derived=True)),
        "grades": (Grade(0, 3, 6500, "cold fog", HERE), Grade(3, 6, 3200, "sun breaks through", HERE)),
        "events": (Event(4.0, "the ramp drops", HERE),),
        "lines": (Line("Woman", "You are late", 4.5, 6.0, HERE),),
        "cues": (Cue(0, 6, "wash of the harbour", "ambience", -28.0, None, HERE),
                 Cue(2.5, None, "horn", "sfx", -14.0, 110.0, HERE),
                 Cue(None, None, "no other sound", "silence", None, None, HERE)),
    }  # fmt: skip
    return Shot("?" * 9, Span(0, 9), 6.0, "stated", **(parts | more))


def bars(ax) -> list[tuple[float, float, str]]:
    return [(p.get_x(), p.get_x() + p.get_width(), p.get_label()) for p in ax.patches if isinstance(p, FancyBboxPatch)]


class TestLanes:
    def test_one_row_for_each_thing_in_the_order_of_the_lanes(self) -> None:
        frame = ck.lanes(ferry())
        assert list(frame["lane"].unique()) == ["beats", "camera", "light", "events", "speech", "sound"]
        assert len(frame) == 11
        assert frame["derived"].sum() == 1

    def test_a_cue_without_time_stays_without_time(self) -> None:
        silent = ck.lanes(ferry()).iloc[-1]
        assert isnan(silent["start"]) and isnan(silent["end"])

    def test_speech_carries_its_pace(self) -> None:
        row = ck.lanes(ferry()).query("lane == 'speech'").iloc[0]
        assert (row["value"], row["unit"]) == (2.0, "words/s")

    def test_an_empty_shot_has_the_same_columns(self) -> None:
        empty = ck.lanes(Shot("", Span(0, 0)))
        assert list(empty.columns) == list(ck.lanes(ferry()).columns)
        assert len(empty) == 0


class TestTimeline:
    def test_bars_stand_where_the_windows_are(self) -> None:
        drawn = bars(ck.timeline(ferry()))
        for start, end, label in [
            (0, 3, "Waiting"),
            (3, 6, "Arrival"),
            (3, 6, "slow push in"),
            (4.5, 6, "Woman: You are late"),
        ]:
            assert any(abs(a - start) < 0.05 and abs(b - end) < 0.05 and label == name for a, b, name in drawn), label

    def test_instants_stand_at_their_time(self) -> None:
        marks = {
            line.get_label(): line.get_xdata()[0]
            for line in ck.timeline(ferry()).lines
            if line.get_marker() not in ("None", None)
        }
        assert marks["horn"] == 2.5
        assert marks["the ramp drops"] == 4.0

    def test_derived_times_are_hatched(self) -> None:
        hatched = [p.get_label() for p in ck.timeline(ferry()).patches if p.get_hatch()]
        assert hatched == ["slow push in"]

    def test_what_has_no_time_is_written_below(self) -> None:
        ax = ck.timeline(ferry())
        assert any("no other sound" in t.get_text() for t in ax.figure.texts)

    def test_it_tells_itself_in_words(self) -> None:
        words = ck.timeline(ferry()).describe()
        assert "2.5 s: horn, -14 LUFS, 110 Hz" in words
        assert "3-6 s: slow push in" in words

    def test_it_borrows_an_axes_and_leaves_pyplot_alone(self) -> None:
        import matplotlib.pyplot as plt

        figure = Figure()
        FigureCanvasAgg(figure)
        ax = figure.subplots()
        assert ck.timeline(ferry(), ax=ax) is ax
        assert plt.get_fignums() == []

    def test_it_shows_itself_for_both_themes_with_words_for_the_blind(self) -> None:
        bundle = ck.timeline(ferry())._repr_mimebundle_()
        assert bundle["text/html"].count("<img") == 2
        assert 'alt="Timeline. 6 s (stated).' in bundle["text/html"]
        assert bundle["text/plain"].startswith("Timeline.")

    def test_hostile_words_stay_words(self) -> None:
        nasty = ferry(beats=(Beat(0, 6, '"><script>alert(1)</script>$x^', "$\\frac{a}$", HERE),))
        html = ck.timeline(nasty)._repr_mimebundle_()["text/html"]
        assert "<script" not in html

    def test_labels_stay_inside_the_axes_and_apart(self) -> None:
        crowd = tuple(
            Cue(t / 4, None, f"sound number {t} of many with a long name", "sfx", -20.0, None, HERE) for t in range(24)
        )
        ax = ck.timeline(ferry(cues=crowd))
        ax.figure.canvas.draw()
        frame = ax.get_window_extent()
        boxes = [t.get_window_extent() for t in ax.texts if t.get_text()]
        assert len(boxes) > 24
        for box in boxes:
            assert box.x0 >= frame.x0 - 2 and box.x1 <= frame.x1 + 2
        for i, a in enumerate(boxes):
            assert not any(a.shrunk(0.9, 0.6).overlaps(b.shrunk(0.9, 0.6)) for b in boxes[i + 1 :])

    @settings(max_examples=12, deadline=None)
    @given(
        st.lists(st.tuples(st.floats(0, 120), st.floats(0.01, 30), st.text(max_size=60)), max_size=20),
        st.sampled_from(["light", "dark", "print"]),
    )
    def test_any_shot_can_be_drawn(self, cues, style) -> None:
        found = tuple(Cue(s, s + d, w, "sfx", None, None, HERE) for s, d, w in cues)
        ck.timeline(ferry(cues=found), style=style).figure.canvas.draw()


class TestLooks:
    def test_every_hue_has_three_to_one_on_white_and_on_near_black(self) -> None:
        def luminance(colour: str) -> float:
            parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
            r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
            return 0.2126 * r + 0.7152 * g + 0.0722 * b

        for look in LOOKS.values():
            assert 1.05 / (luminance(look.colour) + 0.05) >= 3, look.name
            assert (luminance(look.colour) + 0.05) / (luminance("#111111") + 0.05) >= 3, look.name

    def test_a_control_has_the_look_of_its_lane(self) -> None:
        assert [lane_of(p).name for p in ("beats[0].start", "cues[1].lufs", "camera.lens_mm", "palette", "odd")] == [
            "beats", "sound", "camera", "light", "other"]  # fmt: skip

    def test_labels_count_by_lane(self) -> None:
        controls = [Control(p, 1.0, "", HERE) for p in ("beats[0].start", "cues[0].start", "beats[0].end")]
        assert labels(controls) == ["B1", "S1", "B2"]

    @given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=8))
    def test_marking_loses_no_character_and_closes_every_mark(self, text, places) -> None:
        import re
        from html import unescape

        controls = [
            Control("beats[0].start", 1.0, "s", Span(min(a, len(text)), min(a + n, len(text)))) for a, n in places
        ]
        html = marked_text(text, controls)
        assert html.count("<span") == html.count("</span>")
        plain = unescape(re.sub(r"<sup[^>]*>.*?</sup>|</?span[^>]*>", "", html))
        assert plain == text

    def test_a_shot_shows_itself_with_every_control(self) -> None:
        text = "0-2s: a <b>moth</b>"
        shot = Shot(text, Span(0, len(text)), controls=(Control("beats[0].end", 2.0, "s", Span(2, 3)),))
        html = shot._repr_html_()
        assert "&lt;b&gt;" in html and "<b>moth" not in html
        assert "beats[0].end" in html and "B1" in html


@pytest.mark.parametrize("number", [0, 1])
class TestSeeds:
    def test_the_timeline_of_a_seed_shows_its_beats(self, seeds, number) -> None:
        shot = ck.read(ck.read_transcript(sorted(seeds.glob("*.txt"))[number]).final)
        drawn = bars(ck.timeline(shot))
        assert len([b for b in drawn if b[2] in {x.label or f"beat {n}" for n, x in enumerate(shot.beats, 1)}]) == len(
            shot.beats
        )
