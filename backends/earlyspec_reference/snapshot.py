"""What a measurement sees: the network and its references at one recorded step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from earlyspec.backend import Unsupported
from earlyspec.plan.nodes import Cell
from earlyspec.vocabulary._base import Tally
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
      tallies: what was added up so far, by the word that adds.
      next: the weights one step later, where they are known.
      between: one end of a step that is being tallied; the references may be a step ahead of it.
    """

    cell: Cell
    splits: Mapping[str, Split]
    model: TwoLayer
    now: Weights
    initial: Weights
    references: Mapping[str, LinearModel]
    next: Weights | None = None
    tallies: Mapping[Tally, Weights] = field(default_factory=dict)
    between: bool = False

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
        """Outputs of a reference model after as many steps, (n,).

        Raises: Unsupported in the middle of a step.
        """
        if self.between:
            raise Unsupported("what a reference model says between recorded steps")
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

    def reference_spectrum(self, name: str) -> Floats:
        """Eigenvalues of Psi^T Psi / n of a linear reference, rising, (p,); null ones are 0."""
        return self.references[name].spectrum()

    def apply_reference_kernel(self, name: str, r: Floats, split: str) -> Floats:
        """Psi_split (Psi_train^T r) for r on the training inputs, (n,) -> (n of the split,)."""
        model = self.references[name]
        return model.features(self._of(split).x) @ (model.psi.T @ r)

    def project_on_reference(self, name: str, r: Floats) -> Floats:
        """The part of r in the range of Psi on the training inputs, (n,) -> (n,)."""
        return self.references[name].project(r)

    def tally(self, tally: Tally) -> Weights:
        """What a `Tally` has added up so far."""
        return self.tallies[tally]

    def _of(self, split: str) -> Split:
        if split not in self.splits:
            raise Unsupported(f"a measurement on the {split} inputs, of which there are none")
        return self.splits[split]
