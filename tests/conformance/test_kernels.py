"""Kernels on the inputs: applied against formed, by every route that a backend has to them."""

import numpy as np
import pytest
from conformance.agreement import disagreements
from conformance.cells import build, quantity, word

from earlyspec import registry
from earlyspec.backend import Unsupported
from earlyspec.vocabulary import _kernels

SHORT = (0, 1, 5, 20)
LAYERS = ("first", "second", "both")
KERNELS = (
    *(
        quantity(kind, layers=layers)
        for kind in ("kernel-scale", "kernel-drift")
        for layers in LAYERS
    ),
    *(quantity("kernel-distance", layers=layers) for layers in LAYERS),
    quantity("kernel-distance", right="now"),
    *(quantity("kernel-gap", layers=layers, minus_excess=True) for layers in LAYERS),
    *(quantity(kind, norm="frobenius") for kind in ("kernel-gap", "kernel-drift")),
    quantity("kernel-distance", norm="frobenius", split="test"),
    quantity("kernel-scale", norm="frobenius", split="test"),
    quantity("kernel-eigenvalues", layers="first", count=3),
    quantity("kernel-eigenvalues", split="test", count=50),
    *(quantity("jacobian-perturbation", layer=layer) for layer in LAYERS),
    *(quantity("jacobian-bound", layer=layer) for layer in LAYERS),
    quantity("reference-norm"),
    quantity("reference-floor"),
)
SOME = (  # every route on which rows are taken in chunks
    *(quantity(kind) for kind in ("kernel-scale", "kernel-drift", "kernel-distance")),
    quantity("kernel-gap", minus_excess=True),
    *(quantity(kind, norm="frobenius") for kind in ("kernel-gap", "kernel-drift")),
    quantity("kernel-scale", norm="frobenius", split="test"),
    quantity("kernel-eigenvalues", layers="first", count=3),
    *(quantity(f"jacobian-{kind}", layer="both") for kind in ("perturbation", "bound")),
    quantity("reference-norm"),
)
INFINITE = (
    quantity("kernel-gap", left="infinite"),
    quantity("kernel-gap", right="infinite", layers="second"),
    quantity("kernel-gap", right="infinite", norm="frobenius", split="test"),
    quantity("kernel-gap", right="infinite", instead="paired-first"),
    quantity("kernel-scale", of="infinite", layers="second"),
)


@pytest.mark.parametrize(
    ("activation", "init", "parametrisation", "mode"),
    [
        ("erf", "symmetric", "ntk", "unequal"),
        ("leaky-relu", "subtract", "standard", "both"),
        ("relu", "gaussian", "mean-field", "first"),
    ],
)
def test_kernels_agree(assert_agreement, activation, init, parametrisation, mode):
    run = assert_agreement(
        build(
            activation=activation,
            init=init,
            parametrisation=parametrisation,
            mode=mode,
            recorded=SHORT,
            quantities=KERNELS + INFINITE,
        )
    )
    for layer in LAYERS:
        moved = run.series[f"jacobian-perturbation(layer={layer})"]
        bound = run.series[f"jacobian-bound(layer={layer})"]
        assert moved[0] == (0.0, 0.0)
        for (found, _), (most,) in zip(moved, bound, strict=True):
            assert found <= most * (1 + 1e-9)
        assert moved[-1][0] > bound[-1][0] / 100, "the bound says nothing"
    assert run.series["kernel-drift(layers=both)"][-1][0] > 1e-3


def applied(monkeypatch):
    """Forms nothing: every kernel is applied, and every Frobenius norm summed or probed."""
    monkeypatch.setattr(_kernels, "formed_rows", lambda *_: 0)


