"""What laws with independent entries share."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar, Literal

from pydantic_core import PydanticCustomError

from earlyspec.plans.nodes import InputFacts
from earlyspec.vocabulary._base import AnyCovariance, Count, Distribution
from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.covariances.identity import Identity


class IndependentEntries(Distribution):
    """x = Sigma^(1/2) xbar, entries of xbar independent with mean 0 and variance 1."""

    tail: ClassVar[Literal["bounded", "subgaussian", "subexponential", "heavy", "unknown"]]

    dim: Count
    """d, the number of coordinates."""
    covariance: AnyCovariance = Identity()
    """Sigma, scaled so that Tr Sigma = d."""

    def _validated(self, _: Any) -> None:
        only = self.covariance.made_for()
        if only not in (None, self.dim):
            raise PydanticCustomError(
                "sizes_disagree",
                "the covariance is made for {only} coordinates, not for {dim}",
                {"field": "covariance", "only": only, "dim": self.dim},
            )

    @abstractmethod
    def entries(self, ops: Ops, draws: Draws, shape: tuple[int, int], name: str) -> Array:
        """Entries of xbar, from draws whose names start with `name`."""

    def facts(self) -> InputFacts:
        return InputFacts(
            kind=self.kind(),
            dim=self.dim,
            centred=True,
            independent=True,
            tail=self.tail,
            covariance_norm=self.covariance.spectral_norm(self.dim),
            covariance_floor=self.covariance.floor(self.dim),
            trace_square=self.covariance.trace_square(self.dim),
        )

    def sample(self, ops: Ops, draws: Draws, count: int, split: str) -> Array:
        white = self.entries(ops, draws, (count, self.dim), f"inputs/{split}")
        return self.covariance.colour(ops, draws, white)

    def files(self) -> tuple[tuple[str, str], ...]:
        return self.covariance.files()
