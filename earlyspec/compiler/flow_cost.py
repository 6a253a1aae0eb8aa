"""What a gradient flow costs: gradients that its solver asks for, and what it keeps."""

from __future__ import annotations

from earlyspec.plans.nodes import Cell

_STAGES = {"explicit": 13, "implicit": 7, "fixed": 6}
"""Gradients a step of each method takes."""
_CHOSEN = 100
"""Steps that a solver which controls its error is reckoned to take between two recorded times. It
takes as many as it needs, which nobody knows before: the estimate is of an order of magnitude."""


def gradients(cell: Cell) -> float:
    """Gradients of the training loss that a run computes: one a step, or those of a flow."""
    integrator = cell.dynamics.integrator
    if integrator is None:
        return float(cell.steps)
    if integrator.method == "fixed":
        return _STAGES["fixed"] * cell.steps / integrator.step
    return float(_STAGES[integrator.method] * _CHOSEN * len(cell.dynamics.recorded))


def flow_bytes(cell: Cell) -> int:
    """What the solver keeps: its stages, and the Jacobian of an implicit one with its factors."""
    integrator = cell.dynamics.integrator
    if integrator is None:
        return 0
    moving = cell.network.parameters
    square = 3 * moving**2 if integrator.method == "implicit" else 0
    return 8 * (square + (_STAGES[integrator.method] + 4) * moving)
