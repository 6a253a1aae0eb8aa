"""A theorem that is taught something false is not supported; a true one catches the same lie.

hu2020's own constants and exponents, replaced. Each lie is told twice: by the theorem itself, in
the place of its linear model, where it must not be confirmed even with no control to demote it;
and as a negative control of the true theorem on its own run, where it must be caught.
"""

from __future__ import annotations

import pytest
from lies.experiments import (
    FIRST_LAYER,
    KERNEL,
    NORM_TARGET,
    OFFSET,
    claims,
    failing,
    teach,
    truth,
    words,
)

from earlyspec import registry

TRAINING, STEP_0 = {"train", "test"}, {"gap", "relative"}
LIES = {
    # The experiment, the lie, and the outcomes that must turn.
    # zeta^2 is what the linear model has; the second moment E phi'^2 is the kernel's diagonal.
    "second moment, in training": (FIRST_LAYER, "second-moment", TRAINING),
    "second moment, in the kernel": (KERNEL, "second-moment", STEP_0),
    # nu learns the mean of the labels where the first layer trains alone.
    "no bias, in training": (OFFSET, "no-bias", TRAINING),
    # Without it the kernel's gap falls yet, but not as fast as the proposition says.
    "no bias, in the kernel": (KERNEL, "no-bias", {"gap"}),
    # Another layer mode's linear model.
    "both layers, in training": (FIRST_LAYER, "both-layers", TRAINING),
    "both layers, in the kernel": (KERNEL, "both-layers", STEP_0),
    # theta_1 = theta_2 = 0, on a target that is a norm.
    "naive, on the norm": (NORM_TARGET, "naive", {"gap", "linear-slope"}),
}


@pytest.mark.parametrize("spec", [FIRST_LAYER, OFFSET, KERNEL, NORM_TARGET])
def test_the_truth_is_supported_and_catches_every_lie(spec: str) -> None:
    claim = truth(spec)
    assert claim.word == "supported", claim.missing
    assert set(words(claim).values()) == {"confirmed"}
    told = {control.id.split("/")[0] for control in claim.controls}
    assert told >= {lie for of, lie, _ in LIES.values() if of is spec}
    assert all(control.caught for control in claim.controls)


@pytest.mark.parametrize(("spec", "lie", "turned"), LIES.values(), ids=LIES)
def test_a_lie_in_the_place_of_the_linear_model_is_not_confirmed(
    monkeypatch: pytest.MonkeyPatch, spec: str, lie: str, turned: set[str]
) -> None:
    teach(monkeypatch, truth(spec).theorem, lie)
    (wrong,) = claims(spec, {"controls": False})
    assert wrong.word in ("inconclusive", "contradicted")
    assert {id for id, word in words(wrong).items() if word != "confirmed"} >= turned
    # The data are the same: hypotheses hold as before, but for what is asked of the model's step.
    assert failing(wrong) <= {"stability"}


def test_a_theorem_that_has_it_wrong_cannot_tell_itself_from_the_lie(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its controls are still those of the true one, and one of them now is what it says."""
    teach(monkeypatch, "hu2020/proposition-3.4", "no-bias")
    (wrong,) = claims(KERNEL)
    caught = {control.id: control.caught for control in wrong.controls}
    assert caught["no-bias/gap"] is False
    assert caught["both-layers/gap"] is True
    assert wrong.word == "inconclusive"


LARGER = {"sweep.d": "[6, 12, 24, 48]"}  # below, corrections in 1 / d hide which slope it is
INFINITE = {"claims": "[hu2020/proposition-d.3]", **LARGER}


def test_the_finite_width_part_is_supported_and_catches_every_lie() -> None:
    (right,) = claims(KERNEL, INFINITE)
    assert right.word == "supported", right.missing
    told = {control.id.split("/")[0] for control in right.controls}
    assert told == {"both-layers", "second-moment", "no-bias", "exponent"}


@pytest.mark.parametrize("lie", ["both-layers", "second-moment", "no-bias"])
def test_a_wrong_infinite_kernel_is_not_confirmed(
    monkeypatch: pytest.MonkeyPatch, lie: str
) -> None:
    """Proposition D.3 with other constants in Theta1*, and no control to demote it."""
    kind = registry.theorem("hu2020/proposition-d.3")
    true = kind.gap
    monkeypatch.setattr(kind, "gap", lambda self, c, _, **more: true(self, c, lie, **more))
    (wrong,) = claims(KERNEL, {**INFINITE, "controls": False})
    assert words(wrong)["gap"] != "confirmed"
    assert wrong.word in ("inconclusive", "contradicted")


@pytest.mark.parametrize("item", ["d.4", "d.9"])
def test_the_width_of_the_network_is_nowhere_in_a_claim_of_infinite_width(item: str) -> None:
    """On the same inputs; that it is an ever smaller part of the whole kernel, too."""
    theorem = {"claims": f"[hu2020/proposition-{item}]", "controls": False, **LARGER}
    narrow, wide = (
        claims(KERNEL, {**theorem, "architecture.width": width})[0] for width in (2, 40)
    )
    for a, b in zip(narrow.outcomes, wide.outcomes, strict=True):
        assert a.fit == b.fit
        assert (a.id, a.word) == (b.id, "confirmed")


@pytest.mark.parametrize(("power", "word"), [(-1.0, "inconclusive"), (-2.0, "contradicted")])
def test_an_exponent_raised_to_two(
    monkeypatch: pytest.MonkeyPatch, power: float, word: str
) -> None:
    """Proposition 3.4 with ||.|| <~ n / d^2 is not confirmed; n / d^3 is contradicted outright."""
    kind = registry.theorem("hu2020/proposition-3.4")
    monkeypatch.setattr(kind, "target", lambda self, c: power)
    (wrong,) = claims(KERNEL, {"controls": False})
    of_gap = {"inconclusive": "inconclusive", "contradicted": "refuted"}[word]
    assert words(wrong) == {"gap": of_gap, "relative": "confirmed", "frobenius": "confirmed"}
    assert wrong.word == word
    right = {control.id: control for control in truth(KERNEL).controls}
    assert "needs exponent of d < -1" in right["exponent/gap"].reason
    assert right["exponent/gap"].word == "refuted"
