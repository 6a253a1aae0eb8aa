"""Specs with sets of images: sizes filled in, and what is said of files that will not do."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasets import files

from earlyspec import session
from earlyspec.diagnostics.finding import Severity

SPEC = """\
earlyspec: 1
title: Images
data:
  inputs: {distribution: digits, classes: [3, 8]}
  labels: {rule: class}
architecture: {kind: two-layer, width: 4, activation: erf}
train: {layers: both, learning_rate: 0.1 * d / n, steps: 10}
measure: loss
"""


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").touch()
    return tmp_path


def check(*changes):
    text = SPEC
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    Path("spec.yaml").write_text(text)
    return session.check("spec.yaml")


def inputs(text):
    return ("{distribution: digits, classes: [3, 8]}", text)


def said(checked):
    return [(each.code, each.message()) for each in checked.findings]


def cell(checked):
    assert not said(checked)
    return checked.plan.cells[0]


def test_digits_need_nothing_and_give_their_sizes():
    found = cell(check())
    assert (found.d, found.n, found.n_test) == (64, 286, 71)
    assert found.dynamics.rates == (0.1 * 64 / 286,) * 2
    assert found.labels.parameters["of"]["classes"] == [3, 8]
    assert found.label_facts.bound == 1.0


def test_a_bare_name_takes_all_classes():
    found = cell(check(inputs("digits"), ("{rule: class}", "{rule: random}")))
    assert (found.d, found.n, found.n_test) == (64, 1438, 359)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [("train: 300", (300, 57)), ("train: 100", (100, 71)), ("test: 57", (300, 57))],
)
def test_one_size_that_is_left_out_of_a_single_split(sizes, expected):
    found = cell(check(("  labels:", f"  {sizes}\n  labels:")))
    assert (found.n, found.n_test) == expected


def test_files_give_the_sizes_of_their_splits():
    made = files.mnist(Path("data"))
    found = cell(
        check(inputs("{distribution: mnist, path: data, classes: [3, 6], pool: 7, verify: false}"))
    )
    counts = {
        split: int(((labels == 3) | (labels == 6)).sum()) for split, (_, labels) in made.items()
    }
    assert (found.d, found.n, found.n_test) == (16, counts["train"], counts["test"])


def test_pooling_by_a_name_needs_the_dimension_written():
    given = inputs("{distribution: digits, classes: [3, 8], pool: p}")
    let = (
        "data:",
        "let: {p: 2}\ndata:",
    )
    findings = said(check(given, let))
    assert [code for code, _ in findings] == ["ES301"]
    written = inputs("{distribution: digits, classes: [3, 8], pool: p, dim: 64 / p^2}")
    assert cell(check(written, let)).d == 16


CASES = {
    "too many for a split": (
        "{distribution: mnist, path: data, classes: [3, 6], verify: false}\n  train: 1000",
        ("ES323", "`data.train` asks for 1000 images, but there are 6 for that"),
    ),
    "a checksum": (
        "{distribution: mnist, path: data, classes: [3, 6]}",
        ("ES322", "the data set `mnist` at `data` is not as published: the MD5 of "),
    ),
    "no files": (
        "{distribution: cifar-10, path: data, classes: [cat, dog]}",
        ("ES321", "the data set `cifar-10` at `data` lacks `data_batch_1.bin` to "),
    ),
    "no folder": (
        "{distribution: cifar-10, path: nowhere, classes: [cat, dog]}",
        ("ES321", "the data set `cifar-10` at `nowhere` lacks `data_batch_1.bin` to "),
    ),
    "a folder outside": (
        "{distribution: cifar-10, path: ../data, classes: [cat, dog]}",
        ("ES311", "the file `../data` lies outside the project"),
    ),
    "an absolute path": (
        "{distribution: cifar-10, path: /data, classes: [cat, dog]}",
        ("ES311", "the file `/data` is not named relative to the spec"),
    ),
    "the pickled version": (
        "{distribution: cifar-10, path: pickled, classes: [cat, dog]}",
        (
            "ES321",
            "the data set `cifar-10` at `pickled` is there in its python version, which is pickled "
            "and never opened",
        ),
    ),
    "an unknown class": (
        "{distribution: cifar-10, path: data, classes: [cat, hrose]}\n  train: 5",
        ("ES205", "`hrose` is not a value of `data.inputs.classes[1]`"),
    ),
    "a number that is no digit": (
        "{distribution: digits, classes: [3, 11]}\n  train: 5",
        ("ES203", "`data.inputs.classes[1]` needs one of `0`, "),
    ),
    "one class": (
        "{distribution: digits, classes: [3]}\n  train: 5",
        ("ES207", "`data.inputs.classes`: name at least two classes, each once"),
    ),
    "a pool that does not tile": (
        "{distribution: digits, classes: [3, 8], pool: 3}\n  train: 5",
        ("ES207", "`data.inputs.pool`: squares of 3 pixels a side do not tile 8 x 8"),
    ),
    "another dimension": (
        "{distribution: digits, classes: [3, 8], dim: 60}\n  train: 5",
        ("ES207", "`data.inputs.dim`: these images have 64 numbers, not 60"),
    ),
    "classes of a law": (
        "{distribution: gaussian, dim: 5}\n  train: 5",
        ("ES325", "labels are two classes, but the inputs have none"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_finding_for_one_mistake(case):
    given, (code, message) = CASES[case]
    files.mnist(Path("data"))
    Path("pickled").mkdir()
    Path("pickled/data_batch_1").write_bytes(b"\x80")
    checked = check(inputs(given))
    ((found, words),) = said(checked)
    assert found == code
    assert words.startswith(message)
    span = checked.findings[0].span
    assert span is not None
    assert span.line in (4, 5, 6)
    assert checked.plan is None


def test_unverified_files_are_noted_and_no_more():
    files.cifar(Path("data"), rows=200)
    checked = check(inputs("{distribution: cifar-10, path: data, classes: [cat, dog], pool: 4}"))
    assert [each.code for each in checked.findings] == ["ES324"]
    assert checked.findings[0].severity is Severity.NOTE
    assert checked.plan.cells[0].d == 192
    quiet = inputs(
        "{distribution: cifar-10, path: data, classes: [cat, dog], pool: 4, verify: false}"
    )
    assert not check(quiet).findings


def test_labels_from_a_file_do_not_belong_to_images():
    checked = check(("{rule: class}", "{rule: file, path: a.npz}"))
    assert [code for code, _ in said(checked)] == ["ES314"]


def test_a_sweep_looks_into_the_files_once(monkeypatch):
    files.mnist(Path("data"))
    looked = []
    kind = type(__import__("earlyspec.datasets.mnist", fromlist=["KIND"]).KIND)
    real = kind.survey
    monkeypatch.setattr(kind, "survey", lambda self, *g: looked.append(g) or real(self, *g))
    checked = check(
        inputs("{distribution: mnist, path: data, classes: [3, 6], verify: false}"),
        ("width: 4", "width: w"),
        ("data:\n", "let: {w: 4}\nsweep: {w: [4, 8, 16]}\ndata:\n"),
    )
    assert len(checked.plan.cells) == 3
    assert len(looked) == 1
