"""How a run behaves on every backend: repeatable, watched, stopped where the numbers end."""

import math

import numpy as np
import pytest
from conformance.agreement import disagreements
from conformance.cells import build, quantity, word

from earlyspec.backend import DataError, Unsupported, find

SHORT = (0, 1, 2, 5, 10, 20)


def test_a_second_run_is_the_first_bit_for_bit(backend, tmp_path):
    program = backend.compile(build(activation="gelu"), tmp_path)
    first = program.run(0)
    program.run(1)  # nothing of another seed may linger
    assert program.run(0) == first
    assert backend.compile(build(activation="gelu"), tmp_path).run(0) == first


def test_seeds_differ(backend, tmp_path):
    program = backend.compile(build(recorded=SHORT), tmp_path)
    zero, one = program.run(0), program.run(1)
    assert (zero.seed, one.seed) == (0, 1)
    assert zero.series["loss"] != one.series["loss"]
    assert zero.once["stiffness"] != one.once["stiffness"]


def test_the_draws_of_a_seed_are_what_it_runs_on(backend, tmp_path):
    program = backend.compile(build(recorded=SHORT), tmp_path)
    assert disagreements(program.run(5), program.run(5, draws=program.draw(5))) == {}
    given = program.run(5, draws=program.draw(6))
    assert disagreements(given, program.run(6)) == {}


def test_backends_ask_for_the_same_draws(reference, challenger, tmp_path):
    cell = build(
        inputs=word("distributions", "student-t", dim=5, freedom=4.0),
        labels=word("labels", "teacher", network={"width": 3, "activation": "erf"}, then=[
            {"kind": "noise", "scale": 0.1}, "sign", {"kind": "flip", "probability": 0.1},
        ]),
        recorded=SHORT,
    )  # fmt: skip
    mine = reference.compile(cell, tmp_path).draw(0)
    theirs = challenger.compile(cell, tmp_path).draw(0)
    assert {k: a.shape for k, a in mine.items()} == {k: np.shape(a) for k, a in theirs.items()}
    assert all(np.isfinite(array).all() for array in theirs.values())


def test_one_more_draw_moves_no_other(backend, tmp_path):
    plain = word("labels", "linear")
    noisy = word("labels", "linear", then=[{"kind": "noise", "scale": 0.1}])
    few = backend.compile(build(labels=plain, recorded=SHORT), tmp_path).draw(0)
    more = backend.compile(build(labels=noisy, recorded=SHORT), tmp_path).draw(0)
    assert few.keys() < more.keys()
    for name, array in few.items():
        assert np.array_equal(array, more[name]), name


def test_challenger_draws_have_the_laws_they_claim(challenger, tmp_path):
    """Means and variances within five standard errors; signs are signs."""
    cell = build(
        inputs=word("distributions", "student-t", dim=20, freedom=6.0),
        n=500,
        n_test=500,
        width=40,
        recorded=(0, 1),
    )
    draws = challenger.compile(cell, tmp_path).draw(0)
    normal = np.asarray(draws["inputs/train/z"], dtype=np.float64).ravel()
    assert abs(normal.mean()) < 5 / math.sqrt(normal.size)
    assert abs((normal**2).mean() - 1) < 5 * math.sqrt(2 / normal.size)
    gamma = np.asarray(draws["inputs/train/gamma"], dtype=np.float64).ravel()  # shape 3
    assert abs(gamma.mean() - 3) < 5 * math.sqrt(3 / gamma.size)
    assert set(np.unique(draws["init/v"])) == {-1.0, 1.0}
    assert not np.array_equal(draws["inputs/train/z"], draws["inputs/test/z"])


def test_other_seeds_rates_and_steps_compile_nothing(tmp_path):
    """One compiled program serves all cells of a shape."""
    jax = pytest.importorskip("jax")
    from jax import monitoring

    backend = find("jax")
    first = build(activation="silu", rates=(0.3, 0.2), recorded=SHORT)
    backend.compile(first, tmp_path).run(0)
    compiled = []

    def listen(event, seconds, **_):
        if "backend_compile" in event:
            compiled.append(event)

    monitoring.register_event_duration_secs_listener(listen)
    try:
        backend.compile(first, tmp_path).run(1)
        faster = build(activation="silu", rates=(0.6, 0.4), recorded=(0, 3, 6, 9, 12, 15))
        backend.compile(faster, tmp_path).run(0)
        assert compiled == []
        jax.jit(lambda x: x * 3.25 + 1.5)(1.0)
        assert compiled, "the listener hears nothing, so its silence means nothing"
    finally:
        monitoring.unregister_event_duration_listener(listen)


