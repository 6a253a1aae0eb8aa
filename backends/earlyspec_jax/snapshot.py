"""What a measurement sees of a compiled program: `vocabulary._base.Snapshot`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import jax.numpy as jnp

from earlyspec.backend import Unsupported
from earlyspec.plan.nodes import Cell
from earlyspec.vocabulary._ops import Array
from earlyspec_jax import network, reference_models, spectra, tangent
from earlyspec_jax.chunks import in_memory
from earlyspec_jax.data import Split
from earlyspec_jax.reference_models import Path
from earlyspec_jax.shape import Shape

_KEPT = 64 * 2**20  # bytes up to which outputs of references are kept for all recorded steps


class Fixed(NamedTuple):
    """What does not change while a seed trains.

    Attributes:
      splits: the data.  initial: weights before the first step.
      trace_square: Tr[Sigma^2] / d, ().
      paths: reference models at the recorded steps.
      followed: their outputs at the recorded steps by name and split, (records, n), where
        these are small; otherwise they are computed anew at each recorded step.
      ntk_norm: norm(ntk), (), where the rates are relative to it.
    """

    splits: dict[str, Split]
    initial: dict[str, Array]
    trace_square: Array
    paths: dict[str, Path]
    followed: dict[str, dict[str, Array]]
    ntk_norm: Array | None


def keeps_outputs(shape: Shape) -> bool:
    """Whether the outputs of all references at all recorded steps are small enough to keep."""
    entries = (shape.cell.n + shape.cell.n_test) * len(shape.cell.dynamics.recorded)
    return 8 * entries * len(shape.references) <= _KEPT


class JaxSnapshot:
    """The network and its references at one recorded step; each output is computed once."""

    def __init__(
        self, shape: Shape, cell: Cell, fixed: Fixed, now: Mapping[str, Array], index: Array
    ) -> None:
        self.cell = cell
        self._shape = shape
        self._fixed = fixed
        self._now = now
        self._index = index
        self._known: dict[tuple[str, ...], Array] = {}

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
        return self._now[layer].astype(jnp.float64)

    def initial_weights(self, layer: str) -> Array:
        """A layer's weights before the first step."""
        return self._fixed.initial[layer].astype(jnp.float64)

    def largest_inner_product(self, split: str, rows: int) -> Array:
        """Max over i != j of |x_i . x_j| among the first `rows` inputs, (), in row blocks."""
        return spectra.largest_inner_product(self._shape, self._of(split), split, rows)

    def gram_norm(self, split: str) -> Array:
        """lambda_max(X^T X) / n, ()."""
        return spectra.gram_norm(self._shape, self._of(split), split)

    def reference_stiffness(self, name: str) -> Array:
        """Eta lambda_max(K) / n of a linear reference with kernel K, ()."""
        return self._fixed.paths[name].stiffness

    def ntk_norm(self) -> Array:
        """lambda_max(J J^T) / n at step 0 on the training inputs, layers that train, ()."""
        known = self._fixed.ntk_norm
        if known is not None:
            return known
        return tangent.ntk_norm(self._shape, self._fixed.initial, self._of("train"))

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
        f = network.outputs(self._shape, self._now, data, split)
        return f if data.offset is None else f - data.offset

    def _reference(self, name: str, split: str) -> Array:
        if keeps_outputs(self._shape):
            return self._fixed.followed[name][split][self._index]
        beta = self._fixed.paths[name].betas[self._index]
        return reference_models.outputs(
            self._shape, name, self._of(split), split, self._fixed.trace_square, beta[None, :]
        )[0]
