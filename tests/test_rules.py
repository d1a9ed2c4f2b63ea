"""The linter keeps the promise of its manual."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

import copilot_kit as ck
from copilot_kit.rules import RULES, blocking


def example(manual: str, title: str) -> str:
    """The indented block under `Clean:` or `Failing:` of a manual page."""
    found = re.search(rf"^{title}:\n((?:    .*\n|\n)+)", manual + "\n", re.MULTILINE)
    assert found, f"the manual has no block {title}:"
    return dedent(found[1]).strip() + "\n"


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

    def test_allow_silences_by_code(self) -> None:
        shot = ck.read(self.text)
        assert "T03" not in {f.code for f in ck.lint(shot, allow=["T03"])}

    def test_an_uncovered_clip_sends_the_prompt_back(self) -> None:
        found = ck.lint(ck.read("Duration 8s.\n0-2s: she lifts the lid.\n2-4s: steam rises.\n"))
        assert [f.severity for f in found] == ["warn"]
        assert [f.code for f in blocking(found)] == ["T01"]


class TestSeeds:
    def test_neither_seed_has_a_fault_in_its_time(self, seeds) -> None:
        for path in sorted(seeds.glob("*.txt")):
            shot = ck.read(ck.read_transcript(path).final)
            assert ck.lint(shot) == []
