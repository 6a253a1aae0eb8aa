"""`let`, the spec's own sizes, sweeps, and `--set`."""

from __future__ import annotations

import itertools

import pytest
from language.conftest import Read


def test_expressions_use_names_and_the_specs_own_sizes(read: Read, text: str) -> None:
    text = text.replace("let: {d: 8, alpha: 0.2}", "let: {k: 2 * n, alpha: 1 / 5}")
    text = text.replace("dim: d}", "dim: 2^3}").replace("width: 16", "width: 2 * d")
    text = text.replace("learning_rate: 0.1", "learning_rate: sqrt(d * m) / k")
    (point,) = [loaded.specs[0] for loaded in [read(text)]]
    spec = point.spec
    assert spec.data.inputs.dim == 8
    assert spec.architecture.width == 16
    assert spec.regime.alpha == 0.2
    assert spec.train.learning_rate == pytest.approx((8 * 16) ** 0.5 / 400, rel=1e-15)


def test_eta_is_a_name_where_it_is_one_number(read: Read, text: str) -> None:
    both = text.replace("steps: 100", "steps: ceil(10 / eta)")
    assert read(both).specs[0].spec.train.steps == 100
    layered = both.replace("learning_rate: 0.1", "learning_rate: {first: 0.1, second: 0.1}")
    (finding,) = read(layered).findings
    assert (finding.code, finding.message()) == ("ES301", "`eta` refers to nothing")


def test_names_may_be_defined_in_any_order(read: Read, text: str) -> None:
    text = text.replace("{d: 8, alpha: 0.2}", "{d: 2 * c, c: b + 1, b: 3, alpha: 1 / b - b / 25}")
    spec = read(text).specs[0].spec
    assert spec.data.inputs.dim == 8
    assert spec.regime.alpha == pytest.approx(1 / 3 - 3 / 25)


def test_a_chain_of_a_thousand_names_is_followed(read: Read, text: str) -> None:
    chain = ", ".join(f"a{k}: a{k + 1}" for k in range(1000))
    spec = read(text.replace("{d: 8,", f"{{d: a0, {chain}, a1000: 8,")).specs[0].spec
    assert spec.data.inputs.dim == 8


CYCLES = {
    "of two": ("{a: 2 * b, b: a / 2, ", "a -> b -> a"),
    "of one": ("{a: a + 1, ", "a -> a"),
    "of three": ("{c: a, a: b + 1, b: c, ", "c -> a -> b -> c"),
}


@pytest.mark.parametrize("name", CYCLES)
def test_a_cycle_is_one_finding_and_is_spelt_out(read: Read, text: str, name: str) -> None:
    let, words = CYCLES[name]
    text = text.replace("let: {", f"let: {let}").replace("width: 16", "width: 8 * a")
    (finding,) = read(text).findings
    assert finding.code == "ES303"
    assert finding.message() == f"defined by itself: {words}"


def test_a_cycle_through_a_size_is_found(read: Read, text: str) -> None:
    text = text.replace("train: 200", "train: 10 * m").replace("width: 16", "width: 2 * n")
    (finding,) = read(text).findings
    assert finding.message() == "defined by itself: n -> m -> n"


def test_a_size_that_is_given_by_its_own_letter_is_unknown(read: Read, text: str) -> None:
    text = text.replace("let: {d: 8, alpha: 0.2}", "let: {alpha: 0.2}")
    (finding,) = read(text.replace("rate: 0.1", "rate: 0.1 * d")).findings
    assert (finding.code, finding.message()) == ("ES301", "`d` refers to nothing")
    assert finding.help() == "define it: `let: {d: ...}`"


def test_what_waits_for_a_cycle_is_not_blamed(read: Read, text: str) -> None:
    text = text.replace("let: {", "let: {p: q, q: r, r: q, ")
    (finding,) = read(text).findings
    assert finding.message() == "defined by itself: q -> r -> q"


def test_an_unknown_name_is_underlined_inside_the_expression(read: Read, text: str) -> None:
    text = text.replace("learning_rate: 0.1", "learning_rate: 0.1 * alhpa / 2")
    (finding,) = read(text).findings
    assert finding.code == "ES301"
    assert finding.span is not None
    line = text.split("\n")[finding.span.line - 1]
    assert line[finding.span.column - 1 : finding.span.end_column - 1] == "alhpa"
    assert "`alpha`" in (finding.help() or "")


def test_in_quotes_the_whole_expression_is_underlined(read: Read, text: str) -> None:
    text = text.replace("learning_rate: 0.1", "learning_rate: '0.1 * alhpa'")
    (finding,) = read(text).findings
    assert finding.span is not None
    line = text.split("\n")[finding.span.line - 1]
    assert line[finding.span.column - 1 : finding.span.end_column - 1] == "'0.1 * alhpa'"


