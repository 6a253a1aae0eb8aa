"""Base classes of the words, and the types of their fields.

A word is a frozen record. Its file name is its name in a spec; its docstring is what
`earlyspec explain` prints; its fields are the schema.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from earlyspec import registry
from earlyspec.datasets.base import Part
from earlyspec.fields import Choice, Choices, Quantity
from earlyspec.plans.nodes import ActivationFacts, Cell, InputFacts, Network
from earlyspec.plans.nodes import Word as PlanWord
from earlyspec.record import Record
from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary._prices import Kernels, Passes

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot, Solver

Count = Annotated[int, Quantity(integer=True, minimum=1)]
Natural = Annotated[int, Quantity(integer=True, minimum=0)]
Real = Annotated[float, Quantity()]
Positive = Annotated[float, Quantity(above=0.0)]
NonNegative = Annotated[float, Quantity(minimum=0.0)]
Fraction = Annotated[float, Quantity(minimum=0.0, maximum=1.0)]


class Unsupported(Exception):
    """The plan asks for something that this backend or this word lacks; the message names it."""


class Word(Record):
    """A word of the language. Subclasses of one family live in one folder."""

    family: ClassVar[str]

    @classmethod
    def kind(cls) -> str:
        """The word's name in a spec: that of its file."""
        return cls.__module__.rsplit(".", 1)[1].replace("_", "-")

    def model_dump(self, **how: Any) -> dict[str, Any]:
        """The fields as plain data, the tag first."""
        return {registry.tag(self.family): self.kind(), **super().model_dump(**how)}

    def parameters(self) -> dict[str, Any]:
        """The fields as plain data, without the tag; nested words keep theirs."""
        return super().model_dump()


class Covariance(Word):
    """A covariance Sigma, always scaled so that Tr Sigma = d (hu2020, Assumption 3.1)."""

    family: ClassVar[str] = "covariances"

    @abstractmethod
    def spectral_norm(self, dim: int) -> float | None:
        """||Sigma||, or a bound above it; None if it takes a file's content."""

    @abstractmethod
    def floor(self, dim: int) -> float | None:
        """The smallest eigenvalue, or a bound below it; None likewise."""

    @abstractmethod
    def trace_square(self, dim: int) -> float | None:
        """Tr[Sigma^2] / d; None likewise."""

    @abstractmethod
    def colour(self, ops: Ops, draws: Draws, white: Array) -> Array:
        """Rows xbar -> rows Sigma^(1/2) xbar, symmetric root; (n, d) -> (n, d)."""

    def made_for(self) -> int | None:
        """The one dimension that its fields allow; None for any."""
        return None

    def files(self) -> tuple[tuple[str, str], ...]:
        """(path, array) pairs that `colour` reads."""
        return ()


class Distribution(Word):
    """A law of inputs."""

    family: ClassVar[str] = "distributions"

    @abstractmethod
    def facts(self) -> InputFacts:
        """What the theorems may know of this law."""

    @abstractmethod
    def sample(self, ops: Ops, draws: Draws, count: int, split: str) -> Array:
        """`count` inputs as rows, (count, d), from draws named `inputs/<split>/...`."""

    def files(self) -> tuple[tuple[str, str], ...]:
        """(path, array) pairs that `sample` reads; none for a law."""
        return ()

    def data_sets(self) -> tuple[Part, ...]:
        """Arrays of published data sets that `sample` reads; none for a law."""
        return ()

    def at_most(self) -> int | None:
        """How many training inputs there can be; None for any number."""
        return None

    def stored(self) -> int:
        """Bytes an example of a data set takes as it is stored; 0 for a law."""
        return 0


class LabelStep(Word):
    """What is done to labels after the rule: sign, clip, noise, flip."""

    family: ClassVar[str] = "label_steps"

    @abstractmethod
    def bound(self, before: float | None) -> float | None:
        """Sup |y| after the step, given that before it."""

    @abstractmethod
    def apply(self, ops: Ops, draws: Draws, y: Array, name: str) -> Array:
        """Labels after the step, (n,) -> (n,); a step that draws calls its draw `name`."""


