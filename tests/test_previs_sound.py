"""The sound of an animatic: loudness as the standards test it, placeholders, levels, places in time, limiting."""

from __future__ import annotations

import numpy as np
import pytest

from copilot_kit import read
from copilot_kit.previs import loudness, sound, synth
from copilot_kit.previs.loudness import RATE
from copilot_kit.previs.sound_words import kind_named


def tone(seconds: float, dbfs: float, hz: float = 1000.0) -> np.ndarray:
    t = np.arange(round(seconds * RATE)) / RATE
    return np.repeat((10 ** (dbfs / 20) * np.sin(2 * np.pi * hz * t))[:, None], 2, axis=1)


def ask(kind: str, lufs: float, seconds: float | None = None, start: float = 0.0) -> sound.Ask:
    made = synth.KINDS[kind]
    return sound.Ask(f"a {kind}", made, start, start + (seconds or made.seconds), lufs, None, False, False)


class TestLoudness:
    """The cases of EBU Tech 3341, which any meter must meet within 0.1 LU."""

    def test_a_steady_tone_has_the_loudness_of_the_standard(self) -> None:
        assert loudness.integrated(tone(20, -23)) == pytest.approx(-23.0, abs=0.1)
        assert loudness.integrated(tone(20, -33)) == pytest.approx(-33.0, abs=0.1)
        assert loudness.momentary_max(tone(2, -23)) == pytest.approx(-23.0, abs=0.1)

    def test_quiet_parts_do_not_count(self) -> None:
        parts = [tone(10, -36), tone(30, -23), tone(10, -36)]
        assert loudness.integrated(np.concatenate(parts)) == pytest.approx(-23.0, abs=0.1)

    def test_parts_under_the_absolute_gate_do_not_count(self) -> None:
        parts = [tone(5, -72), tone(5, -36), tone(20, -23), tone(5, -36), tone(5, -72)]
        assert loudness.integrated(np.concatenate(parts)) == pytest.approx(-23.0, abs=0.1)

    def test_silence_has_none(self) -> None:
        assert loudness.integrated(np.zeros((RATE, 2))) == -np.inf

    def test_a_peak_between_samples_is_found(self) -> None:
        t = np.arange(RATE)
        hidden = 0.5 * np.sin(2 * np.pi * t / 4 + np.pi / 4)[:, None]
        assert np.abs(hidden).max() == pytest.approx(0.354, abs=0.001)
        assert loudness.true_peak(hidden)[500:-500].max() == pytest.approx(0.5, abs=0.01)


