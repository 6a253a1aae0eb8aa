"""Optimisers by name, minibatches by seed."""

import numpy as np
import pytest

pytest.importorskip("earlyspec_jax")
from dataclasses import replace

from conformance.agreement import disagreements
from conformance.cells import build, quantity, word
from earlyspec_jax.backend import BACKEND

from earlyspec.backend import Unsupported

MOVED = (quantity("weight-movement"), quantity("weight-movement", layer="second"))
OUTPUTS = (quantity("sample-outputs", split="train", count=3),)


def cell(optimizer, options=None, rates=(0.1, 0.1), **changes):
    made = build(
        activation="identity", optimizer=optimizer, rates=(1.0, 1.0), width=4, n=6,
        recorded=(0, 1, 2, 3), references={}, **changes,
    )  # fmt: skip
    return replace(made, dynamics=replace(made.dynamics, options=options or {}, rates=rates))


def adam(draws, y, rates, steps, b1=0.8, b2=0.999, eps=1e-8):
    """Adam (Kingma and Ba 2015, Algorithm 1) on a linear two-layer network, half-mse."""
    x = draws["x"]
    theta = [draws["W"].copy(), draws["v"].copy()]
    first, second = ([np.zeros_like(p) for p in theta] for _ in range(2))
    (m, d), n, found = theta[0].shape, len(x), []
    for t in range(1, steps + 2):
        w, v = theta
        scale = 1 / np.sqrt(m * d)
        f = scale * x @ w.T @ v
        found.append(f)
        r = (f - y) / n
        gradient = [scale * np.outer(v, x.T @ r), scale * w @ x.T @ r]
        for k, g in enumerate(gradient):
            first[k] = b1 * first[k] + (1 - b1) * g
            second[k] = b2 * second[k] + (1 - b2) * g * g
            mean, square = first[k] / (1 - b1**t), second[k] / (1 - b2**t)
            theta[k] = theta[k] - rates[k] * mean / (np.sqrt(square) + eps)
    return found


@pytest.mark.parametrize("rates", [(0.1, 0.02), (0.1, 0.0)])
def test_adam_of_optax_with_one_rate_a_layer(tmp_path, rates):
    made = cell("adam", {"b1": 0.8}, rates, quantities=OUTPUTS, init="gaussian")
    made = replace(made, labels=word("labels", "random"))
    program = BACKEND.compile(made, tmp_path)
    drawn = program.draw(0)
    colour = np.sqrt(np.arange(1, 6) ** -0.5 / (np.arange(1, 6) ** -0.5).mean())
    names = {"x": drawn["inputs/train/z"] * colour, "W": drawn["init/W"], "v": drawn["init/v"]}
    expected = adam(names, drawn["labels/train/random"], rates, 3)
    found = program.run(0).series[OUTPUTS[0].id]
    np.testing.assert_allclose(found, [f[:3] for f in expected], rtol=1e-10)


@pytest.mark.parametrize(
    ("optimizer", "precision"),
    [
        # Where arrays are float32, a rate of float64 that takes part is a fault.
        *((each, "float32") for each in ("adamw", "rmsprop", "lion", "adadelta", "sm3", "rprop")),
        ("adamw", "float64"),
    ],
)
def test_optimisers_move_what_trains_and_nothing_else(tmp_path, optimizer, precision):
    made = cell(optimizer, rates=(0.0, 0.1), quantities=MOVED, precision=precision)
    found = BACKEND.compile(made, tmp_path).run(0)
    assert found.divergence is None
    assert [found.series[each.id][-1][0] > 0 for each in MOVED] == [False, True]


@pytest.mark.parametrize(
    ("optimizer", "options", "named"),
    [
        ("adm", {}, "`adm` of optax: there is none of that name"),
        ("__doc__", {}, "there is none"),
        ("adam", {"beta": 0.5}, "beta"),
        ("lbfgs", {}, "lbfgs"),
    ],
)
def test_what_optax_lacks_is_refused_before_anything_is_drawn(tmp_path, optimizer, options, named):
    with pytest.raises(Unsupported, match=named):
        BACKEND.compile(cell(optimizer, options), tmp_path)


def test_minibatches_of_an_epoch_are_disjoint_and_seeded(tmp_path):
    """Identity network, second layer: one step from v = 0 shows in its output which rows it saw."""
    made = replace(
        cell("sgd", rates=(0.0, 0.5), batch=4, quantities=MOVED),
        n=10,
    )
    program = BACKEND.compile(made, tmp_path)
    draws = program.draw(0)
    assert sorted(name for name in draws if name.startswith("batch/")) == ["batch/0", "batch/1"]
    orders = [np.argsort(draws[f"batch/{k}"]) for k in range(2)]
    assert not np.array_equal(*orders)
    seen = [*orders[0][:8], *orders[1][:4]]  # two batches of four, then the next epoch
    assert len(set(seen[:8])) == 8
    first = program.run(0)
    assert program.run(0) == first
    assert program.run(1) != first
    assert disagreements(program.run(0, draws=draws), first, relative=1e-12) == {}
    other = dict(draws) | {"batch/0": draws["batch/0"][::-1].copy()}
    assert program.run(0, draws=other).series != first.series


def test_a_batch_of_all_rows_is_the_full_batch(tmp_path):
    full = BACKEND.compile(cell("gd", quantities=MOVED), tmp_path).run(0)
    for batch in (6, 60):
        made = cell("sgd", batch=batch, quantities=MOVED)
        found = BACKEND.compile(made, tmp_path).run(0)
        assert disagreements(full, found, relative=1e-12) == {}
