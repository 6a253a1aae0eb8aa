"""The functions that XLA compiles, once for all cells of a shape, in the order of a run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from earlyspec.backend import Stage
from earlyspec.plans.nodes import Cell
from earlyspec.vocabulary._ops import Array
from earlyspec_jax import (
    data,
    dynamics,
    fitted,
    input_span,
    linearised,
    network,
    reference_models,
    spectra,
    tangent,
)
from earlyspec_jax.data import Drawn, Split
from earlyspec_jax.draws import SPLITS, seed_key
from earlyspec_jax.dynamics import Minibatches, State
from earlyspec_jax.fitted import Fitted
from earlyspec_jax.linearised import Linearised
from earlyspec_jax.reference_models import Modes, Moments, Path
from earlyspec_jax.shape import Numbers, Shape, with_numbers
from earlyspec_jax.snapshot import Fixed, JaxSnapshot, keeps_outputs


class Surveyed(NamedTuple):
    """What the data say before anything is trained.

    Attributes:
      trace_square: Tr[Sigma^2] / d, ().
      moments: of each reference model.
    """

    trace_square: Array
    moments: dict[str, Moments]


class Prepared(NamedTuple):
    """A seed at step 0, apart from what was drawn.

    Attributes:
      offsets: initial outputs by split, where they are subtracted.
      trace_square, paths, followed, linearised, whiteners, ntk_norm: as in `Fixed`.
      numbers: the cell's numbers, no longer in units of anything.
      state: the state at step 0.  once: what is measured once, by quantity.
    """

    offsets: dict[str, Array]
    trace_square: Array
    paths: dict[str, Path]
    followed: dict[str, dict[str, Array]]
    linearised: Linearised | None
    whiteners: dict[str, Array]
    ntk_norm: Array | None
    numbers: Numbers
    state: State
    once: dict[str, Array]


@partial(jax.jit, static_argnums=0)
def draw_shared(
    of: Shape, seed: Array, files: Any, given: Any, starting: Mapping[str, Array]
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Initial weights of a seed, and the draws that both splits share."""
    return data.draw_shared(of, seed, files, given, starting)


@partial(jax.jit, static_argnums=(0, 1))
def draw_split(of: Shape, split: str, seed: Array, files: Any, given: Any) -> Split:
    """Inputs and labels of one split of a seed."""
    return data.draw_split(of, split, seed, files, given)


def draw(
    of: Shape, seed: Array, files: Any, given: Any, starting: Mapping[str, Array] | None = None
) -> Drawn:
    """Data and initial weights; three small programs take half the memory of one to compile."""
    weights, shared = draw_shared(of, seed, files, given, starting or {})
    given = {**given, **shared}
    splits = {
        split: draw_split(of, split, seed, files, given) for split in filter(of.count, SPLITS)
    }
    return Drawn(splits, weights)


@partial(jax.jit, static_argnums=0)
def survey(of: Shape, drawn: Drawn) -> Surveyed:
    """The moments that the reference models need."""
    train = drawn.splits["train"]
    trace_square = spectra.trace_square(of, train)
    moments = {
        name: reference_models.moments(of, name, train, trace_square) for name in of.references
    }
    return Surveyed(trace_square, moments)


