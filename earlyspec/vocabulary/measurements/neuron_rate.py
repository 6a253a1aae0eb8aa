"""Word: rate of a single neuron."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary._base import Tally, Weights
from earlyspec.vocabulary._neuron import distance, teacher
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Passes

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot

NEAR, FAR = 1e-9, 1e-2
"""Distances from w* between which the rate is read: beyond, another law; below, rounding."""
_FEWEST = 5  # steps for a line


class NeuronRate(Tally):
    """How fast the loss of a single neuron falls, once it is near the one that labelled the data.

    Minus the slope of log((1/n) sum r^2) in the number of steps, by least squares over all steps
    with ||w - w*|| between 1e-9 and 1e-2. `misfit` is 1 - R^2 of that line; `over-edge` the slope
    over -2 ln(1 - 2 eta lambda), lambda the least eigenvalue of X^T X / n over the inputs with
    y > 0 and eta the step on that loss: 1 once the slowest direction alone is left. Without five
    such steps the slope is 0 and the misfit 1.

    Source: lecture11, Theorem 4.
    """

    architectures: ClassVar[tuple[str, ...]] = ("single-neuron",)
    unit: ClassVar[str] = "1"
    passes: ClassVar[Passes] = Passes(after=1)

    gives: Literal["rate", "misfit", "over-edge"] = "rate"
    """The rate a step, how far from a line it is, or the rate over that of the data."""

    def start(self, ops: Ops, at: Snapshot) -> Weights:
        sums = dict.fromkeys(("count", "t", "t2", "l", "l2", "tl"), ops.asarray(0.0))
        target, slowest = teacher(ops, at)
        return {"target": target, "slowest": slowest, "step": ops.asarray(0.0), **sums}

    def add(self, ops: Ops, before: Snapshot, after: Snapshot, so_far: Weights) -> Weights:
        t = so_far["step"] + 1.0
        away = distance(ops, after.weights("first"), so_far["target"])
        loss = ops.mean((after.network("train") - after.labels("train")) ** 2)
        counts = ops.where((away >= NEAR) & (away <= FAR) & (loss > 0), 1.0, 0.0)
        height = ops.log(ops.where(counts > 0, loss, 1.0))  # log 1 = 0 adds nothing
        terms = {"count": 1.0, "t": t, "t2": t * t, "l": height, "l2": height**2, "tl": t * height}
        sums = {name: so_far[name] + counts * term for name, term in terms.items()}
        return {**so_far, **sums, "step": t}

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        s = at.tally(self)
        enough = s["count"] >= _FEWEST
        count = ops.where(enough, s["count"], 1.0)
        across = ops.where(enough, s["t2"] - s["t"] ** 2 / count, 1.0)
        up = ops.where(enough, s["l2"] - s["l"] ** 2 / count, 1.0)
        both = s["tl"] - s["t"] * s["l"] / count
        rate = ops.where(enough, -both / across, 0.0)
        if self.gives == "rate":
            return rate
        if self.gives == "over-edge":
            # eta: the unit of effective rates is (1/(2n)) sum r^2, and a kernel divided by d.
            twice = ops.asarray(at.cell.effective_rates()[0]) / at.cell.d
            return rate / (-2 * ops.log(1 - twice * s["slowest"]))
        return ops.where(enough, 1 - both**2 / (across * up), 1.0)


KIND = NeuronRate
