"""Words: activations."""
