"""Gradient flow, and no training at all, on every backend and against closed forms."""

from dataclasses import replace

import numpy as np
import pytest
from conformance.cells import SHARP, TIMES, build, core, flowing, quantity

from earlyspec.backend import Unsupported, find
from earlyspec.plans.nodes import Dynamics, Integrator


def untrained():
    """A cell in which nothing trains."""
    cell = build(recorded=(0, 1), references={}, quantities=[quantity("loss")])
    return replace(
        cell, dynamics=Dynamics("none", "none", {}, (0.0, 0.0), "half-mse", None, 0, (0,))
    )


@pytest.mark.parametrize("loss", ["half-mse", "sum"])
def test_backends_flow_alike(assert_agreement, loss):
    """A smooth network and its paired linear model, by two libraries' solvers."""
    rates = (0.5, 0.3) if loss == "half-mse" else (0.01, 0.005)
    run = assert_agreement(flowing(activation="tanh", loss=loss, rates=rates))
    assert run.steps == TIMES
    assert run.series["loss"][-1][0] < 0.9 * run.series["loss"][0][0]


def test_backends_take_the_same_equal_steps_along_kinks(assert_agreement):
    fixed = Integrator("fixed", step=0.07)
    assert_agreement(flowing(fixed, activation="relu", mode="first", loss="half-sum"))


def test_an_implicit_solver_finds_the_flow_of_an_explicit_one(backend, tmp_path):
    implicit = Integrator("implicit", tolerance=1e-10, absolute=1e-10)
    times = (0.0, 1.0)
    runs = [
        backend.compile(flowing(each, times, activation="tanh"), tmp_path).run(0)
        for each in (SHARP, implicit)
    ]
    for key, values in runs[0].series.items():
        np.testing.assert_allclose(runs[1].series[key], values, rtol=1e-6, atol=1e-8)


def test_the_second_layer_alone_flows_as_kernel_regression_does(backend, tmp_path):
    """Outputs are then linear in the weights: r(t) = exp(-eta K t / n) r(0), K of second layer."""
    eta, outputs = 0.7, quantity("sample-outputs", split="train")
    cell = flowing(mode="second", rates=(0.0, eta), quantities=[outputs, quantity("loss")])
    reference = find("reference").compile(cell, tmp_path)
    draws = reference.draw(0)
    at = reference._start(_given(draws, tmp_path))
    psi = at.model.jacobian(at.initial, at.inputs("train"))["second"]
    values, vectors = np.linalg.eigh(psi @ psi.T / cell.n)
    first = at.network("train") - at.labels("train")
    run = backend.compile(cell, tmp_path).run(0, draws=draws)
    for t, (loss,) in zip(run.steps, run.series["loss"], strict=True):
        residual = vectors @ (np.exp(-eta * values * t) * (vectors.T @ first))
        assert loss == pytest.approx(np.mean(residual**2) / 2, rel=1e-9)


def _given(draws, root):
    from earlyspec_reference.draws import NamedDraws

    return NamedDraws(0, root, draws)


def test_a_sum_descends_n_times_as_fast_as_its_mean(backend, tmp_path):
    n = 24
    mean = flowing(activation="tanh", rates=(0.5, 0.3), times=(0.0, 2.4))
    total = flowing(activation="tanh", rates=(0.5, 0.3), loss="half-sum", times=(0.0, 2.4 / n))
    ends = [
        backend.compile(replace(cell, quantities=core()[:1]), tmp_path).run(0).series["loss"][-1]
        for cell in (mean, total)
    ]
    assert ends[0] == pytest.approx(ends[1], rel=1e-9)


def test_a_solver_that_gives_up_is_reported_as_that(tmp_path, monkeypatch):
    from earlyspec_jax import flow

    monkeypatch.setattr(flow, "MOST_STEPS", 5)
    cell = replace(flowing(activation="tanh", width=6), quantities=core()[:1])
    run = find("jax").compile(cell, tmp_path).run(0)
    assert run.divergence is not None
    assert "gave up after" in run.divergence.how
    assert run.steps == tuple(t for t in TIMES if t < run.divergence.step)


def test_where_nothing_trains_the_start_is_measured(backend, tmp_path):
    run = backend.compile(untrained(), tmp_path).run(0)
    assert run.steps == (0,)
    assert run.divergence is None
    assert run.series["loss"][0][0] > 0


def test_backends_agree_where_nothing_trains(assert_agreement):
    assert_agreement(untrained())


def test_a_flow_has_no_steps_for_a_tally(backend, tmp_path):
    cell = replace(flowing(), quantities=(quantity("certificate-defect"),))
    with pytest.raises(Unsupported, match="to which every step adds"):
        backend.compile(cell, tmp_path)
