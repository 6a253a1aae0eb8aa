"""Which layers of a network train, and at which rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def layer_rates(train: Train, layers: Sequence[str]) -> tuple[float, ...]:
    """One learning rate a layer, 0 for the frozen ones."""
    rate = train.learning_rate
    if isinstance(rate, Mapping):
        return tuple(float(rate.get(layer, 0.0)) for layer in layers)
    chosen = trained(train, layers)
    return tuple(float(rate) if layer in chosen else 0.0 for layer in layers)
