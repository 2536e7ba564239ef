"""Measures of hall video."""
