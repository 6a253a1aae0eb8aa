"""What programs read: concise, JSON, SARIF and GitHub, against golden texts."""

import json

from hypothesis import given
from hypothesis import strategies as st

from earlyspec._version import __version__
from earlyspec.diagnostics import render_concise, render_github, render_json, render_sarif
from earlyspec.diagnostics.finding import Finding, Label, Severity
from earlyspec.source.span import Span


class Wrong(Finding):
    """Something is wrong.

    What it means: nothing.
    """

    code = "ES201"

    def __init__(self, span, message="unknown key `a, b: 100%`", help=None):
        super().__init__(span)
        self.words, self.way_out = message, help

    def message(self):
        return self.words

    def help(self):
        return self.way_out


class Twice(Wrong):
    """Something is there twice."""

    code = "ES102"
    severity = Severity.WARNING

    def label(self):
        return "second"

    def labels(self):
        return (Label(Span("b c.yaml", 2, 1, 2, 4), "first"),)

    def notes(self):
        return (("note", "the last wins"),)


class Remark(Wrong):
    """A remark."""

    code = "ES402"
    severity = Severity.NOTE


FINDINGS = [
    Wrong(Span("specs/a,b:c.yaml", 7, 3, 7, 12), help="did you mean `c`?"),
    Twice(Span("b c.yaml", 9, 5, 11, 2), "one\ntwo"),
    Remark(None, "no file is to blame"),
]


def test_concise_is_one_line_each():
    assert render_concise.render(FINDINGS, {}) == (
        "specs/a,b:c.yaml:7:3: error[ES201] unknown key `a, b: 100%`\n"
        "b c.yaml:9:5: warning[ES102] one two\n"
        "note[ES402] no file is to blame"
    )
    assert render_concise.render([], {}) == ""


def test_concise_shows_characters_that_act():
    finding = Wrong(Span("a\x1b.yaml", 1, 1, 1, 2), "x\x07\u2028y")
    assert render_concise.render([finding], {}) == "a<U+001B>.yaml:1:1: error[ES201] x<U+0007> y"


def test_json_lists_every_fact():
    assert json.loads(render_json.render(FINDINGS, {})) == [
        {
            "code": "ES201", "severity": "error", "message": "unknown key `a, b: 100%`",
            "help": "did you mean `c`?", "notes": [], "file": "specs/a,b:c.yaml",
            "line": 7, "column": 3, "end_line": 7, "end_column": 12, "label": "", "labels": [],
        },
        {
            "code": "ES102", "severity": "warning", "message": "one\ntwo", "help": None,
            "notes": [{"name": "note", "text": "the last wins"}], "file": "b c.yaml",
            "line": 9, "column": 5, "end_line": 11, "end_column": 2, "label": "second",
            "labels": [
                {"file": "b c.yaml", "line": 2, "column": 1, "end_line": 2, "end_column": 4,
                 "text": "first"}
            ],
        },
        {
            "code": "ES402", "severity": "note", "message": "no file is to blame", "help": None,
            "notes": [], "file": None, "line": None, "column": None, "end_line": None,
            "end_column": None, "label": "", "labels": [],
        },
    ]  # fmt: skip
    assert render_json.render([], {}) == "[]"


def test_github_commands_are_escaped():
    assert render_github.render(FINDINGS, {}).split("\n") == [
        "::error file=specs/a%2Cb%3Ac.yaml,line=7,col=3,endLine=7,endColumn=12,"
        "title=earlyspec ES201::specs/a,b:c.yaml:7:3: unknown key `a, b: 100%25`"
        "%0Ahelp: did you mean `c`?",
        "::warning file=b c.yaml,line=9,endLine=11,title=earlyspec ES102::b c.yaml:9:5: one%0Atwo"
        "%0Anote: the last wins",
        "::notice title=earlyspec ES402::no file is to blame",
    ]
    assert render_github.render([], {}) == ""


@given(file=st.text(min_size=1), message=st.text())
def test_no_text_can_begin_a_command_of_its_own(file, message):
    out = render_github.render([Wrong(Span(file, 1, 1, 1, 2), message)], {})
    assert len(out.splitlines()) == 1
    out.encode()


def sarif(findings):
    log = json.loads(render_sarif.render(findings, {}))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    return run


def test_sarif_rules_are_sorted_and_explained():
    driver = sarif(FINDINGS)["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("earlyspec", __version__)
    assert [rule["id"] for rule in driver["rules"]] == ["ES102", "ES201", "ES402"]
    assert driver["rules"][1] == {
        "id": "ES201",
        "name": "Wrong",
        "shortDescription": {"text": "Something is wrong."},
        "fullDescription": {"text": "Something is wrong.\n\nWhat it means: nothing."},
        "help": {
            "text": "Something is wrong.\n\nWhat it means: nothing.",
            "markdown": "Something is wrong.\n\nWhat it means: nothing.",
        },
        "defaultConfiguration": {"level": "error"},
    }


def test_sarif_results_are_in_order_and_point_at_places():
    run = sarif(FINDINGS)
    assert run["columnKind"] == "unicodeCodePoints"
    first, second, third = run["results"]
    assert first.pop("partialFingerprints").keys() == {"earlyspec/v1"}
    assert first == {
        "ruleId": "ES201",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": "unknown key `a, b: 100%`\nhelp: did you mean `c`?"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "specs/a%2Cb%3Ac.yaml"},
                    "region": {"startLine": 7, "startColumn": 3, "endLine": 7, "endColumn": 12},
                }
            }
        ],
    }
    assert second["message"]["text"] == "one\ntwo\nnote: the last wins"
    assert second["relatedLocations"] == [
        {
            "id": 1,
            "physicalLocation": {
                "artifactLocation": {"uri": "b%20c.yaml"},
                "region": {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 4},
            },
            "message": {"text": "first"},
        }
    ]
    assert "locations" not in third
    assert third["level"] == "note"


def fingerprints(findings):
    return [each["partialFingerprints"]["earlyspec/v1"] for each in sarif(findings)["results"]]


def test_sarif_fingerprints_do_not_move_with_the_lines():
    here = [Wrong(Span("a.yaml", 7, 3, 7, 12)), Wrong(Span("a.yaml", 8, 3, 8, 12))]
    there = [Wrong(Span("a.yaml", 70, 1, 70, 9)), Wrong(Span("a.yaml", 90, 1, 91, 9))]
    assert fingerprints(here) == fingerprints(there)
    others = [Wrong(Span("b.yaml", 7, 3, 7, 12)), Twice(Span("a.yaml", 7, 3, 7, 12)),
              Wrong(Span("a.yaml", 7, 3, 7, 12), "other")]  # fmt: skip
    assert len(set(fingerprints(here + others))) == 5


def test_sarif_names_files_by_uri():
    for file, uri in (("/a b/c.yaml", "file:///a%20b/c.yaml"), ("<stdin>", "%3Cstdin%3E")):
        [result] = sarif([Wrong(Span(file, 1, 1, 1, 2))])["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_of_nothing_is_a_run_without_results():
    run = sarif([])
    assert run["results"] == []
    assert run["tool"]["driver"]["rules"] == []


@given(file=st.text(min_size=1), message=st.text())
def test_machine_formats_bear_any_text(file, message):
    finding = Wrong(Span(file, 1, 1, 1, 2), message, message)
    for renderer in (render_json, render_sarif, render_concise):
        renderer.render([finding], {}).encode()
