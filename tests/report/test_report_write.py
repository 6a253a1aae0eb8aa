import errno
import os
import random
import signal
import stat
import subprocess
import sys
import time

import pytest

from earlyspec.report import write as module
from earlyspec.report.write import CannotWriteReport, write

OLD = {"report.json": b"old report", "report.md": b"old text", "losses.svg": b"old losses"}
NEW = {"report.json": b"new report", "report.md": b"new text", "gap.svg": b"new gap"}


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_are_written_and_stale_figures_go(tmp_path):
    folder = tmp_path / "a" / "b.report"
    write(folder, OLD)
    for kept in ("mine.svg", "notes.txt", "gap.png", "ratepayers.svg"):
        (folder / kept).write_bytes(b"not ours")
    (folder / "rate-hu2020-theorem-d.1-2.svg").write_bytes(b"ours, of an earlier report")
    write(folder, NEW)
    others = dict.fromkeys(("mine.svg", "notes.txt", "gap.png", "ratepayers.svg"), b"not ours")
    assert content(folder) == {**NEW, **others}


def test_files_that_are_no_report_remove_nothing(tmp_path):
    (tmp_path / "losses.svg").write_bytes(b"a report's")
    write(tmp_path, {"spec.cpu.mlir": b"module"})
    assert content(tmp_path) == {"losses.svg": b"a report's", "spec.cpu.mlir": b"module"}


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_files_have_the_usual_mode(tmp_path):
    mask = os.umask(0o022)
    try:
        write(tmp_path, OLD)
    finally:
        os.umask(mask)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o644}


def test_the_report_is_put_last_and_only_when_all_is_on_disk(tmp_path, monkeypatch):
    events = []
    replace, fsync = os.replace, os.fsync
    monkeypatch.setattr(os, "replace", lambda a, b: (events.append(b.name), replace(a, b)))
    monkeypatch.setattr(os, "fsync", lambda handle: (events.append("fsync"), fsync(handle)))
    write(tmp_path, NEW)
    assert events == ["fsync"] * 3 + ["report.md", "gap.svg", "report.json", "fsync"]


def test_what_a_killed_writer_left_is_swept(tmp_path):
    (tmp_path / ".earlyspec-writing-report.md").write_bytes(b"half")
    (tmp_path / ".earlyspec-writing-rate.svg").write_bytes(b"half")
    write(tmp_path, OLD)
    assert content(tmp_path) == OLD


def test_writes_that_take_less_than_they_are_given(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:3]))
    write(tmp_path, NEW)
    assert content(tmp_path) == NEW


@pytest.mark.parametrize("at", range(6))
def test_a_full_disk_leaves_the_old_report_whole(tmp_path, monkeypatch, at):
    """The disk fills after so many writes of five bytes."""
    write(tmp_path, OLD)
    real, left = os.write, [at]

    def full(handle, data):
        if left[0] == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left[0] -= 1
        return real(handle, data[:5])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(CannotWriteReport) as caught:
        write(tmp_path, NEW)
    assert caught.value.errno == errno.ENOSPC
    assert caught.value.path.parent == tmp_path
    assert caught.value.path.name in NEW
    assert caught.value.cause == os.strerror(errno.ENOSPC)
    assert content(tmp_path) == OLD


def test_a_disk_that_fails_to_keep_leaves_the_old_report_whole(tmp_path, monkeypatch):
    write(tmp_path, OLD)

    def failing(handle):
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(CannotWriteReport):
        write(tmp_path, NEW)
    assert content(tmp_path) == OLD


def test_an_interruption_leaves_no_litter(tmp_path, monkeypatch):
    write(tmp_path, OLD)

    def interrupted(handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, NEW)
    assert content(tmp_path) == OLD


def test_a_folder_that_cannot_be_is_said(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotWriteReport) as caught:
        write(tmp_path / "file" / "b.report", OLD)
    assert caught.value.path == tmp_path / "file" / "b.report"
    assert caught.value.errno in (errno.ENOTDIR, errno.EEXIST, errno.ENOENT)


def test_a_stale_figure_that_stays_is_no_failure(tmp_path):
    (tmp_path / "losses.svg").mkdir()
    write(tmp_path, NEW)
    assert (tmp_path / "report.json").read_bytes() == NEW["report.json"]


WRITER = """
import sys
from pathlib import Path
from earlyspec.report.write import write
folder, size = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    body = str(turn % 10).encode() * size
    write(folder, {"report.json": body, "report.md": body, f"rate-{turn % 2}.svg": body})
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_killed_at_any_moment_every_file_is_whole(tmp_path):
    """A writer that never stops, killed 50 times; it goes on over what it left."""
    size, dice, litter = 60_000, random.Random(7), 0
    for _ in range(50):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(size)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(dice.uniform(0.0, 0.03))
            writer.send_signal(signal.SIGKILL)
        for path in tmp_path.iterdir():
            if path.name.startswith(module._TEMPORARY):
                litter += 1
                continue
            body = path.read_bytes()
            assert len(body) == size
            assert body == body[:1] * size
    assert litter  # the kills did fall into writes
    write(tmp_path, OLD)
    assert content(tmp_path) == OLD
