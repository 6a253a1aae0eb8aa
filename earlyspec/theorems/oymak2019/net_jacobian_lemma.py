"""The lemma on the Jacobian of a two-layer network: its size, and how fast it moves."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.oymak2019 import _setting as setting
from earlyspec.theorems.oymak2019._meta import other_limit


class NetJacobianLemma(th.Theorem):
    """The first layer's Jacobian is bounded, and moves no faster than its weights over sqrt(k).

    Statement: f(x; W) = V phi(W x), W in R^(k x d), V in R^(K x k), |phi'| <= B, |phi''| <= B_2 and
        unit inputs, the rows of X. Then for all W and W'
        ||J(W)|| <= B sqrt(K k) ||V||_inf ||X||,
        ||J(W) - J(W')|| <= B_2 sqrt(K) ||V||_inf ||X|| ||W - W'||_F,
        where ||V||_inf is the largest entry.
    Reading: restored: in the second the factor ||W - W'||_F is not printed, and B stands for B_2.
        Judged along the run, at every recorded step, with W' = W(0), k = m, K = 1, V = v / sqrt(m)
        and inputs x / sqrt(d) of length 1: it holds, or there is a mistake. The form without
        ||W - W'||_F is refuted where weights move by more than the bound is loose by.
    """

    identifier: ClassVar[str] = "oymak2019/net-jacobian-lemma"
    source: ClassVar[th.Source] = th.Source("oymak2019", "Lemma on the Jacobian of the network")
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network, its second layer at its start, and unit inputs."""
        yield from setting.network(c)
        yield th.Measured(
            "inputs",
            "data.inputs",
            "|x_i| = sqrt(d)",
            th.Series(th.measurement("norm-deviation"), "once"),
            "<=",
            1e-12,
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """Its size, and its way."""
        yield self._norm()
        yield self._difference()

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """sqrt(k) forgotten, in either; and the bound as it is printed."""
        small = th.Series(_bound("norm").word, "path", scale=1 / math.sqrt(c.m))
        yield other_limit(self._norm(), "no-width", "B sqrt(K) ||V||_inf ||X||", small)
        printed = (
            "as printed, without ||W - W'||_F: ||J(W) - J(W')|| <= B_2 sqrt(K) ||V||_inf ||X||"
        )
        yield other_limit(self._difference(), "no-distance", printed, _bound("constant"))

    def _norm(self) -> th.Bound:
        return th.Bound(
            "norm",
            "||J(W)|| <= B sqrt(K k) ||V||_inf ||X||",
            th.Series(th.measurement("jacobian-norm"), "path"),
            _bound("norm"),
        )

    def _difference(self) -> th.Bound:
        return th.Bound(
            "difference",
            "||J(W) - J(W')|| <= B_2 sqrt(K) ||V||_inf ||X|| ||W - W'||_F",
            th.Series(th.measurement("jacobian-perturbation"), "path"),
            _bound("difference"),
            trivial=th.Series(_bound("norm").word, "path", scale=2.0),
        )


def _bound(gives: str) -> th.Series:
    given = {} if gives == "norm" else {"gives": gives}
    return th.Series(th.measurement("net-jacobian-bound", **given), "path")


KIND = NetJacobianLemma
