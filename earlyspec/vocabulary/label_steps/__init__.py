"""Words: label steps."""
