"""Keys: where they come from, that they are checked first, and that they are found nowhere afterwards."""

from __future__ import annotations

import copy
import gc
import io
import json
import logging
import pickle
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from wire.faults import cases
from wire.server import Loopback, Scene
from wire.talk import talk

import copilot_kit as ck
from copilot_kit.dialogue.play import Dialogue
from copilot_kit.errors import InputError, KeyMissing, VoiceError
from copilot_kit.library import Library
from copilot_kit.voices import keys, make, wire
from copilot_kit.voices.tape import Tape

CANARY = "sk-ant-canary-7f3a9c51d2e84b60"
IDEA = "a bell ringer feels the rope go slack"


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    for name in keys.VENDORS:
        keys.set_key(name, "")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    monkeypatch.setattr(wire, "FIRST_WAIT_S", 0.02)
    with Loopback(talk=talk) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        yield server


class TestWhereTheyComeFrom:
    @pytest.mark.parametrize(("name", "variable"), [("anthropic", "ANTHROPIC_API_KEY"), ("openai", "OPENAI_API_KEY")])
    def test_a_missing_key_names_the_variable_and_the_field(self, name: str, variable: str) -> None:
        with pytest.raises(KeyMissing, match=f"{variable}.*set_key\\('{name}'\\)") as e:
            Dialogue(IDEA, creator=name, copilot=name).run()
        assert (e.value.vendor, e.value.variable) == (name, variable)

    def test_the_environment(self, monkeypatch: pytest.MonkeyPatch, server: Loopback) -> None:
        monkeypatch.setenv("ANTHROPIC_API_KEY", f"  {CANARY}\n")
        Dialogue(IDEA, creator="anthropic", copilot="anthropic", rounds=1).run()
        assert server.calls[0].headers["authorization"] == f"Bearer {CANARY}"

    def test_a_password_field_comes_before_the_environment(
        self, monkeypatch: pytest.MonkeyPatch, server: Loopback
    ) -> None:
        asked = []
        monkeypatch.setenv("OPENAI_API_KEY", "sk-from-the-environment-0000")
        monkeypatch.setattr(keys, "getpass", lambda prompt: asked.append(prompt) or CANARY)
        keys.set_key("openai")
        Dialogue(IDEA, creator="openai", copilot="openai", rounds=1).run()
        assert "OpenAI" in asked[0] and server.calls[0].headers["authorization"] == f"Bearer {CANARY}"

    def test_another_key_makes_another_client(self, server: Loopback) -> None:
        for key in (CANARY, CANARY[::-1]):
            keys.set_key("anthropic", key)
            Dialogue(IDEA, creator="anthropic", copilot="anthropic", rounds=1).run()
        assert len({heard.headers["authorization"] for heard in server.calls}) == 2

    @pytest.mark.parametrize("bad", ["sk-ant 12345678", "sk-ant-\n12345678", "“sk-ant-12345678”"])
    def test_what_no_key_looks_like_is_refused_without_being_shown(
        self, monkeypatch: pytest.MonkeyPatch, bad: str
    ) -> None:
        monkeypatch.setenv("ANTHROPIC_API_KEY", bad)
        with pytest.raises(KeyMissing, match="ANTHROPIC_API_KEY holds a space") as e:
            make("anthropic").ready()  # type: ignore[attr-defined]
        assert "12345678" not in str(e.value)

    def test_an_address_that_is_none_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ANTHROPIC_API_KEY", CANARY)
        for bad in ("api.example.test", "ftp://x", "http://me:hidden@x", "http://x:99999999"):
            monkeypatch.setenv("ANTHROPIC_BASE_URL", bad)
            with pytest.raises(InputError, match="ANTHROPIC_BASE_URL") as e:
                Dialogue(IDEA, creator="anthropic", copilot="anthropic").run()
            assert "hidden" not in str(e.value)

    def test_words_from_elsewhere_lose_what_looks_like_a_key(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "plain-but-secret-value")
        said = (
            "Incorrect API key provided: sk-proj-ab**cd. Authorization: Bearer abcdefghijklmnop; plain-but-secret-value"
        )
        words = keys.scrub(said)
        assert "ab**cd" not in words and "abcdefghijklmnop" not in words and "secret-value" not in words
        assert keys.scrub("a task-force of desk-lamps") == "a task-force of desk-lamps"


