"""Files, folders, pipes and bytes that are no text."""

import io

import pytest

from earlyspec.language.yaml_tree import decode, read


def refusal(path):
    document, [finding] = read(str(path))
    assert document is None
    return finding.code, finding.message(), finding.help()


def test_a_file_becomes_a_document_named_as_it_was_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec.yaml").write_bytes("a: é\n".encode())
    document, findings = read("spec.yaml")
    assert findings == []
    assert (document.name, document.text) == ("spec.yaml", "a: é\n")


def test_a_dash_reads_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfa: 1")))
    document, findings = read("-")
    assert findings == []
    assert (document.name, document.text) == ("<stdin>", "a: 1")


def test_a_missing_file_is_named_with_its_nearest_neighbour(tmp_path):
    (tmp_path / "quickstart.yaml").touch()
    path = tmp_path / "quickstrat.yaml"
    code, message, help = refusal(path)
    assert (code, message) == ("ES118", f"there is no file `{path}`")
    assert help == f"did you mean `{tmp_path / 'quickstart.yaml'}`?"
    assert refusal(tmp_path / "nothing" / "like.yaml")[2] is None
    assert refusal(tmp_path / "quickstart.yaml" / "below.yaml")[0] == "ES118"


def test_a_folder_is_no_spec(tmp_path):
    assert refusal(tmp_path)[1:] == (f"`{tmp_path}` is a folder, not a spec", "name a file")
    (tmp_path / "b.yaml").touch()
    assert refusal(tmp_path)[2] == f"name a file, such as `{tmp_path / 'b.yaml'}`"


def test_what_may_not_be_read_is_said_to_be_forbidden(monkeypatch):
    def forbid(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", forbid)
    assert refusal("spec.yaml")[1] == "reading `spec.yaml` is not permitted"


def test_other_failures_of_the_system_keep_its_words(monkeypatch):
    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("builtins.open", fail)
    assert refusal("spec.yaml")[1] == "`spec.yaml` cannot be read: input/output error"


def test_a_path_with_a_null_character_is_refused():
    assert refusal("a\0b")[0] == "ES118"


def test_a_file_beyond_a_mebibyte_is_refused(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * (1 << 20))
    assert read(str(path))[1] == []
    path.write_bytes(b"#" * ((1 << 20) + 1))
    assert refusal(path)[0] == "ES113"


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"a: 1\nb: caf\xe9\n", (2, 7), "the byte 0xE9 is not UTF-8"),
        ("é: ".encode() + b"\xff", (1, 4), "the byte 0xFF is not UTF-8"),
        (b"\xef\xbb\xbfa\xc3", (1, 2), "the byte 0xC3 is not UTF-8"),
        (b"\xff\xfea\0", (1, 1), "`spec.yaml` is UTF-16 or UTF-32 text, not UTF-8"),
    ],
)
def test_bytes_that_are_not_utf_8_are_placed(data, place, message):
    document, [finding] = decode(data, "spec.yaml")
    assert document is None
    assert finding.code == "ES119"
    assert finding.span[1:3] == place
    assert finding.message() == message


def test_a_latin_1_letter_is_recognised():
    _, [finding] = decode(b"caf\xe9", "spec.yaml")
    assert "`é`" in finding.help()
