"""The kernel of an infinitely wide convolutional erf network, every pair of patches at once."""

from __future__ import annotations

import numpy as np

from earlyspec.vocabulary._images import Image
from earlyspec_reference.chain import seen_positions
from earlyspec_reference.draws import Floats
from earlyspec_reference.infinite_width import tangent_kernel


def patch_kernel(x: Floats, image: Image) -> Floats:
    """Theta_CNN of one hidden layer and all parameters, (n, n).

    The mean over positions k of the two-layer kernel of patches k, in place of inputs.

    Args:
      x: inputs, (n, d).
      image: how they lie, and the filter.
    Source: hu2020, Section 4, eq 12.
    """
    n, seen = len(x), seen_positions(image)
    patches = x.reshape(n, -1, image.colours)[:, seen, :].reshape(n, len(seen), -1)
    moments = np.einsum("iks,jks->kij", patches, patches) / patches.shape[2]  # (positions, n, n)
    squares = np.diagonal(moments, axis1=1, axis2=2)  # (positions, n)
    return np.asarray(
        np.mean(
            [
                tangent_kernel("erf", (1.0, 1.0), a[:, None], a[None, :], c)
                for a, c in zip(squares, moments, strict=True)
            ],
            axis=0,
        )
    )
