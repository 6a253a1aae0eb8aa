"""Every code has a golden, an explanation, and an example that shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from diagnostics.conftest import read

from earlyspec import diagnostics
from earlyspec.explain import codes

GOLDENS = {path.stem: read(path) for path in sorted(Path(__file__).parent.glob("*.md"))}
CODES = codes()


def test_every_code_has_a_golden() -> None:
    assert set(GOLDENS) == set(CODES)


def test_no_code_is_of_two_findings() -> None:
    """A later one would take the place of the other in `explain`."""
    written = [
        code
        for path in Path(diagnostics.__path__[0]).glob("*.py")
        for code in re.findall(r'code(?:: ClassVar\[str\])? = "(ES\d+)"', path.read_text())
    ]
    assert set(written) == set(CODES)
    assert len(written) == len(CODES)


@pytest.mark.usefixtures("beside_data")
@pytest.mark.parametrize("code", GOLDENS)
def test_what_is_said(code: str, request: pytest.FixtureRequest) -> None:
    golden = GOLDENS[code]
    said = golden.said()
    if request.config.getoption("--rewrite"):
        golden.rewrite(said)
        golden = read(golden.path)
    assert said == golden.blocks["text"]
    assert f"[{code}]" in said


@pytest.mark.usefixtures("beside_data")
@pytest.mark.parametrize("code", [code for code in GOLDENS if code[:3] in ("ES2", "ES3")])
def test_a_golden_shows_one_mistake(code: str) -> None:
    assert [finding.code for finding in GOLDENS[code].findings()] == [code]


@pytest.mark.parametrize("code", CODES)
def test_the_explanation_has_its_parts(code: str) -> None:
    text = CODES[code].__doc__ or ""
    for part in ("What it means:", "Example", "Fix:"):
        assert len(re.findall(rf"^ *{part}", text, re.MULTILINE)) == 1
    assert re.search(r"```(yaml|text|sh|console)?\n.+?```", text, re.DOTALL)


@pytest.mark.usefixtures("beside_data")
@pytest.mark.parametrize("code", GOLDENS)
def test_messages_are_terse_sentences(code: str) -> None:
    for finding in GOLDENS[code].findings():
        message = finding.message()
        assert "\n" not in message
        assert not message.endswith(".")
        assert message[:1] == message[:1].lower() or message.startswith("T ")
        for name, text in finding.notes():
            assert name
            assert text
