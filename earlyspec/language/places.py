"""Where a value of a spec stands: paths of the data, or pydantic's locations, to spans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from earlyspec.language.yaml_mark import Mark, Path
from earlyspec.source.span import Span


class Places:
    """The marks of a tree, those of `--set` laid over them.

    A location is a path that may go on below what the file has (a default), or hold segments of
    pydantic's own (the form of a union, the index of a list that is no list).
    """

    def __init__(self, marks: Mapping[Path, Mark]) -> None:
        self._marks = marks

    def path(self, location: Iterable[str | int]) -> Path:
        """The longest part of a location that stands in the file."""
        path: Path = ()
        for segment in location:
            if (*path, segment) in self._marks:
                path = (*path, segment)
            elif isinstance(segment, str) and segment not in ("scalar", "mapping", "sequence"):
                break
        return path

    def mark(self, location: Iterable[str | int]) -> Mark | None:
        """The mark of what stands there, or of what owns it."""
        return self._marks.get(self.path(location))

    def key(self, location: Iterable[str | int]) -> Span | None:
        """The key of what stands there; for the root and items of lists, the value."""
        mark = self.mark(location)
        return (mark.key or mark.value) if mark else None

    def value(self, location: Iterable[str | int]) -> Span | None:
        """The value that stands there."""
        mark = self.mark(location)
        return mark.value if mark else None

    def own_key(self, path: Path) -> Span | None:
        """The key at exactly this path; None if it is not in the file."""
        mark = self._marks.get(path)
        return (mark.key or mark.value) if mark else None

    def part(self, path: Path, start: int, length: int) -> Span | None:
        """Part of a scalar, or all of it where the text is not in the file as it is meant."""
        mark = self.mark(path)
        if mark is None:
            return None
        whole = mark.value
        # Quotes and folded lines shift what the parser counted.
        exact = mark.plain and mark.text is not None and whole.line == whole.end_line
        if not exact or not length or start + length > whole.end_column - whole.column:
            # An error at the very end underlines the last character.
            return whole
        return whole.within(start, length)


def spoken(path: Iterable[str | int]) -> str:
    """A path as a reader would say it: `data.inputs.dim`, `claims[0]`; `the spec` for the root."""
    text = ""
    for segment in path:
        text += f"[{segment}]" if isinstance(segment, int) else f".{segment}" if text else segment
    return f"`{text}`" if text else "the spec"
