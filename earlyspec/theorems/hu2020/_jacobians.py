"""What Lemmas D.5 and D.12 share: || J(t) - J(0) || against its explicit bound, and over m.

Source: hu2020, Lemmas D.5 and D.12; the explicit bounds are ours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020 import _setting as setting
from earlyspec.theorems.hu2020._setting import BOUNDED

Layer = Literal["first", "second"]


class JacobianMoves(th.Theorem):
    """The Jacobian moves little when the weights do, and less the wider the network."""

    slope: bool = False
    """Judge the exponent of m too; for a sweep of the width, all else fixed."""

    def parts(self) -> tuple[Layer, ...]:
        """The layers whose Jacobian it is of."""
        raise NotImplementedError

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network at its start, and the data."""
        yield from setting.network(c)
        yield from setting.inputs(c)
        yield from setting.concentration(self.constants)

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The explicit bound at every recorded step; the exponent of m, if asked for."""
        for layer in self.parts():
            yield self._bound(c, layer, 1.0)
            if self.slope:
                yield self._slope(c, layer, power(c, layer) + BOUNDED)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """A bound that falls like 1/m; an exponent of m that is lower by 1/2 or more."""
        for layer in self.parts():
            text = "the explicit bound with another factor 1 / sqrt(m)"
            lie = self._bound(c, layer, 1 / math.sqrt(c.m))
            yield th.Control(f"narrower/{lie.id}", text, lie.id, lie)
            if self.slope:
                wrong = power(c, layer) - 0.5
                text = f"an exponent of {wrong:.3g} in m"
                outcome = self._slope(c, layer, wrong)
                yield th.Control(f"exponent/{outcome.id}", text, outcome.id, outcome)

    def _bound(self, c: th.Cell, layer: Layer, scale: float) -> th.Bound:
        index = {"first": 1, "second": 2}[layer]
        return th.Bound(
            f"explicit-{layer}",
            f"||J{index}(t) - J{index}(0)|| <= its explicit bound, at every recorded step",
            th.Series(jacobian("jacobian-perturbation", layer), "path"),
            th.Series(jacobian("jacobian-bound", layer), "path", scale=scale),
        )

    def _slope(self, c: th.Cell, layer: Layer, exponent: float) -> th.Rate:
        index = {"first": 1, "second": 2}[layer]
        return th.Rate(
            f"slope-{layer}",
            f"max_t ||J{index}(t) - J{index}(0)|| <~ m^({power(c, layer):.3g}), to {BOUNDED:g}",
            th.Series(jacobian("jacobian-perturbation", layer), "max"),
            over="m",
            exponent=exponent,
        )


def power(c: th.Cell, layer: Layer) -> float:
    """The exponent of m in the bound: -1/2, but -1/6 for the first layer where phi has a kink."""
    phi = c.network.activation
    kinked = layer == "first" and phi is not None and not phi.smooth
    return -1 / 6 if kinked else -0.5


def jacobian(kind: str, layer: Layer) -> th.Word:
    """The plan's word of a measurement on one layer's Jacobian."""
    return th.measurement(kind, **({} if layer == "first" else {"layer": layer}))
