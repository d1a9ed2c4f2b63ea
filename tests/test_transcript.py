"""The transcript document: read, written, damaged, shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import copilot_kit as ck
from copilot_kit.dialogue.script import Turn
from copilot_kit.errors import TranscriptError
from copilot_kit.transcript import FINAL, HISTORY, METADATA, NO_FINAL, RULE, Transcript, document_of, parse

CASE = Path(__file__).parent / "cases" / "transcripts" / "two_models.md"
AT = datetime(2026, 11, 20, 9, 30, 0, 250000)


def dialogue(*messages: str, final: str | None = None) -> Transcript:
    """A document of these messages: greeting, creator, copilot, creator, copilot, ..."""
    turns = [
        Turn((n + 1) // 2, "copilot" if n % 2 == 0 else "creator", "Copilot" if n % 2 == 0 else "Mira", text)
        for n, text in enumerate(messages)
    ]
    return document_of(tuple(turns), final, at=AT, models=("offline", "offline"), creator="Mira")


def again(t: Transcript) -> Transcript:
    return parse(t.to_markdown(), strict=True)


class TestSeeds:
    @pytest.mark.parametrize(("number", "turns", "rounds", "length"), [("000", 7, 3, 2747), ("001", 5, 2, 5924)])
    def test_comes_back_byte_for_byte(self, seeds, number, turns, rounds, length):
        path = next(Path(seeds).glob(f"{number}_*.txt"))
        t = ck.read_transcript(path, strict=True)
        assert t.to_markdown().encode() == path.read_bytes()
        assert len(t.turns) == t.rounds == turns == int(t.metadata["Total Rounds"])
        assert len(t.final) == length
        assert t.final_round == rounds == int(t.metadata["Final Round"])
        assert t.turns[0].seat == "copilot" and t.turns[1].seat == "creator" and t.turns[-1].seat == "copilot"

    def test_line_ends_of_windows_come_back_too(self, seeds):
        for path in Path(seeds).glob("*.txt"):
            text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
            t = ck.read_transcript(text, strict=True)
            assert t.to_markdown() == text
            assert "\r" not in t.final and "\r" not in t.turns[0].text


class TestVariantHeader:
    def test_two_models_are_read_and_written(self):
        t = ck.read_transcript(CASE, strict=True)
        assert (t.agent_model, t.orchestrator_model, t.model) == ("lamp-small-1", "lantern-large-2", "")
        assert t.to_markdown() == CASE.read_text(encoding="utf-8")

    def test_prompt_with_fences_inside_is_whole(self):
        t = ck.read_transcript(CASE)
        assert t.final.endswith("he looks up\n```")
        assert len(t.final) == 132 and t.final_round == 2

    def test_heading_without_a_rule_before_it_is_part_of_the_message(self):
        t = ck.read_transcript(CASE)
        assert [x.speaker for x in t.turns] == ["Copilot", "Ilse Varga", "Copilot", "Ilse Varga", "Copilot", "Copilot"]
        assert [x.seat for x in t.turns[-2:]] == ["copilot", "copilot"], "a repair is a second turn of its round"
        assert "### Round 2: Ilse Varga" in t.turns[2].text

    def test_unusual_fence_comes_back(self):
        text = CASE.read_text(encoding="utf-8").replace("````\n", "~~~~~text\n", 1).replace("````\n", "~~~~~\n")
        t = parse(text, strict=True)
        assert t.fence == "~~~~~text" and t.to_markdown() == text


PIECES = [
    "\n\n---\n\n", "---", "\n", "\n\n", "\r\n", "\r", " ", "### Round 2: Somebody", "### Round 1: Mira", METADATA,
    HISTORY, FINAL, "\\", "\\### Round 1: Copilot", "```", "````", "`", "~~~", "<final_prompt>", "</final_prompt>",
    "- **Total Rounds**: 9", "\0", "\x85", "\u2028", "**Model**: x", "قطة", "🎬", "a", "\t",
]  # fmt: skip
nasty = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=14).map("".join)


class TestAnyMessage:
    @settings(max_examples=400, deadline=None)
    @given(st.lists(nasty, max_size=6), nasty.filter(str.strip) | st.none())
    @example([], f"{METADATA}\r\n")
    @example([f"{HISTORY}\r\n"], f"```{RULE}{HISTORY}\n\n")
    @example(["---\n\n### Round 1: Mira\n\nx"], f"{NO_FINAL}\n\n```\n")
    def test_is_read_as_it_was_written(self, messages, final):
        t = dialogue(*messages, final=final)
        back = again(t)
        assert back.turns == t.turns
        assert back.final == t.final
        assert back == t
        assert back.to_markdown() == t.to_markdown()

    @settings(max_examples=150, deadline=None)
    @given(nasty)
    def test_reading_never_fails_in_another_way(self, text):
        for document in (text, f"{HISTORY}\n\n### Round 0: Copilot\n\n{text}", f"# T\n\n{FINAL}\n{text}\n{METADATA}"):
            try:
                parse(document)
            except TranscriptError as e:
                assert e.expected

    def test_our_own_headings_in_a_message_stay_there(self):
        fake = f"Look:\n\n---\n\n### Round 2: Somebody\n\nNever said.\n\n---\n\n{METADATA}\n\n- **Total Rounds**: 1"
        t = dialogue("Hello", fake, "Noted")
        assert [x.text for x in again(t).turns] == ["Hello", fake, "Noted"]
        assert "\\### Round 2: Somebody" in t.to_markdown()

    def test_transcript_in_a_transcript_in_a_transcript(self):
        inner = dialogue("Hello", "A bell.", final="A bell rings once.").to_markdown()
        middle = dialogue("Paste it", inner).to_markdown()
        assert again(dialogue("Once more", middle)).turns[1].text == middle

    def test_names_that_break_the_line_are_put_on_one(self):
        t = document_of((Turn(0, "copilot", "Co\npilot", "x"),), None, at=AT, models=("a\nb", "a\nb"))
        assert again(t).turns[0].speaker == "Co pilot"

    def test_same_name_in_both_seats_is_told_apart_by_order(self):
        t = dialogue("Hello", "A bell", "When?")
        twins = replace(t, turns=tuple(replace(x, speaker="Kim") for x in t.turns))
        assert [x.seat for x in again(twins).turns] == ["copilot", "creator", "copilot"]


class TestNewDocuments:
    def test_counts_are_true(self):
        t = dialogue("Hi", "A kite", "<final_prompt>\nA kite.\n</final_prompt>", final="A kite.")
        assert t.metadata == {
            "Total Rounds": "3",
            "Final Round": "1",
            "Prompt Length": "7 characters",
            "Generated At": "2026-11-20T09:30:00.250000",
            "API Model": "offline",
        }
        assert dict(t.header)["Dialogue Rounds"] == "3" and t.generated == "2026-11-20 09:30:00"
        assert t.created_by == "Mira + Copilot"

    def test_same_shape_as_the_seeds(self, seeds):
        def shape(text: str) -> list[str]:
            known = (FINAL, HISTORY, METADATA, "**Generated", "**Created", "**Dialogue", "**Model", "- **")
            return [line.split(":")[0] for line in text.split("\n") if line.startswith(known) and "Why" not in line]

        seed = next(Path(seeds).glob("001_*.txt")).read_text(encoding="utf-8")
        t = ck.read_transcript(seed)
        mine = document_of(t.turns, t.final, at=AT, models=("m", "m")).to_markdown()
        assert shape(mine) == shape(seed)
        assert mine.split(FINAL)[1].split(METADATA)[0] == seed.split(FINAL)[1].split(METADATA)[0]

    def test_no_final_prompt_is_said_and_the_last_copilot_message_is_carried(self):
        t = dialogue("Hello", "A kite", "Which colour?", "Red")
        text = t.to_markdown()
        section = text.split(FINAL)[1].split(HISTORY)[0]
        assert "No final prompt stands" in section and "Which colour?" in section
        assert "- **Final Round**: none" in text and "- **Prompt Length**: 0 characters" in text
        assert again(t).final is None

    def test_creator_tag_is_words(self):
        t = dialogue("Hello", "<final_prompt>mine</final_prompt>", "No.", final=None)
        assert again(t).final is None and t.final_round is None

    def test_own_section_is_believed_over_the_turns(self):
        t = dialogue("Hi", "x", "<final_prompt>old</final_prompt>\n<final_prompt>new</final_prompt>", final="edited")
        assert again(t).final == "edited"

    def test_unfinished_turn_is_named(self):
        t = dialogue("Hello", "A ki")
        turns = (t.turns[0], replace(t.turns[1], outcome="stopped"))
        t = document_of(turns, None, at=AT, models=("a", "b"))
        assert t.metadata["Unfinished"] == "turn 2 (stopped)"
        assert again(t).turns == turns

    def test_bare_transcript_is_written_with_its_counts(self):
        t = Transcript((Turn(0, "copilot", "Copilot", "Hello"),))
        assert "**Dialogue Rounds**: 1" in t.to_markdown()
        assert parse(t.to_markdown()).turns == t.turns


SOUND = dialogue(
    "Hello", "A kite", "What colour?", "Red", "<final_prompt>\nA red kite.\n</final_prompt>", final="A red kite."
)


def problems(old: str, new: str) -> tuple[Transcript, list[TranscriptError]]:
    text = SOUND.to_markdown()
    assert old in text
    t = parse(text.replace(old, new, 1))
    return t, list(t.problems)


class TestDamagedDocument:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("### Round 1: Copilot", "### Round one: Copilot"),
            ("### Round 1: Copilot", "## Round 1: Copilot"),
            ("### Round 1: Copilot", "### Round 1 Copilot"),
            ("### Round 1: Copilot", "### Round 1:"),
            ("---\n\n### Round 1: Copilot", "### Round 1: Copilot"),
            ("---\n\n### Round 1: Copilot\n\n", "---\n### Round 1: Copilot\n"),
        ],
    )
    def test_broken_heading_is_named_and_its_turn_is_still_read(self, old, new):
        t, (problem,) = problems(old, new)
        line = next(
            n
            for n, x in enumerate(SOUND.to_markdown().replace(old, new, 1).split("\n"), 1)
            if x == new.split("\n")[-2 if new.endswith("\n") else -1]
        )
        assert problem.line == line
        assert "### Round 1: Copilot" in str(problem) and problem.fix
        assert t.turns == SOUND.turns

    def test_any_line_may_be_lost_and_is_missed(self):
        lines = SOUND.to_markdown().split("\n")
        for number, line in enumerate(lines):
            t = parse("\n".join(lines[:number] + lines[number + 1 :]))
            whole = (t.turns, t.final, t.closing.strip()) == (SOUND.turns, SOUND.final, SOUND.closing.strip())
            said = [words for turn in SOUND.turns for words in turn.text.split("\n")]
            assert whole or t.problems or (line in said and number > 20), f"line {number + 1}: {line!r}"
            if line.startswith(("#", "---", "```", "**")):
                assert t.problems, f"line {number + 1}: {line!r}"
            if not line or line == "---":
                assert whole, f"line {number + 1}: {line!r}"

    def test_lost_turn_is_counted(self):
        t, found = problems("### Round 2: Mira\n\nRed\n\n---\n\n", "")
        assert len(t.turns) == 4 and [p.line for p in found] == [5, 48]
        assert "Dialogue Rounds 5" in str(found[0]) and "4, the number of turns" in str(found[0])

    def test_cut_off_in_the_middle(self):
        text = SOUND.to_markdown()
        t = parse(text[: text.index("What colour?") + 4])
        assert [x.text for x in t.turns] == ["Hello", "A kite", "What"]
        assert t.final == "A red kite."
        assert any("end of the document" in str(p) and METADATA in p.expected for p in t.problems)

    def test_fence_that_never_ends(self):
        t, found = problems("A red kite.\n```", "A red kite.")
        assert t.final == "A red kite." and t.turns == SOUND.turns
        assert "'```'" in found[0].expected and found[0].line

    def test_no_fence_at_all(self):
        t, found = problems("```\nA red kite.\n```", "A red kite.")
        assert t.final == "A red kite." and len(found) == 1

    def test_missing_final_section_is_taken_from_the_turns(self):
        t, (problem,) = problems(f"{FINAL}\n\n```\nA red kite.\n```\n\n---\n\n", "")
        assert t.final == "A red kite." and t.turns == SOUND.turns and FINAL in problem.expected

    @pytest.mark.parametrize("heading", [FINAL, HISTORY, METADATA])
    def test_heading_without_its_sign_is_understood(self, heading):
        bare = "## " + heading.split(" ", 2)[2]
        t, (problem,) = problems(heading, bare)
        assert t.turns == SOUND.turns and t.final == SOUND.final and heading in problem.expected

    def test_header_line_in_another_form(self):
        t, found = problems("**Model**: offline", "Model = offline")
        assert "'Model = offline'" in str(found[0]) and found[0].line == 6 and t.turns == SOUND.turns

    def test_mixed_line_ends_are_named(self):
        text = SOUND.to_markdown().replace("\n", "\r\n").replace("Hello\r\n", "Hello\n")
        t = parse(text)
        assert t.turns == SOUND.turns and "CR LF" in str(t.problems[0])

    def test_strict_raises_the_first_with_what_was_read(self):
        text = SOUND.to_markdown().replace("### Round 1: Copilot", "### Round x: Copilot")
        with pytest.raises(TranscriptError, match="line 32") as caught:
            ck.read_transcript(text, strict=True)
        assert caught.value.transcript.turns == SOUND.turns

    def test_too_many_headings_are_settled_by_the_declared_number(self):
        t, found = problems("What colour?", "Like this:\n\n---\n\n### Round 9: Nobody\n\nNo.")
        assert not found and len(t.turns) == 5 and "### Round 9: Nobody" in t.turns[2].text

    def test_turn_that_was_added_is_kept_though_the_header_is_stale(self):
        t = replace(SOUND, turns=(*SOUND.turns, Turn(3, "creator", "Mira", "Blue after all.")))
        back = parse(t.to_markdown())
        assert back.turns == t.turns and [p.line for p in back.problems] == [5, 60]
        assert back.to_markdown() == t.to_markdown()

    def test_wholly_foreign_lines_are_listed_only_so_far(self):
        text = SOUND.to_markdown().replace("**Model**: offline", "x\n" * 5000)
        assert len(parse(text).problems) == 50

    def test_byte_order_mark_is_no_problem(self):
        assert parse("\ufeff" + SOUND.to_markdown(), strict=True).turns == SOUND.turns


class TestNoTranscript:
    def test_picture(self, tmp_path):
        path = tmp_path / "talk.md"
        path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
        with pytest.raises(TranscriptError, match="PNG"):
            ck.read_transcript(path)

    def test_empty_file(self, tmp_path):
        path = tmp_path / "talk.md"
        path.write_bytes(b"")
        with pytest.raises(TranscriptError, match=r"talk\.md: found nothing in it, expected a transcript"):
            ck.read_transcript(path)

    @pytest.mark.parametrize("source", ["", "   \n", "A cat sits on a wall.", "no/such/talk.md", "a\0b"])
    def test_text_or_path_of_nothing(self, source):
        with pytest.raises(TranscriptError) as caught:
            ck.read_transcript(source)
        assert caught.value.expected and caught.value.transcript is None

    def test_folder(self, tmp_path):
        with pytest.raises(TranscriptError, match="folder"):
            ck.read_transcript(tmp_path)

    @pytest.mark.parametrize("raw", [b"\xff\xfe\0\0", bytes(range(256)) * 20])
    def test_bytes(self, tmp_path, raw):
        path = tmp_path / "talk.md"
        path.write_bytes(raw)
        with pytest.raises(TranscriptError):
            ck.read_transcript(str(path))

    def test_hostile_text_is_read_in_time_linear_in_its_length(self):
        for piece in (
            "\n",
            "---\n\n",
            "### Round 1: a\n\n---\n\n",
            "`",
            "## Metadata\n",
            "<final_prompt>",
            "## \U0001f4ca ",
        ):
            parse(f"{HISTORY}\n\n" + piece * (200_000 // len(piece)))


class TestShowing:
    def test_html_is_static_and_escaped(self):
        t = dialogue("<script>alert(1)</script>", "<img src=x onerror=y>" * 60, final="<b>bold</b>")
        page = replace(t, title="<i>T</i>")._repr_html_()
        assert "<script" not in page and "<img" not in page and "<b>bold" not in page and "<i>T" not in page
        assert "&lt;script&gt;" in page and "<details" in page

    def test_plain_twin_says_the_same(self):
        from copilot_kit.transcript.showing import plain

        words = plain(SOUND)
        for turn in SOUND.turns:
            assert turn.text in words and turn.speaker in words
        assert words.endswith("Final prompt\nA red kite.")

    def test_repr_is_one_line(self):
        assert repr(SOUND) == "<Transcript 'Video Prompt': 5 turns, final prompt of 11 characters>"
