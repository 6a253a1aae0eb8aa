"""Print a spec with its defaults written out, or a report."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from earlyspec.cli._exit import NO, OK, UNABLE
from earlyspec.cli._output import add_settings, coloured, encodable, print_findings


def configure(parser: ArgumentParser) -> None:
    """Declares the options."""
    parser.add_argument("thing", metavar="SPEC|REPORT", help="a spec, or a report or its folder")
    parser.add_argument("--resolved", action="store_true", help="the spec with every default")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--html",
        metavar="FILE",
        nargs="?",
        const="",
        help="write a web page: of a report beside it, of a folder of reports as its index",
    )
    add_settings(parser)


def run(options: Namespace) -> int:
    """Prints what was named."""
    path = Path(options.thing)
    if options.html is not None:
        return _pages(path, Path(options.html) if options.html else None)
    if path.is_dir():
        path = path / "report.json"
    if path.name.endswith(".json"):
        return _report(path, options.json)
    return _spec(options)


def _pages(path: Path, out: Path | None) -> int:
    from earlyspec.pages import write_pages

    pages = write_pages(path, out)
    print_findings(pages.findings, {})
    for page in pages.written:
        print(page)
    return UNABLE if pages.findings else OK


def _spec(options: Namespace) -> int:
    from earlyspec.session import check

    checked = check(options.thing, dict(options.settings), options.profile)
    print_findings(checked.findings, checked.documents)
    if checked.document is None:
        return UNABLE
    if not checked.ok or not checked.specs:
        return NO
    if options.json:
        import json

        print(json.dumps([spec.model_dump(mode="json") for spec in checked.specs], indent=2))
    elif options.resolved:
        from earlyspec.language.resolved import resolved_text

        print(resolved_text(checked.specs), end="")
    else:
        print(checked.document.text, end="")
    return OK


def _report(path: Path, as_json: bool) -> int:
    from earlyspec.report.diff.saved import read_file
    from earlyspec.report.render_terminal import to_terminal

    report, problem = read_file(path)
    if report is None:
        print_findings([problem] if problem else [], {})
        return UNABLE
    if as_json:
        print(path.read_text(encoding="utf-8"), end="")
        return OK
    plain = not encodable(sys.stdout, "▁█±")
    print(to_terminal(report, colour=coloured(sys.stdout), width=100, ascii=plain))
    return OK
