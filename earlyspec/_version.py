"""The version, as a literal: reading package metadata costs more than a check of a spec."""

__version__ = "0.1.0"
