"""What changed between two reports in what is known, and why."""
