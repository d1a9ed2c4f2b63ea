"""An animatic from a terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from copilot_kit.cli import main

PROMPT = """Close-up of a moth on a lamp on a table, 85mm lens. 1s long.
0-1s - "Landing": It lands. Rack focus from 0.2 s to 0.6 s.
Sound: wings flutter at 0.2 seconds, a bell somewhere"""


@pytest.fixture()
def prompt(tmp_path: Path) -> Path:
    path = tmp_path / "moth.txt"
    path.write_text(PROMPT)
    return path


class TestCommand:
    def test_it_writes_the_film_and_says_what_it_could_not_show(self, prompt: Path, capsys) -> None:  # type: ignore[no-untyped-def]
        out = prompt.with_name("out.mp4")
        assert main(["animatic", str(prompt), "-o", str(out), "--size", "320x240"]) == 0
        printed = capsys.readouterr().out
        assert b"ftyp" in out.read_bytes()[:16] and printed.rstrip().endswith(str(out))
        assert "wings" in printed and "focus is not drawn" in printed

    def test_film_and_storyboard_lie_where_they_are_looked_for(self, prompt: Path) -> None:
        folder = prompt.parent / "board"
        assert main(["animatic", str(prompt), "--size", "square", "--fps", "6", "--storyboard", str(folder)]) == 0
        assert prompt.with_suffix(".mp4").exists() and [p.name for p in folder.iterdir()] == ["beat-1.png"]

    def test_a_wrong_size_is_told(self, prompt: Path, capsys) -> None:  # type: ignore[no-untyped-def]
        assert main(["animatic", str(prompt), "--size", "big"]) == 2
        assert "'big'" in capsys.readouterr().err

    def test_without_the_extra_it_says_what_to_install(self, prompt: Path, capsys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
        monkeypatch.setitem(sys.modules, "av", None)
        assert main(["animatic", str(prompt), "--size", "320x240"]) == 1
        assert "copilot-kit-notebooks[video]" in capsys.readouterr().err
        assert prompt.with_suffix(".wav").exists() and not prompt.with_suffix(".mp4").exists()
