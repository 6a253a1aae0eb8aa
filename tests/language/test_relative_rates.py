"""Learning rates `c / norm(ntk)`: the one form there is, the one place it stands."""

from __future__ import annotations

import json
import math

import pytest
from language.conftest import Read

from earlyspec.compiler.lower import lower
from earlyspec.fields import RelativeRate
from earlyspec.language.expressions import ExpressionError, over_norm, parse
from earlyspec.language.load import Loaded
from earlyspec.plans import codec, nodes

RATE = "learning_rate: 0.1"


def relative(text: str, rate: str) -> str:
    assert text.count(RATE) == 1
    return text.replace(RATE, f"learning_rate: {rate}")


def plan(loaded: Loaded) -> nodes.Plan:
    assert loaded.findings == []
    return lower([(point.values, point.spec) for point in loaded.specs])


@pytest.mark.parametrize(
    ("rate", "value"),
    [
        ("0.5 / norm(ntk)", 0.5),
        ("0.5/norm(ntk)", 0.5),
        ("(0.5 / norm( ntk ))", 0.5),
        ("2 * d / 4 / norm(ntk)", 4.0),
        ("(1 + sqrt(d + 1)) / norm(ntk)", 4.0),
        ("alpha / norm(ntk)", 0.2),
    ],
)
def test_a_number_over_the_norm(read: Read, text: str, rate: str, value: float) -> None:
    loaded = read(relative(text, rate))
    dynamics = plan(loaded).cells[0].dynamics
    assert dynamics.relative
    assert dynamics.rates == (value, value)
    assert isinstance(loaded.specs[0].spec.train.learning_rate, RelativeRate)


def test_other_rates_are_not_relative(read: Read, text: str) -> None:
    dynamics = plan(read(text)).cells[0].dynamics
    assert not dynamics.relative
    assert "ntk-norm" not in {quantity.id for quantity in plan(read(text)).cells[0].quantities}


def test_one_rate_a_layer(read: Read, text: str) -> None:
    each = "{first: 1 / norm(ntk), second: 0.5 / norm(ntk)}"
    dynamics = plan(read(relative(text, each))).cells[0].dynamics
    assert dynamics.relative
    assert dynamics.rates == (1.0, 0.5)
    mixed = read(relative(text, "{first: 1 / norm(ntk), second: 0.5}"))
    assert [finding.code for finding in mixed.findings] == ["ES207"]
    frozen = relative(text, "{first: 1 / norm(ntk)}").replace("layers: both", "layers: first")
    assert plan(read(frozen.replace("theorem-d.1", "theorem-3.2"))).cells[0].dynamics.relative


@pytest.mark.parametrize(
    ("rate", "column", "length", "words"),
    [
        ("norm(ntk)", 0, 9, "can only divide"),
        ("0.5 * norm(ntk)", 6, 9, "can only divide"),
        ("1 / norm(ntk) * 0.5", 4, 9, "can only divide"),
        ("0.5 / (2 * norm(ntk))", 11, 9, "can only divide"),
        ("0.5 / norm(ntk)**2", 6, 9, "can only divide"),
        ("norm(ntk) / norm(ntk)", 0, 9, "can only divide"),
        ("0.5 / norm(ntk) + 0.1", 6, 9, "can only divide"),
        ("sqrt(1 / norm(ntk))", 9, 9, "can only divide"),
        ("0.5 / norm(x)", 11, 1, "of nothing else"),
        ("0.5 / norm(1)", 11, 1, "of nothing else"),
        ("0.5 / norm()", 11, 1, "of nothing else"),
        ("0.5 / norm(ntk, 2)", 14, 1, "`,` stands only"),
        ("0.5 / norm(ntk", 10, 1, "never closed"),
    ],
)
def test_no_other_form(
    read: Read, text: str, rate: str, column: int, length: int, words: str
) -> None:
    whole = relative(text, f"'{rate}'" if "," in rate else rate)
    (finding,) = read(whole).findings
    assert finding.code == "ES206"
    assert words in finding.message()
    assert finding.span is not None
    line = whole.splitlines()[10]
    assert finding.span.line == 11
    if "," not in rate:  # quotes shift what the parser counted: all is underlined
        assert finding.span.column == line.index(rate) + column + 1
        assert finding.span.end_column - finding.span.column == length


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("train: 200", "train: 200 / norm(ntk)", 7),
        ("alpha: 0.2}", "alpha: 0.2 / norm(ntk)}", 3),
        ("steps: 100", "steps: 1 / norm(ntk)", 11),
        ("width: 16", "width: norm(ntk)", 9),
    ],
)
def test_no_other_place(read: Read, text: str, old: str, new: str, line: int) -> None:
    (finding,) = read(text.replace(old, new, 1)).findings
    assert finding.code == "ES206"
    assert "has no value before a run" in finding.message()
    assert "train.learning_rate" in (finding.help() or "")
    assert finding.span is not None
    assert finding.span.line == line


