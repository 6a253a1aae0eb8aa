"""What the limit of gradient flow is held against: theorems 1 and 3 are one statement in depth.

Source: woodworth2020, Theorems 1 and 3, Appendix A.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems.woodworth2020 import _regime, _setting
from earlyspec.theorems.woodworth2020._least_norm import least_norms

LIMIT = "minimum-potential"


def potential(c: th.Cell) -> th.Reference:
    """The interpolant of least potential, at the network's own depth and scale."""
    return th.Reference(LIMIT, _word(_regime.depth(c), _regime.log_scale(c)))


def _word(depth: int, log_scale: float) -> th.Word:
    return th.Word("reference_models", LIMIT, {"depth": depth, "log_scale": log_scale})


class FlowLimit(th.Theorem):
    """The limit of gradient flow is the interpolant of least potential."""

    least: ClassVar[int] = 2
    most: ClassVar[int | None] = None

    within: Annotated[float, Quantity(above=0.0, maximum=0.1)] = 1e-6
    """Relative distance up to which two interpolants count as the same."""

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The limit, the interpolants of least norms, and other potentials' interpolants."""
        if not _regime.is_diagonal(c):
            return
        yield potential(c)
        yield from least_norms()
        for name, (_, word) in self._others(c).items():
            yield th.Reference(name, word)

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The model, the flow, and that it interpolates."""
        yield from _setting.conditions(c, self.least, self.most)

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The same interpolant, and what certifies it without one."""
        if not _regime.is_diagonal(c):
            yield from _setting.not_diagonal(c)
            return
        yield self._limit(LIMIT)
        yield self._certificate("stationary", "stationarity-defect")
        yield self._certificate("gap", "duality-gap")
        yield self._conserved()

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other potentials, other interpolants, another conservation law."""
        if not _regime.is_diagonal(c):
            return
        named = {
            "minimum-l1": "the interpolant of least L1 norm",
            "minimum-l2": "the interpolant of least Euclidean norm",
            **{name: text for name, (text, _) in self._others(c).items()},
        }
        for name, text in named.items():
            yield th.Control(f"{name}/limit", text, "limit", self._limit(name))
        lies: list[tuple[str, str, dict[str, Any]]] = [
            ("depth", "the potential of depth D + 1", {"depth": _regime.depth(c) + 1})
        ]
        if _regime.log_scale(c):
            lies.append(("root", "alpha^(D/2) in the place of alpha^D", {"root": True}))
        for name, text, fields in lies:
            for of, kind in (("stationary", "stationarity-defect"), ("gap", "duality-gap")):
                yield th.Control(f"{name}/{of}", text, of, self._certificate(of, kind, **fields))
        text = "w+^2 + w-^2 conserved"
        yield th.Control("squares/conserved", text, "conserved", self._conserved(law="squares"))

    def _others(self, c: th.Cell) -> dict[str, tuple[str, th.Word]]:
        """Wrong potentials: name -> words, model."""
        depth, log_scale = _regime.depth(c), _regime.log_scale(c)
        deeper = _word(depth + 1, depth * log_scale / (depth + 1))
        found = {"deeper-potential": ("the potential of depth D + 1, at the same alpha^D", deeper)}
        if log_scale:
            half = _word(depth, log_scale / 2)
            found["rooted-potential"] = ("alpha^(D/2) in the place of alpha^D", half)
        return found

    def _limit(self, model: str) -> th.Bound:
        fields = {} if model == "minimum-l2" else {"model": model}  # the measurement's default
        return th.Bound(
            "limit",
            f"|beta - b| <= {self.within:g} |b| at the end, b the interpolant of least potential",
            th.Series(th.measurement("coefficient-gap", **fields), "last"),
            self.within,
        )

    def _certificate(self, name: str, kind: str, **fields: Any) -> th.Bound:
        text = {
            "stationary": "Q'(beta) is in the row space of X at the end",
            "gap": "Q(beta) is least among all interpolants at the end, by its duality gap",
        }[name]
        series = th.Series(th.measurement(kind, **fields), "last")
        return th.Bound(name, f"{text}, to {self.within:g}", series, self.within)

    def _conserved(self, **fields: Any) -> th.Bound:
        law = "w+ w- = alpha^2" if self.most == 2 else "w+^(2-D) + w-^(2-D) = 2 alpha^(2-D)"
        return th.Bound(
            "conserved",
            f"{law} at all times, to {self.within:g}",
            th.Series(th.measurement("conserved-drift", **fields), "max"),
            self.within,
        )
