"""What networks of any depth share: hidden layers one after another, and a linear readout."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import Any

from pydantic_core import PydanticCustomError

from earlyspec.plans.nodes import Network, Word
from earlyspec.vocabulary._base import (
    AnyActivation,
    AnyInitialisation,
    Architecture,
    Count,
    Weights,
)
from earlyspec.vocabulary._images import Image, patches, shifts
from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary._quadrature import layer_slopes
from earlyspec.vocabulary.initialisations.subtract import Subtract


class Deep(Architecture):
    """L hidden layers in NTK parametrisation, without biases; a subclass says what each sees."""

    depth: Count
    """L, the number of hidden layers."""
    activation: AnyActivation
    """phi, after every hidden layer."""
    init: AnyInitialisation = Subtract()
    """The law of the initial weights: `subtract` or `gaussian`."""

    @abstractmethod
    def grid(self, dim: int) -> Image:
        """The positions of an input, and the filter that goes over them."""

    @abstractmethod
    def neurons(self) -> int:
        """How many numbers a hidden layer has at each position."""

    @property
    def layers(self) -> tuple[str, ...]:
        return tuple(f"layer-{k}" for k in range(1, self.depth + 2))

    def _validated(self, _: Any) -> None:
        if not self.init.any_depth:
            why = f"`{self.init.kind()}` initialises two-layer networks; write `subtract`"
            raise PydanticCustomError("initialisation", "{why}", {"why": why, "field": "init"})

    def shapes(self, dim: int) -> dict[str, tuple[int, ...]]:
        """The shape of each layer's weights: (neurons, what one sees), and a row at the end."""
        grid, wide = self.grid(dim), self.neurons()
        inner = grid.with_colours(wide)
        *hidden, last = self.layers
        seen = (grid.patch, *(inner.patch for _ in hidden[1:]))
        return {
            **{layer: (wide, each) for layer, each in zip(hidden, seen, strict=True)},
            last: (grid.positions * wide,),
        }

    def initial(self, ops: Ops, draws: Draws, dim: int) -> Weights:
        shapes = self.shapes(dim)
        return {layer: draws.normal(f"init/{layer}", shape) for layer, shape in shapes.items()}

    def forward(self, ops: Ops, weights: Weights, x: Array) -> Array:
        n, d = x.shape
        *hidden, last = self.layers
        grid = self.grid(d)
        h = x.reshape(n, grid.positions, grid.colours)
        for depth, layer in enumerate(hidden):
            w = weights[layer]  # (neurons, patch)
            # Inputs have no derivative, so that the fastest way of taking patches will do.
            z = _filtered(ops, h, w, grid) if depth else patches(ops, h, grid) @ w.T
            h = self.activation.value(ops, z / math.sqrt(w.shape[1]))
        v = weights[last]
        return h.reshape(n, v.shape[0]) @ v / math.sqrt(v.shape[0])

    def kernel_scale(self, dim: int) -> tuple[float, ...]:
        """1 for every layer: the parametrisation is NTK."""
        return (1.0,) * (self.depth + 1)

    def describe(self, dim: int, word: Word) -> Network:
        grid, shapes = self.grid(dim), self.shapes(dim)
        *hidden, last = shapes.values()
        wide = math.prod(grid.filters) > 1
        return Network(
            word=word,
            width=self.neurons(),
            layers=self.layers,
            activation=self.activation.facts(),
            parametrisation="ntk",
            kernel_scale=self.kernel_scale(dim),
            init=self.init.kind(),
            zero_output=self.init.zero_output,
            follows_law=False,  # the readout is Gaussian, not +-1
            slopes=layer_slopes(self.activation, self.depth),
            positions=grid.positions,
            # Patches are copies where the filter sees more than its own position.
            hidden=grid.positions * (len(hidden) * self.neurons() + (grid.patch if wide else 0)),
            parameters=sum(math.prod(shape) for shape in shapes.values()),
            products=grid.positions * sum(math.prod(shape) for shape in hidden) + last[0],
        )


def _filtered(ops: Ops, h: Array, w: Array, grid: Image) -> Array:
    """Patches of h times W^T, a position of the filter at a time, (n, positions, neurons)."""
    moved = shifts(ops, h, grid)
    of_position = w.reshape(w.shape[0], len(moved), h.shape[2])
    return sum(each @ of_position[:, j, :].T for j, each in enumerate(moved))
