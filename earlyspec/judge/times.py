"""When things happen, read off recorded series: the escape from the linear model, its convergence.

Pure functions of steps and values. A time that was not reached is not a number: all that is known
is that it does not come before the last recorded step.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from earlyspec.frozen import dataclass
from earlyspec.judge.intervals import mean
from earlyspec.judge.verdicts import Estimate
from earlyspec.plans.measurements import SeedRun
from earlyspec.plans.nodes import Cell

ESCAPE = 0.1
"""The network has left its linear model when their mean squared gap exceeds this share of what the
linear model says: in size, by a third of it."""
CONVERGED = 0.01
"""A model has converged when this share of its first excess loss is left."""
FLAT = 0.001
"""Share of the excess that may fall in the second half of a run whose last loss is called the
limit. A loss that falls like t^(-1/2) has then 0.24 % of its excess to go, one that falls like
t^(-1/10) has 1.4 %: nothing that was recorded can rule out a still slower one."""
_ROUNDING = 1e-12  # of the first loss: below it there was nothing to learn


@dataclass(frozen=True)
class Passage:
    """When a series passed a threshold for good in one seed.

    Attributes:
      step: between recorded steps as a rule; where `reached` is False, no earlier than this.
      reached: whether it did.
      returned: whether it had passed it before, and come back.
    """

    step: float
    reached: bool
    returned: bool = False


@dataclass(frozen=True)
class Time:
    """When something happened for good, over the seeds of a cell.

    Attributes:
      id: `escape(split=test)`, or `linear-limit`.
      what: in words, what happened.
      threshold: the share that was passed.
      step: geometric mean over seeds, and its t interval on the log scale; None unless it happened
        in every seed, and after step 0 in every one or in none.
      first, last: the earliest and latest of the seeds in which it happened; None without one.
      reached, seeds: in how many seeds it happened, and of how many.
      not_before: the earliest step that a seed in which it did not happen got to; None without one.
      returned: in how many it had happened before, and was undone.
    """

    id: str
    what: str
    threshold: float
    step: Estimate | None
    first: float | None
    last: float | None
    reached: int
    seeds: int
    not_before: float | None
    returned: int = 0


def rise(steps: Sequence[float], values: Sequence[float], threshold: float) -> Passage:
    """Since when values exceed a threshold for good, as far as they were recorded.

    The last passage counts and not the first: where the outputs are still small, a network of
    finite width is often far from its linear model in proportion, and then comes close.

    Between two recorded steps the value is a power of the step; where one of the four numbers is 0,
    and has no logarithm, it is linear. An excursion between recorded steps is not seen.

    Args:
      steps: recorded steps, rising, one at least.
      values: as many, none of them negative.
      threshold: above 0.
    """
    return _settled(steps, values, threshold, [value > threshold for value in values])


def fall(steps: Sequence[float], values: Sequence[float], threshold: float) -> Passage:
    """Since when values are at or below a threshold for good, read as `rise` reads them."""
    return _settled(steps, values, threshold, [value <= threshold for value in values])


def _settled(
    steps: Sequence[float], values: Sequence[float], threshold: float, passed: Sequence[bool]
) -> Passage:
    if not passed[-1]:
        return Passage(float(steps[-1]), False, any(passed))
    k = len(passed)
    while k and passed[k - 1]:
        k -= 1
    if k == 0:
        return Passage(float(steps[0]), True)
    return Passage(_between(steps, values, k, threshold), True, any(passed[:k]))


def _between(steps: Sequence[float], values: Sequence[float], k: int, threshold: float) -> float:
    """Where the values cross the threshold between recorded steps k - 1 and k."""
    (left, right), (before, after) = steps[k - 1 : k + 1], values[k - 1 : k + 1]
    if min(left, before, after) > 0:
        share = math.log(threshold / before) / math.log(after / before)
        return math.exp(math.log(left) + share * math.log(right / left))
    return left + (threshold - before) / (after - before) * (right - left)


def convergence(
    steps: Sequence[float], losses: Sequence[float], limit: float | None = None
) -> Passage:
    """When a model's excess loss over its limit has fallen to 1 % of what it was.

    Without a known limit, the last loss stands in for it. That is at least the limit, so that the
    excess looks smaller than it is and the time found is a lower bound. It is called reached only
    where the loss is flat by then: where hardly any of the fall comes in the second half.

    Args:
      steps: recorded steps, rising.
      losses: the loss at each; that of gradient descent on least squares, which does not rise.
      limit: the loss that training tends to, if it is known.
    """
    end = losses[-1] if limit is None else limit
    excess = [max(loss - end, 0.0) for loss in losses]
    if excess[0] <= _ROUNDING * losses[0]:
        still = max(losses) <= (1 + _ROUNDING) * losses[0]  # as against a descent that blows up
        return Passage(float(steps[0 if still else -1]), still)
    found = fall(steps, excess, CONVERGED * excess[0])
    if limit is not None or not found.reached:
        return found
    middle = max((k for k, step in enumerate(steps) if 2 * step <= steps[-1]), default=0)
    flat = excess[middle] <= FLAT * excess[0]
    return Passage(found.step, flat, found.returned)


def over_seeds(id: str, what: str, threshold: float, seeds: Sequence[Passage]) -> Time:
    """The passages of all seeds, one at least, as one time."""
    steps = sorted(each.step for each in seeds if each.reached)
    others = [each.step for each in seeds if not each.reached]
    return Time(
        id=id,
        what=what,
        threshold=threshold,
        step=None if others else _geometric(steps),
        first=steps[0] if steps else None,
        last=steps[-1] if steps else None,
        reached=len(steps),
        seeds=len(seeds),
        not_before=min(others, default=None),
        returned=sum(each.returned for each in seeds),
    )


def _geometric(steps: Sequence[float]) -> Estimate | None:
    if steps[-1] == 0:
        return Estimate(0.0)
    if steps[0] == 0:
        return None  # some left at once: no mean of logarithms
    logs = mean([math.log(step) for step in steps])
    if logs.low is None or logs.high is None:
        return Estimate(math.exp(logs.value))
    high = math.exp(logs.high) if logs.high < 700 else math.inf
    return Estimate(math.exp(logs.value), math.exp(logs.low), high)


# What a cell's run says.

_PAIRED = "paired"


def times(cell: Cell, runs: Sequence[SeedRun]) -> tuple[Time, ...]:
    """The escape times on each split, and when the linear model had converged, as far as recorded.

    A seed that diverged counts up to its last recorded step: what had not happened by then is not
    known to happen before it.
    """
    found = []
    for split in ("train", "test"):
        seeds = _series(cell, runs, "relative-gap", split)
        if seeds:
            passages = [rise(steps, values, ESCAPE) for steps, values in seeds]
            what = f"the network leaves its linear model for good on {_INPUTS[split]} inputs"
            found.append(over_seeds(f"escape(split={split})", what, ESCAPE, passages))
    seeds = _series(cell, runs, "reference-loss", "train")
    if seeds:
        limits = _limits(cell, runs) or [None] * len(seeds)
        passages = [
            convergence(*series, limit) for series, limit in zip(seeds, limits, strict=True)
        ]
        what = "the linear model's training loss reaches its limit"
        found.append(over_seeds("linear-limit", what, CONVERGED, passages))
    return tuple(found)


_INPUTS = {"train": "training", "test": "test"}
Series = tuple[Sequence[float], Sequence[float]]


def _series(cell: Cell, runs: Sequence[SeedRun], kind: str, split: str) -> list[Series]:
    """Steps and values of a quantity about the paired model, for each seed that has any."""
    for quantity in cell.quantities:
        given: Mapping[str, object] = quantity.word.parameters
        same = given.get("model", _PAIRED) == _PAIRED and given.get("split", "train") == split
        if quantity.word.kind == kind and same:
            return [
                (run.steps, [values[0] for values in run.series[quantity.id]])
                for run in runs
                if run.series.get(quantity.id)
            ]
    return []


def _limits(cell: Cell, runs: Sequence[SeedRun]) -> list[float | None] | None:
    """For each seed the training loss at the limit of the paired model, where that was recorded."""
    word = {each.name: each.word for each in cell.references}
    if _PAIRED not in word:
        return None
    for quantity in cell.quantities:
        given = quantity.word.parameters
        model = word.get(given.get("model", _PAIRED))
        if (
            quantity.word.kind == "reference-loss"
            and given.get("split", "train") == "train"
            and model is not None
            and model.kind == "optimum"
            and dict(model.parameters) == dict(word[_PAIRED].parameters)
        ):
            found = [run.series[quantity.id] for run in runs if run.series.get(quantity.id)]
            return [values[-1][0] for values in found]
    return None
