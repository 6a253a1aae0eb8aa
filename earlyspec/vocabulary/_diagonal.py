"""What diagonal networks have that no other network has: coefficients, multipliers, a scale.

Source: woodworth2020, eqs 4, 11 and 12 to 16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot

KINDS = ("diagonal-linear",)
_LEAST = 1e-300


def depth_of(at: Snapshot) -> int:
    """D."""
    return int(at.cell.network.word.parameters["depth"])


def log_scale(ops: Ops, at: Snapshot) -> Array:
    """log(alpha), of the initial weights, ()."""
    return ops.log(ops.abs(at.initial_weights("positive")[0]))


def coefficients(at: Snapshot) -> Array:
    """beta = w+^D - w-^D, (d,)."""
    return difference(at.weights("positive"), at.weights("negative"), depth_of(at))


def difference(plus: Array, minus: Array, depth: int) -> Array:
    """w+^D - w-^D, entry by entry; exactly 0 where w+ = w-, however products are rounded.

    (w+ - w-) sum_k w+^k w-^(D-1-k), by Horner's rule.
    """
    total, power = plus + minus, minus
    for _ in range(depth - 2):
        power = power * minus
        total = total * plus + power
    return (plus - minus) * total


def shares(ops: Ops, at: Snapshot) -> tuple[Array, Array]:
    """|w+| / alpha and |w-| / alpha, (d,) each; never 0, so that logarithms and powers are finite.

    Steps that are too long carry a weight past 0; what is conserved is then that of its size.
    """
    alpha = ops.abs(at.initial_weights("positive")[0])
    plus, minus = (ops.abs(at.weights(layer)) / alpha for layer in ("positive", "negative"))
    return ops.maximum(plus, _LEAST), ops.maximum(minus, _LEAST)


def multipliers(ops: Ops, at: Snapshot) -> Array:
    """u of the weights, (d,): log(w+/w-), or (w-^(2-D) - w+^(2-D)) / (2 alpha^(2-D)).

    On the solutions of the flow it is Q'(beta) and lies in the row space of X. Where beta is far
    below alpha^D it has digits that beta has lost.
    """
    depth = depth_of(at)
    plus, minus = shares(ops, at)
    if depth == 2:
        return ops.log(plus) - ops.log(minus)
    power = 2.0 - depth
    return (minus**power - plus**power) / 2.0


def ratio(ops: Ops, top: Array, bottom: Array) -> Array:
    """top / bottom; top itself where bottom is 0."""
    return top / ops.where(bottom > 0, bottom, 1.0)
