"""A difference as a comment on a pull request: the news in the open, the rest folded.

GitHub drops a comment that is longer than it takes. So the folded parts give way, longest lists
first, until it fits; what was left out is counted, and verdicts are the last to go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from earlyspec.diagnostics.finding import Finding
from earlyspec.report.diff import phrases
from earlyspec.report.diff.model import Change, Difference, Level, SpecLine
from earlyspec.report.diff.render_text import plain_code
from earlyspec.report.markdown_text import code, escape, table
from earlyspec.report.phrases import count

LIMIT = 65_536
"""GitHub's limit of a comment. It counts characters; counted in bytes, there is room to spare."""
MARK = "<!-- earlyspec-diff -->"
"""The first line, by which a robot finds its own comment to update."""
OPEN = 8
"""Rows of a table that are not folded."""
_ROWS = (400, 100, 30, 10, 3, 0)  # of numbers and of spec lines, a report; the first that fits
_GAP = 120  # bytes kept free for the line that counts what was left out
_LONGEST = 300  # characters of a cell or a line
_SIGNS = {"worse": "🔴 worse", "better": "🟢 better", "other": "🟡 changed"}


def to_markdown(differences: Sequence[Difference], findings: Sequence[Finding] = ()) -> str:
    """The comment, at most `LIMIT` bytes, without a newline at the end.

    Args:
      differences: in the order in which they are told; those that say nothing are counted.
      findings: what could not be compared.
    """
    told = sorted(
        (each for each in differences if each.level > Level.NOISE),
        key=lambda each: (not each.worse, -each.level),
    )
    head = [MARK, f"**earlyspec** — {escape(phrases.headline(differences))}"]
    head += ["\n".join(f"- {escape(_clip(each.message()))}" for each in findings[:20])]
    if len(findings) > 20:
        head.append(f"and {len(findings) - 20} more that could not be read")
    foot = _quiet(differences)
    room = LIMIT - sum(map(_size, (*head, foot))) - 2 * _GAP
    kept: list[str] = []
    for rows in _ROWS:
        kept = _as_fit((_difference(each, rows) for each in told), room)
        if len(kept) == len(told):
            return _joined([*head, *kept, foot])
    left = (
        f"and {count(len(told) - len(kept), 'more report')} with changes: `earlyspec diff` has all"
    )
    return _joined([*head, *kept, left, foot])


def _as_fit(blocks: Iterable[str], room: int) -> list[str]:
    """The first blocks, as many as fit into so many bytes."""
    kept = []
    for block in blocks:
        room -= _size(block)
        if room < _GAP:
            break
        kept.append(block)
    return kept


def _difference(difference: Difference, rows: int) -> str:
    sides = {"old": " (gone)", "new": " (new)", "both": ""}
    blocks = [f"### {code(_clip(difference.name))}{sides[difference.presence]}"]
    verdicts = phrases.of_level(difference, Level.VERDICT)
    if verdicts:
        blocks.append(_table(("claim", "was", "is", "news"), map(_word_row, verdicts)))
    conditions = phrases.of_level(difference, Level.CONDITION)
    if conditions:
        shown = conditions[: max(rows, OPEN)]
        columns = ("part", "was", "is", "news", "why")
        listed = _table(columns, ([*_word_row(c), _why(c)] for c in shown))
        more = _more(len(conditions) - len(shown), "condition")
        summary = count(len(conditions), "condition, outcome or lie")
        blocks.append(_folded(summary, _joined([listed, more]), len(shown) > OPEN))
    numbers = phrases.of_level(difference, Level.NUMBER)
    if numbers:
        shown = numbers[:rows]
        listed = (
            _table(("number", "was", "is", "how far"), map(_number_row, shown)) if shown else ""
        )
        more = _more(len(numbers) - len(shown), "number")
        summary = f"{count(len(numbers), 'number')} beyond noise"
        blocks.append(_folded(summary, _joined([listed, more]), len(shown) > OPEN))
    blocks += _reasons(difference, rows)
    kept = phrases.unchanged(difference)
    if kept:
        blocks.append(f"<sub>Unchanged: {escape(kept)}.</sub>")
    return _joined(blocks)


def _reasons(difference: Difference, rows: int) -> Iterator[str]:
    if difference.spec:
        shown = difference.spec[:rows]
        lines = [_spec_line(line) for line in shown]
        ticks = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
        fence = "`" * max(3, ticks + 1)
        block = "\n".join([f"{fence}diff", *lines, fence]) if lines else ""
        more = _more(len(difference.spec) - len(shown), "line")
        summary = f"{count(len(difference.spec), 'changed line')} of the spec"
        yield _folded(summary, _joined([block, more]), len(shown) > 2 * OPEN)
    if difference.settings:
        shown_settings = difference.settings[: max(rows, OPEN)]
        listed = _table(("what ran", "was", "is"), (_number_row(c)[:3] for c in shown_settings))
        summary = count(len(difference.settings), "difference in what ran")
        summary = summary.replace("difference in what rans", "differences in what ran")
        yield _folded(summary, listed, bool(difference.spec) or len(shown_settings) > OPEN)
    unexplained = phrases.unexplained(difference)
    if unexplained:
        yield f"{escape(unexplained[0].upper() + unexplained[1:])}."


def _quiet(differences: Sequence[Difference]) -> str:
    """Reports in which nothing happened, by name, as long as they are few."""
    same = [each for each in differences if each.level <= Level.NOISE]
    if not same or len(same) == len(differences) == 1:
        return ""
    names = [code(_clip(each.name)) for each in same[:50]]
    more = [f"and {len(same) - 50} more"] if len(same) > 50 else []
    listed = "\n".join(f"- {name}" for name in (*names, *more))
    return _folded(f"{count(len(same), 'report')} without a change", listed, True)


def _word_row(change: Change) -> list[str]:
    return [
        escape(_clip(phrases.about(change))),
        *(f"**{escape(_clip(phrases.value(side)))}**" for side in (change.old, change.new)),
        _SIGNS[change.direction],
    ]


def _why(change: Change) -> str:
    return escape(_clip("; ".join(filter(None, (change.text, change.note)))))


def _number_row(change: Change) -> list[str]:
    return [
        escape(_clip(each))
        for each in (
            phrases.about(change),
            phrases.value(change.old),
            phrases.value(change.new),
            phrases.aside(change),
        )
    ]


def _spec_line(line: SpecLine) -> str:
    return _clip(f"{'-' if line.side == 'old' else '+'} {line.number}: {plain_code(line.text)}")


def _table(columns: Sequence[str], rows: Iterator[Sequence[str]] | map[list[str]]) -> str:
    return "\n".join(table(columns, rows))


def _folded(summary: str, content: str, fold: bool) -> str:
    # Markdown inside needs the empty lines.
    return f"<details><summary>{summary}</summary>\n\n{content}\n\n</details>" if fold else content


def _more(number: int, thing: str) -> str:
    return f"and {count(number, f'more {thing}')}: `earlyspec diff` has all" if number > 0 else ""


def _joined(blocks: Sequence[str]) -> str:
    return "\n\n".join(block for block in blocks if block)


def _size(block: str) -> int:
    """Bytes of a block and of what parts it from the next."""
    return len(block.encode(errors="replace")) + 2


def _clip(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
