"""Frozen records whose fields pydantic's core checks.

A record is to pydantic-core what `pydantic.BaseModel` is, without the import of BaseModel and of
what it needs to read annotations: one model of one field costs more processor time than
`earlyspec check` may take in all. Validators, error types and locations are pydantic's own, and
methods that BaseModel has too bear its names.
"""

from __future__ import annotations

import types
from abc import ABCMeta
from collections.abc import Collection, Mapping
from functools import cache
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    Self,
    Union,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic_core import CoreSchema, SchemaValidator, core_schema

_PLAIN: dict[Any, CoreSchema] = {
    Any: core_schema.any_schema(),
    bool: core_schema.bool_schema(strict=True),
    int: core_schema.int_schema(strict=True),
    float: core_schema.float_schema(strict=True, allow_inf_nan=False),
    str: core_schema.str_schema(strict=True),
}


class Field(NamedTuple):
    """What a record knows of a field; `default` is meaningless where the field is required."""

    owner: type[Record]
    name: str
    annotation: Any
    default: Any
    required: bool

    def is_required(self) -> bool:
        """Whether it has no default."""
        return self.required

    @property
    def description(self) -> str:
        """The string under the field in the source of its class; empty if there is none."""
        texts = (_strings_under_fields(kind).get(self.name) for kind in self.owner.__mro__)
        return next((text for text in texts if text), "")


class _RecordType(ABCMeta):
    """Gives record classes their fields as an attribute that is worked out when first read."""

    @property
    def model_fields(cls) -> Mapping[str, Field]:
        """The fields, those of base classes first."""
        found: Mapping[str, Field] | None = cls.__dict__.get("_fields")
        if found is None:
            hints = get_type_hints(cls, include_extras=True)
            owner = cast("type[Record]", cls)
            found = {
                name: Field(owner, name, hint, getattr(cls, name, None), not hasattr(cls, name))
                for name, hint in hints.items()
                if get_origin(hint) is not ClassVar and not name.startswith("_")
            }
            cls._fields = found
        return found


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record(metaclass=_RecordType):
    """Base of the spec's parts, of words and of theorems.

    Fields are annotated names, as in a dataclass; a string under a field is its documentation.
    Types: bool, int, float, str, Any, Literal, `X | None`, `tuple[X, ...]`, `Mapping[str, X]`,
    another record, or `Annotated[X, mark]` where the mark has a `core_schema`. Defaults are
    immutable. A field may not have the name of a method.

    Raises, when made: pydantic_core.ValidationError, which names every field that is amiss.
    """

    # The three dunders are where pydantic-core keeps what it knows of an instance.
    __slots__ = (
        "__dict__",
        "__pydantic_extra__",
        "__pydantic_fields_set__",
        "__pydantic_private__",
    )

    def __init__(self, **values: Any) -> None:
        self._validator().validate_python(values, self_instance=self)

    @classmethod
    def model_validate(cls, data: Any, *, context: Any = None) -> Self:
        """A record from plain data.

        Raises: pydantic_core.ValidationError.
        """
        return cast(Self, cls._validator().validate_python(data, context=context))

    def model_dump(
        self,
        *,
        mode: Literal["json"] = "json",
        exclude: Collection[str] = (),
        exclude_none: bool = False,
        exclude_defaults: bool = False,
    ) -> dict[str, Any]:
        """The fields as plain data, nested records too; tuples become lists."""
        found = {}
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            default = not field.required and value == field.default
            if (
                name in exclude
                or (exclude_none and value is None)
                or (exclude_defaults and default)
            ):
                continue
            found[name] = _dumped(value, exclude_none, exclude_defaults)
        return found

    def _validated(self, context: Any) -> None:
        """Check what no single field can; pydantic-core calls this last.

        Raises: PydanticCustomError, an error of the whole record, or, if its context has `field`,
          of that one.
        """

    @classmethod
    def core_schema(cls) -> CoreSchema:
        """What pydantic-core needs to know: strict types, and no key but the fields."""
        fields = {name: _field(field) for name, field in cls.model_fields.items()}
        return core_schema.model_schema(
            cls,
            core_schema.model_fields_schema(fields, extra_behavior="forbid"),
            strict=True,
            post_init="_validated",
        )

    @classmethod
    @cache
    def _validator(cls) -> SchemaValidator:
        return SchemaValidator(cls.core_schema())

    def __setattr__(self, name: str, _: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(
            getattr(self, name) == getattr(other, name) for name in type(self).model_fields
        )

    def __hash__(self) -> int:
        return hash((type(self), *(_hashable(getattr(self, name)) for name in self._names())))

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._names())
        return f"{type(self).__name__}({given})"

    @classmethod
    def _names(cls) -> tuple[str, ...]:
        return tuple(cls.model_fields)


