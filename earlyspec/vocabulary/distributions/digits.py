"""Word: digits."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.datasets.base import DataSet
from earlyspec.datasets.digits import KIND as DIGITS
from earlyspec.vocabulary._digits import Digit, indices
from earlyspec.vocabulary._image_data import Images


class Digits(Images):
    """Handwritten digits, 8 x 8, that come with earlyspec and need no files.

    1797 images, some 180 a digit: the test part of the UCI data set Optical Recognition of
    Handwritten Digits. They have no split of their own: a seed shuffles them, and takes training
    images from the front and test images from the back.

    Source: Alpaydin and Kaynak 1998, doi:10.24432/C50P49 (CC BY 4.0); in the place of CIFAR-10 in
    hu2020, Figure 3.
    """

    data_set: ClassVar[DataSet] = DIGITS

    classes: tuple[Digit, ...] | None = None
    """The digits whose images are taken, such as `[3, 8]` or `[three, eight]`; all if left out."""

    def folder(self) -> str:
        return ""

    def chosen(self) -> tuple[int, ...] | None:
        return indices(self.classes)


KIND = Digits
