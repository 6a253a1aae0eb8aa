"""What is seen of a spec before it runs is worked out once for each spec there is to see."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from earlyspec import foresight, session

SPEC = """\
earlyspec: 1
title: A network too narrow for its claim
let: {d: 8}
data:
  inputs: {distribution: gaussian, dim: d}
  labels: {rule: teacher, network: {width: 5, activation: erf}, then: sign}
  train: 200
  test: 50
architecture: {kind: two-layer, width: 16, activation: erf}
regime: {horizon: 1, alpha: 0.2}
train: {layers: first, learning_rate: 0.1}
claims: [{theorem: hu2020/theorem-3.2, constants: {width: 100}}]
profiles:
  narrow: {d: 6}
  wide: {d: 10}
"""


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a plan was made, and its hypotheses decided."""
    calls: Counter[str] = Counter()

    def counting(name: str) -> None:
        real = getattr(foresight, name)

        def count(given: object) -> object:
            calls[name] += 1
            return real(given)

        monkeypatch.setattr(foresight, name, count)

    counting("lower")
    counting("decide")
    return calls


def spec(tmp_path: Path, text: str = SPEC) -> str:
    path = tmp_path / "spec.yaml"
    path.write_text(text)
    return str(path)


def test_a_spec_and_its_profiles_are_lowered_once_each(
    tmp_path: Path, counted: Counter[str]
) -> None:
    checked = session.check(spec(tmp_path))
    assert checked.ok
    assert set(checked.profiles) == {"narrow", "wide"}
    assert counted == {"lower": 3, "decide": 3}


def test_a_profile_is_held_against_the_spec_only_where_it_has_something_to_say(
    tmp_path: Path, counted: Counter[str]
) -> None:
    checked = session.check(spec(tmp_path), profile="wide")
    assert [each.code for each in checked.findings] == ["ES402"]
    assert counted == {"lower": 2, "decide": 2}
    counted.clear()
    quiet = SPEC.replace("constants: {width: 100}", "constants: {width: 0.1}")
    assert session.check(spec(tmp_path, quiet), profile="wide").findings == ()
    assert counted == {"lower": 1, "decide": 1}


def test_what_fails_without_the_profile_is_not_the_profiles_doing(tmp_path: Path) -> None:
    (without,) = session.check(spec(tmp_path)).findings
    (same,) = session.check(spec(tmp_path), profile="narrow").findings
    assert without.span is not None
    assert same.span is not None
    assert same.code == without.code == "ES402"
    assert (
        same.span.line
        == without.span.line
        == SPEC.splitlines().index("architecture: {kind: two-layer, width: 16, activation: erf}")
        + 1
    )
