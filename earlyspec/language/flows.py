"""What only a gradient flow takes, and what it cannot take."""

from __future__ import annotations

from collections.abc import Iterator

from earlyspec.diagnostics import dynamics
from earlyspec.diagnostics.finding import Finding
from earlyspec.language.optimisers import FLOW
from earlyspec.language.places import Places
from earlyspec.language.spec import Spec, Train

TOLERANCE = 1e-9
"""Of a flow that says nothing else; verdicts of flows are about far larger numbers."""
SHARPEST = 1e-10
"""Of an implicit solver, whose equations are solved by iteration: below, rounding keeps it from
converging, and it gives up."""
_OF_FLOWS = ("time", "solver", "step", "tolerance", "absolute_tolerance")


def check(spec: Spec, train: Train, places: Places) -> Iterator[Finding]:
    """Fields of a flow where steps are taken, steps in a flow, and a precision that is none."""
    if train.optimizer == FLOW:
        if train.steps is not None:
            yield dynamics.NotOfFlow(places.key(("train", "steps")), "steps", "write `time`")
        if spec.precision != "float64":
            span = places.value(("precision",))
            yield dynamics.NotOfFlow(
                span, spec.precision, "drop `precision`: float64 is the default"
            )
        yield from _solver(spec, train, places)
        return
    for key in _OF_FLOWS:
        if getattr(train, key) is not None:
            yield dynamics.OnlyOfFlow(places.key(("train", key)), key, train.optimizer)


def _solver(spec: Spec, train: Train, places: Places) -> Iterator[Finding]:
    """Equal steps have a length and no tolerance; a jump of phi' lets no step meet a tolerance."""
    if train.solver == "fixed":
        if train.step is None:
            yield dynamics.BadSolver(
                places.key(("train", "solver")), "`solver: fixed` lacks `step`", "add `step: 0.1`"
            )
        for key in ("tolerance", "absolute_tolerance"):
            if getattr(train, key) is not None:
                problem = f"`solver: fixed` controls no error, but `{key}` is given"
                advice = f"drop `{key}`; halve `step` to see the error"
                yield dynamics.BadSolver(places.key(("train", key)), problem, advice)
        return
    if train.solver == "implicit" and (train.tolerance or TOLERANCE) < SHARPEST:
        problem = f"no implicit step can be solved to a tolerance of {train.tolerance:g}"
        here = places.value(("train", "tolerance"))
        advice = f"write {SHARPEST:g} or more, or `solver: explicit`"
        yield dynamics.BadSolver(here, problem, advice)
    if train.step is not None:
        problem = "`step` is given to a solver that chooses its own"
        here = places.key(("train", "step"))
        yield dynamics.BadSolver(here, problem, "write `solver: fixed`, or drop `step`")
    activation = spec.architecture.bends()
    if activation is not None:
        problem = f"the slope of {activation} jumps, where no step can meet a tolerance"
        span = places.value(("train", "solver" if train.solver else "optimizer"))
        yield dynamics.BadSolver(
            span, problem, "write `solver: fixed` and `step: 0.1`, or the like"
        )
