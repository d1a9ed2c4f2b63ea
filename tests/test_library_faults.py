"""What a library does when things go wrong: killed writers, full disks, wrong files, other processes."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot_kit.dialogue.script import Turn
from copilot_kit.errors import LibraryBusy, LibraryError, LibraryFromFuture, LibraryFull
from copilot_kit.library import Library
from copilot_kit.library.store import APPLICATION_ID, STEPS

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals, limits and permissions of POSIX")

BEGINNING = """
import os, sys, time
from copilot_kit.dialogue.script import Turn
from copilot_kit.errors import LibraryError, LibraryFull
from copilot_kit.library import Library
path = sys.argv[1]
def turn(n): return Turn(n, "creator", "C", f"Words of turn {n}. " + "so on and on " * 200)
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process at work on a library."""
    return subprocess.Popen(
        [sys.executable, "-c", BEGINNING + code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )


def output(process: subprocess.Popen[str]) -> str:
    """What the process printed, once it has ended well."""
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out


def turn(number: int) -> Turn:
    return Turn(number, "creator", "C", f"Words of turn {number}. " + "so on and on " * 200)


def raw(path: Path) -> contextlib.closing[sqlite3.Connection]:
    return contextlib.closing(sqlite3.connect(path, isolation_level=None))


class TestProcesses:
    WRITE = """
    lib = Library(path)
    key = lib.begin("an idea", {})
    for n in range(40):
        lib.append(key, n, turn(n))
        lib.draft(key, n + 1, "creator", "The be")
        lib.save(f"{sys.argv[2]} {n}", name=f"scene/{sys.argv[2]}{n}")
    print(key)
    """.replace("\n    ", "\n")

    def test_that_create_and_write_at_once_all_succeed(self, tmp_path: Path) -> None:
        path = tmp_path / "a.sqlite"
        writers = [start(self.WRITE, path, letter) for letter in "pqrs"]
        keys = [output(writer).strip() for writer in writers]
        with Library(path) as lib:
            assert lib.verify() == []
            assert len(set(keys)) == 4
            for key in keys:
                assert lib.dialogue(key).turns == tuple(turn(n) for n in range(40))
            assert sorted(lib) == sorted(f"scene/{letter}{n}" for letter in "pqrs" for n in range(40))

    def test_that_hold_it_too_long_end_in_an_error_that_says_what_to_do(self, tmp_path: Path) -> None:
        path = tmp_path / "a.sqlite"
        with Library(path, patience_s=0.2) as lib, raw(path) as other:
            key = lib.begin("an idea", {})
            other.execute("BEGIN IMMEDIATE")
            begun = time.monotonic()
            for act in (lambda: lib.append(key, 0, turn(0)), lambda: lib.draft(key, 0, "creator", "x")):
                with pytest.raises(LibraryBusy, match=r"more than 0.2 s; nothing was written.*Fix: "):
                    act()
            assert 0.3 < time.monotonic() - begun < 5
            assert lib.dialogue(key).turns == (), "who only reads does not wait"
            other.execute("ROLLBACK")
            lib.append(key, 0, turn(0))
            assert lib.dialogue(key).turns == (turn(0),)

    def test_that_hold_it_for_a_moment_are_waited_for(self, tmp_path: Path) -> None:
        path = tmp_path / "a.sqlite"
        with Library(path) as lib:
            other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            other.execute("BEGIN IMMEDIATE")
            release = threading.Timer(0.3, lambda: other.execute("ROLLBACK"))
            release.start()
            lib.save("A fox.", name="fox/a")
            release.join()
            other.close()
            assert "fox/a" in lib

    @posix
    def test_that_are_forked_open_it_anew(self, tmp_path: Path) -> None:
        code = """
        lib = Library(path)
        lib.save("A fox.", name="fox/a")
        child = os.fork()
        lib.save(f"A fox {'and' if child else 'or'} a crow.")
        if not child:
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        lib.save("A crow.", name="crow/a")
        print(len(list(lib)), lib.verify())
        memory = Library(":memory:")
        if not os.fork():
            try:
                memory.save("A fox.")
            except LibraryError as error:
                os.write(1, str(error).encode())
            os._exit(0)
        os.wait()
        """.replace("\n        ", "\n")
        out = output(start(code, tmp_path / "a.sqlite"))
        assert out.startswith("4 []") or "4 []" in out
        assert "belongs to the process that made it" in out


@posix
class TestKilled:
    WRITE = """
    lib = Library(path)
    key = sys.argv[2]
    n = len(lib.dialogue(key).turns)
    while True:
        for part in range(3):
            lib.draft(key, n, "creator", turn(n).text[: 8 * part + 8])
            print("draft", n, 8 * part + 8, flush=True)
        lib.append(key, n, turn(n))
        print("turn", n, 0, flush=True)
        n += 1
    """.replace("\n    ", "\n")

    def test_at_any_moment_loses_no_finished_turn_and_no_draft(self, tmp_path: Path) -> None:
        path, chance = tmp_path / "a.sqlite", random.Random(7)
        with Library(path) as lib:
            key = lib.begin("an idea", {})
        kept = 0
        for _ in range(24):
            with start(self.WRITE, path, key) as writer:
                assert writer.stdout is not None
                first = writer.stdout.readline()
                time.sleep(chance.random() * 0.06)
                writer.send_signal(signal.SIGKILL)
                said = [first, *writer.stdout.read().splitlines(keepends=True)]
            what, number, length = next(line for line in reversed(said) if line.endswith("\n")).split()
            finished = int(number) + (what == "turn")
            with Library(path) as lib:
                record = lib.dialogue(key)
                assert len(record.turns) >= max(finished, kept)
                assert record.turns == tuple(turn(n) for n in range(len(record.turns)))
                if what == "draft" and len(record.turns) == finished:
                    assert record.draft is not None and record.draft.position == finished
                    assert len(record.draft.text) >= int(length) and turn(finished).text.startswith(record.draft.text)
                kept = len(record.turns)
                assert lib.verify() == []
        assert kept > 24

    def test_in_the_middle_of_many_leaves_none_of_them(self, tmp_path: Path) -> None:
        path = tmp_path / "a.sqlite"
        with Library(path) as lib:
            lib.save("A fox.", name="fox/a")
        code = """
        def rows():
            for n in range(3000):
                yield {"shot": f"Fox {n}. " * 500, "name": f"den/v{n}"}
            os.kill(os.getpid(), 9)
        Library(path).save_many(rows())
        """.replace("\n        ", "\n")
        writer = start(code, path)
        writer.communicate()
        assert writer.returncode == -signal.SIGKILL
        with Library(path) as lib:
            assert list(lib) == ["fox/a"] and lib.verify() == []
            lib.save("Fox 0.", name="den/v0")

    def test_by_an_interrupt_leaves_no_trace_and_goes_on(self, tmp_path: Path) -> None:
        def rows() -> Iterator[dict[str, str]]:
            yield {"shot": "A crow.", "name": "crow/a"}
            raise KeyboardInterrupt

        with Library(tmp_path / "a.sqlite") as lib:
            with pytest.raises(KeyboardInterrupt):
                lib.save_many(rows())
            assert list(lib) == []
            lib.save("A crow.", name="crow/a")
            assert lib.verify() == []


class TestFullDisk:
    FILL = """
    lib = Library(path)
    key = lib.begin("an idea", {})
    count = 0
    def fill():
        global count
        while count < 5000:
            lib.append(key, count, turn(count))
            count += 1
    """.replace("\n    ", "\n")

    def check(self, path: Path, key: str, count: int) -> None:
        with Library(path) as lib:
            assert lib.dialogue(key).turns == tuple(turn(n) for n in range(count)) and lib.verify() == []

    @posix
    def test_as_a_limit_on_the_files_size(self, tmp_path: Path) -> None:
        code = (
            self.FILL
            + """
