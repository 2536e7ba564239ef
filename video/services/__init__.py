"""Writes of hall video: one transaction and one audit event each."""
