"""The judge errs as seldom as it says; with a mistake planted in it, it does not.

A quick part of `calibrate_judge.py`: few repetitions, fixed seeds. The whole is in judge.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import cases
import numpy as np
import pytest

from earlyspec.judge import (
    bounds,
    contrasts,
    controls,
    equalities,
    evidence,
    fits,
    frequencies,
    intervals,
    rates,
)

QUICK = 100
OFTEN = 400
COVERED = (
    "d^-0.5 against < -0.5; 4 sizes, 3 seeds, noise 0.1, normal",
    "d^-0.5 against < -0.5; 6 sizes, 3 seeds, noise 0.1, normal",
    "d^-0.5 against < -0.5; 6 sizes, 8 seeds, noise 0.1, normal",
)
"""Their intervals hold the truth in 95 %, to 1 % with this many repetitions."""
SEEN = {
    "d^-1 against < 0; 4 sizes, 10 seeds, noise 0.1, normal": 0.9,
    "d^-0.1 against > -0.5; 5 sizes, 8 seeds, noise 0.1": 0.6,
    "d^0; 4 sizes, 8 seeds, noise 0.1": 0.9,
    "ratio 1.5 against > 1, spread 0.2; 1 cells, 10 seeds": 0.95,
    "probability 0.999 against >= 0.9; 1 cells, 60 seeds": 0.95,
    "normal, spread 0.3, mean 1 against 1 +- 0.2; 40 seeds": 0.75,
    "3 times worse, paired spread 0.1; 4 sizes, 3 seeds": 0.95,
    "`exponent < -1` of d^-0.5, noise 0.1; 4 sizes, 8 seeds": 0.9,
}
"""True statements that these data do show, and the least share of repetitions in which they do."""
NEVER_WRONG = (
    "d^-0.5 up to 64, then flat against < 0; 4 sizes, 8 seeds, noise 0.2",
    "d^-0.5 against < -0.5; 4 sizes, 5 seeds, noise 0.1, normal",
    "d^-0.9 against > -0.5; 5 sizes, 8 seeds, noise 0.1",
    "d^-0.5 against < -1; 4 sizes, 10 seeds, noise 0.1, normal",
    "1 + 64/d against < 0; 4 sizes, 8 seeds, noise 0.05",
    "1 / log d against < 0; 4 sizes, 8 seeds, noise 0.05",
    "d^-0.5 up to 64, then flat against < 0; 4 sizes, 8 seeds, noise 0.05",
    "(log d)^2 d^-0.4 (memorisation) against < 0; 6 sizes, 10 seeds, noise 0.05",
    "d^0.5 up to 64, then d^-0.5 against < 0; 6 sizes, 10 seeds, noise 0.05",
    "d^-0.6 against -0.5 +- 0.1; 5 sizes, 8 seeds, noise 0.05",
    "(log d)^3 d^-0.4 against < 0; 4 sizes, 8 seeds, noise 0.05",
    "ratio 1 against > 1, spread 0.2; 4 cells, 5 seeds",
    "probability 0.9 against >= 0.9; 1 cells, 200 seeds",
    "lognormal, spread 1, mean 0.8 against 1 +- 0.2; 10 seeds",
    "0.999 against <= 1, error up to 0.2; 5 seeds",
    "1.001 against <= 1, error up to 0.2; 5 seeds",
    "1.1 times worse, paired spread 0.1; 4 sizes, 8 seeds",
    "`exponent < -0.2` of d^-0.5, noise 0.1; 4 sizes, 8 seeds",
)


def _complaints(about: str = "") -> Iterator[str]:
    """What is wrong with the judge, in the cases named so; nothing, if it is as it should be."""
    by_name = {case.name: case for case in cases.all_cases() if about in case.name}
    covered = [cases.tally(by_name[name], OFTEN)[1] for name in COVERED if name in by_name]
    if covered and not 0.94 <= np.mean(covered) <= 0.975:
        yield f"intervals hold the truth in {100 * np.mean(covered):.1f} %"
    for name in (*NEVER_WRONG, *SEEN):
        if name in by_name:
            words = cases.tally(by_name[name], QUICK)[0]
            if words["confirmed"] / QUICK < SEEN.get(name, 0.0):
                yield f"{name}: true, and confirmed in {words['confirmed']} of {QUICK} only"
            share = cases.false_share(by_name[name], words)
            if share > cases.allowed(QUICK):
                yield f"{name}: wrong in {100 * share:.0f} %"


def test_verdicts_are_false_as_seldom_as_they_may_be() -> None:
    assert list(_complaints()) == []


@pytest.mark.parametrize(
    ("module", "right", "wrong", "about"),
    [
        (
            intervals,
            "for v in values) / (count - 1)",
            "for v in values) / count",
            "3 seeds, noise 0.1, normal",
        ),
        (intervals, "0.5 + level / 2", "level", "noise 0.1, normal"),
        (intervals, "tail = (1 - level) / 2", "tail = 4 * (1 - level)", "probability 0.9 against"),
        (intervals, "variance += term", "variance += term / 2", "3 seeds, noise 0.1, normal"),
        (rates, 'if outcome.relation == "<":', 'if outcome.relation == ">":', "against > -0.5"),
        (rates, "target.inside(_second(first, fit))", "True", "against < 0; 4 sizes, 8 seeds"),
        (rates, "and target.outside(fit.ahead) == side", "", "(log d)^3 d^-0.4 against"),
        (
            fits,
            "told(_tangent(x, 2 * x[-1] - x[0]))",
            "told(_slope(x))",
            "against < 0; 4 sizes, 8 seeds",
        ),
        (fits, "math.log(size) for size", "-math.log(size) for size", "d^-1 against < 0"),
        (evidence, "(values[:-1], abs(values[-1]))", "(values[:-1], 0.0)", "error up to"),
        (
            bounds,
            "self.value.high <= self.limit.low",
            "self.value.low <= self.limit.low",
            "error up to",
        ),
        (contrasts, "1 - (1 - LEVEL) / among", "1 - 4 * (1 - LEVEL)", "ratio 1 against"),
        (contrasts, "positive(a) / positive(b)", "positive(b) / positive(a)", "ratio 1.5 against"),
        (
            frequencies,
            "low >= outcome.at_least",
            "surely / count >= outcome.at_least",
            "probability 0.9 against",
        ),
        (equalities, "REFUTING = 0.99", "REFUTING = 0.8", "lognormal"),
        (controls, "WORSE_BY = 1.5", "WORSE_BY = 1.0", "times worse"),
        (controls, "lie=True", "lie=False", "of d^-0.5, noise 0.1; 4 sizes, 8"),
    ],
    ids=lambda value: value.__name__ if isinstance(value, ModuleType) else None,
)
def test_a_planted_mistake_is_noticed(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, right: str, wrong: str, about: str
) -> None:
    _plant(monkeypatch, module, right, wrong)
    assert next(_complaints(about), None) is not None


def _plant(monkeypatch: pytest.MonkeyPatch, module: ModuleType, right: str, wrong: str) -> None:
    """Puts the module's names, made from a changed text, wherever they were imported."""
    text = Path(str(module.__file__)).read_text()
    assert right in text
    changed = ModuleType(module.__name__)
    changed.__dict__["__file__"] = module.__file__
    exec(compile(text.replace(right, wrong), str(module.__file__), "exec"), changed.__dict__)
    swapped = {
        id(old): changed.__dict__[name]
        for name, old in vars(module).items()
        if getattr(old, "__module__", "") == module.__name__ or isinstance(old, float)
    }
    names = ("earlyspec.judge", "drawing", "asymptotic", "seedwise", "by_hand")
    users = [m for name, m in sys.modules.items() if name.startswith(names)]
    for user in users:
        for name, old in list(vars(user).items()):
            if id(old) in swapped:
                monkeypatch.setattr(user, name, swapped[id(old)])
