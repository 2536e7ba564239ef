"""Measures of hall signage."""
