"""Words: initialisations."""
