"""Hypotheses that papers share, each stated once; what a paper says of its own stays with it."""

from __future__ import annotations

from earlyspec.theorems import _base as th


def two_layer(c: th.Cell, text: str, name: str = "architecture") -> th.Structural:
    """Two layers in NTK parametrisation, in the paper's letters."""
    network = c.network
    return th.Structural(
        name,
        "architecture",
        text,
        network.word.kind == "two-layer" and network.parametrisation == "ntk",
        f"{network.word.kind}, {network.parametrisation} parametrisation",
    )


def descent(c: th.Cell) -> th.Structural:
    """Plain gradient descent."""
    return th.Structural(
        "descent",
        "train.optimizer",
        "full-batch gradient descent with constant steps",
        c.dynamics.plain,
        optimizer(c),
    )


def optimizer(c: th.Cell) -> str:
    """What descends, and on how many examples at a time."""
    batch = c.dynamics.batch
    return c.dynamics.optimizer + ("" if batch is None else f", batch {batch}")


def on_the_sphere(c: th.Cell) -> th.Structural:
    """Inputs whose law is uniform on a sphere."""
    return th.Structural(
        "inputs",
        "data.inputs",
        "inputs uniform on the sphere of radius sqrt(d)",
        c.input_facts.kind == "sphere",
        c.input_facts.kind,
    )


def bounded_labels(c: th.Cell) -> th.Condition:
    """Labels of size at most 1, by their law or as they are found."""
    text, bound = "|y_i| <= 1", c.label_facts.bound
    if bound is not None:
        found = f"{c.label_facts.kind}, |y| <= {bound:g}"
        return th.Structural("labels", "data.labels", text, bound <= 1 + 1e-12, found)
    largest = th.Series(th.measurement("label-bound"), "once")
    return th.Measured("labels", "data.labels", text, largest, "<=", 1.0)


def in_float64(c: th.Cell, why: str) -> th.Structural:
    """Double precision, and what would be lost without."""
    held = c.precision == "float64"
    return th.Structural("precision", "precision", f"float64: {why}", held, c.precision)