def _deep(value: Any, seen: set[int], depth: int = 0) -> Iterator[str]:
    """Every string that can be reached from a value by its attributes, items and slots."""
    foreign = isinstance(value, ModuleType) and not value.__name__.startswith("copilot_kit")
    if id(value) in seen or depth > 12 or foreign:
        return
    seen.add(id(value))
    if isinstance(value, str | bytes):
        yield value if isinstance(value, str) else value.decode("latin-1")
    elif isinstance(value, dict):
        for key, inner in list(value.items()):
            yield from _deep(key, seen, depth + 1)
            yield from _deep(inner, seen, depth + 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in list(value):
            yield from _deep(inner, seen, depth + 1)
    elif not isinstance(value, type) and type(value).__module__.startswith(("copilot_kit", "builtins")):
        yield from _deep(getattr(value, "__dict__", {}), seen, depth + 1)
        for name in getattr(type(value), "__slots__", ()):
            yield from _deep(getattr(value, name, None), seen, depth + 1)


class TestCanary:
    """A key-shaped canary is planted, everything is done that leaves traces, and every trace is searched."""

    @pytest.fixture(params=["environment", "field"])
    def planted(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("anthropic", "openai"):
            if request.param == "field":
                keys.set_key(name, CANARY)
            else:
                monkeypatch.setenv(keys.VENDORS[name].key_variable, CANARY)

    @pytest.mark.parametrize("name", ["anthropic:claude-sonnet-5-5", "openai:gpt-6.2-sol", "openai?api=responses"])
    def test_is_in_no_artifact(
        self, name: str, planted: None, server: Loopback, tmp_path: Path, caplog: pytest.LogCaptureFixture,
        capfd: pytest.CaptureFixture[str],
    ) -> None:  # fmt: skip
        caplog.set_level(logging.DEBUG)
        traces: list[str] = []
        library = Library(tmp_path / "lib.sqlite")
        recorder = Tape.record(make(name))
        d = Dialogue(IDEA, creator=recorder, copilot=recorder, rounds=2, library=library, budget_usd=5)
        events: list[Any] = []
        d.run(events.append)
        assert server.calls and any(CANARY in h.headers.get("authorization", "") for h in server.calls), "never planted"
        traces += [
            d.transcript.to_markdown(),
            repr(d),
            d._repr_html_(),
            str(d.bill),
            d.bill._repr_html_(),
            str(d.estimate),
        ]
        traces += [repr(events), repr(d.voices), str(d.usage.to_dict()), repr(vars(d)), repr(vars(make(name)))]
        traces += [recorder.save(tmp_path / "talk.jsonl").read_text(), recorder.save(tmp_path / "talk.md").read_text()]
        traces += list(_deep(d, set())) + list(_deep(make(name), set())) + list(_deep(events, set()))
        traces += list(_deep(vars(keys)["_held"], set()))
        printer = io.StringIO()
        print(d, d.notes, d.error, d.turns, file=printer)
        traces.append(printer.getvalue())
        library.close()
        gc.collect()
        traces += [p.read_bytes().decode("latin-1") for p in tmp_path.iterdir()]
        traces += [record.getMessage() + repr(vars(record)) for record in caplog.records]
        out, err = capfd.readouterr()
        found = [t[:200] for t in (*traces, out, err) if CANARY in t]
        assert not found and len(traces) > 30

    @pytest.mark.parametrize("kind", ["anthropic", "chat", "responses"])
    def test_is_in_no_error_or_traceback(
        self, kind: str, planted: None, server: Loopback, caplog: pytest.LogCaptureFixture, tmp_path: Path
    ) -> None:
        caplog.set_level(logging.DEBUG)
        names = {"anthropic": "anthropic?", "chat": "openai?", "responses": "openai?api=responses&"}
        failed = 0
        for case in cases(kind, CANARY):
            asked = "&".join(f"{k}={v}" for k, v in {"tries": 1, "silence_s": 0.3, **case.options}.items())
            server.scenes = [Scene("Hello."), Scene("A rope."), case.scenes[0]]
            wire.forget_dropped()
            d = Dialogue(
                IDEA, names[kind] + asked, names[kind] + asked, rounds=1, library=tmp_path / f"{failed}.sqlite"
            )
            try:
                d.run()
            except VoiceError as e:
                failed += 1
                shown = traceback.TracebackException.from_exception(e, capture_locals=True)
                shown.stack[:] = [frame for frame in shown.stack if "test_keys" not in frame.filename]
                text = "".join(shown.format(chain=True)) + repr(e) + str(e) + repr(vars(e)) + repr(e.args)
                text += repr(d) + d._repr_html_() + d.transcript.to_markdown()
                assert e.__cause__ is None and e.__context__ is None, "the SDK's error holds the request"
                assert CANARY not in text
                assert not [t for t in _deep(vars(e), set()) if CANARY in t]
                assert CANARY not in repr(pickle.dumps(str(e))) + repr(copy.copy(e))
        assert failed > 15
        assert not [r for r in caplog.records if CANARY in r.getMessage() + repr(vars(r))]

    def test_is_in_no_notebook(self, planted: None, server: Loopback, tmp_path: Path) -> None:
        from IPython.core.interactiveshell import InteractiveShell
        from IPython.utils.capture import capture_output

        shell = InteractiveShell()
        shell.run_line_magic("xmode", "Verbose")
        cell = f"""
import copilot_kit as ck
from copilot_kit.dialogue.play import Dialogue
d = Dialogue({IDEA!r}, creator="anthropic", copilot="anthropic", rounds=1).run()
display(d, d.bill, d.voices, d.turns[0])
d
"""
        server.scenes = []
        with capture_output() as first:
            assert shell.run_cell(cell).success
        server.scenes = [Scene(status=401, body={"type": "error", "error": {"type": "x", "message": f"bad {CANARY}"}})]
        with capture_output() as second:
            assert not shell.run_cell("d.fork(0).run()").success
        shown = [first.stdout, first.stderr, second.stdout, second.stderr]
        shown += [json.dumps(o.data, default=str) for o in (*first.outputs, *second.outputs)]
        assert "KeyMissing" in "".join(shown)
        assert not [s for s in shown if CANARY in s]

    def test_is_in_no_notebook_file(self, server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import nbformat
        from nbclient import NotebookClient

        monkeypatch.setenv("ANTHROPIC_API_KEY", CANARY)
        said = {"type": "authentication_error", "message": f"invalid key {CANARY}"}
        server.scenes = [Scene("What?"), Scene("A rope."), Scene(status=401, body={"type": "error", "error": said})]
        cells = [
            "import logging\nlogging.basicConfig(level=logging.DEBUG)\nimport copilot_kit as ck\n"
            f"d = ck.Dialogue({IDEA!r}, 'anthropic', 'anthropic', rounds=1, library='talk.sqlite')",
            "await d.arun()", "display(d, d.bill, d.voices, vars(d))", "await d.arun()", "d", "d.transcript",
        ]  # fmt: skip
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
        NotebookClient(
            notebook, timeout=60, allow_errors=True, resources={"metadata": {"path": str(tmp_path)}}
        ).execute()
        text = nbformat.writes(notebook)
        assert "KeyMissing" in text and text.count("A rope.") > 1
        assert CANARY not in text
        assert not [p for p in tmp_path.iterdir() if CANARY.encode() in p.read_bytes()]

    def test_a_name_that_holds_one_is_refused_unseen(self) -> None:
        for name in (f"anthropic:{CANARY}", f"openai:gpt?api_key={CANARY}", f"local:m@http://x:{CANARY}@127.0.0.1/v1"):
            with pytest.raises(InputError) as e:
                make(name)
            assert CANARY not in str(e.value)

    def test_nothing_is_left_in_the_modules(self, planted: None, server: Loopback) -> None:
        Dialogue(IDEA, creator="anthropic", copilot="openai", rounds=1).run()
        for module in [m for n, m in sys.modules.items() if n.startswith("copilot_kit")]:
            held = {k: v for k, v in vars(module).items() if not k.startswith("__")}
            assert not [t for t in _deep(held, set()) if CANARY in t], module.__name__
            assert CANARY not in repr({k: v for k, v in held.items() if not isinstance(v, type(sys))})

    def test_the_public_name_is_there(self) -> None:
        if hasattr(ck, "set_key"):
            assert ck.set_key is keys.set_key
