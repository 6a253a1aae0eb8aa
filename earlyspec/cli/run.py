"""Compile, run, judge and report.

A folder stands for all specs in it. The report is written beside each spec, into SPEC.report/; with
--profile or --set, into a folder whose name says so. Claims and sizes that did not move beyond
three standard errors keep the text of the committed report; --fresh writes this run's own. With
--check nothing is written. With --annotate github, claims that missed their `expect` or, with
--check, did not come out again, and seeds that diverged are told on a pull request's own lines.

Exit code 1: a claim missed its `expect`; with --check also: the report that is there did not come
out again.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from earlyspec.cli._exit import NO, OK, UNABLE
from earlyspec.cli._output import add_settings, coloured, encodable, print_findings
from earlyspec.cli._specs import find, note, with_profile
from earlyspec.session import Options, Ran, changed, missed, run_spec

_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}


def configure(parser: ArgumentParser) -> None:
    """Declares the options."""
    parser.add_argument("specs", nargs="+", metavar="SPEC", help="files or folders, or - for stdin")
    parser.add_argument("--backend", default="jax", help="default: jax")
    parser.add_argument("--memory", type=_bytes, help="bytes the run may take, such as 8GiB")
    parser.add_argument("--out", type=Path, help="the report's folder (one spec only)")
    parser.add_argument("--json", action="store_true", help="print report.json; of several, a list")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress")
    parser.add_argument(
        "--check", action="store_true", help="compare with the report; write nothing"
    )
    parser.add_argument("--fresh", action="store_true", help="keep no text of the committed report")
    parser.add_argument(
        "--annotate", choices=("github",), help="say on the spec's own lines what the run found"
    )
    add_settings(parser)


def run(options: Namespace) -> int:
    """Runs every spec; the worst decides the exit code."""
    found = find(options.specs)
    if options.profile is not None and not found.one:
        found = with_profile(found, options.profile)
    if not found.paths:
        having = f" with a profile `{options.profile}`" if options.profile is not None else ""
        print(f"earlyspec run: no specs (*.yaml){having} in there", file=sys.stderr)
        return UNABLE
    if options.out is not None and len(found.paths) > 1:
        print("earlyspec run: --out takes one spec", file=sys.stderr)
        return UNABLE
    if not found.one:
        from earlyspec.cli._several import run_all

        if not options.quiet and (left := note(found, options.profile)):
            print(f"earlyspec run: {left}", file=sys.stderr)
        return run_all(found.paths, options)
    result = one(found.paths[0], options)
    if result.report is not None:
        if options.json:
            from earlyspec.report.render_json import to_json

            print(to_json(result.report), end="")
        else:
            show(result)
    return code(result)


def code(result: Ran) -> int:
    """The exit code of one spec."""
    if not result.able:
        return UNABLE
    if not result.reproduced:
        return NO
    report = result.report
    as_asked = report is not None and all(claim.as_expected for claim in report.claims)
    return OK if as_asked else NO


def one(path: str, options: Namespace, head: str = "") -> Ran:
    """Runs a spec and tells its findings."""
    from earlyspec.cli._progress import watching

    with watching(path, options.quiet, head) as watch:
        result = run_spec(
            path,
            Options(
                backend=options.backend,
                memory=options.memory,
                out=options.out,
                watch=watch,
                settings=dict(options.settings),
                profile=options.profile,
                check=options.check,
                fresh=options.fresh,
            ),
        )
    print_findings(result.findings, result.checked.documents)
    if options.annotate == "github":
        _annotate(result)
    return result


def _annotate(result: Ran) -> None:
    """What only the run could find, as commands of GitHub's; it reads them in stderr as well."""
    from earlyspec.diagnostics.render_github import render

    own = [each for each in result.findings if each not in result.checked.findings]
    commands = render((*missed(result), *changed(result), *own), result.checked.documents)
    if commands:
        print(commands, file=sys.stderr, flush=True)


def show(result: Ran) -> None:
    """Prints the report of a run, and where it lies."""
    import shutil

    from earlyspec.report.render_terminal import to_terminal

    assert result.report is not None
    plain = not encodable(sys.stdout, "▁█±")
    width = shutil.get_terminal_size((100, 24)).columns
    print(to_terminal(result.report, colour=coloured(sys.stdout), width=width, ascii=plain))
    if result.difference is not None:
        from earlyspec.cli.diff import told

        print(f"\nagainst the report that is there:\n{told([result.difference])}")
    elif result.folder is not None:
        print(f"report: {result.folder / 'report.md'}{_kept(result)}")


def _kept(result: Ran) -> str:
    """What the report keeps of the committed one, where this run's own numbers are not the same."""
    if result.kept is None or not result.kept.differs:
        return ""
    from earlyspec.report.phrases import count

    kept, drift = result.kept, result.kept.drift
    moved = f"{count(drift.moved, 'value')} moved by at most {drift.largest:.2g} sigma"
    return (
        f"\n  {kept.blocks} of {kept.of} claims and points keep the committed text "
        f"({moved}, mean square {drift.mean_square:.2g}); this run's own: run.json, or --fresh"
    )


def _bytes(text: str) -> int:
    """`8GiB`, `500M`, `1e9` in bytes; units are binary."""
    digits = text.strip().lower().removesuffix("b").removesuffix("i")
    unit = digits[-1:] if digits[-1:].isalpha() else ""
    try:
        size = float(digits.removesuffix(unit)) * _UNITS[unit]
    except (ValueError, KeyError):
        raise ArgumentTypeError(f"{text!r} is not a size such as 8GiB") from None
    if not 0 < size < 2**60:
        raise ArgumentTypeError(f"{text!r} is not a size such as 8GiB")
    return int(size)
