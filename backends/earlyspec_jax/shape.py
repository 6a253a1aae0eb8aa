"""What a compiled program depends on, and the numbers that are only passed to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import jax.numpy as jnp

from earlyspec import registry
from earlyspec.datasets.base import Part
from earlyspec.plans import codec
from earlyspec.plans.nodes import Cell, Quantity, Reference, Word
from earlyspec.vocabulary._base import (
    Architecture,
    Distribution,
    FittedModel,
    Label,
    LinearModel,
    Measurement,
    ReferenceModel,
    Tally,
)
from earlyspec.vocabulary._ops import Array
from earlyspec.vocabulary.reference_models.linearised import Linearised
from earlyspec_jax.ops import FLOAT32, FLOAT64, JaxOps

_STEP = "eta"  # the field of a reference model that holds its step and enters no feature
NETWORK = "the network"
"""The network's name among the fitted models, where it is one; no reference is called so."""
_ACCELERATED = 64  # row chunks that a GPU or TPU takes at once, to keep its cores busy


class Numbers(NamedTuple):
    """What a sweep may change without compiling anything.

    Attributes:
      rates: learning rate of each layer, (layers,).
      recorded: recorded steps, or times of a flow in float64, rising, (records,).
      reference_steps: eta of each reference model, () each.
      starting: fields of the architecture that its initial weights alone read, () each.
    """

    rates: Array
    recorded: Array
    reference_steps: Mapping[str, Array]
    starting: Mapping[str, Array]


@dataclass(frozen=True)
class Shape:
    """A cell without its numbers: cells of one shape share one compiled program.

    Attributes:
      key: canonical text of `cell`, by which shapes are equal.
      cell: the cell; its rates are 0 or 1, its recorded steps 0, 1, 2, ..., its point empty.
      rows: rows of a chunk.
    """

    key: str
    rows: int
    cell: Cell = field(compare=False, repr=False)

    @cached_property
    def inputs(self) -> Distribution:
        """The law of the inputs."""
        word: Distribution = registry.revive(self.cell.inputs)
        return word

    @cached_property
    def labels(self) -> Label:
        """The rule of the labels."""
        word: Label = registry.revive(self.cell.labels)
        return word

    @cached_property
    def architecture(self) -> Architecture:
        """The network."""
        word: Architecture = registry.revive(self.cell.network.word)
        return word

    @cached_property
    def references(self) -> dict[str, LinearModel]:
        """The linear ones; their step is NaN, so that a feature that reads it shows."""
        return {each.name: _without_step(each.word) for each in _of_kind(self.cell, LinearModel)}

    @cached_property
    def linearised(self) -> tuple[str, ...]:
        """Names of the reference models that are the network's own linearisation."""
        return tuple(each.name for each in _of_kind(self.cell, Linearised))

    @cached_property
    def measures(self) -> dict[str, Measurement]:
        """The measurements by quantity."""
        return {each.id: registry.revive(each.word) for each in self.cell.quantities}

    @property
    def input_spans(self) -> tuple[str, ...]:
        """The splits on whose inputs a measurement projects, each once."""
        read = [split for each in self.measures.values() for split in each.input_spans()]
        return tuple(split for split in dict.fromkeys(read) if self.count(split))

    @property
    def at_steps(self) -> tuple[Quantity, ...]:
        """Quantities taken at every recorded step."""
        return tuple(each for each in self.cell.quantities if each.per_step)

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        """The quantities that every step adds to."""
        return {key: each for key, each in self.measures.items() if isinstance(each, Tally)}

    @property
    def before(self) -> tuple[Quantity, ...]:
        """Quantities taken once, before the first step."""
        return tuple(each for each in self.cell.quantities if not each.per_step)

    @property
    def dtype(self) -> Any:
        """The floating type of training."""
        return jnp.float32 if self.cell.precision == "float32" else jnp.float64

    @property
    def ops(self) -> JaxOps:
        """The array functions of training."""
        return FLOAT32 if self.cell.precision == "float32" else FLOAT64

    @property
    def batch(self) -> int | None:
        """Rows of a minibatch, no more than there are; None for the full batch."""
        batch = self.cell.dynamics.batch
        return None if batch is None else min(batch, self.cell.n)

    @property
    def trained(self) -> tuple[str, ...]:
        """The layers that move."""
        dynamics = self.cell.dynamics
        if dynamics.kind == "none":
            return ()
        pairs = zip(self.cell.network.layers, dynamics.rates, strict=True)
        return tuple(layer for layer, rate in pairs if rate)

    @property
    def subtracts(self) -> bool:
        """Whether the initial output is subtracted from the network's."""
        return bool(getattr(getattr(self.architecture, "init", None), "subtracts", False))

    @property
    def mirrors(self) -> bool:
        """Whether half of the initial neurons repeat the others with the sign of v turned."""
        return bool(getattr(getattr(self.architecture, "init", None), "mirrors", False))

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """(path, array) pairs that the cell reads, each once."""
        sources = (self.inputs, self.labels, getattr(self.architecture, "init", None))
        pairs = [pair for each in sources if each is not None for pair in each.files()]
        return tuple(dict.fromkeys(pairs))

    @property
    def data_sets(self) -> tuple[Part, ...]:
        """The arrays of published data sets that the cell reads, each once."""
        return tuple(dict.fromkeys((*self.inputs.data_sets(), *self.labels.data_sets())))

    def count(self, split: str) -> int:
        """How many examples a split has."""
        return self.cell.n if split == "train" else self.cell.n_test


