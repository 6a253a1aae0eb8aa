"""Word: linear model paired with a two-layer network."""

from __future__ import annotations

from earlyspec.vocabulary.reference_models._features import LinearFeatures


class Linear(LinearFeatures):
    """The linear model that a two-layer network follows early in training.

    Gradient descent with step eta from beta = 0 on the features
        [ sqrt((w1 + w2) / d) zeta x ; sqrt((w1 + w2/2) / d) nu ; sqrt(w2) q(x) ],
    nu = kappa sqrt(Tr[Sigma^2] / d), q(x) = theta_0 + theta_1 rho + theta_2 rho^2,
    rho = ||x|| / sqrt(d) - 1. The weights w1 = eta_1 / eta and w2 = eta_2 / eta say how fast each
    layer learns: w1 = 1, w2 = 0 is first-layer training and has no q. Its kernel is
    (eta_1 Theta_lin1 + eta_2 Theta_lin2) / eta.

    Source: hu2020, eqs 5, 9, 11, and its remark on unequal learning rates.
    """


KIND = Linear
