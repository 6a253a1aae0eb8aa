"""Golden values of hu2020: data, kernels, linear models and network runs, to 1e-9 relative.

The values are from two implementations that share no code with this one. X, y, W, v are built by
the recipes DATA(101, 120, 12, 50) and NET(102, 64, 12), with NumPy's PCG64.
"""

import math
from pathlib import Path

import numpy as np
import pytest
from conformance.cells import build, deep, quantity, word

from earlyspec import registry
from earlyspec.backend import discover, find

D, N, N_TEST, M = 12, 120, 50, 64


def close(value, golden):
    return value == pytest.approx(golden, rel=1e-9, abs=1e-11)


def data(seed, n, d, n_test):
    g = np.random.Generator(np.random.PCG64(seed))
    x = g.standard_normal((n + n_test, d))
    z = g.standard_normal(n + n_test)
    y = np.where(x[:, 0] + 0.5 * x[:, 1] * x[:, 2] + 0.1 * z >= 0, 1.0, -1.0)
    return x[:n], y[:n], x[n:], y[n:]


def net(seed, m, d):
    g = np.random.Generator(np.random.PCG64(seed))
    half = g.standard_normal((m // 2, d))
    signs = np.where(g.random(m // 2) < 0.5, -1.0, 1.0)
    return np.concatenate([half, half]), np.concatenate([signs, -signs])


X, Y, X_TEST, Y_TEST = data(101, N, D, N_TEST)
W, V = net(102, M, D)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("golden")
    np.savez(path / "golden.npz", x_train=X, x_test=X_TEST, y_train=Y, y_test=Y_TEST, W=W, v=V)
    return path


@pytest.fixture(params=discover())
def backend(request):
    return find(request.param)


def golden_cell(activation, rates, recorded, quantities):
    return build(
        inputs=word("distributions", "file", path="golden.npz", dim=D),
        labels=word("labels", "file", path="golden.npz"),
        activation=activation,
        init={"kind": "file", "path": "golden.npz"},
        width=M,
        n=N,
        n_test=N_TEST,
        rates=rates,
        recorded=recorded,
        trace_square=1.0,  # the sheet takes the population's value
        quantities=quantities,
    )


def linear_features(activation, rates, x):
    """Psi of the paired linear model, as its word has it."""
    from earlyspec_reference.ops import OPS

    cell = golden_cell(activation, rates, (0, 1), ())
    return registry.revive(cell.references[0].word).features(OPS, x, np.float64(1.0))


def linear_kernel(activation, rates):
    psi = linear_features(activation, rates, X)
    return psi @ psi.T


def network_kernels(activation):
    """Theta_1 and Theta_2 at W, v: Jacobians row by row from the gradients written by hand."""
    from earlyspec_reference.network import TwoLayer, scales

    phi = registry.load("activations", activation)()
    model = TwoLayer(("first", "second"), phi, *scales("ntk", M, D))
    jacobians = [
        model.pullback({"first": W, "second": V}, X[i : i + 1], np.ones(1)) for i in range(N)
    ]
    first = np.stack([each["first"].ravel() for each in jacobians])  # (n, m d)
    second = np.stack([each["second"] for each in jacobians])  # (n, m)
    return first @ first.T, second @ second.T


def spectral(matrix):
    return np.abs(np.linalg.eigvalsh(matrix)).max()


FIRST, SECOND, BOTH = (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)


def test_01_the_recipes_give_the_arrays_of_the_sheet():
    assert close(X.sum(), -53.9651256544)
    assert Y.sum() == -14
    assert close(W.sum(), -46.8124235216)
    assert V[:32].sum() == 2


def test_02_03_data_measurements(backend, folder):
    wanted = (quantity("gram-norm"), quantity("trace-square"))
    run = backend.compile(golden_cell("erf", FIRST, (0, 1), wanted), folder).run(0)
    assert close(run.once["gram-norm"][0], 1.68474058015)
    assert close(run.once["trace-square"][0], 1.12221934435)


@pytest.mark.parametrize(
    ("activation", "rates", "golden"),
    [
        ("erf", FIRST, 7.15026109756),
        ("relu", SECOND, 21.311456089),
        ("relu", BOTH, 23.3198961729),
    ],
)
def test_04_to_06_linear_kernels(activation, rates, golden):
    assert close(spectral(linear_kernel(activation, rates)), golden)


def test_07_to_09_first_layer_kernel():
    theta, _ = network_kernels("erf")
    difference = theta - linear_kernel("erf", FIRST)
    assert close(spectral(theta), 6.97321863843)
    assert close(spectral(difference), 1.50382312023)
    assert close(np.linalg.norm(difference), 3.92116320687)


def test_10_second_layer_kernel():
    _, theta = network_kernels("relu")
    assert close(spectral(theta - linear_kernel("relu", SECOND)), 8.28085138324)


def test_11_kernel_of_both_layers():
    first, second = network_kernels("softplus")
    assert close(spectral(first + second - linear_kernel("softplus", BOTH)), 11.6290052287)


ONE = {"layers": "first"}
MEASURED = [
    (
        "erf",
        FIRST,
        7.15026109756,
        [
            ("kernel-scale", ONE, 6.97321863843),
            ("kernel-gap", ONE, 1.50382312023),
            ("kernel-gap", ONE | {"norm": "frobenius"}, 3.92116320687),
            ("kernel-distance", ONE, 1.50382312023),  # at step 0 it is the same
        ],
    ),
    ("relu", SECOND, 21.311456089, [("kernel-gap", {"layers": "second"}, 8.28085138324)]),
    ("softplus", BOTH, None, [("kernel-gap", {}, 11.6290052287)]),
    ("relu", BOTH, 23.3198961729, [("kernel-gap", {"left": "infinite"}, 1.38800110493)]),
]


@pytest.mark.parametrize(("activation", "rates", "linear", "kernels"), MEASURED)
def test_04_to_13_kernels_as_measured(backend, folder, activation, rates, linear, kernels):
    wanted = [quantity(kind, **given) for kind, given, _ in kernels]
    cell = golden_cell(activation, rates, (0, 1), (*wanted, quantity("stiffness")))
    run = backend.compile(cell, folder).run(0)
    assert linear is None or close(run.once["stiffness"][0] * N / cell.eta, linear)
    for each, (_, _, golden) in zip(wanted, kernels, strict=True):
        value, error = run.series[each.id][0] if each.per_step else run.once[each.id]
        assert close(value * N / D, golden), each.id
        assert 0 <= error < 1e-12


@pytest.mark.parametrize(
    ("activation", "first", "second"),
    [
        ("erf", -0.0158502006218, -0.0158469267528),
        ("relu", -0.00902131561439, 0.147573905762),
    ],
)
def test_12_infinite_width_in_closed_form(activation, first, second):
    from earlyspec_reference.ops import OPS

    a, b, c = (np.array(X[i] @ X[j] / D) for i, j in ((0, 0), (1, 1), (0, 1)))
    phi = registry.load("activations", activation)()
    assert close(float(c * phi.dual_slope(OPS, a, b, c)), first)
    assert close(float(phi.dual(OPS, a, b, c)), second)


def test_12_infinite_width_by_quadrature_of_the_words():
    """E f(u) f(v) over the Gaussian plane, f = phi' and phi, at the first two inputs."""
    from earlyspec_reference.ops import OPS

    c = X[0] @ X[1] / D
    root = np.linalg.cholesky(np.array([[X[0] @ X[0] / D, c], [c, X[1] @ X[1] / D]]))

    # erf is smooth: a product of two Gauss-Hermite rules.
    node, weight = np.polynomial.hermite_e.hermegauss(120)
    weight = weight / math.sqrt(2 * math.pi)
    u, v = np.einsum("ij,jkl->ikl", root, np.stack(np.meshgrid(node, node, indexing="ij")))
    plane = weight[:, None] * weight[None, :]
    erf = registry.load("activations", "erf")()
    assert close(c * (plane * erf.slope(OPS, u) * erf.slope(OPS, v)).sum(), -0.0158502006218)
    assert close((plane * erf.value(OPS, u) * erf.value(OPS, v)).sum(), -0.0158469267528)

    # relu is homogeneous: the radius integrates to 1 and E r^2 = 2, the angle between its kinks.
    kinks = [math.atan2(-root[k, 0], root[k, 1]) % math.pi for k in (0, 1)]
    edges = np.sort([0.0, 2 * math.pi, *kinks, *(k + math.pi for k in kinks)])
    node, weight = np.polynomial.legendre.leggauss(40)
    half = np.diff(edges)[:, None] / 2
    angle = (edges[:-1, None] + half * (1 + node)).ravel()
    share = (half * weight).ravel() / (2 * math.pi)
    u, v = root @ np.stack([np.cos(angle), np.sin(angle)])
    relu = registry.load("activations", "relu")()
    assert close(c * (share * relu.slope(OPS, u) * relu.slope(OPS, v)).sum(), -0.00902131561439)
    assert close(2 * (share * relu.value(OPS, u) * relu.value(OPS, v)).sum(), 0.147573905762)


def test_13_linear_kernel_against_infinite_width_relu():
    gram = X @ X.T / D
    norms = np.sqrt(np.diag(gram))
    angle = np.arccos(np.clip(gram / np.outer(norms, norms), -1.0, 1.0))
    np.fill_diagonal(angle, 0.0)  # arccos(1 - rounding) keeps 8 digits only
    turned = (math.pi - angle) * np.cos(angle)
    first = gram * (math.pi - angle) / (2 * math.pi)
    second = np.outer(norms, norms) * (np.sin(angle) + turned) / (2 * math.pi)
    difference = first + second - linear_kernel("relu", BOTH)
    assert close(spectral(difference), 1.38800110493)


def cube(seed, n, d):
    g = np.random.Generator(np.random.PCG64(seed))
    return np.where(g.random((n, d)) < 0.5, -1.0, 1.0)


def test_23_convolutional_kernel(backend, folder):
    from earlyspec_reference.patch_kernel import patch_kernel

    from earlyspec.vocabulary._images import Image

    x, n, d = cube(103, 30, 16), 30, 16
    kernel = patch_kernel(x, Image((d,), (5,), 1))
    assert close(kernel[0, 2], -0.00171705034159)
    assert close(kernel[0, 0], 1.03396908913)
    np.savez(folder / "cube.npz", x=np.concatenate([x, x[:2]]))
    network = deep(d, "convolutional", image=[d], filter=5, channels=2, depth=1, activation="erf")
    gap = quantity("cnn-kernel-gap")
    cell = build(
        inputs=word("distributions", "file", path="cube.npz", dim=d, train="x", test="x"),
        labels=word("labels", "random"),
        n=n,
        n_test=0,
        recorded=(0, 1),
        references={},
        quantities=(gap,),
        network=network,
    )
    run = backend.compile(cell, folder).run(0)
    assert close(run.once[gap.id][0], 0.579514855336 * d / n)


def test_25_deep_coefficient():
    from earlyspec.vocabulary._quadrature import layer_slopes

    phi = registry.load("activations", "erf")()
    for depth, golden in ((1, 0.848826363157), (2, 0.840352351101), (4, 0.916766993728)):
        slopes = layer_slopes(phi, depth)
        assert len(slopes) == depth
        assert close((depth + 1) * math.prod(slopes) ** 2, golden)


@pytest.mark.parametrize(
    ("activation", "rates", "losses", "beta"),
    [
        ("erf", (5.0, 0.0), (0.17060257652, 0.164934999803), (3.419482595, 0)),
        ("relu", (0.0, 1.5), (0.319656952296, 0.163900658264), (1.55012808211, -0.133643584668)),
        (
            "softplus",
            (0.8, 0.8),
            (0.311620512829, 0.164873215162),
            (1.14846605824, -0.0976952112828),
        ),
    ],
)
def test_14_to_16_linear_model(backend, folder, activation, rates, losses, beta):
    outputs = quantity("sample-reference-outputs", split="train", count=N)
    cell = golden_cell(activation, rates, (0, 10, 1000), (quantity("reference-loss"), outputs))
    run = backend.compile(cell, folder).run(0)
    for at, golden in zip((1, 2), losses, strict=True):
        assert close(run.series["reference-loss"][at][0], golden)
    # The parameters, from the outputs: Psi has full rank but for columns that are 0.
    psi = linear_features(activation, rates, X)
    found = np.linalg.lstsq(psi, np.array(run.series[outputs.id][1]), rcond=None)[0]
    assert close(found[0], beta[0])
    assert close(found[-1], beta[1])


@pytest.mark.parametrize(
    ("activation", "rates", "steps", "golden"),
    [
        (
            "erf",
            (3.0, 0.0),
            20,
            (0.149692359239, 0.012085646442, 0.0115056247856, 3.82542252774, 0),
        ),
        (
            "relu",
            (0.0, 0.5),
            20,
            (0.333109487791, 0.0194797185334, 0.0225010809403, 0, 1.28297790846),
        ),
        (
            "tanh",
            (2.0, 2.0),
            20,
            (0.154038906085, 0.0122807370279, 0.015146205177, 2.09500133365, 1.97675013548),
        ),
        (
            "relu",
            (2.0, 0.5),
            20,
            (0.161733925421, 0.018708454818, 0.0265482637067, 2.98437797882, 0.818305933632),
        ),
        (
            "softplus",
            (0.3, 0.3),
            50,
            (0.225144299864, 0.0125280567387, 0.016210364662, 1.31784855968, 1.4271477192),
        ),
    ],
)
def test_17_to_21_network_runs(backend, folder, activation, rates, steps, golden):
    wanted = (
        quantity("loss"),
        quantity("prediction-gap"),
        quantity("clipped-gap", split="test"),
        quantity("weight-movement"),
        quantity("weight-movement", layer="second"),
    )
    run = backend.compile(golden_cell(activation, rates, (0, steps), wanted), folder).run(0)
    assert run.steps == (0, steps)
    for each, value in zip(wanted, golden, strict=True):
        assert close(run.series[each.id][1][0], value), each.id
