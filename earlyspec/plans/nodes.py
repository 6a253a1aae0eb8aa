"""The plan: frozen records, no behaviour beyond the letters of the papers.

Nothing here is an expression, a default or YAML; all round-trips through JSON (`plan.codec`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from earlyspec.frozen import dataclass

_LOSSES: Mapping[str, tuple[float, bool]] = {
    "half-mse": (1.0, False),
    "mse": (2.0, False),
    "half-sum": (1.0, True),
    "sum": (2.0, True),
}
"""Each loss over (1/(2n)) sum r^2: a factor, and whether n is one more."""


def loss_scale(loss: str, n: int) -> float:
    """A loss of n examples over (1/(2n)) sum r^2."""
    factor, summed = _LOSSES[loss]
    return factor * n if summed else factor


def duration(horizon: float, dim: int, eta: float) -> float:
    """T = c d log(d) / eta, in steps or in time; eta in NTK parametrisation and half-mse units.

    Source: hu2020, Theorem 3.2.
    """
    return horizon * dim * math.log(dim) / eta


Json = Any  # None, bool, int, float, str, and lists and string-keyed mappings of them


UNSAID: Mapping[str, Json] = {"unsaid": True}
"""Of a field that came later: a plan does not say it where it has its default, so that the text and
the hash of the plans that need it not are what they were."""


@dataclass(frozen=True)
class Word:
    """A word of the vocabulary with its parameters, such as `distributions/gaussian` with dim 50.

    A backend gets the class back with `registry.revive(word)`.
    """

    family: str
    kind: str
    parameters: Mapping[str, Json] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How reports name it: `prediction-gap(model=paired, split=test)`."""
        given = ", ".join(f"{key}={self.parameters[key]}" for key in sorted(self.parameters))
        return f"{self.kind}({given})" if given else self.kind


@dataclass(frozen=True)
class InputFacts:
    """What the theorems may know of the input law, derived from its word.

    Attributes:
      kind: the distribution's name.
      dim: d.
      centred: whether the mean is zero.
      independent: whether x = Sigma^(1/2) xbar with xbar of independent entries of variance 1.
      tail: of the entries: `bounded`, `subgaussian`, `subexponential`, `heavy` or `unknown`.
      covariance_norm: the spectral norm of Sigma, or a bound above it; None if it takes the data.
      covariance_floor: the smallest eigenvalue of Sigma, or a bound below it; None likewise.
      trace_square: Tr[Sigma^2] / d; None if it takes the data.
    """

    kind: str
    dim: int
    centred: bool | None
    independent: bool | None
    tail: Literal["bounded", "subgaussian", "subexponential", "heavy", "unknown"]
    covariance_norm: float | None
    covariance_floor: float | None
    trace_square: float | None


@dataclass(frozen=True)
class LabelFacts:
    """What the theorems may know of the labels: `bound` is sup |y|, None if there is none."""

    kind: str
    bound: float | None


@dataclass(frozen=True)
class ActivationFacts:
    """Gaussian constants of an activation phi, g ~ N(0, 1), to 12 digits or more.

    Attributes:
      zeta: E phi'(g).            kappa: E[g phi'(g)], also called theta_1.
      theta_0: E phi(g).          theta_2: E[(g^3/2 - g) phi'(g)].
      slope_square: E phi'(g)^2.  value_square: E phi(g)^2.
      mean_is_zero: E phi(g) = 0 by symmetry (phi odd), never by a float test.
      smooth: phi' and phi'' bounded everywhere.  piecewise_linear: z for z >= 0, a z below.
      has_dual: E phi(u) phi(v) has a closed form, and with it the infinite-width kernel.
      slope_bound: sup |phi'|.    curvature_bound: sup |phi''|; None for a kink.
    Source: hu2020, Sections 3.1 and 3.2; Assumption 3.2.
    """

    kind: str
    zeta: float
    theta_0: float
    kappa: float
    theta_2: float
    slope_square: float
    value_square: float
    mean_is_zero: bool
    smooth: bool
    piecewise_linear: bool
    slope_bound: float
    curvature_bound: float | None
    has_dual: bool = False


