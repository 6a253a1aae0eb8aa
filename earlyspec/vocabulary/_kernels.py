"""Kernels on the inputs of a split, as sums of terms: what a backend applies and never forms.

All are n x n matrices in the units of hu2020: NTK parametrisation, no factor 1/n.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, TypeAlias

from earlyspec.plans.nodes import ActivationFacts, Network

Point: TypeAlias = Literal["now", "initial", "segment"]
"""Where a Jacobian is taken: at the weights now, before the first step, or as its mean over the
segment from the weights now to those one step later (only while a `Tally` is added to)."""

GAUSS = (0.5 - 0.5 / math.sqrt(3), 0.5 + 0.5 / math.sqrt(3))
"""Where on a segment of length 1 the two Jacobians are taken whose mean stands for that over it:
exact to third order in the step for a smooth network."""


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


def mixes_points(kernel: Kernel) -> bool:
    """Whether one J(a) meets J(b) and J(c) at once, as in a difference of Jacobians."""
    pairs = {(term.left, term.right) for term in kernel if isinstance(term, NetworkTerm)}
    return len({left for left, _ in pairs}) < len(pairs)


def chosen_layers(network: Network, layers: str) -> tuple[float, ...]:
    """1 for the layers that are named, as in `layer_weights`, and 0 for the others.

    These are the weights of an `InfiniteTerm`, which is in NTK parametrisation as it stands.
    """
    return tuple(float(weight != 0) for weight in layer_weights(network, layers))


def diagonal_excess(phi: ActivationFacts, layers: str) -> float:
    """gamma: what the kernels of a network have on their diagonals beyond the linear ones.

    gamma_1 = E phi'^2 - zeta^2 for the first layer, gamma_2 = E phi^2 - theta_0^2 - zeta^2 for the
    second, and their sum for both.

    Source: hu2020, Proposition D.4 (eq 25).
    """
    first = phi.slope_square - phi.zeta**2
    second = phi.value_square - phi.theta_0**2 - phi.zeta**2
    return {"first": first, "second": second, "both": first + second}[layers]


def cheap_entries(kind: str, mixed: bool = False) -> bool:
    """Whether an entry of a kernel of the network costs a product of rows as long as it is wide.

    Its Jacobians then come in factors, neurons times inputs; otherwise an entry is a product of
    gradients, rows as long as the network has parameters.

    Args:
      kind: name of the architecture.
      mixed: whether Jacobians at several points are added up first: `mixes_points`.
    """
    return kind == "two-layer" or (kind == "fully-connected" and not mixed)


def formed_rows(kind: str, infinite: bool = False, mixed: bool = False) -> int:
    """Up to how many inputs a backend that applies kernels forms them after all.

    To form a kernel of n inputs costs n^2 entries once; to apply it costs n a step. The entries of
    an infinite-width kernel have to be had one by one in any case.

    Args:
      kind: name of the architecture.
      infinite: whether the kernel has an `InfiniteTerm`.
      mixed: as in `cheap_entries`.
    """
    return 4096 if infinite else 2048 if cheap_entries(kind, mixed) else 256


def counted_rows(kind: str, mixed: bool = False) -> int:
    """Up to how many inputs a Frobenius norm is summed entry by entry; beyond, it is probed."""
    return 8192 if cheap_entries(kind, mixed) else 1024


EIGH_ROWS = 512
"""Up to how many inputs the spectrum of a kernel that is formed is computed in full."""
LANCZOS_STEPS = 192
"""Applications of a kernel at most, for its spectral norm."""
PROBES = 64
"""Random vectors for a Frobenius norm that is probed."""
MISSED = 1e-6
"""The share of random starts for which the error of a spectral norm may exceed its bound."""
KEPT_BYTES = 96 * 2**20
"""Up to how many bytes slopes and values of all hidden neurons are kept."""
BLOCK_BYTES = 32 * 2**20
"""Of the rows of a Jacobian, or of their factors, that are formed at once."""
