"""What the meta-theorem reads off a run, against its formulas in plain NumPy on the same draws."""

import math
from dataclasses import replace

import numpy as np
import pytest
from conformance.cells import build, quantity, two_layer, word

ALPHA, DELTA, GAMMA = 0.5, 0.4, 1.5
N, D, M = 6, 5, 12
GIVES = (
    "residual-gap", "weight-gap", "movement", "linear-distance", "accumulated", "residual",
    "information", "nuisance", "pseudo-inverse", "beta", "eps", "eps-share", "step-share", "gap",
)  # fmt: skip
SETTING = {"alpha": ALPHA, "delta": DELTA, "gamma": GAMMA}
STEPS = (0, 1, 3, 8)
ONCE = {
    **{gives: quantity("low-rank-bound", **SETTING, gives=gives) for gives in GIVES},
    "final": quantity("low-rank-bound", **SETTING),
}
ALONG = {
    "all": quantity("projected-residual"),
    "information": quantity("projected-residual", part="information", alpha=ALPHA, layers="first"),
    "nuisance": quantity("projected-residual", part="nuisance", alpha=ALPHA, layers="first"),
    "norm": quantity("jacobian-norm"),
    "bound": quantity("net-jacobian-bound"),
    "difference": quantity("net-jacobian-bound", gives="difference"),
    "constant": quantity("net-jacobian-bound", gives="constant"),
    "moved": quantity("weight-movement"),
}


def cell(**changes):
    """Gaussian inputs, none of unit length, and f_0 != 0 from a Gaussian second layer."""
    made = build(
        inputs=word("distributions", "gaussian", dim=D),
        network=two_layer(D, activation="tanh", init="gaussian", width=M),
        rates=(0.3, 0.0),
        n=N,
        n_test=3,
        recorded=STEPS,
        references={},
        quantities=(*ONCE.values(), *ALONG.values()),
        **changes,
    )
    return made


@pytest.fixture(scope="module")
def run(request):
    from earlyspec.backend import find

    program = find("reference").compile(cell(), request.path.parent)
    return program.run(0), program.draw(0)


def test_backends_agree(assert_agreement):
    assert_agreement(cell())


def test_numbers_before_the_first_step(run):
    """Every one from its formula in the theory sheet, section 3, written out once more."""
    ran, draws = run
    u = draws["inputs/train/z"] / math.sqrt(D)
    w, v = draws["init/W"], draws["init/v"] / math.sqrt(M)
    y = replaced_labels(draws, u * math.sqrt(D))
    z = u @ w.T
    r = np.tanh(z) @ v - y
    j = ((1 - np.tanh(z) ** 2) * v)[:, :, None] * u[:, None, :]
    left, sizes, _ = np.linalg.svd(j.reshape(N, -1), full_matrices=False)
    inside = sizes >= ALPHA
    assert 0 < inside.sum() < N
    parts = left.T @ r
    plus, minus = np.linalg.norm(parts[inside]), np.linalg.norm(parts[~inside])
    inverse, whole = np.linalg.norm(parts[inside] / sizes[inside]), np.linalg.norm(r)
    beta = math.sqrt(M) * np.abs(v).max() * np.linalg.norm(u, 2)
    lipschitz = 4 / (3 * math.sqrt(3)) * np.abs(v).max() * np.linalg.norm(u, 2)
    lipschitz *= np.linalg.norm(u, axis=1).max()
    far = GAMMA / ALPHA
    radius = 2 * (inverse + far * minus + DELTA * far * whole)
    eps, allowed = 2 * lipschitz * radius, DELTA * ALPHA**3 / (5 * GAMMA * beta**2)
    lost = DELTA * ALPHA / beta * whole
    assert GAMMA * eps**2 > ALPHA**2  # so that nothing is known of how the gap accumulates
    expected = {
        "residual-gap": lost,
        "weight-gap": DELTA * far * whole,
        "movement": radius / 2,
        "final": math.exp(-GAMMA) * plus + minus + lost,
        "linear-distance": math.sqrt(inverse**2 + GAMMA / ALPHA**2 * minus**2),
        "accumulated": 1e6,
        "residual": whole,
        "information": plus,
        "nuisance": minus,
        "pseudo-inverse": inverse,
        "beta": beta,
        "eps": eps,
        "eps-share": eps / allowed,
        "step-share": 0.3 / N * beta**2,
        "gap": sizes[inside][-1] / sizes[~inside][0],
    }
    for gives, value in expected.items():
        assert ran.once[ONCE[gives].id] == pytest.approx((value,), rel=1e-9), gives
    assert ran.series[ALONG["all"].id][0][0] == pytest.approx(whole)
    assert ran.series[ALONG["norm"].id][0][0] == pytest.approx(sizes[0])
    assert ran.series[ALONG["constant"].id][0][0] == pytest.approx(lipschitz)


def replaced_labels(draws, x):
    """The labels of a cell by their rule: the sign of a teacher of three tanh neurons."""
    from conformance.cells import TEACHER
    from earlyspec_reference.draws import NamedDraws
    from earlyspec_reference.ops import OPS

    from earlyspec import registry

    rule = registry.revive(word("labels", "teacher", **TEACHER, then=("sign",)))
    return rule.values(OPS, NamedDraws(0, None, draws), x, "train")


def test_numbers_along_the_run(run):
    ran, _ = run
    series = {name: [at[0] for at in ran.series[each.id]] for name, each in ALONG.items()}
    for whole, *parts in zip(series["all"], series["information"], series["nuisance"], strict=True):
        assert math.hypot(*parts) == pytest.approx(whole)
    assert series["information"][-1] < series["information"][0]
    for value, bound in zip(series["norm"], series["bound"], strict=True):
        assert value < bound
    for moved, difference, constant in zip(
        series["moved"], series["difference"], series["constant"], strict=True
    ):
        assert difference == pytest.approx(constant * moved)


def test_a_kink_has_no_lipschitz_constant(reference, tmp_path):
    made = cell()
    kinked = replace(made, network=two_layer(D, activation="relu", init="gaussian", width=M))
    ran = reference.compile(kinked, tmp_path).run(0)
    assert ran.series[ALONG["constant"].id][0] == (1e6,)
    assert ran.once[ONCE["eps-share"].id][0] > 1e6
