"""Word: diagonal."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic_core import PydanticCustomError

from earlyspec.fields import ListOf, Quantity
from earlyspec.vocabulary._base import Positive
from earlyspec.vocabulary.covariances._axis_aligned import AxisAligned


class Diagonal(AxisAligned):
    """Each coordinate has its own variance.

    Sigma = diag(s_1, ..., s_d), scaled so that Tr Sigma = d. The s_k are given one by one, as
    `values`, or rise in equal steps from `low` to `high`.

    Source: hu2020, Assumption 3.1.
    """

    values: Annotated[tuple[float, ...], ListOf(Quantity(above=0.0))] | None = None
    """Variances before scaling, d of them."""
    low: Positive | None = None
    """First variance of the ramp before scaling."""
    high: Positive | None = None
    """Last variance of the ramp before scaling."""

    def _validated(self, _: Any) -> None:
        ramp = (self.low is not None, self.high is not None)
        if any(ramp) == (self.values is not None) or any(ramp) != all(ramp):
            raise PydanticCustomError(
                "needs_one_form", "write either `values`, or both `low` and `high`"
            )

    def made_for(self) -> int | None:
        return None if self.values is None else len(self.values)

    def variances(self, dim: int) -> list[float]:
        """The diagonal before scaling.

        Raises: ValueError if `values` are not dim numbers.
        """
        if self.values is not None:
            if len(self.values) != dim:
                raise ValueError(f"{len(self.values)} variances for dim {dim}")
            return list(self.values)
        assert self.low is not None
        assert self.high is not None
        step = (self.high - self.low) / max(dim - 1, 1)
        return [self.low + k * step for k in range(dim)]


KIND = Diagonal
