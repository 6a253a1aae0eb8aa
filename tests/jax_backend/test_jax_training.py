"""Training on the device: against NumPy by hand, and what must not change a number."""

import math
from dataclasses import replace

import jax
import numpy as np
import pytest

pytest.importorskip("earlyspec_jax")
from conformance.agreement import disagreements
from conformance.cells import build, quantity, word
from earlyspec_jax import program as host
from earlyspec_jax.backend import BACKEND

from earlyspec.plans.nodes import Chunks
from earlyspec.vocabulary.architectures.two_layer import TwoLayer

SHORT = (0, 1, 2, 5, 10, 20)
SEEN = (quantity("sample-outputs", split="train", count=9), quantity("weight-movement"))


def run(cell, root, seed=0, **given):
    return BACKEND.compile(cell, root).run(seed, **given)


def by_hand(draws, beta, rates, steps, factor):
    """Outputs of a tanh network, NTK scaling, at the training inputs at every step."""
    x = draws["inputs/train/z"]
    y = np.sign(x @ beta)
    w, v = draws["init/W"].copy(), draws["init/v"].copy()
    (m, d), n, found = w.shape, len(x), []
    start = np.tanh(x @ w.T / math.sqrt(d)) @ v / math.sqrt(m)
    for _ in range(steps + 1):
        hidden = np.tanh(x @ w.T / math.sqrt(d))  # (n, m)
        f = hidden @ v / math.sqrt(m) - start
        found.append(f)
        r = factor * (f - y) / n
        back = r[:, None] * (1 - hidden**2) * v / math.sqrt(m * d)
        w, v = w - rates[0] * back.T @ x, v - rates[1] * hidden.T @ r / math.sqrt(m)
    return found


@pytest.mark.parametrize(
    ("rates", "loss", "factor"), [((1.0, 0.5), "half-mse", 1.0), ((1.0, 0.0), "mse", 2.0)]
)
def test_steps_are_those_of_the_formulas(tmp_path, rates, loss, factor):
    beta = np.array([1.0, -2.0, 0.5, 0.0])
    cell = build(
        inputs=word("distributions", "gaussian", dim=4),
        labels=word("labels", "linear", beta=tuple(beta), then=("sign",)),
        activation="tanh",
        init="subtract",
        width=6,
        n=20,
        rates=rates,
        loss=loss,
        recorded=SHORT,
        quantities=SEEN,
        rows=7,
    )
    cell = replace(cell, dynamics=replace(cell.dynamics, rates=rates))
    program = BACKEND.compile(cell, tmp_path)
    expected = by_hand(program.draw(3), beta, rates, SHORT[-1], factor)
    for step, outputs in zip(
        SHORT, program.run(3).series["sample-outputs(count=9, split=train)"], strict=True
    ):
        np.testing.assert_allclose(outputs, expected[step][:9], rtol=1e-11, atol=1e-13)


def test_chunks_of_rows_only_round_differently(tmp_path):
    cell = build(activation="softplus", n=50, recorded=SHORT, rows=50)
    whole = run(cell, tmp_path)
    for rows in (7, 25):
        other = run(replace(cell, chunks=Chunks(rows)), tmp_path)
        assert disagreements(whole, other, relative=1e-12, absolute=1e-14) == {}


def test_stretches_change_no_bit(tmp_path, monkeypatch):
    cell = build(batch=6, optimizer="sgd", recorded=SHORT, n=20)
    runs, told = [], []
    for length in (1, 3, 1000):
        monkeypatch.setattr(host, "_longer", lambda stretch, took, length=length: length)
        told.append([])
        runs.append(run(cell, tmp_path, progress=told[-1].append))
    assert runs[0] == runs[1] == runs[2]
    assert [len(each) for each in told] == [20, 8, 2]


def test_stretches_grow_to_a_quarter_second():
    stretch = 1
    for _ in range(20):
        stretch = host._longer(stretch, took=stretch * 1e-3)  # a millisecond a step
    assert 0.25 <= stretch * 1e-3 <= 0.35
    assert host._longer(10, took=100.0) == 1
    assert host._longer(1, took=1e-9) == 16


