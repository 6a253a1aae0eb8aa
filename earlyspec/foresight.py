"""What a valid spec lets one see before it runs: its plan, and the hypotheses that this decides."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from earlyspec.compiler import models
from earlyspec.compiler.lower import lower
from earlyspec.diagnostics import theorem
from earlyspec.diagnostics.claims import ModelsDiffer, NoSuchModel
from earlyspec.diagnostics.dynamics import UnknownDynamics
from earlyspec.diagnostics.finding import Finding, Severity
from earlyspec.diagnostics.shape import UnknownKey
from earlyspec.frozen import dataclass
from earlyspec.judge.claims import foresee as decide
from earlyspec.language.profiles import blamed

if TYPE_CHECKING:
    from earlyspec.judge.verdicts import ConditionVerdict
    from earlyspec.language.load import Loaded
    from earlyspec.language.places import Places
    from earlyspec.plans.nodes import Claim, Plan

Conditions = Sequence["ConditionVerdict"]


@dataclass(frozen=True)
class Foreseen:
    """A spec before its run.

    Attributes:
      findings: what there is to say of it.
      plan: what would run; None if a finding says why nothing can.
      conditions: for each claim, its hypotheses as far as the plan decides them.
    """

    findings: tuple[Finding, ...]
    plan: Plan | None = None
    conditions: tuple[tuple[ConditionVerdict, ...], ...] = ()


def foresee(loaded: Loaded, profile: str | None = None) -> Foreseen:
    """What there is to see of a valid spec; if a profile was applied, told in its own lines."""
    seen = _foresee(loaded)
    if profile is None or seen.plan is None or not seen.findings:
        return seen
    plain = loaded.plain
    known = _foresee(plain).findings if plain is not None and plain.specs else ()
    told = blamed(seen.findings, known, loaded.tree, profile)
    return Foreseen(tuple(told), seen.plan, seen.conditions)


def under_profiles(
    loaded: Loaded, known: Collection[Finding]
) -> tuple[dict[str, Plan], list[Finding]]:
    """The plan under each profile of a spec that was loaded as it stands, where there is one.

    Of a profile that was not asked for, only what would keep it from running is told, and what is
    known without it is not told again.
    """
    plans: dict[str, Plan] = {}
    found: list[Finding] = []
    for name, under in loaded.profiles.items():
        seen = _foresee(under)
        if seen.plan is not None:
            plans[name] = seen.plan
        worse = [
            each
            for each in seen.findings
            if each.severity is Severity.ERROR and each not in known and each not in found
        ]
        found += blamed(worse, (), under.tree, name)
    return plans, found


def _foresee(loaded: Loaded) -> Foreseen:
    places = loaded.places
    try:
        plan = lower([(point.values, point.spec) for point in loaded.specs])
    except models.UnknownModel as unknown:
        span = places.value(("measure", unknown.index))
        return Foreseen((NoSuchModel(span, unknown.name, unknown.known),))
    except models.ModelsDiffer as differ:
        span = places.value(("claims", differ.index))
        return Foreseen((ModelsDiffer(span, differ.name),))
    except models.CannotFollow as lacking:
        span = places.value((lacking.key, lacking.index))
        return Foreseen((UnknownDynamics(span, lacking.name, lacking.optimizer),))
    conditions = decide(plan)
    claims = list(zip(plan.claims, conditions, strict=True))
    found = [
        *(each for k, pair in enumerate(claims) for each in _unknown_constants(k, *pair, places)),
        *(each for k, pair in enumerate(claims) for each in _hypotheses(k, *pair, places)),
    ]
    return Foreseen(tuple(found), plan, conditions)


def _unknown_constants(
    index: int, claim: Claim, conditions: Conditions, places: Places
) -> list[Finding]:
    """Constants that a claim gives for conditions that its theorem does not have."""
    given = claim.parameters.get("constants", {})
    known = [condition.id for condition in conditions if condition.kind == "scaling"]
    owner = f"`constants` of {claim.theorem}"
    return [
        UnknownKey(
            places.key(("claims", index, "constants", name)), name, owner, known, list(given)
        )
        for name in given
        if name not in known
    ]


def _hypotheses(index: int, claim: Claim, conditions: Conditions, places: Places) -> list[Finding]:
    """Hypotheses that fail, or that this version cannot decide."""
    found: list[Finding] = []
    for verdict in conditions:
        kind: type[theorem.Hypothesis]
        if verdict.word == "fails":
            impossible = claim.expect == "supported"
            kind = theorem.ExpectationImpossible if impossible else theorem.HypothesisFails
        elif verdict.word == "unknown" and verdict.kind == "structural":
            kind = theorem.HypothesisOpen
        else:
            continue  # it holds, or only the run can tell
        found.append(
            kind(
                places.value(verdict.field.split(".")),
                claim.theorem,
                verdict.id,
                verdict.text,
                verdict.required,
                verdict.found,
                verdict.by,
                places.value(("claims", index)),
                claim.expect,
            )
        )
    return found
