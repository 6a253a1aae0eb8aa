import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlyspec.report.diff.compare import compare
from earlyspec.report.model import FORMAT, Report
from earlyspec.report.render_json import (
    Malformed,
    NewerFormat,
    NotAReport,
    Truncated,
    from_json,
    to_json,
)
from earlyspec.report.rounding import rounded


def test_reading_back_gives_the_rounded_report(any_report):
    text = to_json(any_report)
    assert from_json(text) == rounded(any_report)
    assert to_json(from_json(text)) == text


def test_the_text_is_utf8_json_with_the_fields_in_order(any_report):
    text = to_json(any_report)
    text.encode()
    data = json.loads(text)
    assert list(data) == ["kind", *(field.name for field in fields(Report))]
    assert text.endswith("}\n")
    assert "\r" not in text


def test_a_changed_value_is_a_changed_line(sweep):
    """A moved point of a curve, a moved estimate, a new word: one line each."""
    lines = to_json(sweep).splitlines()
    cell = sweep.cells[2]
    curve = cell.curves[0]
    moved = replace(curve, mean=(*curve.mean[:4], curve.mean[4] * 1.01, *curve.mean[5:]))
    cells = (*sweep.cells[:2], replace(cell, curves=(moved, *cell.curves[1:])), sweep.cells[3])
    claim = sweep.claims[0]
    other = replace(claim, word="inconclusive")
    for changed in (replace(sweep, cells=cells), replace(sweep, claims=(other,))):
        after = to_json(changed).splitlines()
        assert len(after) == len(lines)
        assert sum(a != b for a, b in zip(lines, after, strict=True)) == 1


def test_numbers_carry_the_digits_of_their_uncertainty(make):
    fit = make["fit"](slope=-0.4812345)
    outcome = replace(make["outcome"]("train"), estimate=fit.slope, fit=fit)
    text = to_json(make["report"](claims=(make["claim"](outcomes=(outcome,)),), cells=()))
    assert '"slope": {"value": -0.48, "low": -0.58, "high": -0.38}' in text


def test_noise_below_the_digits_does_not_show(sweep):
    def shake(curve):
        factor = 1 + 1e-9
        return replace(
            curve,
            mean=tuple(v * factor for v in curve.mean),
            low=tuple(v * factor for v in curve.low),
            high=tuple(v * factor for v in curve.high),
        )

    shaken = tuple(replace(c, curves=tuple(map(shake, c.curves))) for c in sweep.cells)
    assert to_json(replace(sweep, cells=shaken)) == to_json(sweep)


def test_a_claim_says_the_same_before_and_after_it_was_written(make):
    """`horizon: 3` in a spec is the number 3.0 in a plan, and 3 in a report that was read."""
    claim = make["claim"](parameters={"constants": {"horizon": 3.0, "steps": [1.0, 2.5]}})
    report = make["report"](claims=(claim,))
    found = compare(from_json(to_json(report)), report)
    assert (found.changes, found.settings) == ((), ())


def test_what_is_not_finite_survives(make):
    report = make["report"](cells=(replace(make["cell"](50), sizes={"c": float("inf")}),))
    text = to_json(report)
    assert '"c": "inf"' in text
    assert from_json(text).cells[0].sizes["c"] == float("inf")


def test_every_beginning_of_a_report_is_truncated(sweep):
    text = to_json(sweep)
    for end in (1, 2, 10, 100, 1003, len(text) // 2, len(text) - 100, len(text) - 3, len(text) - 2):
        with pytest.raises(Truncated):
            from_json(text[:end])
    assert from_json(text[:-1]) == rounded(sweep)  # only the last newline is missing


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "[]",
        "{}",
        "null",
        '{"kind": "earlyspec-spec"}',
        '{"format": 1}',
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"kind": "earlyspec-report", "format": ' + "9" * 5000 + "}",
        '{"kind": "earlyspec-report", "format": NaN}',
        "\x00\x01\x02",
        "\ufeff{}",
    ],
)
def test_other_texts_are_not_reports(text):
    with pytest.raises(NotAReport):
        from_json(text)


def test_a_newer_format_is_said_to_be_newer(sweep):
    text = to_json(sweep).replace(f'"format": {FORMAT}', f'"format": {FORMAT + 1}', 1)
    with pytest.raises(NewerFormat, match="newer earlyspec") as caught:
        from_json(text)
    assert caught.value.format == FORMAT + 1


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('"word": "supported"', '"word": "proved"', "claims[0].word"),
        ('"word": "holds"', '"word": null', "claims[0].conditions[0].word"),
        ('"seeds": [0, 1', '"seeds": [0.5, 1', "seeds[0]"),
        ('"seeds": [0, 1', '"seeds": [true, 1', "seeds[0]"),
        ('"value": -0.48', '"value": "-0.48"', "claims[0].outcomes[0].estimate.value"),
        ('"value": -0.48', '"value": 1e999', "claims[0].outcomes[0].estimate.value"),
        ('"value": -0.48', '"value": ' + "9" * 400, "claims[0].outcomes[0].estimate.value"),
        ('"caught": true', '"caught": 1', "claims[0].controls[0].caught"),
        ('"title": ', '"titel": ', ""),
        ('"precision": "float32",\n  ', "", ""),
        ('"precision": "float32"', '"precision": "float32", "precision": "float64"', ""),
        ("[1, 0.46951, 0.44603, 0.49299]", "[1, 0.46951, 0.44603]", "cells[0].curves[0].points[1]"),
        ("[1, 0.46951, 0.44603, 0.49299]", '["1", 1, 1, 1]', "cells[0].curves[0].points[1]"),
        ("[1, 0.46951, 0.44603, 0.49299]", "1", "cells[0].curves[0].points[1]"),
        ('"cells": [', '"cells": [[], ', "cells[0]"),
        ('"missing": []', '"missing": {}', "claims[0].missing"),
        ('"format": 1', '"format": "1"', "format"),
    ],
)
def test_an_edited_report_says_where_it_was_edited(sweep, old, new, path):
    text = to_json(sweep)
    assert old in text
    with pytest.raises(Malformed) as caught:
        from_json(text.replace(old, new, 1))
    assert caught.value.path == path


def test_a_field_with_a_default_may_be_missing(sweep):
    data = json.loads(to_json(sweep))
    for cell in data["cells"]:
        del cell["horizon_step"]
    read = from_json(json.dumps(data))
    assert {cell.horizon_step for cell in read.cells} == {None}


def test_layout_and_order_of_the_text_read_do_not_matter(sweep):
    data = json.loads(to_json(sweep))
    text = json.dumps(dict(reversed(data.items())), separators=(",", ":"))
    assert to_json(from_json(text)) == to_json(sweep)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(data=st.data())
def test_no_edit_of_a_value_escapes_as_another_exception(make, data):
    small = make["report"](cells=(make["cell"](50, steps=(0, 1, 2)),))
    node = whole = json.loads(to_json(small))
    while isinstance(node, dict | list) and node:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(node[key], dict | list) or data.draw(st.integers(0, 3)) == 0:
            node[key] = data.draw(JSON)
            break
        node = node[key]
    try:
        read = from_json(json.dumps(whole))
    except NotAReport:
        return
    assert to_json(from_json(to_json(read))) == to_json(read)


def test_a_claims_own_parameters_come_back(sweep):
    claim = replace(sweep.claims[0], parameters={"within": 0.02, "horizon": 1})
    report = replace(sweep, claims=(claim,))
    assert from_json(to_json(report)).claims[0].parameters == {"within": 0.02, "horizon": 1}
