"""The traps of YAML that were measured in PyYAML, one test a row, on libyaml and on its twin."""

import pytest
import yaml

from earlyspec.language import yaml_tree
from earlyspec.source.document import Document

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def parse(request, monkeypatch):
    monkeypatch.setattr(yaml_tree, "LOADER", request.param)
    return lambda text: yaml_tree.parse(Document("spec.yaml", text))


def codes(tree):
    return [finding.code for finding in tree.findings]


def value(parse, text):
    tree = parse(f"a: {text}")
    assert codes(tree) == []
    return tree.data["a"]


def refusal(parse, text):
    """Code, message and help of the one finding about a value."""
    [finding] = parse(f"a: {text}").findings
    return finding.code, finding.message(), finding.help()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1e-3", 0.001),
        ("1E3", 1000.0),
        ("1.0e3", 1000.0),
        ("1e+3", 1000.0),
        ("-.5", -0.5),
        ("+.5", 0.5),
        (".5", 0.5),
        ("1.e-3", 0.001),
        ("5.", 5.0),
        ("-0.0", 0.0),
        ("1e300", 1e300),
    ],
)
def test_exponents_and_bare_points_are_floats(parse, text, number):
    found = value(parse, text)
    assert type(found) is float
    assert found == number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("-7", -7), ("+12", 12), ("20000", 20000)])
def test_digits_are_integers(parse, text, number):
    found = value(parse, text)
    assert type(found) is int
    assert found == number


@pytest.mark.parametrize("text", ["695e0514x", "1e", "e5", "1e-3x", "+", ".", "1.2.3", "--1"])
def test_what_only_begins_like_a_number_is_text(parse, text):
    assert value(parse, text) == text


def test_a_hash_that_looks_like_an_exponent_is_refused_and_not_infinite(parse):
    code, message, help = refusal(parse, "695e0514")
    assert (code, message) == ("ES108", "`695e0514` is too large for a number of 64 bits")
    assert "write at most 1e300" in help


@pytest.mark.parametrize("text", ["yes", "no", "on", "off", "Yes", "ON", "y", "n", "NO"])
def test_the_truth_words_of_yaml_1_1_are_text(parse, text):
    assert value(parse, text) == text


def test_the_key_on_is_text(parse):
    assert parse("on: 1").data == {"on": 1}


@pytest.mark.parametrize("text", ["true", "True", "TRUE"])
def test_true(parse, text):
    assert value(parse, text) is True


@pytest.mark.parametrize("text", ["false", "False", "FALSE"])
def test_false(parse, text):
    assert value(parse, text) is False


@pytest.mark.parametrize("text", ["null", "Null", "NULL", "~", ""])
def test_null(parse, text):
    assert value(parse, text) is None


@pytest.mark.parametrize(
    ("text", "why", "instead"),
    [
        ("010", "begins with a zero", "write 10, or 8 if octal was meant"),
        ("08", "begins with a zero", "write 8;"),
        ("-007", "begins with a zero", "write -7"),
        ("01.5", "begins with a zero", "write 1.5"),
        ("0o10", "is not decimal", "write 8"),
        ("0x10", "is not decimal", "write 16"),
        ("0b101", "is not decimal", "write 5"),
        ("1_000", "has separators between digits", "write 1000"),
        ("0.1_0", "has separators between digits", "write 0.10"),
        ("1,000", "has separators between digits", "write 1000"),
        ("0,5", "has separators between digits", "write 0.5"),
        ("32,64,128", "has separators between digits", "write [32, 64, 128]"),
        ("99999999999999999999", "is beyond 2^63, the largest whole number", "write 1e+20"),
        ("1e-400", "is so small that it becomes 0", "write 0"),
    ],
)
def test_numbers_that_programs_read_differently_are_refused(parse, text, why, instead):
    code, message, help = refusal(parse, text)
    assert (code, message) == ("ES107", f"the number `{text}` {why}")
    assert instead in help
    assert parse(f"a: '{text}'").data == {"a": text}


@pytest.mark.parametrize("text", ["12:30", "190:20:30", "1:30.5", "2024-01-01", "2024-01-01 12:00"])
def test_times_and_dates_are_text(parse, text):
    assert value(parse, text) == text


def test_a_version_is_the_number_that_it_looks_like_and_its_text_is_kept(parse):
    tree = parse("a: 3.10")
    assert tree.data == {"a": 3.1}
    assert tree.marks["a",].text == "3.10"


@pytest.mark.parametrize(
    "text", [".nan", ".inf", "-.inf", ".NaN", "1.0e+400", "nan", "inf", "-inf", "1e400", "Infinity"]
)
def test_what_is_not_finite_is_refused(parse, text):
    assert refusal(parse, text)[0] == "ES108"


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2", "x:\n  a: 1\n  b: 0\n  a: 2", "x: {a: 1, a: 2}", "a: 1\n'a': 2"]
)
def test_a_duplicate_key_is_refused_with_both_places(parse, text):
    [finding] = parse(text).findings
    assert finding.code == "ES102"
    [first] = finding.labels()
    assert first.text == "first value"
    assert (first.span.line, first.span.column) < (finding.span.line, finding.span.column)


