"""Theorem 1: the staircase of kernel ridge regression."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from earlyspec.fields import Quantity
from earlyspec.mathematics.harmonics import dimension
from earlyspec.theorems import _base as th
from earlyspec.theorems._hypotheses import on_the_sphere
from earlyspec.theorems.lecture11._staircase import Stairs, powers_of, stairs

SHARE = 0.2
"""A mean error within this share of the predicted one agrees with it."""
LOW, HIGH = 0.85, 1.2
"""Error over plateau in the middle of one."""
FLAT = 0.1
"""How far, as a share, the predicted error may be from a plateau that d is large enough for."""
MIDDLE = 1.5
"""How far n may be from sqrt(N(d, l) N(d, l + 1)), as a factor."""


class Theorem1(th.Theorem):
    """Kernel ridge regression learns a target one degree at a time, each at its own sample size.

    Statement: inputs uniform on the sphere of radius sqrt(d), y = f(x), a rotation-invariant
        kernel with coefficients that vanish at no degree, d^(l+delta) << n << d^(l+1-delta) and
        a ridge that is small enough: the test error is ||P_{>l} f||^2 + o_d(1), P_{>l} the
        projection on the polynomials beyond degree l.
    Reading: error and powers are shares of the labels' power, that of the drawn test labels for
        the error, which takes out most of its luck. At finite d the number N(d, k) of harmonics of
        degree k stands for d^k; the flat part of a step is about n = sqrt(N(d, l) N(d, l+1)), and
        there, at a d large enough by that prediction, `plateau` is judged: the mean error over
        seeds is 0.85 to 1.2 times ||P_{>l} f||^2.
        `predicted`: it is within 20 % of its deterministic equivalent at this n and d, which has no
        free constant and holds between the steps as well; ours in this place. `approach`: what
        that leaves beyond the plateau is less than at half the dimension, by arithmetic. `plateau:
        false` drops all but `predicted`, for a sweep of n along the stairs. The hypothesis on the
        kernel is decided from its formula: without a bias a relu kernel has no odd degree from 3
        on, and never learns a target there.
    """

    identifier: ClassVar[str] = "lecture11/theorem-1"
    source: ClassVar[th.Source] = th.Source("lecture11", "Theorem 1")
    architectures: ClassVar[tuple[str, ...]] = ()
    reads_relative_rates: ClassVar[bool] = True
    needs_training: ClassVar[bool] = False

    degree: Annotated[int, Quantity(integer=True, minimum=0, maximum=6)] | None = None
    """l; default: the highest degree with N(d, l) <= n."""
    plateau: bool = True
    """Judge the plateau; false for a sample size on the way from one to the next."""

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The setting, the kernel's coefficients, the ridge, and where n is."""
        known = stairs(c)
        word = c.network.word
        yield th.Structural(
            "model",
            "architecture",
            "kernel ridge regression with a rotation-invariant kernel",
            word.kind == "kernel-ridge",
            word.kind,
        )
        yield on_the_sphere(c)
        noisy = bool(c.labels.parameters.get("then"))
        yield th.Structural(
            "labels",
            "data.labels",
            "y = f(x) without noise, and a target whose powers by degree are known",
            False if noisy else None if powers_of(c.labels, c.d) is None else True,
            c.labels.kind + (", and steps after it" if noisy else ""),
        )
        if known is None:
            return
        degree = self.step(known)
        yield th.Structural(
            "coefficients",
            "architecture.kernel",
            "the kernel has a coefficient above 0 at every degree",
            not known.vanishing,
            f"none at {known.vanishing}" if known.vanishing else "none vanishes",
        )
        mass = known.kernel.mass_beyond(degree)
        yield th.Structural(
            "ridge",
            "architecture.ridge",
            f"ridge at most the kernel's mass beyond degree {degree}, which acts as one anyway",
            known.ridge <= mass,
            f"{known.ridge:g} against {mass:.3g}",
        )
        yield th.Structural(
            "samples", "data.train", "n >= 2 d", c.n >= 2 * c.d, f"n = {c.n}, d = {c.d}"
        )
        if not self.plateau:
            return
        height, predicted = known.beyond(degree), known.predicted()
        yield th.Structural(
            "dimension",
            "data.inputs.dim",
            "d so large that the predicted error is ||P_{>l} f||^2, to 10 %",
            abs(predicted - height) <= FLAT * (height or 0.25),
            f"{predicted:.3g} against {height:.3g} at d = {c.d}",
        )
        middle = known.middle(degree)
        yield th.Structural(
            "middle",
            "data.train",
            f"N(d, {degree}) << n << N(d, {degree + 1}): n within a factor {MIDDLE:g} of the "
            "geometric mean",
            middle / MIDDLE <= c.n <= middle * MIDDLE,
            f"n = {c.n} between {dimension(c.d, degree)} and {dimension(c.d, degree + 1)}, "
            f"mean {middle:.0f}",
        )

    def step(self, known: Stairs) -> int:
        """l."""
        return known.step if self.degree is None else self.degree

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The predicted error; the plateau, and that it is approached."""
        known = stairs(c)
        if known is None:
            yield th.Fact("predicted", "the test error is the predicted one", None, "no prediction")
            return
        degree = self.step(known)
        yield self._predicted(known, known.predicted())
        if self.plateau:
            yield self._plateau(known, degree)
            yield _approach(c, known, degree)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other degrees, a kernel cut off, an error without what interpolating noise costs."""
        known = stairs(c)
        if known is None:
            return
        degree = self.step(known)
        lies = (
            ("cut-kernel", "a kernel that ends at degree l: no mass beyond it that acts as a ridge",
             known.predicted(known.truncated(degree))),
            ("bias-alone", "the error without its factor 1 / (1 - gam), what is learned of noise",
             known.predicted() * known.kept()),
            ("unlearned", f"all that is beyond degree {degree}, and no more",
             known.beyond(degree)),
        )  # fmt: skip
        for name, text, value in lies:
            if abs(value - known.predicted()) > SHARE * (value + known.predicted()):
                lie = self._predicted(known, value)
                yield th.Control(f"{name}/predicted", text, "predicted", replace(lie, text=text))
        if not self.plateau:
            return
        for other, name in ((degree - 1, "degree-before"), (degree + 1, "degree-after")):
            if other >= 0 and known.beyond(other) != known.beyond(degree):
                text = f"||P_{{>{other}}} f||^2 in the place of ||P_{{>{degree}}} f||^2"
                lie = replace(self._plateau(known, other), text=text)
                yield th.Control(f"{name}/plateau", text, "plateau", lie)

    def _predicted(self, known: Stairs, value: float) -> th.Limit:
        return th.Limit(
            "predicted",
            "the mean test error is the predicted one at this n and d, to 20 %",
            _error(),
            value,
            SHARE * value,
            mean=True,
        )

    def _plateau(self, known: Stairs, degree: int) -> th.Limit:
        height = known.beyond(degree)
        text = f"the mean test error is ||P_{{>{degree}}} f||^2, to a factor {LOW:g} to {HIGH:g}"
        if height == 0.0:
            text = f"nothing of f is beyond degree {degree}: the mean test error is below 0.05"
            return th.Limit("plateau", text, _error(), 0.0, 0.05, mean=True)
        target, tolerance = (LOW + HIGH) / 2 * height, (HIGH - LOW) / 2 * height
        return th.Limit("plateau", text, _error(), target, tolerance, mean=True)


def _approach(c: th.Cell, known: Stairs, degree: int) -> th.Fact:
    """|prediction - plateau| at d and at d / 2, each in the middle of its plateau."""
    gaps = []
    for d in (c.d, c.d // 2):
        bare = stairs(c, d, c.n)
        there = None if bare is None else replace(bare, n=round(bare.middle(degree)))
        gaps.append(None if there is None else abs(there.predicted() - there.beyond(degree)))
    here, half = gaps
    holds = None if here is None or half is None else here < half
    found = "no prediction"
    if here is not None and half is not None:
        found = f"{here:.3g} at d = {c.d}, {half:.3g} at d = {c.d // 2}"
    text = "|predicted - ||P_{>l} f||^2| is less than at half the dimension"
    return th.Fact("approach", text, holds, found)


def _error() -> th.Series:
    return th.Series(th.measurement("relative-error"), "last")


KIND = Theorem1
