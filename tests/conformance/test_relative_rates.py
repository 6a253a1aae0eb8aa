"""Learning rates in units of 1/norm(ntk): the norm itself, and what it scales."""

from dataclasses import replace

import numpy as np
import pytest
from conformance.agreement import disagreements
from conformance.cells import RATES, build, core, quantity, word

SHORT = (0, 1, 2, 5)


def relative(cell, rates):
    """The cell with rates c / norm(ntk), c as given; its linear models step likewise."""
    made = replace(cell, dynamics=replace(cell.dynamics, rates=rates, relative=True))
    eta = made.eta
    references = tuple(
        replace(each, word=replace(each.word, parameters={**each.word.parameters, "eta": eta}))
        for each in made.references
    )
    quantities = (*made.quantities, quantity("ntk-norm"))
    return replace(made, references=references, quantities=quantities)


def theta(cell, draws, layers):
    """The tangent kernel of a two-layer erf network, written out with NumPy."""
    from scipy.special import erf

    x = draws["inputs/train/z"]  # identity covariance
    half_w, half_v = draws["init/W"], draws["init/v"]
    w, v = np.concatenate([half_w, half_w]), np.concatenate([half_v, -half_v])
    m, d = w.shape
    z = x @ w.T / np.sqrt(d)
    slope = 2 / np.sqrt(np.pi) * np.exp(-(z**2))
    first = (x @ x.T / d) * ((slope * v**2) @ slope.T) / m
    second = erf(z) @ erf(z).T / m
    return {"first": first, "second": second, "both": first + second}[layers]


@pytest.mark.parametrize("mode", ["first", "second", "both"])
def test_the_norm_is_the_largest_eigenvalue_over_n(backend, tmp_path, mode):
    inputs = word("distributions", "gaussian", dim=5)
    wanted = (quantity("ntk-norm"),)
    cell = build(inputs=inputs, mode=mode, recorded=(0, 1), references={}, quantities=wanted)
    program = backend.compile(cell, tmp_path)
    kernel = theta(cell, program.draw(3), mode)
    expected = np.linalg.eigvalsh(kernel)[-1] / cell.n
    assert program.run(3).once["ntk-norm"][0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("mode", RATES)
def test_backends_agree_on_relative_rates(assert_agreement, mode):
    rates = tuple(0.5 * float(rate > 0) for rate in RATES[mode])
    rates = (1.0, 0.3) if mode == "unequal" else rates
    assert_agreement(relative(build(mode=mode, quantities=core()), rates))


@pytest.mark.parametrize(
    "changes",
    [
        {"parametrisation": "standard"},
        {"init": "subtract", "activation": "relu"},
        {"optimizer": "sgd", "batch": 5},
        {"loss": "mse"},
        {"rows": 10},  # chunks that overlap
    ],
)
def test_backends_agree_whatever_else_is_set(assert_agreement, changes):
    assert_agreement(relative(build(recorded=SHORT, **changes), (0.4, 0.4)))


@pytest.mark.parametrize(("n", "width"), [(300, 2), (129, 40)])
def test_backends_agree_beyond_the_size_that_is_formed(assert_agreement, n, width):
    """Also where the kernel has fewer eigenvalues than Lanczos takes steps."""
    cell = build(recorded=(0, 1), n=n, width=width, rows=64)
    assert_agreement(relative(cell, (0.5, 0.5)))


def test_a_relative_rate_is_the_rate_that_it_comes_to(backend, tmp_path):
    asked = relative(build(recorded=SHORT), (0.5, 0.5))
    run = backend.compile(asked, tmp_path).run(0)
    eta = 0.5 / run.once["ntk-norm"][0]
    plain = build(recorded=SHORT, rates=(eta, eta), quantities=asked.quantities)
    assert disagreements(run, backend.compile(plain, tmp_path).run(0)) == {}


def test_the_rate_times_the_norm_is_the_stiffness(backend, tmp_path):
    """Of phi(z) = z, first layer: Theta = X X^T / d exactly, the kernel of the linear model."""
    cell = build(activation="identity", mode="first", recorded=SHORT, quantities=core())
    run = backend.compile(relative(cell, (0.7, 0.0)), tmp_path).run(0)
    assert run.once["stiffness"][0] == pytest.approx(0.7, rel=1e-12)


def test_each_seed_has_its_own_norm(backend, tmp_path):
    cell = relative(build(recorded=(0, 1), references={}, quantities=()), (0.5, 0.5))
    program = backend.compile(cell, tmp_path)
    assert program.run(0).once["ntk-norm"] != program.run(1).once["ntk-norm"]


def test_a_network_that_cannot_move_diverges_and_gives_no_number(backend, tmp_path):
    """W = 0 and v = 0: the kernel is 0, and so the rate is none."""
    np.savez(tmp_path / "zero.npz", W=np.zeros((8, 5)), v=np.zeros(8))
    init = {"kind": "file", "path": "zero.npz"}
    cell = relative(build(init=init, recorded=SHORT), (0.5, 0.5))
    run = backend.compile(cell, tmp_path).run(0)
    assert run.divergence is not None
    assert run.divergence.step <= 1
