"""Lemma 2: the outputs follow an equation of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.lecture12 import _setting as setting

TOLERANCE = 1e-6


class Lemma2(th.Theorem):
    """Under gradient flow the residual is driven by the kernel of the weights as they are.

    Statement: if dW/dt = -grad L with L = (1/2) sum_i (f(x_i) - y_i)^2, then
        du/dt = -H(W(t)) (u - y),  H_ij = <x_i, x_j> (1/m) sum_r 1[w_r.x_i >= 0] 1[w_r.x_j >= 0].
    Reading: at every recorded time the outputs on the training inputs are differenced along
        W + h dW/dt, h = 1e-7 for a direction of length 1, and compared with -H (u - y) to 1e-6 of
        its largest entry. A neuron that turns on an input within h has no derivative there and is
        left out on both sides. Kinks are not quite the null set of the lecture: where the gradient
        points to a kink from either side a neuron slides along it. Never vacuous. Its lies: twice
        the kernel, that of both layers, and, once the weights have moved, that of step 0.
    """

    identifier: ClassVar[str] = "lecture12/lemma-2"
    source: ClassVar[th.Source] = th.Source("lecture12", "Lemma 2")
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network, and the flow."""
        yield from setting.network(c)
        yield from setting.flow(c)

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The identity, to 1e-6."""
        yield self._identity()

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other kernels in the place of H."""
        lies = (
            ("twice", "du/dt = -2 H (u - y)", {"factor": 2.0}),
            ("both-layers", "H of both layers, of which one trains", {"layers": "both"}),
            ("initial", "H(0) in the place of H(t)", {"kernel": "initial"}),
        )
        for name, text, given in lies:
            lie = self._identity(**given)
            yield th.Control(f"{name}/{lie.id}", text, lie.id, lie)

    def _identity(self, **given: Any) -> th.Bound:
        return th.Bound(
            "identity",
            "du/dt = -H(W(t)) (u - y) at every recorded time, to 1e-6",
            th.Series(th.measurement("derivative-error", **given), "path"),
            TOLERANCE,
        )


KIND = Lemma2