class TestKinds:
    @pytest.mark.parametrize(
        ("words", "kind"),
        [
            ("Faint creak of a cane chair", "creak"), ("a sharp intake of breath", "breath in"),
            ("long exhale", "breath out"), ("the latch clicks shut", "click"), ("low hum of a transformer", "hum"),
            ("embers crackle", "crackle"), ("two sparrows chirp", "bird"), ("her footsteps on tile", "footsteps"),
            ("rain on a tin roof", "rain"), ("wind under the eaves", "wind"), ("a diesel engine idles", "engine"),
            ("murmur of the crowd", "crowd"), ("a glass door closes", "door"), ("glasses clink", "glass"),
            ("water pours into the basin", "water"), ("church bell over traffic", "bell"),
            ("tram bell rings twice", "bell"), ("thunder rolls", "thunder"), ("a clock ticking", "clock"),
            ("paper rustles", "rustle"), ("dog barks twice", "bark"), ("kettle whistle", "whistle"),
            ("heartbeat", "heartbeat"), ("雨声", "rain"), ("脚步声", "footsteps"), ("una campanada", "bell"),
        ],
    )  # fmt: skip
    def test_words_name_the_placeholder(self, words: str, kind: str) -> None:
        assert kind_named(words) == kind

    def test_what_no_word_names_takes_the_kind_of_the_cue(self) -> None:
        assert kind_named("plok", "foley") == "rustle"
        assert kind_named("plok", "ambience") == "room tone"
        assert kind_named("plok") == "marker"

    @pytest.mark.parametrize("name", synth.KINDS)
    def test_every_kind_is_heard_at_once_and_stays_in_bounds(self, name: str) -> None:
        cue, wave = sound.stem(ask(name, -20))
        loud = np.abs(wave).max(axis=1)
        assert np.isfinite(wave).all()
        assert np.argmax(loud > 0.15 * loud.max()) / RATE <= (0.004 if synth.KINDS[name].percussive else 0.015)
        assert loud.max() <= 10 ** (sound.CEILING_DB / 20)
        assert cue.reached == pytest.approx(-20, abs=0.1)

    @pytest.mark.parametrize("name", synth.KINDS)
    def test_every_kind_fills_a_long_window_and_the_shortest(self, name: str) -> None:
        for seconds in (4.0, 0.03):
            _, wave = sound.stem(ask(name, -30, seconds))
            assert len(wave) == round(seconds * RATE)
            assert np.isfinite(wave).all() and np.abs(wave).max() > 0

    def test_the_same_words_sound_the_same(self) -> None:
        assert np.array_equal(sound.stem(ask("rain", -30, 1.0))[1], sound.stem(ask("rain", -30, 1.0))[1])

    def test_a_low_hum_has_partials_that_a_laptop_plays(self) -> None:
        wave = synth.KINDS["hum"].make(RATE, np.random.default_rng(0), 40.0)
        spectrum = np.abs(np.fft.rfft(wave))
        assert spectrum[160] > 0.1 * spectrum[40]


class TestStems:
    @pytest.mark.parametrize("lufs", [-34.0, -24.0, -16.0])
    @pytest.mark.parametrize("kind", ["breath in", "click", "bell", "footsteps", "rain"])
    def test_a_one_shot_has_its_level_as_momentary_maximum(self, kind: str, lufs: float) -> None:
        cue, wave = sound.stem(ask(kind, lufs), place=0.3)
        alone = np.concatenate([np.zeros((RATE, 2)), wave, np.zeros((RATE, 2))])
        assert loudness.momentary_max(alone) == pytest.approx(lufs, abs=0.1)
        assert cue.basis == "momentary maximum" and cue.reached == pytest.approx(lufs, abs=0.1)

    @pytest.mark.parametrize("kind", ["hum", "rain", "crackle", "crowd", "bird", "footsteps"])
    def test_a_bed_has_its_level_as_integrated_loudness(self, kind: str) -> None:
        cue, wave = sound.stem(ask(kind, -22, 4.0))
        alone = np.concatenate([np.zeros((2 * RATE, 2)), wave, np.zeros((2 * RATE, 2))])
        assert loudness.integrated(wave) == pytest.approx(-22, abs=0.3)
        assert loudness.integrated(alone) == pytest.approx(-22, abs=0.3)
        assert cue.basis == "integrated"

    def test_what_cannot_reach_its_level_says_so(self) -> None:
        cue, wave = sound.stem(ask("clock", -6))
        assert cue.limited and cue.reached < -6.5
        assert np.abs(wave).max() <= 10 ** (sound.CEILING_DB / 20)

    def test_nothing_is_played_louder_than_ears_bear(self) -> None:
        cue, _ = sound.stem(ask("horn", 3.0))
        assert cue.lufs == 3.0 and cue.reached <= sound.LOUDEST_LUFS

    def test_the_place_between_left_and_right_does_not_change_the_level(self) -> None:
        levels = [loudness.momentary_max(sound.stem(ask("thud", -24), p)[1]) for p in (-1.0, 0.0, 0.6)]
        assert max(levels) - min(levels) < 0.01


