"""Commands as a person types them: exit codes, streams, and nothing lost on disk."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.small import SMALL

from earlyspec.cli import main

ROOT = Path(__file__).parent.parent.parent


def test_overview_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    from earlyspec.cli import COMMANDS

    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in COMMANDS)
    for name in COMMANDS:
        assert main([name, "--help"]) == 0


def test_an_unknown_command_is_corrected(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chekc"]) == 2
    assert "did you mean `check`?" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["check"], ["run", "x.yaml", "--memory", "lots"]])
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2


def test_check_says_what_already_holds(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(spec)]) == 0
    out = capsys.readouterr().out
    assert "valid; 1 size, 2 seeds" in out
    assert "holds   0 < alpha < 1/4" in out
    assert "on run  eta lambda_max" in out


def test_check_of_a_broken_spec_is_1_and_speaks_on_stderr(spec: Path, capsys) -> None:
    spec.write_text(SMALL.replace("width", "widht"))
    assert main(["check", str(spec)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "widht" in told.err
    assert "did you mean" in told.err or "`width`" in told.err


def test_check_of_a_missing_file_is_2(tmp_path: Path, capsys) -> None:
    assert main(["check", str(tmp_path / "none.yaml")]) == 2


def test_check_as_json_is_json_on_stdout(spec: Path, capsys) -> None:
    spec.write_text(SMALL.replace("width", "widht"))
    assert main(["check", "--json", str(spec)]) == 1
    findings = json.loads(capsys.readouterr().out)
    assert findings[0]["code"] == "ES201"
    assert findings[0]["line"] == 9


def test_an_expectation_that_cannot_come_true_stops_before_any_compute(spec: Path, capsys) -> None:
    claim = "claims: [{theorem: hu2020/theorem-3.2, expect: supported}]"
    spec.write_text(SMALL.replace("claims: [hu2020/theorem-d.1]", claim))
    assert main(["run", str(spec)]) == 1
    assert "ES401" in capsys.readouterr().err
    assert not (spec.parent / "small.report").exists()


def test_plan_shows_the_price(spec: Path, capsys) -> None:
    assert main(["plan", str(spec)]) == 0
    out = capsys.readouterr().out
    assert "GFLOP a seed" in out
    assert "1 cells x 2 seeds" in out
    assert main(["plan", "--json", str(spec)]) == 0
    assert json.loads(capsys.readouterr().out)["cells"][0]["n"] == 40


@pytest.mark.parametrize("backend", ["jax", "reference"])
def test_run_ends_with_a_report(spec: Path, backend: str, capsys) -> None:
    assert main(["run", str(spec), "--backend", backend, "-q"]) == 0
    folder = spec.parent / "small.report"
    assert {"report.json", "report.md", "curves.csv", "provenance.json", "gap.svg"} <= {
        path.name for path in folder.iterdir()
    }
    assert "inconclusive  hu2020/theorem-d.1" in capsys.readouterr().out
    report = json.loads((folder / "report.json").read_text())
    assert report["claims"][0]["theorem"] == "hu2020/theorem-d.1"


def test_a_second_run_is_byte_identical(spec: Path) -> None:
    def run() -> dict[str, bytes]:
        assert main(["run", str(spec), "-q"]) == 0
        folder = spec.parent / "small.report"
        return {p.name: p.read_bytes() for p in folder.iterdir() if p.name != "provenance.json"}

    assert run() == run()


def test_a_missed_expectation_is_1(spec: Path) -> None:
    claim = "claims: [{theorem: hu2020/theorem-d.1, expect: contradicted}]"
    spec.write_text(SMALL.replace("claims: [hu2020/theorem-d.1]", claim))
    assert main(["run", str(spec), "-q"]) == 1


def test_a_set_value_never_overwrites_the_committed_report(spec: Path) -> None:
    assert main(["run", str(spec), "-q", "--set", "d=6"]) == 0
    assert (spec.parent / "small.d=6.report" / "report.json").exists()
    assert not (spec.parent / "small.report").exists()


def test_too_little_memory_is_refused_before_anything_is_allocated(spec: Path, capsys) -> None:
    spec.write_text(SMALL.replace("train: 40", "train: 100000000"))
    assert main(["run", str(spec), "--memory", "1GiB"]) == 2
    told = capsys.readouterr().err
    assert "ES502" in told
    assert "nothing was allocated" in told
    assert "train: 100000000" in told
    assert "float32" in told


def test_a_divergence_is_reported_with_its_step(spec: Path, capsys) -> None:
    spec.write_text(
        SMALL.replace("learning_rate: 1, steps: 6", "learning_rate: 1e12, steps: 400").replace(
            "activation: erf", "activation: relu"
        )
    )
    assert main(["run", str(spec), "-q"]) == 0
    told = capsys.readouterr()
    assert "ES601" in told.err
    assert "diverged at step" in told.out
    text = (spec.parent / "small.report" / "report.json").read_text()
    assert "NaN" not in text
    assert "Infinity" not in text


def test_a_full_disk_leaves_the_old_report(spec: Path, monkeypatch, capsys) -> None:
    assert main(["run", str(spec), "-q"]) == 0
    folder = spec.parent / "small.report"
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    import errno

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    assert main(["run", str(spec), "-q", "--set", "train.steps=7", "--out", str(folder)]) == 2
    monkeypatch.undo()
    assert "ES602" in capsys.readouterr().err
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before


def test_ctrl_c_is_130_and_leaves_nothing_half_written(spec: Path) -> None:
    spec.write_text(
        SMALL.replace("steps: 6", "steps: 500000000")
        .replace("train: 40", "train: 4000")
        .replace("width: 16", "width: 256")
    )
    child = subprocess.Popen(
        [sys.executable, "-m", "earlyspec", "run", str(spec)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    time.sleep(8)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130, err
    assert "Traceback" not in err
    assert not (spec.parent / "small.report").exists()


def test_an_internal_error_is_a_finding_and_2(spec: Path, monkeypatch, capsys) -> None:
    from earlyspec import foresight

    def broken(_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(foresight, "lower", broken)
    assert main(["check", str(spec)]) == 2
    told = capsys.readouterr().err
    assert "ES900" in told
    assert "Traceback" not in told


def test_an_unknown_backend_names_the_known_ones(spec: Path, capsys) -> None:
    assert main(["run", str(spec), "--backend", "torch"]) == 2
    told = capsys.readouterr().err
    assert "ES503" in told
    assert "jax, reference" in told


def test_show_resolved_is_a_spec_that_means_the_same(spec: Path, tmp_path: Path, capsys) -> None:
    assert main(["show", "--resolved", str(spec)]) == 0
    resolved = tmp_path / "resolved.yaml"
    resolved.write_text(capsys.readouterr().out)
    assert "parametrisation: ntk" in resolved.read_text()
    from earlyspec.plans.codec import digest
    from earlyspec.session import check

    one, other = check(str(spec)), check(str(resolved))
    assert other.ok, other.findings
    assert one.plan is not None
    assert other.plan is not None
    assert digest(one.plan) == digest(other.plan)


def test_show_of_a_report_and_of_what_is_none(spec: Path, capsys) -> None:
    assert main(["run", str(spec), "-q"]) == 0
    capsys.readouterr()
    assert main(["show", str(spec.parent / "small.report")]) == 0
    assert "hu2020/theorem-d.1" in capsys.readouterr().out
    (spec.parent / "other.json").write_text("{")
    assert main(["show", str(spec.parent / "other.json")]) == 2
    assert "ES620" in capsys.readouterr().err
    assert main(["show", str(spec.parent / "never.report")]) == 2


def test_a_missed_expectation_is_annotated_on_the_claims_line(spec: Path, capsys) -> None:
    expecting = "claims: [{theorem: hu2020/theorem-d.1, expect: inconclusive}]"
    told = SMALL.replace("claims: [hu2020/theorem-d.1]", f"{expecting}\nprecision: float32")
    spec.write_text(told)
    command = ["run", str(spec), "-q", "--backend", "reference", "--annotate", "github"]
    assert main(command) == 0
    assert "::" not in capsys.readouterr().err
    # Nothing fails before the run, so only the run can know.
    spec.write_text(told.replace("inconclusive", "observed-not-implied"))
    assert main(command) == 1
    (line,) = [each for each in capsys.readouterr().err.splitlines() if each.startswith("::")]
    number = 1 + told.splitlines().index(expecting)
    assert line.startswith(f"::error file={spec},line={number},col=10,")
    assert "is inconclusive%2C" not in line, "commas of a message stay commas"
    assert "hu2020/theorem-d.1 is inconclusive, and was expected to be observed-not-implied" in line
    assert "%0Abecause: outcome train: a sweep over d" in line


def test_init_writes_a_spec_that_checks_and_never_over_a_file(tmp_path: Path, capsys) -> None:
    path = tmp_path / "new" / "mine.yaml"
    assert main(["init", str(path)]) == 0
    assert main(["check", "-q", str(path)]) == 0
    path.write_text("mine")
    assert main(["init", str(path)]) == 2
    assert path.read_text() == "mine"


def test_the_starter_is_the_quickstart() -> None:
    starter = (ROOT / "earlyspec" / "language" / "starter.yaml").read_text()
    assert starter == (ROOT / "specs" / "quickstart.yaml").read_text()


@pytest.mark.parametrize("platform", ["cpu", "cuda", "tpu"])
def test_compile_lowers_for_machines_that_are_not_here(spec: Path, platform: str, capsys) -> None:
    assert main(["compile", str(spec), "--platform", platform]) == 0
    assert "stablehlo." in capsys.readouterr().out


def test_compile_as_jaxpr(spec: Path, capsys) -> None:
    assert main(["compile", str(spec), "--emit", "jaxpr"]) == 0
    assert "lambda" in capsys.readouterr().out


def test_compile_for_an_unknown_platform(spec: Path, capsys) -> None:
    assert main(["compile", str(spec), "--platform", "abacus"]) == 2
    assert "cpu, cuda, tpu" in capsys.readouterr().err


def test_everything_that_is_listed_is_explained(capsys) -> None:
    from earlyspec.explain import FAMILIES, entries

    for what in FAMILIES:
        assert main(["list", what]) == 0
        assert capsys.readouterr().out.strip()
        for name, words in entries(what):
            assert words, name
            if what != "backends":
                assert main(["explain", name]) == 0
                assert len(capsys.readouterr().out) > 40


def test_explain_of_nothing_suggests(capsys) -> None:
    assert main(["explain", "hu2020/theorem-3.3"]) == 2
    assert "hu2020/theorem-3." in capsys.readouterr().err
    assert main(["explain", "train.learning_rate"]) == 0
    assert "eta" in capsys.readouterr().out


def test_a_reader_that_has_seen_enough_is_no_error(spec: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m earlyspec schema | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "{\n"
    assert done.stderr == ""
