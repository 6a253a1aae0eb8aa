"""Reports that no run made: small worlds with known numbers, for every rendering to be tried on."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import settings

from earlyspec.judge.verdicts import (
    ClaimVerdict,
    ConditionVerdict,
    ControlVerdict,
    Estimate,
    Fit,
    OutcomeVerdict,
    SizePoint,
)
from earlyspec.report.model import FORMAT, CellReport, Curve, Once, Report

settings.register_profile("no clock", deadline=None)  # a busy machine is no failure
settings.load_profile("no clock")

STEPS = (0, 1, 2, 3, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)


def curve(quantity, unit, values, spread=0.0, seeds=8, steps=STEPS):
    """A curve with a symmetric band of a relative width."""
    return Curve(
        quantity,
        unit,
        tuple(steps),
        tuple(values),
        tuple(v - spread * abs(v) for v in values),
        tuple(v + spread * abs(v) for v in values),
        seeds,
    )


def cell(d, spread=0.05, seeds=8, steps=STEPS, point=None, diverged=()):
    """What an erf network of width d^1.5 and its linear model might do."""
    end = steps[-1] or 1
    floor = {"train": 0.18, "test": 0.2}
    curves = []
    for split in ("train", "test"):
        where = "" if split == "train" else "split=test"
        pair = "(model=paired)" if split == "train" else "(model=paired, split=test)"
        fall = [floor[split] + 0.32 * math.exp(-3 * t / end) for t in steps]
        drift = [(1.2 / d) * (t / end) ** 2 * (1.0 if split == "train" else 0.8) for t in steps]
        name = f"loss({where})" if where else "loss"
        curves += [
            curve(
                name,
                "target^2",
                [a - b for a, b in zip(fall, drift, strict=True)],
                spread,
                seeds,
                steps,
            ),
            curve(f"reference-loss{pair}", "target^2", fall, spread, seeds, steps),
            curve(f"prediction-gap{pair}", "target^2", drift, 4 * spread, seeds, steps),
        ]
    for k in range(5):
        height = (-1) ** k * (0.9 - 0.16 * k)
        line = [height * (1 - math.exp(-2.5 * t / end)) for t in steps]
        bent = [v * (1 + 0.1 * (t / end) ** 2) for v, t in zip(line, steps, strict=True)]
        curves.append(curve(f"sample-outputs(split=test)[{k}]", "target", bent, 0, 1, steps))
        curves.append(
            curve(
                f"sample-reference-outputs(model=paired, split=test)[{k}]",
                "target",
                line,
                0,
                1,
                steps,
            )
        )
    return CellReport(
        point=({"d": float(d)} if point is None else point),
        sizes={"d": d, "n": round(d**1.5), "m": 2 * round(d**1.5 / 2), "T": end, "eta": 0.25 * d},
        curves=tuple(curves),
        once=(Once("gram-norm", "n", 1.72 - 1 / d, 1.70 - 1 / d, 1.74 - 1 / d, seeds),),
        diverged=tuple(diverged),
        horizon_step=end,
    )


def conditions(word="holds"):
    return (
        ConditionVerdict(
            "activation",
            "phi' and phi'' bounded",
            "structural",
            "architecture.activation",
            "holds",
            "phi' and phi'' bounded",
            "erf",
            None,
            "the spec",
        ),
        ConditionVerdict(
            "samples",
            "n >~ d^(1+alpha)",
            "scaling",
            "data.train",
            word,
            "exponent of n / d^(1+alpha) >= 0",
            "+0.30000",
            Estimate(0.3, 0.29871, 0.30129),
            "exponent over d",
        ),
        ConditionVerdict(
            "norms",
            "max_i | |x_i|^2 / d - 1 | <~ sqrt(log(n) / d)",
            "scaling",
            "data.inputs",
            "holds",
            "<= 4",
            "2.01",
            Estimate(0.50251),
            "constant 4 (the default)",
        ),
    )


def fit(slope=-0.48, prefactor=0.06, bends=False, sizes=(32, 64, 128, 192)):
    points = tuple(
        SizePoint(
            float(d),
            Estimate(
                prefactor * d**slope * (1 + 0.03 * (-1) ** i),
                prefactor * d**slope * 0.9,
                prefactor * d**slope * 1.12,
            ),
            8,
        )
        for i, d in enumerate(sizes)
    )
    return Fit(
        "d",
        Estimate(slope, slope - 0.0973, slope + 0.0973),
        math.log(prefactor),
        points,
        tuple(slope + 0.01234 * i for i in range(len(sizes) - 1)),
        bends,
    )


def outcome(split, word="confirmed", slope=-0.48, missing="", fitted=True, bends=False):
    return OutcomeVerdict(
        split,
        f"gap on {split} inputs <= d^(-Omega(alpha)) for all t <= T",
        "rate",
        word,
        "an exponent of d below 0",
        f"{slope:+.3f}",
        Estimate(slope, slope - 0.0973, slope + 0.0973) if fitted else Estimate(0.0043),
        fit(slope, 0.06 if split == "train" else 0.09, bends) if fitted else None,
        missing,
    )


def controls():
    return (
        ControlVerdict(
            "naive",
            "theta_1 = theta_2 = 0",
            "train",
            "refuted",
            True,
            "at least 2.9 times worse at every size",
        ),
        ControlVerdict(
            "second-moment",
            "E phi'(g)^2 in place of zeta^2",
            "train",
            "confirmed",
            False,
            "only 1.1 times the truth's",
        ),
    )


def claim(word="supported", theorem="hu2020/theorem-d.1", **changes):
    base = ClaimVerdict(
        theorem,
        word,
        "supported",
        conditions(),
        (outcome("train"), outcome("test", slope=-0.52)),
        controls(),
        (),
    )
    return replace(base, **changes)


def report(claims=None, cells=None, **changes):
    base = Report(
        FORMAT,
        "An erf network learns a linear model first",
        "hu2020/figure-1",
        "quickstart.yaml",
        "4f1c9a0712ab34cd",
        tuple(range(8)),
        "float32",
        "jax",
        (claim(),) if claims is None else claims,
        tuple(cell(d) for d in (32, 64, 128, 192)) if cells is None else cells,
    )
    return replace(base, **changes)


WEIRD = "a | b `c` [d](e) *f* _g_ <b>h</b> \\ # $x$ ~~no~~ \N{PARTY POPPER} \x1b[31mred\x07\nnext"

CASES = {
    "supported sweep": report,
    "single run": lambda: report(
        claims=(
            claim(
                "inconclusive",
                outcomes=(
                    outcome("train", "inconclusive", fitted=False, missing="a sweep over d"),
                ),
                controls=(),
                missing=("outcome train: a sweep over d",),
            ),
        ),
        cells=(cell(50, spread=0.0, seeds=1, point={}),),
        seeds=(0,),
    ),
    "diverged": lambda: report(
        claims=(claim("inconclusive", missing=("outcome train: seed 3 diverged",)),),
        cells=(
            cell(32, diverged=("seed 3 diverged at step 17: the training loss overflowed",)),
            replace(cell(64, diverged=("seed 0 diverged at step 2: NaN",)), curves=(), once=()),
        ),
    ),
    "no claims": lambda: report(claims=(), cells=(cell(50, point={}),)),
    "nothing": lambda: report(claims=(), cells=(), seeds=()),
    "weird": lambda: report(
        title=WEIRD,
        cite=WEIRD,
        spec="a|b`c.yaml",
        claims=(
            claim(
                "contradicted",
                theorem="hu2020/theorem-3.2",
                conditions=tuple(replace(c, found=WEIRD, required=WEIRD) for c in conditions()),
                outcomes=(replace(outcome("train", "refuted"), found=WEIRD, text=WEIRD),),
                missing=(WEIRD,),
            ),
            claim("not-observed", conditions=conditions("fails"), expect=None),
            claim("observed-not-implied", conditions=conditions("unknown")),
        ),
    ),
    "many cells": lambda: report(
        cells=tuple(
            cell(d, point={"d": float(d), "alpha": alpha})
            for d in (16, 24, 32, 48, 64, 96, 128, 192)
            for alpha in (0.1, 0.2)
        )
    ),
    "unbounded": lambda: report(
        claims=(
            claim(
                "inconclusive",
                outcomes=(
                    replace(
                        outcome("train", "inconclusive", missing="more sizes", bends=True),
                        estimate=Estimate(-0.4, -math.inf, math.inf),
                        fit=replace(fit(bends=True), slope=Estimate(-0.4, -math.inf, math.inf)),
                    ),
                ),
            ),
        ),
    ),
}


@pytest.fixture(params=sorted(CASES), scope="session")
def any_report(request):
    """Each of the cases in turn."""
    return CASES[request.param]()


@pytest.fixture(scope="session")
def sweep():
    """A sweep over four sizes that supports its claim."""
    return report()


@pytest.fixture(scope="session")
def make():
    """The builders of a report's parts, by name."""
    return {
        "report": report,
        "claim": claim,
        "cell": cell,
        "outcome": outcome,
        "fit": fit,
        "curve": curve,
    }
