"""Edits of the committed reports, each classified as what it is: forty kinds, on every report."""

from __future__ import annotations

import copy
import json
import math
from pathlib import Path

import pytest

from earlyspec.report.diff.compare import compare
from earlyspec.report.diff.model import Level
from earlyspec.report.diff.saved import read
from earlyspec.report.model import FORMAT

ROOT = Path(__file__).parent.parent.parent
TOLD = (
    "quickstart",
    "figure-1",
    "theorem-3.2",
    "theorem-3.5",
    "theorem-d.1",
)  # all there is to edit
REPORTS = [
    path
    for path in sorted((ROOT / "specs").rglob("*.report/report.json"))
    if path.parent.stem in TOLD and path.parent.parent.name in ("specs", "hu2020")
]
NOTHING, NOISE, NUMBER, CONDITION, VERDICT = Level
SKIP = None
MUTATIONS = {}


def mutation(expected):
    """Registers an edit of the plain data; it returns a text or bytes, or edits in place."""

    def register(edit):
        MUTATIONS[edit.__name__] = (edit, expected)
        return edit

    return register


class NotHere(Exception):
    """This report has nothing to make that edit on."""


def first(items):
    for item in items:
        return item
    raise NotHere


def claim(data):
    return first(data["claims"])


def wide(data):
    """An estimate of a claim that has an interval."""
    return first(
        part[name]
        for part in (*claim(data)["outcomes"], *claim(data)["conditions"])
        for name in ("estimate", "margin")
        if isinstance(part.get(name), dict)
        and part[name]["low"] is not None
        and part[name]["value"]
    )


def shift(estimate, errors):
    half = (estimate["high"] - estimate["low"]) / 2 / 1.96
    for name in ("value", "low", "high"):
        estimate[name] += errors * half


