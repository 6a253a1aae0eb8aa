"""Bounds that do not exist: a number that stands for none is never taken for one."""

from __future__ import annotations

from earlyspec import registry
from earlyspec.plans.nodes import Word


def none_at(word: Word) -> float | None:
    """The number from which on a measurement's value is no bound; None if it always is a number."""
    if word.kind not in registry.names("measurements"):
        return None
    stands: float | None = registry.revive(word).no_bound()
    return stands
