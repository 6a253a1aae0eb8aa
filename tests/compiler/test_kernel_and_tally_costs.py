"""What kernels and certificates cost, against the same sums done by hand."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from pathlib import Path

import pytest

from earlyspec import registry
from earlyspec.compiler import kernel_cost, tally_cost
from earlyspec.compiler.cost import cost
from earlyspec.compiler.lower import lower
from earlyspec.language.load import load
from earlyspec.plans import nodes
from earlyspec.source.document import Document
from earlyspec.vocabulary import _kernels
from earlyspec.vocabulary._base import Tally

CERTIFICATES = Path(__file__).parent.parent.parent / "specs" / "hu2020" / "certificates.yaml"


@pytest.fixture(scope="module")
def cell() -> nodes.Cell:
    loaded = load(Document(str(CERTIFICATES), CERTIFICATES.read_text()))
    assert loaded.specs, loaded.findings
    (found,) = lower([(point.values, point.spec) for point in loaded.specs]).cells
    return found


def _measuring(cell: nodes.Cell, kind: str, **parameters: object) -> nodes.Cell:
    word = nodes.Word("measurements", kind, parameters)
    per_step = registry.load("measurements", kind).per_step
    return replace(cell, quantities=(nodes.Quantity(word.label, word, per_step, "1", True),))


def test_a_kernel_that_is_formed(cell: nodes.Cell) -> None:
    n, d, m = cell.n, cell.d, cell.m
    price = kernel_cost.kernel_cost(_measuring(cell, "kernel-gap", layers="first"))
    entries = n * n * (2 * m + 2 * d)  # a product of hidden slopes, and one of inputs
    assert price.flops == pytest.approx(entries + 2 * n**3)
    assert price.resident >= 2 * 8 * n * n
    drift = kernel_cost.kernel_cost(_measuring(cell, "kernel-drift", layers="first"))
    records = len(cell.dynamics.recorded)
    assert drift.flops == pytest.approx(records * (2 * entries + 2 * n**3))


@pytest.mark.parametrize("kind", ["kernel-floor", "kernel-ball", "certified-floor"])
def test_a_kernel_whose_least_eigenvalue_is_asked_for_is_formed_at_any_size(
    cell: nodes.Cell, kind: str
) -> None:
    n = 20_000
    price = kernel_cost.kernel_cost(_measuring(replace(cell, n=n), kind))
    assert price.resident >= 2 * 8 * n * n
    assert price.flops >= 2 * n**3


def test_a_kernel_that_is_applied(cell: nodes.Cell) -> None:
    n = 20_000
    large = replace(cell, n=n)
    d, m, steps = cell.d, cell.m, _kernels.LANCZOS_STEPS
    price = kernel_cost.kernel_cost(_measuring(large, "kernel-gap", layers="first"))
    product = 2 * (2 * n * m * d)  # J^T z and then J times it, two operations an entry and weight
    again = 2 * 2 * n * steps / 2 * 2  # against half of the basis on average, twice
    assert price.flops == pytest.approx(steps * (product + again))
    assert price.resident < 8 * n * n / 10
    turned = kernel_cost.kernel_cost(_measuring(large, "kernel-distance", layers="first"))
    records = len(cell.dynamics.recorded)
    assert turned.flops == pytest.approx(records * steps * (2 * 2 * product + again))
    probed = kernel_cost.kernel_cost(_measuring(large, "kernel-gap", norm="frobenius"))
    probes = _kernels.PROBES
    assert probed.flops == pytest.approx(probes * (product + 4 * n * probes))


def test_what_a_field_makes_of_a_kernel_is_in_its_price(cell: nodes.Cell) -> None:
    """Entries of infinite width are had one by one; a J(t) J(t)^T is symmetric."""
    large = replace(cell, n=20_000)

    def flops(kind: str, **given: object) -> float:
        return kernel_cost.kernel_cost(_measuring(large, kind, **given)).flops

    entries = 40 * 20_000**2 * _kernels.LANCZOS_STEPS
    more = flops("kernel-scale", of="infinite") - flops("kernel-scale")
    assert more == pytest.approx(entries)
    symmetric = flops("kernel-distance", right="now")
    records = len(cell.dynamics.recorded)
    assert symmetric == pytest.approx(records * flops("kernel-gap"))
    assert symmetric < flops("kernel-distance")


def test_relative_rates_pay_for_the_norm_that_is_their_unit(cell: nodes.Cell) -> None:
    relative = replace(cell, dynamics=replace(cell.dynamics, relative=True), quantities=())
    price = kernel_cost.kernel_cost(relative)
    assert price == kernel_cost.kernel_cost(_measuring(cell, "ntk-norm"))
    assert price == kernel_cost.kernel_cost(_measuring(relative, "ntk-norm"))  # taken once
    assert price.flops == kernel_cost.kernel_cost(_measuring(cell, "kernel-scale")).flops
    assert kernel_cost.kernel_cost(replace(cell, quantities=())) == (0, 0.0)
    assert cost(relative).parts["kernels"] == price.resident


def test_an_epsilon_certificate_takes_a_norm_a_step(cell: nodes.Cell) -> None:
    n, steps = cell.n, cell.steps
    price = kernel_cost.kernel_cost(_measuring(cell, "certificate-eps", layers="first"))
    entries = 3 * n * n * (2 * cell.m + 2 * cell.d)  # a segment has two Gauss points
    assert price.flops == pytest.approx(steps * (entries + 2 * n**3))
    (every,) = _measuring(cell, "certificate-eps", layers="first").quantities
    (first,) = _measuring(cell, "certificate-eps", layers="first", steps="first").quantities
    assert kernel_cost.kernel_cost(replace(cell, quantities=(every, first))) == price


def test_every_step_pays_for_what_its_tallies_ask(cell: nodes.Cell) -> None:
    n, fresh, steps, forward, p = cell.n, cell.n_test, cell.steps, 1000.0, 43
    without = replace(cell, quantities=())

    def flops(*kinds: str) -> float:
        words = [nodes.Word("measurements", kind, {}) for kind in kinds]
        quantities = tuple(nodes.Quantity(word.label, word, True, "1") for word in words)
        return tally_cost.tally_flops(replace(cell, quantities=quantities), forward, p)

    assert tally_cost.tally_flops(without, forward, p) == 0
    assert flops("loss", "prediction-gap") == 0
    kernel = 2 * (2 * n * p)  # Psi^T r and Psi times it
    assert flops("linear-path") == steps * kernel
    assert flops("certificate-defect") == steps * (2 * n * forward + kernel)
    # Both look at the same two snapshots.
    both = flops("certificate-defect", "certificate-identity")
    assert both == steps * (2 * n * forward + 2 * kernel)
    on_fresh = 2 * (2 * n * p + 2 * fresh * p)  # the defect, and what the gap carries over
    expected = (n + 2 * fresh) * forward + kernel + on_fresh
    assert flops("certificate-test") == steps * expected
    assert cost(cell).flops > cost(without).flops + tally_cost.tally_flops(cell, 2.0 * cell.m, p)


def test_what_asks_for_kernels_says_so() -> None:
    """Its price would be 0 otherwise."""
    reads = re.compile(r"\w+\.(kernel_\w+|ntk_norm)\(|fl\.(kernel|lambda_0|infinite_kernel)\(")
    for kind in registry.names("measurements"):
        word = registry.load("measurements", kind)
        if reads.search(inspect.getsource(word)):
            assert vars(word).get("kernels") is not None or "asks" in vars(word), kind


def test_every_tally_has_its_price() -> None:
    for kind in registry.names("measurements"):
        word = registry.load("measurements", kind)
        assert not issubclass(word, Tally) or "passes" in vars(word), kind


def test_a_kernel_whose_eigenvectors_are_needed_is_formed_at_any_size(cell: nodes.Cell) -> None:
    large = replace(cell, n=20_000)
    for kind, given, times in (
        ("low-rank-bound", {"gives": "gap"}, 1),
        ("projected-residual", {"part": "nuisance"}, len(cell.dynamics.recorded)),
    ):
        price = kernel_cost.kernel_cost(_measuring(large, kind, **given))
        assert (
            price.resident >= 3 * 8 * 20_000**2
        )  # itself, its eigenvectors, and what is worked on
        assert price.flops >= times * 9 * 20_000**3
    free = kernel_cost.kernel_cost(_measuring(large, "projected-residual"))
    assert free == (0, 0.0)
