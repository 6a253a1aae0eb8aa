"""Print the compiled program: jaxpr or StableHLO, for any platform.

The platform need not be on this machine.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from earlyspec.cli._exit import NO, OK, UNABLE
from earlyspec.cli._output import add_settings, print_findings
from earlyspec.session import check, find_backend


def configure(parser: ArgumentParser) -> None:
    """Declares the options."""
    parser.add_argument("spec", metavar="SPEC", help="a file, or - for stdin")
    parser.add_argument("--platform", default="cpu", help="cpu, cuda, tpu, or several with commas")
    parser.add_argument("--emit", choices=("jaxpr", "stablehlo"), default="stablehlo")
    parser.add_argument("--backend", default="jax")
    parser.add_argument("--cell", type=int, default=0, help="which sweep point, counted from 0")
    parser.add_argument("--out", type=Path, help="write into this folder, one file a platform")
    add_settings(parser)


def run(options: Namespace) -> int:
    """Prints or writes the program's text."""
    checked = check(options.spec, dict(options.settings), options.profile)
    print_findings(checked.findings, checked.documents)
    if checked.plan is None or not checked.ok:
        return UNABLE if checked.document is None else NO
    backend, problem = find_backend(options.backend)
    if backend is None:
        print_findings([problem], {})
        return UNABLE
    platforms = options.platform.split(",")
    cells = checked.plan.cells
    complaint = _complaint(platforms, backend.platforms(), options.cell, len(cells))
    if complaint:
        import sys

        print(f"earlyspec compile: {complaint}", file=sys.stderr)
        return UNABLE
    program = backend.compile(cells[options.cell], Path(options.spec).resolve().parent)
    for platform in platforms:
        _emit(program.text(options.emit, platform), options, platform)
    return OK


def _complaint(platforms: list[str], known: tuple[str, ...], cell: int, cells: int) -> str | None:
    for platform in platforms:
        if platform not in known:
            given = ", ".join(known) or "none"
            return f"no platform `{platform}` in this backend; it has: {given}"
    if not 0 <= cell < cells:
        return f"no cell {cell}; the plan has {cells}, counted from 0"
    return None


def _emit(text: str, options: Namespace, platform: str) -> None:
    if options.out is None:
        print(text)
        return
    from earlyspec.report.write import write

    ending = "mlir" if options.emit == "stablehlo" else "txt"
    write(options.out, {f"{Path(options.spec).stem}.{platform}.{ending}": text.encode()})
    print(options.out / f"{Path(options.spec).stem}.{platform}.{ending}")
