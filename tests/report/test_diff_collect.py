"""Reports found on disk and in git, and what is amiss with them: findings, never a traceback."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from earlyspec.report.diff.collect import between, since
from earlyspec.report.diff.model import Level

ROOT = Path(__file__).parent.parent.parent
QUICK = ROOT / "specs" / "quickstart.report" / "report.json"
SPEC = ROOT / "specs" / "quickstart.yaml"


def git(folder, *arguments):
    names = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


def put(folder, name="a", word=None):
    """A report and its spec below a folder; perhaps with another verdict."""
    home = folder / f"{name}.report"
    home.mkdir(parents=True, exist_ok=True)
    data = json.loads(QUICK.read_text())
    data["spec"] = f"{name}.yaml"
    if word:
        data["claims"][0]["word"] = word
    (home / "report.json").write_text(json.dumps(data))
    shutil.copy(SPEC, folder / f"{name}.yaml")
    return home


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with two reports, committed, and the current folder."""
    home = tmp_path / "repo"
    put(home / "specs", "a")
    put(home / "specs", "b")
    (home / ".gitignore").write_text("/build/\n")
    git(home, "init", "-q")
    git(home, "add", "-A")
    git(home, "commit", "-qm", "one")
    monkeypatch.chdir(home)
    return home


def codes(compared):
    return [finding.code for finding in compared.findings]


def levels(compared):
    return {each.name: each.level for each in compared.differences}


def test_nothing_changed(repository):
    compared = since("HEAD", [])
    assert levels(compared) == {
        "specs/a.report": Level.NOTHING,
        "specs/b.report": Level.NOTHING,
    }
    assert not compared.findings


def test_the_spec_lines_that_explain_it(repository):
    put(repository / "specs", "a", "contradicted")
    spec = repository / "specs" / "a.yaml"
    lines = spec.read_text().replace("seeds: 8", "seeds: 16").splitlines()
    spec.write_text("\n".join(["# a comment explains nothing", *lines]) + "\n")
    compared = since("HEAD", [Path("specs/a.yaml")])
    [found] = compared.differences
    assert found.worse
    assert found.spec is not None
    assert [(line.side, line.text) for line in found.spec] == [
        ("old", "seeds: 8"),
        ("new", "seeds: 16"),
    ]
    number = SPEC.read_text().splitlines().index("seeds: 8") + 1
    assert [line.number for line in found.spec] == [number, number + 1]


def test_from_a_folder_below_all_of_the_repository_is_meant(repository, monkeypatch):
    put(repository / "specs", "a", "inconclusive")
    (repository / "docs").mkdir()
    monkeypatch.chdir(repository / "docs")
    assert since("HEAD", []).differences[0].worse
    compared = since("HEAD", [Path("../specs/b.report")])
    assert levels(compared) == {"specs/b.report": Level.NOTHING}


def test_what_only_one_side_has(repository):
    shutil.rmtree(repository / "specs" / "a.report")
    put(repository / "specs", "c", "contradicted")
    compared = since("HEAD", [Path("specs")])
    presence = {each.name: each.presence for each in compared.differences}
    # One report gone and one new, of the same plan: it moved.
    assert presence == {"specs/a.report -> specs/c.report": "both", "specs/b.report": "both"}
    put(repository / "specs", "d")
    presence = {each.name: each.presence for each in since("HEAD", []).differences}
    assert presence["specs/a.report"] == "old"
    assert presence["specs/c.report"] == presence["specs/d.report"] == "new"
    gone = next(each for each in since("HEAD", []).differences if each.presence == "old")
    assert gone.worse


def test_ignored_folders_and_other_programs_reports_are_left_alone(repository):
    put(repository / "build", "x", "contradicted")
    (repository / "coverage").mkdir()
    (repository / "coverage" / "report.json").write_text('{"lines": 3}')
    compared = since("HEAD", [])
    assert set(levels(compared)) == {"specs/a.report", "specs/b.report"}
    assert not compared.findings
    assert set(levels(between(repository, repository))) == {
        "build/x.report",
        "specs/a.report",
        "specs/b.report",
    }


