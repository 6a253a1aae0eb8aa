"""What a theorem is: a statement with its source, conditions, outcomes and negative controls.

A theorem reads a `plans.nodes.Cell` and nothing else. It yields records; the judge puts numbers to
them. Records of the same `id` in different cells are one condition, or one outcome, of a sweep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from earlyspec.fields import Quantity
from earlyspec.frozen import dataclass
from earlyspec.plans.nodes import Cell, Reference, Word
from earlyspec.record import Record

__all__ = [
    "Bound",
    "Cell",
    "Condition",
    "Contrast",
    "Control",
    "Exponent",
    "Fact",
    "Frequency",
    "Limit",
    "Measured",
    "Outcome",
    "Rate",
    "Reference",
    "Scaling",
    "Series",
    "Source",
    "Structural",
    "Theorem",
    "Word",
    "measurement",
    "series_of",
]

Verdict = Literal[
    "supported", "contradicted", "observed-not-implied", "not-observed", "inconclusive"
]
Relation = Literal[">~", "<~", "<<"]


@dataclass(frozen=True)
class Source:
    """Where a statement is from: a paper's key and the item in it."""

    paper: str
    item: str


@dataclass(frozen=True)
class Series:
    """A measurement reduced to one number a seed.

    Attributes:
      word: the measurement.
      reduce: `max` over recorded steps up to `until`, the `last` of them, or `once` for a quantity
        measured before the first step; `path`, in a `Bound` or a `Frequency`, compares at each
        recorded step.
      until: the last step, or time of a flow, that counts; None for all.
      scale: a factor that is known, such as d / n.
      unit: of the scaled number, where the factor changes the measurement's.
    """

    word: Word
    reduce: Literal["max", "last", "once", "path"]
    until: float | None = None
    scale: float = 1.0
    unit: str | None = None


def measurement(kind: str, **parameters: Any) -> Word:
    """The plan's word of a measurement; leave out parameters that have their default value."""
    return Word("measurements", kind, parameters)


@dataclass(frozen=True)
class Structural:
    """A hypothesis decided from the spec alone. `holds` None: it takes the data to know."""

    id: str
    field: str  # the spec field that decides, such as `train.layers`
    text: str  # the hypothesis in the paper's terms
    holds: bool | None
    found: str  # what the spec has
    remark: str = ""


@dataclass(frozen=True)
class Scaling:
    """`lhs >~ rhs`, `lhs <~ rhs` or `lhs << rhs` with a constant that the paper does not give.

    One size: decided with `constant` (`>~`: lhs >= constant rhs; else lhs <= constant rhs).
    A sweep of `over`: decided without any constant, by the exponent of lhs / rhs.
    """

    id: str
    field: str
    text: str
    lhs: float | Series
    relation: Relation
    rhs: float
    constant: float = 1.0
    claimed: bool = False  # the constant is the claim's, not the default
    over: str = "d"
    rounding: float = (
        0.0  # relative error of lhs from rounding a count; allowed for in the exponent
    )


@dataclass(frozen=True)
class Measured:
    """An inequality on the data or the run, every constant known; each seed must meet it."""

    id: str
    field: str
    text: str
    series: Series
    relation: Literal["<=", ">=", ">"]
    bound: float


Condition: TypeAlias = Structural | Scaling | Measured


@dataclass(frozen=True)
class Fact:
    """A premise as an outcome: the statement is decided by the spec alone.

    Attributes:
      holds: True is confirmed, False refuted, None (it takes the data to know) inconclusive.
    """

    id: str
    text: str
    holds: bool | None
    found: str


@dataclass(frozen=True)
class Bound:
    """An explicit inequality `series <= limit` in every seed; with `path`, at every recorded step.

    trivial: what the series could not exceed anyway; a limit above it is vacuous.
    """

    id: str
    text: str
    series: Series
    limit: float | Series
    trivial: Series | None = None


@dataclass(frozen=True)
class Rate:
    """`series <~ over^p` with p < exponent and constants unstated: decided by a sweep only.

    relation: `<`, or `>` for a series that falls no faster than over^exponent.
    asymptotic: the statement is about all larger sizes; a figure's is about those it shows.
    against: the rate is that of series / against, paired over seeds.
    within: a declared bound that decides a single size instead.
    probability: of staying within it, judged by the share of seeds; None for all of them.
    trivial: what the series would be had nothing been learned; a `within` above it is vacuous.
    """

    id: str
    text: str
    series: Series
    over: str = "d"
    exponent: float = 0.0
    within: float | None = None
    trivial: Series | None = None
    relation: Literal["<", ">"] = "<"
    against: Series | None = None
    asymptotic: bool = True
    probability: float | None = None


