"""One report as a page: verdicts first, then why, then curves, then the spec."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earlyspec.diagnostics.finding import Finding
from earlyspec.judge.verdicts import ClaimVerdict, ConditionVerdict, Estimate, Fit, OutcomeVerdict
from earlyspec.report import phrases
from earlyspec.report.figures import figures
from earlyspec.report.model import Report
from earlyspec.report.numbers import text, with_error, with_interval
from earlyspec.report.page.curve_data import curve_data
from earlyspec.report.page.document import LARGEST, document
from earlyspec.report.page.markup import anchor, badge, code, folded, table, words
from earlyspec.report.page.spec_listing import listing
from earlyspec.report.quantities import parse
from earlyspec.report.rounding import rounded
from earlyspec.source.document import Document

_SPARE = 2_000  # bytes left over when curves take what room there is
_ORDER = ("fails", "unknown", "holds")


@dataclass(frozen=True)
class SpecText:
    """The spec that a report stands next to.

    Attributes:
      document: its text.  findings: what `check` says of it.
      same: whether its plan is the one that the report was made from; None if it has no plan.
    """

    document: Document
    findings: Sequence[Finding]
    same: bool | None


def report_page(report: Report, spec: SpecText | None) -> str:
    """The page of a report: HTML, a function of the rounded report and the spec alone.

    The page stays below `LARGEST` bytes: tables of numbers are left out first, then figures.
    """
    report = rounded(report)
    for tables, drawn in ((True, True), (False, True), (False, False)):
        page = _page(report, spec, tables, drawn, room=0)
        if len(page.encode()) <= LARGEST - _SPARE:
            room = LARGEST - _SPARE - len(page.encode())
            return _page(report, spec, tables, drawn, room)
    return _page(report, None, False, False, room=0)


def verdicts(report: Report) -> str:
    """The head of the page and its claims, HTML; of a rounded report."""
    claims = (part for k, claim in enumerate(report.claims) for part in _claim(k, claim))
    return "\n".join([*_head(report), *claims])


def _page(report: Report, spec: SpecText | None, tables: bool, drawn: bool, room: int) -> str:
    parts = [
        verdicts(report),
        *(_figures(report) if drawn else ()),
        *_explorer(report, room),
        *_spec(report, spec),
        *(_numbers(report) if tables else _left_out()),
    ]
    body = '<main id="main">\n' + "\n".join(parts) + "\n</main>"
    return document(report.title, body, ("curves.js",))


def _head(report: Report) -> Iterator[str]:
    yield f"<h1>{words(report.title)}</h1>"
    yield f'<p class="headline">{words(phrases.headline(report))}</p>'
    yield '<ul class="claims">'
    for k, claim in enumerate(report.claims):
        expected = phrases.expectation(claim)
        yield (
            f'<li>{badge(claim.word)} <a href="#{_claim_id(k, claim)}">{words(claim.theorem)}</a> '
            f"<span>{words(expected)}</span></li>"
        )
    yield "</ul>"
    diverged = phrases.diverged(report)
    if diverged:
        yield '<div class="missing"><p><strong>Runs that diverged:</strong></p><ul>'
        yield from (f"<li>{words(sentence)}</li>" for sentence in diverged)
        yield "</ul></div>"
    facts = [
        f"spec {report.spec}",
        f"plan {report.plan}",
        f"seeds {phrases.seeds(report.seeds)}",
        f"precision {report.precision}",
        f"backend {report.backend}",
        *([f"cites {report.cite}"] if report.cite else []),
    ]
    yield '<ul class="meta">' + "".join(f"<li>{words(fact)}</li>" for fact in facts) + "</ul>"


def _claim_id(number: int, claim: ClaimVerdict) -> str:
    return f"claim-{number + 1}-{anchor(claim.theorem)}"


def _claim(number: int, claim: ClaimVerdict) -> Iterator[str]:
    name = _claim_id(number, claim)
    yield f'<section aria-labelledby="{name}">'
    yield f'<h2 id="{name}">{words(claim.theorem)} {badge(claim.word)}</h2>'
    given = ", ".join(f"{key} = {value}" for key, value in claim.parameters.items())
    said = f" Claimed with {words(given)}." if given else ""
    expected = phrases.expectation(claim)
    yield (
        f"<p>{words(phrases.MEANING[claim.word])}{said}"
        + (f" <strong>{words(expected.capitalize())}.</strong>" if expected else "")
        + "</p>"
    )
    if claim.missing:
        yield '<div class="missing"><p>Missing for a verdict:</p><ul>'
        yield from (f"<li>{words(each)}</li>" for each in claim.missing)
        yield "</ul></div>"
    if claim.outcomes:
        yield "<h3>What was observed</h3>"
        yield _outcomes(claim.outcomes)
        yield from (_fit(o.id, o.fit) for o in claim.outcomes if o.fit is not None)
    if claim.conditions:
        yield "<h3>Which conditions held</h3>"
        yield _conditions(claim.conditions)
    if claim.controls:
        caught = sum(lie.caught for lie in claim.controls)
        summary = f"Negative controls: {caught} of {len(claim.controls)} lies caught"
        yield folded(summary, _controls(claim), open=caught < len(claim.controls))
    yield "</section>"


def _outcomes(outcomes: Sequence[OutcomeVerdict]) -> str:
    rows = (
        (
            code(o.id),
            badge(o.word),
            words(o.text),
            words(o.required),
            words(_found(o)),
            words(o.unit),
        )
        for o in outcomes
    )
    return table("Outcomes", ("outcome", "word", "statement", "required", "found", "unit"), rows)


def _found(outcome: OutcomeVerdict) -> str:
    if outcome.fit is not None and outcome.estimate == outcome.fit.slope:
        return f"exponent {with_interval(outcome.fit.slope)}"
    return phrases.found(outcome)


def _conditions(conditions: Sequence[ConditionVerdict]) -> str:
    ordered = sorted(conditions, key=lambda each: _ORDER.index(each.word))
    rows = (
        (
            code(c.id),
            badge(c.word),
            words(c.text),
            words("" if c.required == c.text else c.required),
            words(c.found),
            _margin(c.margin),
            words(c.by),
        )
        for c in ordered
    )
    head = ("condition", "word", "hypothesis", "required", "found", "margin", "decided by")
    return table("Conditions, those that do not hold first", head, rows)


def _margin(margin: Estimate | None) -> str:
    if margin is None:
        return ""
    return words(text(margin.value, 3) if margin.low is None else with_error(margin))


def _controls(claim: ClaimVerdict) -> str:
    rows = (
        (
            code(lie.id),
            badge("caught" if lie.caught else "not caught"),
            words(lie.text),
            code(lie.of),
            words(lie.reason),
        )
        for lie in claim.controls
    )
    return table("Lies about the theorem", ("lie", "", "in words", "about", "why"), rows)


def _fit(identifier: str, fit: Fit) -> str:
    local = ", ".join(f"{slope:z.2f}" for slope in fit.local)
    bends = " It bends: one power law does not describe it." if fit.bends else ""
    caption = f"{identifier}: exponent {phrases.slope(fit)}; local slopes {local}.{bends}"
    rows = (
        (words(f"{fit.over} = {text(p.size)}"), words(with_interval(p.value)), str(p.seeds))
        for p in fit.points
    )
    return folded(
        f"Values of {identifier} over {fit.over}",
        table(caption, ("size", "value, 95 % interval", "seeds"), rows),
    )


def _figures(report: Report) -> Iterator[str]:
    drawn = figures(report)
    if drawn:
        yield "<h2>Figures</h2>"
    for figure in drawn.values():
        yield f"<figure>{figure.svg}</figure>"


def _explorer(report: Report, room: int) -> Iterator[str]:
    data = curve_data(report, room)
    yield f"""<section id="explorer" class="explorer hidden" aria-labelledby="explorer-title">
