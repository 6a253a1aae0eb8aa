"""What the commands do, as functions: each reads as its phases in order, and returns data.

The user's mistakes come back as findings. An exception out of here is a mistake of earlyspec's own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from earlyspec.diagnostics.finding import Finding, Severity, in_source_order
from earlyspec.frozen import dataclass
from earlyspec.language.load import Loaded, load
from earlyspec.language.yaml_tree import read
from earlyspec.report.folder import report_folder, shared_folders
from earlyspec.source.document import Document

if TYPE_CHECKING:
    from earlyspec.backend import Backend, Progress
    from earlyspec.compiler.cost import Cost
    from earlyspec.judge.verdicts import ConditionVerdict
    from earlyspec.language.spec import Spec
    from earlyspec.plans.measurements import CellRun
    from earlyspec.plans.nodes import Cell, Plan
    from earlyspec.report.diff.collect import Compared
    from earlyspec.report.diff.keep import Kept
    from earlyspec.report.diff.model import Difference
    from earlyspec.report.model import Report
    from earlyspec.report.provenance import Clock
    from earlyspec.unfinished import Unfinished

Settings = Mapping[str, str]
Watcher = Callable[["Cell", "Progress"], None]


@dataclass(frozen=True)
class Checked:
    """A spec, read and held against its claims; nothing has run.

    Attributes:
      document: the file's text; None if it could not be read.
      findings: in source order.
      plan: what would run; None if there are errors.
      conditions: for each claim, its hypotheses as far as the spec decides them.
      loaded: the spec with its places in the file.
      profiles: what would run under each profile, if the spec was checked as it stands.
    """

    document: Document | None
    findings: tuple[Finding, ...]
    plan: Plan | None = None
    conditions: tuple[tuple[ConditionVerdict, ...], ...] = ()
    loaded: Loaded | None = None
    profiles: Mapping[str, Plan] = field(default_factory=dict)

    @property
    def specs(self) -> tuple[Spec, ...]:
        """The validated spec at each sweep point."""
        return () if self.loaded is None else tuple(each.spec for each in self.loaded.specs)

    @property
    def documents(self) -> dict[str, Document]:
        """The texts that findings point into, by name: the file, and what `--set` gave."""
        return {} if self.loaded is None else {d.name: d for d in self.loaded.documents}

    @property
    def ok(self) -> bool:
        """Whether the spec may run."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True)
class Planned:
    """A checked spec and what each of its cells costs."""

    checked: Checked
    costs: tuple[Cost, ...] = ()


@dataclass(frozen=True)
class Ran:
    """A run: the report and where it lies, or the findings that kept it from being.

    Attributes:
      able: False if earlyspec could not do its job (exit code 2), as against a spec with errors.
      kept: what the report keeps of the committed one.
      difference: with `Options.check`, from the report that is there; nothing was written.
    """

    checked: Checked
    findings: tuple[Finding, ...]
    report: Report | None = None
    folder: Path | None = None
    able: bool = True
    kept: Kept | None = None
    difference: Difference | None = None

    @property
    def reproduced(self) -> bool:
        """Whether, as far as it was asked, the report that is there came out again."""
        from earlyspec.report.diff.check_table import differs

        return self.difference is None or not differs(self.difference)


@dataclass(frozen=True)
class Options:
    """How to run: nothing here changes a number of the report, except `controls`.

    Attributes:
      backend: its name.  memory: bytes that the run may take; None for what is free.
      out: the report's folder; None for the one beside the spec.
      watch: called with the cell and its progress between stretches of work.
      settings: what `--set` gave.  profile: the spec's profile; None for the spec as it stands.
      check: compare with the report that is there, and write nothing.
      fresh: keep no committed text.
    """

    backend: str = "jax"
    memory: int | None = None
    out: Path | None = None
    watch: Watcher | None = None
    settings: Settings = field(default_factory=dict)
    profile: str | None = None
    check: bool = False
    fresh: bool = False


def check(path: str, settings: Settings | None = None, profile: str | None = None) -> Checked:
    """Reads a spec, validates it, and decides the hypotheses that need no run.

    As it stands, with no profile and nothing set, all of its profiles are checked too.
    """
    document, findings = read(path)
    if document is None:
        return Checked(None, tuple(findings))
    loaded = load(document, settings or {}, profile=profile)
    findings += [*loaded.findings, *shared_folders(path, loaded.tree)]
    if not loaded.specs or any(each.severity is Severity.ERROR for each in findings):
        return Checked(document, tuple(in_source_order(findings)), loaded=loaded)
    from earlyspec.foresight import foresee, under_profiles

    seen = foresee(loaded, profile)
    findings += seen.findings
    plans: dict[str, Plan] = {}
    if seen.plan is not None:
        plans, more = under_profiles(loaded, findings)
        findings += more
    ordered = tuple(in_source_order(findings))
    return Checked(document, ordered, seen.plan, seen.conditions, loaded, plans)


