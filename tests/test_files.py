"""data/ is found, a user's own files come first, and a damaged file is named."""

from __future__ import annotations

from pathlib import Path

import pytest

import copilot_kit as ck
from copilot_kit import files


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a data/ of its own, as beside a user's notebook."""
    monkeypatch.chdir(tmp_path)
    for kind in ("personas", "engines", "craft"):
        (tmp_path / "data" / kind).mkdir(parents=True)
    return tmp_path / "data"


class TestPersonas:
    def test_there_are_at_least_six(self) -> None:
        assert len(ck.personas()) >= 6

    def test_one_is_found_by_part_of_the_name(self) -> None:
        first = ck.personas()[0]
        assert files.persona(first.title.split()[0].upper()) == first

    def test_an_unknown_one_is_answered_with_those_there_are(self) -> None:
        with pytest.raises(ck.UnknownName) as e:
            files.persona("nobody-at-all")
        for persona in ck.personas():
            assert persona.name in str(e.value)

    def test_a_users_own_comes_first(self, beside: Path) -> None:
        name = ck.personas()[0].name
        (beside / "personas" / f"{name}.md").write_text("---\nname: Mine Own\n---\nLikes rain.\n", encoding="utf-8")
        assert files.persona(name).title == "Mine Own"

    def test_an_open_head_is_named(self, beside: Path) -> None:
        (beside / "personas" / "open.md").write_text("---\nname: Mine Own\n", encoding="utf-8")
        with pytest.raises(ck.InputError, match=r"open\.md.*never closes"):
            files.persona("open")


class TestEngines:
    def test_every_profile_reads_and_is_dated(self) -> None:
        table = ck.engines()
        assert len(table) == 40
        assert table["checked"].str.match(r"\d{4}-\d\d-\d\d").all()

    def test_an_unknown_price_is_unknown_and_not_zero(self) -> None:
        unpriced = [e.name for e in files.profiles().values() if not e.price_usd]
        assert unpriced
        assert ck.engines().loc[unpriced, "usd_per_second"].isna().all()

    def test_a_retired_engine_names_living_successors(self) -> None:
        retired = [e for e in files.profiles().values() if not e.live]
        assert retired
        for engine in retired:
            assert engine.successors
            assert all(ck.engine(s).live for s in engine.successors)

    def test_an_alias_answers(self) -> None:
        assert ck.engine("gemini-omni-1.2-flash").name == "gemini-omni-1-2-flash"

    def test_a_users_profile_is_added(self, beside: Path) -> None:
        (beside / "engines" / "mine.toml").write_text(
            'schema = "engine.1"\nname = "mine"\ntitle = "Mine"\nvendor = "me"\nstatus = "live"\n'
            'checked = "2026-11-20"\nsources = ["my own tests"]\nseconds = [5]\n', encoding="utf-8")  # fmt: skip
        assert ck.engine("mine").seconds == (5.0,)

    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ("second = [5]", "did you mean 'seconds'"),
            ("status = 'live'\nseconds = 'x", "expected TOML"),
        ],
    )
    def test_a_damaged_profile_is_named(self, beside: Path, line: str, says: str) -> None:
        (beside / "engines" / "odd.toml").write_text(f'schema = "engine.1"\n{line}\n', encoding="utf-8")
        with pytest.raises(ck.InputError, match=says) as e:
            ck.engine("odd")
        assert "odd.toml" in str(e.value)


class TestDocument:
    def test_a_picture_is_called_a_picture(self, tmp_path: Path) -> None:
        picture = tmp_path / "frame.md"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
        with pytest.raises(ck.TranscriptError, match="PNG picture"):
            files.document(picture)

    def test_a_folder_and_a_missing_path_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(ck.TranscriptError, match="a folder"):
            files.document(tmp_path)
        with pytest.raises(ck.TranscriptError, match=r"missing\.md"):
            files.document(str(tmp_path / "missing.md"))

    def test_line_ends_are_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_bytes(b"one\r\ntwo\n")
        assert files.document(path)[0] == "one\r\ntwo\n"
