"""The kernel of a first layer and its balls: against sums written out, and against each other."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from conformance.cells import build, deep, quantity, word
from earlyspec_reference.draws import NamedDraws
from earlyspec_reference.ops import OPS
from earlyspec_reference.program import ReferenceProgram

from earlyspec import registry
from earlyspec.plans.nodes import Integrator, Word
from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Unsupported

N, D, M = 6, 5, 40
RNG = np.random.default_rng(5)


def cell_of(init="signs", inputs="sphere", width=M, **changes):
    made = build(
        inputs=word("distributions", inputs, dim=D if inputs == "sphere" else N),
        labels=word("labels", "random"),
        activation=changes.pop("activation", "relu"),
        parametrisation=changes.pop("parametrisation", "ntk"),
        init=init,
        width=width,
        n=N,
        n_test=3,
        recorded=(0, 1),
        references={},
        quantities=(),
    )
    dynamics = replace(made.dynamics, loss="half-sum", rates=(1.0, 0.0))
    return replace(made, dynamics=dynamics, **changes)


def snapshot(tmp_path, moved=0.0, **changes):
    """A network, its first layer moved at random by rows of that length."""
    at = ReferenceProgram(cell_of(**changes), tmp_path)._start(NamedDraws(0, tmp_path))
    step = np.random.default_rng(1).standard_normal(at.now["first"].shape)
    step *= moved / np.linalg.norm(step, axis=1)[:, None]
    return replace(at, now={**at.now, "first": at.now["first"] + step}, step=1.0)


def measure(kind, at, **given):
    return np.asarray(registry.revive(Word("measurements", kind, given)).measure(OPS, at))


def gram(at, w):
    """H(W), a sum over pairs and neurons."""
    x, v = at.inputs("train"), at.initial["second"]
    found = np.zeros((N, N))
    for i in range(N):
        for j in range(N):
            both = (w @ x[i] >= 0) & (w @ x[j] >= 0)
            found[i, j] = x[i] @ x[j] / x.shape[1] * np.mean(v**2 * both)
    return found


@pytest.mark.parametrize("init", ["signs", "gaussian", "subtract", "symmetric"])
def test_the_bound_on_a_ball_is_a_count_and_holds_within(tmp_path, init):
    at, radius = snapshot(tmp_path, init=init), 0.3
    x, w, v = at.inputs("train"), at.initial["first"], at.initial["second"]
    near = np.abs(w @ x.T) / math.sqrt(D) <= radius
    bound = np.zeros((N, N))
    for i in range(N):
        for j in range(N):
            bound[i, j] = abs(x[i] @ x[j]) / D * np.mean(v**2 * (near[:, i] | near[:, j]))
    found = measure("kernel-ball-bound", at, radius=radius)
    assert found == pytest.approx(np.linalg.norm(bound, 2), rel=1e-12)
    start, farthest = gram(at, w), 0.0
    for seed in range(200):
        step = np.random.default_rng(seed).standard_normal(w.shape)
        step *= radius / np.linalg.norm(step, axis=1)[:, None]
        farthest = max(farthest, np.linalg.norm(gram(at, w + step) - start, 2))
    assert 0 < farthest <= found
    assert farthest <= 3 * fl.ball_search(OPS, at, radius)  # the search is no worse than luck
    assert fl.ball_search(OPS, at, radius) <= found


def test_the_bound_at_the_movement_so_far(tmp_path):
    at = snapshot(tmp_path, moved=0.2)
    given = measure("kernel-ball-bound", at, radius=0.2 * (1 + 1e-12))
    assert measure("kernel-ball-bound", at) == given
    squared = measure("kernel-ball-bound", at, radius=0.04 * (1 + 1e-12))
    assert measure("kernel-ball-bound", at, power=2.0) == squared
    assert squared < given
    assert measure("row-movement", at)[0] == pytest.approx(0.2, rel=1e-12)


def test_the_ball_of_the_lemma_is_enclosed_by_both_searches(tmp_path):
    at = snapshot(tmp_path, width=4000)
    floor = fl.lambda_0(OPS, at)
    radii = {
        "proof": math.sqrt(2 * math.pi) * 0.1 * floor / (16 * N**2),
        "printed": math.sqrt(math.sqrt(2 * math.pi) * 0.1 * floor / (16 * N**2)),
        "floor": floor,
    }
    for ball, radius in radii.items():
        middle, error = measure("kernel-ball", at, delta=0.1, ball=ball) * floor / 4
        assert middle - error == pytest.approx(fl.ball_search(OPS, at, radius), abs=1e-15)
        assert middle + error == pytest.approx(fl.ball_bound(OPS, at, radius), rel=1e-12)


@pytest.mark.parametrize("parametrisation", ["ntk", "standard", "mean-field"])
def test_movements_are_those_of_ntk_parametrisation(tmp_path, parametrisation):
    at = snapshot(tmp_path, moved=0.5, parametrisation=parametrisation)
    factor = math.sqrt(D) if parametrisation == "standard" else 1.0
    assert measure("row-movement", at)[0] == pytest.approx(0.5 * factor, rel=1e-12)


def test_the_kernel_of_the_weights_now(tmp_path):
    at = snapshot(tmp_path, moved=0.7)
    np.testing.assert_allclose(fl.kernel(at, "now"), gram(at, at.now["first"]), rtol=1e-12)
    loss = 1 - np.linalg.eigvalsh(gram(at, at.now["first"]))[0] / fl.lambda_0(OPS, at)
    assert measure("floor-loss", at) == pytest.approx(loss, rel=1e-9)


def test_the_derivative_of_the_outputs(tmp_path):
    at = snapshot(tmp_path, moved=0.7)
    error, allowed = measure("derivative-error", at)
    assert error <= allowed <= 1e-6
    for lie in ({"factor": 2.0}, {"layers": "both"}, {"kernel": "initial"}):
        assert measure("derivative-error", at, **lie)[0] > 0.01, lie
    assert measure("derivative-error", at, factor=2.0)[0] == pytest.approx(1.0, abs=1e-6)


def test_a_neuron_on_its_kink_is_left_out(tmp_path):
    """A jump of phi' between the ends of a difference of 1e-7 would be an error of order 1 / m."""
    at = snapshot(tmp_path)
    x, w = at.inputs("train"), at.now["first"].copy()
    w[3] -= (w[3] @ x[0]) / (x[0] @ x[0]) * x[0]
    on = replace(at, now={**at.now, "first": w})
    assert abs(w[3] @ x[0]) < 1e-14
    error, allowed = measure("derivative-error", on)
    assert error <= allowed <= 1e-6