@dataclass(frozen=True)
class Network:
    """The trained model.

    Attributes:
      word: the architecture, with its initialisation and activation as nested parameters.
      width: m, the width (or the channels) of the hidden layers; 0 for a model that has none.
      layers: names of its trainable layers, input side first.
      activation: facts of phi; None for a model without one.
      parametrisation: `ntk`, `standard` or `mean-field`.
      kernel_scale: one factor a layer; the kernel of that layer under this parametrisation over
        its kernel under `ntk`, at initialisation (1 for ntk).
      init: name of the initialisation.  zero_output: whether f = 0 at step 0 by construction.
      follows_law: whether the weights are drawn from the law of hu2020, eq 3 (mirrored or not).
      slopes: E phi'(sqrt(q_l) g) of each hidden layer, q_l the variance of its pre-activations in
        wide networks; as many as there are hidden layers.
      positions: places at which a filter stands; 1 without one.
      hidden: numbers that a forward pass keeps of one input.
      parameters: numbers that train.  products: multiplications in one forward pass of one input.
    """

    word: Word
    width: int
    layers: tuple[str, ...]
    activation: ActivationFacts | None
    parametrisation: str
    kernel_scale: tuple[float, ...]
    init: str
    zero_output: bool
    follows_law: bool
    slopes: tuple[float, ...] = ()
    positions: int = 1
    hidden: int = 0
    parameters: int = 0
    products: int = 0


@dataclass(frozen=True)
class Integrator:
    """How a gradient flow is integrated.

    Attributes:
      method: `explicit`, a Runge-Kutta method of order 8 that controls its error; `implicit`, one
        of order 5, L-stable, for stiff flows, that does so too; or `fixed`, equal steps of the
        method of Dormand and Prince of order 5, for flows with kinks.
      tolerance: relative error that a step of the solver may make; 0 for `fixed`.
      absolute: absolute error likewise, over the root mean square of the initial weights.
      step: time of a fixed step, at most: an even share of the time between two recorded ones; 0
        for the others.
    """

    method: Literal["explicit", "implicit", "fixed"]
    tolerance: float = 0.0
    absolute: float = 0.0
    step: float = 0.0


@dataclass(frozen=True)
class Dynamics:
    """How the network moves.

    Attributes:
      kind: `gradient-descent`, `gradient-flow` or, for a model that is not trained, `none`.
      optimizer: `gd`, `sgd`, or a name of optax; `options` are the latter's keyword arguments. For
        the other kinds it is the kind.
      rates: learning rate of each layer, in the order of the network's layers; 0 for a frozen one.
        In a flow, dW/dt = -rate grad L.
      loss: `half-mse`, (1/(2n)) sum r^2; `mse`, (1/n) sum r^2; `half-sum`, (1/2) sum r^2; or `sum`,
        sum r^2.
      batch: rows of a minibatch; None for the full batch.
      steps: T, the number of steps, or the time that a flow takes.
      recorded: the steps (a flow's times) at which measurements are taken, rising, the first 0 and
        the last T.
      relative: whether rates, and the steps of reference models, are in units of 1/norm(ntk).
        norm(ntk) is the largest eigenvalue of J J^T / n before the first step, J the Jacobian of
        the outputs on the n training inputs in the weights of the layers that train; a backend
        computes it for each seed.
      integrator: of a gradient flow; None for other kinds.
    """

    kind: Literal["gradient-descent", "gradient-flow", "none"]
    optimizer: str
    options: Mapping[str, Json]
    rates: tuple[float, ...]
    loss: Literal["half-mse", "mse", "half-sum", "sum"]
    batch: int | None
    steps: float
    recorded: tuple[float, ...]
    relative: bool = False
    integrator: Integrator | None = field(default=None, metadata=UNSAID)

    @property
    def flows(self) -> bool:
        """Whether this is a gradient flow, whose steps are times."""
        return self.kind == "gradient-flow"

    @property
    def clock(self) -> str:
        """What a recorded number counts: `step`, or `time` in a flow."""
        return "time" if self.flows else "step"

    @property
    def plain(self) -> bool:
        """Whether this is full-batch gradient descent with constant steps and no more."""
        return self.kind == "gradient-descent" and self.optimizer == "gd" and self.batch is None


