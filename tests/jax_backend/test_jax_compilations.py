"""One compilation a shape: seeds, learning rates and recorded times compile nothing."""

from dataclasses import replace

import jax
import pytest

pytest.importorskip("earlyspec_jax")
from conformance.cells import build, quantity, word
from earlyspec_jax.backend import BACKEND

PROGRAMS = {"draw_shared": 1, "draw_split": 2, "survey": 1, "prepare": 1, "advance": 1}


@pytest.fixture
def compiled():
    """The names of the functions that XLA compiles while the test runs."""
    names: list[str] = []

    def listen(event: str, seconds: float, **facts: object) -> None:
        if event == "/jax/core/compile/backend_compile_duration":
            names.append(str(facts["fun_name"]).removeprefix("jit(").removesuffix(")"))

    jax.clear_caches()
    jax.monitoring.register_event_duration_secs_listener(listen)
    yield names
    jax.monitoring.unregister_event_duration_listener(listen)


def cell(dim, **changes):
    changes = {"recorded": (0, 1, 2), "quantities": (quantity("prediction-gap"),)} | changes
    return build(inputs=word("distributions", "gaussian", dim=dim), **changes)


def counts(names):
    return {name: names.count(name) for name in PROGRAMS}


def run(cells, seeds, root):
    """As a session runs a sweep: a program a cell, its seeds one after the other."""
    for each in cells:
        program = BACKEND.compile(each, root)
        for seed in range(seeds):
            program.run(seed)


def test_a_sweep_compiles_each_shape_once_whatever_the_seeds(compiled, tmp_path):
    run([cell(3), cell(4)], 3, tmp_path)
    assert counts(compiled) == {name: 2 * count for name, count in PROGRAMS.items()}
    compiled.clear()
    run([cell(3), cell(4)], 2, tmp_path)
    assert compiled == []


def test_rates_and_times_compile_nothing(compiled, tmp_path):
    first = cell(3)
    run([first], 1, tmp_path)
    assert counts(compiled) == PROGRAMS
    compiled.clear()
    dynamics = replace(first.dynamics, rates=(0.25, 0.125), steps=9, recorded=(0, 4, 9))
    run([replace(first, dynamics=dynamics, point={"k": 2}, alpha=0.1)], 2, tmp_path)
    assert compiled == []


def test_relative_rates_compile_no_more(compiled, tmp_path):
    first = cell(3)
    relative = replace(first, dynamics=replace(first.dynamics, relative=True))
    run([relative], 2, tmp_path)
    assert counts(compiled) == PROGRAMS
    compiled.clear()
    other = replace(relative, dynamics=replace(relative.dynamics, rates=(0.25, 0.125)))
    run([other], 2, tmp_path)
    assert compiled == []
