"""Files as a git revision has them, without checking it out."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from earlyspec.diagnostics.reports import NoRepository, UnknownRevision


class Refused(Exception):
    """git could not answer; `finding` says why."""

    def __init__(self, finding: NoRepository | UnknownRevision) -> None:
        super().__init__(finding.message())
        self.finding = finding


@dataclass(frozen=True)
class Revision:
    """A commit of a repository.

    Attributes:
      root: the repository's working tree.  name: as the user called the commit.
      commit: its hash.
    """

    root: Path
    name: str
    commit: str

    def files(self, below: Sequence[str]) -> list[str]:
        """Paths in the commit, relative to the root, under these paths; "" is the root."""
        # Anything in a tree matches the empty list of paths.
        limits = [] if "" in below else list(below)
        listed = _git(
            self.root,
            "ls-tree",
            "-r",
            "-z",
            "--name-only",
            "--full-tree",
            self.commit,
            "--",
            *limits,
        )
        return _split(listed)

    def here(self, below: Sequence[str]) -> list[str]:
        """Paths in the working tree, those that git ignores left out."""
        limits = [] if "" in below else list(below)
        tracked = ("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--full-name")
        listed = _git(self.root, *tracked, "--", *limits)
        return [name for name in dict.fromkeys(_split(listed)) if (self.root / name).is_file()]

    def content(self, path: str) -> bytes | None:
        """A file's bytes; None if the commit does not have it."""
        done = _run(self.root, "cat-file", "blob", f"{self.commit}:{path}")
        return done.stdout if done.returncode == 0 else None

    def relative(self, path: Path) -> str:
        """A path relative to the root, "" for the root itself.

        Raises: Refused if it is in no working tree of this repository.
        """
        inside = os.path.relpath(os.path.realpath(path), self.root).replace(os.sep, "/")
        if inside == ".." or inside.startswith("../"):
            raise Refused(NoRepository(str(path), f"it is outside of {self.root}"))
        return "" if inside == "." else inside


def find(name: str, path: Path) -> Revision:
    """The revision of that name in the repository that a path is in; the path need not exist.

    Raises: Refused.
    """
    folder = Path(os.path.realpath(path))
    while not folder.is_dir():
        folder = folder.parent
    top = _run(folder, "rev-parse", "--show-toplevel")
    if top.returncode != 0:
        raise Refused(NoRepository(str(path), _complaint(top)))
    root = Path(os.path.realpath(os.fsdecode(top.stdout.removesuffix(b"\n"))))
    if not name or name.startswith("-") or "\0" in name:
        raise Refused(UnknownRevision(name))
    known = _run(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if known.returncode != 0:
        raise Refused(UnknownRevision(name))
    return Revision(root, name, known.stdout.decode().strip())


def at_head(path: Path) -> bytes | None:
    """A file as the last commit has it; None without a repository, a commit, or the file in it."""
    try:
        head = find("HEAD", path)
        return head.content(head.relative(path))
    except Refused:
        return None


def _git(folder: Path, *arguments: str) -> bytes:
    done = _run(folder, *arguments)
    if done.returncode != 0:
        raise Refused(NoRepository(str(folder), _complaint(done)))
    return done.stdout


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(folder), "--literal-pathspecs", *arguments]
    # Reading takes no locks, and the words of an error are not translated.
    quiet = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, env=quiet, check=False
        )
    except OSError as missing:
        cause = f"git cannot be run: {missing.strerror}"
        raise Refused(NoRepository(str(folder), cause)) from None


def _complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else f"git stopped with {done.returncode}"


def _split(listed: bytes) -> list[str]:
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]
