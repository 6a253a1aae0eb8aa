"""What is measured of diagonal networks, against formulas in plain NumPy on a made-up snapshot."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

N, D, ALPHA = 4, 7, 0.3


class MadeUp:
    """Weights on the solutions of the flow, u = Q'(beta), but for one entry at will."""

    def __init__(self, depth=2, off=0.0):
        g = np.random.default_rng(5)
        word = SimpleNamespace(parameters={"depth": depth})
        self.cell = SimpleNamespace(d=D, n=N, network=SimpleNamespace(word=word))
        self.depth = depth
        self.x, self.y = g.standard_normal((N, D)), g.standard_normal(N)
        u = self.x.T @ g.standard_normal(N)
        u = u * 0.8 / np.max(np.abs(u))
        u[2] += off
        if depth == 2:
            self.w = {"positive": ALPHA * np.exp(u / 2), "negative": ALPHA * np.exp(-u / 2)}
        else:
            power = -1.0 / (depth - 2)
            self.w = {"positive": ALPHA * (1 - u) ** power, "negative": ALPHA * (1 + u) ** power}
        self.u = u
        self.beta = self.w["positive"] ** depth - self.w["negative"] ** depth
        self.models = {
            "minimum-l1": np.concatenate([g.standard_normal(D), 0.5 * g.standard_normal(D)]),
            "minimum-l2": g.standard_normal(D),
            "minimum-potential": np.concatenate([g.standard_normal(D), np.zeros(D)]),
        }

    def weights(self, layer):
        return self.w[layer]

    def initial_weights(self, layer):
        return np.full(D, ALPHA)

    def labels(self, split):
        return self.y

    def network(self, split):
        return self.x @ self.beta

    def reference_parameters(self, name):
        return self.models[name]

    def reference(self, name, split):
        return self.x @ self.models[name][:D]

    def project_on_inputs(self, r, split):
        return 0.25 * r

    def project_on_rows(self, u):
        return self.x.T @ np.linalg.lstsq(self.x.T, u, rcond=None)[0]


def distance(a, b):
    return np.linalg.norm(a - b) / np.linalg.norm(b)


@pytest.fixture
def measured(word, ops):
    """The value of a measurement."""

    def measure(at, kind, **parameters):
        return float(word("measurements", kind, **parameters).measure(ops, at))

    return measure


def test_distances_and_norms(measured):
    at = MadeUp()
    b1, b2 = at.models["minimum-l1"][:D], at.models["minimum-l2"]
    assert measured(at, "coefficient-gap") == pytest.approx(distance(at.beta, b2))
    assert measured(at, "coefficient-gap", model="minimum-l1") == pytest.approx(
        distance(at.beta, b1)
    )
    l1 = np.sum(np.abs(at.beta)) / np.sum(np.abs(b1)) - 1
    assert measured(at, "norm-excess") == pytest.approx(l1)
    l2 = np.sum(at.beta**2) / np.sum(b2**2)
    assert measured(at, "norm-excess", norm="l2-squared") == pytest.approx(l2 - 1)
    assert measured(at, "norm-excess", norm="l2-squared", ratio=True) == pytest.approx(l2)
    of = at.models["minimum-potential"][:D]
    assert measured(at, "norm-excess", of="minimum-potential") == pytest.approx(
        np.sum(np.abs(of)) / np.sum(np.abs(b1)) - 1
    )


def test_what_is_left_of_the_labels(measured):
    at = MadeUp()
    assert measured(at, "relative-residual") == pytest.approx(distance(at.x @ at.beta, at.y))
    assert measured(at, "relative-residual", model="minimum-l2") == pytest.approx(
        distance(at.x @ at.models["minimum-l2"], at.y)
    )
    assert measured(at, "range-defect") == pytest.approx(0.75)


@pytest.mark.parametrize("depth", [2, 3, 5])
def test_what_the_flow_keeps(measured, depth):
    """Both vanish on the flow's own solutions, and neither does beside them."""
    on, off = MadeUp(depth), MadeUp(depth, off=0.05)
    assert measured(on, "stationarity-defect") < 1e-14
    left = off.u - off.project_on_rows(off.u)
    expected = np.linalg.norm(left) / np.linalg.norm(off.u)
    assert measured(off, "stationarity-defect") == pytest.approx(expected, rel=1e-9)
    assert measured(on, "stationarity-defect", depth=depth + 1) > 1e-4
    assert measured(on, "stationarity-defect", root=True) > 1e-4
    assert measured(on, "conserved-drift") < 1e-14
    assert measured(on, "conserved-drift", law="squares") > 0.1
    off.w["negative"] = 1.01 * off.w["negative"]
    share = off.w["negative"] / ALPHA
    expected = (
        math.log(1.01)
        if depth == 2
        else np.max(np.abs(share ** (2 - depth) * (1 - 1.01 ** (depth - 2)) / 2))
    )
    assert measured(off, "conserved-drift") == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("depth", [2, 3, 5])
def test_the_duality_gap(measured, depth):
    """0 where beta is optimal and `minimum-l2` interpolates what beta does; else <v, b2 - beta>."""
    at = MadeUp(depth)
    at.models["minimum-l2"] = at.x.T @ np.linalg.solve(at.x @ at.x.T, at.x @ at.beta)
    assert measured(at, "duality-gap") < 1e-13
    assert measured(at, "duality-gap", depth=depth + 1) > 1e-4
    off = MadeUp(depth, off=0.05)
    off.models["minimum-l2"] = off.x.T @ np.linalg.solve(off.x @ off.x.T, off.x @ off.beta)
    assert measured(off, "duality-gap") > 1e-5


def test_certificates_and_thresholds(measured):
    at = MadeUp()
    b, u = at.models["minimum-l1"][:D], at.models["minimum-l1"][D:]
    m1, m2 = np.sum(np.abs(b)), np.linalg.norm(at.models["minimum-l2"])
    missing = distance(at.x @ b, at.y)
    assert measured(at, "least-norm-certificate") == pytest.approx((m1 - u @ b) / m1 + missing)
    bound = min(-(2.3 / 0.6) * math.log(2.6 * m1), -D / (0.3 * m1))
    assert measured(at, "rich-threshold", eps=0.3) == pytest.approx(math.log(ALPHA) - bound)
    least = math.sqrt(2 * 1.3 * (1 + 2 / 0.3) * m2)
    assert measured(at, "kernel-threshold", eps=0.3) == pytest.approx(math.log(least / ALPHA))
    least = math.sqrt(1.3 * m2 / math.sqrt(48 * 0.3))
    sharp = measured(at, "kernel-threshold", eps=0.3, sharp=True)
    assert sharp == pytest.approx(math.log(least / ALPHA))
