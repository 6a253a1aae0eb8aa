"""Whether the parts of a spec make one experiment: what no part can tell alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from earlyspec.diagnostics import dynamics, shape, training
from earlyspec.diagnostics.claims import NothingToJudge, OfAnotherModel
from earlyspec.diagnostics.data_files import LabelsWithoutInputs
from earlyspec.diagnostics.finding import Finding, Label
from earlyspec.diagnostics.names import SizesDisagree
from earlyspec.fields import RelativeRate
from earlyspec.language import flows, layers
from earlyspec.language.expressions import Number
from earlyspec.language.names import DERIVED, Names
from earlyspec.language.optimisers import FLAGS, FLOW, OPTAX
from earlyspec.language.places import Places, spoken
from earlyspec.language.spec import Spec, Train
from earlyspec.language.yaml_mark import Path
from earlyspec.plans.nodes import duration, loss_scale

_HORIZON: Path = ("regime", "horizon")
_RATE: Path = ("train", "learning_rate")
_LAYERS: Path = ("train", "layers")
_LARGEST = 2**53


def check(spec: Spec, names: Names, places: Places) -> list[Finding]:
    """What is amiss with a spec at one sweep point."""
    found = [
        *_sizes(spec, names, places),
        *_counts(spec, places),
        *_labels(spec, places),
        *_measured(spec, places),
    ]
    train = spec.train
    if train is None:
        return [*found, *_untrained(spec, places)]
    found += [*_optimiser(train, places), *_batch(spec, train, places)]
    found += flows.check(spec, train, places)
    layered = list(_layers(spec, train, places))
    amiss = layered or list(_rates(spec, train, places))
    return [*found, *(amiss or _length(spec, train, places))]


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
    for index, claim in enumerate(spec.claims):
        kind = spec.architecture.kind()
        if claim.architectures and kind not in claim.architectures:
            span, other = places.value(("claims", index)), places.key(("architecture",))
            found.append(OfAnotherModel(span, claim.identifier, claim.architectures, kind, other))
        elif spec.train is None and claim.needs_training:
            found.append(dynamics.NothingTrains(places.value(("claims", index)), claim.identifier))
    if is_relative(spec.train):
        for index, claim in enumerate(spec.claims):
            if not claim.reads_relative_rates:
                span, other = places.value(("claims", index)), places.value(_RATE)
                found.append(training.NeedsTheRate(span, claim.identifier, other))
    if not spec.claims and not spec.measure:
        found.append(NothingToJudge(places.key(("claims",))))
    return found


def sizes(spec: Spec) -> dict[str, Number]:
    """The letters of the papers that the spec fixes."""
    found: dict[str, Number | None] = {
        "n": spec.data.train,
        "m": getattr(spec.architecture, "width", None),
        "d": getattr(spec.data.inputs, "dim", None),
        "eta": None
        if spec.train is None or isinstance(spec.train.learning_rate, Mapping | RelativeRate)
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
            yield SizesDisagree(places.key(("let", name)), f"`{name}`", here, there, other)
    dim = actual.get("d")
    image: Path = ("architecture", "image")
    for only, path, what in (
        (spec.data.labels.made_for(), ("data", "labels"), "the rule's dimension"),
        (spec.architecture.made_for(), image, "the size of the image, colours included,"),
    ):
        if only is not None and dim is not None and only != dim:
            there = f"{spoken(DERIVED['d'])} is {dim}"
            other = places.own_key(DERIVED["d"])
            yield SizesDisagree(places.value(path), what, str(only), there, other)
    least = spec.data.labels.least_dim()
    if dim is not None and dim < least:
        there = f"{spoken(DERIVED['d'])} is {dim}"
        span, other = places.value(("data", "labels")), places.own_key(DERIVED["d"])
        yield SizesDisagree(span, "the rule's least dimension", str(least), there, other)


def _counts(spec: Spec, places: Places) -> Iterator[Finding]:
    """More inputs than there can be of that law."""
    most, count = spec.data.inputs.at_most(), spec.data.train
    if most is not None and count > most:
        kind, path = spec.data.inputs.kind(), ("data", "train")
        there = f"there are at most {most} `{kind}` inputs of that dimension"
        other = places.own_key(DERIVED["d"])
        yield SizesDisagree(places.value(path), spoken(path), str(count), there, other)


def _labels(spec: Spec, places: Places) -> Iterator[Finding]:
    if spec.data.labels.kind() == "file" and spec.data.inputs.kind() != "file":
        yield LabelsWithoutInputs(places.key(("data", "labels")))


def _untrained(spec: Spec, places: Places) -> Iterator[Finding]:
    """A length of training where nothing trains."""
    if spec.regime.horizon is not None:
        problem = "`regime.horizon` says how long to train, but nothing trains"
        advice = "add `train`, or drop `horizon`"
        yield training.BadLength(places.key(_HORIZON), problem, advice)


def _optimiser(train: Train, places: Places) -> Iterator[Finding]:
    name, given = train.optimizer, train.options
    path: Path = ("train", "options")
    if name not in OPTAX:
        if given:
            yield training.BadOptions(places.key(path), name)
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


def _batch(spec: Spec, train: Train, places: Places) -> Iterator[Finding]:
    path = ("train", "batch")
    if train.optimizer in ("gd", FLOW) and train.batch is not None:
        what = "descent" if train.optimizer == "gd" else "flow"
        problem = f"`{train.optimizer}` is full-batch gradient {what}, but `batch` is given"
        yield training.BadBatch(
            places.key(path), problem, "drop `batch`, or write `optimizer: sgd`"
        )
    elif train.optimizer == "sgd" and train.batch is None:
        span = places.value(("train", "optimizer"))
        yield training.BadBatch(span, "`sgd` lacks `batch`", "add `batch: 32`, or the like")
    elif train.batch is not None and train.batch > spec.data.train:
        problem = f"a batch of {train.batch} rows is larger than the {spec.data.train} there are"
        advice = f"write at most {spec.data.train}, or raise `data.train`"
        yield training.BadBatch(places.value(path), problem, advice)


def _layers(spec: Spec, train: Train, places: Places) -> Iterator[Finding]:
    """Names of layers that the architecture lacks."""
    own = spec.architecture.layers
    if not own:
        rule = f"`{spec.architecture.kind()}` is fitted and has no layers to train; drop `train`"
        yield shape.KeysTogether(places.key(("train",)), "`train`", rule)
        return
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
        only = word.architectures
        if only and spec.architecture.kind() not in only:
            listed, here = " or ".join(f"`{each}`" for each in only), spec.architecture.kind()
            rule = f"`{word.kind()}` is measured of the architecture {listed}, not of `{here}`"
            path: Path = ("measure", index)
            yield shape.KeysTogether(places.value(path), spoken(path), rule)


def _rates(spec: Spec, train: Train, places: Places) -> Iterator[Finding]:
    own = spec.architecture.layers
    if train.learning_rate is None and train.optimizer != FLOW:
        holds = "eta, the step of gradient descent"
        yield shape.MissingKey(places.key(("train",)), "learning_rate", "`train`", holds)
        return
    rate, other = layers.learning_rate(train), places.value(_LAYERS)
    said, chosen = ", ".join(layers.named(train)), layers.trained(train, own)
    said = said if isinstance(train.layers, str) else f"[{said}]"
    every = "both" if "both" in layers.words(own) else "all"
    if not isinstance(rate, Mapping):
        if rate == 0:
            span = places.value(_RATE)
            yield training.RatesAgainstLayers(span, chosen[0], 0.0, said, other, every)
        return
    for layer, value in zip(own, layers.layer_rates(train, own), strict=True):
        if (value > 0) != (layer in chosen):
            span = places.value((*_RATE, layer))
            yield training.RatesAgainstLayers(span, layer, value, said, other, every)
    trained = [each for each in _given(train) if isinstance(each, RelativeRate) or each > 0]
    if len({isinstance(each, RelativeRate) for each in trained}) > 1:
        rule = "either all rates are relative to norm(ntk), or none is"
        yield shape.KeysTogether(places.value(_RATE), spoken(_RATE), rule)


def _given(train: Train | None) -> list[float | RelativeRate]:
    rate = None if train is None else train.learning_rate
    if rate is None:
        return []
    return list(rate.values()) if isinstance(rate, Mapping) else [rate]


def is_relative(train: Train | None) -> bool:
    """Whether the learning rates are in units of 1/norm(ntk)."""
    return any(isinstance(each, RelativeRate) for each in _given(train))


def _length(spec: Spec, train: Train, places: Places) -> Iterator[Finding]:
    """Needs rates that train something."""
    flow, horizon = train.optimizer == FLOW, spec.regime.horizon
    key = "time" if flow else "steps"
    given: float | None = train.time if flow else train.steps
    if given is not None and horizon is not None:
        other = places.key(_HORIZON)
        labels = (Label(other, "which gives T too"),) if other else ()
        problem = f"both `train.{key}` and `regime.horizon` say how long to train"
        here = places.key(("train", key))
        yield training.BadLength(here, problem, "keep one of them", labels=labels)
        return
    if horizon is not None and is_relative(train):
        other = places.value(_RATE)
        labels = (Label(other, "relative to norm(ntk)"),) if other else ()
        problem = "`regime.horizon` gives no T: the learning rate is known only in the run"
        advice = f"write `train.{key}` in its place"
        yield training.BadLength(places.key(_HORIZON), problem, advice, labels=labels)
        return
    steps = given if horizon is None else _steps(spec, train, horizon)
    if steps is None:
        problem = f"neither `train.{key}` nor `regime.horizon` says how long to train"
        advice = f"add `{key}` to `train`, or `regime: {{horizon: 0.5}}`"
        yield training.BadLength(places.key(("train",)), problem, advice)
    elif steps < (0.0 if flow else 1) or not steps:
        problem = "`regime.horizon` needs d > 1: T = c d log(d) / learning_rate is 0 at d = 1"
        yield training.BadLength(places.key(_HORIZON), problem, f"write `train.{key}` instead")
    elif steps > _LARGEST and not flow:
        problem = f"training would take {steps:.1e} steps"
        advice = "raise the learning rate, or lower `horizon`"
        yield training.BadLength(places.value(_HORIZON), problem, advice)
    elif isinstance(train.record, tuple):
        for index, step in enumerate(train.record):
            span = places.value(("train", "record", index))
            if not flow and step != int(step):
                needs, found = "a whole number of steps", f"the number {step:g}"
                yield shape.WrongType(span, spoken(("train", "record")), needs, found)
                return
            if step > steps:
                yield training.RecordedAfterEnd(span, step, steps if flow else int(steps), flow)
                return


def _steps(spec: Spec, train: Train, horizon: float) -> float:
    """T = c d log(d) / eta, eta in NTK parametrisation and half-mse units; at least 1 if d > 1."""
    dim = spec.data.inputs.facts().dim
    if dim < 2:
        return 0
    rates = layers.layer_rates(train, spec.architecture.layers)
    loss = loss_scale(train.loss, spec.data.train)
    scales = spec.architecture.kernel_scale(dim)
    eta = max(loss * r * s for r, s in zip(rates, scales, strict=True))
    end = duration(horizon, dim, eta)
    return end if train.optimizer == FLOW else max(1.0, end)
