"""Compare reports: which verdicts changed, which conditions, which numbers, and why.

  earlyspec diff OLD NEW           two reports, report folders, or folders of many
  earlyspec diff --git main        the working tree's reports against those of a revision
  earlyspec diff --git main specs/hu2020/figure-1.yaml

Numbers count as changed beyond three of their own standard errors. A verdict is worse in the order
supported, observed-not-implied, inconclusive, not-observed, contradicted; for a claim with an
`expect`, one that misses it is worse than one that meets it. A claim that is gone is worse.

Exit code 1: a verdict changed for the worse. With --fail-on condition, also a condition, an outcome
or a lie; with --fail-on number, anything beyond noise. Exit code 2: a report could not be compared.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from earlyspec.cli._exit import NO, OK, UNABLE
from earlyspec.cli._output import coloured, encodable, print_findings
from earlyspec.report.diff.model import Difference, Level
from earlyspec.session import diff

FORMATS = ("text", "markdown", "json")


def configure(parser: ArgumentParser) -> None:
    """Declares the options."""
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", type=Path, help="OLD NEW, or with --git"
    )
    parser.add_argument("--git", metavar="REV", help="compare with the reports of this revision")
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--json", action="store_const", const="json", dest="format")
    parser.add_argument(
        "--fail-on",
        choices=("verdict", "condition", "number"),
        default="verdict",
        help="the least that makes the exit code 1; default: verdict",
    )


def run(options: Namespace) -> int:
    """Prints the difference."""
    if options.git is None and len(options.paths) != 2:
        print("earlyspec diff: name OLD and NEW, or a revision with --git", file=sys.stderr)
        return UNABLE
    compared = diff(options.paths, options.git)
    if options.format == "json":
        from earlyspec.report.diff.render_json import to_json

        print(to_json(compared.differences, compared.findings))
    elif options.format == "markdown":
        from earlyspec.report.diff.render_markdown import to_markdown

        print(to_markdown(compared.differences, compared.findings))
    elif compared.differences:
        print(told(compared.differences))
    print_findings(compared.findings, {})
    if compared.findings:
        return UNABLE
    at = Level[options.fail_on.upper()]
    return NO if any(each.fails(at) for each in compared.differences) else OK


def told(differences: Sequence[Difference]) -> str:
    """The differences as this terminal can show them."""
    import shutil

    from earlyspec.report.diff.render_text import to_text

    plain = not encodable(sys.stdout, "±…")
    width = shutil.get_terminal_size((100, 24)).columns
    return to_text(differences, coloured(sys.stdout), width, plain)
