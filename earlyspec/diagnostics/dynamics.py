"""ES3xx: how the network moves, or that it does not, does not go together."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.diagnostics.finding import Finding, Told
from earlyspec.source.span import Span


class OnlyOfFlow(Finding):
    """A field of gradient flow is given to an optimiser that takes steps.

    What it means: `time`, `solver`, `tolerance` and `absolute_tolerance` say how a flow in
    continuous time is integrated. Descent takes `steps` of its learning rate.

    Example:
    ```yaml
    train: {layers: both, optimizer: gd, learning_rate: 0.1, time: 10}
    ```

    Fix: write `optimizer: gradient-flow`, or drop the field.

    Args:
      span: the field.
      key: its name.
      optimiser: the optimiser.
    """

    code: ClassVar[str] = "ES326"

    def __init__(self, span: Span | None, key: str, optimiser: str) -> None:
        super().__init__(span)
        self.key, self.optimiser = key, optimiser

    def message(self) -> str:
        return f"`{self.key}` is of gradient flow, and the optimizer is `{self.optimiser}`"

    def help(self) -> str | None:
        instead = "write `steps`" if self.key == "time" else f"drop `{self.key}`"
        return f"{instead}, or `optimizer: gradient-flow`"


class NotOfFlow(Finding):
    """A gradient flow is asked for what it does not have.

    What it means: a flow runs in continuous time, so that it takes no steps of ours; and its solver
    controls an error that float32 could not show.

    Example:
    ```yaml
    train: {layers: both, optimizer: gradient-flow, steps: 100}
    ```

    Fix: say `time`; leave `precision` at float64.

    Args:
      span: what is asked for.
      what: its name.
      advice: what to write instead.
    """

    code: ClassVar[str] = "ES327"

    def __init__(self, span: Span | None, what: str, advice: str) -> None:
        super().__init__(span)
        self.what, self.advice = what, advice

    def message(self) -> str:
        return f"a gradient flow has no `{self.what}`"

    def help(self) -> str | None:
        return self.advice


class BadSolver(Told):
    """The solver of a gradient flow does not fit the flow, or what is said of its steps.

    What it means: `explicit` and `implicit` choose their steps so that each keeps a tolerance.
    Where an activation has a kink, the flow can slide along it, and no step is short enough:
    `fixed` takes equal steps, and halving `step` shows the error that they make.

    Example:
    ```yaml
    architecture: {kind: two-layer, width: 64, activation: relu}
    train: {layers: first, optimizer: gradient-flow, time: 10, solver: explicit}
    ```

    Fix: `solver: fixed` with `step` for an activation with a kink; `tolerance` for the others.
    """

    code: ClassVar[str] = "ES329"


class NothingTrains(Finding):
    """A theorem about training is claimed, and nothing trains.

    What it means: a spec without `train` measures a model as it is drawn, or as its data determine
    it. Most theorems speak of what happens during training.

    Example:
    ```yaml
    claims: [hu2020/theorem-d.1]  # and no `train`
    ```

    Fix: add `train`, or drop the claim.

    Args:
      span: the claim.
      theorem: its name.
    """

    code: ClassVar[str] = "ES328"

    def __init__(self, span: Span | None, theorem: str) -> None:
        super().__init__(span)
        self.theorem = theorem

    def message(self) -> str:
        return f"{self.theorem} is about training, and nothing trains"

    def help(self) -> str | None:
        return "add `train: {layers: ..., learning_rate: ..., steps: ...}`, or drop the claim"


class UnknownDynamics(Finding):
    """The linearised network is asked for, and is not known for this optimizer.

    What it means: the network's linearisation is followed in closed form, which gradient descent
    on the full batch with constant steps has, and gradient flow, and no other dynamics.

    Example:
    ```yaml
    train: {layers: first, optimizer: adam, learning_rate: 0.01, steps: 100}
    measure: [{kind: prediction-gap, model: linearised}]
    ```

    Fix: train with `optimizer: gd` or `gradient-flow`, or leave out what asks for the linearised
        network.

    Args:
      span: the claim or the measurement that asks for it.
      name: of the model.
      optimizer: of the spec.
    """

    code: ClassVar[str] = "ES330"

    def __init__(self, span: Span | None, name: str, optimizer: str) -> None:
        super().__init__(span)
        self.name, self.optimizer = name, optimizer

    def message(self) -> str:
        return f"the model `{self.name}` cannot be followed through the steps of `{self.optimizer}`"

    def label(self) -> str:
        return "needs the linearised network"

    def help(self) -> str | None:
        return "write `optimizer: gd` or `gradient-flow`, or leave this out"
