"""Every word of the language that a backend has to run: laws, labels, initial weights, losses."""

import numpy as np
import pytest
from conformance.agreement import disagreement
from conformance.cells import GAUSSIAN, TEACHER, build, core, quantity, word
from datasets import files
from examples import examples

from earlyspec import registry

SHORT = (0, 1, 2, 5, 10, 20)
D, N, N_TEST, M = 5, 24, 7, 8


def first(family):
    """The first example of each word that has a file of them, under tests/examples."""
    return {kind: given[0] for kind, given in examples(family).items()}


COVARIANCES = {
    "identity": {},
    "diagonal": {"low": 0.5, "high": 2.0},
    "power-law": {"exponent": 0.8},
    "ar1": {"rho": 0.4},
    "file": {"path": "data.npz"},
}
DISTRIBUTIONS = {
    "gaussian": {"dim": D},
    "rademacher": {"dim": D},
    "uniform": {"dim": D},
    "laplace": {"dim": D},
    "student-t": {"dim": D, "freedom": 5.0},
    "sphere": {"dim": D},
    "mixture": {"dim": D, "components": 3, "separation": 1.0},
    "file": {"path": "data.npz", "dim": D},
    "cifar-10": {"path": "cifar", "classes": ["cat", "horse"], "pool": 16},
    "mnist": {"path": "mnist", "classes": [3, 8], "pool": 14},
    "digits": {"pool": 4, "standardise": "none", "centre": True, "rescale": True},
    **first("distributions"),
}
LABELS = {
    "teacher": TEACHER,
    "linear": {},
    "norm": {"scale": 0.5},
    "polynomial": {"coefficients": (0.1, 0.5, -0.2), "cross": 0.5},
    "single-neuron": {"activation": "relu"},
    "random": {},
    "class": {"of": {"distribution": "digits", "classes": ["eight", 3]}},
    "file": {"path": "data.npz"},
    **first("labels"),
}
LABEL_STEPS = {
    "sign": {},
    "clip": {"limit": 0.5},
    "noise": {"scale": 0.3},
    "flip": {"probability": 0.3},
}
INITIALISATIONS = {
    "symmetric": {},
    "gaussian": {},
    "subtract": {},
    "file": {"path": "data.npz"},
    **first("initialisations"),
}
OF_INPUTS = (  # what is said of the law itself; what a network makes of it is no law's affair
    quantity("mean-vector"),
    quantity("mean-square-norm", split="test"),
    quantity("norm-deviation"),
    quantity("gram-norm"),
    quantity("inner-product", split="test"),
    quantity("trace-square"),
    quantity("trace-square", split="test"),
)
TABLES = {
    "covariances": COVARIANCES,
    "distributions": DISTRIBUTIONS,
    "labels": LABELS,
    "label_steps": LABEL_STEPS,
    "initialisations": INITIALISATIONS,
}


@pytest.fixture
def tmp_path(tmp_path):
    """A folder with the file of data that the words above name."""
    g = np.random.Generator(np.random.PCG64(7))
    mix = g.standard_normal((D, D))
    np.savez(
        tmp_path / "data.npz",
        x_train=g.standard_normal((N + 3, D)) + 0.2,
        x_test=g.standard_normal((N_TEST, D)),
        x_all=3.0 * g.standard_normal((N + N_TEST + 2, D)),
        y_train=np.tanh(g.standard_normal(N + 3)),
        y_test=np.tanh(g.standard_normal(N_TEST)),
        y_all=np.tanh(g.standard_normal(N + N_TEST + 2)),
        W=g.standard_normal((M, D)),
        v=g.standard_normal(M),
        covariance=mix @ mix.T + np.eye(D),
    )
    files.cifar(tmp_path / "cifar", rows=40)
    files.mnist(tmp_path / "mnist", rows=150)
    return tmp_path


@pytest.mark.parametrize("family", TABLES)
def test_no_word_is_left_out(family):
    assert set(TABLES[family]) == set(registry.names(family))


@pytest.mark.parametrize("kind", COVARIANCES)
def test_covariances_agree(assert_agreement, kind):
    law = {"dim": D, "covariance": {"kind": kind, **COVARIANCES[kind]}}
    assert_agreement(
        build(inputs=word("distributions", "gaussian", **law), activation="relu", recorded=SHORT)
    )


@pytest.mark.parametrize("kind", DISTRIBUTIONS)
def test_distributions_agree(assert_agreement, kind):
    """With relu, whose linear model asks for Tr[Sigma^2], known or estimated."""
    law = word("distributions", kind, **DISTRIBUTIONS[kind])
    assert_agreement(
        build(inputs=law, activation="relu", recorded=SHORT, quantities=(*core(), *OF_INPUTS))
    )


@pytest.mark.parametrize("options", [{}, {"centre": True}, {"rescale": True}])
def test_one_file_split_by_the_seed_agrees(assert_agreement, options):
    law = word("distributions", "file", path="data.npz", dim=D, array="x_all", **options)
    labels = word("labels", "file", path="data.npz", array="y_all")
    assert_agreement(build(inputs=law, labels=labels, recorded=SHORT))


