"""The known name that an unknown one was probably meant to be.

rustc's rule (`rustc_span/src/edit_distance.rs`): the same letters in another case; else the least
edit distance, at most a third of the length; else the same words in another order. Before the
distance come names that people know from elsewhere, after it the only name with that beginning.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

_LONGEST = 80  # names beyond it are no misspelling of ours, and the distance is quadratic

# What it is called here, and what people type. A target counts only where it is a candidate, so one
# table serves the keys of every mapping and the names of every family; of two the first wins.
_TYPED = {
    # keys of `train`
    "learning_rate": "lr eta step_size stepsize",
    "steps": "epoch epochs n_epochs iterations iters n_iter max_iter n_steps num_steps max_steps t",
    "batch": "batch_size batchsize minibatch bs",
    "optimizer": "optim opt optimiser algorithm solver",
    "options": "momentum weight_decay optimizer_args hyperparameters",
    "loss": "criterion objective",
    "layers": "trainable",
    "record": "log_every save_every eval_every times",
    # keys of `architecture`, and of a teacher
    "width": "hidden hidden_size hidden_dim hidden_units n_hidden units neurons m",
    "activation": "nonlinearity act act_fn phi",
    "init": "initialization initialisation initializer weights",
    "parametrisation": "param params parameterization parametrization parameterisation scaling",
    # keys of `data`
    "inputs": "x input features",
    "labels": "y target targets outputs",
    "train": "n n_train num_train train_size samples n_samples num_samples size training",
    "test": "n_test num_test test_size validation val",
    "dim": "d dimension dims input_dim n_features features",
    "covariance": "cov",
    "exponent": "decay power",
    "freedom": "df dof nu degrees_of_freedom",
    "negative_slope": "slope leak alpha",
    "path": "file filename npz root folder dir data_dir",
    "centre": "center demean",
    "standardise": "standardize standardization whiten",
    "rescale": "normalize normalise",
    "pool": "pooling downsample avg_pool",
    "verify": "checksum md5",
    "classes": "class class_names categories",
    "limit": "threshold bound",
    "probability": "p rate",
    "scale": "std sigma sd",
    "law": "distribution dist",
    "then": "transform transforms post",
    # tags
    "distribution": "dist law kind type name",
    "rule": "kind type name distribution",
    "kind": "type name distribution rule",
    "theorem": "name kind claim",
    # keys of the root
    "earlyspec": "version",
    "title": "description name",
    "cite": "paper source reference",
    "let": "variables vars constants define parameters",
    "data": "dataset",
    "architecture": "arch model network net",
    "regime": "scale lazy",
    "horizon": "time t",
    "claims": "theorem theorems assert hypotheses",
    "expect": "expected",
    "measure": "metrics measurements observables",
    "sweep": "grid vary",
    "seeds": "seed random_seed n_seeds repeats replicates trials",
    "precision": "dtype float",
    # names of words
    "gd": "gradient_descent full_batch",
    "sgd": "stochastic_gradient_descent minibatch_sgd",
    "half-mse": "l2 squared squared_error",
    "mse": "mean_squared_error l2 squared squared_error",
    "logarithmic": "log geometric",
    "first": "hidden_layer input_layer inner",
    "second": "output_layer last outer readout",
    "all": "every",
    "cifar-10": "cifar cifar10",
    "two-layer": "shallow one_hidden_layer network",
    "fully-connected": "mlp fc fcn dense deep feedforward",
    "convolutional": "cnn conv convnet convolution",
    "ntk": "lazy kernel neural_tangent neural_tangent_kernel",
    "standard": "pytorch sp",
    "mean-field": "mup rich feature_learning",
    "symmetric": "antisymmetric doubling",
    "subtract": "centered centred zero_output subtract_initial_output",
    "norm": "norm_dependent radial",
    "identity": "linear none isotropic",
    "sigmoid": "logistic",
    "leaky-relu": "lrelu",
    "tanh": "hyperbolic_tangent",
    "relu": "rectifier",
    "silu": "swish",
    "gaussian": "normal iid",
    "rademacher": "signs hypercube bernoulli",
    "laplace": "double_exponential",
    "student-t": "t_distribution student heavy_tailed",
    "sphere": "spherical",
    "mixture": "mixture_of_gaussians gmm",
    "file": "npz numpy path filename",
    "ar1": "toeplitz",
    "single-neuron": "single_index",
    "noise": "noisy",
    "float32": "f32 fp32 single 32",
    "float64": "f64 fp64 double 64",
    "supported": "confirmed holds",
    "contradicted": "refuted",
}


@cache
def _aliases() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for target, words in _TYPED.items():
        for word in words.split():
            found.setdefault(word, []).append(target)
    return found


def nearest(word: str, candidates: Iterable[str], given: Collection[str] = ()) -> str | None:
    """The candidate that a word was meant to be, or None if none comes near.

    Args:
      word: what was written.
      candidates: the known names; of equally near ones the first is taken.
      given: names that are there already, and so were not meant.
    """
    known = [name for name in candidates if name not in given and name != word]
    if not word or len(word) > _LONGEST:
        return None
    folded = _fold(word)
    for name in known:
        if _fold(name) == folded:
            return name
    for target in _aliases().get(folded, ()):
        if target in known:
            return target
    return _by_distance(folded, known) or _by_words(folded, known) or _by_beginning(folded, known)


def _fold(word: str) -> str:
    return re.sub(r"[-_\s]+", "_", word.strip().casefold())


def _by_distance(word: str, known: list[str]) -> str | None:
    best, limit = None, max(len(word), 3) // 3
    for name in known:
        distance = edit_distance(word, _fold(name), limit)
        if distance is not None:
            best, limit = name, distance - 1
    return best


def _by_words(word: str, known: list[str]) -> str | None:
    words = sorted(re.split(r"[_./]", word))
    return next((name for name in known if sorted(re.split(r"[_./]", _fold(name))) == words), None)


def _by_beginning(word: str, known: list[str]) -> str | None:
    found = [name for name in known if _fold(name).startswith(word)]
    return found[0] if len(word) >= 3 and len(found) == 1 else None


def edit_distance(a: str, b: str, limit: int) -> int | None:
    """Insertions, deletions, replacements and swaps of neighbours from a to b, or None if more.

    The restricted Damerau-Levenshtein distance: no part of the text is edited twice.
    """
    if abs(len(a) - len(b)) > limit or limit < 0:
        return None
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1] if row[-1] <= limit else None