import resource
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, hard))
try:
    fill()
except LibraryFull as error:
    assert "nothing was written" in str(error) and "Fix: make room" in str(error), error
else:
    raise SystemExit("never full")
full_at = count
assert len(lib.dialogue(key).turns) == full_at > 10, full_at
try:
    lib.save("A fox. " * 100_000, name="fox/a")
except LibraryFull:
    pass
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
lib.append(key, count, turn(count))
lib.save("A fox.", name="fox/b")
print(key, count + 1)
"""
        )
        key, count = output(start(code, tmp_path / "a.sqlite")).split()
        self.check(tmp_path / "a.sqlite", key, int(count))

    def test_as_a_limit_on_the_number_of_pages(self, tmp_path: Path) -> None:
        with Library(tmp_path / "a.sqlite") as lib:
            key = lib.begin("an idea", {})
            database = lib._store._db
            assert database is not None
            database.execute("PRAGMA max_page_count = 100")
            count = 0
            with pytest.raises(LibraryFull, match=r"disk took no more.*Fix: make room"):
                for count in range(1000):
                    lib.append(key, count, turn(count))
            assert len(lib.dialogue(key).turns) == count > 10
            with pytest.raises(LibraryFull):
                lib.draft(key, count, "creator", "word " * 2_000_000)
            database.execute("PRAGMA max_page_count = 4294967294")
            lib.append(key, count, turn(count))
        self.check(tmp_path / "a.sqlite", key, count + 1)

    @posix
    def test_as_a_disk_that_is_full(self) -> None:
        with mounted("size=1m") as disk:
            path, ballast = disk / "a.sqlite", disk / "ballast"
            ballast.write_bytes(b"x" * 300_000)
            code = (
                self.FILL
                + """
