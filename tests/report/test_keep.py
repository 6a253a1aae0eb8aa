"""Sticky text: a claim or a point that did not move is as it was committed."""

from __future__ import annotations

import json
import random
import subprocess
from dataclasses import replace

import pytest

from earlyspec.judge.verdicts import Estimate
from earlyspec.report.diff.committed import committed, plan_of
from earlyspec.report.diff.keep import keep
from earlyspec.report.files import renderings
from earlyspec.report.render_json import to_json
from earlyspec.report.rounding import rounded


def nudged(estimate, sigmas):
    step = sigmas * (estimate.high - estimate.low) / 2 / 1.96
    return Estimate(*(x + step for x in (estimate.value, estimate.low, estimate.high)))


def shaken(report, sigmas, seed=0):
    """Every estimate and curve moved by Gaussian multiples of its own standard error."""
    rng = random.Random(seed)

    def curve(c):
        rows = []
        for m, lo, hi in zip(c.mean, c.low, c.high, strict=True):
            step = sigmas * rng.gauss(0, 1) * (hi - lo) / 2 / 1.96
            rows.append((m + step, lo + step, hi + step))
        mean, low, high = zip(*rows, strict=True)
        return replace(c, mean=mean, low=low, high=high)

    def outcome(o):
        if o.fit is None or o.estimate is None:
            return o
        moved = nudged(o.estimate, sigmas * rng.gauss(0, 1))
        points = tuple(
            replace(p, value=nudged(p.value, sigmas * rng.gauss(0, 1))) for p in o.fit.points
        )
        return replace(
            o,
            found=f"{moved.value:+.3f}",
            estimate=moved,
            fit=replace(o.fit, slope=moved, points=points),
        )

    claims = tuple(replace(c, outcomes=tuple(map(outcome, c.outcomes))) for c in report.claims)
    cells = tuple(replace(c, curves=tuple(map(curve, c.curves))) for c in report.cells)
    return replace(report, claims=claims, cells=cells)


def test_what_stayed_within_noise_keeps_its_text(sweep):
    fresh = shaken(sweep, 0.2)
    assert to_json(fresh) != to_json(sweep)
    kept = keep(sweep, fresh)
    assert renderings(kept.report) == renderings(sweep)
    assert (kept.blocks, kept.of) == (5, 5)
    assert kept.differs
    assert 0.1 < kept.drift.largest < 3
    assert kept.drift.mean_square == pytest.approx(0.2**2 / 2, rel=0.7)


def test_the_same_run_is_the_same_text(sweep):
    kept = keep(rounded(sweep), sweep)
    assert not kept.differs
    assert kept.drift.moved == 0


def test_one_number_that_moved_takes_its_claim_along_and_no_other(make):
    first, second = make["claim"](), make["claim"](theorem="hu2020/theorem-3.2")
    old = make["report"](claims=(first, second))
    shaky = shaken(old, 0.2)
    moved = shaky.claims[0].outcomes[0]
    jumped = replace(moved, estimate=nudged(moved.estimate, 9))
    claims = (
        replace(shaky.claims[0], outcomes=(jumped, *shaky.claims[0].outcomes[1:])),
        shaky.claims[1],
    )
    fresh = replace(shaky, claims=claims)
    kept = keep(old, fresh)
    assert kept.report.claims[0] == rounded(fresh).claims[0]
    assert kept.report.claims[1] == rounded(old).claims[1]
    assert kept.report.cells == rounded(old).cells


@pytest.mark.parametrize(
    "change",
    [
        {"plan": "0" * 16},
        {"backend": "reference"},
        {"precision": "float64"},
        {"seeds": tuple(range(9))},
    ],
)
def test_nothing_is_kept_of_another_plan_or_backend(sweep, change):
    fresh = replace(shaken(sweep, 0.2), **change)
    assert keep(sweep, fresh).report == rounded(fresh)
    assert keep(sweep, fresh).blocks == 0


def test_nothing_is_kept_across_a_verdict_a_condition_a_lie_or_a_statement(sweep):
    claim = shaken(sweep, 0.2).claims[0]
    for other in (
        replace(claim, word="inconclusive"),
        replace(claim, expect=None),
        replace(claim, parameters={"within": 0.1}),
        replace(
            claim, conditions=(replace(claim.conditions[0], word="unknown"), *claim.conditions[1:])
        ),
        replace(claim, outcomes=(replace(claim.outcomes[0], word="vacuous"), *claim.outcomes[1:])),
        replace(claim, outcomes=(replace(claim.outcomes[0], required="< -1"), *claim.outcomes[1:])),
        replace(claim, outcomes=(replace(claim.outcomes[0], text="other"), *claim.outcomes[1:])),
        replace(claim, controls=(replace(claim.controls[0], caught=False), *claim.controls[1:])),
    ):
        fresh = replace(sweep, claims=(other,))
        assert keep(sweep, fresh).report.claims == rounded(fresh).claims


def test_nothing_is_kept_across_zero(make):
    """Whether an interval holds 0 may be the verdict, however little it moved."""

    def report(low):
        part = make["outcome"]("train")
        moved = replace(part, estimate=Estimate(0.5, low, 1.0), found="0.5")
        return make["report"](claims=(make["claim"](outcomes=(moved,)),), cells=())

    assert keep(report(0.004), report(0.002)).blocks == 1
    assert keep(report(0.004), report(-0.004)).blocks == 0


def test_drift_cannot_creep(sweep):
    """Always against the committed text: small steps in one direction add up until they show."""

    def at(sigmas):
        claim = sweep.claims[0]
        moved = tuple(
            replace(o, estimate=nudged(o.estimate, sigmas), fit=None) for o in claim.outcomes
        )
        return replace(sweep, claims=(replace(claim, outcomes=moved),), cells=())

    base, shown = at(0), []
    for k in range(1, 12):
        kept = keep(base, at(k))
        shown.append(kept.report.claims == rounded(base).claims)
        if not shown[-1]:
            break
    assert shown == [True] * 4 + [False]  # 3 sigma of a difference are 4.2 of a number


def test_the_last_commit_is_what_counts_then_the_disk(sweep, tmp_path):
    folder = tmp_path / "a.report"
    folder.mkdir()
    file = folder / "report.json"
    assert committed(folder, sweep.plan) is None
    file.write_text(to_json(sweep))
    assert committed(folder, sweep.plan) == rounded(sweep)

    def git(*arguments):
        names = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
        subprocess.run(["git", *names, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    assert committed(folder, sweep.plan) == rounded(sweep)
    git("add", "-A")
    git("commit", "-qm", "one")
    later = shaken(sweep, 5)
    file.write_text(to_json(later))
    assert committed(folder, sweep.plan) == rounded(sweep)
    # Of another plan in the commit, the one on disk may still be of this plan.
    file.write_text(to_json(replace(later, plan="1" * 16)))
    assert committed(folder, "1" * 16) == rounded(replace(later, plan="1" * 16))
    assert committed(folder, "2" * 16) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"plan": 3}', "\ufeff", "[" * 99999])
def test_a_file_that_is_no_report_has_no_plan(tmp_path, text):
    (tmp_path / "report.json").write_text(text)
    assert plan_of(tmp_path) is None
    (tmp_path / "report.json").write_text(json.dumps({"plan": "abc"}))
    assert plan_of(tmp_path) == "abc"
