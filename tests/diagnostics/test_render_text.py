"""What people read: golden texts, safe characters, terminal cells, caps."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlyspec.diagnostics.cells import visible, width
from earlyspec.diagnostics.finding import Finding, Label, Severity
from earlyspec.diagnostics.render_text import render
from earlyspec.source.document import Document
from earlyspec.source.span import Span

FILE = "specs/hu2020/figure-1.yaml"


class Sample(Finding):
    """A finding of given words."""

    code = "ES401"

    def __init__(
        self, span, message="width is too small", help=None, label="", labels=(), notes=()
    ):
        super().__init__(span)
        self.words = message, help, label, tuple(labels), tuple(notes)

    def message(self):
        return self.words[0]

    def help(self):
        return self.words[1]

    def label(self):
        return self.words[2]

    def labels(self):
        return self.words[3]

    def notes(self):
        return self.words[4]


class Mild(Sample):
    """A warning."""

    code = "ES117"
    severity = Severity.WARNING


class Slight(Sample):
    """A note."""

    code = "ES402"
    severity = Severity.NOTE


def at(line, column, length=1, file=FILE):
    return Span(file, line, column, line, column + length)


def documents(text, file=FILE):
    return {file: Document(file, text)}


SPEC = documents(
    "earlyspec: 1\n\n\n\n\n\narchitecture: {kind: two-layer, width: 128, activation: erf}\n"
)


def test_the_sample_of_the_style_guide():
    finding = Sample(
        at(7, 40, 3),
        "hu2020/theorem-3.2 cannot be supported here: width is too small",
        "raise `width` to 252, or drop `expect`; see `earlyspec explain hu2020/theorem-3.2`",
        notes=[
            ("needs", "m >~ d^(1+alpha), with constant 1 (the default)"),
            ("here", "128 against 100^1.2 = 251.2, ratio 0.51"),
            ("claim", f"{FILE}:10:5 expects `supported`"),
        ],
    )
    assert (
        render([finding], SPEC)
        == """\
error[ES401]: hu2020/theorem-3.2 cannot be supported here: width is too small
 --> specs/hu2020/figure-1.yaml:7:40
  |
7 | architecture: {kind: two-layer, width: 128, activation: erf}
  |                                        ^^^
  = needs: m >~ d^(1+alpha), with constant 1 (the default)
  = here:  128 against 100^1.2 = 251.2, ratio 0.51
  = claim: specs/hu2020/figure-1.yaml:10:5 expects `supported`
  = help:  raise `width` to 252, or drop `expect`; see `earlyspec explain hu2020/theorem-3.2`

specs/hu2020/figure-1.yaml: 1 error"""
    )


def test_further_places_near_and_far():
    text = documents("\n".join(f"line {k}" for k in range(1, 21)))
    finding = Sample(
        at(9, 6),
        label="second value",
        labels=[
            Label(at(7, 6), "first value"),
            Label(at(10, 1, 4), ""),
            Label(at(20, 6, 2), "and here"),
            Label(at(9, 1, 4), "its line"),
        ],
    )
    assert (
        render([finding], text)
        == """\
error[ES401]: width is too small
  --> specs/hu2020/figure-1.yaml:9:6
   |
 7 | line 7
   |      - first value
 8 | line 8
 9 | line 9
   |      ^ second value
   | ---- its line
10 | line 10
   | ----
...
20 | line 20
   |      -- and here

specs/hu2020/figure-1.yaml: 1 error"""
    )


def test_places_in_two_files():
    texts = documents("a: 1") | documents("d: 100", "<command line>")
    finding = Sample(at(1, 1), labels=[Label(at(1, 4, 3, "<command line>"), "set here")])
    assert (
        render([finding], texts)
        == """\
error[ES401]: width is too small
 --> specs/hu2020/figure-1.yaml:1:1
  |
1 | a: 1
  | ^
 ::: <command line>:1:4
  |
1 | d: 100
  |    --- set here

specs/hu2020/figure-1.yaml: 1 error"""
    )


def test_a_span_over_lines_is_marked_on_its_first():
    text = documents("a: [1,   \n  2]\n")
    assert "\n1 | a: [1,\n  |    ^^^\n" in render([Sample(Span(FILE, 1, 4, 2, 5))], text)


def test_an_empty_span_is_marked_with_one_caret():
    assert "\n1 | a:\n  |   ^\n" in render([Sample(Span(FILE, 1, 3, 1, 3))], documents("a:"))
    assert "\n1 |\n  | ^\n" in render([Sample(Span(FILE, 1, 1, 1, 1))], documents(""))


def test_carets_count_cells_and_not_characters():
    text = documents("日本: {e\u0301: 😀, x: 12}")
    lines = render([Sample(at(1, 16, 2))], text).split("\n")
    assert lines[3] == "1 | 日本: {e\u0301: 😀, x: 12}"
    assert lines[4] == "  | " + " " * 17 + "^^"
    assert render([Sample(at(1, 1, 2))], text).split("\n")[4] == "  | ^^^^"


def test_tabs_and_characters_that_act_are_shown():
    text = documents("a:\t\x1b[31m\u202ex: 1\xa0")
    lines = render([Sample(at(1, 4))], text).split("\n")
    assert lines[3] == "1 | a:    <U+001B>[31m<U+202E>x: 1<U+00A0>"
    assert lines[4] == "  |       ^^^^^^^^"


def test_words_of_a_finding_are_shown_safely_and_keep_their_lines():
    finding = Sample(
        at(1, 1, file="a\x1b.yaml"), "one\ntwo\x07", "three\nfour", notes=[("n", "\r")]
    )
    assert (
        render([finding], {})
        == """\
