"""Write a starter spec, commented, and the schema that its first line names for editors.

With --git: what a repository of specs needs. `.gitattributes` lines by which plain `git diff` shows
the theorem in every hunk of a report, and a GitHub workflow that checks specs, runs them again and
posts the difference. Nothing that is there already is changed or removed.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from importlib.resources import files
from pathlib import Path

from earlyspec.cli._exit import OK, UNABLE
from earlyspec.cli.schema import text as schema_text

SCHEMA = "earlyspec.schema.json"
WORKFLOW = ".github/workflows/earlyspec.yml"


def configure(parser: ArgumentParser) -> None:
    """Declares the options."""
    parser.add_argument("path", nargs="?", type=Path, help="default: experiment.yaml")
    parser.add_argument("--git", action="store_true", help="set up the repository instead")


def run(options: Namespace) -> int:
    """Writes what was asked for, and never over anything."""
    try:
        if options.git:
            return _repository(options.path or Path())
        return _starter(options.path or Path("experiment.yaml"))
    except OSError as problem:
        where = problem.filename or options.path
        print(f"earlyspec init: cannot write {where}: {problem.strerror}", file=sys.stderr)
        return UNABLE


def _starter(path: Path) -> int:
    starter = files("earlyspec.language").joinpath("starter.yaml").read_text(encoding="utf-8")
    schema = path.with_name(SCHEMA)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(starter)
    except FileExistsError:
        print(f"earlyspec init: {path} exists; name another file", file=sys.stderr)
        return UNABLE
    if not schema.exists():
        schema.write_text(schema_text(), encoding="utf-8")
    print(f"{path}\nnext: earlyspec check {path}; earlyspec run {path}")
    return OK


def _repository(folder: Path) -> int:
    from earlyspec.git_setup.attributes import merged, root_of
    from earlyspec.report.write import CannotWriteReport, write

    root = root_of(folder)
    if root is None:
        print(f"earlyspec init: {folder.resolve()} is in no git repository", file=sys.stderr)
        return UNABLE
    attributes, workflow = root / ".gitattributes", root / WORKFLOW
    before = attributes.read_text(encoding="utf-8") if attributes.exists() else ""
    after = merged(before)
    written = []
    try:
        if after != before:
            write(root, {attributes.name: after.encode()})
            written.append(attributes)
        if not workflow.exists():
            text = files("earlyspec.git_setup").joinpath("workflow.yml").read_bytes()
            write(workflow.parent, {workflow.name: text})
            written.append(workflow)
    except CannotWriteReport as failed:
        print(f"earlyspec init: cannot write {failed.path}: {failed.cause}", file=sys.stderr)
        return UNABLE
    for path in written:
        print(path.relative_to(root).as_posix())
    if not written:
        print("everything is there already")
    return OK
