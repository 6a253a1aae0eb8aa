"""Folders, several files and patterns: what is found, run, and said of it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from earlyspec.cli import _several, main
from earlyspec.cli._exit import Interrupted
from earlyspec.cli._specs import find, is_spec

GOOD = """\
earlyspec: 1
title: A small run
let: {d: 6}
data:
  inputs: {distribution: gaussian, dim: d}
  labels: {rule: linear, then: sign}
  train: 20
  test: 10
architecture: {kind: two-layer, width: 8, activation: erf}
regime: {alpha: 0.2}
train: {layers: both, learning_rate: 1, steps: 3}
claims: [hu2020/theorem-d.1]
"""
ANSWER_IS_NO = GOOD.replace(
    "[hu2020/theorem-d.1]", "[{theorem: hu2020/theorem-d.1, expect: contradicted}]"
)
BROKEN = GOOD.replace("width", "widht")
RUN = ["run", "--backend", "reference"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: two good specs, one of them below, and what is no spec."""
    monkeypatch.chdir(tmp_path)
    for path, text in {
        "b.yaml": GOOD,
        "a/deep/c.yaml": GOOD,
        "compose.yaml": "services:\n  earlyspec: {image: x}\n",
        "a/.hidden/d.yaml": GOOD,
        "b.report/e.yaml": GOOD,
        "schema.json": '{"$schema": "x", "properties": {\n  "earlyspec": {}}}\n',
    }.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("given", "paths", "skipped"),
    [
        (["."], ["a/deep/c.yaml", "b.yaml"], ["compose.yaml"]),
        (["a"], ["a/deep/c.yaml"], []),
        (["b.yaml", "a", "b.yaml", "."], ["b.yaml", "a/deep/c.yaml"], ["compose.yaml"]),
        (["*"], ["a/deep/c.yaml", "b.yaml"], ["compose.yaml", "schema.json"]),
        (["**/*.yaml"], ["a/deep/c.yaml", "b.report/e.yaml", "b.yaml"], ["compose.yaml"]),
        (["b.yaml", "absent.yaml"], ["b.yaml", "absent.yaml"], []),
        (["compose.yaml"], ["compose.yaml"], []),  # taken at its word
        (["-"], ["-"], []),
    ],
)
def test_what_is_found(given: list[str], paths: list[str], skipped: list[str]) -> None:
    found = find(given)
    assert list(found.paths) == paths
    assert list(found.skipped) == skipped
    assert found.one == (given in (["compose.yaml"], ["-"]))


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("# a comment\nearlyspec: 1\n", True),
        ("\ufeffearlyspec : 1\n", True),
        ("{earlyspec: 1, title: x}", True),
        ('\n{ "earlyspec": 1}', True),
        ("title: [x\nearlyspec: 1\n", True),  # broken, and to be told so
        ("  earlyspec: 1\nother: 2\n", True),
        ("other: 2\nx:\n  earlyspec: 1\n", False),
        ("earlyspecs: 1\n", False),
        ("", False),
    ],
)
def test_what_is_a_spec(tmp_path: Path, text: str, yes: bool) -> None:
    (tmp_path / "x.yaml").write_text(text)
    assert is_spec(tmp_path / "x.yaml") == yes


def test_a_folder_runs_to_the_end_and_the_worst_decides(folder: Path, capsys) -> None:
    (folder / "a/broken.yaml").write_text(BROKEN)
    assert main([*RUN, "."]) == 1
    told = capsys.readouterr()
    assert (folder / "b.report/report.json").exists()
    assert (folder / "a/deep/c.report/report.json").exists()
    rows = told.out.splitlines()
    assert sum(row.startswith("spec ") for row in rows) == 1  # one table
    assert any(row.startswith("a/broken.yaml") and "has errors" in row for row in rows)
    assert "2 reports, 2 claims: 2 inconclusive." in told.out
    assert "ES201" in told.err
    for head in ("[1/3] a/broken.yaml: has errors", "[2/3] a/deep/c.yaml", "[3/3] b.yaml: "):
        assert head in told.err
    assert "left out (no specs): compose.yaml" in told.err


