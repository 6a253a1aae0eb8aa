"""Statements over a sweep: rates, exponents, ratios that must not grow."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from drawing import (
    GAPS,
    LIES,
    NOISES,
    Case,
    Curve,
    Seen,
    Truth,
    decided,
    evidence,
    power,
    rate,
    shape,
    sizes,
    sweep,
)

from earlyspec.judge import conditions
from earlyspec.judge.evidence import Evidence
from earlyspec.theorems import _base as th


def straight() -> Iterator[Case]:
    """Power laws against `exponent of d < p`."""
    for count, seeds in ((4, 3), (4, 5), (4, 10), (6, 3), (6, 8)):
        for kind in NOISES:
            for falling in (1.0, 0.1, 10.0):
                for slope, claimed, truth in (
                    (-0.5, -0.5, "edge"), (-1.0, 0.0, "true"), (-0.5, -1.0, "false"),
                ):  # fmt: skip
                    if truth != "edge" and (kind != "normal" or falling != 1.0):
                        continue
                    spread = f"noise 0.1, {kind}" + (
                        f", x {falling:g} over the sizes" * (falling != 1)
                    )
                    yield Case(
                        "Straight power laws",
                        f"d^{slope:g} against < {claimed:g}; {shape(count, seeds)}, {spread}",
                        truth,
                        lambda rng, s=slope, p=claimed, k=count, r=seeds, q=kind, f=falling: (
                            decided(rate(p), sweep(rng, power(s), k, r, 0.1, q, f), s)
                        ),
                    )
    for relation, slope, truth in ((">", -0.1, "true"), (">", -0.5, "edge"), (">", -0.9, "false")):
        yield Case(
            "Straight power laws",
            f"d^{slope:g} against {relation} -0.5; 5 sizes, 8 seeds, noise 0.1",
            truth,
            lambda rng, s=slope, t=relation: decided(
                rate(-0.5, relation=t), sweep(rng, power(s), 5, 8, 0.1), s
            ),
        )
    for slope, truth in ((-0.5, "true"), (0.0, "edge"), (0.5, "false")):
        yield Case(
            "Straight power laws",
            f"a / b = d^{slope:g}, paired, against < 0; 4 sizes, 5 seeds, common noise 1",
            truth,
            lambda rng, s=slope: decided(
                replace(rate(), series=LIES, against=GAPS),
                sweep(rng, power(-1.0), 4, 5, 1.0, lie=power(-1.0 + s), apart=0.05), s,
            ),
        )  # fmt: skip


def _broken(d: float, first: float, then: float) -> float:
    return min(d, 64) ** first * (max(d, 64) / 64) ** then


BENDS: tuple[tuple[str, Truth, Curve], ...] = (
    ("1 + 16/d", "open", lambda d: 1 + 16 / d),
    ("1 + 64/d", "open", lambda d: 1 + 64 / d),
    ("1 / log d", "open", lambda d: 1 / np.log(d)),
    ("1/d + 0.0002 d^0.7", "open", lambda d: 1 / d + 2e-4 * d**0.7),
    ("d^-0.5 up to 64, then flat", "false", lambda d: _broken(d, -0.5, 0.0)),
    ("d^-0.5 up to 64, then d^0.3", "false", lambda d: _broken(d, -0.5, 0.3)),
    ("1/d + 0.3 d^-0.5", "true", lambda d: 1 / d + 0.3 * d**-0.5),
    ("d^-0.5 log d", "true", lambda d: d**-0.5 * np.log(d)),
    ("(log d)^2 d^-0.4 (memorisation)", "true", lambda d: np.log(d) ** 2 * d**-0.4),
    ("(log d)^3 d^-0.4", "true", lambda d: np.log(d) ** 3 * d**-0.4),
    ("d^0.5 up to 64, then d^-0.5", "true", lambda d: _broken(d, 0.5, -0.5)),
)
SWEEPS = ((4, 3, 0.1), (4, 8, 0.05), (4, 8, 0.2), (5, 5, 0.1), (6, 10, 0.05))
"""Sizes, seeds, noise."""


def bends() -> Iterator[Case]:
    """What tends to zero as a power, and what does not, against `exponent of d < 0`.

    Open: it falls at all sizes seen and stops beyond them, or has no power at all.
    """
    for name, truth, curve in BENDS:
        for count, seeds, noise in SWEEPS:
            yield Case(
                "Bends",
                f"{name} against < 0; {count} sizes, {seeds} seeds, noise {noise:g}",
                truth,
                lambda rng, c=curve, k=count, r=seeds, s=noise: decided(
                    rate(), sweep(rng, c, k, r, s)
                ),
            )


def _bent(d: float) -> float:
    x = np.log(d / 16)
    return float(np.exp(-0.7 * x + 0.072 * x**2))


def equal_exponents() -> Iterator[Case]:
    """`exponent of d = -0.5 +- 0.1`."""
    outcome = th.Exponent("e", "t", GAPS, -0.5, 0.1)
    for seeds, noise in ((3, 0.05), (8, 0.05), (8, 0.2)):
        for slope, truth in ((-0.5, "true"), (-0.6, "edge"), (-0.4, "edge"), (-0.75, "false")):
            yield Case(
                "Exponents to a margin",
                f"d^{slope:g} against -0.5 +- 0.1; 5 sizes, {seeds} seeds, noise {noise:g}",
                truth,
                lambda rng, s=slope, r=seeds, q=noise: decided(
                    outcome, sweep(rng, power(s), 5, r, q), s
                ),
            )
        yield Case(
            "Exponents to a margin",
            f"local slopes -0.7 ... -0.3 against -0.5 +- 0.1; {shape(5, seeds)}, noise {noise:g}",
            "false",
            lambda rng, r=seeds, q=noise: decided(
                outcome, sweep(rng, _bent, 5, r, q)
            ),
        )  # fmt: skip


@functools.cache
def _maxima(law: str, d: int, which: str, pool: int = 150) -> np.ndarray:
    """The numbers of Claim 3.1 at n = 4 d, over their orders: a pool of draws to choose from."""
    rng = np.random.default_rng((d, len(law)))
    n = 4 * d
    found = []
    for _ in range(pool):
        x = rng.standard_normal((n, d))
        if law == "signs":
            x = np.sign(x)
        if law == "Student t, 3 degrees":
            x = rng.standard_t(3, (n, d)) / np.sqrt(3)
        if law == "mixture of norms":
            x *= np.sqrt(np.where(rng.random(n) < 0.5, 0.5, 1.5))[:, None]
        gram = x @ x.T / d
        norms = np.diag(gram).copy()
        np.fill_diagonal(gram, 0)
        told = np.abs(gram).max() if which == "inner products" else np.abs(norms - 1).max()
        found.append(told / np.sqrt(np.log(n) / d))
    return np.array(found)


def bounded_ratios() -> Iterator[Case]:
    """`ratio = O(1)` over a sweep: measured conditions."""
    condition = th.Scaling("c", "data.inputs", "ratio = O(1)", replace(GAPS), "<~", 1.0)

    def told(made: Sequence[Evidence], slope: float | None = None) -> Seen:
        verdict = conditions.decide([condition] * len(made), made)
        word = {"holds": "confirmed", "fails": "refuted", "unknown": "inconclusive"}[verdict.word]
        covers = None
        if slope is not None and verdict.margin is not None and verdict.margin.low is not None:
            covers = verdict.margin.low <= slope <= verdict.margin.high
        return Seen(word, covers)

    for law, which, truth in (
        ("Gaussian", "norms", "true"), ("Gaussian", "inner products", "true"),
        ("signs", "inner products", "true"), ("Student t, 3 degrees", "norms", "false"),
        ("Student t, 3 degrees", "inner products", "false"), ("mixture of norms", "norms", "false"),
    ):  # fmt: skip
        for seeds in (3, 8):
            yield Case(
                "Ratios that must not grow",
                f"{which} of {law} inputs, n = 4d; 4 sizes, {seeds} seeds",
                truth,
                lambda rng, a=law, b=which, r=seeds: told(
                    [evidence(d, rng.choice(_maxima(a, d, b), r, False)) for d in sizes(4)]
                ),
            )
    for slope, truth in ((0.0, "true"), (conditions.BOUNDED, "edge"), (0.4, "false")):
        for seeds in (3, 8):
            yield Case(
                "Ratios that must not grow",
                f"d^{slope:g}; 4 sizes, {seeds} seeds, noise 0.1",
                truth,
                lambda rng, s=slope, r=seeds: told(sweep(rng, power(s), 4, r, 0.1), s),
            )