error[ES401]: one
  two<U+0007>
 --> a<U+001B>.yaml:1:1
  = n:    <U+000D>
  = help: three
          four

a<U+001B>.yaml: 1 error"""
    )


def test_a_place_without_its_document_or_without_a_file():
    assert (
        render([Sample(at(3, 1), help="look")], {})
        == """\
error[ES401]: width is too small
 --> specs/hu2020/figure-1.yaml:3:1
  = help: look

specs/hu2020/figure-1.yaml: 1 error"""
    )
    assert (
        render([Sample(None, help="look")], {})
        == """\
error[ES401]: width is too small
  = help: look

1 error"""
    )


def test_a_span_beyond_the_text_is_shown_as_well_as_can_be():
    assert "\n9 |\n  | ^\n" in render([Sample(at(9, 50, 3))], documents("a: 1"))


LONG = "a: [" + ", ".join(str(k) for k in range(100, 200)) + "]"


@pytest.mark.parametrize("column", [1, 5, 40, 95, 100, 250, 400, len(LONG)])
@pytest.mark.parametrize("length", [1, 3, 60, 300])
def test_a_long_line_is_cut_around_the_mark(column, length):
    lines = render([Sample(at(1, column, length))], documents(LONG)).split("\n")
    source, marks = lines[3], lines[4]
    assert len(source) <= 100
    assert len(marks) <= 100
    start = marks.index("^")
    shown = source[start : start + marks.count("^")].removesuffix("...")
    assert shown == LONG[column - 1 : column - 1 + len(shown)]
    assert len(shown) >= min(length, len(LONG) - column + 1, 60)
    assert source[4:7] == "..." or source[4:].startswith("a: [")


def test_two_marks_far_apart_on_a_long_line_get_an_excerpt_each():
    finding = Sample(at(1, 400, 3), label="here", labels=[Label(at(1, 5, 3), "there")])
    lines = render([finding], documents(LONG)).split("\n")
    assert [line[:4] for line in lines[3:7]] == ["1 | ", "  | ", "1 | ", "  | "]
    assert lines[6] == "  |     --- there"


def test_wide_characters_are_cut_by_cells():
    lines = render([Sample(at(1, 120, 2))], documents("日" * 200)).split("\n")
    assert width(lines[3]) <= 100
    assert lines[4].strip("| ") == "^^^^"


def test_of_one_code_twenty_findings_a_file_are_written_out():
    text = documents("a: 1\n" * 50)
    many = [Sample(at(k, 1)) for k in range(1, 51)]
    few = [Mild(at(k, 1)) for k in range(1, 21)]
    other = [Sample(at(1, 1, file="other.yaml"))]
    out = render(many + few + other, text)
    assert out.count("error[ES401]") == 21
    assert out.count("warning[ES117]") == 20
    assert f"\n\nand 30 more ES401 in {FILE}\n\n" in out
    assert out.endswith(f"\n\n{FILE}: 50 errors, 20 warnings\nother.yaml: 1 error")


def test_the_summary_counts_by_severity():
    out = render([Sample(at(1, 1)), Slight(at(1, 1)), Mild(at(1, 1)), Slight(at(1, 1))], {})
    assert out.endswith(f"{FILE}: 1 error, 1 warning, 2 notes")


def test_nothing_is_said_of_nothing():
    assert render([], {}) == ""


def test_colour_changes_no_character():
    findings = [
        Sample(at(7, 40, 3), help="h", labels=[Label(at(1, 1), "x")]), Mild(at(7, 1)),
        Slight(None, notes=[("n", "t")]),
    ]  # fmt: skip
    plain, coloured = render(findings, SPEC), render(findings, SPEC, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31merror[ES401]\x1b[0m" in coloured
    assert "\x1b[1;33mwarning[ES117]\x1b[0m" in coloured
    assert "\x1b[1;36mnote[ES402]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


@given(
    text=st.text(), line=st.integers(1, 4), column=st.integers(1, 200), length=st.integers(0, 200)
)
def test_any_source_is_rendered_safely(text, line, column, length):
    out = render([Sample(at(line, column, length))], documents(text))
    for character in out:
        assert character == "\n" or unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
    assert all(width(row) <= 100 for row in out.split("\n"))
    assert out.count("^") >= 1


@given(text=st.text())
def test_visible_text_is_visible_once_and_for_all(text):
    assert visible(visible(text)) == visible(text)
    assert len(visible(text)) >= len(text)
