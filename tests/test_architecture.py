"""The house: what is imported when, and by whom."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import earlyspec

ROOT = Path(__file__).parent.parent
HEAVY = ("jax", "jaxlib", "numpy", "scipy", "optax", "rich", "matplotlib")


def _python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("spec", ["specs/quickstart.yaml", "specs/hu2020/figure-1.yaml"])
def test_a_check_loads_nothing_heavy(spec: str) -> None:
    loaded = _python(
        "import sys; from earlyspec.cli import main;"
        f"assert main(['check', {str(ROOT / spec)!r}]) == 0;"
        "print('MODULES', *sorted(m.partition('.')[0] for m in sys.modules))"
    )
    modules = set(loaded.split("MODULES")[1].split())
    assert "earlyspec" in modules
    assert "pydantic_core" in modules
    assert not modules & set(HEAVY)


def _modules() -> list[str]:
    return [m.name for m in pkgutil.walk_packages(earlyspec.__path__, "earlyspec.")]


def test_each_module_imports_alone_without_a_warning() -> None:
    # One process a module would take minutes; a fresh interpreter that drops its modules between
    # imports is as good for what this is about: a module that needs another to come first.
    _python(
        "import sys, importlib\n"
        f"for name in {_modules()!r}:\n"
        "    if name.endswith('__main__'): continue\n"
        "    for loaded in [m for m in sys.modules if m.startswith('earlyspec')]:\n"
        "        del sys.modules[loaded]\n"
        "    importlib.import_module(name)\n"
    )


def test_nothing_names_a_registry_or_a_machine() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    if not tracked:
        pytest.skip("not a git checkout")
    needles = [
        "/wo" + "rk/",
        "/ro" + "ot/",
        "index" + "-url",
        "pypi" + ".org",
        "registry.npm" + "js",
    ]
    for name in tracked:
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".yaml", ".json", "") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [n for n in needles if n in text], name
