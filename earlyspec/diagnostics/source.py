"""ES1xx: the text of a spec cannot be read, or not as what its author meant."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.diagnostics.finding import Finding, Label, Severity, Told
from earlyspec.source.span import Span


class InvalidYaml(Told):
    """The text is not YAML, so nothing below this place was read.

    What it means: brackets, quotes, colons or indentation do not fit together. The place is where
    the reader gave up; the mistake is there or shortly before.

    Example:
    ```yaml
    title: Figure 1: an erf network
    ```

    Fix: quote text that holds `: `, ` #` or begins with one of ``[]{}&*!|>%@` ``. Close every
    bracket and quote. Begin the keys of one mapping in the same column.
    """

    code = "ES101"


class DuplicateKey(Finding):
    """A mapping holds the same key twice.

    What it means: YAML allows a key once. Many readers keep the last value and say nothing, so the
    experiment that ran would not be the one that a reviewer sees first.

    Example:
    ```yaml
    train: 1000
    test: 500
    train: 2000
    ```

    Fix: delete one of the two.

    Args:
      span: the later key.
      key: its text.
      first: span of the earlier key.
    """

    code = "ES102"

    def __init__(self, span: Span, key: str, first: Span) -> None:
        super().__init__(span)
        self.key, self.first = key, first

    def message(self) -> str:
        return f"key `{shorten(self.key)}` appears twice in the same mapping"

    def label(self) -> str:
        return "second value"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.first, "first value"),)

    def notes(self) -> tuple[tuple[str, str], ...]:
        return (("note", "many YAML readers would silently keep the last one"),)

    def help(self) -> str:
        lines = (self.first.line, self.span.line if self.span else 0)
        where = "line {}".format(" or line ".join(map(str, lines)))
        return f"delete one of the two ({where})" if lines[0] != lines[1] else "delete one of them"


class Alias(Told):
    """Anchors (`&name`) and aliases (`*name`) are not part of the language.

    What it means: an alias stands for a value that is written elsewhere. Expanded, a few hundred
    bytes can fill the memory; and a diff of a spec should show every value that changed.

    Example:
    ```yaml
    train: &size 1000
    test: *size
    ```

    Fix: name the quantity under `let` and write its name, or write the value again. Text that
    begins with `&` or `*` needs quotes.
    """

    code = "ES103"


class MergeKey(Told):
    """The merge key `<<` is not part of the language.

    What it means: `<<` copies the keys of another mapping into this one. YAML 1.2 dropped it, and
    nested merges take exponential time.

    Example:
    ```yaml
    inputs:
      <<: {distribution: gaussian}
      dim: 10
    ```

    Fix: write the keys out.
    """

    code = "ES104"


class Tag(Told):
    """Tags (`!name`, `!!name`) are not part of the language.

    What it means: a tag asks the reader to build an object of some type. Here the key decides the
    type of its value.

    Example:
    ```yaml
    train: !!int "1000"
    ```

    Fix: delete the tag. Text that begins with `!` needs quotes.
    """

    code = "ES105"


class KeyNotText(Told):
    """A key is something other than text.

    What it means: keys are names. YAML reads an unquoted `1`, `true` or `null` as a number, a truth
    value or nothing, and `{{x}}` as a mapping that is the key of another.

    Example:
    ```yaml
    let: {1: 10}
    ```

    Fix: quote the key, or choose a name. For a template such as `{{x}}`, name a quantity under
    `let` and write its name.
    """

    code = "ES106"


class MalformedNumber(Told):
    """An unquoted value looks like a number, but programs disagree about which.

    What it means: `010` is 8 in YAML 1.1 and 10 in YAML 1.2; `0x10` and `1_000` are numbers to some
    readers and text to others. Here a number is decimal, without separators, and whole numbers
    stay within 64 bits.

    Example:
    ```yaml
    train: 1_000
    test: 010
    ```

    Fix: write plain decimal digits, as in `1000`, `0.5` or `1e-3`. Quote it if text is meant.
    """

    code = "ES107"


class NotFinite(Told):
    """A number is infinite, or not a number at all.

    What it means: no quantity of a spec may be infinite or undefined, and `1e400` would silently
    become infinite.

    Example:
    ```yaml
    learning_rate: .inf
    ```

    Fix: write a finite number, at most about 1.8e308. Quote it if text is meant.
    """

    code = "ES108"


class ForbiddenCharacter(Told):
    r"""The text holds a character that cannot be seen, or that ends a line in some programs only.

    What it means: control characters, byte order marks inside the text, half surrogate pairs and
    marks that reorder text make a spec look different from what it says. Lines end with a line
    feed, after a carriage return or not; a carriage return alone, NEL, U+2028 and U+2029 are line
    ends to some programs only. Escapes such as `\x07` in double quotes are held to the same rule.

    Example:
    ```yaml
    title: "a bell: \x07"
    ```

    Fix: delete the character, and save the file as plain UTF-8.
    """

    code = "ES109"


class Tab(Told):
    """A tab stands where YAML counts spaces.

    What it means: indentation and the space after `:` decide what a line belongs to. How wide a tab
    is differs between editors, so tabs are allowed only inside quotes, block text and comments.

    Example (the arrow stands for a tab):
    ```yaml
    data:
    →train: 1000
    ```

    Fix: replace the tab by spaces; most editors can do so for the whole file.
    """

    code = "ES110"


class MissingSpace(Told):
    """A colon without a space after it separates nothing.

    What it means: YAML reads `steps:100` as the text "steps:100", not as a key and its value.

    Example:
    ```yaml
    data: {train:1000}
    ```

    Fix: write a space after the colon: `steps: 100`.
    """

    code = "ES111"


class TooDeep(Told):
    """Collections are nested more deeply than any spec needs.

    What it means: reading stops at 32 levels, so that no file can exhaust the memory.

    Example:
    ```yaml
    let: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
    ```

    Fix: remove brackets or indentation.
    """

    code = "ES112"


class TooLarge(Told):
    """A spec, or one value of it, is larger than any spec needs.

    What it means: a spec is at most 1 MiB, has at most 20 000 keys and values, and none of them is
    longer than 10 000 characters. The bounds keep every check quick.

    Example:
    ```console
    $ earlyspec check dataset.yaml
    ```

    Fix: put data into an `.npz` file and name that file in the spec.
    """

    code = "ES113"


class SeveralDocuments(Told):
    """The file goes on after the end of its document.

    What it means: a line `---` begins another YAML document and `...` ends one. A file holds one
    spec.

    Example:
    ```yaml
    title: one
    ---
    title: two
    ```

    Fix: put each spec into a file of its own, or use `sweep` for variants of one experiment.
    """

    code = "ES114"


class EmptyFile(Told):
    """There is nothing in the file but blanks and comments.

    What it means: a spec needs at least `earlyspec`, `title`, `data`, `architecture` and `train`.

    Example:
    ```yaml
    # to be written
    ```

    Fix: `earlyspec init` writes a starter.
    """

    code = "ES115"


class RootNotMapping(Told):
    """The spec is a list or a single value, not a mapping.

    What it means: a spec is a list of keys with their values, such as `title: ...`.

    Example:
    ```yaml
    - title: one
    ```

    Fix: write `key: value` lines without a leading `- `.
    """

    code = "ES116"


class CommentSwallows(Told):
    """A `#` after a blank begins a comment, so the value ends before it.

    What it means: `title: Figure #1` is the title "Figure". A `#` with something right behind it
    is often meant as text.

    Example:
    ```yaml
    title: Figure #1
    ```

    Fix: quote the value to keep the `#`, or write a blank after it to make it a clear comment.
    """

    code = "ES117"
    severity: ClassVar[Severity] = Severity.WARNING


class Unreadable(Told):
    """The file cannot be opened.

    What it means: there is no such file, it is a folder, or the system denies reading it.

    Example:
    ```console
    $ earlyspec check nowhere.yaml
    ```

    Fix: check the path; `-` reads a spec from standard input.
    """

    code = "ES118"


class NotUtf8(Told):
    """The file is not UTF-8 text.

    What it means: its bytes are of another encoding, such as UTF-16 or Latin-1, or it is no text.

    Example:
    ```console
    $ iconv -t utf-16 specs/quickstart.yaml | earlyspec check -
    ```

    Fix: save it as UTF-8, for instance with `iconv -f latin1 -t utf-8`.
    """

    code = "ES119"


def shorten(text: str, limit: int = 40) -> str:
    """The text in one line of at most `limit` characters, to be quoted in a message."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 3] + "..."
