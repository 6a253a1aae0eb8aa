"""What a measurement sees: the network and its references at one recorded step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from earlyspec.backend import Unsupported
from earlyspec.plan.nodes import Cell
from earlyspec_reference import tangent
from earlyspec_reference.draws import Floats
from earlyspec_reference.network import TwoLayer, Weights
from earlyspec_reference.reference_models import LinearModel


@dataclass(frozen=True)
class Split:
    """One split of the data, and what is subtracted from the network's outputs on it.

    Attributes:
      x: inputs, (n, d).  y: labels, (n,).
      offset: the initial outputs if the initialisation subtracts them, else zeros, (n,).
    """

    x: Floats
    y: Floats
    offset: Floats


@dataclass
class ReferenceSnapshot:
    """`vocabulary._base.Snapshot`, everything formed that can be formed.

    Attributes:
      splits: `train`, and `test` unless it is empty.
      model: the network.  now, initial: its weights.
      references: the reference models by name, after as many steps as the network.
    """

    cell: Cell
    splits: Mapping[str, Split]
    model: TwoLayer
    now: Weights
    initial: Weights
    references: Mapping[str, LinearModel]

    def inputs(self, split: str) -> Floats:
        """Inputs, (n, d)."""
        return self._of(split).x

    def labels(self, split: str) -> Floats:
        """Labels, (n,)."""
        return self._of(split).y

    def network(self, split: str) -> Floats:
        """Outputs of the network, the initial output subtracted if the spec says so, (n,)."""
        at = self._of(split)
        return self.model.outputs(self.now, at.x) - at.offset

    def reference(self, name: str, split: str) -> Floats:
        """Outputs of a reference model after as many steps, (n,)."""
        return self.references[name].outputs(self._of(split).x)

    def weights(self, layer: str) -> Floats:
        """A layer's weights now."""
        return self.now[layer]

    def initial_weights(self, layer: str) -> Floats:
        """A layer's weights before the first step."""
        return self.initial[layer]

    def largest_inner_product(self, split: str, rows: int) -> Floats:
        """Max over i != j of |x_i . x_j| among the first `rows` inputs, ()."""
        x = self._of(split).x[:rows]
        products = np.abs(x @ x.T)  # (rows, rows)
        np.fill_diagonal(products, 0.0)
        return np.asarray(products.max())

    def gram_norm(self, split: str) -> Floats:
        """lambda_max(X X^T) / n, (): X X^T and X^T X have the same one."""
        x = self._of(split).x
        return np.asarray(np.linalg.eigvalsh(x @ x.T)[-1] / len(x))

    def reference_stiffness(self, name: str) -> Floats:
        """Eta lambda_max(K) / n of a linear reference with kernel K, ()."""
        return np.asarray(self.references[name].stiffness())

    def ntk_norm(self) -> Floats:
        """lambda_max(J J^T) / n at step 0 on the training inputs, layers that train, ()."""
        x = self._of("train").x
        return np.asarray(tangent.ntk_norm(self.cell, self.model, self.initial, x))

    def _of(self, split: str) -> Split:
        if split not in self.splits:
            raise Unsupported(f"a measurement on the {split} inputs, of which there are none")
        return self.splits[split]
