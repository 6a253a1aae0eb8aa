"""Word: mnist."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.datasets.base import DataSet
from earlyspec.datasets.mnist import KIND as MNIST
from earlyspec.vocabulary._digits import Digit, indices
from earlyspec.vocabulary._image_data import StoredImages


class Mnist(StoredImages):
    """Handwritten digits, 28 x 28: MNIST.

    Read from its four IDX files, `train-images-idx3-ubyte.gz` and so on, in the folder `path`; the
    published MD5 of each is checked. Unpacked files will do, but no checksum of them is published.
    60000 images are for training and 10000 for testing; a seed shuffles each, and takes as many
    from the front as are asked for.

    Source: hu2020, Figure 4.
    """

    data_set: ClassVar[DataSet] = MNIST

    classes: tuple[Digit, ...] | None = None
    """The digits whose images are taken, such as `[3, 8]` or `[three, eight]`; all if left out."""

    def chosen(self) -> tuple[int, ...] | None:
        return indices(self.classes)


KIND = Mnist
