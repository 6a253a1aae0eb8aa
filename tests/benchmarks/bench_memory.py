"""Peak memory of a million examples in the JAX backend. Run it; pytest does not.

    python tests/benchmarks/bench_memory.py [--precision float64] [--n 1000000] [--steps 3]

Each size runs in a process of its own; what counts is its peak resident memory, less the data
themselves (inputs in the precision of training, labels in float64).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

D, M, N_TEST = 100, 512, 2000
RESULTS = Path(__file__).parent / "results" / "memory.md"
ONCE = ("gram-norm", "inner-product", "norm-deviation", "mean-vector", "stiffness", "trace-square")


def cell(n, steps, precision):
    from dataclasses import replace

    import bench_figure_1

    from earlyspec.compiler.chunks import chunk_rows
    from earlyspec.plans import nodes
    from earlyspec.registry import load, revive

    like = bench_figure_1.cell(steps, precision=precision)
    inputs = nodes.Word("distributions", "gaussian", {"dim": D})
    word = nodes.Word("architectures", "two-layer", {"width": M, "activation": "erf"})
    once = tuple(
        nodes.Quantity(
            kind, nodes.Word("measurements", kind), False, load("measurements", kind).unit
        )
        for kind in ONCE
    )
    return replace(
        like,
        inputs=inputs,
        input_facts=revive(inputs).facts(),
        n=n,
        n_test=N_TEST,
        network=replace(like.network, word=word, width=M),
        dynamics=replace(like.dynamics, recorded=(0, steps)),
        quantities=(*like.quantities, *once),
        chunks=nodes.Chunks(chunk_rows(n, M, precision)),
    )


def one(n, steps, precision):
    from bench_figure_1 import peak_megabytes
    from earlyspec_jax.backend import BACKEND

    began = time.perf_counter()
    run = BACKEND.compile(cell(n, steps, precision), Path(".")).run(0)
    assert run.divergence is None, run.divergence
    data = (n + N_TEST) * (D * (4 if precision == "float32" else 8) + 8) / 1e6
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "peak": peak_megabytes(), "data": data}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--precision", choices=("float32", "float64"))
    parser.add_argument("--one", action="store_true")
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(one(arguments.n, arguments.steps, arguments.precision)))
        return
    lines = [
        f"# Peak memory: d = {D}, m = {M}, {arguments.steps} steps, all measurements of Claim 3.1",
        "",
        "| precision | n | data, MB | peak beyond the data, MB | seconds |",
        "|---|---|---|---|---|",
    ]
    for precision in [arguments.precision] if arguments.precision else ("float32", "float64"):
        for n in (1000, arguments.n):
            options = ["--n", n, "--steps", arguments.steps, "--precision", precision, "--one"]
            command = [sys.executable, __file__, *map(str, options)]
            text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            r = json.loads(text)
            beyond = r["peak"] - r["data"]
            lines.append(
                f"| {precision} | {n} | {r['data']:.0f} | {beyond:.0f} | {r['seconds']:.0f} |"
            )
    RESULTS.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
