"""Reads hall video: cameras that a caller may see, their footage, gaps and marks."""
