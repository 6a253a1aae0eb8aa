"""Word: class."""

from __future__ import annotations

from typing import Annotated

from earlyspec.datasets.base import Part
from earlyspec.fields import Choice
from earlyspec.vocabulary._base import Distribution, Label
from earlyspec.vocabulary._image_data import Images
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Class(Label):
    """What an image shows, of two classes: -1 for the first that `inputs` names, 1 for the second.

    It belongs with inputs from a set of images, such as `digits`, whose `classes` are two.

    Source: hu2020, Section 4 and Appendix A (labels -1 and 1).
    """

    of: Annotated[Distribution, Choice("distributions")] | None = None
    """The inputs; leave it out, those of the spec are filled in."""

    def for_inputs(self, inputs: Distribution) -> Class:
        return type(self)(of=inputs, then=self.then)

    def rule_bound(self) -> float | None:
        return 1.0

    def rule(self, ops: Ops, draws: Draws, x: Array, split: str) -> Array:
        """Labels of the rows of x, (n, d) -> (n,).

        Raises: ValueError if the inputs were not filled in, or are not of two classes.
        """
        images, classes = self._images()
        index = images.rows(ops, draws, "labels", x.shape[0], split)  # (n,)
        return ops.where(index == classes[1], 1.0, -1.0) + ops.zeros(index.shape)

    def data_sets(self) -> tuple[Part, ...]:
        if not isinstance(self.of, Images):
            return ()
        return tuple(self.of.part("labels", split) for split in self.of.data_set.splits)

    def _images(self) -> tuple[Images, tuple[int, ...]]:
        classes = self.of.chosen() if isinstance(self.of, Images) else None
        if not isinstance(self.of, Images) or classes is None or len(classes) != 2:
            raise ValueError("the rule `class` needs inputs from a set of images, of two classes")
        return self.of, classes


KIND = Class
