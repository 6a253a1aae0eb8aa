"""What a word may ask a backend for while it is measured or fitted.

Only their types: words import this for type checkers alone, and `earlyspec check` never does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from earlyspec.plans.nodes import Cell
from earlyspec.vocabulary._kernels import Kernel
from earlyspec.vocabulary._ops import Array

if TYPE_CHECKING:
    from earlyspec.vocabulary._base import Tally, Weights


class Snapshot(Protocol):
    """The network and its references at one recorded step; arrays are float64.

    `split` is `train` or `test`; `name` is that of a `plans.nodes.Reference`.
    """

    cell: Cell

    def time(self) -> Array:
        """The recorded step, or the time of a flow, (); not in the middle of a step."""
        ...

    def inputs(self, split: str) -> Array:
        """Inputs, (n, d)."""
        ...

    def labels(self, split: str) -> Array:
        """Labels, (n,)."""
        ...

    def network(self, split: str) -> Array:
        """Outputs of the network, the initial output subtracted if the spec says so, (n,)."""
        ...

    def reference(self, name: str, split: str) -> Array:
        """Outputs of a reference model after as many steps, (n,)."""
        ...

    def weights(self, layer: str) -> Array:
        """A layer's weights now."""
        ...

    def initial_weights(self, layer: str) -> Array:
        """A layer's weights before the first step."""
        ...

    def largest_inner_product(self, split: str, rows: int) -> Array:
        """Max over i != j of |x_i . x_j| among the first `rows` inputs, (), in row blocks."""
        ...

    def gram_norm(self, split: str) -> Array:
        """lambda_max(X^T X) / n, ()."""
        ...

    def reference_stiffness(self, name: str) -> Array:
        """Eta lambda_max(K) / n of a linear reference with kernel K, ()."""
        ...

    def reference_parameters(self, name: str) -> Array:
        """beta of a linear reference after as many steps, or what was fitted, (p,)."""
        ...

    def linearised_displacement(self) -> Weights:
        """theta_t - theta_0 of the linearised network, shaped as `weights`, one a layer."""
        ...

    def reference_spectrum(self, name: str) -> Array:
        """Eigenvalues of Psi^T Psi / n of a linear reference, rising, (p,); null ones are 0."""
        ...

    def apply_reference_kernel(self, name: str, r: Array, split: str) -> Array:
        """Psi_split (Psi_train^T r) for r on the training inputs, (n,) -> (n of the split,)."""
        ...

    def project_on_reference(self, name: str, r: Array) -> Array:
        """The part of r in the range of Psi on the training inputs, (n,) -> (n,)."""
        ...

    def largest_flip(self, split: str) -> Array:
        """Max over inputs of the share of hidden neurons that changed sign since step 0, ()."""
        ...

    def project_on_inputs(self, r: Array, split: str) -> Array:
        """The part of r in the column space of X on one split, (n,) -> (n,)."""
        ...

    def project_on_rows(self, u: Array) -> Array:
        """The part of u in the row space of the training inputs X, (d,) -> (d,)."""
        ...

    def ntk_norm(self) -> Array:
        """lambda_max(J J^T) / n at step 0 on the training inputs, layers that train, ()."""
        ...

    def kernel_norm(self, kernel: Kernel, norm: str, split: str) -> Array:
        """The `spectral` or `frobenius` norm of a kernel and a bound on its error, (2,).

        Exact, and the bound 0 or rounding, where the kernel is formed. A spectral norm by
        Lanczos is at most the true one, and misses it by at most the bound for all but a share
        `_kernels.MISSED` of its random starts. A Frobenius norm of large n is probed, and its
        bound is two standard errors.
        """
        ...

    def kernel_eigenvalues(self, kernel: Kernel, count: int, split: str) -> Array:
        """The largest eigenvalues of a symmetric kernel, falling, (count,)."""
        ...

    def kernel_block(self, kernel: Kernel, rows: int, split: str) -> Array:
        """The kernel of the first `rows` inputs, formed, (rows, rows)."""
        ...

    def patch_kernel_norm(self, coefficient: float, rows: int, split: str) -> Array:
        """||Theta_CNN - coefficient X X^T / d|| of the first `rows` inputs, ().

        Theta_CNN: all layers of an infinitely wide erf network with one hidden layer, whose
        filter and images are those of the network.
        """
        ...

    def tally(self, tally: Tally) -> Weights:
        """What a `Tally` has added up so far."""
        ...


class Solver(Protocol):
    """Problems whose solution is no formula; each backend solves them its own way, float64."""

    def ridge(self, kernel: Array, ridge: float, y: Array) -> Array:
        """(K + ridge I)^-1 y for a positive semidefinite kernel, (n, n) and (n,) -> (n,).

        Entries are NaN where K + ridge I is not positive definite to working precision.
        """
        ...

    def least_norm(self, x: Array, y: Array) -> Array:
        """The least-squares solution of X b = y of least norm, (n, d) and (n,) -> (d,)."""
        ...

    def least_absolute(self, x: Array, y: Array) -> tuple[Array, Array]:
        """argmin |b|_1 subject to X b = y, and u = X^T nu that certifies it, (d,) each.

        |u| <= 1, so that <u, b> is a bound below |b|_1 for every interpolant, and it is met up
        to rounding. Where nothing interpolates, it is over the least-squares solutions. Entries
        are NaN where the method does not end.
        """
        ...

    def least_potential(
        self, x: Array, y: Array, depth: int, log_scale: float
    ) -> tuple[Array, Array]:
        """argmin Q_(alpha, D)(b) subject to X b = y, and u = Q'(b) = X^T nu, (d,) each.

        Q is that of `vocabulary._potentials`, alpha = exp(log_scale). Entries are NaN where
        the method does not end.
        """
        ...