def test_names_that_are_hard(repository):
    put(repository / "specs", "für [d] = 64 'x' *")
    put(repository / "specs", "-n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "two")
    compared = since("HEAD", [Path("specs/für [d] = 64 'x' *.report"), Path("specs/-n.report")])
    assert list(levels(compared).values()) == [Level.NOTHING] * 2
    assert not compared.findings


@pytest.mark.parametrize("name", ["mian", "", "--all", "-h", "HEAD:specs", "a\0b", "HEAD~9", "[x"])
def test_a_revision_that_is_none(repository, name):
    assert codes(since(name, [])) == ["ES626"]


@pytest.mark.parametrize("name", ["HEAD", "main", "@", "HEAD^{tree}^{commit}"])
def test_names_of_revisions(repository, name):
    assert codes(since(name, [])) == (["ES626"] if "tree" in name else [])


def test_outside_of_a_repository(repository, tmp_path, monkeypatch):
    assert codes(since("HEAD", [tmp_path])) == ["ES625"]
    assert codes(since("HEAD", [repository / "specs", tmp_path])) == ["ES625"]
    monkeypatch.chdir(tmp_path)
    assert codes(since("HEAD", [])) == ["ES625"]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert codes(since("HEAD", [repository])) == ["ES625"]


def test_a_repository_without_a_commit(tmp_path):
    git(tmp_path, "init", "-q")
    assert codes(since("HEAD", [tmp_path])) == ["ES626"]


def test_a_path_without_a_report(repository):
    assert codes(since("HEAD", [Path("nowhere/x.report")])) == ["ES624"]
    compared = since("HEAD", [Path("specs/a.report"), Path("docs")])
    assert codes(compared) == ["ES624"]
    assert len(compared.differences) == 1


def test_a_broken_report_does_not_hide_the_others(repository):
    (repository / "specs" / "a.report" / "report.json").write_text('{"kind": "earl')
    put(repository / "specs", "b", "contradicted")
    compared = since("HEAD", [])
    assert codes(compared) == ["ES620"]
    assert [each.name for each in compared.differences if each.worse] == ["specs/b.report"]


def test_two_files_and_two_folders_whatever_they_are_called(tmp_path):
    old, new = put(tmp_path / "x", "a"), put(tmp_path / "y", "b", "contradicted")
    for sides in ((old, new), (old / "report.json", new), (old, tmp_path / "y" / "b.yaml")):
        [found] = between(*sides).differences
        assert found.worse
        assert found.name == "b.report"


def test_a_report_against_a_folder_of_many(tmp_path):
    one = put(tmp_path / "old", "a")
    put(tmp_path / "new" / "deep", "a", "contradicted")
    put(tmp_path / "new", "b")
    [found] = between(one, tmp_path / "new").differences
    assert found.worse


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "ES623"),
        (b"{", "ES620"),
        (b"\xff\xfe", "ES623"),
        (b'{"kind": "earlyspec-report", "format": 99}', "ES621"),
        (b'{"kind": "earlyspec-report", "format": 1}', "ES622"),
        (b"[" * 99999, "ES623"),
    ],
)
def test_files_that_are_no_reports(tmp_path, content, code):
    home = put(tmp_path, "a")
    other = tmp_path / "other.json"
    other.write_bytes(content)
    for sides in ((other, home), (home, other)):
        compared = between(*sides)
        assert codes(compared) == [code]
        assert not compared.differences


def test_a_spec_named_by_a_report_is_not_looked_for_elsewhere(tmp_path):
    old, new = put(tmp_path / "x", "a"), put(tmp_path / "y", "a")
    (tmp_path / "secret.yaml").write_text("secret: 1\n")
    for home in (old, new):
        data = json.loads((home / "report.json").read_text())
        data["spec"] = "../secret.yaml"
        (home / "report.json").write_text(json.dumps(data))
    [found] = between(old, new).differences
    assert found.spec is None
