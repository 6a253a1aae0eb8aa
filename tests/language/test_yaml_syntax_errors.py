"""Every syntax error names the mistake, in the same words and place for both parsers."""

import pytest
import yaml

from earlyspec.language import yaml_tree
from earlyspec.source.document import Document

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]

INDENTATION = "the indentation of this line matches no line above"
CASES = [
    ("title: Figure 1: it's", "1:16", "a second `:` in one value", "quote it: `'Figure 1: it''s'`"),
    ("- a: b: c", "1:7", "a second `:` in one value", "quote it: `'b: c'`"),
    ('a: "b" : c', "1:8", "a second `:` in one value", "quote the whole value"),
    ("a: 1\n  b: 2", "2:3", "the key `b` is indented below a value", "same column"),
    ("k" * 1100 + ": 1", "1:1101", "a key is too long", "at most 1000 characters"),
    ("a: 1\nnocolon\nb: 2", "2:1", "`nocolon` is neither a key nor a value", "write `key: value`"),
    ("a: 'x\nb: 2", "1:4", "this quote is never closed", "end it with `'`; an apostrophe"),
    ('a: "x\nb: 2', "1:4", "this quote is never closed", 'end it with `"`'),
    ('a: "x\n---\n"', "1:4", "this quote is never closed", 'end it with `"`'),
    ("a: [1, 2\nb: 3", "1:4", "`[` is never closed", "add the closing `]`"),
    ("a: {b: 1\nc: 3", "1:4", "`{` is never closed", "add the closing `}`"),
    ("a: [1, 2", "1:4", "`[` is never closed", "add the closing `]`"),
    ("a: [1 {b: 2}]", "1:7", "`,` or `]` is missing here", "write `,` before the next entry"),
    ("a: {t: x: y}", "1:9", "`,` or `}` is missing here", "quote a value that holds `: `"),
    ("a: ]", "1:4", "`]` is not expected here", "quote it: `']'`"),
    ("a: , b", "1:4", "`,` is not expected here", "quote it: `', b'`"),
    ("a:\n  b: 1\n c: 2", "3:2", INDENTATION, "same column"),
    ("a:\n  - 1\n b: 2", "3:2", INDENTATION, "same column"),
    (": 1", "1:1", "a key is missing before `:`", "write `key: value`"),
    ("a: 'it's'", "1:8", "text follows the closing quote", "an apostrophe is written `''`"),
    ('a: "x" y', "1:8", "text follows the closing quote", "quote the value as a whole"),
    ("a: [1] x", "1:8", "text follows the closing `]`", "delete it"),
    ("{a: 1} x", "1:8", "text follows the end of the spec", "delete it"),
    ("- a\nb: 1", "2:1", "a list item is expected here", "begin the line with `- `"),
    ("a: - b", "1:4", "a list cannot begin behind a key", "or `[a, b]`"),
    ("a: - 5", "1:4", "a list cannot begin behind a key", "a negative number without a space"),
    ("a: ? b", "1:4", "a value cannot begin with `? `", "quote it: `'? b'`"),
    ("a: @x", "1:4", "a value cannot begin with `@`", "quote it: `'@x'`"),
    ("a: `x` # y", "1:4", "a value cannot begin with a back-tick", "quote it: `'`x`'`"),
    ("a: *.csv", "1:4", "a value cannot begin with `*`, which begins an alias in YAML", "'*.csv'"),
    ("a: & b", "1:4", "a value cannot begin with `&`, which begins an anchor in YAML", "'& b'"),
    ('a: "\\q"', "1:5", "`\\q` is not an escape", "use single quotes"),
    ('a: "C:\\data\\x"', "1:7", "`\\d` is not an escape", "use single quotes"),
    ('a: "\\xzz"', "1:5", "`\\x` is not an escape", "use single quotes"),
    ("a: |3x\n  b", "1:4", "text cannot follow `|` or `>` on the same line", "'|3x'"),
    ("%x", "1:1", "`%` at the head of a line begins a directive", "delete the line"),
    ("%YAML 2.0\n---\na: 1", "1:1", "`%` at the head of a line begins a directive", "delete"),
]  # fmt: skip


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
@pytest.mark.parametrize(
    ("text", "place", "message", "help"), CASES, ids=[c[0][:20] for c in CASES]
)
def test_a_syntax_error_names_the_mistake(monkeypatch, loader, text, place, message, help):
    monkeypatch.setattr(yaml_tree, "LOADER", loader)
    tree = yaml_tree.parse(Document("spec.yaml", text))
    [finding] = tree.findings
    assert finding.code == "ES101"
    assert f"{finding.span.line}:{finding.span.column}" == place
    assert finding.message().startswith(message)
    assert help in finding.help()
    assert tree.data is None


def test_a_missing_comma_shows_where_the_bracket_opened():
    [finding] = yaml_tree.parse(Document("spec.yaml", "a: [1 {b: 2}]")).findings
    [label] = finding.labels()
    assert (label.span.column, label.text) == (4, "opened here")


def test_a_long_line_of_blanks_is_explained_too():
    blanks = " " * 500_000  # a pattern that backtracks would never end
    for text in (f"a: @x{blanks}y", f"a: b: c{blanks}d", f"a: 'x'{blanks}y", f"a: ]{blanks}x"):
        [finding] = yaml_tree.parse(Document("spec.yaml", text)).findings
        assert finding.code == "ES101"
        assert len(finding.help()) < 200
