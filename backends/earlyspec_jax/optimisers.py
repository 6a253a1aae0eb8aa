"""Optimisers: plain steps by hand, all others by their names in optax."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from earlyspec.backend import Unsupported
from earlyspec.plans.nodes import Dynamics
from earlyspec.vocabulary._ops import Array
from earlyspec_jax.shape import Shape

Weights = Mapping[str, Array]
_BY_HAND = ("gd", "sgd")
# Optax mixes types; a caller may have forbidden that.
_LENIENT = partial(jax.numpy_dtype_promotion, "standard")


class Optimiser(NamedTuple):
    """A pair of pure functions over an explicit state.

    Attributes:
      init: weights of the trained layers -> state.
      step: (gradient, state, those weights, loss) -> (those weights one step later, state).
    """

    init: Callable[[Weights], Any]
    step: Callable[[Weights, Any, Weights, Array], tuple[dict[str, Array], Any]]


def optimiser(shape: Shape, rates: Array) -> Optimiser:
    """The optimiser of a shape with traced learning rates, one a layer, (layers,)."""
    rate = dict(zip(shape.cell.network.layers, rates, strict=True))
    dynamics = shape.cell.dynamics
    if dynamics.kind != "gradient-descent" or dynamics.optimizer in _BY_HAND:
        return _plain(rate)
    # One optimiser a layer, each with its own learning rate.
    layers = {
        layer: _of_optax(dynamics, rate[layer].astype(shape.dtype)) for layer in shape.trained
    }
    return _layered(layers)


def require_support(dynamics: Dynamics) -> None:
    """Finds out whether an optimiser can run, with a weight of one entry.

    Raises: Unsupported, naming the optimiser.
    """
    if dynamics.kind != "gradient-descent" or dynamics.optimizer in _BY_HAND:
        return
    weight = {"w": jnp.zeros(1)}
    try:
        one = _layered({"w": _of_optax(dynamics, 0.1)})
        jax.eval_shape(lambda w: one.step(w, one.init(w), w, jnp.zeros(())), weight)
    except (TypeError, ValueError, AttributeError) as error:
        raise Unsupported(f"the optimizer `{dynamics.optimizer}` of optax: {error}") from error


def _of_optax(dynamics: Dynamics, rate: Any) -> Any:
    import optax  # type: ignore[import-untyped]

    factory = getattr(optax, dynamics.optimizer, None)
    if not callable(factory):
        raise AttributeError("there is none of that name")
    return optax.with_extra_args_support(factory(learning_rate=rate, **dynamics.options))


def _plain(rate: Mapping[str, Array]) -> Optimiser:
    """W(t+1) = W(t) - eta grad L, hu2020, eq 4."""

    def step(
        gradient: Weights, state: Any, weights: Weights, loss: Array
    ) -> tuple[dict[str, Array], Any]:
        del loss
        return {k: w - rate[k].astype(w.dtype) * gradient[k] for k, w in weights.items()}, state

    return Optimiser(lambda _: (), step)


def _layered(layers: Mapping[str, Any]) -> Optimiser:
    def init(weights: Weights) -> dict[str, Any]:
        with _LENIENT():
            return {k: each.init(weights[k]) for k, each in layers.items()}

    def step(
        gradient: Weights, state: Any, weights: Weights, loss: Array
    ) -> tuple[dict[str, Array], Any]:
        moved, states = {}, {}
        for k, each in layers.items():
            with _LENIENT():
                update, after = each.update(gradient[k], state[k], weights[k], value=loss)
            moved[k] = weights[k] + update.astype(weights[k].dtype)
            # Some states change their type in the first step; a compiled loop's cannot.
            states[k] = jax.tree.map(lambda new, old: new.astype(old.dtype), after, state[k])
        return moved, states

    return Optimiser(init, step)