def test_smooth_networks_have_the_same_identity(tmp_path):
    at = snapshot(tmp_path, moved=0.7, activation="erf")
    error, allowed = measure("derivative-error", at)
    assert error <= 1e-6
    assert allowed <= 1e-6


def test_bounds_on_the_way_and_on_what_is_left(tmp_path):
    at = snapshot(tmp_path, moved=0.1, init="signs")
    x, y = at.inputs("train") / math.sqrt(D), at.labels("train")
    first = np.linalg.norm(at.model.outputs(at.initial, at.inputs("train")) - y)
    norm, floor = np.linalg.norm(x, 2), fl.lambda_0(OPS, at)
    largest = np.linalg.eigvalsh(fl.infinite_kernel(at))[-1]
    reach = first / (floor * math.sqrt(M))
    assert measure("row-movement-bound", at) == pytest.approx(2 * math.sqrt(N) * reach)
    assert measure("row-movement-bound", at, form="inputs") == pytest.approx(2 * norm * reach)
    certified = 2 * norm * reach * (1 - math.exp(-floor / 2))
    assert measure("row-movement-bound", at, form="certificate") == pytest.approx(certified)
    given = norm * first / (0.3 * math.sqrt(M)) * (1 - math.exp(-0.3))
    given_rate = {"form": "certificate", "rate": 0.3}
    assert measure("row-movement-bound", at, **given_rate) == pytest.approx(given)
    assert measure("decay-bound", at) == pytest.approx(math.exp(-floor / 2))
    assert measure("decay-bound", at, factor=2.0, rate=0.3) == pytest.approx(math.exp(-0.6))
    assert measure("decay-bound", at, eigenvalue="largest") == pytest.approx(math.exp(-largest / 2))
    left = np.linalg.norm(at.network("train") - y) / first
    assert measure("residual-decay", at) == pytest.approx([left, 0.0])
    start = np.linalg.eigvalsh(fl.kernel(at, "initial"))[0]
    ball = fl.ball_bound(OPS, at, norm * first / (0.3 * math.sqrt(M)))
    assert measure("certified-floor", at, rate=0.3) == pytest.approx((start - ball) / 0.3)
    assert measure("certified-floor", at) == pytest.approx(
        (start - fl.ball_bound(OPS, at, 2 * norm * reach)) / (floor / 2)
    )


