"""Kernels of one layer of a two-layer network, formed by hand: n x n matrices and SVDs."""

from __future__ import annotations

import math

import numpy as np
from earlyspec_reference.ops import OPS

from earlyspec import registry


def kernel_norm(at, kernel, norm, split):
    """`Snapshot.kernel_norm` for one layer's terms and feature terms, by the explicit formulas.

    The mean of phi' over a segment is the difference quotient of phi between its two ends.
    """
    assert (norm, split) == ("spectral", "train")
    x = at.inputs("train")
    n, d = x.shape
    total = np.zeros((n, n))
    for term in kernel:
        if hasattr(term, "model"):
            psi = at.references[term.model].psi
            total += term.coefficient * psi @ psi.T
            continue
        assert term.weights == (1.0, 0.0), "the first layer in NTK parametrisation"
        left, right = (_slopes(at, point) for point in (term.left, term.right))
        total += term.coefficient * (left @ right.T / at.cell.m) * (x @ x.T / d)
    return np.array([np.linalg.norm(total, 2), 0.0])


def _slopes(at, point):
    """phi' at a point, (n, m)."""
    phi = registry.load("activations", at.cell.network.activation.kind)()
    x = at.inputs("train") / math.sqrt(at.cell.d)
    z = x @ (at.initial if point == "initial" else at.now)["first"].T
    if point != "segment":
        return phi.slope(OPS, z)
    dz = x @ at.next["first"].T - z
    return (phi.value(OPS, z + dz) - phi.value(OPS, z)) / dz
