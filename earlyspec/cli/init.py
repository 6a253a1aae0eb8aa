"""Write a starter spec, commented, and the schema that its first line names for editors."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from importlib.resources import files
from pathlib import Path

from earlyspec.cli._exit import OK, UNABLE
from earlyspec.cli.schema import text as schema_text

SCHEMA = "earlyspec.schema.json"


def configure(parser: ArgumentParser) -> None:
    """Declares the options."""
    parser.add_argument("path", nargs="?", default="experiment.yaml", type=Path)


def run(options: Namespace) -> int:
    """Writes the starter, and never over anything."""
    starter = files("earlyspec.language").joinpath("starter.yaml").read_text(encoding="utf-8")
    schema = options.path.with_name(SCHEMA)
    try:
        options.path.parent.mkdir(parents=True, exist_ok=True)
        with options.path.open("x", encoding="utf-8") as file:
            file.write(starter)
        if not schema.exists():
            schema.write_text(schema_text(), encoding="utf-8")
    except FileExistsError:
        print(f"earlyspec init: {options.path} exists; name another file", file=sys.stderr)
        return UNABLE
    except OSError as problem:
        print(f"earlyspec init: cannot write {options.path}: {problem.strerror}", file=sys.stderr)
        return UNABLE
    print(f"{options.path}\nnext: earlyspec check {options.path}; earlyspec run {options.path}")
    return OK
