"""The shell of a page: one self-contained file whose content policy allows no request."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from earlyspec.report.page.markup import words

LARGEST = 300_000
"""Bytes that a page may have."""
_HERE = Path(__file__).parent


def document(title: str, body: str, scripts: tuple[str, ...]) -> str:
    """A whole page.

    Args:
      title: plain text.
      body: HTML.
      scripts: names of the scripts beside this file that the page runs.
    The policy names styles and scripts by their SHA-256, so nothing else runs or is loaded, not
    even what a hostile spec might smuggle into a title.
    """
    style = _asset("style.css")
    code = "\n".join(_asset(name) for name in scripts)
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src '{_hash(style)}'; script-src '{_hash(code)}'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{words(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the verdicts</a>\n'
        f"{body}\n<script>{code}</script>\n</body>\n</html>\n"
    )


def _asset(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
