"""Every discovered backend, and the reference beside it."""

import pytest
from conformance import formed_kernels
from conformance.agreement import disagreements
from earlyspec_reference.snapshot import ReferenceSnapshot

from earlyspec.backend import discover, find


@pytest.fixture(params=discover())
def backend(request):
    """Each backend in turn."""
    return find(request.param)


@pytest.fixture(params=[name for name in discover() if name != "reference"])
def challenger(request):
    """Each backend but the reference in turn."""
    return find(request.param)


@pytest.fixture(scope="session")
def reference():
    """The other opinion."""
    return find("reference")


@pytest.fixture
def formed(reference, monkeypatch):
    """The reference backend with kernels formed by other formulas than its own."""
    monkeypatch.setattr(ReferenceSnapshot, "kernel_norm", formed_kernels.kernel_norm)
    return reference


@pytest.fixture
def assert_agreement(reference, challenger, tmp_path):
    """Runs a cell on both backends with the same draws; gives the reference's run."""

    def check(cell, *, root=tmp_path, seed=0, **allowed):
        program = reference.compile(cell, root)
        draws = program.draw(seed)
        mine = program.run(seed)
        other = challenger.compile(cell, root).run(seed, draws=draws)
        assert mine.steps, "nothing was recorded, so nothing was compared"
        assert disagreements(mine, other, **allowed) == {}
        return mine

    return check