def test_of_a_duplicate_key_the_first_value_is_kept(parse):
    assert parse("a: {b: 1}\na: {b: 2, c: 3}").data == {"a": {"b": 1}}


def test_keys_are_text(parse):
    tree = parse("1: a\n1.0: b\ntrue: c\n~: d\n'2': e")
    assert codes(tree) == ["ES106"] * 4
    assert [finding.span.line for finding in tree.findings] == [1, 2, 3, 4]
    assert "`true` is a truth value" in tree.findings[2].message()
    assert tree.data == {"2": "e"}


def test_anchors_and_aliases_are_refused_and_never_expanded(parse):
    laughs = ["a0: &a0 [x]", *(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 30))]
    tree = parse("\n".join(laughs))
    assert set(codes(tree)) == {"ES103"}
    assert tree.data["a29"] == [None, None]
    assert ("a29", 0) in tree.broken


def test_merge_keys_are_refused_without_a_second_finding_for_their_alias(parse):
    tree = parse("a: {b: 1}\nc:\n  <<: *a\n  d: 2")
    assert codes(tree) == ["ES104"]
    assert tree.data["c"] == {"d": 2}
    assert ("c",) in tree.broken
    assert parse("'<<': 1").data == {"<<": 1}


def test_a_bomb_of_merge_keys_is_refused_as_fast_as_it_is_read(parse):
    lines = ["a0: &a0 {k: 1}"]
    lines += [f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}, *a{i - 1}]}}" for i in range(1, 12)]
    assert set(codes(parse("\n".join(lines)))) == {"ES103", "ES104"}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
@pytest.mark.parametrize("depth", [500, 100_000])
def test_depth_is_bounded(parse, opening, depth):
    [finding] = parse(opening * depth).findings
    assert finding.code == "ES112"
    assert parse(opening * depth).data is None


def test_thirty_two_levels_are_read(parse):
    assert codes(parse("a: " + "[" * 31 + "]" * 31)) == []
    assert codes(parse("a: " + "[" * 32 + "]" * 32)) == ["ES112"]


@pytest.mark.parametrize(
    "text", ["1" * 5000, "0x" + "f" * 5000, "1." + "0" * 5000, "1_" * 500 + "1"]
)
def test_long_numbers_are_refused_before_they_are_converted(parse, text):
    assert refusal(parse, text)[0] == "ES107"


def test_long_sexagesimals_are_text_up_to_the_length_of_any_text(parse):
    assert value(parse, "1" + ":59" * 1000) == "1" + ":59" * 1000
    assert refusal(parse, "1" + ":59" * 10_000)[0] == "ES113"


@pytest.mark.parametrize(
    "text",
    ["!foo 1", "!!python/object:os.system x", "!!set {a}", "!!binary aGk=", "!!omap [a: 1]",
     "!foo!bar 1", "!<tag:x> 1"],
)  # fmt: skip
def test_tags_are_refused(parse, text):
    code, message, _ = refusal(parse, text)
    assert code == "ES105"
    assert text.split()[0] in message


def test_a_byte_order_mark_is_dropped_at_the_start_only(parse):
    document, findings = yaml_tree.decode(b"\xef\xbb\xbfa: 1\n", "spec.yaml")
    assert findings == []
    assert parse(document.text).data == {"a": 1}
    tree = parse("a: 1\n\ufeffb: 2")
    assert codes(tree) == ["ES109"]
    assert tree.findings[0].span[1:3] == (2, 1)
    assert tree.data == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\tb", (1, 3)),
        ("a: 1\t# c", (1, 5)),
        ("a:\n\tb: 1", (2, 1)),
        ("a:\n  b: 1\n \tc: 1", (3, 2)),
        ("a: x\n\ty: 2", (2, 1)),
        ("a: [1,\n\t2]", (2, 1)),
        ("a: x\ty", (1, 5)),
        ("a: 1\t", (1, 5)),
    ],
)
def test_tabs_are_refused_by_both_parsers_alike(parse, text, place):
    [finding] = parse(text).findings
    assert finding.code == "ES110"
    assert finding.span[1:3] == place
    indented = place[1] <= 2
    assert finding.help() == (
        "indent with spaces, two a level" if indented else "write a space instead"
    )


def test_tabs_are_text_in_quotes_block_text_and_comments(parse):
    tree = parse("# a\tb\na: 'x\ty'\nb: \"x\ty\" # a\tb\nc: |\n  x\ty\n")
    assert codes(tree) == []
    assert tree.data == {"a": "x\ty", "b": "x\ty", "c": "x\ty\n"}


