"""Mistakes of shape: what is said, and where the finger points."""

from __future__ import annotations

import pytest
from language.conftest import Read

from earlyspec.diagnostics.finding import Finding


def _said(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(each.code, each.message()) for each in findings]


def _underlined(text: str, finding: Finding) -> str:
    span = finding.span
    assert span is not None
    assert span.line == span.end_line
    return text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]


def test_a_valid_spec_is_one_point_without_findings(read: Read, text: str) -> None:
    loaded = read(text)
    assert loaded.findings == []
    (point,) = loaded.specs
    assert point.values == {}
    spec = point.spec
    assert (spec.data.inputs.dim, spec.data.train, spec.architecture.width) == (8, 200, 16)
    assert spec.regime.alpha == 0.2
    assert spec.claims[0].identifier == "hu2020/theorem-d.1"
    assert spec.data.labels.then[0].kind() == "sign"


ONE = {
    # before, after, code, underlined, message
    "unknown key": (
        "width: 16", "widht: 16", "ES201", "widht",
        "unknown key `widht` in `architecture` (two-layer)",
    ),
    "alias of a key": (
        "learning_rate: 0.1", "lr: 0.1", "ES201", "lr", "unknown key `lr` in `train`",
    ),
    "unknown key of the root": (
        "seeds: 1", "sead: 1", "ES201", "sead", "unknown key `sead` in the spec",
    ),
    "key of another kind": (
        "dim: d}", "dim: d, freedom: 3}", "ES201", "freedom",
        "unknown key `freedom` in `data.inputs` (gaussian)",
    ),
    "missing key": (
        ", steps: 100", ", stepz: 100", "ES201", "stepz", "unknown key `stepz` in `train`",
    ),
    "missing field of a word": (
        ", dim: d}", "}", "ES202", "inputs", "`data.inputs` (gaussian) lacks `dim`",
    ),
    "missing part": (
        "architecture: {kind: two-layer, width: 16, activation: erf}\n", "",
        "ES202", "earlyspec: 1", "the spec lacks `architecture`",
    ),
    "missing tag": (
        "kind: two-layer, width: 16", "width: 16", "ES202", "architecture",
        "`architecture` lacks `kind`",
    ),
    "misspelt tag": (
        "kind: two-layer", "type: two-layer", "ES201", "type",
        "unknown key `type` in `architecture`",
    ),
    "bare name that needs fields": (
        "{distribution: gaussian, dim: d}", "gaussian", "ES202", "inputs",
        "`data.inputs` (gaussian) lacks `dim`",
    ),
    "list for a number": (
        "width: 16", "width: [16]", "ES203", "[16]",
        "`architecture.width` needs a whole number, but here is a list",
    ),
    "nothing for a number": (
        "train: 200", "train:", "ES203", None,
        "`data.train` needs a whole number, but here is nothing",
    ),
    "truth for a number": (
        "train: 200", "train: true", "ES203", "true",
        "`data.train` needs a whole number, but here is `true`",
    ),
    "fraction for a count": (
        "train: 200", "train: 200.5", "ES203", "200.5",
        "`data.train` needs a whole number, but here is the number 200.5",
    ),
    "expression that is a fraction": (
        "width: 16", "width: d / 3", "ES203", "d / 3",
        "`architecture.width` needs a whole number, but here is the number 2.66667",
    ),
    "number for a text": (
        "title: A small spec", "title: 2020", "ES203", "2020",
        "`title` needs text, but here is the number 2020",
    ),
    "text for truth": (
        "title:", "controls: no\ntitle:", "ES203", "no",
        "`controls` needs true or false, but here is the text `no`",
    ),
    "text for a mapping": (
        "regime: {alpha: alpha}", "regime: lazy", "ES203", "lazy",
        "`regime` needs a mapping, but here is the text `lazy`",
    ),
    "number for a word": (
        "activation: erf}, then", "activation: 3}, then", "ES203", "3",
        "`data.labels.network.activation` needs the name of an activation, or a mapping with "
        "`kind`, but here is the number 3",
    ),
    "list for a rate": (
        "learning_rate: 0.1", "learning_rate: [0.1]", "ES203", "[0.1]",
        "`train.learning_rate` needs a number or a mapping, but here is a list",
    ),
    "no seeds": (
        "seeds: 1", "seeds: []", "ES203", "[]",
        "`seeds` needs at least one item, but here is an empty list",
    ),
    "number outside its range": (
        "steps: 100", "steps: 0", "ES204", "0", "`train.steps` must be at least 1, but is 0",
    ),
    "expression outside its range": (
        "learning_rate: 0.1", "learning_rate: 1 - d", "ES204", "1 - d",
        "`train.learning_rate` must be at least 0, but is -7",
    ),
    "item outside its range": (
        "seeds: 1", "seeds: [1, -1]", "ES204", "-1", "`seeds[1]` must be at least 0, but is -1",
    ),
    "more than anyone has": (
        "train: 200", "train: 1e30", "ES204", "1e30",
        "`data.train` must be at most 9007199254740992, but is 1e+30",
    ),
    "unknown activation": (
        "16, activation: erf", "16, activation: erff", "ES205", "erff",
        "`erff` is not an activation",
    ),
    "unknown tag": (
        "kind: two-layer", "kind: three-layer", "ES205", "three-layer",
        "`three-layer` is not an architecture",
    ),
    "unknown theorem": (
        "theorem-d.1", "theorem-d.2", "ES205", "hu2020/theorem-d.2",
        "`hu2020/theorem-d.2` is not a theorem",
    ),
    "unknown layers": (
        "layers: both", "layers: bth", "ES205", "bth",
        "`bth` is not a value of `train.layers`",
    ),
    "a deeper network's layer": (
        "layers: both", "layers: layer-1", "ES205", "layer-1",
        "`layer-1` is not a layer of `architecture` (two-layer)",
    ),
    "unknown layer in a list": (
        "layers: both", "layers: [first, sceond]", "ES205", "sceond",
        "`sceond` is not a value of `train.layers[1]`",
    ),
    "repeated layer": (
        "layers: both", "layers: [first, first]", "ES208", "first",
        "`first` is in `train.layers` twice",
    ),
    "no layer": (
        "layers: both", "layers: []", "ES203", "[]",
        "`train.layers` needs at least one item, but here is an empty list",
    ),
    "unknown optimiser": (
        "layers: both", "layers: both, optimizer: adan2", "ES205", "adan2",
        "`adan2` is not a value of `train.optimizer`",
    ),
    "version to come": (
        "earlyspec: 1", "earlyspec: 2", "ES205", "2",
        "`2` is not a version of the language that this earlyspec reads",
    ),
    "repeated seed": (
        "seeds: 1", "seeds: [3, 4, 3]", "ES208", "3",
        "`3` is in `seeds` twice",
    ),
    "falling steps": (
        "steps: 100", "steps: 100, record: [50, 20]", "ES208", "20",
        "`20` is below the item before it in `train.record`",
    ),
    "repeated claim": (
        "[hu2020/theorem-d.1]", "[hu2020/theorem-d.1, hu2020/theorem-d.1]", "ES208",
        "hu2020/theorem-d.1", "`hu2020/theorem-d.1` is in `claims` twice",
    ),
    "name of a function": (
        "let: {", "let: {log: 2, ", "ES209", "log",
        "`log` cannot name a quantity",
    ),
    "name that is none": (
        "let: {", "let: {a-b: 2, ", "ES209", "a-b", "`a-b` cannot name a quantity",
    ),
    "list for a quantity": (
        "let: {", "let: {q: [2], ", "ES203", "[2]",
        "`let.q` needs a number or an expression, but here is a list",
    ),
    "claim that expects nonsense": (
        "[hu2020/theorem-d.1]", "[{theorem: hu2020/theorem-d.1, expect: true-ish}]", "ES205",
        "true-ish", "`true-ish` is not a value of `claims[0].expect`",
    ),
    "odd width with mirrored neurons": (
        "width: 16", "width: 17", "ES207", "17", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE)
def test_one_mistake_is_one_finding(read: Read, text: str, name: str) -> None:
    before, after, code, underlined, message = ONE[name]
    text += "seeds: 1\n"
    assert before in text
    text = text.replace(before, after, 1)
    loaded = read(text)
    (finding,) = loaded.findings
    assert finding.code == code
    if message is not None:
        assert finding.message() == message
    if underlined is not None:
        assert _underlined(text, finding) == underlined
    assert loaded.specs == ()


def test_all_mistakes_come_at_once_in_source_order(read: Read, text: str) -> None:
    text = (
        text.replace("dim: d", "dim: [1]")
        .replace("width: 16", "widht: 16")
        .replace("layers: both", "layers: bth")
        .replace("theorem-d.1", "theorem-d.2")
    )
    codes = [finding.code for finding in read(text).findings]
    assert codes == ["ES203", "ES201", "ES205", "ES205"]


def test_a_size_that_is_missing_by_mistake_is_missed_once(read: Read, text: str) -> None:
    text = text.replace("let: {d: 8, alpha: 0.2}", "let: {alpha: 0.2}")
    text = text.replace("dim: d}", "dimm: 8}").replace("rate: 0.1", "rate: 0.1 * d")
    assert [finding.code for finding in read(text).findings] == ["ES201"]


def test_what_the_reader_rejected_is_not_rejected_again(read: Read, text: str) -> None:
    # A number with a separator is no number, and so no wrong type either.
    findings = read(text.replace("train: 200", "train: 1_000")).findings
    assert [finding.code[:3] for finding in findings] == ["ES1"]


def test_help_says_what_was_meant(read: Read, text: str) -> None:
    for before, after, meant in (
        ("learning_rate", "lr", "`learning_rate`"),
        ("steps: 100", "epochs: 100", "`steps`"),
        ("kind: two-layer", "kind: mlp", "`fully-connected`"),
        ("distribution: gaussian", "distribution: normal", "`gaussian`"),
        ("title: A small spec", "title: 2020", '`"2020"`'),
    ):
        (finding,) = read(text.replace(before, after)).findings
        assert meant in (finding.help() or "")


def test_an_unknown_key_stands_for_the_one_that_is_missing(read: Read, text: str) -> None:
    (finding,) = read(text.replace("width: 16", "zzz: 16")).findings
    assert finding.message() == "unknown key `zzz` in `architecture` (two-layer)"
    assert finding.help() == "`width` is missing here"
    both = read(text.replace("width: 16, activation", "zzz: 16, yyy")).findings
    assert [each.code for each in both] == ["ES202", "ES202", "ES201", "ES201"]


def test_the_keys_of_the_kind_are_listed(read: Read, text: str) -> None:
    (finding,) = read(text.replace("dim: d}", "dim: d, rho: 3}")).findings
    assert finding.notes() == (("keys", "`distribution`, `dim`, `covariance`"),)


def test_the_missing_key_is_explained(read: Read, text: str) -> None:
    (finding,) = read(text.replace("  train: 200\n", "")).findings
    assert finding.notes()[0][0] == "train"
    assert "number of training examples" in finding.notes()[0][1]
