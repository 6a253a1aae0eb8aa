"""The families of words."""

FAMILIES = (
    "activations",
    "architectures",
    "covariances",
    "distributions",
    "initialisations",
    "label_steps",
    "labels",
    "measurements",
    "reference_models",
)
