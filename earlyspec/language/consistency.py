"""Whether the parts of a spec make one experiment: what no part can tell alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from earlyspec.diagnostics import meaning, shape
from earlyspec.diagnostics.finding import Finding, Label
from earlyspec.fields import RelativeRate
from earlyspec.language import layers
from earlyspec.language.expressions import Number
from earlyspec.language.names import DERIVED, Names
from earlyspec.language.optimisers import FLAGS, OPTAX
from earlyspec.language.places import Places, spoken
from earlyspec.language.spec import Spec, Train
from earlyspec.language.yaml_mark import Path

_STEPS: Path = ("train", "steps")
_HORIZON: Path = ("regime", "horizon")
_RATE: Path = ("train", "learning_rate")
_LAYERS: Path = ("train", "layers")
_LARGEST = 2**53


def check(spec: Spec, names: Names, places: Places) -> list[Finding]:
    """What is amiss with a spec at one sweep point."""
    found = [
        *_sizes(spec, names, places),
        *_labels(spec, places),
        *_measured(spec, places),
        *_optimiser(spec, places),
        *_batch(spec, places),
    ]
    amiss = list(_layers(spec, places)) or list(_rates(spec, places))
    return [*found, *(amiss or _length(spec, places))]


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
        if isinstance(spec.train.learning_rate, Mapping | RelativeRate)
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
    dim = actual.get("d")
    image: Path = ("architecture", "image")
    for only, path, what in (
        (spec.data.labels.made_for(), ("data", "labels"), "the rule's dimension"),
        (spec.architecture.made_for(), image, "the size of the image, colours included,"),
    ):
        if only is not None and dim is not None and only != dim:
            there = f"{spoken(DERIVED['d'])} is {dim}"
            other = places.own_key(DERIVED["d"])
            yield meaning.SizesDisagree(places.value(path), what, str(only), there, other)
    inputs, rows = spec.data.inputs, spec.data.train
    most = inputs.most()
    if most is not None and rows > most:
        there = f"there are at most {most} {inputs.kind()} inputs in {most} dimensions"
        other = places.own_key(DERIVED["d"])
        span = places.value(("data", "train"))
        yield meaning.SizesDisagree(span, "`data.train`", str(rows), there, other)


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


def _layers(spec: Spec, places: Places) -> Iterator[Finding]:
    """Names of layers that the architecture lacks."""
    train, own = spec.train, spec.architecture.layers
    what = f"a layer of `architecture` ({spec.architecture.kind()})"
    for index, name in enumerate(layers.named(train)):
        alone = isinstance(train.layers, str)
        known = layers.words(own) if alone else own
        if name not in known:
            span = places.value(_LAYERS if alone else (*_LAYERS, index))
            yield shape.UnknownKind(span, name, what, known)
    if isinstance(train.learning_rate, Mapping):
        given = list(train.learning_rate)
        for name in given:
            if name not in own:
                span = places.key((*_RATE, name))
                yield shape.UnknownKey(span, name, spoken(_RATE), own, given)


def _measured(spec: Spec, places: Places) -> Iterator[Finding]:
    """Names of layers in measurements that the architecture lacks."""
    own = spec.architecture.layers
    what = f"a layer of `architecture` ({spec.architecture.kind()})"
    known = tuple(
        dict.fromkeys((*own, "first", "second"))
    )  # of any network, the first and the last
    for index, word in enumerate(spec.measure):
        name = getattr(word, "layer", "first")
        if name not in (*known, "both"):
            span = places.value(("measure", index, "layer"))
            yield shape.UnknownKind(span, name, what, known)


def _rates(spec: Spec, places: Places) -> Iterator[Finding]:
    train, own = spec.train, spec.architecture.layers
    rate, other = train.learning_rate, places.value(_LAYERS)
    said, chosen = ", ".join(layers.named(train)), layers.trained(train, own)
    said = said if isinstance(train.layers, str) else f"[{said}]"
    every = "both" if "both" in layers.words(own) else "all"
    if not isinstance(rate, Mapping):
        if rate == 0:
            span = places.value(_RATE)
            yield meaning.RatesAgainstLayers(span, chosen[0], 0.0, said, other, every)
        return
    for layer, value in zip(own, layers.layer_rates(train, own), strict=True):
        if (value > 0) != (layer in chosen):
            span = places.value((*_RATE, layer))
            yield meaning.RatesAgainstLayers(span, layer, value, said, other, every)
    trained = [each for each in _given(spec.train) if isinstance(each, RelativeRate) or each > 0]
    if len({isinstance(each, RelativeRate) for each in trained}) > 1:
        rule = "either all rates are relative to norm(ntk), or none is"
        yield shape.KeysTogether(places.value(_RATE), spoken(_RATE), rule)


def _given(train: Train) -> list[float | RelativeRate]:
    rate = train.learning_rate
    return list(rate.values()) if isinstance(rate, Mapping) else [rate]


def is_relative(train: Train) -> bool:
    """Whether the learning rates are in units of 1/norm(ntk)."""
    return any(isinstance(each, RelativeRate) for each in _given(train))


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
    rates = layers.layer_rates(spec.train, spec.architecture.layers)
    loss = 2.0 if spec.train.loss == "mse" else 1.0
    scales = spec.architecture.kernel_scale(dim)
    eta = max(r * s for r, s in zip(rates, scales, strict=True))
    return max(1.0, horizon * dim * math.log(dim) / (loss * eta))
