"""Word: convolutional network."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic_core import PydanticCustomError

from earlyspec.fields import ByForm, ListOf, Quantity
from earlyspec.vocabulary._base import Count
from earlyspec.vocabulary._deep import Deep
from earlyspec.vocabulary._images import Image, over, whole

_SIDE = Quantity(integer=True, minimum=1)
_SIDES = ByForm(scalar=_SIDE, sequence=ListOf(_SIDE))


class Convolutional(Deep):
    """A convolutional network with periodic edges, of any depth, without pooling or biases.

    Images have one side or two. At every position k a hidden layer sees a patch of q numbers, its
    filter's view of the layer below at k and after it, round the edge:
    h_l[k] = phi(W_l patch_k(h_(l-1)) / sqrt(fan-in)), W_l of (channels, fan-in). The readout is
    fully connected, f(x) = v . h_L / sqrt(positions * channels). At L = 1 and with one colour it is
    f(x) = (m d)^(-1/2) sum_r v_r . phi(w_r * x / sqrt(q)).

    Coordinates of x lie row by row, the colours of a position together: in two dimensions, colour
    c in row i and column j is coordinate (i width + j) colours + c, as in a file of images stored
    as height x width x colour. Weights see a patch in that order too; v sees positions in order,
    the channels of each together. Layers: `layer-1` to `layer-(L+1)`, input side first.

    Source: hu2020, eq 12, for one hidden layer; Section 4 and Figure 3 for more.
    """

    image: Annotated[int | tuple[int, ...], _SIDES]
    """The image's sides: `[length]`, or `[height, width]`."""
    filter: Annotated[int | tuple[int, ...], _SIDES]
    """q, or `[q1, q2]`: the filter's sides; one number is that of every side."""
    channels: Count
    """m, the number of channels of every hidden layer."""
    colours: Count = 1
    """How many numbers an input has at each position; the last, fastest index."""

    def _validated(self, context: Any) -> None:
        super()._validated(context)
        sides = whole(self.image)
        if len(sides) > 2:
            raise _amiss("image", f"an image has one side or two, not {len(sides)}")
        filters = over(self.filter, sides)
        if len(filters) != len(sides):
            raise _amiss("filter", f"the filter has {len(filters)} sides, the image {len(sides)}")
        for width, side in zip(filters, sides, strict=True):
            if width > side:
                raise _amiss("filter", f"the filter is {width} wide, but the image only {side}")

    def made_for(self) -> int | None:
        grid = self.grid(0)
        return grid.positions * grid.colours

    def grid(self, dim: int) -> Image:
        sides = whole(self.image)
        return Image(sides, over(self.filter, sides), self.colours)

    def neurons(self) -> int:
        return self.channels


def _amiss(field: str, why: str) -> PydanticCustomError:
    return PydanticCustomError("sizes_disagree", "{why}", {"why": why, "field": field})


KIND = Convolutional
