"""Kernels of a snapshot: segments, other architectures, and what references apply."""

from dataclasses import replace
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

pytest.importorskip("earlyspec_jax")
from conformance.cells import build, deep, quantity, word
from earlyspec_jax import compiled, jacobians, reference_models, shape, tangent
from earlyspec_jax.backend import BACKEND
from earlyspec_jax.chunks import Chunks
from earlyspec_jax.settings import exact
from earlyspec_jax.snapshot import Fixed, JaxSnapshot
from earlyspec_reference.network import TwoLayer, scales
from earlyspec_reference.reference_models import LinearModel
from earlyspec_reference.snapshot import ReferenceSnapshot, Split

from earlyspec import registry
from earlyspec.compiler.cost import SLACK
from earlyspec.compiler.kernel_cost import kernel_cost
from earlyspec.vocabulary import _kernels
from earlyspec.vocabulary._kernels import (
    FeatureTerm,
    IdentityTerm,
    InfiniteTerm,
    NetworkTerm,
)

MIXED = (
    NetworkTerm(0.7, (1.0, 0.5), "segment", "now"),
    NetworkTerm(-1.3, (0.0, 2.0), "initial", "now"),
    FeatureTerm(-0.5, "paired"),
    InfiniteTerm(0.4, (0.3, 1.1)),
    IdentityTerm(0.2),
)


def moved(weights, seed, size):
    rng = np.random.default_rng(seed)
    return {k: w + size * rng.standard_normal(w.shape) for k, w in weights.items()}


@pytest.fixture
def snapshots():
    """The same data, weights now, weights next and references, in both backends."""

    def make(activation="erf", n=24, rows=24, width=8):
        cell = build(activation=activation, n=n, rows=rows, width=width, recorded=(0, 1))
        of, _ = shape.split(cell, "cpu")
        drawn = compiled.draw(of, jnp.asarray(0, jnp.uint64), {}, {})
        initial = {k: np.asarray(w) for k, w in drawn.weights.items()}
        now = moved(initial, 1, 0.3)
        later = moved(now, 2, 0.1)
        surveyed = compiled.survey(of, drawn)
        modes = {"paired": reference_models.modes(surveyed.moments["paired"])}
        steps = {"paired": jnp.asarray(cell.eta)}
        paths = reference_models.paths(modes, steps, jnp.asarray([0, 1]))
        arrays = {k: jnp.asarray(w) for k, w in now.items()}
        spread = surveyed.trace_square
        fixed = Fixed(drawn.splits, drawn.weights, spread, paths, {}, {}, None, {}, None)
        mine = JaxSnapshot(
            of, cell, fixed, arrays, jnp.asarray(1), {k: jnp.asarray(w) for k, w in later.items()}
        )
        splits = {
            name: Split(np.asarray(s.x).T, np.asarray(s.y), np.zeros(len(s.y)))
            for name, s in drawn.splits.items()
        }
        phi = registry.load("activations", activation)()
        model = TwoLayer(("first", "second"), phi, *scales("ntk", cell.m, cell.d))
        train = splits["train"]
        word = registry.revive(cell.references[0].word)
        linear = LinearModel(word, train.x, train.y, float(surveyed.trace_square))
        linear.advance()
        other = ReferenceSnapshot(cell, splits, model, now, initial, {"paired": linear}, next=later)
        return mine, other

    with exact():
        yield make


@pytest.mark.parametrize("formed", [True, False])
@pytest.mark.parametrize("split", ["train", "test"])
def test_sums_of_all_terms_agree(monkeypatch, snapshots, formed, split):
    if not formed:
        monkeypatch.setattr(_kernels, "formed_rows", lambda *_: 0)
    mine, other = snapshots(rows=10)
    count = len(other.splits[split].x)
    np.testing.assert_allclose(
        mine.kernel_block(MIXED, count, split),
        other.kernel_block(MIXED, count, split),
        rtol=1e-11,
        atol=1e-13,
    )
    np.testing.assert_allclose(
        mine.kernel_block(MIXED, 5, split), other.kernel_block(MIXED, 5, split), atol=1e-13
    )
    for norm in ("spectral", "frobenius"):
        value, error = mine.kernel_norm(MIXED, norm, split)
        truth, _ = other.kernel_norm(MIXED, norm, split)
        assert abs(value - truth) <= error + 1e-11 * truth
        assert error <= 1.01e-4 * value


