"""Prices, the bill, the estimate and the budget: what is unknown stays unknown, and a budget is never passed."""

from __future__ import annotations

import pickle
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from wire.server import Heard, Loopback, Scene
from wire.talk import FINAL, talk

from copilot_kit import files
from copilot_kit.billing import (
    Bill,
    Model,
    Row,
    estimate,
    model_from,
    most_it_may_cost,
    output_for,
    price_of,
    retirement,
    tokens_of,
)
from copilot_kit.dialogue.play import Dialogue, Notice, TurnStarted, read_transcript
from copilot_kit.dialogue.script import Turn, Usage
from copilot_kit.errors import BrokenOff, InputError, OverBudget, UnknownName, VoiceError
from copilot_kit.library import Library
from copilot_kit.voices import Spoken, wire
from copilot_kit.voices.tape import Tape

IDEA = "a bell ringer feels the rope go slack in an empty tower at dusk"
SONNET = "anthropic:claude-sonnet-5-5"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    monkeypatch.setattr(wire, "FIRST_WAIT_S", 0.02)
    wire.forget_dropped()
    with Loopback(talk=talk) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY"):
            monkeypatch.setenv(name, "sk-test-0123456789abcdef")
        yield server


def model(name: str) -> Model:
    found = files.model(name)
    assert found is not None
    return found


class TestProfiles:
    def test_thirty_models_with_source_and_day(self) -> None:
        models = files.models()
        assert len(models) == 30
        for m in models.values():
            assert m.sources and date.fromisoformat(m.checked) and m.vendor in ("anthropic", "openai")
            assert m.input_usd and m.output_usd and m.context and m.max_output
            assert not m.cache_read_usd or m.cache_read_usd < m.input_usd < m.output_usd

    def test_one_default_of_middle_price_for_each_vendor(self) -> None:
        assert {m.vendor: m.name for m in files.models().values() if m.default} == {
            "anthropic": "claude-sonnet-5-5", "openai": "gpt-6.2-sol",
        }  # fmt: skip

    def test_successors_are_models_that_go_on(self) -> None:
        for m in files.models().values():
            if m.successor:
                assert not retirement(model(m.successor), date(2027, 6, 1))

    def test_an_alias_answers_and_an_unknown_name_is_none(self) -> None:
        assert model("Claude-Sonnet-4-5").name == "claude-sonnet-4-5-20250929"
        assert files.model("llama-of-mine") is None

    def test_a_users_own_price_comes_first(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "data" / "models").mkdir(parents=True)
        (tmp_path / "data" / "models" / "tiny.toml").write_text(
            'schema = "model.1"\nname = "tiny"\nvendor = "local"\nstatus = "active"\nchecked = "2026-11-20"\n'
            'sources = ["my meter"]\ninput_usd = 0.0\noutput_usd = 0.0\n', encoding="utf-8")  # fmt: skip
        assert price_of(Usage(100, 0, 0, 50), model("tiny")) == 0.0

    @pytest.mark.parametrize(
        ("change", "says"),
        [({"schema": "model.2"}, "expected 'model.1'"), ({"input_usd": -1}, "USD per million"),
         ({"inputusd": 1}, "did you mean 'input_usd'"), ({"retires": "soon"}, "expected a day"),
         ({"sources": None}, "sources")],
    )  # fmt: skip
    def test_a_damaged_profile_is_named(self, change: dict[str, Any], says: str) -> None:
        table = {"schema": "model.1", "name": "x", "vendor": "local", "status": "a", "checked": "d", "sources": ["s"]}
        table = {k: v for k, v in {**table, **change}.items() if v is not None}
        with pytest.raises((InputError, UnknownName), match=says):
            model_from(table, "x.toml")


