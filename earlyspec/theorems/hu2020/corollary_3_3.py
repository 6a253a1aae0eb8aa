"""Corollary 3.3: by T the network is close to the best linear model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020 import _setting as setting
from earlyspec.theorems.hu2020._linear_models import OPTIMUM, PAIRED, optimum
from earlyspec.theorems.hu2020.theorem_3_2 import Theorem32

NU_FLOOR = 0.1  # kappa of relu is 0.40, of softplus 0.21: an activation with less is called tiny


class Corollary33(Theorem32):
    """On well-conditioned inputs the network reaches the optimal linear model by the time T.

    Statement: under the conditions of Theorem 3.2, if lambda_min(Sigma) = Omega(1), then with high
        probability at T = c d log(d) / eta_1
        (40)  (1/n) sum_i (f_T(x_i) - f_lin(x_i; beta*))^2 <= d^(-Omega(alpha)),
        (41)  E min{(f_T(x) - f_lin(x; beta*))^2, 1} <= d^(-Omega(alpha)) + O(sqrt(log(T) / n)),
        where beta* is the limit of the linear model's gradient descent.
    Reading: rates in d of the gap at the last step, on the training inputs and on fresh ones; and
        of its two parts, from the network to the linear model after as many steps, and from there
        to the optimum. Every direction must be learned by T, so d times the least non-zero
        eigenvalue of Psi^T Psi / n must not fall, and the bias needs nu = 0 or nu = Omega(1).
        c matters: c = 1 leaves the second part large, c = 3 does not. An ill-conditioned Sigma
        must fail. Restored with medium confidence: whether (41) prints its last term is
        not certain.
    """

    identifier: ClassVar[str] = "hu2020/corollary-3.3"
    source: ClassVar[th.Source] = th.Source("hu2020", "Corollary 3.3")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """Those of Theorem 3.2, and the optimum."""
        yield from super().references(c)
        yield optimum(c)

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Those of Theorem 3.2, and that no direction is slow."""
        yield from super().conditions(c)
        floor = th.Series(th.measurement("reference-floor"), "once")
        yield setting.scaling(
            self.constants,
            "floor",
            "data.inputs",
            "d times the least non-zero eigenvalue of Psi^T Psi / n >~ 1",
            floor,
            ">~",
            1.0,
            default=0.05,
        )
        phi = c.network.activation
        kappa = phi.kappa if phi is not None else 0.0
        yield th.Structural(
            "bias",
            "architecture.activation",
            "nu = 0 or nu = Omega(1); nu >= |kappa|",
            kappa == 0 or abs(kappa) >= NU_FLOOR,
            f"kappa = {kappa:.4g}",
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The gap to the optimum on both splits, and its two parts on fresh inputs."""
        yield self._gap(c, "train", "prediction-gap", OPTIMUM)
        yield self._gap(c, "test", "clipped-gap", OPTIMUM)
        yield self._gap(c, "to-linear", "prediction-gap", PAIRED)
        yield self._gap(c, "linear-to-optimum", "reference-gap", OPTIMUM)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """The optimum of nothing; other linear models on the way there."""
        nothing = "nothing-learned"
        text = self.lies(c)[nothing][0]
        yield self._lie(nothing, text, self._gap(c, "train", "prediction-gap", nothing))
        yield self._lie(nothing, text, self._gap(c, "test", "clipped-gap", nothing))
        for name, (text, _) in self.lies(c).items():
            yield self._lie(name, text, self._gap(c, "to-linear", "prediction-gap", name))
        text = "the linear model stays at zero"
        lie = self._gap(c, "linear-to-optimum", "reference-gap", OPTIMUM, of=nothing)
        yield self._lie(nothing, text, lie)

    def _lie(self, name: str, text: str, outcome: th.Rate) -> th.Control:
        return th.Control(f"{name}/{outcome.id}", text, outcome.id, outcome)

    def _gap(self, c: th.Cell, name: str, kind: str, model: str, of: str = PAIRED) -> th.Rate:
        given: dict[str, Any] = {} if model == PAIRED else {"model": model}
        if kind == "reference-gap":
            given = {} if of == PAIRED else {"model": of}  # against the optimum
        split = "train" if name == "train" else "test"
        where = {} if split == "train" else {"split": split}
        text = {
            "train": "(1/n) sum_i (f_T(x_i) - f_lin(x_i; beta*))^2 <= d^(-Omega(alpha))",
            "test": "E min{(f_T(x) - f_lin(x; beta*))^2, 1} <= d^(-Omega(alpha))",
            "to-linear": "E (f_T(x) - f_lin_T(x))^2 <= d^(-Omega(alpha))",
            "linear-to-optimum": "E (f_lin_T(x) - f_lin(x; beta*))^2 <= d^(-Omega(alpha))",
        }[name]
        until = self.until(c)
        network = kind != "reference-gap"
        power = th.Series(th.measurement("output-power", **where), "last", until)
        return th.Rate(
            name,
            text,
            th.Series(th.measurement(kind, **given, **where), "last", until),
            within=self.within,
            probability=self.probability,
            trivial=power if network else None,
        )


KIND = Corollary33
