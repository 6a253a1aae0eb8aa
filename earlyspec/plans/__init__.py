"""What will run, as data: frozen, typed, resolved; and what comes back."""
