"""Every word survives a trip through a plan's JSON, and refuses keys that it does not have."""

from __future__ import annotations

import json

import pytest
from examples import examples
from families import FAMILIES
from pydantic_core import ValidationError

from earlyspec import registry
from earlyspec.plans.nodes import Word

LINEAR = dict.fromkeys(("zeta", "kappa", "theta_0", "theta_1", "theta_2"), 0.25)
FLIP = {"kind": "flip", "probability": 0.1}
GIVEN = {  # parameters of the words that need some, none of them the default
    "activations/leaky-relu": [{"negative_slope": 0.2}],
    "architectures/two-layer": [
        {
            "width": 8,
            "activation": {"kind": "leaky-relu", "negative_slope": -0.5},
            "init": {"kind": "file", "path": "w.npz"},
            "parametrisation": "mean-field",
        },
        {"width": 8, "activation": "erf"},
    ],
    "architectures/convolutional": [
        {
            "image": [4, 3],
            "filter": [2, 1],
            "colours": 3,
            "channels": 5,
            "depth": 2,
            "activation": "erf",
        },
        {"image": 6, "filter": 6, "channels": 2, "depth": 1, "activation": "relu"},
    ],
    "architectures/fully-connected": [
        {"depth": 3, "width": 4, "activation": "tanh", "init": "gaussian"},
    ],
    "covariances/ar1": [{"rho": -0.3}],
    "covariances/diagonal": [{"values": [1.0, 2.5]}, {"low": 0.5, "high": 2.0}],
    "covariances/file": [{"path": "s.npz", "array": "s"}],
    "covariances/power-law": [{"exponent": 1.0}],
    "distributions/cifar-10": [
        {"path": "data", "classes": ["cat", "horse"], "pool": 4, "dim": 192, "verify": False},
    ],
    "distributions/digits": [{"classes": [3, "eight"], "standardise": "none", "centre": True}, {}],
    "distributions/mnist": [{"path": "data", "classes": ["zero", 1], "rescale": True}],
    "distributions/file": [{"path": "d.npz", "array": "x", "dim": 3, "centre": True}],
    "distributions/gaussian": [
        {"dim": 2, "covariance": {"kind": "diagonal", "values": [1.0, 2.0]}},
        {"dim": 5},
    ],
    "distributions/laplace": [{"dim": 5}],
    "distributions/mixture": [{"dim": 5, "components": 3, "separation": 1.5}],
    "distributions/rademacher": [{"dim": 5}],
    "distributions/sphere": [{"dim": 5}],
    "distributions/student-t": [{"dim": 5, "freedom": 3.0}],
    "distributions/uniform": [{"dim": 5, "covariance": {"kind": "ar1", "rho": 0.5}}],
    "initialisations/file": [{"path": "w.npz", "first": "a"}],
    "label_steps/clip": [{"limit": 2.0}],
    "label_steps/flip": [{"probability": 0.25}],
    "label_steps/noise": [{"scale": 0.1}],
    "labels/class": [{}, {"of": {"distribution": "digits", "classes": [3, 8]}, "then": [FLIP]}],
    "labels/file": [{"path": "d.npz"}],
    "labels/linear": [{"beta": [1.0, -2.0]}, {"nonzero": 3, "norm": 2.0}, {}],
    "labels/norm": [{"then": [{"kind": "noise", "scale": 0.1}, {"kind": "sign"}]}],
    "labels/polynomial": [{"coefficients": [0.0, 1.0], "cross": 0.5}],
    "labels/single-neuron": [{"activation": "tanh"}],
    "labels/teacher": [{"network": {"width": 5, "activation": "erf"}, "then": "sign"}],
    "measurements/weight-movement": [{"layer": "second"}, {"layer": "layer-12"}],
    "measurements/cnn-kernel-gap": [{"coefficient": 1.0, "rows": 100}],
    "measurements/kernel-coefficient": [{"rows": 50, "split": "test"}],
    "reference_models/deep-linear": [{"coefficient": 0.8, "eta": 2.0}],
    "reference_models/linear": [LINEAR | {"first": 1.0, "second": 0.5, "eta": 2.0}],
    "reference_models/optimum": [LINEAR | {"first": 1.0, "second": 0.5, "eta": 2.0}],
    "reference_models/zero": [{"eta": 2.0}],
}
GIVEN |= {f"{f}/{kind}": given for f in FAMILIES for kind, given in examples(f).items()}
NAMES = [f"{family}/{kind}" for family in FAMILIES for kind in registry.names(family)]
CASES = [(name, given) for name in NAMES for given in GIVEN.get(name, [{}])]


def test_cases_name_words_that_exist():
    assert set(GIVEN) <= set(NAMES)


@pytest.mark.parametrize(("name", "given"), CASES)
def test_round_trip(name, given):
    family, kind = name.split("/")
    first = registry.revive(Word(family, kind, given))
    parameters = json.loads(json.dumps(first.parameters(), allow_nan=False))
    second = registry.revive(Word(family, kind, parameters))
    assert second == first
    assert second.parameters() == parameters
    assert hash(second) == hash(first)
    assert (first.family, first.kind()) == (family, kind)
    assert registry.tag(family) not in parameters


@pytest.mark.parametrize(("name", "given"), CASES)
def test_unknown_keys_are_refused(name, given):
    family, kind = name.split("/")
    with pytest.raises(ValidationError, match="widht"):
        registry.revive(Word(family, kind, given | {"widht": 1}))