try:
    fill()
except LibraryFull:
    pass
else:
    raise SystemExit("never full")
assert len(lib.dialogue(key).turns) == count > 10
os.unlink(sys.argv[2])
lib.append(key, count, turn(count))
print(key, count + 1)
"""
            )
            key, count = output(start(code, path, ballast)).split()
            self.check(path, key, int(count))

    @posix
    def test_from_the_start_gives_the_same_error(self) -> None:
        with mounted("size=64k") as disk:
            with (disk / "ballast").open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
                while ballast.write(b"x" * 4096):
                    pass
            with pytest.raises(LibraryFull, match="Fix: make room"):
                Library(disk / "a.sqlite")


@contextlib.contextmanager
def mounted(options: str) -> Iterator[Path]:
    """A small disk of memory; skips the test where none may be mounted."""
    folder = Path(tempfile.mkdtemp())
    mount = shutil.which("mount")
    asked = mount and os.geteuid() == 0
    if (
        not asked
        or subprocess.run([mount, "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True).returncode
    ):
        folder.rmdir()
        pytest.skip("needs the right to mount a tmpfs")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()


class TestWrongFiles:
    def test_from_the_future_is_left_untouched(self, tmp_path: Path) -> None:
        path = tmp_path / "a.sqlite"
        with Library(path) as lib:
            lib.save("A fox.", name="fox/a")
        with raw(path) as db:
            db.execute("PRAGMA user_version = 97")
        before = path.read_bytes()
        with pytest.raises(
            LibraryFromFuture, match=rf"schema 97 .* up to schema {len(STEPS)}.*Fix: pip install --upgrade"
        ):
            Library(path)
        assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["a.sqlite"]

    @pytest.mark.parametrize(
        "content",
        [b"A fox crosses the snow.\n" * 99, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"SQLite format 3\0ups"],
    )
    def test_that_is_no_database_is_left_untouched(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "a.sqlite"
        path.write_bytes(content)
        with pytest.raises(LibraryError, match=r"a.sqlite: .*Fix: "):
            Library(path)
        assert path.read_bytes() == content and [p.name for p in tmp_path.iterdir()] == ["a.sqlite"]

    def test_of_another_program_is_left_untouched(self, tmp_path: Path) -> None:
        path = tmp_path / "a.sqlite"
        with raw(path) as db:
            db.execute("CREATE TABLE recipes (name TEXT)")
        before = path.read_bytes()
        with pytest.raises(LibraryError, match="of another program"):
            Library(path)
        assert path.read_bytes() == before

    def test_that_is_empty_becomes_a_library(self, tmp_path: Path) -> None:
        (tmp_path / "a.sqlite").touch()
        with Library(tmp_path / "a.sqlite") as lib:
            lib.save("A fox.")

    def test_that_is_a_folder_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(LibraryError, match=r"is a folder, a file was expected\. Fix: "):
            Library(tmp_path)

    def test_in_a_folder_that_does_not_exist_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(LibraryError, match=r"the folder .* does not exist. Fix: make it first"):
            Library(tmp_path / "none" / "a.sqlite")
        assert not (tmp_path / "none").exists()

    def test_beneath_a_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        with pytest.raises(LibraryError, match="Fix: "):
            Library(tmp_path / "file" / "a.sqlite")

    @pytest.mark.parametrize("name", ["a b.sqlite", "ü?#%20.sqlite", "雨.sqlite", "no-suffix"])
    @posix
    def test_with_odd_names_are_files_like_others(self, tmp_path: Path, name: str) -> None:
        with Library(str(tmp_path / name)) as lib:
            lib.save("A fox.")
        assert [p.name for p in tmp_path.iterdir()] == [name]

    def test_unless_told_otherwise_is_copilot_sqlite_here(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        with Library() as lib:
            lib.save("A fox.")
        assert (tmp_path / "copilot.sqlite").exists()

    def test_with_a_damaged_page_says_so_and_shows_the_rest(self, tmp_path: Path) -> None:
        path = tmp_path / "a.sqlite"
        with Library(path) as lib:
            key = lib.begin("an idea", {})
            lib.save_many({"shot": f"Fox {n}. " * 100, "name": f"fox/v{n}"} for n in range(200))
        with raw(path) as db:
            (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'variants'").fetchone()
        with path.open("r+b") as file:
            file.seek((page - 1) * 4096)
            file.write(b"\xff" * 4096)
        with Library(path) as lib:
            assert lib.dialogue(key).idea == "an idea"
            assert any("damaged" in said or "page" in said for said in lib.verify())
            with pytest.raises(LibraryError, match=r"the file is damaged.*Fix: keep a copy"):
                lib.variants()


@posix
class TestReadOnly:
    """Run in a process that has no special rights: the superuser may write anywhere."""

    AS_ANYBODY = """
    Library(":memory:").variants(search="x")  # loads what anybody might not be allowed to load
    if os.geteuid() == 0:
        os.setgid(65534), os.setuid(65534)
    def attempt(act):
        try:
            return act()
        except LibraryError as error:
            return f"{type(error).__name__}: {error}"
    """.replace("\n    ", "\n")

    @pytest.fixture
    def folder(self) -> Iterator[Path]:
        made = Path(tempfile.mkdtemp())
        with Library(made / "a.sqlite") as lib:
            lib.save("A fox.", name="fox/a")
        yield made
        made.chmod(0o755)
        shutil.rmtree(made)

    READ_AND_WRITE = AS_ANYBODY + (
        "lib = Library(path)\n"
        "print(list(lib), len(lib.variants(search='fox')), lib.tree(), lib.verify())\n"
        "print(attempt(lambda: lib.save('A crow.')))\n"
        "print(list(lib))\n"
    )

    @pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o777, 0o444), (0o555, 0o444), (0o555, 0o666)])
    def test_file_can_be_read_and_says_why_it_cannot_be_written(
        self, folder: Path, folder_mode: int, file_mode: int
    ) -> None:
        (folder / "a.sqlite").chmod(file_mode)
        folder.chmod(folder_mode)
        lines = output(start(self.READ_AND_WRITE, folder / "a.sqlite")).splitlines()
        assert lines[0] == "['fox/a'] 1 fox/a []"
        assert lines[1].startswith("LibraryError: ") and "can be read but not written to. Fix: " in lines[1]
        assert lines[2] == "['fox/a']"

    def test_file_shows_what_another_wrote_meanwhile(self, folder: Path) -> None:
        (folder / "a.sqlite").chmod(0o444)
        folder.chmod(0o555)
        code = self.AS_ANYBODY + "lib = Library(path)\nprint(list(lib), flush=True)\ninput()\nprint(list(lib))"
        with start(code, folder / "a.sqlite") as reader:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "['fox/a']\n"
            folder.chmod(0o755)
            (folder / "a.sqlite").chmod(0o644)
            with Library(folder / "a.sqlite") as lib:
                lib.save("A crow.", name="crow/a")
            folder.chmod(0o555)
            assert reader.communicate("\n", timeout=30)[0] == "['fox/a', 'crow/a']\n"

    def test_folder_cannot_hold_a_new_one(self, folder: Path) -> None:
        folder.chmod(0o555)
        code = self.AS_ANYBODY + "print(attempt(lambda: Library(path)))"
        out = output(start(code, folder / "b.sqlite"))
        assert out.startswith("LibraryError: ") and "cannot be opened. Fix: " in out

    def test_file_that_nobody_may_read_is_refused(self, folder: Path) -> None:
        folder.chmod(0o755)
        (folder / "a.sqlite").chmod(0o000)
        out = output(start(self.AS_ANYBODY + "print(attempt(lambda: Library(path)))", folder / "a.sqlite"))
        assert out.startswith("LibraryError: ") and "Fix: " in out

    def test_folder_with_a_log_that_is_not_merged_is_not_read_in_part(self, folder: Path) -> None:
        with Library(folder / "a.sqlite") as lib:
            lib.save("A crow.", name="crow/a")
            copy = Path(tempfile.mkdtemp())
            for name in ("a.sqlite", "a.sqlite-wal"):
                shutil.copy(folder / name, copy / name)
        (copy / "a.sqlite").chmod(0o444), (copy / "a.sqlite-wal").chmod(0o444), copy.chmod(0o555)
        code = self.AS_ANYBODY + "print(attempt(lambda: list(Library(path))))"
        out = output(start(code, copy / "a.sqlite"))
        copy.chmod(0o755)
        shutil.rmtree(copy)
        assert "crow/a" in out or (out.startswith("LibraryError: ") and "Fix: " in out)


class TestOpenFile:
    @posix
    def test_that_was_moved_or_deleted_takes_no_more(self, tmp_path: Path) -> None:
        path, away = tmp_path / "a.sqlite", tmp_path / "away.sqlite"
        with Library(path) as lib:
            lib.save("A fox.", name="fox/a")
            path.rename(away)
            with pytest.raises(LibraryError, match=r"moved, deleted or replaced while it was open.*Fix: put it back"):
                lib.save("A crow.", name="crow/a")
            away.rename(path)
            lib.save("A crow.", name="crow/a")
            assert list(lib) == ["fox/a", "crow/a"]

    def test_that_was_closed_says_so(self, tmp_path: Path) -> None:
        lib = Library(tmp_path / "a.sqlite")
        lib.close()
        lib.close()
        with pytest.raises(LibraryError, match=r"the library is closed\. Fix: open it again"):
            list(lib)

    def test_that_is_forgotten_is_closed_without_a_word(self, tmp_path: Path) -> None:
        lib = Library(tmp_path / "a.sqlite")
        lib.save("A fox.", name="fox/a")
        assert (tmp_path / "a.sqlite-wal").exists()
        del lib
        assert [p.name for p in tmp_path.iterdir()] == ["a.sqlite"]

    def test_waits_for_the_disk_on_all_but_drafts(self, tmp_path: Path) -> None:
        with Library(tmp_path / "a.sqlite") as lib:
            database = lib._store._db
            assert database is not None
            assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            seen = []
            database.set_trace_callback(seen.append)
            key = lib.begin("an idea", {})
            lib.draft(key, 0, "creator", "The be")
            lib.append(key, 0, turn(0))
            database.set_trace_callback(None)
            assert database.execute("PRAGMA synchronous").fetchone() == (2,)
            kinds = [said for said in seen if said.startswith(("PRAGMA", "COMMIT"))]
            assert kinds == ["COMMIT", "PRAGMA synchronous = NORMAL", "COMMIT", "PRAGMA synchronous = FULL", "COMMIT"]


VERSION_1 = """
CREATE TABLE dialogues (id TEXT PRIMARY KEY, idea NOT NULL, settings TEXT NOT NULL,
    parent TEXT REFERENCES dialogues (id), forked_at INTEGER, digest TEXT NOT NULL, status NOT NULL DEFAULT 'open',
    variant INTEGER REFERENCES variants (id), created TEXT NOT NULL);
