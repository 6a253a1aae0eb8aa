"""All deciding, in one place: records and plain numbers in, the words of the language out."""
