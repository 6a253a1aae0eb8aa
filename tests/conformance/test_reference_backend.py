"""The reference backend against the definitions: it has no other opinion to lean on."""

from dataclasses import replace

import numpy as np
import pytest
from conformance.cells import PARAMETRISATIONS, build, network
from earlyspec_reference.draws import NamedDraws
from earlyspec_reference.network import TwoLayer, scales
from earlyspec_reference.ops import OPS
from earlyspec_reference.reference_models import LinearModel, trace_square

from earlyspec import registry
from earlyspec.backend import Unsupported
from earlyspec.plans.nodes import Word

M, D, N = 6, 4, 5
LAYERS = ("first", "second")


def made(activation, parametrisation):
    """The network of the reference, its architecture word, and weights in its parametrisation."""
    word = registry.revive(
        network(D, activation=activation, width=M, parametrisation=parametrisation).word
    )
    model = TwoLayer(LAYERS, word.activation, *scales(parametrisation, M, D))
    g = np.random.Generator(np.random.PCG64(3))
    weights = {"first": g.standard_normal((M, D)), "second": g.standard_normal(M)}
    return model, word, weights, g.standard_normal((N, D)), g.standard_normal(N)


@pytest.mark.parametrize("parametrisation", PARAMETRISATIONS)
def test_outputs_are_the_sum_over_neurons(parametrisation):
    model, word, weights, x, _ = made("softplus", parametrisation)
    outer, inner = {
        "ntk": (M**-0.5, D**-0.5), "standard": (1, 1), "mean-field": (1 / M, D**-0.5)
    }[parametrisation]  # fmt: skip
    neurons = tuple(zip(weights["first"], weights["second"], strict=True))
    by_hand = [
        outer * sum(v * np.log1p(np.exp(inner * (w @ row))) for w, v in neurons) for row in x
    ]
    assert model.outputs(weights, x) == pytest.approx(by_hand, rel=1e-13)
    assert word.forward(OPS, weights, x) == pytest.approx(by_hand, rel=1e-13)


