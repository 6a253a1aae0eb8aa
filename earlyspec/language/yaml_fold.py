"""The events of one YAML document, folded into data, marks and findings.

Every event costs the same, whatever is open: the stack is ours, and aliases are not followed.
"""

from __future__ import annotations

from typing import Any

import yaml

from earlyspec.diagnostics import source as es1
from earlyspec.diagnostics.finding import Finding
from earlyspec.language.yaml_characters import PLACEHOLDER, Place
from earlyspec.language.yaml_mark import Mark, Path
from earlyspec.language.yaml_remarks import Remarks
from earlyspec.language.yaml_scalars import resolve
from earlyspec.language.yaml_syntax import UNSPACED, missing_space
from earlyspec.source.document import Document
from earlyspec.source.span import Span

DEEPEST = 32
MOST_NODES = 20_000


class _Open:
    """A collection whose end has not been met.

    Attributes:
      items: the dict or list that is being filled.
      path: its path; None below a key that does not count.
      flow: whether it is written in brackets.
      start: where it starts.
      own_key: span of the key that owns it.
      seen: keys met so far.
      key, key_span: the key that waits for its value; the key is None if it does not count.
      waiting: whether a key waits for its value.
      merging: whether that key is `<<`.
    """

    __slots__ = (
        "flow", "items", "key", "key_span", "merging", "own_key", "path", "seen",
        "start", "waiting",
    )  # fmt: skip

    def __init__(self, items: Any, path: Path | None, event: Any, own_key: Span | None) -> None:
        self.items, self.path, self.own_key = items, path, own_key
        self.flow: bool = event.flow_style
        self.start = event.start_mark
        self.waiting = self.merging = False
        self.seen: dict[str, Span] = {}
        self.key: str | None = None
        self.key_span: Span | None = None


