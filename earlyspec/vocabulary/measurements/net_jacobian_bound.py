"""Word: net Jacobian bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _net_jacobian as net
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._no_bound import NO_BOUND
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class NetJacobianBound(Measurement):
    """What the Jacobian of a two-layer network in its first layer can be, and can move, at most.

    sup|phi'| ||X|| max|v| / sqrt(d), a bound on ||J(t)||; and, the second layer at its start,
    sup|phi''| max|v| ||X|| max_i |x_i| / (d sqrt(m)), a bound on ||J(t) - J(0)|| over
    ||W(t) - W(0)||_F, alone or times that; 1e6, no bound, where phi'' has none. On the training
    inputs, in NTK parametrisation.

    Source: Oymak et al. 2019, the lemma on the Jacobian of the network, k = m, V = v / sqrt(m).
    """

    unit: ClassVar[str] = "target/weight"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)

    gives: Literal["norm", "difference", "constant"] = "norm"
    """The bound on ||J(t)||, that on ||J(t) - J(0)||, or the latter without ||W(t) - W(0)||_F."""

    def no_bound(self) -> float | None:
        return None if self.gives == "norm" else NO_BOUND

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        known = net.of_network(ops, at)
        if self.gives == "norm":
            return known.norm
        if self.gives == "constant":
            return known.lipschitz
        moved = at.weights("first") - at.initial_weights("first")
        bound = known.lipschitz * norm(ops, moved)
        return ops.where(known.lipschitz >= NO_BOUND, NO_BOUND + 0.0 * bound, bound)


KIND = NetJacobianBound
