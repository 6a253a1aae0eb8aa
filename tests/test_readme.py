"""README shows what is really there; `pytest --rewrite` brings it up to date for review."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

import pytest

from earlyspec import registry
from earlyspec.explain import entries
from earlyspec.report.render_json import from_json

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
REPORT = ROOT / "specs" / "quickstart.report"


def _theorems() -> str:
    """A row a theorem: what it says, a spec that claims it, and what the report there says."""
    claimed: dict[str, tuple[str, str]] = {}
    for path in sorted((ROOT / "specs").rglob("report.json")):
        report = from_json(path.read_text(encoding="utf-8"))
        spec = path.parent.with_suffix(".yaml")
        if not spec.exists():
            continue  # of a profile
        words: dict[str, dict[str, None]] = {}
        for claim in report.claims:  # a spec may claim parts of it one by one
            words.setdefault(claim.theorem, {})[claim.word] = None
        for theorem, found in words.items():
            # The spec that bears the theorem's name is its own; others claim it too.
            if theorem not in claimed or spec.stem == theorem.split("/")[1]:
                claimed[theorem] = (str(spec.relative_to(ROOT)), ", ".join(found))
    lines = ["| theorem | what it says | spec | verdict there |", "|---|---|---|---|"]
    for name, words in entries("theorems"):
        assert name in claimed, f"{name} has no spec with a report"
        spec_name, word = claimed[name]
        lines.append(f"| `{name}` | {words} | `{spec_name}` | {word} |")
    return "\n".join(lines)


def _quickstart() -> str:
    text = (ROOT / "specs" / "quickstart.yaml").read_text(encoding="utf-8")
    body = text[text.index("earlyspec: 1") :].rstrip()
    return f"```yaml\n{body}\n```"


def _verdict() -> str:
    from earlyspec.report.render_terminal import to_terminal

    report = from_json((REPORT / "report.json").read_text(encoding="utf-8"))
    shown = to_terminal(report, colour=False, width=96, ascii=False)
    return f"```text\n{shown.rstrip()}\n```"


def _finding() -> str:
    from earlyspec.diagnostics.render_text import render
    from earlyspec.language.load import load
    from earlyspec.source.document import Document

    text = (ROOT / "specs" / "quickstart.yaml").read_text(encoding="utf-8")
    broken = text.replace("learning_rate", "lr").replace("horizon: 1}", "horizon: 1 / (d - D)}")
    document = Document("specs/quickstart.yaml", broken)
    findings = load(document).findings
    return f"```text\n{render(findings, {document.name: document}, colour=False).rstrip()}\n```"


_BEFORE, _AFTER, _REVIEWED = "d0a2cd5", "c72f9d9", "specs/hu2020/theorem-d.1"


def _review() -> str:
    """What `earlyspec diff --git` said of two commits of this repository, its middle left out."""
    from earlyspec.report.diff.collect import between
    from earlyspec.report.diff.render_text import to_text

    with tempfile.TemporaryDirectory() as made:
        sides = [Path(made) / each for each in (_BEFORE, _AFTER)]
        for side in sides:
            report = side / f"{_REVIEWED}.report"
            report.mkdir(parents=True)
            for name in (f"{_REVIEWED}.report/report.json", f"{_REVIEWED}.yaml"):
                (side / name).write_bytes(_as_of(side.name, name))
        compared = between(*(side / f"{_REVIEWED}.report" for side in sides))
    assert not compared.findings
    lines = to_text(compared.differences, colour=False, width=96, ascii=False).splitlines()
    number, because = (
        next(k for k, line in enumerate(lines) if line.startswith(f"  {word}"))
        for word in ("number", "because")
    )
    shown = "\n".join([*lines[:number], "  ...", *lines[because:]])
    return f"```text\n{shown.rstrip()}\n```"


def _as_of(revision: str, name: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", "show", f"{revision}:{name}"], cwd=ROOT, capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip(f"this copy has no history back to {revision}")
    return done.stdout


SECTIONS = {
    "review": _review,
    "theorems": _theorems,
    "quickstart": _quickstart,
    "verdict": _verdict,
    "finding": _finding,
}


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_is_what_it_shows(name: str, request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n)(.*?)(<!-- end -->)", re.DOTALL)
    made = SECTIONS[name]() + "\n"
    if request.config.getoption("--rewrite"):
        README.write_text(
            pattern.sub(lambda m: m.group(1) + made + m.group(3), text), encoding="utf-8"
        )
        return
    found = pattern.search(text)
    assert found is not None
    assert found.group(2) == made


def test_its_commands_are_those_that_exist() -> None:
    from earlyspec.cli import COMMANDS

    named = set(re.findall(r"`earlyspec ([a-z]+)", README.read_text(encoding="utf-8")))
    assert named <= set(COMMANDS)
    assert len(registry.theorems()) >= 3


def test_the_committed_schema_is_the_schema(request: pytest.FixtureRequest) -> None:
    from earlyspec.cli.schema import text

    path = ROOT / "specs" / "earlyspec.schema.json"
    if request.config.getoption("--rewrite"):
        path.write_text(text(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text()


def test_the_files_that_it_names_are_there() -> None:
    named = re.findall(
        r"`((?:specs|earlyspec|tests|backends)/[\w./-]+)`", README.read_text("utf-8")
    )
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists()] == []
