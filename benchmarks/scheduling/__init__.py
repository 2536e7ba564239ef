"""Measures of hotline scheduling."""
