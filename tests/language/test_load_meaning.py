"""Specs of the right shape whose parts make no experiment, and the files that they name."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from language.conftest import Read

from earlyspec.diagnostics.finding import Severity
from earlyspec.language.optimisers import FLAGS, FLOW, NAMES, OPTAX, OWN

MEANING = {
    # before, after, code, message
    "both ways to say how long": (
        "{alpha: alpha}", "{alpha: alpha, horizon: 0.5}", "ES305",
        "both `train.steps` and `regime.horizon` say how long to train",
    ),
    "no way to say how long": (
        ", steps: 100", "", "ES305",
        "neither `train.steps` nor `regime.horizon` says how long to train",
    ),
    "a rate for a frozen layer": (
        "layers: both, learning_rate: 0.1", "layers: first, learning_rate: {first: 1, second: 2}",
        "ES306", "the second layer is frozen, but its learning rate is 2",
    ),
    "no rate for a layer that trains": (
        "learning_rate: 0.1", "learning_rate: {first: 1}", "ES306",
        "the second layer trains, but its learning rate is 0",
    ),
    "a rate of zero": (
        "layers: both, learning_rate: 0.1", "layers: second, learning_rate: 0", "ES306",
        "the second layer trains, but its learning rate is 0",
    ),
    "a batch without minibatches": (
        "layers: both", "layers: both, batch: 5", "ES307",
        "`gd` is full-batch gradient descent, but `batch` is given",
    ),
    "minibatches without a batch": (
        "layers: both", "layers: both, optimizer: sgd", "ES307", "`sgd` lacks `batch`",
    ),
    "a batch of more than there is": (
        "layers: both", "layers: both, optimizer: sgd, batch: 201", "ES307",
        "a batch of 201 rows is larger than the 200 there are",
    ),
    "a step after the end": (
        "steps: 100", "steps: 100, record: [10, 101]", "ES308",
        "step 101 is recorded, but training ends with step 100",
    ),
    "options of an optimiser that has none": (
        "layers: both", "layers: both, options: {b1: 0.5}", "ES310", "`gd` has no options",
    ),
    "options of another optimiser": (
        "layers: both", "layers: both, optimizer: lion, options: {rho: 0.5}", "ES201",
        "unknown key `rho` in `train.options` (lion)",
    ),
    "a number for a flag": (
        "layers: both", "layers: both, optimizer: adam, options: {nesterov: 1}", "ES203",
        "`train.options.nesterov` needs true or false, but here is the number 1",
    ),
    "a flag for a number": (
        "layers: both", "layers: both, optimizer: adam, options: {b1: true}", "ES203",
        "`train.options.b1` needs a number, but here is `true`",
    ),
    "a covariance for another dimension": (
        "dim: d}", "dim: d, covariance: {kind: diagonal, values: [1, 2, 3]}}", "ES207",
        "`data.inputs.covariance`: the covariance is made for 3 coordinates, not for 8",
    ),
    "a rule for another dimension": (
        "{rule: teacher, network: {width: 5, activation: erf}, then: sign}",
        "{rule: linear, beta: [1, 2, 3]}", "ES302",
        "the rule's dimension is 3 here, but `data.inputs.dim` is 8",
    ),
    "more inputs than can be at right angles": (
        "{distribution: gaussian, dim: d}", "{distribution: orthonormal, dim: d}", "ES302",
        "`data.train` is 200 here, but there are at most 8 `orthonormal` inputs of that dimension",
    ),
    "labels without inputs": (
        "{rule: teacher, network: {width: 5, activation: erf}, then: sign}",
        "{rule: file, path: a.npz}", "ES314", "labels are read from a file, but inputs are drawn",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MEANING)
def test_parts_that_contradict_each_other(read: Read, text: str, name: str) -> None:
    before, after, code, message = MEANING[name]
    assert before in text
    loaded = read(text.replace(before, after))
    found = [(each.code, each.message()) for each in loaded.findings]
    assert (code, message) in found
    assert loaded.specs == ()


def test_a_horizon_needs_more_than_one_dimension(read: Read, text: str) -> None:
    horizon = text.replace(", steps: 100", "").replace("{alpha: alpha}", "{horizon: alpha}")
    assert read(horizon).specs
    (finding,) = read(horizon.replace("d: 8", "d: 1")).findings
    assert finding.code == "ES305"
    assert "log(d)" in finding.message()
    assert read(text.replace("d: 8", "d: 1")).specs  # steps do not


def test_a_horizon_says_which_steps_there_are(read: Read, text: str) -> None:
    # T = 0.2 * 8 log 8 / 0.1 = 33.27
    text = text.replace("{alpha: alpha}", "{horizon: alpha}")
    assert read(text.replace("steps: 100", "record: [33]")).specs
    (finding,) = read(text.replace("steps: 100", "record: [33, 34]")).findings
    assert finding.message() == "step 34 is recorded, but training ends with step 33"


def test_a_horizon_that_nobody_lives_to_see_is_refused(read: Read, text: str) -> None:
    text = text.replace("{alpha: alpha}", "{horizon: alpha}").replace(", steps: 100", "")
    (finding,) = read(text.replace("rate: 0.1", "rate: 1e-18")).findings
    assert finding.message() == "training would take 3.3e+18 steps"


def test_nothing_claimed_and_nothing_measured_is_a_warning(read: Read, text: str) -> None:
    loaded = read(text.replace("claims: [hu2020/theorem-d.1]\n", ""))
    (finding,) = loaded.findings
    assert (finding.code, finding.severity) == ("ES309", Severity.WARNING)
    assert loaded.specs
    assert read(text.replace("claims: [hu2020/theorem-d.1]", "measure: loss")).findings == []


def test_the_optimisers_are_optaxs() -> None:
    import inspect

    import optax

    assert (*OWN, FLOW, *OPTAX) == NAMES
    for name, options in OPTAX.items():
        parameters = inspect.signature(getattr(optax, name)).parameters
        assert next(iter(parameters)) == "learning_rate"
        for option in options:
            default = parameters[option].default
            assert isinstance(default, bool) == (option in FLAGS)
            assert isinstance(default, bool | float | int)
    public = {
        name
        for name, made in vars(optax).items()
        if inspect.isfunction(made)
        and made.__module__ == "optax._src.alias"
        and next(iter(inspect.signature(made).parameters)) == "learning_rate"
    }
    # `sgd` is ours; the others need more than a gradient, are deprecated, or came after 0.2.6.
    left_out = {"sgd", "lbfgs", "noisy_sgd", "optimistic_adam", "signum"}
    assert public - left_out == set(OPTAX)


# Files.

FILE = """\
earlyspec: 1
title: Data from a file
let: {}
data:
  inputs: {distribution: file, path: data/x.npz}
  labels: {rule: file, path: data/x.npz}
