"""YAML 1.2 core text to plain data, with a mark for every key and value.

The only user of the parser, of which it takes nothing but its stream of events: no object is built
by it, nothing recurses, and no alias is expanded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from itertools import islice
from typing import Any

import yaml

from earlyspec.diagnostics.finding import Finding, in_source_order
from earlyspec.diagnostics.source import InvalidYaml
from earlyspec.frozen import dataclass
from earlyspec.language.spec_file import LARGEST_FILE, decode, read, too_large
from earlyspec.language.yaml_characters import forbidden, stray_tabs, without_forbidden
from earlyspec.language.yaml_fold import Fold
from earlyspec.language.yaml_mark import Mark, Path
from earlyspec.language.yaml_remarks import Stop
from earlyspec.language.yaml_syntax import Problem, explain
from earlyspec.source.document import Document

__all__ = ["Mark", "Path", "Tree", "decode", "parse", "read"]

MOST_CHARACTERS = 100  # forbidden ones; a file with more of them is no text

# libyaml where PyYAML was built with it; else its twin in Python, twenty times slower.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Tree:
    """A parsed document: data is None where nothing usable was found.

    Attributes:
      document: the text.
      data: mappings, lists and scalars; of a key given twice, the first value.
      marks: path to mark, for every value of the data.
      findings: what is amiss, in source order.
      broken: paths whose value is not what was written, or lacks keys that were; a finding says
        why, so that later phases need not complain about what is there or below.
    """

    document: Document
    data: Any
    marks: dict[Path, Mark] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    broken: frozenset[Path] = frozenset()


def parse(document: Document) -> Tree:
    """The tree of a document, with all that is amiss in its text."""
    if len(document.text) > LARGEST_FILE:
        return Tree(document, None, {}, [too_large(document.name)])
    characters = list(islice(forbidden(document), MOST_CHARACTERS + 1))
    if len(characters) > MOST_CHARACTERS:
        return Tree(document, None, {}, list(characters))
    text = "\n".join(document.lines)
    if characters:
        text = without_forbidden(text)
    fold = Fold(document, cleaned=bool(characters), has_tabs="\t" in text)
    try:
        for event in _events(text):
            fold.take(event)
        fold.end()
    except Stop:
        fold.data = None
    except yaml.MarkedYAMLError as error:
        fold.fail(explain(_problem(error), document))
    else:
        fold.findings += stray_tabs(document, fold.quoted)
    if characters:  # an odd line end also breaks the syntax: one mistake, one finding
        fold.findings = [each for each in fold.findings if not isinstance(each, InvalidYaml)]
    findings = in_source_order([*characters, *fold.findings])
    return Tree(document, fold.data, fold.marks, findings, frozenset(fold.broken))


def _events(text: str) -> Iterator[Any]:
    loader = LOADER(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    except ValueError as error:  # of chr(), in PyYAML's own scanner, for an escape beyond Unicode
        raise yaml.MarkedYAMLError(None, None, "bad Unicode escape", loader.get_mark()) from error
    finally:
        loader.dispose()


def _problem(error: yaml.MarkedYAMLError) -> Problem:
    mark, since = error.problem_mark or error.context_mark, error.context_mark
    at = (mark.line, mark.column) if mark else (0, 0)
    return Problem(
        error.problem or "", at, error.context or "", (since.line, since.column) if since else None
    )
