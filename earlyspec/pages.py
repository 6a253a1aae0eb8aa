"""Reports to web pages: which files are read, and where their pages go."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from earlyspec.diagnostics.finding import Finding

if TYPE_CHECKING:
    from earlyspec.report.model import Report
    from earlyspec.report.page.report_page import SpecText

PAGE, INDEX, REPORT = "report.html", "index.html", "report.json"


class Pages(NamedTuple):
    """What became of it.

    Attributes:
      written: the pages, the one to open first.  findings: what could not be read or written.
    """

    written: tuple[Path, ...]
    findings: tuple[Finding, ...]


def write_pages(path: Path, out: Path | None = None) -> Pages:
    """The page of a report; for a folder of reports, a page each and an index of all claims.

    Args:
      path: a report, its folder, or a folder somewhere above reports.
      out: where the page goes (the index, for a folder); beside the report if left out.
    """
    if path.is_dir() and not (path / REPORT).exists():
        return _folder(path, out)
    source = path / REPORT if path.is_dir() else path
    return _single(source, out or source.with_name(PAGE))


def _single(source: Path, target: Path) -> Pages:
    from earlyspec.report.diff.saved import read_file
    from earlyspec.report.page.report_page import report_page

    report, problem = read_file(source)
    if report is None:
        return Pages((), (problem,) if problem else ())
    return _write({target: report_page(report, _spec_of(source, report))}, ())


def _folder(folder: Path, out: Path | None) -> Pages:
    from earlyspec.diagnostics.reports import NoReportThere
    from earlyspec.report.diff.saved import read_file
    from earlyspec.report.page.index_page import Entry, index_page
    from earlyspec.report.page.report_page import report_page

    index = out or folder / INDEX
    entries, pages = [], {}
    findings: list[Finding] = []
    for source in sorted(folder.rglob(REPORT)):
        report, problem = read_file(source)
        if report is None:
            findings += [problem] if problem else []
            continue
        target = source.with_name(PAGE)
        pages[target] = report_page(report, _spec_of(source, report))
        link = Path(os.path.relpath(target, index.parent)).as_posix()
        entries.append(Entry(report, link))
    if not entries:
        nothing = NoReportThere(str(folder), "there is no report in it or below it")
        return Pages((), (*findings, nothing))
    told = [problem.message() for problem in findings]
    name = folder.resolve().name
    return _write({index: index_page(f"Claims in {name}", entries, told), **pages}, tuple(findings))


def _spec_of(source: Path, report: Report) -> SpecText | None:
    """The spec beside the report's folder, checked; None if it is not there."""
    from earlyspec.plans.codec import digest
    from earlyspec.report.page.report_page import SpecText
    from earlyspec.session import check

    path = source.parent.parent / Path(report.spec).name
    if not path.is_file():
        return None
    checked = check(str(path))
    if checked.document is None:
        return None
    same = None if checked.plan is None else digest(checked.plan) == report.plan
    return SpecText(checked.document, checked.findings, same)


def _write(pages: dict[Path, str], findings: tuple[Finding, ...]) -> Pages:
    from earlyspec.diagnostics.run import CannotWrite
    from earlyspec.report.write import CannotWriteReport, write

    written: list[Path] = []
    for target, page in pages.items():
        try:
            write(target.parent, {target.name: page.encode()})
        except CannotWriteReport as failed:
            return Pages(tuple(written), (*findings, CannotWrite(str(failed.path), failed.cause)))
        written.append(target)
    return Pages(tuple(written), findings)
