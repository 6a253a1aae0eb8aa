"""Measurements: each against its formula written with plain NumPy on a made-up snapshot."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from earlyspec import registry
from earlyspec.vocabulary._kernels import FeatureTerm, IdentityTerm, InfiniteTerm, NetworkTerm

N, N_TEST, D = 50, 9, 4


class MadeUp:
    """A snapshot of arrays that no network made."""

    def __init__(self):
        rng = np.random.default_rng(11)
        rows = {"train": N, "test": N_TEST}
        network = SimpleNamespace(
            layers=("first", "second"),
            kernel_scale=(4.0, 0.5),
            parametrisation="standard",
            activation=registry.load("activations", "erf")().facts(),
        )
        self.cell = SimpleNamespace(
            n=N, n_test=N_TEST, d=D, m=6, network=network, effective_rates=lambda: (0.625, 0.5)
        )
        self.block = rng.standard_normal((N, N))
        self.x = {s: rng.standard_normal((n, D)) + 0.2 for s, n in rows.items()}
        self.y = {s: rng.standard_normal(n) for s, n in rows.items()}
        self.f = {s: 2 * rng.standard_normal(n) for s, n in rows.items()}
        self.g = {
            (m, s): rng.standard_normal(n) for m in ("paired", "naive") for s, n in rows.items()
        }
        self.g |= {("optimum", s): rng.standard_normal(n) for s, n in rows.items()}
        self.w = {"first": rng.standard_normal((6, D)), "second": rng.standard_normal(6)}
        self.w0 = {"first": rng.standard_normal((6, D)), "second": rng.standard_normal(6)}

    def inputs(self, split):
        return self.x[split]

    def reference_parameters(self, name):
        return {"paired": np.array([3.0, -4.0]), "naive": np.ones(4)}[name]

    def reference_spectrum(self, name):
        return np.array([0.0, 0.25, 0.5])

    def largest_flip(self, split):
        return 0.5

    def term(self, term, split):
        """Matrices that are not alike: one a pair of points, one a model, one for no width."""
        if isinstance(term, FeatureTerm):
            seed = [3, *term.model.encode()]
        elif isinstance(term, InfiniteTerm):
            seed = [4, *np.int64(8 * np.array(term.weights))]
        elif isinstance(term, NetworkTerm):
            point = {"now": 1, "initial": 2}
            seed = [point[term.left], point[term.right], *np.int64(8 * np.array(term.weights))]
        else:
            seed = [5]
        a = np.random.default_rng(seed).standard_normal((N, N))
        return np.eye(N) if isinstance(term, IdentityTerm) else a + a.T

    def kernel(self, kernel, split):
        return sum(term.coefficient * self.term(term, split) for term in kernel)

    def kernel_norm(self, kernel, norm, split):
        order = {"spectral": 2, "frobenius": "fro"}[norm]
        return np.array([np.linalg.norm(self.kernel(kernel, split), order), 0.125])

    def kernel_eigenvalues(self, kernel, count, split):
        return np.linalg.eigvalsh(self.kernel(kernel, split))[::-1][:count]

    def labels(self, split):
        return self.y[split]

    def network(self, split):
        return self.f[split]

    def reference(self, name, split):
        return self.g[name, split]

    def weights(self, layer):
        return self.w[layer]

    def initial_weights(self, layer):
        return self.w0[layer]

    def largest_inner_product(self, split, rows):
        gram = np.abs(self.x[split][:rows] @ self.x[split][:rows].T)
        return (gram - np.diag(np.diag(gram))).max()

    def gram_norm(self, split):
        return np.linalg.eigvalsh(self.x[split].T @ self.x[split])[-1] / len(self.x[split])

    def kernel_block(self, kernel, rows, split):
        assert kernel == (NetworkTerm(1.0, (0.25, 2.0), "initial", "initial"),)
        return self.block[:rows, :rows]

    def patch_kernel_norm(self, coefficient, rows, split):
        return coefficient * rows * len(self.x[split])

    def project_on_inputs(self, r, split):
        return self.x[split] @ np.linalg.lstsq(self.x[split], r, rcond=None)[0]

    def ntk_norm(self):
        return 1.5

    def apply_reference_kernel(self, name, r, split):
        kernels = {"paired": 1.0, "naive": 2.0, "paired-first": 3.0, "paired-second": 4.0}
        return kernels[name] * self.x[split] @ (self.x["train"].T @ r) + kernels[name] ** 2 * r

    def reference_stiffness(self, name):
        return {"paired": 0.25, "naive": 0.5}[name]


AT = MadeUp()
TRAIN, TEST = AT.x["train"], AT.x["test"]
SQUARE_OF_TEST = np.sum((AT.f["test"] - AT.y["test"]) ** 2) / np.sum(AT.y["test"] ** 2)
SQUARE_OF_NAIVE = np.sum((AT.g["naive", "train"] - AT.y["train"]) ** 2) / np.sum(AT.y["train"] ** 2)
LEFT = AT.f["test"] - AT.y["test"]
LINEAR_LEFT = AT.g["naive", "train"] - AT.y["train"]
ORTHONORMAL = np.linalg.qr(TRAIN)[0]
GAP = AT.f["train"] - AT.g["paired", "train"]


def slope(rows):
    """Least squares of kernel entries on those of X X^T / d, a straight line, off the diagonal."""
    off = ~np.eye(rows, dtype=bool)
    gram = TRAIN[:rows] @ TRAIN[:rows].T / D
    return np.polyfit(gram[off], AT.block[:rows, :rows][off], 1)[0]


NORMS = np.sqrt((TEST**2).sum(1) / D)


def identity(r):
    """The case `kernel-identity` below: (K - 3 K1 - K2) r over K r, by the kernels of `MadeUp`."""
    whole = 2.0 * TRAIN @ TRAIN.T + 4.0 * np.eye(N)
    parts = 3.0 * (3.0 * TRAIN @ TRAIN.T + 9.0 * np.eye(N))
    parts += 0.5 * (4.0 * TRAIN @ TRAIN.T + 16.0 * np.eye(N))
    return np.linalg.norm((whole - parts) @ r) / np.linalg.norm(whole @ r)


def network_kernel(left, right, *weights):
    return AT.term(NetworkTerm(1.0, weights, left, right), "train")


def spectral(matrix, error=0.125):
    return np.array([np.linalg.norm(matrix, 2), error])


# By layer 1 / kernel_scale, (1/4, 2), where it is in.
BOTH, FIRST, SECOND = (0.25, 2.0), (0.25, 0.0), (0.0, 2.0)
FEATURES = AT.term(FeatureTerm(1.0, "paired"), "train")
NAIVE = AT.term(FeatureTerm(1.0, "naive"), "train")
INFINITE = {  # with no scale of a parametrisation in it
    "first": AT.term(InfiniteTerm(1.0, (1.0, 0.0)), "train"),
    "second": AT.term(InfiniteTerm(1.0, (0.0, 1.0)), "train"),
    "both": AT.term(InfiniteTerm(1.0, (1.0, 1.0)), "train"),
}
GAMMA = {"first": 0.144996853155354, "second": 0.46455905439754 - 0.65147001587056**2}
MOVED = {k: AT.w[k] - AT.w0[k] for k in AT.w}
LENGTH = np.linalg.norm(TRAIN, 2) / math.sqrt(6 * D)
BOUND_1 = LENGTH * (
    np.abs(AT.w0["second"] / math.sqrt(2)).max()
    * 0.967882898077
    * np.linalg.norm(TRAIN, axis=1).max()
    / math.sqrt(D)
    * np.linalg.norm(2 * MOVED["first"], 2)
    + 1.128379167096 * np.linalg.norm(MOVED["second"]) / math.sqrt(2)
)
BOUND_2 = 1.128379167096 * LENGTH * np.linalg.norm(2 * MOVED["first"])
CASES = [
    ("relative-error", {}, SQUARE_OF_TEST),
    ("relative-error", {"model": "naive", "split": "train"}, SQUARE_OF_NAIVE),
    ("explained", {}, 1 - SQUARE_OF_TEST),
    ("kernel-gap", {}, spectral(network_kernel("initial", "initial", *BOTH) - FEATURES) * D / N),
    (
        "kernel-gap",
        {"left": "infinite", "layers": "second", "minus_excess": True},
        spectral(INFINITE["second"] - FEATURES - GAMMA["second"] * np.eye(N)) * D / N,
    ),
    (
        "kernel-gap",
        {"right": "infinite", "norm": "frobenius", "layers": "first"},
        np.array(
            [
                np.linalg.norm(network_kernel("initial", "initial", *FIRST) - INFINITE["first"]),
                0.125,
            ]
        )
        * D
        / N,
    ),
    (
        "kernel-gap",
        {"right": "infinite", "layers": "second", "instead": "naive"},
        spectral(
            network_kernel("initial", "initial", *SECOND) - (INFINITE["second"] - FEATURES + NAIVE)
        )
        * D
        / N,
    ),
    (
        "kernel-gap",
        {"minus_excess": True, "split": "test"},
        spectral(
            network_kernel("initial", "initial", *BOTH) - FEATURES - sum(GAMMA.values()) * np.eye(N)
        )
        * D
        / N_TEST,
    ),
    (
        "kernel-drift",
        {"layers": "second"},
        spectral(
            network_kernel("now", "now", *SECOND) - network_kernel("initial", "initial", *SECOND)
        )
        * D
        / N,
    ),
    ("kernel-scale", {}, spectral(network_kernel("initial", "initial", *BOTH)) * D / N),
    *(
        ("kernel-scale", {"of": "infinite", "layers": layers}, spectral(kernel) * D / N)
        for layers, kernel in INFINITE.items()
    ),
    (
        "kernel-distance",
        {"layers": "first"},
        spectral(network_kernel("now", "initial", *FIRST) - FEATURES) * D / N,
    ),
    (
        "kernel-distance",
        {"right": "now"},
        spectral(network_kernel("now", "now", *BOTH) - FEATURES) * D / N,
    ),
    (
        "kernel-eigenvalues",
        {"count": 3},
        np.linalg.eigvalsh(network_kernel("now", "now", *BOTH))[:-4:-1] / N,
    ),
    (
        "jacobian-perturbation",
        {},
        (lambda square: [square**0.5, (square + 0.125) ** 0.5 - square**0.5])(
            np.linalg.norm(
                network_kernel("now", "now", *FIRST)
                - network_kernel("now", "initial", *FIRST)
                - network_kernel("initial", "now", *FIRST)
                + network_kernel("initial", "initial", *FIRST),
                2,
            )
        ),
    ),
    ("jacobian-bound", {}, BOUND_1),
    ("jacobian-bound", {"layer": "second"}, BOUND_2),
    ("jacobian-bound", {"layer": "both"}, math.hypot(BOUND_1, BOUND_2)),
    ("reference-norm", {}, 5.0),
    ("reference-floor", {}, D * 0.25),
    ("loss", {}, sum((AT.f["train"] - AT.y["train"]) ** 2) / (2 * N)),
    ("loss", {"split": "test"}, sum((AT.f["test"] - AT.y["test"]) ** 2) / (2 * N_TEST)),
    ("reference-loss", {}, sum((AT.g["paired", "train"] - AT.y["train"]) ** 2) / (2 * N)),
    ("prediction-gap", {}, sum(GAP**2) / N),
    (
        "prediction-gap",
        {"model": "naive", "split": "test"},
        sum((AT.f["test"] - AT.g["naive", "test"]) ** 2) / N_TEST,
    ),
    ("gap-norm", {}, np.linalg.norm(GAP) / math.sqrt(N)),
    (
        "residual-ratio",
        {},
        np.linalg.norm(AT.g["paired", "train"] - AT.y["train"]) / np.linalg.norm(AT.y["train"]),
    ),
    ("two-part-stiffness", {}, 0.25 + 0.625 * 0.25),
    ("clipped-gap", {}, sum(min(gap**2, 1) for gap in GAP) / N),
    ("relative-gap", {}, sum(GAP**2) / sum(AT.g["paired", "train"] ** 2)),
    ("output-power", {"split": "test"}, sum(AT.f["test"] ** 2) / N_TEST),
    ("reference-power", {"model": "naive"}, sum(AT.g["naive", "train"] ** 2) / N),
    ("sample-outputs", {}, AT.f["test"][:5]),
    ("sample-outputs", {"count": 30}, AT.f["test"]),
    (
        "sample-reference-outputs",
        {"split": "train", "count": 3},
        AT.g["paired", "train"][:3],
    ),
    ("weight-movement", {}, np.linalg.norm(AT.w["first"] - AT.w0["first"], "fro")),
    ("weight-movement", {"layer": "second"}, np.linalg.norm(AT.w["second"] - AT.w0["second"])),
    (
        "weight-movement",
        {"layer": "both", "power": 1 / 3},
        sum(np.sum((AT.w[k] - AT.w0[k]) ** 2) for k in AT.w) ** (1 / 6),
    ),
    (
        "norm-deviation",
        {},
        max(abs(x @ x / D - 1) for x in TRAIN) / math.sqrt(math.log(N) / D),
    ),
    (
        "inner-product",
        {},
        max(abs(TRAIN[i] @ TRAIN[j]) for i in range(N) for j in range(i))
        / (D * math.sqrt(math.log(N) / D)),
    ),
    (
        "inner-product",
        {"rows": 20},
        max(abs(TRAIN[i] @ TRAIN[j]) for i in range(20) for j in range(i))
        / (D * math.sqrt(math.log(20) / D)),
    ),
    ("gram-norm", {}, np.linalg.norm(TRAIN @ TRAIN.T, 2) / N),
    ("mean-square-norm", {"split": "test"}, sum(x @ x for x in TEST) / (N_TEST * D)),
    (
        "mean-vector",
        {},
        N * TRAIN.mean(0) @ TRAIN.mean(0) / np.trace(np.cov(TRAIN, rowvar=False)),
    ),
    ("label-bound", {}, max(abs(AT.y["train"]))),
    ("cnn-kernel-gap", {}, 8 / (3 * math.pi) * N * D),
    ("cnn-kernel-gap", {"coefficient": 0.5, "rows": 7, "split": "test"}, 0.5 * N_TEST * D),
    ("kernel-coefficient", {}, slope(N)),
    ("kernel-coefficient", {"rows": 20}, slope(20)),
    ("residual", {}, sum(LEFT**2) / N_TEST),
    (
        "residual",
        {"part": "span"},
        sum((np.linalg.qr(TEST)[0].T @ LEFT) ** 2) / N_TEST,
    ),
    (
        "residual",
        {"part": "complement", "split": "train", "model": "naive"},
        (sum(LINEAR_LEFT**2) - sum((ORTHONORMAL.T @ LINEAR_LEFT) ** 2)) / N,
    ),
    ("ntk-norm", {}, 1.5),
    (
        "kernel-identity",
        {"model": "naive", "of_first": 3.0, "of_second": 0.5},
        max(identity(AT.y["train"]), identity(np.ones(N))),
    ),
    (
        "loss-gap",
        {"model": "naive"},
        abs(
            sum((AT.f["train"] - AT.y["train"]) ** 2)
            - sum((AT.g["naive", "train"] - AT.y["train"]) ** 2)
        )
        / (2 * N),
    ),
    ("norm-slope", {}, np.polyfit(NORMS, AT.f["test"], 1)[0]),
    ("norm-slope", {"model": "naive"}, np.polyfit(NORMS, AT.g["naive", "test"], 1)[0]),
    (
        "reference-gap",
        {},
        sum((AT.g["paired", "train"] - AT.g["optimum", "train"]) ** 2) / N,
    ),
    (
        "reference-gap",
        {"model": "naive", "other": "paired", "split": "test"},
        sum((AT.g["naive", "test"] - AT.g["paired", "test"]) ** 2) / N_TEST,
    ),
    ("sample-gap", {"count": 3}, abs(AT.f["test"] - AT.g["paired", "test"])[:3]),
    ("stiffness", {}, 0.25),
    ("stiffness", {"model": "naive"}, 0.5),
    (
        "trace-square",
        {},
        np.mean([(TRAIN[i] @ TRAIN[j]) ** 2 for i in range(N) for j in range(N) if i != j]) / D,
    ),
]
ONCE = {
    "cnn-kernel-gap",
    "kernel-coefficient",
    "norm-deviation",
    "inner-product",
    "gram-norm",
    "mean-square-norm",
    "mean-vector",
    "label-bound",
    "ntk-norm",
    "kernel-identity",
    "stiffness",
    "trace-square",
    "two-part-stiffness",
    "kernel-gap",
    "kernel-scale",
    "reference-floor",
}


TESTS = Path(__file__).parent.parent


def test_every_measurement_is_tested():
    """Here by its value, or by name in another test, such as one of whole runs."""
    here = {kind for kind, _, _ in CASES}
    others = [path.read_text() for path in TESTS.rglob("test_*.py") if path != Path(__file__)]
    named = {
        kind for kind in registry.names("measurements") if any(f'"{kind}"' in t for t in others)
    }
    assert set(registry.names("measurements")) - here - named == set()


@pytest.mark.parametrize(("kind", "parameters", "expected"), CASES)
def test_values(word, ops, kind, parameters, expected):
    measurement = word("measurements", kind, **parameters)
    found = measurement.measure(ops, AT)
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert np.size(found) == measurement.size(AT.cell)
    assert measurement.per_step == (kind not in ONCE)


WITH_MODEL = [
    kind
    for kind in registry.names("measurements")
    if "model" in registry.load("measurements", kind).model_fields
]


@pytest.mark.parametrize("kind", WITH_MODEL)
def test_the_model_that_is_named_is_followed(word, kind):
    """What else is followed does not hang on it."""
    usual, named = word("measurements", kind), word("measurements", kind, model="naive")
    default = usual.parameters()["model"]
    assert default in (*usual.references(), "network")
    assert "naive" in named.references()
    assert {*usual.references()} - {default} == {*named.references()} - {"naive"}


def test_only_the_parts_of_a_residual_project_on_inputs(word):
    for part, expected in (("span", ("train",)), ("complement", ("train",)), ("all", ())):
        measurement = word("measurements", "residual", part=part, split="train")
        assert measurement.input_spans() == expected
    assert word("measurements", "loss").input_spans() == ()


@pytest.mark.parametrize(("output", "expected"), [(0.0, 0.0), (0.5, 1.0)])
def test_the_relative_gap_before_the_reference_has_moved(word, ops, output, expected):
    at = MadeUp()
    at.g["paired", "train"] = np.zeros(N)
    at.f["train"] = np.full(N, output)
    assert word("measurements", "relative-gap").measure(ops, at) == expected


def test_the_relative_gap_of_a_failed_network_is_no_number(word, ops):
    at = MadeUp()
    at.f["train"] = np.full(N, math.nan)
    assert np.isnan(word("measurements", "relative-gap").measure(ops, at))
    at.g["paired", "train"] = np.zeros(N)
    assert np.isnan(word("measurements", "relative-gap").measure(ops, at))


def test_gaussian_inputs_have_the_concentration_of_the_theory_sheet(word, ops):
    """Section 8.1, d = 128, n = 4d: about 1.95, 1.87 and 2.19."""
    at = MadeUp()
    at.x["train"] = np.random.default_rng(3).standard_normal((512, 128))
    values = [
        float(word("measurements", kind).measure(ops, at))
        for kind in ("norm-deviation", "inner-product", "gram-norm")
    ]
    assert values == pytest.approx([1.95, 1.87, 2.19], rel=0.2)
    assert word("measurements", "mean-vector").measure(ops, at) == pytest.approx(1, abs=0.5)


def test_the_slope_on_norms_that_are_all_equal_is_zero(word, ops):
    at = MadeUp()
    at.x["test"] = np.sqrt(D) * TEST / np.linalg.norm(TEST, axis=1)[:, None]
    assert word("measurements", "norm-slope").measure(ops, at) == 0


def test_the_norm_is_the_slope_of_figure_2_and_no_linear_function_has_one(word, ops):
    at = MadeUp()
    at.x["test"] = np.random.default_rng(5).standard_normal((20000, 20))
    at.f["test"] = 3.0 - 2.0 * np.linalg.norm(at.x["test"], axis=1) / np.sqrt(20)
    at.g["naive", "test"] = at.x["test"][:, 0]
    assert word("measurements", "norm-slope").measure(ops, at) == pytest.approx(-2.0)
    assert abs(word("measurements", "norm-slope", model="naive").measure(ops, at)) < 0.15


def test_the_loss_gap_of_close_models_does_not_cancel(word, ops):
    at = MadeUp()
    at.g["paired", "train"] = at.f["train"] + 1e-13
    exact = abs(np.mean(at.f["train"] - at.y["train"])) * 1e-13
    found = word("measurements", "loss-gap").measure(ops, at)
    assert found == pytest.approx(exact, rel=0.02)


def test_the_jacobian_bound_at_a_kink_counts_signs(word, ops):
    """Half of the six neurons changed sign on some input; a jump of 1 - 0.2."""
    at = MadeUp()
    at.cell.network.activation = word("activations", "leaky-relu", negative_slope=0.2).facts()
    at.w["second"] = at.w0["second"]
    largest = np.abs(at.w0["second"]).max() / math.sqrt(2)
    found = word("measurements", "jacobian-bound").measure(ops, at)
    assert found == pytest.approx(LENGTH * largest * 0.8 * math.sqrt(3), rel=1e-9)


def test_a_model_without_a_feature_has_no_floor(word, ops):
    at = MadeUp()
    at.reference_spectrum = lambda name: np.zeros(1)
    assert word("measurements", "reference-floor").measure(ops, at) == 0
