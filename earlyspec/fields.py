"""Types of fields: quantities, which may be expressions, and choices, which name a word.

Both are resolved while pydantic validates. The language passes an evaluator in the validation
context; without one (a word revived from a plan) only plain numbers are accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import (
    BaseModel,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from earlyspec import registry


class Evaluator(Protocol):
    """Turns the text of an expression into a number.

    Raises: PydanticCustomError of type `expression`, whose context carries the finding's facts.
    """

    def evaluate(self, text: str) -> int | float: ...


@dataclass(frozen=True)
class Quantity:
    """Marks a number that a spec may write as an expression.

    Used as `Annotated[int, Quantity(integer=True)]`.

    Errors raised: `quantity_type` (not a number), `quantity_integer` (not whole), `quantity_range`,
    and what the evaluator raises. Their contexts hold the value and the bound.
    """

    integer: bool = False
    minimum: float | None = None
    above: float | None = None
    maximum: float | None = None
    below: float | None = None

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            self._validate, serialization=core_schema.plain_serializer_function_ser_schema(_same)
        )

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        bounds = {
            "minimum": self.minimum,
            "exclusiveMinimum": self.above,
            "maximum": self.maximum,
            "exclusiveMaximum": self.below,
        }
        number = "integer" if self.integer else "number"
        schema: dict[str, Any] = {"type": [number, "string"]}
        return schema | {key: bound for key, bound in bounds.items() if bound is not None}

    def _validate(self, value: Any, info: ValidationInfo) -> int | float:
        if isinstance(value, str):
            evaluator: Evaluator | None = (info.context or {}).get("evaluator")
            if evaluator is None:
                raise PydanticCustomError("quantity_type", "a number is needed", {"value": value})
            value = evaluator.evaluate(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise PydanticCustomError("quantity_type", "a number is needed", {"value": value})
        if self.integer and not float(value).is_integer():
            raise PydanticCustomError(
                "quantity_integer", "a whole number is needed", {"value": value}
            )
        number: int | float = int(value) if self.integer else float(value)
        self._check_range(number)
        return number

    def _check_range(self, value: int | float) -> None:
        for holds, words in (
            (self.minimum is None or value >= self.minimum, f"at least {_short(self.minimum)}"),
            (self.above is None or value > self.above, f"more than {_short(self.above)}"),
            (self.maximum is None or value <= self.maximum, f"at most {_short(self.maximum)}"),
            (self.below is None or value < self.below, f"less than {_short(self.below)}"),
            (value == value and abs(value) != float("inf"), "finite"),
        ):
            if not holds:
                raise PydanticCustomError(
                    "quantity_range", "must be {needs}", {"value": value, "needs": words}
                )


def _same(value: Any) -> Any:
    return value


def _short(bound: float | None) -> str:
    return "" if bound is None else f"{bound:g}"


@dataclass(frozen=True)
class Choice:
    """Marks a field that names a word: `erf`, or `{kind: leaky-relu, slope: 0.1}`.

    A bare name stands for the word with all its defaults. Only the named word's file is imported.
    The family `theorems` holds the theorems; its tag is `theorem`.
    Errors raised: `choice_type`, `choice_missing_tag`, `choice_unknown`; errors inside the word
    come as a `value_error` whose context's `error` is the word's own ValidationError.
    """

    family: str

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            self._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(_dump_word),
        )

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"$ref": f"#/$defs/{self.family}"}  # language.schema supplies the definition

    def _validate(self, value: Any, info: ValidationInfo) -> Any:
        facts: dict[str, Any] = {"family": self.family, "tag": registry.tag(self.family)}
        if isinstance(value, BaseModel):
            return value
        if isinstance(value, str):
            name, fields = value, {}
        elif isinstance(value, Mapping):
            fields = dict(value)
            if facts["tag"] not in fields:
                facts["given"] = list(fields)
                raise PydanticCustomError("choice_missing_tag", "the key {tag} is missing", facts)
            name = fields.pop(facts["tag"])
        else:
            raise PydanticCustomError("choice_type", "a name is needed", facts)
        try:
            kind = registry.find(self.family, str(name))
        except registry.UnknownName:
            facts["name"] = str(name)
            raise PydanticCustomError("choice_unknown", "{name} is not known", facts) from None
        return kind.model_validate(fields, context=info.context)


@dataclass(frozen=True)
class Choices(Choice):
    """Marks a field that names some words: one, or a list of them; gives a tuple.

    Errors inside the k-th word come as a `value_error`, as for `Choice`, one a word: the context's
    `errors` is a list of (index, error) pairs, index None where the field is not a list.
    """

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        one = {"$ref": f"#/$defs/{self.family}"}
        return {"anyOf": [{"type": "array", "items": one}, one]}

    def _validate(self, value: Any, info: ValidationInfo) -> Any:
        words, errors = [], []
        several = isinstance(value, list | tuple)
        for index, item in enumerate(value if several else [value]):
            try:
                words.append(Choice._validate(self, item, info))
            except (ValidationError, PydanticCustomError) as error:
                errors.append((index if several else None, error))
        if errors:
            raise PydanticCustomError("choices", "some words are amiss", {"errors": errors})
        return tuple(words)


def _dump_word(word: Any) -> Any:
    if isinstance(word, tuple):
        return [_dump_word(each) for each in word]
    return word.model_dump(mode="json")
