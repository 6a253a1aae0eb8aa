"""Files on disk, whole: a reader finds the old one or the new one, never half of either.

All files are written and forced to disk beside their places before the first one is put there, so
a full disk leaves the old report as it was; `report.json` is put last, so it never speaks of
figures that are not there yet. One writer a folder.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

REPORT = "report.json"
OWN = "run.json"
"""A run's own numbers, where the report keeps committed ones; not to be committed either."""
_TEMPORARY = ".earlyspec-writing"
_FIGURE = re.compile(r"(?:losses|outputs|gap|(?:rate|bound|numbers)(?:-[a-z0-9.-]+)?)\.svg")
_READ_WRITE = 0o666  # less the umask: files to be committed, not secrets


class CannotWriteReport(Exception):
    """The files could not be written; what was there before is still there.

    Attributes:
      path: the file or folder that failed.  errno: the system's number of the error, or None.
      cause: the error in the system's words.
    """

    def __init__(self, path: Path, error: OSError) -> None:
        self.path, self.errno = path, error.errno
        self.cause = error.strerror or str(error)
        super().__init__(f"{path}: {self.cause}")


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes files into a folder, which is made if need be; the report itself goes last.

    Of a report, figures that an earlier one left and this one does not have are removed.

    Raises: CannotWriteReport.
    """
    names = sorted(files, key=lambda name: name == REPORT)
    waiting = {name: folder / f"{_TEMPORARY}-{name}" for name in names}
    at = folder
    try:
        _make(folder)
        _sweep(folder)
        for name in names:
            at = folder / name
            _fill(waiting[name], files[name])
        for name in names:
            at = folder / name
            os.replace(waiting[name], at)
        at = folder
        _settle(folder)
    except OSError as error:
        raise CannotWriteReport(at, error) from error
    finally:  # also when interrupted
        for path in waiting.values():
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    if REPORT in files:
        _drop_stale(folder, files)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _settle(folder.parent)


def _sweep(folder: Path) -> None:
    """Removes what a killed writer left half-written."""
    for path in folder.glob(f"{_TEMPORARY}-*"):
        path.unlink(missing_ok=True)


def _fill(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, _READ_WRITE)
    try:
        left = memoryview(content)
        while left:  # a write may take less than it is given
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle(folder: Path) -> None:
    """Forces the folder's names to disk, where the system has a way to."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _drop_stale(folder: Path, files: Mapping[str, bytes]) -> None:
    """Removes figures and a run of ours that this report lacks; one that stays is no harm."""
    for path in (*folder.glob("*.svg"), folder / OWN):
        if path.name not in files and (path.name == OWN or _FIGURE.fullmatch(path.name)):
            with contextlib.suppress(OSError):
                path.unlink()
