"""A dialogue, carried: run, streamed, stopped, resumed, forked, journaled, killed."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import pytest

import copilot_kit as ck
from copilot_kit.dialogue import loop
from copilot_kit.dialogue.play import (
    Dialogue,
    Failed,
    Finished,
    Notice,
    Stopped,
    TextDelta,
    TurnEnded,
    TurnStarted,
)
from copilot_kit.dialogue.script import Request, Turn, Usage
from copilot_kit.errors import BadTime, BrokenOff, InputError, LibraryError, UnknownName, VoiceError
from copilot_kit.library import Library
from copilot_kit.voices import Spoken

PROMPT = "Duration: 4 s\nA kettle boils on a stove.\n\n0-2s: steam rises\n2-4s: the lid lifts"
FINAL = f"Here it is.\n\n<final_prompt>\n{PROMPT}\n</final_prompt>"
GAP = FINAL.replace("2-4s", "3-4s")
OVERLAP = FINAL.replace("2-4s", "1-4s")


class Says:
    """A voice that says what a list or a function gives it, in pieces; counts how often it was asked."""

    def __init__(self, *texts: str | Exception, pause_s: float = 0.0, name: str = "says") -> None:
        self.name = self.model = name
        self.texts, self.pause_s = texts, pause_s
        self.asked: list[Request] = []

    async def speak(self, request: Request) -> AsyncIterator[str | Spoken]:
        self.asked.append(request)
        nth = sum(t.seat == request.seat for t in request.said)
        text = self.texts[nth] if nth < len(self.texts) else f"{request.seat} {nth}"
        if isinstance(text, Exception):
            raise text
        for piece in re.findall(r" ?[^ ]*", text):
            if self.pause_s:
                await asyncio.sleep(self.pause_s)
            yield piece
        yield Spoken("done", Usage(input=10, output=3))


class Ends(Says):
    """Says some words and ends in another way than well."""

    def __init__(self, outcome: str | None) -> None:
        super().__init__()
        self.outcome = outcome

    async def speak(self, request: Request) -> AsyncIterator[str | Spoken]:
        yield "Some words"
        if self.outcome:
            yield Spoken(self.outcome, Usage(output=5))


def talk(*copilot: str | Exception, **settings) -> Dialogue:
    """A dialogue of scripted voices; by default its second copilot turn holds the final prompt."""
    voices = {"creator": Says("A kettle.", "Louder."), "copilot": Says(*(copilot or ("Hello.", "When?", FINAL)))}
    return Dialogue("a kettle boils", **(voices | {"rounds": 3} | settings))


def texts(d: Dialogue) -> list[str]:
    return [t.text for t in d.turns]


def wait_for(condition: Callable[[], bool], seconds: float = 3.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


class TestRun:
    def test_speaks_until_a_final_prompt_stands(self):
        d = talk().run()
        assert d.status == "done" and len(d.turns) == 5
        assert d.final.words == PROMPT and d.final.seconds == 4
        assert [t.seat for t in d.turns] == ["copilot", "creator", "copilot", "creator", "copilot"]

    def test_again_changes_nothing(self):
        d = talk().run()
        turns, asked = d.turns, len(d.voices["copilot"].asked)
        assert d.run().turns == turns and len(d.voices["copilot"].asked) == asked

    def test_inside_a_running_loop(self):
        async def cell():
            return talk().run().status

        assert asyncio.run(cell()) == "done"

    def test_awaited_from_another_loop(self):
        assert asyncio.run(talk().arun()).status == "done"

    def test_from_many_threads(self):
        done = []
        threads = [threading.Thread(target=lambda: done.append(talk().run().status)) for _ in range(8)]
        for t in threads:
            t.start()
        for t in threads:
            t.join(10)
        assert done == ["done"] * 8

    def test_on_the_voices_own_loop_is_refused(self):
        async def inside():
            talk().run()

        with pytest.raises(InputError, match="arun"):
            loop.run(inside())

    def test_twice_at_once_is_refused(self):
        d = talk(creator=Says("slow words " * 50, pause_s=0.01))
        thread = threading.Thread(target=d.run)
        thread.start()
        wait_for(lambda: d.status == "running")
        with pytest.raises(InputError, match="running already"):
            d.run()
        d.stop()
        thread.join(5)

    def test_after_fork_of_the_process(self):
        talk().run()
        code = """
            import os, sys
            sys.path.insert(0, {tests!r})
            from test_play import talk
            talk().run()
            pid = os.fork()
            if pid == 0:
                os._exit(0 if talk().run().status == "done" else 1)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """
        script = textwrap.dedent(code).format(tests=str(Path(__file__).parent))
        assert subprocess.run([sys.executable, "-W", "ignore", "-c", script], timeout=20).returncode == 0


class TestEvents:
    def test_come_in_order_and_in_the_callers_thread(self):
        heard, threads = [], set()

        def on_event(event):
            heard.append(event)
            threads.add(threading.current_thread())

        d = talk().run(on_event)
        assert threads == {threading.current_thread()}
        kinds = [type(e) for e in heard if not isinstance(e, TextDelta)]
        assert kinds == [TurnStarted, TurnEnded] * 5 + [Finished]
        assert heard[-1].final == d.final
        self.check_deltas(heard, d)

    def check_deltas(self, heard, d):
        said, turns = "", []
        for e in heard:
            if isinstance(e, TurnStarted):
                said = ""
            elif isinstance(e, TextDelta):
                said += e.text
            elif isinstance(e, TurnEnded):
                assert said == e.turn.text
                turns.append(e.turn)
        assert tuple(turns) == d.turns

    def test_stream_tells_the_same(self):
        async def cell():
            d = talk()
            return d, [e async for e in d.stream()]

        d, heard = asyncio.run(cell())
        assert isinstance(heard[0], TurnStarted) and isinstance(heard[-1], Finished)
        self.check_deltas(heard, d)

    def test_turn_ended_means_that_it_is_on_disk(self, tmp_path):
        library = Library(tmp_path / "l.sqlite")
        d = talk(library=library)

        def on_event(event):
            if isinstance(event, TurnEnded):
                with Library(tmp_path / "l.sqlite") as other:
                    assert event.turn in other.dialogue(d.id).turns

        d.run(on_event)

    def test_words_that_wait_are_put_together(self):
        heard = []

        def slow(event):
            heard.append(event)
            time.sleep(0.002)

        d = talk("Hello.", FINAL, creator=Says("word " * 3000))
        d.run(slow)
        assert sum(isinstance(e, TextDelta) for e in heard) < 1500
        self.check_deltas(heard, d)

    def test_listener_that_raises_stops_it_when_awaited_too(self):
        def on_event(event):
            raise ZeroDivisionError

        d = talk(creator=Says("slow words " * 100, pause_s=0.01))
        with pytest.raises(ZeroDivisionError):
            asyncio.run(d.arun(on_event))
        assert d.status == "stopped"

    def test_listener_that_raises_stops_it(self):
        def on_event(event):
            if isinstance(event, TurnEnded):
                raise ZeroDivisionError

        d = talk()
        with pytest.raises(ZeroDivisionError):
            d.run(on_event)
        assert d.status == "stopped"
        assert len(d.turns) == 1

    def test_leaving_the_stream_stops_it(self):
        d = talk(creator=Says("slow words " * 100, pause_s=0.01))

        async def cell():
            stream = d.stream()
            async for event in stream:
                if isinstance(event, TurnStarted) and event.seat == "creator":
                    break
            await stream.aclose()

        asyncio.run(cell())
        assert d.status == "stopped"

    def test_stream_of_a_running_one_is_refused(self):
        d = talk(creator=Says("slow words " * 100, pause_s=0.01))

        async def cell():
            first = d.stream()
            await anext(first)
            with pytest.raises(InputError, match="running already"):
                await anext(d.stream())
            await first.aclose()

        asyncio.run(cell())


class TestErrors:
    def test_of_a_voice_are_raised_by_run_and_told_by_stream(self):
        d = talk("Hello.", ValueError("no such model"))
        with pytest.raises(VoiceError, match=r"copilot \(voice 'says'\), round 1: ValueError: no such model") as caught:
            d.run()
        assert isinstance(caught.value.__cause__, ValueError)
        assert d.status == "failed" and texts(d) == ["Hello.", "A kettle."]

        async def cell():
            return [e async for e in d.stream()]

        heard = asyncio.run(cell())
        assert isinstance(heard[-1], Failed) and isinstance(heard[-1].error, VoiceError)

    def test_key_in_a_message_of_somebody_else_is_taken_out(self, monkeypatch):
        monkeypatch.setenv("OPENAI_API_KEY", "not-a-real-key-0123456789")
        d = talk("Hello.", ValueError("401 for not-a-real-key-0123456789"))
        with pytest.raises(VoiceError, match=r"401 for \[key\]") as caught:
            d.run()
        assert caught.value.__cause__ is None and "0123456789" not in d._repr_html_()

    def test_failed_dialogue_goes_on_with_a_mended_voice(self):
        d = talk("Hello.", ValueError("down"))
        with pytest.raises(VoiceError):
            d.run()
        d.voices["copilot"] = Says("", FINAL)
        assert d.resume().status == "done" and texts(d)[:2] == ["Hello.", "A kettle."]

    @pytest.mark.parametrize(
        ("outcome", "words"),
        [
            (None, "broke off after 10"),
            ("truncated", "broke off"),
            ("refused", "refused to answer.*take"),
            ("length", "model's limit"),
        ],
    )
    def test_unfinished_answer_is_kept_apart(self, outcome, words):
        d = talk(creator=Ends(outcome))
        with pytest.raises(BrokenOff, match=words) as caught:
            d.run()
        assert d.turns[-1].text == "Some words" and d.turns[-1].outcome == caught.value.outcome == (
            outcome or "truncated"
        )
        assert not outcome or d.usage["output"].iloc[-1] == 5, "what it cost is known all the same"
        d.voices["creator"] = Says("A kettle.")
        d.resume()
        assert texts(d)[1] == "A kettle." and all(t.outcome == "done" for t in d.turns)

    def test_what_a_voice_tells_while_it_waits_and_what_it_cost_till_it_failed(self):
        class Waits(Says):
            async def speak(self, request):
                yield Notice("The line is busy. Waiting 2 s.", 2.0)
                yield Usage(input=40)
                yield "Some"
                yield Usage(input=40, output=1)
                yield Spoken("length", Usage(input=40, output=2), "the voice's own reason")

        heard = []
        d = talk(creator=Waits())
        with pytest.raises(BrokenOff, match="the voice's own reason"):
            d.run(heard.append)
        assert heard[3:5] == [TurnStarted("creator", 1), Notice("The line is busy. Waiting 2 s.", 2.0)]
        assert d.turns[-1].usage == Usage(input=40, output=2)

        class Falls(Waits):
            async def speak(self, request):
                yield "Some"
                yield Usage(input=40, output=1)
                raise OSError("line broke")

        d = talk(creator=Falls())
        with pytest.raises(VoiceError, match="line broke"):
            d.run()
        assert d.turns[-1].usage == Usage(input=40, output=1)

    def test_empty_answer(self):
        with pytest.raises(VoiceError, match="said nothing"):
            talk(creator=Says("  ")).run()

    def test_voice_that_yields_something_else(self):
        class Odd(Says):
            async def speak(self, request):
                yield 7

        with pytest.raises(VoiceError, match="piece of type int"):
            talk(creator=Odd()).run()


class TestRepair:
    def test_beats_that_overlap_go_back_once(self):
        d = talk("Hello.", OVERLAP, FINAL).run()
        assert len(d.turns) == 4 and d.final.words == PROMPT
        request = d.voices["copilot"].asked[-1]
        assert request.task == "repair" and request.findings and request.findings[0].message in request.guidance

    def test_beats_that_leave_the_clip_uncovered_go_back(self):
        assert talk("Hello.", GAP, FINAL).run().final.words == PROMPT

    def test_findings_of_what_stands(self):
        d = talk("Hello.", OVERLAP, OVERLAP).run()
        assert [f.severity for f in d.findings][:1] == ["error"] and len(d.turns) == 4


class TestStop:
    def test_keeps_what_was_said_and_resumes_with_that_turn(self):
        d = talk(creator=Says("one two three four five six", pause_s=0.03))
        thread = threading.Thread(target=d.run)
        thread.start()
        wait_for(lambda: d.status == "running" and len(d.turns) == 1)
        time.sleep(0.08)
        start = time.monotonic()
        d.stop()
        assert time.monotonic() - start < 0.3
        assert d.status == "stopped" and d.turns[-1].outcome == "stopped"
        assert "one two three four five six".startswith(d.turns[-1].text) and d.turns[-1].text
        thread.join(2)
        assert not thread.is_alive()
        greeting = d.turns[0]
        d.voices["creator"].pause_s = 0
        d.resume()
        assert d.status == "done" and d.turns[0] == greeting
        assert len(d.voices["copilot"].asked) == 3, "no finished turn was asked for again"

    def test_of_a_voice_that_hangs(self):
        class Hangs(Says):
            async def speak(self, request):
                yield "So"
                await asyncio.Event().wait()

        d = talk(creator=Hangs())
        heard = []
        threading.Timer(0.1, d.stop).start()
        d.run(heard.append)
        assert d.status == "stopped" and texts(d)[-1] == "So" and heard[-1] == Stopped()

    def test_of_a_voice_that_swallows_the_cancellation(self):
        class Deaf(Says):
            async def speak(self, request):
                while True:
                    with suppress(asyncio.CancelledError):
                        await asyncio.sleep(0.01)
                    yield "la "

        d = talk(creator=Deaf())
        threading.Timer(0.1, d.stop).start()
        d.run()
        assert d.status == "stopped"

    def test_in_the_callback(self):
        d = talk()
        d.run(lambda e: d.stop() if isinstance(e, TurnEnded) and e.turn.seat == "creator" else None)
        assert d.status == "stopped"
        assert d.resume().status == "done"

    def test_when_nothing_runs_does_nothing(self):
        d = talk()
        d.stop()
        assert d.status == "open"
        assert d.run().status == "done"
        d.stop()
        assert d.status == "done"

    def test_cancelled_wait_is_a_stop_that_says_so(self):
        d = talk(creator=Says("slow words " * 100, pause_s=0.01))

        async def cell():
            await asyncio.wait_for(d.arun(), 0.15)

        with pytest.raises(TimeoutError):
            asyncio.run(cell())
        assert d.status == "stopped" and d.turns[-1].outcome == "stopped"

    @pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
    def test_ctrl_c_keeps_what_was_said(self):
        d = talk(creator=Says("slow words " * 100, pause_s=0.01))
        threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            d.run()
        assert d.status == "stopped" and d.turns[-1].text.startswith("slow words")


class TestTake:
    def test_its_turn_is_added_at_once(self, tmp_path):
        d = talk(library=tmp_path / "l.sqlite")
        d.take("copilot", "I am a person. What do you see?")
        assert texts(d) == ["I am a person. What do you see?"] and d.turns[0].voice == "human"
        assert Library(tmp_path / "l.sqlite").dialogue(d.id).turns == d.turns
        d.run()
        assert d.turns[1].voice == "says", "the seat is handed back"

    def test_other_seat_waits_for_its_turn(self):
        d = talk()
        d.take("creator", "Mine: a teapot.")
        assert d.turns == ()
        heard = []
        d.run(heard.append)
        assert d.turns[1] == Turn(1, "creator", "Creator", "Mine: a teapot.", voice="human")
        assert TextDelta("Mine: a teapot.") in heard
        assert d.turns[3].text == "Louder."

    def test_while_it_runs_is_for_the_next_turn_of_the_seat(self):
        d = talk(creator=Says("slow words here", "never said", pause_s=0.03))
        thread = threading.Thread(target=d.run)
        thread.start()
        wait_for(lambda: len(d.turns) == 1)
        d.take("creator", "Mine.")
        thread.join(5)
        assert texts(d)[1] == "slow words here" and texts(d)[3] == "Mine."

    def test_creator_goes_on_after_the_end(self):
        other = FINAL.replace("kettle", "teapot")
        d = talk("Hello.", FINAL, other).run()
        d.take("creator", "A teapot instead.")
        assert d.status == "open"
        d.run()
        assert d.status == "done" and "teapot" in d.final.words and d.turns[-1].round == 2

    @pytest.mark.parametrize("words", ["", " \n", None, 3])
    def test_no_words(self, words):
        with pytest.raises(InputError, match="take: found"):
            talk().take("creator", words)

    def test_unknown_seat(self):
        with pytest.raises(UnknownName, match="creator, copilot"):
            talk().take("director", "Cut!")


class TestFork:
    def test_shares_its_first_turns_and_goes_on_by_itself(self, tmp_path):
        library = Library(tmp_path / "l.sqlite")
        d = talk(library=library).run()
        child = d.fork(turn=3, creator=Says("", "Quieter."), copilot=Says("", "", FINAL.replace("lid", "spoon")))
        assert child.turns == d.turns[:3] and child.status == "open" and child.id is None
        child.run()
        assert child.id != d.id and child.parent == d.id and texts(child)[3] == "Quieter."
        record = library.dialogue(child.id)
        assert (record.parent, record.forked_at, record.turns) == (d.id, 3, child.turns)
        assert library.dialogue(d.id).turns == d.turns
        assert (d.variant, child.variant) == ("kettle-boils/a", "kettle-boils/b")
        assert library.verify() == []

    def test_of_all_turns_is_done_like_its_parent(self):
        d = talk().run()
        assert d.fork().run().turns == d.turns

    def test_into_a_library_of_its_own(self, tmp_path):
        d = talk().run()
        child = d.fork(turn=2, library=tmp_path / "l.sqlite").run()
        assert Library(tmp_path / "l.sqlite").dialogue(child.id).turns == child.turns and child.parent is None

    @pytest.mark.parametrize("turn", [-1, 6, 1.5, True])
    def test_at_a_turn_that_is_not_there(self, turn):
        with pytest.raises(InputError, match="from 0 to 5"):
            talk().run().fork(turn=turn)

    def test_unknown_argument(self):
        with pytest.raises(UnknownName, match="copilot"):
            talk().fork(copylot=Says())


class TestJournal:
    def test_other_process_goes_on(self, tmp_path):
        path = tmp_path / "l.sqlite"
        d = talk("Hello.", ValueError("down"), library=path, seconds=6, seed=3, format="vertical")
        with pytest.raises(VoiceError):
            d.run()
        again = Dialogue.open(path, d.id, creator=Says(), copilot=Says("", FINAL))
        assert again.turns == d.turns and again.brief == d.brief and again.started == d.started
        again.resume()
        assert again.id == d.id and Library(path).dialogue(d.id).turns == again.turns
        assert again.variant == "kettle-boils/a" and Library(path)["kettle-boils/a"].dialogue == d.id

    def test_done_one_is_opened_done_and_saved_once(self, tmp_path):
        d = talk(library=tmp_path / "l.sqlite").run()
        again = Dialogue.open(tmp_path / "l.sqlite", d.id, creator=Says(), copilot=Says())
        assert again.status == "done" and again.run().variant == d.variant
        assert list(Library(tmp_path / "l.sqlite")) == ["kettle-boils/a"]

    def test_voice_that_cannot_be_made_is_missed_only_when_it_must_speak(self, tmp_path):
        d = talk(library=tmp_path / "l.sqlite")
        d.take("copilot", "Hello.")
        again = Dialogue.open(tmp_path / "l.sqlite", d.id)
        assert again.turns == d.turns and "Hello." in again.transcript.to_markdown()
        with pytest.raises(VoiceError, match=r"'says'.*creator=the voice"):
            again.run()

    def test_unknown_id_lists_the_known(self, tmp_path):
        d = talk(library=tmp_path / "l.sqlite")
        d.take("copilot", "Hello.")
        with pytest.raises(UnknownName, match=d.id):
            Dialogue.open(tmp_path / "l.sqlite", "nope")

    def test_draft_follows_the_words_within_a_second(self, tmp_path):
        class Waits(Says):
            async def speak(self, request):
                yield "Some words"
                await asyncio.sleep(0.05)
                yield " and the last"
                await asyncio.sleep(30)

        library = Library(tmp_path / "l.sqlite")
        d = talk(creator=Waits(), library=library)
        thread = threading.Thread(target=d.run)
        thread.start()
        wait_for(lambda: d.id is not None and len(d.turns) == 1)
        start = time.monotonic()
        wait_for(lambda: (r := library.dialogue(d.id).draft) is not None and r.text == "Some words and the last", 1.0)
        assert time.monotonic() - start < 1
        d.stop()
        thread.join(2)

    def test_turn_that_the_disk_could_not_take_is_not_asked_for_again(self, tmp_path):
        class Full(Library):
            full = False

            def append(self, dialogue_id, position, turn):
                if self.full and position == 2:
                    raise LibraryError("no room")
                super().append(dialogue_id, position, turn)

        library = Full(tmp_path / "l.sqlite")
        library.full = True
        d = talk(library=library)
        with pytest.raises(LibraryError):
            d.run()
        assert d.status == "failed" and len(library.dialogue(d.id).turns) == 2
        library.full = False
        d.resume()
        assert library.dialogue(d.id).turns == d.turns and len(d.voices["copilot"].asked) == 3

    @pytest.mark.skipif(sys.platform == "win32", reason="sends SIGKILL")
    def test_kill_in_the_middle_of_a_turn_loses_at_most_a_second(self, tmp_path):
        code = """
            import sys, asyncio, time
            sys.path.insert(0, {tests!r})
            from test_play import *
            class Slow(Says):
                async def speak(self, request):
                    for n in range(1000):
                        yield f"{{n}} "
                        print(n, flush=True)
                        await asyncio.sleep(0.02)
            talk(creator=Slow(), library={path!r}).run()
        """
        path = str(tmp_path / "l.sqlite")
        script = textwrap.dedent(code).format(tests=str(Path(__file__).parent), path=path)
        child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        try:
            for line in child.stdout:
                if int(line) >= 45:
                    break
        finally:
            child.kill()
            child.wait()
        last = int((child.stdout.read().split() or [line])[-1])
        child.stdout.close()
        library = Library(path)
        dialogue_id = library.dialogues()["dialogue"].iloc[0]
        record = library.dialogue(dialogue_id)
        assert [t.text for t in record.turns] == ["Hello."]
        kept = record.draft.text.split()
        assert kept == [str(n) for n in range(len(kept))] and last - len(kept) < 0.7 / 0.02
        d = Dialogue.open(path, dialogue_id, creator=Says("A kettle."), copilot=Says("", FINAL))
        assert d.status == "stopped" and d.turns[-1].outcome == "truncated" and d.turns[-1].text.split() == kept
        d.resume()
        assert [t.text for t in library.dialogue(dialogue_id).turns] == ["Hello.", "A kettle.", FINAL]
        assert library.verify() == []

    def test_nothing_is_kept_without_a_library(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        d = talk().run()
        assert d.id is None and d.variant is None and list(tmp_path.iterdir()) == []

    def test_unwritable_path(self, tmp_path):
        (tmp_path / "file").write_text("x")
        with pytest.raises(LibraryError):
            talk(library=tmp_path / "file" / "l.sqlite").run()


class TestBadInput:
    @pytest.mark.parametrize("rounds", [0, -1, 2.5, "7", None, True])
    def test_rounds(self, rounds):
        with pytest.raises(InputError, match="rounds: found"):
            talk(rounds=rounds)

    @pytest.mark.parametrize("seconds", [-3, 400, 0, 0.5, float("nan"), float("inf"), "8", True])
    def test_seconds(self, seconds):
        with pytest.raises(BadTime, match="seconds: found"):
            talk(seconds=seconds)

    def test_seconds_that_the_engine_does_not_make_are_a_note(self):
        d = talk(seconds=7, engine="veo-3-1-vertex")
        assert "makes no clip of 7 s; the nearest that it makes is 8 s" in d.notes[0]
        assert talk(seconds=8, engine="veo-3-1-vertex").notes == ()

    def test_retired_engine_is_a_note(self):
        assert "retired" in talk(engine="sora-2").notes[0]

    @pytest.mark.parametrize("idea", [None, 7, b"cat"])
    def test_idea_that_is_no_text(self, idea):
        with pytest.raises(InputError, match="idea: found"):
            Dialogue(idea, Says(), Says())

    @pytest.mark.parametrize(
        "idea",
        [
            "",
            " \n ",
            "cat",
            "قطة تنام 🐈",
            "word " * 10_000,
            "### Round 2: Somebody",
            "<final_prompt>x</final_prompt>",
            "\0\ud800",
        ],
        ids=["empty", "blank", "one-word", "arabic", "long", "heading", "tag", "odd"],
    )
    def test_any_text_is_an_idea(self, idea, tmp_path):
        d = Dialogue(idea, Says(idea or "x"), Says("Hello.", FINAL), library=tmp_path / "l.sqlite")
        if not idea.strip():
            d.voices["creator"] = Says("A kettle.")
        d.run()
        assert d.status == "done" and d.final.words == PROMPT
        again = Dialogue.open(tmp_path / "l.sqlite", d.id, Says(), Says())
        assert again.brief.idea == idea and again.turns == d.turns
        assert ck.read_transcript(d.transcript.to_markdown()).final == PROMPT

    @pytest.mark.parametrize(
        ("argument", "value", "known"),
        [
            ("creator", "offlin", "offline, human, tape:PATH"),
            ("copilot", "gpt", "offline"),
            ("engine", "sora-9", "sora-2"),
            ("format", "round", "horizontal, vertical, square"),
            ("manner", "verse", "prose, sheet"),
        ],
    )
    def test_unknown_names_list_the_known(self, argument, value, known):
        with pytest.raises(UnknownName, match=known):
            talk(**{argument: value})

    def test_unknown_persona_lists_those_there_are(self, tmp_path, monkeypatch):
        (tmp_path / "data" / "personas").mkdir(parents=True)
        (tmp_path / "data" / "personas" / "lamplighter.md").write_text("---\nname: Ode Lamplighter\n---\nLikes dusk.\n")
        monkeypatch.chdir(tmp_path)
        with pytest.raises(UnknownName, match="lamplighter"):
            talk(persona="nobody at all")
        d = talk(persona="lamplighter", library="l.sqlite").run()
        assert d.brief.creator == "Ode Lamplighter" and "Likes dusk." in d.brief.persona
        assert "**Created by**: Ode Lamplighter (persona) + Copilot" in d.transcript.to_markdown()
        (tmp_path / "data" / "personas" / "lamplighter.md").unlink()
        assert Dialogue.open("l.sqlite", d.id, Says(), Says()).brief == d.brief

    @pytest.mark.parametrize("argument", ["creator", "engine", "persona", "library"])
    def test_values_of_another_kind(self, argument):
        with pytest.raises(InputError, match="found a value of type int"):
            talk(**{argument: 7})


class TestWhatStands:
    def test_length_is_the_wished_one_where_the_text_states_none(self):
        bare = "<final_prompt>\nA kettle boils.\n</final_prompt>"
        assert talk("Hello.", bare, seconds=6).run().final.seconds == 6
        assert talk("Hello.", FINAL, seconds=6).run().final.seconds == 4

    def test_usage_is_a_table_with_unknowns(self):
        d = talk()
        d.take("copilot", "Hello.")
        frame = d.run().usage
        assert list(frame["turn"]) == [1, 2, 3, 4, 5]
        assert frame["input"].isna().tolist() == [True, False, False, False, False]
        assert frame["output"].sum() == 12 and frame["price_usd"].isna().all()
        assert str(frame["input"].dtype) == "Int64"
        assert list(talk().usage.columns) == list(frame.columns)

    def test_ledger_is_a_table_of_slots(self):
        frame = Dialogue("an old potter centres clay on a wheel", rounds=2, seconds=6).run().ledger
        assert list(frame.columns) == ["slot", "value", "status", "round", "words"] and len(frame) > 20
        assert set(frame["status"]) <= {"open", "offered", "given", "chosen", "default", "rejected", "locked"}
        assert frame.loc[frame["status"] == "open", "round"].isna().all()
        assert str(frame["round"].dtype) == "Int64"

    def test_transcript_is_a_sound_document(self):
        d = talk().run()
        t = ck.read_transcript(d.transcript.to_markdown(), strict=True)
        assert t.final == PROMPT and [x.text for x in t.turns] == texts(d)
        assert t.metadata["Final Round"] == "2" and t.model == "says"

    def test_two_models_get_two_lines(self):
        t = talk(creator=Says(name="small")).run().transcript
        assert (t.agent_model, t.orchestrator_model, t.model) == ("small", "says", "")

    def test_nothing_stands_before_it_ran(self):
        d = talk()
        assert d.final is None and d.findings == () and d.turns == () and d.status == "open"
        assert ck.read_transcript(d.transcript.to_markdown(), strict=True).turns == ()

    def test_shows_itself_escaped_with_a_plain_twin(self):
        d = talk("Hello.", "<script>x</script> " + FINAL, engine="sora-2").run()
        page = d._repr_html_()
        assert "<script" not in page and "&lt;script&gt;" in page and "retired" in page
        assert repr(d) == "<Dialogue 'a kettle boils': done, 3 turns>"
        from IPython.lib.pretty import pretty

        for words in ("Done.", "retired", "A kettle.", PROMPT):
            assert words in pretty(d) and words in page.replace("&#x27;", "'")
        assert "run() goes on" in pretty(talk())


class TestOffline:
    def test_needs_nothing_but_an_idea(self, tmp_path):
        d = Dialogue("an old potter centres clay on a wheel", seconds=6, library=tmp_path / "l.sqlite").run()
        assert d.status == "done" and d.final.seconds == 6 and d.variant
        assert ck.read_transcript(d.transcript.to_markdown(), strict=True).final == d.final.text

    def test_goes_on_after_a_stop_as_if_there_had_been_none(self, tmp_path):
        whole = Dialogue("an old potter centres clay on a wheel").run()
        d = Dialogue("an old potter centres clay on a wheel", library=tmp_path / "l.sqlite")
        d.take("copilot", whole.turns[0].text)
        for turn in whole.turns[1:4]:
            d.take(turn.seat, turn.text)
        again = Dialogue.open(tmp_path / "l.sqlite", d.id).resume()
        assert [t.text for t in again.turns] == [t.text for t in whole.turns]


class TestSpeed:
    def test_seven_rounds_offline_take_less_than_half_a_second(self, tmp_path):
        Dialogue("warm up the craft data").run()
        start = time.perf_counter()
        Dialogue("an old potter centres clay", rounds=7, seconds=6, library=tmp_path / "l.sqlite").run()
        assert time.perf_counter() - start < 0.5

    def test_seven_rounds_journaled_cost_little(self, tmp_path):
        d = Dialogue("tea", Says(), Says(), rounds=7, library=tmp_path / "l.sqlite")
        start = time.perf_counter()
        d.run()
        assert len(d.turns) == 16 and time.perf_counter() - start < 0.5