class TestPrices:
    def test_every_kind_of_token_has_its_own(self) -> None:
        usage = Usage(input=1000, cache_read=20_000, cache_write=3000, output=400)
        assert price_of(usage, model("claude-sonnet-5-5")) == pytest.approx(
            (1000 * 2.0 + 20_000 * 0.1 + 3000 * 2.5 + 400 * 10.0) / 1e6
        )

    def test_a_long_prompt_costs_more_as_a_whole(self) -> None:
        m = model("claude-haiku-5-5")
        short, long = Usage(100_000, 0, 0, 100), Usage(100_001, 0, 0, 100)
        assert price_of(long, m) == pytest.approx(5 * (price_of(short, m) or 0), rel=1e-3)
        assert price_of(Usage(272_001, 0, 0, 1000), model("gpt-6.2-sol")) == pytest.approx(
            (272_001 * 2.0 * 2 + 1000 * 10.0 * 1.5) / 1e6
        )

    @pytest.mark.parametrize("usage", [Usage(), Usage(input=5), Usage(output=5)])
    def test_an_unknown_count_has_an_unknown_price(self, usage: Usage) -> None:
        assert price_of(usage, model("gpt-6.2-sol")) is None

    def test_an_unknown_model_has_an_unknown_price(self) -> None:
        assert price_of(Usage(1, 0, 0, 1), None) is None
        unpriced = replace(model("gpt-6.2-sol"), cache_read_usd=None)
        assert price_of(Usage(1, 5, 0, 1), unpriced) is None and price_of(Usage(1, 0, 0, 1), unpriced) is not None

    def test_output_that_a_sum_pays_for_costs_that_sum(self) -> None:
        for name in ("claude-sonnet-5-5", "gpt-6-luna"):
            most = output_for(0.05, 4000, model(name))
            assert (
                most_it_may_cost(4000, most, model(name))
                <= 0.05
                < most_it_may_cost(4000, most + 100, model(name)) + 1e-3
            )
        assert output_for(0.001, 400_000, model("gpt-6.2-sol")) == 0

    def test_tokens_are_counted_on_the_high_side(self) -> None:
        assert tokens_of("") == 0 and tokens_of("a") == 1
        assert tokens_of("plain words of English " * 10) >= 230 / 4.2
        assert tokens_of("雨の夜") == 3


