"""The root of a spec. Words below it are found by name when they are named."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from earlyspec.fields import (
    ByForm,
    ByName,
    Choice,
    Choices,
    ListOf,
    Name,
    Named,
    Options,
    Quantity,
    Rate,
)
from earlyspec.language.optimisers import NAMES
from earlyspec.record import Record
from earlyspec.theorems._base import Theorem
from earlyspec.vocabulary._base import (
    LAYER,
    Architecture,
    Count,
    Distribution,
    Label,
    Measurement,
    Positive,
)

_NATURAL = Quantity(integer=True, minimum=0)
_TIME = Quantity(minimum=0.0)
_RATE = Rate()
_NONE: Mapping[str, Any] = MappingProxyType({})


class Data(Record):
    """Where inputs and labels come from, and how many there are."""

    inputs: Annotated[Distribution, Choice("distributions")]
    """The law of the inputs, or a file that holds them."""
    labels: Annotated[Label, Choice("labels")]
    """The rule that labels them, and what is done to its labels then."""
    train: Count
    """n, the number of training examples. Inputs from files give it, if it is left out."""
    test: Count = 2000
    """The number of fresh test examples. Inputs from files give it, if it is left out."""


class Regime(Record):
    """The scale at which the theorems are asked to speak."""

    alpha: Annotated[float, Quantity(above=0.0)] | None = None
    """alpha, the exponent in n >~ d^(1+alpha) and m >~ d^(1+alpha)."""
    horizon: Positive | None = None
    """c in T = c d log(d) / learning_rate, the number of steps (natural logarithm)."""


class Spacing(Record):
    """Recorded steps by rule: about `count` of them, the first 0 and the last T."""

    spacing: Literal["linear", "logarithmic"] = "linear"
    """Equal steps, or equal ratios (from step 1, or from the time T / 1000 of a flow)."""
    count: Annotated[int, Quantity(integer=True, minimum=2, maximum=10_000)] = 24
    """How many steps are recorded."""


class Train(Record):
    """Which layers train, and how."""

    layers: Annotated[
        str | tuple[str, ...], Named(("all", "first", "second", "both"), LAYER, many=True)
    ]
    """The layers that train: `all`, a name or a list of them; `first`, `second` and `both` for
    two-layer networks, `layer-1` (input side), `layer-2` and so on for others. The other layers
    keep their initial weights."""
    optimizer: Annotated[str, Name(NAMES)] = "gd"
    """`gd` (full batch), `sgd` (minibatches, needs `batch`), an optimiser of optax by name, or
    `gradient-flow`: dW/dt = -learning_rate grad L in continuous time, for `time` units of it."""
    options: Annotated[Mapping[str, float | bool], Options()] = _NONE
    """Options of an optimiser of optax, such as `b1`."""
    learning_rate: (
        Annotated[float | Mapping[str, float], ByForm(scalar=_RATE, mapping=ByName(_RATE))] | None
    ) = None
    """eta: one number for all layers that train, or one each, as `{first: ..., second: ...}`; 1 for
    a gradient flow that leaves it out. As
    `c / norm(ntk)` it is relative to the tangent kernel: norm(ntk) is the largest eigenvalue of
    Theta(W(0), v(0)) / n, n the number of training inputs, Theta = J J^T, J the Jacobian of the
    outputs in the weights of the layers that train, in the spec's own parametrisation. It is
    measured for each seed (`ntk-norm`). With one rate and `half-mse`, c is then the stiffness
    eta lambda_max / n of the linearised network, stable up to 2; with `mse`, 2c is. T must be given
    as `steps`."""
    loss: Literal["half-mse", "mse", "half-sum", "sum"] = "half-mse"
    """(1/(2n)) sum r^2, as in hu2020; (1/n) sum r^2; (1/2) sum r^2; or sum r^2."""
    batch: Count | None = None
    """Rows of a minibatch, for any optimiser but `gd`."""
    steps: Count | None = None
    """T, the number of steps, when `regime.horizon` does not give it."""
    time: Positive | None = None
    """T of a gradient flow, when `regime.horizon` does not give it."""
    solver: Literal["explicit", "implicit", "fixed"] | None = None
    """Of a gradient flow: `explicit` (the default); `implicit` where it is stiff, which forms the
    Jacobian of the flow, the square of the number of weights that train, and keeps no tolerance
    below 1e-10; or `fixed` where phi' has jumps, which takes equal steps of at most `step`. The
    first two control the error of each step."""
    step: Positive | None = None
    """Time of a step of `solver: fixed`, at most. Halve it to see the error that it makes."""
    tolerance: Annotated[float, Quantity(above=0.0, maximum=1e-2)] | None = None
    """Relative error that a step of the flow's solver may make; 1e-9 if it is left out."""
    absolute_tolerance: Annotated[float, Quantity(above=0.0)] | None = None
    """Absolute error likewise, over the root mean square of the initial weights that train;
    `tolerance` if it is left out."""
    record: Annotated[
        Spacing | tuple[float, ...], ByForm(mapping=Spacing, sequence=ListOf(_TIME, rising=True))
    ] = Spacing()
    """Recorded steps, or times of a flow: by rule, or a rising list of them. 0 and T are always
    recorded."""


class Spec(Record):
    """An experiment in deep-learning theory: what it is, not how it runs."""

    earlyspec: Literal[1]
    """Version of the language."""
    title: str
    """One line for the report's head."""
    cite: str | None = None
    """What it reproduces, such as `hu2020/figure-1`."""
    let: Mapping[str, Any] = _NONE
    """Named quantities: numbers, or expressions of other names."""
    data: Data
    """The data distribution."""
    architecture: Annotated[Architecture, Choice("architectures")]
    """The trained model."""
    regime: Regime = Regime()
    """The regime's scale."""
    train: Train | None = None
    """Which layers train, and how. Without it nothing trains: what is measured is the model as it
    is drawn, or as its data determine it."""
    claims: Annotated[tuple[Theorem, ...], Choices("theorems")] = ()
    """Theorems that this experiment is held against."""
    measure: Annotated[tuple[Measurement, ...], Choices("measurements")] = ()
    """Quantities to record besides those that the claims need."""
    sweep: Mapping[str, Any] = _NONE
    """`let` names and their values; all combinations, or paired ones under `zip`."""
    seeds: Annotated[
        int | tuple[int, ...],
        ByForm(
            scalar=Quantity(integer=True, minimum=1, maximum=100_000),
            sequence=ListOf(_NATURAL, distinct=True),
        ),
    ] = 1
    """How many seeds (0, 1, ...), or a list of them."""
    precision: Literal["float32", "float64"] = "float64"
    """Precision of training. What a verdict hangs on is float64 either way."""
    profiles: Mapping[str, Any] = _NONE
    """Named sets of values, such as the paper's sizes: `paper: {d: 50, seeds: 3}`, chosen with
    `--profile paper`. A profile sets `let` names (a number ends the name's sweep, a list is a sweep
    of it), `sweep`, `seeds` and `precision`; `--set` wins over it. Without `--profile` the spec
    runs as it stands. Every profile is checked, and has a report folder of its own."""
    controls: bool = True
    """Judge the theorems' negative controls too."""
