"""Validate specs, and say which hypotheses already hold.

Nothing runs. Errors are findings (exit code 1); a hypothesis that fails is not an error, unless
the claim says `expect: supported`.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from earlyspec.cli._exit import NO, OK, UNABLE
from earlyspec.cli._output import FORMATS, add_settings, print_findings
from earlyspec.cli._specs import find, note, with_profile
from earlyspec.diagnostics.finding import Finding
from earlyspec.session import Checked, check, stale

if TYPE_CHECKING:
    from earlyspec.plans.nodes import Plan


def configure(parser: ArgumentParser) -> None:
    """Declares the options."""
    parser.add_argument("specs", nargs="+", metavar="SPEC", help="files or folders, or - for stdin")
    parser.add_argument("--format", choices=FORMATS, default="text", help="format of the findings")
    parser.add_argument("--json", action="store_const", const="json", dest="format")
    parser.add_argument("-q", "--quiet", action="store_true", help="only findings")
    add_settings(parser)


def run(options: Namespace) -> int:
    """Checks every spec; the worst decides the exit code."""
    found = find(options.specs)
    if options.profile is not None and not found.one:
        found = with_profile(found, options.profile)
    if not found.one and not options.quiet and (left := note(found, options.profile)):
        print(f"earlyspec check: {left}", file=sys.stderr)
    if not found.paths:
        having = f" with a profile `{options.profile}`" if options.profile is not None else ""
        print(f"earlyspec check: no specs (*.yaml){having} in there", file=sys.stderr)
        return UNABLE
    settings = dict(options.settings)
    results = [check(path, settings, options.profile) for path in found.paths]
    findings: list[Finding] = []
    for path, result in zip(found.paths, results, strict=True):
        old = stale(path, result, settings, options.profile)
        findings += [*result.findings, *([old] if old is not None else [])]
    documents = {name: text for r in results for name, text in r.documents.items()}
    print_findings(findings, documents, options.format)
    if options.format == "text" and not options.quiet:
        for path, result in zip(found.paths, results, strict=True):
            _tell(path, result)
    if any(result.document is None for result in results):
        return UNABLE
    return OK if all(result.ok for result in results) else NO


def _tell(path: str, result: Checked) -> None:
    if not result.ok or result.plan is None:
        return
    print(f"{path}: valid; {_extent(result.plan)}")
    for name, under in result.profiles.items():
        print(f"  profile {name}: valid; {_extent(under)}")
    for claim, conditions in zip(result.plan.claims, result.conditions, strict=True):
        print(f"\n  {claim.theorem}" + (f", expects {claim.expect}" if claim.expect else ""))
        for verdict in conditions:
            later = verdict.word == "unknown" and verdict.kind != "structural"
            word = "on run" if later else verdict.word
            found = "" if later else f"   {verdict.found}"
            print(f"    {word:<8}{verdict.text}{found}")


def _extent(plan: Plan) -> str:
    cells, seeds = len(plan.cells), len(plan.cells[0].seeds)
    return (
        f"{cells} {'size' if cells == 1 else 'sizes'}, {seeds} {'seed' if seeds == 1 else 'seeds'}"
    )
