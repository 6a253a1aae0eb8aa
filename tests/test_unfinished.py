"""Finished seeds of an interrupted run: kept exactly, and never mistaken for others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from by_hand import cell

from earlyspec.backend import Device
from earlyspec.plan.measurements import Divergence, SeedRun
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
    kept = Unfinished(tmp_path, Backend())
    assert kept.get(cell(), 3) is None
    kept.put(cell(), RUN)
    assert Unfinished(tmp_path, Backend()).get(cell(), 3) == RUN
    diverged = replace(RUN, seed=4, divergence=Divergence(1, "loss"))
    kept.put(cell(), diverged)
    assert kept.get(cell(), 4) == diverged


def test_other_seeds_and_the_name_of_the_point_change_nothing(tmp_path: Path) -> None:
    kept = Unfinished(tmp_path, Backend())
    kept.put(cell(seeds=5), RUN)
    assert kept.get(replace(cell(seeds=9), point={"x": 1.0}), 3) == RUN


@pytest.mark.parametrize(
    "other", [cell(d=51), cell(n=2001), cell(steps=40), cell(rates=(1.0, 5.0))]
)
def test_another_cell_is_another_run(tmp_path: Path, other) -> None:
    kept = Unfinished(tmp_path, Backend())
    kept.put(cell(), RUN)
    assert kept.get(other, 3) is None


def test_another_backend_or_version_is_another_run(tmp_path: Path) -> None:
    Unfinished(tmp_path, Backend()).put(cell(), RUN)
    assert Unfinished(tmp_path, Backend("reference")).get(cell(), 3) is None
    assert Unfinished(tmp_path, Backend(version="2")).get(cell(), 3) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 2}', '{"format": 1, "run": {}}'])
def test_a_file_that_is_not_whole_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    kept = Unfinished(tmp_path, Backend())
    kept.put(cell(), RUN)
    (path,) = (tmp_path / FOLDER).iterdir()
    path.write_text(content)
    assert kept.get(cell(), 3) is None


def test_nothing_is_left_when_the_report_is_written(tmp_path: Path) -> None:
    kept = Unfinished(tmp_path, Backend())
    kept.put(cell(), RUN)
    kept.clear()
    assert not (tmp_path / FOLDER).exists()
    kept.clear()
