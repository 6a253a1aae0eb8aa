"""Words: labels."""
