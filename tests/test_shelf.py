"""Which models there are to choose from, as a table and in the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from wire.server import Loopback, Scene
from wire.talk import talk

from copilot_kit import files
from copilot_kit.cli import main
from copilot_kit.library import Library
from copilot_kit.voices import make, shelf, wire

CANARY = "sk-ant-canary-7f3a9c51d2e84b60"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    monkeypatch.setattr(wire, "FIRST_WAIT_S", 0.02)
    monkeypatch.setattr(shelf, "LOCAL_URLS", ())
    with Loopback(talk=talk) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        yield server


class TestModels:
    def test_every_profile_is_a_voice_that_can_be_made(self) -> None:
        table = shelf.models()
        assert len(table) == len(files.models()) and set(table["reachable"]) == {"not asked"}
        for name in table["voice"]:
            assert make(name).name == name
        assert list(table["voice"][table["default"]]) == ["anthropic:claude-sonnet-5-5", "openai:gpt-6.2-sol"]

    def test_a_vendor_with_a_key_is_asked(self, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ANTHROPIC_API_KEY", CANARY)
        table = shelf.models(ask=True).set_index("voice")
        assert table.loc["anthropic:claude-sonnet-5-5", "reachable"] == "yes"
        assert table.loc["anthropic:claude-opus-5-5", "reachable"] == "no: not listed there"
        assert table.loc["openai:gpt-6.2-sol", ["key", "reachable"]].tolist() == ["missing", "not asked"]
        assert not server.calls, "a list of models costs nothing, words do"

    def test_a_server_on_this_machine_shows_what_it_serves(
        self, server: Loopback, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LOCAL_BASE_URL", f"{server.url}/v1")
        table = shelf.models(ask=True).set_index("voice")
        row = table.loc[f"local:tiny-3b@{server.url}/v1"]
        assert (row["key"], row["reachable"]) == ("none needed", "yes")
        assert table["input_usd"].isna().sum() == 1, "unknown, and not 0"

    def test_what_does_not_answer_says_why(self, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", CANARY)
        monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
        said = shelf.models(ask=True).set_index("voice").loc["openai:gpt-6.2-sol", "reachable"]
        assert said.startswith("no: OpenAI") and "no server answers at http://127.0.0.1:9/v1" in said

    def test_retirements_are_held_against_the_day(self) -> None:
        notes = shelf.models(today=date(2026, 11, 20)).set_index("voice")["note"]
        assert "in 10 days" in notes["anthropic:claude-sonnet-4-5-20250929"]
        assert not shelf.models(today=date(2025, 1, 1))["note"].any()


class TestTerminal:
    def test_models_prints_the_table(
        self, server: Loopback, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("ANTHROPIC_API_KEY", CANARY)
        assert main(["models"]) == 0
        out = capsys.readouterr().out
        assert re.search(r"anthropic:claude-sonnet-5-5 \* +set +yes +2\.00", out)
        assert "No key for OpenAI: set OPENAI_API_KEY." in out and "checked on 2026-11-20" in out and CANARY not in out

    def test_run_takes_models_and_prints_the_bill(
        self, server: Loopback, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        monkeypatch.setenv("ANTHROPIC_API_KEY", CANARY)
        server.scenes = [Scene(status=529, body={"error": {"type": "overloaded_error", "message": "busy"}})]
        words = ["run", "a bell", "--creator", "anthropic", "--copilot", "anthropic:claude-haiku-5-5", "--rounds", "1"]
        assert main([*words, "--budget", "1", "--out", str(tmp_path)]) == 0
        out = capsys.readouterr().out
        assert "Estimate: $0.0" in out and "Waiting" in out and "in all. Budget $1.00" in out and CANARY not in out

    def test_a_failed_run_says_how_to_go_on(
        self, server: Loopback, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        monkeypatch.setenv("ANTHROPIC_API_KEY", CANARY)
        server.scenes = [Scene("What?"), Scene("A rope.", stop="refused")]
        words = ["run", "a bell", "--creator", "anthropic", "--copilot", "anthropic", "--rounds", "1"]
        assert main([*words, "--out", str(tmp_path)]) == 2
        out, err = capsys.readouterr()
        key = re.search(r"--resume (\S+)", out)
        assert key and "declined to answer" in err
        assert main(["run", "--resume", key[1], "--out", str(tmp_path)]) == 0
        assert Library(tmp_path / "copilot.sqlite").dialogue(key[1]).status == "done"
