"""Findings for code scanning: SARIF 2.1.0."""

from __future__ import annotations

import hashlib
import inspect
import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from earlyspec._version import __version__
from earlyspec.diagnostics.finding import Finding, Severity
from earlyspec.source.document import Document
from earlyspec.source.span import Span


def render(findings: Sequence[Finding], documents: Mapping[str, Document]) -> str:
    """One run with the findings in order and the rules they broke, by code."""
    del documents  # spans say all
    kinds = {finding.code: finding.kind for finding in findings}
    codes = sorted(kinds)
    seen: Counter[str] = Counter()
    results = []
    for finding in findings:
        key = _fingerprint(finding)
        seen[key] += 1  # the second of two alike is told from the first by its number
        results.append(_result(finding, codes.index(finding.code), f"{key}:{seen[key]}"))
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "earlyspec",
                        "version": __version__,
                        "rules": [_rule(code, kinds[code]) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(log, indent=2)


def _rule(code: str, kind: type[Finding]) -> dict[str, Any]:
    text = inspect.cleandoc(kind.__doc__ or kind.__name__)
    return {
        "id": code,
        "name": kind.__name__,
        "shortDescription": {"text": text.partition("\n")[0]},
        "fullDescription": {"text": text},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _level(kind.severity)},
    }


def _level(severity: Severity) -> str:
    return str(severity)  # SARIF's own words: error, warning, note


def _result(finding: Finding, index: int, fingerprint: str) -> dict[str, Any]:
    facts = [f"{name}: {text}" for name, text in finding.notes()]
    help = finding.help()
    text = "\n".join([finding.message(), *facts, *([f"help: {help}"] if help else [])])
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _level(finding.severity),
        "message": {"text": text},
        "partialFingerprints": {"earlyspec/v1": fingerprint},
    }
    if finding.span is not None:
        result["locations"] = [{"physicalLocation": _location(finding.span)}]
    related = [
        {"id": number, "physicalLocation": _location(label.span), "message": {"text": label.text}}
        for number, label in enumerate(finding.labels(), 1)
    ]
    if related:
        result["relatedLocations"] = related
    return result


def _location(span: Span) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": _uri(span.file)},
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        },
    }


def _uri(file: str) -> str:
    path = quote(file.replace(os.sep, "/"), errors="surrogatepass")
    return f"file://{path}" if path.startswith("/") else path


def _fingerprint(finding: Finding) -> str:
    """A hash without line numbers, so that moved text brings no new finding."""
    file = finding.span.file if finding.span else ""
    facts = "\0".join((finding.code, file, finding.message()))
    return hashlib.sha256(facts.encode(errors="surrogatepass")).hexdigest()[:16]
