"""Gradient flow: dW/dt = -rate grad L, integrated by diffrax with an error estimate a step."""

from __future__ import annotations

import os
from types import ModuleType
from typing import TYPE_CHECKING, Any

import jax.numpy as jnp

from earlyspec.plans.nodes import Integrator
from earlyspec.vocabulary._ops import Array
from earlyspec_jax import network
from earlyspec_jax.shape import Numbers, Shape
from earlyspec_jax.snapshot import Fixed

if TYPE_CHECKING:
    from earlyspec_jax.dynamics import State

MOST_STEPS = 100_000
"""Steps that the solver may take between two recorded times before it gives up."""
SOLVER = ("the solver of the flow", f"gave up after {MOST_STEPS} steps")
"""What is said of a flow whose solver gave up."""
GAVE_UP = -1
"""`State.diverged_in` of a flow whose solver gave up."""


def flow(shape: Shape, at: State, fixed: Fixed, numbers: Numbers, stop: Array) -> State:
    """The state at the time `stop`; where the solver gave up, it says so and stays."""
    diffrax = _diffrax()
    train = fixed.splits["train"]
    frozen = {k: w for k, w in at.weights.items() if k not in shape.trained}
    rates = dict(zip(shape.cell.network.layers, numbers.rates, strict=True))

    def field(t: Any, moving: dict[str, Array], _: Any) -> dict[str, Array]:
        _, gradient = network.loss_and_gradient(shape, {**frozen, **moving}, train)
        return {layer: -rates[layer] * each for layer, each in gradient.items()}

    solver, controller, most = _method(shape, fixed)
    found = diffrax.diffeqsolve(
        diffrax.ODETerm(field),
        solver,
        t0=at.step,
        t1=stop,
        dt0=_equal_steps(shape, stop - at.step),
        y0={layer: at.weights[layer] for layer in shape.trained},
        stepsize_controller=controller,
        saveat=diffrax.SaveAt(t1=True),
        max_steps=most,
        adjoint=diffrax.ForwardMode(),  # nothing is differentiated: a plain loop
        throw=False,
    )
    assert found.ys is not None
    moved = {layer: each[0] for layer, each in found.ys.items()}
    loss, _ = network.loss_and_gradient(shape, {**frozen, **moved}, train)
    well = jnp.isfinite(loss)
    there = diffrax.is_successful(found.result)
    return at._replace(
        step=stop,
        weights={**at.weights, **moved},
        loss=loss.astype(jnp.float64),
        diverged_at=jnp.where(well & there, at.diverged_at, stop),
        diverged_in=jnp.where(there | ~well, at.diverged_in, GAVE_UP),
    )


def _diffrax() -> ModuleType:
    """The solvers, imported late: only flows need them, and it takes a second.

    Their checks write NaN, which ends the run as a divergence, instead of calling Python back: a
    program with a callback could not be lowered for a platform that this machine lacks.
    """
    os.environ.setdefault("EQX_ON_ERROR", "nan")
    import diffrax

    return diffrax


def _equal_steps(shape: Shape, time: Array) -> Array | None:
    """The length of equal steps that together take that time; None if the solver chooses."""
    integrator = shape.cell.dynamics.integrator
    if integrator is None or integrator.method != "fixed":
        return None
    return time / jnp.ceil(time / integrator.step)


def _method(shape: Shape, fixed: Fixed) -> tuple[Any, Any, int | None]:
    """The solver of a shape's flow, what chooses its steps, and how many it may take."""
    integrator = shape.cell.dynamics.integrator
    assert integrator is not None, "a flow has an integrator"
    diffrax = _diffrax()
    if integrator.method == "fixed":
        return diffrax.Dopri5(), diffrax.ConstantStepSize(), None
    controller = diffrax.PIDController(
        rtol=integrator.tolerance, atol=_absolute(integrator, shape, fixed)
    )
    explicit = integrator.method == "explicit"
    return diffrax.Dopri8() if explicit else diffrax.Kvaerno5(), controller, MOST_STEPS


def _absolute(integrator: Integrator, shape: Shape, fixed: Fixed) -> Array:
    """The absolute tolerance: times the root mean square of the initial weights that train, ()."""
    moving = [fixed.initial[layer] for layer in shape.trained]
    squares = sum(jnp.sum(jnp.square(each)) for each in moving)
    size = jnp.sqrt(squares / sum(each.size for each in moving))
    return integrator.absolute * jnp.where(size > 0, size, 1.0)