class TestBill:
    def test_by_turn_and_seat_with_the_total(self, server: Loopback) -> None:
        d = Dialogue(IDEA, creator="openai:gpt-6-luna", copilot=SONNET, rounds=2).run()
        bill = d.bill
        assert len(bill.rows) == 5 and bill.total_usd == pytest.approx(sum(t.usage.price_usd for t in d.turns))
        assert bill.of("creator").total_usd + bill.of("copilot").total_usd == pytest.approx(bill.total_usd)
        for turn, heard in zip(d.turns, server.calls, strict=True):
            counted = heard.usage
            assert (turn.usage.input, turn.usage.cache_read) == (counted["fresh"], counted["read"])
            assert (turn.usage.cache_write, turn.usage.output) == (counted["written"], counted["out"])
            assert turn.usage.thinking > 0
        assert bill.thinking == 250 * 2 + 120 * 2 + 400

    def test_shows_itself_as_a_table_and_in_words(self, server: Loopback) -> None:
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=1, budget_usd=2).run()
        for word in ("fresh", "cache read", "cache write", "thinking", "USD", "creator", "copilot", SONNET):
            assert word in str(d.bill) and word in d.bill._repr_html_()
        assert "Budget $2.00" in str(d.bill) and "Prices of 2026-11-20" in str(d.bill)
        assert "<script" not in d.bill._repr_html_() and "<caption" in d.bill._repr_html_()

    def test_unknown_is_unknown_and_never_nothing(self, server: Loopback) -> None:
        name = f"local:tiny@{server.url}/v1"
        bill = Dialogue(IDEA, creator=name, copilot=SONNET, rounds=1).run().bill
        assert bill.total_usd is None and bill.unknown == 1 and bill.known_usd > 0
        assert "At least $" in bill.words() and "1 turn of unknown price" in bill.words()
        assert "unknown" in str(bill) and "$0.0000" not in str(bill)

    def test_a_server_that_counts_nothing_tells_nothing(
        self, server: Loopback, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            server, "_counted", lambda *_: dict.fromkeys(("fresh", "read", "written", "out", "total"), 0)
        )
        bill = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=1).run().bill
        assert bill.unknown == 3 and bill.total_usd is None and bill.words().startswith("Price unknown")

    def test_what_nobody_is_paid_for_costs_nothing(self) -> None:
        bill = Bill((Row("creator", 1, "human", "done", None),))
        assert bill.total_usd == 0 and "Nothing was charged" in bill.words() and "–" in str(bill)

    def test_a_call_that_broke_off_stands_on_it(self, server: Loopback) -> None:
        server.scenes = [Scene("What?"), Scene("A rope."), Scene("word " * 40, cut="reset", after=2)]
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=1)
        with pytest.raises(BrokenOff):
            d.run()
        assert [r.outcome for r in d.bill.rows] == ["done", "done", "truncated"] and d.bill.unknown == 1
        d.resume()
        assert [r.outcome for r in d.bill.rows] == ["done", "done", "truncated", "done"]

    def test_a_stop_before_the_first_word_is_seen_and_may_have_cost(self, server: Loopback, tmp_path: Path) -> None:
        server.scenes = [Scene("never", cut="stall", after=-1)]
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=1, library=tmp_path / "lib.sqlite")
        threading.Timer(0.5, d.stop).start()
        d.run()
        for one in (d, Dialogue.open(tmp_path / "lib.sqlite", d.id)):
            assert one.status == "stopped" and [(t.outcome, t.text) for t in one.turns] == [("stopped", "")]
            assert one.bill.words().startswith("1 request was sent and broken off; what it cost is unknown.")
            assert read_transcript(one.transcript.to_markdown(), strict=True).final is None
        assert d.resume().status == "done" and d.turns[0].text

    def test_requests_sent_again_are_counted(self, server: Loopback) -> None:
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET + "?tries=4", rounds=1)
        server.scenes = [Scene("x", cut="end", after=0)] * 4
        with pytest.raises(VoiceError):
            d.run()
        assert len(server.calls) == 4 == d.bill.unknown
        assert d.bill.words().startswith("4 requests were sent and broken off; what they cost is unknown.")
        d.resume()
        assert "4 broken-off calls of unknown price" in d.bill.words() and d.bill.known_usd

    def test_requests_that_a_server_turned_away_cost_nothing(self, server: Loopback, tmp_path: Path) -> None:
        busy = {"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}
        server.scenes = [Scene(status=529, body=busy)] * 3
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET + "?tries=3", rounds=1, library=tmp_path / "lib.sqlite")
        with pytest.raises(VoiceError):
            d.run()
        for one in (d, Dialogue.open(tmp_path / "lib.sqlite", d.id)):
            assert not one.bill.rows and one.bill.total_usd == 0 and one.turns == ()
            assert one.bill.words() == "Nothing was charged: 3 requests were sent, and turned away by the server."

    def test_a_server_that_is_not_there_was_sent_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        name = "local:tiny@http://127.0.0.1:9/v1"
        d = Dialogue(IDEA, creator=name, copilot=name, rounds=1)
        with pytest.raises(VoiceError):
            d.run()
        assert d.bill.words() == "Nothing was charged: no model was called."

    def test_the_table_of_usage_shows_all_columns_and_a_total(self, server: Loopback) -> None:
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=1).run()
        head, *_, last = repr(d.usage).splitlines()
        assert all(name in head for name in d.usage.columns) and "..." not in repr(d.usage)
        assert last.split()[0] == "all" and last.split()[-1] == f"${d.bill.total_usd:.4f}"
        assert f"{d.bill.output:,}" in last and "<td>all</td>" in d.usage._repr_html_()
        assert pickle.loads(pickle.dumps(d.usage)).equals(pd.DataFrame(d.usage))
        assert "all" not in d.usage["seat"].tolist() and "all" not in repr(d.usage[d.usage["seat"] == "copilot"])

    def test_refused_and_cut_turns_are_paid_and_known(self, server: Loopback) -> None:
        server.scenes = [Scene("No.", stop="refused")]
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=1)
        with pytest.raises(BrokenOff):
            d.run()
        assert d.bill.total_usd and d.bill.rows[0].outcome == "refused"

    def test_the_library_keeps_it(self, server: Loopback, tmp_path: Path) -> None:
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=2, library=tmp_path / "lib.sqlite").run()
        again = Dialogue.open(tmp_path / "lib.sqlite", d.id)
        assert again.bill.total_usd == pytest.approx(d.bill.total_usd) and again.bill.thinking == d.bill.thinking
        table = Library(tmp_path / "lib.sqlite").turns()
        assert (
            table["price_usd"].sum() == pytest.approx(d.bill.total_usd) and table["thinking"].sum() == d.bill.thinking
        )

    def test_it_agrees_with_the_table_of_usage_and_with_its_own_after_opening(
        self, server: Loopback, tmp_path: Path
    ) -> None:
        server.scenes = [Scene("What?"), Scene("A rope that", stop="length"), Scene("word " * 40, cut="reset", after=2)]
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=1, library=tmp_path / "lib.sqlite")
        for _ in range(2):
            with pytest.raises(BrokenOff):
                d.run()
        for one in (d, Dialogue.open(tmp_path / "lib.sqlite", d.id)):
            assert [r.outcome for r in one.bill.rows] == ["done", "length", "truncated"] and one.bill.unknown == 1
            assert one.bill == d.bill and one.turns == d.turns
            assert one.usage["price_usd"].sum() == pytest.approx(one.bill.known_usd)
            assert one.usage["turn"].isna().tolist() == [False, True, True]
            assert one.usage["output"].isna().tolist() == [False, False, True]
        again = Dialogue.open(tmp_path / "lib.sqlite", d.id).resume()
        assert [r.outcome for r in again.bill.rows] == ["done", "length", "truncated", "done", "done"]
        assert Dialogue.open(tmp_path / "lib.sqlite", d.id).bill == again.bill

    def test_two_who_go_on_from_the_same_turns_forget_no_call_of_the_other(
        self, server: Loopback, tmp_path: Path
    ) -> None:
        server.scenes = [Scene("What?"), *[Scene("A rope that", stop="length")] * 3]
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=1, library=tmp_path / "lib.sqlite")
        with pytest.raises(BrokenOff):
            d.run()
        for one in (Dialogue.open(tmp_path / "lib.sqlite", d.id), d):
            with pytest.raises(BrokenOff):
                one.resume()
        bill = Dialogue.open(tmp_path / "lib.sqlite", d.id).bill
        assert [r.outcome for r in bill.rows] == ["done", "length", "length", "length"]

    def test_a_call_that_a_killed_process_made_is_not_forgotten(self, server: Loopback, tmp_path: Path) -> None:
        path = tmp_path / "lib.sqlite"
        server.scenes = [Scene("What?"), Scene("never", cut="stall", after=-1)]
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=1, library=path)
        told: list[Bill] = []

        def listen(event: Any) -> None:
            if isinstance(event, TurnStarted) and event.seat == "creator":
                while len(server.calls) < 2:
                    time.sleep(0.01)
                told.append(Dialogue.open(Library(path), d.id).bill)
                d.stop()

        d.run(listen)
        assert [r.outcome for r in told[0].rows] == ["done", "truncated"] and told[0].unknown == 1
        assert [r.outcome for r in Dialogue.open(path, d.id).bill.rows] == ["done", "stopped"]

    def test_an_older_library_learns_to_count_thinking(self, tmp_path: Path) -> None:
        path = tmp_path / "lib.sqlite"
        with Library(path) as lib:
            key = lib.begin("x", {})
            lib.append(key, 0, Turn(0, "copilot", "C", "Hello.", Usage(1, 2, 3, 4, 0.5)))
        with sqlite3.connect(path) as db:
            db.execute("ALTER TABLE turns DROP COLUMN thinking")
            db.execute("DROP TABLE calls")
            db.execute("PRAGMA user_version = 2")
        db.close()
        with Library(path) as lib:
            assert lib.dialogue(key).turns[0].usage == Usage(1, 2, 3, 4, 0.5) and not lib.verify()


