"""The pages as text: sizes, policy, links, what a broken report does."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest

from earlyspec.cli import main
from earlyspec.pages import write_pages
from earlyspec.report.page.document import LARGEST
from earlyspec.report.page.report_page import report_page
from earlyspec.report.render_json import from_json


def every_page(pages: Path) -> list[Path]:
    return sorted(pages.rglob("*.html"))


def test_each_report_has_a_page_and_the_index_links_it(pages: Path) -> None:
    reports = list(pages.rglob("report.json"))
    assert len(every_page(pages)) == len(reports) + 1
    index = (pages / "index.html").read_text()
    for report in reports:
        assert f'href="{report.with_name("report.html").relative_to(pages).as_posix()}"' in index


def test_pages_are_small_and_ask_for_nothing(pages: Path) -> None:
    for page in every_page(pages):
        text = page.read_text()
        assert len(text.encode()) <= LARGEST
        assert not re.search(r'(?:src|href)="(?!#)[a-z]+:', text), page
        assert not re.search(r"url\((?!#)", text), page
        assert "default-src 'none'" in text


def test_the_policy_names_the_very_scripts_and_styles(pages: Path) -> None:
    for page in every_page(pages):
        text = page.read_text()
        for element in ("style", "script"):
            inside = re.search(rf"<{element}>(.*?)</{element}>", text, re.S)
            assert inside is not None
            digest = base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode()
            assert f"{element}-src 'sha256-{digest}'" in text
        assert " style=" not in text  # the policy would drop it


def test_a_page_is_a_function_of_the_report(pages: Path) -> None:
    report = from_json((pages / "quickstart.report" / "report.json").read_text())
    assert report_page(report, None) == report_page(report, None)


def test_verdicts_come_before_everything_else(pages: Path) -> None:
    text = (pages / "quickstart.report" / "report.html").read_text()
    order = ['class="headline"', "Which conditions held", "<figure>", 'id="explorer"', "The spec"]
    at = [text.index(each) for each in order]
    assert at == sorted(at)


def test_a_report_with_too_many_numbers_still_fits(pages: Path) -> None:
    report = from_json((pages / "quickstart.report" / "report.json").read_text())
    cell = report.cells[-1]
    many = tuple(replace(c, quantity=f"{c.quantity}-{k}") for k in range(60) for c in cell.curves)
    big = replace(report, cells=(replace(cell, curves=many),))
    page = report_page(big, None)
    assert len(page.encode()) <= LARGEST
    assert report.claims[0].theorem in page


def test_a_changed_spec_is_said_to_be(pages: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(pages / "quickstart.report", tmp_path / "quickstart.report")
    text = (pages / "quickstart.yaml").read_text()
    (tmp_path / "quickstart.yaml").write_text(text.replace("seeds: 8", "seeds: 9"))
    made = write_pages(tmp_path / "quickstart.report")
    assert "The spec has changed since" in made.written[0].read_text()
    assert (
        "The spec has changed since"
        not in (pages / "quickstart.report" / "report.html").read_text()
    )


def test_findings_stand_under_their_line(pages: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(pages / "quickstart.report", tmp_path / "quickstart.report")
    text = (pages / "quickstart.yaml").read_text()
    (tmp_path / "quickstart.yaml").write_text(text.replace("width:", "widht:"))
    page = write_pages(tmp_path / "quickstart.report").written[0].read_text()
    line = next(part for part in page.split("<li") if "widht:" in part and "architecture" in part)
    assert 'class="note error"' in line
    assert ">  labels: {rule" in page, "the indentation of YAML is meaning"
    assert "ES201" in line


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "ES623"),
        ("[]", "ES623"),
        ("{", "ES620"),
        ('{"kind": "earlyspec-report", "format": 99}', "ES621"),
        ('{"kind": "earlyspec-report", "format": 1, "claims": 3}', "ES622"),
        ("<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n", "ES622"),
    ],
)
def test_what_is_no_report_is_a_finding(tmp_path: Path, capsys, content: str, code: str) -> None:
    folder = tmp_path / "x.report"
    folder.mkdir()
    (folder / "report.json").write_text(content)
    assert main(["show", str(folder), "--html"]) == 2
    assert code in capsys.readouterr().err
    assert main(["show", str(folder)]) == 2
    assert code in capsys.readouterr().err
    assert not list(folder.glob("*.html"))


def test_a_bad_report_does_not_hide_the_good_ones(pages: Path, tmp_path: Path, capsys) -> None:
    import shutil

    shutil.copytree(pages / "quickstart.report", tmp_path / "a.report")
    (tmp_path / "b.report").mkdir()
    (tmp_path / "b.report" / "report.json").write_text("{")
    assert main(["show", str(tmp_path), "--html"]) == 2
    assert "ES620" in capsys.readouterr().err
    assert "b.report" in (tmp_path / "index.html").read_text()
    assert (tmp_path / "a.report" / "report.html").exists()


def test_a_page_goes_where_it_is_told(pages: Path, tmp_path: Path, capsys) -> None:
    target = tmp_path / "out" / "page.html"
    assert main(["show", str(pages / "quickstart.report"), "--html", str(target)]) == 0
    assert capsys.readouterr().out.strip() == str(target)
    assert target.exists()
