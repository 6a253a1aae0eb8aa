"""Times a sweep of 5 sizes x 10 seeds against a process of its own for each seed.

    python tests/benchmarks/bench_seeds.py [--seeds 10] [--sampled 1]

Run it; pytest does not. Both sides read the spec, compile, run and measure; neither judges or
writes. Of the processes, `--sampled` seeds a size are run, and their mean stands for all. Processor
time is shown beside wall time, because it tells the same on a machine that does other things too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

SIZES = (12, 24, 36, 48, 96)
ROOT = Path(__file__).parent.parent.parent
SPEC = ROOT / "specs" / "quickstart.yaml"
RESULTS = Path(__file__).parent / "results" / "seeds.md"


def run(sizes, seeds):
    """All of it in this process: compilations and seconds of wall and processor time."""
    began = time.perf_counter()
    import jax

    compiled = []
    jax.monitoring.register_event_duration_secs_listener(
        lambda name, _, **facts: (
            compiled.append(str(facts.get("fun_name")))
            if name.endswith("backend_compile_duration")
            else None
        )
    )
    from earlyspec.session import check, find_backend

    settings = {"d": str(list(sizes)), "seeds": str(list(seeds))}
    plan = check(str(SPEC), settings).plan
    backend, _ = find_backend("jax")
    runs = 0
    for cell in plan.cells:
        program = backend.compile(cell, SPEC.parent)
        for seed in cell.seeds:
            assert program.run(seed).divergence is None
            runs += 1
    advances = sum("advance" in name for name in compiled)
    return {
        "runs": runs,
        "advances": advances,
        "wall": time.perf_counter() - began,
        "cpu": sum(os.times()[:2]),
    }


def fresh(sizes, seeds):
    """The same in a process of its own, its start included in the wall time."""
    command = [sys.executable, __file__, "--one", json.dumps([list(sizes), list(seeds)])]
    began = time.perf_counter()
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(text) | {"wall": time.perf_counter() - began}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--sampled", type=int, default=1)
    parser.add_argument("--one")
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(run(*json.loads(arguments.one))))
        return
    before = os.getloadavg()[0]
    together = fresh(SIZES, range(arguments.seeds))
    apart = {"wall": 0.0, "cpu": 0.0}
    for size in SIZES:
        for seed in range(arguments.sampled):
            one = fresh([size], [seed])
            for key in apart:
                apart[key] += one[key] * arguments.seeds / arguments.sampled
    text = report(arguments, together, apart, (before, os.getloadavg()[0]))
    RESULTS.write_text(text)
    print(text)


def report(arguments, together, apart, load):
    import jax
    import jaxlib

    lines = [
        f"# Seeds: {len(SIZES)} sizes x {arguments.seeds} seeds in one run, and a process a seed",
        "",
        f"`specs/quickstart.yaml` at d = {', '.join(map(str, SIZES))}; {together['runs']} runs, of "
        f"which the one process compiled {together['advances']} shapes. Of the processes, "
        f"{arguments.sampled} a size ran; their mean stands for the others. Load average of the "
        f"machine, which others used too: {load[0]:.1f} before, {load[1]:.1f} after. "
        f"jax {jax.__version__}, jaxlib "
        f"{jaxlib.__version__}, Python {platform.python_version()}, {os.cpu_count()} CPU cores, "
        f"{platform.machine()}.",
        "",
        "| | a process a seed, s | one run, s | ratio |",
        "|---|---|---|---|",
    ]
    for label, key in (("wall time", "wall"), ("processor time", "cpu")):
        a, b = apart[key], together[key]
        lines.append(f"| {label} | {a:.0f} | {b:.0f} | {a / b:.1f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
