"""Golden values nc01 to nc08 of lecture12: kernels, widths, balls and a run, to 1e-9 relative.

The values are from an implementation that shares no code with this one. Inputs of the sheet have
norm 1; those of the language sqrt(d).
"""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conformance.cells import build, quantity, word
from earlyspec_reference.draws import NamedDraws
from earlyspec_reference.program import ReferenceProgram

from earlyspec.backend import discover, find
from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary.measurements.kernel_ball import radius_of
from earlyspec.vocabulary.measurements.sufficient_width import widths


def close(value, golden, rel=1e-9):
    return value == pytest.approx(golden, rel=rel)


def normal(seed, *shape):
    return np.random.Generator(np.random.PCG64(seed)).standard_normal(shape)


def rows(a):
    return a / np.linalg.norm(a, axis=1)[:, None]


X = rows(normal(1001, 3, 4))
X8 = rows(normal(1002, 8, 10))
W = normal(1004, 64, 4)
A = np.where(np.random.Generator(np.random.PCG64(1005)).random(64) < 0.5, -1.0, 1.0)
Y = normal(1006, 3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("golden")
    for name, x, y in (("three", X, Y), ("eight", X8, np.ones(8))):
        x = x * math.sqrt(x.shape[1])
        np.savez(path / f"{name}.npz", x_train=x, y_train=y, x_test=x, y_test=y, W=W, v=A)
    return path


@pytest.fixture(params=discover())
def backend(request):
    return find(request.param)


def cell_of(name, *quantities, recorded=(0,), rate=1.0):
    n, d = (3, 4) if name == "three" else (8, 10)
    path = f"{name}.npz"
    init = {"kind": "file", "path": path} if name == "three" else "signs"
    made = build(
        inputs=word("distributions", "file", path=path, dim=d),
        labels=word("labels", "file", path=path),
        activation="relu",
        init=init,
        width=64,
        n=n,
        n_test=n,
        recorded=recorded,
        trace_square=1.0,
        references={},
        quantities=quantities,
    )
    moves = replace(made.dynamics, loss="half-sum", rates=(rate, 0.0))
    return replace(made, dynamics=moves)


def snapshot(name, folder):
    return ReferenceProgram(cell_of(name), folder)._start(NamedDraws(0, folder))


def test_nc01_nc02_infinite_width(folder, backend):
    at = snapshot("three", folder)
    kernel = fl.infinite_kernel(at)
    entries = [kernel[0, 1], kernel[0, 2], kernel[1, 2]]
    assert close(entries, [-0.0883256426815, 0.162531688223, -0.0618626375482])
    assert close(np.linalg.eigvalsh(kernel), [0.334791288906, 0.450035444825, 0.715173266269])
    ends = (quantity("kernel-floor"), quantity("infinite-kernel-norm"))
    run = backend.compile(cell_of("three", *ends), folder).run(0)
    assert close(run.once["kernel-floor"][0], 0.334791288906)
    assert close(run.once["infinite-kernel-norm"][0], 0.715173266269)
    assert 0 < run.once["kernel-floor"][1] < 1e-14


def test_nc03_infinite_width_of_eight(folder, backend):
    assert close(np.trace(fl.infinite_kernel(snapshot("eight", folder))), 4)
    ends = (quantity("kernel-floor"), quantity("infinite-kernel-norm"))
    run = backend.compile(cell_of("eight", *ends), folder).run(0)
    assert close(run.once["kernel-floor"][0], 0.203708327718)
    assert close(run.once["infinite-kernel-norm"][0], 0.919067063049)


def test_nc04_explicit_widths(folder, backend):
    """Each of three events has a third of delta: the radius is that of Lemma 4 with delta / 3."""
    floor = 0.203708327718
    assert close(radius_of(8, floor, 0.1 / 3), 1.66217791027e-05)
    moves, start = widths(8, 8.0, floor, 0.1, zero_output=False)
    assert close(moves, 1.004800631e15)
    assert close(start, 94731.1437053)
    width = quantity("sufficient-width", delta=0.1)
    run = backend.compile(cell_of("eight", width), folder).run(0)
    assert close(run.once[width.id][0], 1.004800631e15)


def test_nc05_to_nc07_a_network_at_its_start(folder, backend):
    outputs = quantity("sample-outputs", split="train", count=3)
    values = quantity("kernel-eigenvalues", layers="first", count=3)
    gap = quantity("kernel-gap", layers="first", right="infinite")
    floor = quantity("kernel-floor", width="finite")
    balls = [quantity("kernel-ball-bound", radius=radius) for radius in (0.05, 0.2)]
    cell = cell_of("three", outputs, values, gap, floor, *balls)
    run = backend.compile(cell, folder).run(0)
    assert close(run.series[outputs.id][0], (0.300128241377, -0.915238055711, 0.670956338614))
    eigenvalues = np.array(run.series[values.id][0]) * 3
    assert close(eigenvalues, [0.643716161381, 0.458322507705, 0.319836330913])
    assert close(run.once[floor.id][0], 0.319836330913)
    assert close(run.once[gap.id][0] * 3 / 4, 0.0871739144222)
    for each, golden in zip(balls, (0.180165961491, 0.534233672629), strict=True):
        assert close(run.series[each.id][0][0], golden)


def test_nc08_descent(folder, backend):
    """||u(k) - y|| from the loss, and as a share of the first."""
    golden = (1.40299069866, 0.995154288442, 0.112937119318, 0.000227917110317)
    wanted = (quantity("loss"), quantity("residual-decay"))
    cell = cell_of("three", *wanted, recorded=(0, 1, 10, 50), rate=0.5)
    run = backend.compile(cell, folder).run(0)
    for k, value in enumerate(golden):
        assert close(math.sqrt(6 * run.series["loss"][k][0]), value)
        assert close(run.series["residual-decay"][k][0] * golden[0], value)
