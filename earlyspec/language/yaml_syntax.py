"""What a syntax error of the YAML parser means to the author of a spec.

libyaml and PyYAML word the same error differently; both wordings are recognised.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from earlyspec.diagnostics.finding import Label, Told
from earlyspec.diagnostics.source import (
    ForbiddenCharacter,
    InvalidYaml,
    MissingSpace,
    SeveralDocuments,
    Tag,
    shorten,
)
from earlyspec.language.yaml_characters import Place, tab
from earlyspec.source.document import Document
from earlyspec.source.span import Span

# `steps:100` and not `https://...`, `12:30` or `C:\data`.
UNSPACED = re.compile(r"\s*(?:- +)*([A-Za-z_][\w-]*) *:(?![/\\:])([^\s:][^:]*)\Z")
_VALUE = re.compile(r"\s*(?:- +)*[^\s'\"#][^:#]*: +(?P<value>[^\s'\"\[{&*!|>].*?)\s*(?:\s#.*)?\Z")


class Problem(NamedTuple):
    """A syntax error as the parser reports it; places count from 0.

    Attributes:
      words: what it says.
      at: where it gave up.
      context: what it was doing.
      since: where it began doing so.
    """

    words: str
    at: Place
    context: str
    since: Place | None


def explain(problem: Problem, document: Document) -> Told:
    """The finding for a syntax error."""
    return _Explainer(problem, document).finding()


def missing_space(match: re.Match[str], file: str, line: int, column: int = 1) -> MissingSpace:
    """The finding for `key:value`, a match of UNSPACED in a text that begins at a place."""
    key, value = shorten(match[1]), shorten(match[2].strip())
    start = column + match.start(1)
    span = Span(file, line, start, line, column + match.start(2))
    return MissingSpace(span, f"a space is missing after `{key}:`", f"write `{key}: {value}`")


class _Explainer:
    def __init__(self, problem: Problem, document: Document) -> None:
        self.problem, self.document = problem, document
        self.text = document.line(problem.at[0] + 1)
        self.before = self.text[: problem.at[1]]
        self.rest = self.text[problem.at[1] :]

    def finding(self) -> Told:
        words = f"{self.problem.context} {self.problem.words}".lower()
        indentation = self.text[: len(self.text) - len(self.text.lstrip())]
        if self.rest.startswith("\t"):
            return tab(self.span(*self.problem.at), self.text)
        if "tab character" in words or "\t" in indentation:
            return tab(self.span(self.problem.at[0], max(self.text.find("\t"), 0)), self.text)
        for fragments, method in _CASES:
            if any(fragment in words for fragment in fragments):
                found = method(self)
                if found:
                    return found
        return self.invalid(f"the text is not YAML: {shorten(self.problem.words, 80)}")

    def span(self, line: int, column: int, length: int = 1) -> Span:
        """A span on one line, places counted from 0, kept inside the text."""
        line = min(line, len(self.document.lines) - 1)
        column = min(column, len(self.document.line(line + 1)))
        end = min(column + length, len(self.document.line(line + 1)))
        return Span(self.document.name, line + 1, column + 1, line + 1, max(end, column) + 1)

    def invalid(
        self, message: str, help: str | None = None, length: int = 1, at: Place | None = None
    ) -> InvalidYaml:
        return InvalidYaml(self.span(*(at or self.problem.at), length), message, help)

    def quoted_whole(self) -> str:
        """Advice to quote the value of this line."""
        match = _VALUE.match(self.text) if len(self.text) <= 200 else None
        if match:
            return "quote it: `'{}'`".format(match["value"].replace("'", "''"))
        return "quote the whole value"

    def opening(self) -> str:
        """The character where the parser began what it was doing."""
        line, column = self.problem.since or self.problem.at
        return self.document.line(line + 1)[column : column + 1] or " "

    def line_above(self) -> int | None:
        """The nearest line above that is neither blank nor a comment, from 0."""
        for index in range(min(self.problem.at[0], len(self.document.lines)) - 1, -1, -1):
            if self.document.lines[index].strip()[:1] not in ("", "#"):
                return index
        return None

    def bad_name(self) -> Told | None:
        sign = "*" if "alias" in self.problem.context else "&"
        since = self.problem.since or self.problem.at
        kind = "an alias" if sign == "*" else "an anchor"
        message = f"a value cannot begin with `{sign}`, which begins {kind} in YAML"
        return self.invalid(message, self.quote_from(since), at=since)

    def bad_start(self) -> Told | None:
        shown = "a back-tick" if self.rest[:1] == "`" else f"`{self.rest[:1]}`"
        message = f"a value cannot begin with {shown}"
        return self.invalid(message, self.quote_from(self.problem.at))

    def quote_from(self, place: Place) -> str:
        rest = self.document.line(place[0] + 1)[place[1] : place[1] + 100]
        value = re.split(r"\s#|,\s", rest)[0].rstrip().replace("'", "''")
        return f"quote it: `'{value}'`" if 0 < len(value) <= 60 else "quote the value"

    def second_colon(self) -> Told | None:
        above = self.line_above()
        if above is not None:
            match = UNSPACED.match(self.document.lines[above])
            if match:
                return missing_space(match, self.document.name, above + 1)
        if ": " in self.before or re.search(r"[\"']\s*\Z", self.before):
            return self.invalid("a second `:` in one value", self.quoted_whole())
        if len(self.before) > 1000:
            return self.invalid("a key is too long", "a key has at most 1000 characters")
        start = len(self.text) - len(self.text.lstrip())
        name = self.before.strip()
        words = f"the key `{shorten(name)}` is indented below a value"
        help = "begin it in the same column as the key above, or delete the value above it"
        return self.invalid(words, help, len(name), (self.problem.at[0], start))

    def no_colon(self) -> Told | None:
        line = (self.problem.since or self.problem.at)[0]
        text = self.document.line(line + 1)
        match = UNSPACED.match(text)
        if match:
            return missing_space(match, self.document.name, line + 1)
        start = len(text) - len(text.lstrip())
        return self.invalid(
            f"`{shorten(text)}` is neither a key nor a value",
            "write `key: value`, with a space after the colon",
            len(text.strip()),
            (line, start),
        )

    def open_quote(self) -> Told | None:
        since = self.problem.since or self.problem.at
        mark = self.document.line(since[0] + 1)[since[1] : since[1] + 1]
        help = f"end it with `{mark}`"
        if mark == "'":
            help += "; an apostrophe inside is written `''`"
        return self.invalid("this quote is never closed", help, at=since)

    def open_bracket(self) -> Told | None:
        since = self.problem.since or self.problem.at
        opening = self.opening()
        closing = "]" if opening == "[" else "}"
        if self.problem.at[0] != since[0] or not self.rest.strip():
            return self.invalid(
                f"`{opening}` is never closed", f"add the closing `{closing}`", at=since
            )
        help = f"write `,` before the next entry, or `{closing}` at the end"
        if self.rest.startswith(":"):
            help = "quote a value that holds `: `"
        return InvalidYaml(
            self.span(*self.problem.at),
            f"`,` or `{closing}` is missing here",
            help,
            labels=(Label(self.span(*since), "opened here"),),
        )

    def no_key(self) -> Told | None:
        before = self.before.rstrip()
        if not before:
            if self.rest.startswith(":"):
                return self.invalid("a key is missing before `:`", "write `key: value`")
            return self.invalid(
                "the indentation of this line matches no line above",
                "begin the keys of one mapping in the same column",
                len(self.rest.strip()) or 1,
            )
        if before[-1] in "'\"":
            help = "quote the value as a whole; inside single quotes an apostrophe is written `''`"
            return self.invalid(
                "text follows the closing quote", help, len(self.rest.rstrip()) or 1
            )
        if before[-1] in "]}":
            help = "delete it, or quote the value as a whole"
            return self.invalid(f"text follows the closing `{before[-1]}`", help)
        return self.invalid("another key is expected here", "write `key: value`")

    def no_item(self) -> Told | None:
        return self.invalid(
            "a list item is expected here",
            "begin the line with `- `, or indent it below an item",
            len(self.rest.rstrip()) or 1,
        )

    def inline_item(self) -> Told | None:
        help = "write items on lines of their own below the key, or `[a, b]`"
        if re.match(r"- +[0-9.]", self.rest):
            help = "write a negative number without a space after the `-`"
        return self.invalid("a list cannot begin behind a key", help)

    def inline_question(self) -> Told | None:
        return self.invalid("a value cannot begin with `? `", self.quoted_whole())

    def no_content(self) -> Told | None:
        if not self.rest.strip():
            return self.open_bracket() if self.opening() in "[{" else None
        return self.invalid(f"`{self.rest[0]}` is not expected here", self.quoted_whole())

    def bare_colon(self) -> Told | None:
        return self.invalid("a value is missing after `:`", "write one, or delete the key")

    def bad_escape(self) -> Told | None:
        start = self.problem.at[1]
        start = self.text.rfind("\\", 0, start + 1) if "\\" in self.text[: start + 1] else start
        place = (self.problem.at[0], start)
        if "unicode" in self.problem.words.lower():
            span = self.span(*place, 6)
            words = "an escape of half a surrogate pair, or beyond Unicode, is not allowed"
            return ForbiddenCharacter(span, words, "write the character itself")
        escape = self.text[start : start + 2]
        help = "use single quotes, in which `\\` is an ordinary character, or write `\\\\`"
        return self.invalid(f"`{escape}` is not an escape", help, len(escape), place)

    def directive(self) -> Told | None:
        words = "`%` at the head of a line begins a directive, which a spec has no use for"
        at = self.problem.at[0], 0
        return self.invalid(words, "delete the line, or quote the text", 1, at)

    def after_the_end(self) -> Told | None:
        if self.text.startswith("%"):
            return self.directive()
        lines = self.document.lines[: self.problem.at[0]]
        span = self.span(*self.problem.at, len(self.rest.rstrip()))
        if any(re.match(r"(?:\.\.\.|---)(?:\s|\Z)", line) for line in lines):
            help = "a file holds one spec: delete what follows, or move it to another file"
            return SeveralDocuments(span, "text follows the end of the spec", help)
        help = "delete it, or quote the value as a whole"
        return InvalidYaml(span, "text follows the end of the spec", help)

    def unknown_tag(self) -> Told | None:
        length = len(self.rest.split()[0]) if self.rest.split() else 1
        span = self.span(*self.problem.at, length)
        return Tag(
            span, f"tag `{shorten(self.rest[:length])}` is not allowed", "delete it, or quote it"
        )

    def bad_block(self) -> Told | None:
        since = self.problem.since or self.problem.at
        return self.invalid(
            "text cannot follow `|` or `>` on the same line", self.quote_from(since), at=since
        )


_CASES = (
    (("scanning an alias", "scanning an anchor"), _Explainer.bad_name),
    (("cannot start any token",), _Explainer.bad_start),
    (("mapping values are not allowed",), _Explainer.second_colon),
    (("could not find expected ':'",), _Explainer.no_colon),
    (("escape", "hexdecimal"), _Explainer.bad_escape),
    (("quoted scalar",), _Explainer.open_quote),
    (("',' or ']'", "',' or '}'"), _Explainer.open_bracket),
    (("expected key", "parsing a block mapping"), _Explainer.no_key),
    (("'-' indicator", "parsing a block collection"), _Explainer.no_item),
    (("sequence entries are not allowed",), _Explainer.inline_item),
    (("mapping keys are not allowed",), _Explainer.inline_question),
    (("directive", "incompatible yaml"), _Explainer.directive),
    (("unexpected ':'",), _Explainer.bare_colon),
    (("node content",), _Explainer.no_content),
    (("<document start>",), _Explainer.after_the_end),
    (("tag handle",), _Explainer.unknown_tag),
    (("block scalar",), _Explainer.bad_block),
)
