"""Covariances: exact spectra and square roots by scipy, for every kind."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic_core import ValidationError
from scipy import linalg

DIM = 7
RAMP = np.linspace(0.4, 1.6, DIM)
STORED = np.cov(np.random.default_rng(5).standard_normal((30, DIM)), rowvar=False)
CASES = {
    "identity": ({}, np.eye(DIM)),
    "diagonal": ({"low": 0.4, "high": 1.6}, np.diag(RAMP / RAMP.mean())),
    "diagonal values": (
        {"values": [1, 2, 3, 4, 5, 6, 7]},
        np.diag(np.arange(1.0, 8.0) / 4),
    ),
    "power-law": (
        {"exponent": 1.5},
        np.diag(DIM * np.arange(1, 8) ** -1.5 / (np.arange(1, 8) ** -1.5).sum()),
    ),
    "ar1": ({"rho": 0.6}, linalg.toeplitz(0.6 ** np.arange(DIM))),
    "ar1 negative": ({"rho": -0.4}, linalg.toeplitz((-0.4) ** np.arange(DIM))),
    "file": ({"path": "s.npz"}, STORED * DIM / np.trace(STORED)),
}


@pytest.fixture(params=list(CASES))
def case(request, word):
    parameters, sigma = CASES[request.param]
    return word("covariances", request.param.split()[0], **parameters), sigma


@pytest.fixture
def stored(draws):
    return draws(files={("s.npz", "covariance"): STORED})


def test_colours_with_the_symmetric_square_root(case, stored, ops):
    covariance, sigma = case
    assert np.trace(sigma) == pytest.approx(DIM)
    root = covariance.colour(ops, stored, np.eye(DIM))  # rows e_i -> rows of Sigma^(1/2)
    np.testing.assert_allclose(root, linalg.sqrtm(sigma), atol=1e-12)


def test_facts_bound_or_are_the_spectrum(case):
    covariance, sigma = case
    spectrum = np.linalg.eigvalsh(sigma)
    norm, floor = covariance.spectral_norm(DIM), covariance.floor(DIM)
    square = covariance.trace_square(DIM)
    if covariance.kind() == "file":
        assert (norm, floor, square) == (None, None, None)
        assert covariance.files() == (("s.npz", "covariance"),)
        return
    assert square == pytest.approx((spectrum**2).sum() / DIM, rel=1e-13)
    if covariance.kind() == "ar1":
        assert norm >= spectrum[-1]
        assert floor <= spectrum[0]
    else:
        assert (norm, floor) == pytest.approx((spectrum[-1], spectrum[0]), rel=1e-13)


def test_the_ar1_bounds_are_approached_at_large_dimension(word):
    covariance = word("covariances", "ar1", rho=0.5)
    spectrum = np.linalg.eigvalsh(linalg.toeplitz(0.5 ** np.arange(400)))
    assert covariance.spectral_norm(400) == pytest.approx(spectrum[-1], rel=1e-3)
    assert covariance.floor(400) == pytest.approx(spectrum[0], rel=1e-3)


def test_the_ramp_of_the_theory_sheet(word):
    """Section 8.2: variances linspace(0.2, 1.8) have Tr Sigma^2 / d about 1.22 at large d."""
    value = word("covariances", "diagonal", low=0.2, high=1.8).trace_square(40)
    ramp = np.linspace(0.2, 1.8, 40)
    assert value == pytest.approx((ramp**2).mean() / ramp.mean() ** 2, rel=1e-14)


def test_a_file_that_holds_no_covariance_gives_no_numbers(word, draws, ops):
    crooked = STORED + np.triu(np.full((DIM, DIM), 0.1), 1)
    negative = STORED - 2 * np.linalg.eigvalsh(STORED)[0] * np.eye(DIM)
    for bad in (crooked, negative):
        stored = draws(files={("s.npz", "covariance"): bad})
        x = word("covariances", "file", path="s.npz").colour(ops, stored, np.eye(DIM))
        assert np.isnan(x).all()


def test_a_file_of_another_size_is_refused(word, stored, ops):
    with pytest.raises(ValueError, match="not"):
        word("covariances", "file", path="s.npz").colour(ops, stored, np.eye(DIM + 1))


@pytest.mark.parametrize(
    "parameters", [{}, {"low": 1}, {"high": 1}, {"values": [1], "low": 1, "high": 2}]
)
def test_a_diagonal_is_given_in_one_form(word, parameters):
    with pytest.raises(ValidationError, match="either `values`, or both"):
        word("covariances", "diagonal", **parameters)


@pytest.mark.parametrize("rho", [-1.0, 1.0, 1.5])
def test_correlations_are_below_one(word, rho):
    with pytest.raises(ValidationError):
        word("covariances", "ar1", rho=rho)


def test_variances_are_positive(word):
    with pytest.raises(ValidationError):
        word("covariances", "diagonal", values=[1, 0])


def test_a_covariance_of_another_dimension_is_an_error_of_the_spec(word):
    with pytest.raises(ValidationError, match="made for 2 coordinates, not for 3"):
        word("distributions", "gaussian", dim=3, covariance={"kind": "diagonal", "values": [1, 2]})
