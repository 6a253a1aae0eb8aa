"""Files held against the checksums that their authors published."""

from __future__ import annotations

from pathlib import Path

from earlyspec.datasets.base import DataSetError

_BLOCK = 2**20


def md5(path: Path) -> str:
    """The MD5 of a file. It tells a damaged copy; it does not keep out a forger."""
    import hashlib

    found = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def verify(path: Path, published: str) -> None:
    """Whether a file is the published one.

    Raises: DataSetError.
    """
    try:
        found = md5(path)
    except OSError as error:
        raise unreadable(path.name, error) from None
    if found != published:
        raise DataSetError(
            f"is not as published: the MD5 of `{path.name}` is {found}, not {published}",
            "get the file again; `verify: false` takes it as it is",
        )


def unreadable(name: str, error: OSError) -> DataSetError:
    """What to say of a file that the system does not let us read."""
    return DataSetError(f"cannot be read: `{name}`: {error.strerror or error}")
