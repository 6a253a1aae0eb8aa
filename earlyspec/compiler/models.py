"""The models followed beside a network: those of its claims, and those that are measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from earlyspec.language.spec import Spec
from earlyspec.plans.nodes import Cell, Reference, Word
from earlyspec.theorems.hu2020._deep import deep_linear_model
from earlyspec.theorems.hu2020._linear_models import OPTIMUM, PAIRED, linear_model, optimum


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


def references(spec: Spec, cell: Cell) -> dict[str, Reference]:
    """The models by name.

    Raises: UnknownModel, ModelsDiffer.
    """
    found: dict[str, Reference] = {}
    for index, theorem in enumerate(spec.claims):
        for reference in theorem.references(cell):
            if found.setdefault(reference.name, reference) != reference:
                raise ModelsDiffer(index, reference.name)
    own = _of_network(cell)
    for index, word in enumerate(spec.measure):
        for name in word.references():
            if name not in found and name not in own:
                raise UnknownModel(index, name, tuple(dict.fromkeys([*found, *own])))
            if name not in found:
                found[name] = own[name]()
    return found


def _of_network(cell: Cell) -> Mapping[str, Callable[[], Reference]]:
    """What a network is paired with by its own nature, claims or none."""
    fitted: dict[str, Callable[[], Reference]] = {
        name: partial(_fitted, name) for name in ("minimum-l1", "minimum-l2")
    }
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
    if phi is not None and phi.mean_is_zero:
        return {PAIRED: lambda: Reference(PAIRED, deep_linear_model(cell)), **zero}
    return zero


def _fitted(name: str) -> Reference:
    """A model without fields, which goes by the name of its word."""
    return Reference(name, Word("reference_models", name))
