"""The explicit constants of Theorem C.2: golden values, soundness, and where there are none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from earlyspec_reference.ops import OPS

from earlyspec import registry
from earlyspec.plans.nodes import Word
from earlyspec.vocabulary import _closeness as cl
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import ScalarOps


def test_golden_24_the_radius_of_the_movement():
    """t = 10, eta/n = 0.01, ||y||^2 = 120, tau = 0.1."""
    h, y, t = 0.01, math.sqrt(120.0), 10.0
    radius = cl.movement(ScalarOps, h, y, 0.1 / (h * t), t)
    assert radius == pytest.approx(5.76037009993, rel=1e-11)


def test_the_papers_form_follows_with_a_fifth():
    """At t = R^2 / (5 eta), ||y||^2 = n and R^2 epsilon = n: A^2 + B^2 = 0.9877 R^2 / t."""
    n, eta, radius = 100.0, 2.0, 30.0
    h, epsilon, t = eta / n, n / radius**2, radius**2 / (5 * eta)
    tau = cl.tau(h, epsilon, t)
    assert tau == pytest.approx(0.2, rel=1e-12)
    squares = (
        cl.first_steps(ScalarOps, h, math.sqrt(n), tau) ** 2
        + cl.last_step(ScalarOps, h, math.sqrt(n), tau) ** 2
    )
    assert squares * t / radius**2 == pytest.approx(0.9877, abs=5e-5)
    gap = cl.closeness(ScalarOps, h, math.sqrt(n), epsilon, t)
    assert gap <= 1.1071 * eta * t * epsilon / math.sqrt(n)
    assert gap >= 1.09 * eta * t * epsilon / math.sqrt(n)
    assert cl.movement(ScalarOps, h, math.sqrt(n), epsilon, t) <= radius


@pytest.mark.parametrize("t", [1.0, 5.0, 18.0])
def test_a_certified_radius_is_not_left(t):
    h, y, error = 0.8 / 1200, math.sqrt(1200), cl.BallError(1.48, 0.70, 0.0069)
    radius, within = cl.certified_radius(ScalarOps, h, y, error, t)
    assert within
    moved = cl.movement(ScalarOps, h, y, error.at(radius), t)
    assert moved <= radius
    assert radius == pytest.approx(moved, rel=1e-6), "the smallest such radius, not any"


@pytest.mark.parametrize(
    ("error", "t"),
    [(cl.BallError(1.5, 2.0, 0.07), 92.0), (cl.BallError(1e18, 0.0, 0.0), 1.0)],
)
def test_where_the_ball_outruns_itself_nothing_is_certified(error, t):
    h, y = 0.8 / 1200, math.sqrt(1200)
    _, within = cl.certified_radius(ScalarOps, h, y, error, t)
    assert not within


def test_floats_and_arrays_say_the_same():
    h, y, error = 0.8 / 1200, math.sqrt(1200), cl.BallError(1.48, 0.70, 0.0069)
    on_floats = cl.certified_radius(ScalarOps, h, y, error, 18.0)
    on_arrays = cl.certified_radius(OPS, np.float64(h), np.float64(y), error, np.float64(18.0))
    assert on_arrays[0] == pytest.approx(on_floats[0], rel=1e-14)


def test_the_closeness_solves_its_recursion():
    """D(s+1) = (1 + h epsilon) D(s) + h epsilon ||y||."""
    h, y, epsilon, gap = 0.01, 3.0, 0.7, 0.0
    for _ in range(40):
        gap = (1 + h * epsilon) * gap + h * epsilon * y
    assert cl.closeness(ScalarOps, h, y, epsilon, 40.0) == pytest.approx(gap, rel=1e-13)


@pytest.mark.parametrize("name", registry.names("measurements"))
def test_a_word_that_may_stand_for_no_bound_says_so(name: str) -> None:
    """The judge reads 1e6 as no bound only of words that say that it is none."""
    kind = registry.load("measurements", name)
    named = "1e6" in (kind.__doc__ or "") or "no bound" in (kind.__doc__ or "")
    assert named == (kind.no_bound is not Measurement.no_bound) or name == "low-rank-bound"


def test_what_is_no_bound_depends_on_what_is_asked() -> None:
    def stands(kind: str, **given: str) -> float | None:
        found: float | None = registry.revive(Word("measurements", kind, given)).no_bound()
        return found

    for kind in ("certificate-apriori", "certificate-apriori-lin"):
        assert [stands(kind, gives=g) for g in ("gap", "radius", "absence")] == [1e6, 1e6, None]
    assert stands("low-rank-bound", gives="accumulated") == 1e6
    assert stands("low-rank-bound", gives="gap") is None  # 1e6 is how far apart: a number
    assert [stands("net-jacobian-bound", gives=g) for g in ("norm", "difference")] == [None, 1e6]
    assert stands("gap-norm") is None
