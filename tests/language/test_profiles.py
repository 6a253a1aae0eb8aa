"""Profiles: named sets of values of one spec, and where their mistakes are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from earlyspec import session
from earlyspec.language.load import Loaded, load
from earlyspec.report.folder import report_folder
from earlyspec.source.document import Document

PROFILES = """\
sweep: {d: [4, 8]}
seeds: 2
profiles:
  paper: {d: 50, seeds: [5, 7], precision: float32}
  large:
    alpha: d / 100
    sweep: {d: [12, 20]}
"""


@pytest.fixture
def spec(text: str) -> str:
    return text + PROFILES


def read(text: str, profile: str | None = None, **settings: str) -> Loaded:
    return load(Document("spec.yaml", text), settings, Path(), profile)


def dims(loaded: Loaded) -> list[int]:
    return [point.spec.data.inputs.facts().dim for point in loaded.specs]


def test_without_a_profile_the_spec_is_as_it_stands(spec: str, text: str) -> None:
    loaded = read(spec)
    assert loaded.findings == []
    assert dims(loaded) == [4, 8]
    assert loaded.specs[0].spec.seeds == 2
    assert dict(read(text).profiles) == {}
    assert {name: dims(under) for name, under in loaded.profiles.items()} == {
        "paper": [50],
        "large": [12, 20],
    }


def test_a_number_ends_a_sweep_and_root_keys_are_replaced(spec: str) -> None:
    paper = read(spec, "paper")
    assert dims(paper) == [50]
    assert paper.specs[0].values == {}
    assert paper.specs[0].spec.seeds == (5, 7)
    assert paper.specs[0].spec.precision == "float32"
    large = read(spec, "large")
    assert dims(large) == [12, 20]
    assert [point.spec.regime.alpha for point in large.specs] == [0.12, 0.2]


def test_a_list_is_a_sweep_of_the_name(spec: str) -> None:
    assert dims(read(spec.replace("d: 50", "d: [5, 6, 7]"), "paper")) == [5, 6, 7]


def test_a_setting_wins_over_the_profile(spec: str) -> None:
    assert dims(read(spec, "paper", d="3")) == [3]
    assert read(spec, "paper", seeds="9").specs[0].spec.seeds == 9
    assert dims(read(spec, "large", d="3")) == [3]  # and ends the profile's sweep


def test_profiles_cannot_be_set(spec: str) -> None:
    (finding,) = read(spec, "paper", **{"profiles.paper.d": "3"}).findings
    assert finding.code == "ES301"
    assert "--profile" in finding.label()


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "words"),
    [
        ("alpha: d / 100", "alhpa: d / 100", "ES301", 18, "`alhpa` refers to nothing"),
        ("alpha: d / 100", "alpha: q / 100", "ES301", 18, "`q` refers to nothing"),
        ("alpha: d / 100", "alpha: 2 * alpha", "ES303", 18, "defined by itself"),
        ("alpha: d / 100", "alpha: {}", "ES203", 18, "needs a number"),
        ("[12, 20]", "[12, x]", "ES206", 19, "may not refer to names"),
        ("[12, 20]", "[12, 2.5]", "ES203", 17, "needs a whole number"),
        ("{d: [12, 20]}", "{dd: [12, 20]}", "ES301", 19, "`dd` refers to nothing"),
        ("float32", "float33", "ES205", 16, "not a value of `precision`"),
        ("seeds: [5, 7]", "seeds: 0", "ES204", 16, "`seeds` must be at least 1"),
        ("paper: {", "pa per: {", "ES209", 16, "cannot name a profile"),
        ("paper: {", "../x: {", "ES209", 16, "cannot name a profile"),
        ("{d: [12, 20]}", "{d: [12, 20]}\n    d: [3]", "ES304", 20, "has a list"),
        ("  large:", "  large: 3\n  other:", "ES203", 17, "needs a mapping"),
        ("  large:", "  paper: {d: 3}\n  other:", "ES102", 17, "paper"),
    ],
)
def test_a_mistake_is_told_in_the_profiles_own_lines(
    spec: str, old: str, new: str, code: str, line: int, words: str
) -> None:
    assert spec.count(old) == 1
    loaded = read(spec.replace(old, new))
    assert [finding.code for finding in loaded.findings] == [code]
    (finding,) = loaded.findings
    assert words in finding.message()
    assert finding.span is not None
    assert finding.span.line == line
    assert loaded.specs == ()


def test_a_mistake_that_shows_elsewhere_has_both_places(spec: str) -> None:
    (finding,) = read(spec.replace("d: 50", "d: 0")).findings
    assert finding.code == "ES204"
    assert finding.label() == "with the values of `paper`"
    shown = [label.span.line for label in finding.labels()]
    assert shown == [5]  # `dim: d`
    assert [each.span for each in read(spec.replace("d: 50", "d: 0"), "paper").findings] == [
        finding.span
    ]


def test_what_a_spec_gets_wrong_anyway_is_not_blamed_on_a_profile(spec: str) -> None:
    broken = spec.replace("width: 16", "widht: 16")
    for profile in (None, "paper"):
        (finding,) = read(broken, profile).findings
        assert finding.span is not None
        assert finding.span.line == 9
    blamed = read(spec, "paper", **{"data.train": "0"})
    assert [each.span.file for each in blamed.findings if each.span] == ["<command line>"]


def test_an_unknown_profile_says_what_there_is(spec: str, text: str) -> None:
    (finding,) = read(spec, "papper").findings
    assert finding.code == "ES316"
    assert finding.help() == "a similar profile exists: `paper`"
    (finding,) = read(text, "paper").findings
    assert finding.code == "ES316"
    assert "profiles" in (finding.help() or "")


def test_a_claim_that_cannot_come_true_under_a_profile_is_an_error(
    spec: str, tmp_path: Path
) -> None:
    path = tmp_path / "spec.yaml"
    expects = "[{theorem: hu2020/theorem-d.1, expect: supported}]"
    grown = spec.replace("[hu2020/theorem-d.1]", expects).replace("width: 16", "width: 2 * d^2")
    grown = grown.replace("train: 200", "train: 2 * d^2").replace(
        "learning_rate: 0.1", "learning_rate: 1/d"
    )
    path.write_text(grown)
    assert session.check(str(path)).ok
    path.write_text(grown.replace("alpha: d / 100", "alpha: 0.3"))
    checked = session.check(str(path))
    errors = [each for each in checked.findings if each.severity == "error"]
    assert {each.code for each in errors} == {"ES401"}
    assert {each.span.line for each in errors if each.span} == {17}


def test_a_profiles_folder_is_its_own() -> None:
    def folder(**settings: str) -> str:
        return str(report_folder("a/x.yaml", settings, None, "paper"))

    assert folder() == "a/x.paper.report"
    assert folder(d="3") == "a/x.paper.d=3.report"


def test_order_and_flow_style_change_nothing(spec: str) -> None:
    turned = spec.replace(
        "paper: {d: 50, seeds: [5, 7], precision: float32}",
        "paper: {precision: float32, seeds: [5, 7], d: 50}",
    )
    assert read(turned, "paper").specs == read(spec, "paper").specs
