"""A document to validated specs, one a sweep point, or findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path as Folder
from types import MappingProxyType
from typing import NamedTuple

from pydantic_core import ValidationError

from earlyspec.diagnostics.finding import Finding, Severity, in_source_order
from earlyspec.diagnostics.names import Unused
from earlyspec.language import consistency, data_files, data_sets, profiles, sweep, yaml_tree
from earlyspec.language.expressions import RESERVED, Number
from earlyspec.language.faults import Faults
from earlyspec.language.names import Names
from earlyspec.language.places import Places
from earlyspec.language.spec import Spec
from earlyspec.language.yaml_tree import Tree
from earlyspec.source.document import Document

_NO_SETTINGS: Mapping[str, str] = {}


class Point(NamedTuple):
    """A spec at one sweep point, every expression evaluated.

    Attributes:
      values: the swept names and their values; empty without a sweep.
      spec: the spec.
    """

    values: dict[str, Number]
    spec: Spec


class Loaded(NamedTuple):
    """What became of a document.

    Attributes:
      specs: a spec a sweep point, in the sweep's order; none if any finding is an error.
      findings: all that is amiss, in source order.
      tree: the parsed document, the settings applied.
      documents: every text that a finding may point into.
      profiles: the same under each profile, if none was chosen and nothing was set.
      plain: the same without the profile that was chosen.
    """

    specs: tuple[Point, ...]
    findings: list[Finding]
    tree: Tree
    documents: tuple[Document, ...]
    profiles: Mapping[str, Loaded] = MappingProxyType({})
    plain: Loaded | None = None

    @property
    def places(self) -> Places:
        """Where the values of the spec stand."""
        return Places(self.tree.marks)


def load(
    document: Document,
    settings: Mapping[str, str] = _NO_SETTINGS,
    folder: Folder | None = None,
    profile: str | None = None,
) -> Loaded:
    """The specs of a document, or what is amiss with it.

    Args:
      document: the text.
      settings: `--set` names and values, which win over the document's and the profile's.
      folder: where relative paths start; the document's own folder if left out.
      profile: the profile to apply; None for the spec as it stands, whose profiles are then all
        validated too, each finding in the profile's own lines.
    """
    tree = yaml_tree.parse(document)
    documents: tuple[Document, ...] = (document,)
    findings = list(tree.findings)
    if not isinstance(tree.data, dict):
        return Loaded((), findings, tree, documents)
    misshapen = profiles.check(tree)
    plain = tree
    if profile is not None:
        missing = profiles.chosen(tree, profile)
        if missing is not None:
            return Loaded((), in_source_order([*findings, *misshapen, missing]), tree, documents)
        tree = profiles.apply(tree, profile)
    if settings:
        from earlyspec.language.settings import apply

        plain = apply(plain, settings)[0]
        tree, text, more = apply(tree, settings)
        documents, findings = (*documents, text), findings + more
    if folder is None:
        folder = Folder() if document.name == "<stdin>" else Folder(document.name).parent
    files = data_files.Files(folder)
    loader = _Loader(tree, files)
    specs = loader.specs()
    unasked: Loaded | None = None
    if profile is None:
        findings = in_source_order(findings + loader.findings)
    else:
        unasked = _without_profile(plain, files)
        findings += profiles.blamed(loader.findings, unasked.findings, tree, profile)
    others: dict[str, Loaded] = {}
    if profile is None and not settings and not _has_error(findings):
        others = {name: _profiled(tree, name, files, findings) for name in profiles.names(tree)}
    under = [each for other in others.values() for each in other.findings]
    findings = in_source_order([*findings, *misshapen, *under])
    valid = () if _has_error(findings) else specs
    return Loaded(valid, findings, tree, documents, others, unasked)


def _without_profile(tree: Tree, files: data_files.Files) -> Loaded:
    loader = _Loader(tree, files)
    specs = loader.specs()
    valid = () if _has_error(loader.findings) else specs
    return Loaded(valid, loader.findings, tree, (tree.document,))


def _profiled(tree: Tree, name: str, files: data_files.Files, known: list[Finding]) -> Loaded:
    """The specs under a profile; findings are those that the spec as it stands does not have."""
    changed = profiles.apply(tree, name)
    loader = _Loader(changed, files)
    specs = loader.specs()
    new = [each for each in loader.findings if each not in known]
    return Loaded(specs, profiles.blamed(new, (), changed, name), changed, (tree.document,))


class _Loader:
    """One pass over a tree; keeps what is amiss."""

    def __init__(self, tree: Tree, files: data_files.Files) -> None:
        self._tree, self._places, self._files = tree, Places(tree.marks), files
        self._sets = data_sets.DataSets(files)
        from_files = data_files.filled(tree.data, files, self._places)
        from_sets = data_sets.filled(from_files.data, self._sets, self._places)
        self._data = from_sets.data
        self.findings = from_files.findings + from_sets.findings
        self._broken = tree.broken | from_files.broken | from_sets.broken
        self._used: set[str] = set()

    def specs(self) -> tuple[Point, ...]:
        """The spec at each sweep point, up to the first point with an error."""
        points, bad = sweep.points(self._data, self._places)
        self.findings += bad
        found: list[Point] = []
        for values in points or [{}]:  # a bad sweep does not hide what else is amiss
            spec = self._spec(values)
            if spec is None:  # the other points would mostly say the same
                return ()
            found.append(Point(values, spec))
        if not _has_error([*self._tree.findings, *self.findings]):
            self.findings += consistency.once(found[0].spec, self._places)
            self.findings += self._unused(set(found[0].values))
        return tuple(found)

    def _spec(self, values: Mapping[str, Number]) -> Spec | None:
        let = self._data.get("let")
        let = let if isinstance(let, Mapping) else {}
        names = Names(self._data, {**let, **values})
        faults = Faults(self._data, self._places, names, self._broken)
        spec = None
        try:
            spec = Spec.model_validate(self._data, context={"evaluator": names})
        except ValidationError as error:
            faults.add(error.errors(include_url=False))
        self._used |= names.used()
        faults.add_let(let, RESERVED)
        found = faults.findings(quiet=_has_error(self.findings))
        if spec is not None and not found and not self._broken:
            found += consistency.check(spec, names, self._places)
            found += data_files.check(spec, self._files, self._places)
            found += data_sets.check(spec, self._sets, self._places)
        self.findings += found
        return None if _has_error(found) else spec

    def _unused(self, swept: set[str]) -> list[Finding]:
        let = self._data.get("let", {})
        found: list[Finding] = []
        for name in let:
            if name not in self._used:
                span = self._places.key(("let", name))
                found.append(Unused(span, name, name in swept))
        return found


def _has_error(findings: Iterable[Finding]) -> bool:
    return any(each.severity == Severity.ERROR for each in findings)