class TestMix:
    shot = read(
        "Duration 6s. A man waits at a desk.\n0-6s: He waits.\n"
        "Sound:\n- Low fridge hum (60Hz, -30 LUFS) from 0 to 6 s\n- faint creak of the floor at 1.5 seconds\n"
        "- a knock at 3.25 seconds (-16 LUFS)\n- faint bell at 4.0 seconds"
    )

    def test_a_cue_starts_on_its_sample(self) -> None:
        alone = read("4 s long. 0-4s: She waits.\nSound: a click at 2.5 seconds (-20 LUFS)")
        track = sound.mix(alone, 4.0)
        first = np.flatnonzero(np.abs(track.mix).max(axis=1) > 1e-6)[0]
        assert 0 <= first - 2.5 * RATE <= 2

    def test_levels_come_from_the_text_or_are_marked_as_assumed(self) -> None:
        by_kind = {c.kind: c for c in sound.mix(self.shot, 6.0).cues}
        assert (by_kind["knock"].lufs, by_kind["knock"].level_assumed) == (-16.0, False)
        assert (by_kind["creak"].lufs, by_kind["creak"].level_assumed) == (-30.0, True)
        assert by_kind["hum"].hz == 60.0 and by_kind["hum"].end == 6.0

    def test_a_bed_without_a_time_runs_through_and_a_sound_without_one_is_told(self) -> None:
        shot = read(
            "6s. 0-6s: A man waits.\nSound:\n- faint creak at 1.5 seconds\n- Distant street ambience\n- a glass clinks"
        )
        track = sound.mix(shot, 6.0)
        bed = next(c for c in track.cues if c.time_assumed)
        assert (bed.start, bed.end) == (0.0, 6.0)
        assert any("glass clinks" in words for words in track.unheard)

    def test_what_starts_after_the_end_is_told(self) -> None:
        track = sound.mix(self.shot, 3.0)
        assert any("after the end" in words for words in track.unheard)
        assert len(track.mix) == 3 * RATE

    def test_a_line_is_a_murmur_while_it_is_spoken(self) -> None:
        shot = read('5 s. A baker stands.\n0-5s: He turns.\nAt 1.0 seconds the baker says: "We are closed for today."')
        voice = [c for c in sound.mix(shot, 5.0).cues if c.spoken]
        assert len(voice) == 1 and voice[0].kind == "voice" and voice[0].start == 1.0

    def test_silence_is_silent(self) -> None:
        assert not sound.mix(read("Two seconds of nothing. 0-2s: A cup on a table. No sound. Silence."), 2.0).mix.any()


class TestLimiter:
    def test_only_the_milliseconds_that_need_it_are_touched(self) -> None:
        quiet = 0.2 * np.sin(2 * np.pi * 300 * np.arange(2 * RATE) / RATE)
        loud = np.repeat(quiet[:, None], 2, axis=1)
        loud[RATE : RATE + 60] *= 8
        before = loud.copy()
        spans = sound.limit(loud)
        assert loudness.true_peak(loud)[200:-200].max() <= 10 ** (sound.CEILING_DB / 20) * 1.002
        same = (loud == before).all(axis=1)
        assert same[: RATE - 400].all() and same[RATE + 460 :].all()
        assert len(spans) == 1 and 0.98 < spans[0][0] < 1.0 < spans[0][1] < 1.02 and spans[0][2] < -3

    def test_nothing_loud_nothing_touched(self) -> None:
        calm = tone(1, -12)
        assert sound.limit(calm) == () and np.array_equal(calm, tone(1, -12))

    def test_a_full_mix_stays_under_the_ceiling(self) -> None:
        words = ", ".join(f"a drum at {n / 4 + 0.5:g} seconds (-8 LUFS)" for n in range(8))
        track = sound.mix(read(f"4 s. 0-4s: A band plays.\nSound: engine 0-4 s (-10 LUFS)\nSound: {words}"), 4.0)
        assert loudness.true_peak(track.mix)[200:-200].max() <= 10 ** (sound.CEILING_DB / 20) * 1.003
        assert track.limited
