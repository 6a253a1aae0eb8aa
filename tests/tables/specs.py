"""A row of the sheet as a spec."""

from __future__ import annotations

from tables.rows import Row


def spec(row: Row) -> str:
    """The row as a spec; a row of kernels trains both layers for one step, which they ignore."""
    horizon = "" if row.c is None else f", horizon: {row.c}"
    steps = "" if row.c is not None else ", steps: 1"
    wide = "2" if row.m is None else f"2 * ceil(({row.m}) / 2)"
    network = f"{{kind: two-layer, width: {wide}, activation: {row.activation}, init: symmetric}}"
    inputs, layers = "gaussian", row.layers or "both"
    if row.filter is not None:
        inputs, layers = "rademacher", "all"
        network = (
            f"{{kind: convolutional, image: [d], filter: ceil({row.filter}), channels: 1, "
            f"depth: 1, activation: {row.activation}}}"
        )
    # Of Figure 1 the panel is a parameter of the claim, and D.1 has the same gap.
    claims = [f"  - hu2020/{theorem}" for theorem in row.claims if theorem != "figure-1"]
    measured = [f"  - {column}" for column in row.columns]
    return "\n".join(
        [
            "earlyspec: 1",
            f'title: "{row.source}"',
            "let: {d: 32}",
            "data:",
            f"  inputs: {{distribution: {inputs}, dim: d}}",
            "  labels: {rule: teacher, network: {width: 5, activation: erf}, then: sign}",
            f"  train: ceil({row.n})",
            f"  test: {16 if row.c is None else 2000}",
            f"architecture: {network}",
            f"regime: {{alpha: 0.2{horizon}}}",
            f"train: {{layers: {layers}, learning_rate: {row.rate or '0.01'}{steps}}}",
            "claims:",
            *claims,
            *(["measure:", *measured] if measured else []),
            f"sweep: {{d: [{', '.join(map(str, row.sizes))}]}}",
            f"seeds: {row.seeds}",
            f"precision: {'float64' if row.c is None else 'float32'}",
            "",
        ]
    )
