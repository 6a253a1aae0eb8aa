"""What theorems and words both compute, in pure Python: they do not know each other."""