@pytest.mark.parametrize("parametrisation", PARAMETRISATIONS)
@pytest.mark.parametrize("activation", registry.names("activations"))
def test_gradients_are_central_differences(activation, parametrisation):
    """(1/2) sum r^2 has the gradient that `pullback` gives at r; the differences err by 1e-9."""
    model, _, weights, x, y = made(activation, parametrisation)
    gradient = model.pullback(weights, x, model.outputs(weights, x) - y)

    def half_square(moved):
        return 0.5 * np.sum((model.outputs(moved, x) - y) ** 2)

    for layer, w in weights.items():
        for index in np.ndindex(w.shape):
            ends = []
            for h in (1e-5, -1e-5):
                moved = {key: array.copy() for key, array in weights.items()}
                moved[layer][index] += h
                ends.append(half_square(moved))
            slope = (ends[0] - ends[1]) / 2e-5
            assert gradient[layer][index] == pytest.approx(slope, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("parametrisation", PARAMETRISATIONS)
def test_kernels_of_the_parametrisations_have_the_stated_scale(parametrisation):
    """Trace of each layer's kernel at the initial weights, over that of `ntk`."""
    traces = {}
    for name in ("ntk", parametrisation):
        model, word, _, x, _ = made("erf", name)
        initial = word.initial(OPS, NamedDraws(0, None), D)
        rows = [model.pullback(initial, x[i : i + 1], np.ones(1)) for i in range(N)]
        traces[name] = [sum(np.sum(row[layer] ** 2) for row in rows) for layer in LAYERS]
    ratio = np.divide(traces[parametrisation], traces["ntk"])
    assert word.kernel_scale(D) == pytest.approx(tuple(ratio), rel=1e-12)


def test_linear_model_steps_as_the_definition_does():
    """Against the matrix power: Psi beta(t) - y = (I - (eta/n) Psi Psi^T)^t (-y)."""
    cell = build(activation="relu", mode="unequal")
    g = np.random.Generator(np.random.PCG64(4))
    x, y = g.standard_normal((9, D)), g.standard_normal(9)
    model = LinearModel(registry.revive(cell.references[0].word), x, y, 1.0)
    shrink = np.eye(9) - cell.eta / 9 * model.psi @ model.psi.T
    for _ in range(30):
        model.advance()
    left = np.linalg.matrix_power(shrink, 30) @ -y
    assert model.outputs(x) == pytest.approx(left + y, rel=1e-12)
    largest = np.linalg.svd(model.psi, compute_uv=False)[0] ** 2
    assert model.stiffness() == pytest.approx(cell.eta * largest / 9, rel=1e-12)


def test_trace_square_is_the_unbiased_estimate():
    """Against the formula of the sheet, and against the truth on average."""
    g = np.random.Generator(np.random.PCG64(5))
    deviations = np.array([1.5, 1.0, 0.5])
    samples = g.standard_normal((4000, 6, 3)) * deviations
    x = samples[0]
    direct = (np.sum((x.T @ x) ** 2) - np.sum(np.sum(x * x, axis=1) ** 2)) / (6 * 5 * 3)
    assert trace_square(x) == pytest.approx(direct, rel=1e-12)
    estimates = np.array([trace_square(each) for each in samples])
    truth = np.sum(deviations**4) / 3
    assert abs(estimates.mean() - truth) < 5 * estimates.std() / np.sqrt(len(samples))
    # The plug-in estimate would miss it by far more than that.
    plug_in = [np.sum((each.T @ each / 6) ** 2) / 3 for each in samples]
    assert abs(np.mean(plug_in) - truth) > 20 * np.std(plug_in) / np.sqrt(len(samples))


def test_draws_are_keyed_by_seed_and_name():
    zero, again, one = (NamedDraws(seed, None) for seed in (0, 0, 1))
    first = zero.normal("a", (3, 2))
    zero.uniform("b", (4,))
    again.uniform("b", (4,))
    assert np.array_equal(first, again.normal("a", (3, 2)))
    assert not np.array_equal(first, one.normal("a", (3, 2)))
    assert not np.array_equal(first, zero.normal("c", (3, 2)))
    assert list(zero.taken) == ["a", "b", "c"]


def test_given_draws_must_have_the_shape_that_is_asked_for():
    draws = NamedDraws(0, None, {"a": np.ones((2, 3))})
    assert np.array_equal(draws.normal("a", (2, 3)), np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"draw a has shape \(2, 3\), not \(3, 2\)"):
        draws.normal("a", (3, 2))


def test_draws_have_the_laws_that_they_claim():
    draws, size = NamedDraws(0, None), 20000
    normal = draws.normal("normal", (size,))
    uniform = draws.uniform("uniform", (size,))
    signs = draws.signs("signs", (size,))
    gamma = draws.gamma("gamma", 2.5, (size,))
    for array, mean, variance in ((normal, 0, 1), (uniform, 0.5, 1 / 12), (gamma, 2.5, 2.5)):
        assert abs(array.mean() - mean) < 5 * np.sqrt(variance / size)
    assert 0 <= uniform.min() < uniform.max() < 1
    assert set(np.unique(signs)) == {-1.0, 1.0}
    assert abs(signs.mean()) < 5 / np.sqrt(size)


def test_optimisers_of_optax_are_unsupported(reference, tmp_path):
    with pytest.raises(Unsupported, match="`adam`"):
        reference.compile(build(optimizer="adam"), tmp_path)


def test_files_are_never_unpickled(tmp_path):
    np.savez(tmp_path / "bad.npz", x=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        NamedDraws(0, tmp_path).file("bad.npz", "x")


def test_other_architectures_are_unsupported(reference, tmp_path, monkeypatch):
    cell = build()

    class Deep:
        """An architecture that has no gradients by hand."""

        def fitted_model(self) -> None:
            return None

    monkeypatch.setattr(registry, "revive", lambda word: Deep())
    deep = replace(cell.network, word=Word("architectures", "deep", {}))
    with pytest.raises(Unsupported, match="`deep`"):
        reference.compile(replace(cell, network=deep), tmp_path)
