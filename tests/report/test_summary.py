"""Several runs in one table."""

from __future__ import annotations

import pytest

from earlyspec.report.summary import Entry, duration, summary_table
from earlyspec.report.terminal_text import cells


def entry(report, spec="specs/quickstart.yaml", seconds=12.3):
    return Entry(spec, report, "", seconds)


def test_a_summary_has_a_row_a_claim_and_counts(make, sweep):
    none = make["report"](claims=())
    diverged = make["report"](
        claims=(make["claim"]("inconclusive"),), cells=(make["cell"](32, diverged=("x",)),)
    )
    entries = [
        entry(sweep),
        entry(none, "only/measured.yaml", 0.44),
        entry(diverged, seconds=185.0),
        Entry("broken.yaml", None, "has errors", 0.1),
        Entry("later.yaml", None, "not run", None),
    ]
    rows = [line.split() for line in summary_table(entries).splitlines()]
    name = "specs/quickstart.yaml"
    assert rows[0] == ["spec", "claim", "verdict", "as", "expected", "time"]
    assert rows[1] == [name, "hu2020/theorem-d.1", "supported", "yes", "12", "s"]
    assert rows[2] == ["only/measured.yaml", "-", "measured", "-", "0.4", "s"]
    assert rows[3] == [name, "hu2020/theorem-d.1", "inconclusive", "no", "3", "min", "05", "s"]
    assert rows[4] == ["broken.yaml", "-", "has", "errors", "-", "0.1", "s"]
    assert rows[5] == ["later.yaml", "-", "not", "run", "-", "-"]
    lines = summary_table(entries).splitlines()
    assert lines[7:] == [
        "3 reports, 2 claims: 1 supported, 1 inconclusive.",
        "1 run diverged.",
        "2 specs without a report.",
    ]
    assert len({line.index("hu2020") for line in (lines[1], lines[3])}) == 1
    assert summary_table([]).splitlines()[-1] == "0 reports, 0 claims."


def test_the_time_of_a_spec_stands_once(make):
    report = make["report"](claims=(make["claim"]("supported"), make["claim"]("contradicted")))
    lines = summary_table([entry(report)]).splitlines()
    assert lines[1].endswith("12 s")
    assert lines[2].endswith("no") or lines[2].endswith("yes") or lines[2].endswith("-")


def test_long_names_give_way_in_a_summary(make):
    entries = [entry(make["report"](), "specs/" * 30 + "figure-1.yaml")]
    for line in summary_table(entries, width=80).splitlines():
        assert cells(line) <= 80
    assert "…" in summary_table(entries, width=80)
    assert summary_table(entries, width=80, ascii=True).isascii()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (185, "3 min 05 s"),
        (3599.7, "1 h 00 min"),
        (3720, "1 h 02 min"),
    ],
)
def test_durations(seconds, words):
    assert duration(seconds) == words