def test_a_broken_name_is_one_finding_however_often_it_is_used(read: Read, text: str) -> None:
    text = text.replace("let: {", "let: {q: 1 / 0, ").replace("width: 16", "width: q")
    text = text.replace("learning_rate: 0.1", "learning_rate: q")
    (finding,) = read(text).findings
    assert finding.code == "ES206"
    assert finding.span is not None
    assert finding.span.line == 3


@pytest.mark.parametrize(
    ("expression", "part"),
    [
        ("9**9**9", "**"),
        ("2 * (d", "("),
        ("d.real", "."),
        ("__import__('os')", "__import__"),
        ("d +", None),
    ],
)
def test_a_bad_expression_is_underlined_where_it_is_bad(
    read: Read, text: str, expression: str, part: str | None
) -> None:
    text = text.replace("learning_rate: 0.1", f"learning_rate: {expression}")
    (finding,) = read(text).findings
    assert finding.code in ("ES206", "ES301")
    assert finding.span is not None
    line = text.split("\n")[finding.span.line - 1]
    shown = line[finding.span.column - 1 : finding.span.end_column - 1]
    assert part is None or part in shown


SHADOWED = {
    "n": ("train: 200", "n: 100", "`data.train` is 200"),
    "m": ("width: 16", "m: 8", "`architecture.width` is 16"),
    "d": ("dim: d}", "d: 8", None),
    "eta": ("learning_rate: 0.1", "eta: 0.2", "`train.learning_rate` is 0.1"),
}


@pytest.mark.parametrize("name", SHADOWED)
def test_a_letter_of_the_papers_has_one_value(read: Read, text: str, name: str) -> None:
    _, entry, there = SHADOWED[name]
    if name == "d":
        text, there = text.replace("dim: d}", "dim: 9}"), "`data.inputs.dim` is 9"
    else:
        text = text.replace("let: {", f"let: {{{entry}, ")
    (finding,) = [each for each in read(text).findings if each.code != "ES315"]
    assert finding.code == "ES302"
    assert finding.message().endswith(f"but {there}")
    assert [label.text for label in finding.labels()] == [there]
    assert read(text.replace(entry, f"{name}: {str(there).split(' is ')[1]}")).specs


def test_a_name_that_nothing_refers_to_is_a_warning(read: Read, text: str) -> None:
    loaded = read(text.replace("let: {", "let: {spare: 3, aide: spare, "))
    assert [each.message() for each in loaded.findings] == [
        "`spare` is defined, but nothing refers to it",
        "`aide` is defined, but nothing refers to it",
    ]
    assert loaded.specs


# Sweeps.


def _points(read: Read, text: str) -> list[dict[str, float]]:
    loaded = read(text)
    assert not [each for each in loaded.findings if each.severity == "error"], loaded.findings
    return [point.values for point in loaded.specs]


def test_a_sweep_is_a_product_the_last_name_fastest(read: Read, text: str) -> None:
    text = text.replace("let: {", "let: {w: 2, ").replace("width: 16", "width: w * d")
    text += "sweep: {d: [4, 6, 8], w: [2, 10]}\n"
    points = _points(read, text)
    assert points == [{"d": d, "w": w} for d, w in itertools.product([4, 6, 8], [2, 10])]
    specs = [point.spec for point in read(text).specs]
    assert [spec.architecture.width for spec in specs] == [8, 40, 12, 60, 16, 80]
    assert [spec.data.inputs.dim for spec in specs] == [4, 4, 6, 6, 8, 8]


def test_zip_pairs_its_values(read: Read, text: str) -> None:
    text = text.replace("let: {", "let: {w: 2, s: 1, ").replace("width: 16", "width: 2 * w")
    text = text.replace("steps: 100", "steps: s")
    text += "sweep: {s: [1, 2], zip: {d: [4, 8], w: [10, 20]}}\n"
    assert _points(read, text) == [
        {"s": s, "d": d, "w": w} for s in (1, 2) for d, w in ((4, 10), (8, 20))
    ]


def test_swept_values_may_be_arithmetic(read: Read, text: str) -> None:
    assert _points(read, text + "sweep: {d: [2**3, 2^4]}\n") == [{"d": 8}, {"d": 16}]


SWEEPS = {
    "{e: [1, 2]}": ("ES301", "`e` refers to nothing"),
    "{d: []}": ("ES304", "`d` is swept over no values"),
    "{d: 3}": ("ES203", "`sweep.d` needs a list of numbers, but here is the number 3"),
    "[d]": ("ES203", "`sweep` needs a mapping, but here is a list"),
    "{d: [[1]]}": ("ES203", "`sweep.d[0]` needs a number, but here is a list"),
    "{d: [4, true]}": ("ES203", "`sweep.d[1]` needs a number, but here is `true`"),
    "{d: [alpha]}": ("ES206", "a swept value may not refer to names"),
    "{zip: {d: [1, 2], alpha: [0.1]}}": ("ES304", "the lists under `zip` are not equally long"),
    "{zip: []}": ("ES203", "`sweep.zip` needs a mapping of names to lists, but here is a list"),
    "{d: [1, 2], zip: {d: [1, 2]}}": ("ES304", "`d` is swept twice"),
}


