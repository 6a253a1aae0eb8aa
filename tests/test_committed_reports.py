"""The reports beside the specs: of these specs, and of these theorems, as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from earlyspec.judge.claims import revive
from earlyspec.plans.codec import digest
from earlyspec.plans.nodes import Plan
from earlyspec.report.render_json import from_json
from earlyspec.session import check

SPECS = Path(__file__).parents[1] / "specs"
REPORTS = sorted(SPECS.rglob("*.report"))


def plan_of(folder: Path) -> Plan:
    """The plan of a report's spec; `a.paper.report` is of the profile `paper` of `a.yaml`."""
    spec, profile = folder.with_suffix(".yaml"), None
    if not spec.exists():
        stem, _, profile = folder.stem.rpartition(".")
        spec = folder.with_name(f"{stem}.yaml")
    plan = check(str(spec), profile=profile).plan
    assert plan is not None
    return plan


def said(records: Iterable[Any]) -> set[tuple[str, str]]:
    """What each says, by id; an outcome's own id is before the split it was seen on."""
    return {(each.id.split(" [")[0], each.text) for each in records}


def as_stated(judged: Iterable[Any], stated: Iterable[Any]) -> bool:
    """Whether all that is stated was judged, in the words of one of the sizes."""
    found, meant = said(judged), said(stated)
    return found <= meant and {name for name, _ in found} == {name for name, _ in meant}


def test_there_are_reports() -> None:
    assert len(REPORTS) >= len(list(SPECS.rglob("*.yaml"))) > 40


@pytest.mark.parametrize("folder", REPORTS, ids=lambda each: f"{each.parent.name}/{each.stem}")
def test_a_report_is_of_its_spec_and_its_theorems_as_they_stand(folder: Path) -> None:
    report = from_json((folder / "report.json").read_text(encoding="utf-8"))
    plan = plan_of(folder)
    assert report.plan == digest(plan), "stale: run its spec again"
    assert [claim.theorem for claim in report.claims] == [claim.theorem for claim in plan.claims]
    for claim, judged in zip(plan.claims, report.claims, strict=True):
        theorem = revive(claim)
        restated = "stale: its theorem was restated; run its spec again"
        outcomes = [each for cell in plan.cells for each in theorem.outcomes(cell)]
        assert as_stated(judged.outcomes, outcomes), restated
        lies = [each for cell in plan.cells for each in theorem.controls(cell)]
        assert as_stated(judged.controls, lies if plan.controls else []), restated
        conditions = {each.id for cell in plan.cells for each in theorem.conditions(cell)}
        assert {each.id for each in judged.conditions} == conditions, restated
