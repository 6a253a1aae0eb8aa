"""All claims of a folder of reports on one page, to filter by paper, theorem and verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from earlyspec.judge.verdicts import ClaimVerdict
from earlyspec.report import phrases
from earlyspec.report.model import Report
from earlyspec.report.page.document import document
from earlyspec.report.page.markup import badge, code, words


@dataclass(frozen=True)
class Entry:
    """A report and the page it is shown on.

    Attributes:
      report: the report.  link: its page, relative to the index, with forward slashes.
    """

    report: Report
    link: str


def index_page(title: str, entries: Sequence[Entry], unreadable: Sequence[str] = ()) -> str:
    """The index of the claims of several reports, HTML.

    Args:
      title: of the page.
      entries: the reports, in the order to list them.
      unreadable: a sentence for each file that is not a report.
    """
    claims = [(entry, claim) for entry in entries for claim in entry.report.claims]
    rows = "\n".join(_row(entry, claim) for entry, claim in claims)
    papers = sorted({_paper(claim) for _, claim in claims})
    told = [word for word in phrases.CLAIM_WORDS if any(c.word == word for _, c in claims)]
    tally = ", ".join(f"{sum(c.word == word for _, c in claims)} {word}" for word in told)
    problems = "".join(f"<li>{words(each)}</li>" for each in unreadable)
    body = f"""<main id="main">
<h1>{words(title)}</h1>
<p class="headline">{words(phrases.count(len(claims), "claim"))} in \
{words(phrases.count(len(entries), "report"))}{": " + words(tally) if tally else ""}.</p>
{f'<div class="missing"><p>Not read:</p><ul>{problems}</ul></div>' if problems else ""}
<form id="filter" class="controls hidden" role="search" aria-label="Filter the claims">
<label>contains <input name="text" type="search" autocomplete="off"></label>
<label>paper <select name="paper">{_options(papers)}</select></label>
<label>verdict <select name="word">{_options(told)}</select></label>
<button type="reset">all</button>
</form>
<p id="told" aria-live="polite"></p>
<div class="wide" tabindex="0" role="region" aria-label="Claims">
<table id="claims"><caption>Claims</caption>
<thead><tr><th scope="col">theorem</th><th scope="col">verdict</th><th scope="col">expected</th>\
<th scope="col">report</th><th scope="col">spec</th></tr></thead>
<tbody>
{rows}
</tbody></table></div>
</main>"""
    return document(title, body, ("filter.js",))


def _row(entry: Entry, claim: ClaimVerdict) -> str:
    return (
        f'<tr data-paper="{words(_paper(claim))}" data-word="{words(claim.word)}">'
        f'<th scope="row">{code(claim.theorem)}</th><td>{badge(claim.word)}</td>'
        f"<td>{words(phrases.expectation(claim))}</td>"
        f'<td><a href="{quote(entry.link)}">{words(entry.report.title)}</a></td>'
        f"<td>{code(entry.report.spec)}</td></tr>"
    )


def _paper(claim: ClaimVerdict) -> str:
    return claim.theorem.partition("/")[0]


def _options(values: Sequence[str]) -> str:
    named = "".join(f'<option value="{words(value)}">{words(value)}</option>' for value in values)
    return f'<option value="">all</option>{named}'
