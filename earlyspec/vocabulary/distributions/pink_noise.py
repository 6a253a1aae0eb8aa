"""Word: pink noise."""

from __future__ import annotations

import math
from itertools import product
from typing import Annotated

from earlyspec.fields import Quantity
from earlyspec.plans.nodes import InputFacts
from earlyspec.vocabulary._base import Count, Distribution
from earlyspec.vocabulary._ops import Array, Draws, Ops


class PinkNoise(Distribution):
    """Random images with the spectrum of natural ones: at frequency f, amplitudes like 1/f.

    Each colour is white Gaussian noise on a square with periodic edges; its discrete Fourier
    coefficient at the frequency (k, l), counted from 0 to half the side either way, is divided by
    sqrt(k^2 + l^2), and the constant is left out. Then each image is scaled, all its pixels and
    colours together, to mean 0 and variance 1, so that ||x||^2 = d exactly. Colours are
    independent. Coordinates lie as in images: row by row, the colours of a pixel together.

    It needs no files, in the place of CIFAR-10 where only the spectrum counts. It has no classes:
    labels are a rule of the pixels.

    Source: ours, in the place of the images in hu2020, Figure 3.
    """

    side: Annotated[int, Quantity(integer=True, minimum=2)]
    """Pixels a side."""
    colours: Count = 1
    """Numbers a pixel; d is side^2 colours."""

    def facts(self) -> InputFacts:
        return InputFacts(
            kind=self.kind(),
            dim=self.side**2 * self.colours,
            centred=True,
            independent=False,
            tail="unknown",
            covariance_norm=None,
            covariance_floor=0.0,  # an image sums to 0
            trace_square=None,
        )

    def sample(self, ops: Ops, draws: Draws, count: int, split: str) -> Array:
        white = draws.normal(f"inputs/{split}/z", (count, self.side**2, self.colours))
        x = self._filter(ops) @ white  # (count, side^2, colours)
        x = x.reshape((count, self.side**2 * self.colours))
        return x / ops.sqrt(ops.mean(x * x, axis=1))[:, None]

    def _filter(self, ops: Ops) -> Array:
        """The circulant matrix that divides the spectrum by f, (side^2, side^2)."""
        side = self.side
        places = list(product(range(side), repeat=2))
        turn = [math.cos(2 * math.pi * k / side) for k in range(side)]
        sizes = {k: 1 / math.hypot(*(min(each, side - each) for each in k)) for k in places[1:]}
        response = [
            math.fsum(size * turn[(k[0] * i + k[1] * j) % side] for k, size in sizes.items())
            / side**2
            for i, j in places
        ]
        i, j = ops.arange(side**2) // side, ops.arange(side**2) % side
        down, across = (i[:, None] - i[None, :]) % side, (j[:, None] - j[None, :]) % side
        return ops.asarray(response)[down * side + across]


KIND = PinkNoise
