"""Word: the optimum of the linear model."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.vocabulary.reference_models._features import LinearFeatures


class Optimum(LinearFeatures):
    """What the paired linear model would have learned in the end, at every step.

    Minimum-norm least squares on the features of `linear`: the limit of their gradient descent
    from 0, for any step that is stable. The distance of the network from it says how much of what
    is linear has been learned.

    Source: hu2020, Corollary 3.3.
    """

    at_limit: ClassVar[bool] = True


KIND = Optimum
