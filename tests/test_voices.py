"""Voices that need no model: the tape and the person; and how a name becomes a voice."""

from __future__ import annotations

import asyncio
import builtins
import json
import subprocess
import sys
import threading
from collections.abc import AsyncIterator

import pytest

from copilot_kit.dialogue.play import Dialogue, TurnEnded
from copilot_kit.dialogue.script import Brief, Request, Turn, Usage
from copilot_kit.errors import InputError, TapeMiss, TranscriptError, UnknownName, VoiceError
from copilot_kit.voices import Spoken, Voice, make
from copilot_kit.voices.human import Human
from copilot_kit.voices.tape import Tape

FINAL = "<final_prompt>\nA lantern swings on a boat. Duration: 4 s\n</final_prompt>"


class Says:
    """A voice that says what it was given, turn by turn."""

    name = model = "says"

    def __init__(self, *texts: str) -> None:
        self.texts = texts

    async def speak(self, request: Request) -> AsyncIterator[str | Spoken]:
        for piece in self.texts[sum(t.seat == request.seat for t in request.said)].partition(" "):
            yield piece
        yield Spoken("done", Usage(input=7, output=2, price_usd=0.001))


def talk(creator, copilot, idea: str = "a lantern", rounds: int = 3) -> Dialogue:
    return Dialogue(idea, creator=creator, copilot=copilot, rounds=rounds)


def recorded(idea: str = "a lantern"):
    """(dialogue, recorder): one recorder sits in both seats."""
    recorder = Tape.record(
        Both(creator=Says("A lantern swings.", "Slower."), copilot=Says("Hello there.", "How fast?", FINAL))
    )
    return talk(recorder, recorder, idea).run(), recorder


class Both:
    name = model = "both"

    def __init__(self, **voices: Says) -> None:
        self.voices = voices

    def speak(self, request: Request):
        return self.voices[request.seat].speak(request)


class TestMake:
    def test_a_voice_is_itself(self):
        voice = Says("x")
        assert make(voice) is voice and isinstance(voice, Voice)

    def test_human(self):
        assert isinstance(make("human"), Human) and make("human").name == "human"

    def test_tape_keeps_its_name_so_that_it_can_be_made_again(self, tmp_path):
        _, recorder = recorded()
        path = recorder.save(tmp_path / "talk.jsonl")
        assert make(f"tape:{path}").name == f"tape:{path}" and len(make(f"tape:{path}")) == 5

    @pytest.mark.parametrize("name", ["", "offlin", "Offline!", "claude", "humans"])
    def test_unknown_names_list_the_known(self, name):
        with pytest.raises(UnknownName, match="offline, human, tape:PATH"):
            make(name)

    def test_tape_without_a_path(self):
        with pytest.raises(InputError, match="no path"):
            make("tape:")

    def test_things_that_are_no_voice(self):
        with pytest.raises(InputError, match="type int"):
            make(3)
        with pytest.raises(InputError, match=r"the class Human.*with \(\)"):
            make(Human)


