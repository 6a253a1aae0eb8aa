"""The network of a cell, by the kind of its architecture."""

from __future__ import annotations

from earlyspec.backend import Unsupported
from earlyspec.plan.nodes import Cell
from earlyspec.vocabulary._base import Activation
from earlyspec.vocabulary._images import image_of
from earlyspec_reference.chain import Chain
from earlyspec_reference.network import Model, TwoLayer, scales


def model(cell: Cell, activation: Activation) -> Model:
    """The network of a cell.

    Raises: Unsupported for an architecture without gradients by hand.
    """
    network = cell.network
    kind = network.word.kind
    if kind == "two-layer":
        return TwoLayer(
            network.layers, activation, *scales(network.parametrisation, cell.m, cell.d)
        )
    if kind in ("fully-connected", "convolutional"):
        return Chain(network.layers, activation, image_of(network.word, cell.d))
    raise Unsupported(f"the architecture `{kind}`")
