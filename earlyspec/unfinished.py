"""Seeds that an interrupted run has finished, kept until the report is written.

Each is a file of its own, named by all that its numbers hang on: the cell, the seed, the data files
as they are, the backend and its versions. Numbers are written so that they read back exactly, so a
run that was resumed gives the same bytes as one that was not.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from earlyspec.plans import codec
from earlyspec.plans.measurements import SeedRun
from earlyspec.plans.nodes import Cell
from earlyspec.report.write import CannotWriteReport, write

if TYPE_CHECKING:
    from earlyspec.backend import Backend

FOLDER = ".unfinished"
_FORMAT = 1


class Unfinished:
    """The finished seeds of a run that is not.

    Args:
      report: the report's folder; the seeds lie in a hidden folder inside.
      backend: what runs them.
      root: where the paths in a cell start.
    """

    def __init__(self, report: Path, backend: Backend, root: Path) -> None:
        self._folder = report / FOLDER
        self._root = root
        self._made_by = json.dumps([backend.name, _versions(backend)], sort_keys=True)

    def get(self, cell: Cell, seed: int) -> SeedRun | None:
        """A seed that was finished before; None if it was not, or its file is not whole."""
        try:
            stored = json.loads(self._path(cell, seed).read_text(encoding="utf-8"))
            if stored["format"] != _FORMAT:
                return None
            run = codec.decode(SeedRun, stored["run"])
        except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError):
            return None
        return run if run.seed == seed else None

    def put(self, cell: Cell, run: SeedRun) -> None:
        """Keeps a finished seed; a disk that does not take it costs a rerun, nothing else."""
        text = json.dumps({"format": _FORMAT, "run": codec.encode(run)})
        path = self._path(cell, run.seed)
        with contextlib.suppress(CannotWriteReport):
            write(path.parent, {path.name: text.encode()})

    def clear(self) -> None:
        """Forgets all seeds: the report is written."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                path.unlink()
            self._folder.rmdir()

    def _path(self, cell: Cell, seed: int) -> Path:
        # What the other seeds are, and what the sweep calls this point, changes no number.
        alone = replace(cell, seeds=(seed,), point={})
        files = [_as_it_is(self._root / name) for name in _paths(codec.encode(alone))]
        key = f"{codec.digest(alone)} {seed} {files} {self._made_by}"
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"


def _versions(backend: Backend) -> dict[str, str]:
    device = backend.device()
    return {**device.versions, "platform": device.platform, "device": device.name}


def _paths(data: object) -> list[str]:
    """Every file or folder that a cell names, in its order."""
    if isinstance(data, dict):
        own = [data["path"]] if isinstance(data.get("path"), str) else []
        return own + [path for value in data.values() for path in _paths(value)]
    if isinstance(data, list):
        return [path for value in data for path in _paths(value)]
    return []


def _as_it_is(path: Path) -> list[tuple[str, int, int]]:
    """Name, size and time of a file, or of those in a folder."""
    found = sorted(path.iterdir()) if path.is_dir() else [path]
    told = [(each.name, each.stat()) for each in found if each.is_file()]
    return [(name, at.st_size, at.st_mtime_ns) for name, at in told]
