"""The commands for Python programs: paths in, typed records out; nothing is printed."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from earlyspec import session
from earlyspec.session import Checked, Options, Planned, Ran

if TYPE_CHECKING:
    from earlyspec.report.diff.collect import Compared
    from earlyspec.report.model import Report

PathName = str | PathLike[str]
Settings = Mapping[str, object]


def check(
    spec: PathName, settings: Settings | None = None, *, profile: str | None = None
) -> Checked:
    """Validates a spec and decides the hypotheses that need no run.

    Args:
      spec: the file.
      settings: values for `let` names and other fields, as `--set` takes them.
      profile: one of the spec's profiles; the spec as it stands if left out.
    Returns: findings in source order, the plan if there are no errors, and the conditions.
    """
    return session.check(fspath(spec), _texts(settings), profile)


def plan(
    spec: PathName, settings: Settings | None = None, *, profile: str | None = None
) -> Planned:
    """Checks a spec and prices what would run."""
    return session.plan(fspath(spec), _texts(settings), profile)


def run(
    spec: PathName,
    settings: Settings | None = None,
    *,
    profile: str | None = None,
    out: PathName | None = None,
    backend: str = "jax",
    memory: int | None = None,
) -> Ran:
    """Checks, compiles, runs and judges a spec, and writes its report.

    Args:
      spec: the file.
      settings: as for `check`.
      profile: as for `check`.
      out: the report's folder; beside the spec if left out.
      backend: its name.
      memory: bytes that the run may take; what is free if left out.
    Returns: the report and its folder; `report` is None where findings kept it from being.
    """
    folder = None if out is None else Path(out)
    return session.run_spec(
        fspath(spec),
        Options(
            backend=backend,
            memory=memory,
            out=folder,
            settings=_texts(settings),
            profile=profile,
        ),
    )


def diff(*reports: PathName, revision: str | None = None) -> Compared:
    """What two reports, or two folders of them, say differently.

    Args:
      reports: the old one and the new one; with a revision, what to compare of the working tree.
      revision: of git, whose reports are the old ones.
    Returns: the differences, verdicts first, and what could not be compared.
    Raises: ValueError unless there are two reports, or a revision.
    """
    if revision is None and len(reports) != 2:
        raise ValueError("name an old and a new report, or a revision")
    return session.diff([Path(report) for report in reports], revision)


def open(report: PathName) -> Report:
    """A report that was written before.

    Args:
      report: `report.json`, or the folder it lies in.
    Raises: OSError; NotAReport if the file is not one that this version reads.
    """
    from earlyspec.report.render_json import from_json

    path = Path(report)
    path = path / "report.json" if path.is_dir() else path
    return from_json(path.read_text(encoding="utf-8"))


def table(report: Report) -> dict[str, list[float | int | str | None]]:
    """The curves of a report as columns of equal length, which any data frame takes.

    The swept names come first, then step, quantity, unit, mean over seeds, low and high (a 95 %
    interval of it), and the number of seeds: the columns of `curves.csv`.
    """
    from earlyspec.report.curves import columns

    return columns(report)


def _texts(settings: Settings | None) -> dict[str, str]:
    return {name: _text(value) for name, value in (settings or {}).items()}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
