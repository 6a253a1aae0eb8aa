"""A seed in training: its state, one step, and as many steps as are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import lax

from earlyspec.plans.nodes import Quantity
from earlyspec.vocabulary._ops import Array
from earlyspec_jax import flow, network
from earlyspec_jax.draws import named_key, uniform
from earlyspec_jax.ops import FLOAT64
from earlyspec_jax.optimisers import optimiser
from earlyspec_jax.shape import Numbers, Shape, with_numbers
from earlyspec_jax.snapshot import Fixed, JaxSnapshot

PAIRED = "paired"
TRAINING_LOSS = "training loss"


class State(NamedTuple):
    """All that changes while a seed trains, on the device.

    Attributes:
      step: t, the time in a flow.  weights: those of every layer.  optimiser: its state.
      order: order in which this epoch's minibatches take the examples; None for the full batch.
      index: number of recorded steps that were measured.
      series: quantity -> its values at recorded steps, (records, size).
      tallies: quantity -> what every step has added to so far, arrays by name; empty without any.
      loss: the training loss at the last step taken, NaN before.
      gap: mean squared gap to the paired model at the last recorded step, NaN without one.
      diverged_at: step at which something was not finite, -1 if all was.
      diverged_in: what it was: 0 for the training loss, k + 1 for the k-th quantity; -1 for the
        solver of a flow, which gave up.
    """

    step: Array
    weights: dict[str, Array]
    optimiser: Any
    order: Array | None
    index: Array
    series: dict[str, Array]
    tallies: dict[str, dict[str, Array]]
    loss: Array
    gap: Array
    diverged_at: Array
    diverged_in: Array


class Minibatches(NamedTuple):
    """Where the order of minibatches comes from: a key, or uniform draws given by epoch.

    In epoch e the examples are put in the order that sorts the draw `batch/e`, one uniform number
    an example, and taken from the front, `batch` at a time; a rest smaller than that is left out.
    """

    key: Array
    given: Array | None


def batches_an_epoch(shape: Shape) -> int:
    """How many minibatches fit into the training examples."""
    return shape.cell.n // (shape.batch or shape.cell.n)


def epoch_draw(shape: Shape, key: Array, epoch: Array) -> Array:
    """The draw `batch/<epoch>`, (n,), for a traced epoch."""
    key = jax.random.fold_in(named_key(key, "batch"), epoch)
    return uniform(key, 0, shape.cell.n)


def start(shape: Shape, numbers: Numbers, weights: dict[str, Array]) -> State:
    """The state before the first step."""
    cell = shape.cell
    moving = {layer: weights[layer] for layer in shape.trained}
    records = len(cell.dynamics.recorded)
    return State(
        step=jnp.zeros((), numbers.recorded.dtype),
        weights=weights,
        optimiser=optimiser(shape, numbers.rates).init(moving),
        order=None if shape.batch is None else jnp.zeros(cell.n, jnp.int64),
        index=jnp.asarray(0, jnp.int64),
        series={
            each.id: jnp.zeros((records, shape.measures[each.id].size(cell)), jnp.float64)
            for each in shape.at_steps
        },
        tallies={},
        loss=jnp.asarray(jnp.nan, jnp.float64),
        gap=jnp.asarray(jnp.nan, jnp.float64),
        diverged_at=jnp.asarray(-1, numbers.recorded.dtype),
        diverged_in=jnp.asarray(0, jnp.int64),
    )


def measure(shape: Shape, quantities: tuple[Quantity, ...], at: JaxSnapshot) -> dict[str, Array]:
    """Quantities of a snapshot, (size,) each."""
    return {
        each.id: jnp.asarray(shape.measures[each.id].measure(FLOAT64, at), jnp.float64).reshape(-1)
        for each in quantities
    }


def start_tallies(shape: Shape, at: JaxSnapshot) -> dict[str, dict[str, Array]]:
    """What there is to be added to before the first step."""
    return {key: _in_float64(each.start(FLOAT64, at)) for key, each in shape.tallies.items()}


def advance(
    shape: Shape,
    state: State,
    fixed: Fixed,
    numbers: Numbers,
    minibatches: Minibatches,
    until: Array,
) -> State:
    """Steps and records up to step `until`; where the way is interrupted changes no number."""
    records = len(shape.cell.dynamics.recorded)

    def next_recorded(at: State) -> Array:
        later = numbers.recorded[jnp.minimum(at.index, records - 1)]
        return jnp.where(at.index < records, later, until)

    def due(at: State) -> Array:
        return (at.index < records) & (next_recorded(at) == at.step)

    def goes_on(at: State) -> Array:
        return (at.diverged_at < 0) & (due(at) | (at.step < until))

    def stretch(at: State) -> State:
        at = lax.cond(due(at), lambda now: _record(shape, now, fixed, numbers), lambda now: now, at)
        stop = jnp.minimum(until, next_recorded(at))
        if shape.cell.dynamics.kind == "none":
            return at
        if shape.cell.dynamics.flows:
            flowed: State = lax.cond(
                (at.step < stop) & (at.diverged_at < 0),
                lambda now: flow.flow(shape, now, fixed, numbers, stop),
                lambda now: now,
                at,
            )
            return flowed
        return lax.while_loop(
            lambda now: (now.step < stop) & (now.diverged_at < 0),
            lambda now: _step(shape, now, fixed, numbers, minibatches),
            at,
        )

    return lax.while_loop(goes_on, stretch, state)


def _record(shape: Shape, at: State, fixed: Fixed, numbers: Numbers) -> State:
    """Measures; the first quantity that is not finite ends the run."""
    cell = with_numbers(shape, numbers)
    snapshot = JaxSnapshot(shape, cell, fixed, at.weights, at.index, tallies=at.tallies)
    f, y = snapshot.network("train"), snapshot.labels("train")
    values = measure(shape, shape.at_steps, snapshot)
    finite = jnp.stack(
        [jnp.isfinite(jnp.mean((f - y) ** 2)), *(jnp.all(jnp.isfinite(v)) for v in values.values())]
    )
    well = jnp.all(finite)
    gap = at.gap
    if PAIRED in shape.references:
        gap = jnp.mean((f - snapshot.reference(PAIRED, "train")) ** 2)
    series = {
        key: lax.dynamic_update_index_in_dim(at.series[key], value, at.index, 0)
        for key, value in values.items()
    }
    return at._replace(
        index=at.index + well.astype(at.index.dtype),
        series=series,
        gap=gap,
        diverged_at=jnp.where(well, at.diverged_at, at.step),
        diverged_in=jnp.where(well, at.diverged_in, jnp.argmin(finite)),
    )


def _step(
    shape: Shape, at: State, fixed: Fixed, numbers: Numbers, minibatches: Minibatches
) -> State:
    """One step, unless the loss before it is not finite."""
    batch, train = shape.batch, fixed.splits["train"]
    order = at.order
    if batch is None:
        loss, gradient = network.loss_and_gradient(shape, at.weights, train)
    else:
        order = _order(shape, at, minibatches)
        position = at.step % batches_an_epoch(shape)
        rows = lax.dynamic_slice_in_dim(order, position * batch, batch)
        chosen = network.choose(train, rows)
        loss, gradient = network.loss_and_gradient(shape, at.weights, chosen)
    moving = {layer: at.weights[layer] for layer in shape.trained}
    move: Callable[..., tuple[Mapping[str, Array], Any]] = optimiser(shape, numbers.rates).step
    moved, state = move(gradient, at.optimiser, moving, loss)
    well = jnp.isfinite(loss)
    weights = {**at.weights, **moved}
    return at._replace(
        step=at.step + well.astype(at.step.dtype),
        weights=weights,
        optimiser=state,
        order=order,
        tallies=_tallied(shape, at, weights, fixed, numbers),
        loss=loss.astype(jnp.float64),
        diverged_at=jnp.where(well, at.diverged_at, at.step),
    )


def _tallied(
    shape: Shape, at: State, weights: dict[str, Array], fixed: Fixed, numbers: Numbers
) -> dict[str, dict[str, Array]]:
    """What every tally has added up once the network has moved on to the given weights."""
    if not shape.tallies:
        return {}
    cell = with_numbers(shape, numbers)
    before = JaxSnapshot(shape, cell, fixed, at.weights, None, next=weights)
    after = JaxSnapshot(shape, cell, fixed, weights, None)
    return {
        key: _in_float64(each.add(FLOAT64, before, after, at.tallies[key]))
        for key, each in shape.tallies.items()
    }


def _in_float64(arrays: Mapping[str, Any]) -> dict[str, Array]:
    return {name: jnp.asarray(array, jnp.float64) for name, array in arrays.items()}


def _order(shape: Shape, at: State, minibatches: Minibatches) -> Array:
    """The order of this epoch's examples, new at the epoch's first step."""
    assert at.order is not None
    epoch, position = jnp.divmod(at.step, batches_an_epoch(shape))
    given = minibatches.given

    def fresh() -> Array:
        draw = epoch_draw(shape, minibatches.key, epoch) if given is None else given[epoch]
        return jnp.argsort(draw, stable=True)

    return lax.cond(position == 0, fresh, lambda: at.order)
