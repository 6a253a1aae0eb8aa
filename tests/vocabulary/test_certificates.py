"""The defect certificate on one number: where its condition matters, it fails without it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from earlyspec_reference.ops import OPS

from earlyspec import registry


class OneNumber:
    """A network of one output on one input, u, and K = k: gradient descent with another kernel."""

    def __init__(self, eta, kernel, u):
        self.cell = SimpleNamespace(n=1, effective_rates=lambda: (eta,))
        self.kernel, self.u = kernel, np.array([u])

    def network(self, split):
        return self.u

    def labels(self, split):
        return np.array([1.0])

    def apply_reference_kernel(self, name, r, split):
        return self.kernel * r

    def tally(self, word):
        return self.so_far


@pytest.mark.parametrize(("stiffness", "ratio"), [(2.5, 6.3), (1.9, 0.32)])
def test_the_scalar_counter_example(stiffness, ratio):
    """K = k, a perturbation 0.01 n / eta of it, t = 20: the truth over the bound."""
    eta = 0.5
    kernel, perturbed = stiffness / eta, (stiffness + 0.01) / eta
    word = registry.load("measurements", "certificate-defect")()
    u = v = 0.0
    at = OneNumber(eta, kernel, u)
    so_far = word.start(OPS, at)
    for _ in range(20):
        u, v = u - eta * perturbed * (u - 1), v - eta * kernel * (v - 1)
        after = OneNumber(eta, kernel, u)
        so_far, at = word.add(OPS, at, after, so_far), after
    at.so_far = so_far
    bound = word.measure(OPS, at)
    assert (bound >= abs(u - v)) == (stiffness <= 2)
