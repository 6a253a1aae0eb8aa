"""Learning rates in units of the tangent kernel's norm before the first step."""

from __future__ import annotations

from collections.abc import Mapping

import jax.numpy as jnp

from earlyspec.vocabulary._kernels import NetworkTerm
from earlyspec.vocabulary._ops import Array
from earlyspec_jax.data import Split
from earlyspec_jax.kernels import KernelOperator
from earlyspec_jax.shape import Numbers, Shape


def ntk_norm(shape: Shape, weights: Mapping[str, Array], train: Split) -> Array:
    """lambda_max(J J^T) / n, J the Jacobian of the outputs in the weights that train, ().

    Args:
      shape: the cell's shape.
      weights: of every layer, before the first step.
      train: the n training inputs.
    Source: hu2020, Section 3; Lanczos with full reorthogonalisation.
    """
    if not shape.trained:
        return jnp.zeros((), jnp.float64)
    chosen = tuple(float(layer in shape.trained) for layer in shape.cell.network.layers)
    kernel = (NetworkTerm(1.0, chosen, "initial", "initial"),)
    # The terms are those of the network alone: no feature asks for Tr[Sigma^2].
    operator = KernelOperator(
        shape, train, "train", kernel, lambda _: ((1.0, weights),), jnp.asarray(jnp.nan)
    )
    return operator.eigenvalues(1)[0] / shape.cell.n


def in_units_of_norm(numbers: Numbers, norm: Array) -> Numbers:
    """Rates and steps of reference models that are given in units of 1/norm(ntk), as numbers."""
    steps = {name: step / norm for name, step in numbers.reference_steps.items()}
    return numbers._replace(rates=numbers.rates / norm, reference_steps=steps)
