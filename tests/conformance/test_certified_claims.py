"""Certificates as claims: supported where they should be, and never when a lie is planted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conformance.test_certificates import preset

from earlyspec import registry
from earlyspec.judge.claims import judge
from earlyspec.plans.measurements import CellRun
from earlyspec.plans.nodes import Claim, Plan, Quantity
from earlyspec.theorems import _base as th

ALONG = [f"hu2020/certificate-{kind}" for kind in ("identity", "defect", "two-part", "test", "eps")]
BEFORE = ["hu2020/theorem-c.2-explicit", "hu2020/certificate-apriori-lin"]
LEMMAS = [f"hu2020/lemma-b.{k}" for k in (1, 2, 3)]
DECIDED = [*ALONG, "hu2020/claim-c.1", "hu2020/assumption-c.1", *LEMMAS]


def needed(theorem, cell):
    """The cell with what the theorem needs, lies included."""
    records = [*theorem.conditions(cell), *theorem.outcomes(cell)]
    records += [control.outcome for control in theorem.controls(cell)]
    words = {s.word.label: s.word for record in records for s in th.series_of(record)}
    quantities = []
    for label, word in words.items():
        kind = registry.load("measurements", word.kind)
        each = Quantity(label, word, kind.per_step, kind.unit, kind.bounded_error)
        quantities.append(each)
    models = tuple(theorem.references(cell))
    return replace(cell, references=models, quantities=tuple(quantities))


def verdict(backend, name, cell, root):
    cell = replace(needed(registry.theorem(name)(), cell), seeds=(0,))
    runs = [CellRun((backend.compile(cell, root).run(0),))]
    plan = Plan(1, "", None, (cell,), (Claim(name, {}, None),), (), True)
    (claim,) = judge(plan, runs)
    return claim


def run_of(name, steep=1.0):
    """A run short and wide enough for what is claimed of it."""
    if name in BEFORE:
        return preset(20, 300, 4000, 0.4, 6)
    return preset(20, 150, 300, 4.0 * steep, 16)


def every_step(cell):
    steps = tuple(range(cell.dynamics.steps + 1))
    return replace(cell, dynamics=replace(cell.dynamics, recorded=steps))


@pytest.mark.parametrize("name", [*DECIDED, *BEFORE])
def test_supported_with_every_lie_caught(formed, tmp_path, name):
    claim = verdict(formed, name, every_step(run_of(name)), tmp_path)
    assert claim.word == "supported", claim.missing
    assert claim.controls
    assert all(control.caught for control in claim.controls), claim.controls


@pytest.mark.parametrize("name", [*DECIDED, *BEFORE])
def test_a_planted_lie_is_contradicted(formed, tmp_path, monkeypatch, name):
    theorem, cell = registry.theorem(name), every_step(run_of(name))
    lies = [control.outcome for control in theorem().controls(cell)]
    monkeypatch.setattr(theorem, "outcomes", lambda self, c: iter(lies))
    monkeypatch.setattr(theorem, "controls", lambda self, c: iter(()))
    claim = verdict(formed, name, cell, tmp_path)
    assert claim.word == "contradicted"
    assert {outcome.word for outcome in claim.outcomes} == {"refuted"}


@pytest.mark.parametrize(
    "name", [each for each in ALONG if each.split("-")[-1] in ("defect", "part", "eps")]
)
def test_beyond_its_step_a_certificate_is_not_supported(formed, tmp_path, name):
    """With twenty times the step, eta lambda_max / n is well above 2."""
    claim = verdict(formed, name, run_of(name, steep=20.0), tmp_path)
    assert {c.id for c in claim.conditions if c.word == "fails"} == {"stability"}
    assert claim.word in ("observed-not-implied", "not-observed", "inconclusive")


@pytest.mark.parametrize("name", BEFORE)
def test_no_certificate_refutes_nothing_and_confirms_nothing(formed, tmp_path, name):
    claim = verdict(formed, name, every_step(preset(20, 150, 300, 4.0, 16)), tmp_path)
    assert "ball" in {c.id for c in claim.conditions if c.word == "fails"}
    assert "refuted" not in {outcome.word for outcome in claim.outcomes}
    assert claim.word == "inconclusive"  # what stands for no bound confirms nothing


def test_the_printed_theorem_stays_open(formed, tmp_path):
    claim = verdict(formed, "hu2020/theorem-c.2", run_of("hu2020/theorem-c.2"), tmp_path)
    assert claim.word == "inconclusive"