@dataclass(frozen=True)
class Reference:
    """A model followed beside the network on the same data, such as the paired linear one."""

    name: str
    word: Word


@dataclass(frozen=True)
class Quantity:
    """A measurement to take: its word, and the identifier under which its values come back.

    Attributes:
      per_step: taken at every recorded step; otherwise once, before the first.
      bounded_error: an estimate, whose values are pairs: the number, and a bound on its error.
    """

    id: str
    word: Word
    per_step: bool
    unit: str
    bounded_error: bool = False


@dataclass(frozen=True)
class Chunks:
    """Sizes that fix the order of floating-point sums: decided here, never by the machine."""

    rows: int


@dataclass(frozen=True)
class Cell:
    """One sweep point with its seeds: what to draw, what to train, what to measure.

    The letters of the papers are bound here, once:
      d, n, m       `data.inputs.dim`, `data.train`, `architecture.width`
      n_test        `data.test`
      eta_1, eta_2  learning rates of the first and the last layer, in the units of hu2020: NTK
                    parametrisation and half-mse loss. `standard` and `mean-field` networks, and
                    other losses, are converted exactly (`Network.kernel_scale`, `loss_scale`).
                    Both are 0 where nothing trains.
      eta           max(eta_1, eta_2), the step of the paired linear model
      T             steps, or the time of a flow;  horizon: c in T = c d log(d) / eta
                    Where `dynamics.relative`, the rates are in units of 1/norm(ntk), and the
                    horizon is not known (NaN).
      alpha         `regime.alpha`; None when the spec leaves it open
    """

    point: Mapping[str, float]
    seeds: tuple[int, ...]
    inputs: Word
    input_facts: InputFacts
    labels: Word
    label_facts: LabelFacts
    n: int
    n_test: int
    network: Network
    dynamics: Dynamics
    alpha: float | None
    references: tuple[Reference, ...]
    quantities: tuple[Quantity, ...]
    precision: Literal["float32", "float64"]
    chunks: Chunks

    @property
    def d(self) -> int:
        return self.input_facts.dim

    @property
    def m(self) -> int:
        return self.network.width

    @property
    def steps(self) -> float:
        return self.dynamics.steps

    @property
    def loss_scale(self) -> float:
        """The loss that is descended, over (1/(2n)) sum r^2."""
        return loss_scale(self.dynamics.loss, self.n)

    def effective_rates(self) -> tuple[float, ...]:
        """One learning rate a layer in NTK parametrisation and half-mse units."""
        loss = self.loss_scale
        pairs = zip(self.dynamics.rates, self.network.kernel_scale, strict=True)
        return tuple(loss * rate * scale for rate, scale in pairs)

    @property
    def eta_1(self) -> float:
        return next(iter(self.effective_rates()), 0.0)

    @property
    def eta_2(self) -> float:
        return next(reversed(self.effective_rates()), 0.0)

    @property
    def eta(self) -> float:
        return max(self.effective_rates(), default=0.0)

    def until(self, horizon: float) -> float:
        """The step, or the time of a flow, at which the given horizon c ends."""
        end = duration(horizon, self.d, self.eta)
        return end if self.dynamics.flows else max(1, round(end))

    @property
    def horizon(self) -> float:
        if self.dynamics.relative:
            return math.nan
        return self.steps * self.eta / (self.d * math.log(self.d)) if self.d > 1 else math.inf


@dataclass(frozen=True)
class Claim:
    """A theorem that the spec claims, with the claim's own parameters."""

    theorem: str
    parameters: Mapping[str, Json]
    expect: str | None


@dataclass(frozen=True)
class Plan:
    """Everything that will run, and what is claimed of it."""

    format: int
    title: str
    cite: str | None
    cells: tuple[Cell, ...]
    claims: tuple[Claim, ...]
    swept: tuple[str, ...]
    controls: bool
