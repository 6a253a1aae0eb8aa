"""Marks, mended data, bounds, and the two parsers against each other."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from earlyspec.diagnostics.finding import Severity, in_source_order
from earlyspec.language import yaml_fold, yaml_remarks, yaml_tree
from earlyspec.source.document import Document

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]
SPEC = """\
earlyspec: 1
title: 'An erf network'  # quoted
let: {d: 50, alpha: 0.2}

data:
  inputs: {distribution: gaussian,
           dim: d}
  labels:
    rule: teacher
  "naïve": 日本 😀
  train: 3.10
claims:
- hu2020/theorem-d.1
- {theorem: x, expect: supported}
notes: |
  two
  lines
"""


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def parse(request, monkeypatch):
    monkeypatch.setattr(yaml_tree, "LOADER", request.param)
    return lambda text: yaml_tree.parse(Document("spec.yaml", text))


def cut(document, span):
    """The text of a one-line span."""
    assert span.line == span.end_line
    return document.line(span.line)[span.column - 1 : span.end_column - 1]


def test_a_sound_spec_becomes_plain_data(parse):
    tree = parse(SPEC)
    assert tree.findings == []
    assert tree.broken == frozenset()
    assert tree.data == {
        "earlyspec": 1,
        "title": "An erf network",
        "let": {"d": 50, "alpha": 0.2},
        "data": {
            "inputs": {"distribution": "gaussian", "dim": "d"},
            "labels": {"rule": "teacher"},
            "naïve": "日本 😀",
            "train": 3.1,
        },
        "claims": ["hu2020/theorem-d.1", {"theorem": "x", "expect": "supported"}],
        "notes": "two\nlines\n",
    }


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("earlyspec",), "earlyspec", "1"),
        (("title",), "title", "'An erf network'"),
        (("let",), "let", "{d: 50, alpha: 0.2}"),
        (("let", "alpha"), "alpha", "0.2"),
        (("data",), "data", "inputs: {distribution: gaussian"),
        (("data", "inputs", "dim"), "dim", "d"),
        (("data", "labels"), "labels", "rule: teacher"),
        (("data", "naïve"), '"naïve"', "日本 😀"),
        (("claims",), "claims", "- hu2020/theorem-d.1"),
        (("claims", 0), None, "hu2020/theorem-d.1"),
        (("claims", 1), None, "{theorem: x, expect: supported}"),
        (("claims", 1, "expect"), "expect", "supported"),
        (("notes",), "notes", "|"),
        ((), None, "earlyspec: 1"),
    ],
)
def test_marks_point_at_keys_and_values(parse, path, key, value):
    tree = parse(SPEC)
    mark = tree.marks[path]
    assert (None if mark.key is None else cut(tree.document, mark.key)) == key
    found = mark.value
    if found.line != found.end_line:
        found = found._replace(
            end_line=found.line, end_column=len(tree.document.line(found.line)) + 1
        )
    assert cut(tree.document, found) == value


def test_a_collection_in_brackets_is_marked_over_all_its_lines(parse):
    span = parse(SPEC).marks["data", "inputs"].value
    assert span[1:] == (6, 11, 7, 19)


def test_scalars_keep_their_text_and_whether_they_were_quoted(parse):
    marks = parse(SPEC).marks
    assert (marks["data", "train"].text, marks["data", "train"].plain) == ("3.10", True)
    assert (marks["title",].text, marks["title",].plain) == ("An erf network", False)
    assert marks["let",].text is None


def test_every_value_has_a_mark_and_nothing_else(parse):
    def paths(value, path=()):
        yield path
        items = value.items() if isinstance(value, dict) else ()
        items = enumerate(value) if isinstance(value, list) else items
        for key, inner in items:
            yield from paths(inner, (*path, key))

    tree = parse(SPEC)
    assert set(tree.marks) == set(paths(tree.data))


def test_all_problems_come_at_once_and_in_order(parse):
    tree = parse("a: 010\nb: *x\nc: !t 1\nd: {a: 1, a: 2}\ne: .nan\n2: x\n<<: 1\nf: 'x' #y\n")
    assert [finding.code for finding in tree.findings] == [
        "ES107", "ES103", "ES105", "ES102", "ES108", "ES106", "ES104",
    ]  # fmt: skip
    assert tree.data == {"a": 10, "b": None, "c": 1, "d": {"a": 1}, "e": None, "f": "x"}
    assert tree.broken == {("a",), ("b",), ("c",), ("e",), ()}


def test_what_stands_below_a_refused_key_is_checked_for_nothing_but_its_properties(parse):
    tree = parse("a: 1\na: {x: &y 2, x: 3}\n")
    assert [finding.code for finding in tree.findings] == ["ES102", "ES103"]
    assert set(tree.marks) == {(), ("a",)}


def test_nothing_is_kept_after_a_syntax_error_but_its_finding_and_those_before(parse):
    tree = parse("a: 010\nb: [1\n")
    assert [finding.code for finding in tree.findings] == ["ES107", "ES101"]
    assert tree.data is None


def test_values_are_counted(parse, monkeypatch):
    monkeypatch.setattr(yaml_fold, "MOST_NODES", 10)
    assert parse("a: [1, 2, 3, 4, 5, 6, 7]").findings == []
    tree = parse("a: [1, 2, 3, 4, 5, 6, 7, 8]")
    assert [finding.code for finding in tree.findings] == ["ES113"]
    assert tree.data is None


def test_long_texts_are_refused_and_the_rest_is_read(parse):
    tree = parse(f"a: {'x' * 10_001}\nb: 2\n{'k' * 500}: 3\n")
    assert [finding.code for finding in tree.findings] == ["ES113"]
    assert tree.data == {"a": None, "b": 2, "k" * 500: 3}
    assert parse(f"a: {'x' * 10_000}").findings == []


def test_a_text_beyond_a_mebibyte_is_not_parsed(parse):
    tree = parse("#" * ((1 << 20) + 1))
    assert [finding.code for finding in tree.findings] == ["ES113"]
    assert tree.data is None


def test_findings_are_bounded(parse):
    assert len(parse("- 010\n" * 5000).findings) == yaml_remarks.MOST_FINDINGS + 1
    warned = parse("a:\n" + "- b #c\n" * 5000)
    assert len(warned.findings) == yaml_remarks.MOST_FINDINGS
    assert len(warned.data["a"]) == 5000
    assert len(parse("a: \0" * 5000).findings) == yaml_tree.MOST_CHARACTERS + 1


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML lacks libyaml here")
def test_libyaml_is_used_where_it_is_there():
    assert yaml_tree.LOADER is yaml.CSafeLoader


ANYTHING = st.one_of(
    st.text(),
    st.text(alphabet="ab:- #\n\t{}[],&*!|>'\"%@`?<~.0123456789_\\xu\r\x85\u2028\ufeff\0 é😀"),
    st.lists(
        st.sampled_from(
            ["a: ", "b:", "- ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ", ", "1", "010", "x",
             "'", '"', "#", " #y", "&z ", "*z", "!t ", "<<: ", "? ", "|", ">\n", "---\n", "...\n",
             "\t", "{{", "%", "\\", "1e400", "é日😀", "\ud800", "\r\n"]
        )
    ).map("".join),
)  # fmt: skip


def inside(span, document):
    """Whether a span lies in the text, ends after it starts, and starts on a line that exists."""
    lines = document.lines
    return (
        (span.line, span.column) <= (span.end_line, span.end_column)
        and 1 <= span.line <= span.end_line <= len(lines)
        and 1 <= span.column <= len(lines[span.line - 1]) + 1
        and 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
    )


def check(tree):
    assert tree.findings == in_source_order(tree.findings)
    errors = [each for each in tree.findings if each.severity is Severity.ERROR]
    assert isinstance(tree.data, dict) or errors
    for finding in tree.findings:
        assert finding.message()
        assert inside(finding.span, tree.document)
        assert all(inside(label.span, tree.document) for label in finding.labels())
    for mark in tree.marks.values():
        assert inside(mark.value, tree.document)
        assert mark.key is None or inside(mark.key, tree.document)


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
@given(text=ANYTHING)
def test_any_text_gives_a_tree(loader, text):
    before, yaml_tree.LOADER = yaml_tree.LOADER, loader
    try:
        check(yaml_tree.parse(Document("spec.yaml", text)))
    finally:
        yaml_tree.LOADER = before


@given(data=st.one_of(st.binary(), ANYTHING.map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_give_a_document_or_a_finding(data):
    document, findings = yaml_tree.decode(data, "spec.yaml")
    assert (document is None) == bool(findings)
    if document is not None:
        check(yaml_tree.parse(document))


# Where libyaml and its twin are known to differ: `?` and `:,` in brackets, and `|#` or a tab in
# the indentation of block text. No spec needs any of it.
DIFFERENT = re.compile(r"[\[{][\s\S]*(\?|:[,\[\]{}])|[|>][^\n]*#|[|>][\s\S]*\t")


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML lacks libyaml here")
@given(text=ANYTHING.filter(lambda text: not DIFFERENT.search(text)))
def test_the_parsers_agree_on_what_is_a_spec_and_on_its_data(text):
    before, trees = yaml_tree.LOADER, []
    try:
        for yaml_tree.LOADER in LOADERS:
            trees.append(yaml_tree.parse(Document("spec.yaml", text)))
    finally:
        yaml_tree.LOADER = before
    sound = [all(each.severity is not Severity.ERROR for each in tree.findings) for tree in trees]
    assert sound[0] == sound[1]
    if sound[0]:
        assert repr(trees[0].data) == repr(trees[1].data)
        assert trees[0].findings == trees[1].findings
