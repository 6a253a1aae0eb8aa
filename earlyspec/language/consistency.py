"""Whether the parts of a spec make one experiment: what no part can tell alone."""

from __future__ import annotations

import math
from collections.abc import Iterator

from earlyspec.diagnostics import meaning, shape
from earlyspec.diagnostics.finding import Finding, Label
from earlyspec.fields import RelativeRate
from earlyspec.language.expressions import Number
from earlyspec.language.names import DERIVED, Names
from earlyspec.language.optimisers import FLAGS, OPTAX
from earlyspec.language.places import Places, spoken
from earlyspec.language.spec import LayerRates, Spec, Train
from earlyspec.language.yaml_mark import Path

_STEPS: Path = ("train", "steps")
_HORIZON: Path = ("regime", "horizon")
_RATE: Path = ("train", "learning_rate")
_LARGEST = 2**53


def check(spec: Spec, names: Names, places: Places) -> list[Finding]:
    """What is amiss with a spec at one sweep point."""
    found = [
        *_sizes(spec, names, places),
        *_labels(spec, places),
        *_optimiser(spec, places),
        *_batch(spec, places),
    ]
    rates = list(_rates(spec, places))
    return [*found, *(rates or _length(spec, places))]


def once(spec: Spec, places: Places) -> list[Finding]:
    """What is amiss with a spec at every sweep point alike."""
    found: list[Finding] = []
    for key in ("claims", "measure"):
        words = getattr(spec, key)
        for index, word in enumerate(words):
            if word in words[:index]:
                span = places.value((key, index))
                text = getattr(word, "identifier", None) or word.kind()
                found.append(shape.Repeated(span, f"`{key}`", text))
    if is_relative(spec.train):
        for index, claim in enumerate(spec.claims):
            if not claim.reads_relative_rates:
                span, other = places.value(("claims", index)), places.value(_RATE)
                found.append(meaning.NeedsTheRate(span, claim.identifier, other))
    if not spec.claims and not spec.measure:
        found.append(meaning.NothingToJudge(places.key(("claims",))))
    return found


def sizes(spec: Spec) -> dict[str, Number]:
    """The letters of the papers that the spec fixes."""
    found: dict[str, Number | None] = {
        "n": spec.data.train,
        "m": getattr(spec.architecture, "width", None),
        "d": getattr(spec.data.inputs, "dim", None),
        "eta": None
        if isinstance(spec.train.learning_rate, LayerRates | RelativeRate)
        else spec.train.learning_rate,
    }
    return {name: value for name, value in found.items() if value is not None}


def _sizes(spec: Spec, names: Names, places: Places) -> Iterator[Finding]:
    actual = sizes(spec)
    for name in names.defined():
        if name in actual and not math.isclose(names.value(name), actual[name], rel_tol=1e-12):
            other = places.own_key(DERIVED[name])
            there = f"{spoken(DERIVED[name])} is {actual[name]:g}"
            here = f"{names.value(name):g}"
            yield meaning.SizesDisagree(places.key(("let", name)), f"`{name}`", here, there, other)
    only, dim = spec.data.labels.made_for(), actual.get("d")
    if only is not None and dim is not None and only != dim:
        there = f"{spoken(DERIVED['d'])} is {dim}"
        span, other = places.value(("data", "labels")), places.own_key(DERIVED["d"])
        yield meaning.SizesDisagree(span, "the rule's dimension", str(only), there, other)


def _labels(spec: Spec, places: Places) -> Iterator[Finding]:
    if spec.data.labels.kind() == "file" and spec.data.inputs.kind() != "file":
        yield meaning.LabelsWithoutInputs(places.key(("data", "labels")))


def _optimiser(spec: Spec, places: Places) -> Iterator[Finding]:
    name, given = spec.train.optimizer, spec.train.options
    path: Path = ("train", "options")
    if name not in OPTAX:
        if given:
            yield meaning.BadOptions(places.key(path), name)
        return
    for key, value in given.items():
        here = (*path, key)
        if key not in OPTAX[name]:
            owner = f"`train.options` ({name})"
            yield shape.UnknownKey(places.key(here), key, owner, OPTAX[name], list(given))
        elif isinstance(value, bool) != (key in FLAGS):
            needs = "true or false" if key in FLAGS else "a number"
            found = (
                f"`{str(value).lower()}`" if isinstance(value, bool) else f"the number {value:g}"
            )
            yield shape.WrongType(places.value(here), spoken(here), needs, found)


