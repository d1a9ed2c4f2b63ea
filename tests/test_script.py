"""Who speaks when: the exchange, the final prompt in a message, and the guidance."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot_kit.dialogue.script import (
    Brief,
    Request,
    Standing,
    Turn,
    exchange,
    final_prompt,
    round_of,
    upcoming,
)
from copilot_kit.rules import Finding
from copilot_kit.shot import Span

FINAL = "Here.\n\n<final_prompt>\nA kettle boils.\n</final_prompt>\n"


def error(text: str) -> Finding:
    return Finding("B01", "beats-overlap", "error", text, "end beat 1 earlier", Span(0, 1))


def play(brief: Brief, answers: dict, said=(), check=None) -> tuple[list[Request], Standing]:
    """Drives the exchange; `answers` maps (seat, nth turn of that seat) to text or (text, outcome)."""
    requests: list[Request] = []
    running = exchange(brief, said, check)
    try:
        request = next(running)
        while True:
            requests.append(request)
            nth = sum(t.seat == request.seat for t in request.said)
            answer = answers.get((request.seat, nth), f"{request.seat} {nth}")
            text, outcome = answer if isinstance(answer, tuple) else (answer, "done")
            request = running.send(Turn(request.round, request.seat, request.seat, text, outcome=outcome))
    except StopIteration as end:
        return requests, end.value


def steps(requests: list[Request]) -> list[tuple[str, int, str]]:
    return [(r.seat, r.round, r.task) for r in requests]


class TestOrder:
    def test_greeting_then_rounds_then_the_final_is_asked_for(self):
        requests, end = play(Brief("tea", rounds=2), {("copilot", 2): FINAL})
        assert steps(requests) == [
            ("copilot", 0, "greet"),
            ("creator", 1, "talk"),
            ("copilot", 1, "talk"),
            ("creator", 2, "talk"),
            ("copilot", 2, "final"),
        ]
        assert (end.final, end.at) == ("A kettle boils.", 4)

    def test_one_round_is_enough(self):
        requests, _ = play(Brief("tea", rounds=1), {("copilot", 1): FINAL})
        assert steps(requests) == [("copilot", 0, "greet"), ("creator", 1, "talk"), ("copilot", 1, "final")]

    def test_ends_early_with_a_complete_final_prompt(self):
        requests, end = play(Brief("tea", rounds=7), {("copilot", 2): FINAL})
        assert len(requests) == 5 and end.final == "A kettle boils." and requests[-1].task == "talk"

    def test_is_asked_once_more_if_none_stands_and_only_once(self):
        requests, end = play(Brief("tea", rounds=1), {})
        assert steps(requests)[-2:] == [("copilot", 1, "final"), ("copilot", 1, "final")]
        assert "No complete final prompt stands yet" in requests[-1].guidance
        assert "No complete final prompt stands yet" not in requests[-2].guidance
        assert end.final is None and len(end.said) == 4

    def test_creator_tag_never_ends_it(self):
        requests, end = play(Brief("tea", rounds=2), {("creator", 0): FINAL, ("creator", 1): FINAL})
        assert len(requests) == 6 and end.final is None

    @pytest.mark.parametrize("outcome", ["stopped", "truncated", "refused", "length", "empty"])
    def test_unfinished_turn_never_ends_it(self, outcome):
        requests, _ = play(Brief("tea", rounds=2), {("copilot", 1): (FINAL, outcome), ("copilot", 2): FINAL})
        assert steps(requests)[3] == ("creator", 2, "talk")

    def test_unclosed_tag_is_not_complete(self):
        requests, _ = play(Brief("tea", rounds=2), {("copilot", 1): "<final_prompt>\nA kettle"})
        assert len(requests) == 6


class TestRepair:
    def test_errors_go_back_once_with_the_findings(self):
        def check(text: str):
            return (error("beat 2 begins before beat 1 ends"),) if "kettle" in text else ()

        mended = FINAL.replace("kettle", "pot")
        requests, end = play(Brief("tea"), {("copilot", 1): FINAL, ("copilot", 2): mended}, check=check)
        assert steps(requests)[-1] == ("copilot", 1, "repair")
        assert [f.message for f in requests[-1].findings] == ["beat 2 begins before beat 1 ends"]
        assert "beat 2 begins before beat 1 ends. Fix: end beat 1 earlier" in requests[-1].guidance
        assert end == Standing(end.said, "A pot boils.", 3, ())

    def test_is_not_asked_twice(self):
        requests, end = play(
            Brief("tea"), {("copilot", 1): FINAL, ("copilot", 2): FINAL}, check=lambda text: (error("bad"),)
        )
        assert len(requests) == 4 and end.at == 3 and len(end.findings) == 1

    def test_worse_one_does_not_stand(self):
        worse = FINAL.replace("kettle", "kettle kettle")
        requests, end = play(
            Brief("tea"),
            {("copilot", 1): FINAL, ("copilot", 2): worse},
            check=lambda text: (error("bad"),) * text.count("kettle"),
        )
        assert end.final == "A kettle boils." and end.at == 2 and len(requests) == 4

    def test_better_one_stands_though_it_is_not_free_of_errors(self):
        answers = {("copilot", 1): FINAL.replace("kettle", "kettle kettle"), ("copilot", 2): FINAL}
        _, end = play(Brief("tea"), answers, check=lambda text: (error("bad"),) * text.count("kettle"))
        assert end.final == "A kettle boils." and end.at == 3

    def test_one_without_a_prompt_leaves_the_first(self):
        _, end = play(
            Brief("tea"), {("copilot", 1): FINAL, ("copilot", 2): "I cannot."}, check=lambda text: (error("bad"),)
        )
        assert end.final == "A kettle boils." and end.at == 2

    def test_warnings_do_not_send_it_back(self):
        warn = replace(error("hm"), severity="warn")
        requests, end = play(Brief("tea"), {("copilot", 1): FINAL}, check=lambda text: (warn,))
        assert len(requests) == 3 and end.findings == (warn,)

    def test_is_possible_after_the_second_asking(self):
        answers = {("copilot", 2): FINAL, ("copilot", 3): FINAL.replace("kettle", "pot")}
        requests, end = play(
            Brief("tea", rounds=1), answers, check=lambda text: (error("bad"),) if "kettle" in text else ()
        )
        assert [r.task for r in requests] == ["greet", "talk", "final", "final", "repair"]
        assert end.final == "A pot boils."


class TestPrefix:
    @pytest.mark.parametrize("answers", [{}, {("copilot", 2): FINAL, ("copilot", 3): FINAL}])
    def test_goes_on_from_anywhere_as_if_never_stopped(self, answers):
        brief = Brief("tea", rounds=3)

        def check(text: str):
            return (error("bad"),)

        requests, end = play(brief, answers, check=check)
        for n in range(len(end.said) + 1):
            rest, again = play(brief, answers, end.said[:n], check)
            assert rest == requests[n:] and again == end

    def test_broken_off_turn_at_the_end_is_asked_for_again(self):
        said = (Turn(0, "copilot", "Copilot", "Hello"), Turn(1, "creator", "Mira", "A ke", outcome="stopped"))
        requests, _ = play(Brief("tea", rounds=1), {}, said)
        assert steps(requests)[0] == ("creator", 1, "talk") and requests[0].said == said[:1]

    def test_dialogue_that_the_creator_opens_needs_no_greeting(self):
        requests, _ = play(Brief("tea", rounds=2), {}, (Turn(1, "creator", "Mira", "A kettle"),))
        assert steps(requests)[0] == ("copilot", 1, "talk")

    def test_finished_one_goes_on_when_the_creator_speaks_again(self):
        brief = Brief("tea", rounds=2)
        _, end = play(brief, {("copilot", 1): FINAL})
        assert upcoming(brief, end.said) is None
        said = (*end.said, Turn(round_of(end.said, "creator"), "creator", "Mira", "Louder."))
        requests, later = play(brief, {("copilot", 2): "No."}, said)
        assert steps(requests) == [("copilot", 2, "final")]
        assert later.final == "A kettle boils.", "the old prompt stands until a new one does"

    def test_what_is_sent_first_never_changes(self):
        """A voice sends brief, turns, guidance in this order; all but the end must be a prefix of the next."""
        requests, _ = play(Brief("tea", rounds=5), {})
        sent = [repr(r.brief) + "".join(f"\n{t.seat}: {t.text}" for t in r.said) for r in requests]
        for before, after in pairwise(sent):
            assert after.startswith(before)
        for r in requests:
            assert r.guidance and not any(r.guidance in text for text in sent)


class TestGuidance:
    def test_says_the_round_and_what_is_due(self):
        requests, _ = play(Brief("tea", rounds=4), {})
        by = {(r.seat, r.round): r.guidance for r in requests}
        assert by["copilot", 2].startswith("Round 2 of 4.") and "Refine" in by["copilot", 2]
        assert "Checkpoint" in by["copilot", 3] and "no more questions" not in by["copilot", 3]
        assert "what is locked" in by["creator", 4] and "precision notes" in by["creator", 3]
        assert len(set(by.values())) == len(by)

    def test_greeting_without_an_idea_asks_for_one(self):
        for idea in ("", " \n\t"):
            request = upcoming(Brief(idea), ())
            assert request and "No idea was given" in request.guidance

    def test_creator_is_never_told_to_write_a_tag(self):
        requests, _ = play(Brief("tea", rounds=5), {})
        assert not [r for r in requests if r.seat == "creator" and "<" in r.guidance]


class TestFinalPrompt:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("<final_prompt>A kettle.</final_prompt>", "A kettle."),
            ("<FINAL_PROMPT>\nA kettle.\n</Final_Prompt>", "A kettle."),
            ("Here it is: <final_prompt>A kettle.</final_prompt> Shall we?", "A kettle."),
            ("Here it is <final_prompt>A kettle.</final_prompt> as agreed", "A kettle."),
            ("```\n<final_prompt>\nA kettle.\n</final_prompt>\n```", "A kettle."),
            ("<final_prompt>\n```text\nA kettle.\n```\n</final_prompt>", "A kettle."),
            ("<final_prompt>\n~~~~\nA kettle.\n\n~~~~\n\n</final_prompt>", "A kettle."),
            ("<final_prompt>\n```\nA\n```json\n{}\n```\nB\n```\n</final_prompt>", "A\n```json\n{}\n```\nB"),
            ("<final_prompt>\n```\nA\n```\nand\n```\nB\n```\n</final_prompt>", "```\nA\n```\nand\n```\nB\n```"),
            ("<final_prompt>\nThe sign says `OPEN`.\n</final_prompt>", "The sign says `OPEN`."),
            ("<final_prompt>old</final_prompt>\nBetter:\n<final_prompt>new</final_prompt>", "new"),
            ("<final_prompt>whole</final_prompt>\n<final_prompt>half", "whole"),
            ("<final_prompt>whole</final_prompt>\n<final_prompt> \n </final_prompt>", "whole"),
            ("I close the <final_prompt> now.\n\n<final_prompt>\nA kettle.\n</final_prompt>", "A kettle."),
            ("The `<final_prompt>` block:\n<final_prompt>\nA kettle.\n</final_prompt>", "A kettle."),
            ("<final_prompt>🐈🌙</final_prompt>", "🐈🌙"),
            ("<final_prompt>قطة تنام</final_prompt>", "قطة تنام"),
            ("<final_prompt >A kettle.</final_prompt\n>", "A kettle."),
        ],
    )
    def test_is_found(self, text, expected):
        found, where = final_prompt(text)
        assert found == expected == where.of(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "A kettle.",
            "<final_prompt>A kettle.",
            "A kettle.</final_prompt>",
            "</final_prompt>A kettle.<final_prompt>",
            "<final_prompt></final_prompt>",
            "<final_prompt>\n \n</final_prompt>",
            "<final_prompt>\n```\n```\n</final_prompt>",
            "<final_prompt>...</final_prompt>",
            "I will put it between `<final_prompt>` and `</final_prompt>` then.",
            "I will put it between <final_prompt> and </final_prompt> when you are ready.",
            "You will find it in the <final_prompt> block that ends in </final_prompt> below.",
            "In ``<final_prompt>A kettle.</final_prompt>`` the words are yours.",
            "<final-prompt>A kettle.</final-prompt>",
            "&lt;final_prompt&gt;A kettle.&lt;/final_prompt&gt;",
        ],
    )
    def test_is_not_there(self, text):
        assert final_prompt(text) is None

    def test_seeds(self, seeds):
        import copilot_kit as ck

        for path in sorted(seeds.glob("*.txt")):
            t = ck.read_transcript(path)
            assert final_prompt(t.turns[-1].text)[0] == t.final
            assert all(final_prompt(turn.text) is None for turn in t.turns[:-1])

    @given(st.lists(st.sampled_from(["<final_prompt>", "</final_prompt>", "`", "``", "\n", "```", "a b", " "])))
    def test_span_covers_what_is_found(self, pieces):
        text = "".join(pieces)
        if found := final_prompt(text):
            assert found[0] and found[1].of(text) == found[0] == found[0].strip()
            assert text.casefold().count("<final_prompt>") and text.count("</final_prompt>")

    @pytest.mark.parametrize(
        "piece",
        ["<final_prompt>", "</final_prompt>", "<final_prompt>a</final_prompt>", "`a``", "`<final_prompt>`", "\n```"],
    )
    def test_time_is_linear_in_the_text(self, piece):
        start = time.perf_counter()
        final_prompt("<final_prompt>\n" + piece * (1_000_000 // len(piece)) + "</final_prompt>")
        assert time.perf_counter() - start < 3
