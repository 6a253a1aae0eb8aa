"""What measurements ask for, from which their cost is reckoned before anything runs."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Kernels(NamedTuple):
    """What a measurement asks of kernels.

    Attributes:
      points: at how many weights it takes the Jacobian.
      when: how often: `once`, at every `step` or at every recorded one (`record`).
      turned: whether the kernel is not symmetric, and is applied with its transpose.
      whole: whether it is formed for any number of inputs, and all its eigenvectors computed.
      most: of how many inputs it is at most.
      mixed: whether Jacobians at several points are added up before they are multiplied.
    """

    points: int
    when: Literal["once", "step", "record"]
    turned: bool = False
    whole: bool = False
    most: int | None = None
    mixed: bool = False


class Passes(NamedTuple):
    """What a tally asks for at a step.

    Attributes:
      before, after: forward passes of the training inputs, at the step's ends.
      fresh: likewise of the test inputs, both ends together.
      pulled, pushed: products with the reference's features on training inputs, Psi^T r and Psi b.
      pushed_fresh: products with its features on test inputs.
    """

    before: int = 0
    after: int = 0
    fresh: int = 0
    pulled: int = 0
    pushed: int = 0
    pushed_fresh: int = 0
