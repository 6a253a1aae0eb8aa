"""The words of the language: each a file, each a formula stated once over `Ops`."""
