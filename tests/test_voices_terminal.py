"""Models from a terminal: going on with other voices, what cannot change, and words that a terminal understands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from wire.server import Loopback, Scene
from wire.talk import talk

import copilot_kit as ck
from copilot_kit.cli import main
from copilot_kit.dialogue.play import Dialogue
from copilot_kit.errors import BrokenOff, CopilotError, InputError
from copilot_kit.library import Library
from copilot_kit.voices import wire

IDEA = "a bell ringer feels the rope go slack in an empty tower at dusk"
SONNET = "anthropic:claude-sonnet-5-5"
PYTHON = ("()", "fork(", "set_key", "budget_usd", "Dialogue.open", "resume(")
"""Words that mean nothing in a terminal."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    monkeypatch.setattr(wire, "FIRST_WAIT_S", 0.02)
    wire.forget_dropped()
    with Loopback(talk=talk) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test-0123456789abcdef")
        yield server


def run(folder: Path, *words: str) -> int:
    return main(["run", *words, "--out", str(folder)])


def begun(folder: Path) -> str:
    with Library(folder / "copilot.sqlite") as kept:
        return str(kept.dialogues()["dialogue"].iloc[-1])


def broken(server: Loopback, folder: Path, scene: Scene, *words: str) -> int:
    """Exit code of a dialogue whose greeting stands and whose second answer is this scene."""
    server.scenes = [Scene("What do you hear?"), scene]
    return run(folder, IDEA, "--creator", SONNET, "--copilot", SONNET, "--rounds", "1", *words)


