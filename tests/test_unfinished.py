"""Finished seeds of an interrupted run: kept exactly, and never mistaken for others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from by_hand import cell

from earlyspec.backend import Device
from earlyspec.plans.measurements import Divergence, SeedRun
from earlyspec.unfinished import FOLDER, Unfinished


class Backend:
    def __init__(self, name: str = "jax", version: str = "1") -> None:
        self.name, self._version = name, version

    def device(self) -> Device:
        return Device("cpu", "a processor", 1, {"jax": self._version})


RUN = SeedRun(
    3, (0, 1), {"loss": ((0.1 + 0.2,), (1 / 3,))}, {"once": (5e-324, 1.7976931348623157e308)}, None
)


def test_a_seed_comes_back_exactly(tmp_path: Path) -> None:
    kept = Unfinished(tmp_path, Backend(), tmp_path)
    assert kept.get(cell(), 3) is None
    kept.put(cell(), RUN)
    assert Unfinished(tmp_path, Backend(), tmp_path).get(cell(), 3) == RUN
    diverged = replace(RUN, seed=4, divergence=Divergence(1, "loss"))
    kept.put(cell(), diverged)
    assert kept.get(cell(), 4) == diverged


def test_other_seeds_and_the_name_of_the_point_change_nothing(tmp_path: Path) -> None:
    kept = Unfinished(tmp_path, Backend(), tmp_path)
    kept.put(cell(seeds=5), RUN)
    assert kept.get(replace(cell(seeds=9), point={"x": 1.0}), 3) == RUN


@pytest.mark.parametrize(
    "other", [cell(d=51), cell(n=2001), cell(steps=40), cell(rates=(1.0, 5.0))]
)
def test_another_cell_is_another_run(tmp_path: Path, other) -> None:
    kept = Unfinished(tmp_path, Backend(), tmp_path)
    kept.put(cell(), RUN)
    assert kept.get(other, 3) is None


def test_another_backend_or_version_is_another_run(tmp_path: Path) -> None:
    Unfinished(tmp_path, Backend(), tmp_path).put(cell(), RUN)
    assert Unfinished(tmp_path, Backend("reference"), tmp_path).get(cell(), 3) is None
    assert Unfinished(tmp_path, Backend(version="2"), tmp_path).get(cell(), 3) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 2}', '{"format": 1, "run": {}}'])
def test_a_file_that_is_not_whole_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    kept = Unfinished(tmp_path, Backend(), tmp_path)
    kept.put(cell(), RUN)
    (path,) = (tmp_path / FOLDER).iterdir()
    path.write_text(content)
    assert kept.get(cell(), 3) is None


def test_nothing_is_left_when_the_report_is_written(tmp_path: Path) -> None:
    kept = Unfinished(tmp_path, Backend(), tmp_path)
    kept.put(cell(), RUN)
    kept.clear()
    assert not (tmp_path / FOLDER).exists()
    kept.clear()


def test_another_data_file_is_another_run(tmp_path: Path) -> None:
    from earlyspec.plans.nodes import Word

    (tmp_path / "x.npz").write_bytes(b"before")
    made = replace(cell(), inputs=Word("distributions", "file", {"path": "x.npz", "dim": 50}))
    kept = Unfinished(tmp_path, Backend(), tmp_path)
    kept.put(made, RUN)
    assert kept.get(made, 3) == RUN
    (tmp_path / "x.npz").write_bytes(b"another")
    assert kept.get(made, 3) is None


SPEC = """\
earlyspec: 1
title: Interrupted
let: {d: 6}
data:
  inputs: {distribution: gaussian, dim: d}
  labels: {rule: linear, then: sign}
  train: 20
  test: 8
architecture: {kind: two-layer, width: 8, activation: erf}
regime: {alpha: 0.2}
train: {layers: both, learning_rate: 1, steps: 8}
claims: [hu2020/theorem-d.1]
sweep: {d: [6, 12]}
seeds: 3
"""


@pytest.mark.parametrize("backend", ["reference", "jax"])
def test_an_interrupted_run_goes_on_and_gives_the_same_bytes(tmp_path: Path, backend: str) -> None:
    from earlyspec import session

    def names(folder: Path) -> dict[str, bytes]:
        varies = {"provenance.json", "run.json"}
        return {p.name: p.read_bytes() for p in folder.iterdir() if p.name not in varies}

    for name in ("whole", "broken"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "spec.yaml").write_text(SPEC)
    whole = session.run_spec(str(tmp_path / "whole/spec.yaml"), session.Options(backend=backend))
    started: list[tuple[int, int]] = []

    def begun(at, progress) -> None:
        if (at.d, progress.seed) not in started:
            started.append((at.d, progress.seed))

    def interrupt(at, progress) -> None:
        begun(at, progress)
        if len(started) == 5:
            raise KeyboardInterrupt

    path = str(tmp_path / "broken/spec.yaml")
    broken = session.Options(backend=backend, watch=interrupt)
    with pytest.raises(KeyboardInterrupt):
        session.run_spec(path, broken)
    left = list((tmp_path / "broken/spec.report" / FOLDER).iterdir())
    assert len(left) == 4, "a seed that was not finished must not be kept"
    started.clear()

    resumed = session.run_spec(path, session.Options(backend=backend, watch=begun))
    assert started == [(12, 1), (12, 2)], "finished seeds must not run again"
    assert names(resumed.folder) == names(whole.folder)
    assert not (resumed.folder / FOLDER).exists()
