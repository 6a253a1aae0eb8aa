"""Times the spectral norm of a kernel difference, applied against formed. Run it; pytest does not.

    python tests/benchmarks/bench_kernel_norm.py [--n 20000] [--rounds 3]

||Theta_1(W(0)) - Theta_lin1|| of the first layer of an erf network, by the same Lanczos to the
same tolerance: once with the kernel applied by row chunks, as the backend does, and once with
(P diag(v)^2 P^T / m) o (X X^T / d) formed, n x n, and applied: the same start, the same number of
products. Both know that the neurons are mirrored, and use one half. Each in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

D, M = 50, 256
RESULTS = Path(__file__).parent / "results" / "kernel-norm.md"


def problem(n):
    """The shape of a cell, its inputs and initial weights, and its kernel difference."""
    import bench_figure_1
    import jax.numpy as jnp
    from earlyspec_jax import compiled, shape

    from earlyspec.vocabulary._kernels import FeatureTerm, NetworkTerm

    bench_figure_1.N = n
    cell = bench_figure_1.cell(1, precision="float64")
    (paired,) = cell.references
    first = {**paired.word.parameters, "second": 0.0}  # features of the first layer alone
    cell = replace(cell, references=(replace(paired, word=replace(paired.word, parameters=first)),))
    of, _ = shape.split(cell, "cpu")
    drawn = compiled.draw(of, jnp.asarray(0, jnp.uint64), {}, {})
    kernel = (NetworkTerm(1.0, (1.0, 0.0), "initial", "initial"), FeatureTerm(-1.0, "paired"))
    return of, drawn.splits["train"], drawn.weights, kernel


def applied(n):
    """The backend's own route."""
    import jax
    import jax.numpy as jnp
    from earlyspec_jax.kernels import KernelOperator

    of, data, weights, kernel = problem(n)

    @jax.jit
    def norm(data, weights):
        spread = jnp.asarray(1.0, jnp.float64)
        operator = KernelOperator(
            of, data, "train", kernel, lambda point: ((1.0, weights),), spread
        )
        return operator.norm("spectral")

    return lambda: norm(data, weights)


def formed(n):
    """The same difference as one matrix of n x n entries, and the same Lanczos."""
    import jax
    import jax.numpy as jnp
    from earlyspec_jax import kernels, lanczos
    from earlyspec_jax.ops import FLOAT64

    from earlyspec.vocabulary import _kernels

    of, data, weights, _ = problem(n)
    phi, zeta = of.architecture.activation, of.cell.network.activation.zeta

    @jax.jit
    def norm(data, weights):
        x = data.x  # (d, n)
        first, second = (weights[layer][: M // 2] for layer in ("first", "second"))
        slopes = phi.slope(FLOAT64, first @ x / D**0.5) * second[:, None]
        matrix = (slopes.T @ slopes / (M // 2) - zeta**2) * (x.T @ x / D)
        start = jax.random.normal(kernels._key("kernel/lanczos"), (n,), jnp.float64)
        steps, missed = _kernels.LANCZOS_STEPS, _kernels.MISSED
        return jnp.stack(
            lanczos.largest_magnitude(lambda z: matrix @ z, start, steps, missed, 1e-4)
        )

    return lambda: norm(data, weights)


JOBS = {"formed": formed, "applied": applied}


def one(job, n, rounds):
    """Least seconds of a norm, also of CPU; its value and bound; peak memory of the process."""
    import bench_figure_1
    import jax
    from earlyspec_jax.settings import exact

    with exact():
        began = time.perf_counter()
        run = JOBS[job](n)
        jax.block_until_ready(run())
        first, best, least = time.perf_counter() - began, float("inf"), float("inf")
        for _ in range(rounds):
            began, spent = time.perf_counter(), time.process_time()
            value, bound = map(float, jax.block_until_ready(run()))
            best = min(best, time.perf_counter() - began)
            least = min(least, time.process_time() - spent)
    peak = bench_figure_1.peak_megabytes()
    found = {"first": first, "seconds": best, "cpu": least, "peak": peak}
    return found | {"value": value, "bound": bound}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", choices=JOBS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(one(arguments.one, arguments.n, arguments.rounds)))
        return
    load, found = os.getloadavg()[0], {}
    for job in JOBS:
        options = ["--one", job, "--n", arguments.n, "--rounds", arguments.rounds]
        command = [sys.executable, __file__, *map(str, options)]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found[job] = json.loads(text)
    text = report(arguments, found, load)
    RESULTS.write_text(text)
    print(text)


def report(arguments, found, load):
    import jax

    lines = [
        "# Spectral norm of a kernel difference: applied against formed",
        "",
        f"||Theta_1(W(0)) - Theta_lin1||, erf, first layer, n = {arguments.n}, d = {D}, m = {M}, "
        f"float64, Lanczos to a relative bound of 1e-4. Least of {arguments.rounds} rounds, each "
        f"job in a process of its own. jax {jax.__version__}, Python {platform.python_version()}, "
        f"{os.cpu_count()} CPU cores, {platform.machine()}; load average before the run "
        f"{load:.1f}.",
        "",
        "| | formed | applied | formed / applied |",
        "|---|---|---|---|",
    ]
    a, b = found["formed"], found["applied"]
    rows = [
        ("seconds, compiled before", "seconds", ".2f"),
        ("CPU seconds of all threads", "cpu", ".2f"),
        ("seconds, with data and compilation", "first", ".2f"),
        ("peak memory of the process, MB", "peak", ".0f"),
    ]
    for label, key, form in rows:
        ratio = a[key] / b[key]
        lines.append(f"| {label} | {a[key]:{form}} | {b[key]:{form}} | {ratio:.1f} |")
    lines.append(f"| norm | {a['value']:.6f} | {b['value']:.6f} | |")
    lines.append(
        f"| bound on its relative error | {a['bound'] / a['value']:.1e} "
        f"| {b['bound'] / b['value']:.1e} | |"
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
