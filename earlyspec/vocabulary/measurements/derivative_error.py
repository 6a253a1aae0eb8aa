"""Word: error of the outputs' derivative."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot

STEP = 1e-7
"""h of the difference, of weights of size 1: its rounding is 1e-9, and few neurons turn in it."""


class DerivativeError(Measurement):
    """How far -H (u - y) is from the derivative of the outputs under gradient flow.

    max_i |(u_i(W + h G) - u_i(W - h G)) / (2h) + s (H r)_i / |g|| / max_i |(H r)_i / |g|| on the
    training inputs, with r = u - y, g = dW/dt = -grad (1/2) sum r^2 in the first layer, G = g / |g|
    and h = 1e-7. A neuron that turns on an input between the two ends is left out there on both
    sides: at its kink there is no derivative. A bound on the rounding comes with it.

    Source: lecture12, Lemma 2.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    bounded_error: ClassVar[bool] = True
    kernels: ClassVar[Kernels | None] = Kernels(2, "record", whole=True)

    layers: Literal["first", "both"] = "first"
    """The layers of H; `both` is a lie to test against, while the first layer trains alone."""
    kernel: Literal["now", "initial"] = "now"
    """Where H is taken; `initial` is a lie to test against."""
    factor: float = 1.0
    """s; anything but 1 is a lie to test against."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        phi, x = fl.two_layers(at).activation, at.inputs("train")
        w, v = fl.weights(at, "now")
        outer, inner = math.sqrt(v.shape[0]), math.sqrt(x.shape[1])
        r = at.network("train") - at.labels("train")  # (n,)
        slopes = phi.slope(ops, x @ w.T / inner)  # (n, m)
        g = -v[:, None] * ((slopes * r[:, None]).T @ x) / (outer * inner)  # (m, d)
        size = _above_zero(ops, norm(ops, g.reshape(-1)))
        ahead, behind = w + STEP / size * g, w - STEP / size * g
        said = -self.factor * (fl.kernel(at, self.kernel, self.layers) @ r) / size

        ends = [x @ each.T / inner for each in (ahead, behind)]  # (n, m) each
        u = [phi.value(ops, each) @ v / outer for each in ends]

        # What the neurons that turn between the ends add to either side is taken away from both.
        turned = (ends[0] >= 0) != (ends[1] >= 0)
        rise = phi.value(ops, ends[0]) - phi.value(ops, ends[1]) - slopes * (ends[0] - ends[1])
        kinks = ops.where(turned, rise, 0.0) @ v / (2 * STEP * outer)  # (n,)
        error = ops.max(ops.abs((u[0] - u[1]) / (2 * STEP) - kinks - said))
        unit = _above_zero(ops, ops.max(ops.abs(fl.kernel(at, "now") @ r)) / size)
        values = ops.max(ops.abs(phi.value(ops, ends[0])) @ ops.abs(v)) / outer
        return ops.stack([error, 2.0**-52 * values / STEP]) / unit


def _above_zero(ops: Ops, x: Array) -> Array:
    """What is divided by; 1 in place of 0, where there is nothing to divide."""
    return ops.where(x > 0, x, 1.0)


KIND = DerivativeError
