"""`earlyspec init --git`: what a reviewer's plain `git diff` then shows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from earlyspec.cli import main
from earlyspec.cli.init import WORKFLOW
from earlyspec.git_setup.attributes import LINES, merged

ROOT = Path(__file__).parents[2]


def git(folder: Path, *words: str) -> str:
    """Git with no set-up of the user's or the machine's."""
    bare = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(folder)}
    names = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *names, *words], cwd=folder, env={**os.environ, **bare}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    git(tmp_path, "init", "-q")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_hunk_of_a_report_names_its_theorem(repository: Path) -> None:
    assert main(["init", "--git"]) == 0
    shutil.copytree(ROOT / "specs/quickstart.report", repository / "specs/quickstart.report")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "a report")
    report = repository / "specs/quickstart.report/report.md"
    lines = report.read_text().splitlines(keepends=True)
    row = next(k for k, line in enumerate(lines) if line.startswith("| `stability`"))
    lines[row] = lines[row].replace("holds", "**fails**")
    report.write_text("".join(lines))
    hunks = [line for line in git(repository, "diff").splitlines() if line.startswith("@@")]
    assert len(hunks) == 1
    assert "Claim `hu2020/theorem-d.1`" in hunks[0]
    # Without the attributes the header is mute, so it is they that make it speak.
    (repository / ".gitattributes").write_text("")
    mute = [
        line for line in git(repository, "diff", "--", "specs").splitlines() if line[:2] == "@@"
    ]
    assert "Claim" not in mute[0]


def test_it_adds_and_never_removes(repository: Path, capsys) -> None:
    (repository / ".gitattributes").write_text("*.png binary")
    (repository / ".github/workflows").mkdir(parents=True)
    (repository / WORKFLOW).write_text("mine")
    assert main(["init", "--git"]) == 0
    text = (repository / ".gitattributes").read_text()
    assert text.startswith("*.png binary\n")
    assert set(LINES) <= set(text.splitlines())
    assert (repository / WORKFLOW).read_text() == "mine"
    capsys.readouterr()
    assert main(["init", "--git"]) == 0
    assert (repository / ".gitattributes").read_text() == text
    assert "already" in capsys.readouterr().out


def test_it_works_from_a_folder_inside(repository: Path) -> None:
    (repository / "deep/inside").mkdir(parents=True)
    assert main(["init", "--git", str(repository / "deep/inside")]) == 0
    assert (repository / ".gitattributes").exists()
    assert not list((repository / "deep").rglob(".git*"))


def test_outside_a_repository_it_says_so(tmp_path: Path, capsys) -> None:
    assert main(["init", "--git", str(tmp_path)]) == 2
    assert "no git repository" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_workflow_calls_commands_that_exist(repository: Path) -> None:
    main(["init", "--git"])
    workflow = yaml.safe_load((repository / WORKFLOW).read_text())
    steps = [step["run"] for step in workflow["jobs"]["review"]["steps"] if "run" in step]
    commands = [
        part.split("||")[0].split(">")[0].split()
        for step in steps
        for part in step.splitlines()
        if part.strip().startswith("earlyspec ")
    ]
    assert [words[1] for words in commands] == ["check", "run", "diff"]
    for words in commands:
        options = [word for word in words if word.startswith("--")]
        usage = subprocess.run(
            [sys.executable, "-m", "earlyspec", words[1], "--help"], capture_output=True, text=True
        )
        assert usage.returncode == 0
        for option in options:
            assert option in usage.stdout, (words[1], option)


def test_this_repository_follows_its_own_advice() -> None:
    text = (ROOT / ".gitattributes").read_text()
    assert merged(text) == text


def test_the_pre_commit_hook_checks_specs_and_nothing_else() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    import re

    wanted, unwanted = re.compile(hook["files"]), re.compile(hook["exclude"])
    chosen = [
        path
        for path in git(ROOT, "ls-files").splitlines()
        if wanted.search(path) and not unwanted.search(path)
    ]
    specs = {str(p.relative_to(ROOT)) for p in (ROOT / "specs").rglob("*.yaml")}
    assert set(chosen) == specs
    done = subprocess.run(
        [sys.executable, "-m", *hook["entry"].split(), *sorted(specs)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
