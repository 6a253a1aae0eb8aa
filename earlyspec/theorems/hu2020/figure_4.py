"""Figure 4: full-size images."""

from __future__ import annotations

from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._real_images import OnRealImages


class Figure4(OnRealImages):
    """On full-size real images deep networks follow a linear model early on.

    Statement: two classes of CIFAR-10 at 32 x 32 and of MNIST, fully connected and convolutional
        networks of 4 hidden layers: good early agreement with the linear model, which lasts a
        shorter time for the convolutional network on CIFAR-10.
    Reading: the largest relative error E (f - f_lin)^2 / E f_lin^2 on test images up to `steps` is
        at most `within`, for the one network and the one data set of the spec. That the agreement
        lasts less long in one of the four cases is not decided: it compares runs that differ
        in the data and the kind of network, and a spec has one of each; a sweep is of numbers.
        Each report says under Times since when the relative error has been above a tenth: that is
        to be compared by eye, between four reports. Widths, batches and the step are restored
        with low confidence; the linear model of a deep network is ours,
        (L+1) prod zeta_l^2 X X^T / d, for odd phi.
    """

    identifier: ClassVar[str] = "hu2020/figure-4"
    source: ClassVar[th.Source] = th.Source("hu2020", "Figure 4")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"
    data: ClassVar[tuple[str, ...]] = ("cifar-10", "mnist")


KIND = Figure4
