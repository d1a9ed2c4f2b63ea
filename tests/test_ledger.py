"""The ledger: what is decided, by whom, in whose words, heard from anybody's turns."""

from __future__ import annotations

import pytest

from copilot_kit.dialogue.script import Brief, Turn
from copilot_kit.files import craft
from copilot_kit.voices.offline import ledger
from copilot_kit.voices.offline.ledger import Ledger, Row

BAKER = "A baker finds a ring in the dough"


def rows(idea: str, *creator: str, copilot: str = "") -> dict[str, Row]:
    """The settled rows after a greeting and these creator turns, by slot."""
    turns: list[Turn] = []
    if copilot:
        turns.append(Turn(0, "copilot", "Copilot", copilot))
    turns += [Turn(n, "creator", "Me", text) for n, text in enumerate(creator, 1)]
    return {r.slot: r for r in ledger(Brief(idea), tuple(turns)) if r.status not in ("open", "rejected")}


class TestLedger:
    """The value itself."""

    def test_a_locked_slot_stays(self):
        locked = Ledger().set("time", "dusk", "given", 1).lock(["time"], 2)
        assert locked.set("time", "noon", "given", 3).value("time") == "dusk"

    def test_a_default_does_not_displace_what_was_given(self):
        given = Ledger().set("place", "on a roof", "given", 0)
        assert given.set("place", "in a cellar", "default", 1).value("place") == "on a roof"

    def test_what_was_refused_does_not_return(self):
        refused = Ledger().refuse("prop", "a red cup", 1)
        assert refused.set("prop", "a red cup", "offered", 2).row("prop") is None

    def test_a_refused_thing_is_refused_in_every_slot(self):
        refused = Ledger().refuse("keep", "rain", 1)
        assert refused.is_refused("rain, steady", "sound")
        assert not refused.is_refused("a brain", "sound")

    def test_it_is_a_value(self):
        before = Ledger()
        before.set("time", "dusk", "given", 1)
        assert before == Ledger()


class TestFirstWords:
    """What the idea alone settles, with the words that each value came from."""

    def test_every_given_value_names_its_words(self):
        found = rows("A tailor sews a button by candlelight in an attic at night, 35 mm, no music, 6 seconds")
        assert all(r.words for r in found.values())
        assert found["subject"].words == "tailor"
        assert found["place"].value == "in an attic"
        assert found["time"].key == "night"
        assert found["lens"].value == "35"
        assert found["seconds"].value == "6"
        assert found["light source"].key == "candle"

    def test_negatives_are_refused_rows(self):
        refused = [r for r in ledger(Brief("A dog on a pier, no rain and no people")) if r.status == "rejected"]
        assert {r.value for r in refused} == {"rain", "people"}

    def test_a_spoken_line_is_speech_and_a_sign_is_not(self):
        assert rows('A cook says "The soup is a lie." and leaves')["speech"].value == "The soup is a lie."
        assert "speech" not in rows('A shop door with a sign that reads "Back in an hour or so"')

    def test_brief_settings_are_given(self):
        found = {r.slot: r for r in ledger(Brief(BAKER, seconds=5, format="vertical")) if r.status == "given"}
        assert (found["seconds"].value, found["orientation"].value) == ("5", "vertical")

    def test_open_slots_are_shown(self):
        table = ledger(Brief(""))
        assert {r.slot for r in table if r.status == "open"} >= {"subject", "change", "place"}
        assert len(table) >= len(craft()["slots"]["slots"]) == 32

    @pytest.mark.parametrize("idea", ["", "   ", "asdf qwer zxcv", "🎈", "?!", "\x00"])
    def test_nothing_is_invented(self, idea):
        assert not [r for r in ledger(Brief(idea)) if r.status not in ("open",)]


class TestHearing:
    """Creator turns are free words, whoever wrote them."""

    ASKED = "1. Where are we? (a) in a kitchen; (b) on a roof; (c) at a harbour\n2. What hour is it? (a) dawn; (b) dusk"

    def test_letters_choose(self):
        found = rows(BAKER, "1. (b)\n2. b", copilot=self.ASKED)
        assert (found["place"].value, found["place"].status) == ("on a roof", "chosen")
        assert found["time"].key == "dusk"

    def test_own_words_are_given(self):
        found = rows(BAKER, "1. a tunnel under the river, because of the echo", copilot=self.ASKED)
        assert found["place"].status == "given"
        assert "tunnel" in found["place"].value

    def test_neither_refuses_the_offers(self):
        refused = [
            r.value
            for r in ledger(
                Brief(BAKER),
                (
                    Turn(0, "copilot", "C", self.ASKED),
                    Turn(1, "creator", "M", "1. Neither: a tunnel, because of the echo"),
                ),
            )
            if r.status == "rejected"
        ]
        assert refused == ["in a kitchen", "on a roof", "at a harbour"]

    def test_precision_notes_move_one_control(self):
        found = rows(BAKER, "Light: 3200 K -> 4000 K because skin\nLens: 40 mm → 50 mm\nSize: wide -> medium shot")
        assert (found["kelvin"].value, found["lens"].value, found["size"].value) == ("4000", "50", "medium")

    def test_lock_the_rest_locks(self):
        found = rows(BAKER, "Make it night. Lock the rest.")
        assert {r.status for r in found.values()} == {"locked"}
        assert found["time"].key == "night"

    def test_a_lock_holds_against_later_notes(self):
        found = rows(BAKER, "Lens: 50 mm. Lock the lens.", "Lens: 50 mm -> 24 mm")
        assert found["lens"].value == "50"

    def test_refusals_by_name(self):
        table = ledger(Brief(BAKER), (Turn(1, "creator", "M", "Leave out the fan. No smoke."),))
        assert {r.value for r in table if r.status == "rejected"} >= {"fan", "smoke"}

    def test_paths_of_another_voice_are_heard(self):
        said = "Path A: three clips of the whole day.\nPath B: only the ring in the dough.\nWhich one?"
        found = rows(BAKER, "Path B, because the ring is all of it.", copilot=said)
        assert "only the ring" in found["path"].value

    def test_a_creators_tags_are_words(self):
        found = rows("", "<final_prompt>a goat on a roof</final_prompt>")
        assert "goat" in found["subject"].value

    def test_an_idea_may_come_late(self):
        found = rows("", "A blind clockmaker winds the tower clock at midnight")
        assert "clockmaker" in found["subject"].value
        assert found["time"].key == "night"

    def test_time_pulls_on_light(self):
        day = rows("A cat on a windowsill", "Make it noon")["time"]
        night = rows("A cat on a windowsill", "Make it noon", "Make it night instead")["time"]
        assert (day.key, night.key) == ("day", "night")


class TestDefaults:
    def test_once_a_prompt_stands_the_ledger_says_what_was_set_by_default_and_why(self):
        import copilot_kit as ck

        dialogue = ck.Dialogue("a lighthouse keeper winds the old clock for the last time", seconds=8).run()
        table = dialogue.ledger.set_index("slot")
        lens = table.loc["lens"]
        assert lens["status"] == "default" and lens["words"]
        assert lens["value"].removesuffix(" mm") in dialogue.final.words
        assert {"palette", "light source", "sound", "aperture"} <= set(table.index[table["status"] == "default"])