class TestTape:
    def test_says_again_what_was_said(self):
        d, recorder = recorded()
        again = talk(recorder.tape, recorder.tape).run()
        assert [(t.seat, t.text, t.usage) for t in again.turns] == [(t.seat, t.text, t.usage) for t in d.turns]
        assert again.final == d.final

    @pytest.mark.parametrize("name", ["talk.jsonl", "talk.md"])
    def test_file_says_again_what_was_said(self, tmp_path, name):
        d, recorder = recorded()
        path = recorder.save(tmp_path / name)
        again = talk(f"tape:{path}", f"tape:{path}").run()
        assert [t.text for t in again.turns] == [t.text for t in d.turns]

    def test_transcript_fills_both_seats(self):
        d, _ = recorded()
        tape = Tape(d.transcript)
        assert [t.text for t in talk(tape, tape, "another idea").run().turns] == [t.text for t in d.turns]

    def test_turns_of_one_seat_are_enough_for_that_seat(self):
        d, _ = recorded()
        tape = Tape(t for t in d.turns if t.seat == "copilot")
        again = talk(Says("A buoy.", "Faster."), tape).run()
        assert [t.text for t in again.turns if t.seat == "copilot"] == ["Hello there.", "How fast?", FINAL]

    def test_seeds_are_tapes(self, seeds):
        path = next(seeds.glob("000_*.txt"))
        d = talk(f"tape:{path}", f"tape:{path}", rounds=7).run()
        assert len(d.turns) == 7 and d.final.seconds == 4

    def test_miss_says_which_and_how_to_record(self):
        d, _ = recorded()
        with pytest.raises(TapeMiss) as caught:
            talk(Tape(d.turns[:3]), Tape(d.turns[:3])).run()
        assert "creator turn 2 (round 2, task 'talk') was asked for, and the tape holds 1 of that seat" in str(
            caught.value
        )
        assert "Tape.record(another voice)" in str(caught.value) and "creator=voice" in str(caught.value)

    def test_words_before_it_must_be_the_same(self, tmp_path):
        _, recorder = recorded()
        path = recorder.save(tmp_path / "talk.jsonl")
        d = talk(Says("A lantern hangs.", "x"), f"tape:{path}")
        with pytest.raises(TapeMiss, match=r"copilot turn 2 .* was said after other words"):
            d.run()
        assert len(d.turns) == 2
        with pytest.raises(TapeMiss, match="copilot turn 1"):
            talk(Says("x"), f"tape:{path}", idea="a buoy").run()

    def test_unfinished_turns_are_replayed_as_such(self):
        tape = Tape([Turn(0, "copilot", "Copilot", "Hel", outcome="stopped")])
        d = talk(Says("x"), tape).run()
        assert d.status == "stopped" and d.turns[0].text == "Hel"

    def test_recorder_keeps_a_turn_that_is_spoken_anew_once(self):
        class Falls(Says):
            fall = True

            async def speak(self, request):
                yield "Hello"
                if not self.fall:
                    yield Spoken()

        voice = Falls()
        recorder = Tape.record(voice)
        d = talk(Says("A lantern."), recorder, rounds=1)
        with pytest.raises(VoiceError):
            d.run()
        assert [t.outcome for t in recorder.turns] == ["truncated"]
        voice.fall = False
        d.run()
        assert [(t.text, t.outcome) for t in recorder.turns] == [("Hello", "done")] * 3

    def test_nothing_recorded(self, tmp_path):
        with pytest.raises(InputError, match="nothing was recorded"):
            Tape.record(Says()).save(tmp_path / "talk.md")

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "line 1"),
            ("[]", r"line 1: found '\[\]'"),
            ('{"schema": "tape.9"}', "'tape.9', expected 'tape.1'"),
            ('{"schema": "tape.1"}\n{"round": 0}', "line 2"),
            ('{"schema": "tape.1"}\nhello', "line 2: found no JSON"),
            ('{"schema": "tape.1"}\n' + json.dumps({"round": 0, "seat": "dog", "speaker": "x", "text": "y"}), "line 2"),
        ],
    )
    def test_damaged_file_names_the_line(self, tmp_path, text, words):
        path = tmp_path / "talk.jsonl"
        path.write_text(text)
        with pytest.raises(InputError, match=words):
            Tape(path)

    def test_missing_file(self, tmp_path):
        with pytest.raises(TranscriptError, match="No such file"):
            make(f"tape:{tmp_path / 'talk.md'}")
        with pytest.raises(InputError, match="cannot be read"):
            make(f"tape:{tmp_path / 'talk.jsonl'}")


REQUEST = Request("creator", 1, "talk", Brief("tea"), (Turn(0, "copilot", "Copilot", "What do you see?"),))


def said_by(voice: Voice) -> list[str | Spoken]:
    async def listen():
        return [piece async for piece in voice.speak(REQUEST)]

    return asyncio.run(listen())


