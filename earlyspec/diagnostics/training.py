"""ES3xx: rates, batches and lengths that do not make a training."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.diagnostics.finding import Finding, Label, Told
from earlyspec.source.span import Span


class BadLength(Told):
    """How long to train is not said, or said twice.

    What it means: T is either `train.steps`, or c d log(d) / learning_rate with c =
    `regime.horizon`. The second needs d > 1, because log(1) = 0, and a T that is a number of steps.

    Example:
    ```yaml
    regime: {horizon: 0.5}
    train: {layers: both, learning_rate: 0.1, steps: 1000}
    ```

    Fix: write one of the two.
    """

    code: ClassVar[str] = "ES305"


class RatesAgainstLayers(Finding):
    """The learning rates contradict the layers that train.

    What it means: a layer trains exactly if its learning rate is above 0. `layers: first` with a
    rate for the second layer, or a rate of 0 for the only layer that trains, is two answers to one
    question.

    Example:
    ```yaml
    train: {layers: first, learning_rate: {first: 0.1, second: 0.1}, steps: 100}
    ```

    Fix: change `layers`, or the rate.

    Args:
      span: the rate.
      layer: the layer.
      rate: its rate, as a number.
      layers: what `train.layers` says.
      other: where it says so.
      every: what it says where all layers train.
    """

    code: ClassVar[str] = "ES306"

    def __init__(
        self,
        span: Span | None,
        layer: str,
        rate: float,
        layers: str,
        other: Span | None,
        every: str = "both",
    ) -> None:
        super().__init__(span)
        self.layer, self.rate, self.layers, self.other = layer, rate, layers, other
        self.every = every

    def message(self) -> str:
        must = "is frozen" if self.rate else "trains"
        numbered = self.layer.startswith("layer-")
        layer = f"`{self.layer}`" if numbered else f"the {self.layer} layer"
        return f"{layer} {must}, but its learning rate is {self.rate:g}"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.other, f"`layers: {self.layers}`"),) if self.other else ()

    def help(self) -> str | None:
        if self.rate:
            return f"leave `{self.layer}` out of `learning_rate`, or train `layers: {self.every}`"
        return "give every layer that trains a learning rate above 0"


class BadBatch(Finding):
    """The minibatch does not fit the optimiser or the data.

    What it means: `gd` is full-batch gradient descent and has no `batch`; `sgd` needs one; no batch
    has more rows than the training set.

    Example:
    ```yaml
    train: {layers: both, optimizer: gd, batch: 32, learning_rate: 0.1, steps: 100}
    ```

    Fix: change `optimizer`, or `batch`.

    Args:
      span: the place to change.
      problem: one terse sentence.
      advice: what to write.
    """

    code: ClassVar[str] = "ES307"

    def __init__(self, span: Span | None, problem: str, advice: str) -> None:
        super().__init__(span)
        self.problem, self.advice = problem, advice

    def message(self) -> str:
        return self.problem

    def help(self) -> str | None:
        return self.advice


class RecordedAfterEnd(Finding):
    """A step, or a time of a flow, is to be recorded after training has ended.

    What it means: what is listed exceeds T, so there is nothing to record.

    Example:
    ```yaml
    train: {layers: both, learning_rate: 0.1, steps: 100, record: [10, 1000]}
    ```

    Fix: drop the step, or train for longer.

    Args:
      span: the step.
      step: its number, or the time.
      steps: T.
      flow: whether these are times.
    """

    code: ClassVar[str] = "ES308"

    def __init__(self, span: Span | None, step: float, steps: float, flow: bool = False) -> None:
        super().__init__(span)
        self.step, self.steps, self.flow = step, steps, flow

    def message(self) -> str:
        if self.flow:
            return f"time {self.step:g} is recorded, but the flow ends at {self.steps:g}"
        return f"step {self.step:.0f} is recorded, but training ends with step {self.steps:.0f}"

    def help(self) -> str | None:
        if self.flow:
            return f"record no time after {self.steps:g}, or raise `train.time`"
        return f"record no step after {self.steps:.0f}, or raise `train.steps`"


class BadOptions(Finding):
    """Options are given to an optimiser that has none.

    What it means: `gd` and `sgd` are as the papers have them, with a learning rate and no more.

    Example:
    ```yaml
    train: {layers: both, optimizer: gd, options: {b1: 0.9}, learning_rate: 0.1, steps: 100}
    ```

    Fix: drop `options`, or name an optimiser of optax.

    Args:
      span: the options.
      optimiser: its name.
    """

    code: ClassVar[str] = "ES310"

    def __init__(self, span: Span | None, optimiser: str) -> None:
        super().__init__(span)
        self.optimiser = optimiser

    def message(self) -> str:
        return f"`{self.optimiser}` has no options"

    def help(self) -> str | None:
        return "drop `options`, or name an optimiser of optax, such as `adam`"


class NeedsTheRate(Finding):
    """A theorem needs the learning rate as a number, and the spec gives it relative to norm(ntk).

    What it means: norm(ntk) is measured once the weights are drawn. A theorem whose hypotheses or
    conclusions are computed from the learning rate beforehand has no number to compute with.

    Example:
    ```yaml
    train: {layers: both, learning_rate: 0.5 / norm(ntk), steps: 100}
    ```

    Fix: write the learning rate as a number for this claim, or drop the claim.

    Args:
      span: the claim.
      theorem: its name.
      other: the learning rate.
    """

    code: ClassVar[str] = "ES317"

    def __init__(self, span: Span | None, theorem: str, other: Span | None) -> None:
        super().__init__(span)
        self.theorem, self.other = theorem, other

    def message(self) -> str:
        return f"{self.theorem} needs the learning rate as a number"

    def labels(self) -> tuple[Label, ...]:
        there = "in units of 1/norm(ntk), which is measured during the run"
        return (Label(self.other, there),) if self.other else ()

    def help(self) -> str | None:
        return "write `learning_rate` as a number, or drop the claim"
