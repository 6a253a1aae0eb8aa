"""Intervals of a slope that were not chosen, and why: their coverage under unequal noise."""

from __future__ import annotations

from collections.abc import Iterator

import drawing
import numpy as np
from scipy import stats

from earlyspec.judge.fits import power_law

REPETITIONS = 1000


def _pooled(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Ordinary least squares over all (size, seed) pairs."""
    seeds = y.shape[1]
    told = stats.linregress(np.repeat(x, seeds), y.ravel())
    return told.slope, stats.t.ppf(0.975, y.size - 2) * told.stderr


def _means(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """A line through the size means, K - 2 degrees of freedom."""
    told = stats.linregress(x, y.mean(1))
    return told.slope, stats.t.ppf(0.975, len(x) - 2) * told.stderr


def _weighted(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Weighted by the estimated variances."""
    seeds = y.shape[1]
    w = seeds / y.var(1, ddof=1)
    centre = (w * x).sum() / w.sum()
    square = (w * (x - centre) ** 2).sum()
    slope = (w * (x - centre) * y.mean(1)).sum() / square
    return slope, stats.t.ppf(0.975, len(x) * (seeds - 1)) / np.sqrt(square)


def _judges(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Least squares on size means, each size its own variance, Satterthwaite."""
    told = power_law(list(zip(np.exp(x), np.exp(y).tolist(), strict=True))).slope
    return told.value, told.half()


RIVALS = {"pooled": _pooled, "size means": _means, "weighted": _weighted, "the judge's": _judges}


def table() -> Iterator[str]:
    """Markdown."""
    yield from ("## Intervals that were not chosen", "")
    yield (
        "Coverage in per cent of the 95 % interval of a slope, and its median half-width. Pooling "
        "takes the noise of one size for that of another; weights from three seeds are too sure of "
        "themselves; the scatter of the size means is a wide estimate from two degrees of freedom."
    )
    yield from ("", "| sizes, seeds, noise | " + " | ".join(RIVALS) + " |")
    yield "| --- |" + " --- |" * len(RIVALS)
    for count, seeds in ((4, 2), (4, 3), (4, 8), (6, 3), (6, 8)):
        for falling in (1.0, 0.1):
            rng = np.random.default_rng((count, seeds, int(10 * falling)))
            x = np.log(drawing.sizes(count))
            scale = 0.2 * np.geomspace(1.0, falling, count)[:, None]
            hits = {name: [] for name in RIVALS}
            for _ in range(REPETITIONS):
                y = -0.5 * x[:, None] + scale * rng.standard_normal((count, seeds))
                for name, interval in RIVALS.items():
                    slope, half = interval(x, y)
                    hits[name].append((abs(slope + 0.5) <= half, half))
            told = [
                f"{100 * np.mean([h[0] for h in each]):.1f} ({np.median([h[1] for h in each]):.3f})"
                for each in hits.values()
            ]
            noise = "0.2" if falling == 1 else "0.2 ... 0.02"
            yield f"| {count}, {seeds}, {noise} | {' | '.join(told)} |"
