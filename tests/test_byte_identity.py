"""A report hangs on its spec alone: not on the order of its cells, nor on the machine's threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from earlyspec import session
from earlyspec.report.model import Report
from earlyspec.report.rounding import rounded

SPEC = """\
earlyspec: 1
title: The same bytes
let: {d: 6}
data:
  inputs: {distribution: gaussian, dim: d}
  labels: {rule: linear, then: sign}
  train: SAMPLES
  test: 16
architecture: {kind: two-layer, width: 32, activation: erf}
regime: {alpha: 0.2}
train: {layers: both, learning_rate: 1, steps: 8}
claims: [hu2020/theorem-d.1]
sweep: {d: SIZES}
seeds: 3
"""


def _spec(folder: Path, sizes: str, samples: int = 24) -> Path:
    folder.mkdir()
    path = folder / "spec.yaml"
    path.write_text(SPEC.replace("SIZES", sizes).replace("SAMPLES", str(samples)))
    return path


def _ran(path: Path, backend: str) -> Report:
    report = session.run_spec(str(path), session.Options(backend=backend)).report
    assert report is not None
    return rounded(report)


@pytest.mark.parametrize("backend", ["reference", "jax"])
def test_the_order_of_a_sweep_changes_no_number(backend: str, tmp_path: Path) -> None:
    forth = _ran(_spec(tmp_path / "forth", "[6, 9, 14]"), backend)
    back = _ran(_spec(tmp_path / "back", "[14, 6, 9]"), backend)
    assert [cell.point["d"] for cell in back.cells] == [14, 6, 9]
    assert sorted(back.cells, key=lambda cell: cell.point["d"]) == list(forth.cells)
    assert back.claims == forth.claims
    rows = [(tmp_path / each / "spec.report/curves.csv").read_text() for each in ("forth", "back")]
    assert sorted(rows[0].splitlines()) == sorted(rows[1].splitlines())


@pytest.mark.parametrize("backend", ["reference", "jax"])
def test_a_cell_alone_is_the_cell_in_a_sweep(backend: str, tmp_path: Path) -> None:
    among = _ran(_spec(tmp_path / "among", "[6, 9]"), backend)
    alone = _ran(_spec(tmp_path / "alone", "[9]"), backend)
    assert alone.cells[0] == among.cells[1]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no choice of processors here")
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor has one thread")
def test_the_number_of_threads_changes_no_byte(tmp_path: Path) -> None:
    """Once on one processor and once on all, with every library's own choice of threads."""
    made = {}
    for threads in ("1", "2"):
        # Enough samples for a matrix product to be worth dividing.
        path = _spec(tmp_path / threads, "[16]", samples=2000)
        pinned = {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "XLA_FLAGS"}
        own = {name: value for name, value in os.environ.items() if name not in pinned}
        first = "{min(os.sched_getaffinity(0))}" if threads == "1" else "os.sched_getaffinity(0)"
        code = (
            f"import os; os.sched_setaffinity(0, {first}); "
            f"from earlyspec.cli import main; raise SystemExit(main(['run', '-q', {str(path)!r}]))"
        )
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={**own, "OMP_NUM_THREADS": threads},
        )
        folder = path.with_suffix(".report")
        names = sorted(each.name for each in folder.iterdir())
        made[threads] = {
            name: (folder / name).read_bytes() for name in names if name != "provenance.json"
        }
    assert "report.json" in made["1"]
    assert made["1"] == made["2"]
