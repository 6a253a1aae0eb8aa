"""HTML in the making: escaping, tables, words of a verdict."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from earlyspec.report.markdown_text import plain

GOOD = {"supported", "confirmed", "holds", "caught"}
BAD = {"contradicted", "refuted", "fails", "not caught"}


def words(text: str) -> str:
    """Text for HTML, in elements and in quoted attributes."""
    return html.escape(plain(text))


def code(text: str) -> str:
    """A name, in the type of code."""
    return f"<code>{words(text)}</code>"


def badge(word: str) -> str:
    """A word of the language, coloured; the word itself carries the meaning."""
    tone = "good" if word in GOOD else "bad" if word in BAD else "open"
    return f'<span class="badge {tone}">{words(word)}</span>'


def anchor(text: str) -> str:
    """An identifier made of a name: `hu2020/theorem-d.1` -> `hu2020-theorem-d-1`."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """A table of cells that are HTML already; the first cell of a row is its header."""
    columns = "".join(f'<th scope="col">{words(each)}</th>' for each in head)
    body = "\n".join(
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(f"<td>{cell}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    style = f' class="{kind}"' if kind else ""
    # A wide table scrolls by itself; who has no mouse must be able to reach it.
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{words(caption)}">'
        f"<table{style}><caption>{words(caption)}</caption>\n<thead><tr>{columns}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


def folded(summary: str, inside: str, *, open: bool = False) -> str:
    """A part that opens on demand."""
    state = " open" if open else ""
    return f"<details{state}><summary>{words(summary)}</summary>\n{inside}\n</details>"
