"""The IDX format of MNIST: a magic number, sizes, then bytes; plain or compressed by gzip."""

from __future__ import annotations

import math
from pathlib import Path
from typing import IO, NamedTuple, cast

from earlyspec.datasets.base import DataSetError
from earlyspec.datasets.checksum import unreadable

_LARGEST = 2**29  # bytes of one file, unpacked: ten times MNIST
_BYTES = 0x08  # the type code of unsigned bytes, the only one that is read


class Idx(NamedTuple):
    """An array of bytes; `data` is empty where only the header was wanted."""

    shape: tuple[int, ...]
    data: bytes


def read(path: Path, rank: int, header_only: bool = False) -> Idx:
    """An array of so many axes.

    Raises: DataSetError for a file of another format, one cut short, and one that is too long.
    """
    import gzip
    import zlib

    try:
        with _open(path) as stream:
            return _read(stream, path.name, rank, header_only)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise DataSetError(f"is damaged: `{path.name}` does not unpack") from None
    except OSError as error:
        raise unreadable(path.name, error) from None


def _open(path: Path) -> IO[bytes]:
    if path.suffix != ".gz":
        return path.open("rb")
    import gzip

    return cast("IO[bytes]", gzip.open(path, "rb"))


def _read(stream: IO[bytes], name: str, rank: int, header_only: bool) -> Idx:
    header = stream.read(4 * (1 + rank))
    magic = bytes((0, 0, _BYTES, rank))
    if len(header) < 4 * (1 + rank) or header[:4] != magic:
        raise DataSetError(
            f"is damaged: `{name}` begins with {header[:4].hex() or 'nothing'}, "
            f"not with the magic number {magic.hex()}"
        )
    sizes = [header[4 * k : 4 * k + 4] for k in range(1, 1 + rank)]
    shape = tuple(int.from_bytes(size, "big") for size in sizes)
    count = math.prod(shape)
    if count > _LARGEST:
        raise DataSetError(f"is damaged: `{name}` claims {count:.1e} bytes")
    if header_only:
        return Idx(shape, b"")
    data = stream.read(count)
    if len(data) < count:
        raise DataSetError(f"is damaged: `{name}` is cut short, {len(data)} of {count} bytes")
    if stream.read(1):
        raise DataSetError(f"is damaged: `{name}` goes on after the {count} bytes of its header")
    return Idx(shape, data)
