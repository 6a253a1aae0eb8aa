"""Claims, decided: conditions, outcomes and controls of one theorem put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from earlyspec import registry
from earlyspec.judge import conditions, controls, outcomes
from earlyspec.judge.evidence import Evidence
from earlyspec.judge.verdicts import (
    ClaimVerdict,
    ClaimWord,
    ConditionVerdict,
    ControlVerdict,
    OutcomeVerdict,
)
from earlyspec.plans.measurements import CellRun
from earlyspec.plans.nodes import Claim, Plan
from earlyspec.theorems._base import (
    Contrast,
    Fact,
    Frequency,
    Outcome,
    Rate,
    Theorem,
    series_of,
)

Record = TypeVar("Record", bound=Any)


def judge(plan: Plan, runs: Sequence[CellRun]) -> tuple[ClaimVerdict, ...]:
    """Every claim of a plan, on what its cells returned, in the plan's order."""
    evidence = [Evidence(cell, run) for cell, run in zip(plan.cells, runs, strict=True)]
    return tuple(_claim(claim, evidence, plan.controls) for claim in plan.claims)


def foresee(plan: Plan) -> tuple[tuple[ConditionVerdict, ...], ...]:
    """The conditions of every claim as far as the plan alone decides them; nothing is run."""
    evidence = [Evidence(cell, None) for cell in plan.cells]
    return tuple(_conditions(revive(claim), evidence) for claim in plan.claims)


def revive(claim: Claim) -> Theorem:
    """The theorem that a claim names, with the claim's parameters."""
    theorem: Theorem = registry.theorem(claim.theorem).model_validate(
        {**claim.parameters, "expect": claim.expect}
    )
    return theorem


def _claim(claim: Claim, evidence: Sequence[Evidence], with_controls: bool) -> ClaimVerdict:
    theorem = revive(claim)
    held = _conditions(theorem, evidence)
    truths = _by_id([list(theorem.outcomes(each.cell)) for each in evidence], evidence)
    seen = [
        replace(verdict, unit=_unit(group[0], mine[0]))
        for group, mine in truths.values()
        for verdict in outcomes.decide(group, mine)
    ]
    lies = _controls(theorem, evidence) if with_controls else ()
    seen = [_demoted(verdict, lies) for verdict in seen]
    word, missing = _word(held, seen)
    return ClaimVerdict(
        claim.theorem, word, claim.expect, held, tuple(seen), lies, missing, claim.parameters
    )


def _unit(outcome: Outcome, evidence: Evidence) -> str:
    """The unit of what an outcome speaks of; a ratio, a share and a fact have none."""
    ratio = isinstance(outcome, Rate) and outcome.against is not None
    if ratio or isinstance(outcome, Contrast | Frequency | Fact):
        return ""
    units = {quantity.id: quantity.unit for quantity in evidence.cell.quantities}
    series = next(iter(series_of(outcome)), None)
    if series is None:
        return ""
    return units.get(series.word.label, "") if series.unit is None else series.unit


def _conditions(theorem: Theorem, evidence: Sequence[Evidence]) -> tuple[ConditionVerdict, ...]:
    grouped = _by_id([list(theorem.conditions(each.cell)) for each in evidence], evidence)
    return tuple(conditions.decide(group, mine) for group, mine in grouped.values())


def _controls(theorem: Theorem, evidence: Sequence[Evidence]) -> tuple[ControlVerdict, ...]:
    grouped = _by_id([list(theorem.controls(each.cell)) for each in evidence], evidence)
    verdicts = []
    for lies, mine in grouped.values():
        of = lies[0].of
        truths = [next(o for o in theorem.outcomes(e.cell) if o.id == of) for e in mine]
        verdicts.append(controls.decide(lies, truths, mine))
    return tuple(verdicts)


def _by_id(
    per_cell: Sequence[Sequence[Record]], evidence: Sequence[Evidence]
) -> dict[str, tuple[list[Record], list[Evidence]]]:
    """Records of one id with the cells that have them; a cell may lack some, such as a lie."""
    groups: dict[str, tuple[list[Record], list[Evidence]]] = {}
    for records, each in zip(per_cell, evidence, strict=True):
        for record in records:
            mine = groups.setdefault(record.id, ([], []))
            mine[0].append(record)
            mine[1].append(each)
    return groups


def _demoted(verdict: OutcomeVerdict, lies: Sequence[ControlVerdict]) -> OutcomeVerdict:
    """A confirmed outcome that a lie would have passed as well is not confirmed."""
    own = verdict.id.split(" [")[0]
    passed = [lie for lie in lies if lie.of == own and not lie.caught]
    if verdict.word != "confirmed" or not passed:
        return verdict
    named = "; ".join(f"{lie.text} ({lie.reason})" for lie in passed)
    return replace(
        verdict, word="inconclusive", missing=f"this experiment cannot tell it from: {named}"
    )


def _word(
    held: Sequence[ConditionVerdict], seen: Sequence[OutcomeVerdict]
) -> tuple[ClaimWord, tuple[str, ...]]:
    """The table of the language's section 3.

    A fact is a premise, decided by the spec alone. That a spec does not meet one contradicts
    nobody, whatever its data look like: it is not observed here.
    """
    conditions_met = {verdict.word for verdict in held}
    found = {verdict.word for verdict in seen}
    confirmed = "confirmed" in found and found <= {"confirmed", "vacuous"}
    if any(verdict.kind == "fact" and verdict.word == "refuted" for verdict in seen):
        return "not-observed", ()
    if "fails" in conditions_met:
        if confirmed:
            return "observed-not-implied", ()
        if "refuted" in found:
            return "not-observed", ()
    elif conditions_met <= {"holds"}:
        if confirmed:
            return "supported", ()
        if "refuted" in found:
            return "contradicted", ()
    return "inconclusive", _missing(held, seen)


def _missing(held: Sequence[ConditionVerdict], seen: Sequence[OutcomeVerdict]) -> tuple[str, ...]:
    unknown = [f"condition {v.id}: {v.found}" for v in held if v.word == "unknown"]
    open_outcomes = [f"outcome {v.id}: {v.missing}" for v in seen if v.word == "inconclusive"]
    vacuous = [f"outcome {v.id}: the bound is vacuous" for v in seen if v.word == "vacuous"]
    return tuple(unknown + open_outcomes + vacuous)