@dataclass(frozen=True)
class Exponent:
    """`series ~ over^target`: equivalence within a declared margin, by two one-sided tests."""

    id: str
    text: str
    series: Series
    target: float
    margin: float
    over: str = "d"


@dataclass(frozen=True)
class Frequency:
    """`series <= limit` with probability at least `at_least`, over seeds (Clopper-Pearson).

    With `path`, a seed is a success if the inequality holds at every recorded step.
    trivial: what the series could not exceed anyway; a limit above it in every seed is vacuous.
    """

    id: str
    text: str
    series: Series
    limit: float | Series
    at_least: float
    trivial: Series | None = None


@dataclass(frozen=True)
class Limit:
    """`series = target` to a stated tolerance, in every seed.

    mean: the statement is of the expectation: equivalence of the mean over seeds instead.
    """

    id: str
    text: str
    series: Series
    target: float
    tolerance: float
    mean: bool = False


@dataclass(frozen=True)
class Contrast:
    """`smaller < larger` by at least a factor, paired over seeds."""

    id: str
    text: str
    smaller: Series
    larger: Series
    factor: float = 1.0


Outcome: TypeAlias = Fact | Bound | Rate | Exponent | Frequency | Limit | Contrast


def series_of(record: Condition | Outcome) -> tuple[Series, ...]:
    """Every series that a condition or an outcome reads, its own first."""
    values = (getattr(record, each.name) for each in fields(record))
    return tuple(value for value in values if isinstance(value, Series))


@dataclass(frozen=True)
class Control:
    """A small lie about the theorem, judged on the run's own measurements; it must not pass.

    Attributes:
      id: short name of the lie.
      text: the lie, in words.
      of: the id of the outcome it lies about.
      outcome: that outcome, with the lie in place of the truth.
    """

    id: str
    text: str
    of: str
    outcome: Outcome


WITH_HIDDEN_LAYERS = ("two-layer", "fully-connected", "convolutional")
"""Networks with an activation and hidden layers, which most theorems speak of."""


class Theorem(Record):
    """A theorem; its fields are what a claim in a spec may say.

    A subclass's docstring is what `earlyspec explain` prints: a sentence worth quoting, then
    `Statement:` as the paper has it, and `Reading:` what earlyspec tests, and why so.
    """

    identifier: ClassVar[str]
    source: ClassVar[Source]
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "paper"
    """`ours`: not in the paper; `restored`: the printed form is not certain (see the docstring)."""

    reads_relative_rates: ClassVar[bool] = False
    """Its records are right, too, for a cell whose rates are in units of 1/norm(ntk): what needs
    the rate itself is decided by the measurement `ntk-norm`, or unknown."""

    architectures: ClassVar[tuple[str, ...]] = WITH_HIDDEN_LAYERS
    """What it can be held against at all, whether or not its hypotheses hold there; empty for
    anything. Its conditions and measurements have no meaning for other models."""
    needs_training: ClassVar[bool] = True
    """It speaks of a network that trains; False where a model that stands still will do."""

    expect: Verdict | None = None
    """The verdict that the run must reach; otherwise `run` exits with 1."""
    constants: Mapping[str, Annotated[float, Quantity(above=0.0)]] = MappingProxyType({})
    """Constants for conditions of the form `>~`, `<~`, `<<`, by condition id (default: 1)."""

    def model_dump(self, **how: Any) -> dict[str, Any]:
        """The claim as plain data, the theorem's name first."""
        return {"theorem": self.identifier, **super().model_dump(**how)}

    def parameters(self) -> dict[str, Any]:
        """What the claim says beyond the theorem's name and what it expects."""
        return super().model_dump(exclude={"expect"}, exclude_defaults=True)

    def references(self, c: Cell) -> Iterator[Reference]:
        """Models to follow beside the network."""
        yield from ()

    def conditions(self, c: Cell) -> Iterator[Condition]:
        """The hypotheses."""
        raise NotImplementedError

    def outcomes(self, c: Cell) -> Iterator[Outcome]:
        """The conclusions."""
        raise NotImplementedError

    def controls(self, c: Cell) -> Iterator[Control]:
        """The lies; only those that differ from the truth in this cell."""
        yield from ()
