"""The report, and its renderings: one output a file."""
