"""What the compiled programs are: their text for each platform, and the memory they ask for."""

from dataclasses import replace
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

pytest.importorskip("earlyspec_jax")
from conformance.cells import build, quantity, word
from earlyspec_jax import compiled, shape, spectra
from earlyspec_jax.backend import BACKEND
from earlyspec_jax.chunks import Chunks
from earlyspec_jax.data import Split
from earlyspec_jax.draws import seed_key
from earlyspec_jax.dynamics import Minibatches
from earlyspec_jax.ops import FLOAT64
from earlyspec_jax.settings import exact

from earlyspec.compiler.chunks import chunk_rows
from earlyspec.plans import nodes

GIB = 2**30
CLAIM_3_1 = ("gram-norm", "inner-product", "norm-deviation", "mean-vector", "trace-square")


@pytest.mark.parametrize("platform", ["cpu", "cuda", "tpu"])
def test_programs_lower_for_platforms_that_are_not_here(tmp_path, platform):
    cell = build(precision="float32", batch=4, optimizer="adam", rates=(0.1, 0.1))
    text = BACKEND.compile(cell, tmp_path).text("stablehlo", platform)
    for part in ("draw shared", "draw train", "draw test", "survey", "prepare", "advance"):
        assert f"// {part}\nmodule" in text
    assert "stablehlo.while" in text
    assert "tensor<5x8xf32>" in text  # d x m


def test_jaxprs_name_the_steps(tmp_path):
    text = BACKEND.compile(build(), tmp_path).text("jaxpr", "cpu")
    assert "// advance\n" in text
    assert "while[" in text


def lowered(cell):
    """The programs of a cell, lowered from shapes alone."""
    of, numbers = shape.split(cell, "cpu")
    seed, until = jnp.asarray(0, jnp.uint64), jnp.asarray(0, jnp.int64)
    drawn = jax.eval_shape(partial(compiled.draw, of), seed, {}, {})
    surveyed = jax.eval_shape(partial(compiled.survey, of), drawn)
    modes = {k: compiled.Modes(m.target, m.gram, m.target) for k, m in surveyed.moments.items()}
    given = (drawn, surveyed.trace_square, modes, numbers, {})
    prepared = jax.eval_shape(partial(compiled.prepare, of), *given)
    fixed = compiled.fix(drawn, prepared, {})
    batches = Minibatches(seed_key(seed), None)
    return {
        "draw": compiled.draw_split.lower(of, "train", seed, {}, {}),
        "survey": compiled.survey.lower(of, drawn),
        "prepare": compiled.prepare.lower(of, *given),
        "advance": compiled.advance.lower(of, prepared.state, fixed, numbers, batches, until),
    }


@pytest.mark.slow
@pytest.mark.parametrize(("precision", "entry"), [("float32", 4), ("float64", 8)])
def test_a_million_examples_take_under_two_gib_beyond_the_data(precision, entry):
    """By the compiler's own count, of each program: temporaries and what it returns."""
    n, d, m = 1_000_000, 100, 512
    cell = build(
        inputs=word("distributions", "gaussian", dim=d),
        n=n,
        n_test=2000,
        width=m,
        recorded=(0, 1, 2),
        precision=precision,
        rows=chunk_rows(n, m, precision),
        quantities=(quantity("loss"), quantity("prediction-gap"), *map(quantity, CLAIM_3_1)),
    )
    data = n * (d * entry + 8)
    with exact():
        for name, program in lowered(cell).items():
            memory = program.compile().memory_analysis()
            beyond = memory.temp_size_in_bytes + memory.output_size_in_bytes
            beyond -= data if name == "draw" else 0
            assert beyond < 1.6 * GIB, name  # the process itself has the rest


@pytest.mark.parametrize(("count", "rows"), [(10, 3), (10, 5), (7, 100), (1, 1)])
def test_chunks_cover_every_row_once(count, rows):
    chunks = Chunks(count, rows)
    values = jnp.arange(1.0, count + 1)

    def of_chunk(index):
        return jax.lax.dynamic_slice_in_dim(values, chunks.start(index), chunks.rows)

    with exact():
        np.testing.assert_array_equal(chunks.lay_out(of_chunk), values)
        total = chunks.sum(lambda index: jnp.sum(chunks.keep_fresh(index, of_chunk(index))))
    assert total == count * (count + 1) / 2


@pytest.mark.parametrize("n", [1, 63, 64, 999, 1000, 20_000, 1_000_003])
@pytest.mark.parametrize("m", [0, 1, 256, 10**6])
@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_chunk_rows_waste_little(n, m, precision):
    rows = chunk_rows(n, m, precision)
    chunks = -(-n // rows)
    assert 1 <= rows <= min(n, 4096)
    assert chunks * rows - n < 8 * chunks  # rows that are worked on twice
    if rows > 64:
        assert rows * m * (4 if precision == "float32" else 8) <= 2 * 2**20


def inputs(n, d):
    """A shape and a split of its own, by hand."""
    x = np.random.default_rng(n).normal(size=(n, d))
    cell = build(inputs=word("distributions", "gaussian", dim=d), n=n, rows=5)
    facts = replace(cell.input_facts, trace_square=None)
    of, _ = shape.split(replace(cell, input_facts=facts), "cpu")
    return of, x, Split(jnp.asarray(x.T), jnp.zeros(n), None)


@pytest.mark.parametrize(("n", "d"), [(17, 4), (4, 9)])
def test_spectra_of_inputs(n, d, monkeypatch):
    with exact():
        of, x, split = inputs(n, d)
        products = np.abs(x @ x.T)[~np.eye(n, dtype=bool)]
        monkeypatch.setattr(spectra, "_BLOCK", 3)
        for rows in (n, n - 1, 2):
            off = np.abs(x[:rows] @ x[:rows].T)[~np.eye(rows, dtype=bool)]
            found = spectra.largest_inner_product(of, split, "train", rows)
            assert float(found) == pytest.approx(off.max(), rel=1e-13)
        norm = np.linalg.norm(x, 2) ** 2 / n
        assert float(spectra.gram_norm(of, split, "train")) == pytest.approx(norm, rel=1e-13)
        square = (products**2).mean() / d
        assert float(spectra.trace_square(of, split)) == pytest.approx(square, rel=1e-12)


def test_the_norm_of_wide_inputs_comes_from_lanczos(monkeypatch):
    with exact():
        of, x, split = inputs(300, 200)
        monkeypatch.setattr(spectra, "_DENSE", 10)
        norm = np.linalg.norm(x, 2) ** 2 / len(x)
        assert float(spectra.gram_norm(of, split, "train")) == pytest.approx(norm, rel=1e-9)


def test_gpus_take_many_chunks_at_once():
    cell = replace(build(n=1000), chunks=nodes.Chunks(10))
    with exact():
        assert shape.split(cell, "cpu")[0].rows == 10
        assert shape.split(cell, "gpu")[0].rows == 640
        assert shape.split(replace(cell, n=100), "gpu")[0].rows == 100


@pytest.mark.parametrize("axis", [None, 0, 1])
def test_sums_and_means_over_rows_and_columns(axis):
    x = np.random.default_rng(0).normal(size=(37, 5))
    with exact():
        given = jnp.asarray(x)
        np.testing.assert_allclose(FLOAT64.sum(given, axis), x.sum(axis), rtol=1e-13)
        np.testing.assert_allclose(FLOAT64.mean(given, axis), x.mean(axis), rtol=1e-13)
        np.testing.assert_allclose(FLOAT64.mean(given[:, 0]), x[:, 0].mean(), rtol=1e-13)
