"""List what there is: theorems, words of a family, backends, diagnostics."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from earlyspec.cli._exit import OK
from earlyspec.explain import FAMILIES, entries


def configure(parser: ArgumentParser) -> None:
    """Declares the options."""
    parser.add_argument("what", choices=FAMILIES)
    parser.add_argument("--json", action="store_true")


def run(options: Namespace) -> int:
    """Prints a name and a sentence a line."""
    found = entries(options.what)
    if options.json:
        print(json.dumps([{"name": name, "summary": words} for name, words in found], indent=2))
        return OK
    width = max((len(name) for name, _ in found), default=0)
    for name, words in found:
        print(f"{name:<{width}}  {words}")
    return OK
