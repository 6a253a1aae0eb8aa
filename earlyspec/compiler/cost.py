"""What a plan costs: bytes and floating-point operations, by arithmetic on shapes alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from earlyspec import registry
from earlyspec.compiler.flow_cost import flow_bytes, gradients
from earlyspec.compiler.kernel_cost import kernel_cost
from earlyspec.compiler.tally_cost import tally_flops
from earlyspec.plans.nodes import Cell
from earlyspec.vocabulary._base import FittedModel, LinearModel

RUNTIME = 300 * 2**20
"""What the process takes before the first array: the array library, its compiler, its threads."""
SLACK = 1.25
"""Growth seen over the arithmetic."""
_WIDTH = "architecture.width"
_BACK = (1.0, 1.0, 2.0)  # a backward pass over a forward one, for no, one, and more hidden layers


@dataclass(frozen=True)
class Cost:
    """A cell's cost.

    Attributes:
      parts: what -> bytes, the largest resident arrays of one seed.
      field: what -> the spec field that governs it.
      flops: floating-point operations of one seed.
    """

    parts: Mapping[str, int]
    field: Mapping[str, str]
    flops: float

    @property
    def peak(self) -> int:
        """Bytes to admit a run on: the parts with slack, and the runtime."""
        return int(SLACK * sum(self.parts.values())) + RUNTIME

    @property
    def dominant(self) -> str:
        """The largest part."""
        return max(self.parts, key=lambda name: self.parts[name])


def cost(cell: Cell) -> Cost:
    """Bytes and operations of one seed of a cell. Seeds run one after another."""
    word = 4 if cell.precision == "float32" else 8
    rows, n, d, network = cell.chunks.rows, cell.n, cell.d, cell.network
    examples = n + cell.n_test
    features = d + 3
    records = len(cell.dynamics.recorded)
    words = [registry.revive(each.word) for each in cell.references]
    models = sum(isinstance(word, LinearModel) for word in words)
    lazy = any(each.word.kind == "linearised" for each in cell.references)
    own = registry.revive(network.word).fitted_model()
    fitted = [word for word in (*words, own) if isinstance(word, FittedModel)]
    chunk = min(rows, n)
    pairs = [q for q in cell.quantities if q.word.kind == "inner-product"]
    pair_rows = max((min(int(q.word.parameters.get("rows", 16384)), n) for q in pairs), default=0)
    formed = [q for q in cell.quantities if q.word.kind == "cnn-kernel-gap"]
    patch_rows = max((min(int(q.word.parameters.get("rows", 2048)), n) for q in formed), default=0)
    kernels = kernel_cost(cell)
    parts = {
        # Drawing keeps random bits beside the numbers they become.
        "inputs": 2 * examples * d * word,
        "labels and outputs": examples * 8 * (4 + models + len(fitted)),
        "weights": 6 * network.parameters * word,
        "one row chunk of activations": 6 * chunk * network.hidden * 8,
        "one row chunk of features": 3 * chunk * features * 8 + 4 * models * features**2 * 8,
        "what is recorded": records * 8 * sum(4 for _ in cell.quantities)
        + models * records * d * 8,
        "inner products": 2 * min(pair_rows, 1024) * pair_rows * 8,
        "kernel of patches": 6 * patch_rows**2 * 8,
        "kernels": kernels.resident,
        "solver of the flow": flow_bytes(cell),
        # The kernel by layer and in all, its eigenvectors, and what LAPACK works on.
        "linearised network": 8 * (5 * n * n + 2 * records * n) if lazy else 0,
        # One after another, and the data once more in float64 on the host.
        "fitted models": max((8 * (each.forms(n, d) + examples * d) for each in fitted), default=0),
    }
    width = "architecture.channels" if "channels" in network.word.parameters else _WIDTH
    field = {
        "inputs": "data.train",
        "labels and outputs": "data.train",
        "weights": width,
        "one row chunk of activations": width,
        "one row chunk of features": "data.inputs",
        "what is recorded": "train",
        "inner products": "data.train",
        "kernel of patches": "data.train",
        "kernels": "data.train",
        "solver of the flow": "train.solver",
        "linearised network": "data.train",
        "fitted models": "data.train",
    }
    stored = registry.revive(cell.inputs).stored()
    if stored:  # decoded, kept for the next seed, and handed to the device
        parts["images as stored"] = 3 * examples * stored
        field["images as stored"] = "data.train"
    trained = sum(1 for rate in cell.dynamics.rates if rate)
    forward = 2.0 * network.products + 10.0 * network.hidden
    # The first layer has a gradient for its weights, any other one for what it sees as well.
    backward = _BACK[min(len(network.slopes), 2)] * forward if trained else 0.0
    batch = cell.dynamics.batch or n
    flops = gradients(cell) * batch * (forward + backward)
    flops += records * examples * (forward + 2.0 * models * features)
    flops += models * n * 2.0 * features**2 + 2.0 * pair_rows**2 * d
    flops += patch_rows**2 * (30.0 * d + 2.0 * len(formed) * patch_rows)
    if lazy:  # entries by layer, the eigenvectors, and one displacement a record
        flops += 2.0 * network.parameters * n * n + 10.0 * n**3
        flops += records * 4.0 * examples * network.parameters * max(network.positions, 1)
    flops += kernels.flops + tally_flops(cell, forward, features)
    flops += sum(each.operations(n, d) + 2.0 * n * examples for each in fitted)
    return Cost(parts, field, flops)


def budget() -> int:
    """Bytes that a run may take here: what is free now, or the process's own limit if lower."""
    import os
    import resource

    limits = [_meminfo() or os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    if soft != resource.RLIM_INFINITY:
        limits.append(soft)
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            with open(path, encoding="ascii") as file:
                limits.append(int(file.read()))
        except (OSError, ValueError):
            continue  # no such group, or no limit in it
    return min(limits)


def _meminfo() -> int | None:
    """Memory that Linux calls available, in bytes; None elsewhere."""
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            for line in file:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        return None
    return None
