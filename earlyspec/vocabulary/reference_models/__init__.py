"""Words: reference models."""
