"""Goldens: a Markdown file shows a mistake and what earlyspec says of it.

A file has a heading, a sentence, a `yaml` block (a spec, checked as `spec.yaml` beside
`data/x.npz`) or a `python` block (an expression that gives a finding which no spec alone can
cause), and a `text` block. `pytest --rewrite` writes the `text` blocks anew, for review.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import numpy as np
import pytest
from datasets import files

from earlyspec import session
from earlyspec.diagnostics import (
    backend,
    claims,
    profiles,
    render_text,
    reports,
    run,
    source,
    training,
)
from earlyspec.diagnostics.finding import Finding
from earlyspec.language import yaml_tree
from earlyspec.source.document import Document

MODULES: dict[str, ModuleType] = {
    "backend": backend,
    "claims": claims,
    "profiles": profiles,
    "reports": reports,
    "run": run,
    "source": source,
    "training": training,
    "yaml_tree": yaml_tree,
}
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Golden(NamedTuple):
    """One file: its path, and its blocks by language."""

    path: Path
    blocks: dict[str, str]

    @property
    def code(self) -> str:
        """The code that the file is about."""
        return self.path.stem

    def findings(self) -> list[Finding]:
        """What earlyspec finds amiss; the spec is written to the current folder."""
        if "python" in self.blocks:
            return [eval(self.blocks["python"], dict(MODULES))]
        Path("spec.yaml").write_text(self.blocks["yaml"])
        return list(session.check("spec.yaml").findings)

    def said(self) -> str:
        """What earlyspec prints."""
        findings = self.findings()
        yaml = self.blocks.get("yaml")
        documents = {} if yaml is None else {"spec.yaml": Document("spec.yaml", yaml)}
        return render_text.render(findings, documents).rstrip("\n") + "\n"

    def rewrite(self, text: str) -> None:
        """Put another text into the `text` block."""
        whole = self.path.read_text()
        start = whole.index("```text\n") + len("```text\n")
        self.path.write_text(f"{whole[:start]}{text}```\n")


def read(path: Path) -> Golden:
    """The golden of a file."""
    return Golden(path, dict(_BLOCK.findall(path.read_text())))


@pytest.fixture
def beside_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder is a project with data: 7 inputs of 3 coordinates, and some images."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "spec.twin.yaml").write_text("earlyspec: 1")
    (tmp_path / "data").mkdir()
    files.cifar(tmp_path / "data/cifar")
    (tmp_path / "data/half.tar.gz").write_bytes(b"half a download")
    np.savez(tmp_path / "data/x.npz", x_train=np.zeros((7, 3)), x_test=np.zeros((5, 3)))
    return tmp_path
