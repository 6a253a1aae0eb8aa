"""diff, run --check, run --fresh, and check of a stale report, as a person types them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli.small import SMALL

from earlyspec.cli import main

ROOT = Path(__file__).parent.parent.parent
QUICK = ROOT / "specs" / "quickstart.report"

RUN = ["-q", "--backend", "reference"]


def edited(folder: Path, change) -> Path:
    """A copy of the quickstart's report with its JSON changed."""
    folder.mkdir()
    data = json.loads((QUICK / "report.json").read_text())
    change(data)
    (folder / "report.json").write_text(json.dumps(data))
    return folder


def word(data):
    data["claims"][0]["word"] = "contradicted"


def lie(data):
    data["claims"][0]["controls"][0]["caught"] = False


def number(data):
    data["claims"][0]["outcomes"][0]["estimate"] = {"value": 5, "low": 4.9, "high": 5.1}


@pytest.mark.parametrize(
    ("change", "codes"),
    [(word, (1, 1, 1)), (lie, (0, 1, 1)), (number, (0, 0, 1)), (lambda data: None, (0, 0, 0))],
)
def test_exit_codes(tmp_path: Path, change, codes, capsys) -> None:
    new = edited(tmp_path / "new", change)
    for least, code in zip(("verdict", "condition", "number"), codes, strict=True):
        assert main(["diff", str(QUICK), str(new), "--fail-on", least]) == code
    # What got better fails nothing but `number`.
    assert main(["diff", str(new), str(QUICK), "--fail-on", "condition"]) == 0
    capsys.readouterr()