class TestResume:
    def test_goes_on_with_the_voices_that_are_named(
        self, server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert broken(server, tmp_path, Scene("No.", stop="refused")) == 2
        assert run(tmp_path, "--resume", begun(tmp_path), "--copilot", "offline", "--creator", "offline") == 0
        assert len(server.calls) == 2, "no model was asked again"
        d = Dialogue.open(tmp_path / "copilot.sqlite", begun(tmp_path))
        assert [t.voice for t in d.turns] == [SONNET, *["offline"] * (len(d.turns) - 1)]

    @pytest.mark.parametrize(
        ("words", "named"),
        [(["--rounds", "9"], "--rounds"), (["--engine", "sora-2"], "--engine"), (["--seconds", "4"], "--seconds"),
         (["--manner", "prose"], "--manner"), (["--seed", "0"], "--seed"), (["--persona", "nolan"], "--persona"),
         (["--format", "vertical"], "--format"), (["another idea"], "an idea"),
         (["--rounds", "9", "--seed", "3"], "--rounds and --seed")],
    )  # fmt: skip
    def test_refuses_by_name_what_cannot_change(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], named: str
    ) -> None:
        assert run(tmp_path, IDEA, "--rounds", "1", "--quiet") == 0
        assert run(tmp_path, "--resume", begun(tmp_path), *words) == 2
        told = capsys.readouterr().err
        assert f"found {named}, which cannot change" in told and "fork" in told

    def test_is_told_with_what_was_given_to_it(
        self, server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        broken(server, tmp_path, Scene("No.", stop="refused"))
        server.scenes = [Scene("No.", stop="refused")]
        haiku = "anthropic:claude-haiku-5-5?max_tokens=900"
        run(tmp_path, "--resume", begun(tmp_path), "--creator", haiku, "--budget", "0.5")
        told = capsys.readouterr().out
        assert "kept. $0." in told and "in all. Budget $0.5000." in told
        assert f"--resume {begun(tmp_path)} --budget 0.5 --creator '{haiku}' --out" in told

    def test_pays_no_more_than_the_budget_however_often(
        self, server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        cut = Scene("A rope that", stop="length", thinking=1500)
        broken(server, tmp_path, cut, "--budget", "0.06")
        sums = []
        for _ in range(8):
            server.scenes = [cut]
            run(tmp_path, "--resume", begun(tmp_path), "--budget", "0.06")
            out, err = capsys.readouterr()
            if "budget:" in err:
                break
            sums.append(float(re.findall(r"\$([\d.]+) so far", out)[-1]))
        assert "are spent" in err and sums == sorted(set(sums)) and len(sums) > 1


class TestWords:
    def test_of_every_fault_are_those_of_a_terminal(
        self, server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        busy = {"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}
        denied = {"type": "error", "error": {"type": "authentication_error", "message": "no"}}
        scenes = [
            Scene("A rope", stop="length"), Scene("No.", stop="refused"), Scene(""), Scene("word " * 40, cut="reset"),
            Scene("x", cut="end", after=0), Scene(status=529, body=busy), Scene(status=401, body=denied),
            Scene("word", cut="json", after=0), Scene(status=429, body=busy), Scene(status=402, body=denied),
        ]  # fmt: skip
        for scene in scenes:
            server.scenes = [scene] * 4
            assert run(tmp_path, IDEA, "--copilot", SONNET + "?tries=2", "--rounds", "1") == 2
            out, err = capsys.readouterr()
            assert "Fix:" in err and not [word for word in PYTHON if word in out + err], out + err

    def test_of_a_missing_key_and_a_spent_budget_are_too(
        self, server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert run(tmp_path, IDEA, "--creator", SONNET, "--copilot", SONNET, "--budget", "0.03") == 2
        out, err = capsys.readouterr()
        assert "a higher --budget" in err and not [word for word in PYTHON if word in out + err]
        monkeypatch.delenv("ANTHROPIC_API_KEY")
        assert run(tmp_path, IDEA, "--copilot", SONNET) == 2
        out, err = capsys.readouterr()
        assert "set ANTHROPIC_API_KEY before you start; keys" in err and not [w for w in PYTHON if w in out + err]
        with pytest.raises(CopilotError, match="set_key"):
            Dialogue(IDEA, copilot=SONNET).run()

    def test_of_a_wait_name_the_key_that_ends_it(
        self, server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        server.scenes = [Scene(status=529, body={"type": "error", "error": {"type": "overloaded_error"}})]
        assert run(tmp_path, IDEA, "--copilot", SONNET, "--rounds", "1") == 0
        assert "Ctrl-C ends the wait" in capsys.readouterr().out

    def test_a_limit_that_the_budget_set_is_named_so(self, server: Loopback) -> None:
        server.scenes = [Scene("A rope that", stop="length")] * 2
        with pytest.raises(BrokenOff, match=r"tokens that the budget leaves.*Fix: Dialogue.open.*budget_usd"):
            Dialogue(IDEA, copilot=SONNET, budget_usd=0.05).run()
        with pytest.raises(BrokenOff, match=r"the limit of 900 tokens.*Fix: .*higher max_tokens"):
            Dialogue(IDEA, copilot=SONNET + "?max_tokens=900", budget_usd=5).run()

    def test_notes_come_before_the_first_turn_and_once(
        self, server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(tmp_path, IDEA, "--engine", "sora-2", "--rounds", "1") == 0
        out = capsys.readouterr().out
        assert out.count("was retired") == 1 and out.index("was retired") < out.index("round 0/1")


class TestModels:
    def test_why_a_vendor_does_not_answer_is_said_once(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test-0123456789abcdef")
        assert main(["models"]) == 0
        out = capsys.readouterr().out
        assert out.count("http://127.0.0.1:9,") == 1 and out.count("no: no server answers") > 3
        assert max(map(len, out.partition("\n\n")[0].splitlines())) < 130

    def test_a_bad_file_is_named_and_the_rest_is_listed(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for kind in ("models", "engines", "personas"):
            (tmp_path / "data" / kind).mkdir(parents=True)
            (tmp_path / "data" / kind / ("odd.md" if kind == "personas" else "odd.toml")).write_text("---\nodd\n")
        for words, listed in ((["models", "--offline"], SONNET), (["engines"], "sora-2"), (["personas"], "Loves")):
            assert main(words) == 0
            out = capsys.readouterr().out
            assert listed in out and str(Path("data") / words[0] / "odd.") in out
        with pytest.raises(InputError, match="odd"):
            ck.models()
