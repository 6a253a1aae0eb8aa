"""Words: architectures."""
