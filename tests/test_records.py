"""Frozen dataclasses against the standard library's, and records against what they promise."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

import pytest
from pydantic_core import PydanticCustomError, ValidationError

from earlyspec.fields import ByForm, ListOf, Quantity
from earlyspec.frozen import dataclass
from earlyspec.record import Record


@dataclass(frozen=True)
class Ours:
    """A point with a name."""

    x: int
    y: float = 0.5
    tags: Mapping[str, int] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Theirs:
    """The same."""

    x: int
    y: float = 0.5
    tags: Mapping[str, int] = dataclasses.field(default_factory=dict)


CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}),
    ((1, 2.0), {}),
    ((), {"x": 1, "tags": {"a": 1}}),
    ((1,), {"y": 3.0}),
    ((), {}),
    ((1, 2, 3, 4), {}),
    ((1,), {"x": 2}),
    ((1,), {"z": 2}),
]


@pytest.mark.parametrize(("values", "named"), CALLS)
def test_a_frozen_class_is_made_as_the_standard_one(
    values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    def made(kind: Any) -> Any:
        try:
            return dataclasses.asdict(kind(*values, **named))
        except TypeError:
            return TypeError

    assert made(Ours) == made(Theirs)


def test_a_frozen_class_behaves_as_the_standard_one() -> None:
    assert repr(Ours(1, 2.0)) == repr(Theirs(1, 2.0)).replace("Theirs", "Ours")
    assert Ours(1) == Ours(1, 0.5)
    assert Ours(1) != Ours(2)
    assert Ours(1) != Theirs(1)
    assert Ours(1).tags is not Ours(1).tags
    assert dataclasses.is_dataclass(Ours)
    assert dataclasses.replace(Ours(1), y=2.0) == Ours(1, 2.0)
    assert [each.name for each in dataclasses.fields(Ours)] == ["x", "y", "tags"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        Ours(1).x = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del Ours(1).x  # type: ignore[misc]
    with pytest.raises(TypeError):
        hash(Ours(1))  # a mapping in it has no hash


def test_a_frozen_class_keeps_its_own_methods() -> None:
    @dataclass(frozen=True)
    class Named:
        name: str

        def __repr__(self) -> str:
            return f"<{self.name}>"

    assert repr(Named("a")) == "<a>"
    assert hash(Named("a")) == hash(Named("a"))


class Rates(Record):
    """Two rates."""

    first: Annotated[float, Quantity(minimum=0.0)] = 0.0
    """Of the first layer."""
    second: Annotated[float, Quantity(minimum=0.0)] = 0.0


class Part(Record):
    """One of everything."""

    count: Annotated[int, Quantity(integer=True, minimum=1, maximum=9)]
    """How many
    there are."""
    flag: bool = False
    word: Literal["a", "b"] = "a"
    text: str | None = None
    rates: Rates = Rates(first=1.0)
    rate: Annotated[float | Rates, ByForm(scalar=Quantity(), mapping=Rates)] = 0.5
    steps: Annotated[tuple[int, ...], ListOf(Quantity(integer=True), rising=True)] = (0,)
    names: tuple[str, ...] = ()
    constants: Mapping[str, Annotated[float, Quantity(above=0.0)]] = MappingProxyType({})

    def _validated(self, _: Any) -> None:
        if self.flag and self.text is None:
            raise PydanticCustomError("flag", "a flag needs a text", {"field": "text"})


def _errors(**values: Any) -> list[tuple[str, tuple[int | str, ...]]]:
    with pytest.raises(ValidationError) as caught:
        Part(**values)
    return [(error["type"], error["loc"]) for error in caught.value.errors()]


def test_a_record_converts_and_fills_in() -> None:
    part = Part.model_validate({"count": 3.0, "rate": 2, "steps": [1, 5], "names": ["x"]})
    assert part.count == 3
    assert isinstance(part.count, int)
    assert part.rate == 2.0
    assert isinstance(part.rate, float)
    assert (part.steps, part.names, part.rates) == ((1, 5), ("x",), Rates(first=1.0))
    assert Part(count=1, rate={"second": 2}).rate == Rates(second=2.0)
    assert Part(count=1, constants={"c": 2}).constants == {"c": 2.0}


MISTAKES: list[tuple[dict[str, Any], str, tuple[int | str, ...]]] = [
    ({}, "missing", ("count",)),
    ({"count": 0}, "quantity_range", ("count",)),
    ({"count": 10}, "quantity_range", ("count",)),
    ({"count": 1.5}, "quantity_integer", ("count",)),
    ({"count": True}, "quantity_type", ("count",)),
    ({"count": "1"}, "quantity_type", ("count",)),  # an expression, and nobody to evaluate it
    ({"count": float("nan")}, "quantity_range", ("count",)),
    ({"count": float("inf")}, "quantity_range", ("count",)),
    ({"count": 10**400}, "quantity_range", ("count",)),
    ({"rate": 10**400}, "quantity_range", ("rate", "scalar")),
    ({"flag": "no"}, "bool_type", ("flag",)),
    ({"flag": 1}, "bool_type", ("flag",)),
    ({"word": "c"}, "literal", ("word",)),
    ({"text": 3}, "string_type", ("text",)),
    ({"rates": {"third": 1}}, "extra_forbidden", ("rates", "third")),
    ({"rates": {"first": -1}}, "quantity_range", ("rates", "first")),
    ({"rates": [1]}, "model_type", ("rates",)),
    ({"rate": [1]}, "form", ("rate",)),
    ({"rate": {"first": "x"}}, "quantity_type", ("rate", "mapping", "first")),
    ({"steps": []}, "too_short", ("steps",)),
    ({"steps": [2, 1]}, "list_order", ("steps",)),
    ({"steps": [1, 1]}, "list_repeat", ("steps",)),
    ({"steps": [0, "x"]}, "quantity_type", ("steps", 1)),
    ({"names": [1]}, "string_type", ("names", 0)),
    ({"names": "x"}, "list_type", ("names",)),
    ({"constants": {"c": 0}}, "quantity_range", ("constants", "c")),
    ({"constants": [1]}, "dict_type", ("constants",)),
    ({"other": 1}, "extra_forbidden", ("other",)),
    ({"flag": True}, "flag", ()),
]


@pytest.mark.parametrize(("values", "kind", "location"), MISTAKES)
def test_a_record_says_what_is_amiss_and_where(
    values: dict[str, Any], kind: str, location: tuple[int | str, ...]
) -> None:
    assert _errors(**({"count": 1} if values else {}) | values) == [(kind, location)]


def test_a_record_names_every_error_at_once() -> None:
    assert len(_errors(flag=3, word=3, text=3, rates=3)) == 5


def test_a_record_is_frozen_and_compared_by_its_fields() -> None:
    part = Part(count=2, constants={"c": 1.0})
    with pytest.raises(AttributeError, match="frozen"):
        part.count = 3  # type: ignore[misc]
    assert part == Part(count=2, constants={"c": 1})
    assert part != Part(count=3)
    assert hash(part) == hash(Part(count=2, constants={"c": 1}))
    assert repr(Rates(first=1)) == "Rates(first=1.0, second=0.0)"


def test_a_record_is_dumped_as_plain_data_and_read_again() -> None:
    part = Part(count=2, rate={"first": 1}, steps=[1, 2], constants={"c": 1})
    data = part.model_dump()
    assert data["rate"] == {"first": 1.0, "second": 0.0}
    assert data["steps"] == [1, 2]
    assert type(data["constants"]) is dict
    assert Part.model_validate(data) == part
    assert part.model_dump(exclude_defaults=True, exclude={"steps"}) == {
        "count": 2,
        "rate": {"first": 1.0},
        "constants": {"c": 1.0},
    }
    assert "text" not in part.model_dump(exclude_none=True)


def test_a_record_knows_its_fields_and_their_documentation() -> None:
    fields = Part.model_fields
    assert fields["count"].description == "How many there are."
    assert fields["flag"].description == ""
    assert [name for name, field in fields.items() if field.is_required()] == ["count"]
    assert Rates.model_fields["first"].description == "Of the first layer."


def test_an_annotation_without_a_meaning_is_refused() -> None:
    class Odd(Record):
        value: int | str

    with pytest.raises(TypeError, match="tells its cases apart"):
        Odd(value=1)

    class Odder(Record):
        value: set[int]

    with pytest.raises(TypeError, match="cannot have a field"):
        Odder(value={1})