def test_windows_line_ends_are_accepted_and_others_are_refused(parse):
    assert parse("a: 1\r\nb: 2\r\n").data == {"a": 1, "b": 2}
    for end in ("\r", "\x85", "\u2028", "\u2029"):
        tree = parse(f"a: 'x{end}y'")
        assert codes(tree) == ["ES109"]
        assert tree.findings[0].span[1:3] == (1, 6)
        assert codes(parse(f"a: 1{end}b: 2")) == ["ES109"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_refused(parse, encoding):
    document, findings = yaml_tree.decode("a: 1\nb: é".encode(encoding), "spec.yaml")
    found = findings or parse(document.text).findings
    assert {finding.code for finding in found} <= {"ES119", "ES109"}
    assert found


@pytest.mark.parametrize("text", ['"\\ud83d\\ude00"', '"\\ud800"', '"\\udfff x"', '"\\U00110000"'])
def test_half_surrogate_pairs_are_refused(parse, text):
    assert refusal(parse, text)[0] == "ES109"


@pytest.mark.parametrize("text", ['"\\0"', '"\\x1b[31m"', '"\\a"', '"\\N"', '"\\L"', '"\\u202e"'])
def test_characters_that_may_not_stand_in_the_text_may_not_be_escaped_either(parse, text):
    assert refusal(parse, text)[0] == "ES109"


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: 1\n---\nb: 2", "ES114", (2, 1)),
        ("a: 1\n...\njunk", "ES114", (3, 1)),
        ("", "ES115", (1, 1)),
        ("# nothing\n\n", "ES115", (1, 1)),
        ("---", "ES115", (1, 1)),
        ("hello", "ES116", (1, 1)),
        ("'a: 1'", "ES116", (1, 1)),
        ("12", "ES116", (1, 1)),
        ("null", "ES116", (1, 1)),
        ("- a\n- b", "ES116", (1, 1)),
        ("[a, b]", "ES116", (1, 1)),
    ],
)
def test_a_file_holds_one_mapping(parse, text, code, place):
    tree = parse(text)
    assert codes(tree) == [code]
    assert tree.findings[0].span[1:3] == place
    assert tree.data is None


def test_document_marks_around_one_mapping_are_accepted(parse):
    assert parse("---\na: 1\n...\n").data == {"a": 1}


@pytest.mark.parametrize(
    ("text", "place", "instead"),
    [
        ("a:1", (1, 1), "`a: 1`"),
        ("a:1\nb: 2", (1, 1), "`a: 1`"),
        ("b: 2\na:1\nc: 3", (2, 1), "`a: 1`"),
        ("x: {a:1, b: 2}", (1, 5), "`a: 1`"),
        ("x: {a :1}", (1, 5), "`a: 1`"),
        ("x:\n  steps:100\n", (2, 3), "`steps: 100`"),
        ("x:\n  steps:100\n  lr:2\n", (2, 3), "`steps: 100`"),
    ],
)
def test_a_missing_space_is_named(parse, text, place, instead):
    [finding] = parse(text).findings
    assert finding.code == "ES111"
    assert finding.span[1:3] == place
    assert instead in finding.help()


def test_a_missing_space_in_brackets_is_mended(parse):
    tree = parse("x: {train:1000, test: 3}")
    assert tree.data == {"x": {"train": 1000, "test": 3}}


@pytest.mark.parametrize("text", ["https://example.org", "C:/data", "a:b:c", "12:30"])
def test_colons_inside_text_are_left_alone(parse, text):
    assert value(parse, text) == text
    assert codes(parse(f"a:\n  {text}")) == []


def test_a_glued_hash_is_a_warning(parse):
    tree = parse("a: b #c\nd: #e")
    assert codes(tree) == ["ES117", "ES117"]
    assert {str(finding.severity) for finding in tree.findings} == {"warning"}
    assert tree.findings[0].message() == "`#` begins a comment, so the value is `b`"
    assert tree.data == {"a": "b", "d": None}


@pytest.mark.parametrize("text", ["a: b # c", "a: b#c", "a: 1 #c", "a: 'b' #c", "a: # c\n  b: 1"])
def test_clear_comments_are_no_warning(parse, text):
    assert codes(parse(text)) == []


@pytest.mark.parametrize(
    ("text", "instead"),
    [("*.csv", "`'*.csv'`"), ("&.x", "`'&.x'`"), ("@home", "`'@home'`"), ("%d", "`'%d'`")],
)
def test_text_that_needs_quotes_is_named(parse, text, instead):
    code, message, help = refusal(parse, text)
    assert code == "ES101"
    assert message.startswith(f"a value cannot begin with `{text[0]}`")
    assert instead in help


def test_templates_are_named(parse):
    tree = parse("a: {{x}}")
    assert codes(tree) == ["ES106"]
    assert "no template" in tree.findings[0].message()
    assert "`let`" in tree.findings[0].help()


def test_calls_and_indices_are_text_for_the_expression_parser(parse):
    assert value(parse, "f(x)[1]") == "f(x)[1]"
