"""Words: distributions."""
