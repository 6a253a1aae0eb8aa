"""A cell as Theorem 1 sees it: a kernel by degree, a target by degree, and a number of samples."""

from __future__ import annotations

import math

from earlyspec import registry
from earlyspec.frozen import dataclass
from earlyspec.mathematics.harmonics import dimension
from earlyspec.mathematics.ridge import Spectrum, kept, predicted_error
from earlyspec.theorems import _base as th


@dataclass(frozen=True)
class Stairs:
    """Kernel ridge regression on the sphere by degree.

    Attributes:
      d, n: dimension and samples.
      kernel: its spectrum.  vanishing: the degrees that it cannot see, in words.
      ridge: not divided by n.
      powers: the target's share of power in degree k, k = 0, 1, ...; they add up to 1.
    """

    d: int
    n: int
    kernel: Spectrum
    vanishing: str
    ridge: float
    powers: tuple[float, ...]

    @property
    def step(self) -> int:
        """l, the highest degree with N(d, l) <= n."""
        degree = 0
        while dimension(self.d, degree + 1) <= self.n:
            degree += 1
        return degree

    def beyond(self, degree: int) -> float:
        """||P_{>l} f||^2 / ||f||^2."""
        return math.fsum(self.powers[max(degree + 1, 0) :])

    def predicted(self, kernel: Spectrum | None = None) -> float:
        """The test error over ||f||^2, by the formula that holds at finite d."""
        return predicted_error(kernel or self.kernel, self.n, self.ridge, self.powers)

    def kept(self) -> float:
        """1 - gam, by which the error is divided."""
        return kept(self.kernel, self.n, self.ridge)

    def truncated(self, degree: int) -> Spectrum:
        """The kernel without its mass beyond a degree."""
        return Spectrum(self.d, self.kernel.values[: degree + 1], 0.0)

    def middle(self, degree: int) -> float:
        """sqrt(N(d, l) N(d, l + 1)): where the plateau of degree l is flattest."""
        return math.sqrt(dimension(self.d, degree) * dimension(self.d, degree + 1))


def stairs(c: th.Cell, d: int | None = None, n: int | None = None) -> Stairs | None:
    """The cell by degree, or the same kernel and target at other d and n; None if not known so."""
    word = c.network.word
    if word.kind != "kernel-ridge" or c.input_facts.kind != "sphere" or (d or c.d) < 3:
        return None
    powers = powers_of(c.labels, d or c.d)
    total = math.fsum(powers or ())
    if powers is None or total <= 0:
        return None
    kernel = registry.revive(word).kernel
    shares = tuple(p / total for p in powers)
    return Stairs(
        d or c.d,
        n or c.n,
        kernel.spectrum(d or c.d),
        kernel.vanishing(),
        float(word.parameters["ridge"]),
        shares,
    )


def powers_of(labels: th.Word, d: int) -> tuple[float, ...] | None:
    """||P_k f||^2 of noiseless labels, k = 0, 1, ...; None where it is not known."""
    if labels.parameters.get("then"):
        return None
    found: tuple[float, ...] | None = registry.revive(labels).degree_powers(d)
    return found