@pytest.mark.parametrize("sweep", SWEEPS)
def test_a_bad_sweep_is_one_finding(read: Read, text: str, sweep: str) -> None:
    loaded = read(text + f"sweep: {sweep}\n")
    assert [(each.code, each.message()) for each in loaded.findings] == [SWEEPS[sweep]]
    assert loaded.specs == ()


def test_a_sweep_that_never_ends_is_refused(read: Read, text: str) -> None:
    values = list(range(1, 60))
    text = text.replace("let: {", "let: {w: 2, ").replace("width: 16", "width: 2 * w")
    (finding,) = read(text + f"sweep: {{d: {values}, w: {values}}}\n").findings
    assert finding.message() == "the sweep has 3481 points, more than 1000"


def test_a_point_of_a_sweep_that_makes_no_spec_is_found(read: Read, text: str) -> None:
    text = text.replace("width: 16", "width: 2 * d - 8") + "sweep: {d: [8, 6, 4, 2]}\n"
    loaded = read(text)
    (finding,) = loaded.findings
    assert finding.message() == "`architecture.width` must be at least 1, but is 0"
    assert loaded.specs == ()


def test_a_sweep_that_changes_nothing_is_a_warning(read: Read, text: str) -> None:
    text = text.replace("let: {", "let: {w: 2, ") + "sweep: {w: [2, 3]}\n"
    (finding,) = read(text).findings
    assert finding.message() == "`w` is swept, but nothing refers to it"


# --set.


def test_a_setting_wins_over_let(read: Read, text: str) -> None:
    (point,) = read(text, {"d": "12"}).specs
    assert point.spec.data.inputs.dim == 12
    assert point.values == {}


def test_a_setting_reaches_any_field(read: Read, text: str) -> None:
    settings = {
        "train.learning_rate": "0.5 * d",
        "architecture.width": "32",
        "seeds": "[3, 4]",
        "claims.0": "{theorem: hu2020/theorem-3.2, alpha: 0.1}",
        "data.labels.then": "[]",
    }
    (point,) = read(text, settings).specs
    spec = point.spec
    assert spec.train.learning_rate == 4.0
    assert spec.architecture.width == 32
    assert spec.seeds == (3, 4)
    assert spec.claims[0].identifier == "hu2020/theorem-3.2"
    assert spec.data.labels.then == ()


def test_a_setting_makes_the_mappings_that_lead_to_it(read: Read, text: str) -> None:
    bare = text.replace("regime: {alpha: alpha}\n", "").replace(", alpha: 0.2", "")
    (point,) = read(bare, {"regime.alpha": "0.15"}).specs
    assert point.spec.regime.alpha == 0.15


def test_a_setting_ends_a_sweep_or_gives_it_other_values(read: Read, text: str) -> None:
    swept = text + "sweep: {d: [8, 16], zip: {alpha: [0.1, 0.2]}}\n"
    assert [p.values for p in read(swept, {"d": "8"}).specs] == [{"alpha": 0.1}, {"alpha": 0.2}]
    assert [p.values for p in read(swept, {"alpha": "0.1"}).specs] == [{"d": 8}, {"d": 16}]
    found = read(swept, {"d": "[4, 6]", "alpha": "0.1"}).specs
    assert [p.values for p in found] == [{"d": 4}, {"d": 6}]
    assert [p.values for p in read(text, {"d": "[4, 6]"}).specs] == [{"d": 4}, {"d": 6}]


SETTINGS = {
    "widht": ("ES301", "`widht` refers to nothing"),
    "claims.7": ("ES301", "`claims.7` refers to nothing"),
    "title.x": ("ES301", "`title.x` refers to nothing"),
    "train.stepz": ("ES201", "unknown key `stepz` in `train`"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_of_nothing_is_found_on_the_command_line(
    read: Read, text: str, name: str
) -> None:
    loaded = read(text, {"d": "8", name: "3"})
    (finding,) = loaded.findings
    assert (finding.code, finding.message()) == SETTINGS[name]
    assert finding.span is not None
    assert (finding.span.file, finding.span.line) == ("<command line>", 2)
    assert loaded.documents[1].line(2) == f"{name}: 3"


def test_a_bad_value_of_a_setting_is_underlined_on_the_command_line(read: Read, text: str) -> None:
    loaded = read(text, {"d": "8 * dd"})
    (finding,) = loaded.findings
    assert finding.code == "ES301"
    assert finding.span is not None
    line = loaded.documents[1].line(finding.span.line)
    assert line[finding.span.column - 1 : finding.span.end_column - 1] == "dd"


@pytest.mark.parametrize("value", ["[1", "'", "a: b", "", "&x 1", "\t", "- 1", "1\n2"])
def test_a_setting_that_is_no_value_is_a_finding(read: Read, text: str, value: str) -> None:
    loaded = read(text, {"d": value})
    assert loaded.findings
    assert all(each.span and each.span.file == "<command line>" for each in loaded.findings)
    assert loaded.specs == ()