def stale(
    path: str, checked: Checked, settings: Settings | None = None, profile: str | None = None
) -> Finding | None:
    """A note if the report beside a spec is of another plan."""
    if checked.plan is None or path == "-":
        return None
    from earlyspec.report.diff.committed import plan_of

    folder = report_folder(path, settings or {}, None, profile)
    was = plan_of(folder)
    if was is None:
        return None
    from earlyspec.diagnostics.reports import ReportIsStale
    from earlyspec.plans.codec import digest

    now = digest(checked.plan)
    return None if was == now else ReportIsStale(None, str(folder), was, now)


def plan(path: str, settings: Settings | None = None, profile: str | None = None) -> Planned:
    """Checks a spec and prices what would run."""
    checked = check(path, settings, profile)
    if checked.plan is None:
        return Planned(checked)
    from earlyspec.compiler.cost import cost

    return Planned(checked, tuple(cost(cell) for cell in checked.plan.cells))


def run_spec(path: str, options: Options | None = None) -> Ran:
    """Checks, prices, compiles, runs, judges and writes the report."""
    options = options or Options()
    planned = plan(path, options.settings, options.profile)
    checked = planned.checked
    if not checked.ok or checked.plan is None:
        return Ran(checked, checked.findings, able=checked.document is not None)
    refusal = _admit(planned, options.memory)
    if refusal is not None:
        return Ran(checked, (*checked.findings, refusal), able=False)
    return _execute(path, checked, checked.plan, options)


def missed(ran: Ran) -> tuple[Finding, ...]:
    """A finding for each claim that came out otherwise than the spec expects, on its own line."""
    from earlyspec.diagnostics.run import ExpectationMissed

    if ran.report is None:
        return ()
    loaded = ran.checked.loaded
    return tuple(
        ExpectationMissed(
            None if loaded is None else loaded.places.value(("claims", index)),
            claim.theorem,
            claim.word,
            claim.expect,
            (
                *(f"{c.id} fails: {c.text}" for c in claim.conditions if c.word == "fails"),
                *(f"{o.id} is refuted: {o.found}" for o in claim.outcomes if o.word == "refuted"),
                *claim.missing,
            ),
        )
        for index, claim in enumerate(ran.report.claims)
        if claim.expect is not None and not claim.as_expected
    )


def changed(ran: Ran) -> tuple[Finding, ...]:
    """A finding for each claim or point that `Options.check` found changed, on the spec's lines."""
    if ran.difference is None or ran.report is None or ran.reproduced:
        return ()
    from earlyspec.report.diff.remarks import remarks

    loaded = ran.checked.loaded
    theorems = [claim.theorem for claim in ran.report.claims]
    return remarks(ran.difference, theorems, None if loaded is None else loaded.places)


def diff(paths: Sequence[Path], revision: str | None = None) -> Compared:
    """Compares two reports or folders of them; with a revision, the working tree with that."""
    from earlyspec.report.diff.collect import between, since

    return between(*paths) if revision is None else since(revision, paths)


# Running.


def _admit(planned: Planned, limit: int | None) -> Finding | None:
    """A refusal if the dearest cell will not fit; nothing has been allocated."""
    from earlyspec.compiler.cost import budget
    from earlyspec.diagnostics.backend import WillNotFit

    allowed = budget() if limit is None else limit
    dearest = max(planned.costs, key=lambda each: each.peak)
    if dearest.peak <= allowed:
        return None
    part = dearest.dominant
    dotted = dearest.field[part]
    loaded = planned.checked.loaded
    assert loaded is not None
    advice = f"shrink `{dotted}`, use `precision: float32`, or allow more with `--memory`"
    return WillNotFit(
        loaded.places.value(dotted.split(".")),
        dearest.peak,
        allowed,
        part,
        dearest.parts[part],
        advice,
    )


def _execute(path: str, checked: Checked, plan: Plan, options: Options) -> Ran:
    from earlyspec.backend import DataError, Unsupported
    from earlyspec.diagnostics import backend as es5
    from earlyspec.diagnostics import run as es6
    from earlyspec.report.provenance import Clock
    from earlyspec.unfinished import Unfinished

    backend, problem = find_backend(options.backend)
    if backend is None:
        return Ran(checked, (*checked.findings, problem), able=False)
    clock = Clock()
    root = Path(path).resolve().parent if path != "-" else Path.cwd()
    folder = report_folder(path, options.settings, options.out, options.profile)
    unfinished = None if options.check else Unfinished(folder, backend, root)
    try:
        runs = tuple(
            _run_cell(backend, cell, root, options.watch, unfinished) for cell in plan.cells
        )
    except Unsupported as lacking:
        return _unable(checked, es5.BackendLacks(None, options.backend, str(lacking)))
    except DataError as bad:
        return _unable(checked, es6.DataNotFinite(None, str(bad)))
    except MemoryError as short:
        return _unable(checked, es6.OutOfMemory(str(short) or "the host refused an allocation"))
    ran = _tell(path, checked, plan, runs, backend, clock, options)
    if unfinished is not None and ran.able:
        unfinished.clear()
    return ran


