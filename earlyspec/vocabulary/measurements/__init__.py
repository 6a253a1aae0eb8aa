"""Words: measurements."""
