"""What the tests of the commands share."""

from pathlib import Path

import pytest
from cli.small import SMALL


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A small spec in a folder of its own."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    return path
