"""The network of a cell, by the kind of its architecture."""

from __future__ import annotations

from earlyspec.backend import Unsupported
from earlyspec.plans.nodes import Cell, Network
from earlyspec.vocabulary._base import Activation
from earlyspec.vocabulary._images import image_of
from earlyspec_reference.chain import Chain
from earlyspec_reference.network import Model, TwoLayer, scales

_CHAINS = ("fully-connected", "convolutional")


def require_support(network: Network) -> None:
    """Only some architectures have gradients by hand.

    Raises: Unsupported for any other.
    """
    if network.word.kind not in ("two-layer", *_CHAINS):
        raise Unsupported(f"the architecture `{network.word.kind}`")


def model(cell: Cell, activation: Activation) -> Model:
    """The network of a cell whose architecture is supported."""
    network = cell.network
    if network.word.kind in _CHAINS:
        return Chain(network.layers, activation, image_of(network.word, cell.d))
    return TwoLayer(network.layers, activation, *scales(network.parametrisation, cell.m, cell.d))
