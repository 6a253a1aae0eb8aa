"""Which layers of a network train, and at which rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from earlyspec.language.optimisers import FLOW
from earlyspec.language.spec import Train


def words(layers: Sequence[str]) -> tuple[str, ...]:
    """What `train.layers` may say of a network with these layers."""
    return ("all", *(("both",) if len(layers) == 2 else ()), *layers)


def named(train: Train) -> tuple[str, ...]:
    """What `train.layers` says, as a list."""
    return (train.layers,) if isinstance(train.layers, str) else train.layers


def trained(train: Train, layers: Sequence[str]) -> tuple[str, ...]:
    """The layers that train, input side first."""
    said = named(train)
    every = said in (("all",), ("both",))
    return tuple(layer for layer in layers if every or layer in said)


def learning_rate(train: Train) -> float | Mapping[str, float]:
    """The learning rate, 1 where a gradient flow leaves it out."""
    if train.learning_rate is not None:
        return train.learning_rate
    assert train.optimizer == FLOW, "consistency finds descent without a learning rate"
    return 1.0


def layer_rates(train: Train | None, layers: Sequence[str]) -> tuple[float, ...]:
    """One learning rate a layer, 0 for the frozen ones; all are frozen where nothing trains."""
    if train is None:
        return (0.0,) * len(layers)
    rate = learning_rate(train)
    if isinstance(rate, Mapping):
        return tuple(float(rate.get(layer, 0.0)) for layer in layers)
    chosen = trained(train, layers)
    return tuple(float(rate) if layer in chosen else 0.0 for layer in layers)
