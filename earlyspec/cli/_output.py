"""What commands share: findings in a format, `--profile` and `--set`, colour where it is wanted."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping, Sequence
from typing import TextIO

from earlyspec.diagnostics.finding import Finding
from earlyspec.source.document import Document

FORMATS = ("text", "concise", "json", "sarif", "github")


def coloured(stream: TextIO) -> bool:
    """Whether to colour what goes to a stream: a terminal that can, and no NO_COLOR."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def print_findings(
    findings: Sequence[Finding], documents: Mapping[str, Document], form: str = "text"
) -> None:
    """Text for people goes to stderr; a format for machines is the answer, and goes to stdout."""
    if form == "text":
        if findings:
            from earlyspec.diagnostics.render_text import render

            print(render(findings, documents, colour=coloured(sys.stderr)), file=sys.stderr)
        return
    import importlib

    renderer = importlib.import_module(f"earlyspec.diagnostics.render_{form}")
    text = renderer.render(findings, documents)
    if text:
        print(text)


def add_settings(parser: ArgumentParser) -> None:
    """The options `--profile NAME` and `--set NAME=VALUE`."""
    parser.add_argument(
        "--profile", metavar="NAME", help="run with the values that `profiles` has under NAME"
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=_setting,
        metavar="NAME=VALUE",
        dest="settings",
        help="set a `let` name or a field, such as d=100 or train.steps=50; may be repeated; "
        "wins over --profile",
    )


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name.strip(), value.strip()


def encodable(stream: TextIO, text: str) -> bool:
    """Whether a stream can show a text."""
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
