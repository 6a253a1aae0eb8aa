"""Published sets of labelled images, decoded from their own files with no array library."""
