"""Names people type against the names that are meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlyspec.diagnostics.suggest import edit_distance, nearest

ROOT = (
    "earlyspec", "title", "cite", "let", "data", "architecture", "regime", "train", "claims",
    "measure", "sweep", "seeds", "precision", "controls",
)  # fmt: skip
TRAIN = ("layers", "optimizer", "options", "learning_rate", "loss", "batch", "steps", "record")
DATA = ("inputs", "labels", "train", "test")
NETWORK = ("kind", "width", "activation", "init", "parametrisation")
ACTIVATIONS = ("erf", "gelu", "identity", "leaky-relu", "relu", "sigmoid", "softplus", "tanh")
LAWS = ("file", "gaussian", "laplace", "mixture", "rademacher", "sphere", "student-t", "uniform")


@pytest.mark.parametrize(
    ("word", "candidates", "meant"),
    [
        # letters: case, one edit in three, neighbours swapped
        ("Title", ROOT, "title"),
        ("LAYERS", TRAIN, "layers"),
        ("widht", NETWORK, "width"),
        ("lerning_rate", TRAIN, "learning_rate"),
        ("learning-rate", TRAIN, "learning_rate"),
        ("learning rate", TRAIN, "learning_rate"),
        ("archtecture", ROOT, "architecture"),
        ("guassian", LAWS, "gaussian"),
        ("lose", TRAIN, "loss"),
        ("leaky_relu", ACTIVATIONS, "leaky-relu"),
        # the same words in another order
        ("rate_learning", TRAIN, "learning_rate"),
        ("relu-leaky", ACTIVATIONS, "leaky-relu"),
        ("theorem-3.2/hu2020", ("hu2020/theorem-3.2",), "hu2020/theorem-3.2"),
        # the only name with that beginning
        ("prec", ROOT, "precision"),
        ("param", NETWORK, "parametrisation"),
        ("soft", ACTIVATIONS, "softplus"),
        # what people type
        ("lr", TRAIN, "learning_rate"),
        ("epochs", TRAIN, "steps"),
        ("iterations", TRAIN, "steps"),
        ("n_steps", TRAIN, "steps"),
        ("batch_size", TRAIN, "batch"),
        ("optim", TRAIN, "optimizer"),
        ("opt", TRAIN, "optimizer"),
        ("arch", ROOT, "architecture"),
        ("model", ROOT, "architecture"),
        ("dataset", ROOT, "data"),
        ("theorems", ROOT, "claims"),
        ("seed", ROOT, "seeds"),
        ("dtype", ROOT, "precision"),
        ("hidden", NETWORK, "width"),
        ("hidden_size", NETWORK, "width"),
        ("units", NETWORK, "width"),
        ("nonlinearity", NETWORK, "activation"),
        ("act", NETWORK, "activation"),
        ("n", DATA, "train"),
        ("n_train", DATA, "train"),
        ("N_Train", DATA, "train"),
        ("samples", DATA, "train"),
        ("n_test", DATA, "test"),
        ("dimension", ("distribution", "dim", "covariance"), "dim"),
        ("input_dim", ("distribution", "dim", "covariance"), "dim"),
        ("normal", LAWS, "gaussian"),
        ("lazy", ("ntk", "standard", "mean-field"), "ntk"),
        ("lazy", ROOT, "regime"),
        ("mup", ("ntk", "standard", "mean-field"), "mean-field"),
        ("SGD with momentum", ("gd", "sgd"), None),
        ("linear", ACTIVATIONS, "identity"),
        ("gmm", LAWS, "mixture"),
        # nothing comes near
        ("banana", ROOT, None),
        ("", ROOT, None),
        ("x" * 10_000, ROOT, None),
        ("se", ROOT, None),
    ],
)
def test_the_name_that_was_meant(word, candidates, meant):
    assert nearest(word, candidates) == meant


def test_what_is_given_already_was_not_meant():
    assert nearest("lr", TRAIN, given=("learning_rate",)) is None
    assert nearest("step", TRAIN) == "steps"
    assert nearest("step", TRAIN, given=["steps", "loss"]) is None
    assert nearest("Steps", TRAIN, given={"steps"}) is None


def test_an_alias_counts_only_where_its_target_is_known():
    assert nearest("lr", NETWORK) is None
    assert nearest("l2", ("mse", "half-mse")) == "half-mse"
    assert nearest("l2", ("mse",)) == "mse"


def test_of_equally_near_names_the_first_is_taken_and_of_others_the_nearest():
    assert nearest("bat", ("cat", "rat")) == "cat"
    assert nearest("bat", ("rat", "cat")) == "rat"
    assert nearest("stepss", ("strips", "steps")) == "steps"


def test_a_beginning_counts_only_if_it_is_the_only_one_and_long_enough():
    assert nearest("con", ("controls", "contents")) is None
    assert nearest("con", ("controls", "sweep")) == "controls"
    assert nearest("co", ("controls", "sweep")) is None


def slow_distance(a, b):
    """Restricted Damerau-Levenshtein by its recursive definition."""
    if not a or not b:
        return len(a) + len(b)
    options = [
        slow_distance(a[:-1], b) + 1,
        slow_distance(a, b[:-1]) + 1,
        slow_distance(a[:-1], b[:-1]) + (a[-1] != b[-1]),
    ]
    if len(a) > 1 and len(b) > 1 and a[-1] == b[-2] and a[-2] == b[-1]:
        options.append(slow_distance(a[:-2], b[:-2]) + 1)
    return min(options)


SHORT = st.text(alphabet="abc", max_size=5)


@given(a=SHORT, b=SHORT, limit=st.integers(0, 6))
def test_the_distance_is_that_of_its_definition(a, b, limit):
    expected = slow_distance(a, b)
    assert edit_distance(a, b, limit) == (expected if expected <= limit else None)


@given(word=st.text(max_size=90), given_names=st.sets(st.sampled_from(TRAIN)))
def test_a_suggestion_is_a_candidate_that_is_not_there_yet(word, given_names):
    meant = nearest(word, TRAIN, given_names)
    assert meant is None or (meant in TRAIN and meant not in given_names)