def test_progress_is_told_in_order_and_to_the_end(backend, tmp_path):
    told = []
    cell = build(recorded=tuple(range(21)))
    run = backend.compile(cell, tmp_path).run(4, progress=told.append)
    losses, gaps = ([v[0] for v in run.series[key]] for key in ("loss", "prediction-gap"))
    steps = [each.step for each in told]
    assert steps == sorted(set(steps))
    assert steps[-1] == 20
    assert {(each.seed, each.steps) for each in told} == {(4, 20)}
    for each in told:
        # The loss is known once a step has been taken from there.
        either = [pytest.approx(losses[t], rel=1e-10) for t in (each.step, max(each.step - 1, 0))]
        assert each.loss in either
        assert each.gap == pytest.approx(gaps[each.step], rel=1e-10)


def test_progress_has_no_gap_without_a_paired_model(backend, tmp_path):
    told = []
    cell = build(references={}, quantities=[quantity("loss")], recorded=SHORT)
    backend.compile(cell, tmp_path).run(0, progress=told.append)
    assert {each.gap for each in told} == {None}


def test_an_interrupt_in_progress_ends_the_run(backend, tmp_path):
    def interrupt(progress):
        raise KeyboardInterrupt

    program = backend.compile(build(recorded=SHORT), tmp_path)
    whole = program.run(0)
    with pytest.raises(KeyboardInterrupt):
        program.run(0, progress=interrupt)
    assert program.run(0) == whole  # and leaves nothing behind


def test_a_run_without_measurements_has_its_steps(backend, tmp_path):
    run = backend.compile(build(quantities=(), recorded=SHORT), tmp_path).run(0)
    assert (run.steps, run.series, run.once) == (SHORT, {}, {})


def test_a_divergent_run_ends_where_the_numbers_do(assert_agreement):
    run = assert_agreement(
        build(activation="identity", rates=(60.0, 60.0)), relative=1e-6, absolute=1e-6
    )
    assert run.divergence is not None
    assert 0 < run.divergence.step < 200
    assert run.steps == tuple(t for t in run.steps if t < run.divergence.step)
    assert 0 in run.steps
    for values in run.series.values():
        assert len(values) == len(run.steps)
        assert all(math.isfinite(each) for value in values for each in value)


@pytest.mark.parametrize(
    ("draw", "named"),
    [("inputs/train/z", r"train\w* inputs"), ("init/W", "initial weights")],
)
@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_data_that_are_not_finite_are_refused(backend, tmp_path, draw, named, bad):
    program = backend.compile(build(recorded=SHORT), tmp_path)
    draws = {name: np.array(array) for name, array in program.draw(0).items()}
    draws[draw][1, 2] = bad
    with pytest.raises(DataError, match=named):
        program.run(0, draws=draws)


def test_labels_that_are_not_finite_are_refused(backend, tmp_path):
    np.savez(tmp_path / "labels.npz", y_train=np.full(24, math.nan), y_test=np.ones(7))
    cell = build(labels=word("labels", "file", path="labels.npz"), recorded=SHORT)
    with pytest.raises(DataError, match=r"train\w* labels"):
        backend.compile(cell, tmp_path).run(0)


def test_what_needs_test_inputs_is_refused_where_there_are_none(backend, tmp_path):
    cell = build(n_test=0, quantities=[quantity("loss", split="test")], recorded=SHORT)
    with pytest.raises(Unsupported, match="test inputs"):
        backend.compile(cell, tmp_path).run(0)


def test_a_backend_says_what_it_runs_on(backend):
    device = backend.device()
    assert device.platform
    assert device.count >= 1
    assert device.versions
    assert set(backend.platforms()) <= {"cpu", "cuda", "tpu"}


def test_text_is_given_for_every_platform_named(backend, tmp_path):
    program = backend.compile(build(recorded=SHORT), tmp_path)
    for platform in backend.platforms():
        assert program.text("stablehlo", platform).strip()
        assert program.text("jaxpr", platform).strip()
    if not backend.platforms():
        with pytest.raises(Unsupported, match="interprets"):
            program.text("stablehlo", "cpu")
