"""Measures the bars of the product; each prints its figures and fails when a bar is missed."""
