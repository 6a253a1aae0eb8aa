"""Names of optimisers and of their options, so that a spec is checked without importing optax."""

from __future__ import annotations

_ADAM = ("b1", "b2", "eps", "eps_root")

OWN = ("gd", "sgd")
"""Optimisers that the backends write themselves: they take no option."""

OPTAX: dict[str, tuple[str, ...]] = {
    "adabelief": (*_ADAM, "nesterov"),
    "adadelta": ("rho", "eps", "weight_decay"),
    "adafactor": ("decay_rate", "multiply_by_parameter_scale", "clipping_threshold"),
    "adagrad": ("initial_accumulator_value", "eps"),
    "adam": (*_ADAM, "nesterov"),
    "adamax": ("b1", "b2", "eps"),
    "adamaxw": ("b1", "b2", "eps", "weight_decay"),
    "adamw": (*_ADAM, "weight_decay", "nesterov"),
    "adan": ("b1", "b2", "b3", "eps", "eps_root", "weight_decay"),
    "amsgrad": _ADAM,
    "fromage": ("min_norm",),
    "lamb": (*_ADAM, "weight_decay"),
    "lars": ("weight_decay", "trust_coefficient", "eps", "momentum", "nesterov"),
    "lion": ("b1", "b2", "weight_decay"),
    "novograd": (*_ADAM, "weight_decay"),
    "optimistic_adam_v2": ("alpha", "beta", *_ADAM, "nesterov"),
    "optimistic_gradient_descent": ("alpha", "beta"),
    "radam": (*_ADAM, "threshold", "nesterov"),
    "rmsprop": ("decay", "eps", "initial_scale", "eps_in_sqrt", "centered", "nesterov"),
    "rprop": ("eta_minus", "eta_plus", "min_step_size", "max_step_size"),
    "sign_sgd": (),
    "sm3": ("momentum",),
    "yogi": ("b1", "b2", "eps"),
}
"""Optimisers of optax 0.2.6 and newer that step by a learning rate and the gradient alone, and
those of their options that are numbers or true or false."""

FLAGS = frozenset({"nesterov", "multiply_by_parameter_scale", "eps_in_sqrt", "centered"})
"""Options that are true or false; all others are numbers."""

FLOW = "gradient-flow"
"""Gradient descent in continuous time."""

NAMES = (*OWN, FLOW, *OPTAX)
