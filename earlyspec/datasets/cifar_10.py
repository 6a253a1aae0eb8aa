"""CIFAR-10, from its binary version: records of a label and three colour planes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal, cast, get_args

from earlyspec.datasets.base import DataSet, DataSetError, Labelled, Survey, tally
from earlyspec.datasets.checksum import unreadable
from earlyspec.datasets.checksum import verify as verify_file

if TYPE_CHECKING:
    import gzip

Class = Literal[
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
]
"""Kinds of things, in the order of their labels."""
ARCHIVE = "cifar-10-binary.tar.gz"
PUBLISHED = "c32a1d4ab5d03f1284b67883e8d87530"
"""MD5 of the archive; of its members none is published."""
FOLDER = "cifar-10-batches-bin"
BATCHES = {
    "train": tuple(f"data_batch_{k}.bin" for k in range(1, 6)),
    "test": ("test_batch.bin",),
}
_PER_CLASS = {"train": 5000, "test": 1000}
_PLANE = 32 * 32
RECORD = 1 + 3 * _PLANE
_LARGEST = 100_000 * RECORD  # bytes of one batch: ten times a published one
_UNPACKED = 2**30  # bytes of the archive; the published one has 184 million
_PICKLES = ("cifar-10-batches-py", "data_batch_1", "cifar-10-python.tar.gz")
_GET = (
    "get the binary version of CIFAR-10 (Krizhevsky: The CIFAR-10 dataset, University of Toronto) "
    f"and write the path of `{ARCHIVE}`, or of the folder it unpacks to"
)
_OFFLINE = "; `distribution: digits` comes with earlyspec and needs no files"


class Cifar10(DataSet):
    """50000 training and 10000 test photographs of ten kinds of things, 32 x 32, in colour."""

    name = "cifar-10"
    classes = get_args(Class)
    side = 32
    colours = 3

    def survey(self, path: Path, verify: bool) -> Survey:
        source = _source(path)
        if source.is_file() and verify:
            verify_file(source, PUBLISHED)
            full = {split: (count,) * len(self.classes) for split, count in _PER_CLASS.items()}
            return Survey(full)
        batches = dict(_batches(source, (*BATCHES["train"], *BATCHES["test"])))
        labels = {split: b"".join(batches[n][::RECORD] for n in names) for split, names in _ITEMS}
        counts = {split: tally(found, len(self.classes)) for split, found in labels.items()}
        why = f"no checksum of extracted batches is published, only of `{ARCHIVE}`"
        return Survey(counts, why if verify else "")

    def read(self, path: Path, split: str, classes: frozenset[int]) -> Labelled:
        labels, images = bytearray(), bytearray()
        for _, batch in _batches(_source(path), BATCHES[split]):
            for start in range(0, len(batch), RECORD):
                if not classes or batch[start] in classes:
                    labels.append(batch[start])
                    images += _interleaved(batch[start + 1 : start + RECORD])
        return Labelled(bytes(labels), bytes(images))


_ITEMS = tuple(BATCHES.items())


def _interleaved(planes: bytes) -> bytearray:
    """Red, green and blue planes -> the three colours of each pixel together."""
    image = bytearray(3 * _PLANE)
    for colour in range(3):
        image[colour::3] = planes[colour * _PLANE : (colour + 1) * _PLANE]
    return image


def _source(path: Path) -> Path:
    """The archive, or the folder that holds the batches.

    Raises: DataSetError.
    """
    if path.is_file():
        return path
    names = [name for batch in BATCHES.values() for name in batch]
    for folder in (path, path / FOLDER):
        missing = [name for name in names if not (folder / name).is_file()]
        if not missing:
            return folder
        if len(missing) < len(names):
            problem = f"lacks {', '.join(f'`{name}`' for name in missing)}"
            raise DataSetError(problem, _GET, absent=True, looked=(_inside(path, folder),))
    if (path / ARCHIVE).is_file():
        return path / ARCHIVE
    looked = (".", FOLDER, ARCHIVE) if path.is_dir() else ()
    if any((path / name).exists() for name in _PICKLES):
        problem = "is there in its python version, which is pickled and never opened"
        raise DataSetError(problem, _GET, absent=True, looked=looked)
    problem = f"lacks `{names[0]}` to `{names[4]}` and `{names[5]}`"
    raise DataSetError(problem, _GET + _OFFLINE, absent=True, looked=looked)


def _inside(path: Path, folder: Path) -> str:
    return str(folder.relative_to(path))


def _batches(source: Path, names: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The batches of these names, in their order.

    Raises: DataSetError.
    """
    if source.is_file():
        members = _members(source, names)
        for name in names:
            yield name, _checked(name, members[name])
        return
    for name in names:
        try:
            with (source / name).open("rb") as stream:
                batch = stream.read(_LARGEST + 1)
        except OSError as error:
            raise unreadable(name, error) from None
        yield name, _checked(name, batch)


def _checked(name: str, batch: bytes) -> bytes:
    """The batch.

    Raises: DataSetError if it is no whole number of records, or holds a class that there is not.
    """
    if len(batch) > _LARGEST:
        raise DataSetError(f"is damaged: `{name}` is larger than {_LARGEST} bytes")
    if not batch or len(batch) % RECORD:
        problem = f"`{name}` has {len(batch)} bytes, no multiple of the {RECORD} of a record"
        raise DataSetError(f"is damaged: {problem}")
    strange = max(batch[::RECORD])
    if strange > 9:
        raise DataSetError(f"is damaged: `{name}` holds the label {strange}")
    return batch


def _members(archive: Path, names: tuple[str, ...]) -> Mapping[str, bytes]:
    """Some members of the archive, by the last part of their name; nothing touches the disk.

    Raises: DataSetError.
    """
    import gzip
    import tarfile
    import zlib

    found: dict[str, bytes] = {}
    try:
        with (
            gzip.open(archive, "rb") as unpacked,
            tarfile.open(mode="r|", fileobj=cast("IO[bytes]", _Bounded(unpacked))) as tar,
        ):
            for member in tar:
                name = member.name.rpartition("/")[2]
                stream = tar.extractfile(member) if name in names and member.isreg() else None
                if stream is not None:
                    found[name] = stream.read(_LARGEST + 1)
                if len(found) == len(names):
                    break
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile):
        problem = f"`{archive.name}` is no whole .tar.gz archive"
        raise DataSetError(f"is damaged: {problem}", _GET) from None
    except OSError as error:
        raise unreadable(archive.name, error) from None
    missing = [name for name in names if name not in found]
    if missing:
        problem = f"`{archive.name}` holds no {', '.join(f'`{name}`' for name in missing)}"
        raise DataSetError(f"is not complete: {problem}", _GET, absent=True)
    return found


class _Bounded:
    """A stream that gives up where a small file unpacks into a huge one."""

    def __init__(self, stream: gzip.GzipFile) -> None:
        self._stream, self._left = stream, _UNPACKED

    def read(self, size: int) -> bytes:
        """The next bytes.

        Raises: DataSetError.
        """
        block = self._stream.read(min(size, 2**20))
        self._left -= len(block)
        if self._left < 0:
            raise DataSetError(f"is damaged: the archive unpacks to more than {_UNPACKED} bytes")
        return block


KIND = Cifar10()