def test_formats(tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    new = edited(tmp_path / "new", word)
    assert main(["diff", str(QUICK), str(new)]) == 1
    assert "supported (expected supported: met) -> contradicted" in capsys.readouterr().out
    assert main(["diff", str(QUICK), str(new), "--format", "markdown"]) == 1
    assert capsys.readouterr().out.startswith("<!-- earlyspec-diff -->\n")
    assert main(["diff", str(QUICK), str(new), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["worse"] is True


@pytest.mark.parametrize(
    "arguments",
    [[], ["one"], ["a", "b", "c"], ["a", "b", "--fail-on", "nothing"], ["a", "b", "--format", "x"]],
)
def test_wrong_usage_is_2(arguments: list[str], capsys) -> None:
    assert main(["diff", *arguments]) == 2
    assert capsys.readouterr().out == ""


def test_what_cannot_be_compared_is_2_and_a_finding(tmp_path: Path, capsys) -> None:
    assert main(["diff", str(QUICK), str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert "ES624" in told.err
    assert told.out == ""
    assert main(["diff", "--json", str(QUICK), str(tmp_path)]) == 2
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == "ES624"
    assert main(["diff", "--git", "no-such-branch", str(ROOT)]) == 2
    assert "ES62" in capsys.readouterr().err


def test_a_diff_loads_nothing_heavy(tmp_path: Path) -> None:
    new = edited(tmp_path / "new", word)
    code = (
        "import sys; from earlyspec.cli import main;"
        f"main(['diff', {str(QUICK)!r}, {str(new)!r}]);"
        "print('MODULES', *sorted(m.partition('.')[0] for m in sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(out.stdout.split("MODULES")[1].split())
    assert not modules & {"jax", "numpy", "scipy", "optax", "rich"}


def test_check_names_a_stale_report_and_is_still_0(spec: Path, capsys) -> None:
    folder = spec.parent / "small.report"
    assert main(["check", str(spec)]) == 0
    assert "ES627" not in capsys.readouterr().err
    shutil.copytree(QUICK, folder)
    assert main(["check", str(spec)]) == 0
    assert "ES627" in capsys.readouterr().err
    (folder / "report.json").write_text("{")
    assert main(["check", str(spec)]) == 0
    assert "ES627" not in capsys.readouterr().err


def test_a_run_reproduces_its_report_and_check_says_so(spec: Path, capsys) -> None:
    folder = spec.parent / "small.report"
    assert main(["run", str(spec), *RUN, "--check"]) == 2
    assert "ES624" in capsys.readouterr().err
    assert not folder.exists()
    assert main(["run", str(spec), *RUN]) == 0
    assert main(["check", str(spec)]) == 0
    told = capsys.readouterr()
    assert "ES627" not in told.err
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(["run", str(spec), *RUN, "--check"]) == 0
    assert "nothing changed beyond noise" in capsys.readouterr().out
    spec.write_text(SMALL.replace("steps: 6", "steps: 60"))
    assert main(["run", str(spec), *RUN, "--check"]) == 1
    out = capsys.readouterr().out
    assert "plan:" in out
    assert "T: 6 -> 60" in out
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_what_did_not_come_out_again_is_annotated_on_the_claims_line(spec: Path, capsys) -> None:
    file = spec.parent / "small.report" / "report.json"
    command = ["run", str(spec), *RUN, "--check", "--annotate", "github"]

    def commands() -> list[str]:
        told = capsys.readouterr().err.splitlines()
        return [line for line in told if line.startswith("::")]

    assert main(["run", str(spec), *RUN]) == 0
    committed = file.read_text()
    assert main(command) == 0
    assert commands() == []

    data = json.loads(committed)
    word(data)
    data["cells"][0]["curves"][0]["points"][-1][1:4] = [7.0, 6.9, 7.1]
    file.write_text(json.dumps(data))
    capsys.readouterr()
    assert main(command) == 1
    claim, curve = commands()
    lines = SMALL.splitlines()
    at_claim = 1 + lines.index("claims: [hu2020/theorem-d.1]")
    assert claim.startswith(f"::error file={spec},line={at_claim},")
    assert "theorem-d.1 did not come out again: verdict contradicted -> inconclusive" in claim
    assert curve.startswith(f"::warning file={spec},line={1 + lines.index('title: A small run')},")
    assert "the run did not come out again" in curve

    file.write_text(committed)
    spec.write_text(SMALL.replace("steps: 6", "steps: 60"))
    assert main(command) == 1
    assert any("title=earlyspec ES627::" in line and "stale" in line for line in commands())


def test_a_run_keeps_the_text_of_what_did_not_move(spec: Path, capsys) -> None:
    folder = spec.parent / "small.report"
    file = folder / "report.json"
    assert main(["run", str(spec), *RUN]) == 0
    data = json.loads(file.read_text())
    own = file.read_text()
    curve = data["cells"][0]["curves"][0]["points"][-1]
    half = (curve[3] - curve[2]) / 2 / 1.96
    curve[1:] = [x + half / 2 for x in curve[1:]]
    from earlyspec.report.render_json import from_json, to_json

    file.write_text(to_json(from_json(json.dumps(data))))
    committed = file.read_text()
    assert committed != own
    capsys.readouterr()
    assert main(["run", str(spec), *RUN]) == 0
    assert "2 of 2 claims and points keep the committed text" in capsys.readouterr().out
    assert file.read_text() == committed
    assert (folder / "run.json").read_text() == own
    kept = json.loads((folder / "provenance.json").read_text())["kept"]
    assert kept["moved_within_noise"] == 1
    assert 0.1 < kept["largest_sigmas"] < 1
    assert main(["run", str(spec), *RUN, "--check"]) == 0
    assert "1 value moved within noise" in " ".join(capsys.readouterr().out.split())
    assert main(["run", str(spec), *RUN, "--fresh"]) == 0
    assert file.read_text() == own
    assert not (folder / "run.json").exists()


def test_check_of_several_is_one_table(spec: Path, capsys) -> None:
    other = spec.with_name("other.yaml")
    shutil.copy(spec, other)
    assert main(["run", str(spec), *RUN]) == 0
    capsys.readouterr()
    assert main(["run", str(spec), str(other), *RUN, "--check"]) == 2
    out = capsys.readouterr().out
    assert "small.yaml  the same" in out
    assert "other.yaml  not compared" in out
    assert "2 reports: 1 reproduced, 1 not." in out