def point(data):
    """A point of a curve that has a band, its middle."""
    curves = [c for cell in data["cells"] for c in cell["curves"]]
    banded = [c["points"] for c in curves if c["points"][-1][2] < c["points"][-1][3]]
    points = first(banded)
    return points[len(points) // 2]


def move(row, errors):
    half = (row[3] - row[2]) / 2 / 1.96
    row[1:] = [x + errors * half for x in row[1:]]


# Nothing.


@mutation(NOTHING)
def nothing(data):
    pass


@mutation(NOTHING)
def keys_reordered(data):
    return json.dumps(data, sort_keys=True)


@mutation(NOTHING)
def written_on_one_line(data):
    return json.dumps(data)


@mutation(NOTHING)
def claims_reordered(data):
    data["claims"].append({**copy.deepcopy(claim(data)), "theorem": "hu2020/other"})
    return data, {**data, "claims": data["claims"][::-1]}


@mutation(NOTHING)
def conditions_reordered(data):
    claim(data)["conditions"].reverse()


@mutation(NOTHING)
def controls_reordered(data):
    claim(data)["controls"].reverse()


@mutation(NOTHING)
def curves_reordered(data):
    data["cells"][0]["curves"].reverse()


@mutation(NOTHING)
def points_of_the_sweep_reordered(data):
    data["cells"].reverse()


@mutation(NOTHING)
def a_field_at_its_default_is_left_out(data):
    for each in claim(data)["outcomes"]:
        assert each.pop("unit") == "target^2"
    return data, data


# Noise.


@mutation(NOISE)
def an_estimate_by_a_tenth_of_an_error(data):
    shift(wide(data), 0.35)  # less would be lost in the digits that the error carries


@mutation(NOISE)
def a_curve_by_a_tenth_of_an_error(data):
    move(point(data), 0.1)


@mutation(NOISE)
def an_interval_a_little_wider(data):
    row = point(data)
    row[2] -= 0.1 * (row[1] - row[2])
    row[3] += 0.1 * (row[3] - row[1])


@mutation(NOISE)
def a_sentence_with_a_digit_more_or_less(data):
    part = first(c for c in claim(data)["conditions"] if c["found"].startswith("stiffness"))
    old = part["found"]
    number = old.split()[2]
    part["found"] = old.replace(number, f"{float(number) * (1 + 1e-6):.6g}")
    if part["found"] == old:
        part["found"] = old.replace(number, number + "0")


@mutation(NOISE)
def the_title(data):
    data["title"] += ", again"


@mutation(NOISE)
def the_plan(data):
    data["plan"] = "0" * 16


@mutation(NOISE)
def rounding_in_a_number_without_an_error(data):
    once = first(
        o
        for cell in data["cells"]
        for o in cell["curves"]
        if o["points"][-1][2] == o["points"][-1][3]
    )
    row = once["points"][-1]
    row[1:] = [x * (1 + 4e-6) for x in row[1:]]


# Numbers.


@mutation(NUMBER)
def an_estimate_by_ten_errors(data):
    shift(wide(data), 10)


@mutation(NUMBER)
def a_curve_by_ten_errors(data):
    move(point(data), 10)


@mutation(NUMBER)
def an_interval_ten_times_wider(data):
    estimate = wide(data)
    for name in ("low", "high"):
        estimate[name] = estimate["value"] + 10 * (estimate[name] - estimate["value"])


@mutation(NUMBER)
def an_interval_lost(data):
    estimate = wide(data)
    estimate["low"] = estimate["high"] = None


@mutation(NUMBER)
def an_interval_without_end(data):
    estimate = wide(data)
    estimate["low"], estimate["high"] = "-inf", "inf"


@mutation(NUMBER)
def an_exact_margin(data):
    part = first(c for c in claim(data)["conditions"] if c["margin"] and c["margin"]["low"] is None)
    part["margin"]["value"] += 0.01


@mutation(NUMBER)
def a_requirement(data):
    part = claim(data)["outcomes"][0]
    part["required"] = part["required"].replace("0", "1")


@mutation(NUMBER)
def a_constant(data):
    part = first(
        c
        for c in claim(data)["conditions"]
        if any(x.isdigit() for x in c["required"]) and c["kind"] != "structural"
    )
    part["required"] = part["required"].replace("0", "7").replace("4", "5")


@mutation(NUMBER)
def what_was_found_in_other_words(data):
    claim(data)["conditions"][0]["found"] = "something else"


@mutation(NUMBER)
def a_cell_added(data):
    cell = copy.deepcopy(data["cells"][-1])
    cell["point"] = {"d": 4096}
    data["cells"].append(cell)


@mutation(NUMBER)
def a_cell_removed(data):
    del data["cells"][0]


@mutation(NUMBER)
def a_curve_added(data):
    curve = copy.deepcopy(data["cells"][0]["curves"][0])
    data["cells"][0]["curves"].append({**curve, "quantity": "new"})


@mutation(NUMBER)
def seeds_changed(data):
    data["seeds"] = [seed + 1000 for seed in data["seeds"]]


@mutation(NUMBER)
def a_size_changed(data):
    data["cells"][0]["sizes"]["m"] += 1


@mutation(NUMBER)
def a_seed_that_diverged(data):
    data["cells"][0]["diverged"] = ["seed 3 at step 17: loss is not finite"]


@mutation(NUMBER)
def a_bend(data):
    fit = first(o["fit"] for o in claim(data)["outcomes"] if o["fit"])
    fit["bends"] = not fit["bends"]


@mutation(NUMBER)
def a_parameter_of_the_claim(data):
    claim(data)["parameters"]["within"] = 0.5


# Conditions.


@mutation(CONDITION)
def a_condition_fails(data):
    claim(data)["conditions"][0]["word"] = "fails"


@mutation(CONDITION)
def a_condition_dropped(data):
    del claim(data)["conditions"][0]


@mutation(CONDITION)
def an_outcome_flipped(data):
    part = claim(data)["outcomes"][0]
    part["word"] = "vacuous" if part["word"] != "vacuous" else "refuted"


@mutation(CONDITION)
def a_control_no_longer_caught(data):
    lie = first(c for c in claim(data)["controls"] if c["caught"])
    lie["caught"] = False


@mutation(CONDITION)
def a_control_dropped(data):
    del claim(data)["controls"][0]


# Verdicts.


@mutation(VERDICT)
def a_verdict_flipped(data):
    claim(data)["word"] = "contradicted" if claim(data)["word"] != "contradicted" else "supported"


@mutation(VERDICT)
def an_expectation_edited(data):
    claim(data)["expect"] = "not-observed"


@mutation(VERDICT)
def a_claim_added(data):
    data["claims"].append({**copy.deepcopy(claim(data)), "theorem": "hu2020/theorem-9.9"})


@mutation(VERDICT)
def a_claim_removed(data):
    del data["claims"][0]


# Unreadable.


@mutation("ES620")
def cut_in_the_middle(data):
    text = json.dumps(data, indent=2)
    return text[: len(text) // 2]


@mutation("ES621")
def a_newer_format(data):
    data["format"] = FORMAT + 1


@mutation("ES622")
def a_field_from_a_newer_version(data):
    claim(data)["credence"] = 0.9


@mutation("ES622")
def a_verdict_that_is_none(data):
    claim(data)["word"] = "proved"


@mutation("ES622")
def a_number_as_text(data):
    wide(data)["value"] = "0.5"


@mutation("ES622")
def a_merge_conflict(data):
    return "<<<<<<< ours\n" + json.dumps(data) + "\n=======\n>>>>>>> theirs\n"


@mutation("ES623")
def another_json(data):
    return json.dumps({"name": "package"})


@mutation("ES623")
def no_text(data):
    return b"\xff\xfe\x00"


def classified(data, edit):
    """The level of an edit, or the code of the finding."""
    fresh = copy.deepcopy(data)
    result = edit(fresh)
    if isinstance(result, tuple):
        data, result = result[0], None if result[1] is result[0] else json.dumps(result[1])
    if result is None:
        result = json.dumps(fresh)
    content = result if isinstance(result, bytes) else result.encode()
    old, finding = read(json.dumps(data).encode(), "old")
    assert finding is None
    assert old is not None
    new, finding = read(content, "new")
    if finding is not None:
        assert new is None
        assert finding.help()
        return finding.code
    assert new is not None
    return compare(old, new).level


def test_there_are_forty_kinds_and_all_committed_reports():
    assert len(MUTATIONS) >= 40
    assert len(REPORTS) >= 5


@pytest.mark.parametrize("name", MUTATIONS)
def test_an_edit_is_classified_as_what_it_is(name):
    edit, expected = MUTATIONS[name]
    tried = 0
    for path in REPORTS:
        try:
            found = classified(json.loads(path.read_text()), edit)
        except NotHere:
            continue
        tried += 1
        assert found == expected, path
    assert tried


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.parent.name)
def test_a_report_does_not_differ_from_itself(path):
    report, _ = read(path.read_bytes(), "r")
    assert report is not None
    found = compare(report, report)
    assert found.level == NOTHING
    assert not found.changes
    assert not found.settings
    assert found.drift.same > 100
    assert found.drift.largest == 0 == found.drift.mean_square


@pytest.mark.parametrize("path", REPORTS[:1], ids=lambda path: path.parent.name)
def test_each_direction_finds_the_same_level(path):
    """A difference read backwards says as much."""
    data = json.loads(path.read_text())
    for name, (edit, expected) in MUTATIONS.items():
        if isinstance(expected, str):
            continue
        fresh = copy.deepcopy(data)
        try:
            if edit(fresh) is not None:
                continue
        except NotHere:
            continue
        old, new = (read(json.dumps(each).encode(), "r")[0] for each in (data, fresh))
        assert old is not None
        assert new is not None
        assert compare(old, new).level == compare(new, old).level, name


def test_wherever_a_report_is_cut_it_is_said_to_be_cut():
    content = REPORTS[0].read_bytes()
    for end in [*range(1, 3000, 7), *range(3000, len(content) - 2, 997)]:
        text = content[:end].decode(errors="ignore").encode()
        _, finding = read(text, "r")
        assert finding is not None
        assert finding.code == "ES620", content[end - 20 : end]


def test_worse_and_better():
    from earlyspec.report.diff.direction import CLAIM_ORDER, of_claims

    report, _ = read(REPORTS[0].read_bytes(), "r")
    assert report is not None
    from dataclasses import replace

    base = report.claims[0]

    def said(old, new, expect_old=None, expect_new=None):
        return of_claims(
            replace(base, word=old, expect=expect_old), replace(base, word=new, expect=expect_new)
        )

    for i, better in enumerate(CLAIM_ORDER):
        for worse in CLAIM_ORDER[i + 1 :]:
            assert said(better, worse) == "worse"
            assert said(worse, better) == "better"
    # A claim that is expected to be contradicted is worse off supported.
    both = ("contradicted", "contradicted")
    assert said("contradicted", "supported", *both) == "worse"
    assert said("inconclusive", "contradicted", *both) == "better"
    # Editing the expectation along with the verdict makes it no better.
    assert said("supported", "contradicted", "supported", "contradicted") == "worse"
    # The same word, a new expectation.
    assert said("supported", "supported", "supported", "contradicted") == "worse"
    assert said("supported", "supported", "contradicted", "supported") == "better"
    assert of_claims(base, None) == "worse"
    assert of_claims(None, replace(base, word="supported", expect=None)) == "other"
    assert of_claims(None, replace(base, word="supported", expect="contradicted")) == "worse"


def test_simulated_repetitions_rarely_count_as_a_change():
    """3 sigma with Student's factor: what ux.md's simulation asks of unchanged numbers."""
    import random

    from earlyspec.judge.intervals import mean
    from earlyspec.report.diff.noise import SIGMAS, Terms, sigmas
    from earlyspec.report.numbers import round_estimate

    rng = random.Random(7)
    for seeds, at_most in ((5, 0.006), (8, 0.006), (20, 0.006)):
        terms = Terms("float64", False, (seeds, seeds))
        moved, far = 0, 0
        for _ in range(4000):
            old, new = (
                round_estimate(mean([rng.gauss(1, 0.3) for _ in range(seeds)])) for _ in "ab"
            )
            shifted = mean([rng.gauss(1 + 8 * 0.3 / math.sqrt(seeds), 0.3) for _ in range(seeds)])
            moved += (sigmas(old, new, terms) or 0) > SIGMAS
            far += (sigmas(old, round_estimate(shifted), terms) or 0) > SIGMAS
        assert moved / 4000 < at_most, (seeds, moved)
        assert far / 4000 > 0.8, (seeds, far)
