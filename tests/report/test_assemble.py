"""Curves of a report: what stands for no bound is not one of their values."""

from __future__ import annotations

from by_hand import cell, run

from earlyspec.plans import nodes
from earlyspec.report.assemble import assemble

STEPS = (0, 1, 2, 3)
PATH = nodes.Quantity(
    "certificate-apriori", nodes.Word("measurements", "certificate-apriori", {}), True, "target"
)
GIVEN = {"gives": "accumulated"}
ONCE = nodes.Quantity(
    "low-rank-bound(gives=accumulated)",
    nodes.Word("measurements", "low-rank-bound", GIVEN),
    False,
    "target",
)


def curves(*seeds: tuple[float, ...], once: float = 0.5):
    made = cell(seeds=len(seeds), quantities=(PATH, ONCE))
    ran = run(STEPS, [{PATH.id: each} for each in seeds], [{ONCE.id: once} for _ in seeds])
    plan = nodes.Plan(1, "t", None, (made,), (), (), True)
    (told,) = assemble(plan, [ran], (), "t.yaml", "reference").cells
    return told


def test_a_curve_has_the_steps_at_which_every_seed_has_a_bound() -> None:
    told = curves((0.0, 0.1, 0.2, 1e6), (0.0, 0.3, 1e6, 1e6))
    (curve,) = told.curves
    assert curve.steps == (0, 1)
    assert curve.mean == (0.0, 0.2)
    (whole,) = curves((0.0, 0.1, 0.2, 0.3)).curves
    assert whole.steps == STEPS


def test_where_no_step_has_one_there_is_no_curve() -> None:
    assert curves((1e6, 1e6, 1e6, 1e6)).curves == ()


def test_what_is_measured_once_is_left_out_where_it_is_none() -> None:
    assert [each.mean for each in curves((0.0, 0.1, 0.2, 0.3)).once] == [0.5]
    assert curves((0.0, 0.1, 0.2, 0.3), once=1e6).once == ()
