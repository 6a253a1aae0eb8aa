import pytest

from earlyspec.plans.nodes import Word
from earlyspec.report.quantities import Name, parse, select


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("loss", Name("loss")),
        ("loss(split=test)", Name("loss", {"split": "test"})),
        (
            "reference-loss(model=naive, split=test)",
            Name("reference-loss", {"model": "naive", "split": "test"}),
        ),
        ("sample-outputs[4]", Name("sample-outputs", {}, 4)),
        (
            " sample-outputs ( split = test , points=[0, 1] ) [12]",
            Name("sample-outputs", {"split": "test", "points": "[0"}, 12),
        ),
        ("odd(", Name("odd(")),
        ("", Name("")),
        ("(x=1)", Name("(x=1)")),
    ],
)
def test_identifiers_in_parts(identifier, name):
    assert parse(identifier) == name


def test_a_label_of_the_plan_is_read():
    word = Word("measurements", "prediction-gap", {"split": "test", "model": "paired"})
    name = parse(word.label)
    assert (name.kind, name["split"], name["model"]) == ("prediction-gap", "test", "paired")


def test_what_is_unsaid_is_the_default():
    assert (parse("loss")["split"], parse("loss")["model"], parse("loss")["x"]) == (
        "train",
        "paired",
        "",
    )


def test_selection_does_not_mind_whether_defaults_are_said(make):
    said = make["curve"]("prediction-gap(model=paired, split=train)", "u", [1.0], steps=(0,))
    unsaid = make["curve"]("prediction-gap", "u", [1.0], steps=(0,))
    other = make["curve"]("prediction-gap(model=naive)", "u", [1.0], steps=(0,))
    found = select((said, unsaid, other), "prediction-gap", split="train", model="paired")
    assert [curve for _, curve in found] == [said, unsaid]
