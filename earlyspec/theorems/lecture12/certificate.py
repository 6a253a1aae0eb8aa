"""A certificate for Theorem 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.lecture12 import _setting as setting


class Certificate(th.Theorem):
    """A rate that is certified before training holds for all time, at widths that one can run.

    Statement: let R = ||X|| ||u(0) - y|| / (lambda sqrt(m)). If
        lambda_min(H(0)) - ||B(R)|| >= lambda,
        then for all t: ||u(t) - y||^2 <= exp(-2 lambda t) ||u(0) - y||^2, and every row moves less
        than R (1 - exp(-lambda t)).
    Reading: not in the lecture, whose union bounds over all W and all draws it replaces by what is
        counted at the draw at hand: no probability, no n^6. Until some row has moved by R the
        kernel keeps lambda, and so no row ever moves that far. lambda is lambda_0 / 2, the rate of
        Theorem 1, unless `rate` is given. About 1000 neurons an orthonormal input certify it.
        Both conclusions are judged at every recorded time of every seed; where the certificate
        fails nothing is promised. Its lies: four times the rate, and a quarter of R, which
        right-angled inputs come within a factor two of.
    """

    identifier: ClassVar[str] = "lecture12/certificate"
    source: ClassVar[th.Source] = th.Source("lecture12", "Theorem 1, proof")
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "ours"

    rate: setting.Rate | None = None
    """lambda, the rate to be certified; lambda_0 / 2 if it is not given."""

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network, the flow, and the certificate."""
        yield from setting.network(c)
        yield setting.initialisation(c)
        yield from setting.flow(c)
        yield setting.has_floor()
        yield th.Measured(
            "certificate",
            "architecture.width",
            "(lambda_min(H(0)) - ||B(R)||) / lambda >= 1",
            th.Series(th.measurement("certified-floor", **self._given()), "once"),
            ">=",
            1.0,
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The rate, and the ball that no row leaves."""
        yield self._decay(1.0)
        yield self._movement(1.0)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """A faster rate, and a smaller ball."""
        lies = (
            ("rate", "four times the rate", self._decay(4.0)),
            ("quarter", "a quarter of R", self._movement(0.25)),
        )
        for name, text, lie in lies:
            yield th.Control(f"{name}/{lie.id}", text, lie.id, lie)

    def _decay(self, times: float) -> th.Bound:
        factor = times if self.rate is not None else times / 2
        given = self._given() if factor == 0.5 else {"factor": factor, **self._given()}
        return th.Bound(
            "decay",
            "||u(t) - y|| <= exp(-lambda t) ||u(0) - y|| at every recorded time",
            setting.left(),
            setting.decay(**given),
        )

    def _movement(self, share: float) -> th.Bound:
        word = th.measurement("row-movement-bound", form="certificate", **self._given())
        return th.Bound(
            "movement",
            "max_r ||w_r(t) - w_r(0)|| <= R (1 - exp(-lambda t)) at every recorded time",
            setting.moved(),
            th.Series(word, "path", scale=share),
        )

    def _given(self) -> dict[str, Any]:
        return {} if self.rate is None else {"rate": self.rate}


KIND = Certificate
