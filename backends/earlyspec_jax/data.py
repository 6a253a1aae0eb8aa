"""Both splits of the data, drawn block by block and laid out for training."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import lax

from earlyspec.datasets import read as data_sets
from earlyspec.vocabulary._ops import Array
from earlyspec_jax.chunks import Chunks
from earlyspec_jax.draws import SPLITS, Block, NamedDraws, is_row_draw, seed_key
from earlyspec_jax.ops import FLOAT64
from earlyspec_jax.shape import Shape, started

BLOCK = 4096  # rows drawn at a time
Files = Mapping[tuple[Any, ...], Array]


class Split(NamedTuple):
    """One split, examples as columns: both products of a training step then read along memory.

    Attributes:
      x: inputs, (d, n), in the precision of training.  y: labels, (n,), float64.
      offset: the network's initial outputs, (n,), float64, where they are subtracted.
    """

    x: Array
    y: Array
    offset: Array | None


class Drawn(NamedTuple):
    """A seed before its first step.

    Attributes:
      splits: the data by split; one without examples is left out.
      weights: initial weights by layer, in the precision of training.
    """

    splits: dict[str, Split]
    weights: dict[str, Array]


def read_files(shape: Shape, root: Path) -> dict[tuple[Any, ...], Any]:
    """The arrays that a cell names; nothing is unpickled.

    Returns: (path, array) of an .npz file -> float64, part of a data set -> bytes as they are,
      an eighth of that.
    """
    arrays: dict[tuple[Any, ...], Any] = {}
    for part in shape.data_sets:
        stored = data_sets.read(root, part)
        arrays[part] = np.frombuffer(stored.data, np.uint8).reshape(stored.shape)
    for path, name in shape.files:
        with np.load(root / path, allow_pickle=False) as file:
            arrays[path, name] = np.asarray(file[name], np.float64)
    return arrays


def chunking(shape: Shape, split: str) -> Chunks:
    """The row chunks of a split for work in float64, in the bytes of a chunk of training."""
    rows = shape.rows // 2 if shape.cell.precision == "float32" else shape.rows
    return Chunks(shape.count(split), rows)


def chunk(data: Split, start: Array, rows: int, dtype: Any) -> tuple[Array, Array]:
    """Inputs and labels of consecutive examples, (d, rows) and (rows,)."""
    x = lax.dynamic_slice_in_dim(data.x, start, rows, axis=1).astype(dtype)
    return x, lax.dynamic_slice_in_dim(data.y, start, rows).astype(dtype)


def draw_shared(
    shape: Shape,
    seed: Array,
    files: Files,
    given: Mapping[str, Array],
    starting: Mapping[str, Array],
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Initial weights, in the precision of training, and the draws that both splits share."""
    draws = NamedDraws(seed_key(seed), files, given, Block(0, 1))
    initial = started(shape, starting).initial(FLOAT64, draws, shape.cell.d)
    draws.taken.clear()
    _sample(shape, draws, 1, SPLITS[0])  # to hear what is asked for; XLA drops the row itself
    shared = {name: array for name, array in draws.taken.items() if not is_row_draw(name)}
    return {layer: w.astype(shape.dtype) for layer, w in initial.items()}, shared


def draw_split(
    shape: Shape, split: str, seed: Array, files: Files, given: Mapping[str, Array]
) -> Split:
    """Inputs and labels of one split of a seed, block by block."""
    key, count = seed_key(seed), shape.count(split)
    rows, starts = _blocks(shape, files, split)
    empty = Split(
        jnp.zeros((shape.cell.d, count), shape.dtype), jnp.zeros(count, jnp.float64), None
    )

    def fill(filled: Split, block: Block) -> Split:
        x, y = _sample(shape, NamedDraws(key, files, given, block), rows, split)
        return Split(
            lax.dynamic_update_slice_in_dim(filled.x, x.T.astype(shape.dtype), block.start, 1),
            lax.dynamic_update_slice_in_dim(filled.y, y.astype(jnp.float64), block.start, 0),
            None,
        )

    if len(starts) == 1:
        return fill(empty, Block(0, rows))
    first = jnp.asarray(starts)
    filled: Split = lax.fori_loop(
        0, len(starts), lambda k, so_far: fill(so_far, Block(first[k], rows)), empty
    )
    return filled


def not_finite(drawn: Drawn) -> str | None:
    """The first of what was drawn that is not finite all over; None if all is.

    The host looks: a reduction an array takes XLA longer to compile than NumPy to run.
    """
    named = {
        f"{'training' if name == 'train' else name} {what}": array
        for name, split in drawn.splits.items()
        for what, array in (("inputs", split.x), ("labels", split.y))
    }
    named |= {f"initial weights of layer {layer}": w for layer, w in drawn.weights.items()}
    for what, on_device in named.items():
        array = np.asarray(on_device)
        # Both ends carry a NaN, and neither takes a mask of the size of the data.
        ends = (np.min(array), np.max(array)) if array.size else ()
        if not np.all(np.isfinite(ends)):
            return what
    return None


def named_draws(shape: Shape, seed: Array, files: Files) -> dict[str, Any]:
    """Every named array that `draw_split` and `draw_weights` draw, whole, as NumPy arrays."""
    found: dict[str, Any] = {}
    for split in filter(shape.count, SPLITS):
        rows, starts = _blocks(shape, files, split)
        for start in starts:
            draws = NamedDraws(seed_key(seed), files, {}, Block(start, rows))
            _sample(shape, draws, rows, split)
            for name, array in draws.taken.items():
                if is_row_draw(name):
                    empty = np.empty((shape.count(split), *array.shape[1:]))
                    found.setdefault(name, empty)[start : start + rows] = array
                else:
                    found[name] = np.asarray(array)
    draws = NamedDraws(seed_key(seed), files, {})
    shape.architecture.initial(FLOAT64, draws, shape.cell.d)
    return found | {name: np.asarray(array) for name, array in draws.taken.items()}


def _blocks(shape: Shape, files: Files, split: str) -> tuple[int, list[int]]:
    """Rows of a block, and where each block starts; the last ones overlap, and the later counts."""
    count = shape.count(split)
    # A file that holds the rows themselves gives them all at once.
    holds_rows = any(array.shape[:1] >= (count,) for array in files.values())
    rows = count if holds_rows else min(BLOCK, count)
    starts = [min(k * rows, count - rows) for k in range(-(-count // rows))]
    return rows, starts


def _sample(shape: Shape, draws: NamedDraws, rows: int, split: str) -> tuple[Array, Array]:
    x = shape.inputs.sample(FLOAT64, draws, rows, split)
    return x, shape.labels.values(FLOAT64, draws, x, split)