@pytest.mark.parametrize(
    ("rows", "wanted", "least"),
    [(7, KERNELS + INFINITE, 40), (24, SOME + INFINITE[:1], 15), (1, SOME + INFINITE[:1], 15)],
    ids=("chunks of 7", "one chunk", "chunks of 1"),
)
def test_kernels_that_are_applied_agree(
    monkeypatch, reference, challenger, tmp_path, rows, wanted, least
):
    """Within the stated error, and no more than 1e-4; sums over entries to 1e-10."""
    applied(monkeypatch)
    # A width of its own: programs compiled before form their kernels.
    cell = build(rows=rows, width=12, recorded=SHORT, quantities=wanted)
    program = reference.compile(cell, tmp_path)
    mine = program.run(0)
    other = challenger.compile(cell, tmp_path).run(0, draws=program.draw(0))
    checked = 0
    for each in cell.quantities:
        ours, theirs = (
            run.series[each.id] if each.per_step else (run.once[each.id],) for run in (mine, other)
        )
        for a, b in zip(ours, theirs, strict=True):
            if each.bounded_error:
                (truth, none), (value, error) = a, b
                assert none == 0
                assert abs(value - truth) <= error + 1e-10 * truth, each.id
                floor = 1e-6 if "jacobian" in each.id else 1e-13  # the root of what rounding leaves
                assert error <= 1.01e-4 * value + floor, each.id
                checked += 1
            else:
                np.testing.assert_allclose(b, a, rtol=1e-8, atol=1e-10, err_msg=each.id)
    assert checked > least


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("activation", ["erf", "relu"])
def test_stated_errors_are_honest_at_sizes_that_are_applied(
    monkeypatch, reference, challenger, tmp_path, activation, seed
):
    applied(monkeypatch)
    wanted = (
        quantity("kernel-gap", layers="first"),
        quantity("kernel-gap", layers="first", minus_excess=True),
        quantity("kernel-distance"),
        quantity("kernel-drift"),
        quantity("jacobian-perturbation"),
    )
    cell = build(
        inputs=word("distributions", "gaussian", dim=10),
        activation=activation,
        width=20,
        n=300,
        recorded=(0, 5),
        quantities=wanted,
        rows=128,
    )
    program = reference.compile(cell, tmp_path)
    mine = program.run(seed)
    other = challenger.compile(cell, tmp_path).run(seed, draws=program.draw(seed))
    for each in wanted:
        ours, theirs = (
            run.series[each.id] if each.per_step else (run.once[each.id],) for run in (mine, other)
        )
        for (truth, _), (value, error) in zip(ours, theirs, strict=True):
            assert value <= truth * (1 + 1e-10) + error
            assert truth <= value + error + 1e-10 * truth
            assert error <= 1.01e-4 * value + 1e-6


def test_a_probed_frobenius_norm_states_its_error(monkeypatch, reference, challenger, tmp_path):
    applied(monkeypatch)
    monkeypatch.setattr(_kernels, "counted_rows", lambda *_: 0)
    wanted = [
        quantity(kind, norm="frobenius", layers=layers)
        for kind in ("kernel-scale", "kernel-gap", "kernel-drift")
        for layers in LAYERS
    ]
    cell = build(width=16, n=120, recorded=(0, 5, 10, 20), quantities=wanted, rows=120)
    program = reference.compile(cell, tmp_path)
    mine = program.run(0)
    other = challenger.compile(cell, tmp_path).run(0, draws=program.draw(0))
    off = []
    for each in wanted:
        ours, theirs = (
            run.series[each.id] if each.per_step else (run.once[each.id],) for run in (mine, other)
        )
        for (truth, _), (value, error) in zip(ours, theirs, strict=True):
            if truth:
                assert 0 < error < 0.3 * truth
                off.append(abs(value - truth) / error)
    assert len(off) >= 15
    assert max(off) < 2.5  # five standard errors
    assert max(off) > 0.05  # and the probes were probes


@pytest.mark.parametrize("lie", ["missing sqrt", "dropped weight", "other layer", "wrong sign"])
def test_a_wrong_kernel_breaks_conformance(monkeypatch, reference, challenger, tmp_path, lie):
    from earlyspec_reference.network import TwoLayer

    wanted = (
        quantity("kernel-scale"),
        quantity("kernel-gap"),
        quantity("kernel-drift", layers="second"),
        quantity("jacobian-perturbation", layer="both"),
    )
    cell = build(parametrisation="standard", recorded=(0, 5), quantities=wanted)
    program = reference.compile(cell, tmp_path)
    draws = program.draw(0)
    other = challenger.compile(cell, tmp_path).run(0, draws=draws)
    assert disagreements(program.run(0), other) == {}
    true = TwoLayer.jacobian

    def wrong(self, weights, x):
        found = true(self, weights, x)
        if lie == "missing sqrt":
            found["first"] = found["first"] * np.sqrt(cell.d)
        if lie == "wrong sign":
            found["second"] = np.abs(found["second"])
        return found

    if lie == "dropped weight":
        right = _kernels.layer_weights(cell.network, "both")
        assert right != (1.0, 1.0)
        for kind in ("kernel_scale", "kernel_gap", "kernel_drift", "jacobian_perturbation"):
            module = f"earlyspec.vocabulary.measurements.{kind}.layer_weights"
            monkeypatch.setattr(module, lambda network, layers: (1.0, 1.0))
    if lie == "other layer":
        for kind in ("kernel_scale", "kernel_gap", "kernel_drift", "jacobian_perturbation"):
            module = f"earlyspec.vocabulary.measurements.{kind}.layer_weights"
            monkeypatch.setattr(module, lambda network, layers: right_turned(network, layers))
    monkeypatch.setattr(TwoLayer, "jacobian", wrong)
    assert len(disagreements(program.run(0), other)) >= 2


