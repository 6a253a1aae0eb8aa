"""Print the JSON Schema for editors.

Save it and name it in a spec's first line:
  # yaml-language-server: $schema=earlyspec.schema.json
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from earlyspec.cli._exit import OK
from earlyspec.language.schema import schema


def configure(parser: ArgumentParser) -> None:
    """No options."""


def run(options: Namespace) -> int:
    """Prints the schema."""
    print(text(), end="")
    return OK


def text() -> str:
    """The schema as text, as editors are to have it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
