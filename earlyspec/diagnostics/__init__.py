"""What earlyspec says when something is amiss: facts first, words second."""
