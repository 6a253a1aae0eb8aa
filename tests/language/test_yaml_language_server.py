"""The schema in a real editor server: what a researcher sees while typing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from language.editor import Editor, installed

from earlyspec import registry
from earlyspec.language.schema import schema
from earlyspec.language.spec import Spec


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    try:
        installed()
    except LookupError as reason:
        pytest.skip(str(reason))
    folder: Path = tmp_path_factory.mktemp("specs")
    (folder / "earlyspec.schema.json").write_text(json.dumps(schema()))
    editor = Editor(folder)
    yield editor
    editor.close()


def test_a_valid_spec_has_no_problems(editor: Editor, text: str) -> None:
    assert editor.problems(text) == []


@pytest.mark.parametrize("path", sorted(Path(__file__).parents[2].glob("specs/**/*.yaml")))
def test_every_spec_of_the_project_has_no_problems(editor: Editor, path: Path) -> None:
    assert editor.problems(path.read_text()) == []


MISTAKES = {
    "unknown key": ("width: 16", "widht: 16", 9, "widht is not allowed"),
    "unknown key of the root": ("title:", "titel:", 2, "titel is not allowed"),
    "unknown kind": ("distribution: gaussian", "distribution: gausian", 5, '"gaussian"'),
    "unknown activation": ("16, activation: erf", "16, activation: reluu", 9, '"relu"'),
    "unknown theorem": ("theorem-d.1", "theorem-d.9", 12, '"hu2020/theorem-d.1"'),
    "missing field": (", dim: d", "", 5, 'Missing property "dim"'),
    "missing size": ("  train: 200\n", "", 4, 'Missing property "train"'),
    "missing part": (
        "architecture: {kind: two-layer, width: 16, activation: erf}\n",
        "",
        1,
        '"architecture"',
    ),
    "another kind's key": ("dim: d}", "dim: d, freedom: 5}", 5, "freedom is not allowed"),
    "list for a number": ("width: 16", "width: [16]", 9, "Expected one of integer, string"),
    "fraction of a neuron": ("width: 16", "width: 16.5", 9, "Expected one of integer, string"),
    "number for a text": ("title: A small spec", "title: 2020", 2, 'Expected "string"'),
    "below the range": ("steps: 100", "steps: 0", 11, "below the minimum of 1"),
    "wrong word": ("layers: both", "layers: bth", 11, '"both"'),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_underlined_in_its_line(editor: Editor, text: str, name: str) -> None:
    before, after, line, words = MISTAKES[name]
    assert before in text
    problems = editor.problems(text.replace(before, after, 1))
    assert any(words in message for at, message in problems if at == line), problems


def test_inputs_from_a_file_say_how_many_they_are(editor: Editor, text: str) -> None:
    inputs = text.replace("{distribution: gaussian, dim: d}", "{distribution: file, path: x.npz}")
    assert editor.problems(inputs.replace("  train: 200\n  test: 50\n", "")) == []


def test_every_key_of_the_root_is_offered(editor: Editor) -> None:
    assert set(editor.completions("|\n")) >= set(Spec.model_fields)


def test_names_are_offered(editor: Editor) -> None:
    offered = editor.completions("data:\n  inputs:\n    distribution: |\n")
    assert set(offered) >= set(registry.names("distributions"))
    offered = editor.completions("architecture:\n  kind: two-layer\n  activation: |\n")
    assert set(offered) >= set(registry.names("activations"))
    assert set(editor.completions("claims:\n  - |\n")) >= set(registry.theorems())


def test_a_kind_is_offered_its_own_keys_only(editor: Editor) -> None:
    offered = set(editor.completions("data:\n  inputs:\n    distribution: student-t\n    |\n"))
    assert offered >= {"dim", "freedom", "covariance"}
    assert not offered & {"path", "separation", "components"}
    offered = set(editor.completions("data:\n  inputs:\n    distribution: mixture\n    |\n"))
    assert offered >= {"dim", "components", "separation"}
    assert "freedom" not in offered


HOVERS = {
    "train:\n  learning|_rate: 1\n": "one number for all layers that train",
    "data:\n  inputs: {distribution: gau|ssian, dim: 3}\n": "Assumption 3.1",
    "architecture: {kind: two-layer, wid|th: 4, activation: erf}\n": "number of hidden neurons",
    "architecture: {kind: two-layer, width: 4, activation: er|f}\n": "error function",
    "claims:\n  - {theo|rem: hu2020/theorem-3.2}\n": "trained on its first layer",
    "see|ds: 3\n": "How many seeds",
}


@pytest.mark.parametrize("place", HOVERS)
def test_hovering_shows_the_documentation(editor: Editor, place: str) -> None:
    assert HOVERS[place] in editor.hover(place)
