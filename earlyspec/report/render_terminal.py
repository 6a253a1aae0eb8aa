"""The report on a terminal: the verdict first, what fails by name, what holds by number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from earlyspec.judge.verdicts import ClaimVerdict, OutcomeVerdict
from earlyspec.report import phrases
from earlyspec.report.markdown_text import plain
from earlyspec.report.model import Report
from earlyspec.report.numbers import text
from earlyspec.report.quantities import select
from earlyspec.report.rounding import rounded
from earlyspec.report.terminal_text import cells, pad, paint, sparkline, to_ascii, wrap

COLOURS = {
    "supported": "green",
    "contradicted": "red",
    "observed-not-implied": "cyan",
    "not-observed": "magenta",
    "inconclusive": "yellow",
    "confirmed": "green",
    "refuted": "red",
    "vacuous": "yellow",
    "fails": "red",
    "unknown": "yellow",
}
_LABEL = 14  # columns of `  conditions  `
_NARROWEST = 40


def to_terminal(report: Report, colour: bool, width: int, ascii: bool) -> str:
    """The report for a terminal, without a newline at the end.

    Args:
      report: the report.
      colour: whether to use colours.
      width: columns of the terminal.
      ascii: whether the terminal knows no Unicode.
    """
    report, width = rounded(report), max(width, _NARROWEST)
    lines = [paint(line, "bold", colour) for line in wrap(phrases.headline(report), width)]
    lines += wrap(report.title, width)
    for sentence in phrases.diverged(report):
        lines += [paint(line, "red", colour) for line in wrap(f"diverged: {sentence}", width)]
    for claim in report.claims:
        lines += ["", *_claim(claim, colour, width)]
    curve = _gap(report, width, ascii)
    if curve:
        lines += ["", curve]
    lines += _times(report, width)
    shown = "\n".join(lines)
    return to_ascii(shown) if ascii else shown


def _claim(claim: ClaimVerdict, colour: bool, width: int) -> Iterator[str]:
    expected = phrases.expectation(claim)
    aside = paint(f"  ({expected})", "dim" if claim.as_expected else "red", colour)
    verdict = paint(claim.word, COLOURS[claim.word], colour)
    yield f"{verdict}  {paint(plain(claim.theorem), 'bold', colour)}{aside if expected else ''}"
    yield from _conditions(claim, colour, width)
    for i, outcome in enumerate(claim.outcomes):
        first = pad("  outcomes" if i == 0 else "", _LABEL)
        words = f"{outcome.word}  {outcome.id}: {_found(outcome)}"
        yield from _painted(wrap(words, width, first, " " * _LABEL), outcome.word, colour)
    yield from _controls(claim, colour, width)
    for i, missing in enumerate(claim.missing):
        yield from wrap(missing, width, pad("  missing" if i == 0 else "", _LABEL))


def _conditions(claim: ClaimVerdict, colour: bool, width: int) -> Iterator[str]:
    if not claim.conditions:
        return
    words = [condition.word for condition in claim.conditions]
    said = {"holds": "hold" if words.count("holds") != 1 else "holds"}
    said["fails"] = "fail" if words.count("fails") != 1 else "fails"
    tally = [
        f"{words.count(word)} {said.get(word, word)}"
        for word in ("holds", "fails", "unknown")
        if word in words
    ]
    yield pad("  conditions", _LABEL) + ", ".join(tally)
    for condition in claim.conditions:
        if condition.word != "holds":
            needs = condition.text
            if condition.required != condition.text:
                needs += f" (needs {condition.required})"
            line = f"{condition.word}  {condition.id}: {needs}; found {condition.found}"
            wrapped = wrap(f"{line}; by {condition.by}", width, " " * _LABEL)
            yield from _painted(wrapped, condition.word, colour)


def _painted(lines: Sequence[str], word: str, colour: bool) -> list[str]:
    """The lines, the word that the first one begins with coloured."""
    first = lines[0].replace(word, paint(word, COLOURS[word], colour), 1)
    return [first, *lines[1:]]


def _found(outcome: OutcomeVerdict) -> str:
    if outcome.fit is not None:
        bends = "; it bends" if outcome.fit.bends else ""
        return f"exponent {phrases.slope(outcome.fit)}{bends}; needs {outcome.required}"
    found = phrases.found(outcome) or "nothing"
    return found if outcome.kind == "fact" else f"{found}; needs {outcome.required}"


def _controls(claim: ClaimVerdict, colour: bool, width: int) -> Iterator[str]:
    if not claim.controls:
        return
    passed = [lie for lie in claim.controls if not lie.caught]
    caught = len(claim.controls) - len(passed)
    words = f"{caught} of {phrases.count(len(claim.controls), 'lie')} caught"
    if passed:
        words += "; not caught: " + "; ".join(f"{lie.id} ({lie.reason})" for lie in passed)
    yield from wrap(words, width, pad("  controls", _LABEL))


def _gap(report: Report, width: int, ascii: bool) -> str:
    """The gap of the largest size in one line, with its ends; empty without one."""
    having = [cell for cell in report.cells if select(cell.curves, "prediction-gap")]
    if not having:
        return ""
    cell = phrases.largest(having)
    name, curve = select(cell.curves, "prediction-gap")[0]
    if len(curve.mean) < 2:
        return ""
    where = ", ".join(filter(None, (name["split"], phrases.at(cell.point))))
    ends = f"{text(curve.mean[0], 3)} to {text(curve.mean[-1], 3)}"
    over = phrases.span(report.clock, curve.steps[-1])
    words = f"{ends} {curve.unit} {over} ({where})"
    room = min(40, width - len("gap    ") - cells(words))
    drawn = sparkline(curve.mean, room, ascii) + "  " if room >= 8 else ""
    return f"gap  {drawn}{plain(words)}"


def _times(report: Report, width: int) -> list[str]:
    """When the network of the largest size left its linear model, and when that was done."""
    having = [cell for cell in report.cells if cell.times]
    if not having:
        return []
    cell = phrases.largest(having)
    at = f" ({phrases.at(cell.point)})" if cell.point else ""
    said = [f"{phrases.passed(time)}: {cell.clock} {phrases.when(time)}{at}" for time in cell.times]
    return [line for each in said for line in wrap(plain(each), width, "time ", "     ")]
