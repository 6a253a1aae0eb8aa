"""A cell, run: the host's side of drawing, training and measuring."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from earlyspec.backend import DataError, Progress, Stage
from earlyspec.plans.measurements import Divergence, SeedRun
from earlyspec.plans.nodes import Cell
from earlyspec.vocabulary._ops import Array
from earlyspec_jax import compiled, data, dynamics, fitted, flow, reference_models, shape
from earlyspec_jax.compiled import Prepared
from earlyspec_jax.draws import seed_key
from earlyspec_jax.dynamics import Minibatches, State
from earlyspec_jax.settings import exact
from earlyspec_jax.snapshot import Fixed

STRETCH_SECONDS = 0.25
"""Device-side work between two calls of `progress`, at least, once the first stretches are over."""


class JaxProgram:
    """A cell as a shape, which is compiled, and numbers, which are passed."""

    def __init__(self, cell: Cell, root: Path, platform: str) -> None:
        self._cell = cell
        self._root = root
        with exact():
            self._shape, self._numbers = shape.split(cell, platform)

    def draw(self, seed: int) -> dict[str, Any]:
        """Every named draw of a seed as a NumPy array: inputs, labels, weights, minibatches."""
        with exact():
            files = data.read_files(self._shape, self._root)
            found = data.named_draws(self._shape, _seed(seed), files)
            if self._cell.dynamics.batch is not None:
                for epoch in range(self._epochs()):
                    drawn = dynamics.epoch_draw(
                        self._shape, seed_key(_seed(seed)), jnp.asarray(epoch)
                    )
                    found[f"batch/{epoch}"] = np.asarray(drawn)
        return found

    def run(
        self,
        seed: int,
        progress: Callable[[Progress], None] | None = None,
        draws: Mapping[str, Any] | None = None,
    ) -> SeedRun:
        """Draws, trains and measures one seed; `draws` replaces named draws by given arrays.

        Raises: DataError if an input, a label or an initial weight is not finite.
        """
        with exact():
            given = dict(draws or {})
            minibatches = Minibatches(seed_key(_seed(seed)), self._given_orders(given))
            files = data.read_files(self._shape, self._root)
            named = {name: jnp.asarray(array, jnp.float64) for name, array in given.items()}
            drawn = compiled.draw(self._shape, _seed(seed), files, named, self._numbers.starting)
            if (what := data.not_finite(drawn)) is not None:
                raise DataError(what)
            surveyed = compiled.survey(self._shape, drawn)
            modes = {name: reference_models.modes(of) for name, of in surveyed.moments.items()}
            stand = fitted.fit(self._cell, drawn)
            prepared = compiled.prepare(
                self._shape, drawn, surveyed.trace_square, modes, self._numbers, stand
            )
            once = {key: _floats(value) for key, value in prepared.once.items()}
            for key, values in once.items():
                if not all(map(math.isfinite, values)):
                    return self._seed_run(seed, prepared.state, {}, Divergence(0, key))
            fixed = compiled.fix(drawn, prepared, stand)
            state = self._train(seed, prepared, fixed, minibatches, progress)
            return self._seed_run(seed, state, once, self._divergence(state))

    def text(self, stage: Stage, platform: str) -> str:
        """The program as JAX traces it, or as StableHLO for one platform."""
        with exact():
            of, numbers = shape.split(self._cell, platform)
            files = data.read_files(of, self._root)
            return compiled.text(of, self._cell, numbers, files, stage, platform)

    def _train(
        self,
        seed: int,
        prepared: Prepared,
        fixed: Fixed,
        minibatches: Minibatches,
        progress: Callable[[Progress], None] | None,
    ) -> State:
        """All steps, in stretches that grow until the host looks in every quarter second."""
        steps, flows = self._cell.steps, self._cell.dynamics.flows
        state: State = prepared.state
        clock, until, stretch = self._numbers.recorded.dtype, 0.0, 1
        while True:
            began = time.perf_counter()
            there = jnp.asarray(until, clock)
            state = compiled.advance(
                self._shape, state, fixed, prepared.numbers, minibatches, there
            )
            step, loss, gap, diverged_at = jax.device_get(
                (state.step, state.loss, state.gap, state.diverged_at)
            )
            took = time.perf_counter() - began
            if progress is not None and step:
                known = None if math.isnan(gap) else float(gap)
                now = float(step) if flows else int(step)
                progress(Progress(seed, now, steps, float(loss), known))
            if diverged_at >= 0 or until >= steps:
                return state
            if flows:  # from one recorded time to the next, so that no look changes a step
                until = next(t for t in self._cell.dynamics.recorded if t > until)
                continue
            if until:  # the first call compiles, and its time says nothing
                stretch = _longer(stretch, took)
            until = min(until + stretch, steps)

    def _given_orders(self, given: dict[str, Any]) -> Array | None:
        """Takes the draws `batch/<epoch>` out of the given ones, (epochs, n)."""
        orders = {name: given.pop(name) for name in list(given) if name.startswith("batch/")}
        if not orders:
            return None
        return jnp.stack([jnp.asarray(orders[f"batch/{k}"]) for k in range(self._epochs())])

    def _epochs(self) -> int:
        return -(-int(self._cell.steps) // dynamics.batches_an_epoch(self._shape))

    def _divergence(self, state: State) -> Divergence | None:
        step, what = state.diverged_at.item(), int(state.diverged_in)
        if step < 0:
            return None
        if what == flow.GAVE_UP:
            return Divergence(step, *flow.SOLVER)
        names = (dynamics.TRAINING_LOSS, *(each.id for each in self._shape.at_steps))
        return Divergence(step, names[what])

    def _seed_run(
        self,
        seed: int,
        state: State,
        once: Mapping[str, tuple[float, ...]],
        divergence: Divergence | None,
    ) -> SeedRun:
        """The run as plain floats; nothing from the step of a divergence on is kept."""
        reached = self._cell.dynamics.recorded[: int(state.index)]
        if divergence is not None:
            reached = tuple(step for step in reached if step < divergence.step)
        series = {
            each.id: tuple(map(_floats, np.asarray(state.series[each.id])[: len(reached)]))
            for each in self._shape.at_steps
        }
        return SeedRun(seed, reached, series, once, divergence)


def _seed(seed: int) -> Array:
    return jnp.asarray(np.uint64(seed % 2**64))


def _longer(stretch: int, took: float) -> int:
    """The length of the next stretch, by how long the last one took; never a sudden leap."""
    wanted = 1.2 * stretch * STRETCH_SECONDS / max(took, 1e-6)
    return max(1, math.ceil(min(wanted, 16 * stretch)))


def _floats(values: Array) -> tuple[float, ...]:
    return tuple(float(each) for each in np.asarray(values))
