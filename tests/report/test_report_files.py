import json
import sys
from xml.etree import ElementTree

from earlyspec._version import __version__
from earlyspec.backend import Device
from earlyspec.report.files import files, renderings
from earlyspec.report.provenance import Clock, to_json
from earlyspec.report.render_json import from_json

DEVICE = Device("cpu", "some processor", 2, {"jax": "0.10.0", "numpy": "2.0"})


def test_renderings_are_functions_of_the_report(any_report):
    made = renderings(any_report)
    assert {"report.json", "report.md", "curves.csv"} <= set(made)
    assert renderings(from_json(made["report.json"].decode())) == made
    for name, content in made.items():
        content.decode()
        if name.endswith(".svg"):
            ElementTree.fromstring(content)
            assert f"]({name})".encode() in made["report.md"]


def test_provenance_is_apart_from_what_is_compared(sweep):
    made = files(sweep, DEVICE, Clock())
    assert set(made) - set(renderings(sweep)) == {"provenance.json"}
    assert list(made)[-1] == "provenance.json"


def test_provenance_tells_what_when_and_how():
    clock = Clock()
    clock.started = 0.0
    facts = json.loads(to_json(DEVICE, clock, ["/some/where/earlyspec", "run", "a.yaml"]))
    assert facts["earlyspec"] == __version__
    assert facts["python"] == sys.version.split()[0]
    assert facts["device"] == {"platform": "cpu", "name": "some processor", "count": 2}
    assert facts["versions"] == {"jax": "0.10.0", "numpy": "2.0"}
    assert facts["started"] == "1970-01-01T00:00:00Z"
    assert facts["command"] == ["earlyspec", "run", "a.yaml"]
    assert 0 <= facts["wall_seconds"] < 3600


def test_provenance_of_this_process_is_its_command(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["C:\\Programs\\earlyspec", "run"])
    assert json.loads(to_json(DEVICE, Clock()))["command"] == ["earlyspec", "run"]
