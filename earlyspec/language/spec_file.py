"""A file, or standard input, to a document."""

from __future__ import annotations

import os
import sys

from earlyspec.diagnostics.finding import Finding
from earlyspec.diagnostics.source import NotUtf8, TooLarge, Unreadable
from earlyspec.diagnostics.suggest import nearest
from earlyspec.source.document import Document
from earlyspec.source.span import Span

LARGEST_FILE = 1 << 20  # bytes; also the longest text, in characters, that is parsed


def read(path: str) -> tuple[Document | None, list[Finding]]:
    """The text of a file, or of standard input if the path is `-`; None with a finding if unread.

    At most a byte more than the largest spec is read, so that a device or pipe cannot fill memory.
    """
    if path == "-":
        return decode(sys.stdin.buffer.read(LARGEST_FILE + 1), "<stdin>")
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        return None, [_unreadable(path, error)]
    return decode(data, path)


def decode(data: bytes, name: str) -> tuple[Document | None, list[Finding]]:
    """The document of UTF-8 bytes, a leading byte order mark dropped; None with a finding if bad.

    Args:
      data: the bytes.
      name: what the document is called.
    """
    if len(data) > LARGEST_FILE:
        return None, [too_large(name)]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        help = "save it as UTF-8"
        return None, [NotUtf8(_start(name), f"`{name}` is UTF-16 or UTF-32 text, not UTF-8", help)]
    try:
        return Document(name, data.decode("utf-8").removeprefix("\ufeff")), []
    except UnicodeDecodeError as error:
        return None, [_not_utf8(name, data, error.start)]


def too_large(name: str) -> TooLarge:
    """The finding for a text beyond the largest spec."""
    return TooLarge(
        None,
        f"`{name}` is larger than 1 MiB, the largest spec",
        "put data into an `.npz` file and name that file in the spec",
    )


def _start(name: str) -> Span:
    return Span(name, 1, 1, 1, 1)


def _not_utf8(name: str, data: bytes, offset: int) -> NotUtf8:
    before = data[:offset].decode("utf-8").removeprefix("\ufeff")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    byte = data[offset]
    message = f"the byte 0x{byte:02X} is not UTF-8"
    help = "save the file as UTF-8"
    if byte >= 0xA0:
        help += f" (in Latin-1 this byte is `{chr(byte)}`)"
    return NotUtf8(Span(name, line, column, line, column + 1), message, help)


def _unreadable(path: str, error: OSError | ValueError) -> Unreadable:
    if isinstance(error, IsADirectoryError):
        specs = _specs_in(path)
        help = f"name a file, such as `{os.path.join(path, specs[0])}`" if specs else "name a file"
        return Unreadable(None, f"`{path}` is a folder, not a spec", help)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        folder, name = os.path.split(path)
        near = nearest(name, _specs_in(folder or "."))
        guess = f"did you mean `{os.path.join(folder, near)}`?" if near else None
        return Unreadable(None, f"there is no file `{path}`", guess)
    if isinstance(error, PermissionError):
        help = "check the permissions of the file"
        return Unreadable(None, f"reading `{path}` is not permitted", help)
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Unreadable(None, f"`{path}` cannot be read: {reason.lower()}")


def _specs_in(folder: str) -> list[str]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [name for name in names if name.endswith((".yaml", ".yml"))][:500]
