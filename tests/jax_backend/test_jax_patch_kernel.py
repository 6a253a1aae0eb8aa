"""The kernel of infinitely many channels, against those of networks with finitely many."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

pytest.importorskip("earlyspec_jax")
from conformance.cells import build, deep, word
from earlyspec_jax import compiled, patch_kernel, shape
from earlyspec_jax.kernels import KernelOperator
from earlyspec_jax.settings import exact

from earlyspec.vocabulary._images import Image
from earlyspec.vocabulary._kernels import NetworkTerm

N, D, Q = 40, 24, 7
CHANNELS = (25, 100, 400)
SHEET = {200: 0.276, 2000: 0.117, 20000: 0.040}
"""Channels -> ||Theta - Theta_CNN|| of one draw, by the theory sheet of hu2020, 8.10."""


def draws(channels, seeds):
    """(inputs, tangent kernel of all layers) of some seeds, by automatic differentiation."""
    network = {"image": [D], "filter": Q, "channels": channels, "depth": 1, "activation": "erf"}
    cell = build(
        inputs=word("distributions", "rademacher", dim=D),
        network=deep(D, "convolutional", init="gaussian", **network),
        n=N,
        rows=N,
        references={},
        quantities=(),
        recorded=(0, 1),
    )
    of, _ = shape.split(cell, "cpu")
    kernel = (NetworkTerm(1.0, (1.0, 1.0), "initial", "initial"),)

    @jax.jit
    def theta(data, weights):
        def nodes(_):
            return ((1.0, weights),)

        return KernelOperator(of, data, "train", kernel, nodes, jnp.asarray(1.0)).entries()

    for seed in range(seeds):
        drawn = compiled.draw(of, jnp.asarray(seed, jnp.uint64), {}, {})
        data = drawn.splits["train"]
        yield data.x.T, np.asarray(theta(data, drawn.weights))


@pytest.fixture(scope="module")
def networks():
    with exact():
        return {channels: list(draws(channels, 5)) for channels in CHANNELS}


def errors(networks):
    """Channels -> spectral norms of the difference from the limit, by draw."""
    image = Image((D,), (Q,), 1)
    # A seed has the same inputs whatever the width; compiled anew, so as to see a planted lie.
    limit = jax.jit(lambda x: patch_kernel.patch_kernel(x, image))
    with exact():
        limits = [np.asarray(limit(x)) for x, _ in networks[CHANNELS[0]]]
    for each in networks.values():
        for (x, _), (there, _) in zip(each, networks[CHANNELS[0]], strict=True):
            np.testing.assert_array_equal(x, there)
    return {
        channels: [
            np.linalg.norm(theta - kernel, 2)
            for (_, theta), kernel in zip(each, limits, strict=True)
        ]
        for channels, each in networks.items()
    }


def exponent(found):
    means = [np.mean(np.log(found[channels])) for channels in CHANNELS]
    return np.polyfit(np.log(CHANNELS), means, 1)[0]


def test_networks_approach_it_like_the_root_of_the_channels(networks):
    """-1/2 to +-0.1; and the constant is that of the sheet, whose draws spread as far."""
    found = errors(networks)
    assert exponent(found) == pytest.approx(-0.5, abs=0.1)
    sheet = [error * np.sqrt(channels) for channels, error in SHEET.items()]
    for channels, each in found.items():
        assert min(sheet) < np.mean(each) * np.sqrt(channels) < max(sheet)


@pytest.mark.parametrize(
    ("name", "lie"),
    [
        ("_moments", lambda right: lambda x, image: right(x, image) * Q / (Q + 1)),
        ("_moments", lambda right: lambda x, image: right(x, image) * Q / D),
        ("_erf_kernel", lambda right: lambda a, b, c: 0.9 * right(a, b, c)),
        ("_erf_kernel", lambda right: lambda a, b, c: right(a, b, c) - right(a, b, 0 * c + 0.02)),
    ],
    ids=("q + 1 for q", "d for q", "nine tenths", "a constant"),
)
def test_they_do_not_approach_another_kernel(monkeypatch, networks, name, lie):
    monkeypatch.setattr(patch_kernel, name, lie(getattr(patch_kernel, name)))
    assert exponent(errors(networks)) > -0.4
