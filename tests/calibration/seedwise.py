"""Statements over seeds: contrasts, frequencies, means, errors of estimators, and lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from drawing import (
    GAPS,
    LIES,
    Case,
    Seen,
    decided,
    estimated,
    evidence,
    power,
    rate,
    shape,
    sizes,
    sweep,
)

from earlyspec.judge import controls
from earlyspec.judge.evidence import Evidence
from earlyspec.theorems import _base as th


def contrasts() -> Iterator[Case]:
    """`b / a > 1`, paired."""
    outcome = th.Contrast("c", "t", GAPS, LIES)
    for cells, seeds in ((1, 3), (1, 10), (4, 5)):
        for factor, truth in ((1.0, "edge"), (1.5, "true"), (0.7, "false")):
            yield Case(
                "Contrasts",
                f"ratio {factor:g} against > 1, spread 0.2; {cells} cells, {seeds} seeds",
                truth,
                lambda rng, c=cells, r=seeds, f=factor: decided(
                    outcome,
                    sweep(rng, power(-0.5), c, r, 1.0, lie=lambda d: f * d**-0.5, apart=0.2),
                    f if c == 1 else None,  # of several cells, the worst is shown
                ),
            )


def frequencies() -> Iterator[Case]:
    """`value <= 1 with probability at least p`."""
    for cells in (1, 4):
        for seeds, least, share, truth in (
            (10, 0.9, 0.9, "edge"), (60, 0.9, 0.9, "edge"), (200, 0.9, 0.9, "edge"),
            (60, 0.9, 0.999, "true"), (60, 0.9, 0.6, "false"), (10, 0.9, 0.3, "false"),
        ):  # fmt: skip
            yield Case(
                "Frequencies",
                f"probability {share:g} against >= {least:g}; {cells} cells, {seeds} seeds",
                truth,
                lambda rng, c=cells, r=seeds, p=least, q=share: decided(
                    th.Frequency("f", "t", GAPS, 1.0, p),
                    [evidence(d, np.where(rng.random(r) < q, 0.5, 2.0)) for d in sizes(c)],
                    q if c == 1 else None,
                ),
            )


def means() -> Iterator[Case]:
    """`mean = 1 +- 0.2`."""
    outcome = th.Limit("m", "t", GAPS, 1.0, 0.2, mean=True)
    for law, scale in (("normal", 0.3), ("lognormal", 0.5), ("lognormal", 1.0), ("lognormal", 1.5)):
        for seeds in (5, 10, 40):
            for centre, truth in ((1.0, "true"), (1.2, "edge"), (0.8, "edge"), (2.0, "false")):

                def judge(rng, a=law, s=scale, r=seeds, m=centre) -> Seen:
                    z = rng.standard_normal(r)
                    values = m + s * z if a == "normal" else m * np.exp(s * z - s * s / 2)
                    return decided(outcome, [evidence(16, values)], m)

                name = f"{law}, spread {scale:g}, mean {centre:g} against 1 +- 0.2; {seeds} seeds"
                yield Case("Means", name, truth, judge)


def estimates() -> Iterator[Case]:
    """Numbers with a bound on their error, and the error as bad as the bound allows."""
    bound = th.Bound("b", "t", GAPS, 1.0)
    mean = th.Limit("m", "t", GAPS, 1.0, 0.2, mean=True)
    for number, truth in ((0.999, "true"), (1.001, "false"), (0.7, "true"), (1.3, "false")):
        yield Case(
            "Errors of estimators", f"{number:g} against <= 1, error up to 0.2; 5 seeds", truth,
            lambda rng, m=number: decided(
                bound, [estimated(16, m + 0.2 * rng.uniform(-1, 1, 5), 0.2)]
            ),
        )  # fmt: skip
    for sign in (-1, 1):
        for number, truth in ((1.0, "true"), (1.2, "edge"), (1.5, "false")):
            yield Case(
                "Errors of estimators",
                f"mean {number:g} against 1 +- 0.2, all off by {0.1 * sign:+g} of 0.1; 10 seeds",
                truth,
                lambda rng, m=number, s=sign: decided(
                    mean, [estimated(16, m + 0.1 * s + 0.05 * rng.standard_normal(10), 0.1)], m
                ),
            )  # fmt: skip
        for slope, truth in ((-0.5, "edge"), (-1.5, "true")):
            yield Case(
                "Errors of estimators",
                f"d^{slope:g} against < -0.5, off by {5 * sign:+d} % at one end; 5 sizes, 8 seeds",
                truth,
                lambda rng, p=slope, s=sign: decided(
                    rate(-0.5),
                    [
                        estimated(d, v * (1 + 0.05 * s * (d == 16)), 0.06 * float(min(v)))
                        for d in sizes(5)
                        for v in [d**p * np.exp(0.05 * rng.standard_normal(8))]
                    ], p,
                ),
            )  # fmt: skip


def lies() -> Iterator[Case]:
    """Lies: `confirmed` is caught. A lie as good as the truth must not be."""

    def caught(lie: th.Outcome, truth: th.Outcome, made: Sequence[Evidence]) -> Seen:
        control = th.Control("l", "a lie", truth.id, lie)
        verdict = controls.decide([control] * len(made), [truth] * len(made), made)
        return Seen("confirmed" if verdict.caught else "inconclusive")

    for seeds, apart in ((3, 0.1), (8, 0.1), (8, 0.4)):
        for factor, truth in ((1.0, "false"), (1.1, "false"), (1.5, "edge"), (3.0, "true")):
            yield Case(
                "Lies",
                f"{factor:g} times worse, paired spread {apart:g}; {shape(4, seeds)}",
                truth,
                lambda rng, f=factor, r=seeds, a=apart: caught(
                    replace(rate(), series=LIES), rate(),
                    sweep(rng, power(-0.5), 4, r, 0.2, lie=lambda d: f * d**-0.5, apart=a),
                ),
            )  # fmt: skip
        for lied, truth in ((-1.0, "true"), (-0.5, "edge"), (-0.2, "false")):
            yield Case(
                "Lies",
                f"`exponent < {lied:g}` of d^-0.5, noise {apart:g}; {shape(4, seeds)}",
                truth,
                lambda rng, p=lied, r=seeds, a=apart: caught(
                    rate(p), rate(), sweep(rng, power(-0.5), 4, r, a)
                ),
            )  # fmt: skip
        for lied, truth in ((-1.0, "true"), (-0.6, "edge"), (-0.5, "false")):
            yield Case(
                "Lies",
                f"`exponent = {lied:g} +- 0.1` of d^-0.5, noise {apart:g}; {shape(4, seeds)}",
                truth,
                lambda rng, p=lied, r=seeds, a=apart: caught(
                    th.Exponent("r", "t", GAPS, p, 0.1), th.Exponent("r", "t", GAPS, -0.5, 0.1),
                    sweep(rng, power(-0.5), 4, r, a),
                ),
            )  # fmt: skip
