"""The claims of lecture12: what they ask of a spec and of a run, and their lies."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from by_hand import ERF, RELU, cell

from earlyspec import registry
from earlyspec.plans import nodes
from earlyspec.theorems import _base as th

IDS = [
    "lecture12/certificate",
    "lecture12/lemma-2",
    "lecture12/lemma-3",
    "lecture12/lemma-4",
    "lecture12/lemma-5",
    "lecture12/theorem-1",
]
OF_RUNS = {"lecture12/certificate", "lecture12/lemma-2", "lecture12/lemma-5", "lecture12/theorem-1"}
SPHERE = nodes.InputFacts("sphere", 10, True, False, "subgaussian", 1.0, 1.0, 1.0)


def flowing(init="signs", n=8, m=512, **changes):
    made = cell(d=10, n=n, m=m, rates=(1.0, 0.0), activation=RELU, input_facts=SPHERE)
    network = replace(made.network, init=init, zero_output=init != "signs")
    dynamics = replace(made.dynamics, kind="gradient-flow", optimizer="gradient-flow")
    dynamics = replace(dynamics, loss="half-sum", integrator=nodes.Integrator("fixed", step=0.1))
    return replace(made, **{"network": network, "dynamics": dynamics, **changes})


FLOW = flowing()
STILL = replace(FLOW, dynamics=replace(FLOW.dynamics, kind="none", rates=(0.0, 0.0), recorded=(0,)))


def claim(name, **given) -> th.Theorem:
    return registry.theorem(name).model_validate(given)


def failing(name, c) -> set[str]:
    """Hypotheses that the spec alone decides, and that fail."""
    conditions = claim(name).conditions(c)
    return {each.id for each in conditions if isinstance(each, th.Structural) and not each.holds}


def test_every_item_of_the_sheet_is_a_theorem() -> None:
    assert {name for name in registry.theorems() if name.startswith("lecture12/")} == set(IDS)


@pytest.mark.parametrize("name", IDS)
def test_explain_has_the_statement_and_the_reading(name: str) -> None:
    kind = registry.theorem(name)
    assert "Statement:" in kind.__doc__
    assert "Reading:" in kind.__doc__
    assert kind.origin == ("ours" if name.endswith("certificate") else "paper")
    assert kind.needs_training == (name in OF_RUNS)


@pytest.mark.parametrize("name", IDS)
def test_its_setting_holds_and_each_part_of_it_is_asked_for(name: str) -> None:
    assert failing(name, FLOW) == set()
    erf = replace(FLOW, network=replace(FLOW.network, activation=ERF))
    assert failing(name, erf) == {"activation"}
    standard = replace(FLOW, network=replace(FLOW.network, parametrisation="standard"))
    assert failing(name, standard) == {"architecture"}
    gaussian = replace(FLOW, network=replace(FLOW.network, init="gaussian", follows_law=False))
    law = {"initialisation"} if name != "lecture12/lemma-2" else set()
    assert failing(name, gaussian) == law
    both = replace(FLOW, dynamics=replace(FLOW.dynamics, rates=(1.0, 1.0)))
    steps = replace(FLOW, dynamics=replace(FLOW.dynamics, kind="gradient-descent"))
    single = replace(FLOW, precision="float32")
    for c, asked in ((both, "layers"), (steps, "flow"), (single, "precision")):
        assert failing(name, c) == ({asked} if name in OF_RUNS else set())


@pytest.mark.parametrize("name", IDS)
def test_norms_are_measured_where_the_law_does_not_give_them(name: str) -> None:
    gaussian = replace(FLOW, input_facts=cell(d=10).input_facts)
    (inputs,) = (each for each in claim(name).conditions(gaussian) if each.id == "inputs")
    assert isinstance(inputs, th.Measured)
    assert inputs.bound <= 1e-9
    # N1 of hu2020 is max | |x|^2 / d - 1 | in units of sqrt(log(n) / d).
    assert inputs.series.scale == pytest.approx(math.sqrt(math.log(8) / 10))


@pytest.mark.parametrize("c", [FLOW, STILL, flowing("symmetric")], ids=["flow", "still", "pairs"])
@pytest.mark.parametrize("name", IDS)
def test_every_outcome_has_a_lie_that_differs_from_it(name: str, c: nodes.Cell) -> None:
    theorem = claim(name, **({"slope": True} if name.endswith(("-3", "-5")) else {}))
    truths = {outcome.id: outcome for outcome in theorem.outcomes(c)}
    lies = list(theorem.controls(c))
    assert len({lie.id for lie in lies}) == len(lies)
    for lie in lies:
        assert lie.outcome.id == lie.of
        assert lie.outcome != truths[lie.of], lie.id
    assert truths.keys() == {lie.of for lie in lies}


def test_the_largest_eigenvalue_is_no_lie_where_all_are_equal() -> None:
    orthonormal = replace(FLOW, input_facts=replace(SPHERE, kind="orthonormal"))
    for name in ("lecture12/lemma-5", "lecture12/theorem-1"):
        told = {lie.id for lie in claim(name).controls(FLOW)}
        assert told - {lie.id for lie in claim(name).controls(orthonormal)} == {"largest/decay"}


@pytest.mark.parametrize(("init", "independent"), [("signs", 512), ("symmetric", 256)])
def test_lemma_3_is_hoeffdings_bound_of_the_neurons_that_are_independent(init, independent) -> None:
    (bound,) = claim("lecture12/lemma-3", delta=0.2).outcomes(flowing(init))
    assert isinstance(bound, th.Frequency)
    expected = 8 * math.sqrt(math.log(8 * 9 / 0.2) / (2 * independent))
    assert bound.limit == pytest.approx(expected)
    assert bound.at_least == 0.8
    assert bound.series.scale == 8 / 10


def test_lemma_4_says_nothing_of_a_path_where_nothing_moves() -> None:
    """0 <= 0 would be confirmed on no evidence."""
    assert [each.id for each in claim("lecture12/lemma-4").outcomes(STILL)] == ["ball"]
    assert [each.id for each in claim("lecture12/lemma-4").outcomes(FLOW)] == ["ball", "path"]


def test_theorem_1_asks_for_the_width_of_its_proof() -> None:
    (width,) = (e for e in claim("lecture12/theorem-1").conditions(FLOW) if e.id == "width")
    assert isinstance(width, th.Measured)
    assert (width.relation, width.bound) == ("<=", 512.0)
    assert width.series.word.label == "sufficient-width(delta=0.1)"


@pytest.mark.parametrize(("rate", "factors"), [(None, (None, 2.0)), (0.3, (1.0, 4.0))])
def test_the_rate_of_a_certificate_is_the_one_that_is_judged(rate, factors) -> None:
    """exp(-lambda t) is exp(-c lambda' t) with lambda' = lambda_0 and c = 1/2, unless given."""
    theorem = claim("lecture12/certificate", **({} if rate is None else {"rate": rate}))
    truth = next(each for each in theorem.outcomes(FLOW) if each.id == "decay")
    lie = next(each.outcome for each in theorem.controls(FLOW) if each.of == "decay")
    for outcome, factor in zip((truth, lie), factors, strict=True):
        given = outcome.limit.word.parameters
        assert given.get("factor") == factor
        assert given.get("rate") == rate