def test_one_program_serves_seeds_rates_and_steps(tmp_path, monkeypatch):
    traced = []
    forward = TwoLayer.forward

    def counted(self, ops, weights, x):
        traced.append(x.shape)
        return forward(self, ops, weights, x)

    monkeypatch.setattr(TwoLayer, "forward", counted)
    cell = build(activation="sigmoid", width=10, recorded=SHORT, rates=(0.5, 0.5))
    first = run(cell, tmp_path)
    before = len(traced)
    assert before
    assert run(cell, tmp_path, seed=1) != first
    assert run(build(activation="sigmoid", width=10, recorded=SHORT, rates=(0.7, 0.7)), tmp_path)
    assert run(replace(cell, alpha=0.1, point={"c": 2.0}, seeds=(7,)), tmp_path) == first
    longer = (0, 1, 2, 5, 10, 25)
    later = run(build(activation="sigmoid", width=10, recorded=longer, rates=(0.5, 0.5)), tmp_path)
    assert later.series["loss"][:5] == first.series["loss"][:5]
    assert len(traced) == before
    run(replace(cell, n=cell.n + 1), tmp_path)
    assert len(traced) > before  # the counter counts


def test_a_frozen_layer_has_no_rate_to_sweep_into_motion(tmp_path):
    movement = (quantity("weight-movement"), quantity("weight-movement", layer="second"))
    for mode, moves in (("first", (True, False)), ("second", (False, True))):
        found = run(build(mode=mode, quantities=movement, recorded=SHORT), tmp_path)
        assert tuple(found.series[each.id][-1][0] > 0 for each in movement) == moves
        assert {found.series[each.id][0] for each in movement} == {(0.0,)}


def test_float32_trains_what_float64_does_to_its_digits(tmp_path):
    quantities = (quantity("loss"), quantity("prediction-gap"), quantity("stiffness"))
    precise = run(build(recorded=SHORT, quantities=quantities), tmp_path)
    rough = run(build(recorded=SHORT, quantities=quantities, precision="float32"), tmp_path)
    assert disagreements(precise, rough, relative=1e-5, absolute=1e-9) == {}
    assert precise.series["loss"] != rough.series["loss"]
    # Measured in float64: a mirrored network cancels to the last of its bits.
    assert rough.series["prediction-gap"][0][0] < 1e-28


def test_divergence_has_its_step_and_ends_the_run(tmp_path):
    told = []
    cell = build(activation="identity", rates=(60.0, 60.0), recorded=tuple(range(0, 2001, 10)))
    found = run(cell, tmp_path, progress=told.append)
    assert found.divergence is not None
    assert found.divergence.what in ("training loss", *found.series)
    assert 0 < found.divergence.step < 200
    assert told[-1].step == found.divergence.step
    assert found.steps[-1] < found.divergence.step
    assert all(math.isfinite(v) for series in found.series.values() for x in series for v in x)


def test_divergence_between_records_is_noticed_at_its_step(tmp_path):
    cell = build(activation="identity", rates=(60.0, 60.0), recorded=(0, 5000))
    dense = build(activation="identity", rates=(60.0, 60.0), recorded=tuple(range(201)))
    found = run(cell, tmp_path).divergence
    assert found.what == "training loss"
    assert found.step == run(replace(dense, quantities=()), tmp_path).divergence.step


def test_the_caller_s_settings_are_untouched_and_do_not_matter(tmp_path):
    cell = build(recorded=SHORT, precision="float32")
    before = jax.config.jax_enable_x64
    found = run(cell, tmp_path)
    assert jax.config.jax_enable_x64 == before
    with (
        jax.enable_x64(not before),
        jax.default_matmul_precision("bfloat16"),
        jax.numpy_dtype_promotion("standard"),
    ):
        assert run(cell, tmp_path) == found


def test_files_are_read_and_never_unpickled(tmp_path):
    rows = np.random.default_rng(0).normal(size=(40, 5))
    np.savez(tmp_path / "data.npz", x=rows, y=rows[:, 0])
    np.savez(tmp_path / "bad.npz", x=np.array([{}], dtype=object), y=rows[:, 0])

    def cell(path):
        return build(
            inputs=word("distributions", "file", path=path, array="x", dim=5),
            labels=word("labels", "file", path=path, array="y"),
            recorded=(0, 1),
        )

    assert run(cell("data.npz"), tmp_path).steps == (0, 1)
    with pytest.raises(ValueError, match="allow_pickle"):
        run(cell("bad.npz"), tmp_path)
