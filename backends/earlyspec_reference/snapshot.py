"""What a measurement sees: the network and its references at one recorded step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from earlyspec.backend import Unsupported
from earlyspec.plans.nodes import Cell
from earlyspec.vocabulary._base import Tally
from earlyspec.vocabulary._images import image_of
from earlyspec.vocabulary._kernels import (
    GAUSS,
    FeatureTerm,
    IdentityTerm,
    InfiniteTerm,
    Kernel,
    NetworkTerm,
    Point,
    Term,
    layer_named,
)
from earlyspec_reference import infinite_width, tangent
from earlyspec_reference.draws import Floats
from earlyspec_reference.linearised import Linearised
from earlyspec_reference.network import Model, TwoLayer, Weights
from earlyspec_reference.patch_kernel import patch_kernel
from earlyspec_reference.reference_models import FittedModel, LinearModel


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
    """`vocabulary._snapshot.Snapshot`, everything formed that can be formed.

    Attributes:
      splits: `train`, and `test` unless it is empty.
      model: the network.  now, initial: its weights.
      references: the other reference models by name, after as many steps as the network.
      linearised: the network linearised, likewise.  lazy: the names under which it is followed.
      fitted: the network, if it is fitted and not trained.
      tallies: what was added up so far, by the word that adds.
      next: the weights one step later, where they are known.
      between: one end of a step that is being tallied; the references may be a step ahead of it.
      step: the step, or the time of a flow.
    """

    cell: Cell
    splits: Mapping[str, Split]
    model: Model
    now: Weights
    initial: Weights
    references: Mapping[str, LinearModel | FittedModel]
    fitted: FittedModel | None = None
    next: Weights | None = None
    tallies: Mapping[Tally, Weights] = field(default_factory=dict)
    between: bool = False
    linearised: Linearised | None = None
    lazy: frozenset[str] = frozenset()
    step: float = 0.0
    # A dozen measurements of one step, lies included, ask for the same outputs and kernels.
    _outputs: dict[str, Floats] = field(default_factory=dict, init=False, repr=False)
    _kernels: dict[tuple[NetworkTerm, str, int], Floats] = field(
        default_factory=dict, init=False, repr=False
    )

    def time(self) -> Floats:
        """The recorded step, or the time of a flow, (); not in the middle of a step.

        Raises: Unsupported in the middle of a step.
        """
        if self.between:
            raise Unsupported("the time between recorded steps")
        return np.asarray(float(self.step))

    def inputs(self, split: str) -> Floats:
        """Inputs, (n, d)."""
        return self._of(split).x

    def labels(self, split: str) -> Floats:
        """Labels, (n,)."""
        return self._of(split).y

    def network(self, split: str) -> Floats:
        """Outputs of the network, the initial output subtracted if the spec says so, (n,)."""
        if split not in self._outputs:
            at = self._of(split)
            if self.fitted is not None:
                self._outputs[split] = self.fitted.outputs(at.x)
            else:
                self._outputs[split] = self.model.outputs(self.now, at.x) - at.offset
        return self._outputs[split]

    def reference(self, name: str, split: str) -> Floats:
        """Outputs of a reference model after as many steps, (n,).

        Raises: Unsupported in the middle of a step.
        """
        if self.between:
            raise Unsupported("what a reference model says between recorded steps")
        at = self._of(split)
        if self.linearised is not None and name in self.lazy:
            initial = self.model.outputs(self.initial, at.x) - at.offset
            return self.linearised.outputs(at.x, initial)
        return self.references[name].outputs(at.x)

    def linearised_displacement(self) -> Weights:
        """theta_t - theta_0 of the linearised network, one array a layer.

        Raises: Unsupported in the middle of a step, and where nothing is linearised.
        """
        if self.linearised is None:
            raise Unsupported("the linearised network, which no reference model is")
        if self.between:
            raise Unsupported("the linearised network between recorded steps")
        return self.linearised.displacement()

    def weights(self, layer: str) -> Floats:
        """A layer's weights now."""
        return self.now[self._layer(layer)]

    def initial_weights(self, layer: str) -> Floats:
        """A layer's weights before the first step."""
        return self.initial[self._layer(layer)]

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
        return np.asarray(self._linear(name).stiffness())

    def patch_kernel_norm(self, coefficient: float, rows: int, split: str) -> Floats:
        """||Theta_CNN - coefficient X X^T / d|| of the first `rows` inputs, ()."""
        x = self._of(split).x[:rows]
        kernel = patch_kernel(x, image_of(self.cell.network.word, x.shape[1]))
        return np.asarray(np.linalg.norm(kernel - coefficient * (x @ x.T) / x.shape[1], 2))

    def reference_parameters(self, name: str) -> Floats:
        """Beta of a linear reference after as many steps, or what was fitted, (p,)."""
        if name not in self.references:
            raise Unsupported(f"the parameters of `{name}` as one vector")
        return self.references[name].beta

    def reference_spectrum(self, name: str) -> Floats:
        """Eigenvalues of Psi^T Psi / n of a linear reference, rising, (p,); null ones are 0."""
        return self._linear(name).spectrum()

    def apply_reference_kernel(self, name: str, r: Floats, split: str) -> Floats:
        """Psi_split (Psi_train^T r) for r on the training inputs, (n,) -> (n of the split,)."""
        return self._linear(name).apply_kernel(self._of(split).x, r)

    def project_on_reference(self, name: str, r: Floats) -> Floats:
        """The part of r in the range of Psi on the training inputs, (n,) -> (n,)."""
        return self._linear(name).project(r)

    def largest_flip(self, split: str) -> Floats:
        """Max over inputs of the share of hidden neurons that changed sign since step 0, ()."""
        if not isinstance(self.model, TwoLayer):
            raise Unsupported("the neurons that changed sign, of other than two layers")
        return np.asarray(self.model.flips(self.initial, self.now, self._of(split).x).max())

    def kernel_norm(self, kernel: Kernel, norm: str, split: str) -> Floats:
        """The `spectral` or `frobenius` norm of a kernel, and 0 for its error, (2,)."""
        matrix = self._kernel(kernel, split)
        value = np.linalg.norm(matrix) if norm == "frobenius" else np.linalg.norm(matrix, 2)
        return np.array([value, 0.0])

    def kernel_eigenvalues(self, kernel: Kernel, count: int, split: str) -> Floats:
        """The largest eigenvalues of a symmetric kernel, falling, (count,)."""
        values = np.linalg.eigvalsh(self._kernel(kernel, split))
        return np.asarray(values[::-1][:count], dtype=np.float64)

    def kernel_block(self, kernel: Kernel, rows: int, split: str) -> Floats:
        """The kernel of the first `rows` inputs, (rows, rows)."""
        return self._kernel(kernel, split, rows)

    def _kernel(self, kernel: Kernel, split: str, rows: int | None = None) -> Floats:
        """The sum of the terms on the first rows of a split, all of them if None, (n, n)."""
        n = len(self._of(split).x[:rows])
        return sum((self._term(term, split, n) for term in kernel), start=np.zeros((n, n)))

    def _term(self, term: Term, split: str, rows: int) -> Floats:
        x = self._of(split).x[:rows]
        if isinstance(term, IdentityTerm):
            return term.coefficient * np.eye(len(x))
        if isinstance(term, FeatureTerm):
            psi = self._linear(term.model).features(x)
            return term.coefficient * (psi @ psi.T)
        if isinstance(term, InfiniteTerm):
            return term.coefficient * infinite_width.kernel(self.cell, term.weights, x)
        key = (term, split, rows)
        if key not in self._kernels:
            self._kernels[key] = self._network_kernel(term, x)
        return term.coefficient * self._kernels[key]

    def _network_kernel(self, term: NetworkTerm, x: Floats) -> Floats:
        """J(left) J(right)^T on the rows of x, layers weighted, (n, n)."""
        left, right = self._jacobian(term.left, x), self._jacobian(term.right, x)
        pairs = zip(self.cell.network.layers, term.weights, strict=True)
        products = [weight * (left[layer] @ right[layer].T) for layer, weight in pairs if weight]
        return sum(products, start=np.zeros((len(x), len(x))))

    def _jacobian(self, point: Point, x: Floats) -> Weights:
        """The Jacobian by layer; a segment's is the mean over its two Gauss points."""
        if point != "segment":
            return self.model.jacobian(self.now if point == "now" else self.initial, x)
        if self.next is None:
            raise ValueError("a segment needs the weights one step later")
        there = self.next
        one, two = (
            self.model.jacobian({k: (1 - at) * w + at * there[k] for k, w in self.now.items()}, x)
            for at in GAUSS
        )
        return {layer: (one[layer] + two[layer]) / 2 for layer in one}

    def tally(self, tally: Tally) -> Weights:
        """What a `Tally` has added up so far."""
        return self.tallies[tally]

    def project_on_inputs(self, r: Floats, split: str) -> Floats:
        """The part of r in the column space of X on one split, (n,) -> (n,).

        The rank is that of X^T X: squares of singular values above max(n, d) roundings of the
        largest.
        """
        x = self._of(split).x
        basis, singular, _ = np.linalg.svd(x, full_matrices=False)
        seen = singular**2 > max(x.shape) * 2.0**-52 * singular[0] ** 2
        basis = basis[:, seen]  # (n, rank)
        return basis @ (basis.T @ r)

    def project_on_rows(self, u: Floats) -> Floats:
        """The part of u in the row space of the training inputs X, by least squares, (d,)."""
        rows = self._of("train").x.T  # (d, n)
        found: Floats = rows @ np.linalg.lstsq(rows, u, rcond=None)[0]
        return found

    def ntk_norm(self) -> Floats:
        """lambda_max(J J^T) / n at step 0 on the training inputs, layers that train, ()."""
        x = self._of("train").x
        return np.asarray(tangent.ntk_norm(self.cell, self.model, self.initial, x))

    def _layer(self, name: str) -> str:
        if not self.cell.network.layers:
            raise Unsupported("the weights of a model that is fitted")
        return layer_named(self.cell.network, name)

    def _linear(self, name: str) -> LinearModel:
        found = self.references.get(name)
        if not isinstance(found, LinearModel):
            raise Unsupported(f"the features of `{name}`, which has none")
        return found

    def _of(self, split: str) -> Split:
        if split not in self.splits:
            raise Unsupported(f"a measurement on the {split} inputs, of which there are none")
        return self.splits[split]
