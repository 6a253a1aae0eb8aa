"""Lemma D.13: the kernel near the start."""

from __future__ import annotations

from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._kernel_paths import KernelOnPath
from earlyspec.theorems.hu2020._linear_models import Layers


class LemmaD13(KernelOnPath):
    """The kernel of both layers stays linear wherever the weights are near their start.

    Statement: with high probability, for all pairs of weights within R = sqrt(d log d)
        of the start in each layer,
        ||J J~^T - Theta_lin|| <~ n / d^(1+alpha/7).
    Reading: the pairs are those of the trained path, (W(t), W(0)) in `distance` and (W(t), W(t))
        in `distance-now`, v alike, each at its largest over recorded t; `drift` is what the lemma
        says of the pairs (W(t), W(t)) and (W(0), W(0)) together. Weights elsewhere in the
        ball are not sampled, and nothing is known of its supremum but that it is no smaller: a norm
        that fails to fall speaks against the lemma, one that falls does not prove it "for all".
        That the path stays in the ball is measured, and a hypothesis. The 7 is restored
        from memory with medium confidence: derivation gives alpha / 6 for kinks, up to logarithms
        which alpha / 7 absorbs, and alpha / 2 for smooth phi.
    """

    identifier: ClassVar[str] = "hu2020/lemma-d.13"
    source: ClassVar[th.Source] = th.Source("hu2020", "Lemma D.13")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"
    layers: ClassVar[Layers] = "both"


KIND = LemmaD13
