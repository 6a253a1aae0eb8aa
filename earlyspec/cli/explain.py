"""Explain a theorem, a diagnostic code, a word or a field.

Examples: hu2020/theorem-3.2, ES201, gaussian, prediction-gap, train.learning_rate
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace

from earlyspec.cli._exit import OK, UNABLE
from earlyspec.explain import explain, names


def configure(parser: ArgumentParser) -> None:
    """Declares the options."""
    parser.add_argument("thing", metavar="THING")
    parser.add_argument("--json", action="store_true")


def run(options: Namespace) -> int:
    """Prints the long form of everything that bears the name."""
    texts = explain(options.thing)
    if not texts:
        from earlyspec.diagnostics.suggest import nearest

        close = nearest(options.thing, names())
        hint = f"; did you mean `{close}`?" if close else ""
        print(f"earlyspec: nothing is called `{options.thing}`{hint}", file=sys.stderr)
        return UNABLE
    if options.json:
        print(json.dumps([{"thing": options.thing, "text": text} for text in texts], indent=2))
    else:
        print("\n\n".join(texts))
    return OK
