"""Deep-learning theory experiments as specs, with a verdict for every theorem they claim.

The commands as functions, each of which returns a typed record:

    earlyspec.check("specs/quickstart.yaml").findings
    earlyspec.plan("specs/quickstart.yaml").costs
    report = earlyspec.run("specs/quickstart.yaml").report
    earlyspec.diff("before.report", "after.report").differences
    earlyspec.open("specs/quickstart.report")          # a report that is already there
    earlyspec.table(report)                            # its curves, as columns

A report shows itself in a notebook. Names are resolved on first use, so that `import earlyspec`
imports nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from earlyspec._version import __version__

if TYPE_CHECKING:
    from earlyspec.api import check, diff, open, plan, run, table
    from earlyspec.report.model import Report
    from earlyspec.session import Checked, Options, Planned, Ran

__all__ = [
    "Checked",
    "Options",
    "Planned",
    "Ran",
    "Report",
    "__version__",
    "check",
    "diff",
    "open",
    "plan",
    "run",
    "table",
]

_HOMES = {
    "Checked": "earlyspec.session",
    "Options": "earlyspec.session",
    "Planned": "earlyspec.session",
    "Ran": "earlyspec.session",
    "Report": "earlyspec.report.model",
    "check": "earlyspec.api",
    "diff": "earlyspec.api",
    "open": "earlyspec.api",
    "plan": "earlyspec.api",
    "run": "earlyspec.api",
    "table": "earlyspec.api",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'earlyspec' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
