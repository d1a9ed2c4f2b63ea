"""A profile says what it knows, marks what it does not, and names its file when it is wrong."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

import copilot_kit as ck
from copilot_kit import files
from copilot_kit.profiles import Engine, engine_from, length_of

ALL: Mapping[str, Engine] = files.profiles()
LIVE = [e for e in ALL.values() if e.live]
BARE = {
    "schema": "engine.1", "name": "mine", "title": "Mine", "vendor": "me", "status": "live", "checked": "2026-11-20",
    "sources": ["my own tests"], "seconds": [5, 10],
}  # fmt: skip


class TestShippedProfiles:
    def test_there_are_forty_of_which_four_are_retired(self) -> None:
        assert len(ALL) == 40
        assert sorted(e.name for e in ALL.values() if not e.live) == [
            "gemini-omni-flash-preview",
            "sora-2",
            "sora-2-pro",
            "veo-3-1-gemini-api",
        ]

    @pytest.mark.parametrize("engine", ALL.values(), ids=ALL)
    def test_each_is_complete_enough_to_compile_for(self, engine: Engine) -> None:
        assert engine.seconds == tuple(sorted(engine.seconds))
        assert engine.model
        assert engine.sizes or engine.ratios
        assert engine.traps or engine.note
        assert "prompt" in dict(engine.request)
        assert (engine.prompt_limit is None) == (engine.prompt_unit == "") or engine.name == "happyhorse-1-1"
        assert engine.negative == (engine.exclusions == "field") or not engine.live

    @pytest.mark.parametrize("engine", ALL.values(), ids=ALL)
    def test_prices_are_for_frames_that_it_makes(self, engine: Engine) -> None:
        frames = {*engine.resolutions, *(engine.tier(s) for s in engine.sizes)}
        priced = {r for r, _ in (*engine.price_usd, *engine.price_audio_usd)}
        assert priced == {"local"} if engine.local else priced <= frames

    @pytest.mark.parametrize("engine", ALL.values(), ids=ALL)
    def test_what_is_unconfirmed_is_a_field(self, engine: Engine) -> None:
        assert set(engine.unconfirmed) <= set(Engine.__dataclass_fields__)

    @pytest.mark.parametrize("engine", ALL.values(), ids=ALL)
    def test_a_setting_with_a_field_is_one_that_it_takes(self, engine: Engine) -> None:
        fields = dict(engine.request)
        assert ("negative" in fields) == bool(engine.negative)
        assert ("seed" in fields) == bool(engine.seed)
        assert "audio" not in fields or engine.audio == "optional"

    def test_two_clips_of_five_seconds_are_cheaper_than_one_of_ten_on_luma(self) -> None:
        luma = ck.engine("luma-ray-3-2")
        five, ten = (luma.usd_per_second("720p", s) for s in (5, 10))
        assert five is not None and ten is not None
        assert 10 * ten == pytest.approx(3 * 5 * five)

    def test_sound_costs_more_on_kling(self) -> None:
        assert ck.engine("kling-v3").usd_per_second("720p", 5, audio=True) == 0.126
        assert ck.engine("kling-v3").usd_per_second("720p", 5, audio=False) == 0.084

    def test_own_hardware_has_no_fee_and_an_unknown_price_is_none(self) -> None:
        assert ck.engine("wan-2-2-a14b-local").usd_per_second("720p", 5) == 0.0
        assert ck.engine("wan-2-6").usd_per_second("720P", 5) is None
        assert ck.engine("seedance-2-0").usd_per_second("1080p", 5) is None


class TestTable:
    def test_it_can_be_filtered_and_every_row_has_its_day(self) -> None:
        table = ck.engines()
        cheap = table[table["seed"] & (table["usd_per_second"] < 0.08) & (table["audio"] != "none")]
        assert "gemini-omni-1-2-flash" in cheap.index
        assert table["checked"].notna().all()

    def test_retired_engines_stand_at_the_end(self) -> None:
        assert list(ck.engines()["status"].str.startswith("retired"))[-4:] == [True] * 4

    def test_own_hardware_says_so(self) -> None:
        assert ck.engines().loc["ltx-2-5-local", "price"] == "no fee, own hardware"
        assert ck.engines().loc["wan-2-6", "price"] == "unknown"


class TestShowing:
    def test_a_profile_shows_itself_escaped_and_says_what_is_unconfirmed(self) -> None:
        odd = engine_from({**BARE, "title": "<b>Mine</b>", "unconfirmed": ["seconds"]}, "mine.toml")
        html = odd._repr_html_()
        assert "<b>Mine</b>" not in html
        assert "5, 10 (unconfirmed)" in html
        assert "checked 2026-11-20" in repr(odd)

    def test_a_retired_one_names_its_day_and_its_successors(self) -> None:
        assert ck.engine("sora-2").gone().startswith("Sora 2 is retired since 2026-09-24")
        assert "gemini-omni-1-2-flash" in ck.engine("sora-2")._repr_html_()


class TestReadingAProfile:
    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"schema": "engine.2"}, "schema is 'engine.2'"),
            ({"dialect": "latin"}, "dialect is 'latin', expected sora or omni"),
            ({"prompt_unit": "bytes"}, "prompt_unit is 'bytes'"),
            ({"seconds": []}, "seconds is missing"),
            ({"seconds": ["four"]}, "seconds is"),
            ({"price_usd": {"720p": "cheap"}}, "price_usd is"),
            ({"price_usd": 3}, "price_usd is"),
            ({"status": "retired"}, "no day is given"),
            ({"prise_usd": {}}, "did you mean 'price_usd'"),
        ],
    )
    def test_what_is_wrong_is_named_with_its_file(self, change: dict, says: str) -> None:
        with pytest.raises(ck.InputError, match=says) as e:
            engine_from({**BARE, **change}, "data/engines/mine.toml")
        assert "mine.toml" in str(e.value)

    def test_numbers_and_tables_come_in_their_types(self) -> None:
        engine = engine_from({**BARE, "words": [20, 200], "price_usd": {"720p": 1}, "request": {"prompt": "p"}}, "x")
        assert (engine.seconds, engine.words, engine.price_usd) == ((5.0, 10.0), (20, 200), (("720p", 1.0),))


class TestLength:
    def test_each_unit_counts_its_own_way(self) -> None:
        text = "Rain 🌧 falls."
        assert length_of(text, "characters") == 13
        assert length_of(text, "UTF-16 units") == 14
        assert length_of(text, "words") == 3
        assert length_of(text, "tokens") >= 4

    @given(st.text(), st.text())
    def test_more_text_is_never_shorter(self, a: str, b: str) -> None:
        for unit in ("characters", "UTF-16 units", "tokens", "words"):
            assert length_of(a + b, unit) >= length_of(a, unit)

    @given(st.text())
    def test_utf_16_is_counted_as_the_encoding_does(self, text: str) -> None:
        text = text.encode("utf-16-le", "ignore").decode("utf-16-le")
        assert length_of(text, "UTF-16 units") == len(text.encode("utf-16-le")) // 2
