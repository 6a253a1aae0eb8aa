"""Models that are fitted and not trained: solved on the host, then passed to what is compiled."""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from earlyspec import registry
from earlyspec.plans.nodes import Cell
from earlyspec.vocabulary._base import FittedModel
from earlyspec.vocabulary._ops import Array
from earlyspec_jax.data import Drawn
from earlyspec_jax.host_ops import HOST
from earlyspec_jax.shape import NETWORK
from earlyspec_jax.solver import SOLVER


class Fitted(NamedTuple):
    """A fitted model, the same at every step.

    Attributes:
      parameters: (p,).  outputs: by split, (n,).
    """

    parameters: Array
    outputs: dict[str, Array]


def models(cell: Cell) -> dict[str, FittedModel]:
    """The fitted models of a cell by name; the network's own is `NETWORK`."""
    words = {each.name: registry.revive(each.word) for each in cell.references}
    words[NETWORK] = registry.revive(cell.network.word).fitted_model()
    return {name: word for name, word in words.items() if isinstance(word, FittedModel)}


def fit(cell: Cell, drawn: Drawn) -> dict[str, Fitted]:
    """All fitted models of a seed, in float64 on the host."""
    words = models(cell)
    if not words:
        return {}
    inputs = {name: np.asarray(each.x, np.float64).T for name, each in drawn.splits.items()}
    train = inputs["train"]
    y = np.asarray(drawn.splits["train"].y, np.float64)
    found = {}
    for name, word in words.items():
        with np.errstate(all="ignore"):  # what is not finite is looked at when it is measured
            parameters = word.fit(HOST, SOLVER, train, y)
            outputs = {
                split: jnp.asarray(word.predict(HOST, parameters, train, x), jnp.float64)
                for split, x in inputs.items()
            }
        found[name] = Fitted(jnp.asarray(parameters, jnp.float64), outputs)
    return found


def placeholders(cell: Cell, drawn: Drawn) -> dict[str, Fitted]:
    """Shapes of what `fit` gives, for a program that is written down and not run."""

    def numbers(count: int) -> Array:
        return jax.eval_shape(lambda: jnp.zeros(count, jnp.float64))

    return {
        name: Fitted(
            numbers(word.parameter_count(cell.n, cell.d)),
            {split: numbers(each.y.shape[0]) for split, each in drawn.splits.items()},
        )
        for name, word in models(cell).items()
    }