@pytest.mark.parametrize("pool", [1, 2])
def test_images_and_their_classes_agree_and_what_is_left_adds_up(assert_agreement, pool):
    """8 x 8 digits have pixels that are never set: X^T X is singular, and n < d has no complement.

    Chunks of 10 rows do not divide 24 or 35.
    """
    inputs = word("distributions", "digits", classes=[3, 8], pool=pool)
    labels = word("labels", "class", of={"distribution": "digits", "classes": [3, 8], "pool": pool})
    parts = ("span", "complement", "all")
    models = ("network", "paired")
    residuals = tuple(
        quantity("residual", part=part, split=split, model=model)
        for part in parts
        for split in ("train", "test")
        for model in models
    )
    cell = build(
        inputs=inputs,
        labels=labels,
        rates=(2.0, 0.5),
        n=24,
        n_test=35,
        rows=10,
        recorded=SHORT,
        quantities=(*core(), *residuals),
    )
    run = assert_agreement(cell)
    for first in range(0, 4):
        span, complement, whole = (run.series[each.id] for each in residuals[first::4])
        for within, beside, both in zip(span, complement, whole, strict=True):
            assert within[0] + beside[0] == pytest.approx(both[0], rel=1e-9)
    rank = {1: 63, 2: 15}[pool]  # each image sums to 0
    beside = run.series[residuals[4].id][0][0]
    assert (beside < 1e-20) == (rank >= 24)
    # Before the first step f = 0 and y^2 = 1.
    assert run.series[residuals[8].id][0][0] == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("kind", LABELS)
def test_label_rules_agree(assert_agreement, kind):
    assert_agreement(build(labels=word("labels", kind, **LABELS[kind]), recorded=SHORT))


def test_label_steps_agree(assert_agreement):
    """All of them, twice over: a step that comes again has a draw of its own."""
    steps = [{"kind": kind, **options} for kind, options in LABEL_STEPS.items()]
    assert_agreement(build(labels=word("labels", "linear", then=steps * 2), recorded=SHORT))


@pytest.mark.parametrize(
    ("kind", "parametrisation"),
    [*((kind, "standard") for kind in INITIALISATIONS), ("subtract", "mean-field")],
)
def test_initialisations_agree(assert_agreement, kind, parametrisation):
    init = {"kind": kind, **INITIALISATIONS[kind]}
    run = assert_agreement(build(init=init, parametrisation=parametrisation, recorded=SHORT))
    zero = registry.load("initialisations", kind).zero_output
    assert (run.series["output-power"][0][0] < 1e-25) == zero


@pytest.mark.parametrize("loss", ["half-mse", "mse"])
def test_losses_agree(assert_agreement, loss):
    assert_agreement(build(loss=loss, recorded=SHORT))


def test_the_rates_of_both_losses_are_the_same_path(reference, tmp_path):
    """mse has twice the gradient of half-mse; half the rate undoes that exactly."""
    half, full = (
        reference.compile(build(loss=loss, recorded=SHORT), tmp_path).run(0)
        for loss in ("half-mse", "mse")
    )
    assert half.series == full.series


@pytest.mark.parametrize(("batch", "init"), [(1, "gaussian"), (9, "symmetric"), (24, "subtract")])
def test_minibatches_agree(assert_agreement, batch, init):
    """A single row, a size that does not divide n, and all rows in a shuffled order."""
    assert_agreement(
        build(optimizer="sgd", batch=batch, init=init, rates=(0.2, 0.1), recorded=SHORT)
    )


def test_measurements_agree_where_their_parameters_matter(assert_agreement):
    assert_agreement(
        build(
            quantities=(
                quantity("inner-product", rows=10),
                quantity("inner-product", rows=10, split="test"),
                quantity("sample-outputs", count=3, split="train"),
                quantity("sample-outputs", count=1000),
                quantity("sample-reference-outputs", count=3),
            ),
            recorded=SHORT,
        )
    )


@pytest.mark.parametrize("recorded", [(0, 1), (0, 7, 8, 20)])
def test_any_recorded_steps_agree(assert_agreement, recorded):
    run = assert_agreement(build(recorded=recorded))
    assert run.steps == recorded


def test_what_is_recorded_moves_nothing(backend, tmp_path):
    """The same step has the same values, whatever else was recorded on the way."""
    often = backend.compile(build(recorded=tuple(range(21))), tmp_path).run(3)
    seldom = backend.compile(build(recorded=(0, 7, 20)), tmp_path).run(3)
    for key, values in seldom.series.items():
        same = tuple(often.series[key][t] for t in (0, 7, 20))
        assert disagreement(values, same, relative=1e-13) <= 1.0, key


def test_an_input_law_that_is_shared_with_the_test_split_is_drawn_anew(backend, tmp_path):
    """Train and test inputs come from the same law and are not the same."""
    cell = build(
        inputs=word("distributions", "gaussian", **GAUSSIAN),
        n_test=24,
        quantities=(quantity("gram-norm"), quantity("gram-norm", split="test")),
    )
    once = backend.compile(cell, tmp_path).run(0).once
    assert once["gram-norm"] != once["gram-norm(split=test)"]
