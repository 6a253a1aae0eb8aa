"""The command line, one file a command.

The commands `list` and `compile` hide builtins of the same name in this package's namespace, so
no code lives here.
"""

from earlyspec.cli._main import COMMANDS, main

__all__ = ["COMMANDS", "main"]
