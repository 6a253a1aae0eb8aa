"""Diagonal networks: gradients by hand against the backends', and what they are fitted against."""

import math

import pytest
from conformance.cells import build, deep, every_measurement, quantity, word
from earlyspec_jax import shape
from earlyspec_jax.settings import exact

RECORDED = (0, 1, 2, 5, 20, 60)


def diagonal(depth=2, scale=0.3, *, n=6, dim=9, references=None, quantities=None, **options):
    """A cell of a diagonal network on Gaussian inputs, fewer than their dimension."""
    start = {"log_scale": scale} if scale <= 0 else {"scale": scale}
    return build(
        network=deep(dim, "diagonal-linear", depth=depth, **start),
        inputs=word("distributions", "gaussian", dim=dim),
        labels=word("labels", "linear", then=({"kind": "noise", "scale": 0.2},)),
        n=n,
        rows=n,
        rates=(0.05, 0.05),
        recorded=RECORDED,
        references={} if references is None else references,
        quantities=quantities or BASIC,
        **options,
    )


BASIC = (
    quantity("loss"),
    quantity("loss", split="test"),
    quantity("output-power"),
    quantity("sample-outputs"),
    quantity("weight-movement"),
    quantity("weight-movement", layer="second"),
)
KERNELS = (quantity("ntk-norm"), quantity("kernel-drift"))


@pytest.mark.parametrize("depth", [2, 3, 5])
def test_steps_agree(assert_agreement, depth):
    run = assert_agreement(diagonal(depth, 0.5, quantities=(*BASIC, *KERNELS)))
    assert run.series["output-power"][0] == (0.0,)
    assert run.series["loss"][-1][0] < 0.5 * run.series["loss"][0][0]


def test_the_kernel_at_the_start(assert_agreement):
    """lambda_max(J J^T) / n = 2 D^2 alpha^(2D-2) lambda_max(X X^T) / n."""
    cell = diagonal(3, 0.5, quantities=(quantity("ntk-norm"), quantity("gram-norm")))
    run = assert_agreement(cell)
    assert run.once["ntk-norm"][0] == pytest.approx(
        2 * 9 * 0.5**4 * run.once["gram-norm"][0], rel=1e-12
    )


def test_a_scale_is_its_logarithm(assert_agreement):
    one = assert_agreement(diagonal(2, 0.2))
    other = assert_agreement(diagonal(2, math.log(0.2)))
    assert one.series["loss"][-1] == pytest.approx(other.series["loss"][-1], rel=1e-13)


def test_scales_and_what_is_fitted_at_them_compile_nothing():
    def at(scale):
        model = word("reference_models", "minimum-potential", log_scale=math.log(scale))
        with exact():
            return shape.split(diagonal(2, scale, references={"limit": model}), "cpu")[0]

    assert at(0.1) == at(0.2)
    with exact():
        assert at(0.1) != shape.split(diagonal(3, 0.1), "cpu")[0]


@pytest.mark.parametrize(
    ("depth", "log_scale"), [(2, 0.5), (2, -2.0), (2, -9.0), (2, -14.0), (3, -3.0), (4, -1.0)]
)
def test_the_interpolants_agree(assert_agreement, depth, log_scale):
    """By Newton's method and linear programmes, on the primal problem and on the dual one."""
    models = {
        "potential": word(
            "reference_models", "minimum-potential", depth=depth, log_scale=log_scale
        ),
        "l1": word("reference_models", "minimum-l1"),
        "l2": word("reference_models", "minimum-l2"),
    }
    taken = tuple(
        quantity("reference-loss", model=name, **split)
        for name in models
        for split in ({}, {"split": "test"})
    )
    run = assert_agreement(
        diagonal(depth, 0.3, references=models, quantities=taken), relative=1e-12
    )
    for name in models:
        assert run.series[f"reference-loss(model={name})"][0][0] < 1e-26
        assert run.series[f"reference-loss(model={name}, split=test)"][0][0] > 1e-3


@pytest.mark.parametrize(("depth", "scale"), [(2, 0.3), (3, 0.4)])
def test_every_measurement_of_them_agrees(assert_agreement, depth, scale):
    models = {name: word("reference_models", name) for name in ("minimum-l1", "minimum-l2")}
    taken = every_measurement("diagonal-linear")
    taken += (
        quantity("norm-excess", norm="l2-squared"),
        quantity("norm-excess", of="minimum-l2"),
        quantity("stationarity-defect", depth=4),
        quantity("stationarity-defect", root=True),
        quantity("duality-gap", depth=4),
        quantity("conserved-drift", law="squares"),
        quantity("relative-residual"),
        quantity("relative-residual", model="minimum-l1"),
        quantity("range-defect"),
    )
    run = assert_agreement(diagonal(depth, scale, references=models, quantities=taken))
    assert {each.word.kind for each in taken} >= {
        "coefficient-gap",
        "duality-gap",
        "rich-threshold",
        "kernel-threshold",
        "conserved-drift",
    }
    assert run.once["range-defect"][0] < 1e-14
    assert abs(run.once["least-norm-certificate"][0]) < 1e-12
