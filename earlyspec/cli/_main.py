"""The command line: a table of commands, of which only the one named is imported."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from earlyspec.cli._exit import INTERRUPTED, OK, UNABLE

COMMANDS = {
    "init": "write a starter spec, commented",
    "check": "validate specs, and say which hypotheses already hold",
    "plan": "show what would run, and what it costs",
    "run": "compile, run, judge and report",
    "diff": "compare reports: verdicts, conditions, numbers, and why",
    "show": "print a spec with its defaults, or a report",
    "explain": "explain a theorem, a diagnostic code, a word or a field",
    "list": "list theorems, measurements, distributions, backends, ...",
    "compile": "print the compiled program: jaxpr or StableHLO, for any platform",
    "schema": "print the JSON Schema for editors",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _dispatch(arguments)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt as stop:
        told = str(stop) or "interrupted; nothing was written"
        print(f"\n{told}", file=sys.stderr, flush=True)
        sys.stdout.flush()
        # A device's threads may still compute; tearing the interpreter down under them can crash.
        os._exit(INTERRUPTED)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        from earlyspec.cli._output import print_findings
        from earlyspec.session import internal

        print_findings([internal(error)], {})
        return UNABLE


def _dispatch(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(_overview())
        return OK if arguments else UNABLE
    if arguments[0] in ("-V", "--version"):
        from earlyspec._version import __version__

        print(f"earlyspec {__version__}")
        return OK
    name = arguments[0]
    if name not in COMMANDS:
        return _unknown(name)
    import argparse
    import importlib

    command = importlib.import_module(f"earlyspec.cli.{name}")
    parser = argparse.ArgumentParser(
        prog=f"earlyspec {name}",
        description=COMMANDS[name][0].upper() + COMMANDS[name][1:] + ".",
        epilog=(command.__doc__ or "").partition("\n\n")[2] or None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.configure(parser)
    try:
        options = parser.parse_args(arguments[1:])
    except SystemExit as stop:  # argparse has already said why
        return OK if stop.code in (0, None) else UNABLE
    code: int = command.run(options)
    return code


def _overview() -> str:
    lines = ["usage: earlyspec COMMAND ...", "", "Experiments in deep-learning theory, as specs."]
    lines += ["", *(f"  {name:<9}{words}" for name, words in COMMANDS.items()), ""]
    lines += [
        "`earlyspec COMMAND --help` tells more; begin with `earlyspec init`.",
        "exit codes: 0 as asked; 1 the answer is no; 2 could not be done; 130 interrupted",
    ]
    return "\n".join(lines)


def _unknown(name: str) -> int:
    from earlyspec.diagnostics.suggest import nearest

    close = nearest(name, tuple(COMMANDS))
    hint = f"; did you mean `{close}`?" if close else ""
    print(f"earlyspec: there is no command `{name}`{hint}", file=sys.stderr)
    print("`earlyspec --help` lists them", file=sys.stderr)
    return UNABLE