def test_time_is_that_of_the_sum_of_squares(tmp_path):
    """(1/(2n)) sum r^2 at rate 1 is slower by n; the bound is one of the same path."""
    at = snapshot(tmp_path)
    slow = replace(at.cell, dynamics=replace(at.cell.dynamics, loss="half-mse"))
    later = replace(at, cell=slow, step=float(N))
    assert measure("decay-bound", later) == pytest.approx(measure("decay-bound", at), rel=1e-14)


@pytest.mark.parametrize("init", ["subtract", "symmetric"])
def test_a_network_that_starts_at_zero_has_the_labels_for_its_residual(tmp_path, init):
    at = snapshot(tmp_path, init=init)
    assert fl.first_residual(OPS, at) == pytest.approx(math.sqrt(N), rel=1e-12)
    floor = fl.lambda_0(OPS, at)
    moves = 2048 / math.pi * N**6 / (0.01 * floor**4)
    assert measure("sufficient-width", at, delta=0.1) == pytest.approx(moves)


def test_neurons_in_pairs_are_half_as_many(tmp_path):
    """Where the labels are 0 only the kernel of the start asks for width, and for pairs twice."""
    found = {}
    for init in ("subtract", "symmetric"):
        at = snapshot(tmp_path, init=init)
        still = replace(at.splits["train"], y=np.zeros(N))
        found[init] = measure("sufficient-width", replace(at, splits={"train": still}))
    assert found["symmetric"] == pytest.approx(2 * found["subtract"])


def test_repeated_inputs_have_no_floor_and_give_numbers_yet(tmp_path):
    at = snapshot(tmp_path)
    x = at.splits["train"].x.copy()
    x[1] = x[0]
    at = replace(at, splits={"train": replace(at.splits["train"], x=x)})
    floor, rounding = measure("kernel-floor", at)
    assert floor <= rounding
    kinds = ("floor-loss", "decay-bound", "row-movement-bound", "sufficient-width")
    for kind in (*kinds, "certified-floor", "kernel-ball"):
        assert np.isfinite(measure(kind, at)).all(), kind


def test_the_error_of_a_flow(tmp_path):
    at = snapshot(tmp_path, moved=0.3)

    def error(kind, integrator, step=1.0):
        flow = replace(at.cell.dynamics, kind="gradient-flow", integrator=integrator)
        later = replace(at, cell=replace(at.cell, dynamics=flow), step=step)
        return measure(kind, later)[1]

    smooth, fixed = Integrator("explicit", 1e-9), Integrator("fixed", step=0.1)
    assert error("residual-decay", smooth) == pytest.approx(1e-6)
    assert error("residual-decay", smooth, step=0.0) == 0.0
    assert error("residual-decay", fixed) == pytest.approx(0.25 * N * 0.1 / M, rel=1e-3)
    assert error("row-movement", fixed) == pytest.approx(0.3 * 0.025, rel=1e-3)


@pytest.mark.parametrize("kind", ["row-movement", "kernel-ball-bound", "derivative-error"])
def test_what_is_said_of_two_layers_is_not_measured_of_three(tmp_path, kind):
    network = deep(D, width=8, depth=2, activation="relu", init="gaussian")
    made = build(
        inputs=word("distributions", "sphere", dim=D),
        n=N,
        network=network,
        recorded=(0, 1),
        references={},
        quantities=(quantity(kind),),
    )
    with pytest.raises(Unsupported, match="two layers"):
        ReferenceProgram(made, tmp_path).run(0)
