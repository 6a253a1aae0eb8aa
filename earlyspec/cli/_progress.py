"""Live progress on stderr: step, loss, gap, time left.

A terminal gets a bar; a log gets a line a minute.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from earlyspec.backend import Progress
    from earlyspec.plans.nodes import Cell
    from earlyspec.session import Watcher

LOG_SECONDS = 60.0
"""How often a stream that is no terminal gets a line."""


@contextmanager
def watching(path: str, quiet: bool, head: str = "") -> Iterator[Watcher | None]:
    """A function for `Options.watch`; None when nobody wants to see.

    Args:
      path: the spec.
      quiet: whether nobody does.
      head: what to begin a line with, such as `[2/5] `.
    """
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar(path, head) as watch:
            yield watch
    else:
        yield _logger(f"{head}{path}")


def _words(cell: Cell, progress: Progress) -> str:
    point = " ".join(f"{name}={value:g}" for name, value in cell.point.items())
    gap = "" if progress.gap is None else f"  gap {progress.gap:.3g}"
    where = f"{point} seed {progress.seed}".strip()
    return f"{where}  step {progress.step:.9g}/{progress.steps:.9g}  loss {progress.loss:.4g}{gap}"


def _logger(path: str) -> Watcher:
    last = time.monotonic()

    def watch(cell: Cell, progress: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= LOG_SECONDS:
            last = time.monotonic()
            print(f"{path}: {_words(cell, progress)}", file=sys.stderr, flush=True)

    return watch


@contextmanager
def _bar(path: str, head: str) -> Iterator[Watcher]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True, markup=False, highlight=False)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TimeRemainingColumn(compact=True),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task(f"{head}{path}: compiling", total=None)
        current: tuple[int, int] | None = None

        def watch(cell: Cell, progress: Progress) -> None:
            nonlocal current
            if current != (id(cell), progress.seed):
                current = (id(cell), progress.seed)
                bar.reset(task, total=progress.steps)
            bar.update(task, completed=progress.step, description=head + _words(cell, progress))

        yield watch
