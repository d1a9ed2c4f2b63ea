"""Reading holds its promises on any text: it never fails, loses nothing, stays inside, is quick."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_texts import flaws, mutated, mutations

from copilot_kit.reading import read

ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=400)
NOTATIONS = [
    "0-2s: ",
    "2-4s: ",
    "[0:03] ",
    "Sound: ",
    "Camera: ",
    "- ",
    "\n",
    "rain at 2s",
    "pans left",
    '"go"',
    "no ",
    "|",
]
NOTATIONS += ["8s total", "， ", "秒", ": "]
TIMED = st.lists(st.sampled_from(NOTATIONS), max_size=60).map("".join)
KEYS = st.sampled_from(["start", "end", "time", "duration", "beats", "audio", "dialogue", "prompt", "camera"])
DOCUMENTS = st.recursive(
    st.none() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


class TestAnyText:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(ANY)
    def test_is_read_without_failing_or_changing_it(self, text: str) -> None:
        assert flaws(read(text), text) == []

    @settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(TIMED)
    def test_made_of_notations_is_read_soundly(self, text: str) -> None:
        shot = read(text)
        assert flaws(shot, text) == []
        assert read(text) == shot

    @settings(max_examples=60, deadline=None)
    @given(DOCUMENTS)
    def test_that_is_a_document_is_read_soundly(self, value: object) -> None:
        for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)[:-1]):
            assert flaws(read(text), text) == []

    def test_made_by_spoiling_prompts_is_read_soundly(self) -> None:
        broken = [(seed, found) for seed, text in enumerate(mutations(10_000)) if (found := flaws(read(text), text))]
        assert broken[:3] == []

    def test_is_read_twice_alike(self) -> None:
        assert all(read(text) == read(text) for text in map(mutated, range(400)))


N = 1_000_000
HOSTILE = {
    "round brackets": "(" * N,
    "square brackets": "[" * N,
    "digits": "1" * N,
    "dashes": "-" * N,
    "blanks": " " * N,
    "line ends": "\n" * N,
    "blanks and line ends": " \n" * (N // 2),
    "quotes": '"' * N,
    "quoted letters": '"a" ' * (N // 4),
    "ranges without an end": "0-" * (N // 2),
    "one giant line": "the camera pans left at 2s while a bell rings at 3s " * (N // 52),
    "nested objects": '{"a":' * (N // 5),
    "tags": "<final_prompt>" * (N // 14),
    "complete tags": "<final_prompt>x</final_prompt>" * (N // 30),
    "starts": "0-2s: " * (N // 6),
    "times": "1s " * (N // 3),
    "words for numbers": "half one and a " * (N // 15),
    "labels": "sound: " * (N // 7),
    "denials": "no a, " * (N // 6),
    "short lines": "a\n" * (N // 2),
    "bars": "| a " * (N // 4),
    "rows": "|a|b|\n|--|--|\n" + "|1|2|\n" * (N // 6),
    "speakers": 'MARA: "go"\n' * (N // 11),
    "moves": "then pan left " * (N // 14),
    "fences": "```\n" * (N // 4),
    "half characters": "\ud800" * N,
    "escapes": '{"a": "' + "\\n" * (N // 2) + '"}',
}


class TestHostileText:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_of_a_megabyte_is_read_within_three_seconds(self, name: str) -> None:
        text = HOSTILE[name]
        started = time.process_time()
        shot = read(text)
        assert time.process_time() - started < 3.0
        assert shot.text == text


class TestSpeed:
    def test_time_grows_no_faster_than_the_text(self) -> None:
        prompt = mutated(7) + "\n\n"
        short, long = prompt * max(1, 40_000 // len(prompt)), prompt * max(8, 320_000 // len(prompt))
        read(short)
        took = []
        for text in (short, long):
            started = time.process_time()
            read(text)
            took.append(time.process_time() - started)
        assert took[1] / took[0] < 3 * len(long) / len(short)
