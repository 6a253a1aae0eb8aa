"""Flows of a first layer with kinks: both backends, and equal steps against shorter ones."""

from dataclasses import replace

import numpy as np
import pytest
from conformance.cells import build, quantity, word

from earlyspec.backend import find
from earlyspec.plans.nodes import Integrator

TIMES = (0.0, 1.0, 4.0, 8.0)
QUANTITIES = (
    quantity("residual-decay"),
    quantity("decay-bound"),
    quantity("decay-bound", eigenvalue="largest"),
    quantity("decay-bound", rate=0.2),
    quantity("row-movement"),
    quantity("row-movement-bound"),
    quantity("row-movement-bound", form="inputs"),
    quantity("row-movement-bound", form="certificate"),
    quantity("floor-loss"),
    quantity("kernel-ball-bound", power=2.0),
    quantity("kernel-ball-bound"),
    quantity("kernel-ball", ball="printed"),
    quantity("kernel-floor", width="finite"),
    quantity("certified-floor", rate=0.2),
    quantity("sufficient-width", delta=0.5),
    quantity("derivative-error", factor=2.0),
    quantity("derivative-error"),
)


def flowing(step, width, inputs="sphere", init="signs", n=4, quantities=QUANTITIES):
    made = build(
        inputs=word("distributions", inputs, dim=4),
        labels=word("labels", "random"),
        activation="relu",
        init=init,
        width=width,
        n=n,
        n_test=3,
        recorded=(0, 1),
        references={},
        quantities=quantities,
    )
    flow = replace(
        made.dynamics,
        kind="gradient-flow",
        optimizer="gradient-flow",
        loss="half-sum",
        rates=(1.0, 0.0),
        steps=TIMES[-1],
        recorded=TIMES,
        integrator=Integrator("fixed", step=step),
    )
    return replace(made, dynamics=flow)


@pytest.mark.parametrize(("inputs", "init"), [("sphere", "signs"), ("orthonormal", "symmetric")])
def test_flows_agree(reference, challenger, tmp_path, inputs, init):
    """To 1e-9: what tells a neuron from its kink is rounding, and rounding is each backend's own.

    The error of an identity is rounding over h = 1e-7, and agrees to that.
    """
    cell = flowing(0.25, 64, inputs, init)
    program = reference.compile(cell, tmp_path)
    mine = program.run(0)
    other = challenger.compile(cell, tmp_path).run(0, draws=program.draw(0))
    assert mine.steps == other.steps == TIMES
    for key, values in {**mine.series, **{k: (v,) for k, v in mine.once.items()}}.items():
        theirs = other.series[key] if key in other.series else (other.once[key],)
        absolute = 1e-7 if key.startswith("derivative-error") else 1e-12
        np.testing.assert_allclose(values, theirs, rtol=1e-9, atol=absolute, err_msg=key)


def test_the_time_is_that_of_the_flow_and_the_count_of_steps(reference, challenger, tmp_path):
    wanted = (quantity("decay-bound", rate=1.0, factor=1.0),)
    flow = flowing(0.25, 8, quantities=wanted)
    steps = replace(flow.dynamics, kind="gradient-descent", optimizer="gd", integrator=None)
    steps = replace(steps, steps=8, recorded=(0, 1, 4, 8))
    for backend in (reference, challenger):
        for cell in (flow, replace(flow, dynamics=steps)):
            run = backend.compile(cell, tmp_path).run(0)
            found = [value for (value,) in run.series[wanted[0].id]]
            np.testing.assert_allclose(found, np.exp(-np.array(TIMES)), rtol=1e-14)


@pytest.mark.parametrize(("width", "step"), [(8, 0.2), (32, 0.25), (128, 0.5)])
def test_the_error_of_equal_steps_is_within_what_is_said_of_it(tmp_path, width, step):
    """Against steps 32 times shorter, whose error is 32 times smaller: of first order, at kinks."""
    wanted = (quantity("residual-decay"), quantity("row-movement"))
    jax = find("jax")
    coarse = jax.compile(flowing(step, width, n=4, quantities=wanted), tmp_path)
    fine = jax.compile(flowing(step / 32, width, n=4, quantities=wanted), tmp_path)
    largest = 0.0
    for seed in range(8):
        mine, best = coarse.run(seed).series, fine.run(seed).series
        for key in mine:
            for (value, allowed), (true, _) in zip(mine[key], best[key], strict=True):
                assert abs(value - true) <= allowed, (key, seed)
                largest = max(largest, abs(value - true) / allowed if allowed else 0.0)
    assert largest > 0.01  # what is allowed is not beyond all measure
