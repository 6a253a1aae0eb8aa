"""`report.md`: the report for a person, the verdict first.

No heading below a claim's: git names the nearest one in every hunk of a diff, and that is then the
theorem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from earlyspec.judge.verdicts import ClaimVerdict, Estimate, Fit
from earlyspec.report import phrases
from earlyspec.report.markdown_text import cell_code, code, escape, table
from earlyspec.report.model import CellReport, Report
from earlyspec.report.numbers import text, with_error, with_interval
from earlyspec.report.quantities import parse
from earlyspec.report.rounding import rounded


def to_markdown(report: Report, figures: Mapping[str, str]) -> str:
    """The report as Markdown: a function of the rounded report and of nothing else.

    Args:
      report: the report.
      figures: alternative text of each figure, by the file's name, in order.
    """
    report = rounded(report)
    blocks = [
        *_head(report),
        *(block for claim in report.claims for block in _claim(claim)),
        *_figures(figures),
        *_not_decided(report),
        *_sizes(report),
        *_times(report),
        *_once(report),
        *_last(report),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


Blocks = Iterator[list[str]]
_FEW = 3  # claims that a headline can tell by number


def _head(report: Report) -> Blocks:
    yield [f"# Report: {escape(report.title)}"]
    yield [f"**{escape(phrases.headline(report))}**"]
    if len(report.claims) > _FEW:
        yield [f"- {_verdict(claim)}" for claim in report.claims]
    diverged = phrases.diverged(report)
    if diverged:
        verb = "run diverged" if len(diverged) == 1 else "runs diverged"
        yield [
            f"> **{len(diverged)} {verb}**, and no number below is from then on:",
            ">",
            *(f"> - {escape(sentence)}" for sentence in diverged),
        ]
    cite = [f"- cites: {code(report.cite)}"] if report.cite else []
    yield [
        f"- spec: {code(report.spec)}",
        f"- plan: {code(report.plan)}",
        f"- seeds: {phrases.seeds(report.seeds)}",
        f"- precision: {escape(report.precision)}, backend {escape(report.backend)}",
        *cite,
    ]
    yield [f"Rendered from `report.json` (format {report.format}); do not edit."]


def _verdict(claim: ClaimVerdict) -> str:
    """A claim in a line, for a report of many."""
    missed = "" if claim.as_expected else f", **{phrases.expectation(claim)}**"
    return f"{code(claim.theorem)}: {claim.word}{missed}"


def _claim(claim: ClaimVerdict) -> Blocks:
    yield [f"## Claim {code(claim.theorem)}: {claim.word}"]
    expected = phrases.expectation(claim)
    verdict = f" **{expected.capitalize()}.**" if not claim.as_expected else ""
    verdict = verdict or (f" {expected.capitalize()}." if expected else "")
    yield [phrases.MEANING[claim.word] + verdict]
    if claim.missing:
        yield ["Missing for a verdict:"]
        yield [f"- {escape(each)}" for each in claim.missing]
    if claim.conditions:
        yield table(
            ("condition", "word", "required", "found", "margin", "decided by"),
            (
                (
                    cell_code(c.id),
                    _word(c.word),
                    escape(c.required if c.required == c.text else f"{c.text}: {c.required}"),
                    escape(c.found),
                    _number(c.margin),
                    escape(c.by),
                )
                for c in claim.conditions
            ),
        )
    if claim.outcomes:
        yield table(
            ("outcome", "word", "required", "found", "unit"),
            (
                (
                    cell_code(o.id),
                    _word(o.word),
                    escape(phrases.needs(o)),
                    escape(phrases.found(o)),
                    escape(o.unit),
                )
                for o in claim.outcomes
            ),
        )
        for outcome in claim.outcomes:
            if outcome.fit is not None:
                yield from _fit(outcome.id, outcome.fit)
    if claim.controls:
        yield table(
            ("lie", "of", "judged", "caught", "why"),
            (
                (
                    f"{cell_code(lie.id)}: {escape(lie.text)}",
                    cell_code(lie.of),
                    lie.word,
                    "yes" if lie.caught else "**no**",
                    escape(lie.reason),
                )
                for lie in claim.controls
            ),
        )


def _word(word: str) -> str:
    """The word; what does not speak for the theorem stands out."""
    return word if word in ("holds", "confirmed") else f"**{word}**"


def _number(estimate: Estimate | None) -> str:
    if estimate is None:
        return "-"
    return text(estimate.value, 3) if estimate.low is None else with_error(estimate)


def _fit(identifier: str, fit: Fit) -> Blocks:
    local = ", ".join(f"{slope:z.2f}" for slope in fit.local)
    between = f" Local slopes, between neighbouring sizes: {local}." if local else ""
    bends = (
        " **It bends**: one power law does not describe it (lack of fit, 5 %); "
        "the interval counts sizes, not seeds."
        if fit.bends
        else ""
    )
    ahead = "" if fit.ahead is None else f" As far again beyond: {with_interval(fit.ahead)}."
    yield [f"{code(identifier)}: exponent {phrases.slope(fit)}.{between}{ahead}{bends}"]
    yield table(
        (escape(fit.over), f"{cell_code(identifier)}, 95 % interval", "seeds"),
        ((text(point.size), with_interval(point.value), str(point.seeds)) for point in fit.points),
    )


def _figures(figures: Mapping[str, str]) -> Blocks:
    if figures:
        yield ["## Figures"]
    for name, alternative in figures.items():
        described = escape(alternative).replace("[", "\\[").replace("]", "\\]")
        yield [f"![{described}]({name})"]


def _not_decided(report: Report) -> Blocks:
    rows = []
    for claim in report.claims:
        for condition in claim.conditions:
            if condition.word == "unknown":
                why = condition.found or condition.by
                rows.append((cell_code(claim.theorem), cell_code(condition.id), escape(why)))
        for outcome in claim.outcomes:
            if outcome.word == "inconclusive":
                why = outcome.missing or outcome.found
                rows.append((cell_code(claim.theorem), cell_code(outcome.id), escape(why)))
            elif outcome.word == "vacuous":
                why = "the bound is wider than what holds anyway"
                rows.append((cell_code(claim.theorem), cell_code(outcome.id), why))
    yield from _section("Not decided", ("claim", "id", "why"), rows)


def _sizes(report: Report) -> Blocks:
    letters = list(dict.fromkeys(letter for cell in report.cells for letter in cell.sizes))
    points = list(dict.fromkeys(name for cell in report.cells for name in cell.point))
    points = [name for name in points if name not in letters]
    if report.cells and letters + points:
        yield ["## Sizes"]
        yield table(
            [escape(name) for name in points + letters],
            (
                [text(c.point[p]) if p in c.point else "-" for p in points]
                + [text(c.sizes[s]) if s in c.sizes else "-" for s in letters]
                for c in report.cells
            ),
        )


def _times(report: Report) -> Blocks:
    rows = [
        [
            *_where(cell),
            escape(phrases.passed(time)),
            escape(phrases.when(time)),
            str(time.seeds),
        ]
        for cell in report.cells
        for time in cell.times
    ]
    yield from _section("Times", ("at", "what", report.clock, "seeds"), rows)


def _where(cell: CellReport) -> list[str]:
    return [escape(phrases.at(cell.point))]


def _once(report: Report) -> Blocks:
    rows = [
        [
            *_where(cell),
            cell_code(once.quantity),
            with_error(Estimate(once.mean, once.low, once.high)),
            escape(once.unit),
        ]
        for cell in report.cells
        for once in cell.once
    ]
    start = "flow" if report.clock == "time" else "first step"
    yield from _section(f"Before the {start}", ("at", "quantity", "mean over seeds", "unit"), rows)


def _last(report: Report) -> Blocks:
    """Where the curves end; of a quantity with components, `curves.csv` has them."""
    rows = [
        [
            *_where(cell),
            cell_code(curve.quantity),
            f"{curve.steps[-1]:.9g}",
            with_error(Estimate(curve.mean[-1], curve.low[-1], curve.high[-1])),
            escape(curve.unit),
            str(curve.seeds),
        ]
        for cell in report.cells
        for curve in cell.curves
        if curve.steps and parse(curve.quantity).component is None
    ]
    head = ("at", "quantity", report.clock, "mean over seeds", "unit", "seeds")
    yield from _section(f"At the last recorded {report.clock}", head, rows)


def _section(name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Blocks:
    """A table under a heading of its own; nothing if it has no rows."""
    if rows:
        yield [f"## {name}"]
        yield table(head, rows)
