"""A report's text, read; what is amiss with it is a finding."""

from __future__ import annotations

from pathlib import Path

from earlyspec.diagnostics import reports as es62
from earlyspec.diagnostics.finding import Finding
from earlyspec.report.model import FORMAT, Report
from earlyspec.report.render_json import Malformed, NewerFormat, NotAReport, Truncated, from_json

REPORT = "report.json"


def read_file(path: Path) -> tuple[Report | None, Finding | None]:
    """The report of a file, or why there is none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None, es62.NoReportThere(str(path))
    except OSError as error:
        return None, es62.NotAReportFile(str(path), error.strerror or str(error))
    return read(content, str(path))


def read(content: bytes, name: str) -> tuple[Report | None, Finding | None]:
    """The report of a file's content, or why it is none.

    Args:
      content: the bytes.
      name: how the reader is to find them.
    """
    try:
        return from_json(content.decode()), None
    except UnicodeDecodeError:
        return None, es62.NotAReportFile(name, "it is not UTF-8 text")
    except Truncated:
        return None, es62.ReportCutShort(name)
    except NewerFormat as newer:
        formats = f"format {newer.format}, and this one reads up to {FORMAT}"
        return None, es62.ReportIsNewer(name, formats)
    except Malformed as edited:
        return None, es62.ReportWasEdited(name, str(edited))
    except NotAReport as other:
        conflict = content.startswith(b"<<<<<<<") or b"\n<<<<<<< " in content
        if conflict:
            return None, es62.ReportWasEdited(name, "a merge conflict was left in it")
        return None, es62.NotAReportFile(name, str(other))
