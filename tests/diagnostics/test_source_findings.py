"""Every ES1xx code explains itself, and its example brings it about."""

import re

import pytest

from earlyspec.diagnostics import source
from earlyspec.diagnostics.finding import Finding
from earlyspec.language.yaml_tree import decode, parse, read
from earlyspec.source.document import Document

KINDS = sorted(
    (kind for kind in vars(source).values() if isinstance(kind, type) and hasattr(kind, "code")),
    key=lambda kind: kind.code,
)
SHOWN_BY_A_COMMAND = {"ES113", "ES118", "ES119"}


def example(kind, language):
    """The fenced block of a docstring."""
    match = re.search(rf"^ *```{language}\n(.*?)^ *```$", kind.__doc__, re.M | re.S)
    assert match, f"{kind.__name__} has no {language} example"
    lines = match[1].splitlines()
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    return "".join(line[margin:] + "\n" for line in lines)


def test_codes_are_unique_and_without_gaps():
    assert [kind.code for kind in KINDS] == [f"ES{101 + k}" for k in range(len(KINDS))]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_an_explanation_has_three_parts(kind):
    assert issubclass(kind, Finding)
    first, *_ = kind.__doc__.split("\n")
    assert first.endswith(".")
    for part in ("What it means: ", "Example", "Fix: "):
        assert re.search(rf"^    {part}", kind.__doc__, re.M), part


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_an_example_yields_its_code(kind):
    if kind.code in SHOWN_BY_A_COMMAND:
        assert example(kind, "console").startswith("$ ")
        return
    text = example(kind, "yaml").replace("→", "\t")
    codes = {finding.code for finding in parse(Document("spec.yaml", text)).findings}
    assert codes == {kind.code}


def test_examples_that_are_commands_yield_their_codes_too(tmp_path):
    found = [
        decode(b"#" * (1 << 21), "dataset.yaml")[1],
        read(str(tmp_path / "nowhere.yaml"))[1],
        decode("earlyspec: 1".encode("utf-16"), "<stdin>")[1],
    ]
    assert [each.code for findings in found for each in findings] == sorted(SHOWN_BY_A_COMMAND)


def test_a_duplicate_on_one_line_is_not_told_apart_by_its_line():
    [finding] = parse(Document("spec.yaml", "{a: 1, a: 2}")).findings
    assert finding.help() == "delete one of them"


def test_quoted_text_is_short_and_on_one_line():
    assert source.shorten("a  b\nc") == "a b c"
    assert source.shorten("x" * 41) == "x" * 37 + "..."
