"""A page in headless Chromium, driven by Playwright, with axe's accessibility rules."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

PACKAGES = ("playwright-core@1.56.1", "axe-core@4.11.0")
CACHE = Path(__file__).parents[2] / ".cache" / "browser"
DRIVER = Path(__file__).with_name("drive.cjs")


def chromium() -> str:
    """The browser's path.

    Raises: LookupError where there is none, or no node to drive it.
    """
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        raise LookupError("no Chromium is installed")
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise LookupError("node and npm are not installed")
    return found


def installed() -> Path:
    """The folder of the driver's packages, installed on first use.

    Raises: RuntimeError where npm cannot install them.
    """
    wanted = [CACHE / "node_modules" / package.rpartition("@")[0] for package in PACKAGES]
    if not all(folder.exists() for folder in wanted):
        CACHE.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(CACHE), "--cache", str(CACHE / "npm")]
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run([*command, *quiet, *PACKAGES], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"npm could not install {PACKAGES}: {done.stderr[-500:]}")
    return CACHE / "node_modules"


def visit(page: Path, acts: list[list[Any]], **how: Any) -> dict[str, Any]:
    """What a visit to a page shows.

    Args:
      page: the file.
      acts: what to do there, one of: ["fill", selector, text], ["select", selector, value],
        ["press", selector, key], ["click", selector], ["hover", selector],
        ["count", selector, name] (how many are visible), ["text", selector, name],
        ["attribute", selector, attribute, name].
      how: `scripts` (default True), `dark`, `print`, `width`, `screenshot` (a path).
    Returns: `console` (messages), `requests` (other than the page), `violations` (axe's), and what
      the acts named.
    """
    task = {"page": page.resolve().as_uri(), "acts": acts, "chromium": chromium(), **how}
    done = subprocess.run(
        ["node", str(DRIVER)],
        input=json.dumps(task),
        env={**os.environ, "NODE_PATH": str(installed())},
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
