"""The identity on which the certificates rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._certified import same_descent
from earlyspec.theorems.hu2020._linear_models import PAIRED, linear_model

_EXACT = 1e-9  # rounding is about 1e-15, and grows with the steps


class CertificateIdentity(th.Theorem):
    """The gap to the linear model is the sum of the defects, carried along exactly.

    Statement: delta(t) = u(t) - v(t) obeys delta(t+1) = (I - (eta/n) K) delta(t) + e_t with
        e_t = u(t+1) - u(t) + (eta/n) K (u(t) - y), for any step, any network and any t.
    Reading: not in the paper. The recursion is followed along the run and held against the network
        and the linear model's own path, relative to the outputs and labels: a wrong factor in the
        loss, the step or the kernel shows at once.
    """

    identifier: ClassVar[str] = "hu2020/certificate-identity"
    source: ClassVar[th.Source] = th.Source("hu2020", "Theorem C.2, proof")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "ours"

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The linear model."""
        yield th.Reference(PAIRED, linear_model(c))

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The same descent on both."""
        yield from same_descent(c)

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The identity, up to rounding."""
        yield self._identity(1.0)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Half the step; for a loss without 1/2, that is its factor forgotten."""
        text = "h = eta / (2n) in place of eta / n"
        if c.dynamics.loss == "mse":
            text = "eta in place of 2 eta for a loss without 1/2"
        yield th.Control("half-step/identity", text, "identity", self._identity(0.5))

    def _identity(self, step: float) -> th.Limit:
        given = {} if step == 1.0 else {"step": step}
        return th.Limit(
            "identity",
            "u(t) - v(t) = the sum of the defects, carried along",
            th.Series(th.measurement("certificate-identity", **given), "max"),
            0.0,
            _EXACT,
        )


KIND = CertificateIdentity
