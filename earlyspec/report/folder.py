"""Where a spec's report lies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from earlyspec.diagnostics.finding import Finding
from earlyspec.diagnostics.profiles import SharedReportFolder
from earlyspec.language import profiles
from earlyspec.language.places import Places
from earlyspec.language.yaml_tree import Tree


def report_folder(
    path: str, settings: Mapping[str, str], out: Path | None, profile: str | None = None
) -> Path:
    """Where a spec's report goes: beside it, under a name that says what profile and `--set` gave.

    A profile's name is no path: `check` has seen to that.
    """
    if out is not None:
        return out
    spec = Path(path)
    given = f".{profile}" if profile is not None else ""
    given += "".join(
        f".{name}={value}".replace("/", "-").replace(" ", "") for name, value in settings.items()
    )
    return spec.with_name(f"{spec.stem}{given}.report")


def shared_folders(path: str, tree: Tree) -> list[Finding]:
    """Profiles whose reports would go where the report of a spec beside this one goes."""
    if path == "-" or not isinstance(tree.data, dict):
        return []
    found: list[Finding] = []
    places = Places(tree.marks)
    for name in profiles.names(tree):
        folder = report_folder(path, {}, None, name)
        for other in (folder.with_suffix(".yaml"), folder.with_suffix(".yml")):
            if other.is_file():
                span = places.key(("profiles", name))
                found.append(SharedReportFolder(span, name, other.name, folder.name))
    return found
