"""Hand-written gradients against the backends: every activation, parametrisation, layer mode."""

from itertools import product

import pytest
from conformance.cells import (
    PARAMETRISATIONS,
    RATES,
    build,
    every_measurement,
    quantity,
    word,
)

from earlyspec import registry

# No linear model here: it takes half the time of compiling, and knows nothing of neurons.
NETWORK_ONLY = (
    quantity("output-power"),
    quantity("weight-movement"),
    quantity("weight-movement", layer="second"),
    quantity("sample-outputs", split="train", count=24),
    quantity("sample-outputs", count=7),
)


def every_pair():
    """Every activation with every mode and parametrisation, and each of these with each other.

    Not every triple: a program takes a second to compile. "unequal" repeats the program of "both".
    """
    turns = (0, 1, 2, 2)
    for shift, activation in enumerate(registry.names("activations")):
        for mode, turn in zip(RATES, turns, strict=True):
            yield activation, PARAMETRISATIONS[(shift + turn) % 3], mode


def test_every_pair_is_there():
    triples = set(every_pair())
    words = registry.names("activations"), PARAMETRISATIONS, tuple(RATES)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        found = {(each[one], each[other]) for each in triples}
        assert found == set(product(words[one], words[other]))


@pytest.mark.slow
@pytest.mark.parametrize(("activation", "parametrisation", "mode"), [*every_pair()])
def test_200_steps_agree(assert_agreement, activation, parametrisation, mode):
    cell = build(
        activation=activation,
        parametrisation=parametrisation,
        mode=mode,
        references={},
        quantities=NETWORK_ONLY,
    )
    run = assert_agreement(cell)
    assert run.divergence is None
    assert run.steps[-1] == 200
    # The comparison is worth something: a good part of the labels (mean square 1) was learned.
    assert run.series["output-power"][-1][0] > 0.1
    for layer, rate in zip(("", "(layer=second)"), RATES[mode], strict=True):
        moved = run.series[f"weight-movement{layer}"][-1][0]
        assert (moved > 0.05) if rate else (moved == 0.0)


@pytest.mark.parametrize(
    ("activation", "mode"),
    [
        *((activation, "unequal") for activation in registry.names("activations")),
        *(("softplus", mode) for mode in RATES if mode != "unequal"),
    ],
)
def test_linear_models_agree_over_200_steps(assert_agreement, activation, mode):
    """The closed form against as many steps, for the constants of every activation."""
    run = assert_agreement(build(activation=activation, mode=mode))
    assert max(value[0] for value in run.series["prediction-gap"]) > 1e-4
    assert 0.01 < run.once["stiffness"][0] < 2.0


@pytest.mark.parametrize(
    ("activation", "parametrisation"),
    [("relu", "ntk"), ("erf", "standard")],
)
def test_every_measurement_agrees(assert_agreement, activation, parametrisation):
    """Also at step 0, where mirrored neurons cancel up to rounding that differs by backend."""
    taken = every_measurement()
    every = {kind: registry.load("measurements", kind) for kind in registry.names("measurements")}
    general = {k for k, word in every.items() if "two-layer" in (word.architectures or "two-layer")}
    assert {each.word.kind for each in taken} == general
    # What is left of an identity is rounding, and each backend's own: see test_first_layer.py.
    taken = tuple(each for each in taken if each.word.kind != "derivative-error")
    cell = build(activation=activation, parametrisation=parametrisation, quantities=taken)
    run = assert_agreement(cell)
    assert run.series["relative-gap"][0] == (0.0,)


@pytest.mark.parametrize("rows", [1, 7, 1000])
def test_row_chunks_of_any_size_agree(assert_agreement, rows):
    """A chunk that does not divide n, holds a single row, or is longer than the data."""
    assert_agreement(build(activation="relu", rows=rows))


@pytest.mark.parametrize("n", [2, 4])
def test_fewer_samples_than_parameters_agree(assert_agreement, n):
    assert_agreement(build(activation="softplus", n=n, n_test=3))


def test_a_cell_without_test_inputs_agrees(assert_agreement):
    on_training = [quantity("loss"), quantity("prediction-gap"), quantity("gram-norm")]
    assert_agreement(build(n_test=0, quantities=on_training))


def test_one_neuron_pair_and_one_step_agree(assert_agreement):
    assert_agreement(build(width=2, recorded=(0, 1)))


def test_a_linear_model_that_overshoots_agrees(assert_agreement):
    """eta lambda between 1 and 2: every other step the residual changes sign."""
    run = assert_agreement(build(activation="identity", rates=(2.8, 0.0)))
    assert 1.0 < run.once["stiffness"][0] < 2.0


def test_coinciding_features_agree(assert_agreement):
    """On a sphere the bias and the norm feature are the same constant: a null direction."""
    assert_agreement(build(inputs=word("distributions", "sphere", dim=5), activation="relu"))


def test_several_references_agree(assert_agreement):
    models = ("paired", "naive", "zero")
    run = assert_agreement(
        build(
            activation="relu",
            references={
                "paired": {},
                "naive": {"theta_1": 0.0, "theta_2": 0.0},
                "zero": word("reference_models", "zero"),
            },
            quantities=[quantity("prediction-gap", model=name) for name in models],
        )
    )
    paired, naive, zero = (run.series[f"prediction-gap(model={name})"][-1][0] for name in models)
    assert 0 < paired < zero
    assert paired != naive


@pytest.mark.parametrize("activation", ["erf", "relu"])
def test_float32_agrees_to_its_own_precision(assert_agreement, activation):
    """The reference runs in float64 whatever the cell says."""
    assert_agreement(
        build(activation=activation, precision="float32"), relative=2e-4, absolute=2e-6
    )
