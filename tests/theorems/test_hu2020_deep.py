"""Observation 4.1 and Proposition 4.1: conditions, targets, and lies that must not pass."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from by_hand import cell, run
from conformance.cells import deep

from earlyspec import registry
from earlyspec.judge.evidence import Evidence
from earlyspec.judge.outcomes import decide
from earlyspec.plans import nodes
from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._deep import deep_linear_model

CUBE = nodes.InputFacts("rademacher", 64, True, True, "bounded", 1.0, 1.0, 1.0)
LINE = {"image": [64], "channels": 8, "activation": "erf", "depth": 1}


def fully_connected(depth=4, rates=None, activation="erf", **changes):
    network = deep(50, depth=depth, width=256, activation=activation)
    base = cell(**changes)
    rates = rates or (1.0,) * (depth + 1)
    return replace(base, network=network, dynamics=replace(base.dynamics, rates=rates))


def convolutional(d=64, n=1000, facts=CUBE, **given):
    network = deep(d, "convolutional", **(LINE | {"filter": 30} | given))
    return replace(cell(d=d, n=n, alpha=0.1), network=network, input_facts=facts)


def held(identifier, made, **claim):
    kind = registry.theorem(identifier)
    return {c.id: c for c in kind.model_validate(claim).conditions(made)}


def test_observation_holds_for_deep_odd_networks() -> None:
    for each in held("hu2020/observation-4.1-fc", fully_connected()).values():
        assert each.holds is True, each


@pytest.mark.parametrize(
    ("made", "broken"),
    [
        (fully_connected(rates=(1.0, 1.0, 0.0, 1.0, 1.0)), "layers"),
        (fully_connected(rates=(1.0, 1.0, 0.5, 1.0, 1.0)), "layers"),
        (fully_connected(activation="relu"), "activation"),
        (convolutional(), "architecture"),
        (replace(fully_connected(), input_facts=replace(CUBE, independent=False)), "inputs"),
    ],
)
def test_what_the_observation_asks_for(made, broken) -> None:
    if broken == "architecture":
        made = replace(made, dynamics=replace(made.dynamics, rates=(1.0, 1.0)))
    conditions = held("hu2020/observation-4.1-fc", made)
    assert [name for name, each in conditions.items() if not each.holds] == [broken]


@pytest.mark.parametrize(
    ("depth", "target"), [(1, 0.848826363157), (2, 0.840352351101), (4, 0.916766993728)]
)
def test_the_target_is_the_sheets(depth, target) -> None:
    theorem = registry.theorem("hu2020/observation-4.1-fc")()
    (outcome,) = theorem.outcomes(fully_connected(depth))
    assert isinstance(outcome, th.Limit)
    assert outcome.mean
    assert outcome.target == pytest.approx(target, rel=1e-11)
    lies = {c.id: c.outcome for c in theorem.controls(fully_connected(depth))}
    assert set(lies) >= {"a-layer-less/coefficient", "second-moment/coefficient"}
    assert ("one-variance/coefficient" in lies) == (depth > 1)
    # Each lie is further away than both tolerances together: no value passes for both.
    for lie in lies.values():
        assert abs(lie.target - target) > lie.tolerance + outcome.tolerance


def test_the_paired_model_weighs_its_layers() -> None:
    both = deep_linear_model(fully_connected(2))
    assert both.parameters["coefficient"] == pytest.approx(0.840352351101, rel=1e-11)
    one = deep_linear_model(fully_connected(2, rates=(0.0, 2.0, 1.0)))
    assert one.parameters == {
        "coefficient": pytest.approx(0.840352351101 / 3 * 1.5, rel=1e-11),
        "eta": 2.0,
    }
    # A two-layer cell made by hand, which says nothing of slopes, has its one zeta.
    assert deep_linear_model(cell()).parameters["coefficient"] == pytest.approx(
        2 * 0.65147**2, 1e-4
    )


def test_theorems_on_two_layers_say_that_the_architecture_fails() -> None:
    for identifier in registry.theorems():
        if not identifier.startswith(("hu2020/theorem-3", "hu2020/theorem-d")):
            continue
        theorem = registry.theorem(identifier)()
        for made in (fully_connected(), fully_connected(rates=(0, 0, 1, 0, 0)), convolutional()):
            conditions = {c.id: c for c in theorem.conditions(made)}
            assert conditions["architecture"].holds is False
            assert list(theorem.outcomes(made))
            assert list(theorem.references(made))
            assert list(theorem.controls(made))


def test_proposition_4_1_holds_on_the_cube() -> None:
    conditions = held("hu2020/proposition-4.1", convolutional())
    assert all(each.holds for each in conditions.values() if isinstance(each, th.Structural))
    samples, width = conditions["samples"], conditions["filter"]
    assert (samples.lhs, samples.rhs) == (1000, pytest.approx(64**1.1))
    assert (width.lhs, width.rhs) == (30, pytest.approx(64**0.7))
    assert held("hu2020/proposition-4.1", convolutional(n=10**6))["samples"].lhs == 2048


@pytest.mark.parametrize(
    ("made", "broken"),
    [
        (fully_connected(1, input_facts=CUBE), "architecture"),
        (convolutional(depth=2), "architecture"),
        (convolutional(image=[8, 8], filter=[3, 3]), "architecture"),
        (convolutional(image=[32], colours=2), "architecture"),
        (convolutional(activation="tanh"), "activation"),
        (convolutional(facts=replace(CUBE, kind="gaussian")), "inputs"),
        (convolutional(facts=replace(CUBE, covariance_norm=2.0)), "inputs"),
        (replace(convolutional(), alpha=0.3), "alpha"),
    ],
)
def test_what_proposition_4_1_asks_for(made, broken) -> None:
    structural = held("hu2020/proposition-4.1", made).items()
    failing = [k for k, c in structural if isinstance(c, th.Structural) and c.holds is False]
    assert failing == [broken]


def test_the_default_coefficient_is_that_of_the_statement() -> None:
    word = registry.load("measurements", "cnn-kernel-gap")()
    zeta = convolutional().network.activation.zeta
    assert word.coefficient == pytest.approx(2 * zeta**2, rel=1e-14)
    # No lie for a cell without an activation of other moments than these.
    lies = list(registry.theorem("hu2020/proposition-4.1")().controls(convolutional()))
    given = [lie.outcome.series.word.parameters["coefficient"] for lie in lies]
    assert given == pytest.approx([1.033969089131, 2 * 0.569410034733742], rel=1e-11)


@pytest.mark.slow
def test_proposition_4_1_is_confirmed_and_its_lies_are_not() -> None:
    """Its own numbers: n = 3 d^1.15, q = d^0.8 (section 8.10), alpha = 0.15."""
    import jax.numpy as jnp
    from earlyspec_jax.patch_kernel import patch_kernel
    from earlyspec_jax.settings import exact

    from earlyspec.vocabulary._images import Image

    sizes = (12, 24, 48, 96)
    theorem = registry.theorem("hu2020/proposition-4.1").model_validate({"alpha": 0.15})
    outcomes = {"truth": next(iter(theorem.outcomes(convolutional())))}
    outcomes |= {c.id: c.outcome for c in theorem.controls(convolutional())}
    gaps = {name: {} for name in outcomes}
    for d in sizes:
        n, q = math.ceil(3 * d**1.15), math.ceil(d**0.8)
        for seed in range(3):
            x = np.sign(np.random.default_rng([seed, d]).standard_normal((n, d)))
            with exact():
                kernel = np.asarray(patch_kernel(jnp.asarray(x), Image((d,), (q,), 1)))
            for name, outcome in outcomes.items():
                given = outcome.series.word.parameters.get("coefficient", 8 / (3 * math.pi))
                norm = np.abs(np.linalg.eigvalsh(kernel - given * x @ x.T / d)).max()
                gaps[name].setdefault(d, []).append(norm * d / n)
    words = {}
    for name, outcome in outcomes.items():
        evidence = [
            Evidence(
                cell(d=d, seeds=3),
                run((0, 1), [{}] * 3, [{outcome.series.word.label: gap} for gap in gaps[name][d]]),
            )
            for d in sizes
        ]
        (verdict,) = decide([outcome] * len(sizes), evidence, lie=name != "truth")
        words[name] = verdict.word
    assert words.pop("truth") == "confirmed"
    assert set(words.values()) == {"refuted"}
