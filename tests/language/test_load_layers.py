"""Layers and images of deeper networks: what a spec may say, and what is said of mistakes."""

from __future__ import annotations

import pytest
from language.conftest import Read

DEEP = "architecture: {kind: fully-connected, depth: 3, width: 16, activation: erf}"
CNN = (
    "architecture: {kind: convolutional, image: [2, 2], colours: 2, filter: 2, channels: 4, "
    "depth: 1, activation: erf}"
)
TWO = "architecture: {kind: two-layer, width: 16, activation: erf}"
TRAIN = "{layers: both, learning_rate: 0.1, steps: 100}"


def spec(text: str, architecture: str = DEEP, train: str = TRAIN) -> str:
    assert TWO in text
    assert TRAIN in text
    return text.replace(TWO, architecture).replace(TRAIN, train)


@pytest.mark.parametrize(
    "train",
    [
        "{layers: all, learning_rate: 0.1, steps: 100}",
        "{layers: layer-4, learning_rate: 0.1, steps: 100}",
        "{layers: [layer-3, layer-1], learning_rate: 0.1, steps: 100}",
        "{layers: [layer-3, layer-1], learning_rate: {layer-1: 1, layer-3: 2}, steps: 100}",
    ],
)
def test_layers_of_a_deep_network(read: Read, text: str, train: str) -> None:
    assert read(spec(text, train=train)).findings == []


def test_an_image_of_the_right_size(read: Read, text: str) -> None:
    train = "{layers: both, learning_rate: 0.1, steps: 100}"
    assert read(spec(text, CNN, train)).findings == []


@pytest.mark.parametrize(
    ("train", "code", "message", "help"),
    [
        (
            "{layers: layer-5, learning_rate: 0.1, steps: 100}",
            "ES205",
            "`layer-5` is not a layer of `architecture` (fully-connected)",
            "`layer-1`",
        ),
        (
            "{layers: [layer-1, layre-2], learning_rate: 0.1, steps: 100}",
            "ES205",
            "`layre-2` is not a layer of `architecture` (fully-connected)",
            "`layer-2`",
        ),
        (
            "{layers: [all], learning_rate: 0.1, steps: 100}",
            "ES205",
            "`all` is not a layer of `architecture` (fully-connected)",
            "",
        ),
        (
            "{layers: all, learning_rate: {layer-1: 1, layr-2: 2}, steps: 100}",
            "ES201",
            "unknown key `layr-2` in `train.learning_rate`",
            "`layer-2`",
        ),
        (
            "{layers: layer-2, learning_rate: {layer-2: 1, layer-3: 2}, steps: 100}",
            "ES306",
            "`layer-3` is frozen, but its learning rate is 2",
            "`layers: all`",
        ),
        (
            "{layers: [layer-2, layer-4], learning_rate: 0, steps: 100}",
            "ES306",
            "`layer-2` trains, but its learning rate is 0",
            "above 0",
        ),
        (
            "{layers: 3, learning_rate: 0.1, steps: 100}",
            "ES203",
            "`train.layers` needs text, but here is the number 3",
            "",
        ),
    ],
)
def test_a_mistaken_layer_is_one_finding(
    read: Read, text: str, train: str, code: str, message: str, help: str
) -> None:
    (finding,) = read(spec(text, train=train)).findings
    assert (finding.code, finding.message()) == (code, message)
    assert help in (finding.help() or "")
    assert finding.span is not None
    assert finding.span.line == text.splitlines().index(f"train: {TRAIN}") + 1


@pytest.mark.parametrize(
    ("before", "after", "code", "message"),
    [
        ("[2, 2]", "[3, 2]", "ES302", "the size of the image, colours included, is 12 here"),
        ("colours: 2", "colours: 1", "ES302", "the size of the image, colours included, is 4 here"),
        ("filter: 2", "filter: 3", "ES207", "the filter is 3 wide, but the image only 2"),
        ("filter: 2", "filter: [1]", "ES207", "the filter has 1 sides, the image 2"),
        ("filter: 2", "filter: 2, init: symmetric", "ES207", "`symmetric` initialises two-layer"),
        ("channels: 4", "chanels: 4", "ES201", "unknown key `chanels`"),
    ],
)
def test_a_mistaken_image_is_one_finding(
    read: Read, text: str, before: str, after: str, code: str, message: str
) -> None:
    train = "{layers: all, learning_rate: 0.1, steps: 100}"
    (finding,) = read(spec(text, CNN.replace(before, after), train)).findings
    assert finding.code == code
    assert message in finding.message()
    assert finding.span is not None


@pytest.mark.parametrize(
    ("layer", "fine"), [("layer-4", True), ("second", True), ("layer-9", False)]
)
def test_the_layer_of_a_measurement(read: Read, text: str, layer: str, fine: bool) -> None:
    train = "{layers: all, learning_rate: 0.1, steps: 100}"
    measured = f"measure: {{kind: weight-movement, layer: {layer}}}\n"
    found = read(spec(text, train=train) + measured).findings
    assert [each.code for each in found] == ([] if fine else ["ES205"])
