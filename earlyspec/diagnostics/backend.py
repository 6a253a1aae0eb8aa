"""ES5xx: what stands between a plan and its run."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.diagnostics.finding import Finding
from earlyspec.source.span import Span


class BackendLacks(Finding):
    """The plan needs something that the chosen backend does not have.

    What it means: the spec is sound, but this backend cannot run it.

    Example:
        ```sh
        earlyspec run specs/adam.yaml --backend reference    # optax optimisers need jax
        ```

    Fix: choose another backend; `earlyspec list backends` names those that are installed.
    """

    code: ClassVar[str] = "ES501"

    def __init__(self, span: Span | None, backend: str, what: str) -> None:
        super().__init__(span)
        self.backend, self.what = backend, what

    def message(self) -> str:
        return f"the backend `{self.backend}` cannot run this: {self.what}"

    def help(self) -> str:
        return "run it with `--backend jax`; `earlyspec list backends` names the others"


class WillNotFit(Finding):
    """The run needs more memory than there is, by the plan's own arithmetic.

    What it means: the estimate counts the data, the weights, what is recorded, and the temporaries
        of one row chunk. Nothing was allocated.

    Example:
        ```yaml
        data: {train: 100_000_000}
        ```

    Fix: shrink the field that dominates, choose `precision: float32`, or raise the limit with
        `--memory` if the estimate is pessimistic for your machine.
    """

    code: ClassVar[str] = "ES502"

    def __init__(
        self, span: Span | None, needed: int, limit: int, part: str, part_bytes: int, advice: str
    ) -> None:
        super().__init__(span)
        self.needed, self.limit = needed, limit
        self.part, self.part_bytes, self.advice = part, part_bytes, advice

    def message(self) -> str:
        return (
            f"this run needs about {binary_size(self.needed)}; the limit is "
            f"{binary_size(self.limit)} (nothing was allocated)"
        )

    def label(self) -> str:
        share = 100 * self.part_bytes / self.needed
        return f"{self.part}: {binary_size(self.part_bytes)}, {share:.0f} % of it"

    def notes(self) -> tuple[tuple[str, str], ...]:
        return (("bytes", f"{self.needed} needed, {self.limit} allowed"),)

    def help(self) -> str:
        return self.advice


class UnknownBackendName(Finding):
    """No installed backend bears the name.

    What it means: backends are found by entry point; this one's package is not installed.

    Example:
        ```sh
        earlyspec run specs/quickstart.yaml --backend torch
        ```

    Fix: `earlyspec list backends` names those that are installed.
    """

    code: ClassVar[str] = "ES503"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(None)
        self.name, self.known = name, known

    def message(self) -> str:
        return f"there is no backend `{self.name}`"

    def help(self) -> str:
        return f"installed: {', '.join(self.known) or 'none; install earlyspec again'}"


class BackendBroken(Finding):
    """A backend is installed but cannot start.

    What it means: importing it or its array library failed; earlyspec did not get to run anything.

    Example:
        ```sh
        earlyspec run specs/quickstart.yaml     # with a jaxlib of another version than jax
        ```

    Fix: repair the installation that the message names, for example with a fresh virtual
        environment.
    """

    code: ClassVar[str] = "ES504"

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(None)
        self.name, self.cause = name, cause

    def message(self) -> str:
        return f"the backend `{self.name}` cannot start: {self.cause}"

    def help(self) -> str:
        return "install earlyspec in a fresh virtual environment, or choose another backend"


def binary_size(count: int) -> str:
    """Bytes in the unit that a person would use: `1.9 GiB`."""
    size = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:.3g} {unit}" if unit != "B" else f"{count} B"
        size /= 1024
    return f"{size:.3g} TiB"
