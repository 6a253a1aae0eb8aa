"""Figure 1 as anybody would write it: one `lax.scan` over full-batch steps, and autodiff."""

from __future__ import annotations

import math
from functools import partial

import jax
import jax.numpy as jnp

ZETA = 2 / math.sqrt(3 * math.pi)  # E phi'(g) of erf


def network(params, x):
    w, v = params
    return jax.lax.erf(x @ w.T / math.sqrt(x.shape[1])) @ v / math.sqrt(v.shape[0])


def teacher(key, x, width=5):
    key_w, key_a = jax.random.split(key)
    w = jax.random.normal(key_w, (width, x.shape[1]))
    a = jax.random.normal(key_a, (width,))
    return jnp.sign(network((w, a), x))


@partial(jax.jit, static_argnums=(0, 1, 2, 3, 4))
def figure_1(d, m, n, n_test, steps, seed, eta):
    """Losses of network and linear model and their gap at every step; test outputs at the end."""
    key_x, key_test, key_y, key_w, key_v = jax.random.split(jax.random.PRNGKey(seed), 5)
    x, x_test = jax.random.normal(key_x, (n, d)), jax.random.normal(key_test, (n_test, d))
    y = teacher(key_y, x)
    w = jax.random.normal(key_w, (m // 2, d))
    v = jax.random.rademacher(key_v, (m // 2,), jnp.float32)
    psi, psi_test = (math.sqrt(2 / d) * ZETA * each for each in (x, x_test))

    def loss(params):
        f = network(params, x)
        return jnp.mean((f - y) ** 2) / 2, f

    def step(carry, _):
        params, beta = carry
        (value, f), gradient = jax.value_and_grad(loss, has_aux=True)(params)
        f_lin = psi @ beta
        params = jax.tree.map(lambda p, g: p - eta * g, params, gradient)
        moved = beta - eta / n * (psi.T @ (f_lin - y))
        return (params, moved), (value, jnp.mean((f_lin - y) ** 2) / 2, jnp.mean((f - f_lin) ** 2))

    params = (jnp.concatenate([w, w]), jnp.concatenate([v, -v]))
    (params, beta), curves = jax.lax.scan(step, (params, jnp.zeros(d)), None, length=steps)
    test_gap = jnp.mean((network(params, x_test) - psi_test @ beta) ** 2)
    return curves, test_gap