def test_eta_has_no_value_then(read: Read, text: str) -> None:
    whole = relative(text, "0.5 / norm(ntk)").replace("steps: 100", "steps: ceil(9 / eta)")
    (finding,) = read(whole).findings
    assert finding.code == "ES206"
    assert finding.message() == "`eta` is relative to norm(ntk), and has no value before a run"
    named = relative(text, "eta / norm(ntk)").replace("alpha: 0.2}", "alpha: 0.2, eta: 0.5}")
    assert plan(read(named)).cells[0].dynamics.rates == (0.5, 0.5)


def test_norm_alone_is_a_name_like_any_other(read: Read, text: str) -> None:
    named = text.replace("alpha: 0.2}", "alpha: 0.2, norm: 3}").replace("steps: 100", "steps: norm")
    assert plan(read(named)).cells[0].steps == 3


def test_it_takes_steps(read: Read, text: str) -> None:
    whole = relative(text, "0.5 / norm(ntk)").replace(", steps: 100", "")
    (finding,) = read(whole.replace("{alpha: alpha}", "{alpha: alpha, horizon: 1}")).findings
    assert finding.code == "ES305"
    assert "`regime.horizon` gives no T" in finding.message()
    assert [label.span.line for label in finding.labels()] == [11]
    (finding,) = read(whole).findings
    assert finding.code == "ES305"


def test_a_theorem_that_needs_the_rate_says_so(
    read: Read, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from earlyspec.theorems.hu2020._two_layer import EarlyTime

    whole = relative(text, "0.5 / norm(ntk)")
    assert read(whole).findings == []
    monkeypatch.setattr(EarlyTime, "reads_relative_rates", False)
    (finding,) = read(whole).findings
    assert finding.code == "ES317"
    assert finding.span is not None
    assert finding.span.line == 12
    assert [label.span.line for label in finding.labels()] == [11]
    assert read(text).findings == []


def test_the_cell_knows_no_horizon_and_says_what_unit(read: Read, text: str) -> None:
    cell = plan(read(relative(text, "0.5 / norm(ntk)"))).cells[0]
    assert math.isnan(cell.horizon)
    assert [q.id for q in cell.quantities].count("ntk-norm") == 1
    assert codec.decode(nodes.Cell, json.loads(codec.text(cell))) == cell
    absolute = plan(read(relative(text, "0.5"))).cells[0]
    assert codec.digest(absolute) != codec.digest(cell)


def test_a_resolved_rate_keeps_its_unit(read: Read, text: str) -> None:
    from earlyspec.language.resolved import resolved_text

    loaded = read(relative(text, "0.25 * 2 / norm(ntk)"))
    resolved = resolved_text([point.spec for point in loaded.specs])
    assert "learning_rate: 0.5 / norm(ntk)" in resolved
    assert codec.digest(plan(read(resolved))) == codec.digest(plan(loaded))


def test_the_grammar_of_the_parser() -> None:
    numerator = over_norm(parse("3 * d / norm(ntk)"))
    assert numerator is not None
    assert numerator.names == {"d"}
    assert over_norm(parse("3 * d")) is None
    assert over_norm(parse("1 / norm(ntk) * 3")) is None
    with pytest.raises(ExpressionError):
        parse("norm(2 * ntk)")
