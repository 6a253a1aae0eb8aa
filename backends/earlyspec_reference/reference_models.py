"""Reference models: linear ones, trained step by step, and those that are fitted once."""

from __future__ import annotations

import numpy as np

from earlyspec.vocabulary import _base
from earlyspec_reference.draws import Floats
from earlyspec_reference.ops import OPS
from earlyspec_reference.solver import SOLVER

_NULL = np.sqrt(64 * np.finfo(np.float64).eps)
"""Singular values of Psi below this share of the largest are 0."""


def trace_square(x: Floats) -> float:
    """Tr[Sigma^2] / d, estimated without bias from centred rows.

    It is the mean of (x_i . x_j)^2 over i != j, divided by d: independent rows of mean zero have
    E (x_i . x_j)^2 = Tr[Sigma^2].

    Args:
      x: inputs, (n, d), n >= 2.
    Source: hu2020, Section 3.1; the estimator is ours.
    """
    n, d = x.shape
    squares = (x @ x.T) ** 2  # (n, n)
    np.fill_diagonal(squares, 0.0)
    return float(squares.sum() / (n * (n - 1) * d))


class LinearModel:
    """Gradient descent from 0 on (1/(2n)) |Psi beta - y|^2, one step at a time.

    Its step is the word's, times a unit.

    Attributes:
      psi: features of the training inputs, (n, p).
      beta: the parameters after as many steps as were taken, (p,).
    Source: hu2020, eqs 5, 9, 11.
    """

    def __init__(
        self, word: _base.LinearModel, x: Floats, y: Floats, spread: float, unit: float = 1.0
    ) -> None:
        self._word = word
        self._y = y
        self._spread = spread
        self._eta = unit * word.step()
        self.psi = self.features(x)
        self.beta = np.zeros(self.psi.shape[1])
        if word.at_limit:
            self.beta = np.linalg.pinv(self.psi, rcond=_NULL) @ y

    def features(self, x: Floats) -> Floats:
        """Psi of any inputs, (n, d) -> (n, p)."""
        return np.asarray(self._word.features(OPS, x, np.float64(self._spread)), dtype=np.float64)

    def advance(self) -> None:
        """Takes one step: beta <- beta - (eta / n) Psi^T (Psi beta - y). None from the limit."""
        if self._word.at_limit:
            return
        residual = self.psi @ self.beta - self._y  # (n,)
        self.beta = self.beta - self._eta / len(self._y) * (self.psi.T @ residual)

    def flow_to(self, t: float) -> None:
        """Goes to the time t of gradient flow: beta = (1 - exp(-eta t K)) K^+ Psi^T y / n.

        K = Psi^T Psi / n.
        """
        if self._word.at_limit:
            return
        n = len(self._y)
        values, vectors = np.linalg.eigh(self.psi.T @ self.psi / n)
        null = values <= _NULL**2 * values[-1]
        safe = np.where(null, 1.0, values)
        share = np.where(null, 0.0, -np.expm1(-self._eta * t * safe) / safe)
        self.beta = vectors @ (share * (vectors.T @ (self.psi.T @ self._y / n)))

    def outputs(self, x: Floats) -> Floats:
        """Psi(x) . beta, (n, d) -> (n,)."""
        return self.features(x) @ self.beta

    def stiffness(self) -> float:
        """Eta lambda_max(K) / n with K = Psi Psi^T, (n, n); descent is stable up to 2."""
        kernel = self.psi @ self.psi.T  # (n, n)
        return float(self._eta * np.linalg.eigvalsh(kernel)[-1] / len(self._y))

    def spectrum(self) -> Floats:
        """Eigenvalues of Psi^T Psi / n, rising, (p,); null ones are 0."""
        values = np.linalg.eigvalsh(self.psi.T @ self.psi) / len(self._y)
        return np.where(values <= _NULL**2 * values[-1], 0.0, values)

    def apply_kernel(self, x: Floats, r: Floats) -> Floats:
        """Psi(x) Psi^T r, formed as a kernel, (n,) -> (rows of x,)."""
        return (self.features(x) @ self.psi.T) @ r

    def project(self, r: Floats) -> Floats:
        """The part of r in the range of Psi, (n,) -> (n,)."""
        basis, sizes, _ = np.linalg.svd(self.psi, full_matrices=False)
        basis = basis[:, sizes > _NULL * sizes.max()]
        return basis @ (basis.T @ r)


class FittedModel:
    """What the training data determine at once; no step moves it.

    Attributes:
      beta: the parameters, (p,).
    """

    def __init__(self, word: _base.FittedModel, x: Floats, y: Floats) -> None:
        self._word = word
        self._train = x
        self.beta = np.asarray(word.fit(OPS, SOLVER, x, y), dtype=np.float64)

    def advance(self) -> None:
        """Stands still."""

    def flow_to(self, t: float) -> None:
        """Stands at the time t of a flow, as at every step."""

    def outputs(self, x: Floats) -> Floats:
        """What it says of the rows of x, (k, d) -> (k,)."""
        said = self._word.predict(OPS, self.beta, self._train, x)
        return np.asarray(said, dtype=np.float64)
