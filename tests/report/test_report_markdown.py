import re
import shutil
import subprocess

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from earlyspec.report.markdown_text import cell_code, code, escape, plain, table
from earlyspec.report.render_json import from_json, to_json
from earlyspec.report.render_markdown import to_markdown
from earlyspec.report.rounding import rounded

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
FIGURES = {"gap.svg": "The gap [train], rising | to 0.1"}


def shown(inline):
    """What a reader sees of an inline token, or None if some of it is not plain text or code."""
    parts = []
    for child in inline.children:
        if child.type not in ("text", "code_inline", "softbreak", "text_special"):
            return None
        parts.append(child.content)
    return "".join(parts)


def inlines(markdown):
    return [token for token in PARSER.parse(markdown) if token.type == "inline"]


def test_it_is_the_same_from_the_json(any_report):
    again = to_markdown(from_json(to_json(any_report)), FIGURES)
    assert again == to_markdown(any_report, FIGURES) == to_markdown(rounded(any_report), FIGURES)


def test_the_verdict_comes_first(any_report):
    lines = to_markdown(any_report, {}).splitlines()
    assert lines[0].startswith("# Report: ")
    assert re.fullmatch(r"\*\*(\d+ claims?: .*|No claims: measurements only)\.\*\*", lines[2])


def test_headline_of_a_supported_sweep(sweep):
    text = to_markdown(sweep, {})
    assert "\n**1 claim: 1 supported.**\n" in text
    assert "\n## Claim `hu2020/theorem-d.1`: supported\n" in text
    assert "| `train` | confirmed | " in text
    assert "exponent -0.48 ± 0.10" in text
    assert "exponent -0.48 [-0.58, -0.38] over d = 32 to 192" in text
    assert "Local slopes, between neighbouring sizes: -0.48, -0.47, -0.46." in text
    assert "| 64 | 512 | 512 | 30 | 16 |" in text
    assert "bends" not in text
    assert "diverged" not in text
    assert "Not decided" not in text
    assert (
        "| `second-moment`: E phi'(g)^2 in place of zeta^2 | `train` | confirmed | **no** |" in text
    )


def test_what_is_missing_and_not_decided_is_listed(make):
    outcome = make["outcome"]("train", "inconclusive", fitted=False, missing="a sweep over d")
    claim = make["claim"]("inconclusive", outcomes=(outcome,), missing=("outcome train: a sweep",))
    text = to_markdown(make["report"](claims=(claim,)), {})
    assert "\nMissing for a verdict:\n\n- outcome train: a sweep\n" in text
    assert "| `hu2020/theorem-d.1` | `train` | a sweep over d |" in text
    assert "**Expected supported: missed.**" in text


def test_a_fit_that_bends_says_so(make):
    claim = make["claim"](outcomes=(make["outcome"]("train", bends=True),))
    assert "**It bends**" in to_markdown(make["report"](claims=(claim,)), {})


def test_a_diverged_run_is_told_before_any_number(make):
    words = "seed 3 diverged at step 17: the loss overflowed"
    report = make["report"](cells=(make["cell"](32, diverged=(words,)),))
    text = to_markdown(report, {})
    assert "> **1 run diverged**" in text
    assert f"> - d = 32: {words}" in text
    assert text.index(words) < text.index("## Claim")


def test_figures_are_embedded_with_their_words(sweep):
    images = [
        child
        for token in inlines(to_markdown(sweep, FIGURES))
        for child in token.children
        if child.type == "image"
    ]
    assert [(image.attrs["src"], image.content) for image in images] == [
        ("gap.svg", "The gap \\[train\\], rising \\| to 0.1")
    ]


def test_tables_have_as_many_cells_in_every_row(any_report):
    tokens = PARSER.parse(to_markdown(any_report, FIGURES))
    widths = []
    for token in tokens:
        if token.type == "table_open":
            widths.append([])
        elif token.type == "tr_open":
            widths[-1].append(0)
        elif token.type in ("td_open", "th_open"):
            widths[-1][-1] += 1
    assert all(len(set(rows)) == 1 for rows in widths)
    text = to_markdown(any_report, FIGURES)
    rules = [line for line in text.splitlines() if re.fullmatch(r"\|( --- \|)+", line)]
    assert len(rules) == len(widths)  # no table ends before its time


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Zl", "Zp"))
    | st.sampled_from("|`*_[]()<>~$\\#&-!+1. "),
    max_size=30,
)


@given(TEXTS)
@example("n >~ d^(1+alpha), |x_i|^2 <= f_lin_t [-0.5, 0.1](x)")
@example("1. a")
@example("- a")
@example("--")
@example("# a #")
@example("<b>&amp;</b>")
@example("[a]: b")
@example("*a* _b_ ~~c~~ `d`")
def test_escaped_text_is_shown_as_it_is(text):
    for markdown in (f"- {escape(text)}", f"# Report: {escape(text)}", f"word {escape(text)} word"):
        found = inlines(markdown)
        expected = {
            "-": plain(text),
            "#": f"Report: {plain(text)}".rstrip(),
            "w": " ".join(f"word {plain(text)} word".split()),
        }[markdown[0]]
        assert " ".join("".join(map(shown, found)).split()) == expected


@given(TEXTS)
def test_a_cell_shows_its_text(text):
    lines = table(("a", "b"), [(escape(text), cell_code(text))])
    cells = [shown(token) for token in inlines("\n".join(lines))]
    assert cells[2:] == [plain(text) or "-", plain(text) or cells[3]]


@given(TEXTS)
def test_code_shows_its_text(text):
    assert next(shown(token) for token in inlines(f"a {code(text)}")).split(" ", 1)[
        1
    ].strip() == plain(text)


def test_nothing_invisible_passes():
    assert plain("a\x1b[31m\nb\u202ec\ud800d") == "a [31m b c d"


def test_git_names_the_theorem_in_every_hunk(make, tmp_path):
    """With no driver of ours: git's own `markdown` and a `.gitattributes` line."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("no git")

    def run(*arguments):
        return subprocess.run(
            [git, "-c", "user.name=a", "-c", "user.email=a@b", *arguments],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    run("init", "-q")
    (tmp_path / ".gitattributes").write_text("report.md diff=markdown\n")
    claims = make["claim"](theorem="hu2020/theorem-3.2"), make["claim"]()
    report = make["report"](claims=claims)
    (tmp_path / "report.md").write_text(to_markdown(report, {}))
    run("add", ".")
    moved = make["claim"](outcomes=(make["outcome"]("train", slope=-0.7),))
    (tmp_path / "report.md").write_text(to_markdown(make["report"](claims=(claims[0], moved)), {}))
    hunks = [line for line in run("diff", "-U0").splitlines() if line.startswith("@@")]
    assert hunks
    assert all(hunk.endswith("## Claim `hu2020/theorem-d.1`: supported") for hunk in hunks)
