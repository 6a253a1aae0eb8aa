"""Ten thousand broken specs: a finding each, never a traceback, never a wait.

Specs are those of the project and a small one; mistakes are drawn from a seed, so that a failure
names the spec it failed on. Some mistakes break any spec, others may leave it whole: those must
merely do no harm.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from language.conftest import SPEC

from earlyspec.diagnostics import render_github, render_json, render_sarif, render_text
from earlyspec.diagnostics.finding import Finding
from earlyspec.language import yaml_tree
from earlyspec.language.load import load
from earlyspec.source.document import Document
from earlyspec.source.span import Span

ROOT = Path(__file__).parents[2]
# A profile may have any name, so one whose name is spoilt is no mistake; and what constants a
# theorem has is known with the plan (tests/compiler/test_models.py).
SPECS = [
    SPEC,
    *(
        re.sub(r", constants: {.*?}", "", path.read_text().partition("\nprofiles:")[0]) + "\n"
        for path in sorted((ROOT / "specs").glob("**/*.yaml"))
    ),
]
TREES = [yaml_tree.parse(Document("spec.yaml", text)) for text in SPECS]
CHUNKS, SIZE = 40, 250
LONGEST = 1.0  # seconds of processor time for one spec

NEEDED = (
    ("earlyspec",),
    ("title",),
    ("data",),
    ("data", "inputs"),
    ("data", "inputs", "distribution"),
    ("data", "inputs", "dim"),
    ("data", "labels"),
    ("data", "labels", "rule"),
    ("data", "train"),
    ("architecture",),
    ("architecture", "kind"),
    ("architecture", "width"),
    ("architecture", "activation"),
    ("train", "layers"),
    ("train", "learning_rate"),
)
WRONG = ("[[]]", "{zz: [1]}", "[[1, 2], {a: b}]", "{zz: null}")
NASTY = (
    *("~", "null", "true", "no", "-1", "0", "1e400", "-1e308", "1" + "0" * 400, "0x1F", ".nan"),
    *("1_000", "12:30", "2020-01-01", "''", "'", '"', "|", ">", "&a", "*a", "!!int 3", "<<", "?"),
    *(
        "9**9**9",
        "((((d",
        "d.real",
        "__import__('os')",
        "1/0",
        "log(0)",
        "d" * 300,
        "d d",
        "^",
        "é",
    ),
    *(
        "[",
        "]",
        "{",
        "}",
        "[[[[",
        "- - -",
        ": :",
        "#",
        " #",
        "%",
        "@",
        "`",
        "\t",
        "\u2028",
        "\u0085",
    ),
    *("../../x.npz", "hu2020/theorem-3.2", "gaussian", "{kind: relu}", "[relu]", "file"),
)


def _spec(rng: random.Random) -> int:
    return rng.randrange(len(SPECS))


def _replaced(text: str, span: Span, new: str) -> str:
    lines = text.split("\n")
    line = lines[span.line - 1]
    lines[span.line - 1] = line[: span.column - 1] + new + line[span.end_column - 1 :]
    return "\n".join(lines)


def _a_key(rng: random.Random, spec: int) -> Span:
    return rng.choice([mark.key for mark in TREES[spec].marks.values() if mark.key])


def _a_scalar(rng: random.Random, spec: int) -> Span:
    marks = TREES[spec].marks.values()
    values = [mark.value for mark in marks if mark.text is not None]
    return rng.choice([span for span in values if span.line == span.end_line])


# Mistakes that break any spec.


def rename_a_key(rng: random.Random) -> str:
    spec = _spec(rng)
    return _replaced(SPECS[spec], _a_key(rng, spec), f"zz{rng.randrange(1000)}")


def repeat_a_key(rng: random.Random) -> str:
    spec = _spec(rng)
    key = _a_key(rng, spec)
    line = SPECS[spec].split("\n")[key.line - 1]
    name = line[key.column - 1 : key.end_column - 1]
    block = not line[: key.column - 1].strip(" -")
    again = f"{name}: 1\n{' ' * (key.column - 1)}{name}" if block else f"{name}: 1, {name}"
    return _replaced(SPECS[spec], key, again)


def mistake_a_type(rng: random.Random) -> str:
    spec = _spec(rng)
    return _replaced(SPECS[spec], _a_scalar(rng, spec), rng.choice(WRONG))


def _inner(data: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        data = data.get(key, {})  # not every spec trains
    return data


def drop_what_is_needed(rng: random.Random) -> str:
    data: Any = yaml.safe_load(SPECS[_spec(rng)])
    there = [path for path in NEEDED if path[-1] in _inner(data, path[:-1])]  # not all have a width
    if data["architecture"]["kind"] == "single-neuron":  # its activation has a default
        there = [path for path in there if path[-1] != "activation"]
    chosen = rng.choice(there)
    del _inner(data, chosen[:-1])[chosen[-1]]
    return str(yaml.safe_dump(data, sort_keys=False, default_flow_style=rng.choice([None, False])))


def insert_what_no_text_holds(rng: random.Random) -> bytes:
    data = SPECS[_spec(rng)].encode()
    place = rng.randrange(len(data))
    byte = rng.choice([b"\xff", b"\x00", b"\x07", b"\xc3", b"\x1b", b"\xf8\x88", b"\x7f"])
    return data[:place] + byte + data[place:]


def cut_short(rng: random.Random) -> str:
    text = SPECS[0]
    end = text.index("train: {layers")  # without `train` it is no spec
    return text[: rng.randrange(end)]


def raw_bytes(rng: random.Random) -> bytes:
    return rng.randbytes(rng.randrange(200))


def raw_punctuation(rng: random.Random) -> str:
    return "".join(rng.choices("[]{}:-?,#&*!|>'\"%@` \n\tab01", k=rng.randrange(300)))


BREAKING: list[Callable[[random.Random], str | bytes]] = [
    rename_a_key,
    repeat_a_key,
    mistake_a_type,
    drop_what_is_needed,
    insert_what_no_text_holds,
    cut_short,
    raw_bytes,
    raw_punctuation,
]


# Mistakes that may leave a spec whole.


def put_something_nasty(rng: random.Random) -> str:
    spec = _spec(rng)
    return _replaced(SPECS[spec], _a_scalar(rng, spec), rng.choice(NASTY))


def swap_two_values(rng: random.Random) -> str:
    spec = _spec(rng)
    one, other = sorted((_a_scalar(rng, spec), _a_scalar(rng, spec)), key=lambda s: s[1:3])
    lines = SPECS[spec].split("\n")
    first = lines[one.line - 1][one.column - 1 : one.end_column - 1]
    second = lines[other.line - 1][other.column - 1 : other.end_column - 1]
    return _replaced(_replaced(SPECS[spec], other, first), one, second)


def indent_a_line(rng: random.Random) -> str:
    lines = SPECS[_spec(rng)].split("\n")
    place = rng.randrange(len(lines))
    lines[place] = rng.choice([" ", "  ", "\t", "- ", "      "]) + lines[place]
    return "\n".join(lines)


def outdent_a_line(rng: random.Random) -> str:
    lines = SPECS[_spec(rng)].split("\n")
    place = rng.randrange(len(lines))
    lines[place] = lines[place].lstrip()
    return "\n".join(lines)


def insert_anywhere(rng: random.Random) -> str:
    text = SPECS[_spec(rng)]
    for _ in range(rng.randrange(1, 4)):
        place = rng.randrange(len(text))
        text = text[:place] + rng.choice(NASTY) + text[place:]
    return text


def delete_anywhere(rng: random.Random) -> str:
    text = SPECS[_spec(rng)]
    start = rng.randrange(len(text))
    return text[:start] + text[start + rng.randrange(1, 40) :]


def repeat_anywhere(rng: random.Random) -> str:
    text = SPECS[_spec(rng)]
    start = rng.randrange(len(text))
    piece = text[start : start + rng.randrange(1, 80)]
    return text[:start] + piece * rng.randrange(2, 20) + text[start:]


def shuffle_the_lines(rng: random.Random) -> str:
    lines = SPECS[_spec(rng)].split("\n")
    start = rng.randrange(len(lines))
    part = lines[start : start + 4]
    rng.shuffle(part)
    return "\n".join([*lines[:start], *part, *lines[start + 4 :]])


HARMLESS: list[Callable[[random.Random], str | bytes]] = [
    put_something_nasty,
    swap_two_values,
    indent_a_line,
    outdent_a_line,
    insert_anywhere,
    delete_anywhere,
    repeat_anywhere,
    shuffle_the_lines,
]
WAYS = [(way, True) for way in BREAKING] + [(way, False) for way in HARMLESS]


def _read(broken: str | bytes) -> tuple[list[Finding], dict[str, Document], int]:
    data = broken if isinstance(broken, bytes) else broken.encode("utf-8", "surrogatepass")
    document, findings = yaml_tree.decode(data, "spec.yaml")
    if document is None:
        return findings, {}, 0
    loaded = load(document)
    documents = {each.name: each for each in loaded.documents}
    return loaded.findings, documents, len(loaded.specs)


@pytest.mark.parametrize("text", SPECS)
def test_the_specs_are_whole_before_they_are_broken(text: str) -> None:
    _, _, specs = _read(text)
    assert specs


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_broken_spec_gets_findings_and_nothing_else(chunk: int) -> None:
    for number in range(SIZE):
        seed = chunk * SIZE + number
        way, breaks = WAYS[seed % len(WAYS)]
        broken = way(random.Random(seed))
        started = time.process_time()
        try:
            findings, documents, specs = _read(broken)
            told = render_text.render(findings, documents)
            if seed % 7 == 0:
                for renderer in (render_json, render_sarif, render_github):
                    renderer.render(findings, documents)
        except Exception as error:
            pytest.fail(f"seed {seed}, {way.__name__}: {error!r} on\n{broken!r}")
        took = time.process_time() - started
        assert took < LONGEST, f"seed {seed}, {way.__name__}: {took:.1f} s on\n{broken!r}"
        assert bool(findings) == bool(told)
        if breaks:
            assert findings, f"seed {seed}, {way.__name__}: nothing is found in\n{broken!r}"
        errors = [each for each in findings if each.severity == "error"]
        assert bool(specs) != bool(errors), f"seed {seed}, {way.__name__}: {findings}"
