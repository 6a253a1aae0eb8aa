"""Parameters for the words that tests make: a file a word, `<family>/<kind>.yaml`, a list of them.

Every example is one that a backend can run with inputs of dimension 5, or 26 where they are many.
A word whose fields all have defaults needs no file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


def examples(family: str) -> dict[str, list[dict[str, Any]]]:
    """Kind -> its examples, of the words of a family that have a file."""
    paths = sorted((FOLDER / family).glob("*.yaml"))
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}