def right_turned(network, layers):
    """The layers the wrong way round."""
    turned = {"first": (0.0, 1.0), "second": (1.0, 0.0), "both": (1.0, 0.0)}[layers]
    return tuple(w / s for w, s in zip(turned, network.kernel_scale, strict=True))


@pytest.mark.parametrize("activation", ["relu", "erf"])
def test_the_size_of_the_infinite_width_kernel_by_hand(backend, reference, tmp_path, activation):
    """Arc-cosine and arc-sine formulas written out; the width of the network is nowhere in it."""
    asked = [quantity("kernel-scale", of="infinite", layers=layers) for layers in LAYERS]
    inputs, found = word("distributions", "gaussian", dim=5), {}
    for width in (2, 16):
        cell = build(
            inputs=inputs, activation=activation, width=width, recorded=(0, 1), quantities=asked
        )
        draws = reference.compile(cell, tmp_path).draw(0)
        found[width] = backend.compile(cell, tmp_path).run(0, draws=draws).once
    x = np.asarray(draws["inputs/train/z"])
    c = x @ x.T / 5
    a = np.diag(c)
    if activation == "relu":
        size = np.sqrt(np.outer(a, a))
        u = np.clip(c / size, -1, 1)
        np.fill_diagonal(u, 1.0)
        first = c * (np.pi - np.arccos(u)) / (2 * np.pi)
        second = size * (np.sqrt(1 - u**2) + (np.pi - np.arccos(u)) * u) / (2 * np.pi)
    else:
        size = np.outer(1 + 2 * a, 1 + 2 * a)
        first = c * 4 / np.pi / np.sqrt(size - 4 * c**2)
        second = 2 / np.pi * np.arcsin(2 * c / np.sqrt(size))
    kernels = {"first": first, "second": second, "both": first + second}
    for each, layers in zip(asked, LAYERS, strict=True):
        value = np.linalg.norm(kernels[layers], 2) * 5 / 24
        assert found[2][each.id][0] == pytest.approx(value, rel=1e-10)
        assert found[16][each.id][0] == pytest.approx(value, rel=1e-10)


@pytest.mark.parametrize("activation", ["tanh", "softplus"])
def test_infinite_width_kernels_need_a_closed_form(backend, tmp_path, activation):
    cell = build(activation=activation, recorded=(0, 1), quantities=INFINITE[:1])
    with pytest.raises(Unsupported, match=f"infinite-width kernel of `{activation}`"):
        backend.compile(cell, tmp_path).run(0)


@pytest.mark.parametrize(
    ("inputs", "n"), [({}, 24), ({}, 3), (word("distributions", "sphere", dim=5), 24)]
)
def test_the_optimum_agrees(assert_agreement, inputs, n):
    """Least squares in closed form, also with fewer samples than features and with null ones."""
    cell = build(
        inputs=inputs or None,
        activation="relu",
        n=n,
        recorded=(0, 1, 40),
        references={"paired": {}, "optimum": {}},
        quantities=[
            quantity("prediction-gap", model="optimum"),
            quantity("reference-loss", model="optimum"),
            quantity("reference-loss", model="optimum", split="test"),
            quantity("reference-loss"),
            quantity("reference-norm", model="optimum"),
            quantity("reference-floor", model="optimum"),
        ],
    )
    from dataclasses import replace

    paired, other = cell.references
    optimum = replace(other, word=replace(other.word, kind="optimum"))
    run = assert_agreement(replace(cell, references=(paired, optimum)))
    best = run.series["reference-loss(model=optimum)"]
    assert best[0] == best[1] == best[2]  # it stands where it stands
    learned = [value[0] for value in run.series["reference-loss"]]
    assert learned[0] > learned[-1] >= best[0][0] - 1e-15
    if n == 3:
        assert best[0][0] < 1e-20


def test_optimum_has_the_fields_of_linear():
    linear, optimum = (registry.load("reference_models", kind) for kind in ("linear", "optimum"))
    assert linear.model_fields.keys() == optimum.model_fields.keys()
    assert optimum.at_limit
    assert not linear.at_limit
