"""What a measurement sees of a compiled program: `vocabulary._snapshot.Snapshot`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import jax.numpy as jnp

from earlyspec.backend import Unsupported
from earlyspec.plans.nodes import Cell
from earlyspec.vocabulary._base import Tally
from earlyspec.vocabulary._images import image_of
from earlyspec.vocabulary._kernels import GAUSS, Kernel, Point, layer_named
from earlyspec.vocabulary._ops import Array
from earlyspec_jax import (
    input_span,
    jacobians,
    linearised,
    network,
    reference_models,
    spectra,
    tangent,
)
from earlyspec_jax.chunks import in_memory
from earlyspec_jax.data import Split
from earlyspec_jax.fitted import Fitted
from earlyspec_jax.jacobians import Nodes
from earlyspec_jax.kernels import KernelOperator
from earlyspec_jax.linearised import Linearised
from earlyspec_jax.patch_kernel import patch_kernel
from earlyspec_jax.reference_models import Path
from earlyspec_jax.shape import NETWORK, Shape

_KEPT = 64 * 2**20  # bytes up to which outputs of references are kept for all recorded steps


class Fixed(NamedTuple):
    """What does not change while a seed trains.

    Attributes:
      splits: the data.  initial: weights before the first step.
      trace_square: Tr[Sigma^2] / d, ().
      paths: reference models at the recorded steps.
      followed: their outputs at the recorded steps by name and split, (records, n), where
        these are small; otherwise they are computed anew at each recorded step.
      fitted: the models that are fitted, the network under `NETWORK` if it is one.
      linearised: the network linearised, where a reference model is that.
      ntk_norm: norm(ntk), (), where the rates are relative to it.
    """

    splits: dict[str, Split]
    initial: dict[str, Array]
    trace_square: Array
    paths: dict[str, Path]
    followed: dict[str, dict[str, Array]]
    fitted: dict[str, Fitted]
    linearised: Linearised | None
    whiteners: dict[str, Array]
    ntk_norm: Array | None


def keeps_outputs(shape: Shape) -> bool:
    """Whether the outputs of all references at all recorded steps are small enough to keep."""
    entries = (shape.cell.n + shape.cell.n_test) * len(shape.cell.dynamics.recorded)
    return 8 * entries * len(shape.references) <= _KEPT


class JaxSnapshot:
    """The network and its references at one recorded step; each output is computed once.

    Attributes:
      index: number of the recorded step; None at an end of a step that is being tallied.
      tallies: what was added up so far, by quantity.
      next: the weights one step later, where they are known.
    """

    def __init__(
        self,
        shape: Shape,
        cell: Cell,
        fixed: Fixed,
        now: Mapping[str, Array],
        index: Array | None,
        next: Mapping[str, Array] | None = None,
        tallies: Mapping[str, dict[str, Array]] | None = None,
    ) -> None:
        """Next is the weights one step later, where a kernel may be asked for over the segment."""
        self.cell = cell
        self._shape = shape
        self._fixed = fixed
        self._now = now
        self._index = index
        self._tallies = tallies or {}
        self._next = next
        self._known: dict[tuple[str, ...], Array] = {}
        self._operators: dict[tuple[Kernel, str], KernelOperator] = {}
        self._norms: dict[tuple[Kernel, str, str], Array] = {}
        self._formed: dict[tuple[Kernel, int, str], Array] = {}

    def time(self) -> Array:
        """The recorded step, or the time of a flow, (); not in the middle of a step."""
        if self._index is None:
            raise Unsupported("the time between recorded steps")
        return jnp.stack([jnp.asarray(each, jnp.float64) for each in self.cell.dynamics.recorded])[
            self._index
        ]

    def inputs(self, split: str) -> Array:
        """Inputs, (n, d)."""
        # One copy by rows for all measurements; left to itself, XLA makes one for each.
        return self._once(
            ("inputs", split), lambda: in_memory(self._of(split).x.astype(jnp.float64).T)
        )

    def labels(self, split: str) -> Array:
        """Labels, (n,)."""
        return self._of(split).y

    def network(self, split: str) -> Array:
        """Outputs of the network, the initial output subtracted if the spec says so, (n,)."""
        return self._once(("network", split), lambda: self._network(split))

    def reference(self, name: str, split: str) -> Array:
        """Outputs of a reference model after as many steps, (n,)."""
        return self._once(("reference", name, split), lambda: self._reference(name, split))

    def weights(self, layer: str) -> Array:
        """A layer's weights now."""
        return self._now[self._layer(layer)].astype(jnp.float64)

    def initial_weights(self, layer: str) -> Array:
        """A layer's weights before the first step."""
        return self._fixed.initial[self._layer(layer)].astype(jnp.float64)

    def largest_inner_product(self, split: str, rows: int) -> Array:
        """Max over i != j of |x_i . x_j| among the first `rows` inputs, (), in row blocks."""
        return spectra.largest_inner_product(self._shape, self._of(split), split, rows)

    def gram_norm(self, split: str) -> Array:
        """lambda_max(X^T X) / n, ()."""
        return spectra.gram_norm(self._shape, self._of(split), split)

    def reference_stiffness(self, name: str) -> Array:
        """Eta lambda_max(K) / n of a linear reference with kernel K, ()."""
        return self._path(name).stiffness

    def patch_kernel_norm(self, coefficient: float, rows: int, split: str) -> Array:
        """||Theta_CNN - coefficient X X^T / d|| of the first `rows` inputs, ()."""
        x = self.inputs(split)[:rows]
        image = image_of(self.cell.network.word, x.shape[1])
        kernel = self._once(("patch kernel", str(rows), split), lambda: patch_kernel(x, image))
        gap = kernel - coefficient / x.shape[1] * (x @ x.T)
        return jnp.max(jnp.abs(jnp.linalg.eigvalsh(gap)))

    def reference_parameters(self, name: str) -> Array:
        """Beta of a linear reference after as many steps, or what was fitted, (p,)."""
        if name in self._fixed.fitted:
            return self._fixed.fitted[name].parameters
        return self._path(name).betas[self._index]

    def linearised_displacement(self) -> dict[str, Array]:
        """theta_t - theta_0 of the linearised network, one array a layer."""
        of, index = self._linearised()
        fixed = self._fixed
        return linearised.displacement(self._shape, of, fixed.initial, fixed.splits["train"], index)

    def reference_spectrum(self, name: str) -> Array:
        """Eigenvalues of Psi^T Psi / n of a linear reference, rising, (p,); null ones are 0."""
        return self._path(name).values

    def apply_reference_kernel(self, name: str, r: Array, split: str) -> Array:
        """Psi_split (Psi_train^T r) for r on the training inputs, (n,) -> (n of the split,)."""
        self._of(split)
        self._path(name)
        fixed = self._fixed
        return reference_models.apply_kernel(
            self._shape, name, fixed.splits, split, fixed.trace_square, r
        )

    def project_on_reference(self, name: str, r: Array) -> Array:
        """The part of r in the range of Psi on the training inputs, (n,) -> (n,)."""
        fixed = self._fixed
        return reference_models.project(
            self._shape, name, fixed.splits["train"], fixed.trace_square, self._path(name), r
        )

    def largest_flip(self, split: str) -> Array:
        """Max over inputs of the share of hidden neurons that changed sign since step 0, ()."""
        return jacobians.largest_flip(
            self._shape, self._of(split), split, self._fixed.initial, self._now
        )

    def kernel_norm(self, kernel: Kernel, norm: str, split: str) -> Array:
        """The `spectral` or `frobenius` norm of a kernel and a bound on its error, (2,)."""
        key = (kernel, norm, split)
        if key not in self._norms:
            self._norms[key] = self._operator(kernel, split).norm(norm)
        return self._norms[key]

    def kernel_eigenvalues(self, kernel: Kernel, count: int, split: str) -> Array:
        """The largest eigenvalues of a symmetric kernel, falling, (count,)."""
        return self._operator(kernel, split).eigenvalues(count)

    def kernel_block(self, kernel: Kernel, rows: int, split: str) -> Array:
        """The kernel of the first `rows` inputs, formed, (rows, rows)."""
        key = (kernel, rows, split)
        if key not in self._formed:
            self._formed[key] = self._make(kernel, split, rows).entries()
        return self._formed[key]

    def _operator(self, kernel: Kernel, split: str) -> KernelOperator:
        """A kernel, laid out once for all that is asked of it."""
        if (kernel, split) not in self._operators:
            self._operators[kernel, split] = self._make(kernel, split)
        return self._operators[kernel, split]

    def _make(self, kernel: Kernel, split: str, count: int | None = None) -> KernelOperator:
        data, spread = self._of(split), self._fixed.trace_square

        def formed(part: Kernel) -> Array:
            if count is None:
                return self._operator(part, split).entries()
            return self.kernel_block(part, count, split)

        return KernelOperator(self._shape, data, split, kernel, self._nodes, spread, count, formed)

    def _nodes(self, point: Point) -> Nodes:
        """Weights at a point; a segment's mean is that over its two Gauss points."""
        if point == "initial":
            return ((1.0, self._fixed.initial),)
        if point == "now":
            return ((1.0, self._now),)
        if self._next is None:
            raise ValueError("a segment needs the weights one step later")
        here = {layer: self.weights(layer) for layer in self._now}
        there = {layer: w.astype(jnp.float64) for layer, w in self._next.items()}
        return tuple(
            (0.5, {layer: (1 - at) * w + at * there[layer] for layer, w in here.items()})
            for at in GAUSS
        )

    def tally(self, tally: Tally) -> dict[str, Array]:
        """What a `Tally` has added up so far."""
        keys = (key for key, each in self._shape.tallies.items() if each == tally)
        return self._tallies[next(keys)]

    def project_on_inputs(self, r: Array, split: str) -> Array:
        """The part of r in the column space of X on one split, (n,) -> (n,)."""
        data = self._of(split)
        return input_span.project(self._shape, data, split, self._fixed.whiteners[split], r)

    def project_on_rows(self, u: Array) -> Array:
        """The part of u in the row space of the training inputs X, (d,) -> (d,)."""
        return input_span.project_on_rows(self.inputs("train"), u)

    def ntk_norm(self) -> Array:
        """lambda_max(J J^T) / n at step 0 on the training inputs, layers that train, ()."""
        known = self._fixed.ntk_norm
        if known is not None:
            return known
        return tangent.ntk_norm(self._shape, self._fixed.initial, self._of("train"))

    def _path(self, name: str) -> Path:
        if name not in self._fixed.paths:
            raise Unsupported(f"the features of `{name}`, which has none")
        return self._fixed.paths[name]

    def _layer(self, name: str) -> str:
        if not self.cell.network.layers:
            raise Unsupported("the weights of a model that is fitted")
        return layer_named(self.cell.network, name)

    def _of(self, split: str) -> Split:
        if split not in self._fixed.splits:
            raise Unsupported(f"a measurement on the {split} inputs, of which there are none")
        return self._fixed.splits[split]

    def _once(self, key: tuple[str, ...], compute: Callable[[], Array]) -> Array:
        if key not in self._known:
            self._known[key] = compute()
        return self._known[key]

    def _network(self, split: str) -> Array:
        data = self._of(split)
        if NETWORK in self._fixed.fitted:
            return self._fixed.fitted[NETWORK].outputs[split]
        f = network.outputs(self._shape, self._now, data, split)
        return f if data.offset is None else f - data.offset

    def _linearised(self) -> tuple[Linearised, Array]:
        if self._fixed.linearised is None:
            raise Unsupported("the linearised network, which no reference model is")
        if self._index is None:
            raise Unsupported("the linearised network between recorded steps")
        return self._fixed.linearised, self._index

    def _reference(self, name: str, split: str) -> Array:
        if name in self._fixed.fitted:
            self._of(split)
            return self._fixed.fitted[name].outputs[split]
        if self._index is None:
            raise Unsupported("what a reference model says between recorded steps")
        if name in self._shape.linearised:
            of, index = self._linearised()
            self._of(split)
            fixed = self._fixed
            return linearised.outputs(self._shape, of, fixed.initial, fixed.splits, split, index)
        if keeps_outputs(self._shape):
            return self._fixed.followed[name][split][self._index]
        beta = self._path(name).betas[self._index]
        return reference_models.outputs(
            self._shape, name, self._of(split), split, self._fixed.trace_square, beta[None, :]
        )[0]