architecture: {kind: two-layer, width: 4, activation: erf}
train: {layers: both, learning_rate: 0.1, steps: 10}
measure: loss
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "data").mkdir()
    rows = np.zeros((7, 3)), np.zeros((5, 3)), np.zeros(7), np.zeros(5, dtype=np.int64)
    names = ("x_train", "x_test", "y_train", "y_test")
    square, weights = np.eye(3), np.zeros((4, 3))
    arrays = dict(zip(names, rows, strict=True))
    np.savez(tmp_path / "data/x.npz", covariance=square, W=weights, v=np.zeros(4), **arrays)
    np.savez(tmp_path / "data/one.npz", x=np.zeros((10, 3)), y=np.zeros(10))
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_a_file_says_how_many_and_how_wide(read: Read) -> None:
    loaded = read(FILE.replace("width: 4", "width: 2 * d - 2"))
    assert loaded.findings == []
    data = loaded.specs[0].spec.data
    assert (data.train, data.test, data.inputs.dim) == (7, 5, 3)
    assert loaded.specs[0].spec.architecture.width == 4


@pytest.mark.usefixtures("folder")
def test_fewer_rows_than_the_file_has_may_be_asked_for(read: Read) -> None:
    loaded = read(FILE.replace("data:\n", "data:\n  train: 6\n  test: 2\n"))
    assert loaded.findings == []
    assert (loaded.specs[0].spec.data.train, loaded.specs[0].spec.data.test) == (6, 2)