class Label(Word):
    """A rule that labels inputs, and what is done to its labels then."""

    family: ClassVar[str] = "labels"

    then: Annotated[tuple[LabelStep, ...], Choices("label_steps")] = ()
    """Steps applied to the labels in order: sign, clip, noise, flip."""

    @abstractmethod
    def rule_bound(self) -> float | None:
        """Sup |y| of the rule; None if there is none."""

    @abstractmethod
    def rule(self, ops: Ops, draws: Draws, x: Array, split: str) -> Array:
        """Labels of the rows of x, (n, d) -> (n,), before any step.

        Draws that both splits share are named `labels/...`, others `labels/<split>/...`.
        """

    def files(self) -> tuple[tuple[str, str], ...]:
        """(path, array) pairs that `rule` reads."""
        return ()

    def data_sets(self) -> tuple[Part, ...]:
        """Arrays of published data sets that `rule` reads."""
        return ()

    def for_inputs(self, inputs: Distribution) -> Label:
        """The rule for these inputs: itself, unless it reads off them what they show."""
        return self

    def made_for(self) -> int | None:
        """The one input dimension that its fields allow; None for any."""
        return None

    def least_dim(self) -> int:
        """The least input dimension that its fields allow."""
        return 1

    def degree_powers(self, dim: int) -> tuple[float, ...] | None:
        """||P_k f||^2 of the rule on the sphere of radius sqrt(dim), k = 0, 1, ...

        What lies beyond the last degree counts as one more; None if they are not known.
        """
        return None

    def bound(self) -> float | None:
        """Sup |y| after all steps; None if there is none."""
        bound = self.rule_bound()
        for step in self.then:
            bound = step.bound(bound)
        return bound

    def values(self, ops: Ops, draws: Draws, x: Array, split: str) -> Array:
        """Labels of the rows of x, (n, d) -> (n,)."""
        y = self.rule(ops, draws, x, split)
        kinds = [step.kind() for step in self.then]
        for k, step in enumerate(self.then):
            # A second flip must not draw what the first did; it is `labels/train/flip-2`.
            again = kinds[:k].count(kinds[k])
            ending = f"-{again + 1}" if again else ""
            y = step.apply(ops, draws, y, f"labels/{split}/{kinds[k]}{ending}")
        return y


class Activation(Word):
    """A function phi applied to every pre-activation."""

    family: ClassVar[str] = "activations"

    smooth: ClassVar[bool]
    """phi' and phi'' are bounded everywhere, whatever its fields (hu2020, Assumption 3.2 i)."""
    piecewise_linear: ClassVar[bool] = False
    """phi(z) = z for z >= 0 and a z below (hu2020, Assumption 3.2 ii)."""
    odd: ClassVar[bool] = False
    """phi(-z) = -phi(z), so that every moment of the norm feature vanishes exactly."""
    value_bound: ClassVar[float | None] = None
    """sup |phi|; None if there is none."""

    @abstractmethod
    def value(self, ops: Ops, z: Array) -> Array:
        """phi(z), entrywise."""

    @abstractmethod
    def slope(self, ops: Ops, z: Array) -> Array:
        """phi'(z), entrywise; phi'(0) = 1 at a kink (hu2020, Assumption 3.2)."""

    @abstractmethod
    def facts(self) -> ActivationFacts:
        """The Gaussian constants of phi."""

    def has_dual(self) -> bool:
        """Whether `dual` and `dual_slope` are known in closed form."""
        return False

    def dual(self, ops: Ops, a: Array, b: Array, c: Array) -> Array:
        """E[phi(u) phi(v)] for Gaussian (u, v) with variances a, b and covariance c.

        On a diagonal a = b = c must give the exact value: no arccos of 1 - rounding.
        """
        raise NotImplementedError(f"no closed form for {self.kind()}")

    def dual_slope(self, ops: Ops, a: Array, b: Array, c: Array) -> Array:
        """E[phi'(u) phi'(v)] likewise."""
        raise NotImplementedError(f"no closed form for {self.kind()}")


Weights = dict[str, Any]  # layer name -> array


class Initialisation(Word):
    """The law, or the file, of the initial weights; `weights` are those of a two-layer network."""

    family: ClassVar[str] = "initialisations"

    zero_output: ClassVar[bool]
    """f = 0 at step 0 by construction, mirrored or subtracted."""
    subtracts: ClassVar[bool] = False
    """The initial output is subtracted from the network's."""
    mirrors: ClassVar[bool] = False
    """The second half of the neurons repeats the first with the sign of v turned: w_(r + m/2) = w_r
    and v_(r + m/2) = -v_r, to the last bit."""
    follows_law: ClassVar[bool]
    """w ~ N(0, I) and v = +-1 (hu2020, eq 3), mirrored or not."""
    any_depth: ClassVar[bool] = False
    """It serves networks of any depth too, whose weights are then all independent N(0, 1)."""

    @abstractmethod
    def weights(self, ops: Ops, draws: Draws, width: int, dim: int) -> tuple[Array, Array]:
        """W, (m, d), and v, (m,), in NTK parametrisation."""

    def files(self) -> tuple[tuple[str, str], ...]:
        """(path, array) pairs that `weights` reads."""
        return ()


class Architecture(Word):
    """A trained model."""

    family: ClassVar[str] = "architectures"

    starting: ClassVar[tuple[str, ...]] = ()
    """Fields, numbers or None, that `initial` alone reads: a sweep over them compiles nothing. A
    measurement finds them in `initial_weights`, and not in the cell."""

    @property
    @abstractmethod
    def layers(self) -> tuple[str, ...]:
        """Names of the trainable layers, input side first."""

    def made_for(self) -> int | None:
        """The one input dimension that its fields allow; None for any."""
        return None

    def bends(self) -> str | None:
        """The activation whose slope jumps; None where the outputs are smooth in the weights."""
        phi = getattr(self, "activation", None)
        return phi.kind() if isinstance(phi, Activation) and not phi.facts().smooth else None

    @abstractmethod
    def initial(self, ops: Ops, draws: Draws, dim: int) -> Weights:
        """Initial weights, one array a layer."""

    @abstractmethod
    def forward(self, ops: Ops, weights: Weights, x: Array) -> Array:
        """Outputs, (n, d) -> (n,)."""

    @abstractmethod
    def kernel_scale(self, dim: int) -> tuple[float, ...]:
        """One factor a layer: the layer's kernel at initialisation over that of `ntk`."""

    def fitted_model(self) -> FittedModel | None:
        """What its outputs are, where it is fitted to the data and not trained; None otherwise.

        Such an architecture has no layers, and nothing calls its `forward`.
        """
        return None

    @abstractmethod
    def describe(self, dim: int, word: PlanWord) -> Network:
        """The plan's record of this model on inputs of that dimension; `word` is its plan word."""


