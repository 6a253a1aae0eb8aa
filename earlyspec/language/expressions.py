"""Arithmetic in specs: `ceil(4 * d**(1 + alpha))`, parsed and evaluated without Python's `eval`.

Counts stay exact integers; the value of `/` is a float, also where nothing remains. Length, depth
and magnitude are bounded before anything is computed.
"""

from __future__ import annotations

from collections.abc import Callable

from earlyspec.language.expression_syntax import (
    CONSTANTS,
    FUNCTIONS,
    NORM,
    NORM_HELP,
    RESERVED,
    ExpressionError,
    Node,
    Number,
    Parser,
    bounded,
    too_large,
)

__all__ = [
    "CONSTANTS",
    "FUNCTIONS",
    "RESERVED",
    "Expression",
    "ExpressionError",
    "Number",
    "evaluate",
    "over_norm",
    "parse",
]

Lookup = Callable[[str], Number]


class Expression:
    """A parsed expression.

    Attributes:
      text: as it was written.
      names: the quantities it needs; constants and functions are not among them.
    """

    __slots__ = ("_places", "_root", "names", "text")

    def __init__(self, text: str, root: Node, places: dict[str, int]) -> None:
        self.text, self._root, self._places = text, root, places
        self.names = frozenset(places)

    def where(self, name: str) -> tuple[int, int]:
        """Start and length of the first occurrence of a name."""
        return self._places[name], len(name)


def parse(text: str) -> Expression:
    """Parses an expression.

    Raises: ExpressionError.
    """
    parser = Parser(text)
    root = parser.root()
    return Expression(text, root, parser.places)


def over_norm(expression: Expression) -> Expression | None:
    """c, if the expression is `c / norm(ntk)`; None if it is of another form."""
    root = expression._root
    if root.kind != "operation" or root.name != "/" or root.operands[1].kind != "norm":
        return None
    return Expression(expression.text, root.operands[0], expression._places)


def evaluate(expression: Expression, lookup: Lookup) -> Number:
    """The value of an expression.

    Args:
      expression: what `parse` gave.
      lookup: the value of a name; a KeyError says that it has none, any other error passes through.

    Raises: ExpressionError, pointing at the operator, function or name at fault.
    """
    return _value(expression._root, lookup)


def _value(node: Node, lookup: Lookup) -> Number:
    if node.kind == "number":
        return node.number
    if node.kind == "name":
        try:
            value = lookup(node.name)
        except KeyError:
            words = f"`{node.name}` is not a known quantity"
            help = "for the base of natural logarithms write `exp(1)`" if node.name == "e" else None
            raise ExpressionError(node.start, node.length, words, help) from None
        return bounded(value, node.start, node.length)
    if node.kind == "norm":
        words = f"`{NORM}` has no value before a run, and can only divide the learning rate"
        raise ExpressionError(node.start, node.length, words, NORM_HELP)
    values = [_value(operand, lookup) for operand in node.operands]
    try:
        result = _apply(node, values)
    except OverflowError:
        raise too_large(node.start, node.length) from None
    return bounded(result, node.start, node.length)


def _apply(node: Node, values: list[Number]) -> Number:
    if node.kind == "sign":
        return -values[0] if node.name == "-" else +values[0]
    if node.kind == "call":
        if node.name.startswith("log") and values[0] <= 0:
            raise _undefined(node, f"`{node.name}` of {_show(values[0])}, which is not positive")
        if node.name == "sqrt" and values[0] < 0:
            raise _undefined(node, f"`sqrt` of {_show(values[0])}, which is negative")
        return FUNCTIONS[node.name](*values)
    a, b = values
    if node.name in ("/", "%") and b == 0:
        raise _undefined(node, "division by zero")
    if node.name == "**":
        return _power(node, a, b)
    return _ARITHMETIC[node.name](a, b)


_ARITHMETIC: dict[str, Callable[[Number, Number], Number]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "%": lambda a, b: a % b,
}


def _power(node: Node, a: Number, b: Number) -> Number:
    if a == 0 and b < 0:
        raise _undefined(node, "0 to a negative power")
    if a < 0 and not float(b).is_integer():
        raise _undefined(node, f"{_show(a)} to the power {_show(b)}, which is not a real number")
    # |a| >= 2^(bits - 1), so the power has at least (bits - 1) b bits: refused before it is taken.
    if isinstance(a, int) and isinstance(b, int) and (abs(a).bit_length() - 1) * b > 63:
        raise too_large(node.start, node.length)
    result: Number = a**b
    return result


def _undefined(node: Node, words: str) -> ExpressionError:
    return ExpressionError(node.start, node.length, words)


def _show(value: Number) -> str:
    return repr(value)
