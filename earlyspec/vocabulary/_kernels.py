"""Kernels on the inputs of a split, as sums of terms: what a backend applies and never forms.

All are n x n matrices in the units of hu2020: NTK parametrisation, no factor 1/n.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from earlyspec.plan.nodes import Network

Point: TypeAlias = Literal["now", "initial", "segment"]
"""Where a Jacobian is taken: at the weights now, before the first step, or as its mean over the
segment from the weights now to those one step later (only while a `Tally` is added to)."""


class NetworkTerm(NamedTuple):
    """J(left) D J(right)^T, J the Jacobian of the network and D = diag of `weights` by layer.

    Attributes:
      weights: one factor a layer of the network, 0 for a layer that is left out.
    """

    coefficient: float
    weights: tuple[float, ...]
    left: Point = "now"
    right: Point = "now"


class InfiniteTerm(NamedTuple):
    """The infinite-width tangent kernel Theta*, layers weighted; where it has a closed form."""

    coefficient: float
    weights: tuple[float, ...]


class FeatureTerm(NamedTuple):
    """Psi Psi^T of a reference model."""

    coefficient: float
    model: str


class IdentityTerm(NamedTuple):
    """The identity matrix."""

    coefficient: float


Term: TypeAlias = NetworkTerm | InfiniteTerm | FeatureTerm | IdentityTerm
Kernel: TypeAlias = tuple[Term, ...]


def layer_weights(network: Network, layers: str) -> tuple[float, ...]:
    """One factor a layer: 1 for the layers that are named, `first`, `second` or `both` (all).

    A parametrisation other than NTK has its kernel scaled back (`Network.kernel_scale`).
    """
    count = len(network.layers)
    chosen = {"first": (0,), "second": (count - 1,), "both": tuple(range(count))}[layers]
    return tuple(
        1.0 / scale if k in chosen else 0.0 for k, scale in enumerate(network.kernel_scale)
    )


def layer_named(network: Network, name: str) -> str:
    """A layer's own name; `first` and `second` are the first and the last layer of any network."""
    if name in network.layers:
        return name
    return network.layers[{"first": 0, "second": -1}[name]]


def is_symmetric(kernel: Kernel) -> bool:
    """Whether a sum of terms is symmetric: every J(a) D J(b)^T comes with its transpose."""
    mixed = [term for term in kernel if isinstance(term, NetworkTerm) and term.left != term.right]
    turned = [term._replace(left=term.right, right=term.left) for term in mixed]
    return sorted(mixed) == sorted(turned)