def test_an_applied_kernel_is_the_formed_one(monkeypatch, snapshots):
    monkeypatch.setattr(_kernels, "formed_rows", lambda *_: 0)
    mine, other = snapshots(rows=7)
    matrix = other.kernel_block(MIXED, 24, "train")
    operator = mine._operator(MIXED, "train")
    z = np.random.default_rng(0).standard_normal(24)
    np.testing.assert_allclose(operator.apply(jnp.asarray(z)), matrix @ z, atol=1e-12)
    np.testing.assert_allclose(
        mine._operator(MIXED[:3], "train").apply_turned(jnp.asarray(z)),
        other.kernel_block(MIXED[:3], 24, "train").T @ z,
        atol=1e-12,
    )
    monkeypatch.setattr(_kernels, "KEPT_BYTES", 0)  # hidden slopes computed anew for each chunk
    again = mine._make(MIXED, "train").apply(jnp.asarray(z))
    np.testing.assert_allclose(again, matrix @ z, atol=1e-12)


def test_half_of_the_neurons_stand_for_all_where_they_are_mirrored(monkeypatch, snapshots):
    monkeypatch.setattr(_kernels, "formed_rows", lambda *_: 0)
    mine, other = snapshots(rows=7)
    kernel = (NetworkTerm(0.7, (1.0, 0.5), "initial", "initial"), MIXED[2])
    z = jnp.asarray(np.random.default_rng(0).standard_normal(24))
    half, truth = mine._make(kernel, "train"), other.kernel_block(kernel, 24, "train")
    np.testing.assert_allclose(half.entries(), truth, atol=1e-12)
    np.testing.assert_allclose(half.apply(z), truth @ z, atol=1e-12)
    monkeypatch.setattr(shape.Shape, "mirrors", False)
    whole = mine._make(kernel, "train")
    np.testing.assert_allclose(half.apply(z), whole.apply(z), rtol=1e-12, atol=1e-13)
    widths = [
        each._jacobians[each._chunks].rows(0)["initial"]["second"].shape[0]
        for each in (half, whole)
    ]
    assert widths == [4, 8]
    monkeypatch.undo()
    mixed = mine._make((NetworkTerm(1.0, (1.0, 1.0), "initial", "now"), *kernel), "train")
    assert not mixed._mirrored


def test_automatic_differentiation_gives_the_same_kernels(monkeypatch, snapshots):
    """The route of every other architecture, on the one that has another."""
    mine, other = snapshots(rows=7)
    kernel = (*MIXED[:3], NetworkTerm(1.0, (1.0, 1.0), "now", "now"))
    matrix = other.kernel_block(kernel, 24, "train")

    class NoSuchNetwork:
        pass

    monkeypatch.setattr(jacobians, "TwoLayer", NoSuchNetwork)
    np.testing.assert_allclose(mine.kernel_block(kernel, 24, "train"), matrix, atol=1e-12)
    monkeypatch.setattr(_kernels, "formed_rows", lambda *_: 0)
    z = np.random.default_rng(0).standard_normal(24)
    operator = mine._make(kernel, "train")
    np.testing.assert_allclose(operator.apply(jnp.asarray(z)), matrix @ z, atol=1e-12)
    np.testing.assert_allclose(operator.apply_turned(jnp.asarray(z)), matrix.T @ z, atol=1e-12)
    monkeypatch.setattr(_kernels, "BLOCK_BYTES", 3 * 8 * 48)  # blocks of three rows
    few = mine._make(kernel, "train")
    assert few._blocks.rows == 3
    np.testing.assert_allclose(few.entries(), matrix, atol=1e-12)


