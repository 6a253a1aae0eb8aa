"""Specs in a string, read by the loader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from earlyspec.language.load import Loaded, load
from earlyspec.source.document import Document

SPEC = """\
earlyspec: 1
title: A small spec
let: {d: 8, alpha: 0.2}
data:
  inputs: {distribution: gaussian, dim: d}
  labels: {rule: teacher, network: {width: 5, activation: erf}, then: sign}
  train: 200
  test: 50
architecture: {kind: two-layer, width: 16, activation: erf}
regime: {alpha: alpha}
train: {layers: both, learning_rate: 0.1, steps: 100}
claims: [hu2020/theorem-d.1]
"""

Read = Callable[..., Loaded]


@pytest.fixture
def text() -> str:
    """A valid spec, which a test changes by `str.replace`."""
    return SPEC


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Loads a text as if it lay in `tmp_path`."""

    def reader(text: str, settings: Mapping[str, str] | None = None) -> Loaded:
        return load(Document("spec.yaml", text), settings or {}, tmp_path)

    return reader
