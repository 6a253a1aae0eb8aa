"""The .npz files that a spec names: found, looked into, and held against the spec's sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as Folder
from typing import Any, NamedTuple

from earlyspec.diagnostics.data_files import BadFile, NoSuchArray, WrongArray
from earlyspec.diagnostics.finding import Finding
from earlyspec.language.places import Places
from earlyspec.language.spec import Spec
from earlyspec.language.yaml_mark import Path
from earlyspec.record import Record
from earlyspec.source.npz import Header, NpzError, shapes
from earlyspec.source.span import Span

_PROJECT = (".git", "pyproject.toml")
_INPUTS: Path = ("data", "inputs")


class Files:
    """The files of a project, each read once.

    Args:
      folder: where relative paths start.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._known: dict[str, dict[str, Header] | NpzError] = {}

    def arrays(self, path: str) -> dict[str, Header]:
        """What the file holds.

        Raises: NpzError, too where the path leaves the project.
        """
        if path not in self._known:
            try:
                self._known[path] = shapes(self.located(path))
            except NpzError as error:
                self._known[path] = error
        known = self._known[path]
        if isinstance(known, NpzError):
            raise known
        return known

    def located(self, path: str) -> Folder:
        """Where a path of the spec leads.

        Raises: NpzError where it leaves the project.
        """
        if not path.strip() or "\0" in path:
            raise NpzError("has no name")
        if Folder(path).is_absolute():
            raise NpzError("is not named relative to the spec")
        try:
            folder = self._folder.resolve()
            found = (folder / path).resolve()
        except (OSError, RuntimeError):  # a loop of links
            raise NpzError("cannot be found: its links lead in a circle") from None
        project = next((each for each in (folder, *folder.parents) if _is_project(each)), folder)
        if not found.is_relative_to(project):
            raise NpzError("lies outside the project")
        return found


def _is_project(folder: Folder) -> bool:
    return any((folder / name).exists() for name in _PROJECT)


class Filled(NamedTuple):
    """A spec's data with the sizes that a file of inputs gives.

    Attributes:
      data: the data; the argument itself if there is nothing to fill in.
      findings: what is amiss with the file, if the sizes were needed.
      broken: mappings that lack a size for that reason.
    """

    data: dict[str, Any]
    findings: list[Finding]
    broken: frozenset[Path]


def filled(data: dict[str, Any], files: Files, places: Places) -> Filled:
    """The data with `data.train`, `data.test` and `data.inputs.dim` read off a file of inputs."""
    nothing = Filled(data, [], frozenset())
    part = data.get("data")
    inputs = part.get("inputs") if isinstance(part, dict) else None
    if not isinstance(part, dict) or not isinstance(inputs, dict):
        return nothing
    if inputs.get("distribution") != "file" or ("dim" in inputs and {"train", "test"} <= set(part)):
        return nothing
    names = _names(inputs)
    path = inputs.get("path")
    if not isinstance(path, str) or not all(isinstance(name, str) for name in names):
        return nothing  # which is an error of its own
    found = _Finder(files, places).headers(_INPUTS, path, names)
    if not isinstance(found, list):
        return Filled(data, [found], frozenset({("data",), _INPUTS}))
    train, test = _rows(part, found)
    sizes = {"train": train, "test": test}
    wide = found[0].shape[1:2]
    part = {**part, **{key: size for key, size in sizes.items() if key not in part and size > 0}}
    part["inputs"] = {**dict(zip(("dim",), wide, strict=False)), **inputs}
    return Filled({**data, "data": part}, [], frozenset())


def _names(inputs: Mapping[str, Any]) -> list[Any]:
    if inputs.get("array") is not None:
        return [inputs["array"]]
    return [inputs.get("train", "x_train"), inputs.get("test", "x_test")]