@pytest.mark.parametrize("layers", [("layer-1", "layer-2", "layer-3", "layer-4"), ("layer-2",)])
def test_factors_of_rows_multiply_to_what_rows_do(layers):
    """Fully connected networks, at a point and along a segment, against automatic derivatives."""
    dim, width = 5, 7
    network = deep(dim, depth=3, width=width, activation="tanh", init="gaussian")
    inputs = word("distributions", "gaussian", dim=dim)
    made = build(inputs=inputs, network=network, n=20, rows=20, references={}, quantities=())
    with exact():
        of, _ = shape.split(made, "cpu")
        drawn = compiled.draw(of, jnp.asarray(0, jnp.uint64), {}, {})
        now = {k: jnp.asarray(w) for k, w in moved(drawn.weights, 1, 0.3).items()}
        points = {"now": ((1.0, now),), "segment": ((0.5, drawn.weights), (0.5, now))}
        train, chunks = drawn.splits["train"], Chunks(20, 8)
        found = {}
        for factored in (False, True):
            at = jacobians.jacobians(of, train, chunks, points, layers, factored)
            own, other = at.rows(jnp.asarray(0)), at.rows(jnp.asarray(2))
            x, y = train.x[:, :8], train.x[:, 12:]
            for left in points:
                for right in points:
                    products = at.products(own[left], other[right], x, y)
                    found[factored, left, right] = {k: np.asarray(g) for k, g in products.items()}
        for left in points:
            for right in points:
                slow, fast = found[False, left, right], found[True, left, right]
                assert set(slow) == set(fast) == set(layers)
                for layer in layers:
                    assert np.abs(slow[layer]).max() > 1e-3
                    np.testing.assert_allclose(fast[layer], slow[layer], rtol=1e-12, atol=1e-14)
        assert isinstance(at, jacobians.FactoredJacobians)


def test_a_difference_of_jacobians_keeps_its_digits():
    """|J' - J| / size is |dJ| for any small size; factors leave 1e-16 of |J|^2, and 1e-9 none."""
    network = deep(5, depth=3, width=7, activation="tanh", init="gaussian")
    inputs = word("distributions", "gaussian", dim=5)
    made = build(inputs=inputs, network=network, n=20, rows=20, references={}, quantities=())
    pairs = (("now", "now"), ("now", "initial"), ("initial", "now"), ("initial", "initial"))
    signs = (1.0, -1.0, -1.0, 1.0)
    kernel = tuple(
        NetworkTerm(sign, (1.0,) * 4, *pair) for sign, pair in zip(signs, pairs, strict=True)
    )
    with exact():
        of, _ = shape.split(made, "cpu")
        drawn = compiled.draw(of, jnp.asarray(0, jnp.uint64), {}, {})
        fixed = Fixed(drawn.splits, drawn.weights, jnp.asarray(1.0), {}, {}, {}, None, {}, None)

        def change(size):
            now = {k: jnp.asarray(w) for k, w in moved(drawn.weights, 1, size).items()}
            snapshot = JaxSnapshot(of, made, fixed, now, jnp.asarray(1), None)
            square, _ = snapshot.kernel_norm(kernel, "spectral", "train")
            return float(jnp.sqrt(square)) / size

        assert change(1e-9) == pytest.approx(change(1e-7), rel=1e-4)


def test_a_segment_is_the_mean_of_the_jacobian_along_it(snapshots):
    """f(there) - f(here) = mean J (there - here), and two Gauss points leave fourth order."""
    mine, other = snapshots("tanh")
    one = _kernels.NetworkTerm(1.0, (1.0, 1.0), "segment", "segment")
    whole = other._jacobian("segment", other.inputs("train"))
    step = {k: (other.next[k] - other.now[k]).ravel() for k in other.now}
    change = sum(whole[k] @ step[k] for k in step)
    x = other.inputs("train")
    exactly = other.model.outputs(other.next, x) - other.model.outputs(other.now, x)
    start = other.model.jacobian(other.now, x)
    first_order = sum(start[k] @ step[k] for k in step)
    assert np.abs(change - exactly).max() < 1e-3 * np.abs(first_order - exactly).max()
    np.testing.assert_allclose(
        mine.kernel_block((one,), 24, "train"),
        sum(whole[k] @ whole[k].T for k in whole),
        atol=1e-13,
    )
    mine._next = other.next = None
    for snapshot in (mine, other):
        with pytest.raises(ValueError, match="one step later"):
            snapshot.kernel_block((one,), 23, "train")


