"""What a library keeps, and what it gives back."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot_kit.dialogue.script import Turn, Usage
from copilot_kit.errors import InputError, LibraryError, UnknownName
from copilot_kit.library import Library

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def lib(tmp_path: Path):
    with Library(tmp_path / "copilot.sqlite") as library:
        yield library


def turn(number: int, text: str = "", **more: object) -> Turn:
    seat = ("copilot", "creator")[number % 2]
    return Turn((number + 1) // 2, seat, seat.title(), text or f"Words of turn {number}.", **more)  # type: ignore[arg-type]


def said(lib: Library, turns: int = 3, **begin: object) -> str:
    """The id of a dialogue with some turns."""
    key = lib.begin("a lamp goes out in a lighthouse", {"rounds": 7}, **begin)  # type: ignore[arg-type]
    for number in range(turns):
        lib.append(key, number, turn(number))
    return key


class TestJournal:
    def test_gives_back_what_was_begun_and_said(self, lib: Library) -> None:
        settings = {"rounds": 7, "engine": None, "seconds": 8.5, "voices": {"creator": "offline"}, "tags": ["näh", 1]}
        key = lib.begin("ein Leuchtturm 🗼", settings)
        usage = Usage(input=0, cache_read=None, cache_write=12, output=900, price_usd=0.0125)
        turns = (
            turn(0),
            turn(1, "---\n### Heading\n<final_prompt>no</final_prompt>", usage=usage, voice="tape"),
            turn(2, usage=Usage(), outcome="length"),
            turn(3, usage=Usage(price_usd=0)),
        )
        for number, each in enumerate(turns):
            lib.append(key, number, each)
        record = lib.dialogue(key)
        assert (record.idea, record.settings, record.turns) == ("ein Leuchtturm 🗼", settings, turns)
        assert (record.parent, record.forked_at, record.variant, record.draft) == (None, None, None, None)
        assert record.turns[1].usage.input == 0 and record.turns[1].usage.cache_read is None
        assert record.turns[0].usage is None and record.turns[2].usage == Usage()

    def test_outlives_the_object_that_wrote_it(self, tmp_path: Path) -> None:
        with Library(tmp_path / "a.sqlite") as lib:
            key = said(lib)
        with Library(tmp_path / "a.sqlite") as lib:
            assert lib.dialogue(key).turns == tuple(turn(n) for n in range(3))

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.text(st.characters()), min_size=1, max_size=3), st.text(st.characters()))
    def test_any_string_survives_lone_surrogates_included(self, texts: list[str], idea: str) -> None:
        with Library(":memory:") as lib:
            key = lib.begin(idea, {"note": "n" + idea})
            for number, text in enumerate(texts):
                lib.append(key, number, Turn(number, "creator", text, text, voice=text))
                lib.draft(key, number + 1, "copilot", text)
            record = lib.dialogue(key)
            assert [t.text for t in record.turns] == [t.speaker for t in record.turns] == texts
            assert (record.idea, record.settings["note"]) == (idea, "n" + idea)
            assert record.draft is not None and record.draft.text == texts[-1]

    def test_the_same_turn_again_changes_nothing(self, lib: Library) -> None:
        key = said(lib)
        lib.append(key, 1, turn(1))
        assert len(lib.dialogue(key).turns) == 3

    @pytest.mark.parametrize("other", [{"text": "Other words."}, {"usage": Usage()}, {"voice": "human"}])
    def test_another_turn_at_that_position_is_refused(self, lib: Library, other: dict) -> None:
        key = said(lib)
        with pytest.raises(LibraryError, match=r"turn 1: another turn stands there.*Fix: append at 3"):
            lib.append(key, 1, turn(1, **other))
        assert lib.dialogue(key).turns[1] == turn(1)

    def test_a_gap_is_refused(self, lib: Library) -> None:
        with pytest.raises(LibraryError, match="the next turn is 3, no gap"):
            lib.append(said(lib), 4, turn(4))

    def test_a_position_before_the_first_is_refused(self, lib: Library) -> None:
        with pytest.raises(LibraryError, match="turn -1"):
            lib.append(said(lib), -1, turn(0))

    def test_an_unknown_dialogue_lists_those_there_are(self, lib: Library) -> None:
        key = said(lib)
        for act in (
            lambda: lib.dialogue("0000"),
            lambda: lib.append("0000", 0, turn(0)),
            lambda: lib.draft("0000", 0, "creator", "words"),
            lambda: lib.finish("0000", "done"),
            lambda: lib.begin("an idea", {}, parent="0000", forked_at=0),
        ):
            with pytest.raises(UnknownName, match=key):
                act()

    @pytest.mark.parametrize("wrong", [Turn(1, "director", "D", "x"), Turn(1, "creator", "C", "x", outcome="lost")])  # type: ignore[arg-type]
    def test_a_seat_or_outcome_that_does_not_exist_is_refused(self, lib: Library, wrong: Turn) -> None:
        with pytest.raises(UnknownName, match="known: "):
            lib.append(said(lib, 0), 0, wrong)

    def test_a_price_that_is_no_number_is_kept_as_unknown(self, lib: Library) -> None:
        key = said(lib, 0)
        lib.append(key, 0, turn(0, usage=Usage(price_usd=float("nan"))))
        lib.append(key, 0, turn(0, usage=Usage(price_usd=float("nan"))))
        assert lib.dialogue(key).turns[0].usage == Usage()

    def test_finish_gives_a_status_and_the_dialogue_can_go_on(self, lib: Library) -> None:
        key = said(lib)
        assert lib.dialogue(key).status == "open"
        lib.finish(key, "stopped")
        lib.append(key, 3, turn(3))
        assert (lib.dialogue(key).status, len(lib.dialogue(key).turns)) == ("stopped", 4)
        with pytest.raises(InputError):
            lib.finish(key, "")

    def test_records_carry_the_time_in_utc(self, tmp_path: Path) -> None:
        from datetime import timezone

        with Library(tmp_path / "a.sqlite", clock=lambda: NOON.astimezone(timezone(timedelta(hours=9)))) as lib:
            assert lib.dialogue(said(lib)).created == "2026-11-20T12:00:00.000000Z"


class TestDraft:
    def test_is_renewed_and_gone_once_its_turn_is_there(self, lib: Library) -> None:
        key = said(lib, 2)
        lib.draft(key, 2, "copilot", "The la")
        lib.draft(key, 2, "copilot", "The lamp go")
        draft = lib.dialogue(key).draft
        assert draft is not None and (draft.position, draft.seat, draft.text) == (2, "copilot", "The lamp go")
        lib.append(key, 2, turn(2))
        assert lib.dialogue(key).draft is None

    def test_that_comes_late_is_ignored(self, lib: Library) -> None:
        key = said(lib, 2)
        lib.draft(key, 1, "creator", "Words of tur")
        assert lib.dialogue(key).draft is None

    def test_that_leaves_a_gap_is_refused(self, lib: Library) -> None:
        with pytest.raises(LibraryError, match="the next turn is 2"):
            lib.draft(said(lib, 2), 3, "creator", "x")

    def test_of_nobody_is_refused(self, lib: Library) -> None:
        with pytest.raises(UnknownName):
            lib.draft(said(lib, 2), 2, "director", "x")  # type: ignore[arg-type]


class TestFork:
    def test_shares_the_turns_before_it_and_has_its_own_after(self, lib: Library) -> None:
        parent = said(lib, 4)
        fork = lib.begin("the same lamp", {}, parent=parent, forked_at=2)
        assert lib.dialogue(fork).turns == (turn(0), turn(1))
        lib.append(fork, 2, turn(2, "Another way."))
        assert [t.text for t in lib.dialogue(fork).turns][1:] == ["Words of turn 1.", "Another way."]
        assert len(lib.dialogue(parent).turns) == 4
        assert (lib.dialogue(fork).parent, lib.dialogue(fork).forked_at) == (parent, 2)

    def test_may_be_told_the_shared_turns_again(self, lib: Library) -> None:
        fork = lib.begin("the same lamp", {}, parent=said(lib, 4), forked_at=2)
        for number in range(3):
            lib.append(fork, number, turn(number))
        assert lib.dialogue(fork).turns == tuple(turn(n) for n in range(3))
        with pytest.raises(LibraryError, match="another turn stands there"):
            lib.append(fork, 1, turn(1, "Not what was said."))

    def test_of_a_fork_before_the_first_fork(self, lib: Library) -> None:
        first = said(lib, 5)
        second = lib.begin("b", {}, parent=first, forked_at=4)
        lib.append(second, 4, turn(4, "B4"))
        third = lib.begin("c", {}, parent=second, forked_at=2)
        lib.append(third, 2, turn(2, "C2"))
        fourth = lib.begin("d", {}, parent=third, forked_at=3)
        assert [t.text for t in lib.dialogue(fourth).turns] == ["Words of turn 0.", "Words of turn 1.", "C2"]

    def test_at_zero_or_unsaid_shares_nothing(self, lib: Library) -> None:
        parent = said(lib, 2)
        for forked_at in (0, None):
            assert lib.dialogue(lib.begin("b", {}, parent=parent, forked_at=forked_at)).turns == ()

    @pytest.mark.parametrize("forked_at", [3, -1])
    def test_where_the_parent_has_no_turn_is_refused(self, lib: Library, forked_at: int) -> None:
        with pytest.raises(InputError, match="Fix: "):
            lib.begin("b", {}, parent=said(lib, 2), forked_at=forked_at)

    def test_without_a_parent_is_refused(self, lib: Library) -> None:
        with pytest.raises(InputError, match="parent"):
            lib.begin("b", {}, forked_at=1)


class TestIds:
    def test_sort_in_the_order_of_beginning_even_if_the_clock_stands_or_goes_back(self) -> None:
        moments = itertools.chain([NOON] * 50, (NOON - timedelta(hours=n) for n in range(50)))
        with Library(":memory:", clock=lambda: next(moments)) as lib:
            ids = [lib.begin("x", {}) for _ in range(100)]
        assert ids == sorted(set(ids)) and {len(key) for key in ids} == {13}


class TestSecrets:
    @pytest.mark.parametrize(
        "settings",
        [
            {"api_key": "x"},
            {"OPENAI_API_KEY": "x"},
            {"apiKey": "x"},
            {"key": "x"},
            {"X-Api-Key": "x"},
            {"client_secret": "x"},
            {"token": "x"},
            {"accessToken": "x"},
            {"password": "x"},
            {"headers": {"Authorization": "x"}},
            {"voices": [{"keys": ["x"]}]},
            {"note": "sk-" + "a1" * 12},
            {"header": "Bearer " + "a1" * 12},
        ],
    )
    def test_in_settings_are_refused_and_never_repeated(self, lib: Library, settings: dict) -> None:
        with pytest.raises(InputError, match="looks like a key") as caught:
            lib.begin("an idea", settings)
        assert "a1a1" not in str(caught.value)

    @pytest.mark.parametrize(
        "settings",
        [
            {"max_tokens": 4096, "api_key": None},
            {"key_light": "tungsten, camera left", "keyframe": "first", "monkey": "brass"},
            {"tokenizer": "bytes", "author": "me", "token": ""},
        ],
    )
    def test_are_told_from_harmless_settings(self, lib: Library, settings: dict) -> None:
        assert lib.dialogue(lib.begin("an idea", settings)).settings == settings

    @pytest.mark.parametrize("settings", [{"when": NOON}, {"n": float("nan")}, {"s": {1, 2}}])
    def test_settings_beyond_json_are_refused(self, lib: Library, settings: dict) -> None:
        with pytest.raises(InputError, match=r"settings: .*Fix: "):
            lib.begin("an idea", settings)
