"""The diagonal linear network and its gradients, by hand."""

from __future__ import annotations

from earlyspec_reference.draws import Floats
from earlyspec_reference.network import Weights


class Diagonal:
    """f(x) = <w+^D - w-^D, x>, both of (d,)."""

    def __init__(self, depth: int) -> None:
        self._depth = depth

    def outputs(self, weights: Weights, x: Floats) -> Floats:
        """The network on rows of inputs, (n, d) -> (n,)."""
        beta: Floats = weights["positive"] ** self._depth - weights["negative"] ** self._depth
        return x @ beta

    def pullback(self, weights: Weights, x: Floats, r: Floats) -> Weights:
        """+-D w+-^(D-1) X^T r.

        Source: woodworth2020, Appendix A.
        """
        back = x.T @ r  # (d,)
        return {layer: slope * back for layer, slope in self._slopes(weights).items()}

    def jacobian(self, weights: Weights, x: Floats) -> Weights:
        """X diag(+-D w+-^(D-1)), (n, d) each."""
        return {layer: x * slope[None, :] for layer, slope in self._slopes(weights).items()}

    def _slopes(self, weights: Weights) -> Weights:
        power = self._depth - 1
        return {
            "positive": self._depth * weights["positive"] ** power,
            "negative": -self._depth * weights["negative"] ** power,
        }
