"""Word: the network's own linearisation."""

from __future__ import annotations

from earlyspec.vocabulary._base import ReferenceModel


class Linearised(ReferenceModel):
    """The network expanded to first order in its weights: what it would be if it were lazy.

    f_lin(x; theta) = f_0(x) + J_0(x) (theta - theta_0), J_0 the Jacobian of the outputs in the
    weights that train, before the first step, trained from theta_0 as the network is: the same
    rates, loss and steps. With D the learning rate of each weight times the loss's factor (1/n for
    `half-mse`), Theta = J_0 D J_0^T on the training inputs and r_0 = f_0(X) - y, its outputs are
        f_lin(x) = f_0(x) - J_0(x) D J_0^T c_t,     theta_t - theta_0 = -D J_0^T c_t,
        c_t = V diag(s_t) V^T r_0,  Theta = V diag(l) V^T,
        s_t = (1 - (1 - l)^t) / l after t steps of gradient descent, (1 - e^(-l t)) / l along the
        gradient flow.
    It forms Theta, n x n. Any architecture has one; the dynamics that it knows are gradient descent
    on the full batch with constant steps, and gradient flow.

    Source: linearised networks of Lee et al. 2019, Section 2.2 (eqs 8 to 11).
    """


KIND = Linearised
