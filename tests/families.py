"""The families of words."""

FAMILIES = (
    "activations",
    "architectures",
    "covariances",
    "distributions",
    "initialisations",
    "kernels",
    "label_steps",
    "labels",
    "measurements",
    "reference_models",
)
