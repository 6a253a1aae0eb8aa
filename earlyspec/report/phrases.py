"""What every rendering says in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from earlyspec.judge.times import Time
from earlyspec.judge.verdicts import ClaimVerdict, Fit, OutcomeVerdict
from earlyspec.report.model import CellReport, Report
from earlyspec.report.numbers import text, with_error, with_interval

CLAIM_WORDS = (
    "supported",
    "contradicted",
    "observed-not-implied",
    "not-observed",
    "inconclusive",
)
MEANING = {
    "supported": "All conditions hold, and what the theorem says was seen.",
    "contradicted": "All conditions hold, and what the theorem says was not seen.",
    "observed-not-implied": "A condition fails, so the theorem promises nothing here; "
    "what it says was seen anyway.",
    "not-observed": "A condition fails, so the theorem promises nothing here; "
    "what it says was not seen.",
    "inconclusive": "This run does not decide the claim.",
}
_ROUNDING = 1e-9  # of a number: an error below it is of no estimator


def headline(report: Report) -> str:
    """The verdict in a sentence, such as `2 claims: 1 supported, 1 inconclusive`."""
    claims = report.claims
    if not claims:
        return "No claims: measurements only."
    words = [claim.word for claim in claims]
    tally = ", ".join(f"{words.count(word)} {word}" for word in CLAIM_WORDS if word in words)
    missed = sum(not claim.as_expected for claim in claims)
    expected = f" {missed} not as expected." if missed else ""
    return f"{count(len(claims), 'claim')}: {tally}.{expected}"


def count(number: int, thing: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def expectation(claim: ClaimVerdict) -> str:
    """Whether the claim came out as the spec expected; empty if the spec expects nothing."""
    if claim.expect is None:
        return ""
    return f"expected {claim.expect}: {'met' if claim.as_expected else 'missed'}"


def seeds(numbers: Sequence[int]) -> str:
    """The seeds, runs of neighbours folded: `8 (0-7)`."""
    parts: list[list[int]] = []
    for seed in numbers:
        if parts and seed == parts[-1][-1] + 1:
            parts[-1][1:] = [seed]
        else:
            parts.append([seed])
    folded = ", ".join("-".join(map(str, part)) for part in parts)
    return f"{len(numbers)} ({folded})" if numbers else "none"


def found(outcome: OutcomeVerdict) -> str:
    """What was found, its number with the uncertainty once: `ratio 1.119 ± 0.012`.

    Of a bound, the error that an estimator may have left is said where it is more than rounding.
    """
    if outcome.fit is not None and outcome.estimate == outcome.fit.slope:
        return f"exponent {with_error(outcome.fit.slope)}"
    estimate = outcome.estimate
    if estimate is None or estimate.low is None or estimate.high is None:
        return outcome.found  # words that hold the number
    if outcome.kind == "contrast":
        return f"ratio {with_error(estimate)}"
    if outcome.kind == "limit" and outcome.found.startswith("mean of"):
        return f"{outcome.found.rpartition(' ')[0]} {with_error(estimate)}"
    if estimate.high - estimate.low <= _ROUNDING * abs(estimate.value):
        return outcome.found
    return f"{outcome.found} ({with_error(estimate)})"


def needs(outcome: OutcomeVerdict) -> str:
    """The statement and what it takes; a statement that the spec decides takes nothing more."""
    return outcome.text if outcome.kind == "fact" else f"{outcome.text}: {outcome.required}"


def at(point: Mapping[str, float]) -> str:
    """A point of a sweep: `d = 64, alpha = 0.2`; empty without one."""
    return ", ".join(f"{name} = {text(value)}" for name, value in point.items())


def largest(cells: Iterable[CellReport]) -> CellReport:
    """The cell with the most numbers in data and network, d n m; the last of equals."""
    return max(enumerate(cells), key=lambda pair: (_volume(pair[1]), pair[0]))[1]


def _volume(cell: CellReport) -> float:
    product = 1.0
    for letter in "dnm":
        product *= cell.sizes.get(letter, 1.0) or 1.0
    return product


def slope(fit: Fit) -> str:
    """The exponent and where it was seen: `-0.48 [-0.58, -0.38] over d = 32 to 192`."""
    sizes = sorted(point.size for point in fit.points)
    return f"{with_interval(fit.slope)} over {fit.over} = {text(sizes[0])} to {text(sizes[-1])}"


def span(clock: str, last: float) -> str:
    """How far curves go."""
    return f"until time {last:g}" if clock == "time" else f"over {last} steps"


def when(time: Time) -> str:
    """The step of a time: `212 [180, 250]`, `not before 800`, or what is known of the seeds."""
    if time.step is not None:
        said = with_interval(time.step)
    elif time.reached == 0:
        said = f"not before {text(time.not_before or 0.0, 4)}"
    else:
        among = f"{text(time.first or 0.0, 4)} to {text(time.last or 0.0, 4)}"
        one = time.first == time.last
        among = text(time.first or 0.0, 4) if one else among
        said = f"{among} in {time.reached} of {count(time.seeds, 'seed')}"
        if time.not_before is not None:
            said += f", in the others not before {text(time.not_before, 4)}"
    if time.returned:
        said += f"; seen before, and undone, in {count(time.returned, 'seed')}"
    return said


def passed(time: Time) -> str:
    """What happened, and which threshold was passed."""
    if time.id.startswith("escape"):
        return f"{time.what}: relative gap above {text(time.threshold)}"
    return f"{time.what}: {text(100 * time.threshold)} % of its excess left"


def diverged(report: Report) -> list[str]:
    """One sentence a seed that diverged, with the point of the sweep."""
    return [
        f"{at(cell.point)}: {sentence}" if cell.point else sentence
        for cell in report.cells
        for sentence in cell.diverged
    ]
