"""Word: cifar-10."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.datasets.base import DataSet
from earlyspec.datasets.cifar_10 import KIND as CIFAR_10
from earlyspec.datasets.cifar_10 import Class
from earlyspec.vocabulary._image_data import StoredImages


class Cifar10(StoredImages):
    """Photographs of ten kinds of things, 32 x 32 in colour: CIFAR-10.

    Read from the binary version: `path` is `cifar-10-binary.tar.gz`, whose published MD5 is
    checked, or the folder that it unpacks to, of which no checksum is published. The python version
    is pickled, and never opened. 50000 images are for training and 10000 for testing; a seed
    shuffles each, and takes as many from the front as are asked for.

    Source: hu2020, Figures 3 and 4, Appendix A (images standardised one by one).
    """

    data_set: ClassVar[DataSet] = CIFAR_10

    classes: tuple[Class, ...] | None = None
    """The classes whose images are taken, such as `[cat, horse]`; all if left out."""

    def chosen(self) -> tuple[int, ...] | None:
        if self.classes is None:
            return None
        return tuple(self.data_set.classes.index(name) for name in self.classes)


KIND = Cifar10