@pytest.mark.parametrize("activation", ["erf", "relu"])
@pytest.mark.parametrize("n", [24, 4])
def test_references_are_applied_and_projected_on(snapshots, activation, n):
    mine, other = snapshots(activation, n=n, rows=min(n, 10))
    r = np.random.default_rng(3).standard_normal(n)
    for split in ("train", "test"):
        np.testing.assert_allclose(
            mine.apply_reference_kernel("paired", jnp.asarray(r), split),
            other.apply_reference_kernel("paired", r, split),
            atol=1e-12,
        )
    ours = np.asarray(mine.project_on_reference("paired", jnp.asarray(r)))
    np.testing.assert_allclose(ours, other.project_on_reference("paired", r), atol=1e-11)
    again = mine.project_on_reference("paired", jnp.asarray(ours))
    np.testing.assert_allclose(again, ours, atol=1e-11)
    np.testing.assert_allclose(
        mine.reference_parameters("paired"), other.reference_parameters("paired"), atol=1e-13
    )
    ours, theirs = mine.reference_spectrum("paired"), other.reference_spectrum("paired")
    np.testing.assert_allclose(ours, theirs, atol=1e-14)
    assert (np.asarray(ours) == 0).sum() == (theirs == 0).sum()


def test_no_program_holds_a_kernel_that_is_too_large_to_form():
    """n^2 entries would be 128 MB; the temporaries of the whole measurement are below 32 MB."""
    n = 4000
    cell = build(
        n=n,
        rows=500,
        recorded=(0, 1),
        quantities=[quantity("kernel-gap"), quantity("kernel-drift")],
    )
    with exact():
        of, numbers = shape.split(cell, "cpu")
        seed = jnp.asarray(0, jnp.uint64)
        drawn = compiled.draw(of, seed, {}, {})
        surveyed = compiled.survey(of, drawn)
        modes = {k: reference_models.modes(m) for k, m in surveyed.moments.items()}
        lowered = compiled.prepare.lower(of, drawn, surveyed.trace_square, modes, numbers, {})
        used = lowered.compile().memory_analysis().temp_size_in_bytes
    assert used < 32e6 < 8 * n * n


def test_kernels_that_are_formed_together_take_the_memory_they_are_priced_at():
    """All of them stay until the last was taken, and the network's own part beside them."""
    gaps = [quantity("kernel-gap", minus_excess=minus, layers="first") for minus in (False, True)]
    gaps += [quantity("kernel-gap", layers="first", left="infinite", norm="frobenius")]
    one, made = (build(width=16, n=1000, recorded=(0, 1), quantities=q) for q in (gaps[:1], gaps))
    with exact():
        of, numbers = shape.split(made, "cpu")
        drawn = compiled.draw(of, jnp.asarray(0, jnp.uint64), {}, {})
        surveyed = compiled.survey(of, drawn)
        modes = {k: reference_models.modes(m) for k, m in surveyed.moments.items()}
        lowered = compiled.prepare.lower(of, drawn, surveyed.trace_square, modes, numbers, {})
        used = lowered.compile().memory_analysis().temp_size_in_bytes
    priced = kernel_cost(made).resident
    assert used <= SLACK * priced
    assert priced <= 2.5 * used
    assert priced == kernel_cost(one).resident + 2 * 8 * 1000**2


@pytest.mark.parametrize("n", [1000, 4000])
def test_the_norm_that_rates_are_relative_to_takes_the_memory_it_is_priced_at(n):
    """Formed, n^2 numbers; applied, two copies of the basis and little else."""
    made = build(width=64, n=n, mode="first", recorded=(0, 1), references={}, quantities=())
    made = replace(made, dynamics=replace(made.dynamics, relative=True))
    with exact():
        of, _ = shape.split(made, "cpu")
        drawn = jax.eval_shape(partial(compiled.draw, of), jnp.asarray(0, jnp.uint64), {}, {})
        norm = jax.jit(partial(tangent.ntk_norm, of))
        lowered = norm.lower(drawn.weights, drawn.splits["train"])
        used = lowered.compile().memory_analysis().temp_size_in_bytes
    priced = kernel_cost(made).resident
    assert used <= SLACK * priced
    assert priced <= 2.5 * used


@pytest.mark.parametrize("platform", ["cuda", "tpu"])
def test_kernels_lower_for_platforms_that_are_not_here(monkeypatch, tmp_path, platform):
    wanted = [quantity("kernel-gap", left="infinite"), quantity("kernel-distance")]
    text = BACKEND.compile(build(quantities=wanted), tmp_path).text("stablehlo", platform)
    assert "stablehlo.while" in text
