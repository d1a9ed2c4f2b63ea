"""The linter keeps the promise of its manual."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

import copilot_kit as ck
from copilot_kit import rules
from copilot_kit.cli import main
from copilot_kit.rules import RULES, blocking


def example(manual: str, title: str) -> str:
    """The indented block under `Clean:` or `Failing:` of a manual page."""
    found = re.search(rf"^{title}:\n((?:    .*\n|\n)+)", manual + "\n", re.MULTILINE)
    assert found, f"the manual has no block {title}:"
    return dedent(found[1]).strip() + "\n"


def final(path) -> ck.Shot:
    return ck.read(ck.read_transcript(path).final)


class TestManual:
    @pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
    def test_the_failing_example_fails_with_this_rule_alone(self, rule) -> None:
        shot = ck.read(example(rule.manual, "Failing"))
        found = ck.lint(shot)
        assert rule.code in {f.code for f in found}
        assert not {f.code for f in found if f.severity == "error"} - {rule.code}

    @pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
    def test_the_clean_example_is_clean(self, rule) -> None:
        assert ck.lint(ck.read(example(rule.manual, "Clean"))) == []

    @pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
    def test_the_page_says_what_why_and_where_from(self, rule) -> None:
        page = ck.explain(rule.code)
        assert page.startswith(f"{rule.code} {rule.name} ({rule.severity})")
        assert "\nWhy: " in page
        assert "\nSource: " in page

    def test_the_registry_is_in_code_order_without_doubles(self) -> None:
        codes = [r.code for r in RULES]
        assert codes == sorted(set(codes))

    def test_an_unknown_code_is_answered_with_the_known_ones(self) -> None:
        with pytest.raises(ck.UnknownName, match="T03"):
            ck.explain("T99")


class TestFinding:
    text = "Duration 4s.\n0-3s: she lifts the lid.\n2-5s: steam rises.\n"

    def test_it_names_numbers_and_place(self) -> None:
        shot = ck.read(self.text)
        found = {f.code: f for f in ck.lint(shot)}
        assert found["T03"].where.of(shot.text) == "2"
        assert "1 s" in found["T03"].message
        assert "5 s" in found["T04"].message and "4 s" in found["T04"].message

    def test_errors_come_first(self) -> None:
        found = ck.lint(ck.read("Duration 9s.\n1-3s: she lifts the lid.\n2-5s: steam rises.\n"))
        assert [f.severity for f in found] == sorted((f.severity for f in found), key=["error", "warn", "info"].index)
        assert len({f.severity for f in found}) > 1

    def test_sure_ones_come_before_guesses_of_the_same_gravity(self) -> None:
        text = "0-1s: he stamps the form, folds it, looks up and smiles.\n2-4s: no cars, no birds, no wind, no people."
        warned = [f for f in ck.lint(ck.read(text)) if f.severity == "warn"]
        assert [f.confidence for f in warned] == sorted((f.confidence for f in warned), key=["high", "medium"].index)
        assert {"T02", "T09"} <= {f.code for f in warned}

    def test_an_uncovered_clip_sends_the_prompt_back(self) -> None:
        found = ck.lint(ck.read("Duration 8s.\n0-2s: she lifts the lid.\n2-4s: steam rises.\n"))
        assert [f.severity for f in found] == ["warn"]
        assert [f.code for f in blocking(found)] == ["T01"]

    def test_every_place_lies_in_the_text(self, seeds) -> None:
        for path in sorted(seeds.glob("*.txt")):
            shot = final(path)
            for finding in ck.lint(shot):
                assert 0 <= finding.where.start < finding.where.end <= len(shot.text)


class TestFix:
    def test_a_fix_is_proposed_and_nothing_is_applied(self) -> None:
        shot = ck.read("0-2s: she lifts the lid.\n3-5s: steam rises.\n")
        found = ck.lint(shot)
        diff = ck.fix(shot, found)
        assert [c.path for c in diff] == ["beats[1].start"]
        assert shot.text.count("3-5s") == 1

    def test_applied_it_clears_the_finding(self) -> None:
        from copilot_kit.remix import apply

        shot = ck.read("[00:00-00:02] She lifts the lid.\n[00:03-00:05] Steam rises.\n")
        (found,) = ck.lint(shot)
        mended = apply(shot, found.changes)
        assert mended.text == "[00:00-00:02] She lifts the lid.\n[00:02-00:05] Steam rises.\n"
        assert ck.lint(mended) == []

    def test_a_stacked_move_is_dropped(self) -> None:
        shot = ck.read("[0-3s] Static tripod shot of a piano. The camera pushes in.\n[3-5s] A hand closes the lid.")
        (found,) = ck.lint(shot)
        assert found.code == "C02" and found.drop == "moves[1]"
        text = rules.findings.mended(shot, [found])
        assert "pushes" not in text and "[3-5s] A hand closes the lid." in text
        assert ck.lint(ck.read(text)) == []

    def test_moves_that_share_a_clause_are_left_to_the_writer(self) -> None:
        shot = ck.read(
            "6 s.\n[0-3 s] A nun runs. Camera: pan left, then dolly in and crane up.\n[3-6 s] She sits.\n"
            "Sound: bell at 2 s."
        )
        found = ck.lint(shot)
        assert {f.code for f in found} == {"C01"} and any(f.drop for f in found)
        assert ck.fix(shot, found) == ()

    def test_who_is_named_in_the_clause_of_a_move_alone_stays(self) -> None:
        shot = ck.read("Static camera, pushing in on the bride who lifts her veil.")
        (found,) = ck.lint(shot)
        assert found.code == "C02" and found.changes == ()

    def test_a_move_toward_what_is_known_goes(self) -> None:
        shot = ck.read("0-3s: a bell hangs still. Static camera, slow push-in on the bell.")
        (found,) = ck.lint(shot)
        assert rules.findings.mended(shot, [found]) == "0-3s: a bell hangs still. Static camera."

    def test_a_length_from_outside_is_kept(self) -> None:
        shot = ck.read("0-2s: she lifts the lid.\n3-5s: steam rises.", seconds=5)
        mended = ck.apply(shot, ck.fix(shot, ck.lint(shot)))
        assert (mended.seconds, mended.seconds_from) == (5.0, "settings")

    def test_a_line_that_runs_over_ends_at_a_comma(self) -> None:
        shot = ck.read(
            '0-3s: the clerk says, "The boat leaves at nine, so do not stay for one more dance, please, tonight."'
        )
        (found,) = ck.lint(shot)
        assert rules.findings.mended(shot, [found]) == '0-3s: the clerk says, "The boat leaves at nine."'

    def test_of_two_fixes_of_one_place_the_first_stands(self) -> None:
        shot = ck.read("Duration 4s.\n0-3s: she lifts the lid.\n2-5s: steam rises.\n")
        assert (
            rules.findings.mended(shot, ck.lint(shot)) == "Duration 4s.\n0-3s: she lifts the lid.\n3-4s: steam rises.\n"
        )

    def test_a_mend_that_brings_another_error_is_left_out(self) -> None:
        shot = ck.read("0-4s: a quiet suburb at midnight.\n[0-9 s] A fox.\n3-5s: he raises a fist.")
        found = ck.lint(shot)
        mended = ck.apply(shot, ck.fix(shot, found))
        assert sum(f.severity == "error" for f in ck.lint(mended)) <= sum(f.severity == "error" for f in found)

    def test_what_cannot_be_computed_proposes_nothing(self) -> None:
        shot = ck.read("Wide shot of a house at noon, golden hour glow from the left.")
        (found,) = ck.lint(shot)
        assert found.code == "G05" and found.changes == ()


class TestAllow:
    text = "0-2s: she lifts the lid.\n3-5s: steam rises.\n"

    def test_an_argument_silences_by_code(self) -> None:
        assert ck.lint(ck.read(self.text), allow=["t02"]) == []

    @pytest.mark.parametrize(
        "comment",
        [
            "<!-- allow T02: a breath of black -->",
            "# allow T02: a breath of black",
            "allow T02 because a breath of black",
        ],
    )
    def test_a_comment_with_a_reason_silences_by_code(self, comment: str) -> None:
        found = ck.lint(ck.read(f"{self.text}{comment}\n"))
        assert found == []
        assert [(a.code, a.reason) for a in found.allowed] == [("T02", "a breath of black")]
        assert "a breath of black" in found.summary()

    def test_a_comment_without_a_reason_silences_nothing(self) -> None:
        assert [f.code for f in ck.lint(ck.read(f"{self.text}<!-- allow T02: -->\n"))] == ["T02", "F03"]

    def test_an_unknown_code_in_an_argument_is_answered_with_the_known_ones(self) -> None:
        with pytest.raises(ck.UnknownName, match="T03"):
            ck.lint(ck.read(self.text), allow=("T99",))

    def test_an_unknown_code_in_a_comment_is_a_note_with_the_known_ones(self) -> None:
        (gap, note) = ck.lint(ck.read(f"{self.text}# allow T99: a breath of black\n"))
        assert (gap.code, note.code, note.severity) == ("T02", "F03", "info")
        assert "T99" in note.message and "T03" in note.message

    @pytest.mark.parametrize("allow", ["T02: black, for a breath", ["t02: black, for a breath"]])
    def test_an_argument_can_give_its_reason(self, allow) -> None:
        found = ck.lint(ck.read(self.text), allow=allow)
        assert found == [] and [(a.code, a.reason) for a in found.allowed] == [("T02", "black, for a breath")]

    def test_the_command_prints_what_was_silenced_and_why(self, tmp_path, capsys) -> None:
        (path := tmp_path / "shot.txt").write_text(f"Duration 8s.\n{self.text}# allow T02: a breath of black\n")
        assert main(["lint", str(path), "--allow", "T01: black, at the end"]) == 0
        printed = capsys.readouterr().out
        assert f"{path}: allowed T01 (black, at the end)\n{path}: allowed T02 (a breath of black)\n0 find" in printed

    def test_the_command_refuses_an_unknown_code(self, tmp_path, capsys) -> None:
        (path := tmp_path / "shot.txt").write_text(self.text)
        assert main(["lint", str(path), "--allow", "T99"]) == 2
        assert "T03" in capsys.readouterr().err

    def test_a_comment_is_no_part_of_what_the_prompt_says(self) -> None:
        text = "Wide shot, golden hour glow from the left.\n<!-- allow T02: noon and midnight were cut -->\n"
        assert ck.lint(ck.read(text)) == []


class TestEngine:
    text = "Duration: 7s. Wide shot of a quarry, hard sun from the left."

    def test_a_name_and_a_profile_say_the_same(self) -> None:
        shot, name = ck.read(self.text), "veo-3-1-vertex"
        assert [f.code for f in ck.lint(shot, engine=name)] == ["T13"]
        assert ck.lint(shot, engine=name) == rules.lint(shot, ck.engine(name))

    def test_the_prompt_s_own_model_counts_where_none_is_given(self) -> None:
        shot = ck.read(f"model: veo-3-1-vertex\n{self.text}")
        assert "T13" in {f.code for f in ck.lint(shot)}
        assert "T13" not in {f.code for f in ck.lint(shot, engine="kling-v3")}

    def test_a_retired_engine_is_a_note_with_its_day_and_successors(self) -> None:
        (note,) = ck.lint(ck.read("Duration: 8s. Wide shot of a quarry, hard sun from the left."), engine="sora-2")
        assert (note.code, note.severity) == ("F04", "info")
        assert "2026-09-24" in note.message and "veo-3-1-vertex" in note.message

    def test_an_unknown_name_is_answered_with_the_known_ones(self) -> None:
        with pytest.raises(ck.UnknownName, match="veo-3-1-vertex"):
            ck.lint(ck.read(self.text), engine="veo-9")

    def test_the_core_wants_a_profile_and_says_how_to_get_one(self) -> None:
        with pytest.raises(ck.InputError, match=r"copilot_kit\.engine\('veo-3-1-vertex'\)"):
            rules.lint(ck.read(self.text), "veo-3-1-vertex")

    def test_a_limit_that_is_passed_is_an_error(self) -> None:
        shot = ck.read("Wide shot of a pan. " + "He rakes the salt. " * 200)
        found = {f.code: f for f in ck.lint(shot, engine="kling-v3")}
        assert found["W04"].severity == "error" and "2500" in found["W04"].message


class TestNegation:
    def test_what_is_denied_is_not_there(self) -> None:
        text = "Static wide shot, tripod. No handheld, no pan, no bokeh. Deep focus, f/11. Never a dolly in."
        assert [f.code for f in ck.lint(ck.read(text)) if f.severity == "error"] == []

    def test_a_field_of_exclusions_counts_as_none(self) -> None:
        text = "Wide shot of a pier.\nAvoid: people, cars, boats, text, logos, neon, haze, lens flare, crowds"
        assert ck.lint(ck.read(text)) == []

    def test_quoted_words_are_not_the_prompt_s_own(self) -> None:
        text = 'Medium shot at noon, hard sun from above. A guide says, "Wait for golden hour."'
        assert [f.code for f in ck.lint(ck.read(text)) if f.severity == "error"] == []


class TestWindows:
    def test_still_first_and_moving_later_is_no_contradiction(self) -> None:
        text = "Duration 4s. Camera: static for the first 2 seconds, then a push in for the last 2 seconds."
        assert "C02" not in {f.code for f in ck.lint(ck.read(text))}

    def test_a_grade_window_never_overlaps_a_beat(self) -> None:
        text = "Grade:\n0-4s: warm amber\n4-8s: steel blue\n\nShots:\n0-3s: a kiln opens.\n3-8s: a pot cools.\n"
        assert "T03" not in {f.code for f in ck.lint(ck.read(text, seconds=8))}


class TestShown:
    shot = ck.read("Duration 4s.\n0-3s: <she> lifts & turns the lid.\n2-5s: steam rises, a masterpiece.\n")

    def test_the_list_underlines_and_numbers_the_places(self) -> None:
        html = ck.lint(self.shot)._repr_html_()
        assert "&lt;she&gt; lifts &amp; turns" in html and "<she>" not in html
        assert html.count("border-bottom:2px solid") == 3
        assert ">1</sup>" in html and "<script" not in html and "<style" not in html

    def test_advice_is_folded_away(self) -> None:
        found = ck.lint(self.shot)
        assert [f.code for f in found.folded] == ["W06"]
        before, _, after = found._repr_html_().partition("<details")
        assert "T03" in before and "W06" not in before and "W06" in after

    def test_it_prints_as_text(self) -> None:
        printed = str(ck.lint(self.shot))
        assert printed.startswith("2 errors, 1 note\n1. line 3 T03 error: ")

    def test_nothing_found_is_said(self) -> None:
        assert str(ck.lint(ck.read("A quay."))) == "nothing found"


class TestRubric:
    def test_it_tells_what_is_present_missing_and_contradictory(self) -> None:
        areas = {a.name: a for a in ck.rubric(ck.read("Duration 4s. Wide shot, 24mm lens at f/2, deep focus."))}
        assert list(areas) == "time camera optics light palette sound speech wording staging rights".split()
        assert "length: 4 s (stated)" in areas["time"].present
        assert "source" in areas["light"].missing
        assert areas["optics"].contradictory[0].startswith("L01 ")

    def test_it_gives_no_score(self) -> None:
        shown = str(ck.rubric(ck.read("Wide shot of a pier, static.")))
        assert not re.search(r"\d+ ?(?:%|/ ?10|points)", shown)

    def test_it_shows_itself_as_a_table(self) -> None:
        assert "<th scope" in ck.rubric(ck.read("A quay."))._repr_html_()


class TestSeeds:
    """What a reader found by hand in the two reference prompts (craft rules, the table at the end)."""

    def test_the_puzzle_hides_its_hands_and_hurries_its_second_beat(self, seeds) -> None:
        found = ck.lint(final(next(iter(sorted(seeds.glob("000*"))))))
        assert {"C12", "T09"} <= {f.code for f in found}
        assert [f.code for f in found if f.severity == "error"] == []

    def test_the_laboratory_contradicts_its_air_its_light_and_its_clothes(self, seeds) -> None:
        found = ck.lint(final(next(iter(sorted(seeds.glob("001*"))))))
        codes = {f.code for f in found}
        assert {"G11", "G05", "W01", "A05", "R03", "L02"} <= codes
        assert codes & {"G04", "G10"} and codes & {"S04", "P02"}
        assert not {f.code for f in found if f.severity == "error"} - {"G04", "G05", "S04", "P02"}

    def test_it_is_not_taken_in_by_decoys(self, seeds) -> None:
        found = ck.lint(final(next(iter(sorted(seeds.glob("001*"))))))
        assert not {f.code for f in found} & {"C02", "C03", "C10", "L03", "L04", "L06", "W02", "A06", "T03"}


class TestMarks:
    def test_every_listed_mark_is_found_and_none_inside_a_word(self) -> None:
        listed, _, _ = rules.risk._MARKS.pattern.partition("|Apple (")
        names = re.findall(r"(?<=[|:])[A-Z][\w '-]+(?=\||$)", listed)
        assert len(names) > 30
        for name in names:
            assert "R02" in {f.code for f in ck.lint(ck.read(f"A crate with {name} on it, wide shot."))}, name
            assert "R02" not in {f.code for f in ck.lint(ck.read(f"A crate with {name.lower()} on it, wide shot."))}, (
                name
            )
