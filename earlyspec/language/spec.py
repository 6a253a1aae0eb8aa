"""The root of a spec. Words below it are found by name when they are named."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from earlyspec.fields import Choice, Choices, Quantity
from earlyspec.theorems._base import Theorem
from earlyspec.vocabulary._base import (
    Architecture,
    Count,
    Distribution,
    Label,
    Measurement,
    Natural,
    Positive,
    Real,
)

Rate = Annotated[float, Quantity(minimum=0.0)]


class Part(BaseModel):
    """A mapping of the spec."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        defer_build=True,
        use_attribute_docstrings=True,
        allow_inf_nan=False,
    )


class Data(Part):
    """Where inputs and labels come from, and how many there are."""

    inputs: Annotated[Distribution, Choice("distributions")]
    """The law of the inputs, or a file that holds them."""
    labels: Annotated[Label, Choice("labels")]
    """The rule that labels them, and what is done to its labels then."""
    train: Count
    """n, the number of training examples."""
    test: Natural = 2000
    """The number of fresh test examples."""


class Regime(Part):
    """The scale at which the theorems are asked to speak."""

    alpha: Annotated[float, Quantity(above=0.0)] | None = None
    """alpha, the exponent in n >~ d^(1+alpha) and m >~ d^(1+alpha)."""
    horizon: Positive | None = None
    """c in T = c d log(d) / learning_rate, the number of steps (natural logarithm)."""


class Spacing(Part):
    """Recorded steps by rule: about `count` of them, the first 0 and the last T."""

    spacing: Literal["linear", "logarithmic"] = "linear"
    """Equal steps, or equal ratios."""
    count: Annotated[int, Quantity(integer=True, minimum=2, maximum=10_000)] = 24
    """How many steps are recorded."""


class LayerRates(Part):
    """One learning rate a layer."""

    first: Rate = 0.0
    """Learning rate of the first layer."""
    second: Rate = 0.0
    """Learning rate of the second layer."""


class Train(Part):
    """Which layers train, and how."""

    layers: Literal["first", "second", "both"]
    """The layers that train; the others keep their initial weights."""
    optimizer: str = "gd"
    """`gd`, `sgd` (minibatches, needs `batch`), or an optimiser of optax by name."""
    options: dict[str, Real] = Field(default_factory=dict)
    """Keyword arguments of an optax optimiser, such as `b1`."""
    learning_rate: Any
    """eta: one number for all layers that train, or `{first: ..., second: ...}`."""
    loss: Literal["half-mse", "mse"] = "half-mse"
    """(1/(2n)) sum r^2, as in the paper, or (1/n) sum r^2."""
    batch: Count | None = None
    """Rows of a minibatch, for any optimiser but `gd`."""
    steps: Count | None = None
    """T, the number of steps, when `regime.horizon` does not give it."""
    record: Any = None
    """Recorded steps: `{spacing: linear, count: 24}` (the default) or a list of steps."""


class Spec(Part):
    """An experiment in deep-learning theory: what it is, not how it runs."""

    earlyspec: Literal[1]
    """Version of the language."""
    title: str
    """One line for the report's head."""
    cite: str | None = None
    """What it reproduces, such as `hu2020/figure-1`."""
    let: dict[str, Any] = Field(default_factory=dict)
    """Named quantities: numbers, or expressions of other names."""
    data: Data
    """The data distribution."""
    architecture: Annotated[Architecture, Choice("architectures")]
    """The trained model."""
    regime: Regime = Field(default_factory=Regime)
    """The regime's scale."""
    train: Train
    """Which layers train, and how."""
    claims: Annotated[tuple[Theorem, ...], Choices("theorems")] = ()
    """Theorems that this experiment is held against."""
    measure: Annotated[tuple[Measurement, ...], Choices("measurements")] = ()
    """Quantities to record besides those that the claims need."""
    sweep: dict[str, Any] = Field(default_factory=dict)
    """`let` names and their values; all combinations, or paired ones under `zip`."""
    seeds: Any = 1
    """How many seeds (0, 1, ...), or a list of them."""
    precision: Literal["float32", "float64"] = "float64"
    """Precision of training. What a verdict hangs on is float64 either way."""
    controls: bool = True
    """Judge the theorems' negative controls too."""