class TestEstimate:
    def test_holds_what_it_then_costs(self, server: Loopback) -> None:
        several = (
            (SONNET, SONNET, 7),
            ("openai:gpt-6-luna", SONNET, 3),
            ("openai", "openai", 2),
            (SONNET, "openai", 1),
        )
        for *names, rounds in several:
            d = Dialogue(IDEA, creator=names[0], copilot=names[1], rounds=rounds)
            told = d.estimate
            d.run()
            assert told.low_usd < d.bill.total_usd < told.high_usd, (names, str(told), d.bill.total_usd)

    def test_makes_no_call_and_needs_no_key(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert str(Dialogue(IDEA, creator=SONNET, copilot=SONNET).estimate).startswith("Estimate: $0.")

    def test_is_unknown_where_a_price_is(self) -> None:
        d = Dialogue(IDEA, creator="local:tiny@http://127.0.0.1:9/v1", copilot=SONNET)
        assert d.estimate.high_usd is None and "no price is known for the creator" in str(d.estimate)

    def test_grows_with_rounds_and_effort(self) -> None:
        m = model("claude-sonnet-5-5")
        few, many = (estimate(n, {"copilot": (m, 2500, "medium")}).high_usd or 0 for n in (3, 7))
        assert few < many < (estimate(7, {"copilot": (m, 2500, "high")}).high_usd or 0)

    def test_a_seat_that_costs_nothing_adds_nothing(self) -> None:
        assert estimate(7, {"creator": None, "copilot": None}).high_usd == 0


class TestBudget:
    @pytest.mark.parametrize("budget", [0.03, 0.05, 0.08, 0.12])
    @pytest.mark.parametrize("name", [SONNET, "openai:gpt-6.2-sol"])
    def test_stops_before_the_call_that_would_pass_it(self, name: str, budget: float, server: Loopback) -> None:
        d = Dialogue(IDEA, creator=name, copilot=name, rounds=7, budget_usd=budget)
        with pytest.raises(OverBudget) as e:
            d.run()
        assert d.status == "failed" and len(server.calls) == len(d.turns)
        assert d.bill.total_usd <= budget < e.value.spent_usd + e.value.next_usd
        assert "are spent" in str(e.value) and f"${budget:.4f}" in str(e.value)

    def test_a_server_is_asked_for_no_more_than_is_left(self, server: Loopback) -> None:
        def greedy(heard: Heard) -> Scene:
            return Scene("w", thinking=heard.body["max_tokens"] - 1)

        server.talk = greedy
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=7, budget_usd=0.2)
        with pytest.raises(OverBudget):
            d.run()
        assert server.calls[0].body["max_tokens"] == 16_000 > server.calls[-1].body["max_tokens"]
        assert d.bill.total_usd <= 0.2

    def test_goes_on_with_more(self, server: Loopback, tmp_path: Path) -> None:
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=2, budget_usd=0.04, library=tmp_path / "lib.sqlite")
        with pytest.raises(OverBudget):
            d.run()
        more = Dialogue.open(tmp_path / "lib.sqlite", d.id, budget_usd=1)
        assert more.budget_usd == 1 and more.resume().status == "done" and more.turns[: len(d.turns)] == d.turns
        assert Dialogue.open(tmp_path / "lib.sqlite", d.id).budget_usd == 0.04

    def test_is_held_by_every_process_that_goes_on(self, server: Loopback, tmp_path: Path) -> None:
        server.scenes = [Scene("What?"), *[Scene("A rope that", stop="length", thinking=1500)] * 9]
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=1, budget_usd=0.06, library=tmp_path / "lib.sqlite")
        with pytest.raises(BrokenOff):
            d.run()
        spent = [d.bill.known_usd]
        with pytest.raises(OverBudget) as e:
            for _ in range(9):
                again = Dialogue.open(tmp_path / "lib.sqlite", d.id)
                with pytest.raises(BrokenOff):
                    again.resume()
                spent.append(again.bill.known_usd)
        assert spent == sorted(set(spent)) and len(spent) > 1, "each pays more than the one before"
        assert len(server.calls) == len(spent) + 1 and e.value.spent_usd == pytest.approx(spent[-1])

    def test_a_broken_call_counts_with_what_was_expected_of_it(self, server: Loopback) -> None:
        server.scenes = [Scene("word " * 40, cut="reset", after=2)] * 9
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=1, budget_usd=0.1)
        for _ in range(9):
            with pytest.raises(VoiceError) as e:
                d.run()
        assert isinstance(e.value, OverBudget), "paid again and again for a turn that always breaks"

    @pytest.mark.parametrize("bad", [0, -1, "much", True])
    def test_a_sum_that_is_none_is_refused(self, bad: Any) -> None:
        with pytest.raises(InputError, match="budget_usd"):
            Dialogue(IDEA, budget_usd=bad)

    def test_an_unknown_price_cannot_be_held_to_one(self, server: Loopback) -> None:
        name = f"local:tiny@{server.url}/v1"
        with pytest.raises(InputError, match="price of tiny is unknown"):
            Dialogue(IDEA, creator=name, copilot=name, budget_usd=1).run()
        assert not server.calls

    def test_a_recorded_voice_is_held_to_it_too(self, server: Loopback) -> None:
        voice = Tape.record(wire.model_voice(SONNET))
        with pytest.raises(OverBudget):
            Dialogue(IDEA, creator=voice, copilot=voice, rounds=7, budget_usd=0.05).run()


