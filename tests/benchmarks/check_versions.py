"""Runs a committed spec under another version of JAX, and tells what became of its report.

    python tests/benchmarks/check_versions.py [--jax 0.10.0] [--spec specs/quickstart.yaml]

Run it; pytest does not. In a temporary folder it makes a virtual environment with that JAX, copies
the spec with its committed report, runs it there with sticky text, and counts: claims and points
that kept the committed text, values that moved, and how far in standard errors.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RESULTS = Path(__file__).parent / "results" / "versions.md"
HEAD = (
    "| spec | run with | claims and points kept | values | moved | farthest, sigma "
    "| mean square, sigma^2 |\n|---|---|---|---|---|---|---|\n"
)


def environment(folder: Path, version: str) -> Path:
    """The `earlyspec` of a new environment with that JAX."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pinned = [f"jax=={version}", f"jaxlib=={version}"]
    # From a copy: what building leaves behind is not to lie in the checkout.
    source = folder / "source"
    kept_out = shutil.ignore_patterns(".git", "build", "*.egg-info", ".cache", "__pycache__")
    shutil.copytree(ROOT, source, ignore=kept_out)
    subprocess.run(
        [str(folder / "bin/pip"), "install", "--quiet", str(source), *pinned], check=True
    )
    return folder / "bin/earlyspec"


def main() -> None:
    """Adds a row to results/versions.md, or replaces the one of that spec and version."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--jax", default="0.10.0")
    parser.add_argument("--spec", type=Path, default=ROOT / "specs/quickstart.yaml")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        command = environment(Path(made) / "env", options.jax)
        place = Path(made) / "specs"
        place.mkdir()
        report = options.spec.with_suffix(".report")
        spec = shutil.copy(options.spec, place)
        shutil.copytree(report, place / report.name)
        # PYTHONPATH would put the checkout, and whatever lies beside it, before the environment.
        subprocess.run([str(command), "run", "--quiet", spec], check=True, env={"PATH": "/bin"})
        facts = json.loads((place / report.name / "provenance.json").read_text())
    kept, after = facts["kept"], facts["versions"]
    assert after["jax"] == options.jax
    cells = [
        f"`{options.spec.name}`",
        f"jax {after['jax']}, numpy {after['numpy']}",
        f"{kept['blocks']} of {kept['of']}",
        str(kept["numbers"]),
        str(kept["moved_within_noise"]),
        f"{kept['largest_sigmas']:.2g}",
        f"{kept['mean_square_sigmas']:.2g}",
    ]
    row = f"| {' | '.join(cells)} |\n"
    print(HEAD + row, end="")
    old = RESULTS.read_text().splitlines(keepends=True) if RESULTS.exists() else []
    rows = [
        line
        for line in old
        if line.startswith("| `") and (cells[0], f"jax {options.jax},") not in [_of(line)]
    ]
    RESULTS.write_text(
        "# Another version of JAX against committed reports\n\n"
        "By `check_versions.py`. A claim or point that moved beyond three standard errors does not "
        f"keep its text. Python {platform.python_version()}, {platform.machine()}, CPU.\n\n"
        + HEAD
        + "".join([*rows, row])
    )


def _of(line: str) -> tuple[str, str]:
    """Which spec a row is about, and which JAX."""
    cells = [each.strip() for each in line.split("|")]
    return cells[1], cells[2].split(" numpy")[0]


if __name__ == "__main__":
    main()
