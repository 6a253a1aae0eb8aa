"""Pages of the project's own reports."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from page import browser

from earlyspec.pages import write_pages

SPECS = Path(__file__).parents[2] / "specs"


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the specs and their reports, with pages."""
    folder = tmp_path_factory.mktemp("pages") / "specs"
    shutil.copytree(SPECS, folder)
    made = write_pages(folder)
    assert not made.findings
    return folder


@pytest.fixture(scope="session")
def visit():
    """`browser.visit`; where a browser is required (`EARLYSPEC_BROWSER=1`), its absence fails."""
    try:
        browser.chromium()
    except LookupError as reason:
        if os.environ.get("EARLYSPEC_BROWSER"):
            raise
        pytest.skip(str(reason))
    return browser.visit