class TestOrchestrator:
    def test_judges_from_outside_and_is_named(self, server: Loopback) -> None:
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, orchestrator="openai:gpt-6.2-sol", rounds=1).run()
        last = server.calls[-1]
        assert last.body["model"] == "gpt-6.2-sol" and "You are the orchestrator" in last.blocks[0]
        assert last.prompt.count("<turn seat=") == 3 + last.blocks[0].count("<turn seat=")
        assert d.turns[-1].voice == "openai:gpt-6.2-sol" and d.final is not None
        document = read_transcript(d.transcript.to_markdown())
        assert (document.agent_model, document.orchestrator_model) == ("claude-sonnet-5-5", "gpt-6.2-sol")
        assert d.bill.rows[-1].voice == "openai:gpt-6.2-sol"

    def test_mends_what_does_not_stand(self, server: Loopback) -> None:
        mended = FINAL.replace("twice, palms flat", "twice, thumbs crossed")

        def judge(heard: Heard) -> Scene:
            return Scene(mended) if heard.body["model"] == "gpt-6.2-sol" else talk(heard)

        server.talk = judge
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, orchestrator="openai:gpt-6.2-sol", rounds=1).run()
        assert d.final is not None and "thumbs crossed" in d.final.words and len(server.calls) == 4

    def test_writes_the_prompt_that_the_copilot_did_not(self, server: Loopback) -> None:
        def lazy(heard: Heard) -> Scene:
            return Scene(FINAL if heard.body["model"] == "gpt-6.2-sol" else "Let us talk on.")

        server.talk = lazy
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, orchestrator="openai:gpt-6.2-sol", rounds=1).run()
        assert d.final is not None and d.turns[-1].voice == "openai:gpt-6.2-sol"

    def test_rules_cannot_judge(self) -> None:
        with pytest.raises(InputError, match="rules and judges nothing"):
            Dialogue(IDEA, orchestrator="offline")
        lib = Library(":memory:")
        d = Dialogue(IDEA, rounds=1, library=lib).run()
        with pytest.raises(InputError, match="rules and judges nothing"):
            Dialogue.open(lib, d.id, orchestrator="offline")

    def test_comes_back_with_the_dialogue(self, server: Loopback, tmp_path: Path) -> None:
        lib = tmp_path / "lib.sqlite"
        d = Dialogue(IDEA, SONNET, SONNET, orchestrator="openai:gpt-6.2-sol", rounds=1, library=lib).run()
        again = Dialogue.open(lib, d.id)
        assert again.orchestrator.name == "openai:gpt-6.2-sol" and again.status == "done"
        assert d.fork(1).orchestrator is d.orchestrator


