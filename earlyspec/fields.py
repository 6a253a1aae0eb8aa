"""Types of fields: quantities, which may be expressions, and choices, which name a word.

Both are resolved while pydantic-core validates. The language passes an evaluator in the validation
context; without one (a word revived from a plan) only plain numbers are accepted.

A mark is used as `Annotated[int, Quantity(integer=True)]`. Marks are plain classes and not
dataclasses, because `earlyspec check` pays for every class at each start.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from earlyspec import registry
from earlyspec.record import Record, one_of

if TYPE_CHECKING:
    from pydantic_core.core_schema import ValidationInfo


class Evaluator(Protocol):
    """Turns the text of an expression into a number.

    Raises: PydanticCustomError of type `expression`, whose context carries the finding's facts.
    """

    def evaluate(self, text: str) -> int | float: ...

    def evaluate_rate(self, text: str) -> tuple[int | float, bool]: ...


class Quantity(NamedTuple):
    """Marks a number that a spec may write as an expression.

    Errors raised: `quantity_type` (not a number), `quantity_integer` (not whole), `quantity_range`,
    and what the evaluator raises. Their contexts hold the value and what was needed.
    """

    integer: bool = False
    minimum: float | None = None
    above: float | None = None
    maximum: float | None = None
    below: float | None = None

    def core_schema(self) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.check)

    def check(self, value: Any, info: ValidationInfo) -> int | float:
        """The number that the value is or evaluates to.

        Raises: PydanticCustomError.
        """
        facts = {"value": value, "integer": self.integer}
        if isinstance(value, str):
            evaluator: Evaluator | None = (info.context or {}).get("evaluator")
            if evaluator is None:
                raise PydanticCustomError("quantity_type", "a number is needed", facts)
            value = evaluator.evaluate(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise PydanticCustomError("quantity_type", "a number is needed", facts)
        facts["value"] = value
        if not abs(value) <= (_LARGEST_INTEGER if self.integer else sys.float_info.max):
            needs = f"at most {_LARGEST_INTEGER}" if self.integer else "finite"
            raise PydanticCustomError("quantity_range", "too large", facts | {"needs": needs})
        if self.integer and value != int(value):
            raise PydanticCustomError("quantity_integer", "a whole number is needed", facts)
        for holds, words in (
            (self.minimum is None or value >= self.minimum, f"at least {_short(self.minimum)}"),
            (self.above is None or value > self.above, f"more than {_short(self.above)}"),
            (self.maximum is None or value <= self.maximum, f"at most {_short(self.maximum)}"),
            (self.below is None or value < self.below, f"less than {_short(self.below)}"),
        ):
            if not holds:
                raise PydanticCustomError(
                    "quantity_range", "must be {needs}", facts | {"needs": words}
                )
        return int(value) if self.integer else float(value)


_LARGEST_INTEGER = 2**53  # beyond, a float64 could not say which integer it is


def _short(bound: float | None) -> str:
    return "" if bound is None else f"{bound:g}"


class RelativeRate(float):
    """A learning rate in units of 1/norm(ntk): c in `c / norm(ntk)`."""

    def as_written(self) -> str:
        """How a spec has it."""
        return f"{float(self)!r} / norm(ntk)"


class Rate(NamedTuple):
    """Marks a learning rate: a number from 0 on, an expression, or `c / norm(ntk)`.

    Gives a float, or a `RelativeRate`. Errors raised: those of `Quantity`.
    """

    minimum: float = 0.0

    def core_schema(self) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.check)

    def check(self, value: Any, info: ValidationInfo) -> float:
        """The rate.

        Raises: PydanticCustomError.
        """
        relative = isinstance(value, RelativeRate)
        evaluator: Evaluator | None = (info.context or {}).get("evaluator")
        if isinstance(value, str) and evaluator is not None:
            value, relative = evaluator.evaluate_rate(value)
        number = Quantity(minimum=self.minimum).check(value, info)
        return RelativeRate(number) if relative else number


class Choice(NamedTuple):
    """Marks a field that names a word: `erf`, or `{kind: leaky-relu, slope: 0.1}`.

    A bare name stands for the word with all its defaults. Only the named word's file is imported.
    The family `theorems` holds the theorems; its tag is `theorem`.
    Errors raised: `choice_type`, `choice_missing_tag`, `choice_unknown`, and those of the word,
    located below the field.
    """

    family: str

    def core_schema(self) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.check)

    def check(self, value: Any, info: ValidationInfo) -> Any:
        """The word that the value names.

        Raises: PydanticCustomError, or pydantic_core.ValidationError from the word.
        """
        tag = registry.tag(self.family)
        facts: dict[str, Any] = {"family": self.family, "tag": tag, "value": value}
        fields: dict[str, Any] = {}
        if isinstance(value, Record):
            return value
        if isinstance(value, Mapping):
            fields = dict(value)
            if tag not in fields:
                raise PydanticCustomError("choice_missing_tag", "the key {tag} is missing", facts)
            value = fields.pop(tag)
        if not isinstance(value, str):
            raise PydanticCustomError("choice_type", "a name is needed", facts)
        try:
            kind = registry.find(self.family, value)
        except registry.UnknownName:
            facts["name"] = value
            raise PydanticCustomError("choice_unknown", "{name} is not known", facts) from None
        return kind.model_validate(fields, context=info.context)


class Choices(NamedTuple):
    """Marks a field that names some words: one, or a list of them; gives a tuple.

    Errors are those of `Choice`; where the field is a list, they are located at its items.
    """

    family: str

    def core_schema(self) -> CoreSchema:
        return tuple_of(Choice(self.family).core_schema(), one=True)


class ByForm(NamedTuple):
    """Marks a field whose form tells its type: a scalar, a mapping, or a list.

    Each is None where that form is an error (`form`, whose context holds the value and `forms`), a
    record class, or what has a `core_schema`.
    """

    scalar: Any = None
    mapping: Any = None
    sequence: Any = None

    def core_schema(self) -> CoreSchema:
        cases = {name: case.core_schema() for name, case in self.cases().items()}
        return core_schema.tagged_union_schema(
            cases,
            discriminator=_form,
            custom_error_type="form",
            custom_error_message="the form is wrong",
            custom_error_context={"forms": " or ".join(_FORMS[name] for name in cases)},
        )

    def cases(self) -> dict[str, Any]:
        """The types that are allowed, by form."""
        return {name: case for name, case in self._asdict().items() if case is not None}


_FORMS = {"scalar": "a number", "mapping": "a mapping", "sequence": "a list"}


def _form(value: Any) -> str:
    if isinstance(value, Mapping | Record):
        return "mapping"
    return "sequence" if isinstance(value, list | tuple) else "scalar"


class ListOf(NamedTuple):
    """Marks a list of quantities; gives a tuple. Errors are located at the items.

    Args:
      item: what each item must be.
      rising: every item exceeds the one before it; else they are merely distinct if `distinct`.
    Errors raised: `list_order`, `list_repeat`, whose contexts hold the `value` and its `index`.
    """

    item: Quantity
    rising: bool = False
    distinct: bool = False

    def core_schema(self) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            self._check, tuple_of(self.item.core_schema(), minimum=1)
        )

    def _check(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        seen: set[Any] = set()
        for index, value in enumerate(values):
            facts = {"value": value, "index": index}
            if (self.rising or self.distinct) and value in seen:
                raise PydanticCustomError("list_repeat", "{value} is repeated", facts)
            if self.rising and index and value < values[index - 1]:
                raise PydanticCustomError("list_order", "{value} is too small", facts)
            seen.add(value)
        return values


class Name(NamedTuple):
    """Marks one of many names, where a Literal would be too long. Error raised: `literal`."""

    names: tuple[str, ...]

    def core_schema(self) -> CoreSchema:
        return one_of(self.names)


class Named(NamedTuple):
    """Marks a name: one of some, or any of a form. If `many`, a list of distinct ones will do too.

    Errors raised: `literal` as `Name` does; `list_repeat`, located at its item. Where many will do,
    a name with a number in it is not refused here: it takes another part of the spec to know which
    of those there are, and which one was meant.

    Args:
      names: those that are spelt out.
      form: a regular expression for the others.
      many: whether a list of names will do; it gives a tuple.
    """

    names: tuple[str, ...]
    form: str
    many: bool = False

    def core_schema(self) -> CoreSchema:
        one = core_schema.no_info_after_validator_function(
            self._check, core_schema.str_schema(strict=True)
        )
        if not self.many:
            return one
        several = core_schema.no_info_after_validator_function(_distinct, tuple_of(one, minimum=1))
        return core_schema.tagged_union_schema(
            {"scalar": one, "sequence": several},
            discriminator=_form,
            custom_error_type="form",
            custom_error_message="the form is wrong",
            custom_error_context={"forms": "a name or a list of names"},
        )

    def _check(self, value: str) -> str:
        form = r".*[0-9].*" if self.many else self.form
        if value not in self.names and not re.fullmatch(form, value):
            raise PydanticCustomError(
                "literal", "not one of the names", {"names": " ".join(self.names)}
            )
        return value


class ByName(NamedTuple):
    """Marks a mapping of names to quantities, or to rates. Errors are located at the names."""

    item: Quantity | Rate

    def core_schema(self) -> CoreSchema:
        return core_schema.dict_schema(core_schema.str_schema(), self.item.core_schema())


class Options(NamedTuple):
    """Marks a mapping of names to quantities, or to true or false."""

    def core_schema(self) -> CoreSchema:
        number = core_schema.with_info_plain_validator_function(self._check)
        return core_schema.dict_schema(core_schema.str_schema(), number)

    def _check(self, value: Any, info: ValidationInfo) -> Any:
        return value if isinstance(value, bool) else Quantity().check(value, info)


def _distinct(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values themselves.

    Raises: PydanticCustomError for the first that repeats an earlier one.
    """
    for index, value in enumerate(values):
        if value in values[:index]:
            facts = {"value": value, "index": index}
            raise PydanticCustomError("list_repeat", "{value} is repeated", facts)
    return values


def tuple_of(item: CoreSchema, *, one: bool = False, minimum: int | None = None) -> CoreSchema:
    """A list of such items as a tuple; if `one`, anything else is a list of one item."""
    return core_schema.no_info_after_validator_function(
        tuple,
        core_schema.no_info_before_validator_function(
            _one_listed if one else _listed, core_schema.list_schema(item, min_length=minimum)
        ),
    )


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _one_listed(value: Any) -> Any:
    return list(value) if isinstance(value, list | tuple) else [value]
