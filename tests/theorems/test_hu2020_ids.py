"""The claims of hu2020 on data, kernels, Jacobians and figures: all there, and all with lies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from by_hand import ERF, RELU, cell
from pydantic_core import ValidationError

from earlyspec import registry
from earlyspec.plans import nodes
from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._norm_target import has_norm_feature

IDS = [
    "hu2020/assumption-3.1",
    "hu2020/assumption-3.2",
    "hu2020/claim-3.1",
    "hu2020/corollary-3.3",
    "hu2020/figure-1",
    "hu2020/figure-2",
    "hu2020/figure-3",
    "hu2020/figure-4",
    "hu2020/figure-5",
    "hu2020/lemma-d.12",
    "hu2020/lemma-d.13",
    "hu2020/lemma-d.5",
    "hu2020/lemma-d.6",
    "hu2020/proposition-3.4",
    "hu2020/proposition-d.10",
    "hu2020/proposition-d.11",
    "hu2020/proposition-d.2",
    "hu2020/proposition-d.3",
    "hu2020/proposition-d.4",
    "hu2020/proposition-d.7",
    "hu2020/proposition-d.8",
    "hu2020/proposition-d.9",
    "hu2020/remark-eta1-neq-eta2",
    "hu2020/remark-norm-feature",
    "hu2020/theorem-3.2",
    "hu2020/theorem-3.5",
    "hu2020/theorem-d.1",
]
RESTORED = {  # the sheet's section 10: forced up to logarithms or exponents, or doubtful
    "hu2020/corollary-3.3",
    "hu2020/figure-1",
    "hu2020/figure-2",
    "hu2020/figure-3",
    "hu2020/figure-4",
    "hu2020/figure-5",
    "hu2020/lemma-d.12",
    "hu2020/lemma-d.13",
    "hu2020/lemma-d.5",
    "hu2020/lemma-d.6",
    "hu2020/proposition-d.10",
    "hu2020/proposition-d.11",
    "hu2020/proposition-d.7",
    "hu2020/proposition-d.8",
    "hu2020/theorem-3.5",
    "hu2020/theorem-d.1",
}
WITHOUT_LIES = {"hu2020/assumption-3.2"}  # a premise; the sheet has no lie about it
ON_NORMS = {"hu2020/figure-2", "hu2020/remark-norm-feature"}
LONG = {"slope": True}
CELLS = {
    "erf first": cell(activation=replace(ERF, has_dual=True), rates=(5.0, 0.0)),
    "erf both": cell(activation=replace(ERF, has_dual=True)),
    "relu first": cell(activation=replace(RELU, has_dual=True), rates=(5.0, 0.0)),
    "relu second": cell(activation=replace(RELU, has_dual=True), rates=(0.0, 1.0)),
    "relu both": cell(activation=replace(RELU, has_dual=True), rates=(1.0, 1.0)),
    "relu unequal": cell(activation=replace(RELU, has_dual=True), rates=(2.0, 0.5)),
}


def _claim(name: str) -> th.Theorem:
    given = LONG if name in ("hu2020/lemma-d.5", "hu2020/lemma-d.12") else {}
    return registry.theorem(name).model_validate(given)


def test_every_item_of_the_sheet_is_a_theorem() -> None:
    assert set(IDS) <= set(registry.theorems())


@pytest.mark.parametrize("name", IDS)
def test_explain_has_the_statement_and_the_reading(name: str) -> None:
    kind = registry.theorem(name)
    assert "Statement:" in kind.__doc__
    assert "Reading:" in kind.__doc__
    assert kind.origin == ("restored" if name in RESTORED else "paper")
    if kind.origin == "restored":
        assert "restored" in kind.__doc__.lower()
        assert "confidence" in kind.__doc__


@pytest.mark.parametrize("where", CELLS)
@pytest.mark.parametrize("name", IDS)
def test_every_outcome_has_a_lie_that_differs_from_it(name: str, where: str) -> None:
    theorem, c = _claim(name), CELLS[where]
    truths = {outcome.id: outcome for outcome in theorem.outcomes(c)}
    lies = list(theorem.controls(c))
    assert len({lie.id for lie in lies}) == len(lies)
    for lie in lies:
        assert lie.outcome.id == lie.of
        assert lie.outcome != truths[lie.of], lie.id
    facts = {name for name, truth in truths.items() if isinstance(truth, th.Fact)}
    if name in WITHOUT_LIES or (name in ON_NORMS and not has_norm_feature(c)):
        return
    facts = {name for name, truth in truths.items() if isinstance(truth, th.Fact)}
    assert truths.keys() - facts == {lie.of for lie in lies}


@pytest.mark.parametrize("where", CELLS)
@pytest.mark.parametrize("name", IDS)
def test_every_model_that_is_read_is_followed(name: str, where: str) -> None:
    """And a lie about the linear model is never the right one under another name."""
    theorem, c = _claim(name), CELLS[where]
    followed = {reference.name: reference.word for reference in theorem.references(c)}
    records: list[th.Condition | th.Outcome] = [*theorem.conditions(c), *theorem.outcomes(c)]
    records += [lie.outcome for lie in theorem.controls(c)]
    for record in records:
        for series in th.series_of(record):
            for key in ("model", "other", "instead", "first", "second"):
                read = series.word.parameters.get(key, "network")
                assert read == "network" or read in followed, (record.id, read)


@pytest.mark.parametrize("where", CELLS)
def test_all_claims_mean_the_same_by_the_name_of_a_model(where: str) -> None:
    """A plan holds each model once; those of deep networks are for other cells."""
    found: dict[str, nodes.Word] = {}
    for name in IDS:
        if name not in ("hu2020/figure-3", "hu2020/figure-4"):
            for reference in _claim(name).references(CELLS[where]):
                assert found.setdefault(reference.name, reference.word) == reference.word


@pytest.mark.parametrize("name", IDS)
def test_records_of_a_claim_have_one_id_each(name: str) -> None:
    for c in CELLS.values():
        for records in (_claim(name).conditions(c), _claim(name).outcomes(c)):
            ids = [record.id for record in records]
            assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("item", ["theorem-3.2", "theorem-d.1", "corollary-3.3"])
def test_a_probability_is_that_of_a_declared_bound(item: str) -> None:
    kind, c = registry.theorem(f"hu2020/{item}"), CELLS["erf first"]
    with pytest.raises(ValidationError, match="write `within"):
        kind.model_validate({"probability": 0.9})
    both = kind.model_validate({"within": 0.1, "probability": 0.9})
    rates = [each for each in both.outcomes(c) if isinstance(each, th.Rate)]
    assert rates
    assert {(each.within, each.probability) for each in rates} == {(0.1, 0.9)}