def split(cell: Cell, platform: str) -> tuple[Shape, Numbers]:
    """A cell as its shape and its numbers."""
    numbers = Numbers(
        rates=jnp.asarray(cell.dynamics.rates, jnp.float64),
        recorded=jnp.asarray(
            cell.dynamics.recorded, jnp.float64 if cell.dynamics.flows else jnp.int64
        ),
        reference_steps={
            each.name: jnp.asarray(registry.revive(each.word).step(), jnp.float64)
            for each in _of_kind(cell, LinearModel)
        },
        starting={
            name: jnp.asarray(value, jnp.float64)
            for name, value in cell.network.word.parameters.items()
            if name in _starting(cell) and value is not None
        },
    )
    bare = replace(
        cell,
        point={},
        seeds=(),
        alpha=None,
        dynamics=replace(
            cell.dynamics,
            rates=tuple(float(rate != 0) for rate in cell.dynamics.rates),
            steps=0,
            recorded=tuple(range(len(cell.dynamics.recorded))),
        ),
        network=replace(cell.network, word=_unstarted(cell)),
        references=tuple(replace(each, word=_unstepped(each.word)) for each in cell.references),
    )
    rows = cell.chunks.rows * (1 if platform == "cpu" else _ACCELERATED)
    return Shape(codec.text(bare), min(rows, cell.n), bare), numbers


def with_numbers(shape: Shape, numbers: Numbers) -> Cell:
    """The cell that a measurement sees: its rates and steps are traced, its point is unknown."""
    dynamics = replace(
        shape.cell.dynamics,
        rates=tuple(numbers.rates[k] for k in range(numbers.rates.shape[0])),
        relative=False,  # what was relative has become a number by now
        steps=numbers.recorded[-1],
        recorded=tuple(numbers.recorded[k] for k in range(numbers.recorded.shape[0])),
    )
    return replace(shape.cell, dynamics=dynamics)


def _of_kind(cell: Cell, kind: type[ReferenceModel]) -> tuple[Reference, ...]:
    """The references whose word is of a kind."""
    return tuple(each for each in cell.references if _is(each.word, kind))


def _is(word: Word, kind: type[ReferenceModel]) -> bool:
    return issubclass(registry.load(word.family, word.kind), kind)


def started(shape: Shape, values: Mapping[str, Array]) -> Architecture:
    """The architecture with the fields that its initial weights alone read."""
    word: Architecture = registry.revive(shape.cell.network.word)
    vars(word).update(values)  # a word is frozen, and refuses what is traced; this one is ours
    return word


def _starting(cell: Cell) -> tuple[str, ...]:
    kind = registry.load("architectures", cell.network.word.kind)
    return tuple(kind.starting)


def _unstarted(cell: Cell) -> Word:
    """The architecture's word with 1 for every number that the initial weights alone read."""
    word, names = cell.network.word, _starting(cell)
    given = {
        name: 1.0 if name in names and value is not None else value
        for name, value in word.parameters.items()
    }
    return replace(word, parameters=given)


def _unstepped(word: Word) -> Word:
    """The word without what enters no compiled program: of one that is fitted, all fields."""
    if _is(word, FittedModel):
        return replace(word, parameters={})
    return replace(word, parameters={k: v for k, v in word.parameters.items() if k != _STEP})


def _without_step(word: Word) -> LinearModel:
    stepped = replace(word, parameters={**word.parameters, _STEP: 1.0})
    model: LinearModel = registry.revive(stepped)
    vars(model)[_STEP] = float("nan")  # a word is frozen, and refuses a NaN; this one is ours
    return model