class TestNotices:
    def test_a_retiring_model_is_told_of_before_the_first_word(self, server: Loopback) -> None:
        voice = wire.model_voice("anthropic:claude-sonnet-4-5-20250929")
        voice.today = lambda: date(2026, 11, 20)
        events: list[Any] = []
        Dialogue(IDEA, creator=voice, copilot=voice, rounds=1).run(events.append)
        assert isinstance(events[0], Notice) and "retires on 2026-11-30, in 10 days" in events[0].text
        assert sum(isinstance(e, Notice) for e in events) == 1

    def test_usage_of_a_voice_of_ones_own_is_billed_too(self) -> None:
        class Mine:
            name = model = "mine"

            async def speak(self, request: Any) -> Any:
                yield FINAL
                yield Spoken("done", Usage(10, 0, 0, 5, 0.25))

        assert Dialogue(IDEA, creator=Mine(), copilot=Mine(), rounds=1).run().bill.total_usd == 0.25

    def test_what_was_left_out_is_remembered_and_waits_are_seen(
        self, server: Loopback, caplog: pytest.LogCaptureFixture
    ) -> None:
        said = {"type": "invalid_request_error", "message": "output_config.effort: not supported by this model"}
        server.scenes = [
            Scene(status=529, body={"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}),
            Scene(status=400, body={"type": "error", "error": said}),
        ]
        d = Dialogue(IDEA, creator=SONNET, copilot=SONNET, rounds=1).run()
        assert [n for n in d.notes if "does not take effort" in n] and "does not take effort" in d._repr_html_()
        told = [r.getMessage() for r in caplog.records if r.name == "copilot_kit"]
        assert "Waiting" in told[0] and "is overloaded" in told[0] and "does not take effort" in told[1]

    def test_an_orchestrator_is_foretold_too(self) -> None:
        alone = Dialogue(IDEA, creator=SONNET, copilot=SONNET).estimate
        judged = Dialogue(IDEA, creator=SONNET, copilot=SONNET, orchestrator="anthropic:claude-opus-5-5").estimate
        assert judged.low_usd > alone.low_usd and judged.high_usd > alone.high_usd
        unknown = Dialogue(IDEA, orchestrator="local:tiny@http://127.0.0.1:9/v1", creator=SONNET, copilot=SONNET)
        assert unknown.estimate.high_usd is None
