"""Kernels on the inputs of a split, applied by row chunks: `vocabulary._kernels` in JAX."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import jax.numpy as jnp
from jax import lax, random

from earlyspec.backend import Unsupported
from earlyspec.vocabulary import _kernels
from earlyspec.vocabulary._kernels import (
    FeatureTerm,
    IdentityTerm,
    InfiniteTerm,
    Kernel,
    NetworkTerm,
    Point,
    Term,
)
from earlyspec.vocabulary._ops import Array
from earlyspec.vocabulary.architectures.fully_connected import FullyConnected
from earlyspec.vocabulary.architectures.two_layer import TwoLayer
from earlyspec_jax import lanczos, reference_models
from earlyspec_jax.chunks import Chunks
from earlyspec_jax.data import Split, chunk, chunking
from earlyspec_jax.draws import named_key, seed_key
from earlyspec_jax.infinite_width import tangent_kernel
from earlyspec_jax.jacobians import (
    Jacobians,
    Made,
    Nodes,
    Tree,
    block_rows,
    has_factors,
    jacobians,
    unmirrored,
)
from earlyspec_jax.shape import Shape

_TOLERANCE = 1e-4  # relative bound on the error at which a kernel that is applied is left alone
_TIGHT = 1e-10  # that of a kernel that is formed, and costs little to apply
_Right = tuple[float, dict[str, float], Point]
"""What stands to the right of a Jacobian: coefficient, weight by layer, point."""


class _Row(NamedTuple):
    """What entries of a chunk are made of: its inputs, (d, rows), Jacobians and features."""

    x: Array
    jacobians: dict[Point, Made]
    features: list[Array]


class KernelOperator:
    """A sum of terms on the first `count` inputs of a split, (count, count)."""

    def __init__(
        self,
        shape: Shape,
        data: Split,
        split: str,
        kernel: Kernel,
        nodes: Callable[[Point], Nodes],
        trace_square: Array,
        count: int | None = None,
        formed: Callable[[Kernel], Array] | None = None,
    ) -> None:
        """Nodes gives the weights of a point; `formed`, terms that are dear to form, formed once.

        A theorem and its lies differ in features, which cost little, and share the network's part.
        """
        self._shape = shape
        self._data = data
        self._split = split
        self._kernel = kernel
        self._nodes = nodes
        self._trace_square = trace_square
        self.count = shape.count(split) if count is None else min(count, shape.count(split))
        self._chunks = Chunks(self.count, chunking(shape, split).rows)
        self._mixed = _kernels.mixes_points(kernel)
        self._factored = has_factors(shape, self._mixed)
        rows = block_rows(shape, nodes("now")[0][1], self._chunks.rows, self._factored)
        self._blocks = Chunks(self.count, rows)
        self._network = [term for term in kernel if isinstance(term, NetworkTerm)]
        self._layers = self._weighted_layers()
        self._mirrored = shape.mirrors and all(
            term.left == term.right == "initial" for term in self._network
        )
        self._features = [term for term in kernel if isinstance(term, FeatureTerm)]
        self._infinite = [term for term in kernel if isinstance(term, InfiniteTerm)]
        self._identity = sum(term.coefficient for term in kernel if isinstance(term, IdentityTerm))
        if self._infinite:
            _require_closed_form(shape)
        self._jacobians: dict[Chunks, Jacobians] = {}
        self._shared = formed
        # What an application needs is laid out here, before any loop in which one stands.
        self._formed = self._form() if self._is_formed else None
        if not self._is_formed:
            self._lay_out(self._chunks)

    @property
    def symmetric(self) -> bool:
        """Whether every term comes with its transpose."""
        return _kernels.is_symmetric(self._kernel)

    # Norms and eigenvalues.

    def norm(self, norm: str) -> Array:
        """The `spectral` or `frobenius` norm and a bound on its error, (2,)."""
        if norm == "frobenius":
            return self._frobenius()
        if self._formed is not None and self.count <= _kernels.EIGH_ROWS:
            value = self._largest_of(self._formed)
            return jnp.stack([value, self.count * 2.0**-52 * value])
        tolerance = _TIGHT if self._is_formed else _TOLERANCE

        def largest(apply: lanczos.Apply, tolerance: float) -> tuple[Array, Array]:
            start, most = self._start(), _kernels.LANCZOS_STEPS
            return lanczos.largest_magnitude(apply, start, most, _kernels.MISSED, tolerance)

        if self.symmetric:
            value, error = largest(self.apply, tolerance)
        else:
            square, error = largest(lambda z: self.apply_turned(self.apply(z)), 2 * tolerance)
            value = jnp.sqrt(jnp.maximum(square, 0.0))
            error = jnp.sqrt(value**2 + error) - value
        return jnp.stack([value, error + self._rounding()])

    def eigenvalues(self, count: int) -> Array:
        """The largest eigenvalues, falling, (count,); an applied kernel gives each once."""
        if self._formed is not None and self.count <= _kernels.EIGH_ROWS:
            return jnp.flip(jnp.linalg.eigvalsh(self._formed)[-count:])
        most = max(_kernels.LANCZOS_STEPS, 4 * count)
        return lanczos.largest_eigenvalues(self.apply, self._start(), most, count)

    def _largest_of(self, matrix: Array) -> Array:
        if self.symmetric:
            return jnp.max(jnp.abs(jnp.linalg.eigvalsh(matrix)))
        return jnp.max(jnp.linalg.svd(matrix, compute_uv=False))

    def _frobenius(self) -> Array:
        kind = self._shape.cell.network.word.kind
        if self.count <= _kernels.counted_rows(kind, self._mixed):
            squares = self._sum_of_squares() if self._formed is None else jnp.sum(self._formed**2)
            value = jnp.sqrt(squares)
            return jnp.stack([value, jnp.zeros_like(value)])
        return probed_frobenius(self.apply, self.count, _key("kernel/probes"), _kernels.PROBES)

    def _sum_of_squares(self) -> Array:
        blocks, symmetric = self._blocks, self.symmetric
        self._lay_out(blocks)

        def add(total: Array, i: Array, own: _Row, j: Array, other: _Row) -> Array:
            block = self._block(i, own, j, other)
            fresh = blocks.keep_fresh(i, blocks.keep_fresh(j, block).T)
            twice = jnp.where(symmetric & (i != j), 2.0, 1.0)
            return total + twice * jnp.sum(fresh * fresh)

        return blocks.pairs(self._row, add, jnp.zeros((), jnp.float64), symmetric)

    def _rounding(self) -> Array:
        """What rounding may leave of terms that cancel: a share of their Frobenius norms, ().

        E |K z|^2 = |K|_F^2 for a Gaussian z, so that one application a term gives the size.
        """
        if self._formed is not None:
            return jnp.zeros((), jnp.float64)
        z, size = self._start(), jnp.zeros((), jnp.float64)
        for term in self._kernel:
            size += jnp.linalg.norm(self._alone(term).apply(z))
        return 2.0**-52 * math.sqrt(self.count) * size

    def _alone(self, term: Term) -> KernelOperator:
        """One of the terms as an operator that shares what is laid out already."""
        alone = copy.copy(self)
        alone._kernel = (term,)
        alone._network = [each for each in self._network if each is term]
        alone._features = [each for each in self._features if each is term]
        alone._infinite = [each for each in self._infinite if each is term]
        alone._identity = term.coefficient if isinstance(term, IdentityTerm) else 0.0
        return alone

    def _start(self) -> Array:
        return random.normal(_key("kernel/lanczos"), (self.count,), jnp.float64)

    # The kernel as an operator.

    def apply(self, z: Array) -> Array:
        """The kernel times z, (count,) -> (count,)."""
        return self._apply(z, turned=False) if self._formed is None else self._formed @ z

    def apply_turned(self, z: Array) -> Array:
        """The transpose of the kernel times z, (count,) -> (count,)."""
        return self._apply(z, turned=True) if self._formed is None else z @ self._formed

    @property
    def _is_formed(self) -> bool:
        kind = self._shape.cell.network.word.kind
        return self.count <= _kernels.formed_rows(kind, bool(self._infinite), self._mixed)

    def entries(self) -> Array:
        """The kernel, (count, count)."""
        return self._form() if self._formed is None else self._formed

    def _form(self) -> Array:
        dear = tuple(t for t in self._kernel if isinstance(t, NetworkTerm | InfiniteTerm))
        cheap = tuple(t for t in self._kernel if isinstance(t, FeatureTerm | IdentityTerm))
        if self._shared is not None and dear and cheap:
            rest = KernelOperator(
                self._shape,
                self._data,
                self._split,
                cheap,
                self._nodes,
                self._trace_square,
                self.count,
            )
            return self._shared(dear) + rest.entries()
        blocks = self._blocks
        self._lay_out(blocks)

        return blocks.form(self._row, self._block, self.symmetric)

    def _apply(self, z: Array, turned: bool) -> Array:
        chunks, groups = self._chunks, self._groups(turned)

        rights = sorted({right for _, terms in groups for _, _, right in terms})

        def pulled(index: Array) -> Any:
            part = chunks.keep_fresh(index, _slice(z, chunks, index))
            trees = self._jacobians[chunks].pull(index, part, rights) if rights else {}
            return trees, [self._psi(term, index, chunks).T @ part for term in self._features]

        trees, betas = chunks.sum(pulled)
        lefts = {left: _combined(terms, trees) for left, terms in groups}

        def pushed(index: Array) -> Array:
            total = self._identity * _slice(z, chunks, index)
            if lefts:
                total += self._jacobians[chunks].push(index, lefts)
            for term, beta in zip(self._features, betas, strict=True):
                total += term.coefficient * (self._psi(term, index, chunks) @ beta)
            return total

        found = chunks.lay_out(pushed)
        return found + self._apply_infinite(z) if self._infinite else found

    def _apply_infinite(self, z: Array) -> Array:
        blocks = self._blocks

        def row(i: Array) -> Array:
            def add(j: Array, total: Array) -> Array:
                part = blocks.keep_fresh(j, _slice(z, blocks, j))
                return total + self._infinite_block(i, j) @ part

            zero = jnp.zeros(blocks.rows, jnp.float64)
            return lax.fori_loop(0, blocks.number, add, zero)

        return blocks.lay_out(row)

    def _groups(self, turned: bool = False) -> list[tuple[Point, list[_Right]]]:
        """Network terms by left point.

        Terms that share their left point are added up before that point's Jacobian is applied, so
        that a difference of Jacobians is taken before it is squared, and keeps its digits.
        """
        found: dict[Point, list[_Right]] = {}
        halves = 2.0 if self._mirrored else 1.0
        for term in self._network:
            left, right = (term.right, term.left) if turned else (term.left, term.right)
            weights = dict(zip(self._shape.cell.network.layers, term.weights, strict=True))
            chosen = {layer: weights[layer] for layer in self._layers}
            found.setdefault(left, []).append((halves * term.coefficient, chosen, right))
        return sorted(found.items())

    def _weighted_layers(self) -> tuple[str, ...]:
        """The layers that have a weight in any term."""
        layers = self._shape.cell.network.layers
        return tuple(
            layer
            for k, layer in enumerate(layers)
            if any(term.weights[k] != 0 for term in self._network)
        )

    def _lay_out(self, chunks: Chunks) -> None:
        """Prepares the Jacobians for loops over chunks."""
        points = sorted({point for term in self._network for point in (term.left, term.right)})
        if points and chunks not in self._jacobians:
            nodes = {point: self._nodes_of(point) for point in points}
            self._jacobians[chunks] = jacobians(
                self._shape, self._data, chunks, nodes, self._layers, self._factored
            )

    def _nodes_of(self, point: Point) -> Nodes:
        """Weights of a point, without those neurons that repeat others."""
        nodes = self._nodes(point)
        if not self._mirrored:
            return nodes
        return tuple((share, unmirrored(weights)) for share, weights in nodes)

    # Its entries.

    def _row(self, index: Array) -> _Row:
        """What entries of a chunk of `_blocks` are made of."""
        blocks = self._blocks
        return _Row(
            self._x(index, blocks),
            self._jacobians[blocks].rows(index) if self._network else {},
            [self._psi(term, index, blocks) for term in self._features],
        )

    def _block(self, i: Array, own: _Row, j: Array, other: _Row) -> Array:
        """Entries of two chunks of `_blocks`, (rows, rows)."""
        total = self._identity * self._same(i, j)
        for left, terms in self._groups():
            total += self._of_network(left, terms, own, other)
        for term, psi, phi in zip(self._features, own.features, other.features, strict=True):
            total += term.coefficient * (psi @ phi.T)
        return total + self._infinite_block(i, j) if self._infinite else total

    def _of_network(self, left: Point, terms: list[_Right], own: _Row, other: _Row) -> Array:
        """The terms whose left point is `left`, summed, (rows, rows)."""
        products = self._jacobians[self._blocks].products
        rights = {right for _, _, right in terms}
        if len(rights) > 1:
            combined = _combined(terms, other.jacobians)
            return _sum(products(own.jacobians[left], combined, own.x, other.x).values())
        by_layer = products(own.jacobians[left], other.jacobians[rights.pop()], own.x, other.x)
        return _sum(
            sum(coefficient * weights[layer] for coefficient, weights, _ in terms) * product
            for layer, product in by_layer.items()
        )

    def _infinite_block(self, i: Array, j: Array) -> Array:
        """Theta* of two chunks of `_blocks`, terms summed, (rows, rows)."""
        word: Any = self._shape.architecture
        x, y = self._x(i, self._blocks), self._x(j, self._blocks)
        d = x.shape[0]
        a = (jnp.sum(x * x, axis=0) / d)[:, None]
        b = (jnp.sum(y * y, axis=0) / d)[None, :]
        # On the diagonal the covariance is the variance to the last bit.
        c = jnp.where(self._same(i, j) > 0, a, x.T @ y / d)
        a, b = jnp.broadcast_to(a, c.shape), jnp.broadcast_to(b, c.shape)
        b = jnp.where(self._same(i, j) > 0, a, b)
        parts = (
            term.coefficient * tangent_kernel(word.activation, term.weights, a, b, c)
            for term in self._infinite
        )
        return sum(parts, start=jnp.zeros_like(c))

    def _same(self, i: Array, j: Array) -> Array:
        """1 where two chunks of `_blocks` meet in one input, else 0, (rows, rows)."""
        place = jnp.arange(self._blocks.rows)
        left = (self._blocks.start(i) + place)[:, None]
        right = (self._blocks.start(j) + place)[None, :]
        return (left == right).astype(jnp.float64)

    def _psi(self, term: FeatureTerm, index: Array, chunks: Chunks) -> Array:
        x = self._x(index, chunks)
        return reference_models.features(self._shape, term.model, x, self._trace_square)

    def _x(self, index: Array, chunks: Chunks) -> Array:
        x, _ = chunk(self._data, chunks.start(index), chunks.rows, jnp.float64)
        return x  # (d, rows)


def probed_frobenius(apply: lanczos.Apply, count: int, key: Array, probes: int) -> Array:
    """An estimate of the Frobenius norm of an operator and two of its standard errors, (2,).

    E |A z|^2 = |A|_F^2 for z of independent signs.

    Source: Hutchinson (1990), A stochastic estimator of the trace.
    """

    def probe(index: Array) -> Array:
        z = random.rademacher(random.fold_in(key, index), (count,), jnp.float64)
        return jnp.sum(apply(z) ** 2)

    squares = lax.map(probe, jnp.arange(probes))
    value = jnp.sqrt(jnp.mean(squares))
    error = jnp.sqrt(jnp.var(squares, ddof=1) / probes)
    return jnp.stack([value, error / jnp.where(value > 0, value, 1.0)])  # 2 error / (2 value)


def _combined(terms: list[_Right], trees: Mapping[Point, Tree]) -> Tree:
    """The sum of D J^T, or of what it was applied to, over terms that share their left point."""
    # Weights last: coefficients 1 and -1 cancel exactly, and a weight would be rounded in between.
    sums: dict[tuple[str, float], Array] = {}
    for coefficient, weights, right in terms:
        for layer, array in trees[right].items():
            key = (layer, weights[layer])
            sums[key] = coefficient * array + sums.get(key, 0.0)
    total: Tree = {}
    for (layer, weight), array in sums.items():
        total[layer] = weight * array + total.get(layer, 0.0)
    return total


def _sum(arrays: Iterable[Array]) -> Array:
    return jnp.asarray(sum(arrays))


def _require_closed_form(shape: Shape) -> None:
    word: Any = shape.architecture
    if not isinstance(word, TwoLayer | FullyConnected):
        kind = shape.cell.network.word.kind
        raise Unsupported(f"the infinite-width kernel of the architecture `{kind}`")
    if not word.activation.has_dual():
        kind = word.activation.kind()
        raise Unsupported(f"the infinite-width kernel of `{kind}`, which has no closed form")


def _slice(z: Array, chunks: Chunks, index: Array) -> Array:
    return lax.dynamic_slice_in_dim(z, chunks.start(index), chunks.rows)


def _key(name: str) -> Array:
    return named_key(seed_key(jnp.asarray(0)), name)