@partial(jax.jit, static_argnums=0)
def prepare(
    of: Shape,
    drawn: Drawn,
    trace_square: Array,
    modes: dict[str, Modes],
    numbers: Numbers,
    stand: dict[str, Fitted],
) -> Prepared:
    """Reference models followed to the end in closed form, and all that is measured once.

    `stand` are the models that are fitted, by name.
    """
    offsets = {}
    if of.subtracts:
        offsets = {
            name: network.outputs(of, drawn.weights, split, name)
            for name, split in drawn.splits.items()
        }
    norm = None
    if of.cell.dynamics.relative:
        norm = tangent.ntk_norm(of, drawn.weights, drawn.splits["train"])
        numbers = tangent.in_units_of_norm(numbers, norm)
    at_limit = [name for name, each in of.references.items() if each.at_limit]
    paths = reference_models.paths(
        modes, numbers.reference_steps, numbers.recorded, at_limit, of.cell.dynamics.flows
    )
    followed = {
        name: {
            split: reference_models.outputs(of, name, part, split, trace_square, each.betas)
            for split, part in drawn.splits.items()
        }
        for name, each in paths.items()
        if keeps_outputs(of)
    }
    lazy = None
    if of.linearised:
        lazy = linearised.follow(of, numbers, drawn.weights, drawn.splits, offsets)
    state = dynamics.start(of, numbers, drawn.weights)
    whiteners = {
        split: input_span.whitener(of, drawn.splits[split], split) for split in of.input_spans
    }
    prepared = Prepared(
        offsets, trace_square, paths, followed, lazy, whiteners, norm, numbers, state, {}
    )
    fixed = fix(drawn, prepared, stand)
    snapshot = JaxSnapshot(of, with_numbers(of, numbers), fixed, drawn.weights, jnp.asarray(0))
    state = state._replace(tallies=dynamics.start_tallies(of, snapshot))
    return prepared._replace(state=state, once=dynamics.measure(of, of.before, snapshot))


def fix(drawn: Drawn, prepared: Prepared, stand: dict[str, Fitted]) -> Fixed:
    """What stays while the seed trains; the data are shared, not copied."""
    splits = {
        name: split._replace(offset=prepared.offsets.get(name))
        for name, split in drawn.splits.items()
    }
    return Fixed(
        splits,
        drawn.weights,
        prepared.trace_square,
        prepared.paths,
        prepared.followed,
        stand,
        prepared.linearised,
        prepared.whiteners,
        prepared.ntk_norm,
    )


@partial(jax.jit, static_argnums=0)
def advance(
    of: Shape, state: State, fixed: Fixed, numbers: Numbers, minibatches: Minibatches, until: Array
) -> State:
    """Steps and records up to step `until`."""
    return dynamics.advance(of, state, fixed, numbers, minibatches, until)


def text(of: Shape, cell: Cell, numbers: Numbers, files: Any, stage: Stage, platform: str) -> str:
    """All functions as JAX traces them, or as StableHLO for one platform."""
    seed, until = jnp.asarray(0, jnp.uint64), jnp.zeros((), numbers.recorded.dtype)
    start = numbers.starting
    _, shared = jax.eval_shape(partial(draw_shared, of), seed, files, {}, start)
    drawn = jax.eval_shape(partial(draw, of), seed, files, {}, start)
    surveyed = jax.eval_shape(partial(survey, of), drawn)
    modes = {
        name: Modes(each.target, each.gram, each.target) for name, each in surveyed.moments.items()
    }
    stand = fitted.placeholders(cell, drawn)
    given = (drawn, surveyed.trace_square, modes, numbers, stand)
    prepared = jax.eval_shape(partial(prepare, of), *given)
    fixed, minibatches = fix(drawn, prepared, stand), Minibatches(seed_key(seed), None)
    calls: list[tuple[str, Any, tuple[Any, ...]]] = [
        ("draw shared", partial(draw_shared, of), (seed, files, {}, start)),
        *(
            (f"draw {split}", partial(draw_split, of, split), (seed, files, shared))
            for split in drawn.splits
        ),
        ("survey", partial(survey, of), (drawn,)),
        ("prepare", partial(prepare, of), given),
        (
            "advance",
            partial(advance, of),
            (prepared.state, fixed, prepared.numbers, minibatches, until),
        ),
    ]
    return "\n".join(
        f"// {name}\n{_text(jax.jit(function), arguments, stage, platform)}"
        for name, function, arguments in calls
    )


def _text(function: Any, given: tuple[Any, ...], stage: Stage, platform: str) -> str:
    traced = function.trace(*given)
    if stage == "jaxpr":
        return str(traced.jaxpr)
    return str(traced.lower(lowering_platforms=(platform,)).as_text())