@pytest.mark.usefixtures("folder")
def test_one_array_is_shared_between_the_splits(read: Read) -> None:
    one = FILE.replace(
        "distribution: file, path: data/x", "distribution: file, array: x, path: data/one"
    )
    one = one.replace("rule: file, path: data/x", "rule: file, array: y, path: data/one")
    data = read(one).specs[0].spec.data
    assert (data.train, data.test) == (8, 2)
    data = read(one.replace("data:\n", "data:\n  test: 4\n")).specs[0].spec.data
    assert (data.train, data.test) == (6, 4)
    (finding, _) = read(one.replace("data:\n", "data:\n  train: 7\n  test: 4\n")).findings
    assert finding.message() == (
        "the array `x` of `data/one.npz` is (10, 3), but must be (11, 3), or with more rows"
    )


FILES = {
    # before, after, code, message
    "no file": (
        "path: data/x", "path: data/y", "ES311", "the file `data/y.npz` does not exist",
    ),
    "a folder": (
        "path: data/x.npz", "path: data", "ES311", "the file `data` is not a file",
    ),
    "an absolute path": (
        "path: data/x", "path: /etc/x", "ES311",
        "the file `/etc/x.npz` is not named relative to the spec",
    ),
    "a path out of the project": (
        "path: data/x", "path: ../../x", "ES311", "the file `../../x.npz` lies outside the project",
    ),
    "no such array": (
        "x.npz}", "x.npz, train: x_trian}", "ES312",
        "the file `data/x.npz` has no array `x_trian`",
    ),
    "too few rows": (
        "data:\n", "data:\n  train: 8\n", "ES313",
        "the array `x_train` of `data/x.npz` is (7, 3), but must be (8, 3), or with more rows",
    ),
    "another width": (
        "x.npz}", "x.npz, dim: 4}", "ES313",
        "the array `x_train` of `data/x.npz` is (7, 3), but must be (7, 4), or with more rows",
    ),
    "vectors for labels": (
        "rule: file, path: data/x.npz", "rule: file, path: data/x.npz, train: x_train", "ES313",
        "the array `x_train` of `data/x.npz` is (7, 3), but must be (7,), or with more rows",
    ),
    "weights of another width": (
        "width: 4,", "width: 6, init: {kind: file, path: data/x.npz},", "ES313",
        "the array `W` of `data/x.npz` is (4, 3), but must be (6, 3)",
    ),
}  # fmt: skip


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_does_not_fit_is_found(read: Read, name: str) -> None:
    before, after, code, message = FILES[name]
    assert before in FILE
    loaded = read(FILE.replace(before, after, 1))
    assert (code, message) in [(each.code, each.message()) for each in loaded.findings]
    assert {each.code for each in loaded.findings} == {code}
    assert loaded.specs == ()


@pytest.mark.usefixtures("folder")
def test_the_name_is_underlined_where_it_is_given(read: Read) -> None:
    text = FILE.replace("x.npz}", "x.npz, dim: 3, train: y_train}", 1)
    (finding,) = read(text).findings
    assert finding.span is not None
    line = text.split("\n")[finding.span.line - 1]
    assert line[finding.span.column - 1 : finding.span.end_column - 1] == "y_train"


def test_weights_and_a_covariance_may_come_from_files(read: Read, folder: Path, text: str) -> None:
    text = text.replace("d: 8", "d: 3").replace(
        "width: 16", "width: 4, init: {kind: file, path: data/x.npz}"
    )
    text = text.replace("dim: d}", "dim: d, covariance: {kind: file, path: data/x.npz}}")
    assert read(text).findings == []
    (folder / "data/x.npz").unlink()
    assert [each.code for each in read(text).findings] == ["ES311", "ES311"]


def test_a_link_out_of_the_project_is_followed_and_refused(
    read: Read, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secret.npz"
    os.rename(folder / "data/x.npz", elsewhere)
    (folder / "data/x.npz").symlink_to(elsewhere)
    messages = {each.message() for each in read(FILE).findings}
    assert messages == {"the file `data/x.npz` lies outside the project"}


def test_links_in_a_circle_are_refused(read: Read, folder: Path) -> None:
    (folder / "data/x.npz").unlink()
    (folder / "data/x.npz").symlink_to(folder / "data/y.npz")
    (folder / "data/y.npz").symlink_to(folder / "data/x.npz")
    assert {each.code for each in read(FILE).findings} == {"ES311"}


def test_what_is_no_npz_file_is_refused(read: Read, folder: Path) -> None:
    (folder / "data/x.npz").write_text("x_train: [1, 2, 3]")
    (finding,) = read(FILE).findings
    assert finding.message().startswith("the file `data/x.npz` is no .npz file")