<h2 id="explorer-title">Curves</h2>
<div class="controls">
<label>quantity <select id="quantity"></select></label>
<label>scale <select id="scale"><option value="linear">linear</option>
<option value="log">logarithmic</option></select></label>
<button type="button" id="zoom-in">zoom in</button>
<button type="button" id="zoom-out">zoom out</button>
<button type="button" id="whole">whole run</button>
</div>
<svg id="plot" class="plot" viewBox="0 0 900 420" tabindex="0" role="application"
aria-label="Curves over steps. Arrow keys read values, plus and minus zoom, page keys move."></svg>
<p id="reading" class="reading" aria-live="polite"></p>
</section>
<script type="application/json" id="curve-data">{data}</script>"""


def _spec(report: Report, spec: SpecText | None) -> Iterator[str]:
    yield "<h2>The spec</h2>"
    if spec is None:
        yield f"<p>{code(report.spec)} does not lie beside the report.</p>"
        return
    if spec.same is False:
        yield (
            '<p class="missing"><strong>The spec has changed since.</strong> The report was made '
            f"from plan {code(report.plan)}; run the spec again to bring it up to date.</p>"
        )
    yield listing(spec.document, spec.findings)


def _numbers(report: Report) -> Iterator[str]:
    yield "<h2>Numbers</h2>"
    letters = list(dict.fromkeys(letter for cell in report.cells for letter in cell.sizes))
    sizes = (
        [words(phrases.at(c.point) or "this run")]
        + [text(c.sizes[s]) if s in c.sizes else "" for s in letters]
        for c in report.cells
    )
    yield folded("Sizes", table("Sizes of each cell", ("at", *letters), sizes))
    once = [
        (
            words(phrases.at(cell.point) or "this run"),
            code(each.quantity),
            words(with_error(Estimate(each.mean, each.low, each.high))),
            words(each.unit),
        )
        for cell in report.cells
        for each in cell.once
    ]
    if once:
        head = ("at", "quantity", "mean over seeds", "unit")
        yield folded("Before the first step", table("Measured once", head, once))
    last = [
        (
            words(phrases.at(cell.point) or "this run"),
            code(curve.quantity),
            f"{curve.steps[-1]:.9g}",
            words(with_error(Estimate(curve.mean[-1], curve.low[-1], curve.high[-1]))),
            words(curve.unit),
        )
        for cell in report.cells
        for curve in cell.curves
        if curve.steps and parse(curve.quantity).component is None
    ]
    if last:
        columns = ("at", "quantity", report.clock, "mean over seeds", "unit")
        yield folded(
            f"At the last recorded {report.clock}", table("Where the curves end", columns, last)
        )


def _left_out() -> Iterator[str]:
    yield "<h2>Numbers</h2>"
    yield f"<p>Too many for this page: see {code('report.json')} and {code('curves.csv')}.</p>"
