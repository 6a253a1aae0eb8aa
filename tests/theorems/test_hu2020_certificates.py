"""Appendices B and C and the certificates: what they ask for, what they claim, how they lie."""

from __future__ import annotations

from dataclasses import replace

import pytest
from by_hand import RELU, cell

from earlyspec import registry
from earlyspec.theorems import _base as th

CERTIFICATES = tuple(
    f"hu2020/certificate-{kind}"
    for kind in ("identity", "defect", "two-part", "eps", "test", "apriori-lin")
)
EXPLICIT = "hu2020/theorem-c.2-explicit"
DESCENTS = (*CERTIFICATES, EXPLICIT, "hu2020/theorem-c.2")
BALLS = ("hu2020/certificate-apriori-lin", EXPLICIT, "hu2020/theorem-c.2", "hu2020/assumption-c.1")
LEMMAS = tuple(f"hu2020/lemma-b.{k}" for k in (1, 2, 3))
ALL = (*DESCENTS, "hu2020/assumption-c.1", "hu2020/claim-c.1", *LEMMAS)
FIRST = cell(rates=(5.0, 0.0))


def structural(name: str, made: th.Cell) -> dict[str, bool | None]:
    found = registry.theorem(name)().conditions(made)
    return {c.id: c.holds for c in found if isinstance(c, th.Structural)}


@pytest.mark.parametrize("name", ALL)
def test_at_its_best_nothing_that_the_spec_decides_fails(name: str) -> None:
    assert set(structural(name, FIRST).values()) <= {True}


@pytest.mark.parametrize("name", DESCENTS)
@pytest.mark.parametrize("changes", [{"batch": 10}, {"optimizer": "sgd"}, {"optimizer": "adam"}])
def test_other_descents_fail(name: str, changes: dict[str, object]) -> None:
    other = replace(FIRST, dynamics=replace(FIRST.dynamics, **changes))
    assert structural(name, other)["descent"] is False


@pytest.mark.parametrize("name", DESCENTS)
def test_another_start_fails(name: str) -> None:
    other = replace(FIRST, network=replace(FIRST.network, zero_output=False))
    assert structural(name, other)["start"] is False


@pytest.mark.parametrize("name", [*DESCENTS, "hu2020/assumption-c.1", "hu2020/claim-c.1"])
def test_float32_is_refused(name: str) -> None:
    assert structural(name, replace(FIRST, precision="float32"))["precision"] is False


@pytest.mark.parametrize("name", [*BALLS, "hu2020/certificate-eps"])
def test_both_layers_at_once_fail(name: str) -> None:
    assert structural(name, cell(rates=(5.0, 5.0)))["layers"] is False


@pytest.mark.parametrize("name", BALLS)
def test_a_kink_fails_unless_the_second_layer_trains(name: str) -> None:
    assert structural(name, cell(rates=(5.0, 0.0), activation=RELU))["activation"] is False
    assert structural(name, cell(rates=(0.0, 5.0), activation=RELU))["activation"] is True


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("hu2020/certificate-defect", 2.0),
        ("hu2020/certificate-eps", 2.0),
        ("hu2020/certificate-two-part", 2.0),
        ("hu2020/claim-c.1", 2.0),
        ("hu2020/certificate-apriori-lin", 1.0),
        (EXPLICIT, 1.0),
        ("hu2020/theorem-c.2", 1.0),
    ],
)
def test_how_steep_it_may_be(name: str, limit: float) -> None:
    measured = {c.id: c for c in registry.theorem(name)().conditions(FIRST)}["stability"]
    assert isinstance(measured, th.Measured)
    assert (measured.relation, measured.bound) == ("<=", limit)


def test_identity_and_test_certificate_take_any_step() -> None:
    for name in ("hu2020/certificate-identity", "hu2020/certificate-test"):
        assert all(isinstance(c, th.Structural) for c in registry.theorem(name)().conditions(FIRST))


@pytest.mark.parametrize("name", CERTIFICATES)
def test_certificates_are_ours(name: str) -> None:
    assert registry.theorem(name).origin == "ours"


def test_the_printed_theorem_is_undecidable_and_names_the_one_that_is_not() -> None:
    (outcome,) = registry.theorem("hu2020/theorem-c.2")().outcomes(FIRST)
    assert isinstance(outcome, th.Fact)
    assert outcome.holds is None
    assert EXPLICIT in outcome.found
    assert registry.theorem(EXPLICIT).origin == "ours"


@pytest.mark.parametrize("name", [each for each in ALL if each != "hu2020/theorem-c.2"])
@pytest.mark.parametrize("rates", [(5.0, 0.0), (0.0, 5.0)])
def test_every_lie_differs_from_what_it_lies_about(name: str, rates: tuple[float, float]) -> None:
    made = cell(rates=rates)
    theorem = registry.theorem(name)()
    truths = {outcome.id: outcome for outcome in theorem.outcomes(made)}
    controls = list(theorem.controls(made))
    assert controls
    for control in controls:
        assert control.outcome != truths[control.of]
        assert control.outcome.id == control.of


@pytest.mark.parametrize("name", ["certificate-defect", "certificate-test"])
def test_the_factor_of_the_loss_is_a_lie_only_without_the_half(name: str) -> None:
    theorem = registry.theorem(f"hu2020/{name}")()
    mse = replace(FIRST, dynamics=replace(FIRST.dynamics, loss="mse", rates=(2.5, 0.0)))
    assert mse.eta == FIRST.eta
    assert "loss-factor/gap" in {control.id for control in theorem.controls(mse)}
    assert "loss-factor/gap" not in {control.id for control in theorem.controls(FIRST)}


@pytest.mark.parametrize("name", ALL)
def test_every_measurement_and_model_it_names_exists(name: str) -> None:
    theorem = registry.theorem(name)()
    models = {reference.name for reference in theorem.references(FIRST)}
    records = [*theorem.conditions(FIRST), *theorem.outcomes(FIRST)]
    records += [control.outcome for control in theorem.controls(FIRST)]
    for record in records:
        for series in th.series_of(record):
            if series.word.kind in registry.names(series.word.family):
                assert set(registry.revive(series.word).references()) <= models
            else:  # words on kernels are written beside these
                assert series.word.kind in ("kernel-distance", "reference-norm")