def find_backend(name: str) -> tuple[Backend | None, Finding]:
    """An installed backend, or None and the finding that says why not."""
    from earlyspec.backend import UnknownBackend, find
    from earlyspec.diagnostics import backend as es5

    try:
        return find(name), es5.UnknownBackendName(name, ())
    except UnknownBackend as unknown:
        return None, es5.UnknownBackendName(name, unknown.args[1])
    except (ImportError, RuntimeError, OSError) as broken:
        return None, es5.BackendBroken(name, f"{type(broken).__name__}: {broken}")


def _unable(checked: Checked, finding: Finding) -> Ran:
    return Ran(checked, (*checked.findings, finding), able=False)


def _run_cell(
    backend: Backend, cell: Cell, root: Path, watch: Watcher | None, unfinished: Unfinished | None
) -> CellRun:
    """All seeds of a cell; those that an interrupted run had finished are taken as they are."""
    from earlyspec.plans.measurements import CellRun

    seeds = {
        seed: None if unfinished is None else unfinished.get(cell, seed) for seed in cell.seeds
    }
    if None in seeds.values():
        program = backend.compile(cell, root)
        progress = None if watch is None else (lambda each: watch(cell, each))
        for seed in [seed for seed, known in seeds.items() if known is None]:
            run = program.run(seed, progress)
            if unfinished is not None:
                unfinished.put(cell, run)
            seeds[seed] = run
    return CellRun(tuple(run for run in seeds.values() if run is not None))


def _tell(
    path: str,
    checked: Checked,
    plan: Plan,
    runs: tuple[CellRun, ...],
    backend: Backend,
    clock: Clock,
    options: Options,
) -> Ran:
    from earlyspec.judge.claims import judge
    from earlyspec.report.assemble import assemble
    from earlyspec.report.diff.committed import committed
    from earlyspec.report.diff.keep import keep
    from earlyspec.report.files import files_kept
    from earlyspec.report.write import CannotWriteReport, write

    name = Path(path).name if path != "-" else "stdin"
    name += f" (profile {options.profile})" if options.profile is not None else ""
    report = assemble(plan, runs, judge(plan, runs), name, backend.name)
    folder = report_folder(path, options.settings, options.out, options.profile)
    found = (*checked.findings, *_divergences(plan, runs))
    if options.check:
        return _held_against(Ran(checked, found, report, folder))
    kept = keep(None if options.fresh else committed(folder, report.plan), report)
    try:
        write(folder, files_kept(kept, backend.device(), clock))
    except CannotWriteReport as failed:
        from earlyspec.diagnostics.run import CannotWrite

        unwritten = CannotWrite(str(failed.path), failed.cause)
        return Ran(checked, (*found, unwritten), report, able=False)
    return Ran(checked, found, kept.report, folder, kept=kept)


def _held_against(ran: Ran) -> Ran:
    """A run with its difference from the report that is there."""
    from earlyspec.report.diff.committed import on_disk
    from earlyspec.report.diff.compare import compare

    assert ran.report is not None
    assert ran.folder is not None
    there, finding = on_disk(ran.folder)
    if there is None or finding is not None:
        return replace(ran, findings=(*ran.findings, *([finding] if finding else [])), able=False)
    return replace(ran, difference=compare(there, ran.report, str(ran.folder)))


def _divergences(plan: Plan, runs: Sequence[CellRun]) -> list[Finding]:
    from earlyspec.diagnostics.run import Diverged

    return [
        Diverged(
            None,
            ", ".join(f"{name} = {value:g}" for name, value in cell.point.items()),
            seed.seed,
            seed.divergence.step,
            f"{seed.divergence.what} {seed.divergence.how}",
        )
        for cell, cell_run in zip(plan.cells, runs, strict=True)
        for seed in cell_run.seeds
        if seed.divergence is not None
    ]


def internal(error: BaseException, plan_hash: str | None = None) -> Finding:
    """The one place where an unexpected exception becomes a finding."""
    from earlyspec.diagnostics.run import Internal

    if os.environ.get("EARLYSPEC_TRACEBACK"):
        import traceback

        traceback.print_exception(error)
    return Internal(f"{type(error).__name__}: {error}", plan_hash)