CREATE TABLE turns (id INTEGER PRIMARY KEY, dialogue TEXT NOT NULL REFERENCES dialogues (id), position INTEGER NOT NULL,
    round INTEGER NOT NULL, seat TEXT NOT NULL, speaker NOT NULL, voice NOT NULL, outcome TEXT NOT NULL,
    metered INTEGER NOT NULL, input INTEGER, cache_read INTEGER, cache_write INTEGER, output INTEGER, price_usd REAL,
    digest TEXT NOT NULL, created TEXT NOT NULL, text NOT NULL, UNIQUE (dialogue, position));
CREATE TABLE drafts (dialogue TEXT PRIMARY KEY REFERENCES dialogues (id), position INTEGER NOT NULL, seat TEXT NOT NULL,
    text NOT NULL);
CREATE TABLE variants (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, scene TEXT NOT NULL, number INTEGER NOT NULL,
    digest TEXT NOT NULL, parent INTEGER REFERENCES variants (id), remix NOT NULL, changes TEXT, note NOT NULL,
    seconds REAL, engine NOT NULL, dialogue TEXT REFERENCES dialogues (id), created TEXT NOT NULL, text NOT NULL,
    UNIQUE (scene, number));
CREATE TABLE ratings (id INTEGER PRIMARY KEY, variant INTEGER NOT NULL REFERENCES variants (id),
    stars INTEGER CHECK (stars BETWEEN 1 AND 5), verdict TEXT NOT NULL, reason NOT NULL, created TEXT NOT NULL);
