"""Evidence made by hand: cells of given sizes, runs of given numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from earlyspec.judge.evidence import Evidence
from earlyspec.plans import nodes
from earlyspec.plans.measurements import CellRun, Divergence, SeedRun

ERF = nodes.ActivationFacts(
    "erf",
    0.65147001587056,
    0.0,
    0.0,
    0.0,
    0.569410034733742,
    0.46455905439754,
    True,
    True,
    False,
    1.128379167096,
    0.967882898077,
)
RELU = nodes.ActivationFacts(
    "relu", 0.5, 0.398942280401433, 0.398942280401433, 0.0, 0.5, 0.5,
    False, False, True, 1.0, None,
)  # fmt: skip


def cell(
    d: int = 50,
    n: int = 2000,
    m: int = 1000,
    rates: tuple[float, float] = (5.0, 5.0),
    point: Mapping[str, float] | None = None,
    seeds: int = 5,
    activation: nodes.ActivationFacts = ERF,
    alpha: float | None = 0.2,
    steps: int = 39,
    **changes: object,
) -> nodes.Cell:
    """A cell of Theorem D.1 whose hypotheses hold."""
    network = nodes.Network(
        nodes.Word("architectures", "two-layer", {}), m, ("first", "second"), activation,
        "ntk", (1.0, 1.0), "symmetric", True, True,
    )  # fmt: skip
    dynamics = nodes.Dynamics(
        "gradient-descent", "gd", {}, rates, "half-mse", None, steps, (0, steps // 2, steps)
    )
    facts = nodes.InputFacts("gaussian", d, True, True, "subgaussian", 1.0, 1.0, 1.0)
    made = nodes.Cell(
        point={"d": d} if point is None else point,
        seeds=tuple(range(seeds)),
        inputs=nodes.Word("distributions", "gaussian", {"dim": d}),
        input_facts=facts,
        labels=nodes.Word("labels", "random", {}),
        label_facts=nodes.LabelFacts("random", 1.0),
        n=n,
        n_test=100,
        network=network,
        dynamics=dynamics,
        alpha=alpha,
        references=(),
        quantities=(),
        precision="float64",
        chunks=nodes.Chunks(512),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def run(
    steps: Sequence[int],
    series: Sequence[Mapping[str, Sequence[float]]],
    once: Sequence[Mapping[str, float]] | None = None,
    divergence: Mapping[int, Divergence] | None = None,
) -> CellRun:
    """A cell's run: one mapping of curves a seed."""
    onces = once or [{} for _ in series]
    return CellRun(
        tuple(
            SeedRun(
                seed,
                tuple(steps),
                {name: tuple((v,) for v in values) for name, values in curves.items()},
                {name: (value,) for name, value in single.items()},
                (divergence or {}).get(seed),
            )
            for seed, (curves, single) in enumerate(zip(series, onces, strict=True))
        )
    )


def sweep(name: str, values: Mapping[int, Sequence[float]], **more: object) -> list[Evidence]:
    """Evidence of one curve over a sweep of d: `sweep("gap", {16: [seed values], ...})`."""
    return [
        Evidence(
            cell(d=d, seeds=len(seeds), **more),  # type: ignore[arg-type]
            run((0, 1), [{name: (0.0, value)} for value in seeds]),
        )
        for d, seeds in values.items()
    ]
