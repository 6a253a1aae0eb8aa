"""Texts and places in them."""
