"""A cell, interpreted: draw, then step, record, step, record."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from earlyspec import registry
from earlyspec.backend import DataError, Progress, Stage, Unsupported
from earlyspec.plans.measurements import Divergence, SeedRun
from earlyspec.plans.nodes import Cell, Quantity
from earlyspec.vocabulary import _base
from earlyspec.vocabulary._base import Measurement, Tally
from earlyspec.vocabulary.reference_models.linearised import Linearised as LinearisedWord
from earlyspec_reference import dynamics, flow, tangent
from earlyspec_reference.draws import Floats, NamedDraws
from earlyspec_reference.linearised import Linearised
from earlyspec_reference.models import model
from earlyspec_reference.network import Weights
from earlyspec_reference.ops import OPS
from earlyspec_reference.reference_models import FittedModel, LinearModel, trace_square
from earlyspec_reference.snapshot import ReferenceSnapshot, Split


class ReferenceProgram:
    """A cell with its words revived. Nothing is compiled, and no seed leaves anything behind.

    A cell of precision float32 runs in float64 too: the other opinion is the more precise one.
    """

    def __init__(self, cell: Cell, root: Path) -> None:
        self._cell = cell
        self._root = root
        self._inputs = registry.revive(cell.inputs)
        self._labels = registry.revive(cell.labels)
        self._architecture = registry.revive(cell.network.word)
        self._references = {each.name: registry.revive(each.word) for each in cell.references}
        self._measures = {each.id: registry.revive(each.word) for each in cell.quantities}
        self._tallies = [each for each in self._measures.values() if isinstance(each, Tally)]
        self._model = model(cell, self._architecture)

    def draw(self, seed: int) -> dict[str, Floats]:
        """Every named draw of a seed: inputs, labels, initial weights, minibatches."""
        draws = NamedDraws(seed, self._root)
        with np.errstate(all="ignore"):
            self._start(draws)
        if self._cell.dynamics.batch is not None:
            for t in range(int(self._cell.steps)):
                dynamics.rows(self._cell, draws, t)
        return draws.taken

    def run(
        self,
        seed: int,
        progress: Callable[[Progress], None] | None = None,
        draws: Mapping[str, Any] | None = None,
    ) -> SeedRun:
        """Draws, trains and measures one seed; `draws` replaces named draws by given arrays.

        Raises: DataError if the data or the initial weights are not finite; Unsupported if a
          quantity needs test inputs and there are none.
        """
        with np.errstate(all="ignore"):  # a run may diverge; it is looked at every step
            return self._run(seed, progress, NamedDraws(seed, self._root, draws))

    def text(self, stage: Stage, platform: str) -> str:
        """There is no program text.

        Raises: Unsupported, always.
        """
        raise Unsupported(f"{stage} for {platform}: the reference backend interprets the plan")

    def _start(self, draws: NamedDraws) -> ReferenceSnapshot:
        """The data, the network and its references before the first step."""
        cell, word = self._cell, self._architecture
        weights = {
            layer: _finite(array, f"initial weights of layer {layer}")
            for layer, array in word.initial(OPS, draws, cell.d).items()
        }
        subtracts = getattr(getattr(word, "init", None), "subtracts", False)
        splits = {}
        for name, long, count in (("train", "training", cell.n), ("test", "test", cell.n_test)):
            if not count:
                continue
            x = _finite(self._inputs.sample(OPS, draws, count, name), f"{long} inputs")
            y = _finite(self._labels.values(OPS, draws, x, name), f"{long} labels")
            offset = self._model.outputs(weights, x) if subtracts else np.zeros(count)
            splits[name] = Split(x, y, offset)
        train = splits["train"]
        known = cell.input_facts.trace_square
        spread = trace_square(train.x) if known is None else known
        unit = 1.0
        if cell.dynamics.relative:
            norm = tangent.ntk_norm(cell, self._model, weights, train.x)
            cell, unit = tangent.without_unit(cell, norm), float(np.float64(1.0) / norm)
        references = {
            name: FittedModel(each, train.x, train.y)
            if isinstance(each, _base.FittedModel)
            else LinearModel(each, train.x, train.y, spread, unit)
            for name, each in self._references.items()
            if not isinstance(each, LinearisedWord)
        }
        own = word.fitted_model()
        stands = None if own is None else FittedModel(own, train.x, train.y)
        at = ReferenceSnapshot(cell, splits, self._model, weights, weights, references, stands)
        lazy = [n for n, each in self._references.items() if isinstance(each, LinearisedWord)]
        if lazy:
            residual = at.network("train") - train.y
            path = Linearised(cell, self._model, weights, train.x, residual)
            at = replace(at, linearised=path, lazy=frozenset(lazy))
        return replace(at, tallies={each: each.start(OPS, at) for each in self._tallies})

    def _run(
        self, seed: int, progress: Callable[[Progress], None] | None, draws: NamedDraws
    ) -> SeedRun:
        cell = self._cell
        at = self._start(draws)
        record = _Record(cell.quantities, self._measures)
        times = cell.dynamics.recorded if cell.dynamics.flows else range(int(cell.steps) + 1)
        for t, after in zip(times, (*times[1:], None), strict=True):
            loss = _training_loss(at)
            if not math.isfinite(loss):
                return record.seed_run(seed, Divergence(t, "training loss"))
            if t in cell.dynamics.recorded:
                strayed = record.take(t, at)
                if strayed is not None:
                    return record.seed_run(seed, Divergence(t, strayed))
                if progress is not None:
                    progress(Progress(seed, t, cell.steps, loss, _gap(at)))
            if after is None:
                break
            if cell.dynamics.flows:
                try:
                    at = self._flow(at, t, after)
                except flow.GaveUp as lost:
                    return record.seed_run(
                        seed, Divergence(after, "the solver of the flow", f"gave up: {lost}")
                    )
            else:
                at = self._advance(at, dynamics.rows(cell, draws, int(t)))
            at = replace(at, step=float(after))
        return record.seed_run(seed, None)

    def _flow(self, at: ReferenceSnapshot, start: float, stop: float) -> ReferenceSnapshot:
        """The network and its references at the time `stop`."""
        moved = flow.flow(at.cell, self._model, at.now, at.initial, at.splits["train"], start, stop)
        for reference in at.references.values():
            reference.flow_to(stop)
        if at.linearised is not None:
            at.linearised.flow_to(stop)
        return replace(at, now=moved)

    def _advance(self, at: ReferenceSnapshot, rows: Any) -> ReferenceSnapshot:
        now: Weights = dynamics.step(
            at.cell.dynamics,
            self._model,
            self._cell.network.layers,
            at.now,
            at.splits["train"],
            rows,
        )
        for reference in at.references.values():
            reference.advance()
        if at.linearised is not None:
            at.linearised.advance()
        return replace(at, now=now, tallies=self._tallied(at, now))

    def _tallied(self, at: ReferenceSnapshot, now: Weights) -> dict[Tally, Weights]:
        """What every tally has added up once the network has moved on to the weights `now`."""
        before = replace(at, next=now, between=True)
        after = replace(at, now=now, between=True)
        return {each: each.add(OPS, before, after, at.tally(each)) for each in self._tallies}


class _Record:
    """What was measured so far in one seed."""

    def __init__(
        self, quantities: tuple[Quantity, ...], measures: Mapping[str, Measurement]
    ) -> None:
        self._measures = measures
        self._at_steps = [each.id for each in quantities if each.per_step]
        self._before = [each.id for each in quantities if not each.per_step]
        self._steps: list[float] = []
        self._series: dict[str, list[tuple[float, ...]]] = {key: [] for key in self._at_steps}
        self._once: dict[str, tuple[float, ...]] = {}

    def take(self, step: float, at: ReferenceSnapshot) -> str | None:
        """Measures; gives the first quantity that is not finite, and then keeps nothing."""
        wanted = self._at_steps if self._steps else self._before + self._at_steps
        values = {key: self._values(key, at) for key in wanted}
        for key in wanted:
            if not all(math.isfinite(value) for value in values[key]):
                return key
        self._once.update({key: values[key] for key in self._before if key in values})
        for key in self._at_steps:
            self._series[key].append(values[key])
        self._steps.append(step)
        return None

    def seed_run(self, seed: int, divergence: Divergence | None) -> SeedRun:
        """The run as it stands."""
        series = {key: tuple(values) for key, values in self._series.items()}
        return SeedRun(seed, tuple(self._steps), series, dict(self._once), divergence)

    def _values(self, key: str, at: ReferenceSnapshot) -> tuple[float, ...]:
        value = np.asarray(self._measures[key].measure(OPS, at), dtype=np.float64)
        return tuple(float(each) for each in np.atleast_1d(value))


def _finite(array: Any, name: str) -> Floats:
    """The array, in float64.

    Raises: DataError if an entry is infinite or not a number.
    """
    found = np.asarray(array, dtype=np.float64)
    if not np.isfinite(found).all():
        raise DataError(name)
    return found


def _training_loss(at: ReferenceSnapshot) -> float:
    """The loss that is descended, on all training inputs."""
    residual = at.network("train") - at.labels("train")
    return float(at.cell.loss_scale * np.mean(residual**2) / 2)


def _gap(at: ReferenceSnapshot) -> float | None:
    """Mean squared gap to the paired linear model on the training inputs."""
    if "paired" not in at.references:
        return None
    return float(np.mean((at.network("train") - at.reference("paired", "train")) ** 2))