INSERT INTO variants VALUES (1, 'fox/a', 'fox', 0,
    'e55ea11e1ac035763a2c8e79bc0c3f248017d17c847832ed44915a24dc30987f', NULL, '', NULL, 'first light', 8.0, '', NULL,
    '2026-11-20T12:00:00.000000Z', 'A fox crosses the snow.');
INSERT INTO ratings VALUES (1, 1, 4, 'keep', 'the tracks', '2026-11-20T12:05:00.000000Z');
PRAGMA application_id = 1129007444;
PRAGMA user_version = 1;
"""
"""A library as the first schema wrote it; never to be edited, for such files exist."""


class TestOldFiles:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        with raw(tmp_path / "a.sqlite") as db:
            db.executescript(VERSION_1)
        return tmp_path / "a.sqlite"

    def version(self, path: Path) -> int:
        with raw(path) as db:
            return db.execute("PRAGMA user_version").fetchone()[0]

    def test_are_brought_up_to_date_with_all_they_hold(self, path: Path) -> None:
        with Library(path) as lib:
            assert self.version(path) == len(STEPS)
            fox = lib["fox/a"]
            assert (fox.text, fox.note, fox.seconds) == ("A fox crosses the snow.", "first light", 8.0)
            assert lib.variants(search="snow")["stars"].to_list() == [4]
            assert lib.verify() == []
            lib.save("A fox sleeps.", parent="fox/a")
            assert lib.variants(search="fox", page=-1)["name"].to_list() == ["fox/a", "fox/b"]

    def test_are_brought_up_to_date_once_by_many_at_once(self, path: Path) -> None:
        openers = [start("print(Library(path).verify())", path) for _ in range(3)]
        assert [output(opener) for opener in openers] == ["[]\n"] * 3

    @posix
    def test_stay_as_they_were_when_a_step_is_killed(self, path: Path) -> None:
        code = """
        from copilot_kit.library import store
        def killed(db):
            store._index_words(db)
            os.kill(os.getpid(), 9)
        store.STEPS = (store.STEPS[0], killed)
        Library(path)
        """.replace("\n        ", "\n")
        writer = start(code, path)
        writer.communicate()
        assert writer.returncode == -signal.SIGKILL and self.version(path) == 1
        with raw(path) as db:
            assert db.execute("SELECT name FROM sqlite_master WHERE name LIKE 'words%'").fetchall() == []
        with Library(path) as lib:
            assert lib.verify() == [] and len(lib.variants(search="snow")) == 1

    def test_stay_as_they_were_when_a_step_fails(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def failing(db: sqlite3.Connection) -> None:
            db.execute("CREATE TABLE half (a)")
            db.execute("INSERT INTO nowhere VALUES (1)")

        monkeypatch.setattr("copilot_kit.library.store.STEPS", (STEPS[0], failing))
        with pytest.raises(LibraryError, match="no such table: nowhere"):
            Library(path)
        assert self.version(path) == 1
        with raw(path) as db:
            assert db.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone() is None

    def test_of_the_first_schema_have_the_tables_of_a_new_one(self, path: Path, tmp_path: Path) -> None:
        """The fixture above says what the first step lays; both must stay as they are."""
        fresh = tmp_path / "fresh.sqlite"
        with raw(fresh) as db:
            STEPS[0](db)
        columns = (
            "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
        )
        with raw(path) as old, raw(fresh) as new:
            assert set(old.execute(columns)) == set(new.execute(columns))
            assert new.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,) == (1129007444,)
