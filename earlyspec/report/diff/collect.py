"""The reports of two sides, found, read and compared."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from earlyspec.diagnostics.finding import Finding
from earlyspec.diagnostics.reports import NoReportThere
from earlyspec.report.diff import revisions
from earlyspec.report.diff.compare import compare, missing
from earlyspec.report.diff.model import Difference, SpecLine
from earlyspec.report.diff.saved import REPORT, read
from earlyspec.report.diff.spec_lines import spec_lines
from earlyspec.report.model import Report

_MARK = b'"earlyspec-report"'


@dataclass(frozen=True)
class Compared:
    """All differences of two sides, by the reports' names, and what could not be compared."""

    differences: tuple[Difference, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Stored:
    """A report's place on one side.

    Attributes:
      name: of its folder, relative to the side.  label: how the reader is to find it.
      content: its bytes.
      beside: the bytes of a file next to the folder, by its name; None if there is none.
    """

    name: str
    label: str
    content: bytes
    beside: Callable[[str], bytes | None]


def between(old: Path, new: Path) -> Compared:
    """Compares two reports, or all reports below two folders."""
    sides, findings = [], []
    for path in (old, new):
        stored, finding = _on_disk(path)
        sides.append(stored)
        findings += [finding] if finding else []
    if findings:
        return Compared((), tuple(findings))
    before, after = sides
    if len(before) == len(after) == 1:
        # Whatever the two are called, they are what is to be compared.
        before = [replace(before[0], name=after[0].name)]
    else:
        before, after = _narrowed(before, after), _narrowed(after, before)
    return _compared(before, after)


def since(revision: str, paths: Sequence[Path]) -> Compared:
    """Compares the working tree's reports with those of a git revision.

    Args:
      revision: any name that git knows a commit by.
      paths: where to look; the current folder's repository if empty.
    """
    wanted = [_report_of(path) for path in paths] or [Path()]
    try:
        commit = revisions.find(revision, wanted[0])
        # Without a path all of the repository is meant, wherever in it one stands.
        below = [commit.relative(path) for path in wanted] if paths else [""]
        listed = [name for name in commit.files(below) if _is_report(name)]
        here = [name for name in commit.here(below) if _is_report(name)]
    except revisions.Refused as refused:
        return Compared((), (refused.finding,))
    before = [_at(commit, name) for name in listed]
    after = [
        _file(commit.root / name, os.path.relpath(commit.root / name), _folder(name))
        for name in here
    ]
    old, new = ([each for each in side if each is not None] for side in (before, after))
    lacking = [
        NoReportThere(str(path), f"no report here, nor at {revision}")
        for path, inside in zip(paths, below, strict=False)
        if not any(_under(each.name, inside) for each in (*old, *new))
    ]
    if not old and not new and not lacking:
        lacking = [NoReportThere(str(commit.root), f"no report here, nor at {revision}")]
    found = _compared(old, new)
    return Compared(found.differences, (*found.findings, *lacking))


# Finding.


def _on_disk(path: Path) -> tuple[list[_Stored], Finding | None]:
    path = _report_of(path)
    if path.is_file() or (path / REPORT).is_file():
        file = path if path.is_file() else path / REPORT
        found = [_file(file, str(path), path.name if path.is_dir() else path.parent.name, True)]
    else:
        files = sorted(each for each in path.rglob(REPORT) if each.is_file())
        found = [
            _file(each, str(each.parent), each.parent.relative_to(path).as_posix())
            for each in files
        ]
    stored = [each for each in found if each is not None]
    if stored:
        return stored, None
    cause = f"no `{REPORT}` below it is a report" if path.is_dir() else "there is no such file"
    return [], NoReportThere(str(path), cause)


def _report_of(path: Path) -> Path:
    """A report's folder for its spec."""
    return path.with_name(f"{path.stem}.report") if path.suffix in (".yaml", ".yml") else path


def _file(path: Path, label: str, name: str, asked: bool = False) -> _Stored | None:
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    if not asked and not _ours(name, content):
        return None
    return _Stored(name, label, content, lambda spec: _neighbour(path.parent.parent / spec))


def _neighbour(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _at(commit: revisions.Revision, name: str) -> _Stored | None:
    folder = PurePosixPath(name).parent
    content = commit.content(name) or b""
    if not _ours(str(folder), content):
        return None
    label = f"{commit.name}:{name}"
    return _Stored(
        _folder(name), label, content, lambda spec: commit.content(str(folder.parent / spec))
    )


def _ours(folder: str, content: bytes) -> bool:
    """Whether a `report.json` that was come upon is one of earlyspec's, whole or not."""
    return folder.endswith(".report") or _MARK in content


def _is_report(name: str) -> bool:
    return PurePosixPath(name).name == REPORT


def _folder(name: str) -> str:
    return PurePosixPath(name).parent.as_posix()


def _under(name: str, folder: str) -> bool:
    inside = folder.removesuffix(f"/{REPORT}")
    return not inside or name == inside or name.startswith(f"{inside}/")


def _narrowed(side: list[_Stored], other: list[_Stored]) -> list[_Stored]:
    """Of a folder of reports, against a single one: those that bear its name."""
    if len(other) != 1:
        return side
    name = PurePosixPath(other[0].name).name
    same = [each for each in side if PurePosixPath(each.name).name == name]
    return [replace(same[0], name=other[0].name)] if len(same) == 1 else side


# Comparing.


def _compared(old: Sequence[_Stored], new: Sequence[_Stored]) -> Compared:
    before = {each.name: each for each in old}
    after = {each.name: each for each in new}
    reports: dict[int, Report] = {}
    findings: list[Finding] = []
    for stored in (*old, *new):
        report, finding = read(stored.content, stored.label)
        if report is not None:
            reports[id(stored)] = report
        elif finding is not None:
            findings.append(finding)
    twins = _moved(before, after, reports)
    differences = []
    for name in sorted(before.keys() | after.keys()):
        if name in twins.values():
            continue  # told under its new name
        was, now = before.get(twins.get(name, name)), after.get(name)
        if any(each is not None and id(each) not in reports for each in (was, now)):
            continue  # a finding says why
        if was is not None and now is not None:
            sides = reports[id(was)], reports[id(now)]
            shown = name if was.name == now.name else f"{was.name} -> {name}"
            differences.append(compare(*sides, shown, _spec(was, now, *sides)))
        elif was is not None:
            differences.append(missing(reports[id(was)], name, "old"))
        elif now is not None:
            differences.append(missing(reports[id(now)], name, "new"))
    return Compared(tuple(differences), tuple(findings))


def _moved(
    before: dict[str, _Stored], after: dict[str, _Stored], reports: dict[int, Report]
) -> dict[str, str]:
    """New names of reports that were only renamed, to their old ones: one plan, one each side."""

    def lonely(side: dict[str, _Stored], other: dict[str, _Stored]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, stored in side.items():
            if name not in other and id(stored) in reports:
                found.setdefault(reports[id(stored)].plan, []).append(name)
        return found

    gone, new = lonely(before, after), lonely(after, before)
    return {
        new[plan][0]: names[0]
        for plan, names in gone.items()
        if len(names) == 1 and len(new.get(plan, [])) == 1
    }


def _spec(was: _Stored, now: _Stored, old: Report, new: Report) -> tuple[SpecLine, ...] | None:
    texts = []
    for stored, report in ((was, old), (now, new)):
        # A name from a report never leads out of the folder that the report's folder is in.
        plain = PurePosixPath(report.spec).name == report.spec and "\\" not in report.spec
        content = stored.beside(report.spec) if plain and report.spec else None
        if content is None:
            return None
        texts.append(content.decode(errors="replace"))
    return spec_lines(*texts)