class TestHuman:
    def test_callable_is_asked_with_the_request(self):
        asked = []
        voice = Human(lambda request: asked.append(request) or "A teapot.")
        assert said_by(voice) == ["A teapot.", Spoken("done")] and asked == [REQUEST]

    def test_async_callable(self):
        async def ask(request):
            await asyncio.sleep(0)
            return "A teapot."

        assert said_by(Human(ask)) == ["A teapot.", Spoken("done")]

    @pytest.mark.parametrize("end", [lambda request: None, lambda request: (_ for _ in ()).throw(EOFError)])
    def test_no_words_stop_the_dialogue_politely(self, end):
        d = talk(Human(end), Says("Hello there."))
        heard = []
        assert d.run(heard.append).status == "stopped" and type(heard[-1]).__name__ == "Stopped"
        assert [t.text for t in d.turns] == ["Hello there."]
        d.voices["creator"] = Human(lambda request: "A teapot.")
        d.voices["copilot"] = Says("", FINAL)
        assert d.resume().status == "done"

    def test_answer_of_another_kind(self):
        with pytest.raises(VoiceError, match="type int"):
            talk(Human(lambda request: 7), Says("Hello there.")).run()

    def test_is_asked_in_the_thread_that_waits(self):
        threads = []
        talk(Human(lambda r: threads.append(threading.current_thread()) or "x"), Says("Hello there.", FINAL)).run()
        assert threads == [threading.current_thread()]

    def test_is_asked_in_the_loop_that_awaits(self):
        threads = []
        d = talk(Human(lambda r: threads.append(threading.current_thread()) or "x"), Says("Hello there.", FINAL))
        asyncio.run(d.arun())
        assert threads == [threading.current_thread()]

    def test_interrupt_while_asked_stops_the_dialogue(self):
        def ask(request):
            raise KeyboardInterrupt

        d = talk(Human(ask), Says("Hello there."))
        with pytest.raises(KeyboardInterrupt):
            d.run()
        assert d.status == "stopped" and talk(Says("x"), Says("Hello.", FINAL)).run().status == "done"

    def typed(self, monkeypatch, *lines: str):
        left = list(lines)

        def read(prompt: str = "") -> str:
            if not left:
                raise EOFError
            return left.pop(0)

        monkeypatch.setattr(builtins, "input", read)

    @pytest.mark.parametrize(
        ("lines", "words"),
        [
            (["A teapot.", ""], "A teapot."),
            (["", "  ", "A teapot.", "On a shelf.", "."], "A teapot.\nOn a shelf."),
            (["A teapot."], "A teapot."),
            ([".", "A teapot.", ""], "A teapot."),
        ],
    )
    def test_terminal_takes_lines_up_to_an_empty_one(self, monkeypatch, lines, words):
        self.typed(monkeypatch, *lines)
        assert said_by(Human()) == [words, Spoken("done")]

    def test_end_of_input_stops(self, monkeypatch):
        self.typed(monkeypatch)
        assert said_by(Human()) == [Spoken("stopped")]

    def test_terminal_shows_what_was_said_unless_somebody_else_does(self, monkeypatch, capsys):
        self.typed(monkeypatch, "A teapot.", "")
        talk(Human(), Says("Hello there.", FINAL)).run()
        out = capsys.readouterr().out
        assert "Copilot:\nHello there." in out and "Creator, round 1 of 3." in out
        self.typed(monkeypatch, "A teapot.", "")
        talk(Human(), Says("Hello there.", FINAL)).run(lambda event: None)
        assert "Hello there." not in capsys.readouterr().out

    def test_in_a_real_terminal_process(self):
        code = """
            from copilot_kit.dialogue.play import Dialogue
            d = Dialogue("tea", creator="human", copilot="human", rounds=1).run()
            print("END", d.status, [t.text for t in d.turns], d.final and d.final.words)
        """
        typed = "What do you see?\n.\nA teapot.\nIt steams.\n\n<final_prompt>\nA teapot steams.\n</final_prompt>\n.\n"
        script = "\n".join(line.strip() for line in code.strip().splitlines())
        done = subprocess.run([sys.executable, "-c", script], input=typed, capture_output=True, text=True, timeout=30)
        assert "END done ['What do you see?', 'A teapot.\\nIt steams.'" in done.stdout and not done.stderr
        short = subprocess.run(
            [sys.executable, "-c", script], input="Hi\n\n", capture_output=True, text=True, timeout=30
        )
        assert "END stopped ['Hi'] None" in short.stdout and not short.stderr

    def test_person_takes_turns_with_events(self):
        ended = []
        d = talk(Human(lambda r: f"note {r.round}"), Says("Hello there.", "How fast?", FINAL))
        d.run(lambda e: ended.append(e.turn.voice) if isinstance(e, TurnEnded) else None)
        assert ended == ["says", "human", "says", "human", "says"]
