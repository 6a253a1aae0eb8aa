"""Write a starter spec, commented."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from importlib.resources import files
from pathlib import Path

from earlyspec.cli._exit import OK, UNABLE


def configure(parser: ArgumentParser) -> None:
    """Declares the options."""
    parser.add_argument("path", nargs="?", default="experiment.yaml", type=Path)


def run(options: Namespace) -> int:
    """Writes the starter, and never over anything."""
    text = files("earlyspec.language").joinpath("starter.yaml").read_text(encoding="utf-8")
    try:
        options.path.parent.mkdir(parents=True, exist_ok=True)
        with options.path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        print(f"earlyspec init: {options.path} exists; name another file", file=sys.stderr)
        return UNABLE
    except OSError as problem:
        print(f"earlyspec init: cannot write {options.path}: {problem.strerror}", file=sys.stderr)
        return UNABLE
    print(f"{options.path}\nnext: earlyspec check {options.path}; earlyspec run {options.path}")
    return OK
