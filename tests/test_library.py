"""What a library keeps, and what it gives back."""

from __future__ import annotations

import itertools
import json
import re
import sqlite3
import subprocess
import sys
import threading
from dataclasses import FrozenInstanceError, dataclass
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot_kit.dialogue.script import Turn, Usage
from copilot_kit.errors import InputError, LibraryError, UnknownName
from copilot_kit.library import Library, Variant
from copilot_kit.library.variants import letters_of, scene_of
from copilot_kit.library.views import word_pieces
from copilot_kit.shot import Shot, Span

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
        usage = Usage(input=0, cache_read=None, cache_write=12, output=900, price_usd=0.0125, thinking=310)
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


LAMP = "A keeper trims the wick. At 2.5 s she looks up.\nThe lamp hums at -20 LUFS."
LATER = LAMP.replace("2.5 s", "3 s")


class TestSave:
    def test_gives_back_what_was_saved(self, lib: Library) -> None:
        shot = Shot(text=LAMP, prompt=Span(0, len(LAMP)), seconds=8.0, seconds_from="stated")
        saved = lib.save(shot, name="lamp/a", note="first light", engine="some-engine")
        assert lib["lamp/a"] == lib.variant(saved) == saved
        assert (saved.name, saved.scene, saved.text, saved.seconds) == ("lamp/a", "lamp", LAMP, 8.0)
        assert (saved.parent, saved.remix, saved.note, saved.engine) == (None, "", "first light", "some-engine")
        assert (saved.dialogue, saved.changes, saved.record) == (None, None, "")
        assert str(saved) == LAMP and hash(saved) == hash(lib["lamp/a"])
        with pytest.raises(FrozenInstanceError):
            saved.text = "other"  # type: ignore[misc]

    def test_a_text_has_no_length_that_the_library_was_told(self, lib: Library) -> None:
        assert lib.save(LAMP, name="lamp/a").seconds is None

    @settings(max_examples=50, deadline=None)
    @given(st.text(st.characters(), min_size=1).filter(str.strip), st.text(st.characters()))
    def test_any_text_survives_and_can_be_found_again(self, text: str, words: str) -> None:
        with Library(":memory:") as lib:
            saved = lib.save(text, name="any/a", note=words)
            assert (lib["any/a"].text, lib["any/a"].note) == (text, words)
            assert lib.save(text) != saved or text == saved.text
            lib.variants(search=words), str(lib.tree()).encode(), lib.tree()._repr_html_().encode()
            repr(saved).encode(), saved._repr_html_().encode(), lib.variants().to_html().encode()
            assert lib.verify() == []

    def test_the_digest_covers_the_text_and_the_parents_but_not_the_name(self, lib: Library) -> None:
        first, twin = lib.save(LAMP, name="lamp/a"), lib.save(LAMP, name="other/a")
        assert first.digest == twin.digest
        child = lib.save(LATER, name="lamp/b", parent=first)
        assert child.digest != lib.save(LATER, name="lamp/c").digest
        assert child.digest == lib.save(LATER, name="other/b", parent=twin).digest

    def test_the_same_again_is_what_is_there_already(self, lib: Library) -> None:
        first = lib.save(LAMP, name="lamp/a", note="kept")
        assert lib.save(LAMP, name="lamp/a") == lib.save(LAMP, name="lamp/a", note="kept") == first
        child = lib.save(LATER, parent="lamp/a", remix="delay the look to 3 s")
        assert lib.save(LATER, parent="lamp/a", remix="delay the look to 3 s") == child
        assert list(lib) == ["lamp/a", "lamp/b"]

    @pytest.mark.parametrize(
        ("again", "what"),
        [
            ({"shot": LATER}, "text"),
            ({"shot": LAMP, "parent": "lamp/z"}, "parent"),
            ({"shot": LAMP, "note": "other"}, "note"),
            ({"shot": LAMP, "engine": "other"}, "engine"),
            ({"shot": Shot(text=LAMP, prompt=Span(0, len(LAMP)), seconds=4.0)}, "seconds"),
        ],
    )
    def test_a_name_that_holds_something_else_is_refused_with_a_free_one(
        self, lib: Library, again: dict, what: str
    ) -> None:
        lib.save("Another lamp.", name="lamp/z")
        lib.save(LAMP, name="lamp/a", note="kept")
        with pytest.raises(InputError, match=rf"lamp/a: is kept with another {what}\b.*'lamp/b'"):
            lib.save(name="lamp/a", **again)
        assert lib["lamp/a"].text == LAMP and lib["lamp/a"].note == "kept"

    def test_a_name_left_out_is_the_next_letter_of_the_parents_scene(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/a")
        lib.save(LATER, name="lamp/slow", parent="lamp/a")
        names = [lib.save(f"{LAMP} {n}", parent="lamp/slow").name for n in range(28)]
        assert names == [f"lamp/{letters_of(n)}" for n in range(1, 29)]
        assert names[-3:] == ["lamp/aa", "lamp/ab", "lamp/ac"]

    def test_a_name_left_out_is_another_letter_when_something_else_is_said(self, lib: Library) -> None:
        first = lib.save(LAMP, engine="one")
        second = lib.save(LAMP, engine="two", note="for the other")
        assert second.name == first.name[:-1] + "b" and second.digest == first.digest
        assert lib.save(LAMP, engine="two") == second and lib.save(LAMP) == first

    def test_a_scene_without_a_letter_gets_the_next_free_one(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/b")
        assert [lib.save(f"{LAMP} {n}", name="lamp/").name for n in range(3)] == ["lamp/a", "lamp/c", "lamp/d"]
        assert lib.save(LATER, name="fog/", parent="lamp/a").name == "fog/a"
        assert lib.save(LATER, name="fog/", parent="lamp/a").name == "fog/a"

    @pytest.mark.parametrize(
        ("text", "scene"),
        [
            (LAMP, "keeper-trims-wick"),
            ("The shot: a fox, then THE SNOW.", "fox-snow"),
            ("Zwei Möwen über dem Fluss", "zwei-möwen-über"),
            ("雨の夜に時計が止まる", "雨の夜に時計が止まる"),
            ("नदी के किनारे", "नदी-किनारे"),
            ("8 s, 50 mm", "shot"),
            ("🎬🎬", "shot"),
        ],
    )
    def test_without_a_parent_the_scene_is_named_after_the_text(self, lib: Library, text: str, scene: str) -> None:
        assert scene_of(text) == scene
        assert lib.save(text).name == f"{scene}/a"
        assert lib.save(text).name == f"{scene}/a"
        assert lib.save(f"{text} !").name == f"{scene}/b"

    @pytest.mark.parametrize("name", ["puzzle/a", "Büro_2/v1.1", "雨/夜", "नदी/क", "9/9", "a/" + "b" * 64])
    def test_names_in_any_script_are_welcome(self, lib: Library, name: str) -> None:
        assert lib.save(LAMP, name=name).name == name and name in lib

    @pytest.mark.parametrize(
        "name",
        [
            "",
            "puzzle",
            "a/b/c",
            "/a",
            "/",
            "a b/",
            "a b/c",
            "../x",
            "a/.hidden",
            "-a/b",
            "🎬/a",
            "a/\n",
            "a/" + "b" * 65,
            "a\0/b",
        ],
    )
    def test_other_names_are_refused_with_one_that_would_do(self, lib: Library, name: str) -> None:
        with pytest.raises(InputError, match="scene/variant was expected") as caught:
            lib.save(LAMP, name=name)
        offered = re.search(r"Fix: say '(.*)'\.$", str(caught.value))
        assert offered and lib.save(LAMP, name=offered[1])

    def test_letters_that_look_the_same_are_the_same(self, lib: Library) -> None:
        lib.save(LAMP, name="mo\u0308we/a")
        assert lib["m\u00f6we/a"].name == lib["mo\u0308we/a"].name == "m\u00f6we/a"
        assert "mo\u0308we/a" in lib and "möwe" not in lib and 7 not in lib

    @pytest.mark.parametrize("nothing", ["", "  \n", None, 7, b"bytes"])
    def test_what_is_no_prompt_is_refused(self, lib: Library, nothing: object) -> None:
        with pytest.raises(InputError, match="a prompt was expected"):
            lib.save(nothing, name="lamp/a")  # type: ignore[arg-type]

    def test_a_quote_in_a_text_is_only_a_quote(self, lib: Library) -> None:
        evil = "'); DROP TABLE variants; --"
        lib.save(evil, name="lamp/a", note=evil, engine=evil)
        assert lib["lamp/a"].text == evil and len(lib.variants(search=evil)) == 1
        assert evil not in lib and len(lib.variants(scene=evil)) == 0

    def test_a_variant_knows_its_dialogue_and_the_dialogue_its_variant(self, lib: Library) -> None:
        first, second = said(lib), said(lib)
        lib.save(LAMP, name="lamp/a", dialogue=first)
        assert lib.save(LAMP, name="lamp/a", dialogue=second).dialogue == first
        assert lib.dialogue(first).variant == lib.dialogue(second).variant == "lamp/a"
        with pytest.raises(UnknownName, match="dialogue"):
            lib.save(LATER, dialogue="0000")

    def test_many_are_saved_all_or_none(self, lib: Library) -> None:
        saved = lib.save_many([{"shot": LAMP, "name": "lamp/a"}, {"shot": LATER, "parent": "lamp/a"}])
        assert [v.name for v in saved] == ["lamp/a", "lamp/b"]
        with pytest.raises(InputError):
            lib.save_many([{"shot": "fine", "name": "fine/a"}, {"shot": ""}])
        assert "fine/a" not in lib and lib.verify() == []

    def test_rows_for_many_may_look_things_up_but_save_nothing(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/a")
        lib.save_many({"shot": LATER, "parent": lib[name]} for name in ["lamp/a"])
        assert lib["lamp/b"].parent == "lamp/a"
        with pytest.raises(LibraryError, match="save_many rows that save nothing"):
            lib.save_many({"shot": lib.save("x", name="x/a").text} for _ in range(1))


class TestRemix:
    def test_keeps_what_was_declared_and_what_was_found(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/a")
        change = {"path": "beats[1].start", "before": 2.5, "after": 3.0}
        lib.save(LATER, parent="lamp/a", remix="delay the look to 3 s", changes=[change])
        child = lib["lamp/b"]
        assert (child.parent, child.remix, child.changes) == ("lamp/a", "delay the look to 3 s", (change,))
        assert child.record == "1 declared, 1 found"

    @pytest.mark.parametrize(
        ("remix", "changes", "record"),
        [
            ("one thing", None, "1 declared, not compared"),
            ("one thing", [], "1 declared, 0 found"),
            ("one thing", [{"path": "a"}, {"path": "b"}], "1 declared, 2 found: a, b"),
            ("one thing\n\nanother", [{"path": "a"}, {"path": "b"}], "2 declared, 2 found"),
            ("", [{"path": "a"}], "0 declared, 1 found: a"),
            ("", [{"sentence": "a comma"}], "0 declared, 1 found: words"),
            ("", None, ""),
        ],
    )
    def test_says_how_many(self, lib: Library, remix: str, changes: list | None, record: str) -> None:
        lib.save(LAMP, name="lamp/a")
        assert lib.save(LATER, parent="lamp/a", remix=remix, changes=changes).record == record

    def test_takes_changes_that_are_values(self, lib: Library) -> None:
        @dataclass(frozen=True)
        class Change:
            path: str
            after: float
            where: Span

        lib.save(LAMP, name="lamp/a")
        lib.save(LATER, parent="lamp/a", remix="x", changes=[Change("beats[1].start", 3.0, Span(1, 4))])
        assert lib["lamp/b"].changes == ({"path": "beats[1].start", "after": 3.0, "where": [1, 4]},)

    def test_without_a_parent_is_refused(self, lib: Library) -> None:
        for more in ({"remix": "delay"}, {"changes": []}):
            with pytest.raises(InputError, match="a remix without a parent"):
                lib.save(LAMP, name="lamp/a", **more)  # type: ignore[arg-type]

    @pytest.mark.parametrize("changes", [["words"], [{"at": NOON}], [Variant]])
    def test_with_changes_that_are_none_is_refused(self, lib: Library, changes: list) -> None:
        lib.save(LAMP, name="lamp/a")
        with pytest.raises(InputError, match="changes="):
            lib.save(LATER, parent="lamp/a", changes=changes)

    def test_of_nothing_that_is_known_names_the_near(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/early")
        with pytest.raises(UnknownName, match="did you mean 'lamp/early'"):
            lib.save(LATER, parent="lamp/earyl")
        with pytest.raises(InputError, match="scene/variant was expected"):
            lib["lamp"]


class TestRatings:
    def test_are_added_and_the_last_word_on_each_thing_stands(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/a")
        lib.rate("lamp/a", 3, "maybe", "too early")
        assert lib.rate("lamp/a", stars=4) == (4, "maybe", "too early")
        assert lib.rate(lib["lamp/a"], verdict="keep", reason="the look lands") == (4, "keep", "the look lands")
        table = lib.ratings()
        assert table["stars"].to_list()[:2] == [3, 4] and table["latest"].to_list() == [False, False, True]
        shown = lib.variants().iloc[0]
        assert (shown["stars"], shown["verdict"], shown["reason"]) == (4, "keep", "the look lands")

    @pytest.mark.parametrize("stars", [0, 6, 3.5, True, "4"])
    def test_beyond_five_stars_are_refused(self, lib: Library, stars: object) -> None:
        lib.save(LAMP, name="lamp/a")
        with pytest.raises(InputError, match="from 1 to 5"):
            lib.rate("lamp/a", stars)  # type: ignore[arg-type]

    def test_that_say_nothing_or_something_else_are_refused(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/a")
        with pytest.raises(InputError, match="nothing was said"):
            lib.rate("lamp/a")
        with pytest.raises(UnknownName, match="keep, maybe, reject"):
            lib.rate("lamp/a", verdict="great")  # type: ignore[arg-type]
        with pytest.raises(UnknownName, match="lamp/a"):
            lib.rate("lamp/b", 3)


class TestTables:
    KINDS = {"text": "string", "whole": "Int64", "number": "float64", "time": "datetime64[us, UTC]", "flag": "bool"}
    DTYPES = {
        "variants": "name:text scene:text parent:text remix:text note:text seconds:number engine:text stars:whole "
        "verdict:text reason:text dialogue:text digest:text created:time text:text",
        "remixes": "name:text parent:text remix:text declared:whole found:whole paths:text stars_before:whole "
        "stars:whole verdict:text reason:text created:time",
        "ratings": "name:text stars:whole verdict:text reason:text latest:flag created:time",
        "turns": "dialogue:text position:whole round:whole seat:text speaker:text voice:text outcome:text input:whole "
        "cache_read:whole cache_write:whole output:whole thinking:whole price_usd:number created:time text:text",
        "dialogues": "dialogue:text idea:text status:text turns:whole parent:text forked_at:whole variant:text "
        "created:time",
    }

    @pytest.mark.parametrize("table", DTYPES)
    @pytest.mark.parametrize("filled", [False, True])
    def test_have_the_same_dtypes_with_and_without_rows(self, lib: Library, table: str, filled: bool) -> None:
        if filled:
            lib.save(LAMP, name="lamp/a", dialogue=said(lib))
            lib.save(LATER, parent="lamp/a")
            lib.rate("lamp/a", reason="x")
        made = getattr(lib, table)()
        assert bool(len(made)) == filled
        promised = [column.split(":") for column in self.DTYPES[table].split()]
        assert [(name, str(made[name].dtype)) for name in made] == [(name, self.KINDS[kind]) for name, kind in promised]

    def test_say_which_change_helped(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/a")
        lib.rate("lamp/a", 2)
        for number, (path, stars) in enumerate({"beats[1].start": 5, "light.kelvin": 1}.items()):
            child = lib.save(f"{LAMP} {number}", parent="lamp/a", remix=path, changes=[{"path": path}])
            lib.rate(child, stars)
        lib.save(f"{LAMP} 9", parent="lamp/a", remix="nobody looked")
        table = lib.remixes()
        gain = (table["stars"] - table["stars_before"]).groupby(table["paths"]).mean()
        assert gain.to_dict() == {"beats[1].start": 3, "light.kelvin": -1}
        assert table["found"].isna().to_list() == [False, False, True]

    def test_count_each_turn_once_and_tell_unknown_from_nothing(self, lib: Library) -> None:
        parent = lib.begin("an idea", {})
        lib.append(parent, 0, turn(0, usage=Usage(input=0, output=5, price_usd=0.5)))
        lib.append(parent, 1, turn(1))
        fork = lib.begin("an idea", {}, parent=parent, forked_at=1)
        lib.append(fork, 1, turn(1, "Another.", usage=Usage(price_usd=0.25)))
        assert lib.turns()["price_usd"].sum() == 0.75 and len(lib.turns()) == 3
        own = lib.turns(fork)
        assert own["dialogue"].to_list() == [parent, fork] and own["position"].to_list() == [0, 1]
        assert own["input"].to_list()[0] == 0 and own["input"].isna().to_list() == [False, True]
        assert lib.turns(parent)["price_usd"].isna().to_list() == [False, True]
        assert lib.dialogues()["turns"].to_list() == [2, 2]
        with pytest.raises(UnknownName):
            lib.turns("0000")

    def test_of_a_scene_hold_only_that_scene(self, lib: Library) -> None:
        lib.save_many({"shot": f"{LAMP} {n}", "name": f"s{n % 3}/v{n}"} for n in range(9))
        assert lib.variants(scene="s1")["name"].to_list() == ["s1/v1", "s1/v4", "s1/v7"]
        assert len(lib.variants(scene="nowhere")) == 0

    @pytest.mark.parametrize(
        "more", [{}, {"scene": "s0"}, {"search": "keeper"}, {"scene": "s0", "search": "wick keep"}]
    )
    def test_pages_put_together_are_the_whole(self, lib: Library, more: dict) -> None:
        lib.save_many({"shot": f"{LAMP} {n}", "name": f"s{n % 2}/v{n}"} for n in range(46))
        whole = lib.variants(**more)["name"].to_list()
        pages = [lib.variants(page=page, size=10, **more)["name"].to_list() for page in range(1, 7)]
        assert list(itertools.chain(*pages)) == whole and len(whole) == (23 if "scene" in more else 46)
        back = [lib.variants(page=-page, size=10, **more)["name"].to_list() for page in range(1, 7)]
        assert list(itertools.chain(*reversed(back))) == whole and back[0] == whole[-10:]

    @pytest.mark.parametrize("wrong", [{"page": 0}, {"page": 1, "size": 0}])
    def test_a_page_that_does_not_exist_is_refused(self, lib: Library, wrong: dict) -> None:
        with pytest.raises(InputError, match="page=1 for the first"):
            lib.variants(**wrong)


class TestSearch:
    @pytest.fixture
    def names(self, lib: Library):
        lib.save("A lamp hums in the fog; 2.5 s later it dies.", name="fog/a", note="für später")
        lib.save("Eine Möwe schreit über dem Hafen.", name="gull/a")
        lib.save("雨が降る夜、時計が止まる。", name="rain/a")
        lib.save("नदी के किनारे हिन्दी", name="river/a")
        return lambda search, **more: lib.variants(search=search, **more)["name"].to_list()

    @pytest.mark.parametrize(
        ("search", "found"),
        [
            ("lamp", ["fog/a"]),
            ("LAMP fog", ["fog/a"]),
            ("lam", ["fog/a"]),
            ("amp", []),
            ("lamp harbour", []),
            ("2.5", ["fog/a"]),
            ("spat", ["fog/a"]),
            ("möwe", ["gull/a"]),
            ("MOWE", ["gull/a"]),
            ("gull", ["gull/a"]),
            ("時計", ["rain/a"]),
            ("計時", []),
            ("हिन्दी", ["river/a"]),
            ('"', []),
            ("lamp AND OR NOT (", []),
            ("lamp*", ["fog/a"]),
            ("body:lamp", []),
            ("\ud800", []),
            ("lamp\0", ["fog/a"]),
        ],
    )
    def test_finds_what_holds_all_words(self, names, search: str, found: list[str]) -> None:
        assert names(search) == found

    def test_for_nothing_finds_everything(self, names) -> None:
        assert len(names("")) == len(names(" ")) == 4


class TestStrangeNames:
    """A lone surrogate can reach a library through a file name or a damaged notebook."""

    def test_are_names_that_nothing_has(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/a")
        odd = "\ud800"
        for act in (lambda: lib.dialogue(odd), lambda: lib.turns(odd), lambda: lib.append(odd, 0, turn(0))):
            with pytest.raises(UnknownName, match="dialogue"):
                act()
        assert len(lib.variants(scene=odd)) == len(lib.variants(scene=odd, page=1)) == 0
        assert len(lib.variants(scene=odd, search="lamp")) == 0 and "no variants" in str(lib.tree(odd))
        with pytest.raises(InputError):
            lib[odd]


class TestTree:
    def test_draws_children_under_their_parents(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/a")
        lib.save(LATER, parent="lamp/a", remix="delay the look to 3 s", changes=[{"path": "beats[1].start"}])
        lib.save(LATER + " Fog.", parent="lamp/b", remix="add fog")
        lib.save(LAMP + " Rain.", parent="lamp/a")
        lib.save("A fox.", name="fox/a")
        lib.rate("lamp/b", 4, "keep", "it lands")
        assert str(lib.tree()).splitlines() == [
            "lamp/a",
            "├─ lamp/b  ★★★★☆ keep: it lands  ← delay the look to 3 s (1 declared, 1 found)",
            "│  └─ lamp/c  ← add fog (1 declared, not compared)",
            "└─ lamp/d",
            "fox/a",
        ]
        assert str(lib.tree("fox")) == repr(lib.tree("fox")) == "fox/a"

    def test_of_a_scene_says_where_it_came_from(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/a")
        lib.save(LATER, name="fog/a", parent="lamp/a", remix="fog")
        assert str(lib.tree("fog")) == "fog/a  ← from lamp/a fog (1 declared, not compared)"

    def test_of_nothing_says_so(self, lib: Library) -> None:
        assert str(lib.tree()) == "no variants yet" and "no variants yet" in lib.tree()._repr_html_()

    def test_of_a_thousand_generations_stays_readable(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/v0")
        lib.save_many({"shot": f"{LAMP} {n}", "name": f"lamp/v{n}", "parent": f"lamp/v{n - 1}"} for n in range(1, 1001))
        lines = str(lib.tree()).splitlines()
        assert len(lines) == 501 and lines[-1].startswith("... and 501 more")
        assert_well_formed(lib.tree()._repr_html_())


class TestCompare:
    def test_tells_which_words_were_taken_out_and_put_in(self, lib: Library) -> None:
        lib.save(Shot(text=LAMP, prompt=Span(0, len(LAMP)), seconds=4.0), name="lamp/a")
        lib.save(LATER, parent="lamp/a", remix="delay the look to 3 s")
        lib.rate("lamp/b", 5)
        assert str(lib.compare("lamp/a", "lamp/b")).splitlines() == [
            "− lamp/a",
            "+ lamp/b ★★★★★",
            "words: 1 out, 1 in",
            "lamp/b is a remix of lamp/a: delay the look to 3 s (1 declared, not compared)",
            "length 4 s → unknown",
            "the event “she looks up” comes at 3.0 s instead of 2.5 s",
            "",
            "A keeper trims the wick. At [-2.5-]{+3+} s she looks up.",
            "The lamp hums at -20 LUFS.",
        ]
        assert "the texts are the same" in str(lib.compare("lamp/a", "lamp/a"))

    def test_marks_are_not_by_colour_alone(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/a")
        page = lib.compare("lamp/a", lib.save(LATER, parent="lamp/a"))._repr_html_()
        assert re.search(r"<del [^>]*line-through[^>]*><sup[^>]*>−</sup>2.5</del>", page)
        assert re.search(r"<ins [^>]*underline[^>]*><sup[^>]*>\+</sup>3</ins>", page)

    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("", "", ""),
            ("one two", "one two", "=one two"),
            ("at -20 dB", "at -24 dB", "=at |--20|+-24|= dB"),
            ("0-1.5 s", "0-2 s", "=0-|-1.5|+2|= s"),
            ("a red old door", "a blue new door", "=a |-red old|+blue new|= door"),
            ("fog", "fog and rain", "=fog|+ and rain"),
            ("雨が降る", "雪が降る", "-雨|+雪|=が降る"),
            ("one\ntwo\nsix", "one\nsix", "=one\n|-two\n|=six"),
        ],
    )
    def test_words_are_words_and_numbers_numbers(self, before: str, after: str, expected: str) -> None:
        assert "|".join(piece.mark + piece.words for piece in word_pieces(before, after)) == expected

    @settings(max_examples=200, deadline=None)
    @given(st.text("ab c\n1.-", max_size=40), st.text("ab c\n1.-", max_size=40))
    def test_pieces_give_both_texts_back(self, before: str, after: str) -> None:
        pieces = word_pieces(before, after)
        assert "".join(p.words for p in pieces if p.mark in "=-") == before
        assert "".join(p.words for p in pieces if p.mark in "=+") == after
        assert all(p.words for p in pieces) and all(a.mark != b.mark for a, b in itertools.pairwise(pieces))

    def test_a_long_text_takes_no_longer_than_a_moment(self) -> None:
        before = " ".join(f"w{n % 3000}" for n in range(20_000))
        pieces = word_pieces(before, before.replace("w77 ", "w78 "))
        assert {p.mark for p in pieces} == set("=-+")


def assert_well_formed(page: str) -> None:
    """Every tag that is opened is closed, in order, and nothing could run."""
    waiting: list[str] = []

    class Check(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list) -> None:
            assert tag not in ("script", "style", "link", "img", "iframe") and not any(
                a.startswith("on") for a, _ in attrs
            )
            waiting.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert waiting.pop() == tag

    Check().feed(page)
    assert not waiting


class TestShowing:
    EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)> & \"'\ud800"

    def test_what_comes_from_outside_is_escaped(self, lib: Library) -> None:
        first = lib.save(self.EVIL, name="evil/a", note=self.EVIL, engine=self.EVIL)
        child = lib.save(
            self.EVIL + " more", parent=first, remix=self.EVIL, changes=[{"path": self.EVIL}, {"path": "b"}]
        )
        lib.rate(child, 3, "keep", self.EVIL)
        key = lib.begin(self.EVIL, {})
        lib.append(key, 0, Turn(0, "copilot", self.EVIL, self.EVIL, outcome="length"))
        lib.draft(key, 1, "creator", self.EVIL)
        lib.finish(key, self.EVIL)
        views = (first, child, lib, lib.tree(), lib.compare(first, child), lib.dialogue(key))
        for view in views:
            page = view._repr_html_()
            assert_well_formed(page)
            page.encode(), repr(view).encode()
        assert "&lt;script&gt;" in views[0]._repr_html_()

    def test_colours_come_from_the_page_around(self, lib: Library) -> None:
        lib.save(LAMP, name="lamp/a")
        lib.rate("lamp/a", 3)
        for view in (lib, lib.tree(), lib["lamp/a"], lib.compare("lamp/a", lib.save(LATER, parent="lamp/a"))):
            page = view._repr_html_()
            assert not re.search(r"(?<![\w-])color:(?!inherit)", page) and "#" not in page
            assert "3 of 5 stars" in page or view is lib["lamp/a"] or "★" not in page

    def test_a_library_tells_what_it_holds_and_not_where_it_lies(self, lib: Library, tmp_path: Path) -> None:
        lib.save(LAMP, name="lamp/a")
        said(lib)
        assert repr(lib) == "<Library copilot.sqlite: 1 variant in 1 scene, 1 dialogue>"
        assert str(tmp_path) not in lib._repr_html_() and "lamp/a" in lib._repr_html_()
        assert lib._ipython_key_completions_() == ["lamp/a"]

    def test_a_dialogue_shows_who_said_what_and_what_was_not_ended(self, lib: Library) -> None:
        parent = said(lib, 3)
        fork = lib.begin("the same lamp", {}, parent=parent, forked_at=2)
        lib.draft(fork, 2, "copilot", "The la")
        page = re.sub(r"<[^>]*>", " ", lib.dialogue(fork)._repr_html_())
        assert re.findall(r"Words of turn \d|unfinished|The la|fork of \w+ after 2 turns", page) == [
            f"fork of {parent} after 2 turns",
            "Words of turn 0",
            "Words of turn 1",
            "unfinished",
            "The la",
        ]

    def test_an_empty_library_is_still_a_library(self, lib: Library) -> None:
        assert lib and "0 variants in 0 scenes, 0 dialogues" in repr(lib)


class TestVerify:
    """Each case is done to a good library by other hands; the triggers that refuse it are taken away first."""

    @pytest.mark.parametrize(
        ("damage", "said"),
        [
            (
                "UPDATE variants SET text = 'Other words.' WHERE name = 'lamp/a'",
                "variant lamp/a: its text or its parent",
            ),
            ("UPDATE variants SET parent = NULL WHERE name = 'lamp/b'", "variant lamp/b: its text or its parent"),
            ("UPDATE variants SET digest = 'x' WHERE name = 'lamp/a'", "variant lamp/b: its text or its parent"),
            ("UPDATE variants SET parent = 3 WHERE name = 'lamp/a'", "variant lamp/a: its parent was saved after it"),
            ("UPDATE variants SET scene = 'fog' WHERE name = 'lamp/a'", "variant lamp/a: is filed under scene fog"),
            ("DELETE FROM variants WHERE name = 'lamp/b'", "variant fox/a: a variant before it is missing"),
            ("DELETE FROM variants WHERE name = 'lamp/a'", "refers to a row of variants that is not there"),
            ("DELETE FROM variants WHERE name = 'fox/a'", "search: 3 variants are in the word index, 2 in the library"),
            ("UPDATE turns SET text = 'No.' WHERE position = 1", "turn 1: is not what was said"),
            ("UPDATE turns SET price_usd = 0, metered = 1 WHERE position = 1", "turn 1: is not what was said"),
            ("UPDATE turns SET metered = 1 WHERE position = 1", "turn 1: is not what was said"),
            ("UPDATE turns SET digest = 'x' WHERE position = 1", "turn 2: is not what was said"),
            ("DELETE FROM turns WHERE position = 1", "turn 1 is missing"),
            ("UPDATE dialogues SET idea = 'Another.' WHERE parent IS NULL", "its idea, settings or origin"),
            ("UPDATE dialogues SET settings = '{}' WHERE parent IS NULL", "its idea, settings or origin"),
            ("UPDATE dialogues SET forked_at = 1 WHERE parent IS NOT NULL", "its idea, settings or origin"),
        ],
    )
    def test_finds_what_was_changed_behind_its_back(self, tmp_path: Path, damage: str, said: str) -> None:
        path = tmp_path / "a.sqlite"
        with Library(path) as lib:
            self.fill(lib)
            assert lib.verify() == []
        db = sqlite3.connect(path)
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        assert db.execute(damage).rowcount > 0
        db.commit()
        db.close()
        with Library(path) as lib:
            found = lib.verify()
        assert any(said in sentence for sentence in found), found

    @pytest.mark.parametrize("table", ["variants", "turns", "ratings"])
    @pytest.mark.parametrize("act", ["UPDATE {} SET created = ''", "DELETE FROM {}"])
    def test_the_file_itself_refuses_to_forget(self, tmp_path: Path, table: str, act: str) -> None:
        with Library(tmp_path / "a.sqlite") as lib:
            self.fill(lib)
        db = sqlite3.connect(tmp_path / "a.sqlite")
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            db.execute(act.format(table))
        db.close()

    def fill(self, lib: Library) -> None:
        parent = said(lib)
        fork = lib.begin("fork", {}, parent=parent, forked_at=2)
        lib.append(fork, 2, turn(2, "Another way."))
        lib.save(LAMP, name="lamp/a", dialogue=parent)
        lib.save(LATER, name="lamp/b", parent="lamp/a", remix="later")
        lib.save("A fox.", name="fox/a")
        lib.rate("lamp/b", 4)


class TestImports:
    def test_saving_loads_no_pandas(self, tmp_path: Path) -> None:
        code = """
import sys
from copilot_kit.library import Library
with Library(sys.argv[1]) as lib:
    lib.save("A fox.", name="fox/a")
    lib.rate("fox/a", 3)
    lib.tree(), lib.compare("fox/a", "fox/a"), lib.verify()
assert not {"pandas", "numpy", "matplotlib", "IPython"} & set(sys.modules)
"""
        root = Path(__file__).parent.parent
        subprocess.run([sys.executable, "-c", code, tmp_path / "a.sqlite"], check=True, cwd=root)


class TestThreads:
    def test_share_one_library(self, tmp_path: Path) -> None:
        with Library(tmp_path / "a.sqlite") as lib:
            key, failures = lib.begin("an idea", {}), []

            def work(number: int) -> None:
                try:
                    for n in range(20):
                        lib.save(f"Text {number} {n}", name=f"t{number}/v{n}")
                        lib.draft(key, 0, "copilot", f"{number} {n}")
                        assert len(lib.variants(scene=f"t{number}")) == n + 1
                except BaseException as error:
                    failures.append(error)

            threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert not failures and len(lib.variants()) == 120 and lib.verify() == []


class TestSettingsOfRecords:
    def test_a_record_is_a_value_of_its_own(self, lib: Library) -> None:
        key = said(lib)
        lib.dialogue(key).settings["rounds"] = 99
        assert lib.dialogue(key).settings == {"rounds": 7}
        assert json.dumps(lib.dialogue(key).settings)
        assert repr(lib.dialogue(key)).startswith(f"<DialogueRecord {key} (open), 3 turns: 'a lamp")
