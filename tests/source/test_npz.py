"""Headers of .npz files, against numpy, and files that lie."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from earlyspec.source.npz import Header, NpzError, shapes


def _member(header: str, data: bytes = b"", version: int = 1, magic: bytes = b"\x93NUMPY") -> bytes:
    text = header.encode()
    size = struct.pack("<H" if version == 1 else "<I", len(text))
    return magic + bytes([version, 0]) + size + text + data


def _archive(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def _reason(path: Path) -> str:
    with pytest.raises(NpzError) as caught:
        shapes(path)
    return caught.value.reason


ARRAYS = {
    "float64": np.zeros((3, 4)),
    "float32": np.ones((2, 3, 4), dtype=np.float32),
    "float16": np.ones(5, dtype=np.float16),
    "int64": np.arange(6),
    "uint8": np.zeros((2, 2), dtype=np.uint8),
    "bool": np.array([True, False]),
    "scalar": np.array(1.5),
    "none": np.zeros((0, 7)),
    "big_endian": np.zeros(3, dtype=">f8"),
    "fortran": np.asfortranarray(np.zeros((4, 2))),
}


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_shapes_and_types_are_numpys(tmp_path: Path, save: object) -> None:
    path = tmp_path / "a.npz"
    save(path, **ARRAYS)  # type: ignore[operator]
    found = shapes(path)
    assert list(found) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert found[name] == Header(array.shape, array.dtype.name)


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_every_version_of_the_format_is_read(tmp_path: Path, version: tuple[int, int]) -> None:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.zeros((2, 5)), version=version)
    path = _archive(tmp_path / "a.npz", {"x.npy": stream.getvalue()})
    assert shapes(path) == {"x": Header((2, 5), "float64")}


def test_objects_are_refused_and_never_unpickled(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "sprung"),)

    path = tmp_path / "a.npz"
    np.savez(path, x=np.array([Trap()], dtype=object))
    assert _reason(path) == "holds `x`, whose type `|O` is no number"
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    "array",
    [
        np.zeros(2, dtype=[("a", "f8")]),
        np.array(["ab"]),
        np.zeros(2, "M8[s]"),
        np.zeros(2, complex),
    ],
)
def test_what_is_no_real_number_is_refused(tmp_path: Path, array: np.ndarray) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, x=array)
    assert "number" in _reason(path)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert _reason(tmp_path / "a.npz") == "does not exist"
    assert _reason(tmp_path) == "is not a file"


@pytest.mark.parametrize("text", [b"", b"not a zip file", b"PK\x03\x04" + b"\0" * 50])
def test_what_is_no_zip_file_is_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "a.npz"
    path.write_bytes(text)
    assert _reason(path).startswith("is no .npz file")


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = tmp_path / "whole.npz"
    np.savez_compressed(whole, x=np.arange(50.0), y=np.zeros((3, 3)))
    data = whole.read_bytes()
    part = tmp_path / "part.npz"
    for length in range(0, len(data), 7):
        part.write_bytes(data[:length])
        _reason(part)


def test_a_file_with_any_byte_changed_is_read_or_refused(tmp_path: Path) -> None:
    whole = tmp_path / "whole.npz"
    np.savez(whole, x=np.arange(4.0))
    data = whole.read_bytes()
    changed = tmp_path / "changed.npz"
    refused = 0
    for place in range(len(data)):
        changed.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        try:
            shapes(changed)
        except NpzError:
            refused += 1
    assert refused > len(data) // 3


HEADER = "{'descr': '<f8', 'fortran_order': False, 'shape': (%s), }"
LIES = {
    "more data than there is": (_member(HEADER % "1000,", b"\0" * 8), "is cut short"),
    "less data than there is": (_member(HEADER % "1,", b"\0" * 80), "is cut short"),
    "a size beyond sense": (_member(HEADER % f"{10**15},"), "claims 8.0e+15 bytes"),
    "a size beyond sense, but empty": (_member(HEADER % f"{10**15}, 0"), "claims"),
    "a call": (_member("__import__('os').abort()"), "no array of plain numbers"),
    "no header": (b"\x93NUMPY", "no array"),
    "a header of another file": (_member(HEADER % "1,", b"\0" * 8, magic=b"NUMPY!"), "no array"),
    "a version to come": (_member(HEADER % "1,", b"\0" * 8, version=9), "no array"),
    "a header without end": (_member(" " * 20_000 + HEADER % "1,", b"\0" * 8), "too long"),
    "a shape that is no shape": (_member(HEADER % "-1,", b"\0" * 8), "no array of plain numbers"),
    "a number without end": (_member(HEADER % ("9" * 9000)), "is no .npz file"),
}


@pytest.mark.parametrize("name", LIES)
def test_an_array_that_lies_is_refused(tmp_path: Path, name: str) -> None:
    data, reason = LIES[name]
    assert reason in _reason(_archive(tmp_path / "a.npz", {"x.npy": data}))


def test_a_bomb_costs_nothing(tmp_path: Path) -> None:
    # 128 MB of zeros in 128 kB; only the header is unpacked.
    size = 2**24
    path = tmp_path / "bomb.npz"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("x.npy", "w", force_zip64=True) as stream,
    ):
        stream.write(_member(HEADER % f"{size},"))
        block = b"\0" * 2**20
        for _ in range(8 * size // len(block)):
            stream.write(block)
    assert shapes(path) == {"x": Header((size,), "float64")}


def test_members_that_share_bytes_are_refused(tmp_path: Path) -> None:
    # Every entry of the directory names the same bytes, as bombs that unpack for ever do.
    path = tmp_path / "a.npz"
    np.savez(path, x=np.zeros(100))
    with zipfile.ZipFile(path) as archive:
        (member,) = archive.infolist()
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    entries = b"".join(entry.replace(b"x.npy", b"%c.npy" % letter) for letter in b"abcdefgh")
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 8, 8, len(entries), start, 0)
    path.write_bytes(data[:start] + entries + tail)
    assert member.compress_size > 800
    assert _reason(path) == "is cut short, or its members overlap"


def test_other_members_and_repeated_names_are_refused(tmp_path: Path) -> None:
    assert "is no array" in _reason(_archive(tmp_path / "a.npz", {"x.txt": b"hello"}))
    path = tmp_path / "b.npz"
    member = _member(HEADER % "1,", b"\0" * 8)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", member)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("x.npy", member)
    assert _reason(path) == "holds two arrays of one name"


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, x=np.zeros(3))
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag in the member's own record
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    path.write_bytes(bytes(data))
    assert _reason(path).startswith("is no .npz file")
