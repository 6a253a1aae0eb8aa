"""What the certificates of Appendix C share: hypotheses, yardstick and lies.

Source: ours, from hu2020, Theorem C.2 and its proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems._hypotheses import in_float64
from earlyspec.theorems.hu2020._linear_models import PAIRED, linear_model, trained
from earlyspec.theorems.hu2020._setting import two_layer

NOTHING = "nothing-learned"


def one_layer(c: th.Cell) -> Literal["first", "second"] | None:
    """The layer that trains; None for both or none."""
    if bool(c.eta_1) == bool(c.eta_2):
        return None
    return "first" if c.eta_1 else "second"


def on_layer(c: th.Cell) -> dict[str, str]:
    """The parameter `layers` of a measurement of the layer that trains, but for the default."""
    return {"layers": "second"} if one_layer(c) == "second" else {}


def stiffness_at_most(limit: float) -> th.Measured:
    """Eta ||K|| / n <= limit."""
    return th.Measured(
        "stability",
        "train.learning_rate",
        f"eta ||K|| / n <= {limit:g}",
        th.Series(th.measurement("stiffness"), "once"),
        "<=",
        limit,
    )


def same_descent(c: th.Cell) -> Iterator[th.Structural]:
    """The same steps on the same loss from the same start, and numbers that show the difference."""
    dynamics, factor = c.dynamics, "" if c.dynamics.loss == "half-mse" else ", read with 2 eta"
    batch = "" if dynamics.batch is None else f", batch {dynamics.batch}"
    yield th.Structural(
        "descent",
        "train.optimizer",
        "full-batch gradient descent with constant steps on (1/(2n)) sum r^2, as for the model",
        dynamics.plain,
        f"{dynamics.optimizer}{batch} on {dynamics.loss}{factor}",
    )
    yield th.Structural(
        "start",
        "architecture.init",
        "f = 0 at step 0, as the linear model",
        c.network.zero_output,
        c.network.init,
    )
    yield precise(c)


def precise(c: th.Cell) -> th.Structural:
    """In float32 the difference of two steps is rounding."""
    return in_float64(c, "in float32 the defect of a step is lost in rounding")


def trains_one_layer(c: th.Cell) -> th.Structural:
    """The mean Jacobian over a step has an explicit form then."""
    return th.Structural(
        "layers", "train.layers", "one layer trains", one_layer(c) is not None, trained(c)
    )


def known_ball(c: th.Cell) -> Iterator[th.Structural]:
    """What it takes to know ||J(theta) J(theta')^T - K|| on a ball: a Lipschitz constant of J."""
    phi = c.network.activation
    yield two_layer(c)
    yield trains_one_layer(c)
    constant = one_layer(c) == "second"
    yield th.Structural(
        "activation",
        "architecture.activation",
        "phi'' bounded, or the second layer trains alone: a Lipschitz constant of J is known",
        constant or (phi is not None and phi.curvature_bound is not None),
        phi.kind if phi is not None else "none",
    )


def lies_about(c: th.Cell, bound: th.Bound, half: bool) -> Iterator[th.Control]:
    """A bound without the sum over steps; with `half`, also one with half the step.

    A bound that is several times the truth stays one when it is halved: that lie it cannot tell.
    """
    assert isinstance(bound.limit, th.Series)
    word = bound.limit.word
    first = th.Word(word.family, word.kind, {**word.parameters, "steps": "first"})
    told = [("first-step", "the first step errs, and no other", th.Series(first, "path"))]
    halved = th.Series(word, "path", scale=0.5)
    if half:
        told.append(("half-step", "h = eta / (2n) in place of eta / n", halved))
    if half and c.dynamics.loss == "mse":
        told.append(("loss-factor", "eta in place of 2 eta for a loss without 1/2", halved))
    for name, text, limit in told:
        lie = th.Bound(bound.id, bound.text, bound.series, limit, bound.trivial)
        yield th.Control(f"{name}/{bound.id}", text, bound.id, lie)


def tenth(bound: th.Bound) -> th.Control:
    """A tenth of a bound on a movement: these are several times the truth."""
    assert isinstance(bound.limit, th.Series)
    limit = th.Series(bound.limit.word, "path", scale=0.1)
    lie = th.Bound(bound.id, bound.text, bound.series, limit)
    return th.Control(f"tenth/{bound.id}", "a tenth of the radius", bound.id, lie)


class Certificate(th.Theorem):
    """A bound on the gap between a network and its linear model, computed along the run."""

    origin: ClassVar[Literal["paper", "ours", "restored"]] = "ours"
    word: ClassVar[str]
    """The measurement that is the bound."""
    text: ClassVar[str]
    """The inequality."""
    split: ClassVar[Literal["train", "test"]] = "train"
    halves: ClassVar[bool] = True
    """Whether the bound is tight enough for half of it to be refuted."""

    def given(self, c: th.Cell) -> dict[str, Any]:
        """Parameters of the measurement."""
        return {}

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The linear model, and the yardstick of a bound: a model that stays at 0."""
        yield th.Reference(PAIRED, linear_model(c))
        yield th.Reference(NOTHING, th.Word("reference_models", "zero", {"eta": c.eta}))

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The same descent on both, and a step that makes I - (eta/n) K a contraction."""
        yield from same_descent(c)
        yield stiffness_at_most(2.0)

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The bound, at every recorded step."""
        yield self.bound(c)

    def bound(self, c: th.Cell) -> th.Bound:
        """The certified bound on the gap; vacuous where it exceeds the network's own size."""
        where = {} if self.split == "train" else {"split": self.split}
        return th.Bound(
            "gap",
            self.text,
            th.Series(th.measurement("gap-norm", **where), "path"),
            th.Series(th.measurement(self.word, **self.given(c)), "path"),
            trivial=th.Series(th.measurement("gap-norm", model=NOTHING, **where), "path"),
        )

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """The bound with fewer steps, or smaller ones."""
        yield from lies_about(c, self.bound(c), self.halves)


class Apriori(Certificate):
    """A bound on the gap that is known before the network is trained."""

    halves: ClassVar[bool] = False

    def given(self, c: th.Cell) -> dict[str, Any]:
        """The layer that trains."""
        return on_layer(c)

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """A known ball that t steps cannot leave, and a step of at most n / ||K||."""
        yield from same_descent(c)
        yield from known_ball(c)
        yield stiffness_at_most(1.0)
        yield th.Measured(
            "ball",
            "architecture.width",
            "there is a radius that the network cannot leave",
            th.Series(self._also(c, gives="absence"), "max"),
            "<=",
            0.0,
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The bound, and that the weights stay in the ball."""
        yield self.bound(c)
        yield self.movement(c)

    def movement(self, c: th.Cell) -> th.Bound:
        """The weights stay within the radius that the bound rests on."""
        layer = {"layer": "second"} if one_layer(c) == "second" else {}
        return th.Bound(
            "movement",
            "||theta(t) - theta(0)|| <= R",
            th.Series(th.measurement("weight-movement", **layer), "path"),
            th.Series(self._also(c, gives="radius"), "path"),
        )

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """The bound as it is after one step, and a tenth of the radius."""
        yield from super().controls(c)
        yield tenth(self.movement(c))

    def _also(self, c: th.Cell, **more: str) -> th.Word:
        return th.measurement(self.word, **self.given(c), **more)
