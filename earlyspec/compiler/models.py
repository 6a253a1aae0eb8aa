"""The models followed beside a network: those of its claims, and those that are measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from earlyspec.language.spec import Spec
from earlyspec.plans.nodes import Cell, Reference, Word
from earlyspec.theorems.hu2020._deep import deep_linear_model
from earlyspec.theorems.hu2020._linear_models import OPTIMUM, PAIRED, linear_model, optimum
from earlyspec.theorems.woodworth2020._limits import LIMIT, potential

LINEARISED = "linearised"
"""The network's own linearisation, which every network has."""


class UnknownModel(Exception):
    """A measurement names a model that neither a claim nor the network has.

    Attributes:
      index: of the measurement in `measure`.  name: of the model.  known: those there are.
    """

    def __init__(self, index: int, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"`measure` names the model `{name}`; there are {known}")
        self.index, self.name, self.known = index, name, known


class ModelsDiffer(Exception):
    """Two claims mean different models by one name.

    Attributes:
      index: of the later claim in `claims`.  name: of the model.
    """

    def __init__(self, index: int, name: str) -> None:
        super().__init__(f"two theorems mean different models by `{name}`")
        self.index, self.name = index, name


class CannotFollow(Exception):
    """A reference model does not know these dynamics.

    Attributes:
      key, index: what asks for it, such as `claims` and 0.  name: of the model.
      optimizer: of the spec.
    """

    def __init__(self, key: str, index: int, name: str, optimizer: str) -> None:
        super().__init__(f"`{name}` does not know the dynamics of `{optimizer}`")
        self.key, self.index, self.name, self.optimizer = key, index, name, optimizer


def references(spec: Spec, cell: Cell) -> dict[str, Reference]:
    """The models by name.

    Raises: UnknownModel, ModelsDiffer, CannotFollow.
    """
    found: dict[str, Reference] = {}
    for index, theorem in enumerate(spec.claims):
        for reference in theorem.references(cell):
            _require_known_dynamics(cell, "claims", index, reference)
            if found.setdefault(reference.name, reference) != reference:
                raise ModelsDiffer(index, reference.name)
    own = _of_network(cell)
    for index, word in enumerate(spec.measure):
        for name in word.references():
            if name not in found and name not in own:
                raise UnknownModel(index, name, tuple(dict.fromkeys([*found, *own])))
            if name not in found:
                found[name] = own[name]()
                _require_known_dynamics(cell, "measure", index, found[name])
    return found


def _of_network(cell: Cell) -> Mapping[str, Callable[[], Reference]]:
    """What a network is paired with by its own nature, claims or none."""
    fitted: dict[str, Callable[[], Reference]] = {
        name: partial(_alone, name) for name in ("minimum-l1", "minimum-l2")
    }
    if cell.network.layers:  # a model that is fitted has no weights to be linear in
        fitted[LINEARISED] = partial(_alone, LINEARISED)
    if cell.network.word.kind == "diagonal-linear":
        fitted[LIMIT] = lambda: potential(cell)
    if not cell.eta:
        return fitted
    zero = {
        "zero": lambda: Reference("zero", Word("reference_models", "zero", {"eta": cell.eta})),
        **fitted,
    }
    if cell.network.word.kind == "two-layer":
        return {
            PAIRED: lambda: Reference(PAIRED, linear_model(cell)),
            OPTIMUM: lambda: optimum(cell),
            **zero,
        }
    phi = cell.network.activation
    if phi is not None and phi.mean_is_zero and cell.network.slopes:
        return {PAIRED: lambda: Reference(PAIRED, deep_linear_model(cell)), **zero}
    return zero


def _require_known_dynamics(cell: Cell, key: str, index: int, reference: Reference) -> None:
    """The linearised network has a closed form for plain descent and for the flow alone."""
    dynamics = cell.dynamics
    known = dynamics.plain or dynamics.kind != "gradient-descent"
    if reference.word.kind == LINEARISED and not known:
        raise CannotFollow(key, index, reference.name, dynamics.optimizer)


def _alone(name: str) -> Reference:
    """A model without fields, which goes by the name of its word."""
    return Reference(name, Word("reference_models", name))
