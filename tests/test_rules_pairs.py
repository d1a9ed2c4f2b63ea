"""Each rule finds its flaw and leaves the mended twin alone; clean prompts stay free of errors.

The cases are documents: tests/cases/rules/<code>.toml holds pairs of a flawed text and its mended twin (`text` with
`find` replaced by `put`), clean/ holds prompts as professionals write them, and each line of decoys.txt a prompt that
looks like a breach of the rule it names and is none.
"""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from pathlib import Path

import pytest

import copilot_kit as ck
from copilot_kit.rules import MOST, RULES, findings

CASES = Path(__file__).parent / "cases" / "rules"
FILLER = "He turns the peg. "


def _pairs() -> list[tuple[str, int, dict[str, str]]]:
    found = []
    for path in sorted(CASES.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [(table["rule"], n, pair) for n, pair in enumerate(table["pair"], 1)]
    return found


PAIRS = _pairs()


def _linted(pair: dict[str, str], text: str) -> ck.Findings:
    return ck.lint(ck.read(text), engine=pair.get("engine"))


def _flawed(pair: dict) -> str:
    """The flawed text; `grow` words of filler stand for "@@" where the flaw is length."""
    return pair["text"].replace("@@", FILLER * (pair.get("grow", 0) // 4))


class TestPairs:
    @pytest.mark.parametrize("code, number, pair", PAIRS, ids=lambda v: str(v) if not isinstance(v, dict) else "")
    def test_the_rule_fires_on_the_flaw_alone(self, code, number, pair) -> None:
        found = _linted(pair, _flawed(pair))
        assert code in {f.code for f in found}
        assert not {f.code for f in found if f.severity == "error"} - {code}

    @pytest.mark.parametrize("code, number, pair", PAIRS, ids=lambda v: str(v) if not isinstance(v, dict) else "")
    def test_the_rule_leaves_the_twin_alone(self, code, number, pair) -> None:
        assert pair["text"].count(pair["find"]) == 1
        found = _linted(pair, pair["text"].replace(pair["find"], pair["put"]))
        assert code not in {f.code for f in found}
        assert not [str(f) for f in found if f.severity == "error"]

    def test_every_rule_has_three_pairs_and_one_was_set_aside(self) -> None:
        for rule in RULES:
            own = [pair for code, _, pair in PAIRS if code == rule.code]
            assert len(own) >= 3, rule.code
            assert any(pair.get("aside") for pair in own), rule.code


class TestClean:
    @pytest.mark.parametrize("path", sorted((CASES / "clean").glob("*.txt")), ids=lambda p: p.stem)
    def test_a_professional_prompt_has_no_error(self, path: Path) -> None:
        found = ck.lint(ck.read(path.read_text(encoding="utf-8")))
        assert [str(f) for f in found if f.severity == "error"] == []

    @pytest.mark.parametrize("line", (CASES / "decoys.txt").read_text(encoding="utf-8").splitlines())
    def test_a_decoy_takes_no_rule_in(self, line: str) -> None:
        code, _, text = line.partition(": ")
        assert [str(f) for f in ck.lint(ck.read(text)) if f.severity == "error" or f.code == code] == []


ON_TIME = {"T01", "T02", "T03", "T04", "T05", "T06", "T12", "T15"}
"""Rules whose mend moves the times of beats, or the length that they count from."""


def _fix_cases() -> list[tuple[str, str | None]]:
    found = [(_flawed(pair), pair.get("engine")) for _, _, pair in PAIRS]
    for path in sorted((CASES.parent / "reading").glob("*.toml")):
        found += [(case["text"], None) for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]
    return found


class TestFix:
    def test_a_fix_makes_its_mends_alone_keeps_the_beats_and_adds_no_error(self) -> None:
        fixed = 0
        for text, engine in _fix_cases():
            shot = ck.read(text)
            found = ck.lint(shot, engine=engine)
            mended = ck.apply(shot, diff := ck.fix(shot, found))
            fixed += bool(diff)
            assert mended.text == findings.mended(shot, found)
            # a window in the middle of a line is read as a beat once it no longer overlaps
            assert len(mended.beats) == len(shot.beats) or "T03" in {f.code for f in found}, text
            if not ON_TIME & {f.code for f in found}:
                assert [(b.start, b.end) for b in mended.beats] == [(b.start, b.end) for b in shot.beats], text
            errors = [f.code for f in found if f.severity == "error"]
            left = [f.code for f in ck.lint(mended, engine=engine) if f.severity == "error"]
            assert len(left) <= len(errors), (text, errors, left)
        assert fixed > 80


class TestBroken:
    def test_no_mutilated_prompt_makes_the_linter_fail(self) -> None:
        texts = [pair["text"] for _, _, pair in PAIRS]
        chance = random.Random(5)
        for _ in range(300):
            a, b = chance.choice(texts), chance.choice(texts)
            text = a[: chance.randrange(len(a))] + chance.choice(['"', "[", "0-", "```", "没有", "\r\n", "İ"])
            text += b[chance.randrange(len(b)) :]
            for finding in ck.lint(ck.read(text)):
                assert 0 <= finding.where.start <= finding.where.end <= len(text)

    def test_no_rule_floods_the_list(self) -> None:
        text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted((CASES / "clean").glob("*.txt")))
        counts = Counter(f.code for f in ck.lint(ck.read(text * 4)))
        assert max(counts.values()) == MOST
