"""Filters of hall video, a module for each group."""
