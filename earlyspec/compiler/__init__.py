"""Specs to a plan, and what the plan costs."""