class Fold(Remarks):
    """Folds the events of one document into data, marks and findings."""

    def __init__(self, document: Document, cleaned: bool, has_tabs: bool) -> None:
        super().__init__(document)
        self.cleaned, self.has_tabs = cleaned, has_tabs
        self.data: Any = None
        self.marks: dict[Path, Mark] = {}
        self.broken: set[Path] = set()
        self.quoted: list[tuple[Place, Place]] = []
        self._open: list[_Open] = []
        self._line_ends: dict[int, int] = {}  # line to the end column of its last node, from 0
        self._nodes = self._documents = 0

    def fail(self, finding: Finding) -> None:
        """Ends with a syntax error: what was read up to it is of no use."""
        self.findings.append(finding)
        self.data = None

    def take(self, event: Any) -> None:
        """Folds one event.

        Raises: Stop if reading on makes no sense.
        """
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end(event)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                help = "move what follows to another file; for variants of one spec use `sweep`"
                span = self._span(event.start_mark, event.end_mark)
                self._stop(es1.SeveralDocuments(span, "a second document begins here", help))

    def end(self) -> None:
        """Checks the root, once all is read."""
        root = self.marks.get(())
        if root is None or (root.text == "" and root.plain and not self.findings):
            if not self.findings:
                start = Span(self.document.name, 1, 1, 1, 1)
                self._say(es1.EmptyFile(start, "the spec is empty", "`earlyspec init` writes one"))
            self.data = None
        elif not isinstance(self.data, dict) and () not in self.broken:
            self._say(self._no_mapping(root))
            self.data = None

    def _no_mapping(self, root: Mark) -> Finding:
        help = "write `key: value` lines"
        if isinstance(self.data, list):
            help += " without a leading `- `"
        elif root.plain and isinstance(self.data, str):
            line = root.value.line
            match = UNSPACED.match(self.document.line(line))
            if match:
                return missing_space(match, self.document.name, line)
        kind = "a list" if isinstance(self.data, list) else "a single value"
        return es1.RootNotMapping(root.value, f"a spec is a mapping, and this is {kind}", help)

    # Nodes

    def _count(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            span = self._span(event.start_mark, event.start_mark)
            words = f"a spec has at most {MOST_NODES} keys and values"
            self._stop(es1.TooLarge(span, words, "put data into an `.npz` file"))

    def _slot(self) -> tuple[Path | None, Span | None]:
        """The path of the value that comes next, and the span of its key."""
        if not self._open:
            return (), None
        top = self._open[-1]
        if top.path is None:
            return None, None
        if isinstance(top.items, list):
            return (*top.path, len(top.items)), None
        return (None if top.key is None else (*top.path, top.key)), top.key_span

    def _put(self, value: Any) -> None:
        """Gives a value to whatever waits for it."""
        if not self._open:
            self.data = value
            return
        top = self._open[-1]
        if isinstance(top.items, list):
            top.items.append(value)
        else:
            if top.key is not None:
                top.items[top.key] = value
            top.key, top.waiting, top.merging = None, False, False

    def _wants_key(self) -> bool:
        return bool(
            self._open and isinstance(self._open[-1].items, dict) and not self._open[-1].waiting
        )

    def _start(self, event: Any) -> None:
        self._count(event)
        if len(self._open) >= DEEPEST:
            span = self._span(event.start_mark, event.end_mark)
            help = "remove brackets or indentation"
            self._stop(es1.TooDeep(span, f"more than {DEEPEST} levels of nesting", help))
        sound = self._check_properties(event)
        items: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        if self._wants_key():
            self._collection_as_key(event)
            inner = _Open(items, None, event, None)
        else:
            path, key = self._slot()
            inner = _Open(items, path, event, key)
            if path is not None:
                self.marks[path] = Mark(key, self._span(event.start_mark, event.end_mark))
                if not sound:
                    self.broken.add(path)
            self._put(items)
        self._open.append(inner)

    def _collection_as_key(self, event: Any) -> None:
        top = self._open[-1]
        if top.path is not None:
            span = self._span(event.start_mark, event.end_mark)
            line, column = self._place(event.start_mark)
            if self.document.lines[line].startswith("{{", max(column - 1, 0)):
                words = "`{{` is no template here but a mapping that stands as a key"
                help = "name a quantity under `let` and write its name"
                span = span._replace(column=max(column, 1))
                self._say(es1.KeyNotText(span, words, help))
            else:
                words = "a key must be text, and this is a collection"
                self._say(es1.KeyNotText(span, words, "write a name"))
            self.broken.add(top.path)
        top.key, top.key_span, top.waiting = None, None, True

    def _end(self, event: Any) -> None:
        inner = self._open.pop()
        if inner.flow:
            end = self._place(event.end_mark)
            self._line_ends[end[0]] = end[1]
        else:
            line = self._place(inner.start)[0]
            end = line, self._line_ends.get(line, len(self.document.lines[line].rstrip()))
        if inner.path is not None:
            start = self._span(inner.start, inner.start)
            end = max(end, (start.line - 1, start.column - 1))
            span = start._replace(end_line=end[0] + 1, end_column=end[1] + 1)
            self.marks[inner.path] = Mark(inner.own_key, span)

    def _alias(self, event: Any) -> None:
        self._count(event)
        span = self._span(event.start_mark, event.end_mark)
        wants_key = self._wants_key()
        if not (self._open and self._open[-1].merging):
            words = f"alias `*{es1.shorten(event.anchor)}` is not allowed"
            help = "write the value again, or name it under `let`"
            self._say(es1.Alias(span, words, help))
        if wants_key:
            top = self._open[-1]
            top.key, top.key_span, top.waiting = None, span, True
            return
        self._broken_value(span)

    def _scalar(self, event: Any) -> None:
        self._count(event)
        plain = not event.style
        if event.style in ("|", ">"):
            span = self._block_text(event)
        else:
            end = self._place(event.end_mark)
            self._line_ends[end[0]] = end[1]
            span = self._span(event.start_mark, event.end_mark)
            if not plain and self.has_tabs:
                self.quoted.append((self._place(event.start_mark), end))
        text: str = event.value.replace(PLACEHOLDER, "") if self.cleaned else event.value
        sound = self._check_properties(event)
        readable = self._check_text(text, span, escapes=not plain)
        if self._wants_key():
            self._key(text if readable else None, span, plain)
        elif not readable:
            self._broken_value(span)
        elif not (plain and (self._lone_entry(text, span) if text else self._mend_entry())):
            self._value(text, span, plain, sound)

    def _block_text(self, event: Any) -> Span:
        line, column = self._place(event.start_mark)
        header = self.document.lines[line].rstrip()
        if self.has_tabs:
            self.quoted.append(((line + 1, 0), self._place(event.end_mark)))
        self._line_ends[line] = len(header)
        return Span(self.document.name, line + 1, column + 1, line + 1, len(header) + 1)

    def _key(self, text: str | None, span: Span, plain: bool) -> None:
        top = self._open[-1]
        top.waiting, top.key_span, top.key = True, span, None
        if text is None or top.path is None:
            return
        if plain and text == "<<":
            top.merging = True
            self.broken.add(top.path)
            self._say(es1.MergeKey(span, "the merge key `<<` is not allowed", "write the keys out"))
        elif plain and (kind := _kind(text, span)) != "text":
            shown = f"`{es1.shorten(text)}` is {kind}" if text else "this one is empty"
            help = f"quote it: `'{text}'`" if text else "write a name before the `:`"
            self._say(es1.KeyNotText(span, f"a key must be text, and {shown}", help))
        elif text in top.seen:
            self._say(es1.DuplicateKey(span, text, top.seen[text]))
        else:
            top.seen[text] = span
            top.key = text

    def _value(self, text: str, span: Span, plain: bool, sound: bool) -> None:
        path, key = self._slot()
        value: Any = text
        if plain:
            value, finding = resolve(text, span)
            if path is not None:
                if finding is not None:
                    self._say(finding)
                    sound = False
                if value is None or isinstance(value, str):
                    self._check_comment(text, span)
        if path is not None:
            self.marks[path] = Mark(key, span, text, plain)
            if not sound:
                self.broken.add(path)
        self._put(value)

    def _broken_value(self, span: Span) -> None:
        path, key = self._slot()
        if path is not None:
            self.marks[path] = Mark(key, span, "")
            self.broken.add(path)
        self._put(None)

    def _mend_entry(self) -> bool:
        """Whether the key of an empty value is `train:1000`; says so, and takes it apart."""
        top = self._open[-1] if self._open else None
        if top is None or not top.flow or top.path is None or top.key is None:
            return False
        match, where = UNSPACED.match(top.key), top.key_span
        if match is None or where is None or where.line != where.end_line:
            return False
        self._say(missing_space(match, where.file, where.line, where.column))
        name, text = match[1], match[2]
        if name in top.seen:
            top.key = None
        else:
            top.seen[name], top.key = where, name
            self.marks[*top.path, name] = Mark(where, where, text)
            self.broken.add((*top.path, name))
        self._put(resolve(text, where).value)
        return True

    def _lone_entry(self, text: str, span: Span) -> bool:
        """Whether the lines below a key are not its entries but a text, `train:1000`; says so."""
        top = self._open[-1] if self._open else None
        if top is None or top.flow or top.path is None or top.key is None or top.key_span is None:
            return False
        line = self.document.line(span.line)
        match = UNSPACED.match(line.partition(" #")[0])
        if match is None or span.line == top.key_span.end_line:
            return False
        self._say(missing_space(match, span.file, span.line))
        self.marks[*top.path, top.key] = Mark(top.key_span, span, text)
        self.broken.add((*top.path, top.key))
        self._put(None)
        return True


def _kind(text: str, span: Span) -> str:
    """What an unquoted key is, in words."""
    value, finding = resolve(text, span)
    if finding is not None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return "a number"
    if value is None:
        return "nothing"
    return "a truth value" if isinstance(value, bool) else "text"
