"""A difference as text, as a comment, and as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from earlyspec.judge.verdicts import Estimate
from earlyspec.report.diff.compare import compare, missing
from earlyspec.report.diff.model import Change, Difference, Level, SpecLine
from earlyspec.report.diff.render_json import to_json
from earlyspec.report.diff.render_markdown import LIMIT, MARK, to_markdown
from earlyspec.report.diff.render_text import to_text
from earlyspec.report.diff.spec_lines import spec_lines


@pytest.fixture
def found(make):
    """A verdict, a condition and a number for the worse, and a line of the spec."""
    old = make["report"]()
    claim = old.claims[0]
    failed = replace(claim.conditions[1], word="fails", found="-0.31000")
    moved = replace(claim.outcomes[0], estimate=Estimate(0.52, 0.42, 0.62))
    worse = replace(
        claim,
        word="observed-not-implied",
        conditions=(claim.conditions[0], failed, claim.conditions[2]),
        outcomes=(moved, claim.outcomes[1]),
    )
    new = replace(old, claims=(worse,), plan="0" * 16)
    lines = spec_lines("seeds: 8\ntrain: 100\n", "seeds: 8\ntrain: 10\n")
    return compare(old, new, "specs/a.report", lines)


def test_text_says_verdicts_first_and_why_last(found):
    text = to_text([found])
    order = ["verdict ", "condition ", "number ", "because ", "same "]
    places = [text.index(f"  {each}") for each in order]
    assert places == sorted(places)
    assert "supported (expected supported: met) -> observed-not-implied" in text
    assert "condition samples: holds -> fails (worse)" in text
    assert "outcome train, estimate: -0.48 ± 0.10 -> 0.52 ± 0.10 (14 sigma)" in text
    assert "2 - train: 100" in text
    assert "2 + train: 10" in text
    assert text.endswith("1 report: 1 verdict worse, 1 condition worse, 1 number beyond noise.")
    assert "\x1b" not in text
    assert "\x1b[31m" in to_text([found], colour=True)
    assert to_text([found], ascii=True).isascii()
    for width in (40, 60, 100):
        assert max(map(len, to_text([found], width=width).splitlines())) <= width


def test_markdown_says_the_same(found):
    text = to_markdown([found])
    assert text.startswith(MARK)
    assert "| hu2020/theorem-d.1 | **supported (expected supported: met)** |" in text
    assert "🔴 worse" in text
    assert "```diff\n- 2: train: 100\n+ 2: train: 10\n```" in text
    assert text.count("<details>") == text.count("</details>")


def test_json_says_everything(found):
    data = json.loads(to_json([found]))
    assert data["level"] == "verdict"
    assert data["worse"] is True
    kinds = [change["kind"] for change in data["reports"][0]["changes"]]
    assert kinds == ["verdict", "word", "number"]
    number = data["reports"][0]["changes"][2]
    assert number["old"] == {"value": -0.48, "low": -0.58, "high": -0.38}
    assert number["sigmas"] == pytest.approx(1.0 / (0.1 / 1.96 * 2**0.5), rel=1e-3)


def test_nothing_is_said_of_nothing(sweep):
    same = compare(sweep, sweep, "a")
    assert to_text([same]) == "1 report: nothing changed beyond noise."
    assert len(to_markdown([same]).splitlines()) == 3
    assert to_text([]) == "No reports were compared."


def test_every_case_renders(any_report, sweep):
    for pair in ((any_report, sweep), (sweep, any_report), (any_report, any_report)):
        found = compare(*pair, "a|b`c")
        assert to_text([found])
        assert json.loads(to_json([found]))
        text = to_markdown([found])
        assert not re.search(
            r"(?<!\\)<(?!/?(details|summary|sub)>|!-- earlyspec-diff)[a-z/!]", text
        )
        assert "\x1b" not in text + to_text([found])
    for side in ("old", "new"):
        assert to_text([missing(any_report, "a", side)])


def many(reports, numbers, length=20):
    change = Change(Level.NUMBER, "number", "c", "n" * length, Estimate(1), Estimate(2))
    verdict = Change(
        Level.VERDICT, "verdict", "claim", "verdict", "supported", "contradicted", "worse"
    )
    lines = tuple(SpecLine("new", k, "é" * length) for k in range(numbers))
    return [
        Difference(f"specs/{k}.report", (verdict, *[change] * numbers), (), lines)
        for k in range(reports)
    ]


@pytest.mark.parametrize(
    ("reports", "numbers", "length"),
    [(1, 20, 20), (1, 5000, 20), (40, 300, 200), (900, 50, 20), (9000, 3, 20), (3, 500, 10_000)],
)
def test_a_comment_always_fits(reports, numbers, length):
    text = to_markdown(many(reports, numbers, length))
    assert len(text.encode()) <= LIMIT
    assert f"{reports} verdict" in text
    assert text.count("<details>") == text.count("</details>")
    assert text.count("```") % 2 == 0
    assert "🔴 worse" in text


def test_what_is_left_out_is_counted():
    text = to_markdown(many(900, 50))
    shown = text.count("### ")
    assert f"and {900 - shown} more reports with changes" in text


def test_a_fence_is_longer_than_what_it_holds():
    lines = (SpecLine("new", 1, "````"), SpecLine("new", 2, "</details>"))
    text = to_markdown([Difference("a", many(1, 1)[0].changes, (), lines)])
    assert "`````diff" in text