def optional(annotation: Any) -> tuple[Any, bool]:
    """An annotation without `None`, and whether None is one of its values.

    Raises: TypeError for a union of anything else: its errors could not be told apart.
    """
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation, False
    others = [each for each in get_args(annotation) if each is not type(None)]
    if len(others) != 1:
        raise TypeError(f"a field of type {annotation} needs a mark that tells its cases apart")
    return others[0], True


def mark(annotation: Any) -> Any:
    """What `Annotated` adds to a type, if it has a `core_schema`; else None."""
    if get_origin(annotation) is not Annotated:
        return None
    return next((each for each in annotation.__metadata__ if hasattr(each, "core_schema")), None)


def one_of(names: tuple[Any, ...]) -> CoreSchema:
    """One of these values. Error raised: `literal`, whose context holds them as `names`."""
    return core_schema.custom_error_schema(
        core_schema.literal_schema(list(names)),
        custom_error_type="literal",
        custom_error_message="not one of the names",
        custom_error_context={"names": " ".join(map(str, names))},
    )


def _field(field: Field) -> core_schema.ModelField:
    schema = _schema(field.annotation)
    if not field.required:
        # Given as a value and not as a factory, pydantic-core would copy it at each use.
        schema = core_schema.with_default_schema(schema, default_factory=lambda: field.default)
    return core_schema.model_field(schema)


def _schema(annotation: Any) -> CoreSchema:
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    marked = mark(annotation)
    if marked is not None:
        return cast(CoreSchema, marked.core_schema())
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return one_of(arguments)
    if origin is tuple and arguments[1:] == (...,):
        items = core_schema.list_schema(_schema(arguments[0]), strict=False)
        return core_schema.no_info_after_validator_function(tuple, items)
    if origin in (dict, Mapping):
        return core_schema.dict_schema(_PLAIN[str], _schema(arguments[1]))
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation.core_schema()
    inner, nullable = optional(annotation)
    if not nullable:
        raise TypeError(f"a record cannot have a field of type {annotation}")
    return core_schema.nullable_schema(_schema(inner))


def _dumped(value: Any, exclude_none: bool, exclude_defaults: bool) -> Any:
    if isinstance(value, Record):
        return value.model_dump(exclude_none=exclude_none, exclude_defaults=exclude_defaults)
    if hasattr(value, "as_written"):  # a number that says more than its value
        return value.as_written()
    if isinstance(value, list | tuple):
        return [_dumped(each, exclude_none, exclude_defaults) for each in value]
    if isinstance(value, Mapping):
        return {key: _dumped(each, exclude_none, exclude_defaults) for key, each in value.items()}
    return value


def _hashable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple((key, _hashable(each)) for key, each in value.items())
    return tuple(map(_hashable, value)) if isinstance(value, list | tuple) else value


@cache
def _strings_under_fields(kind: type) -> dict[str, str]:
    """The strings that stand under the annotated names in the source of a class."""
    import ast
    import inspect
    import textwrap

    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    except (OSError, TypeError, SyntaxError):  # no source, or a class made by a program
        return {}
    assert isinstance(tree.body[0], ast.ClassDef)
    found = {}
    for node, below in zip(tree.body[0].body, tree.body[0].body[1:], strict=False):
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        ):
            found[node.target.id] = inspect.cleandoc(below.value.value).replace("\n", " ")
    return found