@pytest.mark.usefixtures("folder")
def test_a_failure_of_earlyspec_beats_a_no_and_stops_nothing(capsys, monkeypatch) -> None:
    Path("a/no.yaml").write_text(ANSWER_IS_NO)
    assert main([*RUN, "-q", "."]) == 1
    from earlyspec import session

    real = session.run_spec

    def fails(path, options):
        if path == "a/deep/c.yaml":
            raise RuntimeError("a bug")
        return real(path, options)

    monkeypatch.setattr("earlyspec.cli.run.run_spec", fails)
    capsys.readouterr()
    assert main([*RUN, "-q", "--json", "."]) == 2
    told = capsys.readouterr()
    answer = json.loads(told.out)
    assert answer["exit"] == 2
    assert [(each["spec"], each["exit"]) for each in answer["runs"]] == [
        ("a/deep/c.yaml", 2),
        ("a/no.yaml", 1),
        ("b.yaml", 0),
    ]
    assert answer["runs"][0]["findings"][0]["code"] == "ES900"
    assert answer["runs"][1]["claims"][0]["as_expected"] is False
    assert answer["runs"][2]["report"] == "b.report/report.json"
    assert answer["not_run"] == []
    assert "Traceback" not in told.err


@pytest.mark.usefixtures("folder")
def test_nothing_to_run_is_2(capsys) -> None:
    Path("empty").mkdir()
    assert main([*RUN, "empty"]) == 2
    assert main(["check", "empty"]) == 2
    assert main([*RUN, "--profile", "paper", "."]) == 2
    assert "no specs (*.yaml) with a profile `paper`" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_check_takes_folders(capsys) -> None:
    assert main(["check", "."]) == 0
    shown = capsys.readouterr().out
    assert "a/deep/c.yaml: valid" in shown
    assert "\nb.yaml: valid" in shown
    Path("a/broken.yaml").write_text(BROKEN)
    assert main(["check", "--json", "."]) == 1
    assert [each["file"] for each in json.loads(capsys.readouterr().out)] == ["a/broken.yaml"]


def test_interrupted_between_specs_says_what_is_there(folder: Path, capsys, monkeypatch) -> None:
    real = _several.one

    def stops(path, options, head=""):
        if path == "b.yaml":
            raise KeyboardInterrupt
        return real(path, options, head)

    monkeypatch.setattr(_several, "one", stops)
    from argparse import Namespace

    options = Namespace(
        backend="reference", memory=None, out=None, json=False, quiet=True, settings=[],
        profile=None, check=False, fresh=False, annotate=None,
    )  # fmt: skip
    with pytest.raises(Interrupted) as stop:
        _several.run_all(("a/deep/c.yaml", "b.yaml", "z.yaml"), options)
    assert str(stop.value) == "interrupted; 1 finished report in place; not run: b.yaml, z.yaml"
    assert (folder / "a/deep/c.report/report.json").exists()
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[2:4] for row in rows if row.startswith(("b.yaml", "z.yaml"))] == [
        ["not", "run"],
        ["not", "run"],
    ]


def test_ctrl_c_is_130(folder: Path) -> None:
    (folder / "b.yaml").write_text(GOOD.replace("steps: 3", "steps: 500000000"))
    child = subprocess.Popen(
        [sys.executable, "-m", "earlyspec", *RUN, "a", "b.yaml"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stderr is not None
    for line in child.stderr:
        if line.startswith("[2/2] b.yaml"):
            break
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130, err
    assert "interrupted; 1 finished report in place; not run: b.yaml" in err
    assert "not run" in out
    assert (folder / "a/deep/c.report/report.json").exists()
    assert not (folder / "b.report/report.json").exists()


@pytest.mark.usefixtures("folder")
def test_programs_are_let_go_after_every_spec_that_ran(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of a folder are more than a process can hold: XLA maps each of them for good."""
    (Path("broken.yaml")).write_text(BROKEN)
    let_go: list[int] = []
    monkeypatch.setattr(
        "earlyspec_reference.backend.ReferenceBackend.forget", lambda _: let_go.append(1)
    )
    main([*RUN, "-q", "."])
    assert len(let_go) == 2
