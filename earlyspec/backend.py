"""What a backend is, and how one is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from earlyspec import registry
from earlyspec.plans.measurements import SeedRun
from earlyspec.plans.nodes import Cell
from earlyspec.vocabulary._base import Tally
from earlyspec.vocabulary._base import Unsupported as Unsupported  # raised by words, too

if TYPE_CHECKING:
    Drawn = Mapping[str, Any]  # draw name -> array

Stage = Literal["jaxpr", "stablehlo"]
GROUP = "earlyspec.backends"


@dataclass(frozen=True)
class Progress:
    """Where a run is, in steps or in the time of a flow.

    `loss` is the training loss before the step, `gap` the last recorded one.

    gap is the mean squared gap to the paired linear model on the training inputs; None without one.
    """

    seed: int
    step: float
    steps: float
    loss: float
    gap: float | None


@dataclass(frozen=True)
class Device:
    """What a program runs on, for provenance; never for a number."""

    platform: str
    name: str
    count: int
    versions: Mapping[str, str]


class Program(Protocol):
    """A cell, compiled. Seeds run one at a time; the compiled code is shared by all of a shape."""

    def run(
        self,
        seed: int,
        progress: Callable[[Progress], None] | None = None,
        draws: Drawn | None = None,
    ) -> SeedRun:
        """Draw, train, measure. `draws` replaces the named draws by given arrays (for tests).

        `progress` is called between stretches of device-side work; an exception it raises, such as
        KeyboardInterrupt, ends the run.
        """
        ...

    def draw(self, seed: int) -> Drawn:
        """Every named draw of a seed, as NumPy arrays: what `run` would use."""
        ...

    def text(self, stage: Stage, platform: str) -> str:
        """The compiled program's text for `cpu`, `cuda` or `tpu`."""
        ...


def require_steps(cell: Cell) -> None:
    """A gradient flow has no steps that a quantity could add to.

    Raises: Unsupported, naming the quantity.
    """
    for each in cell.quantities if cell.dynamics.flows else ():
        if issubclass(registry.load(each.word.family, each.word.kind), Tally):
            raise Unsupported(f"`{each.id}`, to which every step adds, in a gradient flow")


class DataError(Exception):
    """The data hold a value that is not finite; the message names the array, in the plural."""


class Backend(Protocol):
    """A way to run cells."""

    name: str

    def compile(self, cell: Cell, root: Path) -> Program:
        """The cell's program. Files named in the cell are relative to `root`.

        Raises: Unsupported.
        """
        ...

    def device(self) -> Device:
        """What it runs on."""
        ...

    def platforms(self) -> tuple[str, ...]:
        """What `Program.text` can lower for."""
        ...

    def forget(self) -> None:
        """Lets go of what was compiled, between plans that have nothing in common."""
        ...


class UnknownBackend(LookupError):
    """No installed backend bears the name; `args[1]` holds those there are."""


def discover() -> tuple[str, ...]:
    """The names of the installed backends."""
    from importlib.metadata import entry_points

    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def find(name: str) -> Backend:
    """An installed backend.

    Raises: UnknownBackend.
    """
    from importlib.metadata import entry_points

    for point in entry_points(group=GROUP, name=name):
        backend: Backend = point.load()
        return backend
    raise UnknownBackend(name, discover())
