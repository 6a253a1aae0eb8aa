"""Several specs, one after the other, and one table of them at the end."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from collections.abc import Sequence

from earlyspec.cli._exit import INTERRUPTED, NO, OK, UNABLE, Interrupted
from earlyspec.cli._output import coloured, encodable, print_findings
from earlyspec.cli.run import code, one, show
from earlyspec.frozen import dataclass
from earlyspec.report.summary import Entry, duration, summary_table
from earlyspec.session import Checked, Ran, find_backend, internal


@dataclass(frozen=True)
class _Done:
    path: str
    result: Ran
    seconds: float


def run_all(paths: Sequence[str], options: Namespace) -> int:
    """Runs every spec, whatever becomes of those before it; the worst decides the exit code.

    Raises: Interrupted, once what was finished has been told.
    """
    done: list[_Done] = []
    for number, path in enumerate(paths, 1):
        head = f"[{number}/{len(paths)}] "
        try:
            done.append(_one(path, options, head))
            if done[-1].result.report is not None:
                _forget(options.backend)
        except KeyboardInterrupt:
            _tell(done, paths[number - 1 :], options.json)
            raise Interrupted(_left(done, paths[number - 1 :])) from None
    _tell(done, (), options.json)
    if options.check and not options.json:
        from earlyspec.report.diff.check_table import check_table

        rows = [(each.path, each.result.difference) for each in done]
        print(f"\n{check_table(rows)}", flush=True)
    return _worst(done)


def _one(path: str, options: Namespace, head: str) -> _Done:
    began = time.monotonic()
    if not options.quiet and not sys.stderr.isatty():
        print(f"{head}{path}", file=sys.stderr, flush=True)
    try:
        result = one(path, options, head)
    except Exception as error:  # the other specs are not to blame
        finding = internal(error)
        print_findings([finding], {})
        result = Ran(Checked(None, (finding,)), (finding,), able=False)
    seconds = time.monotonic() - began
    if result.report is not None and not options.json:
        print(f"{path}\n")
        show(result)
        print(flush=True)
    if not options.quiet:
        words = f"{head}{path}: {_said(result)}, {duration(seconds)}"
        print(words, file=sys.stderr, flush=True)
    return _Done(path, result, seconds)


def _forget(name: str) -> None:
    """Lets go of a spec's programs: those of a folder are more than a process can hold."""
    backend, _ = find_backend(name)
    if backend is not None:
        backend.forget()


def _said(result: Ran) -> str:
    """What became of a spec, in a few words."""
    if result.report is None:
        return "has errors" if result.able else "could not run"
    if not result.able:
        return "report not written"
    if not result.report.claims:
        return "measured"
    words = [claim.word for claim in result.report.claims]
    missed = " (not as expected)" if code(result) == NO else ""
    return ", ".join(dict.fromkeys(words)) + missed


def _tell(done: Sequence[_Done], left: Sequence[str], as_json: bool) -> None:
    if as_json:
        print(json.dumps(_data(done, left), indent=2, ensure_ascii=False))
        return
    import shutil

    entries = [
        Entry(
            each.path,
            each.result.report,
            "" if each.result.report is not None else _said(each.result),
            each.seconds,
        )
        for each in done
    ]
    entries += [Entry(path, None, "not run", None) for path in left]
    plain = not encodable(sys.stdout, "…")
    width = shutil.get_terminal_size((100, 24)).columns
    print(summary_table(entries, coloured(sys.stdout), width, plain), flush=True)


def _data(done: Sequence[_Done], left: Sequence[str]) -> dict[str, object]:
    from earlyspec.diagnostics.render_json import as_data

    runs = []
    for each in done:
        report, folder = each.result.report, each.result.folder
        claims = () if report is None else report.claims
        runs.append(
            {
                "spec": each.path,
                "exit": code(each.result),
                "outcome": _said(each.result),
                "report": None if folder is None else str(folder / "report.json"),
                "claims": [
                    {
                        "theorem": claim.theorem,
                        "verdict": claim.word,
                        "expect": claim.expect,
                        "as_expected": claim.as_expected,
                    }
                    for claim in claims
                ],
                "findings": [as_data(finding) for finding in each.result.findings],
                "seconds": round(each.seconds, 1),
            }
        )
    return {"exit": INTERRUPTED if left else _worst(done), "runs": runs, "not_run": list(left)}


def _worst(done: Sequence[_Done]) -> int:
    codes = {code(each.result) for each in done}
    return UNABLE if UNABLE in codes else NO if NO in codes else OK


def _left(done: Sequence[_Done], left: Sequence[str]) -> str:
    whole = sum(each.result.folder is not None for each in done)
    reports = f"{whole} finished report{'' if whole == 1 else 's'} in place"
    return f"interrupted; {reports}; not run: {', '.join(left)}"