def _batch(spec: Spec, places: Places) -> Iterator[Finding]:
    train, path = spec.train, ("train", "batch")
    if train.optimizer == "gd" and train.batch is not None:
        problem = "`gd` is full-batch gradient descent, but `batch` is given"
        yield meaning.BadBatch(places.key(path), problem, "drop `batch`, or write `optimizer: sgd`")
    elif train.optimizer == "sgd" and train.batch is None:
        span = places.value(("train", "optimizer"))
        yield meaning.BadBatch(span, "`sgd` lacks `batch`", "add `batch: 32`, or the like")
    elif train.batch is not None and train.batch > spec.data.train:
        problem = f"a batch of {train.batch} rows is larger than the {spec.data.train} there are"
        advice = f"write at most {spec.data.train}, or raise `data.train`"
        yield meaning.BadBatch(places.value(path), problem, advice)


def _rates(spec: Spec, places: Places) -> Iterator[Finding]:
    rate, layers = spec.train.learning_rate, spec.train.layers
    other = places.value(("train", "layers"))
    if not isinstance(rate, LayerRates):
        if rate == 0:
            layer = "first" if layers == "both" else layers
            yield meaning.RatesAgainstLayers(places.value(_RATE), layer, 0.0, layers, other)
        return
    for layer, value in (("first", rate.first), ("second", rate.second)):
        if (value > 0) != (layers in (layer, "both")):
            span = places.value((*_RATE, layer))
            yield meaning.RatesAgainstLayers(span, layer, value, layers, other)
    trained = [each for each in (rate.first, rate.second) if each > 0]
    if len({isinstance(each, RelativeRate) for each in trained}) > 1:
        rule = "either both rates are relative to norm(ntk), or none is"
        yield shape.KeysTogether(places.value(_RATE), spoken(_RATE), rule)


def is_relative(train: Train) -> bool:
    """Whether the learning rates are in units of 1/norm(ntk)."""
    rate = train.learning_rate
    rates = (rate.first, rate.second) if isinstance(rate, LayerRates) else (rate,)
    return any(isinstance(each, RelativeRate) for each in rates)


def _length(spec: Spec, places: Places) -> Iterator[Finding]:
    """Needs rates that train something."""
    given, horizon = spec.train.steps, spec.regime.horizon
    if given is not None and horizon is not None:
        other = places.key(_HORIZON)
        labels = (Label(other, "which gives T too"),) if other else ()
        problem = "both `train.steps` and `regime.horizon` say how long to train"
        yield meaning.BadLength(places.key(_STEPS), problem, "keep one of them", labels=labels)
        return
    if horizon is not None and is_relative(spec.train):
        other = places.value(_RATE)
        labels = (Label(other, "relative to norm(ntk)"),) if other else ()
        problem = "`regime.horizon` gives no T: the learning rate is known only in the run"
        advice = "write `train.steps` in its place"
        yield meaning.BadLength(places.key(_HORIZON), problem, advice, labels=labels)
        return
    steps = given if horizon is None else _steps(spec, horizon)
    if steps is None:
        problem = "neither `train.steps` nor `regime.horizon` says how long to train"
        advice = "add `steps` to `train`, or `regime: {horizon: 0.5}`"
        yield meaning.BadLength(places.key(("train",)), problem, advice)
    elif steps < 1:
        problem = "`regime.horizon` needs d > 1: T = c d log(d) / learning_rate is 0 at d = 1"
        yield meaning.BadLength(places.key(_HORIZON), problem, "write `train.steps` instead")
    elif steps > _LARGEST:
        problem = f"training would take {steps:.1e} steps"
        advice = "raise the learning rate, or lower `horizon`"
        yield meaning.BadLength(places.value(_HORIZON), problem, advice)
    elif isinstance(spec.train.record, tuple):
        for index, step in enumerate(spec.train.record):
            if step > steps:
                span = places.value(("train", "record", index))
                yield meaning.RecordedAfterEnd(span, step, int(steps))
                return


def _steps(spec: Spec, horizon: float) -> float:
    """T = c d log(d) / eta, eta in NTK parametrisation and half-mse units; at least 1 if d > 1."""
    dim = spec.data.inputs.facts().dim
    if dim < 2:
        return 0
    rate = spec.train.learning_rate
    rates = (rate.first, rate.second) if isinstance(rate, LayerRates) else (rate, rate)
    trains = [spec.train.layers in (layer, "both") for layer in ("first", "second")]
    loss = 2.0 if spec.train.loss == "mse" else 1.0
    scales = spec.architecture.kernel_scale(dim)
    eta = max(r * s for r, s, on in zip(rates, scales, trains, strict=True) if on)
    return max(1.0, horizon * dim * math.log(dim) / (loss * eta))
