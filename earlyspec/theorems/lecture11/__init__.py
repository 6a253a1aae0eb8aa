"""Lecture 11: kernel methods, the neural tangent kernel, and what they cannot learn."""