def _rows(part: Mapping[str, Any], headers: list[Header]) -> tuple[int, int]:
    """Training and test rows: of one array, those that the other split leaves."""
    rows = [header.shape[0] if header.shape else 0 for header in headers]
    if len(rows) == 2:
        return rows[0], rows[1]
    test = part.get("test", min(2000, rows[0] // 5))
    train = part.get("train", rows[0] - test if isinstance(test, int) else 0)
    return train if isinstance(train, int) else 0, test if isinstance(test, int) else 0


def check(spec: Spec, files: Files, places: Places) -> list[Finding]:
    """What is amiss with the files that a spec names."""
    findings: list[Finding] = []
    finder = _Finder(files, places)
    drawn = spec.data.inputs.kind() != "file"
    for location, word in _words(spec, ()):
        if drawn and word.family == "labels":
            continue  # which is an error of its own
        path: str = word.path
        names = [array for _, array in word.files()]
        found = finder.headers(location, path, names)
        if not isinstance(found, list):
            findings.append(found)
            continue
        for name, header, needs in zip(names, found, _needs(spec, word, len(names)), strict=True):
            if not needs.met_by(header.shape):
                what = f"the array `{name}` of `{path}`"
                span = places.value(_named(word, location, name, places))
                findings.append(WrongArray(span, what, _shape(header.shape), needs.words()))
    return findings


class _Finder:
    def __init__(self, files: Files, places: Places) -> None:
        self._files, self._places = files, places

    def headers(self, location: Path, path: str, names: list[str]) -> list[Header] | Finding:
        """The headers of some arrays, or what keeps us from them."""
        span = self._places.value((*location, "path"))
        try:
            arrays = self._files.arrays(path)
        except NpzError as error:
            return bad_file(span, path, error)
        for name in names:
            if name not in arrays:
                return NoSuchArray(span, path, name, list(arrays))
        return [arrays[name] for name in names]


def bad_file(span: Span | None, path: str, error: NpzError) -> Finding:
    """What to say of a file that cannot be used."""
    return BadFile(span, path, error.reason, _advice(error.reason))


def _advice(reason: str) -> str | None:
    if "outside" in reason or "relative" in reason:
        return "put the file into the project, and write its path relative to the spec"
    if "no array" in reason or "no number" in reason:
        return "write the file with `numpy.savez`, arrays of numbers only"
    return None


class _Needs(NamedTuple):
    """A shape that is needed; the first size is the least number of rows if `rows`."""

    shape: tuple[int, ...]
    rows: bool

    def met_by(self, shape: tuple[int, ...]) -> bool:
        if len(shape) != len(self.shape):
            return False
        if self.rows:
            return shape[0] >= self.shape[0] and shape[1:] == self.shape[1:]
        return shape == self.shape

    def words(self) -> str:
        return f"{_shape(self.shape)}{', or with more rows' if self.rows else ''}"


def _needs(spec: Spec, word: Any, count: int) -> list[_Needs]:
    dim = getattr(spec.data.inputs, "dim", None) or 0
    if word.family == "covariances":
        return [_Needs((dim, dim), rows=False)]
    if word.family == "initialisations":
        width = getattr(spec.architecture, "width", 0)
        return [_Needs((width, dim), rows=False), _Needs((width,), rows=False)]
    rows = [spec.data.train, spec.data.test] if count == 2 else [spec.data.train + spec.data.test]
    tail = (dim,) if word.family == "distributions" else ()
    return [_Needs((size, *tail), rows=True) for size in rows]


def _shape(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def _named(word: Record, location: Path, array: str, places: Places) -> Path:
    """The field that names an array, or the path if that is left to its default."""
    for name in type(word).model_fields:
        field = (*location, name)
        if name != "path" and getattr(word, name) == array and places.own_key(field):
            return field
    return (*location, "path")


def _words(part: Record, location: Path) -> Iterator[tuple[Path, Any]]:
    """Every word below a part that has a `path` of its own."""
    fields = type(part).model_fields
    if "path" in fields and getattr(part, "files", tuple)():
        yield location, part
    for name in fields:
        value = getattr(part, name)
        if isinstance(value, Record):
            yield from _words(value, (*location, name))
        elif isinstance(value, tuple):
            for index, each in enumerate(value):
                if isinstance(each, Record):
                    yield from _words(each, (*location, name, index))
