"""What an .npz file holds, read from its headers: no array library, no pickle, no array data."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import zipfile

LARGEST = 2**36  # bytes of one array, 64 GiB: beyond any experiment, and a lie in most files
_MEMBERS = 1000
_HEADER = 10_000  # bytes; numpy refuses longer headers too
_MAGIC = b"\x93NUMPY"
_FIELDS = re.compile(
    r"\{\s*'descr':\s*'(?P<descr>[^'\\]*)'\s*,\s*'fortran_order':\s*(?:True|False)\s*,"
    r"\s*'shape':\s*\((?P<shape>[0-9,\s]*)\)\s*,?\s*\}\s*\Z"
)
_NUMBERS = re.compile(r"[<>|=]?(?P<kind>[biuf])(?P<size>1|2|4|8)\Z")
_KINDS = {"b": "bool", "i": "int", "u": "uint", "f": "float"}


class Header(NamedTuple):
    """An array: its shape and its type, such as `float64`."""

    shape: tuple[int, ...]
    dtype: str


class NpzError(Exception):
    """A file that cannot be used. Its text completes the sentence 'the file ...'.

    Args:
      reason: such as `is no .npz file`.
      array: the member that is to blame, if one is.
    """

    def __init__(self, reason: str, array: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.array = reason, array


def shapes(path: Path) -> dict[str, Header]:
    """Shape and type of every array of an .npz file, in the file's order.

    Raises: NpzError for a file that is missing, is no .npz file, is cut short, lies about its
      sizes, or holds anything but arrays of numbers. Nothing is ever unpickled.
    """
    import struct
    import zipfile
    import zlib

    # RuntimeError is zipfile's word for an encrypted member, struct.error for a torn directory.
    torn = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError)
    try:
        if not path.is_file():
            raise NpzError("does not exist" if not path.exists() else "is not a file")
        with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            _check_sizes(members, path.stat().st_size)
            return {_name(each.filename): _header(archive, each) for each in members}
    except PermissionError:
        raise NpzError("may not be read") from None
    except OSError as error:
        raise NpzError(f"cannot be read: {error.strerror or error}") from None
    except torn as error:
        raise NpzError(f"is no .npz file: {_one_line(error)}") from None


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__


def _name(member: str) -> str:
    if not member.endswith(".npy"):
        raise NpzError(f"holds `{member[:100]}`, which is no array")
    return member.removesuffix(".npy")


def _check_sizes(members: list[zipfile.ZipInfo], size: int) -> None:
    if len(members) > _MEMBERS:
        raise NpzError(f"holds {len(members)} arrays, more than {_MEMBERS}")
    # Members that share bytes are how a small file unpacks into a huge one.
    if sum(each.compress_size for each in members) > size:
        raise NpzError("is cut short, or its members overlap")
    if len({each.filename for each in members}) < len(members):
        raise NpzError("holds two arrays of one name")


def _header(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Header:
    name = _name(member.filename)
    with archive.open(member) as stream:
        header, length = _fields(stream, name)
    match = _FIELDS.match(header)
    if match is None:
        # A list of fields instead of one type, or text that only eval could read.
        raise NpzError(f"holds `{name}`, which is no array of plain numbers", name)
    number = _NUMBERS.match(match["descr"])
    if number is None:
        raise NpzError(f"holds `{name}`, whose type `{match['descr'][:20]}` is no number", name)
    shape = tuple(int(each) for each in match["shape"].split(",") if each.strip())
    count = math.prod(shape) * int(number["size"])
    if max((count, *shape)) > LARGEST:
        raise NpzError(f"holds `{name}`, which claims {count:.1e} bytes", name)
    if member.file_size != length + count:
        raise NpzError(f"is cut short: `{name}` has fewer or more bytes than its shape says", name)
    bits = "" if number["kind"] == "b" else str(8 * int(number["size"]))
    return Header(shape, _KINDS[number["kind"]] + bits)


def _fields(stream: IO[bytes], name: str) -> tuple[str, int]:
    """The header's text, and how many bytes precede the data."""
    start = stream.read(8)
    if len(start) < 8 or start[:6] != _MAGIC or start[6] not in (1, 2, 3):
        raise NpzError(f"holds `{name}`, which is no array", name)
    width = 2 if start[6] == 1 else 4
    length = int.from_bytes(stream.read(width), "little")
    if length > _HEADER:
        raise NpzError(f"holds `{name}`, whose header is too long", name)
    return stream.read(length).decode("latin-1"), 8 + width + length
