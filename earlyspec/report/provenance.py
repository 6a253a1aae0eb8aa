"""`provenance.json`: what made a report, and when; it is never compared."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from earlyspec._version import __version__

if TYPE_CHECKING:
    from earlyspec.backend import Device


class Clock:
    """Started when made; tells when that was and how long ago."""

    def __init__(self) -> None:
        self.started = time.time()
        self._ticks = time.perf_counter()  # goes on when the system's clock is set

    def seconds(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._ticks


def to_json(
    device: Device,
    clock: Clock,
    command: Sequence[str] | None = None,
    kept: Mapping[str, float] | None = None,
) -> str:
    """Versions, device, times and command, as JSON.

    Args:
      device: what the run ran on.
      clock: started with the run; its end is now.
      command: the command line; this process's own if None.
      kept: what the report keeps of the committed one, and how far it moved in this run.
    """
    import json
    import platform

    name, *arguments = sys.argv if command is None else command
    seconds = clock.seconds()
    facts: dict[str, Any] = {
        "earlyspec": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "device": {"platform": device.platform, "name": device.name, "count": device.count},
        "versions": {package: device.versions[package] for package in sorted(device.versions)},
        "started": _moment(clock.started),
        "ended": _moment(clock.started + seconds),
        "wall_seconds": round(seconds, 3),
        "command": [name.replace("\\", "/").rsplit("/", 1)[-1], *arguments],
    }
    if kept is not None:
        facts["kept"] = dict(kept)
    return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"


def _moment(seconds: float) -> str:
    """A time in UTC, `2024-05-17T09:30:00Z`."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
