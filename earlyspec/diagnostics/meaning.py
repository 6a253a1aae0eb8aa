"""ES3xx: the spec has the right shape, but its parts do not make an experiment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from earlyspec.diagnostics.finding import Finding, Label, Severity, Told
from earlyspec.diagnostics.shape import quoted
from earlyspec.diagnostics.suggest import nearest
from earlyspec.source.span import Span


class UnknownName(Finding):
    """A name refers to nothing.

    What it means: expressions may use the names under `let` and the spec's own sizes `n`, `m`, `d`
    and `eta`; `sweep` and `--set` may change only what the spec has.

    Example:
    ```yaml
    let: {dim: 50}
    data: {inputs: {distribution: gaussian, dim: dimm}}
    ```

    Fix: correct the name, or define it under `let`.

    Args:
      span: the name.
      name: its text.
      known: names that would do.
      why: a clause about names that exist but not here; may be empty.
    """

    code: ClassVar[str] = "ES301"

    def __init__(self, span: Span | None, name: str, known: Sequence[str], why: str = "") -> None:
        super().__init__(span)
        self.name, self.known, self.why = name, known, why

    def message(self) -> str:
        return f"`{self.name}` refers to nothing"

    def label(self) -> str:
        return self.why or "not a name of this spec"

    def notes(self) -> tuple[tuple[str, str], ...]:
        return (("names", quoted(self.known)),) if self.known else ()

    def help(self) -> str | None:
        # Any two letters are one edit apart, and never meant for each other.
        meant = nearest(self.name, [each for each in self.known if len(each) > 1])
        if meant and len(self.name) > 1:
            return f"a similar name exists: `{meant}`"
        return f"define it: `let: {{{self.name}: ...}}`" if self.name.isidentifier() else None


class SizesDisagree(Finding):
    """Two parts of the spec give one size different values.

    What it means: the theorems speak of n, m and d, so each letter has one value. A spec that says
    `let: {d: 50}` and `dim: 60`, a covariance made for another dimension, or a file whose arrays
    have other shapes than the spec, means two experiments at once.

    Example:
    ```yaml
    let: {d: 50}
    data: {inputs: {distribution: gaussian, dim: 60}}
    ```

    Fix: write the value once and refer to it, as in `dim: d`.

    Args:
      span: the one place.
      what: the size.
      here: its value there, in words.
      there: its value elsewhere, in words.
      other: the other place, if it is in a file.
    """

    code: ClassVar[str] = "ES302"

    def __init__(
        self, span: Span | None, what: str, here: str, there: str, other: Span | None = None
    ) -> None:
        super().__init__(span)
        self.what, self.here, self.there, self.other = what, here, there, other

    def message(self) -> str:
        return f"{self.what} is {self.here} here, but {self.there}"

    def label(self) -> str:
        return self.here

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.other, self.there),) if self.other else ()


class Cycle(Finding):
    """Names are defined by each other.

    What it means: to know the value of one, its own value is needed first.

    Example:
    ```yaml
    let: {a: 2 * b, b: a / 2}
    ```

    Fix: give one of them a number.

    Args:
      span: the first name of the cycle.
      names: the names, each defined by the next.
    """

    code: ClassVar[str] = "ES303"

    def __init__(self, span: Span | None, names: Sequence[str]) -> None:
        super().__init__(span)
        self.names = names

    def message(self) -> str:
        return f"defined by itself: {' -> '.join((*self.names, self.names[0]))}"

    def label(self) -> str:
        return "needs its own value"


class BadSweep(Told):
    """A sweep does not say which experiments to run.

    What it means: each swept name needs at least one value, the lists under `zip` pair their
    values one to one, and a name is swept once.

    Example:
    ```yaml
    sweep: {zip: {d: [32, 64], width: [256]}}
    ```

    Fix: make the lists as long as each other, or move a name out of `zip` for all combinations.
    """

    code: ClassVar[str] = "ES304"


class BadLength(Told):
    """How long to train is not said, or said twice.

    What it means: T is either `train.steps`, or c d log(d) / learning_rate with c =
    `regime.horizon`. The second needs d > 1, because log(1) = 0, and a T that is a number of steps.

    Example:
    ```yaml
    regime: {horizon: 0.5}
    train: {layers: both, learning_rate: 0.1, steps: 1000}
    ```

    Fix: write one of the two.
    """

    code: ClassVar[str] = "ES305"


class RatesAgainstLayers(Finding):
    """The learning rates contradict the layers that train.

    What it means: a layer trains exactly if its learning rate is above 0. `layers: first` with a
    rate for the second layer, or a rate of 0 for the only layer that trains, is two answers to one
    question.

    Example:
    ```yaml
    train: {layers: first, learning_rate: {first: 0.1, second: 0.1}, steps: 100}
    ```

    Fix: change `layers`, or the rate.

    Args:
      span: the rate.
      layer: the layer.
      rate: its rate, as a number.
      layers: what `train.layers` says.
      other: where it says so.
      every: what it says where all layers train.
    """

    code: ClassVar[str] = "ES306"

    def __init__(
        self,
        span: Span | None,
        layer: str,
        rate: float,
        layers: str,
        other: Span | None,
        every: str = "both",
    ) -> None:
        super().__init__(span)
        self.layer, self.rate, self.layers, self.other = layer, rate, layers, other
        self.every = every

    def message(self) -> str:
        must = "is frozen" if self.rate else "trains"
        numbered = self.layer.startswith("layer-")
        layer = f"`{self.layer}`" if numbered else f"the {self.layer} layer"
        return f"{layer} {must}, but its learning rate is {self.rate:g}"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.other, f"`layers: {self.layers}`"),) if self.other else ()

    def help(self) -> str | None:
        if self.rate:
            return f"leave `{self.layer}` out of `learning_rate`, or train `layers: {self.every}`"
        return "give every layer that trains a learning rate above 0"


class BadBatch(Finding):
    """The minibatch does not fit the optimiser or the data.

    What it means: `gd` is full-batch gradient descent and has no `batch`; `sgd` needs one; no batch
    has more rows than the training set.

    Example:
    ```yaml
    train: {layers: both, optimizer: gd, batch: 32, learning_rate: 0.1, steps: 100}
    ```

    Fix: change `optimizer`, or `batch`.

    Args:
      span: the place to change.
      problem: one terse sentence.
      advice: what to write.
    """

    code: ClassVar[str] = "ES307"

    def __init__(self, span: Span | None, problem: str, advice: str) -> None:
        super().__init__(span)
        self.problem, self.advice = problem, advice

    def message(self) -> str:
        return self.problem

    def help(self) -> str | None:
        return self.advice


class RecordedAfterEnd(Finding):
    """A step, or a time of a flow, is to be recorded after training has ended.

    What it means: what is listed exceeds T, so there is nothing to record.

    Example:
    ```yaml
    train: {layers: both, learning_rate: 0.1, steps: 100, record: [10, 1000]}
    ```

    Fix: drop the step, or train for longer.

    Args:
      span: the step.
      step: its number, or the time.
      steps: T.
      flow: whether these are times.
    """

    code: ClassVar[str] = "ES308"

    def __init__(self, span: Span | None, step: float, steps: float, flow: bool = False) -> None:
        super().__init__(span)
        self.step, self.steps, self.flow = step, steps, flow

    def message(self) -> str:
        if self.flow:
            return f"time {self.step:g} is recorded, but the flow ends at {self.steps:g}"
        return f"step {self.step:.0f} is recorded, but training ends with step {self.steps:.0f}"

    def help(self) -> str | None:
        if self.flow:
            return f"record no time after {self.steps:g}, or raise `train.time`"
        return f"record no step after {self.steps:.0f}, or raise `train.steps`"


class NothingToJudge(Finding):
    """The spec claims no theorem and measures nothing.

    What it means: the run would train a network and record its loss, but decide nothing.

    Example:
    ```yaml
    title: A network
    claims: []
    ```

    Fix: claim a theorem (`earlyspec list theorems`) or measure something (`earlyspec list
    measurements`).
    """

    code: ClassVar[str] = "ES309"
    severity: ClassVar[Severity] = Severity.WARNING

    def message(self) -> str:
        return "nothing is claimed and nothing is measured"

    def help(self) -> str | None:
        return "add `claims`, or `measure`; see `earlyspec list theorems`"


class BadOptions(Finding):
    """Options are given to an optimiser that has none.

    What it means: `gd` and `sgd` are as the papers have them, with a learning rate and no more.

    Example:
    ```yaml
    train: {layers: both, optimizer: gd, options: {b1: 0.9}, learning_rate: 0.1, steps: 100}
    ```

    Fix: drop `options`, or name an optimiser of optax.

    Args:
      span: the options.
      optimiser: its name.
    """

    code: ClassVar[str] = "ES310"

    def __init__(self, span: Span | None, optimiser: str) -> None:
        super().__init__(span)
        self.optimiser = optimiser

    def message(self) -> str:
        return f"`{self.optimiser}` has no options"

    def help(self) -> str | None:
        return "drop `options`, or name an optimiser of optax, such as `adam`"


class BadFile(Finding):
    """A file that the spec names cannot be used.

    What it means: paths are relative to the spec and stay inside its project, the nearest folder
    above with a `.git` or a `pyproject.toml`. A file is an .npz of plain numbers; nothing is ever
    unpickled.

    Example:
    ```yaml
    data: {inputs: {distribution: file, path: ../../elsewhere.npz}}
    ```

    Fix: put the file into the project; write it with `numpy.savez`, arrays of numbers only.

    Args:
      span: the path.
      path: its text.
      problem: what completes the sentence 'the file ...'.
      advice: what to do; may be None.
    """

    code: ClassVar[str] = "ES311"

    def __init__(
        self, span: Span | None, path: str, problem: str, advice: str | None = None
    ) -> None:
        super().__init__(span)
        self.path, self.problem, self.advice = path, problem, advice

    def message(self) -> str:
        return f"the file `{self.path}` {self.problem}"

    def help(self) -> str | None:
        return self.advice


class NoSuchArray(Finding):
    """A file lacks the array that the spec reads from it.

    What it means: an .npz file holds arrays by name.

    Example:
    ```yaml
    data: {inputs: {distribution: file, path: data/mnist.npz, train: x_trian}}
    ```

    Fix: write a name that the file has, or write the array into the file.

    Args:
      span: the name, or the path where the name is the default.
      path: the file.
      array: the name.
      known: the names that the file has.
    """

    code: ClassVar[str] = "ES312"

    def __init__(self, span: Span | None, path: str, array: str, known: Sequence[str]) -> None:
        super().__init__(span)
        self.path, self.array, self.known = path, array, known

    def message(self) -> str:
        return f"the file `{self.path}` has no array `{self.array}`"

    def notes(self) -> tuple[tuple[str, str], ...]:
        return (("arrays", quoted(self.known) or "it has none"),)

    def help(self) -> str | None:
        meant = nearest(self.array, self.known)
        return f"a similar array exists: `{meant}`" if meant else None


class WrongArray(Finding):
    """An array of a file has the wrong shape or type.

    What it means: inputs are rows, labels one number a row, weights as the architecture has them,
    and all of them numbers.

    Example:
    ```yaml
    data:
      inputs: {distribution: file, path: data/mnist.npz}
      train: 100000
    ```

    Fix: change the spec or the file, so that the shapes agree.

    Args:
      span: the path.
      array: the array, with its file.
      found: its shape or type.
      needs: what it should be.
    """

    code: ClassVar[str] = "ES313"

    def __init__(self, span: Span | None, array: str, found: str, needs: str) -> None:
        super().__init__(span)
        self.array, self.found, self.needs = array, found, needs

    def message(self) -> str:
        return f"{self.array} is {self.found}, but must be {self.needs}"


class LabelsWithoutInputs(Finding):
    """Labels come from a file, inputs do not.

    What it means: a label belongs to one input. Inputs that are drawn anew have no labels in a
    file.

    Example:
    ```yaml
    data:
      inputs: {distribution: gaussian, dim: 50}
      labels: {rule: file, path: data/mnist.npz}
    ```

    Fix: read the inputs from the file too, or name a rule.

    Args:
      span: the labels.
    """

    code: ClassVar[str] = "ES314"

    def message(self) -> str:
        return "labels are read from a file, but inputs are drawn"

    def help(self) -> str | None:
        return "write `inputs: {distribution: file, ...}`, or another `rule`"


class Unused(Finding):
    """A name is defined, or even swept, and nothing refers to it.

    What it means: the spec would be the same without the name. If it is swept, every point of the
    sweep is the same experiment.

    Example:
    ```yaml
    let: {d: 50, widht: 256}
    data: {inputs: {distribution: gaussian, dim: d}}
    ```

    Fix: refer to the name where it should count, or delete it.

    Args:
      span: the name.
      name: its text.
      swept: whether it is swept.
    """

    code: ClassVar[str] = "ES315"
    severity: ClassVar[Severity] = Severity.WARNING

    def __init__(self, span: Span | None, name: str, swept: bool) -> None:
        super().__init__(span)
        self.name, self.swept = name, swept

    def message(self) -> str:
        done = "swept" if self.swept else "defined"
        return f"`{self.name}` is {done}, but nothing refers to it"

    def help(self) -> str | None:
        return "refer to it in an expression, or delete it"


class DataSetMissing(Finding):
    """The files of a set of images are not where the spec says.

    What it means: earlyspec fetches nothing. CIFAR-10 and MNIST are read from the files that their
    authors publish, at a folder inside the project. Pickled files, as of CIFAR-10's python version,
    are never opened.

    Example:
    ```yaml
    data: {inputs: {distribution: mnist, path: data/nothing-here}}
    ```

    Fix: put the files there, or use `distribution: digits`, which needs none.

    Args:
      span: the path, or the inputs.
      data_set: its name.
      path: where it should be.
      problem: what completes the sentence 'the data set ... at ...'.
      looked: places below the path that were looked at; empty if there is nothing at the path.
      advice: where one gets them.
    """

    code: ClassVar[str] = "ES321"

    def __init__(
        self,
        span: Span | None,
        data_set: str,
        path: str,
        problem: str,
        looked: Sequence[str],
        advice: str | None,
    ) -> None:
        super().__init__(span)
        self.data_set, self.path, self.problem = data_set, path, problem
        self.looked, self.advice = looked, advice

    def message(self) -> str:
        return f"the data set `{self.data_set}` at `{self.path}` {self.problem}"

    def notes(self) -> tuple[tuple[str, str], ...]:
        if not self.looked:
            return (("found", f"nothing is at `{self.path}`"),)
        places = [self.path if each == "." else f"{self.path}/{each}" for each in self.looked]
        return (("looked", f"in {quoted(places)}"),)

    def help(self) -> str | None:
        return self.advice


class DataSetBroken(Finding):
    """The files of a set of images are not what their authors published.

    What it means: a checksum differs, a file is cut short, or it has another format.

    Example:
    ```yaml
    data: {inputs: {distribution: mnist, path: data/half-a-download}}
    ```

    Fix: get the files again. `verify: false` takes files of the right format as they are, such as
    a part of the set that one has made.

    Args:
      span: the path, or the inputs.
      data_set: its name.
      path: where it is.
      problem: what completes the sentence 'the data set ... at ...'.
      advice: what to do; may be None.
    """

    code: ClassVar[str] = "ES322"

    def __init__(
        self, span: Span | None, data_set: str, path: str, problem: str, advice: str | None
    ) -> None:
        super().__init__(span)
        self.data_set, self.path = data_set, path
        self.problem, self.advice = problem, advice

    def message(self) -> str:
        return f"the data set `{self.data_set}` at `{self.path}` {self.problem}"

    def help(self) -> str | None:
        return self.advice or "get the file again"


class TooFewImages(Finding):
    """More images are asked for than there are.

    What it means: CIFAR-10 and MNIST have a training and a test part, and each gives its own;
    `digits` has one part, which training and testing share. Only images of the named classes count.

    Example:
    ```yaml
    data:
      inputs: {distribution: digits, classes: [3, 8]}
      train: 2000
    ```

    Fix: ask for fewer, or name more classes.

    Args:
      span: the number.
      what: what was asked for, in words.
      asked: how many.
      there: how many there are, in words.
    """

    code: ClassVar[str] = "ES323"

    def __init__(self, span: Span | None, what: str, asked: int, there: str) -> None:
        super().__init__(span)
        self.what, self.asked, self.there = what, asked, there

    def message(self) -> str:
        return f"{self.what} {self.asked} images, but {self.there}"

    def help(self) -> str | None:
        return "ask for fewer, or take images of more classes"


class DataSetUnverified(Finding):
    """Nothing vouches for the files of a set of images.

    What it means: their authors published checksums of other files, such as the archive that these
    came from. They may well be right; a damaged copy would go unnoticed.

    Example:
    ```yaml
    data: {inputs: {distribution: cifar-10, path: data/cifar-10-batches-bin}}
    ```

    Fix: name the published file, or say `verify: false`.

    Args:
      span: the path.
      data_set: its name.
      path: where it is.
      why: why there is no checksum, as a clause.
    """

    code: ClassVar[str] = "ES324"
    severity: ClassVar[Severity] = Severity.NOTE

    def __init__(self, span: Span | None, data_set: str, path: str, why: str) -> None:
        super().__init__(span)
        self.data_set, self.path, self.why = data_set, path, why

    def message(self) -> str:
        return f"the data set `{self.data_set}` at `{self.path}` is not verified: {self.why}"

    def help(self) -> str | None:
        return "name the published file, or write `verify: false`"


class LabelsWithoutClasses(Finding):
    """Labels are classes, but the inputs are not of two of them.

    What it means: the rule `class` labels an image of the first class that `inputs` names by -1,
    and one of the second by 1.

    Example:
    ```yaml
    data:
      inputs: {distribution: digits}
      labels: {rule: class}
    ```

    Fix: name two classes of a set of images, or another rule.

    Args:
      span: the labels.
      found: what the inputs are instead, as a clause.
      other: the inputs, if they are to blame.
      known: names of classes that would do.
    """

    code: ClassVar[str] = "ES325"

    def __init__(
        self, span: Span | None, found: str, other: Span | None, known: Sequence[str]
    ) -> None:
        super().__init__(span)
        self.found, self.other, self.known = found, other, known

    def message(self) -> str:
        return f"labels are two classes, but {self.found}"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.other, self.found),) if self.other else ()

    def help(self) -> str | None:
        if not self.known:
            return "write inputs that have classes, such as `digits`, or another `rule`"
        return f"write `classes: [{self.known[0]}, {self.known[1]}]`, or the like"


class NoSuchProfile(Finding):
    """A profile is asked for that the spec does not have.

    What it means: `--profile NAME` runs the spec with the values that `profiles` gives under NAME.

    Example:
    ```yaml
    profiles: {paper: {d: 50, seeds: 3}}      # and then: earlyspec run --profile papr
    ```

    Fix: name a profile that the spec has, or add one.

    Args:
      span: the profiles; None if there are none.
      name: the name that was asked for.
      known: the names that there are.
    """

    code: ClassVar[str] = "ES316"

    def __init__(self, span: Span | None, name: str, known: Sequence[str]) -> None:
        super().__init__(span)
        self.name, self.known = name, known

    def message(self) -> str:
        return f"there is no profile `{self.name}`"

    def label(self) -> str:
        return f"it has {quoted(self.known)}" if self.known else ""

    def help(self) -> str | None:
        meant = nearest(self.name, self.known)
        if meant:
            return f"a similar profile exists: `{meant}`"
        if self.known:
            return f"write one of {quoted(self.known)}"
        return f"add it to the spec: `profiles: {{{self.name}: {{...}}}}`"


class NeedsTheRate(Finding):
    """A theorem needs the learning rate as a number, and the spec gives it relative to norm(ntk).

    What it means: norm(ntk) is measured once the weights are drawn. A theorem whose hypotheses or
    conclusions are computed from the learning rate beforehand has no number to compute with.

    Example:
    ```yaml
    train: {layers: both, learning_rate: 0.5 / norm(ntk), steps: 100}
    ```

    Fix: write the learning rate as a number for this claim, or drop the claim.

    Args:
      span: the claim.
      theorem: its name.
      other: the learning rate.
    """

    code: ClassVar[str] = "ES317"

    def __init__(self, span: Span | None, theorem: str, other: Span | None) -> None:
        super().__init__(span)
        self.theorem, self.other = theorem, other

    def message(self) -> str:
        return f"{self.theorem} needs the learning rate as a number"

    def labels(self) -> tuple[Label, ...]:
        there = "in units of 1/norm(ntk), which is measured during the run"
        return (Label(self.other, there),) if self.other else ()

    def help(self) -> str | None:
        return "write `learning_rate` as a number, or drop the claim"


class NoSuchModel(Finding):
    """A measurement is of a model that is not followed.

    What it means: beside the network run the models that the claims bring along, and those that it
    is paired with by its own nature, such as the linear model of a two-layer network, `paired`.

    Example:
    ```yaml
    measure: [{kind: prediction-gap, model: pared}]
    ```

    Fix: name a model that there is, or claim the theorem that has it.

    Args:
      span: the measurement.
      name: the model that it names.
      known: the models that there are.
    """

    code: ClassVar[str] = "ES318"

    def __init__(self, span: Span | None, name: str, known: Sequence[str]) -> None:
        super().__init__(span)
        self.name, self.known = name, known

    def message(self) -> str:
        return f"there is no model `{self.name}` to measure"

    def label(self) -> str:
        return f"there are {quoted(self.known)}" if self.known else "there is none"

    def help(self) -> str | None:
        meant = nearest(self.name, self.known)
        if meant:
            return f"a similar model exists: `{meant}`"
        return "claim the theorem that brings it, or leave the measurement out"


class ModelsDiffer(Finding):
    """Two claims mean different models by one name.

    What it means: a model is followed once, under a name that all claims share; these two say
    different things by it.

    Example:
    ```yaml
    claims: [hu2020/theorem-d.1, hu2020/figure-2]
    ```

    Fix: put the claims into two specs.

    Args:
      span: the later claim.
      name: of the model.
    """

    code: ClassVar[str] = "ES319"

    def __init__(self, span: Span | None, name: str) -> None:
        super().__init__(span)
        self.name = name

    def message(self) -> str:
        return f"this claim means another model by `{self.name}` than a claim before it"

    def help(self) -> str | None:
        return "put this claim into a spec of its own"


class SharedReportFolder(Finding):
    """A profile's report would go where another spec's report goes.

    What it means: the profile `paper` of `a.yaml` reports into `a.paper.report/`, and so does the
    spec `a.paper.yaml`. Whichever ran last would be there.

    Example:
    ```yaml
    profiles: {paper: {d: 50}}                # in a.yaml, beside a spec a.paper.yaml
    ```

    Fix: give the profile or the other spec another name.

    Args:
      span: the profile's name.
      name: the profile.
      other: the other spec's file name.
      folder: the report's folder.
    """

    code: ClassVar[str] = "ES320"

    def __init__(self, span: Span | None, name: str, other: str, folder: str) -> None:
        super().__init__(span)
        self.name, self.other, self.folder = name, other, folder

    def message(self) -> str:
        return f"the profile `{self.name}` shares its report's folder with {self.other}"

    def label(self) -> str:
        return f"both report into {self.folder}/"

    def help(self) -> str:
        return f"give the profile another name, or rename {self.other}"
