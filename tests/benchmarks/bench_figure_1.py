"""Times Figure 1 in the JAX backend against the same job by hand. Run it; pytest does not.

    python tests/benchmarks/bench_figure_1.py [--steps 400] [--rounds 5]

Both jobs draw the data, train network and linear model, and give losses and gap. The hand-written
one keeps to the training inputs; the backend measures on the test inputs as well, in float64.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import time
from pathlib import Path

D, M, N, N_TEST, ETA, RECORDS = 50, 256, 20_000, 2000, 0.5, 24
RESULTS = Path(__file__).parent / "results" / "figure_1.md"


def cell(steps, rows=None, precision="float32"):
    from earlyspec.compiler.chunks import chunk_rows
    from earlyspec.plans import nodes
    from earlyspec.registry import load, revive

    def quantity(kind, **parameters):
        word = nodes.Word("measurements", kind, parameters)
        return nodes.Quantity(word.label, word, True, load("measurements", kind).unit)

    inputs = nodes.Word("distributions", "gaussian", {"dim": D})
    network = {"width": 5, "activation": "erf"}
    labels = nodes.Word("labels", "teacher", {"network": network, "then": [{"kind": "sign"}]})
    erf = load("activations", "erf").model_validate({}).facts()
    word = nodes.Word("architectures", "two-layer", {"width": M, "activation": "erf"})
    paired = {
        "zeta": erf.zeta, "kappa": 0.0, "theta_0": 0.0, "theta_1": 0.0, "theta_2": 0.0,
        "first": 1.0, "second": 1.0, "eta": ETA,
    }  # fmt: skip
    return nodes.Cell(
        point={},
        seeds=(0,),
        inputs=inputs,
        input_facts=revive(inputs).facts(),
        labels=labels,
        label_facts=nodes.LabelFacts("teacher", 1.0),
        n=N,
        n_test=N_TEST,
        network=nodes.Network(
            word, M, ("first", "second"), erf, "ntk", (1.0, 1.0), "symmetric", True, True
        ),
        dynamics=nodes.Dynamics(
            "gradient-descent", "gd", {}, (ETA, ETA), "half-mse", None, steps,
            tuple(sorted({round(k * steps / (RECORDS - 1)) for k in range(RECORDS)})),
        ),
        alpha=None,
        references=(nodes.Reference("paired", nodes.Word("reference_models", "linear", paired)),),
        quantities=(
            quantity("loss"), quantity("loss", split="test"),
            quantity("reference-loss"), quantity("reference-loss", split="test"),
            quantity("prediction-gap"), quantity("prediction-gap", split="test"),
        ),
        precision=precision,
        chunks=nodes.Chunks(rows or chunk_rows(N, M, precision)),
    )  # fmt: skip


def backend(steps, **changes):
    from earlyspec_jax.backend import BACKEND

    program = BACKEND.compile(cell(steps, **changes), Path("."))
    return lambda seed: program.run(seed).series["prediction-gap"][-1][0]


def by_hand(steps, precision="float32"):
    import figure_1_by_hand
    import jax
    import numpy as np

    def run(seed):
        with jax.enable_x64(precision == "float64"):
            curves, _ = figure_1_by_hand.figure_1(D, M, N, N_TEST, steps, seed, ETA)
            return float(np.asarray(curves[2])[-1])

    return run


JOBS = {"by hand": by_hand, "backend": backend}


def peak_megabytes():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    return float("nan")


def one(job, steps):
    """A fresh process: one seed with compilation, and the peak of its memory."""
    began = time.perf_counter()
    gap = JOBS[job](steps)(0)
    return {"seconds": time.perf_counter() - began, "peak": peak_megabytes(), "gap": gap}


def fresh(job, steps):
    command = [sys.executable, __file__, "--steps", str(steps), "--one", job]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def steady(steps, rounds, precision="float32"):
    """Least seconds of a seed, programs compiled, rounds of both jobs in turn."""
    jobs = {name: make(steps, precision=precision) for name, make in JOBS.items()}
    for run in jobs.values():
        run(0)
    best = dict.fromkeys(jobs, float("inf"))
    for seed in range(1, rounds + 1):
        for name, run in jobs.items():
            began = time.perf_counter()
            run(seed)
            best[name] = min(best[name], time.perf_counter() - began)
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--one", choices=JOBS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(one(arguments.one, arguments.steps)))
        return
    runs = {name: [] for name in JOBS}
    for _ in range(max(2, arguments.rounds // 2)):
        for name in JOBS:
            runs[name].append(fresh(name, arguments.steps))
    compiled = {name: min(each["seconds"] for each in runs[name]) for name in JOBS}
    peak = {name: max(each["peak"] for each in runs[name]) for name in JOBS}
    rows = [(f"float32, fresh process, {arguments.steps} steps", compiled)]
    for precision, steps in (("float32", arguments.steps), ("float64", arguments.steps // 4)):
        best = steady(steps, arguments.rounds, precision)
        rows.append((f"{precision}, compiled before, {steps} steps", best))
    text = report(arguments, rows, peak)
    RESULTS.write_text(text)
    print(text)


def report(arguments, rows, peak):
    import jax
    import jaxlib

    lines = [
        "# Figure 1: the JAX backend against the same job by hand",
        "",
        f"d = {D}, m = {M}, n = {N}, {N_TEST} test points, both layers, erf, {RECORDS} recorded "
        f"steps. Least of {arguments.rounds} interleaved rounds. "
        f"jax {jax.__version__}, jaxlib {jaxlib.__version__}, Python "
        f"{platform.python_version()}, {__import__('os').cpu_count()} CPU cores, "
        f"{platform.machine()}.",
        "",
        "| | by hand, s | backend, s | ratio |",
        "|---|---|---|---|",
    ]
    for label, best in rows:
        a, b = best["by hand"], best["backend"]
        lines.append(f"| {label} | {a:.2f} | {b:.2f} | {b / a:.2f} |")
    a, b = peak["by hand"], peak["backend"]
    lines.append(f"| peak memory of the process, MB | {a:.0f} | {b:.0f} | {b / a:.2f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
