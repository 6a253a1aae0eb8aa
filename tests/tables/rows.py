"""The slopes of the theory sheet of hu2020, section 8, each with the setting that it was found in.

They were found by scripts that share no code with earlyspec: log-log least squares over all
(d, seed), with the 95 % interval; rows printed without one are taken to 0.1, by which the sheet's
own short sweeps differ from its long ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Interval = tuple[float, float]


@dataclass(frozen=True)
class Row:
    """A setting and the slopes that the sheet found in it.

    Attributes:
      source: the table, and the row in it.
      claims: theorem -> its outcomes and the sheet's interval for each.
      n, m: sizes, expressions of d; m None where the statement is of infinite width.
      rate, c: eta and the horizon; None where they do not matter.
      layers: those that train; None where none needs to.
      filter: of a convolutional network.
      columns: a measurement, as a spec has it -> the sheet's interval for its slope, where no
        theorem has it for an outcome.
      sizes, seeds: of the run that is made for the table; the sheet's own where minutes allow.
    """

    source: str
    activation: str
    claims: dict[str, dict[str, Interval]]
    n: str
    m: str | None = None
    rate: str | None = None
    c: float | None = None
    layers: str | None = None
    filter: str | None = None
    columns: dict[str, Interval] = field(default_factory=dict)
    sizes: tuple[int, ...] = (32, 64, 128, 256)
    seeds: int = 3


def size(expression: str, d: float) -> float:
    """What an expression of d is at one d."""
    return float(eval(expression.replace("^", "**"), {"__builtins__": {}}, {"d": d}))


def near(slope: float) -> Interval:
    return slope - 0.1, slope + 0.1


MINIMAL, GENEROUS, MANY, SQUARE = "3 * d^1.2", "d^1.5", "1.5 * d^1.5", "d^2"
MIDDLE = (24, 48, 96, 144)
SMALL = (16, 32, 64, 96)  # where the sheet's own m = d^2 takes too long


def first_kernel(low: float, high: float) -> dict[str, dict[str, Interval]]:
    return {name: {"gap": (low, high)} for name in ("proposition-3.4", "proposition-d.2")}


def second_and_both(second: Interval, both: Interval) -> dict[str, dict[str, Interval]]:
    return {"proposition-d.8": {"gap": second}, "proposition-d.11": {"gap": both}}


def first_columns(frobenius: float, minus_excess: float) -> dict[str, Interval]:
    return {
        "{kind: kernel-gap, layers: first, norm: frobenius}": near(frobenius),
        "{kind: kernel-gap, layers: first, minus_excess: true}": near(minus_excess),
    }


def of_kernels(table: str) -> dict[str, str]:
    """n and m of a table of 8.3; the linear kernel of a column is that of the layers that train."""
    return {
        "A": {"n": MINIMAL, "m": MINIMAL, "layers": "first"},
        "B": {"n": GENEROUS, "m": SQUARE},
    }[table]


A, B = "8.3 A, n = m = 3d^1.2", "8.3 B, n = d^1.5, m = d^2"
KERNELS = (
    Row(
        f"{A}: erf",
        "erf",
        first_kernel(-0.47, -0.35),
        **of_kernels("A"),
        columns=first_columns(0.26, -0.60),
    ),
    Row(
        f"{A}: relu",
        "relu",
        first_kernel(-0.50, -0.41),
        **of_kernels("A"),
        columns=first_columns(0.33, -0.65),
    ),
    Row(
        f"{A}: tanh",
        "tanh",
        first_kernel(-0.48, -0.36),
        **of_kernels("A"),
        columns=first_columns(0.23, -0.60),
    ),
    Row(f"{A}: erf, width", "erf", {"proposition-d.3": {"gap": near(-0.70)}}, **of_kernels("A")),
    Row(f"{A}: relu, width", "relu", {"proposition-d.3": {"gap": near(-0.62)}}, **of_kernels("A")),
    Row(f"{A}: erf, data", "erf", {"proposition-d.4": {"gap": near(-0.37)}}, MINIMAL),
    Row(f"{A}: relu, data", "relu", {"proposition-d.4": {"gap": near(-0.44)}}, MINIMAL),
    Row(
        f"{B}: erf, first",
        "erf",
        first_kernel(-0.60, -0.43),
        **of_kernels("B"),
        sizes=SMALL,
    ),
    Row(
        f"{B}: tanh, first",
        "tanh",
        first_kernel(-0.60, -0.42),
        **of_kernels("B"),
        sizes=SMALL,
    ),
    Row(
        f"{B}: relu, first",
        "relu",
        first_kernel(-0.73, -0.66),
        **of_kernels("B"),
        sizes=SMALL,
    ),
    Row(
        f"{B}: erf",
        "erf",
        second_and_both((-0.55, -0.42), (-0.54, -0.39)),
        **of_kernels("B"),
        sizes=SMALL,
    ),
    Row(
        f"{B}: tanh",
        "tanh",
        second_and_both((-0.55, -0.42), (-0.54, -0.39)),
        **of_kernels("B"),
        sizes=SMALL,
    ),
    Row(
        f"{B}: relu",
        "relu",
        second_and_both((-0.12, 0.12), (-0.20, 0.08)),
        **of_kernels("B"),
        sizes=SMALL,
    ),
    Row(
        f"{B}: erf, data",
        "erf",
        {"proposition-d.9": {"gap": near(-0.58)}},
        GENEROUS,
        sizes=MIDDLE,
        seeds=5,
    ),
    Row(
        f"{B}: relu, data",
        "relu",
        {"proposition-d.9": {"gap": near(-0.63)}},
        GENEROUS,
        sizes=MIDDLE,
        seeds=5,
    ),
    Row(
        "8.3 C, m = 8d^1.2: erf",
        "erf",
        second_and_both((-0.11, -0.02), (-0.11, -0.02)),
        MINIMAL,
        "8 * d^1.2",
    ),
    Row(
        "8.3 C, m = 8d^1.2: tanh",
        "tanh",
        second_and_both((-0.11, -0.02), (-0.11, -0.02)),
        MINIMAL,
        "8 * d^1.2",
    ),
    Row(
        "8.3 C, m = 2d^2.2: relu",
        "relu",
        {"proposition-d.8": {"gap": (-0.50, -0.11)}},
        MINIMAL,
        "2 * d^2.2",
        sizes=SMALL,
    ),
    Row(
        "8.3 C, m = 2d^2.2: softplus",
        "softplus",
        {"proposition-d.8": {"gap": (-0.54, -0.01)}},
        MINIMAL,
        "2 * d^2.2",
        sizes=SMALL,
    ),
    Row(
        "8.3 D, m = d^1.5: relu",
        "relu",
        {"proposition-d.8": {"gap": (0.03, 0.23)}},
        GENEROUS,
        GENEROUS,
        sizes=MIDDLE,
        seeds=6,
    ),
)


def of_training(source: str, activation: str, theorem: str, train: Interval, test: Interval):
    """The first arguments of a row of 8.4."""
    return source, activation, {theorem: {"train": train, "test": test}}


SHORT = (24, 48, 96, 128)
DYNAMICS = (
    Row(
        *of_training("8.4, 3.2 minimal: erf", "erf", "theorem-3.2", (-0.39, -0.28), (-0.79, -0.66)),
        MINIMAL, MINIMAL, "d / 4", 1.0, "first",
    ),
    Row(
        *of_training(
            "8.4, 3.2 minimal, c = 2: erf", "erf", "theorem-3.2", (-0.15, -0.02), near(-0.71)
        ),
        MINIMAL, MINIMAL, "d / 4", 2.0, "first",
    ),
    Row(
        *of_training("8.4, 3.2: erf", "erf", "theorem-3.2", (-0.88, -0.79), (-1.04, -0.96)),
        MANY, GENEROUS, "d / 4", 1.0, "first", sizes=SHORT,
    ),
    Row(
        *of_training("8.4, 3.2: relu", "relu", "theorem-3.2", (-0.75, -0.62), (-1.13, -1.00)),
        MANY, GENEROUS, "d / 4", 1.0, "first", sizes=SHORT,
    ),
    Row(
        *of_training("8.4, 3.5: erf", "erf", "theorem-3.5", (-0.83, -0.60), (-0.84, -0.62)),
        MANY, "d^1.75", "d / 4", 1.0, "second", sizes=SHORT,
    ),
    Row(
        *of_training("8.4, 3.5: relu", "relu", "theorem-3.5", (-0.92, -0.71), (-1.03, -0.76)),
        MANY, SQUARE, "1", 1.0, "second", sizes=(16, 24, 48, 96),
    ),
    Row(
        "8.4, D.1: erf; and 8.8 on Figure 1(c)",
        "erf",
        {
            "theorem-d.1": {"train": (-0.58, -0.38), "test": (-0.62, -0.42)},
            "figure-1": {"discrepancy": (-0.62, -0.42)},
        },
        MANY, GENEROUS, "d / 4", 1.0, "both", sizes=SHORT, seeds=6,
    ),
    Row(
        *of_training("8.4, D.1: relu", "relu", "theorem-d.1", (-0.60, -0.32), (-0.65, -0.41)),
        MANY, GENEROUS, "2", 1.0, "both", sizes=SMALL,
    ),
)  # fmt: skip

CONVOLUTIONAL = (
    Row(
        "8.10, alpha' = 0.05",
        "erf",
        {"proposition-4.1": {"gap": (-0.32, -0.25)}},
        "4 * d^1.05",
        filter="2 * d^0.6",
    ),
    Row(
        "8.10, alpha' = 0.15",
        "erf",
        {"proposition-4.1": {"gap": (-0.46, -0.37)}},
        "3 * d^1.15",
        filter="d^0.8",
    ),
)

ROWS = (*KERNELS, *DYNAMICS, *CONVOLUTIONAL)
