"""When a number, an interval or a sentence has moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import pytest

from earlyspec.judge.verdicts import Estimate
from earlyspec.report.diff.compare import compare
from earlyspec.report.diff.ledger import Ledger
from earlyspec.report.diff.model import Level
from earlyspec.report.diff.noise import ALONE, Neighbours, Terms, sigmas, width_changed
from earlyspec.report.diff.records import record
from earlyspec.report.diff.sentences import moved, words

SAME = Terms("float64", True, (8, 8))
OTHER = Terms("float64", False, (8, 8))


def test_sigmas_use_the_sides_that_face_each_other():
    old, new = Estimate(1.0, 0.8, 1.98), Estimate(2.0, 1.02, 9.0)
    assert sigmas(old, new, SAME) == pytest.approx(2**0.5, rel=1e-4)
    assert sigmas(new, old, SAME) == pytest.approx(2**0.5, rel=1e-4)


def test_a_number_without_an_uncertainty():
    assert (sigmas(Estimate(1.0), Estimate(1.1), SAME) or 0) > 100
    assert sigmas(Estimate(1.0), Estimate(1.1), OTHER) is None
    assert (sigmas(Estimate(1.0), Estimate(1.000002), SAME) or 0) < 1
    assert sigmas(Estimate(1.0), Estimate(1.0), OTHER) == 0
    single = replace(SAME, precision="float32")
    assert (sigmas(Estimate(1.0), Estimate(1.0005), single) or 9) < 3
    beside = Neighbours(scale=1.0)
    assert (sigmas(Estimate(1e-16), Estimate(-3e-16), SAME, beside) or 0) < 1
    assert (sigmas(Estimate(1e-16), Estimate(-3e-16), SAME) or 0) > 3
    assert (sigmas(Estimate(1.0), Estimate(1.1), SAME, Neighbours(relative=0.05)) or 9) < 3


def test_what_is_not_finite():
    inf, nan = float("inf"), float("nan")
    assert sigmas(Estimate(inf), Estimate(inf), SAME) == 0
    assert sigmas(Estimate(nan), Estimate(nan), SAME) == 0
    assert sigmas(Estimate(1.0), Estimate(nan), SAME) == inf
    endless = Estimate(1.0, -inf, inf)
    assert sigmas(endless, replace(endless, value=5.0), SAME) == 0
    assert width_changed(endless, Estimate(1.0, 0.9, 1.1), SAME)


def test_the_width_of_an_interval():
    base = Estimate(1.0, 0.9, 1.1)
    assert not width_changed(base, Estimate(1.0, 0.85, 1.15), SAME)
    assert width_changed(base, Estimate(1.0, 0.0, 2.0), SAME)
    assert not width_changed(base, Estimate(1.0, 0.0, 2.0), replace(SAME, seeds=(8, 3)))
    many = replace(SAME, seeds=(200, 200))
    assert width_changed(base, Estimate(1.0, 0.8, 1.2), many)


def test_sentences():
    old = "exponent -0.018 [-0.106, +0.070]; at most 3.07"

    def said(new, terms=SAME, neighbours=ALONE, measured=True, old=old):
        return moved(old, new, terms, neighbours, measured)

    assert words(old) == "exponent #; at most #"
    assert said("exponent +0.010 [-0.080, +0.100]; at most 3.07") is False
    assert said("exponent +0.410 [+0.300, +0.510]; at most 3.07") is True
    assert said("exponent -0.018 [-0.106, +0.070]; at most 3.08") is False
    assert said("exponent -0.018 [-0.106, +0.070]; at most 30.7") is True
    assert said("exponent -0.018 [-0.106, +0.070]; at most 30.7", OTHER) is None
    assert said("exponent -0.018 [-0.106, +0.070]; at least 3.07") is True
    beside = Neighbours(relative=0.05)
    assert said("exponent -0.018 [-0.106, +0.070]; at most 3.2", neighbours=beside) is False
    for before, after in (("<= 0.012", "<= 0.013"), ("<= 4 x 1", "<= 5 x 1"), ("8", "9")):
        assert said(after, OTHER, beside, False, before) is True
    assert said("<= 0.0312346", measured=False, old="<= 0.0312345") is False
    assert said("worst of 9 seeds", old="worst of 8 seeds") is True


@dataclass(frozen=True)
class Later:
    """A verdict of a kind that this comparison was not written for."""

    id: str
    word: Literal["certain", "doubtful"]
    power: float
    odds: Estimate | None
    trials: int
    remark: str
    parts: tuple[Estimate, ...] = ()
    found: str = ""


def test_fields_that_nobody_foresaw_need_no_code():
    base = Later("a", "certain", 0.8, Estimate(3.0, 2.0, 4.0), 8, "so", (), "3.00 [2.00, 4.00]")

    def changes(**given):
        ledger = Ledger(SAME)
        record(ledger, "here", "part a", base, replace(base, **given))
        return [(c.level, c.kind, c.what) for c in (*ledger.changes, *ledger.settings)]

    assert changes() == []
    assert changes(odds=Estimate(3.3, 2.3, 4.3), found="3.30 [2.30, 4.30]", power=0.82) == []
    assert changes(odds=Estimate(30.0, 29.0, 31.0)) == [(Level.NUMBER, "number", "part a, odds")]
    assert changes(odds=None) == [(Level.NUMBER, "presence", "part a, odds")]
    assert changes(word="doubtful") == [(Level.CONDITION, "word", "part a")]
    assert changes(power=0.1) == [(Level.NUMBER, "number", "part a, power")]
    assert changes(trials=9) == [(Level.NUMBER, "setting", "trials")]
    assert changes(remark="otherwise") == [(Level.NUMBER, "text", "part a, remark")]


def test_other_seeds_leave_bare_numbers_uncompared(sweep):
    def other(curve):
        bare = curve.low == curve.high
        return replace(curve, mean=tuple(-v for v in curve.mean)) if bare else curve

    def flat(cell):
        curves = tuple(
            replace(
                c,
                mean=tuple(-v for v in c.mean),
                low=tuple(-v for v in c.low),
                high=tuple(-v for v in c.high),
            )
            if c.low == c.mean == c.high
            else c
            for c in cell.curves
        )
        return replace(cell, curves=curves)

    new = replace(sweep, cells=tuple(map(flat, sweep.cells)), seeds=tuple(range(8, 16)))
    found = compare(sweep, new)
    assert not found.changes
    assert found.drift.drawn > 0
    again = compare(sweep, replace(new, seeds=sweep.seeds))
    assert any(change.kind == "number" for change in again.changes)
