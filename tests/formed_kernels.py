"""Kernels of the first layer of a two-layer network, formed by hand: n x n matrices and SVDs."""

from __future__ import annotations

import math

import numpy as np
from earlyspec_reference.ops import OPS


def kernel_norm(at, kernel, norm, split):
    """`Snapshot.kernel_norm` for first-layer terms and feature terms, by the explicit formulas.

    The segment's mean of phi' is the difference quotient of phi between the two ends.
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
        assert term.weights == (1.0, 0.0)
        left, right = (_slopes(at, point) for point in (term.left, term.right))
        total += term.coefficient * (left @ right.T / at.cell.m) * (x @ x.T / d)
    return np.array([np.linalg.norm(total, 2), 0.0])


def _slopes(at, point):
    phi = at.cell.network.activation.kind
    from earlyspec import registry

    word = registry.load("activations", phi)()
    x = at.inputs("train")
    first = {"now": at.now, "segment": at.now, "initial": at.initial}[point]["first"]
    z = x @ first.T / math.sqrt(x.shape[1])
    if point != "segment":
        return word.slope(OPS, z)
    dz = x @ at.next["first"].T / math.sqrt(x.shape[1]) - z
    return (word.value(OPS, z + dz) - word.value(OPS, z)) / dz
