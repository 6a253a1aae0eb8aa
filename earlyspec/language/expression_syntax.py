"""The grammar of expressions: text to a tree of operations, or the place that is amiss.

    expression := expression OPERATOR expression | SIGN expression | "(" expression ")"
                | NUMBER | NAME | FUNCTION "(" expression {"," expression} ")"
                | "norm" "(" "ntk" ")"

Operators bind as in Python: `**` (or `^`) before signs on its left, then `*`, `/`, `%`, then `+`,
`-`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from earlyspec.diagnostics.suggest import nearest

Number = int | float

LONGEST = 200
DEEPEST = 20
LARGEST_INTEGER = 2**63
LARGEST_FLOAT = 1e300

CONSTANTS = {"pi": math.pi}
ONE_ARGUMENT: dict[str, Callable[..., Number]] = {
    "sqrt": math.sqrt,
    "log": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "exp": math.exp,
    "ceil": math.ceil,
    "floor": math.floor,
    "round": round,
    "abs": abs,
}
SOME_ARGUMENTS: dict[str, Callable[..., Number]] = {"min": min, "max": max}
FUNCTIONS = {**ONE_ARGUMENT, **SOME_ARGUMENTS}
NORM = "norm(ntk)"
"""What only a run knows: the norm of the tangent kernel before the first step."""
NORM_HELP = "write `train.learning_rate` as `c / norm(ntk)`, c an expression without it"
RESERVED = frozenset(FUNCTIONS) | frozenset(CONSTANTS)
"""Names that an expression cannot use for a quantity of its own."""


class ExpressionError(Exception):
    """What is amiss in an expression, and where.

    Attributes:
      start, length: the characters at fault, counted from 0.
      message: one terse sentence.
      help: what to write instead, or None.
    """

    def __init__(self, start: int, length: int, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.start, self.length, self.message, self.help = start, length, message, help


class _Token(NamedTuple):
    kind: str  # number, name, operator, end
    text: str
    start: int


class Node(NamedTuple):
    """A number (no operands), a name, an operation or a call, and where `name` stands."""

    kind: str  # number, name, sign, operation, call, norm
    name: str
    start: int
    length: int
    operands: tuple[Node, ...] = ()
    number: Number = 0


_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9][0-9_]*(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<operator>\*\*|//|[-+*/%^(),])"
    r"|(?P<end>\Z))"
)
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "//": 2, "**": 4, "^": 4}
_SIGN_BINDING = 3
_STRAY = {
    ".": ("`.` cannot stand here", "write names without a dot; a number needs a digit beside it"),
    "[": ("an expression has no indices", "use parentheses `(`...`)` to group"),
    "]": ("an expression has no indices", "use parentheses `(`...`)` to group"),
    "{": ("`{` cannot stand here", "write the name alone: `d`, not `{d}`"),
    "}": ("`}` cannot stand here", "write the name alone: `d`, not `{d}`"),
    "$": ("`$` cannot stand here", "write the name alone: `d`, not `$d`"),
    "'": ("an expression has no text", "a quantity is a number or a computation with names"),
    '"': ("an expression has no text", "a quantity is a number or a computation with names"),
    "=": ("an expression does not compare or assign", "name quantities under `let`"),
    "<": ("an expression does not compare", "use `min` or `max`"),
    ">": ("an expression does not compare", "use `min` or `max`"),
    "!": ("an expression has no factorial and no negation", "write a product"),
    "\u00d7": ("the sign \u00d7 is not an operator", "write `*`"),
    "\u00b7": ("the sign \u00b7 is not an operator", "write `*`"),
    "\u22c5": ("the sign \u22c5 is not an operator", "write `*`"),
    "\u00f7": ("the sign \u00f7 is not an operator", "write `/`"),
    "\u2212": ("the sign \u2212 is not an operator", "write `-`, the hyphen"),
    "\u00b2": ("the exponent \u00b2 is not an operator", "write `**2`"),
    "\u00b3": ("the exponent \u00b3 is not an operator", "write `**3`"),
    "\u221a": ("the sign \u221a is not a function", "write `sqrt(...)`"),
    "\u03c0": ("the letter \u03c0 is not a name", "write `pi`"),
}


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while True:
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise _stray(text, at)
        kind = match.lastgroup or "end"
        yield _Token(kind, match[kind], match.start(kind))
        if kind == "end":
            return
        at = match.end()


def _stray(text: str, at: int) -> ExpressionError:
    character = text[at]
    if character == "." and re.match(r"\.[A-Za-z_]", text[at:]):
        help = "name the quantity under `let`, or write a derived size such as `d`, `n` or `m`"
        return ExpressionError(at, 1, "an expression has no attributes", help)
    if character in _STRAY:
        return ExpressionError(at, 1, *_STRAY[character])
    if character.isalpha():
        help = "names are made of the letters a to z, digits and underscores"
        return ExpressionError(at, 1, f"`{character}` cannot be part of a name", help)
    help = "an expression is made of numbers, names, + - * / % ** and parentheses"
    shown = f"`{character}`" if character.isprintable() else f"U+{ord(character):04X}"
    return ExpressionError(at, 1, f"{shown} cannot stand here", help)


class Parser:
    """A Pratt parser: `_operation` reads all operators that bind more tightly than asked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stream = _tokens(text)
        self.places: dict[str, int] = {}
        self.token = _Token("number", "", 0)  # so that the first advance reads

    def root(self) -> Node:
        """The whole expression. Raises: ExpressionError."""
        if len(self.text) > LONGEST:
            words = f"an expression has at most {LONGEST} characters, this one {len(self.text)}"
            raise ExpressionError(0, len(self.text), words, "name parts of it under `let`")
        self._advance()
        if self.token.kind == "end":
            length = max(len(self.text), 1)
            raise ExpressionError(0, length, "the expression is empty", "write a number")
        root = self._operation(0, 0)
        if self.token.kind != "end":
            raise self._leftover()
        return root

    def _advance(self) -> _Token:
        token = self.token
        if token.kind != "end":
            self.token = next(self.stream)
        return token

    def _operation(self, binding: int, depth: int) -> Node:
        if depth > DEEPEST:
            help = "name parts of it under `let`"
            raise ExpressionError(self.token.start, 1, f"more than {DEEPEST} levels deep", help)
        left = self._operand(depth)
        while self.token.kind == "operator" and self.token.text in _BINDING:
            token = self.token
            strength = _BINDING[token.text]
            if strength <= binding:
                break
            self._advance()
            if token.text == "//":
                help = "write `floor(a / b)`"
                raise ExpressionError(token.start, 2, "`//` is not an operator", help)
            if strength == _BINDING["**"]:  # from the right: 2**3**2 is 2**9; and 2**-1 is fine
                right = self._operation(_SIGN_BINDING, depth + 1)
                name = "**"
            else:
                right, name = self._operation(strength, depth), token.text
            left = Node("operation", name, token.start, len(token.text), (left, right))
        return left

    def _operand(self, depth: int) -> Node:
        token = self._advance()
        if token.kind == "number":
            number = self._number(token)
            return Node("number", token.text, token.start, len(token.text), (), number)
        if token.kind == "name":
            return self._name(token, depth)
        if token.text in ("+", "-"):
            operand = self._operation(_SIGN_BINDING, depth + 1)
            return Node("sign", token.text, token.start, 1, (operand,))
        if token.text == "(":
            inner = self._operation(0, depth + 1)
            self._close(token)
            return inner
        if token.kind == "end":
            last = max(len(self.text.rstrip()) - 1, 0)
            help = "write a number or a name after the operator"
            raise ExpressionError(last, 1, "the expression ends too early", help)
        words = f"`{token.text}` cannot stand here"
        help = "write a number or a name before it"
        raise ExpressionError(token.start, len(token.text), words, help)

    def _close(self, opening: _Token) -> None:
        if self.token.text == ")":
            self._advance()
        elif self.token.kind == "end":
            words = "this parenthesis is never closed"
            raise ExpressionError(opening.start, len(opening.text), words, "add `)`")
        else:
            raise self._leftover()

    def _name(self, token: _Token, depth: int) -> Node:
        name = token.text
        if self.token.text == "(":
            return self._call(token, depth)
        if name in FUNCTIONS:
            help = f"write `{name}(...)`; a quantity cannot have this name"
            raise ExpressionError(token.start, len(name), f"`{name}` is a function", help)
        if name in CONSTANTS:
            return Node("number", name, token.start, len(name), (), CONSTANTS[name])
        self.places.setdefault(name, token.start)
        return Node("name", name, token.start, len(name))

    def _call(self, token: _Token, depth: int) -> Node:
        name = token.text
        if name == "norm":
            return self._norm(token)
        if name not in FUNCTIONS:
            near = nearest(name, FUNCTIONS)
            help = f"did you mean `{near}`?" if near else f"to multiply, write `{name} * (...)`"
            help += f" (functions: {', '.join(FUNCTIONS)})"
            raise ExpressionError(token.start, len(name), f"`{name}` is not a function", help)
        opening = self._advance()
        if self.token.text == ")":
            raise ExpressionError(token.start, len(name), f"`{name}` needs an argument")
        arguments = [self._operation(0, depth + 1)]
        while self.token.text == ",":
            self._advance()
            arguments.append(self._operation(0, depth + 1))
        self._close(opening)
        if name in ONE_ARGUMENT and len(arguments) > 1:
            words = f"`{name}` takes one argument, not {len(arguments)}"
            instead = "write `log(a) / log(b)`" if name == "log" else None
            raise ExpressionError(token.start, len(name), words, instead)
        if name in SOME_ARGUMENTS and len(arguments) < 2:
            raise ExpressionError(token.start, len(name), f"`{name}` takes two arguments or more")
        return Node("call", name, token.start, len(name), tuple(arguments))

    def _norm(self, token: _Token) -> Node:
        """`norm(ntk)`: of no other kernel, and of no number."""
        opening = self._advance()
        argument = self.token
        if argument.text != "ntk":
            at = argument if argument.kind != "end" else token
            words = "`norm` is that of the tangent kernel, `norm(ntk)`, and of nothing else"
            raise ExpressionError(at.start, max(len(at.text), 1), words, NORM_HELP)
        self._advance()
        length = self.token.start + 1 - token.start
        self._close(opening)
        return Node("norm", NORM, token.start, length)

    def _number(self, token: _Token) -> Number:
        text, start, length = token.text, token.start, len(token.text)
        glued = self.token.kind in ("name", "number") and self.token.start == start + length
        if glued and self.token.text[0] in "xXoObB" and text == "0":
            raise ExpressionError(start, 2, "a number is written in decimal digits")
        if "_" in text:
            plain = text.replace("_", "")
            raise ExpressionError(start, length, "a number has no separators", f"write {plain}")
        if re.match("0[0-9]", text):
            plain = text.lstrip("0") or "0"
            raise ExpressionError(start, length, "a number cannot begin with 0", f"write {plain}")
        number: Number = int(text) if text.isdigit() else float(text)
        return bounded(number, start, length)

    def _leftover(self) -> ExpressionError:
        token = self.token
        start, length = token.start, len(token.text)
        if token.text == ",":
            help = "write a decimal point, and no separators between digits"
            return ExpressionError(start, 1, "`,` stands only between arguments", help)
        if token.text == ")":
            return ExpressionError(start, 1, "this parenthesis was never opened", "delete it")
        if token.kind in ("name", "number") or token.text == "(":
            words = f"an operator is missing before `{token.text}`"
            return ExpressionError(start, length, words, "to multiply, write `*`")
        return ExpressionError(start, length, f"`{token.text}` cannot stand here")


def bounded(value: Number, start: int, length: int) -> Number:
    """The value, if it is finite and of a magnitude that an experiment can mean.

    Raises: ExpressionError at the place given.
    """
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise too_large(start, length, "2^63 for whole numbers")
    elif math.isnan(value):
        raise ExpressionError(start, length, "the value here is not a number")
    elif abs(value) > LARGEST_FLOAT:
        raise too_large(start, length)
    return value


def too_large(start: int, length: int, bound: str = f"{LARGEST_FLOAT:g}") -> ExpressionError:
    """The error for a value of too large a magnitude."""
    return ExpressionError(start, length, f"the value here is beyond the bound, {bound}")
