import csv
import io
from dataclasses import replace

from earlyspec.report.curves import COLUMNS, to_csv
from earlyspec.report.render_json import from_json, to_json
from earlyspec.report.rounding import rounded


def rows(report):
    return list(csv.reader(io.StringIO(to_csv(report), newline=""), strict=True))


def test_every_point_of_every_curve_is_a_row(any_report):
    report = rounded(any_report)
    header, *body = rows(report)
    swept = list(dict.fromkeys(name for cell in report.cells for name in cell.point))
    assert header == [*swept, "step", *COLUMNS]
    expected = [
        [
            *(cell.point.get(name) for name in swept),
            step,
            curve.quantity,
            curve.unit,
            *values,
            curve.seeds,
        ]
        for cell in report.cells
        for curve in cell.curves
        for step, *values in zip(curve.steps, curve.mean, curve.low, curve.high, strict=True)
    ]
    assert len(body) == len(expected)
    for got, wanted in zip(body, expected, strict=True):
        texts = [i for i, value in enumerate(wanted) if isinstance(value, str)]
        assert [got[i] for i in texts] == [wanted[i] for i in texts]
        numbers = [i for i in range(len(wanted)) if i not in texts and wanted[i] is not None]
        assert [float(got[i]) for i in numbers] == [float(wanted[i]) for i in numbers]


def test_it_is_the_same_from_the_json(any_report):
    assert to_csv(from_json(to_json(any_report))) == to_csv(any_report)


def test_what_would_break_a_row_is_quoted(make):
    odd = make["curve"]('gap(a=1, b="x")\r\n', "a,b", [0.5, 0.25], steps=(0, 1))
    cell = replace(make["cell"](50), curves=(odd,), point={"step": 3.0, "a b": 0.5})
    text = to_csv(make["report"](cells=(cell,)))
    assert text.splitlines()[0] == "point.step,a b,step,quantity,unit,mean,low,high,seeds"
    assert '3,0.5,0,"gap(a=1, b=""x"")\r\n","a,b",0.5,0.5,0.5,8\n' in text
    assert rows(make["report"](cells=(cell,)))[1][3] == 'gap(a=1, b="x")\r\n'


def test_lines_end_in_a_newline_and_nothing_else(sweep):
    text = to_csv(sweep)
    assert "\r" not in text
    assert text.endswith("\n")
