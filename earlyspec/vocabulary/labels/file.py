"""Word: file."""

from __future__ import annotations

from earlyspec.vocabulary import _files
from earlyspec.vocabulary._base import Label
from earlyspec.vocabulary._ops import Array, Draws, Ops


class File(Label):
    """Labels from a file, for inputs from a file.

    Entries of (rows,) arrays of an .npz file, chosen as the inputs' rows are: the first of `train`
    and of `test`; or, with `array`, in the order in which the seed shuffles inputs that come from
    one array of as many rows.

    Source: hu2020, Section 4 (real data).
    """

    path: str
    """The .npz file, relative to the spec."""
    train: str = "y_train"
    """The array of training labels."""
    test: str = "y_test"
    """The array of test labels."""
    array: str | None = None
    """One array for both splits, in place of `train` and `test`."""

    def arrays(self) -> tuple[str, str] | str:
        """The two arrays, or the one that both splits share."""
        return self.array or (self.train, self.test)

    def rule_bound(self) -> float | None:
        return None

    def rule(self, ops: Ops, draws: Draws, x: Array, split: str) -> Array:
        """Labels of the rows of x, (n, d) -> (n,).

        Raises: ValueError if the array has fewer entries than x has rows, or is no vector.
        """
        y = _files.rows(ops, draws, self.path, self.arrays(), x.shape[0], split)
        if len(y.shape) != 1:
            raise ValueError(f"labels in {self.path} are {y.shape}, not (rows,)")
        return y

    def files(self) -> tuple[tuple[str, str], ...]:
        return _files.named(self.path, self.arrays())


KIND = File
