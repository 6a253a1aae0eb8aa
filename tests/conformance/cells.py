"""Small cells as plan nodes: what the backends are compared on. No YAML, no compiler."""

from dataclasses import replace

from earlyspec import registry
from earlyspec.plans.nodes import (
    Cell,
    Chunks,
    Dynamics,
    Integrator,
    LabelFacts,
    Network,
    Quantity,
    Reference,
    Word,
)

RECORDED = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 200)
RATES = {  # in NTK units; eta lambda_max(K) / n is between 0.1 and 2 in the cells below
    "first": (1.5, 0.0),
    "second": (0.0, 0.6),
    "both": (0.5, 0.5),
    "unequal": (1.0, 0.3),
}
TIMES = (0.0, 0.3, 1.0, 4.0)  # of a flow
SHARP = Integrator("explicit", tolerance=1e-12, absolute=1e-12)
PARAMETRISATIONS = ("ntk", "standard", "mean-field")
GAUSSIAN = {"dim": 5, "covariance": {"kind": "power-law", "exponent": 0.5}}
TEACHER = {"network": {"width": 3, "activation": "tanh"}}


def word(family, kind, **parameters):
    """A word of the plan with every default written out, as the compiler leaves it."""
    instance = registry.load(family, kind).model_validate(parameters)
    return Word(family, kind, instance.parameters())


def network(dim, **parameters):
    """A two-layer network with its facts."""
    made = word("architectures", "two-layer", **parameters)
    revived = registry.revive(made)
    return Network(
        word=made,
        width=revived.width,
        layers=revived.layers,
        activation=revived.activation.facts(),
        parametrisation=revived.parametrisation,
        kernel_scale=revived.kernel_scale(dim),
        init=revived.init.kind(),
        zero_output=revived.init.zero_output,
        follows_law=revived.init.follows_law,
    )


two_layer = network


def deep(dim, kind="fully-connected", **parameters):
    """A network of any depth as its word describes it."""
    made = word("architectures", kind, **parameters)
    return registry.revive(made).describe(dim, made)


def linear(cell, **changes):
    """The linear model that belongs to a cell's network and rates; `changes` make it another."""
    phi = cell.network.activation
    numbers = {
        "zeta": phi.zeta,
        "kappa": phi.kappa,
        "theta_0": phi.theta_0,
        "theta_1": phi.kappa,
        "theta_2": phi.theta_2,
        "first": cell.eta_1 / cell.eta,
        "second": cell.eta_2 / cell.eta,
        "eta": cell.eta,
    }
    return word("reference_models", "linear", **(numbers | changes))


def quantity(kind, **parameters):
    """A measurement to take."""
    made = Word("measurements", kind, parameters)
    measured = registry.load("measurements", kind)
    return Quantity(made.label, made, measured.per_step, measured.unit, measured.bounded_error)


def every_measurement(architecture="two-layer"):
    """All that can be measured of an architecture, over both splits and layers where it knows them.

    What only some architectures have is taken of those alone, and nothing else of them.
    """
    found = []
    for kind in registry.names("measurements"):
        only = registry.load("measurements", kind).architectures
        if architecture not in (only or ("two-layer",)):
            continue
        found.append(quantity(kind))
        fields = registry.load("measurements", kind).model_fields
        if "split" in fields:
            other = "train" if fields["split"].default == "test" else "test"
            found.append(quantity(kind, split=other))
        if "layer" in fields:
            found.append(quantity(kind, layer="second"))
    return tuple(found)


def core():
    """What shows any fault of a run: outputs, both models' losses, the gap, the movement."""
    return (
        quantity("loss"),
        quantity("loss", split="test"),
        quantity("output-power"),
        quantity("prediction-gap"),
        quantity("clipped-gap", split="test"),
        quantity("weight-movement"),
        quantity("weight-movement", layer="second"),
        quantity("sample-outputs"),
        quantity("stiffness"),
    )


def build(
    *,
    inputs=None,
    labels=None,
    activation="erf",
    init="symmetric",
    parametrisation="ntk",
    mode="both",
    rates=None,
    width=8,
    n=24,
    n_test=7,
    recorded=RECORDED,
    loss="half-mse",
    optimizer="gd",
    batch=None,
    precision="float64",
    trace_square=None,
    references=None,
    quantities=None,
    rows=24,
    network=None,
):
    """A cell, small unless told otherwise; rates are in NTK and half-mse units, `core` is measured.

    `trace_square` replaces what the input law says of Tr[Sigma^2] / d; `references` are words, or
    changes to the linear model, by name; `network` replaces the two-layer one, all layers trained.
    """
    inputs = inputs or word("distributions", "gaussian", **GAUSSIAN)
    labels = labels or word("labels", "teacher", **TEACHER, then=("sign",))
    facts = registry.revive(inputs).facts()
    if trace_square is not None:
        facts = replace(facts, trace_square=trace_square)
    made = network or two_layer(
        facts.dim, activation=activation, init=init, width=width, parametrisation=parametrisation
    )
    factor = 2.0 if loss == "mse" else 1.0
    if rates is None:
        rates = RATES[mode] if network is None else (0.5,) * len(made.layers)
    pairs = zip(rates, made.kernel_scale, strict=True)
    cell = Cell(
        point={},
        seeds=(0, 1),
        inputs=inputs,
        input_facts=facts,
        labels=labels,
        label_facts=LabelFacts(labels.kind, registry.revive(labels).bound()),
        n=n,
        n_test=n_test,
        network=made,
        dynamics=Dynamics(
            kind="gradient-descent",
            optimizer=optimizer,
            options={},
            rates=tuple(rate / scale / factor for rate, scale in pairs),
            loss=loss,
            batch=batch,
            steps=recorded[-1],
            recorded=tuple(recorded),
        ),
        alpha=None,
        references=(),
        quantities=core() if quantities is None else tuple(quantities),
        precision=precision,
        chunks=Chunks(rows),
    )
    models = references
    if models is None:
        asked = {n for q in cell.quantities for n in registry.revive(q.word).references()}
        beside = {
            "linearised": word("reference_models", "linearised"),
            "optimum": word("reference_models", "optimum", **linear(cell).parameters),
            "paired-first": {"first": 1.0, "second": 0.0},
            "paired-second": {"first": 0.0, "second": 1.0},
        }
        models = {"paired": {}, **{name: beside[name] for name in sorted(asked & beside.keys())}}
    return replace(
        cell,
        references=tuple(
            Reference(name, model if isinstance(model, Word) else linear(cell, **model))
            for name, model in models.items()
        ),
    )


def flowing(integrator=SHARP, times=TIMES, **given):
    """A cell whose network flows for 4 units of time."""
    cell = build(recorded=(0, 1), **given)
    flow = replace(
        cell.dynamics,
        kind="gradient-flow",
        optimizer="gradient-flow",
        steps=times[-1],
        recorded=times,
        integrator=integrator,
    )
    return replace(cell, dynamics=flow)
