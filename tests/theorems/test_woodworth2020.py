"""Theorems 1, 2 and 3: their conditions, the regime they name, and thresholds by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from conformance.cells import build, deep, word
from earlyspec_jax.solver import SOLVER
from earlyspec_reference.ops import OPS

from earlyspec import registry
from earlyspec.plans.nodes import Integrator
from earlyspec.theorems import _base as th
from earlyspec.theorems.woodworth2020 import _regime

FINE = Integrator("explicit", 1e-10, 1e-14)


def cell(scale=0.1, *, depth=2, n=20, dim=50, labels=None, integrator=FINE, rates=(1.0, 1.0)):
    """A cell of gradient flow on instance A's law."""
    start = {"log_scale": scale} if scale <= 0 else {"scale": scale}
    made = build(
        network=deep(dim, "diagonal-linear", depth=depth, **start),
        inputs=word("distributions", "gaussian", dim=dim),
        labels=labels
        or word("labels", "linear", nonzero=3, then=({"kind": "noise", "scale": 0.1},)),
        n=n,
        rates=rates,
        loss="half-sum",
        references={},
        quantities=(),
    )
    flow = replace(
        made.dynamics,
        kind="gradient-flow",
        optimizer="gradient-flow",
        rates=rates,
        integrator=integrator,
    )
    return replace(made, dynamics=flow)


def structural(c, theorem="woodworth2020/theorem-1"):
    return {
        condition.id: condition.holds
        for condition in registry.theorem(theorem)().conditions(c)
        if isinstance(condition, th.Structural)
    }


def test_every_structural_hypothesis_holds_of_the_spec_and_fails_of_its_neighbours():
    assert set(structural(cell()).values()) == {True}
    assert structural(cell(depth=3))["model"] is False
    assert structural(cell(depth=3), "woodworth2020/theorem-3")["model"] is True
    assert structural(cell(), "woodworth2020/theorem-3")["model"] is False
    assert structural(cell(-400.0))["model"] is False  # no weights of that size
    assert structural(cell(rates=(1.0, 2.0)))["flow"] is False
    assert structural(cell(rates=(1.0, 0.0)))["flow"] is False
    descent = replace(cell(), dynamics=replace(cell().dynamics, kind="gradient-descent"))
    assert structural(descent)["flow"] is False


@pytest.mark.parametrize(
    ("integrator", "holds"),
    [
        (Integrator("explicit", 1e-8, 1e-9), True),
        (Integrator("explicit", 1e-7, 1e-9), False),
        (Integrator("explicit", 1e-9, 1e-8), False),  # the smaller weight is about alpha^2
        (Integrator("fixed", step=0.1), None),
    ],
)
def test_errors_of_the_integrator(integrator, holds):
    assert structural(cell(integrator=integrator))["integration"] is holds


@pytest.mark.parametrize(
    ("scale", "depth", "name"),
    [
        (10.0, 2, "kernel regime"),
        (1.0, 2, "kernel regime"),
        (0.1, 2, "between regimes"),
        (0.01, 2, "rich regime"),
        (1e-4, 2, "rich regime"),
        (0.01 ** (2 / 3), 3, "rich regime"),
        (1.5, 3, "kernel regime"),
    ],
)
def test_the_regime_is_known_before_the_run(scale, depth, name):
    found = _regime.regime(cell(scale, depth=depth))
    assert found.id == name
    assert found.holds is True
    assert "on a typical draw" in found.found


def test_what_is_typical_is_typical():
    """Of 200 draws of the law, within a tenth in the mean; the largest column within a quarter."""
    guess = _regime.typical(cell())
    g = np.random.Generator(np.random.PCG64(0))
    found = []
    for _ in range(200):
        x = g.standard_normal((20, 50))
        y = x[:, :3].sum(axis=1) / math.sqrt(3) + 0.1 * g.standard_normal(20)
        column = np.sqrt(np.max(np.sum(x**2, axis=0)))
        top = np.linalg.norm(x, 2) ** 2
        found.append((np.linalg.norm(y), np.linalg.norm(SOLVER.least_norm(x, y)), column, top))
    labels, b2, column, top = np.mean(found, axis=0)
    assert guess.labels == pytest.approx(labels, rel=0.1)
    assert guess.b2 == pytest.approx(b2, rel=0.1)
    assert guess.eigenvalue == pytest.approx(top, rel=0.1)
    assert guess.column == pytest.approx(column, rel=0.25)


def test_what_is_not_typical_is_not_said():
    for labels in (word("labels", "norm"), word("labels", "linear", then=({"kind": "sign"},))):
        found = _regime.regime(cell(labels=labels))
        assert found.id == "regime"
        assert "not known" in found.found
    assert _regime.typical(cell(n=50)) is None


def test_a_scale_that_is_no_number_is_written_as_a_power():
    assert _regime.regime(cell(-3000.0)).found.startswith("alpha^2 = exp(-6000)")


def test_thresholds_of_the_second_theorem_on_instance_a():
    """log alpha <= -53.5577902098 at eps = 0.5, alpha >= 5.19117940866 at eps = 0.1."""
    g = np.random.Generator(np.random.PCG64(0))
    x, noise = g.standard_normal((20, 50)), g.standard_normal(20)
    y = x[:, :3].sum(axis=1) / math.sqrt(3) + 0.1 * noise
    models = {
        "minimum-l1": np.concatenate(SOLVER.least_absolute(x, y)),
        "minimum-l2": SOLVER.least_norm(x, y),
    }

    class At:
        def __init__(self):
            self.cell = cell(1.0)

        def reference_parameters(self, name):
            return models[name]

        def initial_weights(self, layer):
            return np.ones(50)

    at = At()
    rich = registry.load("measurements", "rich-threshold")(eps=0.5).measure(OPS, at)
    assert -float(rich) == pytest.approx(-53.5577902098, rel=1e-11)
    kernel = registry.load("measurements", "kernel-threshold")(eps=0.1).measure(OPS, at)
    assert math.exp(float(kernel)) == pytest.approx(5.19117940866, rel=1e-11)
    sharp = registry.load("measurements", "kernel-threshold")(eps=0.1, sharp=True)
    b2 = np.linalg.norm(models["minimum-l2"])
    assert math.exp(2 * float(sharp.measure(OPS, at))) == pytest.approx(
        1.1 * b2 / math.sqrt(4.8), rel=1e-11
    )


def test_kappa_of_instance_a():
    """kappa alpha^2 = 0.0447286327446, from the closed form with that draw's own numbers."""
    g = np.random.Generator(np.random.PCG64(0))
    x, noise = g.standard_normal((20, 50)), g.standard_normal(20)
    y = x[:, :3].sum(axis=1) / math.sqrt(3) + 0.1 * noise
    draw = _regime.Typical(
        labels=float(np.linalg.norm(y)),
        b2=1.0,
        b1=1.0,
        column=float(np.sqrt(np.max(np.sum(x**2, axis=0)))),
        eigenvalue=float(np.linalg.norm(x, 2) ** 2),
    )
    found = _regime.log_kappa(cell(0.1), draw)
    assert math.exp(found) * 0.1**2 == pytest.approx(0.0447286327446, rel=1e-11)
