"""Compile, run, judge and report.

The report is written beside each spec, into SPEC.report/; with --set, into a folder whose name
says what was set. Claims and sizes that did not move beyond three standard errors keep the text of
the committed report; --fresh writes this run's own. With --check nothing is written.

Exit code 1: a claim missed its `expect`; with --check also: the report that is there did not come
out again.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from earlyspec.cli._exit import NO, OK, UNABLE
from earlyspec.cli._output import add_settings, coloured, encodable, print_findings
from earlyspec.session import Options, Ran, run_spec

_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}


def configure(parser: ArgumentParser) -> None:
    """Declares the options."""
    parser.add_argument("specs", nargs="+", metavar="SPEC", help="files or folders, or - for stdin")
    parser.add_argument("--backend", default="jax", help="default: jax")
    parser.add_argument("--memory", type=_bytes, help="bytes the run may take, such as 8GiB")
    parser.add_argument("--out", type=Path, help="the report's folder (one spec only)")
    parser.add_argument("--json", action="store_true", help="print report.json")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress")
    parser.add_argument(
        "--check", action="store_true", help="compare with the report; write nothing"
    )
    parser.add_argument("--fresh", action="store_true", help="keep no text of the committed report")
    add_settings(parser)


def run(options: Namespace) -> int:
    """Runs every spec; the worst decides the exit code."""
    paths = list(_specs(options.specs))
    if not paths:
        print("earlyspec run: no specs (*.yaml) in there", file=sys.stderr)
        return UNABLE
    if options.out is not None and len(paths) > 1:
        print("earlyspec run: --out takes one spec", file=sys.stderr)
        return UNABLE
    results = [_one(path, options) for path in paths]
    if len(results) > 1 and not options.json:
        from earlyspec.report.render_terminal import summary_table

        print(summary_table([each.report for each in results if each.report is not None]))
    if options.check and len(results) > 1 and not options.json:
        from earlyspec.report.diff.check_table import check_table

        rows = [(path, each.difference) for path, each in zip(paths, results, strict=True)]
        print(f"\n{check_table(rows)}")
    if not all(each.able for each in results):
        return UNABLE
    if not all(each.reproduced for each in results):
        return NO
    as_asked = all(
        each.report is not None and all(claim.as_expected for claim in each.report.claims)
        for each in results
    )
    return OK if as_asked else NO


def _specs(given: list[str]) -> list[str]:
    found: list[str] = []
    for name in given:
        path = Path(name)
        if name != "-" and path.is_dir():
            found += sorted(str(p) for p in path.rglob("*.yaml") if ".report" not in p.parent.name)
        else:
            found.append(name)
    return found


def _one(path: str, options: Namespace) -> Ran:
    from earlyspec.cli._progress import watching

    with watching(path, options.quiet) as watch:
        result = run_spec(
            path,
            Options(
                backend=options.backend,
                memory=options.memory,
                out=options.out,
                watch=watch,
                settings=dict(options.settings),
                check=options.check,
                fresh=options.fresh,
            ),
        )
    print_findings(result.findings, result.checked.documents)
    if result.report is not None:
        _tell(result, options.json)
    return result


def _tell(result: Ran, as_json: bool) -> None:
    assert result.report is not None
    if as_json:
        from earlyspec.report.render_json import to_json

        print(to_json(result.report), end="")
        return
    import shutil

    from earlyspec.report.render_terminal import to_terminal

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
