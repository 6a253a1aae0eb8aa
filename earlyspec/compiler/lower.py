"""Specs to a plan: every default, fact and measurement that a run needs, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from earlyspec import registry
from earlyspec.compiler import models
from earlyspec.compiler.chunks import chunk_rows
from earlyspec.language.consistency import is_relative
from earlyspec.language.flows import TOLERANCE
from earlyspec.language.layers import layer_rates
from earlyspec.language.optimisers import FLOW
from earlyspec.language.spec import Spacing, Spec, Train
from earlyspec.plans import nodes
from earlyspec.theorems._base import series_of

PLAN_FORMAT = 1
_EARLIEST = 1e-3
"""The first recorded time of a flow after 0 over the last, where they rise by equal ratios."""
CURVES = (
    nodes.Word("measurements", "loss"),
    nodes.Word("measurements", "loss", {"split": "test"}),
    nodes.Word("measurements", "sample-outputs"),
)
"""What every run records for its figures, claims or none."""
PAIRED_CURVES = (
    nodes.Word("measurements", "reference-loss"),
    nodes.Word("measurements", "reference-loss", {"split": "test"}),
    nodes.Word("measurements", "prediction-gap"),
    nodes.Word("measurements", "prediction-gap", {"split": "test"}),
    nodes.Word("measurements", "relative-gap", {"split": "test"}),
    nodes.Word("measurements", "sample-reference-outputs"),
)
"""What it records beside those where there is a paired model."""
NORM = nodes.Word("measurements", "ntk-norm")
"""What it records where the learning rate is relative to it."""


def lower(points: Sequence[tuple[Mapping[str, float], Spec]]) -> nodes.Plan:
    """The plan of a validated spec, given its sweep points in order.

    Raises: models.UnknownModel, models.ModelsDiffer, models.CannotFollow.
    """
    first = points[0][1]
    claims = tuple(
        nodes.Claim(
            theorem.identifier,
            theorem.parameters(),
            theorem.expect,
        )
        for theorem in first.claims
    )
    return nodes.Plan(
        format=PLAN_FORMAT,
        title=first.title,
        cite=first.cite,
        cells=tuple(_cell(point, spec) for point, spec in points),
        claims=claims,
        swept=tuple(points[0][0]),
        controls=first.controls,
    )


def _cell(point: Mapping[str, float], spec: Spec) -> nodes.Cell:
    inputs = spec.data.inputs
    labels = spec.data.labels.for_inputs(inputs)
    facts = inputs.facts()
    network = _network(spec, facts.dim)
    bare = nodes.Cell(
        point=dict(point),
        seeds=seeds(spec),
        inputs=_word(inputs),
        input_facts=facts,
        labels=_word(labels),
        label_facts=nodes.LabelFacts(labels.kind(), labels.bound()),
        n=spec.data.train,
        n_test=spec.data.test,
        network=network,
        dynamics=_dynamics(spec, network, facts.dim),
        alpha=spec.regime.alpha,
        references=(),
        quantities=(),
        precision=spec.precision,
        chunks=nodes.Chunks(
            chunk_rows(spec.data.train, network.hidden, spec.precision, network.positions)
        ),
    )
    references = models.references(spec, bare)
    quantities = _quantities(spec, bare, has_paired="paired" in references)
    return _with(bare, references=tuple(references.values()), quantities=quantities)


def _with(cell: nodes.Cell, **changes: Any) -> nodes.Cell:
    from dataclasses import replace

    return replace(cell, **changes)


def _word(word: Any) -> nodes.Word:
    return nodes.Word(word.family, word.kind(), word.parameters())


def seeds(spec: Spec) -> tuple[int, ...]:
    """The seeds of a spec, in order."""
    return tuple(range(spec.seeds)) if isinstance(spec.seeds, int) else tuple(spec.seeds)


def _network(spec: Spec, dim: int) -> nodes.Network:
    architecture = spec.architecture
    return architecture.describe(dim, _word(architecture))


# Dynamics.


def _dynamics(spec: Spec, network: nodes.Network, dim: int) -> nodes.Dynamics:
    train = spec.train
    rates = layer_rates(train, network.layers)
    if train is None:
        return nodes.Dynamics("none", "none", {}, rates, "half-mse", None, 0, (0,))
    flows = train.optimizer == FLOW
    steps: float | None = train.time if flows else train.steps
    if steps is None:
        assert spec.regime.horizon is not None, "load finds a spec without steps or horizon"
        loss = nodes.loss_scale(train.loss, spec.data.train)
        eta = max(loss * r * s for r, s in zip(rates, network.kernel_scale, strict=True))
        end = nodes.duration(spec.regime.horizon, dim, eta)
        steps = end if flows else max(1, round(end))
    return nodes.Dynamics(
        kind="gradient-flow" if flows else "gradient-descent",
        optimizer=train.optimizer,
        options=dict(train.options),
        rates=rates,
        loss=train.loss,
        batch=train.batch,
        steps=steps,
        recorded=recorded_times(train.record, steps) if flows else _whole(train.record, steps),
        relative=is_relative(train),
        integrator=_integrator(train) if flows else None,
    )


def _integrator(train: Train) -> nodes.Integrator:
    if train.solver == "fixed":
        assert train.step is not None, "load finds a fixed solver without a step"
        return nodes.Integrator("fixed", step=float(train.step))
    tolerance = TOLERANCE if train.tolerance is None else train.tolerance
    absolute = tolerance if train.absolute_tolerance is None else train.absolute_tolerance
    return nodes.Integrator(train.solver or "explicit", float(tolerance), float(absolute))


def recorded_times(record: Spacing | Sequence[float], end: float) -> tuple[float, ...]:
    """The recorded times of a flow until T: rising, the first 0 and the last T."""
    if not isinstance(record, Spacing):
        inner = [float(time) for time in record]
    elif record.spacing == "linear":
        inner = [k * end / (record.count - 1) for k in range(record.count)]
    else:
        inner = list(_ratios(record, _EARLIEST * end, end))
    short = (float(f"{t:.6g}") for t in inner)  # no time needs more digits
    return tuple(sorted({0.0, float(end), *(t for t in short if 0 < t < end)}))


def _whole(record: Spacing | Sequence[float], steps: float) -> tuple[int, ...]:
    given = record if isinstance(record, Spacing) else [int(step) for step in record]
    return recorded_steps(given, int(steps))


def recorded_steps(record: Spacing | Sequence[int], steps: int) -> tuple[int, ...]:
    """The recorded steps of a run of T steps: rising, the first 0 and the last T."""
    if not isinstance(record, Spacing):
        inner: Iterable[int] = record
    elif record.spacing == "linear":
        inner = (round(k * steps / (record.count - 1)) for k in range(record.count))
    else:
        inner = map(round, _ratios(record, 1.0, steps))
    return tuple(sorted({0, steps, *(s for s in inner if 0 <= s <= steps)}))


def _ratios(record: Spacing, first: float, end: float) -> Iterator[float]:
    """From the first to the end in equal ratios; 0 comes before them, and is one of the count."""
    top = max(record.count - 2, 1)
    return (first ** (1 - k / top) * end ** (k / top) for k in range(record.count - 1))


# What the claims need.


def _quantities(spec: Spec, cell: nodes.Cell, has_paired: bool) -> tuple[nodes.Quantity, ...]:
    words = [*CURVES, *(PAIRED_CURVES if has_paired else ())]
    if cell.dynamics.relative:
        words.append(NORM)
    words += [_measured(word) for word in spec.measure]
    for theorem in spec.claims:
        records = [*theorem.conditions(cell), *theorem.outcomes(cell)]
        records += [control.outcome for control in theorem.controls(cell)] if spec.controls else []
        words += [series.word for record in records for series in series_of(record)]
    once = {word.label: word for word in words}
    return tuple(_quantity(word) for word in once.values())


def _measured(word: Any) -> nodes.Word:
    fields = word.model_dump(mode="json", exclude_defaults=True)
    fields.pop("kind", None)
    return nodes.Word(word.family, word.kind(), fields)


def _quantity(word: nodes.Word) -> nodes.Quantity:
    kind = registry.load(word.family, word.kind)
    return nodes.Quantity(word.label, word, kind.per_step, kind.unit, kind.bounded_error)
