"""When two backends agree: 1e-10 of the scale of a series, and 1e-12 where that is 0."""

import math


def disagreement(mine, other, relative=1e-10, absolute=1e-12):
    """The largest gap between two series in units of what is allowed; above 1 they disagree."""
    gaps = [
        abs(a - b)
        for ours, theirs in zip(mine, other, strict=True)
        for a, b in zip(ours, theirs, strict=True)
    ]
    scale = max((abs(a) for values in mine for a in values), default=0.0)
    worst = max((gap if math.isfinite(gap) else math.inf for gap in gaps), default=0.0)
    return worst / (relative * scale + absolute)


def disagreements(mine, other, **allowed):
    """Quantity -> disagreement, for every quantity in which two runs of a seed disagree."""
    assert mine.steps == other.steps
    assert mine.divergence == other.divergence
    assert mine.series.keys() == other.series.keys()
    assert mine.once.keys() == other.once.keys()
    pairs = {key: (values, other.series[key]) for key, values in mine.series.items()}
    pairs |= {key: ([values], [other.once[key]]) for key, values in mine.once.items()}
    found = {key: disagreement(*pair, **allowed) for key, pair in pairs.items()}
    return {key: size for key, size in found.items() if not size <= 1.0}
