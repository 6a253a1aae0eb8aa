"""How often the judge errs: 1000 repetitions of every case, written to judge.md beside this file.

By hand, from the root of the repository: `python tests/calibration/calibrate_judge.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import cases  # noqa: E402
import planning  # noqa: E402
import rivals  # noqa: E402

REPETITIONS = 1000
WORDS = ("confirmed", "refuted", "inconclusive")


def lines() -> Iterator[str]:
    """The Markdown."""
    yield "# Calibration of the judge"
    yield ""
    yield (
        f"{REPETITIONS} repetitions a row, fixed seeds; written by `calibrate_judge.py` beside "
        "this file. *True* statements may be refuted, *false* ones confirmed, in at most 5 % of "
        "the repetitions; at the *edge* (an exponent that is exactly the claimed one) neither word "
        "may come more often. *Open* ones fall at all sizes seen and stop beyond them: no fit to "
        "those sizes tells them from a power law, a verdict names the sizes that it is about, and "
        "the share confirmed says how far its word goes. "
        f"Above {100 * cases.allowed(REPETITIONS):.1f} %, two standard "
        "deviations of the binomial, a row is marked. Shares in per cent; `covers`: how often the "
        "95 % interval holds the truth. Sizes are d = 16, 32, ...; noise is that of logarithms. "
        "In the section on lies, confirmed means caught."
    )
    section, worst, over = "", 0.0, []
    for case in cases.all_cases():
        if case.section != section:
            section = case.section
            yield from ("", f"## {section}", "")
            yield "| statement | truth | confirmed | refuted | inconclusive | false | covers |"
            yield "| --- | --- | --- | --- | --- | --- | --- |"
        words, covered = cases.tally(case, REPETITIONS)
        share = cases.false_share(case, words)
        worst = max(worst, share)
        marked = share > cases.allowed(REPETITIONS)
        over += [case.name] if marked else []
        shares = [f"{100 * words[word] / REPETITIONS:.1f}" for word in WORDS]
        told = "-" if covered is None else f"{100 * covered:.1f}"
        wrong = f"**{100 * share:.1f}**" if marked else f"{100 * share:.1f}"
        name = case.name.replace("|", "\\|")
        yield f"| {name} | {case.truth} | {' | '.join(shares)} | {wrong} | {told} |"
    yield from ("", "## The worst", "")
    yield f"Largest share of false verdicts: {100 * worst:.1f} %."
    yield f"Rows above the allowance: {len(over)}."
    yield from (f"- {name}" for name in over)
    yield from ("", *planning.table(), "", *rivals.table())


if __name__ == "__main__":
    text = "\n".join(lines()) + "\n"
    (HERE / "judge.md").write_text(text)
    print(text)
