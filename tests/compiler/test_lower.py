"""Specs become plans: steps, rates, recorded times, and what must be measured, each once."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from earlyspec.compiler.chunks import chunk_rows
from earlyspec.compiler.cost import cost
from earlyspec.compiler.lower import lower, recorded_steps
from earlyspec.language.load import load
from earlyspec.language.spec import Spacing
from earlyspec.plans import codec, nodes
from earlyspec.source.document import Document

ROOT = Path(__file__).parent.parent.parent
SPECS = sorted((ROOT / "specs").rglob("*.yaml"))

SPEC = """\
earlyspec: 1
title: t
let: {d: 50}
data:
  inputs: {distribution: gaussian, dim: d}
  labels: {rule: linear, then: sign}
  train: 400
architecture: {kind: two-layer, width: 64, activation: erf}
regime: {alpha: 0.2, horizon: 0.5}
train: {layers: both, learning_rate: 5}
claims: [hu2020/theorem-d.1, hu2020/theorem-3.2]
"""


def _plan(text: str = SPEC) -> nodes.Plan:
    loaded = load(Document("spec.yaml", text))
    assert loaded.specs, loaded.findings
    return lower([(point.values, point.spec) for point in loaded.specs])


def test_the_horizon_counts_steps() -> None:
    assert _plan().cells[0].steps == round(0.5 * 50 * math.log(50) / 5)


@pytest.mark.parametrize(
    ("train", "rates"),
    [
        ("{layers: both, learning_rate: 5}", (5.0, 5.0)),
        ("{layers: first, learning_rate: 5}", (5.0, 0.0)),
        ("{layers: second, learning_rate: 5}", (0.0, 5.0)),
        ("{layers: all, learning_rate: 5}", (5.0, 5.0)),
        ("{layers: [second], learning_rate: 5}", (0.0, 5.0)),
        ("{layers: both, learning_rate: {first: 3, second: 0.5}}", (3.0, 0.5)),
    ],
)
def test_one_learning_rate_a_layer(train: str, rates: tuple[float, float]) -> None:
    cell = _plan(SPEC.replace("{layers: both, learning_rate: 5}", train)).cells[0]
    assert cell.dynamics.rates == rates


def test_mse_takes_half_the_steps_of_half_mse() -> None:
    mse = _plan(SPEC.replace("learning_rate: 5", "learning_rate: 5, loss: mse")).cells[0]
    half = _plan().cells[0]
    assert mse.eta_1 == 2 * half.eta_1
    assert abs(mse.steps - half.steps / 2) <= 1


@pytest.mark.parametrize("parametrisation", ["ntk", "standard", "mean-field"])
def test_equivalent_parametrisations_take_the_same_time(parametrisation: str) -> None:
    """The same kernel at initialisation moves as far: the rates below are equivalent."""
    rates = {
        "ntk": "5",
        "standard": "{first: 5 / d, second: 5 / m}",
        "mean-field": "5 * m",
    }[parametrisation]
    text = SPEC.replace("activation: erf", f"activation: erf, parametrisation: {parametrisation}")
    cell = _plan(text.replace("learning_rate: 5", f"learning_rate: {rates}")).cells[0]
    assert cell.effective_rates() == pytest.approx((5.0, 5.0))
    assert cell.steps == _plan().cells[0].steps


def test_recorded_steps_rise_from_0_to_the_last() -> None:
    for spacing in ("linear", "logarithmic"):
        for steps in (1, 2, 7, 4000):
            for count in (2, 3, 24):
                found = recorded_steps(Spacing(spacing=spacing, count=count), steps)
                assert found[0] == 0
                assert found[-1] == steps
                assert list(found) == sorted(set(found))
                assert len(found) <= count + 1
    assert recorded_steps([3, 5], 9) == (0, 3, 5, 9)


def test_every_quantity_and_reference_stands_once() -> None:
    cell = _plan().cells[0]
    ids = [quantity.id for quantity in cell.quantities]
    assert len(ids) == len(set(ids))
    names = [reference.name for reference in cell.references]
    assert len(names) == len(set(names))
    assert "prediction-gap" in ids
    assert "stiffness" in ids


def test_without_controls_no_lie_is_measured() -> None:
    cell = _plan(SPEC + "controls: false\n").cells[0]
    assert not [q.id for q in cell.quantities if "nothing-learned" in q.id]


def test_row_chunks_are_the_plans_and_cover_the_data() -> None:
    for n in (1, 7, 100, 20_000, 1_000_000):
        for m in (2, 256, 100_000):
            rows = chunk_rows(n, m, "float32")
            assert 1 <= rows <= max(n, 64)


def test_the_cost_grows_with_what_it_counts() -> None:
    cell = _plan().cells[0]
    price = cost(cell)
    assert price.peak > sum(price.parts.values())
    larger = cost(replace(cell, n=100 * cell.n))
    assert larger.parts["inputs"] > 10 * price.parts["inputs"]
    assert larger.flops > 50 * price.flops
    assert price.dominant in price.parts
    assert price.field.keys() == price.parts.keys()


def test_images_cost_what_their_files_hold() -> None:
    inputs = "{distribution: digits, classes: [3, 8], pool: 4}"
    text = SPEC.replace("{distribution: gaussian, dim: d}", inputs).replace("let: {d: 50}\n", "")
    text = text.replace("  train: 400\n", "  train: 300\n  test: 57\n")
    price = cost(_plan(text).cells[0])
    assert price.parts["images as stored"] == 3 * 357 * 64
    assert price.field.keys() == price.parts.keys()
    assert "images as stored" not in cost(_plan().cells[0]).parts


@pytest.mark.parametrize("path", SPECS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_plans_of_the_specs_are_goldens(path: Path, request: pytest.FixtureRequest) -> None:
    """One cell of each plan is kept as text; `pytest --rewrite` updates it for review."""
    plan = _plan(path.read_text(encoding="utf-8"))
    made = codec.text(replace(plan, cells=plan.cells[:1]))
    golden = ROOT / "tests" / "plans" / path.relative_to(ROOT / "specs").with_suffix(".json")
    if request.config.getoption("--rewrite"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == made


def test_no_golden_is_of_a_spec_that_is_gone() -> None:
    folder = ROOT / "tests" / "plans"
    kept = {path.relative_to(folder).with_suffix("") for path in folder.rglob("*.json")}
    assert kept == {path.relative_to(ROOT / "specs").with_suffix("") for path in SPECS}


def test_the_plan_ignores_comments_and_the_order_of_keys() -> None:
    parts = SPEC.split("regime:")
    shuffled = "# words\nregime:" + parts[1] + parts[0]
    assert codec.digest(_plan(shuffled)) == codec.digest(_plan())
