"""Data that are read: which rows are for training and which for testing, and what is known."""

from __future__ import annotations

from earlyspec.plans.nodes import InputFacts
from earlyspec.vocabulary._ops import Array, Draws, Ops


def rows(
    ops: Ops, draws: Draws, path: str, arrays: tuple[str, str] | str, count: int, split: str
) -> Array:
    """`count` rows of a file for one split.

    Of two arrays, the first rows of the split's own. Of one, rows in an order that the seed
    shuffles: from its front for training, from its back for testing, so that the splits are
    disjoint as long as both together are no more than the rows; inputs and labels shuffle alike.

    Args:
      ops: the array functions.
      draws: the randomness.
      path: the .npz file.
      arrays: names of the training and the test array, or of the one that holds both.
      count: how many rows.
      split: `train` or `test`.
    Raises: ValueError if there are fewer rows.
    """
    name = arrays if isinstance(arrays, str) else arrays[0 if split == "train" else 1]
    whole = ops.asarray(draws.file(path, name))
    total = int(whole.shape[0])
    if total < count:
        raise ValueError(f"{name} in {path} has {total} rows, {count} are needed")
    if not isinstance(arrays, str):
        return whole[:count]
    order = ops.argsort(draws.uniform("inputs/order", (total,)))
    return whole[order[:count] if split == "train" else order[total - count :]]


def named(path: str, arrays: tuple[str, str] | str) -> tuple[tuple[str, str], ...]:
    """The (path, array) pairs that `rows` may read."""
    names = (arrays,) if isinstance(arrays, str) else arrays
    return tuple((path, name) for name in names)


def facts(kind: str, dim: int) -> InputFacts:
    """What is known of the law of inputs that are read and not drawn: their dimension."""
    return InputFacts(
        kind=kind,
        dim=dim,
        centred=None,
        independent=None,
        tail="unknown",
        covariance_norm=None,
        covariance_floor=None,
        trace_square=None,
    )
