"""The sets of images that a spec names: looked into, and held against the spec's sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import ValidationError

from earlyspec import registry
from earlyspec.datasets.base import DataSetError, Survey
from earlyspec.diagnostics.data_sets import (
    DataSetBroken,
    DataSetMissing,
    DataSetUnverified,
    LabelsWithoutClasses,
    TooFewImages,
)
from earlyspec.diagnostics.finding import Finding
from earlyspec.language.data_files import Files, Filled, bad_file
from earlyspec.language.places import Places
from earlyspec.language.spec import Spec
from earlyspec.language.yaml_mark import Path
from earlyspec.source.npz import NpzError
from earlyspec.vocabulary._image_data import Images

_INPUTS: Path = ("data", "inputs")
_COUNTED = ("path", "verify", "classes")  # the fields on which hangs how many images there are


class DataSets:
    """The data sets of a project, each surveyed once.

    Args:
      files: where their paths lead.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._known: dict[tuple[str, str, bool], Survey | DataSetError] = {}

    def counts(self, inputs: Images) -> tuple[dict[str, int], str]:
        """Images of the named classes in each of the set's splits, and why nothing vouches for it.

        Raises: DataSetError; NpzError where the path leaves the project.
        """
        survey = self._survey(inputs)
        chosen = inputs.chosen() or range(len(inputs.data_set.classes))
        found = {
            split: sum(count[each] for each in chosen) for split, count in survey.counts.items()
        }
        return found, survey.unverified

    def _survey(self, inputs: Images) -> Survey:
        key = (inputs.kind(), inputs.folder(), inputs.verifies())
        if key not in self._known:
            path = self._files.located(inputs.folder() or ".")
            try:
                self._known[key] = inputs.data_set.survey(path, inputs.verifies())
            except DataSetError as error:
                self._known[key] = error
        known = self._known[key]
        if isinstance(known, DataSetError):
            raise known
        return known


def filled(data: dict[str, Any], sets: DataSets, places: Places) -> Filled:
    """The data with `data.train`, `data.test` and `data.inputs.dim` as a set of images has them."""
    nothing = Filled(data, [], frozenset())
    part = data.get("data")
    given = part.get("inputs") if isinstance(part, dict) else None
    given = {"distribution": given} if isinstance(given, str) else given
    inputs = _inputs(given)
    if not isinstance(part, dict) or not isinstance(given, dict) or inputs is None:
        return nothing
    pool = given.get("pool", 1)
    if "dim" not in given and type(pool) is int and pool > 0 and inputs.data_set.side % pool == 0:
        size = (inputs.data_set.side // pool) ** 2 * inputs.data_set.colours
        part = {**part, "inputs": {**given, "dim": size}}
    if not {"train", "test"} <= set(part):
        try:
            counts, _ = sets.counts(inputs)
        except (DataSetError, NpzError) as error:
            return Filled(data, [_finding(inputs, error, places)], frozenset({("data",), _INPUTS}))
        sizes = _sizes(part, counts)
        part = {**part, **{key: size for key, size in sizes.items() if size > 0}}
    return Filled({**data, "data": part}, [], frozenset())


def _inputs(given: Any) -> Images | None:
    """The inputs, as far as the number of images hangs on them; None if they are no images."""
    kind = given.get("distribution") if isinstance(given, Mapping) else None
    if kind not in registry.names("distributions"):
        return None
    word = registry.load("distributions", kind)
    if not issubclass(word, Images):
        return None
    try:
        found: Images = word.model_validate({key: given[key] for key in _COUNTED if key in given})
    except ValidationError:
        return None  # which is an error of its own
    return found


def _sizes(part: Mapping[str, Any], counts: Mapping[str, int]) -> dict[str, int]:
    """The sizes that are left out: all of a split, or what the other leaves of a single one."""
    if len(counts) > 1:
        return {split: count for split, count in counts.items() if split not in part}
    (total,) = counts.values()
    given = part.get("train")
    spare = total - given if isinstance(given, int) else total
    test = part.get("test", min(2000, total // 5, spare))
    train = part.get("train", total - test if isinstance(test, int) else 0)
    found = {"train": train, "test": test}
    return {key: size for key, size in found.items() if key not in part and isinstance(size, int)}


def check(spec: Spec, sets: DataSets, places: Places) -> list[Finding]:
    """What is amiss with the images that a spec names."""
    found = list(_labels(spec, places))
    inputs = spec.data.inputs
    if not isinstance(inputs, Images):
        return found
    try:
        counts, unverified = sets.counts(inputs)
    except (DataSetError, NpzError) as error:
        return [*found, _finding(inputs, error, places)]
    if unverified:
        span = places.value((*_INPUTS, "path"))
        found.append(DataSetUnverified(span, inputs.kind(), inputs.folder(), unverified))
    return [*found, *_too_few(spec, counts, places)]


def _too_few(spec: Spec, counts: Mapping[str, int], places: Places) -> Iterator[Finding]:
    asked = {"train": spec.data.train, "test": spec.data.test}
    if len(counts) == 1:
        (total,) = counts.values()
        if sum(asked.values()) > total:
            written = [path for key in asked if places.own_key(path := ("data", key))]
            span = places.value(written[0] if written else _INPUTS)
            what, both = "`data.train` and `data.test` together ask for", sum(asked.values())
            yield TooFewImages(span, what, both, f"there are {total} for both")
        return
    for split, count in counts.items():
        if asked[split] > count:
            span, what = places.value(("data", split)), f"`data.{split}` asks for"
            yield TooFewImages(span, what, asked[split], f"there are {count} for that")


def _labels(spec: Spec, places: Places) -> Iterator[Finding]:
    if spec.data.labels.kind() != "class":
        return
    inputs = spec.data.inputs
    span = places.value(("data", "labels"))
    if not isinstance(inputs, Images):
        yield LabelsWithoutClasses(span, "the inputs have none", None, ())
        return
    chosen = inputs.chosen()
    known = inputs.data_set.classes
    if chosen is None or len(chosen) != 2:
        count = len(known) if chosen is None else len(chosen)
        other = places.value((*_INPUTS, "classes"))
        yield LabelsWithoutClasses(span, f"the inputs have {count}", other, known)


def _finding(inputs: Images, error: DataSetError | NpzError, places: Places) -> Finding:
    span, name, path = places.value((*_INPUTS, "path")), inputs.kind(), inputs.folder()
    if isinstance(error, NpzError):
        return bad_file(span, path, error)
    if error.absent:
        return DataSetMissing(span, name, path, error.reason, error.looked, error.advice)
    return DataSetBroken(span, name, path, error.reason, error.advice)
