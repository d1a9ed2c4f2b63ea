"""The kit from a terminal: what is kept, what is printed, what a wrong call is told."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import copilot_kit as ck
from copilot_kit.cli import Stage, main, slug
from copilot_kit.dialogue.play import TextDelta, TurnStarted

IDEA = "a girl waters the one tomato plant on a fire escape"


def run(*words: str, **more) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "copilot_kit.cli", *words], capture_output=True, encoding="utf-8", timeout=120, **more
    )


class TestRun:
    def test_it_leaves_transcript_timeline_and_library(self, tmp_path, capsys) -> None:
        assert main(["run", IDEA, "--seconds", "6", "--out", str(tmp_path)]) == 0
        [document] = tmp_path.glob("*.md")
        transcript = ck.read_transcript(document)
        assert transcript.final and not transcript.problems
        assert document.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
        with ck.Library(tmp_path / "copilot.sqlite") as library:
            assert list(library.variants()["text"]) == [transcript.final]
            assert library.verify() == []
        printed = capsys.readouterr().out
        assert "round 0/7" in printed and "<final_prompt>" in printed
        assert str(document) in printed

    def test_a_second_run_overwrites_nothing(self, tmp_path, capsys) -> None:
        for _ in range(2):
            assert main(["run", IDEA, "--quiet", "--out", str(tmp_path)]) == 0
        assert len(list(tmp_path.glob("*.md"))) == 2

    def test_quiet_prints_the_prompt_alone(self, tmp_path, capsys) -> None:
        main(["run", IDEA, "--quiet", "--out", str(tmp_path)])
        [document] = tmp_path.glob("*.md")
        assert capsys.readouterr().out.strip() == ck.read_transcript(document).final.strip()

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["--rounds", "0"], "rounds"),
            (["--seconds", "-3"], "-3"),
            (["--seconds", "400"], "400"),
            (["--persona", "nobody"], "known:"),
            (["--engine", "sora9"], "known:"),
            (["--creator", "parrot"], "known:"),
        ],
    )
    def test_a_wrong_call_is_told_what_to_do(self, tmp_path, capsys, words, says) -> None:
        assert main(["run", IDEA, "--out", str(tmp_path), *words]) == 2
        told = capsys.readouterr().err
        assert says in told and "Fix:" in told
        assert "Traceback" not in told

    def test_a_folder_that_cannot_be_made_is_named(self, tmp_path, capsys) -> None:
        (tmp_path / "file").write_text("in the way")
        assert main(["run", IDEA, "--out", str(tmp_path / "file" / "deeper")]) == 2
        assert "deeper" in capsys.readouterr().err

    def test_an_idea_may_come_through_a_pipe(self, tmp_path) -> None:
        done = run("run", "--quiet", "--out", str(tmp_path), input=IDEA + "\n")
        assert done.returncode == 0, done.stderr
        assert "tomato" in done.stdout

    def test_a_person_can_answer_and_end_at_the_keyboard(self, tmp_path) -> None:
        done = run("run", IDEA, "--creator", "human", "--rounds", "2", "--out", str(tmp_path),
                   input="Night, with one bulb. You choose the rest.\n\nWrite it.\n\n")  # fmt: skip
        assert done.returncode == 0, done.stderr
        [document] = tmp_path.glob("*.md")
        assert "Night, with one bulb." in document.read_text(encoding="utf-8")

    @pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
    def test_ctrl_c_keeps_what_was_said_and_says_how_to_go_on(self, tmp_path) -> None:
        waiting = subprocess.Popen(
            [sys.executable, "-m", "copilot_kit.cli", "run", IDEA, "--creator", "human", "--out", str(tmp_path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        deadline = time.monotonic() + 30
        library = tmp_path / "copilot.sqlite"
        while time.monotonic() < deadline and not (library.exists() and turns(library)):
            time.sleep(0.05)
        waiting.send_signal(signal.SIGINT)
        out, err = waiting.communicate(timeout=30)
        assert "Traceback" not in err
        assert "--resume" in out
        with ck.Library(library) as kept:
            [name] = kept.dialogues()["dialogue"]
        done = run("run", "--resume", name, "--creator", "human", "--out", str(tmp_path), input="Write it.\n\n" * 6)
        assert done.returncode == 0, done.stderr

    def test_a_name_for_files_is_made_of_any_script(self) -> None:
        assert slug("  The Fox & the  Grapes!  ") == "the-fox-the-grapes"
        assert slug("海辺の老人") == "海辺の老人"
        assert slug("../../etc/passwd") == "etc-passwd"
        assert slug("?!") == "untitled"


def turns(library: Path) -> int:
    try:
        with ck.Library(library) as kept:
            return len(kept.turns())
    except ck.LibraryError:
        return 0


class TestStage:
    def stage(self) -> tuple[Stage, io.StringIO]:
        out = io.StringIO()
        return Stage(out, ck.Dialogue(IDEA)), out

    def test_words_wrap_inside_the_gutter(self, monkeypatch) -> None:
        monkeypatch.setenv("COLUMNS", "50")
        stage, out = self.stage()
        stage(TurnStarted("copilot", 1))
        for piece in ("A long sen", "tence that has to be broken some", "where. " * 6):
            stage(TextDelta(piece))
        lines = out.getvalue().splitlines()[2:]
        assert len(lines) >= 2
        assert all(line.startswith("│ ") and len(line.rstrip()) <= 50 for line in lines)
        assert "sentence" in out.getvalue().replace("\n│ ", "")

    def test_a_voice_cannot_command_the_terminal(self) -> None:
        stage, out = self.stage()
        stage(TurnStarted("copilot", 1))
        stage(TextDelta("harmless \x1b[2J\x1b]0;owned\x07 words "))
        assert "\x1b" not in out.getvalue() and "\x07" not in out.getvalue()


class TestRead:
    prompt = "0-2s: a moth circles.\n2-4s: it lands on the bulb.\nSound: a tick at 3s.\n"

    def test_it_prints_what_was_read(self, tmp_path, capsys) -> None:
        path = tmp_path / "moth.txt"
        path.write_text(self.prompt)
        assert main(["read", str(path)]) == 0
        printed = capsys.readouterr().out
        assert "4 s (derived)" in printed and "2-4 s" in printed and "3 s" in printed

    def test_json_can_be_read_back(self, tmp_path, capsys) -> None:
        path = tmp_path / "moth.txt"
        path.write_text(self.prompt)
        main(["read", "--json", str(path)])
        found = json.loads(capsys.readouterr().out)
        assert found["text"] == self.prompt
        assert [b["end"] for b in found["beats"]] == [2.0, 4.0]

    def test_a_transcript_gives_its_final_prompt(self, tmp_path, capsys) -> None:
        dialogue = ck.Dialogue(IDEA, seconds=6).run()
        path = tmp_path / "talk.md"
        path.write_text(dialogue.transcript.to_markdown(), encoding="utf-8")
        main(["read", "--json", str(path)])
        assert json.loads(capsys.readouterr().out)["text"] == dialogue.final.text

    def test_a_missing_file_and_a_picture_are_named(self, tmp_path, capsys) -> None:
        assert main(["read", str(tmp_path / "gone.txt")]) == 2
        assert "gone.txt" in capsys.readouterr().err
        (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
        assert main(["read", str(tmp_path / "a.png")]) == 2
        assert "a.png" in capsys.readouterr().err


class TestLint:
    def test_exit_codes_tell_errors_from_clean(self, tmp_path, capsys) -> None:
        good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
        good.write_text(TestRead.prompt)
        bad.write_text("0-3s: a moth circles.\n2-4s: it lands on the bulb.\n")
        assert main(["lint", str(good)]) == 0
        assert main(["lint", str(good), str(bad)]) == 1
        printed = capsys.readouterr().out
        assert f"{bad}:2:1: T03 error" in printed
        assert main(["lint", str(bad), "--allow", "T03"]) == 0

    def test_json_names_line_and_column(self, tmp_path, capsys) -> None:
        bad = tmp_path / "bad.txt"
        bad.write_text("0-3s: a moth circles.\n2-4s: it lands on the bulb.\n")
        main(["lint", "--format", "json", str(bad)])
        found = [f for f in json.loads(capsys.readouterr().out) if f["code"] == "T03"]
        assert (found[0]["line"], found[0]["column"]) == (2, 1)

    def test_github_gets_a_workflow_command_for_each_finding(self, tmp_path, capsys) -> None:
        bad = tmp_path / "bad.txt"
        bad.write_text("0-3s: a moth circles.\n2-4s: it lands on the bulb.\n")
        assert main(["lint", "--format", "github", str(bad)]) == 1
        [printed] = capsys.readouterr().out.splitlines()
        assert printed.startswith(f"::error file={bad},line=2,col=1,title=T03 no overlap between beats::Beat 2 starts")

    def test_an_engine_brings_its_limits(self, tmp_path, capsys) -> None:
        seven = tmp_path / "seven.txt"
        seven.write_text("Duration: 7s. Wide shot of a quarry, hard sun from the left.\n")
        assert main(["lint", str(seven)]) == 0
        assert main(["lint", str(seven), "--engine", "veo-3-1-vertex"]) == 1
        assert "T13 error" in capsys.readouterr().out


class TestChart:
    def test_it_writes_the_picture_beside_the_file(self, tmp_path, capsys) -> None:
        path = tmp_path / "moth.txt"
        path.write_text(TestRead.prompt)
        assert main(["chart", str(path)]) == 0
        assert (tmp_path / "moth.png").read_bytes().startswith(b"\x89PNG")
        assert "Timeline. 4 s (derived)." in capsys.readouterr().out


class TestLists:
    def test_engines_personas_and_manual_pages_print(self, capsys) -> None:
        for words, says in ((["engines"], "unknown"), (["personas"], "Loves"), (["explain", "T03"], "Why:")):
            assert main(words) == 0
            assert says in capsys.readouterr().out
