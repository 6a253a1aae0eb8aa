"""The network of a cell, by the kind of its architecture."""

from __future__ import annotations

from earlyspec import registry
from earlyspec.backend import Unsupported
from earlyspec.plans.nodes import Cell, Network
from earlyspec.vocabulary._base import Architecture
from earlyspec.vocabulary._images import image_of
from earlyspec_reference.chain import Chain
from earlyspec_reference.diagonal import Diagonal
from earlyspec_reference.network import Model, TwoLayer, Untrained, scales
from earlyspec_reference.single_neuron import SingleNeuron

_CHAINS = ("fully-connected", "convolutional")


def require_support(network: Network) -> None:
    """Only some architectures have gradients by hand.

    Raises: Unsupported for any other.
    """
    fitted = registry.revive(network.word).fitted_model() is not None
    if (
        network.word.kind not in ("two-layer", "diagonal-linear", "single-neuron", *_CHAINS)
        and not fitted
    ):
        raise Unsupported(f"the architecture `{network.word.kind}`")


def model(cell: Cell, word: Architecture) -> Model:
    """The network of a cell whose architecture `word` is supported."""
    network = cell.network
    if word.fitted_model() is not None:
        return Untrained()
    if network.word.kind == "diagonal-linear":
        return Diagonal(int(network.word.parameters["depth"]))
    activation = vars(word)["activation"]
    if network.word.kind == "single-neuron":
        return SingleNeuron(network.layers, activation)
    if network.word.kind in _CHAINS:
        return Chain(network.layers, activation, image_of(network.word, cell.d))
    return TwoLayer(network.layers, activation, *scales(network.parametrisation, cell.m, cell.d))