class ReferenceModel(Word):
    """A model followed beside the network on the same data.

    It is a `LinearModel`, a `FittedModel`, or the network's own linearisation.
    """

    family: ClassVar[str] = "reference_models"


class LinearModel(ReferenceModel):
    """A model that is linear in its parameters, and descends from 0 as the network descends."""

    at_limit: ClassVar[bool] = False
    """It stands at the limit of its gradient descent, minimum-norm least squares, at every step."""

    @abstractmethod
    def features(self, ops: Ops, x: Array, trace_square: Array) -> Array:
        """Features Psi, (n, d) -> (n, p): gradient descent on them from 0 is the reference.

        trace_square is Tr[Sigma^2] / d, known or estimated from the training inputs.
        """

    @abstractmethod
    def step(self) -> float:
        """eta: the step of gradient descent on (1/(2n)) |Psi beta - y|^2."""


class FittedModel(ReferenceModel):
    """A model that the training data determine without any descent: the same at every step."""

    @abstractmethod
    def parameter_count(self, n: int, dim: int) -> int:
        """p, how many numbers `fit` gives."""

    @abstractmethod
    def fit(self, ops: Ops, solver: Solver, x: Array, y: Array) -> Array:
        """The parameters, (p,), of training inputs (n, d) and labels (n,).

        Runs once a seed, on the host, in float64.
        """

    def forms(self, n: int, dim: int) -> int:
        """How many numbers `fit` holds at once beside the data, such as n^2 of a kernel."""
        return n * dim

    def operations(self, n: int, dim: int) -> float:
        """Floating-point operations of `fit`, roughly: those of a factorisation of X."""
        return 4.0 * n * dim * min(n, dim)

    @abstractmethod
    def predict(self, ops: Ops, parameters: Array, train: Array, x: Array) -> Array:
        """Outputs on the rows of x, (k, d) -> (k,); `train` are the training inputs, (n, d)."""


class Measurement(Word):
    """A number, or a few, read off a snapshot."""

    family: ClassVar[str] = "measurements"
    unit: ClassVar[str]
    per_step: ClassVar[bool] = True
    """Taken at every recorded step; otherwise once, before the first."""
    bounded_error: ClassVar[bool] = False
    """It is an estimate: two numbers, the value and a bound on its error."""
    architectures: ClassVar[tuple[str, ...]] = ()
    """The architectures that it can be taken of; all if empty."""
    kernels: ClassVar[Kernels | None] = None
    """What it asks of kernels, for its price; None for nothing."""

    def references(self) -> tuple[str, ...]:
        """Names of the reference models it reads."""
        return ()

    def input_spans(self) -> tuple[str, ...]:
        """The splits on whose inputs it projects."""
        return ()

    def asks(self) -> Kernels | None:
        """What it asks of kernels with these fields."""
        return self.kernels

    def no_bound(self) -> float | None:
        """The number that stands for a bound where there is none; None if it is never needed."""
        return None

    def size(self, cell: Cell) -> int:
        """How many numbers it gives at a step."""
        return 2 if self.bounded_error else 1

    @abstractmethod
    def measure(self, ops: Ops, at: Snapshot) -> Array:
        """The value, () or (size,), in float64."""


class Tally(Measurement):
    """A quantity that every step adds to, recorded or not.

    `measure` reads what was added up: `at.tally(self)`.
    """

    passes: ClassVar[Passes] = Passes(before=1, after=1)
    """What it asks for at every step, for its price."""

    @abstractmethod
    def start(self, ops: Ops, at: Snapshot) -> Weights:
        """What there is before the first step: arrays by name, of shapes that stay."""

    @abstractmethod
    def add(self, ops: Ops, before: Snapshot, after: Snapshot, so_far: Weights) -> Weights:
        """What there is after a step.

        The outputs, weights and kernels of both snapshots are to be had, and the kernels of the
        references; not what the references say after as many steps. Of `before` alone the kernels
        at `segment` are known.
        """


AnyActivation = Annotated[Activation, Choice("activations")]
AnyInitialisation = Annotated[Initialisation, Choice("initialisations")]
AnyCovariance = Annotated[Covariance, Choice("covariances")]
Split = Literal["train", "test"]
LAYER = "layer-[1-9][0-9]*"
"""Names of the layers of networks of any depth."""
