"""What Lemmas D.5 and D.12 share: || J(t) - J(0) || against its explicit bound, and over m.

Source: hu2020, Lemmas D.5 and D.12; the explicit bounds are ours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020 import _setting as setting

SHARE = 0.7
"""The part of an exponent of m that must be shown. At m = 100 ... 800 terms of the next order in
1 / m make the slope for smooth phi -0.43 where it is -1/2 in the end; a bound that does not fall
with m at all has slope 0, and is as far from it as that for any phi."""
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
                yield self._slope(c, layer, SHARE * power(c, layer))

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """A bound that is narrower by sqrt(m); the exponent of a smoother Jacobian."""
        for layer in self.parts():
            text = "the explicit bound with another factor 1 / sqrt(m)"
            lie = self._bound(c, layer, 1 / math.sqrt(c.m))
            yield th.Control(f"narrower/{lie.id}", text, lie.id, lie)
            if self.slope:
                wrong = 3 * power(c, layer) if kinked(c, layer) else 2 * power(c, layer)
                why = ", as if phi were smooth" if kinked(c, layer) else ""
                text = f"an exponent of {wrong:.3g} in m{why}"
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
        both = layer == "first" and "second" in self.parts()
        moved = "(||W(T) - W(0)||_F^2 + |v(T) - v(0)|^2)^(1/2)" if both else "||W(T) - W(0)||_F"
        cube = kinked(c, layer)
        given: dict[str, Any] = {"layer": "both"} if both else {}
        given |= {"power": 1 / 3} if cube else {}
        return th.Rate(
            f"slope-{layer}",
            f"||J{index}(T) - J{index}(0)|| / {moved}{'^(1/3)' if cube else ''}"
            f" <~ m^({power(c, layer):.3g}), to {1 - SHARE:.0%} of the exponent",
            th.Series(jacobian("jacobian-perturbation", layer), "last"),
            over="m",
            exponent=exponent,
            against=th.Series(th.measurement("weight-movement", **given), "last"),
        )


def kinked(c: th.Cell, layer: Layer) -> bool:
    """Whether it is the Jacobian that jumps where a neuron changes sign on an input."""
    phi = c.network.activation
    return layer == "first" and phi is not None and not phi.smooth


def power(c: th.Cell, layer: Layer) -> float:
    """The exponent of m in the bound: -1/2, but -1/6 for the first layer where phi has a kink."""
    return -1 / 6 if kinked(c, layer) else -0.5


def jacobian(kind: str, layer: Layer) -> th.Word:
    """The plan's word of a measurement on one layer's Jacobian."""
    return th.measurement(kind, **({} if layer == "first" else {"layer": layer}))
