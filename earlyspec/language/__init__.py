"""The language: YAML text to a located tree, a tree to specs, or findings."""
